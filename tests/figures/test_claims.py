"""The pledge compared with the published figures; the verdicts of months are typed in tests/data/known/claims.csv."""

from typing import Any

from analysis.figures.claim_evidence import Judgement
from analysis.figures.claims import judgements
from support import months
from support.known_answers import balance_of
from support.published_figures import known_in, with_made_up


def judged(**figure: Any) -> dict[str, Judgement]:
    known, figures = known_in("2026-10"), with_made_up(**figure)
    return {each.claim.claim_id: each for each in judgements(known.claims, figures, known.formulas)}


def test_a_newer_estimate_for_the_girls_would_supersede_the_claim_and_a_misquotation_would_not() -> None:
    girls = {"quantity_id": "estimate-dutch-minor-girls-sexual"}
    newer = judged(**girls, reference_year="2019", value=800.0, series="second_estimate")
    assert newer["dutch_girls_1300"].verdict == "superseded"
    # 29 of 800 is 3.6%, and 29 of the 1,320 of before was 2.2%.
    assert newer["in_view_2_to_3_percent"].verdict == "superseded"
    wrong = judged(**girls, reference_year="2010-2015", value=1450.0, series="first_estimate")
    assert wrong["dutch_girls_1300"].computed == "1320"


def test_each_claim_keeps_what_was_to_be_said_of_it_when_the_pledge_was_signed() -> None:
    # March 2021 has the first estimate, 6,250 (5,000-7,500) and 1,320; the second one is of November 2021.
    assert set(balance_of("2021-03")["estimate_series"].dropna()) == {"first_estimate"}
    claims = months.reconciled("2026-10").claims.set_index("claim_id")
    assert tuple(claims.loc["more_than_6000", ["verdict_when_signed", "verdict"]]) == ("qualified", "superseded")
    assert tuple(claims.loc["dutch_girls_1300", ["verdict_when_signed", "verdict"]]) == ("qualified", "qualified")
    then = claims.loc["more_than_6000", "explanation_when_signed_en"]
    assert "6,250" in then and "second estimate" not in then
