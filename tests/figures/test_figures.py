"""Printed figures with each other. Published numbers are typed by hand; the source stands beside each."""

import pandas as pd
import pytest
from hypothesis import given, settings

from analysis.figures import DISCREPANCIES, ReconciledFigures, reconcile_figures
from analysis.figures.choice import BARRED
from analysis.figures.verdicts import VERDICTS
from analysis.parameters import Month
from analysis.wording import wording
from support.published_figures import MONTHS, discrepancy, figures_of, known_in, value_of, verdict_of, with_made_up

KINDS = {
    "revised", "other_series", "other_definition", "other_base", "quoted_wrongly", "qualifier_dropped",
    "range_narrowed", "reports_for_persons", "sum_mismatch", "share_mismatch", "overlap", "conflict", "impossible",
}  # fmt: skip


# What is in the tables


def test_all_four_hundred_figures_of_the_research_are_there_and_the_list_overlaps_add_up() -> None:
    known = known_in("2026-10")
    figures = pd.concat([known.figures, known.undated_figures])
    # 400 of the research, and six found since: who wrote to CKM's chat, and for how long they had been exploited.
    assert {f"f{number:03}" for number in range(1, 407)} <= set(figures["figure_id"])
    # 8,234 persons over 2010-2015, of whom 1,299 on the list of the border police alone (Ned.rda, modslavmse).
    cells = figures[figures["quantity_id"].str.startswith("mse-list-")]
    assert cells["value"].sum() == 8234
    assert cells.loc[cells["quantity_id"] == "mse-list-k", "value"].item() == 1299


def test_figures_without_a_known_date_are_set_apart_not_dropped() -> None:
    undated = known_in("2026-10").undated_figures
    assert set(undated["publication"]) == {"CKM-parents"}
    # CKM: 1,380 chats, of which 112 about exploitation by a parent.
    assert sorted(undated["value"]) == [112, 1380]


# One value per quantity and year


@pytest.mark.parametrize(
    ("year", "registered"),
    [
        ("2014", 1255),  # Slachtoffermonitor 2014-2018
        ("2015", 1150),  # Slachtoffermonitor 2012-2016, in TIP 2018
        ("2016", 952),  # Slachtoffermonitor 2012-2016, in TIP 2018
        ("2017", 956),  # Slachtoffermonitor 2014-2018, in Reformatorisch Dagblad
        ("2018", 668),  # Slachtoffermonitor 2014-2018
        ("2019", 1334),  # Slachtoffermonitor 2015-2019
        ("2020", 984),  # Slachtoffermonitor 2016-2020
        ("2021", 791),  # Slachtoffers in beeld bij CoMensha 2017-2021
        ("2022", 814),  # Jaarcijfers 2022
        ("2023", 868),  # Jaarcijfers 2023
        ("2024", 944),  # Jaarcijfers 2024
    ],
)
def test_the_yearly_delivery_leads_for_registered_victims(year: str, registered: int) -> None:
    row = value_of("2026-10", "registered-all", year)
    assert (row["value"], row["series"]) == (registered, "rapporteur_yearly")


def test_before_the_yearly_delivery_the_older_count_is_all_there_is() -> None:
    # Monitor 2011-2015, CoMensha 2013: 1,222 in 2011, 1,711 in 2012, 1,437 in 2013.
    rows = [value_of("2021-03", "registered-all", year) for year in ("2011", "2012", "2013")]
    assert [(row["value"], row["series"]) for row in rows] == [
        (1222, "until_2016"), (1711, "until_2016"), (1437, "until_2016"),
    ]  # fmt: skip


def test_a_total_that_a_later_edition_changed_is_revised() -> None:
    # 1,256 in Slachtoffermonitor 2013-2017 (European Commission), 1,255 in 2014-2018; 958 in 2013-2017, 956 after.
    row = discrepancy("2021-03", "EC-NL-page", "registered-all", "2014")
    assert (row["kind"], row["value_a"], row["value_b"]) == ("revised", 1256, 1255)
    row = discrepancy("2021-03", "SMM-2013-2017", "registered-all", "2017")
    assert (row["kind"], row["value_a"], row["value_b"]) == ("revised", 958, 956)
    assert value_of("2021-03", "registered-all", "2017")["verdict"] == "revised"


