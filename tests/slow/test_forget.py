"""`briefing forget` where it is unclear who is meant, where it is stopped, and what it can't reach."""

import shutil
from pathlib import Path

import pytest

from analysis import cli, forget
from analysis.forget.signatory import signatory
from analysis.problems import ParameterError
from analysis.sources.signature_lists import read_lists
from support.months import reconciled
from support.small_notebooks import contents
from support.to_forget import HEADER, MONTH, command, holding, laid_out, people, slip, workbook, write


@pytest.fixture
def data(tmp_path) -> Path:
    return laid_out(tmp_path / "data")


def test_of_two_lines_of_one_name_only_the_one_that_is_given_goes(data):
    write(data / "signatories/lijst.csv", [HEADER, *[["Bo Bedacht", partij, "15-4-2021", ""] for partij in "ab"]])
    (data / "decisions/signatories.csv").unlink()
    both = signatory("bedacht, Bo", data)
    assert both.lines == [("lijst.csv", 2), ("lijst.csv", 3)]
    assert signatory("Bo Bedacht", data, ("lijst.csv:3",)).lines == [("lijst.csv", 3)]
    with pytest.raises(ParameterError, match=r"found lijst.csv:9, expected a line of a list, as FILE:ROW"):
        signatory("Bo Bedacht", data, ("lijst.csv:9",))


def test_where_the_data_do_not_pass_the_name_as_written_is_found_all_the_same_and_it_is_said(data, tmp_path):
    (data / "decisions/signatories.csv").write_text("x\n", encoding="utf-8")
    code, said = command(people()[0]["full_name"], tmp_path)
    assert code == 0
    assert said.startswith("the data do not pass briefing check: of who is written in another way no line is found")
    assert "signatories/lijst.csv:2: " in said
    assert "brieven.csv" not in said


def test_a_line_that_waits_and_may_be_of_the_same_person_is_told(data):
    (data / "decisions/signatories.csv").unlink()
    who = signatory(people()[0]["full_name"], data)
    assert who.lines == [("lijst.csv", 2)]
    waiting = reconciled(MONTH, data).signatures.query("outcome == 'review'")
    assert who.unsure == places(waiting[waiting["candidate_ids"].str.contains(people()[0]["person_id"])])
    assert who.unsure == [("mei/brieven.csv", 3)]


def places(signatures):
    return list(zip(signatures["source_file"], signatures["source_row"], strict=True))


def test_once_the_row_of_a_workbook_is_emptied_by_hand_the_rest_is_done(data, tmp_path):
    workbook(data / "signatories/lijst.xlsx", ["Bo Bedacht", "", "Cas Fictief"])
    code, said = command(people()[0]["full_name"], tmp_path, "--yes")
    assert code == 0, said
    assert holding(tmp_path, [people()[0]["family_name"]]) == set()
    kept = read_lists(data / "signatories")[0].query("source_file == 'lijst.xlsx'")
    assert places(kept) == [("lijst.xlsx", 2), ("lijst.xlsx", 4)]


def test_what_is_left_is_named_and_a_copy_that_jupyterlab_keeps_goes(data, tmp_path):
    name = people()[3]["full_name"]
    kept = data / "signatories/.ipynb_checkpoints/lijst-checkpoint.csv"
    kept.parent.mkdir()
    shutil.copy(data / "signatories/lijst.csv", kept)
    shutil.copy(data / "signatories/lijst.csv", data / "signatories/lijst.csv~")
    code, said = command(name, tmp_path, "--yes")
    assert code == 3
    assert not kept.exists()
    assert f"{data}/signatories/lijst.csv~: still holds the name: remove it by hand" in said
    assert "out of reach of this command" in said


def test_one_that_is_stopped_halfway_is_finished_by_the_same_command(data, tmp_path, monkeypatch):
    page = tmp_path / "reports/2021-06/share/nl/all.html"
    page.parent.mkdir(parents=True)
    page.write_text(people()[0]["full_name"], encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(forget, "remove_folder", stopped)
        assert command(people()[0]["full_name"], tmp_path, "--yes")[0] == cli.INTERRUPTED
    names = [people()[0]["full_name"], slip(people()[0])]
    assert holding(tmp_path, names) == {"reports/2021-06/share/nl/all.html"}
    assert command(people()[0]["full_name"], tmp_path, "--yes")[0] == 0
    assert holding(tmp_path, names) == set()


def stopped(path: Path) -> None:
    raise KeyboardInterrupt


def test_a_list_that_changed_since_the_plan_is_not_written(data, tmp_path):
    planned = forget.plan(people()[3]["full_name"], data, tmp_path / "reports", tmp_path / "notebooks")
    with (data / "signatories/lijst.csv").open("a", encoding="utf-8") as file:
        file.write("Bo Bedacht,D66,15-4-2021,\n")
    before = contents(tmp_path)
    with pytest.raises(ParameterError, match="changed meanwhile: nothing is written"):
        forget.carry_out(planned)
    assert contents(tmp_path) == before
