"""Which findings wait for an analyst, and the decisions that would settle them, on figures made up for each case."""

import pytest

from analysis.figures.waiting import WaitingFigure, expectations, far_from, waiting_figures
from support.cases import cases, figures_in
from support.few_figures import decisions, few
from support.published_figures import with_made_up


def waiting(figures: str) -> dict[str, WaitingFigure]:
    return waiting_figures(few(*figures_in(figures)), decisions())


@pytest.mark.parametrize("row", cases("waiting_cases"))
def test_what_waits_is_what_the_rule_and_the_decisions_leave_open(row: dict[str, str]) -> None:
    """`waits` has each figure that waits with its kinds, the most serious first; `accepted` is decided on.

    `grounds` are those of each figure that waits; an empty cell was not typed, `none` is an empty one.
    """
    decided = ((row["accepted"], "accept", None, row["rests_on"] or None),) if row["accepted"] else ()
    found = waiting_figures(few(*figures_in(row["figures"]), decided=decided), decisions(*decided))
    assert "; ".join(f"{name} {'|'.join(each.kinds)}" for name, each in found.items()) == row["waits"]
    grounds = "; ".join("|".join(each.grounds) or "none" for each in found.values())
    assert (row["grounds"] or grounds) == grounds


def test_a_figure_waits_with_the_sentences_of_all_its_findings_and_an_inferred_year_with_none() -> None:
    twice = "a1 registered-domestic-sexual 1000 MONITOR-NEW; a2 registered-all 984 MONITOR-NEW; "
    twice += "a3 registered-sexual 900 MONITOR-NEW"
    (each,) = waiting(twice).values()
    sentences = list(few(*figures_in(twice)).discrepancies["explanation_en"])
    assert len(sentences) == 2 and [finding.explanation_en for finding in each.findings] == sentences
    (inferred,) = waiting("f1 registered-all 200 MONITOR-NEW reserve=year_inferred").values()
    assert [finding.explanation_en for finding in inferred.findings] == [""]


@pytest.mark.parametrize("row", cases("proposed_decisions"))
def test_each_decision_that_is_possible_is_proposed_and_no_number_to_correct_to(row: dict[str, str]) -> None:
    printed = few(*figures_in(row["figures"])).printed_figures.set_index("figure_id")
    said = [
        f"{name} {action}"
        for name, each in waiting(row["figures"]).items()
        for action in each.proposals(is_chosen=printed["chosen"][name])
    ]
    assert "; ".join(said) == row["proposed"]


def test_a_decision_expects_the_numbers_as_they_were_printed() -> None:
    empty = {"value": None, "lower": None, "upper": None}
    known = {"f1": empty | {"lower": 5000.0, "upper": 7500.5}}
    known |= {"f2": empty | {"value": 1234567.25}, "f3": empty | {"value": 0.0}}
    found, alone = expectations("f1", ["f2", "f1", "f3"], known), expectations("f2", [], known)
    assert found.pop("rests_on") == "f2=1234567.25|f1=5000-7500.5|f3=0"
    assert found == {"expected_value": "", "expected_lower": "5000", "expected_upper": "7500.5"}
    assert (alone["expected_value"], alone["rests_on"]) == ("1234567.25", "")


def test_a_value_far_from_the_years_before_is_doubted_and_one_near_is_not() -> None:
    """944 in 2024, 868 in 2023; a tenth of it is far, a fifth more is not."""
    for value, far in ((101, True), (1130, False)):
        figures = with_made_up(reference_year="2025", value=value)
        (new,) = (each for each in figures.choices.figures if each.publication == "NEW")
        assert (far_from(new, figures) is not None) == far
