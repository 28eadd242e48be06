"""The data with a hostile text in each text column that takes one, and the same with harmless text of the same length.

Which columns those are is asked of the contract.
"""

import csv
import json
import re
import shutil
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import xlsxwriter

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
    """Return each text column that is no closed list, with the key that it refers to: itself if none."""
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


# What is the id of a row elsewhere, or of a sentence in the wording, though no key of the contract says so.
_IDS = {
    *(Column("claims.csv", "claim_id"), Column("commitments.csv", "commitment_id")),
    *(Column("commitment_events.csv", "settled_by"), Column("decisions/figures.csv", "rests_on")),
    *(Column("decisions/signatories.csv", "person_id"), Column("decisions/signatories.csv", "duplicate_of")),
}


@cache
def of_a_form() -> frozenset[Column]:
    """Return the text columns whose values have a pattern or are links."""
    fields = {
        Column(t["path"], field["name"]): field for t in contract()["resources"] for field in t["schema"]["fields"]
    }
    return frozenset(c for c, f in fields.items() if "pattern" in f.get("constraints", {}) or f.get("isLink"))


def takers() -> set[Column]:
    """Return the text columns in which `briefing check` takes any text; the month below is made of them."""
    keys, refusing = text_columns(), set(of_a_form() | _IDS)
    for _ in range(2):  # what refers to an id of a form, and what refers to that
        refusing |= {column for column, key in keys.items() if key in refusing}
    return set(keys) - refusing


def made(folder: Path, dress: Dress, columns: Collection[Column]) -> Path:
    """Lay out the data with those columns dressed, a list of persons who may be named, decisions and releases."""
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
    function = {"decision_id": "w1", "body_id": "house", "words": "zetbaas", "action": "another_role"}
    function |= {"valid_from": "2021-03-01", "decided_by": "A. Nalist", "decided_on": "2022-01-04", "reason": "made up"}
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


def write_decisions(folder: Path, dress: Dress, columns: Collection[Column]) -> None:
    """Decide on lines, in the same words: what a name means by rule in which there are signs is not asked here."""
    parties = {row["name"]: row["party_id"] for row in rows_of(OWN_DATA / "party_names.csv")}
    (known,) = OWN_DATA.glob("signatories/*.csv")
    named = [row["Functie + organisatie"] for row in rows_of(known)]
    one, two, three = signers()
    of_list = name_of_list(dress)
    decided = [
        (known.name, row, name, "accept", {"party_id": parties[name.partition("(")[2].rstrip(")") or name]})
        for row, name in enumerate(named, start=2)
    ]
    decided += [
        (of_list, 2, one["full_name"], "accept", {"person_id": one["person_id"]}),
        (of_list, 3, two["full_name"], "accept", {"person_id": two["person_id"]}),
        (of_list, 4, one["full_name"], "duplicate", {"duplicate_of": f"{of_list}:2"}),
        (of_list, 5, three["full_name"], "not_in_parliament", {}),
        (of_list, 6, STRANGER, "reject", {}),
    ]
    file = "decisions/signatories.csv"
    dressed = {column.name for column in columns if column.file == file} - {"source_file", "name_as_written"}
    rows = []
    for source_file, source_row, name, action, whom in decided:
        row = {"decision_id": f"{action}{source_row}{source_file[:2]}", "source_file": source_file} | whom
        row |= {"source_row": str(source_row), "action": action, "name_as_written": dress(name), "reason": "zomaar"}
        row |= {"decided_by": "A. Nalist", "valid_from": "2021-03-01", "decided_on": "2021-05-01"}
        row |= {key: dress(row[key]) for key in dressed & set(row)}
        rows.append({key: row.get(key, "") for key in DECISION_COLUMNS})
    write(folder / file, rows)
