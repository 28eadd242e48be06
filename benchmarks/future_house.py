"""What may happen in parliament: groups that split, merge and take names, members who go, elections and cabinets."""

import datetime
from collections.abc import Iterable
from itertools import pairwise

from future_parties import carries_signature, decides_after_merger
from future_tables import HOUSE, INVENTED, NAMES_OF_A_PERSON, SOURCE, Day, Row, World, before, is_group_of_persons

# Rows of parties, seats and members


def new_party(world: World) -> str:
    """Add a party that was not there yet, with its names, and return its id."""
    number = len(world.tables["parties"])
    free = [names for names in INVENTED["new_parties"] if not world.rows("parties", party_id=_id(names[0]))]
    numbered = (f"NP{number}", f"Nieuwe Partij {number}", "de", f"New Party {number}")
    names = world.draw.choice(free) if free else numbered
    return party(world, _id(names[0]), *names)


def party(world: World, party_id: str, abbreviation: str, name: str, article: str, english: str) -> str:
    """Add a party with its names, unless it was there before, and return its id."""
    if not world.rows("parties", party_id=party_id):
        own = {"abbreviation": abbreviation, "name_nl": name, "article_nl": article, "name_en": english}
        world.add("parties", party_id=party_id, **own, certainty="sourced")
        for written, kind in {name: "name_nl", english: "name_en", abbreviation: "abbreviation"}.items():
            world.add("party_names", party_id=party_id, name=written, kind=kind)
    return party_id


def _id(name: str) -> str:
    return "".join(sign for sign in name.lower().replace("&", "-") if sign.isalnum() or sign == "-").strip("-")


def seat(world: World, party: str, day: Day, seats: int, basis: str, body: str = HOUSE) -> None:
    """Give a party another number of seats from a day on: what it had until then, or would have, ends."""
    for row in world.rows("seats", body_id=body, party_id=party):
        if row["valid_from"] >= f"{day}":
            world.tables["seats"].remove(row)
        elif not row["valid_until"] or row["valid_until"] >= f"{day}":
            row["valid_until"] = f"{before(day)}"
    if seats:
        world.add("seats", body_id=body, party_id=party, valid_from=f"{day}", seats=f"{seats}", basis=basis)


def member(world: World, person: Row, party: str, day: Day, body: str = HOUSE) -> None:
    """Let a person sit for a party from a day on."""
    begun = [row for row in world.rows("elections", body_id=body) if row["term_starts"] <= f"{day}"]
    term = max(begun, key=lambda row: row["term_starts"])["term"]
    cells = {"start": f"{day}", "end_status": "sitting", "certainty": "official", "source": SOURCE}
    names = {name: person[name] for name in NAMES_OF_A_PERSON}
    world.add("members", body_id=body, party_id=party, term=term, **cells, **names)


def leaves(row: Row, day: Day) -> None:
    """Let a member sit for the last time on the day before a day."""
    row["end"], row["end_status"] = f"{max(before(day), Day.fromisoformat(row['start'] or '2017-01-01'))}", "known"


def event(world: World, day: Day, left: Iterable[str], joined: str, kind: str, seats: int, body: str = "") -> None:
    """Write down an event of parties."""
    parties = {"from_party_ids": "|".join(left), "to_party_ids": joined}
    taken = {"takes_seat": "yes" if seats else "no", "seats": f"{seats}"}
    world.add("party_events", date=f"{day}", date_as_printed=f"{day}", kind=kind, body_id=body, **parties, **taken)


# What happens on a day


def _moves(world: World, day: Day, rows: list[Row], left: str, joined: str, kind: str) -> None:
    """Let members move with their seats from one party to another."""
    now = world.seats()
    for row in rows:
        leaves(row, day)
        member(world, row, joined, day)
    seat(world, left, day, now[left] - len(rows), "event")
    seat(world, joined, day, now.get(joined, 0) + len(rows), "event")
    event(world, day, [left], joined, kind, len(rows))


def split(world: World, day: Day) -> None:
    """Let one member, or a few, leave their group with their seats, and be a group of their own."""
    # Of a party with one seat nobody is left.
    left = world.draw.choice([name for name, seats in world.seats().items() if seats > 1 or name[:4] != "lid-"])
    number = min(world.draw.choice((1, 1, 1, 3)), max(1, world.seats()[left] - 1))
    leaving = world.sitting(left, day)[:number]
    if not leaving:
        return
    family = leaving[0]["family_name"]
    names = (f"Lid {family}", f"Lid {family}", "het", f"Member {family}")
    if len(leaving) > 1:
        names = (f"Groep {family}", f"Groep {family}", "de", f"{family} Group")
    new = party(world, _id(names[0].replace(" ", "-")), *names)
    if new != left:  # Else they have the name of the group itself.
        _moves(world, day, leaving, left, new, "split")
        world.note(day, f"{len(leaving)} of {left} go on as {new}")


