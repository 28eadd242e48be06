"""The nbconvert exporters `briefing` and `briefing_pdf`.

Typst makes the PDF: each HTML element becomes a call to a function in templates/briefing/paper.typ, each text a string.
"""

import io
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache, partial
from html import unescape
from typing import Any

import pikepdf
import typst
from bs4 import BeautifulSoup, Tag
from nbconvert.exporters import Exporter
from nbformat import NotebookNode

from analysis.briefing.html import FONTS
from analysis.core.parameters import ANNEX
from analysis.core.wording import wording
from analysis.publish.page import FOLDER, html_of, page_of

# Classes that are left out of the PDF: links for navigation on the page, and text for screen readers.
_SKIPPED = {"skip-link", "return", "visually-hidden"}
_INLINE = {"a", "strong", "em", "span"}
_quoted = partial(json.dumps, ensure_ascii=False)
_SPACE = re.compile(r"[ \t\r\n]+")
_SVG = re.compile(r"<svg .*?</svg>", re.DOTALL)
_FOR_READERS = re.compile(r"<(title|desc)\b[^>]*>(.*?)</\1>", re.DOTALL)
_PAGES = 2
# What is left out of the PDF, step by step, until a briefing fits: the older of the two events of each commitment; all
# but the newest event of the party; in step 3 (in paper.typ) the text becomes smaller; each commitment's other event.
_STEPS = {
    1: "ol.commitments ul.events > li:not(:first-child)",
    2: ".facts ~ ul.events > li:not(:first-child)",
    4: "ol.commitments ul.events",
}
_MAY_GO = "data-may-go"  # the step at which an element is left out
_SAYS_SO = "data-says-so"  # marks the note at the top, in a line that has room, that something was left out


class BriefingHTMLExporter(Exporter):
    """Exports the HTML that the code cells of a briefing show, as one page; raises BriefingError as `page_of` does."""

    export_from_notebook = "Briefing (HTML)"
    output_mimetype = "text/html"
    file_extension = ".html"
    optimistic_validation = True  # the notebook is validated once, not after each preprocessor

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
        """Return the page and nbconvert's resources."""
        shown, resources = super().from_notebook_node(nb, resources, **kw)
        return html_of(*page_of(shown)), resources


class BriefingPDFExporter(BriefingHTMLExporter):
    """Exports the same page as an accessible PDF (PDF/UA-1); raises BriefingError as its base class does."""

    export_from_notebook = "Briefing (PDF)"
    output_mimetype = "application/pdf"
    file_extension = ".pdf"

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
        """Return the PDF and nbconvert's resources."""
        html, resources = super().from_notebook_node(nb, resources, **kw)
        return pdf_of(html), resources


def pdf_of(html: str) -> bytes:
    """Return the PDF of a page; the same page gives the same bytes, as the PDF has no time of creation.

    A briefing that does not fit on two pages leaves out events, and says so (see _STEPS). Raises typst.TypstError for
    what PDF/UA-1 (ISO 14289-1) forbids, and for an element that paper.typ does not define.
    """
    style = (FOLDER / "briefing" / "paper.typ").read_text(encoding="utf-8")
    known = set(re.findall(r"^#let ([ct]_\w+)", style, re.MULTILINE))
    # Charts are passed on unchanged, in the order of the page.
    charts = _SVG.findall(html)
    page: Any = BeautifulSoup(_SVG.sub("<svg></svg>", html), "html.parser")
    facts = {each["name"]: each["content"] for each in page.find_all("meta", attrs={"name": True})}
    status = page.find(attrs={"data-short": True})
    head = {"title": page.title.get_text(), "language": page.html["lang"], "kind": page.main["class"][0]}
    head |= {name: facts.get(name, "") for name in ("description", "keywords")}
    head["status"] = status["data-short"] if status else ""
    named = ", ".join(f"{name}: {_quoted(text)}" for name, text in head.items())
    giving_way = {place: events for place, where in _STEPS.items() if (events := page.main.select(where))}
    for place, events in giving_way.items():
        for event in events:
            event[_MAY_GO] = place
    if giving_way:
        said = page.new_tag("span", attrs={_SAYS_SO: ""})
        said.string = " · " + wording(head["language"]).say("briefing.events.not_on_paper")
        page.select_one(".masthead").append(said)
    code = f"{style}\n#show: page_.with({named})\n#{_call(page.body, known, iter(charts))}\n"
    as_pdf = {"format": "pdf", "pdf_standards": ["ua-1"], "timestamp": 0, "pdf_tags": True}
    for left_out in range(max(giving_way, default=0) + 1):
        # The step is in the text, as Typst would lay out everything again if one of its inputs changed.
        made = _compiler().compile(f"#let left_out = {left_out}\n{code}".encode(), **as_pdf)
        if _number_of_pages(made) <= _PAGES:
            break
    return _with_row_headings(made)


