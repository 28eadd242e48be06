"""The pledge held against the figures, the estimates in force and the visibility balance, month by month."""

from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings

from analysis.claims import CLAIMS, estimates_in_force, judge_claims, visibility_balance
from analysis.claims.sentences import claim_in_words
from analysis.parameters import Month
from support import months
from support.published_figures import MONTHS, figures_of, known_in, made_up, with_made_up

VERDICTS = {"supported", "qualified", "superseded", "contradicted", "not_verifiable"}


@cache
def claims_of(month: str) -> pd.DataFrame:
    return judge_claims(known_in(month).claims, figures_of(month), known_in(month).formulas).set_index("claim_id")


@cache
def estimates_of(month: str) -> pd.DataFrame:
    return estimates_in_force(figures_of(month).printed_figures, known_in(month).quantities)


@cache
def balance_of(month: str) -> pd.DataFrame:
    return visibility_balance(figures_of(month), estimates_of(month)).set_index("year")


# Claims


@pytest.mark.parametrize(
    ("claim", "month", "verdict"),
    [
        # First estimate: 6,250, 5,000 to 7,500: the range begins below 6,000. Second, 29 November 2021: 5,000.
        ("more_than_6000", "2021-03", "qualified"),
        ("more_than_6000", "2021-10", "qualified"),
        ("more_than_6000", "2021-11", "contradicted"),
        ("more_than_6000", "2021-12", "contradicted"),
        ("more_than_6000", "2026-10", "contradicted"),
        # First estimate: 1,320. The second printed no figure for Dutch minor girls.
        ("dutch_girls_1300", "2021-03", "supported"),
        ("dutch_girls_1300", "2021-11", "qualified"),
        ("dutch_girls_1300", "2021-12", "qualified"),
        ("dutch_girls_1300", "2026-10", "qualified"),
        ("in_view_2_to_3_percent", "2021-03", "qualified"),
        ("in_view_2_to_3_percent", "2026-10", "qualified"),
        ("unseen_97_percent", "2021-03", "qualified"),
        ("unseen_97_percent", "2026-10", "qualified"),
        ("minors_25_to_8_percent", "2021-03", "supported"),
        ("minors_25_to_8_percent", "2026-10", "supported"),
        ("beds_1300", "2021-03", "not_verifiable"),
        ("dozens_of_clients", "2026-10", "not_verifiable"),
        ("longer_than_a_year", "2026-10", "qualified"),
    ],
)
def test_each_claim_has_the_verdict_that_the_figures_of_the_month_give(claim: str, month: str, verdict: str) -> None:
    assert claims_of(month).loc[claim, "verdict"] == verdict


def test_what_was_computed_for_a_claim_stands_beside_what_it_says() -> None:
    claims = claims_of("2021-03")
    assert tuple(claims.loc["more_than_6000", ["claimed", "computed"]]) == ("6000", "6250 (5000–7500)")
    assert claims.loc["dutch_girls_1300", "computed"] == "1320"
    # 29 of 1,320 is 2.2%; what is left is 97.8%.
    assert tuple(claims.loc["in_view_2_to_3_percent", ["claimed", "computed"]]) == ("2–3", "2.2")
    assert claims.loc["unseen_97_percent", "computed"] == "97.8"
    # 288 of 1,150 in 2015, 108 of 1,334 in 2019.
    assert tuple(claims.loc["minors_25_to_8_percent", ["claimed", "computed"]]) == ("25 → 8", "25 → 8.1")


def test_the_explanation_can_be_quoted_with_its_years_and_ranges_in_both_languages() -> None:
    row = claims_of("2021-12").loc["more_than_6000"]
    # The range is the Rapporteur's: between 4,000 and 6,300 to 7,000; WODC printed none.
    assert "(marge 4.000 tot 6.300 of 7.000; bron: Nationaal Rapporteur Mensenhandel, 2021)" in row["explanation_nl"]
    assert "2018–2019" in row["explanation_nl"]
    assert "4,000 to 6,300 or 7,000" in row["explanation_en"]
    assert "6,250 for 2014–2015 (range 5,000 to 7,500" in row["explanation_en"]
    assert row["computed"] == "5000 (4000–6300/7000)"
    # That 6,000 lies within the new range is said too, and that it does so by both upper ends.
    assert "highest upper end published is 7,000; the other is 6,300" in row["explanation_en"]
    girls = claims_of("2021-12").loc["dutch_girls_1300", "explanation_en"]
    # Second estimate: about 2,000 for all sexual exploitation.
    assert "2,000" in girls and "1,320" in girls


