"""Votes as the record of the House may have them: a split, an absence, a mistake.

How the groups voted as far as is known now: tests/data/known/sections.csv, by test_briefing.
"""

from dataclasses import replace

import pytest
from markupsafe import Markup

from analysis.briefing import annex_of, briefing_of
from analysis.reconciliation import Reconciliation
from support.months import reconciled, with_events_until


def read_in_the_record(**votes: str) -> Reconciliation:
    """Return a month in which the House's record of motion 2026Z20395 was read, with invented votes of some groups."""
    month = reconciled("2026-10")
    known = with_events_until(month.sources, "2026-10-06")
    cast = known.votes.copy()
    own = cast["event_id"] == "ce026"
    cast.loc[own, "certainty"] = "primary"
    for party, said in votes.items():
        row = own & (cast["party_id"] == party)
        cast.loc[row, ["vote", "mistake"]] = [said.removesuffix(" by mistake"), "yes" if "mistake" in said else None]
    events = known.commitment_events.copy()
    events.loc[events["event_id"] == "ce026", "certainty"] = "primary"
    return replace(month, sources=replace(known, votes=cast, commitment_events=events))


@pytest.mark.parametrize(
    ("party", "own"),
    [
        ("vvd", "124–26, VVD: voor, later een vergissing genoemd"),
        ("cda", "124–26, CDA: verdeeld"),
        ("d66", "124–26, D66: afwezig"),
    ],
)
def test_a_split_an_absence_and_a_declared_mistake_are_said_where_the_record_was_read(party: str, own: str) -> None:
    month = read_in_the_record(vvd="for by mistake", cda="split", d66="absent")
    annex = " ".join(Markup(annex_of(month, "nl").votes.html).striptags().split())
    assert "Voor: VVD (noemde het later een vergissing), PRO" in annex
    assert "Verdeeld: CDA. Afwezig: D66." in annex
    page = briefing_of(month, party, "nl")
    assert f"(2026Z20395, {own})." in " ".join(Markup(page.commitments.html).striptags().split())
