"""The pledge compared with the figures: a verdict on each of its claims, as of the month."""

from dataclasses import dataclass

import pandas as pd

from analysis.figures import ReconciledFigures
from analysis.figures.claim_rules import Evidence, Judgement, judge
from analysis.figures.claim_sentences import Claim, claimed, explanation, read_claim
from analysis.figures.records import INTEGER, TEXT, Columns, read_formulas, table_of


@dataclass(frozen=True)
class JudgedClaim:
    """A claim with its judgement: a row of claims."""

    claim: Claim
    judgement: Judgement

    @property
    def publications(self) -> str | None:
        """Return the deciding publications, each once, separated by `|`; None where none decides."""
        of_sentences = [name for sentence in self.judgement.sentences for name in sentence.publications]
        return "|".join(dict.fromkeys([*self.judgement.publications, *of_sentences])) or None

    def explanation(self, language: str) -> str:
        """Return the sentences of the judgement as one text."""
        return explanation(self.claim, self.judgement.sentences, language)


# `claimed` and `computed` are numbers as text (`2–3`, `25 → 8`), in the `unit` of the claim; the explanations are
# sentences that can be quoted.
CLAIMS: Columns = {
    "claim_id": (TEXT, lambda j: j.claim.claim_id),
    "sort_order": (INTEGER, lambda j: j.claim.sort_order),
    "comparator": (TEXT, lambda j: j.claim.comparator or None),
    "unit": (TEXT, lambda j: j.claim.unit or None),
    "claimed": (TEXT, lambda j: claimed(j.claim)),
    "verdict": (TEXT, lambda j: j.judgement.verdict),
    "computed": (TEXT, lambda j: j.judgement.computed),
    "publications": (TEXT, lambda j: j.publications),
    "explanation_nl": (TEXT, lambda j: j.explanation("nl")),
    "explanation_en": (TEXT, lambda j: j.explanation("en")),
}


def judge_claims(claims: pd.DataFrame, figures: ReconciledFigures, formulas: pd.DataFrame) -> pd.DataFrame:
    """Return each claim with its verdict on the figures: one row per claim, in the order of the pledge, see `CLAIMS`.

    `claims` are the statements of the pledge (see data/claims.csv), `formulas` says which share belongs to which
    counts.
    """
    made_of = read_formulas(formulas)
    evidence = Evidence(
        chosen={group: figure for group, (figure, _) in figures.choices.chosen.items()},
        printed=sorted(figures.relations, key=lambda relation: relation.figure.figure_id),
        estimates=figures.estimates,
        quantities=figures.quantities,
        shares={formula.result: formula.terms for formula in made_of if formula.kind == "share"},
        complements={formula.result: formula.terms[0] for formula in made_of if formula.kind == "complement"},
    )
    read = [read_claim(row) for row in claims.sort_values("sort_order").to_dict("records")]
    return table_of([JudgedClaim(claim, judge(claim, evidence)) for claim in read], CLAIMS)


def with_first_judgement(claims: pd.DataFrame, when_signed: pd.DataFrame) -> pd.DataFrame:
    """Return the judged claims with the verdict on each as of the month in which the pledge was signed.

    Both have one row per claim, see `CLAIMS`; adds `verdict_when_signed`, `computed_when_signed`,
    `explanation_when_signed_nl` and `explanation_when_signed_en`.
    """
    names = {name: f"{name}_when_signed" for name in ("verdict", "computed")}
    names |= {f"explanation_{language}": f"explanation_when_signed_{language}" for language in ("nl", "en")}
    first = when_signed[["claim_id", *names]].rename(columns=names)
    return claims.merge(first, on="claim_id", how="left", validate="one_to_one")
