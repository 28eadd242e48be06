"""Which planted errors arithmetic or comparison can reveal at all: plain rules, apart from the code that is measured.

An error can be revealed where it breaks a plain rule of the tables (`rule`), where a printed figure then stands beside
another of the same quantity, year and series that can't be the same number (`pair`), or where no sum of what is printed
beside a figure can make it any more (`formula`). Of each term every printed value counts, of whatever edition: a result
is wrong only where none of them can make it.
"""

from collections import defaultdict
from fractions import Fraction
from itertools import combinations
from operator import itemgetter
from typing import Any

from known_rows import last_day
from typing_errors import Plant, Tables

Row = dict[str, Any]
Interval = tuple[Any, Any]  # lowest and highest: fractions, or an infinite float

_EXACT = ("registered_persons", "reports", "contacts", "cases")
_COUNTED = (*_EXACT, "estimate")
_YEARLY, _REGISTER = "rapporteur_yearly", "comensha_register"
_ENDLESS = float("inf")
_COUNTED_IN = ("persons", "reports", "cases")
_PLEDGE = "CKM-1300-deal"


def revealed_by(plant: Plant, clean: set[str], at_fault: frozenset[str], by: str) -> list[str]:
    """Return what can reveal an error, if arithmetic or comparison can; `clean` are the facts without it."""
    facts = sorted(facts_of(plant.tables, at_fault, by) - clean)
    if plant.table != "claims":
        return facts
    # A claim is what the pledge, or who quotes the pledge, prints for the same quantity.
    claim, figures = plant.tables["claims"].loc[plant.row], plant.tables["figures"]
    of_pledge = figures[(figures["publication"] == _PLEDGE) | (figures["quotes"] == _PLEDGE)]
    return [
        f"pair: {claim['claim_id']} {row['figure_id']}"
        for row in of_pledge[of_pledge["quantity_id"] == claim["quantity_id"]].to_dict("records")
        for end in ("value", "lower", "upper")
        if claim[f"claimed_{end}"] and row[end] and float(claim[f"claimed_{end}"]) != float(row[end])
    ] + facts


def facts_of(tables: Tables, at_fault: frozenset[str], by: str) -> set[str]:
    """Return the rules that tables break, the pairs that can't be the same number, and what no sum can make.

    `at_fault` has the figure_ids that no sum rests on; `by` is the last day that counts, as YYYY-MM-DD.
    """
    rows = {name: table.to_dict("records") for name, table in tables.items()}
    # The last day that each printed date can mean; without one, that of the newest publication it quotes.
    dates = {row["publication"]: last_day(row["published_on"]) for row in rows["publications"] if row["published_on"]}
    undated = [row for row in rows["publications"] if not row["published_on"]]
    quoted = {row["publication"]: [dates.get(name, "") for name in row["quotes"].split("|")] for row in undated}
    dates |= {name: max(days) for name, days in quoted.items()}
    printed = []
    measures = {row["quantity_id"]: row["measure"] for row in rows["quantities"]}
    kinds = {row["publication"]: row["kind"] for row in rows["publications"]}
    for row in rows["figures"]:
        row |= {"measure": measures.get(row["quantity_id"], ""), "sound": row["figure_id"] not in at_fault}
        row |= {"appeared": dates.get(row["publication"], ""), "publication_kind": kinds.get(row["publication"], "")}
        printed += [row] if "" < row["appeared"] <= by else []
    impossible = Sums(printed).impossible(rows["formulas"], rows["quantities"])
    found = {f"formula: {each}" for each in impossible} | {f"pair: {each}" for each in apart(printed)}
    return found | {f"rule: {each}" for each in broken_rules(rows, dates)}


def apart(printed: list[Row]) -> set[str]:
    """Return each two figures of one quantity, series and year that can't be the same number, or print other ranges.

    An estimate that is printed for a year its study can't have seen repeats the study, whatever the year.
    """
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in printed:
        if row["quantity_id"] and not row["not_comparable_because"]:
            groups[row["quantity_id"], row["series"]].append(row)
    # The year in which the first estimate of each study appeared: in the study itself, else wherever.
    first_year: dict[str, str] = {}
    estimates = [row for row in printed if row["measure"] == "estimate"]
    own = [row for row in estimates if row["publication_kind"] == "estimate_study"]
    for rows in (estimates, own):
        first_year |= {row["series"]: row["appeared"][:4] for row in sorted(rows, key=itemgetter("appeared"))[::-1]}

    def repeats(row: Row) -> bool:
        return row["measure"] == "estimate" and row["reference_year"][-4:] >= first_year[row["series"]]

    def is_alike(a: Row, b: Row) -> bool:
        if not a["value"] and not b["value"]:
            return printed_range(a) == printed_range(b)
        return meet(meaning(a), meaning(b))

    return {
        f"{a['figure_id']} {b['figure_id']}"
        for group in groups.values()
        for a, b in combinations(sorted(group, key=lambda row: row["figure_id"]), 2)
        if (a["reference_year"] == b["reference_year"] or repeats(a) or repeats(b)) and not is_alike(a, b)
    }


