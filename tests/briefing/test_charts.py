"""The two charts and the table of the balance: what they say in words and marks; they hold nothing but themselves."""

import re
from xml.etree import ElementTree

import html5lib
import pandas as pd
import pytest

from analysis.briefing.balance_chart import balance_chart, balance_table
from analysis.briefing.drawing import COLOURS, text_width
from analysis.briefing.support import support_chart
from analysis.core.wording import wording
from analysis.publish.page import style_sheet

LANGUAGES = ("nl", "en")
NUMBERS = [
    "registered",
    "estimated",
    "estimated_lower",
    "estimated_upper",
    "unseen",
    "in_view_percent",
    "first_printed",
]


def balance(*years):
    """Return the visibility balance of (year, registered, first printed, estimated, lower, upper, extrapolated)."""
    rows = [
        {
            "year": year, "registered": registered, "first_printed": first, "estimated": estimated,
            "estimated_lower": lower, "estimated_upper": upper, "extrapolated": extrapolated,
            "estimate_years": None if estimated is None else f"{year}-{year}",
            "estimate_series": None if estimated is None else "second_estimate",
            "estimate_publication": None if estimated is None else f"estimate-{estimated}",
            "registered_publication": "monitor",
            "unseen": None if estimated is None else estimated - registered,
            "in_view_percent": None if estimated is None else 100 * registered / estimated,
        }
        for year, registered, first, estimated, lower, upper, extrapolated in years
    ]  # fmt: skip
    types = dict.fromkeys(NUMBERS, "Float64") | {"year": "Int64", "extrapolated": "boolean"}
    return pd.DataFrame(rows).astype(types)


# Registered: Slachtoffermonitor 2015-2019 (2018: 668, later 742). Estimates: UNODC 2017 (6,250; 5,000-7,500), WODC 2021
# (about 5,000; 4,000-7,000).
YEARS = balance(
    (2015, 1150, 1150, 6250, 5000, 7500, False),
    (2018, 742, 668, 5000, 4000, 7000, False),
    (2019, 1334, 1334, 5000, 4000, 7000, True),
)


def support(*parties):
    frame = pd.DataFrame(parties, columns=["party_id", "party", "seats", "party_signed"])
    signed = frame["party_signed"].eq("yes")
    frame["signed_on"] = pd.Series(pd.Timestamp(2021, 3, 10), index=frame.index).where(signed)
    frame["signed_on_precision"] = pd.Series("at_the_latest", index=frame.index).where(signed)
    return frame.astype({"seats": "Int64"})


# Seats filled on 2021-03-10: members.csv (House open data).
PARTIES = support(
    ("all", "Alle partijen", 149, "unknown"),
    ("sp", "SP", 14, "yes"),
    ("vvd", "VVD", 32, "no"),
    ("d66", "D66", 19, "yes"),
    ("gl-pvda", "GroenLinks-PvdA", 20, "by_decision"),
    ("denk", "DENK", 3, "unknown"),
)

CHARTS = [
    pytest.param(chart, id=f"{name}-{language}")
    for language in LANGUAGES
    for name, chart in (
        ("visibility", balance_chart(YEARS, language, "Bevinding.", ["Zo leest u dit."])),
        ("support", support_chart(PARTIES, "d66", language)),
    )
]


def drawing_of(chart):
    return ElementTree.fromstring(re.search(r"<svg.*?</svg>", chart, re.DOTALL)[0])


def drawn(years, language):
    """The chart of a balance under a caption of no matter."""
    return balance_chart(years, language, "Bevinding.", [])


def texts(chart):
    return [text.text for text in drawing_of(chart).iter("{http://www.w3.org/2000/svg}text")]


def cells(years, language, cite=None):
    """The rows of the table of a balance."""
    tree = html5lib.parse(balance_table(years, wording(language), cite), namespaceHTMLElements=False)
    return [["".join(cell.itertext()) for cell in row] for row in tree.find(".//tbody")]


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_is_an_image_with_title_and_description_and_no_style_of_its_own(chart):
    svg = drawing_of(chart)
    title, description = svg[0], svg[1]
    assert svg.get("role") == "img"
    assert (title.tag[-5:], description.tag[-4:]) == ("title", "desc")
    assert title.text and description.text
    assert svg.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    assert not re.search("style=|<!DOCTYPE|matplotlib", chart)


@pytest.mark.parametrize("chart", CHARTS)
def test_every_mark_has_a_colour_that_the_style_sheet_can_change(chart):
    css = style_sheet()
    assert ".f-ink{" in css
    assert "f-ink" in drawing_of(chart).get("class").split()
    marks = [mark for mark in drawing_of(chart) if mark.tag.endswith(("path", "text"))]
    assert marks
    for mark in marks:
        # Without a class it has the colour of the drawing, and none of its own that would stay in the dark.
        own = mark.get("class")
        assert mark.get("fill") is None if own is None else f".{own}{{" in css


