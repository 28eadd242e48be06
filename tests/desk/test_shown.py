"""What calls of the desk show of the real data: the cases of tests/data/known/shown_by_the_desk.csv."""

import pytest

from analysis import desk
from support.cases import cases
from support.months import reconciled


@pytest.mark.parametrize("row", cases("shown_by_the_desk"))
def test_a_call_shows_what_was_typed_from_the_sources(row: dict[str, str]) -> None:
    """Each line of `said`, in its text or in its HTML (the alternative text of a chart)."""
    shown = eval(row["call"], {"desk": desk, "month": reconciled(row["month"])})
    assert [line for line in row["said"].splitlines() if line not in f"{shown!r} {shown.html}"] == []
