"""Tables that people can read, with the DataFrame underneath. All who sign are made up (see test_signatories)."""

import re
from dataclasses import dataclass, replace
from functools import cache
from operator import attrgetter
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pandas as pd
import pytest

from analysis import desk
from analysis.core.problems import ParameterError
from analysis.core.wording import wording
from analysis.desk.columns import Names
from analysis.desk.readable import MOST, MOST_AS_TEXT, TABLES, WHOLE, ReadableTable
from analysis.figures.choice import NEVER_CHOSEN
from analysis.figures.verdicts import VERDICTS
from analysis.publish.published_tables import heading, published_tables
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.changes.change import REASONS
from analysis.signatories.line_verdicts import OUTCOMES
from analysis.signatories.matching import AGREEMENT
from analysis.sources import OWN_DATA
from analysis.sources.contracts import read_contract
from support.made_up_parliament import lists, members, resolve, standing
from support.months import reconciled

NEWEST = "2026-10"
EN = wording("en")
MANY = MOST + 20
# What pandas writes where nothing is.
MISSING = re.compile(r"\b(?:nan|None|NaT)\b|<NA>")


@cache
def month(text: str) -> Reconciliation:
    return reconciled(text)


def with_list(tmp_path: Path, *signed: tuple[str, str, str]) -> Reconciliation:
    """A month in which made-up persons, among made-up members, signed."""
    made_up = {"members": members(), "candidates": standing()}
    resolved = resolve(lists(tmp_path, *signed), **made_up)
    whole = month("2021-03")
    tables = {"signatures": resolved.signatures, "ledger": resolved.ledger}
    return replace(whole, **tables, sources=replace(whole.sources, **made_up))


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Reconciliation:
    return with_list(
        tmp_path_factory.mktemp("listed"),
        ("Jan Dubbel", "CDA", "10-3-2021"),
        ("Bo  Bedachd", "SP <b>", "11-3-2021"),
        ("Bo Bedacht", "SP", "12-3-2021"),
        ("Bo Bedacht", "SP", "14-3-2021"),
        *[(f"Verzonnen Burger {number:03}", "", "15-3-2021") for number in range(MANY)],
    )


@dataclass(frozen=True)
class Cell:
    text: str
    is_number: bool
    style: str


@dataclass(frozen=True)
class Seen:
    """A table as a browser has it."""

    caption: str
    headings: list[str]
    rows: list[list[Cell]]


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def cell(element: Element) -> Cell:
    return Cell(words(element), element.get("class") == "num", element.get("style", ""))


@cache
def tables_of(html: str) -> list[Seen]:
    page = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [
        Seen(
            words(table.find("caption")),
            [words(head) for head in table.findall("thead/tr/th")],
            [[cell(each) for each in row] for row in table.findall("tbody/tr")],
        )
        for table in page.iter("table")
    ]


def tables_in(shown: ReadableTable) -> list[Seen]:
    return tables_of(shown.html)


@cache
def readable(name: str, text: str = NEWEST) -> ReadableTable:
    return desk.readable(month(text), name)


def shown_in(shown: ReadableTable, heading: str) -> list[str]:
    """What stands under a heading, in all parts of a table."""
    return [row[t.headings.index(heading)].text for t in tables_in(shown) for row in t.rows]


# --- What every table has


@pytest.mark.parametrize(
    ("name", "text"),
    # In the first and in the newest month nothing changed.
    [*((name, text) for text in ("2021-03", NEWEST) for name in TABLES), ("changes", "2021-12")],
)
def test_every_table_shows_all_rows_and_columns_of_its_dataframe_in_the_words_of_the_reader(
    name: str, text: str
) -> None:
    table = readable(name, text)
    the_very_dataframe_of_the_reconciliation(table, name, text)
    a_caption_says_what_a_row_is_and_how_many_rows_there_are(table)
    headings_are_words_and_never_names_of_columns(table)
    what_is_missing_is_a_dash_and_no_word_of_pandas(table)
    numbers_are_aligned_right_and_have_the_form_of_the_reader(table)
    links_are_real_and_tell_the_other_site_nothing(table, name)
    no_row_and_no_column_is_dropped_without_a_word(table, name, text)


def the_very_dataframe_of_the_reconciliation(table: ReadableTable, name: str, text: str) -> None:
    assert table.frame is attrgetter(TABLES[name].place)(month(text))
    assert f"month_reconciled.{TABLES[name].place}" in repr(table)


def a_caption_says_what_a_row_is_and_how_many_rows_there_are(table: ReadableTable) -> None:
    tables = tables_in(table)
    assert bool(tables) != table.frame.empty
    for seen in tables:
        counted = re.search(r"(\d+|one) rows?\. One row per ", seen.caption, re.IGNORECASE)
        assert counted, seen.caption
        assert counted.group(1).lower() == ("one" if len(seen.rows) == 1 else str(len(seen.rows)))


