"""Decisions of analysts, data/decisions/: the only place where opinion lives. Read here, as of a month."""

from dataclasses import dataclass

import pandas as pd

from analysis.core.parameters import Month
from analysis.sources.contracts import OWN_DATA, choices_of, columns_of, loaded_contract, own_table

# The tables of the contract that hold decisions.
ON_FIGURES, ON_PARTIES = "decisions_figures", "decisions_parties"
ON_SIGNATURES, RELEASES = "decisions_signatories", "decisions_releases"
ON_FUNCTIONS = "decisions_functions"
# The folder of what the desk keeps of each released version: MONTH-VERSION.csv.
RELEASED_NUMBERS = "decisions/released"
# What a correction says besides what was wrong.
MORE_OF_A_CORRECTION = ("how_fixed_nl", "how_fixed_en", "what_it_touches_nl", "what_it_touches_en")


@dataclass(frozen=True)
class Decisions:
    """The decisions that apply to a month: those valid from its last day or before, whenever they were made.

    Each frame has the columns of its table, and as its index the place of the row in the file.
    """

    figures: pd.DataFrame
    parties: pd.DataFrame
    signatories: pd.DataFrame
    functions: pd.DataFrame
    releases: pd.DataFrame
    # Of all decisions on figures, also of those that apply only later: a new decision needs another id.
    figure_decision_ids: tuple[str, ...] = ()

    @classmethod
    def as_of(cls, month: Month, tables: dict[str, pd.DataFrame]) -> "Decisions":
        """Return the decisions that apply to a month, from the tables of the contract."""
        day = pd.Timestamp(month.as_of)

        def valid(name: str) -> pd.DataFrame:
            return tables[name][tables[name]["valid_from"] <= day]

        releases = tables[RELEASES]
        return cls(
            figures=valid(ON_FIGURES),
            parties=valid(ON_PARTIES),
            signatories=valid(ON_SIGNATURES),
            functions=valid(ON_FUNCTIONS),
            releases=releases[releases["month"] == str(month)],
            figure_decision_ids=tuple(tables[ON_FIGURES]["decision_id"]),
        )


def tables_of_decisions() -> list[str]:
    """Return the tables of the contract in which a row is a decision with an id."""
    tables = loaded_contract(OWN_DATA)["resources"]
    return [t["name"] for t in tables if t["path"].startswith("decisions/") and "decision_id" in columns_of(t)]


def columns_of_decisions(table: str) -> tuple[str, ...]:
    """Return the columns of a table of decisions, as the contract has them."""
    return tuple(columns_of(own_table(table)))


def actions_of(table: str) -> tuple[str, ...]:
    """Return what a decision of a table can do, as the contract lists it."""
    return tuple(choices_of(own_table(table), "action"))
