"""The feed of released months, reports/feed.xml: an entry for each version of each month (Atom, RFC 4287)."""

import uuid
from collections.abc import Iterable
from xml.etree import ElementTree

from analysis.core.parameters import LANGUAGES
from analysis.core.wording import Wording, wording
from analysis.publish.index_pages import MonthMade
from analysis.reconciliation.releases import correction_in_words

_ATOM = "http://www.w3.org/2005/Atom"
# An id must be the same at every address that the folder is put at.
_OURS = uuid.uuid5(uuid.NAMESPACE_URL, "1300-deal/reports/feed.xml")
_NEVER = "2021-01-01"


def feed_of(months: Iterable[MonthMade]) -> bytes:
    """Return the feed: the newest release first, each with what changed in its month, or what it corrects.

    Times are those of the release, at midnight: the same months give the same bytes. Texts are in both languages, the
    first one in the language of the feed.
    """
    words = [wording(language) for language in LANGUAGES]
    versions = [(row, month) for month in months for row in month.released]
    versions.sort(key=lambda each: (each[0]["released_on"], each[1].name, int(each[0]["version"])), reverse=True)
    feed = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": words[0].language})
    _add(feed, "id", _OURS.urn)
    _add(feed, "title", words[0].say("index.feed.title"))
    _add(feed, "updated", _midnight(versions[0][0]["released_on"] if versions else _NEVER))
    _add(ElementTree.SubElement(feed, "author"), "name", words[0].say("index.feed.author"))
    for row, month in versions:
        entry = ElementTree.SubElement(feed, "entry")
        name = f"{month.name}/{row['version']}"
        _add(entry, "id", uuid.uuid5(_OURS, name).urn)
        _add(entry, "title", " · ".join(_title(row, month, w) for w in words))
        _add(entry, "updated", _midnight(row["released_on"]))
        page = {"rel": "alternate", "type": "text/html", "href": f"{month.name}/share/index.html"}
        ElementTree.SubElement(entry, "link", page)
        said = [correction_in_words(row, w) or month.changed.get(w.language, "") for w in words]
        _add(entry, "summary", " · ".join(filter(None, said)))
    ElementTree.indent(feed)
    return ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n"


def _title(row: dict[str, str], month: MonthMade, w: Wording) -> str:
    name = w.month(month.name)
    if row["version"] == "1":
        return w.say("index.feed.first", month=name)
    return w.say("index.feed.later", month=name, version=row["version"])


def _midnight(day: str) -> str:
    return f"{day}T00:00:00Z"


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = text
