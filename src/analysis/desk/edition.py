"""A sheet to type an edition into, and the rows that are added from it: all of them, or none.

The sheet has the numbers that earlier editions print; the analyst types number and words, and deletes nothing.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.briefing.html import bullets, paragraphs
from analysis.core.amounts import plain_number
from analysis.core.parameters import LANGUAGES, Month
from analysis.core.printed_numbers import numbers_in
from analysis.core.problems import ParameterError, row_of
from analysis.desk.edition_quantities import NO_FORMULA, faults_of_new, pages_to_fill_in, typed_on
from analysis.desk.edition_text import Likeness, Proposal, proposals_in
from analysis.desk.html import SAY, Shown, shown
from analysis.desk.opening import needs_month
from analysis.desk.sheet import as_text, new_workbook
from analysis.desk.writing import check_attended, effects_in_words, reopened
from analysis.reconciliation import Reconciliation, reconcile_tables
from analysis.reconciliation.doubts import doubts_in_words
from analysis.sources import read_tables
from analysis.sources.contracts import columns_of
from analysis.sources.decisions import with_row
from analysis.sources.known_from import last_days
from analysis.sources.list_files import ListFileError, sheets_of
from analysis.sources.missing import YearlySeries, printed_by_edition
from analysis.sources.table_changes import Texts, change_tables
from analysis.updates.page_text import text_of

FIGURES, PUBLICATION = "figures", "publication"
# What the analyst types comes first.
COLUMNS = (
    *("number", "words", "qualifier", "label", "last_printed", "last_year", "unit", "proposed", "proposed_words"),
    *("quantity_id", "reference_year", "series", "definition"),
)
_NAME = re.compile(r"([A-Za-z]+)-(\d{4})")
_KINDS = {".pdf": "application/pdf", ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html"}


@needs_month
def edition_sheet(month: Reconciliation, name: str, path: str | Path, text: str | Path = "") -> Shown:
    """Write a sheet for the edition `name` (JC-2025: its publication, and the year it is about), to type numbers into.

    A row for each quantity that an earlier edition prints (columns: COLUMNS), with its last value, and a page for the
    publication. With `text`, a saved page, PDF or text of the edition, it has the number that seems to be meant beside
    its sentence: a proposal, which is not read again. Raises ParameterError for a name without earlier editions, for a
    file that is there, and for a text that can't be read.
    """
    yearly, year = _series_of(name, month)
    target = Path(str(path))
    if target.exists():
        raise ParameterError(f"{target.name}: it is there already; add the edition from it, or delete it")
    publication = _publication(month, yearly, name)
    rows = _rows(month, yearly, year)
    wanted = [row["quantity_id"] for row in rows]
    proposed = _proposals(month, Path(text), publication["language"], wanted, year) if str(text) else {}
    publication["language"] = ""  # that of the text which is read: perhaps another than the last time
    for row in rows:
        if found := proposed.get(row["quantity_id"]):
            row |= {"proposed": plain_number(found.number.value), "proposed_words": found.sentence}
    with new_workbook(target) as book:
        look = book.book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        for sheet, frame, widths in (
            (FIGURES, pd.DataFrame(rows, columns=[*COLUMNS]), (12, 50)),
            (PUBLICATION, pd.DataFrame(publication.items(), columns=["column", "value"]), (24, 70)),
        ):
            frame.to_excel(book, sheet_name=sheet, index=False, freeze_panes=(1, 1))
            book.sheets[sheet].set_column(0, len(frame.columns) - 1, 18, look)
            for place, width in enumerate(widths):
                book.sheets[sheet].set_column(place, place, width, look)
        for sheet, frame in pages_to_fill_in().items():
            frame.to_excel(book, sheet_name=sheet, index=False, freeze_panes=(1, 1))
            book.sheets[sheet].set_column(0, len(frame.columns) - 1, 24, look)
    facts = {"path": str(target.resolve()), "proposed": SAY.number(len(proposed))}
    return shown(paragraphs(SAY.count("desk.edition.written", len(rows), **facts)))


def _series_of(name: str, month: Reconciliation) -> tuple[YearlySeries, int]:
    """Return the series of which a publication is the next edition, and the year it is about."""
    found = _NAME.fullmatch(name)
    publications = month.sources.publications
    kinds = publications.set_index("publication")["kind"]
    earlier = [each for each in kinds.index if found and re.fullmatch(rf"{found[1]}-\d{{4}}", each)]
    for yearly in YearlySeries.all_in(month.sources.series):
        if found and earlier and kinds[earlier[-1]] == yearly.kind:
            return yearly, int(found[2])
    known = ", ".join(sorted({each for each in kinds.index if _NAME.fullmatch(each)})[-8:])
    raise ParameterError(f"name: found {name!r}, expected a name and a year as those of earlier editions ({known})")


def _rows(month: Reconciliation, yearly: YearlySeries, year: int) -> list[dict[str, Any]]:
    """Return a row for each quantity of a year that an earlier edition prints, those of most years first.

    What was printed of several years together alone is asked about the one year as well.
    """
    tables = {"figures": month.sources.figures, "publications": month.sources.publications}
    quantities, rows = month.sources.quantities.set_index("quantity_id"), []
    own = printed_by_edition(yearly, tables).join(quantities["period"], on="quantity_id")
    own = own[(own["period"] == "year") & own["not_comparable_because"].isna() & own["value"].notna()]
    own = own.assign(of_one_year=own["reference_year"].str.len() == 4)[own["last_year"] < year]
    times = own[own["of_one_year"]].groupby("quantity_id")["last_year"].nunique()
    for name in (
        times.reindex(own["quantity_id"].unique(), fill_value=0).sort_values(ascending=False, kind="stable").index
    ):
        last = own[own["quantity_id"] == name].sort_values(["of_one_year", "last_year"]).iloc[-1]
        quantity = quantities.loc[name]
        rows.append(
            dict.fromkeys(COLUMNS, "")
            | {"label": quantity["label_nl"], "unit": quantity["unit"], "definition": quantity["definition"]}
            | {"last_printed": plain_number(last["value"]), "last_year": last["reference_year"]}
            | {"quantity_id": name, "reference_year": str(year), "series": yearly.series}
        )
    return rows


def _publication(month: Reconciliation, yearly: YearlySeries, name: str) -> dict[str, str]:
    """Return the row of the publication with what it has in common with the newest one before, and what is asked."""
    known = month.sources.publications[month.sources.publications["kind"] == yearly.kind]
    alike = known[known["publication"].str.fullmatch(rf"{name.rpartition('-')[0]}-\d{{4}}")].iloc[-1]
    row = dict.fromkeys(columns_of("publications"), "")
    row |= {column: alike[column] for column in ("publisher", "kind", "title_language", "language")}
    row |= {"publication": name, "certainty": "primary", "words_read_on": ""}
    return {column: value if isinstance(value, str) else "" for column, value in row.items()}


def _proposals(month: Reconciliation, text: Path, language: str, wanted: list[str], year: int) -> dict[str, Proposal]:
    try:
        kind = _KINDS.get(text.suffix.lower(), "text/plain")
        content = text_of(text.read_bytes(), kind)
    except (OSError, ValueError) as error:
        raise ParameterError(f"text: {text} can't be read ({error}); save the page as HTML or text") from error
    likeness = Likeness(month.sources.quantities, month.sources.figures)
    found = proposals_in(content, language, likeness, wanted, year)
    return {each.quantity_id: each for each in found}


@needs_month
def add_edition(month: Reconciliation, path: str | Path, *, seen: bool = False) -> Shown:
    """Add the rows that a sheet has a number in to figures.csv, and its publication to publications.csv: all, or none.

    What is doubtful is said first, and then nothing is written: a number that its words do not hold, a sum or share
    that does not close, with what would close it, a value far from those of the years before. `seen` writes it all
    the same.
    Raises ParameterError for what can't be understood, each with its row, InputError for what breaks the contract.
    """
    check_attended()
    month = reopened(month)
    figures, publication, new = _typed(Path(path))
    rows = _figures_of(figures, publication, new, month)
    known = set(month.sources.publications["publication"])
    tables = {"publications": [] if publication["publication"] in known else [publication], "figures": rows}
    tables |= new | {"formulas": [row for row in new["formulas"] if row["formula_id"] != NO_FORMULA]}
    if not rows:
        return shown(paragraphs(SAY.say("desk.edition.none", path=str(path))))
    about = max(str(month.month), publication["published_on"][:7])

    def edit(texts: Texts) -> Texts:
        for table, own in tables.items():
            for row in own:
                texts = texts | {table: with_row(texts[table], row, table)}
        return texts

    def attempt(copy: Path) -> tuple[Reconciliation, list[str]]:
        checked = read_tables(copy)
        after = reconcile_tables(Month.parse(about), checked)
        ids = {row["figure_id"] for row in rows}
        table = checked.tables["figures"]
        places = {row_of(index) for index, name in table["figure_id"].items() if name in ids}
        doubts = [str(each) for each in checked.warnings if each.file == "figures.csv" and each.row in places]
        doubts += map(str, doubts_in_words(after, {publication["publication"]}))
        if doubts and not seen:
            raise _DoubtfulError(doubts)
        return after, doubts

    try:
        after, doubts = change_tables(tables, month.sources.folder, edit, attempt)
    except _DoubtfulError as error:
        (doubts,) = error.args
        again = SAY.say("desk.edition.again", path=str(path))
        return shown(paragraphs(SAY.count("desk.edition.doubts", len(doubts))), bullets(doubts), paragraphs(again))
    written = SAY.count("desk.edition.added", len(rows), publication=publication["publication"])
    return shown(paragraphs(written), bullets(doubts), effects_in_words(month, after))


class _DoubtfulError(Exception):
    """What is doubtful of the rows of a sheet, so that nothing is written."""


def _typed(path: Path) -> tuple[list[tuple[int, dict[str, str]]], dict[str, str], dict[str, list[dict[str, str]]]]:
    """Return the rows of a sheet with a number, by their row, what it says of the publication, and what is new."""
    try:
        sheets = sheets_of(path.read_bytes())
        figures, publication = (
            pd.DataFrame(rows, columns=header).map(as_text) for header, *rows in (sheets[FIGURES], sheets[PUBLICATION])
        )
    except (OSError, ListFileError, LookupError, ValueError) as error:
        raise ParameterError(f"{path.name}: not a sheet that `briefing edition` wrote") from error
    if missing := [name for name in COLUMNS if name not in figures]:
        raise ParameterError(f"{path.name}: no column {', '.join(missing)}: write a new sheet")
    above = figures.iloc[0]  # a number of a new quantity is of the year and series of the others
    for column in ("reference_year", "series"):
        figures[column] = figures[column].mask(figures[column] == "", above[column])
    typed = figures[figures["number"] != ""]
    facts = dict(zip(publication["column"], publication["value"], strict=True))
    return [(place + 2, row) for place, row in typed.to_dict("index").items()], facts, typed_on(sheets)


def _figures_of(
    typed: list[tuple[int, dict[str, str]]],
    publication: dict[str, str],
    new: dict[str, list[dict[str, str]]],
    month: Reconciliation,
) -> list[dict[str, str]]:
    """Return the rows of figures.csv; raises ParameterError with everything that can't be understood."""
    name, language = publication["publication"], publication["language"]
    faults = list(_faults_of(publication, has_words=any(row["words"] for _, row in typed)))
    known = month.sources.quantities["quantity_id"].tolist()
    faults += faults_of_new([(number, row["quantity_id"]) for number, row in typed], new, known)
    units = month.sources.quantities.set_index("quantity_id")["unit"].to_dict()
    units |= {row["quantity_id"]: row["unit"] for row in new["quantities"]}
    printed = month.sources.figures
    there = {
        (row["quantity_id"], row["reference_year"])
        for row in printed[printed["publication"] == name].to_dict("records")
    }
    first, taken = max(int(each[1:]) for each in _ids(month)) + 1, set(there)
    rows: list[dict[str, str]] = []
    for number, row in typed:
        key = (row["quantity_id"], row["reference_year"])
        if key in taken:
            faults.append(f"row {number}: {row['quantity_id']} of {row['reference_year']} is there already")
            continue
        taken.add(key)
        try:
            value, lower, upper = number_typed(row["number"], language if language in LANGUAGES else LANGUAGES[0])
        except ValueError as error:
            faults.append(f"row {number}: number: found {row['number']!r}, {error}")
            continue
        rows.append(
            {"figure_id": f"f{first + len(rows)}", "publication": name, "value": value, "lower": lower, "upper": upper}
            | {column: row[column] for column in ("quantity_id", "reference_year", "series", "qualifier")}
            | {"unit": row["unit"] or units.get(row["quantity_id"], "")}
            | {"certainty": publication.get("certainty") or "primary", "source_url": publication["url"]}
            | {"printed_text": row["words"]}
            | {"printed_text_read_on": publication["words_read_on"] if row["words"] else ""}
        )
    if faults:
        raise ParameterError("nothing is written: " + "; ".join(faults))
    return rows


