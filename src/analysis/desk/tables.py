"""Tables of a month to read (with the headings of share/data, and names beside ids) or to search with the mouse."""

import importlib.util
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.briefing.html import bullets, paragraphs
from analysis.core.amounts import amount_of, rounded
from analysis.core.parameters import ALL_PARTIES, one_of
from analysis.core.record_tables import rows_of
from analysis.core.wording import capital
from analysis.desk.html import SAY, Shown, blocks, folded, is_attended, link, table, with_dutch, with_id
from analysis.figures.claims import claim_in_words
from analysis.figures.records import source_in_words
from analysis.parliament.names import party_name
from analysis.publish.published_tables import heading, published_tables, what_a_row_is, why_empty
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.month_tables import TABLES, selected, table_of_month

Row = dict[Any, Any]
DERIVED = "derived"  # in the column of a publication: the number was computed, not printed
MOST = 1000  # the most rows of a table that are shown in words
_MOST_PLACES = 20
# Tables that have another name in share/data.
_PUBLISHED = {"figures_by_quantity": "figures", "derived_figures": "derived"}
_PUBLISHED |= dict.fromkeys(("support_by_party", "support"), "parties")
# Columns that are not shown in words: Dutch texts, parts of a quantity, and what another cell shows.
_NOT_SHOWN = re.compile(
    r".*_nl|label_en|measure|population|age_group|sex|nationality|exploitation_form|reporter|printed_by|"
    r"publication_kind|source_url|value_decimals|sound|sort_order|before|after|comparator|party|body_id|role"
)
# The keys of the words for the values of a column, if these are not below desk.readable.COLUMN.
_WORDS = {
    "verdict": ("desk.readable.verdict", "briefing.verdict"),
    "verdict_when_signed": ("briefing.verdict",),
    "kind": ("desk.kind", "desk.readable.change"),
    "estimate_qualifier": ("desk.readable.qualifier",),
    "rule": ("figures.rule",),
    "party_signed": ("desk.readable.party_signed", "charts.support"),
    "matched_by": ("desk.readable.matched_by", "desk.signatures.agrees"),
}
# The kinds of words (see `signatories.roles`) that occur in names too, or may be part of one.
_OF_A_NAME = ("place", "linking", "condition", "plain", "letter", "unknown")
# itables gives its tables a white background, on which the white letters of JupyterLab's dark theme are unreadable.
_ON_ANY_THEME = "<style>.dt-container { background: transparent !important }</style>\n"


