"""What is answered on a list: whether somebody signed, and whether they may be named."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.core.names import words_of
from analysis.sources.list_contents import TICKED
from analysis.sources.list_headings import Table, is_about_naming
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
OF_SIGNING = _SIGNED | _NO | LIST_WORDS["of_signing"]
_DENIES, _OF_NAMING, _PRIVATE = (one_of(LIST_WORDS[kind]) for kind in ("denies", "of_naming", "private"))
_OTHER_SIGNS = re.compile(r"[^\w\s(),.;:!'\"“”‘’/&-]")
# Geen bezwaar is no refusal.
_OBJECTION = frozenset(["bezwaar", "bezwaren", "objection", "objections", "probleem", "problem"])
_DOUBT = frozenset("?✗✘✖❌☐")
# A number or a letter that may be a code; an x, a 1 and the like are one in a column of codes.
_A_CODE = re.compile(r"-?\d{1,2}%?|[^\W\d_]")
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


def permission_in(row: Sequence[str], table: Table, answer: str, since: str, order: DayOrder) -> dict[str, Any]:
    """Return the columns of a line about being named: whether the answer is a yes, and from when, or a no.

    Anything else on the line may take a yes back. An empty cell, or a dash in its place, is neither.
    """
    may_be_named, named_from = read_permission(answer, since, order)
    taken_back = _takes_back_the_name(row, table)
    return {
        "may_be_named": may_be_named and not taken_back and not _is_coded(row, table),
        "may_be_named_as_written": answer,
        "may_be_named_from": named_from,
        "refuses_naming": taken_back or _refuses(answer),
        "consent_as_written": "" if set(words_of(answer)) <= _OF_CONSENT else answer,
    }


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


def withholds_the_name(text: str) -> bool:
    """Return whether a remark or a title takes back a yes to being named (`Naam svp niet publiceren`, `anoniem`)."""
    return _denies_naming(text) or any(map(_PRIVATE.fullmatch, words_of(text)))


def _denies_naming(text: str) -> bool:
    words = words_of(text)
    return any(map(_DENIES.fullmatch, words)) and any(map(_OF_NAMING.fullmatch, words))


def _takes_back_the_name(row: Sequence[str], table: Table) -> bool:
    """Return whether a cell of a line takes back a yes to being named, by itself or with its heading.

    So does all but a no below a heading about being named that was not understood (*Toestemming ingetrokken op*).
    """
    for column, text in enumerate(row):
        kind, heading = table.fields.get(column, "beside"), table.headings.get(column, "")
        if not text or (kind in _OF_THE_SIGNER and not _denies_naming(text)):
            continue
        if withholds_the_name(text):
            return True
        if kind in ("beside", "other", "subscription") and not _is_a_no(text):
            is_short = len(words_of(text)) <= _FEW_WORDS
            if is_short and withholds_the_name(f"{heading} {text}"):
                return True
            if kind == "beside" and "://" not in text and is_about_naming(heading):
                return True
    return False


def _is_coded(row: Sequence[str], table: Table) -> bool:
    """Return whether the answer that somebody may be named is a code: 1 in a column with 2, x in one with ✓."""
    columns = table.coded.intersection(table.columns("may_be_named"))
    return any(column < len(row) and _IN_CODE.fullmatch(row[column]) for column in columns)


def codes_in(row: Sequence[str], table: Table) -> list[str]:
    """Return the cells with a code of which no legend is known, each behind its heading: *Status 2*."""
    found = []
    for column, text in enumerate(row):
        heading, is_coded = table.headings.get(column, ""), column in table.coded
        is_answer = text.lower() in _YES | _NO and not is_coded
        if table.fields.get(column, "beside") in ("beside", "other") and _A_CODE.fullmatch(text) and not is_answer:
            of_numbers = not LIST_WORDS["of_numbers"].isdisjoint(words_of(heading))
            if column not in table.ticks and not table.is_id(column, text) and not of_numbers:
                found.append(f"{heading} {text}".strip())
    return found


def answers_of_signing(row: Sequence[str], table: Table) -> list[str]:
    """Return the answers whether somebody signed, or what, that are more than a yes, a no, a day or a mark."""
    found = []
    for column in table.columns("signed", "signature", "subject"):
        text = row[column]
        is_long = len(text) >= LONGEST_MARK or (text and table.fields[column] == "signed")
        says_more = is_long and not OF_SIGNING.issuperset(words_of(text))
        if says_more and not is_a_day(text) and not table.is_id(column, text):
            found.append(" ".join(text.split("\n")))
    return found


def not_signed(row: Sequence[str], table: Table) -> list[Fault]:
    """Return a fault for each column that says that there is no signature, or that it was withdrawn.

    Where it does not say so plainly the line waits; words that answer something else are read with those beside a name.
    """
    faults = []
    for column in table.columns("signed", "signature", "withdrawn"):
        text, first = row[column], " ".join(words_of(row[column])[:1])
        kind, is_no = table.fields[column], first in _NO
        denies = bool(first) and is_no == (kind != "withdrawn") and (is_no or first in _SIGNED or is_a_day(text))
        # Nobody typed over an empty signature where all are empty; a dash in its place says that there is none.
        is_asked = kind == "signed" or (kind == "signature" and column in table.filled)
        is_odd = bool(text) and not any(map(str.isalnum, text)) and text.lower() not in TICKED
        is_odd |= bool(text) and LIST_WORDS["no_day"].issuperset(words_of(text)) and bool(words_of(text))
        is_odd |= bool(_A_CODE.fullmatch(text)) and text.lower() not in TICKED | _NO and not text.isalpha()
        is_odd |= column in table.coded and bool(_IN_CODE.fullmatch(text))
        doubts = bool(_DOUBT.intersection(text)) or (is_asked and (is_odd or _is_a_dash(text)))
        if denies or doubts:
            found = f"{text[:40]!r} under {table.headings.get(column, '')!r}"
            reported = "no signature, or one withdrawn" if denies else "no answer whether somebody signed"
            faults.append(Fault(found, A_SIGNATURE, column, reported, waits=not denies))
    return faults
