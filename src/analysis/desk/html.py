"""What a cell of a notebook shows: HTML in JupyterLab, and plain text elsewhere."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from IPython.core.getipython import get_ipython
from markupsafe import Markup

from analysis.briefing.html import NO_MATHS, Column, html_table, paragraphs
from analysis.core.wording import wording

# The notebooks are in English; where an explanation also exists in Dutch, that is folded below it.
SAY = wording("en")
# JupyterLab removes style sheets from a notebook that it did not run itself, but keeps style attributes.
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
_SPACE = re.compile(r"\n(?![^<]*</pre>)")  # the end of a line, but not of one of code


@dataclass(frozen=True)
class Shown:
    """Something to show: JupyterLab shows the HTML, a terminal the text in it."""

    html: Markup

    def _repr_html_(self) -> str:
        return f'<div class="{NO_MATHS}">\n{self.html}\n</div>'

    def __repr__(self) -> str:
        """Return the text: a line for each row of a table (its cells separated by a bar), and for each line of code."""
        lines = _BLOCKS.sub("\n", _CELLS.sub(" | ", _SPACE.sub(" ", self.html)))
        text = [" ".join(unescape(re.sub(r"<[^>]*>", "", line)).split()).rstrip(" |") for line in lines.split("\n")]
        return "\n".join(line for line in text if line)


def is_attended() -> bool:
    """Return False only in a notebook that runs by itself, True in JupyterLab and outside of notebooks."""
    shell = get_ipython()
    request = shell.get_parent() if hasattr(shell, "get_parent") else {}
    # By Jupyter's protocol, a program that runs a notebook sends allow_stdin=False: nobody could answer a question.
    return bool(not request or request.get("content", {}).get("allow_stdin", True))


def blocks(*parts: str) -> Markup:
    """Return parts one below another as HTML: text becomes paragraphs, and HTML (Markup) stays as it is."""
    return Markup("\n").join(part if isinstance(part, Markup) else paragraphs(part) for part in parts if part)


def shown(*parts: str) -> Shown:
    """Return parts (see `blocks`) as something to show."""
    return Shown(blocks(*parts))


def headings(key: str, *names: str) -> dict[str, str]:
    """Return the heading of each column by its name: the sentence `key.name` of the wording."""
    return {name: SAY.say(f"{key}.{name}") for name in names}


def table(
    rows: Iterable[Iterable[object]], caption: str, headings: dict[str, str], numeric: Iterable[str] = ()
) -> Markup:
    """Return rows as an HTML table: the first column heads its row, and `numeric` columns are aligned right."""
    columns = [
        Column(name, heading, name in numeric, place == 0, lambda cell: cell or SAY.say("desk.none"))
        for place, (name, heading) in enumerate(headings.items())
    ]
    html = str(html_table((dict(zip(headings, row, strict=True)) for row in rows), caption, columns))
    for mark, style in _STYLES.items():
        html = html.replace(mark, f'{mark[:-1]} style="{style}">')
    return Markup(html)


def folded(summary: str, html: Markup, *, unfolded: bool = False) -> Markup:
    """Return HTML that a click on the summary opens, or, if `unfolded`, closes."""
    fold = Markup("<details{}><summary>{}</summary>\n{}\n</details>")
    return fold.format(" open" if unfolded else "", summary, html)


def with_dutch(english: str, dutch: str) -> Markup:
    """Return a sentence with its Dutch folded below it."""
    fold = Markup('{} <details lang="nl"><summary>{}</summary>{}</details>')
    return fold.format(english, SAY.say("desk.in_dutch"), dutch)


def line_to_copy(what: str, line: str) -> Markup:
    """Return a line of code in a box that does not wrap, below a sentence that says what it does, if given."""
    code = Markup('<pre style="white-space:pre;overflow-x:auto;margin:0 0 14px">{}</pre>').format(line)
    return Markup('<p style="margin-bottom:2px">{}</p>').format(what) + code if what else code


def with_id(said: str, name: str) -> Markup:
    """Return a name with its id in small type below it, so that a search for the id finds it."""
    return Markup('{} <br><small style="overflow-wrap:anywhere">{}</small>').format(said, name)


def link(said: str, url: object) -> str:
    """Return a text as a link, or unchanged if `url` is no http or https address."""
    if not isinstance(url, str) or not url.startswith(("https://", "http://")):
        return said
    return Markup('<a href="{}" target="_blank" rel="noopener">{}</a>').format(url, said)
