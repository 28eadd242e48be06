"""Looks at pages in Chromium as a reader does, and takes down whatever the pages say or ask for."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Page, Route, sync_playwright

NAMES = ("chromium-headless-shell", "chromium", "google-chrome")
INSTALL = "no Chromium found; on Debian: apt-get install chromium-headless-shell"
FLAGS = [
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_IN_PAGE = Path(__file__).with_name("in_page.js").read_text(encoding="utf-8")
_AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
# Nothing is to be loaded before it looks: all styles are in the page.
_RUN_AXE = """tags => axe.run(document, {
    runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], preload: false})"""


def executable() -> str:
    """The path of Chromium; without one the test is skipped, or fails where CI says that it must run."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(INSTALL)
    return str(found)


def flags() -> list[str]:
    # Chromium can't shut itself in when root starts it.
    return [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


@contextmanager
def window() -> Iterator["Window"]:
    """Open a browser for one file of tests: playwright's loop must have ended before others start theirs."""
    path = executable()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags())
        try:
            yield Window(browser.new_page())
        finally:
            browser.close()


class Window:
    """One window of the browser: nothing but files gets through, and all that is asked or said is taken down."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.messages: list[str] = []
        page.add_init_script(_IN_PAGE + "\nwindow.looking = looking; window.keyboard = keyboard;")
        page.route("**/*", self._file_only)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.messages.append(str(error)))

    def open(self, file: Path, colour: str = "light", width: int = 1280, height: int = 844) -> None:
        """Open a page; what was taken down of the one before is forgotten."""
        self.requests.clear()
        self.messages.clear()
        self.look(colour=colour, width=width, height=height)
        self.page.goto(file.as_uri(), wait_until="load")

    def look(self, colour: str = "light", width: int = 1280, height: int = 844, medium: str = "screen") -> None:
        """Change how the page is looked at."""
        self.page.emulate_media(color_scheme=colour, media=medium)  # type: ignore[arg-type]
        self.page.set_viewport_size({"width": width, "height": height})

    def ask(self, question: str, *about: Any) -> Any:
        """Call a function of in_page.js."""
        return self.page.evaluate(f"about => {question}(...about)", list(about))

    def axe(self) -> list[str]:
        """What axe-core finds: the rule, what it is about, and why."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(_AXE)
        found = self.page.evaluate(_RUN_AXE, TAGS)["violations"]
        return [f"{rule['id']} {node['target']}: {node['failureSummary']}" for rule in found for node in rule["nodes"]]

    def press(self, key: str) -> dict[str, Any]:
        """Press a key; return where the keyboard is then."""
        self.page.keyboard.press(key)
        return dict(self.ask("keyboard.here"))

    def _file_only(self, route: Route) -> None:
        self.requests.append(route.request.url)
        if route.request.url.startswith(("file:", "data:")):
            route.continue_()
        else:
            route.abort()

    def _said(self, message: ConsoleMessage) -> None:
        self.messages.append(f"{message.type}: {message.text}")
