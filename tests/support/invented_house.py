"""The House's open data with people who do not exist, and a service on the loopback that says it.

It answers what `briefing update` asks: lists of an entity with `$filter` (ids, dossier, words, changed since), `$top`
and `$skip`, and faults on request. Dates are written as the House does.
"""

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from uuid import NAMESPACE_URL, uuid5

from analysis.updates.asking import Service
from analysis.updates.proposals import tables_in
from support.loopback import Answer, answering

Record = dict[str, Any]
ROOT = "/OData/v4/2.0/"


def guid(*parts: object) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join(map(str, parts))))


def moment(day: str | None) -> str | None:
    return f"{day}T00:00:00+01:00" if day else None


@dataclass
class House:
    """The records of each entity, complete, with what is expanded within them."""

    records: dict[str, list[Record]] = field(default_factory=dict)

    def add(self, entity: str, record: Record) -> Record:
        self.records.setdefault(entity, []).append({"Verwijderd": False, **record})
        return self.records[entity][-1]

    def group(self, name: str, since: str = "2000-01-01") -> Record:
        """Return a group that is there, or a new one."""
        there = (each for each in self.records.get("Fractie", []) if each["Afkorting"] == name)
        record = {"Id": guid("group", name), "Afkorting": name, "NaamNL": name, "NaamEN": None}
        record |= {"DatumActief": moment(since), "DatumInactief": None}
        return next(there, None) or self.add("Fractie", record)

    def term(
        self, name: str, group: str, start: str | None, end: str | None = None, *, sits: bool = True, initials: str = ""
    ) -> Record:
        """Add the seat of a person whose name is `given, prefix, family` or `given, family`."""
        given, *prefix, family = name.split(", ")
        person = {"Id": guid("person", name), "Roepnaam": given, "Tussenvoegsel": prefix[0] if prefix else None}
        person |= {"Initialen": initials or f"{given[0]}.", "Achternaam": family, "Geboortedatum": "1990-01-01"}
        person |= {"Functie": "Tweede Kamerlid" if sits and not end else "Oud Kamerlid"}
        seat = {"Id": guid("seat", name, group), "Fractie": self.group(group)}
        record = {"Id": guid("term", name, group, start), "Van": moment(start), "TotEnMet": moment(end)}
        return self.add("FractieZetelPersoon", record | {"Persoon": person, "FractieZetel": seat})

    def decision(self, item: str, title: str, day: str, votes: list[Record], **changed: Any) -> Record:
        """Add a motion on dossier 28638 that was adopted; `changed` are other cells of the decision."""
        case = {"Id": guid("case", item), "Nummer": item, "Soort": "Motie", "Titel": "Een debat", "Onderwerp": title}
        case |= {"Kamerstukdossier": [{"Id": guid("dossier"), "Nummer": 28638}], "GestartOp": moment(day)}
        record = {"Id": guid("decision", item), "StemmingsSoort": "Met handopsteken"}
        record |= {"BesluitSoort": "Stemmen - aangenomen", "BesluitTekst": "Aangenomen.", "Zaak": [case]}
        activity = {"Id": guid("activity", day), "Datum": moment(day)}
        record |= {"Agendapunt": {"Id": guid("point", day), "Activiteit": activity}, "Stemming": votes}
        added = self.add("Besluit", record | changed)
        self.add("Zaak", case | {"Besluit": [{"Id": added["Id"]}]})
        return added

    def letter(self, number: str, title: str, day: str) -> Record:
        record = {"Id": guid("document", number), "DocumentNummer": number, "Soort": "Brief regering", "Titel": title}
        record |= {"Onderwerp": title, "Datum": moment(day), "Volgnummer": int(number[-3:])}
        return self.add("Document", record | {"Kamerstukdossier": [{"Id": guid("dossier"), "Nummer": 28638}]})


def house_as_in(data: Path) -> House:
    """Return the House as the tables of a folder have its two newest terms."""
    tables, house = tables_in(data), House()
    names = {row["party_id"]: row["abbreviation"] for row in tables["parties"]}
    for row in tables["members"]:
        sits = row["end_status"] == "sitting"
        if row["body_id"] == "house" and (sits or row["start"] >= "2023-12-06"):
            given = row["given_name"] or row["initials"]
            name = ", ".join(filter(None, (given, row["tussenvoegsel"], row["family_name"])))
            house.term(name, names[row["party_id"]], row["start"] or None, row["end"] or None, sits=sits)
    return house


def vote(group: str, kind: str, size: int, person: str = "", *, mistake: bool = False) -> Record:
    record = {"Id": guid("vote", group, kind, person), "Soort": kind, "FractieGrootte": size, "ActorFractie": group}
    return record | {"Vergissing": mistake, "Persoon_Id": guid(person) if person else None, "Verwijderd": False}


@dataclass
class StandIn:
    """A service that is running: its address, what it was asked, and what goes wrong next (a status, or `cut`)."""

    address: str
    house: House
    asked: list[str] = field(default_factory=list)
    faults: list[int | str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def service(self) -> Service:
        return Service(self.address, pace=0, backoff=0, report=self.lines.append)

    def answer(self, path: str, _: Mapping[str, str]) -> Answer:
        self.asked.append(unquote(path))
        fault = self.faults.pop(0) if self.faults else 200
        if fault not in (200, "cut"):
            headers = {429: {"Retry-After": "0"}, 302: {"Location": f"{self.address}Persoon"}}
            return int(fault), headers.get(int(fault), {}), b"busy"
        content = json.dumps(self.found(path)).encode()
        return 200, {"Content-Length": str(len(content))}, content[:10] if fault == "cut" else content

    def found(self, path: str) -> Record:
        url = urlsplit(path)
        options = dict(parse_qsl(url.query))
        found = sorted(self.house.records.get(url.path.removeprefix(ROOT), []), key=lambda record: str(record["Id"]))
        found = [record for record in found if _fits(record, options.get("$filter", ""))]
        start = int(options["$skip"])
        return {"value": found[start : start + int(options["$top"])]}


def _fits(record: Record, asked: str) -> bool:
    ids, dossiers = re.findall(r"Id eq ([0-9a-f-]{36})", asked), re.findall(r"Nummer eq (\d+)", asked)
    words = [text.replace("''", "'") for text in re.findall(r"tolower\(Onderwerp\),'((?:[^']|'')*)'", asked)]
    own = [str(each["Nummer"]) for each in record.get("Kamerstukdossier", [])]
    has_words = all(text in f"{record.get('Onderwerp')} {record.get('Titel')}".lower() for text in words)
    since = re.findall(r"GewijzigdOp ge (\S+)", asked)
    if since and record.get("GewijzigdOp", "") < since[0]:
        return False
    return (not ids or record["Id"] in ids) and (not dossiers or bool({*dossiers} & {*own})) and has_words


@contextlib.contextmanager
def standing_in(house: House) -> Iterator[StandIn]:
    """Run a service that says what a House has."""
    stand_in = StandIn("", house)
    with answering(stand_in.answer) as address:
        stand_in.address = f"{address}{ROOT}"
        yield stand_in
