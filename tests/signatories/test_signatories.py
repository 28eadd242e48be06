"""Signatures with parliament. The parliaments, and all who sign, are invented: nobody real is said to have signed."""

import datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.signatories import SIGNATURE_COLUMNS, resolve_signatures, waiting_for_decision
from analysis.signatories.body import TABLES, Bodies
from analysis.signatories.decisions import decision_on
from analysis.signatories.lines import OUTCOMES
from analysis.signatories.people import election_in_force
from analysis.sources.signature_lists import read_lists
from support.made_up_parliament import (
    LATER,
    MARCH_2021,
    OWN_DATA,
    candidates,
    decisions,
    frame,
    lists,
    of_the_project,
    one,
    resolve,
)


@pytest.mark.parametrize(
    ("written", "text", "matched_by"),
    [
        ("Ann van der Verzon", "Kamerlid, CDA", "full_name"),
        ("VERZON, ANN VAN DER", "CDA", "full_name"),
        ("mr. A.B. van der Verzon", "CDA", "initials"),
        ("Ann van der Verzon-Zwaluw", "", "full_name"),
        ("Verzon van der (Ann)", "lid Tweede Kamer", "full_name"),
        ("Ann van der Verzon (CDA)", "", "full_name"),
        ("Ann van der Verzon, CDA", "", "full_name"),
        ("A. van der Verzon", "CDA", "first_initial_and_party"),
        ("A v/d Verzon", "CDA", "first_initial_and_party"),
        ("Zwaluw Ann", "CDA", "part_of_surname_and_party"),
    ],
)
def test_a_name_that_agrees_with_one_person_is_accepted(tmp_path, written, text, matched_by):
    found = one(tmp_path, written, text)
    assert (found["outcome"], found["person_id"], found["party_id"]) == ("accepted", "ann-van-der-verzon", "cda")
    assert found["matched_by"] == matched_by
    assert pd.isna(found["score"])
    assert found["matched_name"] == "Ann van der Verzon-Zwaluw", "as on the list of candidates"
    assert found["name_as_written"] == written


def test_whoever_neither_sat_nor_stood_on_the_day_is_not_near(tmp_path):
    later = candidates()
    later.loc[later["person_id"] == "quin-zonderlink", "election"] = "TK2023"
    lines = lists(tmp_path, ("Quin Zonderling", "CDA", "10-3-2021"))
    assert resolve(lines, candidates=later).signatures["person_id"].tolist() == ["q-zonderling"]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("Ann van der Verson", "CDA"),
        ("Annvan der Verzon", "CDA"),
        ("A. van der Verzon", ""),
        ("Van der Verzon", "CDA"),
        ("Anna van der Verzon", "CDA"),
        ("Ann van der Verzon", "D66"),
        ("Ann van der Verzon", "Bakkerij Verzon"),
        ("Ann van der Verzon", "fractie CDA, Utrecht"),
        ("Ann van der Verzon", "Lid Provinciale Staten, CDA"),
        ("Zwaluw Ann", "D66"),
        ("Ann van der Ver?on", "CDA"),
        ("A. Verson", "CDA"),
        ("Zwaluw", "CDA"),
    ],
)
def test_what_is_only_plausible_waits_for_a_decision(tmp_path, written, text):
    found = one(tmp_path, written, text)
    assert (found["outcome"], found["candidate_ids"]) == ("review", "ann-van-der-verzon")
    assert found["candidates"] == "Ann van der Verzon-Zwaluw"
    assert pd.isna(found["person_id"])
    assert 0 < found["score"] <= 100
    assert pd.notna(found["because"])


def test_a_name_that_is_exactly_that_of_one_but_is_doubted_waits_with_the_others_it_may_mean_too(tmp_path):
    stands = candidates()
    other = stands.iloc[[0]].assign(
        person_id="a-zwaluw",
        full_name="A. Zwaluw",
        given_name="",
        initials="A.",
        tussenvoegsel="",
        family_name="Zwaluw",
    )
    lines = lists(tmp_path, ("Ann van der Verzon-Zwaluw", "raadslid, CDA", "10-3-2021"))
    found = resolve(lines, candidates=pd.concat([stands, other], ignore_index=True)).signatures.iloc[0]
    assert (found["outcome"], found["candidate_ids"]) == ("review", "ann-van-der-verzon|a-zwaluw")
    assert found["because"] == "another office is named: raadslid"


