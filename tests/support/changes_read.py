"""What must hold for the changes of any month: of the few months of the quick tests, and of all in the slow ones."""

import re

from analysis.briefing.changes import changes_for_reader, first_change
from analysis.core.wording import wording
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.comparison import REASONS


def faults_in_changes(month: Reconciliation) -> list[str]:
    """Return what is wrong with the changes of a month: a reason, an id that is nowhere, or a sentence."""
    found, known = month.changes, month.sources
    ids = {*known.publications["publication"], *known.party_events["event_id"], *known.commitment_events["event_id"]}
    ids |= {*known.decisions.parties["decision_id"], *known.decisions.figures["decision_id"]}
    ids |= {f"election:{name}" for name in known.elections["election"]}
    ids |= {f"member:{way}:{party}" for way in ("came", "left") for party in known.parties["party_id"]}
    because = found["because"].str.split("|").explode()
    sentences = [*found["sentence_nl"], *found["sentence_en"]]
    whole, odd = re.compile(r"[A-Z“0-9].*[.]"), re.compile(r"\bnan\b|None|[{}<>]|  ")
    faults = [
        *(f"no such id: {each}" for each in because[~because.isin(ids)]),
        # The data explain every change so far: no reason is unknown.
        *(f"no reason: {each}" for each in found["reason"] if each not in {*REASONS} - {"unknown"}),
        *(f"no sentence: {each}" for each in sentences if not whole.fullmatch(each) or odd.search(each)),
        *(f"no change: {each}" for each in found["sentence_en"][found["before"].eq(found["after"])]),
    ]
    if found.drop(columns=["before", "after"]).isna().any(axis=None):
        faults.append("an empty cell")
    line = first_change(month.records.changes, wording("nl"))
    first = changes_for_reader(month, "all", wording("nl"))[0].sentence
    if line != (first if len(found) else ""):
        faults.append(f"not what a reader of all parties is shown first: {line}")
    return faults
