"""What the words beside a name say of whoever signs, by their parts: a party, a seat or candidacy, another role.

The words are data: data/roles.csv has what each says and where that is from, data/places.csv the municipalities and
provinces, data/bodies.csv the names and titles of each body. What they mean for a line is in `acceptance`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import OSA

from analysis.core.names import PartyNames, fold, words_of

# What a word can say, the gravest first: of two that a word may say, this one counts.
KINDS = (
    *("former", "staff", "relation", "post", "office", "body", "seat", "own_body", "shared_title", "candidacy"),
    *("member", "plain", "place", "unknown"),
)
# These speak against a signer, whatever else is said; the others do unless a seat or candidacy is named.
_ALWAYS_AGAINST = ("former", "staff", "relation")
_AGAINST = (*_ALWAYS_AGAINST, "office", "body", "post", "place", "unknown")
# A slip is looked for in words that matter: of a word that says nothing it would make one that speaks for a signer.
_MAY_BE_MISSPELT = ("staff", "post", "office", "body", "seat", "own_body", "candidacy")
# What speaks for a signer only in long words, or where letters changed places: politie is no slip in positie.
_SPEAKS_FOR, _LONG = ("seat", "own_body", "candidacy"), 8
_SAY_LITTLE = frozenset(["plain", "own_body"])
_LINKS = frozenset(["van", "of", "bij", "for", "to", "der", "voor", "at"])
_ALSO = frozenset(["en", "and", "tevens", "ook", "also"])
_SUBJECTS = ("woordvoer", "portefeuille", "spokes")
_TOKEN = re.compile(r"[^\W\d_]+|\d+|;")
_POINTED = re.compile(r"(?<!\w)(?:[a-z]\.){2,}")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)|(?<=tk|gr|ps|ep)[\W_]{0,2}(\d\d)(?!\d)")
_SINCE = re.compile(r"(?:sinds|vanaf|since|from) (?:\w+ )?\d{4}|\d{4} ?- ?(?:heden|nu|now|present)")


class Word(NamedTuple):
    """A word, or some that belong together, and what it says (one of KINDS), as it is or with a slip corrected."""

    text: str
    kind: str
    misspelt: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """What is written beside a name: the parties and lists it names, and what else it says.

    `other_lists` are the lists that stand beside a party, not in its name (CDA Jong, and there was a list JONG).

    `sits_or_stands`: a seat, a candidacy, a place on a list or an election of this body is named. `against` is the
    kind of what speaks against that the signer sits or stands, and `quoted` its words; both empty if nothing does.
    `text` is the role in plain words, without parties and numbers: what a decision on a role names.
    """

    parties: frozenset[str]
    lists: frozenset[str]
    other_lists: frozenset[str]
    years: frozenset[int]
    words: tuple[Word, ...]
    sits_or_stands: bool
    against: str
    quoted: str
    text: str

    @property
    def says_something(self) -> bool:
        """Return whether the words say who signs: a party, a list, a seat or any known role."""
        # Short words (ps, ab) may be initials, and a name may be one slip from any word.
        known = any(
            word.kind not in ("plain", "member", "place", "unknown") and len(word.text) > 3 and not word.misspelt
            for word in self.words
        )
        return bool(self.parties or self.lists) or known

    @property
    def is_only_a_party(self) -> bool:
        """Return whether a party is named, and nothing that makes it somebody else's signature."""
        return bool(self.parties) and not self.other_lists and all(word.kind in _SAY_LITTLE for word in self.words)


def role_of(
    parties: frozenset[str],
    lists: frozenset[str],
    other_lists: frozenset[str],
    years: frozenset[int],
    words: tuple[Word, ...],
) -> Role:
    """Put together what all words beside a name say."""
    kinds = {word.kind for word in words}
    of_this_body = _names_own_seat(words, kinds)
    against = next((kind for kind in _ALWAYS_AGAINST if kind in kinds), "")
    if against == "staff" and of_this_body and _is_both(words):
        against = ""
    if not against and not of_this_body:
        against = next((kind for kind in _AGAINST if kind in kinds), "")
    stands = bool(kinds & {"candidacy", "shared_title"}) or ("own_body" in kinds and not against)
    quoted = " ".join(word.text for word in words if word.kind == against)
    text = " ".join(word.text for word in words)
    sits_or_stands = not against and (of_this_body or stands)
    return Role(parties, lists, other_lists, years, words, sits_or_stands, against, quoted, text)


