"""What may happen in parliament: groups that split, merge and take names, members who leave and are succeeded."""

import datetime
from collections.abc import Iterable

from future_parties import decides_after_merger
from future_tables import HOUSE, SOURCE, Day, Row, World, abbreviation_on, before, seats_now, sitting

_NEW_PARTIES = (
    ("Kompas", "Kompas", "", "Compass"),
    ("B&D", "Brug & Dijk", "", "Bridge & Dike"),
    ("P31", "Partij 31", "de", "Party 31"),
    ("HV", "Het Verbond", "", "The Union"),
    ("NMD", "Nieuwe Middenpartij", "de", "New Centre Party"),
    ("Vuurtoren", "Beweging Vuurtoren", "de", "Lighthouse Movement"),
    ("’t Plein", "’t Plein", "", "The Square"),
    ("ANKER", "Anker voor Nederland", "", "Anchor for the Netherlands"),
)
_NEW_NAMES = ("Horizon", "Getij", "Samen Vooruit", "Baken", "Nieuw Geluid", "Voorland", "De Oever")


def seat(world: World, party: str, day: Day, seats: int, basis: str, body: str = HOUSE) -> None:
    """Give a party another number of seats from a day on: what it had until then, or would have, ends."""
    for row in world.rows("seats", body_id=body, party_id=party):
        if row["valid_from"] >= f"{day}":
            world.tables["seats"].remove(row)
        elif not row["valid_until"] or row["valid_until"] >= f"{day}":
            row["valid_until"] = f"{before(day)}"
    if seats:
        cells = {"valid_from": f"{day}", "seats": f"{seats}", "basis": basis, "source_url": SOURCE}
        world.add("seats", body_id=body, party_id=party, **cells)


def member(world: World, person: Row, party: str, day: Day, body: str = HOUSE) -> Row:
    """Let a person sit for a party from a day on."""
    begun = [row for row in world.rows("elections", body_id=body) if row["term_starts"] <= f"{day}"]
    term = max(begun, key=lambda row: row["term_starts"])
    cells = {"start": f"{day}", "end_status": "sitting", "certainty": "official", "source": SOURCE}
    own = {name: person[name] for name in ("person_id", "full_name", "given_name", "initials", "family_name")}
    number = world.new_id("members", "member_id", "m", 4)
    return world.add("members", member_id=number, body_id=body, party_id=party, term=term["term"], **cells, **own)


def leaves(row: Row, day: Day) -> None:
    """Let a member sit for the last time on the day before a day."""
    row["end"], row["end_status"] = f"{max(before(day), Day.fromisoformat(row['start'] or '2017-01-01'))}", "known"


def invented_members(world: World, party: str, day: Day, number: int) -> list[Row]:
    """Return so many invented members of a party; one that lacks comes in for somebody who leaves, a while before."""
    found, eve = sitting(world, party)[:number], day - datetime.timedelta(20)
    for row in world.rows("members", body_id=HOUSE, party_id=party, end_status="sitting", certainty="official"):
        if len(found) < number and not row["person_id"].startswith("invented-") and row["start"] < f"{eve}":
            leaves(row, eve)
            found.append(member(world, world.person(), party, eve))
    return [row for row in found if row["start"] < f"{day}"]


def names_of_new_party(world: World) -> str:
    """Add a party that was not there yet, with its names, and return its id."""
    taken = {row["party_id"] for row in world.tables["parties"]}
    free = [names for names in _NEW_PARTIES if _id(names[0]) not in taken]
    number = len(taken)
    more = (f"NP{number}", f"Nieuwe Partij {number}", "de", f"New Party {number}")
    names = world.draw.choice(free) if free else more
    return party(world, _id(names[0]), *names)


def party(world: World, party_id: str, abbreviation: str, name: str, article: str, english: str) -> str:
    """Add a party with its names, and return its id."""
    if world.rows("parties", party_id=party_id):
        return party_id  # Who went on alone before does so again.
    own = {"abbreviation": abbreviation, "name_nl": name, "article_nl": article, "name_en": english}
    world.add("parties", party_id=party_id, **own, source_url=SOURCE, certainty="sourced")
    for kind, written in {name: "name_nl", english: "name_en", abbreviation: "abbreviation"}.items():
        world.add("party_names", party_id=party_id, name=kind, kind=written)
    return party_id


def _id(abbreviation: str) -> str:
    return "".join(sign for sign in abbreviation.lower().replace("&", "-") if sign.isalnum() or sign == "-").strip("-")


def event(world: World, day: Day, left: Iterable[str], joined: str, kind: str, seats: int) -> Row:
    """Write down an event of parties, and return its row."""
    cells = {"date": f"{day}", "date_as_printed": f"{day}", "source_url": SOURCE, "from_party_ids": "|".join(left)}
    cells |= {"to_party_ids": joined, "kind": kind, "takes_seat": "yes" if seats else "no", "seats": f"{seats}"}
    return world.add("party_events", event_id=world.new_id("party_events", "event_id", "e", 2), **cells)


