"""Reads a snapshot of what is followed from the service: groups, seats, decisions with their votes, letters."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analysis.updates import answers
from analysis.updates.answers import expand, select
from analysis.updates.client import Answer, Service
from analysis.updates.records import Snapshot
from analysis.updates.rows import FOLLOWED, Tables

# So many ids in one question: a service of this kind refuses a filter of more than a hundred parts.
_IDS = 15


@dataclass(frozen=True)
class Followed:
    """What to ask about: a dossier (empty: any), words in a title (empty: any), and from which day on."""

    dossier: str
    words: str
    from_day: str

    def filter(self, since: str) -> str:
        """Return what an item or a document has to fulfil, as `$filter` has it; changed since a day if one is given."""
        parts = ["Verwijderd eq false"]
        if self.dossier:
            parts.append(f"Kamerstukdossier/any(d:d/Nummer eq {int(self.dossier)})")
        if self.words:
            quoted = self.words.lower().replace("'", "''")
            parts.append(f"(contains(tolower(Onderwerp),'{quoted}') or contains(tolower(Titel),'{quoted}'))")
        if since:
            parts.append(f"GewijzigdOp ge {_moment(since)}")
        return " and ".join(parts)


def followed_in(tables: Tables) -> list[Followed]:
    """Return what is to be asked about; a dossier that is followed altogether is not asked for by words as well."""
    rows = [Followed(row["dossier"], row["title_words"], row["from_day"]) for row in tables[FOLLOWED]]
    complete = {row.dossier: row.from_day for row in rows if not row.words}
    return [row for row in rows if not row.words or row.from_day < complete.get(row.dossier, "9999")]


def read(
    service: Service, followed: Iterable[Followed], terms_from: str, decisions: Iterable[str] = (), since: str = ""
) -> Snapshot:
    """Return what the service says now.

    `terms_from` is the day from which terms are read, `decisions` are ids that are asked for whatever they are about,
    `since` leaves out items and documents that were not changed from that day on. Raises InputError as `Service` does,
    and for an answer outside the contract (see `answers`).
    """
    ids, documents = set(decisions), []
    for each in followed:
        items = f"{each.filter(since)} and GestartOp ge {_moment(each.from_day)}"
        for item in service.records("Zaak", filter=items, select="Id", expand="Besluit($select=Id)"):
            ids |= {answers.id_of("Besluit", row) for row in answers.list_of("Besluit", item)}
        letters = f"{each.filter(since)} and startswith(Soort,'Brief regering') and Datum ge {_moment(each.from_day)}"
        inner = expand("Kamerstukdossier")
        documents += list(service.records("Document", filter=letters, select=select("Document"), expand=inner))
    decided = [answers.decision(row) for row in _decisions(service, ids)]
    return Snapshot.of(
        groups=[answers.group(row) for row in _groups(service, terms_from)],
        terms=[answers.term(row) for row in _terms(service, terms_from)],
        decisions=[found for found, _ in decided],
        votes=[vote for _, votes in decided for vote in votes],
        documents=[answers.document(row) for row in documents],
    )


def _groups(service: Service, from_day: str) -> Iterator[Answer]:
    filters = f"Verwijderd eq false and (DatumInactief eq null or DatumInactief ge {_moment(from_day)})"
    return service.records("Fractie", filter=filters, select=select("Fractie"))


def _terms(service: Service, from_day: str) -> Iterator[Answer]:
    filters = f"Verwijderd eq false and (TotEnMet eq null or TotEnMet ge {_moment(from_day)})"
    within = f"{expand('Persoon')},{expand('FractieZetel', expand('Fractie'))}"
    return service.records("FractieZetelPersoon", filter=filters, select=select("FractieZetelPersoon"), expand=within)


def _decisions(service: Service, ids: set[str]) -> Iterator[Answer]:
    day = expand("Agendapunt", expand("Activiteit"))
    within = ",".join([expand("Stemming"), expand("Zaak", expand("Kamerstukdossier")), day])
    ordered = sorted(ids)
    for start in range(0, len(ordered), _IDS):
        filters = " or ".join(f"Id eq {each}" for each in ordered[start : start + _IDS])
        yield from service.records("Besluit", filter=filters, select=select("Besluit"), expand=within)


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"