def broken_rules(rows: dict[str, list[Row]], dates: dict[str, str]) -> list[str]:
    """Return every break of a rule that needs no sum: units, ends of ranges, signs, dates, references, expectations."""
    units = {row["quantity_id"]: row["unit"] for row in rows["quantities"]}
    publications = {row["publication"]: row for row in rows["publications"]}
    found = []
    for row in rows["figures"]:
        measure, day, years = row["measure"], dates[row["publication"]], row["reference_year"]
        numbers = [float(row[name]) for name in ("value", "lower", "upper") if row[name]]
        quoted = publications[row["publication"]]["quotes"].split("|")
        broken = {
            "unit of": row["quantity_id"] and row["unit"] != units[row["quantity_id"]],
            "sign of": measure not in ("change", "") and any(number < 0 for number in numbers),
            "part of a person in": row["unit"] in _COUNTED_IN and any(number % 1 for number in numbers),
            "more than all in": measure == "share" and any(number > 100 for number in numbers),
            "ends of": row["lower"] and row["upper"] and float(row["lower"]) > float(row["upper"]),
            "a year still to come in": day and years[-4:] > day[:4],
            "order of years in": years[:4] > years[-4:],
            "publication does not quote": row["quotes"] and row["quotes"] not in quoted,
        }
        found += [f"{rule} {row['figure_id']}" for rule, is_broken in broken.items() if is_broken]
    for name, row in publications.items():
        later = [
            other for other in row["quotes"].split("|") if row["published_on"] and dates.get(other, "") > dates[name]
        ]
        found += [f"{name} quotes {other}, which is later" for other in later]
    values = {row["figure_id"]: row["value"] for row in rows["figures"]}
    wrong = [row for row in rows["decisions"] if values[row["figure_id"]] != row["expected_value"]]
    return found + [f"expectation of {row['decision_id']}" for row in wrong]


# What a printed number can mean


def meaning(figure: Row) -> Interval:
    """Return the lowest and the highest value that could have been printed like this figure."""
    if not figure["value"]:
        return printed_range(figure)
    value, word, unit = Fraction(figure["value"]), figure["qualifier"], figure["unit"]
    if word == "converted" and unit == "percent" and 0 < value < 100:
        return _spoken_fraction(value)
    if figure["measure"] in _EXACT and not word:
        return value, value
    step = _step_of(figure["value"], unit)
    if word in ("more_than", "at_least"):
        # "More than 6,000" is also said of 5,980 and never of 7,000.
        return value - step / 2, value + step * Fraction(999, 1000)
    return (value - step, value) if word in ("at_most", "less_than") else (value - step / 2, value + step / 2)


def _step_of(printed: str, unit: str) -> Fraction:
    """Return to what a number was rounded, as far as its digits show: 31.0 says more than 31."""
    if "." in printed:
        return Fraction(1, 10)
    digits = printed.lstrip("-")
    zeros = len(digits) - len(digits.rstrip("0")) if int(digits) else 0
    if unit in ("percent", "ratio", "per_100k"):
        return Fraction(2 if zeros else 1)
    return Fraction(10**zeros)


def _spoken_fraction(percent: Fraction) -> Interval:
    """Return for which percentages one says `a quarter`: nearer to it than to a third or a fifth."""
    if percent > 50:
        low, high = _spoken_fraction(100 - percent)
        return 100 - high, 100 - low
    parts = round(100 / percent)
    return Fraction(200, 2 * parts + 1), Fraction(200, 2 * parts - 1)


def printed_range(figure: Row) -> Interval:
    """Return the ends that are printed; infinite where one is not."""
    low, high = figure["lower"], figure["upper"]
    return Fraction(low) if low else -_ENDLESS, Fraction(high) if high else _ENDLESS


def meet(a: Interval, b: Interval) -> bool:
    """Return whether two intervals have a value in common."""
    return bool(a[0] <= b[1] and b[0] <= a[1])


def _added(parts: list[Interval]) -> Interval:
    return sum(low for low, _ in parts), sum(high for _, high in parts)


# What can't be made


