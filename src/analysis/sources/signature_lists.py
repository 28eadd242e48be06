"""Lists of signatories as received: any file name, CSV, XLSX or ODS, the headings of the form in any order.

A line is never lost and never stops a build: what can't be read stands in the table with the reason. Values are kept
as written; what they mean is for `signatories` to find.
"""

from pathlib import Path
from typing import Any

import pandas as pd

from analysis.names import words_of
from analysis.problems import Problem
from analysis.sources.list_files import IGNORED_NAMES, LIST_SUFFIXES, ListFileError, Sheet, read_sheets
from analysis.sources.signing_dates import SigningDate, month_comes_first, read_signing_date

# The form of the pledge asks for Naam, Functie + organisatie, Datum; the rest are variants people make of it.
_HEADINGS = {
    "name": "naam|name|volledige naam|full name|voor en achternaam|ondertekenaar|naam ondertekenaar|signatory|signer|"
    "naam van de ondertekenaar|name of signatory|naam kamerlid",
    "given": "voornaam|roepnaam|first name|given name|voornamen",
    "initials": "initialen|voorletters|initials|voorletter s",
    "prefix": "tussenvoegsel|tussenvoegsels|prefix|voorvoegsel|voorvoegsels",
    "family": "achternaam|familienaam|last name|family name|surname",
    "function": "functie|function|rol|role|position|hoedanigheid|functietitel|job title",
    "organisation": "organisatie|organisation|organization|partij|party|fractie|politieke partij|political party|"
    "instelling|organisatie partij|partij organisatie|functie organisatie|functie en organisatie|function organisation|"
    "function organization|function and organisation|function and organization|functie en partij|functie partij|"
    "position and organisation|functie en of organisatie",
    "date": "datum|date|datum ondertekening|datum van ondertekening|datum handtekening|getekend op|ondertekend op|"
    "signed on|date signed|date of signature|signing date|datum getekend",
    # A web form adds when it was sent: it counts where no date was asked for.
    "sent": "tijdstempel|timestamp|tijdstip|ingevuld op|verzonden op|submitted at|submission date|start time|begintijd",
    "latest": "datum uiterlijk op|uiterlijk op|at the latest on|date at the latest",
    "source": "bron|bronnen|source|sources",
    "may_be_named": "mag genoemd worden|mag met naam genoemd worden|mag bij naam genoemd worden|may be named|"
    "naam mag genoemd worden|naamsvermelding|toestemming naamsvermelding|toestemming vermelding|consent to be named",
}
_FIELD_OF = {heading: kind for kind, headings in _HEADINGS.items() for heading in headings.split("|")}
_NAMING_FIELDS = {"name", "family", "organisation"}
_YES = frozenset(["ja", "yes", "j", "y", "true", "waar", "x", "akkoord", "1"])
# Title rows may stand above the headings, but not this many.
_ROWS_SEARCHED = 20

COLUMNS = {
    "source_file": "str",
    "source_row": "Int64",
    "name_as_written": "str",
    "function_as_written": "str",
    "organisation_as_written": "str",
    "signed_on": "datetime64[us]",
    "signed_on_as_written": "str",
    "signed_on_precision": "str",
    "may_be_named": "boolean",
    "source_as_written": "str",
    "unreadable_because": "str",
}


def read_lists(folder: Path) -> tuple[pd.DataFrame, list[Problem]]:
    """Read every list in a folder and below it; a folder that is not there holds none.

    One row per line that is not blank: source_file (path below the folder; with `#sheet` for each further sheet),
    source_row (as a spreadsheet counts: the header is row 1 unless a title stands above it), name_as_written,
    function_as_written, organisation_as_written (also holds function and organisation that came in one column),
    signed_on (a partial date: its last day), signed_on_as_written, signed_on_precision (day, at_the_latest, month,
    year, missing), may_be_named (false unless the list says yes), source_as_written (links, separated by |),
    unreadable_because.
    The problems: an error for a file that can't be read as a list, a warning for each line that can't be read.
    """
    lines: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        try:
            _read_file(path, name, lines, problems)
        except ListFileError as error:
            problems.append(_file_problem(name, error.found, error.expected))
    problems += [_line_problem(line) for line in lines if line["unreadable_because"]]
    return _frame(lines), problems


