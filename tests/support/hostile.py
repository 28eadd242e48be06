"""The data with a hostile text in each text column that takes one, and the same with harmless text of the same length.

Which columns those are is asked of the contract, and of `briefing check`: it is to refuse what must not come in.
"""

import csv
import json
import re
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import xlsxwriter

from analysis import sources
from analysis.core.parameters import Month
from analysis.signatories.decisions import DECISION_COLUMNS
from analysis.sources import OWN_DATA
from analysis.sources.table_texts import TEMPLATE_TABLES

MONTH = Month(2021, 12)
READER = "d66"
# What each would do, if it were more than text: call `struck` with its name, or ask something of this host.
STRANGER = "Xylofoon Quastenberg"
HOST = "https://evil.example"
TEXTS = {
    "script": "<script>struck('script')</script>",
    "image": "<img src=x onerror=struck('image')>",
    "drawing": "<svg onload=struck('drawing')><text>a</text></svg>",
    "attribute": "\" onmouseover=struck('attribute') style=position:fixed x='",
    "ends": "</td></p></title></style></script></textarea></svg></main>--><!-- ]]>",
    "frame": f"<iframe src={HOST}/frame></iframe><base href={HOST}/>",
    "sheet": f"</style><style>@import url({HOST}/sheet); *{{direction:rtl}}</style>",
    "refresh": f"<meta http-equiv=refresh content='0;url={HOST}/refresh'>",
    "entity": "&lt;script&gt;struck('entity')&lt;/script&gt; &#60;b&#62; &amp;amp;",
    "link": "<a href=javascript:struck('link')>a</a> javascript:struck('link') data:text/html,a file:///etc/passwd",
    "markdown": f"![a]({HOST}/markdown) [a](javascript:struck('markdown')) `a` **a** # a",
    "maths": r"$\href{javascript:struck('maths')}{a}$ \(a\) $$a$$ \begin{align}a\end{align}",
    "jinja": "{{ self }} {% raise %} {# a #}",
    "python": "{0.__class__} {party} {} %(party)s %s ${party} \\N{BULLET}",
    "css": f"}}*{{display:none}} expression(struck('css')) url({HOST}/css)",
    "path": "../../../etc/passwd C:\\con\\nul ~/a",
    "mail": f"a@evil.example, <b@evil.example> Bcc: c@evil.example {HOST}/mail",
    "formula": f';=HYPERLINK("{HOST}/formula") ;@SUM(a) ;-a ;+a _x003D_',
}
MARK = "struck|evil|passwd|HYPERLINK|__class__|raise|a&#62;|</td>"

# Those of a file and of a sheet can't hold a slash.
FILE, SHEET = "zlijst <img src=x onerror=struck('file')>", "=<svg onload=struck()>"


class Dress(Protocol):
    """What makes a text of a value; `open_ended`: without >, as what stands between < and > is refused there."""

    def __call__(self, value: str, open_ended: bool = False) -> str: ...


def hostile(value: str, open_ended: bool = False) -> str:
    """A value, as a formula, with one of the texts behind it: the same value always with the same."""
    kinds = list(TEXTS.values())
    text = f"={value} {kinds[zlib.crc32(value.encode()) % len(kinds)]}"
    return text.replace(">", "") if open_ended else text


def harmless(value: str, open_ended: bool = False) -> str:
    """The same with letters for all signs: as long, in as many words, in the same place of any order."""
    return undressed(hostile(value, open_ended))


def undressed(text: str) -> str:
    """A text with letters for what makes it hostile."""
    return _ANY.sub(lambda found: letters(found[0]), text)


_WHOLE = (FILE, SHEET, *TEXTS.values())
_FORMS = sorted({*_WHOLE, *(text.replace(">", "") for text in _WHOLE)}, key=len, reverse=True)
_ANY = re.compile("|".join(map(re.escape, _FORMS)))


def letters(text: str) -> str:
    return re.sub(r"[^ ]", "x", text)


@dataclass(frozen=True)
class Column:
    """A text column of the contract, by its table's file."""

    file: str
    name: str

    def __str__(self) -> str:
        return f"{self.file}: {self.name}"


