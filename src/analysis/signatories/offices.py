"""What the words beside a name say of whoever signs: which parties, the body, another office, or something else."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.core.names import PartyName, PartyNames, fold, words_of

# Someone who writes one of these signs in that office; members of the House and candidates with the same name exist.
_OFFICE = re.compile(
    r"\w*(?:raadslid|raadsleden|raadsfractie|gemeente|wethouder|statenlid|statenleden|provinciale staten|statenfractie|"
    r"gedeputeerde|burgemeester|burgerlid|commissielid|fractielid|dijkgraaf|heemraad|waterschap|stadsdeel|deelraad|"
    r"eilandsraad|senator|eerste[ -]?kamer|bestuur|europarlement|europees parlement|councillor|councilor|alderman|"
    r"mayor|european parliament|\bmep\b|senate)\w*"
)
_STANDS = r"(?:kandida\w*|candidate)[ -](?:voor |for )?(?:de |het |the )?"
# These are in no body, however near to it.
_NEAR_THE_HOUSE = re.compile(
    r"\boud[ -]|\bvoormalig|\bvm\.|\bex[ -]|\bformer\b|\b(?:assistant|staff)\b|stagiai?re?\b|voorlicht|secretaris|"
    r"(?:fractie|beleids|persoonlijk|kamer)\w*[ -]?(?:medewerk|assisten)"
)
# Words that say nothing but that someone is of a party, or of a body; numbers are places on a list.
_AROUND_A_PARTY = frozenset(
    words_of(
        "partij politieke fractie de het van namens in der landelijk landelijke party the political group "
        "parliamentary on behalf of"
    )
)
_OF_ANY_BODY = _AROUND_A_PARTY | frozenset(
    words_of(
        "lid volksvertegenwoordiger politicus politica fractievoorzitter fractieleider partijleider lijsttrekker "
        "lijstduwer kandidaat kandidate kandidaten nr nummer plaats lijst op voor en nederland member candidate for "
        "and no number list position leader"
    )
)
_NOTHING: frozenset[str] = frozenset()
# A spokesman may name the subject.
_SUBJECT = re.compile(r"\b(?:woordvoer\w+|portefeuille\w*|spokes\w+)[^;,(|]*")


@dataclass(frozen=True)
class OfficeWords:
    """How a body is called, how its members and candidates are, and the single words of these."""

    sits_or_stands: PartyNames
    stands: re.Pattern[str]
    names: PartyNames
    of_its_names: frozenset[str]
    of_its_members: frozenset[str]

    @classmethod
    def of(cls, names: Iterable[str], titles: Iterable[str]) -> "OfficeWords":
        """Prepare the names and the titles of a body (see data/bodies.csv)."""
        called = PartyNames.of(PartyName("name", text) for text in names if text)
        entitled = PartyNames.of(PartyName("title", text) for text in titles if text)
        of_its_names = frozenset(word for name in called.names for word in words_of(name.name))
        of_its_titles = frozenset(word for name in entitled.names for word in words_of(name.name))
        stands = re.compile(rf"{_STANDS}(?:{called.pattern.pattern})")
        return cls(entitled, stands, called, of_its_names, of_its_names | of_its_titles)


@dataclass(frozen=True, slots=True)
class Said:
    """What stands beside a name: the parties and lists named, and what speaks for or against the body.

    `own_title`: a title that only this body has; `any_title`: one that others may have too. `unknown` are the words
    that are neither of these, and not known to be of the body.
    """

    parties: frozenset[str]
    lists: frozenset[str]
    own_title: bool
    any_title: bool
    other_office: bool
    near_the_house: bool
    unknown: frozenset[str]

    @classmethod
    def together(cls, pieces: Sequence["Said"]) -> "Said":
        """Return what pieces of a text say together."""
        if len(pieces) == 1:
            return pieces[0]
        return cls(
            parties=_NOTHING.union(*(piece.parties for piece in pieces)),
            lists=_NOTHING.union(*(piece.lists for piece in pieces)),
            own_title=any(piece.own_title for piece in pieces),
            any_title=any(piece.any_title for piece in pieces),
            other_office=any(piece.other_office for piece in pieces),
            near_the_house=any(piece.near_the_house for piece in pieces),
            unknown=_NOTHING.union(*(piece.unknown for piece in pieces)),
        )

    @property
    def sits_or_stands(self) -> bool:
        """Return whether it says that the signer sits in the body or stands for it.

        There are councillors everywhere: beside the name of another place the word says nothing of this council.
        """
        return self.own_title or (self.any_title and not self.unknown)

    @property
    def anything(self) -> bool:
        """Return whether the words say who signs: a party, a list, the House or an office."""
        return bool(self.parties or self.lists) or self.sits_or_stands or self.other_office or self.near_the_house


def said_in(text: str, names: PartyNames, lists: PartyNames, words: OfficeWords) -> Said:
    """Read the words beside a name; `lists` are the names of lists of candidates, a party's or not.

    Nothing that is looked for goes across a comma: the pieces between commas may be read apart.
    """
    folded = fold(text)
    named, listed = (_named_in(folded, each) for each in (names, lists))
    sits, elsewhere = _offices_in(folded, words)
    beside = folded
    for start, end, _ in sorted(named + listed, reverse=True):
        # These overlap: Volt is a list, Volt Netherlands a party.
        beside = beside[:start] + ";" * (end - start) + beside[end:]
    left = {word for word in words_of(_SUBJECT.sub(" ", beside)) if not word.isdigit()}
    unknown = frozenset(left) - _OF_ANY_BODY - words.of_its_members
    return Said(
        parties=frozenset(party_id for _, _, parties in named for party_id in parties),
        lists=frozenset(name for _, _, found in listed for name in found),
        own_title=any(not _OFFICE.fullmatch(title) for title in sits),
        any_title=bool(sits),
        other_office=elsewhere,
        near_the_house=bool(_NEAR_THE_HOUSE.search(folded)),
        unknown=unknown,
    )


def _offices_in(folded: str, words: OfficeWords) -> tuple[list[str], bool]:
    """Return the titles of this body that a text has, and whether it has an office elsewhere."""
    own = [found.span() for finder in (words.sits_or_stands.pattern, words.stands) for found in finder.finditer(folded)]
    other = [found.span() for found in _OFFICE.finditer(folded)]
    called = [found.span() for found in words.names.pattern.finditer(folded)]
    # Of two that overlap the longer counts: Eerste Kamerlid is no Kamerlid, gemeenteraad Zwolle no other gemeente.
    sits = [folded[start:end] for start, end in own if not any(_is_within((start, end), longer) for longer in other)]
    elsewhere = any(not any(_is_within_or_same(span, longer) for longer in own + called) for span in other)
    return sits, elsewhere


def _is_within_or_same(span: tuple[int, int], longer: tuple[int, int]) -> bool:
    return longer[0] <= span[0] and span[1] <= longer[1]


def _is_within(span: tuple[int, int], longer: tuple[int, int]) -> bool:
    return span != longer and _is_within_or_same(span, longer)


def _named_in(folded: str, names: PartyNames) -> list[tuple[int, int, tuple[str, ...]]]:
    found = names.pattern.finditer(folded)
    return [(*each.span(), names.meanings[(each.lastindex or 1) - 1]) for each in found]


def is_only_a_party(text: str, names: PartyNames, words: OfficeWords) -> bool:
    """Return whether a text names a party, and nothing that makes it someone else's signature."""
    return bool(names.mentions(text)) and not set(names.rest(text)) - _AROUND_A_PARTY - words.of_its_names
