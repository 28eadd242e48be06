"""Explains a difference in a sentence: who printed what, what it is compared with, and why they differ."""

from collections.abc import Iterable

from analysis.core.amounts import amount, range_in_words, rounded
from analysis.core.wording import Wording, wording, years_in_words
from analysis.figures.checks import Check, Derived
from analysis.figures.records import Figure, Quantity
from analysis.figures.verdicts import Relation

Facts = dict[str, str]


def explain_relation(relation: Relation, language: str) -> str:
    """Return why a printed figure differs from the one it is compared with."""
    w = wording(language)
    facts = _facts_of(relation.figure, "a", w) | _facts_of(relation.other, "b", w)
    facts |= {"year": facts["year_a"], "what": facts["what_a"], "value_b": figure_in_words(relation.other, w, True)}
    if relation.explained_by:
        facts |= _facts_of(relation.explained_by, "c", w)
    return " ".join([w.say_from(f"figures.{_sentence_of(relation)}", facts), *reserves_in_words(relation.figures, w)])


def _sentence_of(relation: Relation) -> str:
    kind, figure, other, explained_by = relation.kind, relation.figure, relation.other, relation.explained_by
    if kind == "other_series" and not explained_by:
        if other.quantity_id != figure.quantity_id:
            return "other_series_wider"
        if other.reference_year != figure.reference_year:
            return "other_series_study"
        # Which study is used for a year is in the table of years, and need not be the one that prints a number for it.
        return "other_series_estimate" if figure.measure == "estimate" else kind
    if kind == "range_narrowed" and not explained_by:
        return kind if figure.used_value is None else "made_a_minimum"
    if not explained_by:
        return "qualifier_dropped_quote" if kind == "qualifier_dropped" else kind
    if kind == "reports_for_persons" or (kind == "qualifier_dropped" and explained_by is other):
        return kind
    return {"other_series": "other_series_number", "revised": "revised_repeated"}.get(kind, f"{kind}_explained")


def explain_check(check: Check, language: str) -> str:
    """Return the result of a sum, share or change that does not close, and the numbers it is computed from."""
    w = wording(language)
    b, derived = check.parts[0], rounded(check.derived or 0, 1)
    facts = _facts_of(check.figure, "a", w) | _facts_of(b, "b", w)
    values = [figure_in_words(part, w) for part in check.parts]
    facts |= {
        "year": facts["year_a"],
        "what": facts["what_a"],
        "derived": w.percent(derived) if check.figure.unit == "percent" else w.number(derived),
        "above": values[0],
        "below": values[1] if len(values) > 1 else "",
        "range_b": range_in_words(w, b.lower, b.upper, b.upper_alternative),
        "terms": " + ".join(values),
        "source_parts": ", ".join(dict.fromkeys(w.institution(part.printed_by) for part in check.parts)),
    }
    key = f"{check.outcome}_{'hundred' if check.name == 'complement' else check.name}"
    if check.name == "part":
        key = "impossible"
    elif check.spread and check.outcome == "share_mismatch":
        key = "share_mismatch_estimate"
        facts |= dict(zip(("least", "most"), map(w.percent, check.spread), strict=True))
    elif check.name == "years" and check.outcome == "other_series":
        key = _on_another_series(check, facts, w)
    return " ".join([w.say_from(f"figures.{key}", facts).strip(), *reserves_in_words([check.figure, *check.parts], w)])


def _on_another_series(check: Check, facts: Facts, w: Wording) -> str:
    """Return the key of the sentence for a total that closes on another series; adds its facts."""
    own = check.figure.series
    # A total that borrows years is of its own series; the other series is the one that lends them.
    lent = [part.series for part in check.parts if part.series != own]
    first, second = (own, check.series) if check.series or not lent else (lent[0], own)
    named = {"series_a": _named(first, check.figures, w), "series_b": _named(second or own, check.figures, w)}
    facts |= {**named, "own": "", "own_derived": ""}
    if check.own_derived is not None:
        facts["own_derived"] = w.number(check.own_derived)
        facts["own"] = w.say_from("figures.other_series_years_own", facts)
    if check.implied is None:
        return "other_series_years" if check.series else "other_series_lacking"
    year, implied = check.implied.reference_year, w.number(check.implied.low)
    # The terms that add up to the total, with the value that it would need for that year.
    terms = [implied if part.reference_year == year else figure_in_words(part, w) for part in check.parts]
    printed = next(figure_in_words(part, w) for part in check.parts if part.reference_year == year)
    facts |= {"implied_year": year, "implied": implied, "printed": printed, "terms": " + ".join(terms)}
    return "other_series_implied"


def explain_derived(value: Derived, quantity: Quantity, language: str) -> str:
    """Return what a derived value (one that nobody printed) is, and which figures it follows from."""
    w = wording(language)
    total, *others = value.figures
    borrowed = [part for part in value.figures if part.reference_year == value.reference_year][:1]
    facts = {
        "what": quantity.label(language),
        "year": value.reference_year,
        "series": _named(value.series, value.figures, w),
        "value": w.number(value.low) if value.low == value.high else w.range(value.low, value.high),
        "whole": figure_in_words(total, w),
        "period": years_in_words(total.reference_year),
        "source": _source(total, w),
        "terms": " + ".join(figure_in_words(part, w) for part in others),
        "printed": "".join(figure_in_words(each, w) for each in borrowed),
        "count": str(len(value.figures) // 2),
    }
    return w.say_from(f"figures.derived.{value.kind}", facts)


def figure_in_words(figure: Figure, w: Wording, as_used: bool = False) -> str:
    """Return the number of a figure with range and qualifier: as printed, or `as_used` after a decision corrects it."""
    return amount(
        w,
        figure.used_value if as_used else figure.value,
        figure.lower,
        figure.upper,
        other_upper=figure.upper_alternative,
        unit="percent" if figure.unit == "percent" else "",
        qualifier=figure.qualifier,
        qualifier_words="figures.qualifier",
    )


def _facts_of(figure: Figure, side: str, w: Wording) -> Facts:
    return {
        f"value_{side}": figure_in_words(figure, w),
        f"source_{side}": _source(figure, w),
        f"what_{side}": figure.quantity.label(w.language),
        f"year_{side}": years_in_words(figure.reference_year),
        f"series_{side}": figure.counted_in.name(w.language),
    }


def _source(figure: Figure, w: Wording) -> str:
    source, quoted = w.institution(figure.printed_by), w.institution(figure.attributed_to)
    return w.say("figures.quoting", source=source, edition=quoted) if quoted else source


def reserves_in_words(figures: Iterable[Figure], w: Wording) -> list[str]:
    """Return the reserves on figures in words: that a year is inferred, that a group is not complete."""
    reserves = []
    for figure in dict.fromkeys(figure for figure in figures if figure.reserve):
        facts = {"value": figure_in_words(figure, w), "year": years_in_words(figure.reference_year)}
        facts |= {"series": figure.counted_in.name(w.language), "source": w.institution_in_sentence(figure.printed_by)}
        reserves.append(w.say_from(f"figures.reserve.{figure.reserve}", facts))
    return reserves


def _named(series: str, figures: Iterable[Figure], w: Wording) -> str:
    return next(each.counted_in.name(w.language) for each in figures if each.series == series)
