"""Votes: in the annex who was on each side, in a briefing how the reader's party voted; what is not known is said."""

import pytest
from markupsafe import Markup

from analysis.briefing import annex_of, briefing_of
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