def headings_are_words_and_never_names_of_columns(table: ReadableTable) -> None:
    for seen in tables_in(table):
        assert not [head for head in seen.headings if "_" in head or not head[:1].isupper()]
        assert not set(seen.headings) & set(table.frame.columns)
        assert len(set(seen.headings)) == len(seen.headings)


def what_is_missing_is_a_dash_and_no_word_of_pandas(table: ReadableTable) -> None:
    assert not MISSING.search(table.html)
    assert not MISSING.search(repr(table))
    assert all(cell.text for seen in tables_in(table) for row in seen.rows for cell in row)


def numbers_are_aligned_right_and_have_the_form_of_the_reader(table: ReadableTable) -> None:
    for row in (row for seen in tables_in(table) for row in seen.rows):
        numbers = [cell for cell in row if cell.is_number]
        assert all("text-align:right" in cell.style for cell in numbers)
        assert not [cell.text for cell in numbers if re.search(r"\d{4}|\d\.0(?!\d)", cell.text)]
        # Whatever else looks like a number is a year.
        alone = [cell.text for cell in row if not cell.is_number and re.fullmatch(r"[\d.,]+", cell.text)]
        assert all(re.fullmatch(r"(?:19|20)\d\d", number) for number in alone)


def links_are_real_and_tell_the_other_site_nothing(table: ReadableTable, name: str) -> None:
    links = re.findall(r"<a ([^>]*)>", table.html)
    assert all(re.search(r'href="https?://[^"]+"', link) and 'rel="noopener"' in link for link in links)
    bare = re.sub(r"<[^>]*>", " ", table.html)
    assert "http" not in re.sub(r"note.*", "", bare) or name == "printed_figures"


def no_row_and_no_column_is_dropped_without_a_word(table: ReadableTable, name: str, text: str) -> None:
    assert sum(len(seen.rows) for seen in tables_in(table)) == len(table.frame)
    columns = TABLES[name].columns(Names.of(month(text)), "")
    told = {column for each in columns for column in each.made_of}
    only_there = set(re.findall(r"<code>(\w+)</code>", table.html.rpartition("<p>")[2]))
    assert told <= set(table.frame.columns)
    assert told | only_there | {TABLES[name].folded_by} >= set(table.frame.columns)
    assert f"{len(table.frame.columns)} columns" in repr(table)
    filled = [each for each in columns if table.frame[list(each.made_of)].notna().any(axis=None)]
    assert all(len(seen.headings) == len(filled) for seen in tables_in(table)), "each column with a value is shown"


def test_a_column_in_which_nothing_stands_leaves_its_room_to_the_others_and_is_named_below() -> None:
    """No list of persons came in: no party has a number of signatories."""
    support = readable("support_by_party")
    contract = {field["name"]: field for field in published_tables()["parties"]["fields"]}
    empty = ("signatories", "sitting_signatories", "coverage_percent")
    assert support.frame[list(empty)].isna().all(axis=None)
    assert not {heading(contract[name], EN) for name in empty} & set(tables_in(support)[0].headings)
    below = "Empty in every row, and so not shown: signatories, sitting_signatories, coverage_percent."
    assert repr(support).endswith(below)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("printed_figures", ["figure_id", "quantity_id", "publication"]),
        ("figures_by_quantity", ["quantity_id"]),
        ("discrepancies", ["discrepancy_id"]),
        ("claims", ["claim_id"]),
        ("support_by_party", ["party_id"]),
        ("balance", ["registered_publication"]),
    ],
)
def test_the_id_stands_beside_the_words_so_that_a_search_finds_it(name: str, keys: list[str]) -> None:
    table = readable(name)
    page = " ".join(cell.text for seen in tables_in(table) for row in seen.rows for cell in row)
    assert [each for key in keys for each in table.frame[key] if each not in page] == []


# --- What single tables say


def test_the_words_of_a_heading_are_those_of_the_workbook() -> None:
    contract = {field["name"]: field for field in published_tables()["figures"]["fields"]}
    seen = tables_in(readable("figures_by_quantity"))[0]
    columns = ("quantity_id", "reference_year", "publication", "series", "verdict", "rule", "printed_values")
    assert {heading(contract[name], EN) for name in columns} <= set(seen.headings)


