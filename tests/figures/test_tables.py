"""The tables of the reconciled figures, row by row, for a few figures made up for it."""

from typing import Any

import pandas as pd
import pytest

from analysis.core.record_tables import rows_of
from analysis.figures.checks import Formula, read_formulas
from analysis.figures.records import Figure, read_figures
from analysis.figures.tables import ARITHMETIC, DISCREPANCIES
from support.cases import cases, figures_in
from support.few_figures import estimate, few, few_of, figure, quantities, series, sources_of, tables

MINORS = {"quantity_id": "registered-minors"}
DERIVED = ["kind", "quantity_id", "reference_year", "series", "unit", "value", "lower", "upper", "figure_ids"]
DERIVED += ["explanation_nl", "explanation_en"]
GROUP = ["quantity_id", "measure", "population", "age_group", "sex", "nationality", "exploitation_form", "reporter"]
BY_QUANTITY = [*GROUP, "reference_year", "unit", "value", "lower", "upper", "publication", "verdict", "figure_id"]
BY_QUANTITY += ["series", "reserve", "rule", "printed_values", "label_nl", "label_en", "upper_alternative", "qualifier"]


def row_of(table: pd.DataFrame, **of: Any) -> dict[str, Any]:
    (found,) = (row for row in rows_of(table) if all(row[name] == value for name, value in of.items()))
    return found


@pytest.mark.parametrize(
    "typed",
    [
        figure("f1", 1334.0),
        figure("f1", 1300.0, "PAPER-1", qualifier="about", reserve="year_inferred", quotes="MONITOR-NEW"),
        figure("f1", 15.25, "INSTITUTE", quantity_id="share-minors", decimals=2, certainty="secondary"),
        estimate("f1", None, "STUDY-2", lower=4000.0, upper=7000.0, upper_alternative=6300.0, series="second_estimate"),
        figure("f1", 668.0, "PAPER-1", comparable=False),
        figure("f1", 668.0, "PAPER-1", quotes="ELSEWHERE"),  # An edition that is not known: its own text counts.
    ],
)
def test_a_figure_is_read_as_it_was_typed(typed: Figure) -> None:
    assert read_figures(sources_of(tables(typed)), quantities(), series()) == [typed]


def test_a_figure_is_read_with_the_decision_on_it() -> None:
    decided = [("f1", "correct", 90.0, None), ("f2", "accept", 80.0, None), ("f3", "exclude", None, None)]
    figures = [figure(name, 100.0) for name in ("f1", "f2", "f3", "f4")]
    found = read_figures(sources_of(tables(*figures), *decided), quantities(), series())
    assert [(each.decision, each.value, each.used_value) for each in found] == [
        ("correct", 100, 90), ("accept", 100, 100), ("exclude", 100, 100), ("", 100, 100),
    ]  # fmt: skip


def test_a_figure_of_no_quantity_can_not_be_compared_and_has_no_measure() -> None:
    both = tables(figure("f1", 668.0), figure("f2", 984.0))
    both["quantity_id"] = both["quantity_id"].where(both["figure_id"] != "f1")
    none, _ = read_figures(sources_of(both), quantities(), series())
    assert (none.quantity_id, none.measure, none.comparable) == ("", "", False)
    assert [row["measure"] for row in rows_of(few_of(both).printed_figures)] == [None, "registered_persons"]


def test_a_formula_is_read_as_it_was_typed() -> None:
    columns = ["formula_id", "kind", "result", "terms", "may_overlap", "complete"]
    rows = [["a", "sum", "r", "x|y", "yes", "no"], ["b", "hundred", None, "x", None, "yes"]]
    assert read_formulas(pd.DataFrame(rows, columns=columns)) == [
        Formula("a", "sum", "r", ("x", "y"), True, False),
        Formula("b", "hundred", "", ("x",), False, True),
    ]


def test_each_printed_figure_has_its_own_columns_and_what_was_found_about_it() -> None:
    typed = tables(
        figure("f1", 1334.0),
        figure("f2", 1335.0, "PAPER-1"),
        figure("f3", 1334.0, "CAMPAIGN"),
        figure("f4", 668.0, "PAPER-2", comparable=False),
    ).set_index(pd.Index([7, 5, 3, 1]))  # Whatever the rows are called.
    found = few_of(typed).printed_figures
    added = "printed_by publication_kind measure used_value verdict sound chosen never_chosen_because"
    assert list(found.columns) == [*typed.columns, *added.split()]
    pd.testing.assert_frame_equal(found[list(typed.columns)], typed)
    assert found[["figure_id", *added.split()]].astype(object).replace({float("nan"): None}).to_numpy().tolist() == [
        ["f1", "Monitor-New, 2022", "monitor", "registered_persons", 1334, "agree", True, True, None],
        ["f2", "Paper-1, 2022", "press", "registered_persons", 1335, "conflict", False, False, None],
        ["f3", "Campaign, 2022", "campaign", "registered_persons", 1334, "agree", False, False, "campaign"],
        ["f4", "Paper-2, 2022", "press", "registered_persons", 668, "other_definition", False, False, "not_comparable"],
    ]


