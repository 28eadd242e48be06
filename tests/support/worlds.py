"""Invented worlds that differ only in what people did who had not agreed, by a month, to be named.

A parliament is invented from a seed: parties of one to thirty, members who leave, are succeeded and move. Some sign, on
one or two lists, in plain words and in others, take their signature back, agree now, later or never; decisions correct
some of it. `worlds_of` lays out folders of data. In each, those who had not agreed by `last` did something else; the
order of days and the headings of a list, which are read from the file as a whole, are the same. `published` makes of a
run of months what leaves the house, without notebooks.
"""

import csv
import datetime
import random
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pandas as pd

from analysis.briefing import annex_of, briefing_of
from analysis.core.parameters import ALL_PARTIES, ANNEX, LANGUAGES, Month
from analysis.publish.index_pages import MonthMade, changed_in, feed_of, front_page, month_page
from analysis.publish.mail import drafts
from analysis.publish.page import html_of
from analysis.publish.tables import tables_of
from analysis.reconciliation import Reconciliation, reconcile_tables
from analysis.reconciliation.releases import numbers_of, released_versions
from analysis.sources import OWN_DATA, read_tables
from support.fewer_candidates import write_decisions, write_rows

MONTHS = ("2021-03", "2021-04", "2021-05", "2021-06", "2021-07")
_BEGIN, _END = datetime.date(2021, 3, 31), datetime.date(2021, 8, 31)
_PARTIES = (
    *("vvd", "d66", "pvv", "cda", "pvda", "sp", "groenlinks", "pvdd"),
    *("cu", "fvd", "denk", "ja21", "sgp", "volt", "bbb", "bij1"),
)
_GIVEN = ("Abelle", "Brandt", "Cirrus", "Dagmar", "Eikel", "Fluweel", "Gordijn", "Havik", "Jasmijn", "Korenaar")
_FAMILY = ("Zonderland", "Nergenshuis", "Wolkenveld", "Luchtkasteel", "Droomoord", "Nimmermeer", "Mistbank")
_SYLLABLES = ("bax", "koor", "dimp", "fel", "gust", "lind", "morg", "niep", "plov", "rusk")
_FUNCTIONS = ("Kamerlid", "Tweede Kamerlid", "lid Tweede Kamer", "", "raadslid", "namens de fractie", "weet niet")
_HEADER = ("Naam", "Functie", "Partij", "Datum", "Mag genoemd worden", "Opmerking")
_LISTS = ("formulier.csv", "brieven.csv")
_SOURCE = "https://example.org/invented"

Contents = dict[str, bytes]


@dataclass(frozen=True)
class Person:
    """Somebody invented; `seats` has the party, first day and last day (None: still) of each of the terms."""

    number: int
    seats: tuple[tuple[str, datetime.date, datetime.date | None], ...]

    @property
    def given(self) -> str:
        return _GIVEN[self.number % len(_GIVEN)]

    @property
    def family(self) -> str:
        coded = "".join(_SYLLABLES[int(digit)] for digit in f"{self.number:03}")
        return f"{_FAMILY[self.number % len(_FAMILY)]}{coded}"

    @property
    def person_id(self) -> str:
        return f"invented-{self.number}"

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


@dataclass(frozen=True)
class Deed:
    """A line on a list, and what was decided on it, if anything (`decision` has action, may_be_named, valid_from)."""

    person: Person
    file: str
    cells: tuple[str, ...]
    decision: dict[str, str] = field(default_factory=dict)


def worlds_of(folder: Path, seed: int, number: int = 2) -> tuple[list[Path], str]:
    """Lay out folders of data that differ only in what the silent did, and return them and the last month."""
    draw = random.Random(seed)
    people, last = _parliament(draw), Month.parse(draw.choice(MONTHS[1:]))
    share_of_signers, share_agreeing = draw.random(), draw.random()
    willing = {person.number for person in people if draw.random() < share_of_signers * share_agreeing}
    deeds = {number: [*_deeds(draw, people[number], agrees_by=last)] for number in willing}
    silent = [person for person in people if person.number not in willing]
    worlds = []
    for name in map(str, range(number)):
        # What the silent do is drawn anew in each world, as is how many of them do anything.
        share = draw.choice((0, share_of_signers, draw.random(), 1))
        own = {p.number: [*_deeds(draw, p, agrees_by=None, silent_until=last)] for p in silent if draw.random() < share}
        worlds.append(_laid_out(folder / name / "data", people, {**deeds, **own}, draw))
    return worlds, str(last)


