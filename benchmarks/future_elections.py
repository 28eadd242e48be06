"""What may happen to a whole chamber: elections with new parties, cabinets that fall and come, other chambers."""

import datetime
from itertools import pairwise

from future_house import leaves, member, new_party, party, seat
from future_parties import carries_signature
from future_tables import HOUSE, INVENTED, Day, World, before, is_group_of_persons


def election(world: World, polling: Day) -> None:
    """Elect a House: two weeks later every row of the old one ends, and 150 members begin, most of them new."""
    name, starts = f"TK{polling.year}-{polling.month}", polling + datetime.timedelta(14)
    nominated, term = polling - datetime.timedelta(44), f"{starts.year}-{starts.month}-"
    days = {"polling_day": f"{polling}", "nominated_on": f"{nominated}", "term_starts": f"{starts}"}
    world.add("elections", election=name, body_id=HOUSE, term=term, **days)
    old = world.seats()
    parties = _parties_elected(world, old)
    sitting = world.rows("members", body_id=HOUSE, end="")
    members_before = [row for row in sitting if row["end_status"] != "unknown"]
    for row in sitting:
        if row["start"] >= f"{starts}":
            world.tables["members"].remove(row)  # A seat that would have been filled too late.
        elif row["start"]:
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


def _parties_elected(world: World, old: dict[str, int]) -> list[str]:
    """Return the parties that get seats: most of those there are, new ones, and now and then one that was there."""
    stays = [name for name in old if not is_group_of_persons(name) and world.draw.random() < 0.9]
    new = [new_party(world) for _ in range(world.draw.randint(1, 3))]
    gone = sorted({row["party_id"] for row in world.rows("seats", body_id=HOUSE)} - old.keys())
    back = [name for name in gone if not is_group_of_persons(name)]
    return [*stays, *new, *world.draw.sample(back, min(len(back), world.draw.choice((0, 0, 1))))]


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
