"""Shares with their counts, what they leave of a hundred percent, ratios and changes."""

from dataclasses import replace
from itertools import product

from analysis.figures.arithmetic.checks import Check, ReliableFigures, Term
from analysis.figures.dropped_words import nearest
from analysis.figures.records import Figure, Formula
from analysis.figures.same_number import Interval, interval, overlaps, printed_range, within

Pair = tuple[Term, Term]


def share(figure: Figure, formula: Formula, reliable: ReliableFigures) -> Check:
    """Return whether a share fits its two counts: of its own edition, or as known today."""
    check, pair = _quotient("share", figure, formula, reliable, factor=100)
    if pair is None:
        return check
    if check.outcome != "closes" and _fits_another_series(figure, formula, reliable):
        check = replace(check, outcome="other_base")
    estimated = pair[1].figures[0]
    estimate = reliable.choices.estimates.get((estimated.series, estimated.quantity_id))
    if not estimate or not estimate.ranged:
        return check
    # The upper end of the range of an estimate makes the smallest share.
    low, high = printed_range(estimate.ranged)
    return replace(check, spread=(100 * pair[0].value / high, 100 * pair[0].value / low))


def ratio(figure: Figure, formulas: list[Formula], reliable: ReliableFigures) -> Check:
    """Return whether a ratio fits its two numbers; of several formulas the one that comes nearest counts."""
    low, high = interval(figure)
    printed = (low + high) / 2 if figure.used_value is None else figure.used_value
    outcomes = ("closes", "share_mismatch", "missing_partner")

    def order(check: Check) -> tuple[int, float, int, str]:
        gap = 0.0 if check.derived is None else abs(check.derived - printed)
        return outcomes.index(check.outcome), gap, -len(check.parts), check.formula_id

    return min((_quotient("ratio", figure, each, reliable, factor=1)[0] for each in formulas), key=order)


def change(figure: Figure, formula: Formula, reliable: ReliableFigures) -> Check:
    """Return whether a change fits the counts of its two years: the year before and the year, or first and last."""
    first = figure.first_year if figure.first_year != figure.last_year else figure.last_year - 1
    before, now = (reliable.terms(formula.terms[0], figure, str(year)) for year in (first, figure.last_year))
    pairs = [(n, b) for b, n in product(before, now) if b.value]
    if not pairs:
        return _missing("change", figure, formula, now, before)

    def changed(pair: Pair) -> float:
        difference = pair[0].value - pair[1].value
        return 100 * difference / pair[1].value if formula.kind == "change_percent" else difference

    # 36.7 percent is printed as "over 37": rounded first, then the word added.
    printed = interval(figure)
    fitting = [pair for pair in pairs if within(round(changed(pair)), printed) or within(changed(pair), printed)]
    return _check("change", figure, formula, pairs, fitting, changed((fitting or pairs)[0]))


def complement(figure: Figure, formula: Formula, reliable: ReliableFigures) -> Check:
    """Return whether a share and what it leaves make a hundred percent."""
    key = (formula.terms[0], figure.reference_year, figure.series)
    other = nearest(f for f in reliable.choices.figures if (f.quantity_id, f.reference_year, f.series) == key)
    if other is None:
        return Check("complement", figure, "missing_partner", formula_id=formula.formula_id)
    low, high = interval(other)
    outcome = "closes" if overlaps((100 - high, 100 - low), interval(figure)) else "sum_mismatch"
    return Check("complement", figure, outcome, 100 - (low + high) / 2, (other,), formula.formula_id)


def _quotient(
    name: str, figure: Figure, formula: Formula, reliable: ReliableFigures, factor: int
) -> tuple[Check, Pair | None]:
    """Return whether a share or ratio fits its two numbers, and these; None where one of them is missing."""
    above, below = (reliable.terms(quantity, figure) for quantity in formula.terms)
    pairs = [(a, b) for a, b in product(above, below) if a.value and b.value]
    if not pairs:
        return _missing(name, figure, formula, above, below), None
    fitting = [pair for pair in pairs if overlaps(_possible(*pair, factor), interval(figure))]
    a, b = (fitting or pairs)[0]
    return _check(name, figure, formula, pairs, fitting, factor * a.value / b.value), (a, b)


def _check(
    name: str, figure: Figure, formula: Formula, pairs: list[Pair], fitting: list[Pair], derived: float
) -> Check:
    above, below = (fitting or pairs)[0]
    outcome = "closes" if fitting else "share_mismatch"
    return Check(name, figure, outcome, derived, above.figures + below.figures, formula.formula_id)


def _missing(name: str, figure: Figure, formula: Formula, *found: list[Term]) -> Check:
    parts = tuple(part for terms in found for term in terms[:1] for part in term.figures)
    return Check(name, figure, "missing_partner", parts=parts, formula_id=formula.formula_id)


def _possible(above: Term, below: Term, factor: int) -> Interval:
    """Return the quotients that two rounded numbers allow; nothing is known where the lower one can be zero."""
    if below.low <= 0:
        return float("-inf"), float("inf")
    return factor * above.low / below.high, factor * above.high / below.low


def _fits_another_series(figure: Figure, formula: Formula, reliable: ReliableFigures) -> bool:
    """Return whether a share that does not fit the counts of its own series fits those of another."""
    above, below = (
        {
            series: f
            for (name, year, series), f in reliable.best.items()
            if (name, year) == (term, figure.reference_year)
        }
        for term in formula.terms
    )
    return any(
        overlaps(_possible(Term.total([above[series]]), Term.total([below[series]]), 100), interval(figure))
        for series in above.keys() & below.keys() - {figure.series}
    )
