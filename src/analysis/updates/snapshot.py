"""The snapshot that `update` makes of the House's open data: groups, seats, decisions with their votes, and letters.

If only what changed since a day is read, a second decision on an item, or a deleted letter, can be missed, as the House
does not always update the record that they belong to. Known decisions are read each time. Each record is a line of the
file, in a fixed order, so that a diff shows what changed. Of persons it has names, terms and who is a member.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.core.folders import write_in_one_step
from analysis.core.problems import InputError, Problem
from analysis.updates import answers
from analysis.updates.answers import Record, expand, select
from analysis.updates.members import terms_of
from analysis.updates.proposals import Row, Tables

if TYPE_CHECKING:  # imports requests, which only `read_service` needs
    from analysis.updates.asking import Service

SNAPSHOT = "house/snapshot.json"
# A record has the fields of the contract (see `answers`) and what belongs to it, as text: days as YYYY-MM-DD, several
# values separated by |. `Stemming` has the seats of each group for, against and absent, and never who voted how.
ENTITIES = ("Fractie", "FractieZetelPersoon", "Besluit", "Document")
Snapshot = dict[str, list[Record]]
# The most ids in one request, as a service of this kind refuses a filter of more than a hundred parts.
_IDS = 15


def snapshot_of(records: Mapping[str, Iterable[Record]]) -> Snapshot:
    """Return a snapshot of records by entity, each kept once, in the order of their ids."""
    found = {}
    for entity in ENTITIES:
        by_id = {each["Id"]: each for each in records.get(entity, ())}
        found[entity] = [by_id[name] for name in sorted(by_id)]
    return found


def read_snapshot(data_dir: Path) -> Snapshot | None:
    """Return the snapshot in a data folder, None if it has none; raises InputError for a file that is no snapshot."""
    file = data_dir / SNAPSHOT
    if not file.exists():
        return None
    try:
        lists = json.loads(file.read_text(encoding="utf-8"))
        return snapshot_of({entity: lists[entity] for entity in ENTITIES})
    except (ValueError, KeyError, TypeError) as error:
        found, expected = f"a file that is no snapshot ({error!r})", "what briefing update writes"
        raise InputError([Problem(SNAPSHOT, None, None, found, expected, "run briefing update again")]) from None


def write_snapshot(data_dir: Path, snapshot: Snapshot) -> None:
    """Write the snapshot of a data folder in one step."""
    lines = {entity: [json.dumps(each, ensure_ascii=False) for each in snapshot[entity]] for entity in snapshot}
    lists = (f'"{entity}": [\n' + ",\n".join(records) + "\n]" for entity, records in lines.items())
    file = data_dir / SNAPSHOT
    file.parent.mkdir(exist_ok=True)
    write_in_one_step(file, ("{\n" + ",\n".join(lists) + "\n}\n").encode())


def read_service(service: "Service", tables: Tables, since: str = "", known: Snapshot | None = None) -> Snapshot:
    """Return what the service says now: the two newest terms, what is followed, and the decisions that events name.

    With a `known` snapshot, only items and letters that changed from the day `since` on are read, and the others stay.
    Raises InputError as `Service` does, and for an answer outside the contract (see `answers`).
    """
    terms_from = terms_of(tables)[-2:][0].first
    kept = known or {"Besluit": [], "Document": []}
    changed = f" and GewijzigdOp ge {_moment(since)}" if known else ""
    ids, documents = {row["besluit_id"] for row in tables["commitment_events"] if row["besluit_id"]}, list[Record]()
    ids |= {each["Id"] for each in kept["Besluit"]}
    for row in tables["followed"]:
        about, first = f"{_filter(row)}{changed}", _moment(row["from_day"])
        items, letters = f"{about} and GestartOp ge {first}", f"{about} and startswith(Soort,'Brief regering')"
        for item in service.records("Zaak", filter=items, select="Id", expand="Besluit($select=Id)"):
            ids |= {answers.id_of("Besluit", each) for each in answers.list_of("Besluit", item)}
        named = {"select": select("Document"), "expand": expand("Kamerstukdossier")}
        documents += service.records("Document", filter=f"{letters} and Datum ge {first}", **named)
    within = f"{expand('Persoon')},{expand('FractieZetel', expand('Fractie'))}"
    groups = _lasting(service, "Fractie", "DatumInactief", terms_from)
    terms = _lasting(service, "FractieZetelPersoon", "TotEnMet", terms_from, expand=within)
    day, cases = expand("Agendapunt", expand("Activiteit")), expand("Zaak", expand("Kamerstukdossier"))
    with_votes = ",".join([expand("Stemming"), cases, day])
    parts, decisions = [f"Id eq {each}" for each in sorted(ids)], list[Record]()
    for start in range(0, len(parts), _IDS):
        filters = " or ".join(parts[start : start + _IDS])
        decisions += service.records("Besluit", filter=filters, select=select("Besluit"), expand=with_votes)
    found = {
        "Besluit": [answers.decision(row) for row in decisions if not answers.is_deleted(row)],
        "Fractie": [answers.checked("Fractie", each) for each in groups],
        "FractieZetelPersoon": map(answers.term, terms),
        "Document": [*kept["Document"], *map(answers.document, documents)],
    }
    return snapshot_of(found)


def _filter(row: Row) -> str:
    parts = ["Verwijderd eq false"]
    if row["dossier"]:
        parts.append(f"Kamerstukdossier/any(d:d/Nummer eq {int(row['dossier'])})")
    if row["title_words"]:
        words = row["title_words"].lower().replace("'", "''")
        parts.append(f"(contains(tolower(Onderwerp),'{words}') or contains(tolower(Titel),'{words}'))")
    return " and ".join(parts)


def _lasting(service: "Service", entity: str, last: str, day: str, **options: str) -> Iterator[Record]:
    filters = f"Verwijderd eq false and ({last} eq null or {last} ge {_moment(day)})"
    return service.records(entity, filter=filters, select=select(entity), **options)


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"