def test_a_later_text_that_keeps_the_number_of_an_earlier_edition_is_revised() -> None:
    # TIP 2020 names no edition and prints 958, as Slachtoffermonitor 2013-2017 did; that of 2014-2018 has 956.
    row = discrepancy("2021-03", "TIP-2020", "registered-all", "2017")
    assert (row["kind"], row["value_a"], row["value_b"]) == ("revised", 958, 956)
    assert "an earlier edition" in row["explanation_en"]


def test_a_quotation_that_keeps_the_old_number_of_the_edition_it_names_is_quoted_wrongly() -> None:
    wrong = {"reference_year": "2017", "value": 958.0, "quotes": "SMM-2014-2018", "certainty": "secondary"}
    assert kinds_of(with_made_up(wrong)) == ["quoted_wrongly"]


def test_a_word_that_a_quotation_drops_is_told_beside_another_difference() -> None:
    # The pledge: "meer dan 6000"; Nederlands Dagblad: 6,000. WODC: "meer dan 6.500" in 2012; NOS: 6,500.
    assert discrepancy("2026-10", "ND-2021-03", "estimate-all", "2021", "qualifier_dropped")["value_b"] == 6000
    assert discrepancy("2026-10", "ND-2021-03", "estimate-all", "2021", "other_series")["value_b"] == 5000
    assert discrepancy("2026-10", "NOS-2021-11-29", "estimate-sexual", "2012")["kind"] == "qualifier_dropped"


def test_children_who_are_reports_are_told() -> None:
    # De Telegraaf: "283 kinderen"; CKM: 283 visitors of the chat, 250 of them victims.
    row = discrepancy("2026-10", "TELEGRAAF-2021-07", "chat-victims-minors", "2020")
    assert (row["kind"], row["value_a"], row["publication_b"]) == ("reports_for_persons", 283, "CKM-chat-2020")


@pytest.mark.parametrize(
    ("publication", "year", "printed", "chosen"),
    [
        ("CoMensha-2014", "2014", 1561, 1255),
        ("MM-2011-2015", "2015", 1321, 1150),
        ("NJi-2019-01", "2017", 1076, 956),
        ("CoMensha-2020", "2019", 1372, 1334),
        ("CoMensha-2020", "2020", 1013, 984),
    ],
)
def test_another_count_is_another_series(publication: str, year: str, printed: int, chosen: int) -> None:
    row = discrepancy("2026-10", publication, "registered-all", year)
    assert (row["kind"], row["value_a"], row["value_b"]) == ("other_series", printed, chosen)


def test_the_minors_of_2015_are_288_in_the_yearly_delivery_and_291_in_the_older_count() -> None:
    # Nederlands Jeugdinstituut on Slachtoffermonitor 2015-2019; on CoMensha, Het beeld van 2015.
    row = discrepancy("2021-03", "NJi-2017-01", "registered-minors", "2015", "other_series")
    assert (row["value_a"], row["value_b"]) == (291, 288)


def test_a_number_printed_for_all_that_belongs_to_dutch_victims_has_lost_a_word() -> None:
    # DutchNews 2019: 132 victims of sexual exploitation in 2018; that is the Dutch ones, all are 458 (TIP 2020).
    row = discrepancy("2021-03", "DUTCHNEWS-2019-10", "registered-sexual", "2018")
    assert (row["kind"], row["value_a"], row["value_b"]) == ("qualifier_dropped", 132, 458)
    assert "132" in row["explanation_en"] and "Dutch" in row["explanation_en"]


def test_thirteen_hundred_minors_or_girls_without_dutch_have_lost_a_word() -> None:
    # Reformatorisch Dagblad 2019 (minors), Nederlands Dagblad 2021 (girls); the estimate is 1,320 Dutch minor girls.
    for publication, quantity, year in [
        ("RD-2019-10-18", "estimate-dutch-minors-domestic-sexual", "2018"),
        ("ND-2021-03", "estimate-minor-girls-sexual", "2021"),
    ]:
        row = discrepancy("2021-03", publication, quantity, year)
        assert (row["kind"], row["value_a"], row["value_b"]) == ("qualifier_dropped", 1300, 1320)


