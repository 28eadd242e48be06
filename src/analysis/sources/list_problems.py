"""What is reported of lists of signatories: parts that are not read, and bodies that are not known."""

from collections.abc import Iterator, Sequence

import pandas as pd

from analysis.core.names import words_of
from analysis.core.parameters import HOUSE
from analysis.core.problems import Problem
from analysis.sources.list_headings import Table, may_ask_consent, unread_columns
from analysis.sources.list_lines import DATED

EXPECTED = "a row with Naam, Functie + organisatie, Datum"
REMEDY = "save the list as CSV, XLSX or ODS with those headings, or take the file out of the folder"
_OTHER_FOLDER = "name the folder after the body that the list is about, or move the list out of it"
_ROWS_OF_A_TITLE = 3


def problem_of(
    name: str, row: int | None, found: str, expected: str, remedy: str = REMEDY, column: str | None = None
) -> Problem:
    """Return a warning about a list."""
    return Problem(f"signatories/{name}", row, column, found, expected, remedy, "warning")


def parts_not_read(
    rows: Sequence[Sequence[str]], table: Table, refused: set[int | None]
) -> Iterator[tuple[int | None, str, str, str]]:
    """Yield each part of a list that is not read though it may say who signed, when, or who may be named.

    As row, what was found, what was expected, and what to do. `refused` are the columns for which a line was refused:
    these were reported.
    """
    filled = {number: sum(map(bool, row)) for number, row in enumerate(rows[: max(table.header, 0)], start=1)}
    # Above a list with names alone a row of one cell may be a name; and so may many rows.
    may_be_names = len(table.headings) < 2 or sum(map(bool, filled.values())) > _ROWS_OF_A_TITLE
    for number, count in filled.items():
        if count > 1 or (may_be_names and count):
            found = "a row above the headings that may be more than a title, and is not read"
            yield number, found, "a title", "if somebody signed there, move it below the headings"
    if not table.columns(*DATED):
        unknown = ", ".join(map(table.called, table.columns("beside")))
        found = "no column with the date of signing"
        found += f" (not known is what is written above {unknown})" if unknown else ""
        remedy = "give the day by a decision on each line" + (
            ", or name its column so if it is there" if unknown else ""
        )
        yield None, found, "a heading Datum", remedy
    unread = [column for column in unread_columns(table, rows[table.header + 1 :]) if column not in refused]
    if unread:
        found = f"values of which no known heading says what they are, in {', '.join(map(table.called, unread))}"
        remedy = f"look whether they say who signed, and when: then name the column as in {EXPECTED}"
        yield None, found, "columns with a known heading", remedy
    for column in table.columns("beside", "subscription"):
        if may_ask_consent(table.headings.get(column, "")):
            found = f"a heading that may ask whether a signer agrees to be named, in column {column + 1}"
            remedy = "if it does, name the column so: until then nobody of this list may be named"
            yield None, found, "the heading Mag genoemd worden", remedy


def with_bodies(lines: pd.DataFrame, bodies: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the lines of `read_lists` with the body of each, and a warning for each line whose body is not known.

    `body_id` is that of the body named in the line, else in the name of the list's folder, else the House; a folder
    that is named after no body has a warning. It is empty for a body that is not in `bodies`: then `waits_because` says
    so.
    """
    called = {
        " ".join(words_of(name)): row["body_id"]
        for row in bodies.fillna("").to_dict("records")
        for name in (row["body_id"], row["name_nl"], row["name_en"], *row["names"].split("|"))
        if name
    }
    written = lines["body_as_written"]
    folders = lines["source_file"].str.extract("^([^/]+)/", expand=False)
    named, of_folder = (
        each.map(lambda text: called.get(" ".join(words_of(text))), na_action="ignore").astype("str")
        for each in (written, folders)
    )
    body_id = named.where(written.notna(), of_folder.fillna(HOUSE))
    unknown = "no body in bodies.csv is called " + written[body_id.isna()].map(repr)
    expected = f"the id or a name of one of: {', '.join(bodies['body_id'])}"
    remedy = "correct the list, or add the body to bodies.csv; until then the line waits for a decision"
    problems = [
        # The text is not quoted: where cells have moved it is a name, and a report names no signatory.
        Problem(f"signatories/{file}", row, "Orgaan", "a body that is not known", expected, remedy, "warning")
        for file, row in lines.loc[body_id.isna(), ["source_file", "source_row"]].itertuples(index=False)
    ]
    counted = written.isna() & folders.notna() & of_folder.isna()
    problems += [
        problem_of(file, None, "a folder named after no body: the list counts for the House", expected, _OTHER_FOLDER)
        for file in lines.loc[counted, "source_file"].unique()
    ]
    return lines.assign(body_id=body_id, waits_because=lines["waits_because"].fillna(unknown)), problems
