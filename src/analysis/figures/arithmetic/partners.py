"""The printed figures that others may be computed from: the sound ones, the best of each quantity, year and series."""

from dataclasses import dataclass

from analysis.figures.arithmetic.check import Term
from analysis.figures.choice import choose
from analysis.figures.printed import Printed
from analysis.figures.verdicts import Context, Relation

Key = tuple[str, str, str]
# Shares of an estimate hold registered persons of this series against it.
_REGISTERED_SERIES = "rapporteur_yearly"


@dataclass(frozen=True)
class Partners:
    """The sound figures by quantity, year and series: all of them, and the best of each as known today."""

    every: dict[Key, list[Printed]]
    best: dict[Key, Printed]
    context: Context

    @classmethod
    def of(cls, relations: list[Relation], context: Context) -> "Partners":
        """Return the figures that others may be computed from."""
        every: dict[Key, list[Printed]] = {}
        for relation in relations:
            figure = relation.figure
            if relation.sound and figure.used_value is not None:
                every.setdefault((figure.quantity_id, figure.reference_year, figure.series), []).append(figure)
        return cls(every, {key: choose(group)[0] for key, group in every.items()}, context)

    def get(self, quantity: str, year: str, series: str) -> Printed | None:
        """Return the figure of a quantity and year within a series, as known today."""
        return self.best.get((quantity, year, series))

    def as_of_edition(self, quantity: str, year: str, series: str, edition: Printed) -> Printed | None:
        """Return the figure that was the newest when an edition appeared: a total is the sum of what it knew."""
        known = [f for f in self.every.get((quantity, year, series), []) if f.edition_from <= edition.edition_from]
        return choose(known)[0] if known else None

    def series_of(self, quantity: str, year: str) -> list[str]:
        """Return the series that have a figure of a quantity and year."""
        return sorted(series for name, printed_for, series in self.best if (name, printed_for) == (quantity, year))

    def terms(self, quantity: str, figure: Printed, year: str = "") -> list[Term]:
        """Return what stands for a quantity beside a figure: as its edition knew it, then as known today.

        `year` is that of the figure if not given. An estimate is that of the figure's study, for whatever years; beside
        a share or ratio of an estimate stands the registered number of the year, or the mean over the years.
        """
        year = year or figure.reference_year
        if quantity.startswith("estimate-"):
            return self._estimated(quantity, figure)
        found = self._known(quantity, year, figure.series, figure)
        if not found and figure.series.endswith("_estimate"):
            found = self._known(quantity, year, _REGISTERED_SERIES, figure) or self._mean(quantity, figure)
        return found

    def _known(self, quantity: str, year: str, series: str, figure: Printed) -> list[Term]:
        found = [self.as_of_edition(quantity, year, series, figure), self.get(quantity, year, series)]
        return [Term.of(each) for each in dict.fromkeys(found) if each]

    def _estimated(self, quantity: str, figure: Printed) -> list[Term]:
        estimate = self.context.estimates.get((figure.series, quantity))
        value = estimate.value if estimate else None
        usable = value and value in self.every.get((quantity, value.reference_year, figure.series), [])
        return [Term.of(value)] if value and usable else []

    def _mean(self, quantity: str, figure: Printed) -> list[Term]:
        years = range(figure.first_year, figure.last_year + 1)
        found = [self.get(quantity, str(year), _REGISTERED_SERIES) for year in years]
        counted = [each for each in found if each]
        return [Term.total(counted).per(len(counted))] if len(counted) == len(years) > 1 else []
