"""What the House decided is proposed where data/ lacks it, and waits where it can't be taken over as it is."""

from dataclasses import replace

import pytest

from analysis.sources import OWN_DATA
from analysis.sources.contracts import columns_of
from analysis.updates import answers
from analysis.updates.decided import decided
from analysis.updates.proposals import ANSWERS, REFUSE, UNSURE, Proposal, Row, new_row, tables_in, to_show
from analysis.updates.snapshot import Snapshot, snapshot_of
from support.invented_house import House, Record, guid, vote
from support.invented_tables import EVENT, tables_of_a_small_house

DAY, ITEM, TITLE = "2098-11-03", "2098Z00001", "Motie van het lid Verzonnen over opvang van slachtoffers"
ALL = [vote("VA", "Voor", 3), vote("VB", "Tegen", 2)]


def said(*votes: Record, **changed: object) -> Snapshot:
    decision = House().decision(ITEM, TITLE, DAY, list(votes) or ALL, **changed)
    return snapshot_of({"Besluit": [answers.decision(decision)]})


def proposed(snapshot: Snapshot, *events: Row, votes: list[Row] = [], **tables: list[Row]) -> list[Proposal]:  # noqa: B006
    known = {"commitment_events": list(events) or [EVENT | {"event_id": "ce001"}], "votes": votes}
    return list(decided(snapshot, tables_of_a_small_house() | known | tables))


def test_a_decision_that_is_no_event_is_proposed_with_its_votes_the_commitment_and_its_record():
    (event,) = proposed(said())
    assert (event.kind, event.waits, event.to_fill_in) == ("event", "", [])
    row, *votes = (change.after for change in event.changes)
    assert row["what_nl"] == "De Kamer neemt een motie aan over opvang van slachtoffers."
    assert (row["commitment_id"], row["result"], row["document"]) == ("care_and_protection", "adopted", ITEM)
    assert (row["besluit_id"], row["seats_for"], row["seats_against"]) == (guid("decision", ITEM), "3", "2")
    assert [(v["party_id"], v["vote"], v["seats"], v["certainty"]) for v in votes] == [
        ("va", "for", "3", "primary"),
        ("vb", "against", "2", "primary"),
    ]
    assert {v["event_id"] for v in votes} == {row["event_id"]}
    assert event.url.endswith(f"/Besluit({guid('decision', ITEM)})")


@pytest.mark.parametrize(
    ("snapshot", "reason"),
    [
        (said(vote("VA", "Voor", 3)), "votes for only 3 of 5 filled seats so far"),
        (said(vote("VA", "Voor", 4), vote("VB", "Tegen", 2)), "do not fit the seats of 2098-11-03: va 4 (seats.csv 3)"),
        (said(vote("VA", "Voor", 3), vote("VA", "Tegen", 3, "p"), vote("VB", "Tegen", 2)), "split: VA"),
        (said(vote("VA", "Voor", 3), vote("VB", "Tegen", 2, mistake=True)), "a declared mistake"),
        (said(BesluitTekst="Aangenomen. (4-1)"), "its text has 4-1, its votes 3-2"),
        (said(BesluitTekst="Verworpen."), "its kind says 'Stemmen - aangenomen' and its text 'Verworpen.'"),
        (said(BesluitSoort="Stemmen - verworpen", BesluitTekst=""), "rejected with 3 for and 2 against"),
        (said(BesluitTekst="Abusievelijk aangenomen."), "its text 'Abusievelijk aangenomen.'"),
        (said(vote("Nieuw", "Voor", 3), vote("VB", "Tegen", 2)), "the group Nieuw is in no row of party_names.csv"),
        (said(Agendapunt=None), "the House has no day for it"),
        (said(Zaak=2 * House().decision(ITEM, TITLE, DAY, ALL)["Zaak"]), "it belongs to 2 items"),
    ],
)
def test_what_can_not_be_taken_over_as_it_is_waits_with_the_reason(snapshot, reason):
    known = EVENT | {"event_id": "ce001", "besluit_id": guid("decision", ITEM), "result": "put_to_vote", "date": DAY}
    found = proposed(snapshot, known)
    assert found
    assert all(reason in each.waits for each in found)


def test_nothing_is_proposed_of_what_was_not_put_to_the_vote_or_is_not_followed_or_came_before():
    assert proposed(said(BesluitSoort="Ingediend")) == []
    follow = tables_of_a_small_house()["followed"]
    assert proposed(said(), followed=[row | {"dossier": "99999"} for row in follow]) == []
    assert proposed(said(), followed=[row | {"from_day": "2099-01-01"} for row in follow]) == []


def test_the_outcome_of_an_event_that_was_put_to_the_vote_is_proposed_and_a_typed_one_is_not_overwritten_in_silence():
    event = EVENT | {"event_id": "ce001", "document": ITEM, "date": DAY}
    event |= {"result": "put_to_vote", "certainty": "title_only"}
    (outcome,) = proposed(said(), event)
    assert (outcome.kind, outcome.waits) == ("outcome", "")
    assert [change.table for change in outcome.changes] == ["commitment_events", "votes", "votes"]
    assert outcome.changes[0].after == event | {
        **{"result": "adopted", "besluit_id": guid("decision", ITEM), "seats_for": "3", "seats_against": "2"},
        **{"url": outcome.url, "certainty": "primary"},
    }
    (typed,) = proposed(said(), event | {"result": "rejected"})
    assert "result typed otherwise" in typed.waits


