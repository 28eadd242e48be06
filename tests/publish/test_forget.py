"""`briefing forget`: somebody who signed is gone from this machine, and nobody else, or nothing is written.

Members are taken from the rosters by rule; none of them signed anything.
"""

import csv
import email.message
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from analysis.forget.rows import RowError, without_row
from analysis.forget.search import needles_of, search
from analysis.forget.signatory import signatory
from analysis.publish.whole_files import OutputFolder
from click.testing import CliRunner

from analysis import cli, forget
from analysis.parameters import Month
from analysis.parliament import terms_on
from analysis.problems import ParameterError
from analysis.publish import build
from analysis.publish.notebook_runs import Made
from analysis.reconciliation import Reconciliation
from analysis.releases import edition_of, numbers_of
from analysis.signatories.rulings import RULING_COLUMNS
from analysis.sources.signature_lists import read_lists
from support.every_byte import names_in
from support.fewer_candidates import with_fewer_candidates
from support.months import reconciled

MONTH = Month(2021, 6)
HEADER = ["Naam", "Functie + organisatie", "Datum", "Mag genoemd worden"]
RELEASED = [
    *("month", "edition", "released_by", "released_on", "what_was_wrong_nl", "what_was_wrong_en", "numbers"),
]
ROSTERS = {"members.csv", "candidates.csv", "sexes.csv"}


@pytest.fixture(scope="module")
def real(tmp_path_factory) -> Path:
    return with_fewer_candidates(tmp_path_factory.mktemp("real") / "data")


@pytest.fixture(scope="module")
def people(real) -> list[dict[str, str]]:
    """Members of D66 on the day of signing and still, with a surname of one long word that they have alone."""
    known = reconciled(MONTH, real).sources
    now = terms_on(MONTH.as_of, known.members, known.elections)
    sat = known.members[known.members["person_id"].isin(now["person_id"]) & (known.members["party_id"] == "d66")]
    sat = sat.drop_duplicates("person_id").sort_values("person_id")
    family = sat["family_name"]
    alone = family.str.fullmatch("[A-Z][a-z]{6,}") & ~family.isin(family[family.duplicated()])
    return sat[alone].head(4).to_dict("records")


@pytest.fixture
def data(tmp_path: Path, real, people) -> Path:
    return laid_out(tmp_path / "data", real, people)


def slip(person: dict[str, str]) -> str:
    """A name as it may be written by mistake."""
    return person["full_name"][:-3] + "xx"


def laid_out(folder: Path, real: Path, people: list[dict[str, str]]) -> Path:
    """Two lists: one with everybody, one with a slip in the name of the first, which a ruling resolves."""
    shutil.copytree(real, folder)
    lines = [[person["full_name"], "Kamerlid, D66", "15-4-2021", "ja"] for person in people]
    write(folder / "signatories/lijst.csv", [HEADER, *lines])
    letters = [["Iemand Anders", "", "1-5-2021", ""], [slip(people[0]), "", "", ""]]
    write(folder / "signatories/mei/brieven.csv", [HEADER, *letters])
    told = {"decided_by": "a test", "decided_on": "2021-06-30", "reason": "made up", "valid_from": "2021-05-02"}
    rulings = [
        {"decision_id": "r1", "source_file": "lijst.csv", "source_row": "2", "name_as_written": lines[0][0]},
        {"decision_id": "r2", "source_file": "mei/brieven.csv", "source_row": "3", "name_as_written": slip(people[0])},
        {"decision_id": "r3", "source_file": "lijst.csv", "source_row": "4", "name_as_written": lines[2][0]},
    ]
    rulings[0] |= told | {"action": "accept", "may_be_named": "yes"}
    rulings[1] |= told | {"action": "duplicate", "duplicate_of": "lijst.csv:2"}
    rulings[2] |= told | {"action": "withdraw"}
    rows = [[each.get(name, "") for name in RULING_COLUMNS] for each in rulings]
    write(folder / "decisions/signatories.csv", [list(RULING_COLUMNS), *rows])
    return folder


