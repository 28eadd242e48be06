"""What is written beside a name says of the signatory; what it means for a line is in `acceptance`."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

# What a word can say, the gravest first: a word that can say two things says the graver.
KINDS = (
    *("undone", "test", "negation", "former", "staff", "relation", "letter", "post", "office", "body", "profession"),
    *("seat", "own_body", "shared_title", "candidacy", "member", "plain", "linking", "condition"),
    *("signed", "deal", "list"),
    *("greeting", "channel", "subject", "place", "unknown"),
)
# These speak against a signatory whatever else is written; the others, unless a seat or candidacy is named.
_ALWAYS_AGAINST = ("undone", "test", "negation", "former", "staff", "relation", "letter", "unknown")
_AGAINST = (*_ALWAYS_AGAINST[:-1], "office", "body", "post", "profession", "place", "unknown", "member")
_BESIDE_A_PARTY = frozenset(["plain", "linking", "condition", "own_body", "subject"])
_COURTESY = frozenset(["greeting", "list", "deal", "signed"])
_BARE_YES = frozenset(["ja", "yes", "ok", "oke", "okay", "x", "v", "akkoord", "agreed", "bevestigd"])
# No more than a yes to whatever was asked, or a signature that may be still to come.
_MAY_BE_TO_COME = _BARE_YES | {"handtekening", "handtekeningen"}
_MAY_BE_TO_COME |= {"ik teken", "ik onderteken", "ik onderschrijf", "i sign", "teken hierbij", "onderteken hierbij"}
_SAYS_NOTHING = frozenset(["letter", "member", *KINDS[KINDS.index("plain") :]])
IN_FAVOUR = ("seat", "own_body", "shared_title", "candidacy")


class Word(NamedTuple):
    """A word, or some that belong together, and what it says (one of KINDS), as it is or with a slip corrected."""

    text: str
    kind: str
    misspelt: bool = False


@dataclass(frozen=True)
class Role:
    """What is written beside a name, in one cell or in several: parties, lists of candidates, years, other words.

    `other_lists` are lists named outside the name of a party: CDA Jong, where a list is called Jong. `names_seat`: a
    seat or candidacy in this body is named, and not only in any body. `places`: numbers beside a candidacy. `text` is
    what a decision on this text refers to: without numbers, with placeholders for names, parties, places and what says
    that somebody sits or stands.
    """

    parties: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    other_lists: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    words: tuple[Word, ...] = ()
    names_seat: bool = False
    text: str = ""
    places: frozenset[int] = frozenset()

    @classmethod
    def of(cls, cells: Iterable["Role"]) -> "Role":
        """Return what several cells say together."""
        roles = [cell for cell in cells if cell is not NOTHING]
        if len(roles) < 2:
            return roles[0] if roles else NOTHING

        def named(what: str) -> frozenset[Any]:
            return frozenset().union(*[getattr(role, what) for role in roles])

        words = tuple([word for role in roles for word in role.words])
        parties, lists, other_lists, years = map(named, ("parties", "lists", "other_lists", "years"))
        # Kamerlid, Eerste Kamer: a seat of which body?
        kinds = {word.kind for word in words}
        names_seat = any(role.names_seat for role in roles) and ("body" not in kinds or "own_body" in kinds)
        return cls(parties, lists, other_lists, years, words, names_seat, places=named("places"))

    @cached_property
    def against(self) -> str:
        """Return the kind of word that says that the signatory neither sits nor stands, or unknown; empty for none."""
        kinds = {word.kind for word in self.words}
        counted = _ALWAYS_AGAINST if self.names_seat else _AGAINST
        # A candidate needs no seat: the member of a group is named with what the group is of.
        kinds -= {"member"} if kinds & {"candidacy", "own_body", "shared_title"} else set()
        return next((kind for kind in counted if kind in kinds), "")

    @cached_property
    def sits_or_stands(self) -> bool:
        """Return whether a seat, a candidacy, a place on a list or an election of this body is named."""
        return not self.against and (self.names_seat or any(word.kind in IN_FAVOUR for word in self.words))

    @property
    def names_party(self) -> bool:
        """Return whether a party, or a list of candidates, is named."""
        return bool(self.parties or self.lists)

    @property
    def quoted(self) -> str:
        """Return the words that speak against the signatory."""
        return " ".join(dict.fromkeys(word.text for word in self.words if word.kind == self.against))

    @property
    def says_something(self) -> bool:
        """Return whether a party, a list, a seat or another known role is named."""
        # Short words (ps, ab) may be initials, and a name may be one slip from any word.
        known = any(word.kind not in _SAYS_NOTHING and len(word.text) > 3 and not word.misspelt for word in self.words)
        return self.names_party or known

    @property
    def is_only_a_party(self) -> bool:
        """Return whether a party is named, and nothing that makes it the signature of somebody else."""
        if not self.parties or self.other_lists or self.places:
            return False
        return all(word.kind in _BESIDE_A_PARTY for word in self.words)

    def speaks_against(self, together: "Role") -> bool:
        """Return whether this cell is one of those for which a line is not accepted, given all of the line."""
        counted = _ALWAYS_AGAINST if together.names_seat else _AGAINST
        return bool(together.against) and any(word.kind in counted for word in self.words)

    @cached_property
    def not_in_favour(self) -> "Role":
        """Return what is said without a seat or candidacy, as under a heading that does not ask for the role."""
        meant = dict.fromkeys((*IN_FAVOUR, "member"), "plain")
        if {word.kind for word in self.words}.isdisjoint(meant):
            meant = {"linking": "unknown"}  # naam van de lijst
        said = self._with_kinds(meant | {"condition": "unknown"})  # als de fractie akkoord is; vanaf 1 mei
        return replace(said, names_seat=False, places=frozenset()) if said.names_seat or said.places else said

    @cached_property
    def beside_a_seat(self) -> "Role":
        """Return what a remark says of who sits or stands: another office or post may be that of a namesake."""
        return self._with_kinds(dict.fromkeys(("office", "body", "post"), "unknown"))

    @cached_property
    def as_a_role(self) -> "Role":
        """Return what is said where a role was asked for: courtesy, conditions and how it came in are none of it."""
        is_one = not {"seat", "candidacy", "shared_title", "member"}.isdisjoint(word.kind for word in self.words)
        # Positie: wil; als de fractie; vanaf mei.
        is_conditional = not (is_one or self.names_party)
        others = (() if is_one else _COURTESY, ("condition",) if is_conditional else ())
        return self._with_kinds(dict.fromkeys(("channel", *chain(*others)), "unknown"))

    @cached_property
    def beside_a_name(self) -> "Role":
        """Return what is said in the cell of a name: a word that links, alone, says whose it is (*voor Ann Bakker*)."""
        is_alone = bool(self.words) and all(word.kind in ("linking", "condition", "plain") for word in self.words)
        return (
            self._with_kinds({"linking": "unknown", "condition": "unknown"}) if is_alone and not self.parties else self
        )

    @cached_property
    def as_a_remark(self) -> "Role":
        """Return what a remark says: it speaks for nobody; a role beside *getekend* may be that of who signed."""
        kinds = {word.kind for word in self.words}
        is_of_a_role = not kinds.isdisjoint((*IN_FAVOUR, "member"))
        # Link ontvangen, actie: mail: how something came in that is no signature.
        meant = {} if self._says_signed and not is_of_a_role else {"channel": "unknown"}
        # Lid van D66: of a party are many.
        meant |= {"member": "unknown"} if kinds.isdisjoint(IN_FAVOUR) else {}
        return self._with_kinds(meant | ({"signed": "unknown"} if is_of_a_role else {})).not_in_favour

    @cached_property
    def as_an_answer(self) -> "Role":
        """Return what is said where a signature, or its subject, was asked for: not understood without either."""
        said = {word.text for word in self.words if word.kind in ("signed", "deal")}
        if not said:
            return self.not_understood(self.text)
        # Ja, zaterdag op de markt; 1300-deal, ontbijt.
        return self if self._says_signed else self._with_kinds({"channel": "unknown", "greeting": "unknown"})

    @property
    def _says_signed(self) -> bool:
        """Return whether it is said that somebody signed, by more than a yes, or a signature that may be to come."""
        return any(word.kind == "signed" and word.text not in _MAY_BE_TO_COME for word in self.words)

    def not_understood(self, text: str) -> "Role":
        """Return what is said together with a text that was not understood as a whole."""
        return replace(self, words=(*self.words, Word(text, "unknown")), text=text)

    @cached_property
    def as_a_title(self) -> "Role":
        """Return what a title says: of a letter or a meeting (*Brief aan Kamerleden*) it may be that nobody signed."""
        # Woordvoerders mensenhandel: whom to ask, unless it is said that they signed.
        is_signed = any(word.kind in ("signed", "deal") for word in self.words)
        meant = ("greeting", "channel", "condition", *(() if is_signed else ("subject",)))
        said = self._with_kinds(dict.fromkeys(meant, "unknown"))
        # Lijst 3 is the number of the list, and no place on it.
        return replace(said, places=frozenset()) if said.places else said

    @cached_property
    def of_all_lines(self) -> "Role":
        """Return what a title says of all lines: it speaks for nobody; a place is of the list, or of a branch."""
        of_a_branch = self.names_party or any(word.kind in IN_FAVOUR for word in self.words)
        return self.as_a_title.not_in_favour.only(frozenset(KINDS) - (set() if of_a_branch else {"place"}))

    @cached_property
    def without_parties(self) -> "Role":
        """Return what is said without the parties and lists that are named, which are those of others."""
        return replace(self, parties=frozenset(), lists=frozenset(), other_lists=frozenset())

    def without_names(self, words: Set[str]) -> "Role":
        """Return what is said without the words that are understood as those of a name."""
        kept = tuple(word for word in self.words if word.kind != "unknown" or word.text not in words)
        return self if kept == self.words else replace(self, words=kept)

    def _with_kinds(self, meant: Mapping[str, str]) -> "Role":
        if not any(word.kind in meant for word in self.words):
            return self
        return replace(self, words=tuple(word._replace(kind=meant.get(word.kind, word.kind)) for word in self.words))

    def only(self, kinds: Set[str]) -> "Role":
        """Return what is said with the words of some kinds only."""
        words = tuple(word for word in self.words if word.kind in kinds)
        return self if words == self.words else replace(self, words=words)


NOTHING = Role()
