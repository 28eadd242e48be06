"""Shares, ratios, changes, ranges, parts and totals over years: the cases of tests/data/known/check_cases.csv."""

from dataclasses import replace

import pytest

from analysis.figures.checks import Formula
from analysis.figures.records import Figure
from support.cases import cases, figures_in, formulas_in
from support.few_figures import check_of, estimate, figure, ids, judged


@pytest.mark.parametrize("row", cases("check_cases"))
def test_each_sum_has_its_outcome(row: dict[str, str]) -> None:
    """`implied` are the values that nobody printed, separated by `; `: kind, quantity, year, series, ends, figures.

    A case without an outcome is not checked.
    """
    found = judged(*figures_in(row["figures"]), made_of=formulas_in(row["formula"]))
    assert [
        f"{d.kind} {d.quantity_id} {d.reference_year} {d.series} {_number(d.low)} {_number(d.high)} {'|'.join(ids(d))}"
        for d in found.derived
    ] == [each for each in row["implied"].split("; ") if each]
    if not row["outcome"]:
        assert (row["figure_id"], row["check"]) not in {(each.figure.figure_id, each.name) for each in found.checks}
        return
    check = found.check(row["figure_id"], row["check"])
    assert (check.outcome, check.formula_id, check.series) == (row["outcome"], row["formula_id"], row["series"])
    assert "|".join(ids(check)) == row["figure_ids"]
    assert [_number(check.derived), _number(check.own_derived)] == [row["derived"], row["own_derived"]]
    assert check.differs is (check.outcome not in ("closes", "missing_partner", "may_overlap"))


def _number(value: float | None) -> str:
    return "" if value is None else f"{round(value, 3):g}"


# What a row of the table does not show


def test_a_share_of_an_estimate_is_given_with_those_of_the_ends_of_its_range() -> None:
    in_view = {"quantity_id": "share-in-view-all", "series": "first_estimate", "reference_year": "2016"}
    share, registered = figure("f1", 30.0, **in_view), figure("f2", 1000.0, reference_year="2016")
    study = estimate("f3", 6250.0, reference_year="2016", lower=5000.0, upper=7500.0)
    assert check_of("share", share, registered, study).spread == pytest.approx((13.33, 20), abs=0.01)
    assert check_of("share", share, registered, replace(study, lower=None, upper=None)).spread is None


RATIO = "ratio-estimate-to-registered"
SEVERAL = [
    Formula(name, "ratio", RATIO, ("reports-all", below), False, False)
    for name, below in (("a", "registered-all"), ("b", "registered-minors"), ("c", "registered-dutch"))
]
# A ratio of 4 by the first formula, of 8 by the second.
EIGHT_AND_FOUR = figures_in("f2 reports-all 4000 MONITOR-NEW; f3 registered-all 1000 MONITOR-NEW; "
                            "f4 registered-minors 500 MONITOR-NEW")  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "others", "nearest"),
    [
        *((f"{value}", EIGHT_AND_FOUR, best) for value, best in [(5, "a"), (7, "b"), (20, "b")]),
        # Of a range its middle counts; of a number with a range the number, wherever it lies in it.
        ("- lower=5 upper=6.8", EIGHT_AND_FOUR, "a"),
        ("- lower=5 upper=7.8", EIGHT_AND_FOUR, "b"),
        ("6.5 lower=4.2 upper=7.6", EIGHT_AND_FOUR, "b"),
        # Where all lack a number, the one that lacks least, then the first by its id.
        ("4", [figure("f3", 10.0, quantity_id="registered-dutch")], "c"),
        ("4", [], "a"),
    ],
)
def test_of_several_formulas_for_a_ratio_the_nearest_counts(printed: str, others: list[Figure], nearest: str) -> None:
    value, _, ends = printed.partition(" ")
    (ratio,) = figures_in(f"f1 {RATIO} {value} MONITOR-NEW {ends}".strip())
    assert check_of("ratio", ratio, *others, made_of=SEVERAL[::-1]).formula_id == nearest


REPORTERS = ("registered-by-police", "registered-by-border-police", "registered-by-others")
BY_REPORTER = Formula("reporters", "sum", "registered-all", REPORTERS, False, True)
AGES = replace(BY_REPORTER, formula_id="ages", terms=("registered-aged-0-14", *REPORTERS))
BY_FORM = replace(BY_REPORTER, formula_id="forms", terms=("registered-sexual", "registered-labour"))
OF_POLICE = "f2 registered-by-police 50 MONITOR-NEW; f3 registered-by-border-police 30 MONITOR-NEW"
FORMS = figures_in("f8 registered-sexual 60 MONITOR-NEW; f9 registered-labour 40 MONITOR-NEW")


def test_a_total_is_compared_once_with_its_parts_however_many_print_it() -> None:
    parts = figures_in(f"{OF_POLICE}; f4 registered-by-others 20 MONITOR-NEW")
    found = judged(figure("f1", 100.0), figure("f0", 100.0, "PAPER-1"), *parts, made_of=[BY_REPORTER])
    assert [check.figure.figure_id for check in found.checks if check.name == "parts"] == ["f1"]


@pytest.mark.parametrize(
    ("formulas", "others", "expected"),
    [
        ([BY_REPORTER, BY_FORM], FORMS, [("forms", "closes")]),
        ([BY_REPORTER, BY_FORM], [], [("reporters", "missing_partner")]),
        # A list of parts that is open says nothing of what the other lacks.
        ([BY_REPORTER, replace(BY_FORM, complete=False)], FORMS,
         [("forms", "closes"), ("reporters", "missing_partner")]),
        # Of several that lack something the one that lacks least, then the first by its id.
        ([BY_REPORTER, AGES], [figure("f7", 5.0, quantity_id="registered-aged-0-14")], [("ages", "missing_partner")]),
        ([BY_REPORTER, replace(BY_REPORTER, formula_id="again")], [], [("again", "missing_partner")]),
    ],
)  # fmt: skip
def test_what_one_division_lacks_is_no_gap_where_another_is_complete(
    formulas: list[Formula], others: list[Figure], expected: list[tuple[str, str]]
) -> None:
    found = judged(figure("f1", 100.0), *figures_in(OF_POLICE), *others, made_of=formulas)
    assert [(check.formula_id, check.outcome) for check in found.checks if check.name == "parts"] == expected