def test_a_unit_that_all_rows_share_stands_in_the_heading_and_else_with_each_number() -> None:
    seen = {t.caption.partition(":")[0]: t for t in tables_in(readable("figures_by_quantity"))}
    assert "Value (persons)" in seen["Registered persons"].headings
    assert "Value (%)" in seen["Shares"].headings
    mixed = month(NEWEST).figures.figures_by_quantity.groupby("unit").head(1)
    values = shown_in(desk.readable(month(NEWEST), "figures_by_quantity", mixed), "Value")
    units = set(mixed["unit"])
    assert len(units) > 3
    assert sum(value.endswith(" persons") for value in values) == 1
    assert sum(value.endswith("%") for value in values) == 1


def test_the_value_of_2017_stands_with_its_source_its_verdict_and_the_rule() -> None:
    """RD, 18 October 2019: 956; the edition before had 958."""
    said = repr(desk.readable(month(NEWEST), "figures_by_quantity", chosen("registered-all", "2017")))
    assert "registered victims of human trafficking registered-all | 2017 | 956 | Reformatorisch Dagblad" in said
    assert "RD-2019-10-18 | Rapporteur’s yearly delivery | revised | The newest edition goes first." in said


def chosen(quantity_id: str, year: str) -> pd.DataFrame:
    frame = month(NEWEST).figures.figures_by_quantity
    return frame[(frame["quantity_id"] == quantity_id) & (frame["reference_year"] == year)]


def test_an_estimate_keeps_its_about_its_range_and_both_upper_ends() -> None:
    values = shown_in(readable("estimates"), "Estimated (persons)")
    assert values == [
        "about 6,250 (5,000–7,500)",
        "about 3,000",
        "1,320",
        "about 5,000 (4,000 to 6,300 or 7,000)",
        "about 2,000",
    ]


def test_where_the_estimate_is_a_lower_end_what_is_in_view_is_at_most_its_share() -> None:
    """NOS, 29 November 2021: more than 8,000 in 2012; 1,711 registered."""
    balance = tables_in(readable("balance"))[0]
    row = next(row for row in balance.rows if row[0].text == "2012")
    assert [cell.text for cell in row][-2:] == ["more than 6,289", "at most 21.4"]
    assert "more than 8,000" in [cell.text for cell in row]


def test_what_was_printed_first_is_said_where_it_differs_from_what_is_registered_now() -> None:
    """Of 2017 the Rapporteur printed 958 first (2018), and 956 stands since; of 2018 nothing but 668."""
    balance = tables_in(readable("balance"))[0]
    first = {row[0].text: row[3].text for row in balance.rows}
    assert first["2017"] == "958 Nationaal Rapporteur Mensenhandel, 2018 SMM-2013-2017"
    assert first["2018"] == "the same"


def test_a_printed_figure_leads_to_the_page_where_it_was_read() -> None:
    frame = month(NEWEST).figures.printed_figures
    html = readable("printed_figures").html.replace("&amp;", "&")
    assert [url for url in frame["source_url"].dropna() if f'href="{url}"' not in html] == []


def test_a_figure_that_is_never_chosen_says_why() -> None:
    frame = month(NEWEST).figures.printed_figures
    barred = frame[frame["never_chosen_because"].notna()]
    said = shown_in(desk.readable(month(NEWEST), "printed_figures", barred), "Verdict")
    assert len(said) == len(barred)
    assert all("never chosen: " in each for each in said)


def test_a_claim_says_in_local_form_what_the_figures_say_now_and_said_then() -> None:
    seen = tables_in(readable("claims"))[0]
    row = [cell.text for cell in seen.rows[0]]
    assert row[1:3] == ["Contradicted by newer figures", "5,000 (4,000–6,300/7,000)"]
    assert row[-1].startswith("Supported, with a caveat: 6,250 (5,000–7,500)")


def test_the_first_month_says_that_there_is_nothing_to_compare_with() -> None:
    assert repr(readable("changes", "2021-03")).startswith("This is the first month")
    assert repr(readable("changes")).startswith("Nothing changed since the end of September 2026.")


def test_parties_have_their_names_and_days_their_words() -> None:
    said = repr(readable("support_by_party"))
    assert "D66 d66 | 26 | signed | by 10 March 2021 |" in said
    assert "all parties all | 150 |" in said


# --- A list of signatories


def test_each_line_of_a_list_has_its_outcome_in_words_and_whom_it_may_mean(listed: Reconciliation) -> None:
    said = repr(desk.readable(listed, "signatures"))
    assert "lijst.csv, row 2 | Jan Dubbel | CDA | 10 March 2021 | waits for a decision: more than one person" in said
    assert "| perhaps: Jan Dubbel jan-dubbel-1 Jan Dubbel jan-dubbel-2 |" in said
    assert "lijst.csv, row 4 | Bo Bedacht | SP | 12 March 2021 | accepted | Bo Bedacht bo-bedacht | SP sp |" in said
    assert "duplicate: signed before lijst.csv:4" in said


