"""Whether and as which version a month is released, what a reader can quote from it, and what changed since.

Who was named, and how many, is in a file that git ignores: git can't forget, and even a checksum confirms a guess.
"""

import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.core.folders import write_in_one_step
from analysis.core.parameters import ALL_PARTIES, LANGUAGES, check_names
from analysis.core.problems import InputError, ParameterError, Problem, row_of
from analysis.core.wording import Wording
from analysis.sources.decisions import NAMED, RELEASED_NUMBERS, rows_in_text, with_row, without_row
from analysis.sources.table_changes import Texts, change_tables

if TYPE_CHECKING:
    from analysis.reconciliation import Reconciliation

RELEASES = "decisions/releases.csv"
# What a correction says, each in a column per language of decisions/releases.csv.
CORRECTION = ("what_was_wrong", "how_fixed", "what_it_touches")
_OF_A_CORRECTION = [f"{name}_{language}" for name in CORRECTION for language in LANGUAGES]


@dataclass(frozen=True)
class ReleasedVersion:
    """The newest version of a month (0 if there is none), and what was wrong in the one before (`correction`)."""

    number: int
    is_current: bool  # the month still has its numbers
    released_on: pd.Timestamp | None
    correction: dict[str, Any]

    @property
    def is_released(self) -> bool:
        """Return whether pages may go out, as they show the numbers that somebody released."""
        return self.number > 0 and self.is_current


def version_of(month: "Reconciliation") -> ReleasedVersion:
    """Return the newest version of a month; whether it is current rests on numbers alone if its names were not kept."""
    releases = month.sources.decisions.releases
    if releases.empty:
        return ReleasedVersion(0, False, None, {})
    newest = releases.sort_values("edition").iloc[-1]
    return ReleasedVersion(
        number=int(newest["edition"]),
        is_current=newest["numbers"] == numbers_of(month)
        and named_in(month, newest["edition"]) in (None, named_now(month)),
        released_on=newest["released_on"],
        correction=newest[_OF_A_CORRECTION].to_dict(),
    )


def version_in_words(newest: ReleasedVersion, w: Wording) -> str:
    """Return what a reader must know of the version: what was wrong in the one before, or that it changed since."""
    if newest.released_on is None:
        return ""
    facts = {"number": newest.number, "date": w.date(newest.released_on.date())}
    if not newest.is_current:
        return w.say("page.changed", **facts)
    said = correction_in_words(newest.correction, w)
    return w.say("page.corrected", **facts, correction=said) if said else ""


def correction_in_words(row: Mapping[str, Any], w: Wording) -> str:
    """Return what was wrong in the version before, how it was fixed and what it touches; empty for a first version."""
    said = {name: row.get(f"{name}_{w.language}") for name in CORRECTION}
    typed = {name: text.strip() for name, text in said.items() if isinstance(text, str)}
    ended = {name: text if text.endswith((".", "!", "?")) else f"{text}." for name, text in typed.items()}
    return " ".join(w.say(f"page.{name}", said=text) for name, text in ended.items())


def released_versions(month: "Reconciliation") -> list[dict[str, str]]:
    """Return the versions of a month, newest first: version, released_on, what each corrected; not who released it."""
    releases = month.sources.decisions.releases.sort_values("edition", ascending=False)
    rows = releases.rename(columns={"edition": "version"})[["version", "released_on", *_OF_A_CORRECTION]]
    rows = rows.assign(released_on=rows["released_on"].astype("datetime64[us]").dt.strftime("%Y-%m-%d"))
    return [{name: str(value) for name, value in row.items() if pd.notna(value)} for row in rows.to_dict("records")]


def next_version(
    month: "Reconciliation", correction: Mapping[str, str], earlier: list[dict[str, str]]
) -> dict[str, str] | None:
    """Return the row of the next version of a month, without who released it when; None if it is released already.

    `earlier` has the rows of its versions, the oldest first. Raises ParameterError for an unknown or missing part of
    the correction, for the words of the version before, and if nothing changed since.
    """
    check_names(correction, _OF_A_CORRECTION)
    row = {"month": str(month.month)}
    row |= {word: " ".join(text.split()) for word, text in correction.items() if re.search(r"\w", text)}
    if earlier and version_of(month).is_current:
        if earlier[-1].items() >= row.items():
            return None
        raise ParameterError(
            f"nothing changed since version {len(earlier)}, so there is nothing to correct; to say it in other words, "
            "take that version back first (desk.take_back_release), and release it again"
        )
    if earlier and (missing := [word for word in _OF_A_CORRECTION if word not in row]):
        raise ParameterError(
            "a correction says what was wrong, how it was fixed and what it touches, in both languages: fill in "
            f"{', '.join(missing)}; desk.changed_since_release(month_reconciled) lists what changed"
        )
    if earlier and all(earlier[-1].get(word) == row[word] for word in _OF_A_CORRECTION):
        raise ParameterError(f"these are the words of version {len(earlier)}: say what was wrong in that version")
    return row | {"numbers": numbers_of(month), "edition": str(len(earlier) + 1)}


def changed_since(month: "Reconciliation") -> list[Problem]:
    """Return a warning if the numbers of a month, or the names, are no longer those that were released."""
    version, releases = version_of(month), month.sources.decisions.releases
    if version.number == 0 or version.is_current:
        return []
    newest = releases.loc[releases["edition"].idxmax()]
    what = "names" if newest["numbers"] == numbers_of(month) else "numbers"
    found = f"other {what} than those of version {version.number} of {newest['month']}"
    remedy = "compare with what was sent; then release a new version that says what was wrong, or undo the change"
    return [Problem(RELEASES, row_of(newest.name), "numbers", found, "those that were released", remedy, "warning")]


