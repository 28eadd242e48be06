"""What may happen to a whole chamber: elections with new parties, cabinets that fall and come, other chambers."""

import datetime

from future_house import event, leaves, member, names_of_new_party, party, seat
from future_tables import HOUSE, SOURCE, Day, Row, World, abbreviation_on, before, seats_now

_SHORT_LIVED = ("groep-van-haga", "groep-krol-vka")


def election(world: World, polling: Day) -> None:
    """Elect a House: two weeks later every row of the old one ends, and 150 members begin, most of them new."""
    name, starts = f"TK{polling.year}-{polling.month}", polling + datetime.timedelta(14)
    nominated = polling - datetime.timedelta(44)
    days = {"polling_day": f"{polling}", "nominated_on": f"{nominated}", "term_starts": f"{starts}"}
    world.add("elections", election=name, body_id=HOUSE, term=f"{starts.year}-{starts.month}-", **days)
    old = seats_now(world)
    stays = [name for name in old if not name.startswith(("lid-", "groep-")) and world.draw.random() < 0.9]
    new = [names_of_new_party(world) for _ in range(world.draw.randint(1, 3))]
    gone = sorted({row["party_id"] for row in world.rows("seats", body_id=HOUSE)} - {*old, *_SHORT_LIVED})
    back = [name for name in gone if not name.startswith(("lid-", "groep-", "fractie-"))]
    new += world.draw.sample(back, min(len(back), world.draw.choice((0, 0, 1))))
    result = divided(world, [*stays, *new], 150)
    sitting = world.rows("members", body_id=HOUSE, end="")
    members_before = [row for row in sitting if row["end_status"] != "unknown"]
    for row in sitting:
        if row["start"] >= f"{starts}":
            world.tables["members"].remove(row)  # A seat that would have been filled too late.
        elif row["start"]:
            leaves(row, starts)
    for party_id in old:
        seat(world, party_id, starts, 0, "election")
    for place, (party_id, seats) in enumerate(result.items(), start=1):
        seat(world, party_id, starts, seats, "election")
        again = [row for row in members_before if row["party_id"] == party_id and "invented-" in row["person_id"]]
        for number in range(seats + 2):
            person = again[number] if number < len(again) // 2 else world.person()
            _stands(world, name, place, party_id, number, person, number < seats)
            if number < seats:
                member(world, person, party_id, starts)
    world.seats_settled = starts
    world.note(polling, f"election {name}; new: {', '.join(new)}; gone: {', '.join(sorted({*old} - {*result}))}")


def _stands(world: World, election: str, place: int, party_id: str, position: int, person: Row, elected: bool) -> None:
    own = {name: person[name] for name in ("person_id", "full_name", "given_name", "initials", "family_name")}
    day = Day.fromisoformat(world.rows("elections", election=election)[0]["polling_day"])
    listed = {"list_no": f"{place}", "list_name": abbreviation_on(world, party_id, day), "position": f"{position + 1}"}
    result = {"elected": "yes" if elected else "no", "elected_basis": "result"}
    number = world.new_id("candidates", "candidate_id", "c", 4)
    world.add("candidates", candidate_id=number, election=election, party_id=party_id, **result, **listed, **own)


def divided(world: World, parties: list[str], seats: int) -> dict[str, int]:
    """Divide seats over parties, at least one each."""
    cuts = sorted(world.draw.sample(range(1, seats), len(parties) - 1))
    return {name: end - start for name, start, end in zip(parties, [0, *cuts], [*cuts, seats], strict=True)}


def cabinet_falls(world: World, day: Day) -> None:
    """Let the cabinet resign, and go on as a caretaker; sometimes one party leaves it at once."""
    rows = [row for row in world.rows("cabinets", valid_until="") if not row["caretaker_from"]]
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


def cabinet_ends(world: World, day: Day) -> None:
    """Close the cabinet without another one: nobody has typed yet which entered."""
    day = _cabinet_closed(world, day)
    world.note(day, "the old cabinet was closed, and none entered")


def _cabinet_closed(world: World, day: Day) -> Day:
    """End each row of the cabinet; the first day after it, later if a merger gave it a row later in the month."""
    rows = world.rows("cabinets", valid_until="")
    day = max([day, *(Day.fromisoformat(row["valid_from"]) + datetime.timedelta(1) for row in rows)])
    for row in rows:
        row["valid_until"] = f"{before(day)}"
    return day


def cabinet_enters(world: World, day: Day) -> None:
    """Let a cabinet of parties with a majority, or with none, take office."""
    name, day = f"Kabinet-{world.person()['family_name']}", _cabinet_closed(world, day)
    largest = sorted(seats_now(world).items(), key=lambda item: -item[1])
    parties = [party_id for party_id, _ in largest if not party_id.startswith(("lid-", "groep-"))]
    parties = parties[: world.draw.randint(2, 5)]
    for party_id in parties:
        world.add("cabinets", cabinet=name, party_id=party_id, valid_from=f"{day}", source_url=SOURCE)
    world.note(day, f"the cabinet {name} enters: {', '.join(parties)}")


def decisions_on_parties(world: World, day: Day, confirms: bool) -> None:
    """Let CKM confirm the decisions that signatures of predecessors count, or take them back."""
    rows = world.tables["decisions/parties"]
    if not confirms:
        world.note(day, f"decisions taken back: {', '.join(row['decision_id'] for row in rows)}")
        rows.clear()
    for row in rows:
        row |= {"decided_by": "project team", "confirmed_on": f"{day}"}
    if rows:
        world.note(day, "decisions confirmed by CKM")


def other_chamber(world: World, body: str, name: str, seats: int, day: Day) -> None:
    """Add a chamber with its elections, members, seats and a list, of the parties of the House and one of its own."""
    words = {"senate": ("Eerste Kamer", "Senate", "Eerste Kamerlid|senator"), "council": (name, name, "raadslid")}[body]
    own = {"name_nl": words[0], "name_en": words[1], "titles": words[2], "seats": f"{seats}", "source_url": SOURCE}
    world.add("bodies", body_id=body, names=name, **own)
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
            written = (person["full_name"], f"{words[2].split('|')[0]}, {party_id.upper()}")
            world.sign(f"{body}/leden.csv", *written, f"{day}", world.draw.choice(("ja", "nee")))
    world.sign(f"{body}/partijen.csv", "", "VVD", f"{day}", "ja")
    world.sign(f"{body}/partijen.csv", "", "NSC", f"{day}", "ja")
    if body == "senate":
        _split_there(world, body, day + datetime.timedelta(90))
    # With one seat it is a person who signed, and no party.
    if seats_now(world, body)["nsc"] > 1:
        carried = {"predecessors": "nsc", "valid_from": f"{day}", "decided_by": "project team", "decided_on": f"{day}"}
        world.add(
            "decisions/parties", decision_id=f"p-{body}", body_id=body, party_id=local, action="carries_signature",
            reason="It went on.", **carried,
        )  # fmt: skip
    world.note(day, f"lists of {name}")


def _split_there(world: World, body: str, day: Day) -> None:
    """Let a group of a party of the House split off in another chamber: nothing happens in the House."""
    group = party(world, "fractie-elders", "Fractie Elders", "Fractie Elders", "de", "Elsewhere Group")
    seats = seats_now(world, body)["vvd"]
    if seats > 1:
        event(world, day, ["vvd"], group, "split", 1)["body_id"] = body
        seat(world, "vvd", day, seats - 1, "event", body)
        seat(world, group, day, 1, "event", body)
