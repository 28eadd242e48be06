"""Rulings by one call: written well-formed, checked at once, shown before and after, and taken back."""

import csv
import errno
import io
import multiprocessing
import os
import re
import shutil
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell

from analysis import desk
from analysis.decision_files import change, values_of, with_row, without_row
from analysis.desk.effect import differences
from analysis.problems import InputError, ParameterError
from analysis.reconciliation import Reconciliation
from analysis.sources import OWN_DATA

MONTH = "2026-10"
SIGNED = {"by": "A. Nalist", "on": "2026-11-25", "reason": "Made up, to try: with a comma, and “quotes”"}
# No person: a party whose name is misspelt, and one who is in no roster.
LINES = "Naam,Functie + organisatie,Datum\n,ChristenUnei,10-3-2021\nXylofoon Quastenberg,raadslid,12-3-2021\n"


@pytest.fixture(scope="module")
def as_it_is() -> Reconciliation:
    return opened(OWN_DATA)


@pytest.fixture(scope="module")
def as_it_is_with_a_list(tmp_path_factory: pytest.TempPathFactory) -> Reconciliation:
    data = Path(shutil.copytree(OWN_DATA, tmp_path_factory.mktemp("with-list") / "data"))
    (data / "signatories" / "made-up.csv").write_text(LINES, encoding="utf-8")
    return opened(data)


@pytest.fixture
def month(as_it_is: Reconciliation, tmp_path: Path) -> Reconciliation:
    """A month whose files are a copy of their own."""
    return in_a_copy(as_it_is, tmp_path)


@pytest.fixture
def with_list(as_it_is_with_a_list: Reconciliation, tmp_path: Path) -> Reconciliation:
    return in_a_copy(as_it_is_with_a_list, tmp_path)


def in_a_copy(month: Reconciliation, folder: Path) -> Reconciliation:
    copy = Path(shutil.copytree(month.sources.folder, folder / "data"))
    return replace(month, sources=replace(month.sources, folder=copy))


def opened(data: Path) -> Reconciliation:
    return desk.open_month(month=MONTH, data_dir=str(data))


def rulings(month: Reconciliation, name: str = "figures") -> bytes:
    return (month.sources.folder / "decisions" / f"{name}.csv").read_bytes()


def told(shown: desk.Ruled) -> dict[str, tuple[str, str]]:
    """What a ruling changes: before and after, as the notebook shows it."""
    rows = [line.split(" | ") for line in repr(shown).split("\n") if line.count(" | ") == 2]
    return {what: (before, after) for what, before, after in rows[1:]}


def calls_shown(shown: object) -> list[str]:
    """The calls that a notebook offers to copy."""
    return [unescape(text) for text in re.findall(r"<pre[^>]*>(desk\..*?)</pre>", shown._repr_html_())]


def run(call: str, month: Reconciliation) -> desk.Ruled:
    filled = call.replace('by=""', 'by="A. Nalist"').replace('on=""', 'on="2026-11-25"')
    filled = filled.replace('reason=""', 'reason="Made up, to try"').replace("=NUMBER", "=7")
    return eval(filled, {"desk": desk, "month_reconciled": month})


def test_a_ruling_is_one_more_line_of_its_file_and_the_others_stay_as_they_were(month):
    before = rulings(month)
    desk.rule_on_figure(month, "f001", "exclude", **SIGNED)
    added = rulings(month).removeprefix(before).decode()
    assert added == (
        'd05,f001,exclude,,716,,,,2026-10-01,A. Nalist,2026-11-25,"Made up, to try: with a comma, and “quotes”"\n'
    )


def test_a_ruling_shows_what_it_changes_and_gives_the_month_with_it(month):
    ruled = desk.rule_on_figure(month, "f001", "exclude", **SIGNED)
    changed = told(ruled)
    assert changed["registered victims of human trafficking, 2007"] == ("716 (f001)", "–")
    assert changed["Figure f001"][0].startswith("chosen")
    assert changed["Figure f001"][1].startswith("not chosen")
    years = ruled.month.figures.figures_by_quantity.query("quantity_id == 'registered-all'")["reference_year"]
    assert "2007" not in set(years)
    assert ruled.month.sources.folder == month.sources.folder


def test_a_ruling_that_changes_nothing_says_so(month):
    ruled = desk.rule_on_figure(month, "f001", "prefer", **SIGNED)
    assert "This changes nothing in October 2026." in repr(ruled) or "Figure f001" in told(ruled)
    assert differences(month, month) == []