def test_minors_and_adolescents_that_were_mixed_up_are_named_as_such() -> None:
    # Nederlands Jeugdinstituut on 2020: 68 minors and 152 aged 18-22, further down 152 minors.
    assert value_of("2026-10", "registered-minors", "2020")["value"] == 68
    row = discrepancy("2026-10", "NJi-on-2020", "registered-minors", "2020")
    assert (row["kind"], row["value_a"]) == ("quoted_wrongly", 152)
    assert "18 tot en met 22" in row["explanation_nl"]


def test_a_range_that_became_narrower_on_the_way_is_told() -> None:
    # NOS 2018: five to seven thousand; the Rapporteur: 5,000 to 7,500.
    row = discrepancy("2021-03", "NOS-2018-10-18", "estimate-all", "2017")
    assert (row["kind"], row["lower_a"], row["upper_a"], row["upper_b"]) == ("range_narrowed", 5000, 7000, 7500)


def test_a_rounded_number_agrees_within_rounding_and_is_no_discrepancy() -> None:
    # The pledge: 1,300 for 1,320; Nieuwsuur: over 6,200 for 6,250; NL Times: at least 4,700 for 4,732.
    known = [("2026-10", "f370"), ("2021-03", "f149"), ("2026-10", "f316")]
    for month, figure_id in known:
        assert verdict_of(month, figure_id) == "within_rounding"
        assert figure_id not in set(figures_of(month).discrepancies["figure_id"])


def test_an_exact_count_is_never_excused_as_rounding() -> None:
    # 1,150 and 1,156 would both round to 1,160 or 1,150: registered persons are counted, not rounded.
    assert verdict_of("2021-03", "f122") == "revised"


def test_ages_that_differ_are_never_held_against_each_other() -> None:
    # NJi: 367 aged 18-23 in 2015; Rapporteur: 298 aged 18-22 in 2019. CoMensha: 179 aged 15-18 in 2014.
    quantities = known_in("2026-10").quantities.set_index("quantity_id")
    bands = quantities.loc[["registered-aged-18-22", "registered-aged-18-23", "registered-aged-15-17"], "age_group"]
    assert list(bands) == ["18-22", "18-23", "15-17"]


def test_what_can_not_be_compared_stays_visible_and_is_never_chosen() -> None:
    printed = figures_of("2026-10").printed_figures
    apart = printed[printed["not_comparable_because"].notna()]
    assert set(apart["verdict"]) == {"other_definition"}
    assert not apart["chosen"].any()
    # nieuws.nl: 668 in 2019, a group that is not clear; also the total of 2018.
    assert "f237" in set(apart["figure_id"])


def test_a_discrepancy_keeps_its_key_while_newer_publications_repeat_its_numbers() -> None:
    keys = [set(figures_of(month).discrepancies["discrepancy_id"]) for month in ("2021-03", "2026-10")]
    lost = keys[0] - keys[1]
    assert not lost, f"keys that another month does not have: {lost}"


# What is never chosen


def chosen_values(month: str) -> dict[tuple[str, str], float]:
    chosen = figures_of(month).figures_by_quantity
    return {(row["quantity_id"], row["reference_year"]): row["value"] for row in chosen.to_dict("records")}


def test_the_pledge_and_who_quotes_it_are_no_source_for_its_own_claims() -> None:
    # The pledge: 1,300 girls, more than 6,000 victims, 2 to 3% in view; Nederlands Dagblad: 97% out of view.
    chosen = chosen_values("2021-03")
    for quantity in (
        "estimate-all", "estimate-dutch-minor-girls-sexual", "share-in-view-dutch-minor-girls-sexual",
        "share-unseen-dutch-minor-girls-sexual", "estimate-minor-girls-sexual",
    ):  # fmt: skip
        assert (quantity, "2021") not in chosen
    for month in ("2021-03", "2026-10"):
        printed = figures_of(month).printed_figures
        quoting = printed["publication"].isin(["CKM-1300-deal", "ND-2021-03", "NIEUWSNL-2021-03-10"])
        assert set(printed.loc[quoting, "never_chosen_because"]) <= {"campaign", "not_comparable"}
        assert not printed.loc[quoting, "sound"].any()


