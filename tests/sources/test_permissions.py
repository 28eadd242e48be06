"""Whether someone may be named, and from when: only a plain yes counts, and not before its day."""

import datetime

import pandas as pd
import pytest

from analysis.core.parameters import Month
from analysis.reconciliation import bodies_of
from analysis.signatories import resolve_signatures
from analysis.sources.permissions import Permission, read_permission
from analysis.sources.signature_lists import read_lists
from support.months import known_in

APRIL = datetime.date(2021, 4, 12)
NONE = Permission(False)
KNOWN = known_in(Month(2021, 4))


@pytest.mark.parametrize(
    "answer",
    [
        "ja, 12-4-2021",
        "Ja (12 april 2021)",
        "yes, since 2021-04-12",
        "ja per 12/4/2021",
        "x 12-04-21",
        "J; d.d. 12-4-2021",
    ],
)
def test_a_yes_with_a_day_counts_from_that_day(answer):
    assert read_permission(answer) == Permission(True, APRIL)


@pytest.mark.parametrize("answer", ["ja", "Ja, graag", "1", "akkoord", "ja, u mag mijn naam noemen"])
def test_a_yes_without_a_day_counts_from_the_signing_on(answer):
    assert read_permission(answer) == Permission(True)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "nee",
        "ja/nee",
        "ja, nee",
        "ja, mits intern",
        "ja, 31-2-2021",
        "ja, later",
        "ja ?",
        "ja ✗",
        "12-4-2021",
        "nee, 12-4-2021",
        "ja, tot 12-4-2021",
    ],
)
def test_whatever_is_not_plainly_a_yes_is_none(answer):
    assert read_permission(answer) == NONE


def test_a_day_in_a_column_of_its_own_counts_and_of_two_days_the_later():
    assert read_permission("ja", datetime.datetime(2021, 4, 12)) == Permission(True, APRIL)
    assert read_permission("ja, per 1 mei 2021") == Permission(True, datetime.date(2021, 5, 1))
    assert read_permission("ja, 1-3-2021", "12-4-2021") == Permission(True, APRIL)
    assert read_permission("ja", "onbekend") == Permission(True)
    assert read_permission("ja", "ooit") == NONE
    assert read_permission("", "12-4-2021") == NONE


@pytest.mark.parametrize(
    "text",
    [
        'Naam,Partij,Datum,Mag genoemd worden\nAnn Verzonnen,CDA,10-3-2021,"ja, 12-4-2021"\n',
        "Naam,Partij,Datum,Mag genoemd worden,Datum toestemming\nAnn Verzonnen,CDA,10-3-2021,ja,12-4-2021\n",
    ],
)
def test_a_permission_of_april_does_not_name_anyone_in_march(tmp_path, text):
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    lines, problems = read_lists(tmp_path)
    assert problems == []
    # What a line says of itself does not depend on whom it names.
    bodies = bodies_of(KNOWN)
    named = []
    for day in (datetime.date(2021, 3, 31), datetime.date(2021, 4, 11), APRIL):
        found = resolve_signatures(lines, bodies, pd.DataFrame(), day).signatures
        named.append(bool(found["may_be_named"][0]))
    assert named == [False, False, True]
