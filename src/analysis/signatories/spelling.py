"""Names that a written one may be a misspelling of: rapidfuzz proposes them, and never decides."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from analysis.core.names import PREFIXES, PersonName, fold, readings, without_prefix

# From here on a name is proposed as a misspelling. Measured on the 1,625 people of 10 March 2021: it finds nearly every
# name with one typing error, and proposes someone for 6% of made-up combinations of their names (at 80: 26%).
PLAUSIBLE_SPELLING = 86
MOST_CANDIDATES = 5
# The same words come back in every list: so many are remembered.
_REMEMBERED = 4_000


@dataclass
class _Names:
    """Names that share a word, as written and with their words sorted, and whose each is."""

    texts: list[str] = field(default_factory=list)
    in_order: list[str] = field(default_factory=list)
    person_ids: list[str] = field(default_factory=list)

    def add(self, text: str, person_id: str) -> None:
        self.texts.append(_sounded(text))
        self.in_order.append(_sorted(self.texts[-1]))
        self.person_ids.append(person_id)

    @classmethod
    def together(cls, groups: Iterable["_Names"]) -> "_Names":
        """Return the names of all groups: one search through many costs less than many through few."""
        kept = list(groups)
        if len(kept) == 1:
            return kept[0]
        columns = ([each.texts for each in kept], [each.in_order for each in kept], [each.person_ids for each in kept])
        return cls(*(list(chain.from_iterable(column)) for column in columns))

    def alike(self, text: str) -> set[str]:
        # As written, and sorted: alone, sorting parts two names whose order a typing error turns.
        as_written = self._near(text, self.texts, fuzz.ratio, PLAUSIBLE_SPELLING)
        return as_written | self._near(_sorted(text), self.in_order, fuzz.ratio, PLAUSIBLE_SPELLING)

    def a_slip_away(self, text: str) -> set[str]:
        return self._near(text, self.texts, OSA.distance, 1)

    def _near(self, text: str, texts: list[str], scorer: Callable[..., float], cutoff: float) -> set[str]:
        found = process.extract(text, texts, scorer=scorer, score_cutoff=cutoff, limit=None)
        return {self.person_ids[place] for _, _, place in found}


class SpellingIndex:
    """Names that may be misspellings: found by a surname one slip away, or a given name they share, then compared."""

    def __init__(self, names: Mapping[str, Iterable[PersonName]]) -> None:
        """Index the names by their words, and the words of surnames by what is left when a letter is dropped."""
        self._whole: dict[str, _Names] = defaultdict(_Names)
        self._short: dict[str, _Names] = defaultdict(_Names)
        self._by_given: dict[str, _Names] = defaultdict(_Names)
        self._by_slip: dict[str, set[str]] = defaultdict(set)
        for person_id, own in names.items():
            for name in own:
                self._add(person_id, name)

    def _add(self, person_id: str, name: PersonName) -> None:
        for word in _words(name.given):
            self._by_given[word].add(name.plain, person_id)
        for word in _words(name.surname):
            self._whole[word].add(name.plain, person_id)
            for form in _short_forms(name):
                self._short[word].add(form, person_id)
            for slip in _slips(word):
                self._by_slip[slip].add(word)

    def found(self, written: str) -> dict[str, str]:
        """Return whose name may be misspelt as written, each with how: `spelling`, or only of the surname."""
        read = readings(written)
        # The readings of a name differ in where they split it, not in their words: one of each sort is enough.
        whole = _sounded(next((reading.plain for reading in read if reading.given), ""))
        alone = next((reading for reading in read if not reading.given), None)
        short = ""
        if alone and (alone.initials or not whole):
            short = _sounded(f"{alone.initials[:1]} {alone.surname}".strip())
        near = _Names.together(self._short[word] for word in self._near(short))
        # In a short surname one slip of the pen weighs more than the ratio allows.
        found = dict.fromkeys(near.alike(short) | near.a_slip_away(short), "spelling_of_surname")
        alike = _Names.together(self._whole[word] for word in self._near(whole)).alike(whole)
        if not alike:
            # Far more people share a given name: they are looked through only where no surname is near.
            given = (self._by_given[word] for word in _words(whole) if word in self._by_given)
            alike = _Names.together(given).alike(whole)
        return found | dict.fromkeys(alike, "spelling")

    def _near(self, plain: str) -> set[str]:
        """Return the words of surnames that are a word of a name, or a slip away from one."""
        known = self._by_slip.keys()
        return {near for word in _words(plain) for slip in known & _slips(word) for near in self._by_slip[slip]}


def _short_forms(name: PersonName) -> Iterator[str]:
    for surname in {name.surname, without_prefix(name.surname)}:
        yield surname
        for letter in {name.initials[:1], name.given[:1]} - {""}:
            yield f"{letter} {surname}"


def _words(plain: str) -> list[str]:
    return [word for word in plain.split() if len(word) > 1 and word not in PREFIXES]


def _sorted(text: str) -> str:
    return " ".join(sorted(text.split()))


def _sounded(text: str) -> str:
    # IJ is written Y by many a hand.
    return text.replace("ij", "y")


@lru_cache(maxsize=_REMEMBERED)
def _slips(word: str) -> frozenset[str]:
    """Return a word, and what is left when any one letter is dropped: two words a slip apart share one of these."""
    forms = {word, _sounded(word)}
    return frozenset(forms) | {form[:n] + form[n + 1 :] for form in forms if len(form) > 2 for n in range(len(form))}


def names_alike(text: str, names: Iterable[str]) -> list[tuple[str, float]]:
    """Return the names that a text may be a misspelling of, best first, with how alike they are (0-100)."""
    choices = {name: fold(name) for name in names}
    found = process.extract(
        fold(text), choices, scorer=fuzz.ratio, score_cutoff=PLAUSIBLE_SPELLING, limit=MOST_CANDIDATES
    )
    return [(name, round(score, 1)) for _, score, name in found]
