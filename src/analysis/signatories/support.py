"""Support by party, and by coalition and opposition: seats, whether the party signed, and how many members did."""

import datetime
from functools import partial
from typing import NamedTuple

import pandas as pd

from analysis.core.amounts import rounded
from analysis.core.parameters import ALL_PARTIES
from analysis.sources import Sources
from analysis.sources.parliament import HOUSE, seats_by_law, seats_on, terms_on

SIGNING = ("yes", "by_decision")
_OF_NAMES = ["source_file", "source_row", "outcome", "person_id", "party_id", "matched_name", "duplicate_of"]
_SUPPORT_COLUMNS = {
    **dict.fromkeys(("party_id", "party"), "str"),
    "seats": "Int64",
    "party_signed": "str",
    "signed_on": "datetime64[us]",
    "signed_on_precision": "str",
    **dict.fromkeys(("signatories", "sitting_signatories"), "Int64"),
    "coverage_percent": "Float64",
    **dict.fromkeys(("sitting_named", "total_seats", "vacant_seats", "seats_of_signing_parties"), "Int64"),
}


class PartySignature(NamedTuple):
    """Whether a party signed (`yes`, `by_decision`, `no` or `unknown`), and since when as far as known.

    `signed_on_precision` is `day`, or `at_the_latest` where only that is known.
    """

    party_signed: str
    signed_on: pd.Timestamp | None = None
    signed_on_precision: str | None = None


def party_level_signatures(signatures: pd.DataFrame, body_id: str = HOUSE) -> pd.DataFrame:
    """Return the accepted signatures of parties as such, in one body.

    One row per party, its earliest; by day. The columns are `signatories.SIGNATURE_COLUMNS`.
    """
    accepted = _accepted(signatures, body_id)
    accepted = accepted[accepted["person_id"].isna()]
    return accepted[accepted["party_id"].notna()].sort_values("signed_on").drop_duplicates("party_id")


def _accepted(signatures: pd.DataFrame, body_id: str) -> pd.DataFrame:
    return signatures[(signatures["outcome"] == "accepted") & (signatures["body_id"] == body_id)]


def signature_of(party_id: str, sources: Sources, signed: pd.DataFrame, body_id: str = HOUSE) -> PartySignature:
    """Return the signature of one party as of the month: its own, or by a decision those of its predecessors.

    `signed` has one row per party that signed itself (see `party_level_signatures`). `no` means that the party was
    reported to have declined; without any report it is `unknown`.
    """
    own = signed[signed["party_id"] == party_id]
    if not own.empty:
        return PartySignature("yes", own.iloc[0]["signed_on"], own.iloc[0]["signed_on_precision"])
    decisions = sources.decisions.parties
    decided = (decisions["party_id"] == party_id) & (decisions["body_id"] == body_id)
    for predecessors in decisions[decided]["predecessors"]:
        carried = signed[signed["party_id"].isin(predecessors.split("|"))].sort_values("signed_on")
        if len(carried) == len(predecessors.split("|")):
            last = carried.iloc[-1]
            return PartySignature("by_decision", last["signed_on"], last["signed_on_precision"])
    declined = sources.parties.set_index("party_id")["declined_on"]
    # A party that declined did so for its group in the House, not for its groups elsewhere.
    said_no = body_id == HOUSE and pd.notna(declined.get(party_id))
    return PartySignature("no" if said_no else "unknown")


