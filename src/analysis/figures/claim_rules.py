"""Judges a claim of the pledge by the rule for how it is claimed and what it measures (`RULES`)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from analysis.core.amounts import plain_amount, plain_number, rounded
from analysis.figures.claim_evidence import Counts, Evidence, Judgement, Sentence, number_of, reserve_of
from analysis.figures.claim_fits import SAYS_SO, fit, verdict
from analysis.figures.claim_shares import by_counts, by_shares
from analysis.figures.estimates import Estimate
from analysis.figures.quantities import COUNTED, NO_QUANTITY, Quantity
from analysis.figures.records import Claim

Rule = Callable[[Claim, Evidence], Judgement | None]
# How far a printed share is from the one that its counts make: half a point, as it has no decimals.
_HALF = 0.5


def judge(claim: Claim, evidence: Evidence) -> Judgement:
    """Return the judgement on a claim, by the rule for its comparator and measure."""
    rule = RULES.get((claim.comparator, evidence.quantities.get(claim.quantity_id, NO_QUANTITY).measure))
    if rule and (found := rule(claim, evidence)):
        beside = list(_also_printed(claim, evidence))
        return replace(found, sentences=[*found.sentences, *beside], in_short=(*found.in_short, *beside))
    return Judgement(claim, "not_verifiable", [Sentence("not_verifiable")], in_short=(Sentence("none"),))


def _also_printed(claim: Claim, evidence: Evidence) -> Iterator[Sentence]:
    """Yield what CKM printed elsewhere about the same, in the words for whom it counts: no verdict rests on it."""
    printed = {relation.figure.figure_id: relation.figure for relation in evidence.printed}
    for figure in (printed[name] for name in claim.also_printed.split("|") if name in printed):
        facts = {"printed": figure, "years": figure.reference_year}
        yield Sentence(f"also_printed.{figure.quantity.population}", facts, publications=(figure.publication,))


def by_studies(claim: Claim, evidence: Evidence) -> Judgement | None:
    """Judge a claim about an estimate by the newest study that has the group; that a newer one left it out is said."""
    if not (studies := evidence.studies(claim.quantity_id)):
        return None
    newest, fits = studies[-1], [fit(claim, number_of(study)) for study in studies]
    group = evidence.quantities.get(claim.quantity_id)
    left_out = list(_left_out(newest, group, evidence))
    found = verdict(fits[-1], fits[:-1], reserved=bool(claim.reserve or left_out))
    key = "estimate" if newest.number is not None else "estimate_range"
    sentences = [Sentence(key, {"study": newest, "what": group}), Sentence(f"fits_{fits[-1]}")]
    older = [study for study, its in zip(studies, fits, strict=True) if its in SAYS_SO][-1:]
    if found == "superseded":
        sentences = [Sentence("newest_differs"), *sentences, Sentence("older_study", {"study": older[0]})]
    in_short = [Sentence("estimate", {"study": newest})]
    in_short += [Sentence("not_excluded")] if fits[-1] == "range" else []
    in_short += [Sentence("not_repeated", {"left_out": said.facts["study"]}) for said in left_out]
    return Judgement(
        claim,
        found,
        [*sentences, *reserve_of(claim), *left_out],
        plain_amount(newest.number, *newest.ends),
        _printed_in([newest, *(older if found == "superseded" else [])]),
        (*in_short, *reserve_of(claim)),
    )


def _printed_in(studies: list[Estimate]) -> tuple[str, ...]:
    return tuple(each.publication for study in studies for each in (study.figure, study.ranged) if each)


def _left_out(study: Estimate, group: Quantity | None, evidence: Evidence) -> Iterator[Sentence]:
    """Yield that a newer study has no number for a group, and its number for the smallest group that holds it."""
    if not (newer := evidence.newer_than(study)):
        return
    wider = [each for each in newer if group and group.is_part_of(evidence.quantities[each.quantity_id])]
    smallest = min(wider, key=lambda each: each.number or float("inf"), default=None)
    if smallest is None or smallest.number is None:
        yield Sentence("left_out", {"study": newer[0]})
    else:
        facts = {"study": smallest, "label": evidence.quantities[smallest.quantity_id]}
        yield Sentence("left_out_wider", facts, publications=_printed_in([smallest]))


def by_nearest(claim: Claim, evidence: Evidence) -> Judgement | None:
    """Judge a claim without a number by the nearest figure that was printed: never without a caveat."""
    studies = [study.figure for study in evidence.studies(claim.quantity_id)[-1:]]
    years = evidence.years_of(claim.quantity_id)[-1:]
    for figure in [*studies, *(evidence.chosen[claim.quantity_id, year] for year in years)][:1]:
        said = Sentence("nearest", {"printed": figure, "label": figure.quantity, "years": figure.reference_year})
        computed = plain_amount(figure.used_value, figure.lower, figure.upper)
        return Judgement(claim, "qualified", [said, *reserve_of(claim)], computed, (figure.publication,), (said,))
    return None


def of_two_years(claim: Claim, evidence: Evidence) -> Judgement | None:
    """Judge a change of a share from one year to another by the counts, and by the figures printed for it."""
    if claim.quantity_id not in evidence.shares:
        return None
    above, below = evidence.shares[claim.quantity_id]
    years = claim.base_years.split("|")
    claimed = dict(zip(years, (claim.claimed_upper, claim.claimed_lower), strict=True))
    both = [year for year in evidence.years_of(above, below) if evidence.value(below, year)]
    counts = {year: (evidence.chosen[above, year], evidence.chosen[below, year]) for year in both}
    if not set(years) <= set(both):
        return None
    shares = {year: _percent(counts[year]) for year in years}
    printed = {(relation.figure.group, relation.figure.used_value) for relation in evidence.printed}
    outcome = "contradicted"
    if all(abs(share - claimed[year]) <= _HALF for year, share in shares.items()):
        outcome = "supported"
    elif all(((claim.quantity_id, year), number) in printed for year, number in claimed.items()):
        outcome = "superseded"
    sentences = [Sentence(f"from_to_{outcome}"), *(_counted("counted", counts[year]) for year in years)]
    sentences += _grew(counts, max(years))
    sentences += [sentence for year in years for sentence in _other_series(counts[year], evidence)]
    # The newest year that has both counts, if that is after the claim.
    newest = [year for year in both[-1:] if year > max(years)]
    sentences += [_counted("since_then", counts[year]) for year in newest]
    computed = " → ".join(plain_number(rounded(share, 1)) for share in shares.values())
    found = "qualified" if outcome == "supported" and claim.reserve else outcome
    in_short = [_counted("counted", counts[year]) for year in (*years, *newest)]
    return Judgement(claim, found, [*sentences, *reserve_of(claim)], computed, (), (*in_short, *reserve_of(claim)))


def _percent(counts: Counts) -> float:
    return 100 * (counts[0].used_value or 0.0) / (counts[1].used_value or 0.0)


def _counted(key: str, counts: Counts, **more: Any) -> Sentence:
    part, total = counts
    facts = {"year": part.reference_year, "part": part, "whole": total, "share": _percent(counts)}
    facts |= {"part_label": part.quantity, "whole_label": total.quantity} | more
    return Sentence(key, facts, publications=(part.publication, total.publication))


def _grew(counts: dict[str, Counts], year: str) -> Iterator[Sentence]:
    """Yield the numbers of the year before and of the year where a share fell while the group grew."""
    before = str(int(year) - 1)
    if before not in counts:
        return
    (part, total), (part_last, total_last) = counts[before], counts[year]
    grew = (part_last.used_value or 0.0) > (part.used_value or 0.0)
    if grew and _percent(counts[year]) < _percent(counts[before]):
        figures = {"part": part, "part_last": part_last, "whole": total, "whole_last": total_last}
        more = {"part_label": part.quantity, "whole_label": total.quantity, "first": before, "last": year}
        yield Sentence("grew_with_total", figures | more, tuple(each.publication for each in figures.values()))


def _other_series(counts: Counts, evidence: Evidence) -> Iterator[Sentence]:
    """Yield what another series makes of the share, where both of its numbers were printed."""
    part, total = counts
    of_year = [each for each in evidence.printed if each.figure.reference_year == total.reference_year]
    reliable = [each.figure for each in of_year if each.reliable and each.figure.used_value is not None]
    totals = [each.figure for each in of_year if each.figure.quantity_id == total.quantity_id]
    first = min(totals, key=lambda figure: figure.known_from)
    for series in sorted({each.figure.series for each in of_year} - {total.series}):
        found = [next((f for f in reliable if f.series_key == (*count.group, series)), None) for count in (part, total)]
        if found[0] and found[1]:
            key = "first_count" if first.series == series else "other_count"
            yield _counted(key, (found[0], found[1]), count=found[0].counted_in)


_NUMBERED = ("more_than", "at_least", "at_most", "less_than", "about", "range")
# Which rule judges a claim, by its comparator and the measure of its quantity; a claim of any other is not verifiable.
RULES: dict[tuple[str, str], Rule] = {
    **{(comparator, "estimate"): by_studies for comparator in _NUMBERED},
    **{(comparator, "share"): by_shares for comparator in _NUMBERED},
    **{(comparator, measure): by_counts for comparator in _NUMBERED for measure in (*COUNTED, "rate", "ratio")},
    **{("unquantified", measure): by_nearest for measure in (*COUNTED, "estimate", "share", "rate", "ratio")},
    ("from_to", "share"): of_two_years,
}
