"""Valid inputs to be spoilt, small enough to be read thousands of times, and the narrowest call that reads each."""

import contextlib
import copy
import csv
import io
import json
import re
import shutil
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import xlsxwriter

from analysis import sources
from analysis.core.input_files import sha256_of
from analysis.core.parameters import Month
from analysis.core.problems import Problem
from analysis.publish.inputs import Inputs
from analysis.publish.manifest import Manifest
from analysis.publish.orders import MANIFEST
from analysis.reconciliation import bodies_of
from analysis.signatories import ResolvedSignatures, resolve_signatures
from analysis.sources import OWN_DATA, contracts
from analysis.sources.list_files import decoded
from analysis.sources.signature_lists import read_lists, with_bodies
from analysis.sources.table_texts import unreadable
from analysis.sources.workbooks import WorkbookError, sheets_of
from support.mutations import zipped

MONTH = Month(2026, 10)
# No person of this name is known: each stands once in a list, so that one that is lost is missed.
MARK = re.compile(r"Quast[a-z]{4}")
NAMES = [f"Quast{a}{b}ov" for a in "abcde" for b in "aeiou"]
HEADINGS = ["Naam", "Functie + organisatie", "Datum", "Mag genoemd worden", "Opmerking"]


def as_csv(rows: list[list[Any]], separator: str = ",", end: str = "\n") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(rows)
    return text.getvalue().encode()


# What comes of many mutations


def faults(law: Callable[[Random], str | None], seeds: Iterable[int], subject: str, seconds: int = 0) -> list[str]:
    """What went wrong: of each seed whose law raised anything, or returned what it found. No one stops the others.

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
        if said:
            found.append(f"{subject} {seed}: {said}")
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
    """The data of the project with a few of its people, and a row in each table that is optional or empty there."""
    data = Path(shutil.copytree(OWN_DATA, folder / "data"))
    for name, kept in (("members.csv", 90), ("candidates.csv", 40)):
        rows = (data / name).read_text(encoding="utf-8").splitlines(keepends=True)
        every = max(len(rows) // kept, 1)
        (data / name).write_text("".join([rows[0], *rows[1::every]]), encoding="utf-8")
    known = {person for name in ("members.csv", "candidates.csv") for person in column(data / name, "person_id")}
    sexes = (data / "sexes.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    mentioned = [row for row in sexes if row.partition(",")[0] in {"person_id", *known}]
    (data / "sexes.csv").write_text("".join(mentioned), encoding="utf-8")
    for table, row in (
        ("contacts", "d66,Secretariaat,d66@example.org"),
        ("replies", "d66,2021-05-01,Een reactie,nl,mail"),
        ("decisions_signatories", f"q1,a.csv,3,{NAMES[1]},reject,,,,,2021-03-10,A,2026-11-24,Try"),
        ("decisions_functions", "q2,house,zetbaas,another_role,2021-03-01,A,2026-11-24,Try"),
    ):
        (data / described(table)["path"]).write_text(f"{','.join(fields(table))}\n{row}\n", encoding="utf-8")
    released = "2026-09,1,A,2026-10-02,,,\n2026-09,2,A,2026-10-03,Fout,Wrong,\n"
    with (data / "decisions" / "releases.csv").open("a", encoding="utf-8") as file:
        file.write(released)
    (data / "signatories" / "a.csv").write_bytes(LISTS["a.csv"])
    return data


def column(file: Path, name: str) -> list[str]:
    return [row[name] for row in csv.DictReader(io.StringIO(file.read_text(encoding="utf-8")))]


@cache
def contract() -> dict[str, Any]:
    return contracts.read_contract(OWN_DATA)


def fields(table: str) -> list[str]:
    return [field["name"] for field in described(table)["schema"]["fields"]]


def described(table: str) -> dict[str, Any]:
    return next(each for each in contract()["resources"] if each["name"] == table)


TABLES = [table["name"] for table in contract()["resources"]]


class ReadTables:
    """A folder of data that was read once, so that one table can be spoilt and read again by itself."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.checked = sources.read_tables(data)

    def read(self, name: str, content: bytes, beside: bool = True) -> tuple[list[Problem], pd.DataFrame | None]:
        """The problems of one table with other content, `beside` the others, and the table if it keeps its contract."""
        table = copy.deepcopy(described(name))
        table["schema"].pop("foreignKeys", None)
        (self.data / table["path"]).write_bytes(content)
        if problem := unreadable(self.data, table):  # as of most: the rest takes time
            return [problem], None
        problems = contracts.check_tables({**contract(), "resources": [table]}, self.data)
        if problems:
            return problems, None
        frame = contracts.read_table(self.data, table)
        if not beside:
            return [], frame
        publications = self.checked.tables["publications"].drop(columns=["known_from", "known_from_basis"])
        tables = {**self.checked.tables, "publications": publications, name: frame}
        return sources.between_tables(contract(), tables, self.checked.paths, sound=True), frame


