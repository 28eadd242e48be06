"""What the arithmetic says of figures made up for it: shares, changes, ratios, sums, years, and what they imply."""

from dataclasses import replace
from typing import Any

import pytest

from analysis.figures.checks import Check, Derived
from analysis.figures.records import Figure, Formula
from support.few_figures import Judged, check_of, estimate, figure, judged, outcome_of

SECOND = {"series": "second_estimate", "reference_year": "2016-2019"}
MINORS = {"quantity_id": "registered-minors"}
REGISTER = {"series": "comensha_register"}


def made_of(kind: str, result: str, *terms: str, overlap: bool = False, complete: bool = False) -> list[Formula]:
    return [Formula("made-up", kind, result, terms, overlap, complete)]


def share(value: float | None, publication: str = "MONITOR-NEW", **changes: Any) -> Figure:
    return figure("f1", value, publication, **{"quantity_id": "share-minors"} | changes)


def ids(check: Check | Derived) -> list[str]:
    return [each.figure_id for each in check.figures]


# Shares


def test_a_share_is_compared_with_its_two_counts() -> None:
    counts = figure("f2", 68.0, **MINORS), figure("f3", 984.0)
    found = check_of("share", share(7.0), *counts)
    assert (found.outcome, found.formula_id, ids(found)) == ("closes", "share-minors", ["f1", "f2", "f3"])
    assert found.derived == pytest.approx(6.91, abs=0.01)
    assert outcome_of("share", share(8.0), *counts) == "share_mismatch"
    assert found.spread is None and not found.differs


def test_a_share_that_lacks_a_count_is_compared_with_nothing() -> None:
    found = check_of("share", share(7.0), figure("f2", 68.0, **MINORS))
    assert (found.outcome, found.derived, ids(found), found.formula_id) == (
        "missing_partner",
        None,
        ["f1", "f2"],
        "share-minors",
    )
    assert not found.differs
    for count in (figure("f3", 984.0, reference_year="2018"), figure("f3", 984.0, **REGISTER), figure("f3", 0.0)):
        assert outcome_of("share", share(7.0), figure("f2", 68.0, **MINORS), count) == "missing_partner"
    # What is there of it is named as its edition knew it.
    minors = figure("f2", 100.0, "MONITOR-OLD", **MINORS), figure("f3", 101.0, **MINORS)
    check = check_of("share", share(20.0, "MONITOR-OLD"), *minors)
    assert (check.outcome, ids(check)) == ("missing_partner", ["f1", "f2"])


def test_a_share_may_fit_the_counts_of_its_own_edition_or_those_of_today() -> None:
    minors = figure("f2", 100.0, "MONITOR-OLD", **MINORS)
    editions = figure("f3", 500.0, "MONITOR-OLD"), figure("f4", 1000.0)
    old = check_of("share", share(20.0, "MONITOR-OLD"), minors, *editions)
    assert (old.outcome, old.derived, ids(old)) == ("closes", 20, ["f1", "f2", "f3"])
    new = check_of("share", share(10.0, "MONITOR-OLD"), minors, *editions)
    assert (new.outcome, new.derived, ids(new)) == ("closes", 10, ["f1", "f2", "f4"])
    # Neither: what its own edition makes is told.
    assert check_of("share", share(14.0, "MONITOR-OLD"), minors, *editions).derived == 20


def test_a_share_that_fits_the_counts_of_another_series_has_another_base() -> None:
    own = figure("f2", 291.0, **MINORS, **REGISTER), figure("f3", 1321.0, **REGISTER)
    other = figure("f4", 288.0, **MINORS), figure("f5", 1150.0)
    printed = share(25.0, **REGISTER)
    assert outcome_of("share", printed, *own, *other) == "other_base"
    assert outcome_of("share", printed, *own, figure("f4", 188.0, **MINORS), other[1]) == "share_mismatch"
    assert outcome_of("share", printed, *own, other[0]) == "share_mismatch"
    later = figure("f4", 288.0, reference_year="2020", **MINORS), figure("f5", 1150.0, reference_year="2020")
    assert outcome_of("share", printed, *own, *later) == "share_mismatch"


def test_a_share_of_an_estimate_is_given_with_those_of_the_ends_of_its_range() -> None:
    in_view = {"quantity_id": "share-in-view-all", "series": "first_estimate"}
    study = estimate("f3", 6250.0, reference_year="2016", lower=5000.0, upper=7500.0)
    found = judged(share(30.0, reference_year="2016", **in_view), figure("f2", 1000.0, reference_year="2016"), study)
    check = found.check("f1", "share")
    assert (check.outcome, check.derived) == ("share_mismatch", 16)
    assert check.spread == pytest.approx((13.33, 20), abs=0.01)
    assert ids(check) == ["f1", "f2", "f3"]
    # Without a range there is nothing to tell of its ends.
    plain = judged(
        share(30.0, reference_year="2016", **in_view),
        figure("f2", 1000.0, reference_year="2016"),
        estimate("f3", 6250.0),
    )
    assert plain.check("f1", "share").spread is None


