"""Makes the index pages: one of all months, one of each month, and the feed of released versions."""

import uuid
from collections.abc import Mapping, Set
from datetime import date
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

from analysis.briefing.changes import changes_for_reader, first_change
from analysis.core.parameters import ALL_PARTIES, ANNEX, FIRST_MONTH, LANGUAGES, Month
from analysis.core.record_tables import grouped_by
from analysis.core.wording import Wording, wording
from analysis.parliament.names import party_name
from analysis.publish.page import FOLDER, TEMPLATES, digest_of, style_sheet, unbroken
from analysis.publish.published_tables import published_tables
from analysis.publish.reports_folder import Manifest
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.releases import correction_in_words, released_versions, version_in_words, version_of

_WORDS = [wording(language) for language in LANGUAGES]
# The ids of the feed do not depend on the address at which it is published.
_OURS = uuid.uuid5(uuid.NAMESPACE_URL, "1300-deal/reports/feed.xml")


def front_page(months: Mapping[str, Manifest]) -> bytes:
    """Return the page of all months, newest first, from their records by name (2026-10)."""
    pages = [{"words": words, "title": words.say("index.months.title")} for words in _WORDS]
    newest_first = sorted(months.items(), reverse=True)
    return _render("months.html.j2", pages, years=grouped_by(newest_first, lambda month: month[0][:4]))


def changed_in(month: Reconciliation) -> dict[str, str]:
    """Return, by language, one line on a month: the first of its changes in the briefing of all parties."""
    rows = month.records.changes
    if month.month == FIRST_MONTH or not rows:
        key = "changes.first_month" if month.month == FIRST_MONTH else "index.months.nothing"
        return {words.language: words.say(key) for words in _WORDS}
    return {words.language: first_change(rows, words) for words in _WORDS}


def month_page(reconciliation: Reconciliation, files: set[str], outdated: Set[str] = frozenset()) -> bytes:
    """Return the page of a month, with links to its pages and mails; `outdated` are those of an earlier build."""
    month, version, released = reconciliation.month, version_of(reconciliation), released_versions(reconciliation)
    pages = [
        {
            "words": words,
            "title": words.say("index.month.title", month=words.month(str(month))),
            "briefings": _briefings(reconciliation, files, words, outdated),
            "changed": [change.sentence for change in changes_for_reader(reconciliation, ALL_PARTIES, words)],
            "correction": version_in_words(version, words),
            # For each version that was replaced: its number, its day, and what the next version corrected.
            "superseded": [
                (old["version"], words.date(date.fromisoformat(old["released_on"])), correction_in_words(new, words))
                for new, old in pairwise(released)
            ],
        }
        for words in _WORDS
    ]
    tables = [name for name, table in published_tables().items() if not table.get("internal")]
    return _render("month.html.j2", pages, as_of=month.as_of, is_released=version.is_released, tables=tables)


def _briefings(
    reconciliation: Reconciliation, files: set[str], words: Wording, outdated: Set[str]
) -> list[tuple[str, str, str, str, bool]]:
    """Return each briefing, `all` first: name, paths of page, PDF and mail (empty if none), and if it is outdated."""
    sources, first = reconciliation.sources, [ALL_PARTIES, ANNEX]
    names = {party: party_name(party, sources, words) for party in sources.parties_by_id}
    names |= {ALL_PARTIES: words.say("index.month.all"), ANNEX: words.say("index.month.annex")}
    found = []
    for party, name in sorted(names.items(), key=lambda named: (named[0] not in first, named[1].casefold())):
        paths = [f"{words.language}/{party}.html", f"{words.language}/{party}.pdf", f"mail/{party}.eml"]
        page, document, mail = (path if f"share/{path}" in files else "" for path in paths)
        if page or document:
            found.append((name, page, document, mail, any(f"share/{path}" in outdated for path in paths)))
    return found


def _render(template: str, pages: list[dict[str, Any]], **facts: Any) -> bytes:
    """Return a page; its policy allows no script, and only one style sheet: that of the briefings with index.css."""
    style = style_sheet() + (FOLDER / "index_pages" / "index.css").read_text(encoding="utf-8")
    page = TEMPLATES.get_template(f"index_pages/{template}")
    html = page.render(pages=pages, style=style, digest=digest_of(style), **facts) + "\n"
    return unbroken(html, wording(LANGUAGES[0])).encode()


def feed_of(months: Mapping[str, Manifest]) -> bytes:
    """Return the Atom feed: the released versions, newest first, each with its correction or what changed."""

    def add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
        child = ElementTree.SubElement(parent, name, attributes)
        child.text = text or None
        return child

    words = _WORDS[0]
    versions = [(row, name) for name, month in months.items() for row in month.released]
    versions.sort(key=lambda each: (each[0]["released_on"], each[1], int(each[0]["version"])), reverse=True)
    feed = ElementTree.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": words.language})
    add(feed, "id", _OURS.urn)
    add(feed, "title", words.say("index.feed.title"))
    # An Atom feed must have a date: without a release, that is the last day of the newest month.
    newest = max(map(Month.parse, months), default=FIRST_MONTH).as_of
    add(feed, "updated", f"{versions[0][0]['released_on'] if versions else newest}T00:00:00Z")
    add(add(feed, "author"), "name", words.say("index.feed.author"))
    for row, name in versions:
        entry = add(feed, "entry")
        add(entry, "id", uuid.uuid5(_OURS, f"{name}/{row['version']}").urn)
        later = {} if row["version"] == "1" else {"version": row["version"]}
        key = f"index.feed.{'later' if later else 'first'}"
        add(entry, "title", " · ".join(w.say(key, month=w.month(name), **later) for w in _WORDS))
        add(entry, "updated", f"{row['released_on']}T00:00:00Z")  # no hour: the same months give the same bytes
        add(entry, "link", rel="alternate", type="text/html", href=f"{name}/share/index.html")
        said = [correction_in_words(row, w) or months[name].changed.get(w.language, "") for w in _WORDS]
        add(entry, "summary", " · ".join(filter(None, said)))
    ElementTree.indent(feed)
    return ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n"
