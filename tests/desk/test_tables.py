"""Tables that people can read, with the DataFrame underneath. All who sign are made up (see test_signatories)."""

import re
from dataclasses import dataclass, replace
from functools import cache
from operator import attrgetter
from xml.etree.ElementTree import Element

import html5lib
import pandas as pd
import pytest

from analysis import desk
from analysis.core.wording import wording
from analysis.desk.tables import MOST, ReadableTable, empty_where_unknown
from analysis.figures.choice import NEVER_CHOSEN
from analysis.figures.verdicts import VERDICTS
from analysis.publish.published_tables import heading, published_tables
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.comparison import REASONS
from analysis.reconciliation.month_tables import TABLES
from analysis.signatories.matching import AGREEMENT
from analysis.signatories.records import OUTCOMES
from analysis.sources.contracts import own_contract
from support.cases import cases
from support.made_up_parliament import lists, members, resolve, standing
from support.months import reconciled

NEWEST = "2026-09"
EN = wording("en")
MANY = MOST + 20
# What pandas writes where nothing is.
MISSING = re.compile(r"\b(?:nan|None|NaT)\b|<NA>")


@cache
def readable(name: str, text: str = NEWEST) -> ReadableTable:
    return desk.readable(reconciled(text), name)


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Reconciliation:
    """A month in which made-up persons, among made-up members, signed."""
    signed = [
        ("Jan Dubbel", "CDA", "10-3-2021"),
        ("Bo  Bedachd", "SP <b>", "11-3-2021"),
        ("Bo Bedacht", "SP", "12-3-2021"),
        ("Bo Bedacht", "SP", "14-3-2021"),
        *[(f"Verzonnen Burger {number:04}", "", "15-3-2021") for number in range(MANY)],
    ]
    made_up = {"members": members(), "candidates": standing()}
    resolved = resolve(lists(tmp_path_factory.mktemp("listed"), *signed), **made_up)
    known = reconciled("2021-03")
    tables = {"signatures": resolved.signatures, "ledger": resolved.ledger}
    return replace(known, **tables, sources=replace(known.sources, **made_up))


@dataclass(frozen=True)
class Seen:
    """A table as a browser has it: rows of text, and which columns are aligned right."""

    caption: str
    headings: list[str]
    rows: list[list[str]]
    numeric: list[bool]


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def tables_in(shown: ReadableTable) -> list[Seen]:
    page = html5lib.parseFragment(shown.html, namespaceHTMLElements=False)
    return [
        Seen(
            words(table.find("caption")),
            [words(head) for head in table.findall("thead/tr/th")],
            [[words(cell) for cell in row] for row in table.findall("tbody/tr")],
            ["text-align:right" in head.get("style", "") for head in table.findall("thead/tr/th")],
        )
        for table in page.iter("table")
    ]


def shown_in(shown: ReadableTable, heading: str) -> list[str]:
    """What is under a heading, in all parts of a table."""
    return [row[t.headings.index(heading)] for t in tables_in(shown) for row in t.rows]


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("text", ["2021-03", "2021-12", NEWEST])
def test_every_table_shows_all_rows_of_its_dataframe_in_the_words_of_the_reader(name: str, text: str) -> None:
    table, seen = readable(name, text), tables_in(readable(name, text))
    assert table.frame is attrgetter(TABLES[name])(reconciled(text))
    assert sum(len(each.rows) for each in seen) == len(table.frame), "no row is dropped"
    assert not MISSING.search(table.html)
    for each in seen:
        assert not [head for head in each.headings if "_" in head or not head[:1].isupper()]
        assert len(set(each.headings)) == len(each.headings)
        assert all(cell for row in each.rows for cell in row), "what is missing is a dash"
        numbers = [cell for row in each.rows for cell, is_number in zip(row, each.numeric, strict=True) if is_number]
        # Whatever has four digits together is a year.
        assert all(re.fullmatch(r"(?:19|20)\d\d", cell) for cell in numbers if re.search(r"\d{4}|\d\.0(?!\d)", cell))
    links = re.findall(r"<a ([^>]*)>", table.html)
    assert all(re.search(r'href="https?://[^"]+"', link) and 'rel="noopener"' in link for link in links)


