"""Lists of signatories as received: CSV, XLSX or ODS under any name, the headings of the form in any order.

No line is lost, and none stops a build: one that can't be read is in the table with the reason. Values are as written;
what they mean is found in `signatories`.
"""

import itertools
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.core.characters import unfit_in
from analysis.core.folders import sha256_of
from analysis.core.names import words_of
from analysis.core.person_names import PREFIXES
from analysis.core.problems import Problem
from analysis.core.record_tables import table_of_cells
from analysis.sources import case_level
from analysis.sources.list_answers import Fault, is_plain, withholds_the_name
from analysis.sources.list_contents import NO_WORDS, KnownWords, is_only_a_name
from analysis.sources.list_files import LIST_SUFFIXES, ListFileError, Sheet, content_of, sheets_in
from analysis.sources.list_headings import Table, headings_in, headings_of, table_in
from analysis.sources.list_lines import DATED, day_orders, is_blank, is_remark, line_of, without_dittos
from analysis.sources.list_problems import EXPECTED, REMEDY, parts_not_read, problem_of
from analysis.sources.signing_dates import date_of, is_a_day
from analysis.sources.workbook_reader import COMMENT, CROSSED_OUT, HIDDEN

# The explanation of the folder, and files that a desktop writes.
_IGNORED_NAMES = frozenset(["readme.md", "readme.txt", "thumbs.db", "desktop.ini"])
_REJECTED = "is counted as rejected, unless a decision says otherwise"
_LONGEST_QUOTE = 80
# A sheet without headings has at most so many rows of notes, and a choice at most so many words.
_MOST_NOTES, _A_CHOICE = 60, 3
_A_YEAR = re.compile(r"(?<!\d)20[2-9]\d(?!\d)")
# Of a remark, what is no number of a line: a day, a time, a share, a year, a total.
_NO_LINE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}e?\s+(?:jan|feb|m[aei]|mrt|apr|ju[nl]|aug|sep|o[kc]t|nov|dec)\w*|\d+[:.]\d\d\b"
    r"|\d+\s*%|(?:19|20)\d\d|1300|^\W*(?:totaa?l|aantal|som)\D*\d+\D*$",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"(\d{1,5})(?:\s*(?:[-–]|t/m|tot en met|to|through)\s*(\d{1,5}))?")
_AS_WRITTEN = (
    *("name", "function", "organisation", "body", "signed_on", "source", "beside", "headings", "answer", "aside"),
    *("may_be_named", "consent", "under", "above", "sheet"),
)
COLUMNS = {
    "source_file": "str",
    "source_row": "Int64",
    **dict.fromkeys((f"{name}_as_written" for name in _AS_WRITTEN), "str"),
    "signed_on": "datetime64[us]",
    "signed_on_precision": "str",
    "may_be_named": "boolean",
    "refuses_naming": "boolean",
    "may_be_named_from": "datetime64[us]",
    **dict.fromkeys(("waits_because", "unreadable_because"), "str"),
}
# A line of a sheet: its row, its values and its faults.
_Row = tuple[int, dict[str, Any], list[Fault]]


def read_lists(folder: Path, known: KnownWords = NO_WORDS) -> tuple[pd.DataFrame, list[Problem]]:
    """Read every list in a folder and below it; none if the folder does not exist.

    `known`: by what words of names, parties and roles a column is recognised whose heading does not say what it is.

    One row per line that is not blank: source_file (path below the folder; with `#sheet` for each further sheet),
    source_row (as a spreadsheet counts: the header is row 1 unless a title is above it), name_as_written,
    function_as_written, organisation_as_written (also holds function and organisation that came in one column),
    body_as_written (the body that the signer sits in or stands for; empty without such a column), signed_on (a partial
    date: its last day), signed_on_as_written, signed_on_precision (day, at_the_latest, month, year, inferred, missing),
    may_be_named (false unless the list says yes), may_be_named_as_written, refuses_naming (whether it says no),
    may_be_named_from (empty: from the signing on), source_as_written (links, separated by |), beside_as_written (of all
    other columns, a text a row, without what says nothing), headings_as_written (those of its cells that were not
    understood, a text a row), answer_as_written (whether somebody signed, where that is more than a yes or no, a text a
    row), aside_as_written (where the signatory lives, who collected the signature), consent_as_written (an answer
    whether they may be named that is more than a yes or no), under_as_written (the heading among the lines above this
    one), above_as_written (the title, the name of the first sheet, and remarks below the lines, a text a row),
    sheet_as_written (the name of a further sheet), waits_because, unreadable_because.
    The problems: an error for a file that can't be read as a list; a warning for each line that can't be read, a sheet
    without headings, a list without lines or without a column of dates, and texts that are not read though they may be
    names.
    """
    rows, problems = list[dict[str, Any]](), list[Problem]()
    for path in _files(folder, problems):
        name = path.relative_to(folder).as_posix()
        try:
            sheets = _sheets_in(path, name, known, problems)
        except ListFileError as error:
            remedy = error.remedy or REMEDY
            problems.append(Problem(f"signatories/{name}", None, None, error.found, error.expected, remedy))
            continue
        read = [(*sheet, [*_read_rows(*sheet, known, problems)]) for sheet in sheets]
        # Of no other list: what one says would depend on who else signed.
        years = [_years_of(*sheet) for sheet in read]
        for sheet, own in zip(read, years, strict=True):
            rows += _lines_of(*sheet, own or set().union(*years), problems)
    return table_of_cells(rows, COLUMNS), problems


