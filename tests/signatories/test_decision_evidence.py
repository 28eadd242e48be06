"""What an analyst sees of a line that waits for a decision. All who sign are made up (see test_signatories)."""

import datetime
from dataclasses import replace

import pandas as pd
import pytest

from analysis import desk
from analysis.core.parameters import Month
from analysis.reconciliation import Reconciliation
from analysis.signatories import waiting_for_decision
from analysis.signatories.body import Bodies
from analysis.signatories.decisions import ACTIONS, decision_on
from analysis.signatories.evidence import CANDIDATE_COLUMNS, candidates_by_line
from analysis.sources import OWN_DATA
from analysis.sources.contracts import read_contract
from support.made_up_parliament import LATER, decisions, lists, members, names, resolve, standing, tables
from support.months import reconciled


def evidence(lines: pd.DataFrame, as_of: datetime.date = LATER) -> pd.DataFrame:
    signatures = resolve(lines, as_of=as_of, candidates=standing()).signatures
    return candidates_by_line(
        waiting_for_decision(signatures), signatures, Bodies(tables(candidates=standing())), as_of
    )


def test_two_who_share_a_name_stand_side_by_side_with_what_tells_them_apart(tmp_path):
    found = evidence(lists(tmp_path, ("Jan Dubbel", "CDA", "10-3-2021")))
    assert found["candidate_id"].tolist() == ["jan-dubbel-1", "jan-dubbel-2"]
    assert found["name_agrees"].tolist() == ["full_name", "full_name"]
    assert found[["party_id", "list_name", "position"]].values.tolist() == [["d66", "D66", 2], ["sp", "SP", 3]]
    assert found["sits"].tolist() == ["no", "no"]


def test_who_sat_who_perhaps_sat_and_who_only_stood_are_told_apart_on_the_day_of_signing(tmp_path):
    def sits(name: str, day: str) -> str:
        return evidence(lists(tmp_path, (name, "VVD", day)))["sits"].iloc[0]

    assert sits("Dee Wissel", "1-5-2021") == "yes"
    assert sits("Eef Twijfel", "1-5-2021") == "unknown"
    assert sits("Quin Zonderlink", "1-5-2021") == "no"


def test_whoever_signed_already_is_seen_before_the_line_is_accepted(tmp_path):
    lines = lists(tmp_path, ("Bo Bedacht", "SP", "10-3-2021"), ("Bo Bedachd", "SP", "11-3-2021"))
    assert evidence(lines)["signed_already"].tolist() == ["lijst.csv:2"]
    assert evidence(lists(tmp_path, ("Bo Bedachd", "SP", "11-3-2021")))["signed_already"].isna().all()


def test_accepting_a_candidate_settles_the_line_for_that_one(tmp_path):
    lines = lists(tmp_path, ("Jan Dubbel", "CDA", "10-3-2021"))
    (line,) = waiting_for_decision(resolve(lines).signatures).to_dict("records")
    for candidate_id in evidence(lines)["candidate_id"]:
        decision = decision_on(line, candidate_id, "accept")
        filled = {k: int(v) if k == "source_row" else v or None for k, v in decision.items()}
        settled = resolve(lines, decisions(filled)).signatures.iloc[0]
        assert (settled["outcome"], settled["person_id"]) == ("accepted", candidate_id)


def test_a_misspelt_party_has_a_candidate_without_a_seat_or_a_list(tmp_path):
    row = evidence(lists(tmp_path, ("", "GroenLimks", "10-3-2021"))).iloc[0]
    assert row["candidate_id"] == "party:groenlinks"
    assert row[["name_agrees", "sits", "position"]].isna().all()


def test_a_line_without_a_day_is_held_against_the_day_the_pledge_was_presented(tmp_path):
    row = evidence(lists(tmp_path, ("Ann van der Verzon", "CDA", ""))).iloc[0]
    assert (row["candidate_id"], row["sits"]) == ("ann-van-der-verzon", "yes")


@pytest.fixture
def month(tmp_path) -> Reconciliation:
    lines = lists(
        tmp_path,
        ("Jan Dubbel", "CDA", "10-3-2021"),
        ("Bo  Bedachd", "SP <b>", "11-3-2021"),
        ("Bo Bedacht", "SP", "12-3-2021"),
    )
    whole = reconciled(Month(2021, 3))
    made_up = {"members": members(), "candidates": standing()}
    signatures = resolve(lines, **made_up).signatures
    return replace(whole, signatures=signatures, sources=replace(whole.sources, **made_up))


