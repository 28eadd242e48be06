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
    day,
    labelled,
    labelled_by_contract,
    named,
    number,
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
    of_figures = labelled_by_contract("figures")
    value = ("value", "lower", "upper", "upper_alternative", "qualifier")
    return [
        labelled("study", word("series", "desk.count"), "series", row_header=True),
        of_figures("quantity_id", names.quantity),
        labelled("estimated", partial(_estimated, names, unit), *value, unit=unit_in_words(unit), numeric=True),
        of_figures("reference_year", years),
        labelled("covered_from", text("covered_from")),
        labelled("printed_by", names.printed_in("publication"), "publication"),
        labelled("range_printed_by", names.printed_in("range_publication"), "range_publication"),
        labelled("known_from", day("known_from")),
    ]


def _estimated(names: Names, unit: str, row: Row) -> Said:
    return number(row, names.unit_of(row), unit, qualifier=row["qualifier"])


def balance(names: Names, _unit: str) -> list[InWords]:
    """Return the columns of the table of estimated, registered and not registered, year by year."""
    persons, percent = unit_in_words("persons"), unit_in_words("percent")
    estimated = ("estimated", "estimated_lower", "estimated_upper", "estimated_upper_alternative", "estimate_qualifier")
    study = ("estimate_years", "extrapolated", "estimate_series", "estimate_publication")
    registered_by = partial(_registered_by, names)
    return [
        labelled("year", text("year"), row_header=True),
        labelled("registered", plain_number("registered"), unit=persons, numeric=True),
        labelled("registered_by", registered_by, "registered_publication", "registered_series"),
        labelled("first_printed", partial(_first_printed, names), "first_printed", "first_publication", unit=persons),
        labelled("estimated", _estimated_that_year, *estimated, unit=persons, numeric=True),
        labelled("estimated_for", partial(_estimated_for, names), *study),
        labelled("unseen", _unseen, "unseen", "unseen_lower", "unseen_upper", unit=persons, numeric=True),
        labelled("in_view", _in_view, *_IN_VIEW, unit=percent, numeric=True),
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
