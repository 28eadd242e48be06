"""The two charts and the table of the balance: what they say in words and marks; they hold nothing but themselves."""

import re
from types import SimpleNamespace
from xml.etree import ElementTree

import html5lib
import pandas as pd
import pytest

from analysis.briefing.balance import balance_table
from analysis.briefing.balance_chart import balance_chart
from analysis.briefing.drawing import COLOURS, text_width
from analysis.briefing.support import support_chart
from analysis.core.parameters import LANGUAGES
from analysis.core.record_tables import rows_of
from analysis.core.wording import wording
from analysis.publish.page import style_sheet
from support.real_pages import briefing

TEXT = "{http://www.w3.org/2000/svg}text"
NUMBERS = ["registered", "estimated", "estimated_lower", "estimated_upper", "unseen", "in_view_percent"]


def balance(*years):
    """Return the visibility balance of (year, registered, first printed, estimated, lower, upper, extrapolated)."""
    columns = ["year", "registered", "first_printed", "estimated", "estimated_lower", "estimated_upper", "extrapolated"]
    frame = pd.DataFrame(years, columns=columns)
    frame = frame.assign(registered_publication="monitor", registered_series="rapporteur_yearly", letter=None)
    frame["estimate_range_publication"] = frame["estimate_qualifier"] = None
    known = frame["estimated"].notna()
    frame["estimate_years"] = frame["year"].astype("str").where(known)
    frame["estimate_series"] = pd.Series("second_estimate", index=frame.index).where(known)
    frame["estimate_publication"] = frame["estimated"].astype("str").where(known)
    frame["unseen"] = frame["estimated"] - frame["registered"] if known.all() else None
    frame["in_view_percent"] = 100 * frame["registered"] / frame["estimated"] if known.all() else None
    types = dict.fromkeys([*NUMBERS, "first_printed"], "Float64") | {"year": "Int64", "extrapolated": "boolean"}
    return frame.astype(types)


# Registered: Slachtoffermonitor 2015-2019 (2018: 668, later 742). Estimates: UNODC 2017 (6,250; 5,000-7,500), WODC 2021
# (about 5,000; 4,000-7,000).
YEARS = balance(
    (2015, 1150, 1150, 6250, 5000, 7500, False),
    (2018, 742, 668, 5000, 4000, 7000, False),
    (2019, 1334, 1334, 5000, 4000, 7000, True),
)
# NOS, 29 November 2021: more than 8,000 in 2012; 1,711 registered: more than 6,289 and less than 21.39%.
MINIMUM = balance((2012, 1711, 1711, 8000, None, None, False)).assign(estimate_qualifier="more_than")


# Years that leave little room: revised by much, a narrow range at the right, a range alone, a lower bound at the right.
CROWDED = [
    YEARS,
    MINIMUM,
    balance((2018, 1500, 900, 3000, 2500, 3500, True), (2019, 2300, 1000, 3000, 2500, 3500, True)),
    balance((2018, 900, 900, 7400, 7300, 7500, True), (2019, 1334, 984, 5000, 4000, 7500, True)),
    balance((2018, 900, 900, None, 4000, 7000, False)),
    balance((2018, 12500, 11500, 45000, 35000, 60000, True), (2019, 14000, 14000, 18000, 17000, 60000, False)),
]


def support(*parties):
    frame = pd.DataFrame(parties, columns=["party_id", "party", "seats", "party_signed"])
    return rows_of(frame.astype({"seats": "Int64"}).assign(declined_on=pd.Timestamp(2021, 3, 10)))


# Seats filled on 2021-03-10: members.csv (House open data).
PARTIES = support(
    ("all", "Alle partijen", 149, "unknown"),
    ("sp", "SP", 14, "yes"),
    ("vvd", "VVD", 32, "no"),
    ("d66", "D66", 19, "yes"),
    ("gl-pvda", "GroenLinks-PvdA", 20, "by_decision"),
    ("denk", "DENK", 3, "unknown"),
)


