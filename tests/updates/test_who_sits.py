"""Who came, left and moved is proposed with the rows of all tables that change, and what is in doubt waits."""

import pytest

from analysis.updates import answers
from analysis.updates.members import with_source
from analysis.updates.proposals import Change, Proposal, Row, new_row, numbered, to_accept, to_show
from analysis.updates.snapshot import snapshot_of
from analysis.updates.who_sits import who_sits
from support.invented_house import House
from support.invented_tables import SITTING, member, tables_of_a_small_house

FIRST = "2099-03-25"


def house_of(*gone: str) -> House:
    """Return the House as the tables have it, without some who sit."""
    house = House()
    for each in SITTING:
        name = ", ".join(filter(None, (each["given_name"], each["tussenvoegsel"], each["family_name"])))
        if each["full_name"] not in gone:
            house.term(name, each["party_id"].upper(), FIRST)
    return house


def proposed(house: House, **tables: list[Row]) -> list[Proposal]:
    records = house.records
    groups = [answers.checked("Fractie", each) for each in records.get("Fractie", [])]
    terms = map(answers.term, records["FractieZetelPersoon"])
    snapshot = snapshot_of({"Fractie": groups, "FractieZetelPersoon": terms})
    known = tables_of_a_small_house() | tables
    return to_show(who_sits(snapshot, known), known)


def rows(found: list[Proposal], table: str, **tables: list[Row]) -> list[Row]:
    changes = numbered([c for each in found for c in each.changes], tables_of_a_small_house() | tables)
    return [change.after for change in changes if change.table == table and change.after]


def periods(found: list[Proposal]) -> list[tuple[str, ...]]:
    cells = ("party_id", "valid_from", "valid_until", "seats")
    return [tuple(each[name] for name in cells) for each in rows(found, "seats")]


def test_where_both_say_the_same_nothing_is_proposed():
    assert proposed(house_of()) == []


def test_a_member_who_left_and_the_successor_go_with_the_days_on_which_the_seat_was_vacant():
    house = house_of("Sam Fictie")
    house.term("Sam, Fictie", "VA", FIRST, "2099-05-10")
    house.term("Ada, Nergenshuis", "VA", "2099-05-13")
    found = proposed(house)
    assert [(each.kind, each.subject, each.waits) for each in found] == [
        ("came", "Ada Nergenshuis, va", ""),
        ("left", "Sam Fictie, va", ""),
        ("seats", "va", ""),
    ]
    assert len({each.bundle for each in found}) == 1
    new, left = rows(found, "members")
    assert (new["member_id"], new["person_id"], new["start"]) == ("m006", "ada-nergenshuis", "2099-05-13")
    assert (left["member_id"], left["end"], left["end_status"]) == ("m002", "2099-05-10", "known")
    assert left["source"].startswith("typed ; https://")
    assert periods(found) == [
        ("va", FIRST, "2099-05-10", "3"),
        ("va", "2099-05-11", "2099-05-12", "2"),
        ("va", "2099-05-13", "", "3"),
    ]
    assert rows(found, "party_events") == []


def test_a_successor_on_the_next_day_leaves_the_seats_as_they_are_and_keeps_the_id_of_the_candidate():
    house = house_of("Sam Fictie")
    house.term("Sam, Fictie", "VA", FIRST, "2099-05-10")
    house.term("Ada, Nergenshuis", "VA", "2099-05-11")
    candidate = {"given_name": "Ada", "family_name": "Nergenshuis", "initials": "A.B."}
    found = proposed(
        house, candidates=[new_row("candidates", person_id="ada-n", full_name="Ada Nergenshuis", **candidate)]
    )
    assert periods(found) == []
    assert rows(found, "members")[0]["person_id"] == "ada-n"


def test_who_goes_alone_brings_a_party_its_names_an_event_and_the_seats_of_both():
    house = house_of("Jan Verzonnen")
    house.group("Lid Verzonnen", "2099-06-01")
    house.term("Jan, Verzonnen", "VA", FIRST, "2099-05-31")
    house.term("Jan, Verzonnen", "Lid Verzonnen", "2099-06-01")
    found = proposed(house)
    assert [(each.kind, each.waits) for each in found] == [("left", ""), ("moved", ""), ("seats", "")]
    assert [(r["party_id"], r["name_nl"]) for r in rows(found, "parties")] == [("lid-verzonnen", "Lid Verzonnen")]
    (event,) = rows(found, "party_events")
    cells = ("event_id", "date", "from_party_ids", "to_party_ids", "kind", "takes_seat", "seats", "persons")
    assert [event[name] for name in cells] == [
        *("e02", "2099-06-01", "va", "lid-verzonnen", "split", "yes", "1", "Jan Verzonnen")
    ]
    va = [("va", FIRST, "2099-05-31", "3"), ("va", "2099-06-01", "", "2")]
    assert sorted(periods(found)) == [("lid-verzonnen", "2099-06-01", "", "1"), *va]


def test_who_joins_another_group_leaves_the_old_one_and_both_are_accepted_together():
    house = house_of("Jan Verzonnen")
    house.term("Jan, Verzonnen", "VA", FIRST, "2099-05-31")
    house.term("Jan, Verzonnen", "VB", "2099-06-01")
    found = proposed(house)
    assert {each.bundle for each in found} == {"2099- va|vb"}
    assert [(each["kind"], each["to_party_ids"]) for each in rows(found, "party_events")] == [("leave", "vb")]
    assert ("vb", "2099-06-01", "", "3") in periods(found)


