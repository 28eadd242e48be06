"""Made-up lists of persons, a build of a month with them by command, and names planted in files of every form.

The lists are made up in a copy of data/. Only who sits in the House can be accepted, so members are taken from the
rosters by rule; none of them signed anything.
"""

import base64
import csv
import datetime
import email.message
import io
import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
import pandas as pd
import xlsxwriter

from analysis.briefing import Briefing, briefing_of
from analysis.core.parameters import LANGUAGES, Month
from analysis.publish import pdf
from analysis.publish.tables import tables_of
from analysis.signatories.decisions import DECISION_COLUMNS
from analysis.sources.parliament import terms_on
from support.every_byte import folded, squeezed
from support.fewer_candidates import with_fewer_candidates
from support.months import reconciled
from support.small_notebooks import with_empty_evidence

MONTH = Month(2021, 6)
SIGNED = datetime.date(2021, 4, 15)
READER = "d66"
STRANGER = "Xylofoon Quastenberg"
# What stands in the other cells of each line: it is for the analyst alone.
CELLS = ["sentinelfunctie", "sentinelbron", "sentinelopmerking", "sentinellijst"]
LIST, NEWER = "ontvangen/sentinellijst.csv", "ontvangen/sentinellijst_2.csv"
HEADER = ["Naam", "Functie", "Partij", "Datum", "Mag genoemd worden", "Bron", "Opmerking"]


@dataclass(frozen=True)
class Member:
    """Somebody who sat in the House on the day of signing."""

    person_id: str
    full_name: str
    given_name: str
    initials: str
    prefix: str
    family_name: str
    party_id: str

    @property
    def spellings(self) -> list[str]:
        """The ways in which a name is written; the searcher drops capitals, marks, spaces and hyphens."""
        family = " ".join(filter(None, [self.prefix, self.family_name]))
        behind = f"{self.family_name}, {' '.join(filter(None, [self.given_name, self.prefix]))}"
        return [self.full_name, family, self.family_name, behind, f"{self.initials} {family}", self.person_id]


@dataclass(frozen=True)
class Signer:
    """A line of the made-up list: who, what it says of being named, and what must become of it."""

    member: Member
    answer: str
    outcome: str = "accepted"
    is_named: bool = False
    day: str = "15-4-2021"
    function: str = "Kamerlid sentinelfunctie"
    written: str = ""
    decision: tuple[tuple[str, str], ...] = ()


def members() -> pd.DataFrame:
    """Who sat on the day of signing, and whether their name is one that nothing shows when there is no list."""
    without_list = reconciled(MONTH)
    pages = "".join(text_of(briefing_of(without_list, party, lang)) for party in (READER, "all") for lang in LANGUAGES)
    tables = b"".join(content for path, content in tables_of(without_list).items() if path.endswith(".csv"))
    control = squeezed(pages + tables.decode())
    known, elections = without_list.sources.members, without_list.sources.elections
    sat = terms_on(SIGNED, known, elections).query("sits == 'yes'")
    names = known.sort_values("start").drop_duplicates("person_id", keep="last").drop(columns="party_id")
    sat = sat.merge(names, on="person_id").fillna({"tussenvoegsel": ""})
    family = sat["family_name"].map(folded)
    plain = family.str.fullmatch("[a-z]{6,}") & ~family.map(lambda name: name in control)
    now = terms_on(MONTH.as_of, known, elections).set_index("person_id")["party_id"]
    return sat.assign(now=sat["person_id"].map(now), apart=plain & ~family.duplicated(keep=False))


def text_of(briefing: Briefing) -> str:
    return "".join(getattr(briefing, name).html for name in vars(briefing) if name != "front_matter")


def member(row: dict[str, str]) -> Member:
    names = ("person_id", "full_name", "given_name", "initials", "tussenvoegsel", "family_name", "party_id")
    return Member(*(row[name] for name in names))


def first(members: pd.DataFrame, count: int = 1, **wanted: str) -> list[Member]:
    """The first members by id, with a name of their own, of a party on the day of signing."""
    rows = members[members["apart"]]
    for column, value in wanted.items():
        rows = rows[rows[column] == value]
    assert len(rows) >= count, wanted
    return [member(row) for row in rows.sort_values("person_id").head(count).to_dict("records")]


