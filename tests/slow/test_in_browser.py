"""The pages in Chromium, as readers meet them: by eye, by ear, on a phone, on paper, without styles.

Every briefing of one month in both languages, months in which there is less or other things to say, and the pages that
lead to them. axe-core passes an empty alt text, English called Dutch and an absent skip link; those are asked here.
By keyboard: test_by_keyboard.py.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from analysis.core.parameters import LANGUAGES
from support.browser import Colours, Window, may_be_absent, needs_chromium, window
from support.real_pages import MONTH, MONTHS, NEWEST, makers, write

pytestmark = needs_chromium

Way = tuple[Colours, int, bool]
# Looked at in every way: colours, width, and what opens closed or open. The others in one way each, all in turn.
THOROUGHLY = {MONTHS, MONTH, f"{NEWEST}/share/nl/d66.html", f"{NEWEST}/share/en/all.html"}
WAYS: list[Way] = list(itertools.product(("light", "dark"), (390, 1280), (False, True)))
ASKED = (
    *("languages", "sections", "headings", "charts", "textWithoutCharts"),
    *("notes", "sources", "skipLink", "wordsInStyles"),
)
# Words that are common in the one language and no words in the other.
WORDS = {
    "nl": {"de", "het", "een", "van", "en", "niet", "dat", "voor", "zijn", "naar", "ook", "wordt", "bij", "deze"},
    "en": {"the", "and", "are", "not", "that", "for", "with", "to", "from", "which", "by", "this", "has", "have"},
}


@dataclass(frozen=True)
class Seen:
    """What a page showed: what axe found in which way of looking, what it asked for, and what it is made of."""

    axe: list[str]
    requests: list[str]
    messages: list[str]
    wider_than_320: list[int]
    broken_at_320: list[str]
    out_of_order: list[str]
    hidden_on_paper: list[str]
    facts: dict[str, Any]
    text: str
    glued: list[str]
    hidden_without_styles: list[str]
    bare_text: str


@pytest.fixture(scope="module")
def coming(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Future[Path]]]:
    """Every page by name: the next ones are made while the browser looks at one."""
    folder = tmp_path_factory.mktemp("pages")
    with ThreadPoolExecutor(1) as maker:
        yield {name: maker.submit(write, folder, name, content) for name, content in makers().items()}


@pytest.fixture(scope="module")
def pages(coming: dict[str, Future[Path]]) -> dict[str, Path]:
    return {name: file.result() for name, file in coming.items()}


@pytest.fixture(scope="module")
def seen(coming: dict[str, Future[Path]]) -> dict[str, Seen]:
    ways = itertools.cycle([*WAYS, WAYS[0]])  # one more than there are, so that both languages get each
    with window() as eye:
        return {
            name: look_at(eye, file.result(), WAYS if name in THOROUGHLY else [next(ways)])
            for name, file in coming.items()
        }


@pytest.fixture(scope="module")
def briefings(seen: dict[str, Seen]) -> dict[str, Seen]:
    return {name: found for name, found in seen.items() if name not in (MONTHS, MONTH)}


def look_at(eye: Window, file: Path, ways: list[Way]) -> Seen:
    """Look at a page in each way, then ask it everything, and at last take its styles away."""
    eye.open(file, ways[0][0])
    axe = [f"{way}: {fault}" for way in ways for fault in axe_in(eye, way)]
    overflow, broken = widths_at_320(eye), eye.ask("looking.broken")
    eye.look(width=390)
    order, text = out_of_order(eye.ask("looking.tops")), eye.ask("looking.text")
    facts = {name: eye.ask(f"looking.{name}") for name in ASKED}
    hidden = hidden_on_paper(eye)
    eye.ask("looking.openAll", True)
    glued, messages = eye.ask("looking.withoutStyles"), [*eye.messages, *eye.ask("looking.refused")]
    bare = eye.ask("looking.hidden"), eye.ask("looking.text")
    return Seen(axe, list(eye.requests), messages, overflow, broken, order, hidden, facts, text, glued, *bare)


def axe_in(eye: Window, way: Way) -> list[str]:
    colours, width, opened = way
    eye.look(colours, width)
    eye.ask("looking.openAll", opened)
    return eye.axe()


def widths_at_320(eye: Window) -> list[int]:
    """How wide a page is on the narrowest phone, with all that opens closed and open, where that is too wide."""
    eye.look(width=320)
    found = []
    for opened in (False, True):
        eye.ask("looking.openAll", opened)
        found.append(eye.ask("looking.overflow"))
    return [width for width in found if width > 320]


def hidden_on_paper(eye: Window) -> list[str]:
    """What of all that opens is not there on paper, when nothing was opened on the screen."""
    eye.ask("looking.openAll", False)
    eye.look(medium="print")
    hidden: list[str] = eye.ask("looking.hiddenDetails")
    eye.look()
    return hidden


def out_of_order(blocks: list[dict[str, Any]]) -> list[str]:
    """Blocks that stand higher on the screen than one that comes before them in the file."""
    return [block["text"] for last, block in itertools.pairwise(blocks) if block["top"] < last["top"]]


def faults(seen: dict[str, Seen], fault: str) -> dict[str, Any]:
    return {name: getattr(found, fault) for name, found in seen.items() if getattr(found, fault)}


# --- all pages ----------------------------------------------------------------------------------------------------


def test_axe_finds_nothing_light_or_dark_on_a_phone_or_a_desk_open_or_closed(seen):
    assert faults(seen, "axe") == {}


def test_a_page_asks_for_nothing_but_itself(seen, pages):
    assert {name: found.requests for name, found in seen.items() if found.requests != [pages[name].as_uri()]} == {}


def test_a_page_keeps_its_own_policy_and_the_browser_has_nothing_to_say_of_it(seen):
    assert faults(seen, "messages") == {}


def test_nothing_scrolls_sideways_on_the_narrowest_phone(seen):
    assert faults(seen, "wider_than_320") == {}


def test_on_the_narrowest_phone_no_line_ends_within_a_range_or_the_name_of_the_pledge(seen):
    assert faults(seen, "broken_at_320") == {}


def test_on_a_phone_the_eye_meets_things_in_the_order_in_which_the_ear_does(seen):
    assert faults(seen, "out_of_order") == {}


def test_on_paper_everything_is_open(seen, briefings):
    assert faults(seen, "hidden_on_paper") == {}
    assert all(len(found.facts["charts"]) == 2 for found in briefings.values())


def test_without_styles_a_page_says_all_that_it_says_with_them_in_the_same_order(seen):
    for name, found in seen.items():
        assert lines_missing(found.text, found.bare_text) == [], name
        assert found.facts["wordsInStyles"] == [], name


def test_without_styles_nothing_of_a_page_is_hidden(seen):
    assert faults(seen, "hidden_without_styles") == {}


def test_what_only_the_style_sets_apart_is_apart_without_it_too(seen):
    assert faults(seen, "glued") == {}


def test_no_level_of_headings_is_skipped_and_one_stands_above_all(seen):
    for name, found in seen.items():
        levels = [heading["level"] for heading in found.facts["headings"]]
        assert [levels[0], levels.count(1)] == [1, 1], name
        assert [pair for pair in itertools.pairwise(levels) if pair[1] > pair[0] + 1] == [], name
        assert all(heading["text"] for heading in found.facts["headings"]), name


def test_a_skip_link_comes_first_and_arrives(seen):
    for name, found in seen.items():
        assert found.facts["skipLink"] == {"first": True, "arrives": "MAIN"}, name


def test_a_text_is_in_the_language_that_it_says_it_is_in(seen):
    for name, found in seen.items():
        expected = set(LANGUAGES) if name in (MONTHS, MONTH) else {language_of_name(name)}
        assert expected <= set(found.facts["languages"]) <= set(LANGUAGES), name
        for language, text in found.facts["languages"].items():
            own, other = (counts(text)[each] for each in (language, *(set(LANGUAGES) - {language})))
            # A part of a few words (a command) has none that belong to a language, but for that of an id in it:
            # the command for Groep Van Haga has --party groep-van-haga.
            assert own > 5 * other or (language not in expected and own + other <= 1), (name, language, own, other)


def lines_missing(text: str, bare_text: str) -> list[str]:
    """Lines of a text that another does not have, or not in their turn; spaces apart."""
    bare, place, missing = squeezed(bare_text), 0, []
    for line in map(squeezed, text.splitlines()):
        found = bare.find(line, place)
        if found < 0:
            missing.append(line)
        else:
            place = found + len(line)
    return missing


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def language_of_name(name: str) -> str:
    return name.split("/")[2]


def counts(text: str) -> dict[str, int]:
    """How many words of a text belong to each language alone."""
    words = re.findall(r"[a-zà-ÿ]+", text.casefold())
    return {language: sum(word in own for word in words) for language, own in WORDS.items()}


def language_of(text: str) -> str:
    counted = counts(text)
    return max(counted, key=lambda language: counted[language])


# --- briefings ----------------------------------------------------------------------------------------------------


def in_another_language(found: Seen) -> list[str]:
    """Sections whose words (without those marked as of another language) are not of the language of the page."""
    long = [section for section in found.facts["sections"] if sum(counts(section["text"]).values()) >= 5]
    assert len(long) >= 6
    return [part["name"] for part in long if language_of(part["text"]) != part["language"]]


def test_each_section_is_in_the_language_of_the_page(briefings):
    for name, found in briefings.items():
        assert set(in_another_language(found)) <= {"sources"}, name


def test_titles_of_sources_in_another_language_are_marked_as_such(briefings):
    assert {name: found for name, seen in briefings.items() if (found := in_another_language(seen))} == {}


def test_the_message_comes_before_the_key_figures_and_they_before_all_the_rest(briefings):
    for name, found in briefings.items():
        places = [section["has"] for section in found.facts["sections"]]
        assert places[:2] == ["message", "key-figures"], name
        assert found.facts["headings"][1]["text"] == found.facts["sections"][0]["name"], name


def test_the_title_and_the_description_of_a_chart_are_its_own_and_in_the_language_of_the_page(briefings):
    for name, found in briefings.items():
        texts = [chart[part] for chart in found.facts["charts"] for part in ("title", "description")]
        assert len(set(texts)) == 4, name
        assert [text for text in texts if language_of(text) != language_of_name(name)] == [], name
        assert [chart["named"] for chart in found.facts["charts"]] == [["title", "desc"]] * 2, name


def test_a_chart_is_described_anew_for_each_month_and_language(briefings):
    of_pages = defaultdict(set)
    for name, found in briefings.items():
        for place, chart in enumerate(found.facts["charts"]):
            of_pages[place, chart["description"]].add((name.split("/")[0], language_of_name(name)))
    assert {described: pages for described, pages in of_pages.items() if len(pages) > 1} == {}


def test_the_description_of_a_chart_carries_numbers_of_the_page(briefings):
    for name, found in briefings.items():
        printed = set(numbers_in(found.facts["textWithoutCharts"]))
        for chart in found.facts["charts"]:
            told = set(numbers_in(chart["description"]))
            assert len(told) > 2, (name, chart)
            assert told <= printed, (name, chart)


def numbers_in(text: str) -> list[str]:
    return re.findall(r"\d+(?:[.,]\d+)*", text)


def test_each_note_leads_to_the_source_of_its_number_and_each_source_back(briefings):
    for name, found in briefings.items():
        notes, sources = found.facts["notes"], found.facts["sources"]
        assert len(notes) >= len(sources) > 3, name
        assert [note for note in notes if numbers_in(note["text"]) != [str(note["place"])]] == [], name
        assert [source for source in sources if source["back"] != [source["id"]]] == [], name


def test_without_styles_a_note_is_told_apart_from_the_number_before_it(briefings):
    for name, found in briefings.items():
        assert [note for note in found.facts["notes"] if note["glued"]] == [], name


# --- without a browser --------------------------------------------------------------------------------------------


def test_chromium_may_be_absent_but_not_in_ci(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.delenv("CI", raising=False)
    assert may_be_absent()
    monkeypatch.setenv("CI", "true")
    assert not may_be_absent()
    with pytest.raises(FileNotFoundError, match="apt-get install chromium-headless-shell"), window():
        pass
