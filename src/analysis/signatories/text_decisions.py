"""Decisions on texts (data/decisions/texts.csv), each of which holds for all lines that have the text."""

import datetime
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from analysis.signatories.records import DECIDED_OF_TEXT, Match, Verdict
from analysis.signatories.roles import IN_FAVOUR, Role, Word

HARMLESS, SITS_OR_STANDS, SPEAKS_AGAINST, WITHDRAWN = "harmless", "sits_or_stands", "speaks_against", "withdrawn"
# A harmless text may say something of being named, in words that no list has: one that says nothing does not.
SAYS_NOTHING = "says_nothing"
# Of several texts for which the same lines wait only these can be decided at once.
HARMLESS_ACTIONS = (SAYS_NOTHING, HARMLESS)


def decisions_on_texts(decisions: pd.DataFrame | None, as_of: datetime.date) -> Mapping[str, Mapping[str, str]]:
    """Return the action decided on each text, by body: the last valid by a day."""
    if decisions is None:
        return {}
    valid = decisions[decisions["valid_from"] <= pd.Timestamp(as_of)].sort_values("valid_from", kind="stable")
    valid = valid.assign(text=valid["text"].str.split("|")).explode("text")
    return {body: dict(zip(own["text"], own["action"], strict=True)) for body, own in valid.groupby("body_id")}


def after_decision(cell: Role, action: str) -> Role:
    """Return what a cell says once it was decided that its text is harmless, or says that somebody sits or stands."""
    if action in HARMLESS_ACTIONS:
        return cell.only(frozenset(IN_FAVOUR))
    if action == SITS_OR_STANDS:
        return replace(cell, words=(Word(cell.text, "seat"),), years=frozenset())
    return cell


def verdict_of_text(action: str, chosen: Match | None, text: str) -> Verdict:
    """Return the verdict on a line with a text that speaks against, or withdraws the signature of whoever is meant."""
    because = f"{DECIDED_OF_TEXT} {text!r}"
    if action == SPEAKS_AGAINST:
        return Verdict("not_in_parliament", because=because, matched_by="decision")
    if not chosen:
        return Verdict("rejected", because=f"{because}: withdrawn", matched_by="decision")
    person = chosen.person
    return Verdict("withdrawn", person.name, person.person_id, person.party_id, "decision", because=because)


def verdict_once_decided(accepted: Verdict, because: str, text: str, decided: Mapping[str, str]) -> Verdict:
    """Return the verdict on a line that counts once it was decided that all of a nomination, or of a term, do."""
    action = decided.get(text, "")
    if action in (SPEAKS_AGAINST, WITHDRAWN):
        return verdict_of_text(SPEAKS_AGAINST, None, text)
    if action in HARMLESS_ACTIONS:
        return accepted._replace(withholds_naming=accepted.withholds_naming or action == HARMLESS)
    return accepted.waiting(because)._replace(texts=(text,))
