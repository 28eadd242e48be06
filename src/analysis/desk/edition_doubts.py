"""What is doubtful of an edition that was typed into a sheet, said of the rows of that sheet."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

import pandas as pd

from analysis.core.amounts import plain_number
from analysis.core.printed_numbers import numbers_in
from analysis.core.problems import row_of
from analysis.core.record_tables import grouped
from analysis.desk.edition_text import number_typed

Row = dict[str, str]


def by_rows_of_the_sheet(doubts: list[str], rows: Mapping[str, int], figure_ids: pd.Series) -> list[str]:
    """Return doubts of new figures (`rows`: figure_id -> row of the sheet) with these rows in place of ids and rows."""
    places = {f"figures.csv:{row_of(index)}": rows[name] for index, name in figure_ids.items() if name in rows}
    called = {place: f"row {number}" for place, number in [*places.items(), *rows.items()]}
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, called))})\b")
    return [pattern.sub(lambda found: called[found[0]], doubt) for doubt in doubts]


def doubts_of_words(rows: list[Row], language: str) -> Iterator[str]:
    """Yield what is doubtful of the words of rows beside each other: those that were pasted twice."""
    held = grouped([row for row in rows if row["printed_text"] and row["value"]], "printed_text", "value")
    for (words, value), own in held.items():
        if sum(each.value == abs(float(value)) for each in numbers_in(words, language)) < len(own) > 1:
            names = " and ".join(row["quantity_id"] for row in own)
            yield f"{value} with the same words stands for {names}: look whether it was pasted twice"


def doubts_of_sheet(typed: list[tuple[int, Row]], language: str) -> Iterator[str]:
    """Yield what is doubtful of what a sheet asks for: the last number kept, another year or series than most."""
    asked = [(number, row) for number, row in typed if row["last_year"]]  # the others may be of any year
    for number, row in asked:
        value, _, _ = number_typed(row["number"], language)
        if value and plain_number(float(value)) == row["last_printed"] and row["reference_year"] != row["last_year"]:
            what = f"{row['number']} is what was printed for {row['last_year']}, too"
            yield f"row {number}: {row['quantity_id']}: {what}: look whether it was left there"
    for column in ("reference_year", "series"):
        usual = Counter(row[column] for _, row in asked).most_common(1)
        for number, row in asked:
            if row[column] != usual[0][0]:
                yield f"row {number}: {column}: found {row[column]}, expected {usual[0][0]} as in most rows"
