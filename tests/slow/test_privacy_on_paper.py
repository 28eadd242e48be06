"""The privacy of pages in both languages and on paper, and that they are valid HTML."""

from pathlib import Path

from support.html_checker import faults_in
from support.planted_names import READER, built, holding, laid_out, leaks, shared, signers


def test_pages_and_paper_in_both_languages_name_who_may_be_named_alone_and_are_valid_html(tmp_path):
    out = built(laid_out(tmp_path / "data"), tmp_path)[0]
    assert {Path(path).suffix for path in shared(out)} == {".html", ".pdf", ".xlsx", ".csv", ".json", ".eml"}
    assert leaks(out) == {}
    pages = {f"{lang}/{who}.{kind}" for lang in ("nl", "en") for who in (READER, "annex") for kind in ("html", "pdf")}
    assert holding(out, signers()["willing"].full_name) == pages | {f"mail/{READER}.eml"}
    found = faults_in(out)
    assert {path for path in shared(out) if path.endswith(".html")} == set(found)
    assert {page: faults for page, faults in found.items() if faults} == {}
