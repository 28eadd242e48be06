"""Which sentence explains a difference, on figures made up for each case: tests/data/known/explanations.csv."""

import pandas as pd
import pytest

from analysis.core.wording import wording
from analysis.figures.explanations import explain_check, explain_derived, explain_relation, figure_in_words
from analysis.figures.records import Figure, Formula, source_in_words
from support.cases import cases
from support.few_figures import check_of, estimate, figure, formula, judged, quantities
from support.known_answers import typed

SECOND = {"series": "second_estimate", "reference_year": "2016-2019"}
REGISTER = {"series": "comensha_register"}
MINORS, SHARE = {"quantity_id": "registered-minors"}, {"quantity_id": "share-minors"}
LONE = {"reference_year": "2012", "series": "other"}
GIRLS = {"quantity_id": "estimate-minor-girls-sexual"}
COUNTED = figure("f1", 1334.0)
OLD = figure("f1", 1325.0, "MONITOR-OLD")
STUDY = estimate("f1", 5000.0, "STUDY-2", **SECOND)
RANGE = estimate("f1", None, lower=5000.0, upper=7500.0)
DUTCH = figure("f1", 132.0, quantity_id="registered-domestic-sexual")
PART_OF_2016 = {"quantity_id": "share-in-view-all", "series": "first_estimate", "reference_year": "2016"}


def paper(figure_id: str, value: float | None, **changes: object) -> Figure:
    return figure(figure_id, value, "PAPER-1", **changes)


# Of each case: the figure whose difference is explained, and all figures.
RELATIONS: dict[str, tuple[str, list[Figure]]] = {
    "revised": ("f2", [COUNTED, figure("f2", 1325.0, "MONITOR-OLD")]),
    "conflict": ("f2", [COUNTED, paper("f2", 1335.0)]),
    "quoted_wrongly": ("f2", [COUNTED, paper("f2", 1343.0, quotes="MONITOR-NEW")]),
    "revised_repeated": ("f3", [OLD, figure("f2", 1334.0), paper("f3", 1325.0)]),
    "other_series": ("f2", [COUNTED, figure("f2", 1372.0, "REGISTER", **REGISTER)]),
    "other_series_number": (
        "f3",
        [COUNTED, figure("f2", 1372.0, "REGISTER", **REGISTER), paper("f3", 1334.0, **REGISTER)],
    ),
    "other_series_study": ("f2", [STUDY, estimate("f2", 30000.0, "PAPER-1", **LONE)]),
    "other_series_wider": ("f2", [STUDY, estimate("f2", 30000.0, "PAPER-1", **GIRLS, **LONE)]),
    "word_dropped": ("f2", [DUTCH, paper("f2", 132.0, quantity_id="registered-sexual")]),
    "bound_dropped": (
        "f2",
        [estimate("f1", 6000.0, qualifier="more_than"), estimate("f2", 6000.0, "PAPER-1", quotes="STUDY-1")],
    ),
    "other_group": (
        "f3",
        [figure("f1", 68.0, **MINORS), figure("f2", 152.0, quantity_id="registered-aged-18-22"),
         paper("f3", 152.0, **MINORS)],
    ),
    "other_year": (
        "f3",
        [figure("f1", 7.0, **SHARE), figure("f2", 25.3, "MONITOR-OLD", decimals=1, reference_year="2015", **SHARE),
         paper("f3", 25.3, decimals=1, **SHARE)],
    ),
    "reports": (
        "f2",
        [figure("f1", 329.0, quantity_id="reports-by-police"), paper("f2", 329.0, quantity_id="registered-by-police")],
    ),
    "range_narrowed": ("f2", [RANGE, estimate("f2", None, "PAPER-1", lower=5000.0, upper=7000.0)]),
    "made_a_minimum": ("f2", [estimate("f1", 5000.0), estimate("f2", 5000.0, "PAPER-1", qualifier="at_least")]),
    # What was decided is used of the other figure, and what was printed is said of the figure itself.
    "corrected_other": ("f2", [figure("f1", 1300.0, decision="correct", used_value=1334.0), paper("f2", 1335.0)]),
    "corrected": ("f2", [COUNTED, paper("f2", 1300.0, used_value=1335.0)]),
    # What must be said with a figure is said once for each figure that it is about.
    "reserves": (
        "f2",
        [figure("f1", 1334.0, reserve="year_inferred"), figure("f2", 1325.0, "MONITOR-OLD", reserve="series_inferred")],
    ),
    "reserve_form_known": ("f2", [COUNTED, figure("f2", 1325.0, "MONITOR-OLD", reserve="form_known")]),
    "reserve_once": (
        "f2",
        [figure("f1", 132.0, quantity_id="registered-domestic-sexual", reserve="year_inferred"),
         paper("f2", 132.0, quantity_id="registered-sexual")],
    ),
    "reserve_of_explanation": (
        "f3",
        [figure("f1", 1325.0, "MONITOR-OLD", reserve="year_inferred"), figure("f2", 1334.0), paper("f3", 1325.0)],
    ),
}  # fmt: skip


