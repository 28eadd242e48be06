"""What is answered on a list: whether somebody signed, and whether they may be named."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.core.names import words_of
from analysis.sources.list_headings import Table
from analysis.sources.list_words import LIST_WORDS, one_of
from analysis.sources.signing_dates import DUTCH_ORDER, DayOrder, is_a_day, read_signing_date

YES, NO = LIST_WORDS["yes"], LIST_WORDS["no"]
# What was expected of a line that says that there is no signature, or one withdrawn.
A_SIGNATURE = "a signature"
# A yes with a condition (`ja, mits`) is none: only these words may follow, or a day.
_MAY_FOLLOW = (YES - {"1"}) | LIST_WORDS["may_follow_a_yes"]
# Beside these an answer about consent says nothing else.
OF_CONSENT = YES | _MAY_FOLLOW | LIST_WORDS["of_consent"]
NO_REMARK = LIST_WORDS["no_remark"]
_SIGNED = YES | LIST_WORDS["signed"]
OF_SIGNING = _SIGNED | NO | LIST_WORDS["of_signing"]
_DENIES, _OF_NAMING, _PRIVATE = (one_of(LIST_WORDS[kind]) for kind in ("denies", "of_naming", "private"))
_DOUBT = frozenset("?✗✘✖❌☐")
LONGEST_MARK = 4


@dataclass(frozen=True)
class Fault:
    """Why a line can't be read, and in which column, if it is one.

    `reported` is said in a report instead of `found` where the cell may be a name: a report names no signatory.
    `waits`: the line can be read all the same, and waits for a decision.
    """

    found: str
    expected: str
    column: int | None = None
    reported: str = ""
    waits: bool = False

    @property
    def reason(self) -> str:
        """Return the fault as one clause."""
        return f"found {self.found}, expected {self.expected}"


def read_permission(answer: str, day: str = "", order: DayOrder = DUTCH_ORDER) -> tuple[bool, datetime.date | None]:
    """Return whether a signatory may be named, and the day from which, if it is not that of signing.

    The day is behind the answer or in another column, and of two the later counts. An answer that is not plainly a yes,
    or has a day that can't be read, is no permission.
    """
    first, *behind = answer.split() or [""]
    if _DOUBT.intersection(answer) or not words_of(first) or not YES.issuperset(words_of(first)):
        return False, None
    while behind and _MAY_FOLLOW.issuperset(words_of(behind[0])):
        behind = behind[1:]
    try:
        days = [read_signing_date(each, order).day for each in (" ".join(behind).strip("(),.;: "), day) if each]
    except ValueError:
        return False, None
    return True, max((each for each in days if each), default=None)


def withholds_the_name(text: str) -> bool:
    """Return whether a remark or a title takes back a yes to being named (`Naam svp niet publiceren`, `anoniem`)."""
    words = words_of(text)
    denies, is_of_naming, is_private = (any(map(each.fullmatch, words)) for each in (_DENIES, _OF_NAMING, _PRIVATE))
    return (denies and is_of_naming) or is_private


def answers_of_signing(row: Sequence[str], table: Table) -> list[str]:
    """Return the answers whether somebody signed, or what, that are more than a yes, a no, a day or a mark."""
    texts = (
        row[column]
        for column in table.columns("signed", "signature", "subject")
        if not table.is_id(column, row[column])
    )
    plain = ((text, {*words_of(text)}) for text in texts if len(text) >= LONGEST_MARK and not is_a_day(text))
    return [" ".join(text.split("\n")) for text, words in plain if words and not words <= OF_SIGNING]


def not_signed(row: Sequence[str], table: Table) -> list[Fault]:
    """Return a fault for each column that says that there is no signature, or that it was withdrawn.

    Where it does not say so plainly the line waits; words that answer something else are read with those beside a name.
    """
    faults = []
    for column in table.columns("signed", "signature", "withdrawn"):
        text, first = row[column], " ".join(words_of(row[column])[:1])
        kind, is_no = table.fields[column], first in NO
        denies = bool(first) and is_no == (kind != "withdrawn") and (is_no or first in _SIGNED or is_a_day(text))
        # An empty signature was not typed over from the paper; a dash in its place says that there is none.
        is_asked = kind == "signed" or (kind == "signature" and bool(text))
        doubts = bool(_DOUBT.intersection(text)) or (is_asked and not text.strip("-–—_./\\ "))
        if denies or doubts:
            found = f"{text[:40]!r} under {table.headings.get(column, '')!r}"
            reported = "no signature, or one withdrawn" if denies else "no answer whether somebody signed"
            faults.append(Fault(found, A_SIGNATURE, column, reported, waits=not denies))
    return faults
