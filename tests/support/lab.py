"""JupyterLab as `make lab` starts it, in a home of its own, and the menus by which it runs and exports a notebook."""

import os
import re
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from support.project import PROJECT

JUPYTER = PROJECT / ".venv-lab" / "bin" / "jupyter"
# What has not happened by then never will, even on a busy machine.
_SECONDS = 120
# Where an error, a warning, or what was written to stderr is shown.
ERRORS = "[data-mime-type='application/vnd.jupyter.error'], [data-mime-type='application/vnd.jupyter.stderr']"
# A cell that has run shows its number, one that waits "[*]", and one that was given up after an error "[ ]".
_NONE_WAITS = """errors => {
    const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")].map(prompt => prompt.textContent)
    const ran = prompts.filter(prompt => /[0-9]/.test(prompt)).length
    const waits = prompts.some(prompt => prompt.includes("*"))
    return !waits && ran > 0 && (ran === prompts.length || document.querySelector(errors) !== null)
}"""


# Tests do without JupyterLab where it was not set up, but never in CI.
_IS_ABSENT = not JUPYTER.exists() and os.environ.get("CI") != "true"
needs_lab = pytest.mark.skipif(_IS_ABSENT, reason="JupyterLab is not set up: make setup-lab")


def environment(home: Path) -> dict[str, str]:
    """Return the variables of a user who has never set anything, and who is not inside another `make`."""
    ours = ("JUPYTER", "IPYTHON", "PYTHON", "MAKE", "MFLAGS")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | {"HOME": str(home)}


@contextmanager
def jupyterlab(notebooks: Path, home: Path) -> Iterator[str]:
    """Start JupyterLab on a folder, give the address of its first notebook, and end it with its kernels."""
    token, first, log = secrets.token_hex(), min(notebooks.glob("*.ipynb")).name, home / "said.txt"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    flags = f"--no-browser --ServerApp.ip=127.0.0.1 --port={port} --IdentityProvider.token={token}"
    # The environment is taken as it is; a test installs nothing.
    as_it_is = ["--old-file=setup-lab", "--old-file=no-outputs-in-git"]
    command = ["make", *as_it_is, "lab", f"ROOT={notebooks}", f"ARGS={flags}"]
    with log.open("w", encoding="utf-8") as said:
        server = subprocess.Popen(command, cwd=PROJECT, env=environment(home), stderr=said, start_new_session=True)
    try:
        deadline = time.monotonic() + _SECONDS
        while socket.socket().connect_ex(("127.0.0.1", port)):
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"JupyterLab did not start: {log.read_text(encoding='utf-8')}")
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}/lab/tree/{first}?token={token}"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


def open_notebook(page: Page, address: str) -> None:
    """Open a notebook, and wait until JupyterLab knows what it can be exported to and its kernel has nothing to do."""
    page.context.set_default_timeout(_SECONDS * 1000)
    with page.expect_response(lambda answer: "/api/nbconvert" in answer.url) as exporters:
        page.goto(address)
    exporters.value.finished()
    page.get_by_text("| Idle").wait_for()


def address_of(notebook: str, first: str) -> str:
    name = notebook.removesuffix(".ipynb")
    return re.sub(r"/lab/tree/[^?]*", f"/lab/workspaces/{name}/tree/{notebook}", first)


def run_all_cells(page: Page) -> None:
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(_NONE_WAITS, arg=ERRORS)
    page.get_by_text("| Idle").wait_for()


def open_exports(page: Page) -> dict[str, Locator]:
    """Open File > Save and Export Notebook As; return its entries by name."""
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.get_by_text("Save and Export Notebook As", exact=True).click()
    entries = page.locator(".lm-Menu").nth(1).get_by_role("menuitem")
    entries.first.wait_for()
    return {entry.inner_text().strip(): entry for entry in entries.all()}


def close_menus(page: Page) -> None:
    for _ in range(2):
        page.keyboard.press("Escape")
    page.locator(".lm-Menu").first.wait_for(state="detached")


def export(page: Page, name: str) -> bytes:
    """Choose an entry; return what is downloaded in the new tab that JupyterLab opens for it."""
    with page.context.expect_event("response", lambda answer: "/nbconvert/" in answer.url) as opened:
        open_exports(page)[name].click()
    # A download can't be read there: the same is fetched once more, from where the menu is.
    answer = page.request.get(opened.value.url, headers={"Referer": page.url})
    assert answer.ok, answer.status_text
    return answer.body()
