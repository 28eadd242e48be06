"""The lines that wait for a decision and whom they may mean; decisions on single lines, and what each changes."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.core.names import words_of
from analysis.core.person_names import form_of_address
from analysis.signatories.acceptance import PARTY_MARK, PRESENTED_ON, Verdict
from analysis.signatories.body import Bodies, Body
from analysis.sources.contracts import columns_of
from analysis.sources.decisions import ON_SIGNATURES, actions_of

DECISION_COLUMNS = columns_of(ON_SIGNATURES)
ACTIONS = actions_of(ON_SIGNATURES)
# Of the other actions the outcome has the same name.
_OUTCOMES = {"accept": "accepted", "reject": "rejected", "withdraw": "withdrawn"}
_TEXTS = ("decision_id", "action", "person_id", "party_id", "duplicate_of", "may_be_named", "reason")
_WAITING_COLUMNS = [
    *("source_file", "source_row", "body_id", "name_as_written", "function_as_written", "organisation_as_written"),
    *("signed_on", "because", "score", "candidates", "candidate_ids"),
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


@dataclass(frozen=True)
class Decision:
    """A decision on one line, by the columns of its table; an empty cell is an empty text."""

    decision_id: str
    action: str
    person_id: str
    party_id: str
    duplicate_of: str
    may_be_named: str
    valid_from: datetime.date
    reason: str


def decisions_in_force(decisions: pd.DataFrame, as_of: datetime.date) -> dict[tuple[str, int], Decision]:
    """Return the decision in force on each line, by file and row: the last that is valid from `as_of` or before."""
    if decisions.empty:
        return {}
    valid = decisions[decisions["valid_from"] <= pd.Timestamp(as_of)].sort_values("valid_from", kind="stable")
    texts = valid[list(_TEXTS)].astype("object").fillna("").to_dict("records")
    places = zip(valid["source_file"], valid["source_row"].astype(int), strict=True)
    made = (Decision(**row, valid_from=day.date()) for row, day in zip(texts, valid["valid_from"], strict=True))
    return dict(zip(places, made, strict=True))


def apply_decision(decision: Decision, verdict: Verdict, body: Body, day: datetime.date) -> Verdict:
    """Return the verdict of a decision, given the verdict by rule."""
    if decision.action not in ACTIONS:
        raise ValueError(f"decision {decision.decision_id}: no action {decision.action!r}")
    outcome = _OUTCOMES.get(decision.action, decision.action)
    because = f"{decision.decision_id}: {decision.reason}"
    if outcome in ("rejected", "not_in_parliament"):
        return Verdict(outcome, matched_by="decision", because=because)
    meant = _with_signatory(decision, verdict, body, day)
    if outcome == "accepted":
        if meant.signatory is None:
            return verdict._replace(outcome="review", because=f"{decision.decision_id} accepts, but names nobody")
        if meant.person_id and not body.name_of(meant.person_id):
            because = f"{decision.decision_id} names a person_id that is not in data/: {meant.person_id}"
            return verdict._replace(outcome="review", because=because)
        because = ""
    withdrawn_on = decision.valid_from if outcome == "withdrawn" else None
    return meant._replace(
        outcome=outcome,
        because=because,
        withdrawn_on=withdrawn_on,
        duplicate_of=decision.duplicate_of if outcome == "duplicate" else "",
        matched_by="decision",
        # What was proposed while the line waited.
        score=None,
        candidates=(),
        role="",
    )


def _with_signatory(decision: Decision, verdict: Verdict, body: Body, day: datetime.date) -> Verdict:
    """Return the verdict with the person or party that the decision names.

    The party of a person is that of the day, unless the decision names another. A decision that names a party alone is
    about the party of the person that the line means by rule; if it means nobody, about the party itself.
    """
    if decision.person_id:
        person = body.person(decision.person_id, day)
        name = person.name if person else body.name_of(decision.person_id)
        party_id = decision.party_id or (person.party_id if person else "")
        return verdict._replace(person_id=decision.person_id, matched_name=name, party_id=party_id)
    if not decision.party_id:
        return verdict
    name = verdict.matched_name if verdict.person_id else body.parties.abbreviation(decision.party_id)
    return verdict._replace(party_id=decision.party_id, matched_name=name)


def waiting_for_decision(signatures: pd.DataFrame) -> pd.DataFrame:
    """Return the lines that wait for a decision, in the order of the lists.

    One row per line with outcome `review`: source_file, source_row, body_id, name_as_written, function_as_written,
    organisation_as_written, signed_on, because, score, candidates, candidate_ids.
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


def decision_on(line: dict[Any, Any], candidate_id: str, action: str) -> dict[str, str]:
    """Return the row of a decision on a line, by the columns of `decisions.DECISION_COLUMNS`.

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
