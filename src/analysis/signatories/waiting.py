"""The lines that wait for a decision, whom they may mean, and the decision that would settle each."""

import datetime
from collections.abc import Mapping
from typing import Any

import pandas as pd
from rapidfuzz import fuzz, process

from analysis.core.names import fold, words_of
from analysis.core.person_names import form_of_address
from analysis.core.problems import ParameterError
from analysis.signatories.acceptance import PARTY_MARK, PRESENTED_ON
from analysis.signatories.body import Bodies, Body
from analysis.sources import Sources
from analysis.sources.decisions import ON_SIGNATURES, check_action

_WAITING_COLUMNS = [
    *("source_file", "source_row", "body_id", "name_as_written", "function_as_written", "organisation_as_written"),
    *("signed_on", "because", "score", "candidates", "candidate_ids", "role"),
]
CANDIDATE_COLUMNS = {
    "source_file": "str",
    "source_row": "Int64",
    "candidate": "str",
    "candidate_id": "str",
    "name_agrees": "str",
    "address_agrees": "str",
    "score": "Float64",
    "sits": "str",
    "party_id": "str",
    "list_name": "str",
    "position": "Int64",
    "elected": "str",
    "signed_already": "str",
}
# Two names that are less alike (of 100) have little but single letters in common.
_UNLIKE = 60


def waiting_for_decision(signatures: pd.DataFrame) -> pd.DataFrame:
    """Return the lines that wait for a decision, in the order of the lists.

    One row per line with outcome `review`: source_file, source_row, body_id, name_as_written, function_as_written,
    organisation_as_written, signed_on, because, score, candidates, candidate_ids, role (of which it waits).
    """
    return signatures[signatures["outcome"] == "review"][_WAITING_COLUMNS].reset_index(drop=True)


def candidates_by_line(
    waiting: pd.DataFrame, signatures: pd.DataFrame, bodies: Bodies, as_of: datetime.date
) -> pd.DataFrame:
    """Return each candidate of each waiting line with what is known of them on the day of signing.

    One row per line and candidate, best first, by line: source_file, source_row, candidate, candidate_id, name_agrees
    (one of `matching.AGREEMENT`; empty for a party), address_agrees (`yes` or `no`; empty without a form of address,
    or where it is not known whether the candidate is a man or a woman), score (0-100), sits (`yes`, `unknown` or `no`;
    empty for a party), party_id, list_name, position and elected (of the list they stood on; empty if on none),
    signed_already (FILE:ROW of an accepted signature in that body: accepted, this line would be a duplicate).
    `waiting` is that of `waiting_for_decision`. A line without a day is compared with the day on which the pledge was
    presented; for a candidate who neither sat nor stood on that day, with `as_of`.
    """
    accepted = signatures[signatures["outcome"] == "accepted"]
    places = accepted["source_file"] + ":" + accepted["source_row"].astype("str")
    ids = accepted["person_id"].fillna(PARTY_MARK + accepted["party_id"])
    signed = dict(zip(zip(accepted["body_id"], ids, strict=True), places, strict=True))
    rows = []
    for line in waiting.dropna(subset=["candidate_ids"]).to_dict("records"):
        body = bodies[line["body_id"]]
        candidates = zip(str(line["candidates"]).split("|"), str(line["candidate_ids"]).split("|"), strict=True)
        for candidate, candidate_id in candidates:
            row = {
                "source_file": line["source_file"],
                "source_row": line["source_row"],
                "candidate": candidate,
                "candidate_id": candidate_id,
                "signed_already": signed.get((body.body_id, candidate_id)),
            }
            if not candidate_id.startswith(PARTY_MARK):
                row |= _known_of(candidate_id, line, body, as_of)
            rows.append(row)
    return pd.DataFrame(rows, columns=list(CANDIDATE_COLUMNS)).astype(CANDIDATE_COLUMNS)


def _known_of(person_id: str, line: Mapping[Any, Any], body: Body, as_of: datetime.date) -> dict[str, Any]:
    day = PRESENTED_ON if body.person(person_id, PRESENTED_ON) else as_of
    day = day if pd.isna(line["signed_on"]) else line["signed_on"].date()
    written, person = str(line["name_as_written"]), body.person(person_id, day)
    name, _ = body.split_from_name(written, body.parties.names_on(day))
    address, sex = form_of_address(written), person.sex if person else ""
    return {
        "name_agrees": {**body.names.alike(name), **body.names.agreeing(name)}.get(person_id),
        "address_agrees": ("yes" if address == sex else "no") if address and sex else None,
        "score": body.names.score(name, person_id),
        "party_id": (person.party_id or None) if person else None,
    } | body.office(day, person_id)


def functions_that_wait(signatures: pd.DataFrame) -> pd.DataFrame:
    """Return the functions that alone keep lines waiting, most lines first; they can point at persons.

    One row per body and function: body_id, words (of the function, as a decision names it), lines (how many wait for
    it), because (of the first line). One decision settles all lines that have the words, in later lists too.
    """
    waiting = signatures[(signatures["outcome"] == "review") & signatures["role"].notna()]
    by_function = waiting.groupby(["body_id", "role"], as_index=False)
    functions = by_function.agg(lines=("role", "size"), because=("because", "first"))
    ordered = functions.sort_values(["lines", "role"], ascending=[False, True], ignore_index=True)
    return ordered.rename(columns={"role": "words"})