def test_the_notebook_shows_each_line_beside_its_candidates_and_the_calls_to_choose_from(month):
    shown = desk.signatures_that_wait(month)
    said = repr(shown)
    assert "Jan Dubbel | CDA | 10 March 2021" in said
    assert "Jan Dubbel | jan dubbel jan dubbel | agrees in full | 100 | no | no. 2 of D66, not elected | –" in said
    line = 'desk.decide_on_line(month_reconciled, "lijst.csv", 2'
    assert f'{line}, "accept", candidate="jan-dubbel-1", reason="")' in said
    assert f'{line}, "not_in_parliament", reason="")' in said
    assert "<b>" not in shown.html, "what was written is text"


def test_without_a_waiting_line_the_notebook_says_so():
    assert repr(desk.signatures_that_wait(reconciled(Month(2021, 3)))) == "No signature waits for a decision."


def test_the_actions_are_those_of_the_contract():
    (table,) = [t for t in read_contract(OWN_DATA)["resources"] if t["name"] == "decisions_signatories"]
    (action,) = [field for field in table["schema"]["fields"] if field["name"] == "action"]
    assert sorted(action["constraints"]["enum"]) == sorted(ACTIONS)


def test_all_that_is_known_of_each_candidate_stands_beside_it(tmp_path):
    nothing_waits = evidence(lists(tmp_path, ("", "SP", "9-3-2021"), file="eerder.csv"))
    assert nothing_waits.empty
    assert {name: str(kind) for name, kind in nothing_waits.dtypes.items()} == CANDIDATE_COLUMNS
    written = [("Jan Dubbel", "CDA", "10-3-2021"), ("", "SP Zwolle", "11-3-2021"), ("Zus Onbekend", "SP", "")]
    found = evidence(
        lists(tmp_path, *written, ("mevr. Bo Bedachd", "SP", "12-3-2021"), ("Bo Bedacht", "", "13-3-2021"))
    )
    rows = found.astype("object").where(found.notna(), None).values.tolist()
    assert rows == [
        ["lijst.csv", 2, "Jan Dubbel", "jan-dubbel-1", "full_name", None, 100, "no", "d66", "D66", 2, "no", None],
        ["lijst.csv", 2, "Jan Dubbel", "jan-dubbel-2", "full_name", None, 100, "no", "sp", "SP", 3, "no", None],
        ["lijst.csv", 3, "SP", "party:sp", None, None, None, None, None, None, None, None, "eerder.csv:2"],
        [
            "lijst.csv",
            5,
            "Bo Bedacht",
            "bo-bedacht",
            "spelling",
            "no",
            90.0,
            "yes",
            "sp",
            None,
            None,
            None,
            "lijst.csv:6",
        ],
    ]


def test_a_line_without_a_day_is_held_against_the_month_for_whoever_neither_sat_nor_stood_at_the_presentation(tmp_path):
    row = evidence(lists(tmp_path, ("Koen Later", "D66", ""))).iloc[0]
    assert row["candidate_id"] == "koen-later"
    assert row[["party_id", "list_name", "position"]].isna().all()
    row = evidence(lists(tmp_path, ("Koen Later", "D66", "")), datetime.date(2023, 11, 30)).iloc[0]
    assert row[["candidate_id", "party_id", "list_name", "position"]].tolist() == ["koen-later", "d66", "D66", 10]
    left = evidence(lists(tmp_path, ("Bo Bedacht", "SP", "")), datetime.date(2021, 4, 30)).iloc[0]
    assert (left["sits"], left["party_id"]) == ("yes", "sp"), "as on the day of the presentation"


def test_the_party_beside_a_name_is_no_part_of_the_name_that_is_compared(tmp_path):
    row = evidence(lists(tmp_path, ("Jan Dubbel (CDA)", "", "10-3-2021"))).iloc[0]
    assert (row["name_agrees"], row["score"]) == ("full_name", 100)
    since = names().assign(valid_from=pd.Series(pd.NaT, range(len(names())), dtype="datetime64[us]"))
    since.loc[len(since)] = ["d66", "Luchtpartij", pd.Timestamp("2021-03-11")]
    bodies = Bodies(tables(candidates=standing(), party_names=since))
    for day, hows in (("11-3-2021", ["full_name"] * 2), ("10-3-2021", [])):
        lines = lists(tmp_path, ("Jan Dubbel, Luchtpartij", "raadslid", day))
        signatures = resolve(lines, candidates=standing(), party_names=since).signatures
        found = candidates_by_line(waiting_for_decision(signatures), signatures, bodies, LATER)
        assert found["name_agrees"].tolist() == hows, "a name of a party counts from its day on"
    without_a_party = evidence(lists(tmp_path, ("Gijs Nergens", "SP", "10-3-2021"))).iloc[0]
    assert pd.isna(without_a_party["party_id"])
