"""What the rows of a folder of data say on the last day of a month, read by hand: no line of the product is used."""

import calendar
import csv
import datetime
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

Row = dict[str, str]
PRESENTED = "2021-03-10"
_NAMES_OF_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december "
    "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "en": "January February March April May June July August September October November December "
    "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec",
}
MONTHS = {
    language: {name: at % 12 + 1 for at, name in enumerate(names.split())}
    for language, names in _NAMES_OF_MONTHS.items()
}


def rows_of(path: Path) -> list[Row]:
    """Return the rows of a table; none of a file that is not there."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def last_day(printed: str) -> str:
    """Return the last day of a day, month or year."""
    parts = [int(part) for part in printed.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return printed if len(parts) == 3 else f"{datetime.date(year, month, calendar.monthrange(year, month)[1])}"


def day_before(day: str) -> str:
    """Return the day before."""
    return f"{datetime.date.fromisoformat(day) - datetime.timedelta(1)}"


def days_in(text: str, language: str) -> list[tuple[str, str]]:
    """Return each day, and month with its year, in a text as written, with the first day that it may mean."""
    months = MONTHS[language]
    found = re.finditer(rf"(?:(\d{{1,2}}) )?\b({'|'.join(months)})\b\.? (\d{{4}})", text)
    return [(match[0], f"{match[3]}-{months[match[2]]:02}-{int(match[1] or 1):02}") for match in found]


def day_of(written: str, language: str) -> str:
    """Return the first of the days in a text; empty if there is none."""
    return next((day for _, day in days_in(written, language)), "")


@dataclass
class KnownRows:
    """The rows of a folder of data as one reads them on the last day of a month (`day`)."""

    folder: Path
    day: str
    _tables: dict[str, list[Row]] = field(default_factory=dict)

    def table(self, name: str) -> list[Row]:
        """Return all rows of a table."""
        if name not in self._tables:
            self._tables[name] = rows_of(self.folder / f"{name}.csv")
        return self._tables[name]

    @cached_property
    def before(self) -> "KnownRows":
        """Return the same on the last day of the month before."""
        return KnownRows(self.folder, day_before(f"{self.day[:7]}-01"), self._tables)

    @cached_property
    def seats(self) -> dict[str, int]:
        """Return the seats of each party in the House."""
        return self.seats_on(self.day)

    def seats_on(self, day: str) -> dict[str, int]:
        """Return the seats of each party in the House on a day."""
        rows = [row for row in self.table("seats") if row["body_id"] == "house"]
        return {row["party_id"]: int(row["seats"]) for row in rows if in_force(row, day)}

    @cached_property
    def cabinet(self) -> dict[str, Row]:
        """Return the row of each party in the cabinet."""
        return {row["party_id"]: row for row in self.table("cabinets") if in_force(row, self.day)}

    @cached_property
    def signatures(self) -> dict[str, str]:
        """Return the day of the signature of each party that signed itself and did not take it back."""
        names = {row["name"].lower(): row["party_id"] for row in self.table("party_names")}
        names |= {row["abbreviation"].lower(): row["party_id"] for row in self.table("parties")}
        decisions = [row for row in self.table("decisions/signatories") if row["valid_from"] <= self.day]
        # Who withdraws one signature withdraws the earlier ones, too.
        withdrawn: dict[str, str] = {}
        for row in decisions:
            if row["action"] == "withdraw":
                withdrawn[row["party_id"]] = max(row["valid_from"], withdrawn.get(row["party_id"], ""))
        found: dict[str, str] = {}
        for row in self.lines:
            day = row["Datum"].removeprefix("uiterlijk ")
            party = names.get(row["Functie + organisatie"].split(" (")[0].lower(), "")
            if not row["Naam"] and party and withdrawn.get(party, "") < day <= self.day:
                found[party] = min(day, found.get(party, day))
        return found

    @cached_property
    def lines(self) -> list[Row]:
        """Return the lines of all lists about the House, with their file and row."""
        lists = {path.name: rows_of(path) for path in sorted((self.folder / "signatories").glob("*.csv"))}
        return [
            {**row, "file": name, "row": f"{at}"}
            for name, rows in lists.items()
            for at, row in enumerate(rows, start=2)
        ]

    @cached_property
    def carried(self) -> dict[str, Row]:
        """Return the decision by which a party carries signatures of others."""
        rows = [row for row in self.table("decisions/parties") if row["body_id"] == "house"]
        return {row["party_id"]: row for row in rows if row["valid_from"] <= self.day}

    def signed(self, party: str) -> str:
        """Return yes, by_decision, no or unknown, as docs/method.md explains these words."""
        if party in self.signatures:
            return "yes"
        if party in self.carried:
            return "by_decision"
        return "no" if "" < self.declined_on(party) <= self.day else "unknown"

    def party(self, party: str) -> Row:
        """Return the row of a party."""
        return next(row for row in self.table("parties") if row["party_id"] == party)

    def declined_on(self, party: str) -> str:
        """Return the day on which a party declined, also a later one; empty: it did not."""
        return self.party(party)["declined_on"]

    def names(self, party: str) -> set[str]:
        """Return every name of a party in use by the day."""
        own = self.party(party)
        rows = [row for row in self.table("party_names") if row["party_id"] == party and row["valid_from"] <= self.day]
        return {own["abbreviation"], own["name_nl"], own["name_en"], *(row["name"] for row in rows)}

    def is_named(self, party: str, text: str) -> bool:
        """Whether a text has a name of a party."""
        return any(name.lower() in text.lower() for name in self.names(party))

    def events(self, kind: str) -> list[Row]:
        """Return the events of parties in the House, of one kind, by the day."""
        own = [row for row in self.table("party_events") if row.get("body_id", "") in ("", "house")]
        return [row for row in own if row["kind"] == kind and row["date"] <= self.day]

    def ancestors(self, party: str) -> set[str]:
        """Return what a party was merged from, and what these were merged from."""
        merges = [row for row in self.events("merge") if party in row["to_party_ids"].split("|")]
        parents = {name for row in merges for name in row["from_party_ids"].split("|")}
        return parents.union(*(self.ancestors(parent) for parent in parents if parent != party))

    def first_seat(self, party: str) -> str:
        """Return the first day on which a party had a seat in the House; empty: none."""
        own = [row for row in self.table("seats") if row["body_id"] == "house" and row["party_id"] == party]
        return min((row["valid_from"] for row in own if row["valid_from"] <= self.day), default="")

    def was_there(self, party: str, day: str = PRESENTED) -> bool:
        """Whether a party, or one that it was merged from, had a seat in the House on a day."""
        return any(name in self.seats_on(day) for name in {party, *self.ancestors(party)})


def in_force(row: Row, day: str) -> bool:
    """Whether a period of a row holds a day."""
    return row["valid_from"] <= day and (not row["valid_until"] or row["valid_until"] >= day)
