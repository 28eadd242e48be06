"""What is wrong with an input, reported to the person who can fix it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from analysis.core.characters import made_visible

# Characters of each part of a message: a value, or the choices there were.
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
    """Return problems by file, row and column."""
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
