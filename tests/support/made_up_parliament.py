"""An invented parliament and lists that its invented people signed: nobody real is said to have signed."""

import datetime
from functools import cache
from pathlib import Path

import pandas as pd

from analysis.signatories import ResolvedSignatures, resolve_signatures
from analysis.signatories.body import Bodies
from analysis.signatories.records import OUTCOMES
from analysis.sources.contracts import columns_of
from analysis.sources.decisions import ON_SIGNATURES
from analysis.sources.list_contents import NO_KNOWN_WORDS, KnownWords
from analysis.sources.signature_lists import read_lists
from support.bad_input import as_csv
from support.months import checked_tables
from support.project import PROJECT

OWN_DATA = PROJECT / "data"
MARCH_2021 = datetime.date(2021, 3, 31)
LATER = datetime.date(2026, 10, 31)
INVENTED = PROJECT / "tests" / "data" / "made_up_parliament"


def frame(rows: list[tuple], columns: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split()).astype("str")


def invented(name: str) -> pd.DataFrame:
    """Return an invented table: no name has one of its parts missing, it has an empty one."""
    missing = {column: [""] for column in ("party_id", "start", "end")}
    return pd.read_csv(INVENTED / f"{name}.csv", dtype="str", keep_default_na=False, na_values=missing)


def full_names(table: pd.DataFrame) -> pd.Series:
    full = table["given_name"] + " " + table["tussenvoegsel"] + " " + table["family_name"]
    return full.str.replace("  ", " ")


def members() -> pd.DataFrame:
    table = invented("members")
    for name in ("start", "end"):
        table[name] = pd.to_datetime(table[name]).astype("datetime64[us]")
    identity = {"full_name": full_names(table), "member_id": [f"m{n:03}" for n in range(len(table))]}
    return table.assign(body_id="house", aliases=pd.Series(pd.NA, index=table.index, dtype="str"), **identity)


def candidates() -> pd.DataFrame:
    table = invented("candidates")
    return table.assign(full_name=full_names(table))


def names() -> pd.DataFrame:
    return invented("party_names").assign(valid_from=pd.NaT)


def parties() -> pd.DataFrame:
    ids = names()["party_id"].unique()
    return pd.DataFrame({"party_id": ids, "abbreviation": [i.upper() for i in ids]}, dtype="str")


def events(*rows: tuple) -> pd.DataFrame:
    table = frame(list(rows), "kind date from_party_ids to_party_ids")
    return table.assign(date=pd.to_datetime(table["date"]).astype("datetime64[us]"))


def of_the_project(name: str) -> pd.DataFrame:
    """Return a table of data/: of the bodies and elections the real ones count."""
    return checked_tables().tables[name]


def tables(**others: pd.DataFrame) -> dict[str, pd.DataFrame]:
    made_up = {"members": members(), "candidates": candidates(), "parties": parties(), "party_names": names()}
    real = {name: of_the_project(name) for name in ("bodies", "elections", "seats", "roles", "places")}
    return made_up | real | {"party_events": events(), "sexes": invented("sexes")} | others


@cache
def made_up_bodies() -> Bodies:
    return Bodies(tables())


@cache
def made_up_words() -> KnownWords:
    return KnownWords.of(tables())


# Name, role and day, and where they are given whether the signer may be named, and a remark.
Written = tuple[str, ...]
HEADINGS = ("Naam", "Functie + organisatie", "Datum", "Mag genoemd worden", "Opmerking")


def lists(tmp_path: Path, *written: Written, file: str = "lijst.csv") -> pd.DataFrame:
    rows = [HEADINGS[: max(map(len, written), default=3)], *written]
    return received(tmp_path, as_csv(rows).decode(), file)


def received(tmp_path: Path, text: str, file: str = "lijst.csv", known: KnownWords = NO_KNOWN_WORDS) -> pd.DataFrame:
    folder = tmp_path / "signatories"
    folder.mkdir(exist_ok=True)
    (folder / file).write_text(text, encoding="utf-8")
    return read_lists(folder, known)[0]


def decisions(*rows: dict) -> pd.DataFrame:
    common = {"source_file": "lijst.csv", "source_row": 2, "decided_by": "analist", "reason": "omdat"}
    filled = [common | {"decision_id": f"s{n}", "valid_from": "2021-03-01"} | row for n, row in enumerate(rows)]
    table = pd.DataFrame(filled, columns=columns_of(ON_SIGNATURES))
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


def once_decided(lines: pd.DataFrame, text: str, action: str) -> pd.DataFrame:
    """The signatures after a decision on a text, or on several with | between them."""
    rows = [("house", each, action, "2021-03-01") for each in text.split("|")]
    decided = frame(rows, "body_id text action valid_from")
    decided["valid_from"] = pd.to_datetime(decided["valid_from"])
    lines = lines.assign(body_id="house")
    return resolve_signatures(lines, made_up_bodies(), decisions(), LATER, decided).signatures


def check_that_the_ledger_closes(resolved: ResolvedSignatures) -> None:
    ledger, signatures = resolved.ledger.set_index("source_file"), resolved.signatures
    assert signatures["outcome"].isin(OUTCOMES).all() and signatures["body_id"].notna().all()
    assert not signatures.duplicated(["source_file", "source_row"]).any()
    assert (ledger[list(OUTCOMES)].sum(axis=1) == ledger["lines"]).all()
    assert ledger.loc["total"].equals(ledger.drop(index="total").sum().rename("total"))
    assert ledger.loc["total", "lines"] == len(signatures)


def one(tmp_path: Path, name: str, text: str, date: str = "10-3-2021", **decision: object) -> pd.Series:
    if text:
        lines = lists(tmp_path, (name, text, date))
    else:  # in a list that asks for no role
        lines = received(tmp_path, as_csv([("Naam", "Datum"), (name, date)]).decode())
    return resolve(lines, decisions(decision) if decision else None).signatures.iloc[0]


def standing() -> pd.DataFrame:
    table = candidates()
    return table.assign(position=pd.Series(range(1, len(table) + 1), dtype="Int64"), elected="no")
