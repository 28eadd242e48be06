"""Decisions of analysts on single signatures: which apply, what each does, and the row that proposes one."""

import datetime
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.core.names import words_of
from analysis.signatories.body import Body
from analysis.signatories.lines import PARTY_MARK, Line, Verdict, without_outcome
from analysis.sources.decisions import ON_SIGNATURES, actions_of, columns_of_decisions

DECISION_COLUMNS = columns_of_decisions(ON_SIGNATURES)
ACTIONS = actions_of(ON_SIGNATURES)


@dataclass(frozen=True)
class Decision:
    """What an analyst decided on one line; texts are empty where nothing was filled in."""

    decision_id: str
    action: str
    person_id: str
    party_id: str
    duplicate_of: str
    may_be_named: str
    valid_from: datetime.date
    reason: str

    def named(self, line: Line) -> Line:
        """Return the line with what the decision says of whether the signatory may be named."""
        return line._replace(may_be_named=self.may_be_named == "yes") if self.may_be_named else line


_TEXTS = ("decision_id", "action", "person_id", "party_id", "duplicate_of", "may_be_named", "reason")


def decisions_in_force(decisions: pd.DataFrame, as_of: datetime.date) -> dict[tuple[str, int], Decision]:
    """Return the decision on each line, by file and row: the last that is valid from `as_of` or before."""
    if decisions.empty:
        return {}
    valid = decisions[decisions["valid_from"] <= pd.Timestamp(as_of)].sort_values("valid_from", kind="stable")
    texts = valid[list(_TEXTS)].astype("object").fillna("")
    places = zip(valid["source_file"], valid["source_row"].astype(int), strict=True)
    made = (
        Decision(**row, valid_from=day.date())
        for row, day in zip(texts.to_dict("records"), valid["valid_from"], strict=True)
    )
    return dict(zip(places, made, strict=True))


def apply_decision(decision: Decision, verdict: Verdict, body: Body, day: datetime.date) -> Verdict:
    """Return the verdict that a decision makes of the one by rule."""
    because = f"{decision.decision_id}: {decision.reason}"
    meant = _with_signatory(decision, verdict, body, day)
    match decision.action:
        case "accept":
            return _accepted(decision, verdict, meant, body)
        case "reject":
            return Verdict("rejected", matched_by="decision", because=because)
        case "not_in_parliament":
            return Verdict("not_in_parliament", matched_by="decision", because=because)
        case "withdraw":
            changes = {"outcome": "withdrawn", "withdrawn_on": decision.valid_from}
        case "duplicate":
            changes = {"outcome": "duplicate", "duplicate_of": decision.duplicate_of}
        case action:
            raise ValueError(f"decision {decision.decision_id}: no action {action!r}")
    return without_outcome(meant, matched_by="decision", because=because, **changes)


def _accepted(decision: Decision, verdict: Verdict, meant: Verdict, body: Body) -> Verdict:
    if meant.signatory is None:
        return verdict._replace(outcome="review", because=f"{decision.decision_id} accepts, but names nobody")
    if meant.person_id and not body.people.name_of(meant.person_id):
        because = f"{decision.decision_id} names a person_id that is not in data/: {meant.person_id}"
        return verdict._replace(outcome="review", because=because)
    return without_outcome(meant, outcome="accepted", matched_by="decision", because="")


def _with_signatory(decision: Decision, verdict: Verdict, body: Body, day: datetime.date) -> Verdict:
    """Return the verdict with whom the decision names, with the party of the day unless the decision names one."""
    if decision.person_id:
        person = body.people.person(decision.person_id, day)
        name = person.name if person else body.people.name_of(decision.person_id)
        party_id = decision.party_id or (person.party_id if person else "")
        return verdict._replace(person_id=decision.person_id, matched_name=name, party_id=party_id)
    if not decision.party_id:
        return verdict
    # A party alone: of the person that the line means by rule, if any, else the party itself.
    name = verdict.matched_name if verdict.person_id else body.parties.abbreviation(decision.party_id)
    return verdict._replace(party_id=decision.party_id, matched_name=name)


def decision_on(line: dict[Any, Any], candidate_id: str, action: str) -> dict[str, str]:
    """Return a decision on a line, with nothing yet of who decided, when and why; the keys are of DECISION_COLUMNS.

    Without an action it accepts the candidate, or says `not_in_parliament` where none is given; `action` is another
    one of the contract. For a line without a name the expectation is the organisation as written.
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