def test_over_several_years_the_mean_of_the_registered_stands_beside_an_estimate() -> None:
    in_view = {"quantity_id": "share-in-view-all", "series": "first_estimate", "reference_year": "2014-2015"}
    years = figure("f2", 1000.0, reference_year="2014"), figure("f3", 1500.0, reference_year="2015")
    found = check_of("share", share(20.0, **in_view), *years, estimate("f4", 6250.0))
    assert (found.outcome, found.derived, ids(found)) == ("closes", 20, ["f1", "f2", "f3", "f4"])
    # Not if one of the years is lacking.
    assert outcome_of("share", share(20.0, **in_view), years[0], estimate("f4", 6250.0)) == "missing_partner"
    # Of a share that is no part of an estimate, another count says nothing.
    counts = figure("f2", 68.0, **MINORS), figure("f3", 984.0)
    assert outcome_of("share", share(7.0, **REGISTER), *counts) == "missing_partner"
    # 1,250 of 6,250 is 20 percent, and not anything up to 80.
    assert outcome_of("share", share(60.0, **in_view), *years, estimate("f4", 6250.0)) == "share_mismatch"


def test_what_is_at_fault_is_no_partner() -> None:
    counts = figure("f2", 68.0, **MINORS), figure("f3", 984.0)
    wrong = figure("f4", 152.0, "PAPER-1", **MINORS)
    found = check_of("share", share(7.0), *counts, wrong)
    assert ids(found) == ["f1", "f2", "f3"]
    excluded = check_of("share", share(7.0), figure("f2", 68.0, decision="exclude", **MINORS), counts[1])
    assert excluded.outcome == "missing_partner"
    lost = estimate("f3", 6250.0, "CAMPAIGN", reference_year="2016")
    in_view = {"quantity_id": "share-in-view-all", "series": "first_estimate", "reference_year": "2016"}
    registered = figure("f2", 1000.0, reference_year="2016")
    assert outcome_of("share", share(30.0, **in_view), registered, lost) == "missing_partner"
    # An estimate that is a range is no whole, and a share of an estimate needs its own year.
    in_view = {"quantity_id": "share-in-view-all", "series": "first_estimate", "reference_year": "2014"}
    found = judged(
        share(16.0, **in_view), figure("f2", 1000.0, reference_year="2014"), estimate("f3", None, lower=1.0, upper=2.0)
    )
    assert found.check("f1", "share").outcome == "missing_partner"
    lacking = check_of("share", share(16.0, **in_view), estimate("f3", 6250.0))
    assert (lacking.outcome, ids(lacking)) == ("missing_partner", ["f1", "f3"])


def test_a_count_that_can_be_zero_bounds_no_share() -> None:
    sexual = {"quantity_id": "share-estimate-sexual", "series": "first_estimate", "reference_year": "2014-2015"}
    found = judged(
        share(80.0, **sexual),
        estimate("f2", 4.0, quantity_id="estimate-sexual"),
        estimate("f3", 1.0, qualifier="at_most"),
    )
    assert found.check("f1", "share").outcome == "closes"


# What a share leaves


def test_a_share_and_what_it_leaves_make_a_hundred() -> None:
    formula = made_of("complement", "share-male", "share-female")
    men = {"quantity_id": "share-male"}
    women = figure("f2", 60.0, quantity_id="share-female")
    found = check_of("complement", share(40.0, **men), women, made_of=formula)
    assert (found.outcome, found.derived, ids(found), found.formula_id) == ("closes", 40, ["f1", "f2"], "made-up")
    assert outcome_of("complement", share(45.0, **men), women, made_of=formula) == "sum_mismatch"
    ranged = figure("f2", None, quantity_id="share-female", lower=50.0, upper=60.0)
    assert check_of("complement", share(45.0, **men), ranged, made_of=formula).derived == 45
    for change in ({"reference_year": "2018"}, REGISTER, {"quantity_id": "share-sexual"}):
        other = figure("f2", 60.0, **{"quantity_id": "share-female"} | change)
        lacking = check_of("complement", share(40.0, **men), other, made_of=formula)
        assert (lacking.outcome, lacking.formula_id, lacking.derived) == ("missing_partner", "made-up", None)
    # Of several the nearest to who counted, then the first by name.
    paper = figure("f0", 70.0, "PAPER-1", quantity_id="share-female")
    assert ids(check_of("complement", share(40.0, **men), paper, women, made_of=formula)) == ["f1", "f2"]
    twice = figure("f3", 60.0, quantity_id="share-female"), women
    assert ids(check_of("complement", share(40.0, **men), *twice, made_of=formula)) == ["f1", "f2"]
    # It is exact to its digits.
    women = figure("f2", 61.0, quantity_id="share-female")
    for value, outcome in [(38.0, "closes"), (39.0, "closes"), (40.1, "sum_mismatch"), (37.9, "sum_mismatch")]:
        men = share(value, quantity_id="share-male", decimals=0 if value.is_integer() else 1)
        assert outcome_of("complement", men, women, made_of=formula) == outcome


