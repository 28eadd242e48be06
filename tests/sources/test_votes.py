"""What data/votes.csv may say: the faults of tests/data/known/faults_in_votes.csv, and what no month knows of it."""

from pathlib import Path

from support.known_answers import typed
from support.months import known_in
from support.planted_faults import errors


def test_a_vote_that_does_not_fit_the_day_or_the_tally_is_an_error(data: Path) -> None:
    file = data / "votes.csv"
    text, missed = file.read_text(encoding="utf-8"), []
    for fault in typed("faults_in_votes"):
        assert text.count(f"\n{fault['text']}") == 1
        file.write_text(text.replace(f"\n{fault['text']}", f"\n{fault['planted']}"), encoding="utf-8")
        found = errors(data)
        if not any(
            line.startswith(f"{file.name}:") and f": {fault['column']}: " in line and fault["said"] in line
            for line in found
        ):
            missed.append((fault["planted"], found))
    assert missed == []


def test_a_month_knows_no_vote_that_was_inferred_and_none_on_a_later_decision() -> None:
    known = {month: set(known_in(month).votes["event_id"]) for month in ("2026-08", "2026-09", "2026-10")}
    assert known["2026-08"] == set()
    assert len(known["2026-09"]) == 8
    assert len(known["2026-10"]) == 18
    assert "lid-keijzer" not in set(known_in("2026-10").votes["party_id"]), "found by subtraction"
