"""Names are personal data: nobody appears in what leaves the house who may not be named, and no count tells of them.

The lists are made up in a copy of data/. Only who sits in the House can be accepted, so members are taken from the
rosters by rule; none of them signed anything.
"""

import base64
import csv
import datetime
import email.message
import io
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pandas as pd
import pytest
import xlsxwriter

from analysis.briefing import Briefing, briefing_of
from analysis.export import pdf
from analysis.parameters import Month
from analysis.parliament import terms_on
from analysis.publish import build
from analysis.publish.notebook_runs import Made
from analysis.publish.tables import tables_of
from analysis.reconciliation import Reconciliation
from analysis.signatories.rulings import RULING_COLUMNS
from analysis.support import named_signatories, publishable_counts
from support.every_byte import folded, names_in, squeezed
from support.html_checker import faults_among, remarks_on
from support.months import reconciled
from support.project import PROJECT
from support.workbook_rows import rows_of_table

MONTH = Month(2021, 6)
SIGNED = datetime.date(2021, 4, 15)
READER = "d66"
PDF = pytest.mark.skipif(not pdf.pdf_available(), reason="the system library Pango is missing: no PDF can be made")
STRANGER = "Xylofoon Quastenberg"
# What stands in the other cells of each line: it is for the analyst alone.
CELLS = ["sentinelfunctie", "sentinelbron", "sentinelopmerking", "sentinellijst"]
LIST, NEWER = "ontvangen/sentinellijst.csv", "ontvangen/sentinellijst_2.csv"
HEADER = ["Naam", "Functie", "Partij", "Datum", "Mag genoemd worden", "Bron", "Opmerking"]

# The command itself, with the notebooks of the test, and the month put together once for both builds.
TWO_BUILDS = """
import functools, json, pathlib, sys
from analysis import publish, cli
notebooks, orders = sys.argv[1:]
batch.reconcile = functools.cache(batch.reconcile)
batch.build = functools.partial(batch.build, notebooks=pathlib.Path(notebooks))
for order in json.loads(orders):
    try:
        cli.main(order)
    except SystemExit as end:
        assert end.code == 0
"""


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
    written: str = ""
    ruling: tuple[tuple[str, str], ...] = ()


@pytest.fixture(scope="module")
def without_list() -> Reconciliation:
    return reconciled(MONTH)


@pytest.fixture(scope="module")
def members(without_list) -> pd.DataFrame:
    """Who sat on the day of signing under a name that nothing shows when there is no list: the control."""
    pages = "".join(text_of(briefing_of(without_list, READER, language)) for language in ("nl", "en"))
    pages += "".join(text_of(briefing_of(without_list, "all", language)) for language in ("nl", "en"))
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


