"""What is written beside a name says of the signatory; what it means for a line is in `acceptance`."""

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, groupby
from typing import Any, NamedTuple

from analysis.sources.list_cells import UNSIGNED

# What a word can say, the most serious first: a word that can say two things says the more serious one.
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
# These words say no more than a yes to whatever was asked, or that a signature is still to come.
_MAY_BE_TO_COME = _BARE_YES | {"handtekening", "handtekeningen", "ondertekening", "ondertekeningen", "signature"}
_MAY_BE_TO_COME |= {"ik teken", "ik onderteken", "ik onderschrijf", "i sign", "teken hierbij", "onderteken hierbij"}
_SAYS_NOTHING = frozenset(["letter", "member", *KINDS[KINDS.index("plain") :]])
IN_FAVOUR = ("seat", "own_body", "shared_title", "candidacy")
ELSEWHERE = frozenset(["body", "office", "post", "profession"])
# This stands in front of a remark with words of these kinds, which may be those of somebody else: *assistent belde*.
REMARK, _MAY_BE_OF_ANOTHER = "remark", (*ELSEWHERE, "former", "staff", "relation")
_WITH_OWN_BODY = frozenset(["candidacy", "shared_title", "member"])
# Each of these may be said of any parliament; and these offices are a seat in another one.
_OF_ANY_PARLIAMENT = re.compile(
    r"(?:lid|member)?(?: van| of)?(?: het| the| de)? ?(?:kamer\w*|parl\w+|mps?|staten generaal)"
)
_SEAT_ELSEWHERE = re.compile(r"senator\w*|meps?|europarl\w+|\w*statenl\w+|(?:eerste|1 e) ?kamerl\w+|eerstekamerl\w+")


class Word(NamedTuple):
    """A word, or some that belong together, and what it says (one of KINDS), as it is or with a slip corrected."""

    text: str
    kind: str
    misspelt: bool = False

    @property
    def is_of_any_parliament(self) -> bool:
        """Return whether the word may be said of any parliament: *Kamer*, *MP*, and not *Tweede Kamer*."""
        return bool(_OF_ANY_PARLIAMENT.fullmatch(self.text))


def name_a_seat(words: Iterable[Word]) -> bool:
    """Return whether a seat or candidacy in this body is named between two breaks, with no other role beside it.

    Beside another body this one must be named: of *Kamerlid (Eerste Kamer)* it is not known of which it is.
    """
    groups = groupby(words, key=lambda word: word.kind == "break")
    parts = [[*group] for is_break, group in groups if not is_break]
    here = [part for part in parts if ELSEWHERE.isdisjoint(word.kind for word in part)]
    kinds_here = [{word.kind for word in part} for part in here]
    named = any("seat" in kinds or ("own_body" in kinds and kinds & _WITH_OWN_BODY) for kinds in kinds_here)
    return named and _say_of_which(chain(*here), chain(*parts))


