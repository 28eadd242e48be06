"""Looks at pages in Chromium as a reader does, and takes down whatever the pages say or ask for."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import chromium
import pytest
from playwright.sync_api import Page, Route

from support.project import SUPPORT

Colours = Literal["light", "dark"]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_IN_PAGE = (SUPPORT / "in_page.js").read_text(encoding="utf-8")
_AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
# Nothing is to be loaded before it looks: all styles are in the page.
_RUN_AXE = """tags => axe.run(document, {
    runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], preload: false})"""


# Tests do without Chromium on a machine that lacks it, but never in CI.
_IS_ABSENT = chromium.executable() is None and os.environ.get("CI") != "true"
needs_chromium = pytest.mark.skipif(_IS_ABSENT, reason=chromium.INSTALL)


@contextmanager
def window() -> Iterator["Window"]:
    """Open a browser for one file of tests: playwright's loop must have ended before others start theirs."""
    with chromium.chromium() as browser:
        yield Window(browser.new_page())


class Window:
    """One window of the browser: nothing but files gets through, and all that is asked or said is taken down."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.messages: list[str] = []
        page.add_init_script(_IN_PAGE + "\nwindow.looking = looking; window.keyboard = keyboard;")
        page.route("**/*", self._file_only)
        page.on("console", lambda said: self.messages.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: self.messages.append(str(error)))

    def open(self, file: Path, colours: Colours = "light", width: int = 1280) -> None:
        """Open a page; what was taken down of the one before is forgotten."""
        self.requests.clear()
        self.messages.clear()
        self.look(colours, width)
        self.page.goto(file.as_uri(), wait_until="load")

    def look(
        self, colours: Colours = "light", width: int = 1280, medium: Literal["screen", "print"] = "screen"
    ) -> None:
        self.page.emulate_media(color_scheme=colours, media=medium)
        self.page.set_viewport_size({"width": width, "height": 844})

    def ask(self, question: str, *about: Any) -> Any:
        return self.page.evaluate(f"about => {question}(...about)", list(about))

    def axe(self) -> list[str]:
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(_AXE)
        found = self.page.evaluate(_RUN_AXE, TAGS)["violations"]
        return [f"{rule['id']} {node['target']}: {node['failureSummary']}" for rule in found for node in rule["nodes"]]

    def press(self, key: str) -> dict[str, Any]:
        self.page.keyboard.press(key)
        return dict(self.ask("keyboard.here"))

    def _file_only(self, route: Route) -> None:
        self.requests.append(route.request.url)
        if route.request.url.startswith(("file:", "data:")):
            route.continue_()
        else:
            route.abort()
