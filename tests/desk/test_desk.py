"""What notebook 1 shows an analyst: what is new, what disagrees, what waits, the series and their gaps."""

import base64
import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from matplotlib import rc_context
from PIL import Image, ImageChops

from analysis import desk
from analysis.briefing.drawing import COLOURS
from analysis.briefing.tables import Column
from analysis.core.parameters import Month
from analysis.core.wording import wording
from analysis.desk.completeness import completeness_grid
from analysis.desk.disagreements import NO_ALARM, SERIOUSNESS, disagreements
from analysis.desk.estimates_chart import single_years
from analysis.desk.news import news_tables
from analysis.desk.picture import house_style, label, new_figure, picture
from analysis.desk.series import missing_years, points_of, runs_of_years
from analysis.desk.series_charts import other_series
from analysis.desk.shown import Shown, table
from analysis.figures import reconcile_figures
from analysis.figures.waiting import (
    CORRECTED_VALUE,
    DECISION_COLUMNS,
    PLACEHOLDERS,
    WAITING_KINDS,
    proposed_decisions,
    waiting_figures,
)
from analysis.reconciliation import Reconciliation
from analysis.sources import OWN_DATA, as_of, check
from analysis.sources.contracts import read_contract, read_table
from analysis.sources.decisions.checks import faults_on_figures
from support.fewer_candidates import with_fewer_candidates
from support.months import checked_tables, reconciled

NEWEST = "2026-10"


@cache
def month(text: str) -> Reconciliation:
    return reconciled(text)


def in_words(shown: Shown) -> str:
    return repr(shown)


# --- What is new


def test_the_first_month_says_that_there_is_no_month_before() -> None:
    said = in_words(desk.what_is_new(month("2021-03")))
    assert said == "March 2021 is the first month: there is no month before it to compare with."


def test_a_month_in_which_nothing_came_out_says_so() -> None:
    said = in_words(desk.what_is_new(month(NEWEST)))
    assert said.startswith("Nothing is new since September 2026")
    assert "|" not in said


def test_the_monitor_of_december_2021_replaced_the_total_of_the_register() -> None:
    """Het beeld van 2020 (CoMensha, October 2021): 1,013. Slachtoffermonitor 2016-2020 (7 December 2021): 984."""
    changed = news_tables(month("2021-12"))["changed"]
    assert changed[["quantity_id", "year", "before", "after", "rests_on"]].to_numpy().tolist() == [
        ["registered-all", "2020", "1,013", "984", "Nationaal Rapporteur Mensenhandel, 2021"]
    ]
    assert "The leading count goes first" in changed["rule"][0]


def test_a_new_publication_is_shown_with_its_title_its_date_and_how_many_figures_it_has() -> None:
    """Counted by hand in data/figures.csv."""
    new = news_tables(month("2024-10"))["publications"].set_index("publication")
    assert list(new.index) == ["JC-2023", "NJi-on-2023"]
    assert new.loc["JC-2023", ["publisher", "title", "published_on", "figures"]].tolist() == [
        "Nationaal Rapporteur Mensenhandel",
        "Jaarcijfers mensenhandel 2023",
        "18 October 2024",
        "8",
    ]
    assert new.loc["NJi-on-2023", "published_on"].startswith("undated, known from 18 October 2024")


def test_a_value_for_a_year_that_had_none_is_new_and_not_changed() -> None:
    """Jaarcijfers 2024 (16 October 2025): 944 registered victims in 2024."""
    values = news_tables(month("2025-10"))["values"]
    total = values[(values["quantity_id"] == "registered-all") & (values["year"] == "2024")]
    assert total["after"].tolist() == ["944"]
    assert news_tables(month("2025-10"))["changed"].empty


def test_the_second_estimate_changed_the_verdict_on_more_than_6000() -> None:
    """WODC, 29 November 2021: about 5,000 a year."""
    claims = news_tables(month("2021-11"))["claims"].set_index("claim_id")
    assert claims.loc["more_than_6000", ["before", "after"]].tolist() == [
        "Supported, with a caveat",
        "Contradicted by newer figures",
    ]
    assert "5,000" in claims.loc["more_than_6000", "why"]


def test_a_difference_that_was_there_before_is_not_new() -> None:
    new = set(news_tables(month("2021-12"))["differences"]["discrepancy_id"])
    before = set(month("2021-11").figures.discrepancies["discrepancy_id"])
    now = set(month("2021-12").figures.discrepancies["discrepancy_id"])
    assert new == now - before
    assert any(name.startswith("share-minors/2020/f245/") for name in new)


