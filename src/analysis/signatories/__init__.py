"""Signatures with parliament: each line of each list has exactly one outcome, and the ledger adds up.

What a line means by rule is in `acceptance`; the outcome also depends on decisions and on the other lines.
"""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import starmap
from typing import Any, NamedTuple

import pandas as pd

from analysis.core.names import words_of
from analysis.core.parameters import HOUSE
from analysis.core.person_names import PREFIXES
from analysis.core.record_tables import table_of_cells
from analysis.signatories.acceptance import PRESENTED_ON, verdict_of
from analysis.signatories.acceptance import waiting as made_to_wait
from analysis.signatories.body import Bodies, Body
from analysis.signatories.decisions import Decision, apply_decision, decisions_in_force
from analysis.signatories.matching import EXACT
from analysis.signatories.records import AGAINST, OUTCOMES, Line, Verdict
from analysis.sources.list_answers import A_SIGNATURE
from analysis.sources.list_words import LIST_WORDS, one_of

_SIGNED = ("accepted", "duplicate")
_POINTING = one_of(LIST_WORDS["pointing"])
# Why a line waits that may be a refusal to sign, or to be named.
_TO_SIGN = (AGAINST["undone"], AGAINST["negation"])
_TO_BE_NAMED = (*_TO_SIGN, AGAINST["unknown"])
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


# Why a line waits for another of its list, and whether it does with a complete name, too.
_Doubt = tuple[str, bool]


class _ByRule(NamedTuple):
    line: Line
    verdict: Verdict
    decision: Decision | None
    body: Body
    signed_on: datetime.date


def resolve_signatures(
    signature_lines: pd.DataFrame,
    bodies: Bodies,
    decisions: pd.DataFrame,
    as_of: datetime.date,
    text_decisions: pd.DataFrame | None = None,
    by_rule: dict[tuple[Line, datetime.date], Verdict] | None = None,
) -> ResolvedSignatures:
    """Resolve each line signed by a day to a person, a party, or the reason why not.

    `signature_lines` has one row per line of each list (see `signature_lists.with_bodies`), `decisions` one per
    decision on a line, `text_decisions` one per decision on a text. `by_rule` has verdicts by rule beside the same
    bodies and decisions on texts, by line and day of signing; those that it lacks are added.
    signatures: one row per line signed by `as_of` or without a day, by file and row: the columns of the line, and those
    that publish/published_tables.json describes. body_id is that of the line (the parliament where it names an unknown
    one), party_id of the day of signing; score is empty when the name agrees exactly; may_be_named as
    `_without_lost_permissions` says; candidates and candidate_ids (best first; a party as `party:cda`) and texts (for
    which a line waits, each as a decision on it names it) are separated by |.
    ledger: one row per source_file and `total`: lines, then a count of each outcome, which add up to lines; and
    signed_later, the lines of the list that were signed after `as_of`.
    """
    day = pd.Timestamp(as_of)
    known = signature_lines[~(later := signature_lines["signed_on"] > day)]
    # A permission that was given after the day does not count yet.
    known = known.assign(may_be_named=known["may_be_named"] & ~(known["may_be_named_from"] > day))
    in_force = decisions_in_force(decisions, as_of)
    rule = partial(_by_rule, bodies, in_force, _texts_decided(text_decisions, as_of), as_of, by_rule)
    resolved, refusing, takers = list[tuple[Line, Verdict]](), set[str](), list[_ByRule]()
    doubts: dict[tuple[str, str], _Doubt] = {}
    for each in rule(known):
        resolved.append(_decided(*each))
        refusing |= _refusing(each)
        takers += [each] if _says_no(each) and not _named_by(each) else []
        if not resolved[-1][1].person_id:
            # A doubt that holds for a complete name, too, is the graver.
            doubts |= {key: doubt for key, doubt in _doubts(each).items() if doubt[1] or key not in doubts}
    for each in rule(signature_lines[later]):
        # Whoever said no later may not be named in an earlier month either: it is known now.
        refusing |= _refusing(each) | ({each.verdict.person_id} if each.line.refuses_naming else set())
    for each in takers:
        doubts |= _lines_meant(each, [line for line, _ in resolved])
    resolved = [(line, _if_no_doubt(line, verdict, doubts)) for line, verdict in resolved]
    signatures = _table_of(_with_duplicates(_without_lost_permissions(resolved, refusing)))
    return ResolvedSignatures(signatures, _ledger(signatures, signature_lines, later))