@cache
def signers() -> dict[str, Signer]:
    """The made-up list, a line for each way in which someone may, or may not, be named."""
    sat = members()
    stayed = sat[sat["party_id"] == sat["now"]]
    home = first(stayed, 5, party_id=READER)
    others = first(stayed, 6, party_id="vvd")
    (moved,) = first(sat[sat["now"].notna() & (sat["party_id"] != sat["now"])])
    (left,) = first(sat[sat["now"].isna()])
    (alone,) = first(stayed, party_id="bij1")
    whole = [member(row) for row in stayed[stayed["party_id"] == "volt"].to_dict("records")]
    misspelt = others[1].full_name.replace(others[1].family_name, swapped(others[1].family_name))
    took_back = (("action", "accept"), ("may_be_named", "no"), ("valid_from", "2021-06-01"))
    found = {
        "willing": Signer(home[0], "ja", is_named=True),
        "unmarked": Signer(home[1], ""),
        "took back the permission": Signer(home[2], "ja", decision=took_back),
        "says no on a newer list": Signer(home[3], "ja"),
        "repeated": Signer(home[3], "nee", "duplicate"),
        "refuses": Signer(others[0], "nee"),
        "misspelt": Signer(others[1], "ja", "review", written=misspelt),
        "withdrew": Signer(
            others[2], "ja", "withdrawn", decision=(("action", "withdraw"), ("valid_from", "2021-06-10"))
        ),
        "rejected": Signer(others[3], "ja", "rejected", function="Kamerlid sentinelfunctie " * 60),
        "on no day": Signer(others[5], "ja", "review", day="31-2-2021"),
        "signs later": Signer(others[4], "ja", "", day="3-7-2021"),
        "allowed later": Signer(
            home[4], "", decision=(("action", "accept"), ("may_be_named", "yes"), ("valid_from", "2021-07-01"))
        ),
        "moved": Signer(moved, ""),
        "left": Signer(left, ""),
        "alone in the party": Signer(alone, "nee"),
    }
    return found | {f"whole party {n}": Signer(each, "") for n, each in enumerate(whole)}


def swapped(name: str) -> str:
    """Return a name with two letters in the middle in the wrong order."""
    at = next(n for n in range(2, len(name)) if name[n] != name[n - 1])
    return name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]


def line_of(signer: Signer) -> list[str]:
    party = {"cu": "ChristenUnie", "groenlinks": "GroenLinks"}.get(
        signer.member.party_id, signer.member.party_id.upper()
    )
    name = signer.written or signer.member.full_name
    return [name, signer.function, party, signer.day, signer.answer, "https://sentinelbron.nl", CELLS[2]]


def write(path: Path, header: list[str], rows: list[list[str]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def laid_out(folder: Path) -> Path:
    """Lay out data in a folder that is not there yet, with the made-up lists and the decisions on them."""
    data = with_fewer_candidates(folder)
    for made_up in (data / "decisions" / "signatories.csv", data / "signatories" / "ontvangen"):
        assert not made_up.exists(), "a real list has no place in a test"
    stranger = [STRANGER, CELLS[0], "", "15-4-2021", "ja", "https://sentinelbron.nl", CELLS[2]]
    lines = [line_of(signer) for role, signer in signers().items() if role != "repeated"]
    write(data / "signatories" / LIST, HEADER, [*lines, stranger])
    write(data / "signatories" / NEWER, HEADER, [line_of(signers()["repeated"])])
    write(data / "decisions" / "signatories.csv", list(DECISION_COLUMNS), decisions_on(signers()))
    return data


def decisions_on(signers: dict[str, Signer]) -> list[list[str]]:
    decided = []
    for row, signer in enumerate((s for role, s in signers.items() if role != "repeated"), start=2):
        if signer.decision:
            told = {"decision_id": f"r{row}", "source_file": LIST, "source_row": str(row)}
            told |= {"name_as_written": signer.member.full_name, "decided_by": "a test", "decided_on": "2021-06-30"}
            told |= {"reason": "made up"} | dict(signer.decision)
            decided.append([told.get(name, "") for name in DECISION_COLUMNS])
    return decided


# The command itself, with notebooks for the analyst that are empty.
_COMMAND = """
import functools, pathlib, sys
from analysis import cli
from analysis.publish import build
build.build = functools.partial(build.build, notebooks=pathlib.Path(sys.argv[1]))
cli.main(sys.argv[2:])
"""


def built(data: Path, folder: Path, *more: str) -> tuple[Path, str]:
    """Build the month for a party and for all as `briefing build` does; return the reports and what is printed."""
    order = ["build", "--month", str(MONTH), "--party", READER, "--party", "all", "--workers", "1", *more]
    notebooks, out = with_empty_evidence(folder / "notebooks"), folder / "reports"
    given = [sys.executable, "-c", _COMMAND, str(notebooks), *order, "--data", str(data), "--out", str(out)]
    done = subprocess.run(given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return out, done.stdout + done.stderr


def shared(out: Path) -> dict[str, bytes]:
    """All files that leave the house, and the page that leads to the months."""
    folder = out / str(MONTH) / "share"
    files = [out / "index.html", *(path for path in sorted(folder.rglob("*")) if path.is_file())]
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


def silent() -> list[str]:
    """Every spelling of everyone who may not be named as of the month, and of the stranger."""
    people = [signer for signer in signers().values() if not signer.is_named]
    written = [signer.written for signer in people if signer.written]
    misspelt = [text.split()[-1] for text in written]
    return [*(name for s in people for name in s.member.spellings), *written, *misspelt, STRANGER, "Quastenberg"]


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
        "pdf": pdf.pdf_of(f"{head}{drawing}</body></html>"),
        "broken.pdf": pdf.pdf_of(f"{head}<p>{name[:12]}<br>{name[12:]}</p></body></html>"),
        "xlsx": book.getvalue(),
        "csv": f'a,"{given}\n{family}"\n'.encode(),
        "json": json.dumps({"a": ["".join(f"\\u{ord(letter):04x}" for letter in name)]}).replace("\\\\", "\\").encode(),
        "eml": message.as_bytes(),
        "ipynb": nbformat.writes(nbformat.v4.new_notebook(cells=[cell])).encode(),
    }