def test_a_candidate_of_a_list_without_a_seat_is_accepted_without_a_party(tmp_path):
    found = one(tmp_path, "Gijs Nergens", "Lijst Luchtkasteel")
    assert (found["outcome"], found["person_id"]) == ("accepted", "gijs-nergens")
    assert pd.isna(found["party_id"])


def test_the_party_is_that_of_the_day_of_signing(tmp_path):
    before, after = ("Dee Wissel", "Kamerlid", "31-5-2022"), ("Dee Wissel", "Kamerlid", "1-6-2022")
    assert resolve(lists(tmp_path, before)).signatures["party_id"].tolist() == ["pvda"]
    assert resolve(lists(tmp_path, after)).signatures["party_id"].tolist() == ["d66"]


def test_the_candidates_are_those_of_the_last_election_nominated_by_the_day(tmp_path):
    # Nomination days: 1 February 2021, 9 October 2023 (published), 15 September 2025 (44 days before polling day).
    elections = of_the_project("elections").dropna(subset=["nominated_on"])
    days = {row.election: row.nominated_on.date() for row in elections.itertuples()}
    assert election_in_force(datetime.date(2020, 11, 1), days) == "TK2021"
    assert election_in_force(datetime.date(2023, 10, 8), days) == "TK2021"
    assert election_in_force(datetime.date(2023, 10, 9), days) == "TK2023"
    assert election_in_force(datetime.date(2025, 9, 15), days) == "TK2025"
    polling = {"TK2021": (2021, 3, 17), "TK2023": (2023, 11, 22), "TK2025": (2025, 10, 29)}
    for election, day in polling.items():
        assert days[election] == datetime.date(*day) - datetime.timedelta(days=44)
    assert one(tmp_path, "Koen Later", "D66", "8-10-2023")["outcome"] == "not_in_parliament"
    assert one(tmp_path, "Koen Later", "D66", "9-10-2023")["outcome"] == "accepted"


@pytest.mark.parametrize(
    ("text", "party"),
    [("CDA", "cda"), ("Partij voor de Dieren (PVDD)", "pvdd"), ("Tweede Kamerfractie van de P.v.d.A.", "pvda")],
)
def test_a_line_with_only_a_party_is_the_signature_of_that_party(tmp_path, text, party):
    found = one(tmp_path, "", text)
    assert (found["outcome"], found["party_id"], found["matched_by"]) == ("accepted", party, "party_name")
    assert pd.isna(found["person_id"])


def test_the_name_of_a_party_may_stand_where_the_name_stands(tmp_path):
    assert one(tmp_path, "D66", "")["party_id"] == "d66"
    named_after_a_member = one(tmp_path, "Bedacht", "")
    assert (named_after_a_member["outcome"], named_after_a_member["candidate_ids"]) == ("review", "bo-bedacht")
    assert one(tmp_path, "Bedacht", "", "1-1-2022")["outcome"] == "not_in_parliament", "not that group either"


@pytest.mark.parametrize(
    ("text", "candidates_found"),
    [("CDA Zwolle", "cda"), ("CDA en SP", "cda sp"), ("Jonge Democraten D66", "d66"), ("SP Lijst Luchtkasteel", "sp")],
)
def test_a_branch_several_parties_or_a_misspelt_one_wait_for_a_decision(tmp_path, text, candidates_found):
    found = one(tmp_path, "", text)
    assert found["outcome"] == "review"
    assert found["candidate_ids"] == "|".join(f"party:{party}" for party in candidates_found.split())


def test_the_earliest_signature_stands_within_and_across_lists(tmp_path):
    lists(tmp_path, ("Bo Bedacht", "SP", "12-3-2021"), ("B. Bedacht", "SP", "11-3-2021"), file="b.csv")
    second = [("BEDACHT, Bo", "SP", "11-3-2021"), ("", "SP", "10-3-2021"), ("", "S.P.", "9-3-2021")]
    lines = lists(tmp_path, *second, file="c.csv")
    found = resolve(lines).signatures.set_index(["source_file", "source_row"])
    assert found["outcome"].tolist() == ["duplicate", "accepted", "duplicate", "duplicate", "accepted"]
    assert found["duplicate_of"].tolist()[:4:2] == ["b.csv:3", "b.csv:3"]
    assert found.loc[("c.csv", 3), "duplicate_of"] == "c.csv:4"
    assert found.loc[("b.csv", 2), "person_id"] == "bo-bedacht"


