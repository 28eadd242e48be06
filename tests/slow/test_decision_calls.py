"""Decisions by a call: every call that is offered, what is refused, and analysts who decide at once."""

import multiprocessing
import re
from pathlib import Path

import pytest

from analysis import desk
from analysis.core.problems import InputError, ParameterError
from analysis.reconciliation import Reconciliation
from analysis.sources import OWN_DATA
from analysis.sources.decisions import with_row, without_row
from analysis.sources.table_changes import change_tables
from support.desk_decisions import (
    LIST,
    WHY,
    calls_shown,
    changes_in,
    decisions,
    files_of,
    ids_in,
    in_a_copy,
    opened,
    that_differ,
    to_decide_in,
)
from support.desk_decisions import run as run_call
from support.fewer_candidates import with_fewer_candidates

MONTH = "2026-10"
# A month that is reconciled soon.
SOON = "2021-04"
# Lines with a text that was not understood, and one without a day.
MORE = "Naam,Functie,Datum,Opmerking\nDENK,,11-3-2021,per vlieger\nVolt,,12-3-2021,per vlieger\nSGP,,,\n"
# One of each kind, as somebody would type them.
DECISIONS = (
    'desk.decide_on_line(month, "lijst.csv", 2, "accept", candidate="party:cu", **why)',
    'desk.decide_on_line(month, "lijst.csv", 3, "reject", **why)',
    'desk.decide_on_line(month, "lijst_2.csv", 4, "accept", candidate="party:sgp", valid_from="2021-04-02", **why)',
    'desk.decide_on_text(month, "per vlieger", "harmless", lines=2, **why)',
    'desk.decide_on_line(month, "parties-2021-03-10.csv", 2, "withdraw", valid_from="2021-04-10", **why)',
    'desk.decide_on_figure(month, "f156", "exclude", **why)',
    'desk.decide_on_figure(month, "f001", "correct", corrected_value=700, valid_from="2021-03-01", **why)',
    'desk.decide_on_party(month, "bij1", ["cu"], valid_from="2021-04-03", **why)',
    'desk.take_back(month, "d08")',
    'desk.take_back(month, "lijst-2-csv-row-4")',
)


@pytest.fixture(scope="module")
def opened_once(tmp_path_factory: pytest.TempPathFactory) -> Reconciliation:
    data = with_fewer_candidates(tmp_path_factory.mktemp("with-list") / "data")
    (data / "signatories" / "lijst.csv").write_text(LIST, encoding="utf-8")
    return opened(data, MONTH)


@pytest.fixture
def month(opened_once: Reconciliation, tmp_path: Path) -> Reconciliation:
    return in_a_copy(opened_once, tmp_path)


def test_each_call_that_a_waiting_figure_offers_settles_it_when_it_is_filled_in(data):
    path = data / "decisions" / "figures.csv"
    for number in ("d01", "d03"):
        path.write_text(without_row(path.read_text(encoding="utf-8"), {"decision_id": number})[0], encoding="utf-8")
    month = opened(data, MONTH)
    calls = calls_shown(desk.what_waits(month))
    assert {re.search(r'"(f\d+)"', call)[1] for call in calls} == {"f156", "f335"}
    undecided = path.read_bytes()
    for call in calls:
        decided = run_call(call, month)
        assert re.search(r'"(f\d+)"', call)[0] not in repr(desk.what_waits(decided.month))
        path.write_bytes(undecided)


def test_after_each_kind_of_decision_the_month_in_hand_is_the_month_opened_anew(tmp_path):
    data = to_decide_in(tmp_path / "data")
    (data / "signatories" / "lijst_2.csv").write_text(MORE, encoding="utf-8")
    month = opened(data, SOON)
    for call in DECISIONS:
        decided = eval(call, {"desk": desk, "month": month, "why": WHY})
        assert changes_in(decided), call
        month = decided.month
        assert [*that_differ(month, desk.open_month(month=SOON, data_dir=str(data)))] == [], call


def test_a_decision_that_went_stale_can_be_taken_back(month):
    row = {"decision_id": "d08", "figure_id": "f001", "action": "exclude", "expected_value": "716"}
    row |= {"valid_from": "2026-10-01", "decided_by": "A. Nalist", "decided_on": "2026-11-25", "reason": "Made up"}
    folder = month.sources.folder
    path = folder / "decisions" / "figures.csv"
    path.write_text(with_row(decisions(month), row, "decisions_figures"), encoding="utf-8")
    figures = (folder / "figures.csv").read_text(encoding="utf-8")
    changed = re.sub(r"(?m)^(f001,.*?),716,", r"\1,717,", figures, count=1)
    (folder / "figures.csv").write_text(changed, encoding="utf-8")
    back = desk.take_back(month, "d08").month
    assert back.figures.printed_figures.query("figure_id == 'f001'")["value"].tolist() == [717]


