"""What every section of a page uses: the month and its reader, numbers with their notes, common HTML and tables."""

import importlib.metadata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from analysis.briefing.notes import Notes
from analysis.core import amounts
from analysis.core.parameters import ALL_PARTIES
from analysis.core.wording import Wording
from analysis.reconciliation import Reconciliation
from analysis.sources import parliament

# Classes that keep MathJax from reading text between two dollar signs as a formula: nbconvert's own page knows the
# first, JupyterLab the second.
NO_MATHS = "tex2jax_ignore mathjax_ignore"
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
        return parliament.party_name(party_id, self.month.sources, self.wording)

    def party_in_sentence(self, party_id: str) -> dict[str, str]:
        """Return the name of a party within a sentence (`party`: de VVD) and at its start (`Party`: De VVD)."""
        return parliament.party_in_sentence(party_id, self.month.sources, self.wording)

    def names(self, *parties: str) -> str:
        """Return the names of parties within a sentence: GroenLinks en de PvdA."""
        return self.wording.list([self.party_in_sentence(party)["party"] for party in parties])

    def quantity_name(self, quantity_id: str) -> str:
        """Return the label of a quantity, with a capital letter."""
        labels = self.month.sources.quantities.set_index("quantity_id")[f"label_{self.wording.language}"]
        return str(labels[quantity_id][:1].upper() + labels[quantity_id][1:])

    def number(self, row: Any) -> Markup:
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

    def cite(self, row: Any) -> Markup:
        """Return the note of a figure (quantity_id, publication), marked if the publication only quotes it."""
        printed = self.month.figures.printed_figures
        own = printed[(printed["quantity_id"] == row["quantity_id"]) & (printed["publication"] == row["publication"])]
        return self.notes.ref(row["publication"], not own.empty and own["certainty"].eq("secondary").all())

    def chosen(self, quantity_id: str, single_years: bool = True) -> pd.DataFrame:
        """Return the chosen figures of a quantity, the newest last: one row per year or per run of years."""
        rows = self.month.figures.figures_by_quantity
        rows = rows[(rows["quantity_id"] == quantity_id) & (rows["reference_year"].str.len() == 4).eq(single_years)]
        return rows[rows["value"].notna()].sort_values("reference_year", kind="stable")

    def estimates(self, quantity_id: str) -> pd.DataFrame:
        """Return the estimates of a quantity (persons), the newest last."""
        rows = self.month.estimates
        return rows[rows["quantity_id"] == quantity_id].assign(unit="persons")


def generator() -> str:
    """Return the program that makes briefings, with its version."""
    return f"{_PACKAGE} {importlib.metadata.version(_PACKAGE)}"


def checksums_in_words(checksums: Mapping[str, str]) -> str:
    """Return checksums in one line: name and digits, separated by commas."""
    return ", ".join(f"{name} {digits}" for name, digits in checksums.items())


def section(name: str, heading: str, *content: str) -> Markup:
    """Return a section of the page, labelled by its heading."""
    return Markup('<section class="{3}" aria-labelledby="h-{0}">\n<h2 id="h-{0}">{1}</h2>\n{2}\n</section>').format(
        name, heading, Markup("\n").join(content), NO_MATHS
    )


def paragraphs(*sentences: str) -> Markup:
    """Return a paragraph for each sentence that is not empty."""
    return Markup("\n").join(Markup("<p>{}</p>").format(sentence) for sentence in sentences if sentence)


def bullets(entries: Iterable[str], css: str, between: str = "\n") -> Markup:
    """Return a bulleted list with the class `css`, or nothing without entries."""
    items = Markup(between).join(Markup("<li>{}</li>").format(entry) for entry in entries)
    return Markup('<ul class="{}">{}</ul>').format(css, items) if items else items


def pairs(explained: Mapping[str, str]) -> Markup:
    """Return a list of terms, each with its description."""
    pair = Markup("<div><dt>{}</dt><dd>{}</dd></div>")
    return Markup('<dl class="facts">{}</dl>').format(Markup("").join(pair.format(*each) for each in explained.items()))


def strong(number: str) -> Markup:
    """Return a number in bold."""
    return Markup("<strong>{}</strong>").format(number)


@dataclass(frozen=True)
class Column:
    """A column as the reader sees it.

    `numeric` aligns the cells to the right, in digits of equal width; `row_header` makes each cell the heading of its
    row; `show` turns a value that is not missing into text. Text is escaped, unless it is markupsafe.Markup.
    """

    name: str
    heading: str
    numeric: bool = False
    row_header: bool = False
    show: Callable[[Any], str] = escape

    @property
    def css(self) -> str:
        """Return the class of its heading and cells."""
        return "num" if self.numeric else ""


def html_table(
    frame: pd.DataFrame,
    caption: str,
    columns: Iterable[Column],
    *,
    missing: str = "–",
    css: str = "",
    caption_shown: bool = True,
) -> Markup:
    """Return a frame as an HTML table: one row a row, in the frame's order, with only the given columns.

    `missing` is shown where a value is NaN, NA or NaT. `css` names the classes of the table; with `stacked`, a phone
    shows each row as a block. Without `caption_shown` only a screen reader reads the caption, as a heading says the
    same. A wide table scrolls within its own region, so the page itself does not scroll sideways at 320 px.
    """
    shown, stacked = list(columns), "stacked" in css
    # An empty heading is a plain cell: an empty <th> is announced as a heading of nothing.
    heads = [_element("th", c.heading, css=c.css, scope="col") if c.heading else _element("td", "") for c in shown]
    rows = []
    for _, row in frame.iterrows():
        cells = Markup("").join(_cell(column, row[column.name], missing, stacked) for column in shown)
        # To a screen reader, an element that is styled as a block is a row or a cell only if its role says so.
        rows.append(_element("tr", cells, role="row" if stacked else ""))
    named = _element("caption", _element("span", caption), css="" if caption_shown else "visually-hidden")
    parts = Markup("\n{}\n<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>\n")
    filled = parts.format(named, Markup("").join(heads), Markup("\n").join(rows))
    table = _element("table", filled, css=css, role="table" if stacked else "")
    label = Markup(escape(caption)).striptags()
    return _element("section", table, css="table-wrap", tabindex="0", aria_label=label)


def attributes(values: Mapping[str, str]) -> Markup:
    """Return the attributes of an element; those without a value are left out."""
    return Markup(" ").join(Markup('{}="{}"').format(*each) for each in values.items() if each[1])


def _element(tag: str, content: str, *, css: str = "", **named: str) -> Markup:
    """Return an element with the class `css` and other attributes."""
    said = attributes({"class": css, **{name.replace("_", "-"): value for name, value in named.items()}})
    return Markup("<{0}{1}{2}>{3}</{0}>").format(Markup(tag), Markup(" " if said else ""), said, content)


def _cell(column: Column, value: Any, missing: str, stacked: bool) -> Markup:
    text = missing if pd.isna(value) else column.show(value)
    if column.row_header:
        return _element("th", text, css=column.css, scope="row", role="rowheader" if stacked else "")
    named = {"role": "cell", "data_label": column.heading} if stacked else {}
    return _element("td", text, css=column.css, **named)