def _files(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else iter(())
    return sorted((path for path in found if not _is_no_list(path.relative_to(folder))), key=lambda p: p.as_posix())


def _is_no_list(path: Path) -> bool:
    hidden = any(part.startswith((".", "~$")) for part in path.parts)
    return hidden or path.name.endswith(("~", "#")) or path.name.lower() in IGNORED_NAMES


def _read_file(path: Path, name: str, lines: list[dict[str, Any]], problems: list[Problem]) -> None:
    if path.suffix.lower() not in LIST_SUFFIXES:
        raise ListFileError(f"a file of kind {path.suffix or '(none)'}", "CSV, XLSX or ODS")
    sheets = [sheet for sheet in read_sheets(path, _recognised) if any(not _is_blank(row) for row in sheet.rows)]
    headed = [(sheet, place) for sheet in sheets if (place := _header_row(sheet.rows)) is not None]
    if not headed:
        raise ListFileError("no row of headings", "a row with Naam, Functie + organisatie, Datum")
    for count, (sheet, place) in enumerate(headed):
        lines += _lines_of(sheet, place, name if count == 0 else f"{name}#{sheet.name}")
    for sheet in sheets:
        if all(sheet is not other for other, _ in headed):
            expected = "a row with Naam, Functie + organisatie, Datum"
            problems.append(_file_problem(f"{name}#{sheet.name}", "a sheet without headings", expected, "warning"))


def _recognised(row: list[Any]) -> int:
    """Return how many cells of a row are headings of a list; 0 if none says who signed."""
    fields = _fields(row)
    return len(fields) if _NAMING_FIELDS & set(fields.values()) else 0


def _fields(row: list[Any]) -> dict[int, str]:
    named = {place: _FIELD_OF.get(" ".join(words_of(str(cell)))) for place, cell in enumerate(row)}
    return {place: kind for place, kind in named.items() if kind}


def _header_row(rows: list[list[Any]]) -> int | None:
    counts = [_recognised(row) for row in rows[:_ROWS_SEARCHED]]
    best = max(counts, default=0)
    return counts.index(best) if best else None


def _is_blank(row: list[Any]) -> bool:
    return all(_text(cell) == "" for cell in row)


def _lines_of(sheet: Sheet, header: int, source_file: str) -> list[dict[str, Any]]:
    fields = _fields(sheet.rows[header])
    width = max((n for n, cell in enumerate(sheet.rows[header], start=1) if _text(cell)), default=0)
    month_first = month_comes_first(_date_cell(row, fields) for row in sheet.rows[header + 1 :])
    return [
        {"source_file": source_file, "source_row": number}
        | _line(row, fields, width, sheet.faults.get(number), month_first)
        for number, row in enumerate(sheet.rows, start=1)
        if number > header + 1 and not _is_blank(row)
    ]


def _date_cell(row: list[Any], fields: dict[int, str]) -> Any:
    for kinds in (("date", "latest"), ("sent",)):
        for place, kind in fields.items():
            if kind in kinds and place < len(row) and _text(row[place]):
                return row[place]
    return ""


def _line(row: list[Any], fields: dict[int, str], width: int, fault: str | None, month_first: bool) -> dict[str, Any]:
    values = {kind: _value(row, fields, kind) for kind in _HEADINGS}
    name = values["name"] or " ".join(values[k] for k in ("given", "initials", "prefix", "family") if values[k])
    latest = bool(values["latest"]) and not values["date"]
    date, date_fault = _signing_date(_date_cell(row, fields), latest, month_first)
    line = {
        "name_as_written": name,
        "function_as_written": values["function"],
        "organisation_as_written": values["organisation"],
        "signed_on": date.day,
        "signed_on_as_written": values["date"] or values["latest"] or values["sent"],
        "signed_on_precision": date.precision,
        "may_be_named": bool(_YES & set(words_of(values["may_be_named"])[:1])),
        "source_as_written": values["source"],
    }
    return line | {"unreadable_because": fault or _shifted(row, width) or _nobody(line) or date_fault}


def _value(row: list[Any], fields: dict[int, str], kind: str) -> str:
    texts = [_text(row[place]) for place, found in fields.items() if found == kind and place < len(row)]
    return ", ".join(dict.fromkeys(text for text in texts if text))


def _signing_date(cell: Any, at_the_latest: bool, month_first: bool) -> tuple[SigningDate, str]:
    try:
        date = read_signing_date(cell, month_first=month_first)
    except ValueError as error:
        return SigningDate(None, "missing"), f"date: found {_text(cell)[:40]!r}, expected {error}"
    if at_the_latest and date.day:
        return SigningDate(date.day, "at_the_latest"), ""
    return date, ""


def _shifted(row: list[Any], width: int) -> str:
    used = max((n for n, cell in enumerate(row, start=1) if _text(cell)), default=0)
    # An unquoted separator inside a value moves all that follows: no value can be trusted then.
    return f"the line has {used} values under {width} headings" if used > width else ""


def _nobody(line: dict[str, Any]) -> str:
    if any(not word.isdigit() for word in words_of(line["name_as_written"])):
        return ""
    # 50+ is a party, 12 is no name: only a name needs a letter.
    named = not line["name_as_written"] and words_of(line["organisation_as_written"])
    return "" if named else "neither a name nor an organisation"


def _text(cell: Any) -> str:
    if cell is None or cell is pd.NaT or (isinstance(cell, float) and pd.isna(cell)):
        return ""
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat()).removesuffix("T00:00:00")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _file_problem(name: str, found: str, expected: str, severity: Any = "error") -> Problem:
    remedy = "save the list as CSV, XLSX or ODS with those headings, or take the file out of the folder"
    return Problem(f"signatories/{name}", None, None, found, expected, remedy, severity)


def _line_problem(line: dict[str, Any]) -> Problem:
    remedy = "correct the list, or leave it: the line is counted as rejected"
    found = f"a line that can't be read ({line['unreadable_because']})"
    return Problem(f"signatories/{line['source_file']}", line["source_row"], None, found, "a line", remedy, "warning")


def _frame(lines: list[dict[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(lines, columns=list(COLUMNS))
    texts = [name for name, kind in COLUMNS.items() if kind == "str"]
    frame[texts] = frame[texts].replace("", None)
    frame["signed_on"] = pd.to_datetime(frame["signed_on"])
    return frame.astype(COLUMNS)
