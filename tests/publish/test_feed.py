"""The feed has an entry for each released version of a month, with what changed or what it corrects."""

from pathlib import Path
from xml.etree import ElementTree

from analysis.publish.build import write_front_page_and_feed
from analysis.publish.index_pages import month_page
from analysis.publish.manifest import Inputs, Manifest
from analysis.publish.tables import csv_of
from analysis.reconciliation.releases import released_versions
from support.months import reconciled
from support.versions import CORRECTION, with_versions

# What RFC 4287 asks of a feed and of an entry that has no content of its own.
OF_A_FEED = {"id", "title", "updated", "author"}
OF_AN_ENTRY = {"id", "title", "updated", "link", "summary"}
CORRECTED = CORRECTION | {"what_was_wrong_nl": "Volt had twee zetels & geen <b>drie</b>."}


def publish(out: Path, name: str, *versions: dict[str, str]) -> None:
    month = with_versions(reconciled(name), *versions)
    (out / name / "share" / "data").mkdir(parents=True, exist_ok=True)
    (out / name / "share" / "index.html").write_bytes(b"")
    (out / name / "share" / "data" / "changes.csv").write_bytes(csv_of(month.changes))
    manifest = Manifest(Inputs({}, {}), released=released_versions(month))
    (out / name / "manifest.json").write_bytes(manifest.to_json())
    write_front_page_and_feed(out)


def read(out: Path) -> tuple[dict[str, str], list[dict[str, str]]]:
    """What the feed, and each of its entries, says under each name."""
    feed = ElementTree.parse(out / "feed.xml").getroot()
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    named = [{_name(each): each.get("href") or "".join(each.itertext()).strip() for each in entry} for entry in feed]
    facts = {_name(each): "".join(each.itertext()).strip() for each in feed if _name(each) != "entry"}
    return facts, [entry for entry, each in zip(named, feed, strict=True) if _name(each) == "entry"]


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def test_each_released_version_is_an_entry_with_what_changed_or_what_it_corrects(tmp_path: Path) -> None:
    publish(tmp_path, "2025-11", {}, CORRECTED)
    publish(tmp_path, "2026-10")
    feed, (corrected, first) = read(tmp_path)
    assert set(feed) == OF_A_FEED
    assert set(first) == set(corrected) == OF_AN_ENTRY
    assert (feed["title"], feed["updated"]) == ("1300-deal: vrijgegeven briefings", "2021-07-05T00:00:00Z")
    assert first["title"] == "Briefings van november 2025 · Briefings of November 2025"
    assert first["summary"].startswith("Door de verkiezing van 29 oktober 2025 gingen de partijen die tekenden van 53")
    assert corrected["title"].startswith("Briefings van november 2025, versie 2")
    assert "Fout in de vorige versie: Volt had twee zetels & geen <b>drie</b>." in corrected["summary"]
    assert "How it was fixed: There are three. What it touches: Support by party." in corrected["summary"]
    assert first["link"] == corrected["link"] == "2025-11/share/index.html"


def test_the_id_of_an_entry_stays_when_another_comes_and_the_same_months_give_the_same_bytes(tmp_path: Path) -> None:
    publish(tmp_path, "2025-11", {})
    before, (_, (first,)) = (tmp_path / "feed.xml").read_bytes(), read(tmp_path)
    write_front_page_and_feed(tmp_path)
    assert (tmp_path / "feed.xml").read_bytes() == before
    publish(tmp_path, "2025-11", {}, CORRECTED)
    corrected, again = read(tmp_path)[1]
    assert again["id"] == first["id"] != corrected["id"]


def test_without_a_release_the_feed_has_no_entry(tmp_path: Path) -> None:
    write_front_page_and_feed(tmp_path)
    assert read(tmp_path)[1] == []


def test_a_month_lists_the_versions_that_were_replaced_and_why() -> None:
    month = with_versions(reconciled("2025-11"), {}, CORRECTED)
    page = month_page(month, set()).decode()
    assert "<h3>Eerdere versies</h3>" in page
    assert "Volt had twee zetels &amp; geen &lt;b&gt;drie&lt;/b&gt;. Zo is het hersteld: Het zijn er drie." in page
    assert "Eerdere versies" not in month_page(with_versions(reconciled("2025-11"), {}), set()).decode()
