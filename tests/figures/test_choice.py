"""The written rule by which one figure is chosen, step by step, on figures made up for it."""

import datetime
from itertools import pairwise

import pytest

from analysis.figures.choice import best_within_series, choose
from analysis.figures.estimates import estimates, first_published, repeats_study
from analysis.figures.records import Figure
from support.few_figures import estimate, few, figure, judged


def chosen(*figures: Figure) -> tuple[str, str]:
    found, rule = choose(list(figures))
    assert choose(list(reversed(figures))) == (found, rule)
    return found.figure_id, rule


def test_one_figure_alone_and_figures_that_agree_need_no_rule() -> None:
    assert chosen(figure("f1", 100.0)) == ("f1", "only_figure")
    assert chosen(figure("f1", 100.0), figure("f2", 100.0, "PAPER-1")) == ("f1", "unanimous")
    # Each quantity and year is chosen for itself.
    found = judged(
        figure("f1", 1.0), figure("f2", 2.0, reference_year="2020"), figure("f3", 3.0, quantity_id="registered-minors")
    )
    assert found.chosen() == ("f1", "only_figure")
    assert found.chosen(year="2020") == ("f2", "only_figure")
    assert found.chosen("registered-minors") == ("f3", "only_figure")


@pytest.mark.parametrize(
    ("loser", "winner", "rule"),
    [
        # A decision goes before all; each next rule decides only where the ones before it are even.
        (figure("f1", 1.0), figure("f2", 2.0, "PAPER-1", series="comensha_register", decision="prefer"), "decision"),
        (figure("f1", 1.0, series="comensha_register"), figure("f2", 2.0, "PAPER-1", certainty="secondary"), "series"),
        (figure("f1", 1.0, "PAPER-1"), figure("f2", 2.0, "MONITOR-OLD", certainty="secondary"), "authority"),
        (figure("f1", 1.0, "MONITOR-OLD"), figure("f2", 2.0, certainty="secondary"), "newest_edition"),
        (figure("f1", 1.0, "PAPER-1", quotes="MONITOR-NEW"), figure("f2", 2.0), "own_text"),
        (
            figure("f1", 1.0, "PAPER-1", quotes="MONITOR-NEW"),
            figure("f2", 2.0, "INSTITUTE", quotes="MONITOR-NEW"),
            "publisher",
        ),
        (
            figure("f1", 1.0, "PAPER-2", quotes="MONITOR-NEW"),
            figure("f2", 2.0, "PAPER-1", quotes="MONITOR-NEW"),
            "nearest_to_edition",
        ),
        (figure("f2", 2.0), figure("f1", 1.0), "order"),
    ],
)
def test_the_rules_decide_in_their_order(loser: Figure, winner: Figure, rule: str) -> None:
    assert chosen(loser, winner) == (winner.figure_id, rule)


def test_the_series_lead_in_their_order() -> None:
    names = ["rapporteur_yearly", "comensha_register", "until_2016", "second_estimate", "first_estimate", "any_other"]
    for better, worse in pairwise(names):
        figures = figure("f1", 1.0, series=worse), figure("f2", 2.0, "PAPER-1", series=better)
        assert chosen(*figures) == ("f2", "series")


def test_the_rule_that_decided_is_the_one_against_the_best_that_differs() -> None:
    # The paper's own number loses on authority; the quotation of the monitor is what the monitor's text stands against.
    figures = figure("f1", 1.0), figure("f2", 2.0, "PAPER-1", quotes="MONITOR-NEW"), figure("f3", 3.0, "PAPER-2")
    assert chosen(*figures) == ("f1", "own_text")


def test_the_figure_that_is_shown_for_a_value_is_nearest_to_who_counted() -> None:
    # The newest edition decides the value; a monitor printed it already, and that one is shown.
    quoted = figure("f1", 100.0, "PAPER-1", quotes="MONITOR-NEW")
    assert chosen(quoted, figure("f2", 100.0, "MONITOR-OLD")) == ("f2", "unanimous")
    # Not of another series, nor one of another decision.
    other = figure("f2", 100.0, "MONITOR-OLD", series="comensha_register")
    assert chosen(quoted, other) == ("f1", "unanimous")
    preferred = figure("f1", 100.0, "PAPER-1", quotes="MONITOR-NEW", decision="prefer")
    assert chosen(preferred, figure("f2", 100.0, "MONITOR-OLD")) == ("f1", "unanimous")


