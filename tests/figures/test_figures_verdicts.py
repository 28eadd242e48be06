"""How a printed figure relates to the one it is compared with, on figures made up for each case."""

import pytest

from analysis.figures.records import Figure
from support.few_figures import estimate, figure, judged

SECOND = {"series": "second_estimate", "reference_year": "2016-2019"}


def share(figure_id: str, value: float | None, publication: str = "MONITOR-NEW", **changes: object) -> Figure:
    return figure(figure_id, value, publication, **{"quantity_id": "share-minors"} | changes)


def sexual(figure_id: str, value: float, publication: str = "MONITOR-NEW", **changes: object) -> Figure:
    return figure(figure_id, value, publication, **{"quantity_id": "registered-sexual"} | changes)


def dutch(figure_id: str, value: float, publication: str = "MONITOR-NEW", **changes: object) -> Figure:
    """Return a figure of a smaller group than `sexual`."""
    return figure(figure_id, value, publication, **{"quantity_id": "registered-domestic-sexual"} | changes)


# The verdict on the chosen figure is what the others of its group say


@pytest.mark.parametrize(
    ("others", "verdict"),
    [
        ([], "single_source"),
        ([figure("f2", 1334.0, "PAPER-1")], "agree"),
        ([figure("f2", 1300.0, "PAPER-1")], "within_rounding"),
        ([figure("f2", 1325.0, "MONITOR-OLD")], "revised"),
        ([figure("f2", 1372.0, "REGISTER", series="comensha_register")], "other_series"),
        ([figure("f2", 1335.0, "PAPER-1")], "conflict"),
        # The one that supports it most counts.
        ([figure("f2", 1335.0, "PAPER-1"), figure("f3", 1334.0, "PAPER-2")], "agree"),
        ([figure("f2", 1335.0, "PAPER-1"), figure("f3", 1325.0, "MONITOR-OLD")], "revised"),
        # What its source keeps apart says nothing, nor does another year or group.
        ([figure("f2", 1334.0, "PAPER-1", comparable=False)], "single_source"),
        ([figure("f2", 1334.0, "PAPER-1", reference_year="2020")], "single_source"),
        ([figure("f2", 1334.0, "PAPER-1", quantity_id="registered-minors")], "single_source"),
    ],
)
def test_the_verdict_on_a_chosen_figure_is_that_of_who_supports_it_most(others: list[Figure], verdict: str) -> None:
    found = judged(figure("f1", 1334.0), *others)
    assert (found.chosen()[0], found.verdict("f1")) == ("f1", (verdict, ""))
    assert others or found.against("f1") == "f1"


def test_what_its_source_keeps_apart_is_of_another_definition_and_no_discrepancy() -> None:
    found = judged(figure("f1", 1334.0), figure("f2", 668.0, "PAPER-1", comparable=False))
    assert found.verdict("f2") == ("other_definition", "")
    assert found.against("f2") == "f2"
    assert not found.relations["f2"].reliable


def test_what_is_at_fault_or_not_usable_is_no_number_to_compute_with() -> None:
    found = judged(
        figure("f1", 1334.0),
        figure("f2", 1335.0, "PAPER-1"),
        figure("f3", 1325.0, "MONITOR-OLD"),
        figure("f4", 1334.0, "CAMPAIGN"),
        figure("f5", 1334.0, "PAPER-2", decision="exclude"),
    )
    assert {name: relation.reliable for name, relation in found.relations.items()} == {
        "f1": True, "f2": False, "f3": True, "f4": False, "f5": False,
    }  # fmt: skip
    # The chosen one is sound, whoever stands against it.
    alone = judged(figure("f1", 1334.0), figure("f2", 1335.0, "PAPER-1"))
    assert alone.verdict("f1") == ("conflict", "") and alone.relations["f1"].reliable


# Why two numbers differ