# Ratios


def ratio(value: float | None, **changes: Any) -> Figure:
    return figure("f1", value, **{"quantity_id": "ratio-estimate-to-registered"} | changes)


def test_a_ratio_is_compared_with_its_two_numbers() -> None:
    formula = made_of("ratio", "ratio-estimate-to-registered", "reports-all", "registered-all")
    numbers = figure("f2", 4000.0, quantity_id="reports-all"), figure("f3", 1000.0)
    found = check_of("ratio", ratio(4.0), *numbers, made_of=formula)
    assert (found.outcome, found.derived, ids(found), found.formula_id) == ("closes", 4, ["f1", "f2", "f3"], "made-up")
    assert outcome_of("ratio", ratio(6.0), *numbers, made_of=formula) == "share_mismatch"
    lacking = check_of("ratio", ratio(4.0), numbers[0], made_of=formula)
    assert (lacking.outcome, ids(lacking), lacking.formula_id) == ("missing_partner", ["f1", "f2"], "made-up")
    nothing = check_of("ratio", ratio(4.0), numbers[0], figure("f3", 0.0), made_of=formula)
    assert nothing.outcome == "missing_partner"


def test_of_several_formulas_for_a_ratio_the_nearest_counts() -> None:
    result = "ratio-estimate-to-registered"
    formulas = [
        Formula("a", "ratio", result, ("reports-all", "registered-all"), False, False),
        Formula("b", "ratio", result, ("reports-all", "registered-minors"), False, False),
        Formula("c", "ratio", result, ("reports-all", "registered-dutch"), False, False),
    ]
    reports = figure("f2", 4000.0, quantity_id="reports-all")
    every, minors = figure("f3", 1000.0), figure("f4", 500.0, **MINORS)
    for printed, best in [(4.0, "a"), (8.0, "b"), (5.0, "a"), (7.0, "b"), (20.0, "b")]:
        assert check_of("ratio", ratio(printed), reports, every, minors, made_of=formulas).formula_id == best
    # Of a range its middle counts.
    ranged = check_of("ratio", ratio(None, lower=5.0, upper=6.8), reports, every, minors, made_of=formulas)
    assert (ranged.outcome, ranged.formula_id) == ("share_mismatch", "a")
    ranged = check_of("ratio", ratio(None, lower=5.0, upper=7.8), reports, every, minors, made_of=formulas)
    assert (ranged.outcome, ranged.formula_id) == ("share_mismatch", "b")
    # Of a number with a range the number counts, wherever it lies in it.
    lopsided = ratio(6.5, lower=4.2, upper=7.6)
    assert check_of("ratio", lopsided, reports, every, minors, made_of=formulas).formula_id == "b"
    # Where all lack a number, the one that lacks least is told, then the first by name.
    assert (
        check_of("ratio", ratio(4.0), figure("f3", 10.0, quantity_id="registered-dutch"), made_of=formulas).formula_id
        == "c"
    )
    assert check_of("ratio", ratio(4.0), made_of=formulas[::-1]).formula_id == "a"


# Changes


def change(value: float, **changes: Any) -> Figure:
    return figure("f1", value, **{"quantity_id": "change-registered-all"} | changes)


PERCENT = made_of("change_percent", "change-registered-all", "registered-all")
PERSONS = made_of("change", "change-registered-all-persons", "registered-all")


def test_a_change_is_that_of_the_year_before_or_of_the_first_and_the_last_year() -> None:
    years = [figure(f"f{n}", value, reference_year=f"201{n}") for n, value in [(7, 400.0), (8, 1000.0), (9, 1200.0)]]
    found = check_of("change", change(20.0), *years, made_of=PERCENT)
    assert (found.outcome, found.derived, ids(found), found.formula_id) == ("closes", 20, ["f1", "f9", "f8"], "made-up")
    over = check_of("change", change(200.0, reference_year="2017-2019"), *years, made_of=PERCENT)
    assert (over.outcome, over.derived, ids(over)) == ("closes", 200, ["f1", "f9", "f7"])
    persons = {"quantity_id": "change-registered-all-persons"}
    assert outcome_of("change", change(200.0, **persons), *years, made_of=PERSONS) == "closes"
    assert outcome_of("change", change(20.0, **persons), *years, made_of=PERSONS) == "share_mismatch"
    assert outcome_of("change", change(23.0), *years, made_of=PERCENT) == "share_mismatch"


def test_a_change_is_rounded_first_and_then_called_more_than() -> None:
    years = figure("f8", 1000.0, reference_year="2018"), figure("f9", 1367.0)
    assert outcome_of("change", change(37.0, qualifier="more_than"), *years, made_of=PERCENT) == "closes"
    assert outcome_of("change", change(36.7, decimals=1), *years, made_of=PERCENT) == "closes"
    assert outcome_of("change", change(36.6, decimals=1), *years, made_of=PERCENT) == "share_mismatch"


