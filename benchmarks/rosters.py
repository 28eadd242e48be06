"""Who sat in the House or stood for it in March 2021, worked out without a look at the code that is measured."""

import functools
import itertools
import random
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from ways_of_writing import without_marks

from analysis.signatories.body import TABLES

MADE_UP = "made-up-"
DATA = Path(__file__).resolve().parents[1] / "data"
_ELECTIONS, _BY = ("TK2021", "TK2023", "TK2025"), "2021-04"
_DAYS = {
    "members": ("start", "end"),
    "party_names": ("valid_from",),
    "seats": ("valid_from", "valid_until"),
    "party_events": ("date",),
    "elections": ("nominated_on", "term_starts", "polling_day"),
}
Row = dict[str, str]


@functools.cache
def plain(text: str) -> str:
    """Return a text in small plain letters, to compare."""
    return " ".join(without_marks(text).casefold().replace("-", " ").replace("’", "'").split())


@dataclass(frozen=True)
class Standing:
    """Somebody who stands for the House, or sits in it, with the name on the list."""

    person_id: str
    given: str
    initials: str
    prefix: str
    family: str
    party_id: str
    list_name: str = ""
    sex: str = ""
    position: str = ""


class Rosters:
    """The candidates of March 2021 (`standing`), and the names of parties."""

    def __init__(self, tables: dict[str, pd.DataFrame]) -> None:
        """Take the tables `members`, `candidates`, `sexes` and `party_names`."""
        sexes = dict(zip(tables["sexes"]["person_id"], tables["sexes"]["sex"], strict=True))
        people: dict[str, list[Standing]] = defaultdict(list)
        for row in [*_rows(tables["candidates"]), *_rows(tables["members"])]:
            name = (row[part] for part in ("given_name", "initials", "tussenvoegsel", "family_name", "party_id"))
            sex, position = sexes.get(row["person_id"], ""), row.get("position", "")
            person = Standing(row["person_id"], *name, row.get("list_name", ""), sex, position)
            people[row.get("election") or row["term"]].append(person)
        self.standing = people["TK2021"]
        self._near: dict[str, dict[str, Standing]] = defaultdict(dict)
        for person in [*self.standing, *people["2017-2021"]]:
            for word in plain(person.family).split():
                self._near[word][person.person_id] = person
        self.names: dict[str, list[str]] = defaultdict(list)
        for row in _rows(tables["party_names"]):
            if row["valid_from"] <= _BY:
                self.names[row["party_id"]].append(row["name"])

    def twins(self, person: Standing) -> list[Standing]:
        """Return who sat or stood with the same given name and the same surname, or half of it."""
        near = {i: each for word in plain(person.family).split() for i, each in self._near.get(word, {}).items()}
        found = []
        for each in (each for i, each in near.items() if i != person.person_id):
            texts = [plain(one.given or one.initials) for one in (person, each)]
            firsts = [text.split()[0] if person.given and each.given else text[:1] for text in texts]
            found += [each] if firsts[0] == firsts[1] else []
        return found


def _rows(table: pd.DataFrame) -> list[Row]:
    rows: list[Row] = table.astype(object).where(table.notna(), "").astype(str).to_dict("records")
    return rows


def ids_of_one_person(tables: dict[str, pd.DataFrame]) -> dict[str, str]:
    """Return of each person_id the one to compare by: the rosters know some people under two.

    Two ids that never stand on one list, with the same initials, party and part of a surname, and no other given name.
    """
    elections, given = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    near: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in [*_rows(tables["members"]), *_rows(tables["candidates"])]:
        person = row["person_id"]
        elections[person] |= {row["election"]} if "election" in row else set()
        given[person] |= {plain(row["given_name"])} - {""}
        for part in [] if person.startswith(MADE_UP) else plain(row["family_name"]).split():
            near[part, row["initials"], row["party_id"]].add(person)
    same: dict[str, str] = {}
    for ids in near.values():
        for one, other in itertools.combinations(sorted(ids), 2):
            is_called_otherwise = given[one] and given[other] and not given[one] & given[other]
            if not elections[one] & elections[other] and not is_called_otherwise:
                same[other] = same.get(one, one)
    return same


def tables_of(people: int, seed: int) -> dict[str, pd.DataFrame]:
    """Return the real rosters, with made-up candidates added to each election until so many people stand in all."""
    tables = {name: pd.read_csv(DATA / f"{name}.csv", dtype="str") for name in TABLES}
    for name, columns in _DAYS.items():
        for column in columns:
            tables[name][column] = pd.to_datetime(tables[name][column]).astype("datetime64[us]")
    rng, known = random.Random(f"people {seed}"), tables["candidates"]
    given, parties = known["given_name"].dropna().tolist(), sorted(known["party_id"].dropna().unique())
    families = list(zip(known["tussenvoegsel"].fillna(""), known["family_name"], strict=True))
    rows = []
    for number in range(people - len({*known["person_id"], *tables["members"]["person_id"]})):
        called, (prefix, family) = rng.choice(given), rng.choice(families)
        letters = ".".join([called[0], *rng.choices("ABCDEGHJKLMPRST", k=rng.randrange(3))]) + "."
        full = " ".join(filter(None, [called, prefix, family]))
        row = {
            "person_id": f"{MADE_UP}{number:05}", "full_name": full, "given_name": called, "initials": letters,
            "tussenvoegsel": prefix or None, "family_name": family, "party_id": rng.choice(parties), "position": "99",
        }  # fmt: skip
        rows += [row | {"election": election, "candidate_id": f"{MADE_UP}{number}"} for election in _ELECTIONS]
    added = pd.DataFrame(rows, columns=known.columns).astype(known.dtypes.to_dict(), errors="ignore")
    return tables | {"candidates": pd.concat([known, added])}
