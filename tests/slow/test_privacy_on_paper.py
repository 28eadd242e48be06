"""The privacy of pages in both languages and on paper, that they are valid HTML, and that older pages go."""

import shutil
from pathlib import Path

import pytest

from analysis import batch
from analysis.batch import build
from analysis.batch.notebook_runs import Made
from analysis.export.pdf import pdf_available
from support.every_byte import names_in
from support.html_checker import faults_among, remarks_on
from support.planted_names import (
    CELLS,
    MONTH,
    NEWER,
    PLACES,
    READER,
    STRANGER,
    built,
    laid_out,
    shared,
    signers,
    silent,
)

PDF = pytest.mark.skipif(not pdf_available(), reason="the system library Pango is missing: no PDF can be made")


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    return laid_out(tmp_path_factory.mktemp("privacy") / "data")


@pytest.fixture(scope="module")
def out(data, tmp_path_factory) -> Path:
    return built(data, tmp_path_factory.mktemp("built"))[0]


@PDF
def test_no_byte_that_is_shared_names_who_may_not_be_named(out):
    files = shared(out)
    assert {Path(path).suffix for path in files} == {".html", ".pdf", ".xlsx", ".csv", ".json", ".eml"}
    wanted = [*silent(), *CELLS]
    assert {path: found for path, content in files.items() if (found := names_in(path, content, wanted))} == {}


@PDF
def test_who_may_be_named_stands_on_the_page_of_the_party_and_on_that_of_all(out):
    name = signers()["willing"].member.full_name
    holding = {path for path, content in shared(out).items() if names_in(path, content, [name])}
    pages = {f"{lang}/{who}.{kind}" for lang in ("nl", "en") for who in (READER, "all") for kind in ("html", "pdf")}
    assert holding == {f"{MONTH}/share/{page}" for page in (*pages, f"mail/{READER}.eml")}


def test_pages_that_name_someone_or_keep_silent_on_a_count_are_valid_html(out):
    remarks = remarks_on(out)
    pages = {path for path in shared(out) if path.endswith(".html")}
    assert set(remarks) == pages, "the checker has a word on each page"
    assert {page: faults for page in pages if (faults := faults_among(remarks[page]))} == {}


@PDF
@pytest.mark.parametrize("where", PLACES["pdf"][1].split("|"))
def test_a_name_that_is_planted_on_paper_is_found_wherever_it_hides(where):
    plant = PLACES["pdf"][0]
    assert "Quastenberg" in names_in("planted.pdf", plant(STRANGER, where), ["Quastenberg", "Somebody-Else"])
    assert names_in("planted.pdf", plant("Nemo Nusquam", where), ["Quastenberg"]) == {}


@pytest.fixture
def build_of(monkeypatch, tmp_path):
    """Return a function that builds without a kernel: each briefing is the bytes given, that of the VVD has no name."""

    def of(content: str, parties: list[str], lists: Path, killed: bool = False):
        def made(runs, *_):
            for run in runs:
                if killed:
                    raise KeyboardInterrupt
                page = b"nobody" if run.name == "vvd nl" else content.encode()
                yield Made(run, dict.fromkeys(run.outputs.values(), page))

        monkeypatch.setattr(batch.on_this_machine, "run_all", made)
        order = {"languages": ["nl"], "formats": ["html"], "parties": parties}
        return build(MONTH, data_dir=lists, out_dir=tmp_path / "out", **order)

    return of


def test_a_build_of_one_party_leaves_no_older_page_with_a_name_that_may_be_gone(build_of, data, tmp_path):
    lists = Path(shutil.copytree(data, tmp_path / "data"))
    built = build_of(STRANGER, ["all", READER, "vvd"], lists)
    assert built.notes == []
    (lists / "signatories" / NEWER).unlink()  # on which somebody of D66 says not to be named
    again = build_of("nobody", [READER], lists)
    pages = sorted(path.name for path in (again.folder / "share").rglob("*") if path.suffix in (".html", ".eml"))
    assert pages == [
        "d66.eml",
        "d66.html",
        "index.html",
        "vvd.eml",
        "vvd.html",
    ]  # the VVD never shows who signs for D66
    assert names_in_folder(again.folder / "share") == {}
    gone = "share/nl/all.html"
    assert again.notes == [f"removed from share/, as they could name who may not be named now: {gone}"]
    assert build_of("nobody", [READER], lists).notes == []


def names_in_folder(folder: Path) -> dict[str, dict[str, str]]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.name: found for path in files if (found := names_in(path.name, path.read_bytes(), [STRANGER]))}


def test_older_pages_go_before_anything_is_made_and_when_the_last_list_is_taken_away(build_of, data, tmp_path):
    lists = Path(shutil.copytree(data, tmp_path / "data"))
    build_of(STRANGER, ["all", READER], lists)
    shutil.rmtree(lists / "signatories" / "ontvangen")
    (lists / "decisions" / "signatories.csv").unlink()
    with pytest.raises(KeyboardInterrupt):
        build_of("nobody", ["all"], lists, killed=True)
    assert names_in_folder(tmp_path / "out" / str(MONTH) / "share") == {}
