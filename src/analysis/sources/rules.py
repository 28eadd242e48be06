"""Rules between columns, rows and tables that a table schema can't express; each is a row of rules.csv.

A rule is about a view: a table, or one of rule_views.py, which adds what the rule compares its rows with. Its
expression, for `DataFrame.eval`, is true for wrong rows; the texts of its message may name columns (`{upper:g}`).
Without a text for what was found, the message shows the cell. In a rule for several columns, `cell` in the expression
and `{column}` in the texts stand for each of them.
"""

import csv
import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from inspect import signature
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import pandas as pd

from analysis.core.kept import Content
from analysis.core.problems import Problem, row_of
from analysis.sources.contracts import own_tables, path_of, reference_in_words
from analysis.sources.rule_views import VIEWS, named

Tables = dict[str, pd.DataFrame]


@cache
def _rules() -> dict[str, list[dict[str, str]]]:
    found = defaultdict[str, list[dict[str, str]]](list)
    with Path(__file__).with_name("rules.csv").open(encoding="utf-8", newline="") as file:
        for rule in csv.DictReader(file):
            columns = rule["column"].split()
            found[rule["view"]] += [rule | {"column": c, "wrong": rule["wrong"].replace("cell", c)} for c in columns]
    return found


def broken_rules(tables: Tables, sha256: Mapping[str, str] = MappingProxyType({})) -> list[Problem]:
    """Return every problem in tables that fit their schema; results are remembered by the `sha256` of the tables."""
    problems = list(_list_references(tables))
    for view in _rules():
        needed = _tables_of(view)
        if set(needed) <= set(tables):
            of_view = tuple(Content(sha256.get(name, ""), tables[name]) for name in needed)
            problems += (_remembered if set(needed) <= set(sha256) else _broken_in)(view, of_view)
    return problems


def _broken_in(view: str, tables: tuple[Content[pd.DataFrame], ...]) -> list[Problem]:
    frames = [table.value for table in tables]
    return broken_rules_of(view, VIEWS[view](*frames) if view in VIEWS else frames[0])


_remembered = lru_cache(maxsize=64)(_broken_in)


def _tables_of(view: str) -> list[str]:
    return [*signature(VIEWS[view]).parameters] if view in VIEWS else [view]


def broken_rules_of(view: str, frame: pd.DataFrame) -> list[Problem]:
    """Return a problem for each row of a view that breaks a rule; the index of the frame is the place in the file."""
    # Problems are reported for the first table that a view takes.
    path, problems = path_of(_tables_of(view)[0].partition(" ")[0]), []
    for rule in _rules()[view]:
        wrong = frame.eval(rule["wrong"]).fillna(False).astype(bool)
        for index, row in frame[wrong].iterrows():
            found = (rule["found"] or "{}").format(_in_words(row.get(rule["column"])), **row)
            expected, remedy = (rule[part].format(column=rule["column"], **row) for part in ("expected", "remedy"))
            place = None if index is None else row_of(index)
            severity: Literal["error", "warning"] = "warning" if rule["severity"] else "error"
            problems.append(Problem(path, place, rule["column"], found, expected, remedy, severity))
    return problems


def _in_words(cell: object) -> str:
    if pd.isna(cell):
        return "an empty cell"
    if isinstance(cell, str):
        return repr(cell)
    return f"{cell:%Y-%m-%d}" if isinstance(cell, pd.Timestamp) else f"{cell:g}"


def _list_references(tables: Tables) -> Iterator[Problem]:
    for name, table in own_tables().items():
        for field in table["schema"]["fields"]:
            target, key = field.get("listOf", {}).get("resource"), field.get("listOf", {}).get("field")
            if name in tables and target in tables:
                parts = tables[name][field["name"]].dropna().str.split("|").explode()
                for index, part in parts[~parts.isin(tables[target][key])].items():
                    remedy = f"add it to {target} first, or correct the spelling (parts are separated by |)"
                    names = tables["party_names"] if target == "parties" and "party_names" in tables else None
                    also = {} if names is None else dict(zip(names["name"].str.lower(), names["party_id"], strict=True))
                    expected = reference_in_words(part, key, target, tables[target][key].dropna(), also)
                    yield Problem(table["path"], row_of(index), field["name"], repr(part), expected, remedy)


def idle_decisions(decisions: pd.DataFrame, printed_figures: pd.DataFrame, doubted: set[str]) -> list[Problem]:
    """Return a warning for each decision on a figure that applies to a month and changes nothing in it.

    `doubted` are the figures that a discrepancy is about: accepting one of these does change something.
    """
    columns = ["never_chosen_because", "reserve"]
    frame = named(decisions).join(printed_figures.set_index("figure_id")[columns], on="figure_id", how="inner")
    return broken_rules_of("decisions_figures in a month", frame.assign(is_doubted=frame["figure_id"].isin(doubted)))


def answered_questions(
    questions: pd.DataFrame, commitment_events: pd.DataFrame, printed_figures: pd.DataFrame
) -> list[Problem]:
    """Return a warning for each question that was already answered by the end of the first month that it fits."""
    figures = printed_figures[printed_figures["never_chosen_because"].isna()].sort_values("known_from")
    beside = questions.reset_index(names="place").merge(
        figures[["quantity_id", "reference_year", "publication", "figure_id", "known_from"]],
        left_on="answered_by_quantity",
        right_on="quantity_id",
    )
    in_time = beside["reference_year"].str[-4:].astype("int") >= beside["answered_from_year"]
    first = beside[in_time].drop_duplicates("place").set_index("place")
    happened = questions["answered_by_event"].map(commitment_events.set_index("event_id")["known_from"])
    frame = questions.join(first[["reference_year", "publication", "figure_id", "known_from"]])
    month_ends = questions["fits_from"] + pd.offsets.MonthEnd(0)
    return broken_rules_of("questions in a month", frame.assign(happened=happened, month_ends=month_ends))


def days_to_come(figures: pd.DataFrame, today: datetime.date) -> list[Problem]:
    """Return a warning for each figure whose words were read on a day that has not come yet."""
    return broken_rules_of("figures on a day", figures.assign(today=pd.Timestamp(today)))


def stale_party_decisions(decisions: pd.DataFrame, signed_party_ids: dict[str, set[str]]) -> list[Problem]:
    """Return an error for each decision that carries the signature of a party that is not known to have signed."""
    frame = decisions.assign(predecessor=decisions["predecessors"].str.split("|")).explode("predecessor")
    signed = {(body, party) for body, parties in signed_party_ids.items() for party in parties}
    has_signed = [pair in signed for pair in zip(frame["body_id"], frame["predecessor"], strict=True)]
    return broken_rules_of("decisions_parties in a month", frame.assign(has_signed=has_signed))