def write(path: Path, rows: list[list[str]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def build_quickly(folder: Path) -> None:
    """Build the month without kernels: each briefing holds the whole list, as a notebook inside may."""
    order = {"parties": ["all", "d66"], "languages": ["nl"], "formats": ["html"]}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch.on_this_machine, "run_all", run_all(folder / "data/signatories/lijst.csv"))
        build(MONTH, data_dir=folder / "data", out_dir=folder / "reports", **order)


def run_all(file: Path):
    def made(runs, *_) -> Iterator[Made]:
        for run in runs:
            yield Made(run, dict.fromkeys(run.outputs.values(), file.read_bytes()))

    return made


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def command(name: str, folder: Path, *more: str) -> tuple[int, str]:
    order = ["forget", name, "--data", str(folder / "data"), "--out", str(folder / "reports"), *more]
    result = CliRunner().invoke(cli.main, order)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result.exit_code, result.output


def holds(path: str, content: bytes, names: list[str]) -> bool:
    form = path if Path(path).suffix in (".html", ".xlsx", ".csv", ".json", ".eml") else "x.txt"
    return bool(names_in(form, content, names))


def holding(folder: Path, names: list[str]) -> set[str]:
    """The files of data (rosters left out) and reports that hold a name, by the searcher of the privacy tests."""
    files = contents(folder).items()
    return {path for path, content in files if Path(path).name not in ROSTERS and holds(path, content, names)}


@dataclass(frozen=True)
class Story:
    """One person forgotten, from a built and released month on: what was there and what was said at each step."""

    folder: Path
    person: dict[str, str]
    other: dict[str, str]
    names: list[str]
    built: dict[str, bytes]
    before: Reconciliation
    dry: tuple[int, str]
    after_dry: dict[str, bytes]
    refused: tuple[int, str]
    after_refused: dict[str, bytes]
    done: tuple[int, str]
    after: Reconciliation


@pytest.fixture(scope="module")
def story(tmp_path_factory, real, people) -> Story:
    folder, person = tmp_path_factory.mktemp("story"), people[0]
    data = laid_out(folder / "data", real, people)
    write(data / "decisions/releases.csv", [RELEASED, [str(MONTH), "1", "x", "2021-07-02", "", "", ""]])
    before = reconciled(MONTH, data)
    write(data / "decisions/releases.csv", [RELEASED, [str(MONTH), "1", "x", "2021-07-02", "", "", numbers_of(before)]])
    build_quickly(folder)
    built = contents(folder)
    dry, after_dry = command(person["person_id"], folder), contents(folder)
    with OutputFolder(folder / "reports/2021-06").for_one_build():
        refused, after_refused = command(person["full_name"], folder, "--yes"), contents(folder)
    done = command(person["full_name"], folder, "--yes")
    names = [person["full_name"], person["family_name"], slip(person)]
    now = reconciled(MONTH, data)
    return Story(folder, person, people[1], names, built, before, dry, after_dry, refused, after_refused, done, now)


def test_who_is_forgotten_is_gone_from_lists_rulings_and_reports(story):
    assert story.done[0] == 0, story.done[1]
    assert "to build again: briefing build --month 2021-06" in story.done[1]
    held = {path for path, content in story.built.items() if holds(path, content, story.names)}
    assert {path.split("/")[-1] for path in held} > {"lijst.csv", "brieven.csv", "signatures.csv", "d66.html"}
    assert holding(story.folder, story.names) == set()
    assert not (story.folder / "reports/2021-06").exists()
    assert "2021-06" not in (story.folder / "reports/index.html").read_text(encoding="utf-8")


def test_nobody_else_is_forgotten_and_the_ledger_is_right(story):
    before, after = story.before, story.after
    lost = {("lijst.csv", 2), ("mei/brieven.csv", 3)}
    assert places(before.signatures) - places(after.signatures) == lost
    same = before.signatures[[place not in lost for place in zip_places(before.signatures)]].reset_index(drop=True)
    pd.testing.assert_frame_equal(after.signatures, same)
    assert (before.ledger["lines"] - after.ledger["lines"]).to_list() == [1, 1, 0, 2]
    assert list(after.sources.decisions.signatories["decision_id"]) == ["r3"]


def test_a_month_that_was_released_is_a_draft_again_as_its_numbers_changed(story):
    assert edition_of(story.before).number == 1
    assert (edition_of(story.after).number, edition_of(story.after).is_released) == (1, False)


def test_what_is_built_again_names_the_others_alone(story):
    build_quickly(story.folder)
    assert holding(story.folder, story.names) == set()
    assert "reports/2021-06/internal/signatures.csv" in holding(story.folder, [story.other["full_name"]])


def test_without_a_yes_all_is_said_and_nothing_is_written(story):
    code, said = story.dry
    assert (code, story.after_dry) == (0, story.built)
    assert f"signatories/lijst.csv:2: {story.person['full_name']}: the row is emptied" in said
    assert f"signatories/mei/brieven.csv:3: {slip(story.person)}: the row is emptied" in said
    lines = said.splitlines()
    assert "decisions/signatories.csv: r1, r2: taken out" in lines
    assert f"{story.folder}/reports/2021-06: removed; to be built again" in lines
    assert lines[-1] == "nothing is written; to do it, the same with --yes"


def test_while_a_build_is_at_work_nothing_is_written(story):
    assert story.refused[0] == 2
    assert "another build is writing" in story.refused[1]
    assert story.after_refused == story.built


def zip_places(signatures: pd.DataFrame) -> list[tuple[str, int]]:
    return list(zip(signatures["source_file"], signatures["source_row"], strict=True))


def places(signatures: pd.DataFrame) -> set[tuple[str, int]]:
    return set(zip_places(signatures))


def test_a_name_that_nobody_has_leaves_all_as_it_was_and_says_so(data, tmp_path):
    before = contents(data)
    code, said = command("Wilhelmina Nergens", tmp_path)
    assert (code, contents(data)) == (0, before)
    assert "no line, no ruling and no report of that name" in said
    assert "--yes" not in said


def test_of_two_lines_of_one_name_only_the_one_that_is_given_goes(data, people):
    write(data / "signatories/lijst.csv", [HEADER, *[["Bo Bedacht", partij, "15-4-2021", ""] for partij in "ab"]])
    (data / "decisions/signatories.csv").unlink()
    both = signatory("bedacht, Bo", data)
    assert both.lines == [("lijst.csv", 2), ("lijst.csv", 3)]
    assert signatory("Bo Bedacht", data, ("lijst.csv:3",)).lines == [("lijst.csv", 3)]
    with pytest.raises(ParameterError, match=r"found lijst.csv:9, expected a line of a list, as FILE:ROW"):
        signatory("Bo Bedacht", data, ("lijst.csv:9",))


@pytest.mark.parametrize("name", ["", " ", "Bo", "-"])
def test_less_than_a_whole_name_is_refused_as_it_would_be_of_others_too(data, name):
    with pytest.raises(ParameterError, match="expected a whole name, a person_id, or the lines by --line"):
        signatory(name, data)


def test_where_the_data_do_not_pass_the_name_as_written_is_found_all_the_same_and_it_is_said(data, tmp_path, people):
    (data / "decisions/signatories.csv").write_text("x\n", encoding="utf-8")
    code, said = command(people[0]["full_name"], tmp_path)
    assert code == 0
    assert said.startswith("the data do not pass briefing check: of who is written in another way no line is found")
    assert "signatories/lijst.csv:2: " in said
    assert "brieven.csv" not in said


def test_a_line_that_waits_and_may_be_of_the_same_person_is_told(data, people):
    (data / "decisions/signatories.csv").unlink()
    who = signatory(people[0]["full_name"], data)
    assert who.lines == [("lijst.csv", 2)]
    waiting = reconciled(MONTH, data).signatures.query("outcome == 'review'")
    assert who.unsure == zip_places(waiting[waiting["candidate_ids"].str.contains(people[0]["person_id"])])
    assert who.unsure == [("mei/brieven.csv", 3)]


def workbook(path: Path, names: list[str]) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Blad1")
        for row, cells in enumerate([HEADER, *([name, "D66", "15-4-2021", ""] if name else [] for name in names)]):
            sheet.write_row(row, 0, cells)


def test_a_workbook_is_for_a_person_to_change_and_until_then_nothing_is_written(data, tmp_path, people):
    workbook(data / "signatories/lijst.xlsx", ["Bo Bedacht", people[0]["full_name"], "Cas Fictief"])
    before = contents(tmp_path)
    code, said = command(people[0]["full_name"], tmp_path, "--yes")
    assert code == 2
    assert (
        "signatories/lijst.xlsx: open it in a spreadsheet program, go to its first sheet with names, select row 3"
        in said
    )
    assert contents(tmp_path) == before
    workbook(data / "signatories/lijst.xlsx", ["Bo Bedacht", "", "Cas Fictief"])
    code, said = command(people[0]["full_name"], tmp_path, "--yes")
    assert code == 0, said
    assert holding(tmp_path, [people[0]["family_name"]]) == set()
    assert zip_places(read_lists(data / "signatories")[0].query("source_file == 'lijst.xlsx'")) == [
        ("lijst.xlsx", 2),
        ("lijst.xlsx", 4),
    ]


def test_what_is_left_is_named_and_a_copy_that_jupyterlab_keeps_goes(data, tmp_path, people):
    name = people[3]["full_name"]
    kept = data / "signatories/.ipynb_checkpoints/lijst-checkpoint.csv"
    kept.parent.mkdir()
    shutil.copy(data / "signatories/lijst.csv", kept)
    shutil.copy(data / "signatories/lijst.csv", data / "signatories/lijst.csv~")
    code, said = command(name, tmp_path, "--yes")
    assert code == 3
    assert not kept.exists()
    assert f"{data}/signatories/lijst.csv~: still holds the name: remove it by hand" in said
    assert "out of reach of this command" in said


def test_one_that_is_stopped_halfway_is_finished_by_the_same_command(data, tmp_path, people, monkeypatch):
    page = tmp_path / "reports/2021-06/share/nl/all.html"
    page.parent.mkdir(parents=True)
    page.write_text(people[0]["full_name"], encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(forget, "remove_folder", stopped)
        assert command(people[0]["full_name"], tmp_path, "--yes")[0] == cli.INTERRUPTED
    names = [people[0]["full_name"], slip(people[0])]
    assert holding(tmp_path, names) == {"reports/2021-06/share/nl/all.html"}
    assert command(people[0]["full_name"], tmp_path, "--yes")[0] == 0
    assert holding(tmp_path, names) == set()


def stopped(path: Path) -> None:
    raise KeyboardInterrupt


def test_a_list_that_changed_since_the_plan_is_not_written(data, tmp_path, people):
    planned = forget.plan(people[3]["full_name"], data, tmp_path / "reports", tmp_path / "notebooks")
    with (data / "signatories/lijst.csv").open("a", encoding="utf-8") as file:
        file.write("Bo Bedacht,D66,15-4-2021,\n")
    before = contents(tmp_path)
    with pytest.raises(ParameterError, match="changed meanwhile: nothing is written"):
        forget.carry_out(planned)
    assert contents(tmp_path) == before


TABLE = "Naam,Partij,Datum\nBo Bedacht,CDA,10-3-2021\nZoë Ünlü,SP,11-3-2021\nCas Fictief,D66,12-3-2021\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850", "mac_roman"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_row_is_emptied_and_no_other_byte_changes(tmp_path, encoding, end, separator):
    if encoding == "mac_roman" and end != "\r":
        pytest.skip("this encoding is known by its line ends")
    lines = [line.replace(",", separator) + end for line in TABLE.splitlines()]
    content, left = ("".join(each).encode(encoding) for each in (lines, [*lines[:2], end, lines[3]]))
    assert without_row(content, "lijst.csv", 3, tmp_path) == left


@pytest.mark.parametrize(
    ("text", "row", "left"),
    [
        (TABLE, 4, TABLE.replace("Cas Fictief,D66,12-3-2021", "")),
        (TABLE.rstrip("\n"), 4, TABLE.replace("Cas Fictief,D66,12-3-2021\n", "")),
        ("sep=,\n" + TABLE, 2, "sep=,\n" + TABLE.replace("Bo Bedacht,CDA,10-3-2021", "")),
        ('Naam,Datum\n"Bo\nBedacht",10-3-2021\nCas F,10-3-2021\n', 2, "Naam,Datum\n\nCas F,10-3-2021\n"),
        ('Naam,Datum\n"A\nB",10-3-2021\nCas Fictief,10-3-2021\n', 3, 'Naam,Datum\n"A\nB",10-3-2021\n\n'),
        ("Naam,Datum\nBo B,1-3-2021\nBo B,2-3-2021\n", 3, "Naam,Datum\nBo B,1-3-2021\n\n"),
        ('Naam,Datum\n"Bo B,1-3-2021\nCas F,2-3-2021\n', 2, "Naam,Datum\n\nCas F,2-3-2021\n"),
    ],
)
def test_rows_that_are_no_single_line_are_found_all_the_same(tmp_path, text, row, left):
    assert without_row(text.encode(), "mei/lijst.csv", row, tmp_path).decode() == left


def test_a_row_that_says_how_others_are_read_is_not_emptied(tmp_path):
    """3/14 shows that the month is in front: without it 3/4 would be another day."""
    text = "Naam,Start time\nBo Bedacht,3/14/2021\nCas Fictief,3/4/2021\n"
    with pytest.raises(RowError, match="row 2 can't be emptied here without changing how other rows are read"):
        without_row(text.encode(), "lijst.csv", 2, tmp_path)


def forms(name: str) -> dict[str, bytes]:
    """Files that hold a name, each in a form that keeps it out of plain sight."""
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as written:
        written.add_worksheet("x").write_comment(0, 0, name)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("content.xml", f"<text:p>{name[:5]}<b>{name[5:]}</b></text:p>")
    mail = email.message.EmailMessage()
    mail["Subject"] = "x"
    mail.set_content("x")
    mail.add_attachment(book.getvalue(), maintype="application", subtype="octet-stream", filename="x.xlsx")
    return {
        "plain.csv": name.encode(),
        "turned.csv": f"{name.split()[-1]}, {' '.join(name.split()[:-1])}".encode(),
        "wide.txt": name.encode("utf-16"),
        "page.html": f"<p>{name[:5]}<b>&#{ord(name[5])};</b>{name[6:]}</p>".encode(),
        "escaped.json": json.dumps({"a": name}).encode(),
        "book.xlsx": book.getvalue(),
        "packed.ods": packed.getvalue(),
        "mail.eml": mail.as_bytes(),
        f"{name}.csv": b"x",
    }


def test_a_name_is_found_in_whatever_keeps_it_and_what_can_not_be_searched_is_said(tmp_path):
    name = "Zoë van der Quastenberg"
    for file, content in forms(name).items():
        (tmp_path / file).write_bytes(content)
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.7")
    for file, content in forms("Iemand van der Andersom").items():
        (tmp_path / f"other-{file}").write_bytes(content)
    found = search(sorted(tmp_path.iterdir()), needles_of([name]))
    assert {path.name for path in found.holding} == set(forms(name))
    assert [path.name for path in found.unread] == ["page.pdf"]