def test_a_column_in_which_nothing_is_leaves_its_room_to_the_others_and_is_named_below() -> None:
    """No list of persons came in: no line names a person."""
    signatures = readable("signatures")
    below = repr(signatures).rpartition("Empty in every row, and so not shown: ")[2]
    assert {"name_as_written", "person_id", "score"} <= set(below.rstrip(".").split(", "))
    contract = {field["name"]: field for field in published_tables()["signatures"]["fields"]}
    assert heading(contract["person_id"], EN) not in tables_in(signatures)[0].headings


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
def test_the_id_is_beside_the_words_so_that_a_search_finds_it(name: str, keys: list[str]) -> None:
    page = " ".join(cell for seen in tables_in(readable(name)) for row in seen.rows for cell in row)
    assert [each for key in keys for each in readable(name).frame[key] if each not in page] == []


def test_the_words_of_a_heading_are_those_of_the_workbook() -> None:
    contract = {field["name"]: field for field in published_tables()["figures"]["fields"]}
    columns = ("quantity_id", "reference_year", "publication", "series", "verdict", "rule", "printed_values")
    assert {heading(contract[name], EN) for name in columns} <= set(
        tables_in(readable("figures_by_quantity"))[0].headings
    )


@pytest.mark.parametrize("row", cases("readable_cells"))
def test_a_number_keeps_its_range_its_word_and_its_reserve(row: dict[str, str]) -> None:
    """In the table that the case is named after."""
    assert row["said"] in repr(desk.readable(reconciled(NEWEST), row["case"], where=row["where"]))


def test_what_follows_from_an_estimate_that_is_a_bound_is_a_bound() -> None:
    """More than 8,000 and 1,711 registered: more than 6,289 not registered, at most 21.39%."""
    year = reconciled(NEWEST).balance.query("year == 2012")
    bound = {"estimated": 8000.0, "estimate_qualifier": "more_than", "unseen": 6289.0, "in_view_percent": 21.3875}
    ends = [name for name in year if re.search("_lower|_upper", name)]
    year = year.assign(**bound).assign(**year[ends].mask(year[ends].notna()))
    said = repr(desk.readable(replace(reconciled(NEWEST), balance=year), "balance"))
    assert "| 8,000 | more than |" in said and "| more than 6,289 | at most 21.39 |" in said


def test_a_printed_figure_leads_to_the_page_where_it_was_read_and_says_why_it_is_never_chosen() -> None:
    table = readable("printed_figures")
    html = str(table.html).replace("&amp;", "&")
    assert [url for url in table.frame["source_url"].dropna() if f'href="{url}"' not in html] == []
    never = desk.readable(reconciled(NEWEST), "printed_figures", where="never_chosen_because.notna()")
    assert "–" not in shown_in(never, "Never chosen, because")


def test_the_columns_that_are_asked_for_are_shown_and_the_frame_has_all() -> None:
    table = desk.readable(reconciled(NEWEST), "support_by_party", columns="party_id seats")
    assert len(tables_in(table)[0].headings) == 2 and len(table.frame.columns) > 10
    assert 'to see all: desk.browse(month_reconciled, "support_by_party")' in repr(table)


def test_each_line_of_a_list_has_its_outcome_in_words_and_whom_it_may_mean(listed: Reconciliation) -> None:
    said = repr(desk.readable(listed, "signatures"))
    assert "lijst.csv | 2 | Jan Dubbel | CDA | 10 March 2021 | the day | waits for a decision" in said
    assert "| Jan Dubbel Jan Dubbel | jan-dubbel-1 jan-dubbel-2 |" in said
    assert (
        "lijst.csv | 4 | Bo Bedacht | SP | 12 March 2021 | the day | accepted | Bo Bedacht | bo-bedacht | SP sp |"
        in said
    )
    assert "lijst.csv:4" in said, "which line is repeated"


def test_what_a_signer_wrote_is_never_taken_for_html(listed: Reconciliation) -> None:
    html = desk.readable(listed, "signatures").html
    assert "SP &lt;b&gt;" in html
    assert "<b>" not in html


