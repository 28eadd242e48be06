"""Small valid inputs to be spoilt, and the narrowest call that reads each."""

import contextlib
import copy
import csv
import io
import re
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import xlsxwriter

from analysis import sources
from analysis.core.parameters import Month
from analysis.core.problems import Problem
from analysis.reconciliation import bodies_of
from analysis.signatories import ResolvedSignatures, resolve_signatures
from analysis.sources import OWN_DATA, contracts
from analysis.sources.list_files import decoded
from analysis.sources.signature_lists import read_lists, with_bodies
from analysis.sources.table_texts import unreadable
from analysis.sources.workbooks import WorkbookError, sheets_of
from support.fewer_candidates import with_fewer_candidates
from support.mutations import zipped

MONTH = Month(2026, 10)
# No person of this name is known: each stands once in a list, so that one that is lost is missed.
MARK = re.compile(r"Quast[a-z]{4}")
NAMES = [f"Quast{a}{b}ov" for a in "abcde" for b in "aeiou"]
HEADINGS = ["Naam", "Functie + organisatie", "Datum", "Mag genoemd worden", "Opmerking"]
CONTRACT = contracts.read_contract(OWN_DATA)
TABLES = {table["name"]: table for table in CONTRACT["resources"]}


def as_csv(rows: list[list[Any]], separator: str = ",", end: str = "\n") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(rows)
    return text.getvalue().encode()


def faults(law: Callable[[Random], str | None], seeds: Iterable[int], subject: str, seconds: int = 0) -> list[str]:
    """Return what went wrong: of each seed what its law raised, or found. No one stops the others.

    `seconds` is how much time of the processor each may take; 0 for any.
    """
    found = []
    for seed in seeds:
        try:
            with held_to(seconds):
                said = law(Random(f"{subject} {seed}"))
        except Exception as error:
            at = traceback.extract_tb(error.__traceback__)[-1]
            said = f"{type(error).__name__} at {Path(at.filename).name}:{at.lineno}: {str(error)[:200]}"
        found += [f"{subject} {seed}: {said}"] if said else []
    return found


class TooSlowError(Exception):
    """What is tried takes too much of the processor; no OSError, which is taken for a file that does not open."""


@contextlib.contextmanager
def held_to(seconds: int) -> Iterator[None]:
    """Raise TooSlowError in what takes more of the processor: time of the clock says more of the machine."""

    def stop(*_: object) -> None:
        raise TooSlowError(f"took more than {seconds} s of the processor")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


# A folder of data


def small_data(folder: Path) -> Path:
    """Lay out the data with few candidates, and a row in each table that is optional or empty."""
    data = with_fewer_candidates(folder / "data")
    for table, row in (
        ("contacts", "d66,Secretariaat,d66@example.org"),
        ("replies", "d66,2021-05-01,Een reactie,nl,mail"),
        ("decisions_signatories", f"q1,a.csv,3,{NAMES[1]},reject,,,,,2021-03-10,A,2026-11-24,Try"),
        ("decisions_functions", "q2,house,zetbaas,another_role,2021-03-01,A,2026-11-24,Try"),
    ):
        header = ",".join(field["name"] for field in TABLES[table]["schema"]["fields"])
        (data / TABLES[table]["path"]).write_text(f"{header}\n{row}\n", encoding="utf-8")
    with (data / "decisions" / "releases.csv").open("a", encoding="utf-8") as file:
        file.write("2026-09,1,A,2026-10-02,,,\n2026-09,2,A,2026-10-03,Fout,Wrong,\n")
    (data / "signatories" / "a.csv").write_bytes(LISTS["a.csv"])
    return data


class ReadTables:
    """A folder of data that was read once, so that one table can be spoilt and read again by itself."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.checked = sources.read_tables(data)

    def read(self, name: str, content: bytes, beside: bool) -> tuple[list[Problem], pd.DataFrame | None]:
        """Return the problems of a table with other content, `beside` the others, and the table if it is valid."""
        table = copy.deepcopy(TABLES[name])
        table["schema"].pop("foreignKeys", None)
        (self.data / table["path"]).write_bytes(content)
        if problem := unreadable(self.data, table):  # as of most: the rest takes time
            return [problem], None
        problems = contracts.check_tables({**CONTRACT, "resources": [table]}, self.data)
        if problems:
            return problems, None
        frame = contracts.read_table(self.data, table)
        publications = self.checked.tables["publications"].drop(columns=["known_from", "known_from_basis"])
        tables = {**self.checked.tables, "publications": publications, name: frame}
        return sources.between_tables(CONTRACT, tables, self.checked.paths, sound=True) if beside else [], frame


def altered_cells(content: bytes, frame: pd.DataFrame, table: str) -> list[str]:
    """Return the columns in which a table that was taken says something else than its file, or in other rows."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    names, body = rows[0], [row for row in rows[1:] if row]
    if len(body) != len(frame):
        return [f"{len(body)} rows, of which {len(frame)} were read"]
    texts = [field["name"] for field in TABLES[table]["schema"]["fields"] if field["type"] == "string"]
    written = {name: [row[names.index(name)] for row in body] for name in texts}
    return [name for name in texts if written[name] != frame[name].fillna("").astype("object").tolist()]


