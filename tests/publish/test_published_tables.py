"""The tables that are published beside the pages, each with the description of its columns."""

import io
import json

import pandas as pd
import pytest
from frictionless import Package
from python_calamine import CalamineWorkbook

from analysis.publish.tables import csv_of, tables_of
from analysis.sources import OWN_DATA
from support.csv_rows import rows_in, rows_of
from support.months import reconciled
from support.workbook_rows import TABLES

# The columns that others rely on, typed from the design (section 6).
PROMISED = {
    "figures": "quantity_id measure population age_group sex nationality exploitation_form reference_year unit value"
    " lower upper publication verdict",
    "discrepancies": "discrepancy_id kind quantity_id reference_year value_a publication_a value_b publication_b"
    " explanation_nl explanation_en",
    "claims": "claim_id claimed verdict computed publications explanation_nl explanation_en",
    "balance": "year registered registered_publication registered_series estimated estimated_lower estimated_upper",
    "commitments": "commitment_id sort_order text_nl text_en quantity_id reference_year value lower upper unit",
    "parties": "party_id party seats party_signed signed_on signed_on_precision sitting_named coverage_percent",
    "changes": "kind subject before after because",
    "events": "event_id commitment_id date kind what_en what_nl number unit party_ids party_role result document"
    " awaits_en awaits_nl due_on settled_by known_from explains_break_in url certainty",
    "votes": "event_id commitment_id date kind document what_en what_nl result seats_for seats_against party_id group"
    " vote seats mistake certainty source_url url",
    "revisions": "quantity_id reference_year series edition edition_of value change change_from_first unit publication",
    "not_compared": "figure_id quantity_id reference_year value lower upper qualifier unit publication because",
    "publications": "publication publisher title kind language published_on known_from known_from_basis quotes url",
    "signatures": "source_file source_row name_as_written organisation_as_written signed_on outcome matched_name"
    " person_id party_id matched_by score candidates duplicate_of may_be_named",
}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return tables_of(reconciled("2021-03"))


def test_a_figure_that_can_not_be_compared_is_published_with_the_reason(files):
    """The provisional total of 2008, printed in February 2009 (Crossroads Magazine); there is no other of that year."""
    rows = rows_of(files["share/data/not_compared.csv"])
    (row,) = (row for row in rows if (row["quantity_id"], row["reference_year"]) == ("registered-all", "2008"))
    assert (row["value"], row["publication"]) == ("809", "CROSSROADS-2009-02")
    assert row["because"].startswith("Provisional") and "809" in row["printed_text"]


def test_the_promised_columns_come_first_and_in_order(files):
    for table, columns in PROMISED.items():
        folder = "share/data" if table in TABLES else "internal"
        header = files[f"{folder}/{table}.csv"].decode().splitlines()[0].split(",")
        assert header[: len(columns.split())] == columns.split(), table


def test_the_table_of_parties_has_the_seats_of_march_2021_and_counts_only_who_may_be_named(files):
    """148 of 150 seats were filled on 31 March 2021, of which the eight signing parties held 77 (House open data)."""
    rows = rows_of(files["share/data/parties.csv"])
    everybody = next(row for row in rows if row["party_id"] == "all")
    assert (everybody["seats"], everybody["total_seats"], everybody["vacant_seats"]) == ("148", "150", "2")
    assert everybody["seats_of_signing_parties"] == "77"
    assert {row["sitting_named"] for row in rows} == {"0"}


def test_signatures_stay_inside(files):
    assert {path for path in files if not path.startswith("share/")} == {
        "internal/signatures.csv",
        "internal/signatories_by_party.csv",
    }
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(files["share/data/briefing.xlsx"])).sheet_names
    assert sheets == ["Cover", "Contents", "Columns", *TABLES]


def test_another_program_can_check_the_tables_against_their_description(files, tmp_path):
    for path, content in files.items():
        (tmp_path / path.split("/")[-1]).write_bytes(content)
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])
    assert [task.name for task in report.tasks] == TABLES


@pytest.mark.parametrize("table", ["discrepancies", "derived"])
def test_every_difference_and_every_derived_value_has_the_unit_of_its_quantity(table):
    units = {row["quantity_id"]: row["unit"] for row in rows_in(OWN_DATA / "quantities.csv")}
    rows = rows_of(tables_of(reconciled("2026-09"))[f"share/data/{table}.csv"])
    assert table != "derived" or "base" in {row["kind"] for row in rows}  # persons, out of percentages
    assert {row["unit"] == units[row["quantity_id"]] for row in rows} == {True}


def test_every_published_column_is_described(files):
    described = json.loads(files["share/data/datapackage.json"])["resources"]
    assert [table["name"] for table in described] == TABLES
    fields = [field for table in described for field in table["schema"]["fields"]]
    assert [field["name"] for field in fields if not (field.get("title") and field.get("description"))] == []
    numbers = [field for field in fields if field["type"] in ("integer", "number")]
    assert [field["name"] for field in numbers if not field.get("unit")] == []


def test_cells_are_written_plainly_and_text_that_looks_like_a_formula_runs_in_no_spreadsheet():
    frame = pd.DataFrame(
        {
            "value": pd.Series([1320, 8.1, -12.5], dtype="Float64"),
            "seats": pd.Series([19, 0, None], dtype="Int64"),
            "signed_on": pd.Series(["2021-03-10", None, None], dtype="datetime64[us]"),
            "chosen": pd.Series([True, False, None], dtype="boolean"),
        }
    )
    written = csv_of(frame).decode()
    assert written == "value,seats,signed_on,chosen\n1320,19,2021-03-10,yes\n8.1,0,,no\n-12.5,,,\n"
    texts = pd.DataFrame({"title": ["=1+1", "+31", "-x", "@SUM(A1)", "\tx", "A. Jansen"]}, dtype="str")
    cells = [row["title"] for row in rows_of(csv_of(texts))]
    assert cells == ["'=1+1", "'+31", "'-x", "'@SUM(A1)", "'\tx", "A. Jansen"]
