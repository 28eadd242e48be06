"""Reads and applies the decisions of analysts, data/decisions/: the only place where opinion lives."""

from dataclasses import dataclass

import pandas as pd

from analysis.core.parameters import Month
from analysis.core.problems import Problem, row_of

_SIGNATORIES = "decisions/signatories.csv"
_REMEDY = "look at the source again, then change or delete the decision"


@dataclass(frozen=True)
class Decisions:
    """The decisions that apply to a month: those valid from its last day or before, whenever they were made."""

    figures: pd.DataFrame
    parties: pd.DataFrame
    signatories: pd.DataFrame
    releases: pd.DataFrame
    functions: pd.DataFrame
    # The names of all decisions on figures, also of those that apply only later: a new decision takes another.
    figure_decision_ids: tuple[str, ...] = ()

    @classmethod
    def as_of(cls, month: Month, tables: dict[str, pd.DataFrame]) -> "Decisions":
        """Return the decisions that apply to a month, out of the tables of the contract."""
        day = pd.Timestamp(month.as_of)

        def valid(name: str) -> pd.DataFrame:
            decisions = tables[name]  # keeps its index, the row in the file
            return decisions[decisions["valid_from"] <= day]

        releases = tables["decisions_releases"]
        return cls(
            figures=valid("decisions_figures"),
            parties=valid("decisions_parties"),
            signatories=valid("decisions_signatories"),
            functions=valid("decisions_functions"),
            releases=releases[releases["month"] == str(month)],  # keeps its index too
            figure_decision_ids=tuple(tables["decisions_figures"]["decision_id"]),
        )


def stale_signature_decisions(tables: dict[str, pd.DataFrame]) -> list[Problem]:
    """Return an error for each decision on a signature whose expectation no longer holds.

    (Those on figures: see `figure_decisions`; those on parties rest on signatures: see `stale_party_decisions`.)
    """
    lines = tables["signature_lines"]
    names = lines["name_as_written"].fillna(lines["organisation_as_written"])  # a party signs without a person's name
    places = [f"{file}:{row}" for file, row in zip(lines["source_file"], lines["source_row"], strict=True)]
    written = dict(zip(places, names, strict=True))
    persons = {*tables["members"]["person_id"], *tables["candidates"]["person_id"]}
    problems = []
    for index, decision in tables["decisions_signatories"].iterrows():
        place = f"{decision['source_file']}:{decision['source_row']}"
        person, repeated = decision["person_id"], decision["duplicate_of"]
        faults = [
            (written.get(place) != decision["name_as_written"], "name_as_written", f"the name in {place}"),
            (pd.notna(person) and person not in persons, "person_id", "a member or candidate"),
            (pd.notna(repeated) and repeated not in written, "duplicate_of", "a line as FILE:ROW"),
        ]
        row = row_of(index)
        problems += [
            Problem(_SIGNATORIES, row, column, "one that is not there", expected, _REMEDY)
            for is_fault, column, expected in faults
            if is_fault
        ]
    return problems


def stale_party_decisions(decisions: pd.DataFrame, signed_party_ids: dict[str, set[str]]) -> list[Problem]:
    """Return an error for each decision that carries the signature of a party that is not known to have signed.

    `signed_party_ids` has the parties that signed in each body.
    """
    problems = []
    for index, decision in decisions.iterrows():
        signed = signed_party_ids.get(decision["body_id"], set())
        missing = [party for party in decision["predecessors"].split("|") if party not in signed]
        if missing:
            found = f"{', '.join(missing)}, of which no signature is known"
            expected = "parties that had signed"
            row = row_of(index)
            problems.append(Problem("decisions/parties.csv", row, "predecessors", found, expected, _REMEDY))
    return problems
