"""`briefing forget`: where the name of somebody who signed is kept, and that nothing holds it when all is done.

The lists are made up: see `support.planted_names`.
"""

import io
import shutil
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner

from analysis import cli
from analysis.core.folders import locked
from analysis.core.problems import ParameterError
from analysis.publish.forget import PUBLIC_FILES, kept, names_like, needles_of, search
from support.fewer_candidates import write_rows
from support.planted_names import LIST, MONTH, NEWER, laid_out, signers
from support.small_notebooks import contents

# Who withdrew is on one list under the own name, and misspelt on a newer one; a decision resolves each line.
ROWS = {f"{LIST}:8": "r8", f"{NEWER}:3": "r3"}


def person() -> dict[str, str]:
    return signers()["withdrew"].member


def slip() -> str:
    return signers()["repeated and misspelt"].written


@pytest.fixture(scope="module")
def before(tmp_path_factory) -> Path:
    """The planted lists and decisions, and reports of a month that name everybody; no test changes it."""
    folder = tmp_path_factory.mktemp("before")
    laid_out(folder / "data")
    for page in ("share/index.html", "share/nl/d66.html", "internal/signatures.csv"):
        write_rows(folder / f"reports/{MONTH}" / page, [signer.full_name for signer in signers().values()])
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
    return "".join(path + content.decode("utf-8") for path, content in files if Path(path).name not in PUBLIC_FILES)


def without_rows(file: Path, *starts: str, leaving: str | None = None) -> None:
    """Take the rows out that start so, or leave something in their place."""
    lines = file.read_text(encoding="utf-8").splitlines()
    kept_lines = [leaving if line.startswith(starts) else line for line in lines]
    file.write_text("\n".join(line for line in kept_lines if line is not None) + "\n", encoding="utf-8")


def test_every_place_is_named_and_when_each_step_is_done_nothing_is_found(folder):
    released = folder / "data/decisions/named_signatories.csv"
    entry = f"d66 {person()['full_name']} (sits); "
    write_rows(released, ["month", "edition", "named"], [str(MONTH), "1", f"{entry}all 1 named"])
    code, said = command(person()["person_id"], folder)
    assert code == 3
    emptied = "empty this row, but leave it there: the rows below keep their numbers"
    assert {
        *(f"signatories/{place}: {emptied}" for place in ROWS),
        *(f"decisions/signatories.csv: take out the row {decision}" for decision in ROWS.values()),
        f'decisions/named_signatories.csv: version 1 of {MONTH}: take out the words "{entry}" and no more: '
        "how many were named stays",
        f"{folder}/reports/2021-06: --yes removes it; then briefing build --month 2021-06 --data {folder}/data",
    } <= set(said.splitlines())
    name = person()["full_name"]
    assert entry not in command(f"{name}s", folder)[1], "another name, although (sits) begins with an s"
    without_rows(folder / "data/signatories" / LIST, name, leaving="")
    without_rows(folder / "data/signatories" / NEWER, slip(), leaving="")
    without_rows(folder / "data/decisions/signatories.csv", *(f"{decision}," for decision in ROWS.values()))
    without_rows(released, str(MONTH))
    code, said = command(name, folder, "--yes")
    assert (code, "kept nowhere else" in said) == (0, True), said
    left = everything_in(folder)
    assert [each for each in (name, person()["family_name"], slip()) if each in left] == []
    assert signers()["willing"].full_name in left
    assert not (folder / "reports/2021-06").exists()
    assert "2021-06" not in (folder / "reports/index.html").read_text(encoding="utf-8")


def test_without_a_yes_or_while_a_build_is_at_work_nothing_is_written(before, folder):
    assert command(person()["full_name"], folder)[0] == 3
    assert contents(folder) == contents(before)
    with locked(folder / "reports", wait=False):
        code, said = command(person()["full_name"], folder, "--yes")
    assert (code, "another build is writing" in said) == (2, True)
    assert contents(folder) == contents(before)


def test_a_name_that_nobody_has_is_kept_nowhere_and_a_part_of_a_name_is_refused(before, folder):
    code, said = command("Wilhelmina Nergens", folder)
    assert (code, "kept nowhere else in data/" in said, contents(folder)) == (0, True, contents(before))
    for name in ("-", "Bo"):
        with pytest.raises(ParameterError, match="expected a complete name or a person_id"):
            kept(name, folder / "data", folder / "reports", folder / "notebooks")


LIKE_IT = ("Xandra Quastenburg", "Xnadra Qastenberg", "X. Quastenberg", "Quastenburg, Xandra", "Xándra Quästenburg")


@pytest.mark.parametrize("meant", [*LIKE_IT, "quastenberg"])
def test_names_like_it_are_those_with_a_slip_or_a_part_of_it_in_any_order(meant):
    known = ["Xandra van Quastenberg", "Bo Bedacht", "Xandra Bedacht", "", "3"]
    assert names_like(meant, known) == {"Xandra van Quastenberg"}


def test_a_name_like_it_in_a_list_or_in_a_report_is_proposed_and_nobody_is_said_to_be_kept_nowhere(folder):
    rows = ["Naam", "Datum"], ["Xandra van Quastenberg", "15-4-2021"], ["Bo Bedacht", "15-4-2021"]
    write_rows(folder / "data/signatories/lijst.csv", *rows)
    signatures = folder / f"reports/{MONTH}/internal/signatures.csv"
    signatures.write_text("name_as_written,outcome\nXandra Quastenberg,review\n", encoding="utf-8")
    code, said = command("Xandra Quastenburg", folder)
    assert (code, "kept nowhere" in said, "Bo Bedacht" in said) == (3, False, False), said
    assert {
        "signatories/lijst.csv:2: holds Xandra van Quastenberg: is that who is meant?",
        f"{signatures}: holds Xandra Quastenberg: is that who is meant?",
    } <= set(said.splitlines())
    code, said = command("quastenberg", folder)
    assert (code, "did you mean Xandra Quastenberg, Xandra van Quastenberg" in said) == (2, True), said


def test_a_line_that_may_be_of_the_same_person_and_a_note_that_holds_the_name_are_named(folder):
    (folder / "data/decisions/signatories.csv").unlink()
    note = folder / "data/decisions/note.md"
    note.write_text(f"Ask {person()['full_name']}.", encoding="utf-8")
    said = command(person()["full_name"], folder)[1]
    assert f"signatories/{NEWER}:3: waits, and may be the same person: look at it" in said
    assert f"{note}: holds the name: remove it, or the name from it" in said


def test_where_the_data_do_not_pass_the_name_as_written_is_found_all_the_same_and_it_is_said(folder):
    (folder / "data/decisions/signatories.csv").write_text("x\n", encoding="utf-8")
    code, said = command(person()["full_name"], folder)
    assert (code, said.startswith("the data do not pass briefing check")) == (3, True)
    assert f"signatories/{LIST}:8: " in said
    assert f"{NEWER}:3: empty" not in said


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
    name = "Zoë van der Quastenbørg"
    for file, content in forms(name).items():
        (tmp_path / file).write_bytes(content)
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "cut.xlsx").write_bytes(forms(name)["book.xlsx"][:-30])
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("x", bytes(100_000_001))
    for file, content in forms("Iemand van der Andersom").items():
        (tmp_path / f"other-{file}").write_bytes(content)
    holding, unread = search(sorted(tmp_path.iterdir()), needles_of([name]))
    assert {path.name for path in holding} == set(forms(name))
    assert [path.name for path in unread] == ["bomb.zip", "cut.xlsx", "page.pdf"]