def test_an_earlier_edition_is_revised_and_a_later_text_with_its_number_repeats_it() -> None:
    old, new = figure("f1", 1325.0, "MONITOR-OLD"), figure("f2", 1334.0)
    assert judged(old, new).verdict("f1") == ("revised", "revised")
    found = judged(old, new, figure("f3", 1325.0, "PAPER-1"))
    assert found.verdict("f3") == ("revised", "revised")
    assert (found.relations["f3"].explained_by, found.against("f1"), found.against("f3")) == (old, "f2", "f2")
    assert found.relations["f1"].explained_by is None
    # Of several editions the one nearest to who counted is named.
    own = figure("f5", 1325.0, "MONITOR-OLD")
    quoted = figure("f1", 1325.0, "INSTITUTE", quotes="MONITOR-OLD")
    found = judged(
        quoted, own, figure("f6", 1325.0, "MONITOR-OLD"), figure("f2", 1334.0), figure("f3", 1325.0, "PAPER-2")
    )
    assert found.relations["f3"].explained_by == own


@pytest.mark.parametrize(
    "old",
    [
        figure("f1", 1325.0, "MONITOR-OLD", reference_year="2018"),
        figure("f1", 1325.0, "MONITOR-OLD", quantity_id="observed-on-estimate-lists"),
        figure("f1", 1325.0, "MONITOR-OLD", series="comensha_register"),
        figure("f1", 1326.0, "MONITOR-OLD"),
        figure("f1", 1325.0, "MONITOR-OLD", decision="exclude"),
        figure("f1", 1325.0, "PAPER-1"),  # No edition of who counted.
        figure("f4", 1325.0),  # The same edition.
    ],
)
def test_what_is_no_earlier_edition_of_the_same_explains_nothing(old: Figure) -> None:
    found = judged(old, figure("f2", 1334.0), figure("f3", 1325.0, "PAPER-2"))
    assert found.verdict("f3")[0] == "conflict"


def test_a_quotation_with_another_number_than_its_edition_is_quoted_wrongly() -> None:
    old, new = figure("f1", 1325.0, "MONITOR-OLD"), figure("f2", 1334.0)
    assert judged(new, figure("f3", 1343.0, "PAPER-1", quotes="MONITOR-NEW")).verdict("f3") == (
        "conflict",
        "quoted_wrongly",
    )
    # Also with the number of an earlier edition, which is not the one it names.
    wrong = figure("f3", 1325.0, "PAPER-1", quotes="MONITOR-NEW")
    assert judged(old, new, wrong).verdict("f3") == ("conflict", "quoted_wrongly")
    # Who names no edition, or another one, has a difference that nobody explains.
    assert judged(new, figure("f3", 1343.0, "PAPER-1")).verdict("f3") == ("conflict", "conflict")
    later = figure("f3", 1343.0, "PAPER-1", quotes="DATASET")
    assert judged(new, later).verdict("f3") == ("conflict", "conflict")


def test_the_number_of_another_group_of_that_year_was_mixed_up() -> None:
    minors, adolescents = (
        figure("f1", 68.0, quantity_id="registered-minors"),
        figure("f2", 152.0, quantity_id="registered-aged-18-22"),
    )
    mixed = figure("f3", 152.0, "PAPER-1", quantity_id="registered-minors")
    found = judged(minors, adolescents, mixed)
    assert found.verdict("f3") == ("conflict", "quoted_wrongly")
    assert (found.relations["f3"].explained_by, found.against("f3")) == (adolescents, "f1")
    elsewhere = figure("f2", 152.0, quantity_id="registered-aged-18-22", reference_year="2018")
    assert judged(minors, elsewhere, mixed).verdict("f3") == ("conflict", "conflict")