def test_of_equals_the_one_with_a_range_is_shown_then_the_newest_then_the_first_by_name() -> None:
    plain, ranged = estimate("f1", 6250.0), estimate("f2", 6250.0, lower=5000.0, upper=7500.0)
    assert chosen(plain, ranged) == ("f2", "unanimous")
    assert chosen(figure("f1", 100.0, "MONITOR-OLD"), figure("f2", 100.0)) == ("f2", "unanimous")
    assert chosen(figure("f2", 100.0), figure("f1", 100.0)) == ("f1", "unanimous")
    # A value that is rounded elsewhere is a rival all the same.
    assert chosen(figure("f1", 1334.0), figure("f2", 1300.0, "PAPER-1", quotes="MONITOR-NEW")) == ("f1", "own_text")


def test_within_a_series_the_same_rule_chooses() -> None:
    figures = [figure("f1", 1.0, "MONITOR-OLD"), figure("f2", 2.0), figure("f3", 3.0, series="comensha_register")]
    best = best_within_series(figures)
    key = ("registered-all", "2019")
    assert {k: f.figure_id for k, f in best.items()} == {
        (*key, "rapporteur_yearly"): "f2",
        (*key, "comensha_register"): "f3",
    }


# What is never chosen


@pytest.mark.parametrize(
    ("never", "because"),
    [
        (figure("f1", 1.0, comparable=False), "not_comparable"),
        (figure("f1", 1.0, comparable=False, decision="exclude"), "not_comparable"),
        (figure("f1", 1.0, decision="exclude"), "excluded"),
        (figure("f1", 1.0, "CAMPAIGN"), "campaign"),
        (figure("f1", 1.0, "CAMPAIGN", decision="exclude"), "excluded"),
        (figure("f1", 1.0, "PAPER-1", quotes="CAMPAIGN"), "campaign"),
        (figure("f1", 1.0, "CAMPAIGN", quotes="MONITOR-NEW"), "campaign"),
        (estimate("f1", 1.0, "PAPER-1", series="no_study"), "no_study"),
        (estimate("f1", 1.0, "CAMPAIGN", series="no_study"), "campaign"),
    ],
)
def test_why_a_figure_is_never_chosen(never: Figure, because: str) -> None:
    found = judged(never, figure("f2", 5.0, reference_year="2020"))
    assert found.choices.never_chosen == {"f1": because}
    assert (never.quantity_id, never.reference_year) not in found.choices.chosen


def test_a_share_or_a_count_needs_no_study() -> None:
    assert judged(figure("f1", 10.0, quantity_id="share-minors", series="no_study")).choices.never_chosen == {}


def test_an_estimate_repeated_for_a_later_year_is_never_chosen_once_a_newer_study_is_known() -> None:
    own = estimate("f1", 6250.0)
    repeated = estimate("f2", 6250.0, "PAPER-1", reference_year="2019", quotes="STUDY-1")
    assert judged(own, repeated).choices.never_chosen == {}
    newer = estimate("f3", 5000.0, "STUDY-2", series="second_estimate", reference_year="2016-2019")
    assert judged(own, repeated, newer).choices.never_chosen == {"f2": "superseded"}
    # For the years that it saw, the older study stays; and the newest study can be repeated.
    later = estimate("f2", 5000.0, "PAPER-1", series="second_estimate", reference_year="2021", quotes="STUDY-2")
    assert judged(own, later, newer).choices.never_chosen == {}


def test_a_number_of_a_smaller_group_is_never_chosen_for_that_and_not_as_superseded() -> None:
    own = estimate("f1", 3000.0, quantity_id="estimate-domestic-sexual")
    newer = estimate("f3", 5000.0, "STUDY-2", series="second_estimate", reference_year="2016-2019")
    told = estimate("f2", 3000.0, "PAPER-1", quantity_id="estimate-sexual", reference_year="2019")
    assert judged(own, told, newer).choices.never_chosen == {"f2": "word_dropped"}
    assert judged(own, told).choices.never_chosen == {"f2": "word_dropped"}
    excluded = estimate("f2", 3000.0, "PAPER-1", quantity_id="estimate-sexual", decision="exclude")
    assert judged(own, excluded).choices.never_chosen == {"f2": "excluded"}


