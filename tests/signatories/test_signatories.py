"""Signatures with parliament. The parliaments, and all who sign, are invented: nobody real is said to have signed."""

import datetime
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.core.record_tables import rows_of
from analysis.signatories import SIGNATURE_COLUMNS, resolve_signatures
from analysis.signatories.body import TABLES, Bodies
from analysis.signatories.records import OUTCOMES
from analysis.signatories.waiting import checked_decision, places_of_text
from analysis.sources.signature_lists import read_lists
from support.cases import cases
from support.made_up_parliament import (
    LATER,
    MARCH_2021,
    OWN_DATA,
    Written,
    candidates,
    decisions,
    frame,
    lists,
    made_up_bodies,
    members,
    names,
    of_the_project,
    one,
    received,
    resolve,
    tables,
)


@pytest.mark.parametrize("row", cases("signature_cases"))
def test_a_line_has_the_outcome_that_the_rule_gives_it_with_whom_it_means_and_why_it_waits(tmp_path, row):
    found = one(tmp_path, row["name"], row["role"], row["day"] or "10-3-2021").fillna("")
    expected = {name: value for name, value in row.items() if name not in ("case", "name", "role", "day")}
    assert {name: found[name] for name in expected} == expected


def test_nothing_is_held_against_whose_sex_was_not_published(tmp_path):
    lines = lists(tmp_path, ("dhr. Ann van der Verzon", "CDA", "10-3-2021"))
    found = resolve(lines, sexes=frame([], "person_id sex")).signatures
    assert found["outcome"].tolist() == ["accepted"]


@pytest.mark.parametrize(
    ("sheet", "outcome"),
    [("Ann", "accepted"), ("Ann Luchtmans", "accepted"), ("Ann twijfelt", "review"), ("Wachtkamer", "review")],
)
def test_a_sheet_that_is_called_after_a_person_is_that_of_whoever_kept_it_and_any_other_name_is_understood_or_waits(
    tmp_path, sheet, outcome
):
    lines = lists(tmp_path, ("Bo Bedacht", "SP", "10-3-2021"))
    for column in ("sheet_as_written", "above_as_written"):
        assert resolve(lines.assign(**{column: sheet})).signatures["outcome"].tolist() == [outcome]


def test_how_alike_the_best_candidate_is_counts_from_0_to_100(tmp_path):
    assert one(tmp_path, "Bo Bedachd", "SP")["score"] == 90, "nine of ten characters agree"
    assert one(tmp_path, "", "Partij voor de Diere")["score"] == 97.6, "40 of 41 characters of both"
    assert pd.isna(one(tmp_path, "Bo Bedacht", "SP")["score"])


def test_whoever_neither_sat_nor_stood_on_the_day_may_not_be_meant(tmp_path):
    later = candidates()
    later.loc[later["person_id"] == "quin-zonderlink", "election"] = "TK2023"
    lines = lists(tmp_path, ("Quin Zonderling", "CDA", "10-3-2021"))
    assert resolve(lines, candidates=later).signatures["person_id"].tolist() == ["q-zonderling"]


def test_a_name_that_is_exactly_that_of_one_but_is_doubted_waits_with_the_others_it_may_mean_too(tmp_path):
    stands = candidates()
    changes = {"person_id": "a-zwaluw", "full_name": "A. Zwaluw", "given_name": "", "initials": "A."}
    other = stands.iloc[[0]].assign(**changes, tussenvoegsel="", family_name="Zwaluw")
    lines = lists(tmp_path, ("Ann van der Verzon-Zwaluw", "raadslid, CDA", "10-3-2021"))
    found = resolve(lines, candidates=pd.concat([stands, other], ignore_index=True)).signatures.iloc[0]
    assert (found["outcome"], found["candidate_ids"]) == ("review", "ann-van-der-verzon|a-zwaluw")
    assert found["because"] == "another office is named: raadslid"


def test_a_handle_beside_a_party_is_somebody_and_no_signature_of_the_party(tmp_path):
    lines = received(tmp_path, "handle,naam,partij,signed,datum\n@BoBedacht,,SP,yes,10-3-2021\n,,SP,yes,10-3-2021\n")
    found = resolve(lines).signatures
    assert found["outcome"].tolist() == ["review", "accepted"]
    assert found["candidate_ids"][0] == "bo-bedacht"


