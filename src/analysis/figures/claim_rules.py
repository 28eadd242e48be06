"""Judges a claim of the pledge by the rule for how it is claimed and what it measures (`RULES`).

`supported`: the newest figures say so, with all that their range leaves open. `qualified`: they allow it, with a caveat
that is named. `superseded`: older figures said so, the newest say otherwise. `contradicted`: all that the newest
figures leave open says otherwise. `not_verifiable`: no figure was published that could decide it, or no rule is made
for such a claim.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.core.amounts import plain_amount, plain_number, rounded, rounded_down, rounded_up
from analysis.figures.claim_fits import SAYS_SO, Number, fit, number, share_of, verdict
from analysis.figures.estimates import Estimate
from analysis.figures.records import COUNTED, Claim, Figure, Group, Quantity, Series
from analysis.figures.verdicts import Relation

# Two figures with their values: the part and the total of a share.
Counts = tuple[Figure, Figure]
# How far a printed share is from the one that its counts make: half a point, as it has no decimals.
_HALF = 0.5


@dataclass(frozen=True)
class Sentence:
    """One sentence of an explanation: its key in wording/*/claims.toml and the facts of its places.

    A fact is a text, a number, an estimate (which fills `study`, `value`, `years` and `range`), or a quantity or figure
    that is said in words. `publications` are those of its numbers, where the judgement does not name them already.
    """

    key: str
    facts: dict[str, Any] = field(default_factory=dict)
    publications: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """A verdict on a claim, the sentences that explain it, the number computed for it, the publications it rests on.

    `in_short` are the sentences of a page on it: their keys are those of `briefing.numbers.why`.
    """

    claim: Claim
    verdict: str
    sentences: list[Sentence]
    computed: str | None = None
    rests_on: tuple[str, ...] = ()
    in_short: tuple[Sentence, ...] = ()

    @property
    def publications(self) -> list[str]:
        """Return the deciding publications, each once."""
        of_sentences = [name for sentence in self.sentences for name in sentence.publications]
        return list(dict.fromkeys([*self.rests_on, *of_sentences]))


@dataclass(frozen=True)
class Evidence:
    """The figures and estimates as of the month: chosen and printed figures, estimates and quantities.

    `shares` has the quantities above and below the line of a share, `complements` the share that it leaves out;
    `bounds` a group, a part of it that is left out, and what stands below the line, of the most that a share can be.
    """

    chosen: dict[Group, Figure]
    printed: list[Relation]
    estimates: list[Estimate]
    quantities: Mapping[str, Quantity]
    shares: dict[str, tuple[str, ...]]
    complements: dict[str, str]
    bounds: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def measure(self, quantity: str) -> str:
        """Return the measure of a quantity; empty for one that is not there."""
        return self.quantities[quantity].measure if quantity in self.quantities else ""

    def value(self, quantity: str, year: str) -> float | None:
        """Return the chosen value of a quantity and year; None where there is none."""
        figure = self.chosen.get((quantity, year))
        return figure.used_value if figure else None

    def years_of(self, *quantities: str) -> list[str]:
        """Return the single years for which each of some quantities has a value, oldest first."""
        years = sorted({year for _, year in self.chosen if len(year) == 4})
        return [year for year in years if all(self.value(quantity, year) is not None for quantity in quantities)]

    def studies(self, quantity: str) -> list[Estimate]:
        """Return the estimates of a quantity that have a value or a range, the newest study last."""
        own = [e for e in self.estimates if e.quantity_id == quantity]
        return [e for e in own if e.number is not None or e.ends[0] is not None]

    def newer_than(self, study: Estimate) -> list[Estimate]:
        """Return the estimates of studies that came after a study."""
        series = [estimate.series for estimate in self.estimates]
        return self.estimates[len(series) - series[::-1].index(study.series) :]


Rule = Callable[[Claim, Evidence], Judgement | None]


def judge(claim: Claim, evidence: Evidence) -> Judgement:
    """Return the judgement on a claim, by the rule for its comparator and measure."""
    rule = RULES.get((claim.comparator, evidence.measure(claim.quantity_id)))
    found = rule(claim, evidence) if rule else None
    if found:
        return found
    said = Sentence("not_verifiable")
    return Judgement(claim, "not_verifiable", [said], in_short=(Sentence("none"),))


def _reserve(claim: Claim) -> list[Sentence]:
    """Return what is always said with a claim, as its row has it: a number of another kind stands for it."""
    return [Sentence(f"reserve.{claim.reserve}")] if claim.reserve else []


# Estimates


def number_of(study: Estimate) -> Number:
    """Return what a study says: its value and all that its range leaves open."""
    lower, upper, _ = study.ends
    return number(study.number, lower, upper, study.value.qualifier if study.value else "")


def by_studies(claim: Claim, evidence: Evidence) -> Judgement | None:
    """Judge a claim about an estimate by the newest study that has the group; that a newer one left it out is said."""
    studies = evidence.studies(claim.quantity_id)
    if not studies:
        return None
    newest, fits = studies[-1], [fit(claim, number_of(study)) for study in studies]
    left_out = list(_left_out(newest, evidence.quantities.get(claim.quantity_id), evidence))
    found = verdict(fits[-1], fits[:-1], reserved=bool(claim.reserve or left_out))
    sentences = [Sentence("newest_differs")] if found == "superseded" else []
    sentences += [_estimate(newest, evidence.quantities.get(claim.quantity_id)), Sentence(f"fits_{fits[-1]}")]
    older = [study for study, its in zip(studies, fits, strict=True) if its in SAYS_SO][-1:]
    if found == "superseded":
        sentences += [Sentence("older_study", {"study": study}) for study in older]
    in_short = [Sentence("estimate", {"study": newest})]
    in_short += [Sentence("not_excluded")] if fits[-1] == "range" else []
    in_short += [Sentence("not_repeated")] if left_out else []
    return Judgement(
        claim,
        found,
        [*sentences, *_reserve(claim), *left_out],
        plain_amount(newest.number, *newest.ends),
        _printed_in([newest, *(older if found == "superseded" else [])]),
        (*in_short, *_reserve(claim)),
    )


def _estimate(study: Estimate, what: Quantity | None) -> Sentence:
    return Sentence("estimate" if study.number is not None else "estimate_range", {"study": study, "what": what})


def _printed_in(studies: list[Estimate]) -> tuple[str, ...]:
    return tuple(each.publication for study in studies for each in (study.figure, study.ranged) if each)


def _left_out(study: Estimate, group: Quantity | None, evidence: Evidence) -> Iterator[Sentence]:
    """Yield that a newer study has no number for a group, and its number for the smallest group that holds it."""
    newer = evidence.newer_than(study)
    if not newer:
        return
    wider = [each for each in newer if group and group.is_part_of(evidence.quantities[each.quantity_id])]
    smallest = min(wider, key=lambda each: each.number or float("inf"), default=None)
    if smallest is None or smallest.number is None:
        yield Sentence("left_out", {"study": newer[0]})
    else:
        facts = {"study": smallest, "label": evidence.quantities[smallest.quantity_id]}
        yield Sentence("left_out_wider", facts, publications=_printed_in([smallest]))


# Shares and counts


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
    share, caveats = _share(newest, is_left), [*_caveats(newest, evidence), *_reserve(claim)]
    source, since = list(_printed_by_source(in_view, newest, evidence)), list(_since(newest, evidence))
    limited = [_bound(bound, newest.total, is_left) for bound in bounds]
    beside = [*source, *([] if is_left else since), *_printed_so(claim, newest, evidence)]
    sentences = [share, Sentence(f"fits_{fits[-1]}"), *beside, *limited]
    return Judgement(
        claim,
        verdict(decided[-1], decided[:-1], reserved=bool(caveats)),
        [*sentences, *(Sentence(f"bound_{each}") for each in limits[-1:]), *caveats],
        "; ".join([_computed(newest.found), *(_bound_computed(each, is_left) for each in bounds[-1:])]),
        tuple(dict.fromkeys([newest.part.publication, _figure_of(newest.total).publication])),
        (share, *(limited[-1:] if is_left else [*source, *since]), *_reserve(claim)),
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
    sentences = [said, Sentence(f"fits_{fits[-1]}"), *_reserve(claim)]
    in_short = said, *_reserve(claim)
    return Judgement(claim, found, sentences, plain_number(newest.used_value), (newest.publication,), in_short)


def _shares(quantity: str, evidence: Evidence) -> Iterator[Share]:
    """Yield a share of each year that has its counts, the oldest first; of an estimate that of the newest study."""
    above, below = evidence.shares.get(quantity, ("", ""))
    studies = [study for study in evidence.studies(below) if number_of(study).high > 0]
    for year in evidence.years_of(above):
        part, total = evidence.chosen[above, year], evidence.chosen.get((below, year))
        if studies:
            yield Share(year, part, studies[-1], share_of(part.used_value or 0.0, number_of(studies[-1])))
        elif evidence.measure(below) != "estimate" and total and total.used_value:
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


# A share in two years


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
    in_short = [_in_short(counts[year]) for year in (*years, *newest)]
    return Judgement(claim, found, [*sentences, *_reserve(claim)], computed, (), (*in_short, *_reserve(claim)))


def _percent(counts: Counts) -> float:
    return 100 * (counts[0].used_value or 0.0) / (counts[1].used_value or 0.0)


def _in_short(counts: Counts) -> Sentence:
    part, total = counts
    facts = {"part": part, "whole": total, "year": part.reference_year, "share": _percent(counts)}
    return Sentence("counted", facts)


def _counted(key: str, counts: Counts, series: Series | None = None) -> Sentence:
    part, total = counts
    facts: dict[str, Any] = {"year": part.reference_year, "part": part.used_value, "whole": total.used_value}
    facts |= {"share": _percent(counts), "part_label": part.quantity, "whole_label": total.quantity}
    if series:
        facts["count"] = series
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
        facts: dict[str, Any] = {name: figure.used_value for name, figure in figures.items()}
        facts |= {"first": before, "last": year}
        facts |= {"part_label": part.quantity, "whole_label": total.quantity}
        publications = tuple(figure.publication for figure in figures.values())
        yield Sentence("grew_with_total", facts, publications=publications)


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
            yield _counted(key, (found[0], found[1]), found[0].counted_in)


# A claim without a number


def by_nearest(claim: Claim, evidence: Evidence) -> Judgement | None:
    """Judge a claim without a number by the nearest figure that was printed: never without a caveat."""
    studies = [study.figure for study in evidence.studies(claim.quantity_id)[-1:]]
    years = evidence.years_of(claim.quantity_id)[-1:]
    for figure in [*studies, *(evidence.chosen[claim.quantity_id, year] for year in years)][:1]:
        facts = {"printed": figure, "label": figure.quantity, "years": figure.reference_year}
        said = Sentence("nearest", facts)
        computed = plain_amount(figure.used_value, figure.lower, figure.upper)
        return Judgement(claim, "qualified", [said, *_reserve(claim)], computed, (figure.publication,), (said,))
    return None


_NUMBERED = ("more_than", "at_least", "at_most", "less_than", "about", "range")
# Which rule judges a claim, by its comparator and the measure of its quantity; a claim of any other is not verifiable.
RULES: dict[tuple[str, str], Rule] = {
    **{(comparator, "estimate"): by_studies for comparator in _NUMBERED},
    **{(comparator, "share"): by_shares for comparator in _NUMBERED},
    **{(comparator, measure): by_counts for comparator in _NUMBERED for measure in (*COUNTED, "rate", "ratio")},
    **{("unquantified", measure): by_nearest for measure in (*COUNTED, "estimate", "share", "rate", "ratio")},
    ("from_to", "share"): of_two_years,
}
