"""A build makes again what would differ, and nothing else; what it is made from decides, not when."""

import csv
import shutil
from pathlib import Path

import pytest

from analysis import batch
from analysis.batch import build
from analysis.batch.fingerprints import fingerprints_of
from analysis.batch.inputs import digests_of, versions
from analysis.batch.notebook_runs import Made
from analysis.briefing import Briefing, briefing_of
from analysis.parameters import Month
from support.months import reconciled
from support.small_notebooks import PROJECT, contents
from support.without_kernels import tables_made_once

MONTH = Month.parse("2021-06")
PARTIES = ["all", "d66", "vvd"]
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
    lists = {"none": [], "he": [HE], "hidden": [HIDDEN], "both": [HE, SHE], "both twice": [HE, SHE, SHE]}
    folders = {name: with_list(tmp_path_factory.mktemp("data"), *lines) for name, lines in lists.items()}
    return {name: reconciled(MONTH, folder) for name, folder in folders.items()}


@pytest.fixture(scope="module")
def fingerprints(months):
    """The fingerprint of each briefing of each month, as if all else were the same."""
    inputs = digests_of(PROJECT / "data", PROJECT / "notebooks")
    return {name: fingerprints_of(month, inputs, versions()) for name, month in months.items()}


def shown(briefing: Briefing) -> str:
    return repr({name: getattr(part, "html", part) for name, part in vars(briefing).items()})


def test_two_pages_with_the_same_fingerprint_are_the_same_page(months, fingerprints):
    for language, party in (("nl", "all"), ("nl", "d66"), ("en", "d66"), ("nl", "vvd"), ("nl", "bij1")):
        pages: dict[str, set[str]] = {}
        for name, month in months.items():
            mark = fingerprints[name][f"share/{language}/{party}.html"]
            pages.setdefault(mark, set()).add(shown(briefing_of(month, party, language)))
        assert {mark: len(different) for mark, different in pages.items()} == dict.fromkeys(pages, 1)


def changed(fingerprints, before: str, after: str) -> set[str]:
    paths = [path for path in fingerprints[before] if path.startswith("share/nl/") and path.endswith(".html")]
    return {Path(p).stem for p in paths if fingerprints[before][p] != fingerprints[after][p]}


def test_a_signature_changes_the_briefings_that_can_show_it_once(fingerprints):
    assert changed(fingerprints, "he", "both") == {"all", "vvd"}
    assert changed(fingerprints, "he", "hidden") == {"all", "d66"}

    assert changed(fingerprints, "both", "both twice") == set()
    # Every briefing that says that there is no list of persons.
    assert {"all", "d66", "vvd"} <= changed(fingerprints, "none", "he")


def test_code_a_notebook_and_a_version_change_every_briefing_and_a_sentence_those_in_its_language(months):
    inputs = digests_of(PROJECT / "data", PROJECT / "notebooks")
    assert {"pandas", "pydyf", "ipython", "rapidfuzz", "pango", "harfbuzz-subset", "python"} <= set(versions())
    before = fingerprints_of(months["he"], inputs, versions())

    def changed_by(path: str = "", version: str = "") -> set[str]:
        assert not path or path in inputs
        others = (
            (inputs | {path: "another"} if path else inputs),
            versions() | ({version: "another"} if version else {}),
        )
        after = fingerprints_of(months["he"], *others)
        return {path for path in before if before[path] != after[path]}

    for path in ("src/analysis/wording/__init__.py", "notebooks/3-briefing.ipynb"):
        assert changed_by(path) == set(before), path
    assert changed_by(version="pango") == set(before)
    assert {path.split("/")[-2] for path in changed_by("src/analysis/wording/en/briefing.toml")} == {"en"}


@pytest.fixture(scope="module")
def _quickly():
    with tables_made_once():
        yield


@pytest.fixture
def build_of(_quickly, monkeypatch, tmp_path):
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
        order = {"month": MONTH, "parties": PARTIES, "formats": ["html"]} | order
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
