"""The lines that wait for a decision, whom they may mean, and the decision that would settle each."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from numbers import Integral
from typing import Any

import pandas as pd
from rapidfuzz import fuzz, process

from analysis.core.names import PartyNames, words_of
from analysis.core.person_names import TITLES, form_of_address
from analysis.core.problems import ParameterError, Problem
from analysis.core.record_tables import rows_of
from analysis.signatories.acceptance import PRESENTED_ON
from analysis.signatories.beside import BELOW, DAY_OF_SIGNING, PLACE_IN_FRONT, text_with_parties
from analysis.signatories.body import Bodies, Body
from analysis.signatories.records import PARTY_MARK
from analysis.signatories.roles import Role
from analysis.sources import Sources
from analysis.sources.decisions import ON_SIGNATURES, check_action
from analysis.sources.list_cells import UNSIGNED
from analysis.sources.list_words import undoes_signature
from analysis.sources.signature_lists import WAITS

Row = dict[Any, Any]
_CANDIDATE_COLUMNS = (
    *("candidate", "candidate_id", "name_agrees", "address_agrees", "party_agrees", "score", "sits"),
    *("party_id", "party", "list_name", "position", "elected", "signed_already", "compared_on"),
    "day_is",
)
# Where a text that many lines wait for stands, with the columns of `read_lists` that have it.
_PLACES_OF_TEXTS = {"list": ("above", "sheet", "under"), "heading": ("headings",)}
_NO_PARTIES = PartyNames.of([])
_MAX_WORDS_BESIDE_OTHERS = 3
# Names that are less alike than this (of 100) have little but single letters in common.
_MIN_LIKENESS = 60


def waiting_lines(signatures: pd.DataFrame, bodies: Bodies, as_of: datetime.date) -> list[tuple[Row, list[Row]]]:
    """Return each line that waits for a decision, in the order of the lists, with its candidates, best first.

    Of a line: the columns of `signatures`. Of a candidate on that day: candidate, candidate_id, signed_already
    (FILE:ROW of an accepted signature in that body); of a person also name_agrees (one of `matching.AGREEMENT`),
    address_agrees and party_agrees (`yes` or `no`; empty where there is nothing to compare), score (0-100), sits
    (`yes`, `unknown` or `no`), party_id and party (its abbreviation, else the list), list_name, position and elected
    (of the list they stood on), compared_on and its day_is: `signed`, or of a line without a day the last on which
    another line of its list was signed (`last`), else `as_of` for a candidate who sits then, or neither sat nor stood
    on the day on which the pledge was presented, else that day (`presented`).
    """
    lines = rows_of(signatures)
    accepted = [row for row in lines if row["outcome"] == "accepted"]
    signed = {(row["body_id"], _signatory_of(row)): f"{row['source_file']}:{row['source_row']}" for row in accepted}
    dated = signatures.dropna(subset=["signed_on"])
    last_day = dated.groupby("source_file")["signed_on"].max().to_dict()
    found = []
    for line in lines:
        if line["outcome"] == "review":
            last = last_day.get(line["source_file"])
            body, candidates = bodies[line["body_id"]], list[Row]()
            names, ids = (str(line[each] or "").split("|") for each in ("candidates", "candidate_ids"))
            for candidate, candidate_id in zip(names, ids, strict=True) if line["candidate_ids"] else ():
                row: Row = {"candidate": candidate, "candidate_id": candidate_id}
                row["signed_already"] = signed.get((body.body_id, candidate_id))
                if not candidate_id.startswith(PARTY_MARK):
                    row |= _facts_about(candidate_id, line, body, as_of, last)
                candidates.append(dict.fromkeys(_CANDIDATE_COLUMNS) | row)
            found.append((line, candidates))
    return found


def _facts_about(person_id: str, line: Row, body: Body, as_of: datetime.date, last: pd.Timestamp | None) -> Row:
    """Return what is known of a candidate on the day of signing, else on the day that `waiting_lines` describes."""
    then, now = body.person(person_id, PRESENTED_ON), body.person(person_id, as_of)
    undated = ("as_of", as_of) if not then or (now and now.sits) else ("presented", PRESENTED_ON)
    days = {"signed": line["signed_on"], "last": last}
    day_is, day = next(((name, found.date()) for name, found in days.items() if found), undated)
    written, person = str(line["name_as_written"]), body.person(person_id, day)
    names = body.parties.names_on(day)
    name, behind = body.split_from_name(written, names)
    beside = [line["function_as_written"], line["organisation_as_written"], *behind]
    role = Role.of(body.role_in(text, names) for text in beside if text)
    fits = person and not (role.parties.isdisjoint(person.parties) and role.lists.isdisjoint(person.lists))
    address, sex = form_of_address(written), person.sex if person else ""
    seat, party_id = body.seat_and_candidacy(day, person_id), person.party_id if person else ""
    return seat | {
        "name_agrees": {**body.names.alike(name), **body.names.agreeing(name)}.get(person_id),
        "address_agrees": ("yes" if address == sex else "no") if address and sex else None,
        "party_agrees": ("yes" if fits else "no") if role.names_party else None,
        "score": body.names.score(name, person_id),
        "compared_on": day,
        "day_is": day_is,
        "party_id": party_id or None,
        "party": body.parties.abbreviation(party_id) if party_id else seat["list_name"],
    }


def warnings_now(warnings: Iterable[Problem], signatures: pd.DataFrame) -> Iterator[Problem]:
    """Yield the warnings that are true of the lines as they were resolved, none of lines that were decided on."""
    places = zip("signatories/" + signatures["source_file"], signatures["source_row"], strict=True)
    found = dict(zip(places, zip(signatures["outcome"], signatures["matched_by"], strict=True), strict=True))
    for problem in warnings:
        outcome, matched_by = found.get((problem.file, problem.row), ("review", ""))
        if outcome != "review" and problem.remedy.endswith(WAITS):
            counts = f"the line counts as {outcome.replace('_', ' ')}"
            problem = replace(problem, remedy=problem.remedy.removesuffix(WAITS) + counts)
        if matched_by != "decision":
            yield problem


def texts_that_wait(signatures: pd.DataFrame, bodies: Bodies) -> pd.DataFrame:
    """Return the texts for which lines wait, most lines first; they can point at persons.

    One row per question: body_id, text (as a decision names it; several for which the same lines wait are one question,
    separated by |), lines (how many wait for it), only_text (in how many of these there is no other text to decide on:
    they may wait for something else too), because (of the first line). One decision counts on all lines that have the
    text, in later lists too. Asked alone are a text with words that speak against a signatory, a sentence, and a day by
    a title or a heading.
    """
    waiting = signatures[(signatures["outcome"] == "review") & signatures["texts"].notna()]
    because, texts_of = waiting["because"].tolist(), waiting["texts"].str.split("|").tolist()
    lines_by_text = defaultdict[tuple[str, str], list[int]](list)
    for line, (body_id, texts) in enumerate(zip(waiting["body_id"], texts_of, strict=True)):
        for text in texts:
            lines_by_text[body_id, text].append(line)
    asked = defaultdict[tuple[str, str, tuple[int, ...]], list[str]](list)
    for (body_id, text), own in lines_by_text.items():
        is_of_some = text.startswith((BELOW, DAY_OF_SIGNING))
        is_long = len(PLACE_IN_FRONT.sub("", text).split()) > _MAX_WORDS_BESIDE_OTHERS
        # An answer without a signature has the name of the file in its text.
        is_a_sentence = undoes_signature(text) or (is_long and not text.startswith(UNSIGNED))
        speaks_against = bodies[body_id].role_in(text, _NO_PARTIES).against not in ("", "unknown")
        alone = text if is_of_some or is_a_sentence or speaks_against else ""
        asked[body_id, alone, tuple(own)].append(text)
    questions = [
        {
            "body_id": body_id,
            "text": "|".join(sorted(texts)),
            "lines": len(lines),
            "only_text": sum(len(texts_of[line]) == len(texts) for line in lines),
            "because": because[lines[0]],
        }
        for (body_id, _, lines), texts in asked.items()
    ]
    found = pd.DataFrame(questions, columns=["body_id", "text", "lines", "only_text", "because"])
    return found.sort_values(["lines", "text"], ascending=[False, True], ignore_index=True)


def lines_waiting_for(text: str, body_id: str, signatures: pd.DataFrame) -> pd.DataFrame:
    """Return the lines that wait for a text, or for each of several that are separated by |."""
    wanted = {*text.split("|")}
    has_it = signatures["texts"].fillna("").map(lambda found: wanted.issubset(found.split("|"))).astype(bool)
    return signatures[has_it & (signatures["outcome"] == "review") & (signatures["body_id"] == body_id)]


def places_of_text(text: str, line: Row, body: Body) -> list[tuple[str, str]]:
    """Return where each text of a question stands (`list`, `heading` or `line`), and how it is written there.

    `line` waits for it, and has the columns of `read_lists`. A text of the list is in its title, the name of its file
    or sheet, a remark below it, or a heading among the lines.
    """
    parties = body.parties.names_on(PRESENTED_ON if pd.isna(line["signed_on"]) else line["signed_on"].date())
    written = [
        (where, text)
        for where, columns in _PLACES_OF_TEXTS.items()
        for text in "\n".join(line[f"{name}_as_written"] or "" for name in columns).split("\n")
    ]
    written.append(("list", str(line["source_file"]).partition("#")[0].rpartition(".")[0]))

    found = []
    for own in (PLACE_IN_FRONT.sub("", each) for each in text.split("|")):
        roles = ((each, body.role_in(each[1], parties)) for each in written)
        said = (each for each, role in roles if own in _names_of_text(role, each[1]))
        found.append(next(said, ("line", own)))
    return found


def _names_of_text(role: Role, text: str) -> set[str]:
    """Return what a text may be called: a title with its parties, and with another year than that of the election."""
    titles = {text_with_parties(role), *(f"{text_with_parties(role)} {year}" for year in role.years)}
    return {role.text, " ".join(words_of(text)), *titles}


def line_at(source_file: str, source_row: int, signatures: pd.DataFrame) -> Row:
    """Return a line of a list, None for what is missing; raises ParameterError if there is no such line."""
    if not isinstance(source_row, Integral):
        raise ParameterError(f"source_row: found {source_row!r}, expected a number without quotes")
    # Compared as objects: a column of integers can't be compared with a number that is too large for it.
    rows = signatures["source_row"].astype("object")
    found = signatures[(signatures["source_file"] == source_file) & (rows == source_row)]
    if found.empty:
        expected = f"a file among {', '.join(signatures['source_file'].unique())}, and the number of one of its rows"
        what = f"no line {source_file}:{source_row!r} was signed by the end of the month"
        raise ParameterError(f"{what}; expected {expected}; desk.new_signatures has those that were signed later")
    return rows_of(found)[0]


def check_text(text: str, body_id: str, lines: int, signatures: pd.DataFrame) -> None:
    """Raise ParameterError if not exactly so many lines of a body wait for a text."""
    waiting = len(lines_waiting_for(text, body_id, signatures))
    if isinstance(lines, str):
        raise ParameterError(f"lines: found {lines!r}, expected a number without quotes")
    if not waiting:
        texts = {each for own in signatures["texts"].dropna() for each in own.split("|")}
        near = process.extractOne(text, sorted(texts), scorer=fuzz.ratio, score_cutoff=_MIN_LIKENESS)
        asked = f"did you mean {near[0]!r}?" if near else "signatures_that_wait shows those that do"
        raise ParameterError(f"no line waits for the text {text!r}; {asked}")
    if waiting != lines:
        raise ParameterError(f"lines: {waiting} wait for {text!r}, not {lines}: look at them again")


def checked_decision(
    line: Row, candidate: str, action: str, day: str, sources: Sources, although: str = ""
) -> dict[str, str]:
    """Return the row of a decision on a line, checked, less who decided, when and why.

    Without a candidate it is about whom the line was matched with; without a day it applies from the day of signing.
    Raises ParameterError for what is not known or missing, and for what may be a slip, unless `although` says why.
    """
    check_action(action, ON_SIGNATURES)
    signatory, written = candidate or _signatory_of(line), line["name_as_written"] or line["organisation_as_written"]
    if action == "accept" and not signatory:
        raise ParameterError(f"candidate: not given, expected one of {line['candidate_ids'] or 'the ids in data/'}")
    names = {PARTY_MARK + party: [party] for party in sources.parties["party_id"]}
    for people in (sources.members, sources.candidates):
        for person_id, name in zip(people["person_id"], people["full_name"], strict=True):
            names.setdefault(person_id, []).append(name)
    if candidate and candidate not in names:
        near = process.extract(candidate, list(names), scorer=fuzz.ratio, limit=3)
        said = ", ".join(f"{found} ({names[found][0]})" for found, _, _ in near)
        raise ParameterError(f"candidate: no {candidate!r} in data/; did you mean {said}?")
    if action == "accept" and not although and (doubt := _reason_to_doubt(line, candidate, names)):
        raise ParameterError(f'{doubt}: if that is meant, say so by although="…" in desk.decide_on_line')
    signed_on = f"{line['signed_on']:%Y-%m-%d}" if line["signed_on"] else ""
    if action == "withdraw" and day and day < signed_on:
        raise ParameterError(f"valid_from: found {day}, expected {signed_on}, when it was signed, or later")
    valid_from = day or ("" if action == "withdraw" else signed_on)
    if not valid_from:
        raise ParameterError("valid_from: not given, expected the day it applies from (a withdrawal: its own day)")
    is_party, lines = signatory.startswith(PARTY_MARK), sources.signature_lines
    is_it = (lines["source_file"] == line["source_file"]) & (lines["source_row"] == line["source_row"])
    return {
        "decision_id": f"{'-'.join(words_of(line['source_file']))}-row-{line['source_row']}",
        "source_file": line["source_file"],
        "source_row": str(line["source_row"]),
        "name_as_written": written or "",
        "line_checksum": str(lines.loc[is_it, "line_checksum"].iloc[0]),
        "action": action,
        "person_id": "" if is_party else signatory,
        "party_id": signatory.removeprefix(PARTY_MARK) if is_party else "",
        "valid_from": valid_from,
    }


def _reason_to_doubt(line: Row, candidate: str, names_by_candidate: dict[str, list[str]]) -> str:
    """Return why a candidate may be a slip: another signatory than before, or an unlike name; empty if not."""
    if candidate and line.get("outcome") == "accepted" and _signatory_of(line) != candidate:
        return f"the line is accepted for {line['matched_name']} ({_signatory_of(line)})"
    is_proposed = candidate in (_signatory_of(line), *str(line["candidate_ids"]).split("|"))
    if is_proposed and not line["name_as_written"]:
        return ""  # of a group of one person
    if candidate.startswith(PARTY_MARK):
        return "" if is_proposed else f"the line does not name the party {names_by_candidate[candidate][0]}"
    names, written = names_by_candidate.get(candidate, []), _full_words(line["name_as_written"] or "")
    if names and max(fuzz.token_set_ratio(written, _full_words(name)) for name in names) < _MIN_LIKENESS:
        return f"the name {line['name_as_written']!r} does not resemble {names[0]} ({candidate})"
    return ""


def _full_words(name: str) -> str:
    return " ".join(word for word in words_of(name) if len(word) > 1 and word not in TITLES)


def _signatory_of(line: Row) -> str:
    party_id = line.get("party_id")
    return str(line.get("person_id") or (PARTY_MARK + party_id if party_id else ""))
