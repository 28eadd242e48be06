"""What was typed by hand from the printed figures, compared with what the reconciliation finds by itself.

The tables in tests/data/known/ were typed from the sources, each row with its source. In the first three, which a
statistician typed, a row with a text under `open` is one on
which table and reconciliation differ still: it is expected to fail, and a repair makes the test fail until the text is
taken out. `open_value`: the kind is agreed, the value it is compared with is not. A row of the kind `none` is fine, and
`reported_as` is what is said of it.
"""

from functools import cache
from typing import Any

import pandas as pd
import pytest

from support.known_answers import FOUND_IN, Row, claims_of, typed, wrong_answers
from support.published_figures import figures_of, known_in

DERIVED = "derived"  # the name of the publication where the other value was computed
MONTH = "2026-10"
FALSE_ALARM = "none"  # the kind of a row that ought not to be reported

Found = tuple[str, str, str, str, str]  # publication, quantity, year, printed value, kind


def cases(rows: list[Row], doubt: str = "open") -> list[Any]:
    """Return one test case per row; a row with a text under `doubt` has to fail."""
    return [pytest.param(row, id=_name(row), marks=_expected_to_fail(row.get(doubt, ""))) for row in rows]


def _name(row: Row) -> str:
    return "-".join(row.get(part, "") for part in ("publication", "quantity_id", "reference_year", "kind", "figure_id"))


def _expected_to_fail(reason: str) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(reason=reason, strict=True, raises=AssertionError)] if reason else []


@cache
def printed_figures() -> set[tuple[str, str, str, str]]:
    """Return (publication, quantity, year, value as typed in the tables) of every figure of the project."""
    figures = known_in(MONTH).figures.to_dict("records")
    return {(f["publication"], f["quantity_id"], f["reference_year"], text) for f in figures for text in _texts(f)}


def _texts(figure: dict[str, Any]) -> set[str]:
    texts = {f"{figure['value']:g}"} if pd.notna(figure["value"]) else set()
    return texts | ({f"{figure['lower']:g}-{figure['upper']:g}"} if pd.notna(figure["lower"]) else set())


def bounds(text: str) -> tuple[float, float]:
    """Return both ends of a typed value: "2-3" is a range, "-16" a fall."""
    lower, _, upper = text.rpartition("-")
    return (float(lower), float(upper)) if lower else (float(text), float(text))


# The answers of each month


@pytest.mark.parametrize("table", FOUND_IN)
def test_the_published_figures_have_the_answers_that_were_typed(table: str) -> None:
    assert wrong_answers(table) == []


@pytest.mark.parametrize(
    "row", [pytest.param(r, id=f"{r['month']}-{r['id']}-{r['column']}") for r in typed("sentences")]
)
def test_a_sentence_says_what_it_has_to_say_and_nothing_that_is_not_known(row: Row) -> None:
    result = figures_of(row["month"])
    derived = result.derived_figures.assign(derived_id=lambda rows: rows["quantity_id"] + "/" + rows["reference_year"])
    table, named = {
        "discrepancies": (result.discrepancies, "figure_id"),
        "derived_figures": (derived, "derived_id"),
        "claims": (claims_of(row["month"]), "claim_id"),
    }[row["table"]]
    (text,) = table.loc[table[named] == row["id"], row["column"]]
    assert [part for part in row["says"].split("|") if part not in text] == []
    assert [part for part in row["says_not"].split("|") if part and part in text] == []


# What a statistician typed is printed


@pytest.mark.parametrize("row", cases(typed("discrepancies"), doubt=""))
def test_a_typed_discrepancy_quotes_a_figure_of_the_project_and_its_page(row: Row) -> None:
    figures = known_in(MONTH).figures.set_index("figure_id")
    figure = figures.loc[row["figure_id"]]
    assert (figure["publication"], figure["quantity_id"]) == (row["publication"], row["quantity_id"])
    assert (figure["reference_year"], figure["source_url"]) == (row["reference_year"], row["source_url"])
    assert row["printed"] in _texts(figure.to_dict())


@pytest.mark.parametrize("row", cases([*typed("sums_that_close"), *typed("derived_values")], doubt=""))
def test_each_term_that_was_typed_is_printed_in_the_publication_named(row: Row) -> None:
    terms = [term.split(" ") for term in row["terms"].split("|")]
    assert [term for term in terms if (term[2], term[0], term[1], f"{_plain(term[3])}") not in printed_figures()] == []


def _plain(text: str) -> str:
    return text if "-" in text.lstrip("-") else f"{float(text):g}"


# Each known discrepancy is found, and no other


