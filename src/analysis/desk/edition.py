"""A sheet to type an edition into, and the rows that are added from it: all of them, or none.

The sheet has the numbers that earlier editions print; the analyst types number and words, and deletes nothing.
"""

import re
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.briefing.html import bullets, paragraphs
from analysis.core.amounts import plain_number
from analysis.core.parameters import Month
from analysis.core.problems import ParameterError, row_of
from analysis.desk.edition_rows import DAYS, NO_FORMULA, PUBLICATION, Row, doubts_of_sheet, doubts_of_words, figures_of
from analysis.desk.edition_text import Likeness, proposals_in
from analysis.desk.html import SAY, Shown, shown
from analysis.desk.opening import needs_month
from analysis.desk.workbooks import new_workbook, pages_in, write_page
from analysis.desk.writing import DecisionMade, check_attended, effects_in_words, reopened
from analysis.figures.doubts import doubts_in_words
from analysis.reconciliation import Reconciliation, reconcile_tables
from analysis.sources import read_tables
from analysis.sources.contracts import columns_of
from analysis.sources.decisions import with_row
from analysis.sources.missing import YearlySeries, printed_by_edition
from analysis.sources.signing_dates import iso_day
from analysis.sources.table_changes import Texts, change_tables
from analysis.updates.cited_pages import text_of