def _by_rule(
    bodies: Bodies,
    decisions: Mapping[tuple[str, int], Decision],
    texts: Mapping[str, Mapping[str, str]],
    as_of: datetime.date,
    known: dict[tuple[Line, datetime.date], Verdict] | None,
    lines: pd.DataFrame,
) -> Iterator[_ByRule]:
    """Yield each line with the verdict by rule, the decision on it, and the body and day that it counts in and from.

    Verdicts are taken from `known`, if it is given, and added to it.
    """
    # Equal names one after the other: what is found for a name is remembered for a while.
    for line in sorted(Line.all_of(lines), key=lambda line: line.name_as_written):
        decision = decisions.get((line.source_file, line.source_row))
        # A line about a body that is not known waits, with candidates of the parliament.
        body = bodies[line.body_id or HOUSE]
        # A line without a day counts from the day its decision does.
        signed_on = line.signed_on or (decision.valid_from if decision else as_of)
        found = None if known is None else known.get((line, signed_on))
        if found is None:
            found = verdict_of(line, body, signed_on, texts.get(body.body_id, {}))
        if known is not None:
            known[line, signed_on] = found
        yield _ByRule(line, found, decision, body, signed_on)


def _decided(
    line: Line, verdict: Verdict, decision: Decision | None, body: Body, signed_on: datetime.date
) -> tuple[Line, Verdict]:
    """Return a line, with the permission that a decision gives or takes back, and the verdict after it."""
    if verdict.outcome == "withdrawn":
        verdict = verdict._replace(withdrawn_on=signed_on)
    may_be_named = line.may_be_named and not verdict.withholds_naming
    if decision:
        # Beside words that were not understood, or speak against, a yes to being named was not understood either.
        by_itself = may_be_named and not any(said in verdict.because for said in AGAINST.values())
        verdict = apply_decision(decision, verdict, body, signed_on)
        may_be_named = {"yes": True, "no": False}.get(decision.may_be_named, by_itself)
    return _naming(line, may_be_named), verdict


def _naming(line: Line, may_be_named: bool) -> Line:
    return line if line.may_be_named == may_be_named else line._replace(may_be_named=may_be_named)


def _without_lost_permissions(resolved: list[tuple[Line, Verdict]], refusing: set[str]) -> list[tuple[Line, Verdict]]:
    """Return the lines without the yes to being named of a person from whom any line takes it back.

    Any accepted line or repetition does that does not say yes itself. `refusing`: from whom others do (`_refusing`).
    """
    signers = {f"{line.source_file}:{line.source_row}": verdict.person_id for line, verdict in resolved}
    found = set(refusing)
    for line, verdict in resolved:
        if verdict.outcome in _SIGNED and not line.may_be_named:
            # A repetition by a decision may name nobody: then the line that it repeats says whose it is.
            found |= {verdict.person_id, signers.get(verdict.duplicate_of, "")}
    found -= {""}
    return [(_naming(line, line.may_be_named and v.person_id not in found), v) for line, v in resolved]


def _refusing(found: _ByRule) -> set[str]:
    """Return from whom a line takes back a yes to being named, until somebody decided on it.

    One does that says no to being named, or to the signature, or waits for words that undo or were not understood.
    Another office may be a namesake's: it does not.
    """
    says_no = found.line.refuses_naming or found.line.unreadable_because.endswith(A_SIGNATURE)
    if found.decision or not (says_no or _waits_for(found.verdict, _TO_BE_NAMED)):
        return set()
    return _meant_by(found)


def _texts_decided(decisions: pd.DataFrame | None, as_of: datetime.date) -> Mapping[str, Mapping[str, str]]:
    """Return the action decided on each text, by body: the last valid by a day."""
    if decisions is None:
        return {}
    valid = decisions[decisions["valid_from"] <= pd.Timestamp(as_of)].sort_values("valid_from", kind="stable")
    return {body: dict(zip(own["text"], own["action"], strict=True)) for body, own in valid.groupby("body_id")}


