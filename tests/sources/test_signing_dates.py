"""Days of signing as people write them, and permissions to be named: only a plain yes counts, from its day on."""

import datetime

import pytest

from analysis.sources.list_lines import Permission, read_permission
from analysis.sources.signing_dates import read_signing_date
from support.cases import cases

APRIL = datetime.date(2021, 4, 12)


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


@pytest.mark.parametrize(
    ("answer", "day", "permission"),
    [
        *((yes, "", Permission(True)) for yes in ("ja", "Ja, graag", "1", "akkoord", "ja, u mag mijn naam noemen")),
        *((yes, "", Permission(True, APRIL)) for yes in ("ja, 12-4-2021", "Ja (12 april 2021)", "x 12-04-21")),
        *((yes, "", Permission(True, APRIL)) for yes in ("yes, since 2021-04-12", "J; d.d. 12-4-2021")),
        ("ja", "2021-04-12", Permission(True, APRIL)),
        ("ja, 1-3-2021", "12-4-2021", Permission(True, APRIL)),  # the later counts
        ("ja, per 1 mei 2021", "", Permission(True, datetime.date(2021, 5, 1))),
        ("ja", "onbekend", Permission(True)),
        ("ja", "ooit", Permission(False)),
        ("", "12-4-2021", Permission(False)),
        *((no, "", Permission(False)) for no in ("", "-", "nee", "ja/nee", "ja, nee", "ja, mits intern", "ja ?")),
        *((no, "", Permission(False)) for no in ("ja, 31-2-2021", "ja, later", "ja ✗", "12-4-2021", "nee, 12-4-2021")),
        *((no, "", Permission(False)) for no in ("ja, tot 12-4-2021", "ja, maar niet mijn naam", "liever niet")),
    ],
)
def test_only_a_plain_yes_is_a_permission_and_it_counts_from_its_day(answer, day, permission):
    assert read_permission(answer, day) == permission
