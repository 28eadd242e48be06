"""Which number of a text is which quantity and year: by the words around it, its unit, and known figures.

A proposal is never filled in: it stands beside its sentence, for an analyst to look at.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.core.printed_numbers import PrintedNumber, numbers_in

_SENTENCE = re.compile(r"(?<=[.!?:;])\s+(?=[A-ZÀ-Ý‘“\"'0-9])|\n+")
_WORD = re.compile(r"[a-zà-ÿ]{3,}|\b\d{1,2}\b")
# Pieces of words of so many letters are compared: Dutch joins words (opsporingsonderzoeken), both languages bend them.
_PIECE = 4
_SPAN = re.compile(r"\b((?:19|20)\d\d)\s*(?:-|–|tot en met|t/m|tot|to|en|and)\s*((?:19|20)\d\d)\b")
_THIS_YEAR = re.compile(r"\b(?:vorig jaar|afgelopen jaar|last year)\b")
_YEAR_BEFORE = re.compile(r"\b(?:jaar (?:ervoor|daarvoor|eerder)|(?:year before|previous year))\b")
# A year after these words is the one that is compared with.
_COMPARED = re.compile(r"(?:compared (?:to|with)|than(?: in)?|tegenover|ten opzichte van|vergeleken met|dan in)\s*$")
# What the quantities of a kind have in common: their words speak for each of that kind.
_KINDS = ("measure", "population", "age_group", "sex", "nationality", "exploitation_form", "reporter", "unit", "period")
# How likely a word of a sentence is one of the quantity's own, of its kinds, or any. These, and how much the other
# grounds count beside the words, were tried on the figures that have their words (benchmarks/README.md).
_OWN, _OF_KIND, _ANY = 0.37, 0.59, 0.04
_WORDS, _SHORTER, _FEW, _OFTEN, _LATER_YEAR, _BEYOND, _BESIDE = 2.0, 0.9, 30, 0.25, 2.0, 20, 3
_SAME_VALUE, _NEAR_VALUE, _SPREAD, _FAR_VALUE = 5.0, 1.0, 0.2, -3.0


@dataclass(frozen=True)
class Proposal:
    """A number in a sentence, with the quantity and year that it seems to be of; the higher the score the likelier."""

    quantity_id: str
    reference_year: str
    number: PrintedNumber
    sentence: str
    score: float


class Likeness:
    """How alike a sentence and a quantity are, after the labels and the words that figures were printed in."""

    def __init__(self, quantities: pd.DataFrame, figures: pd.DataFrame) -> None:
        """Take the tables of the quantities and of the printed figures."""
        table = quantities.set_index("quantity_id")
        self.units = table["unit"].to_dict()
        self._often = np.log1p(figures.groupby("quantity_id")["publication"].nunique())
        self._values: dict[str, list[tuple[str, float]]] = {}
        for row in figures[["quantity_id", "reference_year", "value", "lower"]].to_dict("records"):
            value = row["lower"] if pd.isna(row["value"]) else row["value"]
            if isinstance(row["quantity_id"], str) and pd.notna(value):
                self._values.setdefault(row["quantity_id"], []).append((str(row["reference_year"]), abs(float(value))))
        printed = figures.dropna(subset=["printed_text"]).groupby("quantity_id")["printed_text"].agg(" ".join)
        labels = [table["label_nl"], table["label_en"]] * 2
        texts = [" ".join([*(each[name] for each in labels), printed.get(name, "")]) for name in table.index]
        counts = [Counter(_pieces(text)) for text in texts]
        self._places = {
            piece: place for place, piece in enumerate(dict.fromkeys(piece for each in counts for piece in each))
        }
        own = np.zeros((len(counts), len(self._places)))
        for row, count in enumerate(counts):
            own[row, [self._places[piece] for piece in count]] = list(count.values())
        any_word = _shares(own.sum(axis=0, keepdims=True) + 0.5)
        of_kind = np.zeros_like(own)
        for kind in _KINDS:
            alike = pd.get_dummies(table[kind].to_numpy()).to_numpy(dtype=float)
            of_kind += alike @ _shares(alike.T @ own) / len(_KINDS)
        likely = _OWN * _shares(own) + _OF_KIND * of_kind + _ANY * any_word
        self._speaks = dict(zip(table.index, np.log(likely / any_word), strict=True))

    def ranked(
        self,
        sentence: str,
        numbers: tuple[PrintedNumber, ...],
        number: PrintedNumber,
        wanted: Iterable[str],
        years: list[str],
    ) -> list[Proposal]:
        """Return what one of the numbers in a sentence seems to be, of the quantities that are wanted, likeliest first.

        `years` are those that the publication is about, the likeliest first.
        """
        counts = Counter(_pieces(sentence)) + Counter(_pieces(f"{number.before} {number.after}"))
        places = [self._places[piece] for piece in counts if piece in self._places]
        weights = [counts[piece] for piece in counts if piece in self._places]
        length = max(_FEW, counts.total()) ** _SHORTER
        about, found = _years_of(number, numbers, sentence, years), []
        for name in wanted:
            if (self.units[name] == "percent") != number.is_percent:
                continue
            alike = _WORDS * float(self._speaks[name][places] @ weights) / length + _OFTEN * self._often.get(name, 0.0)
            known = self._values.get(name, [])
            elsewhere = [year for year, value in known if value == number.value]
            for place, year in enumerate(dict.fromkeys([*about, *elsewhere])):
                score = alike + _of_value(known, year, number.value) - _LATER_YEAR * min(place, 3)
                found.append(Proposal(name, year, number, sentence, score))
        return sorted(found, key=lambda each: -each.score)


def _pieces(text: str) -> list[str]:
    words = _WORD.findall(text.lower())
    return [f"^{word}"[at : at + _PIECE] for word in words for at in range(max(1, len(word) + 2 - _PIECE))]


def _shares(counts: np.ndarray) -> np.ndarray:
    return counts / counts.sum(axis=1, keepdims=True)


def _of_value(known: list[tuple[str, float]], year: str, value: float) -> float:
    """Return how much speaks for a value: printed for that year elsewhere, or near those of other years."""
    if (year, value) in known:
        return _SAME_VALUE
    near = [abs(math.log(value / each)) for _, each in known if each and value]
    return max(_FAR_VALUE, _NEAR_VALUE - (min(near) / _SPREAD) ** 2 * 0.75) if near else 0.0


def _years_of(number: PrintedNumber, numbers: tuple[PrintedNumber, ...], sentence: str, years: list[str]) -> list[str]:
    """Return the years that a number may be about: a period, those named, the nearest first, those of its edition."""
    at = numbers.index(number)
    named = [(place, each) for place, each in enumerate(numbers) if each.may_be_year]
    latest = max((int(each.value) for _, each in named), default=int(years[0][-4:]))
    said: list[tuple[int, str]] = []
    for place, each in named:
        first, last = sorted((place, at))
        # The letters between, and the numbers: a year beyond another number is rather that one's.
        away = sum(len(between.after) for between in numbers[first:last]) + _BEYOND * (last - first - 1)
        is_beside = place == at - 1 and away <= _BESIDE  # than in 2020 (1013)
        if is_beside or not _COMPARED.search(each.before):
            said.append((away, f"{each.value:.0f}"))
    for pattern, year in ((_THIS_YEAR, years[0]), (_YEAR_BEFORE, str(latest - 1))):
        said += [(len(number.before) - match.end(), year) for match in pattern.finditer(number.before)]
        said += [(match.start(), year) for match in pattern.finditer(number.after)]
    spans = ["-".join(match) for match in _SPAN.findall(sentence)]
    return list(dict.fromkeys([*spans, *(year for _, year in sorted(said)), *years]))


def proposals_in(text: str, language: str, likeness: Likeness, wanted: list[str], year: int) -> Iterator[Proposal]:
    """Yield for each quantity of a year the number of a text that seems to be its own, if one does."""
    best: dict[str, Proposal] = {}
    for sentence in _SENTENCE.split(text):
        numbers = numbers_in(sentence, language)
        for number in numbers:
            if number.may_be_year or (number.value < 2 and not number.is_percent):
                continue
            for each in likeness.ranked(sentence, numbers, number, wanted, [str(year), str(year - 1)])[:1]:
                is_better = each.quantity_id not in best or each.score > best[each.quantity_id].score
                if is_better and each.reference_year == str(year):
                    best[each.quantity_id] = each
    yield from best.values()
