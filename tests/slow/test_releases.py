"""A month is released by hand, corrected and taken back; on paper too it is a draft until then."""

import io
from dataclasses import replace

import pandas as pd
import pypdf
import pytest

from analysis import desk
from analysis.briefing import annex_of, briefing_of
from analysis.core.parameters import Month
from analysis.core.problems import InputError, ParameterError
from analysis.publish.pdf import pdf_of
from analysis.reconciliation import reconcile_tables
from analysis.reconciliation.checks import check
from analysis.reconciliation.releases import numbers_of, version_of
from support.fewer_candidates import with_fewer_candidates
from support.months import checked_tables, reconciled
from support.real_pages import page_of
from support.versions import CORRECTION, with_other_seats, with_versions

MONTH = Month.parse("2021-06")
BY = {"by": "A. Nalist", "on": "2021-07-05"}
BLANK = CORRECTION | {"what_was_wrong_nl": " ", "how_fixed_en": "\n"}


@pytest.fixture
def data(tmp_path):
    return with_fewer_candidates(tmp_path / "data")


def test_a_correction_says_what_was_wrong_and_no_version_is_made_twice(data):
    month = reconciled(MONTH, data)
    with pytest.raises(InputError, match="nothing in edition 1"):
        desk.release(month, **BY, **CORRECTION)
    released = desk.release(month, **BY).month
    assert not [p for p in check(MONTH, data) if p.file == "decisions/releases.csv"]
    assert "June 2021 is released already, as version 1: nothing is written." in repr(desk.release(released, **BY))
    with_other_seats(data)
    changed = reconciled(MONTH, data)
    assert [p.row for p in check(MONTH, data) if p.file == "decisions/releases.csv"] == [2]
    for words, missing in (({}, ", ".join(CORRECTION)), (BLANK, "what_was_wrong_nl, how_fixed_en")):
        with pytest.raises(ParameterError, match=f"in both languages: fill in {missing}"):
            desk.release(changed, **BY, **words)
    corrected = desk.release(changed, **BY, **CORRECTION).month
    version = version_of(corrected)
    assert (version.number, version.is_released) == (2, True)
    assert version.correction == CORRECTION
    assert "released already, as version 2" in repr(desk.release(corrected, **BY, **CORRECTION))


def test_a_release_says_what_still_waits_and_can_be_taken_back(data):
    (data / "signatories" / "made-up.csv").write_text("Naam,Partij,Datum\n,ChristenUnei,10-3-2021\n", encoding="utf-8")
    released = desk.release(reconciled(MONTH, data), **BY)
    assert "One signature waits for a decision: released all the same." in repr(released)
    assert version_of(released.month).is_released
    assert version_of(desk.take_back_release(released.month, 1).month).number == 0


@pytest.mark.parametrize(
    ("table", "row", "column", "value"),
    [
        ("commitments", ("commitment_id", "privacy_barriers"), "quantity_ids", "registered-all"),
        ("figures", ("figure_id", "f088"), "qualifier", "at_least"),
        ("publications", ("publication", "SMM-2015-2019"), "published_on", "2020-10-15"),
        ("signature_lines", ("organisation_as_written", "CDA"), "signed_on", pd.Timestamp("2021-03-09")),
    ],
)
def test_whatever_a_reader_can_quote_is_released(table, row, column, value):
    checked, draft = checked_tables(), reconciled(MONTH)
    changed = checked.tables[table].copy()
    changed.loc[changed.index[changed[row[0]] == row[1]][0], column] = value
    month = reconcile_tables(MONTH, replace(checked, tables=checked.tables | {table: changed}))
    assert pages_of(month) != pages_of(draft)
    assert numbers_of(month) != numbers_of(draft)


def pages_of(month):
    return page_of(briefing_of(month, "volt", "en")), page_of(annex_of(month, "en"))


def test_each_sheet_of_paper_of_a_month_that_changed_says_that_it_is_a_draft():
    changed = with_versions(reconciled(MONTH), {"numbers": "0123456789ab"})
    pdf = pdf_of(page_of(briefing_of(changed, "volt", "nl")))
    assert all("Concept" in sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages)
