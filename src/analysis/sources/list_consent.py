"""Whether a list lets a signer be named: answers to that question, and what takes a yes back."""

import datetime
import re
from functools import lru_cache

from analysis.core.names import words_of
from analysis.sources.list_words import LIST_WORDS, has_word, is_a_no, pattern_of
from analysis.sources.signing_dates import DUTCH_ORDER, DayOrder, read_signing_date

_YES = LIST_WORDS["yes"]
# Only these words or a day may follow a yes: with a condition (*ja, mits*) it is none.
_MAY_FOLLOW_A_YES = (_YES - {"1", "x", "v"}) | LIST_WORDS["may_follow_a_yes"]
# An answer about being named that has only these words says nothing else.
CONSENT_WORDS = _YES | _MAY_FOLLOW_A_YES | LIST_WORDS["of_consent"]
_DENIES, _OF_NAMING, _PRIVATE = (pattern_of(LIST_WORDS[kind]) for kind in ("denies", "of_naming", "private"))
_SIGNED = pattern_of(LIST_WORDS["signed"] | LIST_WORDS["signed_as_a_status"])
# With one of these signs a yes is open: *-ja*, *ja / x*, *ja/-*, *ja ...*
OPPOSING_SIGNS = re.compile(r"[^\w\s(),.;:!'\"“”‘’/&✓✔✅☑✍👍\ufe0f-]|^[-–—/]|\s/\s(?!\w{2})|[-–—]\s*$|\.{2,}")
DOUBTFUL_SIGNS = frozenset("?✗✘✖❌☐")


@lru_cache(maxsize=1_000)
def read_permission(answer: str, day: str = "", order: DayOrder = DUTCH_ORDER) -> tuple[bool, datetime.date | None]:
    """Return whether the answer is plainly a yes, and the later of the days behind it and in another column, if any."""
    first, *behind = answer.split() or [""]
    is_doubtful = DOUBTFUL_SIGNS.intersection(answer) or (words_of(answer) and OPPOSING_SIGNS.search(answer))
    if is_doubtful or not words_of(first) or not _YES.issuperset(words_of(first)):
        return False, None
    asks_for_a_day = False
    while behind and _MAY_FOLLOW_A_YES.issuperset(words := words_of(behind[0])):
        asks_for_a_day = not LIST_WORDS["since"].isdisjoint(words) or (asks_for_a_day and not words)
        behind = behind[1:]
    said = " ".join(behind).strip("(),.;: ")
    try:
        dates = [read_signing_date(each, order) for each in (said, "" if is_a_dash(day) else day) if each]
    except ValueError:
        return False, None
    # A yes until a day, or from one that is not known, does not count: *ja, vanaf*, *ja, in mei*.
    if (asks_for_a_day and not said) or any(date.precision != "day" or date.month_and_day for date in dates):
        return False, None
    return True, max((date.day for date in dates if date.day), default=None)


def is_plain_answer(answer: str) -> bool:
    """Return whether an answer is plainly a yes or a no to being named, or nothing."""
    return not answer or refuses_naming(answer) or is_a_dash(answer) or read_permission(answer)[0]


def refuses_naming(answer: str) -> bool:
    """Return whether an answer is a no to being named; geen bezwaar is none."""
    return is_a_no(answer) and not is_a_dash(answer) and LIST_WORDS["objection"].isdisjoint(words_of(answer))


def says_no_to_naming(answer: str) -> bool:
    """Return whether an answer has a no to being named in it: *liever niet*."""
    says_it_otherwise = has_word(_DENIES, answer) and LIST_WORDS["objection"].isdisjoint(words_of(answer))
    return refuses_naming(answer) or says_it_otherwise


def is_a_dash(text: str) -> bool:
    """Return whether a text is a dash, a point or the like, or empty."""
    return not text.strip("-–—_./\\ ")


@lru_cache(maxsize=1_000)
def withholds_the_name(text: str, *, is_a_name: bool = False) -> bool:
    """Return whether a remark or a title takes back a yes to being named (`Naam svp niet publiceren`, `anoniem`).

    What somebody is called does so only with a no and a word about being named.
    """
    denies = has_word(_DENIES, text) and has_word(_OF_NAMING, text)
    return denies or (not is_a_name and has_word(_PRIVATE, text))


@lru_cache(maxsize=1_000)
def limits_naming(title: str) -> bool:
    """Return whether a title may say whose names, or when, are on a page (*Op de site: CDA*), and not who signed."""
    says_more = not (LIST_WORDS["of_consent"] | LIST_WORDS["filler"]).issuperset(words_of(title))
    return says_more and has_word(_OF_NAMING, title) and not has_word(_SIGNED, title)
