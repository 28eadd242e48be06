"""Judges a claim about a share, or a count, by the counts of its newest year and by the most that the share can be."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from analysis.core.amounts import plain_number
from analysis.core.rounding import rounded, rounded_down, rounded_up
from analysis.figures.claim_evidence import Counts, Evidence, Judgement, Sentence, number_of, reserve_of
from analysis.figures.claim_fits import Number, fit, number, share_of, verdict
from analysis.figures.estimates import Estimate
from analysis.figures.records import Claim, Figure


@dataclass(frozen=True)
class Share:
    """A share of one year: the figure above the line, the estimate or figure below it, and what the share can be."""

    year: str
    part: Figure
    total: Estimate | Figure
    found: Number


def by_shares(claim: Claim, evidence: Evidence) -> Judgement | None:
    """Judge a share, or what it leaves of a hundred, by its counts of the newest year; else by what was printed.

    Of an estimate the newest study counts, with its range. A newer bound can decide as a newer year does.
    """
    in_view = evidence.complements.get(claim.quantity_id, claim.quantity_id)
    shares = list(_shares(in_view, evidence))
    if not shares:
        return by_counts(claim, evidence)
    is_left = in_view != claim.quantity_id
    shares = [_left(share) for share in shares] if is_left else shares
    newest, bounds = shares[-1], [each for each in _bounds(in_view, evidence) if each[0] > shares[-1].year]
    fits, limits = [fit(claim, share.found) for share in shares], [fit(claim, _of(each, is_left)) for each in bounds]
    # What a bound leaves open says nothing: then the newest count decides.
    decided = [*fits, *(each for each in limits[-1:] if each != "open")]
    share, caveats = _share(newest, is_left), [*_caveats(newest, evidence), *reserve_of(claim)]
    source, since = list(_printed_by_source(in_view, newest, evidence)), list(_since(newest, evidence))
    printed_so = list(_printed_so(claim, newest, evidence))
    limited = [_bound(bound, newest.total, is_left) for bound in bounds]
    beside = [*source, *([] if is_left else since), *printed_so]
    sentences = [share, Sentence(f"fits_{fits[-1]}"), *beside, *limited]
    return Judgement(
        claim,
        verdict(decided[-1], decided[:-1], reserved=bool(caveats)),
        [*sentences, *(Sentence(f"bound_{each}") for each in limits[-1:]), *caveats],
        "; ".join([_computed(newest.found), *(_bound_computed(each, is_left) for each in bounds[-1:])]),
        tuple(dict.fromkeys([newest.part.publication, _figure_of(newest.total).publication])),
        (share, *(limited[-1:] if is_left else [*printed_so, *source, *since]), *reserve_of(claim)),
    )


def by_counts(claim: Claim, evidence: Evidence) -> Judgement | None:
    """Judge a number that somebody counted or printed by that of the newest year."""
    years = evidence.years_of(claim.quantity_id)
    figures = [evidence.chosen[claim.quantity_id, year] for year in years]
    if not figures:
        return None
    newest = figures[-1]
    fits = [fit(claim, number(each.used_value, each.lower, each.upper, each.qualifier)) for each in figures]
    said = Sentence("count", {"printed": newest, "label": newest.quantity, "year": newest.reference_year})
    found = verdict(fits[-1], fits[:-1], reserved=bool(claim.reserve))
    sentences = [said, Sentence(f"fits_{fits[-1]}"), *reserve_of(claim)]
    in_short = said, *reserve_of(claim)
    return Judgement(claim, found, sentences, plain_number(newest.used_value), (newest.publication,), in_short)


def _shares(quantity: str, evidence: Evidence) -> Iterator[Share]:
    """Yield a share of each year that has its counts, the oldest first; of an estimate by each study in turn."""
    above, below = evidence.shares.get(quantity, ("", ""))
    counted = {year: evidence.chosen[above, year] for year in evidence.years_of(above)}
    for study in evidence.studies(below):
        if number_of(study).high > 0:
            for year, part in counted.items():
                yield Share(year, part, study, share_of(part.used_value or 0.0, number_of(study)))
    if evidence.measure(below) != "estimate":
        for year, part in counted.items():
            total = evidence.chosen.get((below, year))
            if total and total.used_value:
                yield Share(year, part, total, share_of(part.used_value or 0.0, number(total.used_value)))


def _left(share: Share) -> Share:
    return Share(share.year, share.part, share.total, share.found.left_of_hundred())


def _figure_of(total: Estimate | Figure) -> Figure:
    return total.figure if isinstance(total, Estimate) else total


def _computed(found: Number) -> str:
    ends = [plain_number(rounded(end, 1)) for end in (found.low, found.high)]
    value = plain_number(None if found.value is None else rounded(found.value, 1))
    ranged = "–".join(ends) if found.low != found.high else ""
    return f"{value} ({ranged})" if value and ranged else value or ranged


def _share(share: Share, is_left: bool) -> Sentence:
    """Return the sentence that makes a share of its two numbers."""
    facts: dict[str, Any] = {"year": share.year, "part": share.part, "label": share.part.quantity, "share": share.found}
    if isinstance(share.total, Estimate):
        facts |= {"study": share.total, "what": share.total.figure.quantity}
        return Sentence("left_of_estimate" if is_left else "share_of_estimate", facts)
    facts |= {"whole": share.total, "whole_label": share.total.quantity}
    return Sentence("left_of_count" if is_left else "share_of_count", facts)


# A year, the most that a share can be in it, and the group and its part that say so.
Bound = tuple[str, Number, Counts]


def _bounds(quantity: str, evidence: Evidence) -> list[Bound]:
    """Return the most that a share of an estimate can be, by a group without a part of it, the oldest year first."""
    group, part, below = evidence.bounds.get(quantity, ("", "", ""))
    studies = [study for study in evidence.studies(below) if number_of(study).low > 0]
    bounds = []
    for year in evidence.years_of(group, part) if studies else []:
        counts = evidence.chosen[group, year], evidence.chosen[part, year]
        left = max((counts[0].used_value or 0.0) - (counts[1].used_value or 0.0), 0.0)
        bounds.append((year, Number(None, 0.0, share_of(left, number_of(studies[-1])).high), counts))
    return bounds


def _of(bound: Bound, is_left: bool) -> Number:
    """Return what a share can be by a bound, or what that leaves."""
    return bound[1].left_of_hundred() if is_left else bound[1]


def _most(bound: Bound, is_left: bool) -> float:
    """Return the most that a share can be, or the least that is left, with one decimal on the safe side."""
    found = _of(bound, is_left)
    return rounded_down(found.low, 1) if is_left else rounded_up(found.high, 1)


def _bound_computed(bound: Bound, is_left: bool) -> str:
    return ("≥" if is_left else "≤") + plain_number(_most(bound, is_left))


def _bound(bound: Bound, total: Estimate | Figure, is_left: bool) -> Sentence:
    year, _, (whole, part) = bound
    facts = {"year": year, "whole": whole, "whole_label": whole.quantity, "part": part, "part_label": part.quantity}
    facts |= {"share": _most(bound, is_left), "study": total}
    publications = whole.publication, part.publication
    return Sentence("at_least_left" if is_left else "at_most", facts, publications=publications)


def _printed_by_source(quantity: str, newest: Share, evidence: Evidence) -> Iterator[Sentence]:
    """Yield the share over several years that was printed by who printed the estimate below the line."""
    printed = [relation.figure for relation in evidence.printed if relation.figure.usable]
    below = newest.total.quantity_id
    sources = {figure.publication for figure in printed if figure.quantity_id == below}
    own = [figure for figure in printed if figure.quantity_id == quantity and figure.publication in sources]
    own = [figure for figure in own if figure.first_year != figure.last_year and figure.used_value is not None]
    for figure in own[:1]:
        facts = {"printed": figure, "years": figure.reference_year}
        yield Sentence("printed_by_source", facts, publications=(figure.publication,))


def _since(newest: Share, evidence: Evidence) -> Iterator[Sentence]:
    """Yield the newest count, over several years, of the smallest group around that of a share, if it is newer."""
    periods = [figure for figure in evidence.chosen.values() if figure.first_year != figure.last_year]
    around = [f for f in periods if f.used_value is not None and newest.part.quantity.is_part_of(f.quantity)]
    around = [f for f in around if f.reference_year[-4:] > newest.year]
    last = max((f.last_year for f in around), default=0)
    around = [f for f in around if f.last_year == last]
    for figure in sorted(around, key=lambda f: (f.used_value or 0.0, f.quantity_id))[:1]:
        facts = {"printed": figure, "label": figure.quantity, "years": figure.reference_year}
        yield Sentence("since", facts, publications=(figure.publication,))


def _printed_so(claim: Claim, newest: Share, evidence: Evidence) -> Iterator[Sentence]:
    """Yield that the claimed range itself was printed, by whoever counts, for the group above the line."""
    printed = [relation.figure for relation in evidence.printed]
    printed_by = {figure.publication: figure.printed_by for figure in printed}
    for figure in printed:
        of_group = evidence.shares.get(figure.quantity_id, ("",))[0] == newest.part.quantity_id
        same = (figure.lower, figure.upper) == (claim.claimed_lower, claim.claimed_upper)
        if of_group and same and figure.quotes in printed_by:
            facts = {"edition": printed_by[figure.quotes], "source": figure.printed_by, "label": figure.quantity}
            facts["year"] = figure.reference_year
            yield Sentence("printed_so", facts, publications=(figure.publication,))
            return


def _caveats(newest: Share, evidence: Evidence) -> Iterator[Sentence]:
    """Yield why a count beside an estimate is no share of it without more: other people, other years, newer studies."""
    if not isinstance(newest.total, Estimate):
        return
    study, year = newest.total, newest.year
    if not study.figure.quantity.contains(newest.part.quantity):
        yield Sentence("other_group")
    if study.distance(int(year)):
        yield Sentence("other_year", {"study": study, "year": year})
    if max(relation.figure.known_from.year for relation in evidence.printed) > int(year) + 1:
        yield Sentence("nothing_newer")
    for newer in evidence.newer_than(study)[:1]:
        yield Sentence("left_out", {"study": newer})