def support_by_party(sources: Sources, signatures: pd.DataFrame, body_id: str = HOUSE) -> pd.DataFrame:
    """Return support by party in one body as of the month.

    One row per party that holds a seat, signed or has a signatory, most seats first, then `all`: the columns of
    share/data/parties.csv, in seats and persons, `coverage_percent` being the sitting signatories as a share of the
    filled seats.
    Without any list of persons `signatories`, `sitting_signatories` and `coverage_percent` are empty, never 0.
    `signatories` counts persons by their party on the day of signing, `sitting_signatories` by the one they sit for;
    `sitting_named`, those of them who may be named, is for `publishable_counts` alone.
    """
    day = sources.month.as_of
    signed = party_level_signatures(signatures, body_id)
    held = seats_on(day, sources.seats, body_id)
    persons = _signatories(signatures, body_id)
    # A party without a seat for which somebody signed has a row too, so that rows add up to the total.
    parties = dict.fromkeys([*held["party_id"], *signed["party_id"], *persons["party_id"].dropna().sort_values()])
    sitting = terms_on(day, sources.members, sources.elections, body_id)
    sitting = sitting[sitting["person_id"].isin(persons["person_id"]) & (sitting["sits"] == "yes")]
    named = sitting[sitting["person_id"].isin(named_signatories(signatures, body_id)["person_id"])]
    names = sources.parties.set_index("party_id")["abbreviation"]
    rows = []
    for party_id in parties:
        of_party = {
            "seats": int(held.loc[held["party_id"] == party_id, "seats"].sum()),
            "signatories": int((persons["party_id"] == party_id).sum()),
            "sitting_signatories": int((sitting["party_id"] == party_id).sum()),
            "sitting_named": int((named["party_id"] == party_id).sum()),
        }
        signature = signature_of(party_id, sources, signed, body_id)
        rows.append({"party_id": party_id, "party": names[party_id]} | of_party | signature._asdict())
    by_law, filled = seats_by_law(sources.bodies, body_id), int(held["seats"].sum())
    everyone = {
        "party_id": ALL_PARTIES,
        "seats": filled,
        "signatories": len(persons),
        "sitting_signatories": len(sitting),
        "total_seats": by_law,
        "vacant_seats": by_law - filled,
        "seats_of_signing_parties": sum(row["seats"] for row in rows if row["party_signed"] in SIGNING),
    }
    table = pd.DataFrame([*rows, everyone], columns=list(_SUPPORT_COLUMNS))
    table = table.assign(signed_on=pd.to_datetime(table["signed_on"])).astype(_SUPPORT_COLUMNS)
    if not has_persons(signatures, body_id):
        table[["signatories", "sitting_signatories"]] = pd.NA
        table = table.astype(_SUPPORT_COLUMNS)
    share = 100 * table["sitting_signatories"].astype("Float64") / table["seats"].where(table["seats"] > 0)
    rounded_share = share.map(partial(rounded, decimals=1), na_action="ignore").astype("Float64")
    return table.assign(coverage_percent=rounded_share)


def has_persons(signatures: pd.DataFrame, body_id: str = HOUSE) -> bool:
    """Return whether any list of persons was received: a line, of any outcome, with a name that is not a party's.

    `signatures` has one row per line of a list (see `signatories.resolve_signatures`).
    """
    signatures = signatures[signatures["body_id"] == body_id]
    of_a_party = (signatures["outcome"] == "accepted") & signatures["person_id"].isna()
    return bool((signatures["name_as_written"].notna() & ~of_a_party).any())


def _signatories(signatures: pd.DataFrame, body_id: str) -> pd.DataFrame:
    """Return the persons who signed: one row per person, with the party of the day of signing."""
    accepted = _accepted(signatures, body_id).dropna(subset=["person_id"])
    return accepted.drop_duplicates("person_id")[["person_id", "party_id"]]


def named_signatories(signatures: pd.DataFrame, body_id: str = HOUSE) -> pd.DataFrame:
    """Return the persons who signed in a body and may be named: the accepted line says yes, and no duplicate says no.

    One row per person: person_id, party_id (of the day of signing), matched_name. A duplicate (in a newer list, say)
    can take a permission away, and can't give one; a decision can.
    """
    lines = signatures.reindex(columns=_OF_NAMES).assign(answer=signatures["may_be_named"].astype("boolean"))
    accepted = lines["person_id"].notna() & lines.index.isin(_accepted(signatures, body_id).index)
    refusing = lines[lines["answer"].eq(False).fillna(False) & lines["outcome"].isin(["accepted", "duplicate"])]
    places = lines["source_file"].astype("str") + ":" + lines["source_row"].astype("str")
    # A duplicate by a decision may have no person_id: then the line it repeats says whose it is.
    refused = lines["person_id"].isin(refusing["person_id"].dropna()) | places.isin(refusing["duplicate_of"].dropna())
    willing = lines[accepted & lines["answer"].fillna(False) & ~refused]
    return willing.drop_duplicates("person_id")[["person_id", "party_id", "matched_name"]]


def seats_of_signing_parties(day: datetime.date, sources: Sources, signatures: pd.DataFrame) -> tuple[int, int]:
    """Return the seats held by parties that signed, and all filled seats, on any day up to the end of the month.

    It counts who had signed, and who carries a signature by a decision, by the end of the month of `sources`.
    """
    signed = party_level_signatures(signatures)
    held = seats_on(day, sources.seats)
    signing = [p for p in held["party_id"] if signature_of(p, sources, signed).party_signed in SIGNING]
    return int(held[held["party_id"].isin(signing)]["seats"].sum()), int(held["seats"].sum())


