"""Votes: in the annex who was on each side, in a briefing how the reader's party voted; what is not known is said."""

from dataclasses import replace

import pytest
from markupsafe import Markup

from analysis.briefing import annex_of, briefing_of
from analysis.reconciliation import Reconciliation
from support.months import reconciled

CLIENTS = {
    "nl": "Verworpen, 71–79*. Voor: VVD, CDA, JA21, Groep Markuszower, BBB, CU, DENK, SGP en 50PLUS. Tegen: D66, "
    "PRO (voorheen GL-PvdA), PVV, FVD, PvdD, SP en Volt. Niet bekend: Lid Keijzer.",
    "en": "Rejected, 71–79*. For: VVD, CDA, JA21, Groep Markuszower, BBB, CU, DENK, SGP and 50PLUS. Against: D66, "
    "PRO (formerly GL-PvdA), PVV, FVD, PvdD, SP and Volt. Not known: Lid Keijzer.",
}


def said(month: str, language: str = "en") -> str:
    return " ".join(Markup(annex_of(reconciled(month), language).votes.html).striptags().split())


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_decision_names_the_groups_on_each_side_and_those_of_which_the_vote_is_not_known(language: str) -> None:
    assert f"(2026Z18344). {CLIENTS[language]}" in said("2026-10", language)


def test_without_a_vote_on_the_other_side_nobody_is_named_and_second_hand_is_explained() -> None:
    text = said("2026-10")
    assert "(36835). Adopted, 150–0*. For: all groups of which the vote is known. Not known: Lid Keijzer." in text
    assert "* Second hand:" in text


def test_a_decision_of_which_the_votes_are_inferred_has_its_outcome_alone() -> None:
    text = said("2026-08")
    assert "(36547). Adopted. How the groups voted is not known." in text
    assert "*" not in text


def test_before_the_first_decision_the_annex_says_that_none_is_known() -> None:
    assert said("2021-03") == "Votes by party We know of no decision of the House."


@pytest.mark.parametrize(
    ("party", "vote"),
    [
        ("fvd", "124–26, FVD: tegen*"),
        ("gl-pvda", "124–26, PRO (voorheen GL-PvdA): voor*"),
        ("lid-keijzer", "124–26, Lid Keijzer: niet bekend*"),
        ("nsc", "124–26*"),
        ("all", "124–26*"),
    ],
)
def test_a_decision_in_a_briefing_has_its_tally_and_the_vote_of_the_reader_s_party_if_it_sat(party, vote) -> None:
    page = briefing_of(reconciled("2026-10"), party, "nl")
    assert f"(2026Z20395, {vote})." in " ".join(Markup(page.commitments.html).striptags().split())
    assert "uit tweede hand. Stemmen zijn van de fracties van die dag" in page.sources.html


def test_a_briefing_without_a_tally_says_nothing_of_votes() -> None:
    assert "Votes are of" not in briefing_of(reconciled("2026-08"), "d66", "en").sources.html


def read_in_the_record(**votes: str) -> Reconciliation:
    """Return a month in which the House's record of motion 2026Z20395 was read, with invented votes of some groups."""
    month = reconciled("2026-10")
    cast = month.sources.votes.copy()
    own = cast["event_id"] == "ce026"
    cast.loc[own, "certainty"] = "primary"
    for party, said in votes.items():
        row = own & (cast["party_id"] == party)
        cast.loc[row, ["vote", "mistake"]] = [said.removesuffix(" by mistake"), "yes" if "mistake" in said else None]
    return replace(month, sources=replace(month.sources, votes=cast))


@pytest.mark.parametrize(
    ("party", "own"),
    [
        ("vvd", "124–26, VVD: voor, later een vergissing genoemd*"),
        ("cda", "124–26, CDA: verdeeld*"),
        ("d66", "124–26, D66: afwezig*"),
    ],
)
def test_a_split_an_absence_and_a_declared_mistake_are_said_where_the_record_was_read(party: str, own: str) -> None:
    month = read_in_the_record(vvd="for by mistake", cda="split", d66="absent")
    annex = " ".join(Markup(annex_of(month, "nl").votes.html).striptags().split())
    assert "Voor: VVD (noemde het later een vergissing), PRO" in annex
    assert "Verdeeld: CDA. Afwezig: D66." in annex
    page = briefing_of(month, party, "nl")
    assert f"(2026Z20395, {own})." in " ".join(Markup(page.commitments.html).striptags().split())
