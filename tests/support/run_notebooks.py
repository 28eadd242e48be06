"""A small notebook of a briefing as it has run, with two charts, a table and a source."""

import functools

import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.briefing.balance_chart import balance_chart
from analysis.briefing.support import support_chart
from analysis.briefing.tables import Column, html_table
from analysis.publish.page import FRONT_MATTER


def front_matter(**changes):
    told = {
        "title": "Wat is er in beeld?", "language": "nl", "month": "2021-03", "party": "d66", "party_name": "D66",
        "description": "Cijfers en steun voor de 1300-deal.", "status": "concept",
    }  # fmt: skip
    return told | changes


def shows(html, tags=(), **other):
    data = {"text/html": html, "text/plain": "plain text of the analyst"} | other
    output = new_output("execute_result", data=data, execution_count=1)
    return new_code_cell("code_of_the_analyst()", metadata={"tags": list(tags)}, outputs=[output])


@functools.cache
def charts(language):
    balance = pd.DataFrame(
        {
            "year": pd.array(range(2014, 2026), dtype="Int64"), "registered": 1000, "first_printed": 990,
            "estimated": 5000, "estimated_lower": 4000, "estimated_upper": 7000, "estimate_publication": "e",
            "estimate_years": "2016-2019",
            "estimate_series": "second_estimate",
            "extrapolated": False, "unseen": 4000, "in_view_percent": 20.0,
        }
    )  # fmt: skip
    parties = pd.DataFrame(
        {"party_id": [f"p{n}" for n in range(18)], "party": "Partij", "seats": range(18), "party_signed": "yes"}
    ).assign(signed_on=pd.Timestamp(2021, 3, 10), signed_on_precision="at_the_latest")
    return balance_chart(balance, language, "Bevinding.", ["Leeswijzer."]), support_chart(parties, "p3", language)


def notebook(*cells, **changes):
    visibility, support = charts("en" if changes.get("language") == "en" else "nl")
    table = html_table(pd.DataFrame({"a": ["x"]}), "Een tabel", [Column("a", "A", row_header=True)])
    sections = [
        shows('<section><h2>Een</h2><p class="message">Zin.<a class="note" href="#source-1">1</a></p></section>'),
        shows(f"<section><h2>Twee</h2>{visibility}</section>"),
        shows(f"<section><h2>Drie</h2>{support}{table}</section>"),
        shows(
            '<section><h2>Vier</h2><ol class="sources"><li id="source-1"><a href="https://x.nl">x</a></li></ol></section>'
        ),
    ]
    first = shows("", **{FRONT_MATTER: front_matter(**changes)})
    return new_notebook(cells=[new_markdown_cell("# For the analyst"), first, *sections, *cells])
