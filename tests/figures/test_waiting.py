"""Which findings wait for an analyst, and the decisions that would settle them, on figures made up for each case."""

from typing import Any

import pandas as pd
import pytest

from analysis.figures.records import Figure
from analysis.figures.waiting import WAITING, expectations, grounds_of, proposed_decisions, waiting_figures
from support.cases import cases, figures_in
from support.few_figures import Decision, decisions, estimate, few, figure

COUNTED = figure("f1", 1334.0)
CONFLICT = figure("f2", 1335.0, "PAPER-1")
MINORS = {"quantity_id": "registered-minors"}
SHARE = {"quantity_id": "share-minors"}
COUNTS = figure("f8", 68.0, **MINORS), figure("f9", 984.0)
YEARS = [figure(f"y{n}", value, reference_year=f"201{n}") for n, value in [(7, 100.0), (8, 200.0), (9, 300.0)]]


def waiting(*figures: Figure, decided: tuple[Decision, ...] = ()) -> pd.DataFrame:
    return waiting_figures(few(*figures, decided=decided), decisions(*decided))


@pytest.mark.parametrize("row", cases("waiting_cases"))
def test_what_waits_is_what_the_rule_and_the_decisions_leave_open(row: dict[str, str]) -> None:
    """`waits` has each figure that waits with its kinds, the most serious first; `accepted` is decided on."""
    decided = ((row["accepted"], "accept", None, row["rests_on"] or None),) if row["accepted"] else ()
    found = waiting(*figures_in(row["figures"]), decided=decided)
    assert "; ".join(found["figure_id"] + " " + found["kinds"]) == row["waits"]


def test_a_figure_that_waits_is_shown_with_all_that_an_analyst_needs() -> None:
    rows = waiting(COUNTED, CONFLICT)
    assert list(rows.columns) == list(WAITING)
    (row,) = rows.to_dict("records")
    assert (row["figure_id"], row["kinds"], row["grounds"], row["closes_on"]) == ("f2", "conflict", "f1", 1334)
    assert (row["quantity_id"], row["reference_year"], row["publication"]) == ("registered-all", "2019", "PAPER-1")
    assert (row["note"], row["source_url"]) == ("Note on f2", "https://example.org/f2")
    found = few(COUNTED, CONFLICT).discrepancies.iloc[0]
    assert (row["evidence_nl"], row["evidence_en"]) == (found["explanation_nl"], found["explanation_en"])
    assert row["evidence_nl"] != row["evidence_en"]
    # Where nothing waits the table has its columns all the same, and nothing is proposed.
    rows = waiting(COUNTED)
    assert rows.empty and rows.dtypes.astype(str).to_dict() == {name: kind for name, (kind, _) in WAITING.items()}
    # Nothing is proposed then.
    assert proposals(COUNTED) == []


# What waits


def test_a_share_that_does_not_fit_waits_with_the_one_that_would() -> None:
    wrong = figure("f1", 12.0, **SHARE)
    row = waiting(wrong, *COUNTS).iloc[0]
    assert (row["figure_id"], row["kinds"], row["grounds"], row["closes_on"]) == ("f1", "share_mismatch", "f8|f9", 6.91)


def test_a_total_that_is_not_the_sum_of_its_years_waits() -> None:
    row = waiting(figure("f1", 610.0, reference_year="2017-2019"), *YEARS).iloc[0]
    assert (row["figure_id"], row["kinds"], row["grounds"], row["closes_on"]) == ("f1", "sum_mismatch", "y7|y8|y9", 600)
    # So does one that is not its parts, though a year that it lacks could be derived.
    # Two age bands make 90 of 100; that the year 2019 would be 40 explains nothing of that.
    years = [figure(f"y{n}", 30.0, reference_year=f"201{n}", **MINORS) for n in (7, 8)]
    span = {"reference_year": "2017-2019"}
    bands = [("registered-aged-0-14", 40.0), ("registered-aged-15-17", 50.0)]
    parts = [figure(f"p{place}", value, quantity_id=name, **span) for place, (name, value) in enumerate(bands)]
    figures = figure("f1", 100.0, **MINORS, **span), *years, *parts
    assert few(*figures).derived_figures["kind"].tolist() == ["missing_year"]
    assert waiting(*figures)["kinds"].to_list() == ["sum_mismatch"]


def test_a_part_that_is_larger_than_its_whole_waits() -> None:
    row = waiting(figure("f1", 1000.0, **MINORS), figure("f2", 984.0)).iloc[0]
    assert (row["figure_id"], row["kinds"], row["grounds"], row["closes_on"]) == ("f1", "impossible", "f2", 984)
    # A value outside its range waits without a number that would close it.
    row = waiting(estimate("f1", 9000.0), estimate("f2", None, lower=5000.0, upper=7500.0)).iloc[0]
    assert (row["figure_id"], row["kinds"], row["grounds"]) == ("f1", "impossible", "f2")
    assert pd.isna(row["closes_on"])


