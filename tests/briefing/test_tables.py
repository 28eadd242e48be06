"""The one table of the project: caption, headings with a scope, escaped cells, missing values in words."""

import html5lib
import pandas as pd
import pytest
from markupsafe import Markup

from analysis.briefing.tables import Column, html_table

COLUMNS = [
    Column("party", "Partij", row_header=True),
    Column("seats", "Zetels", numeric=True, show=lambda seats: f"{seats:,}".replace(",", ".")),
]


def seats(*rows):
    frame = pd.DataFrame(rows, columns=["party", "seats"])
    return frame.astype({"seats": "Int64"})


def test_a_table_has_a_caption_and_a_scope_on_every_heading():
    table = html_table(seats(("D66", 19), ("SP", 14)), "Zetels per partij", COLUMNS)
    tree = html5lib.parse(table, namespaceHTMLElements=False)
    assert "".join(tree.find(".//caption").itertext()) == "Zetels per partij"
    assert [th.get("scope") for th in tree.iter("th")] == ["col", "col", "row", "row"]


def test_rows_keep_the_order_of_the_frame_and_numbers_their_form():
    tree = html5lib.parse(html_table(seats(("SP", 14000), ("D66", 19)), "x", COLUMNS), namespaceHTMLElements=False)
    cells = [[cell.text for cell in row] for row in tree.find(".//tbody")]
    assert cells == [["SP", "14.000"], ["D66", "19"]]
    assert {cell.get("class") for cell in tree.iter("td")} == {"num"}


def test_a_missing_value_is_said_in_words_and_is_never_zero():
    assert '<td class="num">niet bekend</td>' in html_table(seats(("D66", None)), "x", COLUMNS, missing="niet bekend")


def test_hostile_text_is_escaped_in_caption_heading_cell_and_missing_value():
    evil = '"><script>alert(1)</script>'
    table = html_table(
        seats((evil, 1), ("b", None)),
        evil,
        [Column("party", evil, row_header=True), COLUMNS[1]],
        missing=evil,
    )
    assert "<script" not in table
    assert html5lib.parse(table, namespaceHTMLElements=False).find(".//script") is None


def test_markup_that_the_author_vouches_for_passes():
    columns = [Column("party", "Partij", row_header=True, show=lambda name: Markup("<em>{}</em>").format(name))]
    assert '<th scope="row"><em>&lt;D66&gt;</em></th>' in html_table(seats(("<D66>", 19)), "x", columns)


def test_a_stacked_table_says_its_rows_and_what_each_cell_is_where_a_phone_shows_them_as_blocks():
    table = html_table(seats(("D66", 19)), "Zetels", COLUMNS, css="stacked", caption_shown=False)
    assert '<tr role="row"><th scope="row" role="rowheader">D66</th>' in table
    assert '<td class="num" role="cell" data-label="Zetels">19</td>' in table
    assert '<caption class="visually-hidden"><span>Zetels</span></caption>' in table


def test_an_empty_corner_is_a_plain_cell():
    # An empty <th> is announced as a heading without a name.
    assert "<thead><tr><td></td>" in html_table(
        seats(("D66", 19)), "x", [Column("party", "", row_header=True), COLUMNS[1]]
    )


def test_the_table_scrolls_in_a_region_that_the_keyboard_reaches():
    region = html5lib.parse(html_table(seats(("D66", 19)), "Zetels", COLUMNS), namespaceHTMLElements=False).find(
        ".//section"
    )
    assert (region.get("tabindex"), region.get("aria-label")) == ("0", "Zetels")


@pytest.mark.parametrize(
    ("caption", "columns", "named"),
    [
        ("", COLUMNS, "caption"),
        ("x", [COLUMNS[1]], "row_header"),
        ("x", [*COLUMNS, Column("votes", "Stemmen")], "votes"),
    ],
)
def test_a_table_that_would_shut_a_reader_out_is_refused(caption, columns, named):
    with pytest.raises(ValueError, match=named):
        html_table(seats(("D66", 19)), caption, columns)