def test_a_month_knows_only_what_was_signed_by_its_end(tmp_path):
    lines = lists(tmp_path, ("Bo Bedacht", "SP", "31-3-2021"), ("Ann van der Verzon", "CDA", "april 2021"))
    assert resolve(lines, as_of=datetime.date(2021, 3, 30)).ledger["signed_later"].tolist() == [2, 2]
    resolved = resolve(lines, as_of=MARCH_2021)
    assert resolved.signatures["source_row"].tolist() == [2]
    assert resolved.ledger["signed_later"].tolist() == [1, 1]
    assert len(resolve(lines, as_of=datetime.date(2021, 4, 30)).signatures) == 2


def test_a_line_without_a_date_waits_for_a_decision_that_says_from_when_it_counts(tmp_path):
    lines = lists(tmp_path, ("Bo Bedacht", "SP", ""))
    found = resolve(lines, as_of=MARCH_2021).signatures.iloc[0]
    assert (found["outcome"], found["because"]) == ("review", "no date of signing")
    assert resolve(lines, as_of=LATER).signatures["candidate_ids"].tolist() == ["bo-bedacht"], "the same in each month"
    decided = decisions({"action": "accept", "person_id": "bo-bedacht", "valid_from": "2021-03-20"})
    found = resolve(lines, decided).signatures.iloc[0]
    assert (found["outcome"], found["party_id"], found["matched_by"]) == ("accepted", "sp", "decision")


RULED_OUT = {"withdraw": "withdrawn", "reject": "rejected"} | {a: a for a in ("not_in_parliament", "duplicate")}


@pytest.mark.parametrize(("action", "outcome"), RULED_OUT.items())
def test_each_decision_has_its_outcome_and_its_reason(tmp_path, action, outcome):
    found = one(tmp_path, "Bo Bedacht", "SP", action=action, duplicate_of="lijst.csv:9", valid_from="2021-03-20")
    assert (found["outcome"], found["because"], found["matched_by"]) == (outcome, "s0: omdat", "decision")
    assert (found["duplicate_of"] == "lijst.csv:9") == (action == "duplicate")


def test_a_decision_does_not_count_before_it_is_valid_and_the_last_one_wins(tmp_path):
    lines = lists(tmp_path, ("Bo Bedacht", "SP", "10-3-2021"))
    decided = decisions(
        {"action": "withdraw", "valid_from": "2021-06-01"},
        {"action": "accept", "person_id": "bo-bedacht", "valid_from": "2021-09-01"},
    )
    outcomes = [resolve(lines, decided, datetime.date(2021, m, 30)).signatures["outcome"][0] for m in (4, 6, 9)]
    assert outcomes == ["accepted", "withdrawn", "accepted"]


def test_the_decision_for_the_one_candidate_settles_the_line(tmp_path):
    written = [("Ann van der Verson", "CDA", "10-3-2021"), ("", "SP Zwolle", "10-3-2021"), ("D66", "", "")]
    lines = lists(tmp_path, *written)
    waiting = waiting_for_decision(resolve(lines).signatures)
    assert waiting["candidates"].tolist() == ["Ann van der Verzon-Zwaluw", "SP", "D66"]
    rows = [decision_on(line, line["candidate_ids"], "accept") for line in waiting.to_dict("records")]
    assert [row["name_as_written"] for row in rows] == ["Ann van der Verson", "SP Zwolle", "D66"]
    assert [row["valid_from"] for row in rows] == ["2021-03-10", "2021-03-10", ""], "from when an undated one counts"
    assert len({row["decision_id"] for row in rows}) == 3
    filled = [{k: int(v) if k == "source_row" else v or None for k, v in row.items()} for row in rows]
    settled = resolve(lines, decisions(*[row | {"valid_from": "2021-03-10"} for row in filled])).signatures
    assert settled["outcome"].tolist() == ["accepted"] * 3
    assert settled["party_id"].tolist() == ["cda", "sp", "d66"]
    assert settled["person_id"].isna().tolist() == [False, True, True]
    assert waiting_for_decision(settled).empty