def test_a_change_without_both_of_its_years_is_compared_with_nothing() -> None:
    for there in (figure("f8", 1000.0, reference_year="2018"), figure("f9", 1200.0)):
        found = check_of("change", change(20.0), there, made_of=PERCENT)
        assert (found.outcome, ids(found), found.formula_id) == ("missing_partner", ["f1", there.figure_id], "made-up")
    nothing = figure("f8", 0.0, reference_year="2018"), figure("f9", 1200.0)
    found = check_of("change", change(20.0), *nothing, made_of=PERCENT)
    assert (found.outcome, ids(found)) == ("missing_partner", ["f1", "f9", "f8"])
    # It implies no count.
    found = judged(change(20.0), figure("f8", 1000.0, reference_year="2018"), made_of=PERCENT)
    assert found.check("f1", "change").outcome == "missing_partner"
    assert found.derived == []


def test_a_change_may_fit_the_counts_of_its_own_edition() -> None:
    years = (
        figure("f7", 500.0, "MONITOR-OLD", reference_year="2018"),
        figure("f8", 1000.0, reference_year="2018"),
        figure("f9", 600.0, "MONITOR-OLD"),
    )
    assert outcome_of("change", change(20.0), *years, made_of=PERCENT) == "share_mismatch"
    old = figure("f1", 20.0, "MONITOR-OLD", quantity_id="change-registered-all")
    check = check_of("change", old, *years, made_of=PERCENT)
    assert (check.outcome, check.derived, ids(check)) == ("closes", 20, ["f1", "f9", "f7"])


# Parts and wholes


def parts(*values: float) -> list[Figure]:
    names = ("registered-by-police", "registered-by-border-police", "registered-by-others")
    return [
        figure(f"f{place}", value, quantity_id=name)
        for place, (name, value) in enumerate(zip(names, values, strict=False), start=2)
    ]


REPORTERS = ("registered-by-police", "registered-by-border-police", "registered-by-others")


@pytest.mark.parametrize(
    ("whole", "values", "overlap", "complete", "outcome"),
    [
        (100.0, (50, 30, 20), False, True, "closes"),
        (101.0, (50, 30, 20), False, True, "sum_mismatch"),
        (99.0, (50, 30, 20), False, True, "sum_mismatch"),
        (99.0, (50, 30, 20), True, True, "overlap"),
        (101.0, (50, 30, 20), True, True, "sum_mismatch"),
        (101.0, (50, 30), False, True, "missing_partner"),
        (100.0, (50, 50), False, True, "missing_partner"),
        (79.0, (50, 30), False, True, "impossible"),
        (79.0, (50, 30), True, True, "overlap"),
        (100.0, (50, 30, 20), False, False, "closes"),
        (200.0, (50, 30, 20), False, False, "closes"),
        (99.0, (50, 30, 20), False, False, "impossible"),
        (99.0, (50, 30, 20), True, False, "overlap"),
        (80.0, (50, 30), False, False, None),
        (79.0, (50, 30), False, False, "impossible"),
        (100.0, (50,), False, True, None),
    ],
)
def test_parts_are_compared_with_their_whole(
    whole: float, values: tuple[float, ...], overlap: bool, complete: bool, outcome: str | None
) -> None:
    formula = made_of("sum", "registered-all", *REPORTERS, overlap=overlap, complete=complete)
    found = judged(figure("f1", whole), *parts(*values), made_of=formula)
    checks = [check for check in found.checks if check.name == "parts"]
    assert [check.outcome for check in checks] == ([outcome] if outcome else [])
    for check in checks:
        assert (check.derived, check.formula_id) == (sum(values), "made-up")
        assert ids(check) == ["f1", *(f"f{n}" for n in range(2, 2 + len(values)))]


def test_the_read_formulas_the_project_are_those_of_the_published_groups() -> None:
    adults = {"quantity_id": "registered-aged-18-22"}
    # 984 victims in 2020, 68 of them minors and 152 aged 18-22; 944 in 2024, 79 of them minors, so not 900 more.
    fitting = judged(figure("f1", 984.0), figure("f2", 68.0, **MINORS), figure("f3", 152.0, **adults))
    assert not [check for check in fitting.checks if check.differs]
    check = check_of("parts", figure("f1", 944.0), figure("f2", 79.0, **MINORS), figure("f3", 900.0, **adults))
    assert (check.outcome, check.derived) == ("impossible", 979)
    # From 984 in 2020 to 791 in 2021: minus 19.6 percent.
    years = figure("f2", 984.0, reference_year="2018"), figure("f3", 791.0)
    for value, outcome in [(-25.0, "share_mismatch"), (-20.0, "closes")]:
        printed = figure("f1", value, quantity_id="change-registered-all", unit="percent")
        assert outcome_of("change", printed, *years) == outcome


