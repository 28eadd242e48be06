"""Made-up lists of persons, a build of a month with them by command, and names planted in files of every form.

The lists are made up in a copy of data/ in which every member and candidate has an invented name.
"""

import base64
import datetime
import email.message
import io
import json
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
import xlsxwriter

from analysis.briefing import Briefing
from analysis.core.parameters import Month
from analysis.publish.exporters import pdf_of
from analysis.sources.contracts import columns_of
from support.every_byte import names_in
from support.fewer_candidates import with_fewer_candidates, write_decisions, write_rows
from support.invented_data import with_invented_persons
from support.known_answers import typed
from support.small_notebooks import command, with_empty_evidence

MONTH = Month(2021, 6)
SIGNED = datetime.date(2021, 4, 15)
READER = "d66"
STRANGER = "Xylofoon Quastenberg"
# What stands in the other cells of each line: it is for the analyst alone.
CELLS = ["sentinelfunctie", "sentinelbron", "sentinelopmerking", "lijst-8675309"]
LIST, NEWER = "ontvangen/lijst-8675309.csv", "ontvangen/lijst-8675309_2.csv"
HEADER = ["Naam", "Functie", "Partij", "Datum", "Mag genoemd worden", "Bron", "Opmerking"]


@dataclass(frozen=True)
class Signer:
    """A line of tests/data/known/planted_lines.csv, with the member of parliament whom it is given to."""

    line: dict[str, str]
    member: dict[str, str]

    @property
    def is_named(self) -> bool:
        return self.line["is_named"] == "yes"

    @property
    def full_name(self) -> str:
        return self.member["full_name"]

    @property
    def written(self) -> str:
        """The name on the list: with two letters in the wrong order if it is misspelt."""
        if "misspelt" not in self.line["role"]:
            return self.full_name
        name = self.member["family_name"]
        at = next(n for n in range(2, len(name)) if name[n] != name[n - 1])
        return self.full_name.replace(name, name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :])

    @property
    def spellings(self) -> list[str]:
        """The ways in which a name is written; the searcher drops capitals, marks, spaces and hyphens."""
        given, initials, prefix, name = (
            self.member[column] for column in ("given_name", "initials", "tussenvoegsel", "family_name")
        )
        ways = [self.full_name, name, f"{prefix} {name}", f"{name}, {given} {prefix}", f"{initials} {prefix} {name}"]
        return [*ways, self.member["person_id"], self.written, self.written.split()[-1]]

    @property
    def cells(self) -> list[str]:
        """The line as it is written; one with an endless cell is rejected."""
        party_id = self.member["party_id"]
        party = {"cu": "ChristenUnie", "groenlinks": "GroenLinks"}.get(party_id, party_id.upper())
        function = f"Kamerlid {CELLS[0]} " * (60 if self.line["role"] == "rejected" else 1)
        rest = [self.line["day"], self.line["answer"], "https://sentinelbron.nl", CELLS[2]]
        return [self.written, function, party, *rest]


def members() -> dict[str, list[dict[str, str]]]:
    """Who sat on the day of signing, by party; `moved` and `left` are who sat for another or no longer in the end.

    Of names with three syllables for their number none begins with another.
    """
    with tempfile.TemporaryDirectory() as folder:
        rows = with_invented_persons(with_fewer_candidates(Path(folder) / "data"))
    rows = [row for row in rows if row["term"] == "2021-2023" and len(row["person_id"]) == len("invented-100")]
    then, now = (
        [row for row in rows if row["start"] <= f"{day}" and (not row["end"] or row["end"] >= f"{day}")]
        for day in (SIGNED, MONTH.as_of)
    )
    parties = {row["person_id"]: row["party_id"] for row in now}
    groups: dict[str, list[dict[str, str]]] = {}
    for row in then:
        party = parties.get(row["person_id"], "left")
        groups.setdefault(party if party in ("left", row["party_id"]) else "moved", []).append(row)
    return groups


def text_of(briefing: Briefing) -> str:
    return "".join(getattr(briefing, name).html for name in vars(briefing) if name != "front_matter")


@cache
def signers() -> dict[str, Signer]:
    groups = members()
    return {row["role"]: Signer(row, groups[row["of"]][int(row["place"]) - 1]) for row in typed("planted_lines")}