@pytest.mark.parametrize("text", ["2021-11", "2021-12", "2024-10", "2025-10"])
def test_the_news_names_every_new_publication(text: str) -> None:
    said = in_words(desk.what_is_new(month(text)))
    new = month(text).changes.query("kind == 'publication'")["subject"]
    publishers = month(text).sources.publications.set_index("publication").loc[new, "publisher"]
    assert len(new) > 0
    assert all(publisher in said for publisher in publishers)


# --- What disagrees


def test_each_discrepancy_stands_once_in_the_tables_with_its_whole_explanation_in_both_languages() -> None:
    found = month(NEWEST).figures.discrepancies
    html = desk.what_disagrees(month(NEWEST)).html + desk.parts_that_may_overlap(month(NEWEST)).html
    text = " ".join(in_words(Shown(html)).split())
    assert html.count("<tr>") - html.count("<table") == len(found)
    for sentence in (*found["explanation_en"], *found["explanation_nl"]):
        assert " ".join(sentence.split()) in text


def test_the_most_serious_comes_first_and_what_is_no_alarm_stands_apart() -> None:
    kinds = [kind for kind in disagreements(month(NEWEST))["kind_id"] if kind not in NO_ALARM]
    assert kinds == sorted(kinds, key=SERIOUSNESS.index)
    assert "parts may overlap" not in in_words(desk.what_disagrees(month(NEWEST)))
    # 408 + 603 + 38 victims by form in 2020, of 984: Trafficking in Persons Report 2022.
    assert "1,049" in in_words(desk.parts_that_may_overlap(month(NEWEST)))


def test_each_kind_is_counted_and_the_most_serious_stand_open_for_as_long_as_they_are_few() -> None:
    html = desk.what_disagrees(month(NEWEST)).html
    part = r"<details( open)?><summary>([^<]*): (?:(one)|(\d+)) differences?</summary>(.*?)</table>"
    parts = re.findall(part, html, re.DOTALL)
    kinds = disagreements(month(NEWEST)).query("kind_id not in @NO_ALARM")["kind"].value_counts(sort=False)
    assert [name.lower() for _, name, *_ in parts] == list(kinds.index)
    assert [1 if one else int(number) for _, _, one, number, _ in parts] == list(kinds)
    assert [table.count("<tr>") - 1 for *_, table in parts] == list(kinds)
    opened = [bool(is_open) for is_open, *_ in parts]
    assert opened == [total <= 10 for total in kinds.cumsum()]
    assert any(opened) and not all(opened)


def test_a_first_kind_of_many_rows_stands_open_all_the_same() -> None:
    known = month(NEWEST)
    many = known.figures.discrepancies.query("kind == 'other_series'")
    html = desk.what_disagrees(replace(known, figures=replace(known.figures, discrepancies=many))).html
    assert len(many) > 10
    assert html.count("<details open>") == 1


def test_a_decision_is_said_with_the_explanation_of_what_was_decided_on_and_nowhere_else() -> None:
    decided = disagreements(month(NEWEST))["decision"].dropna()
    said = re.findall(r"<td[^>]*><strong>Decision ([^<]*)</strong>", desk.what_disagrees(month(NEWEST)).html)
    assert sorted(said) == sorted(decided)
    assert "d02: excluded" in said


def test_every_kind_of_discrepancy_has_its_place_and_its_words() -> None:
    kinds = "revised other_series other_definition other_base quoted_wrongly qualifier_dropped range_narrowed"
    kinds += " reports_for_persons sum_mismatch share_mismatch overlap conflict impossible"
    assert set(kinds.split()) == {*SERIOUSNESS, *NO_ALARM}
    for kind in (*kinds.split(), *WAITING_KINDS):
        assert wording("en").has(f"desk.kind.{kind}")
        assert wording("nl").has(f"desk.kind.{kind}")
    assert all(wording("en").has(f"desk.disagreements.means.{kind}") for kind in SERIOUSNESS)


def test_a_row_says_what_was_printed_against_what_and_what_was_decided() -> None:
    """NJi on 2020: "more than 15%" minors; 68 of 984 (TIP 2022, Slachtoffermonitor 2016-2020) are 6.9%."""
    found = disagreements(month(NEWEST)).set_index("discrepancy_id")
    row = found[found["what"].str.startswith("share of minors among registered") & (found["year"] == "2020")].iloc[0]
    told = row[["printed_by", "printed", "held_against", "of", "decision"]].tolist()
    assert told == ["Nederlands Jeugdinstituut", "more than 15%", "6.9%", "computed", "d02: excluded"]


