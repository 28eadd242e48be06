"""The written rule by which one figure is chosen, and what each study says, on figures made up for each case."""

import pytest

from analysis.figures.choice import best_within_series, estimates, first_published, repeats_study
from support.cases import cases, figures_in
from support.few_figures import few, figure, judged


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
    best = {series: each.figure_id for (*_, series), each in best_within_series(figures).items()}
    assert best == {"rapporteur_yearly": "f2", "comensha_register": "f3"}


def test_figures_that_are_never_chosen_are_counted_among_the_printed_values() -> None:
    row = few(figure("f1", 100.0), figure("f2", 90.0, "CAMPAIGN"), figure("f3", 80.0, comparable=False))
    assert row.figures_by_quantity[["figure_id", "printed_values"]].to_numpy().tolist() == [["f1", 2]]


@pytest.mark.parametrize(
    ("action", "corrected", "value", "rule"),
    [("prefer", None, 100, "decision"), ("correct", 90.0, 90, "decision"), ("accept", None, 100, "only_figure")],
)
def test_a_value_that_an_analyst_preferred_or_corrected_is_a_decision_though_nobody_contradicts(
    action: str, corrected: float | None, value: float, rule: str
) -> None:
    rows = few(figure("f1", 100.0), decided=(("f1", action, corrected, None),)).figures_by_quantity
    assert rows[["value", "rule"]].to_numpy().tolist() == [[value, rule]]


# What each study says


@pytest.mark.parametrize("row", cases("studies_appeared"))
def test_a_study_appeared_when_it_was_published_itself_and_else_when_it_was_first_repeated(row: dict[str, str]) -> None:
    found = first_published(figures_in(row["figures"]))
    assert "; ".join(f"{series} {year}" for series, year in found.items()) == row["appeared"]


@pytest.mark.parametrize("row", cases("repetitions"))
def test_an_estimate_for_the_year_in_which_its_study_appeared_is_a_repetition(row: dict[str, str]) -> None:
    (printed,) = figures_in(row["figure"])
    assert repeats_study(printed, {"first_estimate": 2017}) is (row["case"] == "repeats its study")


@pytest.mark.parametrize("row", cases("study_cases"))
def test_what_a_study_says_is_by_who_is_nearest_to_it_for_its_newest_years(row: dict[str, str]) -> None:
    """The figures of the one estimate of all: its value, its range, and the one that dates it.

    Its figure is its value, else its range, else its newest text.
    """
    ((key, found),) = estimates(figures_in(row["figures"])).items()
    assert key == ("first_estimate", "estimate-all") == (found.series, found.quantity_id)
    named = [each.figure_id if each else "" for each in (found.value, found.ranged, found.dated)]
    assert named == [row["value"], row["range"], row["dated_by"]]
    assert found.figure.figure_id == (row["value"] or row["range"] or row["dated_by"])
