"""Invented worlds that differ only in what people did who had not agreed, by a month, to be named.

A parliament is invented from a seed: parties of one to thirty, members who leave, are succeeded and move. Some sign, on
one or two lists, in plain words and in others, take their signature back, agree now, later or never; decisions correct
some of it. `worlds_of` lays out folders of data. In each, those who had not agreed by `last` did something else; the
order of days and the headings of a list, which are read from the file as a whole, are the same. `published` makes of a
run of months what leaves the house, without notebooks.
"""

import datetime
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from future_tables import HOUSE, SOURCE, World, before, read_world, write_world

from analysis.briefing import annex_of, briefing_of
from analysis.core.parameters import ALL_PARTIES, ANNEX, LANGUAGES, Month
from analysis.publish.index_pages import changed_in, feed_of, front_page, month_page
from analysis.publish.mail import drafts
from analysis.publish.page import html_of
from analysis.publish.reports_folder import Manifest
from analysis.publish.tables import tables_of
from analysis.reconciliation import Reconciliation, reconcile_tables
from analysis.reconciliation.releases import numbers_of, released_versions
from analysis.sources import read_tables
from analysis.sources.contracts import columns_of
from support.fewer_candidates import write_rows

MONTHS = ("2021-03", "2021-04", "2021-05", "2021-06", "2021-07")
_BEGIN, _END = datetime.date(2021, 3, 31), datetime.date(2021, 8, 31)
_PARTIES = (
    *("vvd", "d66", "pvv", "cda", "pvda", "sp", "groenlinks", "pvdd"),
    *("cu", "fvd", "denk", "ja21", "sgp", "volt", "bbb", "bij1"),
)
_FUNCTIONS = ("Kamerlid", "Tweede Kamerlid", "lid Tweede Kamer", "", "raadslid", "namens de fractie", "weet niet")
_HEADER = ("Naam", "Functie", "Partij", "Datum", "Mag genoemd worden", "Opmerking")
_LISTS = ("formulier.csv", "brieven.csv")
# Of all other quantities, and of these tables, a month needs no row.
_QUANTITIES = ("registered-all", "estimate-all", "estimate-dutch-minor-girls-sexual")
_EMPTIED = ("candidates", "commitment_events", "votes", "party_events", "decisions/figures", "members", "seats")

Contents = dict[str, bytes]


@dataclass(frozen=True)
class Person:
    names: dict[str, str]
    seats: tuple[tuple[str, datetime.date, datetime.date | None], ...]


@dataclass(frozen=True)
class Deed:
    """A line on a list, and what was decided on it, if anything (`decision` has action, may_be_named, valid_from)."""

    file: str
    cells: tuple[str, ...]
    decision: dict[str, str] = field(default_factory=dict)


def worlds_of(folder: Path, seed: int, number: int = 2) -> tuple[list[Path], str]:
    """Lay out folders of data that differ only in what the silent did, and return them and the last month."""
    world = read_world(seed)
    draw, world.header = world.draw, _HEADER
    world.tables["figures"] = [row for row in world.tables["figures"] if row["quantity_id"] in _QUANTITIES]
    world.tables |= {name: [] for name in _EMPTIED}
    people, last = _parliament(world), Month.parse(draw.choice(MONTHS[1:]))
    share_of_signers, share_agreeing = draw.random(), draw.random()
    is_willing = [draw.random() < share_of_signers * share_agreeing for _ in people]
    parted = {which: [p for p, own in zip(people, is_willing, strict=True) if own is which] for which in (True, False)}
    deeds = [deed for person in parted[True] for deed in _deeds(draw, person, agrees_by=last)]
    worlds = []
    for name in map(str, range(number)):
        # What the silent do is drawn anew in each world, as is how many of them do anything.
        share = draw.choice((0, share_of_signers, draw.random(), 1))
        doing = [person for person in parted[False] if draw.random() < share]
        own = [deed for person in doing for deed in _deeds(draw, person, agrees_by=None, silent_until=last)]
        worlds.append(_laid_out(world, folder / name / "data", [*deeds, *own]))
    return worlds, str(last)


def _parliament(world: World) -> list[Person]:
    """Add the members of an invented House of at most 150 seats, with who leaves, comes and moves; return them."""
    draw, people, left = world.draw, list[Person](), 150
    parties = draw.sample(_PARTIES, draw.randint(5, len(_PARTIES)))
    for party in parties:
        size = min(draw.choice((1, 1, 2, 3, draw.randint(1, 30))), left)
        left -= size
        for _ in range(size):
            happens, day = draw.random(), _day(draw, _BEGIN + datetime.timedelta(5), _END)
            first = (party, _BEGIN, before(day) if happens < 0.2 else None)
            moves = [(draw.choice(parties), day, None)] if 0.1 <= happens < 0.2 else []
            people.append(Person(world.person(), (first, *moves)))
            if happens < 0.06:  # of those who leave some are succeeded at once
                people.append(Person(world.person(), ((party, day, None),)))
    for place, person in enumerate(people):
        world.add("sexes", person_id=person.names["person_id"], sex="mv"[place % 2], source=SOURCE)
        for party, start, end in person.seats:
            cells = {"start": f"{start}", "end": f"{end or ''}", "end_status": "known" if end else "sitting"}
            cells |= {"term": "2021-2023", "certainty": "official", "source": SOURCE, **person.names}
            number = f"m{len(world.tables['members']):04}"
            world.add("members", member_id=number, body_id=HOUSE, party_id=party, **cells)
    # Of each party a row for each period in which the number of its seats is the same.
    terms = [term for person in people for term in person.seats]
    for party in sorted({party for party, *_ in terms}):
        own = [term for term in terms if term[0] == party]
        days = sorted({start for _, start, _ in own} | {end + datetime.timedelta(1) for *_, end in own if end})
        for day, until in zip(days, [*(f"{before(day)}" for day in days[1:]), ""], strict=True):
            seats = sum(start <= day and (end is None or end >= day) for _, start, end in own)
            if seats:
                period = {"valid_from": f"{day}", "valid_until": until, "seats": str(seats)}
                world.add("seats", body_id=HOUSE, party_id=party, basis="members", source_url=SOURCE, **period)
    return people


