"""The one table of the project: caption, headings with a scope, escaped cells, missing values in words."""

import html5lib
from markupsafe import Markup

from analysis.briefing.html import Column, html_table

COLUMNS = [
    Column("party", "Partij", row_header=True),
    Column("seats", "Zetels", numeric=True, show=lambda seats: f"{seats:,}".replace(",", ".")),
]
ROWS = [{"party": "SP", "seats": 14000}, {"party": "D66", "seats": None}]


def test_a_table_has_a_caption_a_scope_on_every_heading_and_its_rows_in_order_in_a_region_the_keyboard_reaches():
    tree = html5lib.parse(html_table(ROWS, "Zetels", COLUMNS, missing="niet bekend"), namespaceHTMLElements=False)
    assert "".join(tree.find(".//caption").itertext()) == "Zetels"
    assert [th.get("scope") for th in tree.iter("th")] == ["col", "col", "row", "row"]
    assert [[cell.text for cell in row] for row in tree.find(".//tbody")] == [["SP", "14.000"], ["D66", "niet bekend"]]
    assert {cell.get("class") for cell in tree.iter("td")} == {"num"}
    region = tree.find(".//section")
    assert (region.get("tabindex"), region.get("aria-label")) == ("0", "Zetels")


def test_text_is_escaped_and_markup_is_kept():
    """Hostile texts wherever they may be: tests/slow/test_hostile.py."""
    columns = [Column("party", "Partij", row_header=True, show=lambda name: Markup("<em>{}</em>").format(name))]
    assert '<th scope="row"><em>&lt;D66&gt;</em></th>' in html_table([{"party": "<D66>", "seats": 1}], "x", columns)


def test_a_stacked_table_says_its_rows_and_what_each_cell_is_where_a_phone_shows_them_as_blocks():
    table = html_table(ROWS, "Zetels", COLUMNS, css="stacked", caption_shown=False)
    assert '<tr role="row"><th scope="row" role="rowheader">SP</th>' in table
    assert '<td class="num" role="cell" data-label="Zetels">14.000</td>' in table
    assert '<caption class="visually-hidden"><span>Zetels</span></caption>' in table


def test_an_empty_corner_is_a_plain_cell_as_an_empty_heading_is_read_out_without_a_name():
    assert "<thead><tr><td></td>" in html_table(ROWS, "x", [Column("party", "", row_header=True), COLUMNS[1]])
