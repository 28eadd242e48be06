"""The votes by party in the annex: names on each side, what is second hand, and what is not known."""

import pytest
from markupsafe import Markup

from analysis.briefing import annex_of
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