@pytest.mark.parametrize(
    ("where", "written"),
    [
        ("list", "Nog te benaderen"),
        ("list", "Regels 12 en 18 vallen af!"),
        ("heading", "Opgezegd op"),
        ("line", "wolkenkijker"),
    ],
)
def test_a_text_for_which_a_line_waits_has_its_place_on_the_list_and_how_it_is_written_there(tmp_path, where, written):
    rows = ("Nog te benaderen;;", "Naam;Partij;Opgezegd op", "Bo Bedacht;SP wolkenkijker;10-3-2021")
    text = "\n".join([*rows, ";;Regels 12 en 18 vallen af!"])
    (line, *_) = rows_of(received(tmp_path, text))
    (found, *_) = rows_of(resolve(received(tmp_path, text)).signatures)
    assert (where, written) in places_of_text(found["texts"], line, made_up_bodies()["house"])


def test_at_most_five_are_proposed(tmp_path):
    many = [("TK2021", "SP", "sp", f"jan-dubbel-{n}", "Jan", f"J.{chr(64 + n)}.", "", "Dubbel") for n in range(3, 9)]
    table = frame(many, "election list_name party_id person_id given_name initials tussenvoegsel family_name")
    more = pd.concat([candidates(), table.assign(full_name="Jan Dubbel")], ignore_index=True)
    lines = lists(tmp_path, ("Jan Dubbel", "D66", "10-3-2021"), ("Jan Dubel", "D66", "10-3-2021"))
    found = resolve(lines, candidates=more).signatures
    assert found["outcome"].tolist() == ["accepted", "review"]
    assert found["candidate_ids"][1] == "|".join(f"jan-dubbel-{n}" for n in (1, 2, 3, 4, 5))


def test_a_row_of_the_table_says_what_was_written_and_who_is_meant(tmp_path):
    text = "Naam,Functie,Organisatie,Datum,Mag genoemd worden\nBo Bedacht,Kamerlid,SP,10-3-2021,ja\n,,SP,maart 2021,\n"
    found = resolve(received(tmp_path, text)).signatures
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


def test_no_lists_give_an_empty_table_and_a_ledger_of_nothing(tmp_path):
    resolved = resolve(read_lists(tmp_path)[0])
    assert {name: str(kind) for name, kind in resolved.signatures.dtypes.items()} == SIGNATURE_COLUMNS
    assert resolved.ledger["source_file"].tolist() == ["total"]


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


# Days and permissions


def resolved(line: dict) -> str:
    """Return the place and outcome of a line, whom it means or may mean, the line it repeats, and the reason."""
    meant = line["candidate_ids"] or " ".join(filter(None, [line["person_id"], line["party_id"]]))
    said = f"{line['source_file']}:{line['source_row']} {line['outcome']} {meant}"
    said += f" of {line['duplicate_of']}" if line["duplicate_of"] else ""
    return said + (f": {line['because']}" if line["because"] else "")


@pytest.mark.parametrize("row", cases("resolved_lists"))
def test_what_lists_and_decisions_come_to_by_a_day(tmp_path, row):
    """Each of `lines` is `file;name;role;day` or `file;name;role;day;may be named;remark`, `named` whether each may be.

    Each of `decisions` is some `column=value`.
    """
    by_file: dict[str, list[Written]] = {}
    for line in row["lines"].splitlines():
        file, *written = line.split(";")
        by_file.setdefault(file, []).append(tuple(written))
    *_, lines = (lists(tmp_path, *written, file=file) for file, written in by_file.items())
    decided = [dict(part.split("=") for part in text.split(" ")) for text in row["decisions"].splitlines()]
    own = [{"source_file": "a.csv"} | {k: int(v) if k == "source_row" else v for k, v in d.items()} for d in decided]
    found = resolve(lines, decisions(*own), datetime.date.fromisoformat(row["as_of"])).signatures
    assert [resolved(line) for line in rows_of(found)] == row["found"].splitlines()
    assert row["named"] in ("", " ".join("yes" if is_named else "no" for is_named in found["may_be_named"]))


def test_the_nominations_are_44_days_before_the_polling_days():
    # The electoral council's days: 17 March 2021, 22 November 2023, 29 October 2025.
    days = of_the_project("elections").dropna(subset=["nominated_on"]).set_index("election")["nominated_on"]
    polling = {"TK2021": "2021-03-17", "TK2023": "2023-11-22", "TK2025": "2025-10-29"}
    assert days[[*polling]].to_dict() == {
        year: pd.Timestamp(day) - pd.Timedelta(days=44) for year, day in polling.items()
    }