@pytest.fixture(scope="module")
def signers(members) -> dict[str, Signer]:
    """The made-up list, a line for each way in which someone may, or may not, be named."""
    stayed = members[members["party_id"] == members["now"]]
    home = first(stayed, 5, party_id=READER)
    others = first(stayed, 5, party_id="vvd")
    (moved,) = first(members[members["now"].notna() & (members["party_id"] != members["now"])])
    (left,) = first(members[members["now"].isna()])
    (alone,) = first(stayed, party_id="bij1")
    whole = [member(row) for row in stayed[stayed["party_id"] == "volt"].to_dict("records")]
    misspelt = others[1].full_name.replace(others[1].family_name, swapped(others[1].family_name))
    took_back = (("action", "accept"), ("may_be_named", "no"), ("valid_from", "2021-06-01"))
    found = {
        "willing": Signer(home[0], "ja", is_named=True),
        "unmarked": Signer(home[1], ""),
        "took back the permission": Signer(home[2], "ja", ruling=took_back),
        "says no on a newer list": Signer(home[3], "ja"),
        "repeated": Signer(home[3], "nee", "duplicate"),
        "refuses": Signer(others[0], "nee"),
        "misspelt": Signer(others[1], "ja", "review", written=misspelt),
        "withdrew": Signer(others[2], "ja", "withdrawn", ruling=(("action", "withdraw"), ("valid_from", "2021-06-10"))),
        "rejected": Signer(others[3], "ja", "rejected", day="31-2-2021"),
        "signs later": Signer(others[4], "ja", "", day="3-7-2021"),
        "allowed later": Signer(
            home[4], "", ruling=(("action", "accept"), ("may_be_named", "yes"), ("valid_from", "2021-07-01"))
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
    return [name, "Kamerlid sentinelfunctie", party, signer.day, signer.answer, "https://sentinelbron.nl", CELLS[2]]


def write(path: Path, header: list[str], rows: list[list[str]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


@pytest.fixture(scope="module")
def data(signers, tmp_path_factory) -> Path:
    folder = Path(shutil.copytree(PROJECT / "data", tmp_path_factory.mktemp("privacy") / "data"))
    for made_up in (folder / "decisions" / "signatories.csv", folder / "signatories" / "ontvangen"):
        assert not made_up.exists(), "a real list has no place in a test"
    stranger = [STRANGER, CELLS[0], "", "15-4-2021", "ja", "https://sentinelbron.nl", CELLS[2]]
    lines = [line_of(signer) for role, signer in signers.items() if role != "repeated"]
    write(folder / "signatories" / LIST, HEADER, [*lines, stranger])
    write(folder / "signatories" / NEWER, HEADER, [line_of(signers["repeated"])])
    write(folder / "decisions" / "signatories.csv", list(RULING_COLUMNS), rulings_on(signers))
    return folder


def rulings_on(signers: dict[str, Signer]) -> list[list[str]]:
    ruled = []
    for row, signer in enumerate((s for role, s in signers.items() if role != "repeated"), start=2):
        if signer.ruling:
            told = {"decision_id": f"r{row}", "source_file": LIST, "source_row": str(row)}
            told |= {"name_as_written": signer.member.full_name, "decided_by": "a test", "decided_on": "2021-06-30"}
            told |= {"reason": "made up"} | dict(signer.ruling)
            ruled.append([told.get(name, "") for name in RULING_COLUMNS])
    return ruled


@pytest.fixture(scope="module")
def ordered(data, tmp_path_factory) -> tuple[Path, str]:
    """A month as `briefing build` makes it, and all that the command prints; the notebooks for analysts are empty."""
    notebooks = tmp_path_factory.mktemp("notebooks")
    shutil.copy(PROJECT / "notebooks" / "3-briefing.ipynb", notebooks)
    for name in ("1-figures", "2-signatories"):
        parameters = nbformat.v4.new_code_cell('month: str = ""\ndata_dir: str = ""', metadata={"tags": ["parameters"]})
        kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
        empty = nbformat.v4.new_notebook(cells=[parameters], metadata={"kernelspec": kernel})
        nbformat.write(empty, notebooks / f"{name}.ipynb")
    out = tmp_path_factory.mktemp("reports")
    order = ["build", "--month", str(MONTH), "--workers", "1", "--data", str(data), "--out", str(out)]
    orders = [[*order, "--party", READER], [*order, "--party", "all", "--language", "nl"]]
    given = [sys.executable, "-c", TWO_BUILDS, str(notebooks), json.dumps(orders)]
    done = subprocess.run(given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return out, done.stdout + done.stderr


@pytest.fixture(scope="module")
def out(ordered) -> Path:
    return ordered[0]


@pytest.fixture(scope="module")
def month(data) -> Reconciliation:
    return reconciled(MONTH, data)


def shared(out: Path) -> dict[str, bytes]:
    """All files that leave the house, and the page that leads to the months."""
    folder = out / str(MONTH) / "share"
    files = [out / "index.html", *(path for path in sorted(folder.rglob("*")) if path.is_file())]
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


def silent(signers: dict[str, Signer]) -> list[str]:
    """Every spelling of everyone who may not be named as of the month, and of the stranger."""
    people = [signer for signer in signers.values() if not signer.is_named]
    written = [signer.written for signer in people if signer.written]
    misspelt = [text.split()[-1] for text in written]
    return [*(name for s in people for name in s.member.spellings), *written, *misspelt, STRANGER, "Quastenberg"]


def test_each_made_up_line_ends_as_it_is_meant_to(month, signers):
    """Else the searches below would look for people who never came near a page."""
    found = month.signatures.set_index(["source_file", "source_row"])["outcome"]
    row = 1
    for role, signer in signers.items():
        row += role != "repeated"
        place = (NEWER, 2) if role == "repeated" else (LIST, row)
        assert found.get(place, "") == signer.outcome, role
    assert found[(LIST, row + 1)] == "not_in_parliament"
    willing = {signer.member.person_id for signer in signers.values() if signer.is_named}
    assert set(named_signatories(month.signatures)["person_id"]) == willing


def test_no_byte_that_is_shared_names_who_may_not_be_named(out, signers):
    files = shared(out)
    kinds = {Path(path).suffix for path in files}
    assert kinds == {".html", ".xlsx", ".csv", ".json", ".eml"} | ({".pdf"} if pdf.pdf_available() else set())
    assert len(files) >= 15
    wanted = [*silent(signers), *CELLS]
    assert {path: found for path, content in files.items() if (found := names_in(path, content, wanted))} == {}


def test_who_may_be_named_stands_on_the_page_of_the_party_and_on_that_of_all(out, signers):
    """The same search finds the name where it must stand: it is able to fail."""
    name = signers["willing"].member.full_name
    holding = {path for path, content in shared(out).items() if names_in(path, content, [name])}
    kinds = ("html", "pdf") if pdf.pdf_available() else ("html",)
    made = (f"nl/{READER}", f"en/{READER}", "nl/all")
    pages = {f"{MONTH}/share/{page}.{kind}" for page in made for kind in kinds}
    assert holding == pages | {f"{MONTH}/share/mail/{READER}.eml"}


def test_pages_that_name_someone_or_keep_silent_on_a_count_are_valid_html(out):
    remarks = remarks_on(out)
    pages = {path for path in shared(out) if path.endswith(".html")}
    assert set(remarks) == pages, "the checker has a word on each page"
    assert {page: faults for page in pages if (faults := faults_among(remarks[page]))} == {}


def test_the_same_search_finds_everyone_in_what_stays_inside(out, signers):
    content = (out / str(MONTH) / "internal" / "signatures.csv").read_bytes()
    names = [s.written or s.member.full_name for role, s in signers.items() if role != "signs later"]
    assert set(names_in("signatures.csv", content, [*names, STRANGER])) == {*names, STRANGER}


def test_an_executed_briefing_names_nobody_whom_its_page_does_not(out, signers):
    """It stays inside all the same; who exports it gets the page again."""
    notebooks = sorted((out / str(MONTH) / "internal" / "briefings").rglob("*.ipynb"))
    assert [path.stem for path in notebooks] == [READER, "all", READER]
    for path in notebooks:
        assert names_in(path.name, path.read_bytes(), silent(signers)) == {}
    name = signers["willing"].member.full_name
    assert names_in("d66.ipynb", notebooks[0].read_bytes(), [name]) != {}


def test_the_manifest_and_what_a_build_prints_name_nobody(ordered, signers):
    out, printed = ordered
    assert "made" in printed
    names = [*silent(signers), *signers["willing"].member.spellings]
    assert names_in("printed.txt", printed.encode(), names) == {}
    assert names_in("manifest.json", (out / str(MONTH) / "manifest.json").read_bytes(), names) == {}


def test_a_permission_that_was_taken_back_holds_until_that_day_and_not_after(data, month, signers):
    name = signers["took back the permission"].member.full_name
    before = briefing_of(reconciled(Month(2021, 5), data), READER, "nl").your_party.html
    assert name in before
    assert name not in briefing_of(month, READER, "nl").your_party.html


def planted_html(name: str, where: str) -> bytes:
    coded = "".join(f"&#{ord(letter)};" for letter in name)
    inside = {
        "text": name,
        "two elements": f"<b>{name[:4]}</b>{name[4:]}",
        "entities": coded,
        "comment": f"<!-- {name} -->",
        "attribute": f'<p title="{coded}">x</p>',
        "address": f'<a href="#{name.replace(" ", "%20").replace("n", "%6E")}">x</a>',
        "drawing": f"<svg><desc>{name}</desc></svg>",
        "embedded": f'<img alt="" src="data:image/svg+xml;base64,{base64.b64encode(name.encode()).decode()}">',
    }[where]
    return f'<!DOCTYPE html><html lang="nl"><title>x</title><body>{inside}</body></html>'.encode()


def planted_pdf(name: str, where: str) -> bytes:
    words = {"title": "x", "description": "x", "bookmark": "x", "text": "x", "alt": "x"} | {where: name}
    broken = f"<p style='width: 3em; hyphens: manual'>{name[:12]}&shy;{name[12:]}</p>" if where == "broken word" else ""
    dot = "data:image/svg+xml;base64," + base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg"/>').decode()
    return pdf.pdf_of(
        f'<html lang="nl"><head><title>{words["title"]}</title>'
        f'<meta name="description" content="{words["description"]}">'
        f"</head><body><h1 style=\"bookmark-label: '{words['bookmark']}'\">x</h1><p>{words['text']}</p>{broken}"
        f'<img alt="{words["alt"]}" src="{dot}"></body></html>'
    )


def planted_xlsx(name: str, where: str) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet, bold = book.add_worksheet(name if where == "sheet" else "x"), book.add_format({"bold": True})
        if where == "cell":
            sheet.write_string(40, 40, name)
        elif where == "two letters":
            sheet.write_rich_string(0, 0, name[:4], bold, name[4:], " x")
        elif where == "comment":
            sheet.write_comment(0, 0, name, {"author": "x"})
        elif where == "properties":
            book.set_properties({"author": name})
        elif where == "defined name":
            book.define_name(name.replace(" ", "_"), "=x!$A$1")
    return stream.getvalue()


def planted_csv(name: str, where: str) -> bytes:
    given, family = name.split()
    return {"cell": f'a,"{family}, {given}"\n', "broken": f'a,"{given}\n{family}"\n', "id": f"{given}-{family}\n"}[
        where
    ].encode()


def planted_json(name: str, where: str) -> bytes:
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in name)
    return {"value": json.dumps({"a": [name]}), "key": json.dumps({name: 1}), "escaped": f'["{escaped}"]'}[
        where
    ].encode()


def planted_eml(name: str, where: str) -> bytes:
    message = email.message.EmailMessage()
    message["Subject"] = f"über {name}" if where == "subject" else "x"
    message.set_content(f"ü {name}" if where == "text" else "x", cte="base64")
    book = planted_xlsx(name if where == "workbook" else "x", "cell")
    file = f"ü {name}.xlsx" if where == "file name" else "x.xlsx"
    message.add_attachment(book, maintype="application", subtype="octet-stream", filename=file)
    return message.as_bytes()


def planted_ipynb(name: str, where: str) -> bytes:
    cell = nbformat.v4.new_code_cell(f"# {name}" if where == "source" else "1")
    page = planted_html(name, "entities").decode()
    cell.outputs = [
        nbformat.v4.new_output("stream", text=name if where == "stream" else "x"),
        nbformat.v4.new_output("display_data", {"text/html": page if where == "page" else "x"}),
        nbformat.v4.new_output("display_data", {"application/json": {"a": name if where == "json" else "x"}}),
        nbformat.v4.new_output("error", ename="E", evalue="x", traceback=[name if where == "traceback" else "x"]),
    ]
    metadata = {"title": name if where == "metadata" else "x"}
    return nbformat.writes(nbformat.v4.new_notebook(cells=[cell], metadata=metadata)).encode()


PLACES = {
    "html": (planted_html, "text|two elements|entities|comment|attribute|address|drawing|embedded"),
    "pdf": (planted_pdf, "text|broken word|title|description|bookmark|alt"),
    "xlsx": (planted_xlsx, "cell|two letters|comment|properties|sheet|defined name"),
    "csv": (planted_csv, "cell|broken|id"),
    "json": (planted_json, "value|key|escaped"),
    "eml": (planted_eml, "subject|text|file name|workbook"),
    "ipynb": (planted_ipynb, "source|stream|page|json|traceback|metadata"),
}


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        pytest.param(kind, where, marks=PDF if kind == "pdf" else ())
        for kind, (_, places) in PLACES.items()
        for where in places.split("|")
    ],
)
def test_a_name_that_is_planted_is_found_wherever_it_hides(kind, where):
    content = PLACES[kind][0](STRANGER, where)
    assert "Quastenberg" in names_in(f"planted.{kind}", content, ["Quastenberg", "Somebody-Else"])
    assert names_in(f"planted.{kind}", PLACES[kind][0]("Nemo Nusquam", where), ["Quastenberg"]) == {}


def test_a_form_that_the_search_does_not_know_is_an_error():
    with pytest.raises(KeyError, match="docx"):
        names_in("mail.docx", b"", ["Quastenberg"])


def table(content: bytes) -> dict[str, dict[str, str]]:
    return {row["party_id"]: row for row in csv.DictReader(io.StringIO(content.decode()))}


COUNTS = ("signatories", "sitting_signatories", "coverage_percent")


def test_one_of_one_all_and_none_of_a_party_are_withheld_and_so_is_the_total(out, month):
    held = month.support_by_party.set_index("party_id")
    assert (held.at["bij1", "seats"], held.at["bij1", "sitting_signatories"]) == (1, 1)
    assert held.at["volt", "seats"] == held.at["volt", "sitting_signatories"] == 3
    assert held.at["sgp", "sitting_signatories"] == 0
    rows = table((out / str(MONTH) / "share/data/parties.csv").read_bytes())
    for party in ("bij1", "volt", "sgp", "all"):
        assert [rows[party][name] for name in COUNTS] == ["", "", ""], party
        assert rows[party]["persons_counted"] == "withheld"
    assert rows[READER]["sitting_signatories"] == "5"
    assert "sitting_named" not in rows[READER]


def test_the_workbook_and_the_drafts_withhold_what_the_table_withholds(out):
    folder = out / str(MONTH) / "share"
    rows = table((folder / "data/parties.csv").read_bytes())
    book = (folder / "data/briefing.xlsx").read_bytes()
    sheet = {row["party_id"]: row for row in rows_of_table(book, "parties")}
    for party, row in rows.items():
        assert [str(sheet[party][name]).removesuffix(".0") for name in COUNTS] == [row[n] for n in COUNTS], party
    (draft,) = (folder / "mail").iterdir()
    attached = list(email.message_from_bytes(draft.read_bytes(), policy=email.policy.default).iter_attachments())
    assert attached[-1].get_content() == book
    for language, part in zip(("nl", "en"), attached, strict=False):
        page = (folder / language / f"{READER}.html").read_bytes()
        assert part.get_payload(decode=True).splitlines() == page.splitlines()


def test_the_pages_withhold_what_the_table_withholds(out, month):
    known, withheld = re.compile(r"Kamerleden hebben er \d+ zelf getekend"), "laten wij weg"
    for party in ("bij1", "volt", "sgp", "all"):
        section = briefing_of(month, party, "nl").your_party.html
        assert withheld in section, party
        assert not known.search(section), party
    assert known.search(briefing_of(month, READER, "nl").your_party.html)
    page = (out / str(MONTH) / "share/nl/all.html").read_text(encoding="utf-8")
    assert withheld in page
    assert not known.search(page)


def test_what_is_shown_of_the_parties_can_not_be_taken_from_a_total(month):
    shown = publishable_counts(month.support_by_party, month.signatures)
    parties = shown[shown["party_id"] != "all"]
    assert (parties["persons_counted"] == "withheld").any()
    assert shown.set_index("party_id").loc["all", list(COUNTS)].isna().all()
    for name in COUNTS:
        assert (shown[name].isna() == (shown["persons_counted"] == "withheld")).all(), name


def test_the_table_of_changes_is_the_same_with_a_list_of_persons_and_without(month, without_list):
    assert not month.changes.empty
    assert month.changes.equals(without_list.changes)


def lines(*rows: tuple[str, str, str, bool], **more: list[str]) -> pd.DataFrame:
    """Signatures of made-up persons: place (FILE:ROW), person, outcome, may be named."""
    frame = pd.DataFrame(rows, columns=["place", "person_id", "outcome", "may_be_named"])
    frame[["source_file", "source_row"]] = frame["place"].str.split(":", expand=True)
    frame["duplicate_of"] = more.get("duplicate_of", [None] * len(rows))
    named = frame.assign(body_id="house", name_as_written="x", party_id="p", matched_name=frame["person_id"])
    return named.replace({"person_id": {"": None}})


def who(signatures: pd.DataFrame) -> list[str]:
    return list(named_signatories(signatures)["person_id"])


def test_a_newer_list_can_take_a_permission_away_and_not_give_it():
    assert who(lines(("a:2", "p", "accepted", True), ("b:2", "p", "duplicate", True))) == ["p"]
    assert who(lines(("a:2", "p", "accepted", True), ("b:2", "p", "duplicate", False))) == []
    assert who(lines(("a:2", "p", "accepted", False), ("b:2", "p", "duplicate", True))) == []


def test_a_misspelt_name_that_is_ruled_to_repeat_a_line_takes_its_permission_away():
    repeated = [("a:2", "p", "accepted", True), ("b:2", "", "duplicate", False), ("a:3", "q", "accepted", True)]
    assert who(lines(*repeated, duplicate_of=[None, "a:2", None])) == ["q"]


def counted(named: int, sitting: int, seats: int, silent: bool = True) -> str:
    support = pd.DataFrame(
        {"party_id": ["p", "all"], "seats": seats, "signatories": sitting, "sitting_signatories": sitting}
    )
    support = support.assign(coverage_percent=50.0, sitting_named=named)
    signed = lines(("a:2", "s", "accepted", not silent), ("a:3", "t", "accepted", True))
    return str(publishable_counts(support, signed)["persons_counted"].iloc[0])


@pytest.mark.parametrize(
    ("named", "sitting", "seats", "silent", "becomes"),
    [
        (1, 1, 2, False, "withheld"),  # of two, one is named: the count is that of the other
        (1, 1, 2, True, "withheld"),
        (1, 1, 3, True, "shown"),
        (2, 2, 2, False, "shown"),  # all signed and all may be named: there is nobody to give away
        (2, 2, 2, True, "withheld"),
        (0, 4, 3, True, "withheld"),  # more than the seats that are known: all of them all the same
    ],
)
def test_a_count_is_withheld_when_it_is_that_of_one_person(named, sitting, seats, silent, becomes):
    assert counted(named, sitting, seats, silent) == becomes


def test_of_a_party_without_a_seat_no_count_tells_who_of_it_had_signed():
    support = pd.DataFrame({"party_id": ["gone", "all"], "seats": [0, 9], "signatories": [1, 1]})
    support = support.assign(sitting_signatories=[0, 0], coverage_percent=0.0, sitting_named=0)
    quiet = publishable_counts(support, lines(("a:2", "p", "accepted", False)))
    assert quiet["signatories"].isna().all()
    willing = publishable_counts(support, lines(("a:2", "p", "accepted", True)))
    assert list(willing["signatories"]) == [1, 1]


@pytest.fixture
def build_of(monkeypatch, tmp_path):
    """Return a function that builds without a kernel: each briefing is the bytes given, that of the VVD has no name."""

    def of(content: str, parties: list[str], lists: Path, killed: bool = False):
        def made(runs, *_):
            for run in runs:
                if killed:
                    raise KeyboardInterrupt
                page = b"nobody" if run.name == "vvd nl" else content.encode()
                yield Made(run, dict.fromkeys(run.outputs.values(), page))

        monkeypatch.setattr(batch.on_this_machine, "run_all", made)
        order = {"languages": ["nl"], "formats": ["html"], "parties": parties}
        return build(MONTH, data_dir=lists, out_dir=tmp_path / "out", **order)

    return of


def test_a_build_of_one_party_leaves_no_older_page_with_a_name_that_may_be_gone(build_of, data, tmp_path):
    lists = Path(shutil.copytree(data, tmp_path / "data"))
    built = build_of(STRANGER, ["all", READER, "vvd"], lists)
    assert built.notes == []
    (lists / "signatories" / NEWER).unlink()  # on which somebody of D66 says not to be named
    again = build_of("nobody", [READER], lists)
    pages = sorted(path.name for path in (again.folder / "share").rglob("*") if path.suffix in (".html", ".eml"))
    assert pages == [
        "d66.eml",
        "d66.html",
        "index.html",
        "vvd.eml",
        "vvd.html",
    ]  # the VVD never shows who signs for D66
    assert names_in_folder(again.folder / "share") == {}
    gone = "share/nl/all.html"
    assert again.notes == [f"removed from share/, as they could name who may not be named now: {gone}"]
    assert build_of("nobody", [READER], lists).notes == []


def names_in_folder(folder: Path) -> dict[str, dict[str, str]]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.name: found for path in files if (found := names_in(path.name, path.read_bytes(), [STRANGER]))}


def test_older_pages_go_before_anything_is_made_and_when_the_last_list_is_taken_away(build_of, data, tmp_path):
    lists = Path(shutil.copytree(data, tmp_path / "data"))
    build_of(STRANGER, ["all", READER], lists)
    shutil.rmtree(lists / "signatories" / "ontvangen")
    (lists / "decisions" / "signatories.csv").unlink()
    with pytest.raises(KeyboardInterrupt):
        build_of("nobody", ["all"], lists, killed=True)
    assert names_in_folder(tmp_path / "out" / str(MONTH) / "share") == {}


def test_a_list_in_a_folder_below_is_an_input_of_the_month(data):
    inputs = batch.manifest_of(PROJECT, data, PROJECT / "notebooks").inputs
    assert {f"data/signatories/{LIST}", f"data/signatories/{NEWER}", "data/decisions/signatories.csv"} <= set(inputs)


GIT = shutil.which("git")
needs_git = pytest.mark.skipif(GIT is None, reason="git is not installed")


def git(folder: Path, *words: str) -> list[str]:
    apart = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | apart
    command = [str(GIT), "-c", "safe.directory=*", "-C", str(folder), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment).stdout.splitlines()


@needs_git
def test_git_ignores_lists_of_persons_and_the_rulings_on_them_whatever_they_are_called(tmp_path):
    git(tmp_path, "init", "-q")
    shutil.copy(PROJECT / ".gitignore", tmp_path)
    lists = ["leden.csv", "Leden 2021.XLSX", "parties-2021-03-10.csv.bak", "parties.csv", "README.txt", "mei/leden.ods"]
    private = [*(f"data/signatories/{name}" for name in lists), "data/decisions/signatories.csv"]
    private += ["reports/2021-06/internal/signatures.csv", "reports/2021-06/share/nl/d66.html"]
    public = ["data/signatories/README.md", "data/signatories/parties-2021-03-10.csv", "data/decisions/parties.csv"]
    for path in [*private, *public]:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x", encoding="utf-8")
    git(tmp_path, "add", "--all")
    assert sorted(git(tmp_path, "ls-files")) == sorted([".gitignore", *public])


@needs_git
def test_the_repository_holds_no_list_of_persons(tmp_path):
    tracked = git(PROJECT, "ls-files", "data", "reports")
    if not tracked:
        pytest.skip("not a clone")
    assert [path for path in tracked if path.startswith("data/signatories/")] == [
        "data/signatories/README.md",
        "data/signatories/parties-2021-03-10.csv",
    ]
    assert "data/decisions/signatories.csv" not in tracked
    assert [path for path in tracked if path.startswith("reports/")] == ["reports/README.md"]


def test_the_list_that_is_in_the_repository_names_parties_alone():
    text = (PROJECT / "data/signatories/parties-2021-03-10.csv").read_text(encoding="utf-8")
    assert {row["Naam"] for row in csv.DictReader(io.StringIO(text))} == {""}
