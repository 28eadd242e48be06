"""`briefing forget`: somebody who signed is gone from this machine, and nobody else, or nothing is written.

The lists are made up: see `support.to_forget`.
"""

import email.message
import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from analysis.batch.whole_files import OutputFolder
from analysis.forget.rows import RowError, without_row
from analysis.forget.search import needles_of, search
from analysis.forget.signatory import signatory
from analysis.problems import ParameterError
from support.small_notebooks import contents
from support.to_forget import command, holding, holds, laid_out, people, slip, workbook


@pytest.fixture(scope="module")
def before(tmp_path_factory) -> Path:
    """Lists, and reports of a month that name everybody on them; no test changes it."""
    folder = tmp_path_factory.mktemp("before")
    names = " ".join(person["full_name"] for person in people())
    laid_out(folder / "data")
    for page in ("share/nl/d66.html", "internal/signatures.csv"):
        (folder / "reports/2021-06" / page).parent.mkdir(parents=True)
        (folder / "reports/2021-06" / page).write_text(names, encoding="utf-8")
    return folder


@pytest.fixture
def folder(before, tmp_path) -> Path:
    return Path(shutil.copytree(before, tmp_path / "now"))


def test_who_is_forgotten_is_gone_from_lists_rulings_and_reports_and_nobody_else_is(before, folder):
    person, other = people()[:2]
    names = [person["full_name"], person["family_name"], slip(person)]
    code, said = command(person["full_name"], folder, "--yes")
    assert (code, "to build again: briefing build --month 2021-06" in said) == (0, True), said
    held = {path for path, content in contents(before).items() if holds(path, content, names)}
    assert {path.split("/")[-1] for path in held} > {"lijst.csv", "brieven.csv", "signatures.csv", "d66.html"}
    assert holding(folder, names) == set()
    assert not (folder / "reports/2021-06").exists()
    assert "2021-06" not in (folder / "reports/index.html").read_text(encoding="utf-8")
    assert "data/signatories/lijst.csv" in holding(folder, [other["full_name"]])
    was, now = (contents(each / "data") for each in (before, folder))
    lists, rulings = ("signatories/lijst.csv", "signatories/mei/brieven.csv"), "decisions/signatories.csv"
    assert {path for path in was if was[path] != now.get(path)} == {*lists, rulings}
    for path, row in zip(lists, (2, 3), strict=True):
        lines = was[path].splitlines()
        assert now[path].splitlines() == [*lines[: row - 1], b"", *lines[row:]]
    assert [line[:3] for line in now[rulings].splitlines()[1:]] == [b"r3,"]
    assert now[rulings].splitlines()[1] in was[rulings].splitlines()


def test_without_a_yes_or_while_a_build_is_at_work_all_is_said_and_nothing_is_written(before, folder):
    person = people()[0]
    code, said = command(person["person_id"], folder)
    lines = said.splitlines()
    assert f"signatories/lijst.csv:2: {person['full_name']}: the row is emptied" in said
    assert f"signatories/mei/brieven.csv:3: {slip(person)}: the row is emptied" in said
    assert "decisions/signatories.csv: r1, r2: taken out" in lines
    assert f"{folder}/reports/2021-06: removed; to be built again" in lines
    assert (code, lines[-1]) == (0, "nothing is written; to do it, the same with --yes")
    assert contents(folder) == contents(before)
    with OutputFolder(folder / "reports/2021-06").for_one_build():
        code, said = command(person["full_name"], folder, "--yes")
        assert (code, "another build is writing" in said) == (2, True)
        assert contents(folder) == contents(before)


def test_a_name_that_nobody_has_leaves_all_as_it_was_and_says_so(before, folder):
    shutil.rmtree(folder / "reports")
    code, said = command("Wilhelmina Nergens", folder)
    assert (code, contents(folder / "data")) == (0, contents(before / "data"))
    assert "no line, no ruling and no report of that name" in said
    assert "--yes" not in said


def test_less_than_a_whole_name_is_refused_as_it_would_be_of_others_too(before):
    for name in ("-", "Bo"):
        with pytest.raises(ParameterError, match="expected a whole name, a person_id, or the lines by --line"):
            signatory(name, before / "data")


def test_a_workbook_is_for_a_person_to_change_and_until_then_nothing_is_written(folder):
    name = people()[0]["full_name"]
    workbook(folder / "data/signatories/lijst.xlsx", ["Bo Bedacht", name, "Cas Fictief"])
    before = contents(folder)
    code, said = command(name, folder, "--yes")
    by_hand = "signatories/lijst.xlsx: open it in a spreadsheet program, go to its first sheet with names, select row 3"
    assert (code, by_hand in said) == (2, True), said
    assert contents(folder) == before


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
