"""Sums, shares and complements of the published figures, both ways."""

import pandas as pd
import pytest

from analysis.figures.printed import is_part_of
from support.published_figures import discrepancy, figures_of, known_in, verdict_of


def check(month: str, figure_id: str, name: str) -> pd.Series:
    rows = figures_of(month).arithmetic
    found = rows[(rows["figure_id"] == figure_id) & (rows["check"] == name)]
    assert len(found) == 1
    return found.iloc[0]


def test_the_years_2015_to_2019_add_up_to_the_total_of_that_edition() -> None:
    # Slachtoffermonitor 2015-2019: 1,150 + 952 + 956 + 668 + 1,334 = 5,060.
    row = check("2021-03", "f185", "years")
    assert (row["outcome"], row["printed"], row["derived"]) == ("closes", 5060, 1150 + 952 + 956 + 668 + 1334)


def test_the_years_2016_to_2020_and_their_minors_add_up() -> None:
    # Slachtoffermonitor 2016-2020 (Nederlands Jeugdinstituut): 4,894 victims, 659 minors.
    assert check("2026-10", "f248", "years")["derived"] == 952 + 956 + 668 + 1334 + 984 == 4894
    assert check("2026-10", "f250", "years")["derived"] == 227 + 194 + 62 + 108 + 68 == 659


def test_a_total_that_closes_only_on_another_count_names_that_count() -> None:
    # Nederlands Jeugdinstituut on Jaarcijfers 2023: 4,858 in 2019-2023; the yearly deliveries make 4,791.
    row = check("2026-10", "f324", "years")
    assert (row["outcome"], row["series"]) == ("other_series", "comensha_register")
    assert row["derived"] == 1372 + 1013 + 791 + 814 + 868 == 4858
    told = discrepancy("2026-10", "NJi-on-2023", "registered-all", "2019-2023")
    assert "the register of CoMensha" in told["explanation_en"] and "4,791" in told["explanation_en"]
    assert (told["kind"], told["value_a"], told["value_b"]) == ("other_series", 4858, 4791)
    assert 1334 + 984 + 791 + 814 + 868 == 4791


def test_the_total_of_2018_to_2022_implies_742_for_2018_once_the_other_years_are_confirmed() -> None:
    # GRETA: 4,732 in 2018-2022; 668 + 1,372 + 1,013 + 791 + 814 = 4,658, short of 74; 668 + 74 = 742.
    row = discrepancy("2026-10", "GRETA-2023", "registered-all", "2018-2022")
    assert (row["kind"], row["value_a"], row["value_b"]) == ("other_series", 4732, 668 + 1334 + 984 + 791 + 814)
    assert "742" in row["explanation_nl"] and "742" in row["explanation_en"]
    # The terms are those that add up to the total.
    assert "(742 + 1,372 + 1,013 + 791 + 814)" in row["explanation_en"]
    assert 742 + 1372 + 1013 + 791 + 814 == 4732
    # Until October 2024 no other total confirmed the 814 of 2022: two years could be off.
    early = discrepancy("2023-12", "GRETA-2023", "registered-all", "2018-2022")
    assert "742" not in early["explanation_en"]


def derived(month: str, quantity: str, year: str) -> pd.Series:
    rows = figures_of(month).derived_figures
    return rows[(rows["quantity_id"] == quantity) & (rows["reference_year"] == year)].iloc[0]


def test_a_year_that_its_count_does_not_print_is_a_missing_partner_and_can_be_derived() -> None:
    # 5,433 in 2013-2017 (Nederlands Jeugdinstituut, 2019), with 1,256, 1,150, 952 and 958 as that edition had them.
    assert check("2026-10", "f133", "years")["outcome"] == "missing_partner"
    row = derived("2026-10", "registered-all", "2013")
    assert (row["kind"], row["series"]) == ("missing_year", "rapporteur_yearly")
    assert row["value"] == 5433 - 1256 - 1150 - 952 - 958 == 1117


def test_a_value_that_a_total_needs_and_nobody_printed_is_marked_derived() -> None:
    row = derived("2026-10", "registered-all", "2018")
    assert (row["kind"], row["series"], row["value"]) == ("implied_year", "comensha_register", 668 + 4732 - 4658)
    assert "Nobody printed this" in row["explanation_en"] and "Niemand drukte dit af" in row["explanation_nl"]


def test_shares_of_a_whole_that_nobody_printed_imply_one_whole() -> None:
    # Het beeld van 2024: 257 reports are 24.2%, 71 are 6.7%, 67 are 6.3%, 329 are 31.0%, 301 are 28.3%.
    row = derived("2026-10", "reports-all", "2024")
    assert (row["kind"], row["lower"], row["upper"]) == ("base", 1062, 1063)
    assert all(round(1000 * n / 1062) == share for n, share in [(257, 242), (71, 67), (67, 63), (329, 310), (301, 283)])
    assert check("2026-10", "f351", "base")["outcome"] == "closes"


