"""The three reconciliations put together: one frozen object that holds every table of a month."""

import os
import pickle
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

import pandas as pd

from analysis import sources as data
from analysis.core.content import Content, sha256_of_tables
from analysis.core.folders import HANDED_OVER, sha256_of_data
from analysis.core.parameters import FIRST_MONTH, Month
from analysis.core.problems import InputError, Problem, in_order
from analysis.core.record_tables import table_of
from analysis.figures import ReconciledFigures, reconcile_figures
from analysis.figures.claim_evidence import Judgement
from analysis.figures.claims import CLAIMS, judge_claims, judgements, with_first_judgement
from analysis.figures.estimates import ESTIMATES
from analysis.figures.tables import revisions, visibility_balance
from analysis.parliament import Chamber
from analysis.parliament.due import due_in
from analysis.reconciliation.changes import changes_table
from analysis.reconciliation.commitments import figures_by_commitment
from analysis.reconciliation.comparison import Comparison, Difference
from analysis.reconciliation.month_records import MonthRecords, records_of
from analysis.reconciliation.releases import changed_since
from analysis.signatories import ResolvedSignatures, resolve_signatures, support
from analysis.signatories.body import TABLES as BODY_TABLES
from analysis.signatories.body import Bodies
from analysis.sources import OWN_DATA, Sources
from analysis.sources.rules import stale_party_decisions


