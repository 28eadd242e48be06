"""The words written beside a name, and what they say of the signatory: a party, a seat or candidacy, another role.

The words are data: data/roles.csv has what each says with its source, data/places.csv the municipalities and provinces,
data/bodies.csv the names and titles of each body. What they mean for a line is in `acceptance`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import OSA

from analysis.core.names import PartyNames, fold, words_of

# What a word can say, the gravest first: a word that can say two things says the graver.
KINDS = (
    *("former", "staff", "relation", "post", "office", "body", "seat", "own_body", "shared_title", "candidacy"),
    *("member", "plain", "place", "unknown"),
)
# These speak against a signatory whatever else is written; the others, unless a seat or candidacy is named.
_ALWAYS_AGAINST = ("former", "staff", "relation")
_AGAINST = (*_ALWAYS_AGAINST, "office", "body", "post", "place", "unknown")
# Only these are recognised with a slip in them.
_MAY_BE_MISSPELT = ("staff", "post", "office", "body", "seat", "own_body", "candidacy")
# Words in favour are recognised with a slip only if long, or if letters changed places: politie is no slip in positie.
_IN_FAVOUR, _LONG = ("seat", "own_body", "candidacy"), 8
_BESIDE_A_PARTY = frozenset(["plain", "own_body"])
_LINKS = frozenset(["van", "of", "bij", "for", "to", "der", "voor", "at"])
_SPOKESMAN = ("woordvoer", "portefeuille", "spokes")
_TOKEN = re.compile(r"[^\W\d_]+|\d+|;")
_POINTED = re.compile(r"(?<!\w)(?:[a-z]\.){2,}")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)|(?<=tk|gr|ps|ep)[\W_]{0,2}(\d\d)(?!\d)")
_SINCE = re.compile(r"(?:sinds|vanaf|since|from) (?:\w+ )?\d{4}|\d{4} ?- ?(?:heden|nu|now|present)")


class Word(NamedTuple):
    """A word, or some that belong together, and what it says (one of KINDS), as it is or with a slip corrected."""

    text: str
    kind: str
    misspelt: bool = False


@dataclass(frozen=True)
class Role:
    """What is written beside a name: the parties, lists of candidates and years it names, and the other words.

    `other_lists` are lists named outside the name of a party: CDA Jong, where a list is called Jong.
    """

    parties: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    other_lists: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    words: tuple[Word, ...] = ()

    @cached_property
    def text(self) -> str:
        """Return the role in plain words, without parties and numbers: a decision on a role refers to it so."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def against(self) -> str:
        """Return the kind of word that says that the signatory neither sits nor stands; empty for none."""
        kinds = {word.kind for word in self.words}
        against = _ALWAYS_AGAINST if self._names_own_seat else _AGAINST
        return next((kind for kind in against if kind in kinds), "")

    @cached_property
    def sits_or_stands(self) -> bool:
        """Return whether a seat, a candidacy, a place on a list or an election of this body is named."""
        in_favour = {"candidacy", "shared_title", "own_body"}
        return not self.against and (self._names_own_seat or any(word.kind in in_favour for word in self.words))

    @property
    def quoted(self) -> str:
        """Return the words that speak against the signatory."""
        return " ".join(word.text for word in self.words if word.kind == self.against)

    @property
    def says_something(self) -> bool:
        """Return whether a party, a list, a seat or another known role is named."""
        # Short words (ps, ab) may be initials, and a name may be one slip from any word.
        known = any(
            word.kind not in ("plain", "member", "place", "unknown") and len(word.text) > 3 and not word.misspelt
            for word in self.words
        )
        return bool(self.parties or self.lists) or known

    @property
    def is_only_a_party(self) -> bool:
        """Return whether a party is named, and nothing that makes it the signature of somebody else."""
        return bool(self.parties) and not self.other_lists and all(word.kind in _BESIDE_A_PARTY for word in self.words)

    @cached_property
    def _names_own_seat(self) -> bool:
        """Return whether a seat or candidacy in this body is named, and not only in any body."""
        kinds = {word.kind for word in self.words}
        if "seat" not in kinds and not ("own_body" in kinds and kinds & {"candidacy", "shared_title", "member"}):
            return False
        # A coach of a member, a friend of a candidate: the seat is somebody else's.
        place = next(place for place, word in enumerate(self.words) if word.kind != "plain")
        first, behind = self.words[place], self.words[place + 1 : place + 2]
        return not (first.kind == "unknown" and behind and behind[0].text in _LINKS)


