"""The published figures together; the answers on single ones are in test_known_answers.py."""

from collections.abc import Callable

import pytest

from analysis.core.wording import wording
from support.every_month import CHECKS
from support.months import reconciled
from support.published_figures import figures_of, known_in


def test_the_groups_of_the_list_overlaps_add_up_to_all_persons_on_the_lists() -> None:
    # 8,234 persons over 2010-2015, of whom 1,299 on the list of the border police alone (Ned.rda, modslavmse).
    figures = known_in("2026-09").figures
    cells = figures[figures["quantity_id"].str.startswith("mse-list-")]
    assert cells["value"].sum() == 8234
    assert cells.loc[cells["quantity_id"] == "mse-list-k", "value"].item() == 1299


def test_a_discrepancy_keeps_its_key_while_newer_publications_repeat_its_numbers() -> None:
    keys = [set(figures_of(month).discrepancies["discrepancy_id"]) for month in ("2021-03", "2026-09")]
    lost = keys[0] - keys[1]
    assert not lost, f"keys that another month does not have: {lost}"


def test_no_value_is_an_estimate_without_a_study() -> None:
    # NRC 2012 on FairWork and a crime analysis: 30,000, 21,000, 13,000 and 9,000; NL Times 2022: 20,000 to 30,000.
    assert not set(figures_of("2026-09").figures_by_quantity["value"]) & {30000, 21000, 13000, 9000, 20000}


def test_estimates_are_never_summed_over_years() -> None:
    rows = figures_of("2026-09").arithmetic
    assert not rows[(rows["check"] == "years") & rows["quantity_id"].str.startswith("estimate")].size


def test_each_rule_has_its_words_in_both_languages() -> None:
    known = figures_of("2026-09")
    keys = {f"figures.rule.{rule}" for rule in known.figures_by_quantity["rule"]}
    assert [key for language in ("nl", "en") for key in keys if not wording(language).has(key)] == []


def test_what_was_revised_most_comes_first_and_each_change_is_from_the_edition_before() -> None:
    """Which editions printed what is typed in tests/data/known/revisions.csv."""
    rows = reconciled("2026-09").revisions
    newest = rows.groupby(["quantity_id", "reference_year", "series"], sort=False)["change_from_first"].last().abs()
    assert newest.is_monotonic_decreasing and newest.iloc[0] == 2
    assert rows["change"].isna().sum() == (rows["edition"] == 1).sum() == len(newest)
    # Estimates and shares are rounded, and a new study is another one: neither is revised.
    measures = reconciled("2026-09").sources.quantities.set_index("quantity_id")["measure"]
    assert set(rows["quantity_id"].map(measures)) == {"registered_persons"}


@pytest.mark.parametrize("month", ["2021-03", "2021-12", "2023-12", "2026-09"])
@pytest.mark.parametrize("check", CHECKS)
def test_what_holds_in_every_month_holds_in_this_one(check: Callable[[str], None], month: str) -> None:
    check(month)  # tests/slow/test_every_month.py looks at all months.