def test_a_long_table_is_cut_and_says_so_and_a_condition_shows_the_others(listed: Reconciliation) -> None:
    (seen,) = tables_in(desk.readable(listed, "signatures"))
    assert len(seen.rows) == MOST
    assert f"The first {MOST:,} of {MANY + 4:,} rows are shown" in seen.caption
    last = desk.readable(listed, "signatures", where=f"name_as_written == 'Verzonnen Burger {MANY - 1}'")
    assert len(last.frame) == 1


def test_a_table_can_be_filtered_and_sorted() -> None:
    table = desk.readable(reconciled(NEWEST), "printed_figures", "reference_year == '2019' and value > 100", by="value")
    assert 0 < len(table.frame) < 100
    assert table.frame["value"].is_monotonic_increasing
    assert shown_in(table, "Figure") == list(table.frame["figure_id"])


def test_a_table_over_several_months_has_each_row_as_it_was_known_at_the_end_of_its_month() -> None:
    claims = desk.over_months("claims", ["2021-10", "2021-11"], where="claim_id == 'more_than_6000'")
    assert claims[["month", "verdict"]].to_numpy().tolist() == [["2021-10", "qualified"], ["2021-11", "superseded"]]


def test_shares_are_of_the_total_of_their_own_year_and_series_and_name_both_editions() -> None:
    shares = desk.shares_by(reconciled("2026-09"), "age_group").set_index(["reference_year", "quantity_id"])
    # 288 of 1,150 (25.0%) and 108 of 1,334 (8.1%): Slachtoffermonitor 2015-2019, its total of 2015 of 2012-2016.
    of_2015 = shares.loc[("2015", "registered-minors")]
    assert (of_2015["value"], of_2015["value_of_total"], round(of_2015["share_percent"], 1)) == (288, 1150, 25.0)
    assert (of_2015["edition"], of_2015["edition_of_total"]) == ("SMM-2015-2019", "SMM-2012-2016")
    assert round(shares.loc[("2019", "registered-minors"), "share_percent"], 1) == 8.1


def test_an_average_per_year_is_no_share_of_a_total_over_years() -> None:
    shares = pd.concat(desk.shares_by(reconciled("2026-09"), each) for each in ("exploitation_form", "nationality"))
    assert not shares["quantity_id"].str.contains("average").any()


def test_a_table_to_browse_is_the_one_in_words_where_nothing_shows_it_otherwise() -> None:
    """itables is of JupyterLab's environment alone; in a build the text of a notebook is that of `readable`."""
    month = reconciled("2021-03")
    assert repr(desk.browse(month, "claims")) == repr(desk.readable(month, "claims"))


def listed_in_contract(name: str) -> list[str]:
    """The closed list of a column of data/figures.csv."""
    tables = {table["name"]: table for table in own_contract()["resources"]}
    return next(f["constraints"]["enum"] for f in tables["figures"]["schema"]["fields"] if f["name"] == name)


def test_in_a_table_to_browse_nothing_stands_where_nothing_is_known() -> None:
    frame = pd.DataFrame({"day": [pd.Timestamp("2021-03-10"), pd.NaT], "value": [1.5, None], "n": [1, 2]})
    assert empty_where_unknown(frame).to_numpy().tolist() == [["2021-03-10", "1.5", 1], ["", "", 2]]


def test_there_are_words_for_whatever_a_table_can_hold() -> None:
    known = {
        "desk.readable.outcome": OUTCOMES,
        "desk.readable.reason": REASONS,
        "desk.readable.never_chosen_because": NEVER_CHOSEN,
        "desk.readable.verdict": VERDICTS,
        "desk.readable.reserve": listed_in_contract("reserve"),
        "desk.readable.measure": set(reconciled(NEWEST).sources.quantities["measure"]),
        "desk.readable.qualifier": listed_in_contract("qualifier"),
        "desk.readable.change": kinds_of_change(),
        "desk.signatures.agrees": AGREEMENT,
    }
    lacking = [f"{key}.{name}" for key, names in known.items() for name in names if not EN.has(f"{key}.{name}")]
    assert lacking == []


def kinds_of_change() -> list[str]:
    described = next(f["description"] for f in published_tables()["changes"]["fields"] if f["name"] == "kind")
    return re.findall(r"[a-z_]+", described.partition(": ")[2].replace(" or ", " "))
