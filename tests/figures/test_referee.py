"""The sums of the printed figures, worked out a second time by the referee, which shares no code with the first.

What the first finds is compared with answers typed by hand in test_known_answers.py.
"""

import pytest

from support.published_figures import figures_of, known_in
from support.referee_differences import differences


@pytest.mark.parametrize("month", ["2021-03", "2021-12", "2023-12", "2026-10"])
def test_the_sums_worked_out_twice_are_the_same(month: str) -> None:
    found = figures_of(month)
    assert len(found.arithmetic) > 50
    assert differences(known_in(month), found) == []
