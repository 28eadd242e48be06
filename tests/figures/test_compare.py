"""How exactly a number was printed, when two of them say the same, and which group is part of which."""

import pytest

from analysis.figures.compare import compare, interval, overlaps, within
from analysis.figures.records import Quantity
from support.cases import cases, figures_in
from support.few_figures import estimate, quantities


@pytest.mark.parametrize("row", cases("number_cases"))
def test_a_printed_number_means_any_value_that_rounds_to_it(row: dict[str, str]) -> None:
    # What a fraction in words means is typed with one decimal.
    close = 0.05 if "qualifier=converted" in row["figures"] else 1e-9
    (printed,) = figures_in(row["figures"])
    assert interval(printed) == pytest.approx((float(row["low"]), float(row["high"])), abs=close)


@pytest.mark.parametrize("word", ["more_than", "at_least"])
def test_more_than_six_thousand_is_also_said_of_5980_and_never_of_seven_thousand(word: str) -> None:
    low, high = interval(estimate("f1", 6000.0, qualifier=word))
    assert low == 5500
    assert 6990 < high < 7000


def test_an_interval_holds_its_ends_and_what_binary_fractions_make_of_them() -> None:
    assert within(1, (1, 2)) and within(2, (1, 2)) and within(0.1 + 0.2, (0.0, 0.3))
    assert not within(0.99, (1, 2)) and not within(2.01, (1, 2))
    assert overlaps((1, 2), (2, 3)) and overlaps((2, 3), (1, 2)) and overlaps((0.1 + 0.2, 1), (0, 0.3))
    assert not overlaps((1, 2), (2.01, 3)) and not overlaps((2.01, 3), (1, 2))


@pytest.mark.parametrize("row", cases("comparison_cases"))
def test_two_printed_numbers_say_the_same_or_differ(row: dict[str, str]) -> None:
    assert compare(*figures_in(row["figures"])) == row["comparison"]


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
