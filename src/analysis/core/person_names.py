"""Reads Dutch names of persons in every way that initials, prefixes (tussenvoegsels), titles and word order allow."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile

from analysis.core.names import REMEMBERED, WORD, fold, words_of

# Prefixes seen in the lists of members and candidates of 2017-2025; compound ones are runs of these words.
_PREFIX_WORDS = "van de der den het 't t ter ten te d' d el al le la du da dos des di von zu zur in op aan bij baron"
PREFIXES = frozenset(_PREFIX_WORDS.split())
# Short prefixes, and what each may stand for. At the start a V. is an initial, unless a surname and a comma follow.
_SHORT_PREFIXES = (
    (re.compile(r"(?<![\w.'])(?:v\.? ?/?d\.?|v\.? d\.?)(?= |,|$)"), ("van der", "van den", "van de")),
    (re.compile(r"(?<![\w.'])(?:v\.?(?= ?(?:der?|den|'?t)\b)|(?<=[\w.,] )v\.?(?= |,|$)|^v\.?(?= [^,]+,))"), ("van ",)),
    (re.compile(r"\bint(?= )"), ("in 't",)),
)
# In characters, and in words. A longer text is not a name, and the time to read it grows with its square.
LONGEST_NAME = 500
_MOST_WORDS = 25
_MOST_SHORT_PREFIXES = 2
# By sex, as in data/sexes.csv. Without `mr.`, which is a degree in law, and `hr`, which may be initials.
_FORMS_OF = {
    "m": frozenset(["dhr", "meneer", "jhr", "jonkheer", "mister"]),
    "v": frozenset(["mevrouw", "mevr", "mw", "mej", "mejuffrouw", "mrs", "ms", "miss", "jkvr", "jonkvrouw", "freule"]),
}
FORMS_OF_ADDRESS = _FORMS_OF["m"] | _FORMS_OF["v"]
_BESIDE_THEM = frozenset(["de", "heer", "mr", "dr", "drs", "ir", "ing", "prof", "en", "of", "n", "t", "v", "b"])
# De heer J. Jansen; but De Heer is a surname too: a name must follow.
_THE_GENTLEMAN = re.compile(r"^(?:\W*\d+[.)]?\s+)?de heer\.?\s+[^\s,]")
TITLES = FORMS_OF_ADDRESS | frozenset(["mr", "dr", "drs", "ir", "ing", "prof", "lid", "kamerlid"])
# Titles only as a pair, as De Heer is a surname too.
_TITLE_PAIRS = frozenset({("de", "heer"), ("het", "lid"), ("tweede", "kamerlid")})
DEGREES = frozenset({"msc", "bsc", "llm", "llb", "mba", "emba", "phd", "mpa", "ma", "ba", "bba", "rc", "ra"})
# Degrees also without a comma before them; the others are surnames too.
_DEGREES_ALONE = DEGREES - {"ma", "ba", "ra"}
_LETTERS = re.compile(r"[^\W\d_]+")
_BRACKETS = re.compile(r"\(([^()]*)\)?")
_INITIALS = re.compile(r"(?:[a-z]{1,3}\.-?)+[a-z]?|[a-z]")
_CAPITALS = re.compile(r"\b[A-Z]{2,5}\b(?![.'’])")
_NUMBERED = re.compile(r"^\s*\d+\s*[.)]?\s+")
_BETWEEN_SURNAMES = re.compile(r"[/&+@]|\ben\b")
# A question mark beside a letter stands for a letter that was lost.
_LOST = re.compile(r"(?<=\w)\?|\?(?=\w)")
# CG Jansen: letters without a vowel are initials, but only in front, as Mc Cray is a surname.
_BARE_INITIALS = re.compile(r"[b-df-hj-np-tv-xz]{2,4}")


@dataclass(frozen=True, slots=True)
class PersonName:
    """One reading of a name: given name, initials (letters only) and surname with its prefix, all folded.

    `parts`, which are not compared, are the whole surname, the same without its prefix, and each half of a double one.
    """

    given: str
    initials: str
    surname: str
    parts: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def of(cls, given: str, initials: str, surname: str) -> "PersonName":
        """Return the reading of a name that is split already, as in a row of the members of the House."""
        if surname.isascii() and surname.isalpha():  # the usual case
            return cls(" ".join(words_of(given)), "".join(words_of(initials)), surname.lower(), (surname.lower(),))
        halves = [" ".join(WORD.findall(half)) for half in fold(surname).split("-")]
        whole = " ".join(filter(None, halves))
        parts = dict.fromkeys([whole, without_prefix(whole), *map(without_prefix, halves)])
        return cls(" ".join(words_of(given)), "".join(words_of(initials)), whole, tuple(filter(None, parts)))

    @property
    def key(self) -> tuple[str, str, str]:
        """Return the parts that are compared, as a tuple, which is quicker to look up than a reading."""
        return self.given, self.initials, self.surname

    @property
    def plain(self) -> str:
        """Return the name as one line of words."""
        return " ".join(piece for piece in (self.given or " ".join(self.initials), self.surname) if piece)


@lru_cache(maxsize=REMEMBERED)
def without_prefix(surname: str) -> str:
    """Return a surname without the prefix it starts with: `van der Staaij` is `staaij`."""
    words, first = words_of(surname), 0
    while first < len(words) - 1 and words[first] in PREFIXES:
        first += 1
    return " ".join(words[first:])


@lru_cache(maxsize=REMEMBERED)
def readings(text: str) -> tuple[PersonName, ...]:
    """Return every way to read a written name, each once; none for a text without letters or too long for a name.

    `Kees van der Staaij`, `STAAIJ, KEES VAN DER` and `Staaij van der (Kees)` have a reading in common, as have
    `C.G. van der Staaij` and `Staaij, drs. C.G. v.d.`. Without a comma or bracket the surname may start at any word
    (Jesse Six Dijkstra), and a short prefix may stand for several.
    """
    if len(text) > LONGEST_NAME or len(text.split()) > _MOST_WORDS:
        return ()
    texts = [text]
    if not text.isupper() and (pointed := _CAPITALS.sub(lambda found: ".".join(found[0]) + ".", text)) != text:
        texts.append(pointed)  # AD Wiersma
    folded = [_NUMBERED.sub("", fold(_LOST.sub("", each) if "?" in each else each)) for each in texts]
    for pattern, prefixes in _SHORT_PREFIXES:
        if 0 < len(pattern.findall(folded[0])) <= _MOST_SHORT_PREFIXES:
            folded += [pattern.sub(prefix, each) for each in folded for prefix in prefixes]
    return tuple(dict.fromkeys(reading for each in folded for reading in _readings_of_text(each)))


def surnames_in(text: str) -> set[str]:
    """Return the words that may belong to a surname: all but the first of each name, or those before a comma."""
    parts = [words_of(part) for part in _BETWEEN_SURNAMES.split(text.partition(",")[0])]
    words = (word for part in parts for word in (part[1:] or part))
    return {word for word in words if len(word) > 2} - PREFIXES


def lost_letters(text: str) -> bool:
    """Return whether letters of a name became question marks, as in an encoding without them (Ye?ilgöz)."""
    return bool(_LOST.search(text))


def _readings_of_text(text: str) -> Iterable[PersonName]:
    # Each pair has the words in front of the surname, and the words of the surname.
    outside, called = text, ""
    if found := _BRACKETS.search(text):
        outside = text[: found.start()] + " " + text[found.end() :].replace(")", " ")
        called = "" if all(map(_is_title, found[1].split())) else found[1]  # J. Jansen (mevr.)
    before, _, after = outside.partition(",")
    behind = _without_titles(after.replace(",", " ").split(), behind_comma=True)
    tokens = _without_titles(before.split(), behind_comma=False)
    run = _prefix_run_at_end(tokens)
    front, prefix = tokens[: len(tokens) - run], tokens[len(tokens) - run :]
    if behind and tokens:
        pairs = [_family_first(prefix + front, behind)]  # Staaij van der, C.G.
    elif run and front:
        pairs = [_family_first(*_initials_at_end(front, prefix))]
        pairs += [(front[cut:], prefix + front[:cut]) for cut in range(1, len(front))]  # Dijk Olger van
    else:
        name, letters = _initials_at_end(tokens, [])
        # If the given name is in brackets, all in front of them may be the surname: Mc Cray (Lisa).
        initials = takewhile(lambda place: not called and _is_initial_of(name, place), range(len(name) - 1))
        start = len([*initials])
        # A given name does not end in a prefix: `Kees van` is no given name of Kees van der Staaij.
        cuts = [cut for cut in range(start, len(name)) if cut == start or name[cut - 1] not in PREFIXES]
        pairs = [(name[:cut] + letters, name[cut:]) for cut in cuts]
        if letters and "." not in tokens[-1]:
            pairs.append((tokens[:-1], tokens[-1:]))  # Yu Mei O: one letter may be a whole surname
        if first := next((place for place, token in enumerate(tokens) if _is_initial(token)), 0):
            pairs.append((tokens[first:], tokens[:first]))  # Jansen P.D. Pim
    return [reading for given, surname in pairs for reading in _readings_of(given, surname, called)]


def _without_titles(tokens: list[str], *, behind_comma: bool) -> list[str]:
    while len(tokens) > 1:
        if len(tokens) > 2 and (tokens[0], tokens[1].rstrip(".")) in _TITLE_PAIRS:
            tokens = tokens[2:]
        elif _is_title(tokens[0]):
            tokens = tokens[1:]
        else:
            break
    degrees = DEGREES if behind_comma else _DEGREES_ALONE
    while tokens:
        last = tokens[-1]
        # `Jansen, B.A.`: alone behind the comma they are initials.
        is_degree = last.replace(".", "") in degrees and not (len(tokens) == 1 and "." in last[:-1])
        if not (is_degree or (behind_comma and _is_title(last))):  # `Jansen, J., mr.`
            break
        tokens = tokens[:-1]
    return [token for token in tokens if _LETTERS.search(token)]


def _is_title(token: str) -> bool:
    # A title has at most one full stop after each piece (`mr.`, `dr.ir.`); M.R. is a pair of initials.
    return all(piece in TITLES for piece in token.rstrip(".").split("."))


def _is_initial(token: str, in_front: bool = False) -> bool:
    if len(token) > 4 and "." not in token:
        return False  # the usual case: what follows is slow
    # `'t` and `d'` are prefixes, though they are single letters.
    bare = in_front and _BARE_INITIALS.fullmatch(token)
    return not _is_prefix(token) and bool(bare or _INITIALS.fullmatch(token))


def _is_initial_of(given: list[str], place: int) -> bool:
    # Among given names a T is an initial; behind `in` or `van` it is a prefix.
    return given[place] == "t" or _is_initial(given[place], place == 0)


def _is_prefix(token: str) -> bool:
    return token in PREFIXES and token != "d"  # d' is a prefix; a D by itself is an initial


def _prefix_run_at_end(tokens: list[str]) -> int:
    return len([*takewhile(_is_prefix, reversed(tokens))])


def _initials_at_end(tokens: list[str], prefix: list[str]) -> tuple[list[str], list[str]]:
    cut = len(tokens) - len([*takewhile(_is_initial, reversed(tokens[1:]))])
    return tokens[:cut], tokens[cut:] + prefix


def _family_first(family: list[str], rest: list[str]) -> tuple[list[str], list[str]]:
    # A prefix at the end of the rest is part of the surname.
    cut = len(rest) - _prefix_run_at_end(rest)
    return rest[:cut], rest[cut:] + family


def _readings_of(given: list[str], surname: list[str], called: str) -> Iterable[PersonName]:
    letters = [token for place, token in enumerate(given) if _is_initial_of(given, place)]
    names = [token for token in given if token not in letters]
    bracketed = [token for token in called.split() if not (token == "t" or _is_initial(token, True))]
    letters = letters or [token for token in called.split() if token not in bracketed]
    # `Johannes (Jan) Jansen` answers to either given name.
    for choice in [names, bracketed] if names and bracketed else [names or bracketed]:
        yield PersonName.of(" ".join(choice), " ".join(letters), " ".join(surname))


def is_only_an_address(text: str) -> bool:
    """Return whether a text has no words but forms of address and titles, and so no name."""
    return set(_LETTERS.findall(fold(text))) <= FORMS_OF_ADDRESS | _BESIDE_THEM


def form_of_address(text: str) -> str:
    """Return `m` or `v` for a name with the form of address of a man or a woman; empty if it has none, or both."""
    folded = fold(text)
    if FORMS_OF_ADDRESS.isdisjoint(_LETTERS.findall(folded)) and "heer" not in folded:
        return ""  # the usual case: what follows is slow
    # Two capitals may be initials (MS Jansen).
    words = {fold(word) for word in _LETTERS.findall(text) if not (len(word) == 2 and word.isupper())}
    found = {sex for sex, forms in _FORMS_OF.items() if forms & words}
    if _THE_GENTLEMAN.match(folded):
        found.add("m")
    return found.pop() if len(found) == 1 else ""
