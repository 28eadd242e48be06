"""What a check of the arithmetic says, and the numbers it is made from."""

from dataclasses import dataclass

from analysis.figures.printed import Printed, overlaps

Interval = tuple[float, float]


@dataclass(frozen=True)
class Term:
    """A number that others are computed from: one printed figure, or a sum or mean of several, with its tolerance."""

    value: float
    low: float
    high: float
    figures: tuple[Printed, ...]

    @classmethod
    def of(cls, figure: Printed) -> "Term":
        """Return the number of one figure that has a value."""
        low, high = figure.interval()
        return cls(figure.used_value or 0.0, low, high, (figure,))

    @classmethod
    def total(cls, figures: list[Printed]) -> "Term":
        """Return the sum of figures that have values; their tolerances add up."""
        terms = [cls.of(figure) for figure in figures]
        return cls(
            value=sum(term.value for term in terms),
            low=sum(term.low for term in terms),
            high=sum(term.high for term in terms),
            figures=tuple(figures),
        )

    def per(self, count: int) -> "Term":
        """Return the mean over a number of years."""
        return Term(self.value / count, self.low / count, self.high / count, self.figures)


@dataclass(frozen=True)
class Derived:
    """A value that nobody printed and that printed figures imply: of which quantity, year and series, and how.

    `kind`: `missing_year` (the one year lacking in a total), `implied_year` (the year a total would need to close) or
    `base` (the whole of which several shares with their counts are parts; `low` and `high` are its ends).
    """

    kind: str
    quantity_id: str
    reference_year: str
    series: str
    low: float
    high: float
    figures: tuple[Printed, ...]

    @property
    def value(self) -> float | None:
        """Return the value where it is one number."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True)
class Check:
    """One sum, share, change or bound: the printed figure, what it should be, and how it came out.

    `outcome` is `closes`, `missing_partner` or a kind of discrepancy; `parts` are the figures it was derived from,
    or, with `missing_partner`, those of them that were found. `spread` holds the derived values that go with the range
    of an estimate; `series` the count on which a total closes, where that is not its own (`own_derived` being the sum
    on its own); `implied` the value of the year that would make a total close, beside the one that was printed.
    """

    name: str
    figure: Printed
    outcome: str
    derived: float | None = None
    parts: tuple[Printed, ...] = ()
    formula_id: str = ""
    spread: Interval | None = None
    series: str = ""
    own_derived: float | None = None
    implied: Derived | None = None

    @property
    def differs(self) -> bool:
        """Return whether this is a discrepancy."""
        return self.outcome not in ("closes", "missing_partner")

    @property
    def figures(self) -> tuple[Printed, ...]:
        """Return every figure the check is about, each once."""
        return tuple(dict.fromkeys((self.figure, *self.parts)))


def fits(derived: Interval, figure: Printed) -> bool:
    """Return whether a derived interval has a value that could have been printed as a figure."""
    return overlaps(derived, figure.interval())