def test_what_one_division_lacks_is_no_gap_where_another_is_complete() -> None:
    by_reporter = Formula("reporters", "sum", "registered-all", REPORTERS, False, True)
    by_form = Formula("forms", "sum", "registered-all", ("registered-sexual", "registered-labour"), False, True)
    forms = figure("f8", 60.0, quantity_id="registered-sexual"), figure("f9", 40.0, quantity_id="registered-labour")
    figures = figure("f1", 100.0), *parts(50.0, 30.0)

    def outcomes(found: Judged) -> list[tuple[str, str]]:
        return [(check.formula_id, check.outcome) for check in found.checks if check.name == "parts"]

    assert outcomes(judged(*figures, *forms, made_of=[by_reporter, by_form])) == [("forms", "closes")]
    assert outcomes(judged(*figures, made_of=[by_reporter, by_form])) == [("reporters", "missing_partner")]
    # A list of parts that is open says nothing of what the other lacks.
    some_forms = Formula("forms", "sum", "registered-all", by_form.terms, False, False)
    assert outcomes(judged(*figures, *forms, made_of=[by_reporter, some_forms])) == [
        ("forms", "closes"),
        ("reporters", "missing_partner"),
    ]
    # Of several that lack something, the one that lacks least.
    ages = Formula("ages", "sum", "registered-all", ("registered-aged-0-14", *REPORTERS), False, True)
    more = figure("f7", 5.0, quantity_id="registered-aged-0-14")
    assert outcomes(judged(*figures, more, made_of=[by_reporter, ages])) == [("ages", "missing_partner")]
    again = Formula("again", "sum", "registered-all", REPORTERS, False, True)
    assert outcomes(judged(*figures, made_of=[by_reporter, again])) == [("again", "missing_partner")]


def test_a_whole_is_compared_with_its_parts_once_for_each_series() -> None:
    formula = made_of("sum", "registered-all", *REPORTERS, complete=True)
    wholes = figure("f0", 100.0, "PAPER-1"), figure("f1", 100.0)
    found = judged(*wholes, *parts(50.0, 30.0, 20.0), made_of=formula)
    assert [check.figure.figure_id for check in found.checks if check.name == "parts"] == ["f1"]


def test_a_group_that_is_larger_than_one_that_holds_it_is_impossible() -> None:
    minors, every = figure("f1", 1000.0, **MINORS), figure("f2", 984.0)
    check = check_of("part", minors, every)
    assert (check.outcome, check.derived, ids(check)) == ("impossible", 984, ["f1", "f2"])
    assert not judged(figure("f1", 984.0, **MINORS), every).checks
    for change in ({"reference_year": "2018"}, REGISTER):
        assert not judged(figure("f1", 1000.0, **MINORS | change), every).checks
    # Ages that only overlap are no part.
    other = (
        figure("f1", 50.0, quantity_id="registered-aged-15-17"),
        figure("f2", 40.0, quantity_id="registered-aged-18-22"),
    )
    assert not judged(*other).checks
    # They may be of one size if either is rounded.
    minors = figure("f1", 1000.0, qualifier="about", **MINORS)
    assert not judged(minors, figure("f2", 984.0)).checks
    assert check_of("part", figure("f1", 2000.0, qualifier="about", **MINORS), figure("f2", 984.0)).differs


# A hundred percent

SHARES = ("share-female", "share-male", "share-sex-unknown")


@pytest.mark.parametrize(
    ("values", "overlap", "complete", "outcome"),
    [
        ((60.0, 37.0, 3.0), False, True, "closes"),
        ((61.0, 37.0, 3.0), False, True, "closes"),  # Each is rounded.
        ((63.0, 37.0, 3.0), False, True, "sum_mismatch"),
        ((62.0, 37.0, 3.0), False, True, "sum_mismatch"),
        ((57.0, 37.0, 3.0), False, True, "sum_mismatch"),
        ((63.0, 37.0, 3.0), True, True, "overlap"),
        ((60.0, 37.0), False, True, None),
        ((60.0, 37.0), False, False, "closes"),
        ((64.0, 37.0), False, False, "closes"),
        ((65.0, 37.0), False, False, "sum_mismatch"),
        ((65.0, 37.0), True, False, "overlap"),
        ((60.0,), False, False, None),
    ],
)
def test_shares_of_one_whole_make_a_hundred_or_at_most_that(
    values: tuple[float, ...], overlap: bool, complete: bool, outcome: str | None
) -> None:
    formula = made_of("hundred", "", *SHARES, overlap=overlap, complete=complete)
    figures = [
        figure(f"f{n}", value, quantity_id=name) for n, (name, value) in enumerate(zip(SHARES, values, strict=False))
    ]
    found = judged(*figures, made_of=formula)
    assert [check.outcome for check in found.checks] == ([outcome] if outcome else [])
    for check in found.checks:
        assert (check.name, check.derived, check.formula_id) == ("hundred", 100 - sum(values[1:]), "made-up")
        assert ids(check) == [each.figure_id for each in figures]


# Ranges


