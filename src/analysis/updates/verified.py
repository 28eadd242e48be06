"""Checks whether the words in which figures were printed still stand on the cited pages: data/verified.csv."""

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.core.parameters import one_of
from analysis.core.printed_numbers import not_held
from analysis.core.record_tables import Row, rows_of
from analysis.sources import read_tables
from analysis.sources.contracts import columns_of
from analysis.sources.decisions import rows_in_text
from analysis.sources.table_changes import Texts, change_tables
from analysis.updates.cited_pages import MOVED, NUMBER_GONE, OTHER_WORDS, PAGE_GONE, THERE, Opened, Pages

TABLE = "verified"
# Words, numbers with their separators, and percent signs; what stands between these may change.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|%")
# The hyphen of a compound, or of a word that is broken at the end of a line.
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010\u2011]\s*(?=[^\W\d_])")
_CUT = re.compile(r"…|\.\.\.")
_BETWEEN = " (?:.{0,600}? )?"  # what `…` stands for
_LINE = re.compile(r"(?<=[.!?;])\s+|\n+")
_NEAR = 3  # sentences, or cells of a table, that are read together
_STEM = re.compile(r"[^\W\d_]{4,6}")


def outcome_in(text: str, figure: Row, language: str) -> str:
    """Return whether a text has the words of a figure (a row of `figures`) or, if not, its number: an outcome.

    A number alone counts only near at least half of the words; `…` in the words stands for anything.
    """
    words = figure["printed_text"]
    parts = [re.escape(_tokens(part)) for part in _CUT.split(words)]
    if re.search(f" {_BETWEEN.join(filter(None, parts))} ", f" {_tokens(text)} "):
        return THERE
    stems = set(_STEM.findall(words.lower()))
    lines = [line for line in _LINE.split(text) if line.strip()]
    for place in range(len(lines)):
        near = " ".join(lines[place : place + _NEAR])
        is_alike = 2 * len(stems & set(_STEM.findall(near.lower()))) >= len(stems)
        if is_alike and not not_held(near, language, *(figure[each] for each in ("value", "lower", "upper", "unit"))):
            return OTHER_WORDS
    return NUMBER_GONE


def _tokens(text: str) -> str:
    plain = _HYPHEN.sub("", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(_TOKEN.findall(plain))


@dataclass(frozen=True)
class Verified:
    """A row of the table: the outcome of opening a page, and the figures that have it; `said` tells a terminal why."""

    publication: str
    url: str
    day: str
    outcome: str
    figures: str = ""
    moved_to: str = ""
    archived_url: str = ""
    sha256: str = ""
    said: str = field(default="", compare=False)


def verify(data_dir: Path, pages: Pages, day: datetime.date, names: Sequence[str] = ()) -> list[Verified]:
    """Open the pages of the named publications, or of all; return what was found, and write it to data/verified.csv.

    Rows of other publications stay as they are, and so do addresses of archived copies that are known.
    Raises ParameterError for an unknown publication, InputError for data that break their contract.
    """
    tables = read_tables(data_dir).tables
    known = tables["publications"]["publication"].tolist()
    names = [one_of("publication", name, known) for name in names] or known
    copies = {row["url"]: row["archived_url"] for row in rows_of(tables[TABLE]) if row["archived_url"]}
    found: list[Verified] = []
    for publication, url, printed in _cited(tables):
        if publication["publication"] in names:
            opened = pages.open(url)
            copy = copies.get(url, "")
            if opened.outcome == PAGE_GONE and not copy:
                copy = pages.archived(url, publication["known_from"] or day)
            found += _rows(publication, url, day, opened, printed, copy)

    def edit(texts: Texts) -> Texts:
        kept = [row for row in rows_in_text(texts[TABLE]) if row["publication"] not in names] if texts[TABLE] else []
        rows = [*kept, *(vars(each) for each in found)]
        rows = sorted((row for row in rows if row["publication"] in known), key=lambda r: known.index(r["publication"]))
        return {TABLE: pd.DataFrame(rows, columns=columns_of(TABLE)).to_csv(index=False, lineterminator="\n")}

    change_tables([TABLE], data_dir, edit, read_tables)
    return found


def _cited(tables: dict[str, Any]) -> Iterator[tuple[Row, str, list[Row]]]:
    """Yield each publication with each address at which it was read, and the figures whose words were read there."""
    figures = rows_of(tables["figures"])
    for each in rows_of(tables["publications"]):
        own = [row for row in figures if row["publication"] == each["publication"] and row["printed_text"]]
        for url in filter(None, dict.fromkeys([each["url"], *(row["source_url"] for row in own)])):
            yield each, url, [row for row in own if row["source_url"] == url]


def _rows(
    publication: Row, url: str, day: datetime.date, opened: Opened, printed: Iterable[Row], copy: str
) -> Iterator[Verified]:
    by_outcome: dict[str, list[str]] = {}
    for each in printed:
        outcome = outcome_in(opened.text, each, publication["language"]) if opened.text else opened.outcome
        by_outcome.setdefault(opened.outcome if outcome == THERE else outcome, []).append(each["figure_id"])
    for outcome, ids in (by_outcome or {opened.outcome: []}).items():
        moved_to = opened.address if opened.outcome == MOVED else ""
        yield Verified(
            publication["publication"],
            url,
            day.isoformat(),
            outcome,
            figures="|".join(ids),
            moved_to=moved_to,
            archived_url=copy,
            sha256=opened.sha256,
            said=opened.said,
        )
