"""Decisions by one call: written well-formed, checked at once, shown before and after, and taken back."""

import contextlib
import datetime
import re
from dataclasses import replace
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell

from analysis import desk
from analysis.core.problems import ParameterError
from analysis.desk.choices import who_decides
from analysis.desk.writing import effects_in_words
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.checks import check
from support.cases import cases
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
    run,
    that_differ,
    to_decide_in,
)

# A month that is reconciled soon.
MONTH = "2021-04"
# A decision on a figure that is added: it comes after d02 to d07, since d01 is taken out (see `to_decide_in`).
NEW = "d08"


@pytest.fixture(scope="module")
def opened_once(tmp_path_factory: pytest.TempPathFactory) -> Reconciliation:
    """A month with a made-up list, a later decision on its first line, and no decision on figure f156."""
    return opened(to_decide_in(tmp_path_factory.mktemp("decisions") / "data"), MONTH)


@pytest.fixture
def month(opened_once: Reconciliation, tmp_path: Path) -> Reconciliation:
    return in_a_copy(opened_once, tmp_path)


def test_a_figure_that_waits_is_decided_on_by_a_call_that_shows_what_it_changes_and_is_taken_back(month):
    calls = calls_shown(desk.what_waits(month))
    assert {re.search(r'"(f\d+)"', call)[1] for call in calls} == {"f156"}
    before = decisions(month)
    decided = run(next(call for call in calls if '"exclude"' in call), month)
    row = decisions(month).removeprefix(before)
    assert re.fullmatch(
        NEW + r',f156,exclude,,956,,,(f\d+=\d+\|)+f\d+=\d+,2021-04-01,A\. Nalist,2026-11-25,,"Made up, to try",\n',
        row,
    ), "one line more, with the numbers that the figure was compared with; the other lines are as they were"
    changed = changes_in(decided)
    assert changed["registered victims of human trafficking, 2017"] == (
        "Figure: f156; Value: 956; Unit: persons",
        "Figure: f113; Value: 958; Unit: persons",
    )
    assert changed["Figure f156"][0].startswith("Chosen: yes; Verdict: ")
    assert changed["Figure f156"][1].startswith("Chosen: no; Verdict: ")
    used = decided.month.figures.figures_by_quantity.query("quantity_id == 'registered-all'")
    assert "f156" not in set(used["figure_id"]), "the month is reconciled with the decision"
    assert '"f156"' not in repr(desk.what_waits(decided.month))
    assert decided.month.sources.folder == month.sources.folder
    assert f'desk.take_back(month_reconciled, "{NEW}")' in repr(decided)

    back = desk.take_back(decided.month, NEW)
    assert decisions(month) == before
    assert changes_in(back)["registered victims of human trafficking, 2017"][1].startswith("Figure: f156; Value: 956")
    assert f"{NEW},f156,exclude" in repr(back), "the row as it was, to decide so again"


def test_a_cell_that_is_left_over_says_that_it_is_done_already_and_stops_nothing(month):
    decided = desk.decide_on_figure(month, "f001", "exclude", valid_from=datetime.date(2021, 4, 2), **WHY)
    before = files_of(month)
    desk.session(by="Another A. Nalist", on=datetime.date(2026, 11, 26))
    again = desk.decide_on_figure(decided.month, "f001", "exclude", valid_from="2021-04-02", **WHY)
    assert f"Already decided, as {NEW}: nothing is written." in repr(again)
    another = {"valid_from": "2021-04-02", "reason": "Another one"}
    said = repr(desk.decide_on_figure(decided.month, "f001", "exclude", **another))
    assert f'take that decision back first: desk.take_back(month_reconciled, "{NEW}")' in said
    assert files_of(month) == before
    assert "f001" not in set(again.month.figures.figures_by_quantity["figure_id"])
    back = desk.take_back(again.month, NEW)
    anew = desk.decide_on_figure(back.month, "f001", "exclude", valid_from="2021-04-02", **WHY)
    gone = desk.take_back(anew.month, NEW)
    assert "it was taken back already, or never made" in repr(gone)
    assert "f001" not in set(gone.month.figures.figures_by_quantity["figure_id"]), "decided anew, it has another id"


