"""Any table of a month in words: headings of the contract of share/data, names beside ids, numbers with their range."""

import re
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter

import pandas as pd
from markupsafe import Markup, escape

from analysis.core.amounts import rounded
from analysis.core.parameters import ALL_PARTIES
from analysis.core.problems import ParameterError
from analysis.core.wording import years_in_words
from analysis.desk.shown import SAY, Shown, folded, paragraph, shown, table, with_dutch
from analysis.desk.words import Names, Row, lines_of, number_in_words, rows_of, with_id
from analysis.publish.published_tables import heading, published_tables, what_a_row_is, why_empty
from analysis.reconciliation import Reconciliation
from analysis.signatories import OUTCOMES, TOTAL

# A table of more rows than SHORT is folded into parts; a part, or a table without parts, is cut after MOST rows.
SHORT, MOST = 30, 250


# Each table: its attribute of a month, its name in share/data if it is published, the column it is folded by if long.
TABLES = {
    "figures_by_quantity": ("figures.figures_by_quantity", "figures", "measure"),
    "printed_figures": ("figures.printed_figures", "", "measure"),
    "discrepancies": ("figures.discrepancies", "discrepancies", "kind"),
    "derived_figures": ("figures.derived_figures", "derived", ""),
    "estimates": ("estimates", "", ""),
    "balance": ("balance", "balance", ""),
    "claims": ("claims", "claims", ""),
    "changes": ("changes", "changes", "kind"),
    "ledger": ("ledger", "", ""),
    "signatures": ("signatures", "signatures", "outcome"),
    "support_by_party": ("support_by_party", "parties", ""),
    "unaccounted_seats": ("unaccounted_seats", "", ""),
}
# Columns that are not shown, as another cell has their content: the ends of a range, Dutch texts, parts of a quantity.
_SAID_ELSEWHERE = re.compile(
    r".*(lower|upper|qualifier).*|.*_nl|label_en|unit|measure|population|age_group|sex|nationality|exploitation_form|"
    r"reporter|printed_by|publication_kind|source_url|value_decimals|sound|sort_order|before|after|comparator|.*_precision|"
    r"party|body_id|role"
)


@dataclass(frozen=True, repr=False)
class ReadableTable(Shown):
    """A table to read, and the DataFrame underneath (`frame`)."""

    frame: pd.DataFrame = field(compare=False)


def readable(
    month: Reconciliation, name: str, rows: pd.DataFrame | None = None, *, where: str = "", by: str = ""
) -> ReadableTable:
    """Return a table of a month in words: `figures_by_quantity`, `signatures`, ... (see TABLES), or `rows` of it.

    `where` keeps the rows for which a condition holds (as `DataFrame.query` has it: `"quantity_id == 'share-minors'"`),
    `by` sorts by a column. A long table is folded into parts; a very long part is cut, and says so. Raises
    ParameterError for an unknown name or condition, and for rows without the columns of the table.
    """
    if name not in TABLES:
        raise ParameterError(f"no table {name!r}, expected one of {', '.join(TABLES)}")
    place, *_ = TABLES[name]
    everything = attrgetter(place)(month)
    frame = everything if rows is None else rows
    if lacking := [column for column in everything.columns if column not in frame.columns]:
        raise ParameterError(f"rows of {name}: found no column {', '.join(lacking)}, expected rows of the DataFrame")
    try:
        frame = frame.query(where) if where else frame
        frame = frame.sort_values(by, kind="stable") if by else frame
    except Exception as error:  # pandas raises whatever the condition does
        raise ParameterError(f"where, by: {error}; {name} has the columns {', '.join(frame.columns)}") from error
    code = Markup("<code>{}</code>").format
    size = {"rows": _counted(frame), "columns": SAY.count("desk.readable.columns", len(frame.columns))}
    below = SAY.html("desk.readable.underneath", place=code(f"month_reconciled.{place}"), frame=code(".frame"), **size)
    if empty := [] if frame.empty else [column for column in frame if frame[column].isna().all()]:
        below += " " + SAY.html("desk.readable.empty", names=code(", ".join(empty)))
    return ReadableTable(shown(*_parts(month, name, frame), paragraph(below)).html, frame)


def _parts(month: Reconciliation, name: str, frame: pd.DataFrame) -> list[str]:
    """Return the table, or a long one in folded parts; a sentence where it has no rows."""
    _, published, folded_by = TABLES[name]
    if frame.empty:
        return [paragraph(why_empty(published, month.month, SAY))]
    what = what_a_row_is(published_tables()[published]) if published else SAY.say(f"desk.readable.row.{name}")
    caption = SAY.say("desk.readable.caption", rows=capital(_counted(frame)), what=what.replace("`", ""))
    columns = columns_shown(frame)
    if len(frame) <= SHORT or not folded_by:
        return [_table(month, name, frame, columns, caption)]
    parts: list[str] = [paragraph(Markup("<strong>{}</strong>").format(caption))]
    for value, rows in frame.groupby(folded_by, sort=False, dropna=False):
        summary = SAY.say("desk.readable.part", part=capital(_word(folded_by, value)), rows=_counted(rows))
        parts.append(folded(summary, _table(month, name, rows, columns, summary)))
    return parts


def columns_shown(frame: pd.DataFrame) -> list[str]:
    """Return the columns that are shown: not those whose content another cell has, and not empty ones."""
    return [each for each in frame if not _SAID_ELSEWHERE.fullmatch(each) and frame[each].notna().any()]


