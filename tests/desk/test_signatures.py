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
    said = repr(desk.new_signatures(reconciled("2023-12", data)))
    assert "With the election of 22 November 2023, D66 went from 24 to 9 seats." in said
    assert "One line of a list was signed in December 2023:" in said
    assert "Xylofoon Quastenberg" in said
    assert "Ypsilon Quast" not in said
    assert "One line was signed after the month: it counts from its own day on (lijst.csv:4, 2 January 2024)." in said
    assert "One line has no day of signing: it waits for a decision." in said


def test_names_are_shown_under_each_other_with_the_letters_marked_that_differ() -> None:
    assert names_compared("Zoë Fictief", "Zoe Fiktief") == (
        "<code>zoe fi<mark>c</mark>tief <br>zoe fi<mark>k</mark>tief</code>"
    )
    assert "&lt;b&gt;" in names_compared("<b>", "x")
