"""Which of the people whose names agree a line means: decided by the name and the party, or left to an analyst."""

from dataclasses import dataclass

from analysis.signatories.matching import EXACT, RANK
from analysis.signatories.offices import Said
from analysis.signatories.people import Person


@dataclass(eq=False, slots=True)
class Match:
    """A person whom a written name may mean: how the names agree, and whether the party or list named is theirs.

    `misaddressed`: the form of address is not that of this person, as far as it is known whether a man or a woman.
    """

    person: Person
    how: str
    fits: bool
    plausible: bool
    misaddressed: bool

    @classmethod
    def of(cls, person: Person, how: str, said: Said, address: str) -> "Match":
        """Hold a person against what the line says of a party, and against its form of address (m, v or none)."""
        fits = not (said.parties.isdisjoint(person.parties) and said.lists.isdisjoint(person.lists))
        # With so little of a name an analyst need not see whoever is of another party, or sits elsewhere.
        nothing_against = not (said.parties or said.lists or said.other_office or said.unknown)
        misaddressed = bool(address and person.sex) and address != person.sex
        return cls(person, how, fits, fits or nothing_against or how not in _NEEDS_PARTY, misaddressed)

    @property
    def order(self) -> tuple[bool, bool, bool, int]:
        """Sort the best first."""
        return self.how not in EXACT, not self.fits, self.misaddressed, RANK[self.how]


# What agrees so little that only the party makes it plausible.
_NEEDS_PARTY = ("other_given_name", "spelling_of_surname", "surname_in_part")
# What the party makes certain, if nobody else of that party agrees as well: the surer first.
_SETTLED_BY_PARTY = ("surname_first", "one_given_name", "first_initial", "initial_of_given_name", "part_of_surname")


def choose(found: list[Match], said: Said) -> tuple[Match | None, str, str]:
    """Return the one person a name means, how that is known, and else why it is not."""
    exact = [match for match in found if match.how in EXACT]
    fitting = [match for match in exact if match.fits]
    # The whole name of one may be half of the double name of another, or what another with that initial is called.
    may_write_it = [match for match in found if match.how in ("part_of_surname", "initial_of_given_name")]
    if len(exact) == 1 and (exact[0].fits or not may_write_it):
        return exact[0], exact[0].how, ""
    if len(fitting) == 1:
        return fitting[0], f"{fitting[0].how}_and_party", ""
    if exact:
        return None, "", "more than one person has this name, or goes by it"
    # One initial is enough only where nobody else has it with that surname, or with a part of it in that party.
    others = any(match.fits and match.how == "part_of_surname" for match in found)
    for how in _SETTLED_BY_PARTY:
        agreeing = [match for match in found if match.how == how]
        fitting = [match for match in agreeing if match.fits]
        # Jansen Piet, Kamerlid: that he says he sits is as good as a party.
        if how == "surname_first" and len(agreeing) == 1 and said.sits_or_stands and not said.parties | said.lists:
            return agreeing[0], how, ""
        if how == "first_initial" and fitting and (len(agreeing) > 1 or others):
            return None, "", ""
        if len(fitting) == 1:
            return fitting[0], f"{how}_and_party", ""
        if fitting:
            break
    return None, "", ""


WHY_NOT = {
    "surname_first": "the surname seems to stand first, and no party agrees",
    "one_given_name": "the surname and the given name agree, the party does not",
    "first_initial": "only an initial and a surname agree",
    "initial_of_given_name": "only the surname and the first letter are known, and no party agrees",
    "other_given_name": "the surname and the first letter agree, the given name does not",
    "surname": "only the surname agrees",
    "part_of_surname": "only part of the surname agrees",
    "spelling": "the name may be misspelt",
    "spelling_of_surname": "the surname may be misspelt",
    "surname_in_part": "only part of the surname agrees, and nothing else is written of the name",
}


def doubt(match: Match | None, said: Said) -> str:
    """Return why a name that agrees is not enough; empty if nothing speaks against it."""
    if match is None:
        return ""
    if said.near_the_house:
        return "a former member or a member of staff is not accepted on the name"
    if said.other_office and not said.sits_or_stands:
        return "another office is named: not accepted on the name"
    if said.unknown and not said.sits_or_stands:
        return "something is named that is not known to be of the House: a place, work, another body"
    if match.misaddressed:
        return "the form of address is not this person's: of a man for a woman, or the other way"
    if not match.person.known:
        return "it is not known whether this person sat on that day"
    if (said.parties or said.lists) and not match.fits:
        return "another party is named than this person's on that day"
    return ""
