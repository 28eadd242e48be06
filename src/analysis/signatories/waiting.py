"""The lines that wait for a decision: what is known of each candidate, and the row of the decision that settles one."""

import datetime
from typing import Any

import pandas as pd

from analysis.core.names import words_of
from analysis.core.person_names import form_of_address
from analysis.signatories.acceptance import PARTY_MARK, PRESENTED_ON
from analysis.signatories.body import Bodies, Body

_WAITING_COLUMNS = [
    *("source_file", "source_row", "body_id", "name_as_written", "function_as_written", "organisation_as_written"),
    *("signed_on", "because", "score", "candidates", "candidate_ids"),
]
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


def waiting_for_decision(signatures: pd.DataFrame) -> pd.DataFrame:
    """Return the lines that wait for a decision, in the order of the lists.

    One row per line with outcome `review`: source_file, source_row, body_id, name_as_written, function_as_written,
    organisation_as_written, signed_on, because, score, candidates, candidate_ids.
    """
    return signatures[signatures["outcome"] == "review"][_WAITING_COLUMNS].reset_index(drop=True)


def candidates_by_line(
    waiting: pd.DataFrame, signatures: pd.DataFrame, bodies: Bodies, as_of: datetime.date
) -> pd.DataFrame:
    """Return each candidate of each waiting line with what is known of them on the day of signing.

    One row per line and candidate, best first, by line: source_file, source_row, candidate, candidate_id, name_agrees
    (one of `matching.AGREEMENT`; empty for a party), address_agrees (`yes` or `no`; empty without a form of address,
    or where it is not known whether the candidate is a man or a woman), score (0-100), sits (`yes`, `unknown` or `no`;
    empty for a party), party_id, list_name, position and elected (of the list they stood on; empty if on none),
    signed_already (FILE:ROW of an accepted signature in that body: accepted, this line would be a duplicate).
    `waiting` is that of `waiting_for_decision`. A line without a day is compared with the day on which the pledge was
    presented; for a candidate who neither sat nor stood on that day, with `as_of`.
    """
    accepted = signatures[signatures["outcome"] == "accepted"]
    places = accepted["source_file"] + ":" + accepted["source_row"].astype("str")
    ids = accepted["person_id"].fillna(PARTY_MARK + accepted["party_id"])
    signed = dict(zip(zip(accepted["body_id"], ids, strict=True), places, strict=True))
    rows = []
    for line in waiting.dropna(subset=["candidate_ids"]).to_dict("records"):
        body = bodies[line["body_id"]]
        names = str(line["candidates"]).split("|")
        for name, candidate_id in zip(names, str(line["candidate_ids"]).split("|"), strict=True):
            known = {} if candidate_id.startswith(PARTY_MARK) else _known_of_person(line, candidate_id, body, as_of)
            rows.append(
                {column: line[column] for column in ("source_file", "source_row")}
                | {"candidate": name, "candidate_id": candidate_id}
                | known
                | {"signed_already": signed.get((body.body_id, candidate_id))}
            )
    return pd.DataFrame(rows, columns=list(CANDIDATE_COLUMNS)).astype(CANDIDATE_COLUMNS)


def _known_of_person(line: dict[Any, Any], person_id: str, body: Body, as_of: datetime.date) -> dict[str, Any]:
    day = as_of if pd.isna(line["signed_on"]) else line["signed_on"].date()
    if pd.isna(line["signed_on"]) and body.person(person_id, PRESENTED_ON):
        day = PRESENTED_ON
    written = str(line["name_as_written"])
    name, _ = body.split_from_name(written, body.parties.names_on(day))
    agreements = {**body.names.alike(name), **body.names.agreeing(name)}
    person = body.person(person_id, day)
    address, sex = form_of_address(written), person.sex if person else ""
    return {
        "name_agrees": agreements.get(person_id),
        "address_agrees": ("yes" if address == sex else "no") if address and sex else None,
        "score": body.names.score(name, person_id),
        "party_id": (person.party_id or None) if person else None,
    } | body.office(day, person_id)


def decision_on(line: dict[Any, Any], candidate_id: str, action: str) -> dict[str, str]:
    """Return the row of a decision on a line, by the columns of `decisions.DECISION_COLUMNS`.

    Who decided, when and why is left out. Without an action the row accepts the candidate; without a candidate either
    it says `not_in_parliament`. A line without a name is recognised later by its organisation as written.
    """
    texts = {str(key): "" if pd.isna(value) else str(value) for key, value in line.items()}
    of_party = candidate_id.startswith(PARTY_MARK)
    return {
        "decision_id": f"{'-'.join(words_of(texts['source_file']))}-row-{texts['source_row']}",
        "source_file": texts["source_file"],
        "source_row": texts["source_row"],
        "name_as_written": texts["name_as_written"] or texts["organisation_as_written"],
        "action": action or ("accept" if candidate_id else "not_in_parliament"),
        "person_id": "" if of_party else candidate_id,
        "party_id": candidate_id.removeprefix(PARTY_MARK) if of_party else "",
        "valid_from": "" if pd.isna(line["signed_on"]) else f"{line['signed_on']:%Y-%m-%d}",
    }
