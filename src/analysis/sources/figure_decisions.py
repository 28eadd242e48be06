"""What is wrong with a decision on a figure: it is stale, it contradicts another one, or it can't do anything."""

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.core.amounts import plain_amount, plain_number
from analysis.core.problems import Problem, row_of

DECISIONS, FIGURES = "decisions/figures.csv", "figures.csv"
# Tables that the decisions on figures are held against.
NEEDS = ("decisions_figures", "figures", "publications")
_EXPECTATIONS = (("expected_value", "value"), ("expected_lower", "lower"), ("expected_upper", "upper"))
_READ_AGAIN = "read that source again: if the decision holds, write the new number in it, else change or delete it"
_NUMBER = r"-?\d+(?:\.\d+)?"
_GROUND = re.compile(rf"(f\d{{3,}})=(?:(?P<value>{_NUMBER})|(?P<lower>{_NUMBER})[-–](?P<upper>{_NUMBER}))")
_HOW_GROUNDS_ARE_WRITTEN = "figure=number, as f185=5060, or f079=5000-7500 for a range, separated by |"

Row = dict[Any, Any]
Fault = tuple[int, str, str, str, str]


def faults_of_figure_decisions(tables: dict[str, pd.DataFrame]) -> list[Problem]:
    """Return every error in the decisions on figures, over all decisions at once; needs the tables of NEEDS.

    A decision is stale if the number it was made on, or one that its reason leans on, is not what the source says now.
    """
    figures = {row["figure_id"]: {**row, "row": at} for at, row in _rows(tables["figures"])}
    publications = {row["publication"]: row for _, row in _rows(tables["publications"])}
    decisions = _rows(tables["decisions_figures"])
    faults = [*_twice(decisions), *_rival_preferences(decisions, figures)]
    for at, decision in decisions:
        figure = figures.get(decision["figure_id"])
        if figure is None:
            faults.append((at, "figure_id", *_gone(decision["figure_id"], decision)))
        else:
            faults += [(at, *fault) for fault in (*_unfit(decision, figure), *_stale(decision, figure, publications))]
        faults += [(at, "rests_on", *fault) for fault in _stale_grounds(decision, figures, publications)]
    return [Problem(DECISIONS, *fault) for fault in faults]


def idle_decisions(decisions: pd.DataFrame, printed_figures: pd.DataFrame, doubted: set[str]) -> list[Problem]:
    """Return a warning for each decision that applies to a month and changes nothing in it.

    `decisions` are those that apply, `printed_figures` the figures reconciled under them, `doubted` the figures that a
    discrepancy is about: such a figure can be accepted as well as one with a reserve.
    """
    by_id = printed_figures.set_index("figure_id")
    bars, reserves = by_id["never_chosen_because"], by_id["reserve"]
    problems = []
    for at, decision in _rows(decisions[decisions["figure_id"].isin(by_id.index)]):
        action, figure_id = decision["action"], decision["figure_id"]
        expected = remedy = ""
        if action in ("prefer", "correct") and pd.notna(bars[figure_id]):
            expected = f"a figure that can be chosen: this one never is ({bars[figure_id]})"
            remedy = "delete the decision, or decide on the figure that should be chosen"
        elif action == "accept" and pd.isna(reserves[figure_id]) and figure_id not in doubted:
            expected = "a figure with a reserve or a discrepancy to accept"
            remedy = "fill in its reserve, or delete the decision"
        if expected:
            problems.append(Problem(DECISIONS, at, "action", _named(decision), expected, remedy, "warning"))
    return problems


def _rows(table: pd.DataFrame) -> list[tuple[int, Row]]:
    """Return the rows of a table with their place as a spreadsheet counts it: the header is row 1."""
    return [(row_of(index), row) for index, row in zip(table.index, table.to_dict("records"), strict=True)]


def _stale(decision: Row, figure: Row, publications: dict[str, Row]) -> Iterator[tuple[str, str, str, str]]:
    changed = [name for name, own in _EXPECTATIONS if _number(decision[name]) != _number(figure[own])]
    if changed:
        seen = plain_amount(*(decision[name] for name, _ in _EXPECTATIONS)) or "no number"
        yield changed[0], f"{seen} in {_named(decision)}", _now(figure, publications), _READ_AGAIN


