"""Runs the questions of docs/explore.md and writes the answers that the code gives below them: `make explore`.

Each block of Python ends with what it asks for; the answer is what Python prints of that, in a block of text below.
"""

import ast
import contextlib
import io
import re
from pathlib import Path
from typing import Any

EXPLORE = Path(__file__).resolve().parents[1] / "docs" / "explore.md"
_CODE = re.compile(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", flags=re.DOTALL)
_HEADING = re.compile(r"^(?=## )", flags=re.MULTILINE)
# A pair of a block of code and the answer below it, empty if there is none.
Asked = tuple[str, str]


def opening(page: str) -> str:
    """Return the code that opens a month, above the first question."""
    return "\n".join(code for code, _ in _CODE.findall(_HEADING.split(page)[0]))


def questions(page: str) -> dict[str, list[Asked]]:
    """Return the blocks of each question, by its heading."""
    sections = _HEADING.split(page)[1:]
    return {section.partition("\n")[0].removeprefix("## "): _CODE.findall(section) for section in sections}


def answer(code: str, names: dict[str, Any]) -> str:
    """Run a block of code among names; return what it prints and, as Python itself would, its last value.

    Without the spaces at the ends of lines, which no reader sees.
    """
    *before, last = ast.parse(code).body
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(ast.Module(before, []), "explore.md", "exec"), names)
        exec(compile(ast.Interactive([last]), "explore.md", "single"), names)
    return "".join(f"{line.rstrip()}\n" for line in printed.getvalue().splitlines())


def opened(page: str) -> dict[str, Any]:
    """Return the names that the opening leaves: each question starts from a copy of them."""
    names: dict[str, Any] = {}
    exec(compile(opening(page), "explore.md", "exec"), names)
    return names


def answered(page: str) -> str:
    """Return the page with the answers that the code gives now."""
    first, *sections = _HEADING.split(page)
    at_first = opened(page)
    return "".join([first, *(_answered(section, dict(at_first)) for section in sections)])


def _answered(section: str, names: dict[str, Any]) -> str:
    def block(found: re.Match[str]) -> str:
        return f"```python\n{found[1]}```\n\n```text\n{answer(found[1], names)}```\n"

    return _CODE.sub(block, section)


def write_answers(path: Path = EXPLORE) -> None:
    """Write the answers into the page; stops where they would name persons, since the page is in the repository."""
    page = path.read_text(encoding="utf-8")
    if opened(page)["month_reconciled"].signatures["name_as_written"].notna().any():
        raise SystemExit("a list of persons is in the data: its names may not enter the page; take it out first")
    path.write_text(answered(page), encoding="utf-8")


if __name__ == "__main__":
    write_answers()
