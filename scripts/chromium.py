"""Debian's Chromium: where it is, and how it is started to look at files and at nothing else."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

# As in scripts/setup.sh; the first has no window and is the smallest.
NAMES = ("chromium-headless-shell", "chromium", "google-chrome")
INSTALL = "no Chromium found; on Debian: apt-get install chromium-headless-shell"
_FLAGS = [
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
    # Letters as far apart as their designer meant, whatever fonts the machine has.
    "--font-render-hinting=none",
]


def executable() -> str | None:
    """Return the path of Chromium, or None on a machine without it."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium, and end it with the block; raises FileNotFoundError with the line that installs it."""
    path = executable()
    if path is None:
        raise FileNotFoundError(INSTALL)
    # Chromium can't shut itself in when root starts it.
    flags = [*_FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        try:
            yield browser
        finally:
            browser.close()