def test_what_nobody_printed_is_shown_apart_with_how_it_follows() -> None:
    """GRETA: 4,732 over 2018-2022; NJi: 5,433 over 2013-2017; CoMensha 2024: 257 reports are 24.2%."""
    said = in_words(desk.what_nobody_printed(month(NEWEST)))
    assert said.count("Nobody printed this") == 4
    assert "2018, as the register of CoMensha" in said and ": 742." in said
    assert "2013, as the yearly delivery" in said and ": 1,117." in said
    assert "1,062" in said and "1,063" in said


# --- What waits for a decision


def with_decisions(folder: Path, *rows: list[str]) -> Reconciliation:
    """Return the newest month with the figures as reconciled under these decisions, and no others."""
    known = month(NEWEST)
    path = folder / "decisions" / "figures.csv"
    path.parent.mkdir()
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([DECISION_COLUMNS, *rows])
    contract = next(each for each in read_contract(OWN_DATA)["resources"] if each["name"] == "decisions_figures")
    decisions = read_table(folder, contract)
    tables = {**checked_tables().tables, "decisions_figures": decisions}
    assert list(faults_on_figures(tables)) == []
    return with_figures(replace(known, sources=as_of(Month.parse(NEWEST), replace(checked_tables(), tables=tables))))


def with_figures(known: Reconciliation) -> Reconciliation:
    """Return a month with the figures of its sources reconciled."""
    sources = known.sources
    decisions = sources.decisions.figures
    figures = reconcile_figures(sources.figures, sources.publications, sources.quantities, sources.formulas, decisions)
    return replace(known, figures=figures)


@pytest.fixture(scope="module")
def without_decisions(tmp_path_factory: pytest.TempPathFactory) -> Reconciliation:
    """The newest month before anyone decided on a figure."""
    return with_decisions(tmp_path_factory.mktemp("unruled"))


