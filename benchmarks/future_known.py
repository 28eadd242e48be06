"""The tables of a future as one had them at the end of a month: what happens later is taken out."""

from future_tables import World
from known_rows import last_day

# The day from which a row is known, and the cells that hold what happens to it later.
_DAYS = {
    "seats": ("valid_from", "valid_until"),
    "cabinets": ("valid_from", "valid_until", "caretaker_from"),
    "members": ("start", "end"),
    "party_names": ("valid_from",),
    "party_events": ("date",),
    "elections": ("nominated_on",),
    "replies": ("received_on",),
    "parties": ("", "declined_on"),
    "decisions/parties": ("valid_from",),
    "decisions/signatories": ("valid_from",),
}


def as_known(world: World, day: str) -> World:
    """Take out of a future, and return, what nobody knew on a day, as docs/method.md says it: rows, ends, lines."""
    for name, (first, *ends) in _DAYS.items():
        world.tables[name] = [row for row in world.tables[name] if not first or row[first] <= day]
        for row in world.tables[name]:
            row.update(dict.fromkeys((end for end in ends if row[end] > day), ""))
    for row in world.tables["members"]:
        if not row["end"] and row["end_status"] == "known":
            row["end_status"] = "sitting"
    for row in world.tables["parties"]:
        if not row["declined_on"]:
            row["declined_publication"] = ""
    _published(world, day)
    known = {row["election"] for row in world.tables["elections"]}
    world.tables["candidates"] = [row for row in world.tables["candidates"] if row["election"] in known]
    # Lines of lists stand in the order of their days, but for those of other chambers, which are of one day each. Who
    # says no to being named later is named in no month.
    for lines in world.lists.values():
        lines[:] = [line for line in lines if line[2] <= day or line[3] == "nee"]
    return world


def _published(world: World, day: str) -> None:
    """Take out what was published, or happened to a commitment, after a day; a year is known from its last day."""
    publications = [row for row in world.tables["publications"] if not _later(row["published_on"], day)]
    names = {row["publication"] for row in publications}
    world.tables["publications"] = publications
    world.tables["figures"] = [row for row in world.tables["figures"] if row["publication"] in names]
    events = [row for row in world.tables["commitment_events"] if not _later(row["date"], day)]
    ids = {row["event_id"] for row in events}
    for row in events:
        row["settled_by"] = row["settled_by"] if row["settled_by"] in ids else ""
    world.tables["commitment_events"] = events


def _later(printed: str, day: str) -> bool:
    return bool(printed) and last_day(printed) > day
