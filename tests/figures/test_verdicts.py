"""How a printed figure relates to the one it is compared with: the cases of tests/data/known/verdict_cases.csv."""

import pytest

from support.cases import cases, figures_in
from support.few_figures import judged


@pytest.mark.parametrize("row", cases("verdict_cases"))
def test_each_figure_has_its_verdict(row: dict[str, str]) -> None:
    relation = judged(*figures_in(row["figures"])).relations[row["figure_id"]]
    explained_by = relation.explained_by.figure_id if relation.explained_by else ""
    assert (relation.verdict, relation.kind) == (row["verdict"], row["kind"])
    assert (relation.other.figure_id, explained_by) == (row["compared_with"], row["explained_by"])
    assert relation.reliable is (row["reliable"] == "yes")


@pytest.mark.parametrize("row", cases("further_differences"))
def test_a_dropped_bound_is_said_once_beside_another_difference(row: dict[str, str]) -> None:
    found = judged(*figures_in(row["figures"])).further
    said = [f"{r.figure.figure_id} {r.other.figure_id} {r.verdict} {r.kind}" for r in found]
    assert "; ".join(said) == row["further"]
