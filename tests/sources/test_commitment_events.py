"""What data/commitment_events.csv may say: the faults of tests/data/known/faults_in_events.csv."""

from pathlib import Path

import pytest

from support.fewer_candidates import with_fewer_candidates
from support.known_answers import typed
from support.planted_faults import errors

FULL = (
    "ce900,national_programme,2025-05-01,motion,Zin.,Sentence.,2,euro,cda,proposed,adopted,28638-1,"
    "brief,letter,2025-12,,,yes,https://example.org/,primary,"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_fewer_candidates(tmp_path_factory.mktemp("events") / "data")


def reported(folder: Path, row: str) -> list[str]:
    file = folder / "commitment_events.csv"
    text = file.read_text(encoding="utf-8")
    try:
        file.write_text(text + row + "\n", encoding="utf-8")
        return errors(folder)
    finally:
        file.write_text(text, encoding="utf-8")


def test_a_sound_event_is_taken(folder: Path) -> None:
    assert reported(folder, FULL) == []


@pytest.mark.parametrize("row", typed("faults_in_events"), ids=lambda row: f"{row['column']} {row['planted']}")
def test_an_event_that_says_something_impossible_is_an_error(folder: Path, row: dict[str, str]) -> None:
    assert row["text"] in FULL
    problems = reported(folder, FULL.replace(row["text"], row["planted"], 1))
    assert any(f": {row['column']}: " in line and row["said"] in line for line in problems), problems
