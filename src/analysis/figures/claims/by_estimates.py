"""Claims with an estimate, compared with the studies: `more than` a number, and `about` a number."""

from analysis.core.amounts import plain_amount
from analysis.figures.claims.evidence import Claim, Evidence, Judgement, Sentence
from analysis.figures.estimates import EstimateInForce
from analysis.figures.groups import is_part_of

# An estimate that has a value, and that value.
Study = tuple[EstimateInForce, float]


def more_than(claim: Claim, studies: list[Study]) -> Judgement:
    """Judge `more than` an estimate by the newest study: by its value, then by where its range begins and ends."""
    (newest, value), number = studies[-1], claim.claimed_value
    if value > number:
        verdict = "supported" if newest.lower is None or newest.lower >= number else "qualified"
        return _judgement(verdict, [Sentence(f"more_than_{verdict}", {"study": newest})], [newest])
    sentences = [Sentence("more_than_contradicted", {"study": newest})]
    if newest.upper is not None and newest.upper > number:
        both_ends = "" if newest.upper_alternative is None else "_two_ends"
        ends = {"upper": newest.upper, "first": newest.upper_alternative}
        sentences.append(Sentence(f"within_range{both_ends}", ends))
    older = [study for study, said in studies[:-1] if said > number][-1:]
    sentences += [Sentence("older_study", {"study": study}) for study in older]
    return _judgement("contradicted", sentences, [newest, *older])


def about(claim: Claim, studies: list[Study], evidence: Evidence) -> Judgement:
    """Judge `about` an estimate: by the newest study that has the group, with a reserve if a newer one left it out."""
    newest = studies[-1][0]
    fitting = [study for study, value in studies if _rounds_to(value, claim.claimed_value)]
    if not fitting:
        return _judgement("contradicted", [Sentence("about_contradicted", {"study": newest})], [newest])
    if fitting[-1] is not newest:
        older = Sentence("older_study", {"study": fitting[-1]})
        return _judgement("superseded", [Sentence("about_superseded", {"study": newest}), older], [newest, fitting[-1]])
    supported = Sentence("about_supported", {"study": newest})
    newer = evidence.newer_than(newest)
    if not newer:
        return _judgement("supported", [supported], [newest])
    group = evidence.quantities[claim.quantity_id]
    wider = [each for each in newer if is_part_of(group, evidence.quantities[each.quantity_id])]
    smallest = sorted(wider, key=lambda each: each.value or float("inf"))[:1]
    reserve = Sentence("left_out", {"study": newer[0]})
    for each in smallest:
        reserve = Sentence("left_out_wider", {"study": each, "label": evidence.quantities[each.quantity_id]})
    return _judgement("qualified", [supported, reserve], [newest, *smallest])


def _rounds_to(value: float, number: float) -> bool:
    """Return whether a value rounds to a number with as many zeros as that number has."""
    step = 1
    while number % (step * 10) == 0:
        step *= 10
    return abs(value - number) <= step / 2


def _judgement(verdict: str, sentences: list[Sentence], studies: list[EstimateInForce]) -> Judgement:
    """Return a judgement with the number of the first study, and the publications of all."""
    newest = studies[0]
    whole_range = newest.lower is not None and newest.upper is not None
    ends = (newest.lower, newest.upper, newest.upper_alternative) if whole_range else (None, None)
    printed_in = [name for study in studies for name in (study.publication, study.range_publication) if name]
    return Judgement(verdict, tuple(sentences), plain_amount(newest.value, *ends), tuple(printed_in))
