"""The snapshot that `update` keeps of the House's open data: records of a few fields, in the House's own names.

It is one file, so that it is the old one or the new one whenever the program is stopped; a record is a line of it, in a
fixed order, so that what changed can be read in a diff. Of persons it has names, terms and who is a member.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from analysis.core.problems import InputError, Problem

SNAPSHOT = "house/snapshot.json"
# The address of a record, which anybody can open, whatever mirror it was read from.
SERVICE = "https://gegevensmagazijn.tweedekamer.nl/OData/v4/2.0/"
# What is kept of a record, with what belongs to it: texts (days as YYYY-MM-DD, several separated by |), of `Stemming`
# the seats of each group for, against and absent, and never who.
KEPT = {
    "Fractie": ("Id", "Afkorting", "NaamNL", "NaamEN", "DatumActief"),
    "FractieZetelPersoon": (
        *("Id", "Persoon", "Roepnaam", "Initialen", "Tussenvoegsel", "Achternaam", "Functie", "Fractie"),
        *("Van", "TotEnMet"),
    ),
    "Besluit": (
        *("Id", "Zaak", "Soort", "Onderwerp", "Kamerstukdossier", "Datum", "BesluitSoort", "BesluitTekst"),
        "Stemming",
    ),
    "Document": ("Id", "DocumentNummer", "Onderwerp", "Datum", "Kamerstuk", "Kamerstukdossier"),
}
Record = dict[str, Any]
Snapshot = dict[str, list[Record]]


def snapshot_of(records: Mapping[str, Iterable[Record]]) -> Snapshot:
    """Return a snapshot of records by entity, in any order; one that was read twice is kept once.

    Raises KeyError for a record without a field of KEPT.
    """
    found = {}
    for entity, names in KEPT.items():
        by_id = {each["Id"]: {name: each[name] for name in names} for each in records.get(entity, ())}
        found[entity] = [by_id[name] for name in sorted(by_id)]
    return found


def read_snapshot(data_dir: Path) -> Snapshot | None:
    """Return the snapshot in a data folder, None if there is none; raises InputError for a file that is none."""
    file = data_dir / SNAPSHOT
    if not file.exists():
        return None
    try:
        lists = json.loads(file.read_text(encoding="utf-8"))
        return snapshot_of({entity: lists[entity] for entity in KEPT})
    except (ValueError, KeyError, TypeError) as error:
        found, expected = f"a file that is no snapshot ({error!r})", "what briefing update writes"
        raise InputError([Problem(SNAPSHOT, None, None, found, expected, "run briefing update again")]) from None


def write_snapshot(data_dir: Path, snapshot: Snapshot) -> None:
    """Write the snapshot of a data folder in one step."""
    lists = (
        f'"{entity}": [\n' + ",\n".join(json.dumps(each, ensure_ascii=False) for each in records) + "\n]"
        for entity, records in snapshot.items()
    )
    file = data_dir / SNAPSHOT
    file.parent.mkdir(exist_ok=True)
    draft = file.with_name(f".{file.name}.unfinished")
    draft.write_text("{\n" + ",\n".join(lists) + "\n}\n", encoding="utf-8", newline="\n")
    draft.replace(file)
