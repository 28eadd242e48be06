"""Judges a claim of the pledge by the rule for its comparator and its measure (`RULES`)."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from analysis.core.amounts import plain_amount, plain_number
from analysis.figures.choice import Estimate
from analysis.figures.claim_evidence import (
    SAYS_SO,
    Claim,
    Evidence,
    Judgement,
    Number,
    Sentence,
    fit,
    reserve_of,
    verdict,
)
from analysis.figures.claim_shares import by_shares, of_two_years
from analysis.figures.records import COUNTED, NO_QUANTITY

Rule = Callable[[Claim, Evidence], Judgement | None]


def judge(claim: Claim, evidence: Evidence) -> Judgement:
    """Return the judgement on a claim, by the rule for its comparator and measure."""
    rules = RULES.get((claim.comparator, evidence.quantities.get(claim.quantity_id, NO_QUANTITY).measure), ())
    found = next(filter(None, (rule(claim, evidence) for rule in rules)), None)
    if not found:
        return Judgement(claim, "not_verifiable", [Sentence("not_verifiable")], in_short=(Sentence("none"),))
    # What CKM printed elsewhere about the same, in words that say who is counted: no verdict rests on it.
    printed = {relation.figure.figure_id: relation.figure for relation in evidence.printed}
    figures = [printed[name] for name in claim.also_printed.split("|") if name in printed]
    beside = [Sentence.on_figure(f"also_printed.{figure.quantity.population}", figure) for figure in figures]
    return replace(found, sentences=[*found.sentences, *beside], in_short=(*found.in_short, *beside))


def by_studies(claim: Claim, evidence: Evidence) -> Judgement | None:
    """Judge a claim about an estimate by the newest study that has the group, and say if a newer one left it out."""
    if not (studies := evidence.studies(claim.quantity_id)):
        return None
    newest, fits = studies[-1], [fit(claim, Number.of_study(study)) for study in studies]
    left_out = list(_left_out(newest, evidence))
    found = verdict(fits[-1], fits[:-1], reserved=bool(claim.reserve or left_out))
    key = "estimate" if newest.number is not None else "estimate_range"
    sentences = [Sentence(key, {"study": newest, "what": newest.figure.quantity}), Sentence(f"fits_{fits[-1]}")]
    rests_on = _printed_in(newest)
    if found == "superseded":
        older = [study for study, its in zip(studies, fits, strict=True) if its in SAYS_SO][-1]
        sentences = [Sentence("newest_differs"), *sentences, Sentence("older_study", {"study": older})]
        rests_on += _printed_in(older)
    in_short = [Sentence("estimate", {"study": newest})]
    in_short += [Sentence("not_excluded")] if fits[-1] == "range" else []
    in_short += [Sentence("not_repeated", {"left_out": each.facts["study"]}) for each in left_out]
    said, computed = [*sentences, *reserve_of(claim), *left_out], plain_amount(newest.number, *newest.ends)
    return Judgement(claim, found, said, computed, rests_on, (*in_short, *reserve_of(claim)))


def _printed_in(study: Estimate) -> tuple[str, ...]:
    return tuple(each.publication for each in (study.figure, study.ranged) if each)


def _left_out(study: Estimate, evidence: Evidence) -> Iterator[Sentence]:
    """Yield that a newer study has no number for a group, and its number for the smallest group around it."""
    if not (newer := evidence.newer_than(study)):
        return
    wider = [each for each in newer if study.figure.quantity.is_part_of(each.figure.quantity)]
    smallest = min(wider, key=lambda each: each.number or float("inf"), default=None)
    if smallest is None or smallest.number is None:
        yield Sentence("left_out", {"study": newer[0]})
    else:
        facts = {"study": smallest, "label": smallest.figure.quantity}
        yield Sentence("left_out_wider", facts, _printed_in(smallest))


def by_counts(claim: Claim, evidence: Evidence) -> Judgement | None:
    """Judge a claim about a number that somebody counted or printed by that of the newest year."""
    figures = [evidence.chosen[claim.quantity_id, year] for year in evidence.years_of(claim.quantity_id)]
    if not figures:
        return None
    newest = figures[-1]
    fits = [fit(claim, Number.of_figure(each)) for each in figures]
    said = Sentence("count", {"printed": newest, "label": newest.quantity, "year": newest.reference_year})
    found = verdict(fits[-1], fits[:-1], reserved=bool(claim.reserve))
    sentences = [said, Sentence(f"fits_{fits[-1]}"), *reserve_of(claim)]
    in_short = said, *reserve_of(claim)
    return Judgement(claim, found, sentences, plain_number(newest.used_value), (newest.publication,), in_short)


def by_nearest(claim: Claim, evidence: Evidence) -> Judgement | None:
    """Judge a claim without a number by the nearest figure that was printed: never without a caveat."""
    figures = [study.figure for study in evidence.studies(claim.quantity_id)[-1:]]
    figures += [evidence.chosen[claim.quantity_id, year] for year in evidence.years_of(claim.quantity_id)[-1:]]
    if not figures:
        return None
    nearest = figures[0]
    said, computed = (
        Sentence.on_figure("nearest", nearest),
        plain_amount(nearest.used_value, nearest.lower, nearest.upper),
    )
    return Judgement(claim, "qualified", [said, *reserve_of(claim)], computed, (nearest.publication,), (said,))


_NUMBERED = ("more_than", "at_least", "at_most", "less_than", "about", "range")
# Which rules judge a claim, by its comparator and the measure of its quantity: the first that finds what it needs. A
# claim of any other is not verifiable.
RULES: dict[tuple[str, str], tuple[Rule, ...]] = {
    **{(comparator, "estimate"): (by_studies,) for comparator in _NUMBERED},
    **{(comparator, "share"): (by_shares, by_counts) for comparator in _NUMBERED},
    **{(comparator, measure): (by_counts,) for comparator in _NUMBERED for measure in (*COUNTED, "rate", "ratio")},
    **{("unquantified", measure): (by_nearest,) for measure in (*COUNTED, "estimate", "share", "rate", "ratio")},
    ("from_to", "share"): (of_two_years,),
}