def test_a_figure_that_an_analyst_excluded_stays_visible_against_what_the_counts_make() -> None:
    # NJi: over 15% minors in 2020 (68 of 984 is 6.9%); one in five in view in 2023 (868 of 6,250 is 13.9%);
    # NOS in October 2018: one in five in 2017 (958 of 6,250, as the edition of that day had it, is 15.33%).
    for publication, quantity, year, derived in [
        ("NJi-on-2020", "share-minors", "2020", 6.91),
        ("NJi-on-2023", "share-in-view-all", "2023", 13.89),
        ("NOS-2018-10-18", "share-in-view-all", "2017", 15.33),
    ]:
        assert (quantity, year) not in chosen_values("2026-10")
        row = discrepancy("2026-10", publication, quantity, year)
        assert (row["kind"], row["value_b"], row["publication_b"]) == ("share_mismatch", derived, "derived")
        assert verdict_of("2026-10", row["figure_id"]) == "conflict"
    # The range of the first estimate: 956 of 7,500 and of 5,000.
    explanation = discrepancy("2026-10", "NOS-2018-10-18", "share-in-view-all", "2017")["explanation_en"]
    assert "12.8% to 19.2%" in explanation


def test_an_estimate_without_a_study_is_never_chosen_and_stands_against_the_study() -> None:
    # NRC 2012 on FairWork: 30,000 victims, 9,000 sexual, 21,000 other; a crime analysis: over 13,000 sexual in 2011.
    # NL Times 2022: 20,000 to 30,000. The studies: 6,250, later 5,000.
    for month, study in [("2021-03", 6250), ("2026-10", 8000)]:
        row = discrepancy(month, "NRC-2012-12-24", "estimate-all", "2012")
        assert (row["kind"], row["value_a"], row["value_b"]) == ("other_series", 30000, study)
    # Nobody's 3,000 without its word is a study: 9,000 and 13,000 are more than all 6,250 victims together.
    for quantity, year in [("estimate-sexual", "2011"), ("estimate-sexual", "2012")]:
        assert discrepancy("2021-03", "NRC-2012-12-24", quantity, year)["value_b"] == 6250
    for quantity, year in [("estimate-sexual", "2011"), ("estimate-non-sexual", "2012")]:
        for month in ("2021-03", "2026-10"):
            assert (quantity, year) not in chosen_values(month)
            assert discrepancy(month, "NRC-2012-12-24", quantity, year)["kind"] == "other_series"
    # Why the study alone is left is told: two figures were printed for 2012.
    assert value_of("2026-10", "estimate-all", "2012")["rule"] == "others_barred"
    # No study has the other victims apart: 21,000 is more than all victims together.
    row = discrepancy("2026-10", "NRC-2012-12-24", "estimate-non-sexual", "2012")
    assert (row["value_b"], row["publication_b"]) == (8000, "NOS-2021-11-29")
    assert not set(chosen_values("2026-10").values()) & {30000, 21000, 13000, 9000, 20000}


def test_the_range_of_a_superseded_study_is_not_chosen_for_a_later_year() -> None:
    # First estimate: 5,000 to 7,500, repeated for 2017 and (NJi, after JC-2023) for 2023; second estimate: 5,000.
    assert ("estimate-all", "2017") in chosen_values("2021-03")
    assert not {("estimate-all", "2017"), ("estimate-all", "2023")} & set(chosen_values("2026-10"))
    row = discrepancy("2026-10", "NJi-on-2023", "estimate-all", "2023")
    assert (row["kind"], row["upper_a"], row["value_b"]) == ("other_series", 7500, 5000)
    assert "2018–2019" in row["explanation_nl"]
    # 3,000 Dutch victims of sexual exploitation in 2018 (first estimate) is more than all 2,000 of the second.
    row = discrepancy("2026-10", "SMM-2014-2018", "estimate-domestic-sexual", "2018")
    assert (row["kind"], row["value_b"], row["publication_b"]) == ("other_series", 2000, "WODC-MSE-2016-2019")
    # The newest study repeated (Jaarcijfers 2022: about 5,000) is chosen.
    assert value_of("2026-10", "estimate-all", "2022")["value"] == 5000


def test_a_number_that_lost_a_word_is_not_chosen() -> None:
    # Reuters and Slachtoffermonitor 2015-2019: 3,000 of sexual exploitation; the estimate is of Dutch victims.
    assert ("estimate-sexual", "2010-2015") not in chosen_values("2021-03")
    # GRETA: 51 Ukrainians in 2022; Jaarcijfers 2022: 51 in labour exploitation.
    assert ("registered-ukrainian", "2022") not in chosen_values("2026-10")


