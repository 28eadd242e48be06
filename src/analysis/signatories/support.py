"""Support by party, and by coalition and opposition: seats, whether the party signed, and how many members did."""

import datetime
from dataclasses import dataclass
from functools import partial

import pandas as pd

from analysis.core.amounts import rounded
from analysis.core.parameters import ALL_PARTIES
from analysis.sources import Sources
from analysis.sources.parliament import HOUSE, seats_by_law, seats_on, terms_on

SIGNING = ("yes", "by_decision")
_OF_NAMES = ["source_file", "source_row", "outcome", "person_id", "party_id", "matched_name", "duplicate_of"]


@dataclass(frozen=True)
class PartySignature:
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
    """Return the signature of one party as of the month: its own, or the one that a decision lets it carry.

    `signed` has one row per party that signed itself (see `party_level_signatures`).
    `no` means that the party was reported to have said so; without any report it is `unknown`.
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
    # What a party said is about its group in the House: of its groups elsewhere it says nothing.
    said_no = body_id == HOUSE and pd.notna(declined.get(party_id))
    return PartySignature("no" if said_no else "unknown")


def support_by_party(sources: Sources, signatures: pd.DataFrame, body_id: str = HOUSE) -> pd.DataFrame:
    """Return support by party in one body as of the month.

    One row per party that holds a seat, signed or has a signatory, most seats first, then `all`: the columns of
    share/data/parties.csv,
    seats and persons, `coverage_percent` being the sitting signatories as a share of the filled seats.
    Without any list of persons `signatories`, `sitting_signatories` and `coverage_percent` are empty, never 0.
    `signatories` counts persons by their party on the day of signing, `sitting_signatories` by the one they sit for;
    `sitting_named`, those of them who may be named, is for `publishable_counts` alone.
    """
    day = sources.month.as_of
    signed = party_level_signatures(signatures, body_id)
    held = seats_on(day, sources.seats, body_id)
    persons = _signatories(signatures, body_id)
    seats = dict(zip(held["party_id"], held["seats"], strict=True))
    # Who signed for a party without a seat has a row too, so that rows add up to the total.
    signing = dict.fromkeys([*signed["party_id"], *persons["party_id"].dropna().sort_values()], 0)
    seats |= {party: 0 for party in signing if party not in seats}
    sitting = terms_on(day, sources.members, sources.elections, body_id)
    sitting = sitting[sitting["person_id"].isin(persons["person_id"]) & (sitting["sits"] == "yes")]
    named = sitting[sitting["person_id"].isin(named_signatories(signatures, body_id)["person_id"])]
    names = sources.parties.set_index("party_id")["abbreviation"]
    rows = []
    for party_id, count in seats.items():
        signature = signature_of(party_id, sources, signed, body_id)
        rows.append(
            {
                "party_id": party_id,
                "party": names[party_id],
                "seats": count,
                "party_signed": signature.party_signed,
                "signed_on": signature.signed_on,
                "signed_on_precision": signature.signed_on_precision,
                "signatories": int((persons["party_id"] == party_id).sum()),
                "sitting_signatories": int((sitting["party_id"] == party_id).sum()),
                "sitting_named": int((named["party_id"] == party_id).sum()),
            }
        )
    rows.append(_all_parties(rows, len(persons), len(sitting), seats_by_law(sources.bodies, body_id)))
    return _typed(pd.DataFrame(rows), has_persons(signatures, body_id))


def has_persons(signatures: pd.DataFrame, body_id: str = HOUSE) -> bool:
    """Return whether any list of persons was received: a line with a name that is no party's, whatever its outcome.

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
    """Return the persons who signed in a body and may be named: their line says so, and no other line of theirs denies.

    One row per person: person_id, party_id (of the day of signing), matched_name. A line that repeats a signature (a
    newer list, say) can take a permission away, and can't give it: a decision can.
    """
    lines = signatures.reindex(columns=_OF_NAMES).assign(said=signatures["may_be_named"].astype("boolean"))
    standing = lines["person_id"].notna() & lines.index.isin(_accepted(signatures, body_id).index)
    denying = lines[lines["said"].eq(False).fillna(False) & lines["outcome"].isin(["accepted", "duplicate"])]
    places = lines["source_file"].astype("str") + ":" + lines["source_row"].astype("str")
    # Who repeats a line by a decision may be known by that line alone.
    denied = lines["person_id"].isin(denying["person_id"].dropna()) | places.isin(denying["duplicate_of"].dropna())
    willing = lines[standing & lines["said"].fillna(False) & ~denied]
    return willing.drop_duplicates("person_id")[["person_id", "party_id", "matched_name"]]


def _all_parties(rows: list[dict[str, object]], signatories: int, sitting: int, by_law: int) -> dict[str, object]:
    filled = sum(int(str(row["seats"])) for row in rows)
    signing = sum(int(str(row["seats"])) for row in rows if row["party_signed"] in SIGNING)
    return {
        "party_id": ALL_PARTIES,
        "party": None,
        "seats": filled,
        "signatories": signatories,
        "sitting_signatories": sitting,
        "total_seats": by_law,
        "vacant_seats": by_law - filled,
        "seats_of_signing_parties": signing,
    }


