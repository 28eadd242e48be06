"""A sheet to type an edition into, and the rows that are added from it: all of them, or none."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.briefing.html import bullets
from analysis.core.amounts import plain_number
from analysis.core.parameters import LANGUAGES, Month
from analysis.core.printed_numbers import numbers_in
from analysis.core.problems import InputError, ParameterError, Problem, row_of
from analysis.core.record_tables import grouped
from analysis.desk.edition_text import A_NUMBER, Likeness, number_typed, readings_in, text_of
from analysis.desk.html import SAY, Shown, blocks, shown
from analysis.desk.workbooks import Page, pages_in, write_workbook
from analysis.desk.writing import DecisionMade, check_attended, effects_in_words, reopened
from analysis.figures.waiting import doubts_in_words
from analysis.reconciliation import Reconciliation, reconcile_tables
from analysis.sources import CheckedTables, read_tables
from analysis.sources.contracts import columns_of, path_of
from analysis.sources.decisions import with_row
from analysis.sources.known_from import last_days
from analysis.sources.missing import YearlySeries, printed_by_edition
from analysis.sources.signing_dates import iso_day
from analysis.sources.table_changes import Texts, change_tables

_FIGURES, _PUBLICATION = "figures", "publication"
# The pages for what an edition counts for the first time: its label, definition and formula.
_NEW = ("quantities", "formulas")
_COLUMNS = (
    *("number", "words", "qualifier", "label", "last_printed", "last_year", "unit", "proposed", "proposed_words"),
    *("quantity_id", "reference_year", "series", "definition"),
)
_DAYS = {"published_on": "as 2026-10-16, 16-10-2026, 2026-10 or 2026", "words_read_on": "as 2026-10-16 or 16-10-2026"}
# Columns of a figure that are filled in from its publication.
_OF_EDITION = ("publication", "source_url", "certainty", "printed_text_read_on")
# Units that are counted in whole numbers, so that decimals of zero are dropped: 51,0 persons are 51.
_WHOLE = ("persons", "reports", "cases")
_NAME = re.compile(r"([A-Za-z]+)-(\d{4})")
_Row = dict[str, str]
Typed = list[tuple[int, _Row]]  # rows of the sheet, each with its row number


def edition_sheet(month: Reconciliation, name: str, path: str | Path, text: str | Path = "") -> Shown:
    """Write a sheet to type the numbers of an edition into; `name` is its publication with the year (JC-2025).

    The sheet has a row for each quantity that an earlier edition prints and the data do not have of this one yet. With
    `text` (the edition as a saved page, PDF or text) the row proposes the number that seems to be meant, beside its
    sentence; `add_edition` ignores proposals. Raises ParameterError for a name without earlier editions, a file that
    exists, and a text that can't be read.
    """
    yearly, publication = _named(name, month)
    target = Path(str(path))
    if target.exists():
        raise ParameterError(f"{target.name} is there already: add the edition from it, or delete it")
    figures, year = month.sources.figures, int(name[-4:])
    printed = {*figures.loc[(figures["publication"] == name) & (figures["reference_year"] == name[-4:]), "quantity_id"]}
    rows = [row for row in _rows(month, yearly, year) if row["quantity_id"] not in printed]
    proposed = dict[str, _Row]()
    if str(text):
        likeness, wanted = Likeness(month.sources.quantities, figures), [row["quantity_id"] for row in rows]
        for each in readings_in(text_of(Path(text)), publication["language"], likeness, wanted, year):
            value = plain_number(each.number.value)
            proposed[each.quantity_id] = {"proposed": value, "proposed_words": each.sentence}
        rows = [row | proposed.get(row["quantity_id"], {}) for row in rows]
    publication["language"] = ""  # to be filled in: the text may be in another language than last time
    widths = {_FIGURES: (12, 50), _PUBLICATION: (24, 70)}
    filled = {_FIGURES: rows, _PUBLICATION: publication.items()}
    frames = {page: pd.DataFrame(filled.get(page, ()), columns=[*columns]) for page, columns in _pages().items()}
    made = write_workbook(target, {page: Page(frame, widths.get(page, ())) for page, frame in frames.items()})
    facts = {"path": str(target.resolve()), "proposed": SAY.number(len(proposed))}
    return shown(made, SAY.count("desk.edition.written", len(rows), **facts))


def _pages() -> dict[str, Sequence[str]]:
    return {_FIGURES: _COLUMNS, _PUBLICATION: ("column", "value")} | {page: columns_of(page) for page in _NEW}


def _named(name: str, month: Reconciliation) -> tuple[YearlySeries, _Row]:
    """Return the series of which a publication is the next edition, and its row, copied from the edition before it."""
    publications, found = month.sources.publications.set_index("publication"), _NAME.fullmatch(name)
    earlier = [each for each in publications.index if found and re.fullmatch(rf"{found[1]}-\d{{4}}", each)]
    for yearly in YearlySeries.all_in(month.sources.series):
        if earlier and publications.at[earlier[-1], "kind"] == yearly.kind:
            same = publications.loc[earlier[-1], ["publisher", "kind", "title_language", "language"]].fillna("")
            own = {"publication": name, "certainty": "primary", "words_read_on": ""}
            return yearly, dict.fromkeys(columns_of("publications"), "") | same.to_dict() | own
    known = ", ".join(sorted({each for each in publications.index if _NAME.fullmatch(each)})[-8:])
    raise ParameterError(f"name: found {name!r}, expected a name and a year as those of earlier editions ({known})")


def _rows(month: Reconciliation, yearly: YearlySeries, year: int) -> list[_Row]:
    """Return a row for each quantity that an earlier edition prints, those printed for the most years first."""
    tables = {"figures": month.sources.figures, "publications": month.sources.publications}
    quantities = month.sources.quantities.set_index("quantity_id")
    own = printed_by_edition(yearly, tables).join(quantities["period"], on="quantity_id")
    own = own[(own["period"] == "year") & own["not_comparable_because"].isna() & own["value"].notna()]
    own = own.assign(of_one_year=own["reference_year"].str.len() == 4)[own["last_year"] < year]
    times = own[own["of_one_year"]].groupby("quantity_id")["last_year"].nunique()
    order = sorted(own["quantity_id"].unique(), key=lambda each: -times.get(each, 0))
    last = own.sort_values(["of_one_year", "last_year"]).drop_duplicates("quantity_id", keep="last")
    last = last.set_index("quantity_id").loc[order, ["value", "reference_year"]]
    known = {"last_printed": last["value"].map(plain_number), "last_year": last["reference_year"]}
    known |= {"label": quantities["label_nl"], "reference_year": str(year), "series": yearly.series}
    rows = quantities.loc[order].assign(**known).reset_index()
    return rows.reindex(columns=[*_COLUMNS], fill_value="").to_dict("records")


def add_edition(month: Reconciliation, path: str | Path, *, seen: bool = False) -> DecisionMade:
    """Add the filled-in rows of a sheet to figures.csv, and its publication to publications.csv: all of them, or none.

    If something is doubtful (words without their number, a sum that does not close, a value far from those before it),
    the doubts are shown and nothing is written, unless `seen`. Raises InputError with everything that can't be read or
    breaks the contract, by page and row, and ParameterError for a file that is no sheet.
    """
    check_attended()
    month = reopened(month)
    sheet = _Sheet.read(Path(str(path)))
    if not sheet.typed:
        return DecisionMade(blocks(SAY.say("desk.edition.none", path=str(path))), month)
    before, edition = read_tables(month.sources.folder).tables, sheet.publication["publication"]
    figures, faults = _figures_of(sheet, month, before["figures"]["figure_id"])
    pages = {"quantities": sheet.quantities, "formulas": sheet.formulas, "publications": Typed(), "figures": figures}
    if edition not in {*month.sources.publications["publication"]}:
        pages["publications"] = [(0, sheet.publication)]
    in_sheet = partial(_in_sheet, pages=pages, first_rows={table: row_of(len(before[table])) for table in pages})

    def edit(texts: Texts) -> Texts:
        for table, rows in pages.items():
            for _, row in rows:
                texts = texts | {table: with_row(texts[table], row, table)}
        return texts

    def attempt(copy: Path) -> tuple[Reconciliation, list[str]]:
        checked = _checked(copy, [*faults, *_faults_of(sheet)], in_sheet)
        about = Month.parse(max(str(month.month), sheet.publication["published_on"][:7]))
        after = reconcile_tables(about, checked, month.kept)
        doubts = [str(in_sheet(each)) for each in checked.warnings if in_sheet(each) != each]
        return after, [*doubts, *_doubts_of_rows(figures, sheet, after)]

    after, doubts = change_tables(pages, month.sources.folder, edit, attempt, lambda found: seen or not found[1])
    if doubts and not seen:
        said, again = SAY.count("desk.edition.doubts", len(doubts)), SAY.say("desk.edition.again", path=str(path))
        return DecisionMade(blocks(said, bullets(doubts), again), month)
    said = SAY.count("desk.edition.added", len(figures), publication=edition)
    return DecisionMade(blocks(said, bullets(doubts), effects_in_words(month, after)), reopened(month))


class _Sheet(NamedTuple):
    """The rows of a sheet with a number or words, its facts about the publication, and what is new."""

    typed: Typed
    publication: _Row
    quantities: Typed
    formulas: Typed

    @classmethod
    def read(cls, path: Path) -> "_Sheet":
        """Read a workbook; raises ParameterError for one that `edition_sheet` did not write."""
        figures, publication, *others = pages_in(path, "edition", _pages()).values()
        if figures.empty:
            raise ParameterError(f"{path.name}: its page figures has no row; write a new sheet")
        above = figures.iloc[0]  # rows added for new quantities get the year and series of the others
        for column in ("reference_year", "series"):
            figures[column] = figures[column].mask(figures[column] == "", above[column])
        figures = figures[(figures["number"] != "") | (figures["words"] != "")]
        facts = dict(zip(publication["column"], publication["value"], strict=True))
        for name in (*columns_of("publications"), *_DAYS):
            facts.setdefault(name, "")  # somebody deleted its row
        facts["title_language"] *= bool(facts["title"])  # it was filled in from the edition before
        facts |= {day: iso_day(facts[day]) or facts[day] for day in _DAYS}
        filled = [page[(page != "").any(axis="columns")] for page in others]
        typed, quantities, formulas = ([*page.to_dict("index").items()] for page in (figures, *filled))
        return cls(typed, facts, quantities, formulas)

    @property
    def language(self) -> str:
        """Return the language in which its numbers are read."""
        return self.publication["language"] if self.publication["language"] in LANGUAGES else LANGUAGES[0]


def _checked(copy: Path, faults: list[Problem], in_sheet: Callable[[Problem], Problem]) -> CheckedTables:
    """Return the tables of a copy; raises InputError with the faults and all that breaks the contract, together."""
    broken = list[Problem]()
    try:
        checked = read_tables(copy)
    except InputError as error:
        broken = [in_sheet(each) for each in error.problems]
    # A problem that only follows from a fault is not reported beside it.
    cells = {(each.file, each.row, each.column) for each in faults}
    if any(each.file == f"sheet {_PUBLICATION}" for each in [*faults, *broken]):
        broken = [each for each in broken if each.file != f"sheet {_FIGURES}" or each.column not in _OF_EDITION]
    if problems := [*faults, *(each for each in broken if (each.file, each.row, each.column) not in cells)]:
        raise InputError(problems)
    return checked


def _fault(page: str, row: int, column: str, found: str, expected: str, remedy: str = "correct it") -> Problem:
    return Problem(f"sheet {page}", row, column, found, expected, remedy)


def _figures_of(sheet: _Sheet, month: Reconciliation, ids: Iterable[str]) -> tuple[Typed, list[Problem]]:
    """Return the rows for figures.csv, each with its row number in the sheet, and what can't be understood."""
    quantities, printed, publication = month.sources.quantities, month.sources.figures, sheet.publication
    units = dict(zip(quantities["quantity_id"], quantities["unit"], strict=True))
    units |= {row["quantity_id"]: row["unit"] for _, row in sheet.quantities}
    printed = printed[printed["publication"] == publication["publication"]]
    taken, rows, faults = {*zip(printed["quantity_id"], printed["reference_year"], strict=True)}, Typed(), []
    first = max(int(each[1:]) for each in ids) + 1
    of_edition = {"publication": publication["publication"], "source_url": publication["url"]}
    of_edition["certainty"] = publication.get("certainty") or "primary"
    for number, row in sheet.typed:
        key = (name := row["quantity_id"], row["reference_year"])
        if name not in units or key in taken:
            known = ("a known one", "correct it, or give it a row on the page quantities")
            there_is = f"each once: there is one of {key[1]} already"
            once = (there_is, "correct it, or delete the row (if all rows say this, the sheet was added already)")
            faults.append(_fault(_FIGURES, number, "quantity_id", repr(name), *(once if key in taken else known)))
            continue
        taken.add(key)
        try:
            value, lower, upper = number_typed(row["number"], sheet.language)
        except ValueError:
            found = (repr(row["number"]), A_NUMBER) if row["number"] else ("words but no number", "the number in them")
            faults.append(_fault(_FIGURES, number, "number", *found))
            value, lower, upper = "1", "", ""  # so that its other cells are checked in the same round
        unit = row["unit"] or units[name]
        own = {column: row[column] for column in ("quantity_id", "reference_year", "series", "qualifier")}
        own |= {"value": re.sub(r"\.0+$", "", value) if unit in _WHOLE else value, "lower": lower, "upper": upper}
        own |= {"unit": unit, "printed_text": row["words"], "figure_id": f"f{first + len(rows)}"}
        own["printed_text_read_on"] = publication["words_read_on"] if row["words"] else ""
        rows.append((number, own | of_edition))
    return rows, faults


