"""What every section of a page uses: the month and its reader, and numbers with their notes."""

import importlib.metadata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.briefing.html import Section
from analysis.briefing.notes import Notes
from analysis.core import amounts
from analysis.core.parameters import ALL_PARTIES, ANNEX
from analysis.core.record_tables import Row
from analysis.core.wording import Wording, capital, wording
from analysis.figures.records import Series
from analysis.parliament import names as party_names
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.month_records import MonthRecords
from analysis.signatories.support import signature_of

# The checksum of which a page prints the first digits behind the name of each input.
CHECKSUM = "SHA-256"
_PACKAGE = "briefing-1300-deal"


@dataclass(frozen=True)
class PageFacts:
    """The month, the reader (a party or `all`), the wording, and the notes collected so far."""

    month: Reconciliation
    party: str
    wording: Wording
    notes: Notes

    @classmethod
    def of(
        cls, month: Reconciliation, party: str, language: str, *, on_annex: bool = False, marked: bool = True
    ) -> "PageFacts":
        """Return what the sections of one page use; without `marked` their numbers have no notes, as in a mail."""
        w = wording(language)
        notes = Notes(month.records.publications, w, "" if on_annex else f"{ANNEX}.html", marked)
        return cls(month, party, w, notes)

    def section(self, template: str, **said: Any) -> Section:
        """Return a section of the page: what it says, and the template that writes it."""
        return Section(template, self.wording, said)

    @property
    def records(self) -> MonthRecords:
        """Return the rows of the month."""
        return self.month.records

    @property
    def is_all(self) -> bool:
        """Return whether the briefing is for no party in particular."""
        return self.party == ALL_PARTIES

    @property
    def reader_name(self) -> str:
        """Return the name of the reader's party, or the words for all parties."""
        return self.wording.say("briefing.all_parties.name") if self.is_all else self.party_name(self.party)

    @property
    def command(self) -> str:
        """Return the command that makes the same page again from the same inputs."""
        return f"briefing build --month {self.month.month} --party {self.party} --language {self.wording.language}"

    def party_name(self, party_id: str) -> str:
        """Return the short name of a party as of the month; after a renaming, with the earlier name too."""
        return party_names.party_name(party_id, self.month.sources, self.wording)

    def party_in_sentence(self, party_id: str) -> dict[str, str]:
        """Return the name of a party within a sentence (`party`: de VVD) and at its start (`Party`: De VVD)."""
        return party_names.party_in_sentence(party_id, self.month.sources, self.wording)

    def names(self, *parties: str) -> str:
        """Return the names of parties within a sentence: GroenLinks en de PvdA."""
        return self.wording.list([self.party_in_sentence(party)["party"] for party in parties])

    def support(self, party: str) -> Row:
        """Return the row of a party in support by party; one that is not in it has no seat, but may have declined."""
        if party in self.records.support:
            return self.records.support[party]
        signature = signature_of(party, self.month.house, self.month.party_signatures)
        return {"party_id": party, "seats": 0, **signature._asdict()}

    def signed_where(self, *parties: str) -> Markup:
        """Return the notes of the publications that name parties as signatories."""
        return self.notes.refs(dict.fromkeys(name for party, name in self.records.signed_where if party in parties))

    def quantity_name(self, quantity_id: str) -> str:
        """Return the label of a quantity, with a capital letter."""
        return capital(self.month.figures.quantities[quantity_id].label(self.wording.language))

    def series(self, name: str) -> Series:
        """Return a series by its id."""
        return self.month.figures.series[name]

    def study(self, name: str) -> str:
        """Return who made a study, within a sentence, by the id of its series."""
        return self.series(name).name(self.wording.language, "maker")

    def count(self, name: str) -> str:
        """Return the short name of a count of registered victims by the id of its series; empty for any other."""
        series = self.series(name)
        return "" if series.is_study else series.name(self.wording.language, "short")

    def number(self, row: Row) -> Markup:
        """Return a figure in words, with its qualifier and range, and the note of the publication that printed it."""
        w, ranged = self.wording, row.get("range_publication")
        if pd.isna(row["value"]) or not isinstance(ranged, str) or ranged == row["publication"]:
            return Markup("{}{}").format(amounts.amount_of(w, row, row["unit"]), self.cite(row))
        # Another publication printed the range: value and range each have their own note.
        alone = amounts.amount_of(w, {**row, "lower": None, "upper": None}, row["unit"])
        span = amounts.amount_of(w, {**row, "value": None, "qualifier": None}, row["unit"])
        value = Markup("{}{}").format(alone, self.cite(row))
        ranged_value = Markup("{}{}").format(span, self.notes.ref(ranged))
        return w.html("briefing.unit.with_range", value=value, range=ranged_value)

    def cite(self, row: Row) -> Markup:
        """Return the note of a figure (quantity_id, publication), marked if the publication only quotes it."""
        of_figure = row["quantity_id"], row["publication"]
        return self.notes.ref(row["publication"], of_figure in self.records.second_hand)

    def estimates(self, quantity_id: str) -> list[Row]:
        """Return the estimates of a quantity (persons), the newest last."""
        return self.records.estimates.get(quantity_id, [])


def generator() -> str:
    """Return the program that makes briefings, with its version."""
    return f"{_PACKAGE} {importlib.metadata.version(_PACKAGE)}"


def checksums_in_words(checksums: Mapping[str, str]) -> str:
    """Return checksums in one line: name and digits, separated by commas."""
    return ", ".join(f"{name} {digits}" for name, digits in checksums.items())
