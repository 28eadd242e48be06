"""A judgement on a claim of the pledge: its verdict, the number computed for it, and the sentences that say it."""

from dataclasses import dataclass
from typing import Any

from analysis.figures.claims.known import Known
from analysis.figures.claims.sentences import Sentence


@dataclass(frozen=True)
class Judgement:
    """A verdict on a claim, the number that was computed for it, the publications behind it, and how to say it."""

    verdict: str
    sentences: tuple[Sentence, ...]
    computed: str | None = None
    publications: tuple[str, ...] = ()


NOT_VERIFIABLE = Judgement("not_verifiable", (Sentence("not_verifiable", by_claim=True),))


def newer_estimates(study: dict[Any, Any], known: Known) -> list[dict[Any, Any]]:
    """Return the estimates of studies that came after a study."""
    series = [row["series"] for row in known.estimates]
    last = len(series) - series[::-1].index(study["series"])
    return known.estimates[last:]
