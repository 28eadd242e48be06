"""A month is a draft until it is released, and again once its numbers change; a correction says what was wrong."""

import io
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pandas as pd
import pypdf
import pytest
from analysis.publish.fingerprints import fingerprints_of

from analysis import desk
from analysis.briefing import briefing_of
from analysis.export.pdf import pdf_available, pdf_of
from analysis.parameters import LANGUAGES, Month
from analysis.problems import InputError, ParameterError
from analysis.publish.index_pages import month_page
from analysis.publish.mail import drafts
from analysis.publish.tables import WORKBOOK, tables_of
from analysis.reconciliation import Reconciliation, check
from analysis.releases import edition_of, numbers_of
from support.months import reconciled
from support.real_pages import page_of
from support.workbook_rows import sheet_of

MONTH = Month.parse("2021-06")
BY = {"by": "A. Nalist", "on": "2021-07-05"}
WRONG = {"what_was_wrong_nl": "De zetels van Volt.", "what_was_wrong_en": "The seats of Volt."}

LATER = {"rests_on": "", "valid_from": "2026-11-01"}


def with_other_seats(data: Path) -> None:
    """Give Volt a seat less in 2021: a number that every page shows."""
    path = data / "seats.csv"
    seats = pd.read_csv(path, dtype="str", keep_default_na=False)
    first = seats.index[(seats["party_id"] == "volt") & (seats["seats"] == "3")][0]
    seats.loc[first, "seats"] = "2"
    seats.to_csv(path, index=False)


def everything_said(month: Reconciliation, language: str) -> dict[str, str]:
    """What a page, a mail, the index and the workbook say of a month."""
    page = page_of(briefing_of(month, "volt", language))
    (mail,) = drafts(month, {f"share/{language}/volt.html": page.encode()}, b"").values()
    sheet = {"nl": "Voorblad", "en": "Cover"}[language]
    return {
        "page": page,
        "mail": message_from_bytes(mail, policy=policy.default).get_body().get_content(),
        "index": month_page(month, set()).decode(),
        "workbook": "\n".join(str(row[0]) for row in sheet_of(tables_of(month)[WORKBOOK], sheet)),
    }


def are_drafts(month: Reconciliation) -> set[bool]:
    words = {"nl": ("Concept", "concept"), "en": ("Draft", "draft")}
    return {
        any(word in said for word in words[language])
        for language in LANGUAGES
        for said in everything_said(month, language).values()
    }


def test_all_that_leaves_says_that_it_is_a_draft_until_the_month_is_released(data):
    month = reconciled(MONTH, data)
    assert are_drafts(month) == {True}
    released = desk.release(month, **BY).month
    assert are_drafts(released) == {False}
    assert not edition_of(desk.take_back_release(released, 1).month).is_released


def test_once_a_number_changes_a_released_month_is_a_draft_again_and_check_says_so(data):
    desk.release(reconciled(MONTH, data), **BY)
    with_other_seats(data)
    month = reconciled(MONTH, data)
    assert not edition_of(month).is_released
    assert are_drafts(month) == {True}
    since = {"nl": "Gewijzigd sinds editie 1, die op 5 juli 2021", "en": "Changed since edition 1, which was released"}
    for language in LANGUAGES:
        assert all(since[language] in said for said in everything_said(month, language).values())
    (warning,) = [p for p in check(MONTH, data) if p.file == "decisions/releases.csv"]
    assert (warning.row, warning.column, warning.severity) == (2, "numbers", "warning")
    assert "other numbers than those of edition 1 of 2021-06" in str(warning)


