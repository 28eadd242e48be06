"""Columns found by what is in them; every person in them is invented."""

from pathlib import Path

import pytest

from analysis.sources.list_contents import KnownWords
from analysis.sources.signature_lists import read_lists

KNOWN = KnownWords(
    surnames=frozenset(["verzonnen", "fictief", "bedacht"]),
    given_names=frozenset(["ann", "bo", "kit"]),
    parties=frozenset(["cda", "sp"]),
    roles=frozenset(["kamerlid", "raadslid"]),
)
ROWS = [
    "Ann Verzonnen;CDA;Kamerlid;10-3-2021;ja",
    "Bo Fictief;SP;Kamerlid;11-3-2021;nee",
    "K. Bedacht;SP;;12-3-2021;ja",
]
FOUND = ["Ann Verzonnen", "Bo Fictief", "K. Bedacht"]


def read(folder: Path, *rows: str, known: KnownWords = KNOWN) -> tuple[list[dict[str, object]], list[str]]:
    (folder / "lijst.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    lines, problems = read_lists(folder, known)
    return lines.astype(object).where(lines.notna(), None).to_dict("records"), [problem.found for problem in problems]


@pytest.mark.parametrize("headings", ["Fractielid;Van;Wat;Getekend d.d.;Site?", "Naam;Bij;Als;Moment;Noemen j/n"])
def test_a_heading_that_says_nothing_or_something_else_gives_way_to_what_is_in_the_column(tmp_path, headings):
    lines, _ = read(tmp_path, headings, *ROWS)
    assert [line["name_as_written"] for line in lines] == FOUND
    assert [line["organisation_as_written"] for line in lines] == ["CDA", "SP", "SP"]
    assert [line["function_as_written"] for line in lines] == ["Kamerlid", "Kamerlid", None]
    assert [line["may_be_named"] for line in lines] == [True, False, True]
    assert lines[0]["signed_on_precision"] == "day"


def test_a_list_without_headings_is_read_by_its_only_column_of_names_and_that_is_reported(tmp_path):
    lines, problems = read(tmp_path, "Handtekeningen van maart", *ROWS)
    assert [line["name_as_written"] for line in lines] == FOUND
    assert lines[0]["above_as_written"] == "Handtekeningen van maart"
    assert "no row of known headings: columns are recognised by what is in them" in problems
    _, problems = read(tmp_path, *ROWS, known=KnownWords())
    assert problems == ["no row of headings, and no column of names of persons"]


def test_answers_of_yes_and_no_are_no_names_and_permit_nothing_where_that_was_not_asked(tmp_path):
    lines, _ = read(
        tmp_path, "Naam;Naam nagekeken;Partij", "Ann Verzonnen;ja;CDA", "Bo Fictief;ja;SP", "Kit Bedacht;nee;SP"
    )
    assert [line["name_as_written"] for line in lines] == ["Ann Verzonnen", "Bo Fictief", "Kit Bedacht"]
    assert not any(line["may_be_named"] for line in lines)
    assert lines[0]["beside_as_written"] == "Naam nagekeken: ja"


def test_an_earlier_function_is_none_whatever_is_in_its_column(tmp_path):
    lines, _ = read(tmp_path, "Naam;Vroegere rol;Datum", *(f"{name};Kamerlid;10-3-2021" for name in FOUND))
    assert lines[0]["function_as_written"] is None and lines[0]["beside_as_written"] == "Kamerlid"


def test_a_ditto_mark_is_the_text_above_and_a_missing_year_that_of_the_title(tmp_path):
    lines, _ = read(tmp_path, "Actie 2021;;", "Naam;Partij;Datum", "Ann Verzonnen;SP;10 maart", "Bo Fictief;”;”")
    assert [str(line["signed_on"])[:10] for line in lines] == ["2021-03-10"] * 2
    assert lines[1]["organisation_as_written"] == "SP"
