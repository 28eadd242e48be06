"""What a reader can quote of a month: its digits, and what is kept of a released version to compare with.

Who was named, and how many, is in a file that git, which can't forget, ignores: digits confirm a guess.
"""

import csv
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.core.parameters import ALL_PARTIES
from analysis.core.problems import InputError, Problem
from analysis.sources.decisions import NAMED, RELEASED_NUMBERS, change, decisions_in, with_row, without_row

if TYPE_CHECKING:
    from analysis.reconciliation import Reconciliation

_DIGITS = 12
# The tables of `quotable_tables` that are kept, and the columns that name a row of each.
_KEPT = {
    "figures": ["quantity_id", "reference_year"],
    "balance": ["year"],
    "estimates": ["series", "quantity_id"],
    "claims": ["claim_id"],
    "support": ["party_id"],
    "discrepancies": ["discrepancy_id"],
}
_KEY = ["table", "row", "column"]
# The columns of `support` that say how many are named: of a party with one member, who.
_COUNTS_OF_NAMED = ["sitting_named", "coverage_percent"]
# What share/data/parties.csv had until version 1.0.
_COUNTS_OF_PERSONS = ["signatories", "sitting_signatories"]


def numbers_of(month: "Reconciliation") -> str:
    """Return the first digits of a SHA-256 of every number, verdict, day and source that pages show; of no person."""
    return _digits(_without_persons(quotable_tables(month)))


def earlier_numbers_of(month: "Reconciliation") -> str:
    """Return the same of every name and count of who is named too, as version 1.1 and before wrote it."""
    return _digits(quotable_tables(month))


