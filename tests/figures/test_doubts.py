"""Which other number would close what does not close, and which value is far from those of the years before."""

import pytest

from analysis.figures.doubts import far_from, slips_of
from support.cases import figures_in
from support.few_figures import few
from support.published_figures import with_made_up


@pytest.mark.parametrize(
    ("figures", "name", "closes"),
    [
        ("f1 registered-minors 235 MONITOR-NEW; f2 registered-aged-0-14 65 MONITOR-NEW; "
         "f3 registered-aged-15-17 179 MONITOR-NEW", "f2", 56),
        ("f1 share-minors 25 MONITOR-NEW; f2 registered-minors 828 MONITOR-NEW; f3 registered-all 1150 MONITOR-NEW",
         "f2", 288),
    ],
)  # fmt: skip
def test_digits_that_changed_places_are_found(figures: str, name: str, closes: float) -> None:
    slips = [
        (slipped.figure_id, value)
        for check in few(*figures_in(figures)).checks
        if check.outcome.endswith("mismatch") or check.outcome == "impossible"
        for slipped, value in slips_of(check)
    ]
    assert (name, closes) in slips[:3]


def test_of_slips_that_are_as_likely_the_parts_come_before_the_total() -> None:
    """530 of 130 and 220: with 310 for 130 or with 350 for 530, both two digits that changed places, it closes."""
    (check,) = (
        check
        for check in few(*figures_in("f1 registered-minors 530 MONITOR-NEW; f2 registered-aged-0-14 130 MONITOR-NEW; "
                                     "f3 registered-aged-15-17 220 MONITOR-NEW")).checks
        if check.outcome == "sum_mismatch"
    )  # fmt: skip
    assert [(slipped.figure_id, value) for slipped, value in slips_of(check)][:2] == [("f2", 310), ("f1", 350)]


def test_a_value_far_from_the_years_before_is_doubted_and_one_near_is_not() -> None:
    """944 in 2024, 868 in 2023; a tenth of it is far, a fifth more is not."""
    for value, far in ((101, True), (1130, False)):
        figures = with_made_up(reference_year="2025", value=value)
        (new,) = (each for each in figures.choices.figures if each.publication == "NEW")
        assert (far_from(new, figures) is not None) == far
