"""Cases typed as rows of tests/data/known/: a few figures in a short notation, and what becomes of them.

Figures are separated by `; `. Each is `id quantity value publication` and what is not as in `few_figures.figure`:
`f2 registered-minors 68 MONITOR-OLD reference_year=2018`. A figure without a value has `-`. A figure with a dimension
(`sex=female`) counts a made-up quantity `made-up-ID`, a group of the quantity that differs from it in that dimension.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from analysis.figures.checks import Formula
from analysis.figures.records import DIMENSIONS, Figure
from support.few_figures import figure, formula, formulas
from support.known_answers import typed

_READ: dict[str, Callable[[str], Any]] = dict.fromkeys(("lower", "upper", "upper_alternative", "used_value"), float)
_READ |= {"decimals": int, "comparable": lambda text: text == "yes"}


def cases(table: str) -> list[Any]:
    return [pytest.param(row, id=f"{row['case']}-{place}") for place, row in enumerate(typed(table), start=2)]


def figures_in(text: str) -> list[Figure]:
    return [_figure(*each.split(" ")) for each in text.split("; ")]


def _figure(figure_id: str, quantity: str, value: str, publication: str, *changes: str) -> Figure:
    facts: dict[str, Any] = {"quantity_id": quantity}
    for change in changes:
        name, _, text = change.partition("=")
        facts[name] = _READ.get(name, str)(text)
    group = {name: facts.pop(name) for name in DIMENSIONS if name in facts}
    found = figure(figure_id, None if value == "-" else float(value), publication, **facts)
    return (
        replace(found, quantity=replace(found.quantity, quantity_id=f"made-up-{figure_id}", **group))
        if group
        else found
    )


def formulas_in(text: str) -> list[Formula]:
    """Return the formula of a case, `kind result term|term flag`; those of the project for an empty text."""
    if text in ("", "none"):
        return [] if text else formulas()
    kind, result, terms, *flags = text.split(" ")
    return formula(kind, result, *terms.split("|"), overlap="overlap" in flags, complete="complete" in flags)
