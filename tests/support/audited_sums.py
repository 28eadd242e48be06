"""What an auditor says of numbers that stand together: two that differ, terms of a sum, a change."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from support.build_tables import Build, half_up


def unfit(sentence: Any, build: Build, said: set[Fraction]) -> Iterator[tuple[str, str]]:
    """Give what does not fit together in a sentence: what was found, and why it may not stand so."""
    if sentence.block.section == "discrepancies":
        yield from _pairs(sentence, build)
    for found in re.finditer(r"[Ee]xtended to(?! \d)|doorgetrokken naar(?! \d)|\b(?:in|since|sinds) \.", sentence.text):
        yield found[0], "without its year"
    yield from _sums(sentence, said)
    yield from _moves(sentence)


def _pairs(sentence: Any, build: Build) -> Iterator[tuple[str, str]]:
    """Give two numbers said to differ that are no difference of the build."""
    numbers = sentence.read.numbers
    for found in re.finditer(r" (?:against|naast) ", sentence.text):
        before = [n for n in numbers if n.end <= found.start()]
        behind = [n for n in numbers if n.start >= found.end()]
        if not before or not behind:
            continue
        pair = before[-1].ends, behind[0].ends
        rows = [row for row in build.tables["discrepancies"] if row["quantity_id"] in sentence.quantities]
        if pair not in {(_side(row, "a"), _side(row, "b")) for row in rows}:
            yield f"{before[-1].text} and {behind[0].text}", "no difference of the build"


def _side(row: dict[str, str], side: str) -> tuple[Fraction, ...]:
    if row[f"value_{side}"]:
        return (half_up(Fraction(row[f"value_{side}"]), 1),)
    return tuple(half_up(Fraction(row[f"{name}_{side}"]), 1) for name in ("lower", "upper") if row[f"{name}_{side}"])


def _sums(sentence: Any, said: set[Fraction]) -> Iterator[tuple[str, str]]:
    """Give terms in brackets that add up to no number of the paragraph."""
    for terms in re.finditer(r"\(([\d.,]+(?: \+ [\d.,]+)+)\)", sentence.text):
        inside = [n for n in sentence.read.numbers if terms.start() < n.start < terms.end()]
        if sum(n.ends[0] for n in inside) not in said:
            yield terms[0], "adds up to nothing that is said"


def _moves(sentence: Any) -> Iterator[tuple[str, str]]:
    """Give changes whose two numbers stand in another order than their years."""
    numbers, periods = sentence.read.numbers, sentence.read.periods
    for found in re.finditer(r"(?:from|van) ([\d.,]+%?) in (\d{4}) (?:to|naar) ([\d.,]+%?) in (\d{4})", sentence.text):
        if found[2] >= found[4]:
            yield found[0], "the years are the wrong way round"
        whole = re.search(r"(?:from|van) ([\d.,]+) (?:to|naar) ([\d.,]+)", sentence.text[found.end() :])
        first = [p for p in periods if p.start > found.start()]
        of = {n.text: n for n in numbers if n.start > found.end()}
        if whole and first and whole[1].strip(".,") in of and whole[2].strip(".,") in of:
            yield from _order(sentence, whole[1].strip(".,"), whole[2].strip(".,"), found[2], found[4])


def _order(sentence: Any, first: str, last: str, before: str, after: str) -> Iterator[tuple[str, str]]:
    by_text = {n.text: sentence.explained.get(n.start, "") for n in sentence.read.numbers}
    if sentence.year_of.get(by_text.get(first, "")) == after or sentence.year_of.get(by_text.get(last, "")) == before:
        yield f"{first} and {last}", "the two numbers are of each other's years"
