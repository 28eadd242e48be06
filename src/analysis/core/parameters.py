"""The parameters of a run, typed and checked before a kernel starts: month, party, language, folder of the data."""

import ast
import calendar
import datetime
import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from analysis.core.problems import ParameterError, shortened

LANGUAGES = ("nl", "en")
ALL_PARTIES = "all"
# The body that the briefings are about; others have rows in the same tables (see data/bodies.csv).
HOUSE = "house"
# What the annex has in place of the id of a party.
ANNEX = "annex"


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month; its briefing uses what was known on its last day."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: object) -> Self:
        """Return the month of a text such as `2021-03`; raises ParameterError for anything else."""
        found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text) if isinstance(text, str) else None
        if not found:
            raise ParameterError(f"month: found {shortened(repr(text))}, expected YYYY-MM as text, such as '2021-03'")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: datetime.date) -> Self:
        """Return the month of a day."""
        return cls(day.year, day.month)

    @property
    def as_of(self) -> datetime.date:
        """Return the last day of the month."""
        return datetime.date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    def previous(self) -> "Month":
        """Return the month before."""
        return Month.of(datetime.date(self.year, self.number, 1) - datetime.timedelta(days=1))

    def __str__(self) -> str:
        """Return `2021-03`."""
        return f"{self.year:04}-{self.number:02}"


# The pledge was put to parliament in March 2021: before that there is nothing to reconcile.
FIRST_MONTH = Month(2021, 3)


def month_of_a_briefing(text: object, newest: Month | None = None) -> Month:
    """Return a month that can have a briefing; raises ParameterError if it is before March 2021 or after `newest`."""
    month = text if isinstance(text, Month) else Month.parse(text)
    if month < FIRST_MONTH:
        raise ParameterError(f"month: found {month}, expected {FIRST_MONTH} or later: the pledge was presented then")
    if newest and month > newest:
        raise ParameterError(f"month: found {month}, expected {newest} or earlier: nothing is known of a later month")
    return month


_NUMBERED = re.compile("[a-z]+[0-9]+")
# The most choices that an error lists: more than there are parties.
_LISTED = 60


def one_of(name: str, value: object, choices: Iterable[str], also: Mapping[str, str] | None = None) -> str:
    """Return the value if it is a choice; raises ParameterError that suggests the nearest (`also`: by other names)."""
    known = list(choices)
    if isinstance(value, str) and value in known:
        return value
    kind = "" if isinstance(value, str) else f" of type {type(value).__name__}: give it as text"
    found, meant = shortened(repr(value)), nearest(str(value).lower(), known, also or {})
    expected = f"one of {', '.join(known)}" if len(known) <= _LISTED else f"a known id, such as {known[0]}"
    raise ParameterError(f"{name}: found {found}{kind}, expected {expected}{meant}")


def nearest(name: str, known: list[str], also: Mapping[str, str] | None = None) -> str:
    """Return the question whether the nearest known name is meant (`also`: by other names); empty if none is near."""
    if all(_NUMBERED.fullmatch(each) for each in known) and name.lower() not in known:
        return ""  # no numbered id is more likely than another
    # A much longer name is near to none of them, and slow to compare.
    names = {each: each for each in known} | dict(also or {})
    near = difflib.get_close_matches(name[: 1 + 3 * max(map(len, known), default=0)], names, n=1)
    return f" (did you mean {names[near[0]]!r}?)" if near else ""


def check_names(given: Iterable[str], known: Iterable[str]) -> None:
    """Raise ParameterError for names that are not known."""
    choices = list(known)
    if unknown := [name for name in given if name not in choices]:
        found, meant = shortened(", ".join(unknown)), nearest(unknown[0], choices)
        raise ParameterError(f"unknown parameter {found}, expected one of {', '.join(choices)}{meant}")


def check_parameters(parameters: Mapping[str, Any], needed: Iterable[str], cells: Iterable[str]) -> None:
    """Raise ParameterError for an unknown name or language, a missing parameter, or a `data_dir` that is not text.

    Papermill only warns of unknown names (its issue 818), so the names it injected are read from the cells that ran.
    """
    names, needed = [*parameters], list(needed)
    for cell in cells:
        if cell.startswith("# Parameters"):  # the line that papermill writes above what it injects
            statements = [each for each in ast.parse(cell).body if isinstance(each, ast.Assign)]
            names += [target.id for each in statements for target in each.targets if isinstance(target, ast.Name)]
    check_names(names, [*needed, "data_dir"])
    if missing := [name for name in needed if name not in parameters]:
        raise ParameterError(f"{', '.join(missing)}: not given, expected a value")
    if "language" in parameters:
        one_of("language", parameters["language"], LANGUAGES)
    if not isinstance(parameters.get("data_dir", ""), str):
        found = shortened(repr(parameters["data_dir"]))
        raise ParameterError(f"data_dir: found {found}, expected a folder as text, or '' for data/")
