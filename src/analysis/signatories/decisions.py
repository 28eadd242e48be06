"""Decisions on single lines: which one is in force, and the verdict on the line that it makes."""

import datetime
from typing import NamedTuple

import pandas as pd

from analysis.signatories.body import Body
from analysis.signatories.records import Verdict
from analysis.sources.decisions import ON_SIGNATURES, actions_of

ACTIONS = actions_of(ON_SIGNATURES)
_OUTCOMES = {"accept": "accepted", "reject": "rejected", "withdraw": "withdrawn"}


class Decision(NamedTuple):
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
    """Return the decision in force on each line, by file and row: the last that is valid from `as_of` or before.

    Whether somebody may be named is as decided last, whatever the day from which it is valid; of one day a no.
    """
    if decisions.empty:
        return {}
    valid = decisions[decisions["valid_from"] <= pd.Timestamp(as_of)].sort_values("valid_from", kind="stable")
    valid = valid.assign(place=list(zip(valid["source_file"], valid["source_row"].astype(int), strict=True)))
    naming = valid.dropna(subset=["may_be_named"])
    naming = naming.assign(is_a_no=naming["may_be_named"] == "no").sort_values(["decided_on", "is_a_no"], kind="stable")
    named = dict(zip(naming["place"], naming["may_be_named"], strict=True))
    may_be_named = [named.get(place, "") for place in valid["place"]]
    applied = valid.assign(may_be_named=may_be_named, valid_from=valid["valid_from"].dt.date)
    rows = applied[list(Decision._fields)].astype("object").fillna("").itertuples(index=False, name=None)
    return {place: Decision(*row) for place, row in zip(valid["place"], rows, strict=True)}


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
    # Without what was proposed while the line waited.
    return Verdict(
        outcome,
        *(meant.matched_name, meant.person_id, meant.party_id),
        matched_by="decision",
        because="" if outcome == "accepted" else because,
        withdrawn_on=decision.valid_from if outcome == "withdrawn" else None,
        duplicate_of=decision.duplicate_of if outcome == "duplicate" else "",
    )


def _with_signatory(decision: Decision, verdict: Verdict, body: Body, day: datetime.date) -> Verdict:
    """Return the verdict with the person or party that the decision names: a party alone may be that of a person."""
    if decision.person_id:
        person = body.person(decision.person_id, day)
        name = person.name if person else body.name_of(decision.person_id)
        party_id = decision.party_id or (person.party_id if person else "")
        return verdict._replace(person_id=decision.person_id, matched_name=name, party_id=party_id)
    if not decision.party_id:
        return verdict
    name = verdict.matched_name if verdict.person_id else body.parties.abbreviation(decision.party_id)
    return verdict._replace(party_id=decision.party_id, matched_name=name)