def _parliament(draw: random.Random) -> list[Person]:
    """Return the members of an invented House of at most 150 seats, with who leaves, comes and moves."""
    parties, people, left = draw.sample(_PARTIES, draw.randint(5, len(_PARTIES))), [], 150
    for party in parties:
        size = min(draw.choice((1, 1, 2, 3, draw.randint(1, 30))), left)
        left -= size
        for _ in range(size):
            happens, day = draw.random(), _day(draw, _BEGIN + datetime.timedelta(5), _END)
            eve = day - datetime.timedelta(1)
            if happens < 0.1:  # leaves; is succeeded at once, or not
                people.append(Person(len(people), ((party, _BEGIN, eve),)))
                if draw.random() < 0.6:
                    people.append(Person(len(people), ((party, day, None),)))
            elif happens < 0.2:
                people.append(Person(len(people), ((party, _BEGIN, eve), (draw.choice(parties), day, None))))
            else:
                people.append(Person(len(people), ((party, _BEGIN, None),)))
    return people


def _day(draw: random.Random, first: datetime.date, last: datetime.date) -> datetime.date:
    return first + datetime.timedelta(draw.randrange((last - first).days + 1))


def _deeds(
    draw: random.Random, person: Person, agrees_by: Month | None, silent_until: Month | None = None
) -> Iterator[Deed]:
    """Yield the lines of a person: one that agrees by a month does so in one of them, one that is silent in none."""
    for _ in range(draw.choice((1, 1, 2))):
        party, first, until = draw.choice(person.seats)
        signed = _day(draw, first, min(until or _END, _END))
        answer = draw.choice(("nee", "", "ja, mits anoniem"))
        if agrees_by:
            answer = draw.choice(("ja", f"ja, {_day(draw, _BEGIN, agrees_by.as_of):%d-%m-%Y}", "nee", "ja"))
        elif silent_until and draw.random() < 0.2:  # agrees, but later
            answer = f"ja, {_day(draw, silent_until.as_of + datetime.timedelta(1), _END):%d-%m-%Y}"
        name = draw.choice((person.name, f"{person.family}, {person.given}", f"{person.given[0]}. {person.family}"))
        if draw.random() < 0.1:
            name = name.replace("e", "a", 1)  # misspelt
        remark = draw.choice(("", "", "", "bedankt", "ingetrokken"))
        day = draw.choice((f"{signed:%Y-%m-%d}",) * 5 + ("onbekend", f"uiterlijk {signed:%Y-%m-%d}"))
        cells = (name, draw.choice(_FUNCTIONS), party.upper(), day, answer, remark)
        decision = {}
        if draw.random() < 0.3:
            action = draw.choice(("accept", "accept", "reject", "withdraw", "not_in_parliament"))
            latest = (silent_until or agrees_by or Month.parse(MONTHS[-1])).as_of
            decision = {"action": action, "valid_from": f"{_day(draw, max(signed, _BEGIN), _END):%Y-%m-%d}"}
            if action in ("accept", "withdraw"):
                decision["person_id"] = person.person_id
            if action == "accept" and agrees_by:
                decision |= {"may_be_named": draw.choice(("yes", "no", "")), "valid_from": f"{latest:%Y-%m-%d}"}
            elif action == "accept":
                decision["may_be_named"] = draw.choice(("no", ""))
        yield Deed(person, draw.choice(_LISTS), cells, decision)


def _laid_out(folder: Path, people: list[Person], deeds: dict[int, list[Deed]], draw: random.Random) -> Path:
    """Lay out a folder of data with the invented House and the lists that these people signed."""
    shutil.copytree(_few_figures(folder.parents[1]), folder)
    names = [_row_of_name(person) for person in people]
    members = [
        {**name, "member_id": f"m{person.number:03}{place}", "body_id": "house", "party_id": party}
        | {"term": "2021-2023", "start": f"{start}", "end": f"{end or ''}", "certainty": "official"}
        | {"end_status": "known" if end else "sitting", "source": _SOURCE}
        for person, name in zip(people, names, strict=True)
        for place, (party, start, end) in enumerate(person.seats)
    ]
    _rewrite(folder / "members.csv", members)
    sexes = [{"person_id": person.person_id, "sex": "mv"[person.number % 2], "source": _SOURCE} for person in people]
    _rewrite(folder / "sexes.csv", sexes)
    _rewrite(folder / "seats.csv", _seats(people))
    lines = [deed for own in deeds.values() for deed in own]
    draw.shuffle(lines)
    decisions = []
    for file in _LISTS:
        own = [deed for deed in lines if deed.file == file]
        if own:
            write_rows(folder / "signatories" / file, _HEADER, *(deed.cells for deed in own))
        decisions += [
            {"decision_id": f"{file}-{row}", "source_file": file, "source_row": str(row), "decided_by": "a test"}
            | {"name_as_written": deed.cells[0], "decided_on": "2021-09-30", "reason": "invented"}
            | deed.decision
            for row, deed in enumerate(own, start=2)
            if deed.decision
        ]
    if decisions:
        write_decisions(folder, decisions)
    return folder


