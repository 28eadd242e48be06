"""Signatures with parliament: each line of each list has exactly one outcome, and the ledger adds up.

What a line means by rule is in `acceptance`; the outcome also depends on decisions and on the other lines.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd

from analysis.core.parameters import HOUSE
from analysis.core.record_tables import table_of_cells
from analysis.signatories.acceptance import verdict_of
from analysis.signatories.body import Bodies, Body
from analysis.signatories.line_results import SIGNED, LineResult
from analysis.signatories.other_lines import doubts_among, lines_not_to_name, refusing_naming, with_doubts
from analysis.signatories.records import OUTCOME_OF_ACTION, OUTCOMES, REASONS_AGAINST, Decision, Line, Verdict
from analysis.signatories.text_decisions import decisions_on_texts

SIGNATURE_COLUMNS = {
    "source_file": "str",
    "source_row": "Int64",
    **dict.fromkeys(("name_as_written", "function_as_written", "organisation_as_written", "body_id"), "str"),
    "signed_on": "datetime64[us]",
    **dict.fromkeys(("signed_on_precision", "outcome", "matched_name", "person_id", "party_id", "matched_by"), "str"),
    "score": "Float64",
    **dict.fromkeys(("candidates", "candidate_ids", "duplicate_of"), "str"),
    "may_be_named": "boolean",
    **dict.fromkeys(("because", "texts"), "str"),
}
TOTAL = "total"


@dataclass(frozen=True)
class ResolvedSignatures:
    """The signatures signed by a day, and the ledger that shows that none was lost (see `resolve_signatures`)."""

    signatures: pd.DataFrame
    ledger: pd.DataFrame


def resolve_signatures(
    signature_lines: pd.DataFrame,
    bodies: Bodies,
    decisions: pd.DataFrame,
    as_of: datetime.date,
    text_decisions: pd.DataFrame | None = None,
    by_rule: dict[tuple[Line, datetime.date], Verdict] | None = None,
) -> ResolvedSignatures:
    """Resolve each line signed by a day to a person, a party, or the reason why not.

    `signature_lines` are those of `signature_lists.with_bodies`; `decisions` has a row for each on a line,
    `text_decisions` for each on a text. `by_rule` has verdicts by rule beside the same bodies and decisions on texts,
    by line and day of signing; those that it lacks are added.
    signatures: one row per line signed by `as_of` or without a day, by file and row: the columns of the line, and those
    that publish/published_tables.json describes. body_id is the parliament's where the line names an unknown one,
    party_id of the day of signing; score is empty when the name agrees exactly; candidates and candidate_ids (best
    first; a party as `party:cda`) and texts (for which a line waits, as a decision names them) are separated by |.
    ledger: one row per source_file and `total`: lines, a count of each outcome, which add up to lines, and
    signed_later, the lines that were signed after `as_of`.
    """
    day = pd.Timestamp(as_of)
    known = signature_lines[~(later := signature_lines["signed_on"] > day)]
    # A permission that was given after the day does not count yet.
    known = known.assign(may_be_named=known["may_be_named"] & ~(known["may_be_named_from"] > day))
    naming = _naming_decided(decisions, as_of)
    in_force, known_verdicts = _decisions_in_force(decisions, as_of, naming), {} if by_rule is None else by_rule
    on_texts = decisions_on_texts(text_decisions, as_of)
    rule = partial(_verdicts_by_rule, bodies, in_force, on_texts, as_of, known_verdicts)
    found = [*rule(known)]
    resolved = [_with_decision(each) for each in found]
    of_later = [*rule(signature_lines[later])]
    refusing = _people_refusing(found, of_later)
    unsettled = [each for each, (_, verdict) in zip(found, resolved, strict=True) if not verdict.person_id]
    doubts, private = doubts_among(unsettled, resolved), lines_not_to_name([*unsettled, *of_later], resolved)
    private |= {place: f"the decision on {place}" for place, answer in naming.items() if answer == "no"}
    # This comes before lines are made to wait, as those that wait mean nobody.
    resolved = [
        _not_named(*each, refusing.get(each[1].person_id) or private.get(each[0].place, "")) for each in resolved
    ]
    resolved = [(line, with_doubts(line, verdict, doubts)) for line, verdict in resolved]
    signatures = _table_of(_with_duplicates(_without_lost_permissions(resolved)))
    return ResolvedSignatures(signatures, _ledger(signatures, signature_lines, later))


def _people_refusing(found: list[LineResult], of_later: list[LineResult]) -> dict[str, str]:
    """Return who is not to be named, with the place of a line because of which that is so.

    Whoever says no later is not named in an earlier month either.
    """
    refusing = {person_id: each.line.place for each in (*found, *of_later) for person_id in refusing_naming(each)}
    refusing |= {each.verdict.person_id: each.line.place for each in of_later if each.line.refuses_naming}
    refusing.pop("", None)  # nobody, or a party
    return refusing


def _verdicts_by_rule(
    bodies: Bodies,
    decisions: Mapping[tuple[str, int], Decision],
    texts: Mapping[str, Mapping[str, str]],
    as_of: datetime.date,
    known: dict[tuple[Line, datetime.date], Verdict],
    lines: pd.DataFrame,
) -> Iterator[LineResult]:
    # Lines with the same name come one after the other, while what was found for it is in the caches.
    for line in sorted(Line.all_of(lines), key=lambda line: line.name_as_written):
        decision = decisions.get((line.source_file, line.source_row))
        # A line about a body that is not known waits, with candidates of the parliament.
        body = bodies[line.body_id or HOUSE]
        # A line without a day counts from the day its decision does.
        signed_on = line.signed_on or (decision.valid_from if decision else as_of)
        decided = texts.get(body.body_id, {})
        if (line, signed_on) not in known:
            known[line, signed_on] = verdict_of(line, body, signed_on, decided)
        yield LineResult(line, known[line, signed_on], decision, body, signed_on, decided)


def _with_decision(found: LineResult) -> tuple[Line, Verdict]:
    line, verdict, decision, signed_on = found.line, found.verdict, found.decision, found.signed_on
    if verdict.outcome == "withdrawn":
        verdict = verdict._replace(withdrawn_on=signed_on)
    may_be_named = line.may_be_named and not verdict.withholds_naming
    if decision:
        # Beside words that were not understood, or speak against, a yes to being named was not understood either.
        by_itself = may_be_named and not any(said in verdict.because for said in REASONS_AGAINST.values())
        verdict = _verdict_by_decision(decision, verdict, found.body, signed_on)
        may_be_named = {"yes": True, "no": False}.get(decision.may_be_named, by_itself)
    return _with_permission(line, may_be_named=may_be_named), verdict._replace(body_id=found.body.body_id)


def _with_permission(line: Line, *, may_be_named: bool) -> Line:
    return line if line.may_be_named == may_be_named else line._replace(may_be_named=may_be_named)


def _not_named(line: Line, verdict: Verdict, what: str) -> tuple[Line, Verdict]:
    """Return a line without its yes to being named, and why, if another line or a decision takes that back."""
    if not (what and line.may_be_named):
        return line, verdict
    because = verdict.because or f"not named, because of {what}"
    return _with_permission(line, may_be_named=False), verdict._replace(because=because)


def _without_lost_permissions(resolved: list[tuple[Line, Verdict]]) -> list[tuple[Line, Verdict]]:
    """Return the lines without the yes of a person who has an accepted line, or a repetition, without a yes."""
    signers = {line.place: verdict.person_id for line, verdict in resolved}
    # A repetition by a decision may name nobody: the line that it repeats says whose it is.
    signed = [(line.place, v) for line, v in resolved if v.outcome in SIGNED and not line.may_be_named]
    found = {who: place for place, v in signed for who in (v.person_id, signers.get(v.duplicate_of)) if who}
    return [_not_named(line, v, found.get(v.person_id, "")) for line, v in resolved]


def _with_duplicates(resolved: list[tuple[Line, Verdict]]) -> list[tuple[Line, Verdict]]:
    """Return the lines with every accepted signature but the earliest of each person or party as its duplicate.

    A withdrawal replaces those up to its day and those without a day, which are duplicates of it.
    """
    never = datetime.date.max
    resolved = sorted(resolved, key=lambda each: (each[0].signed_on or never, each[0].source_file, each[0].source_row))
    withdrawals = defaultdict[tuple[str, str], list[tuple[Line, datetime.date]]](list)
    for line, verdict in resolved:
        if verdict.withdrawn_on and verdict.signatory:
            withdrawals[verdict.signatory].append((line, verdict.withdrawn_on))
    earliest: dict[tuple[str, str], Line] = {}
    kept = []
    for line, verdict in resolved:
        if verdict.outcome == "accepted" and verdict.signatory:
            # A month or a year may mean its first day.
            first_day = {"month": {"day": 1}, "year": {"day": 1, "month": 1}}.get(line.signed_on_precision, {})
            since = line.signed_on.replace(**first_day) if line.signed_on else datetime.date.min
            may_be_earlier = line.signed_on_precision == "at_the_latest"
            own = withdrawals.get(verdict.signatory, ())
            first = next((each for each, until in own if may_be_earlier or since <= until), None)
            first = first or earliest.setdefault(verdict.signatory, line)
            if first is not line:
                verdict = verdict._replace(outcome="duplicate", duplicate_of=first.place, because="signed before")
        kept.append((line, verdict))
    return kept


def _table_of(resolved: list[tuple[Line, Verdict]]) -> pd.DataFrame:
    ordered = sorted(resolved, key=lambda each: (each[0].source_file, each[0].source_row))
    rows = (
        line._asdict()
        | verdict._asdict()
        | {"candidates": "|".join(name for name, _ in verdict.candidates), "texts": "|".join(verdict.texts)}
        | {"candidate_ids": "|".join(candidate_id for _, candidate_id in verdict.candidates)}
        for line, verdict in ordered
    )
    return table_of_cells(rows, SIGNATURE_COLUMNS)


def _ledger(signatures: pd.DataFrame, lines: pd.DataFrame, later: pd.Series) -> pd.DataFrame:
    files = sorted(lines["source_file"].unique())
    counts = pd.crosstab(signatures["source_file"], signatures["outcome"])
    counts = counts.reindex(index=files, columns=list(OUTCOMES), fill_value=0)
    # The lines are counted in the lists, and not in the outcomes, so that a lost line is noticed.
    received = lines[~later].groupby("source_file").size().reindex(files, fill_value=0)
    if not received.eq(counts.sum(axis=1)).all():
        raise AssertionError(f"lines of a list were lost on the way:\n{counts.assign(lines=received)}")
    counts.insert(0, "lines", received)
    counts["signed_later"] = lines[later].groupby("source_file").size().reindex(files, fill_value=0)
    counts.loc[TOTAL] = counts.sum()
    counts.index.name, counts.columns.name = "source_file", None
    return counts.astype("Int64").reset_index().astype({"source_file": "str"})


def _naming_decided(decisions: pd.DataFrame, as_of: datetime.date) -> dict[str, str]:
    """Return whether somebody may be named (yes or no) by the place of a line: as decided last, of one day a no.

    A yes counts from the day from which it is valid, a no in all months.
    """
    if decisions.empty:
        return {}
    answers = decisions[(decisions["valid_from"] <= pd.Timestamp(as_of)) | (decisions["may_be_named"] == "no")]
    answers = answers.dropna(subset=["may_be_named"])
    answers = answers.assign(is_a_no=answers["may_be_named"] == "no")
    answers = answers.sort_values(["decided_on", "is_a_no"], kind="stable")
    places = answers["source_file"] + ":" + answers["source_row"].astype(int).astype("str")
    return dict(zip(places, answers["may_be_named"], strict=True))


def _decisions_in_force(
    decisions: pd.DataFrame, as_of: datetime.date, naming: Mapping[str, str]
) -> dict[tuple[str, int], Decision]:
    """Return the decision in force on each line, by file and row: the last that is valid from `as_of` or before."""
    if decisions.empty:
        return {}
    valid = decisions[decisions["valid_from"] <= pd.Timestamp(as_of)].sort_values("valid_from", kind="stable")
    places = [*zip(valid["source_file"], valid["source_row"].astype(int), strict=True)]
    may_be_named = [naming.get(f"{file}:{row}", "") for file, row in places]
    applied = valid.assign(may_be_named=may_be_named, valid_from=valid["valid_from"].dt.date)
    rows = applied[list(Decision._fields)].astype("object").fillna("").itertuples(index=False, name=None)
    return {place: Decision(*row) for place, row in zip(places, rows, strict=True)}


def _verdict_by_decision(decision: Decision, verdict: Verdict, body: Body, day: datetime.date) -> Verdict:
    outcome = OUTCOME_OF_ACTION.get(decision.action, decision.action)
    because = f"{decision.decision_id}: {decision.reason}"
    if outcome in ("rejected", "not_in_parliament"):
        return Verdict(outcome, matched_by="decision", because=because)
    # A party alone may be that of the person whom the line means by rule.
    name, person_id = verdict.matched_name, decision.person_id or verdict.person_id
    party_id = decision.party_id or verdict.party_id
    if decision.person_id:
        person = body.person(person_id, day)
        name = person.name if person else body.name_of(person_id)
        party_id = decision.party_id or (person.party_id if person else "")
    elif decision.party_id and not person_id:
        name = body.parties.abbreviation(party_id)
    if outcome == "accepted":
        if not (person_id or party_id):
            return verdict._replace(outcome="review", because=f"{decision.decision_id} accepts, but names nobody")
        if person_id and not body.name_of(person_id):
            because = f"{decision.decision_id} names a person_id that is not in data/: {person_id}"
            return verdict._replace(outcome="review", because=because)
    # The candidates that were proposed while the line waited are left out.
    return Verdict(
        outcome,
        *(name, person_id, party_id),
        matched_by="decision",
        because="" if outcome == "accepted" else because,
        withdrawn_on=decision.valid_from if outcome == "withdrawn" else None,
        duplicate_of=decision.duplicate_of if outcome == "duplicate" else "",
    )