def laid_out(folder: Path) -> Path:
    """Lay out data in a folder that is not there yet, with the made-up lists and the decisions on them."""
    data = with_fewer_candidates(folder)
    with_invented_persons(data)
    for made_up in (data / "decisions" / "signatories.csv", data / "signatories" / "ontvangen"):
        assert not made_up.exists(), "a real list has no place in a test"
    stranger = [STRANGER, CELLS[0], "", "15-4-2021", "ja", "https://sentinelbron.nl", CELLS[2]]
    newer = [signer for role, signer in signers().items() if role.startswith("repeated")]
    lines = [signer for signer in signers().values() if signer not in newer]
    write_rows(data / "signatories" / LIST, HEADER, *(signer.cells for signer in lines), stranger)
    write_rows(data / "signatories" / NEWER, HEADER, *(signer.cells for signer in newer))
    places = [(LIST, lines), (NEWER, newer)]
    made = {"decided_by": "a test", "decided_on": "2021-06-30", "reason": "made up"}
    placed = [(file, row, signer) for file, signers in places for row, signer in enumerate(signers, start=2)]
    decided = [
        {"decision_id": f"r{row}", "source_file": file, "source_row": str(row), "name_as_written": signer.written}
        | made
        | signer.line
        for file, row, signer in placed
        if signer.line["action"]
    ]
    write_decisions(data, decided)
    silent = [
        [f"t{number}", "house", text, "says_nothing", "2021-03-01", "a test", "2021-06-30", "made up"]
        for number, text in enumerate((f"‹role› {CELLS[0]}", CELLS[2]))
    ]
    write_rows(data / "decisions" / "texts.csv", columns_of("decisions_texts"), *silent)
    return data


def built(data: Path, folder: Path, *more: str) -> tuple[Path, str]:
    """Build the month for a party and for all as `briefing build` does; return the reports and what is printed."""
    order = ["build", "--month", str(MONTH), "--party", READER, "--party", "all", "--workers", "1", *more]
    given = command(with_empty_evidence(folder / "notebooks"), *order, "--data", data, "--out", folder / "reports")
    done = subprocess.run(given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "reports", done.stdout + done.stderr


def shared(out: Path) -> dict[str, bytes]:
    folder = out / str(MONTH) / "share"
    files = [out / "index.html", *(path for path in sorted(folder.rglob("*")) if path.is_file())]
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


def silent() -> list[str]:
    """Every spelling of everyone who may not be named as of the month, and of the stranger."""
    people = [signer for signer in signers().values() if not signer.is_named]
    return [*(name for signer in people for name in signer.spellings), STRANGER, "Quastenberg"]


def leaks(files: dict[str, bytes]) -> dict[str, list[str]]:
    """Return who may not be named, and what is for the analyst alone, by the file that holds it."""
    wanted = [*silent(), *CELLS]
    return {path: found for path, content in files.items() if (found := names_in(path, content, wanted))}


def holding(files: dict[str, bytes], name: str) -> set[str]:
    return {path.rpartition("share/")[2] for path, content in files.items() if names_in(path, content, [name])}


def planted(name: str) -> dict[str, bytes]:
    """Return a file of each form that holds a name where nobody sees it at once."""
    given, family = name.split()
    coded = "".join(f"&#{ord(letter)};" for letter in name)
    page = f'<html lang="nl"><title>x</title><body><p title="{coded}">x</p></body></html>'
    head = '<html lang="nl"><head><title>x</title></head><body><h1>x</h1>'
    drawing = f"<svg viewBox='0 0 9 9'><title id='t'>x</title><desc id='d'>{name}</desc></svg>"
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as workbook:
        sheet, bold = workbook.add_worksheet("x"), workbook.add_format({"bold": True})
        sheet.write_rich_string(40, 40, name[:4], bold, name[4:], " x")
    message = email.message.EmailMessage()
    message["Subject"] = "x"
    message.set_content("x")
    message.add_attachment(book.getvalue(), maintype="application", subtype="octet-stream", filename="x.xlsx")
    cell = nbformat.v4.new_code_cell("1", outputs=[nbformat.v4.new_output("display_data", {"text/html": page})])
    return {
        "html": page.encode(),
        "embedded.html": f'<img alt="" src="data:x/y;base64,{base64.b64encode(name.encode()).decode()}">'.encode(),
        "pdf": pdf_of(f'{head}<main class="briefing">{drawing}</main></body></html>'),
        "broken.pdf": pdf_of(f'{head}<main class="briefing"><p>{name[:12]}<br>{name[12:]}</p></main></body></html>'),
        "xlsx": book.getvalue(),
        "csv": f'a,"{given}\n{family}"\n'.encode(),
        "json": json.dumps({"a": ["".join(f"\\u{ord(letter):04x}" for letter in name)]}).replace("\\\\", "\\").encode(),
        "eml": message.as_bytes(),
        "ipynb": nbformat.writes(nbformat.v4.new_notebook(cells=[cell])).encode(),
    }
