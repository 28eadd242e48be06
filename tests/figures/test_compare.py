"""How exactly a number was printed, when two of them say the same, and which group is part of which."""

import pytest

from analysis.figures.compare import compare, interval, overlaps, within
from analysis.figures.records import Figure, Quantity
from support.few_figures import estimate, figure, quantities


def percent(value: float | None, **changes: object) -> Figure:
    return figure("f1", value, quantity_id="share-minors", **changes)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (figure("f1", 1300.0), (1300, 1300)),  # A count is exact.
        (figure("f1", 30.0, quantity_id="reports-all"), (30, 30)),
        (figure("f1", 40.0, quantity_id="chat-victims"), (40, 40)),
        (figure("f1", 50.0, quantity_id="veilig-thuis-reports"), (50, 50)),
        (figure("f1", 1300.0, qualifier="about"), (1250, 1350)),
        (figure("f1", 1300.0, qualifier="at_most"), (1200, 1300)),
        (estimate("f1", 6250.0), (6245, 6255)),
        (estimate("f1", 5000.0), (4500, 5500)),
        (estimate("f1", 0.0), (-0.5, 0.5)),
        (percent(14.0), (13.5, 14.5)),
        (percent(15.3, decimals=1), (15.25, 15.35)),
        (percent(15.0, decimals=1), (14.95, 15.05)),
        (percent(15.25, decimals=2), (15.245, 15.255)),
        (percent(15.3), (15.25, 15.35)),
        (percent(20.0), (19, 21)),  # Round tens are spoken numbers.
        (percent(0.0), (-0.5, 0.5)),
        (figure("f1", 10.0, quantity_id="rate-estimate-all"), (9, 11)),
        (figure("f1", 10.0, quantity_id="ratio-estimate-to-registered"), (9, 11)),
        (figure("f1", 4.0, quantity_id="ratio-estimate-to-registered"), (3.5, 4.5)),
    ],
)
def test_a_number_says_as_much_as_its_digits_show(printed: Figure, expected: tuple[float, float]) -> None:
    assert interval(printed) == pytest.approx(expected)


@pytest.mark.parametrize("word", ["more_than", "at_least"])
def test_more_than_six_thousand_is_also_said_of_5980_and_never_of_seven_thousand(word: str) -> None:
    low, high = interval(estimate("f1", 6000.0, qualifier=word))
    assert low == 5500
    assert 6990 < high < 7000


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        (25.0, 22.2, 28.6),  # A quarter: nearer to it than to a fifth or a third, as parts of all.
        (50.0, 40.0, 66.7),  # Half.
        (33.3, 28.6, 40.0),
        (75.0, 71.4, 77.8),  # Three quarters: what a quarter leaves.
        (66.7, 60.0, 71.4),
        (90.0, 89.5, 90.5),
    ],
)
def test_a_fraction_in_words_is_nearer_to_itself_than_to_its_neighbours(value: float, low: float, high: float) -> None:
    assert interval(percent(value, qualifier="converted")) == pytest.approx((low, high), abs=0.05)


def test_only_a_percentage_can_be_a_fraction_in_words() -> None:
    assert interval(figure("f1", 25.0, qualifier="converted")) == (24.5, 25.5)


def test_a_range_is_what_was_printed_and_an_end_that_was_not_is_open() -> None:
    assert interval(estimate("f1", None, lower=5000.0, upper=7500.0)) == (5000, 7500)
    assert interval(estimate("f1", None, lower=5000.0)) == (5000, float("inf"))
    assert interval(estimate("f1", None, upper=7500.0)) == (float("-inf"), 7500)


def test_an_interval_holds_its_ends_and_what_binary_fractions_make_of_them() -> None:
    assert within(1, (1, 2)) and within(2, (1, 2)) and within(0.1 + 0.2, (0.0, 0.3))
    assert not within(0.99, (1, 2)) and not within(2.01, (1, 2))
    assert overlaps((1, 2), (2, 3)) and overlaps((2, 3), (1, 2)) and overlaps((0.1 + 0.2, 1), (0, 0.3))
    assert not overlaps((1, 2), (2.01, 3)) and not overlaps((2.01, 3), (1, 2))


# Whether two say the same


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (figure("f1", 984.0), figure("f2", 984.0), "same"),
        (figure("f1", 984.0), figure("f2", 985.0), "different"),
        (estimate("f1", 6000.0), estimate("f2", 6250.0), "within_rounding"),  # The one rounds the other,
        (estimate("f1", 6250.0), estimate("f2", 6000.0), "within_rounding"),  # whichever is asked first.
        (estimate("f1", 6000.0), estimate("f2", 6600.0), "different"),
        (estimate("f1", None, lower=5.0, upper=7.0), estimate("f2", 6.0), "within_rounding"),
        (estimate("f1", 6.0), estimate("f2", None, lower=5.0, upper=7.0), "within_rounding"),
        (estimate("f1", 8.0), estimate("f2", None, lower=5.0, upper=7.0), "different"),
        (estimate("f1", None, lower=5.0, upper=7.0), estimate("f2", 8.0), "different"),
        (estimate("f1", None, lower=5.0, upper=7.0), estimate("f2", None, lower=5.0, upper=7.0), "same"),
        (estimate("f1", None, lower=5.0, upper=7.0), estimate("f2", None, lower=5.0, upper=8.0), "narrower_range"),
        (estimate("f1", None, lower=6.0, upper=8.0), estimate("f2", None, lower=5.0, upper=8.0), "narrower_range"),
        (estimate("f1", None, lower=5.0, upper=9.0), estimate("f2", None, lower=5.0, upper=8.0), "different"),
        (estimate("f1", None, lower=4.0, upper=8.0), estimate("f2", None, lower=5.0, upper=8.0), "different"),
        (estimate("f1", None, lower=4.0, upper=7.0), estimate("f2", None, lower=5.0, upper=8.0), "different"),
    ],
)
def test_a_range_is_compared_with_a_range_and_a_number_against_a_number(a: Figure, b: Figure, same: str) -> None:
    assert compare(a, b) == same


