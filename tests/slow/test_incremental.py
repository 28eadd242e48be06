"""A build makes again what would differ, and nothing else; what it is made from decides, not when."""

import csv
import dataclasses
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analysis import batch
from analysis.batch import build
from analysis.batch import fingerprints as fingerprints_module
from analysis.batch.fingerprints import fingerprints_of
from analysis.batch.inputs import code_digests, digests_of, versions
from analysis.batch.notebook_runs import Made
from analysis.briefing import Briefing, briefing_of
from analysis.parameters import LANGUAGES, Month
from analysis.reconciliation import reconcile
from support.small_notebooks import PROJECT, contents, with_empty_evidence

MONTH = Month.parse("2021-06")
PARTIES = ["all", "d66", "vvd", "bij1"]
EVIDENCE = {"1-figures", "2-signatories"}
HEADER = ["Naam", "Functie", "Partij", "Datum", "Mag genoemd worden"]
# Members of the House of 2021, with their parties; who of them signed is made up.
HE = ["Sjoerd Sjoerdsma", "Kamerlid", "D66", "15-4-2021", "ja"]
HIDDEN = ["Sjoerd Sjoerdsma", "Kamerlid", "D66", "15-4-2021", "nee"]
SHE = ["Sophie Hermans", "Kamerlid", "VVD", "20-4-2021", "ja"]
NOBODY = ["Xylofoon Quastenberg", "raadslid", "Lokaal", "20-4-2021", "ja"]


