"""What every section of a page draws on, the forms in which a reader meets a number, and the HTML they share."""

import importlib.metadata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.briefing.notes import Notes
from analysis.core import amounts
from analysis.core.parameters import ALL_PARTIES
from analysis.core.wording import Wording
from analysis.reconciliation import Reconciliation
from analysis.sources import parliament

# Where a text has two dollar signs JupyterLab, and nbconvert's own page, would set what stands between them as a
# formula, links and styles included: the one heeds the second name, the other the first.
NO_MATHS = "tex2jax_ignore mathjax_ignore"
# What the digits behind the name of an input are the first of.
CHECKSUM = "SHA-256"
_PACKAGE = "briefing-1300-deal"


@dataclass(frozen=True)
class PageFacts:
    """The month, the reader (a party or `all`), the language, and the notes as they are collected."""

    month: Reconciliation
    party: str
    wording: Wording
    notes: Notes

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
        """Return what makes the same page again from the same inputs, wherever they stand."""
        return f"briefing build --month {self.month.month} --party {self.party} --language {self.wording.language}"

    def party_name(self, party_id: str) -> str:
        """Return the short name of a party as of the month; a renamed party is shown with the name readers know."""
        return parliament.party_name(party_id, self.month.sources, self.wording)

    def party_in_sentence(self, party_id: str) -> dict[str, str]:
        """Return the name of a party for within a sentence (`party`: de VVD) and for its start (`Party`: De VVD)."""
        return parliament.party_in_sentence(party_id, self.month.sources, self.wording)

    def names(self, *parties: str) -> str:
        """Return the names of parties within a sentence: GroenLinks en de PvdA."""
        return self.wording.list([self.party_in_sentence(party)["party"] for party in parties])

    def quantity_name(self, quantity_id: str) -> str:
        """Return what a quantity counts, with a capital, as an entry of a list begins."""
        labels = self.month.sources.quantities.set_index("quantity_id")[f"label_{self.wording.language}"]
        return str(labels[quantity_id][:1].upper() + labels[quantity_id][1:])

    def number(self, row: Any) -> Markup:
        """Return the number of a figure in the reader's form, as it was said, with the note of who printed it."""
        w, ranged = self.wording, row.get("range_publication")
        if pd.isna(row["value"]) or not isinstance(ranged, str) or ranged == row["publication"]:
            return Markup("{}{}").format(amounts.amount_of(w, row, row["unit"]), self.cite(row))
        # Another publication printed the range: each has the note of its own.
        alone = amounts.amount_of(w, {**row, "lower": None, "upper": None}, row["unit"])
        span = amounts.amount_of(w, {**row, "value": None, "qualifier": None}, row["unit"])
        value = Markup("{}{}").format(alone, self.cite(row))
        ranged_value = Markup("{}{}").format(span, self.notes.ref(ranged))
        return w.html("briefing.unit.with_range", value=value, range=ranged_value)

    def cite(self, row: Any) -> Markup:
        """Return the note of a figure (quantity_id, publication), marked where the publication only quotes it."""
        printed = self.month.figures.printed_figures
        own = printed[(printed["quantity_id"] == row["quantity_id"]) & (printed["publication"] == row["publication"])]
        return self.notes.ref(row["publication"], not own.empty and own["certainty"].eq("secondary").all())

    def chosen(self, quantity_id: str, single_years: bool = True) -> pd.DataFrame:
        """Return the figures of a quantity as reconciled, the newest last: one row per year (or run of years)."""
        rows = self.month.figures.figures_by_quantity
        rows = rows[(rows["quantity_id"] == quantity_id) & (rows["reference_year"].str.len() == 4).eq(single_years)]
        return rows[rows["value"].notna()].sort_values("reference_year", kind="stable")

    def estimates(self, quantity_id: str) -> pd.DataFrame:
        """Return the estimates of a quantity, the newest last."""
        return self.month.estimates[self.month.estimates["quantity_id"] == quantity_id]


def generator() -> str:
    """Return the program that makes briefings, with its version."""
    return f"{_PACKAGE} {importlib.metadata.version(_PACKAGE)}"


def checksums_in_words(checksums: Mapping[str, str]) -> str:
    """Return checksums as a reader meets them: name and digits, separated by commas."""
    return ", ".join(f"{name} {digits}" for name, digits in checksums.items())


def section(name: str, heading: str, *content: str) -> Markup:
    """Return one section of the page, named by its heading."""
    return Markup('<section class="{3}" aria-labelledby="h-{0}">\n<h2 id="h-{0}">{1}</h2>\n{2}\n</section>').format(
        name, heading, Markup("\n").join(content), NO_MATHS
    )


def paragraphs(*sentences: str) -> Markup:
    """Return each sentence as a paragraph; empty ones are left out."""
    return Markup("\n").join(Markup("<p>{}</p>").format(sentence) for sentence in sentences if sentence)


def bullets(entries: Iterable[str], css: str, between: str = "\n") -> Markup:
    """Return a list with an entry each, empty for none; `css` names its class."""
    items = Markup(between).join(Markup("<li>{}</li>").format(entry) for entry in entries)
    return Markup('<ul class="{}">{}</ul>').format(css, items) if items else items


def pairs(explained: Mapping[str, str]) -> Markup:
    """Return terms, each with what is to be said of it."""
    pair = Markup("<div><dt>{}</dt><dd>{}</dd></div>")
    return Markup('<dl class="facts">{}</dl>').format(Markup("").join(pair.format(*each) for each in explained.items()))


def strong(number: str) -> Markup:
    """Return a number in bold."""
    return Markup("<strong>{}</strong>").format(number)