def _number_of_pages(made: bytes) -> int:
    with pikepdf.open(io.BytesIO(made)) as paper:
        return len(paper.pages)


def too_long(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the paths of the PDFs of briefings that have more than two pages, although events were left out."""
    briefings = (path for path in files if path.endswith(".pdf") and not path.endswith(f"/{ANNEX}.pdf"))
    return tuple(path for path in briefings if _number_of_pages(files[path]) > _PAGES)


@cache
def _compiler() -> Any:
    """Return the compiler, with only the fonts of the page, so that every machine makes the same bytes."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(font_paths=fonts)


def _call(node: Any, known: set[str], charts: Iterator[str]) -> str:
    """Return the call that draws an element: `c_CLASS` if paper.typ defines it for one of its classes, else `t_TAG`."""
    if node.name == "svg":
        svg = next(charts)
        said = ". ".join(" ".join(unescape(text).split()) for _, text in _FOR_READERS.findall(svg))
        return f"t_svg({_quoted(_FOR_READERS.sub('', svg))}, said: {_quoted(said)})"
    classes = node.get("class", [])
    names = [f"c_{name.replace('-', '_')}" for name in classes]
    name = next((name for name in names if name in known), f"t_{node.name}")
    if node.find("dt", recursive=False):
        name = "t_pair"
    shown = [child for child in node.children if not (child.name and _SKIPPED & set(child.get("class", [])))]
    inline = any(child.name in _INLINE if isinstance(child, Tag) else child.strip() for child in shown)
    arguments = []
    for attribute, key in (("href", "to"), ("aria-label", "said"), ("lang", "language"), ("id", "name")):
        if node.get(attribute) and (attribute != "aria-label" or node.name == "a"):
            arguments.append(f"{key}: {_quoted(str(node[attribute]))}")
    if node.name in ("td", "th"):
        arguments.append(f"numeric: {str('num' in classes).lower()}")
    if node.name == "table":
        arguments.append(f"columns: {len(node.tr.find_all(True, recursive=False))}")
    if "verdict" in classes:
        arguments.append(f"tone: {_quoted(classes[-1].removeprefix('verdict-'))}")
    for child in shown:
        if isinstance(child, Tag):
            arguments.append(_call(child, known, charts))
        elif inline or child.strip():  # spaces between blocks mean nothing
            arguments.append(_quoted(_SPACE.sub(" ", child)))
    while arguments and arguments[-1] == '" "':
        arguments.pop()
    call = f"{name}({', '.join(arguments)})"
    if node.has_attr(_SAYS_SO):
        return f"..says_so({call})"
    return f"..may_go({node[_MAY_GO]}, {call})" if node.has_attr(_MAY_GO) else call


def _with_row_headings(made: bytes) -> bytes:
    """Return the PDF compressed, with the first cell of each table row tagged as its heading, as Typst can't."""
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as pdf:
        for row in pdf.objects:
            if isinstance(row, pikepdf.Dictionary) and row.get("/S") == "/TR" and row.P.get("/S") == "/TBody":
                first = row.K[0]
                first.S = pikepdf.Name.TH
                first.A = pikepdf.Array([pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)])
        pdf.save(packed, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return packed.getvalue()