def test_a_row_of_the_table_says_what_was_written_and_who_is_meant(tmp_path):
    (tmp_path / "signatories").mkdir()
    text = "Naam,Functie,Organisatie,Datum,Mag genoemd worden\nBo Bedacht,Kamerlid,SP,10-3-2021,ja\n,,SP,maart 2021,\n"
    (tmp_path / "signatories" / "lijst.csv").write_text(text, encoding="utf-8")
    found = resolve(read_lists(tmp_path / "signatories")[0]).signatures
    rows = found.astype("object").where(found.notna(), None).to_dict("records")
    nothing = dict.fromkeys(SIGNATURE_COLUMNS) | {"source_file": "lijst.csv", "body_id": "house", "outcome": "accepted"}
    assert rows[0] == nothing | {
        "source_row": 2, "name_as_written": "Bo Bedacht", "function_as_written": "Kamerlid",
        "organisation_as_written": "SP", "signed_on": pd.Timestamp("2021-03-10"), "signed_on_precision": "day",
        "matched_name": "Bo Bedacht", "person_id": "bo-bedacht", "party_id": "sp", "matched_by": "full_name",
        "may_be_named": True,
    }  # fmt: skip
    assert rows[1] == nothing | {
        "source_row": 3, "organisation_as_written": "SP", "signed_on": pd.Timestamp("2021-03-31"),
        "signed_on_precision": "month", "matched_name": "SP", "party_id": "sp", "matched_by": "party_name",
        "may_be_named": False,
    }  # fmt: skip


def test_the_ledger_counts_each_list_and_what_was_signed_later(tmp_path):
    lists(tmp_path, ("Bo Bedacht", "SP", "12-3-2021"), ("Zus Onbekend", "SP", "gisteren"), file="b.csv")
    lists(tmp_path, ("Bo Bedacht", "SP", "2-4-2021"), file="c.csv")
    lines = lists(tmp_path, ("Bo Bedacht", "SP", "11-3-2021"), ("Jan Dubbel", "", "11-3-2021"), file="a.csv")
    ledger = resolve(lines, as_of=MARCH_2021).ledger
    assert ledger.columns.tolist() == ["source_file", "lines", *OUTCOMES, "signed_later"]
    counts = dict(zip(ledger["source_file"], ledger.drop(columns="source_file").values.tolist(), strict=True))
    # lines, accepted, duplicate, review, not_in_parliament, withdrawn, rejected, signed_later
    assert counts == {
        "a.csv": [2, 1, 0, 1, 0, 0, 0, 0],
        "b.csv": [2, 0, 1, 0, 1, 0, 0, 0],
        "c.csv": [0, 0, 0, 0, 0, 0, 0, 1],
        "total": [4, 1, 1, 1, 1, 0, 0, 1],
    }
    assert {str(kind) for kind in ledger.dtypes} == {"str", "Int64"}


def test_a_line_whose_day_cannot_be_read_waits_with_whom_it_means_and_why(tmp_path):
    found = one(tmp_path, "Bo Bedacht", "SP", "gisteren")
    assert (found["outcome"], found["candidate_ids"]) == ("review", "bo-bedacht")
    assert "gisteren" in found["because"]
    assert one(tmp_path, "Zus Onbekend", "SP", "gisteren")["outcome"] == "not_in_parliament"


def test_a_line_that_is_lost_on_the_way_is_no_silent_loss(tmp_path, monkeypatch):
    lines = lists(tmp_path, ("Bo Bedacht", "SP", "10-3-2021"), ("Zus Onbekend", "", "10-3-2021"))
    monkeypatch.setattr("analysis.signatories._without_duplicates", lambda resolved: resolved[1:])
    with pytest.raises(AssertionError, match="lines of a list were lost on the way"):
        resolve(lines)


def test_the_signatures_stand_by_file_and_row_and_say_which_one_they_repeat(tmp_path):
    lists(tmp_path, ("Bo Bedacht", "SP", ""), ("Bo Bedacht", "SP", "12-3-2021"), file="b.csv")
    lines = lists(tmp_path, ("Bo Bedacht", "SP", "12-3-2021"), ("Bo Bedacht", "SP", "11-3-2021"), file="a.csv")
    decided = decisions({"source_file": "b.csv", "action": "accept", "person_id": "bo-bedacht"})
    found = resolve(lines, decided).signatures
    assert found.index.tolist() == [0, 1, 2, 3]
    assert (found["source_file"] + ":" + found["source_row"].astype("str")).tolist() == [
        "a.csv:2", "a.csv:3", "b.csv:2", "b.csv:3"
    ]  # fmt: skip
    assert found["outcome"].tolist() == ["duplicate", "accepted", "duplicate", "duplicate"], "one without a day is last"
    assert found["duplicate_of"].dropna().tolist() == ["a.csv:3"] * 3
    assert found["because"].dropna().tolist() == ["signed before"] * 3