def queue(known: Reconciliation) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the waiting figures and the proposed decisions of a month."""
    sources = known.sources
    waiting = waiting_figures(known.figures, sources.decisions.figures)
    taken = sources.decisions.figure_decision_ids
    return waiting, proposed_decisions(waiting, known.figures.printed_figures, taken, f"{known.month}-01")


@pytest.mark.parametrize("text", ["2021-03", "2021-12", "2024-10", NEWEST])
def test_nothing_waits_where_an_analyst_decided_on_all_that_the_rule_can_not_settle(text: str) -> None:
    assert queue(month(text))[0].empty
    assert in_words(desk.what_waits(month(text))).startswith("Nothing waits for a decision.")


def test_without_decisions_just_those_wait_that_an_analyst_had_to_decide_on(without_decisions: Reconciliation) -> None:
    """Three shares that do not fit their counts, and 956 for 2017, of which no year is printed."""
    waiting = queue(without_decisions)[0].set_index("figure_id")["kinds"].to_dict()
    assert {name: waiting[name] for name in ("f148", "f335", "f245", "f156")} == {
        "f148": "share_mismatch",
        "f335": "share_mismatch",
        "f245": "share_mismatch",
        "f156": "year_inferred",
    }
    # Beside these only what is held against 956 may wait.
    assert set(waiting) <= {"f148", "f335", "f245", "f156", "f170"}


def test_an_inferred_year_shows_the_sum_that_closes_with_it(without_decisions: Reconciliation) -> None:
    """1,150 + 952 + 956 + 668 + 1,334 = 5,060 (Slachtoffermonitor 2015-2019)."""
    said = in_words(desk.what_waits(without_decisions))
    assert "No year is printed with 956: it is read as 2017. With it, the total of 2015–2019 closes." in said
    assert all(f"{number}, registered victims" in said for number in ("5,060", "1,150", "952", "668", "1,334"))


@pytest.mark.parametrize("action", ["accept", "exclude", "correct"])
def test_a_proposed_row_with_its_placeholders_filled_takes_its_figure_off_the_queue(
    action: str, without_decisions: Reconciliation, tmp_path: Path
) -> None:
    waiting, proposals = queue(without_decisions)
    rows = proposals.loc[proposals["action"] == action, "row"].map(filled).tolist()
    assert len(rows) == len(waiting) > 0
    # What was decided may make others wait: without 956, the totals over years don't close.
    assert not set(waiting["figure_id"]) & set(queue(with_decisions(tmp_path, *rows))[0]["figure_id"])


def test_one_decision_settles_the_pair_of_two_values_for_one_year(
    without_decisions: Reconciliation, tmp_path: Path
) -> None:
    _, proposals = queue(without_decisions)
    row = proposals[(proposals["figure_id"] == "f156") & (proposals["action"] == "accept")]["row"].iloc[0]
    assert not {"f156", "f170"} & set(queue(with_decisions(tmp_path, filled(row)))[0]["figure_id"])


def test_a_proposed_row_passes_the_check_once_its_placeholders_are_filled_and_not_before(
    without_decisions: Reconciliation, tmp_path: Path
) -> None:
    row = queue(without_decisions)[1]["row"].iloc[0]
    data = with_fewer_candidates(tmp_path / "data")
    decided = data / "decisions" / "figures.csv"
    found = []
    for cells in (filled(row), next(csv.reader([row]))):
        with decided.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([DECISION_COLUMNS, cells])
        found.append([str(problem) for problem in check(data) if problem.severity == "error"])
    assert found[0] == []
    assert any("decisions/figures.csv:2: decided_on" in problem for problem in found[1])


def filled(row: str) -> list[str]:
    """Return a proposed row as an analyst would fill it in."""
    cells = next(csv.reader([row]))
    answers = {"WHO": "An Analyst", "YYYY-MM-DD": "2026-11-02", "WHY": "Looked at, both sources"}
    return [(answers | {CORRECTED_VALUE: "957"}).get(cell, cell) for cell in cells]


def test_a_proposal_has_the_columns_of_the_table_and_the_next_free_number() -> None:
    with (OWN_DATA / "decisions" / "figures.csv").open(encoding="utf-8") as file:
        assert tuple(next(csv.reader(file))) == DECISION_COLUMNS
    waiting = pd.DataFrame([{"figure_id": "f148", "grounds": "f113|f147", "closes_on": 15.33}])
    printed = month(NEWEST).figures.printed_figures
    row = proposed_decisions(waiting, printed, ["d01", "d11", "d04"], "2026-10-01").query("action == 'correct'")["row"]
    # NOS, 18 October 2018: one in five; 958 registered (f113), an estimate of 5,000 to 7,000 (f147).
    assert row.tolist() == ["d12,f148,correct,15.33,20,,,f113=958|f147=5000-7000,2026-10-01,WHO,YYYY-MM-DD,WHY"]
    assert set(PLACEHOLDERS) == {"decided_by", "decided_on", "reason"}


def test_what_nobody_can_explain_waits() -> None:
    """NRC, 16 October 2020, gives 668 for 2018; a planted 690 has no edition, count or group that explains it."""
    known = month(NEWEST)
    figures = known.sources.figures
    assert figures.loc[figures["figure_id"] == "f195", "value"].tolist() == [668]
    planted = figures.assign(value=figures["value"].mask(figures["figure_id"] == "f195", 690))
    waiting, proposals = queue(with_figures(replace(known, sources=replace(known.sources, figures=planted))))
    assert waiting[["figure_id", "kinds", "closes_on"]].to_numpy().tolist() == [["f195", "conflict", 668]]
    assert proposals["action"].tolist() == ["accept", "exclude", "prefer", "correct"]
    assert proposals["row"].str.startswith("d05,f195,").all()


def test_a_quotation_that_is_never_chosen_does_not_wait() -> None:
    """NJi printed 152 minors for 2020, which are those aged 18 to 22; TIP 2022 quotes the Monitor: 68."""
    found = month(NEWEST).figures.discrepancies
    assert found.loc[found["figure_id"] == "f244", "kind"].tolist() == ["quoted_wrongly"]
    assert "f244" not in set(queue(month(NEWEST))[0]["figure_id"])


# --- The series


def test_2017_shows_what_was_printed_first_what_is_chosen_and_what_the_register_had() -> None:
    """SMM 2013-2017: 958; RD, 18 October 2019: 956; NJi, January 2019, of CoMensha's register: 1,076."""
    points = {p.series: p for p in points_of(month(NEWEST), "registered-all") if p.year == 2017}
    leading, register = points["rapporteur_yearly"], points["comensha_register"]
    assert (leading.first, leading.value, leading.chosen, leading.revised) == (958, 956, True, True)
    assert (register.value, register.chosen, register.revised) == (1076, False, False)
    said = in_words(drawn(desk.registered_chart, NEWEST))
    assert "2017: first printed 958, now 956" in said
    assert "2017 | Rapporteur’s yearly delivery | 956 | 958 | – | yes" in said
    assert "2017 | CoMensha’s live register | 1,076 | 1,076 | – | no" in said


