"""Which findings wait for an analyst, and the decisions that would settle them, on figures made up for each case."""

import pandas as pd
import pytest

from analysis.figures.waiting import WAITING, expectations, grounds_of, proposed_decisions, waiting_figures
from support.cases import cases, figures_in
from support.few_figures import decisions, few

CONFLICT = "f1 registered-all 1334 MONITOR-NEW; f2 registered-all 1335 PAPER-1"


def waiting(figures: str) -> pd.DataFrame:
    return waiting_figures(few(*figures_in(figures)), decisions())


@pytest.mark.parametrize("row", cases("waiting_cases"))
def test_what_waits_is_what_the_rule_and_the_decisions_leave_open(row: dict[str, str]) -> None:
    """`waits` has each figure that waits with its kinds, the most serious first; `accepted` is decided on.

    `grounds` and `closes_on` are those of each figure that waits; an empty cell was not typed, `none` is an empty one.
    """
    decided = ((row["accepted"], "accept", None, row["rests_on"] or None),) if row["accepted"] else ()
    found = waiting_figures(few(*figures_in(row["figures"]), decided=decided), decisions(*decided))
    assert "; ".join(found["figure_id"] + " " + found["kinds"]) == row["waits"]
    for name in ("grounds", "closes_on"):
        cells = ["none" if pd.isna(cell) else f"{cell:g}" if name == "closes_on" else cell for cell in found[name]]
        assert row[name] in ("", "; ".join(cells)), name


def test_a_figure_that_waits_is_shown_with_all_that_an_analyst_needs() -> None:
    rows = waiting(CONFLICT)
    assert list(rows.columns) == list(WAITING)
    (row,) = rows.to_dict("records")
    assert (row["figure_id"], row["kinds"], row["grounds"], row["closes_on"]) == ("f2", "conflict", "f1", 1334)
    assert (row["quantity_id"], row["reference_year"], row["publication"]) == ("registered-all", "2019", "PAPER-1")
    assert (row["note"], row["source_url"]) == ("Note on f2", "https://example.org/f2")
    found = few(*figures_in(CONFLICT)).discrepancies.iloc[0]
    assert (row["evidence_nl"], row["evidence_en"]) == (found["explanation_nl"], found["explanation_en"])
    assert row["evidence_nl"] != row["evidence_en"]
    # Of several findings all sentences, of an inferred year none.
    twice = "a1 registered-domestic-sexual 1000 MONITOR-NEW; a2 registered-all 984 MONITOR-NEW; "
    twice += "a3 registered-sexual 900 MONITOR-NEW"
    sentences = few(*figures_in(twice)).discrepancies["explanation_en"]
    assert waiting(twice)["evidence_en"].tolist() == [" ".join(sentences)] and len(sentences) == 2
    inferred = waiting("f1 registered-all 200 MONITOR-NEW reserve=year_inferred")
    assert inferred[["evidence_nl", "evidence_en"]].isna().all(axis=None)
    # Where nothing waits the table has its columns all the same.
    rows = waiting("f1 registered-all 1334 MONITOR-NEW")
    assert rows.empty and rows.dtypes.astype(str).to_dict() == {name: kind for name, (kind, _) in WAITING.items()}


@pytest.mark.parametrize("row", cases("proposed_decisions"))
def test_each_decision_that_is_possible_is_proposed_with_the_number_that_follows(row: dict[str, str]) -> None:
    printed = few(*figures_in(row["figures"])).printed_figures
    found = proposed_decisions(waiting(row["figures"]), printed)
    said = [f"{name} {action} {value or 0:g}".removesuffix(" 0") for name, action, value in found]
    assert "; ".join(said) == row["proposed"]


def test_the_number_that_is_printed_already_is_not_proposed_as_its_correction() -> None:
    printed = few(*figures_in("f1 registered-all 200 MONITOR-NEW reserve=year_inferred")).printed_figures
    same = pd.DataFrame([{"figure_id": "f1", "closes_on": 200.0}])
    assert proposed_decisions(same, printed)[-1] == ("f1", "correct", None)


def test_a_decision_expects_the_numbers_as_they_were_printed() -> None:
    empty = {"value": None, "lower": None, "upper": None, "grounds": None}
    known = {"f1": empty | {"lower": 5000.0, "upper": 7500.5}}
    known |= {"f2": empty | {"value": 1234567.25}, "f3": empty | {"value": 0.0}}
    assert expectations("f1", ["f2", "f1", "f3"], known) == {
        "expected_value": "",
        "expected_lower": "5000",
        "expected_upper": "7500.5",
        "rests_on": "f2=1234567.25|f1=5000-7500.5|f3=0",
    }
    assert expectations("f2", [], known)["expected_value"] == "1234567.25"
    assert expectations("f2", [], known)["rests_on"] == ""
    # What its row names are its grounds.
    assert grounds_of(empty | {"grounds": "f1|f2"}) == ["f1", "f2"]
    assert grounds_of(empty) == [] and grounds_of(empty | {"grounds": float("nan")}) == []
