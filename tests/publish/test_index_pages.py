"""What leads to the briefings: the page of a month, that of all months, and the feed of released versions.

That the pages are valid, in two languages and run nothing: tests/slow/test_valid_html.py and test_in_browser.py.
"""

import re
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest

from analysis.publish.index_pages import changed_in, month_page
from analysis.publish.reports_folder import Manifest, MonthFolder, write_front_page_and_feed
from analysis.publish.tables import tables_of
from analysis.reconciliation.releases import released_versions
from support.months import reconciled
from support.versions import CORRECTION, with_versions

# Typed by hand: first estimate (UNODC), then the second (WODC, its range from the Rapporteur, 30 November 2021).
ESTIMATE_CHANGED = (
    "De schatting ging van ongeveer 6.250 (5.000–7.500) per jaar, voor 2010–2015, "
    "naar ongeveer 5.000 (4.000 tot 6.300 of 7.000), voor 2018–2019."
)
ESTIMATE_CHANGED_EN = (
    "The estimate went from about 6,250 (5,000–7,500) a year, for 2010–2015, "
    "to about 5,000 (4,000 to 6,300 or 7,000), for 2018–2019."
)
FILES = {"share/nl/d66.html", "share/nl/d66.pdf", "share/en/d66.html", "share/nl/all.html", "share/mail/d66.eml"}
CORRECTED = CORRECTION | {"what_was_wrong_nl": "Volt had twee zetels & geen <b>drie</b>."}


def parsed(page: bytes) -> html5lib.html5parser.HTMLParser:
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page.decode())


def text_of(node: object) -> str:
    return re.sub(r"\s+", " ", "".join(node.itertext())).strip()  # type: ignore[attr-defined]


def test_the_page_of_a_month_links_each_briefing_mail_and_table_that_is_there_under_a_name_that_says_which() -> None:
    links: dict[str, list[str]] = {}
    document = parsed(month_page(with_versions(reconciled("2026-09"), {}), FILES))
    for link in document.iter("a"):
        links.setdefault(link.get("href"), []).append(text_of(link))
    tables = {path.removeprefix("share/") for path in tables_of(reconciled("2026-09")) if path.startswith("share/")}
    assert len(tables) == 15
    assert {name: said for name, said in links.items() if not name.startswith("#") and name not in tables} == {
        "nl/all.html": ["Webpagina, Alle partijen"],
        "nl/d66.html": ["Webpagina, D66"],
        "nl/d66.pdf": ["PDF, D66"],
        "en/d66.html": ["Web page, D66"],
        "mail/d66.eml": ["Mail, D66", "Mail, D66"],
    }
    assert tables <= set(links)
    rows = [text_of(cell) for cell in document.iter("th") if cell.get("scope") == "row"]
    assert rows == ["Alle partijen", "D66", "D66"], "no row for a party without a briefing"


def test_the_page_of_a_month_says_what_changed_in_both_languages_and_which_briefing_is_an_earlier_one() -> None:
    page = text_of(parsed(month_page(reconciled("2025-11"), FILES, {"share/nl/d66.html"})))
    assert "Door de verkiezing van 29 oktober 2025 gingen de partijen die tekenden, van 53 naar 76 zetels." in page
    assert "With the election of 29 October 2025, the parties that signed went from 53 to 76 seats." in page
    assert "D66 (niet opnieuw gemaakt: dit is een eerdere)" in page
    assert "not made again" not in page
    nothing = text_of(parsed(month_page(reconciled("2026-08"), FILES)))
    assert "Wij vonden niets nieuws." in nothing


def test_a_month_that_is_not_released_says_so_once_in_each_language() -> None:
    page = parsed(month_page(reconciled("2026-09"), FILES))
    banners = [(node.get("lang"), text_of(node)[:6]) for node in page.iter("p") if node.get("class") == "status-banner"]
    assert banners == [("nl", "Concep"), ("en", "Draft:")]
    assert not [link for link in page.iter("a") if link.get("href").startswith("mail/")], "a draft is not to be sent"


def test_a_month_lists_the_versions_that_were_replaced_and_why() -> None:
    month = with_versions(reconciled("2025-11"), {}, CORRECTED)
    page = month_page(month, set()).decode()
    assert "<h3>Eerdere versies</h3>" in page
    assert "Volt had twee zetels &amp; geen &lt;b&gt;drie&lt;/b&gt;. Zo is het hersteld: Het zijn er drie." in page
    first = month_page(with_versions(reconciled("2025-11"), {}), set()).decode()
    assert "Eerdere versies" not in first and '<p class="status-banner"' not in first