def test_a_line_of_no_known_body_waits_for_a_decision_that_it_is_of_parliament(tmp_path):
    lines = lists(tmp_path, ("Bo Bedacht", "SP", "10-3-2021"), ("Bo Bedacht", "SP", "10-3-2021"))
    reasons = pd.Series(["no such body", pd.NA], dtype="str")
    lines = lines.assign(body_id=pd.Series([pd.NA, "house"], dtype="str"), waits_because=reasons)
    found = resolve(lines).signatures
    assert found["outcome"].tolist() == ["review", "accepted"]
    assert (found["because"][0], found["candidate_ids"][0]) == ("no such body", "bo-bedacht")
    found = resolve(lines, decisions({"action": "accept", "person_id": "bo-bedacht"})).signatures
    assert found["outcome"].tolist() == ["accepted", "duplicate"]


def test_a_permission_to_be_named_counts_from_its_day_and_only_a_yes(tmp_path):
    lines = lists(tmp_path, *[("Bo Bedacht", "SP", "10-3-2021")] * 3)
    allowed = pd.Series([True, True, False], dtype="boolean")
    since = pd.to_datetime(pd.Series([None, "2021-03-31", None])).astype("datetime64[us]")
    lines = lines.assign(may_be_named=allowed, may_be_named_from=since)
    assert resolve(lines, as_of=MARCH_2021).signatures["may_be_named"].tolist() == [True, True, False]
    before = resolve(lines, as_of=datetime.date(2021, 3, 30)).signatures["may_be_named"].tolist()
    assert before == [True, False, False]


def test_a_decision_may_take_a_permission_back(tmp_path):
    lines = lists(tmp_path, ("Bo Bedacht", "SP", "10-3-2021")).assign(may_be_named=True)
    common = {"action": "accept", "person_id": "bo-bedacht"}
    assert not one(tmp_path, "Bo Bedacht", "SP")["may_be_named"], "unless the list or a decision says so"
    for said, named in (("no", False), ("yes", True), (None, True)):
        assert resolve(lines, decisions(common | {"may_be_named": said})).signatures["may_be_named"][0] == named


def test_a_line_without_a_date_counts_for_the_party_of_the_day_its_decision_does(tmp_path):
    for day, party in (("2022-05-31", "pvda"), ("2022-06-01", "d66")):
        found = one(tmp_path, "Dee Wissel", "", "", action="accept", person_id="dee-wissel", valid_from=day)
        assert found["party_id"] == party
        assert found["signed_on_precision"] == "missing"


def test_a_withdrawal_counts_for_what_was_signed_by_its_day_and_for_what_has_no_day(tmp_path):
    days = ("10-3-2021", "20-3-2021", "21-3-2021", "")
    lines = lists(tmp_path, *[("Bo Bedacht", "SP", day) for day in days], ("", "SP", "10-3-2021"))
    undated = {"source_row": 5, "action": "accept", "person_id": "bo-bedacht"}
    decided = decisions({"action": "withdraw", "valid_from": "2021-03-20"}, undated)
    found = resolve(lines, decided).signatures
    assert found["outcome"].tolist() == ["withdrawn", "duplicate", "accepted", "duplicate", "accepted"]
    assert found["duplicate_of"].fillna("").tolist() == ["", "lijst.csv:2", "", "lijst.csv:2", ""]


def test_a_withdrawal_keeps_whose_signature_it_was_and_another_decision_does_not(tmp_path):
    withdrawn = one(tmp_path, "Bo Bedacht", "SP", action="withdraw", valid_from="2021-03-20")
    assert withdrawn[["person_id", "party_id", "matched_name"]].tolist() == ["bo-bedacht", "sp", "Bo Bedacht"]
    repeated = one(tmp_path, "Bo Bedachd", "SP", action="duplicate", person_id="bo-bedacht", duplicate_of="b.csv:2")
    assert repeated[["person_id", "duplicate_of", "body_id"]].tolist() == ["bo-bedacht", "b.csv:2", "house"]
    assert repeated[["candidates", "candidate_ids", "score"]].isna().all()
    for action in ("reject", "not_in_parliament"):
        assert one(tmp_path, "Bo Bedacht", "SP", action=action)[["person_id", "party_id"]].isna().all()
    assert one(tmp_path, "Bo Bedacht", "SP", action="accept")["matched_by"] == "decision"