def test_what_was_printed_first_is_the_earliest_of_its_own_count() -> None:
    """2014: 1,256 in the edition of 2018 (European Commission), 1,255 in that of 2019; the older count had 1,561."""
    points = {p.series: p for p in points_of(month(NEWEST), "registered-all") if p.year == 2014}
    assert (points["rapporteur_yearly"].first, points["rapporteur_yearly"].value) == (1256, 1255)
    assert (points["until_2016"].first, points["until_2016"].value, points["until_2016"].chosen) == (1561, 1561, False)


def test_a_number_that_belongs_to_a_smaller_group_is_no_earlier_value() -> None:
    """DutchNews, October 2019: 132 victims of sexual exploitation: those are the Dutch; all were 458 (TIP 2020)."""
    point = next(p for p in points_of(month(NEWEST), "registered-sexual") if p.year == 2018)
    assert (point.first, point.value, point.others) == (458, 458, (132,))


def test_counts_are_never_joined_and_gaps_stay_gaps() -> None:
    points = points_of(month(NEWEST), "registered-all")
    older = [[p.year for p in run] for run in runs_of_years(points, "until_2016")]
    assert older == [[2007], [2011, 2012, 2013, 2014, 2015]]
    register = [[p.year for p in run] for run in runs_of_years(points, "comensha_register")]
    assert register == [[2017], [2019, 2020, 2021, 2022]]
    assert missing_years(points, 2007, 2024) == [2008, 2009, 2010]
    assert "2008 | – | – | – | – | no figure found" in in_words(drawn(desk.registered_chart, NEWEST))


def test_the_other_series_are_those_with_three_years_or_more() -> None:
    names = [name for name, _ in other_series(month(NEWEST))]
    assert {"registered-minors", "registered-sexual", "share-minors", "chat-victims"} <= set(names)
    assert not {"registered-all", "estimate-all", "change-registered-all", "registered-dutch"} & set(names)


def test_a_level_printed_for_a_year_that_the_study_never_saw_is_not_drawn_as_estimated() -> None:
    """The second estimate (2021) is for 2016-2019; CoMensha repeats it for 2021, the Rapporteur for 2022."""
    levels = single_years(month(NEWEST)).set_index("year")["repeated"]
    assert levels[[2010, 2012, 2019]].tolist() == [False, False, False]
    assert levels[[2021, 2022, 2024]].tolist() == [True, True, True]


def test_estimates_are_shown_with_the_years_they_are_for_and_both_upper_ends() -> None:
    said = in_words(drawn(desk.estimates_chart, NEWEST))
    assert "second estimate | 2018–2019 | about 5,000 (4,000 to 6,300 or 7,000)" in said
    assert "first estimate | 2014–2015 | about 6,250 (5,000–7,500)" in said
    assert "Not drawn, for want of a known study: 20,000–30,000 (NL Times / Metro, 2022) and 30,000 (NRC, 2012)" in said


# --- Completeness


def test_the_grid_counts_publications_and_leaves_the_unknown_unknown() -> None:
    grid = completeness_grid(month(NEWEST)).set_index(["quantity_id", "reference_year"])
    # 944 in 2024: Jaarcijfers 2024, ANP and DutchNews, all October 2025.
    assert grid.loc[("registered-all", "2024"), ["publications", "standing"]].tolist() == [3, "agreed"]
    assert grid.loc[("registered-all", "2007"), ["publications", "standing"]].tolist() == [1, "single"]
    # 956, 958 and 1,076 were printed for 2017.
    assert grid.loc[("registered-all", "2017"), "standing"] == "differs"
    assert ("registered-all", "2008") not in grid.index
    assert (grid["publications"] > 0).all()
    assert not grid.index.get_level_values("quantity_id").str.startswith("mse-list").any()


def test_completeness_has_a_cell_for_each_year_and_says_how_sources_agree_without_colour() -> None:
    """2007: one source; 2008-2010: none; 956, 958 and 1,076 for 2017; 2024: three agree; periods in the last column."""
    html = desk.completeness(month(NEWEST)).html
    said = in_words(Shown(html))
    total = next(line for line in said.splitlines() if line.startswith("registered victims of human trafficking | "))
    cells = total.split(" | ")
    assert (cells[1], cells[2:5], cells[11], cells[18]) == ("1", ["·"] * 3, "6*", "3")
    assert "2015–19 2" in cells[19]
    assert "×" in said
    assert html.count("<table") == 4
    assert all(f'title="{words}"' in html for words in ("several agree", "one source", "others differ", "never chosen"))


