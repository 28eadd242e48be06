"""The README shows the briefing as it is: every picture is described, light to load, and made by the project."""

import re

import chromium
import pictures
import pytest
from PIL import Image

from support.browser import needs_chromium
from support.project import PROJECT

FOLDER = PROJECT / "docs" / "pictures"
MADE = {f"docs/pictures/{name}.png" for name in (*pictures.VIEWS, "pdf-page-1")}


def shown() -> dict[str, str]:
    """The words for each picture of the README, by its path."""
    found = re.finditer(r"!\[([^\]]*)\]\(([^)]*)\)", (PROJECT / "README.md").read_text(encoding="utf-8"))
    return {each[2]: each[1] for each in found}


def test_the_readme_shows_every_picture_that_the_project_makes_and_no_other():
    assert set(shown()) == MADE
    assert {path.relative_to(PROJECT).as_posix() for path in FOLDER.iterdir()} == MADE


def test_every_picture_is_described_in_words_of_its_own():
    words = list(shown().values())
    assert all(len(each.split()) > 10 for each in words)
    assert len(set(words)) == len(words)


def test_no_picture_is_heavy():
    assert {path.name for path in FOLDER.iterdir() if path.stat().st_size >= 150_000} == set()


def test_a_picture_that_is_too_heavy_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "LARGEST", 100)
    with pytest.raises(ValueError, match=r"phone\.png is \d+ bytes, more than 100"):
        pictures.write(tmp_path / "phone.png", Image.effect_noise((80, 80), 90))


@needs_chromium
def test_a_view_has_its_size_and_colours_and_begins_where_it_is_to_begin(tmp_path):
    page = tmp_path / "page.html"
    style = "div, main { height: 900px } main { background: #0f0 }"
    dark = "@media (prefers-color-scheme: dark) { :root { background: #000 } }"
    page.write_text(f"<style>{style} {dark}</style><div></div><main></main>", encoding="utf-8")
    seen = []
    with chromium.chromium() as browser:
        for colour, heading in (("light", ""), ("dark", ""), ("dark", "main")):
            taken = pictures.on_screen(browser, page, pictures.View(100, 50, 2, colour, heading))
            assert taken.size == (200, 100)
            seen.append(taken.convert("RGB").getpixel((20, 2)))
    assert seen == [(255, 255, 255), (0, 0, 0), (0, 255, 0)]