def test_a_value_lies_in_its_own_range_and_in_that_of_its_study() -> None:
    inside = check_of("range", estimate("f1", 6250.0, lower=5000.0, upper=7500.0))
    assert (inside.outcome, ids(inside), inside.derived) == ("closes", ["f1"], None)
    outside = check_of("range", estimate("f1", 9000.0, lower=5000.0, upper=7500.0))
    assert outside.outcome == "impossible"
    apart = check_of("range", estimate("f1", 9000.0), estimate("f2", None, lower=5000.0, upper=7500.0))
    assert (apart.outcome, ids(apart)) == ("impossible", ["f1", "f2"])
    for half in ({"lower": 5000.0}, {"upper": 7500.0}, {"lower": 5000.0, "upper": 7500.0, "decision": "exclude"}):
        assert not judged(estimate("f1", 9000.0, **half)).checks


# Totals over years


def year(number: int, value: float, publication: str = "MONITOR-NEW", **changes: Any) -> Figure:
    figure_id = f"y{number}{changes.get('series', '')[:1]}"
    return figure(figure_id, value, publication, reference_year=str(number), **changes)


def register(*numbers: int) -> list[Figure]:
    """Return years of the register, each ten more than in the yearly delivery."""
    return [year(number, 100.0 * (number - 2016) + 10, "REGISTER", **REGISTER) for number in numbers]


def total(value: float, years: str = "2017-2019", **changes: Any) -> Figure:
    return figure("f1", value, reference_year=years, **changes)


def over_years(*figures: Figure) -> Judged:
    return judged(*figures, made_of=YEARS)


def check_of_years(*figures: Figure) -> Check:
    return over_years(*figures).check("f1", "years")


YEARS = made_of("years", "registered-all", "registered-all")
THREE = (year(2017, 100.0), year(2018, 200.0), year(2019, 300.0))


def test_a_total_is_the_sum_of_its_years() -> None:
    found = check_of_years(total(600.0), *THREE)
    assert (found.outcome, found.derived, found.series, found.formula_id) == ("closes", 600, "", "made-up")
    assert ids(found) == ["f1", "y2017", "y2018", "y2019"]
    wrong = check_of_years(total(610.0), *THREE)
    assert (wrong.outcome, wrong.derived) == ("sum_mismatch", 600)
    # A rounded one closes too, on its own count.
    assert check_of_years(total(600.0, qualifier="about"), *THREE).outcome == "closes"
    # The year after it is none of its years, and a single year is no total.
    check = check_of_years(total(600.0), *THREE, year(2020, 400.0))
    assert (check.outcome, ids(check)) == ("closes", ["f1", "y2017", "y2018", "y2019"])
    assert not over_years(*THREE).checks


def test_a_year_that_is_lacking_is_what_the_total_leaves() -> None:
    found = over_years(total(600.0), *THREE[:2])
    check = found.check("f1", "years")
    assert (check.outcome, check.derived, ids(check)) == ("missing_partner", None, ["f1", "y2017", "y2018"])
    (missing,) = found.derived
    assert (missing.kind, missing.quantity_id, missing.reference_year) == ("missing_year", "registered-all", "2019")
    assert (missing.series, missing.low, missing.high) == ("rapporteur_yearly", 300, 300)
    assert ids(missing) == ["f1", "y2017", "y2018"]
    rounded = over_years(total(600.0, qualifier="about"), *THREE[:2]).derived[0]
    assert (rounded.low, rounded.high) == (250, 350)
    # Two of them can't be told apart.
    assert over_years(total(600.0), THREE[0]).derived == []


def test_some_years_that_are_more_than_the_total_are_impossible() -> None:
    check = check_of_years(total(299.0), *THREE[:2])
    assert (check.outcome, check.derived) == ("impossible", 300)
    assert check_of_years(total(300.0), *THREE[:2]).outcome == "missing_partner"
    # One year that is larger than the total: that is told as a part, not as a sum.
    assert check_of_years(total(90.0), THREE[0]).outcome == "missing_partner"


def test_a_total_is_the_sum_of_what_its_edition_knew() -> None:
    old = [year(n, value, "MONITOR-OLD") for n, value in [(2017, 100.0), (2018, 200.0), (2019, 290.0)]]
    early = figure("f1", 590.0, "MONITOR-OLD", reference_year="2017-2019")
    for printed in (early, total(600.0)):
        assert check_of_years(printed, *old, figure("f9", 300.0)).outcome == "closes"


def test_a_total_that_closes_only_on_another_count_is_of_another_series() -> None:
    other = register(2017, 2018, 2019)
    check = check_of_years(total(630.0), *THREE, *other)
    assert (check.outcome, check.series) == ("other_series", "comensha_register")
    assert (check.derived, check.own_derived, ids(check)) == (630, 600, ["f1", "y2017c", "y2018c", "y2019c"])
    # Where a year of its own is lacking there is no sum of its own; a rounded total says nothing of another count.
    lacking = check_of_years(total(630.0), *THREE[:2], *other)
    assert (lacking.outcome, lacking.own_derived) == ("other_series", None)
    assert check_of_years(total(700.0, qualifier="about"), *THREE, *other).outcome == "sum_mismatch"
    neither = check_of_years(total(640.0), *THREE, *other)
    assert (neither.outcome, neither.derived, neither.series) == ("sum_mismatch", 600, "")