def test_a_decision_may_name_the_party_of_a_person_or_a_party_alone(tmp_path):
    neither = one(tmp_path, "Annie vd Verzon", "raadslid", action="accept", person_id="ann-van-der-verzon")
    assert neither[["party_id", "matched_name"]].tolist() == ["cda", "Ann van der Verzon-Zwaluw"], (
        "of the day of signing"
    )
    assert neither[["candidates", "score"]].isna().all()
    of_another = one(tmp_path, "Bo Bedacht", "", action="accept", person_id="bo-bedacht", party_id="d66")
    assert of_another[["person_id", "party_id", "matched_name"]].tolist() == ["bo-bedacht", "d66", "Bo Bedacht"]
    by_rule = one(tmp_path, "Bo Bedacht", "SP", action="accept", party_id="d66")
    assert by_rule[["person_id", "party_id", "matched_name"]].tolist() == ["bo-bedacht", "d66", "Bo Bedacht"]
    alone = one(tmp_path, "", "SP Zwolle", action="accept", party_id="groenlinks")
    assert alone[["party_id", "matched_name", "outcome"]].tolist() == ["groenlinks", "GROENLINKS", "accepted"]
    assert pd.isna(alone["person_id"])
    assert pd.isna(alone["because"])
    sat_no_more = one(tmp_path, "Cas Fictief", "", "1-2-2021", action="accept", person_id="cas-fictief")
    assert sat_no_more[["person_id", "matched_name"]].tolist() == ["cas-fictief", "Cas Fictief"]
    assert pd.isna(sat_no_more["party_id"])


def test_a_decision_that_cannot_be_followed_says_so(tmp_path):
    nobody = one(tmp_path, "Zus Onbekend", "SP", action="accept")
    assert nobody[["outcome", "because"]].tolist() == ["review", "s0 accepts, but names nobody"]
    unknown = one(tmp_path, "Zus Onbekend", "SP", action="accept", person_id="no-one")
    assert unknown[["outcome", "because"]].tolist() == ["review", "s0 names a person_id that is not in data/: no-one"]
    with pytest.raises(ValueError, match="decision s0: no action 'forget'"):
        one(tmp_path, "Bo Bedacht", "SP", action="forget")


def test_of_two_decisions_of_one_day_the_one_further_down_counts(tmp_path):
    lines = lists(tmp_path, ("Bo Bedacht", "SP", "10-3-2021"))
    decided = decisions({"action": "reject"}, {"action": "not_in_parliament"}, {"action": "withdraw"})
    assert resolve(lines, decided).signatures["because"].tolist() == ["s2: omdat"]
    assert resolve(lines, decided.iloc[::-1]).signatures["because"].tolist() == ["s0: omdat"]
    assert resolve(lines, decisions({"action": "reject", "valid_from": "2021-03-31"}), MARCH_2021).signatures[
        "outcome"
    ].tolist() == ["rejected"], "valid from that day on"


def test_an_undated_line_is_proposed_for_whoever_it_meant_on_the_first_day_that_finds_somebody(tmp_path):
    lines = lists(tmp_path, ("Koen Later", "D66", ""), ("D66", "", ""), ("Dee Wissel", "PvdA", ""), ("Zus", "", ""))

    def found(as_of: datetime.date) -> list[str]:
        return resolve(lines, as_of=as_of).signatures["candidate_ids"].fillna("").tolist()

    assert found(MARCH_2021) == ["", "party:d66", "dee-wissel", ""]
    assert found(datetime.date(2023, 10, 8)) == ["", "party:d66", "dee-wissel", ""]
    assert found(datetime.date(2023, 10, 9)) == ["koen-later", "party:d66", "dee-wissel", ""]
    assert found(LATER) == ["koen-later", "party:d66", "dee-wissel", ""], "also after the next election"
    assert resolve(lines).signatures["outcome"].tolist() == ["review"] * 3 + ["not_in_parliament"]
    assert resolve(lines).signatures["because"].unique().tolist()[:1] == ["no date of signing"]
    misspelt = one(tmp_path, "Bo Bedachd", "SP", "")
    assert (misspelt["candidate_ids"], misspelt["score"]) == ("bo-bedacht", 90)


