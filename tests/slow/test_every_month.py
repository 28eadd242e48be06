"""What holds of the figures, the claims, the years and the changes in every month that can be asked for."""

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from analysis import sources
from analysis.briefing.changes import changes_for_reader, first_change
from analysis.core.kept import Kept
from analysis.core.parameters import Month
from analysis.core.wording import wording
from analysis.reconciliation import Reconciliation, without_changes
from analysis.reconciliation.changes import changes_table
from analysis.reconciliation.comparison import REASONS, Comparison
from support.every_month import CHECKS
from support.months import checked_tables, known_in

EVERY_MONTH = [f"{year}-{month:02}" for year in range(2021, 2027) for month in range(1, 13)][2:]
KEPT = Kept()
state_at = cache(lambda month: without_changes(sources.as_of(month, checked_tables()), KEPT))


def months_that_differ() -> list[str]:
    """The months whose inputs are not those of the month before; of the others there is nothing to tell."""
    tables = ("publications", "party_events", "seats", "parties")
    pairs = [(known_in(before), known_in(now), now) for before, now in pairwise(EVERY_MONTH)]
    return [now for one, two, now in pairs if not all(getattr(one, name).equals(getattr(two, name)) for name in tables)]


def faults_in_changes(month: Reconciliation) -> list[str]:
    """Return what is wrong with the changes of a month: a reason, an id that is nowhere, or a sentence."""
    found, known = month.changes, month.sources
    ids = {*known.publications["publication"], *known.party_events["event_id"], *known.commitment_events["event_id"]}
    ids |= {*known.decisions.parties["decision_id"], *known.decisions.figures["decision_id"]}
    ids |= {f"election:{name}" for name in known.elections["election"]}
    ids |= {f"cabinet:{name}" for name in known.cabinets["cabinet"]}
    ids |= {f"member:{way}:{party}" for way in ("came", "left") for party in known.parties["party_id"]}
    because = found["because"].str.split("|").explode()
    sentences = [*found["sentence_nl"], *found["sentence_en"]]
    whole, odd = re.compile(r"[A-Z“0-9].*[.]"), re.compile(r"\bnan\b|None|[{}<>]|  ")
    faults = [
        *(f"no such id: {each}" for each in because[~because.isin(ids)]),
        # The data explain every change so far: no reason is unknown.
        *(f"no reason: {each}" for each in found["reason"] if each not in {*REASONS} - {"unknown"}),
        *(f"no sentence: {each}" for each in sentences if not whole.fullmatch(each) or odd.search(each)),
        *(f"no change: {each}" for each in found["sentence_en"][found["before"].eq(found["after"])]),
    ]
    if found.drop(columns=["before", "after"]).isna().any(axis=None):
        faults.append("an empty cell")
    line = first_change(month.records.changes, wording("nl"))
    first = changes_for_reader(month, "all", wording("nl"))[0].sentence
    if line != (first if len(found) else ""):
        faults.append(f"not what a reader of all parties is shown first: {line}")
    return faults


def newest_estimate(month: Reconciliation) -> float:
    return float(month.balance.sort_values("year").iloc[-1]["estimated"])


@pytest.mark.parametrize("month", months_that_differ())
def test_every_change_has_a_reason_ids_that_exist_and_a_sentence_in_both_languages(month: str) -> None:
    before, alone = state_at(Month.parse(month).previous()), state_at(Month.parse(month))
    now = replace(alone, changes=changes_table(Comparison(before, alone)))
    assert faults_in_changes(now) == []
    headline = now.changes.query("kind == 'estimate' and subject == 'estimate-all'")
    assert (newest_estimate(before) != newest_estimate(now)) == (len(headline) == 1)


@pytest.mark.parametrize("month", EVERY_MONTH)
def test_what_holds_in_every_month_holds_in_this_one(month: str) -> None:
    for check in CHECKS:
        check(month)
