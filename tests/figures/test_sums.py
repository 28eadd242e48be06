"""Parts compared with their total, a hundred percent, ranges, and what one edition prints, on made-up figures."""

from dataclasses import replace
from typing import Any

import pytest

from analysis.figures.records import Figure, Formula
from support.few_figures import check_of, estimate, few, figure, formula, ids, judged, quantities

MINORS = {"quantity_id": "registered-minors"}
REPORTERS = ("registered-by-police", "registered-by-border-police", "registered-by-others")
SHARES = ("share-female", "share-male", "share-sex-unknown")


def named(names: tuple[str, ...], values: tuple[float, ...], first: int = 2) -> list[Figure]:
    return [
        figure(f"f{place}", value, quantity_id=name)
        for place, (name, value) in enumerate(zip(names, values, strict=False), start=first)
    ]


@pytest.mark.parametrize(
    ("total", "values", "overlap", "complete", "outcome"),
    [
        (100.0, (50, 30, 20), False, True, "closes"),
        (101.0, (50, 30, 20), False, True, "sum_mismatch"),
        (99.0, (50, 30, 20), False, True, "sum_mismatch"),
        (99.0, (50, 30, 20), True, True, "overlap"),
        (101.0, (50, 30, 20), True, True, "sum_mismatch"),
        (100.0, (50, 50), False, True, "missing_partner"),
        (79.0, (50, 30), False, True, "impossible"),
        (79.0, (50, 30), True, True, "overlap"),
        (100.0, (50, 30, 20), False, False, "closes"),
        (200.0, (50, 30, 20), False, False, "closes"),
        (99.0, (50, 30, 20), False, False, "impossible"),
        (99.0, (50, 30, 20), True, False, "overlap"),
        (80.0, (50, 30), False, False, None),
        (79.0, (50, 30), False, False, "impossible"),
        (100.0, (50,), False, True, None),
    ],
)
def test_parts_are_compared_with_their_total(
    total: float, values: tuple[float, ...], overlap: bool, complete: bool, outcome: str | None
) -> None:
    sum_of = formula("sum", "registered-all", *REPORTERS, overlap=overlap, complete=complete)
    # The total of a series is that of who is nearest; another that prints it is not compared again.
    found = judged(figure("f1", total), figure("f0", total, "PAPER-1"), *named(REPORTERS, values), made_of=sum_of)
    checks = [check for check in found.checks if check.name == "parts"]
    assert [check.outcome for check in checks] == ([outcome] if outcome else [])
    for check in checks:
        assert (check.derived, check.formula_id) == (sum(values), "made-up")
        assert ids(check) == ["f1", *(f"f{n}" for n in range(2, 2 + len(values)))]


BY_REPORTER = Formula("reporters", "sum", "registered-all", REPORTERS, False, True)
AGAIN = Formula("again", "sum", "registered-all", REPORTERS, False, True)
AGES = Formula("ages", "sum", "registered-all", ("registered-aged-0-14", *REPORTERS), False, True)
BY_FORM = Formula("forms", "sum", "registered-all", ("registered-sexual", "registered-labour"), False, True)
FORMS = named(BY_FORM.terms, (60.0, 40.0), first=8)


@pytest.mark.parametrize(
    ("formulas", "others", "expected"),
    [
        ([BY_REPORTER, BY_FORM], FORMS, [("forms", "closes")]),
        ([BY_REPORTER, BY_FORM], [], [("reporters", "missing_partner")]),
        # A list of parts that is open says nothing of what the other lacks.
        ([BY_REPORTER, replace(BY_FORM, complete=False)], FORMS,
         [("forms", "closes"), ("reporters", "missing_partner")]),
        # Of several that lack something the one that lacks least, then the first by its id.
        ([BY_REPORTER, AGES], [figure("f7", 5.0, quantity_id="registered-aged-0-14")], [("ages", "missing_partner")]),
        ([BY_REPORTER, AGAIN], [], [("again", "missing_partner")]),
    ],
)  # fmt: skip
def test_what_one_division_lacks_is_no_gap_where_another_is_complete(
    formulas: list[Formula], others: list[Figure], expected: list[tuple[str, str]]
) -> None:
    found = judged(figure("f1", 100.0), *named(REPORTERS, (50.0, 30.0)), *others, made_of=formulas)
    assert [(check.formula_id, check.outcome) for check in found.checks if check.name == "parts"] == expected


ALL_984 = figure("f2", 984.0)