@pytest.mark.skipif(not pdf_available(), reason="no Pango")
def test_each_sheet_of_paper_of_a_month_that_changed_says_that_it_is_a_draft(data):
    desk.release(reconciled(MONTH, data), **BY)
    with_other_seats(data)
    pdf = pdf_of(page_of(briefing_of(reconciled(MONTH, data), "volt", "nl")))
    assert all("Concept" in sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_a_correction_is_a_new_edition_that_says_what_was_wrong(data):
    desk.release(reconciled(MONTH, data), **BY)
    with_other_seats(data)
    with pytest.raises(InputError, match="what was wrong in the one before"):
        desk.release(reconciled(MONTH, data), **BY)
    corrected = desk.release(reconciled(MONTH, data), **BY, **WRONG).month
    assert edition_of(corrected).number == 2
    assert are_drafts(corrected) == {False}
    for language, other in (("nl", "en"), ("en", "nl")):
        said = everything_said(corrected, language)
        assert all(WRONG[f"what_was_wrong_{language}"] in text for text in said.values())
        assert WRONG[f"what_was_wrong_{other}"] not in said["page"]


def test_a_first_edition_has_nothing_to_correct(data):
    with pytest.raises(InputError, match="nothing in edition 1"):
        desk.release(reconciled(MONTH, data), **BY, **WRONG)


def test_editions_are_counted_without_gaps(data):
    with (data / "decisions" / "releases.csv").open("a", encoding="utf-8") as file:
        file.write("2021-06,2,A. Nalist,2021-07-05,iets,something,\n")
    with pytest.raises(InputError, match="edition: found 2, expected 1, one more than before"):
        reconciled(MONTH, data)


def test_a_release_typed_by_hand_counts_as_of_the_numbers_of_now(data):
    with (data / "decisions" / "releases.csv").open("a", encoding="utf-8") as file:
        file.write("2021-06,1,A. Nalist,2021-07-05,,,\n")
    month = reconciled(MONTH, data)
    assert edition_of(month).is_released
    (warning,) = [p for p in check(MONTH, data) if p.file == "decisions/releases.csv"]
    assert f"found an empty cell, expected {numbers_of(month)}" in str(warning)


def test_a_release_is_of_numbers_and_not_of_sentences(data):
    month = reconciled(MONTH, data)
    claims = month.claims.assign(explanation_nl="Anders gezegd.", explanation_en="Said otherwise.")
    assert numbers_of(month) == numbers_of(reconciled(MONTH, data))
    assert numbers_of(replace(month, claims=claims)) == numbers_of(month)
    assert numbers_of(replace(month, claims=claims.assign(verdict="supported"))) != numbers_of(month)


def test_only_what_the_analyst_saw_is_released(data):
    seen = reconciled(MONTH, data)
    with_other_seats(data)
    with pytest.raises(ParameterError, match="changed since you opened it"):
        desk.release(seen, **BY)


def test_a_notebook_that_is_run_again_makes_no_further_edition(data):
    month = desk.release(reconciled(MONTH, data), **BY).month
    with pytest.raises(ParameterError, match="released already, as edition 1"):
        desk.release(month, **BY)
    month = desk.release(month, **BY, **WRONG).month
    with pytest.raises(ParameterError, match="released already, as edition 2"):
        desk.release(month, **BY, **WRONG)


def test_a_correction_of_blanks_says_nothing(data):
    desk.release(reconciled(MONTH, data), **BY)
    with_other_seats(data)
    with pytest.raises(InputError, match="what was wrong in the one before"):
        desk.release(reconciled(MONTH, data), **BY, what_was_wrong_nl=" ", what_was_wrong_en="\n")
    path = data / "decisions" / "releases.csv"
    path.write_text(path.read_text(encoding="utf-8") + '2021-06,2,A. Nalist,2021-07-05," "," ",\n', encoding="utf-8")
    with pytest.raises(InputError, match="what was wrong in the one before"):
        reconciled(MONTH, data)


def set_cell(data: Path, file: str, row: tuple[str, str], column: str, value: str) -> None:
    """Give one cell another value: of the first row that has a value in a column."""
    table = pd.read_csv(data / file, dtype="str", keep_default_na=False)
    table.loc[table.index[table[row[0]] == row[1]][0], column] = value
    table.to_csv(data / file, index=False)


@pytest.mark.parametrize(
    ("file", "row", "column", "value"),
    [
        ("commitments.csv", ("commitment_id", "privacy_barriers"), "quantity_ids", "registered-all"),
        ("figures.csv", ("figure_id", "f051"), "qualifier", "at_least"),
        ("publications.csv", ("publication", "SMM-2015-2019"), "published_on", "2020-10-15"),
        ("signatories/parties-2021-03-10.csv", ("Functie + organisatie", "CDA"), "Datum", "uiterlijk 2021-03-09"),
    ],
)
def test_whatever_a_reader_can_quote_is_released(data, file, row, column, value):
    desk.release(reconciled(MONTH, data), **BY)
    before = page_of(briefing_of(reconciled(MONTH, data), "volt", "en"))
    set_cell(data, file, row, column, value)
    month = reconciled(MONTH, data)
    assert page_of(briefing_of(month, "volt", "en")) != before
    assert not edition_of(month).is_released


def test_a_name_on_the_page_is_released(data):
    names = [f"{name},Kamerlid,10-4-2021," for name in ("Vera Bergkamp", "Carline van Breugel", "Joba van den Berg")]
    path = data / "signatories" / "a.csv"
    path.write_text("Naam,Functie,Datum,Mag genoemd worden\n" + "ja\n".join([*names, ""]), encoding="utf-8")
    desk.release(reconciled(MONTH, data), **BY)
    path.write_text(path.read_text(encoding="utf-8").replace("ja", "nee", 1), encoding="utf-8")
    assert not edition_of(reconciled(MONTH, data)).is_released


def test_what_changed_since_the_month_before_is_released(data):
    desk.release(reconciled(MONTH, data), **BY)
    assert edition_of(reconciled(MONTH, data)).is_released
    assert not [p for p in check(MONTH, data) if p.file == "decisions/releases.csv"]
    month = reconciled(MONTH, data)
    assert not edition_of(replace(month, changes=month.changes.iloc[1:])).is_released


def test_each_month_is_released_by_itself(data):
    desk.release(reconciled(MONTH, data), **BY)
    assert edition_of(reconciled(MONTH, data)).is_released
    assert not edition_of(reconciled(MONTH.previous(), data)).is_released


def test_a_release_makes_every_page_again(data):
    before = fingerprints_of(reconciled(MONTH, data), {}, {})
    after = fingerprints_of(desk.release(reconciled(MONTH, data), **BY).month, {}, {})
    assert before.keys() == after.keys()
    assert not [path for path in before if before[path] == after[path]]


def test_what_still_waits_is_told_when_a_month_is_released(data):
    (data / "signatories" / "made-up.csv").write_text("Naam,Partij,Datum\n,ChristenUnei,10-3-2021\n", encoding="utf-8")
    released = desk.release(reconciled(MONTH, data), **BY)
    assert "Still waiting for a ruling in this month: signatures that wait for a ruling: 1." in repr(released)


def test_what_comes_later_leaves_a_released_month_as_it_was(data):
    """A party that did not exist yet, a publication, a figure and seats that are no news of this month."""
    before = numbers_of(reconciled(MONTH, data))
    added(data, "parties.csv", 0, party_id="later", abbreviation="Later", declined_on="", declined_publication="")
    added(data, "party_names.csv", 0, party_id="later", name="Later", valid_from="2026-11-05")
    added(data, "quantities.csv", 0, quantity_id="later-quantity")
    added(data, "publications.csv", 0, publication="LATER-2026", published_on="2026-11-03", quotes="")
    added(data, "figures.csv", 0, figure_id="f999", publication="LATER-2026", reference_year="2025")
    added(data, "decisions/figures.csv", 0, decision_id="d99", figure_id="f001", expected_value="716", **LATER)
    (data / "signatories" / "later.csv").write_text("Naam,Partij,Datum\n,Volt,10-10-2026\n", encoding="utf-8")
    assert numbers_of(reconciled(MONTH, data)) == before


def added(data: Path, file: str, like: int, **values: str) -> None:
    """Add a row to a table: like one that is there, but for some values."""
    table = pd.read_csv(data / file, dtype="str", keep_default_na=False)
    table.loc[len(table)] = table.loc[like].to_dict() | values
    table.to_csv(data / file, index=False)
