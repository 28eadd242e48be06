"""The written rule by which one figure is chosen, and what each study says, on figures made up for each case."""

import datetime

import pytest

from analysis.figures.choice import best_within_series
from analysis.figures.estimates import estimates, first_published, repeats_study
from analysis.figures.records import Figure
from support.cases import cases, figures_in
from support.few_figures import estimate, few, figure, judged


@pytest.mark.parametrize("row", cases("choice_cases"))
def test_the_rule_chooses_a_figure_for_each_quantity_and_year(row: dict[str, str]) -> None:
    """`chosen` has the figure of each quantity and year and the rule that decided, `never_chosen` why not of others."""
    figures = figures_in(row["figures"])
    for in_order in (figures, figures[::-1]):
        choices = judged(*in_order).choices
        chosen = {f"{each.figure_id} {rule}" for each, rule in choices.chosen.values()}
        never = {f"{figure_id} {reason}" for figure_id, reason in choices.never_chosen.items()}
        assert (chosen, never) == ({*row["chosen"].split("; ")} - {""}, {*row["never_chosen"].split("; ")} - {""})


def test_within_a_series_the_same_rule_chooses() -> None:
    figures = [figure("f1", 1.0, "MONITOR-OLD"), figure("f2", 2.0), figure("f3", 3.0, series="comensha_register")]
    best = best_within_series(figures)
    key = ("registered-all", "2019")
    assert {k: f.figure_id for k, f in best.items()} == {
        (*key, "rapporteur_yearly"): "f2",
        (*key, "comensha_register"): "f3",
    }


def test_figures_that_are_never_chosen_are_counted_among_the_printed_values() -> None:
    row = few(figure("f1", 100.0), figure("f2", 90.0, "CAMPAIGN"), figure("f3", 80.0, comparable=False))
    assert row.figures_by_quantity[["figure_id", "printed_values"]].to_numpy().tolist() == [["f1", 2]]


@pytest.mark.parametrize(("action", "corrected"), [("prefer", None), ("correct", 90.0)])
def test_a_value_that_an_analyst_preferred_or_corrected_is_a_decision_though_nobody_contradicts(
    action: str, corrected: float | None
) -> None:
    rows = few(figure("f1", 100.0), decided=(("f1", action, corrected, None),)).figures_by_quantity
    assert rows[["value", "rule"]].to_numpy().tolist() == [[corrected or 100, "decision"]]
    accepted = few(figure("f1", 100.0), decided=(("f1", "accept", None, None),)).figures_by_quantity
    assert accepted["rule"].tolist() == ["only_figure"]


# What each study says


def test_a_study_appeared_when_it_was_published_itself_and_else_when_it_was_first_repeated() -> None:
    papers = [estimate("f1", 1.0, "PAPER-2"), estimate("f2", 1.0, "MONITOR-OLD"), estimate("f3", 1.0, "PAPER-1")]
    assert first_published(papers) == {"first_estimate": 2020}
    assert first_published([*papers, estimate("f4", 1.0)]) == {"first_estimate": 2017}
    later = estimate("f4", 1.0, "STUDY-2")
    assert first_published([estimate("f0", 1.0, "PAPER-1", known_from=datetime.date(2016, 1, 1)), later]) == {
        "first_estimate": 2021
    }
    # A count or a share is not what a study estimates; an estimate without a study dates none.
    share = estimate("f5", 1.0, quantity_id="share-estimate-male")
    assert first_published([share, estimate("f6", 1.0, series="no_study")]) == {}


def test_an_estimate_for_the_year_in_which_its_study_appeared_is_a_repetition() -> None:
    published = {"first_estimate": 2017}
    assert repeats_study(estimate("f1", 1.0, reference_year="2017"), published)
    assert repeats_study(estimate("f1", 1.0, reference_year="2016-2018"), published)
    assert not repeats_study(estimate("f1", 1.0, reference_year="2016"), published)
    assert not repeats_study(estimate("f1", 1.0, reference_year="2019", series="no_study"), published)
    assert not repeats_study(estimate("f1", 1.0, reference_year="2019", quantity_id="share-estimate-male"), published)


@pytest.mark.parametrize("row", cases("study_cases"))
def test_what_a_study_says_is_by_who_is_nearest_to_it_for_its_newest_years(row: dict[str, str]) -> None:
    """The figures of the one estimate of all: its value, its range, and the one that dates it."""
    found = estimates(figures_in(row["figures"]))["first_estimate", "estimate-all"]
    named = [each.figure_id if each else "" for each in (found.value, found.ranged, found.dated)]
    assert named == [row["value"], row["range"], row["dated_by"]]


def test_what_stands_for_a_study_is_its_value_else_its_range_else_its_newest_text() -> None:
    value, ranged = estimate("f1", 6250.0), estimate("f2", None, lower=5.0, upper=7.0)
    bound = estimate("f3", None, lower=5.0)
    for figures, figure_id in [([value, ranged], "f1"), ([ranged, bound], "f2"), ([bound], "f3")]:
        found = estimates(figures)["first_estimate", "estimate-all"]
        assert (found.figure.figure_id, found.series) == (figure_id, "first_estimate")


@pytest.mark.parametrize(
    "other",
    [
        estimate("f2", 9.0, series="no_study", reference_year="2016"),
        estimate("f2", 9.0, "CAMPAIGN", reference_year="2016"),
        estimate("f2", 9.0, decision="exclude", reference_year="2016"),
        estimate("f2", 9.0, quantity_id="share-estimate-male", reference_year="2016"),
        estimate("f2", 9.0, reference_year="2017"),  # The year in which it appeared.
    ],
)
def test_what_does_not_speak_for_a_study(other: Figure) -> None:
    found = estimates([estimate("f1", 6250.0), other])
    assert {key: value.figure.figure_id for key, value in found.items()} == {("first_estimate", "estimate-all"): "f1"}
