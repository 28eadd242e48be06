"""Support by party, and by coalition and opposition: seats, whether the party signed, and how many members did."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import pandas as pd

from analysis.core.amounts import rounded
from analysis.core.parameters import ALL_PARTIES, HOUSE
from analysis.core.record_tables import rows_of, table_of_cells
from analysis.core.wording import Wording
from analysis.parliament import Chamber

SIGNED_VALUES = ("yes", "by_decision")
_SUPPORT_COLUMNS = {
    **dict.fromkeys(("party_id", "party"), "str"),
    "seats": "Int64",
    "party_signed": "str",
    "signed_on": "datetime64[us]",
    "signed_on_precision": "str",
    "declined_on": "datetime64[us]",
    "sitting_named": "Int64",
    "coverage_percent": "Float64",
    **dict.fromkeys(("total_seats", "vacant_seats", "seats_of_signing_parties"), "Int64"),
}


class PartySignature(NamedTuple):
    """Whether a party signed (`yes`, `by_decision`, `no` if it declined, or `unknown`), and since when if known."""

    party_signed: str
    signed_on: pd.Timestamp | None = None
    signed_on_precision: str | None = None
    declined_on: pd.Timestamp | None = None


def party_level_signatures(signatures: pd.DataFrame, body_id: str = HOUSE) -> pd.DataFrame:
    """Return the accepted signatures of parties as such in one body, one row per party, its earliest; by day."""
    accepted = _accepted(signatures, body_id).dropna(subset=["party_id"])
    return accepted[accepted["person_id"].isna()].sort_values("signed_on").drop_duplicates("party_id")


def _accepted(signatures: pd.DataFrame, body_id: str) -> pd.DataFrame:
    return signatures[(signatures["outcome"] == "accepted") & (signatures["body_id"] == body_id)]


def signature_of(party_id: str, chamber: Chamber, signed: pd.DataFrame) -> PartySignature:
    """Return the signature of a party as of the month: its own, or by a decision those of its predecessors.

    `signed` are those of `party_level_signatures`.
    """
    return _signature_of(party_id, chamber, _own_signatures(signed))


def _own_signatures(signed: pd.DataFrame) -> dict[str, PartySignature]:
    rows = rows_of(signed[["party_id", "signed_on", "signed_on_precision"]])
    return {row["party_id"]: PartySignature("yes", row["signed_on"], row["signed_on_precision"]) for row in rows}


def _signature_of(party_id: str, chamber: Chamber, signed: Mapping[str, PartySignature]) -> PartySignature:
    ids = chamber.ids_of(party_id)
    if own := next((signature for each, signature in signed.items() if each in ids), None):
        return own
    decided = chamber.decisions_on(party_id)
    for predecessors in decided["predecessors"]:
        others = replace(chamber, decisions=chamber.decisions.drop(index=decided.index))
        carried = [_signature_of(each, others, signed) for each in predecessors.split("|")]
        if all(each.party_signed in SIGNED_VALUES for each in carried):
            last = max(carried, key=lambda each: each.signed_on or pd.Timestamp.min)
            return last._replace(party_signed="by_decision")
    declined = chamber.declined(party_id)
    return PartySignature("unknown") if declined is None else PartySignature("no", declined_on=declined["declined_on"])


def signature_in_words(row: Mapping[Any, Any], w: Wording) -> str:
    """Return whether a party signed, in the words of charts and tables; `row` is one of support by party."""
    facts = {"year": str(row["declined_on"].year)} if row["party_signed"] == "no" else {}
    return w.say(f"charts.support.{row['party_signed']}", **facts)


def parties_that_signed(chamber: Chamber, signed: pd.DataFrame) -> set[str]:
    """Return the parties that signed, or carry a signature by a decision; `signed` as in `signature_of`."""
    known = {*signed["party_id"], *chamber.decisions["party_id"], *chamber.events["to_party_ids"].dropna()}
    own = _own_signatures(signed)
    return {party for party in known if _signature_of(party, chamber, own).party_signed in SIGNED_VALUES}


def support_by_party(chamber: Chamber, signatures: pd.DataFrame) -> pd.DataFrame:
    """Return support by party in a chamber as of the month: of persons it has only those who may be named.

    One row per party that holds a seat or signed, most seats first, then `all`: the columns of share/data/parties.csv,
    in seats and persons. `sitting_named` counts the rows of `named_signatories` that sit for the party, and
    `coverage_percent` is that as a share of its filled seats. Nothing in it depends on anybody else: how many signed in
    all is in `signatories_by_party`, which stays inside.
    """
    held, signed = chamber.held, party_level_signatures(signatures, chamber.body_id)
    named = named_signatories(chamber, signatures)
    sitting = named[named["sits"]]["party_id"]
    names, seats = chamber.parties.set_index("party_id")["abbreviation"], held.set_index("party_id")["seats"]
    rows, own = [], _own_signatures(signed)
    for party_id in dict.fromkeys([*held["party_id"], *signed["party_id"]]):
        counts = {"seats": seats.get(party_id, 0), "sitting_named": (sitting == party_id).sum()}
        signature = _signature_of(party_id, chamber, own)
        rows.append({"party_id": party_id, "party": names[party_id]} | counts | signature._asdict())
    by_law, filled = chamber.total_seats, int(held["seats"].sum())
    everyone = {
        "party_id": ALL_PARTIES,
        "seats": filled,
        "sitting_named": len(sitting),
        "total_seats": by_law,
        "vacant_seats": by_law - filled,
        "seats_of_signing_parties": sum(row["seats"] for row in rows if row["party_signed"] in SIGNED_VALUES),
    }
    table = table_of_cells([*rows, everyone], _SUPPORT_COLUMNS)
    share = 100 * table["sitting_named"].astype("Float64") / table["seats"].where(table["seats"] > 0)
    rounded_share = share.map(partial(rounded, decimals=1), na_action="ignore").astype("Float64")
    return table.assign(coverage_percent=rounded_share)


def named_signatories(chamber: Chamber, signatures: pd.DataFrame) -> pd.DataFrame:
    """Return who signed in a chamber and may be named: the accepted line says yes, and no other takes it back.

    One row per person, by name: person_id, matched_name, sits (whether it is certain that he or she sits on the last
    day of the month), party_id (the party sat for, else that of the day of signing).
    """
    accepted = _accepted(signatures, chamber.body_id).dropna(subset=["person_id"])
    willing = accepted[accepted["may_be_named"]].drop_duplicates("person_id")
    party_now = willing["person_id"].map(chamber.sitting)
    named = willing.assign(sits=party_now.notna(), party_id=party_now.fillna(willing["party_id"]))
    columns = ["person_id", "matched_name", "party_id", "sits"]
    return named.sort_values(["matched_name", "person_id"], ignore_index=True)[columns]


def signatories_by_party(chamber: Chamber, signatures: pd.DataFrame) -> pd.DataFrame:
    """Return how many persons signed, named or not. It gives persons away, so it never leaves the organisation.

    One row per party that holds a seat or has a signatory, most seats first, then `all`: party_id, signatories (by
    their party on the day of signing), sitting_signatories (by the one they sit for), in persons.
    """
    accepted = _accepted(signatures, chamber.body_id).dropna(subset=["person_id"]).drop_duplicates("person_id")
    party_now = accepted["person_id"].map(chamber.sitting)
    parties = [*dict.fromkeys([*chamber.held["party_id"], *sorted(accepted["party_id"].dropna())])]
    counts = {"signatories": accepted["party_id"].value_counts(), "sitting_signatories": party_now.value_counts()}
    of_parties = {name: found.reindex(parties, fill_value=0) for name, found in counts.items()}
    # Somebody of a list that never had a seat counts in the total alone.
    everyone = {"signatories": len(accepted), "sitting_signatories": int(party_now.notna().sum())}
    table = pd.concat([pd.DataFrame(of_parties, index=parties), pd.DataFrame(everyone, index=[ALL_PARTIES])])
    return table.astype("Int64").rename_axis("party_id").reset_index().astype({"party_id": "str"})


def seats_without_decisions(support: pd.DataFrame) -> int:
    """Return the seats of the parties that signed themselves; `support` has one row per party."""
    return int(support[support["party_signed"] == "yes"]["seats"].sum())


def with_coalition(support: pd.DataFrame, cabinet: pd.DataFrame) -> pd.DataFrame:
    """Return support by party with the columns of share/data/parties.csv about coalition and opposition.

    `cabinet` has one row per party in it (see `Chamber.in_cabinet`); without any these columns are empty.
    """
    parties = support[(support["party_id"] != ALL_PARTIES) & (support["seats"] > 0)]
    in_coalition = parties["party_id"].isin(cabinet["party_id"])
    found = support.assign(role=in_coalition.map({True: "coalition", False: "opposition"}).astype("str"))
    signed = parties["party_signed"].isin(SIGNED_VALUES)
    everyone = {"seats_signed_without_decisions": seats_without_decisions(parties)}
    for role, own in (("coalition", in_coalition), ("opposition", ~in_coalition)):
        everyone[f"{role}_seats"] = parties[own]["seats"].sum()
        everyone[f"{role}_seats_signed"] = parties[own & signed]["seats"].sum()
    if cabinet.empty:
        everyone |= dict.fromkeys((name for name in everyone if name != "seats_signed_without_decisions"), pd.NA)
        found["role"] = pd.Series(pd.NA, index=found.index, dtype="str")
    for name, seats in everyone.items():
        found[name] = pd.Series(seats, index=found.index, dtype="Int64").where(found["party_id"] == ALL_PARTIES)
    return found
