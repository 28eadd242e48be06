"""What differs between two reconciled months, for changes.csv, pages, mails, the index, notebooks and decisions."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from analysis.core.amounts import plain_number
from analysis.core.parameters import ALL_PARTIES
from analysis.figures.records import AUTHORITY

if TYPE_CHECKING:
    from analysis.reconciliation import Reconciliation

Row = dict[Any, Any]


class Difference(NamedTuple):
    """One thing that differs: its row before and its row after, None if there was or is none."""

    kind: str
    subject: str
    before: Row | None
    after: Row | None

    def value(self, column: str) -> tuple[str | None, str | None]:
        """Return a column as text, before and after."""
        before, after = (None if row is None else str(row[column]) for row in (self.before, self.after))
        return before, after


# All reasons that a difference can have. If it has several, the first of these is named.
REASONS = (
    *("election", "party_event", "commitment_event", "decision", "signature", "withdrawal"),
    *("member_came", "member_left", "named", "publication", "cabinet", "unknown"),
)


class Why(NamedTuple):
    """Why something differs: one of REASONS, the ids behind it, and the sentence that says so."""

    reason: str
    because: Iterable[str]
    sentence: str


def by_subject(frame: pd.DataFrame, *key: str) -> dict[str, Row]:
    """Return the rows of a frame by subject: the cells of the key columns, separated by slashes."""
    return {"/".join(str(row[name]) for name in key): row for row in frame.to_dict("records")}


def differences(before: "Reconciliation", after: "Reconciliation", *kinds: str) -> dict[str, list[Difference]]:
    """Return by kind (see COMPARED) the subjects that one side lacks, or that differ in a column that counts."""
    found = dict[str, list[Difference]]()
    for kind in kinds:
        rows_of, names, counting = COMPARED[kind]
        key, columns = names.split(), counting.split()
        frames = [rows_of(month) for month in (before, after)]
        if frames[0].equals(frames[1]):  # the usual case before and after a decision
            found[kind] = []
            continue
        old, new = (by_subject(frame, *key) for frame in frames)
        both = [Difference(kind, each, old.get(each), new.get(each)) for each in dict.fromkeys([*old, *new])]
        found[kind] = [each for each in both if any(was != now for was, now in map(each.value, columns))]
    return found


class Comparison:
    """A month and the one before it, and what differs: `found`, by each kind of SINCE_THE_MONTH_BEFORE.

    `new_publications` are the ids of those known since, `events` what happened to parties since, in order of time, and
    `election` the last one whose members took their seats since, or None.
    """

    def __init__(self, before: "Reconciliation", after: "Reconciliation") -> None:
        """Compare two months."""
        self.before, self.after = before, after
        self.found = differences(before, after, *SINCE_THE_MONTH_BEFORE)
        self.new_publications = {each.subject for each in self.found["publication"]}
        self.events: list[Row] = [each.after for each in self.found["party_event"] if each.after]
        self.election = after.house.last_election(after.month.as_of, since=before.month.as_of)


def _publications(month: "Reconciliation") -> pd.DataFrame:
    known = month.sources.publications
    return known.assign(rank=known["kind"].map(AUTHORITY)).sort_values(["rank", "known_from", "publication"])


def _cabinet(month: "Reconciliation") -> pd.DataFrame:
    """Return the cabinet in one row: its name, parties, first day and caretaker day, and all this as text (`state`)."""
    rows = month.house.in_cabinet().sort_values("party_id")
    cabinets = []
    if not rows.empty:
        caretaker, name, parties = rows["caretaker_from"].min(), rows["cabinet"].iloc[-1], rows["party_id"]
        state = f"{name}: {', '.join(parties)}{', caretaker' if pd.notna(caretaker) else ''}"
        cabinets = [[month.house.body_id, name, "|".join(parties), rows["valid_from"].min(), caretaker, state]]
    return pd.DataFrame(cabinets, columns=["body", "cabinet", "parties", "since", "caretaker_from", "state"])


def _named(month: "Reconciliation") -> pd.DataFrame:
    """Return how many sitting members are named, and who is, for each party with any and for all together."""
    own, support = month.named_signatories, month.support_by_party
    ids = own["person_id"].where(own["sits"], own["person_id"] + " (no seat)")
    who = ids.groupby(own["party_id"]).agg("|".join).to_dict() | {ALL_PARTIES: "|".join(ids)}
    rows = support[["party_id", "sitting_named"]].assign(who=support["party_id"].map(who).fillna(""))
    return rows[(rows["who"] != "") | (rows["party_id"] == ALL_PARTIES)]


def _numbered(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that have a number, with `number`: the value as text, or else the range."""
    ends = zip(*(table[name].map(plain_number) for name in ("value", "lower", "upper")), strict=True)
    texts = [value or "–".join(filter(None, [lower, upper])) for value, lower, upper in ends]
    return table.assign(number=texts).loc[[text != "" for text in texts]]