@pytest.mark.parametrize(
    ("month", "line"),
    [
        ("2021-03", "Dit is de eerste maand: er is nog niets om mee te vergelijken."),
        ("2021-11", ESTIMATE_CHANGED),
        ("2022-07", "De VVD ging van 34 naar 33 zetels: een zetel kwam vrij"),
        ("2025-11", "Door de verkiezing van 29 oktober 2025 gingen de partijen die tekenden, van 53 naar 76 zetels."),
        ("2026-08", "Niets veranderd sinds de maand ervoor."),
        ("2026-09", "Bij de vijf toezeggingen in de deal: 8 nieuwe gebeurtenissen."),
    ],
)
def test_a_month_is_listed_with_the_first_thing_that_changed(month: str, line: str) -> None:
    assert changed_in(reconciled(month))["nl"].startswith(line)


def publish(out: Path, name: str, *versions: dict[str, str]) -> None:
    """Lay out what a build of a month leaves for the front page and the feed, with these released versions."""
    month = with_versions(reconciled(name), *versions)
    folder = MonthFolder(out / name, Manifest(released=released_versions(month), changed=changed_in(month)))
    folder.begin()
    folder.write({"share/index.html": b""})
    folder.publish()
    write_front_page_and_feed(out)


def test_the_front_page_lists_the_months_that_are_there_the_newest_first_with_what_changed(tmp_path: Path) -> None:
    (tmp_path / "2022-12/internal").mkdir(parents=True)  # a month that has no page
    (tmp_path / "2022-11/share").mkdir(parents=True)
    (tmp_path / "2022-11/share/index.html").write_bytes(b"")  # one without a record
    publish(tmp_path, "2021-11")
    publish(tmp_path, "2026-08")
    page = parsed((tmp_path / "index.html").read_bytes())
    lines = {text_of(item) for item in page.iter("li")}
    assert {f"november 2021 {ESTIMATE_CHANGED}", f"November 2021 {ESTIMATE_CHANGED_EN}", "november 2022"} <= lines
    assert "augustus 2026 Niets veranderd sinds de maand ervoor." in lines
    assert [text_of(node) for node in page.iter("h3")] == ["2026", "2022", "2021"] * 2
    months = [link.get("href").split("/")[0] for link in page.iter("a") if "/share/" in link.get("href")]
    assert months == ["2026-08", "2022-11", "2021-11"] * 2


def feed_in(out: Path) -> tuple[dict[str, str], list[dict[str, str]]]:
    feed = ElementTree.parse(out / "feed.xml").getroot()
    entries = [each for each in feed if each.tag.endswith("}entry")]
    return facts_of(each for each in feed if each not in entries), [facts_of(entry) for entry in entries]


def facts_of(elements) -> dict[str, str]:
    return {each.tag.rpartition("}")[2]: each.get("href") or "".join(each.itertext()).strip() for each in elements}


def test_each_released_version_is_an_entry_of_the_feed_with_what_changed_or_what_it_corrects(tmp_path: Path) -> None:
    publish(tmp_path, "2026-09")
    assert (feed_in(tmp_path)[0]["updated"], feed_in(tmp_path)[1]) == ("2026-09-30T00:00:00Z", [])
    publish(tmp_path, "2025-11", {})
    written, (alone,) = (tmp_path / "feed.xml").read_bytes(), feed_in(tmp_path)[1]
    write_front_page_and_feed(tmp_path)
    assert (tmp_path / "feed.xml").read_bytes() == written
    publish(tmp_path, "2025-11", {}, CORRECTED)
    feed, (corrected, first) = feed_in(tmp_path)
    # What RFC 4287 asks of a feed and of an entry that has no content of its own.
    assert set(feed) == {"id", "title", "updated", "author"}
    assert set(first) == set(corrected) == {"id", "title", "updated", "link", "summary"}
    assert alone["id"] == first["id"] != corrected["id"], "an entry keeps its id when another comes"
    assert (feed["title"], feed["updated"]) == ("1300-deal: vrijgegeven briefings", "2021-07-05T00:00:00Z")
    assert first["title"] == "Briefings van november 2025 · Briefings of November 2025"
    assert first["summary"].startswith("Door de verkiezing van 29 oktober 2025 gingen de partijen die tekenden, van 53")
    assert corrected["title"].startswith("Briefings van november 2025, versie 2")
    assert "In de vorige versie was dit fout: Volt had twee zetels & geen <b>drie</b>." in corrected["summary"]
    fixed = "This is how it was fixed: There are three. This has changed as a result: Support by party."
    assert fixed in corrected["summary"]
    assert first["link"] == corrected["link"] == "2025-11/share/index.html"
