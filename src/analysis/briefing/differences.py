"""The section of the annex on differences between sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from analysis.briefing.html import Section
from analysis.briefing.page_facts import PageFacts
from analysis.core import amounts
from analysis.core.record_tables import Row, grouped, rows_of
from analysis.core.wording import years_in_words
from analysis.figures.explanations import reserves_in_words

_DERIVED = "derived"
# Kinds of difference that one sentence explains for all pairs of numbers.
_EXPLAINED_BY_KIND = ("revised", "other_series", "overlap")


@dataclass(frozen=True)
class OfQuantity:
    """Differences of one kind in one quantity: its name, the pairs of numbers, and the reservations about them."""

    name: str
    pairs: list[Markup]
    reserves: list[str]


def differences(facts: PageFacts) -> Section:
    """Return how many there are, those of a kind that one sentence explains, and the others; repeated ones once.

    Lists and no table, in which a phone would give the explanation the narrowest column.
    """
    w, found = facts.wording, rows_of(facts.month.figures.discrepancies)
    same = grouped(found, "quantity_id", "reference_year", "kind", "value_a", "value_b")
    # Two that print one number differ in what they count, or in how surely: the workbook says how.
    shown = [repeated[0] for repeated in same.values() if not _has_one_number(repeated[0])]
    counted = w.say("briefing.discrepancies.intro", total=w.number(len(found)), shown=w.number(len(shown)))
    printed = {row["figure_id"]: row for row in rows_of(facts.month.figures.printed_figures)}
    by_kind: dict[str, list[OfQuantity]] = {}
    mentioned = set[str]()
    for kind in _EXPLAINED_BY_KIND:
        of_kind = [row for row in shown if row["kind"] == kind and not _has_own_explanation(row, printed)]
        of_quantities = grouped(of_kind, "quantity_id").values()
        by_kind[kind] = [_of_one_quantity(facts, rows, printed, mentioned) for rows in of_quantities]
    others = [_explained(facts, row) for row in shown if _has_own_explanation(row, printed)]
    return facts.section("differences", counted=counted, by_kind=by_kind, others=others)


def _has_one_number(row: Row) -> bool:
    return all(row[f"{name}_a"] == row[f"{name}_b"] for name in ("value", "lower", "upper"))


def _has_own_explanation(row: Row, printed: Mapping[Any, Row]) -> bool:
    """Return whether no sentence on its kind explains a difference.

    A sum of years that differs from a total of another series has an explanation of its own; so has a number of a
    smaller group beside that of a larger one.
    """
    if row["kind"] not in _EXPLAINED_BY_KIND:
        return True
    quantity_b = printed[row["figure_ids"].split("|")[-1]]["quantity_id"]
    is_own = row["publication_b"] == _DERIVED or quantity_b != row["quantity_id"]
    return bool(row["kind"] == "other_series" and is_own)


def _of_one_quantity(facts: PageFacts, rows: list[Row], printed: Mapping[Any, Row], mentioned: set[str]) -> OfQuantity:
    """Return the differences of one kind in one quantity.

    The reservation about a figure is given once, so the ids of those that have been are in `mentioned`.
    """
    pairs = [Markup("{}: {}").format(years_in_words(row["reference_year"]), _pair(facts, row, printed)) for row in rows]
    new = {figure_id for row in rows for figure_id in row["figure_ids"].split("|")} - mentioned
    mentioned |= new
    figures = [figure for figure in facts.month.figures.choices.figures if figure.figure_id in new]
    return OfQuantity(facts.quantity_name(rows[0]["quantity_id"]), pairs, reserves_in_words(figures, facts.wording))


def _explained(facts: PageFacts, row: Row) -> Markup:
    """Return the explanation of a difference, which names its numbers and years, with their notes."""
    publications = (row[f"publication_{side}"] for side in "ab")
    notes = facts.notes.refs(dict.fromkeys(name for name in publications if name != _DERIVED))
    return Markup("{}{}").format(row[f"explanation_{facts.wording.language}"], notes)


def _pair(facts: PageFacts, row: Row, printed: Mapping[Any, Row]) -> Markup:
    """Return the two numbers that differ, each with its note, and with its series and year if these differ."""
    w, sides = facts.wording, {}
    named = row["figure_ids"].split("|")
    compared = {"a": row["figure_id"], "b": named[1] if len(named) > 1 else row["figure_id"]}
    for side, figure_id in compared.items():
        figure = printed[figure_id]
        if row[f"publication_{side}"] == _DERIVED:
            unit = facts.month.figures.quantities[row["quantity_id"]].unit
            ends = [row[f"{name}_{side}"] for name in ("value", "lower", "upper")]
            number = Markup("{} {}").format(
                amounts.amount(w, *ends, unit=unit), w.say("briefing.discrepancies.derived")
            )
        else:
            is_other = row["kind"] == "other_series" and row["publication_b"] != _DERIVED
            year = years_in_words(figure["reference_year"]) if figure["reference_year"] != row["reference_year"] else ""
            about = ", ".join(filter(None, [facts.count(figure["series"]) if is_other else "", year]))
            number = Markup("{} ({})").format(facts.number(figure), about) if about else facts.number(figure)
        sides[side] = number
    return w.html("briefing.discrepancies.pair", **sides)
