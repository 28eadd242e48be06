"""The two charts and the table of the balance: what they say in words and marks; they hold nothing but themselves."""

import re
from types import SimpleNamespace
from xml.etree import ElementTree

import html5lib
import pandas as pd
import pytest

from analysis.briefing.balance import balance_chart, balance_table
from analysis.briefing.drawing import COLOURS, text_width
from analysis.briefing.support import support_chart
from analysis.core.record_tables import rows_of
from analysis.core.wording import wording
from analysis.publish.page import style_sheet

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
    frame["study"] = pd.Series("WODC", index=frame.index).where(known)
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


def cells(years):
    """The rows of the table of a balance."""
    records = SimpleNamespace(balance=rows_of(years))
    facts = SimpleNamespace(wording=wording("en"), records=records, cite=lambda _: "", count=lambda _: "Rapporteur")
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


def test_each_number_is_written_in_the_chart_and_an_estimate_with_its_study_once_for_all_its_years():
    said = texts(drawn(YEARS))
    # 6,250 - 1,150 = 5,100; 5,000 - 742 = 4,258, beside "was 668"; 5,000 - 1,334 = 3,666: in hundreds.
    assert {"1.150", "742", "1.334", "6.250", "ca. 5.100", "ca. 4.300", "ca. 3.700"} <= set(said)
    assert [text for text in said if text.startswith("was")] == ["was 668"]
    assert (said.count("5.000"), said.count("WODC")) == (1, 1)
    assert {"c. 5,100", "c. 3,700"} <= set(texts(drawn(YEARS, "en")))


def test_what_is_not_known_or_made_for_other_years_shows_in_the_marks():
    marks = {
        "estimates, one for other years": (YEARS, {"s-level", "s-hatch", "f-band"}),
        "estimates for their own years": (YEARS.head(2), {"s-level", "f-band"}),
        "an estimate without a range": (MINIMUM, {"s-level"}),
        "no estimate": (balance((2018, 668, 668, None, None, None, False)), set()),
    }
    for name, (years, expected) in marks.items():
        found = set(re.findall(r'class="(s-level|s-hatch|f-band)"', drawn(years)))
        assert found == expected, name


def test_the_table_of_the_balance_has_each_year_in_the_readers_form_and_no_bound_rounded_to_its_other_side():
    assert cells(YEARS)[1] == ["2018", "742 (was 668)", "Rapporteur", "5,000", "4,000–7,000", "yes", "4,300", "15%"]
    assert cells(MINIMUM)[0] == ["2012", "1,711", "Rapporteur", "> 8,000", "yes", "> 6,200", "< 22%"]
    assert "> 6,200" in texts(drawn(MINIMUM, "en"))


def test_the_parties_are_in_the_order_of_their_seats_each_with_its_signature_in_words_and_pattern():
    said = texts(CHARTS["support"])
    names = {"VVD", "GroenLinks-PvdA", "D66", "SP", "DENK"}
    assert [text for text in said if text in names] == ["VVD", "GroenLinks-PvdA", "D66", "SP", "DENK"]
    assert {"getekend", "nog niet in 2021", "niet bekend", "via voorganger"} <= set(said)
    assert "stroke-dasharray" in CHARTS["support"]
    unknown = support_chart(support(("x", "X", None, "unknown")), "all", "nl")
    assert texts(unknown) == ["X", "niet bekend"], "no number for seats that are not known"


def test_the_readers_party_is_bold_and_marked():
    svg = svg_of(CHARTS["support"])
    assert [text.get("font-weight") for text in svg.iter(TEXT) if text.text == "D66"] == ["700"]
    assert len([mark for mark in svg if mark.get("class") == "f-mine"]) == 1
    assert "f-mine" not in support_chart(PARTIES, "all", "nl")


def test_a_hostile_or_endless_party_name_stays_text_within_its_column():
    evil = "<script>alert(1)</script> $x^2$ " * 3
    chart = support_chart(support(("x", evil, 3, "no")), "x", "nl")
    assert "<script" not in chart
    (shown,) = [text for text in texts(chart) if text.endswith("…")]
    assert text_width(shown, 15, bold=True) <= 200
