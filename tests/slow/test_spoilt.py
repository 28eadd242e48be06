"""Each fault that was found is reported: a small file for each in tests/data/spoilt/, named for it, and its message."""

import shutil
from pathlib import Path

import pytest

from analysis import sources
from analysis.core.parameters import LANGUAGES
from analysis.core.problems import InputError
from analysis.core.wording.sentences import read_sentences
from analysis.publish.manifest import Inputs, Manifest
from analysis.sources import OWN_DATA, contracts
from support.project import SPOILT

LISTS = "signatories/"
# Each file, where it goes (`+`: its rows are added to the table), and how the message begins.
REFUSED = {
    "unclosed-quote.csv": (
        "decisions/parties.csv",
        "decisions/parties.csv:2: found a quotation mark that is never closed, or that is inside a value",
    ),
    "quote-that-swallows-rows.csv": (
        "decisions/figures.csv",
        "decisions/figures.csv:2: found a cell that holds several rows: a quotation mark is not closed",
    ),
    "carriage-returns-alone.csv": (
        "decisions/releases.csv",
        "decisions/releases.csv:1: found a carriage return alone, as old Macintoshes end their lines",
    ),
    "space-in-the-header.csv": ("contact.csv", "contact.csv:1: found a header that differs at column 4"),
    "second-upper-end-without-a-range.csv": (
        "+figures.csv",
        "figures.csv:ROW: upper_alternative: found 3, expected a number from the lower to the upper end",
    ),
    "unknown-term.csv": (
        "+members.csv",
        "members.csv:ROW: body_id, term: found 'house', '2099-', expected a row of elections with this",
    ),
    "headings-lost-and-an-office.csv": (
        LISTS,
        "signatories/headings-lost-and-an-office.csv: found no row of headings, expected a row with Naam",
    ),
    "cells-far-apart.xlsx": (
        LISTS,
        "signatories/cells-far-apart.xlsx: found filled cells in a sheet of 1,048,576 rows and 16,384 columns",
    ),
    "entities.xlsx": (
        LISTS,
        "signatories/entities.xlsx: found XML that declares a document type or entities (xl/sharedStrings.xml)",
    ),
}
# These stop nothing, but are not silent.
WARNED = {
    "event-without-seats.csv": (
        "+party_events.csv",
        "party_events.csv:ROW: date: found e99 of 2026-07-01, by which the seats of vvd and lid-keijzer do not change",
    ),
    "party-without-names.csv": (
        "+parties.csv",
        "parties.csv:ROW: party_id: found verzonnen, which has no name in party_names.csv",
    ),
    "surname-without-a-heading.csv": (
        LISTS,
        "signatories/surname-without-a-heading.csv: found values of which no known heading says what they are",
    ),
    "line-above-the-headings.csv": (
        LISTS,
        "signatories/line-above-the-headings.csv:1: found a row above the headings that may be more than a title",
    ),
    "page-for-a-name.csv": (
        LISTS,
        "signatories/page-for-a-name.csv:2: Naam: found a text of 29,999 characters as the name, expected at most 500",
    ),
    "whoever-signed-beside-the-table.xlsx": (
        LISTS,
        "signatories/whoever-signed-beside-the-table.xlsx: found values of which no known heading says what they are",
    ),
}
MANIFESTS = ("runs-that-are-no-list.json", "half-a-sign.json", "output-outside-the-month.json")
SENTENCES = {
    "place-that-is-not-closed.toml": "mail.subject: found a sentence whose places can't be read",
    "place-that-reaches-into-the-program.toml": "mail.subject: found {month.__class__}, expected the name of a place",
    "place-of-a-million-spaces.toml": "mail.subject: found {month}, expected the name of a place",
    "number-for-a-sentence.toml": "mail.subject: found 1300, expected a sentence in quotes",
    "sentence-that-is-not-closed.toml": "mail.toml:1: found a file that can't be read (Illegal character",
    "place-of-another-name.toml": "mail.subject: found the places {maand}, expected those of wording/nl: {month}",
}
CONTRACT = "nested-too-deep.json"


def with_spoilt(data: Path, files: dict[str, tuple[str, str]]) -> Path:
    shutil.copytree(OWN_DATA, data)
    for name, (place, _) in files.items():
        if place.startswith("+"):
            rows = (SPOILT / name).read_text(encoding="utf-8").partition("\n")[2]
            with (data / place[1:]).open("a", encoding="utf-8") as table:
                table.write(rows)
        else:
            shutil.copy(SPOILT / name, data / place)
    return data


def assert_reported(files: dict[str, tuple[str, str]], reported: list[str]) -> None:
    for name, (place, message) in files.items():
        before, row, after = message.partition(":ROW:")
        there = [line for line in reported if line.startswith(before) and (not row or after in line)]
        assert there or not message, f"{name}: of {place} there is only {reported}"


def test_each_spoilt_file_has_what_is_said_of_it() -> None:
    known = {*REFUSED, *WARNED, *MANIFESTS, *SENTENCES, CONTRACT}
    assert {file.name for file in SPOILT.iterdir()} == known


def test_what_can_not_be_read_is_refused_in_one_report(tmp_path: Path) -> None:
    data = with_spoilt(tmp_path / "data", REFUSED)
    assert_reported(REFUSED, [str(problem) for problem in sources.check(data) if problem.severity == "error"])


def test_what_may_be_meant_otherwise_is_warned_of(tmp_path: Path) -> None:
    data = with_spoilt(tmp_path / "data", WARNED)
    problems = sources.check(data)
    assert [str(problem) for problem in problems if problem.severity == "error"] == []
    assert_reported(WARNED, [str(problem) for problem in problems])


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_counts_for_what_can_be_read_of_it_and_names_no_file_elsewhere(name: str, tmp_path: Path) -> None:
    shutil.copy(SPOILT / name, tmp_path / "manifest.json")
    known = Manifest.read(tmp_path)
    assert not [path for path in known.outputs if not (tmp_path / path).resolve().is_relative_to(tmp_path)]
    assert known.runs_of("*; *; *", Inputs({"data/figures.csv": "a"}, {"pandas": "3.0"}), tmp_path) is None
    assert known.to_json()


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_that_can_not_be_said_is_refused_with_its_key(name: str, tmp_path: Path) -> None:
    for language in LANGUAGES:
        (tmp_path / language).mkdir()
        (tmp_path / language / "mail.toml").write_text('subject = "Briefing {month}"\n', encoding="utf-8")
    assert read_sentences(tmp_path, LANGUAGES)[1] == []
    shutil.copy(SPOILT / name, tmp_path / "en" / "mail.toml")
    reported = [str(problem) for problem in read_sentences(tmp_path, LANGUAGES)[1]]
    assert any(line.startswith("wording/en/mail.toml") and SENTENCES[name] in line for line in reported), reported


def test_a_contract_that_is_nested_too_deep_is_refused_by_name(tmp_path: Path) -> None:
    shutil.copy(SPOILT / CONTRACT, tmp_path / "datapackage.json")
    with pytest.raises(InputError, match=r"datapackage\.json: found a file that can't be read"):
        contracts.read_contract(tmp_path)