@pytest.mark.parametrize("action", ["reject", "not_in_parliament", "withdraw"])
def test_a_cell_that_takes_an_accepted_line_away_can_run_again(month, action):
    line = ("parties-2021-03-10.csv", 2, action)
    decided = desk.decide_on_line(month, *line, valid_from="2021-03-20", **WHY)
    before = files_of(month)
    assert "Already decided" in repr(desk.decide_on_line(decided.month, *line, valid_from="2021-03-20", **WHY))
    assert files_of(month) == before


@pytest.mark.parametrize(
    "end", [lambda: desk.session(by="B. Eter", on="2999-11-25"), lambda: desk.open_month(month="2021-03", data_dir="")]
)
def test_a_session_ends_when_another_is_refused_or_other_data_are_opened_and_the_form_says_so(month, end):
    desk.open_month(month=MONTH, data_dir=str(month.sources.folder))
    said = repr(desk.session(by="A. Nalist", on="2026-11-25"))
    assert said == "Decisions of this session are by A. Nalist, on 2026-11-25."
    assert "Decides: A. Nalist, on 2026-11-25." in who_decides()
    desk.open_month(month="2021-03", data_dir=str(month.sources.folder))
    assert "A. Nalist" in who_decides()
    with contextlib.suppress(ParameterError):
        end()
    assert "First say who decides, and on which day" in who_decides()
    with pytest.raises(ParameterError, match="by, on: not filled in"):
        desk.decide_on_figure(month, "f001", "exclude", reason="Made up")


def test_what_an_analyst_does_to_a_table_does_not_reach_the_month_with_a_decision(month):
    month = opened(month.sources.folder, MONTH)
    month.signatures["outcome"] = "accepted"
    month.figures.printed_figures.loc[:, "chosen"] = False
    month.sources.decisions.figures["action"] = "exclude"
    decided = desk.decide_on_line(month, "lijst.csv", 2, "reject", valid_from="2021-03-10", **WHY).month
    assert [*that_differ(decided, desk.open_month(month=MONTH, data_dir=str(month.sources.folder)))] == []


def test_many_changes_are_folded_below_how_many_they_are_and_none_is_said(opened_once):
    claims = opened_once.claims
    few, many = (claims.assign(verdict=claims["verdict"].where(claims.index >= n, "revised")) for n in (2, 99))
    said = [effects_in_words(opened_once, replace(opened_once, claims=each)) for each in (few, many)]
    assert "<details" not in said[0]
    assert re.match(r"<details><summary>\d\d things that it changes in April 2021</summary>", said[1])
    assert "This changes nothing in April 2021." in effects_in_words(opened_once, opened_once)


def test_each_call_that_a_waiting_line_offers_settles_it_also_beside_a_decision_from_a_later_day(month):
    outcomes = {"accept": "accepted", "not_in_parliament": "not in parliament", "reject": "rejected"}
    path = month.sources.folder / "decisions" / "signatories.csv"
    undecided = path.read_bytes()
    for call, (action, outcome) in zip(calls_shown(desk.signatures_that_wait(month)), outcomes.items(), strict=True):
        assert f'2, "{action}"' in call
        before, after = changes_in(run(call, month))["Line lijst.csv:2"]
        assert before == "Outcome: waits for a decision; May be named: no"
        assert after.startswith(f"Outcome: {outcome}")
        assert ids_in(decisions(month, "signatories")) == ["lijst-csv-row-2", "lijst-csv-row-2-2"]
        path.write_bytes(undecided)


def with_texts(month: Reconciliation) -> Reconciliation:
    """The month with two lines that wait for a text, one of which waits for another one too."""
    lines = ("DENK,,11-3-2021,per vlieger,ja", '50PLUS,,12-3-2021,"per vlieger, goochelaar op 20 maart",liever niet')
    text = "\n".join(["Naam,Functie,Datum,Opmerking,Mag genoemd worden", *lines, ""])
    (month.sources.folder / "signatories" / "lijst_2.csv").write_text(text, encoding="utf-8")
    return opened(month.sources.folder, MONTH)


def test_a_text_says_of_how_many_lines_it_is_the_only_one_and_its_decision_how_many_still_wait_and_why(month):
    month = with_texts(month)
    assert "2 lines wait for the text “per vlieger”, the only text to decide on in 1 of them" in repr(
        desk.signatures_that_wait(month)
    )
    decided = desk.decide_on_text(month, "per vlieger", "harmless", lines=2, **WHY)
    assert "One line that had this text still waits: not understood (1)." in repr(decided)
    decided = desk.decide_on_text(
        decided.month, "goochelaar op maart after the day of signing", "harmless", lines=1, **WHY
    )
    assert "None of the lines that had this text waits any more." in repr(decided)


