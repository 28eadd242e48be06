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


BOUND = "f1 estimate-all 6000 CAMPAIGN series=no_study qualifier=more_than; "
QUOTED = "f2 estimate-all 6000 PAPER-1 quotes=CAMPAIGN series=no_study"
OF_STUDY = "reference_year=2014-2015 series=first_estimate"
STUDY = f"f3 estimate-all 9000 STUDY-1 {OF_STUDY}"
AT_LEAST = f"f1 estimate-all 6000 STUDY-1 {OF_STUDY} qualifier=at_least; f2 estimate-all 6000 PAPER-1 {OF_STUDY}"


@pytest.mark.parametrize(
    ("figures", "further"),
    [
        (f"{BOUND}{QUOTED}; {STUDY}", [("f2", "f1", "within_rounding", "qualifier_dropped")]),
        # Not where it is the difference of the figure already, nor of one that can't be compared.
        (f"{AT_LEAST} quotes=STUDY-1", []),
        (f"{BOUND}{QUOTED} comparable=no; {STUDY}", []),
    ],
)  # fmt: skip
def test_a_dropped_bound_is_said_once_beside_another_difference(
    figures: str, further: list[tuple[str, str, str, str]]
) -> None:
    found = judged(*figures_in(figures)).further
    assert [(r.figure.figure_id, r.other.figure_id, r.verdict, r.kind) for r in found] == further
