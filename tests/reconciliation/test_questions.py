"""Which question to the minister fits a month, of each commitment."""

import dataclasses
from typing import Any

import pandas as pd
import pytest

from analysis.reconciliation.commitments import questions_that_fit
from support.months import known_in, reconciled

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
    return questions_that_fit(dataclasses.replace(known, questions=table), figures).get("national_programme", {})


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
        ("2026-10", "q1"),
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
