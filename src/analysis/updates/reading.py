"""Reads a snapshot of what is followed from the service: groups, seats, decisions with their votes, letters.

All of it, unless only items and letters are asked for that changed since a day: a second decision on an item, or a
letter that was deleted, does not always stamp what it belongs to, and is missed then. Decisions are read each time.
"""

from collections.abc import Iterable, Iterator

from analysis.updates import answers
from analysis.updates.answers import expand, select
from analysis.updates.asking import Answer, Service
from analysis.updates.rows import EVENTS, FOLLOWED, Row, Tables
from analysis.updates.seats import terms_of
from analysis.updates.snapshot import Snapshot, snapshot_of

# So many ids in one question: a service of this kind refuses a filter of more than a hundred parts.
_IDS = 15


def read(service: Service, tables: Tables, since: str = "", known: Snapshot | None = None) -> Snapshot:
    """Return what the service says now: the two newest terms, what is followed, and the decisions that events name.

    With a snapshot that is known already, items and letters are read that changed from the day `since` on; the others
    stay. Raises InputError as `Service` does, and for an answer outside the contract (see `answers`).
    """
    terms_from = terms_of(tables)[-2:][0].first
    kept = known if known and since else {"Besluit": [], "Document": []}
    changed = f" and GewijzigdOp ge {_moment(since)}" if known and since else ""
    ids, documents = {row["besluit_id"] for row in tables[EVENTS] if row["besluit_id"]}, []
    ids |= {each["Id"] for each in kept["Besluit"]}
    for row in _followed(tables[FOLLOWED]):
        about, first = f"{_filter(row)}{changed}", _moment(row["from_day"])
        for item in service.records(
            "Zaak", filter=f"{about} and GestartOp ge {first}", select="Id", expand="Besluit($select=Id)"
        ):
            ids |= {answers.id_of("Besluit", each) for each in answers.list_of("Besluit", item)}
        letters = f"{about} and startswith(Soort,'Brief regering') and Datum ge {first}"
        inner = expand("Kamerstukdossier")
        documents += [*service.records("Document", filter=letters, select=select("Document"), expand=inner)]
    within = f"{expand('Persoon')},{expand('FractieZetel', expand('Fractie'))}"
    groups = _lasting(service, "Fractie", "DatumInactief", terms_from)
    terms = _lasting(service, "FractieZetelPersoon", "TotEnMet", terms_from, expand=within)
    found = {
        "Besluit": [answers.decision(row) for row in _decisions(service, ids) if not answers.is_deleted(row)],
        "Fractie": map(answers.group, groups),
        "FractieZetelPersoon": map(answers.term, terms),
        "Document": [*kept["Document"], *map(answers.document, documents)],
    }
    return snapshot_of(found)


def _followed(rows: Iterable[Row]) -> list[Row]:
    """Return what is to be asked about; a dossier that is followed altogether is not asked for by words as well."""
    complete = {row["dossier"]: row["from_day"] for row in rows if not row["title_words"]}
    return [row for row in rows if not row["title_words"] or row["from_day"] < complete.get(row["dossier"], "9999")]


def _filter(row: Row) -> str:
    """Return what an item or a document has to fulfil, as `$filter` has it."""
    parts = ["Verwijderd eq false"]
    if row["dossier"]:
        parts.append(f"Kamerstukdossier/any(d:d/Nummer eq {int(row['dossier'])})")
    if row["title_words"]:
        words = row["title_words"].lower().replace("'", "''")
        parts.append(f"(contains(tolower(Onderwerp),'{words}') or contains(tolower(Titel),'{words}'))")
    return " and ".join(parts)


def _lasting(service: Service, entity: str, last: str, day: str, **options: str) -> Iterator[Answer]:
    """Yield the records of an entity whose last day is not before a day, or is not there."""
    filters = f"Verwijderd eq false and ({last} eq null or {last} ge {_moment(day)})"
    return service.records(entity, filter=filters, select=select(entity), **options)


def _decisions(service: Service, ids: set[str]) -> Iterator[Answer]:
    day = expand("Agendapunt", expand("Activiteit"))
    within = ",".join([expand("Stemming"), expand("Zaak", expand("Kamerstukdossier")), day])
    ordered = sorted(ids)
    for start in range(0, len(ordered), _IDS):
        filters = " or ".join(f"Id eq {each}" for each in ordered[start : start + _IDS])
        yield from service.records("Besluit", filter=filters, select=select("Besluit"), expand=within)


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"