def decision_on(line: Mapping[Any, Any], candidate_id: str, action: str) -> dict[str, str]:
    """Return the row of a decision on a line, by the columns of data/decisions/signatories.csv.

    Who decided, when and why is left out. Without an action the row accepts the candidate; without a candidate either
    it says `not_in_parliament`. A line without a name is recognised later by its organisation as written.
    """
    texts = {str(key): "" if pd.isna(value) else str(value) for key, value in line.items()}
    of_party = candidate_id.startswith(PARTY_MARK)
    return {
        "decision_id": f"{'-'.join(words_of(texts['source_file']))}-row-{texts['source_row']}",
        "source_file": texts["source_file"],
        "source_row": texts["source_row"],
        "name_as_written": texts["name_as_written"] or texts["organisation_as_written"],
        "action": action or ("accept" if candidate_id else "not_in_parliament"),
        "person_id": "" if of_party else candidate_id,
        "party_id": candidate_id.removeprefix(PARTY_MARK) if of_party else "",
        "valid_from": "" if pd.isna(line["signed_on"]) else f"{line['signed_on']:%Y-%m-%d}",
    }


def line_at(source_file: str, source_row: int, signatures: pd.DataFrame) -> dict[Any, Any]:
    """Return a line of a list, None for what is missing; raises ParameterError if there is no such line."""
    if isinstance(source_row, str):
        raise ParameterError(f"source_row: found {source_row!r}, expected a number without quotes")
    # Compared as objects: a column of integers can't be compared with a number that is too large for it.
    rows = signatures["source_row"].astype("object")
    found = signatures[(signatures["source_file"] == source_file) & (rows == source_row)].astype("object")
    if found.empty:
        lists = ", ".join(signatures["source_file"].unique())
        raise ParameterError(
            f"no line {source_file}:{source_row!r} in the lists of the month; expected a file among {lists}, and the "
            "number of one of its rows"
        )
    return found.where(found.notna(), None).iloc[0].to_dict()


def check_function(words: str, body_id: str, lines: int, signatures: pd.DataFrame) -> None:
    """Raise ParameterError if not exactly so many lines of a body wait for a function."""
    known = functions_that_wait(signatures)
    waiting = known[known["body_id"] == body_id].set_index("words")["lines"].to_dict()
    if isinstance(lines, str):
        raise ParameterError(f"lines: found {lines!r}, expected a number without quotes")
    if words not in waiting:
        raise ParameterError(f"no line waits for the function {words!r}; signatures_that_wait shows those that do")
    if waiting[words] != lines:
        raise ParameterError(f"lines: {waiting[words]} wait for {words!r}, not {lines}: look at them again")


def checked_decision(
    line: Mapping[Any, Any], candidate: str, action: str, day: str, sources: Sources, although: str = ""
) -> dict[str, str]:
    """Return the row of a decision on a line, checked, less who decided, when and why.

    Without a candidate it is about whom the line was matched with; without a day it applies from the day of signing.
    Raises ParameterError for an action or candidate that is not known, where a candidate or day is needed, and for a
    candidate that may be a slip, unless `although` says why it is meant.
    """
    check_action(action, ON_SIGNATURES)
    row = decision_on(line, candidate or _signatory_of(line), action)
    if action == "accept" and not (row["person_id"] or row["party_id"]):
        raise ParameterError(f"candidate: not given, expected one of {line['candidate_ids'] or 'the ids in data/'}")
    names = _names_by_candidate(sources)
    if candidate and candidate not in names:
        near = process.extract(candidate, list(names), scorer=fuzz.ratio, limit=3)
        said = ", ".join(f"{found} ({names[found][0]})" for found, _, _ in near)
        raise ParameterError(f"candidate: no {candidate!r} in data/; did you mean {said}?")
    if action == "accept" and not although and (doubt := _reason_to_doubt(line, candidate, names)):
        raise ParameterError(f'{doubt}: if that is meant, say so by although="…" in desk.decide_on_line')
    if action == "withdraw" and day < row["valid_from"] and day:
        raise ParameterError(f"valid_from: found {day}, expected {row['valid_from']}, when it was signed, or later")
    row["valid_from"] = day or ("" if action == "withdraw" else row["valid_from"])
    if not row["valid_from"]:
        raise ParameterError("valid_from: not given, expected the day it applies from (a withdrawal: its own day)")
    return row


def _reason_to_doubt(line: Mapping[Any, Any], candidate: str, names_by_candidate: dict[str, list[str]]) -> str:
    """Return why a candidate may be a slip: another signatory than before, or an unlike name; empty if not."""
    if candidate and line.get("outcome") == "accepted" and _signatory_of(line) != candidate:
        return f"the line is accepted for {line['matched_name']} ({_signatory_of(line)})"
    if candidate.startswith(PARTY_MARK):
        is_named = candidate in (_signatory_of(line), *str(line["candidate_ids"]).split("|"))
        return "" if is_named else f"the line does not name the party {names_by_candidate[candidate][0]}"
    names, written = names_by_candidate.get(candidate, []), fold(line["name_as_written"] or "")
    if names and max(fuzz.token_set_ratio(written, fold(name)) for name in names) < _UNLIKE:
        return f"the name {line['name_as_written']!r} does not resemble {names[0]} ({candidate})"
    return ""


def _signatory_of(line: Mapping[Any, Any]) -> str:
    """Return the candidate_id of the person or party that a line was matched with; empty while it waits."""
    party_id = line.get("party_id")
    return str(line.get("person_id") or (PARTY_MARK + party_id if party_id else ""))


def _names_by_candidate(sources: Sources) -> dict[str, list[str]]:
    """Return the names of each person and the id of each party that a line can be decided to mean, by candidate_id."""
    people = pd.concat([sources.members, sources.candidates]).groupby("person_id")["full_name"].unique()
    return {PARTY_MARK + party: [party] for party in sources.parties["party_id"]} | people.map(list).to_dict()