def _row_of_name(person: Person) -> dict[str, str]:
    names = {"given_name": person.given, "initials": f"{person.given[0]}.", "family_name": person.family}
    return {"person_id": person.person_id, "full_name": person.name, **names}


def _seats(people: list[Person]) -> list[dict[str, str]]:
    """Return the seats of each party, a row for each period in which their number is the same."""
    terms = [term for person in people for term in person.seats]
    day_after = datetime.timedelta(1)
    rows = []
    for party in sorted({party for party, *_ in terms}):
        own = [term for term in terms if term[0] == party]
        days = sorted({start for _, start, _ in own} | {end + day_after for *_, end in own if end})
        counts = [sum(start <= day and (end is None or end >= day) for _, start, end in own) for day in days]
        ends = [*(f"{day - day_after}" for day in days[1:]), ""]
        for day, until, seats in zip(days, ends, counts, strict=True):
            period = {"valid_from": f"{day}", "valid_until": until, "seats": str(seats)}
            common = {"body_id": "house", "party_id": party, "basis": "members", "source_url": _SOURCE}
            rows += [{**common, **period}] if seats else []
    return rows


@cache
def _few_figures(folder: Path) -> Path:
    """Return the real data without most figures, events, candidates, members and seats, laid out once."""
    data = folder.parent / "few-figures"
    if data.exists():
        return data
    shutil.copytree(OWN_DATA, data)
    kept = {"registered-all", "estimate-all", "estimate-dutch-minor-girls-sexual"}
    tables = {"figures": lambda frame: frame[frame["quantity_id"].isin(kept)]}
    emptied = ("candidates", "commitment_events", "votes", "party_events", "sexes")
    tables |= dict.fromkeys(emptied, lambda frame: frame.head(0))
    tables["decisions/figures"] = lambda frame: frame.head(0)
    for name, choose in tables.items():
        path = data / f"{name}.csv"
        choose(pd.read_csv(path, dtype="str", keep_default_na=False)).to_csv(path, index=False)
    return data


def _rewrite(path: Path, rows: Iterable[dict[str, str]]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    write_rows(path, columns, *([row.get(name, "") for name in columns] for row in rows))


def reconciled_months(data: Path, last: str, seed: int) -> list[Reconciliation]:
    """Return a run of at most two months of a world, oldest first; of some seeds the months are released."""
    run = [month for month in MONTHS if month <= last][-2:]
    tables = read_tables(data)
    months = [reconcile_tables(Month.parse(month), tables) for month in run]
    if seed % 4:
        return months
    released = {"edition": "1", "released_by": "a test", "released_on": "2021-09-30"}
    rows = [{"month": str(month.month), **released, "numbers": numbers_of(month)} for month in months]
    _rewrite(data / "decisions" / "releases.csv", rows)
    tables = read_tables(data)
    return [reconcile_tables(Month.parse(month), tables) for month in run]


def published(months: Iterable[Reconciliation], seed: int) -> Contents:
    """Return what leaves the house of a run of months: path -> content, the front page and the feed among them.

    The seed chooses a language, and of each month the page of all, of a party, or the annex.
    """
    files, made = {}, []
    for place, month in enumerate(months, start=seed):
        of_month = {path: content for path, content in tables_of(month).items() if path.startswith("share/")}
        pages = _page_of(month, place, LANGUAGES[seed % 2])
        of_month |= pages | drafts(month, pages)
        of_month["share/index.html"] = month_page(month, set(of_month))
        files |= {f"{month.month}/{path}": content for path, content in of_month.items()}
        made.append(MonthMade(str(month.month), changed_in(month.month, month.changes), released_versions(month)))
    return files | {"index.html": front_page(made), "feed.xml": feed_of(made)}


def _page_of(month: Reconciliation, place: int, language: str) -> Contents:
    support = month.support_by_party
    seated = [*support.loc[support["seats"].gt(0) & support["party_id"].ne(ALL_PARTIES), "party_id"]]
    name = (ANNEX, ALL_PARTIES, seated[place % len(seated)])[place % 3]
    page = annex_of(month, language) if name == ANNEX else briefing_of(month, name, language)
    return {f"share/{language}/{name}.html": _page(page)}


def differing(one: Contents, other: Contents) -> list[str]:
    """Return the paths of which two worlds have not the same bytes."""
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


def _page(made: object) -> bytes:
    sections = {name: part for name, part in vars(made).items() if name != "front_matter"}
    return html_of(made.front_matter, [part.html for part in sections.values()]).encode()  # type: ignore[attr-defined]
