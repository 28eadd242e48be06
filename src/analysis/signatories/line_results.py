"""A line of a list with the verdict on it by rule, and what it says that may be about other lines."""

import datetime
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from analysis.signatories.acceptance import PRESENTED_ON
from analysis.signatories.beside import CLAUSES, HEADING, PLACE_IN_FRONT, TITLE, text_with_parties
from analysis.signatories.body import Body
from analysis.signatories.matching import EXACT
from analysis.signatories.records import DECIDED_OF_TEXT, REASONS_AGAINST, Decision, Line, Verdict
from analysis.signatories.roles import Role, Word
from analysis.signatories.text_decisions import HARMLESS_ACTIONS, SPEAKS_AGAINST
from analysis.sources.list_cells import SIGNATURE_EXPECTED
from analysis.sources.list_rows import TEXT_ALONE
from analysis.sources.list_words import LIST_WORDS, has_word, pattern_of, undoes_signature

SIGNED = ("accepted", "duplicate")
NEGATIVE = ("undone", "negation")
# In a row without a name also these are about the line above.
_NEGATIVE_WITHOUT_NAME = (*NEGATIVE, "former", "staff", "relation")
# The texts that are about one line, and not about all lines of its list.
CELLS = ("function", "organisation", "beside", "consent")
# *Naam in de krant: nee* is about being named, *Naam blijft op de lijst: nee* is not.
_WHERE_TO_BE_NAMED = pattern_of(LIST_WORDS["of_naming"] - LIST_WORDS["own_name"] - LIST_WORDS["not_a_name"])
# With a number other than that of the deal a title is about some lines: *nrs. 3 en 5 ingetrokken*.
NUMBER = re.compile(r"(?<!\d)(?!1[.,]?300)\d")


