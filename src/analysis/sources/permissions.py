"""Whether a signatory may be named, and from when: `ja`, `ja, 12-4-2021`, or the day in a column of its own."""

import datetime
from dataclasses import dataclass

from analysis.core.names import words_of
from analysis.sources.signing_dates import DUTCH_ORDER, DayOrder, read_signing_date

YES = frozenset(["ja", "yes", "j", "y", "true", "waar", "x", "v", "akkoord", "1", "ok", "agree", "agreed"])
# A condition behind a yes (`ja, mits`) makes it none: only these may follow, or a day.
_MAY_FOLLOW_WORDS = (
    "graag prima dat mag u mijn naam noemen genoemd worden natuurlijk uiteraard zeker of course sure please absoluut "
    "hoor op d dd per sinds vanaf on since from as"
)
_MAY_FOLLOW = (YES - {"1"}) | frozenset(_MAY_FOLLOW_WORDS.split())
_DOUBT = frozenset("?✗✘✖❌")


@dataclass(frozen=True)
class Permission:
    """Whether a list says that a signatory may be named; `since` where it says from which day, else from signing on."""

    given: bool
    since: datetime.date | None = None


NONE = Permission(False)


def read_permission(answer: str, day: str = "", order: DayOrder = DUTCH_ORDER) -> Permission:
    """Return the permission in an answer, with its day behind it or in another column.

    Whatever is not plainly a yes, or has a day that can't be read, is none. Where there are two days the later counts.
    """
    first, *behind = answer.split() or [""]
    if _DOUBT.intersection(answer) or not words_of(first) or not YES.issuperset(words_of(first)):
        return NONE
    while behind and _MAY_FOLLOW.issuperset(words_of(behind[0])):
        behind = behind[1:]
    try:
        days = [read_signing_date(each, order).day for each in (" ".join(behind).strip("(),.;: "), day) if each]
    except ValueError:
        return NONE
    return Permission(True, max((each for each in days if each), default=None))
