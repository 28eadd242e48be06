"""The style of a page, which the page itself carries and its preview in a notebook too."""

import base64
import re
from functools import cache
from importlib import resources


@cache
def style_sheet() -> str:
    """Return briefing.css without comments and indents, each font in it as a data: address."""
    package = resources.files("analysis")
    css = minified((package / "publish" / "templates" / "briefing" / "briefing.css").read_text(encoding="utf-8"))
    for weight in (400, 700):
        font = (package / "briefing" / "fonts" / f"AtkinsonHyperlegibleNext-{weight}.woff2").read_bytes()
        css = css.replace(f"FONT-{weight}", f"data:font/woff2;base64,{base64.b64encode(font).decode()}")
    return css


def minified(css: str) -> str:
    """Return a style sheet without comments and indents."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s*([{};,])\s*", r"\1", css)
    return re.sub(r"\s+", " ", css).replace(": ", ":").replace(";}", "}").strip()