def _faults_of(sheet: _Sheet) -> Iterator[Problem]:
    """Yield what is wrong on the page of the publication and is no breach of the contract."""
    needed = {"published_on": f"a day {_DAYS['published_on']}", "url": "the address of the page that you read"}
    needed["language"] = f"that of the text that you read ({' or '.join(LANGUAGES)})"
    if any(row["words"] for _, row in sheet.typed):
        needed["words_read_on"] = "the day on which the words were read"
    for number, (column, cell) in enumerate(sheet.publication.items(), start=2):
        is_a_day = len(cell) == 10 or (column == "published_on" and len(cell) in (4, 7))
        if column in needed and (not cell or (column == "language" and cell not in LANGUAGES)):
            yield _fault(_PUBLICATION, number, column, repr(cell) if cell else "an empty cell", needed[column])
        elif cell and column in _DAYS and (not is_a_day or last_days(pd.Series([cell])).isna().any()):
            yield _fault(_PUBLICATION, number, column, repr(cell), f"a day {_DAYS[column]}")


def _in_sheet(problem: Problem, pages: Mapping[str, Typed], first_rows: Mapping[str, int]) -> Problem:
    """Return a problem with a row that would be added as one with its row of the sheet; any other is unchanged."""
    table = next((each for each in pages if path_of(each) == problem.file), "")
    place = -1 if not table or problem.row is None else problem.row - first_rows[table]
    if not 0 <= place < len(pages.get(table, ())):
        return problem
    number, row = pages[table][place]
    if table == "publications":  # each of its columns is a row of its page
        return replace(problem, file=f"sheet {_PUBLICATION}", row=[*row, problem.column].index(problem.column) + 2)
    return replace(problem, file=f"sheet {table}", row=number)


