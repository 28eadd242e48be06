"""The sections of the annex on differences between sources and on figures that later editions revised."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.briefing.html import Column, bullets, html_table, paragraphs, section
from analysis.briefing.page_facts import PageFacts
from analysis.core import amounts
from analysis.core.wording import years_in_words
from analysis.figures.explanations import reserves_in_words

_DERIVED = "derived"
# Kinds of difference that one sentence explains for all pairs of numbers.
_EXPLAINED_BY_KIND = ("revised", "other_series", "overlap")


def differences(facts: PageFacts) -> Markup:
    """Return the differences between sources by kind; one that several publications repeat is shown once.

    A list and no table, in which a phone would give the explanation the narrowest column.
    """
    w, found = facts.wording, facts.month.figures.discrepancies
    shown = found.drop_duplicates(["quantity_id", "reference_year", "kind", "value_a", "value_b"])
    counted = w.html("briefing.discrepancies.intro", total=w.number(len(found)), shown=w.number(len(shown)))
    heading = w.say("briefing.discrepancies.heading")
    if shown.empty:
        return section("discrepancies", heading, paragraphs(counted))
    printed = facts.month.figures.printed_figures.set_index("figure_id", drop=False).to_dict("index")
    # A sum of years that differs from a total of another series has an explanation of its own; so has a number of a
    # smaller group beside that of a larger one.
    quantity_b = shown["figure_ids"].map(lambda ids: printed[ids.split("|")[-1]]["quantity_id"])
    is_own = (shown["publication_b"] == _DERIVED) | (quantity_b != shown["quantity_id"])
    grouped = shown[shown["kind"].isin(_EXPLAINED_BY_KIND) & ~((shown["kind"] == "other_series") & is_own)]
    blocks, mentioned = [], set[str]()
    for kind in _EXPLAINED_BY_KIND:
        of_kind = grouped[grouped["kind"] == kind].groupby("quantity_id", sort=False)
        entries = [_of_one_quantity(facts, rows, printed, mentioned) for _, rows in of_kind]
        blocks.append(_listed(w.say(f"briefing.discrepancies.kind.{kind}"), entries))
    others = [_explained(facts, row, printed) for _, row in shown[~shown.index.isin(grouped.index)].iterrows()]
    blocks.append(_listed(w.say("briefing.discrepancies.kind.others"), others))
    return section("discrepancies", heading, paragraphs(counted), Markup("\n").join(blocks))


def _listed(heading: str, entries: list[Markup]) -> Markup:
    return Markup("<p>{}</p>\n{}").format(heading, bullets(entries, "differences")) if entries else Markup("")


def _of_one_quantity(
    facts: PageFacts, rows: pd.DataFrame, printed: dict[Any, dict[Any, Any]], mentioned: set[str]
) -> Markup:
    """Return the differences of one kind in one quantity.

    The reservation about a figure is given once, so the ids of those that have been are in `mentioned`.
    """
    pairs = [
        Markup("{}: {}").format(years_in_words(row["reference_year"]), _pair(facts, row, printed))
        for _, row in rows.iterrows()
    ]
    new = {*"|".join(rows["figure_ids"]).split("|")} - mentioned
    mentioned |= new
    figures = [figure for figure in facts.month.figures.choices.figures if figure.figure_id in new]
    reserves = reserves_in_words(figures, facts.wording)
    name = facts.quantity_name(rows.iloc[0]["quantity_id"])
    return Markup("<strong>{}.</strong> {}.{}").format(name, Markup("; ").join(pairs), " ".join(["", *reserves]))


def _explained(facts: PageFacts, row: pd.Series, printed: dict[Any, dict[Any, Any]]) -> Markup:
    """Return a difference with its own explanation."""
    name, years = facts.quantity_name(row["quantity_id"]), years_in_words(row["reference_year"])
    explanation = row[f"explanation_{facts.wording.language}"]
    pair = _pair(facts, row, printed)
    return Markup("<strong>{}, {}:</strong> {}. <br>{}").format(name, years, pair, explanation)


def _pair(facts: PageFacts, row: pd.Series, printed: dict[Any, dict[Any, Any]]) -> Markup:
    """Return the two numbers that differ, each with its note, and with its series if these differ."""
    w, sides = facts.wording, {}
    named = row["figure_ids"].split("|")
    compared = {"a": row["figure_id"], "b": named[1] if len(named) > 1 else row["figure_id"]}
    for side, figure_id in compared.items():
        figure = printed[figure_id]
        count = facts.count(figure["series"])
        if row[f"publication_{side}"] == _DERIVED:
            unit = facts.month.sources.quantities.set_index("quantity_id").at[row["quantity_id"], "unit"]
            ends = [row[f"{name}_{side}"] for name in ("value", "lower", "upper")]
            number = Markup("{} {}").format(
                amounts.amount(w, *ends, unit=unit), w.say("briefing.discrepancies.derived")
            )
        elif row["kind"] == "other_series" and row["publication_b"] != _DERIVED and count:
            number = Markup("{} ({})").format(facts.number(figure), count)
        else:
            number = facts.number(figure)
        sides[side] = number
    return w.html("briefing.discrepancies.pair", **sides)


def revisions(facts: PageFacts) -> Markup:
    """Return the table of figures that several editions print, from the first edition to the newest."""
    w, runs = facts.wording, facts.month.revisions
    rows = [_revision(facts, run) for _, run in runs.groupby(["quantity_id", "reference_year", "series"], sort=False)]
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
        Column("editions", w.say("briefing.revisions.column.editions")),
    ]
    table = html_table(pd.DataFrame(rows), w.say("briefing.revisions.caption"), columns, css="stacked")
    return section("revisions", heading, paragraphs(Markup(" ").join(said)), table)


def _revision(facts: PageFacts, run: pd.DataFrame) -> dict[str, object]:
    """Return a row of the table: the figure, its value in each edition, and the change since the first."""
    w, newest = facts.wording, run.iloc[-1]
    label = f"{facts.quantity_name(newest['quantity_id'])}, {years_in_words(newest['reference_year'])}"
    if count := facts.count(newest["series"]):
        label = f"{label} ({count})"
    printed = [Markup("{}{}").format(w.number(row["value"]), facts.cite(row)) for row in run.to_dict("records")]
    return {"label": label, "editions": Markup(", ").join(printed), "change": int(newest["change_from_first"])}
