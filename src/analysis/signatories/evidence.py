"""What speaks for each candidate of a line that waits for a decision, so that an analyst can distinguish them."""

import datetime
from typing import Any

import pandas as pd

from analysis.core.names import form_of_address
from analysis.signatories.acceptance import PRESENTED_ON
from analysis.signatories.body import Bodies, Body
from analysis.signatories.lines import PARTY_MARK

CANDIDATE_COLUMNS = {
    "source_file": "str",
    "source_row": "Int64",
    "candidate": "str",
    "candidate_id": "str",
    "name_agrees": "str",
    "address_agrees": "str",
    "score": "Float64",
    "sits": "str",
    "party_id": "str",
    "list_name": "str",
    "position": "Int64",
    "elected": "str",
    "signed_already": "str",
}


def candidates_by_line(
    waiting: pd.DataFrame, signatures: pd.DataFrame, bodies: Bodies, as_of: datetime.date
) -> pd.DataFrame:
    """Return each candidate of each waiting line with what is known of them on the day of signing.

    One row per line and candidate, best first, by line: source_file, source_row, candidate, candidate_id, name_agrees
    (one of `matching.AGREEMENT`; empty for a party), address_agrees (`yes` or `no`; empty without a form of address,
    or where it is not known whether the candidate is a man or a woman), score (0-100), sits (`yes`, `unknown` or `no`;
    empty for a party), party_id, list_name, position and elected (of the list they stood on; empty if on none),
    signed_already (FILE:ROW of an accepted signature in that body: accepted, this line would be a duplicate).
    `waiting` is that of `waiting_for_decision`; a line without
    a day is compared with the day the pledge was presented, and against `as_of` for whoever neither sat nor stood then.
    """
    accepted = signatures[signatures["outcome"] == "accepted"]
    places = accepted["source_file"] + ":" + accepted["source_row"].astype("str")
    who = accepted["person_id"].fillna(PARTY_MARK + accepted["party_id"])
    signed = dict(zip(zip(accepted["body_id"], who, strict=True), places, strict=True))
    rows = []
    for line in waiting.dropna(subset=["candidate_ids"]).to_dict("records"):
        body = bodies[line["body_id"]]
        names = str(line["candidates"]).split("|")
        for name, candidate_id in zip(names, str(line["candidate_ids"]).split("|"), strict=True):
            known = {} if candidate_id.startswith(PARTY_MARK) else _of_person(line, candidate_id, body, as_of)
            rows.append(
                {name: line[name] for name in ("source_file", "source_row")}
                | {"candidate": name, "candidate_id": candidate_id}
                | known
                | {"signed_already": signed.get((body.body_id, candidate_id))}
            )
    return pd.DataFrame(rows, columns=list(CANDIDATE_COLUMNS)).astype(CANDIDATE_COLUMNS)


def _of_person(line: dict[Any, Any], person_id: str, body: Body, as_of: datetime.date) -> dict[str, Any]:
    day = as_of if pd.isna(line["signed_on"]) else line["signed_on"].date()
    if pd.isna(line["signed_on"]) and body.people.person(person_id, PRESENTED_ON):
        day = PRESENTED_ON
    name, _ = body.split_from_name(str(line["name_as_written"]), body.parties.names_on(day))
    hows = {**body.names.alike(name), **body.names.agreeing(name)}
    person = body.people.person(person_id, day)
    address, sex = form_of_address(str(line["name_as_written"])), person.sex if person else ""
    return {
        "name_agrees": hows.get(person_id),
        "address_agrees": ("yes" if address == sex else "no") if address and sex else None,
        "score": body.names.score(name, person_id),
        "party_id": (person.party_id or None) if person else None,
    } | body.people.office(day, person_id)
