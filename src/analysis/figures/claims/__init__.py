"""The pledge held against the figures: a verdict on each of its statements with a number, as of the month.

`supported`: the figures known say so. `qualified`: they allow it, with a reserve that is named. `superseded`: they said
so when it was written, newer figures of the same kind say otherwise. `contradicted`: the newest figures stand against
it. `not_verifiable`: no figure was published that could decide it.
"""

from typing import Any

import pandas as pd

from analysis.figures import ReconciledFigures
from analysis.figures.claims.against_counts import share_in_view, shares_of_two_years
from analysis.figures.claims.against_estimates import about, more_than
from analysis.figures.claims.judgement import NOT_VERIFIABLE, Judgement
from analysis.figures.claims.known import Known
from analysis.figures.claims.sentences import Sentence, amount, explanation
from analysis.figures.estimates import estimates_in_force, visibility_balance

__all__ = ["CLAIMS", "estimates_in_force", "judge_claims", "visibility_balance", "with_first_judgement"]

CLAIMS = {
    "claim_id": "str",
    "sort_order": "Int64",
    "comparator": "str",
    "unit": "str",
    "claimed": "str",
    "verdict": "str",
    "computed": "str",
    "publications": "str",
    "explanation_nl": "str",
    "explanation_en": "str",
}


def judge_claims(claims: pd.DataFrame, reconciled: ReconciledFigures, formulas: pd.DataFrame) -> pd.DataFrame:
    """Return each claim with its verdict on the figures: one row per claim, in the order of the pledge, see `CLAIMS`.

    `claimed` and `computed` are numbers as text (`2–3`, `25 → 8`), in the `unit` of the claim; `publications` the
    deciding ones, separated by `|`; the explanations are sentences that can be quoted. `claims` are the statements of
    the pledge (see data/claims.csv), `formulas` says which share belongs to which counts.
    """
    known = Known.of(reconciled, formulas)
    rows = [_row(claim, _judge(claim, known)) for claim in claims.sort_values("sort_order").to_dict("records")]
    return pd.DataFrame(rows, columns=list(CLAIMS)).astype(CLAIMS)


_WHEN_SIGNED = ("verdict", "computed", "explanation_nl", "explanation_en")


def with_first_judgement(claims: pd.DataFrame, when_signed: pd.DataFrame) -> pd.DataFrame:
    """Return the judged claims with what was to be said of each when the pledge was signed.

    Both have one row per claim, see `CLAIMS`; adds `verdict_when_signed`, `computed_when_signed`,
    `explanation_when_signed_nl` and `explanation_when_signed_en`.
    """
    names = {name: name.replace("explanation", "explanation_when_signed") for name in _WHEN_SIGNED}
    names |= {name: f"{name}_when_signed" for name in ("verdict", "computed")}
    first = when_signed[["claim_id", *names]].rename(columns=names)
    return claims.merge(first, on="claim_id", how="left", validate="one_to_one")


def _row(claim: dict[Any, Any], judged: Judgement) -> dict[str, Any]:
    return {
        **{name: claim[name] for name in ("claim_id", "sort_order", "comparator", "unit")},
        "claimed": claimed(claim),
        "verdict": judged.verdict,
        "computed": judged.computed,
        "publications": "|".join(dict.fromkeys([*judged.publications, *_named(judged.sentences)])) or None,
        "explanation_nl": explanation(claim, judged.sentences, "nl"),
        "explanation_en": explanation(claim, judged.sentences, "en"),
    }


def _named(sentences: tuple[Sentence, ...]) -> list[str]:
    return [publication for sentence in sentences for publication in sentence.publications]


def claimed(claim: dict[Any, Any]) -> str | None:
    """Return the number of a claim as text; nothing for a claim without one."""
    value, lower, upper = (claim[f"claimed_{name}"] for name in ("value", "lower", "upper"))
    if claim["comparator"] == "from_to":
        return f"{amount(upper)} → {amount(lower)}"
    if claim["comparator"] == "range":
        return f"{amount(lower)}–{amount(upper)}"
    return None if pd.isna(value) else amount(value)


def _judge(claim: dict[Any, Any], known: Known) -> Judgement:
    quantity = claim["quantity_id"]
    if claim["comparator"] == "from_to":
        return shares_of_two_years(claim, known)
    if quantity in known.complements or quantity in known.shares:
        return share_in_view(claim, known)
    if claim["comparator"] == "unquantified":
        return _without_a_number(claim, known)
    studies = known.studies(quantity)
    if not studies:
        return NOT_VERIFIABLE
    return about(claim, studies, known) if claim["comparator"] == "about" else more_than(claim, studies)


def _without_a_number(claim: dict[Any, Any], known: Known) -> Judgement:
    """Judge a claim without a number by the nearest figure that was printed, if there is one: never without reserve."""
    quantity = claim["quantity_id"]
    years = known.years_of(quantity)
    if not years:
        return NOT_VERIFIABLE
    figure = known.figures[quantity, years[-1]]
    sentence = Sentence("nearest", {"printed": figure, "year": years[-1]}, by_claim=True)
    return Judgement("qualified", (sentence,), amount(figure["value"]), (figure["publication"],))