def test_where_only_figures_that_are_never_chosen_differ_that_is_said() -> None:
    one, excluded = figure("f1", 100.0), figure("f2", 90.0, "CAMPAIGN")
    assert judged(one).chosen() == ("f1", "only_figure")
    assert judged(one, excluded).chosen() == ("f1", "others_barred")
    assert judged(one, excluded, figure("f3", 100.0, "PAPER-1")).chosen() == ("f1", "others_barred")
    # Where a rule decided between others, that is what is told; what is set apart by its source is no other value.
    assert judged(one, excluded, figure("f3", 95.0, "MONITOR-OLD")).chosen() == ("f1", "newest_edition")
    assert judged(one, figure("f2", 90.0, comparable=False)).chosen() == ("f1", "only_figure")
    # Of the figures that were printed for a value those that are excluded are counted too.
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


def said(*figures: Figure) -> tuple[str | None, str | None, str]:
    """Return the figures of the one estimate of all: its value, its range, and the one that dates it."""
    found = estimates(list(figures))["first_estimate", "estimate-all"]
    return (
        found.value.figure_id if found.value else None,
        found.ranged.figure_id if found.ranged else None,
        found.dated.figure_id,
    )


def test_what_a_study_says_is_its_newest_years_as_first_printed_by_who_is_nearest() -> None:
    old, new = estimate("f1", 6000.0, reference_year="2013"), estimate("f2", 6250.0, reference_year="2014-2015")
    assert said(old, new)[0] == "f2"
    assert said(new, estimate("f3", 6300.0, reference_year="2015"))[0] == "f2"  # More years before fewer.
    assert said(new, estimate("f3", 6300.0, "PAPER-1"))[0] == "f2"
    assert said(estimate("f3", 6300.0, "PAPER-1"), estimate("f4", 6400.0, "PAPER-2"))[0] == "f3"
    assert said(estimate("f4", 6400.0, "PAPER-2"), estimate("f3", 6300.0, "PAPER-1"))[0] == "f3"


def test_the_range_of_a_study_is_that_of_who_is_nearest_for_its_newest_years_as_last_printed() -> None:
    def ranged(figure_id: str, publication: str = "STUDY-1", year: str = "2014-2015") -> Figure:
        return estimate(figure_id, None, publication, lower=5000.0, upper=7500.0, reference_year=year)

    assert said(ranged("f1"), ranged("f2", "PAPER-1"))[:2] == (None, "f1")
    assert said(ranged("f1", year="2013"), ranged("f2"))[1] == "f2"
    assert said(ranged("f1", "PAPER-1"), ranged("f2", "PAPER-2"))[1] == "f2"
    half = estimate("f3", None, lower=5000.0)
    assert said(half, estimate("f4", None, upper=7500.0))[:2] == (None, None)
    assert said(estimate("f1", 6250.0, lower=5000.0, upper=7500.0))[:2] == ("f1", "f1")


def test_the_years_of_a_study_are_those_of_its_newest_text() -> None:
    assert said(estimate("f1", 1.0), estimate("f2", 1.0, "STUDY-2"))[2] == "f2"
    assert said(estimate("f1", 1.0, reference_year="2013"), estimate("f2", 1.0))[2] == "f2"
    # Of the same last year the one that begins first; a paper says nothing of the years, unless it is all there is.
    assert said(estimate("f1", 1.0), estimate("f2", 1.0, reference_year="2015"))[2] == "f1"
    assert said(estimate("f1", 1.0), estimate("f2", 1.0, "PAPER-1"))[2] == "f1"
    assert said(estimate("f1", 1.0, certainty="secondary"), estimate("f2", 1.0, "MONITOR-OLD"))[2] == "f2"
    assert said(estimate("f1", 1.0, "PAPER-1"), estimate("f2", 1.0, "PAPER-2"))[2] == "f2"


def test_what_stands_for_a_study_is_its_value_else_its_range_else_its_newest_text() -> None:
    value, ranged = estimate("f1", 6250.0), estimate("f2", None, lower=5.0, upper=7.0)
    bound = estimate("f3", None, lower=5.0)
    for figures, stands in [([value, ranged], "f1"), ([ranged, bound], "f2"), ([bound], "f3")]:
        found = estimates(figures)["first_estimate", "estimate-all"]
        assert (found.figure.figure_id, found.series) == (stands, "first_estimate")


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
