"""`briefing forget`: where the name of somebody who signed is kept, and that nothing holds it when all is done.

The lists are made up: members of D66, taken from the rosters by rule, who signed nothing.
"""

import io
import shutil
import zipfile
from functools import cache
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner

from analysis import cli
from analysis.core.folders import locked
from analysis.core.parameters import Month
from analysis.core.problems import ParameterError
from analysis.publish.forget import ROSTERS, kept, needles_of, search
from analysis.sources.parliament import terms_on
from support.fewer_candidates import with_fewer_candidates, write_decisions, write_rows
from support.months import known_in
from support.small_notebooks import contents

MONTH = Month(2021, 6)
DECIDED = {"decided_by": "a test", "decided_on": "2021-06-30", "reason": "made up", "valid_from": "2021-05-02"}


@cache
def people() -> list[dict[str, str]]:
    """Members of D66 on the day of signing and still, with a surname of one long word that they have alone."""
    known = known_in(MONTH)
    now = terms_on(MONTH.as_of, known.members, known.elections)
    sat = known.members[known.members["person_id"].isin(now["person_id"]) & (known.members["party_id"] == "d66")]
    sat = sat.drop_duplicates("person_id").sort_values("person_id")
    family = sat["family_name"]
    alone = family.str.fullmatch("[A-Z][a-z]{6,}") & ~family.isin(family[family.duplicated()])
    return sat[alone].head(4).to_dict("records")


def slip(person: dict[str, str]) -> str:
    """A name as it may be written by mistake."""
    return person["full_name"][:-3] + "xx"


@pytest.fixture(scope="module")
def before(tmp_path_factory) -> Path:
    """Two lists, decisions on them, and reports of a month that name everybody; no test changes it.

    One list has everybody, one a slip in the name of the first, which a decision resolves.
    """
    folder, names = tmp_path_factory.mktemp("before"), [person["full_name"] for person in people()]
    data, header = with_fewer_candidates(folder / "data"), ["Naam", "Functie + organisatie", "Datum"]
    write_rows(data / "signatories/lijst.csv", header, *([name, "Kamerlid, D66", "15-4-2021"] for name in names))
    letters = ["Iemand Anders", "", "1-5-2021"], [slip(people()[0]), "", ""]
    write_rows(data / "signatories/mei/brieven.csv", header, *letters)
    decisions = [
        {"decision_id": "r1", "source_file": "lijst.csv", "source_row": "2", "name_as_written": names[0]}
        | {"action": "accept", "may_be_named": "yes"},
        {"decision_id": "r2", "source_file": "mei/brieven.csv", "source_row": "3", "name_as_written": slip(people()[0])}
        | {"action": "duplicate", "duplicate_of": "lijst.csv:2"},
        {"decision_id": "r3", "source_file": "lijst.csv", "source_row": "4", "name_as_written": names[2]}
        | {"action": "withdraw"},
    ]
    write_decisions(data, (DECIDED | each for each in decisions))
    for page in ("share/index.html", "share/nl/d66.html", "internal/signatures.csv"):
        write_rows(folder / "reports/2021-06" / page, names)
    return folder


@pytest.fixture
def folder(before, tmp_path) -> Path:
    return Path(shutil.copytree(before, tmp_path / "now"))


def command(name: str, folder: Path, *more: str) -> tuple[int, str]:
    order = ["forget", name, "--data", str(folder / "data"), "--out", str(folder / "reports"), *more]
    result = CliRunner().invoke(cli.main, order)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result.exit_code, result.output


def everything_in(folder: Path) -> str:
    """The text of all files but those on members and candidates, with their paths."""
    files = contents(folder).items()
    return "".join(path + content.decode("utf-8") for path, content in files if Path(path).name not in ROSTERS)


def without_rows(file: Path, *starts: str, leaving: str | None = None) -> None:
    """Take the rows out that start so, or leave something in their place."""
    lines = file.read_text(encoding="utf-8").splitlines()
    kept_lines = [leaving if line.startswith(starts) else line for line in lines]
    file.write_text("\n".join(line for line in kept_lines if line is not None) + "\n", encoding="utf-8")