def altered_cells(content: bytes, frame: pd.DataFrame, table: str) -> list[str]:
    """The columns in which a table that was taken says something else than its file, or in other rows."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    names, body = rows[0], [row for row in rows[1:] if row]
    if len(body) != len(frame):
        return [f"{len(body)} rows, of which {len(frame)} were read"]
    texts = [field["name"] for field in described(table)["schema"]["fields"] if field["type"] == "string"]
    return [
        name
        for name in texts
        if [row[names.index(name)] for row in body] != frame[name].fillna("").astype("object").tolist()
    ]


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


def marks_in(name: str, content: bytes) -> set[str]:
    """The names that stand in a list, as somebody who opens it would see them; none if it can't be opened."""
    if name.endswith(".csv"):
        text = decoded(content) or ""
    else:
        try:
            text = "\n".join(str(cell) for sheet in sheets_of(content) for row in sheet.rows for cell in row)
        except WorkbookError:
            return set()
    return set(MARK.findall(text))


class ReadLists:
    """A folder for one list, and the bodies that its lines are held against."""

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
    """The names of a list of which neither a line nor an error says anything."""
    # What a whole file, or a column, lacks: the names in it are not said one by one.
    of_all = ("of which no known heading", "headings without a line", "no heading for the names")
    if any(problem.severity == "error" or any(each in problem.found for each in of_all) for problem in problems):
        return set()
    # A row that is told as a whole may hold more than one.
    as_a_whole = ("above the headings", "values under")
    rows_told = {problem.row for problem in problems if any(each in problem.found for each in as_a_whole)}
    said = " ".join(lines.drop(columns="source_file").astype("object").fillna("").astype(str).to_numpy().ravel())
    told = " ".join(str(problem) for problem in problems)
    lost = marks_in(name, content) - set(MARK.findall(said)) - set(MARK.findall(told))
    return lost if len(lost) > len(rows_told) else set()


# The manifest of a month


def a_month(out: Path) -> tuple[Path, Manifest]:
    """A month's folder with a few files, and a manifest that says that they were made in full."""
    folder = out / "2026-10"
    inputs = Inputs({"data/figures.csv": "a" * 64, "data/signatories/a.csv": "b" * 64}, {"pandas": "3.0"})
    outputs = {}
    for path in ("share/nl/d66.html", "share/en/d66.html", "share/mail/d66.eml", "internal/1-figures.ipynb"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path, encoding="utf-8")
        outputs[path] = {"sha256": sha256_of(folder / path), "made_from": inputs.sha256}
    manifest = Manifest(inputs, {}, None, outputs, {"*; *; *": ["d66 en", "d66 nl"]})
    (folder / MANIFEST).write_bytes(manifest.to_json())
    return folder, manifest


def read_manifest(content: bytes, folder: Path, manifest: Manifest) -> Manifest:
    """What a build makes of a manifest: every question that it asks of it."""
    (folder / MANIFEST).write_bytes(content)
    known = Manifest.read(folder)
    kept = known.runs_of("*; *; *", manifest.inputs, folder)
    assert kept is None or all(isinstance(run, str) for run in kept)
    assert known.untouched(folder, known.current(manifest.inputs)) <= set(known.outputs)
    assert json.loads(known.to_json())
    assert isinstance(known.inputs.on_persons, dict)
    return known