def test_a_group_that_was_renamed_and_a_second_name_of_a_person_are_no_difference():
    house = house_of("Jan Verzonnen", "Noor van Bedacht")
    house.term("Jan, Verzonnen", "VA", FIRST, "2099-05-31")
    house.term("Jan, Verzonnen", "Verzonnen Partij A", "2099-06-01")
    house.term("Eleonora, van, Bedacht", "VA", FIRST, initials="N.")
    assert proposed(house) == []


def test_days_that_were_not_known_are_filled_in_and_one_typed_otherwise_waits():
    members = [*(dict(each) for each in SITTING[:4]), member(5, "Kim, Droomoord", "vb", start="")]
    (found,) = proposed(house_of(), members=members)
    assert (found.kind, found.waits) == ("came", "")
    assert found.changes[0].after["start"] == FIRST
    members[4] = member(5, "Kim, Droomoord", "vb", start="2099-04-01")
    assert "start typed otherwise" in proposed(house_of(), members=members)[0].waits


def test_a_last_day_that_was_known_at_the_latest_is_corrected_to_an_earlier_one_alone():
    house = house_of("Sam Fictie")
    house.term("Sam, Fictie", "VA", FIRST, "2099-05-10")
    house.term("Ada, Nergenshuis", "VA", "2099-05-11")
    ada = member(6, "Ada, Nergenshuis", "va", start="2099-05-11")
    for latest, waits in (("2099-05-31", False), ("2099-05-10", False), ("2099-05-01", True)):
        members = [*SITTING, ada]
        members[1] = member(2, "Sam, Fictie", "va", end=latest, status="at_latest")
        left = next(each for each in proposed(house, members=members) if each.subject == "Sam Fictie, va")
        assert left.kind == ("confirmed" if latest == "2099-05-10" else "left")
        assert left.changes[0].after["end_status"] == "known"
        assert ("end typed otherwise" in left.waits) == waits


@pytest.mark.parametrize(
    ("name", "group", "reason"),
    [
        ("Ada, Nergenshuis", "Onbekend", "the group Onbekend is in no row of party_names.csv"),
        ("Willem, van, Bedacht", "VA", "Willem van Bedacht may be noor-van-bedacht under another name"),
    ],
)
def test_a_name_or_group_that_is_not_certain_waits_with_all_that_goes_together_with_it(name, group, reason):
    house = house_of()
    house.term(name, group, "2099-05-11")
    found = proposed(house)
    assert any(reason in each.waits for each in found)
    assert not any(each.agrees for each in found)


def test_who_is_in_the_tables_alone_or_is_no_member_now_waits_and_changes_nothing():
    (alone,) = [each for each in proposed(house_of("Sam Fictie")) if each.kind == "left"]
    assert "the House has no such term" in alone.waits
    house = house_of("Sam Fictie")
    house.term("Sam, Fictie", "VA", FIRST, sits=False)
    (unclear,) = [each for each in proposed(house) if each.kind == "left"]
    assert "does not call this person a member now" in unclear.waits
    assert not alone.changes and not unclear.changes


def test_a_proposal_that_was_refused_is_not_made_again_and_holds_those_that_go_with_it():
    house = house_of("Sam Fictie")
    house.term("Sam, Fictie", "VA", FIRST, "2099-05-10")
    left, seats = proposed(house)
    refused = new_row("decisions_updates", update_id=left.id, action="refuse")
    (held,) = proposed(house, decisions_updates=[refused])
    assert held.id == seats.id
    assert held.waits == f"goes together with {left.id}, which was refused"


def test_a_new_house_waits_for_its_election_and_then_comes_with_its_seats():
    house = house_of()
    for record in house.records["FractieZetelPersoon"]:
        record["TotEnMet"] = "2103-03-24T00:00:00+01:00"
    for number in range(40):
        house.term(f"Ada, Nergens{number}", "VA", "2103-03-25")
    assert all("fill in elections.csv first" in each.waits for each in proposed(house) if each.kind == "came")
    elections = tables_of_a_small_house()["elections"]
    elections.append(new_row("elections", body_id="house", term="2103-", term_starts="2103-03-25"))
    found = proposed(house, elections=elections)
    assert ("va", "2103-03-25", "", "40") in periods(found)
    assert ("va", FIRST, "2103-03-24", "3") in periods(found)
    assert all(each.agrees for each in found)


def test_seats_that_do_not_fit_the_members_wait_and_name_the_day_since_which_they_are_so():
    seats = tables_of_a_small_house()["seats"]
    seats[-1] |= {"seats": "4"}
    (found,) = proposed(house_of(), seats=seats)
    assert found.waits == f"seats.csv with these changes has 4 for vb from {FIRST} on, but in the House 2 sit"


def test_a_source_that_another_one_begins_with_is_added():
    typed = new_row("members", source="https://example.org/12")
    assert with_source(typed, "https://example.org/1")["source"] == "https://example.org/12 ; https://example.org/1"


def test_a_difference_without_a_row_to_write_stays_open_when_the_rest_of_its_bundle_is_accepted():
    row = Change("members", {}, new_row("members", member_id="new 1"))
    came = Proposal("came", "Ada Nergenshuis, va", "", "2099-05-13", "", (row,), bundle="2099- va")
    seats = Proposal("seats", "va", "24", "18", "", waits="24 for 18", bundle="2099- va")
    assert to_accept([came.id], [came, seats]) == ([came], [seats])
    assert to_accept(["came"], [came, seats]) == ([came], [seats])
    assert to_accept([seats.id], [came, seats]) == ([came, seats], []), "which says that it has no row to write"