def _doubts_of_rows(figures: Typed, sheet: _Sheet, after: Reconciliation) -> Iterator[str]:
    numbers, rows = {row["figure_id"]: f"row {number}" for number, row in figures}, [row for _, row in figures]
    publication, language = sheet.publication, sheet.language
    for doubt in map(str, doubts_in_words(after.figures, {publication["publication"]})):
        yield re.sub(r"\bf\d+\b", lambda found: numbers.get(found[0], found[0]), doubt)
    day = publication["published_on"]
    if (year := max(row["reference_year"][-4:] for row in rows)) >= day[:4]:
        yield f"{year} was not over when this was published ({day}): is it about {int(year) - 1}?"
    held = grouped([row for row in rows if row["printed_text"] and row["value"]], "printed_text", "value")
    for (words, value), own in held.items():
        if sum(each.value == abs(float(value)) for each in numbers_in(words, language)) < len(own) > 1:
            names = " and ".join(row["quantity_id"] for row in own)
            yield f"{names} have the same number ({value}) in the same words: was it pasted twice?"
    in_formulas = {name for _, row in sheet.formulas for name in (row["result"], *row["terms"].split("|"))}
    for name in sorted({row["quantity_id"] for _, row in sheet.quantities} - in_formulas):
        yield f"{name} is in no formula, so that no sum, share or change is compared with it: is it part of none?"
    yield from doubts_of_sheet(sheet.typed, language)


def doubts_of_sheet(typed: Typed, language: str) -> Iterator[str]:
    """Yield doubts about what was typed: a number left from an earlier year, another year or series than usual."""
    asked = [(number, row) for number, row in typed if row["last_year"]]  # new quantities may be about any year
    for number, row in asked:
        value, _, _ = number_typed(row["number"], language)
        if value and plain_number(float(value)) == row["last_printed"] and row["reference_year"] != row["last_year"]:
            what = f"{row['number']} was also printed for {row['last_year']}"
            yield f"row {number}: {row['quantity_id']}: {what}: check that it is not left over from then"
    for column in ("reference_year", "series"):
        usual = Counter(row[column] for _, row in asked).most_common(1)
        for number, row in asked:
            if row[column] != usual[0][0]:
                yield f"row {number}: {column}: found {row[column]}, expected {usual[0][0]} as in most rows"