# Decisions


@pytest.mark.parametrize("row", cases("decided_lines"))
def test_a_decided_line_has_the_outcome_of_its_decision_with_whom_it_means_and_why(tmp_path, row):
    """By `decision`, of which each part is `column=value`."""
    decision = dict(part.split("=") for part in row["decision"].split(" "))
    found = one(tmp_path, row["name"], row["role"], row["day"] or "10-3-2021", **decision).fillna("")
    given = ("case", "name", "role", "day", "decision")
    expected = {name: value for name, value in row.items() if name not in given}
    assert {name: found[name] for name in expected} == expected
    if row["outcome"] != "review":
        assert found[["matched_by", "candidates", "candidate_ids", "score"]].tolist() == ["decision", "", "", ""]


def test_a_decision_without_a_known_action_stops_the_build_as_the_ledger_does_not_close(tmp_path):
    with pytest.raises(AssertionError, match="lines of a list were lost"):
        one(tmp_path, "Bo Bedacht", "SP", action="forget")


def test_a_line_of_no_known_body_waits_for_a_decision_that_it_is_of_parliament(tmp_path):
    lines = lists(tmp_path, ("Bo Bedacht", "SP", "10-3-2021"), ("Bo Bedacht", "SP", "10-3-2021"))
    reasons = pd.Series(["no such body", pd.NA], dtype="str")
    lines = lines.assign(body_id=pd.Series([pd.NA, "house"], dtype="str"), waits_because=reasons)
    found = resolve(lines).signatures
    assert found["outcome"].tolist() == ["review", "accepted"]
    assert (found["because"][0], found["candidate_ids"][0]) == ("no such body", "bo-bedacht")
    found = resolve(lines, decisions({"action": "accept", "person_id": "bo-bedacht"})).signatures
    assert found["outcome"].tolist() == ["accepted", "duplicate"]


def test_the_decision_for_the_one_candidate_settles_the_line(tmp_path):
    written = [("Ann van der Verson", "CDA", "10-3-2021"), ("", "SP Zwolle", "10-3-2021"), ("D66", "", "")]
    lines = lists(tmp_path, *written)
    waiting = rows_of(resolve(lines).signatures)
    assert [line["candidates"] for line in waiting] == ["Ann van der Verzon-Zwaluw", "SP", "D66"]
    known = SimpleNamespace(signature_lines=lines, **tables())
    rows = [checked_decision(each, each["candidate_ids"], "accept", "2021-03-10", known) for each in waiting]
    filled = [{k: int(v) if k == "source_row" else v or None for k, v in row.items()} for row in rows]
    settled = resolve(lines, decisions(*filled)).signatures
    assert settled["outcome"].tolist() == ["accepted"] * 3
    assert settled["party_id"].tolist() == ["cda", "sp", "d66"]
    assert settled["person_id"].isna().tolist() == [False, True, True]
    assert "review" not in set(settled["outcome"])


def test_the_row_of_a_decision_names_the_line_the_action_and_the_candidate(tmp_path):
    lines = lists(tmp_path, ("Bo Bedacht", "SP", "10-3-2021"), ("", "SP", ""))
    first, second = rows_of(resolve(lines).signatures)
    known = SimpleNamespace(signature_lines=lines, **tables())
    accepted = checked_decision(first, "bo-bedacht", "accept", "", known)
    withdrawn = checked_decision(first, "bo-bedacht", "withdraw", "2021-03-10", known)
    assert withdrawn | {"action": "accept"} == accepted
    of_party = checked_decision(second, "party:sp", "accept", "2021-03-11", known)
    of_one_person = second | {"name_as_written": None, "candidate_ids": "bo-bedacht|party:sp"}
    assert checked_decision(of_one_person, "bo-bedacht", "accept", "2021-03-11", known)["person_id"] == "bo-bedacht"
    of_nobody = checked_decision(second, "", "not_in_parliament", "2021-03-11", known)
    columns = ("decision_id", "source_file", "source_row", "name_as_written", "action", "person_id", "party_id")
    assert [tuple(row[name] for name in (*columns, "valid_from")) for row in (accepted, of_party, of_nobody)] == [
        ("lijst-csv-row-2", "lijst.csv", "2", "Bo Bedacht", "accept", "bo-bedacht", "", "2021-03-10"),
        ("lijst-csv-row-3", "lijst.csv", "3", "SP", "accept", "", "sp", "2021-03-11"),
        ("lijst-csv-row-3", "lijst.csv", "3", "SP", "not_in_parliament", "", "", "2021-03-11"),
    ]