def test_a_chosen_value_has_its_group_its_source_and_the_rule() -> None:
    found = few(
        figure("f1", 120.0, quantity_id="registered-domestic-sexual", reference_year="2020"),
        estimate("f2", None, lower=4000.0, upper=7000.0, upper_alternative=6300.0, qualifier="about"),
        figure("f3", 1325.0, "MONITOR-OLD"),
        figure("f4", 1334.0),
        figure("f5", 1200.0, reference_year="2018"),
    ).figures_by_quantity
    assert list(found.columns) == list(BY_QUANTITY)
    # In the order of the quantities, and of the years.
    assert found["figure_id"].to_dict() == {0: "f5", 1: "f4", 2: "f1", 3: "f2"}
    group = quantities()["registered-domestic-sexual"]
    assert row_of(found, figure_id="f1") == {
        **{name: getattr(group, name) for name in (*GROUP, "unit", "label_nl", "label_en")},
        "reference_year": "2020", "value": 120, "lower": None, "upper": None, "publication": "MONITOR-NEW",
        "verdict": "single_source", "figure_id": "f1", "series": "rapporteur_yearly", "rule": "only_figure",
        "printed_values": 1, "upper_alternative": None, "qualifier": None, "reserve": None,
    }  # fmt: skip
    ends = ("value", "lower", "upper", "upper_alternative", "qualifier", "series", "publication")
    assert [row_of(found, figure_id="f2")[name] for name in ends] == [
        None, 4000, 7000, 6300, "about", "first_estimate", "STUDY-1",
    ]  # fmt: skip
    revised = row_of(found, figure_id="f4")
    assert (revised["verdict"], revised["rule"], revised["printed_values"]) == ("revised", "newest_edition", 2)


