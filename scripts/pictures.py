"""Makes the pictures of the README: D66's briefing on a phone, on a desk, in the dark, and the first page of its PDF.

Run by `make pictures`, which sets up what it needs.
"""

import io
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pymupdf
from chromium import chromium
from PIL import Image
from playwright.sync_api import Browser

PROJECT = Path(__file__).resolve().parents[1]
MONTH, PARTY = "2026-10", "d66"
LARGEST = 150_000


_DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 1000}, "device_scale_factor": 1.25}
# What the browser is given of each picture, and at which heading the picture begins.
VIEWS: dict[str, tuple[dict[str, Any], str]] = {
    "phone": ({"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2}, ""),
    "desktop": (_DESK, ""),
    "dark": (_DESK | {"color_scheme": "dark"}, "#h-balance"),
}


def main() -> None:
    """Make the briefing by the command that everyone uses, look at it, and write the pictures."""
    order = ["--month", MONTH, "--party", PARTY, "--language", "nl"]
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        command = [sys.executable, "-m", "analysis", "build", *order, "--out", folder]
        subprocess.run(command, check=True, cwd=PROJECT)
        page = Path(folder, MONTH, "share", "nl", f"{PARTY}.html")
        for name, (window, from_heading) in VIEWS.items():
            write(name, on_screen(browser, page, window, from_heading))
        with pymupdf.open(page.with_suffix(".pdf")) as opened:
            drawn = opened[0].get_pixmap(dpi=120).tobytes("png")
        write("pdf-page-1", Image.open(io.BytesIO(drawn)))


def on_screen(browser: Browser, page: Path, window: dict[str, Any], from_heading: str = "") -> Image.Image:
    """Return the page as it looks in a window."""
    seen = browser.new_page(**window)
    seen.goto(page.as_uri())
    if from_heading:
        seen.locator(from_heading).evaluate("heading => heading.scrollIntoView()")
    taken = seen.screenshot()
    seen.close()
    return Image.open(io.BytesIO(taken))


def write(name: str, picture: Image.Image) -> None:
    """Write a picture in as few colours as the eye asks for; raises ValueError if it is too large for a README."""
    path = PROJECT / "docs" / "pictures" / f"{name}.png"
    picture.convert("RGB").quantize(colors=48, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    if size > LARGEST:
        raise ValueError(f"{path} is {size} bytes, more than {LARGEST}")
    print(f"{path.relative_to(PROJECT)}: {size // 1000} kB")


if __name__ == "__main__":
    main()
