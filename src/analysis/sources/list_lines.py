"""One line of a list of signatories: what stands under its headings, and why it can't be read."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analysis.core.names import form_of_address, is_only_an_address, words_of
from analysis.sources import limits
from analysis.sources.list_headings import Table
from analysis.sources.list_texts import text_of
from analysis.sources.permissions import YES, Permission, read_permission
from analysis.sources.signing_dates import (
    DUTCH_ORDER,
    MISSING,
    DayOrder,
    SigningDate,
    day_order,
    may_be_told,
    read_signing_date,
)

_NO = frozenset(["nee", "no", "n", "niet", "geen", "false", "onwaar", "0", "not", "none", "ontbreekt", "nog"])
_SIGNED = YES | frozenset(["getekend", "ondertekend", "signed", "gezet", "get"])
# Where the day of signing may stand, the best first: what was asked for, then when a form was sent.
_DATE_KINDS = (("date", "latest"), ("signed", "signature"), ("sent", "sent abroad"))
_OF_A_FORM = frozenset(["sent", "sent abroad"])
_PIECES = ("given", "initials", "prefix", "family")
# What tells who signed, and how many characters it may have.
_BESIDE = ("function", "organisation", "body")
_LONGEST = {"name": limits.NAME_CHARACTERS} | dict.fromkeys(_BESIDE, limits.TEXT_CHARACTERS)
# The columns that give each line a day.
DATED = ("date", "latest", *_OF_A_FORM)


# A heading may say how to fill in: Datum (dd-mm-jjjj).
_DAY_IN_FRONT = re.compile(r"\bd{1,2}\W{0,2}m{1,4}\b", re.IGNORECASE)
_MONTH_IN_FRONT = re.compile(r"\bm{1,2}\W{0,2}d{1,2}\b", re.IGNORECASE)


@dataclass(frozen=True)
class Fault:
    """Why a line can't be read, and in which column; None: in none of them alone.

    `told` is what a report says of it where the cell may hold a name: a report names no signatory. `waits`: the line
    can be read all the same, and waits for a decision.
    """

    found: str
    expected: str
    column: int | None = None
    told: str | None = None
    waits: bool = False

    @property
    def reason(self) -> str:
        """Return the fault as one clause."""
        return f"found {self.found}, expected {self.expected}"


class Row:
    """One row of a sheet: its cells and their texts; beyond the last there is nothing."""

    __slots__ = ("cells", "texts")

    def __init__(self, cells: Sequence[Any]) -> None:
        """Read each text once: a line is asked for the same ones again and again."""
        self.cells = cells
        self.texts = [text_of(cell) for cell in cells]

    def cell(self, column: int) -> Any:
        """Return what a cell holds."""
        return _cell(self.cells, column)

    def text(self, column: int) -> str:
        """Return the text of a cell."""
        return self.texts[column] if column < len(self.texts) else ""

    def under(self, columns: Iterable[int]) -> dict[int, str]:
        """Return the texts of some columns, those without one left out."""
        return {column: text for column in columns if (text := self.text(column))}


def _cell(cells: Sequence[Any], column: int) -> Any:
    return cells[column] if column < len(cells) else ""


def day_orders(table: Table, rows: Sequence[Sequence[Any]]) -> dict[int, DayOrder]:
    """Return in which order day and month stand, for each column of dates."""
    columns = table.columns(*(kind for kinds in _DATE_KINDS for kind in kinds), "may_be_named_from")
    return {column: _day_order(table, column, [_cell(row, column) for row in rows]) for column in columns}


def _day_order(table: Table, column: int, cells: list[Any]) -> DayOrder:
    if _DAY_IN_FRONT.search(table.headings[column]):
        return DUTCH_ORDER
    if _MONTH_IN_FRONT.search(table.headings[column]):
        return DayOrder(True, "/.-")
    kind = table.fields[column]
    return day_order(cells, by_a_form=kind in _OF_A_FORM, abroad=kind == "sent abroad")


def without_silent_columns(table: Table, rows: Sequence[Sequence[Any]]) -> Table:
    """Return the table without columns that say of nobody whether they signed: there they say it of all."""
    silent = {column for column in table.columns("signed") if not any(text_of(_cell(row, column)) for row in rows)}
    return replace(table, fields={column: kind for column, kind in table.fields.items() if column not in silent})


def is_blank(row: Row, table: Table) -> bool:
    """Return whether nothing stands in a row, or nothing but its number: so do the empty lines of a paper form."""
    texts = enumerate(row.texts)
    return all(not text or (_may_number(table, column) and text.rstrip(".)").isdigit()) for column, text in texts)


_OF_NO_LINE = re.compile(
    r"(?:sub)?tota+l\b|aantal\b|som\b|(?:nb|n\.b|ps|let op|noot|bron|note|source|opmerking)\b|[*†]"
)


def is_remark(row: Row) -> bool:
    """Return whether a row below the last line of a table is a total or a remark: nobody is called so."""
    texts = [text.lower() for text in row.texts if text]
    if not texts or not (_OF_NO_LINE.match(texts[0]) or (len(texts) == 1 and texts[0].endswith((":", ".")))):
        return False
    return all(not any(sign.isalpha() for sign in text) for text in texts[1:])


def _may_number(table: Table, column: int) -> bool:
    return table.fields.get(column) == "number" or column not in table.headings


def line_of(
    row: Row, table: Table, orders: dict[int, DayOrder], *, separated: bool
) -> tuple[dict[str, Any], list[Fault]]:
    """Return the values of a line and what is wrong with it, the gravest first; see `signature_lists.read_lists`."""
    date, as_written, date_faults = _signed_on(row, table, orders)
    permission = _permission(row, table, orders)
    line = {
        "name_as_written": _name(row, table),
        "function_as_written": _value(row, table, "function"),
        "organisation_as_written": _value(row, table, "organisation"),
        "body_as_written": _value(row, table, "body"),
        "signed_on": date.day,
        "signed_on_as_written": as_written,
        "signed_on_precision": date.precision,
        "may_be_named": permission.given,
        "may_be_named_from": permission.since,
        "source_as_written": _value(row, table, "source", "|"),
        "beside_as_written": _value(row, table, "beside"),
        "month_and_day": date.month_and_day,
    }
    shifted = _shifted(row, table) if separated else []
    of_who = [*_too_long(line, row, table), *_two_names(row, table), *_nobody(line, row, table)]
    return line, [*shifted, *of_who, *_not_signed(row, table), *date_faults]


def stands_above(line: dict[str, Any]) -> bool:
    """Return whether a row above the headings is a line and no title: a sheet may be sorted headings and all."""
    return bool(line["name_as_written"] and line["signed_on"])


def _value(row: Row, table: Table, kind: str, joiner: str = ", ") -> str:
    columns = table.columns(kind)
    if len(columns) > 1:
        return joiner.join(dict.fromkeys(row.under(columns).values()))
    return row.text(columns[0]) if columns else ""


def _name(row: Row, table: Table) -> str:
    """Return the name as it stands, or put together from its pieces; behind the form of address beside it."""
    name, address = _name_alone(row, table), _value(row, table, "address")
    return f"{address} {name}" if address and name and form_of_address(address) and not form_of_address(name) else name


def _name_alone(row: Row, table: Table) -> str:
    whole = _in_one_line(_value(row, table, "name"))
    if not table.columns(*_PIECES):
        return whole
    given, initials, prefix, family = (_in_one_line(_value(row, table, kind)) for kind in _PIECES)
    if whole and (family or "," in whole):
        return whole
    # `Naam` beside `Voornaam` is the surname alone, if it does not hold the rest.
    known = set(words_of(whole))
    pieces = [piece for piece in (given, initials, prefix) if piece and not set(words_of(piece)) <= known]
    return " ".join([*pieces, *filter(None, [family or whole])])


def _in_one_line(text: str) -> str:
    return " ".join(text.split("\n"))


def _permission(row: Row, table: Table, orders: dict[int, DayOrder]) -> Permission:
    columns = table.columns("may_be_named_from")
    column = next((each for each in columns if row.text(each)), None)
    answer = _value(row, table, "may_be_named")
    if column is None:
        return read_permission(answer)
    return read_permission(answer, row.cell(column), orders.get(column, DUTCH_ORDER))


def _signed_on(row: Row, table: Table, orders: dict[int, DayOrder]) -> tuple[SigningDate, str, list[Fault]]:
    for kinds in _DATE_KINDS:
        texts = row.under(table.columns(*kinds))
        if kinds == ("signed", "signature"):
            texts = {column: text for column, text in texts.items() if _is_a_day(row.cell(column))}
        if not texts:
            continue
        dates, faults = _dates(row, table, orders, texts)
        if faults:
            return MISSING, ", ".join(texts.values()), faults
        if len(days := {date.day for date in dates if date.day}) > 1 and not _OF_A_FORM & set(kinds):
            return MISSING, ", ".join(texts.values()), [_two_days(len(days), texts)]
        return next((date for date in dates if date.day), dates[0]), next(iter(texts.values())), []
    return MISSING, "", []


def _two_days(count: int, texts: dict[int, str]) -> Fault:
    return Fault(f"{count} days of signing that differ", "one", max(texts), waits=True)


def _dates(
    row: Row, table: Table, orders: dict[int, DayOrder], texts: dict[int, str]
) -> tuple[list[SigningDate], list[Fault]]:
    dates, faults = [], []
    for column, text in texts.items():
        try:
            date = read_signing_date(row.cell(column), orders.get(column, DUTCH_ORDER))
        except ValueError as error:
            told = None if may_be_told(text) else "a text that is no day"
            faults.append(Fault(repr(text[:40]), str(error), column, told, waits=True))
            continue
        if table.fields[column] == "latest" and date.day:
            date = SigningDate(date.day, "at_the_latest")
        dates.append(date)
    return dates, faults


def _is_a_day(cell: Any) -> bool:
    try:
        return read_signing_date(cell).day is not None
    except ValueError:
        return False


def _shifted(row: Row, table: Table) -> list[Fault]:
    if len(row.texts) <= max(table.headings) + 1:
        return []
    used = max(row.under(range(len(row.texts))), default=-1) + 1
    width = max(table.headings) + 1
    # An unquoted separator inside a value moves all that follows: no value can be trusted then.
    headings = "1 heading" if width == 1 else f"{width} headings"
    return (
        [Fault(f"{used} values under {headings}", "one each: quote a value that has the separator in it", waits=True)]
        if used > width
        else []
    )


def _too_long(line: dict[str, Any], row: Row, table: Table) -> list[Fault]:
    faults = []
    for what, most in _LONGEST.items():
        if (length := len(line[f"{what}_as_written"])) > most:
            columns = table.columns(what, *(_PIECES if what == "name" else ()))
            found = f"a text of {length:,} characters as the {what}"
            faults.append(Fault(found, f"at most {most:,}", next(iter(row.under(columns)))))
    return faults


def _two_names(row: Row, table: Table) -> list[Fault]:
    texts = row.under(table.columns("name"))
    if len(texts) == 1:  # `Naam` beside `Achternaam` holds it, or is what stands in front of it
        family = row.under(table.columns("family"))
        whole = words_of(next(iter(texts.values())))
        apart = [text for text in family.values() if len(whole) > 1 and not set(words_of(text)) <= set(whole)]
        texts |= {column: text for column, text in family.items() if text in apart}
    if len(texts) < 2 or len({tuple(words_of(text)) for text in texts.values()}) < 2:
        return []
    return [
        Fault(f"{len(texts)} names in one line", "one name: put tables one under the other", max(texts), waits=True)
    ]


def _nobody(line: dict[str, Any], row: Row, table: Table) -> list[Fault]:
    if any(not word.isdigit() for word in words_of(line["name_as_written"])):
        return []
    places = table.columns("name", "family", "given", "organisation")
    # 50+ is a party, 12 is no name: only a name needs a letter.
    if line["name_as_written"] or not words_of(line["organisation_as_written"]):
        return [Fault("neither a name nor an organisation", "who signed", min(places, default=None))]
    if more := [column for column, text in row.under(table.columns("address")).items() if not is_only_an_address(text)]:
        return [Fault("no name, and more than a form of address", "a name under Naam", more[0])]
    # Without a column of names a party signs; but one whose heading is not known, or that has none, may hold them.
    beside = range(max(table.headings) + 1, len(row.texts))
    unknown = [] if table.columns("name", "family") else list(row.under([*table.unknown, *beside]).items())
    return [
        Fault("no heading for the names, and an unknown one", "the heading Naam", column)
        for column, text in unknown
        if any(word.isalpha() for word in words_of(text)) and "://" not in text
    ][:1]


def _not_signed(row: Row, table: Table) -> list[Fault]:
    """Return a fault where another column says that there is no signature, or none any more."""
    kinds = ("signed", "signature", "withdrawn")
    texts = {column: row.text(column) for column in table.columns(*kinds)}
    return [
        Fault(
            f"{text[:40]!r} under {table.headings[column]!r}",
            "one that stands",
            column,
            "no signature, or one withdrawn",
        )
        for column, text in texts.items()
        if _denies(table.fields[column], text, row.cell(column))
    ]


def _denies(kind: str, text: str, cell: Any) -> bool:
    words = words_of(text)
    says_no = bool(words) and words[0] in _NO
    if kind == "withdrawn":
        return bool(words) and not says_no
    if kind == "signature":
        return says_no
    return not (set(words[:1]) & _SIGNED or "✓" in text or "✔" in text or _is_a_day(cell))
