"""Names of parties, found in a longer text however they are pointed or spaced."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.core.names.words import fold

# Points, spaces, hyphens and slashes come and go (P.v.d.A., D'66, GroenLinks / PvdA); a comma separates parties.
_GAP = r"[^\w,;]{0,3}"


@dataclass(frozen=True)
class PartyName:
    """A name of a party, with the id of the party."""

    party_id: str
    name: str


@dataclass(frozen=True, eq=False)
class PartyNames:
    """Names of parties as one pattern: group `n` of a match has the party ids `meanings[n - 1]`.

    Compared, and hashed, by identity.
    """

    names: tuple[PartyName, ...]
    pattern: re.Pattern[str]
    meanings: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, names: Iterable[PartyName]) -> "PartyNames":
        """Take names of parties; a name that two parties share means both."""
        kept = tuple(names)
        parties: dict[str, set[str]] = {}
        for name in kept:
            if form := _pattern_of(name.name):
                parties.setdefault(form, set()).add(name.party_id)
        # The longest first, so that GroenLinks-PvdA is not read as PvdA.
        forms = sorted(parties, key=lambda form: (-len(form.replace(_GAP, "")), form))
        # Without any name the pattern matches nothing.
        alternatives = "|".join(f"({form})" for form in forms) or r"(?!)"
        pattern = re.compile(rf"(?<![^\W_])(?:{alternatives})(?![^\W_])")
        return cls(kept, pattern, tuple(tuple(sorted(parties[form])) for form in forms))

    def mentions(self, text: str) -> tuple[str, ...]:
        """Return the ids of the parties that a text names, in its order."""
        return tuple(
            party_id
            for found in self.pattern.finditer(fold(text))
            for party_id in self.meanings[(found.lastindex or 1) - 1]
        )


def _pattern_of(name: str) -> str:
    # A capital inside a word starts a piece too: ChristenUnie is written Christen-Unie.
    pieces = re.findall(r"[^\W\d_]+|\d+|\+", fold(re.sub(r"([a-z])([A-Z])", r"\1 \2", name)))
    return _GAP.join(re.escape(piece) for piece in pieces)
