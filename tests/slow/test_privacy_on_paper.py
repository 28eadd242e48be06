"""The privacy of all that a build writes, in both languages and on paper."""

from pathlib import Path

import pytest

from support.every_byte import names_in
from support.planted_names import (
    MONTH,
    READER,
    STRANGER,
    built,
    holding,
    laid_out,
    leaks,
    shared,
    signers,
    silent,
)


@pytest.fixture(scope="module")
def ordered(tmp_path_factory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("built")
    return built(laid_out(folder / "data"), folder)


def test_pages_and_paper_in_both_languages_name_who_may_be_named_alone(ordered):
    files, willing = shared(ordered[0]), signers()["willing"].full_name
    assert {Path(path).suffix for path in files} == {".html", ".pdf", ".xlsx", ".csv", ".json", ".eml"}
    assert leaks(files) == {}
    pages = {f"{lang}/{who}.{kind}" for lang in ("nl", "en") for who in (READER, "annex") for kind in ("html", "pdf")}
    assert holding(files, willing) == pages | {f"mail/{READER}.eml"}


def test_everyone_is_in_what_stays_inside(ordered):
    content = (ordered[0] / str(MONTH) / "internal" / "signatures.csv").read_bytes()
    names = {*(signer.written for role, signer in signers().items() if role != "signs later"), STRANGER}
    assert set(names_in("signatures.csv", content, names)) == names


def test_manifest_executed_briefings_and_what_a_build_prints_name_nobody_whom_no_page_names(ordered):
    out, printed = ordered
    willing = signers()["willing"]
    manifest = (out / str(MONTH) / "manifest.json").read_bytes()
    for name, content in (("printed.txt", printed.encode()), ("manifest.json", manifest)):
        assert names_in(name, content, [*silent(), *willing.spellings]) == []
    notebooks = sorted((out / str(MONTH) / "internal" / "briefings").rglob("*.ipynb"))
    assert [path.stem for path in notebooks] == ["all", "annex", READER] * 2
    for path in notebooks:
        assert names_in(path.name, path.read_bytes(), silent()) == []
        assert bool(names_in(path.name, path.read_bytes(), [willing.full_name])) == (path.stem != "all")