@cache
def text_columns() -> dict[Column, Column]:
    """Each text column that is no closed list -> the key that it refers to, itself if none."""
    tables = contract()["resources"]
    files = {table["name"]: table["path"] for table in tables}
    found = {}
    for table in tables:
        keys = {key["fields"][0]: key["reference"] for key in table["schema"].get("foreignKeys", [])}
        for field in table["schema"]["fields"]:
            if field["type"] != "string" or "enum" in field.get("constraints", {}):
                continue
            name = field["name"]
            own = Column(table["path"], name)
            parts = field.get("listOf", {})
            key = keys.get(name) or {"resource": parts.get("resource"), "fields": [parts.get("field")]}
            found[own] = Column(files[key["resource"]], key["fields"][0]) if key["resource"] else own
    return found


def contract() -> dict[str, Any]:
    return dict(json.loads((OWN_DATA / "datapackage.json").read_text(encoding="utf-8")))


# Why `briefing check` takes no such text there. What stands in none of these takes it.
REFUSED = {
    "of a form": """
        bodies.csv: body_id, candidates.csv: candidate_id, candidates.csv: person_id, claims.csv: base_years,
        commitment_events.csv: date, commitment_events.csv: document, commitment_events.csv: due_on,
        commitment_events.csv: event_id, commitment_events.csv: explains_break_in,
        contact.csv: email, contact.csv: phone, contacts.csv: email, decisions/releases.csv: month,
        decisions/releases.csv: numbers, figures.csv: figure_id, figures.csv: reference_year, formulas.csv: formula_id,
        members.csv: member_id, members.csv: person_id, parties.csv: party_id, party_events.csv: date_as_printed,
        party_events.csv: event_id, publications.csv: published_on, quantities.csv: quantity_id,
        sexes.csv: person_id, roles.csv: words""",
    "a link": "commitment_events.csv: url, contact.csv: url, figures.csv: source_url, publications.csv: url",
    "of something known": """
        cabinets.csv: party_id, replies.csv: party_id, roles.csv: body_id, decisions/functions.csv: body_id,
        candidates.csv: party_id, claims.csv: claim_id, claims.csv: denominator_quantity_id, claims.csv: quantity_id,
        commitment_events.csv: commitment_id, commitments.csv: commitment_id,
        commitment_events.csv: party_ids, commitment_events.csv: settled_by, commitments.csv: quantity_ids,
        contacts.csv: party_id, decisions/figures.csv: figure_id,
        decisions/figures.csv: rests_on, decisions/parties.csv: body_id, decisions/parties.csv: party_id,
        decisions/parties.csv: predecessors, decisions/signatories.csv: duplicate_of,
        decisions/signatories.csv: party_id, decisions/signatories.csv: person_id, elections.csv: body_id,
        figures.csv: quantity_id, formulas.csv: result, formulas.csv: terms, members.csv: body_id,
        members.csv: party_id, party_events.csv: from_party_ids, party_events.csv: to_party_ids,
        party_names.csv: party_id, seats.csv: body_id, seats.csv: party_id""",
}


def named_in(text: str) -> set[Column]:
    return {Column(*named) for named in re.findall(r"(\S+): (\w+)", text)}


def refusers() -> set[Column]:
    return named_in(" ".join(REFUSED.values()))


def takers() -> set[Column]:
    return set(text_columns()) - refusers()


def columns_that_take(folder: Path) -> tuple[set[Column], set[Column]]:
    """The text columns that take a hostile text and those that `briefing check` refuses it in, tried in a copy."""
    taking, refusing = set(text_columns()), set[Column]()
    while True:
        # What refers to a key that is refused is refused as well.
        refused = refused_in(folder, taking)
        refused |= {column for column, key in text_columns().items() if key in refused} & taking
        if not refused:
            assert {column for column in taking if not is_tried(folder, column)} == set()
            return taking, refusing
        taking, refusing = taking - refused, refusing | refused


