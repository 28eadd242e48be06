"""Which other number would close what does not close, and which value is far from those of the years before."""

import pytest

from analysis.figures.closing import doubts_about, slips_of
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
        (slip.figure.figure_id, slip.value)
        for check in few(*figures_in(figures)).checks
        if check.outcome.endswith("mismatch") or check.outcome == "impossible"
        for slip in slips_of(check)
    ]
    assert (name, closes) in slips[:3]


def test_a_value_far_from_the_years_before_is_doubted_and_one_near_is_not() -> None:
    """944 in 2024, 868 in 2023; a tenth of it is far, a fifth more is not."""
    for value, far in ((101, True), (1130, False)):
        figures = with_made_up({"reference_year": "2025", "value": value})
        found = [each.ends for each in doubts_about(figures, {"NEW"}) if each.check is None]
        assert bool(found) == far
