"""A month is released by hand, corrected and taken back; on paper too it is a draft until then."""

import io

import pypdf
import pytest

from analysis import desk
from analysis.briefing import briefing_of
from analysis.export.pdf import pdf_available, pdf_of
from analysis.parameters import Month
from analysis.problems import InputError, ParameterError
from analysis.reconciliation import check
from analysis.releases import edition_of
from support.editions import with_editions, with_other_seats
from support.fewer_candidates import with_fewer_candidates
from support.months import reconciled
from support.real_pages import page_of

MONTH = Month.parse("2021-06")
BY = {"by": "A. Nalist", "on": "2021-07-05"}
WRONG = {"what_was_wrong_nl": "De zetels van Volt.", "what_was_wrong_en": "The seats of Volt."}
BLANK = {"what_was_wrong_nl": " ", "what_was_wrong_en": "\n"}


@pytest.fixture
def data(tmp_path):
    return with_fewer_candidates(tmp_path / "data")


def test_a_correction_says_what_was_wrong_and_no_edition_is_made_twice(data):
    month = reconciled(MONTH, data)
    with pytest.raises(InputError, match="nothing in edition 1"):
        desk.release(month, **BY, **WRONG)
    released = desk.release(month, **BY).month
    assert not [p for p in check(MONTH, data) if p.file == "decisions/releases.csv"]
    with pytest.raises(ParameterError, match="released already, as edition 1"):
        desk.release(released, **BY)
    with_other_seats(data)
    changed = reconciled(MONTH, data)
    assert [p.row for p in check(MONTH, data) if p.file == "decisions/releases.csv"] == [2]
    for words in ({}, BLANK):
        with pytest.raises(InputError, match="what was wrong in the one before"):
            desk.release(changed, **BY, **words)
    corrected = desk.release(changed, **BY, **WRONG).month
    edition = edition_of(corrected)
    assert (edition.number, edition.is_released) == (2, True)
    assert edition.what_was_wrong == {"nl": WRONG["what_was_wrong_nl"], "en": WRONG["what_was_wrong_en"]}
    with pytest.raises(ParameterError, match="released already, as edition 2"):
        desk.release(corrected, **BY, **WRONG)


def test_a_release_says_what_still_waits_and_can_be_taken_back(data):
    (data / "signatories" / "made-up.csv").write_text("Naam,Partij,Datum\n,ChristenUnei,10-3-2021\n", encoding="utf-8")
    released = desk.release(reconciled(MONTH, data), **BY)
    assert "Still waiting for a ruling in this month: signatures that wait for a ruling: 1." in repr(released)
    assert edition_of(released.month).is_released
    assert edition_of(desk.take_back_release(released.month, 1).month).number == 0


@pytest.mark.skipif(not pdf_available(), reason="no Pango")
def test_each_sheet_of_paper_of_a_month_that_changed_says_that_it_is_a_draft():
    changed = with_editions(reconciled(MONTH), {"numbers": "0123456789ab"})
    pdf = pdf_of(page_of(briefing_of(changed, "volt", "nl")))
    assert all("Concept" in sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages)
