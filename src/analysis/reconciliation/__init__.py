"""A month reconciled: one frozen object that has every table of figures, claims, signatures and commitments."""

import datetime
import os
import pickle
from dataclasses import dataclass, field, fields, replace
from functools import cached_property, lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import sources as data
from analysis.core.folders import HANDED_OVER, sha256_of_data
from analysis.core.kept import Content, Kept
from analysis.core.parameters import FIRST_MONTH, Month
from analysis.core.problems import InputError, Problem, in_order
from analysis.core.record_tables import table_of
from analysis.figures import TABLES as FIGURE_TABLES
from analysis.figures import ReconciledFigures, reconcile_figures
from analysis.figures.choice import ESTIMATES
from analysis.figures.claim_evidence import Judgement
from analysis.figures.claims import CLAIMS, judgements, with_first_judgement
from analysis.figures.tables import revisions, visibility_balance
from analysis.parliament import Chamber
from analysis.parliament.chamber import due_in
from analysis.reconciliation.changes import changes_table
from analysis.reconciliation.commitments import figures_by_commitment
from analysis.reconciliation.comparison import Comparison, Difference
from analysis.reconciliation.month_records import MonthRecords
from analysis.reconciliation.releases import changed_since
from analysis.signatories import resolve_signatures, support
from analysis.signatories.body import TABLES as BODY_TABLES
from analysis.signatories.body import Bodies
from analysis.signatories.records import Line, Verdict
from analysis.signatories.waiting import warnings_now
from analysis.sources import OWN_DATA, Sources
from analysis.sources.missing import missing_by
from analysis.sources.rules import stale_party_decisions

# What each part of a month is worked out from: attributes of its sources.
_FIGURES_READ = (*FIGURE_TABLES, "claims", "commitments", "decisions.figures")
_LISTS_READ = (
    *("month", *BODY_TABLES, "cabinets", "signature_lines"),
    *("decisions.signatories", "decisions.texts", "decisions.parties"),
)


@dataclass(frozen=True, repr=False)
class Reconciliation:
    """Everything that is known at the end of a month, reconciled.

    `figures` has printed_figures, figures_by_quantity and discrepancies (see `figures`); `estimates` one row per
    estimate in force; `claims` one row per claim, as judged now and when the pledge was signed; `balance` one row per
    year; `revisions` one row per edition of a count that several editions print; `signatures` one row per line of a
    list; `ledger` one row per list; `support_by_party` one row per party and one for `all`, as has
    `signatories_by_party`, which counts all who signed; `party_signatures` one row per party that signed as such;
    `named_signatories` one row per person who signed and may be named; `commitments` one row per commitment and figure
    that speaks to it; `changes` one row per difference from the month before; `unaccounted_seats` one row per party
    whose members are not all known; `warnings` what an analyst should know; `judgements` the claims as judged now, as
    records; `differences` what differs from the month before by kind, None in the first month. Nothing that leaves the
    organisation is made from `signatures`, `ledger` or `signatories_by_party`. `kept` has results that still hold after
    a decision, which then are not worked out again; `data_sha256` is that of the files, if they were read for this
    month.
    """

    month: Month
    sources: Sources
    figures: ReconciledFigures
    estimates: pd.DataFrame
    claims: pd.DataFrame
    balance: pd.DataFrame
    revisions: pd.DataFrame
    signatures: pd.DataFrame
    ledger: pd.DataFrame
    support_by_party: pd.DataFrame
    signatories_by_party: pd.DataFrame
    party_signatures: pd.DataFrame
    named_signatories: pd.DataFrame
    commitments: pd.DataFrame
    unaccounted_seats: pd.DataFrame
    changes: pd.DataFrame
    warnings: tuple[Problem, ...]
    judgements: tuple[Judgement, ...] = ()
    differences: dict[str, list[Difference]] | None = None
    kept: Kept = field(default_factory=Kept, compare=False, repr=False)
    data_sha256: str = ""

    @cached_property
    def house(self) -> Chamber:
        """Return what is known about the House."""
        return Chamber.of(self.sources)

    @cached_property
    def bodies(self) -> Bodies:
        """Return the bodies that lists are compared with, each with its parties, members and candidates."""
        return bodies_of(self.sources, self.kept)

    @cached_property
    def records(self) -> MonthRecords:
        """Return, as records, the tables that pages use."""
        return MonthRecords(self)

    @cached_property
    def votes(self) -> pd.DataFrame:
        """Return the votes of the House that may be published, with the present name of each group (`group`)."""
        names = self.sources.parties.set_index("party_id")["abbreviation"]
        return self.house.votes.assign(group=self.house.votes["party_id"].map(names))

    def __repr__(self) -> str:
        """Return in one line how much is known, and in which tables."""
        counts = f"{len(self.figures.printed_figures)} printed figures, {len(self.figures.discrepancies)} discrepancies"
        counts += f", {len(self.signatures)} lines of lists, {len(self.changes)} changes, {len(self.warnings)} warnings"
        of_others = "" if self.sources.folder == OWN_DATA else f" --data {self.sources.folder}"
        counts += f" (`briefing check --month {self.month}{of_others}` lists them)"
        tables = "figures.printed_figures, figures.figures_by_quantity, figures.discrepancies, estimates, claims"
        return f"{self.month}: {counts}. Tables: {tables}, balance, signatures, ledger, support_by_party, changes."