# Lists of signatories


def _rows_of_a_list() -> list[list[Any]]:
    parties = ["CDA", "D66", "lid Tweede Kamer, SP", "VVD", "raadslid"]
    days = ["10-3-2021", "2021-03-10", "uiterlijk 10 maart 2021", "44265", ""]
    people = [[name, parties[n % 5], days[n % 4], ["ja", "nee", ""][n % 3], f"{n} x"] for n, name in enumerate(NAMES)]
    return [HEADINGS, *people]


def _xlsx() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for sheet_name, rows in (("Blad1", _rows_of_a_list()[:15]), ("Blad2", [HEADINGS, *_rows_of_a_list()[15:]])):
            sheet = book.add_worksheet(sheet_name)
            for number, row in enumerate(rows):
                for at, cell in enumerate(row):
                    sheet.write(number, at, int(cell) if cell.isdigit() else cell)
    return content.getvalue()


_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_ODS = f"""<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.2"
 xmlns:office="{_OASIS}:office:1.0" xmlns:table="{_OASIS}:table:1.0" xmlns:text="{_OASIS}:text:1.0"><office:body>
<office:spreadsheet><table:table table:name="Blad1">{{}}</table:table></office:spreadsheet></office:body>
</office:document-content>"""
_ODS_CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'


def ods(rows: str) -> bytes:
    manifest = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": _ODS.format(rows).encode(), "META-INF/manifest.xml": manifest})


def ods_rows(rows: list[list[str]]) -> str:
    return "".join(f"<table:table-row>{''.join(map(_ODS_CELL.format, row))}</table:table-row>" for row in rows)


LISTS = {
    "a.csv": as_csv([["Naam", "Partij", "Datum"], *[[name, "CDA", "10-3-2021"] for name in NAMES]]),
    "b.csv": as_csv([["Lijst van ondertekenaars"], [], *_rows_of_a_list()], ";", "\r\n"),
    "c.csv": as_csv(
        [["Voornaam", "Achternaam", "Partij", "Datum"], *[["A.", n, "D66\nlid", "3/14/2021"] for n in NAMES]]
    ),
    "d.xlsx": _xlsx(),
    "e.ods": ods(ods_rows(_rows_of_a_list())),
}


class ReadLists:
    """A folder for one list, and the bodies that its lines are compared with."""

    def __init__(self, data: Path, folder: Path) -> None:
        self.known = sources.read(MONTH, data)
        self.bodies = bodies_of(self.known)
        self.folder = folder
        folder.mkdir()

    def read(self, name: str, content: bytes) -> tuple[pd.DataFrame, list[Problem], ResolvedSignatures]:
        for file in self.folder.iterdir():
            file.unlink()
        (self.folder / name).write_bytes(content)
        lines, problems = read_lists(self.folder)
        lines, unknown = with_bodies(lines, self.known.bodies)
        day = MONTH.as_of
        return lines, problems + unknown, resolve_signatures(lines, self.bodies, self.known.decisions.signatories, day)


def lost_names(name: str, content: bytes, lines: pd.DataFrame, problems: list[Problem]) -> set[str]:
    """Return the names of a list, as somebody who opens it sees them, of which no line and no problem says anything."""
    # What a file, or a column, lacks as a whole: the names in it are not said one by one.
    of_all = ("of which no known heading", "headings without a line", "no heading for the names")
    if any(problem.severity == "error" or any(each in problem.found for each in of_all) for problem in problems):
        return set()
    try:
        rows = [row for sheet in sheets_of(content) for row in sheet.rows] if not name.endswith(".csv") else []
    except WorkbookError:
        return set()
    text = (decoded(content) or "") if name.endswith(".csv") else "\n".join(str(cell) for row in rows for cell in row)
    # A row that is reported as one may hold more than one name.
    rows_reported = {p.row for p in problems if "above the headings" in p.found or "values under" in p.found}
    said = " ".join(lines.drop(columns="source_file").astype("object").fillna("").astype(str).to_numpy().ravel())
    lost = set(MARK.findall(text)) - set(MARK.findall(said + " ".join(map(str, problems))))
    return lost if len(lost) > len(rows_reported) else set()
