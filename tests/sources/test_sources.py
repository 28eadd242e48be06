"""As of: a briefing knows only what was published, signed or in office by the last day of its month."""

from pathlib import Path

import pandas as pd
import pytest

from analysis import sources
from analysis.sources import OWN_DATA
from analysis.sources.known_from import with_known_from
from support.months import checked_tables, known_in

MARCH_2021 = known_in("2021-03")
NEWEST = known_in("2026-09")


def test_a_partial_date_counts_as_the_last_day_of_its_period_and_one_is_inferred_only_where_none_is_printed() -> None:
    rows = [
        ("a", "2021-10-18", None, "printed", "2021-10-18"),
        ("b", "2021-02", None, "end_of_period", "2021-02-28"),
        ("c", "2024-02", None, "end_of_period", "2024-02-29"),
        ("d", "2014", "a", "end_of_period", "2014-12-31"),
        # The newest that it quotes; nothing where that is not dated.
        ("e", None, "a|d", "inferred", "2021-10-18"),
        ("f", None, "g", "unknown", None),
        ("g", None, None, "unknown", None),
    ]
    table = pd.DataFrame(rows, columns=["publication", "published_on", "quotes", "basis", "known_from"]).astype("str")
    known = with_known_from(table)
    assert known["known_from_basis"].to_list() == table["basis"].to_list()
    assert known["known_from"].equals(pd.to_datetime(table["known_from"]).astype("datetime64[us]"))


def test_a_publication_that_quotes_nothing_dated_is_reported_and_known_in_no_month_nor_are_its_figures() -> None:
    assert "CKM-parents" not in set(NEWEST.publications["publication"])
    printed = checked_tables().tables["figures"].query("publication == 'CKM-parents'")
    # CKM: 1,380 chats, of which 112 about exploitation by a parent.
    assert sorted(printed["value"]) == [112, 1380]
    assert not set(printed["figure_id"]) & set(NEWEST.figures["figure_id"])
    assert any("CKM-parents" in problem.found for problem in NEWEST.warnings)


def test_a_figure_of_a_dated_publication_is_known_or_not_published_yet() -> None:
    tables = checked_tables().tables
    dated = tables["publications"].dropna(subset=["known_from"])["publication"]
    newest = known_in("2099-12")
    printed = tables["figures"][tables["figures"]["publication"].isin(dated)]
    assert sorted(newest.figures["figure_id"]) == sorted(printed["figure_id"])
    assert set(NEWEST.figures["figure_id"]) <= set(newest.figures["figure_id"])


def test_march_2021_knows_the_pledge_and_nothing_that_came_later() -> None:
    """Not the second estimate of 29 November 2021, nor later seats, nor when a term would end."""
    known = set(MARCH_2021.publications["publication"])
    assert "WODC-MSE-2016-2019" not in known
    assert {"SMM-2015-2019", "CKM-1300-deal"} <= known
    days = [MARCH_2021.seats["valid_from"], MARCH_2021.seats["valid_until"], MARCH_2021.members["end"]]
    days += [MARCH_2021.figures["known_from"], MARCH_2021.party_events["date"]]
    assert max(day.dropna().max() for day in days) <= pd.Timestamp(2021, 3, 31)


def test_what_a_party_said_is_known_from_the_day_it_was_reported() -> None:
    before, after = (known_in(month).parties.set_index("party_id")["declined_on"] for month in ("2021-02", "2021-03"))
    assert before.isna().all()
    assert after["vvd"] == pd.Timestamp(2021, 3, 10)


def test_the_own_data_are_found_from_any_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert (OWN_DATA / "datapackage.json").exists()
    assert sources.folder_of("") == OWN_DATA


# Events of the commitments


@pytest.mark.parametrize(("month", "is_known"), [("2023-11", False), ("2023-12", True)])
def test_an_event_of_which_only_the_year_is_printed_is_known_from_its_last_day(month: str, is_known: bool) -> None:
    """The bill that the government put out to consultation in 2023."""
    assert ("2023" in set(known_in(month).commitment_events["date"])) == is_known


def test_a_month_does_not_know_which_later_event_would_settle_one() -> None:
    """The motion of 21 December 2023 (28638-238) was followed by the plan of 17 June 2024 (28638-251)."""
    before, after = (known_in(month).commitment_events.set_index("document") for month in ("2024-05", "2024-06"))
    assert before["settled_by"].isna()["28638-238"]
    assert after.loc["28638-238", "settled_by"] == after.loc["28638-251", "event_id"]


def test_what_is_inferred_of_a_decision_of_the_house_is_in_no_month() -> None:
    """51 of 71 decisions meet the criterion of docs/following-parliament.md; of 30 the text was not read by its id.

    Those up to 6 October 2026: what is added later changes neither number.
    """
    table = checked_tables().tables["commitment_events"].dropna(subset=["besluit_id"])
    table = table[table["date"] <= "2026-10-06"]
    inferred = table[table["certainty"] == "inferred"]["event_id"]
    assert (len(table), len(inferred)) == (51, 30)
    assert set(inferred).isdisjoint(NEWEST.commitment_events["event_id"])


def test_each_outcome_is_known_and_each_sentence_is_short_and_names_nobody() -> None:
    events, people = NEWEST.commitment_events, NEWEST.members["family_name"]
    decided = events[events["kind"].isin(["motion", "amendment"]) & (events["date"] > "2023-12")]
    assert set(decided["result"]) == {"adopted", "rejected"}
    sentences = [*events["what_nl"], *events["what_en"]]
    assert max(len(sentence.split()) for sentence in sentences) <= 25
    said = f" {' '.join(sentences)} "
    assert {name for name in people if len(name) > 4 and f" {name} " in said} == set()


def test_a_month_knows_no_vote_that_was_inferred_and_none_on_a_later_decision() -> None:
    known = {month: set(known_in(month).votes["event_id"]) for month in ("2026-08", "2026-09")}
    assert known["2026-08"] == set()
    assert len(known["2026-09"]) == 8
    assert "lid-keijzer" not in set(known_in("2026-09").votes["party_id"]), "found by subtraction"
