"""Claims with a share: how many of an estimated group are registered, and a share that fell between two years."""

from collections.abc import Iterator

from analysis.core.amounts import plain_number
from analysis.core.rounding import rounded, rounded_down, rounded_up
from analysis.figures.claims.evidence import NOT_VERIFIABLE, Claim, Evidence, Judgement, Sentence
from analysis.figures.estimates import Estimate
from analysis.figures.records import Figure

# Two figures with their values: the part and the whole of a share.
Counts = tuple[Figure, Figure]


def share_in_view(claim: Claim, evidence: Evidence) -> Judgement:
    """Judge a share in (or out of) view: registered in the newest year, as a share of the estimate for that group."""
    unseen = claim.quantity_id in evidence.complements
    above, below = evidence.shares[evidence.complements.get(claim.quantity_id, claim.quantity_id)]
    years, studies = evidence.years_of(above), evidence.studies(below)
    if not years or not studies:
        return NOT_VERIFIABLE
    study, estimated = studies[-1]
    registered = [evidence.value(above, year) or 0.0 for year in years]
    in_view = [100 * number / estimated for number in registered]
    shares = [100 - share if unseen else share for share in in_view]
    fitting = [_fits(claim, share) for share in shares]
    verdict = "qualified" if fitting[-1] else "superseded" if any(fitting) else "contradicted"
    key = f"{'unseen' if unseen else 'in_view'}_{'fits' if fitting[-1] else 'differs'}"
    facts = {"year": years[-1], "registered": registered[-1], "estimated": estimated, "study": study}
    share = shares[-1]
    if evidence.quantities[above].sex != evidence.quantities[below].sex:
        # More people above the line than the estimate is about: the share is at most this, what is unseen at least.
        key, share = f"{key}_wider", (rounded_down if unseen else rounded_up)(share, 1)
    first = Sentence(key, {**facts, "share": share, "label": evidence.quantities[above]})
    sentences = (first, *_reserves(claim, above, years[-1], study, evidence))
    publications = evidence.chosen[above, years[-1]].publication, study.figure.publication
    return Judgement(verdict, sentences, plain_number(rounded(shares[-1], 1)), publications)


def _fits(claim: Claim, share: float) -> bool:
    if claim.comparator == "range":
        return claim.claimed_lower <= share <= claim.claimed_upper
    return share >= claim.claimed_value if claim.comparator == "at_least" else abs(share - claim.claimed_value) <= 1


def _reserves(claim: Claim, above: str, year: str, study: Estimate, evidence: Evidence) -> Iterator[Sentence]:
    """Yield what goes with a share in view: where it was printed, what a registration is, other years, newer studies.

    The claimed range itself may have been printed, by whoever counts, for the group above the line.
    """
    printed_by = {relation.figure.publication: relation.figure.printed_by for relation in evidence.printed}
    for figure in (relation.figure for relation in evidence.printed):
        of_group = evidence.shares.get(figure.quantity_id, ("",))[0] == above
        same = (figure.lower, figure.upper) == (claim.claimed_lower, claim.claimed_upper)
        if of_group and same and figure.quotes in printed_by:
            facts = {"edition": printed_by[figure.quotes], "source": figure.printed_by, "label": figure.quantity}
            facts["year"] = figure.reference_year
            yield Sentence("printed_so", facts, publications=(figure.publication,))
            break
    yield Sentence("counts_registrations")
    if study.distance(int(year)):
        yield Sentence("other_year", {"study": study, "year": year})
    if max(relation.figure.known_from.year for relation in evidence.printed) > int(year) + 1:
        yield Sentence("nothing_newer")
    for newer in evidence.newer_than(study)[:1]:
        yield Sentence("left_out", {"study": newer})


def shares_of_two_years(claim: Claim, evidence: Evidence) -> Judgement:
    """Judge a change of a share from one year to another by the counts, and by the figures printed for it."""
    above, below = evidence.shares[claim.quantity_id]
    years = claim.base_years.split("|")
    claimed = dict(zip(years, (claim.claimed_upper, claim.claimed_lower), strict=True))
    both = evidence.years_of(above, below)
    counts = {year: (evidence.chosen[above, year], evidence.chosen[below, year]) for year in both}
    if not set(years) <= set(both):
        return NOT_VERIFIABLE
    shares = [_percent(counts[year]) for year in years]
    printed = {(relation.figure.group, relation.figure.used_value) for relation in evidence.printed}
    verdict = "contradicted"
    if all(abs(share - claimed[year]) <= 0.5 for year, share in zip(years, shares, strict=True)):
        verdict = "supported"
    elif all(((claim.quantity_id, year), number) in printed for year, number in claimed.items()):
        verdict = "superseded"
    sentences = [Sentence(f"from_to_{verdict}"), *(_counted("counted", counts[year]) for year in years)]
    sentences += _grew(counts, max(years))
    sentences += [sentence for year in years for sentence in _other_series(counts[year], evidence)]
    # The newest year that has both counts, if that is after the claim.
    sentences += [_counted("since_then", counts[year]) for year in both[-1:] if year > max(years)]
    sentences.append(Sentence("falls_in_registrations", {"year": max(years)}))
    return Judgement(verdict, tuple(sentences), " → ".join(plain_number(rounded(share, 1)) for share in shares))


def _percent(counts: Counts) -> float:
    return 100 * (counts[0].used_value or 0.0) / (counts[1].used_value or 0.0)


def _counted(key: str, counts: Counts, series: str = "") -> Sentence:
    part, whole = counts
    facts = {"year": part.reference_year, "part": part.used_value, "whole": whole.used_value, "share": _percent(counts)}
    if series:
        facts["count"] = series
    return Sentence(key, facts, publications=(part.publication, whole.publication))


def _grew(counts: dict[str, Counts], year: str) -> Iterator[Sentence]:
    """Yield the numbers of the year before and of the year where a share fell while the group grew."""
    before = str(int(year) - 1)
    if before not in counts:
        return
    (part, whole), (part_last, whole_last) = counts[before], counts[year]
    grew = (part_last.used_value or 0.0) > (part.used_value or 0.0)
    if grew and _percent(counts[year]) < _percent(counts[before]):
        figures = {"part": part, "part_last": part_last, "whole": whole, "whole_last": whole_last}
        facts = {"first": before, "last": year, **{name: figure.used_value for name, figure in figures.items()}}
        publications = tuple(figure.publication for figure in figures.values())
        yield Sentence("grew_with_total", facts, publications=publications)


def _other_series(counts: Counts, evidence: Evidence) -> Iterator[Sentence]:
    """Yield what another series makes of the share, where both of its numbers were printed."""
    part, whole = counts
    of_year = [each for each in evidence.printed if each.figure.reference_year == whole.reference_year]
    reliable = [each.figure for each in of_year if each.reliable and each.figure.used_value is not None]
    wholes = [each.figure for each in of_year if each.figure.quantity_id == whole.quantity_id]
    first = min(wholes, key=lambda figure: figure.known_from)
    for series in sorted({each.figure.series for each in of_year} - {whole.series}):
        found = [
            next((f for f in reliable if (f.group, f.series) == (count.group, series)), None) for count in (part, whole)
        ]
        if found[0] and found[1]:
            key = "first_count" if first.series == series else "other_count"
            yield _counted(key, (found[0], found[1]), series)
