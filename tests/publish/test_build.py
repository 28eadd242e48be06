"""A month as `briefing build` makes it: complete, and nothing of it twice; after changes: slow/test_build_faults.py."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.core.folders import copied, input_files, scratch
from analysis.core.parameters import Month
from analysis.core.problems import ParameterError
from analysis.publish.build import BuildResult, build
from support.fewer_candidates import with_fewer_candidates
from support.small_notebooks import contents, with_a_short_briefing
from support.workbook_rows import TABLES

MONTH = Month(2021, 6)
ANALYST_NOTEBOOKS = ["1-figures", "2-signatories"]
# What lies in the folder of the month without a manifest: a file of a person, and what nobody knows who made.
BY_HAND = "internal/review.xlsx"
LEFT = ("share/nl/vvd.html", "share/mail/vvd.eml", "internal/briefings/nl/vvd.ipynb", ".waiting/internal/list.csv")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A copy of the data, small notebooks, and reports/ in which files lay before a month was built there."""
    folder = tmp_path_factory.mktemp("build")
    with_fewer_candidates(folder / "data")
    with_a_short_briefing(folder / "notebooks")
    for path in (BY_HAND, *LEFT):
        file = folder / "reports" / str(MONTH) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("a name", encoding="utf-8")
    return folder


def ordered(folder: Path, *parties: str, **other_places: Path) -> BuildResult:
    places = {"data_dir": folder / "data", "out_dir": folder / "reports", "notebooks": folder / "notebooks"}
    return build(MONTH, parties=parties, languages=["nl"], formats=["html"], **places | other_places)


@pytest.fixture(scope="module")
def built(folder) -> BuildResult:
    return ordered(folder, "all", "d66")


def test_a_month_has_its_pages_tables_mails_and_records_with_the_sha_256_of_every_input_and_output(built, folder):
    assert built.failures == {}
    files = {path: hashlib.sha256(content).hexdigest() for path, content in contents(built.folder).items()}
    shared = {"index.html", "nl/all.html", "nl/d66.html", "nl/annex.html", "mail/d66.eml", "data/briefing.xlsx"}
    shared |= {"data/datapackage.json", *(f"data/{table}.csv" for table in TABLES)}
    internal = {"signatures.csv", "signatories_by_party.csv", *(f"{name}.ipynb" for name in ANALYST_NOTEBOOKS)}
    internal |= {f"briefings/nl/{name}.ipynb" for name in ("all", "annex", "d66")}
    outputs = {f"share/{path}" for path in shared} | {f"internal/{path}" for path in internal}
    assert set(files) == outputs | {"manifest.json", BY_HAND}
    assert "2021-06/share/index.html" in (built.folder.parent / "index.html").read_text(encoding="utf-8")
    manifest = json.loads((built.folder / "manifest.json").read_bytes())
    assert {path: entry["sha256"] for path, entry in manifest["outputs"].items()} == {p: files[p] for p in outputs}
    figures = hashlib.sha256((folder / "data" / "figures.csv").read_bytes()).hexdigest()
    assert manifest["inputs"]["data/figures.csv"] == figures
    assert {"notebooks/3-briefing.ipynb", "src/analysis/cli.py"} <= set(manifest["inputs"])
    assert {"pandas", "python", "briefing-1300-deal"} <= set(manifest["versions"])
    assert str(folder) not in json.dumps(manifest)
    # Only its owner reads the record: checksums of what is internal confirm guesses.
    assert (built.folder / "manifest.json").stat().st_mode & 0o777 == 0o600


def test_a_file_that_a_person_put_into_internal_stays_and_nothing_else_that_no_build_made(built):
    """Without a manifest nobody knows who made a page or a notebook, and these can name somebody."""
    assert (built.folder / BY_HAND).read_text(encoding="utf-8") == "a name"
    assert [path for path in LEFT if (built.folder / path).exists()] == []


# Prints what is made, what is kept, and whether pandas was imported.
BUILD_AGAIN = """
import sys; from pathlib import Path; from analysis.publish.build import build
from analysis.core.parameters import Month; folder = Path(sys.argv[1])
places = dict(data_dir=folder / 'data', out_dir=folder / 'reports', notebooks=folder / 'notebooks')
made = build(Month(2021, 6), parties=['d66', 'all'], languages=['nl'], formats=['html'], **places)
print(made.made, made.kept, 'pandas' in sys.modules)
"""
NOTHING_MADE = "[] ['1-figures', '2-signatories', 'all nl', 'annex nl', 'd66 nl']"


