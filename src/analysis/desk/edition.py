"""A sheet to type an edition into, and the rows that are added from it: all of them, or none."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd

from analysis.briefing.html import bullets
from analysis.core.amounts import plain_number
from analysis.core.parameters import LANGUAGES, Month
from analysis.core.printed_numbers import numbers_in
from analysis.core.problems import InputError, ParameterError, Problem, row_of
from analysis.core.record_tables import grouped
from analysis.desk.edition_text import Likeness, number_typed, readings_in
from analysis.desk.html import SAY, Shown, blocks, shown
from analysis.desk.workbooks import Page, pages_in, write_workbook
from analysis.desk.writing import DecisionMade, NotToWriteError, check_attended, effects_in_words, reopened
from analysis.figures.waiting import doubts_in_words
from analysis.reconciliation import Reconciliation, reconcile_tables
from analysis.sources import read_tables
from analysis.sources.contracts import columns_of, path_of
from analysis.sources.decisions import with_row
from analysis.sources.known_from import last_days
from analysis.sources.missing import YearlySeries, printed_by_edition
from analysis.sources.signing_dates import iso_day
from analysis.sources.table_changes import Texts, change_tables

_FIGURES, _PUBLICATION = "figures", "publication"
# The pages for what an edition counts for the first time: its label, definition and formula.
_NEW = ("quantities", "formulas")
# What is asked of a new quantity, and the formula of one that is no part, total, share or change of another.
_ASKED, _NO_FORMULA = ("label_nl", "label_en", "definition"), "none"
_COLUMNS = (
    *("number", "words", "qualifier", "label", "last_printed", "last_year", "unit", "proposed", "proposed_words"),
    *("quantity_id", "reference_year", "series", "definition"),
)
_DAYS = {"published_on": "as 2026-10-16, 16-10-2026, 2026-10 or 2026", "words_read_on": "as 2026-10-16 or 16-10-2026"}
# Units of which a number is no more exact with decimals: 51,0 persons are 51.
_WHOLE = ("persons", "reports", "cases")
_NAME = re.compile(r"([A-Za-z]+)-(\d{4})")
_MEDIA_TYPES = {".pdf": "application/pdf", ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html"}
_Row = dict[str, str]
Typed = list[tuple[int, _Row]]  # rows of the sheet, each with its number


def edition_sheet(month: Reconciliation, name: str, path: str | Path, text: str | Path = "") -> Shown:
    """Write a sheet for the edition `name` (JC-2025: its publication, and the year it is about), to type numbers into.

    It has a row for each quantity that an earlier edition prints, and with `text` (a saved page, PDF or text of the
    edition) the number that seems to be meant, beside its sentence: a proposal, which is not read again. Raises
    ParameterError for a name without earlier editions, a file that exists, and a text that can't be read.
    """
    yearly, publication = _named(name, month)
    target = Path(str(path))
    if target.exists():
        raise ParameterError(f"{target.name} is there already: add the edition from it, or delete it")
    year = int(name[-4:])
    rows, proposed = _rows(month, yearly, year), dict[str, _Row]()
    if str(text):
        wanted = [row["quantity_id"] for row in rows]
        proposed = _proposals(month, Path(text), publication["language"], wanted, year)
        rows = [row | proposed.get(row["quantity_id"], {}) for row in rows]
    publication["language"] = ""  # that of the text which is read: perhaps another than the last time
    widths = {_FIGURES: (12, 50), _PUBLICATION: (24, 70)}
    filled = {_FIGURES: rows, _PUBLICATION: publication.items()}
    frames = {page: pd.DataFrame(filled.get(page, ()), columns=[*columns]) for page, columns in _pages().items()}
    made = write_workbook(target, {page: Page(frame, widths.get(page, ())) for page, frame in frames.items()})
    facts = {"path": str(target.resolve()), "proposed": SAY.number(len(proposed))}
    return shown(made, SAY.count("desk.edition.written", len(rows), **facts))


def _pages() -> dict[str, Sequence[str]]:
    return {_FIGURES: _COLUMNS, _PUBLICATION: ("column", "value")} | {page: columns_of(page) for page in _NEW}


def _named(name: str, month: Reconciliation) -> tuple[YearlySeries, _Row]:
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


def _rows(month: Reconciliation, yearly: YearlySeries, year: int) -> list[_Row]:
    """Return a row for each quantity that an earlier edition prints of a year, or of several, of most years first."""
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


def _proposals(month: Reconciliation, text: Path, language: str, wanted: list[str], year: int) -> dict[str, _Row]:
    try:
        from analysis.updates.cited_pages import text_of_page  # slow to import

        content = text_of_page(text.read_bytes(), _MEDIA_TYPES.get(text.suffix.lower(), "text/plain"))
    except (OSError, ValueError) as error:
        raise ParameterError(f"text: {text} can't be read ({error}); save the page as HTML or text") from error
    found = readings_in(content, language, Likeness(month.sources.quantities, month.sources.figures), wanted, year)
    return {
        each.quantity_id: {"proposed": plain_number(each.number.value), "proposed_words": each.sentence}
        for each in found
    }


def add_edition(month: Reconciliation, path: str | Path, *, seen: bool = False) -> DecisionMade:
    """Add the rows that a sheet has a number in to figures.csv, and its publication to publications.csv: all, or none.

    If something is doubtful (a number that its words do not hold, a sum that does not close, a value far from those
    before) it is said and nothing is written, unless `seen`. Raises ParameterError for what can't be understood, each
    with its row, InputError for what breaks the contract.
    """
    check_attended()
    month = reopened(month)
    typed, publication, new = _typed(Path(str(path)))
    before = read_tables(month.sources.folder).tables
    rows = _figures_of(typed, publication, new, month, before["figures"]["figure_id"])
    if not rows:
        return DecisionMade(blocks(SAY.say("desk.edition.none", path=str(path))), month)
    is_new = publication["publication"] not in {*month.sources.publications["publication"]}
    tables = new | {"publications": [publication] if is_new else [], "figures": rows}
    tables["formulas"] = [row for row in new["formulas"] if row["formula_id"] != _NO_FORMULA]
    about = Month.parse(max(str(month.month), publication["published_on"][:7]))
    in_sheet = partial(_in_sheet, typed=typed, before=before)

    def edit(texts: Texts) -> Texts:
        for table, own in tables.items():
            for row in own:
                texts = texts | {table: with_row(texts[table], row, table)}
        return texts

    def attempt(copy: Path) -> tuple[Reconciliation, list[str]]:
        checked = read_tables(copy)
        after = reconcile_tables(about, checked, month.kept)
        doubts = [str(in_sheet(each)) for each in checked.warnings if in_sheet(each) != each]
        doubts += _doubts_of_rows(rows, typed, publication, after)
        if doubts and not seen:
            raise NotToWriteError(doubts)
        return after, doubts

    try:
        after, doubts = change_tables(tables, month.sources.folder, edit, attempt)
    except InputError as error:
        raise InputError(map(in_sheet, error.problems)) from None
    except NotToWriteError as error:
        (doubts,) = error.args
        said, again = SAY.count("desk.edition.doubts", len(doubts)), SAY.say("desk.edition.again", path=str(path))
        return DecisionMade(blocks(said, bullets(doubts), again), month)
    said = SAY.count("desk.edition.added", len(rows), publication=publication["publication"])
    return DecisionMade(blocks(said, bullets(doubts), effects_in_words(month, after)), reopened(month))


def _typed(path: Path) -> tuple[Typed, _Row, dict[str, list[_Row]]]:
    """Return the rows of a sheet with a number or words, what it says of the publication, and what is new."""
    figures, publication, *others = pages_in(path, "edition", _pages()).values()
    if figures.empty:
        raise ParameterError(f"{path.name}: its page figures has no row; write a new sheet")
    above = figures.iloc[0]  # a number of a new quantity is of the year and series of the others
    for column in ("reference_year", "series"):
        figures[column] = figures[column].mask(figures[column] == "", above[column])
    typed = figures[(figures["number"] != "") | (figures["words"] != "")]
    facts = dict(zip(publication["column"], publication["value"], strict=True))
    for name in (*columns_of("publications"), *_DAYS):
        facts.setdefault(name, "")  # its row was deleted
    facts |= {day: iso_day(facts[day]) or facts[day] for day in _DAYS}
    rows = [[row for row in page.to_dict("records") if any(row.values())] for page in others]
    return [*typed.to_dict("index").items()], facts, dict(zip(_NEW, rows, strict=True))


def _figures_of(
    typed: Typed, publication: _Row, new: dict[str, list[_Row]], month: Reconciliation, ids: Iterable[str]
) -> list[_Row]:
    """Return the rows of figures.csv; raises ParameterError with everything that can't be understood."""
    quantities, printed = month.sources.quantities, month.sources.figures
    faults = [*_faults_of(publication, has_words=any(row["words"] for _, row in typed))]
    faults += _faults_of_new(typed, new, known={*quantities["quantity_id"]})
    units = {row["quantity_id"]: row["unit"] for row in [*quantities.to_dict("records"), *new["quantities"]]}
    printed = printed[printed["publication"] == publication["publication"]]
    taken, rows = set(zip(printed["quantity_id"], printed["reference_year"], strict=True)), list[_Row]()
    first = max(int(each[1:]) for each in ids) + 1
    for number, row in typed:
        key = (row["quantity_id"], row["reference_year"])
        try:
            if key in taken:
                raise ValueError(f"{key[0]} of {key[1]} is there already")
            taken.add(key)
            figure = _figure_of(row, publication, row["unit"] or units.get(key[0], ""))
            rows.append(figure | {"figure_id": f"f{first + len(rows)}"})
        except ValueError as error:
            faults.append(f"row {number}: {error}")
    if faults:
        raise ParameterError("nothing is written: " + "; ".join(faults))
    return rows


