"""What is wrong with decisions: they are stale, contradict each other, can't be right, or change nothing."""

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.core.problems import Problem, row_of
from analysis.sources.contracts import own_table
from analysis.sources.decisions import ON_FIGURES, ON_PARTIES, ON_SIGNATURES, RELEASES

Row = dict[Any, Any]
# Row, column, found, expected, what to do.
Fault = tuple[int | None, str, str, str, str]

_LOOK_AGAIN = "look at the source again, then change or delete the decision"
_READ_AGAIN = "read that source again: if the decision holds, write the new number in it, else change or delete it"
_NAMES = ("value", "lower", "upper")
_NUMBER = r"-?\d+(?:\.\d+)?"
_GROUND = re.compile(rf"(f\d{{3,}})=(?:(?P<value>{_NUMBER})|(?P<lower>{_NUMBER})[-–](?P<upper>{_NUMBER}))")
_HOW_GROUNDS_ARE_WRITTEN = "figure=number, as f185=5060, or f079=5000-7500 for a range, separated by |"


# On figures


def faults_on_figures(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """Yield every error in the decisions on figures.

    A decision is stale if the number it was made on, or one that its reason rests on, is not what the source says now.
    """
    figures = {row["figure_id"]: {**row, "row": at} for at, row in _rows(tables["figures"])}
    publications = {row["publication"]: row for _, row in _rows(tables["publications"])}
    decided: dict[str, Row] = {}
    preferred: dict[tuple[str, str], Row] = {}
    for at, decision in _rows(tables[ON_FIGURES]):
        figure = figures.get(decision["figure_id"])
        earlier = decided.setdefault(decision["figure_id"], decision)
        if earlier is not decision:
            day = max(decision["valid_from"], earlier["valid_from"])
            both = f"{_named(decision)} beside {_named(earlier)}: both apply from {day:%Y-%m-%d} on"
            yield at, "figure_id", both, "one decision on a figure", "keep one of the two"
        if figure is None:
            yield at, "figure_id", *_gone(decision["figure_id"], decision)
        else:
            yield from ((at, *fault) for fault in _contradictions(decision, figure, preferred))
            if _numbers(decision, "expected_") != _numbers(figure):
                yield at, *_changed(decision, figure, publications)
        yield from ((at, "rests_on", *fault) for fault in _changed_grounds(decision, figures, publications))


def _contradictions(
    decision: Row, figure: Row, preferred: dict[tuple[str, str], Row]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield what can't be right in a decision; `preferred` has the one that prefers by quantity and year so far."""
    corrected, named = decision["corrected_value"], _named(decision)
    number = f"{_short(corrected)} in {named}"
    if decision["action"] != "correct" and pd.notna(corrected):
        yield "corrected_value", number, "an empty cell: only `correct` has one", "empty it, or change the action"
    elif decision["action"] == "correct" and pd.isna(corrected):
        yield "corrected_value", f"an empty cell in {named}", "the value to use instead", "type it"
    elif pd.notna(corrected) and pd.notna(figure["value"]) and corrected == figure["value"]:
        yield "corrected_value", number, "another value than the printed one", "type it, or delete the decision"
    if pd.notna(figure["not_comparable_because"]) or pd.isna(figure["quantity_id"]):
        found = f"{named}, on a figure that is kept apart (not_comparable_because)"
        yield "figure_id", found, "a figure that can be chosen", "delete the decision: without it, it is never chosen"
    elif decision["action"] == "prefer":
        earlier = preferred.setdefault((figure["quantity_id"], figure["reference_year"]), decision)
        if earlier["figure_id"] != decision["figure_id"]:
            found = f"{named} beside {_named(earlier)}: both are {figure['quantity_id']} of {figure['reference_year']}"
            yield "action", found, "one preferred figure for a quantity and year", "keep one of the two"


def _changed(decision: Row, figure: Row, publications: dict[str, Row]) -> tuple[str, str, str, str]:
    expected, printed = _numbers(decision, "expected_"), _numbers(figure)
    column = next(name for name, seen, now in zip(_NAMES, expected, printed, strict=True) if seen != now)
    found = f"{_in_words(expected)} in {_named(decision)}"
    return f"expected_{column}", found, _now(figure, publications), _READ_AGAIN


def _changed_grounds(
    decision: Row, figures: dict[str, Row], publications: dict[str, Row]
) -> Iterator[tuple[str, str, str]]:
    """Yield each figure that the reason rests on and that says something else now, is gone, or can't be read."""
    for ground in decision["rests_on"].split("|") if isinstance(decision["rests_on"], str) else ():
        parts = _GROUND.fullmatch(ground.strip())
        if parts is None:
            yield f"{ground!r} in {_named(decision)}", _HOW_GROUNDS_ARE_WRITTEN, "write it so"
        elif parts[1] not in figures:
            yield _gone(parts[1], decision)
        elif any(float(seen) != _number(figures[parts[1]][name]) for name, seen in parts.groupdict().items() if seen):
            yield f"{ground.strip()} in {_named(decision)}", _now(figures[parts[1]], publications), _READ_AGAIN


def _gone(figure_id: str, decision: Row) -> tuple[str, str, str]:
    remedy = "look why the figure went, then change or delete the decision; or correct the name"
    return f"{figure_id} in {_named(decision)}, and no such figure", "a figure_id of figures.csv", remedy


def _named(decision: Row) -> str:
    return f"decision {decision['decision_id']} ({decision['action']} {decision['figure_id']})"


def _now(figure: Row, publications: dict[str, Row]) -> str:
    """Return what a figure says now, and in which source."""
    source = publications.get(figure["publication"], {})
    title = f"“{source['title']}” of " if isinstance(source.get("title"), str) else ""
    place = f"{figure['figure_id']} in figures.csv:{figure['row']}"
    now = _in_words(_numbers(figure))
    return f"{now}, which {figure['publication']} ({title}{source.get('publisher')}) now says ({place})"


def idle_decisions(decisions: pd.DataFrame, printed_figures: pd.DataFrame, doubted: set[str]) -> list[Problem]:
    """Return a warning for each decision on a figure that applies to a month and changes nothing in it.

    `decisions` are those that apply, `printed_figures` the figures reconciled under them, `doubted` the figures that a
    discrepancy is about: such a figure can be accepted as well as one with a reserve.
    """
    by_id = printed_figures.set_index("figure_id")
    problems = []
    for at, decision in _rows(decisions[decisions["figure_id"].isin(by_id.index)]):
        figure, instead = by_id.loc[decision["figure_id"]], None
        if decision["action"] in ("prefer", "correct") and pd.notna(figure["never_chosen_because"]):
            expected = f"a figure that can be chosen: this one never is ({figure['never_chosen_because']})"
            instead = expected, "delete the decision, or decide on the figure that should be chosen"
        elif decision["action"] == "accept" and pd.isna(figure["reserve"]) and figure.name not in doubted:
            instead = (
                "a figure with a reserve or a discrepancy to accept",
                "fill in its reserve, or delete the decision",
            )
        if instead:
            problems.append(Problem(_path(ON_FIGURES), at, "action", _named(decision), *instead, "warning"))
    return problems


# On signatures and parties


def faults_on_signatures(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """A line has one decision from a day on, for of two nobody could say which counts; and none repeats itself."""
    lines = set()
    for at, decision in _rows(tables[ON_SIGNATURES]):
        place, repeated = f"{decision['source_file']}:{decision['source_row']}", decision["duplicate_of"]
        if (place, decision["valid_from"]) in lines:
            found = f"one more decision on {place} from that day on"
            yield at, "valid_from", found, "one decision on a line from a day on", "keep one of them"
        lines.add((place, decision["valid_from"]))
        if repeated == place:
            yield at, "duplicate_of", "the line itself", "another line than its own", "name that line"
        elif decision["action"] == "duplicate" and pd.isna(repeated):
            yield at, "duplicate_of", "an empty cell", "the line that it repeats, as FILE:ROW", "name that line"


def faults_on_parties(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """A party has one decision from a day on."""
    decisions = tables[ON_PARTIES]
    for at, decision in _rows(decisions[decisions.duplicated(["body_id", "party_id", "valid_from"])]):
        found = f"{decision['decision_id']}, one more decision on {decision['party_id']} from that day on"
        yield at, "valid_from", found, "one decision on a party from a day on", "keep one of them"


def stale_signature_decisions(tables: dict[str, pd.DataFrame]) -> list[Problem]:
    """Return an error for each decision on a signature whose line, person or repeated line is not there (any more)."""
    lines = tables["signature_lines"]
    names = lines["name_as_written"].fillna(lines["organisation_as_written"])  # a party signs without a person's name
    written = dict(zip(lines["source_file"] + ":" + lines["source_row"].astype("str"), names, strict=True))
    persons = {*tables["members"]["person_id"], *tables["candidates"]["person_id"]}
    problems = []
    for at, decision in _rows(tables[ON_SIGNATURES]):
        place = f"{decision['source_file']}:{decision['source_row']}"
        person, repeated = decision["person_id"], decision["duplicate_of"]
        missing = {
            ("name_as_written", f"the name in {place}"): written.get(place) != decision["name_as_written"],
            ("person_id", "a member or candidate"): pd.notna(person) and person not in persons,
            ("duplicate_of", "a line as FILE:ROW"): pd.notna(repeated) and repeated not in written,
        }
        problems += [
            Problem(_path(ON_SIGNATURES), at, column, "one that is not there", expected, _LOOK_AGAIN)
            for (column, expected), is_missing in missing.items()
            if is_missing
        ]
    return problems


def stale_party_decisions(decisions: pd.DataFrame, signed_party_ids: dict[str, set[str]]) -> list[Problem]:
    """Return an error for each decision that carries the signature of a party that is not known to have signed.

    `signed_party_ids` has the parties that signed in each body.
    """
    problems = []
    for at, decision in _rows(decisions):
        signed = signed_party_ids.get(decision["body_id"], set())
        if missing := [party for party in decision["predecessors"].split("|") if party not in signed]:
            found = f"{', '.join(missing)}, of which no signature is known"
            expected = "parties that had signed"
            problems.append(Problem(_path(ON_PARTIES), at, "predecessors", found, expected, _LOOK_AGAIN))
    return problems


# Releases


def faults_of_releases(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """Editions of a month count 1, 2, 3; from the second on each says in both languages what was wrong."""
    editions: dict[str, int] = {}
    for at, release in _rows(tables[RELEASES]):
        due = editions[release["month"]] = editions.get(release["month"], 0) + 1
        if release["edition"] != due:
            yield at, "edition", str(release["edition"]), f"{due}, one more than before", "correct the number"
        for column in ("what_was_wrong_nl", "what_was_wrong_en"):
            text = release[column].strip() if isinstance(release[column], str) else ""
            if bool(text) == (release["edition"] == 1):
                expected = "nothing in edition 1, and in each later one what was wrong in the one before"
                found = repr(text) if text else "an empty cell"
                yield at, column, found, expected, "say what was wrong, or empty the cell"


def _rows(table: pd.DataFrame) -> list[tuple[int, Row]]:
    """Return the rows of a table with their place as a spreadsheet counts it: the header is row 1."""
    return [(row_of(index), row) for index, row in zip(table.index, table.to_dict("records"), strict=True)]


def _path(table: str) -> str:
    return str(own_table(table)["path"])


def _numbers(row: Row, prefix: str = "") -> tuple[float | None, ...]:
    """Return value, lower and upper end of a figure, or those that a decision expects."""
    return tuple(_number(row[f"{prefix}{name}"]) for name in _NAMES)


def _number(cell: Any) -> float | None:
    return None if pd.isna(cell) else float(cell)


def _in_words(numbers: tuple[float | None, ...]) -> str:
    """Return the printed number, the range, or both: `5000 (4000-7000)`."""
    value, lower, upper = numbers
    ends = "" if lower is None and upper is None else f"{_short(lower)}-{_short(upper)}"
    if value is None:
        return ends or "no number"
    return f"{_short(value)} ({ends})" if ends else _short(value)


def _short(number: Any) -> str:
    return "?" if number is None else f"{number:.10g}"
