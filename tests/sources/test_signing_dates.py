"""Days of signing as people write them, and permissions to be named: only a plain yes counts, from its day on."""

import datetime

import pytest

from analysis.sources.list_lines import Permission, read_permission
from analysis.sources.signing_dates import read_signing_date

TENTH = datetime.date(2021, 3, 10)
APRIL = datetime.date(2021, 4, 12)


@pytest.mark.parametrize(
    "written",
    ["2021-03-10", "10-3-2021", "10/03/2021", "10/3/21", "10.3.2021", "10 maart 2021", "10 mrt. 21", "10-mrt-2021",
     "woensdag 10 maart 2021", "wo. 10 maart 2021", "10th March 2021", "March 10, 2021", "2021-03-10T14:05:00",
     "10-3-2021 14:05", "20210310", "44265", "44265.58", "44265,58", "10-III-2021", "10 / 3 / '21", "10 03 2021",
     "10032021", "10mrt2021", "10th of March 2021", "10 de maart 2021", "10 MAART, 2021.", "10 maert 2021",
     "op 10-3-2021", "d.d. 10 maart 2021", "Wed Mar 10 2021", "2021/03/10 2:05:33 p.m. CET", "10-3-2021 om 14.05 uur",
     "2021/03/10 2:33:12 PM GMT+1", "10-3-2021 9:05 am", "2021-03-10T14:05:00+01:00", "2021-03-10T14:05:00Z"],
)  # fmt: skip
def test_a_day_is_read_in_each_form(written):
    date = read_signing_date(written)
    assert (date.day, date.precision) == (TENTH, "day")


@pytest.mark.parametrize(
    ("written", "month"), [("febuari", 2), ("feburari", 2), ("janauri", 1), ("augstus", 8), ("Decembr", 12)]
)
def test_one_slip_in_the_name_of_a_month_leaves_one_month(written, month):
    assert read_signing_date(f"15 {written} 2021").day == datetime.date(2021, month, 15)


@pytest.mark.parametrize(
    ("written", "day", "precision"),
    [
        ("uiterlijk 2021-03-10", TENTH, "at_the_latest"),
        ("Uiterlijk op 10 maart 2021", TENTH, "at_the_latest"),
        ("at the latest on 10 March 2021", TENTH, "at_the_latest"),
        ("maart 2021", datetime.date(2021, 3, 31), "month"),
        ("2021-02", datetime.date(2021, 2, 28), "month"),
        ("2021", datetime.date(2021, 12, 31), "year"),
        *((text, None, "missing") for text in ("", "-", "onbekend", "n.v.t.", "z.d.", "??", "niet ingevuld")),
    ],
)
def test_a_partial_date_counts_as_its_last_day_and_says_so(written, day, precision):
    date = read_signing_date(written)
    assert (date.day, date.precision) == (day, precision)


@pytest.mark.parametrize("written", ["10 maart", "10/3", "10-03", "10 mrt.", "wo 10 mrt", "March 10", "10e mrt jl."])
def test_a_day_without_a_year_keeps_its_day_and_month(written):
    date = read_signing_date(written)
    assert (date.day, date.precision, date.month_and_day) == (None, "missing", (3, 10))


@pytest.mark.parametrize(
    "written",
    ["3/14/2021", "31-2-2021", "10 maart 1921", "wk 10", "half maart 2021", "vrijdag", "10 a 2021", "morgen", "0",
     "10 xyz 2021", "99999", "mrt-21", "15 juny 2021", "100321", "10/11 maart 2021", "voor 10 maart 2021", "#WAARDE!"],
)  # fmt: skip
def test_a_day_that_cannot_be_is_refused(written):
    with pytest.raises(ValueError, match=r"day|date"):
        read_signing_date(written)


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
