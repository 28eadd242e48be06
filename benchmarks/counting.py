"""What became of the planted errors, counted and put in words."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

GROUPS = ("arithmetic_or_comparison", "rule_of_the_tables_only", "all")


@dataclass(frozen=True)
class Outcome:
    """What became of one error: what could reveal it, and what found it.

    `found_by`: `check` (briefing check reports it), `new` (a discrepancy that was not there), `changed` (one that was
    there shows another number), `claim` (a claim that held is contradicted now). `collateral` are new discrepancies
    that name neither the figure nor a figure that a formula ties to it.
    """

    kind: str
    plant: str
    revealed_by: tuple[str, ...]
    found_by: tuple[str, ...]
    collateral: tuple[str, ...]


def counted(outcomes: list[Outcome]) -> dict[str, Any]:
    """Return the numbers of one group of errors."""
    revealable = [o for o in outcomes if o.revealed_by]
    found = [o for o in outcomes if o.found_by]
    both = [o for o in revealable if o.found_by]
    strictly = [o for o in revealable if set(o.found_by) - {"changed"}]
    return {
        "planted": len(outcomes),
        "revealable": len(revealable),
        "found": len(found),
        "found_of_revealable": len(both),
        "found_anew_of_revealable": len(strictly),
        "percent_of_revealable": round(100 * len(both) / len(revealable), 1) if revealable else None,
        "percent_anew_of_revealable": round(100 * len(strictly) / len(revealable), 1) if revealable else None,
        "percent_of_all": round(100 * len(found) / len(outcomes), 1),
    }


def summary(measured: dict[str, Any]) -> dict[str, Any]:
    """Return the measurements as plain numbers and lists."""
    outcomes: list[Outcome] = measured["outcomes"]
    by_kind: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_kind[outcome.kind].append(outcome)
    collateral = [(o.plant, key) for o in outcomes for key in o.collateral]
    noisy = [(kind, key) for kind, keys in measured["after_additions"] for key in keys]
    with_alarm = sum(bool(keys) for _, keys in measured["after_additions"])
    return {
        "by_kind": {kind: counted(group) for kind, group in by_kind.items()},
        "all": counted(outcomes),
        "arithmetic_or_comparison": counted(
            [o for o in outcomes if any(not w.startswith("rule") for w in o.revealed_by)]
        ),
        "rule_of_the_tables_only": counted(
            [o for o in outcomes if o.revealed_by and all(w.startswith("rule") for w in o.revealed_by)]
        ),
        "figures": measured["figures"],
        "reconciliations": measured["reconciliations"],
        "false_alarms": measured["false_alarms"],
        "false_alarms_per_100_figures": round(100 * len(measured["false_alarms"]) / measured["figures"], 2),
        "found_by": Counter(way for o in outcomes for way in o.found_by[:1]),
        "missed": [(o.plant, o.revealed_by) for o in outcomes if o.revealed_by and not o.found_by],
        "collateral": collateral,
        "collateral_per_plant": round(len(collateral) / len(outcomes), 3),
        "collateral_per_100_figures": round(100 * len(collateral) / len(outcomes) / measured["figures"], 3),
        "additions": len(measured["after_additions"]),
        "additions_with_alarm": with_alarm,
        "alarms_per_100_additions": round(100 * with_alarm / max(1, len(measured["after_additions"])), 2),
        "alarms_after_additions": noisy,
    }


def printed_report(numbers: dict[str, Any]) -> str:
    """Return the report as text."""
    lines = [
        f"{'kind':26}{'planted':>8}{'revealable':>11}{'found':>7}{'of those':>9}{'anew %':>8}{'%':>9}{'% of all':>10}"
    ]
    for kind, n in [*numbers["by_kind"].items(), *((name, numbers[name]) for name in GROUPS)]:
        percent, anew = (
            "-" if n[k] is None else f"{n[k]:.1f}" for k in ("percent_of_revealable", "percent_anew_of_revealable")
        )
        lines.append(
            f"{kind:26}{n['planted']:>8}{n['revealable']:>11}{n['found']:>7}{n['found_of_revealable']:>9}"
            f"{anew:>8}{percent:>9}{n['percent_of_all']:>10.1f}"
        )
    lines += ["", f"found by: {dict(numbers['found_by'])}"]
    lines += [
        f"on the real data: {len(numbers['false_alarms'])} alarms that the list typed by hand does not have, "
        f"{numbers['false_alarms_per_100_figures']} per 100 figures {numbers['false_alarms'] or ''}",
        f"collateral alarms: {len(numbers['collateral'])}, {numbers['collateral_per_plant']} an error, "
        f"{numbers['collateral_per_100_figures']} per 100 clean figures",
        f"harmless additions: {numbers['additions']}, with an alarm: {numbers['additions_with_alarm']} "
        f"({numbers['alarms_per_100_additions']} per 100)",
        f"time: as much as {numbers['reconciliations']} reconciliations",
    ]
    lines += ["", "missed though revealable:"]
    lines += [f"  {plant}\n      {'; '.join(why[:3])}" for plant, why in numbers["missed"]]
    lines += ["", "collateral:", *(f"  {plant}\n      {key}" for plant, key in numbers["collateral"])]
    lines += [
        "",
        "alarms after harmless additions:",
        *(f"  {k}: {key}" for k, key in numbers["alarms_after_additions"]),
    ]
    return "\n".join(lines)
