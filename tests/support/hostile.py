"""The data with a hostile text in each text column that takes one; which columns those are is asked of the contract."""

import shutil
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import xlsxwriter

from analysis.core.parameters import Month
from analysis.figures.records import DIMENSIONS
from analysis.sources import OWN_DATA
from analysis.sources.contracts import own_contract
from analysis.sources.table_files import TEMPLATE_TABLES
from support.csv_rows import Row, rows_in
from support.fewer_candidates import write_decisions, write_rows
from support.project import PROJECT

MONTH = Month(2021, 12)
READER = "d66"
STRANGER = "Xylofoon Quastenberg"
HOSTILE = PROJECT / "tests" / "data" / "hostile"
# Those of a file and of a sheet can't hold a slash.
FILE, SHEET = "zlijst <img src=x onerror=struck('file')>", "=<svg onload=struck()>"


# What each would do, if it were more than text: call `struck` with its name, or ask something of evil.example.
TEXTS = {row["kind"]: row["text"] for row in rows_in(HOSTILE / "texts.csv")}


def hostile(value: str, open_ended: bool = False) -> str:
    """A value, as a formula, with one of the texts behind it: the same value always with the same.

    `open_ended`: without >, as what stands between < and > is refused in some tables.
    """
    kinds = list(TEXTS.values())
    text = f"={value} {kinds[zlib.crc32(value.encode()) % len(kinds)]}"
    return text.replace(">", "") if open_ended else text


# The columns


@dataclass(frozen=True)
class Column:
    """A text column of the contract, by its table's file."""

    file: str
    name: str

    def __str__(self) -> str:
        return f"{self.file}: {self.name}"


@cache
def text_columns() -> dict[Column, Column]:
    """Return each text column that is no closed list, with the key that it refers to: itself if none."""
    tables = own_contract()["resources"]
    files = {table["name"]: table["path"] for table in tables}
    found = {}
    for table in tables:
        keys = {key["fields"][0]: key["reference"] for key in table["schema"].get("foreignKeys", [])}
        for field in table["schema"]["fields"]:
            name = field["name"]
            is_closed = "enum" in field.get("constraints", {}) or (table["name"] == "quantities" and name in _GROUPED)
            if field["type"] != "string" or is_closed:
                continue
            own = Column(table["path"], name)
            parts = field.get("listOf", {})
            key = keys.get(name) or {"resource": parts.get("resource"), "fields": [parts.get("field")]}
            found[own] = Column(files[key["resource"]], key["fields"][0]) if key["resource"] else own
    return found


# What is the id of a row elsewhere, or of a sentence in the wording, though no key of the contract says so.
# The dimensions that data/groups.csv closes.
_GROUPED = {*DIMENSIONS} - {"age_group"}
_IDS = {
    *(Column("claims.csv", "claim_id"), Column("commitments.csv", "commitment_id")),
    Column("claims.csv", "source"),  # begins with the name of the pledge
    *(Column("commitment_events.csv", "settled_by"), Column("decisions/figures.csv", "rests_on")),
    *(Column("decisions/signatories.csv", "person_id"), Column("decisions/signatories.csv", "duplicate_of")),
}


@cache
def of_a_form() -> frozenset[Column]:
    fields = {
        Column(t["path"], field["name"]): field for t in own_contract()["resources"] for field in t["schema"]["fields"]
    }
    return frozenset(c for c, f in fields.items() if "pattern" in f.get("constraints", {}) or f.get("isLink"))


def takers() -> set[Column]:
    """Return the text columns in which `briefing check` takes any text; the month below is made of them."""
    keys, refusing = text_columns(), set(of_a_form() | _IDS)
    for _ in range(2):  # what refers to an id of a form, and what refers to that
        refusing |= {column for column, key in keys.items() if key in refusing}
    return set(keys) - refusing


# The data


def made(folder: Path, columns: Iterable[Column]) -> Path:
    """Lay out the data with hostile texts in those columns, in lists as received, and in decisions on their lines."""
    shutil.copytree(OWN_DATA, folder)
    # What has no row yet, or a row with an empty cell, is filled; of candidates one list is enough.
    candidates = [row for row in rows_in(folder / "candidates.csv") if row["party_id"] == READER]
    people = {row["person_id"] for row in candidates}
    write(folder / "candidates.csv", candidates)
    write(folder / "sexes.csv", [row for row in rows_in(folder / "sexes.csv") if row["person_id"] in people])
    contact = rows_in(folder / "contact.csv")[0]
    write(folder / "contact.csv", [contact | {"phone": "+31 70 000 00 00", "email": "meld@ckm.example"}])
    shutil.copytree(HOSTILE / "data", folder, dirs_exist_ok=True)
    chosen = list(columns)
    for file in {column.file for column in chosen}:
        if (folder / file).exists():
            _make_hostile(folder / file, [column for column in chosen if column.file == file])
    _write_lists(folder / "signatories")
    write_decisions(folder, _decided())
    return folder