def test_a_number_of_which_the_year_is_inferred_waits_with_the_shortest_sum_that_closes_with_it() -> None:
    inferred = figure("y8", 200.0, reference_year="2018", reserve="year_inferred")
    alone = waiting(inferred).iloc[0]
    assert (alone["figure_id"], alone["kinds"]) == ("y8", "year_inferred")
    assert alone[["grounds", "closes_on", "evidence_nl", "evidence_en"]].isna().all()
    long, short = figure("f1", 600.0, reference_year="2017-2019"), figure("f2", 500.0, reference_year="2018-2019")
    found = waiting(inferred, YEARS[0], YEARS[2], long, short).set_index("figure_id")
    assert found.loc["y8", "grounds"] == "f2|y9"
    assert waiting(inferred, YEARS[0], YEARS[2], long).set_index("figure_id").loc["y8", "grounds"] == "f1|y7|y9"
    # Of two that are as short the first by name; a sum without it is none of its grounds, nor one that fails.
    before = figure("f0", 300.0, reference_year="2017-2018")
    assert waiting(inferred, YEARS[0], YEARS[2], short, before).set_index("figure_id").loc["y8", "grounds"] == "f0|y7"
    failing = figure("f2", 510.0, reference_year="2018-2019")
    assert pd.isna(waiting(inferred, YEARS[2], failing).set_index("figure_id").loc["y8", "grounds"])


def test_a_figure_stands_once_with_all_its_findings() -> None:
    # Two findings on one figure: what it should be is no single number then.
    both = figure("a1", 610.0, reference_year="2017-2019", reserve="year_inferred")
    row = waiting(both, *YEARS).iloc[0]
    assert (row["kinds"], row["grounds"], row["closes_on"]) == ("sum_mismatch|year_inferred", "y7|y8|y9", 600)
    twice = figure("a1", 1000.0, quantity_id="registered-domestic-sexual")
    totals = figure("a2", 984.0), figure("a3", 900.0, quantity_id="registered-sexual")
    row = waiting(twice, *totals).set_index("figure_id").loc["a1"]
    assert (row["kinds"], row["grounds"]) == ("impossible", "a2|a3") and pd.isna(row["closes_on"])
    found = few(twice, *totals).discrepancies
    sentences = found.loc[found["figure_id"] == "a1", "explanation_en"]
    assert row["evidence_en"] == " ".join(sentences) and len(sentences) == 2


def test_decisions_of_before_there_were_grounds_settle_their_own_figure() -> None:
    figures = figure("f1", 12.0, **SHARE), *COUNTS
    for decided, waits in [("f8", ["f1"]), ("f1", [])]:
        without_grounds = decisions((decided, "accept", None, None)).drop(columns="rests_on")
        rows = waiting_figures(few(*figures), without_grounds)
        assert rows["figure_id"].tolist() == waits


# The decisions that would settle it


def proposals(*figures: Figure) -> list[tuple[str, str, float | None]]:
    return [tuple(each) for each in proposed_decisions(waiting(*figures), few(*figures).printed_figures)]


def test_each_decision_that_is_possible_is_proposed_with_the_number_that_follows() -> None:
    assert proposals(COUNTED, CONFLICT) == [
        ("f2", "accept", None), ("f2", "exclude", None), ("f2", "prefer", None), ("f2", "correct", 1334.0),
    ]  # fmt: skip


def test_what_is_chosen_need_not_be_preferred_and_a_range_is_corrected_to_no_number() -> None:
    chosen = proposals(figure("f1", 12.0, **SHARE), *COUNTS)
    assert chosen == [("f1", "accept", None), ("f1", "exclude", None), ("f1", "correct", 6.91)]
    ranged = figure("f1", None, lower=12.0, upper=14.0, **SHARE)
    assert [action for _, action, _ in proposals(ranged, *COUNTS)] == ["accept", "exclude"]


def test_where_no_other_number_follows_the_analyst_fills_one_in() -> None:
    inferred = figure("f1", 200.0, reserve="year_inferred")
    assert proposals(inferred)[-1] == ("f1", "correct", None)
    same = pd.DataFrame([{"figure_id": "f1", "closes_on": 200.0}])
    assert proposed_decisions(same, few(inferred).printed_figures)[-1] == ("f1", "correct", None)


def row_of(**changes: Any) -> dict[str, Any]:
    return {"value": None, "lower": None, "upper": None, "grounds": None} | changes


def test_a_decision_expects_the_numbers_as_they_were_printed() -> None:
    known = {"f1": row_of(lower=5000.0, upper=7500.5), "f2": row_of(value=1234567.25), "f3": row_of(value=0.0)}
    assert expectations("f1", ["f2", "f1", "f3"], known) == {
        "expected_value": "",
        "expected_lower": "5000",
        "expected_upper": "7500.5",
        "rests_on": "f2=1234567.25|f1=5000-7500.5|f3=0",
    }
    assert expectations("f2", [], known)["expected_value"] == "1234567.25"
    assert expectations("f2", [], known)["rests_on"] == ""
    # What its row names are its grounds.
    assert grounds_of(row_of(grounds="f1|f2")) == ["f1", "f2"]
    assert grounds_of(row_of()) == [] and grounds_of(row_of(grounds=float("nan"))) == []