# Any lists and decisions

WORDS = ["Ann", "van der", "Verzon", "Verson", "Bo", "Bedacht", "Jan", "Dubbel", "A.B.", "Wissel", "Dee", "CDA", "(SP)"]
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
@given(first=LINES, second=LINES, decided=DECIDED, as_of=st.sampled_from([MARCH_2021, LATER]))
def test_every_line_ends_in_exactly_one_outcome_and_the_ledger_closes(tmp_path_factory, first, second, decided, as_of):
    folder = tmp_path_factory.mktemp("lists")
    lists(folder, *first, file="a.csv")
    lines = lists(folder, *second, file="b.csv")
    resolved = resolve(lines, decisions(*decided), as_of)  # checks that the ledger closes
    ledger = resolved.ledger.set_index("source_file")
    for file, count in lines.groupby("source_file").size().items():
        assert ledger.loc[file, "lines"] + ledger.loc[file, "signed_later"] == count
    accepted = resolved.signatures[resolved.signatures["outcome"] == "accepted"]
    signatory = accepted["person_id"].fillna("party " + accepted["party_id"])
    assert not signatory.duplicated().any(), "nobody is counted twice"


@pytest.mark.parametrize(
    ("written", "seats", "begun", "because"),
    [
        ("Lid Verzinsel", "1", "2021-03-01", "a group with one seat is one person"),
        ("Nergens", "1", "2021-03-01", "a group with one seat is one person"),
        ("Lid Verzinsel", "3", "2021-03-01", "a group that is called after a person"),
        ("Nergens", "3", "2021-03-01", ""),
        ("Nergens", "3", "2021-03-11", "a party or group is named that had no seat"),
    ],
)
def test_a_group_of_one_person_and_one_that_began_later_sign_as_no_party_and_wait(
    tmp_path, written, seats, begun, because
):
    """A group that split off; consent to be named is a person's to give, and a party is named in any case."""
    group = pd.DataFrame({"party_id": "lid-verzinsel", "name": ["Lid Verzinsel", "Nergens"], "valid_from": pd.NaT})
    member = members().head(1).assign(person_id="gil-verzinsel", family_name="Verzinsel", party_id="lid-verzinsel")
    held = pd.DataFrame({"body_id": ["house"], "party_id": ["lid-verzinsel"], "seats": [seats]})
    held = held.assign(valid_from=pd.Timestamp(begun), valid_until=pd.NaT)
    others = {"party_names": pd.concat([names(), group]), "members": pd.concat([members(), member]), "seats": held}
    found = resolve(lists(tmp_path, ("", written, "10-3-2021")), **others).signatures.iloc[0].fillna("")
    assert (found["outcome"], found["candidate_ids"]) == (
        ("review", "gil-verzinsel|party:lid-verzinsel") if because else ("accepted", "")
    )
    assert found["because"].startswith(because)


def test_the_eight_parties_of_10_march_2021_resolve_to_their_parties():
    # https://maakhetzichtbaar.nl/1300-deal/ names these eight; NL Times wrote of them on 10 March 2021.
    bodies = Bodies({name: of_the_project(name) for name in TABLES})
    lines = read_lists(OWN_DATA / "signatories")[0]
    lines = lines[lines["source_file"] == "parties-2021-03-10.csv"].assign(body_id="house")
    resolved = resolve_signatures(lines, bodies, decisions(), MARCH_2021)
    found = resolved.signatures
    assert found["party_id"].tolist() == ["cda", "pvda", "sp", "groenlinks", "sgp", "cu", "d66", "pvdd"]
    assert found["person_id"].isna().all()
    columns = ["outcome", "signed_on", "signed_on_precision"]
    assert found[columns].drop_duplicates().values.tolist() == [
        ["accepted", pd.Timestamp("2021-03-10"), "at_the_latest"]
    ]
    assert resolved.ledger["lines"].tolist() == [8, 8]