def seats_without_decisions(support: pd.DataFrame) -> int:
    """Return the seats of the parties that signed themselves, as if no decision let another party carry a signature.

    `support` has one row per party (see `support_by_party`).
    """
    return int(support[support["party_signed"] == "yes"]["seats"].sum())


def publishable_counts(support: pd.DataFrame, signatures: pd.DataFrame, body_id: str = HOUSE) -> pd.DataFrame:
    """Return support by party as it may be published, with `persons_counted`: whether its counts are, or why not.

    One row per party, as in `support_by_party`. `persons_counted` is `no_list` if no list of persons was received;
    `withheld` if the count would reveal of someone who may not be named whether he or she signed (none or all of a
    group, or all but those who are named); else `shown`. A withheld count is empty. If one is withheld the total is
    too: with what is shown, the total would give the rest away.
    """
    shown = support.drop(columns="sitting_named", errors="ignore")
    if not has_persons(signatures, body_id):
        return shown.assign(persons_counted="no_list")
    persons, named = _signatories(signatures, body_id), named_signatories(signatures, body_id)
    unnamed = persons[~persons["person_id"].isin(named["person_id"])]
    total = shown["party_id"].eq(ALL_PARTIES)
    withheld = _revealing(support, anyone_unnamed=not unnamed.empty) & ~total
    # A list that never had a seat has no row: the total, less what the rows show, would be its count.
    if withheld.any() or unnamed["party_id"].isna().any():
        withheld |= total
    shown.loc[withheld, ["signatories", "sitting_signatories", "coverage_percent"]] = pd.NA
    return shown.assign(persons_counted=withheld.map({True: "withheld", False: "shown"}))


def _revealing(support: pd.DataFrame, *, anyone_unnamed: bool) -> pd.Series:
    """Return for each party whether its counts would reveal of one person whether he or she signed.

    A count of none does, and one of all if anyone at all may not be named (for who sits for which party may have
    changed since). If all but one member are named, the count is that of the one left. Of a party without a seat it is
    not known how many could have signed: its count is withheld if anyone may not be named.
    """
    seats, sitting = support["seats"], support["sitting_signatories"]
    named = support["sitting_named"] if "sitting_named" in support else pd.Series(0, index=support.index)
    with_seats = sitting.eq(0) | (sitting.ge(seats) & anyone_unnamed) | (sitting.lt(seats) & named.eq(seats - 1))
    without_seats = support["signatories"].eq(0) | anyone_unnamed
    return with_seats.where(seats.gt(0), without_seats).fillna(False).astype(bool)


def in_cabinet(cabinets: pd.DataFrame, day: datetime.date) -> pd.DataFrame:
    """Return the parties in the cabinet of a day: one row per party, as in data/cabinets.csv."""
    moment = pd.Timestamp(day)
    open_end = cabinets["valid_until"].isna() | (cabinets["valid_until"] >= moment)
    return cabinets[(cabinets["valid_from"] <= moment) & open_end]


def with_coalition(support: pd.DataFrame, cabinets: pd.DataFrame, day: datetime.date) -> pd.DataFrame:
    """Return support by party with the columns of share/data/parties.csv about coalition and opposition.

    `role` of each party with a seat is `coalition` or `opposition`. The row of `all` has the seats of both, how many of
    them are of parties that signed, and the seats that signed without the decisions of analysts.
    """
    parties = support[(support["party_id"] != ALL_PARTIES) & (support["seats"] > 0)]
    in_coalition = parties["party_id"].isin(in_cabinet(cabinets, day)["party_id"])
    found = support.assign(role=in_coalition.map({True: "coalition", False: "opposition"}).astype("str"))
    signed = parties["party_signed"].isin(SIGNING)
    everyone = {"seats_signed_without_decisions": seats_without_decisions(parties)}
    for role, own in (("coalition", in_coalition), ("opposition", ~in_coalition)):
        everyone[f"{role}_seats"] = parties[own]["seats"].sum()
        everyone[f"{role}_seats_signed"] = parties[own & signed]["seats"].sum()
    for name, seats in everyone.items():
        found[name] = pd.Series(seats, index=found.index, dtype="Int64").where(found["party_id"] == ALL_PARTIES)
    return found
