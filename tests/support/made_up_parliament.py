"""An invented parliament and lists that its invented people signed: nobody real is said to have signed."""

import csv
import datetime
import io
from functools import cache
from pathlib import Path

import pandas as pd

from analysis.signatories import ResolvedSignatures, resolve_signatures
from analysis.signatories.body import Bodies
from analysis.signatories.decisions import DECISION_COLUMNS
from analysis.signatories.lines import OUTCOMES
from analysis.sources.signature_lists import read_lists
from support.project import PROJECT

OWN_DATA = PROJECT / "data"


MARCH_2021 = datetime.date(2021, 3, 31)


LATER = datetime.date(2026, 10, 31)


# person_id, given name, initials, prefix, surname, party, term, first and last day
MEMBERS = [
    ("ann-van-der-verzon", "Ann", "A.B.", "van der", "Verzon", "cda", "2017-2021", "2017-03-23", "2021-03-30", "known"),
    ("bo-bedacht", "Bo", "B.", "", "Bedacht", "sp", "2017-2021", "2017-03-23", "2021-03-30", "known"),
    ("cas-fictief", "Cas", "C.D.", "", "Fictief", "pvda", "2017-2021", "2017-03-23", "2020-12-31", "known"),
    ("dee-wissel", "Dee", "D.", "", "Wissel", "pvda", "2021-2023", "2021-03-31", "2022-05-31", "known"),
    ("dee-wissel", "Dee", "D.", "", "Wissel", "d66", "2021-2023", "2022-06-01", None, "known"),
    ("eef-twijfel", "Eef", "E.", "", "Twijfel", "sp", "2021-2023", "2021-03-31", None, "unknown"),
]


# election, list, party, person_id, given name, initials, prefix, surname
CANDIDATES = [
    ("TK2021", "CDA", "cda", "ann-van-der-verzon", "Ann", "A.B.", "van der", "Verzon-Zwaluw"),
    ("TK2021", "D66", "d66", "jan-dubbel-1", "Jan", "J.A.", "", "Dubbel"),
    ("TK2021", "SP", "sp", "jan-dubbel-2", "Jan", "J.P.", "", "Dubbel"),
    ("TK2021", "Lijst Luchtkasteel", None, "gijs-nergens", "Gijs", "G.", "", "Nergens"),
    ("TK2021", "D66", "d66", "ipek-yilmaz", "İpek", "İ.K.", "", "Yılmaz-Ørsted"),
    ("TK2021", "CDA", "cda", "iwan-half", "Iwan", "I.", "", "Half"),
    ("TK2021", "SP", "sp", "iwan-half-heel", "Iwan", "I.J.", "", "Half-Heel"),
    ("TK2021", "CDA", "cda", "q-zonderling", "", "Q.", "", "Zonderling"),
    ("TK2021", "D66", "d66", "quin-zonderlink", "Quin", "Q.R.", "", "Zonderlink"),
    ("TK2023", "D66", "d66", "koen-later", "Koen", "K.", "", "Later"),
]


SEXES = [("ann-van-der-verzon", "v"), ("bo-bedacht", "m"), ("jan-dubbel-1", "m"), ("jan-dubbel-2", "v")]


PARTY_NAMES = [
    ("cda", "CDA"), ("cda", "Christen-Democratisch Appèl"), ("sp", "SP"), ("sp", "Socialistische Partij"),
    ("pvda", "PvdA"), ("pvda", "Partij van de Arbeid"), ("d66", "D66"), ("groenlinks", "GroenLinks"),
    ("gl-pvda", "GroenLinks-PvdA"), ("pvdd", "PvdD"), ("pvdd", "Partij voor de Dieren"), ("lid-bedacht", "Bedacht"),
    ("pvda", "P.v.d.A."), ("sp", "S.P."),
]  # fmt: skip


def frame(rows: list[tuple], columns: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split()).astype("str")


def members() -> pd.DataFrame:
    columns = "person_id given_name initials tussenvoegsel family_name party_id term start end end_status"
    table = frame(MEMBERS, columns)
    for name in ("start", "end"):
        table[name] = pd.to_datetime(table[name]).astype("datetime64[us]")
    full = (table["given_name"] + " " + table["tussenvoegsel"] + " " + table["family_name"]).str.replace("  ", " ")
    identity = {"full_name": full, "member_id": [f"m{n:03}" for n in range(len(table))]}
    return table.assign(body_id="house", aliases=pd.Series(pd.NA, index=table.index, dtype="str"), **identity)


