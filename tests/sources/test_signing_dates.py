"""Days of signing as people write them, and permissions to be named: only a plain yes counts, from its day on."""

import datetime

import pytest

from analysis.sources.list_consent import read_permission
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
