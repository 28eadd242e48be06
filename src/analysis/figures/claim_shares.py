"""Judges a claim about a share, or a count, by the counts of its newest year and by the most that the share can be."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from analysis.core.amounts import plain_number, rounded, rounded_down, rounded_up
from analysis.figures.claim_evidence import Evidence, Judgement, Sentence, number_of, reserve_of
from analysis.figures.claim_fits import Number, fit, number, share_of, verdict
from analysis.figures.estimates import Estimate
from analysis.figures.quantities import NO_QUANTITY
from analysis.figures.records import Claim, Figure


@dataclass(frozen=True)
class Share:
    """A share of one year: the figure above the line, the estimate or figure below it, and what the share can be."""

    year: str
    part: Figure
    total: Estimate | Figure
    found: Number


def by_shares(claim: Claim, evidence: Evidence) -> Judgement | None:
    """Judge a share, or what it leaves of a hundred, by its newest counts or bound; else by what was printed."""
    in_view = evidence.complements.get(claim.quantity_id, claim.quantity_id)
    is_left = in_view != claim.quantity_id
    if not (shares := list(_shares(in_view, evidence, is_left))):
        return by_counts(claim, evidence)
    newest = shares[-1]
    bounds = list(_bounds(in_view, newest, evidence, is_left))
    fits, limits = [fit(claim, share.found) for share in shares], [fit(claim, found) for found, _, _ in bounds]
    # What a bound leaves open says nothing: then the newest count decides.
    decided = [*fits, *(each for each in limits[-1:] if each != "open")]
    share, caveats = _share(newest, is_left), [*_caveats(newest, evidence), *reserve_of(claim)]
    source, since = list(_printed_by_source(in_view, newest, evidence)), list(_since(newest, evidence))
    printed_so = list(_printed_so(claim, newest, evidence))
    limited = [sentence for _, _, sentence in bounds]
    beside = [*source, *([] if is_left else since), *printed_so]
    sentences = [share, Sentence(f"fits_{fits[-1]}"), *beside, *limited]
    total = newest.total.figure if isinstance(newest.total, Estimate) else newest.total
    return Judgement(
        claim,
        verdict(decided[-1], decided[:-1], reserved=bool(caveats)),
        [*sentences, *(Sentence(f"bound_{each}") for each in limits[-1:]), *caveats],
        "; ".join([_computed(newest.found), *(said for _, said, _ in bounds[-1:])]),
        tuple(dict.fromkeys([newest.part.publication, total.publication])),
        (share, *(limited[-1:] if is_left else [*printed_so, *source, *since]), *reserve_of(claim)),
    )


def by_counts(claim: Claim, evidence: Evidence) -> Judgement | None:
    """Judge a number that somebody counted or printed by that of the newest year."""
    figures = [evidence.chosen[claim.quantity_id, year] for year in evidence.years_of(claim.quantity_id)]
    if not figures:
        return None
    newest = figures[-1]
    fits = [fit(claim, number(each.used_value, each.lower, each.upper, each.qualifier)) for each in figures]
    said = Sentence("count", {"printed": newest, "label": newest.quantity, "year": newest.reference_year})
    found = verdict(fits[-1], fits[:-1], reserved=bool(claim.reserve))
    sentences = [said, Sentence(f"fits_{fits[-1]}"), *reserve_of(claim)]
    in_short = said, *reserve_of(claim)
    return Judgement(claim, found, sentences, plain_number(newest.used_value), (newest.publication,), in_short)


def _shares(quantity: str, evidence: Evidence, is_left: bool) -> Iterator[Share]:
    """Yield a share of each year that has its counts, the oldest first; of an estimate by each study in turn."""
    above, below = evidence.shares.get(quantity, ("", ""))
    counted = {year: evidence.chosen[above, year] for year in evidence.years_of(above)}
    totals: list[tuple[str, Estimate | Figure, Number]] = []
    for study in evidence.studies(below):
        totals += [(year, study, whole) for year in counted if (whole := number_of(study)).high > 0]
    if evidence.quantities.get(below, NO_QUANTITY).measure != "estimate":
        found = ((year, evidence.chosen.get((below, year))) for year in counted)
        totals += [(year, total, number(total.used_value)) for year, total in found if total and total.used_value]
    for year, total, whole in totals:
        share = share_of(counted[year].used_value or 0.0, whole)
        yield Share(year, counted[year], total, share.left_of_hundred() if is_left else share)


def _computed(found: Number) -> str:
    ends = [plain_number(rounded(end, 1)) for end in (found.low, found.high)]
    value = plain_number(None if found.value is None else rounded(found.value, 1))
    ranged = "–".join(ends) if found.low != found.high else ""
    return f"{value} ({ranged})" if value and ranged else value or ranged


def _share(share: Share, is_left: bool) -> Sentence:
    facts: dict[str, Any] = {"year": share.year, "part": share.part, "label": share.part.quantity, "share": share.found}
    key = "left_of" if is_left else "share_of"
    if isinstance(share.total, Estimate):
        return Sentence(f"{key}_estimate", facts | {"study": share.total, "what": share.total.figure.quantity})
    return Sentence(f"{key}_count", facts | {"whole": share.total, "whole_label": share.total.quantity})


def _bounds(quantity: str, newest: Share, evidence: Evidence, is_left: bool) -> Iterator[tuple[Number, str, Sentence]]:
    """Yield the most that a share can be, or the least left, in each later year: as a number, a text and a sentence."""
    group, part, below = evidence.bounds.get(quantity, ("", "", ""))
    studies = [study for study in evidence.studies(below) if number_of(study).low > 0]
    for year in evidence.years_of(group, part) if studies else []:
        if year > newest.year:
            whole, without = evidence.chosen[group, year], evidence.chosen[part, year]
            rest = max((whole.used_value or 0.0) - (without.used_value or 0.0), 0.0)
            found = Number(None, 0.0, share_of(rest, number_of(studies[-1])).high)
            found = found.left_of_hundred() if is_left else found
            # With one decimal, on the safe side.
            end = rounded_down(found.low, 1) if is_left else rounded_up(found.high, 1)
            facts = {"year": year, "whole": whole, "whole_label": whole.quantity, "part": without}
            facts |= {"part_label": without.quantity, "share": end, "study": newest.total}
            key, publications = "at_least_left" if is_left else "at_most", (whole.publication, without.publication)
            yield found, f"{'≥' if is_left else '≤'}{plain_number(end)}", Sentence(key, facts, publications)


def _printed_by_source(quantity: str, newest: Share, evidence: Evidence) -> Iterator[Sentence]:
    """Yield the share over several years that was printed by who printed the estimate below the line."""
    printed = [relation.figure for relation in evidence.printed if relation.figure.usable]
    sources = {figure.publication for figure in printed if figure.quantity_id == newest.total.quantity_id}
    own = [f for f in printed if f.quantity_id == quantity and f.publication in sources and f.used_value is not None]
    for figure in [f for f in own if f.first_year != f.last_year][:1]:
        facts = {"printed": figure, "years": figure.reference_year}
        yield Sentence("printed_by_source", facts, publications=(figure.publication,))


def _since(newest: Share, evidence: Evidence) -> Iterator[Sentence]:
    """Yield a newer count over several years: the newest of the smallest group, of the same ages, around a share's."""
    part, around = newest.part.quantity, [f for f in evidence.chosen.values() if f.first_year != f.last_year]
    around = [f for f in around if f.used_value is not None and f.last_year > int(newest.year)]
    around = [f for f in around if f.quantity.age_group == part.age_group and part.is_part_of(f.quantity)]
    for figure in sorted(around, key=lambda f: (-f.last_year, f.used_value or 0.0, f.quantity_id))[:1]:
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
            facts |= {"year": figure.reference_year, "printed_in": figure}
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
