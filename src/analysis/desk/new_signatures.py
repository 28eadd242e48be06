"""What is new of signatures and seats since the month before."""

import pandas as pd
from markupsafe import Markup

from analysis.desk.readable import readable
from analysis.desk.shown import SAY, Shown, paragraph, shown
from analysis.reconciliation import Reconciliation

# The changes that are about parties, seats and who signed, in the order in which they are told.
_KINDS = ("party_event", "party_signed", "seats", "seats_of_signing_parties")


def new_signatures(month: Reconciliation) -> Shown:
    """Return what is new since the month before: what changed of parties and seats, and the lines signed since.

    It names persons: not for sharing. Lines that were signed earlier are new too when their list came in this month:
    nothing tells when that was, so the ledger has every list.
    """
    lines = month.signatures[_signed_within(month)]
    signed = paragraph(SAY.count("desk.new.lines", len(lines), month=SAY.month(str(month.month))))
    table = [readable(month, "signatures", lines).html] if len(lines) else []
    return shown(*_changes(month), signed, *table, *_not_dated(month))


def _changes(month: Reconciliation) -> list[str]:
    if month.differences is None:
        return [paragraph(SAY.say("desk.news.first_month", month=SAY.month(str(month.month))))]
    told = month.changes.loc[month.changes["kind"].isin(_KINDS), "sentence_en"]
    summary = paragraph(SAY.count("desk.new.changes", len(told)))
    items = Markup("").join(Markup("<li>{}</li>").format(sentence) for sentence in told)
    return [summary, Markup("<ul>{}</ul>").format(items)] if items else [summary]


def _signed_within(month: Reconciliation) -> pd.Series:
    return month.signatures["signed_on"] > pd.Timestamp(month.month.previous().as_of)


def _not_dated(month: Reconciliation) -> list[str]:
    """Return what does not count as signed by the end of the month, if there is any."""
    later = int(month.ledger.set_index("source_file").at["total", "signed_later"])
    counts = {"undated": int(month.signatures["signed_on"].isna().sum()), "later": later}
    return [paragraph(SAY.count(f"desk.new.{name}", n)) for name, n in counts.items() if n]