def together(roles: Sequence[Role]) -> Role:
    """Return what several texts beside one name say."""
    parties, lists, other_lists, years = (
        frozenset().union(*sets)
        for sets in zip(*((role.parties, role.lists, role.other_lists, role.years) for role in roles), strict=True)
    )
    return role_of(parties, lists, other_lists, years, tuple(word for role in roles for word in role.words))


def _names_own_seat(words: tuple[Word, ...], kinds: set[str]) -> bool:
    """Return whether a seat, candidacy or election of this body is named: of this body, not only of any."""
    if "seat" not in kinds and not ("own_body" in kinds and kinds & {"candidacy", "shared_title", "member"}):
        return False
    # A coach of a member, a friend of a candidate: whose role is known is not the signer.
    telling = [place for place, word in enumerate(words) if word.kind != "plain"]
    first = words[telling[0]]
    behind = words[telling[0] + 1].text if telling[0] + 1 < len(words) else ""
    return not (first.kind == "unknown" and behind in _LINKS)


def _is_both(words: tuple[Word, ...]) -> bool:
    """Return whether a seat or candidacy is named beside another role: adviser and candidate, not adviser of one."""
    pairs = pairwise(words)
    return any(first.text in _ALSO and second.kind in ("seat", "own_body", "candidacy") for first, second in pairs)


