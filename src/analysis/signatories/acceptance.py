"""The rule of acceptance: what a line means, before decisions on the line and before duplicates are known.

A line is accepted if its name is that of exactly one person and nothing speaks against that person, or if it is a party
and nothing else; a group of one person is no party. Any other line that may mean somebody waits for a decision with its
candidates, best first. What can be read is never rejected.
"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import replace

from analysis.core.names import words_of
from analysis.core.person_names import PREFIXES, form_of_address, lost_letters
from analysis.signatories.beside import DAY_OF_SIGNING, PLACE_IN_FRONT, roles_of_cells
from analysis.signatories.body import BETWEEN_NAMES, Body
from analysis.signatories.matching import EXACT, MAX_CANDIDATES, names_alike
from analysis.signatories.records import PARTY_MARK, REASONS_AGAINST, REVIEW_REASONS, Line, Match, Verdict
from analysis.signatories.roles import IN_FAVOUR, KINDS, REMARK, Role
from analysis.signatories.text_decisions import (
    HARMLESS,
    SPEAKS_AGAINST,
    WITHDRAWN,
    after_decision,
    verdict_of_text,
    verdict_once_decided,
)
from analysis.sources.list_cells import UNSIGNED

# The press wrote of the pledge on this day (NL Times and ANP, 10 March 2021).
PRESENTED_ON = datetime.date(2021, 3, 10)
# Parties make known whom they will nominate so long before the nomination.
_MAX_DAYS_BEFORE_NOMINATION = datetime.timedelta(days=120)
# These are enough with a party, if only one person of that party has a name that agrees so; the most certain first.
_ENOUGH_WITH_PARTY = ("surname_first", "one_given_name", "first_initial", "initial_of_given_name", "part_of_surname")
# A name that agrees only so may be somebody else's with a typing error.
_EASILY_MISTAKEN = frozenset(["initial_of_given_name", "first_initial", "surname"])
_NOT_ELECTED = "stood for it, and neither was elected nor sits since the term began"
_DAY_IS_NOT_EXACT = "the day is not exact: the last one that it can be means nobody, that of the presentation somebody"
_MORE_THAN_ONE_NAME = "beside a complete name there is more; if that is another name, it needs a line of its own"
_MORE_THAN_ONE_PARTY = "more than one party is named"
_ONLY_A_HANDLE = "only a name on a network is written, which anybody may choose"
_LOST_LETTERS = "letters of the name were lost: a question mark stands for them"
_DECIDED_BESIDE = "what was decided on is all that is written beside the name: no party, seat or candidacy is named"
_UNDERSTOOD = frozenset(KINDS) - {"unknown"}
_HANDLE = re.compile(r"\s*@([\w.]+)\s*")
# Between the words of a name on a network: JanJansen, jan_jansen.
_BETWEEN_WORDS_OF_A_HANDLE = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])|[_.\d]+")


def choose_person(found: list[Match], role: Role, *, has_given_name: bool = True) -> tuple[Match | None, str, str]:
    """Return the one person that a name means and how that is known; else None, and why where that is certain.

    `has_given_name`: a given name is written, or two initials.
    """
    exact = [match for match in found if match.how in EXACT]
    fitting = [match for match in exact if match.fits]
    # The complete name of one may be half of the double name of another, or the given name of another's initial.
    may_be_another = any(match.how in ("part_of_surname", "initial_of_given_name") for match in found)
    if len(exact) == 1 and (exact[0].fits or not may_be_another):
        return exact[0], exact[0].how, ""
    if len(fitting) == 1:
        return fitting[0], f"{fitting[0].how}_and_party", ""
    if exact:
        return None, "", "more than one person has this name, or goes by it"
    # One initial is enough only if nobody else of the party has it with that surname, or with a part of it.
    part_fits = any(match.fits and match.how == "part_of_surname" for match in found)
    for how in _ENOUGH_WITH_PARTY:
        # J. Jansen is hardly the member Jansen-Bakker: beside half of a double surname one initial is too little.
        if how == "part_of_surname" and not has_given_name:
            break
        agreeing = [match for match in found if match.how == how]
        fitting = [match for match in agreeing if match.fits]
        # With the surname first a seat is enough, without a party: *Jansen Piet, Kamerlid*.
        if how == "surname_first" and len(agreeing) == 1 and role.sits_or_stands and not role.parties | role.lists:
            return agreeing[0], how, ""
        if fitting and (len(fitting) > 1 or (how == "first_initial" and (len(agreeing) > 1 or part_fits))):
            break
        if fitting:
            return fitting[0], f"{how}_and_party", ""
    # A surname is enough with a seat and a party, for the only one of that party, who sits: *Bosma, Kamerlid, PVV*.
    fitting = [match for match in found if match.fits]
    is_enough = len(fitting) == 1 and fitting[0].how in ("surname", "first_initial") and fitting[0].person.sits
    if is_enough and role.names_seat and role.parties:
        return fitting[0], f"{fitting[0].how}_and_party", ""
    return None, "", ""


def objection(match: Match, role: Role, election_years: frozenset[int]) -> str:
    """Return what speaks against the person that a name means; empty if nothing does."""
    if match.fits and role.places & match.person.places and role.against not in ("office", "body"):
        role = replace(role, names_seat=True)  # the number on the list says that it is the candidate: *docent, nr. 56*
    if role.against:
        rest = objection(match, role.only(_UNDERSTOOD), election_years) if role.against == "unknown" else ""
        return "; ".join(filter(None, [f"{REASONS_AGAINST[role.against]}: {role.quoted}", rest]))
    if other := sorted(role.years - election_years):
        return f"another year is named than that of the election or seat: {other[0]}"
    if match.fits and role.places and match.person.places and role.places.isdisjoint(match.person.places):
        return "another place on the list is named than this person's"
    if match.misaddressed:
        return "the form of address is not this person's: of a man for a woman, or the other way"
    if not match.person.known:
        return "it is not known whether this person sat on that day"
    is_fitting = match.fits or not role.names_party
    of_other_list = role.parties and role.other_lists - match.person.lists
    if not is_fitting or role.parties - match.person.parties or of_other_list:
        return "another party is named than this person's on that day"
    return _NOT_ELECTED if match.person.stood else ""


def verdict_of(line: Line, body: Body, day: datetime.date, decided: Mapping[str, str]) -> Verdict:
    """Return the verdict by rule, by who sat or stood on the day of signing.

    A line without a day of signing waits for a decision. Its candidates are those of the first of these days on which
    the line would be accepted, or else means somebody, so that they are the same in each month: the day on which the
    pledge was presented, the day of each nomination since, and `day`. A month, a year or a latest day counts as its
    last day: who sat or stood on the day of the presentation alone waits too.
    """
    if line.unreadable_because:
        return Verdict("rejected", because=line.unreadable_because)
    if line.signed_on and not line.waits_because:
        found = _verdict_on(line, body, line.signed_on, decided)
        neither_sat_nor_stood = found.outcome == "not_in_parliament" or _NOT_ELECTED in found.because
        if neither_sat_nor_stood and (later := _if_nominated_later(line, body, line.signed_on, decided)):
            return later
        is_exact = line.signed_on_precision == "day" or line.signed_on <= PRESENTED_ON
        if found.outcome != "not_in_parliament" or is_exact:
            return found
        earlier = _verdict_on(line, body, PRESENTED_ON, decided)
        return found if earlier.outcome == "not_in_parliament" else earlier.waiting(_DAY_IS_NOT_EXACT)
    nominations = [start for start in body.nominated.values() if PRESENTED_ON < start < day]
    days = [line.signed_on] if line.signed_on else [PRESENTED_ON, *nominations, day]
    verdicts = [_verdict_on(line, body, each, decided) for each in days]
    meaning = [verdict for verdict in verdicts if verdict.outcome != "not_in_parliament"]
    found = next((verdict for verdict in meaning if verdict.outcome == "accepted"), (meaning or verdicts)[0])
    is_nobody = found.outcome == "not_in_parliament" and line.body_id
    # What was decided on a text settles also a line without a day.
    if is_nobody or (found.matched_by == "decision" and not line.waits_because):
        return found._replace(outcome="rejected") if found.outcome == "withdrawn" else found
    is_said = found.outcome == "review" or found.matched_by == "decision"
    because = [line.waits_because or "no date of signing", found.because if is_said else ""]
    return found.waiting("; ".join(filter(None, because)))


def _if_nominated_later(line: Line, body: Body, day: datetime.date, decided: Mapping[str, str]) -> Verdict | None:
    """Return the verdict on whoever was nominated soon after the day of signing; None if that is uncertain.

    Lines that would be accepted from the nomination on wait for one text: whether signing before it counts.
    """
    soon = (start for start in body.nominated.values() if day < start <= day + _MAX_DAYS_BEFORE_NOMINATION)
    if not (nomination := next(soon, None)):
        return None
    parties = body.parties.names_on(nomination)
    found = _verdict_on(line, body, nomination, decided)
    # Of a candidate, and where a party or a candidacy is named: not of a party, or in a list of citizens.
    beside = (line.function_as_written, line.organisation_as_written, line.under_as_written, line.above_as_written)
    role = body.role_in("\n".join((*beside, line.file)), parties)
    says_so = role.names_party or role.has(*IN_FAVOUR)
    person = body.person(found.person_id, nomination)
    because = f"nobody who sat or stood on that day; nominated on {nomination}"
    if found.outcome == "accepted" and says_so and person and person.lists:
        text = f"signed before the nomination of {nomination}"
        return verdict_once_decided(found, because, text, decided)
    agreements = body.names.agreeing(body.split_from_name(line.name_as_written, parties)[0]).values()
    is_likely = found.outcome == "review" and any(how in EXACT for how in agreements)
    return found.waiting(because) if found.outcome == "accepted" or is_likely else None


def _verdict_on(line: Line, body: Body, day: datetime.date, decided: Mapping[str, str]) -> Verdict:
    name, parties = line.name_as_written, body.parties.names_on(day)
    # Some groups are called after their only member: *Krol* is a person first, also when he sits no more.
    if not name or (not body.names.agreeing(name) and body.role_in(name, parties).is_only_a_party):
        return _verdict_on_party(line, body, day, decided)
    return _verdict_on_person(line, body, day, decided)


def _verdict_on_party(line: Line, body: Body, day: datetime.date, decided: Mapping[str, str]) -> Verdict:
    parties = body.parties.names_on(day)
    text = ", ".join(filter(None, (line.name_as_written, line.function_as_written, line.organisation_as_written)))
    named = list(dict.fromkeys(parties.mentions(text)))
    own = body.role_in(text, parties)
    if len(named) == 1 and own.is_only_a_party:
        # A condition, or a day to come, is not understood beside a party either: *CDA, graag per mei*.
        condition = own.only({"condition"}).not_in_favour
        # A line with a party ends the section of another party above it.
        ever = body.parties.names_on(datetime.date.max)
        roles = {under: body.role_in(under, ever) for under in line.under_as_written.split("\n")}
        kept = (under for under, role in roles.items() if not role.is_only_a_party or named[0] in role.parties)
        rest = line._replace(function_as_written="", organisation_as_written="", alone_as_written="")
        rest = rest._replace(under_as_written="\n".join(kept))
        other = [condition, *roles_of_cells(rest, [], body, day)]
        beside = Role.of(after_decision(cell, decided.get(cell.text, "")) for cell in other)
        found = Verdict("accepted", body.parties.abbreviation(named[0]), "", named[0], "party_name")
        if not beside.against and beside.parties <= {*named}:
            because = body.why_not_a_party(named[0], text, day)
            if not because:
                return found
            found, sitting = found.waiting(because), body.sitting_for(named[0], day)
            who = [each for each in sitting if len(sitting) == 1 or words_of(each.name)[-1] in words_of(text)]
            return found._replace(candidates=(*((each.name, each.person_id) for each in who), *found.candidates))
        undecided = (cell for cell in other if cell.text and cell.text not in decided)
        because = f"{REASONS_AGAINST[beside.against]}: {beside.quoted}" if beside.against else _MORE_THAN_ONE_PARTY
        texts = tuple(dict.fromkeys(cell.text for cell in undecided if cell.speaks_against(beside)))
        return found.waiting(because)._replace(texts=texts)
    score, because = None, _MORE_THAN_ONE_PARTY
    if len(named) == 1:
        because = "a party is named, but not the party alone"
    elif not named:
        alike = names_alike(text, [name.name for name in parties.names])
        if not alike:
            return Verdict("not_in_parliament", because="no person is named, and no party that had a seat")
        score, because = alike[0][1], "the name of a party may be misspelt"
        named = list(dict.fromkeys(p.party_id for written, _ in alike for p in parties.names if p.name == written))
    candidates = tuple((body.parties.abbreviation(party_id), PARTY_MARK + party_id) for party_id in named)
    return Verdict("review", score=score, candidates=candidates, because=because)


def _verdict_on_person(line: Line, body: Body, day: datetime.date, decided: Mapping[str, str]) -> Verdict:
    parties = body.parties.names_on(day)
    name, behind = body.split_from_name(line.name_as_written, parties)
    if handle := _HANDLE.fullmatch(line.name_as_written):
        name, behind = _BETWEEN_WORDS_OF_A_HANDLE.sub(" ", handle[1]).strip(), []
    written = roles_of_cells(line, behind, body, day)
    actions = [decided.get(cell.text, "") for cell in written]
    cells = [after_decision(cell, action) for cell, action in zip(written, actions, strict=True)]
    role, address = Role.of(cells), form_of_address(line.name_as_written)

    def matches(agreements: Mapping[str, str]) -> list[Match]:
        people = ((body.person(person_id, day), how) for person_id, how in agreements.items())
        return [Match.of(person, how, role, address) for person, how in people if person]

    found = matches(body.names.agreeing(name))
    chosen, matched_by, because = choose_person(found, role, has_given_name=_has_given_name(name))
    if not chosen and len(names := BETWEEN_NAMES.split(name)) > 1:
        agreements = [body.names.agreeing(each).items() for each in names if len(each.split()) > 1]
        if several := {person_id: how for each in agreements for person_id, how in each if how in EXACT}:
            found, because = matches(several), _MORE_THAN_ONE_NAME
    because = because or (_ONLY_A_HANDLE if handle else _LOST_LETTERS if lost_letters(name) else "")
    because = because or (_doubt(chosen, name, role, body, day) if chosen else "")
    if found and (decisive := next((each for each in actions if each in (WITHDRAWN, SPEAKS_AGAINST)), "")):
        return verdict_of_text(decisive, chosen, written[actions.index(decisive)].text)
    says_so = role.names_party or role.sits_or_stands
    if not says_so and _is_decided_beside(written, actions):
        because = because or _DECIDED_BESIDE
    if chosen and (not because or (because == _NOT_ELECTED and says_so)):
        signer = (chosen.person.name, chosen.person.person_id, chosen.person.party_id)
        accepted = Verdict("accepted", *signer, matched_by, withholds_naming=HARMLESS in actions)
        text = f"stood for the term of {body.term_start(day)}"
        return verdict_once_decided(accepted, because, text, decided) if because else accepted
    # A name that agrees exactly is not a misspelling of another.
    if not any(match.how in EXACT for match in found):
        known = {match.person.person_id for match in found}
        found += [each for each in matches(body.names.alike(name)) if each.person.person_id not in known]
    verdict = _review_verdict(name, [match for match in found if match.plausible], because, body)
    if chosen:
        undecided = (cell for cell, action in zip(cells, actions, strict=True) if cell.text and not action)
        return verdict._replace(texts=tuple(dict.fromkeys(c.text for c in undecided if c.speaks_against(role))))
    # Where the name of the first candidate is in doubt, something else may be, too.
    best = next((m for m in found if (m.person.name, m.person.person_id) in verdict.candidates[:1]), None)
    is_of_the_name = best and verdict.because in REVIEW_REASONS.values()
    also = objection(best, role, body.election_years(day)) if best and is_of_the_name else ""
    return verdict._replace(because=f"{verdict.because}; {also}") if also else verdict


def _has_given_name(name: str) -> bool:
    """Return whether a given name is written, or two initials."""
    are_initials = [len(word) == 1 for word in words_of(name) if word not in PREFIXES]
    return are_initials.count(False) > 1 or are_initials.count(True) > 1


def _is_decided_beside(cells: list[Role], actions: list[str]) -> bool:
    """Return whether a text beside the name was decided on, which is so of all who have it: every *docent*."""
    texts = (cell.text for cell, action in zip(cells, actions, strict=True) if action)
    texts = (text.removeprefix(f"{REMARK} ") for text in texts)
    return not all(PLACE_IN_FRONT.match(text) or text.startswith((DAY_OF_SIGNING, UNSIGNED)) for text in texts)


def _doubt(chosen: Match, name: str, role: Role, body: Body, day: datetime.date) -> str:
    """Return what speaks against the one person that a name means, beside it or in the name; empty if nothing does."""
    because = objection(chosen, role, body.election_years(day))
    if because and because != _NOT_ELECTED:  # which may be decided on
        return because
    person_id = chosen.person.person_id
    if words := [*body.names.unknown_words(name, person_id), *body.names.other_prefixes(name, person_id)]:
        return f"not understood in the name: {' '.join(words)}"
    # One party may have two members with names that are almost the same: *Van Dijk*, *Van Dijck*.
    alike = body.names.alike(name).keys() if chosen.how in _EASILY_MISTAKEN else set[str]()
    people = [person for other in alike - {chosen.person.person_id} if (person := body.person(other, day))]
    is_alike = any(chosen.how == "initial_of_given_name" or person.parties & role.parties for person in people)
    return "somebody else's name may be misspelt" if is_alike else because


def _review_verdict(name: str, found: list[Match], because: str, body: Body) -> Verdict:
    if not found:
        return Verdict("not_in_parliament", because="nobody who sat or stood on that day has a name like it")
    scores = {match: body.names.score(name, match.person.person_id) for match in found}
    ordered = sorted(found, key=lambda match: (match.order, -scores[match], match.person.person_id))
    candidates = tuple((match.person.name, match.person.person_id) for match in ordered)[:MAX_CANDIDATES]
    best = ordered[0]
    return Verdict("review", score=scores[best], candidates=candidates, because=because or REVIEW_REASONS[best.how])