def reconcile(month: Month, data_dir: Path = OWN_DATA) -> Reconciliation:
    """Return a month reconciled and compared with the month before it, if any; raises InputError with every problem."""
    return reconcile_tables(month, data.read_tables(data_dir))


def reconciled(month: Month, data_dir: Path = OWN_DATA, known: Reconciliation | None = None) -> Reconciliation:
    """Return what `reconcile` returns, worked out only once as long as no file of the data changes.

    Given an earlier result (`known`), only what depends on a change is worked out again. The tables are copies, so that
    callers don't see each other's changes to them. Raises InputError.
    """
    sha256 = sha256_of_data(data_dir)
    if known and (known.month, known.data_sha256) == (month, sha256):
        return known
    handed: Reconciliation | None = None
    if not known and HANDED_OVER in os.environ:
        file = _handed_over(os.environ[HANDED_OVER], month, sha256)
        handed = pickle.loads(file.read_bytes()) if file.is_file() else None
    if handed and handed.sources.folder == data_dir:
        return handed
    content = Content(sha256, data_dir)
    found = _with_own_tables(_reconciled(month, content, known) if known else handed or _opened(month, content))
    return replace(found, sources=replace(found.sources, folder=data_dir))


def hand_over(month: Reconciliation, folder: Path) -> None:
    """Write a month with the records that pages use to a private folder, for `reconciled` in the kernels of a build."""
    month.records  # noqa: B018  worked out here once, not for each page
    dumped = pickle.dumps(month, protocol=pickle.HIGHEST_PROTOCOL)
    _handed_over(folder, month.month, sha256_of_data(month.sources.folder)).write_bytes(dumped)


def _handed_over(folder: Path | str, month: Month, sha256: str) -> Path:
    return Path(folder, f"{month}-{sha256}.pickle")


def _reconciled(month: Month, data_dir: Content[Path], known: Reconciliation | None = None) -> Reconciliation:
    kept = Kept(known.kept if known else None)
    tables = data.read_tables(data_dir.value, kept)
    if known:
        # A decision that takes away the signature on which one on a party rests shows only once both apply.
        parties, signatories = (tables.tables[f"decisions_{of}"]["valid_from"] for of in ("parties", "signatories"))
        days = {*parties, pd.concat([parties, signatories]).max()}
        for later in sorted({Month.of(day.date()) for day in days if pd.notna(day)}):
            if later > month:
                _of_lists(data.as_of(later, tables), kept)
    return replace(reconcile_tables(month, tables, kept), data_sha256=data_dir.sha256)


_opened = lru_cache(maxsize=2)(_reconciled)


def _with_own_tables(record: Any) -> Any:
    """Return a record with a copy of each table; pandas copies the cells only when one of the two is changed."""
    own: dict[str, Any] = {}
    for each in fields(record):
        value = getattr(record, each.name)
        if isinstance(value, pd.DataFrame):
            own[each.name] = value.copy(deep=False)
        elif isinstance(value, Sources | data.Decisions | ReconciledFigures):
            own[each.name] = _with_own_tables(value)
    return replace(record, **own)


