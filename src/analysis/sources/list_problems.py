"""What is reported of lists of signatories: parts that are not read, and bodies that are not known."""

from collections.abc import Iterator, Sequence

import pandas as pd

from analysis.core.names import words_of
from analysis.core.parameters import HOUSE
from analysis.core.problems import Problem
from analysis.sources.list_lines import DATED
from analysis.sources.list_tables import Table
from analysis.sources.list_words import LIST_WORDS, one_of

EXPECTED = "a row with Naam, Functie + organisatie, Datum"
REMEDY = "save the list as CSV, XLSX or ODS with those headings, or take the file out of the folder"
# What a report says that a line does, as long as no decision is known.
WAITS = "the line waits for a decision"
_ROWS_OF_A_TITLE = 3
_ABOUT_CONSENT = one_of(LIST_WORDS["about_consent"])


def problem_of(
    name: str, row: int | None, found: str, expected: str, remedy: str = REMEDY, column: str | None = None
) -> Problem:
    """Return a warning about a list."""
    return Problem(f"signatories/{name}", row, column, found, expected, remedy, "warning")


def parts_not_read(
    rows: Sequence[Sequence[str]], table: Table, refused: set[int | None]
) -> Iterator[tuple[int | None, str, str, str]]:
    """Yield each part of a list that is not read though it may say who signed: row, found, expected, remedy.

    `refused` are the columns for which a line was refused: these were reported.
    """
    filled = {number: sum(map(bool, row)) for number, row in enumerate(rows[: max(table.header, 0)], start=1)}
    # Above a list with names alone a row of one cell may be a name; and so may many rows.
    may_be_names = len(table.headings) < 2 or sum(map(bool, filled.values())) > _ROWS_OF_A_TITLE
    for number, count in filled.items():
        if count > 1 or (may_be_names and count):
            found = "a row above the headings that may be more than a title, and is read as one"
            yield number, found, "a title", "if somebody signed there, move it below the headings"
    if not table.columns(*DATED):
        unknown = ", ".join(map(table.called, table.columns("beside")))
        found, remedy = "no column with the date of signing", "give the day by a decision on each line"
        if unknown:
            found += f" (not known is what is written above {unknown})"
            remedy += ", or name its column so if it is there"
        yield None, found, "a heading Datum", remedy
    known = {column for column, kind in table.fields.items() if kind != "beside"} | refused
    texts = ((column, text) for row in rows[table.header + 1 :] for column, text in enumerate(row))
    words = ((column, text) for column, text in texts if text.lower() not in LIST_WORDS["answer"])
    if unread := sorted({column for column, text in words if any(map(str.isalpha, text))} - known):
        found = f"values of which no known heading says what they are, in {', '.join(map(table.called, unread))}"
        remedy = f"look whether they say who signed, and when: then name the column as in {EXPECTED}"
        yield None, found, "columns with a known heading", remedy
    for column in table.columns("beside", "subscription"):
        if any(map(_ABOUT_CONSENT.fullmatch, words_of(table.headings.get(column, "")))):
            found = f"a heading that may ask whether a signer agrees to be named, in column {column + 1}"
            remedy = "if it does, name the column so: until then nobody of this list may be named"
            yield None, found, "the heading Mag genoemd worden", remedy


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