def test_a_ruling_taken_back_leaves_the_file_as_it_was(month):
    before = rulings(month)
    ruled = desk.rule_on_figure(month, "f001", "exclude", **SIGNED)
    assert 'desk.take_back(month_reconciled, "d05")' in repr(ruled)
    back = desk.take_back(ruled.month, "d05")
    assert rulings(month) == before
    assert told(back)["registered victims of human trafficking, 2007"] == ("–", "716 (f001)")
    assert "d05,f001,exclude" in repr(back)  # as it stood, to rule so again
    with pytest.raises(ParameterError, match="may have been taken back already"):
        desk.take_back(back.month, "d05")


@pytest.mark.parametrize(
    ("figure_id", "action", "words", "fault"),
    [
        ("f001", "exclud", {}, "action: found 'exclud', expected one of accept, exclude, prefer, correct"),
        ("f001", "correct", {}, "corrected_value: found an empty cell"),
        ("f001", "exclude", {"on": "25-11-2026"}, "decided_on: found '25-11-2026', expected a date as YYYY-MM-DD"),
        ("f001", "exclude", {"reason": " "}, "reason: not filled in"),
        ("f001", "exclude", {"by": "WHO"}, "decided_by: not filled in"),
        ("f999", "exclude", {}, "no figure f999 in 2026-10"),
        ("f156", "exclude", {}, "one ruling on a figure"),  # it has one, d01
    ],
)
def test_a_ruling_that_does_not_fit_is_not_written(month, figure_id, action, words, fault):
    before = {path: path.read_bytes() for path in month.sources.folder.rglob("*") if path.is_file()}
    with pytest.raises((InputError, ParameterError), match=re.escape(fault)):
        desk.rule_on_figure(month, figure_id, action, **SIGNED | words)
    assert before == {path: path.read_bytes() for path in month.sources.folder.rglob("*") if path.is_file()}


def test_each_call_that_a_waiting_figure_offers_settles_it_when_it_is_filled_in(data):
    for number in ("d01", "d03"):
        path = data / "decisions" / "figures.csv"
        path.write_text(without_row(path.read_text(encoding="utf-8"), {"decision_id": number})[0], encoding="utf-8")
    month = opened(data)
    calls = calls_shown(desk.what_waits(month))
    assert {re.search(r'"(f\d+)"', call)[1] for call in calls} == {"f156", "f335"}
    path, unruled = data / "decisions" / "figures.csv", rulings(month)
    for call in calls:
        ruled = run(call, month)
        assert re.search(r'"(f\d+)"', call)[0] not in repr(desk.what_waits(ruled.month))
        path.write_bytes(unruled)


def test_a_ruling_leans_on_the_figures_it_was_held_against(data):
    path = data / "decisions" / "figures.csv"
    path.write_text(without_row(path.read_text(encoding="utf-8"), {"decision_id": "d01"})[0], encoding="utf-8")
    month = opened(data)
    desk.rule_on_figure(month, "f156", "accept", **SIGNED)
    row = rulings(month).decode().splitlines()[-1]
    assert re.search(r"956,,,(f\d+=\d+\|)+f\d+=\d+,", row)


def test_each_call_that_a_waiting_line_offers_settles_it_when_it_is_filled_in(with_list):
    calls = calls_shown(desk.signatures_that_wait(with_list))
    assert [re.search(r'2, "(\w+)"', call)[1] for call in calls] == ["accept", "not_in_parliament", "reject"]
    outcomes = {"accept": "accepted", "not_in_parliament": "not in parliament", "reject": "rejected"}
    for call, outcome in zip(calls, outcomes.values(), strict=True):
        ruled = run(call, with_list)
        before, after = told(ruled)["Line made-up.csv:2"]
        assert before == "waits for a ruling"
        assert after.partition(":")[0] == outcome
        (with_list.sources.folder / "decisions" / "signatories.csv").unlink()


def test_a_withdrawal_has_its_own_day_and_shows_the_seats_that_go_with_it(with_list):
    line = ("parties-2021-03-10.csv", 2, "withdraw")
    with pytest.raises(ParameterError, match="valid_from: not given"):
        desk.rule_on_line(with_list, *line, **SIGNED)
    ruled = desk.rule_on_line(with_list, *line, valid_from="2026-10-05", **SIGNED)
    party = with_list.signatures.query("source_file == @line[0] and source_row == 2")["matched_name"].iloc[0]
    before, after = told(ruled)[f"Support of {party}"]
    assert before.startswith("signed")
    assert after.startswith("not known")
    assert told(ruled)["Line parties-2021-03-10.csv:2"] == (
        f"accepted: {party}, may be named",
        f"taken back: {party}, may be named",
    )


