"""Shares, ratios and changes compared with the counts they are made of, on figures made up for each case."""

from dataclasses import replace
from typing import Any

import pytest

from analysis.figures.checks import Check, Derived
from analysis.figures.records import Figure, Formula
from support.few_figures import check_of, estimate, figure, formula, ids, judged

MINORS = {"quantity_id": "registered-minors"}
REGISTER = {"series": "comensha_register"}
OLD = "MONITOR-OLD"
Case = tuple[str, list[Figure], str, float | None, str]


def share(value: float | None, publication: str = "MONITOR-NEW", **changes: Any) -> Figure:
    return figure("f1", value, publication, **{"quantity_id": "share-minors"} | changes)


def in_view(value: float, year: str, **changes: Any) -> Figure:
    facts = {"quantity_id": "share-in-view-all", "series": "first_estimate", "reference_year": year}
    return share(value, **facts | changes)


def registered(figure_id: str, value: float, year: str) -> Figure:
    return figure(figure_id, value, reference_year=year)


MINORS_68, ALL_984 = figure("f2", 68.0, **MINORS), figure("f3", 984.0)
EDITIONS = [figure("f2", 100.0, OLD, **MINORS), figure("f3", 500.0, OLD), figure("f4", 1000.0)]
OF_REGISTER = [figure("f2", 291.0, **MINORS, **REGISTER), figure("f3", 1321.0, **REGISTER)]
OF_2014_15 = [registered("f2", 1000.0, "2014"), registered("f3", 1500.0, "2015")]
STUDY = estimate("f4", 6250.0)


def fits_another(*others: Figure) -> list[Figure]:
    return [share(25.0, **REGISTER), *OF_REGISTER, *others]


# Of each case: the figures (the share is f1), the outcome, the share that its counts make, and the figures it names.
SHARES: list[Case] = [
    ("fits", [share(7.0), MINORS_68, ALL_984], "closes", 6.91, "f1 f2 f3"),
    ("does not fit", [share(8.0), MINORS_68, ALL_984], "share_mismatch", 6.91, "f1 f2 f3"),
    ("no total", [share(7.0), MINORS_68], "missing_partner", None, "f1 f2"),
    ("total of another year", [share(7.0), MINORS_68, registered("f3", 984.0, "2018")], "missing_partner", None,
     "f1 f2"),
    ("total of another series", [share(7.0), MINORS_68, figure("f3", 984.0, **REGISTER)], "missing_partner", None,
     "f1 f2"),
    ("total of zero", [share(7.0), MINORS_68, figure("f3", 0.0)], "missing_partner", None, "f1 f2 f3"),
    ("count as its edition knew it", [share(20.0, OLD), EDITIONS[0], figure("f3", 101.0, **MINORS)],
     "missing_partner", None, "f1 f2"),
    ("counts of its edition", [share(20.0, OLD), *EDITIONS], "closes", 20, "f1 f2 f3"),
    ("counts of today", [share(10.0, OLD), *EDITIONS], "closes", 10, "f1 f2 f4"),
    ("counts of neither", [share(14.0, OLD), *EDITIONS], "share_mismatch", 20, "f1 f2 f3"),
    ("counts of another series", fits_another(figure("f4", 288.0, **MINORS), figure("f5", 1150.0)), "other_base",
     22.03, "f1 f2 f3"),
    ("counts of no series", fits_another(figure("f4", 188.0, **MINORS), figure("f5", 1150.0)), "share_mismatch",
     22.03, "f1 f2 f3"),
    ("half of another series", fits_another(figure("f4", 288.0, **MINORS)), "share_mismatch", 22.03, "f1 f2 f3"),
    ("another series, another year",
     fits_another(figure("f4", 288.0, reference_year="2020", **MINORS), registered("f5", 1150.0, "2020")),
     "share_mismatch", 22.03, "f1 f2 f3"),
    ("mean over the years of an estimate", [in_view(20.0, "2014-2015"), *OF_2014_15, STUDY], "closes", 20,
     "f1 f2 f3 f4"),
    ("mean, not anything", [in_view(60.0, "2014-2015"), *OF_2014_15, STUDY], "share_mismatch", 20, "f1 f2 f3 f4"),
    ("one of the years is missing", [in_view(20.0, "2014-2015"), OF_2014_15[0], STUDY], "missing_partner", None,
     "f1 f4"),
    ("another series is no partner of a count", [share(7.0, **REGISTER), MINORS_68, ALL_984], "missing_partner", None,
     "f1"),
    ("a figure at fault is no partner", [share(7.0), MINORS_68, ALL_984, figure("f4", 152.0, "PAPER-1", **MINORS)],
     "closes", 6.91, "f1 f2 f3"),
    ("an excluded figure is no partner", [share(7.0), replace(MINORS_68, decision="exclude"), ALL_984],
     "missing_partner", None, "f1 f3"),
    ("an estimate of the campaign is no partner",
     [in_view(30.0, "2016"), registered("f2", 1000.0, "2016"), estimate("f3", 6250.0, "CAMPAIGN")],
     "missing_partner", None, "f1 f2"),
    ("an estimate that is a range is no total",
     [in_view(16.0, "2014"), registered("f2", 1000.0, "2014"), estimate("f3", None, lower=1.0, upper=2.0)],
     "missing_partner", None, "f1 f2"),
    ("an estimate alone", [in_view(16.0, "2014"), estimate("f3", 6250.0)], "missing_partner", None, "f1 f3"),
    ("a total that can be zero bounds no share",
     [in_view(80.0, "2014-2015", quantity_id="share-estimate-sexual"),
      estimate("f2", 4.0, quantity_id="estimate-sexual"), estimate("f3", 1.0, qualifier="at_most")],
     "closes", 400, "f1 f2 f3"),
]  # fmt: skip