def _say_of_which(own: Iterable[Word], words: Iterable[Word]) -> bool:
    """Return whether no other body is among some words, or this one is named, in `own`, by more than *Kamer*.

    Beside a seat in another body a title is enough that has the name of this one: *Tweede Kamerlid, statenlid*.
    """
    others = {word.kind for word in words if word.kind == "body" or _SEAT_ELSEWHERE.fullmatch(word.text)}
    named = {word.kind for word in own if not word.is_of_any_parliament}
    return not others or "own_body" in named or ("seat" in named and "body" not in others)


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
        # Beside another body it is not known of which one the seat is: *Kamerlid, Eerste Kamer*.
        own = chain(*(role.words for role in roles if not role.has("body")))
        names_seat = any(role.names_seat for role in roles) and _say_of_which(own, words)
        return cls(parties, lists, other_lists, years, words, names_seat, places=named("places"))

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Return the kinds of the words."""
        return frozenset(word.kind for word in self.words)

    def has(self, *kinds: str) -> bool:
        """Return whether there is a word of one of some kinds."""
        return not self.kinds.isdisjoint(kinds)

    @cached_property
    def against(self) -> str:
        """Return the kind of word that says that the signatory neither sits nor stands, or unknown; empty for none."""
        counted = _ALWAYS_AGAINST if self.names_seat else _AGAINST
        # *Lid* says of what somebody is a member if it stands beside the body or a candidacy.
        says_of_what = self.has("candidacy", "own_body", "shared_title")
        return next((kind for kind in counted if kind in self.kinds and not (kind == "member" and says_of_what)), "")

    @cached_property
    def sits_or_stands(self) -> bool:
        """Return whether a seat, a candidacy, a place on a list or an election of this body is named."""
        return not self.against and (self.names_seat or self.has(*IN_FAVOUR))

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
        # A short word (*ps*, *ab*) may be initials, and a misspelt one may be a name.
        said = (word for word in self.words if len(word.text) > 3 and not word.misspelt)
        return self.names_party or any(word.kind not in _SAYS_NOTHING for word in said)

    @property
    def is_only_a_party(self) -> bool:
        """Return whether a party is named, and nothing that makes it the signature of somebody else."""
        return bool(self.parties) and not (self.other_lists or self.places) and self.kinds <= _BESIDE_A_PARTY

    @property
    def says_who_signed(self) -> bool:
        """Return whether a party, a seat or a candidacy is named, and nobody greeted: not *veel succes Kamerleden*."""
        return (self.names_party or self.has(*IN_FAVOUR)) and not self.has("greeting", "signed")

    def speaks_against(self, line: "Role") -> bool:
        """Return whether the line, of which this is one cell, is not accepted because of this cell."""
        return bool(line.against) and self.has(*(_ALWAYS_AGAINST if line.names_seat else _AGAINST))

    @cached_property
    def not_in_favour(self) -> "Role":
        """Return what is said without a seat or candidacy, as under a heading that does not ask for the role."""
        # A linking word is understood beside a role alone (not in *naam van de lijst*), a condition never.
        is_of_a_role = self.has(*IN_FAVOUR, "member")
        changed = dict.fromkeys((*IN_FAVOUR, "member"), "plain") if is_of_a_role else {"linking": "unknown"}
        said = self._with_kinds(changed | {"condition": "unknown"})
        return replace(said, names_seat=False, places=frozenset()) if said.names_seat or said.places else said

    @cached_property
    def beside_a_seat(self) -> "Role":
        """Return what a remark says of who sits or stands: another office or post may be that of a namesake."""
        return self._with_kinds(dict.fromkeys(("office", "body", "post"), "unknown"))

    @cached_property
    def as_a_role(self) -> "Role":
        """Return what is said where a role was asked for: courtesy, conditions and how it came in are none of it."""
        is_a_role = self.has("seat", "candidacy", "shared_title", "member")
        courtesy = () if is_a_role else _COURTESY
        # Beside neither a role nor a party a condition says what is still to come: *als de fractie*, *vanaf mei*.
        condition = () if is_a_role or self.names_party else ("condition",)
        return self._with_kinds(dict.fromkeys(("channel", *courtesy, *condition), "unknown"))

    @cached_property
    def beside_a_name(self) -> "Role":
        """Return what is said in the cell of a name: a word that links, alone, says whose it is (*voor Ann Bakker*)."""
        is_alone = self.kinds <= {"linking", "condition", "plain"} and not self.parties
        return self._with_kinds({"linking": "unknown", "condition": "unknown"}) if is_alone else self

    @cached_property
    def as_a_remark(self) -> "Role":
        """Return what a remark says: it speaks for nobody; a role beside *getekend* may be that of who signed."""
        is_of_a_role = self.has(*IN_FAVOUR, "member")
        # How something came in is understood of a signature alone: not *link ontvangen*, *actie: mail*.
        changed = {} if self._says_signed and not is_of_a_role else {"channel": "unknown"}
        # A party has many members: *lid van D66* says of nobody that they sit or stand.
        changed |= {} if self.has(*IN_FAVOUR) else {"member": "unknown"}
        said = self._with_kinds(changed | ({"signed": "unknown"} if is_of_a_role else {})).not_in_favour
        is_apart = self.has(*_MAY_BE_OF_ANOTHER) and not self.text.startswith(UNSIGNED)
        return replace(said, text=f"{REMARK} {self.text}") if is_apart else said

    @cached_property
    def as_an_answer(self) -> "Role":
        """Return what is said where a signature, or its subject, was asked for: not understood without either."""
        if not self.has("signed", "deal"):
            return self.not_understood(self.text)
        # Beside no more than a yes, a place or an occasion may be still to come: *ja, zaterdag op de markt*.
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
        # A subject may say whom to ask (*Woordvoerders mensenhandel*), unless it is said that they signed.
        subject = () if self.has("signed", "deal") else ("subject",)
        said = self._with_kinds(dict.fromkeys(("greeting", "channel", "condition", *subject), "unknown"))
        # In a title a number is that of the list (*Lijst 3*), and no place on it.
        return replace(said, places=frozenset()) if said.places else said

    @cached_property
    def of_all_lines(self) -> "Role":
        """Return what a title says of all lines: it speaks for nobody; a place is of the list, or of a branch."""
        may_be_of_a_branch = self.names_party or self.has(*IN_FAVOUR)
        return self.as_a_title.not_in_favour.only(frozenset(KINDS) - (set() if may_be_of_a_branch else {"place"}))

    @cached_property
    def without_parties(self) -> "Role":
        """Return what is said without the parties and lists that are named, which are those of others."""
        return replace(self, parties=frozenset(), lists=frozenset(), other_lists=frozenset())

    def without_names(self, words: Set[str]) -> "Role":
        """Return what is said without the words that are understood as those of a name."""
        kept = tuple(word for word in self.words if word.kind != "unknown" or word.text not in words)
        return self if kept == self.words else replace(self, words=kept)

    def _with_kinds(self, changed: Mapping[str, str]) -> "Role":
        """Return the role with the kinds of its words changed, by the kind that they have."""
        if not self.has(*changed):
            return self
        return replace(self, words=tuple(word._replace(kind=changed.get(word.kind, word.kind)) for word in self.words))

    def only(self, kinds: Set[str]) -> "Role":
        """Return what is said with the words of some kinds only."""
        words = tuple(word for word in self.words if word.kind in kinds)
        return self if words == self.words else replace(self, words=words)


NOTHING = Role()