@pytest.mark.parametrize(
    ("value", "publication", "exact", "same"),
    [
        (1300.0, "PAPER-1", 1334.0, "within_rounding"),
        (1300.0, "INSTITUTE", 1334.0, "within_rounding"),
        (1300.0, "MINISTRY", 1334.0, "different"),  # Who counts, or governs, prints what was counted.
        (1300.0, "MONITOR-NEW", 1334.0, "different"),
        (1300.0, "PAPER-1", 1350.0, "within_rounding"),
        (1300.0, "PAPER-1", 1351.0, "different"),
        (1000.0, "PAPER-1", 1334.0, "different"),
        (100.0, "PAPER-1", 100.4, "different"),
        (10.0, "PAPER-1", 12.0, "different"),  # A step is at most a tenth of the count,
        (110.0, "PAPER-1", 112.0, "within_rounding"),
        (110.0, "PAPER-1", 108.0, "within_rounding"),
        (100.0, "PAPER-1", 99.0, "different"),
        (1335.0, "PAPER-1", 1335.4, "different"),  # and at least ten.
        (990.0, "PAPER-1", 994.0, "within_rounding"),
    ],
)
def test_who_repeats_a_count_may_round_it(value: float, publication: str, exact: float, same: str) -> None:
    assert compare(figure("f1", value, publication), figure("f2", exact)) == same


def test_what_is_no_count_is_not_rounded_any_further() -> None:
    assert compare(estimate("f1", 1320.0, "PAPER-1"), estimate("f2", 1326.0)) == "different"


# Groups


def group(**changes: str) -> Quantity:
    facts = {"measure": "registered_persons", "population": "registered_victims", "unit": "persons"}
    facts |= dict.fromkeys(("age_group", "sex", "nationality", "exploitation_form", "reporter"), "all")
    return Quantity(**{"quantity_id": "-", "label_nl": "", "label_en": ""} | facts | changes)


GIRLS = {"nationality": "dutch", "exploitation_form": "sexual", "sex": "female"}
DUTCH_SEXUAL = {"nationality": "dutch", "exploitation_form": "sexual"}
DOMESTIC = {"nationality": "dutch", "exploitation_form": "sexual_domestic"}


@pytest.mark.parametrize(
    ("part", "larger", "is_part"),
    [
        # Whoever differs from all in one thing is part of all, and not the other way round.
        *(({name: "some"}, {}, True) for name in ("age_group", "sex", "nationality", "exploitation_form", "reporter")),
        ({}, {"sex": "some"}, False),
        ({"sex": "some"}, {"sex": "others"}, False),
        ({"sex": "some"}, {"sex": "some"}, False),
        # What is counted in another way is part of nothing.
        *(({"sex": "female", name: "reports"}, {}, False) for name in ("measure", "population", "unit")),
        # A smaller group has no larger count, but can have a larger share.
        *(({"sex": "female", "measure": m}, {"measure": m}, True)
          for m in ("registered_persons", "reports", "contacts", "cases", "estimate")),
        *(({"sex": "female", "measure": m}, {"measure": m}, False) for m in ("share", "rate", "ratio", "change")),
        # Ages are part of those that span them.
        *(({"age_group": part}, {"age_group": larger}, is_part) for part, larger, is_part in [
            ("15-17", "0-17", True), ("0-14", "0-17", True), ("15-18", "0-17", False), ("0-17", "15-17", False),
            ("15-17", "18+", False)]),
        # Sexual exploitation is domestic or cross-border; of Dutch victims all of it is domestic.
        *(({"exploitation_form": form}, {"exploitation_form": "sexual"}, is_part) for form, is_part in [
            ("sexual_domestic", True), ("sexual_cross_border", True), ("labour", False)]),
        ({"exploitation_form": "sexual"}, {"exploitation_form": "sexual_domestic"}, False),
        (DUTCH_SEXUAL, DOMESTIC, False),
        (DOMESTIC, DUTCH_SEXUAL, False),
        (GIRLS, DOMESTIC, True),
    ],
)  # fmt: skip
def test_which_group_is_part_of_which(part: dict[str, str], larger: dict[str, str], is_part: bool) -> None:
    assert group(**part).is_part_of(group(**larger)) is is_part


def test_a_group_contains_itself_under_either_name() -> None:
    assert group(**DOMESTIC).contains(group(**DUTCH_SEXUAL)) and group(**DUTCH_SEXUAL).contains(group(**DOMESTIC))
    assert not group(**DOMESTIC).contains(group(nationality="polish", exploitation_form="sexual"))


def test_ages_of_the_project_that_overlap_without_one_holding_the_other_are_no_parts() -> None:
    known = quantities()
    assert known["registered-girls-15-17"].is_part_of(known["registered-aged-15-18"])
    assert not known["registered-aged-15-18"].is_part_of(known["registered-minors"])
    assert not known["registered-aged-18-22"].is_part_of(known["registered-minors"])


def test_dutch_girls_of_the_project_are_part_of_each_wider_group_but_reports_are_part_of_no_persons() -> None:
    known = quantities()
    girls = known["estimate-dutch-minor-girls-sexual"]
    for larger in (
        "estimate-dutch-minors-domestic-sexual",
        "estimate-minors-sexual",
        "estimate-sexual",
        "estimate-all",
    ):
        assert girls.is_part_of(known[larger]), larger
    assert not known["reports-by-police"].is_part_of(known["registered-all"])