def test_what_a_signer_wrote_is_never_taken_for_html(listed: Reconciliation) -> None:
    html = desk.readable(listed, "signatures").html
    assert "SP &lt;b&gt;" in html
    assert "<b>" not in html


def test_a_long_part_is_cut_says_so_and_tells_what_shows_the_others(listed: Reconciliation) -> None:
    table = desk.readable(listed, "signatures")
    parts = {seen.caption.partition(":")[0]: seen for seen in tables_in(table)}
    assert list(parts) == ["Waits for a decision", "Accepted", "Duplicate", "Not in parliament"]
    assert len(parts["Not in parliament"].rows) == MOST
    assert f"Not in parliament: {MANY} rows" in table.html
    assert f"Here stand the first {MOST} of {MANY} rows." in table.html
    others = evaluated(table.html, listed)
    assert len(others.frame) == MANY - MOST
    assert shown_in(others, "Name as written")[0] == f"Verzonnen Burger {MOST:03}"


def evaluated(page: str, listed: Reconciliation) -> ReadableTable:
    """What the code under a cut table shows."""
    code = re.findall(r"desk\.readable\(.*\)", page.replace("&#39;", "'").replace("&#34;", '"'))
    return eval(code[-1], {"desk": desk, "month_reconciled": listed})


def test_the_text_is_shorter_and_says_so_too(listed: Reconciliation) -> None:
    said = repr(desk.readable(listed, "signatures"))
    assert said.count("Verzonnen Burger") == MOST_AS_TEXT
    assert f"Here stand the first {MOST_AS_TEXT} of {MANY} rows." in said
    assert len(evaluated(said, listed).frame) == MANY - MOST_AS_TEXT


def test_the_ledger_closes_in_words_as_well(listed: Reconciliation) -> None:
    seen = tables_in(desk.readable(listed, "ledger"))[0]
    total = [cell.text for cell in seen.rows[-1]]
    assert (total[0], total[1]) == ("all lists", str(MANY + 4))
    assert sum(int(number.replace(",", "")) for number in total[2:-1]) == MANY + 4
    assert all(head.endswith("(lines)") for head in seen.headings[1:])


# --- Rows that an analyst chooses


def test_any_rows_can_be_shown_and_are_what_lies_underneath() -> None:
    frame = month(NEWEST).figures.printed_figures
    rows = frame[frame["reference_year"] == "2019"].head(WHOLE)
    table = desk.readable(month(NEWEST), "printed_figures", rows)
    assert table.frame is rows
    assert "<details><summary>Registered" not in table.html
    assert shown_in(table, "Figure") == list(rows["figure_id"])
    assert "the rows that you gave" in repr(table)


def test_a_long_table_is_folded_and_a_short_one_is_not() -> None:
    assert readable("figures_by_quantity").html.count("<details><summary>") > 5
    assert "<details" not in readable("support_by_party").html


def test_an_unknown_table_and_rows_of_another_one_are_errors_that_name_the_choices() -> None:
    with pytest.raises(ParameterError, match="no table 'figures', expected one of figures_by_quantity, printed"):
        desk.readable(month(NEWEST), "figures")
    with pytest.raises(ParameterError, match="rows of claims: found no column claim_id"):
        desk.readable(month(NEWEST), "claims", month(NEWEST).ledger)


# --- Words


def listed_in_contract(name: str) -> list[str]:
    """The closed list of a column of data/figures.csv."""
    tables = {table["name"]: table for table in read_contract(OWN_DATA)["resources"]}
    return next(f["constraints"]["enum"] for f in tables["figures"]["schema"]["fields"] if f["name"] == name)


def test_there_are_words_for_whatever_a_table_can_hold() -> None:
    known = {
        "desk.readable.outcome": OUTCOMES,
        "desk.readable.reason": REASONS,
        "desk.readable.never_chosen": NEVER_CHOSEN,
        "desk.readable.verdict": VERDICTS,
        "desk.readable.reserve": listed_in_contract("reserve"),
        "desk.readable.unit": listed_in_contract("unit"),
        "desk.count": listed_in_contract("series"),
        "desk.readable.measure": set(month(NEWEST).sources.quantities["measure"]),
        "desk.readable.change": kinds_of_change(),
        "desk.signatures.agrees": AGREEMENT,
    }
    lacking = [f"{key}.{name}" for key, names in known.items() for name in names if not EN.has(f"{key}.{name}")]
    assert lacking == []


def kinds_of_change() -> list[str]:
    """The kinds that the published table promises."""
    described = next(f["description"] for f in published_tables()["changes"]["fields"] if f["name"] == "kind")
    return re.findall(r"[a-z_]+", described.partition(": ")[2].replace(" or ", " "))
