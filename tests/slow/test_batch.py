"""A month of briefings: complete, made again only if needed, and never stopped by one that fails."""

import hashlib
import json
import os
import signal
import stat
import subprocess
import sys
import time

import nbformat
import pytest

from analysis import batch
from analysis.batch import build
from analysis.batch.notebook_runs import execute
from analysis.batch.whole_files import OutputFolder
from analysis.export import PdfUnavailableError
from analysis.parameters import Month
from analysis.problems import ParameterError
from support.project import PROJECT
from support.small_notebooks import build_small, contents, with_small_briefing
from support.small_notebooks_for_engine import lone_process

MARCH_2021 = Month.parse("2021-03")


@pytest.fixture(scope="module")
def lone():
    with lone_process() as call:
        yield call


@pytest.fixture(scope="module")
def built(lone, tmp_path_factory):
    """The real notebooks, two briefings of March 2021 with two workers."""
    out = tmp_path_factory.mktemp("built")
    return lone(build, MARCH_2021, parties=["all", "d66"], languages=["nl"], out_dir=out, workers=2)


@pytest.fixture
def small(lone, tmp_path):
    """Return a function that builds with small notebooks, of which the one of the VVD may have a fault."""
    return lambda fault="", **order: lone(build_small, tmp_path, fault, **order)


def test_a_build_writes_every_promised_file_without_code_or_paths_of_this_machine(built):
    assert built.failures == {}
    names = ("figures", "discrepancies", "derived", "claims", "parties", "changes", "publications")
    promised = {f"share/data/{table}.csv" for table in names}
    promised |= {"share/index.html", "share/nl/all.html", "share/nl/d66.html", "share/nl/d66.pdf", "share/mail/d66.eml"}
    promised |= {"share/data/briefing.xlsx", "share/data/datapackage.json", "manifest.json"}
    promised |= {"internal/signatures.csv", "internal/1-figures.ipynb"}
    made = contents(built.folder)
    assert promised <= set(made)
    assert (built.folder.parent / "index.html").is_file()
    assert b'href="mail/d66.eml"' in made["share/index.html"]
    assert made["share/nl/d66.html"].startswith(b"<!DOCTYPE html>")
    assert b"open_briefing" not in made["share/nl/d66.html"]
    assert [path for path, content in made.items() if str(PROJECT).encode() in content] == []


def test_the_folder_with_names_is_closed_to_others(built):
    inside = built.folder / "internal"
    folders = [inside, *(path for path in inside.rglob("*") if path.is_dir())]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}
    assert {stat.S_IMODE(file.stat().st_mode) for file in inside.rglob("*.*") if file.is_file()} == {0o600}


