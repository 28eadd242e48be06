"""What is answered on a list: whether somebody signed, and whether they may be named."""

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from analysis.core.names import words_of
from analysis.sources.list_contents import TICKED
from analysis.sources.list_headings import is_about_naming
from analysis.sources.list_tables import Table
from analysis.sources.list_words import LIST_WORDS, one_of
from analysis.sources.signing_dates import DUTCH_ORDER, DayOrder, is_a_day, read_signing_date

_YES, _NO = LIST_WORDS["yes"], LIST_WORDS["no"]
# What was expected of a line that says that there is no signature, or one withdrawn.
A_SIGNATURE = "a signature"
# A yes with a condition (`ja, mits`) is none: only these words may follow, or a day.
_MAY_FOLLOW = (_YES - {"1", "x", "v"}) | LIST_WORDS["may_follow_a_yes"]
# Beside these an answer about consent says nothing else.
_OF_CONSENT = _YES | _MAY_FOLLOW | LIST_WORDS["of_consent"]
_SIGNED = _YES | LIST_WORDS["signed"]
_AGREES = _SIGNED - {"x", "v", "1"}
OF_SIGNING = _SIGNED | _NO | LIST_WORDS["of_signing"]
_DENIES, _OF_NAMING, _PRIVATE = (one_of(LIST_WORDS[kind]) for kind in ("denies", "of_naming", "private"))
_OF_PRIVACY = one_of(LIST_WORDS["of_privacy"])
_OTHER_SIGNS = re.compile(r"[^\w\s(),.;:!'\"“”‘’/&✓✔✅☑\ufe0f-]")
# Geen bezwaar is no refusal.
_OBJECTION = LIST_WORDS["objection"]
_DOUBT = frozenset("?✗✘✖❌☐")
# A number or a letter that may be a code; an x, a 1 and the like are one in a column of codes.
_A_CODE = re.compile(r"-?\d{1,2}(?:%|[^\W\d_])?|[^\W\d_]")
_IN_CODE = re.compile(r"x|\d", re.IGNORECASE)
LONGEST_MARK = 4
_FEW_WORDS = 2
# Who signed, as what and when: their words say nothing of being named.
_OF_THE_SIGNER = frozenset(
    ["name", "given", "initials", "prefix", "family", "address", "function", "organisation", "body", "number", "email"]
)


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


def permission_in(answer: str, since: str, order: DayOrder, *, taken_back: bool, is_doubtful: bool) -> dict[str, Any]:
    """Return the columns of a line about being named: whether the answer is a yes, and from when, or a no.

    Anything else on the line may take a yes back; one that may be a code, or on a line that is not read whole, is none.
    An empty cell, or a dash in its place, is neither a yes nor a no.
    """
    may_be_named, named_from = read_permission(answer, since, order)
    return {
        "may_be_named": may_be_named and not taken_back and not is_doubtful,
        "may_be_named_as_written": answer,
        "may_be_named_from": named_from,
        "refuses_naming": taken_back or _refuses(answer),
        "consent_as_written": "" if set(words_of(answer)) <= _OF_CONSENT else answer,
    }


@lru_cache(maxsize=1_000)
def read_permission(answer: str, day: str = "", order: DayOrder = DUTCH_ORDER) -> tuple[bool, datetime.date | None]:
    """Return whether a signatory may be named, and the day from which, if it is not that of signing.

    The day is behind the answer or in another column, and of two the later counts. An answer that is not plainly a yes,
    or has a day that can't be read, is no permission.
    """
    first, *behind = answer.split() or [""]
    is_doubtful = _DOUBT.intersection(answer) or (words_of(answer) and _OTHER_SIGNS.search(answer))
    if is_doubtful or not words_of(first) or not _YES.issuperset(words_of(first)):
        return False, None
    while behind and _MAY_FOLLOW.issuperset(words_of(behind[0])):
        behind = behind[1:]
    try:
        dates = [read_signing_date(each, order) for each in (" ".join(behind).strip("(),.;: "), day) if each]
    except ValueError:
        return False, None
    # Until a day, or from one that is not known.
    if any(date.precision not in ("day", "missing") or date.month_and_day for date in dates):
        return False, None
    return True, max((date.day for date in dates if date.day), default=None)


def is_plain(answer: str) -> bool:
    """Return whether an answer is plainly a yes or a no to being named, or nothing."""
    return not answer or _refuses(answer) or _is_a_dash(answer) or read_permission(answer)[0]


def _refuses(answer: str) -> bool:
    return _is_a_no(answer) and not _is_a_dash(answer) and _OBJECTION.isdisjoint(words_of(answer))


def _is_a_no(text: str) -> bool:
    """Return whether an answer begins with a no, or is a mark in place of one."""
    words = words_of(text)
    return text in LIST_WORDS["not_ticked"] or (bool(words) and words[0] in _NO)