def test_a_second_ruling_on_a_line_has_a_name_of_its_own_and_another_day(with_list):
    line = ("made-up.csv", 3)
    desk.rule_on_line(with_list, *line, "reject", **SIGNED)
    with pytest.raises(InputError, match="one ruling on a line from a day on"):
        desk.rule_on_line(with_list, *line, "not_in_parliament", **SIGNED)
    desk.rule_on_line(with_list, *line, "not_in_parliament", valid_from="2026-10-01", **SIGNED)
    names = values_of(rulings(with_list, "signatories").decode(), "decision_id")
    assert names == ["made-up-csv-row-3", "made-up-csv-row-3-2"]


def test_to_accept_a_line_is_to_say_whom_it_means(with_list):
    with pytest.raises(ParameterError, match="candidate: not given, expected one of"):
        desk.rule_on_line(with_list, "made-up.csv", 2, "accept", **SIGNED)
    with pytest.raises(ParameterError, match=r"no line made-up\.csv:9"):
        desk.rule_on_line(with_list, "made-up.csv", 9, "reject", **SIGNED)


def test_a_party_carries_the_signature_of_those_that_signed_and_of_no_others(month):
    ruled = desk.rule_on_party(month, "volt", ["d66"], valid_from="2026-10-01", **SIGNED)
    assert told(ruled)["Support of Volt"] == ("not known", "signed through its predecessors, by ruling")
    with pytest.raises(InputError, match="of which no signature is known"):
        desk.rule_on_party(month, "bbb", ["vvd"], valid_from="2026-10-01", **SIGNED)


def test_a_ruling_that_breaks_a_later_month_is_not_written(data):
    month = desk.open_month(month="2021-06", data_dir=str(data))
    signed = month.signatures.set_index("party_id")["source_row"]
    line = ("parties-2021-03-10.csv", int(signed["groenlinks"]), "withdraw")  # from 2023 on another party carries it
    with pytest.raises(InputError, match="groenlinks, of which no signature is known"):
        desk.rule_on_line(month, *line, valid_from="2021-06-05", **SIGNED)
    assert not (data / "decisions" / "signatories.csv").exists()


def test_a_party_has_one_ruling_from_a_day_on(month):
    ruled = desk.rule_on_party(month, "volt", ["d66"], valid_from="2026-10-01", **SIGNED)
    with pytest.raises(InputError, match="one ruling on a party from a day on"):
        desk.rule_on_party(ruled.month, "volt", ["d66"], valid_from="2026-10-01", **SIGNED)


def test_a_line_does_not_repeat_itself(with_list):
    with pytest.raises(InputError, match="another line than its own"):
        desk.rule_on_line(with_list, "made-up.csv", 3, "duplicate", duplicate_of="made-up.csv:3", **SIGNED)


def test_an_error_in_a_notebook_is_what_is_wrong_and_no_traceback(month):
    shell = InteractiveShell.instance()
    shell.user_ns |= {"desk": desk, "m": month, "signed": SIGNED}
    with pytest.MonkeyPatch.context() as patch:
        lines: list[str] = []
        patch.setattr(shell, "_showtraceback", lambda _kind, _error, shown: lines.extend(shown))
        shell.run_cell('desk.rule_on_figure(m, "f001", "exclud", **signed)')
    assert lines[0].startswith("InputError: decisions/figures.csv:6: action: found 'exclud'")
    assert lines[1:] == ["Nothing is written."]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", [True, False])
def test_a_file_edited_by_hand_keeps_its_ends_of_line_its_mark_and_its_order_of_columns(end, mark, last):
    text = mark + end.join(["reason,decision_id,figure_id", f'"two{end}lines",d01,f001']) + (end if last else "")
    new = with_row(text, {"decision_id": "d02", "figure_id": "f002", "reason": "why"}, "decisions_figures", OWN_DATA)
    assert new.startswith(text)
    assert new.endswith(f"{end}why,d02,f002{end}")
    assert values_of(new, "decision_id") == ["d01", "d02"]
    assert without_row(new, {"decision_id": "d02"})[0] == text + ("" if last else end)
    assert without_row(new, {"decision_id": "d01"})[1] == f'"two{end}lines",d01,f001'


def test_a_file_that_is_not_there_yet_begins_with_its_header():
    text = with_row("", {"decision_id": "d01"}, "decisions_signatories", OWN_DATA)
    assert text.startswith("decision_id,source_file,source_row,name_as_written,action,")
    assert text.count("\n") == 2


@pytest.mark.parametrize("reason", ["two\nlines", "ends\n", "one\rtwo", "one\r\ntwo"])
def test_a_reason_of_two_lines_is_one_cell(reason):
    header = "decision_id,figure_id,reason\n"
    text = with_row(header, {"decision_id": "d01", "reason": reason}, "decisions_figures", OWN_DATA)
    text = with_row(text, {"decision_id": "d02"}, "decisions_figures", OWN_DATA)
    assert list(csv.reader(io.StringIO(text, newline="")))[1:] == [["d01", "", reason], ["d02", "", ""]]
    assert without_row(text, {"decision_id": "d01"})[0] == f"{header}d02,,\n"