def test_a_share_that_is_right_for_another_year_has_another_base() -> None:
    found = judged(share("f1", 7.0), share("f2", 25.0, reference_year="2015"), share("f3", 25.0, "PAPER-1"))
    assert found.verdict("f3") == ("other_definition", "other_base")
    assert found.relations["f3"].explained_by is not None and found.relations["f3"].explained_by.figure_id == "f2"
    ratio = {"quantity_id": "ratio-estimate-to-registered"}
    ratios = figure("f1", 4.0, **ratio), figure("f2", 6.0, reference_year="2016", **ratio)
    found = judged(*ratios, figure("f3", 6.0, "PAPER-1", **ratio))
    assert (found.verdict("f3"), found.against("f3")) == (("other_definition", "other_base"), "f1")
    # A count is not: its number in another year explains nothing.
    counts = judged(figure("f1", 700.0), figure("f2", 250.0, reference_year="2015"), figure("f3", 250.0, "PAPER-1"))
    assert counts.verdict("f3") == ("conflict", "conflict")


def test_another_series_is_no_conflict() -> None:
    found = judged(figure("f1", 1334.0), figure("f2", 1372.0, "REGISTER", series="comensha_register"))
    assert found.verdict("f2") == ("other_series", "other_series")
    assert found.relations["f2"].explained_by is None


def test_a_number_that_is_not_that_of_its_own_series_is_compared_with_its_own_series() -> None:
    leading = figure("f1", 1334.0)
    register = figure("f2", 1372.0, "REGISTER", series="comensha_register")
    found = judged(leading, register, figure("f3", 1732.0, "PAPER-1", series="comensha_register"))
    assert (found.verdict("f3"), found.against("f3")) == (("conflict", "conflict"), "f2")
    # The number of the leading series, printed as that of the other one.
    found = judged(leading, register, figure("f3", 1334.0, "PAPER-1", series="comensha_register"))
    assert (found.verdict("f3"), found.against("f3")) == (("other_series", "other_series"), "f2")
    assert found.relations["f3"].explained_by == leading
    # One that is true to its series stands beside the leading one.
    found = judged(leading, register, figure("f3", 1372.0, "PAPER-1", series="comensha_register"))
    assert (found.verdict("f3"), found.against("f3")) == (("other_series", "other_series"), "f1")


def test_an_estimate_that_is_not_that_of_its_study_is_compared_with_its_study_where_another_leads_the_year() -> None:
    first = estimate("f1", 6250.0, lower=5000.0, upper=7500.0)
    second = estimate("f2", 5000.0, "STUDY-2", series="second_estimate", lower=4000.0, upper=6000.0)
    wrong, true = judged(first, second, estimate("f3", 8000.0, "PAPER-1")), judged(first, second, first)
    assert (wrong.verdict("f3"), wrong.against("f3")) == (("conflict", "conflict"), "f1")
    assert (true.verdict("f1"), true.against("f1")) == (("other_series", "other_series"), "f2")


def test_where_none_is_ever_chosen_figures_are_compared_with_the_first_of_their_series() -> None:
    one, other = figure("f1", 100.0, "CAMPAIGN"), figure("f2", 90.0, "PAPER-1", quotes="CAMPAIGN")
    found = judged(one, other)
    assert (found.verdict("f2"), found.against("f2")) == (("conflict", "quoted_wrongly"), "f1")
    assert found.verdict("f1") == ("single_source", "")
    # Not against one of another year, group or series, nor against one that its source keeps apart.
    for change in ({"reference_year": "2018"}, {"quantity_id": "registered-minors"}, {"series": "until_2016"}):
        assert judged(figure("f1", 100.0, "CAMPAIGN", **change), other).verdict("f2") == ("single_source", "")
    assert judged(figure("f1", 100.0, "CAMPAIGN", comparable=False), other).verdict("f2") == ("single_source", "")


# Words that were dropped