def candidates() -> pd.DataFrame:
    table = frame(CANDIDATES, "election list_name party_id person_id given_name initials tussenvoegsel family_name")
    full = (table["given_name"] + " " + table["tussenvoegsel"] + " " + table["family_name"]).str.replace("  ", " ")
    return table.assign(full_name=full)


def names() -> pd.DataFrame:
    return frame(PARTY_NAMES, "party_id name").assign(valid_from=pd.NaT)


def parties() -> pd.DataFrame:
    ids = dict.fromkeys(party for party, _ in PARTY_NAMES)
    return pd.DataFrame({"party_id": list(ids), "abbreviation": [i.upper() for i in ids]}, dtype="str")


def events(*rows: tuple) -> pd.DataFrame:
    table = frame(list(rows), "kind date from_party_ids to_party_ids")
    return table.assign(date=pd.to_datetime(table["date"]).astype("datetime64[us]"))


@cache
def of_the_project(name: str) -> pd.DataFrame:
    """Read a table of data/ with its dates: of the bodies and elections the real ones count."""
    table = pd.read_csv(OWN_DATA / f"{name}.csv", dtype="str")
    for day in {"start", "end", "valid_from", "date", "nominated_on", "term_starts", "polling_day"} & set(
        table.columns
    ):
        table[day] = pd.to_datetime(table[day]).astype("datetime64[us]")
    return table


def tables(**others: pd.DataFrame) -> dict[str, pd.DataFrame]:
    made_up = {"members": members(), "candidates": candidates(), "parties": parties(), "party_names": names()}
    real = {name: of_the_project(name) for name in ("bodies", "elections", "roles", "places")}
    return made_up | real | {"party_events": events(), "sexes": frame(SEXES, "person_id sex")} | others


@cache
def made_up_bodies() -> Bodies:
    """The bodies of the tables as they are, made once."""
    return Bodies(tables())


Written = tuple[str, str, str]


def lists(tmp_path: Path, *written: Written, file: str = "lijst.csv") -> pd.DataFrame:
    """Write (name, function + organisation, date) as a list and read it back."""
    folder = tmp_path / "signatories"
    folder.mkdir(exist_ok=True)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([("Naam", "Functie + organisatie", "Datum"), *written])
    (folder / file).write_text(text.getvalue(), encoding="utf-8")
    return read_lists(folder)[0]


def decisions(*rows: dict) -> pd.DataFrame:
    common = {"source_file": "lijst.csv", "source_row": 2, "decided_by": "analist", "reason": "omdat"}
    filled = [common | {"decision_id": f"s{n}", "valid_from": "2021-03-01"} | row for n, row in enumerate(rows)]
    table = pd.DataFrame(filled, columns=list(DECISION_COLUMNS))
    table["valid_from"] = pd.to_datetime(table["valid_from"]).astype("datetime64[us]")
    return table


def resolve(
    lines: pd.DataFrame,
    decided: pd.DataFrame | None = None,
    as_of: datetime.date = LATER,
    **others: pd.DataFrame,
) -> ResolvedSignatures:
    given_decisions = decisions() if decided is None else decided
    bodies = Bodies(tables(**others)) if others else made_up_bodies()
    lines = lines if "body_id" in lines else lines.assign(body_id="house")
    resolved = resolve_signatures(lines, bodies, given_decisions, as_of)
    check_that_the_ledger_closes(resolved)
    return resolved


def check_that_the_ledger_closes(resolved: ResolvedSignatures) -> None:
    ledger, signatures = resolved.ledger.set_index("source_file"), resolved.signatures
    assert signatures["outcome"].isin(OUTCOMES).all()
    assert not signatures.duplicated(["source_file", "source_row"]).any()
    assert (ledger[list(OUTCOMES)].sum(axis=1) == ledger["lines"]).all()
    assert ledger.loc["total"].equals(ledger.drop(index="total").sum().rename("total"))
    assert ledger.loc["total", "lines"] == len(signatures)


def one(tmp_path: Path, name: str, text: str, date: str = "10-3-2021", **decision: object) -> pd.Series:
    lines = lists(tmp_path, (name, text, date))
    return resolve(lines, decisions(decision) if decision else None).signatures.iloc[0]


def standing() -> pd.DataFrame:
    table = candidates()
    return table.assign(position=pd.Series(range(1, len(table) + 1), dtype="Int64"), elected="no")
