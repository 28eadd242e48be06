"""The rows of a sheet: which are lines of the list, and what the rows above, among and below them say of these."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from analysis.core.names import words_of
from analysis.core.problems import Problem
from analysis.sources.list_cells import Fault
from analysis.sources.list_contents import KnownWords
from analysis.sources.list_files import EXPECTED, Sheet
from analysis.sources.list_lines import LineReader
from analysis.sources.list_remarks import Remarks, is_blank, take_rows_below, texts_alone_below
from analysis.sources.list_sections import (
    DAY_BY_HEADING,
    DAY_BY_TITLE,
    PERSON_KINDS,
    LineBelow,
    Section,
    ask_beside_signers,
    heading_in,
    only_day_in,
)
from analysis.sources.list_tables import Table
from analysis.sources.list_words import (
    DATE_KINDS,
    LIST_WORDS,
    NAME_PARTS,
    NAMING_KINDS,
    has_word,
    headings_of,
    is_only_a_heading,
    kind_of,
    pattern_of,
)
from analysis.sources.signing_dates import days_in, names_another_day
from analysis.sources.workbook_reader import COMMENT, CROSSED_OUT, HIDDEN

# Why a line waits that is a text alone below the last line.
TEXT_ALONE = "a text alone below the list"
# A line of a sheet: its row, its values and its faults.
ReadLine = tuple[int, dict[str, Any], list[Fault]]
_MAX_QUOTE, _MAX_ROWS_OF_A_TITLE = 80, 3
_CONSENT_WORD = pattern_of(LIST_WORDS["about_consent"])
_DITTOS = frozenset(text.replace("_", " ") for text in LIST_WORDS["ditto"])
# In these columns a ditto mark says nothing.
_NEVER_REPEATED = ("name", *NAME_PARTS, "may_be_named", "may_be_named_from")
# What spreadsheets call a sheet to which nobody gave a name.
NAME_OF_A_NEW_SHEET = re.compile(r"(?:sheet|(?:werk|tab)?blad)\s?\d*", re.IGNORECASE)
# Columns of these kinds have values that are no headings; *dhr.* is both a form of address and a heading.
_VALUE_KINDS = ("name", "given", "family", "organisation", "function", "date", "residence")


def lines_in(
    source_file: str, sheet: Sheet, table: Table, known: KnownWords, problems: list[Problem]
) -> list[ReadLine]:
    """Return row number, values and faults of each line of a sheet, and add a problem for each row left out."""
    first, further = table.header + 1, sheet.name if "#" in source_file else ""
    body = [row + [""] * (table.width - len(row)) for row in sheet.rows[first:]]
    below = take_rows_below(source_file, first, body, table, problems)
    _fill_in_from_above(body, table, known)
    alone = texts_alone_below(body, table, known)
    remarks = Remarks(sheet, table, body, [*below, *alone], known)
    titles = [*remarks.of_all_lines, "" if further or NAME_OF_A_NEW_SHEET.fullmatch(sheet.name) else sheet.name]
    above = "\n".join(dict.fromkeys(" ".join(text.split()) for text in titles if words_of(text)))
    has_days = bool(table.days or table.columns(*DATE_KINDS))
    titled = only_day_in(chain(*sheet.rows[: table.title_rows])) or only_day_in([source_file.replace("_", " ")])
    section = Section(known, (*titled, DAY_BY_TITLE) if titled else None)
    reader, other_table, after_a_blank = LineReader(table, body, separated=sheet.separated), 0, False
    found, below_headings = list[ReadLine](), list[LineBelow]()
    for number, row in enumerate(body, start=first + 1):
        if is_blank(row, table):
            after_a_blank = True
            continue
        begins_a_table, after_a_blank = _begins_another_table(row, table, known, after_a_blank=after_a_blank), False
        if begins_a_table and headings_of(row).items() <= table.headings.items():
            continue  # the headings are repeated, as at the top of each printed page
        other_table = number if begins_a_table else other_table
        # A comment is read as one more text of its line.
        comments = sheet.marked(COMMENT, number)
        line, faults = reader.read([*row, *comments])
        faults += [*_faults_of_marks(sheet, number), *remarks.about(line, number, row)]
        line["is_a_party"] = _is_a_party_alone(line, known)
        line |= {"under_as_written": section.under, "above_as_written": above, "sheet_as_written": further}
        # The question has the name of the file, as another list of the same meeting may have those who were invited.
        day = line["day_to_ask"] if has_days else section.dated(line)
        asked = [line["headings_as_written"], *remarks.other_counts, day and f"{day}, {source_file}"]
        line["headings_as_written"] = "\n".join(filter(None, asked))
        if heading := heading_in(row, table, known):
            crossed_out = [CROSSED_OUT] if sheet.marked(CROSSED_OUT, number) else []
            section.begin(" ".join([*heading.split(), *comments, *crossed_out]))
        elif section.day and section.day[2] == DAY_BY_HEADING and not _may_name_a_signatory(row, table, known):
            section.day = None  # a heading in two cells, or a total
        if line["name_as_written"] and any(row is each for each in alone):
            faults = [Fault(TEXT_ALONE, "a name; it is read as said of all lines", waits=True)]
        if other_table:
            what = f"a line below other headings (row {other_table})"
            faults = [Fault(what, "one table in a sheet: put the second on a sheet of its own", waits=True)]
        found.append((number, line, faults))
        below_headings += [] if heading else [(line, section.kind_of_line)]
    ask_beside_signers(below_headings)
    return found


def _is_a_party_alone(line: dict[str, Any], known: KnownWords) -> bool:
    """Return whether a party has the place of the name to itself: it may be a heading."""
    return " ".join(words_of(line["name_as_written"])) in known.parties and not line["organisation_as_written"]


def _may_name_a_signatory(row: Sequence[str], table: Table, known: KnownWords) -> bool:
    """Return whether a row may name who signed: it has a word of a name, or a party, and there no day or month."""
    persons = [row[column] for column in table.columns(*PERSON_KINDS) if row[column]]
    parties = [row[column] for column in table.columns("organisation") if row[column]]
    words = {word for text in persons for word in words_of(text)}
    is_known = not words.isdisjoint(known.surnames | known.given_names) or any(len(word) == 1 for word in words)
    has_day = any(names_another_day(text, None) for text in (*persons, *parties)) or any(map(days_in, row))
    return not has_day and (is_known or bool(parties) or not known.surnames)


def _begins_another_table(row: Sequence[str], table: Table, known: KnownWords, *, after_a_blank: bool) -> bool:
    """Return whether a row begins another table: it has headings of these columns, one below a blank row, or two."""
    if any(any(map(str.isdigit, row[column])) for column in table.columns(*DATE_KINDS) or table.days):
        return False  # a row with a day is a line, whatever its words: of a form that somebody tried out
    own = [(table.kind(column), text) for column, text in enumerate(row) if text]
    found = [kind for kind, text in own if kind in _VALUE_KINDS and kind_of(text) == kind and is_only_a_heading(text)]
    # On the line of somebody a choice below its own heading is a tick: *Nee* below *Nee*.
    texts = {column: text.lower() for column, text in enumerate(row) if text}
    headings = {column: text.lower() for column, text in table.headings.items()}
    in_names = {word for column in table.columns(*NAMING_KINDS) for word in words_of(row[column])}
    names_somebody = not known.surnames.isdisjoint(in_names)
    ticked = {column for column in texts if names_somebody and texts[column] == headings.get(column)}
    repeated = {text for column, text in texts.items() if column not in ticked} & {*headings.values()}
    # Two headings of known kinds, or two that the list has; one is enough if it asks for a name, or below a blank row.
    begins_one = len(repeated) > 1 or len(found) > 1 or "name" in found or (after_a_blank and bool(found))
    return len(own) > 1 and begins_one


def _fill_in_from_above(rows: list[list[str]], table: Table, known: KnownWords) -> None:
    """Put the text above in the place of each ditto mark, and what stands alone on the line above too.

    Below an empty cell of somebody a ditto mark repeats nothing. A name is not of the line above, nor is one of several
    parties that stand alone, each between two lines.
    """
    columns, names = [*table.kinds.keys() - table.columns(*_NEVER_REPEATED)], table.columns(*NAMING_KINDS)
    filled_in = [[column for column, text in enumerate(row) if text] for row in rows]
    alone = [
        " ".join(words_of("".join(row))) if len(own) == 1 else "" for own, row in zip(filled_in, rows, strict=True)
    ]
    are_parties = [text in known.parties for text in alone]
    texts_above, row_above = dict[int, str](), list[str]()
    for place, (row, filled) in enumerate(zip(rows, filled_in, strict=True)):
        is_a_line = any(row[column] for column in names)
        for column in columns:
            if row[column].lower() in _DITTOS:
                row[column] = texts_above.get(column) or row[column]
            if row[column] or is_a_line:
                texts_above[column] = row[column]
        is_in_a_card = any(len(own) == 1 for own in filled_in[place - 1 : place] + filled_in[place + 1 : place + 2])
        is_a_heading = are_parties[place] and sum(are_parties) > 1 and not is_in_a_card
        if len(filled) == 1 and table.kind(filled[0]) not in NAMING_KINDS and row_above and not is_a_heading:
            row_above[filled[0]] = f"{row_above[filled[0]]} {row[filled[0]]}".strip()
        else:
            row_above = row if len(filled) > 1 else []


def _faults_of_marks(sheet: Sheet, number: int) -> Iterator[Fault]:
    if crossed_out := sheet.marked(CROSSED_OUT, number):
        found = f"{', '.join(crossed_out)[:_MAX_QUOTE]!r}, crossed out"
        yield Fault(found, "a line that is not crossed out", reported="a cell that is crossed out", waits=True)
    if sheet.marked(HIDDEN, number):
        yield Fault("a hidden row or sheet", "a line that whoever sent it saw", waits=True)


def parts_not_read(
    rows: Sequence[Sequence[str]], table: Table, refused: set[int | None]
) -> Iterator[tuple[int | None, str, str, str]]:
    """Yield each part of a list that is not read though it may say who signed: row, found, expected, remedy.

    `refused` are the columns for which a line was refused: these were reported.
    """
    filled = {number: sum(map(bool, row)) for number, row in enumerate(rows[: max(table.header, 0)], start=1)}
    # Above a list with names alone a row of one cell may be a name; and so may many rows.
    may_be_names = len(table.headings) < 2 or sum(map(bool, filled.values())) > _MAX_ROWS_OF_A_TITLE
    for number, count in filled.items():
        if count > 1 or (may_be_names and count):
            found = "a row above the headings that may be more than a title, and is read as one"
            yield number, found, "a title", "if somebody signed there, move it below the headings"
    if not table.columns(*DATE_KINDS):
        unknown = ", ".join(map(table.column_name, table.columns("beside")))
        found, remedy = "no column with the date of signing", "give the day by a decision on each line"
        if unknown:
            found += f" (not known is what is written above {unknown})"
            remedy += ", or name its column so if it is there"
        yield None, found, "a heading Datum", remedy
    known = {column for column, kind in table.kinds.items() if kind != "beside"} | refused
    texts = ((column, text) for row in rows[table.header + 1 :] for column, text in enumerate(row))
    words = ((column, text) for column, text in texts if text.lower() not in LIST_WORDS["answer"])
    if unread := sorted({column for column, text in words if any(map(str.isalpha, text))} - known):
        found = f"values of which no known heading says what they are, in {', '.join(map(table.column_name, unread))}"
        remedy = f"look whether they say who signed, and when: then name the column as in {EXPECTED}"
        yield None, found, "columns with a known heading", remedy
    for column in table.columns("beside", "subscription"):
        if has_word(_CONSENT_WORD, table.headings.get(column, "")):
            found = f"a heading that may ask whether a signer agrees to be named, in column {column + 1}"
            remedy = "if it does, name the column so: until then nobody of this list may be named"
            yield None, found, "the heading Mag genoemd worden", remedy
