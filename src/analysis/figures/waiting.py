"""Which findings wait for an analyst: those that the written rule can't settle, and the decisions that would.

The rule (figures.choice) settles most differences by itself: another series, a later edition, who counts before who
repeats. Those never wait. A figure waits when no decision rests on it and it has one of these findings:

conflict         another value for the same, and nothing explains it: someone has to look at the sources
quoted_wrongly   a quotation that differs from another one of the same edition, where only their order decides
share_mismatch   a share, ratio or change that is used, or could be, and does not fit its own numbers
sum_mismatch     a total that is used, or could be, and is not what it is made of
impossible       a part that is used, or could be, and is larger than the total
year_inferred    a number that is used, or could be, of which the year is not printed

An inferred series (`series_inferred`) does not wait: it is named beside the number, and it changes no other value. Nor
does a group of which the source says itself that it is not complete (`form_known`).
A figure that is never chosen (choice.NEVER_CHOSEN), or that a rule has set aside for a better one, does not wait:
nothing rests on it. A decision rests on the figure that it is about, or that it names as a ground (`rests_on`) when it
is about another figure of the finding; for two values of the same it is enough that one of the two was decided on.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from analysis.core.amounts import plain_number
from analysis.core.parameters import one_of
from analysis.core.record_tables import NUMBER, TEXT, Columns, table_of
from analysis.figures import ReconciledFigures
from analysis.figures.choice import Choices, choose
from analysis.figures.tables import Difference
from analysis.sources.decisions import ON_FIGURES, actions_of

# The kinds of discrepancies, the most serious first: what can't be true or explained; what does not fit its own
# numbers; what was copied wrongly; what is right on another base, edition or count; and sums that need not close, as
# one person can be counted in several parts.
SERIOUSNESS = (
    *("impossible", "conflict"),
    *("sum_mismatch", "share_mismatch"),
    *("quoted_wrongly", "reports_for_persons", "qualifier_dropped", "range_narrowed"),
    *("other_base", "other_definition", "revised", "other_series"),
    "overlap",
)
# The kinds that can wait, the most serious first.
WAITING_KINDS = ("impossible", "conflict", "sum_mismatch", "share_mismatch", "quoted_wrongly", "year_inferred")
# Rules that only put equals in an order: where one of them decided, an analyst may know better.
TIE_BREAKS = ("nearest_to_edition", "publisher", "order")

Row = Mapping[Any, Any]

# A row is the differences that a figure waits for, the most serious first.
WAITING: Columns = {
    "figure_id": (TEXT, lambda found: found[0].figure.figure_id),
    "kinds": (TEXT, lambda found: "|".join(dict.fromkeys(each.kind for each in found))),
    "quantity_id": (TEXT, lambda found: found[0].figure.quantity_id),
    "reference_year": (TEXT, lambda found: found[0].figure.reference_year),
    "publication": (TEXT, lambda found: found[0].figure.publication),
    "evidence_nl": (TEXT, lambda found: " ".join(each.explanation_nl for each in found).strip()),
    "evidence_en": (TEXT, lambda found: " ".join(each.explanation_en for each in found).strip()),
    "note": (TEXT, lambda found: found[0].figure.note),
    "source_url": (TEXT, lambda found: found[0].figure.source_url),
    "grounds": (TEXT, lambda found: "|".join(dict.fromkeys(f.figure_id for each in found for f in each.others))),
    "closes_on": (NUMBER, lambda found: _only_value(found)),
}


def _only_value(found: list[Difference]) -> float | None:
    values = [each.value for each in found if each.value is not None]
    return values[0] if len(values) == 1 else None


def waiting_figures(figures: ReconciledFigures, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the figures that wait for a decision, the most serious finding first (WAITING).

    One row per figure: `kinds` (of WAITING_KINDS, separated by `|`), `evidence_nl` and `evidence_en` (the sentences of
    its findings; empty for an inferred year), its own `note` and `source_url`, `grounds` (the other figures it is
    compared with, or with which it makes a sum that closes, separated by `|`) and `closes_on` (the value it is compared
    with, in its unit; empty where that is no single number).
    `decisions` are those of the month, as `reconcile_figures` got them.
    """
    found = [each for each in figures.differences if each.kind in WAITING_KINDS]
    sums = [check.figures for check in figures.checks if (check.name, check.outcome) == ("years", "closes")]
    for figure in figures.choices.figures:
        if figure.reserve == "year_inferred":
            # With the figures of the shortest sum over years that closes with it.
            closing = [each for each in sums if figure in each]
            shortest = min(closing, key=lambda each: (len(each), [f.figure_id for f in each]), default=())
            found.append(Difference("year_inferred", figure, "", (figure, *shortest)))
    by_figure: dict[str, list[Difference]] = {}
    for each in sorted(found, key=lambda each: WAITING_KINDS.index(each.kind)):
        if _can_wait(each, figures.choices) and not _is_decided(each, decisions):
            by_figure.setdefault(each.figure.figure_id, []).append(each)
    return table_of(by_figure.values(), WAITING)


