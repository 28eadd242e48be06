"""Which findings wait for an analyst: those that the written rule can't settle, and the decisions that would.

The rule (figures.choice) settles most differences by itself: another series, a later edition, who counts before who
repeats. Those never wait. A figure waits when no decision rests on it and it has one of these findings:

conflict         another value for the same, and nothing explains it: someone has to look at the sources
quoted_wrongly   a quotation that differs from another one of the same edition, where only their order decides
share_mismatch   a share, ratio or change that is used, or could be, and does not fit its own numbers
sum_mismatch     a total that is used, or could be, and is not what it is made of
impossible       a part that is used, or could be, and is larger than the whole
year_inferred    a number that is used, or could be, of which the year is not printed

An inferred count (`series_inferred`) does not wait: that is said with the number, and it changes no other value. Nor
does a group of which the source says itself that it is not complete (`form_known`).
A figure that is never chosen (choice.BARRED), or that a rule has set aside for a better one, does not wait: nothing
leans on it. A decision rests on the figure that it is about, or that it names as a ground (`rests_on`) when it is about
another figure of the finding; for two values of the same it is enough that one of the two was decided on.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.figures import ReconciledFigures
from analysis.figures.choice import choose
from analysis.figures.printed import Printed, printed_of
from analysis.sources.decisions import ON_FIGURES, actions_of, columns_of_decisions
from analysis.sources.decisions.files import line_of_csv

# The kinds that can wait, the most serious first.
WAITING_KINDS = ("impossible", "conflict", "sum_mismatch", "share_mismatch", "quoted_wrongly", "year_inferred")
# Rules that only put equals in an order: where one of them decided, an analyst may know better.
TIE_BREAKS = ("nearest_to_edition", "publisher", "order")
WAITING = {
    "figure_id": "str",
    "kinds": "str",
    "quantity_id": "str",
    "reference_year": "str",
    "publication": "str",
    "evidence_nl": "str",
    "evidence_en": "str",
    "note": "str",
    "source_url": "str",
    "grounds": "str",
    "closes_on": "Float64",
}
DECISION_COLUMNS = columns_of_decisions(ON_FIGURES)
# What the analyst fills in: a row with these left in it does not pass `briefing check`.
PLACEHOLDERS = {"decided_by": "WHO", "decided_on": "YYYY-MM-DD", "reason": "WHY"}
CORRECTED_VALUE = "NUMBER"
ACTIONS = actions_of(ON_FIGURES)
PROPOSALS = {"figure_id": "str", "action": "str", "corrected_value": "str", "row": "str"}
_PAIRS = ("conflict", "quoted_wrongly")

Row = dict[Any, Any]


@dataclass(frozen=True)
class _Finding:
    """One reason for a figure to wait: its kind, its evidence, every figure it is about, and what it should be."""

    kind: str
    figure_id: str
    evidence: dict[str, str]
    figure_ids: tuple[str, ...]
    closes_on: float | None = None


def waiting_figures(
    figures: ReconciledFigures, publications: pd.DataFrame, quantities: pd.DataFrame, decisions: pd.DataFrame
) -> pd.DataFrame:
    """Return the figures that wait for a decision, the most serious finding first (WAITING).

    One row per figure: `kinds` (of WAITING_KINDS, separated by `|`), `evidence_nl` and `evidence_en` (the sentences of
    its findings; empty for an inferred year), its own `note` and `source_url`, `grounds` (the other figures it was held
    against, or with which it makes a sum that closes, separated by `|`) and `closes_on` (the value it was held against,
    in its unit; empty where that is no single number).
    `publications` and `decisions` are those of the month, as `reconcile_figures` got them.
    """
    known = {row["figure_id"]: row for row in figures.printed_figures.to_dict("records")}
    in_use = _in_use(figures, publications, quantities, decisions)
    found = [f for f in _findings(figures) if f.figure_id in in_use[f.kind] and not _is_decided(f, decisions)]
    found.sort(key=lambda f: WAITING_KINDS.index(f.kind))
    grouped: dict[str, list[_Finding]] = {}
    for finding in found:
        grouped.setdefault(finding.figure_id, []).append(finding)
    rows = [_waiting(known[figure_id], findings) for figure_id, findings in grouped.items()]
    return pd.DataFrame(rows, columns=list(WAITING)).astype(WAITING)


def _findings(figures: ReconciledFigures) -> Iterator[_Finding]:
    """Yield every finding of the kinds that can wait."""
    for row in figures.discrepancies.to_dict("records"):
        if row["kind"] in WAITING_KINDS:
            evidence = {language: row[f"explanation_{language}"] for language in ("nl", "en")}
            closes_on = None if pd.isna(row["value_b"]) else float(row["value_b"])
            yield _Finding(row["kind"], row["figure_id"], evidence, tuple(row["figure_ids"].split("|")), closes_on)
    for row in figures.printed_figures.to_dict("records"):
        if row["reserve"] == "year_inferred":
            grounds = _closing_with(row["figure_id"], figures.arithmetic)
            yield _Finding("year_inferred", row["figure_id"], {}, (row["figure_id"], *grounds))


def _closing_with(figure_id: str, arithmetic: pd.DataFrame) -> tuple[str, ...]:
    """Return the other figures of the sum over years that closes with a figure, the shortest if there are several."""
    sums = arithmetic[(arithmetic["check"] == "years") & (arithmetic["outcome"] == "closes")]
    closing = [ids for ids in sums["figure_ids"].str.split("|") if figure_id in ids]
    shortest: list[str] = min(closing, key=lambda ids: (len(ids), ids), default=[])
    return tuple(other for other in shortest if other != figure_id)


def _in_use(
    figures: ReconciledFigures, publications: pd.DataFrame, quantities: pd.DataFrame, decisions: pd.DataFrame
) -> dict[str, set[str]]:
    """Return by kind the figures that a finding of it can make wait: those that are chosen, or could well be."""
    table = figures.printed_figures
    free = set(table.loc[table["never_chosen_because"].isna(), "figure_id"])
    printed = [f for f in printed_of(table, publications, quantities, decisions) if f.figure_id in free]
    chosen_ids = set(figures.figures_by_quantity["figure_id"])
    chosen = {(f.quantity_id, f.reference_year): f for f in printed if f.figure_id in chosen_ids}
    used = {f.figure_id for f in printed if _could_be_chosen(f, chosen[f.quantity_id, f.reference_year])}
    # What nobody can explain waits even where the rule has chosen.
    return {kind: free if kind == "conflict" else used for kind in WAITING_KINDS}


def _could_be_chosen(figure: Printed, chosen: Printed) -> bool:
    return figure is chosen or choose([figure, chosen])[1] in TIE_BREAKS


def _is_decided(finding: _Finding, decisions: pd.DataFrame) -> bool:
    for row in decisions.to_dict("records"):
        grounds = re.findall(r"(?:^|\|)\s*(f\d+)=", row["rests_on"]) if isinstance(row.get("rests_on"), str) else []
        about = row["figure_id"] in finding.figure_ids[1:]
        if row["figure_id"] == finding.figure_id or (about and finding.figure_id in grounds):
            return True
        if finding.kind in _PAIRS and row["figure_id"] == finding.figure_ids[1]:
            return True
    return False


def _waiting(figure: Row, findings: list[_Finding]) -> Row:
    grounds = dict.fromkeys(name for f in findings for name in f.figure_ids if name != figure["figure_id"])
    ends = [f.closes_on for f in findings if f.closes_on is not None]
    own = ("figure_id", "quantity_id", "reference_year", "publication", "note", "source_url")
    return {
        **{name: figure[name] for name in own},
        "kinds": "|".join(dict.fromkeys(f.kind for f in findings)),
        **{f"evidence_{name}": _sentences(findings, name) for name in ("nl", "en")},
        "grounds": "|".join(grounds) or None,
        "closes_on": ends[0] if len(ends) == 1 else None,
    }


def _sentences(findings: list[_Finding], language: str) -> str | None:
    return " ".join(f.evidence[language] for f in findings if f.evidence) or None


def proposed_decisions(
    waiting: pd.DataFrame, printed_figures: pd.DataFrame, taken: Iterable[str], valid_from: str
) -> pd.DataFrame:
    """Return the decisions that would settle each waiting figure, as rows to add to data/decisions/figures.csv.

    One row per waiting figure and possible decision (PROPOSALS): `action` is what the decision does (one of ACTIONS),
    `corrected_value` the number that one that corrects gives, `row` the line of CSV, without its end, in the order of
    DECISION_COLUMNS. One figure takes one decision, so all proposals for it have the same decision_id, the next not
    `taken`. PLACEHOLDERS stand where the analyst fills in, CORRECTED_VALUE where no number follows from the finding.
    """
    known = {row["figure_id"]: row for row in printed_figures.to_dict("records")}
    number = max((int(name[1:]) for name in taken if re.fullmatch(r"d\d+", name)), default=0)
    rows = []
    for place, figure in enumerate(waiting.to_dict("records"), start=number + 1):
        own = known[figure["figure_id"]]
        expected = expectations(figure["figure_id"], grounds_of(figure), known)
        fixed = {"decision_id": f"d{place:02}", "valid_from": valid_from, **PLACEHOLDERS, **expected}
        for action in _possible(own):
            values = fixed | {"figure_id": figure["figure_id"], "action": action}
            values["corrected_value"] = _corrected(figure, own) if action == "correct" else ""
            corrected = values["corrected_value"]
            rows.append(
                {"figure_id": figure["figure_id"], "action": action, "corrected_value": corrected, "row": _csv(values)}
            )
    return pd.DataFrame(rows, columns=list(PROPOSALS)).astype(PROPOSALS)


def _possible(figure: Row) -> list[str]:
    """Return what can be decided: what is chosen need not be preferred, and a range can't be corrected to a number."""
    senseless = {"prefer": bool(figure["chosen"]), "correct": bool(pd.isna(figure["value"]))}
    return [action for action in ACTIONS if not senseless.get(action)]


