"""Who sat in the House or stood for it on any day, worked out without a look at the code that is measured."""

import datetime
import functools
import itertools
import random
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from ways_of_writing import without_marks

from analysis.signatories.body import TABLES

# From the day of nomination on, its candidates are the candidates (1 February 2021 and 9 October 2023 are published).
_NOMINATED = (
    ("TK2021", datetime.date(2021, 2, 1)),
    ("TK2023", datetime.date(2023, 10, 9)),
    ("TK2025", datetime.date(2025, 9, 15)),
)
_TERMS = {
    "2017-2021": (datetime.date(2017, 3, 23), datetime.date(2021, 3, 30)),
    "2021-2023": (datetime.date(2021, 3, 31), datetime.date(2023, 12, 5)),
    "2023-2025": (datetime.date(2023, 12, 6), datetime.date(2025, 11, 11)),
    "2025-": (datetime.date(2025, 11, 12), datetime.date.max),
}
MADE_UP = "made-up-"
DATA = Path(__file__).resolve().parents[1] / "data"
_DAYS = {
    "members": ("start", "end"),
    "party_names": ("valid_from",),
    "party_events": ("date",),
    "elections": ("nominated_on", "term_starts", "polling_day"),
}


@dataclass(frozen=True)
class Standing:
    """Somebody who sat or stood on a day, with the names on the rosters and every party that is rightly theirs."""

    person_id: str
    given: str
    initials: str
    prefix: str
    family: str
    party_id: str
    list_name: str
    parties: frozenset[str]
    certain: bool
    sex: str = ""
    sits: bool = False


@functools.cache
def plain(text: str) -> str:
    """Return a text in small plain letters, to compare."""
    return " ".join(without_marks(text).casefold().replace("-", " ").replace("’", "'").split())


class Roster:
    """Everyone who sat or stood on a day: by person_id, as a list, and by each word of their family names."""

    def __init__(self, people: dict[str, Standing]) -> None:
        """Take the people by their person_id."""
        self.people, self.everyone = people, list(people.values())
        self.near: dict[str, list[Standing]] = defaultdict(list)
        for person in self.everyone:
            for word in set(plain(person.family).split()):
                self.near[word].append(person)


class Rosters:
    """Who sat or stood on any day, by plain loops over the rows of the rosters."""

    def __init__(self, tables: dict[str, pd.DataFrame]) -> None:
        """Take the tables `members`, `candidates`, `sexes`, `party_names` and `party_events`."""
        self.members = _rows(tables["members"])
        self.candidates: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in _rows(tables["candidates"]):
            self.candidates[row["election"]].append(row)
        self.names = _rows(tables["party_names"])
        self.sexes = dict(zip(tables["sexes"]["person_id"], tables["sexes"]["sex"], strict=True))
        self.merged = [row for row in _rows(tables["party_events"]) if row["kind"] == "merge"]
        self._on: dict[tuple[object, ...], Roster] = {}
        self._stands: dict[tuple[str, int], dict[str, Standing]] = {}
        self.on = functools.cache(self._worked_out)

    def _worked_out(self, day: datetime.date) -> Roster:
        """Return who sat or stood on a day."""
        seats = self._seats(day)
        election = max((name for name, start in _NOMINATED if start <= day), default="TK2021")
        merged = sum(event["date"] <= day for event in self.merged)
        key = (election, merged, *sorted((row["member_id"], self._certain(row)) for row in seats.values()))
        if key not in self._on:
            rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
            for row in self.candidates[election]:
                rows[row["person_id"]].append(row)
            if (election, merged) not in self._stands:
                alone = {i: self._standing(i, None, stands, day) for i, stands in rows.items()}
                self._stands[election, merged] = alone
            sitting = {i: self._standing(i, seat, rows.get(i, []), day) for i, seat in seats.items()}
            self._on[key] = Roster(self._stands[election, merged] | sitting)
        return self._on[key]

    def _seats(self, day: datetime.date) -> dict[str, dict[str, Any]]:
        seats: dict[str, dict[str, Any]] = {}
        for row in self.members:
            first, last = _TERMS[row["term"]]
            begun = max(first, row["start"] or first)
            if begun <= day <= min(last, row["end"] or last):
                other = seats.get(row["person_id"])
                if not other or (other["start"] or first) <= (row["start"] or first):
                    seats[row["person_id"]] = row
        return seats

    @staticmethod
    def _certain(seat: dict[str, Any]) -> bool:
        return bool(seat["start"]) and not (seat["end"] is None and seat["end_status"] == "unknown")

    def _standing(
        self, person_id: str, seat: dict[str, Any] | None, stands: list[dict[str, Any]], day: datetime.date
    ) -> Standing:
        certain = bool(seat and self._certain(seat))
        rows = [seat, *stands] if seat and certain else [*stands, *([seat] if seat else [])]
        parties = {row["party_id"] for row in rows if row["party_id"]}
        for event in self.merged:
            if event["date"] <= day and event["to_party_ids"] in parties:
                parties |= set(event["from_party_ids"].split("|"))
        named = stands[0] if stands else rows[0]
        return Standing(
            person_id, named["given_name"], named["initials"], named["tussenvoegsel"], named["family_name"],
            rows[0]["party_id"], stands[0]["list_name"] if stands else "", frozenset(parties), bool(stands) or certain,
            self.sexes.get(person_id, ""), bool(seat),
        )  # fmt: skip

    def names_of(self, party_id: str, day: datetime.date) -> list[str]:
        """Return what a party was called on a day."""
        return [r["name"] for r in self.names if r["party_id"] == party_id and (r["valid_from"] or day) <= day]


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    days = {name for name in ("start", "end", "valid_from", "date") if name in table}
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    return [
        {k: (pd.Timestamp(v).date() if v else None) if k in days else str(v or "") for k, v in row.items()}
        for row in rows
    ]


