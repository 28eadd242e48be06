"""Days of signing as people write them, and permissions to be named: only a plain yes counts, from its day on."""

import datetime

import pytest

from analysis.sources.list_consent import read_permission
from analysis.sources.signature_lists import read_lists
from analysis.sources.signing_dates import read_signing_date
from support.cases import cases


@pytest.mark.parametrize("row", cases("signing_dates"))
def test_a_date_of_signing_is_read_as_a_day_with_its_precision_or_refused(row):
    """Where the year alone is missing, the day and month are kept (03-10)."""
    if row["precision"] == "refused":
        with pytest.raises(ValueError, match=r"day|date"):
            read_signing_date(row["written"])
        return
    date = read_signing_date(row["written"])
    without_year = "{:02}-{:02}".format(*date.month_and_day) if date.month_and_day else ""
    assert (str(date.day) if date.day else without_year, date.precision) == (row["day"], row["precision"])


@pytest.mark.parametrize("row", cases("permissions"))
def test_only_a_plain_yes_is_a_permission_and_it_counts_from_its_day(row):
    since = datetime.date.fromisoformat(row["since"]) if row["since"] else None
    assert read_permission(row["answer"], row["day"]) == (row["named"] == "yes", since)


@pytest.mark.parametrize(
    ("remark", "named", "named_below"),
    [
        ("Naam svp niet publiceren", False, False),
        ("please do not publish my name", False, False),
        ("graag anoniem", False, False),
        ("wil niet op de site", False, False),
        ("Mensen zijn geen handelswaar", True, True),
        ("foto volgt", True, False),
        ("", True, True),
    ],
)
def test_a_remark_that_denies_being_named_takes_back_the_yes_beside_it(tmp_path, remark, named, named_below):
    text = f"Naam;Partij;Datum;Mag genoemd worden;Opmerking\nBo Bedacht;SP;10-3-2021;ja;{remark}\n"
    (tmp_path / "lijst.csv").write_text(text, encoding="utf-8")
    assert read_lists(tmp_path)[0]["may_be_named"].tolist() == [named]
    below = f"Naam;Partij;Datum;Mag genoemd worden\n{remark or 'SP'};;;\nBo Bedacht;SP;10-3-2021;ja\n"
    (tmp_path / "lijst.csv").write_text(below, encoding="utf-8")
    assert read_lists(tmp_path)[0]["may_be_named"].tolist()[-1] == named_below, "as a heading among the lines"
