"""Cells as an analyst reads them: ids as names with the id beside it, dates and verdicts in words, sources as links."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.core.parameters import ALL_PARTIES
from analysis.core.rounding import rounded
from analysis.core.wording import years_in_words
from analysis.desk.numbers import number_in_words, printed_by, quantity_labels
from analysis.desk.shown import SAY, in_dutch
from analysis.publish.published_tables import heading, published_tables
from analysis.reconciliation import Reconciliation
from analysis.sources.party_names import party_name

Row = dict[Any, Any]
Said = str | None
_UNITS_SAID_WITH_THE_NUMBER = ("percent", "per_100k", "ratio")
_ALL = "desk.readable.all_parties"
_WHOLE = '<span style="white-space:nowrap">{}</span>'
_BARE_NUMBER = re.compile(r"\d{4,}")


@dataclass(frozen=True)
class InWords:
    """A column in words: its heading, which columns of the DataFrame it is made of, and what it says of a row.

    `say` gets a row in which None stands for what is missing, and returns None where there is nothing to say.
    """

    heading: str
    made_of: tuple[str, ...]
    say: Callable[[Row], Said]
    numeric: bool = False
    row_header: bool = False


@dataclass(frozen=True)
class Names:
    """What the ids of a month mean: quantities, publications, parties, and the printed figures."""

    month: Reconciliation
    quantities: dict[str, str]
    units: dict[str, str]
    sources: dict[str, str]
    addresses: dict[str, str]
    figures: dict[Any, Row]

    @classmethod
    def of(cls, month: Reconciliation) -> "Names":
        """Return the names that hold in a month."""
        known = month.sources.publications
        quantities = month.sources.quantities.set_index("quantity_id")
        return cls(
            month,
            quantity_labels(month),
            quantities["unit"].to_dict(),
            printed_by(month),
            known.dropna(subset=["url"]).set_index("publication")["url"].to_dict(),
            month.figures.printed_figures.set_index("figure_id").to_dict("index"),
        )

    @cached_property
    def parties(self) -> dict[str, str]:
        """Return the short name of each party, by its id; most tables name none."""
        sources = self.month.sources
        names = {party: party_name(party, sources, SAY) for party in sources.parties["party_id"]}
        return names | {ALL_PARTIES: SAY.say(_ALL)}

    def quantity(self, row: Row) -> Said:
        """Return what is counted, with the id of the quantity."""
        return named(self.quantities.get(row["quantity_id"]), row["quantity_id"])

    def party(self, row: Row) -> Said:
        """Return the short name of a party, with its id."""
        return named(self.parties.get(row["party_id"]), row["party_id"])

    def publication(self, name: Said, url: Said = None) -> Said:
        """Return who printed it, as a link to where it was read, with the name of the publication."""
        if name is None:
            return None
        return named(link(self.sources.get(name), url or self.addresses.get(name)), name)

    def printed_in(self, name: str) -> Callable[[Row], Said]:
        """Return what says a column of publications (see `publication`)."""
        return lambda row: self.publication(row[name])

    def printed_by(self, row: Row) -> Said:
        """Return who printed a figure, as a link to the very page where it was read."""
        return self.publication(row["publication"], row["source_url"])

    def publications(self, names: Said) -> Said:
        """Return publications whose names are separated by |, a line each."""
        lines = [self.publication(name) for name in (names or "").split("|") if name]
        return Markup(" <br>").join(line for line in lines if line) or None

    def unit_of(self, row: Row) -> str:
        """Return the unit of the value of a row: its own, else that of its quantity."""
        return str(row.get("unit") or self.units.get(str(row.get("quantity_id")), ""))


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """Return the rows of a frame, None for what is missing."""
    rows = frame.astype("object").to_dict("records")
    return [{name: None if pd.isna(cell) else cell for name, cell in row.items()} for row in rows]


def column(table: str, name: str, unit: str | None = "") -> str:
    """Return the heading that a column of a published table has in the workbook, with its unit."""
    return heading(_fields(table)[name], SAY, unit)


@cache
def _fields(table: str) -> dict[str, dict[str, Any]]:
    return {field["name"]: field for field in published_tables()[table]["fields"]}


def labelled_by_contract(table: str) -> Callable[..., InWords]:
    """Return what makes the columns of a published table, with the headings of the workbook.

    It takes the name of the column and what says its cells (the text of it, if nothing else), then other columns of the
    DataFrame that the cells are made of, and `unit`, `numeric` and `row_header`.
    """

    def labelled(
        name: str, say: Callable[[Row], Said] | None = None, *more: str, unit: str = "", **look: bool
    ) -> InWords:
        return InWords(column(table, name, unit), (name, *more), say or text(name), **look)

    return labelled


def labelled(name: str, say: Callable[[Row], Said], *made_of: str, unit: str = "", **look: bool) -> InWords:
    """Return a column that is in no published table, made of the column of its name if of no others."""
    return InWords(own_column(name, unit), made_of or (name,), say, **look)


def own_column(name: str, unit: str = "") -> str:
    """Return the heading of a column that is in no published table."""
    said = SAY.say(f"desk.readable.column.{name}")
    return f"{said} ({unit})" if unit else said


def unit_in_words(unit: str) -> str:
    """Return a unit as a heading has it: persons, %, per 100,000 inhabitants; nothing for none."""
    return SAY.say(f"desk.readable.unit.{unit}") if unit else ""


def number(row: Row, unit: str, shared: str, side: str = "", qualifier: Said = None) -> Said:
    """Return a number with its range; with its unit too, unless all rows share one that the heading names."""
    said = number_in_words(row | {"unit": "" if shared else unit}, side, qualifier)
    if not said or shared or unit in _UNITS_SAID_WITH_THE_NUMBER:
        return said or None
    return SAY.say("desk.readable.with_unit", number=said, unit=unit_in_words(unit))


def plain_number(name: str) -> Callable[[Row], Said]:
    """Return what says a column of numbers in the reader's form."""
    return lambda row: None if row[name] is None else SAY.number(rounded(row[name], 2))