def _typed(rows: pd.DataFrame, persons: bool) -> pd.DataFrame:
    """Return the rows with their types; counts of persons stay empty where no list of persons was received."""
    counts = ["seats", "signatories", "sitting_signatories", "sitting_named"]
    counts += ["total_seats", "vacant_seats", "seats_of_signing_parties"]
    table = rows.astype(dict.fromkeys(counts, "Int64"))
    for name in ("party_id", "party", "party_signed", "signed_on_precision"):
        table[name] = table[name].astype("str")
    table["signed_on"] = pd.to_datetime(table["signed_on"]).astype("datetime64[us]")
    if not persons:
        table[["signatories", "sitting_signatories"]] = pd.NA
        table = table.astype({"signatories": "Int64", "sitting_signatories": "Int64"})
    share = 100 * table["sitting_signatories"].astype("Float64") / table["seats"].where(table["seats"] > 0)
    table.insert(8, "coverage_percent", share.map(partial(rounded, decimals=1), na_action="ignore").astype("Float64"))
    return table


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
    """Return support by party as it may be shown outside, with `persons_counted`: why a count is there or not.

    One row per party, as in `support_by_party`. `no_list`: no list of persons was received; `withheld`: the count would
    tell of someone who may not be named whether he or she signed (none or all of a group, or all but who is named);
    `shown`. A withheld count is empty. The total is withheld with the first of them: what is shown, taken from it,
    would give the rest away.
    """
    shown = support.drop(columns="sitting_named", errors="ignore")
    if not has_persons(signatures, body_id):
        return shown.assign(persons_counted="no_list")
    telling = _telling(support, signatures, body_id) & shown["party_id"].ne(ALL_PARTIES)
    if telling.any() or _silent_beside_the_rows(signatures, body_id):
        telling |= shown["party_id"].eq(ALL_PARTIES)
    counts = ["signatories", "sitting_signatories", "coverage_percent"]
    shown.loc[telling, counts] = pd.NA
    return shown.assign(persons_counted=telling.map({True: "withheld", False: "shown"}))


def _silent_beside_the_rows(signatures: pd.DataFrame, body_id: str) -> bool:
    """Return whether somebody of a list that never had a seat signed, and may not be named.

    Such a list has no row: the total, without what the rows show, would be the count of these.
    """
    persons = _signatories(signatures, body_id)
    beside = set(persons.loc[persons["party_id"].isna(), "person_id"])
    return bool(beside - set(named_signatories(signatures, body_id)["person_id"]))


def _telling(support: pd.DataFrame, signatures: pd.DataFrame, body_id: str) -> pd.Series:
    """Return for each party whether its counts would tell of one person whether he or she signed.

    So does none of a group, and all of it unless everyone may be named (as soon as anyone at all may not: who sits for
    which party may have changed since). Where all but one may be named, the count is that of the one left. Of a party
    without a seat nothing says how many there were to sign: its count stays out as soon as anyone may not be named.
    """
    signed = set(_signatories(signatures, body_id)["person_id"])
    silent = signed - set(named_signatories(signatures, body_id)["person_id"])
    seats, sitting = support["seats"], support["sitting_signatories"]
    named = support["sitting_named"] if "sitting_named" in support else pd.Series(0, index=support.index)
    of_the_house = sitting.eq(0) | (sitting.ge(seats) & bool(silent)) | (sitting.lt(seats) & named.eq(seats - 1))
    of_before = support["signatories"].eq(0) | bool(silent)
    return of_the_house.where(seats.gt(0), of_before).fillna(False).astype(bool)


def in_cabinet(cabinets: pd.DataFrame, day: datetime.date) -> pd.DataFrame:
    """Return the parties in the cabinet of a day: one row per party, as in data/cabinets.csv."""
    moment = pd.Timestamp(day)
    open_end = cabinets["valid_until"].isna() | (cabinets["valid_until"] >= moment)
    return cabinets[(cabinets["valid_from"] <= moment) & open_end]


def with_coalition(support: pd.DataFrame, cabinets: pd.DataFrame, day: datetime.date) -> pd.DataFrame:
    """Return support by party with what is of coalition and opposition: the columns of share/data/parties.csv.

    `role` of each party with a seat is `coalition` or `opposition`; in the row of `all` are the seats of both, and how
    many of them are of parties that signed, and the seats without the decisions of analysts.
    """
    coalition = set(in_cabinet(cabinets, day)["party_id"])
    parties = support[(support["party_id"] != ALL_PARTIES) & (support["seats"] > 0)]
    roles = parties["party_id"].map(lambda party: "coalition" if party in coalition else "opposition")
    found, signed = support.assign(role=roles.astype("str")), parties["party_signed"].isin(SIGNING)
    everyone = {"seats_signed_without_decisions": seats_without_decisions(parties)}
    for role in ("coalition", "opposition"):
        everyone[f"{role}_seats"] = parties[roles == role]["seats"].sum()
        everyone[f"{role}_seats_signed"] = parties[(roles == role) & signed]["seats"].sum()
    for name, seats in everyone.items():
        found[name] = pd.Series(seats, index=found.index, dtype="Int64").where(found["party_id"] == ALL_PARTIES)
    return found