def joins(world: World, day: Day) -> None:
    """Let somebody who went on alone join another party."""
    alone = [name for name in world.seats() if is_group_of_persons(name)]
    if alone and world.parties():
        left, joined = world.draw.choice(alone), world.draw.choice(world.parties())
        rows = world.sitting(left, day)
        if len(rows) == world.seats()[left]:
            _moves(world, day, rows, left, joined, "join")
            world.note(day, f"{left} joins {joined}")


def merge(world: World, day: Day) -> None:
    """Let two parties merge into a new one; a cabinet that one of them is in goes on with the new one."""
    old = world.draw.sample(world.parties(), 2)
    written = "-".join(world.short_name(name, day) for name in old)
    new = party(world, "-".join(old), written, f"Fusie {written}", "de", f"Merged {written}")
    seats = sum(world.seats()[name] for name in old)
    for name in old:
        for row in world.sitting(name, day):
            leaves(row, day)
            member(world, row, new, day)
        seat(world, name, day, 0, "event")
    seat(world, new, day, seats, "event")
    event(world, day, old, new, "merge", seats)
    rows = [row for name in old for row in world.rows("cabinets", party_id=name, valid_until="")]
    for row in rows:
        row["valid_until"] = f"{before(day)}"
    if rows:
        caretaker = rows[0]["caretaker_from"] and max(rows[0]["caretaker_from"], f"{day}")
        for row in rows:  # whoever is gone by then is no caretaker
            row["caretaker_from"] *= row["caretaker_from"] < f"{day}"
        cells = {"party_id": new, "valid_from": f"{day}", "caretaker_from": caretaker}
        world.add("cabinets", cabinet=rows[0]["cabinet"], **cells)
    world.note(day, f"{old[0]} and {old[1]} merge into {new}")
    decides_after_merger(world, day, new, old)


def rename(world: World, day: Day) -> None:
    """Give a party another name."""
    taken = {row["name"] for row in world.tables["party_names"]}
    free = [name for name in INVENTED["new_names"] if name not in taken]
    if free and world.parties():
        renamed, name = world.draw.choice(world.parties()), world.draw.choice(free)
        names = {"abbreviation": name, "name_nl": f"{name} voor Nederland", "name_en": f"{name} NL"}
        for kind, written in names.items():
            world.add("party_names", party_id=renamed, name=written, kind=kind, valid_from=f"{day}")
        event(world, day, [renamed], renamed, "rename", 0)
        world.note(day, f"{renamed} is called {name}")


def succession(world: World, day: Day) -> None:
    """Let a member leave, and be succeeded some days later: the seat is vacant until then."""
    left = world.draw.choice([name for name, seats in world.seats().items() if seats > 2])
    for row in world.sitting(left, before(day))[-1:]:
        seats, back = world.seats()[left], day + datetime.timedelta(world.draw.choice((1, 9, 40)))
        leaves(row, day)
        seat(world, left, day, seats - 1, "members")
        seat(world, left, back, seats, "members")
        member(world, world.person(), left, back)
        world.seats_settled = back
        world.note(day, f"a member of {left} leaves, and is succeeded on {back}")


# What happens to a whole chamber


