"""Made-up lines as the files that arrive: CSV of several hands, XLSX and ODS, in a folder that is thrown away."""

import csv
import datetime
import io
import random
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter
from made_up_signers import MadeUpLine

Truth = dict[tuple[str, int], MadeUpLine]
Row = list[str]
_FORM = ["Naam", "Functie + organisatie", "Datum"]
_APART = ["Datum", "Naam", "Functie", "Partij"]
_ENGLISH = ["Full name", "Position", "Organisation", "Date signed"]
_PIECES = [
    "Voornaam",
    "Voorletters",
    "Tussenvoegsel",
    "Achternaam",
    "Functie",
    "Politieke partij",
    "Datum ondertekening",
]
LINES_PER_FILE = 400


def write_lists(folder: Path, lines: list[MadeUpLine], seed: int) -> Truth:
    """Write the lines as files of a few hundred each, and return which line stands in which row of which file."""
    rng = random.Random(f"lists {seed}")
    truth: Truth = {}
    for number, start in enumerate(range(0, len(lines), LINES_PER_FILE)):
        part = lines[start : start + LINES_PER_FILE]
        _KINDS_OF_FILE[number % len(_KINDS_OF_FILE)](folder, f"made-up-{number:03}", part, rng, truth)
    return truth


def _together(rng: random.Random, line: MadeUpLine) -> str:
    pieces = [piece for piece in (line.function, line.organisation) if piece]
    if len(pieces) == 2 and rng.random() < 0.2:
        pieces.reverse()
    return (", " if rng.random() < 0.7 else " ").join(pieces)


def _form_row(rng: random.Random, line: MadeUpLine) -> Row:
    # Some write who they are behind the name.
    alone = (
        line.name.text
        and not {",", "("} & set(line.name.text)
        and not {"title", "address", "wrong address", "degree"} & set(line.ways)
    )
    if alone and line.organisation and rng.random() < 0.06:
        if not line.function:
            return [rng.choice(["{} ({})", "{}, {}"]).format(line.name.text, line.organisation), "", line.date]
        return [f"{line.name.text}, {line.function} {line.organisation}", "", line.date]
    return [line.name.text, _together(rng, line), line.date]


def _apart_row(_: random.Random, line: MadeUpLine) -> Row:
    return [line.date, line.name.text, line.function, line.organisation]


def _english_row(_: random.Random, line: MadeUpLine) -> Row:
    return [line.name.text, line.function, line.organisation, line.date]


def _pieces_row(_: random.Random, line: MadeUpLine) -> Row:
    name = line.name
    if not name.family:  # a party, or nobody
        return ["", "", "", name.text, line.function, line.organisation, line.date]
    letters = ".".join(name.letters) + "." if name.letters else ""
    return [name.given, letters, name.prefix, name.family, line.function, line.organisation, line.date]


def _rows(
    header: Row, make: Callable[[random.Random, MadeUpLine], Row], part: list[MadeUpLine], rng: random.Random
) -> tuple[list[Row], dict[int, MadeUpLine]]:
    """Return all rows of a list, blank ones between them too, and which line stands in which row."""
    rows = [header]
    if rng.random() < 0.3:
        rows = [["Ondertekenaars (verzonnen)", *[""] * (len(header) - 1)], [""] * len(header), header]
    places = {}
    for line in part:
        if rng.random() < 0.01:
            rows.append([""] * len(header))
        rows.append(make(rng, line))
        places[len(rows)] = line
    return rows, places


WriteFile = Callable[[Path, str, list[MadeUpLine], random.Random, Truth], None]


def _text_file(
    separator: str, encoding: str, suffix: str, header: Row, make: Callable[[random.Random, MadeUpLine], Row]
) -> WriteFile:
    def write(folder: Path, name: str, part: list[MadeUpLine], rng: random.Random, truth: Truth) -> None:
        rows, places = _rows(header, make, part, rng)
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=separator).writerows(rows)
        content = unicodedata.normalize("NFC", text.getvalue()) if encoding == "cp1252" else text.getvalue()
        (folder / f"{name}{suffix}").write_bytes(content.encode(encoding, errors="replace"))
        for row, line in places.items():
            truth[f"{name}{suffix}", row] = _without_letters(line) if encoding == "cp1252" else line

    return write


def _without_letters(line: MadeUpLine) -> MadeUpLine:
    """Return a line as Windows-1252 holds it: without ğ, ş or ı, with question marks in their place."""
    written = unicodedata.normalize("NFC", line.name.text)
    if "?" not in written.encode("cp1252", errors="replace").decode("cp1252"):
        return line
    return replace(line, settled=False, ways=(*line.ways, "lost letters"))


def _workbook(folder: Path, name: str, part: list[MadeUpLine], rng: random.Random, truth: Truth) -> None:
    rows, places = _rows(_APART, _apart_row, part, rng)
    with xlsxwriter.Workbook(folder / f"{name}.xlsx") as workbook:
        days = workbook.add_format({"num_format": "d-m-yyyy"})
        sheet = workbook.add_worksheet("Blad1")
        for r, row in enumerate(rows):
            line = places.get(r + 1)
            for c, cell in enumerate(row):
                typed = c == 0 and line and line.day and line.date[:1].isdigit() and rng.random() < 0.7
                if typed and line and line.day:
                    sheet.write_datetime(r, c, datetime.datetime.combine(line.day, datetime.time()), days)
                elif cell:
                    sheet.write_string(r, c, cell)
    truth |= {(f"{name}.xlsx", row): line for row, line in places.items()}


_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_ODS = f"""<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.2"
 xmlns:office="{_OASIS}:office:1.0" xmlns:table="{_OASIS}:table:1.0" xmlns:text="{_OASIS}:text:1.0"><office:body>
<office:spreadsheet><table:table table:name="Blad1">{{}}</table:table></office:spreadsheet></office:body>
</office:document-content>"""
_CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'


def _open_document(folder: Path, name: str, part: list[MadeUpLine], rng: random.Random, truth: Truth) -> None:
    rows, places = _rows(_ENGLISH, _english_row, part, rng)
    cells = ("".join(_CELL.format(escape(" ".join(cell.split()))) for cell in row) for row in rows)
    content = _ODS.format("".join(f"<table:table-row>{row}</table:table-row>" for row in cells))
    with zipfile.ZipFile(folder / f"{name}.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        manifest = f'<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0"/>'
        archive.writestr("META-INF/manifest.xml", manifest)
    truth |= {(f"{name}.ods", row): line for row, line in places.items()}


_KINDS_OF_FILE = (
    _text_file(",", "utf-8", ".csv", _FORM, _form_row),
    _text_file(";", "cp1252", ".csv", _APART, _apart_row),
    _text_file("\t", "utf-8-sig", ".tsv", _PIECES, _pieces_row),
    _workbook,
    _open_document,
    _text_file(";", "utf-8-sig", ".csv", _FORM, _form_row),
)
