"""`update` reads the service and writes its snapshot alone, in one step; the same answers give the same bytes."""

from collections.abc import Iterator

import pytest

from analysis.core.problems import InputError
from analysis.updates import proposals_in, update
from analysis.updates.asking import Service
from analysis.updates.snapshot import SNAPSHOT
from support.invented_house import House, StandIn, standing_in, vote
from support.small_notebooks import contents

VOTES = [vote("VVD", "Voor", 22), vote("PVV", "Tegen", 19)]
TITLE = "Motie van het lid Verzonnen over opvang"


@pytest.fixture(scope="module")
def running() -> Iterator[StandIn]:
    with standing_in(House()) as stand_in:
        yield stand_in


@pytest.fixture
def stand_in(running: StandIn) -> StandIn:
    """The House with two members, a decision of five years hence that is pending, and a letter."""
    running.house.records.clear()
    running.asked.clear()
    running.lines.clear()
    running.house.term("Ada, Nergenshuis", "VVD", "2025-11-12")
    running.house.term("Bo, van, Denkbeeld", "PVV", "2025-11-12")
    running.house.decision("2031Z00001", TITLE, "2031-11-04", VOTES)
    running.house.letter("2031D00280", "Voortgang van de opvang", "2031-11-05")
    return running


def kinds(found: list) -> list[str]:
    return [each.kind for each in found if each.kind in ("event", "letter")]


def test_the_snapshot_alone_is_written_and_is_the_same_bytes_for_the_same_answers(data, stand_in):
    before = contents(data)
    found = update(data, stand_in.service())
    first = contents(data)
    assert first.keys() - before.keys() == {SNAPSHOT}
    assert {name: first[name] for name in before} == before
    assert update(data, stand_in.service()) == found == proposals_in(data)
    assert contents(data) == first
    assert kinds(found) == ["event", "letter"]


def test_what_is_kept_and_what_is_asked_has_no_birth_date_and_no_vote_of_a_person(data, stand_in):
    votes = [vote("VVD", "Voor", 2, "p1"), vote("VVD", "Tegen", 2, "p2")]
    stand_in.house.decision("2031Z00002", TITLE, "2031-11-04", votes)
    update(data, stand_in.service())
    kept = (data / SNAPSHOT).read_text(encoding="utf-8")
    assert '"Voor": 1, "Tegen": 1' in kept
    assert not any(each["Persoon_Id"] in kept for each in votes)
    assert "1990" not in kept
    assert not any("Geboorte" in path or "$select=" not in path for path in stand_in.asked)


def test_stopped_after_whatever_answer_the_old_snapshot_stays(data, stand_in):
    update(data, stand_in.service())
    before = contents(data)
    stand_in.house.letter("2031D00281", "Nog een brief", "2031-11-06")

    for last in range(len(stand_in.lines)):
        read: list[str] = []

        def stop(line: str, read: list[str] = read, last: int = last) -> None:
            read.append(line)
            if len(read) > last:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            update(data, Service(stand_in.address, pace=0, report=stop))
        assert contents(data) == before


def test_a_snapshot_that_is_none_is_named(data):
    (data / "house").mkdir()
    (data / SNAPSHOT).write_text('{"Fractie": [{"Id": 7}]}', encoding="utf-8")
    with pytest.raises(InputError, match=r"snapshot.json: found a file that is no snapshot .* run briefing update"):
        proposals_in(data)


def test_what_the_house_added_to_an_old_item_or_took_back_is_seen_at_the_next_reading(data, stand_in):
    pending = update(data, stand_in.service())
    assert "waits: votes for only" in "".join(f"waits: {each.waits}" for each in pending if each.kind == "event")
    stand_in.house.records["Besluit"][0]["Stemming"] = [vote("VVD", "Voor", 22), vote("PVV", "Voor", 19)]
    stand_in.house.records["Document"].clear()
    found = update(data, stand_in.service())
    assert kinds(found) == ["event"]
    assert "for: pvv, vvd" in next(each.house for each in found if each.kind == "event")


def test_of_what_changed_since_a_day_only_items_and_letters_are_asked_and_the_rest_is_kept(data, stand_in):
    whole = update(data, stand_in.service())
    assert update(data, stand_in.service(), "2031-12-01") == whole, "nothing changed since"
    records = stand_in.house.records
    stand_in.house.letter("2031D00281", "Nog een brief", "2031-11-06")["GewijzigdOp"] = "2031-12-02T00:00:00Z"
    records["Besluit"][0]["Stemming"] = [vote("VVD", "Voor", 22), vote("PVV", "Voor", 19)]
    found = update(data, stand_in.service(), "2031-12-01")
    assert kinds(found) == ["event", "letter", "letter"]
    assert "for: pvv, vvd" in next(each.house for each in found if each.kind == "event"), "a vote stamps no item"
    assert found == update(data, stand_in.service())
