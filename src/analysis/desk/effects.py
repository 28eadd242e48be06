"""What a decision changes in a month: each value, verdict, line and count that differs, before and after."""

from collections.abc import Callable
from itertools import chain

import pandas as pd

from analysis.core.wording import years_in_words
from analysis.desk.shown import SAY, paragraph, table
from analysis.desk.words import Names, Row, number_in_words
from analysis.figures.waiting import waiting_figures
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.comparison import compare, differences
from analysis.reconciliation.releases import version_of


def effects_in_words(before: Reconciliation, after: Reconciliation) -> str:
    """Return as HTML what differs between a month before and after a decision; a sentence if nothing does."""
    found, month = effects(before, after), SAY.month(str(after.month))
    if found.empty:
        return paragraph(SAY.say("desk.effect.nothing", month=month))
    headings = {name: SAY.say(f"desk.column.{name}") for name in found.columns}
    return table(found, SAY.count("desk.effect.caption", len(found), month=month), headings)


def effects(before: Reconciliation, after: Reconciliation) -> pd.DataFrame:
    """Return one row per difference between a month before and after a decision, in words: what, before, after."""
    counts = compare("count", _counts(before), _counts(after), ["said"])
    changed = differences(before, after, "chosen_figure", "printed_figure", "claim", "line", "support")
    rows, without, having = [], Names(before), Names(after)
    for each in chain(counts, *changed.values()):
        in_words = _IN_WORDS[each.kind]
        what, old = in_words(without, each.before) if each.before else ("", "")
        what_now, new = in_words(having, each.after) if each.after else ("", "")
        if old != new:
            rows.append([what or what_now, old, new])
    return pd.DataFrame(rows, columns=["what", "before", "after"])


def _counts(month: Reconciliation) -> dict[str, Row]:
    """Return the counts of a month and the state of its release, by name: rows of `what` it is and what is `said`."""
    waiting = waiting_figures(month.figures, month.sources.decisions.figures)
    counts = {
        SAY.say("desk.effect.waiting"): len(waiting),
        SAY.say("desk.effect.discrepancies"): len(month.figures.discrepancies),
    }
    for outcome, n in month.ledger.set_index("source_file").loc["total"].drop(["lines", "signed_later"]).items():
        counts[SAY.say("desk.effect.count", outcome=SAY.say(f"desk.readable.outcome.{outcome}"))] = int(n)
    version = version_of(month)
    state = "none" if not version.number else "released" if version.is_released else "changed"
    number = {"number": version.number} if version.number else {}
    said = {what: SAY.number(n) for what, n in counts.items()}
    said[SAY.say("desk.effect.version")] = SAY.say(f"desk.effect.version_is.{state}", **number)
    return {what: {"what": what, "said": text} for what, text in said.items()}


def _chosen(names: Names, row: Row) -> tuple[str, str]:
    what = f"{names.quantities[row['quantity_id']]}, {years_in_words(row['reference_year'])}"
    return what, SAY.say("desk.effect.number", number=number_in_words(row), figure_id=row["figure_id"])


def _printed(_names: Names, row: Row) -> tuple[str, str]:
    said = [SAY.say("desk.effect.chosen" if row["chosen"] else "desk.effect.not_chosen")]
    said.append(SAY.say(f"desk.readable.verdict.{row['verdict']}"))
    if isinstance(row["never_chosen_because"], str):
        said.append(SAY.say(f"desk.readable.never_chosen_because.{row['never_chosen_because']}"))
    return SAY.say("desk.effect.figure", figure_id=row["figure_id"]), SAY.list(said)


def _line(_names: Names, row: Row) -> tuple[str, str]:
    said, named = SAY.say(f"desk.readable.outcome.{row['outcome']}"), row["matched_name"]
    if isinstance(named, str) and named:
        named = f"{named}, {SAY.say('desk.effect.may_be_named')}" if row["may_be_named"] else named
        said = f"{said}: {named}"
    return SAY.say("desk.effect.line", place=f"{row['source_file']}:{row['source_row']}"), said


def _support(names: Names, row: Row) -> tuple[str, str]:
    said = [SAY.say(f"desk.effect.party.{row['party_signed']}")] if isinstance(row["party_signed"], str) else []
    for key, column in (("seats", "seats_of_signing_parties"), ("signatories", "signatories")):
        if pd.notna(row[column]):
            said.append(SAY.count(f"desk.effect.party.{key}", int(row[column])))
    return SAY.say("desk.effect.of_party", party=names.parties[row["party_id"]]), SAY.list(said)


_IN_WORDS: dict[str, Callable[[Names, Row], tuple[str, str]]] = {
    "count": lambda _, row: (row["what"], row["said"]),
    "chosen_figure": _chosen,
    "printed_figure": _printed,
    "claim": lambda names, row: (names.claims[row["claim_id"]], SAY.say(f"briefing.verdict.{row['verdict']}")),
    "line": _line,
    "support": _support,
}
