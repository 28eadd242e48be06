"""Whether a month is released: as which version, what was wrong before, and what changed since."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.core.parameters import LANGUAGES, check_names
from analysis.core.problems import ParameterError, Problem, row_of
from analysis.core.wording import Wording
from analysis.reconciliation.released_numbers import earlier_numbers_of, named_in, named_now, numbers_of

if TYPE_CHECKING:
    from analysis.reconciliation import Reconciliation

RELEASES = "decisions/releases.csv"
# What a correction says, each in a column per language of decisions/releases.csv.
CORRECTION = ("what_was_wrong", "how_fixed", "what_it_touches")
_OF_A_CORRECTION = [f"{name}_{language}" for name in CORRECTION for language in LANGUAGES]


@dataclass(frozen=True)
class ReleasedVersion:
    """The newest version of a month, 0 for none; `correction` has the columns of what was wrong in the one before."""

    number: int
    is_current: bool  # its numbers are those of now
    released_on: pd.Timestamp | None
    correction: dict[str, Any]

    @property
    def is_released(self) -> bool:
        """Return whether pages may go out: they show the numbers that somebody released."""
        return self.number > 0 and self.is_current


def version_of(month: "Reconciliation") -> ReleasedVersion:
    """Return the newest version of a month; a row without `numbers`, typed by hand, counts as of the numbers of now."""
    releases = month.sources.decisions.releases
    if releases.empty:
        return ReleasedVersion(0, False, None, {})
    newest = releases.sort_values("edition").iloc[-1]
    return ReleasedVersion(
        number=int(newest["edition"]),
        is_current=pd.isna(newest["numbers"])
        or (newest["numbers"] == numbers_of(month) and named_in(month, newest["edition"]) in (None, named_now(month)))
        or newest["numbers"] == earlier_numbers_of(month),
        released_on=newest["released_on"],
        correction=newest[_OF_A_CORRECTION].to_dict(),
    )


def version_in_words(newest: ReleasedVersion, w: Wording) -> str:
    """Return what a reader must know of the version: what was wrong in the one before, or that it changed since."""
    if newest.released_on is None:
        return ""
    facts = {"number": newest.number, "date": w.date(newest.released_on.date())}
    if not newest.is_current:
        return w.say("page.changed", **facts)
    said = correction_in_words(newest.correction, w)
    return w.say("page.corrected", **facts, correction=said) if said else ""


def correction_in_words(row: Mapping[str, Any], w: Wording) -> str:
    """Return what was wrong in the version before, how it was fixed and what it touches; empty for a first version."""
    said = {name: row.get(f"{name}_{w.language}") for name in CORRECTION}
    typed = {name: text.strip() for name, text in said.items() if isinstance(text, str)}
    ended = {name: text if text.endswith((".", "!", "?")) else f"{text}." for name, text in typed.items()}
    return " ".join(w.say(f"page.{name}", said=text) for name, text in ended.items())


def released_versions(month: "Reconciliation") -> list[dict[str, str]]:
    """Return the released versions of a month, newest first: version, released_on, what each corrected; not by whom."""
    releases = month.sources.decisions.releases.sort_values("edition", ascending=False)
    rows = releases.rename(columns={"edition": "version"})[["version", "released_on", *_OF_A_CORRECTION]]
    rows = rows.assign(released_on=rows["released_on"].astype("datetime64[us]").dt.strftime("%Y-%m-%d"))
    return [{name: str(value) for name, value in row.items() if pd.notna(value)} for row in rows.to_dict("records")]


def next_version(
    month: "Reconciliation", correction: Mapping[str, str], earlier: list[dict[str, str]]
) -> dict[str, str] | None:
    """Return the row of the next version of a month, less who releases it and when; None if it is released already.

    `earlier` are the rows of its versions, the oldest first. Raises ParameterError for a word of the correction that is
    unknown or missing, for the words of the version before, and if no number changed since.
    """
    if {"by", "on"} & {*correction}:  # as an earlier version had it
        raise ParameterError('by, on: say who releases, and when, by desk.session(by="…", on="YYYY-MM-DD") first')
    check_names(correction, _OF_A_CORRECTION)
    row = {"month": str(month.month)}
    row |= {word: " ".join(text.split()) for word, text in correction.items() if re.search(r"\w", text)}
    if earlier and earlier[-1].get("numbers") and version_of(month).is_current:
        if earlier[-1].items() >= row.items():
            return None
        raise ParameterError(
            f"nothing changed since version {len(earlier)}, so there is nothing to correct; to say it in other words, "
            "take that version back first (desk.take_back_release), and release it again"
        )
    if earlier and (missing := [word for word in _OF_A_CORRECTION if word not in row]):
        raise ParameterError(
            "a correction says what was wrong, how it was fixed and what it touches, in both languages: fill in "
            f"{', '.join(missing)}; desk.changed_since_release(month_reconciled) lists what changed"
        )
    if earlier and all(earlier[-1].get(word) == row[word] for word in _OF_A_CORRECTION):
        raise ParameterError(f"these are the words of version {len(earlier)}: say what was wrong in that version")
    return row | {"numbers": numbers_of(month), "edition": str(len(earlier) + 1)}


def changed_since(month: "Reconciliation") -> list[Problem]:
    """Return a warning if the numbers of a month are no longer those that were released, or that is not known."""
    version, releases = version_of(month), month.sources.decisions.releases
    if version.number == 0:
        return []
    newest = releases.loc[releases["edition"].idxmax()]
    if pd.isna(newest["numbers"]):
        found, expected = "an empty cell", f"{numbers_of(month)}, if those are the numbers that were released"
        remedy = "type it: without it no change of a number is reported"
    elif version.is_current and newest["numbers"] == numbers_of(month):
        return []
    elif version.is_current:
        found, expected = "digits of who was named too, which confirm a guess", numbers_of(month)
        remedy = "put these in their place; git keeps the others (docs/privacy.md: what can't be reached)"
    else:
        what = "names" if newest["numbers"] == numbers_of(month) else "numbers"
        found = f"other {what} than those of version {version.number} of {newest['month']}"
        expected = "those that were released"
        remedy = "compare with what was sent; then release a new version that says what was wrong, or undo the change"
    return [Problem(RELEASES, row_of(newest.name), "numbers", found, expected, remedy, "warning")]