def test_the_share_in_view_tells_that_it_counts_registrations_of_another_year_and_a_wider_group() -> None:
    text = claims_of("2021-03").loc["in_view_2_to_3_percent", "explanation_en"]
    assert "registrations" in text and "2018" in text and "2010–2015" in text and "Dutch minors" in text


def test_the_deciding_publications_are_named() -> None:
    assert claims_of("2021-03").loc["more_than_6000", "publications"] == "MSE-2010-2015|SMM-2012-2016"
    assert "WODC-MSE-2016-2019" in claims_of("2021-12").loc["more_than_6000", "publications"]


def test_the_fall_of_the_share_of_minors_is_told_with_what_else_changed_and_every_number_has_a_publication() -> None:
    # Minors: 62 of 668 in 2018, 108 of 1,334 in 2019; on the older count 291 of 1,321 in 2015; in 2024 79 of 944.
    early, late = (claims_of(month).loc["minors_25_to_8_percent"] for month in ("2021-03", "2026-09"))
    assert all(number in early["explanation_en"] for number in ("62", "108", "668", "1,334", "291", "1,321"))
    assert all(word in early["explanation_en"] for word in ("consent", "African"))
    assert {"NJi-2017-01", "MM-2011-2015"} <= set(early["publications"].split("|"))
    assert "79 of 944" in late["explanation_en"]
    assert {"ANP-2025-10-17", "JC-2024"} <= set(late["publications"].split("|"))


def test_what_was_not_seen_is_not_called_absent() -> None:
    for month in ("2021-03", "2021-12"):
        text = " ".join(claims_of(month)[["explanation_nl", "explanation_en"]].to_numpy().ravel())
        assert not [said for said in ("gaf voor deze groep geen", "gave no figure", "Geen enkele bron") if said in text]


def test_a_claim_is_judged_by_figures_not_by_its_name() -> None:
    claims = known_in("2021-03").claims
    changed = claims.assign(claimed_value=claims["claimed_value"].replace({6000: 4500, 1300: 2600}))
    judged = judge_claims(changed, figures_of("2021-03"), known_in("2021-03").formulas).set_index("claim_id")["verdict"]
    assert judged["more_than_6000"] == "supported"
    assert judged["dutch_girls_1300"] == "contradicted"


def test_a_newer_estimate_for_the_girls_would_supersede_the_claim() -> None:
    girls = made_up(
        quantity_id="estimate-dutch-minor-girls-sexual", reference_year="2019", value=800.0, series="second_estimate"
    )
    judged = judge_claims(known_in("2026-10").claims, with_made_up(girls), known_in("2026-10").formulas).set_index(
        "claim_id"
    )
    assert judged.loc["dutch_girls_1300", "verdict"] == "superseded"
    # 29 of 800 is 3.6%: no longer 2 to 3.
    assert judged.loc["in_view_2_to_3_percent", "verdict"] == "contradicted"


def test_a_misquotation_does_not_remove_the_estimate_it_misquotes() -> None:
    wrong = made_up(
        quantity_id="estimate-dutch-minor-girls-sexual",
        reference_year="2010-2015",
        value=1450.0,
        series="first_estimate",
    )
    judged = judge_claims(known_in("2026-10").claims, with_made_up(wrong), known_in("2026-10").formulas).set_index(
        "claim_id"
    )
    assert judged.loc["dutch_girls_1300", "computed"] == "1320"


def test_without_claims_the_table_is_empty_and_has_its_columns() -> None:
    none = judge_claims(known_in("2021-03").claims.iloc[:0], figures_of("2021-03"), known_in("2021-03").formulas)
    assert none.empty
    assert none.dtypes.astype("str").to_dict() == CLAIMS


def test_every_claim_can_be_said_in_words_in_both_languages() -> None:
    for claim in known_in("2021-03").claims.to_dict("records"):
        assert claim_in_words(claim, "nl") != claim_in_words(claim, "en")
    first = known_in("2021-03").claims.to_dict("records")[0]
    assert "6.000" in claim_in_words(first, "nl") and "6,000" in claim_in_words(first, "en")


