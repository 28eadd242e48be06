"""Names are personal data: nobody appears in what leaves the house who may not be named, and no count tells of them.

The lists are made up: see `support.planted_names`. All that a build writes: tests/slow/test_privacy_on_paper.py.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from analysis.briefing import annex_of, briefing_of
from analysis.core.parameters import Month
from analysis.publish.mail import drafts
from analysis.publish.tables import tables_of
from analysis.reconciliation import Reconciliation
from support.every_byte import names_in
from support.months import reconciled
from support.planted_names import (
    LIST,
    MONTH,
    NEWER,
    READER,
    STRANGER,
    holding,
    laid_out,
    leaks,
    planted,
    signers,
    text_of,
)
from support.project import PROJECT
from support.worlds import differing, published, reconciled_months, worlds_of


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    return laid_out(tmp_path_factory.mktemp("privacy") / "data")


@pytest.fixture(scope="module")
def month(data) -> Reconciliation:
    return reconciled(MONTH, data)


def test_each_made_up_line_ends_as_it_is_meant_to(month):
    """Else the searches below would look for people who never came near a page."""
    found = month.signatures.set_index(["source_file", "source_row"])["outcome"]
    lines = [signer for role, signer in signers().items() if not role.startswith("repeated")]
    outcomes = [signer.line["outcome"] for signer in lines]
    assert [found.get((LIST, row), "") for row in range(2, len(lines) + 3)] == [*outcomes, "not_in_parliament"]
    assert found[(NEWER, 2)] == found[(NEWER, 3)] == "duplicate"
    willing = {signer.member["person_id"] for signer in lines if signer.is_named}
    assert set(month.named_signatories["person_id"]) == willing


def test_what_leaves_names_who_may_be_named_alone(month):
    pages = {f"share/nl/{party}.html": text_of(briefing_of(month, party, "nl")).encode() for party in (READER, "all")}
    pages["share/nl/annex.html"] = text_of(annex_of(month, "nl")).encode()
    tables = {path: content for path, content in tables_of(month).items() if path.startswith("share/")}
    files = pages | tables | drafts(month, pages)
    assert {Path(path).suffix for path in files} == {".html", ".xlsx", ".csv", ".json", ".eml"}
    assert leaks(files) == {}
    willing = signers()["willing"].full_name
    assert holding(files, willing) == {f"nl/{READER}.html", "nl/annex.html", f"mail/{READER}.eml"}


def test_who_took_a_permission_back_is_named_in_no_month_that_is_made_from_then_on(data, month):
    name = signers()["took back the permission"].full_name
    earlier = reconciled(Month(2021, 5), data)
    assert all(name not in briefing_of(each, READER, "nl").your_party.html for each in (earlier, month))


def test_a_name_that_is_planted_is_found_in_every_form_and_an_unknown_form_is_an_error():
    wanted = ["Quastenberg", "Somebody-Else"]
    found = {kind: {*names_in(f"planted.{kind}", content, wanted)} for kind, content in planted(STRANGER).items()}
    assert found == {kind: {"Quastenberg"} for kind in found}
    others = planted("Nemo Nusquam").items()
    assert {kind for kind, content in others if names_in(f"planted.{kind}", content, wanted)} == set()
    with pytest.raises(KeyError, match="docx"):
        names_in("mail.docx", b"", ["Quastenberg"])


def test_two_worlds_that_differ_in_what_the_silent_did_publish_the_same_bytes(tmp_path):
    """So no count, order or size in them can depend on who may not be named. Of many: tests/slow/test_worlds.py."""
    worlds, last = worlds_of(tmp_path, seed=8)
    one, other = (reconciled_months(world, last, 8) for world in worlds)
    assert not one[-1].signatures.equals(other[-1].signatures)
    assert differing(published(one, 8), published(other, 8)) == []


GIT = shutil.which("git")
needs_git = pytest.mark.skipif(GIT is None, reason="git is not installed")


def git(folder: Path, *words: str) -> list[str]:
    apart = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | apart
    command = [str(GIT), "-c", "safe.directory=*", "-C", str(folder), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment).stdout.splitlines()


@needs_git
def test_git_ignores_lists_of_persons_decisions_on_them_and_notebooks_of_analysts_whatever_they_are_called(tmp_path):
    git(tmp_path, "init", "-q")
    shutil.copy(PROJECT / ".gitignore", tmp_path)
    lists = ["leden.csv", "Leden 2021.XLSX", "parties-2021-03-10.csv.bak", "parties.csv", "README.txt", "mei/leden.ods"]
    private = [*(f"data/signatories/{name}" for name in lists), "data/decisions/signatories.csv"]
    private += ["data/decisions/named_signatories.csv"]
    private += ["reports/2021-06/internal/signatures.csv", "reports/2021-06/share/nl/d66.html", "data/contacts.csv"]
    beside = ("Untitled.ipynb", "2-signatories-Copy1.ipynb", "lijst.xlsx", "lijst.csv")
    private += [*(f"notebooks/{name}" for name in beside), "docs/Untitled.ipynb", "Untitled.ipynb"]
    public = ["data/signatories/README.md", "data/signatories/parties-2021-03-10.csv", "data/decisions/parties.csv"]
    public += ["notebooks/1-figures.ipynb"]
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
