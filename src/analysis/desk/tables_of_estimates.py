"""The tables of the estimates in words: those in force, and what each leaves unregistered, year by year."""

from functools import partial
from typing import Any

from markupsafe import Markup

from analysis.core.rounding import rounded
from analysis.core.wording import years_in_words
from analysis.desk.columns import (
    InWords,
    Names,
    Row,
    Said,
    column,
    day,
    named,
    number,
    own_column,
    plain_number,
    text,
    unbroken,
    unit_in_words,
    word,
    years,
)
from analysis.desk.numbers import number_in_words
from analysis.desk.shown import SAY

# An estimate that is only a lower end: what is in view is then at most the share computed from it.
_LOWEST = ("more_than", "at_least")


def estimates(names: Names, unit: str) -> list[InWords]:
    """Return the columns of the table of estimates in force."""
    shared = unit_in_words(unit)
    value = ("value", "lower", "upper", "upper_alternative", "qualifier")
    return [
        InWords(own_column("study"), ("series",), word("series", "desk.count"), row_header=True),
        InWords(column("figures", "quantity_id"), ("quantity_id",), names.quantity),
        InWords(own_column("estimated", shared), value, partial(_estimated, names, unit), numeric=True),
        InWords(column("figures", "reference_year"), ("reference_year",), years),
        InWords(own_column("covered_from"), ("covered_from",), text("covered_from")),
        InWords(own_column("printed_by"), ("publication",), names.printed_in("publication")),
        InWords(
            own_column("range_printed_by"),
            ("range_publication",),
            names.printed_in("range_publication"),
        ),
        InWords(own_column("known_from"), ("known_from",), day("known_from")),
    ]


def _estimated(names: Names, unit: str, row: Row) -> Said:
    return number(row, names.unit_of(row), unit, qualifier=row["qualifier"])


def balance(names: Names, _unit: str) -> list[InWords]:
    """Return the columns of the table of estimated, registered and unseen, year by year."""
    persons, percent = unit_in_words("persons"), unit_in_words("percent")
    estimated = ("estimated", "estimated_lower", "estimated_upper", "estimated_upper_alternative", "estimate_qualifier")
    registered_by = ("registered_publication", "registered_series")
    first = ("first_printed", "first_publication")
    study = ("estimate_years", "extrapolated", "estimate_series", "estimate_publication")
    return [
        InWords(own_column("year"), ("year",), text("year"), row_header=True),
        InWords(own_column("registered", persons), ("registered",), plain_number("registered"), numeric=True),
        InWords(own_column("registered_by"), registered_by, partial(_registered_by, names)),
        InWords(own_column("first_printed", persons), first, partial(_first_printed, names)),
        InWords(own_column("estimated", persons), estimated, _estimated_that_year, numeric=True),
        InWords(own_column("estimated_for"), study, partial(_estimated_for, names)),
        InWords(own_column("unseen", persons), ("unseen", "unseen_lower", "unseen_upper"), _unseen, numeric=True),
        InWords(own_column("in_view", percent), _IN_VIEW, _in_view, numeric=True),
    ]


_IN_VIEW = ("in_view_percent", "in_view_lower_percent", "in_view_upper_percent")


def _ranged(row: Row, names: tuple[str, str, str], qualifier: Said, other: Any = None, decimals: int = 0) -> Said:
    """Return a number of the balance with its range, rounded."""
    value, lower, upper = (None if row[name] is None else rounded(row[name], decimals) for name in names)
    ends = {"value": value, "lower": lower, "upper": upper, "upper_alternative": other, "unit": ""}
    return number_in_words(ends, qualifier=qualifier) or None


def _estimated_that_year(row: Row) -> Said:
    ends = ("estimated", "estimated_lower", "estimated_upper")
    return _ranged(row, ends, row["estimate_qualifier"], row["estimated_upper_alternative"])


def _unseen(row: Row) -> Said:
    lowest = row["estimate_qualifier"] if row["estimate_qualifier"] in _LOWEST else None
    return _ranged(row, ("unseen", "unseen_lower", "unseen_upper"), lowest)


def _in_view(row: Row) -> Said:
    return _ranged(row, _IN_VIEW, "at_most" if row["estimate_qualifier"] in _LOWEST else None, decimals=1)


def _registered_by(names: Names, row: Row) -> Said:
    count = SAY.say(f"desk.count.{row['registered_series']}") if row["registered_series"] else None
    return named(names.publication(row["registered_publication"]), count)


def _first_printed(names: Names, row: Row) -> Said:
    """Return what was printed first and by whom, in a word where that is what is registered now."""
    if row["first_printed"] is None:
        return None
    if (row["first_printed"], row["first_publication"]) == (row["registered"], row["registered_publication"]):
        return SAY.say("desk.readable.the_same")
    number_first = SAY.number(round(float(row["first_printed"]), 2))
    return Markup("{} <br>{}").format(number_first, names.publication(row["first_publication"]))


def _estimated_for(names: Names, row: Row) -> Said:
    """Return which study an estimate is of, for which years, whether it is extended to this one, and who printed it."""
    if row["estimate_years"] is None:
        return None
    study, years_said = SAY.say(f"desk.count.{row['estimate_series']}"), unbroken(years_in_words(row["estimate_years"]))
    said = SAY.html(f"desk.readable.{'extended' if row['extrapolated'] else 'study'}", study=study, years=years_said)
    return Markup("{} <br>{}").format(said, names.publication(row["estimate_publication"]))
