"""What a new edition leaves open is asked for: parts that are not all there is, and quantities in no formula."""

from pathlib import Path

from analysis.core.parameters import Month
from analysis.reconciliation.checks import check
from support.new_edition import with_new_edition


def asked(folder: Path, month: str, **printed: int) -> list[str]:
    """What `briefing check` asks about an edition of October 2026 that prints these numbers."""
    found = map(str, check(Month.parse(month), with_new_edition(folder, **printed)))
    return [line for line in found if "in JC-2025 (" in line or "in no formula" in line]


def test_parts_that_are_not_all_of_their_total_are_asked_for_with_the_row_to_add(tmp_path: Path) -> None:
    (line,) = asked(tmp_path, "2026-10", registered_all=1000, registered_sexual=400, registered_criminal=100)
    assert "parts of registered-all about 2025 in JC-2025 (f901, f902) that make 500 of 1000" in line
    assert "expected its other parts by exploitation form" in line
    assert "NAME,sum,registered-all,PART|PART,yes,no,WHY" in line
    assert line.endswith("(warning)")


def test_parts_that_are_all_there_is_are_not_asked_for_and_nor_is_what_a_formula_has(tmp_path: Path) -> None:
    printed = {"registered_all": 1000, "registered_minors": 90, "registered_aged_18_22": 200}
    assert asked(tmp_path, "2026-10", **printed) == []


def test_a_quantity_that_is_new_and_in_no_formula_is_asked_about_in_the_month_of_its_edition(tmp_path: Path) -> None:
    printed = {"registered_all": 1000, "registered_made_up": 20}
    (line,) = asked(tmp_path / "now", "2026-10", **printed)
    assert "registered-made-up, which was never printed before and is in no formula" in line
    assert "NAME,sum,TOTAL,registered-made-up|PART,no,no,WHY" in line
    assert asked(tmp_path / "later", "2026-11", **printed) == []
