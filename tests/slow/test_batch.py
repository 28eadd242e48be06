"""A month of briefings: made whole, made again only if needed, and never stopped by one that fails."""

import hashlib
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from multiprocessing import Pipe, get_context
from pathlib import Path

import nbformat
import pytest
from jupyter_core.utils import ensure_event_loop

from analysis import batch
from analysis.batch import build, workers
from analysis.batch.notebook_runs import execute
from analysis.batch.whole_files import OutputFolder
from analysis.export import PdfUnavailableError
from analysis.locked_folder import FolderInUseError
from analysis.parameters import Month
from analysis.problems import InputError, ParameterError
from analysis.reconciliation import reconcile
from support.project import PROJECT

MARCH_2021 = Month.parse("2021-03")

# A notebook that shows what the exporters need and no more; it fails, or ends its worker, where a test asks for it.
PARAMETERS = 'month: str = "2021-03"\nparty: str = "all"\nlanguage: str = "nl"\ndata_dir: str = ""'
SMALL = """
import os, signal
from IPython.display import display
if party == "vvd" and {fault!r} == "fails":
    raise ValueError("no figures of " + party)
if party == "vvd" and {fault!r} == "kills itself":
    os.kill(os.getpid(), signal.SIGKILL)
if party == "vvd" and {fault!r} == "kills its worker":
    os.kill(os.getppid(), signal.SIGKILL)
words = dict(title=party, language=language, month=month, party=party, party_name=party, description="d")
words["status"] = "concept"
display({{"application/vnd.analysis.briefing+json": words, "text/html": ""}}, raw=True)
display({{"text/html": "<section><h2>" + party + "</h2></section>"}}, raw=True)
"""


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The real notebooks, two briefings of March 2021 with two workers."""
    out = tmp_path_factory.mktemp("built")
    return build(MARCH_2021, parties=["all", "d66"], languages=["nl"], out_dir=out, workers=2)


@pytest.fixture(scope="module")
def reconciled():
    return reconcile(MARCH_2021)


@pytest.fixture
def small(tmp_path, monkeypatch, reconciled):
    """Return a function that builds with small notebooks, of which the one of the VVD may have a fault."""
    monkeypatch.setattr(batch, "reconcile", lambda month, data_dir: reconciled)

    def build_small(fault: str = "", **order):
        notebooks = small_notebooks(tmp_path / "notebooks", fault)
        order = {"parties": ["all", "vvd", "d66"], "languages": ["nl"], "formats": ["html"], "workers": 2} | order
        return build(MARCH_2021, out_dir=tmp_path / "out", notebooks=notebooks, **order)

    return build_small


def small_notebooks(folder: Path, fault: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, code in {"1-figures": "month", "2-signatories": "month", "3-briefing": SMALL.format(fault=fault)}.items():
        cells = [nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}, id="a")]
        cells.append(nbformat.v4.new_code_cell(code, id="b"))
        kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), folder / f"{name}.ipynb")
    return folder


def test_a_build_writes_what_the_design_promises(built):
    assert built.failures == {}
    files = set(contents(built.folder))
    promised = [
        "index.html",
        "nl/all.html",
        "nl/d66.html",
        "mail/d66.eml",
        "data/briefing.xlsx",
        "data/datapackage.json",
    ]
    promised += [
        f"data/{table}.csv"
        for table in ("figures", "discrepancies", "derived", "claims", "parties", "changes", "publications")
    ]
    assert {f"share/{path}" for path in promised} <= files
    assert {"manifest.json", "internal/signatures.csv", "internal/1-figures.ipynb"} <= files
    assert (built.folder.parent / "index.html").is_file()


def test_the_page_of_the_month_leads_to_the_mails_of_the_build(built):
    assert 'href="mail/d66.eml"' in (built.folder / "share/index.html").read_text(encoding="utf-8")


def test_the_same_inputs_give_the_same_bytes_with_one_worker_and_another_hash_seed(built, tmp_path):
    order = ["--month", "2021-03", "--party", "d66", "--party", "all", "--language", "nl", "--workers", "1"]
    seed = {"PYTHONHASHSEED": "7"}  # sets of text come in another order
    subprocess.run(
        [sys.executable, "-m", "analysis", "build", *order, "--out", str(tmp_path)],
        env=os.environ | seed,
        check=True,
        capture_output=True,
    )
    ours, theirs = contents(built.folder), contents(tmp_path / "2021-03")
    assert set(ours) == set(theirs)
    assert [path for path in ours if ours[path] != theirs[path]] == []


def test_the_usual_engine_of_papermill_makes_the_same_files_as_ours(built, tmp_path):
    order = {"parties": ["all", "d66"], "languages": ["nl"], "workers": 2}
    build(MARCH_2021, out_dir=tmp_path, engine="nbclient", **order)
    ours, theirs = contents(built.folder), contents(tmp_path / "2021-03")
    assert set(ours) == set(theirs)
    assert [path for path in ours if ours[path] != theirs[path]] == []


def test_where_this_process_can_not_be_forked_the_files_are_the_same(built, tmp_path):
    done, order = threading.Event(), {"parties": ["all", "d66"], "languages": ["nl"], "workers": 1}
    with ThreadPoolExecutor(1) as beside:
        beside.submit(done.wait)
        build(MARCH_2021, out_dir=tmp_path, **order)
        done.set()
    ours, theirs = contents(built.folder), contents(tmp_path / "2021-03")
    assert [path for path in ours if ours[path] != theirs.get(path)] == []


def test_a_briefing_is_one_page_without_code_cells_or_paths_of_this_machine(built):
    page = (built.folder / "share/nl/d66.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "open_briefing" not in page
    for path, content in contents(built.folder).items():
        assert str(PROJECT).encode() not in content, path


def test_the_folder_with_names_is_closed_to_others(built):
    inside = built.folder / "internal"
    folders = [inside, *(path for path in inside.rglob("*") if path.is_dir())]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}
    assert {stat.S_IMODE(file.stat().st_mode) for file in inside.rglob("*.*") if file.is_file()} == {0o600}


def test_the_manifest_lists_every_output_with_its_sha256(built):
    manifest = json.loads((built.folder / "manifest.json").read_text(encoding="utf-8"))
    files = {path: content for path, content in contents(built.folder).items() if path != "manifest.json"}
    listed = {path: entry["sha256"] for path, entry in manifest["outputs"].items()}
    assert listed == {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    assert (
        manifest["inputs"]["data/figures.csv"]
        == hashlib.sha256((PROJECT / "data/figures.csv").read_bytes()).hexdigest()
    )
    assert {"pandas", "papermill", "nbconvert", "matplotlib", "python"} <= set(manifest["versions"])
    assert manifest["parameters"] == {"month": "2021-03"}


def test_a_second_build_makes_nothing_again(built):
    before = {path: path.stat().st_mtime_ns for path in built.folder.rglob("*") if path.is_file()}
    again = build(MARCH_2021, parties=["all", "d66"], languages=["nl"], out_dir=built.folder.parent)
    assert again.made == []
    assert set(again.kept) == {"all nl", "d66 nl", "1-figures", "2-signatories"}
    assert {path: path.stat().st_mtime_ns for path in built.folder.rglob("*") if path.is_file()} == before


def test_a_briefing_that_fails_is_named_and_leaves_the_others(small):
    result = small("fails")
    assert result.failures == {"vvd nl": "cell 3: ValueError: no figures of vvd"}
    assert result.exit_code == 3
    assert {"all nl", "d66 nl"} <= set(result.made)
    assert not (result.folder / "share/nl/vvd.html").exists()
    assert "nl/vvd.html" not in (result.folder / "share/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("kills itself", "cell 3: DeadKernelError: Kernel died: its process was ended by SIGKILL (out of memory?)"),
        ("kills its worker", "its process was ended from outside (out of memory?)"),
    ],
)
def test_a_briefing_that_kills_its_process_fails_alone(small, workers, fault, reason):
    result = small(fault, workers=workers)
    assert result.failures == {"vvd nl": reason}
    assert set(result.made) == {"all nl", "d66 nl", "1-figures", "2-signatories"}


def test_a_page_that_can_not_be_made_ahead_for_all_stops_no_briefing(small, monkeypatch):
    monkeypatch.setattr(workers, "briefing_of", lambda *_: 1 / 0)
    result = small(parties=["all", "vvd", "d66", "sgp"])
    assert (len(result.made), result.failures) == (6, {})


def test_a_notebook_that_failed_is_kept_for_the_analyst_until_it_succeeds(small):
    folder = small("fails", workers=1).folder
    kept = folder / "internal/failed/vvd-nl.ipynb"
    shown = nbformat.read(kept, as_version=4).cells[-1].outputs[-1]
    assert (shown.ename, shown.evalue) == ("ValueError", "no figures of vvd")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    small()
    assert not kept.exists()


def test_a_worker_does_not_use_the_event_loop_of_its_parent():
    inherited = ensure_event_loop()  # as a notebook leaves it that ran in this process
    answer, told = Pipe(duplex=False)
    ask = partial(workers.in_own_context, lambda: ensure_event_loop() is inherited)
    process = get_context("fork").Process(target=lambda: told.send([ask(), ask()]))
    process.start()
    assert answer.recv() == [False, False]
    process.join()


def test_a_briefing_that_fails_now_takes_away_its_older_page(small):
    assert small().failures == {}
    result = small("fails")
    assert not (result.folder / "share/nl/vvd.html").exists()
    assert not (result.folder / "share/mail/vvd.eml").exists()
    assert small().failures == {}
    assert (result.folder / "share/nl/vvd.html").exists()


def test_a_file_that_was_touched_is_made_again(small):
    page = small().folder / "share/nl/d66.html"
    whole = page.read_bytes()
    page.write_bytes(whole[:100])
    assert small().made == ["d66 nl"]
    assert page.read_bytes() == whole


def test_force_makes_everything_again(small):
    small()
    assert len(small(force=True).made) == 5


def test_briefings_of_other_inputs_stay_but_are_not_listed(small):
    small()
    small_again = small("fails", parties=["d66"])  # another notebook, and only one briefing of it
    assert "share/nl/all.html" in small_again.left_over
    assert (small_again.folder / "share/nl/all.html").exists()
    assert "nl/all.html" not in (small_again.folder / "share/index.html").read_text(encoding="utf-8")


def test_bad_input_stops_the_build_before_anything_is_written(tmp_path):
    data = tmp_path / "data"
    shutil.copytree(PROJECT / "data", data)
    text = (data / "figures.csv").read_text(encoding="utf-8")
    (data / "figures.csv").write_text(text.replace("figure_id,", "figure,", 1), encoding="utf-8")
    with pytest.raises(InputError, match=r"figures\.csv"):
        build(MARCH_2021, data_dir=data, out_dir=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_unknown_party_stops_the_build_before_anything_is_written(tmp_path):
    with pytest.raises(ParameterError, match=r"party: found 'd65'.*did you mean 'd66'"):
        build(MARCH_2021, parties=["d65"], out_dir=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_notebook_without_a_parameter_stops_the_build_before_a_kernel_starts(small, tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "PARAMETERS", 'month: str = "2021-03"\nparti: str = "all"')
    with pytest.raises(ParameterError, match="unknown parameter"):
        small()
    assert not (tmp_path / "out").exists()


def test_without_pango_the_pages_are_made_and_a_line_says_what_to_install(small, monkeypatch):
    monkeypatch.setattr(batch, "pdf_available", lambda: False)
    result = small(formats=[])
    assert result.exit_code == 0
    assert "apt-get install libpango-1.0-0" in result.notes[0]
    assert (result.folder / "share/nl/d66.html").exists()


def test_without_pango_a_pdf_that_was_asked_for_is_a_failure(small, monkeypatch):
    monkeypatch.setattr(batch, "pdf_available", lambda: False)
    result = small(formats=["html", "pdf"])
    assert result.exit_code == 3
    assert result.failures == {"pdf": str(PdfUnavailableError())}
    assert (result.folder / "share/nl/d66.html").exists()


def test_two_builds_do_not_write_one_month_at_once(small, tmp_path):
    with OutputFolder(tmp_path / "out/2021-03").for_one_build(), pytest.raises(FolderInUseError):
        small()


def test_an_executed_notebook_has_no_times_and_no_folder_of_this_machine(tmp_path):
    notebooks = small_notebooks(tmp_path, "")
    given = {"month": "2021-03", "party": "d66", "data_dir": "/home/somebody/elsewhere/data"}
    executed = execute(notebooks / "3-briefing.ipynb", given)
    text = nbformat.writes(executed)
    assert nbformat.writes(execute(notebooks / "3-briefing.ipynb", given)) == text
    assert "duration" not in text
    assert "iopub" not in text
    assert "somebody" not in text
    assert 'data_dir = "data"' in executed.cells[1].source


def test_a_build_that_is_killed_leaves_only_whole_files_and_the_next_one_finishes_it(tmp_path):
    order = ["--month", "2021-03", "--language", "nl", "--format", "html", "--workers", "2", "--out", str(tmp_path)]
    command = [sys.executable, "-m", "analysis", "build", *order]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT, start_new_session=True) as process:
        assert all("made" in process.stdout.readline() for _ in range(3))  # two of them can be the evidence
        process.kill()
        process.stdout.close()
    wait_for_the_end_of(process.pid)  # its workers see that it is gone
    month = tmp_path / "2021-03"
    assert not (month / "share").exists()  # until all of it is there
    pages = list((month / ".waiting/share").rglob("*.html"))
    assert pages
    assert all(page.read_text(encoding="utf-8").rstrip().endswith("</html>") for page in pages)
    parties = sorted({page.stem for page in pages})
    result = build(MARCH_2021, parties=parties, languages=["nl"], formats=["html"], out_dir=tmp_path, workers=2)
    assert result.kept
    assert result.exit_code == 0
    assert not (month / ".unfinished").exists()
    assert not (month / ".waiting").exists()


def test_a_build_that_is_stopped_says_so_and_leaves_no_process_and_no_draft(tmp_path):
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    order = ["--month", "2021-03", "--language", "nl", "--format", "html", "--workers", "2", "--out", str(tmp_path)]
    command = [sys.executable, "-m", "analysis", "build", *order]
    piped = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "start_new_session": True}
    with subprocess.Popen(command, cwd=PROJECT, env=os.environ | {"TMPDIR": str(drafts)}, **piped) as process:
        assert "made" in process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C does
        _, said = process.communicate()
    assert process.returncode == 130
    assert said == "stopped; what is made is whole, and the next build goes on from there\n"
    wait_for_the_end_of(process.pid)
    assert list(drafts.iterdir()) == []
    assert not (tmp_path / "2021-03" / ".unfinished").exists()


def wait_for_the_end_of(group: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("workers of a build that was killed are still there")


def test_who_reads_a_file_while_it_is_replaced_still_has_the_old_one_whole(tmp_path):
    folder = OutputFolder(tmp_path)
    folder.write("share/page.html", b"the old page")
    with folder.path("share/page.html").open("rb") as reader:
        folder.write("share/page.html", b"new")
        assert reader.read() == b"the old page"
    assert folder.path("share/page.html").read_bytes() == b"new"


def test_a_changed_sentence_template_or_style_is_an_input_like_code_and_data():
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
