"""Which value is doubted: one far from those of the years before."""

from analysis.figures.doubts import far_from
from support.published_figures import with_made_up


def test_a_value_far_from_the_years_before_is_doubted_and_one_near_is_not() -> None:
    """944 in 2024, 868 in 2023; a tenth of it is far, a fifth more is not."""
    for value, far in ((101, True), (1130, False)):
        figures = with_made_up(reference_year="2025", value=value)
        (new,) = (each for each in figures.choices.figures if each.publication == "NEW")
        assert (far_from(new, figures) is not None) == far
