"""The words of a text without capitals, diacritics or odd characters, and the forms of address among them."""

import re
import unicodedata
from functools import lru_cache

# The same words come back in every list: the answers for so many are kept.
REMEMBERED = 4_000
# Letters that Unicode does not decompose into a base letter and a mark.
_WHOLE_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n", "ħ": "h"}
)
# How letters with two points, and Scandinavian ones, are written on a keyboard without them.
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_SIGNS = str.maketrans(dict.fromkeys("‘’‚‛`´ʼ′", "'") | dict.fromkeys("‐‑‒–—−", "-"))
WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=REMEMBERED)
def fold(text: str) -> str:
    """Return a text in lower case, without diacritics, with plain quotes and hyphens and single spaces."""
    if text.isascii():
        return " ".join(text.replace("`", "'").lower().split())
    apart = unicodedata.normalize("NFKD", text.translate(_SIGNS)).casefold()
    plain = "".join(c for c in apart if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return " ".join(plain.translate(_WHOLE_LETTERS).split())


@lru_cache(maxsize=REMEMBERED)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded: hyphens, apostrophes and points separate words."""
    return tuple(WORD.findall(fold(text)))


def spelt_out(text: str) -> str:
    """Return a text with ae, oe, ue for ä, ö, ü, as on a keyboard without these."""
    return unicodedata.normalize("NFC", text).lower().translate(_SPELT_OUT)


MAN, WOMAN = "m", "v"
# Not `mr.`: in Dutch that is a degree in law, of men and women. Not `hr`: those are initials too.
_FORMS_OF = {
    MAN: frozenset(["dhr", "meneer", "jhr", "jonkheer", "mister"]),
    WOMAN: frozenset(
        ["mevrouw", "mevr", "mw", "mej", "mejuffrouw", "mrs", "ms", "miss", "jkvr", "jonkvrouw", "freule"]
    ),
}
FORMS_OF_ADDRESS = _FORMS_OF[MAN] | _FORMS_OF[WOMAN]
_BESIDE_THEM = frozenset(["de", "heer", "mr", "dr", "drs", "ir", "ing", "prof", "en", "of", "n", "t", "v", "b"])
_LETTERS = re.compile(r"[^\W\d_]+")
# De heer J. Jansen; but De Heer is a surname too: a name must follow.
_THE_GENTLEMAN = re.compile(r"^(?:\W*\d+[.)]?\s+)?de heer\.?\s+[^\s,]")


def is_only_an_address(text: str) -> bool:
    """Return whether a text is a form of address, with or without titles, and no name."""
    return set(_LETTERS.findall(fold(text))) <= FORMS_OF_ADDRESS | _BESIDE_THEM


def form_of_address(text: str) -> str:
    """Return `m` or `v` for a name with the form of address of a man or a woman; empty if it has none, or both."""
    folded = fold(text)
    if FORMS_OF_ADDRESS.isdisjoint(_LETTERS.findall(folded)) and "heer" not in folded:
        return ""  # as most names: the rest takes time
    # Two capitals may be initials (MS Jansen).
    words = {fold(word) for word in _LETTERS.findall(text) if not (len(word) == 2 and word.isupper())}
    found = {sex for sex, forms in _FORMS_OF.items() if forms & words}
    if _THE_GENTLEMAN.match(folded):
        found.add(MAN)
    return found.pop() if len(found) == 1 else ""
