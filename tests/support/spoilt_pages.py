"""Pages with one number spoilt, each in one way: what an auditor is to notice."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from support.numbers_in_text import Reading, read_numbers
from support.page_reading import Block, Label, Page, Table


class Spoilt(NamedTuple):
    """A page with one piece spoilt: how, what it was, what it is, and the piece if it is prose."""

    how: str
    was: str
    now: str
    page: Page
    block: Block | None


def next_digit(text: str) -> str:
    """Return a number with another last digit: 1,320 as 1,321, 8.1% as 8.2%."""
    place = max(i for i, letter in enumerate(text) if letter.isdigit())
    return f"{text[:place]}{(int(text[place]) + 1) % 10}{text[place + 1 :]}"


def _another(text: str, numbers: list[str], chance: random.Random) -> str:
    """Return another number of the page, of the same kind."""
    alike = [other for other in numbers if other != text and ("%" in other) == ("%" in text)]
    return chance.choice(alike) if alike else next_digit(text)


def _pieces(read: Reading) -> Iterator[tuple[str, int, int]]:
    for kind, tokens in (("number", read.numbers), ("year", read.periods), ("day", read.days)):
        for token in tokens:
            yield kind, token.start, token.end


def spoilt_texts(
    text: str, language: str, numbers: list[str], chance: random.Random
) -> Iterator[tuple[str, str, str, str]]:
    """Give each way of spoiling one number of a text: how, what it was, what it is, the whole text."""
    read = read_numbers(text, language)
    for kind, start, end in _pieces(read):
        was = text[start:end]
        changes = {f"another last digit in a {kind}": next_digit(was)}
        if kind == "number":
            changes["another number of the page"] = _another(was, numbers, chance)
        for how, now in changes.items():
            yield how, was, now, text[:start] + now + text[end:]
    for years in dict.fromkeys(period.years.replace("-", "–") for period in read.periods):
        if read.numbers:
            yield "a year less", years, "", re.sub(rf"(?<![–\d]){years}(?![–\d])", "", text)
    for number in read.numbers:
        if number.is_range:
            first = re.match(r"[\d.,]+", number.text)
            now = (first[0] if first else "") + ("%" if number.percent else "")
            yield "a range as a point", number.text, now, text[: number.start] + now + text[number.end :]
        if number.qualifier in ("more_than", "at_least", "at_most"):
            before = re.sub(
                r"(?:more than|at least|at most|meer dan|ten minste|minstens|ten hoogste|hooguit|[<>]) ?$",
                "",
                text[: number.start],
            )
            if before != text[: number.start]:
                yield "a bound as a number", text[len(before) : number.end], number.text, before + text[number.start :]


def spoilt_pages(page: Page, chance: random.Random) -> Iterator[Spoilt]:
    """Give the page with one number spoilt, once for each number and way: in prose, in a cell, in a chart."""
    texts = [block.text for block in page.blocks] + [c for table in page.tables for row in table.rows for c in row]
    numbers = [number.text for text in texts for number in read_numbers(text, page.language).numbers]
    for place, block in enumerate(page.blocks):
        for how, was, now, text in spoilt_texts(block.text, page.language, numbers, chance):
            other = replace(block, text=text)
            yield Spoilt(
                how, was, now, _with(page, blocks=[*page.blocks[:place], other, *page.blocks[place + 1 :]]), other
            )
    for place, table in enumerate(page.tables):
        for how, was, now, other in _spoilt_tables(table, page.language, numbers, chance):
            yield Spoilt(
                how, was, now, _with(page, tables=[*page.tables[:place], other, *page.tables[place + 1 :]]), None
            )
    for name, labels in page.charts.items():
        for place, label in enumerate(labels):
            for how, was, now, text in spoilt_texts(label.text, page.language, numbers, chance):
                changed: list[Label] = [*labels[:place], replace(label, text=text), *labels[place + 1 :]]
                yield Spoilt(f"{how} of a chart", was, now, _with(page, charts={**page.charts, name: changed}), None)


def _with(page: Page, **changed: object) -> Page:
    return replace(page, **changed)  # type: ignore[arg-type]


def _spoilt_tables(
    table: Table, language: str, numbers: list[str], chance: random.Random
) -> Iterator[tuple[str, str, str, Table]]:
    for line, row in enumerate(table.rows):
        for column, cell in enumerate(row):
            for how, was, now, text in spoilt_texts(cell, language, numbers, chance):
                yield f"{how} of a table", was, now, _with_cell(table, line, column, text)
            below = table.rows[(line + 1) % len(table.rows)][column]
            if below != cell and re.search(r"\d", below + cell):
                swapped = _with_cell(_with_cell(table, line, column, below), (line + 1) % len(table.rows), column, cell)
                yield "two rows swapped in a table", cell, below, swapped


def _with_cell(table: Table, line: int, column: int, text: str) -> Table:
    row = [*table.rows[line][:column], text, *table.rows[line][column + 1 :]]
    return replace(table, rows=[*table.rows[:line], row, *table.rows[line + 1 :]])
