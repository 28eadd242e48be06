"""What waits for a decision in a month: each figure with its evidence, and the calls that would settle it, to copy."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.core.wording import years_in_words
from analysis.desk.calls import by_hand, call, line_to_copy
from analysis.desk.columns import link
from analysis.desk.numbers import number_in_words, quantity_labels
from analysis.desk.shown import SAY, Shown, paragraph, shown
from analysis.figures.waiting import CORRECTED_VALUE, DECISION_COLUMNS, grounds_of, proposed_decisions, waiting_figures
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
    decisions, taken = month.sources.decisions.figures, month.sources.decisions.figure_decision_ids
    waiting = figures_that_wait(month)
    if waiting.empty:
        return shown(paragraph(SAY.count("desk.waiting.none", len(decisions))))
    proposals = proposed_decisions(waiting, month.figures.printed_figures, taken, f"{month.month}-01")
    blocks = []
    for figure in waiting.to_dict("records"):
        own = proposals[proposals["figure_id"] == figure["figure_id"]].to_dict("records")
        rows = by_hand("figures.csv", DECISION_COLUMNS, [row["row"] for row in own])
        blocks += [_figure(figure, month), *map(_call, own), rows]
    how_to = paragraph(SAY.say("desk.decision.how_to", file="figures.csv"))
    return shown(paragraph(SAY.count("desk.waiting.some", len(waiting))), how_to, *blocks)


def _figure(figure: Row, month: Reconciliation) -> str:
    """Return one waiting figure: what it says, why it waits, and what it was compared with."""
    known = month.figures.printed_figures.set_index("figure_id", drop=False).to_dict("index")
    words = _in_words(known[figure["figure_id"]], month)
    kinds = figure["kinds"].split("|")
    grounds = [known[name] for name in grounds_of(figure)]
    lines = [figure["evidence_en"] if isinstance(figure["evidence_en"], str) else ""]
    if "year_inferred" in kinds:
        facts = {name: words[name] for name in ("number", "year")}
        years = [ground["reference_year"] for ground in grounds]
        # The total that closes with it is of a period.
        period = years_in_words(next((year for year in years if "-" in year), *years[:1])) if years else ""
        key = "desk.waiting.year_inferred_closes" if period else "desk.waiting.year_inferred"
        lines.append(SAY.say(key, **facts | ({"period": period} if period else {})))
    if isinstance(figure["note"], str):
        lines.append(SAY.say("desk.waiting.note", note=figure["note"]))
    compared = [SAY.say("desk.waiting.figure", **_in_words(ground, month)) for ground in grounds]
    items = Markup("").join(Markup("<li>{}</li>").format(item) for item in compared)
    heading = SAY.say("desk.waiting.heading", kinds=SAY.list([SAY.say(f"desk.kind.{kind}") for kind in kinds]), **words)
    return "".join(
        [
            Markup("<h4>{}</h4>").format(heading),
            *[paragraph(line) for line in lines if line],
            Markup("<p>{}</p><ul>{}</ul>").format(SAY.say("desk.waiting.against"), items) if compared else "",
            Markup("<p>{}</p>").format(link(SAY.say("desk.waiting.source"), figure["source_url"])),
        ]
    )


def _call(proposal: Row) -> str:
    """Return the call that makes one of the decisions, to copy."""
    action, number = proposal["action"], proposal["corrected_value"]
    named = {"corrected_value": None if number == CORRECTED_VALUE else float(number)} if action == "correct" else {}
    line = call("decide_on_figure", proposal["figure_id"], action, **named)
    return line_to_copy(SAY.say(f"desk.waiting.action.{action}"), line)


def _in_words(figure: Row, month: Reconciliation) -> dict[str, str]:
    return {
        "figure_id": figure["figure_id"],
        "number": number_in_words(figure, qualifier=figure["qualifier"]),
        "what": quantity_labels(month)[figure["quantity_id"]],
        "year": years_in_words(figure["reference_year"]),
        "source": figure["printed_by"],
    }