def _day(draw: random.Random, first: datetime.date, last: datetime.date) -> datetime.date:
    return first + datetime.timedelta(draw.randrange((last - first).days + 1))


def _deeds(
    draw: random.Random, person: Person, agrees_by: Month | None, silent_until: Month | None = None
) -> Iterator[Deed]:
    for _ in range(draw.choice((1, 1, 2))):
        party, first, until = draw.choice(person.seats)
        signed = _day(draw, first, min(until or _END, _END))
        answer = draw.choice(("nee", "", "ja, mits anoniem"))
        if agrees_by:
            answer = draw.choice(("ja", f"ja, {_day(draw, _BEGIN, agrees_by.as_of):%d-%m-%Y}", "nee", "ja"))
        elif silent_until and draw.random() < 0.2:  # agrees, but later
            answer = f"ja, {_day(draw, silent_until.as_of + datetime.timedelta(1), _END):%d-%m-%Y}"
        given, family = person.names["given_name"], person.names["family_name"]
        name = draw.choice((f"{given} {family}", f"{family}, {given}", f"{given[0]}. {family}"))
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
                decision["person_id"] = person.names["person_id"]
            if action == "accept" and agrees_by:
                decision |= {"may_be_named": draw.choice(("yes", "no", "")), "valid_from": f"{latest:%Y-%m-%d}"}
            elif action == "accept":
                decision["may_be_named"] = draw.choice(("no", ""))
        yield Deed(draw.choice(_LISTS), cells, decision)


def _laid_out(world: World, folder: Path, deeds: list[Deed]) -> Path:
    world.lists, world.tables["decisions/signatories"] = {}, []
    for deed in world.draw.sample(deeds, len(deeds)):
        row = world.sign(deed.file, *deed.cells)
        if deed.decision:
            of_line = {"source_file": deed.file, "source_row": f"{row}", "name_as_written": deed.cells[0]}
            made = {"decided_by": "a test", "decided_on": "2021-09-30", "reason": "invented"}
            world.add("decisions/signatories", decision_id=f"{deed.file}-{row}", **of_line, **made, **deed.decision)
    return write_world(world, folder)


def reconciled_months(data: Path, last: str, seed: int) -> list[Reconciliation]:
    """Return the last month of a world; of each fourth seed the month before too, oldest first, and both released."""
    run = [month for month in MONTHS if month <= last][-1 if seed % 4 else -2 :]
    tables = read_tables(data)
    months = [reconcile_tables(Month.parse(run[-1]), tables)]
    months[:0] = [reconcile_tables(Month.parse(month), tables, months[0].kept) for month in run[:-1]]
    if seed % 4:
        return months
    released = {"edition": "1", "released_by": "a test", "released_on": "2021-09-30"}
    rows = [{"month": str(month.month), **released, "numbers": numbers_of(month)} for month in months]
    columns = columns_of("decisions_releases")
    write_rows(data / "decisions" / "releases.csv", columns, *([row.get(name, "") for name in columns] for row in rows))
    tables = read_tables(data)
    return [reconcile_tables(month.month, tables, month.kept) for month in months]


def published(months: Iterable[Reconciliation], seed: int) -> Contents:
    """Return what leaves the house of a run of months: path -> content, the front page and the feed among them.

    The seed chooses a language, and of each month the page of all, of a party, or the annex.
    """
    files, made = {}, dict[str, Manifest]()
    for place, month in enumerate(months, start=seed):
        of_month = {path: content for path, content in tables_of(month).items() if path.startswith("share/")}
        support, language = month.support_by_party, LANGUAGES[seed % 2]
        seated = [*support.loc[support["seats"].gt(0) & support["party_id"].ne(ALL_PARTIES), "party_id"]]
        name = (ANNEX, ALL_PARTIES, seated[place % len(seated)])[place % 3]
        page = annex_of(month, language) if name == ANNEX else briefing_of(month, name, language)
        html = html_of(page.front_matter, [part.html for key, part in vars(page).items() if key != "front_matter"])
        pages = {f"share/{language}/{name}.html": html.encode()}
        of_month |= pages | drafts(month, pages)
        of_month["share/index.html"] = month_page(month, set(of_month))
        files |= {f"{month.month}/{path}": content for path, content in of_month.items()}
        made[str(month.month)] = Manifest(released=released_versions(month), changed=changed_in(month))
    return files | {"index.html": front_page(made), "feed.xml": feed_of(made)}


def differing(one: Contents, other: Contents) -> list[str]:
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))
