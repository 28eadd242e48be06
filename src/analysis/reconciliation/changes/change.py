"""One row of the table of changes: a difference between two months, why it is there, and how it is said."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from analysis.core.parameters import LANGUAGES
from analysis.core.wording import Wording, wording
from analysis.reconciliation.comparison import COMPARED, Difference

# Why a difference is there, the closed list of `reason`. Where there are several causes, the first of these is named.
REASONS = (
    "election",
    "party_event",
    "decision",
    "signature",
    "withdrawal",
    "member_came",
    "member_left",
    "publication",
    "unknown",
)


class Why(NamedTuple):
    """The reason for a difference, and the ids behind it."""

    reason: str
    because: Iterable[str]


class Change(NamedTuple):
    """One row of the table of changes."""

    kind: str
    subject: str
    before: str | None
    after: str | None
    because: str
    reason: str
    sentence_nl: str
    sentence_en: str


def change(found: Difference, why: Why, say: Callable[[Wording], str]) -> Change:
    """Return the row of a difference; `say` writes its sentence in a language.

    Raises ValueError for a reason that is not on the list.
    """
    if why.reason not in REASONS:
        raise ValueError(f"{why.reason!r} is no reason for a change: expected one of {', '.join(REASONS)}")
    _, (shown, *_) = COMPARED[found.kind]
    because = "|".join(dict.fromkeys(why.because))
    sentences = (say(wording(language)) for language in LANGUAGES)
    return Change(found.kind, found.subject, *found.value(shown), because, why.reason, *sentences)


def wanted(w: Wording, key: str, facts: dict[str, str]) -> dict[str, str]:
    """Return those of the facts that a sentence has a place for."""
    return {name: fact for name, fact in facts.items() if name in w.places(key)}