def reconcile_tables(month: Month, tables: data.CheckedTables, kept: Kept | None = None) -> Reconciliation:
    """Return what `reconcile` returns, from tables that were read already, with the kept results that still hold."""
    kept = Kept(kept)
    now = without_changes(data.as_of(month, tables), kept)
    first = _of_figures(data.as_of(FIRST_MONTH, tables), kept)
    now = replace(now, claims=with_first_judgement(now.claims, first["claims"]))
    if month != FIRST_MONTH:
        two = Comparison(without_changes(data.as_of(month.previous(), tables), kept), now)
        now = replace(now, changes=changes_table(two), differences=two.found)
    known, missing = warnings_now(now.warnings, now.signatures), missing_by(month, tables.tables)
    return replace(now, warnings=tuple(in_order([*known, *missing, *changed_since(now)])))


def without_changes(sources: Sources, kept: Kept | None = None) -> Reconciliation:
    """Return a month not compared with another; raises InputError if a decision on a party rests on no signature."""
    kept = kept or Kept()
    return Reconciliation(
        month=sources.month,
        sources=sources,
        **_of_figures(sources, kept),
        **_of_lists(sources, kept),
        changes=changes_table(None),
        warnings=(*sources.warnings, *due_in(Chamber.of(sources))),
        kept=kept,
    )


def _read(sources: Sources, names: tuple[str, ...]) -> list[object]:
    return [attrgetter(name)(sources) for name in names]


def _of_figures(sources: Sources, kept: Kept) -> dict[str, Any]:
    # Two months know the same printed figures more often than not.
    def made() -> dict[str, Any]:
        figures = reconcile_figures(sources)
        estimates = table_of(figures.estimates, ESTIMATES)
        judged = judgements(sources.claims, figures, sources.formulas)
        return {
            "figures": figures,
            "estimates": estimates,
            "claims": table_of(judged, CLAIMS),
            "balance": visibility_balance(figures.choices, figures.estimates),
            "revisions": revisions(figures.choices.figures),
            "commitments": figures_by_commitment(sources.commitments, figures, estimates),
            "judgements": tuple(judged),
        }

    return kept.result("figures", made, _read(sources, _FIGURES_READ))


def bodies_of(sources: Sources, kept: Kept | None = None) -> Bodies:
    """Return the bodies that lists of signatories are compared with, each with its parties, members and candidates."""
    tables = {name: getattr(sources, name) for name in BODY_TABLES}
    return (kept or Kept()).result("bodies", lambda: Bodies(tables), tables.values())


def _of_lists(sources: Sources, kept: Kept) -> dict[str, Any]:
    def made() -> dict[str, Any]:
        house, bodies, decisions = Chamber.of(sources), bodies_of(sources, kept), sources.decisions
        # What a line means by rule does not depend on decisions on lines, nor on the other lines.
        by_rule = kept.result("verdicts", dict[tuple[Line, datetime.date], Verdict], [bodies, decisions.texts])
        day, texts = sources.month.as_of, decisions.texts
        resolved = resolve_signatures(sources.signature_lines, bodies, decisions.signatories, day, texts, by_rule)
        signatures = resolved.signatures
        as_such = {body: support.party_level_signatures(signatures, body) for body in sources.bodies["body_id"]}
        signed = {body: support.parties_that_signed(Chamber.of(sources, body), own) for body, own in as_such.items()}
        if stale := stale_party_decisions(decisions.parties, signed):
            raise InputError(stale)
        return {
            "signatures": signatures,
            "ledger": resolved.ledger,
            "support_by_party": support.with_coalition(support.support_by_party(house, signatures), house.in_cabinet()),
            "signatories_by_party": support.signatories_by_party(house, signatures),
            "party_signatures": support.party_level_signatures(signatures),
            "named_signatories": support.named_signatories(house, signatures),
            "unaccounted_seats": house.unaccounted_seats,
        }

    return kept.result("lists", made, _read(sources, _LISTS_READ))
