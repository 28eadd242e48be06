"""The words of a figure: they hold its number, are short, and say when they were read."""

import pandas as pd
import pytest

from analysis.sources.contracts import own_tables
from analysis.sources.rules import broken_rules
from analysis.sources.table_files import rows_of_table
from support.months import checked_tables


@pytest.mark.parametrize(
    ("figure_id", "changes", "said"),
    [
        ("f115", {"printed_text": "no 264"}, "printed_text: found words with 264, expected words that hold 263"),
        (
            "f115",
            {"printed_text": "dozens"},
            "printed_text: found words without a number, only 'dozens', expected words that hold 263",
        ),
        ("f420", {"printed_text": "198 " * 26}, "printed_text: found 26 words, expected at most 25"),
        ("f115", {"printed_text": "263 " * 61}, "printed_text: found 61 words, expected at most 60"),
        ("f115", {"printed_text_read_on": pd.NaT}, "printed_text_read_on: found an empty cell"),
        ("f115", {"printed_text": None}, "printed_text: found an empty cell, expected words"),
    ],
)
def test_words_that_prove_nothing_are_reported(figure_id: str, changes: dict[str, object], said: str) -> None:
    tables = {name: checked_tables().tables[name] for name in ("figures", "quantities", "publications")}
    figures = tables["figures"] = tables["figures"].copy()
    figures.loc[figures["figure_id"] == figure_id, list(changes)] = list(changes.values())
    (problem,) = (each for each in broken_rules(tables) if str(each.column).startswith("printed_text"))
    assert said in str(problem)
    assert (problem.severity == "warning") == ("hold" in said)


def test_figures_of_the_first_version_are_read_without_the_columns_of_words(data) -> None:
    lines = (data / "figures.csv").read_text(encoding="utf-8").splitlines()
    header = lines[0].removesuffix(",printed_text,printed_text_at,printed_text_read_on")
    (data / "figures.csv").write_text(
        f"{header}\nf001,A,registered-all,2007,1,,,,persons,other,,,,,primary,,https://a.nl,\n"
    )
    assert len(rows_of_table(data, own_tables()["figures"])) == 2
