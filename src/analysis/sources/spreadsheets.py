"""What a spreadsheet does to a table that it saves: said in a sentence, and not in one for each cell."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from analysis.core.problems import Problem

_AS_BEFORE = (
    "if a spreadsheet saved it so, take back the file as it was (git restore, or a copy), and add your rows in a text "
    "editor, or in LibreOffice with every column imported as text and saved with commas, in UTF-8"
)
_SEPARATORS = {";": "semicolons", "\t": "tabs"}
_MOST_LINES = 20  # of one column: more are one fault, and fixed by one act


def other_separators(header: list[str], columns: list[str]) -> tuple[str, str, str] | None:
    """Return what was found, expected, and what to do, of a header whose cells are not separated by commas."""
    for sign, name in _SEPARATORS.items():
        cells = [cell.strip('"') for cell in sign.join(header).split(sign)]
        if len(header) < len(cells) and len({*cells} & {*columns}) > len(columns) / 2:
            return f"{name} between the cells", "commas", _AS_BEFORE
    return None


def folded(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield problems of the cells of a table: of one fault of many cells of a column the first, with how many."""
    alike: dict[tuple[str | None, str, str], list[Problem]] = {}
    for each in problems:
        alike.setdefault((each.column, each.expected, each.remedy), []).append(each)
    for own in alike.values():
        if len(own) > _MOST_LINES:
            found = f"{own[0].found}, and {len(own) - 1} more like it down to row {own[-1].row}"
            own = [replace(own[0], found=found, remedy=f"{own[0].remedy}; {_AS_BEFORE}")]
        yield from own
