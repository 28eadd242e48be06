"""What parties may do with the pledge: sign, decline, withdraw, reply; and what is decided on their signatures."""

import csv

from future_tables import (
    DATA,
    HOUSE,
    PARTIES_SIGN,
    PERSONS_SIGN,
    SOURCE,
    Day,
    World,
    abbreviation_on,
    before,
    seats_now,
    sitting,
)

_EIGHT = "parties-2021-03-10.csv"
with (DATA / "signatories" / _EIGHT).open(encoding="utf-8", newline="") as _file:
    _WRITTEN = [row["Functie + organisatie"] for row in csv.DictReader(_file)]


def signs(world: World, day: Day) -> None:
    """Let a party without a signature sign, and members of some parties: a line each.

    A group of one person, or called after one, signs as a person.
    """
    groups = {name for name, seats in seats_now(world).items() if seats > 1 and not name.startswith(("lid-", "groep-"))}
    unsigned = sorted(groups - _signed(world))
    if unsigned and world.draw.random() < 0.6:
        chosen = world.draw.choice(unsigned)
        world.sign(PARTIES_SIGN, "", abbreviation_on(world, chosen, day), f"{day}", "ja")
        world.note(day, f"{chosen} signs")
    for name in world.draw.sample([*seats_now(world)], 3):
        for row in sitting(world, name)[:2]:
            if row["start"] < f"{day}":
                words = f"Kamerlid, {abbreviation_on(world, name, day)}"
                answer = world.draw.choice(("ja", "ja", "nee", ""))
                world.sign(PERSONS_SIGN, row["full_name"], words, f"{day}", answer)


def _signed(world: World) -> set[str]:
    names = {row["name"]: row["party_id"] for row in world.tables["party_names"]}
    written = [*_WRITTEN, *(line[1] for line in world.lists.get(PARTIES_SIGN, []))]
    return {names[name.split(" (")[0]] for name in written} - {
        row["party_id"] for row in world.tables["decisions/signatories"]
    }


def declines(world: World, day: Day) -> None:
    """Let the press report that a party does not want to sign yet."""
    free = [name for name in seats_now(world) if name not in _signed(world)]
    free = [name for name in free if not world.rows("parties", party_id=name)[0]["declined_on"]]
    if free:
        chosen = world.draw.choice(free)
        publication = f"KRANT-{day}-{chosen}"
        named = {"title": f"Nog geen handtekening {len(world.notes):03}", "title_language": "nl", "url": SOURCE}
        named |= {"publisher": "De Verzonnen Krant", "published_on": f"{day}"}
        world.add("publications", publication=publication, kind="press", language="nl", **named)
        world.rows("parties", party_id=chosen)[0].update(declined_on=f"{day}", declined_publication=publication)
        world.note(day, f"{chosen} declines")


def replies(world: World, day: Day) -> None:
    """Let a party reply to its briefing."""
    chosen, language = world.draw.choice([*seats_now(world)]), world.draw.choice(("nl", "en"))
    texts = {
        "nl": f"Wij lazen de briefing op {day} & komen erop terug.",
        "en": f"We read it on {day} & <will> come back {{soon}}.",
    }
    if not world.rows("replies", party_id=chosen, received_on=f"{day}"):
        cells = {"text": texts[language], "language": language, "source": "the post, invented"}
        world.add("replies", party_id=chosen, received_on=f"{day}", **cells)
        world.note(day, f"{chosen} replies")


def withdraws(world: World, day: Day) -> None:
    """Let a party take its signature back, unless a decision rests on it."""
    resting = "|".join(row["predecessors"] for row in world.tables["decisions/parties"]).split("|")
    names = {row["name"]: row["party_id"] for row in world.tables["party_names"]}
    first = [(_EIGHT, number, written) for number, written in enumerate(_WRITTEN, start=2)]
    later = [
        (PARTIES_SIGN, number, line[1])
        for number, line in enumerate(world.lists.get(PARTIES_SIGN, []), start=2)
        if line[2] < f"{before(day)}"
    ]
    for file, number, written in world.draw.sample([*first, *later], len(first) + len(later)):
        line = {"source_file": file, "source_row": f"{number}"}
        party_id = names[written.split(" (")[0]]
        if party_id not in resting and not world.rows("decisions/signatories", **line):
            decided = {"valid_from": f"{day}", "decided_by": "CKM", "decided_on": f"{day}", "reason": "It says so."}
            what = {"action": "withdraw", "party_id": party_id, "name_as_written": written}
            number_of = f"w{len(world.tables['decisions/signatories'])}"
            world.add("decisions/signatories", decision_id=number_of, **line, **what, **decided)
            world.note(day, f"{party_id} withdraws its signature")
            return


def decides_after_merger(world: World, day: Day, new: str, old: list[str]) -> None:
    """Decide, or not, that a merged party carries the signatures of what it was made of; CKM has not confirmed it.

    A decision names who signed: what carries signatures itself is named by its own predecessors.
    """
    made_of = {
        row["party_id"]: row["predecessors"].split("|") for row in world.rows("decisions/parties", body_id=HOUSE)
    }
    if {*made_of, *_signed(world)}.issuperset(old) and world.draw.random() < 0.7:
        named = "|".join(first for name in old for first in made_of.get(name, [name]))
        decided = {"decided_by": "project team", "decided_on": f"{day}", "reason": "They merged."}
        what = {"action": "carries_signature", "party_id": new, "predecessors": named, "body_id": HOUSE}
        number = f"p{len(world.notes):03}"
        world.add("decisions/parties", decision_id=number, valid_from=f"{day}", **what, **decided)
        world.note(day, f"decision {number}: {new} carries {named}")
