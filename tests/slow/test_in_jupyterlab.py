"""JupyterLab as analysts meet it: a briefing that has run is exported from the menu, and is the page of the batch."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import chromium
import nbformat
import pytest

from support.browser import needs_chromium
from support.lab import JUPYTER, close_menus, environment, export, jupyterlab, needs_lab, open_exports, open_notebook
from support.real_pages import briefing, page, run_notebook

pytestmark = [needs_lab, needs_chromium]

READER = ("2026-10", "d66", "nl")
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
# JupyterLab lists an exporter by the name that nbconvert knows it by.
EXPORTERS = {"Briefing": "briefing", "Briefing_pdf": "briefing_pdf"}


@dataclass
class Seen:
    """What was seen: entries of the menu, what they export, what was asked outside, and what popped up."""

    entries: list[str]
    exported: dict[str, bytes]
    outside: list[str]
    notices: list[str]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A briefing that has run."""
    run = run_notebook(briefing(*READER))
    run.metadata["kernelspec"] = KERNEL
    path = tmp_path_factory.mktemp("notebooks") / "briefing.ipynb"
    nbformat.write(run, path)
    return path


@pytest.fixture(scope="module")
def seen(notebook: Path, home: Path) -> Seen:
    requests: list[str] = []
    with jupyterlab(notebook.parent, home) as address, chromium.chromium() as browser:
        tab = browser.new_page()
        tab.context.on("request", lambda request: requests.append(request.url))
        open_notebook(tab, address)
        entries = [*open_exports(tab)]
        close_menus(tab)
        exported = {name: export(tab, name) for name in EXPORTERS}
        notices = tab.locator(".Toastify__toast").all_inner_texts()
    own = (address.partition("/lab")[0], "data:")
    return Seen(entries, exported, [url for url in requests if not url.startswith(own)], notices)


def converted(notebook: Path, exporter: str, home: Path) -> bytes:
    """What the command makes of a notebook."""
    command = [JUPYTER, "nbconvert", "--to", exporter, "--output-dir", home, "--output", exporter, notebook]
    subprocess.run(command, check=True, env=environment(home))
    (made,) = home.glob(f"{exporter}.*")
    return made.read_bytes()


def test_the_menu_that_exports_a_notebook_lists_the_page_and_the_pdf(seen):
    assert set(EXPORTERS) <= set(seen.entries)


def test_the_menu_makes_the_page_that_the_command_and_the_batch_make(seen, notebook, home):
    assert seen.exported["Briefing"] == converted(notebook, "briefing", home) == page(*READER).encode()


def test_the_menu_makes_the_pdf_that_the_command_makes(seen, notebook, home):
    assert seen.exported["Briefing_pdf"] == converted(notebook, "briefing_pdf", home)


def test_jupyterlab_asks_nothing_of_the_web_and_of_its_user(seen):
    assert (seen.outside, seen.notices) == ([], [])