@pytest.mark.parametrize("case", [pytest.param(case, id=case[0]) for case in SHARES])
def test_a_share_is_compared_with_its_two_counts(case: Case) -> None:
    _, figures, outcome, derived, named = case
    found = check_of("share", *figures)
    assert (found.outcome, " ".join(ids(found))) == (outcome, named)
    assert found.derived == (derived if derived is None else pytest.approx(derived, abs=0.01))
    assert found.formula_id.startswith("share-") and found.spread is None
    assert found.differs is (outcome in ("share_mismatch", "other_base"))


def test_a_share_of_an_estimate_is_given_with_those_of_the_ends_of_its_range() -> None:
    study = estimate("f3", 6250.0, reference_year="2016", lower=5000.0, upper=7500.0)
    check = check_of("share", in_view(30.0, "2016"), registered("f2", 1000.0, "2016"), study)
    assert (check.outcome, check.derived, ids(check)) == ("share_mismatch", 16, ["f1", "f2", "f3"])
    assert check.spread == pytest.approx((13.33, 20), abs=0.01)


WOMEN = figure("f2", 60.0, quantity_id="share-female")


def men(value: float, **changes: Any) -> Figure:
    return share(value, quantity_id="share-male", **changes)


@pytest.mark.parametrize(
    ("figures", "outcome", "derived", "named"),
    [
        ([men(40.0), WOMEN], "closes", 40, "f1 f2"),
        ([men(45.0), WOMEN], "sum_mismatch", 40, "f1 f2"),
        # It is exact to its digits.
        ([men(39.0), WOMEN], "closes", 40, "f1 f2"),
        ([men(41.1, decimals=1), WOMEN], "sum_mismatch", 40, "f1 f2"),
        ([men(38.9, decimals=1), WOMEN], "sum_mismatch", 40, "f1 f2"),
        ([men(45.0), replace(WOMEN, value=None, used_value=None, lower=50.0, upper=60.0)], "closes", 45, "f1 f2"),
        ([men(40.0), replace(WOMEN, reference_year="2018")], "missing_partner", None, "f1"),
        ([men(40.0), replace(WOMEN, **REGISTER)], "missing_partner", None, "f1"),
        ([men(40.0)], "missing_partner", None, "f1"),
        # Of several the nearest to who counted, then the first by its id.
        ([men(40.0), figure("f0", 70.0, "PAPER-1", quantity_id="share-female"), WOMEN], "closes", 40, "f1 f2"),
        ([men(40.0), replace(WOMEN, figure_id="f3"), WOMEN], "closes", 40, "f1 f2"),
    ],
)
def test_a_share_and_what_it_leaves_make_a_hundred(
    figures: list[Figure], outcome: str, derived: float | None, named: str
) -> None:
    found = check_of("complement", *figures, made_of=formula("complement", "share-male", "share-female"))
    assert (found.outcome, found.derived, " ".join(ids(found))) == (outcome, derived, named)
    assert found.formula_id == "made-up"


