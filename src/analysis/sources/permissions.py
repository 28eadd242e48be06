"""Whether a signatory may be named, and from when: `ja`, `ja, 12-4-2021`, or the day in a column of its own."""

import datetime
from dataclasses import dataclass

from analysis.core.names import words_of
from analysis.sources.list_texts import text_of
from analysis.sources.signing_dates import DUTCH_ORDER, DayOrder, read_signing_date

YES = frozenset(["ja", "yes", "j", "y", "true", "waar", "x", "v", "akkoord", "1", "ok", "agree", "agreed"])
# A condition behind a yes (`ja, mits`) makes it none: only these may follow, or a day.
_BEFORE_A_DAY = frozenset(["op", "d", "dd", "per", "sinds", "vanaf", "on", "since", "from", "as", "of"])
_YES_WORDS = YES | {"graag", "prima", "dat", "mag", "u", "mijn", "naam", "noemen", "genoemd", "worden", "natuurlijk"}
_YES_WORDS |= {"uiteraard", "zeker", "of", "course", "sure", "please", "absoluut", "hoor"}
_MAY_FOLLOW = (_YES_WORDS | _BEFORE_A_DAY) - {"1"}  # `ja, per 1 mei 2021`: it begins a day
_DOUBT = frozenset("?✗✘✖❌")


@dataclass(frozen=True)
class Permission:
    """Whether a list says that a signatory may be named; `since` where it says from which day, else from signing on."""

    given: bool
    since: datetime.date | None = None


NONE = Permission(False)


def read_permission(answer: str, day: object = "", order: DayOrder = DUTCH_ORDER) -> Permission:
    """Return the permission in an answer, with its day behind it or in the cell of another column.

    Whatever is not plainly a yes, or has a day that can't be read, is none. Where there are two days the later counts.
    """
    words = answer.split()
    end = next((place for place, word in enumerate(words) if not _goes_with_yes(word, place)), len(words))
    if _DOUBT.intersection(answer) or not YES.intersection(words_of(" ".join(words[:end]))[:1]):
        return NONE
    try:
        days = [read_signing_date(each, order).day for each in (_day_in(words[end:]), day) if text_of(each)]
    except ValueError:
        return NONE
    return Permission(True, max((each for each in days if each), default=None))


def _goes_with_yes(word: str, place: int) -> bool:
    return (_MAY_FOLLOW if place else YES).issuperset(words_of(word))


def _day_in(words: list[str]) -> str:
    return " ".join(words).strip("(),.;: ")
