"""Pages of hostile texts in Chromium, with their policy and without: nothing runs, and nothing is asked for.

The same eye is shown pages on which an escape is broken: it must notice.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import chromium
import pytest
from playwright.sync_api import Error, Page

from support.browser import Window, needs_chromium
from support.hostile_month import hostile_month
from support.project import SUPPORT

pytestmark = needs_chromium

_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_IN_PAGE = (SUPPORT / "hostile_in_page.js").read_text(encoding="utf-8")


class Eye(Window):
    """A window that also takes down what a hostile text would do in it."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.done: list[str] = []
        page.add_init_script(_IN_PAGE)
        page.on("dialog", lambda dialog: (self.done.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("popup", lambda popup: self.done.append(f"window {popup.url}"))
        page.on("framenavigated", lambda frame: self.done.append(f"frame {frame.url}"))

    def noticed(self, file: Path) -> list[str]:
        """What happens when a page is opened, all of it pointed at, besides its being shown."""
        self.done.clear()
        self.open(file)
        return self.what_happened(file)

    def shown(self, html: str, blank: Path) -> list[str]:
        """What happens when a notebook that is trusted shows HTML: scripts in it are run."""
        self.done.clear()
        self.open(blank)
        self.page.evaluate("html => hostile.show(html)", html)
        return self.what_happened(blank)

    def what_happened(self, file: Path) -> list[str]:
        own = file.as_uri()
        try:
            found = [f"struck {kind}" for kind in self.page.evaluate("() => hostile.tried()")]
            found += self.ask("looking.refused")
        except Error as left:  # the page led away from itself while it was asked
            found = [left.message]
        asked = [url for url in self.requests if url != own and not url.startswith("data:")]
        done = [each for each in self.done if each != f"frame {own}"]
        return [*found, *asked, *done, *self.messages]


@pytest.fixture(scope="module")
def eye() -> Iterator[Eye]:
    # The pages first: playwright's loop must not be there while they are made.
    pages()
    with chromium.chromium() as browser:
        yield Eye(browser.new_page())


def pages() -> dict[str, str]:
    return {path: content.decode() for path, content in hostile_month().files.items() if path.endswith(".html")}


def write(folder: Path, html: str, name: str = "page.html") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(html, encoding="utf-8")
    return folder / name


def without_policy(html: str) -> str:
    bare, count = _POLICY.subn("", html)
    assert count == 1
    return bare


def test_nothing_runs_and_nothing_is_asked_for_with_the_policy_and_without_it(eye, tmp_path):
    for path, page in pages().items():
        for html in (page, without_policy(page)):
            assert eye.noticed(write(tmp_path, html)) == [], path


def test_a_page_of_hostile_texts_does_not_scroll_sideways_on_the_narrowest_phone(eye, tmp_path):
    for path, page in pages().items():
        eye.open(write(tmp_path, page), width=320)
        assert eye.ask("looking.overflow") <= 320, path


def test_what_a_notebook_shows_an_analyst_does_nothing_where_it_is_trusted(eye, tmp_path):
    blank = write(tmp_path, "<!DOCTYPE html><title>x</title><body></body>")
    assert eye.shown("\n".join(hostile_month().shown.values()), blank) == []


# --- The eye sees


BROKEN = {
    "script": ("&lt;script&gt;struck(&#39;script&#39;)&lt;/script&gt;", "<script>struck('script')</script>"),
    "image": ("&lt;img src=x onerror=struck(&#39;image&#39;)&gt;", "<img src=x onerror=struck('image')>"),
    "drawing": ("&lt;svg onload=struck(&#39;drawing&#39;)&gt;", "<svg onload=struck('drawing')>"),
    "handler": ("</h1>", "<b onclick=struck('handler')>b</b></h1>"),
    "link": ("</h1>", "<a href=\"javascript:struck('link')\">b</a></h1>"),
    "frame": ("</h1>", "<iframe src=https://evil.example/frame></iframe></h1>"),
    "sheet": ("</h1>", "</h1><style>@import url(https://evil.example/sheet);</style>"),
    "refresh": ("<title>", "<meta http-equiv=refresh content='0;url=https://evil.example/refresh'><title>"),
    "picture": ("</h1>", "<img src=https://evil.example/picture></h1>"),
}


@pytest.mark.parametrize("has_policy", [True, False], ids=["policy", "bare"])
@pytest.mark.parametrize("broken", BROKEN)
def test_an_escape_that_is_broken_is_noticed(eye, tmp_path, broken, has_policy):
    page = next(html for html in pages().values() if BROKEN[broken][0] in html)
    html = page.replace(*BROKEN[broken], 1)
    assert eye.noticed(write(tmp_path, html if has_policy else without_policy(html))) != []


def test_a_script_in_what_a_notebook_shows_is_noticed(eye, tmp_path):
    blank = write(tmp_path, "<!DOCTYPE html><title>x</title><body></body>")
    assert eye.shown("<p><script>struck('script')</script></p>", blank) == ["struck script"]