def ids_of_one_person(tables: dict[str, pd.DataFrame]) -> dict[str, str]:
    """Return of each person_id the one to compare by: the rosters know some people under two.

    Two ids that never stand on one list, with the same initials, party and part of a surname, and no other given name.
    """
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in [*_rows(tables["members"]), *_rows(tables["candidates"])]:
        rows[row["person_id"]].append(row)
    near: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for person_id, own in rows.items():
        for row in [] if person_id.startswith(MADE_UP) else own:
            for part in plain(row["family_name"].replace("-", " ")).split():
                near[part, row["initials"], row["party_id"]].add(person_id)
    same: dict[str, str] = {}
    for ids in near.values():
        for one, other in itertools.combinations(sorted(ids), 2):
            if _one_person(rows[one], rows[other]):
                same[other] = same.get(one, one)
    return same


def _one_person(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> bool:
    elections, given = (
        [{plain(row.get(key, "")) for row in rows} - {""} for rows in (one, other)]
        for key in ("election", "given_name")
    )
    return not elections[0] & elections[1] and (bool(given[0] & given[1]) or not given[0] or not given[1])


def tables_of(people: int, seed: int) -> dict[str, pd.DataFrame]:
    """Return the real rosters, with made-up people added until so many stand in them."""
    tables = {name: pd.read_csv(DATA / f"{name}.csv", dtype="str") for name in TABLES}
    for name, columns in _DAYS.items():
        for column in columns:
            tables[name][column] = pd.to_datetime(tables[name][column]).astype("datetime64[us]")
    return _with_made_up_people(tables, people, seed)


def _with_made_up_people(tables: dict[str, pd.DataFrame], people: int, seed: int) -> dict[str, pd.DataFrame]:
    """Return the tables with made-up candidates added to each election, until so many people stand in all."""
    rng = random.Random(f"people {seed}")
    known = tables["candidates"]
    own = len(set(known["person_id"]) | set(tables["members"]["person_id"]))
    given = known["given_name"].dropna().tolist()
    families = list(zip(known["tussenvoegsel"].fillna(""), known["family_name"], strict=True))
    parties = sorted(known["party_id"].dropna().unique())
    rows = []
    for number in range(max(people - own, 0)):
        called, (prefix, family) = rng.choice(given), rng.choice(families)
        letters = ".".join([called[0], *rng.choices("ABCDEGHJKLMPRST", k=rng.randrange(3))]) + "."
        full = " ".join(filter(None, [called, prefix, family]))
        row = {
            "person_id": f"{MADE_UP}{number:05}", "full_name": full, "given_name": called, "initials": letters,
            "tussenvoegsel": prefix or None, "family_name": family, "party_id": rng.choice(parties), "position": "99",
        }  # fmt: skip
        rows += [row | {"election": election, "candidate_id": f"{MADE_UP}{number}"} for election, _ in _NOMINATED]
    added = pd.DataFrame(rows, columns=known.columns)
    # The numbers of a list mean nothing to whoever is made up.
    return tables | {"candidates": pd.concat([known, added.astype(known.dtypes.to_dict(), errors="ignore")])}
