"""How exactly a number was printed, when two say the same, which group is part of which, and how figures relate."""

import dataclasses
from typing import Any

import pytest

from analysis.figures.compare import compare, interval, overlaps, within
from analysis.figures.records import Figure, Quantity
from support.cases import cases, figures_in
from support.few_figures import estimate, judged, quantities, series
from support.known_answers import typed


@pytest.mark.parametrize("row", cases("number_cases"))
def test_a_printed_number_means_any_value_that_rounds_to_it(row: dict[str, str]) -> None:
    # What a fraction in words means is typed with one decimal.
    close = 0.05 if "qualifier=converted" in row["figures"] else 1e-9
    (printed,) = figures_in(row["figures"])
    assert interval(printed) == pytest.approx((float(row["low"]), float(row["high"])), abs=close)


def test_an_interval_holds_its_ends_and_what_binary_fractions_make_of_them() -> None:
    assert within(1, (1, 2)) and within(2, (1, 2)) and within(0.1 + 0.2, (0.0, 0.3))
    assert not within(0.99, (1, 2)) and not within(2.01, (1, 2))
    assert overlaps((1, 2), (2, 3)) and overlaps((2, 3), (1, 2)) and overlaps((0.1 + 0.2, 1), (0, 0.3))
    assert not overlaps((1, 2), (2.01, 3)) and not overlaps((2.01, 3), (1, 2))


@pytest.mark.parametrize("row", cases("comparison_cases"))
def test_two_printed_numbers_say_the_same_or_differ(row: dict[str, str]) -> None:
    assert compare(*figures_in(row["figures"])) == row["comparison"]


# Groups


def group(changes: str) -> Quantity:
    """Return registered victims, all but for the changes: `sex=female nationality=dutch`; or a group of the project."""
    if changes in quantities():
        return quantities()[changes]
    facts = {"quantity_id": "-", "measure": "registered_persons", "population": "registered_victims"}
    facts |= dict.fromkeys(("age_group", "sex", "nationality", "exploitation_form", "reporter"), "all")
    named = dict(each.split("=") for each in changes.split())
    groups = quantities()["registered-all"].groups
    return Quantity(
        **facts | {"unit": "persons", "period": "year", "label_nl": "", "label_en": ""} | named, groups=groups
    )


@pytest.mark.parametrize("row", typed("group_cases"), ids=lambda row: f"{row['part']} in {row['total']}")
def test_which_group_is_part_of_which(row: dict[str, str]) -> None:
    assert group(row["part"]).is_part_of(group(row["total"])) is (row["is_part"] == "yes")


def test_dutch_victims_of_sexual_exploitation_are_one_group_under_either_name() -> None:
    domestic, dutch = (group(f"nationality=dutch exploitation_form={form}") for form in ("sexual_domestic", "sexual"))
    assert domestic.contains(dutch) and dutch.contains(domestic)
    assert not domestic.contains(group("nationality=polish exploitation_form=sexual"))


# Each figure with the one it is compared with


@pytest.mark.parametrize("row", cases("verdict_cases"))
def test_each_figure_has_its_verdict(row: dict[str, str]) -> None:
    relation = judged(*figures_in(row["figures"])).relations[row["figure_id"]]
    explained_by = relation.explained_by.figure_id if relation.explained_by else ""
    assert (relation.verdict, relation.kind) == (row["verdict"], row["kind"])
    assert (relation.other.figure_id, explained_by) == (row["compared_with"], row["explained_by"])
    assert relation.reliable is (row["reliable"] == "yes")


@pytest.mark.parametrize("row", cases("further_differences"))
def test_a_dropped_bound_is_said_once_beside_another_difference(row: dict[str, str]) -> None:
    found = judged(*figures_in(row["figures"])).further
    said = [f"{r.figure.figure_id} {r.other.figure_id} {r.verdict} {r.kind}" for r in found]
    assert "; ".join(said) == row["further"]


THIRD = dataclasses.replace(series()["second_estimate"], series="third_estimate", rank=35)
# As printed by two studies, a third with a number for all victims alone, and others.
ESTIMATES = [
    estimate("f1", 6250),
    estimate("f2", 3000, quantity_id="estimate-domestic-sexual"),
    estimate("f3", 5000, "STUDY-2", series="second_estimate", reference_year="2018-2019"),
    estimate(
        "f4", 2000, "STUDY-2", series="second_estimate", reference_year="2018-2019", quantity_id="estimate-sexual"
    ),
    estimate("f5", 6800, "STUDY-3", counted_in=THIRD, reference_year="2022-2023"),
]


@pytest.mark.parametrize("studies", [ESTIMATES[:4], ESTIMATES], ids=["two studies", "three studies"])
@pytest.mark.parametrize(
    ("repeated", "other"),
    [
        ({"value": 3000, "quantity_id": "estimate-domestic-sexual", "reference_year": "2018"}, "f4"),
        ({"value": 1900, "quantity_id": "estimate-minors-sexual", "reference_year": "2018"}, ""),
        (
            {"value": 13000, "quantity_id": "estimate-sexual", "reference_year": "2012", "series": "older_estimate"},
            "f4",
        ),
        ({"value": 5000, "reference_year": "2021", "series": "second_estimate"}, ""),
        ({"value": 6250, "reference_year": "2021"}, "f3"),
    ],
)
def test_a_repeated_estimate_differs_from_no_study_but_that_in_use_for_its_years(
    studies: list[Figure], repeated: dict[str, Any], other: str
) -> None:
    relation = judged(*studies, estimate("f9", publication="PAPER-1", **repeated)).relations["f9"]
    assert (relation.kind, relation.other.figure_id if relation.kind else "") == (
        "other_series" if other else "",
        other,
    )


def test_an_estimate_of_years_that_a_third_study_covers_differs_from_that_one() -> None:
    printed = {"value": 5000, "reference_year": "2022", "series": "second_estimate"}
    relation = judged(*ESTIMATES, estimate("f9", publication="PAPER-1", **printed)).relations["f9"]
    assert (relation.kind, relation.other.figure_id) == ("other_series", "f5")
