"""Which findings wait for an analyst: those that the written rule can't settle, and the decisions that would.

The rule (figures.choice) settles most differences by itself: another series, a later edition, who counts before who
repeats. Those never wait. A figure waits when no decision rests on it and it has one of these findings:

conflict         another value for the same, and nothing explains it: someone has to look at the sources
quoted_wrongly   a quotation that differs from another one of the same edition, where only their order decides
share_mismatch   a share, ratio or change that is used, or could be, and does not fit its own numbers
sum_mismatch     a total that is used, or could be, and is not what it is made of
impossible       a part that is used, or could be, and is larger than the whole
year_inferred    a number that is used, or could be, of which the year is not printed

An inferred series (`series_inferred`) does not wait: that is said with the number, and it changes no other value. Nor
does a group of which the source says itself that it is not complete (`form_known`).
A figure that is never chosen (choice.NEVER_CHOSEN), or that a rule has set aside for a better one, does not wait:
nothing rests on it. A decision rests on the figure that it is about, or that it names as a ground (`rests_on`) when it
is about another figure of the finding; for two values of the same it is enough that one of the two was decided on.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.core.amounts import plain_number
from analysis.figures import ReconciledFigures
from analysis.figures.choice import Choices, choose
from analysis.figures.figure import Figure
from analysis.figures.tables import NUMBER, TEXT, Columns, table_of
from analysis.sources.decision_files import line_of_csv

# The kinds that can wait, the most serious first.
WAITING_KINDS = ("impossible", "conflict", "sum_mismatch", "share_mismatch", "quoted_wrongly", "year_inferred")
# Rules that only put equals in an order: where one of them decided, an analyst may know better.
TIE_BREAKS = ("nearest_to_edition", "publisher", "order")
DECISION_COLUMNS = (
    *("decision_id", "figure_id", "action", "corrected_value", "expected_value", "expected_lower", "expected_upper"),
    *("rests_on", "valid_from", "decided_by", "decided_on", "reason"),
)
# What the analyst fills in: a row with these left in it does not pass `briefing check`.
PLACEHOLDERS = {"decided_by": "WHO", "decided_on": "YYYY-MM-DD", "reason": "WHY"}
CORRECTED_VALUE = "NUMBER"
ACTIONS = ("accept", "exclude", "prefer", "correct")
PROPOSALS = {"figure_id": TEXT, "action": TEXT, "corrected_value": TEXT, "row": TEXT}

Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Finding:
    """One reason for a figure to wait: its kind, every figure it is about, what it should be, and its explanation."""

    kind: str
    figures: tuple[Figure, ...]
    closes_on: float | None = None
    explanation_nl: str = ""
    explanation_en: str = ""


@dataclass(frozen=True)
class WaitingFigure:
    """A figure that waits for a decision, with its findings, the most serious first."""

    figure: Figure
    findings: list[Finding]

    @property
    def grounds(self) -> str | None:
        """Return the other figures that it is compared with, separated by `|`."""
        ids = [figure.figure_id for finding in self.findings for figure in finding.figures]
        return "|".join(dict.fromkeys(each for each in ids if each != self.figure.figure_id)) or None

    @property
    def closes_on(self) -> float | None:
        """Return the value that it is compared with; None where that is no single number."""
        ends = [finding.closes_on for finding in self.findings if finding.closes_on is not None]
        return ends[0] if len(ends) == 1 else None


WAITING: Columns = {
    "figure_id": (TEXT, lambda w: w.figure.figure_id),
    "kinds": (TEXT, lambda w: "|".join(dict.fromkeys(finding.kind for finding in w.findings))),
    "quantity_id": (TEXT, lambda w: w.figure.quantity_id),
    "reference_year": (TEXT, lambda w: w.figure.reference_year),
    "publication": (TEXT, lambda w: w.figure.publication),
    "evidence_nl": (TEXT, lambda w: " ".join(f.explanation_nl for f in w.findings if f.explanation_nl) or None),
    "evidence_en": (TEXT, lambda w: " ".join(f.explanation_en for f in w.findings if f.explanation_en) or None),
    "note": (TEXT, lambda w: w.figure.note or None),
    "source_url": (TEXT, lambda w: w.figure.source_url or None),
    "grounds": (TEXT, lambda w: w.grounds),
    "closes_on": (NUMBER, lambda w: w.closes_on),
}


def waiting_figures(figures: ReconciledFigures, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the figures that wait for a decision, the most serious finding first (WAITING).

    One row per figure: `kinds` (of WAITING_KINDS, separated by `|`), `evidence_nl` and `evidence_en` (the sentences of
    its findings; empty for an inferred year), its own `note` and `source_url`, `grounds` (the other figures it is
    compared with, or with which it makes a sum that closes, separated by `|`) and `closes_on` (the value it is compared
    with, in its unit; empty where that is no single number).
    `decisions` are those of the month, as `reconcile_figures` got them.
    """
    found = [f for f in _findings(figures) if _can_wait(f, figures.choices) and not _is_decided(f, decisions)]
    by_figure: dict[str, list[Finding]] = {}
    for finding in sorted(found, key=lambda finding: WAITING_KINDS.index(finding.kind)):
        by_figure.setdefault(finding.figures[0].figure_id, []).append(finding)
    return table_of([WaitingFigure(found[0].figures[0], found) for found in by_figure.values()], WAITING)


