"""What holds in every month, of its figures, its claims and its years."""

import pandas as pd

from analysis.core.parameters import Month
from analysis.figures.choice import NEVER_CHOSEN
from analysis.figures.tables import DISCREPANCIES
from analysis.figures.verdicts import VERDICTS
from support.known_answers import balance_of, claims_of
from support.published_figures import figures_of, known_in

KINDS = {
    "revised", "other_series", "other_definition", "other_base", "quoted_wrongly", "qualifier_dropped",
    "range_narrowed", "reports_for_persons", "sum_mismatch", "share_mismatch", "overlap", "conflict", "impossible",
}  # fmt: skip
CLAIM_VERDICTS = {"supported", "qualified", "superseded", "contradicted", "not_verifiable"}


def check_verdicts_and_choices(month: str) -> None:
    """Every figure has one verdict, and a quantity and year one value unless all its figures are barred."""
    printed, chosen = figures_of(month).printed_figures, figures_of(month).figures_by_quantity
    assert list(printed["figure_id"]) == list(known_in(month).figures["figure_id"])
    assert printed["verdict"].isin(VERDICTS).all()
    assert set(printed["never_chosen_because"].dropna()) <= set(NEVER_CHOSEN)
    assert not printed.loc[printed["never_chosen_because"].notna(), "chosen"].any()
    assert not chosen.duplicated(["quantity_id", "reference_year"]).any()
    free = printed[printed["never_chosen_because"].isna()]
    groups = [set(zip(rows["quantity_id"], rows["reference_year"], strict=True)) for rows in (chosen, free)]
    assert groups[0] == groups[1]
    assert set(chosen["figure_id"]) == set(printed.loc[printed["chosen"], "figure_id"])
    assert (printed["known_from"] <= pd.Timestamp(Month.parse(month).as_of)).all()
    used = printed.set_index("figure_id").loc[chosen["figure_id"], "used_value"]
    assert (chosen["value"].fillna(-1).to_numpy() == used.fillna(-1).to_numpy()).all()
    places = ["quantity_id", "reference_year", "series"]
    derived = figures_of(month).derived_figures
    assert chosen.merge(derived, on=places).empty, "what nobody printed is never chosen"


def check_discrepancies(month: str) -> None:
    """Every figure that differs from the chosen one is a discrepancy with an explanation, of figures that are there."""
    rows, printed = figures_of(month).discrepancies, figures_of(month).printed_figures
    differing = printed["verdict"].isin(["revised", "other_series", "other_definition", "conflict"])
    differing &= ~printed["chosen"] & printed["not_comparable_because"].isna()
    assert set(printed.loc[differing, "figure_id"]) <= set(rows["figure_id"])
    assert rows["discrepancy_id"].is_unique
    assert set(rows["kind"]) <= KINDS
    assert list(rows.columns) == list(DISCREPANCIES)
    assert rows[["explanation_nl", "explanation_en"]].notna().all(axis=None)
    assert set(rows["publication_b"]) <= {"derived", *printed["publication"]}
    for table in (rows, figures_of(month).arithmetic, figures_of(month).derived_figures):
        assert {name for names in table["figure_ids"] for name in names.split("|")} <= set(printed["figure_id"])
    assert all(own in names.split("|") for own, names in zip(rows["figure_id"], rows["figure_ids"], strict=True))
    same = rows[(rows["publication_a"] == rows["publication_b"]) & rows["lower_a"].isna() & rows["lower_b"].isna()]
    assert (same["value_a"] != same["value_b"]).all(), "a figure is no reason against itself"


def check_claims(month: str) -> None:
    """Every claim has one verdict, and names only publications that are known."""
    claims, known = claims_of(month), known_in(month)
    assert list(claims["claim_id"]) == list(known.claims.sort_values("sort_order")["claim_id"])
    assert set(claims["verdict"]) <= CLAIM_VERDICTS
    named = {name for names in claims["publications"].dropna() for name in names.split("|")}
    assert named <= set(known.publications["publication"])


def check_visibility_balance(month: str) -> None:
    """Each year with a registered total is there once, and its sums close."""
    balance, chosen = balance_of(month), figures_of(month).figures_by_quantity
    totals = chosen[(chosen["quantity_id"] == "registered-all") & (chosen["reference_year"].str.len() == 4)]
    assert list(balance["year"]) == sorted(int(year) for year in totals["reference_year"])
    known = balance.dropna(subset=["estimated"])
    assert ((known["unseen"] + known["registered"]) == known["estimated"]).all()
    ranged = known.dropna(subset=["unseen_lower"])
    assert (ranged["in_view_lower_percent"] <= ranged["in_view_percent"]).all()
    assert (ranged["in_view_percent"] <= ranged["in_view_upper_percent"]).all()


CHECKS = [check_verdicts_and_choices, check_discrepancies, check_claims, check_visibility_balance]