def _stale_grounds(
    decision: Row, figures: dict[str, Row], publications: dict[str, Row]
) -> Iterator[tuple[str, str, str]]:
    """Yield each figure that the reason leans on and that says something else now, is gone, or can't be read."""
    for ground in decision["rests_on"].split("|") if isinstance(decision["rests_on"], str) else ():
        parts = _GROUND.fullmatch(ground.strip())
        if parts is None:
            yield f"{ground!r} in {_named(decision)}", _HOW_GROUNDS_ARE_WRITTEN, "write it so"
        elif parts[1] not in figures:
            yield _gone(parts[1], decision)
        elif any(_number(seen) != _number(figures[parts[1]][name]) for name, seen in parts.groupdict().items() if seen):
            yield f"{ground.strip()} in {_named(decision)}", _now(figures[parts[1]], publications), _READ_AGAIN


def _gone(figure_id: str, decision: Row) -> tuple[str, str, str]:
    remedy = "look why the figure went, then change or delete the decision; or mend the name"
    return f"{figure_id} in {_named(decision)}, and no such figure", f"a figure_id of {FIGURES}", remedy


def _named(decision: Row) -> str:
    return f"decision {decision['decision_id']} ({decision['action']} {decision['figure_id']})"


def _now(figure: Row, publications: dict[str, Row]) -> str:
    """Return what a figure says now, and in which source."""
    now = plain_amount(figure["value"], figure["lower"], figure["upper"]) or "no number"
    source = publications.get(figure["publication"], {})
    title = f"“{source['title']}” of " if isinstance(source.get("title"), str) else ""
    place = f"{figure['figure_id']} in {FIGURES}:{figure['row']}"
    return f"{now}, which {figure['publication']} ({title}{source.get('publisher')}) now says ({place})"


def _unfit(decision: Row, figure: Row) -> Iterator[tuple[str, str, str, str]]:
    """Yield what is wrong with a decision in itself."""
    corrected, printed = _number(decision["corrected_value"]), _number(figure["value"])
    if decision["action"] != "correct" and corrected is not None:
        found = f"{plain_number(corrected)} in {_named(decision)}"
        yield "corrected_value", found, "an empty cell: only `correct` has one", "empty it, or change the action"
    elif decision["action"] == "correct" and corrected is None:
        yield "corrected_value", f"an empty cell in {_named(decision)}", "the value to use instead", "type it"
    elif corrected is not None and corrected == printed:
        found = f"{plain_number(corrected)} in {_named(decision)}"
        yield "corrected_value", found, "another value than the printed one", "type it, or delete the decision"
    if pd.notna(figure["not_comparable_because"]) or pd.isna(figure["quantity_id"]):
        found = f"{_named(decision)}, on a figure that is kept apart (not_comparable_because)"
        yield "figure_id", found, "a figure that can be chosen", "delete the decision: without it, it is never chosen"


def _twice(decisions: list[tuple[int, Row]]) -> Iterator[Fault]:
    """Yield each decision on a figure that has one already: a decision holds from its valid_from on, without an end."""
    first: dict[str, Row] = {}
    for at, decision in decisions:
        earlier = first.setdefault(decision["figure_id"], decision)
        if earlier is not decision:
            both = f"{_named(decision)} beside {_named(earlier)}: both apply from {_later(decision, earlier)} on"
            yield at, "figure_id", both, "one decision on a figure", "keep one of the two"


def _rival_preferences(decisions: list[tuple[int, Row]], figures: dict[str, Row]) -> Iterator[Fault]:
    """Yield each decision that prefers a figure where another one of its quantity and year is preferred already."""
    first: dict[tuple[str, str], Row] = {}
    for at, decision in decisions:
        figure = figures.get(decision["figure_id"])
        if figure is None or decision["action"] != "prefer" or pd.isna(figure["quantity_id"]):
            continue
        earlier = first.setdefault((figure["quantity_id"], figure["reference_year"]), decision)
        if earlier["figure_id"] != decision["figure_id"]:
            subject = f"{figure['quantity_id']} of {figure['reference_year']}"
            both = f"{_named(decision)} beside {_named(earlier)}: both are {subject}"
            yield at, "action", both, "one preferred figure for a quantity and year", "keep one of the two"


def _later(a: Row, b: Row) -> str:
    return f"{max(a['valid_from'], b['valid_from']):%Y-%m-%d}"


def _number(cell: Any) -> float | None:
    return None if pd.isna(cell) else float(cell)