def test_a_difference_has_both_numbers_and_every_figure_that_it_is_about() -> None:
    figures = figure("f1", 1325.0, "MONITOR-OLD"), figure("f2", 1334.0), figure("f3", 1325.0, "PAPER-1")
    found = few(*figures).discrepancies
    row = row_of(found, figure_id="f3")
    sentences = [row.pop(f"explanation_{language}") for language in ("nl", "en")]
    assert sentences[0] != sentences[1] and all("Monitor-New" in sentence for sentence in sentences)
    assert row == {
        "discrepancy_id": "registered-all/2019/f3/revised", "kind": "revised", "quantity_id": "registered-all",
        "reference_year": "2019", "value_a": 1325, "publication_a": "PAPER-1", "value_b": 1334,
        "publication_b": "MONITOR-NEW", "unit": "persons", "figure_id": "f3", "lower_a": None, "upper_a": None,
        "lower_b": None, "upper_b": None, "figure_ids": "f3|f2|f1",
    }  # fmt: skip
    # Sorted by their key, in whatever order they were typed.
    for rows in (found, few(*reversed(figures)).discrepancies):
        assert rows["figure_id"].to_dict() == {0: "f1", 1: "f3"}
    # Of a range both ends are there.
    own = estimate("f1", None, lower=5000.0, upper=7500.0)
    row = row_of(few(own, estimate("f2", None, "PAPER-1", lower=5100.0, upper=7000.0)).discrepancies, figure_id="f2")
    assert [row[name] for name in ("lower_a", "upper_a", "lower_b", "upper_b", "value_a", "value_b")] == [
        5100, 7000, 5000, 7500, None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(("corrected", "value_b"), [(("f1", 1334.0), 1334), (("f2", 1336.0), 1300)])
def test_of_a_difference_the_number_that_was_printed_is_shown_and_the_other_as_it_is_used(
    corrected: tuple[str, float], value_b: float
) -> None:
    figures, (figure_id, value) = (figure("f1", 1300.0), figure("f2", 1335.0, "PAPER-1")), corrected
    row = row_of(few(*figures, decided=((figure_id, "correct", value, None),)).discrepancies, figure_id="f2")
    assert (row["value_a"], row["value_b"]) == (1335, value_b)


@pytest.mark.parametrize("row", cases("derived_differences"))
def test_what_does_not_add_up_is_compared_with_what_was_derived(row: dict[str, str]) -> None:
    figures = figures_in(row["figures"])
    found = few(*figures)
    difference = row_of(found.discrepancies, figure_id="f1")
    assert (difference["discrepancy_id"], difference["publication_b"]) == (row["key"], "derived")
    assert difference["value_b"] == (float(row["value_b"]) if row["value_b"] else None)
    assert (difference["figure_ids"], difference["value_a"]) == (row["figure_ids"], figures[0].value)
    assert row_of(found.printed_figures, figure_id="f1")["verdict"] == row["verdict"]


def test_a_check_is_a_row_with_the_editions_whose_numbers_it_compares() -> None:
    counts = "f8 registered-minors 68 MONITOR-NEW; f9 registered-all 984 MONITOR-NEW"
    found = few(*figures_in(f"f1 share-minors 12 MONITOR-NEW; {counts}")).arithmetic
    assert row_of(found, check="share") == {
        "check": "share", "formula_id": "share-minors", "figure_id": "f1", "quantity_id": "share-minors",
        "reference_year": "2019", "series": "rapporteur_yearly", "publication": "MONITOR-NEW",
        "outcome": "share_mismatch", "printed": 12, "derived": pytest.approx(6.9106, abs=0.0001),
        "figure_ids": "f1|f8|f9", "editions": "MONITOR-NEW",
    }  # fmt: skip
    part = few(*figures_in("f1 registered-minors 1000 MONITOR-NEW; f2 registered-all 984 MONITOR-NEW")).arithmetic
    assert row_of(part, check="part")["formula_id"] is None


def test_the_key_of_shares_that_make_more_than_a_hundred_names_their_series() -> None:
    names = ("share-female", "share-male", "share-sex-unknown")
    shares = [figure(f"s{n}", 45.0, quantity_id=name) for n, name in enumerate(names)]
    assert [key.split("/")[2] for key in few(*shares).discrepancies["discrepancy_id"]] == ["rapporteur_yearly"]


def test_a_value_that_nobody_printed_has_its_unit_its_ends_and_what_it_follows_from() -> None:
    span = {"reference_year": "2017-2019"}
    years = [figure(f"y{n}", value, reference_year=f"201{n}") for n, value in [(7, 100.0), (8, 200.0)]]
    exact = few(figure("f1", 600.0, **span), *years).derived_figures
    assert list(exact.columns) == DERIVED
    row = row_of(exact)
    sentences = [row.pop(f"explanation_{language}") for language in ("nl", "en")]
    assert sentences[0] != sentences[1] and all("300" in sentence for sentence in sentences)
    assert row == {
        "kind": "missing_year", "quantity_id": "registered-all", "reference_year": "2019",
        "series": "rapporteur_yearly", "unit": "persons", "value": 300, "lower": None, "upper": None,
        "figure_ids": "f1|y7|y8",
    }  # fmt: skip
    row = row_of(few(figure("f1", 600.0, qualifier="about", **span), *years).derived_figures)
    assert (row["value"], row["lower"], row["upper"]) == (None, 250, 350)
    # By quantity and year.
    minors = [figure(f"m{n}", 10.0, reference_year=f"201{n}", **MINORS) for n in (7, 8)]
    earlier = figure("f3", 500.0, reference_year="2015-2017"), figure("y6", 150.0, reference_year="2016")
    several = few(figure("f2", 50.0, **MINORS, **span), *minors, figure("f1", 600.0, **span), *years, *earlier)
    assert (several.derived_figures["quantity_id"] + " " + several.derived_figures["reference_year"]).to_dict() == {
        0: "registered-all 2015", 1: "registered-all 2019", 2: "registered-minors 2019",
    }  # fmt: skip


def test_tables_without_rows_have_their_columns_and_types_all_the_same() -> None:
    numbers = {"value", "lower", "upper", "upper_alternative", "printed", "derived", "used_value"}
    numbers |= {f"{name}_{side}" for name in ("value", "lower", "upper") for side in ("a", "b")}
    found = few(figure("f1", 668.0, comparable=False))
    for name, columns in {
        "figures_by_quantity": BY_QUANTITY, "discrepancies": DISCREPANCIES, "arithmetic": ARITHMETIC,
        "derived_figures": DERIVED,
    }.items():  # fmt: skip
        table = getattr(found, name)
        assert table.empty and list(table.columns) == list(columns)
        assert {c for c in columns if str(table.dtypes[c]) == "Float64"} == numbers & set(columns)
    assert str(few(figure("f1", 1.0)).figures_by_quantity["printed_values"].dtype) == "Int64"
    # So they have in a month without any figure.
    none = few_of(tables(figure("f1", 1.0)).iloc[:0])
    assert none.printed_figures.empty and none.figures_by_quantity.empty and none.discrepancies.empty
    assert list(none.printed_figures.columns) == list(few(figure("f1", 1.0)).printed_figures.columns)
