"""The words of a text without capitals, diacritics or odd characters, and the names of parties among them."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

# Letters that Unicode does not decompose into a base letter and a mark.
_WHOLE_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n", "ħ": "h"}
)
# How letters with an umlaut, and Scandinavian letters, are typed on a keyboard without them.
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_SIGNS = str.maketrans(dict.fromkeys("‘’‚‛`´ʼ′", "'") | dict.fromkeys("‐‑‒–—−", "-"))
WORD = re.compile(r"[^\W_]+")
# What may stand between the pieces of a party's name (P.v.d.A., D'66, GroenLinks / PvdA); a comma separates parties.
_GAP = r"[^\w,;]{0,3}"
# How many answers are kept, as the same words return in every list.
REMEMBERED = 4_000


@lru_cache(maxsize=REMEMBERED)
def fold(text: str) -> str:
    """Return a text in lower case, without diacritics, with plain quotes and hyphens and single spaces."""
    if text.isascii():
        return " ".join(text.replace("`", "'").lower().split())
    # The signs are translated again, as one letter (ŉ) decomposes into an apostrophe and an n.
    apart = unicodedata.normalize("NFKD", text.translate(_SIGNS)).casefold().translate(_SIGNS)
    plain = "".join(c for c in apart if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return " ".join(plain.translate(_WHOLE_LETTERS).split())


@lru_cache(maxsize=REMEMBERED)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded: hyphens, apostrophes and points separate words."""
    return tuple(WORD.findall(fold(text)))


def spelt_out(text: str) -> str:
    """Return a text in lower case with ae, oe and ue for ä, ö and ü, as typed on a keyboard without them."""
    return unicodedata.normalize("NFC", text).lower().translate(_SPELT_OUT)


@dataclass(frozen=True)
class PartyName:
    """A name of a party, with the id of the party."""

    party_id: str
    name: str


@dataclass(frozen=True, eq=False)
class PartyNames:
    """Names of parties as one pattern: group `n` of a match means the ids `meanings[n - 1]`. Compared by identity."""

    names: tuple[PartyName, ...]
    pattern: re.Pattern[str]
    meanings: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, names: Iterable[PartyName]) -> "PartyNames":
        """Return names of parties as one pattern; a name that two parties share means both."""
        kept = tuple(names)
        parties: dict[str, set[str]] = {}
        for name in kept:
            # A capital inside a word starts a piece too: ChristenUnie is written Christen-Unie.
            pieces = re.findall(r"[^\W\d_]+|\d+|\+", fold(re.sub(r"([a-z])([A-Z])", r"\1 \2", name.name)))
            form = _GAP.join(re.escape(piece) for piece in pieces)
            # Partij v.d. Dieren, Partij v/d Arbeid.
            form = re.sub(rf"\b(?:van|voor){re.escape(_GAP)}de\b", lambda found: f"(?:{found[0]}|v{_GAP}d)", form)
            if form:
                parties.setdefault(form, set()).add(name.party_id)
        # The longest first, so that GroenLinks-PvdA is not read as PvdA.
        forms = sorted(parties, key=lambda form: (-len(form.replace(_GAP, "")), form))
        # Without any name the pattern matches nothing.
        alternatives = "|".join(f"({form})" for form in forms) or r"(?!)"
        pattern = re.compile(rf"(?<![^\W_])(?:{alternatives})(?![^\W_])")
        return cls(kept, pattern, tuple(tuple(sorted(parties[form])) for form in forms))

    def mentions(self, text: str) -> tuple[str, ...]:
        """Return the ids of the parties that a text names, in its order."""
        meant = (self.meanings[(found.lastindex or 1) - 1] for found in self.pattern.finditer(fold(text)))
        return tuple(party_id for parties in meant for party_id in parties)
