"""What the log of a build says of a failure: an error can quote what a notebook was at work on, a signatory say."""

from collections.abc import Iterator
from dataclasses import replace

from analysis.batch.notebook_runs import Made
from analysis.names import words_of
from analysis.reconciliation import Reconciliation

_SHORTEST = 4  # a shorter last word of a line is more often no surname


def discreet(made: Made, month: Reconciliation) -> Made:
    """Return what came of a run with a failure that names nobody who signed; the whole of it is in the notebook."""
    if made.failure is None or not _names_anybody(made.failure, month):
        return made
    where = "it may name somebody: see its notebook in internal/failed/" if made.executed else "it may name somebody"
    what = ": ".join(part for part in made.failure.split(": ")[:2] if not _names_anybody(part, month))
    return replace(made, failure=f"{what}: not shown here, as {where}".removeprefix(": "))


def _names_anybody(text: str, month: Reconciliation) -> bool:
    words = f" {' '.join(words_of(text))} "
    return any(f" {name} " in words for name in _names(month))


def _names(month: Reconciliation) -> Iterator[str]:
    """Give the names of all who signed or may have, and the last word of each, as words."""
    signed = month.signatures
    for column in ("name_as_written", "matched_name", "person_id", "candidates"):
        for text in signed.loc[signed["name_as_written"].notna(), column].dropna():
            for words in map(words_of, text.split("|")):
                yield " ".join(words)
                if words and len(words[-1]) >= _SHORTEST:
                    yield words[-1]
