"""How a printed figure relates to the one it is compared with: the cases of tests/data/known/verdict_cases.csv."""

import pytest

from support.cases import cases, figures_in
from support.few_figures import estimate, figure, judged


@pytest.mark.parametrize("row", cases("verdict_cases"))
def test_each_figure_has_its_verdict(row: dict[str, str]) -> None:
    relation = judged(*figures_in(row["figures"])).relations[row["figure_id"]]
    explained_by = relation.explained_by.figure_id if relation.explained_by else ""
    assert (relation.verdict, relation.kind) == (row["verdict"], row["kind"])
    assert (relation.other.figure_id, explained_by) == (row["compared_with"], row["explained_by"])
    assert relation.reliable is (row["reliable"] == "yes")


def test_a_dropped_bound_is_said_once_beside_another_difference() -> None:
    pledge = {"quantity_id": "estimate-all", "series": "no_study"}
    bound = figure("f1", 6000.0, "CAMPAIGN", qualifier="more_than", **pledge)
    quoted = figure("f2", 6000.0, "PAPER-1", quotes="CAMPAIGN", **pledge)
    study = estimate("f3", 9000.0, reference_year="2016")
    found = judged(bound, quoted, study)
    assert found.relations["f2"].kind == "other_series"
    assert [(r.figure, r.other, r.verdict, r.kind) for r in found.further] == [
        (quoted, bound, "within_rounding", "qualifier_dropped")
    ]
    # Not where it is the difference of the figure already, nor of one that can't be compared.
    own = estimate("f1", 6000.0, qualifier="at_least"), estimate("f2", 6000.0, "PAPER-1", quotes="STUDY-1")
    assert judged(*own).further == []
    not_comparable = figure("f2", 6000.0, "PAPER-1", quotes="CAMPAIGN", comparable=False, **pledge)
    assert judged(bound, not_comparable, study).further == []
