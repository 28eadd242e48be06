"""Which sentence explains a difference, on figures made up for each case: tests/data/known/explanations.csv."""

import pandas as pd
import pytest

from analysis.core.wording import wording
from analysis.figures.explanations import explain_check, explain_derived, explain_relation, figure_in_words
from analysis.figures.records import source_in_words
from support.cases import cases, figures_in, formulas_in
from support.few_figures import figure, judged, quantities


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


def test_a_share_that_implies_another_total_is_explained_with_its_count() -> None:
    counts = "c0 reports-by-police 300 MONITOR-NEW; c1 reports-by-fairwork 200 MONITOR-NEW; "
    counts += "c2 reports-by-border-police 50 MONITOR-NEW; s0 share-of-reports-by-police 30 DATASET decimals=1; "
    shares = "s1 share-of-reports-by-fairwork 20 DATASET decimals=1; s2 share-of-reports-by-border-police 9 DATASET"
    text = explain_check(judged(*figures_in(f"{counts}{shares} decimals=1")).check("s2", "base"), "en")
    assert "gives 9%" in text and "With 50 that does not fit" in text and "it would be 5%" in text


def test_a_number_is_said_with_its_percent_its_range_and_its_qualifier_and_as_used_where_that_is_asked() -> None:
    w, ratio = wording("en"), {"quantity_id": "ratio-estimate-to-registered"}
    assert figure_in_words(figure("f1", 25.0, qualifier="more_than", quantity_id="share-minors"), w) == "more than 25%"
    assert figure_in_words(figure("f1", 4.0, lower=3.0, upper=5.0, **ratio), w) == "4 (3–5)"
    corrected = figure("f1", 1300.0, used_value=1334.0)
    assert (figure_in_words(corrected, w), figure_in_words(corrected, w, as_used=True)) == ("1,300", "1,334")


@pytest.mark.parametrize(
    ("printed", "words"),
    [("2022-08-01", "Paper, 2022"), ("2022", "Paper, 2022"), (None, "Paper"), (pd.NA, "Paper")],
)
def test_a_publication_without_a_date_is_its_publisher(printed: object, words: str) -> None:
    assert source_in_words({"publisher": "Paper", "published_on": printed}) == words
