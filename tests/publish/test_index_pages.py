"""The pages that lead to the briefings: in the briefings' style, with what changed, and links that say where to."""

import dataclasses
import re
from pathlib import Path

import html5lib
import pytest

from analysis.core.parameters import Month
from analysis.publish.build import write_front_page_and_feed
from analysis.publish.index_pages import MonthMade, changed_in, front_page, month_page
from analysis.publish.page import style_sheet
from analysis.publish.tables import csv_of, tables_of
from support.estimate_changed import ESTIMATE_CHANGED, ESTIMATE_CHANGED_EN
from support.months import reconciled
from support.versions import with_versions

FILES = {"share/nl/d66.html", "share/nl/d66.pdf", "share/en/d66.html", "share/nl/all.html", "share/mail/d66.eml"}


def parsed(page: bytes) -> html5lib.html5parser.HTMLParser:
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page.decode())


def text_of(node: object) -> str:
    return re.sub(r"\s+", " ", "".join(node.itertext())).strip()  # type: ignore[attr-defined]


def links_of(page: bytes) -> dict[str, list[str]]:
    links: dict[str, list[str]] = {}
    for link in parsed(page).iter("a"):
        links.setdefault(link.get("href"), []).append(text_of(link))
    return links


def test_each_index_page_is_valid_in_two_languages_in_the_style_of_a_briefing_and_runs_nothing() -> None:
    pages = [front_page([MonthMade("2021-03")]), month_page(reconciled("2026-10"), FILES)]
    for page in pages:
        document = parsed(page)
        assert document.get("lang") == "nl"
        assert [section.get("lang") for section in document.iter("section")] == ["nl", "en"]
        policy = next(m.get("content") for m in document.iter("meta") if m.get("http-equiv"))
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "font-src data:" in policy
        elements = [node for node in document.iter() if isinstance(node.tag, str)]
        assert not [node for node in elements if node.tag == "script" or node.get("style") or node.get("src")]
        style = text_of(next(document.iter("style")))
        assert style.startswith(re.sub(r"\s+", " ", style_sheet())[:200])
        assert b'class="briefing-header"' in page
        assert b"prefers-color-scheme: dark" in page or b"prefers-color-scheme:dark" in page
        assert len(page) < 70_000


def test_a_link_to_a_briefing_shows_what_it_is_and_tells_a_screen_reader_of_which_party() -> None:
    page = month_page(reconciled("2026-10"), FILES)
    links = links_of(page)
    assert links["nl/d66.html"] == ["Webpagina, D66"]
    assert links["nl/d66.pdf"] == ["PDF, D66"]
    assert links["en/d66.html"] == ["Web page, D66"]
    assert links["nl/all.html"] == ["Webpagina, Alle partijen"]
    assert [link for link in links if link.endswith((".html", ".pdf"))] == [
        *("nl/all.html", "nl/d66.html", "nl/d66.pdf", "en/d66.html"),
    ]
    hidden = [text_of(node) for node in parsed(page).iter("span") if node.get("class") == "visually-hidden"]
    assert ", D66" in hidden
    assert "td a { white-space: nowrap; }" in page.decode()


def test_mails_tables_and_the_workbook_are_linked_where_they_are() -> None:
    links = links_of(month_page(reconciled("2026-10"), FILES))
    assert links["mail/d66.eml"] == ["Mail, D66", "Mail, D66"]
    assert "mail/all.eml" not in links
    published = {path.removeprefix("share/") for path in tables_of(reconciled("2026-10")) if path.startswith("share/")}
    assert len(published) == 13
    assert {link for link in links if link.startswith("data/")} == published
    assert "mail/d66.eml" not in links_of(month_page(reconciled("2026-10"), FILES - {"share/mail/d66.eml"}))


def test_a_party_without_a_briefing_is_not_listed() -> None:
    rows = [
        text_of(cell)
        for cell in parsed(month_page(reconciled("2026-10"), FILES)).iter("th")
        if cell.get("scope") == "row"
    ]
    assert rows == ["Alle partijen", "D66", "D66"]