def _figure_of(typed: _Row, publication: _Row, unit: str) -> _Row:
    """Return a row of figures.csv without its id; raises ValueError for a number that can't be read."""
    if not typed["number"]:
        raise ValueError("there are words but no number: type it, or delete the words")
    language = publication["language"] if publication["language"] in LANGUAGES else LANGUAGES[0]
    value, lower, upper = number_typed(typed["number"], language)
    return {name: typed[name] for name in ("quantity_id", "reference_year", "series", "qualifier")} | {
        "publication": publication["publication"],
        "value": re.sub(r"\.0+$", "", value) if unit in _WHOLE else value,
        "lower": lower,
        "upper": upper,
        "unit": unit,
        "source_url": publication["url"],
        "certainty": publication.get("certainty") or "primary",
        "printed_text": typed["words"],
        "printed_text_read_on": publication["words_read_on"] if typed["words"] else "",
    }


def _faults_of_new(typed: Typed, new: dict[str, list[_Row]], known: set[str]) -> Iterator[str]:
    added = {row["quantity_id"]: row for row in new["quantities"]}
    in_formulas = {name for row in new["formulas"] for name in (row["result"], *row["terms"].split("|"))}
    for number, row in typed:
        if (name := row["quantity_id"]) not in {*known, *added}:
            pages = "give it a row on the page quantities (label, definition) and on the page formulas"
            otherwise = f"with the formula_id {_NO_FORMULA} if it is no part, total, share or change of another one"
            yield f"row {number}: quantity_id: {name!r} is new: {pages}, {otherwise}"
    for name, row in added.items():
        if missing := [column for column in _ASKED if not row[column]]:
            yield f"page quantities: {name}: {', '.join(missing)}: found nothing, expected what is counted"
        if name not in in_formulas:
            yield f"page formulas: no row has {name} as its result or a term, expected one, or {_NO_FORMULA}"


