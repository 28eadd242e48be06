"""The sums worked out twice: the referee alone on sums typed by hand, then against the code: they differ nowhere."""

import datetime
from typing import Any

import pytest

from support.published_figures import figures_of, known_in
from support.referee import referee
from support.referee_differences import differences
from support.referee_figures import meaning

SERIES = "rapporteur_yearly"


# The referee alone: what it says of sums that a person can check


def figure(figure_id: str, quantity: str, year: str, value: float | None, **cells: Any) -> dict[str, Any]:
    unit = "percent" if quantity.startswith("share") else "persons"
    measure = {"share": "share", "estimate": "estimate", "change": "change"}.get(quantity.split("-")[0])
    empty = dict.fromkeys(("lower", "upper", "qualifier", "quotes", "not_comparable_because", "decision"))
    empty |= {"value_decimals": 0}
    row = {"figure_id": figure_id, "publication": "M", "quantity_id": quantity, "reference_year": year, "value": value}
    row |= {"unit": unit, "series": SERIES, "certainty": "primary", "sound": True, "used_value": value}
    return {**empty, **row, "measure": measure or "registered_persons", **cells}


def outcomes(kind: str, result: str, terms: str, *figures: dict[str, Any], **cells: str) -> list[str]:
    formula = {"formula_id": "x", "kind": kind, "result": result, "terms": terms, "may_overlap": "", "complete": ""}
    names = {f["quantity_id"] for f in figures}
    group = dict.fromkeys(("age_group", "sex", "nationality", "exploitation_form", "reporter"), "all")
    quantities = [{"quantity_id": name, "measure": "", "population": "", "unit": "", **group} for name in names]
    monitor = {"publication": "M", "kind": "monitor", "known_from": datetime.date(2021, 10, 18)}
    return [found.outcome for found in referee(list(figures), [{**formula, **cells}], [monitor], quantities)]


def test_a_quarter_holds_of_288_of_1150_and_eight_percent_of_108_of_1334() -> None:
    # Slachtoffermonitor 2015-2019: 25.0% and 8.1%.
    share = ("share", "share-minors", "registered-minors|registered-all")
    of_2015 = figure("f2", "registered-minors", "2015", 288), figure("f3", "registered-all", "2015", 1150)
    of_2019 = figure("f2", "registered-minors", "2019", 108), figure("f3", "registered-all", "2019", 1334)
    assert outcomes(*share, figure("f1", "share-minors", "2015", 25), *of_2015) == ["closes"]
    assert outcomes(*share, figure("f1", "share-minors", "2019", 8), *of_2019) == ["closes"]
    assert outcomes(*share, figure("f1", "share-minors", "2019", 9), *of_2019) == ["share_mismatch"]
    assert outcomes(*share, figure("f1", "share-minors", "2019", 8), of_2019[0]) == ["missing_partner"]


def test_five_years_add_to_5060() -> None:
    # Slachtoffermonitor 2015-2019: 1,150 + 952 + 956 + 668 + 1,334 = 5,060.
    years = zip("23456", range(2015, 2020), (1150, 952, 956, 668, 1334), strict=True)
    singles = [figure(f"f{n}", "registered-all", str(year), value) for n, year, value in years]

    def of_period(value: float, *there: dict[str, Any]) -> list[str]:
        total_figure = figure("f1", "registered-all", "2015-2019", value)
        return outcomes("years", "registered-all", "registered-all", total_figure, *there)

    assert of_period(5060, *singles) == ["closes"]
    assert of_period(5061, *singles) == ["sum_mismatch"]
    assert of_period(5060, *singles[1:]) == ["missing_partner"]
    assert of_period(3900, *singles[1:]) == ["impossible"]


@pytest.mark.parametrize(
    ("total", "may_overlap", "complete", "expected"),
    [
        (952, "no", "yes", "closes"),  # 523 + 244 + 35 + 150 of 2016 (TIP 2018)
        (951, "no", "yes", "sum_mismatch"),
        (951, "yes", "yes", "overlap"),
        (953, "yes", "yes", "sum_mismatch"),
        (953, "no", "no", "closes"),
        (951, "no", "no", "impossible"),
        (951, "yes", "no", "overlap"),
    ],
)
def test_forms_of_2016_add_to_952(total: int, may_overlap: str, complete: str, expected: str) -> None:
    names = ["registered-sexual", "registered-labour-and-criminal", "registered-both", "registered-unknown-form"]
    parts = [figure(f"f{i}", n, "2016", v) for i, (n, v) in enumerate(zip(names, (523, 244, 35, 150), strict=True), 2)]
    total_figure = figure("f1", "registered-all", "2016", total)
    cells = {"may_overlap": may_overlap, "complete": complete}
    assert outcomes("sum", "registered-all", "|".join(names), total_figure, *parts, **cells) == [expected]