FIGURES, _OF_PUBLICATION = "figures", ("column", "value")
# The pages for what an edition counts for the first time: its label, definition and formula.
NEW = ("quantities", "formulas")
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
    file that exists, and for a text that can't be read.
    """
    yearly, publication = _named(name, month)
    target = Path(str(path))
    if target.exists():
        raise ParameterError(f"{target.name}: it is there already; add the edition from it, or delete it")
    year = int(name[-4:])
    rows = _rows(month, yearly, year)
    wanted = [row["quantity_id"] for row in rows]
    proposed = _proposals(month, Path(text), publication["language"], wanted, year) if str(text) else {}
    publication["language"] = ""  # that of the text which is read: perhaps another than the last time
    rows = [row | proposed.get(row["quantity_id"], {}) for row in rows]
    with new_workbook(target) as book:
        write_page(book, FIGURES, pd.DataFrame(rows, columns=[*COLUMNS]), (12, 50))
        write_page(book, PUBLICATION, pd.DataFrame(publication.items(), columns=[*_OF_PUBLICATION]), (24, 70))
        for page in NEW:
            write_page(book, page, pd.DataFrame(columns=columns_of(page)))
    facts = {"path": str(target.resolve()), "proposed": SAY.number(len(proposed))}
    return shown(paragraphs(SAY.count("desk.edition.written", len(rows), **facts)))


def _named(name: str, month: Reconciliation) -> tuple[YearlySeries, Row]:
    """Return the series of which a publication is the next edition, and its row: what the newest one before has too."""
    publications, found = month.sources.publications.set_index("publication"), _NAME.fullmatch(name)
    earlier = [each for each in publications.index if found and re.fullmatch(rf"{found[1]}-\d{{4}}", each)]
    for yearly in YearlySeries.all_in(month.sources.series):
        if earlier and publications.at[earlier[-1], "kind"] == yearly.kind:
            same = publications.loc[earlier[-1], ["publisher", "kind", "title_language", "language"]].fillna("")
            own = {"publication": name, "certainty": "primary", "words_read_on": ""}
            return yearly, dict.fromkeys(columns_of("publications"), "") | same.to_dict() | own
    known = ", ".join(sorted({each for each in publications.index if _NAME.fullmatch(each)})[-8:])
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
    for name in sorted(own["quantity_id"].unique(), key=lambda each: -times.get(each, 0)):
        last = own[own["quantity_id"] == name].sort_values(["of_one_year", "last_year"]).iloc[-1]
        row = quantities.loc[name, ["unit", "definition"]].to_dict() | {"label": quantities.at[name, "label_nl"]}
        row |= {"last_printed": plain_number(last["value"]), "last_year": last["reference_year"]}
        row |= {"quantity_id": name, "reference_year": str(year), "series": yearly.series}
        rows.append(dict.fromkeys(COLUMNS, "") | row)
    return rows


def _proposals(month: Reconciliation, text: Path, language: str, wanted: list[str], year: int) -> dict[str, Any]:
    """Return the number and the sentence that a text seems to have of each quantity, as cells of the sheet."""
    try:
        content = text_of(text.read_bytes(), _KINDS.get(text.suffix.lower(), "text/plain"))
    except (OSError, ValueError) as error:
        raise ParameterError(f"text: {text} can't be read ({error}); save the page as HTML or text") from error
    found = proposals_in(content, language, Likeness(month.sources.quantities, month.sources.figures), wanted, year)
    return {
        each.quantity_id: {"proposed": plain_number(each.number.value), "proposed_words": each.sentence}
        for each in found
    }


@needs_month
def add_edition(month: Reconciliation, path: str | Path, *, seen: bool = False) -> DecisionMade:
    """Add the rows that a sheet has a number in to figures.csv, and its publication to publications.csv: all, or none.

    What is doubtful is said first, and then nothing is written: a number that its words do not hold, a sum or share
    that does not close, with what would close it, a value far from those of the years before. `seen` writes it
    nevertheless. Raises ParameterError for what can't be understood, each with its row, InputError for what breaks the
    contract.
    """
    check_attended()
    month = reopened(month)
    figures, publication, new = _typed(Path(str(path)))
    rows = figures_of(figures, publication, new, month)
    known = set(month.sources.publications["publication"])
    tables = {"publications": [] if publication["publication"] in known else [publication], "figures": rows}
    tables |= new | {"formulas": [row for row in new["formulas"] if row["formula_id"] != NO_FORMULA]}
    if not rows:
        return DecisionMade(paragraphs(SAY.say("desk.edition.none", path=str(path))), month)
    about = max(str(month.month), publication["published_on"][:7])

    def edit(texts: Texts) -> Texts:
        for table, own in tables.items():
            for row in own:
                texts = texts | {table: with_row(texts[table], row, table)}
        return texts

    def attempt(copy: Path) -> tuple[Reconciliation, list[str]]:
        checked, ids = read_tables(copy), {row["figure_id"] for row in rows}
        after = reconcile_tables(Month.parse(about), checked, month)
        places = {row_of(index) for index, name in checked.tables["figures"]["figure_id"].items() if name in ids}
        doubts = [str(each) for each in checked.warnings if each.file == "figures.csv" and each.row in places]
        doubts += map(str, doubts_in_words(after.figures, {publication["publication"]}))
        doubts += [*doubts_of_words(rows, publication["language"]), *doubts_of_sheet(figures, publication["language"])]
        if doubts and not seen:
            raise _DoubtfulError(doubts)
        return after, doubts

    try:
        after, doubts = change_tables(tables, month.sources.folder, edit, attempt)
    except _DoubtfulError as error:
        (doubts,) = error.args
        again = SAY.say("desk.edition.again", path=str(path))
        said = paragraphs(SAY.count("desk.edition.doubts", len(doubts)))
        return DecisionMade(shown(said, bullets(doubts), paragraphs(again)).html, month)
    written = paragraphs(SAY.count("desk.edition.added", len(rows), publication=publication["publication"]))
    return DecisionMade(shown(written, bullets(doubts), effects_in_words(month, after)).html, reopened(month))


class _DoubtfulError(Exception):
    """What is doubtful of the rows of a sheet, so that nothing is written."""


def _typed(path: Path) -> tuple[list[tuple[int, Row]], Row, dict[str, list[Row]]]:
    """Return the rows of a sheet with a number or words, what it says of the publication, and what is new."""
    columns = {FIGURES: COLUMNS, PUBLICATION: _OF_PUBLICATION} | {page: columns_of(page) for page in NEW}
    figures, publication, *others = pages_in(path, "edition", columns).values()
    above = figures.iloc[0]  # a number of a new quantity is of the year and series of the others
    for column in ("reference_year", "series"):
        figures[column] = figures[column].mask(figures[column] == "", above[column])
    typed = figures[(figures["number"] != "") | (figures["words"] != "")]
    facts = dict(zip(publication["column"], publication["value"], strict=True))
    facts |= {day: iso_day(facts[day]) or facts[day] for day in DAYS if day in facts}
    rows = [[row for row in page.to_dict("records") if any(row.values())] for page in others]
    return [*typed.to_dict("index").items()], facts, dict(zip(NEW, rows, strict=True))