def test_the_register_borrows_the_years_that_it_does_not_print() -> None:
    own = register(2018, 2019)
    closing = check_of_years(total(620.0, **REGISTER), *THREE, *own)
    assert (closing.outcome, closing.series, ids(closing)) == ("closes", "", ["f1", "y2017", "y2018c", "y2019c"])
    # A count that lends a year and lacks another has no sum of its own to compare with.
    alone = check_of_years(total(640.0, **REGISTER), THREE[0], *own)
    assert (alone.outcome, alone.own_derived) == ("missing_partner", None)
    # A rounded total proves nothing of borrowed years.
    assert check_of_years(total(620.0, qualifier="about", **REGISTER), *THREE, *own).outcome == "missing_partner"
    # The delivery does not borrow of the register.
    assert check_of_years(total(620.0), *THREE[1:], *register(2017)).outcome == "missing_partner"
    # 100 + 200 + 300: the delivery itself makes the total, so nothing says that it is of the register.
    found = check_of_years(total(600.0, **REGISTER), *THREE, *register(2019))
    assert (found.outcome, found.series) == ("other_series", "rapporteur_yearly")
    # Nor is it where the register printed not one year.
    assert check_of_years(total(640.0, **REGISTER), *THREE).outcome == "other_series"


def test_one_borrowed_year_is_read_as_the_value_that_the_total_needs() -> None:
    own = register(2018, 2019)
    found = over_years(total(640.0, **REGISTER), *THREE, *own)
    check = found.check("f1", "years")
    assert (check.outcome, check.series, check.derived, check.own_derived) == ("other_series", "", 620, 600)
    implied = check.implied
    assert implied is not None and found.derived == [implied]
    assert (implied.kind, implied.quantity_id, implied.reference_year) == ("implied_year", "registered-all", "2017")
    assert (implied.series, implied.low, implied.high) == ("comensha_register", 120, 120)
    assert ids(implied) == ids(check)
    # No count is half or twice another: then the total is wrong, or one of its other years.
    for value, low in [(720.0, 200), (570.0, 50)]:
        assert [each.low for each in over_years(total(value, **REGISTER), *THREE, *own).derived] == [low]
    for value in (721.0, 569.0):
        far = over_years(total(value, **REGISTER), *THREE, *own)
        check = far.check("f1", "years")
        assert (check.outcome, check.own_derived, check.implied, far.derived) == ("sum_mismatch", None, None, [])


def test_with_two_borrowed_years_none_is_implied_unless_another_total_confirms_one() -> None:
    figures = total(640.0, **REGISTER), *THREE, *register(2019)
    two = over_years(*figures)
    assert (two.check("f1", "years").outcome, two.derived) == ("other_series", [])
    confirming = figure("f2", 510.0, reference_year="2018-2019", **REGISTER)  # 200 + 310
    (implied,) = over_years(*figures, confirming).derived
    assert (implied.reference_year, implied.low) == ("2017", 130)
    # So does one that is printed as of another count and closes on this one alone.
    elsewhere = figure("f2", 510.0, reference_year="2018-2019")
    assert [each.low for each in over_years(*figures, elsewhere).derived] == [130]
    # A total with a word to it confirms nothing, nor does one of another count.
    about = figure("f2", 510.0, reference_year="2018-2019", qualifier="about", **REGISTER)
    for each in (about, figure("f2", 500.0, reference_year="2018-2019")):
        assert "implied_year" not in {value.kind for value in over_years(*figures, each).derived}


# Shares of a whole that nobody printed


def reports(*rows: tuple[str, float, float], decimals: int = 1, **changes: Any) -> list[Figure]:
    """Return counts c0, c1, ... of reports and what share each is of all: s0, s1, ..."""
    found = []
    for place, (name, count, percent) in enumerate(rows):
        found.append(figure(f"c{place}", count, quantity_id=f"reports-by-{name}", **changes))
        share_id = f"share-of-reports-by-{name}"
        found.append(figure(f"s{place}", percent, quantity_id=share_id, decimals=decimals, **changes))
    return found


def checks_of_base(*rows: tuple[str, float, float]) -> tuple[list[Check], list[Derived]]:
    """Return the check of each share, and the wholes that the shares imply."""
    found = judged(*reports(*rows))
    return [found.check(f"s{place}", "base") for place in range(len(rows))], found.derived


OF_2024 = ("police", 329.0, 31.0), ("fairwork", 257.0, 24.2)  # As CoMensha printed them of 2024.