def test_names_on_a_page_are_escaped() -> None:
    month = reconciled("2026-10")
    parties = month.sources.parties.assign(abbreviation="<b>D66</b>")
    renamed = dataclasses.replace(month, sources=dataclasses.replace(month.sources, parties=parties))
    assert b"<b>" not in month_page(renamed, FILES)


def test_the_page_of_a_month_says_what_changed_in_both_languages() -> None:
    page = text_of(parsed(month_page(reconciled("2025-11"), FILES)))
    assert "Door de verkiezing van 29 oktober 2025 gingen de partijen die tekenden van 53 naar 76 zetels." in page
    assert "With the election of 29 October 2025, the parties that signed went from 53 to 76 seats." in page
    nothing = text_of(parsed(month_page(reconciled("2026-10"), FILES)))
    assert "Niets. De bronnen die wij kennen, zijn gelijk aan die van september 2026." in nothing


def test_a_briefing_that_could_not_be_made_again_is_said_to_be_an_earlier_one() -> None:
    page = text_of(parsed(month_page(reconciled("2026-10"), FILES, {"share/nl/d66.html"})))
    assert "D66 (kon niet opnieuw worden gemaakt: dit is een eerdere)" in page
    assert "could not be made again" not in page


def test_a_month_that_is_not_released_says_so_once_in_each_language() -> None:
    page = parsed(month_page(reconciled("2026-10"), FILES))
    banners = [(node.get("lang"), text_of(node)[:6]) for node in page.iter("p") if node.get("class") == "status-banner"]
    assert banners == [("nl", "Concep"), ("en", "Draft:")]
    released = with_versions(reconciled("2026-10"), {})
    assert b'<p class="status-banner"' not in month_page(released, FILES)


@pytest.mark.parametrize(
    ("month", "line"),
    [
        ("2021-03", "Dit is de eerste maand: er is nog niets om mee te vergelijken."),
        ("2021-11", ESTIMATE_CHANGED),
        ("2022-07", "De VVD ging van 34 naar 33 zetels: een Kamerlid vertrok"),
        ("2025-11", "Door de verkiezing van 29 oktober 2025 gingen de partijen die tekenden van 53 naar 76 zetels."),
        ("2026-10", "Niets veranderd sinds de maand ervoor."),
    ],
)
def test_a_month_is_listed_with_the_first_thing_that_changed(month: str, line: str) -> None:
    assert changed_in(Month.parse(month), reconciled(month).changes)["nl"].startswith(line)


def made(out: Path, month: str, table: bytes | None) -> None:
    share = out / month / "share"
    (share / "data").mkdir(parents=True)
    (share / "index.html").write_bytes(b"")
    if table is not None:
        (share / "data" / "changes.csv").write_bytes(table)


def test_the_front_page_lists_the_months_that_are_there_with_what_changed_by_their_tables(tmp_path: Path) -> None:
    made(tmp_path, "2021-11", csv_of(reconciled("2021-11").changes))
    made(tmp_path, "2026-10", csv_of(reconciled("2026-10").changes))
    made(tmp_path, "2022-10", b"kind,subject,before,after,because\nseats,vvd,34,33,\n")
    made(tmp_path, "2022-11", None)
    made(tmp_path, "old", None)
    (tmp_path / "2022-12/internal").mkdir(parents=True)
    write_front_page_and_feed(tmp_path)
    page = parsed((tmp_path / "index.html").read_bytes())
    lines = {text_of(item) for item in page.iter("li")}
    assert f"november 2021 {ESTIMATE_CHANGED}" in lines
    assert f"November 2021 {ESTIMATE_CHANGED_EN}" in lines
    assert "oktober 2026 Niets veranderd sinds de maand ervoor." in lines
    assert {"oktober 2022", "november 2022"} <= lines, "an earlier build's table has no sentences: no line"
    assert [text_of(node) for node in page.iter("h3")] == ["2026", "2022", "2021"] * 2
    months = [link.get("href").split("/")[0] for link in page.iter("a") if "/share/" in link.get("href")]
    assert months == ["2026-10", "2022-11", "2022-10", "2021-11"] * 2, "the newest first; none that is not there"
