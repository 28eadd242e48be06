"""What the referee takes a printed number to mean, and which printed figure it lets stand for a quantity.

Written without a look at the code that it referees; exact fractions, so that no rounding of the machine decides.
"""

from fractions import Fraction
from typing import Any

Row = dict[str, Any]
Interval = tuple[Any, Any]  # lowest and highest: fractions, or an infinite float

EXACT_MEASURES = ("registered_persons", "reports", "contacts", "cases")
COUNTED = (*EXACT_MEASURES, "estimate")
# Who counted or estimated goes before who repeats a number.
WEIGHT = {"monitor": 0, "estimate_study": 0, "register_report": 0, "dataset": 1, "government": 1}
WEIGHT |= {"international": 2, "institute": 2, "campaign": 3, "press": 4}
STUDIES = ("first_estimate", "second_estimate")
YEARLY, REGISTER = "rapporteur_yearly", "comensha_register"


# What a printed number can mean


def exact(number: Any) -> Fraction:
    return Fraction(str(number))


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
    value, word, unit = exact(figure["used_value"]), figure["qualifier"] or "", figure["unit"]
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
    low = float("-inf") if figure["lower"] is None else exact(figure["lower"])
    return low, float("inf") if figure["upper"] is None else exact(figure["upper"])


def has_range(figure: Row) -> bool:
    return figure["lower"] is not None or figure["upper"] is not None


def meet(a: Interval, b: Interval) -> bool:
    return bool(a[0] <= b[1] and b[0] <= a[1])


def agree(intervals: list[Interval]) -> bool:
    """Return whether there is a value that lies in all of them."""
    return bool(max(low for low, _ in intervals) <= min(high for _, high in intervals))


def divided(above: Interval, below: Interval, times: int = 1) -> Interval:
    ends = [times * a / b if b else float("inf") for a in above for b in below]
    return min(ends), max(ends)


def added(parts: list[Interval]) -> Interval:
    return sum(low for low, _ in parts), sum(high for _, high in parts)


def single_years(period: str) -> list[str]:
    return [str(year) for year in range(int(period[:4]), int(period[-4:]) + 1)]


def said(figure: Row) -> tuple[Any, ...]:
    """Return the number a figure says: its value, or its range."""
    return (figure["used_value"],) if figure["used_value"] is not None else (None, figure["lower"], figure["upper"])


def first_published(printed: list[Row], kinds: dict[str, str], dates: dict[str, Any]) -> dict[str, int]:
    """Return the year in which the first estimate of each study appeared: in the study itself, else wherever."""
    years: dict[str, int] = {}
    for own in (False, True):
        of_kind = [f for f in printed if f["measure"] == "estimate"]
        of_kind = [f for f in of_kind if (kinds[f["publication"]] == "estimate_study") is own]
        for series in {f["series"] for f in of_kind}:
            years[series] = min(dates[f["publication"]].year for f in of_kind if f["series"] == series)
    return years


# Which figure stands for a quantity