def election(world: World, polling: Day) -> None:
    """Elect a House: two weeks later every row of the old one ends, and 150 members begin, most of them new."""
    name, starts = f"TK{polling.year}-{polling.month}", polling + datetime.timedelta(14)
    nominated, term = polling - datetime.timedelta(44), f"{starts.year}-{starts.month}-"
    days = {"polling_day": f"{polling}", "nominated_on": f"{nominated}", "term_starts": f"{starts}"}
    world.add("elections", election=name, body_id=HOUSE, term=term, **days)
    old = world.seats()
    # Most of the parties there are get seats, new ones, and now and then one that was there before.
    stays = [name for name in old if not is_group_of_persons(name) and world.draw.random() < 0.9]
    new = [new_party(world) for _ in range(world.draw.randint(1, 3))]
    gone = sorted({row["party_id"] for row in world.rows("seats", body_id=HOUSE)} - old.keys())
    back = [name for name in gone if not is_group_of_persons(name)]
    parties = [*stays, *new, *world.draw.sample(back, min(len(back), world.draw.choice((0, 0, 1))))]
    sitting = world.rows("members", body_id=HOUSE, end="")
    members_before = [row for row in sitting if row["end_status"] != "unknown"]
    for row in sitting:
        if row["start"] >= f"{starts}":
            world.tables["members"].remove(row)  # A seat that would have been filled too late.
        elif row["end_status"] == "sitting":
            leaves(row, starts)
    for party_id in old:
        seat(world, party_id, starts, 0, "election")
    result = divided(world, parties, 150)
    for party_id, seats in result.items():
        seat(world, party_id, starts, seats, "election")
        again = [row for row in members_before if row["party_id"] == party_id]
        for number in range(seats):
            member(world, again[number] if number < len(again) // 2 else world.person(), party_id, starts)
    world.seats_settled = starts
    gone = sorted(old.keys() - result.keys())
    world.note(polling, f"election {name}; elected: {', '.join(parties)}; gone: {', '.join(gone)}")


def divided(world: World, parties: list[str], seats: int) -> dict[str, int]:
    """Divide seats over parties, at least one each."""
    cuts = [0, *sorted(world.draw.sample(range(1, seats), len(parties) - 1)), seats]
    return {name: end - start for name, (start, end) in zip(parties, pairwise(cuts), strict=True)}


def cabinet_falls(world: World, day: Day) -> None:
    """Let the cabinet resign, and go on as a caretaker; sometimes one party leaves it at once."""
    rows = world.rows("cabinets", valid_until="", caretaker_from="")
    if rows and len(rows) > 1 and world.draw.random() < 0.5:
        gone = world.draw.choice(rows)
        if gone["valid_from"] < f"{day}":
            gone["valid_until"] = f"{before(day)}"
            rows.remove(gone)
            world.note(day, f"{gone['party_id']} leaves the cabinet {gone['cabinet']}")
    for row in rows:
        row["caretaker_from"] = f"{max(f'{day}', row['valid_from'])}"
    if rows:
        world.note(day, f"the cabinet {rows[0]['cabinet']} falls")


def cabinet_ends(world: World, day: Day) -> Day:
    """Close the cabinet; return the first day after it, later if a merger gave it a row later in the month."""
    rows = world.rows("cabinets", valid_until="")
    day = max([day, *(Day.fromisoformat(row["valid_from"]) + datetime.timedelta(1) for row in rows)])
    for row in rows:
        row["valid_until"] = f"{before(day)}"
    return day


def cabinet_enters(world: World, day: Day) -> None:
    """Let a cabinet of parties with a majority, or with none, take office."""
    name, day = f"Kabinet-{world.person()['family_name']}", cabinet_ends(world, day)
    seats = world.seats()
    largest = sorted(world.parties(), key=lambda party_id: -seats[party_id])
    parties = largest[: world.draw.randint(2, 5)]
    for party_id in parties:
        world.add("cabinets", cabinet=name, party_id=party_id, valid_from=f"{day}")
    world.note(day, f"the cabinet {name} enters: {', '.join(parties)}")


def other_chamber(world: World, body: str, day: Day) -> None:
    """Add a chamber with its elections, members, seats and a list, of the parties of the House and one of its own."""
    chamber = INVENTED["chambers"][body]
    name, seats, title = chamber["names"], int(chamber["seats"]), chamber["titles"].split("|")[0]
    world.add("bodies", body_id=body, **chamber)
    starts = day + datetime.timedelta(14)
    for year in (2019, day.year):
        first = starts.replace(year=year)
        days = {"polling_day": f"{first - datetime.timedelta(14)}", "term_starts": f"{first}"}
        world.add("elections", election=f"{body}-{year}", body_id=body, term=f"{body}-{year}", **days)
    local = party(world, f"lokaal-{body}", f"Lokaal {name}", f"Lokaal {name}", "", f"Local {name}")
    # Parties of the House, among them one that came into the House later and one that was never in it again.
    parties = ["nsc", "vvd", "gl-pvda", "cda", "lid-omtzigt", local]
    for party_id, number in divided(world, parties, seats).items():
        seat(world, party_id, starts.replace(year=2019), number, "election", body)
        for _ in range(min(number, 3)):
            person = world.person()
            member(world, person, party_id, starts.replace(year=2019), body)
            written = (person["full_name"], f"{title}, {party_id.upper()}")
            world.sign(f"{body}/leden.csv", *written, f"{day}", world.draw.choice(("ja", "nee")))
    for written_party in ("VVD", "NSC"):
        world.sign(f"{body}/partijen.csv", "", written_party, f"{day}", "ja")
    # With one seat it is a person who signed, and no party.
    if world.seats(body)["nsc"] > 1:
        carries_signature(world, f"p-{body}", day, local, "nsc", body_id=body, reason="It went on.")
    world.note(day, f"lists of {name}")