@given(MONTHS)
@settings(max_examples=10, deadline=None)
def test_every_claim_ends_with_one_verdict_and_only_known_publications(month: Month) -> None:
    claims = claims_of(str(month))
    assert list(claims.index) == list(known_in(str(month)).claims.sort_values("sort_order")["claim_id"])
    assert set(claims["verdict"]) <= VERDICTS
    named = {name for names in claims["publications"].dropna() for name in names.split("|")}
    assert named <= set(known_in(str(month)).publications["publication"])


# Estimates in force


def test_the_first_estimate_is_for_2010_to_2015_until_the_rapporteur_dates_it() -> None:
    # Rapporteur, 30 November 2021: the first estimate is over 2014 and 2015.
    def first(month: str) -> pd.Series:
        rows = estimates_of(month)
        return rows[(rows["series"] == "first_estimate") & (rows["quantity_id"] == "estimate-all")].iloc[0]

    early, late = first("2021-10"), first("2021-11")
    assert (early["value"], early["lower"], early["upper"]) == (6250, 5000, 7500)
    assert (early["reference_year"], early["range_publication"]) == ("2010-2015", "SMM-2012-2016")
    assert (late["value"], late["reference_year"], late["range_publication"]) == (
        6250, "2014-2015", "NR-NEWS-2021-11-30",
    )  # fmt: skip


def test_the_second_estimate_is_known_from_29_november_2021_and_comes_last() -> None:
    assert set(estimates_of("2021-10")["series"]) == {"first_estimate"}
    rows = estimates_of("2021-11")
    second = rows[rows["quantity_id"] == "estimate-all"].iloc[-1]
    # WODC: around 5,000; Rapporteur: between 4,000 and 6,300 to 7,000.
    assert (second["series"], second["value"]) == ("second_estimate", 5000)
    assert (second["lower"], second["upper"], second["upper_alternative"]) == (4000, 7000, 6300)
    assert second["known_from"] == pd.Timestamp("2021-11-29")
    assert second["reference_year"] == "2018-2019"


def test_an_estimate_repeated_for_a_later_year_is_not_a_new_estimate() -> None:
    # Jaarcijfers 2022: about 5,000 a year; DutchNews 2025: at least 5,000.
    rows = estimates_of("2026-10")
    assert not set(rows["reference_year"]) & {"2021", "2022", "2023", "2024"}
    # 3,000 for all sexual exploitation is the number of the Dutch part of it: no estimate in force.
    assert not len(rows[(rows["series"] == "first_estimate") & (rows["quantity_id"] == "estimate-sexual")])


# Visibility balance


def test_the_unseen_are_the_estimated_without_the_registered_with_the_range_carried_through() -> None:
    row = balance_of("2026-10").loc[2018]
    # 5,000 (4,000 to 7,000) and 668.
    assert (row["unseen"], row["unseen_lower"], row["unseen_upper"]) == (4332, 3332, 6332)
    assert round(row["in_view_percent"], 1) == 13.4
    assert (round(row["in_view_lower_percent"], 1), round(row["in_view_upper_percent"], 1)) == (9.5, 16.7)
    assert not row["extrapolated"]
    # The widest range that was printed is carried through; the other upper end stands beside it.
    assert row["estimated_upper_alternative"] == 6300
    assert pd.isna(balance_of("2026-10").loc[2015, "estimated_upper_alternative"])


def test_each_year_takes_the_estimate_whose_years_are_nearest() -> None:
    before, after = balance_of("2021-03"), balance_of("2026-10")
    assert set(before["estimate_series"].dropna()) == {"first_estimate"}
    assert list(before.loc[[2015, 2016], "extrapolated"]) == [False, True]
    # 2016 is one year from 2014-2015 and two from 2018-2019; 2017 the other way round.
    assert list(after.loc[[2015, 2016, 2017, 2024], "estimate_series"]) == [
        "first_estimate", "first_estimate", "second_estimate", "second_estimate",
    ]  # fmt: skip
    assert list(after.loc[[2013, 2014, 2019, 2020], "extrapolated"]) == [True, False, False, True]


def test_a_year_that_a_study_prints_by_itself_takes_that_number_with_its_qualifier() -> None:
    # NOS on the second estimate: more than 8,000 in 2012.
    row = balance_of("2026-10").loc[2012]
    assert (row["estimated"], row["estimate_qualifier"], row["estimate_years"]) == (8000, "more_than", "2012")
    assert pd.isna(row["unseen_lower"]) and not row["extrapolated"]


