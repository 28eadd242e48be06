"""What a line of a list says of other lines: a no, words that undo, another office of somebody with that name."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain

from analysis.core.names import words_of
from analysis.core.person_names import surnames_in
from analysis.signatories.line_results import CELLS, NEGATIVE, NUMBER, LineResult
from analysis.signatories.matching import given_names_differ
from analysis.signatories.records import REASONS_AGAINST, Line, Verdict
from analysis.signatories.roles import Role
from analysis.sources.list_words import LIST_WORDS, pattern_of

_POINTING = pattern_of(LIST_WORDS["pointing"] | LIST_WORDS["pointing_with_signing"])
# A line that waits for one of these may say no to being named.
_AGAINST_NAMING = (*(REASONS_AGAINST[kind] for kind in NEGATIVE), REASONS_AGAINST["unknown"])
_LINE_TEXTS = (*CELLS, "answer", "headings", "under", "sheet")
# Beside the office, *niet meer* is said of the signature.
_BESIDE_THE_OFFICE = ("beside", "headings", "under", "sheet")
# The title of a list of withdrawals has no other words than of these kinds.
_WORDS_OF_A_WITHDRAWAL = frozenset(
    ["undone", "signed", "deal", "list", "plain", "linking", "channel", "greeting", "member"]
)
_DITTO_WORDS = {word for text in LIST_WORDS["ditto"] for word in words_of(text.replace("_", " "))}
# Jan Jansen c.s., Jan Jansen + fractie; and not 50+.
_WITH_OTHERS = re.compile(r"(?<!\d)\+|'ers\b|\b(?:c\.?\s?s|e\.?\s?a|fractie\w*|collega\w*)\b", re.IGNORECASE)
_NOT_YET = re.compile(rf"(?:{pattern_of(LIST_WORDS['not_yet']).pattern})\b".replace("_", " "))
_FOUND_ANSWER = re.compile(r"found '([^']*)'")
# By file and person, or by place: why lines wait because of another, and whether they do with a complete name too.
Doubts = dict[tuple[str, str], tuple[str, bool]]


def doubts_among(unsettled: Iterable[LineResult], resolved: Iterable[tuple[Line, Verdict]]) -> Doubts:
    """Return why lines wait because of others; `unsettled` are those that mean nobody."""
    doubts: Doubts = {}
    by_file, by_person = defaultdict[str, list[Line]](list), defaultdict[str, list[Line]](list)
    by_surname = defaultdict[str, list[tuple[set[str], Line]]](list)
    for line, verdict in resolved:
        by_file[line.file].append(line)
        by_person[verdict.person_id].append(line)
        words = words_of(line.name_as_written) if verdict.person_id else []
        if len(words) > 1:
            by_surname[words[-1]].append(({*words}, line))
    for each in unsettled:
        # A doubt that holds for a complete name too replaces one that does not.
        doubts |= {key: doubt for key, doubt in _doubts_on_people(each).items() if doubt[1] or key not in doubts}
        is_of_others = not each.named or bool(_WITH_OTHERS.search(each.line.name_as_written))
        is_open = is_of_others and not (each.is_settled or each.is_text_below)
        if is_open and (each.undoes_signature() or each.is_a_group_not_understood or each.is_on_a_sheet_not_understood):
            doubts |= _doubts_on_lines(each, by_file[each.line.file])
        if not each.is_settled:
            doubts |= _doubts_in_other_lists(each, by_person)
            doubts |= _doubts_by_remarks(each, by_surname)
    return doubts


def lines_not_to_name(found: Iterable[LineResult], resolved: Iterable[tuple[Line, Verdict]]) -> dict[str, str]:
    """Return the places of the lines of which a line without a name says no to being named, with that of this line.

    *Rij 2 t/m 4* speaks for lines of its list, a group for its lines in all lists.
    """
    by_file, places = defaultdict[str, list[Line]](list), dict[str, str]()
    for line, _ in resolved:
        by_file[line.file].append(line)
    for each in found:
        if each.line.refuses_naming and not (each.named or each.is_settled):
            lists = by_file.values() if each.is_of_a_group else [by_file[each.line.file]]
            found_places = (place for lines in lists for place, _ in _doubts_on_lines(each, lines, of_naming=True))
            places |= dict.fromkeys(found_places, each.line.place)
    return places


def refusing_naming(found: LineResult) -> frozenset[str]:
    """Return from whom a line that nobody decided on takes back a yes to being named; another office does not.

    A line with a complete name that does not say yes itself does so for as long as it waits, whatever for.
    """
    if found.decision:
        return frozenset()
    if (
        found.line.refuses_naming
        or found.has_no_signature
        or found.waits_for(*_AGAINST_NAMING)
        or found.is_decided_against
    ):
        return found.people()
    is_another = found.verdict.because.startswith(REASONS_AGAINST["office"])
    waits = found.verdict.outcome == "review" and not (is_another or found.line.may_be_named)
    return found.named if waits else frozenset()


def _doubts_on_people(found: LineResult) -> Doubts:
    """Return why all lines of the list with a name wait: it has a no on this line, or another office."""
    line, people, what = found.line, frozenset[str](), ""
    if is_other := found.verdict.because.startswith(REASONS_AGAINST["office"]):
        people, what = frozenset([found.verdict.candidates[0][1]]), "another office"
    elif found.has_no_signature:
        people, what = found.people(), "no signature, or one withdrawn"
    elif not found.is_settled and _may_be_withdrawn(found):
        people, what = found.people(), "words by which it may be withdrawn"
    elif found.is_decided_against:
        people, what = found.named, "a text that was decided to speak against it"
    elif found.waits_for(REASONS_AGAINST["unknown"]):
        people = found.named or frozenset(found.body.names.agreeing(found.name))
        what = "words that were not understood"
    said = f"another line of the list has this name and {what}: row {line.source_row}"
    return {(line.file, person_id): (said, not is_other) for person_id in people}


def _may_be_withdrawn(found: LineResult) -> bool:
    if found.is_of_another:
        return found.has_words(("undone",), _LINE_TEXTS)
    return found.has_words(NEGATIVE, _LINE_TEXTS) or found.has_words(("former",), _BESIDE_THE_OFFICE)


def _doubts_on_lines(denial: LineResult, lines: list[Line], *, of_naming: bool = False) -> Doubts:
    """Return which lines a no may be of whose name is nobody's, each with the reason; it may be one to being named.

    Those with a surname or all its letters in it (*Bedacht/Verzon*, *JanJansen*), unless the given names differ; those
    of the party beside words that are no name (*Kamerlid SP*); without a name, or for a ditto mark, the line above; any
    of the list, if it undoes and nobody can say whose it is (*iedereen*, *rij 4*). Beside these, of *Jan Jansen c.s.*
    those of the party, or all. A stranger's means none: what is published of others must not depend on it.
    """
    row, others = denial.line.source_row, [line for line in lines if line is not denial.line]
    name, is_a_group = denial.name or denial.line.name_as_written, denial.is_a_group_not_understood
    words, role = words_of(name), denial.party_of(denial.line) if is_a_group else denial.role_in(name)
    is_of_the_line_above = {*words} <= _DITTO_WORDS if words else not role.parties
    if is_of_the_line_above or role.has(*NEGATIVE):
        meant = [line for line in others if line.source_row == row - 1]
    elif any(map(_POINTING.fullmatch, words)):
        meant = others
    elif role.names_party and not role.has("unknown", "place"):
        meant = _lines_of_party(role, others, denial)
    else:
        meant = [line for line in others if _may_be_meant(denial, name, line)]
        undoes_any = of_naming or denial.undoes_signature()
        meant = others if not meant and undoes_any and _may_be_any(denial, of_naming=of_naming) else meant
    if _WITH_OTHERS.search(denial.line.name_as_written):
        party = denial.party_of(denial.line)
        meant = [*meant, *(_lines_of_party(party, others, denial) if party.names_party else others)]
    what = "was not understood" if is_a_group or denial.is_on_a_sheet_not_understood else "says no"
    said = f"row {row} {what}, and may be about this line"
    return {(line.place, ""): (said, True) for line in meant}


def _lines_of_party(role: Role, lines: list[Line], denial: LineResult) -> list[Line]:
    roles = ((line, denial.party_of(line)) for line in lines)
    return [line for line, own in roles if role.parties & own.parties or role.lists & own.lists]


def _may_be_any(denial: LineResult, *, of_naming: bool) -> bool:
    """Return whether a no may be of any line: what is in the cell of the name is no name, or says so.

    One word that is no surname of the party, or single letters, are no name, unless the no is one to being named.
    """
    name = denial.line.name_as_written
    words = words_of(name)
    if any(map(str.isdigit, name)) or not LIST_WORDS["others"].isdisjoint(words):
        return True
    is_a_name = of_naming or (len(words) > 1 and max(map(len, words)) > 1)
    return not (is_a_name or denial.has_a_surname_of_the_party())


def _may_be_meant(denial: LineResult, name: str, line: Line) -> bool:
    """Return whether a line has a surname of a name, or all its letters, and no other given name.

    In the same party, or of somebody who sits, the given name may be another one of the same person.
    """
    words, written = words_of(name), line.name_as_written
    letters = "".join(words) if len("".join(words)) > 2 else " "
    if letters in "".join(words_of(written)):
        return True
    if surnames_in(name).isdisjoint(surnames_in(written)):
        return False
    own = denial.role_in(f"{denial.line.function_as_written}\n{denial.line.organisation_as_written}")
    its = denial.party_of(line)
    may_be_called_so = own.sits_or_stands or bool(own.parties & its.parties or own.lists & its.lists)
    return may_be_called_so or not given_names_differ(name, written)


def _doubts_in_other_lists(denial: LineResult, by_person: Mapping[str, list[Line]]) -> Doubts:
    """Return the lines of other lists on which somebody signed before a no by name, or a withdrawal without a day.

    Whoever has not signed yet, or was invited, may have signed elsewhere. A title or the name of a list withdraws if it
    says nothing else: *Ingetrokken handtekeningen*; not *geel = ingetrokken*.
    """
    line, last = denial.line, denial.line.signed_on
    titles = [*line.above_as_written.split("\n"), *re.split(r"[/#._]", line.source_file)]
    of_titles = [denial.role_in(text).words for text in titles if not NUMBER.search(text)]
    alone = (words for words in of_titles if {word.kind for word in words} <= _WORDS_OF_A_WITHDRAWAL)
    words = [*denial.words_in(_LINE_TEXTS), *denial.role_in(line.unreadable_because).words, *chain.from_iterable(alone)]
    undone = {word.text for word in words if word.kind == "undone"}
    is_withdrawn = not all(map(_NOT_YET.match, undone))
    answer = _FOUND_ANSWER.search(line.unreadable_because.lower())  # Getekend: nog niet
    # A no in a remark (*alsnog nee*) is one once it was decided that its line is no signature, unless it is somebody
    # else's: of another office.
    is_decided = denial.verdict.outcome == "not_in_parliament" and denial.verdict.matched_by == "decision"
    is_own_no = is_decided and not denial.is_of_another and denial.says_no_in(_LINE_TEXTS)
    says_no = denial.has_no_signature or is_own_no
    is_refused = bool(last) and says_no and not (answer and _NOT_YET.match(answer[1]))
    if not (is_withdrawn or is_refused):
        return {}
    said = f"{line.source_file}, row {line.source_row} says no{' on that day or later' if last else ''}"
    lines = (each for person_id in denial.people() for each in by_person.get(person_id, ()))
    before = (each for each in lines if not last or (each.signed_on and each.signed_on <= last))
    return {(each.place, ""): (said, True) for each in before if each.file != line.file}


def _doubts_by_remarks(found: LineResult, by_surname: Mapping[str, list[tuple[set[str], Line]]]) -> Doubts:
    """Return the lines of other lists with a name that a remark has completely, beside a no: *Ann Smit haakt af*.

    `by_surname` has the lines by the last word of the name, each with all of its words.
    """
    line, doubts = found.line, Doubts()
    for text in filter(None, line.beside_as_written.split("\n")):
        words = {*words_of(text)}
        meant = (each for last in words & by_surname.keys() for name, each in by_surname[last] if name <= words)
        others = [each for each in meant if each.source_file != line.source_file]
        if others and found.role_in(text).has(*NEGATIVE, "former", "unknown"):
            said = f"{line.source_file}, row {line.source_row} has a remark with this name that may be about this line"
            doubts |= {(each.place, ""): (said, True) for each in others}
    return doubts


def with_doubts(line: Line, verdict: Verdict, doubts: Doubts) -> Verdict:
    """Return the verdict on a line, which waits if another line of its list puts it in doubt."""
    keys = (line.file, verdict.person_id), (line.place, "")
    because, of_complete_names = next((doubts[key] for key in keys if key in doubts), ("", False))
    if not because or verdict.outcome != "accepted" or verdict.matched_by.startswith("decision"):
        return verdict
    waits = of_complete_names or not verdict.matched_by.startswith("full_name")
    return verdict.waiting(because) if waits else verdict
