"""What one cell of a list says below its heading: the same wherever a column has the same text."""

import re
from dataclasses import dataclass

from analysis.core.names import words_of
from analysis.sources.list_answers import (
    LONGEST_MARK,
    OF_SIGNING,
    Fault,
    answer_of_signing,
    code_in,
    is_code,
    no_signature,
    takes_back_the_name,
)
from analysis.sources.list_contents import TICKED
from analysis.sources.list_tables import Table
from analysis.sources.list_words import LIST_WORDS
from analysis.sources.signing_dates import is_a_day

# The pieces of a name that may have a column of their own.
PIECES = ("given", "initials", "prefix", "family")
# The columns that may have the day of signing, the best first: of a question, of the signature, of sending a form.
ASKED, OF_A_SIGNATURE, OF_A_FORM = ("date", "latest"), ("signed", "signature"), ("sent", "sent abroad")
# Where an unknown word is the name of a place, or of whoever collected signatures or keeps the list.
_ASIDE = ("residence", "collected")
# Read elsewhere, or of the signatory alone: all else may bear on the line.
_READ = {"name", "function", "organisation", "body", "may_be_named", "subject"}
_READ |= {*OF_A_SIGNATURE, *_ASIDE, *PIECES, *ASKED}
_SAY_WHEN = frozenset([*OF_A_FORM, "withdrawn", "may_be_named_from"])
_YES_AND_NO = LIST_WORDS["yes"] | LIST_WORDS["no"]
# Of these, too long a text is a fault that costs the line (`list_lines`).
_LIMITED = frozenset(["name", "function", "organisation", "body", *PIECES])
_LONGEST_REMARK = 5_000
# Of no weight, whatever asked for them: an address on the internet, a number, a place on paper, an empty cell.
_HARMLESS = re.compile(
    r"\S+@[\w-]+\.[\w.-]+|(?:https?://|www\.)\S+|@\w+|[-–—/_~…]+|\.|\.{3,}|n\.?v\.?t\.?|n/a|\d{4}\s?[a-z]{2}"
    r"|(?!.*(?<!\d)(?:19|20)\d\d(?!\d))[+(#]?\d[\d\s()./:+-]*",
    re.IGNORECASE,
)
# What is known for what it is below any heading: nothing, an address, the number of a telephone.
_KNOWN_BY_ITSELF = re.compile(
    r"[-–—./\\_…~]+|n\.?v\.?t\.?|n/a|\S+@[\w-]+\.[\w.-]+|(?:https?://|www\.)\S+|\d{4}\s?[a-z]{2}|(?=[+(0])[\d\s()+-]{9,}",
    re.IGNORECASE,
)
# What a spreadsheet shows for a formula that it could not, or did not, work out.
_NO_VALUE = re.compile(
    r"#(?:N/A|N/B|REF!|VERW!|NAME\?|NAAM\?|VALUE!|WAARDE!|DIV/0!|DEEL/0!|NUM!|GETAL!|NULL!|LEEG!)|=\s*[+-]?[A-Z$(].*",
    re.IGNORECASE,
)
_MAY_BE_NAMES = re.compile(r"[A-ZÀ-Þ][\w'’.-]*(?:[ /&,+]+[A-ZÀ-Þ][\w'’.-]*){0,3}")
# Of a heading, how to answer: Akkoord (j/n).
_YES_OR_NO = re.compile(r"\W*\b(?:ja?/n(?:ee)?|y(?:es)?/no?)\b\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says, each as a text that is empty for nothing, and why its line can't be read or waits.

    `text` is without a remark that is too long to be read. `beside` may bear on the line though nothing was asked that
    it answers; `heading` is the one above it, if that was not understood, also with a number or letter that means
    something else in each list; `aside` a place, or who collected the signature; `answer` whether somebody signed, where
    it is more than a yes or a no. `withholds_name`: it takes back a yes to being named;
    `is_coded_yes`: it may be a code, and no yes.
    """

    text: str
    beside: str
    heading: str
    aside: str
    answer: str
    withholds_name: bool
    is_coded_yes: bool
    too_long: Fault | None
    no_value: Fault | None
    no_signature: Fault | None


def cell_of(table: Table, column: int, text: str) -> Cell:
    """Return what a text says in a column."""
    kind, too_long = table.kind(column), None
    if len(text) > _LONGEST_REMARK and kind not in _LIMITED:
        found = f"a text of {len(text):,} characters"
        text, too_long = "", Fault(found, f"at most {_LONGEST_REMARK:,}", column, waits=True)
    no_value = None
    if text[:1] in ("#", "=") and _NO_VALUE.fullmatch(text):
        found = f"{text[:40]!r}, which a spreadsheet shows for no value"
        no_value = Fault(found, "a value", column, "no value", waits=True)
    return Cell(
        text=text,
        beside=_beside(table, column, text),
        heading=code_in(table, column, text) or _heading_not_understood(table, column, text),
        aside=text if kind in _ASIDE and not _HARMLESS.fullmatch(text) else "",
        answer=answer_of_signing(table, column, text),
        withholds_name=takes_back_the_name(table, column, text),
        is_coded_yes=kind == "may_be_named" and is_code(table, column, text),
        too_long=too_long,
        no_value=no_value,
        no_signature=no_signature(table, column, text),
    )


def _beside(table: Table, column: int, text: str) -> str:
    """Return the text of a cell that may bear on the line though nothing was asked that it answers."""
    kind, heading, words = table.kind(column), table.headings.get(column, ""), {*words_of(text)}
    if column in table.ticks:
        return _answered(heading, "ja" if text.lower() in TICKED else "nee" if words_of(text) else "-")
    is_none = text in ("", "0") or _KNOWN_BY_ITSELF.fullmatch(text)
    if column in table.answered and is_none and not table.not_understood(column):
        return _answered(heading, "-")  # nothing, where most have a day or an answer
    if not text or kind in _READ or _HARMLESS.fullmatch(text) or table.is_id(column, text):
        return ""
    if kind == "subscription" and " " not in text:
        return ""  # Subscribed, afgemeld: of a newsletter
    if kind in _SAY_WHEN and (is_a_day(text) or (words and words <= OF_SIGNING) or len(text) < LONGEST_MARK):
        return ""
    if words and words <= _YES_AND_NO:
        # An answer says nothing without its question: that to a subscription, and no remark, nothing at all.
        no_remark = LIST_WORDS["no_remark"] if len(table.columns("other")) == 1 else frozenset()
        says_nothing = kind == "subscription" or (kind == "other" and words <= no_remark)
        text = "" if says_nothing else text if kind == "other" else _answered(heading, text)
    elif kind == "beside" and _MAY_BE_NAMES.fullmatch(text):
        text = _answered(heading, text)  # Joop says nothing without *Wie belt*
    return " ".join(text.split("\n"))


def _answered(heading: str, text: str) -> str:
    """Return an answer behind its heading, without how to answer unless that is all of the heading."""
    heading = heading.strip("?: ")
    return f"{_YES_OR_NO.sub('', heading) or heading}: {text}".removeprefix(": ")


def _heading_not_understood(table: Table, column: int, text: str) -> str:
    """Return the heading of a cell if it was not understood: a day below *Opgezegd op* is none of signing.

    An answer of yes or no, and a number of the line, are read elsewhere.
    """
    is_known = _KNOWN_BY_ITSELF.fullmatch(text) and not is_a_day(text)  # 03-04-2021 is no telephone
    if column in table.answered and (not text or is_known):
        return table.not_understood(column)
    if not text or column in table.ticks or table.is_id(column, text) or is_known:
        return ""
    is_answered = table.kind(column) == "beside" and not text.isdigit() and {*words_of(text)} <= _YES_AND_NO
    return "" if is_answered else table.not_understood(column)
