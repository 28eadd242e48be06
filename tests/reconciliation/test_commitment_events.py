"""What happened to the commitments by the end of a month, and what still had to follow."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.reconciliation.commitments import events_by_commitment, overdue_events
from support.cases import cases
from support.months import known_in


def test_each_commitment_has_its_events_newest_first_and_none_that_lay_ahead() -> None:
    by_commitment = events_by_commitment(known_in("2024-10"))
    pledge = ["national_programme", "care_and_protection", "investigation_and_prosecution"]
    assert list(by_commitment) == [*pledge, "reaching_unseen_victims", "privacy_barriers"]
    for each in by_commitment.values():
        days = [event["known_from"] for event in each.events]
        assert days == sorted(days, reverse=True)
        assert days[0] <= pd.Timestamp(2024, 10, 31)
        assert {event["commitment_id"] for event in each.events} == {each.commitment_id}


@pytest.mark.parametrize("row", cases("due_events"))
def test_what_is_due_stays_until_an_event_settles_it_and_is_overdue_after_its_day(row: dict[str, str]) -> None:
    """Of the commitment that the case is named after."""
    due = events_by_commitment(known_in(row["month"]))[row["case"]].due
    found = [(each["document"], each["due_on"], each["is_overdue"]) for each in due if each["due_on"]]
    assert "; ".join(f"{name} {day} {'overdue' if over else 'due'}" for name, day, over in found) == row["due"]


def test_what_has_no_date_is_due_last_and_never_overdue() -> None:
    due = events_by_commitment(known_in("2026-10"))["investigation_and_prosecution"].due
    assert [event["is_overdue"] for event in due] == [True, False, False, False]
    undated = [
        "the vote in the Senate on bill 36547 (trafficking offence)",
        "the government's answer to the Senate on bill 36547",
    ]
    undated += ["the vote in the Senate on bill 36835"]
    assert [event["awaits_en"] for event in due][1:] == undated


def test_the_check_names_what_was_due_and_not_seen() -> None:
    overdue = [p.found.partition(" due on ")[0] for p in overdue_events(known_in("2026-07"))]
    assert overdue == ["the EU directive on human trafficking in Dutch law"]
    assert not [*overdue_events(known_in("2025-03"))]


def test_a_page_shows_the_newest_two_of_what_an_editor_marked_and_of_the_decisions_that_the_rule_gives() -> None:
    sources = known_in("2026-09")
    marked = sources.commitment_events.assign(on_page="yes")
    by_rule = events_by_commitment(sources)["investigation_and_prosecution"].on_page
    assert [event["event_id"] for event in by_rule] == ["ce060", "ce051"]
    whatever = events_by_commitment(replace(sources, commitment_events=marked))["investigation_and_prosecution"].on_page
    assert [event["event_id"] for event in whatever] == ["ce060", "ce058"]