def reported() -> dict[Found, dict[str, Any]]:
    rows = figures_of(MONTH).discrepancies.to_dict("records")
    return {_found(row): row for row in rows}


def _found(row: dict[str, Any]) -> Found:
    if row["publication_b"] == DERIVED:  # which of the publications that print the total is named is not fixed
        return DERIVED, row["quantity_id"], row["reference_year"], "", row["kind"]
    printed = f"{row['value_a']:g}" if pd.notna(row["value_a"]) else f"{row['lower_a']:g}-{row['upper_a']:g}"
    return row["publication_a"], row["quantity_id"], row["reference_year"], printed, row["kind"]


def _expected(row: Row, kind: str) -> Found:
    if row["against_publication"] == DERIVED:
        return DERIVED, row["quantity_id"], row["reference_year"], "", kind
    return row["publication"], row["quantity_id"], row["reference_year"], row["printed"], kind


DISCREPANCIES = [row for row in typed("discrepancies") if row["kind"] != FALSE_ALARM]
FALSE_ALARMS = [row for row in typed("discrepancies") if row["kind"] == FALSE_ALARM]


@pytest.mark.parametrize("row", cases(DISCREPANCIES))
def test_a_discrepancy_found_by_hand_is_found_with_its_kind(row: Row) -> None:
    assert _expected(row, row["kind"]) in reported()


@pytest.mark.parametrize("row", cases([row for row in DISCREPANCIES if not row["open"]], doubt="open_value"))
def test_a_discrepancy_is_compared_with_the_value_that_shows_it(row: Row) -> None:
    found = reported()[_expected(row, row["kind"])]
    ends = (found["value_b"], found["value_b"]) if pd.notna(found["value_b"]) else (found["lower_b"], found["upper_b"])
    assert tuple(map(float, ends)) == pytest.approx(bounds(row["held_against"]), abs=0.051)


@pytest.mark.parametrize("row", cases(FALSE_ALARMS))
def test_what_is_fine_is_not_reported(row: Row) -> None:
    assert _expected(row, row["reported_as"]) not in reported()


def test_nothing_is_reported_that_was_not_found_by_hand() -> None:
    known = {_expected(row, row["kind"]) for row in DISCREPANCIES}
    doubted = {_expected(row, row["reported_as"]) for row in FALSE_ALARMS}
    assert sorted(set(reported()) - known - doubted) == []
    assert len(reported()) == len(figures_of(MONTH).discrepancies), "two rows with one key"


# Each known sum closes, and each value that nobody printed is derived


@pytest.mark.parametrize("row", cases(typed("sums_that_close")))
def test_a_sum_that_closes_by_hand_closes(row: Row) -> None:
    checks = figures_of(MONTH).arithmetic
    own = checks[checks["quantity_id"].eq(row["quantity_id"]) & checks["reference_year"].eq(row["reference_year"])]
    own = own[own["publication"].isin(_printing_the_same(row))]
    lower, upper = bounds(row["computed"])
    close = [check for check in own.to_dict("records") if lower - 0.06 <= _number(check["derived"]) <= upper + 0.06]
    assert [check["outcome"] for check in close].count(row["outcome"]) >= 1, own.to_string()


def _printing_the_same(row: Row) -> set[str]:
    """Return the publications that print this value: the check may be of any one of them."""
    wanted = (row["quantity_id"], row["reference_year"], row["printed"])
    return {publication for publication, *rest in printed_figures() if tuple(rest) == wanted}


def _number(value: Any) -> float:
    return float(value) if pd.notna(value) else float("nan")


def test_no_sum_that_closes_by_hand_is_said_not_to() -> None:
    closing = {(row["quantity_id"], row["reference_year"]) for row in typed("sums_that_close")}
    bad = {"sum_mismatch", "share_mismatch", "impossible"}
    checks = figures_of(MONTH).arithmetic
    failing = checks[checks["outcome"].isin(bad)]
    assert [key for key in zip(failing["quantity_id"], failing["reference_year"], strict=True) if key in closing] == []


@pytest.mark.parametrize("row", cases([row for row in typed("derived_values") if row["expected_of"] == "code"]))
def test_a_value_that_nobody_printed_is_derived(row: Row) -> None:
    derived = figures_of(MONTH).derived_figures
    same = derived["quantity_id"].eq(row["quantity_id"]) & derived["reference_year"].eq(row["reference_year"])
    own = derived[same & derived["series"].eq(row["series"])]
    assert len(own) == 1, derived.to_string()
    ends = own[["lower", "upper"]].astype("Float64").fillna(own["value"].item()).iloc[0]
    assert (float(ends["lower"]), float(ends["upper"])) == (float(row["lower"]), float(row["upper"]))