def reports(*rows: tuple[str, float, float]) -> list[Figure]:
    """Return counts c0, c1, ... of reports and what share each is of all: s0, s1, ..."""
    counts = [figure(f"c{n}", count, quantity_id=f"reports-by-{name}") for n, (name, count, _) in enumerate(rows)]
    shares = [
        figure(f"s{n}", percent, "DATASET", quantity_id=f"share-of-reports-by-{name}", decimals=1)
        for n, (name, _, percent) in enumerate(rows)
    ]
    return [*counts, *shares]


def total(value: float, **changes: object) -> Figure:
    return figure("f1", value, reference_year="2017-2019", **changes)


COUNTS = [figure("f2", 68.0, **MINORS), figure("f3", 984.0)]
RATIO = formula("ratio", "ratio-estimate-to-registered", "reports-all", "registered-all")
REPORTS_ALL = figure("f2", 4000.0, quantity_id="reports-all")
REPORTERS = ("registered-by-police", "registered-by-others", "registered-by-border-police")
BY = [figure("f2", 50.0, "DATASET", quantity_id=REPORTERS[0]), figure("f3", 20.0, "REGISTER", quantity_id=REPORTERS[1]),
      figure("f4", 10.0, "DATASET", quantity_id=REPORTERS[2])]  # fmt: skip
SEXES = [figure("f1", 45.0, quantity_id="share-male"), figure("f2", 60.0, quantity_id="share-female")]
YEARS = formula("years", "registered-all", "registered-all")
THREE = [figure(f"y{n}", n * 100.0 - 600, reference_year=f"201{n}") for n in (7, 8, 9)]
OF_REGISTER = [figure(f"r{n}", n * 100.0 - 590, "REGISTER", reference_year=f"201{n}", **REGISTER) for n in (7, 8, 9)]
CHANGE = figure("f1", 30.0, quantity_id="change-registered-all", unit="percent")
# Of each case: the name of the check, the formulas (None: those of the project), and the figures; the check is of f1.
CHECKS: dict[str, tuple[str, list[Formula] | None, list[Figure]]] = {
    "share": ("share", None, [figure("f1", 12.0, reserve="year_inferred", **SHARE), *COUNTS]),
    "share_other_base": (
        "share", None,
        [figure("f1", 25.0, **SHARE, **REGISTER), figure("f2", 291.0, **MINORS, **REGISTER),
         figure("f3", 1321.0, **REGISTER), figure("f4", 288.0, **MINORS), figure("f5", 1150.0)],
    ),
    "share_of_estimate": (
        "share", None,
        [figure("f1", 30.0, **PART_OF_2016), figure("f2", 1000.0, reference_year="2016"),
         estimate("f3", 6250.0, reference_year="2016", lower=5000.0, upper=7500.0)],
    ),
    "change": ("change", None, [CHANGE, figure("f8", 1000.0, reference_year="2018"), figure("f9", 1200.0)]),
    "no_change": ("change", None, [CHANGE, figure("f8", 1000.0, reference_year="2018"), figure("f9", 1000.0)]),
    "ratio": (
        "ratio", RATIO, [figure("f1", 6.0, quantity_id=RATIO[0].result), REPORTS_ALL, figure("f3", 1000.0)]
    ),
    "ratio_decimal": (
        "ratio", RATIO, [figure("f1", 6.0, quantity_id=RATIO[0].result), REPORTS_ALL, figure("f3", 1300.0)]
    ),
    "part": ("part", None, [figure("f1", 1000.0, **MINORS), figure("f2", 984.0)]),
    "range": ("range", None, [estimate("f1", 9000.0, "MONITOR-OLD"), estimate("f2", None, lower=5e3, upper=7.5e3)]),
    "parts_short": ("parts", formula("sum", "registered-all", *REPORTERS, complete=True), [figure("f1", 90.0), *BY]),
    "parts_over": ("parts", formula("sum", "registered-all", *REPORTERS, complete=True), [figure("f1", 70.0), *BY]),
    "parts_overlap": (
        "parts", formula("sum", "registered-all", *REPORTERS, overlap=True, complete=True), [figure("f1", 70.0), *BY]
    ),
    "complement": ("complement", formula("complement", "share-male", "share-female"), SEXES),
    "hundred": ("hundred", formula("hundred", "", "share-male", "share-female", complete=True), SEXES),
    "hundred_overlap": (
        "hundred", formula("hundred", "", "share-male", "share-female", overlap=True, complete=True), SEXES
    ),
    "years": ("years", YEARS, [total(610.0), *THREE]),
    "years_impossible": ("years", YEARS, [total(250.0), *THREE[:2]]),
    "years_other_series": ("years", YEARS, [total(630.0), *THREE, *OF_REGISTER]),
    "years_other_series_without_own": ("years", YEARS, [total(630.0), *THREE[:2], *OF_REGISTER]),
    "years_implied": ("years", YEARS, [total(640.0, **REGISTER), *THREE, *OF_REGISTER[1:]]),
    "years_borrowed": ("years", YEARS, [total(640.0, **REGISTER), *THREE, OF_REGISTER[2]]),
}  # fmt: skip
DERIVED: dict[str, tuple[list[Formula] | None, list[Figure]]] = {
    "missing_year": (YEARS, [total(600.0), *THREE[:2]]),
    "missing_year_about": (YEARS, [total(600.0, qualifier="about"), *THREE[:2]]),
    "implied_year": (YEARS, [total(640.0, **REGISTER), *THREE, *OF_REGISTER[1:]]),
    "base": (None, reports(("police", 329.0, 31.0), ("fairwork", 257.0, 24.2))),
}


