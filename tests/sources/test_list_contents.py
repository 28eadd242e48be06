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


@pytest.mark.parametrize(("remark", "read_as"), [("Nee.", "Nee."), ("geen", None), ("none", None)])
def test_a_bare_no_among_remarks_may_be_a_refusal_and_that_there_is_none_is_no_remark(tmp_path, remark, read_as):
    lines, _ = read(tmp_path, "Naam;Opmerking", f"Ann Verzonnen;{remark}", "Bo Fictief;", "Kit Bedacht;per mail")
    assert lines[0]["beside_as_written"] == read_as


def test_an_earlier_function_is_none_whatever_is_in_its_column(tmp_path):
    lines, _ = read(tmp_path, "Naam;Vroegere rol;Datum", *(f"{name};Kamerlid;10-3-2021" for name in FOUND))
    assert lines[0]["function_as_written"] is None and lines[0]["beside_as_written"] == "Kamerlid"


def test_a_ditto_mark_is_the_text_above_and_a_missing_year_that_of_the_title(tmp_path):
    rows = ["Actie 2021;;", "Naam;Partij;Datum", "Ann Verzonnen;SP;10 maart", "Bo Fictief;”;”", "Kit Bedacht;;Idem"]
    lines, _ = read(tmp_path, *rows)
    assert [str(line["signed_on"])[:10] for line in lines] == ["2021-03-10"] * 3
    assert lines[1]["organisation_as_written"] == "SP"


def test_a_year_that_a_list_has_nowhere_is_that_of_all_other_lists_if_they_have_one(tmp_path):
    (tmp_path / "eerder.csv").write_text("Naam;Datum\nBo Fictief;11-3-2021\n", encoding="utf-8")
    lines, _ = read(tmp_path, "Naam;Datum", "Ann Verzonnen;10 maart")
    assert [str(line["signed_on"])[:10] for line in lines] == ["2021-03-11", "2021-03-10"]
    (tmp_path / "later.csv").write_text("Naam;Datum\nBo Fictief;11-3-2023\n", encoding="utf-8")
    lines, _ = read(tmp_path, "Naam;Datum", "Ann Verzonnen;10 maart")
    assert [line["waits_because"] for line in lines if line["name_as_written"] == "Ann Verzonnen"] != [None]


def test_what_nearly_all_lines_of_a_list_have_alike_is_of_the_list_and_what_few_have_is_theirs(tmp_path):
    rows = [f"Ann Verzonnen;10-3-2021;{'Ingevuld' if number else 'Grapje'}" for number in range(12)]
    lines, _ = read(tmp_path, "Naam;Datum;Bijzonder", *rows)
    assert [line["alike_as_written"] for line in lines] == [None, *["Ingevuld"] * 11]
    assert [line["beside_as_written"] for line in lines] == ["Grapje", *[None] * 11]
    lines, _ = read(tmp_path, "Naam;Datum;Bijzonder", *rows[:9])
    assert not any(line["alike_as_written"] for line in lines), "so few lines may have it by chance"


def test_one_word_about_a_newsletter_says_nothing_of_a_signature_and_more_words_may(tmp_path):
    rows = ["Ann Verzonnen;10-3-2021;Unsubscribed", "Bo Fictief;10-3-2021;haal mij eraf"]
    lines, _ = read(tmp_path, "Naam;Datum;Nieuwsbrief", *rows)
    assert [line["beside_as_written"] for line in lines] == [None, "haal mij eraf"]


@pytest.mark.parametrize("heading", ["Tekent u? / Do you sign?", "I sign the pledge / Ik onderteken", "Ge-\ntekend"])
def test_a_question_whether_somebody_signs_is_known_however_it_is_put(tmp_path, heading):
    rows = ["Ann Verzonnen;10-3-2021;Ja / Yes", "Bo Fictief;10-3-2021;Nee / No", "Kit Bedacht;10-3-2021;☐"]
    lines, _ = read(tmp_path, f'Naam;Datum;"{heading}"', *rows)
    states = [(bool(line["waits_because"]), bool(line["unreadable_because"])) for line in lines]
    assert states == [(False, False), (False, True), (True, False)]


def test_the_only_column_of_names_is_that_of_who_signed_though_its_heading_asks_for_something_else_too(tmp_path):
    lines, _ = read(tmp_path, "Naam in telefoon;Partij;Datum", *(f"{name};CDA;10-3-2021" for name in FOUND))
    assert [line["name_as_written"] for line in lines] == FOUND


def test_where_most_lines_say_that_it_was_signed_a_line_that_says_something_else_answers_so(tmp_path):
    rows = [f"Ann Verzonnen;10-3-2021;{'Mail geopend' if number > 8 else 'Handtekening gezet'}" for number in range(12)]
    lines, _ = read(tmp_path, "Naam;Datum;Gebeurtenis", *rows)
    assert {line["answer_as_written"] for line in lines} == {"Handtekening gezet", "Mail geopend"}


def test_who_keeps_the_list_the_number_of_a_line_and_a_function_alike_on_all_lines_are_not_the_signers(tmp_path):
    rows = [f"R{number}7;Ann Verzonnen;Ondertekenaar;Kamerlid;Noor;10-3-2021" for number in range(11)]
    rows.append("volgt;Bo Fictief;Getuige;Kamerlid;Tineke;10-3-2021")
    lines, _ = read(tmp_path, "Relatie;Naam;Rol;Functie;Laatst gewijzigd door;Datum", *rows)
    assert {line["aside_as_written"] for line in lines} == {"Noor", "Tineke"}
    assert {line["function_as_written"] for line in lines} == {"Kamerlid"}
    assert {line["beside_as_written"] for line in lines} == {None, "volgt\nGetuige"}
    assert lines[0]["alike_as_written"] == "Ondertekenaar"
