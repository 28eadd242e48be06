"""A printed figure as a small type: what it says, how exactly it says it, and whether two of them say the same."""

import datetime
import math
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

Comparison = Literal["same", "within_rounding", "narrower_range", "different"]

# How much weight a publication carries of itself: who counts or estimates goes before who repeats.
AUTHORITY = {
    "monitor": 0,
    "estimate_study": 0,
    "register_report": 0,
    "dataset": 1,
    "government": 1,
    "international": 2,
    "institute": 2,
    "campaign": 3,
    "press": 4,
}
ESTIMATE_SERIES = ("first_estimate", "second_estimate")
# Attributes of a quantity in which one group can be part of another.
_GROUP = ("age_group", "sex", "nationality", "exploitation_form", "reporter")
_WIDER_FORMS = {"sexual": ("sexual_domestic", "sexual_cross_border")}
# Measures that are printed exactly; all others are estimates, shares or ratios, rounded when printed.
_EXACT = ("registered_persons", "reports", "contacts", "suspects_and_offenders", "cases")
# Measures in which a smaller group can't have the larger number.
COUNTS = (*_EXACT, "estimate")


@dataclass(frozen=True)
class Printed:
    """One number as printed in one publication.

    `decimals` is how many were printed of `value`; `edition` is the publication whose number it is: the one it quotes,
    else its own. `comparable` is false for one that its source keeps apart; `used_value` is the value after a decision
    that corrects it; `upper_alternative` is the other upper end, where two were printed. Numbers that were not printed
    are None.
    """

    figure_id: str
    publication: str
    quantity_id: str
    reference_year: str
    value: float | None
    decimals: int
    lower: float | None
    upper: float | None
    upper_alternative: float | None
    series: str
    qualifier: str
    reserve: str
    quotes: str
    certainty: str
    comparable: bool
    known_from: datetime.date
    kind: str
    edition: str
    edition_from: datetime.date
    edition_kind: str
    measure: str
    unit: str
    decision: str
    used_value: float | None

    @property
    def last_year(self) -> int:
        """Return the last year it is about."""
        return int(self.reference_year[-4:])

    @property
    def first_year(self) -> int:
        """Return the first year it is about."""
        return int(self.reference_year[:4])

    def years_from(self, other: "Printed") -> int:
        """Return how many years lie between its years and those of another figure; 0 where they meet."""
        return max(self.first_year - other.last_year, other.first_year - self.last_year, 0)

    @property
    def authority(self) -> tuple[int, bool]:
        """Return how far it stands from who counted or estimated: lower is nearer."""
        return AUTHORITY[self.kind], self.certainty != "primary"

    @property
    def usable(self) -> bool:
        """Return whether others may lean on it: no decision excludes it, and it is not the campaign's own.

        What the campaign prints, or who quotes it, is no source for the campaign's own claims.
        """
        return self.comparable and self.decision != "exclude" and "campaign" not in (self.kind, self.edition_kind)

    def interval(self) -> tuple[float, float]:
        """Return the values that could have been printed as this figure."""
        if self.used_value is None:
            return self.printed_range()
        return _interval(self.used_value, self)

    def printed_range(self) -> tuple[float, float]:
        """Return the printed range; an end that was not printed is open."""
        low = -math.inf if self.lower is None else self.lower
        return low, math.inf if self.upper is None else self.upper


def _interval(value: float, printed: Printed) -> tuple[float, float]:
    if printed.qualifier == "converted" and printed.unit == "percent":
        return _fraction_interval(value)
    if printed.measure in _EXACT and not printed.qualifier:
        return value, value
    step = _step(value, printed.unit, printed.decimals)
    if printed.qualifier in ("more_than", "at_least"):
        # "More than 6,000" is also said of 5,980 and never of 7,000.
        return value - step / 2, value + step * 0.999
    return (value - step, value) if printed.qualifier == "at_most" else (value - step / 2, value + step / 2)


def _step(value: float, unit: str, decimals: int) -> float:
    """Return the unit to which a number was rounded, as far as its digits show."""
    if decimals or value != int(value):
        return float(10 ** -max(decimals, 1))
    if unit in ("percent", "per_100k", "ratio"):
        # Round tens of percents are spoken numbers: 10 percent is said of 11.
        return 2.0 if value and value % 10 == 0 else 1.0
    step = 1.0
    while value and value % (step * 10) == 0:
        step *= 10
    return step


def _fraction_interval(percent: float) -> tuple[float, float]:
    """Return the percentages for which one says `a quarter` or `two thirds`: nearer to it than to its neighbours."""
    if percent > 50:
        low, high = _fraction_interval(100 - percent)
        return 100 - high, 100 - low
    parts = round(100 / percent)
    return 100 / (parts + 0.5), 100 / (parts - 0.5)


def within(value: float, interval: tuple[float, float]) -> bool:
    """Return whether a value lies in an interval, allowing for binary fractions."""
    return interval[0] - 1e-9 <= value <= interval[1] + 1e-9