def test_every_place_is_named_and_when_each_step_is_done_nothing_is_found(folder):
    person, other = people()[:2]
    code, said = command(person["person_id"], folder)
    assert code == 3
    assert {
        "signatories/lijst.csv:2: empty this row, but leave it there: the rows below keep their numbers",
        "signatories/mei/brieven.csv:3: empty this row, but leave it there: the rows below keep their numbers",
        "decisions/signatories.csv: take out the row r1",
        "decisions/signatories.csv: take out the row r2",
        f"{folder}/reports/2021-06: --yes removes it; then briefing build --month 2021-06",
    } <= set(said.splitlines())
    without_rows(folder / "data/signatories/lijst.csv", person["full_name"], leaving="")
    without_rows(folder / "data/signatories/mei/brieven.csv", slip(person), leaving="")
    without_rows(folder / "data/decisions/signatories.csv", "r1", "r2")
    code, said = command(person["full_name"], folder, "--yes")
    assert (code, "kept nowhere else" in said) == (0, True), said
    left = everything_in(folder)
    assert [name for name in (person["full_name"], person["family_name"], slip(person)) if name in left] == []
    assert other["full_name"] in left
    assert not (folder / "reports/2021-06").exists()
    assert "2021-06" not in (folder / "reports/index.html").read_text(encoding="utf-8")


def test_without_a_yes_or_while_a_build_is_at_work_nothing_is_written(before, folder):
    assert command(people()[0]["full_name"], folder)[0] == 3
    assert contents(folder) == contents(before)
    with locked(folder / "reports", wait=False):
        code, said = command(people()[0]["full_name"], folder, "--yes")
    assert (code, "another build is writing" in said) == (2, True)
    assert contents(folder) == contents(before)


def test_a_name_that_nobody_has_is_kept_nowhere_and_a_part_of_a_name_is_refused(before, folder):
    code, said = command("Wilhelmina Nergens", folder)
    assert (code, "kept nowhere else in data/" in said, contents(folder)) == (0, True, contents(before))
    for name in ("", " ", "Bo", "-"):
        with pytest.raises(ParameterError, match="expected a complete name or a person_id"):
            kept(name, folder / "data", folder / "reports", folder / "notebooks")


def test_a_line_that_may_be_of_the_same_person_and_a_note_that_holds_the_name_are_named(folder):
    (folder / "data/decisions/signatories.csv").unlink()
    note = folder / "data/decisions/note.md"
    note.write_text(f"Ask {people()[0]['full_name']}.", encoding="utf-8")
    said = command(people()[0]["full_name"], folder)[1]
    assert "signatories/mei/brieven.csv:3: waits, and may be the same person: look at it" in said
    assert f"{note}: holds the name: remove it, or the name from it" in said


def test_where_the_data_do_not_pass_the_name_as_written_is_found_all_the_same_and_it_is_said(folder):
    (folder / "data/decisions/signatories.csv").write_text("x\n", encoding="utf-8")
    code, said = command(people()[0]["full_name"], folder)
    assert (code, said.startswith("the data do not pass briefing check")) == (3, True)
    assert "signatories/lijst.csv:2: " in said
    assert "brieven.csv:3" not in said


def test_two_of_one_name_are_both_named_for_a_person_to_tell_apart(folder):
    rows = [["Naam", "Partij", "Datum"], ["Bo Bedacht", "a", "15-4-2021"], ["Bedacht, Bo", "b", "15-4-2021"]]
    write_rows(folder / "data/signatories/lijst.csv", *rows)
    (folder / "data/decisions/signatories.csv").unlink()
    found = kept("Bo Bedacht", folder / "data", folder / "reports", folder / "notebooks")
    assert [step.partition(": ")[0] for step in found.steps] == ["signatories/lijst.csv:2", "signatories/lijst.csv:3"]


def forms(name: str) -> dict[str, bytes]:
    """Files that hold a name, each in a form that keeps it out of plain sight."""
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as written:
        written.add_worksheet("x").write_comment(0, 0, name)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("content.xml", f"<text:p>{name[:5]}<b>{name[5:]}</b></text:p>")
    return {
        "plain.csv": name.encode(),
        "turned.csv": f"{name.split()[-1]}, {' '.join(name.split()[:-1])}".encode(),
        "wide.txt": name.encode("utf-16"),
        "windows.txt": name.encode("cp1252"),
        "page.html": f"<p>{name[:5]}<b>&#{ord(name[5])};</b>{name[6:]}</p>".encode(),
        "book.xlsx": book.getvalue(),
        "packed.ods": packed.getvalue(),
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