def test_a_chosen_value_keeps_the_word_it_was_printed_with() -> None:
    # NOS, 29 November 2021: more than 8,000 in 2012; the table without that word would say 8,000.
    row = value_of("2026-10", "estimate-all", "2012")
    assert (row["value"], row["qualifier"]) == (8000, "more_than")
    assert pd.isna(value_of("2026-10", "registered-all", "2024")["qualifier"])


# Ranges and reserves


def test_two_printed_upper_ends_both_stay() -> None:
    # Rapporteur, 30 November 2021: between 4,000 and 6,300 to 7,000.
    row = value_of("2026-10", "estimate-all", "2018-2019")
    assert tuple(row[["lower", "upper", "upper_alternative"]]) == (4000, 7000, 6300)
    assert list(figures_of("2026-10").figures_by_quantity.columns)[-2:] == ["upper_alternative", "qualifier"]
    against = discrepancy("2026-10", "NJi-on-2023", "estimate-all", "2023")
    assert "4.000 tot 6.300 of 7.000" not in against["explanation_nl"], "WODC printed no range"
    figures = known_in("2026-10").figures.dropna(subset=["upper_alternative"])
    assert list(figures["figure_id"]) == ["f295"]
    assert (figures["lower"] < figures["upper_alternative"]).all()
    assert (figures["upper_alternative"] < figures["upper"]).all()


def test_that_a_year_was_inferred_is_said_and_nobody_is_accused() -> None:
    # Reformatorisch Dagblad 2019 prints 956 without its year.
    for publication in ("SMM-2013-2017", "TIP-2020"):
        row = discrepancy("2021-03", publication, "registered-all", "2017")
        assert "infer" in row["explanation_en"] and "leiden wij af" in row["explanation_nl"]
        assert "verkeerd" not in row["explanation_nl"] and "wrongly" not in row["explanation_en"]
    ruled = known_in("2021-03").decisions.figures.set_index("figure_id")
    assert tuple(ruled.loc["f156", ["decision_id", "action"]]) == ("d01", "accept")


def test_who_printed_the_parts_is_said_where_they_add_up_to_more_than_the_whole() -> None:
    # TIP 2020: 530 + 91 + 75 + 12 = 708 of 668. TIP 2022: 408 + 603 + 38 = 1,049 of 984.
    for publication, year in [("SMM-2014-2018", "2018"), ("SMM-2016-2020", "2020")]:
        row = discrepancy("2026-10", publication, "registered-all", year, "overlap")
        assert "US Department of State" in row["explanation_nl"] and "US Department of State" in row["explanation_en"]
    # Nederlands Jeugdinstituut: of 373 minors the form is known; 231 + 18 + 83 + 45 = 377.
    row = discrepancy("2026-10", "NJi-on-2023", "registered-minors", "2019-2023", "overlap")
    assert row["value_b"] == 377 and "form of exploitation is known" in row["explanation_en"]


# Rulings


def ruling(figure_id: str, action: str, corrected: float | None = None) -> pd.DataFrame:
    row = {"figure_id": figure_id, "action": action, "corrected_value": corrected}
    return pd.DataFrame([row]).astype({"corrected_value": "Float64"})


def with_ruling(rulings: pd.DataFrame) -> pd.Series:
    known = known_in("2021-03")
    chosen = reconcile_figures(
        known.figures, known.publications, known.quantities, known.formulas, rulings
    ).figures_by_quantity
    found = (chosen["quantity_id"] == "registered-all") & (chosen["reference_year"] == "2017")
    return chosen[found].iloc[0]


def test_a_ruling_goes_before_the_rule() -> None:
    # f113: 958 in Slachtoffermonitor 2013-2017; f156: 956 in Reformatorisch Dagblad.
    preferred = with_ruling(ruling("f113", "prefer"))
    assert (preferred["value"], preferred["rule"]) == (958, "decision")
    assert with_ruling(ruling("f156", "exclude"))["value"] == 958
    corrected = with_ruling(ruling("f156", "correct", 957))
    assert (corrected["value"], corrected["rule"]) == (957, "decision")


# Every month