RATIO = "ratio-estimate-to-registered"
OF_ALL = formula("ratio", RATIO, "reports-all", "registered-all")
REPORTS = figure("f2", 4000.0, quantity_id="reports-all")


def ratio(value: float | None, **changes: Any) -> Figure:
    return figure("f1", value, quantity_id=RATIO, **changes)


@pytest.mark.parametrize(
    ("figures", "outcome", "derived", "named"),
    [
        ([ratio(4.0), REPORTS, figure("f3", 1000.0)], "closes", 4, "f1 f2 f3"),
        ([ratio(6.0), REPORTS, figure("f3", 1000.0)], "share_mismatch", 4, "f1 f2 f3"),
        ([ratio(4.0), REPORTS], "missing_partner", None, "f1 f2"),
        ([ratio(4.0), REPORTS, figure("f3", 0.0)], "missing_partner", None, "f1 f2 f3"),
    ],
)
def test_a_ratio_is_compared_with_its_two_numbers(
    figures: list[Figure], outcome: str, derived: float | None, named: str
) -> None:
    found = check_of("ratio", *figures, made_of=OF_ALL)
    assert (found.outcome, found.derived, " ".join(ids(found))) == (outcome, derived, named)


SEVERAL = [
    Formula(name, "ratio", RATIO, ("reports-all", below), False, False)
    for name, below in (("a", "registered-all"), ("b", "registered-minors"), ("c", "registered-dutch"))
]
EIGHT_AND_FOUR = [REPORTS, figure("f3", 1000.0), figure("f4", 500.0, **MINORS)]


@pytest.mark.parametrize(
    ("figures", "formulas", "nearest"),
    [
        *(([ratio(printed), *EIGHT_AND_FOUR], SEVERAL, best)
          for printed, best in [(4.0, "a"), (8.0, "b"), (5.0, "a"), (7.0, "b"), (20.0, "b")]),
        # Of a range its middle counts; of a number with a range the number, wherever it lies in it.
        ([ratio(None, lower=5.0, upper=6.8), *EIGHT_AND_FOUR], SEVERAL, "a"),
        ([ratio(None, lower=5.0, upper=7.8), *EIGHT_AND_FOUR], SEVERAL, "b"),
        ([ratio(6.5, lower=4.2, upper=7.6), *EIGHT_AND_FOUR], SEVERAL, "b"),
        # Where all lack a number, the one that lacks least, then the first by its id.
        ([ratio(4.0), figure("f3", 10.0, quantity_id="registered-dutch")], SEVERAL, "c"),
        ([ratio(4.0)], SEVERAL[::-1], "a"),
    ],
)  # fmt: skip
def test_of_several_formulas_for_a_ratio_the_nearest_counts(
    figures: list[Figure], formulas: list[Formula], nearest: str
) -> None:
    assert check_of("ratio", *figures, made_of=formulas).formula_id == nearest


PERSONS = {"quantity_id": "change-registered-all-persons"}


def change(value: float, publication: str = "MONITOR-NEW", **changes: Any) -> Figure:
    return figure("f1", value, publication, **{"quantity_id": "change-registered-all"} | changes)


OF_2017_19 = [registered("f7", 400.0, "2017"), registered("f8", 1000.0, "2018"), registered("f9", 1200.0, "2019")]
REVISED = [
    figure("f7", 500.0, OLD, reference_year="2018"), registered("f8", 1000.0, "2018"), figure("f9", 600.0, OLD)
]  # fmt: skip
UP_367 = [registered("f8", 1000.0, "2018"), registered("f9", 1367.0, "2019")]


