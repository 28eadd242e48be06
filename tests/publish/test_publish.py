"""What leaves the house beside the pages: tables, each with the description of its columns."""

import csv
import io
import json
import zipfile

import pandas as pd
import pytest
from frictionless import Package
from python_calamine import CalamineWorkbook

from analysis.publish.published_tables import published_tables
from analysis.publish.tables import csv_of, in_order, tables_of
from analysis.publish.workbook import workbook_of
from analysis.sources import OWN_DATA
from support.months import reconciled
from support.workbook_rows import HEADINGS_AT, sheet_of

TABLES = ["figures", "discrepancies", "derived", "claims", "balance", "commitments", "parties", "changes"]
TABLES += ["events", "revisions", "publications"]
# The columns that others rely on, typed from the design (section 6).
PROMISED = {
    "figures": "quantity_id measure population age_group sex nationality exploitation_form reference_year unit value"
    " lower upper publication verdict",
    "discrepancies": "discrepancy_id kind quantity_id reference_year value_a publication_a value_b publication_b"
    " explanation_nl explanation_en",
    "claims": "claim_id claimed verdict computed publications explanation_nl explanation_en",
    "balance": "year registered registered_publication registered_series estimated estimated_lower estimated_upper",
    "commitments": "commitment_id sort_order text_nl text_en quantity_id reference_year value lower upper unit",
    "parties": "party_id party seats party_signed signed_on signed_on_precision signatories sitting_signatories"
    " coverage_percent",
    "changes": "kind subject before after because",
    "events": "event_id commitment_id date kind what_en what_nl number unit party_ids party_role result document"
    " awaits_en awaits_nl due_on settled_by known_from explains_break_in url certainty",
    "revisions": "quantity_id reference_year series edition edition_of value change change_from_first unit publication",
    "publications": "publication publisher title kind language published_on known_from known_from_basis quotes url",
    "signatures": "source_file source_row name_as_written organisation_as_written signed_on outcome matched_name"
    " person_id party_id matched_by score candidates duplicate_of may_be_named",
}


def sheets_of(book: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


@pytest.fixture(scope="module")
def reconciliation():
    return reconciled("2021-03")


@pytest.fixture(scope="module")
def files(reconciliation):
    return tables_of(reconciliation)


@pytest.fixture(scope="module")
def later():
    return tables_of(reconciled("2026-10"))


@pytest.mark.parametrize("table", PROMISED)
def test_the_promised_columns_come_first_and_in_order(files, table):
    folder = "internal" if table == "signatures" else "share/data"
    header = files[f"{folder}/{table}.csv"].decode().splitlines()[0].split(",")
    promised = PROMISED[table].split()
    assert header[: len(promised)] == promised


def test_a_table_without_a_promised_column_is_not_published():
    with pytest.raises(KeyError, match="claims: no column verdict"):
        in_order(pd.DataFrame(columns=["claim_id", "claimed"]), published_tables()["claims"])


def test_the_parties_table_has_the_seats_of_march_2021(files):
    # 148 of 150 seats were filled on 31 March 2021, of which the eight signing parties held 77 (House open data).
    everybody = next(row for row in rows_of(files["share/data/parties.csv"]) if row["party_id"] == "all")
    assert (everybody["seats"], everybody["total_seats"], everybody["vacant_seats"]) == ("148", "150", "2")
    assert everybody["seats_of_signing_parties"] == "77"


def test_without_a_list_of_persons_the_counts_of_persons_are_empty_not_zero(files):
    for row in rows_of(files["share/data/parties.csv"]):
        assert (row["signatories"], row["sitting_signatories"], row["coverage_percent"]) == ("", "", "")


def test_signatures_stay_inside(files):
    assert {path for path in files if not path.startswith("share/")} == {"internal/signatures.csv"}
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(files["share/data/briefing.xlsx"])).sheet_names
    assert sheets == ["Voorblad", "Cover", "Contents", "Notes", "Columns", *TABLES]


def test_the_same_month_gives_the_same_bytes(reconciliation, files):
    assert tables_of(reconciliation) == files


def test_another_program_can_check_the_tables_against_their_description(files, tmp_path):
    for path, content in files.items():
        (tmp_path / path.split("/")[-1]).write_bytes(content)
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])
    assert [task.name for task in report.tasks] == TABLES


@pytest.mark.parametrize("table", ["discrepancies", "derived"])
def test_every_difference_and_every_derived_value_has_the_unit_of_its_quantity(later, table):
    quantities = csv.DictReader((OWN_DATA / "quantities.csv").read_text(encoding="utf-8").splitlines())
    units = {row["quantity_id"]: row["unit"] for row in quantities}
    rows = rows_of(later[f"share/data/{table}.csv"])
    assert len(rows) > 0
    assert table != "derived" or "base" in {row["kind"] for row in rows}  # persons, out of percentages
    assert [row for row in rows if row["unit"] != units[row["quantity_id"]]] == []


def test_every_published_column_is_described(files):
    described = json.loads(files["share/data/datapackage.json"])["resources"]
    assert [table["name"] for table in described] == TABLES
    for table in described:
        fields = table["schema"]["fields"]
        assert [f["name"] for f in fields if not (f.get("title") and f.get("description"))] == []
        assert [f["name"] for f in fields if f["type"] in ("integer", "number") and not f.get("unit")] == []


def test_numbers_dates_and_empty_cells_are_written_plainly():
    frame = pd.DataFrame(
        {
            "value": pd.Series([1320, 8.1, None], dtype="Float64"),
            "seats": pd.Series([19, 0, None], dtype="Int64"),
            "signed_on": pd.Series(["2021-03-10", None, None], dtype="datetime64[us]"),
            "chosen": pd.Series([True, False, None], dtype="boolean"),
        }
    )
    written = csv_of(frame).decode()
    assert written == "value,seats,signed_on,chosen\n1320,19,2021-03-10,yes\n8.1,0,,no\n,,,\n"


def test_text_that_looks_like_a_formula_does_not_run_in_a_spreadsheet():
    frame = pd.DataFrame({"name_as_written": ["=1+1", "+31", "-x", "@SUM(A1)", "\tx", "A. Jansen"]}, dtype="str")
    cells = [row["name_as_written"] for row in rows_of(csv_of(frame))]
    assert cells == ["'=1+1", "'+31", "'-x", "'@SUM(A1)", "'\tx", "A. Jansen"]
    frame = frame.rename(columns={"name_as_written": "title"})
    book = workbook_of({"publications": frame}, published_tables(), reconciled("2021-03"))
    assert [xml for xml in sheets_of(book) if "<f>" in xml] == []
    cells = [row[0] for row in sheet_of(book, "publications")[HEADINGS_AT:]]
    assert cells == ["=1+1", "+31", "-x", "@SUM(A1)", "\tx", "A. Jansen"]


def test_a_negative_number_is_a_number_not_a_formula():
    assert csv_of(pd.DataFrame({"change": pd.Series([-12.5], dtype="Float64")})) == b"change\n-12.5\n"