def _faults_of(publication: dict[str, str], *, has_words: bool) -> Iterator[str]:
    """Yield what is wrong on the page of the publication, each with its row there."""
    needed = dict.fromkeys(("publication", "publisher", "published_on", "url", "language"), "something")
    needed |= {"language": f"that of the text that you read ({' or '.join(LANGUAGES)})"}
    needed |= {"words_read_on": "the day on which the words were read"} if has_words else {}
    days = {"published_on": "as 2026-10-16, 2026-10 or 2026", "words_read_on": "as 2026-10-16"}
    for number, (column, cell) in enumerate(publication.items(), start=2):
        place = f"sheet {PUBLICATION}, row {number}: {column}"
        if not cell and column in needed:
            yield f"{place} is empty, expected {needed[column]}"
        elif column == "language" and cell not in LANGUAGES:
            yield f"{place}: found {cell!r}, expected {needed[column]}"
        elif cell and column in days:
            is_whole = len(cell) == 10 or (column == "published_on" and len(cell) in (4, 7))
            if not is_whole or last_days(pd.Series([cell])).isna().any():
                yield f"{place}: found {cell!r}, expected a day {days[column]}"


def _ids(month: Reconciliation) -> list[str]:
    return read_tables(month.sources.folder).tables["figures"]["figure_id"].tolist()


def number_typed(text: str, language: str) -> tuple[str, str, str]:
    """Return a number as typed (1.012; 1,012; 31,0; 5.000-7.500) as value, lower and upper end, with its decimals.

    Raises ValueError for what is neither one number nor a range.
    """
    found = numbers_in(text, language)
    decimals = len(ends[1]) if (ends := re.search(r"[.,](\d{1,2})\s*%?$", text.strip())) else 0
    is_fall = text.strip().startswith(("-", "−", "–"))
    if len(found) == 1:
        return f"{-found[0].value if is_fall else found[0].value:.{decimals}f}", "", ""
    if len(found) == 2 and found[1].joined:
        return "", plain_number(found[0].value), plain_number(found[1].value)
    raise ValueError("expected one number, or a range as 5.000-7.500")
