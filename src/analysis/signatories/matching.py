"""The people whose name agrees with a written one, or is alike: rapidfuzz proposes them, and never decides."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from analysis.core.names import REMEMBERED, fold, spelt_out, words_of
from analysis.core.person_names import DEGREES, PREFIXES, TITLES, PersonName, readings, without_prefix

# How a name can agree, best first. `full_name` and `initials` are exact; the others need the party, or only propose.
AGREEMENT = (
    *("full_name", "initials", "surname_first", "one_given_name", "first_initial", "initial_of_given_name"),
    "part_of_surname",
    *("other_given_name", "surname", "spelling", "spelling_of_surname", "surname_in_part", "given_name"),
)
RANK = {how: place for place, how in enumerate(AGREEMENT)}
EXACT = ("full_name", "initials")
# From this score on a name is proposed as a misspelling. Measured on the 1,625 people of 10 March 2021: it finds nearly
# every name with one typing error, and proposes someone for 6% of made-up combinations of their names (at 80: 26%).
PLAUSIBLE_SPELLING = 86
MAX_CANDIDATES = 5

# Beside a name these say nothing of whose it is, nor do the pieces of a shortened prefix (*v.d.*).
_SHORT_PREFIXES = frozenset(["v", "d", "t", "vd", "vdr", "vh", "int"])
_MAY_STAND_BESIDE_A_NAME = (PREFIXES | _SHORT_PREFIXES | TITLES | DEGREES | {"heer"}) - {"lid", "kamerlid"}
_PIECE = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_SIGNS = frozenset(".,()-'/\"")

# Names as texts, each with the person_id of its owner.
Names = list[tuple[str, str]]


@dataclass(frozen=True)
class KnownNames:
    """The names of one person: `names` as in the rosters, and every form that agrees exactly with the person."""

    names: frozenset[PersonName]
    exact: frozenset[PersonName]

    @classmethod
    def of(cls, pieces: Iterable[tuple[str, str, str, str]], written: Iterable[str]) -> "KnownNames":
        """Take given name, initials, prefix and family name of each row, and the complete names and aliases there."""
        names, exact = list[PersonName](), set[PersonName]()
        for given, initials, prefix, family in pieces:
            # Without diacritics, with ae, oe and ue for them, and with the parts of the surname changed round.
            first, _, second = family.partition("-")
            turned = [f"{second}-{prefix} {first}"] if first and second else []
            for surname in (f"{prefix} {family}".strip(), *turned):
                names.append(PersonName.of(given, initials, surname))
                if not (given + surname).isascii():
                    names.append(PersonName.of(spelt_out(given), initials, spelt_out(surname)))
        for name in names:
            if name.given:
                exact.add(PersonName(name.given, "", name.surname))
            if name.given and name.initials:
                exact.add(name)
            if len(name.initials) > 1:
                exact.add(PersonName("", name.initials, name.surname))
                if name.initials[0] == name.given[:1]:
                    # Mark G.J. Harbers: the given name stands for its initial.
                    exact.add(PersonName(name.given, name.initials[1:], name.surname))
        plain = {name.plain for name in names}
        for text in written:
            if " ".join(words_of(text)) not in plain:
                # A surname alone is never exact, whatever a list of aliases says.
                exact |= {form for form in readings(text) if form.given or len(form.initials) > 1}
        return cls(frozenset(names), frozenset(exact))


class NameIndex:
    """All names of all people, by person_id."""

    def __init__(self, known: Mapping[str, KnownNames]) -> None:
        """Index the names by each of their forms, and words of surnames by what is left when a letter is dropped."""
        self._known = known
        self._exact: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        self._by_part_and_letter: dict[tuple[str, str], list[tuple[str, PersonName]]] = defaultdict(list)
        self._by_surname: dict[str, Names] = defaultdict(list)
        self._by_given: dict[str, Names] = defaultdict(list)
        self._by_given_and_letter: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._short_by_surname: dict[str, Names] = defaultdict(list)
        self._surnames_by_slip: dict[str, set[str]] = defaultdict(set)
        # These are asked several times of each line, and lists repeat names.
        self.agreeing = lru_cache(maxsize=REMEMBERED)(self._agreeing)
        self.alike = lru_cache(maxsize=REMEMBERED)(self._alike)
        self.unknown_words = lru_cache(maxsize=REMEMBERED)(self._unknown_words)
        self._plain_of = lru_cache(maxsize=REMEMBERED)(lambda person_id: {n.plain for n in known[person_id].names})
        self._words_of = lru_cache(maxsize=REMEMBERED)(self._words_in_names)
        for person_id, names in known.items():
            for form in names.exact:
                self._exact[form.key].add(person_id)
            for name in names.names:
                letters, plain = {name.initials[:1], name.given[:1]}, _ij_as_y(name.plain)
                for part in name.parts:
                    for letter in {"", *letters}:
                        self._by_part_and_letter[part, letter].append((person_id, name))
                # The surname with and without its prefix, alone and behind each first letter.
                surnames = {name.surname, without_prefix(name.surname)}
                short = [_ij_as_y(f"{letter} {surname}".strip()) for surname in surnames for letter in {"", *letters}]
                self._by_given_and_letter[name.given, without_prefix(name.surname)[:1]].add(person_id)
                for word in _words(name.given):
                    self._by_given[word].append((plain, person_id))
                for word in _words(name.surname):
                    self._by_surname[word].append((plain, person_id))
                    self._short_by_surname[word] += [(each, person_id) for each in short]
                    for slip in _slips(word):
                        self._surnames_by_slip[slip].add(word)

    def score(self, written: str, person_id: str) -> float:
        """Return how alike a written name and the nearest name of a person are (0-100)."""
        scores = [fuzz.token_sort_ratio(text, name) for text in _plain(written) for name in self._plain_of(person_id)]
        return round(max(scores, default=0.0), 1)

    def _agreeing(self, written: str) -> dict[str, str]:
        """Return of each person whose name agrees with a written one how it does (one of AGREEMENT), best first."""
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
            how = _how_it_agrees(reading, known)
            if how == "initial_of_given_name":
                # Another row of the person may have a given name where this one has only the initials.
                others = {name.given.split()[0] for name in self._known[person_id].names if name.given}
                how = "other_given_name" if others and given.split()[0] not in others else how
            if how:
                yield person_id, how
        if not given and len(initials) == 1:
            # A single letter behind a given name is the first of the surname: *Rosa V.*
            for person_id in self._by_given_and_letter.get((surname, initials), ()):
                yield person_id, "given_name"
        if given and not initials:
            # The surname, or a part of it, may be written first without a comma.
            for person_id in self._exact.get((surname, "", given), ()):
                yield person_id, "surname_first"
            for person_id, known in self._sharing({given, without_prefix(given)}, surname[:1]):
                if known.given == surname and known.surname != given:
                    yield person_id, "part_of_surname"

    def _sharing(self, parts: Iterable[str], letter: str) -> Iterator[tuple[str, PersonName]]:
        for part in parts:
            yield from self._by_part_and_letter.get((part, letter), ())

    def _unknown_words(self, written: str, person_id: str) -> tuple[str, ...]:
        """Return the pieces of a written name that are not in the names, initials or titles of a person."""
        words, initials = self._words_of(person_id)
        pieces = _PIECE.findall(fold(written))
        if words.keys() >= {*pieces} - _SIGNS:
            return ()  # for speed: most names have no other words
        # `in_front` is how many initials are read, or -1 from the surname on; `depth` is how many brackets are open.
        found, depth, in_front = list[str](), 0, 0
        for place, piece in enumerate(pieces):
            depth += {"(": 1, ")": -1}.get(piece, 0)
            is_letters = len(piece) < 6 and any(piece in each for each in initials)
            is_next = any(each[in_front : in_front + 1] == piece[0] for each in initials)
            # In front of the surname another given name may stand for the initial at its place: *Johannes (Jan)*.
            is_another = is_next and in_front >= 0 and depth == 0
            if words.get(piece, is_letters or is_another):
                in_front += (len(piece) if is_letters else 1) if in_front >= 0 else 0
            elif piece in words:
                in_front = -1
            says_nothing = piece in _SIGNS | _MAY_STAND_BESIDE_A_NAME or (place == 0 and piece.isdigit())
            if not (piece in words or is_letters or is_another or says_nothing):
                found.append(piece)
        return tuple(found)

    def other_prefixes(self, written: str, person_id: str) -> list[str]:
        """Return the prefixes in a written name that a person does not have: *De Bedacht* is not *Bedacht*."""
        known, initials = self._words_of(person_id)
        words = [word for word in words_of(written.casefold().replace("de heer", "")) if word not in known]
        if not known.keys().isdisjoint(PREFIXES):  # a short one may stand for that of the person
            return [word for word in words if word in PREFIXES - _SHORT_PREFIXES]
        return [word for word in words if word in PREFIXES | _SHORT_PREFIXES and not any(word in i for i in initials)]

    def _words_in_names(self, person_id: str) -> tuple[dict[str, bool], frozenset[str]]:
        """Return the words in the names of a person, each with whether it is a given name, and the initials."""
        known = self._known[person_id]
        names = known.names | known.exact
        words = {word: False for name in names for word in words_of(name.surname)}
        words |= {word: True for name in names for word in words_of(name.given)}
        initials = {name.initials for name in names} | {"".join(w[0] for w in words_of(name.given)) for name in names}
        return words, frozenset(filter(None, initials))

    def _alike(self, written: str) -> dict[str, str]:
        """Return the people whose name a written one may be a misspelling of: `spelling`, or `spelling_of_surname`."""
        read = readings(written)
        # The readings of a name differ in where they split it, not in their words: one of each kind is enough.
        complete = _ij_as_y(next((reading.plain for reading in read if reading.given), ""))
        alone = next((reading for reading in read if not reading.given), None)
        short = ""
        if alone and (alone.initials or not complete):
            short = _ij_as_y(f"{alone.initials[:1]} {alone.surname}".strip())
        names = self._with_surname_near(short, self._short_by_surname)
        # In a short surname one typing error counts for more than the ratio allows.
        of_surname = _people_near_in_full(short, names) | _people_near(short, names, OSA.distance, 1)
        alike = _people_near_in_full(complete, self._with_surname_near(complete, self._by_surname))
        if not alike:
            # Far more people share a given name: they are compared only if no surname is near.
            names = [each for word in _words(complete) for each in self._by_given.get(word, ())]
            alike = _people_near_in_full(complete, names)
        return dict.fromkeys(of_surname, "spelling_of_surname") | dict.fromkeys(alike, "spelling")

    def _with_surname_near(self, plain: str, index: Mapping[str, Names]) -> Names:
        known = self._surnames_by_slip.keys()
        slips = (slip for word in _words(plain) for slip in known & _slips(word))
        near = {word for slip in slips for word in self._surnames_by_slip[slip]}
        return [name for word in near for name in index[word]]


def _how_it_agrees(written: PersonName, known: PersonName) -> str:
    """Return how a reading agrees, short of exactly, with a name that shares a part of its surname; empty if not."""
    letters = written.initials or written.given[:1]
    if not letters:
        return "surname" if written.surname == known.surname else "surname_in_part"
    # The last of several initials may be left out; more than the rosters have, or others, are another person's.
    same_given = bool(written.given) and written.given.split()[:1] == known.given.split()[:1]
    if not known.initials.startswith(letters) and letters != known.given[:1]:
        return "other_given_name" if same_given and written.surname == known.surname else ""
    if written.given and known.given and written.given.split()[0] != known.given.split()[0]:
        return "other_given_name"
    if written.surname != known.surname:
        return "part_of_surname"
    if written.given:
        return "one_given_name" if known.given else "initial_of_given_name"
    return "first_initial"


@lru_cache(maxsize=REMEMBERED)
def _plain(written: str) -> frozenset[str]:
    # Readings differ in where they split a name, seldom in its words.
    return frozenset(reading.plain for reading in readings(written))


def _people_near_in_full(text: str, names: Names) -> set[str]:
    # The words are compared sorted and as they stand, for a typing error in a first letter changes their order.
    scorers = (fuzz.ratio, fuzz.token_sort_ratio)
    return {person_id for each in scorers for person_id in _people_near(text, names, each, PLAUSIBLE_SPELLING)}


def _people_near(text: str, names: Names, scorer: Callable[..., float], cutoff: float) -> set[str]:
    found = process.extract(text, [name for name, _ in names], scorer=scorer, score_cutoff=cutoff, limit=None)
    return {names[place][1] for _, _, place in found}


def _words(plain: str) -> list[str]:
    return [word for word in plain.split() if len(word) > 1 and word not in PREFIXES]


def _ij_as_y(text: str) -> str:
    return text.replace("ij", "y")


@lru_cache(maxsize=REMEMBERED)
def _slips(word: str) -> frozenset[str]:
    """Return a word, and what is left when any one letter is dropped: two words one slip apart share one of these."""
    forms = frozenset([word, _ij_as_y(word)])
    return forms | {form[:n] + form[n + 1 :] for form in forms if len(form) > 2 for n in range(len(form))}


def given_names_differ(one: str, other: str) -> bool:
    """Return whether two names have given names that differ from the first letter on, and no word of the other."""
    given = [{reading.given.split()[0] for reading in readings(text) if reading.given} for text in (one, other)]
    are_apart = given[0].isdisjoint(words_of(other)) and given[1].isdisjoint(words_of(one))
    return all(given) and are_apart and {each[0] for each in given[0]}.isdisjoint(each[0] for each in given[1])


def names_alike(text: str, names: Iterable[str]) -> list[tuple[str, float]]:
    """Return the names that a text may be a misspelling of, best first, with how alike they are (0-100)."""
    choices, most = {name: fold(name) for name in names}, MAX_CANDIDATES
    found = process.extract(fold(text), choices, scorer=fuzz.ratio, score_cutoff=PLAUSIBLE_SPELLING, limit=most)
    return [(name, round(score, 1)) for _, score, name in found]