@dataclass(frozen=True, repr=False)
class Reconciliation:
    """Everything that is known at the end of a month, reconciled.

    `figures` holds printed_figures, figures_by_quantity and discrepancies (see `figures`); `estimates` one row per
    estimate in force; `claims` one row per claim, as judged now and when the pledge was signed; `balance` one row per
    year; `revisions` one row per edition of a count that several editions print; `signatures` one row per line of a
    list; `ledger` one row per list; `support_by_party` one row per party and `all`, and so has `signatories_by_party`,
    which counts all who signed; `party_signatures` one row per party that signed as such; `named_signatories` one row
    per person who signed and may be named; `commitments` one row per commitment and figure that speaks to it; `changes`
    one row per difference from the month before; `unaccounted_seats` one row per party whose members are not all known;
    `warnings` what an analyst should know; `judgements` the claims as judged now, as records; `differences` what
    differs from the month before by kind, None in the first month. Nothing that leaves the organisation is made of
    `signatures`, `ledger` or `signatories_by_party`.
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

    @cached_property
    def house(self) -> Chamber:
        """Return what is known of the House."""
        return Chamber.of(self.sources)

    @cached_property
    def records(self) -> MonthRecords:
        """Return the tables that pages use as records."""
        return records_of(self)

    @cached_property
    def votes(self) -> pd.DataFrame:
        """Return the votes of groups of the House that may be published (see `parliament.votes`).

        `group` is the name that a group has at the end of the month.
        """
        names = self.sources.parties.set_index("party_id")["abbreviation"]
        return self.house.votes.assign(group=self.house.votes["party_id"].map(names))

    def __repr__(self) -> str:
        """Return how much is known, in a line, and where."""
        counts = f"{len(self.figures.printed_figures)} printed figures, {len(self.figures.discrepancies)} discrepancies"
        counts += f", {len(self.signatures)} lines of lists, {len(self.changes)} changes, {len(self.warnings)} warnings"
        of_others = "" if self.sources.folder == OWN_DATA else f" --data {self.sources.folder}"
        counts += f" (`briefing check --month {self.month}{of_others}` lists them)"
        tables = "figures.printed_figures, figures.figures_by_quantity, figures.discrepancies, estimates, claims"
        return f"{self.month}: {counts}. Tables: {tables}, balance, signatures, ledger, support_by_party, changes."


def reconcile(month: Month, data_dir: Path = OWN_DATA) -> Reconciliation:
    """Return the reconciliation of a month, compared with the month before (but for March 2021, the first).

    Raises InputError with every problem of the inputs.
    """
    return reconcile_tables(month, data.read_tables(data_dir))


def reconciled(month: Month, data_dir: Path = OWN_DATA) -> Reconciliation:
    """Return what `reconcile` returns, worked out once for as long as no file of the data changes.

    Each call gets a copy of its own, so that nobody sees what another one does to the tables. Raises InputError.
    """
    copy: Reconciliation = pickle.loads(_pickled(month, Content(sha256_of_data(data_dir), data_dir)))
    is_same = copy.sources.folder == data_dir
    return copy if is_same else replace(copy, sources=replace(copy.sources, folder=data_dir))


def hand_over(month: Reconciliation, folder: Path) -> None:
    """Write a month with the records that pages use to a private folder, for `reconciled` in the kernels of a build."""
    month.records  # noqa: B018  worked out here once, not for each page
    (folder / _name(month.month, sha256_of_data(month.sources.folder))).write_bytes(_dumped(month))


def reconcile_and_check_later_months(month: Month, data_dir: Path) -> Reconciliation:
    """Return the reconciliation of a month, as `reconciled`, after the later months in which decisions apply.

    A decision on a party can rest on a signature that another decision takes away: only the month from which both apply
    shows that. Raises InputError for this month or a later one.
    """
    tables = _tables(Content(sha256_of_data(data_dir), data_dir))
    begun = {name: tables.tables[name]["valid_from"] for name in ("decisions_parties", "decisions_signatories")}
    days = {*begun["decisions_parties"], pd.concat(list(begun.values())).max()}
    for later in sorted({Month.of(day.date()) for day in days if pd.notna(day)}):
        if later > month:
            _resolved(data.as_of(later, tables))
    return reconciled(month, data_dir)


@lru_cache(maxsize=2)
def _tables(folder: Content[Path]) -> data.CheckedTables:
    return data.read_tables(folder.value)


@lru_cache(maxsize=3)  # before a decision, with it, and with the one before
def _pickled(month: Month, folder: Content[Path]) -> bytes:
    if HANDED_OVER in os.environ:
        known = Path(os.environ[HANDED_OVER], _name(month, folder.sha256))
        if known.is_file():
            return known.read_bytes()
    return _dumped(reconcile_tables(month, _tables(folder)))


def _name(month: Month, sha256: str) -> str:
    return f"{month}-{sha256}.pickle"


def _dumped(month: Reconciliation) -> bytes:
    return pickle.dumps(month, protocol=pickle.HIGHEST_PROTOCOL)


def reconcile_tables(month: Month, tables: data.CheckedTables) -> Reconciliation:
    """Return the reconciliation of a month from tables that are read already; raises InputError as `reconcile` does."""
    now = without_changes(data.as_of(month, tables))
    signed = data.as_of(FIRST_MONTH, tables)
    first_claims = judge_claims(signed.claims, reconcile_figures(signed), signed.formulas)
    now = replace(now, claims=with_first_judgement(now.claims, first_claims))
    if month != FIRST_MONTH:
        two = Comparison(without_changes(data.as_of(month.previous(), tables)), now)
        now = replace(now, changes=changes_table(two), differences=two.found)
    return replace(now, warnings=tuple(in_order([*now.warnings, *changed_since(now)])))


def without_changes(sources: Sources) -> Reconciliation:
    """Return the reconciliation of a month by itself, before it is compared with the month before.

    `changes` has no rows. Raises InputError where a decision on a party rests on a signature that is not there.
    """
    resolved, house, figures = _resolved(sources), Chamber.of(sources), reconcile_figures(sources)
    signatures, party_support = resolved.signatures, support.support_by_party(house, resolved.signatures)
    estimates = table_of(figures.estimates, ESTIMATES)
    judged = judgements(sources.claims, figures, sources.formulas)
    return Reconciliation(
        month=sources.month,
        sources=sources,
        figures=figures,
        estimates=estimates,
        claims=table_of(judged, CLAIMS),
        balance=visibility_balance(figures.choices, figures.estimates),
        revisions=revisions(figures.choices.figures),
        signatures=signatures,
        ledger=resolved.ledger,
        support_by_party=support.with_coalition(party_support, house.in_cabinet()),
        signatories_by_party=support.signatories_by_party(house, signatures),
        party_signatures=support.party_level_signatures(signatures),
        named_signatories=support.named_signatories(house, signatures),
        commitments=figures_by_commitment(sources.commitments, figures, estimates),
        unaccounted_seats=house.unaccounted_seats,
        changes=changes_table(None),
        warnings=(*sources.warnings, *due_in(house)),
        judgements=tuple(judged),
    )


def bodies_of(sources: Sources) -> Bodies:
    """Return the bodies that lists of signatories are compared with, each with its parties, members and candidates."""
    tables = {name: getattr(sources, name) for name in BODY_TABLES}
    return _bodies(Content(sha256_of_tables(tables.values()), tables))


@lru_cache(maxsize=2)
def _bodies(tables: Content[dict[str, pd.DataFrame]]) -> Bodies:
    return Bodies(tables.value)


def _resolved(sources: Sources) -> ResolvedSignatures:
    """Return the signatures resolved; raises InputError where a decision on a party rests on one that is not there.

    It is remembered, as most decisions are on other tables.
    """
    decisions = sources.decisions
    tables = [sources.signature_lines, decisions.signatories, decisions.texts, decisions.parties]
    tables += [getattr(sources, name) for name in (*BODY_TABLES, "seats")]
    return _resolved_by_content(sources.month, Content(sha256_of_tables(tables), sources))


@lru_cache(maxsize=4)
def _resolved_by_content(month: Month, known: Content[Sources]) -> ResolvedSignatures:
    sources = known.value
    resolved = resolve_signatures(
        sources.signature_lines,
        bodies_of(sources),
        sources.decisions.signatories,
        month.as_of,
        sources.decisions.texts,
    )
    signed = {}
    for body_id in sources.bodies["body_id"]:
        as_such = support.party_level_signatures(resolved.signatures, body_id)
        signed[body_id] = support.parties_that_signed(Chamber.of(sources, body_id), as_such)
    stale = stale_party_decisions(sources.decisions.parties, signed)
    if stale:
        raise InputError(stale)
    return resolved
