"""Revisions as a reader meets them: each count that several editions print, first to newest, with the change."""

import pandas as pd
from markupsafe import Markup

from analysis.briefing.page_facts import PageFacts, paragraphs, section
from analysis.briefing.tables import Column, html_table
from analysis.core.wording import years_in_words


def revised(facts: PageFacts) -> Markup:
    """Return the table of revisions, those that changed most first, and which these are."""
    w, runs = facts.wording, facts.month.revisions
    rows = [_row(facts, run) for _, run in runs.groupby(["quantity_id", "reference_year", "series"], sort=False)]
    heading = w.say("briefing.revisions.heading")
    if not rows:
        return section("revisions", heading, paragraphs(w.html("briefing.revisions.none")))
    changed = [row for row in rows if row["change"]]
    named = {"total": w.number(len(rows)), "changed": w.number(len(changed))}
    said = [w.html("briefing.revisions.intro", **named)]
    said += [w.html("briefing.revisions.most", label=changed[0]["label"])] if changed else []
    columns = [
        Column("label", w.say("briefing.revisions.column.label"), row_header=True),
        Column("change", w.say("briefing.revisions.column.change"), numeric=True, show=w.number),
        Column("editions", w.say("briefing.revisions.column.editions"), show=lambda text: text),
    ]
    table = html_table(pd.DataFrame(rows), w.say("briefing.revisions.caption"), columns, css="stacked")
    return section("revisions", heading, paragraphs(Markup(" ").join(said)), Markup(table))


def _row(facts: PageFacts, run: pd.DataFrame) -> dict[str, object]:
    """Return one count as a row: what and of which year, what each edition printed, and the change from the first."""
    w, newest = facts.wording, run.iloc[-1]
    label = f"{facts.quantity_name(newest['quantity_id'])}, {years_in_words(newest['reference_year'])}"
    count = f"charts.visibility.count.{newest['series']}"
    if w.has(count):
        label = f"{label} ({w.say(count)})"
    printed = [Markup("{}{}").format(w.number(row["value"]), facts.cite(row)) for row in run.to_dict("records")]
    return {"label": label, "editions": Markup(", ").join(printed), "change": int(newest["change_from_first"])}
