"""What differs between two reconciled months: the one comparison behind changes.csv, the pages, the mails, the index,
what a notebook shows as new, and what a decision changes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from analysis.core.wording import Wording
from analysis.figures.records import AUTHORITY
from analysis.sources.parliament import HOUSE

if TYPE_CHECKING:
    from analysis.reconciliation import Reconciliation

Row = dict[Any, Any]
Rows = dict[str, Row]


class Difference(NamedTuple):
    """One thing that differs: its row before and after, None where there was, or is, none."""

    kind: str
    subject: str
    before: Row | None
    after: Row | None

    def value(self, column: str) -> tuple[str | None, str | None]:
        """Return a column as text, before and after."""
        before, after = (None if row is None else str(row[column]) for row in (self.before, self.after))
        return before, after

    @property
    def rows(self) -> Rows:
        """Return the rows that there are, by `before` and `after`."""
        return {when: row for when, row in (("before", self.before), ("after", self.after)) if row}


# Why a difference is there, the closed list of `reason`. Where there are several causes, the first of these is named.
REASONS = (
    *("election", "party_event", "decision", "signature", "withdrawal"),
    *("member_came", "member_left", "publication", "unknown"),
)


class Why(NamedTuple):
    """Why something differs: one of REASONS, the ids behind it, and what writes its sentence in a language."""

    reason: str
    because: Sequence[str]
    say: Callable[[Wording], str]


def compare(kind: str, before: Rows, after: Rows, columns: Iterable[str]) -> list[Difference]:
    """Return the subjects whose rows differ in one of the columns, or that only one side has, in their order."""
    return [
        Difference(kind, subject, before.get(subject), after.get(subject))
        for subject in dict.fromkeys([*before, *after])
        if _seen(before.get(subject), columns) != _seen(after.get(subject), columns)
    ]


def _seen(row: Row | None, columns: Iterable[str]) -> list[str] | None:
    return None if row is None else [str(row[column]) for column in columns]


@dataclass(frozen=True)
class Comparison:
    """Two months compared, or one month without and with a decision."""

    before: "Reconciliation"
    after: "Reconciliation"
    _found: dict[str, list[Difference]] = field(default_factory=dict, repr=False)

    def differences(self, *kinds: str) -> tuple[Difference, ...]:
        """Return everything that differs of some kinds (see COMPARED); each kind is compared once."""
        for kind in kinds:
            if kind not in self._found:
                rows_of, columns = COMPARED[kind]
                self._found[kind] = compare(kind, rows_of(self.before), rows_of(self.after), columns)
        return tuple(found for kind in kinds for found in self._found[kind])

    @property
    def new_publications(self) -> set[str]:
        """Return the ids of the publications known since."""
        return {found.subject for found in self.differences("publication")}

    @property
    def events(self) -> list[Row]:
        """Return what happened to parties since, in order of time."""
        return [found.after for found in self.differences("party_event") if found.after]

    @property
    def election(self) -> "pd.Series | None":
        """Return the last election whose members took their seats since, or None."""
        held = self.after.sources.elections
        began, ends = (pd.Timestamp(month.month.as_of) for month in (self.before, self.after))
        held = held[(held["body_id"] == HOUSE) & (held["term_starts"] > began) & (held["term_starts"] <= ends)]
        return None if held.empty else held.sort_values("term_starts").iloc[-1]


def of_kind(differences: Iterable[Difference], kind: str) -> list[Difference]:
    """Return the differences of one kind, in their order."""
    return [found for found in differences if found.kind == kind]


def by_subject(frame: pd.DataFrame, *key: str) -> Rows:
    """Return the rows of a frame by subject: the cells of the key, separated by a slash."""
    return {"/".join(str(row[name]) for name in key): row for row in frame.to_dict("records")}


def _publications(month: "Reconciliation") -> Rows:
    """Return the publications, those with most authority first, and of these the oldest."""
    known = month.sources.publications
    ranked = known.assign(rank=known["kind"].map(AUTHORITY)).sort_values(["rank", "known_from", "publication"])
    return by_subject(ranked, "publication")


def _estimates(month: "Reconciliation") -> Rows:
    newest = month.estimates.drop_duplicates("quantity_id", keep="last").dropna(subset=["value"])
    return _with_number(by_subject(newest, "quantity_id"))


def _figures(month: "Reconciliation") -> Rows:
    return _with_number(by_subject(month.figures.figures_by_quantity, "quantity_id", "reference_year"))


def _with_number(rows: Rows) -> Rows:
    """Return the rows that have a number, with `number`: the value as text, or else the range."""
    numbered = {}
    for subject, row in rows.items():
        numbers = [row["value"]] if pd.notna(row["value"]) else [row["lower"], row["upper"]]
        if number := "–".join(f"{float(n):.10g}" for n in numbers if pd.notna(n)):
            numbered[subject] = row | {"number": number}
    return numbered


def _events(month: "Reconciliation") -> Rows:
    return by_subject(month.sources.party_events.sort_values(["date", "event_id"], kind="stable"), "event_id")


def _printed(month: "Reconciliation") -> Rows:
    return by_subject(month.figures.printed_figures, "figure_id")


def _overlaps(month: "Reconciliation") -> Rows:
    """Return the sums of overlapping parts that make more than the total of their edition."""
    checks = month.figures.arithmetic
    found = checks[checks["outcome"] == "may_overlap"]
    return by_subject(found, "quantity_id", "reference_year", "series", "formula_id")


def _lines(month: "Reconciliation") -> Rows:
    return by_subject(month.signatures, "source_file", "source_row")


def _support(*filled: str, parties: slice = slice(None)) -> "Callable[[Reconciliation], Rows]":
    """Return what reads the rows of support by party (the last is `all`) where these columns are filled."""
    return lambda month: by_subject(month.support_by_party.iloc[parties].dropna(subset=[*filled]), "party_id")


# What a month keeps of its comparison with the month before: the rows of changes.csv, and what a notebook shows as new.
SINCE_THE_MONTH_BEFORE = (
    *("publication", "estimate", "figure", "claim", "party_event", "party_signed", "seats"),
    *("seats_of_signing_parties", "discrepancy", "overlap", "decision_on_figure"),
)
# Each kind of difference: the rows of a month by subject, and the columns that count. Of those that changes.csv has,
# the first column is what it shows before and after.
COMPARED: "dict[str, tuple[Callable[[Reconciliation], Rows], tuple[str, ...]]]" = {
    "publication": (_publications, ("publication",)),
    "estimate": (_estimates, ("number",)),
    "figure": (_figures, ("number",)),
    "claim": (lambda month: by_subject(month.claims.dropna(subset=["verdict"]), "claim_id"), ("verdict",)),
    "party_event": (_events, ("event_id",)),
    "party_signed": (_support("party_signed"), ("party_signed",)),
    "seats": (_support("seats"), ("seats",)),
    "seats_of_signing_parties": (
        _support("seats_of_signing_parties", parties=slice(-1, None)),
        ("seats_of_signing_parties",),
    ),
    "chosen_figure": (_figures, ("figure_id", "value", "lower", "upper", "unit")),
    "printed_figure": (_printed, ("chosen", "verdict", "never_chosen_because")),
    "discrepancy": (lambda month: by_subject(month.figures.discrepancies, "discrepancy_id"), ("discrepancy_id",)),
    "overlap": (_overlaps, ("printed", "derived")),
    "decision_on_figure": (lambda month: by_subject(month.sources.decisions.figures, "decision_id"), ("decision_id",)),
    "line": (_lines, ("outcome", "matched_name", "may_be_named")),
    "support": (_support(), ("party_signed", "seats_of_signing_parties", "signatories")),
}
