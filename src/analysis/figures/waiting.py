"""What an analyst looks at: findings that the written rule can't settle, what would settle them, and doubtful figures.

A decision settles a finding about its own figure, and one about a figure that it names in `rests_on`, if its own figure
is part of that finding. The reserves `series_inferred` and `form_known` change no other value, so they do not wait.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.core.amounts import plain_amount, plain_number
from analysis.core.parameters import one_of
from analysis.core.problems import Problem
from analysis.core.record_tables import Row, grouped_by
from analysis.figures import ReconciledFigures
from analysis.figures.choice import choose
from analysis.figures.records import Figure
from analysis.figures.tables import Discrepancy
from analysis.sources.contracts import path_of
from analysis.sources.decisions import ON_FIGURES, actions_of

# The kinds of discrepancies, the most serious first.
SERIOUSNESS = (
    *("impossible", "conflict", "sum_mismatch", "share_mismatch"),
    *("quoted_wrongly", "reports_for_persons", "qualifier_dropped", "range_narrowed"),
    *("other_base", "other_definition", "revised", "other_series", "overlap"),
)
# The kinds that can wait, the most serious first.
WAITING_KINDS = ("impossible", "conflict", "sum_mismatch", "share_mismatch", "quoted_wrongly", "year_inferred")
# Rules that only put equals in an order: if one of them decided, an analyst may know better.
TIE_BREAKS = ("nearest_to_edition", "publisher", "order")
# A value is far from those of _YEARS years before if it is over _FAR times the largest or under 1/_FAR of the least.
_FAR, _YEARS = 3, 5


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
        """Return the ids of the figures with which it is compared, or with which it makes a sum that closes."""
        return list(dict.fromkeys(other.figure_id for each in self.findings for other in each.others))

    def proposals(self, *, is_chosen: bool) -> list[str]:
        """Return the actions that would settle it; the number to which it is to be corrected is never proposed."""
        # What is chosen need not be preferred, and a range can't be corrected to a number.
        not_possible = {"prefer": is_chosen, "correct": self.figure.value is None}
        return [action for action in actions_of(ON_FIGURES) if not not_possible.get(action)]


def waiting_figures(figures: ReconciledFigures, decisions: pd.DataFrame) -> dict[str, WaitingFigure]:
    """Return the figures that wait for a decision, by id, the most serious finding first."""
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
    # Of two values for the same thing, a decision on one is enough.
    of_pair = {figure_id, *others[:1]} if found.kind in ("conflict", "quoted_wrongly") else {figure_id}
    return any(
        decided in of_pair or (decided in others and figure_id in re.findall(r"(?:^|\|)\s*(f\d+)=", rests_on))
        for decided, rests_on in zip(decisions["figure_id"], decisions["rests_on"].fillna(""), strict=True)
    )


def expectations(figure_id: str, grounds: list[str], printed: Mapping[str, Row]) -> dict[str, str]:
    """Return the cells that say what a decision on a figure rests on; raises ParameterError for an unknown figure."""
    rests_on, ends = [], ("value", "lower", "upper")
    for name in (figure_id, *grounds):
        one_of("figure_id", name, printed)
    for ground in grounds:
        value, lower, upper = (plain_number(printed[ground][name]) for name in ends)
        rests_on.append(f"{ground}={value or f'{lower}-{upper}'}")
    expected = {f"expected_{name}": plain_number(printed[figure_id][name]) for name in ends}
    return {**expected, "rests_on": "|".join(rests_on)}


def doubts_in_words(figures: ReconciledFigures, publications: set[str]) -> Iterator[Problem]:
    """Yield a warning for each doubt about the figures of some publications; figures are named by their ids."""

    def problem(figure: Figure, why: str, expected: str, remedy: str) -> Problem:
        number = plain_amount(figure.value, figure.lower, figure.upper)
        what = f"{number} for {figure.quantity_id} about {figure.reference_year} ({figure.figure_id})"
        return Problem(path_of("figures"), None, "value", f"{what}, {why}", expected, remedy, "warning")

    for check in figures.checks:
        failing = check.outcome in ("sum_mismatch", "share_mismatch", "impossible")
        if failing and any(each.publication in publications for each in check.figures):
            parts = ", ".join(part.figure_id for part in check.parts)
            why, made = f"which {parts} do not make", plain_number(round(check.derived or 0.0, 1))
            if check.name == "part":
                why, made = "more than the whole of which it is a part", f"at most {made}, the total ({parts})"
            yield problem(check.figure, why, made, "reread all of them in the source")
    for figure in figures.choices.figures:
        if figure.publication in publications and (ends := far_from(figure, figures)):
            about, why = " to ".join(dict.fromkeys(map(plain_number, ends))), "far from those of the years before"
            yield problem(figure, why, f"about {about}", "check that it was typed as printed")


def far_from(figure: Figure, figures: ReconciledFigures) -> tuple[float, float] | None:
    """Return the smallest and the largest value of the years before if a figure is far from them, else None."""
    is_compared = figure.comparable and figure.used_value and figure.first_year == figure.last_year
    if figure.measure in ("change", "ratio") or not is_compared:
        return None
    keys = [(figure.quantity_id, str(year)) for year in range(figure.first_year - _YEARS, figure.first_year)]
    chosen = [figures.choices.chosen[key][0] for key in keys if key in figures.choices.chosen]
    before = [each.used_value for each in chosen if each.series == figure.series and each.used_value]
    is_far = before and not min(before) / _FAR <= (figure.used_value or 0.0) <= max(before) * _FAR
    return (min(before), max(before)) if is_far else None