def test_a_withdrawal_shows_the_seats_that_go_with_it(month):
    line = ("parties-2021-03-10.csv", 2)
    decided = desk.decide_on_line(month, *line, "withdraw", valid_from="2026-10-05", **WHY)
    party = month.signatures.query("source_file == @line[0] and source_row == 2")["matched_name"].iloc[0]
    before, after = changes_in(decided)[f"Support of {party}"]
    assert before.startswith("Party signed: signed")
    assert after.startswith("Party signed: not known")
    assert changes_in(decided)["Line parties-2021-03-10.csv:2"] == (
        f"Outcome: accepted; Name matched: {party}; May be named: yes",
        f"Outcome: taken back; Name matched: {party}; May be named: yes",
    )


def test_a_line_has_one_decision_from_a_day_on_and_repeats_another_line(month):
    line = ("lijst.csv", 3)
    desk.decide_on_line(month, *line, "reject", **WHY)
    before = files_of(month)
    with pytest.raises(ParameterError, match=r'as lijst-csv-row-3 \(reject, .*"lijst-csv-row-3"\) takes it back'):
        desk.decide_on_line(month, *line, "duplicate", duplicate_of="lijst.csv:2", **WHY)
    with pytest.raises(InputError, match="another line than its own"):
        desk.decide_on_line(month, "lijst.csv", 2, "duplicate", duplicate_of="lijst.csv:2", **WHY)
    with pytest.raises(InputError, match=r"duplicate_of: .* expected an empty cell for the action reject"):
        desk.decide_on_line(month, "lijst.csv", 2, "reject", duplicate_of="lijst.csv:3", **WHY)
    with pytest.raises(InputError, match="duplicate_of: found an empty cell, expected the line that it repeats"):
        desk.decide_on_line(month, *line, "duplicate", valid_from="2026-10-01", **WHY)
    assert files_of(month) == before


def test_a_party_carries_the_signature_of_those_that_signed_by_one_decision_from_a_day_on(month):
    decided = desk.decide_on_party(month, "volt", ["d66"], valid_from="2026-10-01", **WHY)
    support, with_decision = changes_in(decided)["Support of Volt"]
    assert support.startswith("Party signed: not known")
    assert with_decision.startswith("Party signed: by predecessor")
    before = decisions(month, "parties")
    with pytest.raises(ParameterError, match=r'as p02 .*desk\.take_back\(month_reconciled, "p02"\) takes it back'):
        desk.decide_on_party(decided.month, "volt", ["d66", "groenlinks"], valid_from="2026-10-01", **WHY)
    with pytest.raises(InputError, match="of which no signature is known"):
        desk.decide_on_party(month, "bbb", ["vvd"], valid_from="2026-10-01", **WHY)
    assert decisions(month, "parties") == before


def test_a_decision_that_breaks_a_later_month_is_not_written(data):
    month = opened(data, "2021-06")
    signed = month.signatures.set_index("party_id")["source_row"]
    line = ("parties-2021-03-10.csv", int(signed["groenlinks"]), "withdraw")  # from 2023 on another party carries it
    with pytest.raises(InputError, match="groenlinks, of which no signature is known"):
        desk.decide_on_line(month, *line, valid_from="2021-06-05", **WHY)
    assert not (data / "decisions" / "signatories.csv").exists()


def _decide_often(data: Path, who: str) -> None:
    table = "decisions_figures"
    for number in range(8):
        row = {"decision_id": f"{who}-{number}"}
        change_tables([table], data, lambda texts, row=row: {table: with_row(texts[table], row, table)}, str)


def test_analysts_who_decide_at_once_lose_nothing(data):
    analysts = [multiprocessing.get_context("spawn").Process(target=_decide_often, args=(data, who)) for who in "abc"]
    for each in analysts:
        each.start()
    for each in analysts:
        each.join()
    before = len(ids_in((OWN_DATA / "decisions" / "figures.csv").read_text(encoding="utf-8")))
    names = ids_in((data / "decisions" / "figures.csv").read_text(encoding="utf-8"))
    assert sorted(names[before:]) == sorted(f"{who}-{number}" for who in "abc" for number in range(8))
