"""The contract with the House's open data: which fields are asked of each entity, what an answer must be, and records.

A field that is not here is never asked for: no birth date, place or sex. Of a roll call, only sums per group are kept.
Names and types are those of the service's `$metadata`. A deleted record has `Verwijderd`, or nothing but its `Id`.
"""

import datetime
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from zoneinfo import ZoneInfo

from analysis.core.problems import InputError, Problem, shortened

# The House's own service; records are cited at this address, which anybody can open, even if they came from a mirror.
SERVICE = "https://gegevensmagazijn.tweedekamer.nl/OData/v4/2.0/"
NEXT = "@odata.nextLink"
Record = dict[str, Any]
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_THE_HAGUE = ZoneInfo("Europe/Amsterdam")
# The type of each field, with ? where it may be empty.
_FIELDS = {
    "Fractie": {"Id": "id", "Afkorting": "text", "NaamNL": "text?", "NaamEN": "text?", "DatumActief": "day?"},
    "FractieZetelPersoon": {"Id": "id", "Van": "day?", "TotEnMet": "day?"},
    "Persoon": {
        **{"Id": "id", "Roepnaam": "text?", "Initialen": "text?", "Tussenvoegsel": "text?", "Achternaam": "text"},
        **{"Functie": "text?"},
    },
    "FractieZetel": {"Id": "id"},
    "Besluit": {"Id": "id", "BesluitSoort": "text?", "BesluitTekst": "text?", "Verwijderd": "flag"},
    "Zaak": {"Id": "id", "Nummer": "text", "Soort": "text", "Titel": "text?", "Onderwerp": "text?"},
    "Kamerstukdossier": {"Id": "id", "Nummer": "number?"},
    "Stemming": {
        **{"Id": "id", "Soort": "side", "FractieGrootte": "number", "ActorFractie": "text", "Vergissing": "flag?"},
        **{"Persoon_Id": "id?", "Verwijderd": "flag"},
    },
    "Agendapunt": {"Id": "id"},
    "Activiteit": {"Id": "id", "Datum": "day?"},
    "Document": {
        **{"Id": "id", "DocumentNummer": "text", "Soort": "text", "Titel": "text?", "Onderwerp": "text?"},
        **{"Datum": "day?", "Volgnummer": "number?"},
    },
}
SIDES = ("Voor", "Tegen", "Niet deelgenomen")
_EXPECTED = {
    **{"id": "an id (GUID)", "text": "text", "day": "a day and time", "number": "a whole number"},
    **{"flag": "true or false", "side": f"one of {', '.join(SIDES)}"},
}


def select(entity: str) -> str:
    """Return the fields that are asked of an entity, as a value of `$select`."""
    return ",".join(_FIELDS[entity])


def expand(entity: str, *inner: str) -> str:
    """Return an entity to expand within another one, with those within it, as a value of `$expand`."""
    within = f";$expand={','.join(inner)}" if inner else ""
    return f"{entity}($select={select(entity)}{within})"


def is_deleted(answer: object) -> bool:
    """Return whether a record was deleted: it has `Verwijderd`, or is empty but for its id."""
    return isinstance(answer, dict) and answer.get("Verwijderd", False) in (True, None)


def id_of(entity: str, answer: object) -> str:
    """Return the id of a record; raises InputError if it has none."""
    return str(_cell(entity, answer, "Id", "id"))


def checked(entity: str, answer: object) -> dict[str, Any]:
    """Return the fields of a record: days as YYYY-MM-DD in the Netherlands, empty text as ""; raises InputError."""
    return {name: _cell(entity, answer, name, kind) for name, kind in _FIELDS[entity].items()}


def _cell(entity: str, answer: object, name: str, kind: str) -> Any:
    record = answer if isinstance(answer, dict) else {}
    if name in record:
        with suppress(ValueError):
            return _value(record[name], kind)
    found = repr(record[name]) if name in record else "no such field"
    raise _refused(f"{entity}({record.get('Id', '?')})", name, found, _EXPECTED[kind.rstrip("?")])


def _value(value: object, kind: str) -> Any:
    if value is None and kind.endswith("?"):
        return {"flag?": False, "number?": None}.get(kind, "")
    match kind.rstrip("?"), value:
        case "id", str() if _GUID.fullmatch(value.lower()):
            return value.lower()
        case "text", str() if value.strip() or kind == "text?":
            return " ".join(value.split())
        case "side", str() if value in SIDES:
            return value
        case "number", int() if not isinstance(value, bool):
            return value
        case "flag", bool():
            return value
        case "day", str():
            moment = datetime.datetime.fromisoformat(value)
            # The House writes the moment as it was in the Netherlands; a mirror may write it in UTC.
            in_utc = moment.tzinfo is not None and not moment.utcoffset()
            return (moment.astimezone(_THE_HAGUE) if in_utc else moment).date().isoformat()
    raise ValueError


