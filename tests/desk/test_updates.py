"""What is proposed is accepted by an analyst: tried on a copy, in all tables at once, or refused for good."""

from collections.abc import Iterator
from html import unescape
from itertools import chain
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis import desk
from analysis.cli import main
from analysis.core.problems import InputError, ParameterError
from analysis.desk.updates import in_words
from analysis.reconciliation import Reconciliation
from analysis.sources import examine
from analysis.updates import proposals_in, update
from support.csv_rows import rows_in
from support.desk_decisions import files_of, in_a_copy, opened
from support.invented_data import invented_data
from support.invented_house import House, house_as_in, standing_in, vote

# A month that is reconciled soon.
MONTH = "2021-04"
LEFT, CAME = "2026-09-30", "2026-10-02"


@pytest.fixture(scope="module")
def opened_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reconciliation]:
    """A month in which nobody exists, and a snapshot in which a member of the VVD was succeeded."""
    data = invented_data(tmp_path_factory.mktemp("updates") / "data")
    for table in ("candidates", "sexes"):
        heading = (data / f"{table}.csv").read_text(encoding="utf-8").splitlines(keepends=True)[0]
        (data / f"{table}.csv").write_text(heading, encoding="utf-8")
    # Each day is known for certain, so that nothing else is proposed.
    members = (data / "members.csv").read_text(encoding="utf-8").replace(",at_latest,", ",known,")
    members = members.splitlines(keepends=True)
    (data / "members.csv").write_text("".join(row for row in members if ",unknown," not in row), encoding="utf-8")
    for own in ("signatories/lijst.csv", "decisions/updates.csv"):
        (data / own).unlink()
    # Nor does a decision that the House takes later need the votes of a group that is made up here.
    known = {row["event_id"] for row in rows_in(data / "commitment_events.csv") if row["date"] <= "2026-10-06"}
    votes = (data / "votes.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [votes[0], *(row for row in votes[1:] if row.partition(",")[0] in known)]
    (data / "votes.csv").write_text("".join(kept), encoding="utf-8")
    house = house_as_in(data)
    _succeeded(house)
    house.decision("2026Z99990", "Motie over opvang", "2026-10-06", [vote("VVD", "Voor", 22)])
    house.letter("2021D99280", "Voortgang van de opvang", "2021-04-07")
    with standing_in(house) as stand_in:
        update(data, stand_in.service())
    yield opened(data, MONTH)


def _succeeded(house: House) -> None:
    vvd = [
        each for each in house.records["FractieZetelPersoon"] if each["FractieZetel"]["Fractie"]["Afkorting"] == "VVD"
    ]
    sits = next(each for each in vvd if each["Persoon"]["Functie"] == "Tweede Kamerlid" and each["Van"] > "2025-11")
    sits["TotEnMet"] = f"{LEFT}T00:00:00+02:00"
    sits["Persoon"]["Functie"] = "Oud Kamerlid"
    house.term("Ada, Nergenshuis", "VVD", CAME)


@pytest.fixture
def month(opened_once: Reconciliation, tmp_path: Path) -> Reconciliation:
    return in_a_copy(opened_once, tmp_path)


def rows(month: Reconciliation, name: str) -> list[dict[str, str]]:
    return rows_in(month.sources.folder / f"{name}.csv")


def proposed(month: Reconciliation, kind: str, party: str = "vvd") -> str:
    found = proposals_in(month.sources.folder) or []
    return next(
        each.id for each in found if each.kind == kind and (party in each.subject or kind in ("event", "letter"))
    )


def test_members_and_seats_are_written_together_and_what_was_accepted_is_remembered(month):
    shown = desk.accept_updates(month, proposed(month, "came"))
    assert "3 proposals are accepted and written" in repr(shown)
    changed = [line for line in repr(shown).splitlines() if line.startswith(("+ ", "- "))]
    assert len(changed) > 3 and {line.count(".csv: ") for line in changed} == {1}, "a row of a file is a line"
    new = rows(month, "members")[-1]
    assert (new["full_name"], new["start"], new["end_status"]) == ("Ada Nergenshuis", CAME, "sitting")
    periods = [(r["valid_from"], r["seats"]) for r in rows(month, "seats") if r["party_id"] == "vvd"][-3:]
    assert sorted(periods)[-2:] == [("2026-10-01", "21"), (CAME, "22")]
    answers = rows(month, "decisions/updates")
    assert {(r["action"], r["decided_by"], r["decided_on"]) for r in answers} == {("accept", "A. Nalist", "2026-11-25")}
    assert sorted(r["kind"] for r in answers) == ["came", "left", "seats"]
    assert not [p for p in examine(month.sources.folder)[1] if p.severity == "error"]
    left = [each for each in proposals_in(month.sources.folder) or [] if each.agrees]
    assert {each.kind for each in left} == {"letter"}


def test_what_waits_is_not_among_all_and_is_not_accepted_without_a_reason(month):
    event = proposed(month, "event")
    with pytest.raises(
        ParameterError, match=f"{event} waits: votes for only 22 of 150 filled seats so far: .* say why"
    ):
        desk.accept_updates(month, event)
    assert "4 proposals are accepted" in repr(desk.accept_updates(month, "all"))
    again = desk.accept_updates(month, "all")
    assert repr(again).startswith("No proposal can be accepted as it is: nothing is written."), (
        "as the cell is run again"
    )
    assert f"| {event}" in repr(again)
    assert event in repr(desk.updates_proposed(month))


def test_a_house_that_says_what_the_tables_say_is_said_to(opened_once, monkeypatch):
    monkeypatch.setattr("analysis.desk.updates.proposals_in", lambda _folder: [])
    said = repr(desk.updates_proposed(opened_once))
    assert said == "The House’s open data, as last read, says nothing that data/ does not."


def test_a_letter_is_accepted_with_the_words_of_the_analyst_and_what_the_month_has_more_is_said(month):
    words = {"what_nl": "De Kamer krijgt een brief.", "what_en": "The House receives a letter."}
    known = len(month.house.commitment_events)
    shown = desk.accept_updates(month, proposed(month, "letter"), **words)
    assert f"Events on the commitments | {known} | {known + 1}" in repr(shown)
    new = rows(month, "commitment_events")[-1]
    assert (new["document"], new["what_en"]) == ("28638-280", "The House receives a letter.")
    with pytest.raises(ParameterError, match="found 'u0000000', expected the id of a proposal without an answer, all"):
        desk.accept_updates(month, "u0000000")


def test_what_breaks_the_contract_is_not_written(month):
    before = files_of(month)
    with pytest.raises(
        InputError,
        match=r"commitment_id: found 'nothing', expected a commitment_id of commitments \(national_programme, care_and",
    ):
        desk.accept_updates(month, proposed(month, "letter"), commitment_id="nothing")
    assert files_of(month) == before


def test_what_is_refused_is_not_proposed_again_and_says_why(month, capsys):
    letter = proposed(month, "letter")
    with pytest.raises(ParameterError, match="reason: not filled in"):
        desk.refuse_update(month, letter, reason="")
    refused = desk.refuse_update(month, letter, reason="It is about something else")
    capsys.readouterr()
    assert letter not in repr(desk.updates_proposed(refused.month))
    assert capsys.readouterr().out == "", "the month that goes on is that of the data as they are"
    (row,) = rows(month, "decisions/updates")
    assert (row["update_id"], row["action"], row["reason"]) == (letter, "refuse", "It is about something else")


def test_a_refusal_is_taken_back_by_the_call_that_it_ends_with(month):
    letter = proposed(month, "letter")
    refused = desk.refuse_update(month, letter, reason="It is about something else")
    call = f'desk.take_back(month_reconciled, "{letter}")'
    assert call in repr(refused)
    back = eval(call, {"desk": desk, "month_reconciled": refused.month})
    assert letter in repr(desk.updates_proposed(back.month))
    assert "Taken out of" in repr(back) and f"{letter},refuse,letter" in repr(back)
    assert "it was taken back already, or never made" in repr(desk.take_back(back.month, letter))


def test_a_kind_that_was_refused_is_taken_back_as_a_kind_and_what_others_refused_is_not(month):
    event, before = proposed(month, "event"), files_of(month)
    deleted = [each.id for each in proposals_in(month.sources.folder) or [] if each.kind == "deleted"]
    desk.session(by="A. Nother", on="2026-11-25")
    desk.refuse_update(month, deleted[0], reason="By somebody else")
    desk.session(by="A. Nalist", on="2026-11-25")
    refused = desk.refuse_update(month, "deleted", "event", reason="A stand-in")
    calls = [f'desk.take_back(month_reconciled, "{kind}")' for kind in ("deleted", "event")]
    assert "; ".join(calls) in repr(refused)
    for call in calls:
        back = eval(call, {"desk": desk, "month_reconciled": refused.month})
    assert f"{event},refuse,event" in repr(back)
    assert [row["update_id"] for row in rows(month, "decisions/updates")] == deleted[:1]
    assert "No “deleted” was refused by the person who decides now" in repr(desk.take_back(month, "deleted")), (
        "left over"
    )
    desk.take_back(month, deleted[0])
    assert not rows(month, "decisions/updates")
    assert "There is no decision deleted" in repr(desk.take_back(month, "deleted"))
    assert files_of(month).keys() - before.keys() == {month.sources.folder / "decisions" / "updates.csv"}


def test_what_is_accepted_together_is_seen_before_as_one_choice_with_a_button(month):
    found = proposals_in(month.sources.folder) or []
    together = {each.id for each in found if each.bundle == "2025- vvd"}
    listed = [in_words(each, found) for each in found if each.id in together]
    for line in listed:
        assert together == {
            line.split()[0],
            *line.partition("(accepted together with ")[2].partition(")")[0].split(", "),
        }
    waiting = desk.updates_proposed(month)
    choices = {each.title: each for each in chain(*waiting.groups.values())}
    choice = choices["VVD, term 2025-: 3 proposals that are accepted together"]
    assert all(each in choice.evidence for each in together) and "vvd" not in choice.evidence.partition("<details>")[0]
    accept, refuse = choice.calls
    assert (accept.blank, refuse.blank, {*refuse.facts}) == ([], ["reason"], together)
    made = waiting.make(choice, accept, month, {"reason": ""})
    assert "3 proposals are accepted" in repr(made)
    assert "Nothing is written" in repr(waiting.make(choice, refuse, made.month, {"reason": "Late"}))


def test_many_of_which_no_row_can_be_written_are_one_choice_that_refuses_them(month):
    waiting = desk.updates_proposed(month)
    (choice,) = waiting.groups["Taken back by the House"]
    (refuse,) = choice.calls
    assert choice.title.startswith(f"{len(refuse.facts)} for which there is no row to write")
    waiting.make(choice, refuse, month, {"reason": "A stand-in"})
    assert {row["update_id"] for row in rows(month, "decisions/updates")} == {*refuse.facts}


def test_what_is_missing_of_an_event_and_why_it_is_accepted_although_it_waits_are_asked_for(month):
    ((choice,),) = (own for kind, own in desk.updates_proposed(month).groups.items() if kind.startswith("Decisions"))
    assert [each.blank for each in choice.calls] == [["although"], ["reason"]]
    assert f'accept_updates(month_reconciled, "{proposed(month, "event")}", although="")' in unescape(choice.to_copy)


def test_what_is_left_out_and_because_of_what_is_said(month):
    left, came, seats = (proposed(month, kind) for kind in ("left", "came", "seats"))
    refused = desk.refuse_update(month, left, reason="Not so")
    assert f"2 that go together with it wait from now on: {came}, {seats}" in repr(refused)
    accepted = repr(desk.accept_updates(refused.month, "all"))
    assert "One proposal is accepted" in accepted
    assert f"goes together with {left}, which was refused | {came}, {seats}" in accepted


def test_how_to_undo_what_was_accepted_is_said_when_it_is_accepted_and_when_it_is_to_be_taken_back(month):
    letter = proposed(month, "letter")
    accepted = desk.accept_updates(month, letter)
    undo = "take the rows with + out of data/, put those with - back"
    assert undo in repr(accepted)
    assert "git restore" not in repr(accepted)
    before = files_of(month)
    said = repr(desk.take_back(accepted.month, letter))
    assert f"{letter} was accepted and written; no call can undo that." in said and undo in said
    assert files_of(month) == before


def test_git_is_a_way_back_where_it_keeps_the_tables(month, monkeypatch):
    for place in ("analysis.desk.updates.OWN_DATA", "analysis.desk.writing.OWN_DATA"):
        monkeypatch.setattr(place, month.sources.folder)
    assert "git restore" not in repr(desk.accept_updates(month, "came"))
    (month.sources.folder.parent / ".git").mkdir()
    letter = repr(desk.accept_updates(month, "letter"))
    assert "git restore data/commitment_events.csv data/decisions/updates.csv" in letter


def test_a_kind_is_refused_with_what_waits_of_it_and_all_are_not(month):
    event = proposed(month, "event")
    desk.refuse_update(month, "event", "letter", reason="We follow members alone")
    assert {each.kind for each in proposals_in(month.sources.folder) or []}.isdisjoint({"event", "letter"})
    assert event in {row["update_id"] for row in rows(month, "decisions/updates")}
    with pytest.raises(ParameterError, match="found 'all', expected the id of a proposal"):
        desk.refuse_update(month, "all", reason="Nothing")
    before = files_of(month)
    assert repr(desk.refuse_update(month, "event", reason="Again")) == "There is no such proposal: nothing is written."
    assert files_of(month) == before


def test_by_hand_the_rows_of_all_tables_are_shown_first_and_written_when_asked(month):
    person = next(r for r in rows(month, "members") if r["party_id"] == "d66" and r["end_status"] == "sitting")
    before, where = files_of(month), {"source": "https://example.org/news"}
    call = (month, person["person_id"], "goes_alone", "2026-10-20")
    shown = desk.member_change(*call, party="Lid Verzonnen", **where)
    assert files_of(month) == before
    for table in ("members", "seats", "party_events", "parties", "party_names"):
        assert f"+ {table}.csv: " in repr(shown)
    assert "members.csv: " + person["full_name"] + " | end_status: sitting" in repr(shown)
    written = desk.member_change(*call, party="Lid Verzonnen", **where, write=True)
    assert "To undo that: take the rows with + out" in repr(written), "there is a way back"
    assert rows(month, "party_events")[-1]["kind"] == "split"
    assert [r["seats"] for r in rows(month, "seats") if r["party_id"] == "lid-verzonnen"] == ["1"]
    assert not [p for p in examine(month.sources.folder)[1] if p.severity == "error"]


@pytest.mark.parametrize(
    ("call", "refusal"),
    [
        (("Nobody", "leaves", "2026-10-20"), "person: found 'Nobody', expected a complete name or a person_id"),
        (("", "goes_alone", "2026-10-20"), "party: found ''"),
        (("", "joins", "2026-10-20"), "party: found ''"),
        (("", "leaves", "2001-01-01"), "on: found '2001-01-01', expected 2017-03-23 or later: the first term"),
        (("", "falls_ill", "2026-10-20"), "what: found 'falls_ill', expected one of goes_alone"),
        (("", "leaves", "20 October"), "on: found '20 October', expected a day"),
        (("", "leaves", "2999-10-20"), "on: found 2999-10-20, which is after today: did you mean 2"),
    ],
)
def test_what_can_not_have_happened_to_a_member_is_refused(opened_once, call, refusal):
    sits = next(r["person_id"] for r in rows(opened_once, "members") if r["end_status"] == "sitting")
    with pytest.raises(ParameterError, match=refusal):
        desk.member_change(opened_once, call[0] or sits, *call[1:], source="https://example.org/")


def test_who_sits_succeeds_nobody_and_who_is_a_member_of_a_party_does_not_join_it(opened_once):
    sits, other = [r for r in rows(opened_once, "members") if r["end_status"] == "sitting"][:2]
    call = (opened_once, sits["person_id"])
    with pytest.raises(ParameterError, match=f"successor: {other['full_name']} sits already on 2026-10-20"):
        desk.member_change(*call, "leaves", "2026-10-20", successor=other["person_id"], source="https://example.org/")
    who = {"successor": other["person_id"], "successor_on": "2026-10-19"}
    with pytest.raises(
        ParameterError, match="successor_on: found 2026-10-19, expected 2026-10-20, from which the seat"
    ):
        desk.member_change(*call, "leaves", "2026-10-20", **who, source="https://example.org/")
    with pytest.raises(ParameterError, match="is a member already"):
        desk.member_change(*call, "joins", "2026-10-20", party=sits["party_id"], source="https://example.org/")


def test_a_slip_in_a_name_is_answered_with_who_or_which_party_may_be_meant(opened_once):
    sits = next(r for r in rows(opened_once, "members") if r["end_status"] == "sitting" and r["party_id"] != "d66")
    name, where = sits["full_name"], {"source": "https://example.org/"}
    with pytest.raises(ParameterError, match=rf"\(did you mean '{name}'\?\)"):
        desk.member_change(opened_once, f"{name[:3]}x{name[3:]}", "leaves", "2026-10-20", **where)
    with pytest.raises(ParameterError, match=r"party: found 'D67', expected one of .* \(did you mean 'd66'\?\)"):
        desk.member_change(opened_once, name, "joins", "2026-10-20", party="D67", **where)
    assert "members.csv: " in repr(desk.member_change(opened_once, name, "joins", "2026-10-20", party="D66", **where))
    with pytest.raises(ParameterError, match="party: found 'D66', expected the name of a new group"):
        desk.member_change(opened_once, name, "goes_alone", "2026-10-20", party="D66", **where)
    with pytest.raises(ParameterError, match="party: found 'd66', expected nothing: leave it out, as 'leaves'"):
        desk.member_change(opened_once, name, "leaves", "2026-10-20", party="d66", **where)


def test_a_change_before_a_known_vote_is_refused_in_one_line_that_says_what_may_be_wrong(opened_once):
    sits = next(r for r in rows(opened_once, "members") if r["party_id"] == "d66" and r["end_status"] == "sitting")
    with pytest.raises(InputError) as refused:
        desk.member_change(opened_once, sits["person_id"], "leaves", "2026-10-05", source="https://example.org/")
    (problem,) = refused.value.problems
    assert (problem.found, problem.expected) == ("26", "25, the seats of d66 on 2026-10-06")
    assert any("the day was later than 2026-10-05" in note for note in refused.value.__notes__)


def test_rows_that_can_not_be_written_are_refused_when_they_are_to_be_shown(month):
    sits, before = next(r["person_id"] for r in rows(month, "members") if r["end_status"] == "sitting"), files_of(month)
    for write in (False, True):
        with pytest.raises(InputError, match=r"the new row of seats\.csv: source_url: found an empty cell"):
            desk.member_change(month, sits, "leaves", "2026-10-20", source="", write=write)
    assert files_of(month) == before


def test_a_minister_is_succeeded_on_another_day_and_the_note_says_so(opened_once):
    sits = next(
        r["full_name"] for r in rows(opened_once, "members") if r["party_id"] == "cda" and not r["end"] and r["start"]
    )
    now = {r["person_id"] for r in rows(opened_once, "members") if r["end_status"] == "sitting"}
    other = next(r["person_id"] for r in rows(opened_once, "members") if r["person_id"] not in now)
    words = {"successor": other, "successor_on": "2026-10-22", "source": "https://example.org/"}
    shown = repr(desk.member_change(opened_once, sits, "becomes_minister", "2026-10-20", **words))
    assert "2026-10-19,known,official," in shown and "minister from 2026-10-20" in shown
    assert "2026-10-20,2026-10-21,17,members" in shown
    assert "2026-10-22,,18,members" in shown


def test_the_command_lists_what_differs_and_accepts_and_refuses_without_the_network(month):
    data = ["--data", str(month.sources.folder), "--month", MONTH]
    letter = proposed(month, "letter")
    refused = CliRunner().invoke(main, ["update", *data, "--refuse", letter, "--by", "A. Nalist", "--reason", "Other"])
    assert (refused.exit_code, letter in refused.output) == (0, True)
    accepted = CliRunner().invoke(main, ["update", *data, "--accept", "left", "--by", "A. Nalist"])
    month_said, said = accepted.output.splitlines()[:2]
    assert month_said == f"What this changes is shown for {MONTH} (--month for another)."
    assert (accepted.exit_code, said) == (0, "3 proposals are accepted and written:")
    assert CliRunner().invoke(main, ["update", *data, "--accept", "all"]).exit_code == 2
    both = ["--accept", "all", "--refuse", "left", "--by", "A. Nalist"]
    assert CliRunner().invoke(main, ["update", *data, *both]).exit_code == 2, "one of the two would be written alone"
    followed = month.sources.folder / "followed.csv"  # the command waits half a second for each question
    followed.write_text("".join(followed.read_text(encoding="utf-8").splitlines(keepends=True)[:2]), encoding="utf-8")
    with standing_in(house_as_in(month.sources.folder)) as stand_in:
        listed = CliRunner().invoke(main, ["update", *data, "--service", stand_in.address])
    assert listed.exit_code == 0
    assert "proposals" in listed.output.splitlines()[-1]