def _faults_of(publication: _Row, *, has_words: bool) -> Iterator[str]:
    needed = dict.fromkeys(("publication", "publisher", "published_on", "url"), "something")
    needed["language"] = f"that of the text that you read ({' or '.join(LANGUAGES)})"
    needed |= {"words_read_on": "the day on which the words were read"} if has_words else {}
    for number, (column, cell) in enumerate(publication.items(), start=2):
        place = f"sheet {_PUBLICATION}, row {number}: {column}"
        if not cell and column in needed:
            yield f"{place} is empty, expected {needed[column]}"
        elif column == "language" and cell not in LANGUAGES:
            yield f"{place}: found {cell!r}, expected {needed[column]}"
        elif cell and column in _DAYS:
            is_whole = len(cell) == 10 or (column == "published_on" and len(cell) in (4, 7))
            if not is_whole or last_days(pd.Series([cell])).isna().any():
                yield f"{place}: found {cell!r}, expected a day {_DAYS[column]}"


def _in_sheet(problem: Problem, *, typed: Typed, before: Mapping[str, pd.DataFrame]) -> Problem:
    """Return a problem of a row that would be added as one of the row of the sheet; any other as it is."""
    place = -1 if problem.row is None else problem.row - row_of(len(before["figures"]))
    if problem.file == path_of("figures") and 0 <= place < len(typed):
        return replace(problem, file=f"sheet {_FIGURES}", row=typed[place][0])
    is_new = (problem.file, problem.row) == (path_of("publications"), row_of(len(before["publications"])))
    return replace(problem, file=f"sheet {_PUBLICATION}", row=None) if is_new else problem


def _doubts_of_rows(rows: list[_Row], typed: Typed, publication: _Row, after: Reconciliation) -> Iterator[str]:
    numbers = {row["figure_id"]: f"row {number}" for row, (number, _) in zip(rows, typed, strict=True)}
    for doubt in map(str, doubts_in_words(after.figures, {publication["publication"]})):
        yield re.sub(r"\bf\d+\b", lambda found: numbers.get(found[0], found[0]), doubt)
    day, language = publication["published_on"], publication["language"]
    if (year := max(row["reference_year"][-4:] for row in rows)) >= day[:4]:
        yield f"{year} was not over when this was published ({day}): is it about {int(year) - 1}?"
    held = grouped([row for row in rows if row["printed_text"] and row["value"]], "printed_text", "value")
    for (words, value), own in held.items():
        if sum(each.value == abs(float(value)) for each in numbers_in(words, language)) < len(own) > 1:
            names = " and ".join(row["quantity_id"] for row in own)
            yield f"{names} have the same number ({value}) in the same words: was it pasted twice?"
    yield from doubts_of_sheet(typed, language)


def doubts_of_sheet(typed: Typed, language: str) -> Iterator[str]:
    """Yield what is doubtful of what a sheet asks for: the last number kept, another year or series than most."""
    asked = [(number, row) for number, row in typed if row["last_year"]]  # the others may be of any year
    for number, row in asked:
        value, _, _ = number_typed(row["number"], language)
        if value and plain_number(float(value)) == row["last_printed"] and row["reference_year"] != row["last_year"]:
            what = f"{row['number']} was also printed for {row['last_year']}"
            yield f"row {number}: {row['quantity_id']}: {what}: check that it was not left there"
    for column in ("reference_year", "series"):
        usual = Counter(row[column] for _, row in asked).most_common(1)
        for number, row in asked:
            if row[column] != usual[0][0]:
                yield f"row {number}: {column}: found {row[column]}, expected {usual[0][0]} as in most rows"
