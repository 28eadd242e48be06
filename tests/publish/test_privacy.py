"""Names are personal data: nobody appears in what leaves the house who may not be named, and no count tells of them.

The lists are made up: see `support.planted_names`. Paper, and pages of both languages: see tests/slow.
"""

import email
import email.policy
import os
import re
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from analysis.briefing import briefing_of
from analysis.core.parameters import Month
from analysis.publish.month_folder import Manifest
from analysis.reconciliation import Reconciliation
from analysis.signatories.support import named_signatories, publishable_counts
from support.every_byte import names_in
from support.months import reconciled
from support.planted_names import (
    LIST,
    MONTH,
    NEWER,
    READER,
    STRANGER,
    built,
    holding,
    laid_out,
    leaks,
    planted,
    shared,
    signers,
    silent,
)
from support.project import PROJECT
from support.workbook_rows import rows_of_table


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    return laid_out(tmp_path_factory.mktemp("privacy") / "data")


@pytest.fixture(scope="module")
def month(data) -> Reconciliation:
    return reconciled(MONTH, data)


@pytest.fixture(scope="module")
def ordered(data, tmp_path_factory) -> tuple[Path, str]:
    return built(data, tmp_path_factory.mktemp("built"), "--language", "nl", "--format", "html")


@pytest.fixture(scope="module")
def out(ordered) -> Path:
    return ordered[0]


def test_each_made_up_line_ends_as_it_is_meant_to(month):
    """Else the searches below would look for people who never came near a page."""
    found = month.signatures.set_index(["source_file", "source_row"])["outcome"]
    lines = [signer for role, signer in signers().items() if not role.startswith("repeated")]
    outcomes = [signer.line["outcome"] for signer in lines]
    assert [found.get((LIST, row), "") for row in range(2, len(lines) + 3)] == [*outcomes, "not_in_parliament"]
    assert found[(NEWER, 2)] == found[(NEWER, 3)] == "duplicate"
    willing = {signer.member["person_id"] for signer in lines if signer.is_named}
    assert set(named_signatories(month.signatures)["person_id"]) == willing


def test_no_byte_that_is_shared_names_who_may_not_be_named(out):
    files = shared(out)
    assert {Path(path).suffix for path in files} == {".html", ".xlsx", ".csv", ".json", ".eml"}
    assert len(files) >= 14
    assert leaks(out) == {}


def test_the_same_search_finds_who_may_be_named_and_everyone_in_what_stays_inside(out):
    """It is able to fail."""
    assert holding(out, signers()["willing"].full_name) == {f"nl/{READER}.html", "nl/all.html", f"mail/{READER}.eml"}
    content = (out / str(MONTH) / "internal" / "signatures.csv").read_bytes()
    names = {*(signer.written for role, signer in signers().items() if role != "signs later"), STRANGER}
    assert set(names_in("signatures.csv", content, names)) == names


def test_manifest_executed_briefings_and_what_a_build_prints_name_nobody_whom_no_page_names(ordered):
    out, printed = ordered
    willing = signers()["willing"]
    manifest = (out / str(MONTH) / "manifest.json").read_bytes()
    for name, content in (("printed.txt", printed.encode()), ("manifest.json", manifest)):
        assert names_in(name, content, [*silent(), *willing.spellings]) == []
    notebooks = sorted((out / str(MONTH) / "internal" / "briefings").rglob("*.ipynb"))
    assert [path.stem for path in notebooks] == ["all", "annex", READER]
    for path in notebooks:
        assert names_in(path.name, path.read_bytes(), silent()) == []
        assert bool(names_in(path.name, path.read_bytes(), [willing.full_name])) == (path.stem != "annex")


def test_a_permission_that_was_taken_back_holds_until_that_day_and_not_after(data, month):
    name = signers()["took back the permission"].full_name
    assert name in briefing_of(reconciled(Month(2021, 5), data), READER, "nl").your_party.html
    assert name not in briefing_of(month, READER, "nl").your_party.html