def test_a_number_that_a_better_source_prints_for_a_smaller_group_has_lost_a_word() -> None:
    smaller = dutch("f1", 132.0)
    dropped = sexual("f2", 132.0, "PAPER-1")
    found = judged(smaller, dropped)
    assert found.verdict("f2") == ("other_definition", "qualifier_dropped")
    assert found.relations["f2"].explained_by == smaller and found.against("f2") == "f1"
    # Not where as good a source prints it for the larger group as well.
    assert judged(smaller, dropped, sexual("f3", 132.0)).verdict("f2")[1] == ""
    # A poorer source for the larger group, or one that nobody may lean on, confirms nothing.
    poor = sexual("f3", 132.0, "PAPER-2")
    assert judged(smaller, dropped, poor).verdict("f2")[1] == "qualifier_dropped"
    excluded = sexual("f3", 132.0, decision="exclude")
    assert judged(smaller, dropped, excluded).verdict("f2")[1] == "qualifier_dropped"
    # Of several the nearest source tells the word.
    smaller = [dutch("f3", 132.0, "MONITOR-OLD", certainty="secondary"), dutch("f5", 132.0), dutch("f4", 132.0)]
    found = judged(*smaller, sexual("f2", 132.0, "PAPER-1"))
    assert found.against("f2") == "f4"
    # A paper that quotes a monitor knows better than one that quotes nobody.
    smaller = dutch("f1", 132.0, "PAPER-1", quotes="MONITOR-NEW")
    dropped = sexual("f2", 132.0, "PAPER-2", certainty="secondary")
    assert judged(smaller, dropped).verdict("f2")[1] == "qualifier_dropped"


@pytest.mark.parametrize(
    "other",
    [
        dutch("f1", 133.0),
        dutch("f1", 132.0, reference_year="2018"),
        figure("f1", 132.0, quantity_id="registered-labour"),
        dutch("f1", 132.0, "PAPER-2"),
        dutch("f1", 132.0, decision="exclude"),
        dutch("f1", 132.0, "CAMPAIGN"),
    ],
)
def test_what_shows_no_word_that_was_dropped(other: Figure) -> None:
    dropped = sexual("f2", 132.0, "PAPER-1")
    assert judged(other, dropped).verdict("f2") == ("single_source", "")


def test_of_an_estimate_the_study_counts_and_not_the_year() -> None:
    smaller = estimate("f1", 3000.0, quantity_id="estimate-domestic-sexual")
    dropped = estimate("f2", 3000.0, "PAPER-1", quantity_id="estimate-sexual", reference_year="2016")
    assert judged(smaller, dropped).verdict("f2") == ("other_definition", "qualifier_dropped")
    other_study = estimate("f1", 3000.0, "STUDY-2", quantity_id="estimate-domestic-sexual", **SECOND)
    assert judged(other_study, dropped).verdict("f2") == ("single_source", "")


def test_a_range_of_a_smaller_group_has_lost_a_word_where_both_ends_are_the_same() -> None:
    smaller = estimate("f1", None, quantity_id="estimate-domestic-sexual", lower=2500.0, upper=4000.0)
    dropped = estimate("f2", None, "PAPER-1", quantity_id="estimate-sexual", lower=2500.0, upper=4000.0)
    assert judged(smaller, dropped).verdict("f2")[1] == "qualifier_dropped"
    for change in ({"lower": 2600.0}, {"upper": 4100.0}):
        other = estimate(
            "f2", None, "PAPER-1", quantity_id="estimate-sexual", **{"lower": 2500.0, "upper": 4000.0} | change
        )
        assert judged(smaller, other).verdict("f2")[1] == ""


def test_of_shares_of_an_estimate_only_a_range_says_that_a_word_was_dropped() -> None:
    girls = {
        "quantity_id": "share-in-view-dutch-minor-girls-sexual",
        "series": "first_estimate",
        "lower": 2.0,
        "upper": 3.0,
    }
    wider = girls | {"quantity_id": "share-in-view-minors-sexual"}
    assert (
        judged(figure("f1", None, **girls), figure("f2", None, "PAPER-1", **wider)).verdict("f2")[1]
        == "qualifier_dropped"
    )
    assert judged(figure("f1", None, **wider), figure("f2", None, "PAPER-1", **girls)).verdict("f2")[1] == ""
    assert judged(figure("f1", 2.0, **girls), figure("f2", 2.0, "PAPER-1", **wider)).verdict("f2")[1] == ""
    # They are of the study and not of the year.
    girls = {"quantity_id": "share-in-view-dutch-minor-girls-sexual", "lower": 2.0, "upper": 3.0}
    wider = {"quantity_id": "share-in-view-minors-sexual", "lower": 2.0, "upper": 3.0, "reference_year": "2021"}
    own = figure("f1", None, series="first_estimate", **girls)
    assert (
        judged(own, figure("f2", None, "PAPER-1", series="first_estimate", **wider)).verdict("f2")[1]
        == "qualifier_dropped"
    )
    assert judged(own, figure("f2", None, "PAPER-1", series="second_estimate", **wider)).verdict("f2")[1] == ""