@pytest.mark.parametrize(
    ("printed", "others", "outcome", "derived", "named"),
    [
        (change(20.0), OF_2017_19, "closes", 20, "f1 f9 f8"),
        (change(23.0), OF_2017_19, "share_mismatch", 20, "f1 f9 f8"),
        (change(200.0, reference_year="2017-2019"), OF_2017_19, "closes", 200, "f1 f9 f7"),
        (change(200.0, **PERSONS), OF_2017_19, "closes", 200, "f1 f9 f8"),
        (change(20.0, **PERSONS), OF_2017_19, "share_mismatch", 200, "f1 f9 f8"),
        # 36.7 percent is rounded first and then called more than 37.
        (change(37.0, qualifier="more_than"), UP_367, "closes", 36.7, "f1 f9 f8"),
        (change(36.7, decimals=1), UP_367, "closes", 36.7, "f1 f9 f8"),
        (change(36.6, decimals=1), UP_367, "share_mismatch", 36.7, "f1 f9 f8"),
        # A change without both of its years is compared with nothing.
        (change(20.0), OF_2017_19[1:2], "missing_partner", None, "f1 f8"),
        (change(20.0), OF_2017_19[2:], "missing_partner", None, "f1 f9"),
        (change(20.0), [registered("f8", 0.0, "2018"), OF_2017_19[2]], "missing_partner", None, "f1 f9 f8"),
        # It may fit the counts of its own edition.
        (change(20.0), REVISED, "share_mismatch", -40, "f1 f9 f8"),
        (change(20.0, OLD), REVISED, "closes", 20, "f1 f9 f7"),
    ],
)
def test_a_change_is_that_of_the_year_before_or_of_the_first_and_the_last_year(
    printed: Figure, others: list[Figure], outcome: str, derived: float | None, named: str
) -> None:
    kind = "change" if printed.quantity_id.endswith("persons") else "change_percent"
    found = judged(printed, *others, made_of=formula(kind, printed.quantity_id, "registered-all"))
    check = found.check("f1", "change")
    assert (check.outcome, " ".join(ids(check)), check.formula_id) == (outcome, named, "made-up")
    assert check.derived == (derived if derived is None else pytest.approx(derived))
    assert found.derived == []


# Shares of a total that nobody printed


def reports(*rows: tuple[str, float, float], **changes: Any) -> list[Figure]:
    """Return counts c0, c1, ... of reports and what share each is of all: s0, s1, ..."""
    found = []
    for place, (name, count, percent) in enumerate(rows):
        found.append(figure(f"c{place}", count, quantity_id=f"reports-by-{name}", **changes))
        share_id = f"share-of-reports-by-{name}"
        found.append(figure(f"s{place}", percent, quantity_id=share_id, decimals=1, **changes))
    return found


def checks_of_base(*rows: tuple[str, float, float]) -> tuple[list[Check], list[Derived]]:
    """Return the check of each share, and the totals that the shares imply."""
    found = judged(*reports(*rows))
    return [found.check(f"s{place}", "base") for place in range(len(rows))], found.derived


OF_2024 = ("police", 329.0, 31.0), ("fairwork", 257.0, 24.2)  # As CoMensha printed them of 2024.
POLICE, BORDER = ("police", 300.0, 30.0), ("border-police", 50.0, 9.0)


