"""What an edition counts for the first time: its label, definition and formula, typed in the same sheet."""

from collections.abc import Iterable, Mapping

import pandas as pd

from analysis.desk.sheet import as_text
from analysis.sources.contracts import columns_of

PAGES = ("quantities", "formulas")
# The formula of a quantity that is no part, total, share or change of another one.
NO_FORMULA = "none"
_ASKED = ("label_nl", "label_en", "definition")


def pages_to_fill_in() -> Mapping[str, pd.DataFrame]:
    """Return the empty pages of a sheet for new quantities and their formulas, with the columns of their tables."""
    return {page: pd.DataFrame(columns=columns_of(page)) for page in PAGES}


def typed_on(sheets: Mapping[str, list[list[str]]]) -> dict[str, list[dict[str, str]]]:
    """Return the rows that were typed on these pages of a workbook; none of a page that is not there."""
    typed = {}
    for page in PAGES:
        header, *rows = sheets.get(page) or [list[str]()]
        cells = ([as_text(cell) for cell in row] for row in rows)
        typed[page] = [dict(zip(header, row, strict=False)) for row in cells if any(row)]
    return typed


def faults_of_new(
    used: Iterable[tuple[int, str]], typed: Mapping[str, list[dict[str, str]]], known: Iterable[str]
) -> list[str]:
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
