"""The charts of notebook 1 and the table of what was published: every value, revisions, gaps, and who printed it."""

import base64
import io
import re
from functools import cache

import pytest
from PIL import Image

from analysis import desk
from analysis.core.problems import ParameterError
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.month_tables import printed_values_by_series
from support.months import reconciled

NEWEST = "2026-10"


@cache
def month(text: str = NEWEST) -> Reconciliation:
    return reconciled(text)


def points(quantity_id: str, year: int) -> set[tuple[str, float, str]]:
    found = printed_values_by_series(month(), quantity_id).query("year == @year")
    return set(found[["series", "value", "standing"]].itertuples(index=False, name=None))


def test_2017_shows_what_was_printed_first_what_is_chosen_and_what_the_register_had() -> None:
    """SMM 2013-2017: 958; RD, 18 October 2019: 956; NJi, January 2019, of CoMensha's register: 1,076."""
    assert points("registered-all", 2017) == {
        ("rapporteur_yearly", 956, "chosen"),
        ("rapporteur_yearly", 958, "revised"),
        ("comensha_register", 1076, "other_series"),
    }
    said = repr(desk.series_chart(month()))
    assert "956 (chosen); 958 (revised)" in said
    # 2008 has a provisional number alone (Crossroads, February 2009: 809); of 2010 CoMensha printed 993.
    assert "for which no figure can be chosen: 2008 and 2009. Unknown is not zero." in said
    assert "2010 | – | – | 993 (chosen)" in said


def test_what_was_printed_first_is_the_earliest_of_its_own_count() -> None:
    """2014: 1,256 in the edition of 2018 (European Commission), 1,255 in that of 2019; the older count had 1,561."""
    assert points("registered-all", 2014) == {
        ("rapporteur_yearly", 1255, "chosen"),
        ("rapporteur_yearly", 1256, "revised"),
        ("until_2016", 1561, "other_series"),
    }


def test_a_number_that_belongs_to_a_smaller_group_is_no_earlier_value() -> None:
    """DutchNews, October 2019: 132 victims of sexual exploitation: those are the Dutch; all were 458 (TIP 2020)."""
    values = {(value, standing) for _, value, standing in points("registered-sexual", 2018)}
    assert values == {(458, "chosen"), (132, "other_definition")}


def test_a_share_keeps_its_decimals() -> None:
    """CoMensha, Het beeld van 2024: FairWork made 22.3% of the reports in 2023 and 24.2% in 2024."""
    said = desk.series_chart(month(), "share-of-reports-by-fairwork").html
    assert "Chosen values: 2023: 22.3 and 2024: 24.2." in said


def test_a_quantity_without_printed_years_is_refused() -> None:
    with pytest.raises(ParameterError, match="found 'rate-estimate-dutch-girls-12-17', of which no single year"):
        desk.series_chart(month(), "rate-estimate-dutch-girls-12-17")


def test_estimates_are_shown_with_the_years_they_are_for_and_both_upper_ends() -> None:
    said = repr(desk.estimates_chart(month()))
    assert "| 5,000 | 4,000 | 7,000 | 6,300 | about |" in said
    assert "about 5,000 (4,000 to 6,300 or 7,000)" in desk.estimates_chart(month()).html
    assert "Not drawn, as no study is known: 20,000–30,000 (NL Times / Metro, 2022), 30,000 (NRC, 2012)" in said


@pytest.mark.parametrize("text", ["2021-03", NEWEST])
@pytest.mark.parametrize("chart", [desk.series_chart, desk.estimates_chart])
def test_a_picture_has_an_alternative_text_its_numbers_and_no_ground_of_its_own(chart, text) -> None:
    html = chart(month(text)).html
    ((alternative, image),) = re.findall(r'<img alt="([^"]*)"[^>]* src="data:image/png;base64,([^"]+)"', html)
    assert len(alternative) > 60
    assert html.count("<table") == 1
    drawn = Image.open(io.BytesIO(base64.b64decode(image)))
    assert drawn.getpixel((1, 1))[3] == 0, "it follows a light and a dark theme"


def test_support_over_time_has_the_known_seats_of_who_signed() -> None:
    """87 of 149 on 10 March 2021, 77 of 148 on 31 March, 79 of 150 a month later, 53 after 2023, 76 after 2025."""
    said = repr(desk.support_chart(month()))
    expected = {"10 March 2021": "87 / 149", "31 March 2021": "77 / 148", "29 April 2021": "79 / 150"}
    expected |= {"6 December 2023": "53 / 150", "12 November 2025": "76 / 150"}
    assert [f"{day} | {seats}" in said for day, seats in expected.items()] == [True] * 5


def test_a_chart_to_take_along_has_its_title_unit_source_and_alternative_text(tmp_path) -> None:
    chart = desk.series_chart(month(), "share-minors")
    said = repr(chart.save(tmp_path / "minors.png"))
    image = Image.open(tmp_path / "minors.png")
    assert image.text["Title"] == chart.title and image.text["Description"] == chart.alternative
    assert chart.alternative in said and chart.source.startswith("Source: ")
    assert image.convert("RGBA").getpixel((1, 1)) == (255, 255, 255, 255), "on white"
    chart.save(tmp_path / "minors.svg")
    svg = (tmp_path / "minors.svg").read_text(encoding="utf-8")
    assert f"<title>{chart.title}</title>\n<desc>{chart.alternative}</desc>" in svg and 'role="img"' in svg
    with pytest.raises(ParameterError, match=r"path: found '\.docx', expected one of \.png, \.svg"):
        chart.save(tmp_path / "minors.docx")
    with pytest.raises(ParameterError, match="expected one that is there"):
        chart.save(tmp_path / "nowhere" / "minors.png")


def test_the_grid_counts_publications_and_leaves_the_unknown_unknown() -> None:
    said = repr(desk.completeness(month()))
    years, all_registered = (line.split(" | ") for line in said.splitlines()[2:4])
    assert all_registered[0] == "registered victims of human trafficking", "the longest series comes first"
    of = dict(zip(years, all_registered, strict=True))
    # 944 in 2024: Jaarcijfers 2024, ANP and DutchNews, all October 2025.
    assert (of["2024"], of["2007"], of["2009"]) == ("3", "1", "·")
    assert of["2008"] == "1×", "809 is provisional, and never chosen"
    # 956, 958 and 1,076 were printed for 2017.
    assert of["2017"] == "6*"
    assert of["2015-2019"] == "2"
    assert "×" in said
    left_out = month().sources.quantities.query("population == 'victims_on_estimate_lists'")["label_en"]
    assert len(left_out) and not any(label in said for label in left_out)