def split(world: World, day: Day) -> None:
    """Let one member, or a few, leave their group with their seats, and be a group of their own."""
    # Of a party with one seat nobody is left.
    large = [name for name, seats in seats_now(world).items() if seats > 1 or not name.startswith("lid-")]
    left = world.draw.choice(large)
    number = min(world.draw.choice((1, 1, 1, 3)), max(1, seats_now(world)[left] - 1))
    leaving = invented_members(world, left, day, number)
    if not leaving:
        return
    family = leaving[0]["family_name"]
    names = (f"Lid {family}", f"Lid {family}", "het", f"Member {family}")
    if len(leaving) > 1:
        names = (f"Groep {family}", f"Groep {family}", "de", f"{family} Group")
    new = party(world, _id(names[0].replace(" ", "-")), *names)
    if new == left:
        return  # They have the name of the group itself.
    moves(world, day, leaving, left, new)
    event(world, day, [left], new, "split", len(leaving))
    world.note(day, f"{len(leaving)} of {left} go on as {new}")


def moves(world: World, day: Day, rows: Iterable[Row], left: str, joined: str) -> None:
    """Let members move with their seats from one party to another."""
    rows, now = list(rows), seats_now(world)
    for row in rows:
        leaves(row, day)
        member(world, row, joined, day)
    seat(world, left, day, now[left] - len(rows), "event")
    seat(world, joined, day, now.get(joined, 0) + len(rows), "event")


def crosses(world: World, day: Day) -> None:
    """Let one member go over to another party with the seat."""
    left, joined = world.draw.sample([name for name in seats_now(world) if not name.startswith("lid-")], 2)
    rows = [row for row in sitting(world, left) if row["start"] < f"{day}"][-1:]
    if rows and seats_now(world)[left] > 1:
        moves(world, day, rows, left, joined)
        event(world, day, [left], joined, "leave", 1)
        world.note(day, f"one of {left} goes over to {joined}")


def joins(world: World, day: Day) -> None:
    """Let somebody who went on alone join another party."""
    alone = [name for name in seats_now(world) if name.startswith(("lid-", "groep-")) and sitting(world, name)]
    others = [name for name in seats_now(world) if not name.startswith(("lid-", "groep-"))]
    if alone and others:
        left, joined = world.draw.choice(alone), world.draw.choice(others)
        rows = [row for row in sitting(world, left) if row["start"] < f"{day}"]
        if len(rows) == seats_now(world)[left]:
            moves(world, day, rows, left, joined)
            event(world, day, [left], joined, "join", len(rows))
            world.note(day, f"{left} joins {joined}")


def merge(world: World, day: Day) -> None:
    """Let two parties merge into a new one; a cabinet that one of them is in goes on with the new one."""
    parties = [name for name in seats_now(world) if not name.startswith(("lid-", "groep-"))]
    old = world.draw.sample(parties, 2)
    abbreviations = [abbreviation_on(world, name, day) for name in old]
    written = "-".join(abbreviations)
    new = party(world, "-".join(old), written, f"Fusie {written}", "de", f"Merged {written}")
    now = seats_now(world)
    for name in old:
        for row in world.rows("members", body_id=HOUSE, party_id=name, end_status="sitting"):
            if not row["start"] or row["start"] < f"{day}":
                leaves(row, day)
                member(world, row, new, day)["tussenvoegsel"] = row["tussenvoegsel"]
        seat(world, name, day, 0, "event")
    seat(world, new, day, sum(now[name] for name in old), "event")
    event(world, day, old, new, "merge", sum(now[name] for name in old))
    rows = [row for name in old for row in world.rows("cabinets", party_id=name, valid_until="")]
    for row in rows:
        row["valid_until"] = f"{before(day)}"
    if rows:
        later = {"caretaker_from": rows[0]["caretaker_from"] and max(rows[0]["caretaker_from"], f"{day}")}
        world.add("cabinets", cabinet=rows[0]["cabinet"], party_id=new, valid_from=f"{day}", source_url=SOURCE, **later)
    world.note(day, f"{old[0]} and {old[1]} merge into {new}")
    decides_after_merger(world, day, new, old)


def rename(world: World, day: Day) -> None:
    """Give a party another name."""
    taken = {row["name"] for row in world.tables["party_names"]}
    free = [name for name in _NEW_NAMES if name not in taken]
    parties = [name for name in seats_now(world) if not name.startswith(("lid-", "groep-"))]
    if free and parties:
        renamed, name = world.draw.choice(parties), world.draw.choice(free)
        names = {"abbreviation": name, "name_nl": f"{name} voor Nederland", "name_en": f"{name} NL"}
        for kind, written in names.items():
            world.add("party_names", party_id=renamed, name=written, kind=kind, valid_from=f"{day}")
        event(world, day, [renamed], renamed, "rename", 0)
        world.note(day, f"{renamed} is called {name}")


def succession(world: World, day: Day) -> None:
    """Let a member leave, and be succeeded some days later: the seat is vacant until then."""
    parties = [name for name, seats in seats_now(world).items() if seats > 2 and len(sitting(world, name)) > 1]
    if parties:
        left = world.draw.choice(parties)
        row = sitting(world, left)[-1]
        if row["start"] < f"{before(day)}":
            seats, back = seats_now(world)[left], day + datetime.timedelta(world.draw.choice((1, 9, 40)))
            leaves(row, day)
            seat(world, left, day, seats - 1, "members")
            seat(world, left, back, seats, "members")
            member(world, world.person(), left, back)
            world.seats_settled = back
            world.note(day, f"a member of {left} leaves, and is succeeded on {back}")