def explained(case: str, language: str) -> str:
    if case in RELATIONS:
        figure_id, figures = RELATIONS[case]
        return explain_relation(judged(*figures).relations[figure_id], language)
    if case in CHECKS:
        name, formulas, figures = CHECKS[case]
        return explain_check(check_of(name, *figures, made_of=formulas), language)
    formulas, figures = DERIVED[case]
    (value,) = judged(*figures, made_of=formulas).derived
    return explain_derived(value, quantities()[value.quantity_id], language)


@pytest.mark.parametrize("row", cases("explanations"))
def test_each_difference_is_explained_in_its_own_sentence(row: dict[str, str]) -> None:
    assert {language: explained(row["case"], language) for language in ("en", "nl") if row[language]} == {
        language: row[language] for language in ("en", "nl") if row[language]
    }


def test_each_case_is_typed() -> None:
    assert [row["case"] for row in typed("explanations")] == [*RELATIONS, *CHECKS, *DERIVED]


def test_a_share_that_implies_another_total_is_explained_with_its_count() -> None:
    rows = ("police", 300.0, 30.0), ("fairwork", 200.0, 20.0), ("border-police", 50.0, 9.0)
    text = explain_check(judged(*reports(*rows)).check("s2", "base"), "en")
    assert "gives 9%" in text and "With 50 that does not fit" in text and "it would be 5%" in text


def test_a_number_is_said_with_its_percent_its_range_and_its_qualifier_and_as_used_where_that_is_asked() -> None:
    w = wording("en")
    assert figure_in_words(figure("f1", 25.0, qualifier="more_than", **SHARE), w) == "more than 25%"
    assert figure_in_words(figure("f1", 4.0, quantity_id=RATIO[0].result, lower=3.0, upper=5.0), w) == "4 (3–5)"
    corrected = figure("f1", 1300.0, used_value=1334.0)
    assert (figure_in_words(corrected, w), figure_in_words(corrected, w, as_used=True)) == ("1,300", "1,334")


@pytest.mark.parametrize(
    ("printed", "words"),
    [("2022-08-01", "Paper, 2022"), ("2022", "Paper, 2022"), (None, "Paper"), (pd.NA, "Paper")],
)
def test_a_publication_without_a_date_is_its_publisher(printed: object, words: str) -> None:
    assert source_in_words({"publisher": "Paper", "published_on": printed}) == words
