"""Says in a sentence what stands behind a difference: who printed what, against what, and why they differ."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.core.rounding import rounded
from analysis.core.wording import Wording, wording, years_in_words
from analysis.figures.arithmetic import Check, Derived
from analysis.figures.printed import Printed
from analysis.figures.verdicts import Relation


@dataclass(frozen=True)
class Explainer:
    """Writes the explanations; knows the publisher and year of each publication and the label of each quantity."""

    sources: dict[str, str]
    quantities: dict[str, dict[str, str]]

    @classmethod
    def of(cls, publications: pd.DataFrame, quantities: dict[str, dict[str, str]]) -> "Explainer":
        """Return an explainer for the publications known as of a month."""
        return cls({row["publication"]: source_of(row) for row in publications.to_dict("records")}, quantities)

    def difference(self, relation: Relation, language: str) -> str:
        """Return why a printed figure differs from the one it was held against."""
        w = wording(language)
        figures = [relation.figure, relation.base] + ([relation.twin] if relation.twin else [])
        return " ".join([self._difference(relation, w), *self._reserves(figures, w)])

    def _difference(self, relation: Relation, w: Wording) -> str:
        figure, base, twin = relation.figure, relation.base, relation.twin
        facts: dict[str, Any] = {
            **self._printed(figure, w),
            "value_b": amount(base, w, as_used=True),
            "source_b": self.source(base, w),
        }
        if relation.kind == "qualifier_dropped" and twin is base:
            return w.say("figures.qualifier_dropped", **facts, what_b=self._what(base, w), year_b=years(base))
        if relation.kind == "reports_for_persons":
            return _say("figures.reports_for_persons", facts | {"what_b": self._what(base, w)}, w)
        if relation.kind == "other_series":
            return self._other_series(relation, facts, w)
        if relation.kind == "qualifier_dropped" and not twin:
            return _say("figures.qualifier_dropped_quote", facts, w)
        if relation.kind == "revised" and twin:
            return _say("figures.revised_repeated", facts | {"source_twin": self.source(twin, w)}, w)
        if twin:
            facts |= {"year_twin": years(twin), "source_twin": self.source(twin, w)}
            if relation.kind != "other_base":
                facts["what_twin"] = self._what(twin, w)
            return w.say(f"figures.{relation.kind}_twin", **facts)
        if relation.kind == "range_narrowed" and figure.used_value is not None:
            return w.say("figures.made_a_minimum", **facts)
        return w.say(f"figures.{relation.kind}", **facts)

    def _other_series(self, relation: Relation, facts: dict[str, Any], w: Wording) -> str:
        figure, base = relation.figure, relation.base
        facts |= {"series_a": _series(figure.series, w), "series_b": _series(base.series, w)}
        if relation.twin:
            facts["series_twin"] = _series(relation.twin.series, w)
            return _say("figures.other_series_number", facts, w)
        if base.quantity_id != figure.quantity_id:
            return w.say("figures.other_series_wider", **facts, year_b=years(base), what_b=self._what(base, w))
        if base.reference_year != figure.reference_year:
            return w.say("figures.other_series_study", **facts, year_b=years(base))
        return w.say("figures.other_series", **facts)

    def _reserves(self, figures: list[Printed], w: Wording) -> list[str]:
        """Return what must be said with figures: that a year is inferred, that a group is not complete."""
        said = []
        for figure in dict.fromkeys(figure for figure in figures if figure.reserve):
            key = f"figures.reserve.{figure.reserve}"
            facts = {"value": amount(figure, w), "source": self.sources[figure.publication], "year": years(figure)}
            said.append(_say(key, facts | {"series": _series(figure.series, w)}, w))
        return said

    def arithmetic(self, check: Check, language: str) -> str:
        """Return what a sum, share or change that does not close comes to, and from which numbers."""
        w = wording(language)
        return " ".join([self._arithmetic(check, w), *self._reserves([check.figure, *check.parts], w)])

    def _arithmetic(self, check: Check, w: Wording) -> str:
        facts = {**self._printed(check.figure, w), "derived": self._derived(check, w)}
        if check.name in ("share", "base", "ratio", "change"):
            return self._quotient(check, facts, w)
        if check.name == "part":
            return w.say("figures.impossible", **facts, what_b=self._what(check.parts[0], w))
        if check.name == "range":
            ranged = check.parts[0]
            facts |= {"range_b": _range(ranged, w), "source_b": self.source(ranged, w)}
            return _say("figures.impossible_range", facts, w)
        facts["terms"] = " + ".join(amount(part, w) for part in check.parts)
        if check.name == "parts":
            facts["source_parts"] = ", ".join(dict.fromkeys(self.sources[part.publication] for part in check.parts))
        if check.name == "years" and check.outcome == "other_series":
            return self._on_another_count(check, facts, w)
        name = "hundred" if check.name == "complement" else check.name
        return _say(f"figures.{check.outcome}_{name}", facts, w)

    def _quotient(self, check: Check, facts: dict[str, Any], w: Wording) -> str:
        """Return why a share, ratio or change does not fit its two numbers."""
        above, *rest = (amount(part, w) for part in check.parts)
        facts |= {"above": above, "below": rest[0] if rest else ""}
        if check.spread and check.outcome == "share_mismatch":
            facts |= dict(zip(("least", "most"), (w.percent(share) for share in check.spread), strict=True))
            return w.say("figures.share_mismatch_estimate", **facts)
        return _say(f"figures.{check.outcome}_{check.name}", facts, w)

    def _on_another_count(self, check: Check, facts: dict[str, Any], w: Wording) -> str:
        """Return on which count a total closes, and what it comes to on its own, or on the one that leads."""
        counts = check.figure.series, check.series or check.figure.series
        # A total that borrows years is of its own series: the other one is that which lends them.
        lent = [part.series for part in check.parts if part.series != counts[1]]
        named = (lent[0], counts[1]) if not check.series and lent else counts
        facts |= dict(zip(("series_a", "series_b"), (_series(name, w) for name in named), strict=True))
        facts |= {"own": "", "own_derived": "" if check.own_derived is None else w.number(check.own_derived)}
        if check.implied:
            borrowed = next(p for p in check.parts if p.reference_year == check.implied.reference_year)
            implied = w.number(check.implied.low)
            # The terms are those that add up to the total: with the year that it would need.
            terms = " + ".join(implied if part is borrowed else amount(part, w) for part in check.parts)
            facts |= {"implied_year": borrowed.reference_year, "implied": implied, "terms": terms}
            return _say("figures.other_series_implied", facts | {"printed": amount(borrowed, w)}, w)
        if not check.series:
            return _say("figures.other_series_lacking", facts, w)
        if check.own_derived is not None:
            facts["own"] = w.say("figures.other_series_years_own", own_derived=facts["own_derived"])
        return _say("figures.other_series_years", facts, w).strip()

    def derived(self, value: Derived, language: str) -> str:
        """Return what a value is that nobody printed, and which figures it follows from."""
        w = wording(language)
        whole = value.figures[0]
        lent = [part for part in value.figures if part.reference_year == value.reference_year]
        facts = {
            "what": self.quantities[value.quantity_id][f"label_{language}"],
            "year": value.reference_year,
            "series": _series(value.series, w),
            "value": w.number(value.low) if value.low == value.high else w.range(value.low, value.high),
            "whole": amount(whole, w),
            "period": years(whole),
            "source": self.source(whole, w),
            "terms": " + ".join(amount(part, w) for part in value.figures[1:]),
            "printed": amount(lent[0], w) if lent else "",
            "count": len(value.figures) // 2,
        }
        return _say(f"figures.derived.{value.kind}", facts, w)

    def source(self, figure: Printed, w: Wording) -> str:
        """Return the publisher and year of a figure, with whom it quotes."""
        own = self.sources[figure.publication]
        if figure.edition == figure.publication:
            return own
        return w.say("figures.quoting", source=own, edition=self.sources[figure.edition])

    def _printed(self, figure: Printed, w: Wording) -> dict[str, Any]:
        return {
            "year": years(figure),
            "source_a": self.source(figure, w),
            "value_a": amount(figure, w),
            "what": self._what(figure, w),
        }

    def _what(self, figure: Printed, w: Wording) -> str:
        return self.quantities[figure.quantity_id][f"label_{w.language}"]

    def _derived(self, check: Check, w: Wording) -> str:
        value = rounded(check.derived or 0, 1)
        return w.percent(value) if check.figure.unit == "percent" else w.number(value)


def source_of(row: dict[Any, Any]) -> str:
    """Return the publisher of a publication, and the year where it is printed."""
    printed = row["published_on"]
    return f"{row['publisher']}, {printed[:4]}" if isinstance(printed, str) else str(row["publisher"])


def years(figure: Printed) -> str:
    """Return the reference year as a reader writes it."""
    return years_in_words(figure.reference_year)


def amount(figure: Printed, w: Wording, as_used: bool = False) -> str:
    """Return the number of a figure as printed: with its range, and with `more than` or `about` where that was said.

    `as_used` gives the value after a decision that corrects it.
    """
    value = figure.used_value if as_used else figure.value
    show = w.percent if figure.unit == "percent" else w.number
    ranged = _range(figure, w)
    if value is None:
        return f"{ranged}%" if figure.unit == "percent" else ranged
    said = figure.qualifier if figure.qualifier not in ("", "converted") else "exact"
    number = w.say(f"figures.said.{said}", number=show(value))
    return w.say("figures.with_range", number=number, range=ranged) if ranged else number


def _range(figure: Printed, w: Wording) -> str:
    """Return the printed range, with both upper ends where two were printed; empty without a range."""
    if figure.lower is None or figure.upper is None:
        return ""
    if figure.upper_alternative is None:
        return w.range(figure.lower, figure.upper)
    ends = (w.number(n) for n in (figure.lower, figure.upper_alternative, figure.upper))
    return w.say("figures.two_upper_ends", **dict(zip(("lower", "first", "second"), ends, strict=True)))


def _series(series: str, w: Wording) -> str:
    return w.say(f"figures.series.{series}")


def _say(key: str, facts: dict[str, Any], w: Wording) -> str:
    """Return a sentence, filled from those facts that it has a place for."""
    return w.say(key, **{name: facts[name] for name in w.places(key)})