def overlaps(a: tuple[float, float], b: tuple[float, float]) -> bool:
    """Return whether two intervals have a value in common."""
    return a[0] <= b[1] + 1e-9 and b[0] <= a[1] + 1e-9


def compare(figure: Printed, base: Printed) -> Comparison:
    """Return how a figure relates to the one it is held against: a range to a range, a number to a number."""
    a, b = figure.used_value, base.used_value
    if a is not None and b is not None:
        near = within(b, figure.interval()) or within(a, base.interval()) or _rounds(figure, a, b)
        return "same" if a == b else "within_rounding" if near else "different"
    if a is None and b is None:
        return _compare_ranges(figure, base)
    value, ranged = (b, figure) if a is None else (a, base)
    return "within_rounding" if value is not None and within(value, ranged.interval()) else "different"


def _rounds(figure: Printed, rounded: float, exact: float) -> bool:
    """Return whether a text that repeats a count prints it in round numbers: 1,300 for 1,334, not 1,000."""
    step = _step(rounded, figure.unit, figure.decimals)
    repeats = AUTHORITY[figure.kind] > AUTHORITY["government"] and figure.measure in _EXACT
    return repeats and 10 <= step <= exact / 10 and abs(rounded - exact) <= step / 2


def _compare_ranges(figure: Printed, base: Printed) -> Comparison:
    (low, high), (base_low, base_high) = figure.interval(), base.interval()
    if (low, high) == (base_low, base_high):
        return "same"
    return "narrower_range" if low >= base_low and high <= base_high else "different"


def is_part_of(part: dict[str, str], whole: dict[str, str]) -> bool:
    """Return whether one quantity counts a group within the group that another counts, in the same way.

    `part` and `whole` are rows of quantities.
    """
    alike = part["measure"] in COUNTS and all(part[name] == whole[name] for name in ("measure", "population", "unit"))
    return alike and _group(part) != _group(whole) and holds_group(whole, part)


def holds_group(whole: dict[str, str], part: dict[str, str]) -> bool:
    """Return whether the people of one quantity are among those of another, or the same; whatever is measured."""
    return all(_covers(a, b) for a, b in zip(_group(whole), _group(part), strict=True))


def _group(quantity: dict[str, str]) -> list[str]:
    """Return the group a quantity counts; of Dutch victims all sexual exploitation is domestic in these sources."""
    values = {name: quantity[name] for name in _GROUP}
    if values["nationality"] == "dutch" and values["exploitation_form"] == "sexual":
        values["exploitation_form"] = "sexual_domestic"
    return list(values.values())


def _covers(whole: str, part: str) -> bool:
    return whole in ("all", part) or part in _WIDER_FORMS.get(whole, ()) or _covers_ages(whole, part)


def _covers_ages(whole: str, part: str) -> bool:
    try:
        (low, high), (part_low, part_high) = (tuple(map(int, ages.split("-"))) for ages in (whole, part))
    except ValueError:
        return False
    return low <= part_low and part_high <= high


def printed_of(
    figures: pd.DataFrame, publications: pd.DataFrame, quantities: pd.DataFrame, decisions: pd.DataFrame
) -> list[Printed]:
    """Return the figures of known publications, each with its edition, its measure and the decision on it."""
    sources = publications.set_index("publication")
    kinds, dates = sources["kind"].to_dict(), sources["known_from"].to_dict()
    measures = quantities.set_index("quantity_id")["measure"].to_dict()
    decided = {row["figure_id"]: row for _, row in decisions.iterrows()}
    rows = figures.to_dict("records")
    return [_printed(row, kinds, dates, measures, decided.get(row["figure_id"])) for row in rows]


def _printed(
    row: dict[Any, Any], kinds: dict[str, str], dates: dict[str, Any], measures: dict[str, str], decision: Any
) -> Printed:
    own = row["publication"]
    edition = row["quotes"] if isinstance(row["quotes"], str) and row["quotes"] in kinds else own
    value = _number(row["value"])
    action = "" if decision is None else decision["action"]
    return Printed(
        figure_id=row["figure_id"],
        publication=own,
        quantity_id=_text(row["quantity_id"]),
        reference_year=row["reference_year"],
        value=value,
        decimals=int(_number(row.get("value_decimals")) or 0),
        lower=_number(row["lower"]),
        upper=_number(row["upper"]),
        upper_alternative=_number(row["upper_alternative"]),
        series=row["series"],
        qualifier=_text(row["qualifier"]),
        reserve=_text(row["reserve"]),
        quotes=_text(row["quotes"]),
        certainty=row["certainty"],
        comparable=pd.isna(row["not_comparable_because"]) and isinstance(row["quantity_id"], str),
        known_from=dates[own].date(),
        kind=kinds[own],
        edition=edition,
        edition_from=dates[edition].date(),
        edition_kind=kinds[edition],
        measure=measures.get(_text(row["quantity_id"]), ""),
        unit=row["unit"],
        decision=action,
        used_value=_number(decision["corrected_value"]) if action == "correct" else value,
    )


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
