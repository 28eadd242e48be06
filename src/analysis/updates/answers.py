"""What is asked of each entity of the House's open data, and what an answer has to be: the contract, and its records.

A field that is not here is never asked for: no birth date, place or sex. Of a roll call only sums per group are kept.
Names and types: the service's own `$metadata`. A deleted record has `Verwijderd`, or nothing but its `Id`.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from analysis.core.problems import InputError, Problem, shortened
from analysis.updates.client import Answer
from analysis.updates.records import Document, Group, GroupVote, HouseDecision, HouseTerm

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_THE_HAGUE = ZoneInfo("Europe/Amsterdam")
# The type of each field, with ? where it may be empty; or the values that it may have.
_FIELDS: dict[str, dict[str, str | tuple[str, ...]]] = {
    "Fractie": {
        **{"Id": "id", "Afkorting": "text", "NaamNL": "text?", "NaamEN": "text?"},
        **{"DatumActief": "day?", "DatumInactief": "day?", "Verwijderd": "flag?"},
    },
    "FractieZetelPersoon": {"Id": "id", "Van": "day?", "TotEnMet": "day?", "Verwijderd": "flag?"},
    "Persoon": {
        **{"Id": "id", "Roepnaam": "text?", "Initialen": "text?", "Tussenvoegsel": "text?", "Achternaam": "text"},
        **{"Functie": "text?"},
    },
    "FractieZetel": {"Id": "id"},
    "Besluit": {
        **{"Id": "id", "StemmingsSoort": "text?", "BesluitSoort": "text?", "BesluitTekst": "text?"},
        **{"Verwijderd": "flag?"},
    },
    "Zaak": {"Id": "id", "Nummer": "text", "Soort": "text", "Titel": "text?", "Onderwerp": "text?"},
    "Kamerstukdossier": {"Id": "id", "Nummer": "number?"},
    "Stemming": {
        **{"Id": "id", "Soort": ("Voor", "Tegen", "Niet deelgenomen"), "FractieGrootte": "number"},
        **{"ActorFractie": "text", "Vergissing": "flag?", "Persoon_Id": "id?", "Verwijderd": "flag?"},
    },
    "Agendapunt": {"Id": "id"},
    "Activiteit": {"Id": "id", "Datum": "day?"},
    "Document": {
        **{"Id": "id", "DocumentNummer": "text", "Soort": "text", "Titel": "text?", "Onderwerp": "text?"},
        **{"Datum": "day?", "Volgnummer": "number?", "Verwijderd": "flag?"},
    },
}
_WORDS = {
    "id": "an id (GUID)",
    "text": "text",
    "day": "a day and time",
    "number": "a whole number",
    "flag": "true or false",
}


def select(entity: str) -> str:
    """Return what is asked of an entity, as `$select` has it."""
    return ",".join(_FIELDS[entity])


def expand(entity: str, *inner: str) -> str:
    """Return an entity within another one, as `$expand` has it, with what is expanded within it."""
    within = f";$expand={','.join(inner)}" if inner else ""
    return f"{entity}($select={select(entity)}{within})"


def is_deleted(answer: Answer) -> bool:
    """Return whether a record was deleted: `Verwijderd`, or all of it but its id is gone."""
    return bool(answer.get("Verwijderd", False) is not False)


def id_of(entity: str, answer: object) -> str:
    """Return the id of a record; raises InputError for what has none."""
    try:
        return str(_value(answer["Id"], "id")) if isinstance(answer, dict) else str(_value(None, "id"))
    except (KeyError, ValueError):
        raise InputError([_problem(entity, "?", "Id", repr(answer), _WORDS["id"])]) from None


def checked(entity: str, answer: object) -> dict[str, Any]:
    """Return the fields of a record, days as YYYY-MM-DD in the Netherlands; an empty text for nothing.

    Raises InputError that names the entity, the field and the value of each one that is not as expected.
    """
    if not isinstance(answer, dict):
        raise InputError([_problem(entity, "?", None, repr(answer), "a record")])
    found, problems = {}, []
    for name, kind in _FIELDS[entity].items():
        try:
            found[name] = _value(answer[name], kind)
        except (KeyError, ValueError):
            value = repr(answer[name]) if name in answer else "no such field"
            problems.append(_problem(entity, str(answer.get("Id", "?")), name, value, _expected(kind)))
    if problems:
        raise InputError(problems)
    return found


def _value(value: object, kind: str | tuple[str, ...]) -> Any:
    if isinstance(kind, tuple):
        if value not in kind:
            raise ValueError
        return value
    if value is None and kind.endswith("?"):
        return {"flag?": False, "number?": None}.get(kind, "")
    match kind.rstrip("?"), value:
        case "id", str() if _GUID.fullmatch(value.lower()):
            return value.lower()
        case "text", str() if value.strip() or kind == "text?":
            return " ".join(value.split())
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


def _expected(kind: str | tuple[str, ...]) -> str:
    return f"one of {', '.join(kind)}" if isinstance(kind, tuple) else _WORDS[kind.rstrip("?")]


def _problem(entity: str, record: str, field: str | None, found: str, expected: str) -> Problem:
    remedy = "the service changed: send this line to who maintains this program"
    return Problem(f"{entity}({record})", None, field, shortened(found), expected, remedy)


def list_of(entity: str, parent: Answer) -> list[Any]:
    """Return the records within a record that were not deleted."""
    rows = parent.get(entity)
    if not isinstance(rows, list):
        raise InputError([_problem("?", str(parent.get("Id", "?")), entity, repr(rows), "a list of records")])
    return [row for row in rows if not isinstance(row, dict) or not row.get("Verwijderd")]


def group(answer: Answer) -> Group:
    """Return a `Fractie`."""
    own = checked("Fractie", answer)
    names = own["NaamNL"] or own["Afkorting"], own["NaamEN"] or own["NaamNL"] or own["Afkorting"]
    return Group(own["Id"], own["Afkorting"], *names, own["DatumActief"], own["DatumInactief"])


def term(answer: Answer) -> HouseTerm:
    """Return a `FractieZetelPersoon` with its person and group."""
    own, who = checked("FractieZetelPersoon", answer), checked("Persoon", answer.get("Persoon"))
    seat = answer.get("FractieZetel")
    checked("FractieZetel", seat)
    of_group = checked("Fractie", seat.get("Fractie") if isinstance(seat, dict) else None)
    return HouseTerm(
        id=own["Id"],
        person=who["Id"],
        given_name=who["Roepnaam"],
        initials=who["Initialen"],
        prefix=who["Tussenvoegsel"],
        family_name=who["Achternaam"],
        sits=who["Functie"] == "Tweede Kamerlid" and not own["TotEnMet"],
        group=of_group["Afkorting"],
        start=own["Van"],
        end=own["TotEnMet"],
    )


def decision(answer: Answer) -> tuple[HouseDecision, list[GroupVote]]:
    """Return a `Besluit` with its item, its day and how each group voted; without these where it was deleted."""
    if is_deleted(answer):
        return HouseDecision(id_of("Besluit", answer), "", "", "", "", "", "", "", "", deleted=True), []
    own = checked("Besluit", answer)
    cases = [checked("Zaak", case) for case in list_of("Zaak", answer)]
    dossiers = {
        d["Nummer"] for case in list_of("Zaak", answer) for d in map(_dossier, list_of("Kamerstukdossier", case))
    }
    point = answer.get("Agendapunt")
    activity = point.get("Activiteit") if isinstance(point, dict) else None
    day = checked("Activiteit", activity)["Datum"] if activity else ""
    votes = [checked("Stemming", vote) for vote in list_of("Stemming", answer)]
    found = HouseDecision(
        id=own["Id"],
        cases="|".join(sorted(case["Nummer"] for case in cases)),
        case_kind="|".join(sorted({case["Soort"] for case in cases})),
        title=" | ".join(map(_title, cases)),
        dossiers=_joined(dossiers),
        date=day,
        method=own["StemmingsSoort"],
        kind=own["BesluitSoort"],
        text=own["BesluitTekst"],
        deleted=False,
    )
    return found, sums_per_group(own["Id"], votes)


def _title(case: dict[str, Any]) -> str:
    """Return the title of an item: `Titel` is often that of the dossier or debate, `Onderwerp` sometimes a keyword."""
    titles = [case["Onderwerp"], case["Titel"]]
    named = (title for title in titles if re.search("motie|amendement|wet", title, re.IGNORECASE))
    return next(named, titles[0] or titles[1])


def sums_per_group(decision_id: str, votes: Sequence[dict[str, Any]]) -> list[GroupVote]:
    """Return the seats of each group for, against and absent; no vote of a person is kept.

    A row of a person is one seat, whatever `FractieGrootte` says; a row of a group is its size without the members who
    have a row of their own beside it.
    """
    sums: dict[str, Counter[str]] = {}
    mistaken = {vote["ActorFractie"] for vote in votes if vote["Vergissing"]}
    for vote in votes:
        counts = sums.setdefault(vote["ActorFractie"], Counter())
        own = [each for each in votes if each["Persoon_Id"] and each["ActorFractie"] == vote["ActorFractie"]]
        counts[vote["Soort"]] += 1 if vote["Persoon_Id"] else max(vote["FractieGrootte"] - len(own), 0)
    return [
        GroupVote(decision_id, name, each["Voor"], each["Tegen"], each["Niet deelgenomen"], name in mistaken)
        for name, each in sums.items()
    ]


def document(answer: Answer) -> Document:
    """Return a `Document` with its number in the parliamentary papers."""
    own = checked("Document", answer)
    dossiers = {each["Nummer"] for each in map(_dossier, list_of("Kamerstukdossier", answer))}
    has_paper = len(dossiers) == 1 and own["Volgnummer"] not in (None, -1, 0)
    paper = f"{_joined(dossiers)}-{own['Volgnummer']}" if has_paper else ""
    title = own["Onderwerp"] or own["Titel"]
    return Document(own["Id"], own["DocumentNummer"], own["Soort"], title, own["Datum"], paper, _joined(dossiers))


def _dossier(answer: object) -> dict[str, Any]:
    return checked("Kamerstukdossier", answer)


def _joined(numbers: Iterable[int | None]) -> str:
    return "|".join(str(number) for number in sorted(number for number in numbers if number is not None))
