"""What a decision changes in a month: each value, verdict and count that differs, before and after."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from analysis.briefing.tables import Column
from analysis.core.wording import years_in_words
from analysis.desk.numbers import number_in_words, quantity_labels
from analysis.desk.queue import counts_that_wait
from analysis.desk.shown import SAY, paragraph, table
from analysis.figures.claims.sentences import claim_in_words
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.releases import edition_of

Row = dict[Any, Any]
_NONE = SAY.say("desk.none")


class Difference(NamedTuple):
    """One thing that a decision changes, in words; `what` says what it is."""

    what: str
    before: str
    after: str


def effect(before: Reconciliation, after: Reconciliation) -> str:
    """Return as HTML what differs between a month without a decision and with it; a sentence if nothing does."""
    found = differences(before, after)
    if not found:
        return paragraph(SAY.say("desk.effect.nothing", month=SAY.month(str(after.month))))
    frame = pd.DataFrame(found)
    caption = SAY.count("desk.effect.caption", len(found), month=SAY.month(str(after.month)))
    columns = [
        Column(name, SAY.say(f"desk.effect.column.{name}"), row_header=name == "what") for name in Difference._fields
    ]
    return table(frame, caption, columns)


def differences(before: Reconciliation, after: Reconciliation) -> list[Difference]:
    """Return what differs: what waits, chosen values, verdicts of figures and claims, lines, support, edition."""
    found = []
    for told in (_waiting, _values, _verdicts, _discrepancies, _claims, _lines, _ledger, _support, _edition):
        old, new = told(before), told(after)
        subjects = dict.fromkeys([*old, *new])
        found += [
            Difference(what, old.get(what, _NONE), new.get(what, _NONE))
            for what in subjects
            if old.get(what) != new.get(what)
        ]
    return found


def _waiting(month: Reconciliation) -> dict[str, str]:
    return {SAY.say(f"desk.effect.waiting.{name}"): SAY.number(n) for name, n in counts_that_wait(month).items()}


def _values(month: Reconciliation) -> dict[str, str]:
    labels = quantity_labels(month)
    return {
        SAY.say(
            "desk.effect.value", what=labels[row["quantity_id"]], year=years_in_words(row["reference_year"])
        ): SAY.say("desk.effect.number", number=number_in_words(row), figure_id=row["figure_id"])
        for row in month.figures.figures_by_quantity.to_dict("records")
    }


def _verdicts(month: Reconciliation) -> dict[str, str]:
    return {
        SAY.say("desk.effect.figure", figure_id=row["figure_id"]): SAY.list(list(_said_of(row)))
        for row in month.figures.printed_figures.to_dict("records")
    }


def _said_of(figure: Row) -> Iterator[str]:
    yield SAY.say("desk.effect.chosen" if figure["chosen"] else "desk.effect.not_chosen")
    for name, key in (("verdict", "verdict"), ("never_chosen_because", "never_chosen")):
        if isinstance(figure[name], str):
            yield SAY.say(f"desk.readable.{key}.{figure[name]}")


def _discrepancies(month: Reconciliation) -> dict[str, str]:
    return {SAY.say("desk.effect.discrepancies"): SAY.number(len(month.figures.discrepancies))}


def _claims(month: Reconciliation) -> dict[str, str]:
    claims = month.sources.claims.set_index("claim_id", drop=False).to_dict("index")
    return {
        claim_in_words(claims[row["claim_id"]], "en"): SAY.say(f"briefing.verdict.{row['verdict']}")
        for row in month.claims.to_dict("records")
    }


def _lines(month: Reconciliation) -> dict[str, str]:
    return {
        SAY.say("desk.effect.line", place=f"{row['source_file']}:{row['source_row']}"): _outcome(row)
        for row in month.signatures.to_dict("records")
    }


def _outcome(line: Row) -> str:
    said = SAY.say(f"desk.readable.outcome.{line['outcome']}")
    named = line["matched_name"] if isinstance(line["matched_name"], str) else ""
    named = f"{named}, {SAY.say('desk.effect.may_be_named')}" if named and line["may_be_named"] else named
    return SAY.say("desk.effect.of", outcome=said, who=named) if named else said


def _ledger(month: Reconciliation) -> dict[str, str]:
    total = month.ledger.set_index("source_file").loc["total"].drop(["lines", "signed_later"])
    return {
        SAY.say("desk.effect.count", outcome=SAY.say(f"desk.readable.outcome.{name}")): SAY.number(int(n))
        for name, n in total.items()
    }


def _support(month: Reconciliation) -> dict[str, str]:
    names = month.support_by_party["party"].fillna(SAY.say("briefing.all_parties.name"))
    return {
        SAY.say("desk.effect.of_party", party=name): SAY.list(list(_said_of_party(row))) or _NONE
        for name, row in zip(names, month.support_by_party.to_dict("records"), strict=True)
    }


def _said_of_party(row: Row) -> Iterator[str]:
    if isinstance(row["party_signed"], str):
        yield SAY.say(f"desk.effect.party.{row['party_signed']}")
    for name, count in (("seats", row["seats_of_signing_parties"]), ("signatories", row["signatories"])):
        if pd.notna(count):
            yield SAY.count(f"desk.effect.party.{name}", int(count))


def _edition(month: Reconciliation) -> dict[str, str]:
    edition = edition_of(month)
    state = "none" if not edition.number else "released" if edition.is_released else "changed"
    facts = {} if state == "none" else {"number": edition.number}
    return {SAY.say("desk.effect.edition"): SAY.say(f"desk.effect.edition_is.{state}", **facts)}