def _doubts(found: _ByRule) -> dict[tuple[str, str], _Doubt]:
    """Return whose other lines in its file a line that is not accepted puts in doubt, and why.

    Beside `Jan Jansen, raadslid`, `J. Jansen, CDA` of the same list may be that councillor; who says no in one line, or
    has words that undo beside the name, may have changed their mind since the other.
    """
    line, by_rule, people, what = found.line, found.verdict, set[str](), ""
    if is_other := by_rule.because.startswith(AGAINST["office"]):
        people, what = {by_rule.candidates[0][1]}, "another office"
    elif line.unreadable_because.endswith(A_SIGNATURE):
        people, what = _meant_by(found), "no signature, or one withdrawn"
    elif _waits_for(by_rule, _TO_SIGN):
        people, what = _meant_by(found), "words by which it may be withdrawn"
    elif _waits_for(by_rule, (AGAINST["unknown"],)):
        people, what = _named_by(found), "words that were not understood"
    said = f"another line of the list has this name and {what}: row {line.source_row}"
    return {(_file_of(line), person_id): (said, not is_other) for person_id in people}


def _says_no(found: _ByRule) -> bool:
    """Return whether a line says no to the signature or to being named, or has words that undo beside its name."""
    line, body = found.line, found.body
    if found.decision or found.verdict.outcome in _SIGNED:
        return False
    said = "\n".join((line.function_as_written, line.organisation_as_written, line.beside_as_written))
    parties = body.parties.names_on(line.signed_on or PRESENTED_ON)
    words = (word for text in said.split("\n") for word in body.role_in(text, parties).words)
    is_no = line.refuses_naming or (
        line.unreadable_because.startswith("found") and A_SIGNATURE in line.unreadable_because
    )
    return is_no or any(word.kind in ("undone", "negation") for word in words)


def _lines_meant(taker: _ByRule, lines: list[Line]) -> dict[tuple[str, str], _Doubt]:
    """Return which lines a no may be of whose name is nobody's, each with the reason.

    Those with a word of it (*Bankers/Havelaar*); all, if it points at them (*iedereen*); else, if it is no name of two
    words, that of the number in it (*rij 4*) and the line above (*idem*, an empty cell). A stranger's means none.
    """
    said = f"row {taker.line.source_row} says no, and may be about this line"
    own = _long_words(taker.line)
    others = [line for line in lines if _file_of(line) == _file_of(taker.line) and line is not taker.line]
    meant = [line for line in others if own & _long_words(line)]
    if any(map(_POINTING.fullmatch, own)):
        meant = others
    elif not meant and (len(own) < 2 or any(map(str.isdigit, taker.line.name_as_written))):
        rows = {taker.line.source_row - 1, *map(int, re.findall(r"\d{1,6}", taker.line.name_as_written))}
        meant = [line for line in others if line.source_row in rows]
    return {(line.source_file, str(line.source_row)): (said, True) for line in meant}


def _long_words(line: Line) -> set[str]:
    return {word for word in words_of(line.name_as_written) if len(word) > 2} - PREFIXES


def _file_of(line: Line) -> str:
    return line.source_file.partition("#")[0]


def _waits_for(verdict: Verdict, reasons: tuple[str, ...]) -> bool:
    """Return whether a line that is not accepted waits for one of some reasons, or was withdrawn."""
    return verdict.outcome in ("review", "withdrawn") and any(reason in verdict.because for reason in reasons)


def _meant_by(found: _ByRule) -> set[str]:
    """Return everybody whom a line names completely; if it names nobody so, whoever it may mean."""
    line, verdict, body = found.line, found.verdict, found.body
    name, _ = body.split_from_name(line.name_as_written, body.parties.names_on(line.signed_on or PRESENTED_ON))
    people = body.names.agreeing(name) or body.names.alike(name)
    return _named_by(found) or {verdict.person_id, *people, *(key for _, key in verdict.candidates)} - {""}


