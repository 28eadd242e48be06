"""Which sentence explains a difference, on figures made up for each case: tests/data/known/explanations.csv."""

import pandas as pd
import pytest

from analysis.core.wording import wording
from analysis.figures.explanations import explain_check, explain_derived, explain_relation, figure_in_words
from analysis.figures.records import source_in_words
from support.cases import cases, figures_in, formulas_in
from support.few_figures import judged, quantities


def explained(row: dict[str, str], language: str) -> str:
    """Return the sentence on the check of a case, on the value it derives, or on its figure without a check."""
    found = judged(*figures_in(row["figures"]), made_of=formulas_in(row["formula"]))
    if not row["check"]:
        return explain_relation(found.relations[row["figure_id"]], language)
    if row["check"] != "derived":
        return explain_check(found.check(row["figure_id"], row["check"]), language)
    (value,) = found.derived
    return explain_derived(value, quantities()[value.quantity_id], language)


@pytest.mark.parametrize("row", cases("explanations"))
def test_each_difference_is_explained_in_its_own_sentence(row: dict[str, str]) -> None:
    typed = {language: row[language] for language in ("en", "nl") if row[language]}
    assert {language: explained(row, language) for language in typed} == typed


@pytest.mark.parametrize("row", cases("figures_in_words"))
def test_a_number_is_said_with_its_percent_its_range_and_its_qualifier(row: dict[str, str]) -> None:
    (printed,) = figures_in(row["figure"])
    assert figure_in_words(printed, wording("en"), row["case"] == "as used") == row["words"]


@pytest.mark.parametrize(
    ("printed", "words"),
    [("2022-08-01", "Paper, 2022"), ("2022", "Paper, 2022"), (None, "Paper"), (pd.NA, "Paper")],
)
def test_a_publication_without_a_date_is_its_publisher(printed: object, words: str) -> None:
    assert source_in_words({"publisher": "Paper", "published_on": printed}) == words