def test_a_fall_of_17_percent_is_952_after_1150_and_a_rise_of_76_is_944_after_868() -> None:
    # Slachtoffermonitor 2012-2016 (DutchNews): -17%; Jaarcijfers 2024: 76 more.
    before, after = figure("f2", "registered-all", "2015", 1150), figure("f3", "registered-all", "2016", 952)
    fall = [figure("f1", "change-registered-all", "2016", value, unit="percent") for value in (-17, -16)]
    change = ("change_percent", "change-registered-all", "registered-all")
    assert [outcomes(*change, f, before, after) for f in fall] == [["closes"], ["share_mismatch"]]
    before, after = figure("f2", "registered-all", "2023", 868), figure("f3", "registered-all", "2024", 944)
    rise = figure("f1", "change-registered-all", "2024", 76)
    assert outcomes("change", "change-registered-all", "registered-all", rise, before, after) == ["closes"]


def test_shares_of_a_total_that_nobody_printed_must_be_of_one_total() -> None:
    # CoMensha 2024: 257 reports are 24.2%, so between 1,059.8 and 1,064.2 in all; 329 are 31.0%: 1,059.6 to 1,063.0.
    def of(police: float) -> list[str]:
        shares = [figure("f1", "share-a", "2024", 24.2), figure("f2", "share-b", "2024", police, value_decimals=1)]
        counts = [figure("f3", "reports-a", "2024", 257), figure("f4", "reports-b", "2024", 329)]
        formulas = [
            {"formula_id": n, "kind": "share", "result": f"share-{n}", "terms": f"reports-{n}|reports-all",
             "may_overlap": "", "complete": ""} for n in "ab"
        ]  # fmt: skip
        monitor = {"publication": "M", "kind": "monitor", "known_from": datetime.date(2025, 12, 31)}
        group = dict.fromkeys(("age_group", "sex", "nationality", "exploitation_form", "reporter"), "all")
        names = ["share-a", "share-b", "reports-a", "reports-b"]
        quantities = [{"quantity_id": n, "measure": "", "population": "", "unit": "", **group} for n in names]
        return [found.outcome for found in referee([*shares, *counts], formulas, [monitor], quantities)]

    assert of(31.0) == ["closes", "closes"]
    assert of(31.2) == ["share_mismatch", "share_mismatch"]  # 329 are 31.2% of 1,053 to 1,056 only
    assert of(13.0) == ["share_mismatch", "share_mismatch"]


def test_parts_of_a_hundred_percent_can_not_be_more_than_that() -> None:
    shares = [figure(f"f{n}", f"share-{n}", "2020", value) for n, value in (("a", 72), ("b", 27), ("c", 1))]
    terms, partly = "share-a|share-b|share-c", "share-a|share-b"
    assert outcomes("hundred", "", terms, *shares, complete="yes", may_overlap="no") == ["closes"]
    assert outcomes("hundred", "", partly, *shares, complete="yes", may_overlap="no") == ["closes"]  # 99 is 100 rounded
    more = [*shares[:2], figure("fc", "share-c", "2020", 4)]
    assert outcomes("hundred", "", terms, *more, complete="yes", may_overlap="no") == ["sum_mismatch"]


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "low", "high"),
    [
        (984, "persons", None, 984, 984),
        (5000, "persons", "about", 4500, 5500),
        (6000, "persons", "more_than", 5500, 6999),
        (150, "persons", "at_most", 140, 150),
        (33.3, "percent", "converted", 28.57, 40),  # a third: nearer to it than to a quarter or a half
    ],
)
def test_a_printed_number_can_mean(value: float, unit: str, qualifier: str, low: float, high: float) -> None:
    found = meaning(figure("f1", "registered-all", "2020", value, unit=unit, qualifier=qualifier))
    assert [round(float(end), 2) for end in found] == [low, high]


# The referee against the code


@pytest.mark.parametrize("month", ["2021-03", "2021-12", "2023-12", "2026-10"])
def test_the_sums_worked_out_twice_are_the_same(month: str) -> None:
    found = figures_of(month)
    assert len(found.arithmetic) > 50
    assert differences(known_in(month), found) == []
