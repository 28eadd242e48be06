"""Columns found by what is in them; every person in them is invented."""

from itertools import groupby
from pathlib import Path

import pandas as pd
import pytest

from analysis.sources.list_contents import KnownWords
from analysis.sources.signature_lists import read_lists
from support.bad_input import workbook
from support.cases import cases

KNOWN = KnownWords(
    surnames=frozenset(["verzonnen", "fictief", "bedacht"]),
    given_names=frozenset(["ann", "bo", "kit"]),
    parties=frozenset(["cda", "sp"]),
    roles=frozenset(["kamerlid", "raadslid"]),
)


def read(folder: Path, text: str, known: KnownWords = KNOWN) -> tuple[pd.DataFrame, list[str]]:
    (folder / "lijst.csv").write_text(text + "\n", encoding="utf-8")
    lines, problems = read_lists(folder, known)
    state = pd.Series("read", lines.index).mask(lines["waits_because"].notna(), "waits")
    lines = lines.assign(state=state.mask(lines["unreadable_because"].notna(), "rejected"))
    return lines, [problem.found for problem in problems]


def in_words(column: pd.Series) -> str:
    texts = column.astype("object").where(column.notna(), "-").replace({True: "yes", False: "no"}).astype("str")
    runs = ((text.removesuffix(" 00:00:00").replace("\n", " / "), len([*run])) for text, run in groupby(texts))
    return " | ".join(f"{text} x{count}" if count > 1 else text for text, count in runs)


@pytest.mark.parametrize("row", cases("list_contents"))
def test_a_column_is_read_by_what_is_in_it_where_its_heading_does_not_say_it(tmp_path, row):
    """`read` has a column a line, with its texts from the first line to the last: `Ingevuld x11` of eleven lines."""
    lines, _ = read(tmp_path, row["list"])
    for expected in row["read"].splitlines():
        name = expected.partition(": ")[0]
        column = lines[name if name in lines else f"{name}_as_written"]
        assert f"{name}: {in_words(column)}" == expected


def test_a_list_without_headings_is_reported_and_refused_where_no_name_is_known(tmp_path):
    text = "Ann Verzonnen;10-3-2021\nBo Fictief;11-3-2021\nK. Bedacht;12-3-2021"
    assert "no row of known headings: columns are recognised by what is in them" in read(tmp_path, text)[1]
    assert read(tmp_path, text, KnownWords())[1] == ["no row of headings, and no column of names of persons"]


def test_a_year_that_a_list_has_nowhere_is_that_of_its_file_and_of_no_other_list(tmp_path):
    (tmp_path / "eerder.csv").write_text("Naam;Datum\nBo Fictief;11-3-2021\n", encoding="utf-8")
    lines, _ = read(tmp_path, "Naam;Datum\nAnn Verzonnen;10 maart")
    assert in_words(lines["signed_on"]) == "2021-03-11 | -"
    (tmp_path / "lijst 2021.csv").write_text("Naam;Datum\nKit Bedacht;10 maart\n", encoding="utf-8")
    assert in_words(read_lists(tmp_path, KNOWN)[0]["signed_on"]) == "2021-03-11 | 2021-03-10 | -"


def test_a_column_of_days_without_a_year_is_known_by_them(tmp_path):
    rows = "Naam;Partij;Avond\nAnn Verzonnen;CDA;di 26 jan\nBo Fictief;SP;di 2 feb\nKit Bedacht;SP;di 9 feb\n"
    (tmp_path / "inloop 2021.csv").write_text(rows, encoding="utf-8")
    assert in_words(read_lists(tmp_path, KNOWN)[0]["signed_on"]) == "2021-01-26 | 2021-02-02 | 2021-02-09"


def test_a_sheet_with_names_and_days_below_other_headings_is_a_list_like_the_others(tmp_path):
    names = ["Ann Verzonnen", "Bo Fictief", "Kit Bedacht"]
    lijst = [["Plek", "Degene", "Getekend"], *([str(n), name, "2021-03-10"] for n, name in enumerate(names, start=1))]
    sheets = {"Een": [["Naam", "Datum"], ["Ann Verzonnen", "2021-03-10"]], "Twee": [["Ook van ons"], *lijst]}
    (tmp_path / "a.xlsx").write_bytes(workbook(sheets))
    lines, problems = read_lists(tmp_path, KNOWN)
    assert lines.loc[lines["source_file"] == "a.xlsx#Twee", "name_as_written"].tolist() == names
    assert "a sheet without headings" not in [problem.found for problem in problems]