def write(file: Path, rows: list[Row]) -> None:
    write_rows(file, [*rows[0]], *([*row.values()] for row in rows))


def _make_hostile(file: Path, columns: list[Column]) -> None:
    rows = rows_in(file)
    for row in rows:
        for column in columns:
            # In some tables, and so in what refers to them, no text stands between < and >.
            open_ended = not {column.file, text_columns()[column].file}.isdisjoint(TEMPLATE_TABLES)
            # Of what was printed, as many words as leave room for a text within the limit.
            value = " ".join(row[column.name].split()[:9]) if column.name == "printed_text" else row[column.name]
            row[column.name] = "|".join(hostile(part, open_ended) for part in value.split("|") if part)
    if rows:
        write(file, rows)


def _write_lists(folder: Path) -> None:
    """Make the list of parties hostile; add a list of persons and a workbook, hostile by their own names too."""
    (known,) = folder.glob("*.csv")
    parties = rows_in(known)
    for row in parties:
        row["Functie + organisatie"] = hostile(row["Functie + organisatie"])
    write(known, parties)
    (one, two, three), party = (hostile(row["full_name"]) for row in signers()), hostile("D66")
    answers = {"Mag genoemd worden": "ja", "Bron": hostile("https://bron.example"), hostile("Opmerking"): "iets"}
    lines = [  # of every outcome
        (one, "Kamerlid", party, "15-4-2021"),
        (two, "Kamerlid", party, "16-4-2021"),
        (one, "Kamerlid", party, "17-4-2021"),
        (three, hostile("raadslid"), hostile("Almere"), "18-4-2021"),
        (hostile(STRANGER), hostile("bakker"), hostile("Bakkerij"), "19-4-2021"),
        (two, "Kamerlid", party, hostile("31-2-2021")),
        ("", "", hostile("ChristenUnei"), "20-4-2021"),
        (hostile("Zonder Dag"), "", party, ""),
    ]
    headings = ("Naam", "Functie", "Partij", "Datum")
    write(folder / f"{FILE}.csv", [dict(zip(headings, line, strict=True)) | answers for line in lines])
    with xlsxwriter.Workbook(folder / "werkboek.xlsx", {"strings_to_formulas": False}) as book:
        for sheet in ("Blad1", SHEET):
            page = book.add_worksheet(sheet)
            page.write_row(0, 0, ["Naam", "Partij", "Datum", hostile("Opmerking")])
            page.write_row(1, 0, [hostile(STRANGER), hostile("Bakkerij"), "15-4-2021", hostile("iets")])


def signers() -> list[Row]:
    """The first members of a party who sat when the list was signed, and still do."""
    party = [row for row in rows_in(OWN_DATA / "members.csv") if row["party_id"] == READER]
    return [row for row in party if "" < row["start"] <= "2021-04-01" and row["end"] > str(MONTH.as_of)][:3]


def _decided() -> Iterator[Row]:
    """Yield decisions on lines, since a name with such a text is nobody's by rule."""
    parties = {row["name"]: row["party_id"] for row in rows_in(OWN_DATA / "party_names.csv")}
    (known,) = OWN_DATA.glob("signatories/*.csv")
    one, two, three = signers()
    lines = [
        (f"{FILE}.csv", 2, one["full_name"], "accept", {"person_id": one["person_id"]}),
        (f"{FILE}.csv", 3, two["full_name"], "accept", {"person_id": two["person_id"]}),
        (f"{FILE}.csv", 4, one["full_name"], "duplicate", {"duplicate_of": f"{FILE}.csv:2"}),
        (f"{FILE}.csv", 5, three["full_name"], "not_in_parliament", {}),
        (f"{FILE}.csv", 6, STRANGER, "reject", {}),
    ]
    for number, row in enumerate(rows_in(known), start=2):
        name = row["Functie + organisatie"]
        signed_by = {"party_id": parties[name.partition("(")[2].rstrip(")") or name]}
        lines.append((known.name, number, name, "accept", signed_by))
    made = {"decided_by": hostile("A. Nalist"), "reason": hostile("zomaar")}
    made |= {"valid_from": "2021-03-01", "decided_on": "2021-05-01"}
    for file, number, name, action, whom in lines:
        line = {"source_file": file, "source_row": str(number), "action": action, "name_as_written": hostile(name)}
        yield {"decision_id": hostile(f"{action}{number}{file[:2]}"), **line, **whom, **made}