# Reports for persons


def test_a_number_that_a_better_source_prints_for_reports_is_none_of_persons() -> None:
    reports = figure("f1", 329.0, quantity_id="reports-by-police")
    persons = figure("f2", 329.0, "PAPER-1", quantity_id="registered-by-police")
    found = judged(reports, persons)
    assert found.verdict("f2") == ("other_definition", "reports_for_persons")
    assert found.relations["f2"].explained_by == reports
    # Not where the chosen number of persons is the same, nor where it is what was printed for persons itself.
    confirmed = figure("f3", 329.0, quantity_id="registered-by-police")
    assert judged(reports, persons, confirmed).verdict("f2") == ("agree", "")
    other = figure("f3", 300.0, quantity_id="registered-by-police")
    assert judged(reports, persons, other).verdict("f2")[1] == "reports_for_persons"
    # Of several the nearest source is named.
    reports = [
        figure("f3", 329.0, "INSTITUTE", quantity_id="reports-by-police"),
        figure("f5", 329.0, quantity_id="reports-by-police"),
        figure("f4", 329.0, quantity_id="reports-by-police"),
    ]
    assert judged(*reports, figure("f2", 329.0, "PAPER-1", quantity_id="registered-by-police")).against("f2") == "f4"
    # Reports are no persons, whoever made them; contacts with a chat are none either.
    reports = figure("f1", 329.0, quantity_id="reports-all")
    assert judged(reports, figure("f2", 329.0, "PAPER-1", quantity_id="reports-by-police")).verdict("f2")[1] == ""
    contacts = judged(
        figure("f1", 283.0, quantity_id="chat-contacts"), figure("f2", 283.0, "PAPER-1", quantity_id="chat-victims")
    )
    assert contacts.verdict("f2")[1] == "reports_for_persons"


@pytest.mark.parametrize(
    "other",
    [
        figure("f1", 328.0, quantity_id="reports-by-police"),
        figure("f1", 329.0, quantity_id="reports-by-police", reference_year="2018"),
        figure("f1", 329.0, "PAPER-2", quantity_id="reports-by-police"),
        figure("f1", 329.0, quantity_id="reports-by-police", decision="exclude"),
        figure("f1", 329.0, quantity_id="reports-by-border-police"),
        figure("f1", 329.0, quantity_id="chat-contacts"),  # Of another population.
        figure("f1", 329.0, quantity_id="share-of-reports-by-police"),
    ],
)
def test_what_shows_no_reports_for_persons(other: Figure) -> None:
    persons = figure("f2", 329.0, "PAPER-1", quantity_id="registered-by-police")
    assert judged(other, persons).verdict("f2") == ("single_source", "")


# More than, at least


@pytest.mark.parametrize("word", ["more_than", "at_least", "at_most"])
def test_a_quotation_that_drops_the_word_of_a_bound_is_said(word: str) -> None:
    bound = estimate("f1", 6000.0, qualifier=word)
    quoted = estimate("f2", 6000.0, "PAPER-1", quotes="STUDY-1")
    found = judged(bound, quoted)
    assert (found.verdict("f2"), found.against("f2")) == (("within_rounding", "qualifier_dropped"), "f1")
    # Of several the first by name is told.
    bounds = [estimate(name, 6000.0, qualifier="more_than") for name in ("f4", "f3")]
    assert judged(*bounds, estimate("f5", 6000.0, "PAPER-1", quotes="STUDY-1")).against("f5") == "f3"