def text(name: str) -> Callable[[Row], Said]:
    """Return what says a column of text as it is."""
    return lambda row: None if row[name] is None else str(row[name])


def word(name: str, key: str) -> Callable[[Row], Said]:
    """Return what says a column of words of a closed list by the sentences under `key`."""
    return lambda row: None if row[name] is None else SAY.say(f"{key}.{row[name]}")


def day(name: str) -> Callable[[Row], Said]:
    """Return what says a column of days in words; the number of the day stays with its month."""
    return lambda row: None if row[name] is None else SAY.date(row[name].date()).replace(" ", "\u00a0", 1)


def years(row: Row) -> Said:
    """Return the year or years that a row is about."""
    return unbroken(years_in_words(row["reference_year"]))


def signed_on(row: Row) -> Said:
    """Return the day of a signature, with how exact it is."""
    if row["signed_on"] is None:
        return None
    said = SAY.date(row["signed_on"].date())
    return SAY.say(f"charts.support.precision.{row['signed_on_precision'] or 'day'}", date=said)


def with_dutch(english: str, dutch: str) -> Callable[[Row], Said]:
    """Return what says an explanation, its Dutch folded."""
    return lambda row: (
        None
        if row[english] is None
        else SAY.html("desk.with_dutch", sentence=row[english], dutch=" " + in_dutch(row[dutch]))
    )


def named(said: Said, name: Said) -> Said:
    """Return a name with its id small under it, so that who looks for the id finds it too."""
    if name is None:
        return said
    return Markup("{} <br>{}").format(said, small(name)) if said else small(name)


def capital(said: str) -> str:
    """Return words as the begin of a line."""
    return said[:1].upper() + said[1:]


def small(name: str) -> Markup:
    """Return an id in small letters, which breaks after a slash, and else wherever its line ends."""
    parts = Markup("/<wbr>").join(name.split("/"))
    return Markup('<small style="overflow-wrap:anywhere">{}</small>').format(parts)


def link(said: Said, url: Said) -> Said:
    """Return a text as a link; as it is where the address is none of the web."""
    if not said or not url or not url.startswith(("https://", "http://")):
        return said
    return Markup('<a href="{}" target="_blank" rel="noopener">{}</a>').format(url, said)


def unbroken(said: Said) -> Said:
    """Return a number that breaks nowhere but before its range."""
    if said is None or not re.search(r"[ –]", said):
        return said
    pieces = [Markup(_WHOLE).format(piece) for piece in re.split(r" (?=\()", said)]
    return Markup(" ").join(pieces)


def in_local_form(numbers: str) -> str:
    """Return a text of bare numbers (5000, 4000–6300/7000) with those numbers as readers write them."""
    return _BARE_NUMBER.sub(lambda found: SAY.number(int(found.group())), numbers)
