"""What a cell of a notebook shows: HTML for JupyterLab, and the same as text for who reads without it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

import pandas as pd
from markupsafe import Markup, escape

from analysis.briefing.page_facts import NO_MATHS
from analysis.briefing.tables import Column, html_table
from analysis.core.wording import wording

# The notebooks are in English; explanations in Dutch stand beside it, folded.
SAY = wording("en")
# JupyterLab drops a style sheet from a notebook that it did not run itself, and keeps styles of single marks.
_STYLES = {
    "<table>": "border-collapse:collapse;table-layout:auto;margin:0 0 14px;max-width:100%",
    "<caption>": "caption-side:top;text-align:left;font-weight:bold;padding:4px 0",
    '<th scope="col">': "text-align:left;vertical-align:bottom;padding:4px 10px 4px 0;border-bottom:2px solid #7b8894",
    '<th scope="col" class="num">': "text-align:right;vertical-align:bottom;padding:4px 10px 4px 0;"
    "border-bottom:2px solid #7b8894",
    '<th scope="row">': "text-align:left;vertical-align:top;font-weight:normal;padding:4px 10px 4px 0;"
    "border-bottom:1px solid #c9d1d8;white-space:normal;min-width:5em",
    "<td>": "text-align:left;vertical-align:top;padding:4px 10px 4px 0;border-bottom:1px solid #c9d1d8;"
    "white-space:normal;overflow-wrap:break-word",
    '<td class="num">': "text-align:right;vertical-align:top;padding:4px 10px 4px 0;border-bottom:1px solid #c9d1d8;"
    "white-space:normal;font-variant-numeric:tabular-nums",
}
_BLOCKS = re.compile(r"</(?:p|tr|li|caption|h\d|summary|pre)>")
_CELLS = re.compile(r"</(?:td|th)>")


@dataclass(frozen=True)
class Shown:
    """Something to show: JupyterLab takes the HTML, a terminal and a plain notebook the text of it."""

    html: str

    def _repr_html_(self) -> str:
        return f'<div class="{NO_MATHS}">\n{self.html}\n</div>'

    def __repr__(self) -> str:
        """Return the text: a line for each row of a table, its cells apart by a bar."""
        lines = _BLOCKS.sub("\n", _CELLS.sub(" | ", self.html.replace("\n", " ")))
        text = [" ".join(unescape(re.sub(r"<[^>]*>", "", line)).split()).rstrip(" |") for line in lines.split("\n")]
        return "\n".join(line for line in text if line)


def shown(*blocks: str) -> Shown:
    """Return blocks of HTML, one under another."""
    return Shown("\n".join(blocks))


def paragraph(text: str) -> Markup:
    """Return a sentence as a paragraph."""
    return Markup("<p>{}</p>").format(text)


def table(frame: pd.DataFrame, caption: str, columns: Iterable[Column]) -> str:
    """Return a frame as an HTML table with real headings, whose cells wrap and whose numbers stand right."""
    html = html_table(frame, caption, columns)
    for mark, style in _STYLES.items():
        html = html.replace(mark, f'{mark[:-1]} style="{style}">')
    return html


def folded(summary: str, html: str, *, unfolded: bool = False) -> str:
    """Return HTML that opens at a click, or is open (`unfolded`) and closes at one."""
    mark = "<details open>" if unfolded else "<details>"
    return f"{mark}<summary>{escape(summary)}</summary>\n{html}\n</details>"


def in_dutch(sentence: str) -> Markup:
    """Return the Dutch of a sentence, folded."""
    return Markup('<details lang="nl"><summary>{}</summary>{}</details>').format(SAY.say("desk.in_dutch"), sentence)