def test_shares_with_their_counts_imply_the_whole() -> None:
    (check, _), (base,) = checks_of_base(*OF_2024)
    assert (base.kind, base.quantity_id, base.reference_year) == ("base", "reports-all", "2019")
    # 329 is 31.0% of 1,060 to 1,063 and 257 is 24.2% of 1,060 to 1,064.
    assert (base.series, base.low, base.high) == ("rapporteur_yearly", 1060, 1063)
    assert ids(base) == ids(check) == ["s0", "c0", "s1", "c1"]
    assert (check.outcome, check.formula_id) == ("closes", "share-of-reports-by-police")
    # Of the middle of the wholes that go with both, 1,059.8 to 1,063.0.
    assert check.derived == pytest.approx(100 * 329 / 1061.4, abs=0.003)
    # One alone is compared with nothing.
    alone = judged(*reports(OF_2024[0]))
    assert (alone.derived, alone.check("s0", "share").outcome) == ([], "missing_partner")
    # Small shares imply a whole as well: 8 is 0.75 to 0.85%, and 6 is 0.55 to 0.65%.
    _, (base,) = checks_of_base(("police", 8.0, 0.8), ("fairwork", 6.0, 0.6))
    assert (base.low, base.high) == (942, 1066)


def test_a_whole_that_is_one_number_is_that_number_and_one_between_two_keeps_its_ends() -> None:
    _, (exact,) = checks_of_base(("police", 500.0, 50.0), ("fairwork", 999.0, 99.9))
    assert (exact.low, exact.high) == (1000, 1000)
    # No whole number of reports goes with both: what the shares leave is told as it is.
    _, (base,) = checks_of_base(("police", 10.0, 96.2), ("fairwork", 5.0, 48.1))
    assert (base.low, base.high) == pytest.approx((10.390, 10.400), abs=0.001)


def test_one_share_that_fits_no_whole_of_the_others_is_at_fault_and_of_two_both_are() -> None:
    police, fairwork, border = ("police", 300.0, 30.0), ("fairwork", 200.0, 20.0), ("border-police", 50.0, 9.0)
    three, wholes = checks_of_base(police, fairwork, border)
    assert [check.outcome for check in three] == ["closes", "closes", "share_mismatch"]
    assert (three[2].derived, wholes) == (pytest.approx(5.0, abs=0.01), [])
    two, wholes = checks_of_base(police, border)
    assert [check.outcome for check in two] == ["share_mismatch"] * 2
    # Compared with what the other implies: 50 is 9.0% of 556, of which 300 are 54%.
    assert (two[0].derived, wholes) == (pytest.approx(54.0, abs=0.1), [])
    # Where leaving out any one of several would do, none is singled out.
    unclear, _ = checks_of_base(police, ("fairwork", 200.0, 25.0), border)
    assert [check.outcome for check in unclear] == ["share_mismatch"] * 3
    # Nor are they where they are far apart: each is compared with the mean of about 500, 556 and 200.
    far, _ = checks_of_base(police, ("fairwork", 200.0, 40.0), border, ("labour-inspectorate", 10.0, 5.0))
    assert [check.outcome for check in far] == ["share_mismatch"] * 4
    assert far[0].derived == pytest.approx(300 / 4.187, abs=0.5)
    # 500 are 50.0% of 999.0 to 1,001.0; 902 are 90.0% of 1,001.7 to 1,002.8: less than one apart is not the same.
    apart, _ = checks_of_base(("police", 500.0, 50.0), ("fairwork", 902.0, 90.0))
    assert [check.outcome for check in apart] == ["share_mismatch"] * 2


def test_shares_imply_a_whole_only_where_none_was_printed_and_the_shares_can_be_used() -> None:
    count, share_of_police, *others = reports(*OF_2024)
    found = judged(count, share_of_police, *others, figure("f9", 1062.0, quantity_id="reports-all"))
    assert (found.derived, found.check("s0", "share").outcome) == ([], "closes")
    # What nobody may lean on implies nothing, and a count of none implies no whole.
    for changes in (
        {"value": 31.0, "decision": "exclude"},
        {"value": 0.0},
        {"value": None, "lower": 0.0, "upper": 1.0},
    ):
        unusable = figure("s0", quantity_id="share-of-reports-by-police", **changes)
        assert judged(count, unusable, *others).derived == [], changes
    # Shares of an estimate imply none either.
    rows = [("sexual", 3000.0, 50.0), ("domestic-sexual", 1800.0, 30.0)]
    counts = [estimate(f"c-{name}", value, quantity_id=f"estimate-{name}") for name, value, _ in rows]
    shares = [estimate(f"s-{name}", percent, quantity_id=f"share-estimate-{name}") for name, _, percent in rows]
    found = judged(*counts, *shares)
    assert found.derived == [] and "base" not in {check.name for check in found.checks}


def test_each_year_of_reports_implies_a_whole_of_its_own() -> None:
    before = reports(("police", 100.0, 50.0), ("fairwork", 20.0, 10.0), reference_year="2018")
    before = [replace(each, figure_id=f"b{each.figure_id}") for each in before]
    found = judged(*reports(*OF_2024), *before)
    assert sorted(each.reference_year for each in found.derived) == ["2018", "2019"]
    assert {each.figure.figure_id for each in found.checks if each.name == "base"} == {"s0", "s1", "bs0", "bs1"}
