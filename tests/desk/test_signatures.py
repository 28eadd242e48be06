"""What notebook 2 shows of the signatures: what is new, and names beside each other. All who sign are made up."""

from pathlib import Path

from analysis import desk
from analysis.desk.signatures import names_compared
from support.months import reconciled


def test_the_lines_signed_since_and_what_changed_of_seats_are_shown_as_new(data: Path) -> None:
    lines = (
        ",Een Partij,10-3-2021",
        "Xylofoon Quastenberg,raadslid,5-12-2023",
        "Ypsilon Quast,raadslid,2-1-2024",
        ",CDA,",
        "Zo,,",  # nobody is called so: it waits for nothing
    )
    (data / "signatories" / "lijst.csv").write_text("\n".join(["Naam,Partij,Datum", *lines, ""]), encoding="utf-8")
    said = repr(desk.new_signatures(month := reconciled("2023-12", data)))
    assert "With the election of 22 November 2023, D66 went from 24 to 9 seats." in said
    assert "Signed later are lines that were signed after the month" in repr(desk.readable(month, "ledger"))
    assert "One line of a list was signed in December 2023:" in said
    assert "Xylofoon Quastenberg" in said
    assert "Ypsilon Quast" not in said
    assert "One line was signed after the month: it counts from its own day on (lijst.csv:4, 2 January 2024)." in said
    assert "One line has no day of signing: it waits for a decision." in said


def test_rows_of_headings_within_a_list_are_counted_apart_from_people_who_neither_sat_nor_stood(data: Path) -> None:
    lines = (
        "Kamerleden;;",
        "Xylofoon Quastenberg;;5-4-2021",
        ";;",
        ";Raadsleden;",
        "Gemeente Zwolle;;",
        "Ypsilon Quast;;",
    )
    text = "\n".join(["Naam;Functie;Datum", *lines, ""])
    (data / "signatories" / "lijst.csv").write_text(text, encoding="utf-8")
    month = reconciled("2021-04", data)
    said = repr(desk.readable(month, "ledger"))
    assert "3 of these lines may not be signatures but headings within their lists" in said
    assert "names nobody: lijst.csv:2, lijst.csv:5, lijst.csv:6." in said
    assert "3 rows may be headings, and count for nobody" in repr(desk.status(month))


def test_a_text_of_a_heading_among_the_lines_shows_the_lines_below_it(data: Path) -> None:
    name = reconciled("2021-03", data).sources.members.query("term == '2017-2021'")["full_name"].iloc[5]
    text = "\n".join(["Wolkenboek", "Naam;Functie;Datum", "Nog te benaderen;;", f"{name};Kamerlid;11-3-2021", ""])
    (data / "signatories" / "lijst.csv").write_text(text, encoding="utf-8")
    html = desk.signatures_that_wait(reconciled("2021-04", data)).html
    assert name in html.partition("“below nog te benaderen”")[2].partition("</table>")[0]


def test_what_changed_for_one_reason_is_said_once_with_the_number_of_rows() -> None:
    html = desk.new_signatures(reconciled("2023-12")).html
    rows = reconciled("2023-12").changes.query("because == 'election:TK2023'")
    assert html.count("<details><summary>") == 1
    assert f"<details><summary>An election (TK2023): {len(rows)} changes</summary>" in html
    assert html.count("<li>") == len(rows) > 20
    assert "A member who came (D66): 3 changes" in desk.new_signatures(reconciled("2021-04")).html, "no id of a party"


def test_names_are_shown_under_each_other_with_the_letters_marked_that_differ() -> None:
    assert names_compared("Zoë Fictief", "Zoe Fiktief") == (
        "<code>zoe fi<mark>c</mark>tief <br>zoe fi<mark>k</mark>tief</code>"
    )
    assert "&lt;b&gt;" in names_compared("<b>", "x")