def files_of(folder: Path) -> dict[str, str]:
    """Return what `read_lists` reads: each path in a folder, with the SHA-256 of a file, or what else it is."""
    found = {}
    for path in (folder, *folder.rglob("*")):
        kind = "folder" if path.is_dir() and not path.is_symlink() else "neither file nor folder"
        with suppress(OSError):  # `read_lists` says so
            kind = sha256_of(path) if path.is_file() else kind
        found[path.relative_to(folder).as_posix()] = kind
    return found


def _files(folder: Path, problems: list[Problem]) -> list[Path]:
    """Return the files of lists in a folder; links to folders are not followed."""
    if folder.is_file():
        remedy = "make a folder of that name and put the lists in it"
        problems.append(Problem(folder.name, None, None, "a file", "a folder with lists", remedy))
    found = []
    for path in sorted(folder.rglob("*"), key=lambda path: path.as_posix()):
        name = path.relative_to(folder)
        ignored = path.name.endswith(("~", "#")) or path.name.lower() in _IGNORED_NAMES
        if not path.is_file() and (path.is_symlink() or not path.is_dir()):
            what = "a link to a folder or to nothing, a pipe or a device"
            remedy = "put the list itself there, or take it out"
            problems.append(problem_of(name.as_posix(), None, what, "a list", remedy))
        elif path.is_file() and not ignored and not any(part.startswith((".", "~$")) for part in name.parts):
            found.append(path)
    return found


def _sheets_in(path: Path, name: str, known: KnownWords, problems: list[Problem]) -> list[tuple[str, Sheet, Table]]:
    """Return each sheet of a file that is a list, with the name by which its lines are referred to, and its columns."""
    opened = sheets_in(content_of(path, LIST_SUFFIXES), partial(headings_in, known=known))
    sheets = [sheet for sheet in opened if any(map(any, sheet.rows))]
    problems += case_level.in_sheets(f"signatories/{name}", sheets, of_signers=True)
    # Decisions and messages refer to lines by the name of their file and sheet.
    for kind, text in [("file", name), *(("sheet", sheet.name) for sheet in sheets)]:
        if character := unfit_in(text):
            found = f"the character {character} in the name of the {kind}"
            raise ListFileError(found, "letters that can be seen, from left to right", f"rename the {kind}")
    if any({"answer", "candidate_id", "source_row"} <= {*row} for sheet in sheets for row in sheet.rows[:1]):
        remedy = "decide from it (desk.decide_from_sheet), then delete it"
        raise ListFileError("a review sheet", "a list of signatories", remedy)
    counts = [headings_in(sheet.rows) for sheet in sheets]
    if not any(counts):
        counts = [headings_in(sheet.rows, known) for sheet in sheets]
        if not any(counts):
            raise ListFileError("no row of headings, and no column of names of persons", EXPECTED)
        found = "no row of known headings: columns are recognised by what is in them"
        problems.append(problem_of(name, None, found, EXPECTED, "see whether that is right"))
    lists: list[tuple[str, Sheet, Table]] = []
    notes: list[str] = []
    for sheet, count in zip(sheets, counts, strict=True):
        table = table_in(sheet.rows, known)
        # Beside a list, a sheet with one heading is a list of choices.
        if table is None or count < min(max(counts), 2):
            problems.append(problem_of(f"{name}#{sheet.name}", None, "a sheet without headings", EXPECTED))
            notes += _notes_on(sheet, known)
        else:
            lists.append((f"{name}#{sheet.name}" if lists else name, sheet, table))
    return [(called, sheet.with_notes(notes), table) for called, sheet, table in lists]


