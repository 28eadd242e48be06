"""Which number of a text is which quantity and year: by the words beside it, its unit, and what is known of it.

A proposal is never filled in: it stands beside its sentence, for an analyst to look at.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from analysis.core.printed_numbers import PrintedNumber, numbers_in

_SENTENCE = re.compile(r"(?<=[.!?:;])\s+(?=[A-ZÀ-Ý‘“\"'0-9])|\n+")
_WORD = re.compile(r"[a-zà-ÿ]{3,}")
_STEM = 6
_SPAN = re.compile(r"\b((?:19|20)\d\d)\s*(?:-|–|tot en met|to|and)\s*((?:19|20)\d\d)\b")
_LAST_YEAR = re.compile(r"\b(?:vorig jaar|afgelopen jaar|last year|het jaar ervoor|year before|previous year)\b")
# How much counts, beside the likeness of the words (0 to 1): tried on the figures that have their words.
_SAME_VALUE, _NEAR_VALUE, _OTHER_YEAR = 0.9, 0.4, 0.1


@dataclass(frozen=True)
class Proposal:
    """A number in a sentence, with the quantity and year that it seems to be of; the higher the score the likelier."""

    quantity_id: str
    reference_year: str
    number: PrintedNumber
    sentence: str
    score: float


class Likeness:
    """How alike a sentence and a quantity are, after the labels, definitions and words that figures were printed in."""

    def __init__(self, quantities: pd.DataFrame, figures: pd.DataFrame) -> None:
        """Take the tables of the quantities and of the printed figures."""
        printed = figures.dropna(subset=["printed_text"]).groupby("quantity_id")["printed_text"].agg(" ".join)
        self.units = quantities.set_index("quantity_id")["unit"].to_dict()
        texts = {
            row["quantity_id"]: f"{row['label_nl']} {row['label_en']} {row['label_nl']} {row['label_en']} "
            f"{printed.get(row['quantity_id'], '')}"
            for row in quantities.to_dict("records")
        }
        counts = {name: Counter(_stems(text)) for name, text in texts.items()}
        spread = Counter(stem for each in counts.values() for stem in each)
        self._weights = {stem: math.log(len(counts) / n) + 0.1 for stem, n in spread.items()}
        self._vectors = {name: self._vector(each) for name, each in counts.items()}
        self._values: dict[str, list[tuple[str, float]]] = {}
        for name, year, value in figures[["quantity_id", "reference_year", "value"]].itertuples(index=False):
            if isinstance(name, str) and pd.notna(value):
                self._values.setdefault(name, []).append((str(year), float(value)))

    def _vector(self, counts: Counter[str]) -> dict[str, float]:
        weighted = {stem: (1 + math.log(n)) * self._weights.get(stem, 0.0) for stem, n in counts.items()}
        length = math.sqrt(sum(each**2 for each in weighted.values())) or 1.0
        return {stem: each / length for stem, each in weighted.items()}

    def ranked(
        self, sentence: str, numbers: tuple[PrintedNumber, ...], number: PrintedNumber, wanted: Iterable[str], year: int
    ) -> list[Proposal]:
        """Return what one of the numbers in a sentence seems to be, of the quantities that are wanted, likeliest first.

        `year` is the one that the publication is about.
        """
        words, found = self._vector(Counter(_stems(f"{sentence} {number.beside} {number.beside}"))), []
        years = _years_of(number, numbers, sentence, year)
        for name in wanted:
            unit = self.units[name]
            if (unit == "percent") != number.is_percent:
                continue
            alike = sum(weight * self._vectors[name].get(stem, 0.0) for stem, weight in words.items())
            for place, about in enumerate(years):
                score = alike + self._of_value(name, about, number.value) - _OTHER_YEAR * place
                found.append(Proposal(name, about, number, sentence, score))
        return sorted(found, key=lambda each: -each.score)

    def _of_value(self, name: str, year: str, value: float) -> float:
        """Return how much speaks for a value: printed for that year elsewhere, or near those of the years around it."""
        known = self._values.get(name, [])
        if any(about == year and abs(abs(each) - value) < 0.5 for about, each in known):
            return _SAME_VALUE
        near = [abs(each) for about, each in known if abs(int(about[-4:]) - int(year[-4:])) <= 3 and each]
        if not near or not value:
            return 0.0
        apart = min(abs(math.log(value / each)) for each in near)
        return _NEAR_VALUE * max(0.0, 1 - apart)


def _stems(text: str) -> list[str]:
    return [word[:_STEM] for word in _WORD.findall(text.lower())]


def _years_of(number: PrintedNumber, numbers: tuple[PrintedNumber, ...], sentence: str, year: int) -> list[str]:
    """Return the years that a number may be about: a period, those named, the nearest first, those of its edition."""
    at = numbers.index(number)
    named = [(abs(place - at), f"{each.value:.0f}") for place, each in enumerate(numbers) if each.may_be_year]
    spans = ["-".join(match) for match in _SPAN.findall(sentence)]
    of_edition = [str(year - 1), str(year)] if _LAST_YEAR.search(number.beside) else [str(year), str(year - 1)]
    return list(dict.fromkeys([*spans, *(name for _, name in sorted(named)), *of_edition]))


def proposals_in(text: str, language: str, likeness: Likeness, wanted: list[str], year: int) -> Iterator[Proposal]:
    """Yield for each quantity of a year the number of a text that seems to be its own, if one does."""
    best: dict[str, Proposal] = {}
    for sentence in _SENTENCE.split(text):
        numbers = numbers_in(sentence, language)
        for number in numbers:
            if number.may_be_year or (number.value < 2 and not number.is_percent):
                continue
            for each in likeness.ranked(sentence, numbers, number, wanted, year)[:1]:
                is_better = each.quantity_id not in best or each.score > best[each.quantity_id].score
                if is_better and each.reference_year == str(year):
                    best[each.quantity_id] = each
    yield from best.values()