def _is_a_dash(text: str) -> bool:
    return not text.strip("-–—_./\\ ")


@lru_cache(maxsize=1_000)
def withholds_the_name(text: str) -> bool:
    """Return whether a remark or a title takes back a yes to being named (`Naam svp niet publiceren`, `anoniem`)."""
    return _denies_naming(text) or any(map(_PRIVATE.fullmatch, words_of(text)))


def _denies_naming(text: str) -> bool:
    words = words_of(text)
    return any(map(_DENIES.fullmatch, words)) and any(map(_OF_NAMING.fullmatch, words))


def takes_back_the_name(table: Table, column: int, text: str) -> bool:
    """Return whether a cell takes back a yes to being named, by itself or with its heading.

    So does all but a no below a heading about being named that was not understood (*Toestemming ingetrokken op*).
    """
    kind, heading = table.kind(column), table.headings.get(column, "")
    if not text or (kind in _OF_THE_SIGNER and not _denies_naming(text)):
        return False
    if withholds_the_name(text):
        return True
    if kind == "subscription" and _is_a_no(text):
        return any(map(_OF_PRIVACY.fullmatch, words_of(heading)))  # AVG akkoord: nee
    if kind not in ("beside", "other", "subscription") or _is_a_no(text):
        return False
    with_heading = len(words_of(text)) <= _FEW_WORDS and withholds_the_name(f"{heading} {text}")
    return with_heading or (kind == "beside" and "://" not in text and is_about_naming(heading))


def is_code(table: Table, column: int, text: str) -> bool:
    """Return whether an answer may be a code: 1 in a column with 2, x in one with ✓."""
    return column in table.coded and bool(_IN_CODE.fullmatch(text))


def code_in(table: Table, column: int, text: str) -> str:
    """Return a code of which no legend is known, behind its heading: *Status 2*, *Getekend x* beside a ✓."""
    kind, heading = table.kind(column), table.headings.get(column, "")
    if kind in ("signed", "signature") and is_code(table, column, text):
        return f"{heading} {text}"
    if kind not in ("beside", "other") or not _A_CODE.fullmatch(text):
        return ""
    is_answer = text.lower() in _YES | _NO and column not in table.coded
    of_numbers = not LIST_WORDS["of_numbers"].isdisjoint(words_of(heading))
    is_known = is_answer or of_numbers or column in table.ticks or table.is_id(column, text)
    return "" if is_known else f"{heading} {text}".strip()


def answer_of_signing(table: Table, column: int, text: str) -> str:
    """Return the answer whether somebody signed, or what, if it is more than a yes, a no, a day or a mark."""
    kind = table.kind(column)
    if not text or kind not in ("signed", "signature", "subject"):
        return ""
    says_more = (len(text) >= LONGEST_MARK or kind == "signed") and not OF_SIGNING.issuperset(words_of(text))
    return " ".join(text.split("\n")) if says_more and not is_a_day(text) and not table.is_id(column, text) else ""


def no_signature(table: Table, column: int, text: str) -> Fault | None:
    """Return a fault if a column says that there is no signature, or that it was withdrawn.

    Where it does not say so plainly the line waits; words that answer something else are read with those beside a name.
    """
    kind, words = table.kind(column), words_of(text)
    if kind not in ("signed", "signature", "withdrawn"):
        return None
    first, is_no = " ".join(words[:1]), bool(words) and words[0] in _NO
    # Ja, nee; [ ] ja [x] nee; nee, ja: a yes beside a no, or beside a sign, is neither.
    is_both = not _NO.isdisjoint(words[1:]) if not is_no else not _AGREES.isdisjoint(words[1:])
    is_both |= bool(words) and text.lower() not in TICKED and bool(_OTHER_SIGNS.search(text))
    denies = bool(first) and is_no == (kind != "withdrawn") and (is_no or first in _SIGNED or is_a_day(text))
    # Nobody typed over an empty signature where all are empty; a dash in its place says that there is none.
    is_asked = kind == "signed" or (kind == "signature" and column in table.filled)
    if denies or is_both or _DOUBT.intersection(text) or (is_asked and _is_odd(text)):
        found = f"{text[:40]!r} under {table.headings.get(column, '')!r}"
        reported = "no signature, or one withdrawn" if denies else "no answer whether somebody signed"
        return Fault(found, A_SIGNATURE, column, reported, waits=is_both or not denies)
    return None


def _is_odd(text: str) -> bool:
    """Return whether a text in the place of a signature may be none: a dash, a sign, a number, or *onbekend*."""
    if _is_a_dash(text) or LIST_WORDS["no_day"].issuperset(words_of(text) or [text]):
        return True
    is_sign = not any(map(str.isalnum, text)) and text.lower() not in TICKED
    return is_sign or (bool(_A_CODE.fullmatch(text)) and not text.isalpha() and text.lower() not in TICKED | _NO)
