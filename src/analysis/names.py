"""Dutch personal and party names as people write them, cleaned into small types that compare.

A list of signatories is written by many hands: capitals, prefixes (tussenvoegsels), initials, titles and diacritics
differ. Nothing here knows parliament: a written name has several readings, and whoever holds the list of people
decides which one is meant.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

# The same words come back in every list: so many are remembered.
_REMEMBERED = 20_000
# Letters that Unicode does not decompose into a base letter and a mark.
_WHOLE_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n", "ħ": "h"}
)
# How a keyboard without them spells letters with two points, and Scandinavian ones.
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_SIGNS = str.maketrans(dict.fromkeys("‘’‚‛`´ʼ′", "'") | dict.fromkeys("‐‑‒–—−", "-"))

# Prefixes seen in the lists of members and candidates of 2017-2025; compound ones are runs of these words.
_PREFIX_WORDS = "van de der den het 't t ter ten te d' d el al le la du da dos des di von zu zur in op aan bij baron"
PREFIXES = frozenset(_PREFIX_WORDS.split())
# Short prefixes, and what each may stand for. At the start a V. is an initial, unless a surname and a comma follow.
_SHORT_PREFIXES = (
    (re.compile(r"(?<![\w.'])(?:v\.? ?/?d\.?|v\.? d\.?)(?= |,|$)"), ("van der", "van den", "van de")),
    (re.compile(r"(?<![\w.'])(?:v\.?(?= ?(?:der?|den|'?t)\b)|(?<=[\w.,] )v\.?(?= |,|$)|^v\.?(?= [^,]+,))"), ("van ",)),
    (re.compile(r"\bint(?= )"), ("in 't",)),
)
_TITLE_WORDS = "dhr mevrouw mevr mw mej mr mrs ms dr drs ir ing prof jhr jkvr jonkheer jonkvrouw lid kamerlid"
_TITLES = frozenset(_TITLE_WORDS.split())
# Apart: De Heer is a surname too.
_TITLE_PAIRS = frozenset({("de", "heer"), ("het", "lid"), ("tweede", "kamerlid")})
_DEGREES = frozenset({"msc", "bsc", "llm", "llb", "mba", "emba", "phd", "mpa", "ma", "ba", "bba", "rc", "ra"})
# As surnames these exist too ("Ma"): they are degrees only behind a comma.
_DEGREES_WITHOUT_COMMA = _DEGREES - {"ma", "ba", "ra"}
_WORD = re.compile(r"[^\W_]+")
_INITIALS = re.compile(r"(?:[a-z]{1,3}\.-?)+[a-z]?|[a-z]")
_CAPITALS = re.compile(r"\b[A-Z]{2,5}\b(?![.'’])")
_NUMBERED = re.compile(r"^\s*\d+\s*[.)]?\s+")
# A question mark beside a letter stands where a letter was.
_LOST = re.compile(r"(?<=\w)\?|\?(?=\w)")
# CG Jansen: letters without a vowel are no given name (but Mc Cray is a surname: only in front).
_BARE_INITIALS = re.compile(r"[b-df-hj-np-tv-xz]{2,4}")


@lru_cache(maxsize=_REMEMBERED)
def fold(text: str) -> str:
    """Return a text in lower case, without diacritics, with plain quotes and hyphens and single spaces."""
    if text.isascii():
        return " ".join(text.replace("`", "'").lower().split())
    apart = unicodedata.normalize("NFKD", text.translate(_SIGNS)).casefold()
    plain = "".join(c for c in apart if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return " ".join(plain.translate(_WHOLE_LETTERS).split())


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded: hyphens, apostrophes and points separate words."""
    return list(_words(text))


@lru_cache(maxsize=_REMEMBERED)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text)))


def spelt_out(text: str) -> str:
    """Return a text with ae, oe, ue for ä, ö, ü: as people write them who lack the letters."""
    return unicodedata.normalize("NFC", text).lower().translate(_SPELT_OUT)


def _joined(text: str) -> str:
    return " ".join(_words(text))


@dataclass(frozen=True, slots=True)
class PersonName:
    """One reading of a personal name: given name, initials (letters only) and surname with its prefix, all folded.

    `parts` are the parts of a double surname, each without its prefix; they do not take part in comparison.
    """

    given: str
    initials: str
    surname: str
    parts: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def of(cls, given: str, initials: str, surname: str) -> "PersonName":
        """Clean the pieces of a name that is already split, such as a row of the members of the House."""
        parts = tuple(without_prefix(part) for part in fold(surname).split("-"))
        letters = "".join(_words(initials))
        return cls(_joined(given), letters, _joined(surname), tuple(part for part in parts if part))

    @property
    def plain(self) -> str:
        """Return the name as one line of words."""
        return " ".join(piece for piece in (self.given or " ".join(self.initials), self.surname) if piece)


