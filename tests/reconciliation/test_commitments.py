"""What happened to the commitments by the end of a month, what still had to follow, and the question that fits."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from analysis.reconciliation.commitments import (
    events_by_commitment,
    figures_by_commitment,
    overdue_events,
    questions_that_fit,
)
from support.cases import cases
from support.months import known_in, reconciled


def test_each_commitment_has_its_events_newest_first_and_none_that_lay_ahead() -> None:
    by_commitment = events_by_commitment(known_in("2024-10"))
    pledge = ["national_programme", "care_and_protection", "investigation_and_prosecution"]
    assert list(by_commitment) == [*pledge, "reaching_unseen_victims", "privacy_barriers"]
    for commitment_id, each in by_commitment.items():
        days = [event["known_from"] for event in each.events]
        assert days == sorted(days, reverse=True)
        assert days[0] <= pd.Timestamp(2024, 10, 31)
        assert {event["commitment_id"] for event in each.events} == {commitment_id}


def test_of_one_day_motions_are_before_amendments_as_among_the_decisions_of_the_house() -> None:
    """On 6 October 2026 JA21 tabled a motion (ce065) and two amendments to bill 36835 (ce084, ce063)."""
    own = [each["event_id"] for each in reconciled("2026-10").records.events if "ja21" in (each["party_ids"] or "")]
    assert own[:3] == ["ce065", "ce084", "ce063"]


@pytest.mark.parametrize("row", cases("due_events"))
def test_what_is_due_stays_until_an_event_settles_it_and_is_overdue_after_its_day(row: dict[str, str]) -> None:
    """Of the commitment that the case is named after."""
    due = events_by_commitment(known_in(row["month"]))[row["case"]].due
    found = [(each["document"], each["due_on"], each["is_overdue"]) for each in due if each["due_on"]]
    assert "; ".join(f"{name} {day} {'overdue' if over else 'due'}" for name, day, over in found) == row["due"]


def test_what_has_no_date_is_due_last_and_never_overdue() -> None:
    due = events_by_commitment(known_in("2026-09"))["investigation_and_prosecution"].due
    assert [event["is_overdue"] for event in due] == [True, False, False]
    undated = [
        "the vote in the Senate on bill 36547 (trafficking offence)",
        "the government's answer to the Senate on bill 36547",
    ]
    assert [event["awaits_en"] for event in due][1:] == undated


def test_the_check_names_what_was_due_and_not_seen() -> None:
    overdue = [p.found.partition(" due on ")[0] for p in overdue_events(known_in("2026-07"))]
    assert overdue == ["the transposition of the EU directive on human trafficking"]
    assert not [*overdue_events(known_in("2025-03"))]


def test_a_page_shows_the_newest_two_of_what_an_editor_marked_and_of_the_decisions_that_the_rule_gives() -> None:
    sources = known_in("2026-09")
    marked = sources.commitment_events.assign(on_page="yes")
    by_rule = events_by_commitment(sources)["investigation_and_prosecution"].on_page
    assert [event["event_id"] for event in by_rule] == ["ce060", "ce051"]
    whatever = events_by_commitment(replace(sources, commitment_events=marked))["investigation_and_prosecution"].on_page
    assert [event["event_id"] for event in whatever] == ["ce060", "ce058"]


# The question to the minister


@pytest.mark.parametrize("named", ["registered-all|reports-by-fairwork", "reports-by-fairwork|registered-all"])
def test_of_persons_and_reports_about_one_newest_year_those_named_first_are_shown(named: str) -> None:
    month = reconciled("2026-09")
    asked_for = month.sources.commitments.head(1).assign(quantity_ids=named)
    shown = figures_by_commitment(asked_for, month.figures, month.estimates)
    assert set(shown["quantity_id"]) == {named.split("|")[0]}


ANSWER = {"answered_by_quantity": "registered-all", "answered_from_year": 2024}
# Of one commitment: a question, a later one with an end, and one that an event or a figure answers.
QUESTIONS = [
    {"question_id": "q1", "fits_from": "2021-03-01"},
    {"question_id": "q2", "fits_from": "2021-06-01", "fits_until": "2021-12-31"},
    {"question_id": "q3", "fits_from": "2023-01-01", "answered_by_event": "ce009"},
    {"question_id": "q4", "fits_from": "2024-01-01"} | ANSWER,
]


def asked(month: str, questions: list[dict[str, Any]]) -> dict[str, Any]:
    known = known_in(month)
    rows = [{"commitment_id": "national_programme", **row} for row in questions]
    table = pd.DataFrame(rows, columns=known.questions.columns)
    for name in ("fits_from", "fits_until", "office_from", "office_until"):
        table[name] = pd.to_datetime(table[name])
    figures = reconciled(month).figures.figures_by_quantity
    return questions_that_fit(replace(known, questions=table), figures).get("national_programme", {})


@pytest.mark.parametrize(
    ("month", "question"),
    [
        ("2021-03", "q1"),
        ("2021-12", "q2"),
        # The end of q2 has passed.
        ("2022-06", "q1"),
        # The motion of 21 December 2023 (ce009) is known by its end; the figures about 2024 came in October 2025.
        ("2023-11", "q3"),
        ("2023-12", "q1"),
        ("2024-09", "q4"),
        ("2026-09", "q1"),
    ],
)
def test_the_newest_question_that_fits_is_asked_until_an_event_or_a_figure_answers_it(
    month: str, question: str
) -> None:
    assert asked(month, QUESTIONS)["question_id"] == question


def test_without_a_question_that_fits_none_is_asked() -> None:
    assert asked("2021-03", QUESTIONS[1:]) == {}


def test_an_office_answers_in_its_days_alone() -> None:
    office = {"office_nl": "de minister van X", "office_en": "the minister of X", "office_from": "2021-06-01"}
    question = QUESTIONS[0] | office | {"office_until": "2022-05-31"}
    found = {month: asked(month, [question])["office_en"] for month in ("2021-03", "2021-12", "2022-06")}
    assert found == {"2021-03": None, "2021-12": "the minister of X", "2022-06": None}
