"""What a page is made of, as HTML that templates alone write; text is escaped, unless it is markupsafe.Markup."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from analysis.core.wording import Wording

# Classes that keep MathJax from reading text between two dollar signs as a formula: nbconvert's own page knows the
# first, JupyterLab the second.
NO_MATHS = "tex2jax_ignore mathjax_ignore"
_FOLDER = Path(__file__).parent
FONTS = _FOLDER / "fonts"


def templates_in(folder: Path) -> Environment:
    """Return the templates of a folder; what is filled in is escaped."""
    files = FileSystemLoader(folder)
    return Environment(loader=files, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


_TEMPLATES = templates_in(_FOLDER / "templates")
_TEMPLATES.globals["no_maths"] = NO_MATHS
_TEMPLATES.filters["number"] = "{:g}".format
# The pieces of a page, each a macro of parts.html.j2 (strong, note, link …), and its sections, of sections.html.j2.
PARTS: Any = _TEMPLATES.get_template("parts.html.j2").module
_SECTIONS: Any = _TEMPLATES.get_template("sections.html.j2").module
strong: Callable[[str], Markup] = PARTS.strong


@dataclass(frozen=True)
class Section:
    """A section of a page as HTML: a notebook shows it, and the exporters put it on the page unchanged."""

    name: str
    html: str = field(repr=False)

    def __html__(self) -> str:
        """Return it as HTML, for a template that holds it."""
        return self.html

    _repr_html_ = __html__


def section_of(name: str, w: Wording, **said: Any) -> Section:
    """Return a section, as its template writes what is given in `said`."""
    return Section(name, str(getattr(_SECTIONS, name)(said, w)))


def paragraphs(*sentences: str) -> Markup:
    """Return a paragraph for each sentence that is not empty."""
    return Markup(PARTS.paragraphs(sentences))


def bullets(entries: Iterable[str]) -> Markup:
    """Return a bulleted list, or nothing without entries."""
    return Markup(PARTS.bullets(list(entries)))


@dataclass(frozen=True)
class Column:
    """A column as the reader sees it."""

    name: str
    heading: str
    numeric: bool = False  # aligned right, in digits of equal width
    row_header: bool = False  # each cell is the heading of its row
    show: Callable[[Any], str] = escape  # writes a value that is not missing as text


def html_table(
    rows: Iterable[Mapping[Any, Any]],
    caption: str,
    columns: Iterable[Column],
    *,
    missing: str = "–",
    css: str = "",
    caption_shown: bool = True,
) -> Markup:
    """Return rows as an HTML table with the given columns, which scrolls within its own region if it is wide.

    `missing` is shown where a row has no value. `css` names the classes of the table; with `stacked`, a phone shows
    each row as a block. Without `caption_shown` only a screen reader reads the caption, as a heading says the same.
    """
    shown = list(columns)
    cells = [[missing if pd.isna(row[each.name]) else each.show(row[each.name]) for each in shown] for row in rows]
    label = Markup(escape(caption)).striptags()
    return Markup(PARTS.table(shown, cells, caption, label, css, caption_shown))
