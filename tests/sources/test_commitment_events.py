"""data/commitment_events.csv: what it may say, and what a month knows of it."""

from pathlib import Path

import pytest

from analysis import sources
from analysis.core.parameters import Month
from support.fewer_candidates import with_fewer_candidates
from support.months import known_in

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
        return [str(p) for p in sources.check(folder) if p.severity == "error"]
    finally:
        file.write_text(text, encoding="utf-8")


def test_a_sound_event_is_taken(folder: Path) -> None:
    assert reported(folder, FULL) == []


@pytest.mark.parametrize(
    ("found", "planted", "column", "told"),
    [
        ("national_programme", "national_program", "commitment_id", "a commitment_id of commitments"),
        ("2025-05-01", "2025-02-30", "date", "a date that exists"),
        ("2025-05-01", "1925-05-01", "date", "expected a day, a month or a year"),
        (",motion,", ",rumour,", "kind", "one of letter, plan"),
        (",2,euro,", ",2,,", "unit", "a value, as number has one"),
        (",cda,", ",xyz,", "party_ids", "a party_id of parties"),
        ("cda,proposed", ",proposed", "party_ids", "a value, as party_role has one"),
        (",adopted,", ",,", "result", "a result, as it is a motion"),
        (",primary,", ",title_only,", "result", "`put_to_vote`, as only a title was read"),
        (",letter,", ",,", "awaits_en", "a value, as awaits_nl has one"),
        ("brief,letter", ",", "awaits_nl", "what has to follow"),
        ("2025-12,", "2025-04,", "due_on", "a day from 2025-05-01 on"),
        ("2025-12,", "2025-12,ce901", "settled_by", "the event_id of another event"),
        ("2025-12,", "2025-12,ce001", "settled_by", "an event from 2025-05-01 on; ce001 is of 2018-11-13"),
        ("https://example.org/", "example.org", "url", "a link"),
        ("https://example.org/", "", "url", "the page where it was read"),
        (",yes,", ",no,", "on_page", "yes"),
    ],
)
def test_an_event_that_says_something_impossible_is_an_error(folder, found, planted, column, told) -> None:
    assert found in FULL
    problems = reported(folder, FULL.replace(found, planted, 1))
    assert any(f": {column}: " in line and told in line for line in problems), problems


@pytest.mark.parametrize(("month", "is_known"), [(Month(2023, 11), False), (Month(2023, 12), True)])
def test_an_event_of_which_only_the_year_is_printed_is_known_from_its_last_day(month: Month, is_known: bool) -> None:
    """The bill that the government put out to consultation in 2023."""
    events = known_in(month).commitment_events
    assert ("2023" in set(events["date"])) == is_known


def test_a_month_does_not_know_which_later_event_would_settle_one() -> None:
    """The plan of 17 June 2024 (28638-251) was followed by a letter on 19 November 2024 (28638-254)."""
    before, after = (
        known_in(month).commitment_events.set_index("document") for month in (Month(2024, 10), Month(2024, 11))
    )
    assert before["settled_by"].isna()["28638-251"]
    assert after.loc["28638-251", "settled_by"] == after.loc["28638-254", "event_id"]


def test_a_title_alone_tells_no_result_and_each_sentence_is_short_and_names_nobody() -> None:
    newest = known_in(Month(2026, 10))
    events, people = newest.commitment_events, newest.members["family_name"]
    assert set(events.loc[events["certainty"] == "title_only", "result"]) == {"put_to_vote"}
    sentences = [*events["what_nl"], *events["what_en"]]
    assert max(len(sentence.split()) for sentence in sentences) <= 25
    said = " ".join(sentences)
    signed = {name for name in people if len(name) > 4 and f" {name} " in f" {said} "}
    assert signed == set()
