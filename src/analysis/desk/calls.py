"""Lines to copy from a notebook: the call that decides, and the same as a row to add by hand."""

import json
from collections.abc import Iterable

from markupsafe import Markup

from analysis.desk.shown import SAY, folded

# A line is copied as one, so it never wraps.
_LINE_STYLE = "white-space:pre;overflow-x:auto;text-align:left;margin:2px 0 6px"
_TO_FILL_IN = ("by", "on", "reason")


def call(function: str, *facts: str | int, **named: str | float | None) -> str:
    """Return the call that decides, with what the analyst fills in left open; None stands for a number to type."""
    given = ["month_reconciled", *(json.dumps(fact, ensure_ascii=False) for fact in facts)]
    named |= dict.fromkeys(_TO_FILL_IN, "")
    given += [f"{name}={_typed(fact)}" for name, fact in named.items()]
    return f"desk.{function}({', '.join(given)})"


def _typed(fact: str | float | None) -> str:
    if isinstance(fact, float):
        return f"{fact:.10g}"
    return json.dumps(fact, ensure_ascii=False) if fact is not None else "NUMBER"


def line_to_copy(what: str, line: str) -> str:
    """Return a line to copy, below what it does."""
    return Markup('<p style="margin:6px 0 0">{}</p>').format(what) + pre(line)


def pre(line: str) -> Markup:
    """Return a line as it is typed."""
    return Markup('<pre style="{}">{}</pre>').format(_LINE_STYLE, line)


def by_hand(file: str, header: Iterable[str], rows: Iterable[str]) -> str:
    """Return rows of CSV to add to a file, folded, below its header."""
    lines = Markup("").join(pre(row) for row in [",".join(header), *rows])
    return folded(SAY.say("desk.decision.by_hand", file=file), lines)
