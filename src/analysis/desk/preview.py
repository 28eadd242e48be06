"""The page as the analyst sees it before it is made: its header and style around the sections of the notebook.

JupyterLab shows the sections within its own page, in which it has its own style for tables, lists and headings. So the
front matter, which the page needs as facts only, is shown as the page's header, and brings the page's style with it.
"""

import dataclasses
import re
from functools import cache
from importlib import resources
from typing import Any, TypeVar

from markupsafe import Markup

from analysis.briefing import ANNEX, Annex, Briefing, FrontMatter
from analysis.briefing.page_facts import NO_MATHS
from analysis.core.parameters import Month
from analysis.core.wording import wording
from analysis.publish.style import minified, style_sheet

# What is said of a window and its parts, and what says the same of the output of a cell.
_WITHIN = (
    (r"@media screen and \(prefers-color-scheme:dark\)\{:root\{", '@media screen{[data-jp-theme-light="false"] &{'),
    (r":root\{color-scheme:light dark;", '&{color-scheme:light;[data-jp-theme-light="false"] &{color-scheme:dark}'),
    (r"@media screen and (\((?:min|max)-width:[^)]*\))\{body\{", r"@container \1{& > *{"),
    (r"@media screen and (\((?:min|max)-width:[^)]*\))", r"@container \1"),
    (r"(?<=\d)vw\b", "cqi"),
    (r"(?<=\})html\{[^}]*\}", ""),
    (r"(?<=\})body\{", "&{"),
    (r":where\(main\) > section:first-child", "& > section:has(> .what)"),
    (r":where\(main\)", "&"),
)


class Preview(FrontMatter):
    """The front matter as a notebook shows it: the page's header, and its style for the sections below."""

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        shown = Markup("<style>{}</style>\n{}").format(Markup(_style_in_notebook()), _header(self.facts))
        return super()._repr_mimebundle_(**kwargs) | {"text/html": str(shown)}


_Page = TypeVar("_Page", Briefing, Annex)


def previewed(briefing: _Page) -> _Page:
    """Return a briefing, or an annex, that shows in a notebook how its page will look."""
    return dataclasses.replace(briefing, front_matter=Preview(briefing.front_matter.facts))


def _header(facts: dict[str, str]) -> Markup:
    """Return the header as the page has it (export's index.html.j2)."""
    w = wording(facts["language"])
    kind = ANNEX if facts["party"] == ANNEX else "briefing"
    as_of = w.say(f"page.as_of_{kind}", date=w.date(Month.parse(facts["month"]).as_of))
    lines = [Markup('<p class="masthead">{}</p>\n<h1>{}</h1>\n</div>').format(as_of, facts["title"])]
    if facts["status"] == "concept":
        banner = Markup('<p class="status-banner" data-short="{}">{}</p>')
        lines.append(banner.format(w.say("page.concept_short"), w.say("page.concept")))
    if "correction" in facts:
        lines.append(Markup('<p class="status-banner correction">{}</p>').format(facts["correction"]))
    return Markup('<header class="{}">\n<div class="briefing-header">\n{}\n</header>').format(
        NO_MATHS, Markup("\n").join(lines)
    )


@cache
def _style_in_notebook() -> str:
    """Return the style of the page for the outputs of a notebook, without that of paper."""
    own = minified(resources.files(__package__).joinpath("preview.css").read_text(encoding="utf-8"))
    page = style_sheet().partition("@media print")[0]
    faces = "".join(re.findall(r"@font-face\{[^}]*\}", page))
    page = re.sub(r"@font-face\{[^}]*\}", "", page)
    for said, within in _WITHIN:
        page = re.sub(said, within, page)
    return own.replace("FACES", faces).replace("PAGE", page)
