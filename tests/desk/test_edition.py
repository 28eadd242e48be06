"""An edition is typed into a sheet that has all but its numbers and words, and added as a whole or not at all."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from proposals import places

from analysis import desk
from analysis.core.parameters import Month
from analysis.core.printed_numbers import numbers_in
from analysis.core.problems import InputError, ParameterError
from analysis.desk.edition import doubts_of_sheet
from analysis.desk.edition_text import Likeness, number_typed, readings_in, sentences_in
from analysis.reconciliation import Reconciliation, reconcile
from analysis.sources import read_tables
from support.months import checked_tables
from support.new_edition import without_later_editions
from support.sheets import pages_of, with_pages

Rows = dict[str, dict[str, str]]
TEXT = """In 2025 zijn 1.012 slachtoffers van mensenhandel gemeld bij CoMensha.
Van de slachtoffers waren er 95 minderjarig.
"""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Reconciliation:
    return reconcile(Month.parse("2026-10"), without_later_editions(tmp_path_factory.mktemp("edition")))


@pytest.fixture
def month(opened: Reconciliation, tmp_path: Path) -> Reconciliation:
    """The month, on a copy of the data that a test may change."""
    data = without_later_editions(tmp_path)
    return replace(opened, sources=replace(opened.sources, folder=data))


def filled_in(
    month: Reconciliation, folder: Path, numbers: dict[str, tuple[str, str]], below: Rows | None = None, **facts: str
) -> Path:
    """Write the sheet of JC-2025 with its saved text; type numbers and words by quantity, rows below, other facts."""
    (folder / "page.txt").write_text(TEXT, encoding="utf-8")
    sheet = folder / "JC-2025.xlsx"
    sheet.unlink(missing_ok=True)
    desk.edition_sheet(month, "JC-2025", sheet, folder / "page.txt")
    pages = pages_of(sheet)
    figures, about = pages["figures"], pages["publication"]
    for name, typed in numbers.items():
        figures.loc[figures["quantity_id"] == name, ["number", "words"]] = typed
    given = {"published_on": "2026-10-16", "url": "https://example.org/", "title": "Made up", "language": "nl"}
    given |= {"words_read_on": "2026-10-17"} | facts
    about["value"] = about["column"].map(given).fillna(about["value"])
    for name, row in (below or {}).items():
        pages[name].loc[len(pages[name])] = pd.Series(row).reindex(pages[name].columns, fill_value="")
    return with_pages(sheet, pages)


RIGHT = {
    "registered-all": ("1.012", "In 2025 zijn 1.012 slachtoffers van mensenhandel gemeld bij CoMensha."),
    "change-registered-all-persons": ("68", ""),
    "registered-minors": ("95,0", "Van de slachtoffers waren er 95 minderjarig."),
}


def test_the_sheet_has_what_earlier_editions_print_and_proposes_numbers_beside_their_sentence(
    month: Reconciliation, tmp_path: Path
) -> None:
    rows = pages_of(filled_in(month, tmp_path, {}))["figures"].set_index("quantity_id")
    known = rows.loc["registered-all"]
    assert (known["last_printed"], known["last_year"], known["reference_year"], known["unit"]) == (
        *("944", "2024", "2025", "persons"),
    )
    assert (known["proposed"], known["number"]) == ("1012", "")
    assert known["proposed_words"] == RIGHT["registered-all"][1]
    # The 29 of the 97%, last printed by Slachtoffermonitor 2014-2018; and what was printed of five years together.
    assert rows.loc["registered-minors-domestic-sexual", "last_printed"] == "29"
    assert "registered-minors-sexual" in rows.index
    desk.edition_sheet(month, "JC-2024", tmp_path / "more.xlsx")
    asked = {*pages_of(tmp_path / "more.xlsx")["figures"]["quantity_id"]}
    assert "registered-all" not in asked and "registered-aged-18-22" in asked, "only what is not in the data"


def test_an_edition_is_added_as_a_whole_and_the_month_has_it(
    month: Reconciliation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    added = desk.add_edition(month, filled_in(month, tmp_path, RIGHT, published_on="16-10-2026"))
    assert "3 figures of JC-2025 are added to data/figures.csv." in repr(added)
    capsys.readouterr()
    assert "JC-2025" in repr(desk.what_is_new(added.month))
    assert capsys.readouterr().out == "", "the data are not said to have changed since the month was opened"
    folder = month.sources.folder
    rows = pd.read_csv(folder / "figures.csv", dtype="str").tail(3)
    assert sorted(rows["value"]) == ["1012", "68", "95"]
    assert rows["publication"].eq("JC-2025").all()
    assert pd.read_csv(folder / "publications.csv", dtype="str").tail(1)["published_on"].tolist() == ["2026-10-16"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"published_on": "2025-10-16"}, ["2025 was not over when this was published (2025-10-16): is it about 2024?"]),
        (
            {"registered-all": ("1.021", RIGHT["registered-all"][1]), "registered-sexual": ("90", "")},
            ["expected words that hold 1021", "far from those of the years before, expected about 408;"],
        ),
        (
            {"registered-all": ("1.021", "")},
            ["which row 2, f340 do not make, expected 77; reread all of them"],
        ),
        (
            {"registered-all": ("944", ""), "registered-aged-18-22": ("95", RIGHT["registered-minors"][1])},
            ["944 was also printed for 2024: check", "have the same number (95) in the same words: was it pasted"],
        ),
        (
            {"registered-minors": ("4080", "")},
            [
                ", more than the whole of which it is a part, expected at most 1012",
                "far from those of the years before",
            ],
        ),
    ],
)
def test_what_is_doubtful_is_said_first_and_nothing_is_written(
    typed: dict[str, Any], said: list[str], month: Reconciliation, tmp_path: Path
) -> None:
    published_on = typed.get("published_on", "2026-10-16")
    folder = month.sources.folder
    before = {name: (folder / name).read_bytes() for name in ("figures.csv", "publications.csv")}
    sheet = filled_in(month, tmp_path, RIGHT | typed, published_on=published_on)
    shown = repr(desk.add_edition(month, sheet))
    assert [doubt for doubt in said if doubt not in shown] == []
    last = read_tables(folder).tables["figures"]["figure_id"].iloc[-1]
    assert not re.search(rf"figures\.csv:\d|\bf{int(last[1:]) + 1}\b", shown), "what is not written is named by its row"
    assert {name: (folder / name).read_bytes() for name in before} == before


def test_all_that_is_wrong_on_any_page_of_a_sheet_is_said_in_one_round(month: Reconciliation, tmp_path: Path) -> None:
    typed = RIGHT | {"registered-minors": ("veel", ""), "registered-sexual": ("", RIGHT["registered-minors"][1])}
    below: Rows = {"figures": {"number": "12", "quantity_id": "nobody"}, "quantities": {"quantity_id": NEW}}
    sheet = filled_in(month, tmp_path, typed, below, published_on="16-13-2026", language="")
    pages = pages_of(sheet)
    pages["figures"].loc[pages["figures"]["quantity_id"] == "registered-minors", "qualifier"] = "ruim"
    with pytest.raises(InputError) as refused:
        desk.add_edition(month, with_pages(sheet, pages))
    rows = {row["quantity_id"]: number for number, row in enumerate(pages["figures"].to_dict("records"), start=2)}
    about = {row["column"]: number for number, row in enumerate(pages["publication"].to_dict("records"), start=2)}
    said = str(refused.value)
    expected = [
        f"sheet figures:{rows['registered-minors']}: number: found 'veel', expected one number, or a range",
        f"sheet figures:{rows['registered-minors']}: qualifier: found 'ruim'",
        f"sheet figures:{rows['registered-sexual']}: number: found words but no number",
        f"sheet figures:{rows['nobody']}: quantity_id: found 'nobody', expected a known one",
        f"sheet publication:{about['published_on']}: published_on: found '16-13-2026', expected a day as 2026-10-16",
        f"sheet publication:{about['language']}: language: found an empty cell",
        "sheet quantities:2: definition: found an empty cell",
    ]
    assert [each for each in expected if each not in said] == []
    assert said.count("published_on") == said.count("language:") == 1, "nothing that follows from it"


def test_a_slip_in_the_link_is_said_once_on_its_page_and_a_publication_without_a_title_has_no_language_of_it(
    month: Reconciliation, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as refused:
        desk.add_edition(month, filled_in(month, tmp_path, RIGHT, url="example.org/page"))
    assert re.findall(r"sheet (\w+):\d+: (\w+): found", str(refused.value)) == [("publication", "url")]
    assert "3 figures of JC-2025 are added" in repr(
        desk.add_edition(month, filled_in(month, tmp_path, RIGHT, title=""))
    )
    with pytest.raises(InputError, match=r"delete the row \(if all rows say this, the sheet was added already\)"):
        desk.add_edition(month, tmp_path / "JC-2025.xlsx")


def test_what_is_no_yes_or_no_and_a_sheet_that_is_not_there_are_refused(month: Reconciliation, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="seen: found 'no', expected True or False, without quotes"):
        desk.add_edition(month, tmp_path / "JC-2025.xlsx", seen="no")  # type: ignore[arg-type]
    with pytest.raises(ParameterError, match=r"path: found '.*/JC-2025\.xlsx', where there is no file"):
        desk.add_edition(month, tmp_path / "JC-2025.xlsx")


def test_a_sheet_of_which_rows_or_columns_were_deleted_is_refused_and_says_what_is_missing(
    month: Reconciliation, tmp_path: Path
) -> None:
    pages = pages_of(sheet := filled_in(month, tmp_path, RIGHT))
    with pytest.raises(ParameterError, match=r"JC-2025.xlsx: its page figures has no row"):
        desk.add_edition(month, with_pages(sheet, pages | {"figures": pages["figures"].head(0)}))
    without_url = pages["publication"].query("column != 'url'")
    with pytest.raises(InputError, match="url: found an empty cell, expected the address of the page"):
        desk.add_edition(month, with_pages(sheet, pages | {"publication": without_url}))
    without = {name: pages[name].drop(columns=column) for name, column in (("figures", "words"), ("formulas", "kind"))}
    with pytest.raises(ParameterError, match="no column words on figures, kind on formulas: write a new sheet"):
        desk.add_edition(month, with_pages(sheet, pages | without))


NEW = "registered-aged-23-plus-made-up"


def test_a_new_quantity_is_added_with_its_label_definition_and_formula(month: Reconciliation, tmp_path: Path) -> None:
    rows = {"figures": {"number": "12", "quantity_id": NEW}}
    folder = month.sources.folder
    like = pd.read_csv(folder / "quantities.csv", dtype="str").set_index("quantity_id").loc["registered-minors"]
    quantity = {**like, "quantity_id": NEW, "age_group": "24+", "label_nl": "verzonnen", "label_en": "made up"}
    formula = {"formula_id": "made-up", "kind": "sum", "result": "registered-all", "terms": f"registered-minors|{NEW}"}
    formula |= {"may_overlap": "no", "complete": "no", "because": "Parts of one count."}
    rows |= {"quantities": quantity | {"definition": "Made up for a test."}}
    assert f"{NEW} is in no formula" in repr(desk.add_edition(month, filled_in(month, tmp_path, RIGHT, rows)))
    rows |= {"formulas": formula}
    said = repr(desk.add_edition(month, filled_in(month, tmp_path, RIGHT, rows), seen=True))
    assert "4 figures of JC-2025 are added to data/figures.csv." in said
    added = pd.read_csv(folder / "figures.csv", dtype="str").set_index("quantity_id").loc[NEW]
    assert (added["value"], added["reference_year"], added["unit"]) == ("12", "2025", "persons")
    assert pd.read_csv(folder / "quantities.csv")["quantity_id"].iloc[-1] == NEW
    assert pd.read_csv(folder / "formulas.csv")["formula_id"].iloc[-1] == "made-up"


def test_a_number_of_another_year_is_a_row_at_the_end_with_its_quantity_and_year(
    month: Reconciliation, tmp_path: Path
) -> None:
    last = {"number": "45", "quantity_id": "registered-minors-criminal", "reference_year": "2023"}
    desk.add_edition(month, filled_in(month, tmp_path, RIGHT, {"figures": last}), seen=True)
    added = pd.read_csv(month.sources.folder / "figures.csv", dtype="str").iloc[-1]
    cells = ["value", "reference_year", "unit", "series"]
    assert added[cells].tolist() == ["45", "2023", "persons", "rapporteur_yearly"]


def test_a_sentence_goes_on_where_a_line_was_full_and_a_heading_or_a_row_of_a_table_does_not() -> None:
    text = "Meldingen in 2025\nIn 2025 zijn 1.012 slachtoffers van mensenhandel gemeld bij\n"
    text += "CoMensha, een stijging tegenover 2024; van hen waren er 95\nminderjarig. Van 12 is dat niet bekend.\n"
    text += "\nMannen 200 210 220\nVrouwen 30 310 320\n"
    assert list(sentences_in(text)) == [
        "Meldingen in 2025",
        "In 2025 zijn 1.012 slachtoffers van mensenhandel gemeld bij CoMensha, "
        "een stijging tegenover 2024; van hen waren er 95 minderjarig.",
        "Van 12 is dat niet bekend.",
        "Mannen 200 210 220",
        "Vrouwen 30 310 320",
    ]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1.012", ("1012", "", "")),
        ("31,0", ("31.0", "", "")),
        ("-17", ("-17", "", "")),
        ("5.000-7.500", ("", "5000", "7500")),
        ("31,0 %", ("31.0", "", "")),
    ],
)
def test_a_number_is_read_as_it_is_typed(text: str, read: tuple[str, str, str]) -> None:
    assert number_typed(text, "nl") == read


@pytest.mark.parametrize("text", ["ruim 51", "944 1.012", "61 slachtoffers", "-", ""])
def test_a_number_cell_with_more_than_a_number_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match="expected one number"):
        number_typed(text, "nl")


@pytest.mark.parametrize(
    ("column", "typed", "usual"), [("reference_year", "2024", "2025"), ("series", "until_2016", "since_2017")]
)
def test_a_row_of_another_year_or_series_than_the_others_of_a_sheet_is_doubtful(
    column: str, typed: str, usual: str
) -> None:
    row = {"quantity_id": "registered-all", "number": "1.012", "last_printed": "944", "last_year": "2024"}
    row |= {"reference_year": "2025", "series": "since_2017"}
    rows = [(2, row), (3, row), (4, row | {column: typed}), (5, row | {column: typed, "last_year": ""})]
    assert list(doubts_of_sheet(rows, "nl")) == [f"row 4: {column}: found {typed}, expected {usual} as in most rows"]


TABLES = checked_tables().tables


@pytest.fixture(scope="module")
def likeness() -> Likeness:
    return Likeness(TABLES["quantities"], TABLES["figures"])


@pytest.mark.parametrize(
    ("sentence", "language", "years"),
    [
        ("Van 257 zaken in 2031 tot 144 in 2035", "nl", ["2031", "2035"]),
        ("In 2030 waren er 1013, tegenover 1372 in 2029", "nl", ["2030", "2029"]),
        ("Last year there were 51 compared to 7 in 2031", "en", ["2038", "2031"]),
        ("It rose in 2032 to 311, compared with 257 in the previous year", "en", ["2032", "2031"]),
        ("There were 106, more than double compared to 2030", "en", ["2038"]),
        ("Dat waren er 791, minder dan in 2030 (1013)", "nl", ["2038", "2030"]),
        ("Van 2031 tot en met 2035 waren het er 1332", "nl", ["2031-2035"]),
    ],
)
def test_a_number_is_of_the_year_beside_it_unless_it_is_compared_with_that(
    sentence: str, language: str, years: list[str], likeness: Likeness
) -> None:
    numbers = numbers_in(sentence, language)
    found = [
        likeness.ranked(sentence, numbers, each, ["reports-by-police"], ["2038"])[0].reference_year
        for each in numbers
        if not each.may_be_year
    ]
    assert found == years


def test_a_quantity_that_nobody_printed_yet_is_known_by_its_label() -> None:
    others = TABLES["figures"][TABLES["figures"]["quantity_id"] != "persons-convicted"]
    text = "Er zijn 41 Bulgaarse slachtoffers geregistreerd. Twaalf mensen zijn voor mensenhandel veroordeeld."
    wanted = ["registered-all", "registered-bulgarian", "registered-ukrainian", "persons-convicted"]
    found = readings_in(text, "nl", Likeness(TABLES["quantities"], others), wanted, 2038)
    assert {each.quantity_id: each.number.value for each in found}["persons-convicted"] == 12


def test_a_number_is_proposed_for_nothing_that_the_words_beside_it_contradict(likeness: Likeness) -> None:
    text = "In 2038 waren er 402 slachtoffers van seksuele uitbuiting en 355 van arbeidsuitbuiting. "
    text += (
        "In 2038 waren 610 slachtoffers vrouw en 390 man. Dat is een stijging van 7 procent. Het gaat om 318 personen. "
    )
    text += "De zorgcoördinatoren deden 288 meldingen."
    wanted = "registered-minors-sexual registered-labour registered-female share-minors change-registered-all"
    wanted += " change-registered-all-persons registered-by-care-coordination"
    found = {each.quantity_id: each.number.value for each in readings_in(text, "nl", likeness, wanted.split(), 2038)}
    assert found.keys() >= {"registered-labour", "registered-female", "change-registered-all"}
    assert (found["registered-labour"], found["registered-female"], found["change-registered-all"]) == (355, 610, 7)
    assert not {390, 288} & {*found.values()}
    assert {"share-minors", "change-registered-all-persons"}.isdisjoint(found)


def test_of_the_numbers_that_a_sheet_asks_for_nearly_all_are_proposed_right() -> None:
    found = places(TABLES)
    assert found.eq(1).mean() >= 0.8, found[found != 1]
    assert found.between(1, 3).mean() >= 0.9, found[found != 1]
