"""Shares with their counts, what they leave of a hundred percent, ratios and changes."""

from itertools import product

from analysis.figures.arithmetic.check import Check, Interval, Term, fits
from analysis.figures.arithmetic.partners import Partners
from analysis.figures.formulas import Formula
from analysis.figures.printed import Printed, overlaps, within


def share(figure: Printed, formula: Formula, partners: Partners) -> Check:
    """Return whether a share fits its two counts: of its own edition, or as known today."""
    above, below = (partners.terms(quantity, figure) for quantity in formula.terms)
    pairs = [(a, b) for a, b in product(above, below) if a.value and b.value]
    if not pairs:
        return _lacking("share", figure, formula, above, below)
    fitting = [pair for pair in pairs if fits(_possible(*pair), figure)]
    a, b = (fitting or pairs)[0]
    outcome = "closes" if fitting else "other_base" if _other_base(figure, formula, partners) else "share_mismatch"
    spread = _spread(a, b, partners)
    return Check("share", figure, outcome, 100 * a.value / b.value, a.figures + b.figures, formula.formula_id, spread)


def _lacking(name: str, figure: Printed, formula: Formula, *found: list[Term]) -> Check:
    parts = tuple(part for terms in found for term in terms[:1] for part in term.figures)
    return Check(name, figure, "missing_partner", parts=parts, formula_id=formula.formula_id)


def _possible(above: Term, below: Term, factor: float = 100) -> Interval:
    """Return the quotients that two rounded numbers allow; nothing is known where the lower one can be zero."""
    if below.low <= 0:
        return float("-inf"), float("inf")
    return factor * above.low / below.high, factor * above.high / below.low


def _spread(above: Term, below: Term, partners: Partners) -> Interval | None:
    """Return the shares that go with the ends of the range of an estimate; the upper end makes the smallest share."""
    estimated = below.figures[0]
    estimate = partners.context.estimates.get((estimated.series, estimated.quantity_id))
    if not estimate or not estimate.ranged:
        return None
    low, high = estimate.ranged.printed_range()
    return 100 * above.value / high, 100 * above.value / low


def _other_base(figure: Printed, formula: Formula, partners: Partners) -> bool:
    """Return whether a share that does not fit the counts of its own series fits those of another."""
    above, below = formula.terms
    for series in partners.series_of(above, figure.reference_year):
        a, b = (partners.get(quantity, figure.reference_year, series) for quantity in (above, below))
        if series != figure.series and a and b and fits(_possible(Term.of(a), Term.of(b)), figure):
            return True
    return False


def complement(figure: Printed, formula: Formula, partners: Partners) -> Check:
    """Return whether a share and what it leaves make a hundred percent."""
    beside = [
        other
        for other in partners.context.figures
        if other.quantity_id == formula.terms[0]
        and (other.reference_year, other.series) == (figure.reference_year, figure.series)
    ]
    if not beside:
        return Check("complement", figure, "missing_partner", formula_id=formula.formula_id)
    other = min(beside, key=lambda each: (each.authority, each.figure_id))
    low, high = other.interval()
    outcome = "closes" if fits((100 - high, 100 - low), figure) else "sum_mismatch"
    return Check("complement", figure, outcome, 100 - (low + high) / 2, (other,), formula.formula_id)


def ratio(figure: Printed, formulas: list[Formula], partners: Partners) -> Check:
    """Return whether a ratio fits its two numbers; of several formulas the one that comes nearest counts."""
    checks = [_ratio(figure, formula, partners) for formula in formulas]
    order = ("closes", "share_mismatch", "missing_partner")
    return min(checks, key=lambda check: (order.index(check.outcome), _gap(check), -len(check.parts), check.formula_id))


def _gap(check: Check) -> float:
    """Return how far a derived number is from the printed one, or from the middle of the printed range."""
    if check.derived is None:
        return 0.0
    low, high = check.figure.interval()
    printed = check.figure.used_value
    return abs(check.derived - ((low + high) / 2 if printed is None else printed))


def _ratio(figure: Printed, formula: Formula, partners: Partners) -> Check:
    above, below = (partners.terms(quantity, figure) for quantity in formula.terms)
    pairs = [(a, b) for a, b in product(above, below) if a.value and b.value]
    if not pairs:
        return _lacking("ratio", figure, formula, above, below)
    fitting = [pair for pair in pairs if overlaps(_possible(*pair, factor=1), figure.interval())]
    a, b = (fitting or pairs)[0]
    outcome = "closes" if fitting else "share_mismatch"
    return Check("ratio", figure, outcome, a.value / b.value, a.figures + b.figures, formula.formula_id)


def change(figure: Printed, formula: Formula, partners: Partners) -> Check:
    """Return whether a change fits the counts of its two years: the year before and the year, or first and last."""
    years = figure.first_year if figure.first_year != figure.last_year else figure.last_year - 1, figure.last_year
    before, now = (partners.terms(formula.terms[0], figure, str(year)) for year in years)
    pairs = [(b, n) for b, n in product(before, now) if b.value]
    if not pairs:
        return _lacking("change", figure, formula, now, before)
    derived = [_changed(b, n, formula.kind == "change_percent") for b, n in pairs]
    fitting = [place for place, value in enumerate(derived) if _printed_as(value, figure)]
    place = (fitting or [0])[0]
    b, n = pairs[place]
    outcome = "closes" if fitting else "share_mismatch"
    return Check("change", figure, outcome, derived[place], n.figures + b.figures, formula.formula_id)


def _changed(before: Term, now: Term, in_percent: bool) -> float:
    difference = now.value - before.value
    return 100 * difference / before.value if in_percent else difference


def _printed_as(value: float, figure: Printed) -> bool:
    """Return whether a change was printed so: 36.7 percent as "over 37", rounded first, then the word added."""
    return within(round(value), figure.interval()) or within(value, figure.interval())