def _table(month: Reconciliation, name: str, rows: pd.DataFrame, columns: list[str], caption: str) -> str:
    """Return the first rows of a table in words; if there are more, the caption says so."""
    if len(rows) > MOST:
        counts = {"shown": SAY.number(MOST), "all": SAY.number(len(rows))}
        caption = f"{caption} {SAY.say('desk.readable.others', **counts)}"
    names = Names(month)
    cells = [[_cell(names, row, column) for column in columns] for row in rows_of(rows.head(MOST))]
    numeric = rows[columns].select_dtypes("number").columns
    headings = {column: heading_of(name, column) for column in columns}
    return table(pd.DataFrame(cells, columns=columns, dtype="object"), caption, headings, numeric)


@cache
def heading_of(name: str, column: str) -> str:
    """Return the heading of a column: the desk's own, or else that of its published table, or of another one."""
    if column in OUTCOMES:
        return capital(SAY.say(f"desk.readable.outcome.{column}"))
    if SAY.has(own := f"desk.readable.column.{column}"):
        return SAY.say(own)
    tables = sorted(published_tables().values(), key=lambda each: each["name"] != TABLES[name][1])
    found = (heading(each, SAY, "") for table in tables for each in table["fields"] if each["name"] == column)
    return next(found, capital(column.replace("_", " ")))


def _counted(frame: pd.DataFrame) -> str:
    return SAY.count("desk.readable.rows", len(frame))


def capital(said: str) -> str:
    """Return a text with a capital letter at its start."""
    return said[:1].upper() + said[1:]


# Columns with a closed list of values, and where the words for these are.
_WORDS = {
    "verdict": ("desk.readable.verdict", "briefing.verdict"),
    "verdict_when_signed": ("briefing.verdict",),
    "kind": ("desk.kind", "desk.readable.change"),
    **dict.fromkeys(("series", "registered_series", "estimate_series"), ("desk.count",)),
    **{
        each: (f"desk.readable.{each}",) for each in ("measure", "reserve", "reason", "outcome", "never_chosen_because")
    },
    "rule": ("figures.rule",),
    "party_signed": ("charts.support",),
    "matched_by": ("desk.readable.matched_by", "desk.signatures.agrees"),
}


def _word(column: str, value: str) -> str:
    said = (SAY.say(f"{key}.{value}") for key in _WORDS[column] if SAY.has(f"{key}.{value}"))
    return next(said, str(value).replace("_", " "))


def _cell(names: Names, row: Row, column: str) -> str | None:
    """Return a cell in words; None for what is missing."""
    value = row[column]
    if column in _RANGES:
        return _ranged(row, column) or None
    if value is None:
        return None
    if column in _WORDS:
        return _word(column, value)
    if isinstance(value, bool):
        return SAY.say("desk.yes" if value else "desk.no")
    match column:
        case "value_a":
            return number_in_words(names.figures[row["figure_id"]])
        case "value_b":
            return names.compared_with(row)
        case "quantity_id":
            return with_id(names.quantities.get(value), value)
        case "party_id":
            return with_id(names.parties.get(value), value)
        case "claim_id":
            return with_id(names.claims[value], value)
        case "reference_year" | "estimate_years":
            return years_in_words(value)
        case "explanation_en" | "explanation_when_signed_en" | "sentence_en":
            return with_dutch(value, row[column.removesuffix("en") + "nl"])
        case "computed" | "computed_when_signed":  # bare numbers (5000, 4000–6300/7000) in the form of the reader
            said = re.sub(r"\d{4,}", lambda found: SAY.number(int(found.group())), value)
            return SAY.say(f"briefing.unit.{row['unit']}", number=said) if row["unit"] else said
        case "signed_on":
            precision = row["signed_on_precision"] or "day"
            return SAY.say(f"charts.support.precision.{precision}", date=SAY.date(value.date()))
        case "coverage_percent":
            return _coverage(names, row)
        case "note":
            return folded(SAY.say("desk.readable.note"), escape(value))
        case "source_file" if value == TOTAL:
            return SAY.say("desk.readable.all_lists")
        case "year" | "covered_from" | "source_row":
            return str(value)
    if isinstance(value, str):
        url = row.get("source_url") if column == "publication" else None
        return lines_of(value, lambda each: names.publication(each, url))
    return SAY.date(value.date()) if isinstance(value, pd.Timestamp) else SAY.number(rounded(value, 2))


# The columns with the ends of a range: lower, upper, the other upper one; and how many decimals are shown.
_RANGES = {
    "value": ("lower", "upper", "upper_alternative", 2),
    "estimated": ("estimated_lower", "estimated_upper", "estimated_upper_alternative", 0),
    "unseen": ("unseen_lower", "unseen_upper", "", 0),
    "in_view_percent": ("in_view_lower_percent", "in_view_upper_percent", "", 1),
}


def _ranged(row: Row, column: str) -> str:
    """Return a number with its range and qualifier.

    If an estimate is a lower bound (`more_than`), what is computed from it is a bound too.
    """
    lower, upper, other, decimals = _RANGES[column]
    ends = {"value": row[column], "lower": row[lower], "upper": row[upper], "upper_alternative": row.get(other)}
    qualifier = row.get("qualifier") or row.get("estimate_qualifier")
    if column in ("unseen", "in_view_percent"):
        bound = qualifier if column == "unseen" else "at_most"
        qualifier = bound if qualifier in ("more_than", "at_least") else None
    return number_in_words(ends | {"qualifier": qualifier, "unit": row.get("unit")}, decimals)


def _coverage(names: Names, row: Row) -> str:
    """Return the coverage of a party, as `at least` if not all of its members are known."""
    share, incomplete = SAY.number(row["coverage_percent"]), set(names.month.unaccounted_seats["party_id"])
    at_least = row["party_id"] in incomplete or (row["party_id"] == ALL_PARTIES and incomplete)
    return SAY.say("desk.readable.at_least", number=share) if at_least else share