class Figures:
    """The printed figures of a month, with the day and the weight of each publication."""

    def __init__(self, printed: list[Row], formulas: list[Row], publications: list[Row], quantities: list[Row]) -> None:
        self.formulas = formulas
        self.quantities = {row["quantity_id"]: row for row in quantities}
        self.kinds = {row["publication"]: row["kind"] for row in publications}
        self.dates = {row["publication"]: row["known_from"] for row in publications}
        self.comparable = [f for f in printed if f["quantity_id"] and not f["not_comparable_because"]]
        self.taking_part = [f for f in self.comparable if f["sound"]]
        self.all_series = sorted({f["series"] for f in self.comparable})
        self.places: dict[tuple[str, str, str], list[Row]] = {}
        for figure in self.comparable:
            place = (figure["quantity_id"], figure["reference_year"], figure["series"])
            self.places.setdefault(place, []).append(figure)
        self.study_published = first_published(printed, self.kinds, self.dates)

    def edition(self, figure: Row) -> str:
        """Return the publication whose number a figure is."""
        return str(figure["quotes"] if figure["quotes"] in self.kinds else figure["publication"])

    def edition_day(self, figure: Row) -> int:
        return int(self.dates[self.edition(figure)].toordinal())

    def own_day(self, figure: Row) -> int:
        return int(self.dates[figure["publication"]].toordinal())

    def nearness(self, figure: Row) -> tuple[int, bool]:
        return WEIGHT[self.kinds[figure["publication"]]], figure["certainty"] != "primary"

    def printed_for(self, quantity: str, years: str, series: str) -> list[Row]:
        return self.places.get((quantity, years, series), [])

    def best(self, quantity: str, years: str, series: str, known_by: int | None = None) -> Row | None:
        """Return the figure that the written rule chooses; `known_by` leaves out editions of later days."""
        group = [f for f in self.printed_for(quantity, years, series) if f["sound"]]
        group = [f for f in group if known_by is None or self.edition_day(f) <= known_by]
        if not group:
            return None

        def rank(f: Row) -> tuple[Any, ...]:
            weight = WEIGHT[self.kinds[self.edition(f)]]
            near, repeated = self.nearness(f)
            return (
                f["decision"] != "prefer",
                weight,
                -self.edition_day(f),
                repeated,
                self.own_day(f),
                near,
                f["figure_id"],
            )

        winner = min(group, key=rank)
        alike = [f for f in group if said(f) == said(winner) and f["decision"] == winner["decision"]]
        return min(alike, key=lambda f: (self.nearness(f), f["lower"] is None, -self.own_day(f), f["figure_id"]))

    def of_study(self, quantity: str, series: str) -> Row | None:
        """Return the value a study gives for a group, else its range, from the newest years it can have seen."""
        seen = self.seen_by_study(quantity, series)

        def newest_years(f: Row) -> tuple[Any, ...]:
            years = f["reference_year"]
            return -int(years[-4:]), int(years[:4]), self.nearness(f), self.own_day(f)

        valued = [f for f in seen if f["used_value"] is not None]
        return min(valued, key=newest_years, default=None) or self.range_of_study(quantity, series)

    def range_of_study(self, quantity: str, series: str) -> Row | None:
        ranged = [f for f in self.seen_by_study(quantity, series) if None not in (f["lower"], f["upper"])]
        return min(
            ranged,
            key=lambda f: (self.nearness(f), -int(f["reference_year"][-4:]), -self.own_day(f)),
            default=None,
        )

    def seen_by_study(self, quantity: str, series: str) -> list[Row]:
        """Return what was printed of a study for years it can have seen: also a number that turns out to be wrong."""
        if series not in STUDIES:
            return []
        of_group = [f for f in self.comparable if (f["quantity_id"], f["series"]) == (quantity, series)]
        usable = [f for f in of_group if f["decision"] != "exclude" and not self.of_the_campaign(f)]
        appeared = self.study_published.get(series, 0)
        return [f for f in usable if f["measure"] == "estimate" and int(f["reference_year"][-4:]) < appeared]

    def repeats_an_older_study(self, figure: Row) -> bool:
        """Return whether an estimate is printed for a year its study can't have seen, when a newer study is known."""
        series, last = figure["series"], int(figure["reference_year"][-4:])
        newer = STUDIES[STUDIES.index(series) + 1 :] if series in STUDIES else ()
        known = any(study in self.study_published for study in newer)
        return known and figure["measure"] == "estimate" and last >= self.study_published[series]

    def of_the_campaign(self, figure: Row) -> bool:
        return "campaign" in (self.kinds[figure["publication"]], self.kinds[self.edition(figure)])

    def term(self, quantity: str, years: str, series: str, known_by: int | None = None) -> Row | None:
        """Return the figure of a term: for an estimate that of the study; beside one, the yearly registered number."""
        if quantity.startswith("estimate-"):
            said_by_study = self.of_study(quantity, series)
            return said_by_study if said_by_study and said_by_study["sound"] else None
        beside_estimate = series.endswith("_estimate") and quantity.startswith("registered-")
        return self.best(quantity, years, YEARLY if beside_estimate else series, known_by)


# Which groups hold which


def is_within(narrow: Row, wide: Row) -> bool:
    """Return whether one quantity counts, in the same way, some of those whom another counts."""
    if narrow["measure"] not in COUNTED or any(narrow[c] != wide[c] for c in ("measure", "population", "unit")):
        return False
    a, b = group_of(narrow), group_of(wide)
    return a != b and all(covers(b[name], a[name]) for name in a)


def group_of(quantity: Row) -> dict[str, str]:
    group = {c: quantity[c] for c in ("age_group", "sex", "nationality", "exploitation_form", "reporter")}
    if group["nationality"] == "dutch" and group["exploitation_form"] == "sexual":
        group["exploitation_form"] = "sexual_domestic"  # of Dutch victims all of it is domestic in these sources
    return group


def covers(wide: str, narrow: str) -> bool:
    if wide in ("all", narrow):
        return True
    if wide == "sexual" and narrow in ("sexual_domestic", "sexual_cross_border"):
        return True
    ages = [band.split("-") for band in (wide, narrow)]
    if not all(len(band) == 2 and all(end.isdigit() for end in band) for band in ages):
        return False
    (low, high), (from_age, to_age) = ([int(end) for end in band] for band in ages)
    return low <= from_age and to_age <= high