@pytest.mark.parametrize(
    ("name", "text", "because"),
    [
        ("", "CDA en SP", "more than one party is named"),
        ("", "CDA Zwolle", "a party is named, but not the party alone"),
        ("", "Partij voor de Diere", "the name of a party may be misspelt"),
        ("", "Gemeente Nergenshuizen", "no person is named, and no party that had a seat"),
        ("Zus Onbekend", "SP", "nobody who sat or stood on that day has a name like it"),
        ("Ann van der Ver?on", "CDA", "letters of the name were lost: a question mark stands for them"),
        ("Quin Zonderling", "CDA", "somebody else's name may be misspelt"),
        ("Ann van der Verson", "CDA", "the name may be misspelt"),
        ("A. Verson", "CDA", "the surname may be misspelt"),
        ("A. van der Verzon", "", "only an initial and a surname agree"),
        ("Jan Dubbel", "", "more than one person has this name, or goes by it"),
    ],
)
def test_an_analyst_is_told_why_a_line_waits_or_is_nobodys(tmp_path, name, text, because):
    found = one(tmp_path, name, text)
    assert found["because"] == because
    nobodys = because.startswith(("no person", "nobody"))
    assert found["outcome"] == ("not_in_parliament" if nobodys else "review")
    assert pd.isna(found["party_id"])


def test_of_several_parties_named_each_is_proposed_once_in_the_order_of_the_line(tmp_path):
    found = one(tmp_path, "SP", "CDA, SP")
    assert (found["candidate_ids"], found["candidates"]) == ("party:sp|party:cda", "SP|CDA")
    misspelt = one(tmp_path, "", "Partij voor de Diere")
    assert (misspelt["candidates"], misspelt["score"]) == ("PVDD", 97.6), "40 of 41 signs of both"


def test_a_name_that_agrees_exactly_is_not_a_misspelling_of_another(tmp_path):
    assert one(tmp_path, "Quin Zonderlink", "raadslid SP")["candidate_ids"] == "quin-zonderlink"
    both = one(tmp_path, "Quin Zonderling", "CDA")
    assert both["candidate_ids"] == "q-zonderling|quin-zonderlink", "who agrees in part comes before who is only alike"
    assert one(tmp_path, "Quinn Zonderlinkk", "")["candidate_ids"] == "quin-zonderlink"


def test_at_most_five_are_proposed(tmp_path):
    many = [("TK2021", "SP", "sp", f"jan-dubbel-{n}", "Jan", f"J.{chr(64 + n)}.", "", "Dubbel") for n in range(3, 9)]
    table = frame(many, "election list_name party_id person_id given_name initials tussenvoegsel family_name")
    more = pd.concat([candidates(), table.assign(full_name="Jan Dubbel")], ignore_index=True)
    lines = lists(tmp_path, ("Jan Dubbel", "D66", "10-3-2021"), ("Jan Dubel", "D66", "10-3-2021"))
    found = resolve(lines, candidates=more).signatures
    assert found["outcome"].tolist() == ["accepted", "review"]
    assert found["candidate_ids"][1] == "|".join(f"jan-dubbel-{n}" for n in (1, 2, 3, 4, 5))


def test_a_line_without_a_candidate_is_of_somebody_not_in_parliament(tmp_path):
    lines = lists(tmp_path, ("Zus Onbekend", "SP", "10-3-2021"))
    lines = lines.assign(body_id=pd.Series([pd.NA], dtype="str"), waits_because="no such body")
    waiting = waiting_for_decision(resolve(lines).signatures)
    assert waiting.columns.tolist() == [
        *("source_file", "source_row", "body_id", "name_as_written", "function_as_written"),
        *("organisation_as_written", "signed_on", "because", "score", "candidates", "candidate_ids"),
    ]
    (decision,) = (decision_on(line, "", "") for line in waiting.to_dict("records"))
    assert (decision["action"], decision["valid_from"]) == ("not_in_parliament", "2021-03-10")
    assert waiting.index.tolist() == [0]


