"""What every section of a briefing draws on, and the forms in which a reader meets a number."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.briefing.notes import Notes
from analysis.core import amounts
from analysis.core.parameters import ALL_PARTIES
from analysis.core.wording import Wording
from analysis.figures.claims import claim_in_words
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.releases import ReleasedVersion, version_of
from analysis.sources import party_names

# Where a text has two dollar signs JupyterLab, and nbconvert's own page, would set what stands between them as a
# formula, links and styles included: the one heeds the second name, the other the first.
NO_MATHS = "tex2jax_ignore mathjax_ignore"


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

    @cached_property
    def version(self) -> ReleasedVersion:
        """Return the newest released version of the month."""
        return version_of(self.month)

    @cached_property
    def printed_by_id(self) -> dict[str, dict[Any, Any]]:
        """Return each printed figure by its id."""
        printed = self.month.figures.printed_figures
        return dict(zip(printed["figure_id"], printed.to_dict("records"), strict=True))

    def party_name(self, party_id: str) -> str:
        """Return the short name of a party as of the month; a renamed party is shown with the name readers know."""
        return party_names.party_name(party_id, self.month.sources, self.wording)

    def party_in_sentence(self, party_id: str) -> dict[str, str]:
        """Return the name of a party for within a sentence (`party`: de VVD) and for its start (`Party`: De VVD)."""
        return party_names.party_in_sentence(party_id, self.month.sources, self.wording)

    def quantity_name(self, quantity_id: str) -> str:
        """Return what a quantity counts, with a capital, as an entry of a list begins."""
        labels = self.month.sources.quantities.set_index("quantity_id")[f"label_{self.wording.language}"]
        return str(labels[quantity_id][:1].upper() + labels[quantity_id][1:])

    def claim_name(self, claim_id: str) -> str:
        """Return what the pledge claims, paraphrased, with its number."""
        claim = self.month.sources.claims.set_index("claim_id", drop=False).loc[claim_id]
        return claim_in_words(claim.to_dict(), self.wording.language).rstrip(".")

    def number(self, row: Any) -> Markup:
        """Return the number of a figure in the reader's form, as it was said, with the note of who printed it."""
        note, ranged = row["publication"], row.get("range_publication")
        if pd.isna(row["value"]) or not isinstance(ranged, str) or ranged == note:
            return Markup("{}{}").format(amounts.amount_of(self.wording, row, row["unit"]), self.cite(row))
        # Another publication printed the range: each has the note of its own.
        alone = amounts.amount_of(self.wording, {**row, "lower": None, "upper": None}, row["unit"])
        span = amounts.amount_of(self.wording, {**row, "value": None, "qualifier": None}, row["unit"])
        value = Markup("{}{}").format(alone, self.cite(row))
        span = Markup("{}{}").format(span, self.notes.ref(ranged))
        return self.wording.html("briefing.unit.with_range", value=value, range=span)

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

    def study(self, series: str) -> str:
        """Return who made an estimate, as in: made by the WODC."""
        return self.wording.say(f"briefing.study.{series}")

    def span(self, row: Any, lower: str = "lower", upper: str = "upper") -> dict[str, str]:
        """Return the ends of the range of an estimate; where the source prints two upper ends, both."""
        w, other = self.wording, row.get(f"{upper}_alternative")
        high = w.number(row[upper])
        if pd.notna(other):
            high = w.say("briefing.main.two_ends", first=w.number(other), second=high)
        return {"lower": w.number(row[lower]), "upper": high}

    def amount(self, value: Any, lower: Any, upper: Any, unit: str) -> str:
        """Return a value with its range, or the range alone, with the unit where a number by itself would mislead."""
        return amounts.amount(self.wording, value, lower, upper, unit=unit)


def section(name: str, heading: str, *content: str) -> Markup:
    """Return one section of the page, named by its heading."""
    return Markup('<section class="{3}" aria-labelledby="h-{0}">\n<h2 id="h-{0}">{1}</h2>\n{2}\n</section>').format(
        name, heading, Markup("\n").join(content), NO_MATHS
    )


def paragraphs(*sentences: str) -> Markup:
    """Return each sentence as a paragraph; empty ones are left out."""
    return Markup("\n").join(Markup("<p>{}</p>").format(sentence) for sentence in sentences if sentence)


def strong(number: str) -> Markup:
    """Return a number in bold."""
    return Markup("<strong>{}</strong>").format(number)
