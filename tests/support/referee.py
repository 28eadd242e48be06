"""The sums of the printed figures once more: slow, readable, and written without a look at the code it referees.

Plain loops over plain dicts; exact fractions, so that no rounding of the machine decides. It takes from the code under
test only which figures are sound. What a printed number can mean, which figure stands for a quantity, and what every
formula says, it works out by itself.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from support.referee_figures import (
    REGISTER,
    YEARLY,
    Figures,
    Interval,
    Row,
    added,
    agree,
    divided,
    exact,
    has_range,
    is_within,
    meaning,
    meet,
    printed_range,
    single_years,
)  # fmt: skip

# What needs no one's attention.
QUIET = ("closes", "missing_partner")
RATIO_ORDER = ("closes", "share_mismatch", "missing_partner")


@dataclass(frozen=True)
class Ruling:
    """What the referee says of one check; `figures` are the result and the terms that it rests on, `derived` what the
    terms make of it: empty where one is lacking, and for ratios, bases and bounds."""

    check: str
    formula_id: str
    quantity_id: str
    reference_year: str
    series: str
    figure_id: str
    outcome: str
    figures: tuple[str, ...] = ()
    derived: Fraction | None = None
    closed: bool = False  # of a period: whether it closes on some series


Derived = tuple[str, str, str, str, int, int]  # kind, quantity, year, series, lowest, highest


def referee(printed: list[Row], formulas: list[Row], publications: list[Row], quantities: list[Row]) -> list[Ruling]:
    """Return the outcome of every check.

    `printed` has the columns of figures.csv with `value_decimals`, `sound`, `measure`, `used_value` and `decision` (the
    action of an analyst); empty cells are None.
    """
    sums = Sums(printed, formulas, publications, quantities)
    by_kind = {
        "share": sums.share, "complement": sums.complement, "change": sums.change, "change_percent": sums.change,
        "ratio": sums.ratio, "sum": sums.parts, "hundred": sums.parts, "years": sums.years,
    }  # fmt: skip
    found = [ruling for formula in formulas for ruling in by_kind[formula["kind"]](formula)]
    return one_of_several(found, formulas) + sums.ranges() + sums.smaller_groups()


def derived(printed: list[Row], formulas: list[Row], publications: list[Row], quantities: list[Row]) -> set[Derived]:
    """Return what nobody printed and the sums give: totals that shares imply, and years that are left of a period."""
    sums = Sums(printed, formulas, publications, quantities)
    bases = {(f["terms"].split("|")[1], years, series) for f in formulas if f["kind"] == "share"
             for _, years, series in sums.places}  # fmt: skip
    found = {value for place in bases if (value := sums.common_base(*place))}
    return found | {value for f in formulas if f["kind"] == "years" for value in sums.years_left(f)}


# What the formulas make of the figures


class Sums(Figures):
    """The printed figures, and what each kind of formula makes of them."""

    def results(self, formula: Row) -> list[Row]:
        return [f for f in self.comparable if f["quantity_id"] == formula["result"]]

    def held(
        self, figure: Row, found: Callable[[int | None], list[Row | None]], fits: Callable[[list[Interval]], bool]
    ) -> tuple[str, list[Row]]:
        """Return `closes`, `differs` or `missing_partner`.

        A figure is held against the terms as its own edition knew them (a term that was not known then: as known
        today), then against the terms as known today; it closes if either does.
        """
        today = found(None)
        then = [known or now for known, now in zip(found(self.edition_day(figure)), today, strict=True)]
        there = [f for f in then if f]
        if len(there) < len(then):
            return "missing_partner", there
        for terms in (then, today):
            if fits([meaning(f) for f in terms if f]):
                return "closes", [f for f in terms if f]
        return "differs", there

    def share(self, formula: Row) -> list[Ruling]:
        names = formula["terms"].split("|")
        return [self.one_share(formula, figure, names) for figure in self.results(formula)]

    def one_share(self, formula: Row, figure: Row, names: list[str]) -> Ruling:
        years, series = figure["reference_year"], figure["series"]

        def fits(terms: list[Interval]) -> bool:
            return meet(meaning(figure), divided(*terms, times=100))

        outcome, used = self.held(figure, lambda day: [self.term(n, years, series, day) for n in names], fits)
        if outcome == "missing_partner":
            on_base, shares = self.on_a_common_base(figure, names[1])
            if on_base:
                return ruling("base", formula, figure, on_base, shares)
        if outcome == "differs":
            outcome = "share_mismatch"
            # What a study estimates is no count of a year: another study is no other base.
            for other in [] if series.endswith("_estimate") else self.all_series:
                terms = [self.term(n, years, other) for n in names]
                if other != series and all(terms) and fits([meaning(f) for f in terms if f]):
                    outcome = "other_base"
        return ruling("share", formula, figure, outcome, used)

    def on_a_common_base(self, figure: Row, base: str) -> tuple[str, list[Row]]:
        """Return whether the shares of a total that nobody printed can be of one total; empty if none can tell."""
        years, series = figure["reference_year"], figure["series"]
        shares = [] if self.printed_for(base, years, series) else self.shares_of(base, years, series)
        implied = {share["figure_id"]: divided(meaning(above), meaning(share), times=100) for share, above in shares}
        if len(implied) < 2 or figure["figure_id"] not in implied:
            return "", []
        used = [f for pair in shares for f in pair]
        if agree(list(implied.values())):
            return "closes", used
        culprits = [one for one in implied if agree([i for name, i in implied.items() if name != one])]
        return "share_mismatch" if figure["figure_id"] in (culprits or implied) else "closes", used

    def common_base(self, base: str, years: str, series: str) -> Derived | None:
        """Return the whole numbers that a total can be which nobody printed and several shares agree on."""
        shares = [] if self.printed_for(base, years, series) else self.shares_of(base, years, series)
        implied = [divided(meaning(above), meaning(share), times=100) for share, above in shares]
        if len(implied) < 2 or not agree(implied):
            return None
        low, high = max(i[0] for i in implied), min(i[1] for i in implied)
        return "base", base, years, series, math.ceil(low), math.floor(high)

    def shares_of(self, base: str, years: str, series: str) -> list[tuple[Row, Row]]:
        """Return the shares that are printed of one total, each with the count of which it is the share."""
        found = []
        for formula in self.formulas:
            names = formula["terms"].split("|")
            above = self.best(names[0], years, series) if formula["kind"] == "share" and names[1] == base else None
            for share in self.printed_for(formula["result"], years, series) if above else []:
                # A share at or below zero implies no total.
                found += [(share, above)] if above and meaning(share)[0] > 0 else []
        return found

    def complement(self, formula: Row) -> list[Ruling]:
        found = []
        for figure in self.results(formula):
            own = meaning(figure)
            outcome, used = self.held(
                figure,
                lambda day, figure=figure: [self.rest(formula["terms"], figure, day)],
                lambda terms, own=own: meet(own, (100 - terms[0][1], 100 - terms[0][0])),
            )
            found.append(ruling("complement", formula, figure, named(outcome, "sum_mismatch"), used))
        return found

    def rest(self, quantity: str, figure: Row, known_by: int | None) -> Row | None:
        """Return what a figure is the rest of; a publication is held against itself, also that of the campaign."""
        years, series = figure["reference_year"], figure["series"]
        own = [f for f in self.printed_for(quantity, years, series) if self.edition(f) == self.edition(figure)]
        return self.term(quantity, years, series, known_by) or next(iter(own), None)

    def change(self, formula: Row) -> list[Ruling]:
        """A single year against the year before; of a period the last year against the first."""
        found = []
        for figure in self.results(formula):
            years = single_years(figure["reference_year"])
            first, last = (str(int(years[0]) - 1), years[0]) if len(years) == 1 else (years[0], years[-1])
            series, own, percent = figure["series"], meaning(figure), formula["kind"] == "change_percent"

            def terms_of(day: int | None, first: str = first, last: str = last, series: str = series) -> list[Any]:
                return [self.term(formula["terms"], year, series, day) for year in (first, last)]

            def fits(terms: list[Interval], own: Interval = own, percent: bool = percent) -> bool:
                before, after = (sum(term) / 2 for term in terms)
                if percent and before == 0:
                    return False
                derived = 100 * (after - before) / before if percent else after - before
                return meet(own, (derived, derived)) or meet(own, (round(derived), round(derived)))

            outcome, used = self.held(figure, terms_of, fits)
            found.append(ruling("change", formula, figure, named(outcome, "share_mismatch"), used))
        return found

    def ratio(self, formula: Row) -> list[Ruling]:
        above, below = formula["terms"].split("|")
        found = []
        for figure in self.results(formula):
            period, series, own = figure["reference_year"], figure["series"], meaning(figure)
            # Of a period: the mean of its single years, where the number below is a yearly count.
            years = single_years(period) if below.startswith("registered-") else [period]

            def terms_of(
                _: int | None, period: str = period, series: str = series, years: tuple[str, ...] = tuple(years)
            ) -> list[Row | None]:
                return [self.term(above, period, series), *(self.term(below, year, series) for year in years)]

            def fits(terms: list[Interval], own: Interval = own) -> bool:
                low, high = added(terms[1:])
                return meet(own, divided(terms[0], (low / len(terms[1:]), high / len(terms[1:]))))

            outcome, used = self.held(figure, terms_of, fits)
            found.append(ruling("ratio", formula, figure, named(outcome, "share_mismatch"), used))
        return found

    # Parts of a whole

    def parts(self, formula: Row) -> list[Ruling]:
        """Hold every whole (for `hundred`: a hundred percent) against the terms of its year and series."""
        names, of_hundred = formula["terms"].split("|"), formula["kind"] == "hundred"
        anchors = names if of_hundred else [formula["result"]]
        places = sorted({(f["reference_year"], f["series"]) for f in self.taking_part if f["quantity_id"] in anchors})
        found = []
        for years, series in places:
            whole = None if of_hundred else self.best(formula["result"], years, series)
            terms = [f for name in names if (f := self.best(name, years, series))]
            target, wide = meaning(whole) if whole else (Fraction(100), Fraction(100)), [meaning(f) for f in terms]
            judge = judged_shares if of_hundred else judged_parts
            outcome = judge(formula, target, wide, len(names))
            if outcome:
                found.append(ruling("hundred" if of_hundred else "parts", formula, whole or terms[0], outcome, terms))
        return found

    # Years of a period

    def years(self, formula: Row) -> list[Ruling]:
        periods = [f for f in self.results(formula) if len(single_years(f["reference_year"])) > 1]
        rulings = [(figure, self.one_period(formula, figure)) for figure in periods]
        confirmed = self.confirmed(rulings)
        return [self.too_far(formula, figure, ruled, confirmed) for figure, ruled in rulings]

    def confirmed(self, rulings: list[tuple[Row, Ruling]]) -> set[tuple[str, str]]:
        """Return the years, each with its series, of the periods that close and were printed without a word before."""
        years = {f["figure_id"]: f["reference_year"] for f in self.comparable}
        closed = [(figure, ruled) for figure, ruled in rulings if ruled.closed and not figure["qualifier"]]
        return {(years[name], ruled.series) for _, ruled in closed for name in ruled.figures if name in years}

    def unsure(self, there: list[Row], series: str, confirmed: set[tuple[str, str]]) -> list[Row]:
        """Return the years that are borrowed, and that nothing of the series itself confirms."""
        return [f for f in there if f["series"] != series and (f["reference_year"], series) not in confirmed]

    def too_far(self, formula: Row, figure: Row, ruled: Ruling, confirmed: set[tuple[str, str]]) -> Ruling:
        """No two counts differ by more than twice: if the one unsure year would have to, the total itself is wrong."""
        if ruled.outcome != "other_series" or ruled.closed:
            return ruled
        there = self.of_years(formula["terms"], single_years(figure["reference_year"]), figure["series"], figure)
        left = self.unsure(there, figure["series"], confirmed)
        if len(left) != 1:
            return ruled
        value = exact(left[0]["used_value"])
        needed = value + meaning(figure)[0] - sum(exact(f["used_value"]) for f in there)
        return ruled if value / 2 <= needed <= value * 2 else replace(ruled, outcome="sum_mismatch")

    def one_period(self, formula: Row, figure: Row) -> Ruling:
        """Add the single years as the edition of the figure knew them: on its own series, else on another."""
        own, low_high = figure["series"], meaning(figure)
        wanted, exactly = single_years(figure["reference_year"]), low_high[0] == low_high[1]
        for series in [own, *(s for s in self.all_series if s != own)]:
            there = self.of_years(formula["terms"], wanted, series, figure)
            borrowed = [f for f in there if f["series"] != series]
            fits = len(there) == len(wanted) and meet(low_high, added([meaning(f) for f in there]))
            # That a round number holds a sum of another count, or with years of another, proves nothing.
            if fits and (exactly or (series == own and not borrowed)):
                closed = ruling("years", formula, figure, "closes" if series == own else "other_series", there)
                return replace(closed, series=series, closed=True)  # the series on which it closes
        there = self.of_years(formula["terms"], wanted, own, figure)
        borrowed, total = [f for f in there if f["series"] != own], added([meaning(f) for f in there])
        if len(there) < len(wanted):
            outcome = "impossible" if there and total[0] > low_high[1] else "missing_partner"
        elif not borrowed:
            outcome = "sum_mismatch"
        else:
            # Its own count did not print every year: what an exact total leaves is for the years that were borrowed.
            outcome = "other_series" if exactly else "missing_partner"
        return ruling("years", formula, figure, outcome, there)

    def years_left(self, formula: Row) -> list[Derived]:
        """Return the one year that a period leaves open: not printed, or printed of another count only."""
        rulings = [(f, self.one_period(formula, f)) for f in self.results(formula) if "-" in f["reference_year"]]
        confirmed, found = self.confirmed(rulings), list[Derived]()
        for figure, ruled in rulings:
            low, high = meaning(figure)
            wanted, series = single_years(figure["reference_year"]), figure["series"]
            there = {f["reference_year"]: f for f in self.of_years(formula["terms"], wanted, series, figure)}
            lacking = [year for year in wanted if year not in there]
            unsure = [f["reference_year"] for f in self.unsure([*there.values()], series, confirmed)]
            ruled = self.too_far(formula, figure, ruled, confirmed)
            kind, left = "missing_year", lacking
            if ruled.outcome == "other_series" and not ruled.closed:
                kind, left = "implied_year", unsure
            elif ruled.outcome != "missing_partner" or not lacking:
                continue
            if len(left) == 1:
                others = sum(exact(f["used_value"]) for year, f in there.items() if year != left[0])
                ends = math.ceil(low - others), math.floor(high - others)
                found.append((kind, formula["terms"], left[0], series, *ends))
        return found

    def of_years(self, quantity: str, years: list[str], series: str, figure: Row) -> list[Row]:
        edition = self.edition_day(figure)
        return [f for year in years if (f := self.of_year(quantity, year, series, edition))]

    def of_year(self, quantity: str, year: str, series: str, known_by: int | None) -> Row | None:
        """Return the count of a year; a year that the register does not print is taken from the yearly delivery."""
        own = self.best(quantity, year, series, known_by)
        return own or (self.best(quantity, year, YEARLY, known_by) if series == REGISTER else None)

    # Beyond formulas

    def ranges(self) -> list[Ruling]:
        """A value lies within its own range, and what a study gives for a group within the range that it gives."""
        found = []
        for figure in self.comparable:
            own = figure if figure["used_value"] is not None and has_range(figure) else None
            study = self.range_of_study(figure["quantity_id"], figure["series"])
            of_study = study if self.of_study(figure["quantity_id"], figure["series"]) is figure else None
            holders = [f for f in (own, of_study) if f and figure["used_value"] is not None]
            if holders:
                inside = all(meet(meaning(figure), printed_range(f)) for f in holders)
                outcome = "closes" if inside else "impossible"
                found.append(ruling("range", {"formula_id": ""}, figure, outcome, holders))
        return found

    def smaller_groups(self) -> list[Ruling]:
        """A smaller group that is larger than a group that holds it, in one year and series."""
        found = []
        own = [f for f in self.taking_part if not self.repeats_an_older_study(f)]
        best = {(f["quantity_id"], f["reference_year"], f["series"]) for f in own}
        chosen = [self.best(*place) for place in sorted(best)]
        for part in chosen:
            for whole in chosen:
                same_place = (part["reference_year"], part["series"]) == (whole["reference_year"], whole["series"])
                narrow, wide = self.quantities[part["quantity_id"]], self.quantities[whole["quantity_id"]]
                if same_place and is_within(narrow, wide) and meaning(part)[0] > meaning(whole)[1]:
                    found.append(ruling("part", {"formula_id": ""}, part, "impossible", [whole]))
        return found


def ruling(check: str, formula: Row, figure: Row, outcome: str, used: list[Row]) -> Ruling:
    names = tuple(dict.fromkeys(f["figure_id"] for f in (figure, *used)))
    where = (figure["quantity_id"], figure["reference_year"], figure["series"], figure["figure_id"])
    derived = None if outcome == "missing_partner" else made_of(check, formula, used)
    return Ruling(check, formula["formula_id"], *where, outcome, names, derived)


def made_of(check: str, formula: Row, used: list[Row]) -> Fraction | None:
    """Return what the printed numbers of the terms make, without their tolerance; of a range its middle counts."""
    values = [exact(f["used_value"]) if f["used_value"] is not None else sum(printed_range(f)) / 2 for f in used]
    if check == "share":
        return 100 * values[0] / values[1] if values[1] else None
    if check == "change":
        percent = formula["kind"] == "change_percent"
        return 100 * (values[1] - values[0]) / values[0] if percent and values[0] else values[1] - values[0]
    if check == "complement":
        return 100 - values[0]
    if check == "hundred":
        return 100 - sum(values[1:], Fraction(0))  # what is left for the first of them
    return sum(values, Fraction(0)) if check in ("parts", "years") else None


def named(outcome: str, mismatch: str) -> str:
    return mismatch if outcome == "differs" else outcome


def judged_parts(formula: Row, target: Interval, there: list[Interval], wanted: int) -> str:
    """Return how the parts of a whole add up; empty where too few of them are there to say anything."""
    if len(there) < 2:
        return ""
    total, complete, may_overlap = added(there), formula["complete"] == "yes", formula["may_overlap"] == "yes"
    if complete and len(there) == wanted:
        above = total[0] > target[1]
        return "closes" if meet(total, target) else "overlap" if above and may_overlap else "sum_mismatch"
    if total[0] > target[1]:
        return "overlap" if may_overlap else "impossible"
    if complete:
        return "missing_partner"
    return "closes" if len(there) == wanted else ""


def judged_shares(formula: Row, target: Interval, there: list[Interval], wanted: int) -> str:
    """Return how shares add up to a hundred percent, or (where they are not all) stay below it."""
    complete = formula["complete"] == "yes"
    if len(there) < (wanted if complete else 2):
        return ""
    total = added(there)
    above = total[0] > target[1]
    if above and formula["may_overlap"] == "yes":
        return "overlap"
    return "sum_mismatch" if above or (complete and not meet(total, target)) else "closes"


def one_of_several(found: list[Ruling], formulas: list[Row]) -> list[Ruling]:
    """Several formulas can make one result: a ratio holds if one holds; a full division leaves no gap in others, and
    what several divisions lack is one gap."""
    divisions = {f["formula_id"] for f in formulas if f["complete"] == "yes"}
    kept: list[Ruling] = []
    for one in found:
        place = (one.check, one.quantity_id, one.reference_year, one.series, one.figure_id)
        same = [r for r in found if (r.check, r.quantity_id, r.reference_year, r.series, r.figure_id) == place]
        if one.check == "ratio" and one is not min(same, key=lambda r: RATIO_ORDER.index(r.outcome)):
            continue
        if one.check == "parts" and one.outcome == "missing_partner":
            full = [r for r in same if r.formula_id in divisions and r.outcome in ("closes", "overlap", "sum_mismatch")]
            if full or one is not next(r for r in same if r.outcome == "missing_partner"):
                continue
        kept.append(one)
    return kept