def test_a_row_for_a_line_may_name_another_action_a_person_or_a_party(tmp_path):
    lines = lists(tmp_path, ("Bo Bedacht", "SP", "10-3-2021"), ("", "SP", ""))
    first, second = resolve(lines).signatures.to_dict("records")
    withdrawn, accepted = decision_on(first, "bo-bedacht", "withdraw"), decision_on(first, "bo-bedacht", "")
    assert withdrawn | {"action": "accept"} == accepted
    names = ("decision_id", "source_file", "source_row", "name_as_written", "action", "person_id", "party_id")
    written = [accepted, decision_on(second, "party:sp", ""), decision_on(second, "", "")]
    assert [tuple(row[name] for name in names) for row in written] == [
        ("lijst-csv-row-2", "lijst.csv", "2", "Bo Bedacht", "accept", "bo-bedacht", ""),
        ("lijst-csv-row-3", "lijst.csv", "3", "SP", "accept", "", "sp"),
        ("lijst-csv-row-3", "lijst.csv", "3", "SP", "not_in_parliament", "", ""),
    ]


def test_no_lists_give_an_empty_table_and_a_ledger_of_nothing(tmp_path):
    resolved = resolve(read_lists(tmp_path)[0])
    assert {name: str(kind) for name, kind in resolved.signatures.dtypes.items()} == SIGNATURE_COLUMNS
    assert resolved.ledger["source_file"].tolist() == ["total"]


WORDS = [
    *("Ann", "van der", "Verzon", "Verson", "Bo", "Bedacht", "Jan", "Dubbel", "A.B.", "Wissel", "Dee"),
    *("CDA", "(SP)", "12"),
]
TEXTS = ["", "CDA", "SP", "Kamerlid, PvdA", "raadslid D66", "CDA en SP", "Bakkerij", "Partij voor de Diere", '"', "x;y"]
DATES = ["10-3-2021", "2021-03-12", "april 2021", "", "gisteren", "1-6-2022", "uiterlijk 2021-03-10", "31-2-2021"]
NAMES = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
LINES = st.lists(st.tuples(NAMES | st.text(max_size=8), st.sampled_from(TEXTS), st.sampled_from(DATES)), max_size=12)
DECIDED = st.lists(
    st.fixed_dictionaries(
        {
            "source_file": st.sampled_from(["a.csv", "b.csv"]),
            "source_row": st.integers(2, 14),
            "action": st.sampled_from(["accept", "withdraw", "reject", "not_in_parliament", "duplicate"]),
            "person_id": st.sampled_from([None, "bo-bedacht", "jan-dubbel-1", "no-one"]),
            "party_id": st.sampled_from([None, "sp"]),
            "valid_from": st.sampled_from(["2021-03-01", "2021-03-20", "2022-01-01"]),
        }
    ),
    max_size=6,
)


@settings(max_examples=25, deadline=None)
@given(
    first=LINES, second=LINES, decided=DECIDED, as_of=st.sampled_from([MARCH_2021, datetime.date(2021, 4, 30), LATER])
)
def test_every_line_ends_in_exactly_one_outcome_and_the_ledger_closes(tmp_path_factory, first, second, decided, as_of):
    folder = tmp_path_factory.mktemp("lists")
    lists(folder, *first, file="a.csv")
    lines = lists(folder, *second, file="b.csv")
    resolved = resolve(lines, decisions(*decided), as_of)  # checks that the ledger closes
    ledger = resolved.ledger.set_index("source_file")
    received = lines.groupby("source_file").size()
    for file, count in received.items():
        assert ledger.loc[file, "lines"] + ledger.loc[file, "signed_later"] == count
    accepted = resolved.signatures[resolved.signatures["outcome"] == "accepted"]
    signatory = accepted["person_id"].fillna("party " + accepted["party_id"])
    assert not signatory.duplicated().any(), "nobody is counted twice"


def test_the_eight_parties_of_10_march_2021_resolve_to_their_parties():
    # https://maakhetzichtbaar.nl/1300-deal/, and NL Times of 10 March 2021.
    bodies = Bodies({name: of_the_project(name) for name in TABLES})
    lines = read_lists(OWN_DATA / "signatories")[0]
    lines = lines[lines["source_file"] == "parties-2021-03-10.csv"]
    resolved = resolve_signatures(lines, bodies, decisions(), MARCH_2021)
    assert resolved.signatures["outcome"].tolist() == ["accepted"] * 8
    assert resolved.signatures["party_id"].tolist() == ["cda", "pvda", "sp", "groenlinks", "sgp", "cu", "d66", "pvdd"]
    assert resolved.ledger["lines"].tolist() == [8, 8]
    before = resolve_signatures(lines, bodies, decisions(), datetime.date(2021, 2, 28))
    assert before.signatures.empty