# What a reader can quote

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


def numbers_of(month: "Reconciliation") -> str:
    """Return the first digits of a SHA-256 of every number, verdict, day and source on the pages, without persons."""
    digest = hashlib.sha256()
    for name, table in quotable_tables(month).items():
        digest.update(f"{name}\n".encode())
        digest.update(table.to_csv(index=False, lineterminator="\n", float_format="%.10g").encode())
    return digest.hexdigest()[:_DIGITS]


def named_now(month: "Reconciliation") -> str:
    """Return as text who is named on the pages of a month, how many, and how many the pages say were named before.

    If somebody is forgotten, the name is taken out here and in the lists, but the number stays: the pages did change.
    """
    rows = month.named_signatories[["party_id", "matched_name", "sits"]].itertuples(index=False)
    changed = month.changes[month.changes["kind"] == "named"].query("before != after").to_dict("records")
    before = [f"{row['subject']} {row['before']} the month before" for row in changed]
    names = [f"{party} {name}{' (sits)' if sits else ''}" for party, name, sits in rows]
    return "; ".join([*names, f"{ALL_PARTIES} {len(names)} named", *before])


def named_in(month: "Reconciliation", version: int) -> str | None:
    """Return who was named in a released version, as text; None if that was not kept."""
    return month.sources.decisions.named.set_index("edition")["named"].fillna("").get(version)


def quotable_tables(month: "Reconciliation") -> dict[str, pd.DataFrame]:
    """Return what a reader can quote from a month, table by table, except who is named and how many.

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
    # Not how many are named: for a party with one member, that says who.
    of_party = "party_id party party_signed signed_on signed_on_precision seats total_seats vacant_seats"
    of_party += " seats_of_signing_parties"
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
        # Only these parties: one that comes later is no news of this month.
        "declined": (sources.parties.dropna(subset=["declined_on"]), "party_id declined_on declined_publication"),
        "groups": (month.house.events, "date kind from_party_ids to_party_ids"),
        "held": (month.house.seats, "party_id valid_from valid_until"),
        "changes": (month.changes[month.changes["kind"] != "named"], "kind subject before after"),
        "sources": (publications, "publication publisher title published_on"),
        "decisions_on_figures": (sources.decisions.figures, "figure_id action"),
        "decisions_on_parties": (month.house.decisions, "party_id predecessors valid_from decided_on"),
    }
    return {name: table[columns.split()] for name, (table, columns) in quotable.items()}


def _numbers_file(month: "Reconciliation", version: int) -> Path:
    return month.sources.folder / RELEASED_NUMBERS / f"{month.month}-{version}.csv"


def keep_released(month: "Reconciliation", version: int) -> None:
    """Write what a reader can quote from a version: the numbers, and, in a file that git ignores, who is named."""
    _change_named(month, version, {"named": named_now(month)})
    path = _numbers_file(month, version)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_in_one_step(path, _quotable_cells(month).to_csv(index=False, lineterminator="\n").encode())


def drop_released(month: "Reconciliation", version: int) -> None:
    """Remove what was kept of a version that is taken back."""
    _change_named(month, version, {})
    _numbers_file(month, version).unlink(missing_ok=True)


def _change_named(month: "Reconciliation", version: int, named: dict[str, str]) -> None:
    key = {"month": str(month.month), "edition": str(version)}

    def edit(texts: Texts) -> Texts:
        text = texts[NAMED]
        if any(row.items() >= key.items() for row in rows_in_text(text)):
            text, _ = without_row(text, key)
        return {NAMED: with_row(text, key | named, NAMED) if named else text}

    change_tables([NAMED], month.sources.folder, edit, lambda _: None)


def cells_changed_since(month: "Reconciliation", version: int) -> pd.DataFrame | None:
    """Return the cells that differ between a released version and now; None if its numbers were not kept.

    One row per cell: table (of `quotable_tables`), row (its ids, separated by a space), column, cell_before, cell_now
    (texts, empty where there is none). Raises InputError if the file of that version is damaged.
    """
    path = _numbers_file(month, version)
    try:
        before = pd.read_csv(path, dtype="object", keep_default_na=False)[[*_KEY, "cell"]]
    except FileNotFoundError:
        return None
    except (ValueError, KeyError):  # pandas raises these for what is no such table
        file, expected = f"{RELEASED_NUMBERS}/{path.name}", "the numbers of a released version"
        raise InputError([Problem(file, None, None, "something else", expected, "restore it with git")]) from None
    both = before.merge(_quotable_cells(month), "outer", _KEY, suffixes=("_before", "_now")).fillna("")
    if (named := named_in(month, version)) is not None:
        both.loc[len(both)] = ["names", "all", "named", named, named_now(month)]
    return both[both["cell_before"] != both["cell_now"]]


def _quotable_cells(month: "Reconciliation") -> pd.DataFrame:
    """Return the cells of the tables that are kept, one row per cell that is not empty: table, row, column, cell."""
    tables, found = quotable_tables(month), []
    for name, key in _KEPT.items():
        written = tables[name].to_csv(index=False, float_format="%.10g", date_format="%Y-%m-%d")
        texts = pd.read_csv(io.StringIO(written), dtype="object", keep_default_na=False)
        rows = texts.assign(row=texts[key].agg(" ".join, axis=1)).drop(columns=key)
        found.append(rows.melt("row", var_name="column", value_name="cell").assign(table=name))
    cells = pd.concat(found, ignore_index=True)[[*_KEY, "cell"]]
    return cells[cells["cell"] != ""].sort_values(_KEY, kind="stable", ignore_index=True)
