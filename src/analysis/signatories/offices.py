"""What the words beside a name say of whoever signs: which parties, the House, another office, or something else."""

import re
from dataclasses import dataclass

from analysis.names import PartyNames, fold, words_of

# Someone who writes one of these signs in that office; members of the House and candidates with the same name exist.
_OTHER_OFFICE = re.compile(
    r"raadslid|raadsleden|raadsfractie|gemeente|wethouder|statenlid|statenleden|provinciale staten|statenfractie|"
    r"gedeputeerde|burgemeester|burgerlid|commissielid|fractielid|dijkgraaf|heemraad|waterschap|stadsdeel|deelraad|"
    r"eilandsraad|senator|eerste[ -]?kamer|bestuur|europarlement|europees parlement|councillor|councilor|alderman|"
    r"mayor|european parliament|\bmep\b|senate"
)
# ... unless they say that they are, or stand, for the House as well.
_SITS_OR_STANDS = re.compile(
    r"tweede[ -]?kamerlid|\blid (?:van )?(?:de )?tweede[ -]?kamer|kandidaat[ -]?(?:tweede[ -]?)?kamerlid|"
    r"kandidaat[ -](?:voor )?(?:de )?tweede[ -]?kamer|(?<!eerste )(?<!eerste-)\bkamerlid|member of (?:the )?"
    r"(?:house of representatives|parliament)|\bmp\b|candidate (?:mp|for (?:the )?(?:house|parliament))"
)
# These are not in parliament, however near to it.
_NEAR_THE_HOUSE = re.compile(
    r"\boud[ -]|\bvoormalig|\bvm\.|\bex[ -]|\bformer\b|\b(?:assistant|staff)\b|stagiai?re?\b|voorlicht|secretaris|"
    r"(?:fractie|beleids|persoonlijk|kamer)\w*[ -]?(?:medewerk|assisten)"
)
# Words that say nothing but that someone is of a party, or of the House; numbers are places on a list.
_AROUND_A_PARTY = frozenset(
    words_of(
        "partij politieke fractie tweede kamer kamerfractie tweedekamerfractie tweedekamer de het van namens in der "
        "landelijk landelijke staten generaal party the political group parliamentary on behalf of"
    )
)
_OF_THE_HOUSE = _AROUND_A_PARTY | frozenset(
    words_of(
        "kamerlid kamerleden tweedekamerlid lid tk volksvertegenwoordiger politicus politica fractievoorzitter "
        "fractieleider partijleider lijsttrekker lijstduwer kandidaat kandidate kandidaten kandidaatkamerlid nr nummer "
        "plaats lijst op voor en nederland member parliament house representatives candidate mp for and no "
        "number list position leader"
    )
)
# A spokesman may name the subject.
_SUBJECT = re.compile(r"\b(?:woordvoer\w+|portefeuille\w*|spokes\w+)[^;,(|]*")


@dataclass(frozen=True)
class Said:
    """What stands beside a name: the parties and lists named, and what speaks for or against the House.

    `unknown` are the words that are neither of these, and not known to be of the House.
    """

    parties: frozenset[str]
    lists: frozenset[str]
    sits_or_stands: bool
    other_office: bool
    near_the_house: bool
    unknown: frozenset[str]

    @property
    def anything(self) -> bool:
        """Return whether the words say who signs: a party, a list, the House or an office."""
        return bool(self.parties or self.lists) or self.sits_or_stands or self.other_office or self.near_the_house


def said_in(text: str, names: PartyNames, lists: PartyNames) -> Said:
    """Read the words beside a name; `lists` are the names of lists of candidates, a party's or not."""
    folded = fold(text)
    named, listed = (_named_in(folded, each) for each in (names, lists))
    beside = folded
    for start, end, _ in sorted(named + listed, reverse=True):
        # These overlap: Volt is a list, Volt Netherlands a party.
        beside = beside[:start] + ";" * (end - start) + beside[end:]
    left = (word for word in words_of(_SUBJECT.sub(" ", beside)) if not word.isdigit())
    return Said(
        parties=frozenset(party_id for _, _, parties in named for party_id in parties),
        lists=frozenset(name for _, _, found in listed for name in found),
        sits_or_stands=bool(_SITS_OR_STANDS.search(folded)),
        other_office=bool(_OTHER_OFFICE.search(folded)),
        near_the_house=bool(_NEAR_THE_HOUSE.search(folded)),
        unknown=frozenset(left) - _OF_THE_HOUSE,
    )


def _named_in(folded: str, names: PartyNames) -> list[tuple[int, int, tuple[str, ...]]]:
    found = names.pattern.finditer(folded)
    return [(*each.span(), names.meanings[(each.lastindex or 1) - 1]) for each in found]


def is_only_a_party(text: str, names: PartyNames) -> bool:
    """Return whether a text names a party, and nothing that makes it someone else's signature."""
    return bool(names.mentions(text)) and not set(names.rest(text)) - _AROUND_A_PARTY