@pytest.mark.parametrize(
    ("part", "total", "impossible"),
    [
        (figure("f1", 1000.0, **MINORS), ALL_984, True),
        (figure("f1", 984.0, **MINORS), ALL_984, False),
        (figure("f1", 1000.0, reference_year="2018", **MINORS), ALL_984, False),
        (figure("f1", 1000.0, series="comensha_register", **MINORS), ALL_984, False),
        # Ages that only overlap are no part.
        (figure("f1", 50.0, quantity_id="registered-aged-15-17"),
         figure("f2", 40.0, quantity_id="registered-aged-18-22"), False),
        # They may be of one size if either is rounded.
        (figure("f1", 1000.0, qualifier="about", **MINORS), ALL_984, False),
        (figure("f1", 2000.0, qualifier="about", **MINORS), ALL_984, True),
    ],
)  # fmt: skip
def test_a_group_that_is_larger_than_one_that_contains_it_is_impossible(
    part: Figure, total: Figure, impossible: bool
) -> None:
    found = [(c.outcome, c.derived, ids(c)) for c in judged(part, total).checks]
    assert found == ([("impossible", total.value, ["f1", "f2"])] if impossible else [])


@pytest.mark.parametrize(
    ("values", "overlap", "complete", "outcome"),
    [
        ((60.0, 37.0, 3.0), False, True, "closes"),
        ((61.0, 37.0, 3.0), False, True, "closes"),  # Each is rounded.
        ((62.0, 37.0, 3.0), False, True, "sum_mismatch"),
        ((57.0, 37.0, 3.0), False, True, "sum_mismatch"),
        ((63.0, 37.0, 3.0), True, True, "overlap"),
        ((60.0, 37.0), False, True, None),
        ((64.0, 37.0), False, False, "closes"),
        ((65.0, 37.0), False, False, "sum_mismatch"),
        ((65.0, 37.0), True, False, "overlap"),
        ((60.0,), False, False, None),
    ],
)
def test_shares_of_one_total_make_a_hundred_or_at_most_that(
    values: tuple[float, ...], overlap: bool, complete: bool, outcome: str | None
) -> None:
    figures = named(SHARES, values)
    found = judged(*figures, made_of=formula("hundred", "", *SHARES, overlap=overlap, complete=complete))
    assert [check.outcome for check in found.checks] == ([outcome] if outcome else [])
    for check in found.checks:
        assert (check.name, check.derived, check.formula_id) == ("hundred", 100 - sum(values[1:]), "made-up")
        assert ids(check) == [each.figure_id for each in figures]


RANGE = {"lower": 5000.0, "upper": 7500.0}


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ([estimate("f1", 6250.0, **RANGE)], [("closes", ["f1"])]),
        ([estimate("f1", 9000.0, **RANGE)], [("impossible", ["f1"])]),
        ([estimate("f1", 9000.0), estimate("f2", None, **RANGE)], [("impossible", ["f1", "f2"])]),
        ([estimate("f1", 9000.0, lower=5000.0)], []),
        ([estimate("f1", 9000.0, upper=7500.0)], []),
        ([estimate("f1", 9000.0, decision="exclude", **RANGE)], []),
    ],
)
def test_a_value_lies_in_its_own_range_and_in_that_of_its_study(
    figures: list[Figure], expected: list[tuple[str, list[str]]]
) -> None:
    assert [(check.outcome, ids(check)) for check in judged(*figures).checks] == expected


# What one edition prints of a group, without a formula


def part(figure_id: str, value: float, publication: str = "MONITOR-NEW", **group: str) -> Figure:
    """Return registered victims of a group that differs from all victims in what is given."""
    changes = {name: group.pop(name) for name in ("quotes", "series", "reference_year") if name in group}
    found = figure(figure_id, value, publication, **changes)
    return replace(found, quantity=replace(found.quantity, quantity_id=f"made-up-{figure_id}", **group))


def by(dimension: str, *parts: tuple[str, float]) -> list[Figure]:
    return [part(f"p{n}", value, **{dimension: name}) for n, (name, value) in enumerate(parts)]


FORMS_OF_2025 = [("sexual", 50.0), ("labour", 30.0), ("criminal", 15.0), ("unknown", 5.0)]


