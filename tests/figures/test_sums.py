"""Parts compared with their total: by several formulas, and as one edition prints them; see also test_checks.py."""

from dataclasses import replace
from typing import Any

import pytest

from analysis.figures.checks import Formula
from analysis.figures.records import Figure
from support.few_figures import check_of, few, figure, formula, judged, quantities

MINORS = {"quantity_id": "registered-minors"}
REPORTERS = ("registered-by-police", "registered-by-border-police", "registered-by-others")


def named(names: tuple[str, ...], values: tuple[float, ...], first: int = 2) -> list[Figure]:
    return [
        figure(f"f{place}", value, quantity_id=name)
        for place, (name, value) in enumerate(zip(names, values, strict=False), start=first)
    ]


def test_a_total_is_compared_once_with_its_parts_however_many_print_it() -> None:
    sum_of = formula("sum", "registered-all", *REPORTERS, complete=True)
    found = judged(
        figure("f1", 100.0), figure("f0", 100.0, "PAPER-1"), *named(REPORTERS, (50.0, 30.0, 20.0)), made_of=sum_of
    )
    assert [check.figure.figure_id for check in found.checks if check.name == "parts"] == ["f1"]


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
