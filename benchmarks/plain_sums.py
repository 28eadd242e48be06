"""Which printed figures no sum of the printed figures beside them can make: plain loops, apart from the code measured.

Of each term every printed value counts, of whatever edition: a result is wrong only where none of them can make it.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

Row = dict[str, Any]
Interval = tuple[Any, Any]  # lowest and highest: fractions, or an infinite float

EXACT_MEASURES = ("registered_persons", "reports", "contacts", "cases")
COUNTED = (*EXACT_MEASURES, "estimate")
YEARLY, REGISTER = "rapporteur_yearly", "comensha_register"


# What a printed number can mean


def step_of(value: Fraction, unit: str, decimals: int) -> Fraction:
    """Return to what a number was rounded, as far as its digits show: 31.0 says more than 31."""
    if value.denominator != 1 or decimals:
        return Fraction(1, 10)
    if unit in ("percent", "ratio", "per_100k"):
        return Fraction(2) if value and value % 10 == 0 else Fraction(1)
    step = Fraction(1)
    while value and value % (step * 10) == 0:
        step *= 10
    return step


def spoken_fraction(percent: Fraction) -> Interval:
    """Return for which percentages one says `a quarter`: nearer to it than to a third or a fifth."""
    if percent > 50:
        low, high = spoken_fraction(100 - percent)
        return 100 - high, 100 - low
    parts = round(100 / percent)
    return Fraction(200, 2 * parts + 1), Fraction(200, 2 * parts - 1)


def meaning(figure: Row) -> Interval:
    """Return the lowest and the highest value that could have been printed like this figure."""
    if figure["used_value"] is None:
        return printed_range(figure)
    value, word, unit = Fraction(str(figure["used_value"])), figure["qualifier"] or "", figure["unit"]
    if word == "converted" and unit == "percent" and 0 < value < 100:
        return spoken_fraction(value)
    if figure["measure"] in EXACT_MEASURES and not word:
        return value, value
    step = step_of(value, unit, figure["value_decimals"] or 0)
    if word in ("more_than", "at_least"):
        # "More than 6,000" is also said of 5,980 and never of 7,000.
        return value - step / 2, value + step * Fraction(999, 1000)
    return (value - step, value) if word == "at_most" else (value - step / 2, value + step / 2)


def printed_range(figure: Row) -> Interval:
    """Return the ends that are printed; infinite where one is not."""
    low = float("-inf") if figure["lower"] is None else Fraction(str(figure["lower"]))
    return low, float("inf") if figure["upper"] is None else Fraction(str(figure["upper"]))


def meet(a: Interval, b: Interval) -> bool:
    """Return whether two intervals have a value in common."""
    return bool(a[0] <= b[1] and b[0] <= a[1])


def divided(above: Interval, below: Interval, times: int = 1) -> Interval:
    """Return the quotients of two intervals."""
    ends = [times * a / b if b else float("inf") for a in above for b in below]
    return min(ends), max(ends)


def added(parts: list[Interval]) -> Interval:
    """Return the sums of some intervals."""
    return sum(low for low, _ in parts), sum(high for _, high in parts)


def single_years(period: str) -> list[str]:
    """Return the years of a year or a period."""
    return [str(year) for year in range(int(period[:4]), int(period[-4:]) + 1)]


def first_published(printed: list[Row], kinds: dict[str, str], dates: dict[str, Any]) -> dict[str, int]:
    """Return the year in which the first estimate of each study appeared: in the study itself, else wherever."""
    years: dict[str, int] = {}
    for own in (False, True):
        of_kind = [f for f in printed if f["measure"] == "estimate"]
        of_kind = [f for f in of_kind if (kinds[f["publication"]] == "estimate_study") is own]
        for series in {f["series"] for f in of_kind}:
            years[series] = min(dates[f["publication"]].year for f in of_kind if f["series"] == series)
    return years


# What can't be made


class Sums:
    """The printed figures by quantity, years and series, and what the formulas can make of them."""

    def __init__(self, printed: list[Row]) -> None:
        """`printed` has the columns of figures.csv with `measure`, `used_value`, `value_decimals` and `sound`."""
        self.figures = [f for f in printed if f["quantity_id"] and not f["not_comparable_because"]]
        self.printed: dict[tuple[str, ...], list[Interval]] = {}
        for figure in self.figures:
            quantity, series = figure["quantity_id"], figure["series"]
            # What a study estimates for a group is one level, whatever the years it is printed for.
            years = "" if figure["measure"] == "estimate" else figure["reference_year"]
            if figure["sound"]:
                self.printed.setdefault((quantity, years, series), []).append(meaning(figure))

    def term(self, quantity: str, years: str, series: str) -> Interval | None:
        """Return from the lowest to the highest that is printed of a quantity; None where nothing is."""
        if quantity.startswith("registered-") and series.endswith("_estimate"):
            series = YEARLY
        years = "" if quantity.startswith("estimate-") else years
        found = self.printed.get((quantity, years, series), [])
        if not found and series == REGISTER:
            found = self.printed.get((quantity, years, YEARLY), [])
        return (min(low for low, _ in found), max(high for _, high in found)) if found else None

    def impossible(self, formulas: list[Row], quantities: list[Row]) -> set[str]:
        """Return each figure, with its formula or rule, that what is printed beside it can't make."""
        found = {
            f"{formula['formula_id']} {figure['figure_id']}"
            for formula in formulas
            for figure in self.figures
            if figure["quantity_id"] == (formula["result"] or formula["terms"].split("|")[0])
            for made in self.made(formula, figure)
            if not meet(made, (100, 100) if formula["kind"] == "hundred" else meaning(figure))
        }
        found |= {f"range {f['figure_id']}" for f in self.figures if not meet(meaning(f), printed_range(f))}
        return found | {f"part {f['figure_id']}" for f in self.larger_parts(quantities)}

    def made(self, formula: Row, figure: Row) -> Iterator[Interval]:
        """Yield what the terms of a formula make for the years and series of a figure; nothing where one lacks."""
        kind, names = formula["kind"], formula["terms"].split("|")
        if kind == "share_at_most":
            return  # what a share is at most makes no share
        period, series = figure["reference_year"], figure["series"]
        years = single_years(period)
        if kind in ("change", "change_percent"):
            before = str(int(years[0]) - 1) if len(years) == 1 else years[0]
            terms = [self.term(names[0], year, series) for year in (before, years[-1])]
        elif kind == "years":
            terms = [self.term(names[0], year, series) for year in years] if len(years) > 1 else [None]
        elif kind == "ratio" and names[1].startswith("registered-"):
            terms = [self.term(names[0], period, series), *(self.term(names[1], year, series) for year in years)]
        else:
            terms = [self.term(name, period, series) for name in names]
        known = [term for term in terms if term]
        is_part = kind in ("sum", "hundred") and (formula["complete"] != "yes" or len(known) < len(terms))
        if is_part and len(known) > 1:
            yield added(known)[0], float("inf")  # what is not there can be of any size
        elif len(known) == len(terms):
            yield from _result(kind, known)

    def larger_parts(self, quantities: list[Row]) -> Iterator[Row]:
        """Yield the figures of a group that are larger than all that is printed of a group that contains it."""
        within = {
            narrow["quantity_id"]: [wide["quantity_id"] for wide in quantities if is_within(narrow, wide)]
            for narrow in quantities
        }
        for figure in self.figures:
            for name in within[figure["quantity_id"]]:
                total = self.term(name, figure["reference_year"], figure["series"])
                if total and meaning(figure)[0] > total[1]:
                    yield figure


