"""Whether a month is released: as which edition, what was wrong before, and whether its numbers changed since.

A release is of what a reader can quote (see `quotable`), not of sentences and looks. When that changes afterwards, for
whatever reason, the pages are a draft again until somebody releases the next edition and says what was wrong.
"""

import hashlib
from dataclasses import dataclass

import pandas as pd

from analysis.core.parameters import LANGUAGES
from analysis.core.problems import Problem, row_of
from analysis.core.wording import Wording
from analysis.reconciliation.quotable import MonthReconciled, quotable_tables

RELEASES = "decisions/releases.csv"
_DIGITS = 12


@dataclass(frozen=True)
class Edition:
    """The newest edition of a month: 0 for none; `is_current` if its numbers are those of now.

    `what_was_wrong` says by language what was wrong in the edition before it; empty for the first.
    """

    number: int
    is_current: bool
    released_on: pd.Timestamp | None
    what_was_wrong: dict[str, str]

    @property
    def is_released(self) -> bool:
        """Return whether pages may go out: they show the numbers that somebody released."""
        return self.number > 0 and self.is_current


def edition_of(month: MonthReconciled) -> Edition:
    """Return the newest edition of a month; a row without `numbers`, typed by hand, counts as of the numbers of now."""
    releases = month.sources.decisions.releases
    if releases.empty:
        return Edition(0, False, None, {})
    newest = releases.sort_values("edition").iloc[-1]
    wrong = {language: newest[f"what_was_wrong_{language}"] for language in LANGUAGES}
    return Edition(
        number=int(newest["edition"]),
        is_current=pd.isna(newest["numbers"]) or newest["numbers"] == numbers_of(month),
        released_on=newest["released_on"],
        what_was_wrong={language: text for language, text in wrong.items() if isinstance(text, str)},
    )


def edition_in_words(newest: Edition, w: Wording) -> str:
    """Return what a reader must know of the edition: what was wrong in the one before, or that it changed since."""
    if newest.released_on is None:
        return ""
    facts = {"number": newest.number, "date": w.date(newest.released_on.date())}
    if not newest.is_current:
        return w.say("page.changed", **facts)
    wrong = newest.what_was_wrong.get(w.language)
    return w.say("page.corrected", **facts, wrong=wrong) if wrong else ""


def numbers_of(month: MonthReconciled) -> str:
    """Return a short fingerprint of every number, verdict, day, source and name that the pages of a month show."""
    digest = hashlib.sha256()
    for name, table in quotable_tables(month).items():
        digest.update(f"{name}\n".encode())
        digest.update(table.to_csv(index=False, lineterminator="\n", float_format="%.10g").encode())
    return digest.hexdigest()[:_DIGITS]


def changed_since(month: MonthReconciled) -> list[Problem]:
    """Return a warning if the numbers of a month are no longer those that were released, or nobody can tell."""
    edition, releases = edition_of(month), month.sources.decisions.releases
    if edition.number == 0:
        return []
    newest = releases.loc[releases["edition"].idxmax()]
    if pd.isna(newest["numbers"]):
        found, expected = "an empty cell", f"{numbers_of(month)}, if those are the numbers that were released"
        remedy = "type it: without it nobody is told when a number changes"
    elif edition.is_current:
        return []
    else:
        found = f"other numbers than those of edition {edition.number} of {newest['month']}"
        expected = "those that were released"
        remedy = "compare with what was sent; then release a new edition that says what was wrong, or undo the change"
    return [Problem(RELEASES, row_of(newest.name), "numbers", found, expected, remedy, "warning")]
