"""Names that a written name may be a misspelling of: rapidfuzz proposes them, and never decides."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from analysis.core.names import fold
from analysis.core.person_names import PREFIXES, PersonName, readings, without_prefix

# From this score on a name is proposed as a misspelling. Measured on the 1,625 people of 10 March 2021: it finds nearly
# every name with one typing error, and proposes someone for 6% of made-up combinations of their names (at 80: 26%).
PLAUSIBLE_SPELLING = 86
MOST_CANDIDATES = 5
# The same words come back in every list: the answers for so many are kept.
_REMEMBERED = 4_000

# Names as texts, each with the person_id of its owner.
Names = list[tuple[str, str]]


class SpellingIndex:
    """Names to compare a misspelt one with: those with a surname one slip away, or with the same given name.

    A slip is a letter too many, one too few, another letter, or two that changed places.
    """

    def __init__(self, names: Mapping[str, Iterable[PersonName]]) -> None:
        """Index the names by their words, and the words of surnames by what is left when a letter is dropped."""
        self._by_surname: dict[str, Names] = defaultdict(list)
        self._by_given: dict[str, Names] = defaultdict(list)
        self._short_by_surname: dict[str, Names] = defaultdict(list)
        self._surnames_by_slip: dict[str, set[str]] = defaultdict(set)
        for person_id, own in names.items():
            for name in own:
                self._add(person_id, name)

    def _add(self, person_id: str, name: PersonName) -> None:
        plain = _ij_as_y(name.plain)
        for word in _words(name.given):
            self._by_given[word].append((plain, person_id))
        for word in _words(name.surname):
            self._by_surname[word].append((plain, person_id))
            self._short_by_surname[word] += [(_ij_as_y(short), person_id) for short in _short_forms(name)]
            for slip in _slips(word):
                self._surnames_by_slip[slip].add(word)

    def found(self, written: str) -> dict[str, str]:
        """Return the people whose name a written one may be a misspelling of: `spelling`, or `spelling_of_surname`."""
        read = readings(written)
        # The readings of a name differ in where they split it, not in their words: one of each kind is enough.
        complete = _ij_as_y(next((reading.plain for reading in read if reading.given), ""))
        alone = next((reading for reading in read if not reading.given), None)
        short = ""
        if alone and (alone.initials or not complete):
            short = _ij_as_y(f"{alone.initials[:1]} {alone.surname}".strip())
        names = self._with_surname_near(short, self._short_by_surname)
        # In a short surname one slip weighs more than the ratio allows.
        found = dict.fromkeys(_alike(short, names) | _near(short, names, OSA.distance, 1), "spelling_of_surname")
        alike = _alike(complete, self._with_surname_near(complete, self._by_surname))
        if not alike:
            # Far more people share a given name: they are compared only if no surname is near.
            words = (word for word in _words(complete) if word in self._by_given)
            alike = _alike(complete, [each for word in words for each in self._by_given[word]])
        return found | dict.fromkeys(alike, "spelling")

    def _with_surname_near(self, plain: str, index: Mapping[str, Names]) -> Names:
        """Return the names in an index of which a word of the surname is at most one slip from a word of a text."""
        known = self._surnames_by_slip.keys()
        slips = (slip for word in _words(plain) for slip in known & _slips(word))
        near = {word for slip in slips for word in self._surnames_by_slip[slip]}
        return [name for word in near for name in index[word]]


def _alike(text: str, names: Names) -> set[str]:
    # With the words sorted too; not that alone, for a typing error in a first letter changes their order.
    return _near(text, names, fuzz.ratio, PLAUSIBLE_SPELLING) | _near(
        text, names, fuzz.token_sort_ratio, PLAUSIBLE_SPELLING
    )


def _near(text: str, names: Names, scorer: Callable[..., float], cutoff: float) -> set[str]:
    found = process.extract(text, [name for name, _ in names], scorer=scorer, score_cutoff=cutoff, limit=None)
    return {names[place][1] for _, _, place in found}


def _short_forms(name: PersonName) -> Iterator[str]:
    """Yield the surname with and without its prefix, alone and behind each first letter."""
    for surname in {name.surname, without_prefix(name.surname)}:
        yield surname
        for letter in {name.initials[:1], name.given[:1]} - {""}:
            yield f"{letter} {surname}"


def _words(plain: str) -> list[str]:
    return [word for word in plain.split() if len(word) > 1 and word not in PREFIXES]


def _ij_as_y(text: str) -> str:
    return text.replace("ij", "y")


@lru_cache(maxsize=_REMEMBERED)
def _slips(word: str) -> frozenset[str]:
    """Return a word, and what is left when any one letter is dropped: two words one slip apart share one of these."""
    forms = {word, _ij_as_y(word)}
    return frozenset(forms) | {form[:n] + form[n + 1 :] for form in forms if len(form) > 2 for n in range(len(form))}


def names_alike(text: str, names: Iterable[str]) -> list[tuple[str, float]]:
    """Return the names that a text may be a misspelling of, best first, with how alike they are (0-100)."""
    choices = {name: fold(name) for name in names}
    found = process.extract(
        fold(text), choices, scorer=fuzz.ratio, score_cutoff=PLAUSIBLE_SPELLING, limit=MOST_CANDIDATES
    )
    return [(name, round(score, 1)) for _, score, name in found]
