"""The pages as they are sent, made of the real data by the shortest way: no kernel, the exporter of the batch."""

import re
from collections.abc import Callable
from dataclasses import fields
from functools import cache
from pathlib import Path

import nbformat

from analysis.briefing import Annex, Briefing, annex_of, briefing_of
from analysis.briefing.html import Section
from analysis.core.parameters import ANNEX, LANGUAGES
from analysis.publish.exporters import BriefingHTMLExporter
from analysis.publish.index_pages import changed_in, front_page, month_page
from analysis.publish.reports_folder import Manifest
from support.months import reconciled

SECTIONS = [field.name for field in fields(Briefing)][1:]
ANNEX_SECTIONS = [field.name for field in fields(Annex)][1:]
NEWEST = "2026-10"
# Before and after the second estimate; a splinter group; a party formed that month; a member by himself.
OTHERS = [
    *(("2021-03", party) for party in ("d66", "vvd", "all", ANNEX)),
    *(("2021-12", party) for party in ("all", "groep-van-haga")),
    *(("2023-11", party) for party in ("gl-pvda", "lid-omtzigt")),
]
MONTHS, MONTH = "index.html", f"{NEWEST}/share/index.html"


@cache
def briefing(month: str, party: str, language: str) -> Briefing:
    return briefing_of(reconciled(month), party, language)


@cache
def annex(month: str, language: str) -> Annex:
    return annex_of(reconciled(month), language)


def run_notebook(found: Briefing | Annex) -> nbformat.NotebookNode:
    """A notebook as it has run: front matter and sections of a briefing, or of an annex, as its outputs."""
    shown = [getattr(found, field.name) for field in fields(found)]
    outputs = [
        part._repr_mimebundle_() if hasattr(part, "_repr_mimebundle_") else {"text/html": part.html} for part in shown
    ]
    cells = [
        nbformat.v4.new_code_cell("", outputs=[nbformat.v4.new_output("execute_result", data=data, execution_count=1)])
        for data in outputs
    ]
    return nbformat.v4.new_notebook(cells=cells)


def page_of(found: Briefing | Annex) -> str:
    return str(BriefingHTMLExporter().from_notebook_node(run_notebook(found))[0])


@cache
def page(month: str, party: str, language: str) -> str:
    return page_of(annex(month, language) if party == ANNEX else briefing(month, party, language))


def seated(month: str) -> list[str]:
    parties = reconciled(month).support_by_party
    return [*parties.loc[(parties["seats"] > 0) & (parties["party_id"] != "all"), "party_id"]]


def makers() -> dict[str, Callable[[], bytes]]:
    """What makes each page, by its name under reports/: all briefings of one month, some of others, both indexes."""
    readers = [*((NEWEST, party) for party in ("all", ANNEX, *seated(NEWEST))), *OTHERS]
    made: dict[str, Callable[[], bytes]] = {
        f"{month}/share/{language}/{party}.html": lambda told=(month, party, language): page(*told).encode()  # type: ignore[misc]
        for month, party in readers
        for language in LANGUAGES
    }
    briefings = [name.removeprefix(f"{NEWEST}/") for name in made if name.startswith(NEWEST)]
    files = {file for name in briefings for file in (name, name.replace(".html", ".pdf"))}
    made[MONTHS] = lambda: front_page({name: Manifest(changed=changed_in(reconciled(name))) for name in dict(readers)})
    made[MONTH] = lambda: month_page(reconciled(NEWEST), files)
    return made


def write(folder: Path, name: str, content: Callable[[], bytes]) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content())
    return path


def plain(section: Section | str) -> str:
    """The text of a section, or of HTML, without the marks of its notes."""
    html = re.sub(r'<a class="note".*?</a>', "", section if isinstance(section, str) else section.html)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).replace("&nbsp;", " ").replace("\xa0", " ")
