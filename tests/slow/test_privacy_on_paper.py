"""The privacy of pages in both languages and on paper, that they are valid HTML, and that older pages go."""

from pathlib import Path

import pytest

from support.every_byte import names_in
from support.html_checker import faults_in
from support.planted_names import CELLS, MONTH, READER, built, laid_out, shared, signers, silent


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    return laid_out(tmp_path_factory.mktemp("privacy") / "data")


@pytest.fixture(scope="module")
def out(data, tmp_path_factory) -> Path:
    return built(data, tmp_path_factory.mktemp("built"))[0]


def test_no_byte_that_is_shared_names_who_may_not_be_named(out):
    files = shared(out)
    assert {Path(path).suffix for path in files} == {".html", ".pdf", ".xlsx", ".csv", ".json", ".eml"}
    wanted = [*silent(), *CELLS]
    assert {path: found for path, content in files.items() if (found := names_in(path, content, wanted))} == {}


def test_who_may_be_named_stands_on_the_page_of_the_party_and_on_that_of_all(out):
    name = signers()["willing"].member.full_name
    holding = {path for path, content in shared(out).items() if names_in(path, content, [name])}
    pages = {f"{lang}/{who}.{kind}" for lang in ("nl", "en") for who in (READER, "all") for kind in ("html", "pdf")}
    assert holding == {f"{MONTH}/share/{page}" for page in (*pages, f"mail/{READER}.eml")}


def test_pages_that_name_someone_or_keep_silent_on_a_count_are_valid_html(out):
    found = faults_in(out)
    assert {path for path in shared(out) if path.endswith(".html")} == set(found)
    assert {page: faults for page, faults in found.items() if faults} == {}
