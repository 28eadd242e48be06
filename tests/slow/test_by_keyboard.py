"""The pages in Chromium by keyboard alone: everything is reached, and shows that it is."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.browser import Colours, Window, needs_chromium, window
from support.real_pages import MONTH, MONTHS, NEWEST, makers, write

pytestmark = needs_chromium

PAGES = [f"{NEWEST}/share/nl/d66.html", f"{NEWEST}/share/en/annex.html", MONTHS, MONTH]
WAYS: list[tuple[Colours, int]] = [("light", 390), ("dark", 1280)]


@pytest.fixture(scope="module")
def eye() -> Iterator[Window]:
    with window() as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("by-keyboard")
    return {name: write(folder, name, content) for name, content in makers().items() if name in PAGES}


@pytest.mark.parametrize("name", PAGES)
def test_the_first_key_shows_the_skip_link_and_enter_leads_past_all_that_comes_before_the_content(eye, pages, name):
    eye.open(pages[name], width=390)
    eye.ask("keyboard.stops")
    assert not eye.ask("keyboard.shown", "body > a")
    skip = eye.press("Tab")
    assert (skip["stop"], skip["inView"]) == (0, True)
    assert eye.ask("keyboard.shown", "body > a")
    assert eye.press("Enter")["tag"] == "main"
    assert eye.ask("keyboard.isFirstIn", "main", eye.press("Tab")["stop"])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", PAGES)
def test_every_link_and_all_that_scrolls_is_met_in_its_turn_in_view_with_an_outline_that_stands_out(
    eye, pages, name, way
):
    eye.open(pages[name], *way)
    stops = eye.ask("keyboard.stops")
    walked = [eye.press("Tab") for _ in stops]
    assert [step["stop"] for step in walked] == list(range(len(stops)))
    assert [stops[step["stop"]] for step in walked if not (step["outlined"] and step["inView"])] == []
    assert [stops[step["stop"]] for step in walked if contrast(step["colour"], step["ground"]) < 3] == []


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [float(part) / 255 for part in re.findall(r"[\d.]+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
