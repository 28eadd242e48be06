"""Rulings of analysts on single signatures: which apply, what each does, and the row that proposes one."""

import datetime
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.core.names import words_of
from analysis.signatories.line_verdicts import PARTY_MARK, Line, Verdict, without_outcome
from analysis.signatories.lookups import Body
from analysis.sources.decision_files import line_of_csv

RULING_COLUMNS = (
    *("decision_id", "source_file", "source_row", "name_as_written", "action", "person_id", "party_id"),
    *("duplicate_of", "may_be_named", "valid_from", "decided_by", "decided_on", "reason"),
)


ACTIONS = ("accept", "duplicate", "withdraw", "not_in_parliament", "reject")


@dataclass(frozen=True)
class Ruling:
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
        """Return the line with the ruling's say on whether the signatory may be named."""
        return line._replace(may_be_named=self.may_be_named == "yes") if self.may_be_named else line


def rulings_in_force(rulings: pd.DataFrame, as_of: datetime.date) -> dict[tuple[str, int], Ruling]:
    """Return the ruling on each line, by file and row: the last that is valid from `as_of` or before."""
    if rulings.empty:
        return {}
    valid = rulings[rulings["valid_from"] <= pd.Timestamp(as_of)]
    ordered = valid.sort_values("valid_from", kind="stable")
    return {(str(row["source_file"]), int(row["source_row"])): _ruling(row) for row in ordered.to_dict("records")}


def _ruling(row: dict[Any, Any]) -> Ruling:
    texts = {str(key): "" if pd.isna(value) else str(value) for key, value in row.items()}
    return Ruling(
        decision_id=texts["decision_id"],
        action=texts["action"],
        person_id=texts["person_id"],
        party_id=texts["party_id"],
        duplicate_of=texts["duplicate_of"],
        may_be_named=texts["may_be_named"],
        valid_from=row["valid_from"].date(),
        reason=texts["reason"],
    )


def apply_ruling(ruling: Ruling, verdict: Verdict, body: Body, day: datetime.date) -> Verdict:
    """Return the verdict that a ruling makes of the one by rule."""
    because = f"{ruling.decision_id}: {ruling.reason}"
    if ruling.action == "accept":
        return _accepted(ruling, verdict, body, day)
    if ruling.action in ("reject", "not_in_parliament"):
        outcome = "rejected" if ruling.action == "reject" else ruling.action
        return Verdict(outcome, matched_by="decision", because=because)
    found = _signatory(ruling, verdict, body, day)
    if ruling.action == "withdraw":
        return without_outcome(
            found, outcome="withdrawn", matched_by="decision", because=because, withdrawn_on=ruling.valid_from
        )
    if ruling.action == "duplicate":
        return without_outcome(
            found, outcome="duplicate", matched_by="decision", because=because, duplicate_of=ruling.duplicate_of
        )
    raise ValueError(f"ruling {ruling.decision_id}: no action {ruling.action!r}")


def _accepted(ruling: Ruling, verdict: Verdict, body: Body, day: datetime.date) -> Verdict:
    found = _signatory(ruling, verdict, body, day)
    if found.signatory is None:
        return verdict._replace(outcome="review", because=f"{ruling.decision_id} accepts, but names nobody")
    if found.person_id and not body.name_of(found.person_id):
        because = f"{ruling.decision_id} names a person_id that is not in data/: {found.person_id}"
        return verdict._replace(outcome="review", because=because)
    return without_outcome(found, outcome="accepted", matched_by="decision", because="")


def _signatory(ruling: Ruling, verdict: Verdict, body: Body, day: datetime.date) -> Verdict:
    """Return the verdict with whom the ruling names, with the party of the day unless the ruling names one."""
    if ruling.person_id:
        person = body.people(day).get(ruling.person_id)
        name = person.name if person else body.name_of(ruling.person_id)
        party_id = ruling.party_id or (person.party_id if person else "")
        return verdict._replace(person_id=ruling.person_id, matched_name=name, party_id=party_id)
    if not ruling.party_id:
        return verdict
    # A party alone: of the person that the line means by rule, if any, else the party itself.
    name = verdict.matched_name if verdict.person_id else body.parties.abbreviation(ruling.party_id)
    return verdict._replace(party_id=ruling.party_id, matched_name=name)


def ruling_on(line: dict[Any, Any], candidate_id: str, action: str) -> dict[str, str]:
    """Return a ruling on a line, with nothing yet of who decided, when and why; the keys are of RULING_COLUMNS.

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


def ready_row(waiting: dict[Any, Any], candidate_id: str = "", action: str = "") -> str:
    """Return a ruling on a line (see `ruling_on`) as one row of CSV, without line end."""
    values = ruling_on(waiting, candidate_id, action)
    return line_of_csv([values.get(name, "") for name in RULING_COLUMNS])
