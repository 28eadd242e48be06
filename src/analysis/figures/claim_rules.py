"""Judges a claim of the pledge by the rule for its kind of number.

`supported`: the figures known say so. `qualified`: they allow it, with a caveat that is named. `superseded`: they said
so when it was written, newer figures of the same kind say otherwise. `contradicted`: the newest figures say otherwise.
`not_verifiable`: no figure was published that could decide it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.core.amounts import plain_amount, plain_number, rounded, rounded_down, rounded_up
from analysis.figures.estimates import Estimate
from analysis.figures.records import Claim, Figure, Group, Quantity, Series
from analysis.figures.verdicts import Relation

# An estimate that has a value, and that value.
Study = tuple[Estimate, float]
# Two figures with their values: the part and the total of a share.
Counts = tuple[Figure, Figure]


@dataclass(frozen=True)
class Sentence:
    """One sentence of an explanation: its key in wording/*/claims.toml and the facts of its places.

    A fact is a text, a number, an estimate (which fills `study`, `value`, `years` and `range`), or a quantity or figure
    that is said in words. `by_claim` says that each claim has its own sentence of that key; `publications` are those of
    its numbers, where the judgement does not name them already.
    """

    key: str
    facts: dict[str, Any] = field(default_factory=dict)
    by_claim: bool = False
    publications: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """A verdict on a claim, the sentences that explain it, the number computed for it, the publications it rests on."""

    claim: Claim
    verdict: str
    sentences: list[Sentence]
    computed: str | None = None
    rests_on: tuple[str, ...] = ()

    @property
    def publications(self) -> list[str]:
        """Return the deciding publications, each once."""
        of_sentences = [name for sentence in self.sentences for name in sentence.publications]
        return list(dict.fromkeys([*self.rests_on, *of_sentences]))


@dataclass(frozen=True)
class Evidence:
    """The figures and estimates as of the month: chosen and printed figures, estimates and quantities.

    `shares` has the quantities above and below the line of a share, `complements` the share that it leaves out.
    """

    chosen: dict[Group, Figure]
    printed: list[Relation]
    estimates: list[Estimate]
    quantities: Mapping[str, Quantity]
    shares: dict[str, tuple[str, ...]]
    complements: dict[str, str]

    def value(self, quantity: str, year: str) -> float | None:
        """Return the chosen value of a quantity and year; None where there is none."""
        figure = self.chosen.get((quantity, year))
        return figure.used_value if figure else None

    def years_of(self, *quantities: str) -> list[str]:
        """Return the single years for which each of some quantities has a value, oldest first."""
        years = sorted({year for _, year in self.chosen if len(year) == 4})
        return [year for year in years if all(self.value(quantity, year) is not None for quantity in quantities)]

    def studies(self, quantity: str) -> list[Study]:
        """Return the estimates of a quantity that are more than zero, with their value, the newest study last."""
        return [(e, e.number) for e in self.estimates if e.quantity_id == quantity and e.number]

    def newer_than(self, study: Estimate) -> list[Estimate]:
        """Return the estimates of studies that came after a study."""
        series = [estimate.series for estimate in self.estimates]
        return self.estimates[len(series) - series[::-1].index(study.series) :]


def judge(claim: Claim, evidence: Evidence) -> Judgement:
    """Return the judgement on a claim, by the rule for its kind of number."""
    quantity, found = claim.quantity_id, None
    studies = evidence.studies(quantity)
    if claim.comparator == "from_to":
        found = shares_of_two_years(claim, evidence)
    elif quantity in evidence.complements or quantity in evidence.shares:
        found = share_registered(claim, evidence)
    elif claim.comparator == "unquantified":
        # The nearest figure that was printed: never without a caveat.
        for year in evidence.years_of(quantity)[-1:]:
            figure = evidence.chosen[quantity, year]
            nearest = Sentence("nearest", {"printed": figure, "year": year}, by_claim=True)
            found = Judgement(claim, "qualified", [nearest], plain_number(figure.used_value), (figure.publication,))
    elif studies:
        found = about(claim, studies, evidence) if claim.comparator == "about" else more_than(claim, studies)
    return found or Judgement(claim, "not_verifiable", [Sentence("not_verifiable", by_claim=True)])


def more_than(claim: Claim, studies: list[Study]) -> Judgement:
    """Judge `more than` an estimate by the newest study: by its value, then by where its range begins and ends."""
    (newest, value), number = studies[-1], claim.claimed_value
    lower, upper, other_upper = newest.ends
    if value > number:
        verdict = "supported" if lower is None or lower >= number else "qualified"
        return _judgement(claim, verdict, [Sentence(f"more_than_{verdict}", {"study": newest})], [newest])
    sentences = [Sentence("more_than_contradicted", {"study": newest})]
    if upper is not None and upper > number:
        key = "within_range" if other_upper is None else "within_range_two_ends"
        sentences.append(Sentence(key, {"upper": upper, "first": other_upper}))
    older = [study for study, estimated in studies[:-1] if estimated > number][-1:]
    sentences += [Sentence("older_study", {"study": study}) for study in older]
    return _judgement(claim, "contradicted", sentences, [newest, *older])


def about(claim: Claim, studies: list[Study], evidence: Evidence) -> Judgement:
    """Judge `about` an estimate: by the newest study that has the group, with a caveat if a newer one left it out.

    Never `supported` without a caveat: the pledge says who become victims each year, an estimate who are in a year.
    """
    newest = studies[-1][0]
    fitting = [study for study, value in studies if _rounds_to(value, claim.claimed_value)]
    if not fitting:
        return _judgement(claim, "contradicted", [Sentence("about_contradicted", {"study": newest})], [newest])
    if fitting[-1] is not newest:
        older = Sentence("older_study", {"study": fitting[-1]})
        return _judgement(
            claim, "superseded", [Sentence("about_superseded", {"study": newest}), older], [newest, fitting[-1]]
        )
    supported = [Sentence("about_supported", {"study": newest}), Sentence("level_of_a_year")]
    newer = evidence.newer_than(newest)
    if not newer:
        return _judgement(claim, "qualified", supported, [newest])
    group = evidence.quantities[claim.quantity_id]
    wider = [each for each in newer if group.is_part_of(evidence.quantities[each.quantity_id])]
    smallest = sorted(wider, key=lambda each: each.number or float("inf"))[:1]
    caveat = Sentence("left_out", {"study": newer[0]})
    for each in smallest:
        caveat = Sentence("left_out_wider", {"study": each, "label": evidence.quantities[each.quantity_id]})
    return _judgement(claim, "qualified", [*supported, caveat], [newest, *smallest])


def _rounds_to(value: float, number: float) -> bool:
    """Return whether a value rounds to a number with as many zeros as that number has."""
    step = 1
    while number % (step * 10) == 0:
        step *= 10
    return abs(value - number) <= step / 2


def _judgement(claim: Claim, verdict: str, sentences: list[Sentence], studies: list[Estimate]) -> Judgement:
    """Return a judgement with the number of the first study, and the publications of all."""
    printed_in = [figure.publication for study in studies for figure in (study.figure, study.ranged) if figure]
    return Judgement(claim, verdict, sentences, plain_amount(studies[0].number, *studies[0].ends), tuple(printed_in))


def share_registered(claim: Claim, evidence: Evidence) -> Judgement | None:
    """Judge a share that is (or is not) registered: of the newest year, as a share of the estimate for that group."""
    not_registered = claim.quantity_id in evidence.complements
    above, below = evidence.shares[evidence.complements.get(claim.quantity_id, claim.quantity_id)]
    years, studies = evidence.years_of(above), evidence.studies(below)
    if not years or not studies:
        return None
    study, estimated = studies[-1]
    registered = [evidence.value(above, year) or 0.0 for year in years]
    percentages = [100 * number / estimated for number in registered]
    shares = [100 - share if not_registered else share for share in percentages]
    fitting = [_fits(claim, share) for share in shares]
    verdict = "qualified" if fitting[-1] else "superseded" if any(fitting) else "contradicted"
    key = f"{'unseen' if not_registered else 'in_view'}_{'fits' if fitting[-1] else 'differs'}"
    facts = {"year": years[-1], "registered": registered[-1], "estimated": estimated, "study": study}
    share = shares[-1]
    if evidence.quantities[above].sex != evidence.quantities[below].sex:
        # More people are counted than the estimate is about: the share that is registered is at most this.
        key, share = f"{key}_wider", (rounded_down if not_registered else rounded_up)(share, 1)
    first = Sentence(key, {**facts, "share": share, "label": evidence.quantities[above]})
    sentences = [first, *_caveats(claim, above, years[-1], study, evidence)]
    publications = evidence.chosen[above, years[-1]].publication, study.figure.publication
    return Judgement(claim, verdict, sentences, plain_number(rounded(shares[-1], 1)), publications)


def _fits(claim: Claim, share: float) -> bool:
    if claim.comparator == "range":
        return claim.claimed_lower <= share <= claim.claimed_upper
    return share >= claim.claimed_value if claim.comparator == "at_least" else abs(share - claim.claimed_value) <= 1


def _caveats(claim: Claim, above: str, year: str, study: Estimate, evidence: Evidence) -> Iterator[Sentence]:
    """Yield what is said with a registered share: who printed it, what registered means, other years, newer studies.

    The claimed range itself may have been printed, by whoever counts, for the registered group.
    """
    printed = [relation.figure for relation in evidence.printed]
    printed_by = {figure.publication: figure.printed_by for figure in printed}
    for figure in printed:
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
    if max(figure.known_from.year for figure in printed) > int(year) + 1:
        yield Sentence("nothing_newer")
    for newer in evidence.newer_than(study)[:1]:
        yield Sentence("left_out", {"study": newer})


def shares_of_two_years(claim: Claim, evidence: Evidence) -> Judgement | None:
    """Judge a change of a share from one year to another by the counts, and by the figures printed for it."""
    above, below = evidence.shares[claim.quantity_id]
    years = claim.base_years.split("|")
    claimed = dict(zip(years, (claim.claimed_upper, claim.claimed_lower), strict=True))
    both = [year for year in evidence.years_of(above, below) if evidence.value(below, year)]
    counts = {year: (evidence.chosen[above, year], evidence.chosen[below, year]) for year in both}
    if not set(years) <= set(both):
        return None
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
    return Judgement(claim, verdict, sentences, " → ".join(plain_number(rounded(share, 1)) for share in shares))


def _percent(counts: Counts) -> float:
    return 100 * (counts[0].used_value or 0.0) / (counts[1].used_value or 0.0)


def _counted(key: str, counts: Counts, series: Series | None = None) -> Sentence:
    part, total = counts
    facts: dict[str, Any] = {
        "year": part.reference_year,
        "part": part.used_value,
        "whole": total.used_value,
        "share": _percent(counts),
    }
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
        facts = {"first": before, "last": year, **{name: figure.used_value for name, figure in figures.items()}}
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