def _notes_on(sheet: Sheet, known: KnownWords) -> list[str]:
    """Return what a sheet that is no list says of those that are: sentences, a legend of marks, and names.

    Other short texts are choices of a list. A sheet that is too long to be read holds the lists up.
    """
    rows = [" ".join(filter(None, row)) for row in sheet.rows]
    if len(rows) > _MOST_NOTES:
        return [f"{sheet.name}: {len(rows)} rows that are not read"]
    return [row for row in rows if "=" in row or len(words_of(row)) > _A_CHOICE or is_only_a_name(row, known)]


def _years_of(source_file: str, sheet: Sheet, table: Table, read: list[_Row]) -> set[int]:
    """Return the years of the days of a list, or else those that its name and title have."""
    if years := {line["signed_on"].year for _, line, _ in read if line["signed_on"]}:
        return years
    above = " ".join([source_file, *(text for row in sheet.rows[: table.header + 1] for text in row)])
    return {int(year) for year in _A_YEAR.findall(above)}


def _lines_of(
    source_file: str, sheet: Sheet, table: Table, read: list[_Row], years: set[int], problems: list[Problem]
) -> list[dict[str, Any]]:
    """Return the lines of a sheet, with a missing year if there is only one in `years`; add faults to the problems."""
    lines, refused = [], set()
    are_persons = 2 * sum(bool(line["name_as_written"]) for _, line, _ in read) > len(read)
    for number, line, faults in read:
        faults += _with_year(line, years, table)
        if are_persons and not line["name_as_written"] and not faults:
            # A name that was forgotten makes no signature of the party.
            faults.append(Fault("no name, as most lines of the list have", "the name of who signed", waits=True))
        line |= {"source_file": source_file, "source_row": number, "waits_because": "", "unreadable_because": ""}
        if faults:
            gravest = next((fault for fault in faults if not fault.waits), faults[0])
            because = f"found {gravest.found}, expected {gravest.expected}"
            line["waits_because" if gravest.waits else "unreadable_because"] = because
            refused.add(gravest.column)
            outcome = "waits for a decision" if gravest.waits else _REJECTED
            remedy = f"leave the list as it was received: the line {outcome}"
            column = None if gravest.column is None else table.called(gravest.column)
            found = gravest.reported or gravest.found
            problems.append(problem_of(source_file, number, found, gravest.expected, remedy, column))
        lines.append(line)
    if not lines:
        problems.append(problem_of(source_file, None, "headings without a line", "a line for each signature"))
    for line in lines:
        texts = "\n".join(line[f"{each}_as_written"] for each in ("under", "above", "sheet"))
        line["may_be_named"] &= not any(map(withholds_the_name, texts.split("\n")))
    if count := sum(not is_plain(line["may_be_named_as_written"]) for line in lines):
        found = f"{count} answer(s) whether somebody may be named that are no plain yes or no"
        remedy = "nobody is named by them: if you know what was meant, decide on the line, with may_be_named"
        problems.append(problem_of(source_file, None, found, "ja or nee, and a day", remedy))
    problems += (problem_of(source_file, *part) for part in parts_not_read(sheet.rows, table, refused))
    return lines


def _read_rows(
    source_file: str, sheet: Sheet, table: Table, known: KnownWords, problems: list[Problem]
) -> Iterator[_Row]:
    """Yield row number, values and faults of each line of a sheet, and add a problem for each row left out."""
    first = table.header + 1
    body = [row + [""] * (table.width - len(row)) for row in sheet.rows[first:]]
    below = _rows_below(source_file, first, body, table, problems)
    body = without_dittos(body, table)
    # What stands alone under the last line, and is no name, is read as a line and as a remark.
    alone = [*itertools.takewhile(_stands_alone, reversed(body))]
    below += (row for row in alone if len(alone) < len(body) and not _is_named_in(row, table, known))
    notes = sheet.marked(COMMENT, *range(1, first + 1))
    remarks = {word for text in (*itertools.chain(*below), *notes) for word in words_of(text)}
    numbers = {number for row in below for number in _lines_named(" ".join(row))}
    withheld = any(map(withholds_the_name, [source_file, *map(" ".join, below)]))
    orders, other_table = day_orders(table, body), 0
    headings = {text.lower() for text in sheet.rows[table.header] if text} if table.headings else set()
    titles = [*itertools.chain(*sheet.rows[: table.titles]), *notes]
    is_further = "#" in source_file
    titles += ["" if is_further else sheet.name, *(" ".join(row) for row in below)]
    under, above = "", "\n".join(dict.fromkeys(" ".join(text.split()) for text in titles if words_of(text)))
    for number, row in enumerate(body, start=first + 1):
        if is_blank(row, table):
            continue
        texts = [text.lower() for text in row if text]
        if len(texts) > 1 and len(headings.intersection(texts)) > 1:
            if set(texts) <= headings and headings_of(row).items() <= table.headings.items():
                continue  # as at the top of each printed page
            other_table = number
        # A comment is read as one more text of its line.
        comments, crossed_out = sheet.marked(COMMENT, number), sheet.marked(CROSSED_OUT, number)
        line, faults = line_of([*row, *comments], table, orders, separated=sheet.separated)
        faults += _faults_of_marks(sheet, number)
        words = {word for word in words_of(line["name_as_written"]) if len(word) > 1} - PREFIXES
        named = sorted(map(str, [*(remarks & words), *numbers.intersection([number, *table.numbers_of(row)])]))
        if named:
            found = f"a remark under the list with {named[0]!r} in it"
            faults.append(Fault(found, "a remark about nobody", reported="a remark about this line", waits=True))
        line |= {"under_as_written": under, "above_as_written": above}
        line["sheet_as_written"] = sheet.name if is_further else ""
        line["may_be_named"] &= not withheld
        if len(texts) == 1 and table.width > 1 and any(map(str.isalpha, texts[0])):
            # One text among the lines may be a heading of those below it.
            under = " ".join([*next(filter(None, row)).split(), *comments, CROSSED_OUT if crossed_out else ""]).strip()
        if other_table:
            found = f"a line below other headings (row {other_table})"
            faults = [Fault(found, "one table in a sheet: put the second on a sheet of its own", waits=True)]
        yield number, line, faults


