"""The section of the annex on differences between sources."""

from markupsafe import Markup

from analysis.briefing.html import PARTS, Section, paragraphs, strong
from analysis.briefing.page_facts import PageFacts
from analysis.core import amounts
from analysis.core.record_tables import Row, grouped, rows_of
from analysis.core.wording import years_in_words
from analysis.figures.explanations import reserves_in_words

_DERIVED = "derived"
# Kinds of difference that one sentence explains for all pairs of numbers.
_EXPLAINED_BY_KIND = ("revised", "other_series", "overlap")


def differences(facts: PageFacts) -> Section:
    """Return how many there are, those of a kind that one sentence explains, and the others; repeated ones once.

    Lists and no table, in which a phone would give the explanation the narrowest column.
    """
    w, found = facts.wording, rows_of(facts.month.figures.discrepancies)
    same = grouped(found, "quantity_id", "reference_year", "kind", "value_a", "value_b")
    # Two that print one number differ in what they count, or in how surely: the workbook says how.
    shown = [
        row
        for row, *_ in same.values()
        if any(row[f"{name}_a"] != row[f"{name}_b"] for name in ("value", "lower", "upper"))
    ]
    counted = w.say("briefing.discrepancies.intro", total=w.number(len(found)), shown=w.number(len(shown)))
    printed: dict[str, Row] = {row["figure_id"]: row for row in rows_of(facts.month.figures.printed_figures)}
    by_kind = grouped(({**row, "kind": _explained_by(row, printed)} for row in shown), "kind")
    blocks, mentioned = [paragraphs(counted)], set[str]()
    for kind in (each for each in _EXPLAINED_BY_KIND if each in by_kind):
        entries = []
        for name, rows in grouped(by_kind[kind], "quantity_id").items():
            pairs = [
                Markup("{}: {}").format(years_in_words(row["reference_year"]), _pair(facts, row, printed))
                for row in rows
            ]
            # The reservation about a figure is given once.
            new = {figure_id for row in rows for figure_id in row["figure_ids"].split("|")} - mentioned
            mentioned |= new
            figures = [figure for figure in facts.month.figures.choices.figures if figure.figure_id in new]
            said = Markup("{} {}.").format(strong(f"{facts.quantity_name(name)}."), Markup("; ").join(pairs))
            entries.append(Markup(" ").join([said, *reserves_in_words(figures, w)]))
        blocks += [paragraphs(w.say(f"briefing.discrepancies.kind.{kind}")), PARTS.listed(entries, "differences")]
    if others := by_kind.get("others"):
        entries = [_explained(facts, row) for row in others]
        blocks += [paragraphs(w.say("briefing.discrepancies.kind.others")), PARTS.listed(entries, "differences")]
    return facts.section("discrepancies", *blocks)


def _explained_by(row: Row, printed: dict[str, Row]) -> str:
    """Return the kind of a difference if one sentence explains it for all of them, else `others`.

    A sum of years that differs from a total of another series has an explanation of its own; so has a number of a
    smaller group beside that of a larger one.
    """
    quantity_b = printed[row["figure_ids"].split("|")[-1]]["quantity_id"]
    is_own = row["publication_b"] == _DERIVED or quantity_b != row["quantity_id"]
    is_explained = row["kind"] in _EXPLAINED_BY_KIND and not (row["kind"] == "other_series" and is_own)
    return row["kind"] if is_explained else "others"


def _explained(facts: PageFacts, row: Row) -> Markup:
    """Return the explanation of a difference, which names its numbers and years, with their notes."""
    publications = (row[f"publication_{side}"] for side in "ab")
    notes = facts.notes.refs(dict.fromkeys(name for name in publications if name != _DERIVED))
    return Markup("{}{}").format(row[f"explanation_{facts.wording.language}"], notes)


def _pair(facts: PageFacts, row: Row, printed: dict[str, Row]) -> Markup:
    """Return the two numbers that differ, each with its note, and with its series and year if these differ."""
    w, sides = facts.wording, {}
    named = row["figure_ids"].split("|")
    compared = {"a": row["figure_id"], "b": named[1] if len(named) > 1 else row["figure_id"]}
    for side, figure_id in compared.items():
        figure = printed[figure_id]
        if row[f"publication_{side}"] == _DERIVED:
            unit = facts.month.figures.quantities[row["quantity_id"]].unit
            ends = [row[f"{name}_{side}"] for name in ("value", "lower", "upper")]
            said = amounts.amount(w, *ends, unit=unit), w.say("briefing.discrepancies.derived")
            sides[side] = Markup("{} {}").format(*said)
        else:
            is_other = row["kind"] == "other_series" and row["publication_b"] != _DERIVED
            year = years_in_words(figure["reference_year"]) if figure["reference_year"] != row["reference_year"] else ""
            about = ", ".join(filter(None, [facts.count(figure["series"]) if is_other else "", year]))
            sides[side] = Markup("{} ({})").format(facts.number(figure), about) if about else facts.number(figure)
    return w.html("briefing.discrepancies.pair", **sides)