def test_shares_with_their_counts_imply_the_total() -> None:
    (check, _), (base,) = checks_of_base(*OF_2024)
    assert (base.kind, base.quantity_id, base.reference_year) == ("base", "reports-all", "2019")
    # 329 is 31.0% of 1,060 to 1,063 and 257 is 24.2% of 1,060 to 1,064.
    assert (base.series, base.low, base.high) == ("rapporteur_yearly", 1060, 1063)
    assert ids(base) == ids(check) == ["s0", "c0", "s1", "c1"]
    assert (check.outcome, check.formula_id) == ("closes", "share-of-reports-by-police")
    assert check.derived == pytest.approx(100 * 329 / 1061.4, abs=0.003)
    # One alone is compared with nothing, and none is where the total was printed.
    alone = judged(*reports(OF_2024[0]))
    assert (alone.derived, alone.check("s0", "share").outcome) == ([], "missing_partner")
    printed = judged(*reports(*OF_2024), figure("f9", 1062.0, quantity_id="reports-all"))
    assert (printed.derived, printed.check("s0", "share").outcome) == ([], "closes")
    # Each year implies a total of its own.
    before = reports(("police", 100.0, 50.0), ("fairwork", 20.0, 10.0), reference_year="2018")
    both = judged(*reports(*OF_2024), *(replace(each, figure_id=f"b{each.figure_id}") for each in before))
    assert sorted(each.reference_year for each in both.derived) == ["2018", "2019"]


@pytest.mark.parametrize(
    ("rows", "low", "high"),
    [
        ((("police", 8.0, 0.8), ("fairwork", 6.0, 0.6)), 942, 1066),
        ((("police", 500.0, 50.0), ("fairwork", 999.0, 99.9)), 1000, 1000),
        # No number of reports goes with both: the ends stay as they are.
        ((("police", 10.0, 96.2), ("fairwork", 5.0, 48.1)), 10.390, 10.400),
    ],
)
def test_an_implied_total_is_in_persons_where_a_number_of_persons_fits(
    rows: list[tuple[str, float, float]], low: float, high: float
) -> None:
    _, (base,) = checks_of_base(*rows)
    assert (base.low, base.high) == pytest.approx((low, high), abs=0.001)


@pytest.mark.parametrize(
    ("rows", "at_fault", "of_last"),
    [
        # One share that fits no total of the others is at fault; of two both are.
        ([POLICE, ("fairwork", 200.0, 20.0), BORDER], [False, False, True], 5.0),
        ([BORDER, POLICE], [True, True], 54.0),  # 50 is 9.0% of 556, of which 300 are 54%.
        # Where leaving out any one would do, or none would, all are.
        ([("fairwork", 200.0, 25.0), BORDER, POLICE], [True] * 3, 44.26),
        ([("fairwork", 200.0, 40.0), BORDER, ("labour-inspectorate", 10.0, 5.0), POLICE], [True] * 4, 71.65),
        # 500 are 50.0% of 999.0 to 1,001.0; 902 are 90.0% of 1,001.7 to 1,002.8.
        ([("fairwork", 902.0, 90.0), ("police", 500.0, 50.0)], [True, True], 49.89),
    ],
)
def test_shares_that_imply_no_common_total_do_not_fit(
    rows: list[tuple[str, float, float]], at_fault: list[bool], of_last: float
) -> None:
    checks, totals = checks_of_base(*rows)
    assert [check.outcome for check in checks] == ["share_mismatch" if each else "closes" for each in at_fault]
    assert checks[-1].derived == pytest.approx(of_last, abs=0.05)
    assert totals == []


@pytest.mark.parametrize("changes", [{"value": 31.0, "decision": "exclude"}, {"value": 0.0},
                                     {"value": None, "lower": 0.0, "upper": 1.0}])  # fmt: skip
def test_a_share_that_is_excluded_or_zero_implies_no_total(changes: dict[str, Any]) -> None:
    count, _, *others = reports(*OF_2024)
    assert judged(count, figure("s0", quantity_id="share-of-reports-by-police", **changes), *others).derived == []


def test_shares_of_an_estimate_imply_no_total() -> None:
    rows = [("sexual", 3000.0, 50.0), ("domestic-sexual", 1800.0, 30.0)]
    counts = [estimate(f"c-{name}", value, quantity_id=f"estimate-{name}") for name, value, _ in rows]
    shares = [estimate(f"s-{name}", percent, quantity_id=f"share-estimate-{name}") for name, _, percent in rows]
    found = judged(*counts, *shares)
    assert found.derived == [] and "base" not in {check.name for check in found.checks}
