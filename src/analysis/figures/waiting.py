"""Which findings wait for an analyst: those that the written rule can't settle, and the decisions that would.

A decision rests on the figure that it is about, or that it names as a ground (`rests_on`) when it is about another
figure of the finding. The reserves `series_inferred` and `form_known` change no other value and do not wait.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.core.amounts import plain_number
from analysis.core.parameters import one_of
from analysis.core.record_tables import Row, grouped_by
from analysis.figures import ReconciledFigures
from analysis.figures.choice import choose
from analysis.figures.records import Figure
from analysis.figures.tables import Discrepancy
from analysis.sources.decisions import ON_FIGURES, actions_of

# The kinds of discrepancies, the most serious first.
SERIOUSNESS = (
    *("impossible", "conflict", "sum_mismatch", "share_mismatch"),
    *("quoted_wrongly", "reports_for_persons", "qualifier_dropped", "range_narrowed"),
    *("other_base", "other_definition", "revised", "other_series", "overlap"),
)
# The kinds that can wait, the most serious first.
WAITING_KINDS = ("impossible", "conflict", "sum_mismatch", "share_mismatch", "quoted_wrongly", "year_inferred")
# Rules that only put equals in an order: where one of them decided, an analyst may know better.
TIE_BREAKS = ("nearest_to_edition", "publisher", "order")


@dataclass(frozen=True)
class WaitingFigure:
    """A figure that waits for a decision, and the findings that it waits for, the most serious first."""

    figure: Figure
    findings: list[Discrepancy]

    @property
    def kinds(self) -> list[str]:
        """Return the kinds of its findings (WAITING_KINDS)."""
        return list(dict.fromkeys(each.kind for each in self.findings))

    @property
    def grounds(self) -> list[str]:
        """Return the figures that it is compared with, or with which it makes a sum that closes, by their ids."""
        return list(dict.fromkeys(other.figure_id for each in self.findings for other in each.others))

    def proposals(self, *, is_chosen: bool) -> list[str]:
        """Return the actions that would settle it; a number to correct it to is never among what is proposed."""
        # What is chosen need not be preferred, and a range can't be corrected to a number.
        not_possible = {"prefer": is_chosen, "correct": self.figure.value is None}
        return [action for action in actions_of(ON_FIGURES) if not not_possible.get(action)]


def waiting_figures(figures: ReconciledFigures, decisions: pd.DataFrame) -> dict[str, WaitingFigure]:
    """Return the figures that wait for a decision by their ids, the most serious finding first."""
    found = [each for each in figures.discrepancy_records if each.kind in WAITING_KINDS]
    sums = [check.figures for check in figures.checks if (check.name, check.outcome) == ("years", "closes")]
    for figure in figures.choices.figures:
        if figure.reserve == "year_inferred":
            # With the figures of the shortest sum over years that closes with it.
            closing = [each for each in sums if figure in each]
            shortest = min(closing, key=lambda each: (len(each), [f.figure_id for f in each]), default=())
            found.append(Discrepancy("year_inferred", figure, "", (figure, *shortest)))
    found.sort(key=lambda each: WAITING_KINDS.index(each.kind))
    waiting = []
    for each in found:
        figure, chosen = each.figure, figures.choices.chosen_for(each.figure) or each.figure
        # What nobody can explain waits even where the rule has chosen.
        could_be = each.kind == "conflict" or chosen is figure or choose([figure, chosen])[1] in TIE_BREAKS
        if could_be and figure.figure_id not in figures.choices.never_chosen and not _is_decided(each, decisions):
            waiting.append(each)
    by_figure = grouped_by(waiting, lambda each: each.figure.figure_id)
    return {figure_id: WaitingFigure(own[0].figure, own) for figure_id, own in by_figure.items()}


def _is_decided(found: Discrepancy, decisions: pd.DataFrame) -> bool:
    figure_id, others = found.figure.figure_id, [other.figure_id for other in found.others]
    # Of two values of the same it is enough that one was decided on.
    of_pair = {figure_id, *others[:1]} if found.kind in ("conflict", "quoted_wrongly") else {figure_id}
    return any(
        decided in of_pair or (decided in others and figure_id in re.findall(r"(?:^|\|)\s*(f\d+)=", rests_on))
        for decided, rests_on in zip(decisions["figure_id"], decisions["rests_on"].fillna(""), strict=True)
    )


def expectations(figure_id: str, grounds: list[str], printed: Mapping[str, Row]) -> dict[str, str]:
    """Return the cells of what a decision on a figure expects; raises ParameterError for one that is not printed."""
    rests_on, ends = [], ("value", "lower", "upper")
    for name in (figure_id, *grounds):
        one_of("figure_id", name, printed)
    for ground in grounds:
        value, lower, upper = (plain_number(printed[ground][name]) for name in ends)
        rests_on.append(f"{ground}={value or f'{lower}-{upper}'}")
    expected = {f"expected_{name}": plain_number(printed[figure_id][name]) for name in ends}
    return {**expected, "rests_on": "|".join(rests_on)}
