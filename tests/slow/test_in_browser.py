"""The pages in Chromium, as readers meet them: by eye, by ear, on a phone, without styles.

Every briefing of one month in both languages, months in which there is less or other things to say, and the pages that
lead to them. axe-core passes English that is called Dutch; that is asked here. By keyboard: test_by_keyboard.py.
"""

import itertools
import re
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from analysis.core.parameters import LANGUAGES
from support.browser import Colours, Window, needs_chromium, window
from support.real_pages import MONTH, MONTHS, NEWEST, makers, write

pytestmark = needs_chromium

Way = tuple[Colours, int]
# Looked at in every way: colours and width. The others in one way each, all in turn.
THOROUGHLY = {
    MONTHS,
    MONTH,
    f"{NEWEST}/share/nl/d66.html",
    f"{NEWEST}/share/en/all.html",
    f"{NEWEST}/share/nl/annex.html",
}
WAYS: list[Way] = list(itertools.product(("light", "dark"), (390, 1280)))
ASKED = ("languages", "sections", "wordsInStyles")
# Words that are common in the one language and no words in the other.
WORDS = {
    "nl": {"de", "het", "een", "van", "en", "niet", "dat", "voor", "zijn", "naar", "ook", "wordt", "bij", "deze"},
    "en": {"the", "and", "are", "not", "that", "for", "with", "to", "from", "which", "by", "this", "has", "have"},
}


@dataclass(frozen=True)
class Seen:
    """What a page showed: what axe found in which way of looking, what else it asked for, and what it is made of."""

    axe: list[str]
    requests: list[str]
    messages: list[str]
    width_at_320: int
    broken_at_320: list[str]
    out_of_order: list[str]
    facts: dict[str, Any]
    text: str
    glued: list[str]
    hidden_without_styles: list[str]
    bare_text: str


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Seen]]:
    folder = tmp_path_factory.mktemp("pages")
    ways = itertools.cycle([*WAYS, WAYS[0]])  # one more than there are, so that both languages get each
    with ThreadPoolExecutor(1) as maker, window() as eye:
        coming: dict[str, Future[Path]] = {
            name: maker.submit(write, folder, name, content) for name, content in makers().items()
        }
        yield {
            name: look_at(eye, file.result(), WAYS if name in THOROUGHLY else [next(ways)])
            for name, file in coming.items()
        }


def look_at(eye: Window, file: Path, ways: list[Way]) -> Seen:
    """Look at a page in each way, then ask it everything, and at last take its styles away."""
    eye.open(file, ways[0][0])
    axe = []
    for way in ways:
        eye.look(*way)
        axe += [f"{way}: {fault}" for fault in eye.axe()]
    eye.look(width=320)
    width, broken = eye.ask("looking.overflow"), eye.ask("looking.broken")
    eye.look(width=390)
    # Blocks that stand higher on the screen than one that comes before them in the file.
    tops = itertools.pairwise(eye.ask("looking.tops"))
    order, text = [block["text"] for last, block in tops if block["top"] < last["top"]], eye.ask("looking.text")
    facts = {name: eye.ask(f"looking.{name}") for name in ASKED}
    glued, messages = eye.ask("looking.withoutStyles"), [*eye.messages, *eye.ask("looking.refused")]
    bare = eye.ask("looking.hidden"), eye.ask("looking.text")
    others = [request for request in eye.requests if request != file.as_uri()]
    return Seen(axe, others, messages, width, broken, order, facts, text, glued, *bare)


@pytest.mark.parametrize(
    "fault",
    [
        "axe",
        "requests",  # a page asks for nothing but itself
        "messages",  # it keeps its own policy, and the browser has nothing to say of it
        "broken_at_320",  # on the narrowest phone no line ends within a range or the name of the pledge
        "out_of_order",  # on a phone the eye meets things in the order in which the ear does
        "hidden_without_styles",
        "glued",  # what only the style sets apart is apart without it too
    ],
)
def test_no_page_has_a_fault_light_or_dark_on_a_phone_a_desk_or_without_styles(seen, fault):
    assert {name: getattr(found, fault) for name, found in seen.items() if getattr(found, fault)} == {}


def test_nothing_scrolls_sideways_on_the_narrowest_phone(seen):
    assert {name: found.width_at_320 for name, found in seen.items() if found.width_at_320 > 320} == {}


def test_without_styles_a_page_says_all_that_it_says_with_them_in_the_same_order(seen):
    for name, found in seen.items():
        assert lines_missing(found.text, found.bare_text) == [], name
        assert found.facts["wordsInStyles"] == [], name


def test_a_text_is_in_the_language_that_it_says_it_is_in(seen):
    for name, found in seen.items():
        expected = set(LANGUAGES) if name in (MONTHS, MONTH) else {name.split("/")[2]}
        assert expected <= set(found.facts["languages"]) <= set(LANGUAGES), name
        for language, text in found.facts["languages"].items():
            own, other = (counts(text)[each] for each in (language, *(set(LANGUAGES) - {language})))
            # A part of a few words (a command) has none that belong to a language, but for that of an id in it:
            # the command for Groep Van Haga has --party groep-van-haga.
            is_part = language not in expected and (own > other or own + other <= 1)  # titles and commands
            assert own > 5 * other or is_part, (name, language, own, other)


def lines_missing(text: str, bare_text: str) -> list[str]:
    """Lines of a text that another does not have, or not in their turn; spaces apart."""
    bare, place, missing = re.sub(r"\s+", "", bare_text), 0, []
    for line in (re.sub(r"\s+", "", each) for each in text.splitlines()):
        found = bare.find(line, place)
        if found < 0:
            missing.append(line)
        else:
            place = found + len(line)
    return missing


def counts(text: str) -> dict[str, int]:
    words = re.findall(r"[a-zà-ÿ]+", text.casefold())
    return {language: sum(word in own for word in words) for language, own in WORDS.items()}


def test_each_section_of_a_briefing_is_in_the_language_of_the_page_and_what_is_not_says_so(seen):
    for name in seen.keys() - {MONTHS, MONTH}:
        counted = [(section, counts(section["text"])) for section in seen[name].facts["sections"]]
        long = [(section, words) for section, words in counted if sum(words.values()) >= 5]
        assert len(long) >= 6, name
        assert [each["name"] for each, words in long if max(words, key=words.__getitem__) != each["language"]] == [], (
            name
        )
