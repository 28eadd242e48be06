"""What calls of the desk show of the real data: the cases of tests/data/known/shown_by_the_desk.csv."""

import pytest

from analysis import desk
from support.cases import cases
from support.months import reconciled


@pytest.mark.parametrize("row", cases("shown_by_the_desk"))
def test_a_call_shows_what_was_typed_from_the_sources(row: dict[str, str]) -> None:
    """`said` is all of its text, its first words, or lines among it and its HTML (alternative texts of charts)."""
    shown, said = eval(row["call"], {"desk": desk, "month": reconciled(row["month"])}), row["said"]
    if row["which"] == "among":
        assert [line for line in said.splitlines() if line not in f"{shown!r} {shown.html}"] == []
    else:
        assert repr(shown)[: None if row["which"] == "all" else len(said)] == said