def _can_wait(found: Difference, choices: Choices) -> bool:
    """Return whether a figure can be chosen; and, but for a conflict, whether it is chosen or could well be."""
    figure = found.figure
    if figure.figure_id in choices.never_chosen:
        return False
    # What nobody can explain waits even where the rule has chosen.
    chosen = choices.chosen_for(figure) or figure
    return found.kind == "conflict" or chosen is figure or choose([figure, chosen])[1] in TIE_BREAKS


def _is_decided(found: Difference, decisions: pd.DataFrame) -> bool:
    figure_id, others = found.figure.figure_id, [other.figure_id for other in found.others]
    # Of two values of the same it is enough that one was decided on.
    of_pair = {figure_id, *others[:1]} if found.kind in ("conflict", "quoted_wrongly") else {figure_id}
    for decided, rests_on in zip(decisions["figure_id"], decisions["rests_on"].fillna(""), strict=True):
        if decided in of_pair or (decided in others and figure_id in re.findall(r"(?:^|\|)\s*(f\d+)=", rests_on)):
            return True
    return False


def proposed_decisions(waiting: pd.DataFrame, printed_figures: pd.DataFrame) -> list[tuple[str, str, float | None]]:
    """Return the decisions that would settle each waiting figure: figure_id, action, and the number of a correction.

    That number is None where none follows from the finding, and with another action.
    """
    printed = {row["figure_id"]: row for row in printed_figures.to_dict("records")}
    found = []
    for figure_id, closing in waiting[["figure_id", "closes_on"]].itertuples(index=False):
        own = printed[figure_id]
        for action in actions_of(ON_FIGURES):
            # What is chosen need not be preferred, and a range can't be corrected to a number.
            if (action == "prefer" and own["chosen"]) or (action == "correct" and pd.isna(own["value"])):
                continue
            follows = action == "correct" and pd.notna(closing) and closing != own["value"]
            found.append((figure_id, action, float(closing) if follows else None))
    return found


def expectations(figure_id: str, grounds: Iterable[str], printed: Mapping[str, Row]) -> dict[str, str]:
    """Return what a decision on a figure expects: its printed number, and those of the others that it rests on.

    `printed` are the rows of printed_figures by figure_id; the keys are columns of data/decisions/figures.csv. Raises
    ParameterError for a figure that is not among them.
    """
    rests_on, ends, grounds = [], ("value", "lower", "upper"), list(grounds)
    for name in (figure_id, *grounds):
        one_of("figure_id", name, printed)
    for ground in grounds:
        value, lower, upper = (plain_number(printed[ground][name]) for name in ends)
        rests_on.append(f"{ground}={value or f'{lower}-{upper}'}")
    expected = {f"expected_{name}": plain_number(printed[figure_id][name]) for name in ends}
    return {**expected, "rests_on": "|".join(rests_on)}


def grounds_of(waiting: Row) -> list[str]:
    """Return the figures that a waiting figure is compared with."""
    return waiting["grounds"].split("|") if isinstance(waiting["grounds"], str) else []