def build_again(folder: Path) -> str:
    done = subprocess.run([sys.executable, "-c", BUILD_AGAIN, folder], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_with_nothing_changed_nothing_is_made_and_pandas_is_not_even_imported(built, folder):
    before = contents(folder / "reports")
    assert build_again(folder) == f"{NOTHING_MADE} False"
    assert contents(folder / "reports") == before


def test_a_notebook_that_no_build_runs_is_not_what_a_month_is_made_from(built, folder):
    """As `0-updates`, which JupyterLab saves, or one of an analyst."""
    (folder / "notebooks" / "0-updates.ipynb").write_text("saved", encoding="utf-8")
    assert ordered(folder, "all", "d66").made == []


def test_with_nothing_changed_what_a_killed_build_left_is_put_right(built, folder, tmp_path):
    reports, before = folder / "reports", contents(folder / "reports")
    (reports / "index.html").unlink()
    (reports / "feed.xml").write_text("changed", encoding="utf-8")
    for name in (".2021-06.next", ".2021-06.before", ".2026-10.next"):
        (reports / name / "internal").mkdir(parents=True)
        (reports / name / "internal" / "signatures.csv").write_text("a name", encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("of others", encoding="utf-8")
    (reports / ".index.html.unfinished").symlink_to(elsewhere)
    killed = "import os\nfrom analysis.core.folders import scratch\nwith scratch() as folder:\n    "
    killed += "(folder / 'list.csv').write_text('a name'); print(folder, flush=True); os.kill(os.getpid(), 9)"
    left = subprocess.run([sys.executable, "-c", killed], capture_output=True, text=True, check=False).stdout.strip()
    assert Path(left, "list.csv").exists()
    with scratch() as of_another:
        assert build_again(folder).startswith(NOTHING_MADE)
        assert of_another.exists()
    assert (Path(left).exists(), of_another.exists()) == (False, False)
    assert contents(reports) == before
    assert elsewhere.read_text(encoding="utf-8") == "of others"
    assert [path.name for path in reports.iterdir() if path.name.endswith((".next", ".before", ".unfinished"))] == []


def test_a_month_that_was_moved_and_not_replaced_is_put_back(built, folder):
    before = contents(folder / "reports")
    built.folder.rename(built.folder.with_name(".2021-06.before"))
    assert build_again(folder).startswith(NOTHING_MADE)
    assert contents(folder / "reports") == before


@pytest.mark.parametrize("place", ["", "internal", "share/nl/d66.html"])
def test_a_link_in_the_place_of_a_month_or_in_it_is_refused_by_name_and_what_it_leads_to_stays(
    built, folder, tmp_path, place
):
    place = built.folder / place
    moved = place.rename(tmp_path / "elsewhere")
    before = moved.read_bytes() if moved.is_file() else contents(moved)
    place.symlink_to(moved)
    try:
        with pytest.raises(ParameterError, match=f"{place}: found a link"):
            ordered(folder, "all", "d66")
        assert (moved.read_bytes() if moved.is_file() else contents(moved)) == before
    finally:
        place.unlink()
        moved.rename(place)


def test_the_folder_of_reports_may_be_a_link(built, folder, tmp_path):
    (tmp_path / "reports").symlink_to(folder / "reports")
    assert ordered(folder, "all", "d66", out_dir=tmp_path / "reports").made == []


def test_lists_may_be_in_a_folder_to_which_a_link_leads(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "of 2026").mkdir(parents=True)
    (elsewhere / "of 2026" / "list.csv").write_text("a name", encoding="utf-8")
    (elsewhere / "to everything").symlink_to("/")
    data = tmp_path / "data"
    data.mkdir()
    (data / "signatories").symlink_to("../elsewhere")
    (data / "members.csv").symlink_to("/dev/zero")
    copy = copied(data, tmp_path / "copy")
    assert (copy / "signatories" / "of 2026" / "list.csv").read_text(encoding="utf-8") == "a name"
    assert input_files(copy).keys() == input_files(data).keys() == {"signatories/of 2026/list.csv"}


def test_reports_are_not_built_into_the_data(built, folder):
    """They would be read as data, and be taken by git."""
    with pytest.raises(ParameterError, match="give one beside it"):
        ordered(folder, "d66", out_dir=folder / "data" / "reports")
    assert not (folder / "data" / "reports").exists()
