"""The words of a text as many hands write them: without capitals, diacritics or odd characters."""

import re
import unicodedata
from functools import lru_cache

# The same words come back in every list: so many are remembered.
REMEMBERED = 4_000
# Letters that Unicode does not decompose into a base letter and a mark.
_WHOLE_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n", "ħ": "h"}
)
# How a keyboard without them spells letters with two points, and Scandinavian ones.
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


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded: hyphens, apostrophes and points separate words."""
    return list(words_in(text))


@lru_cache(maxsize=REMEMBERED)
def words_in(text: str) -> tuple[str, ...]:
    """Return the words of a text as `words_of` does, remembered."""
    return tuple(WORD.findall(fold(text)))


def spelt_out(text: str) -> str:
    """Return a text with ae, oe, ue for ä, ö, ü: as people write them who lack the letters."""
    return unicodedata.normalize("NFC", text).lower().translate(_SPELT_OUT)
