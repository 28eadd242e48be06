"""One difference between two months, why it is there, and how it is said."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import pandas as pd

from analysis.core.parameters import LANGUAGES, Month
from analysis.core.wording import Wording, wording
from analysis.figures import ReconciledFigures
from analysis.sources import Sources
from analysis.sources.parliament import HOUSE

# Why a difference is there, the closed list of `reason`. Where several things made one, the first of these is named.
REASONS = (
    "election",
    "party_event",
    "decision",
    "signature",
    "withdrawal",
    "member_came",
    "member_left",
    "publication",
    "unknown",
)


Difference = tuple[str, str | None, str | None]


class MonthKnown(Protocol):
    """What is compared of a month: the tables of a `reconciliation.Reconciliation` that can differ."""

    @property
    def month(self) -> Month:
        """Return which month it is."""

    @property
    def sources(self) -> Sources:
        """Return the inputs as of the month."""

    @property
    def figures(self) -> ReconciledFigures:
        """Return the reconciled figures."""

    @property
    def estimates(self) -> pd.DataFrame:
        """Return the estimates in force."""

    @property
    def claims(self) -> pd.DataFrame:
        """Return the judged claims."""

    @property
    def support_by_party(self) -> pd.DataFrame:
        """Return seats and signatures by party."""


class Change(NamedTuple):
    """One row of the table of changes: what differs, the ids of what made it differ, and the sentence that says so."""

    kind: str
    subject: str
    before: str | None
    after: str | None
    because: str
    reason: str
    sentence_nl: str
    sentence_en: str


def change(
    kind: str,
    difference: Difference,
    reason: str,
    because: Iterable[str],
    say: Callable[[Wording], str],
) -> Change:
    """Return a row: `difference` is its subject with what was and what is, `say` writes its sentence in a language."""
    if reason not in REASONS:
        raise ValueError(f"{reason!r} is no reason for a change: expected one of {', '.join(REASONS)}")
    sentences = (say(wording(language)) for language in LANGUAGES)
    return Change(kind, *difference, "|".join(dict.fromkeys(because)), reason, *sentences)


@dataclass(frozen=True)
class TwoMonths:
    """A month and the one before it."""

    before: MonthKnown
    now: MonthKnown

    @property
    def new_publications(self) -> pd.DataFrame:
        """Return the publications known since: one row each, as in `Sources.publications`."""
        known = self.now.sources.publications
        return known[~known["publication"].isin(self.before.sources.publications["publication"])]

    @property
    def events(self) -> pd.DataFrame:
        """Return what happened to parties since, in order of time."""
        events = self.now.sources.party_events
        since = events[events["date"] > pd.Timestamp(self.before.month.as_of)]
        return since.sort_values(["date", "event_id"], kind="stable")

    @property
    def election(self) -> "pd.Series | None":
        """Return the election whose House began to sit since, or nothing."""
        held = self.now.sources.elections
        began = pd.Timestamp(self.before.month.as_of), pd.Timestamp(self.now.month.as_of)
        held = held[(held["body_id"] == HOUSE) & (held["term_starts"] > began[0]) & (held["term_starts"] <= began[1])]
        return None if held.empty else held.sort_values("term_starts").iloc[-1]


def differences(before: dict[str, str], now: dict[str, str]) -> list[Difference]:
    """Return what differs between two tables of values by subject: subject, before, after; in order of subject."""
    subjects = sorted(set(before) | set(now))
    return [(s, before.get(s), now.get(s)) for s in subjects if before.get(s) != now.get(s)]


def by(table: pd.DataFrame, key: str, column: str) -> dict[str, str]:
    """Return the filled values of a column as text, by key."""
    filled = table.dropna(subset=[column])
    return {str(k): str(v) for k, v in zip(filled[key], filled[column], strict=True)}