class RoleWords:
    """The words that say something in one body, looked up in a text."""

    def __init__(self, body: Mapping[str, str], roles: pd.DataFrame, places: pd.DataFrame, lists: PartyNames) -> None:
        """Take a row of data/bodies.csv, data/roles.csv, data/places.csv and the names of lists of candidates."""
        self._lists = lists
        self._exact: dict[str, str] = {}
        self._titles = {text: kind for text, kind in _titles(body, roles) if " " not in text}
        # Phrases by their first word, the longest first; a star at the end of one is any letters.
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
        self._piece = lru_cache(maxsize=20_000)(self._read)
        self._known = [word for word, kind in self._exact.items() if len(word) > 4 and kind in _MAY_BE_MISSPELT]

    def read(self, text: str, parties: PartyNames) -> Role:
        """Return what the words beside a name say, given the names of parties of the day."""
        roles = [self._piece(piece.strip(), parties) for piece in text.split(",")]
        if len(roles) == 1:
            return roles[0]
        return Role(
            frozenset().union(*(role.parties for role in roles)),
            frozenset().union(*(role.lists for role in roles)),
            frozenset().union(*(role.other_lists for role in roles)),
            frozenset().union(*(role.years for role in roles)),
            tuple(word for role in roles for word in role.words),
        )

    def _read(self, piece: str, parties: PartyNames) -> Role:
        folded = _POINTED.sub(lambda found: found[0].replace(".", "") + " ", fold(piece))
        named, listed = ([*names.pattern.finditer(folded)] for names in (parties, self._lists))
        rest = folded
        for found in named + listed:
            rest = rest[: found.start()] + ";" * (found.end() - found.start()) + rest[found.end() :]
        years = frozenset(int(long or f"20{short}") for long, short in _YEAR.findall(_SINCE.sub(" ", rest)))
        outside = [found for found in listed if all(_apart(found, each) for each in named)]
        lists, others = (_ids(found, self._lists) for found in (listed, outside))
        return Role(_ids(named, parties), lists, others, years, tuple(self._words_in(rest)))

    def _words_in(self, rest: str) -> Iterator[Word]:
        # Names of parties are semicolons: no phrase reaches across them.
        tokens, is_subject, place = _TOKEN.findall(rest), False, 0
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
            is_subject = is_subject and token != ";"
            if len(token) > 1 and not token.isdigit():
                word = self.word(token)
                # Behind a spokesman, up to a comma, unknown words are the subject: woordvoerder zorg.
                yield word._replace(kind="plain") if is_subject and word.kind == "unknown" else word
                is_subject = is_subject or token.startswith(_SPOKESMAN)

    def _phrase_at(self, tokens: list[str], place: int) -> tuple[int, str] | None:
        """Return how many words the phrase that begins at a place has, and what it says."""
        for words, kind in self._phrases.get(tokens[place], ()):
            found = tokens[place : place + len(words)]
            if found[:-1] == words[:-1] and len(found) == len(words):
                last = words[-1]
                if found[-1] == last or (last[-1] == "*" and found[-1].startswith(last[:-1])):
                    return len(words), kind
        return None

    def word(self, text: str) -> Word:
        """Return what a word says, as it is or else as a misspelling of a known word."""
        if text in self._titles:
            return Word(text, self._titles[text])
        kinds = [kind for kind, pattern in self._patterns if pattern.fullmatch(text)]
        kinds += [self._exact[text]] if text in self._exact else []
        if kinds:
            return Word(text, min(kinds, key=KINDS.index))
        # One slip away from a known word, of a long word two.
        slips = 2 if len(text) > 8 else 1
        found = process.extract(text, self._known, scorer=OSA.distance, score_cutoff=slips, limit=None)
        near = [known for known, _, _ in found if known[0] == text[0] and len(text) > 3]
        kinds = [
            kind
            for known in near
            if (kind := self._exact[known]) not in _IN_FAVOUR or len(known) >= _LONG or sorted(known) == sorted(text)
        ]
        return Word(text, min(kinds, key=KINDS.index, default="unknown"), misspelt=bool(kinds))


def _titles(body: Mapping[str, str], roles: pd.DataFrame) -> Iterator[tuple[str, str]]:
    offices = set(roles.loc[roles["kind"] == "office", "words"])
    for title in filter(None, body["titles"].split("|")):
        # A title that others have too (every town has councillors) does not say of which body.
        text = " ".join(words_of(title))
        yield text, "shared_title" if text in offices else "seat"


def _rows(body: Mapping[str, str], roles: pd.DataFrame, places: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Yield each word or phrase with what it says in a body: the seat of one body is an office elsewhere."""
    yield from _titles(body, roles)
    for name in filter(None, [body["name_nl"], body["name_en"], *body["names"].split("|")]):
        yield " ".join(words_of(name)), "own_body"
    for words, kind, of in zip(roles["words"], roles["kind"], roles["body_id"].fillna(""), strict=True):
        if of == body["body_id"]:
            yield words, {"body": "own_body", "candidacy": "seat"}.get(kind, kind)
        else:
            yield words, {"seat": "office", "candidacy": "body"}.get(kind, kind) if of else kind
    for place in places["place"]:
        yield " ".join(words_of(place)), "place"


def _apart(first: re.Match[str], second: re.Match[str]) -> bool:
    return first.end() <= second.start() or second.end() <= first.start()


def _ids(found: list[re.Match[str]], names: PartyNames) -> frozenset[str]:
    return frozenset(name for each in found for name in names.meanings[(each.lastindex or 1) - 1])
