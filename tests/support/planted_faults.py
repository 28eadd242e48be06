"""Faults that are planted in a copy of the data, and what a check says of them."""

from pathlib import Path

from analysis import sources
from analysis.core.problems import in_order


def spoil(data: Path, file: str, text: str, planted: str) -> None:
    content = (data / file).read_text(encoding="utf-8")
    assert text in content
    (data / file).write_text(content.replace(text, planted, 1), encoding="utf-8")


def errors(data: Path) -> list[str]:
    return [str(problem) for problem in in_order(sources.examine(data)[1]) if problem.severity == "error"]