def refused_in(folder: Path, tried: set[Column]) -> set[Column]:
    """The columns of those tried, in a copy of the data, in which `briefing check` tells of an error."""
    shutil.rmtree(folder, ignore_errors=True)
    errors = [p for p in sources.check(made(folder, hostile, tried)) if p.severity == "error"]
    found = {Column(p.file, p.column or "") for p in errors} & tried
    assert found or errors == []
    return found


def is_tried(folder: Path, column: Column) -> bool:
    return any(row[column.name].startswith(("=", FILE)) for row in rows_of(folder / column.file))


def made(folder: Path, dress: Dress, columns: set[Column]) -> Path:
    """A copy of the data with those columns dressed, a list of persons who may be named, decisions and releases."""
    shutil.copytree(OWN_DATA, folder)
    fill(folder)
    for file in {column.file for column in columns}:
        if (folder / file).exists():
            dress_table(folder / file, [column for column in columns if column.file == file], dress)
    dress_lists(folder / "signatories", dress)
    write_decisions(folder, dress, columns)
    return folder


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def write(file: Path, rows: list[dict[str, str]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def fill(folder: Path) -> None:
    """Fill the tables that have no row yet, or a row with an empty cell; of candidates one list is enough."""
    candidates = [row for row in rows_of(folder / "candidates.csv") if row["party_id"] == READER]
    people = {row["person_id"] for row in candidates}
    write(folder / "candidates.csv", candidates)
    write(folder / "sexes.csv", [row for row in rows_of(folder / "sexes.csv") if row["person_id"] in people])
    contact = rows_of(folder / "contact.csv")[0]
    write(folder / "contact.csv", [contact | {"phone": "+31 70 000 00 00", "email": "meld@ckm.example"}])
    office = {"party_id": READER, "office": "Voorlichting", "email": "voorlichting@d66.example"}
    write(folder / "contacts.csv", [office])
    reply = {"party_id": READER, "received_on": "2021-05-01", "text": "Een reactie", "language": "nl", "source": "mail"}
    write(folder / "replies.csv", [reply])
    function = {
        "decision_id": "w1",
        "body_id": "house",
        "words": "zetbaas",
        "action": "another_role",
        "valid_from": "2021-03-01",
    }
    function |= {"decided_by": "A. Nalist", "decided_on": "2022-01-04", "reason": "made up"}
    write(folder / "decisions" / "functions.csv", [function])
    first = {"month": str(MONTH), "edition": "1", "released_by": "A. Nalist", "released_on": "2022-01-04"}
    said = [f"{what}_{lang}" for what in ("what_was_wrong", "how_fixed", "what_it_touches") for lang in ("nl", "en")]
    first |= dict.fromkeys([*said[:2], "numbers", *said[2:]], "") | {"numbers": "0123456789ab"}
    second = first | dict.fromkeys(said, "een getal") | {"edition": "2", "numbers": ""}
    write(folder / "decisions" / "releases.csv", [first, second])


def dress_table(file: Path, columns: list[Column], dress: Dress) -> None:
    rows = rows_of(file)
    for row in rows:
        for column in columns:
            # In some tables, and so in what refers to them, no text stands between < and >.
            open_ended = {column.file, text_columns()[column].file} & set(TEMPLATE_TABLES)
            row[column.name] = dressed_cell(row[column.name], dress, bool(open_ended))
    if rows:
        write(file, rows)


def dressed_cell(cell: str, dress: Dress, open_ended: bool) -> str:
    return "|".join(dress(part, open_ended) for part in cell.split("|") if part)


# Lists as received: no contract refuses what stands in them, so each cell of theirs is dressed.


def dress_lists(folder: Path, dress: Dress) -> None:
    """Dress the list of parties, and add one of persons, by its name too, and a workbook by that of its sheet."""
    (known,) = folder.glob("*.csv")
    parties = rows_of(known)
    for row in parties:
        row["Functie + organisatie"] = dress(row["Functie + organisatie"])
    write(known, parties)
    write(folder / name_of_list(dress), list(lines_of_list(dress)))
    with xlsxwriter.Workbook(folder / "werkboek.xlsx", {"strings_to_formulas": False}) as book:
        for sheet in ("Blad1", SHEET if dress is hostile else letters(SHEET)):
            page = book.add_worksheet(sheet)
            page.write_row(0, 0, ["Naam", "Partij", "Datum", dress("Opmerking")])
            page.write_row(1, 0, [dress(STRANGER), dress("Bakkerij"), "15-4-2021", dress("iets")])


def name_of_list(dress: Dress) -> str:
    return f"{FILE if dress is hostile else letters(FILE)}.csv"


def lines_of_list(dress: Dress) -> Iterator[dict[str, str]]:
    """Lines of every outcome: two who may be named, one repeated, names that wait, a stranger, a day that is none."""
    (one, two, three), party = (dress(row["full_name"]) for row in signers()), dress("D66")
    answers = {"Mag genoemd worden": "ja", "Bron": dress("https://bron.example"), dress("Opmerking"): dress("iets")}
    for name, function, organisation, day in (
        (one, "Kamerlid", party, "15-4-2021"),
        (two, "Kamerlid", party, "16-4-2021"),
        (one, "Kamerlid", party, "17-4-2021"),
        (three, dress("raadslid"), dress("Almere"), "18-4-2021"),
        (dress(STRANGER), dress("bakker"), dress("Bakkerij"), "19-4-2021"),
        (two, "Kamerlid", party, dress("31-2-2021")),
        ("", "", dress("ChristenUnei"), "20-4-2021"),
        (dress("Zonder Dag"), "", party, ""),
    ):
        yield {"Naam": name, "Functie": function, "Partij": organisation, "Datum": day} | answers


def signers() -> list[dict[str, str]]:
    """The first members of a party who sat when the list was signed, and still do."""
    party = [row for row in rows_of(OWN_DATA / "members.csv") if row["party_id"] == READER]
    return [row for row in party if "" < row["start"] <= "2021-04-01" and row["end"] > str(MONTH.as_of)][:3]


def write_decisions(folder: Path, dress: Dress, columns: set[Column]) -> None:
    """Decide on lines, in the same words: what a name means by rule in which there are signs is not asked here."""
    parties = {row["name"]: row["party_id"] for row in rows_of(OWN_DATA / "party_names.csv")}
    (known,) = OWN_DATA.glob("signatories/*.csv")
    named = [row["Functie + organisatie"] for row in rows_of(known)]
    ids = [parties[name.partition("(")[2].rstrip(")") or name] for name in named]
    decisions = [
        Decision(known.name, row, name, "accept", party_id=party_id)
        for row, (name, party_id) in enumerate(zip(named, ids, strict=True), start=2)
    ]
    one, two, three = signers()
    of_list = name_of_list(dress)
    decisions += [
        Decision(of_list, 2, one["full_name"], "accept", one["person_id"]),
        Decision(of_list, 3, two["full_name"], "accept", two["person_id"]),
        Decision(of_list, 4, one["full_name"], "duplicate", duplicate_of=f"{of_list}:2"),
        Decision(of_list, 5, three["full_name"], "not_in_parliament"),
        Decision(of_list, 6, STRANGER, "reject"),
    ]
    file = "decisions/signatories.csv"
    rows = [decision.row(dress, {column.name for column in columns if column.file == file}) for decision in decisions]
    write(folder / file, [{key: row.get(key, "") for key in DECISION_COLUMNS} for row in rows])


@dataclass(frozen=True)
class Decision:
    """A decision on a line of a list."""

    source_file: str
    source_row: int
    name: str
    action: str
    person_id: str = ""
    party_id: str = ""
    duplicate_of: str = ""

    def row(self, dress: Dress, names: set[str]) -> dict[str, str]:
        told = {"decision_id": f"{self.action}{self.source_row}{self.source_file[:2]}", "decided_by": "A. Nalist"}
        told |= {"person_id": self.person_id, "party_id": self.party_id, "duplicate_of": self.duplicate_of}
        told |= {"reason": "zomaar"}
        dressed = {key: dress(said) if said and key in names else said for key, said in told.items()}
        dressed |= {"source_file": self.source_file, "source_row": str(self.source_row), "action": self.action}
        dressed |= {"name_as_written": dress(self.name), "valid_from": "2021-03-01", "decided_on": "2021-05-01"}
        return dressed