class Sums:
    """The printed figures by quantity, years and series, and what the formulas can make of them."""

    def __init__(self, printed: list[Row]) -> None:
        """`printed` has the columns of figures.csv with `measure` and `sound`."""
        self.figures = [row for row in printed if row["quantity_id"] and not row["not_comparable_because"]]
        self.printed: dict[tuple[str, ...], list[Interval]] = defaultdict(list)
        for row in self.figures:
            # What a study estimates for a group is one level, whatever the years it is printed for.
            years = "" if row["measure"] == "estimate" else row["reference_year"]
            if row["sound"]:
                self.printed[row["quantity_id"], years, row["series"]].append(meaning(row))

    def term(self, quantity: str, years: str, series: str) -> Interval | None:
        """Return from the lowest to the highest that is printed of a quantity; None where nothing is."""
        if quantity.startswith("registered-") and series.endswith("_estimate"):
            series = _YEARLY
        years = "" if quantity.startswith("estimate-") else years
        found = self.printed.get((quantity, years, series), [])
        if not found and series == _REGISTER:
            found = self.printed.get((quantity, years, _YEARLY), [])
        return (min(low for low, _ in found), max(high for _, high in found)) if found else None

    def impossible(self, formulas: list[Row], quantities: list[Row]) -> set[str]:
        """Return each figure, with its formula or rule, that what is printed beside it can't make."""
        found = {f"range {row['figure_id']}" for row in self.figures if not meet(meaning(row), printed_range(row))}
        for formula in formulas:
            result, is_hundred = formula["result"] or formula["terms"].split("|")[0], formula["kind"] == "hundred"
            for row in self.figures:
                made = self.made(formula, row) if row["quantity_id"] == result else None
                if made and not meet(made, (100, 100) if is_hundred else meaning(row)):
                    found.add(f"{formula['formula_id']} {row['figure_id']}")
        return found | {f"part {row['figure_id']}" for row in self.larger_parts(quantities)}

    def made(self, formula: Row, figure: Row) -> Interval | None:
        """Return what the terms of a formula make for the years and series of a figure; None where one lacks."""
        kind, names = formula["kind"], formula["terms"].split("|")
        period, series = figure["reference_year"], figure["series"]
        years = [str(year) for year in range(int(period[:4]), int(period[-4:]) + 1)]
        if kind in ("change", "change_percent"):
            before = str(int(period) - 1) if len(years) == 1 else years[0]
            wanted = [(names[0], year) for year in (before, years[-1])]
        elif kind == "years":
            wanted = [(names[0], year) for year in years] if len(years) > 1 else []
        elif kind == "ratio" and names[1].startswith("registered-"):
            wanted = [(names[0], period), *((names[1], year) for year in years)]
        else:
            wanted = [(name, period) for name in names]
        terms = [term for name, year in wanted if (term := self.term(name, year, series))]
        if kind in ("sum", "hundred") and (formula["complete"] != "yes" or len(terms) < len(wanted)):
            # What is not there can be of any size.
            return (_added(terms)[0], _ENDLESS) if len(terms) > 1 else None
        return _result(kind, terms) if terms and len(terms) == len(wanted) else None

    def larger_parts(self, quantities: list[Row]) -> list[Row]:
        """Return the figures of a group that are larger than all that is printed of a group that contains it."""
        within = {
            narrow["quantity_id"]: [wide["quantity_id"] for wide in quantities if _is_within(narrow, wide)]
            for narrow in quantities
        }
        found = []
        for row in self.figures:
            wider = [self.term(name, row["reference_year"], row["series"]) for name in within[row["quantity_id"]]]
            found += [row] if any(total and meaning(row)[0] > total[1] for total in wider) else []
        return found


def _result(kind: str, terms: list[Interval]) -> Interval | None:
    first, *others = terms
    if kind == "share_at_most":
        return None  # what a share is at most makes no share
    if kind == "complement":
        return 100 - first[1], 100 - first[0]
    if kind in ("share", "ratio"):
        times = 100 if kind == "share" else 1
        below = [end / len(others) for end in _added(others)]
        ends = [times * end / mean if mean else _ENDLESS for end in first for mean in below]
        return min(ends), max(ends)
    if kind in ("change", "change_percent"):
        low, high = others[0][0] - first[1], others[0][1] - first[0]
        if kind == "change":
            return low, high
        if first[0] <= 0:
            return None
        # Rounded first, then the word added: 36.7 percent is printed as "over 37".
        low, high = 100 * low / first[1], 100 * high / first[0]
        return min(low, round(low)), max(high, round(high))
    return _added(terms)


def _is_within(narrow: Row, wide: Row) -> bool:
    """Return whether one quantity counts, in the same way, some of those whom another counts."""
    if narrow["measure"] not in _COUNTED or any(narrow[c] != wide[c] for c in ("measure", "population", "unit")):
        return False
    a, b = _group_of(narrow), _group_of(wide)
    return a != b and all(_covers(b[name], a[name]) for name in a)


def _group_of(quantity: Row) -> dict[str, str]:
    group = {c: quantity[c] for c in ("age_group", "sex", "nationality", "exploitation_form", "reporter")}
    if group["nationality"] == "dutch" and group["exploitation_form"] == "sexual":
        group["exploitation_form"] = "sexual_domestic"  # of Dutch victims all of it is domestic in these sources
    return group


def _covers(wide: str, narrow: str) -> bool:
    if wide in ("all", narrow) or (wide == "sexual" and narrow in ("sexual_domestic", "sexual_cross_border")):
        return True
    ages = [band.split("-") for band in (wide, narrow)]
    if not all(len(band) == 2 and all(end.isdigit() for end in band) for band in ages):
        return False
    (low, high), (from_age, to_age) = ([int(end) for end in band] for band in ages)
    return low <= from_age and to_age <= high
