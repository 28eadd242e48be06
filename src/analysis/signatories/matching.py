"""The people whose name agrees with a written one, completely or in part; those whose name is only alike."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from analysis.core.names import spelt_out, words_of
from analysis.core.person_names import PersonName, readings, without_prefix
from analysis.signatories.spelling import SpellingIndex

# Written names whose answers are kept; a list rarely repeats more.
_REMEMBERED = 4_000
# How a name can agree, best first. `full_name` and `initials` are exact; the others need the party, or only propose.
AGREEMENT = (
    *("full_name", "initials", "surname_first", "one_given_name", "first_initial", "initial_of_given_name"),
    "part_of_surname",
    *("other_given_name", "surname", "spelling", "spelling_of_surname", "surname_in_part"),
)
RANK = {how: place for place, how in enumerate(AGREEMENT)}
EXACT = ("full_name", "initials")


@dataclass(frozen=True)
class KnownNames:
    """The names of one person: `names` as in the rosters, and every form that agrees exactly with the person."""

    names: frozenset[PersonName]
    exact: frozenset[PersonName]

    @classmethod
    def of(cls, pieces: Iterable[tuple[str, str, str, str]], written: Iterable[str]) -> "KnownNames":
        """Take given name, initials, prefix and family name of each row, and the complete names and aliases there."""
        names = [name for row in pieces for name in _spellings(*row)]
        exact = {form for name in names for form in _exact_forms(name)}
        plain = {name.plain for name in names}
        for text in written:
            if " ".join(words_of(text)) not in plain:
                # A surname alone is never exact, whatever a list of aliases says.
                exact |= {form for form in readings(text) if form.given or len(form.initials) > 1}
        return cls(frozenset(names), frozenset(exact))


def _spellings(given: str, initials: str, prefix: str, family: str) -> Iterator[PersonName]:
    """Yield a name without diacritics, with ae, oe and ue for them, and with the parts of its surname changed round."""
    first, _, second = family.partition("-")
    surnames = [f"{prefix} {family}".strip()]
    if first and second:
        surnames.append(f"{second}-{prefix} {first}")
    for surname in surnames:
        yield PersonName.of(given, initials, surname)
        if not (given + surname).isascii():
            yield PersonName.of(spelt_out(given), initials, spelt_out(surname))


def _exact_forms(name: PersonName) -> Iterator[PersonName]:
    if name.given:
        yield PersonName(name.given, "", name.surname)
    if len(name.initials) > 1:
        yield PersonName("", name.initials, name.surname)
    if name.given and name.initials:
        yield name


class NameIndex:
    """All names of all people, by person_id.

    `agreeing(written)` returns the people whose names agree with a written one, `alike(written)` those whose name may
    be misspelt in it; of each person_id how (one of AGREEMENT).
    """

    def __init__(self, known: Mapping[str, KnownNames]) -> None:
        """Index the names by each of their forms."""
        self._known = known
        self._exact: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        self._by_part_and_letter: dict[tuple[str, str], list[tuple[str, PersonName]]] = defaultdict(list)
        for person_id, names in known.items():
            for form in names.exact:
                self._exact[form.key].add(person_id)
            for name in names.names:
                for part in name.parts:
                    for letter in {"", name.initials[:1], name.given[:1]}:
                        self._by_part_and_letter[part, letter].append((person_id, name))
        self.alike = SpellingIndex({i: names.names for i, names in known.items()}).found
        self.agreeing = lru_cache(maxsize=_REMEMBERED)(self._agreeing)

    def score(self, written: str, person_id: str) -> float:
        """Return how alike a written name and the nearest name of a person are (0-100)."""
        # Readings differ in where they split a name, seldom in its words.
        plain = {reading.plain for reading in readings(written)}
        scores = [fuzz.token_sort_ratio(text, name.plain) for text in plain for name in self._known[person_id].names]
        return round(max(scores, default=0.0), 1)

    def _agreeing(self, written: str) -> dict[str, str]:
        """Return of each person whose name agrees how it does, best first."""
        best: dict[str, str] = {}
        for reading in readings(written):
            for person_id, how in self._agreeing_with(reading):
                if person_id not in best or RANK[how] < RANK[best[person_id]]:
                    best[person_id] = how
        return dict(sorted(best.items(), key=lambda found: (RANK[found[1]], found[0])))

    def _agreeing_with(self, reading: PersonName) -> Iterator[tuple[str, str]]:
        given, initials, surname = reading.key
        for person_id in self._exact.get(reading.key, ()):
            yield person_id, "full_name" if given else "initials"
        for person_id, known in self._sharing(reading.parts, (initials or given)[:1]):
            if how := _agreement(reading, known):
                another = how == "initial_of_given_name" and self._has_another_given_name(person_id, given)
                yield person_id, "other_given_name" if another else how
        if given and not initials:
            # The surname, or a part of it, may be written first without a comma.
            for person_id in self._exact.get((surname, "", given), ()):
                yield person_id, "surname_first"
            for person_id, known in self._sharing({given, without_prefix(given)}, surname[:1]):
                if known.given == surname and known.surname != given:
                    yield person_id, "part_of_surname"

    def _has_another_given_name(self, person_id: str, given: str) -> bool:
        """Return whether a person is known by another given name: another row may have only the initials."""
        names = {name.given.split()[0] for name in self._known[person_id].names if name.given}
        return bool(names) and given.split()[0] not in names

    def _sharing(self, parts: Iterable[str], letter: str) -> Iterator[tuple[str, PersonName]]:
        """Yield person_id and name of those who share a part of the surname and the first letter."""
        for part in parts:
            yield from self._by_part_and_letter.get((part, letter), ())


def _agreement(written: PersonName, known: PersonName) -> str:
    """Return how a reading agrees, short of exactly, with a name that shares a part of its surname; empty if not."""
    letters = written.initials or written.given[:1]
    if not letters:
        return "surname" if written.surname == known.surname else "surname_in_part"
    # The last of several initials may be left out; more than the rosters have, or others, are another person's.
    if not known.initials.startswith(letters) and letters != known.given[:1]:
        return ""
    if written.given and known.given and written.given.split()[0] != known.given.split()[0]:
        return "other_given_name"
    if written.surname != known.surname:
        return "part_of_surname"
    if written.given:
        return "one_given_name" if known.given else "initial_of_given_name"
    return "first_initial"
