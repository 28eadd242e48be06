"""As of: a briefing knows only what was published, signed or in office by the last day of its month."""

import datetime
from dataclasses import replace

import pandas as pd
import pytest

from analysis import sources
from analysis.core.parameters import Month
from analysis.sources import end_of_printed_date, with_known_from
from support.months import checked_tables, known_in

MARCH_2021 = known_in(Month(2021, 3))
NEWEST = known_in(Month(2026, 10))


@pytest.mark.parametrize(
    ("printed", "last_day"),
    [("2021-10-18", "2021-10-18"), ("2021-02", "2021-02-28"), ("2024-02", "2024-02-29"), ("2014", "2014-12-31")],
)
def test_a_partial_date_counts_as_the_last_day_of_its_period(printed: str, last_day: str) -> None:
    assert end_of_printed_date(printed) == datetime.date.fromisoformat(last_day)


def test_a_publication_without_a_date_takes_that_of_the_newest_one_it_quotes() -> None:
    """NJi's undated page on 2019 quotes the Slachtoffermonitor 2015-2019 of 16 October 2020."""
    known = NEWEST.publications.set_index("publication").loc["NJi-on-2019"]
    assert known["known_from"] == pd.Timestamp(2020, 10, 16)
    assert known["known_from_basis"] == "inferred"


def test_a_publication_that_quotes_nothing_dated_is_known_in_no_month_and_reported() -> None:
    assert "CKM-parents" not in set(NEWEST.publications["publication"])
    assert set(NEWEST.undated_figures["publication"]) == {"CKM-parents"}
    assert any("CKM-parents" in problem.found for problem in NEWEST.warnings)


def test_a_figure_is_known_undated_or_not_published_yet() -> None:
    printed = checked_tables().tables["figures"]["figure_id"]
    newest = known_in(Month(2099, 12))
    assert sorted([*newest.figures["figure_id"], *newest.undated_figures["figure_id"]]) == sorted(printed)
    assert set(NEWEST.figures["figure_id"]) <= set(newest.figures["figure_id"])


def test_march_2021_does_not_know_the_second_estimate_of_29_november_2021() -> None:
    assert "WODC-MSE-2016-2019" not in set(MARCH_2021.publications["publication"])
    assert "SMM-2015-2019" in set(MARCH_2021.publications["publication"])
    assert MARCH_2021.figures["known_from"].max() <= pd.Timestamp(2021, 3, 31)


def test_the_pledge_itself_dated_march_2021_is_known_at_the_end_of_that_month() -> None:
    assert "CKM-1300-deal" in set(MARCH_2021.publications["publication"])


def test_march_2021_knows_neither_later_seats_nor_when_a_term_would_end() -> None:
    assert MARCH_2021.seats["valid_from"].max() <= pd.Timestamp(2021, 3, 31)
    assert MARCH_2021.seats["valid_until"].dropna().max() <= pd.Timestamp(2021, 3, 31)
    assert MARCH_2021.members["end"].dropna().max() <= pd.Timestamp(2021, 3, 31)
    assert MARCH_2021.party_events["date"].max() <= pd.Timestamp(2021, 3, 31)


def test_a_party_has_the_name_of_the_day() -> None:
    names = {m: known_in(m).parties.set_index("party_id")["abbreviation"] for m in (Month(2026, 5), Month(2026, 6))}
    assert [table["gl-pvda"] for table in names.values()] == ["GL-PvdA", "PRO"]


def test_dates_are_inferred_only_where_none_is_printed() -> None:
    table = pd.DataFrame(
        {
            "publication": ["a", "b", "c", "d"],
            "published_on": ["2020-05-01", None, None, "2019"],
            "quotes": [None, "a|d", None, "a"],
        }
    ).astype("str")
    known = with_known_from(table)
    assert known["known_from_basis"].to_list() == ["printed", "inferred", "unknown", "end_of_period"]
    assert known["known_from"].to_list() == [
        *pd.to_datetime(["2020-05-01", "2020-05-01"]),
        pd.NaT,
        pd.Timestamp(2019, 12, 31),
    ]


def test_every_alias_of_the_research_has_become_a_name() -> None:
    """Spellings typed by hand from research/parties.csv, each of another party."""
    names = dict(zip(NEWEST.party_names["name"], NEWEST.party_names["party_id"], strict=True))
    assert names["D'66"] == "d66"
    assert names["PVDA"] == "pvda"
    assert names["PvdA/GroenLinks"] == "gl-pvda"
    assert names["BVNL / Groep Van Haga"] == "groep-van-haga"
    assert names["50+"] == "50plus"
    assert names["Nederlandse Vrijheids Alliantie"] == "groep-markuszower"


def test_what_a_party_said_is_known_from_the_day_it_was_reported() -> None:
    tables = checked_tables()
    before = sources.as_of(Month(2021, 2), tables).parties.set_index("party_id")["declined_on"]
    after = sources.as_of(Month(2021, 3), tables).parties.set_index("party_id")["declined_on"]
    assert before.isna().all()
    assert after["vvd"] == pd.Timestamp(2021, 3, 10)


def test_a_decision_applies_on_its_first_valid_day_itself() -> None:
    tables = checked_tables()
    decided = tables.tables["decisions_parties"].assign(valid_from=pd.Timestamp(2023, 10, 31))
    changed = replace(tables, tables={**tables.tables, "decisions_parties": decided})
    assert len(sources.as_of(Month(2023, 10), changed).decisions.parties) == 1
    assert sources.as_of(Month(2023, 9), changed).decisions.parties.empty