def test_a_name_that_is_planted_is_found_in_every_form_and_an_unknown_form_is_an_error():
    wanted = ["Quastenberg", "Somebody-Else"]
    found = {kind: {*names_in(f"planted.{kind}", content, wanted)} for kind, content in planted(STRANGER).items()}
    assert found == {kind: {"Quastenberg"} for kind in found}
    others = planted("Nemo Nusquam").items()
    assert {kind for kind, content in others if names_in(f"planted.{kind}", content, wanted)} == set()
    with pytest.raises(KeyError, match="docx"):
        names_in("mail.docx", b"", ["Quastenberg"])


COUNTS = ["signatories", "sitting_signatories", "coverage_percent"]
WITHHELD = ["bij1", "volt", "sgp", "all"]


def test_one_of_one_all_and_none_of_a_party_are_withheld_and_so_is_the_total_from_which_they_could_be_taken(out, month):
    held = month.support_by_party.set_index("party_id")
    assert (held.at["bij1", "seats"], held.at["bij1", "sitting_signatories"]) == (1, 1)
    assert held.at["volt", "seats"] == held.at["volt", "sitting_signatories"] == 3
    assert held.at["sgp", "sitting_signatories"] == 0
    folder = out / str(MONTH) / "share/data"
    shown = pd.read_csv(folder / "parties.csv", index_col="party_id")
    assert list(shown.loc[WITHHELD, "persons_counted"]) == ["withheld"] * 4
    assert "sitting_named" not in shown
    for name in COUNTS:
        assert (shown[name].isna() == (shown["persons_counted"] == "withheld")).all(), name
    assert shown.at[READER, "sitting_signatories"] == 5
    book = pd.DataFrame(rows_of_table((folder / "briefing.xlsx").read_bytes(), "parties")).set_index("party_id")
    assert book[COUNTS].replace("", float("nan")).astype("float").equals(shown[COUNTS].astype("float"))
    assert not month.changes.empty
    assert month.changes.equals(reconciled(MONTH).changes), "the same with a list of persons and without"


def test_the_pages_and_the_mail_withhold_what_the_table_withholds(out, month):
    known, withheld = re.compile(r"\d+ van de \d+ Kamerleden"), "zou iemand kunnen verraden"
    folder = out / str(MONTH) / "share"
    own, everybody = ((folder / f"nl/{party}.html").read_text(encoding="utf-8") for party in (READER, "all"))
    assert known.search(own)
    for text in (everybody, *(briefing_of(month, party, "nl").your_party.html for party in WITHHELD[:3])):
        assert withheld in text
        assert not known.search(text)
    draft = email.message_from_bytes((folder / f"mail/{READER}.eml").read_bytes(), policy=email.policy.default)
    attached = [part.get_payload(decode=True).decode().splitlines() for part in draft.iter_attachments()]
    assert own.splitlines() in attached


def signed(*rows: str) -> pd.DataFrame:
    """Signatures of made-up persons: FILE:ROW, person, outcome, may be named, the place that it repeats."""
    columns = ["place", "person_id", "outcome", "may_be_named", "duplicate_of"]
    frame = pd.DataFrame([row.split(",") for row in rows], columns=columns).replace({"": None})
    frame[["source_file", "source_row"]] = frame["place"].str.split(":", expand=True)
    frame["may_be_named"] = frame["may_be_named"] == "yes"
    return frame.assign(body_id="house", name_as_written="x", party_id="p", matched_name=frame["person_id"])


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        (["a:2,p,accepted,yes,", "b:2,p,duplicate,yes,"], ["p"]),
        (["a:2,p,accepted,yes,", "b:2,p,duplicate,no,"], []),
        (["a:2,p,accepted,no,", "b:2,p,duplicate,yes,"], []),
        # A misspelt name that is decided to repeat a line.
        (["a:2,p,accepted,yes,", "b:2,,duplicate,no,a:2"], []),
    ],
)
def test_a_newer_line_can_take_a_permission_away_and_not_give_it(rows, named):
    assert list(named_signatories(signed(*rows, "a:3,q,accepted,yes,"))["person_id"]) == [*named, "q"]