@dataclass(eq=False)
class LineResult:
    """A line with the verdict by rule, the decision on it, and the body and day that it counts in and from.

    `decided` has what was decided on texts; `name` is the name in the cell of the name, `named` has everybody whose
    complete name that is.
    """

    line: Line
    verdict: Verdict
    decision: Decision | None
    body: Body
    signed_on: datetime.date
    decided: Mapping[str, str]

    def __post_init__(self) -> None:
        """Look up the name while what was found for the verdict is still in the caches."""
        self._parties = self.body.parties.names_on(self.line.signed_on or PRESENTED_ON)
        self.name, _ = self.body.split_from_name(self.line.name_as_written, self._parties)
        agreeing = self.body.names.agreeing(self.name).items()
        self.named = frozenset(self.verdict.person_id or person_id for person_id, how in agreeing if how in EXACT)

    @property
    def is_settled(self) -> bool:
        """Return whether somebody decided on the line, or it counts as a signature."""
        return bool(self.decision) or self.verdict.outcome in SIGNED

    @property
    def is_of_another(self) -> bool:
        """Return whether it was decided of an office or a profession that the signer neither sits nor stands."""
        roles = map(self.role_in, (self.line.function_as_written, self.line.organisation_as_written))
        kinds = ("office", "post", "profession", "staff", "relation", "unknown")
        actions = (self.decided.get(role.text) for role in roles if role.against in kinds)
        return self.verdict.outcome == "not_in_parliament" and SPEAKS_AGAINST in actions

    @property
    def is_decided_against(self) -> bool:
        """Return whether a text of the line was decided to speak against it, and names no other office: *haakt af*."""
        is_decided = self.verdict.outcome == "not_in_parliament" and self.verdict.matched_by == "decision"
        text = self.verdict.because.removeprefix(f"{DECIDED_OF_TEXT} ").strip("'\"")
        is_of_all_lines = PLACE_IN_FRONT.match(text) and not text.startswith(HEADING)
        return is_decided and not is_of_all_lines and not self.is_of_another

    @property
    def is_text_below(self) -> bool:
        """Return whether all lines of the list wait for the text, which stands alone below them and undoes nothing."""
        return TEXT_ALONE in self.line.waits_because and not undoes_signature(self.line.name_as_written)

    @property
    def has_no_signature(self) -> bool:
        """Return whether the line says that it was not signed, or withdrawn."""
        return self.line.unreadable_because.endswith(SIGNATURE_EXPECTED)

    @property
    def is_a_group_not_understood(self) -> bool:
        """Return whether the line names no person, and has words that were not understood: *Fractie SP, later*."""
        if not self.waits_for(REASONS_AGAINST["unknown"]):
            return False  # what was rejected as too long is not read
        names_nobody = not self.role_in(self.line.name_as_written).has("unknown", "place")
        return names_nobody and self.has_words(("unknown",), (*CELLS, "answer", "headings"))

    @property
    def is_of_a_group(self) -> bool:
        """Return whether the cell of the name has a party and no name: *Fractie SP*."""
        role = self.role_in(self.name or self.line.name_as_written)
        return role.names_party and not role.has("unknown", "place")

    @property
    def is_on_a_sheet_not_understood(self) -> bool:
        """Return whether the name of a further sheet was not understood (*Eraf*), nor decided on."""
        role = self.role_in(self.line.sheet_as_written)
        text = f"{TITLE} {text_with_parties(role)}"  # behind it a decision may have a year
        return role.against == "unknown" and not any(each.startswith(text) for each in self.decided)

    def waits_for(self, *reasons: str) -> bool:
        """Return whether the line is not accepted for one of some reasons."""
        is_open = self.verdict.outcome in ("review", "withdrawn")
        return is_open and any(reason in self.verdict.because for reason in reasons)

    def role_in(self, text: str) -> Role:
        """Return what a text says in the body on the day of signing."""
        return self.body.role_in(text, self._parties)

    def party_of(self, line: Line) -> Role:
        """Return what says of which party a line is: its own cells, else the headings, title and sheet above it."""
        own = self.role_in("\n".join((line.name_as_written, line.function_as_written, line.organisation_as_written)))
        above = (line.under_as_written, line.above_as_written, line.sheet_as_written)
        return own if own.names_party else self.role_in("\n".join(above))

    def has_words(self, kinds: Collection[str], parts: Iterable[str]) -> bool:
        """Return whether there are words of some kinds in some parts of the line, but for what was decided on."""
        return any(word.kind in kinds for word in self.words_in(parts))

    def words_in(self, parts: Iterable[str]) -> Iterator[Word]:
        """Yield the words in some parts of the line, but for what was decided on."""
        for text in self._texts_in(parts):
            yield from self.role_in(text).words

    def _texts_in(self, parts: Iterable[str]) -> Iterator[str]:
        for part in parts:
            for text in getattr(self.line, f"{part}_as_written").split("\n"):
                if text and (part != "beside" or not self._says_nothing(text)):
                    yield text

    def _says_nothing(self, remark: str) -> bool:
        """Return whether it was decided of each clause of a remark that it is harmless, and it has no number."""
        roles = (self.role_in(clause).as_a_remark for clause in CLAUSES.split(remark))
        decided = (self.decided.get(role.text) in HARMLESS_ACTIONS for role in roles if role.words)
        return not NUMBER.search(remark) and all(decided)

    def undoes_signature(self) -> bool:
        """Return whether there is no signature, or words beside the name undo it (without a name, any against it)."""
        name = self.line.name_as_written
        of_a_name = (*NEGATIVE, "former") if self.is_of_a_group else ("undone",)
        kinds = of_a_name if name else _NEGATIVE_WITHOUT_NAME
        says_no = name.startswith("(") and self.role_in(name).against in NEGATIVE  # (niet getekend)
        return self.has_no_signature or says_no or self.has_words(kinds, CELLS)

    def says_no_in(self, parts: Iterable[str]) -> bool:
        """Return whether some parts of the line have a no; one to being named is none: *Naam in de krant: nee*."""
        texts = ((each, each.partition(":")) for each in self._texts_in(parts))
        said = (each for each, (heading, sign, _) in texts if not (sign and has_word(_WHERE_TO_BE_NAMED, heading)))
        return any(word.text in LIST_WORDS["a_no"] for text in said for word in self.role_in(text).words)

    def has_a_surname_of_the_party(self) -> bool:
        """Return whether the name is that of somebody of the party beside or above it: *Ploumen, PvdA*; not *Later*."""
        if self.role_in(self.name).kinds - {"unknown", "place", "office", "profession"}:
            return False  # it may say something else, which *Dijkgraaf* and *Zwolle* do not
        role, days = self.party_of(self.line), {self.line.signed_on or PRESENTED_ON, self.signed_on}
        people = (self.body.person(each, day) for each in self.body.names.agreeing(self.name) for day in days)
        return any(person and not role.parties.isdisjoint(person.parties) for person in people)

    def people(self) -> frozenset[str]:
        """Return everybody whom the line names completely; if it names nobody so, whoever it may mean."""
        if self.named:
            return self.named
        proposed = {self.verdict.person_id, *(person_id for _, person_id in self.verdict.candidates)} - {""}
        if agreeing := self.body.names.agreeing(self.name):
            return frozenset(proposed.union(agreeing))
        # Whose name is only like it is not meant if another party is named.
        parties = self.role_in(f"{self.line.function_as_written}\n{self.line.organisation_as_written}").parties
        proposed = proposed.union(self.body.names.alike(self.name))
        people = ((person_id, self.body.person(person_id, self.signed_on)) for person_id in proposed)
        return frozenset(i for i, person in people if not (parties and person and parties.isdisjoint(person.parties)))
