"""What was typed by hand from the printed figures, compared with what the reconciliation finds by itself.

The tables in tests/data/known/ were typed from the sources, each row with its source. In those of October 2026, which a
statistician typed, a row with a text under `open` is one on which table and reconciliation differ still: a repair makes
a test fail until the text is taken out. A discrepancy of the kind `none` is fine, and `reported_as` is what is said of
it.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import pandas as pd
import pytest

from support.known_answers import FOUND_IN, Row, claims_of, fail_with, typed, typed_in, wrong_answer, wrong_answers
from support.published_figures import figures_of, known_in

pytestmark = pytest.mark.known_now

DERIVED = "derived"  # the name of the publication where the other value was computed
MONTH = "2026-10"

Found = tuple[str, str, str, str, str]  # publication, quantity, year, printed value, kind


def check_each(table: str, rows: list[Row], found: Callable[[Row], bool], expected: str, instead: str) -> None:
    """Fail with each row of a table that is not found, and with each that is although it is still open."""
    missed = [row for row in rows if not row["open"] and not found(row)]
    repaired = [
        f"{typed_in(table)}: {named(row)}: no longer open; clear `open`" for row in rows if row["open"] and found(row)
    ]
    fail_with([*(wrong_answer(table, named(row), expected.format(**row), instead) for row in missed), *repaired])


def named(row: Row) -> str:
    return " ".join(row[name] for name in ("figure_id", "publication", "quantity_id", "reference_year") if name in row)


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
    fail_with(wrong_answers(table))


@pytest.mark.parametrize("row", typed("sentences"), ids=lambda r: f"{r['month']}-{r['id']}-{r['column']}")
def test_a_sentence_says_what_it_has_to_say_and_nothing_that_is_not_known(row: Row) -> None:
    result = figures_of(row["month"])
    derived = result.derived_figures.assign(derived_id=lambda rows: rows["quantity_id"] + "/" + rows["reference_year"])
    table, column = {
        "discrepancies": (result.discrepancies, "figure_id"),
        "derived_figures": (derived, "derived_id"),
        "claims": (claims_of(row["month"]), "claim_id"),
    }[row["table"]]
    (text,) = table.loc[table[column] == row["id"], row["column"]]
    lacking = [f"‘{part}’" for part in row["says"].split("|") if part not in text]
    lacking += [f"not ‘{part}’" for part in row["says_not"].split("|") if part and part in text]
    place = " ".join(row[name] for name in ("month", "table", "id", "column"))
    fail_with(wrong_answer("sentences", place, part, f"‘{text}’") for part in lacking)


# What a statistician typed is printed


def test_each_typed_discrepancy_quotes_a_figure_of_the_project_and_its_page() -> None:
    figures = known_in(MONTH).figures.set_index("figure_id")
    columns = ["publication", "quantity_id", "reference_year", "source_url"]
    for row in typed("discrepancies"):
        figure = figures.loc[row["figure_id"]]
        assert figure[columns].to_list() == [row[name] for name in columns]
        assert row["printed"] in _texts(figure.to_dict()), row


def test_each_term_that_was_typed_is_printed_in_the_publication_named() -> None:
    rows = [*typed("sums_that_close"), *typed("derived_values")]
    terms = [term.split(" ") for row in rows for term in row["terms"].split("|")]
    plain = [
        (by, name, year, text if "-" in text.lstrip("-") else f"{float(text):g}") for name, year, by, text, *_ in terms
    ]
    assert [term for term in plain if term not in printed_figures()] == []


# Each known discrepancy is found, and no other


def reported() -> dict[Found, dict[str, Any]]:
    return {_found(row): row for row in figures_of(MONTH).discrepancies.to_dict("records")}


def _found(row: dict[str, Any]) -> Found:
    if row["publication_b"] == DERIVED:  # which of the publications that print the total is named is not fixed
        return DERIVED, row["quantity_id"], row["reference_year"], "", row["kind"]
    printed = f"{row['value_a']:g}" if pd.notna(row["value_a"]) else f"{row['lower_a']:g}-{row['upper_a']:g}"
    return row["publication_a"], row["quantity_id"], row["reference_year"], printed, row["kind"]


def _expected(row: Row) -> Found:
    kind = row["reported_as"] if row["kind"] == "none" else row["kind"]
    if row["against_publication"] == DERIVED:
        return DERIVED, row["quantity_id"], row["reference_year"], "", kind
    return row["publication"], row["quantity_id"], row["reference_year"], row["printed"], kind


DISCREPANCIES = [row for row in typed("discrepancies") if row["kind"] != "none"]
FALSE_ALARMS = [row for row in typed("discrepancies") if row["kind"] == "none"]


def test_each_discrepancy_found_by_hand_is_found_with_its_kind_and_the_value_that_shows_it() -> None:
    expected = "{printed} {kind} against {held_against} of {against_publication}"
    check_each("discrepancies", DISCREPANCIES, lambda row: _expected(row) in reported(), expected, "no such difference")
    for row in (row for row in DISCREPANCIES if not row["open"]):
        found = reported()[_expected(row)]
        ends = [found["value_b"]] * 2 if pd.notna(found["value_b"]) else [found["lower_b"], found["upper_b"]]
        if tuple(map(float, ends)) != pytest.approx(bounds(row["held_against"]), abs=0.051):
            held = f"{row['printed']} against {row['held_against']}"
            fail_with([wrong_answer("discrepancies", named(row), held, f"it against {ends}")])


def test_nothing_is_reported_that_was_not_found_by_hand_and_nothing_that_is_fine() -> None:
    check_each("discrepancies", FALSE_ALARMS, lambda row: _expected(row) not in reported(), "no difference", "one")
    unknown = set(reported()) - {_expected(row) for row in typed("discrepancies")}
    to_add = "expected a row on it, found none; if the source says so, add the row"
    fail_with(f"{typed_in('discrepancies')}: {reported()[each]['explanation_en']} {each}: {to_add}" for each in unknown)
    assert len(reported()) == len(figures_of(MONTH).discrepancies), "two rows with one key"


# Each known sum closes, and each value that nobody printed is derived


def _closes(row: Row) -> bool:
    """Return whether a check of a publication that prints the value of the row has its outcome and what it makes."""
    wanted, checks = (row["quantity_id"], row["reference_year"], row["printed"]), figures_of(MONTH).arithmetic
    same = checks["quantity_id"].eq(wanted[0]) & checks["reference_year"].eq(wanted[1])
    same &= checks["publication"].isin(
        [publication for publication, *rest in printed_figures() if tuple(rest) == wanted]
    )
    lower, upper = bounds(row["computed"])
    return bool(
        (same & checks["derived"].between(lower - 0.06, upper + 0.06) & checks["outcome"].eq(row["outcome"])).any()
    )


def test_each_sum_that_closes_by_hand_closes_and_none_of_them_is_said_not_to() -> None:
    rows = typed("sums_that_close")
    check_each("sums_that_close", rows, _closes, "{printed} of {terms}: {outcome} with {computed}", "no such check")
    checks = figures_of(MONTH).arithmetic
    failing = checks[checks["outcome"].isin(["sum_mismatch", "share_mismatch", "impossible"])]
    closing = {(row["quantity_id"], row["reference_year"]) for row in rows}
    not_closing = closing & set(zip(failing["quantity_id"], failing["reference_year"], strict=True))
    said = "a check of it that fails"
    fail_with(wrong_answer("sums_that_close", " ".join(each), "that it closes", said) for each in not_closing)


@pytest.mark.parametrize("row", [row for row in typed("derived_values") if row["expected_of"] == "code"])
def test_a_value_that_nobody_printed_is_derived(row: Row) -> None:
    derived = figures_of(MONTH).derived_figures
    same = derived["quantity_id"].eq(row["quantity_id"]) & derived["reference_year"].eq(row["reference_year"])
    own = derived[same & derived["series"].eq(row["series"])]
    ends = own[["lower", "upper"]].astype("Float64").apply(lambda end: end.fillna(own["value"])).to_numpy().tolist()
    expected = [[float(row["lower"]), float(row["upper"])]]
    if ends != expected:
        fail_with([wrong_answer("derived_values", f"{named(row)} {row['series']}", expected, ends)])
