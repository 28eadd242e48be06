"""Ids and numbers of a month in words: names of quantities, publications and parties, numbers with unit and range."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.core.amounts import amount, rounded
from analysis.core.parameters import ALL_PARTIES
from analysis.core.wording import years_in_words
from analysis.desk.shown import SAY
from analysis.figures.claims import claim_in_words
from analysis.figures.records import source_in_words
from analysis.reconciliation import Reconciliation
from analysis.sources.parliament import party_name

Row = dict[Any, Any]
# In the column of a publication: the number was computed, not printed.
DERIVED = "derived"


@dataclass(frozen=True)
class Names:
    """The names behind the ids of a month."""

    month: Reconciliation

    @cached_property
    def quantities(self) -> dict[str, str]:
        """Return the English label of each quantity."""
        return self.month.sources.quantities.set_index("quantity_id")["label_en"].to_dict()

    @cached_property
    def publications(self) -> dict[str, str]:
        """Return who printed each publication, with the year, as the explanations name it."""
        return {row["publication"]: source_in_words(row) for row in self.month.sources.publications.to_dict("records")}

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Return the address of each publication that has one."""
        return self.month.sources.publications.dropna(subset=["url"]).set_index("publication")["url"].to_dict()

    @cached_property
    def parties(self) -> dict[str, str]:
        """Return the short name of each party."""
        sources = self.month.sources
        names = {party: party_name(party, sources, SAY) for party in sources.parties["party_id"]}
        return names | {ALL_PARTIES: SAY.say("desk.readable.all_parties")}

    @cached_property
    def figures(self) -> dict[str, Row]:
        """Return the printed figures."""
        return self.month.figures.printed_figures.set_index("figure_id", drop=False).to_dict("index")

    @cached_property
    def claims(self) -> dict[str, str]:
        """Return the claims of the pledge, each as a sentence."""
        rows = self.month.sources.claims.to_dict("records")
        return {row["claim_id"]: claim_in_words(row, "en") for row in rows}

    def publication(self, name: str, url: str | None = None) -> str:
        """Return the name of a publication as a link to where it was read, with its id; any other text unchanged."""
        if name == DERIVED:
            return SAY.say("desk.derived")
        if name not in self.publications:
            return name
        return with_id(link(self.publications[name], url or self.addresses.get(name)), name)

    def figure_in_words(self, figure_id: str) -> str:
        """Return what a figure says, of what, for which year, and who printed it."""
        figure = self.figures[figure_id]
        return SAY.say(
            "desk.figure",
            figure_id=figure_id,
            number=number_in_words(figure),
            what=self.quantities[figure["quantity_id"]],
            year=years_in_words(figure["reference_year"]),
            source=figure["printed_by"],
        )

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
    ends = (None if pd.isna(row[name]) else rounded(row[name], decimals) for name in ("value", "lower", "upper"))
    other, said = row.get("upper_alternative"), row.get("qualifier")
    return amount(SAY, *ends, other_upper=other, unit=row.get("unit") or "", qualifier=said, decimals=decimals)


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """Return the rows of a frame, None for what is missing."""
    rows = frame.astype("object").to_dict("records")
    return [{name: None if pd.isna(cell) else cell for name, cell in row.items()} for row in rows]


def lines_of(texts: str, say: Callable[[str], str]) -> Markup:
    """Return texts that are separated by |, each in words and on a line of its own."""
    return Markup(" <br>").join(say(text) for text in texts.split("|") if text)


def with_id(said: str | None, name: str) -> Markup:
    """Return a name with its id in small type below it, so that a search for the id finds it."""
    small = Markup("<small>{}</small>").format(name)
    return Markup("{} <br>{}").format(said, small) if said else small


def link(said: str, url: object) -> str:
    """Return a text as a link; unchanged if the address is not one of the web."""
    if not said or not isinstance(url, str) or not url.startswith(("https://", "http://")):
        return said
    return Markup('<a href="{}" target="_blank" rel="noopener">{}</a>').format(url, said)
