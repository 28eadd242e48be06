"""What an auditor says of lists whose numbers are names: the sources, and the colophon with its checksums."""

import hashlib
import re
import tomllib
from functools import cache

from support.build_tables import DATA, Build, Row
from support.numbers_in_text import MONTHS, SHORT_MONTHS, read_numbers
from support.page_reading import Block, site

_EARLIER_VERDICT = r"our verdict would have been|was ons oordeel geweest"


def unknown_in_list(block: Block, build: Build, language: str) -> list[str]:
    """Return the numbers of the sources, or of the colophon, that belong to nothing of the build."""
    text = block.text
    if block.section == "sources":
        for row in build.publications.values():
            text = text.replace(row["title"], "") if row["title"] else text
            text = text.replace(site(row["url"]), "") if row["url"] else text
        known = {row["published_on"] or row["known_from"] for row in build.publications.values()}
    else:
        for name in (*_checksums(), _program(), f"--month {build.month}", "SHA-256"):
            text = text.replace(name, "")
        text = re.sub(r"--party \S+|1300-deal", "", text)
        known = {build.month}
    read = read_numbers(text, language)
    found = [text[t.start : t.end] for t in read.numbers] + read.unread
    return (
        found
        + [d.iso for d in read.days if d.iso not in known]
        + [p.years for p in read.periods if p.years not in known]
    )


def rows_behind(block: Block, build: Build, language: str) -> list[Row]:
    """Return the rows of the tables whose explanation a paragraph of claims or differences is."""
    said = without_marks(block.text)
    if block.section == "claims" and block.article and block.kind == "p":
        return [row for row in build.tables["claims"] if row[f"explanation_{language}"] == said]
    if block.section == "discrepancies" and block.kind == "li":
        return [row for row in build.tables["discrepancies"] if said.endswith(row[f"explanation_{language}"])]
    return []


def not_in_tables(block: Block, build: Build, language: str) -> list[str]:
    """Return why a paragraph that quotes a table does not: an explanation is shown as the build's tables have it."""
    if block.section == "claims" and block.article and block.kind == "p":
        claim = sorted(build.tables["claims"], key=lambda row: int(row["sort_order"]))[block.article - 1]
        is_own = claim in rows_behind(block, build, language)
        return (
            []
            if is_own or not re.search(r"\d", block.text) or re.search(_EARLIER_VERDICT, block.text)
            else ["not the explanation of the claim"]
        )
    if block.section == "discrepancies" and block.kind == "li" and "‘" in block.text:
        return [] if rows_behind(block, build, language) else ["not the explanation of a difference"]
    return []


def without_reason(block: Block, build: Build) -> str:
    """Return a decision as the annex tells it, without its reason where that is the one somebody typed."""
    text = block.text
    for name in ("figures", "parties"):
        for row in build.decisions(name):
            text = text.replace(row["reason"], "")
    return text


def days_of_decisions(build: Build) -> set[str]:
    """Return the days on which decisions were made, and from which they apply."""
    rows = [row for name in ("figures", "parties") for row in build.decisions(name)]
    return {row[name] for row in rows for name in ("decided_on", "valid_from")}


def without_marks(text: str) -> str:
    """Return a text as the tables have it: without marks."""
    return " ".join(re.sub("[\ue101-\ue2ff]", "", text).split())


@cache
def _checksums() -> tuple[str, ...]:
    """Return each public table under data/ with the first digits of its checksum, as `sha256sum` prints them."""
    tables = sorted(path for path in DATA.rglob("*.csv") if "signatories" not in path.parts)
    digests = {path: hashlib.sha256(path.read_bytes()).hexdigest()[:8] for path in tables}
    return tuple(f"{path.relative_to(DATA).with_suffix('').as_posix()} {digest}" for path, digest in digests.items())


@cache
def _program() -> str:
    project = tomllib.loads((DATA.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return f"{project['name']} {project['version']}"


def without_events(text: str, build: Build, language: str) -> str:
    """Return a text without the events in it that the build has: each with its day, its words and its document.

    What is still to come goes with the day by which it is due.
    """
    awaited: dict[str, list[str]] = {}
    for event in build.tables["events"]:
        day, what = _printed(event["date"], language, SHORT_MONTHS), event[f"what_{language}"].rstrip(".")
        source = re.escape(event["document"] or (site(event["url"]) if event["url"] else ""))
        text = re.sub(rf"{day}(?:, [^:]*)?: {re.escape(what)} \((?:{source})?[^()\d]*\)", "", text)
        due = _printed(event["due_on"], language, MONTHS) if event["due_on"] else ""
        awaited.setdefault(event[f"awaits_{language}"], []).append(due)
    awaited.pop("", None)
    for what, days in awaited.items():
        due = "|".join(filter(None, days))
        text = re.sub(re.escape(what) + (rf"(?: \([^()\d]*(?:{due})[^()\d]*\))?" if due else ""), "", text)
    return text


def _printed(date: str, language: str, months: dict[str, list[str]]) -> str:
    """Return a day, a month or a year as a page writes it."""
    year, *rest = date.split("-")
    words = [str(int(rest[1]))] if len(rest) > 1 else []
    return " ".join([*words, *([months[language][int(rest[0]) - 1]] if rest else []), year])