def test_derived_values_are_never_chosen() -> None:
    known = figures_of("2026-10")
    chosen = known.figures_by_quantity
    for row in known.derived_figures.to_dict("records"):
        same = chosen[
            (chosen["quantity_id"] == row["quantity_id"]) & (chosen["reference_year"] == row["reference_year"])
        ]
        assert row["value"] not in set(same["value"])


def test_an_estimate_is_four_times_the_persons_on_its_lists_and_six_times_the_registered() -> None:
    # National Rapporteur, 30 November 2021: 5,000 and 1,300; DutchNews, October 2017: 6,250 and 952.
    assert (check("2026-10", "f297", "ratio")["outcome"], round(5000 / 1300)) == ("closes", 4)
    assert (check("2026-10", "f087", "ratio")["outcome"], 6250 // 952) == ("closes", 6)


@pytest.mark.parametrize(
    ("figure_id", "derived"),
    [
        ("f188", 25.0),  # 288 of 1,150 in 2015: 25%
        ("f189", 8.1),  # 108 of 1,334 in 2019: 8%
        ("f247", 23.8),  # 227 of 952 in 2016: 24%
        ("f162", 2.2),  # 29 of 1,320 in 2018: 2 to 3%
    ],
)
def test_shares_fit_their_counts(figure_id: str, derived: float) -> None:
    row = check("2026-10", figure_id, "share")
    assert (row["outcome"], round(row["derived"], 1)) == ("closes", derived)


def test_a_quarter_of_2015_does_not_fit_the_count_it_was_printed_with() -> None:
    # Monitor 2011-2015: "a quarter"; 291 of 1,321 is 22.0%, 288 of 1,150 of the yearly delivery is 25.0%.
    row = discrepancy("2021-03", "MM-2011-2015", "share-minors", "2015")
    assert (row["kind"], row["value_a"], row["value_b"]) == ("other_base", 25, 22.03)


def test_fifteen_percent_minors_in_2020_does_not_fit_and_stands_in_conflict() -> None:
    # Nederlands Jeugdinstituut: over 15%; 68 of 984 is 6.9%.
    row = discrepancy("2026-10", "NJi-on-2020", "share-minors", "2020")
    assert (row["kind"], row["value_b"]) == ("share_mismatch", 6.91)
    assert verdict_of("2026-10", "f245") == "conflict"


def test_forms_of_exploitation_add_up_where_nobody_is_counted_twice() -> None:
    # TIP 2018 on 2016: 523 + 244 + 35 + 150 = 952; TIP 2020 on 2018: 458 + 142 + 28 + 40 = 668;
    # TIP 2021 on 2019: 849 + 424 + 61 = 1,334.
    rows = figures_of("2026-10").arithmetic
    totals = rows[rows["formula_id"].isin(["forms-2016", "forms-2018", "forms-2019"])]
    closing = totals[totals["outcome"] == "closes"].set_index("reference_year")["derived"]
    assert closing["2016"] == 952 and closing["2018"] == 668 and closing["2019"] == 1334


def test_parts_that_overlap_are_listed_without_alarm() -> None:
    # TIP 2020 on 2018: 530 + 91 + 75 + 12 = 708 of 668. TIP 2022 on 2020: 408 + 603 + 38 = 1,049 of 984.
    for publication, year, total in [("SMM-2014-2018", "2018", 708), ("SMM-2016-2020", "2020", 1049)]:
        row = discrepancy("2026-10", publication, "registered-all", year, "overlap")
        assert (row["value_b"], row["publication_b"]) == (total, "derived")


def test_complements_and_changes_close() -> None:
    # Nederlands Dagblad: 97% unseen beside 2 to 3% in view; TIP etc.: 944 - 868 = 76; 52 to 79 is +52%.
    assert check("2021-03", "f374", "complement")["outcome"] == "closes"
    assert check("2026-10", "f341", "change")["derived"] == 76
    assert round(check("2026-10", "f343", "change")["derived"], 1) == 51.9


def test_estimates_are_never_summed_over_years() -> None:
    rows = figures_of("2026-10").arithmetic
    assert not rows[(rows["check"] == "years") & rows["quantity_id"].str.startswith("estimate")].size


def test_nothing_is_impossible_in_the_published_figures() -> None:
    assert "impossible" not in set(figures_of("2026-10").discrepancies["kind"])


def test_dutch_girls_are_part_of_dutch_minors_and_of_all_minors_but_reports_are_part_of_no_persons() -> None:
    known = known_in("2026-10").quantities.set_index("quantity_id")
    groups = {name: row.to_dict() for name, row in known.iterrows()}
    girls = groups["estimate-dutch-minor-girls-sexual"]
    for whole in ("estimate-dutch-minors-domestic-sexual", "estimate-minors-sexual", "estimate-sexual", "estimate-all"):
        assert is_part_of(girls, groups[whole])
    assert not is_part_of(groups["reports-by-police"], groups["registered-all"])
    assert not is_part_of(groups["registered-aged-18-22"], groups["registered-minors"])