def _named_by(found: _ByRule) -> set[str]:
    """Return everybody whom a line names completely."""
    people = found.body.names.agreeing(found.line.name_as_written)
    return {found.verdict.person_id or person_id for person_id, how in people.items() if how in EXACT}


def _if_no_doubt(line: Line, verdict: Verdict, doubts: Mapping[tuple[str, str], _Doubt]) -> Verdict:
    """Return the verdict on a line, which waits if another line of its list puts it in doubt."""
    keys = (_file_of(line), verdict.person_id), (line.source_file, str(line.source_row))
    because, of_complete_names = next((doubts[key] for key in keys if key in doubts), ("", False))
    if not because or verdict.outcome != "accepted" or verdict.matched_by.startswith("decision"):
        return verdict
    is_complete = verdict.matched_by.startswith("full_name")
    return verdict if is_complete and not of_complete_names else made_to_wait(verdict, because)


def _with_duplicates(resolved: list[tuple[Line, Verdict]]) -> list[tuple[Line, Verdict]]:
    """Return the lines with every accepted signature but the earliest of each person or party as its duplicate.

    The earliest is that by day, then file and row; those without a day come last. A withdrawal replaces every signature
    of that person or party up to its day, and those without a day: these are duplicates of the line withdrawn.
    """
    never = datetime.date.max
    resolved = sorted(resolved, key=lambda each: (each[0].signed_on or never, each[0].source_file, each[0].source_row))
    withdrawn = {
        verdict.signatory: (line, verdict.withdrawn_on)
        for line, verdict in reversed(resolved)
        if verdict.withdrawn_on and verdict.signatory
    }
    earliest: dict[tuple[str, str], Line] = {}
    kept = []
    for line, verdict in resolved:
        if verdict.outcome == "accepted" and verdict.signatory:
            first, until = withdrawn.get(verdict.signatory, (None, datetime.date.min))
            # Of the days that a month or a year can mean, the first.
            partial = {"month": {"day": 1}, "year": {"day": 1, "month": 1}}.get(line.signed_on_precision, {})
            since = line.signed_on.replace(**partial) if line.signed_on else datetime.date.min
            if not first or (line.signed_on_precision != "at_the_latest" and since > until):
                first = earliest.setdefault(verdict.signatory, line)
            if first is not line:
                place = f"{first.source_file}:{first.source_row}"
                verdict = verdict._replace(outcome="duplicate", duplicate_of=place, because="signed before")
        kept.append((line, verdict))
    return kept


def _table_of(resolved: list[tuple[Line, Verdict]]) -> pd.DataFrame:
    """Return the table of signatures, by file and row."""

    def cells(line: Line, verdict: Verdict) -> dict[str, Any]:
        found = verdict.candidates
        lists = {"candidates": [name for name, _ in found], "candidate_ids": [key for _, key in found]}
        texts = {name: "|".join(each) for name, each in {**lists, "texts": verdict.texts}.items()}
        return line._asdict() | verdict._asdict() | texts

    ordered = sorted(resolved, key=lambda each: (each[0].source_file, each[0].source_row))
    return table_of_cells(starmap(cells, ordered), SIGNATURE_COLUMNS)


def _ledger(signatures: pd.DataFrame, lines: pd.DataFrame, later: pd.Series) -> pd.DataFrame:
    files = sorted(lines["source_file"].unique())
    counts = pd.crosstab(signatures["source_file"], signatures["outcome"])
    counts = counts.reindex(index=files, columns=list(OUTCOMES), fill_value=0)
    # Counted in the lists, not in the outcomes, so that the two can disagree.
    received = lines[~later].groupby("source_file").size().reindex(files, fill_value=0)
    if not received.eq(counts.sum(axis=1)).all():
        raise AssertionError(f"lines of a list were lost on the way:\n{counts.assign(lines=received)}")
    counts.insert(0, "lines", received)
    counts["signed_later"] = lines[later].groupby("source_file").size().reindex(files, fill_value=0)
    counts.loc[TOTAL] = counts.sum()
    counts.index.name, counts.columns.name = "source_file", None
    return counts.astype("Int64").reset_index().astype({"source_file": "str"})
