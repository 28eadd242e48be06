"""The charts of notebook 1 and the table of what was published: every value, revisions, gaps, and who printed it."""

import base64
import io
import re

import pandas as pd
import pytest
from PIL import Image

from analysis import desk
from analysis.core.problems import ParameterError
from analysis.reconciliation.month_tables import printed_values_by_series
from support.months import reconciled

NEWEST = "2026-09"


@pytest.mark.parametrize(
    ("quantity_id", "year", "points"),
    [
        # 1,256 in the edition of 2018 (European Commission), 1,255 in that of 2019; the older count had 1,561.
        ("registered-all", 2014, "rapporteur_yearly 1255 chosen; rapporteur_yearly 1256 revised; "
                                 "until_2016 1561 other_series"),
        # DutchNews, October 2019: 132 victims of sexual exploitation: those are the Dutch; all were 458 (TIP 2020).
        ("registered-sexual", 2018, "rapporteur_yearly 458 chosen; rapporteur_yearly 132 other_definition"),
    ],
)  # fmt: skip
def test_a_year_has_what_was_printed_first_what_is_chosen_and_what_others_had(quantity_id, year, points) -> None:
    found = printed_values_by_series(reconciled(NEWEST), quantity_id).query("year == @year")
    said = [f"{row.series} {row.value:g} {row.standing}" for row in found.itertuples()]
    assert sorted(said) == sorted(points.split("; "))


@pytest.mark.parametrize("text", ["2021-03", NEWEST])
@pytest.mark.parametrize("chart", [desk.series_chart, desk.estimates_chart])
def test_a_picture_has_an_alternative_text_its_numbers_and_no_ground_of_its_own(chart, text) -> None:
    html = chart(reconciled(text)).html
    ((alternative, image),) = re.findall(r'<img alt="([^"]*)"[^>]* src="data:image/png;base64,([^"]+)"', html)
    assert len(alternative) > 60
    assert html.count("<table") == 1
    drawn = Image.open(io.BytesIO(base64.b64decode(image)))
    assert drawn.getpixel((1, 1))[3] == 0, "it follows a light and a dark theme"


def test_a_chart_to_take_along_has_its_title_unit_source_and_alternative_text(tmp_path) -> None:
    chart = desk.series_chart(reconciled(NEWEST), "share-minors")
    said = repr(chart.save(tmp_path / "minors.png"))
    image = Image.open(tmp_path / "minors.png")
    assert image.text["Title"] == chart.title and image.text["Description"] == chart.alternative
    assert chart.alternative in said and chart.source.startswith("Source: ")
    assert " below" in chart.html and " below" not in chart.alternative, "nothing is below a picture that was saved"
    assert image.convert("RGBA").getpixel((1, 1)) == (255, 255, 255, 255), "on white"
    chart.save(tmp_path / "minors.svg")
    svg = (tmp_path / "minors.svg").read_text(encoding="utf-8")
    assert f"<title>{chart.title}</title>\n<desc>{chart.alternative}</desc>" in svg and 'role="img"' in svg
    with pytest.raises(ParameterError, match=r"minors', expected a name that ends in \.png or \.svg"):
        chart.save(tmp_path / "minors")
    with pytest.raises(ParameterError, match=r"there is no folder .*: make it"):
        chart.save(tmp_path / "nowhere" / "minors.png")


def test_a_series_that_ended_is_drawn_up_to_the_newest_year_that_is_known() -> None:
    (axes,) = desk.series_chart(reconciled(NEWEST), "share-minors").figure.axes
    # 8% in 2019 was the last; 944 registered victims in 2024 are the newest figure.
    assert [*axes.get_xticks()] == [*range(2011, 2025)]
    assert [each.get_text() for each in axes.texts].count("?") == 10


def test_a_fall_is_drawn_below_zero_and_in_sight() -> None:
    (axes,) = desk.series_chart(reconciled(NEWEST), "change-registered-all").figure.axes
    drawn = pd.Series([value for line in axes.lines for value in line.get_ydata()])
    low, high = axes.get_ylim()
    assert low < drawn.min() < 0 < drawn.max() < high


def test_a_series_has_one_look_in_all_charts_and_none_hides_another_at_the_same_place() -> None:
    def looks(quantity_id: str) -> dict[str, tuple[object, ...]]:
        (axes,) = desk.series_chart(reconciled(NEWEST), quantity_id).figure.axes
        lines = [line for line in axes.lines if not line.get_label().startswith("_")]
        legend = [each.get_text() for each in axes.get_legend().texts]
        assert [line.get_label() for line in lines] == legend[::-1]
        looks = {line.get_label(): (line.get_color(), line.get_marker(), line.get_markersize()) for line in lines}
        return {label: look for label, look in looks.items() if label != "another printed value"}

    of_all, of_minors = looks("registered-all"), looks("share-minors")
    assert [*of_all] == ["older count", "CoMensha", "Rapporteur"], "the preferred one is drawn last"
    assert of_minors.items() <= of_all.items() and [*of_minors] == ["older count", "Rapporteur"]
    assert all(len({*parts}) == 3 for parts in zip(*of_all.values(), strict=True)), "colour, mark and size"


def test_the_source_of_a_chart_has_who_printed_what_is_drawn_and_nobody_else() -> None:
    # GRETA, 2023: 10% of minors in 2018-2022, which is not drawn; 8% in 2019 is of the Rapporteur.
    source = desk.series_chart(reconciled(NEWEST), "share-minors").source
    assert source.startswith("Source: Nationaal Rapporteur Mensenhandel and Nederlands Jeugdinstituut; ")


def test_the_grid_counts_publications_and_leaves_the_unknown_unknown() -> None:
    said = repr(desk.completeness(reconciled(NEWEST)))
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
    left_out = reconciled(NEWEST).sources.quantities.query("population == 'victims_on_estimate_lists'")["label_en"]
    assert len(left_out) and not any(label in said for label in left_out)
