"""What parties may do with the pledge: sign, decline, withdraw, reply; and what is decided on their signatures."""

from future_tables import DATA, HOUSE, INVENTED, SOURCE, Day, World, before, is_group_of_persons
from known_rows import rows_of

_EIGHT, _PARTIES_SIGN, _PERSONS_SIGN = "parties-2021-03-10.csv", "partijen-2026.csv", "leden-2026.csv"
_WRITTEN = [row["Functie + organisatie"] for row in rows_of(DATA / "signatories" / _EIGHT)]


def signs(world: World, day: Day) -> None:
    """Let a party without a signature sign, and members of some parties: a line each.

    A group of one person, or called after one, signs as a person.
    """
    groups = {name for name, seats in world.seats().items() if seats > 1 and not is_group_of_persons(name)}
    unsigned = sorted(groups - _signed(world))
    if unsigned and world.draw.random() < 0.6:
        chosen = world.draw.choice(unsigned)
        world.sign(_PARTIES_SIGN, "", world.short_name(chosen, day), f"{day}", "ja")
        world.note(day, f"{chosen} signs")
    for name in world.draw.sample([*world.seats()], 3):
        for row in world.sitting(name, day)[:2]:
            if row["start"]:
                words = f"Kamerlid, {world.short_name(name, day)}"
                answer = world.draw.choice(("ja", "ja", "nee", ""))
                world.sign(_PERSONS_SIGN, row["full_name"], words, f"{day}", answer)


def _signed(world: World) -> set[str]:
    """Return the parties that signed and did not take it back."""
    written = [*_WRITTEN, *(line[1] for line in world.lists.get(_PARTIES_SIGN, []))]
    withdrawn = {row["party_id"] for row in world.tables["decisions/signatories"]}
    return {_party_named(world, name) for name in written} - withdrawn


def _party_named(world: World, written: str) -> str:
    return world.rows("party_names", name=written.split(" (")[0])[-1]["party_id"]


def declines(world: World, day: Day) -> None:
    """Let the press report that a party does not want to sign yet."""
    signed = _signed(world)
    free = [name for name in world.seats() if name not in signed]
    free = [name for name in free if world.rows("parties", party_id=name, declined_on="")]
    if free:
        chosen = world.draw.choice(free)
        name = f"KRANT-{day}-{chosen}"
        world.add(
            "publications", publication=name, kind="press", language="nl", publisher="De Verzonnen Krant", url=SOURCE,
            title=f"Nog geen handtekening {len(world.notes):03}", title_language="nl", published_on=f"{day}",
        )  # fmt: skip
        world.rows("parties", party_id=chosen)[0].update(declined_on=f"{day}", declined_publication=name)
        world.note(day, f"{chosen} declines")


def replies(world: World, day: Day) -> None:
    """Let a party reply to its briefing."""
    chosen, language = world.draw.choice([*world.seats()]), world.draw.choice(("nl", "en"))
    if not world.rows("replies", party_id=chosen, received_on=f"{day}"):
        cells = {
            "text": INVENTED["replies"][language].format(day),
            "language": language,
            "source": "the post, invented",
        }
        world.add("replies", party_id=chosen, received_on=f"{day}", **cells)
        world.note(day, f"{chosen} replies")


def withdraws(world: World, day: Day) -> None:
    """Let a party take its signature back, unless a decision rests on it."""
    resting = "|".join(row["predecessors"] for row in world.tables["decisions/parties"]).split("|")
    lines = [(_EIGHT, row, written) for row, written in enumerate(_WRITTEN, start=2)]
    for row, (_, written, signed_on, _) in enumerate(world.lists.get(_PARTIES_SIGN, []), start=2):
        lines += [(_PARTIES_SIGN, row, written)] if signed_on < f"{before(day)}" else []
    for file, row, written in world.draw.sample(lines, len(lines)):
        line = {"source_file": file, "source_row": f"{row}"}
        party = _party_named(world, written)
        if party not in resting and not world.rows("decisions/signatories", **line):
            decided = {"valid_from": f"{day}", "decided_by": "CKM", "decided_on": f"{day}", "reason": "It says so."}
            what = {"action": "withdraw", "party_id": party, "name_as_written": written}
            number = f"w{len(world.tables['decisions/signatories'])}"
            world.add("decisions/signatories", decision_id=number, **line, **what, **decided)
            world.note(day, f"{party} withdraws its signature")
            return


def carries_signature(world: World, number: str, day: Day, party: str, predecessors: str, **cells: str) -> None:
    """Decide that a party carries the signatures of predecessors; CKM has not confirmed it."""
    decided = {"valid_from": f"{day}", "decided_by": "project team", "decided_on": f"{day}"}
    what = {"action": "carries_signature", "party_id": party, "predecessors": predecessors}
    world.add("decisions/parties", decision_id=number, **what, **decided, **cells)


def decides_after_merger(world: World, day: Day, new: str, old: list[str]) -> None:
    """Decide, or not, that a merged party carries the signatures of what it was made of.

    A decision names who signed: what carries signatures itself is named by its own predecessors.
    """
    decisions = world.rows("decisions/parties", body_id=HOUSE)
    made_of = {row["party_id"]: row["predecessors"].split("|") for row in decisions}
    if {*made_of, *_signed(world)}.issuperset(old) and world.draw.random() < 0.7:
        named = "|".join(first for name in old for first in made_of.get(name, [name]))
        number = f"p{len(world.notes):03}"
        carries_signature(world, number, day, new, named, body_id=HOUSE, reason="They merged.")
        world.note(day, f"decision {number}: {new} carries {named}")


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
