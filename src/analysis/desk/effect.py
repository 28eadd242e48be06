"""What a decision changes in a month: each value, verdict and count that differs, before and after."""

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from analysis.briefing.tables import Column
from analysis.core.wording import years_in_words
from analysis.desk.numbers import number_in_words, quantity_labels
from analysis.desk.shown import SAY, paragraph, table
from analysis.desk.waiting import counts_that_wait
from analysis.figures.claim_sentences import claim_in_words
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.comparison import Comparison, Row, Rows, compare
from analysis.reconciliation.releases import edition_of

_NONE = SAY.say("desk.none")


class Effect(NamedTuple):
    """One thing that a decision changes, in words; `what` says what it is."""

    what: str
    before: str
    after: str


def effect(before: Reconciliation, after: Reconciliation) -> str:
    """Return as HTML what differs between a month without a decision and with it; a sentence if nothing does."""
    found = effects(before, after)
    if not found:
        return paragraph(SAY.say("desk.effect.nothing", month=SAY.month(str(after.month))))
    caption = SAY.count("desk.effect.caption", len(found), month=SAY.month(str(after.month)))
    columns = [
        Column(name, SAY.say(f"desk.effect.column.{name}"), row_header=name == "what") for name in Effect._fields
    ]
    return table(pd.DataFrame(found), caption, columns)


def effects(before: Reconciliation, after: Reconciliation) -> list[Effect]:
    """Return what differs: counts and edition, chosen values, verdicts of figures and claims, lines, support."""
    counts = compare("count", _counts(before), _counts(after), ["said"])
    found = []
    for difference in (*counts, *Comparison(before, after).differences(*_KINDS)):
        sides = ((before, difference.before), (after, difference.after))
        said = [_IN_WORDS[difference.kind](month, row) if row else ("", _NONE) for month, row in sides]
        (what, old), (what_now, new) = said
        if old != new:
            found.append(Effect(what or what_now, old, new))
    return found


def _counts(month: Reconciliation) -> Rows:
    """Return what is counted over the month, and its edition: each by what it is, with what is `said` of it."""
    waiting, edition = counts_that_wait(month), edition_of(month)
    lines = month.ledger.set_index("source_file").loc["total"].drop(["lines", "signed_later"])
    counts = {SAY.say(f"desk.effect.waiting.{name}"): n for name, n in waiting.items()}
    counts[SAY.say("desk.effect.discrepancies")] = len(month.figures.discrepancies)
    for outcome, n in lines.items():
        counts[SAY.say("desk.effect.count", outcome=SAY.say(f"desk.readable.outcome.{outcome}"))] = int(n)
    state = "none" if not edition.number else "released" if edition.is_released else "changed"
    said = SAY.say(f"desk.effect.edition_is.{state}", **({"number": edition.number} if edition.number else {}))
    texts = {what: SAY.number(n) for what, n in counts.items()} | {SAY.say("desk.effect.edition"): said}
    return {what: {"what": what, "said": text} for what, text in texts.items()}


def _value(month: Reconciliation, row: Row) -> tuple[str, str]:
    label, year = quantity_labels(month)[row["quantity_id"]], years_in_words(row["reference_year"])
    said = SAY.say("desk.effect.number", number=number_in_words(row), figure_id=row["figure_id"])
    return SAY.say("desk.effect.value", what=label, year=year), said


def _figure(_: Reconciliation, row: Row) -> tuple[str, str]:
    said = [SAY.say("desk.effect.chosen" if row["chosen"] else "desk.effect.not_chosen")]
    said += [
        SAY.say(f"desk.readable.{key}.{row[name]}")
        for name, key in (("verdict", "verdict"), ("never_chosen_because", "never_chosen"))
        if isinstance(row[name], str)
    ]
    return SAY.say("desk.effect.figure", figure_id=row["figure_id"]), SAY.list(said)


def _claim(month: Reconciliation, row: Row) -> tuple[str, str]:
    claims = month.sources.claims.set_index("claim_id", drop=False)
    claim = claim_in_words(claims.loc[row["claim_id"]].to_dict(), "en")
    return claim, SAY.say(f"briefing.verdict.{row['verdict']}")


def _line(_: Reconciliation, row: Row) -> tuple[str, str]:
    said, named = SAY.say(f"desk.readable.outcome.{row['outcome']}"), row["matched_name"]
    if isinstance(named, str) and named:
        named = f"{named}, {SAY.say('desk.effect.may_be_named')}" if row["may_be_named"] else named
        said = SAY.say("desk.effect.of", outcome=said, who=named)
    return SAY.say("desk.effect.line", place=f"{row['source_file']}:{row['source_row']}"), said


def _support(_: Reconciliation, row: Row) -> tuple[str, str]:
    name = row["party"] if isinstance(row["party"], str) else SAY.say("briefing.all_parties.name")
    said = [SAY.say(f"desk.effect.party.{row['party_signed']}")] if isinstance(row["party_signed"], str) else []
    said += [
        SAY.count(f"desk.effect.party.{key}", int(row[column]))
        for key, column in (("seats", "seats_of_signing_parties"), ("signatories", "signatories"))
        if pd.notna(row[column])
    ]
    return SAY.say("desk.effect.of_party", party=name), SAY.list(said) or _NONE


_KINDS = ("chosen_figure", "printed_figure", "claim", "line", "support")
_IN_WORDS: dict[str, Callable[[Reconciliation, Row], tuple[str, str]]] = {
    "count": lambda _, row: (row["what"], row["said"]),
    "chosen_figure": _value,
    "printed_figure": _figure,
    "claim": _claim,
    "line": _line,
    "support": _support,
}
