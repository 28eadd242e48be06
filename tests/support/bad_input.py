"""Valid inputs, and what hands, programs and disks make of them; a seed spoils an input the same way each time."""

import contextlib
import csv
import io
import re
import signal
import traceback
import zipfile
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
from analysis.sources.list_files import ListFileError, decoded, sheets_of
from analysis.sources.signature_lists import read_lists, with_bodies

Rows = list[list[Any]]
MONTH = Month(2026, 10)
# What somebody may type, or a program write, in the place of a value.
NASTY_VALUES = (
    *("", " ", "-", "?", "0", "-1", "1e999", "NaN", "inf", "1_000", "1.000", "1,5", "0x10", "١٢", "²", "9" * 400),
    *("2021-02-30", "0001-01-01", "9999-12-31", "2262-04-12", "10-3-2021", "2021-3-1", "44265", "2021-03-10T10:00"),
    *("all", "YES", "|", "a||b", "d66|d66", "x:y", "a:1:2", "f001=x", "=1+1", "<b>x</b>", "{x}", "%s", "../../x"),
    *("\ufeff", "\u202ed66", "\u200b", "e\u0301", "\U0001f600", "\x0b", "\x1b[31m", "\u2028", "\u0085", "\\", "'"),
)
_PIECES = (b"\x00", b"\xef\xbb\xbf", b"\xff\xfe", b'"', b"\r", b"x" * 30_000, b'"' * 400, "ﬁ".encode() * 5_000)
_ENCODINGS = ("utf-16", "utf-32", "cp1252", "cp850", "mac_roman", "utf-7", "cp037")


def spoilt(content: bytes, random: Random) -> bytes:
    """Return a CSV with a value, a line or some bytes changed: values are what people get wrong most."""
    change = random.choice([_value_changed, _value_changed, _value_changed, _lines_changed, bytes_changed])
    return change(content, random)


def _value_changed(content: bytes, random: Random) -> bytes:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    row = random.choice(rows[1:] or rows)
    if row:
        row[random.randrange(len(row))] = random.choice(NASTY_VALUES)
    return as_csv(rows)


def _lines_changed(content: bytes, random: Random) -> bytes:
    lines = content.splitlines(keepends=True) or [b""]
    place = random.randrange(len(lines))
    before, behind = b"".join(lines[:place]), b"".join(lines[place + 1 :])
    return random.choice(
        [
            before + behind,
            before + random.choice(lines) + lines[place] + behind,
            before + lines[place].replace(b",", b";") + behind,
            content.replace(b"\n", random.choice([b"\r", b"\n\r", b"\x0b", b"\xe2\x80\xa8"])),
            content.decode("utf-8", "replace").encode(random.choice(_ENCODINGS), "replace"),
        ]
    )


def bytes_changed(content: bytes, random: Random) -> bytes:
    place, count = random.randrange(len(content) + 1), random.choice([1, 3, 20])
    before, behind = content[:place], content[place:]
    other = random.choice([random.randbytes(count) + behind[count:], random.choice(_PIECES) + behind, b""])
    return random.choice([before + other, before + other, before + other, content + content, b""])


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()


def workbook(sheets: dict[str, Rows], mark: Callable[[Any, Any], object] = lambda _book, _sheet: None) -> bytes:
    """Return a workbook of sheets by name; `mark` changes it and its last sheet."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "d-m-yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        mark(book, sheet)
    return content.getvalue()


def as_csv(rows: Rows, separator: str = ",", end: str = "\n", encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(rows)
    return text.getvalue().encode(encoding, "replace")


def faults(law: Callable[[Random], str | None], seeds: Iterable[int], subject: str) -> list[str]:
    """Return what went wrong: of each seed what its law raised, or returned. No one stops the others."""
    found = []
    for seed in seeds:
        try:
            said = law(Random(f"{subject} {seed}"))
        except Exception as error:
            at = traceback.extract_tb(error.__traceback__)[-1]
            said = f"{type(error).__name__} at {Path(at.filename).name}:{at.lineno}: {str(error)[:200]}"
        found += [f"{subject} {seed}: {said}"] if said else []
    return found


@contextlib.contextmanager
def held_to(seconds: int) -> Iterator[None]:
    """Raise RuntimeError in what takes more of the processor: time of the clock says more of the machine."""

    def stop(*_: object) -> None:
        raise RuntimeError(f"took more than {seconds} s of the processor")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


# Lists of signatories

# No person of this name is known: each stands once in a list, so that one that is lost is missed.
MARK = re.compile(r"Quast[a-z]{4}")
NAMES = [f"Quast{a}{b}ov" for a in "abcde" for b in "aeiou"]
HEADINGS = ["Naam", "Functie + organisatie", "Datum", "Mag genoemd worden", "Opmerking"]


def _rows_of_a_list() -> Rows:
    parties = ["CDA", "D66", "lid Tweede Kamer, SP", "VVD", "raadslid"]
    days = ["10-3-2021", "2021-03-10", "uiterlijk 10 maart 2021", "44265", ""]
    people = [[name, parties[n % 5], days[n % 4], ["ja", "nee", ""][n % 3], f"{n} x"] for n, name in enumerate(NAMES)]
    return [HEADINGS, *people]


LISTS = {
    "a.csv": as_csv([["Naam", "Partij", "Datum"], *[[name, "CDA", "10-3-2021"] for name in NAMES]]),
    "b.csv": as_csv([["Lijst van ondertekenaars"], [], *_rows_of_a_list()], ";", "\r\n"),
    "c.xlsx": workbook({"Blad1": _rows_of_a_list()[:15], "Blad2": [HEADINGS, *_rows_of_a_list()[15:]]}),
}


class ReadLists:
    """A folder for one list, and the bodies that its lines are compared with."""

    def __init__(self, data: Path, folder: Path) -> None:
        self.known = sources.as_of(MONTH, sources.read_tables(data))
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
        rows = [row for sheet in sheets_of(content).values() for row in sheet] if not name.endswith(".csv") else []
    except ListFileError:
        return set()
    text = (decoded(content) or "") if name.endswith(".csv") else "\n".join(str(cell) for row in rows for cell in row)
    # A row that is reported as one may hold more than one name.
    rows_reported = {p.row for p in problems if "above the headings" in p.found or "values under" in p.found}
    said = " ".join(lines.drop(columns="source_file").astype("object").fillna("").astype(str).to_numpy().ravel())
    lost = set(MARK.findall(text)) - set(MARK.findall(said + " ".join(map(str, problems))))
    return lost if len(lost) > len(rows_reported) else set()