def _without_persons(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    kept = {name: table for name, table in tables.items() if name != "names"}
    return kept | {"support": kept["support"].drop(columns=_COUNTS_OF_NAMED)}


def named_now(month: "Reconciliation") -> str:
    """Return who is named on the pages of a month, as text, how many, and each number of the month before on the pages.

    How many stays when somebody is forgotten, whose name is taken out here and in the lists: the pages did change.
    """
    rows = month.named_signatories[["party_id", "matched_name", "sits"]].itertuples(index=False)
    changed = month.changes[month.changes["kind"] == "named"].query("before != after").to_dict("records")
    before = [f"{row['subject']} {row['before']} the month before" for row in changed]
    names = [f"{party} {name}{' (sits)' if sits else ''}" for party, name, sits in rows]
    return "; ".join([*names, f"{ALL_PARTIES} {len(names)} named", *before])


def named_in(month: "Reconciliation", version: int) -> str | None:
    """Return who was named in a released version, as text; None if that was not kept."""
    return month.sources.decisions.named.set_index("edition")["named"].fillna("").get(version)


def _digits(tables: dict[str, pd.DataFrame]) -> str:
    digest = hashlib.sha256()
    for name, table in tables.items():
        digest.update(f"{name}\n".encode())
        digest.update(table.to_csv(index=False, lineterminator="\n", float_format="%.10g").encode())
    return digest.hexdigest()[:_DIGITS]


def quotable_tables(month: "Reconciliation") -> dict[str, pd.DataFrame]:
    """Return what a reader can quote of a month, table by table; of persons what may be shown outside, and no more.

    Tables, columns and their order decide the digits that decisions/releases.csv keeps of a release: a change here
    makes every released month a draft again.
    """
    sources, printed = month.sources, month.figures.printed_figures
    publications = sources.publications[sources.publications["publication"].isin(printed["publication"])]
    numbers, year = "value lower upper", "quantity_id reference_year"
    both = f"discrepancy_id kind {year} value_a lower_a upper_a publication_a value_b lower_b upper_b publication_b"
    of_year = "year registered registered_publication estimated estimated_lower estimated_upper"
    of_year += " estimated_upper_alternative estimate_qualifier estimate_publication estimate_range_publication"
    of_year += " estimate_years extrapolated unseen unseen_lower unseen_upper in_view_percent in_view_lower_percent"
    of_year += " in_view_upper_percent first_printed first_publication"
    of_party = "party_id party party_signed signed_on signed_on_precision seats total_seats vacant_seats"
    of_party += " seats_of_signing_parties sitting_named coverage_percent"
    quotable = {
        "figures": (month.figures.figures_by_quantity, f"{year} {numbers} unit publication verdict"),
        "printed": (printed, f"figure_id publication reference_year {numbers} qualifier reserve used_value"),
        "discrepancies": (month.figures.discrepancies, both),
        "claims": (month.claims, "claim_id comparator claimed unit verdict computed publications verdict_when_signed"),
        "estimates": (month.estimates, f"series quantity_id {numbers} upper_alternative qualifier publication"),
        "balance": (month.balance, of_year),
        "commitments": (month.commitments, f"commitment_id {year} {numbers} unit publication qualifier"),
        "decisions": (month.house.decided, "event_id result seats_for seats_against"),
        "votes": (month.votes, "event_id party_id vote mistake certainty"),
        "support": (month.support_by_party, of_party),
        "names": (month.named_signatories, "party_id matched_name sits"),
        # Not the others: a party that comes later is no news of this month.
        "declined": (sources.parties.dropna(subset=["declined_on"]), "party_id declined_on declined_publication"),
        "groups": (month.house.events, "date kind from_party_ids to_party_ids"),
        "held": (month.house.seats, "party_id valid_from valid_until"),
        "changes": (month.changes[month.changes["kind"] != "named"], "kind subject before after"),
        "sources": (publications, "publication publisher title published_on"),
        "decisions_on_figures": (sources.decisions.figures, "figure_id action"),
        "decisions_on_parties": (month.house.decisions, "party_id predecessors valid_from decided_on"),
    }
    return {name: table[columns.split()] for name, (table, columns) in quotable.items()}


def released_numbers_file(month: "Reconciliation", version: int) -> Path:
    """Return where the numbers of a released version are kept."""
    return month.sources.folder / RELEASED_NUMBERS / f"{month.month}-{version}.csv"


def keep_released(month: "Reconciliation", version: int) -> None:
    """Write what a reader can quote of a month as that of a version: the numbers, and beside git who is named."""
    _change_named(month, version, {"named": named_now(month)})
    path = released_numbers_file(month, version)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    _quotable_cells(month).to_csv(unfinished, index=False, lineterminator="\n")
    unfinished.replace(path)


def drop_released(month: "Reconciliation", version: int) -> None:
    """Remove what was kept of a version that is taken back."""
    _change_named(month, version, {})
    released_numbers_file(month, version).unlink(missing_ok=True)


def _change_named(month: "Reconciliation", version: int, named: dict[str, str]) -> None:
    """Write the row of a version to the file of who was named in place of that which is there, or remove it."""
    key = {"month": str(month.month), "edition": str(version)}

    def edited(text: str) -> str:
        if any(row.items() >= key.items() for row in decisions_in(text)):
            text, _ = without_row(text, key)
        return with_row(text, key | named, NAMED) if named else text

    change(NAMED, month.sources.folder, edited, lambda _: None)


def cells_changed_since(month: "Reconciliation", version: int) -> pd.DataFrame | None:
    """Return the cells that differ between a released version and now; None if its numbers were not kept.

    One row per cell: table (of `quotable_tables`), row (its ids, separated by a space), column, cell_before, cell_now
    (texts, empty where there is none). Raises InputError for a file that was spoilt.
    """
    path = released_numbers_file(month, version)
    try:
        before = pd.read_csv(path, dtype="object", keep_default_na=False)[[*_KEY, "cell"]]
    except FileNotFoundError:
        return None
    except (ValueError, KeyError):  # of pandas, what is no such table
        file, expected = f"{RELEASED_NUMBERS}/{path.name}", "the numbers of a released version"
        raise InputError([Problem(file, None, None, "something else", expected, "take it from git again")]) from None
    before = before[~before["column"].isin(_COUNTS_OF_NAMED)]  # version 1.1 and before kept them
    both = before.merge(_quotable_cells(month), "outer", _KEY, suffixes=("_before", "_now")).fillna("")
    if (named := named_in(month, version)) is not None:
        both.loc[len(both)] = ["names", "all", "named", named, named_now(month)]
    return both[both["cell_before"] != both["cell_now"]]


def released_counts_of_persons(folder: Path) -> Iterator[Problem]:
    """Yield a warning for each released version that counts persons: who signed (until 1.0), who was named (1.1)."""
    recall = "recall what was sent of that version (docs/privacy.md says how), release the month again, "
    kinds = [(_COUNTS_OF_PERSONS, "all who signed", f"{recall}then "), (_COUNTS_OF_NAMED, "who was named", "")]
    for path in sorted((folder / RELEASED_NUMBERS).glob("*.csv")):
        rows = [*csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))]
        for columns, what, before in kinds:
            if counted := dict.fromkeys(str(row.get("row")) for row in rows if row.get("column") in columns):
                found, expected = f"counts of {what}, for {', '.join(counted)}", "no count of persons: git can't forget"
                remedy = f"{before}take the rows of {' and '.join(columns)} out of this file"
                yield Problem(f"{RELEASED_NUMBERS}/{path.name}", None, "cell", found, expected, remedy, "warning")


def _quotable_cells(month: "Reconciliation") -> pd.DataFrame:
    """Return the cells of the tables that are kept, one row per cell that is not empty: table, row, column, cell."""
    tables, found = _without_persons(quotable_tables(month)), []
    for name, key in _KEPT.items():
        written = tables[name].to_csv(index=False, float_format="%.10g", date_format="%Y-%m-%d")
        texts = pd.read_csv(io.StringIO(written), dtype="object", keep_default_na=False)
        rows = texts.assign(row=texts[key].agg(" ".join, axis=1)).drop(columns=key)
        found.append(rows.melt("row", var_name="column", value_name="cell").assign(table=name))
    cells = pd.concat(found, ignore_index=True)[[*_KEY, "cell"]]
    return cells[cells["cell"] != ""].sort_values(_KEY, kind="stable", ignore_index=True)
