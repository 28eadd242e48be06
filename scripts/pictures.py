"""Makes the pictures of the README: D66's briefing on a phone, on a desk, in the dark, and the first page of its PDF.

Run by `make pictures`, which sets up what it needs.
"""

import io
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pymupdf
from chromium import chromium
from PIL import Image
from playwright.sync_api import Browser

PROJECT = Path(__file__).resolve().parents[1]
MONTH, PARTY = "2026-10", "d66"
LARGEST = 150_000


@dataclass(frozen=True)
class View:
    """One way of looking at the page: how much of it is seen, in points of the screen, how sharp, and from where."""

    width: int
    height: int
    sharpness: float
    colour: str = "light"
    from_heading: str = ""


VIEWS = {
    "phone": View(390, 844, 2),
    "desktop": View(1280, 1000, 1.25),
    "dark": View(1280, 1000, 1.25, "dark", from_heading="#h-balance"),
}


def main() -> None:
    """Make the briefing by the command that everyone uses, look at it, and write the pictures."""
    order = ["--month", MONTH, "--party", PARTY, "--language", "nl"]
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        command = [sys.executable, "-m", "analysis", "build", *order, "--out", folder]
        subprocess.run(command, check=True, cwd=PROJECT)
        page = Path(folder, MONTH, "share", "nl", f"{PARTY}.html")
        for name, view in VIEWS.items():
            write(name, on_screen(browser, page, view))
        with pymupdf.open(page.with_suffix(".pdf")) as opened:
            drawn = opened[0].get_pixmap(dpi=120).tobytes("png")
        write("pdf-page-1", Image.open(io.BytesIO(drawn)))


def on_screen(browser: Browser, page: Path, view: View) -> Image.Image:
    """Return the page as it looks in one view."""
    window = browser.new_page(
        viewport={"width": view.width, "height": view.height},
        device_scale_factor=view.sharpness,
        color_scheme=view.colour,  # type: ignore[arg-type]
    )
    window.goto(page.as_uri())
    if view.from_heading:
        window.locator(view.from_heading).evaluate("heading => heading.scrollIntoView()")
    taken = window.screenshot()
    window.close()
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