def drawn(years, language="nl"):
    """The chart of a balance under a caption of no matter."""
    return balance_chart(rows_of(years), language, "Bevinding.", [])


def svg_of(chart):
    return ElementTree.fromstring(re.search(r"<svg.*?</svg>", chart, re.DOTALL)[0])


def texts(chart):
    return [text.text for text in svg_of(chart).iter(TEXT)]


def boxes(chart):
    """The box of each text (left, top, right, bottom, as high as a digit), and the points of each mark by its class."""
    svg, found = svg_of(chart), []
    for text in svg.iter(TEXT):
        size, x, y = float(text.get("font-size", svg.get("font-size"))), float(text.get("x")), float(text.get("y"))
        width = text_width(text.text, size, bool(text.get("font-weight")))
        x -= {"end": width, "middle": width / 2}.get(text.get("text-anchor"), 0)
        found.append((text.text, x, y - 0.67 * size, x + width, y))
    marks = []
    for path in svg.iter(TEXT.replace("text", "path")):
        xs, ys = zip(
            *(map(float, point.split()) for point in re.findall(r"[\d.-]+ [\d.-]+", path.get("d"))), strict=True
        )
        half = float(path.get("stroke-width", 0)) / 2
        marks.append((min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half))
    return found, marks


def within(one, other):
    return other[0] <= one[0] and other[1] <= one[1] and one[2] <= other[2] and one[3] <= other[3]


def cells(years):
    records = SimpleNamespace(balance=rows_of(years))
    facts = SimpleNamespace(wording=wording("en"), records=records, cite=lambda *_: "", count=lambda _: "Rapporteur")
    tree = html5lib.parse(balance_table(facts), namespaceHTMLElements=False)
    return [["".join(cell.itertext()) for cell in row] for row in tree.find(".//tbody")]


CHARTS = {"balance": drawn(YEARS), "support": support_chart(PARTIES, "d66", "nl")}


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_a_chart_is_an_image_with_title_and_description_whose_colours_the_style_sheet_can_change(chart):
    svg, css = svg_of(chart), style_sheet()
    title, description = svg[0], svg[1]
    assert svg.get("role") == "img"
    assert (title.tag[-5:], description.tag[-4:]) == ("title", "desc")
    assert title.text and description.text
    assert svg.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    assert not re.search("style=|<!DOCTYPE|matplotlib", chart)
    assert "f-ink" in svg.get("class").split()
    marks = [mark for mark in svg if mark.tag.endswith(("path", "text"))]
    assert marks
    for mark in marks:
        # Without a class it has the colour of the drawing, and none of its own that would stay in the dark.
        own = mark.get("class")
        assert mark.get("fill") is None if own is None else f".{own}{{" in css


def test_the_light_colours_of_drawing_and_style_sheet_are_the_same():
    light = style_sheet().split("@media")[0].lower()
    assert {name for name, colour in COLOURS.items() if f"--{name}:{colour}" not in light} == set()


def test_each_number_is_written_in_the_chart_and_an_estimate_once_for_all_its_years():
    said = texts(drawn(YEARS))
    # 6,250 - 1,150 = 5,100; 5,000 - 742 = 4,258, beside "was 668"; 5,000 - 1,334 = 3,666: in hundreds.
    assert {"1.150", "742", "1.334", "6.250", "5.100", "4.300", "3.700", "niet geregistreerd, ca."} <= set(said)
    assert [text for text in said if text.startswith("was")] == ["was 668"]
    assert said.count("5.000") == 1
    assert {"5,100", "3,700", "not registered, c."} <= set(texts(drawn(YEARS, "en")))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("upper", [7000, 7900, 8900, 12000, 20000, 60000])
