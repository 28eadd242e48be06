"""Makes the pictures of the README: D66's briefing on a phone, on a desk, in the dark, and the first page of its PDF.

Run by `make pictures`, which sets up what it needs.
"""

import argparse
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
    """Make the briefing, look at it, and write the pictures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--month", default="2026-10")
    options.add_argument("--party", default="d66")
    options.add_argument("--language", default="nl")
    options.add_argument("--out", type=Path, default=PROJECT / "docs" / "pictures")
    asked = options.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        page, document = build(Path(folder), asked.month, asked.party, asked.language)
        for name, picture in [*on_screens(page).items(), *first_page(document).items()]:
            write(asked.out / f"{name}.png", picture)


def build(folder: Path, month: str, party: str, language: str) -> tuple[Path, Path]:
    """Return the page and the PDF of one briefing, made by the command that everyone uses."""
    order = ["--month", month, "--party", party, "--language", language, "--out", str(folder)]
    subprocess.run([sys.executable, "-m", "analysis", "build", *order], check=True, cwd=PROJECT)
    made = folder / month / "share" / language / party
    return made.with_suffix(".html"), made.with_suffix(".pdf")


def on_screens(page: Path) -> dict[str, Image.Image]:
    """Return the page as it looks in each view."""
    try:
        with chromium() as browser:
            return {name: on_screen(browser, page, view) for name, view in VIEWS.items()}
    except FileNotFoundError as missing:
        sys.exit(str(missing))


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


def first_page(document: Path) -> dict[str, Image.Image]:
    """Return the first page of the PDF."""
    with pymupdf.open(document) as opened:
        drawn = opened[0].get_pixmap(dpi=120).tobytes("png")
    return {"pdf-page-1": Image.open(io.BytesIO(drawn))}


def write(path: Path, picture: Image.Image) -> None:
    """Write a picture in as few colours as the eye asks for; raises ValueError if it is too large for a README."""
    few = picture.convert("RGB").quantize(colors=48, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    size = path.stat().st_size
    if size > LARGEST:
        raise ValueError(f"{path} is {size} bytes, more than {LARGEST}")
    print(f"{path.relative_to(PROJECT) if path.is_relative_to(PROJECT) else path}: {size // 1000} kB")


if __name__ == "__main__":
    main()
