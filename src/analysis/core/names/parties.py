"""Names of parties, found in a longer text however they are pointed or spaced."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from analysis.core.names.words import fold, words_of


@dataclass(frozen=True)
class PartyName:
    """A name of a party, with the party it stands for."""

    party_id: str
    name: str


@dataclass(frozen=True, eq=False)
class PartyNames:
    """All names of all parties, ready to be found in a longer text; compared, and remembered by, as one object."""

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

    def mentions(self, text: str) -> tuple[str, ...]:
        """Return the ids of the parties that a text names, in its order; a name that two parties share gives both."""
        return tuple(
            party_id
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