# Each kind of difference: the rows of a month, the columns that name a row, and those in which a change counts.
Kinds = dict[str, "tuple[Callable[[Reconciliation], pd.DataFrame], str, str]"]
# What a month keeps of its comparison with the month before: the rows of changes.csv, and what a notebook shows as new.
# Of the kinds that changes.csv has, the first column that counts is what it shows before and after.
SINCE_THE_MONTH_BEFORE: Kinds = {
    "publication": (_publications, "publication", "publication"),
    "estimate": (
        lambda month: _numbered(month.estimates.drop_duplicates("quantity_id", keep="last").dropna(subset=["value"])),
        *("quantity_id", "number"),
    ),
    "figure": (lambda month: _numbered(month.figures.figures_by_quantity), "quantity_id reference_year", "number"),
    "claim": (lambda month: month.claims.dropna(subset=["verdict"]), "claim_id", "verdict"),
    "commitment_event": (
        lambda month: month.sources.commitment_events.sort_values(["date", "event_id"], kind="stable"),
        *("event_id", "event_id"),
    ),
    "party_event": (lambda month: month.house.events, "event_id", "event_id"),
    "party_signed": (
        lambda month: month.support_by_party.dropna(subset=["party_signed"]),
        *("party_id", "party_signed"),
    ),
    "seats": (lambda month: month.support_by_party.dropna(subset=["seats"]), "party_id", "seats"),
    # Only of all parties together.
    "seats_of_signing_parties": (
        lambda month: month.support_by_party.tail(1).dropna(subset=["seats_of_signing_parties"]),
        *("party_id", "seats_of_signing_parties"),
    ),
    "cabinet": (_cabinet, "body", "state"),
    "named": (_named, "party_id", "sitting_named who"),
    "discrepancy": (lambda month: month.figures.discrepancies, "discrepancy_id", "discrepancy_id"),
    # Sums of overlapping parts that make more than the total of their edition.
    "overlap": (
        lambda month: month.figures.arithmetic.query("outcome == 'may_overlap'"),
        *("quantity_id reference_year series formula_id", "printed derived"),
    ),
    "decision_on_figure": (lambda month: month.sources.decisions.figures, "decision_id", "decision_id"),
}
# And what a decision can change.
COMPARED: Kinds = {
    **SINCE_THE_MONTH_BEFORE,
    "chosen_figure": (
        lambda month: _numbered(month.figures.figures_by_quantity),
        *("quantity_id reference_year", "figure_id value lower upper unit"),
    ),
    "printed_figure": (lambda month: month.figures.printed_figures, "figure_id", "chosen verdict never_chosen_because"),
    "line": (lambda month: month.signatures, "source_file source_row", "outcome matched_name may_be_named"),
    "support": (
        lambda month: month.support_by_party,
        "party_id",
        "party_signed seats_of_signing_parties sitting_named",
    ),
    "signatories": (lambda month: month.signatories_by_party, "party_id", "signatories"),
}
