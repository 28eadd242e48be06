"""What waits for a decision in a month: each figure with its evidence, and the calls that would settle it, to copy."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.core.wording import years_in_words
from analysis.desk.calls import by_hand, call, line_to_copy
from analysis.desk.columns import link
from analysis.desk.numbers import number_in_words, quantity_labels
from analysis.desk.shown import SAY, Shown, paragraph, shown
from analysis.figures.waiting import CORRECTED_VALUE, DECISION_COLUMNS, proposed_decisions, waiting_figures
from analysis.reconciliation import Reconciliation

Row = dict[Any, Any]


def figures_that_wait(month: Reconciliation) -> pd.DataFrame:
    """Return the figures that wait for a decision (see `figures.waiting.waiting_figures`)."""
    sources = month.sources
    return waiting_figures(month.figures, sources.publications, sources.quantities, sources.decisions.figures)


def counts_that_wait(month: Reconciliation) -> dict[str, int]:
    """Return how many `figures` and `lines` of lists wait for a decision."""
    lines = int((month.signatures["outcome"] == "review").sum())
    return {"figures": len(figures_that_wait(month)), "lines": lines}


def what_waits(month: Reconciliation) -> Shown:
    """Return the figures that wait for a decision, each with its evidence and the calls to choose from.

    The same is there as rows for data/decisions/figures.csv. What waits is only what the written rule can't settle (see
    `figures.waiting`).
    """
    sources = month.sources
    decisions = sources.decisions.figures
    waiting = figures_that_wait(month)
    if waiting.empty:
        return shown(paragraph(SAY.count("desk.waiting.none", len(decisions))))
    first_day = f"{month.month}-01"
    taken = sources.decisions.figure_decision_ids
    proposals = proposed_decisions(waiting, month.figures.printed_figures, taken, first_day)
    blocks = [
        _figure(figure, proposals[proposals["figure_id"] == figure["figure_id"]].to_dict("records"), month)
        for figure in waiting.to_dict("records")
    ]
    return shown(
        paragraph(SAY.count("desk.waiting.some", len(waiting))),
        paragraph(SAY.say("desk.decision.how_to", file="figures.csv")),
        *blocks,
    )


def _figure(figure: Row, proposals: list[Row], month: Reconciliation) -> str:
    """Return one waiting figure: what it says, why it waits, what it was compared with, and its possible decisions."""
    known = month.figures.printed_figures.set_index("figure_id", drop=False).to_dict("index")
    printed = known[figure["figure_id"]]
    kinds = [SAY.say(f"desk.kind.{kind}") for kind in figure["kinds"].split("|")]
    heading = SAY.say("desk.waiting.heading", kinds=SAY.list(kinds), **_in_words(printed, month))
    lines = [figure["evidence_en"] if isinstance(figure["evidence_en"], str) else ""]
    if "year_inferred" in figure["kinds"].split("|"):
        lines.append(_inferred_year(printed, figure, known, month))
    if isinstance(figure["note"], str):
        lines.append(SAY.say("desk.waiting.note", note=figure["note"]))
    grounds = [known[name] for name in figure["grounds"].split("|")] if isinstance(figure["grounds"], str) else []
    against = Markup("").join(
        Markup("<li>{}</li>").format(SAY.say("desk.waiting.figure", **_in_words(ground, month))) for ground in grounds
    )
    source = Markup("<p>{}</p>").format(link(SAY.say("desk.waiting.source"), figure["source_url"]))
    return "".join(
        [
            Markup("<h4>{}</h4>").format(heading),
            *[paragraph(line) for line in lines if line],
            Markup("<p>{}</p><ul>{}</ul>").format(SAY.say("desk.waiting.against"), against) if grounds else "",
            source,
            *[_decision(row) for row in proposals],
            by_hand("figures.csv", DECISION_COLUMNS, [row["row"] for row in proposals]),
        ]
    )


def _decision(proposal: Row) -> str:
    """Return the call that makes one of the decisions."""
    action = proposal["action"]
    named = {"corrected_value": _number(proposal["corrected_value"])} if action == "correct" else {}
    line = call("decide_on_figure", proposal["figure_id"], action, **named)
    return line_to_copy(SAY.say(f"desk.waiting.action.{action}"), line)


def _number(text: str) -> float | None:
    return None if text == CORRECTED_VALUE else float(text)


def _in_words(figure: Row, month: Reconciliation) -> dict[str, str]:
    return {
        "figure_id": figure["figure_id"],
        "number": number_in_words(figure, qualifier=figure["qualifier"]),
        "what": quantity_labels(month)[figure["quantity_id"]],
        "year": years_in_words(figure["reference_year"]),
        "source": figure["printed_by"],
    }


def _inferred_year(printed: Row, figure: Row, known: dict[Any, Row], month: Reconciliation) -> str:
    words = _in_words(printed, month)
    facts = {"number": words["number"], "year": words["year"]}
    if not isinstance(figure["grounds"], str):
        return SAY.say("desk.waiting.year_inferred", **facts)
    return SAY.say("desk.waiting.year_inferred_closes", **facts, period=_period(figure, known))


def _period(figure: Row, known: dict[Any, Row]) -> str:
    """Return the years of the sum that closes with a figure."""
    years = [known[name]["reference_year"] for name in figure["grounds"].split("|")]
    return years_in_words(next((year for year in years if "-" in year), years[0]))