def test_the_light_colours_of_drawing_and_style_sheet_are_the_same():
    light = style_sheet().split("@media")[0].lower()
    differing = {name for name, colour in COLOURS.items() if f"--{name}:{colour}" not in light}
    assert differing == set()


def test_two_charts_on_one_page_share_no_id():
    both = drawn(YEARS, "nl") + support_chart(PARTIES, "d66", "nl")
    ids = re.findall(r' id="([^"]+)"', both)
    assert len(ids) == len(set(ids)) == 4


def test_each_year_carries_its_number_and_a_revision_what_was_printed_first():
    told = texts(drawn(YEARS, "nl"))
    assert {"1.150", "742", "was 668", "1.334", "6.250", "5.000"} <= set(told)
    assert [text for text in told if text.startswith("was")] == ["was 668"]


def test_an_estimate_and_its_study_are_named_once_for_all_its_years():
    told = texts(drawn(YEARS, "nl"))
    assert (told.count("5.000"), told.count("WODC")) == (1, 1)


def test_the_gap_is_written_rounded_to_hundreds():
    # 6,250 - 1,150 = 5,100; 5,000 - 1,334 = 3,666.
    assert {"± 5.100", "± 3.700"} <= set(texts(drawn(YEARS, "nl")))
    assert {"c. 5,100", "c. 3,700"} <= set(texts(drawn(YEARS, "en")))


def test_an_estimate_for_other_years_is_dashed_and_hatched():
    assert 'class="s-hatch"' in drawn(YEARS, "nl")
    made_for_these_years = YEARS.assign(extrapolated=pd.array([False] * 3, dtype="boolean"))
    assert "s-hatch" not in drawn(made_for_these_years, "nl")


def test_a_balance_without_estimates_has_bars_alone():
    chart = drawn(balance((2018, 668, 668, None, None, None, False)), "nl")
    assert "668" in texts(chart)
    assert 'class="s-level"' not in chart


def test_a_range_without_bounds_is_a_line_without_a_band():
    chart = drawn(balance((2018, 668, 668, 5000, None, None, False)), "nl")
    assert 'class="s-level"' in chart
    assert 'class="f-band"' not in chart


def test_the_table_of_the_balance_holds_every_year_in_the_readers_form():
    assert cells(YEARS, "en")[1] == [
        "2018", "742 (was 668)", "5,000", "4,000–7,000", "yes", "4,300", "15%",
    ]  # fmt: skip


def test_what_follows_from_a_minimum_is_not_rounded_to_its_other_side():
    # NOS, 29 November 2021: more than 8,000 in 2012; 1,711 registered: more than 6,289 and less than 21.39%.
    year = balance((2012, 1711, 1711, 8000, None, None, False)).assign(estimate_qualifier="more_than")
    chart = drawn(year, "en")
    assert cells(year, "en")[0] == ["2012", "1,711", "> 8,000", "yes", "> 6,200", "< 22%"]
    assert "> 6,200" in texts(chart)


def test_a_publication_becomes_the_note_that_the_author_gives():
    table = balance_table(YEARS, wording("nl"), lambda publication: f'<a href="#source-1">{publication}</a>')
    assert '<a href="#source-1">monitor</a>' in table


def test_parties_are_in_the_order_of_their_seats_and_the_row_of_all_is_no_party():
    names = {"VVD", "GroenLinks-PvdA", "D66", "SP", "DENK"}
    shown = [text for text in texts(support_chart(PARTIES, "d66", "nl")) if text in names]
    assert shown == ["VVD", "GroenLinks-PvdA", "D66", "SP", "DENK"]


def test_whether_a_party_signed_is_said_in_words_and_in_pattern():
    chart = support_chart(PARTIES, "d66", "nl")
    assert {"getekend", "nog niet in 2021", "niet bekend", "via voorganger"} <= set(texts(chart))
    assert "stroke-dasharray" in chart


def test_the_readers_party_is_bold_and_has_a_triangle():
    chart = support_chart(PARTIES, "d66", "nl")
    svg = drawing_of(chart)
    (name,) = [text for text in svg.iter("{http://www.w3.org/2000/svg}text") if text.text == "D66"]
    assert name.get("font-weight") == "700"
    assert len([mark for mark in svg if mark.get("class") == "f-mine"]) == 1
    assert "f-mine" not in support_chart(PARTIES, "all", "nl")


def test_a_hostile_or_endless_party_name_stays_text_within_its_column():
    evil = "<script>alert(1)</script> $x^2$ " * 3
    chart = support_chart(support(("x", evil, 3, "no")), "x", "nl")
    assert "<script" not in chart
    (shown,) = [text for text in texts(chart) if text.endswith("…")]
    assert text_width(shown, 15, bold=True) <= 200


def test_a_party_without_known_seats_shows_no_number():
    assert texts(support_chart(support(("x", "X", None, "unknown")), "all", "nl")) == ["X", "niet bekend"]