class RoleWords:
    """The words that say something in one body, ready to be found in a text."""

    def __init__(self, body: Mapping[str, str], roles: pd.DataFrame, places: pd.DataFrame) -> None:
        """Take a row of data/bodies.csv, and data/roles.csv and data/places.csv."""
        self._exact: dict[str, str] = {}
        self._titles = {text: kind for text, kind in _titles(body, roles) if " " not in text}
        # By their first word, the longest first; a star at the end of one stands for any letters.
        self._phrases: dict[str, list[tuple[list[str], str]]] = {}
        patterns: dict[str, list[str]] = {}
        for text, kind in sorted(_rows(body, roles, places), key=lambda row: len(row[0]), reverse=True):
            words = _TOKEN.findall(text.replace("*", "")) if " " in text else [text]
            if len(words) > 1:
                words[-1] += "*" if text.endswith("*") else ""
                self._phrases.setdefault(words[0], []).append((words, kind))
            elif "*" in text:
                patterns.setdefault(kind, []).append(re.escape(text).replace(r"\*", r"\w*"))
            elif KINDS.index(kind) < KINDS.index(self._exact.get(text, "unknown")):
                self._exact[text] = kind
        self._patterns = [(kind, re.compile("|".join(patterns[kind]))) for kind in KINDS if kind in patterns]
        self._known = [word for word, kind in self._exact.items() if len(word) > 4 and kind in _MAY_BE_MISSPELT]
        self.word = lru_cache(maxsize=20_000)(self._word)

    def read(self, piece: str, parties: PartyNames, lists: PartyNames) -> Role:
        """Return what a text without commas says; `lists` are the names of lists of candidates, a party's or not."""
        folded = _POINTED.sub(lambda found: found[0].replace(".", "") + " ", fold(piece))
        named, listed = (_found_in(folded, names) for names in (parties, lists))
        rest = folded
        for start, end, _ in named + listed:
            rest = rest[:start] + ";" * (end - start) + rest[end:]
        years = frozenset(int(long or f"20{short}") for long, short in _YEAR.findall(_SINCE.sub(" ", rest)))
        apart = [each for each in listed if all(each[1] <= start or end <= each[0] for start, end, _ in named)]
        ids = [frozenset(name for _, _, meant in found for name in meant) for found in (named, listed, apart)]
        return role_of(ids[0], ids[1], ids[2], years, tuple(self._words_in(rest)))

    def _words_in(self, rest: str) -> Iterator[Word]:
        tokens, subject, place = _TOKEN.findall(rest), False, 0
        while place < len(tokens):
            token = tokens[place]
            if phrase := self._phrase_at(tokens, place):
                length, kind = phrase
                words = tokens[place : place + length]
                graver = (each for word in words if (each := self.word(word).kind) in _ALWAYS_AGAINST)
                yield Word(" ".join(words), next(graver, kind))
                place += length
                continue
            place += 1
            subject = subject and token != ";"
            if len(token) > 1 and not token.isdigit():
                word = self.word(token)
                # A spokesman may name the subject.
                yield word._replace(kind="plain") if subject and word.kind == "unknown" else word
                subject = subject or token.startswith(_SUBJECTS)

    def _phrase_at(self, tokens: list[str], place: int) -> tuple[int, str] | None:
        """Return how many words the phrase that begins at a place has, and what it says."""
        for words, kind in self._phrases.get(tokens[place], ()):
            found = tokens[place : place + len(words)]
            if found[:-1] == words[:-1] and len(found) == len(words):
                last = words[-1]
                if found[-1] == last or (last[-1] == "*" and found[-1].startswith(last[:-1])):
                    return len(words), kind
        return None

    def _word(self, text: str) -> Word:
        """Return what a word says: as it is, else as the known word that it may be a slip in."""
        if text in self._titles:
            return Word(text, self._titles[text])
        kinds = [kind for kind, pattern in self._patterns if pattern.fullmatch(text)]
        kinds += [self._exact[text]] if text in self._exact else []
        if kinds:
            return Word(text, min(kinds, key=KINDS.index))
        kind = self._misspelt(text)
        return Word(text, kind, kind != "unknown")

    def _misspelt(self, word: str) -> str:
        """Return what a word says that one slip, in a long word two, makes of a known one."""
        if len(word) < 4:
            return "unknown"
        slips = 2 if len(word) > 8 else 1
        found = process.extract(word, self._known, scorer=OSA.distance, score_cutoff=slips, limit=None)
        near = [known for known, _, _ in found if known[0] == word[0]]
        kinds = [
            kind
            for known in near
            if (kind := self._exact[known]) not in _SPEAKS_FOR or len(known) >= _LONG or sorted(known) == sorted(word)
        ]
        return min(kinds, key=KINDS.index, default="unknown")


def _titles(body: Mapping[str, str], roles: pd.DataFrame) -> Iterator[tuple[str, str]]:
    offices = set(roles.loc[roles["kind"] == "office", "words"])
    for title in filter(None, body["titles"].split("|")):
        # There are councillors everywhere: the word says nothing of this council.
        text = " ".join(words_of(title))
        yield text, "shared_title" if text in offices else "seat"


def _rows(body: Mapping[str, str], roles: pd.DataFrame, places: pd.DataFrame) -> Iterator[tuple[str, str]]:
    yield from _titles(body, roles)
    for name in filter(None, [body["name_nl"], body["name_en"], *body["names"].split("|")]):
        yield " ".join(words_of(name)), "own_body"
    for words, kind, of in zip(roles["words"], roles["kind"], roles["body_id"].fillna(""), strict=True):
        if of == body["body_id"]:
            yield words, "own_body" if kind == "body" else kind if kind != "candidacy" else "seat"
        else:
            yield words, {"seat": "office", "candidacy": "body"}.get(kind, kind) if of else kind
    for place in places["place"]:
        yield " ".join(words_of(place)), "place"


def _found_in(folded: str, names: PartyNames) -> list[tuple[int, int, tuple[str, ...]]]:
    found = names.pattern.finditer(folded)
    return [(*each.span(), names.meanings[(each.lastindex or 1) - 1]) for each in found]
