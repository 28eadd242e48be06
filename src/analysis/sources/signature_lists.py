"""Lists of signatories as received: CSV, XLSX or ODS under any name, the headings of the form in any order.

No line is lost, and none stops a build: one that can't be read is in the table with the reason. Values are as written;
what they mean is found in `signatories`.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.core.folders import sha256_of
from analysis.core.names import words_of
from analysis.core.parameters import HOUSE
from analysis.core.problems import Problem, unfit_in
from analysis.core.record_tables import table_of_cells
from analysis.sources import case_level
from analysis.sources.list_cells import Fault
from analysis.sources.list_consent import is_plain_answer, limits_naming, withholds_the_name
from analysis.sources.list_contents import NO_KNOWN_WORDS, KnownWords, is_only_a_name
from analysis.sources.list_files import (
    EXPECTED,
    LIST_SUFFIXES,
    REMEDY,
    ListFileError,
    Sheet,
    content_of,
    problem_of,
    sheets_in,
)
from analysis.sources.list_rows import NAME_OF_A_NEW_SHEET, ReadLine, lines_in, parts_not_read
from analysis.sources.list_tables import Rows, Table, headings_in, table_in
from analysis.sources.list_words import DATE_KINDS, LIST_WORDS, has_word, is_about_naming, pattern_of, undoes_signature
from analysis.sources.signing_dates import is_on_its_weekday, read_signing_date

# What a report says that a line does, as long as no decision is known.
WAITS = "the line waits for a decision"
# The explanation of the folder, and files that a desktop writes, are no lists.
_IGNORED_NAMES = frozenset(["readme.md", "readme.txt", "thumbs.db", "desktop.ini"])
# A sheet without headings has at most so many rows of notes, and a choice at most so many words.
_MAX_NOTES, _MAX_WORDS_OF_A_CHOICE, _MAX_QUOTE = 60, 3, 80
_A_YEAR = re.compile(r"(?<!\d)20[2-9]\d(?!\d)")
_BY_CONTENTS = "no row of known headings: columns are recognised by what is in them"
_SIGNERS_WORD = pattern_of(LIST_WORDS["counted"])
_AS_WRITTEN = (
    *("name", "function", "organisation", "body", "signed_on", "source", "beside", "headings", "answer"),
    *("aside", "alone"),
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
    **dict.fromkeys(("waits_because", "unreadable_because", "line_checksum"), "str"),
}


def read_lists(folder: Path, known: KnownWords = NO_KNOWN_WORDS) -> tuple[pd.DataFrame, list[Problem]]:
    """Read every list in a folder and below it; none if the folder does not exist.

    `known`: by what words of names, parties and roles a column is recognised whose heading does not say what it is.
    One row per line that is not blank. source_file is the path below the folder, with `#sheet` for each further sheet;
    source_row as a spreadsheet counts; name, function, organisation (and function, if they came in one column), body
    and source (links, separated by |) as written; signed_on (the last day of a partial date) and its precision (day,
    at_the_latest, month, year, inferred, missing); may_be_named (false unless the list says yes), refuses_naming
    (whether it says no), may_be_named_from (empty: from the signing on).
    Texts, one a row: beside_as_written (of other columns, without what says nothing), headings_as_written (of these,
    not understood), answer_as_written (whether somebody signed, if more than yes or no), consent_as_written (whether
    they may be named, if more than that), aside_as_written (where they live, who collected the signature),
    alone_as_written (the headings of the party and the role that are missing, else of where they live),
    under_as_written (the heading among the lines above), above_as_written (title, name of the first sheet, remarks
    below), sheet_as_written (name of a further sheet). line_checksum is of all words and comments in the row.
    The problems: an error for a file that can't be read as a list; a warning for each line that can't be read, a sheet
    without headings, a list without lines, without dates or with the lines of another one, and texts that are not read.
    """
    problems = list[Problem]()
    files = ((path, path.relative_to(folder).as_posix()) for path in _files_in(folder, problems))
    # One list at a time, as the lines of all would take much memory.
    rows = chain.from_iterable(_lines_of_file(path, name, known, problems) for path, name in files)
    lines = table_of_cells(rows, COLUMNS)
    first: dict[tuple[str, ...], str] = {}
    for file, checksums in lines.groupby("source_file")["line_checksum"]:
        same = first.setdefault(tuple(sorted(checksums)), str(file))
        if same != file and len(checksums) > 1:
            remedy = "take one of them out, if it was dropped in twice: keep the one that was decided on"
            problems.append(problem_of(str(file), None, f"the same lines as {same} has", "each list once", remedy))
    return lines, problems


def _lines_of_file(path: Path, name: str, known: KnownWords, problems: list[Problem]) -> Iterator[dict[str, Any]]:
    try:
        sheets = _sheets_in(path, name, known, problems)
    except ListFileError as error:
        remedy = error.remedy or REMEDY
        problems.append(Problem(f"signatories/{name}", None, None, error.found, error.expected, remedy))
        return
    read = [(*sheet, [*lines_in(*sheet, known, problems)]) for sheet in sheets]
    years = []
    for source_file, sheet, table, lines in read:
        own = Counter(line["signed_on"].year for _, line, _ in lines if line["signed_on"])
        found = {*own}
        if own.total() <= sum(bool(line["month_and_day"]) for _, line, _ in lines):
            # Where few days have a year, it may be in the name, the title and the remarks of the list.
            remarks = (line["above_as_written"] for _, line, _ in lines[:1])
            above = (text for row in sheet.rows[: table.header + 1] for text in row)
            found |= {*map(int, _A_YEAR.findall(" ".join([source_file, *above, *remarks])))}
        years.append(found)
    # The year is never that of another list, or what one says would depend on who else signed.
    for each, own_years in zip(read, years, strict=True):
        yield from _lines_of(*each, own_years or set().union(*years), problems)


def files_of(folder: Path) -> dict[str, str]:
    """Return what `read_lists` reads: each path in a folder, with the SHA-256 of a file, or what else it is."""
    found = {}
    for path in (folder, *folder.rglob("*")):
        kind = "folder" if path.is_dir() and not path.is_symlink() else "neither file nor folder"
        with suppress(OSError):  # `read_lists` says so
            kind = sha256_of(path) if path.is_file() else kind
        found[path.relative_to(folder).as_posix()] = kind
    return found


def _files_in(folder: Path, problems: list[Problem]) -> list[Path]:
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
    counts = [headings_in(sheet.rows) or _columns_with_days(sheet.rows, known) for sheet in sheets]
    if not any(counts):
        counts = [headings_in(sheet.rows, known) for sheet in sheets]
        if not any(counts):
            raise ListFileError("no row of headings, and no column of names of persons", EXPECTED)
    lists: list[tuple[str, Sheet, Table]] = []
    notes: list[str] = []
    counted = [*zip(sheets, counts, strict=True)]
    written = {text.lower() for sheet, count in counted if count for row in sheet.rows for text in row}
    for sheet, count in counted:
        table = table_in(sheet.rows, known)
        # Beside a list, a sheet with one heading is a list of choices.
        if table is None or count < min(max(counts), 2):
            problems.append(problem_of(f"{name}#{sheet.name}", None, "a sheet without headings", EXPECTED))
            notes += _notes_on(sheet, known, written)
        else:
            source_file = f"{name}#{sheet.name}" if lists else name
            lists.append((source_file, sheet, table))
            if not headings_in(sheet.rows):
                problems.append(problem_of(source_file, None, _BY_CONTENTS, EXPECTED, "see whether that is right"))
    # Beside a sheet *Ondertekenaars*, one with another name (*Kandidaten*) may have others than who signed.
    names = [sheet.name for _, sheet, _ in lists]
    signed = [name for name in names if has_word(_SIGNERS_WORD, name) and not undoes_signature(name)]
    others = {name for name in names if signed and not NAME_OF_A_NEW_SHEET.fullmatch(name)} - {*signed}
    asked = {name: [f"{name} naast {signed[0]}"] for name in others}
    return [(name, replace(sheet, notes=[*notes, *asked.get(sheet.name, [])]), table) for name, sheet, table in lists]


def _columns_with_days(rows: Rows, known: KnownWords) -> int:
    """Return how many columns are known by their contents (below *Degene*), if they have names and days of signing."""
    table = table_in(rows, known)
    is_dated = table is not None and len(table.headings) > 1 and bool(table.days)
    return sum(kind != "beside" for kind in table.kinds.values()) if table and is_dated else 0


def _notes_on(sheet: Sheet, known: KnownWords, written: set[str]) -> list[str]:
    """Return what a sheet that is no list says of those that are: sentences, a legend, names; not its choices."""
    rows = [" ".join(filter(None, row)) for row in sheet.rows]
    rows = [row for row in rows if " ".join(words_of(row)) not in known.parties]
    if len(rows) > _MAX_NOTES:
        return [f"{sheet.name}: {len(rows)} rows that are not read"]
    if any(sum(map(bool, row)) > 1 or any(map(str.isdigit, "".join(row))) for row in sheet.rows):
        # A table without names may have the numbers of lines, such as those that were withdrawn.
        rows.insert(0, f"{sheet.name} = {rows[0][:_MAX_QUOTE]}")
    elif undoes_signature(sheet.name):
        rows.insert(0, sheet.name)
    texts = [text.lower() for row in sheet.rows for text in row if text]
    if sum(text in written for text in texts) <= len(texts) / 2:
        return rows  # a legend, or a cover: of choices most are in the list
    long = [row for row in rows if "=" in row or len(words_of(row)) > _MAX_WORDS_OF_A_CHOICE]
    names = [row for row in rows if known.surnames.intersection(words_of(row)) or is_only_a_name(row, known)]
    return [row for row in rows if row in long or row in names or undoes_signature(row) or is_about_naming(row)]


def _lines_of(
    source_file: str, sheet: Sheet, table: Table, read: list[ReadLine], years: set[int], problems: list[Problem]
) -> list[dict[str, Any]]:
    lines, refused = [], set()
    are_persons = 2 * sum(bool(line["name_as_written"]) and not line["is_a_party"] for _, line, _ in read) > len(read)
    for number, line, faults in read:
        if line["month_and_day"]:
            if day := _day_in_year(line, years):
                line |= {"signed_on": day, "signed_on_precision": "inferred"}
            else:
                found, column = repr(line["signed_on_as_written"][:40]), next(iter(table.columns(*DATE_KINDS)), None)
                in_year = "a day of the year of the list, on its day of the week"
                expected = in_year if len(years) == 1 else "a year, which the list's other days do not give"
                faults.append(Fault(found, expected, column, waits=True))
        if are_persons and (line["is_a_party"] or not line["name_as_written"]) and not faults:
            # A name that was forgotten makes no signature of the party, nor does a heading.
            faults.append(Fault("no name, as most lines of the list have", "the name of who signed", waits=True))
        line |= {"source_file": source_file, "source_row": number}
        if faults:
            gravest = next((fault for fault in faults if not fault.waits), faults[0])
            refused.add(gravest.column)
            problems.append(_problem_of_line(line, gravest, faults, table))
        of_lines = [text for each in ("under", "above", "sheet") for text in line[f"{each}_as_written"].split("\n")]
        is_withheld = any(map(withholds_the_name, [source_file, *of_lines]))
        line["may_be_named"] &= not is_withheld and not any(map(limits_naming, of_lines))
        line["refuses_naming"] |= is_withheld
        lines.append(line)
    if not lines:
        problems.append(problem_of(source_file, None, "headings without a line", "a line for each signature"))
    if count := sum(not is_plain_answer(line["may_be_named_as_written"]) for line in lines):
        found = f"{count} answer(s) whether somebody may be named that are no plain yes or no"
        remedy = "nobody is named by them: if you know what was meant, decide on the line, with may_be_named"
        problems.append(problem_of(source_file, None, found, "ja or nee, and a day", remedy))
    problems += (problem_of(source_file, *part) for part in parts_not_read(sheet.rows, table, refused))
    return lines


def _day_in_year(line: dict[str, Any], years: set[int]) -> datetime.date | None:
    """Return the day of a line without a year, in the only year of the list; None if there is none, or not that day."""
    days = list[datetime.date]()
    with suppress(ValueError):  # there is no such day in that year, or nobody had signed then
        written = ("-".join(map(str, (year, *line["month_and_day"]))) for year in years if len(years) == 1)
        days = [day for each in written if (day := read_signing_date(each).day)]
    return next((day for day in days if is_on_its_weekday(line["signed_on_as_written"], day)), None)


def _problem_of_line(line: dict[str, Any], gravest: Fault, faults: list[Fault], table: Table) -> Problem:
    because = "; ".join(f"found {f.found}, expected {f.expected}" for f in (faults if gravest.waits else [gravest]))
    line["waits_because" if gravest.waits else "unreadable_because"] = because
    outcome = WAITS if gravest.waits else "the line is counted as rejected, unless a decision says otherwise"
    remedy = f"leave the list as it was received: {outcome}"
    column = None if gravest.column is None else table.column_name(gravest.column)
    found = gravest.reported or gravest.found
    return problem_of(line["source_file"], line["source_row"], found, gravest.expected, remedy, column)


def with_bodies(lines: pd.DataFrame, bodies: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the lines of `read_lists` with the body of each, and a warning for each line whose body is not known.

    `body_id` is that named in the line, else in the name of the list's folder, else the House; empty if not known.
    """
    called = dict[str, str]()
    for row in bodies.fillna("").to_dict("records"):
        names = (row["body_id"], row["name_nl"], row["name_en"], *row["names"].split("|"))
        called |= {" ".join(words_of(name)): row["body_id"] for name in names if name}
    written, files = lines["body_as_written"], lines["source_file"]
    folders = files.str.extract("^([^/]+)/", expand=False)
    texts = (each.map(lambda text: " ".join(words_of(text)), na_action="ignore") for each in (written, folders))
    named, of_folder = (each.map(called.get, na_action="ignore").astype("str") for each in texts)
    body_id = named.where(written.notna(), of_folder.fillna(HOUSE))
    unknown = "no body in bodies.csv is called " + written[body_id.isna()].map(repr)
    expected, problems = f"the id or a name of one of: {', '.join(bodies['body_id'])}", list[Problem]()
    for file, row in lines.loc[body_id.isna(), ["source_file", "source_row"]].itertuples(index=False):
        # The text is not quoted: where cells have moved it is a name, and a report names no signatory.
        remedy = f"correct the list, or add the body to bodies.csv; until then {WAITS}"
        problems.append(problem_of(file, row, "a body that is not known", expected, remedy, "Orgaan"))
    for file in files[written.isna() & folders.notna() & of_folder.isna()].unique():
        found = "a folder named after no body: the list counts for the House"
        remedy = "name the folder after the body that the list is about, or move the list out of it"
        problems.append(problem_of(file, None, found, expected, remedy))
    return lines.assign(body_id=body_id, waits_because=lines["waits_because"].fillna(unknown)), problems