# --- Pictures


@cache
def drawn(chart: Callable[[Reconciliation], Shown], text: str) -> Shown:
    return chart(month(text))


CHARTS = [desk.registered_chart, desk.estimates_chart, desk.other_series_chart]


@pytest.mark.parametrize("text", ["2021-03", NEWEST])
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.__name__)
def test_each_picture_has_an_alternative_text_and_its_numbers_as_a_table(
    chart: Callable[[Reconciliation], Shown], text: str
) -> None:
    html = drawn(chart, text).html
    images = re.findall(r'<img alt="([^"]*)" width="1000"[^>]* src="data:image/png;base64,([^"]+)"', html)
    assert images
    assert len(images) == html.count("<img") == html.count("<details><summary>") == html.count("<table")
    for alternative, image in images:
        assert len(alternative) > 60
        assert base64.b64decode(image).startswith(b"\x89PNG")


def test_a_picture_is_the_same_each_time() -> None:
    assert desk.registered_chart(month(NEWEST)).html == drawn(desk.registered_chart, NEWEST).html


def test_a_picture_has_few_colours_and_none_of_its_dots_is_far_from_the_drawing() -> None:
    with rc_context(house_style()):
        figure = new_figure(400)
        axes = figure.subplots()
        axes.set_xlim(-1, len(COLOURS))
        for place, (name, colour) in enumerate(COLOURS.items()):
            axes.bar(place, place + 1, color=colour)
            label(axes, place, place + 1, f"{name} 1,334", color=colour, weight="bold" if place % 2 else "normal")
        figure.draw_without_rendering()
        figure.set_layout_engine("none")  # both drawings have the same places
        sheet = io.BytesIO()
        figure.savefig(sheet, format="png", dpi=200)
    drawn = Image.open(sheet).convert("RGB")
    html = picture(figure, "All colours of the house", ["A finding"], "").html
    shown = Image.open(io.BytesIO(base64.b64decode(re.search('base64,([^"]+)', html)[1])))
    assert shown.mode == "P"
    assert max(highest for _, highest in ImageChops.difference(drawn, shown.convert("RGB")).getextrema()) < 30


def test_what_is_shown_has_real_headings_and_no_style_sheet_that_jupyterlab_would_drop() -> None:
    html = desk.what_disagrees(month(NEWEST)).html
    assert "<style" not in html
    assert all("style=" in mark for mark in re.findall(r"<(?:table|caption|th|td)(?: [^>]*)?>", html))
    assert html.count('<th scope="row"') == html.count("<tr>") - html.count("<table")


def test_text_from_a_source_is_never_taken_for_html() -> None:
    rows = pd.DataFrame([{"publisher": "<script>alert(1)</script>"}])
    html = table(rows, "Caption", [Column("publisher", "Publisher", row_header=True)])
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_lines_signed_since_and_what_changed_of_seats_are_shown_as_new(tmp_path: Path) -> None:
    data = with_fewer_candidates(tmp_path / "data")
    lines = (
        ",Een Partij,10-3-2021",
        "Xylofoon Quastenberg,raadslid,5-12-2023",
        "Ypsilon Quast,raadslid,2-1-2024",
        ",CDA,",
        "Zo,,",  # nobody is called so: it waits for nothing
    )
    (data / "signatories" / "made-up.csv").write_text("\n".join(["Naam,Partij,Datum", *lines, ""]), encoding="utf-8")
    said = repr(desk.new_signatures(reconciled("2023-12", data)))
    assert "With the election of 22 November 2023, D66 went from 24 to 9 seats." in said
    assert "One line of a list was signed in December 2023:" in said
    assert "Xylofoon Quastenberg" in said
    assert "Ypsilon Quast" not in said
    assert "One line was signed after the month: it counts from its own day on." in said
    assert "One line has no day of signing: it waits for a decision." in said


def test_a_month_without_anything_new_of_signatures_says_so() -> None:
    said = repr(desk.new_signatures(month(NEWEST)))
    assert "Of parties and seats nothing changed since the month before." in said
    assert "No line of a list was signed in October 2026." in said
    first = repr(desk.new_signatures(month("2021-03")))
    assert "March 2021 is the first month" in first
    assert "8 lines of lists were signed in March 2021:" in first