def test_an_event_that_was_inferred_is_confirmed_unless_the_record_is_about_something_else():
    known = EVENT | {"event_id": "ce001", "besluit_id": guid("decision", ITEM), "result": "adopted", "date": DAY}
    known |= {"document": ITEM, "certainty": "inferred", "url": "https://example.org/list"}
    known |= {"note": "Title: “over opvang van slachtoffers”. It was joined by an order."}
    (confirmed,) = proposed(said(), known)
    after = confirmed.changes[0].after
    assert (confirmed.waits, after["certainty"], after["url"]) == ("", "primary", confirmed.url)
    for cells, reason in (
        ({"document": "2098Z00009"}, "ce001 is about 2098Z00009, the decision about 2098Z00001"),
        ({"document": "36547-12"}, "ce001 is about 36547-12, the decision about 28638"),
        ({"note": "Title: “over iets anders”."}, "ce001 was inferred: is this its text? Motie van het lid"),
        ({"date": "2098-11-10"}, "ce001 was on 2098-11-10, the decision on 2098-11-03"),
    ):
        assert all(reason in each.waits for each in proposed(said(), known | cells))


def test_votes_that_were_second_hand_are_confirmed_and_those_typed_otherwise_wait():
    known = EVENT | {"event_id": "ce001", "besluit_id": guid("decision", ITEM), "url": "https://example.org/"}
    known |= {"date": DAY, "certainty": "primary", "result": "adopted", "seats_for": "3", "seats_against": "2"}
    rows = [change.after for change in proposed(said(), known)[0].changes]
    assert proposed(said(), known, votes=rows) == []
    for certainties, words in (("inferred secondary", "second hand"), ("inferred inferred", "inferred")):
        votes = [row | {"certainty": each} for row, each in zip(rows, certainties.split(), strict=True)]
        (confirmed,) = proposed(said(), known, votes=votes)
        assert (confirmed.has, confirmed.waits) == (f"adopted; 2 groups, {words}", "")
        assert confirmed.certainty == certainties.split()[1]
    (event,) = proposed(said(), known | {"certainty": "secondary"}, votes=rows)
    assert event.has == "adopted, second hand; 2 groups"
    assert [change.after for change in event.changes] == [known | {"url": event.url}]
    (differing,) = proposed(said(), known, votes=[rows[0] | {"vote": "against"}, rows[1]])
    assert differing.waits == "vote typed otherwise: accept it by its id"
    (alone,) = proposed(said(), known, votes=[*rows, rows[0] | {"party_id": "vc"}])
    assert alone.waits == "data/ has a vote of vc, the House none"
    assert set(rows[0]) == set(columns_of("votes"))


def test_a_letter_that_is_no_event_is_proposed_until_an_event_has_its_number():
    letter = answers.document(House().letter("2098D00280", "Voortgang van de opvang", DAY))
    (found,) = proposed(snapshot_of({"Document": [letter]}))
    row = found.changes[0].after
    assert (found.kind, row["kind"], row["document"]) == ("letter", "letter", "28638-280")
    for number in ("28638-280", "2098D00280"):
        assert proposed(snapshot_of({"Document": [letter]}), EVENT | {"document": number}) == []


def test_what_no_row_of_followed_gives_a_commitment_and_a_long_title_are_to_be_filled_in():
    letter = answers.document(House().letter("2098D00280", " ".join(["woord"] * 30), DAY))
    (found,) = proposed(snapshot_of({"Document": [letter]}))
    assert found.to_fill_in == ["commitment_id", "what_nl", "what_en"]
    assert not found.agrees


def test_a_decision_that_an_event_rests_on_and_the_house_took_back_is_said_and_changes_nothing():
    (found,) = proposed(snapshot_of({}), EVENT | {"event_id": "ce001", "besluit_id": guid("decision", ITEM)})
    assert (found.kind, found.house, found.changes) == ("deleted", "deleted, or no such record", ())
    assert found.waits


def test_a_decision_that_was_refused_as_an_event_is_not_proposed_again_when_its_votes_come_in():
    (pending,) = proposed(said(vote("VA", "Voor", 3)))
    refused = tables_of_a_small_house()
    refused["decisions_updates"] = [new_row("decisions_updates", update_id=pending.id, action=REFUSE)]
    assert to_show(proposed(said()), refused) == []


def test_each_decision_that_the_criterion_left_out_is_refused_by_its_record_and_is_no_event():
    tables = tables_in(OWN_DATA)
    refused = [row for row in tables[ANSWERS] if row["kind"] == "event"]
    for each in refused:
        assert each["update_id"] == Proposal("event", each["subject"], "no event", each["house"], each["url"]).id
    decided = [row for row in tables["commitment_events"] if row["besluit_id"]]
    events = {row["besluit_id"] for row in decided}
    assert len([row for row in decided if row["date"] <= "2026-10-06"]) == 51
    first = [row for row in refused if row["decided_on"] <= "2026-11-30"]
    assert len({row["url"] for row in first if row["url"][-37:-1] not in events}) == 20


def test_what_was_inferred_comes_first_in_what_is_confirmed_and_what_is_second_hand_before_the_rest():
    outcome = Proposal("outcome", "", "", "", "")
    found = [replace(outcome, subject=f"ce00{place}", certainty=each) for place, each in enumerate(reversed(UNSURE))]
    assert [each.certainty for each in to_show(found, tables_of_a_small_house())] == ["inferred", "secondary", ""]
