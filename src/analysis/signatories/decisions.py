"""Decisions of analysts on single signatures: which are in force, and what each changes."""

import datetime
from dataclasses import dataclass

import pandas as pd

from analysis.signatories.acceptance import Line, Verdict
from analysis.signatories.body import Body
from analysis.sources.decisions import ON_SIGNATURES, actions_of, columns_of_decisions

DECISION_COLUMNS = columns_of_decisions(ON_SIGNATURES)
ACTIONS = actions_of(ON_SIGNATURES)
_TEXTS = ("decision_id", "action", "person_id", "party_id", "duplicate_of", "may_be_named", "reason")


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

    def on_naming(self, line: Line) -> Line:
        """Return the line with the decision's answer to whether the signatory may be named, if it has one."""
        return line._replace(may_be_named=self.may_be_named == "yes") if self.may_be_named else line


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
    because = f"{decision.decision_id}: {decision.reason}"
    match decision.action:
        case "accept":
            return _accepted(decision, verdict, body, day)
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
    return _with_signatory(decision, verdict, body, day).decided(because=because, **changes)


def _accepted(decision: Decision, verdict: Verdict, body: Body, day: datetime.date) -> Verdict:
    accepted = _with_signatory(decision, verdict, body, day)
    if accepted.signatory is None:
        return verdict._replace(outcome="review", because=f"{decision.decision_id} accepts, but names nobody")
    if accepted.person_id and not body.name_of(accepted.person_id):
        because = f"{decision.decision_id} names a person_id that is not in data/: {accepted.person_id}"
        return verdict._replace(outcome="review", because=because)
    return accepted.decided(outcome="accepted", because="")


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
