"""Judges a claim about a share, or about its fall, by the counts of each year and by the most that it can be."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from analysis.core.amounts import plain_amount, plain_number, rounded, rounded_down, rounded_up
from analysis.figures.choice import Estimate
from analysis.figures.claim_evidence import Claim, Evidence, Judgement, Number, Sentence, fit, reserve_of, verdict
from analysis.figures.records import Figure

# Two figures with their values: the part and the total of a share.
Counts = tuple[Figure, Figure]
# How far a printed share may be from the one that its counts make: half a point, as it has no decimals.
_HALF = 0.5


@dataclass(frozen=True)
class Share:
    """A registered share of one year: the count, the estimate that it is compared with, and what the share can be."""

    year: str
    part: Figure
    study: Estimate
    found: Number


def by_shares(claim: Claim, evidence: Evidence) -> Judgement | None:
    """Judge a claim about a share of an estimate, or its complement, by the newest count or bound; None without one."""
    in_view = evidence.complements.get(claim.quantity_id, claim.quantity_id)
    is_left = in_view != claim.quantity_id
    if not (shares := list(_shares(in_view, evidence, is_left))):
        return None
    newest = shares[-1]
    bounds = list(_bounds(in_view, newest, evidence, is_left))
    fits, limits = [fit(claim, share.found) for share in shares], [fit(claim, found) for found, _, _ in bounds[-1:]]
    # A bound that leaves the claim open says nothing, so then the newest count decides.
    decided = [*fits, *(each for each in limits if each != "open")]
    facts = {"year": newest.year, "part": newest.part, "label": newest.part.quantity, "share": newest.found}
    facts |= {"study": newest.study, "what": newest.study.figure.quantity}
    share = Sentence("left_of_estimate" if is_left else "share_of_estimate", facts)
    caveats = [*_caveats(newest, evidence), *reserve_of(claim)]
    source, since = _printed_by_source(in_view, newest, evidence), _since(newest, evidence)
    printed_so, limited = list(_printed_so(claim, newest, evidence)), [sentence for _, _, sentence in bounds]
    beside = [*source, *([] if is_left else since), *printed_so, *limited]
    sentences = [share, Sentence(f"fits_{fits[-1]}"), *beside, *(Sentence(f"bound_{each}") for each in limits)]
    found = newest.found
    numbers = (found.value, *((found.low, found.high) if found.low != found.high else (None, None)))
    computed = [None if each is None else rounded(each, 1) for each in numbers]
    return Judgement(
        claim,
        verdict(decided[-1], decided[:-1], reserved=bool(caveats)),
        [*sentences, *caveats],
        "; ".join([plain_amount(*computed), *(said for _, said, _ in bounds[-1:])]),
        tuple(dict.fromkeys([newest.part.publication, newest.study.figure.publication])),
        (share, *(limited[-1:] if is_left else [*printed_so, *source, *since]), *reserve_of(claim)),
    )


def _shares(quantity: str, evidence: Evidence, is_left: bool) -> Iterator[Share]:
    """Yield for each study in turn the share of its estimate in each year that has a count, the oldest first."""
    above, below = evidence.shares.get(quantity, ("", ""))
    counted = {year: evidence.chosen[above, year] for year in evidence.years_of(above)}
    for study in evidence.studies(below):
        total = Number.of_study(study)
        for year, part in counted.items():
            if total.high > 0:
                share = Number.share(part.used_value or 0.0, total)
                yield Share(year, part, study, share.left_of_hundred() if is_left else share)


def _bounds(quantity: str, newest: Share, evidence: Evidence, is_left: bool) -> Iterator[tuple[Number, str, Sentence]]:
    """Yield the most that a share can be, or the least left, in each later year: as a number, a text and a sentence."""
    group, part, below = evidence.bounds.get(quantity, ("", "", ""))
    studies = [study for study in evidence.studies(below) if Number.of_study(study).low > 0]
    for year in evidence.years_of(group, part) if studies else []:
        if year > newest.year:
            whole, without = evidence.chosen[group, year], evidence.chosen[part, year]
            rest = max((whole.used_value or 0.0) - (without.used_value or 0.0), 0.0)
            found = Number(None, 0.0, Number.share(rest, Number.of_study(studies[-1])).high)
            found = found.left_of_hundred() if is_left else found
            # With one decimal, on the safe side.
            end = rounded_down(found.low, 1) if is_left else rounded_up(found.high, 1)
            facts = {"year": year, "whole": whole, "whole_label": whole.quantity, "part": without}
            facts |= {"part_label": without.quantity, "share": end, "study": studies[-1]}
            key, publications = "at_least_left" if is_left else "at_most", (whole.publication, without.publication)
            yield found, f"{'≥' if is_left else '≤'}{plain_number(end)}", Sentence(key, facts, publications)


def _printed_by_source(quantity: str, newest: Share, evidence: Evidence) -> list[Sentence]:
    """Return the share over several years that was printed in a publication with the estimate that is its total."""
    printed = [relation.figure for relation in evidence.printed if relation.figure.usable]
    sources = {figure.publication for figure in printed if figure.quantity_id == newest.study.quantity_id}
    of_years = [f for f in printed if f.quantity_id == quantity and f.first_year != f.last_year]
    own = [f for f in of_years if f.publication in sources and f.used_value is not None]
    return [Sentence.on_figure("printed_by_source", figure) for figure in own[:1]]


def _since(newest: Share, evidence: Evidence) -> list[Sentence]:
    """Return the newest count over several later years, for the smallest group of the same ages around that counted."""
    part, around = newest.part.quantity, [f for f in evidence.chosen.values() if f.first_year != f.last_year]
    around = [f for f in around if f.used_value is not None and f.last_year > int(newest.year)]
    around = [f for f in around if f.quantity.age_group == part.age_group and part.is_part_of(f.quantity)]
    around.sort(key=lambda f: (-f.last_year, f.used_value or 0.0, f.quantity_id))
    return [Sentence.on_figure("since", figure) for figure in around[:1]]


def _printed_so(claim: Claim, newest: Share, evidence: Evidence) -> Iterator[Sentence]:
    """Yield that the claimed range itself was printed, on the authority of an edition, for the group of the share."""
    printed = [relation.figure for relation in evidence.printed]
    printed_by = {figure.publication: figure.printed_by for figure in printed}
    for figure in printed:
        of_group = evidence.shares.get(figure.quantity_id, ("",))[0] == newest.part.quantity_id
        same = (figure.lower, figure.upper) == (claim.claimed_lower, claim.claimed_upper)
        if of_group and same and figure.quotes in printed_by:
            facts = {"edition": printed_by[figure.quotes], "source": figure.printed_by, "label": figure.quantity}
            facts |= {"year": figure.reference_year, "printed_in": figure}
            yield Sentence("printed_so", facts, publications=(figure.publication,))
            return


def _caveats(newest: Share, evidence: Evidence) -> Iterator[Sentence]:
    """Yield why a count is not simply a share of an estimate: other people, other years, newer studies."""
    study, year = newest.study, newest.year
    if not study.figure.quantity.contains(newest.part.quantity):
        yield Sentence("other_group")
    if study.distance(int(year)):
        yield Sentence("other_year", {"study": study, "year": year})
    if max(relation.figure.known_from.year for relation in evidence.printed) > int(year) + 1:
        yield Sentence("nothing_newer")
    for newer in evidence.newer_than(study)[:1]:
        yield Sentence("left_out", {"study": newer})


def of_two_years(claim: Claim, evidence: Evidence) -> Judgement | None:
    """Judge a claim that a share changed from one year to another by the counts, and by the figures printed for it."""
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
    """Yield the numbers of a year and the year before it if the share fell although the group grew."""
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
    """Yield the same share by another series, if both of its numbers were printed."""
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
