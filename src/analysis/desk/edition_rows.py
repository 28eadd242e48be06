"""The rows of figures.csv that the sheet of an edition gives, and what of it can't be understood."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from analysis.core.amounts import plain_number
from analysis.core.parameters import LANGUAGES
from analysis.core.printed_numbers import numbers_in
from analysis.core.problems import ParameterError
from analysis.reconciliation import Reconciliation
from analysis.sources import read_tables
from analysis.sources.known_from import last_days

Row = dict[str, str]
PUBLICATION = "publication"
# The formula of a quantity that is no part, total, share or change of another one.
NO_FORMULA = "none"
_ASKED = ("label_nl", "label_en", "definition")
# The days of a publication, and how they may be typed.
DAYS = {"published_on": "as 2026-10-16, 16-10-2026, 2026-10 or 2026", "words_read_on": "as 2026-10-16 or 16-10-2026"}
# Units of which a number is no more exact with decimals: 51,0 persons are 51.
_WHOLE = ("persons", "reports", "cases")
# A number or a range and nothing else: "ruim 51", or two numbers in one cell, is to be typed again.
_NUMBER = re.compile(r"[-−–]?\s?\d[\d.,\u00a0\u202f]*\s?%?(?:\s?(?:-|−|–|tot|to)\s?\d[\d.,\u00a0\u202f]*\s?%?)?")


def figures_of(
    typed: list[tuple[int, Row]], publication: Row, new: dict[str, list[Row]], month: Reconciliation
) -> list[Row]:
    """Return the rows of figures.csv; raises ParameterError with everything that can't be understood."""
    name, language = publication["publication"], publication["language"]
    faults = list(_faults_of(publication, has_words=any(row["words"] for _, row in typed)))
    known = month.sources.quantities["quantity_id"].tolist()
    faults += _faults_of_new([(number, row["quantity_id"]) for number, row in typed], new, known)
    units = month.sources.quantities.set_index("quantity_id")["unit"].to_dict()
    units |= {row["quantity_id"]: row["unit"] for row in new["quantities"]}
    printed = month.sources.figures[month.sources.figures["publication"] == name]
    taken, rows = set(zip(printed["quantity_id"], printed["reference_year"], strict=True)), list[Row]()
    ids = read_tables(month.sources.folder).tables["figures"]["figure_id"]
    first = max(int(each[1:]) for each in ids) + 1
    for number, row in typed:
        key = (row["quantity_id"], row["reference_year"])
        if key in taken:
            faults.append(f"row {number}: {row['quantity_id']} of {row['reference_year']} is there already")
            continue
        taken.add(key)
        if not row["number"]:
            faults.append(f"row {number}: number is empty, and words are not: type the number, or take the words out")
            continue
        try:
            value, lower, upper = number_typed(row["number"], language if language in LANGUAGES else LANGUAGES[0])
        except ValueError as error:
            faults.append(f"row {number}: number: found {row['number']!r}, {error}")
            continue
        own = {
            "figure_id": f"f{first + len(rows)}",
            "publication": name,
            "value": value,
            "lower": lower,
            "upper": upper,
        }
        own |= {column: row[column] for column in ("quantity_id", "reference_year", "series", "qualifier")}
        own |= {"unit": row["unit"] or units.get(row["quantity_id"], ""), "source_url": publication["url"]}
        if own["unit"] in _WHOLE:
            own["value"] = re.sub(r"\.0+$", "", value)
        own |= {"certainty": publication.get("certainty") or "primary", "printed_text": row["words"]}
        rows.append(own | {"printed_text_read_on": publication["words_read_on"] if row["words"] else ""})
    if faults:
        raise ParameterError("nothing is written: " + "; ".join(faults))
    return rows


def _faults_of_new(used: Iterable[tuple[int, str]], typed: Mapping[str, list[Row]], known: Iterable[str]) -> list[str]:
    """Return what is missing of the quantities that are new: of each row used (its row, its id), and of each typed."""
    new = {row.get("quantity_id", ""): row for row in typed["quantities"]}
    in_formulas = {name for row in typed["formulas"] for name in (row["result"], *row["terms"].split("|"))}
    faults = [
        f"row {number}: quantity_id: {name!r} is new: give it a row on the page quantities (label, definition) and on "
        f"the page formulas, with the formula_id {NO_FORMULA} if it is no part, total, share or change of another one"
        for number, name in used
        if name not in {*known, *new}
    ]
    for name, row in new.items():
        if missing := [column for column in _ASKED if not row.get(column)]:
            faults.append(f"page quantities: {name}: {', '.join(missing)}: found nothing, expected what is counted")
        if name not in in_formulas:
            faults.append(f"page formulas: no row has {name} as its result or a term, expected one, or {NO_FORMULA}")
    return faults


def _faults_of(publication: Row, *, has_words: bool) -> Iterator[str]:
    """Yield what is wrong on the page of the publication, each with its row there."""
    needed = dict.fromkeys(("publication", "publisher", "published_on", "url"), "something")
    needed["language"] = f"that of the text that you read ({' or '.join(LANGUAGES)})"
    needed |= {"words_read_on": "the day on which the words were read"} if has_words else {}
    for number, (column, cell) in enumerate(publication.items(), start=2):
        place = f"sheet {PUBLICATION}, row {number}: {column}"
        if not cell and column in needed:
            yield f"{place} is empty, expected {needed[column]}"
        elif column == "language" and cell not in LANGUAGES:
            yield f"{place}: found {cell!r}, expected {needed[column]}"
        elif cell and column in DAYS:
            is_whole = len(cell) == 10 or (column == "published_on" and len(cell) in (4, 7))
            if not is_whole or last_days(pd.Series([cell])).isna().any():
                yield f"{place}: found {cell!r}, expected a day {DAYS[column]}"


def doubts_of_words(rows: list[Row], language: str) -> Iterator[str]:
    """Yield what is doubtful of the words of rows beside each other: those that were pasted twice."""
    held = Counter((row["printed_text"], row["value"]) for row in rows if row["printed_text"] and row["value"])
    for (words, value), times in held.items():
        names = [row["quantity_id"] for row in rows if (row["printed_text"], row["value"]) == (words, value)]
        if sum(each.value == abs(float(value)) for each in numbers_in(words, language)) < times > 1:
            yield f"{value} with the same words stands for {' and '.join(names)}: look whether it was pasted twice"


def doubts_of_sheet(typed: list[tuple[int, Row]], language: str) -> Iterator[str]:
    """Yield what is doubtful of the rows that a sheet asks for: the last number kept, another year or series than most.

    Only these rows have `last_year`; what was typed at the end may be of any year.
    """
    asked = [(number, row) for number, row in typed if row["last_year"]]
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


def number_typed(text: str, language: str) -> tuple[str, str, str]:
    """Return a number as typed (1.012; 1,012; 31,0; 5.000-7.500) as value, lower and upper end, with its decimals.

    Raises ValueError for what is neither one number nor a range.
    """
    found = numbers_in(text, language) if _NUMBER.fullmatch(text.strip()) else ()
    decimals = len(ends[1]) if (ends := re.search(r"[.,](\d{1,2})\s*%?$", text.strip())) else 0
    is_fall = text.strip().startswith(("-", "−", "–"))
    if len(found) == 1:
        return f"{-found[0].value if is_fall else found[0].value:.{decimals}f}", "", ""
    if len(found) == 2 and found[1].joined:
        return "", plain_number(found[0].value), plain_number(found[1].value)
    raise ValueError("expected one number, or a range as 5.000-7.500")
