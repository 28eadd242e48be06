"""What a cell of a notebook shows: HTML for JupyterLab, plain text elsewhere; ids by their names, numbers in words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Any

from markupsafe import Markup, escape

from analysis.briefing.html import NO_MATHS, Column, html_table
from analysis.core.amounts import amount_of
from analysis.core.parameters import ALL_PARTIES
from analysis.core.wording import wording, years_in_words
from analysis.figures.claims import claim_in_words
from analysis.figures.records import source_in_words
from analysis.parliament.names import party_name
from analysis.reconciliation import Reconciliation

# The notebooks are in English; the Dutch of an explanation is folded below it.
SAY = wording("en")
Row = dict[Any, Any]
# In the column of a publication: the number was computed, not printed.
_DERIVED = "derived"
# JupyterLab removes style sheets from a notebook that it did not run itself, but keeps the style of an element.
_LEFT, _RIGHT = "text-align:left;vertical-align:top", "text-align:right;vertical-align:top"
_STYLES = {
    "<table>": "margin:0 0 14px;max-width:100%",
    "<caption>": "caption-side:top;text-align:left;font-weight:bold",
    '<th scope="col">': _LEFT,
    '<th class="num" scope="col">': _RIGHT,
    '<th scope="row">': f"{_LEFT};font-weight:normal",
    "<td>": _LEFT,
    '<td class="num">': _RIGHT,
}
_BLOCKS = re.compile(r"</(?:p|tr|li|caption|h\d|summary|pre)>")
_CELLS = re.compile(r"</(?:td|th)>")


@dataclass(frozen=True)
class Shown:
    """Something to show: JupyterLab uses the HTML, a terminal the text in it."""

    html: str

    def _repr_html_(self) -> str:
        return f'<div class="{NO_MATHS}">\n{self.html}\n</div>'

    def __repr__(self) -> str:
        """Return the text: a line for each row of a table, its cells separated by a bar."""
        lines = _BLOCKS.sub("\n", _CELLS.sub(" | ", self.html.replace("\n", " ")))
        text = [" ".join(unescape(re.sub(r"<[^>]*>", "", line)).split()).rstrip(" |") for line in lines.split("\n")]
        return "\n".join(line for line in text if line)


def shown(*blocks: str) -> Shown:
    """Return blocks of HTML, one under another."""
    return Shown("\n".join(blocks))


def headings(key: str, *names: str) -> dict[str, str]:
    """Return the headings of columns: the sentences of their names below a key."""
    return {name: SAY.say(f"{key}.{name}") for name in names}


def table(rows: Iterable[Iterable[object]], caption: str, headings: dict[str, str], numeric: Iterable[str] = ()) -> str:
    """Return rows as HTML: `headings` by column, the first column heads its row, `numeric` columns go right."""
    columns = [
        Column(name, heading, name in numeric, place == 0, lambda cell: cell or SAY.say("desk.none"))
        for place, (name, heading) in enumerate(headings.items())
    ]
    html = str(html_table((dict(zip(headings, row, strict=True)) for row in rows), caption, columns))
    for mark, style in _STYLES.items():
        html = html.replace(mark, f'{mark[:-1]} style="{style}">')
    return html


def folded(summary: str, html: str, *, unfolded: bool = False) -> Markup:
    """Return HTML that opens at a click on the summary, or is open at first (`unfolded`)."""
    opened = " open" if unfolded else ""
    return Markup(f"<details{opened}><summary>{escape(summary)}</summary>\n{html}\n</details>")


def with_dutch(english: str, dutch: str) -> Markup:
    """Return a sentence with its Dutch folded below it."""
    fold = Markup('{} <details lang="nl"><summary>{}</summary>{}</details>')
    return fold.format(english, SAY.say("desk.in_dutch"), dutch)


def line_to_copy(what: str, line: str) -> Markup:
    """Return a line of code in a box that does not wrap, below a sentence on what it does."""
    code = Markup('<pre style="white-space:pre;overflow-x:auto;margin:0 0 14px">{}</pre>').format(line)
    return Markup('<p style="margin-bottom:2px">{}</p>').format(what) + code


def with_id(said: str, name: str) -> Markup:
    """Return a name with its id in small type below it, so that a search for the id finds it."""
    return Markup("{} <br><small>{}</small>").format(said, name)


def link(said: str, url: object) -> str:
    """Return a text as a link; unchanged if the address is not one of the web."""
    if not isinstance(url, str) or not url.startswith(("https://", "http://")):
        return said
    return Markup('<a href="{}" target="_blank" rel="noopener">{}</a>').format(url, said)


@dataclass(frozen=True)
class Names:
    """The names behind the ids of a month."""

    month: Reconciliation

    @cached_property
    def by_id(self) -> dict[str, str]:
        """Return the English name of each quantity, publication (who printed it, when), party and claim."""
        sources = self.month.sources
        names = {_DERIVED: SAY.say("desk.derived"), ALL_PARTIES: SAY.say("desk.readable.all_parties")}
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
        return SAY.say(
            "desk.figure",
            figure_id=figure_id,
            number=number_in_words(figure),
            what=self.by_id[figure["quantity_id"]],
            year=years_in_words(figure["reference_year"]),
            source=figure["printed_by"],
        )

    def compared_with(self, difference: Row) -> str:
        """Return the number that a printed figure was compared with, with what was said with it (`more than`)."""
        unit = self.figures[difference["figure_id"]]["unit"]
        other = {name: difference[f"{name}_b"] for name in ("value", "lower", "upper")} | {"unit": unit}
        if difference["publication_b"] == _DERIVED:
            return number_in_words(other, decimals=1) or SAY.say("desk.none")
        figure = self.figures[difference["figure_ids"].split("|")[1]]
        is_that = (figure["publication"], figure["value"]) == (difference["publication_b"], other["value"])
        return number_in_words(other | ({"qualifier": figure["qualifier"]} if is_that else {}))


def number_in_words(row: Row, decimals: int = 2) -> str:
    """Return the number of a row (value, lower, upper, unit) with its range; empty where there is none.

    The row may have `upper_alternative` (of two upper ends) and `qualifier` (`about`, `more_than`) as well.
    """
    return amount_of(SAY, row, row.get("unit") or "", decimals)