@given(MONTHS)
@settings(max_examples=12, deadline=None)
def test_every_figure_ends_with_one_verdict_and_each_quantity_and_year_with_at_most_one_value(month: Month) -> None:
    known = known_in(str(month))
    result = figures_of(str(month))
    printed, chosen = result.printed_figures, result.figures_by_quantity
    assert list(printed["figure_id"]) == list(known.figures["figure_id"])
    assert printed["verdict"].isin(VERDICTS).all()
    assert set(printed["never_chosen_because"].dropna()) <= set(BARRED)
    assert not printed.loc[printed["never_chosen_because"].notna(), "chosen"].any()
    assert not chosen.duplicated(["quantity_id", "reference_year"]).any()
    # At most one value; none only where every figure is one that is never chosen.
    free = printed[printed["never_chosen_because"].isna()]
    assert set(zip(chosen["quantity_id"], chosen["reference_year"], strict=True)) == set(
        zip(free["quantity_id"], free["reference_year"], strict=True)
    )
    assert set(chosen["figure_id"]) == set(printed.loc[printed["chosen"], "figure_id"])
    assert (printed["known_from"] <= pd.Timestamp(month.as_of)).all()


@given(MONTHS)
@settings(max_examples=12, deadline=None)
def test_every_figure_that_stands_against_the_chosen_one_is_a_discrepancy_with_an_explanation(month: Month) -> None:
    result = figures_of(str(month))
    rows, printed = result.discrepancies, result.printed_figures
    against = printed["verdict"].isin(["revised", "other_series", "other_definition", "conflict"])
    against &= ~printed["chosen"] & printed["not_comparable_because"].isna()
    assert set(printed.loc[against, "figure_id"]) <= set(rows["figure_id"])
    assert rows["discrepancy_id"].is_unique
    assert set(rows["kind"]) <= KINDS
    assert list(rows.columns) == DISCREPANCIES
    assert rows[["explanation_nl", "explanation_en"]].notna().all(axis=None)
    assert set(rows["publication_b"]) <= {"derived", *printed["publication"]}


# Figures made up for a case that the sources do not hold


def kinds_of(result: ReconciledFigures, figure_id: str = "f900") -> list[str]:
    rows = result.discrepancies
    return list(rows.loc[rows["figure_id"] == figure_id, "kind"])


def test_a_difference_that_nothing_explains_is_a_conflict() -> None:
    assert kinds_of(with_made_up({"value": 1335.0})) == ["conflict"]


def test_a_share_that_does_not_fit_its_counts_is_told() -> None:
    # Minors of 2018: 62 of 668 (TIP 2020), 9.3 percent.
    share = {"quantity_id": "share-minors", "reference_year": "2018", "value": 12.0, "unit": "percent"}
    result = with_made_up(share)
    assert kinds_of(result) == ["share_mismatch"]
    assert "62" in result.discrepancies.set_index("figure_id").loc["f900", "explanation_en"]


def test_a_change_that_does_not_fit_its_counts_is_told() -> None:
    # From 984 in 2020 to 791 in 2021: minus 19.6 percent.
    change = {"quantity_id": "change-registered-all", "reference_year": "2021", "value": -25.0, "unit": "percent"}
    assert kinds_of(with_made_up(change)) == ["share_mismatch"]
    assert kinds_of(with_made_up(change | {"value": -20.0})) == []


def test_a_part_larger_than_its_whole_is_impossible() -> None:
    part = {"quantity_id": "registered-dutch", "reference_year": "2023", "value": 900.0}
    assert kinds_of(with_made_up(part)) == ["impossible"]


def test_shares_of_a_whole_that_make_no_hundred_are_told() -> None:
    shares = [("share-female", 60.0), ("share-male", 30.0), ("share-sex-unknown", 3.0)]
    rows = [{"quantity_id": name, "reference_year": "2023", "value": n, "unit": "percent"} for name, n in shares]
    assert kinds_of(with_made_up(*rows)) == ["sum_mismatch"]


def test_parts_that_fall_short_of_their_whole_are_told() -> None:
    parts = [("registered-aged-0-14", 10.0), ("registered-aged-15-17", 30.0)]
    rows = [{"quantity_id": name, "reference_year": "2023", "value": n} for name, n in parts]
    found = with_made_up(*rows).discrepancies
    # 52 minors in 2023 (Jaarcijfers 2023).
    row = found[(found["quantity_id"] == "registered-minors") & (found["reference_year"] == "2023")].iloc[0]
    assert (row["kind"], row["value_a"], row["value_b"]) == ("sum_mismatch", 52, 40)


