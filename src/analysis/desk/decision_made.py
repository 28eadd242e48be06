"""Writes a decision from a notebook, or takes it back, and shows what that changes, before and after.

It is written only if the data with it pass their contract and can be reconciled; otherwise nothing is, and the error
says what is wrong.
"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from IPython.core.getipython import get_ipython

from analysis.briefing.tables import Column
from analysis.core.problems import InputError, ParameterError
from analysis.core.wording import years_in_words
from analysis.desk.calls import pre
from analysis.desk.numbers import number_in_words, quantity_labels
from analysis.desk.shown import SAY, Shown, paragraph, shown, table
from analysis.desk.waiting import counts_that_wait
from analysis.figures.claims.sentences import claim_in_words
from analysis.reconciliation import Reconciliation, reconcile_to_rule, reconciled
from analysis.reconciliation.releases import edition_of
from analysis.sources.decisions.files import change, path_of, without_row

Row = dict[Any, Any]


@dataclass(frozen=True, repr=False)
class DecisionMade(Shown):
    """A decision as it was written, or taken back, and what it changes; `month` is the month reconciled with it."""

    month: Reconciliation


class Difference(NamedTuple):
    """One thing that a decision changes, in words; `what` says what it is."""

    what: str
    before: str
    after: str


def write(
    month: Reconciliation, table_name: str, edit: Callable[[str], str], then: Callable[[Reconciliation], str]
) -> DecisionMade:
    """Add a row to a file of decisions by an edit of its text; `then` says of the month with it what to do next.

    Raises ParameterError where nobody is at the keyboard, InputError where the decision does not fit the data.
    """
    old, new, (before, after) = _change(month, table_name, edit)
    return _made("desk.decision.written", table_name, new.removeprefix(old), before, after, then(after))


def remove(month: Reconciliation, table_name: str, wanted: dict[str, str], then: str) -> DecisionMade:
    """Take the row with the wanted values out of a file of decisions; raises as `write` does."""
    old, _, (before, after) = _change(month, table_name, lambda text: without_row(text, wanted)[0])
    return _made("desk.decision.taken_back", table_name, without_row(old, wanted)[1], before, after, then)


def _change(
    month: Reconciliation, table_name: str, edit: Callable[[str], str]
) -> tuple[str, str, tuple[Reconciliation, Reconciliation]]:
    _refuse_in_an_unattended_run()
    return change(table_name, month.sources.folder, edit, lambda copy: _before_and_after(month, copy))


def _refuse_in_an_unattended_run() -> None:
    """Raise ParameterError in a notebook that runs by itself: in a build, in papermill, in nbconvert --execute.

    These ask for each cell with `allow_stdin` false (Jupyter's messaging protocol), as there is nobody who could
    answer; JupyterLab and other programs with a person before them ask with it true.
    """
    shell = get_ipython()
    request = shell.get_parent() if shell is not None and hasattr(shell, "get_parent") else {}
    if request and not request.get("content", {}).get("allow_stdin", True):
        raise ParameterError(
            "nothing is decided or released in a notebook that runs by itself, as in a build or in papermill: "
            "run this cell in JupyterLab"
        )


def _before_and_after(month: Reconciliation, copy: Path) -> tuple[Reconciliation, Reconciliation]:
    """Return the month as the files have it now, and as a copy of them has it.

    A decision that went stale stops the first: then it is the month as it was opened, so the decision can be undone.
    """
    folder = month.sources.folder
    before = month
    with contextlib.suppress(InputError):
        before = reconciled(month.month, folder)
    try:
        after = reconcile_to_rule(month.month, copy)
    except InputError as error:
        error.add_note(SAY.say("desk.decision.refused"))
        raise
    return before, replace(after, sources=replace(after.sources, folder=folder))


def _made(
    key: str, table_name: str, row: str, before: Reconciliation, after: Reconciliation, then: str
) -> DecisionMade:
    written = paragraph(SAY.say(key, file=path_of(table_name)))
    return DecisionMade(shown(written, pre(row.strip()), effect(before, after), paragraph(then)).html, after)


def effect(before: Reconciliation, after: Reconciliation) -> str:
    """Return as HTML what differs between a month without a decision and with it; a sentence if nothing does."""
    old, new = dict(_facts(before)), dict(_facts(after))
    none = SAY.say("desk.none")
    found = [
        Difference(what, old.get(what, none), new.get(what, none))
        for what in {**old, **new}
        if old.get(what) != new.get(what)
    ]
    if not found:
        return paragraph(SAY.say("desk.effect.nothing", month=SAY.month(str(after.month))))
    caption = SAY.count("desk.effect.caption", len(found), month=SAY.month(str(after.month)))
    columns = [
        Column(name, SAY.say(f"desk.effect.column.{name}"), row_header=name == "what") for name in Difference._fields
    ]
    return table(pd.DataFrame(found), caption, columns)


def _facts(month: Reconciliation) -> Iterator[tuple[str, str]]:
    """Yield what a decision can change in a month, and what it is, in words: first what waits, last the release."""
    for name, count in counts_that_wait(month).items():
        yield SAY.say(f"desk.effect.waiting.{name}"), SAY.number(count)
    yield from _facts_of_figures(month)
    yield from _facts_of_signatures(month)
    edition = edition_of(month)
    state = "none" if not edition.number else "released" if edition.is_released else "changed"
    facts = {"number": edition.number} if edition.number else {}
    yield SAY.say("desk.effect.edition"), SAY.say(f"desk.effect.edition_is.{state}", **facts)


def _facts_of_figures(month: Reconciliation) -> Iterator[tuple[str, str]]:
    labels = quantity_labels(month)
    for row in month.figures.figures_by_quantity.to_dict("records"):
        what = SAY.say("desk.effect.value", what=labels[row["quantity_id"]], year=years_in_words(row["reference_year"]))
        yield what, SAY.say("desk.effect.number", number=number_in_words(row), figure_id=row["figure_id"])
    for row in month.figures.printed_figures.to_dict("records"):
        said = [SAY.say("desk.effect.chosen" if row["chosen"] else "desk.effect.not_chosen")]
        for name, key in (("verdict", "verdict"), ("never_chosen_because", "never_chosen")):
            said += [SAY.say(f"desk.readable.{key}.{row[name]}")] if isinstance(row[name], str) else []
        yield SAY.say("desk.effect.figure", figure_id=row["figure_id"]), SAY.list(said)
    yield SAY.say("desk.effect.discrepancies"), SAY.number(len(month.figures.discrepancies))
    claims = month.sources.claims.set_index("claim_id", drop=False).to_dict("index")
    for row in month.claims.to_dict("records"):
        yield claim_in_words(claims[row["claim_id"]], "en"), SAY.say(f"briefing.verdict.{row['verdict']}")


def _facts_of_signatures(month: Reconciliation) -> Iterator[tuple[str, str]]:
    for row in month.signatures.to_dict("records"):
        what = SAY.say("desk.effect.line", place=f"{row['source_file']}:{row['source_row']}")
        said = SAY.say(f"desk.readable.outcome.{row['outcome']}")
        if isinstance(row["matched_name"], str):
            may_be_named = f", {SAY.say('desk.effect.may_be_named')}" if row["may_be_named"] else ""
            said = SAY.say("desk.effect.of", outcome=said, who=f"{row['matched_name']}{may_be_named}")
        yield what, said
    total = month.ledger.set_index("source_file").loc["total"].drop(["lines", "signed_later"])
    for outcome, count in total.items():
        name = SAY.say(f"desk.readable.outcome.{outcome}")
        yield SAY.say("desk.effect.count", outcome=name), SAY.number(int(count))
    parties = month.support_by_party["party"].fillna(SAY.say("briefing.all_parties.name"))
    for party, row in zip(parties, month.support_by_party.to_dict("records"), strict=True):
        signed = [SAY.say(f"desk.effect.party.{row['party_signed']}")] if isinstance(row["party_signed"], str) else []
        for name, column in (("seats", "seats_of_signing_parties"), ("signatories", "signatories")):
            signed += [SAY.count(f"desk.effect.party.{name}", int(row[column]))] if pd.notna(row[column]) else []
        yield SAY.say("desk.effect.of_party", party=party), SAY.list(signed) or SAY.say("desk.none")