@pytest.mark.parametrize("blank", ["", "\n", "\r\n", " \n", "\ufeff\r\n"])
def test_a_file_of_nothing_but_blank_lines_begins_anew_with_its_header(blank):
    text = with_row(blank, {"decision_id": "d01"}, "decisions_figures", OWN_DATA)
    assert text.removeprefix("\ufeff").startswith("decision_id,figure_id,")
    assert values_of(text, "decision_id") == ["d01"]


def test_a_mark_before_a_quoted_heading_is_no_part_of_it():
    assert values_of('\ufeff"decision_id","figure_id"\n"d01","f001"\n', "decision_id") == ["d01"]


def _added(data: Path) -> None:
    row = {"decision_id": "d99"}
    change("decisions_figures", data, lambda text: with_row(text, row, "decisions_figures", data), str)


def test_a_file_that_is_a_link_to_a_shared_one_stays_a_link(data, tmp_path):
    path = data / "decisions" / "figures.csv"
    shared = Path(shutil.move(path, tmp_path / "shared.csv"))
    path.symlink_to(shared)
    _added(data)
    assert path.is_symlink()
    assert "d99" in values_of(shared.read_text(encoding="utf-8"), "decision_id")


def test_a_mark_of_an_editor_that_leads_nowhere_is_no_hindrance(data):
    (data / "decisions" / ".#figures.csv").symlink_to("somebody@somewhere.123")
    _added(data)
    assert "d99" in (data / "decisions" / "figures.csv").read_text(encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_file_of_rulings_on_persons_that_is_new_is_not_for_everybody(data):
    change("decisions_signatories", data, lambda text: text + "decision_id\n", str)
    assert (data / "decisions" / "signatories.csv").stat().st_mode & 0o007 == 0


def test_a_full_disk_leaves_the_file_as_it_was_and_no_draft(data, monkeypatch):
    before = (data / "decisions" / "figures.csv").read_bytes()

    def full(_from: Path, _to: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="No space"):
        patch.setattr("analysis.decision_files.shutil.copymode", full)
        _added(data)
    assert (data / "decisions" / "figures.csv").read_bytes() == before
    assert not list((data / "decisions").glob(".*"))


def _rule_often(data: Path, who: str) -> None:
    for number in range(8):
        row = {"decision_id": f"{who}-{number}"}
        change("decisions_figures", data, lambda text, row=row: with_row(text, row, "decisions_figures", data), str)


def test_analysts_who_rule_at_once_lose_nothing(data):
    analysts = [multiprocessing.get_context("spawn").Process(target=_rule_often, args=(data, who)) for who in "abc"]
    for each in analysts:
        each.start()
    for each in analysts:
        each.join()
    names = values_of((data / "decisions" / "figures.csv").read_text(encoding="utf-8"), "decision_id")
    assert sorted(names[4:]) == sorted(f"{who}-{number}" for who in "abc" for number in range(8))


def test_whoever_edits_the_file_by_hand_meanwhile_is_not_overwritten(data):
    path = data / "decisions" / "figures.csv"

    def somebody_saves(_copy: Path) -> None:
        path.write_text(path.read_text(encoding="utf-8") + "by hand\n", encoding="utf-8")

    with pytest.raises(ParameterError, match="changed by somebody else meanwhile: nothing is written"):
        change("decisions_figures", data, lambda text: text + "by a call\n", somebody_saves)
    assert path.read_text(encoding="utf-8").endswith("by hand\n")


def test_a_ruling_that_went_stale_can_be_taken_back(month):
    desk.rule_on_figure(month, "f001", "exclude", **SIGNED)
    path = month.sources.folder / "figures.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^(f001,.*?),716,", r"\1,717,", text, count=1), encoding="utf-8")
    with pytest.raises(InputError, match="716"):
        opened(month.sources.folder)
    desk.take_back(month, "d05")
    assert opened(month.sources.folder).figures.printed_figures.query("figure_id == 'f001'")["value"].tolist() == [717]


def test_the_copy_that_a_ruling_is_tried_on_holds_no_list_of_its_own(with_list):
    seen = []

    def look(copy: Path) -> None:
        seen.extend(path for path in copy.rglob("*") if path.is_file() and not path.is_symlink())

    folder = with_list.sources.folder
    change("decisions_figures", folder, lambda text: text, look)
    assert [path.name for path in seen] == ["figures.csv"]
    assert seen[0].parent.name == "decisions"


def test_a_line_that_repeats_another_says_which(with_list):
    with pytest.raises(InputError, match="duplicate_of: found an empty cell, expected the line that it repeats"):
        desk.rule_on_line(with_list, "made-up.csv", 3, "duplicate", **SIGNED)