@pytest.mark.parametrize(
    ("total", "dimension", "parts", "outcome"),
    [
        # Parts that exclude each other and are all there is make the total.
        (100.0, "sex", [("female", 60.0), ("male", 40.0)], "closes"),
        (101.0, "sex", [("female", 60.0), ("male", 40.0)], "sum_mismatch"),
        (99.0, "sex", [("female", 60.0), ("male", 40.0)], "sum_mismatch"),
        (99.0, "sex", [("female", 60.0), ("unknown", 30.0)], "closes"),
        (101.0, "age_group", [("0-17", 20.0), ("18-22", 30.0), ("23+", 50.0)], "sum_mismatch"),
        (101.0, "nationality", [("dutch", 60.0), ("non_dutch", 40.0)], "sum_mismatch"),
        # Some of them do not exceed it.
        (101.0, "age_group", [("0-17", 20.0), ("23+", 50.0)], "closes"),
        (101.0, "age_group", [("minors", 20.0), ("23+", 50.0)], "closes"),
        (69.0, "age_group", [("0-17", 20.0), ("23+", 50.0)], "impossible"),
        (89.0, "nationality", [("dutch", 60.0), ("polish", 30.0)], "impossible"),
        # Of parts that may overlap only a sum below the total is an error.
        (100.0, "exploitation_form", FORMS_OF_2025, "closes"),
        (105.0, "exploitation_form", FORMS_OF_2025, "sum_mismatch"),
        (95.0, "exploitation_form", FORMS_OF_2025, "may_overlap"),
        (90.0, "exploitation_form", FORMS_OF_2025[:3], "may_overlap"),
        (105.0, "exploitation_form", FORMS_OF_2025[:3], "closes"),
        (105.0, "reporter", [("police", 60.0), ("others", 40.0)], "sum_mismatch"),
        (95.0, "reporter", [("police", 60.0), ("others", 40.0)], "may_overlap"),
        # What is part of another part is not counted twice.
        (95.0, "exploitation_form", [("sexual", 50.0), ("labour_including_criminal", 30.0), ("criminal", 15.0),
                                     ("unknown", 5.0)], "sum_mismatch"),
        (35.0, "age_group", [("0-17", 20.0), ("15-17", 15.0), ("18-22", 15.0)], "closes"),
        (100.0, "sex", [("female", 60.0)], None),
    ],
)  # fmt: skip
def test_what_an_edition_prints_in_parts_is_compared_with_its_total(
    total: float, dimension: str, parts: list[tuple[str, float]], outcome: str | None
) -> None:
    found = judged(figure("f1", total), *by(dimension, *parts), made_of=[])
    checks = [(check.figure.figure_id, check.outcome) for check in found.checks if check.name == "parts"]
    assert checks == ([("f1", outcome)] if outcome else [])
    assert {check.formula_id for check in found.checks} <= {f"{dimension}/MONITOR-NEW"}
    # A sum above the total is no discrepancy where one person can be in two parts.
    assert any(check.differs for check in found.checks) is (outcome in ("sum_mismatch", "impossible"))


WOMEN = part("p0", 60.0, sex="female")


@pytest.mark.parametrize(
    ("men", "compared"),
    [
        (part("p1", 40.0, sex="male"), True),
        (part("p1", 40.0, "PAPER-1", quotes="MONITOR-NEW", sex="male"), True),  # read in a paper that quotes it
        (part("p1", 40.0, "MONITOR-OLD", sex="male"), False),
        (part("p1", 40.0, sex="male", reference_year="2018"), False),
        (part("p1", 40.0, sex="male", series="comensha_register"), False),
        (part("p1", 40.0, sex="male", nationality="dutch"), False),  # it differs in more than one thing
    ],
)
def test_the_parts_are_of_one_edition_year_and_series_and_differ_in_one_thing(men: Figure, compared: bool) -> None:
    found = judged(figure("f1", 99.0), WOMEN, men, made_of=[])
    assert ["parts" for check in found.checks if check.name == "parts"] == (["parts"] if compared else [])


def test_parts_that_a_formula_of_the_total_names_are_left_to_the_formula() -> None:
    men = part("p1", 40.0, sex="male")
    sum_of = formula("sum", "registered-all", WOMEN.quantity_id, men.quantity_id, "registered-minors", complete=True)
    found = judged(figure("f1", 101.0), WOMEN, men, made_of=sum_of)
    assert [(check.formula_id, check.outcome) for check in found.checks] == [("made-up", "missing_partner")]


def test_an_edition_with_a_mistyped_form_is_a_discrepancy_of_that_edition() -> None:
    # Forms of 2019 as the Slachtoffermonitor 2015-2019 prints them, 849 + 424 + 61 of 1,334, with labour and criminal
    # by themselves and 61 mistyped as 16.
    assert "registered-criminal" in quantities()
    forms = ("registered-sexual", "registered-labour", "registered-criminal", "registered-unknown-form")
    found = few(figure("f1", 1334.0), *named(forms, (849.0, 228.0, 196.0, 16.0))).discrepancies
    assert found[["discrepancy_id", "value_b"]].to_numpy().tolist() == [
        ["registered-all/2019/rapporteur_yearly/exploitation_form/MONITOR-NEW/sum_mismatch", 1289]
    ]


def test_the_formulas_of_the_project_are_those_of_the_published_groups() -> None:
    adults: dict[str, Any] = {"quantity_id": "registered-aged-18-22"}
    # 984 victims in 2020, 68 of them minors and 152 aged 18-22; 944 in 2024, 79 of them minors, so not 900 more.
    fitting = judged(figure("f1", 984.0), figure("f2", 68.0, **MINORS), figure("f3", 152.0, **adults))
    assert not [check for check in fitting.checks if check.differs]
    check = check_of("parts", figure("f1", 944.0), figure("f2", 79.0, **MINORS), figure("f3", 900.0, **adults))
    assert (check.outcome, check.derived) == ("impossible", 979)
