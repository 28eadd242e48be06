"""What a line of a list says of other lines: a no, words that undo, another office of somebody with that name."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from analysis.core.names import PartyNames, words_of
from analysis.core.person_names import surnames_in
from analysis.signatories.acceptance import PRESENTED_ON
from analysis.signatories.acceptance import waiting as made_to_wait
from analysis.signatories.body import Body
from analysis.signatories.decisions import Decision
from analysis.signatories.matching import EXACT
from analysis.signatories.records import AGAINST, Line, Verdict
from analysis.signatories.roles import Role
from analysis.sources.list_answers import A_SIGNATURE
from analysis.sources.list_words import LIST_WORDS, one_of

SIGNED = ("accepted", "duplicate")
_POINTING = one_of(LIST_WORDS["pointing"])
# Why a line waits that may be a refusal to sign, or to be named.
_A_NO = ("undone", "negation")
_TO_BE_NAMED = (*(AGAINST[kind] for kind in _A_NO), AGAINST["unknown"])
# In a row without a name these are said of the line above: ;medewerker;.
_OF_NOBODY = (*_A_NO, "former", "staff", "relation")
# What is said of a line, and not of all lines of its list.
_BESIDE_THE_NAME = ("function", "organisation", "beside")
_OF_THE_LINE = (*_BESIDE_THE_NAME, "answer", "headings", "under", "sheet")
_DITTO = {word for text in LIST_WORDS["ditto"] for word in words_of(text.replace("_", " "))}
# Why a line waits for another of its list, and whether it does with a complete name, too.
Doubt = tuple[str, bool]


class ByRule(NamedTuple):
    """A line with the verdict by rule, the decision on it, and the body and day that it counts in and from.

    `name` is the name in the cell of the name, `named` has everybody whose complete name that is.
    """

    line: Line
    verdict: Verdict
    decision: Decision | None
    body: Body
    signed_on: datetime.date
    name: str
    named: frozenset[str]

    @classmethod
    def of(
        cls, line: Line, verdict: Verdict, decision: Decision | None, body: Body, signed_on: datetime.date
    ) -> "ByRule":
        """Look up the name while what was found for the verdict is still remembered."""
        name, _ = body.split_from_name(line.name_as_written, body.parties.names_on(line.signed_on or PRESENTED_ON))
        agreeing = body.names.agreeing(name).items()
        named = frozenset(verdict.person_id or person_id for person_id, how in agreeing if how in EXACT)
        return cls(line, verdict, decision, body, signed_on, name, named)

    @property
    def parties(self) -> PartyNames:
        """Return the names of parties on the day of signing."""
        return self.body.parties.names_on(self.line.signed_on or PRESENTED_ON)


def doubts_among(unsettled: Iterable[ByRule], resolved: Iterable[tuple[Line, Verdict]]) -> dict[tuple[str, str], Doubt]:
    """Return why lines wait for others, by file and person or by file and row.

    `unsettled` are the lines that mean nobody, `resolved` all lines with what they mean.
    """
    doubts: dict[tuple[str, str], Doubt] = {}
    by_file: dict[str, list[Line]] = defaultdict(list)
    by_person: dict[str, list[Line]] = defaultdict(list)
    for line, verdict in resolved:
        by_file[_file_of(line)].append(line)
        by_person[verdict.person_id].append(line)
    for each in unsettled:
        # A doubt that holds for a complete name, too, is the graver.
        doubts |= {key: doubt for key, doubt in _doubts(each).items() if doubt[1] or key not in doubts}
        if not (each.named or _is_settled(each)) and (each.line.refuses_naming or _undoes(each)):
            doubts |= _lines_meant(each, by_file[_file_of(each.line)])
        doubts |= _earlier_lines(each, by_person)
    return doubts


def refusing_naming(found: ByRule) -> frozenset[str]:
    """Return from whom a line takes back a yes to being named, until somebody decided on it.

    One does that says no to being named, or to the signature, or waits for words that undo or were not understood.
    Another office may be a namesake's: it does not.
    """
    says_no = found.line.refuses_naming or found.line.unreadable_because.endswith(A_SIGNATURE)
    if found.decision or not (says_no or _waits_for(found.verdict, _TO_BE_NAMED)):
        return frozenset()
    return _meant_by(found)


def _doubts(found: ByRule) -> dict[tuple[str, str], Doubt]:
    """Return whose other lines in its file a line that is not accepted puts in doubt, and why.

    Beside `Jan Jansen, raadslid`, `J. Jansen, CDA` of the same list may be that councillor; who says no in one line, or
    has words that undo beside the name, may have changed their mind since the other.
    """
    line, by_rule, people, what = found.line, found.verdict, frozenset[str](), ""
    if is_other := by_rule.because.startswith(AGAINST["office"]):
        people, what = frozenset([by_rule.candidates[0][1]]), "another office"
    elif line.unreadable_because.endswith(A_SIGNATURE):
        people, what = _meant_by(found), "no signature, or one withdrawn"
    elif _says_no(found):
        people, what = _meant_by(found), "words by which it may be withdrawn"
    elif _waits_for(by_rule, (AGAINST["unknown"],)):
        people, what = _agreeing(found), "words that were not understood"
    said = f"another line of the list has this name and {what}: row {line.source_row}"
    return {(_file_of(line), person_id): (said, not is_other) for person_id in people}


def _says_no(found: ByRule) -> bool:
    """Return whether a line says no to the signature or to being named, or has words that undo beside its name."""
    if _is_settled(found):
        return False
    return found.line.refuses_naming or _has_no_signature(found) or _has_words(found, _A_NO, _OF_THE_LINE)


def _is_settled(found: ByRule) -> bool:
    return bool(found.decision) or found.verdict.outcome in SIGNED


def _has_no_signature(found: ByRule) -> bool:
    return A_SIGNATURE in found.line.unreadable_because


def _has_words(found: ByRule, kinds: Collection[str], parts: Iterable[str]) -> bool:
    """Return whether there are words of some kinds in some parts of a line."""
    said = "\n".join(getattr(found.line, f"{part}_as_written") for part in parts)
    return any(word.kind in kinds for text in said.split("\n") for word in _role_in(text, found).words)


def _undoes(found: ByRule) -> bool:
    """Return whether there is no signature on a line whose name is nobody's, or words beside the name undo it.

    Without a name any words against whoever is meant do: *medewerker*, in the row below.
    """
    kinds = ("undone",) if found.line.name_as_written else _OF_NOBODY
    return _has_no_signature(found) or _has_words(found, kinds, _BESIDE_THE_NAME)


def _lines_meant(taker: ByRule, lines: list[Line]) -> dict[tuple[str, str], Doubt]:
    """Return which lines a no may be of whose name is nobody's, each with the reason.

    Those with a surname or all its letters in it (*Bedacht/Verzon*, *JanJansen*), or of the party that it is; without a
    name, or for a ditto mark, the line above; any of the list, if it undoes and nobody can say whose it is (*iedereen*,
    *rij 4*). A stranger's means none: what is published of others must not depend on it.
    """
    said, row = f"row {taker.line.source_row} says no, and may be about this line", taker.line.source_row
    name, others = taker.name, [line for line in lines if line is not taker.line]
    words, own, role = words_of(name), surnames_in(name), _role_in(name, taker)
    letters = "".join(words)
    meant = [line for line in others if own & surnames_in(line.name_as_written) or _has(line, letters)]
    if not words or {*words} <= _DITTO or any(word.kind in _A_NO for word in role.words):
        meant = [line for line in others if line.source_row == row - 1]
    elif any(map(_POINTING.fullmatch, words)):
        meant = others
    elif role.is_only_a_party or (role.lists and not role.words):
        beside = ((line, _role_in(_beside(line), taker)) for line in others)
        meant = [line for line, own in beside if role.parties & own.parties or role.lists & own.lists]
    elif not meant and not _is_a_name(taker.line.name_as_written) and _undoes(taker):
        meant = others
    return {(line.source_file, str(line.source_row)): (said, True) for line in meant}


def _has(line: Line, letters: str) -> bool:
    """Return whether the name of a line has some letters without a break: JanJansen, N o o r t h o e k."""
    return len(letters) > 2 and letters in "".join(words_of(line.name_as_written))


def _is_a_name(text: str) -> bool:
    """Return whether a text may be the name of somebody: two words, not all of them letters, and no number."""
    words = words_of(text)
    return len(words) > 1 and max(map(len, words)) > 1 and not any(map(str.isdigit, text))


def _role_in(text: str, found: ByRule) -> Role:
    return found.body.role_in(text, found.parties)


def _beside(line: Line) -> str:
    return "\n".join((line.name_as_written, line.function_as_written, line.organisation_as_written))


def _earlier_lines(taker: ByRule, by_person: Mapping[str, list[Line]]) -> dict[tuple[str, str], Doubt]:
    """Return the lines of other lists on which somebody signed before a no by name, or a withdrawal without a day."""
    last, said = taker.line.signed_on, f"{taker.line.source_file}, row {taker.line.source_row} says no"
    is_withdrawn = not _is_settled(taker) and _has_words(taker, ("undone",), _OF_THE_LINE)
    if not is_withdrawn and not (last and _has_no_signature(taker)):
        return {}
    said += " on that day or later" if last else ""
    lines = (line for person_id in taker.named for line in by_person[person_id])
    lines = (line for line in lines if not last or (line.signed_on and line.signed_on <= last))
    others = (line for line in lines if _file_of(line) != _file_of(taker.line))
    return {(line.source_file, str(line.source_row)): (said, True) for line in others}


def _file_of(line: Line) -> str:
    return line.source_file.partition("#")[0]


def _waits_for(verdict: Verdict, reasons: tuple[str, ...]) -> bool:
    """Return whether a line that is not accepted waits for one of some reasons, or was withdrawn."""
    return verdict.outcome in ("review", "withdrawn") and any(reason in verdict.because for reason in reasons)


def _agreeing(found: ByRule) -> frozenset[str]:
    """Return everybody whom a line names completely; if it names nobody so, whose name agrees in part."""
    return found.named or frozenset(found.body.names.agreeing(found.name))


def _meant_by(found: ByRule) -> frozenset[str]:
    """Return everybody whom a line names completely; if it names nobody so, whoever it may mean."""
    if found.named:
        return found.named
    names = found.body.names
    people = names.agreeing(found.name) or names.alike(found.name)
    return frozenset({found.verdict.person_id, *people, *(key for _, key in found.verdict.candidates)} - {""})


def if_no_doubt(line: Line, verdict: Verdict, doubts: Mapping[tuple[str, str], Doubt]) -> Verdict:
    """Return the verdict on a line, which waits if another line of its list puts it in doubt."""
    keys = (_file_of(line), verdict.person_id), (line.source_file, str(line.source_row))
    because, of_complete_names = next((doubts[key] for key in keys if key in doubts), ("", False))
    if not because or verdict.outcome != "accepted" or verdict.matched_by.startswith("decision"):
        return verdict
    is_complete = verdict.matched_by.startswith("full_name")
    return verdict if is_complete and not of_complete_names else made_to_wait(verdict, because)