def test_a_label_without_room_in_the_chart_is_in_its_caption(language, upper):
    """An invented third study, of which the upper end leaves the other years little room."""
    third = balance((2023, 868, 868, 6800, 5400, upper, False)).assign(estimate_series="third_estimate")
    chart = drawn(pd.concat([YEARS, third], ignore_index=True), language)
    w, said, caption = wording(language), texts(chart), re.search("<figcaption.*</figcaption>", chart)[0]
    heading, was = w.say("charts.visibility.unseen_about"), w.say("charts.visibility.was", value="668")
    unseen = {2015: w.number(5100), 2018: w.number(4300), 2019: w.number(3700), 2023: w.number(5900)}
    for year, label in [(2018, was), *unseen.items()]:
        assert (label in said) is not (f"{label} ({year})" in caption), label
    if {*unseen.values()} & {*said}:
        assert (heading in said) is not (w.say("charts.visibility.left_of_estimate") in caption)


def test_what_is_not_known_or_made_for_other_years_shows_in_the_marks():
    marks = {
        "estimates, one for other years": (YEARS, {"s-level", "dashed", "f-band"}),
        "estimates for their own years": (YEARS.head(2), {"s-level", "f-band"}),
        "an estimate without a range": (MINIMUM, {"s-level"}),
        "no estimate": (balance((2018, 668, 668, None, None, None, False)), set()),
    }
    for name, (years, expected) in marks.items():
        found = set(re.findall(r'class="(s-level|f-band)"', drawn(years)))
        found |= {"dashed"} if "stroke-dasharray" in drawn(years) else set()
        assert found == expected, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_balance_crosses_a_mark_another_text_or_the_edge_however_crowded_the_years(language):
    real = [
        re.search("<figure.*?</figure>", str(briefing(month, "all", language).balance.html), re.DOTALL)[0]
        for month in ("2021-03", "2021-12", "2023-07", "2026-09")
    ]
    for chart in [*real, *(drawn(years, language) for years in CROWDED)]:
        found, marks = boxes(chart)
        others = [*marks, *(box for _, *box in found)]
        for text, *box in found:
            assert within(box, (0, 0, 400, 400)), text
            crossed = [
                m for m in others if m != box and box[0] < m[2] and m[0] < box[2] and box[1] < m[3] and m[1] < box[3]
            ]
            assert [mark for mark in crossed if not within(box, mark)] == [], text


def test_the_table_of_the_balance_has_each_year_in_the_readers_form_and_no_bound_rounded_to_its_other_side():
    assert cells(YEARS)[1] == ["2018", "742 (was 668)", "Rapporteur", "5,000", "4,000–7,000", "yes", "4,300", "15%"]
    assert cells(MINIMUM)[0] == ["2012", "1,711", "Rapporteur", "> 8,000", "yes", "> 6,200", "< 22%"]
    assert "> 6,200" in texts(drawn(MINIMUM, "en"))


def test_the_parties_are_in_the_order_of_their_seats_each_with_its_signature_in_words_and_pattern():
    said = texts(CHARTS["support"])
    names = {"VVD", "GroenLinks-PvdA", "D66", "SP", "DENK"}
    assert [text for text in said if text in names] == ["VVD", "GroenLinks-PvdA", "D66", "SP", "DENK"]
    assert {"getekend", "nog niet (2021)", "niet bekend", "via voorganger"} <= set(said)
    assert "stroke-dasharray" in CHARTS["support"]
    unknown = support_chart(support(("x", "X", None, "unknown")), "all", "nl")
    assert texts(unknown) == ["X", "niet bekend"], "no number for seats that are not known"


def test_the_readers_party_is_bold_and_marked():
    svg = svg_of(CHARTS["support"])
    assert [text.get("font-weight") for text in svg.iter(TEXT) if text.text == "D66"] == ["700"]
    assert len([mark for mark in svg if mark.get("class") == "f-mine"]) == 1
    assert "f-mine" not in support_chart(PARTIES, "all", "nl")


def test_an_endless_party_name_stays_within_its_column():
    chart = support_chart(support(("x", "Partij " * 12, 3, "no")), "x", "nl")
    (shown,) = [text for text in texts(chart) if text.endswith("…")]
    assert text_width(shown, 15, bold=True) <= 200