def _findings(figures: ReconciledFigures) -> list[Finding]:
    """Return every finding of the kinds that can wait."""
    found = [
        Finding(d.kind, d.figures, d.value, d.explanation_nl, d.explanation_en)
        for d in figures.differences
        if d.kind in WAITING_KINDS
    ]
    sums = [check.figures for check in figures.checks if (check.name, check.outcome) == ("years", "closes")]
    for figure in figures.choices.figures:
        if figure.reserve == "year_inferred":
            # The shortest sum over years that closes with it.
            closing = [each for each in sums if figure in each]
            shortest = min(closing, key=lambda each: (len(each), [f.figure_id for f in each]), default=())
            found.append(Finding("year_inferred", (figure, *(other for other in shortest if other is not figure))))
    return found


def _can_wait(finding: Finding, choices: Choices) -> bool:
    """Return whether a figure can be chosen; and, but for a conflict, whether it is chosen or could well be."""
    figure = finding.figures[0]
    if figure.figure_id in choices.never_chosen:
        return False
    # What nobody can explain waits even where the rule has chosen.
    chosen = choices.chosen_for(figure) or figure
    return finding.kind == "conflict" or chosen is figure or choose([figure, chosen])[1] in TIE_BREAKS


def _is_decided(finding: Finding, decisions: pd.DataFrame) -> bool:
    figure_id, *others = [figure.figure_id for figure in finding.figures]
    # Of two values of the same it is enough that one was decided on.
    of_pair = {figure_id, *others[:1]} if finding.kind in ("conflict", "quoted_wrongly") else {figure_id}
    for row in decisions.to_dict("records"):
        grounds = re.findall(r"(?:^|\|)\s*(f\d+)=", row["rests_on"]) if isinstance(row.get("rests_on"), str) else []
        if row["figure_id"] in of_pair or (row["figure_id"] in others and figure_id in grounds):
            return True
    return False


def proposed_decisions(
    waiting: pd.DataFrame, printed_figures: pd.DataFrame, taken: Iterable[str], valid_from: str
) -> pd.DataFrame:
    """Return the decisions that would settle each waiting figure, as rows to add to data/decisions/figures.csv.

    One row per waiting figure and possible decision (PROPOSALS): `action` is what the decision does (one of ACTIONS),
    `corrected_value` the number that one that corrects gives, `row` the line of CSV, without its end, in the order of
    DECISION_COLUMNS. One figure takes one decision, so all proposals for it have the same decision_id, the next not
    `taken`. PLACEHOLDERS are where the analyst fills in, CORRECTED_VALUE where no number follows from the finding.
    """
    printed = {row["figure_id"]: row for row in printed_figures.to_dict("records")}
    number = max((int(name[1:]) for name in taken if re.fullmatch(r"d\d+", name)), default=0)
    rows = []
    for place, figure in enumerate(waiting.to_dict("records"), start=number + 1):
        figure_id, own = figure["figure_id"], printed[figure["figure_id"]]
        closing = plain_number(figure["closes_on"])
        correction = closing if closing and closing != plain_number(own["value"]) else CORRECTED_VALUE
        expected = expectations(figure_id, grounds_of(figure), printed)
        for action in ACTIONS:
            # What is chosen need not be preferred, and a range can't be corrected to a number.
            if (action == "prefer" and own["chosen"]) or (action == "correct" and pd.isna(own["value"])):
                continue
            corrected = correction if action == "correct" else ""
            decision = {
                "decision_id": f"d{place:02}",
                "figure_id": figure_id,
                "action": action,
                "valid_from": valid_from,
            }
            decision |= {"corrected_value": corrected, **PLACEHOLDERS, **expected}
            row = line_of_csv([decision[name] for name in DECISION_COLUMNS])
            rows.append([figure_id, action, corrected, row])
    return pd.DataFrame(rows, columns=list(PROPOSALS)).astype(PROPOSALS)


def expectations(figure_id: str, grounds: Iterable[str], printed: Mapping[str, Row]) -> dict[str, str]:
    """Return what a decision on a figure expects: its printed number, and those of the others that it rests on.

    `printed` are the rows of printed_figures by figure_id; the keys are those of DECISION_COLUMNS.
    """
    expected = {f"expected_{name}": plain_number(printed[figure_id][name]) for name in ("value", "lower", "upper")}
    rests_on = []
    for ground in grounds:
        value, lower, upper = (plain_number(printed[ground][name]) for name in ("value", "lower", "upper"))
        rests_on.append(f"{ground}={value or f'{lower}-{upper}'}")
    return {**expected, "rests_on": "|".join(rests_on)}


def grounds_of(waiting: Row) -> list[str]:
    """Return the figures that a waiting figure is compared with."""
    return waiting["grounds"].split("|") if isinstance(waiting["grounds"], str) else []
