"""Forms of address beside a name, as far as they say whether a man or a woman is meant."""

import re

from analysis.core.names.words import fold

MAN, WOMAN = "m", "v"
# Not `mr.`: in Dutch that is a degree in law, of men and women. Not `hr`: those are initials too.
_OF = {
    MAN: frozenset(["dhr", "meneer", "jhr", "jonkheer", "mister"]),
    WOMAN: frozenset(
        ["mevrouw", "mevr", "mw", "mej", "mejuffrouw", "mrs", "ms", "miss", "jkvr", "jonkvrouw", "freule"]
    ),
}
FORMS_OF_ADDRESS = _OF[MAN] | _OF[WOMAN]
_BESIDE_THEM = frozenset(["de", "heer", "mr", "dr", "drs", "ir", "ing", "prof", "en", "of", "n", "t", "v", "b"])
_A_WORD = re.compile(r"[^\W\d_]+")
# De heer J. Jansen; but De Heer is a surname too: somebody's name must follow.
_THE_GENTLEMAN = re.compile(r"^(?:\W*\d+[.)]?\s+)?de heer\.?\s+[^\s,]")


def is_only_an_address(text: str) -> bool:
    """Return whether a text is a form of address, with titles or without, and names nobody."""
    return set(_A_WORD.findall(fold(text))) <= FORMS_OF_ADDRESS | _BESIDE_THEM


def form_of_address(text: str) -> str:
    """Return `m` or `v` for a name with the form of address of a man or a woman; empty if it has none, or both."""
    folded = fold(text)
    if FORMS_OF_ADDRESS.isdisjoint(_A_WORD.findall(folded)) and "heer" not in folded:
        return ""  # As most names: the rest takes time.
    # Two capitals (MS Jansen) are as well initials.
    words = {fold(word) for word in _A_WORD.findall(text) if not (len(word) == 2 and word.isupper())}
    found = {sex for sex, forms in _OF.items() if forms & words}
    if _THE_GENTLEMAN.match(folded):
        found.add(MAN)
    return found.pop() if len(found) == 1 else ""