def _refused(record: str, field: str, found: str, expected: str) -> InputError:
    remedy = "the service changed: send this line to whoever maintains this program"
    return InputError([Problem(record, None, field, shortened(found), expected, remedy)])


def list_of(entity: str, parent: Record) -> list[Any]:
    """Return the records within a record that were not deleted; raises InputError for a list that was cut off."""
    rows, rest = parent.get(entity), f"{entity}{NEXT}"
    if not isinstance(rows, list) or rest in parent:
        found = f"{rest}: {parent[rest]}" if rest in parent else repr(rows)
        raise _refused(f"?({parent.get('Id', '?')})", entity, found, "a complete list of records")
    return [row for row in rows if not is_deleted(row)]


def term(answer: Record) -> Record:
    """Return a `FractieZetelPersoon` with its person and the name of its group; `Functie` is kept only for members."""
    seat, who = answer.get("FractieZetel"), checked("Persoon", answer.get("Persoon"))
    of_group = checked("Fractie", seat.get("Fractie") if isinstance(seat, dict) else None)
    own = checked("FractieZetelPersoon", answer)
    office = who["Functie"] if who["Functie"] == "Tweede Kamerlid" else ""
    return who | own | {"Persoon": who["Id"], "Functie": office, "Fractie": of_group["Afkorting"]}


def decision(answer: Record) -> Record:
    """Return a `Besluit` with its item, its day and how each group voted."""
    own, items = checked("Besluit", answer), list_of("Zaak", answer)
    cases = [checked("Zaak", case) for case in items]
    point = answer.get("Agendapunt")
    activity = point.get("Activiteit") if isinstance(point, dict) else None
    return own | {
        "Zaak": "|".join(sorted(case["Nummer"] for case in cases)),
        "Soort": "|".join(sorted({case["Soort"] for case in cases})),
        "Onderwerp": " | ".join(map(_title, cases)),
        "Kamerstukdossier": "|".join(sorted({each for case in items for each in _dossiers(case)})),
        "Datum": checked("Activiteit", activity)["Datum"] if activity else "",
        "Stemming": _sums_per_group([checked("Stemming", vote) for vote in list_of("Stemming", answer)]),
    }


def _title(case: Record) -> str:
    """Return the title of an item: `Titel` is often that of the dossier or debate, `Onderwerp` sometimes a keyword."""
    titles = [case["Onderwerp"], case["Titel"]]
    named = (title for title in titles if re.search("motie|amendement|wet", title, re.IGNORECASE))
    return next(named, titles[0] or titles[1])


def _sums_per_group(votes: Sequence[Record]) -> list[Record]:
    """Return the seats of each group that were for, against and absent; no vote of a person is kept."""
    sums = []
    for name in sorted({vote["ActorFractie"] for vote in votes}):
        own = [vote for vote in votes if vote["ActorFractie"] == name]
        # The row of a person is one seat, whatever its size says; the size of a group's row includes those members.
        seats = Counter(vote["Soort"] for vote in own if vote["Persoon_Id"])
        apart = seats.total()
        for vote in (vote for vote in own if not vote["Persoon_Id"]):
            seats[vote["Soort"]] += max(vote["FractieGrootte"] - apart, 0)
        mistaken = any(vote["Vergissing"] for vote in own)
        sums.append({"ActorFractie": name, **{side: seats[side] for side in SIDES}, "Vergissing": mistaken})
    return sums


def document(answer: Record) -> Record:
    """Return a `Document`; `Kamerstuk` is its number in the parliamentary papers (28638-249), if it has one."""
    own, dossiers = checked("Document", answer), _dossiers(answer)
    has_paper = len(dossiers) == 1 and own["Volgnummer"] not in (None, -1, 0)
    paper = f"{dossiers[0]}-{own['Volgnummer']}" if has_paper else ""
    title = own["Onderwerp"] or own["Titel"]
    return own | {"Onderwerp": title, "Kamerstuk": paper, "Kamerstukdossier": "|".join(dossiers)}


def _dossiers(answer: Record) -> list[str]:
    numbers = {checked("Kamerstukdossier", each)["Nummer"] for each in list_of("Kamerstukdossier", answer)}
    return sorted(str(number) for number in numbers if number is not None)