def with_list(folder: Path, *lines: list[str]) -> Path:
    """A copy of the data with one more list of signatories; its last line is of somebody outside parliament."""
    data = folder / "data"
    if not data.exists():
        shutil.copytree(PROJECT / "data", data)
    if lines:
        with (data / "signatories" / "made-up.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADER, *lines, NOBODY])
    return data


@pytest.fixture(scope="module")
def months(tmp_path_factory):
    """The month with no list of persons, and with several."""
    lists = {"none": [], "he": [HE], "hidden": [HIDDEN], "she": [SHE], "both": [HE, SHE], "both twice": [HE, SHE, SHE]}
    return {name: reconcile(MONTH, with_list(tmp_path_factory.mktemp("data"), *lines)) for name, lines in lists.items()}


@pytest.fixture(scope="module")
def fingerprints(months):
    """The fingerprint of each briefing of each month, as if all else were the same."""
    inputs = digests_of(PROJECT / "data", PROJECT / "notebooks")
    return {name: fingerprints_of(month, inputs, versions()) for name, month in months.items()}


def shown(briefing: Briefing) -> str:
    return repr({name: getattr(part, "html", part) for name, part in vars(briefing).items()})


@pytest.mark.parametrize("party", PARTIES)
def test_two_pages_with_the_same_fingerprint_are_the_same_page(months, fingerprints, party):
    for language in LANGUAGES:
        pages: dict[str, set[str]] = {}
        for name, month in months.items():
            mark = fingerprints[name][f"share/{language}/{party}.html"]
            pages.setdefault(mark, set()).add(shown(briefing_of(month, party, language)))
        assert {mark: len(different) for mark, different in pages.items()} == dict.fromkeys(pages, 1)


def changed(fingerprints, before: str, after: str) -> set[str]:
    paths = [path for path in fingerprints[before] if path.startswith("share/nl/") and path.endswith(".html")]
    return {Path(p).stem for p in paths if fingerprints[before][p] != fingerprints[after][p]}


def test_whoever_signs_for_a_party_changes_its_briefing_and_that_of_all_parties_together(fingerprints):
    assert changed(fingerprints, "he", "both") == {"all", "vvd"}
    assert changed(fingerprints, "she", "both") == {"all", "d66"}
    assert changed(fingerprints, "he", "hidden") == {"all", "d66"}


def test_a_line_that_is_there_twice_changes_no_briefing(fingerprints):
    assert changed(fingerprints, "both", "both twice") == set()


def test_the_first_list_of_persons_changes_every_briefing_that_says_that_there_is_none(months, fingerprints):
    changes = changed(fingerprints, "none", "he")
    assert {"all", "d66", "vvd"} <= changes
    same = {party for party in PARTIES if party not in changes}
    assert all(shown(briefing_of(months["none"], p, "nl")) == shown(briefing_of(months["he"], p, "nl")) for p in same)


def test_a_sentence_in_one_language_changes_no_briefing_in_the_other(months):
    inputs = digests_of(PROJECT / "data", PROJECT / "notebooks")
    before = fingerprints_of(months["he"], inputs, versions())
    reworded = inputs | {"src/analysis/wording/en/briefing.toml": "another"}
    after = fingerprints_of(months["he"], reworded, versions())
    assert {path.split("/")[-2] for path in before if before[path] != after[path]} == {"en"}


@pytest.mark.parametrize("path", ["src/analysis/wording/__init__.py", "notebooks/3-briefing.ipynb"])
def test_code_or_notebook_changes_every_briefing(months, path):
    inputs = digests_of(PROJECT / "data", PROJECT / "notebooks")
    assert path in inputs
    before = fingerprints_of(months["he"], inputs, versions())
    after = fingerprints_of(months["he"], inputs | {path: "another"}, versions())
    assert not set(before.items()) & set(after.items())


def test_every_file_of_the_package_is_code_or_a_sentence_in_a_language():
    package = [path for path in code_digests() if not fingerprints_module._makes_briefings(path)]
    assert {Path(path).parts[:4] for path in package} == {("src", "analysis", "wording", each) for each in LANGUAGES}
    assert {Path(path).suffix for path in package} == {".toml"}


def test_another_version_of_anything_changes_every_briefing(months):
    inputs = digests_of(PROJECT / "data", PROJECT / "notebooks")
    assert {"pandas", "pydyf", "ipython", "rapidfuzz", "pango", "harfbuzz-subset", "python"} <= set(versions())
    before = fingerprints_of(months["he"], inputs, versions())
    after = fingerprints_of(months["he"], inputs, versions() | {"pango": "another"})
    assert not set(before.items()) & set(after.items())


def test_what_a_fingerprint_leaves_out_is_what_it_takes_as_a_page_shows_it(months):
    left_out = set()

    def look(value):
        for field in dataclasses.fields(value):
            if field.name in fingerprints_module._OF_PERSONS:
                left_out.add((type(value).__name__, field.name))
            elif dataclasses.is_dataclass(getattr(value, field.name)):
                look(getattr(value, field.name))

    look(months["he"])
    assert left_out == {
        *(("Reconciliation", name) for name in ("signatures", "ledger", "support_by_party", "warnings")),
        *(("Sources", name) for name in ("signature_lines", "warnings")),
        ("Decisions", "signatories"),
    }


@pytest.fixture
def build_of(monkeypatch, tmp_path):
    """Return a function that builds without a kernel; the run named `failing` fails."""

    def of(data: Path, failing: str = "", **order):
        def made(runs, *_):
            for run in runs:
                page = f"{run.name} {run.parameters['month']}".encode()
                yield (
                    Made(run, {}, "as asked")
                    if run.name == failing
                    else Made(run, dict.fromkeys(run.outputs.values(), page))
                )

        monkeypatch.setattr(batch.on_this_machine, "run_all", made)
        order = {"month": MONTH, "parties": PARTIES[:3], "formats": ["html"]} | order
        return build(data_dir=data, out_dir=tmp_path / "out", **order)

    return of


def test_a_new_signature_makes_the_briefings_again_that_can_show_it(build_of, tmp_path):
    build_of(with_list(tmp_path, HE))
    again = build_of(with_list(tmp_path, HE, SHE))
    assert set(again.made) == {"all nl", "all en", "vvd nl", "vvd en"} | EVIDENCE
    assert again.left_over == []


def test_when_nothing_changed_no_table_is_read(build_of, tmp_path, monkeypatch):
    first = build_of(with_list(tmp_path, HE))
    before = contents(tmp_path / "out")
    monkeypatch.setattr(batch, "reconcile", lambda *_: pytest.fail("a table was read"))
    again = build_of(tmp_path / "data")
    assert again.made == []
    assert set(again.kept) == set(first.made)
    assert again.files == first.files
    assert contents(tmp_path / "out") == before


def test_an_order_in_which_a_briefing_failed_is_not_taken_as_done(build_of, tmp_path):
    data = with_list(tmp_path)
    build_of(data)
    assert build_of(data, force=True, failing="vvd nl").failures == {"vvd nl": "as asked"}
    assert build_of(data).made == ["vvd nl"]


def test_inputs_that_are_as_they_were_a_build_ago_are_looked_at_again(build_of, tmp_path):
    data = with_list(tmp_path, HE)
    build_of(data)
    with_list(tmp_path, HIDDEN)
    build_of(data, parties=["all"])
    with_list(tmp_path, HE)
    assert {"all nl", "all en"} <= set(build_of(data).made)


def test_the_page_for_all_parties_is_not_the_whole_month(build_of, tmp_path):
    data = with_list(tmp_path)
    build_of(data, parties=["all"])
    assert {"d66 nl", "vvd en"} <= set(build_of(data, parties=[]).made)


def test_a_file_that_changes_while_notebooks_run_is_a_failure_and_all_is_made_again(build_of, tmp_path):
    data = with_list(tmp_path, HE)
    result = build_of(data, report=lambda _: with_list(tmp_path, HIDDEN))
    assert result.failures == {"inputs": "data/signatories/made-up.csv changed while briefings were made; build again"}
    assert (result.made, result.exit_code) == ([], 3)
    assert len(build_of(data).made) == 8


def test_a_build_says_which_other_months_may_name_who_may_not_be_named_now(build_of, tmp_path):
    data = with_list(tmp_path, HE)
    build_of(data, month=Month.parse("2021-07"))
    assert build_of(data).notes == []
    with_list(tmp_path, HIDDEN)
    (note,) = build_of(data).notes
    assert note.startswith("2021-07: made from other lists of signatories")
    assert build_of(data).notes == [note]


def test_without_a_manifest_older_briefings_do_not_stay(build_of, tmp_path):
    folder = build_of(with_list(tmp_path, HE)).folder
    (folder / "manifest.json").unlink()
    (tmp_path / "data/signatories/made-up.csv").unlink()
    (note,) = build_of(tmp_path / "data", parties=["vvd"]).notes
    assert "share/nl/d66.html" in note
    assert {path.stem for path in (folder / "share/nl").iterdir()} == {"vvd"}


def test_a_file_that_changes_while_it_is_read_stops_the_build(build_of, tmp_path, monkeypatch):
    data = with_list(tmp_path)

    def meanwhile(month, folder):
        read = reconcile(month, folder)
        (folder / "figures.csv").write_bytes((folder / "figures.csv").read_bytes() + b"\n")
        return read

    monkeypatch.setattr(batch, "reconcile", meanwhile)
    with pytest.raises(batch.InputError, match=r"data/figures\.csv: found other content than a moment ago"):
        build_of(data)
    assert not (tmp_path / "out").exists()


def run_in(project: Path) -> str:
    """What the command says that builds D66's pages with the code, sentences and tables of a copy of the project."""
    order = ["build", "--month", "2021-06", "--party", "d66", "--format", "html", "--workers", "1"]
    environment = os.environ | {"PYTHONPATH": str(project / "src")}
    command = [sys.executable, "-m", "analysis", *order]
    done = subprocess.run(command, env=environment, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1].partition(";")[0]


def test_by_command_a_changed_sentence_makes_its_language_again_and_changed_code_all(tmp_path):
    for part in ("src", "data"):
        shutil.copytree(PROJECT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    with_empty_evidence(tmp_path / "notebooks")
    assert run_in(tmp_path) == "2021-06: 4 made, 0 up to date, 0 failed"
    assert run_in(tmp_path) == "2021-06: 0 made, 4 up to date, 0 failed"
    english = tmp_path / "src/analysis/wording/en/briefing.toml"
    text = english.read_text(encoding="utf-8")
    english.write_text(text + "\n# a remark by a communications officer\n", encoding="utf-8")
    assert (
        run_in(tmp_path) == "2021-06: 3 made, 1 up to date, 0 failed"
    )  # the evidence has both languages in its tables
    code = tmp_path / "src/analysis/parliament.py"
    code.write_text(code.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    assert run_in(tmp_path) == "2021-06: 4 made, 0 up to date, 0 failed"
