"""JupyterLab as `make lab` starts it, in a home of its own, and the menus by which it runs and exports a notebook."""

import os
import re
import secrets
import signal
import socket
import subprocess
import threading
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
    """Start JupyterLab on a folder, give the address of its first notebook, and end it with the block."""
    token, first = secrets.token_hex(), min(notebooks.glob("*.ipynb")).name
    flags = f"--no-browser --ServerApp.ip=127.0.0.1 --port=0 --IdentityProvider.token={token}"
    # The environment is taken as it is; a test installs nothing.
    as_it_is = ["--old-file=setup-lab", "--old-file=no-outputs-in-git"]
    command = ["make", *as_it_is, "lab", f"ROOT={notebooks}", f"ARGS={flags}"]
    with subprocess.Popen(
        command, cwd=PROJECT, env=environment(home), stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as server:
        try:
            address = _address(server)
            _wait_until_it_answers(address)
            # What it says from here on is read too: else it stops when nobody listens for long.
            threading.Thread(target=server.stderr.read, daemon=True).start()
            yield f"{address}/lab/tree/{first}?token={token}"
        finally:
            _end(server)


def _address(server: subprocess.Popen[str]) -> str:
    """Read what the server says until it says where it is."""
    patience = threading.Timer(_SECONDS, os.killpg, (server.pid, signal.SIGKILL))
    patience.start()
    said = []
    try:
        for line in server.stderr:
            said.append(line)
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                return found[0]
    finally:
        patience.cancel()
    raise RuntimeError(f"JupyterLab did not start: {''.join(said)}")


def _wait_until_it_answers(address: str) -> None:
    """Wait until the server listens: it says where it is a moment before it does."""
    host, _, port = address.removeprefix("http://").partition(":")
    deadline = time.monotonic() + _SECONDS
    while True:
        try:
            socket.create_connection((host, int(port))).close()
            return
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _end(server: subprocess.Popen[str]) -> None:
    """End the server, which ends its kernels; one that does not within its time is killed."""
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
    """Give the address of a notebook beside the first one, in a workspace that holds no other."""
    name = notebook.removesuffix(".ipynb")
    return re.sub(r"/lab/tree/[^?]*", f"/lab/workspaces/{name}/tree/{notebook}", first)


def run_all_cells(page: Page) -> None:
    """Choose Run > Run All Cells, and wait until no cell waits and the kernel has nothing to do."""
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
    """Close the menu and the one it opened."""
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