@dataclass(frozen=True)
class Names:
    """The names behind the ids of a month."""

    month: Reconciliation

    @cached_property
    def by_id(self) -> dict[str, str]:
        """Return the English name of each quantity, publication (who printed it, and when), party and claim."""
        sources = self.month.sources
        names = {DERIVED: SAY.say("desk.derived"), ALL_PARTIES: SAY.say("desk.readable.all_parties")}
        names |= sources.quantities.set_index("quantity_id")["label_en"].to_dict()
        names |= {row["publication"]: source_in_words(row) for row in sources.publications.to_dict("records")}
        names |= {party: party_name(party, sources, SAY) for party in sources.parties["party_id"]}
        return names | {row["claim_id"]: claim_in_words(row, "en") for row in sources.claims.to_dict("records")}

    @cached_property
    def series(self) -> dict[str, str]:
        """Return the short English name of each series, or its full name if it has no short one."""
        return {name: each.name("en", "short") or each.name("en") for name, each in self.month.figures.series.items()}

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Return the address of each publication that has one."""
        return self.month.sources.publications.dropna(subset=["url"]).set_index("publication")["url"].to_dict()


def number_in_words(row: Row, decimals: int = 2) -> str:
    """Return a number (value, lower, upper, unit; perhaps upper_alternative, qualifier) in words; empty if none."""
    return amount_of(SAY, row, row.get("unit") or "", decimals)


@dataclass(frozen=True, repr=False)
class ReadableTable(Shown):
    """A table to read, and the DataFrame underneath (`frame`); `interactive` is what JupyterLab shows instead."""

    frame: pd.DataFrame = field(compare=False)
    interactive: str = field(default="", compare=False)

    def _repr_html_(self) -> str:
        return self.interactive or super()._repr_html_()


def readable(month: Reconciliation, name: str, where: str = "", by: str = "", columns: str = "") -> ReadableTable:
    """Return a table of a month in words; `name` is one of TABLES, such as `figures_by_quantity` or `signatures`.

    `where` is a condition on rows as in `DataFrame.query` (`"quantity_id == 'share-minors'"`), `by` a column to sort
    by, and `columns` the columns to show (`"party_id seats"`; the frame has all). A table of more than 1,000 rows is
    cut, and says so. Raises ParameterError for an unknown name, column or condition.
    """
    every_row = table_of_month(month, name)
    chosen = [one_of("columns", each, every_row.columns) for each in columns.split()]
    frame = selected(every_row, where, by)
    is_left_out = frame.empty and len(every_row)
    rows = SAY.count("desk.readable.none", len(every_row)) if is_left_out else _in_words(month, name, frame, chosen)
    code = Markup("<code>{}</code>").format
    place = code(f"month_reconciled.{TABLES[name]}")
    below = SAY.html("desk.readable.underneath", place=place, frame=code(".frame"))
    if chosen:
        counts = {"shown": len(chosen), "all": len(frame.columns)}
        below += " " + SAY.html("desk.readable.chosen", call=code(f'desk.browse(month_reconciled, "{name}")'), **counts)
    elif empty := [] if frame.empty else [column for column in frame if frame[column].isna().all()]:
        below += " " + SAY.html("desk.readable.empty", names=code(", ".join(empty)))
    headings = may_be_headings(month) if name == "ledger" else []
    places = ", ".join([*headings[:_MOST_PLACES], "…"] if len(headings) > _MOST_PLACES else headings)
    also = SAY.count("desk.headings.places", len(headings), places=places) if headings else ""
    return ReadableTable(blocks(rows, also, paragraphs(below)), frame)


def place_of(line: Row) -> str:
    """Return where a line is: FILE:ROW."""
    return f"{line['source_file']}:{line['source_row']}"


def may_be_headings(month: Reconciliation) -> list[str]:
    """Return the places (FILE:ROW) of lines that count for nobody and may be headings within their list.

    Such a line has no name, or has only a name, with a known word in it that is part of no name (*Raadsleden*).
    """
    beside = ["function_as_written", "organisation_as_written"]
    nobody = month.signatures[month.signatures["outcome"].isin(["not_in_parliament", "rejected"])]
    nobody = nobody[nobody[["matched_by", "candidate_ids"]].isna().all(axis="columns")]
    found = []
    for line in rows_of(nobody[nobody["name_as_written"].isna() | nobody[beside].isna().all(axis="columns")]):
        body = month.bodies[line["body_id"]]
        role = body.role_in(line["name_as_written"] or "", body.parties.names_on(month.month.as_of))
        if not line["name_as_written"] or any(word.kind not in _OF_A_NAME for word in role.words):
            found.append(place_of(line))
    return found


def changes_by_reason(month: Reconciliation, kinds: Iterable[str]) -> list[Markup]:
    """Return the changes of some kinds as HTML, with those that share a reason folded below it and their number."""
    changes, names, parts = month.changes[month.changes["kind"].isin([*kinds])], Names(month).by_id, list[Markup]()
    shared = changes["because"].where(changes["because"].duplicated(keep=False), "")
    for because, own in sorted(changes.groupby(shared, sort=False), key=lambda group: group[0] == ""):
        said = bullets(with_dutch(row["sentence_en"], row["sentence_nl"]) for row in rows_of(own))
        if because:
            what = SAY.list([names[each] for each in because.split("|") if each in names])
            reason = capital(what or SAY.say(f"desk.readable.reason.{own['reason'].iloc[0]}"))
            parts_of_ids = (each.rpartition(":") for each in because.split("|"))
            about = ", ".join(names.get(name, name) if kind else name for kind, _, name in parts_of_ids)
            said = folded(SAY.count("desk.news.reason", len(own), reason=f"{reason} ({about})"), said)
        parts.append(said)
    return parts


def _in_words(month: Reconciliation, name: str, frame: pd.DataFrame, chosen: list[str]) -> str:
    published = _PUBLISHED.get(name, name)
    if frame.empty:
        return why_empty(published, month.month, SAY)
    own = published_tables().get(published)
    what = what_a_row_is(own) if own else SAY.say(f"desk.readable.row.{name}")
    rows = capital(SAY.count("desk.readable.rows", len(frame)))
    caption = SAY.say("desk.readable.caption", rows=rows, what=what.replace("`", ""))
    if len(frame) > MOST:
        caption += f" {SAY.say('desk.readable.others', shown=SAY.number(MOST), all=SAY.number(len(frame)))}"
    names = Names(month)
    columns = chosen or [each for each in frame if not _NOT_SHOWN.fullmatch(each) and frame[each].notna().any()]
    cells = [[cell_in_words(names, row, column) for column in columns] for row in rows_of(frame.head(MOST))]
    numeric = frame[columns].select_dtypes("number").columns
    return table(cells, caption, {column: heading_of(name, column) for column in columns}, numeric)


@cache
def heading_of(name: str, column: str) -> str:
    """Return the heading of a column: the desk's own, or else that in its published table or in another one."""
    if SAY.has(own := f"desk.readable.column.{column}"):
        return SAY.say(own)
    tables = sorted(published_tables().values(), key=lambda each: each["name"] != _PUBLISHED.get(name, name))
    found = (heading(each, SAY, "") for table in tables for each in table["fields"] if each["name"] == column)
    return next(found, capital(column.replace("_", " ")))


