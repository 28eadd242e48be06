"""What disagrees, and why: each discrepancy once, by kind, the most serious first, with its explanation in full."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.briefing.tables import Column
from analysis.core.rounding import rounded
from analysis.core.wording import years_in_words
from analysis.desk.columns import Names
from analysis.desk.numbers import Row, number_in_words
from analysis.desk.shown import SAY, Shown, folded, in_dutch, paragraph, shown, table
from analysis.reconciliation import Reconciliation

# The most serious first: what can't be true; what nobody explains; what does not fit its own numbers; what was copied
# or worded wrongly on the way; what is right on another base, edition or count.
SERIOUSNESS = (
    *("impossible", "conflict"),
    *("sum_mismatch", "share_mismatch"),
    *("quoted_wrongly", "reports_for_persons", "qualifier_dropped", "range_narrowed"),
    *("other_base", "other_definition", "revised", "other_series"),
)
# Listed, but no alarm: one person can be counted in several parts.
NO_ALARM = ("overlap",)
_COLUMNS = ("kind", "what", "year", "printed_by", "printed", "held_against", "of", "decision", "why")
# What stands in the place of a publication where a number was computed.
_DERIVED = "derived"
# What a row shows: the two numbers with who printed them, and nearly all of the width for why they differ.
_SHOWN = ("what", "printed", "held_against", "why")
# So many rows stand open, the most serious; what is less serious is a click away.
_OPEN = 10


def what_disagrees(month: Reconciliation) -> Shown:
    """Return the discrepancies by kind, the most serious first, less those that are no alarm: one row each.

    What it is about, both numbers and who printed them, and why they differ, below the decision on it, if any.
    The most serious kinds stand open, the others are folded.
    """
    found = disagreements(month)
    alarms = found[~found["kind_id"].isin(NO_ALARM)]
    if alarms.empty:
        return shown(paragraph(SAY.say("desk.disagreements.none")))
    counts = alarms["kind_id"].value_counts(sort=False)
    named = [f"{SAY.say(f'desk.kind.{kind}')} {number}" for kind, number in counts.items()]
    summary = SAY.count("desk.disagreements.summary", len(alarms), kinds="; ".join(named))
    return shown(paragraph(summary), *_by_kind(alarms))


def _by_kind(alarms: pd.DataFrame) -> list[str]:
    """Return a table for each kind, open for as long as all of them together are not many rows, else folded."""
    parts: list[str] = []
    rows_so_far = 0
    for kind, rows in alarms.groupby("kind_id", sort=False):
        unfolded = not parts or rows_so_far + len(rows) <= _OPEN
        rows_so_far += len(rows)
        name = SAY.say(f"desk.kind.{kind}")
        title = SAY.count("desk.disagreements.kind", len(rows), kind=name[:1].upper() + name[1:])
        parts.append(folded(title, _table(rows, SAY.say(f"desk.disagreements.means.{kind}")), unfolded=unfolded))
    return parts


def parts_that_may_overlap(month: Reconciliation) -> Shown:
    """Return a table of the sums that need not close, since one person can be counted in several parts.

    One row per sum, as in `what_disagrees`.
    """
    found = disagreements(month)
    overlaps = found[found["kind_id"].isin(NO_ALARM)]
    if overlaps.empty:
        return shown(paragraph(SAY.say("desk.disagreements.no_overlaps")))
    return shown(_table(overlaps, SAY.say("desk.disagreements.overlaps")))


def disagreements(month: Reconciliation) -> pd.DataFrame:
    """Return one row per discrepancy, the most serious first, then in the order of the quantities and years.

    Columns: discrepancy_id, kind_id, and in words: kind, what, year, printed_by, printed and held_against (numbers,
    with range), of (who printed the latter, or `computed`), decision (of an analyst on the figure, None for none), why
    (HTML: English, with Dutch folded).
    """
    found = month.figures.discrepancies
    order = {name: place for place, name in enumerate((*SERIOUSNESS, *NO_ALARM))}
    quantities = {name: place for place, name in enumerate(month.sources.quantities["quantity_id"])}
    places = found.assign(
        serious=found["kind"].map(order).fillna(-1),  # a kind that nobody ordered yet must not be overlooked
        place=found["quantity_id"].map(quantities),
    )
    ordered = places.sort_values(["serious", "place", "reference_year", "figure_id"], kind="stable")
    names, decisions = Names.of(month), _decisions(month)
    rows = [_in_words(row, names, decisions.get(row["figure_id"])) for row in ordered.to_dict("records")]
    return pd.DataFrame(rows, columns=["discrepancy_id", "kind_id", *_COLUMNS])


def _decisions(month: Reconciliation) -> dict[Any, Row]:
    """Return the decision on each figure that has one."""
    return {decision["figure_id"]: decision for decision in month.sources.decisions.figures.to_dict("records")}


def _in_words(row: Row, names: Names, decision: Row | None) -> Row:
    figure = names.figures[row["figure_id"]]
    return {
        "discrepancy_id": row["discrepancy_id"],
        "kind_id": row["kind"],
        "kind": SAY.say(f"desk.kind.{row['kind']}"),
        "what": names.quantities[row["quantity_id"]],
        "year": years_in_words(row["reference_year"]),
        "printed_by": figure["printed_by"],
        "printed": number_in_words(figure, qualifier=figure["qualifier"]),
        "held_against": held_against(row, names.figures),
        "of": SAY.say("desk.derived") if row["publication_b"] == _DERIVED else names.sources[row["publication_b"]],
        "decision": _decision(decision),
        "why": SAY.html("desk.with_dutch", sentence=row["explanation_en"], dutch=in_dutch(row["explanation_nl"])),
    }


def held_against(row: Row, figures: dict[Any, Row]) -> str:
    """Return the number that a figure was held against, with what was said with it (`more than`)."""
    unit = figures[row["figure_id"]]["unit"]
    if row["publication_b"] == _DERIVED:
        value = None if pd.isna(row["value_b"]) else rounded(row["value_b"], 1)
        return number_in_words(row | {"unit": unit, "value_b": value}, "_b") or SAY.say("desk.none")
    other = figures[row["figure_ids"].split("|")[1]]
    same = other["publication"] == row["publication_b"] and other["value"] == row["value_b"]
    return number_in_words(row | {"unit": unit}, "_b", other["qualifier"] if same else None)


def _decision(decision: Row | None) -> str | None:
    if decision is None:
        return None
    return SAY.say(
        "desk.decided", decision_id=decision["decision_id"], action=SAY.say(f"desk.action.{decision['action']}")
    )


def _table(rows: pd.DataFrame, caption: str) -> str:
    cells = pd.DataFrame([_cells(row) for row in rows.to_dict("records")], columns=list(_SHOWN))
    columns = [
        Column(name, SAY.say(f"desk.column.{name}"), row_header=name == "what", show=lambda cell: cell)
        for name in _SHOWN
    ]
    return table(cells, caption, columns)


def _cells(row: Row) -> Row:
    """Return the cells of a row as they are shown: what belongs together in one of them, line by line."""
    two_lines = Markup("<strong>{}</strong> <br>{}")
    decided = "" if pd.isna(row["decision"]) else SAY.html("desk.disagreements.decided", decision=row["decision"])
    return {
        "what": Markup("{} <br>{}").format(row["what"], row["year"]),
        "printed": two_lines.format(row["printed"], row["printed_by"]),
        "held_against": two_lines.format(row["held_against"], row["of"]),
        "why": Markup("<strong>{}</strong> <br>{}").format(decided, row["why"]) if decided else row["why"],
    }
