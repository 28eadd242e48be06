"""What notebook 1 shows of the figures: what is new, what disagrees, and what waits for a decision."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.briefing.html import bullets, paragraphs
from analysis.core.record_tables import rows_of
from analysis.core.wording import capital, years_in_words
from analysis.desk.choices import Call, Choice, Waiting
from analysis.desk.decide import decide_on_figure
from analysis.desk.html import SAY, Shown, blocks, folded, headings, link, shown, table, with_dutch, with_id
from analysis.desk.tables import DERIVED, Names, Row, changes_by_reason, number_in_words
from analysis.figures.waiting import SERIOUSNESS, WaitingFigure, waiting_figures
from analysis.reconciliation import Reconciliation

# The changes that are about figures; those of parties and seats are in notebook 2.
_CHANGES = ("publication", "estimate", "figure", "claim", "commitment_event")
_OPEN = 10  # kinds are shown unfolded until this many rows are shown


class _Figures(Names):
    @cached_property
    def by_figure(self) -> dict[str, Row]:
        return self.month.figures.printed_figures.set_index("figure_id", drop=False).to_dict("index")

    def said(self, figure_id: str) -> str:
        figure = self.by_figure[figure_id]
        facts = {"number": number_in_words(figure), "year": years_in_words(figure["reference_year"])}
        facts |= {"what": self.by_id[figure["quantity_id"]], "source": figure["printed_by"]}
        return SAY.say("desk.figure", figure_id=figure_id, **facts)


def what_is_new(month: Reconciliation) -> Shown:
    """Return what is new in the figures since the month before: changes, differences, overlaps and decisions."""
    if month.differences is None:
        return shown(SAY.say("desk.news.first_month", month=SAY.month(str(month.month))))
    names, discrepancies = Names(month).by_id, month.differences["discrepancy"]
    found = {
        "changes": [*month.changes.loc[month.changes["kind"].isin(_CHANGES), "subject"]],
        "differences": [each.subject for each in discrepancies if each.after],
        "overlaps": [_overlap_in_words(each.after, names) for each in month.differences["overlap"] if each.after],
        "gone": [each.subject for each in discrepancies if not each.after],
        "decisions": [each.subject for each in month.differences["decision_on_figure"] if each.after],
    }
    before = SAY.month(str(month.month.previous()))
    counts = {what: SAY.count(f"desk.news.{what}", len(each)) for what, each in found.items() if each}
    if not counts:
        return shown(SAY.say("desk.news.nothing", before=before))
    parts: list[str] = [SAY.say("desk.news.summary", before=before, counts=SAY.list([*counts.values()]))]
    parts += changes_by_reason(month, _CHANGES)
    new = month.figures.discrepancies["discrepancy_id"].isin(found["differences"])
    parts += _by_kind(month, month.figures.discrepancies[new])
    for what in ("overlaps", "gone", "decisions"):
        if found[what]:
            parts.append(folded(capital(counts[what]), bullets(found[what]), unfolded=len(found[what]) == 1))
    return shown(*parts)


def _overlap_in_words(row: Row, names: dict[str, str]) -> str:
    dimension, edition = row["formula_id"].split("/", 1)
    parts, total = row["derived"], row["printed"]
    facts = {"edition": names[edition], "what": names[row["quantity_id"]], "dimension": dimension.replace("_", " ")}
    facts |= {"year": years_in_words(row["reference_year"]), "percent": SAY.percent(100 * (parts - total) / total)}
    facts |= {"sum": SAY.number(parts), "more": SAY.number(parts - total), "total": SAY.number(total)}
    return SAY.say("desk.news.overlap", **facts)


def what_disagrees(month: Reconciliation) -> Shown:
    """Return the discrepancies by kind, the most serious first: both numbers, who printed them, and why they differ."""
    found = month.figures.discrepancies
    if found.empty:
        return shown(SAY.say("desk.disagreements.none"))
    return shown(SAY.count("desk.disagreements.summary", len(found)), *_by_kind(month, found))


def _by_kind(month: Reconciliation, discrepancies: pd.DataFrame) -> list[Markup]:
    figures, decisions = _Figures(month), month.sources.decisions.figures.set_index("figure_id").to_dict("index")
    columns = headings("desk.column", "what", "printed", "compared_with", "why")
    parts, rows_so_far = list[Markup](), 0
    # A kind that is not ranked yet comes first, so that nobody overlooks it.
    order = {kind: place for place, kind in enumerate(SERIOUSNESS)}
    for kind in sorted(discrepancies["kind"].unique(), key=lambda kind: order.get(kind, -1)):
        rows = [_disagreement(row, figures, decisions) for row in rows_of(discrepancies[discrepancies["kind"] == kind])]
        rows_so_far += len(rows)
        title = SAY.count("desk.disagreements.kind", len(rows), kind=capital(SAY.say(f"desk.kind.{kind}")))
        html = table(rows, SAY.say(f"desk.disagreements.means.{kind}"), columns)
        parts.append(folded(title, html, unfolded=not parts or rows_so_far <= _OPEN))
    return parts


def _disagreement(row: Row, figures: _Figures, decisions: dict[str, Row]) -> list[str]:
    bold_above = Markup("<strong>{}</strong> <br>{}").format
    figure, why = figures.by_figure[row["figure_id"]], with_dutch(row["explanation_en"], row["explanation_nl"])
    if decision := decisions.get(row["figure_id"]):
        action = SAY.say(f"desk.action.{decision['action']}")
        said = SAY.say("desk.disagreements.decided", decision_id=decision["decision_id"], action=action)
        why = bold_above(said, why)
    by = figure["printed_by"]
    if pd.notna(figure["printed_text"]):
        by = Markup("{} <br>{}").format(by, SAY.say("desk.waiting.words", text=figure["printed_text"]))
    other = {name: row[f"{name}_b"] for name in ("value", "lower", "upper")} | {"unit": figure["unit"]}
    if row["publication_b"] == DERIVED:
        number = number_in_words(other, decimals=1) or SAY.say("desk.none")
    else:  # with the qualifier that was printed with it (`more than`)
        printed = figures.by_figure[row["figure_ids"].split("|")[1]]
        is_that = (printed["publication"], printed["value"]) == (row["publication_b"], other["value"])
        number = number_in_words(other | ({"qualifier": printed["qualifier"]} if is_that else {}))
    return [
        with_id(f"{figures.by_id[row['quantity_id']]}, {years_in_words(row['reference_year'])}", row["discrepancy_id"]),
        bold_above(number_in_words(figure), by),
        bold_above(number, figures.by_id[row["publication_b"]]),
        why,
    ]


def what_waits(month: Reconciliation) -> Waiting:
    """Return the figures that the written rule can't settle (`figures.waiting`), with evidence and calls to choose."""
    decisions, figures = month.sources.decisions.figures, _Figures(month)
    choices = []
    for figure_id, each in waiting_figures(month.figures, decisions).items():
        calls = []
        for action in each.proposals(is_chosen=figures.by_figure[figure_id]["chosen"]):
            named: dict[str, Any] = {"corrected_value": None} if action == "correct" else {}
            calls.append(Call(SAY.say(f"desk.waiting.action.{action}"), decide_on_figure, (figure_id, action), named))
        kinds = capital(SAY.list([SAY.say(f"desk.kind.{kind}") for kind in each.kinds]))
        choices.append(Choice(f"{kinds}: {figures.said(figure_id)}", blocks(*_evidence(each, figures)), calls))
    if not choices:
        return Waiting(blocks(SAY.count("desk.waiting.none", len(decisions))), {}, what_waits)
    how_to = SAY.count("desk.waiting.some", len(choices)), SAY.say("desk.decision.how_to")
    return Waiting(blocks(*how_to, *(each.html for each in choices)), {"": choices}, what_waits)


def _evidence(waiting: WaitingFigure, figures: _Figures) -> Iterator[str]:
    figure, grounds = waiting.figure, waiting.grounds
    printed = figures.by_figure[figure.figure_id]
    yield from (each.explanation_en for each in waiting.findings)
    if "year_inferred" in waiting.kinds:
        year = years_in_words(figure.reference_year)
        yield SAY.say("desk.waiting.year_inferred", number=number_in_words(printed), year=year)
        # One of the grounds, the total that closes with it, is of a period.
        if grounds:
            period = max((figures.by_figure[ground]["reference_year"] for ground in grounds), key=len)
            yield SAY.say("desk.waiting.closes", period=years_in_words(period))
    if isinstance(text := printed["printed_text"], str):
        yield SAY.say("desk.waiting.words", text=text)
    if figure.note:
        yield SAY.say("desk.waiting.note", note=figure.note)
    if grounds:
        yield SAY.say("desk.waiting.against")
        yield bullets(map(figures.said, grounds))
    yield paragraphs(link(SAY.say("desk.waiting.source"), figure.source_url))
    if waiting.kinds != ["year_inferred"]:
        yield SAY.say("desk.waiting.reread", figures=SAY.list([figure.figure_id, *grounds]))