def _stands_alone(row: list[str]) -> bool:
    """Return whether a row without a day has one text, or two of which the first is one word or has a colon."""
    texts = [text for text in row if any(map(str.isalpha, text))]
    if any(is_a_day(text) and not text.isdigit() for text in row):
        return False
    return not texts or len(texts) == 1 or (len(texts) == 2 and (texts[0].endswith(":") or " " not in texts[0]))


def _is_named_in(row: list[str], table: Table, known: KnownWords) -> bool:
    """Return whether a row that stands alone has the name of somebody and nothing else, or of a party."""
    named = table.columns("name", "given", "family", "organisation")
    texts = [text for text in row if any(map(str.isalpha, text))]
    of_names = [row[column] for column in named if row[column]]
    return not texts or (
        len(of_names) == len(texts)
        and all(is_only_a_name(text, known) or " ".join(words_of(text)) in known.parties for text in of_names)
    )


def _lines_named(remark: str) -> Iterator[int]:
    """Yield the numbers in a remark that may be those of lines: regels 12, 18 en 20-24."""
    for first, last in _SEVERAL.findall(_NO_LINE.sub(" ", remark)):
        yield from range(int(first), max(int(first), int(last or first)) + 1)


def _rows_below(
    source_file: str, first: int, body: list[list[str]], table: Table, problems: list[Problem]
) -> list[list[str]]:
    """Take out the empty rows, totals and remarks behind the last line, and add a problem for each that is not empty.

    Between lines such a row is read as one.
    """
    found = []
    while body and (is_blank(body[-1], table) or is_remark(body[-1])):
        found.append(body.pop())
        if not is_blank(found[-1], table):
            said, remedy = "a total or remark under the list", "if it is a signature, write it as the others"
            expected = "signatures; it is read as said of all lines"
            problems.append(problem_of(source_file, first + len(body) + 1, said, expected, remedy))
    return found


def _faults_of_marks(sheet: Sheet, number: int) -> Iterator[Fault]:
    """Yield why a line waits that is crossed out, if only in part, or hidden."""
    if crossed_out := sheet.marked(CROSSED_OUT, number):
        found = f"{', '.join(crossed_out)[:_LONGEST_QUOTE]!r}, crossed out"
        yield Fault(found, "a line that is not crossed out", reported="a cell that is crossed out", waits=True)
    if sheet.marked(HIDDEN, number):
        yield Fault("a hidden row or sheet", "a line that whoever sent it saw", waits=True)


def _with_year(line: dict[str, Any], years: set[int], table: Table) -> list[Fault]:
    """Add the year to a day without one, if the other days of the list have one year; else return a fault."""
    if not line["month_and_day"]:
        return []
    with suppress(ValueError):  # several years, or no such day in that year
        (year,) = years
        line |= {"signed_on": date_of(year, *line["month_and_day"]), "signed_on_precision": "inferred"}
        return []
    found, column = repr(line["signed_on_as_written"][:40]), next(iter(table.columns(*DATED)), None)
    return [Fault(found, "a year, which the list's other days do not give", column, waits=True)]
