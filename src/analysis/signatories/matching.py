"""Which people a written name may mean: names that agree, found by their words, and names that are only alike."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from rapidfuzz import fuzz

from analysis.core.names import PersonName, readings, spelt_out, without_prefix, words_of
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
    """The names of one person: each as it is in the rosters, in pieces, and each form that is as good as it."""

    names: frozenset[PersonName]
    exact: frozenset[PersonName]

    @classmethod
    def of(cls, pieces: Iterable[tuple[str, str, str, str]], written: Iterable[str]) -> "KnownNames":
        """Take given name, initials, prefix and family name of each row, and complete names as written there."""
        split = [name for row in pieces for name in _spellings(*row)]
        exact = {form for name in split for form in _exact_forms(name)}
        plain = {name.plain for name in split}
        for text in written:
            if " ".join(words_of(text)) in plain:
                continue
            # A surname by itself is never exact, whatever a list of aliases says.
            exact |= {form for form in readings(text) if form.given or len(form.initials) > 1}
        return cls(frozenset(split), frozenset(exact))


def _spellings(given: str, initials: str, prefix: str, family: str) -> Iterator[PersonName]:
    """Give a name with its marks left out, with ae, oe, ue for them, and with the halves of its surname turned."""
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
    """All names of all people, findable by a name as written.

    `agreeing(written)` returns whose names agree, `alike(written)` whose may be misspelt so: how, by person_id.
    """

    def __init__(self, known: Mapping[str, KnownNames]) -> None:
        """Index the names by each of their forms."""
        self._known = known
        self._exact: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        self._by_surname: dict[str, dict[str, list[tuple[str, PersonName]]]] = defaultdict(lambda: defaultdict(list))
        for person_id, names in known.items():
            for form in names.exact:
                self._exact[form.key].add(person_id)
            for name in names.names:
                whose = person_id, name
                for part in name.parts:
                    for letter in {"", name.initials[:1], name.given[:1]}:
                        self._by_surname[part][letter].append(whose)
        self.alike = SpellingIndex({i: names.names for i, names in known.items()}).found
        self.agreeing = lru_cache(maxsize=_REMEMBERED)(self._agreeing)

    def score(self, written: str, person_id: str) -> float:
        """Return how alike a written name and the nearest name of a person are (0-100)."""
        known = self._known[person_id].names
        # Readings differ in where they split a name, seldom in its words.
        plain = {reading.plain for reading in readings(written)}
        scores = [fuzz.token_sort_ratio(text, name.plain) for text in plain for name in known]
        return round(max(scores, default=0.0), 1)

    def _agreeing(self, written: str) -> dict[str, str]:
        """Return whose names agree with a written one, completely or in part, best first, with how (see AGREEMENT)."""
        hows: dict[str, str] = {}
        for reading in readings(written):
            given, initials, surname = reading.key
            for person_id in self._exact.get(reading.key, ()):
                _keep_best(hows, person_id, "full_name" if given else "initials")
            for person_id, known in self._sharing(reading.parts, (initials or given)[:1]):
                if how := _agreement(reading, known):
                    if how == "initial_of_given_name" and self._goes_by_another(person_id, given):
                        how = "other_given_name"
                    _keep_best(hows, person_id, how)
            if given and not initials:
                for person_id, how in self._surname_first(given, surname):
                    _keep_best(hows, person_id, how)
        return dict(sorted(hows.items(), key=lambda found: (RANK[found[1]], found[0])))

    def _goes_by_another(self, person_id: str, given: str) -> bool:
        """Return whether another given name is known of a person of whom some row has initials alone."""
        called = {name.given.split()[0] for name in self._known[person_id].names if name.given}
        return bool(called) and given.split()[0] not in called

    def _surname_first(self, family: str, given: str) -> Iterator[tuple[str, str]]:
        """Give who is meant by a name without a comma in which the surname comes first, or only part of it."""
        for person_id in self._exact.get((given, "", family), ()):
            yield person_id, "surname_first"
        for person_id, known in self._sharing({family, without_prefix(family)}, given[:1]):
            if known.given == given and known.surname != family:
                yield person_id, "part_of_surname"

    def _sharing(self, parts: Iterable[str], letter: str) -> Iterator[tuple[str, PersonName]]:
        """Give the names that share a part of their surname and a first letter, each with whose it is."""
        by_letter = (self._by_surname[part] for part in parts if part in self._by_surname)
        return chain.from_iterable(names.get(letter, ()) for names in by_letter)


def _keep_best(hows: dict[str, str], person_id: str, how: str) -> None:
    if person_id not in hows or RANK[how] < RANK[hows[person_id]]:
        hows[person_id] = how


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