def test_no_estimate_is_carried_back_beyond_the_years_its_study_speaks_of() -> None:
    row = balance_of("2026-10").loc[2007]
    # 716 registered in 2007 (Mensenhandel in en uit beeld).
    assert row["registered"] == 716
    assert pd.isna(row["estimated"]) and pd.isna(row["unseen"]) and pd.isna(row["extrapolated"])


def test_a_revision_is_shown_within_one_count_only() -> None:
    balance = balance_of("2026-10")
    # 958 became 956, 1,256 became 1,255; 1,013 of the register is not an earlier value of 984.
    assert tuple(balance.loc[2017, ["first_printed", "registered"]]) == (958, 956)
    assert tuple(balance.loc[2014, ["first_printed", "registered"]]) == (1256, 1255)
    assert tuple(balance.loc[2020, ["first_printed", "registered"]]) == (984, 984)


@given(MONTHS)
@settings(max_examples=10, deadline=None)
def test_each_year_with_a_registered_total_stands_once_and_its_sums_close(month: Month) -> None:
    balance = balance_of(str(month))
    chosen = figures_of(str(month)).figures_by_quantity
    totals = chosen[(chosen["quantity_id"] == "registered-all") & (chosen["reference_year"].str.len() == 4)]
    assert list(balance.index) == sorted(int(year) for year in totals["reference_year"])
    known = balance.dropna(subset=["estimated"])
    assert ((known["unseen"] + known["registered"]) == known["estimated"]).all()
    ranged = known.dropna(subset=["unseen_lower"])
    assert (ranged["in_view_lower_percent"] <= ranged["in_view_percent"]).all()
    assert (ranged["in_view_percent"] <= ranged["in_view_upper_percent"]).all()


def test_each_claim_keeps_what_was_to_be_said_of_it_when_the_pledge_was_signed() -> None:
    claims = months.reconciled("2026-10").claims.set_index("claim_id")
    # March 2021 leans on the first estimate, 6,250 (5,000-7,500) and 1,320; the second one is of November 2021.
    assert tuple(claims.loc["more_than_6000", ["verdict_when_signed", "verdict"]]) == ("qualified", "contradicted")
    assert tuple(claims.loc["dutch_girls_1300", ["verdict_when_signed", "verdict"]]) == ("supported", "qualified")
    assert tuple(claims.loc["in_view_2_to_3_percent", ["verdict_when_signed", "verdict"]]) == ("qualified", "qualified")
    then = claims.loc["more_than_6000", "explanation_when_signed_en"]
    assert "6,250" in then and "second estimate" not in then


def test_more_people_above_the_line_than_the_estimate_is_about_make_a_share_at_most() -> None:
    claims = claims_of("2026-10")
    # RD, 18 October 2019: 29 Dutch minors, boys and girls; 1,320 Dutch girls: at most 2.2%.
    said = claims.loc["in_view_2_to_3_percent", "explanation_en"]
    assert "boys and girls together" in said and "at most 2.2%" in said
    assert "given by Nationaal Rapporteur Mensenhandel, 2019" in said
    assert "no newer registered number" in said
    assert "at least 97.8% out of view" in claims.loc["unseen_97_percent", "explanation_en"]


def test_what_was_first_printed_of_a_year_is_called_so() -> None:
    # 291 of 1,321 (Nederlands Jeugdinstituut 2017, Monitor 2011-2015).
    for month in ("2021-03", "2026-10"):
        said = claims_of(month).loc["minors_25_to_8_percent", "explanation_en"]
        assert "As first published for 2015" in said and "291 of 1,321: 22%" in said


def test_a_claim_without_a_number_is_held_against_the_nearest_that_was_printed() -> None:
    # nu.nl, 14 October 2020: more than half of those in CKM's chat of 2019 for more than a year.
    row = claims_of("2021-03").loc["longer_than_a_year"]
    assert (row["verdict"], row["computed"], row["publications"]) == ("qualified", "50", "NU-2020-10-14")
    assert "more than 50%" in row["explanation_en"] and "all ages" in row["explanation_en"]
    assert claims_of("2021-03").loc["dozens_of_clients", "verdict"] == "not_verifiable"