def expectations(figure_id: str, grounds: Iterable[str], known: Mapping[str, Row]) -> dict[str, str]:
    """Return what a decision on a figure expects: its printed number, and those of the others that it leans on.

    `known` are the rows of printed_figures by figure_id; the keys are those of DECISION_COLUMNS.
    """
    printed = {f"expected_{name}": _short(known[figure_id][name]) for name in ("value", "lower", "upper")}
    return {**printed, "rests_on": "|".join(f"{name}={_number(known[name])}" for name in grounds)}


def grounds_of(figure: Row) -> list[str]:
    """Return the figures that a waiting figure was held against."""
    return figure["grounds"].split("|") if isinstance(figure["grounds"], str) else []


def _corrected(figure: Row, own: Row) -> str:
    """Return the value that would close the finding, or the placeholder where none follows from it."""
    closing = _short(figure["closes_on"])
    return closing if closing and closing != _short(own["value"]) else CORRECTED_VALUE


def _number(figure: Row) -> str:
    return _short(figure["value"]) or f"{_short(figure['lower'])}-{_short(figure['upper'])}"


def _short(number: Any) -> str:
    return "" if pd.isna(number) else f"{float(number):.10g}"


def _csv(values: dict[str, str]) -> str:
    return line_of_csv([values[name] for name in DECISION_COLUMNS])