# Of a party: how many may be named, sit, and seats there are; whether somebody may not be named.
@pytest.mark.parametrize(
    ("named", "sitting", "seats", "silent", "becomes"),
    [
        (1, 1, 2, False, "withheld"),  # of two, one is named: the count is that of the other
        (1, 1, 2, True, "withheld"),
        (1, 1, 3, True, "shown"),
        (2, 2, 2, False, "shown"),  # all signed and all may be named: there is nobody to give away
        (2, 2, 2, True, "withheld"),
        (0, 4, 3, True, "withheld"),  # more than the seats that are known: all of them all the same
    ],
)
def test_a_count_is_withheld_when_it_is_that_of_one_person(named, sitting, seats, silent, becomes):
    support = pd.DataFrame({"party_id": ["p", "all"], "seats": seats, "signatories": sitting})
    support = support.assign(sitting_signatories=sitting, coverage_percent=50.0, sitting_named=named)
    lists = signed(f"a:2,s,accepted,{'no' if silent else 'yes'},", "a:3,t,accepted,yes,")
    assert publishable_counts(support, lists)["persons_counted"].iloc[0] == becomes


@pytest.mark.parametrize(("may_be_named", "shown"), [("no", [None, None]), ("yes", [1, 1])])
def test_of_a_party_without_a_seat_no_count_says_who_of_it_had_signed(may_be_named, shown):
    support = pd.DataFrame({"party_id": ["gone", "all"], "seats": [0, 9], "signatories": [1, 1]})
    support = support.assign(sitting_signatories=[0, 0], coverage_percent=0.0, sitting_named=0)
    counts = publishable_counts(support, signed(f"a:2,p,accepted,{may_be_named},"))["signatories"]
    assert [None if pd.isna(count) else count for count in counts] == shown


def test_a_list_in_a_folder_below_is_an_input_of_the_month(data):
    inputs = Manifest.of(data, PROJECT / "notebooks").inputs
    assert {f"data/signatories/{LIST}", f"data/signatories/{NEWER}", "data/decisions/signatories.csv"} <= set(inputs)


GIT = shutil.which("git")
needs_git = pytest.mark.skipif(GIT is None, reason="git is not installed")


def git(folder: Path, *words: str) -> list[str]:
    apart = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | apart
    command = [str(GIT), "-c", "safe.directory=*", "-C", str(folder), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment).stdout.splitlines()


@needs_git
def test_git_ignores_lists_of_persons_and_the_decisions_on_them_whatever_they_are_called(tmp_path):
    git(tmp_path, "init", "-q")
    shutil.copy(PROJECT / ".gitignore", tmp_path)
    lists = ["leden.csv", "Leden 2021.XLSX", "parties-2021-03-10.csv.bak", "parties.csv", "README.txt", "mei/leden.ods"]
    private = [*(f"data/signatories/{name}" for name in lists), "data/decisions/signatories.csv"]
    private += ["reports/2021-06/internal/signatures.csv", "reports/2021-06/share/nl/d66.html"]
    public = ["data/signatories/README.md", "data/signatories/parties-2021-03-10.csv", "data/decisions/parties.csv"]
    for path in [*private, *public]:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x", encoding="utf-8")
    git(tmp_path, "add", "--all")
    assert sorted(git(tmp_path, "ls-files")) == sorted([".gitignore", *public])


@needs_git
def test_the_repository_holds_no_list_of_persons(tmp_path):
    tracked = git(PROJECT, "ls-files", "data", "reports")
    if not tracked:
        pytest.skip("not a clone")
    assert [path for path in tracked if path.startswith("data/signatories/")] == [
        "data/signatories/README.md",
        "data/signatories/parties-2021-03-10.csv",
    ]
    assert "data/decisions/signatories.csv" not in tracked
    assert [path for path in tracked if path.startswith("reports/")] == ["reports/README.md"]
    names = pd.read_csv(PROJECT / "data/signatories/parties-2021-03-10.csv", dtype="str")["Naam"]
    assert names.isna().all(), "the list that is there names parties alone"
