"""Judges a claim that a share went from one number to another, by the counts of both years."""

from collections.abc import Iterator
from typing import Any

from analysis.core.amounts import plain_number
from analysis.core.rounding import rounded
from analysis.figures.claim_evidence import Counts, Evidence, Judgement, Sentence, reserve_of
from analysis.figures.records import Claim

# How far a printed share is from the one that its counts make: half a point, as it has no decimals.
_HALF = 0.5


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
    shares = [_percent(counts[year]) for year in years]
    printed = {(relation.figure.group, relation.figure.used_value) for relation in evidence.printed}
    found = "contradicted"
    if all(abs(share - claimed[year]) <= _HALF for year, share in zip(years, shares, strict=True)):
        found = "qualified" if claim.reserve else "supported"
    elif all(((claim.quantity_id, year), number) in printed for year, number in claimed.items()):
        found = "superseded"
    key = {"superseded": "superseded", "contradicted": "contradicted"}.get(found, "supported")
    sentences = [Sentence(f"from_to_{key}"), *(_counted("counted", counts[year]) for year in years)]
    sentences += _grew(counts, max(years))
    sentences += [sentence for year in years for sentence in _other_series(counts[year], evidence)]
    # The newest year that has both counts, if that is after the claim.
    newest = [year for year in both[-1:] if year > max(years)]
    sentences += [_counted("since_then", counts[year]) for year in newest]
    computed = " → ".join(plain_number(rounded(share, 1)) for share in shares)
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
        labels = {"part_label": part.quantity, "whole_label": total.quantity}
        publications = tuple(figure.publication for figure in figures.values())
        yield Sentence("grew_with_total", {**figures, **labels, "first": before, "last": year}, publications)


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