@pytest.mark.parametrize(
    ("bound", "quoted"),
    [
        ({"qualifier": "about"}, {}),
        ({"qualifier": "more_than"}, {"qualifier": "about"}),
        ({"qualifier": "more_than"}, {"quotes": ""}),
        ({"qualifier": "more_than"}, {"quotes": "STUDY-2"}),
        ({"qualifier": "more_than", "reference_year": "2013"}, {}),
        ({"qualifier": "more_than", "quantity_id": "rate-estimate-all"}, {}),
        ({"qualifier": "more_than", "comparable": False}, {}),
    ],
)
def test_where_no_bound_was_dropped(bound: dict[str, object], quoted: dict[str, object]) -> None:
    found = judged(estimate("f1", 6000.0, **bound), estimate("f2", 6000.0, "PAPER-1", **{"quotes": "STUDY-1"} | quoted))
    assert found.verdict("f2")[1] != "qualifier_dropped"


def test_a_dropped_bound_is_said_beside_another_difference() -> None:
    bound = figure("f1", 6000.0, "CAMPAIGN", quantity_id="estimate-all", series="no_study", qualifier="more_than")
    quoted = figure("f2", 6000.0, "PAPER-1", quantity_id="estimate-all", series="no_study", quotes="CAMPAIGN")
    study = estimate("f3", 9000.0, reference_year="2016")
    found = judged(bound, quoted, study)
    assert found.verdict("f2") == ("other_series", "other_series")
    assert [(r.figure, r.other, r.verdict, r.kind) for r in found.further] == [
        (quoted, bound, "within_rounding", "qualifier_dropped")
    ]
    # It is told once: not where it is what the figure's own relation says already.
    assert (
        judged(
            estimate("f1", 6000.0, qualifier="at_least"), estimate("f2", 6000.0, "PAPER-1", quotes="STUDY-1")
        ).further
        == []
    )
    apart = figure(
        "f2", 6000.0, "PAPER-1", quantity_id="estimate-all", series="no_study", quotes="CAMPAIGN", comparable=False
    )
    assert judged(bound, apart, study).further == []


# Estimates


def test_an_estimate_printed_as_a_minimum_that_its_study_did_not_print_so_became_narrower() -> None:
    own = estimate("f1", 5000.0)
    assert judged(own, estimate("f2", 5000.0, "PAPER-1", qualifier="at_least")).verdict("f2")[1] == "range_narrowed"
    assert judged(own, estimate("f2", 5000.0, "PAPER-1", qualifier="about")).verdict("f2")[1] == ""
    least = estimate("f1", 5000.0, qualifier="at_least")
    assert judged(least, estimate("f2", 5000.0, "PAPER-1", qualifier="at_least")).verdict("f2")[1] == ""
    count = figure("f2", 1334.0, "PAPER-1", qualifier="at_least")
    assert judged(figure("f1", 1334.0), count).verdict("f2")[1] == ""


def test_a_range_within_that_of_its_study_became_narrower_on_the_way() -> None:
    own = estimate("f1", None, lower=5000.0, upper=7500.0)
    narrow = estimate("f2", None, "PAPER-1", lower=5000.0, upper=7000.0, reference_year="2018")
    found = judged(own, narrow)
    assert (found.verdict("f2"), found.against("f2")) == (("conflict", "range_narrowed"), "f1")
    wide = estimate("f2", None, "PAPER-1", lower=4000.0, upper=7500.0, reference_year="2018")
    assert judged(own, wide).verdict("f2") == ("conflict", "conflict")
    same = estimate("f2", None, "PAPER-1", lower=5000.0, upper=7500.0, reference_year="2018")
    assert judged(own, same).verdict("f2")[1] == ""


