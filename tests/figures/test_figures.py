"""The published figures together; the answers on single ones are in test_known_answers.py."""

from collections.abc import Callable

import pandas as pd
import pytest

from analysis.core.wording import wording
from support.every_month import CHECKS
from support.published_figures import figures_of, known_in


def test_all_four_hundred_figures_of_the_research_are_there_and_the_list_overlaps_add_up() -> None:
    known = known_in("2026-10")
    figures = pd.concat([known.figures, known.undated_figures])
    # 400 of the research, and six found since: who wrote to CKM's chat, and for how long they had been exploited.
    assert {f"f{number:03}" for number in range(1, 407)} <= set(figures["figure_id"])
    # 8,234 persons over 2010-2015, of whom 1,299 on the list of the border police alone (Ned.rda, modslavmse).
    cells = figures[figures["quantity_id"].str.startswith("mse-list-")]
    assert cells["value"].sum() == 8234
    assert cells.loc[cells["quantity_id"] == "mse-list-k", "value"].item() == 1299


def test_figures_without_a_known_date_are_kept_in_a_table_of_their_own() -> None:
    undated = known_in("2026-10").undated_figures
    assert set(undated["publication"]) == {"CKM-parents"}
    # CKM: 1,380 chats, of which 112 about exploitation by a parent.
    assert sorted(undated["value"]) == [112, 1380]


def test_a_discrepancy_keeps_its_key_while_newer_publications_repeat_its_numbers() -> None:
    keys = [set(figures_of(month).discrepancies["discrepancy_id"]) for month in ("2021-03", "2026-10")]
    lost = keys[0] - keys[1]
    assert not lost, f"keys that another month does not have: {lost}"


def test_the_pledge_and_who_quotes_it_are_no_source_for_its_own_claims() -> None:
    for month in ("2021-03", "2026-10"):
        printed = figures_of(month).printed_figures
        quoting = printed["publication"].isin(["CKM-1300-deal", "ND-2021-03", "NIEUWSNL-2021-03-10"])
        assert set(printed.loc[quoting, "never_chosen_because"]) <= {"campaign", "not_comparable"}
        assert not printed.loc[quoting, "sound"].any()


def test_no_value_is_an_estimate_without_a_study() -> None:
    # NRC 2012 on FairWork and a crime analysis: 30,000, 21,000, 13,000 and 9,000; NL Times 2022: 20,000 to 30,000.
    assert not set(figures_of("2026-10").figures_by_quantity["value"]) & {30000, 21000, 13000, 9000, 20000}


def test_one_figure_alone_was_printed_with_two_upper_ends() -> None:
    # Rapporteur, 30 November 2021: between 4,000 and 6,300 to 7,000.
    figures = known_in("2026-10").figures.dropna(subset=["upper_alternative"])
    assert list(figures["figure_id"]) == ["f295"]
    assert (figures["lower"] < figures["upper_alternative"]).all()
    assert (figures["upper_alternative"] < figures["upper"]).all()
    assert list(figures_of("2026-10").figures_by_quantity.columns)[-2:] == ["upper_alternative", "qualifier"]


def test_the_inferred_year_of_956_was_decided_on() -> None:
    # Reformatorisch Dagblad 2019 prints 956 without its year.
    decided = known_in("2021-03").decisions.figures.set_index("figure_id")
    assert tuple(decided.loc["f156", ["decision_id", "action"]]) == ("d01", "accept")


def test_estimates_are_never_summed_over_years() -> None:
    rows = figures_of("2026-10").arithmetic
    assert not rows[(rows["check"] == "years") & rows["quantity_id"].str.startswith("estimate")].size


def test_each_rule_and_each_series_has_its_words_in_both_languages() -> None:
    known = figures_of("2026-10")
    for language in ("nl", "en"):
        for rule in set(known.figures_by_quantity["rule"]):
            assert wording(language).has(f"figures.rule.{rule}")
        for series in set(known.printed_figures["series"]):
            assert wording(language).has(f"figures.series.{series}")


@pytest.mark.parametrize("month", ["2021-03", "2021-12", "2023-12", "2026-10"])
@pytest.mark.parametrize("check", CHECKS)
def test_what_holds_in_every_month_holds_in_this_one(check: Callable[[str], None], month: str) -> None:
    check(month)  # tests/slow/test_every_month.py looks at all months.
