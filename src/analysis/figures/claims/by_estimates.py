"""Claims with an estimate, compared with the studies: `more than` a number, and `about` a number."""

from analysis.core.amounts import plain_amount
from analysis.figures.claims.evidence import Claim, Evidence, Judgement, Sentence
from analysis.figures.estimates import Estimate

# An estimate that has a value, and that value.
Study = tuple[Estimate, float]


def more_than(claim: Claim, studies: list[Study]) -> Judgement:
    """Judge `more than` an estimate by the newest study: by its value, then by where its range begins and ends."""
    (newest, value), number = studies[-1], claim.claimed_value
    lower, upper, other_upper = newest.ends
    if value > number:
        verdict = "supported" if lower is None or lower >= number else "qualified"
        return _judgement(verdict, [Sentence(f"more_than_{verdict}", {"study": newest})], [newest])
    sentences = [Sentence("more_than_contradicted", {"study": newest})]
    if upper is not None and upper > number:
        key = "within_range" if other_upper is None else "within_range_two_ends"
        sentences.append(Sentence(key, {"upper": upper, "first": other_upper}))
    older = [study for study, said in studies[:-1] if said > number][-1:]
    sentences += [Sentence("older_study", {"study": study}) for study in older]
    return _judgement("contradicted", sentences, [newest, *older])


def about(claim: Claim, studies: list[Study], evidence: Evidence) -> Judgement:
    """Judge `about` an estimate: by the newest study that has the group, with a reserve if a newer one left it out.

    Never `supported` without a caveat: the pledge says who become victims each year, an estimate who are in a year.
    """
    newest = studies[-1][0]
    fitting = [study for study, value in studies if _rounds_to(value, claim.claimed_value)]
    if not fitting:
        return _judgement("contradicted", [Sentence("about_contradicted", {"study": newest})], [newest])
    if fitting[-1] is not newest:
        older = Sentence("older_study", {"study": fitting[-1]})
        return _judgement("superseded", [Sentence("about_superseded", {"study": newest}), older], [newest, fitting[-1]])
    supported = [Sentence("about_supported", {"study": newest}), Sentence("level_of_a_year")]
    newer = evidence.newer_than(newest)
    if not newer:
        return _judgement("qualified", supported, [newest])
    group = evidence.quantities[claim.quantity_id]
    wider = [each for each in newer if group.is_part_of(evidence.quantities[each.quantity_id])]
    smallest = sorted(wider, key=lambda each: each.number or float("inf"))[:1]
    reserve = Sentence("left_out", {"study": newer[0]})
    for each in smallest:
        reserve = Sentence("left_out_wider", {"study": each, "label": evidence.quantities[each.quantity_id]})
    return _judgement("qualified", [*supported, reserve], [newest, *smallest])


def _rounds_to(value: float, number: float) -> bool:
    """Return whether a value rounds to a number with as many zeros as that number has."""
    step = 1
    while number % (step * 10) == 0:
        step *= 10
    return abs(value - number) <= step / 2


def _judgement(verdict: str, sentences: list[Sentence], studies: list[Estimate]) -> Judgement:
    """Return a judgement with the number of the first study, and the publications of all."""
    printed_in = [figure.publication for study in studies for figure in (study.figure, study.ranged) if figure]
    computed = plain_amount(studies[0].number, *studies[0].ends)
    return Judgement(verdict, tuple(sentences), computed, tuple(dict.fromkeys(printed_in)))