def test_what_is_written_beside_a_waiting_line_is_shown_as_it_is_written(month):
    said = repr(desk.signatures_that_wait(with_texts(month)))
    assert "Also written on the line, or about the list: per vlieger, goochelaar op 20 maart" in said
    assert "Whether they may be named, as written: liever niet" in said
    assert "50PLUS | per vlieger, goochelaar op 20 maart | liever niet | not understood" in said
    assert said.count("A decision also counts for later lists with the same text.") == 2, "in the form of each text"


def test_a_choice_that_does_not_wait_any_more_as_it_was_shown_is_refused(month):
    waiting = desk.signatures_that_wait(with_texts(month))
    month = opened(month.sources.folder, MONTH)
    choices = {choice.title: choice for choices in waiting.groups.values() for choice in choices}
    (line,) = (choice for title, choice in choices.items() if "| DENK |" in title)
    call = next(call for call in line.calls if call.facts[-1] == "not_in_parliament")
    decided = desk.decide_on_text(month, "per vlieger", "harmless", lines=2, **WHY)
    before = files_of(decided.month)
    for known in (decided.month, month):
        assert "no longer waits as it is shown here" in repr(waiting.make(line, call, known, WHY))
    assert files_of(decided.month) == before
    made = waiting.make(line, call, desk.take_back(decided.month, "w01").month, WHY)
    assert changes_in(made)["Line lijst_2.csv:2"][1].startswith("Outcome: not in parliament")


def test_the_forms_of_two_texts_on_one_line_are_filled_in_one_after_the_other(month):
    waiting = desk.signatures_that_wait(month := with_texts(month))
    for text in ("per vlieger", "goochelaar op maart after the day of signing"):
        of_text = ((choice, call) for choices in waiting.groups.values() for choice in choices for call in choice.calls)
        choice, call = next(each for each in of_text if each[1].facts == (text, "harmless"))
        month = waiting.make(choice, call, month, WHY).month
    assert decisions(month, "texts").count(",harmless,") == 2


def test_a_decision_on_a_line_that_says_something_else_now_stops_the_build_until_it_was_read_again(month):
    desk.decide_on_line(month, "lijst.csv", 3, "reject", **WHY)
    received = month.sources.folder / "signatories" / "lijst.csv"
    received.write_text(LIST.replace("raadslid", "Kamerlid"), encoding="utf-8")
    (found,) = [str(each) for each in check(month.sources.month, month.sources.folder) if each.severity == "error"]
    assert "line_checksum: found" in found
    assert "the line in lijst.csv:3 as it was when it was decided on" in found
    # Blanks and signs are no other words.
    received.write_text(LIST.replace("raadslid", "  Raadslid."), encoding="utf-8")
    assert not [each for each in check(month.sources.month, month.sources.folder) if each.severity == "error"]


def test_a_decision_that_does_not_fit_is_not_written_and_the_notebook_shows_why_without_a_traceback(month):
    before = files_of(month)
    shell = InteractiveShell()
    shell.user_ns |= {"desk": desk, "m": month, "why": WHY}
    lines: list[str] = []
    shell._showtraceback = lambda _kind, _error, shown: lines.extend(shown)
    shell.run_cell('desk.decide_on_line(m, "lijst.csv", 2, "duplicate", duplicate_of="lijst.csv:9", **why)')
    row = "the new row of decisions/signatories.csv"
    assert lines[0].startswith(f"InputError: {row}: duplicate_of: found one that is not there, expected a line"), lines
    assert lines[1] == "Nothing is written."
    assert files_of(month) == before


@pytest.mark.parametrize("row", cases("refused_calls"))
def test_a_call_with_a_word_missing_or_unknown_is_refused_and_nothing_is_written(opened_once, row):
    desk.session(by="A. Nalist", on="2026-11-25")
    before = files_of(opened_once)
    with pytest.raises(ParameterError, match=row["fault"]):
        eval(row["call"], {"desk": desk, "month": opened_once, "why": WHY})
    assert files_of(opened_once) == before