def test_the_manifest_lists_every_output_and_input_with_its_sha256(built):
    manifest = json.loads((built.folder / "manifest.json").read_text(encoding="utf-8"))
    files = {path: content for path, content in contents(built.folder).items() if path != "manifest.json"}
    listed = {path: entry["sha256"] for path, entry in manifest["outputs"].items()}
    assert listed == {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    figures = hashlib.sha256((PROJECT / "data/figures.csv").read_bytes()).hexdigest()
    assert manifest["inputs"]["data/figures.csv"] == figures
    assert {"pandas", "papermill", "nbconvert", "matplotlib", "python"} <= set(manifest["versions"])
    assert manifest["parameters"] == {"month": "2021-03"}


def test_a_second_build_makes_nothing_again(built):
    before = {path: path.stat().st_mtime_ns for path in built.folder.rglob("*") if path.is_file()}
    again = build(MARCH_2021, parties=["all", "d66"], languages=["nl"], out_dir=built.folder.parent)
    assert again.made == []
    assert set(again.kept) == {"all nl", "d66 nl", "1-figures", "2-signatories"}
    assert {path: path.stat().st_mtime_ns for path in built.folder.rglob("*") if path.is_file()} == before


def test_a_briefing_that_fails_is_named_leaves_the_others_and_takes_away_its_older_page(small):
    folder = small().folder
    page, kept = folder / "share/nl/vvd.html", folder / "internal/failed/vvd-nl.ipynb"
    assert page.exists() and not kept.exists()
    result = small("fails")
    assert result.failures == {"vvd nl": "cell 3: ValueError: no figures of vvd"}
    assert result.exit_code == 3
    assert {"all nl", "d66 nl"} <= set(result.made)
    assert not page.exists()
    assert not (folder / "share/mail/vvd.eml").exists()
    assert "nl/vvd.html" not in (folder / "share/index.html").read_text(encoding="utf-8")
    # The analyst gets the notebook as far as it ran, until it succeeds.
    shown = nbformat.read(kept, as_version=4).cells[-1].outputs[-1]
    assert (shown.ename, shown.evalue) == ("ValueError", "no figures of vvd")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert small().failures == {}
    assert page.exists() and not kept.exists()


@pytest.mark.parametrize(
    ("fault", "workers", "reason"),
    [
        ("kills itself", 1, "cell 3: DeadKernelError: Kernel died: its process was ended by SIGKILL (out of memory?)"),
        ("kills its worker", 2, "its process was ended from outside (out of memory?)"),
    ],
)
def test_a_briefing_that_kills_its_process_fails_alone(small, workers, fault, reason):
    result = small(fault, workers=workers)
    assert result.failures == {"vvd nl": reason}
    assert set(result.made) == {"all nl", "d66 nl", "1-figures", "2-signatories"}


def test_a_file_that_was_changed_is_made_again_and_everything_if_forced(small):
    page = small().folder / "share/nl/d66.html"
    complete = page.read_bytes()
    page.write_bytes(complete[:100])
    assert small().made == ["d66 nl"]
    assert page.read_bytes() == complete
    assert len(small(force=True).made) == 5


def test_briefings_of_other_inputs_stay_but_are_not_listed(small):
    small()
    again = small("fails", parties=["d66"])  # another notebook, and only one briefing of it
    assert "share/nl/all.html" in again.left_over
    assert (again.folder / "share/nl/all.html").exists()
    assert "nl/all.html" not in (again.folder / "share/index.html").read_text(encoding="utf-8")


def test_a_notebook_without_a_parameter_stops_the_build_before_anything_is_written(tmp_path):
    notebooks = with_small_briefing(tmp_path / "notebooks", parameters='month: str = "2021-03"\nparti: str = "all"')
    with pytest.raises(ParameterError, match="unknown parameter"):
        build(MARCH_2021, parties=["all"], out_dir=tmp_path / "out", notebooks=notebooks)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("asked_for", [[], ["html", "pdf"]], ids=["by default", "asked for"])
def test_without_pango_pages_are_made_and_a_pdf_that_was_asked_for_is_a_failure(small, asked_for):
    result = small(formats=asked_for, has_pango=False)
    said = str(PdfUnavailableError())
    assert "apt-get install libpango-1.0-0" in said
    expected = (3, {"pdf": said}, []) if asked_for else (0, {}, [said])
    assert (result.exit_code, result.failures, result.notes) == expected
    assert (result.folder / "share/nl/d66.html").exists()


def test_an_executed_notebook_has_no_times_and_no_folder_of_this_machine(lone, tmp_path):
    notebook = with_small_briefing(tmp_path) / "3-briefing.ipynb"
    given = {"month": "2021-03", "party": "d66", "data_dir": "/home/somebody/elsewhere/data"}
    executed = lone(execute, notebook, given)
    text = nbformat.writes(executed)
    assert nbformat.writes(lone(execute, notebook, given)) == text
    assert [word for word in ("duration", "iopub", "somebody") if word in text] == []
    assert 'data_dir = "data"' in executed.cells[1].source


@pytest.mark.parametrize(("number", "code", "lines"), [(signal.SIGKILL, -9, 3), (signal.SIGINT, 130, 1)])
def test_a_build_that_is_ended_leaves_no_process_and_whole_files_and_the_next_one_finishes_it(
    number, code, lines, tmp_path
):
    drafts, month = tmp_path / "drafts", tmp_path / "2021-03"
    drafts.mkdir()
    order = ["--month", "2021-03", "--language", "nl", "--format", "html", "--workers", "2", "--out", str(tmp_path)]
    command = [sys.executable, "-m", "analysis", "build", *order]
    piped = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    environment = os.environ | {"TMPDIR": str(drafts)}
    with subprocess.Popen(command, cwd=PROJECT, env=environment, start_new_session=True, **piped) as process:
        assert all("made" in process.stdout.readline() for _ in range(lines))  # two of them can be the evidence
        if number == signal.SIGINT:
            os.killpg(process.pid, number)  # as Ctrl-C does
        else:
            process.kill()  # without its workers, which see that it is gone
        process.stdout.close()
        said = process.stderr.read()
    wait_for_the_end_of(process.pid)
    assert process.returncode == code
    assert not (month / "share").exists()  # until all of it is there
    pages = list((month / ".waiting/share").rglob("*.html"))
    assert all(page.read_text(encoding="utf-8").rstrip().endswith("</html>") for page in pages)
    if number == signal.SIGINT:
        assert said == "stopped; what is made is whole, and the next build goes on from there\n"
        assert list(drafts.iterdir()) == []
        assert not (month / ".unfinished").exists()
        return
    parties = [word for page in pages for word in ("--party", page.stem)]
    done = subprocess.run([*command, *parties], cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=True)
    assert pages and ", 0 up to date" not in done.stdout.splitlines()[-1]
    assert [path for path in (".unfinished", ".waiting") if (month / path).exists()] == []


def wait_for_the_end_of(group: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("workers of a build that was ended are still there")


def test_who_reads_a_file_while_it_is_replaced_still_has_the_old_one_whole(tmp_path):
    folder = OutputFolder(tmp_path)
    folder.write("share/page.html", b"the old page")
    with folder.path("share/page.html").open("rb") as reader:
        folder.write("share/page.html", b"new")
        assert reader.read() == b"the old page"
    assert folder.path("share/page.html").read_bytes() == b"new"


def test_a_sentence_a_template_and_a_style_are_inputs_like_code_and_data():
    inputs = set(batch.manifest_of(batch.PROJECT, batch.PROJECT / "data", batch.PROJECT / "notebooks").inputs)
    package = "src/analysis"
    assert {
        f"{package}/wording/nl/briefing.toml",
        f"{package}/export/templates/briefing/briefing.css",
        f"{package}/export/templates/briefing/index.html.j2",
        f"{package}/briefing/__init__.py",
        "data/figures.csv",
        "data/datapackage.json",
        "notebooks/3-briefing.ipynb",
    } <= inputs
