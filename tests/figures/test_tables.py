"""The tables of the reconciled figures, row by row, for a few figures made up for it."""

from typing import Any

import pandas as pd
import pytest

from analysis.figures import ReconciledFigures, reconcile_figures
from analysis.figures.checks import Formula, read_formulas
from analysis.figures.records import Figure, read_figures
from analysis.figures.tables import ARITHMETIC, BY_QUANTITY, DISCREPANCIES
from support.few_figures import decisions, estimate, few, figure, publications, quantities, tables
from support.months import known_in

MINORS = {"quantity_id": "registered-minors"}
DERIVED = ["kind", "quantity_id", "reference_year", "series", "unit", "value", "lower", "upper", "figure_ids"]
DERIVED += ["explanation_nl", "explanation_en"]


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as they would be typed: what is empty is None."""
    return table.astype(object).where(table.notna(), None).to_dict("records")


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
    assert read_figures(tables(typed), publications(), quantities(), decisions()) == [typed]
    without = tables(typed).drop(columns="value_decimals")
    assert [each.decimals for each in read_figures(without, publications(), quantities(), decisions())] == [0]


def test_a_figure_is_read_with_the_decision_on_it() -> None:
    decided = decisions(("f1", "correct", 90.0, None), ("f2", "accept", 80.0, None), ("f3", "exclude", None, None))
    figures = [figure(name, 100.0) for name in ("f1", "f2", "f3", "f4")]
    found = read_figures(tables(*figures), publications(), quantities(), decided)
    assert [(each.decision, each.value, each.used_value) for each in found] == [
        ("correct", 100, 90),
        ("accept", 100, 100),
        ("exclude", 100, 100),
        ("", 100, 100),
    ]
    # A figure of no quantity can not be compared, and has no measure.
    typed = tables(figure("f1", 668.0)).assign(quantity_id=None)
    (found,) = read_figures(typed, publications(), quantities(), decisions())
    assert (found.quantity_id, found.measure, found.comparable) == ("", "", False)
    # The table has no measure for it either.
    known = known_in("2026-10")
    typed = tables(figure("f1", 668.0), figure("f2", 984.0)).assign(quantity_id=[None, "registered-all"])
    kinds = {"quantity_id": tables(figure("f1", 1.0)).dtypes["quantity_id"]}
    found = reconcile_figures(typed.astype(kinds), publications(), known.quantities, known.formulas, decisions())
    assert [row["measure"] for row in rows_of(found.printed_figures)] == [None, "registered_persons"]


def test_a_formula_is_read_as_it_was_typed() -> None:
    columns = ["formula_id", "kind", "result", "terms", "may_overlap", "complete"]
    rows = [["a", "sum", "r", "x|y", "yes", "no"], ["b", "hundred", None, "x", None, "yes"]]
    typed = pd.DataFrame(rows, columns=columns)
    assert read_formulas(typed) == [
        Formula("a", "sum", "r", ("x", "y"), True, False),
        Formula("b", "hundred", "", ("x",), False, True),
    ]


def test_each_printed_figure_has_its_own_columns_and_what_was_found_about_it() -> None:
    figures = [
        figure("f1", 1334.0),
        figure("f2", 1335.0, "PAPER-1"),
        figure("f3", 1334.0, "CAMPAIGN"),
        figure("f4", 668.0, "PAPER-2", comparable=False),
    ]
    found = few(*figures).printed_figures
    typed = tables(*figures)
    added = "printed_by publication_kind measure used_value verdict sound chosen never_chosen_because"
    assert list(found.columns) == [*typed.columns, *added.split()]
    pd.testing.assert_frame_equal(found[list(typed.columns)], typed)
    judged = ["figure_id", "printed_by", "used_value", "verdict", "sound", "chosen", "never_chosen_because"]
    assert [tuple(row[name] for name in judged) for row in rows_of(found)] == [
        ("f1", "Monitor-New, 2022", 1334, "agree", True, True, None),
        ("f2", "Paper-1, 2022", 1335, "conflict", False, False, None),
        ("f3", "Campaign, 2022", 1334, "agree", False, False, "campaign"),
        ("f4", "Paper-2, 2022", 668, "other_definition", False, False, "not_comparable"),
    ]
    assert set(found["measure"]) == {"registered_persons"}
    assert found["publication_kind"].tolist() == ["monitor", "press", "campaign", "press"]
    # Whatever the rows are called.
    known = known_in("2026-10")
    typed = tables(figure("f1", 1334.0), figure("f2", 1335.0, "PAPER-1")).set_index(pd.Index([7, 5]))
    found = reconcile_figures(typed, publications(), known.quantities, known.formulas, decisions()).printed_figures
    assert found[["figure_id", "used_value"]].to_numpy().tolist() == [["f1", 1334], ["f2", 1335]]


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
    assert found["figure_id"].tolist() == ["f5", "f4", "f1", "f2"]
    assert found.index.tolist() == [0, 1, 2, 3]
    named = ("quantity_id", "measure", "population", "age_group", "sex", "nationality", "exploitation_form", "reporter")
    group = quantities()["registered-domestic-sexual"]
    assert row_of(found, figure_id="f1") == {
        **{name: getattr(group, name) for name in (*named, "unit", "label_nl", "label_en")},
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
    assert list(found.columns) == list(DISCREPANCIES)
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
        assert rows["figure_id"].tolist() == ["f1", "f3"]
        assert rows.index.tolist() == [0, 1]
    # A word that was dropped is a row beside another difference.
    pledge = {"series": "other", "reference_year": "2014"}
    bound = estimate("f1", 6000.0, "CAMPAIGN", qualifier="more_than", **pledge)
    quoted = estimate("f2", 6000.0, "PAPER-1", quotes="CAMPAIGN", **pledge)
    found = few(bound, quoted, estimate("f3", 9000.0, reference_year="2016")).discrepancies
    assert found.loc[found["figure_id"] == "f2", "kind"].tolist() == ["other_series", "qualifier_dropped"]
    # Of a range both ends are there.
    own, narrow = (
        estimate("f1", None, lower=5000.0, upper=7500.0),
        estimate("f2", None, "PAPER-1", lower=5100.0, upper=7000.0),
    )
    row = row_of(few(own, narrow).discrepancies, figure_id="f2")
    assert [row[name] for name in ("lower_a", "upper_a", "lower_b", "upper_b", "value_a", "value_b")] == [
        5100, 7000, 5000, 7500, None, None,
    ]  # fmt: skip


def test_the_number_that_was_printed_is_shown_and_the_one_that_is_used() -> None:
    figures = figure("f1", 1300.0), figure("f2", 1335.0, "PAPER-1")
    row = row_of(few(*figures, decided=(("f1", "correct", 1334.0, None),)).discrepancies, figure_id="f2")
    assert (row["value_a"], row["value_b"]) == (1335, 1334)
    row = row_of(few(*figures, decided=(("f2", "correct", 1336.0, None),)).discrepancies, figure_id="f2")
    assert (row["value_a"], row["value_b"]) == (1335, 1300)


def not_closing(found: ReconciledFigures, figure_id: str) -> dict[str, Any]:
    row = row_of(found.discrepancies, figure_id=figure_id)
    return {name: row[name] for name in ("discrepancy_id", "value_a", "value_b", "publication_b", "figure_ids")}


COUNTS = figure("f8", 68.0, **MINORS), figure("f9", 984.0)


def test_what_does_not_add_up_is_compared_with_what_was_derived() -> None:
    share = few(figure("f1", 12.0, quantity_id="share-minors"), *COUNTS)
    assert not_closing(share, "f1") == {
        "discrepancy_id": "share-minors/2019/f1/share/share_mismatch", "value_a": 12, "value_b": 6.91,
        "publication_b": "derived", "figure_ids": "f1|f8|f9",
    }  # fmt: skip
    assert row_of(share.arithmetic, check="share") == {
        "check": "share", "formula_id": "share-minors", "figure_id": "f1", "quantity_id": "share-minors",
        "reference_year": "2019", "series": "rapporteur_yearly", "publication": "MONITOR-NEW",
        "outcome": "share_mismatch", "printed": 12, "derived": pytest.approx(6.9106, abs=0.0001),
        "figure_ids": "f1|f8|f9", "editions": "MONITOR-NEW",
    }  # fmt: skip
    assert list(share.arithmetic.columns) == list(ARITHMETIC)
    row = row_of(share.discrepancies)
    assert row["kind"] == "share_mismatch"
    assert "6,9%" in row["explanation_nl"] and "6.9%" in row["explanation_en"]
    assert row_of(share.printed_figures, figure_id="f1")["verdict"] == "conflict"


def test_the_key_of_what_parts_make_names_the_series_and_not_the_figure_that_stands_for_the_whole() -> None:
    part = few(figure("f1", 1000.0, **MINORS), figure("f2", 984.0))
    assert (
        not_closing(part, "f1")["discrepancy_id"]
        == "registered-minors/2019/rapporteur_yearly/registered-all/impossible"
    )
    assert row_of(part.arithmetic, check="part")["formula_id"] is None
    # A figure that is printed once and is larger than its total is in conflict.
    assert part.printed_figures["verdict"].tolist() == ["conflict", "single_source"]
    bands = [
        figure(f"p{n}", 30.0, quantity_id=name)
        for n, name in enumerate(("registered-aged-0-14", "registered-aged-15-17"))
    ]
    parts = few(figure("f1", 68.0, **MINORS), *bands)
    assert not_closing(parts, "f1") == {
        "discrepancy_id": "registered-minors/2019/rapporteur_yearly/ages-of-minors/sum_mismatch", "value_a": 68,
        "value_b": 60, "publication_b": "derived", "figure_ids": "f1|p0|p1",
    }  # fmt: skip
    # A sum that fails leaves the verdict as it is.
    assert row_of(parts.printed_figures, figure_id="f1")["verdict"] == "single_source"
    shares = [
        figure(f"s{n}", 45.0, quantity_id=name)
        for n, name in enumerate(("share-female", "share-male", "share-sex-unknown"))
    ]
    hundred = few(*shares).discrepancies
    assert [key.split("/")[2] for key in hundred["discrepancy_id"]] == ["rapporteur_yearly"]
    outside = few(estimate("f1", 9000.0, lower=5000.0, upper=7500.0))
    row = not_closing(outside, "f1")
    assert (row["discrepancy_id"], row["value_b"]) == ("estimate-all/2014-2015/f1/range/impossible", None)


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
    assert several.derived_figures[["quantity_id", "reference_year"]].to_numpy().tolist() == [
        ["registered-all", "2015"],
        ["registered-all", "2019"],
        ["registered-minors", "2019"],
    ]
    assert several.derived_figures.index.tolist() == [0, 1, 2]


def test_a_total_that_closes_on_another_count_is_compared_with_the_sum_on_its_own() -> None:
    own = [figure(f"y{n}", 100.0, reference_year=f"201{n}") for n in (8, 9)]
    register = {"series": "comensha_register"}
    other = [figure(f"r{n}", 110.0, "REGISTER", reference_year=f"201{n}", **register) for n in (8, 9)]
    found = few(figure("f1", 220.0, reference_year="2018-2019"), *own, *other)
    assert not_closing(found, "f1")["value_b"] == 200
    row = row_of(found.arithmetic, figure_id="f1", check="years")
    assert (row["derived"], row["series"], row["printed"]) == (220, "comensha_register", 220)


def test_tables_without_rows_have_their_columns_and_types_all_the_same() -> None:
    found = few(figure("f1", 668.0, comparable=False))
    for name, columns in {
        "figures_by_quantity": BY_QUANTITY, "discrepancies": DISCREPANCIES, "arithmetic": ARITHMETIC,
        "derived_figures": DERIVED,
    }.items():  # fmt: skip
        table = getattr(found, name)
        assert table.empty and list(table.columns) == list(columns)
        numbers = [column for column in columns if str(table.dtypes[column]) == "Float64"]
        assert set(numbers) == {
            c for c in columns
            if c in ("printed", "derived", "upper_alternative") or c.split("_")[0] in ("value", "lower", "upper")
        }  # fmt: skip
    assert str(few(figure("f1", 1.0)).figures_by_quantity["printed_values"].dtype) == "Int64"
    assert str(few(figure("f1", 1.0)).printed_figures["used_value"].dtype) == "Float64"
    # So they have in a month without any figure.
    known = known_in("2026-10")
    none = tables(figure("f1", 1.0)).iloc[:0]
    found = reconcile_figures(none, publications(), known.quantities, known.formulas, decisions())
    assert found.printed_figures.empty and found.figures_by_quantity.empty and found.discrepancies.empty
    assert list(found.printed_figures.columns) == list(few(figure("f1", 1.0)).printed_figures.columns)
