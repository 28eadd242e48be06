"""What is wrong with an input, reported in visible characters to the person who can fix it.

A page, a mail and a terminal trust the text they are given: a line break begins another header, an escape sequence
overwrites what is printed above, and a direction mark reverses a name and the number after it. Characters that are
invisible or reorder text are therefore refused in tables, dropped from lists, and escaped in messages.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

# Unicode's categories of controls, invisible marks, surrogates, private and unassigned characters, and line separators.
_INVISIBLE = frozenset(["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"])
# Letters and digits that are set from right to left reverse the numbers beside them.
_RIGHT_TO_LEFT = frozenset(["R", "AL", "AN"])
# Allowed where a text may have several lines.
LINE_BREAKS = frozenset("\r\n")
# The most characters of each part of a message, such as a value or the list of choices.
_MOST_SAID = 500


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in one input file: where (the header is row 1), what was found, what was expected and what to do."""

    file: str
    row: int | None
    column: str | None
    found: str
    expected: str
    remedy: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        """Return the one line that `briefing check` prints."""
        place = shortened(self.file) + ("" if self.row is None else f":{self.row}")
        column = f" {shortened(self.column)}:" if self.column else ""
        found, expected, remedy = map(shortened, (self.found, self.expected, self.remedy))
        mark = " (warning)" if self.severity == "warning" else ""
        # The name of a file, a sheet or a heading is quoted as found; a terminal must not obey what is in it.
        return made_visible(f"{place}:{column} found {found}, expected {expected}; {remedy}{mark}")


def shortened(text: str) -> str:
    """Return a text, or the start of a long one and its length."""
    if len(text) <= _MOST_SAID:
        return text
    return f"{text[:_MOST_SAID]} … ({len(text):,} characters)"


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems sorted by file, row and column."""
    return sorted(problems, key=lambda p: (p.file, p.row or 0, p.column or ""))


class _Reported(Exception):  # noqa: N818
    """An error whose message is all that a notebook shows: what is wrong, without the code that found it."""

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}", *getattr(self, "__notes__", [])]


class InputError(_Reported):
    """The inputs break their contract; carries every problem found, not just the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order of files and rows."""
        self.problems = in_order(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ParameterError(_Reported, ValueError):
    """A parameter of a run is unknown or has a value that is not among the choices."""


def row_of(index: object) -> int:
    """Return the row of a table as a spreadsheet counts it, from its place in the frame: the header is row 1."""
    return int(str(index)) + 2


def unfit_in(text: str, allowed: frozenset[str] = frozenset()) -> str:
    """Return the number and name of the first character that no table may contain; empty if there is none."""
    if text.isascii() and text.isprintable():
        return ""  # the usual case
    for character in text:
        right_to_left = unicodedata.bidirectional(character) in _RIGHT_TO_LEFT
        if character not in allowed and (right_to_left or _is_invisible(character)):
            unnamed = "a control character" if unicodedata.category(character) == "Cc" else "no letter"
            return f"U+{ord(character):04X} ({unicodedata.name(character, unnamed).lower()})"
    return ""


def made_visible(text: str) -> str:
    """Return a text with each invisible character escaped as Python does it, such as `\\u202e` or `\\n`."""
    return "".join(c.encode("unicode_escape").decode() if _is_invisible(c) else c for c in text)


def without_unseen(text: str) -> str:
    """Return a text without invisible characters; a control character, which may separate words, becomes a space."""
    if text.isprintable():
        return text
    instead = dict.fromkeys(_INVISIBLE, "") | {"Cc": " ", "Zl": " ", "Zp": " "}
    return "".join(c if c in LINE_BREAKS else instead.get(unicodedata.category(c), c) for c in text)


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in _INVISIBLE