def _result(kind: str, terms: list[Interval]) -> Iterator[Interval]:
    if kind == "complement":
        yield 100 - terms[0][1], 100 - terms[0][0]
    elif kind in ("share", "ratio"):
        low, high = added(terms[1:])
        below = low / len(terms[1:]), high / len(terms[1:])
        yield divided(terms[0], below, 100 if kind == "share" else 1)
    elif kind in ("change", "change_percent"):
        (before, most), (least, after) = terms
        ends = least - most, after - before
        if kind == "change":
            yield ends
        elif before > 0:
            # Rounded first, then the word added: 36.7 percent is printed as "over 37".
            low, high = 100 * ends[0] / most, 100 * ends[1] / before
            yield min(low, round(low)), max(high, round(high))
    else:
        yield added(terms)


def is_within(narrow: Row, wide: Row) -> bool:
    """Return whether one quantity counts, in the same way, some of those whom another counts."""
    if narrow["measure"] not in COUNTED or any(narrow[c] != wide[c] for c in ("measure", "population", "unit")):
        return False
    a, b = _group_of(narrow), _group_of(wide)
    return a != b and all(_covers(b[name], a[name]) for name in a)


def _group_of(quantity: Row) -> dict[str, str]:
    group = {c: quantity[c] for c in ("age_group", "sex", "nationality", "exploitation_form", "reporter")}
    if group["nationality"] == "dutch" and group["exploitation_form"] == "sexual":
        group["exploitation_form"] = "sexual_domestic"  # of Dutch victims all of it is domestic in these sources
    return group


def _covers(wide: str, narrow: str) -> bool:
    if wide in ("all", narrow):
        return True
    if wide == "sexual" and narrow in ("sexual_domestic", "sexual_cross_border"):
        return True
    ages = [band.split("-") for band in (wide, narrow)]
    if not all(len(band) == 2 and all(end.isdigit() for end in band) for band in ages):
        return False
    (low, high), (from_age, to_age) = ([int(end) for end in band] for band in ages)
    return low <= from_age and to_age <= high