def test_a_repeated_estimate_is_compared_with_its_study_and_then_against_the_newest() -> None:
    own = estimate("f1", 6250.0)
    true = estimate("f2", 6250.0, "PAPER-1", reference_year="2019")
    wrong = estimate("f3", 9000.0, "PAPER-1", reference_year="2019")
    found = judged(own, true, wrong)
    assert (found.verdict("f2"), found.against("f2")) == (("agree", ""), "f1")
    assert (found.verdict("f3"), found.against("f3")) == (("conflict", "conflict"), "f1")
    newer = estimate("f4", 5000.0, "STUDY-2", **SECOND)
    found = judged(own, true, wrong, newer)
    assert (found.verdict("f2"), found.against("f2")) == (("other_series", "other_series"), "f4")
    assert (found.verdict("f3"), found.against("f3")) == (("conflict", "conflict"), "f1")


def test_of_the_newest_study_the_number_counts_whose_years_are_nearest() -> None:
    numbers = [
        estimate("f2", 8000.0, "STUDY-2", series="second_estimate", reference_year="2012"),
        estimate("f3", 5000.0, "STUDY-2", **SECOND),
    ]
    for year, nearest in [("2011", "f2"), ("2018", "f3"), ("2013", "f2")]:
        lone = estimate("f1", 30000.0, "PAPER-1", series="no_study", reference_year=year)
        assert judged(lone, *numbers).against("f1") == nearest
    lone = estimate("f1", 30000.0, "PAPER-1", series="no_study", reference_year="2020")
    near = {"series": "second_estimate", "reference_year": "2019-2020"}
    assert judged(lone, *numbers, estimate("f4", 6000.0, "STUDY-2", **near)).against("f1") == "f4"
    # What nobody may lean on, a range, what repeats the study, and what lost a word are not what the study says.
    for other in (
        estimate("f4", 6000.0, "CAMPAIGN", **near),
        estimate("f4", None, "STUDY-2", lower=1.0, upper=2.0, **near),
        estimate("f4", 6000.0, "PAPER-1", **near | {"reference_year": "2019-2021"}),
        estimate("f4", 2000.0, "PAPER-1", **near),
    ):
        smaller = estimate("f5", 2000.0, "STUDY-2", quantity_id="estimate-domestic-sexual", **SECOND)
        assert judged(lone, *numbers, other, smaller).against("f1") == "f3"
    # Of two that are as near the one of the newest years, and none of an older study.
    lone = estimate("f1", 30000.0, "PAPER-1", series="no_study", reference_year="2010")
    first = estimate("f2", 6250.0, reference_year="2011")
    second = [
        estimate("f3", 8000.0, "STUDY-2", series="second_estimate", reference_year="2012"),
        estimate("f4", 5000.0, "STUDY-2", series="second_estimate", reference_year="2012-2015"),
    ]
    assert judged(lone, first, *second).against("f1") == "f4"


def test_an_estimate_of_a_group_that_the_study_does_not_have_is_compared_with_the_smallest_that_holds_it() -> None:
    every, all_sexual = estimate("f2", 6250.0), estimate("f3", 4000.0, quantity_id="estimate-sexual")
    girls = estimate("f1", 9000.0, "PAPER-1", quantity_id="estimate-minor-girls-sexual", series="no_study")
    found = judged(girls, every, all_sexual)
    assert (found.verdict("f1"), found.against("f1")) == (("other_series", "other_series"), "f3")
    # One that fits within the larger group is no difference.
    few = estimate("f1", 3000.0, "PAPER-1", quantity_id="estimate-minor-girls-sexual", series="no_study")
    assert judged(few, every, all_sexual).verdict("f1") == ("single_source", "")
    ranged = estimate(
        "f1", None, "PAPER-1", quantity_id="estimate-minor-girls-sexual", series="no_study", lower=5000.0, upper=9000.0
    )
    assert judged(ranged, every, all_sexual).against("f1") == "f3"
    # Nor is one that is just as large.
    girls = estimate("f1", 4000.0, "PAPER-1", quantity_id="estimate-minor-girls-sexual", series="no_study")
    assert judged(girls, estimate("f2", 4000.0)).verdict("f1") == ("single_source", "")
    assert judged(girls, estimate("f2", 3999.0)).verdict("f1") == ("other_series", "other_series")
    # A count is never compared with a study.
    assert judged(figure("f1", 9000.0, series="no_study"), estimate("f2", 6250.0)).verdict("f1") == (
        "single_source",
        "",
    )


