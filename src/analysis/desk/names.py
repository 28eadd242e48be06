"""The names behind the ids of a month, and its numbers in words with their unit and range."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from analysis.core.amounts import amount_of
from analysis.core.parameters import ALL_PARTIES
from analysis.core.wording import years_in_words
from analysis.desk.html import SAY
from analysis.figures.claims import claim_in_words
from analysis.figures.records import source_in_words
from analysis.parliament.names import party_name
from analysis.reconciliation import Reconciliation

Row = dict[Any, Any]
# In the column of a publication: the number was computed, not printed.
DERIVED = "derived"


@dataclass(frozen=True)
class Names:
    """The names behind the ids of a month."""

    month: Reconciliation

    @cached_property
    def by_id(self) -> dict[str, str]:
        """Return the English name of each quantity, publication (who printed it, when), party and claim."""
        sources = self.month.sources
        names = {DERIVED: SAY.say("desk.derived"), ALL_PARTIES: SAY.say("desk.readable.all_parties")}
        names |= sources.quantities.set_index("quantity_id")["label_en"].to_dict()
        names |= {row["publication"]: source_in_words(row) for row in sources.publications.to_dict("records")}
        names |= {party: party_name(party, sources, SAY) for party in sources.parties["party_id"]}
        return names | {row["claim_id"]: claim_in_words(row, "en") for row in sources.claims.to_dict("records")}

    @cached_property
    def series(self) -> dict[str, str]:
        """Return the short English name of each series, or what it is where it has none."""
        return {name: each.short("en") or each.name("en") for name, each in self.month.figures.series.items()}

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Return the address of each publication that has one."""
        return self.month.sources.publications.dropna(subset=["url"]).set_index("publication")["url"].to_dict()

    @cached_property
    def figures(self) -> dict[str, Row]:
        """Return the printed figures by their id."""
        return self.month.figures.printed_figures.set_index("figure_id", drop=False).to_dict("index")

    def figure(self, figure_id: str) -> str:
        """Return what a figure says, of what, for which year, and who printed it."""
        figure = self.figures[figure_id]
        facts = {"number": number_in_words(figure), "year": years_in_words(figure["reference_year"])}
        facts |= {"what": self.by_id[figure["quantity_id"]], "source": figure["printed_by"]}
        return SAY.say("desk.figure", figure_id=figure_id, **facts)

    def compared_with(self, difference: Row) -> str:
        """Return the number that a printed figure was compared with, with what was said with it (`more than`)."""
        unit = self.figures[difference["figure_id"]]["unit"]
        other = {name: difference[f"{name}_b"] for name in ("value", "lower", "upper")} | {"unit": unit}
        if difference["publication_b"] == DERIVED:
            return number_in_words(other, decimals=1) or SAY.say("desk.none")
        figure = self.figures[difference["figure_ids"].split("|")[1]]
        is_that = (figure["publication"], figure["value"]) == (difference["publication_b"], other["value"])
        return number_in_words(other | ({"qualifier": figure["qualifier"]} if is_that else {}))


def number_in_words(row: Row, decimals: int = 2) -> str:
    """Return the number of a row (value, lower, upper, unit) with its range; empty where there is none.

    The row may have `upper_alternative` (of two upper ends) and `qualifier` (`about`, `more_than`) as well.
    """
    return amount_of(SAY, row, row.get("unit") or "", decimals)