@lru_cache(maxsize=_REMEMBERED)
def without_prefix(surname: str) -> str:
    """Return a surname without the prefix it starts with: `van der Staaij` is `staaij`."""
    words = _words(surname)
    while len(words) > 1 and words[0] in PREFIXES:
        words = words[1:]
    return " ".join(words)


@lru_cache(maxsize=_REMEMBERED)
def readings(text: str) -> tuple[PersonName, ...]:
    """Return each way to read a written name, without repeats; none if it holds no letter.

    `Kees van der Staaij`, `STAAIJ, KEES VAN DER`, `drs. C.G. van der Staaij`, `K. v.d. Staaij` and `Staaij van der
    (Kees)` share a reading with one of the others. Without a comma or bracket each place may be where the surname
    starts (Jesse Six Dijkstra): all are given. Short prefixes are read as each that they may stand for.
    """
    found = [reading for variant in _variants(text) for reading in _readings_of_text(variant)]
    return tuple(dict.fromkeys(found))


def _variants(text: str) -> list[str]:
    texts = [text]
    if not text.isupper() and (pointed := _CAPITALS.sub(lambda found: ".".join(found[0]) + ".", text)) != text:
        texts.append(pointed)  # AD Wiersma: capitals together are initials, where not all is in capitals
    folded = [_NUMBERED.sub("", fold(_LOST.sub("", each))) for each in texts]
    for pattern, prefixes in _SHORT_PREFIXES:
        if pattern.search(folded[0]):
            folded += [pattern.sub(prefix, each) for each in folded for prefix in prefixes]
    return folded


def lost_letters(text: str) -> bool:
    """Return whether letters of a name became question marks, as in a file that could not hold them (Ye?ilgöz)."""
    return bool(_LOST.search(text))


def _readings_of_text(text: str) -> Iterable[PersonName]:
    outside, called = _name_in_brackets(text)
    before, _, after = outside.partition(",")
    behind = _without_titles(after.split(), _DEGREES)
    tokens = _without_titles(before.split(), _DEGREES_WITHOUT_COMMA)
    if behind and tokens:
        pairs = [_family_first(tokens, behind)]
    elif (run := _prefix_run_at_end(tokens)) and run < len(tokens):
        front, prefix = tokens[:-run], tokens[-run:]
        pairs = [_family_first(*_initials_at_end(front, prefix))]
        pairs += [(front[cut:], prefix + front[:cut]) for cut in range(1, len(front))]  # Dijk Olger van
    else:
        name, letters = _initials_at_end(tokens, []) if not called else (tokens, [])
        pairs = [(name[:cut] + letters, name[cut:]) for cut in _places_where_a_surname_may_start(name, called)]
    return [reading for given, surname in pairs for reading in _readings_of(given, surname, called)]


def _name_in_brackets(text: str) -> tuple[str, str]:
    found = re.search(r"\(([^()]*)\)?", text)
    if not found:
        return text, ""
    return text[: found.start()] + " " + text[found.end() :].replace(")", " "), found[1]


def _without_titles(tokens: list[str], degrees: frozenset[str]) -> list[str]:
    while len(tokens) > 1:
        if len(tokens) > 2 and (tokens[0], tokens[1].rstrip(".")) in _TITLE_PAIRS:
            tokens = tokens[2:]
        elif _is_title(tokens[0]):
            tokens = tokens[1:]
        else:
            break
    while tokens and tokens[-1].replace(".", "").strip(",") in degrees:
        if len(tokens) == 1 and "." in tokens[0][:-1]:
            break  # `Jansen, B.A.`: initials, if nothing else stands there
        tokens = tokens[:-1]
    if degrees is _DEGREES and all(_is_title(token) for token in tokens):
        tokens = []  # `Jansen, mr.`: nothing but titles behind the comma
    return [token for token in tokens if re.search(r"[^\W\d_]", token)]


def _is_title(token: str) -> bool:
    # A title has one point at most after each piece (`mr.`, `dr.ir.`); M.R. is a pair of initials.
    return all(piece in _TITLES for piece in token.rstrip(".").split("."))


def _is_initial(token: str, in_front: bool) -> bool:
    # `'t` and `d'` are prefixes, though they are single letters.
    bare = in_front and _BARE_INITIALS.fullmatch(token)
    return not _is_prefix(token) and bool(bare or _INITIALS.fullmatch(token))


def _is_initial_of(given: list[str], place: int) -> bool:
    # A T among given names is an initial; behind `in` or `van` it would be a prefix.
    return given[place] == "t" or _is_initial(given[place], place == 0)