def test_some_parts_that_nobody_shares_can_not_exceed_the_whole() -> None:
    # 984 victims in 2020 (Slachtoffermonitor 2016-2020), of whom 68 minors.
    adults = {"quantity_id": "registered-aged-18-22", "reference_year": "2020", "value": 930.0, "certainty": "primary"}
    assert kinds_of(with_made_up(adults | {"value": 152.0})) == []
    found = with_made_up({"quantity_id": "registered-aged-18-22", "reference_year": "2024", "value": 900.0})
    row = found.discrepancies[found.discrepancies["figure_ids"].str.contains("f900")].iloc[0]
    # 944 in 2024, 79 of them minors (Jaarcijfers 2024, ANP).
    assert (row["kind"], row["quantity_id"], row["value_a"], row["value_b"]) == (
        "impossible",
        "registered-all",
        944,
        979,
    )


def test_a_share_that_implies_another_whole_than_its_neighbours_is_told() -> None:
    # CoMensha 2024: 257 reports are 24.2%, 71 are 6.7%, 67 are 6.3%, 329 are 31.0%, 301 are 28.3%.
    rows = [
        {"quantity_id": "reports-by-police", "reference_year": "2022", "value": 300.0, "unit": "reports"},
        {"quantity_id": "reports-by-fairwork", "reference_year": "2022", "value": 200.0, "unit": "reports"},
        {"quantity_id": "reports-by-border-police", "reference_year": "2022", "value": 50.0, "unit": "reports"},
        {"quantity_id": "share-of-reports-by-police", "reference_year": "2022", "value": 30.0, "unit": "percent"},
        {"quantity_id": "share-of-reports-by-fairwork", "reference_year": "2022", "value": 20.0, "unit": "percent"},
        {"quantity_id": "share-of-reports-by-border-police", "reference_year": "2022", "value": 9.0, "unit": "percent"},
    ]
    result = with_made_up(*rows)
    assert [kinds_of(result, f"f{900 + n}") for n in range(6)] == [[], [], [], [], [], ["share_mismatch"]]


def test_a_value_outside_its_own_range_is_impossible() -> None:
    estimate = {"quantity_id": "estimate-all", "reference_year": "2016", "series": "first_estimate", "value": 9000.0}
    assert "impossible" in kinds_of(with_made_up(estimate | {"lower": 5000.0, "upper": 7500.0}))


def test_reports_printed_as_persons_are_told() -> None:
    # CoMensha 2024: 329 reports by the police.
    persons = {
        "quantity_id": "registered-by-police",
        "reference_year": "2024",
        "value": 329.0,
        "certainty": "secondary",
    }
    assert kinds_of(with_made_up(persons)) == ["reports_for_persons"]


def test_an_error_within_a_series_is_not_put_down_to_another_series() -> None:
    # CoMensha's register has 1,372 for 2019, the yearly delivery 1,334.
    wrong = {"series": "comensha_register", "quotes": "CoMensha-2020", "certainty": "secondary", "value": 1732.0}
    assert kinds_of(with_made_up(wrong)) == ["quoted_wrongly"]


def test_the_number_of_one_series_printed_as_that_of_another_is_told() -> None:
    result = with_made_up({"series": "comensha_register", "value": 1334.0})
    assert kinds_of(result) == ["other_series"]
    told = result.discrepancies.set_index("figure_id").loc["f900", "explanation_en"]
    assert "that count has 1,372" in told and "the yearly delivery" in told


@pytest.mark.parametrize(
    ("printed", "kinds"), [(1300.0, []), (1330.0, []), (1400.0, ["conflict"]), (1000.0, ["conflict"])]
)
def test_the_press_may_round_a_count_but_not_to_another_number(printed: float, kinds: list[str]) -> None:
    # 1,334 in 2019 (Slachtoffermonitor 2015-2019).
    assert kinds_of(with_made_up({"value": printed, "certainty": "secondary"})) == kinds


def test_each_rule_and_each_series_has_its_words_in_both_languages() -> None:
    known = figures_of("2026-10")
    for language in ("nl", "en"):
        for rule in set(known.figures_by_quantity["rule"]):
            assert wording(language).has(f"figures.rule.{rule}")
        for series in set(known.printed_figures["series"]):
            assert wording(language).has(f"figures.series.{series}")