def cell_in_words(names: Names, row: Row, column: str) -> str | None:
    """Return a cell in words, with the name of an id and the reader's word for a value of a list; None if missing."""
    value = row[column]
    if pd.isna(value):
        return None
    if isinstance(value, bool):
        return SAY.say("desk.yes" if value else "desk.no")
    if isinstance(value, pd.Timestamp):
        return SAY.date(value.date())
    if column in ("year", "covered_from", "source_row"):
        return str(value)
    if not isinstance(value, str):
        number, bound = SAY.number(rounded(value, 2)), row.get("estimate_qualifier")
        if column not in ("unseen", "in_view_percent") or bound not in ("more_than", "at_least"):
            return number
        # If an estimate is a lower bound, what follows from it is a bound too.
        return SAY.say(f"briefing.qualifier.{bound if column == 'unseen' else 'at_most'}", number=number)
    if column.endswith("_en"):
        return with_dutch(value, row[column.removesuffix("en") + "nl"])
    if column.endswith("_as_written"):
        return value
    url = row.get("source_url") if column == "publication" else None
    return Markup(" <br>").join(_word(names, column, part, url) for part in value.split("|") if part)


def _word(names: Names, column: str, value: str, url: object) -> str:
    """Return the reader's word for a value of a list, or an id with its name, which links to where it was read."""
    if column in ("series", "registered_series", "estimate_series"):
        return names.series[value]
    for key in _WORDS.get(column, (f"desk.readable.{column}",)):
        if SAY.has(f"{key}.{value}"):
            return SAY.say(f"{key}.{value}")
    if value in names.by_id:
        return with_id(link(names.by_id[value], url or names.addresses.get(value)), value)
    return value


def empty_where_unknown(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with empty text in place of NaN; the other cells of such a column become text too."""
    gaps = frame[frame.columns[frame.isna().any()]]
    return frame.assign(**gaps.astype("str").where(gaps.notna(), ""))


def browse(month: Reconciliation, name: str, where: str = "", by: str = "") -> ReadableTable:
    """Return a table of a month to search, filter and sort with the mouse: every row and column, as in the DataFrame.

    Takes and raises what `readable` does, and returns the same in a notebook that runs by itself or without itables.
    """
    in_words = readable(month, name, where, by)
    if in_words.frame.empty or not is_attended() or importlib.util.find_spec("itables") is None:
        return in_words
    itables = importlib.import_module("itables")
    itables.init_notebook_mode(all_interactive=False)  # stores the script in the cell, so that no request is made
    look = {"classes": "display compact nowrap", "columnDefs": [{"className": "dt-left", "targets": "_all"}]}
    options = {"showIndex": False, "maxBytes": 0, "display_logo_when_loading": False, "connected": False}
    html = itables.to_html_datatable(empty_where_unknown(in_words.frame), column_filters="footer", **look, **options)
    return ReadableTable(in_words.html, in_words.frame, _ON_ANY_THEME + html)
