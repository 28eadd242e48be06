"""Shares, ratios, changes, ranges, parts and totals over years: the cases of tests/data/known/check_cases.csv."""

from typing import Any

import pytest

from analysis.figures.checks import Formula
from analysis.figures.records import Figure
from support.cases import cases, figures_in, formulas_in
from support.few_figures import check_of, estimate, figure, formula, ids, judged


@pytest.mark.parametrize("row", cases("check_cases"))
def test_each_sum_has_its_outcome(row: dict[str, str]) -> None:
    """`implied` are the values that nobody printed, separated by `; `: kind, quantity, year, series, ends, figures.

    A case without an outcome is not checked.
    """
    found = judged(*figures_in(row["figures"]), made_of=formulas_in(row["formula"]))
    if not row["outcome"]:
        assert (row["figure_id"], row["check"]) not in {(each.figure.figure_id, each.name) for each in found.checks}
        return
    check = found.check(row["figure_id"], row["check"])
    assert (check.outcome, check.formula_id, check.series) == (row["outcome"], row["formula_id"], row["series"])
    assert "|".join(ids(check)) == row["figure_ids"]
    assert [_number(check.derived), _number(check.own_derived)] == [row["derived"], row["own_derived"]]
    assert [
        f"{d.kind} {d.quantity_id} {d.reference_year} {d.series} {_number(d.low)} {_number(d.high)} {'|'.join(ids(d))}"
        for d in found.derived
    ] == [each for each in row["implied"].split("; ") if each]
    assert check.differs is (check.outcome not in ("closes", "missing_partner"))


def _number(value: float | None) -> str:
    return "" if value is None else f"{round(value, 3):g}"


# What a row of a table does not show


def test_a_share_of_an_estimate_is_given_with_those_of_the_ends_of_its_range() -> None:
    in_view = {"quantity_id": "share-in-view-all", "series": "first_estimate", "reference_year": "2016"}
    registered = figure("f2", 1000.0, reference_year="2016")
    study = estimate("f3", 6250.0, reference_year="2016", lower=5000.0, upper=7500.0)
    spread = check_of("share", figure("f1", 30.0, **in_view), registered, study).spread
    assert spread == pytest.approx((13.33, 20), abs=0.01)
    without_range = estimate("f3", 6250.0, reference_year="2016")
    assert check_of("share", figure("f1", 30.0, **in_view), registered, without_range).spread is None


RATIO = "ratio-estimate-to-registered"
SEVERAL = [
    Formula(name, "ratio", RATIO, ("reports-all", below), False, False)
    for name, below in (("a", "registered-all"), ("b", "registered-minors"), ("c", "registered-dutch"))
]
# A ratio of 4 by the first formula, of 8 by the second.
EIGHT_AND_FOUR = [figure("f2", 4000.0, quantity_id="reports-all"), figure("f3", 1000.0),
                  figure("f4", 500.0, quantity_id="registered-minors")]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "ends", "others", "nearest"),
    [
        *((printed, {}, EIGHT_AND_FOUR, best) for printed, best in [(5.0, "a"), (7.0, "b"), (20.0, "b")]),
        # Of a range its middle counts; of a number with a range the number, wherever it lies in it.
        (None, {"lower": 5.0, "upper": 6.8}, EIGHT_AND_FOUR, "a"),
        (None, {"lower": 5.0, "upper": 7.8}, EIGHT_AND_FOUR, "b"),
        (6.5, {"lower": 4.2, "upper": 7.6}, EIGHT_AND_FOUR, "b"),
        # Where all lack a number, the one that lacks least, then the first by its id.
        (4.0, {}, [figure("f3", 10.0, quantity_id="registered-dutch")], "c"),
        (4.0, {}, [], "a"),
    ],
)
def test_of_several_formulas_for_a_ratio_the_nearest_counts(
    value: float | None, ends: dict[str, float], others: list[Figure], nearest: str
) -> None:
    ratio = figure("f1", value, quantity_id=RATIO, **ends)
    assert check_of("ratio", ratio, *others, made_of=SEVERAL[::-1]).formula_id == nearest


@pytest.mark.parametrize("changes", [{"value": 31.0, "decision": "exclude"}, {"value": 0.0},
                                     {"value": None, "lower": 0.0, "upper": 1.0}])  # fmt: skip
def test_a_share_that_is_excluded_or_zero_implies_no_total(changes: dict[str, Any]) -> None:
    others = "c0 reports-by-police 329 MONITOR-NEW; c1 reports-by-fairwork 257 MONITOR-NEW; "
    others += "s1 share-of-reports-by-fairwork 24.2 MONITOR-NEW decimals=1"
    share = figure("s0", quantity_id="share-of-reports-by-police", **changes)
    assert judged(share, *figures_in(others)).derived == []


def test_shares_of_an_estimate_imply_no_total() -> None:
    rows = [("sexual", 3000.0, 50.0), ("domestic-sexual", 1800.0, 30.0)]
    counts = [estimate(f"c-{name}", value, quantity_id=f"estimate-{name}") for name, value, _ in rows]
    shares = [estimate(f"s-{name}", percent, quantity_id=f"share-estimate-{name}") for name, _, percent in rows]
    found = judged(*counts, *shares)
    assert found.derived == [] and "base" not in {check.name for check in found.checks}


YEARS = formula("years", "registered-all", "registered-all")
OF_2017_19 = "f1 registered-all 640 MONITOR-NEW reference_year=2017-2019 series=comensha_register"
THREE = "; ".join(f"y{n} registered-all {n}00 MONITOR-NEW reference_year=201{n + 6}" for n in (1, 2, 3))
OF_2019 = "r3 registered-all 310 REGISTER reference_year=2019 series=comensha_register"


def test_a_single_year_is_no_total() -> None:
    assert not judged(*figures_in(THREE), made_of=YEARS).checks


@pytest.mark.parametrize("changes", ["510 MONITOR-NEW qualifier=about series=comensha_register", "500 MONITOR-NEW"])
def test_a_rounded_total_or_one_of_another_series_confirms_no_year(changes: str) -> None:
    other = f"f2 registered-all {changes} reference_year=2018-2019"
    found = judged(*figures_in("; ".join([OF_2017_19, THREE, OF_2019, other])), made_of=YEARS)
    assert "implied_year" not in {value.kind for value in found.derived}
