"""Sets up a month to practise on, practice/ (outside git): docs/tutorial.md walks through it.

Its figures, parties and seats are those of data/. Every person is invented, and so are the list of signatories and the
edition that came in: nobody in it exists. What is there already is replaced.
"""

import itertools
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from analysis.sources import read_tables
from analysis.sources.contracts import own_tables, path_of

PROJECT = Path(__file__).resolve().parents[1]
PRACTICE = PROJECT / "practice"
# The list and the edition that came in, and the rows of that edition.
INVENTED = PROJECT / "scripts" / "for_practice"
_GIVEN = (
    "Aafke", "Bram", "Coby", "Dirk", "Elske", "Floor", "Gijs", "Hilde", "Ids", "Jetske", "Klaas", "Loes", "Menno",
    "Noor", "Otto", "Pleun", "Quinten", "Riet", "Sjoerd", "Tjitske", "Ubel", "Veerle", "Wout", "Xandra", "Ype",
)  # fmt: skip
_BEGIN = ("Vlinder", "Kruimel", "Ketel", "Wolken", "Papier", "Zilver", "Karton", "Regen", "Stoep", "Knikker")
_END = ("donk", "gors", "loo", "stra", "beek", "horst", "veen", "kamp", "wold", "hage")
_PER_LIST = 5
# Of real offices and their answers nothing is copied, nor of lists and the decisions on them.
_REAL = ("contacts", "replies")
_MONTH = "2026-10"


def set_up(practice: Path) -> None:
    """Lay out the folder: data/ to work on, and drop-in/ with what came in this month."""
    shutil.rmtree(practice, ignore_errors=True)
    data, drop_in = practice / "data", practice / "drop-in"
    tables = [
        path_of(name) for name, table in own_tables().items() if name not in _REAL and not table.get("namesPersons")
    ]
    for name in ("datapackage.json", "README.md", "signatories/parties-2021-03-10.csv", *tables):
        if (PROJECT / "data" / name).exists():
            (data / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(PROJECT / "data" / name, data / name)
    leave_out_later_editions(data)
    members = invented_persons(data)
    drop_in.mkdir()
    shutil.copyfile(INVENTED / "jaarcijfers-2025.md", drop_in / "jaarcijfers-2025.md")
    signatures = (INVENTED / "ondertekenaars.csv").read_text(encoding="utf-8").format(**signers(members))
    (drop_in / "ondertekenaars.csv").write_text(signatures, encoding="utf-8")
    # As printed in the invented edition, but for one number that was typed wrongly.
    for name in ("publications.csv", "figures.csv"):
        _write(pd.concat([_read(data / name), _read(INVENTED / name)]).fillna(""), data / name)
    ours = {"organisation": "PRACTICE: nothing here is true", "phone": "", "email": "practice@example.org", "note": ""}
    _write(_read(data / "contact.csv").assign(**ours), data / "contact.csv")


def leave_out_later_editions(data: Path) -> None:
    """Take out what came out since the month began, and what rests on it: the real edition comes in place of ours."""
    publications = _read(data / "publications.csv")
    is_ours = publications["publication"].isin(_read(INVENTED / "publications.csv")["publication"])
    later = set(publications.loc[is_ours | (publications["published_on"] >= _MONTH), "publication"])
    figures = _read(data / "figures.csv")
    is_later = figures["publication"].isin(later) | figures["quotes"].isin(later)
    gone = set(figures.loc[is_later, "figure_id"])
    _write(publications[~publications["publication"].isin(later)], data / "publications.csv")
    _write(figures[~is_later], data / "figures.csv")
    decided = _read(data / "decisions/figures.csv")
    named = decided["figure_id"] + "|" + decided["rests_on"].str.replace(r"=[^|]*", "", regex=True)
    _write(decided[[gone.isdisjoint(text.split("|")) for text in named]], data / "decisions/figures.csv")
    if (verified := data / "verified.csv").exists():
        found = _read(verified)
        _write(found[~found["publication"].isin(later)], verified)


def invented_persons(data: Path) -> pd.DataFrame:
    """Give every member and candidate an invented name, and keep a few candidates of each list; return the members."""
    members, candidates = _read(data / "members.csv"), _read(data / "candidates.csv")
    candidates = candidates[candidates["position"].astype("int") <= _PER_LIST]
    members, candidates = renamed(_names(), members.assign(note=""), candidates)
    _write(members, data / "members.csv")
    _write(candidates, data / "candidates.csv")
    _write(_read(data / "sexes.csv").iloc[:0], data / "sexes.csv")
    _write(_read(data / "party_events.csv").assign(persons="", note=""), data / "party_events.csv")
    return members


def renamed(names: Iterable[dict[str, str]], *tables: pd.DataFrame) -> list[pd.DataFrame]:
    """Return tables of persons with other names, one for each person as they come, the same in every table."""
    persons = dict.fromkeys(person for table in tables for person in table["person_id"])
    by_person = pd.DataFrame(itertools.islice(names, len(persons)), index=[*persons]).assign(aliases="")
    columns = [[name for name in by_person if name in table] for table in tables]
    return [
        table.assign(**{name: by_person.loc[table["person_id"], name].to_numpy() for name in own})
        for table, own in zip(tables, columns, strict=True)
    ]


def _names() -> Iterator[dict[str, str]]:
    """Yield names of persons who do not exist: 2,500, for some 1,000 persons."""
    for begin, end, given in itertools.product(_BEGIN, _END, _GIVEN):
        names = {"given_name": given, "initials": f"{given[0]}.", "tussenvoegsel": "", "family_name": begin + end}
        yield names | {"full_name": f"{given} {begin}{end}", "person_id": f"{given}-{begin}{end}".lower()}


def signers(members: pd.DataFrame) -> dict[str, str]:
    """Return who is on the invented list: members who sit now, by party, and people who are no member."""
    sitting = members[(members["term"] == "2025-") & (members["end"] == "")]
    first = sitting.drop_duplicates("party_id").set_index("party_id")["full_name"]
    second = sitting[sitting["party_id"] == "cda"]["full_name"].iloc[1]
    others = {"misspelt": f"{first['cu']}e", "councillor": first["pvdd"], "supporter": first["sgp"], "another": second}
    return {party: first[party] for party in ("d66", "cda", "sp")} | others


def _read(file: Path) -> pd.DataFrame:
    return pd.read_csv(file, dtype="str", keep_default_na=False)


def _write(table: pd.DataFrame, file: Path) -> None:
    table.to_csv(file, index=False, lineterminator="\n")


if __name__ == "__main__":
    set_up(PRACTICE)
    read_tables(PRACTICE / "data")  # says what is wrong with it, if anything is
    print(f"{PRACTICE.name}/ is there, with invented people: docs/tutorial.md walks through it")