def _is_prefix(token: str) -> bool:
    return token in PREFIXES and token != "d"  # d' is a prefix; a D by itself is an initial


def _prefix_run_at_end(tokens: list[str]) -> int:
    run = 0
    while run < len(tokens) and _is_prefix(tokens[-1 - run]):
        run += 1
    return run


def _initials_at_end(tokens: list[str], prefix: list[str]) -> tuple[list[str], list[str]]:
    cut = len(tokens)
    while cut > 1 and _is_initial(tokens[cut - 1], False):
        cut -= 1
    return tokens[:cut], tokens[cut:] + prefix


def _family_first(family: list[str], rest: list[str]) -> tuple[list[str], list[str]]:
    run = _prefix_run_at_end(rest)
    cut = len(rest) - run
    return rest[:cut], rest[cut:] + family


def _places_where_a_surname_may_start(tokens: list[str], called: str) -> list[int]:
    first = 0
    # With the given name in brackets, what stands in front may be all surname: Mc Cray (Lisa).
    while not called and first < len(tokens) - 1 and _is_initial_of(tokens, first):
        first += 1
    # A given name does not end in a prefix: `Kees van` is no given name of Kees van der Staaij.
    return [cut for cut in range(first, len(tokens)) if cut == first or tokens[cut - 1] not in PREFIXES]


def _readings_of(given: list[str], surname: list[str], called: str) -> Iterable[PersonName]:
    letters = [token for place, token in enumerate(given) if _is_initial_of(given, place)]
    names = [token for token in given if token not in letters]
    bracketed = [token for token in called.split() if not (token == "t" or _is_initial(token, True))]
    letters = letters or [token for token in called.split() if token not in bracketed]
    # `Johannes (Jan) Jansen` answers to either given name.
    for choice in [names, bracketed] if names and bracketed else [names or bracketed]:
        reading = PersonName.of(" ".join(choice), " ".join(letters), " ".join(surname))
        if reading.surname:
            yield reading


@dataclass(frozen=True)
class PartyName:
    """A name of a party, with the party it stands for."""

    party_id: str
    name: str


@dataclass(frozen=True)
class PartyMention:
    """A party found in a text: its id and the words that name it, as folded."""

    party_id: str
    written: str


@dataclass(frozen=True)
class PartyNames:
    """All names of all parties, ready to be found in a longer text."""

    names: tuple[PartyName, ...]
    pattern: re.Pattern[str]
    meanings: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, names: Iterable[PartyName]) -> "PartyNames":
        """Prepare the names: the longest is looked for first, so that GroenLinks-PvdA is not read as PvdA."""
        kept = tuple(names)
        parties: dict[str, set[str]] = {}
        for name in kept:
            if form := _pattern_of(name.name):
                parties.setdefault(form, set()).add(name.party_id)
        # Those with one first sign together: the others are passed over at a glance.
        forms = sorted(parties, key=lambda form: (_first_sign(form), -len(form.replace(_GAP, "")), form))
        of_one_sign = groupby(forms, key=_first_sign)
        groups = (f"(?={sign})(?:{'|'.join(f'({form})' for form in own)})" for sign, own in of_one_sign)
        # A pattern that can match nothing, for an empty register.
        source = "|".join(groups) or r"(?!)"
        pattern = re.compile(rf"(?<![^\W_])(?:{source})(?![^\W_])")
        return cls(kept, pattern, tuple(tuple(sorted(parties[form])) for form in forms))

    def mentions(self, text: str) -> tuple[PartyMention, ...]:
        """Return the parties that a text names, in the order of the text; a name that two parties share gives both."""
        return tuple(
            PartyMention(party_id, found[0])
            for found in self.pattern.finditer(fold(text))
            for party_id in self.meanings[(found.lastindex or 1) - 1]
        )

    def rest(self, text: str) -> list[str]:
        """Return the words of a text that are left when every party name is taken out."""
        return words_of(self.pattern.sub(" ", fold(text)))


def _first_sign(form: str) -> str:
    return form[:2] if form.startswith("\\") else form[:1]


# Points, spaces, hyphens and slashes come and go (P.v.d.A., D'66, GroenLinks / PvdA); a comma separates parties.
_GAP = r"[^\w,;]{0,3}"


def _pattern_of(name: str) -> str:
    # A capital inside a word starts a piece too: ChristenUnie is written Christen-Unie.
    pieces = re.findall(r"[^\W\d_]+|\d+|\+", fold(re.sub(r"([a-z])([A-Z])", r"\1 \2", name)))
    return _GAP.join(re.escape(piece) for piece in pieces)