def test_a_range_that_is_printed_beside_a_value_of_its_study_is_compared_with_the_range_of_the_study() -> None:
    own = estimate("f1", 6250.0), estimate("f2", None, lower=5000.0, upper=7500.0)
    narrow = estimate("f3", None, "PAPER-1", lower=5000.0, upper=7000.0, reference_year="2013")
    chosen = estimate("f4", 6000.0, reference_year="2013")
    found = judged(*own, narrow, chosen)
    assert (found.verdict("f3"), found.against("f3")) == (("conflict", "range_narrowed"), "f2")
    # A value is compared with the chosen value of its year, and one that repeats the study against its value.
    assert judged(*own, chosen, estimate("f3", 9000.0, "PAPER-1", reference_year="2013")).against("f3") == "f4"
    assert judged(*own, estimate("f3", 9000.0, "PAPER-1", reference_year="2019")).against("f3") == "f1"
    assert judged(own[1], estimate("f3", 9000.0, "PAPER-1", reference_year="2019")).against("f3") == "f2"


def test_that_the_range_of_one_study_holds_the_number_of_another_is_chance() -> None:
    second = estimate("f1", 6000.0, "STUDY-2", series="second_estimate", reference_year="2016")
    first = estimate("f2", None, "STUDY-1", lower=5000.0, upper=7500.0, reference_year="2016")
    assert judged(second, first).verdict("f2") == ("other_series", "other_series")
    alike = estimate("f2", 6000.0, "STUDY-1", reference_year="2016")
    assert judged(second, alike).verdict("f2") == ("agree", "")
    # An estimate has no editions.
    found = judged(estimate("f1", 6250.0), estimate("f2", 7000.0, "MONITOR-OLD"))
    assert (found.verdict("f1"), found.against("f1")) == (("conflict", "conflict"), "f2")


def test_a_chosen_number_of_a_smaller_group_explains_one_of_a_source_that_is_no_better() -> None:
    smaller = dutch("f1", 132.0, "PAPER-2")
    every = sexual("f2", 458.0)
    mixed = sexual("f3", 132.0, "PAPER-1")
    found = judged(smaller, every, mixed)
    assert found.verdict("f3") == ("other_definition", "qualifier_dropped")
    assert (found.against("f3"), found.relations["f3"].explained_by) == ("f2", smaller)
    other_year = dutch("f1", 132.0, "PAPER-2", reference_year="2018")
    assert judged(other_year, every, mixed).verdict("f3") == ("conflict", "conflict")


def test_a_number_that_is_rounded_shows_a_dropped_word_as_well_and_confirms_as_well() -> None:
    girls = estimate("f1", 1320.0, quantity_id="estimate-dutch-minor-girls-sexual")
    lost = estimate("f2", 1300.0, "PAPER-1", quantity_id="estimate-minor-girls-sexual")
    assert judged(girls, lost).verdict("f2")[1] == "qualifier_dropped"
    also = estimate("f3", 1330.0, quantity_id="estimate-minor-girls-sexual")
    assert judged(girls, lost, also).verdict("f2")[1] == ""
    # A range is not the number that lies in it.
    ranged = estimate("f1", None, quantity_id="estimate-dutch-minor-girls-sexual", lower=1000.0, upper=2000.0)
    assert judged(ranged, lost).verdict("f2")[1] == ""
    assert (
        judged(
            girls, estimate("f2", None, "PAPER-1", quantity_id="estimate-minor-girls-sexual", lower=1.0, upper=2000.0)
        ).verdict("f2")[1]
        == ""
    )
