"""Claims with a share: how many of an estimated group are registered, and a share that fell between two years."""

from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.core.rounding import rounded, rounded_down, rounded_up
from analysis.figures.claims.judgement import NOT_VERIFIABLE, Judgement, newer_estimates
from analysis.figures.claims.known import Known
from analysis.figures.claims.sentences import Sentence, amount


def share_in_view(claim: dict[Any, Any], known: Known) -> Judgement:
    """Judge a share in (or out of) view: registered in the newest year, as a share of the estimate for that group."""
    unseen = claim["quantity_id"] in known.complements
    above, below = known.shares[known.complements.get(claim["quantity_id"], claim["quantity_id"])]
    years, studies = known.years_of(above), known.studies(below)
    if not years or not studies:
        return NOT_VERIFIABLE
    study = studies[-1]

    def computed(year: str) -> float:
        share = 100 * float(known.figures[above, year]["value"]) / float(study["value"])
        return 100 - share if unseen else share

    fitting = [year for year in years if _fits(claim, computed(year))]
    newest = years[-1]
    fits_newest = newest in fitting
    verdict = "qualified" if fits_newest else "superseded" if fitting else "contradicted"
    registered = known.figures[above, newest]
    key = f"{'unseen' if unseen else 'in_view'}_{'fits' if fits_newest else 'differs'}"
    facts = {"year": newest, "registered": registered["value"], "estimated": study["value"], "share": computed(newest)}
    if known.quantities[above]["sex"] != known.quantities[below]["sex"]:
        # More people above the line than the estimate is about: the share is at most this, what is unseen at least.
        bound = rounded_down if unseen else rounded_up
        key, facts = f"{key}_wider", facts | {"label": known.quantities[above], "share": bound(computed(newest), 1)}
    sentences = [
        Sentence(key, {**facts, "years": study["reference_year"]}),
        *_printed_so(claim, above, known),
        *_reserves(newest, study, known),
    ]
    sources = (registered["publication"], study["publication"])
    return Judgement(verdict, tuple(sentences), amount(rounded(computed(newest), 1)), sources)


def _fits(claim: dict[Any, Any], share: float) -> bool:
    value, lower, upper = (claim[f"claimed_{name}"] for name in ("value", "lower", "upper"))
    if claim["comparator"] == "range":
        return bool(lower <= share <= upper)
    return bool(share >= value) if claim["comparator"] == "at_least" else abs(share - value) <= 1


def _printed_so(claim: dict[Any, Any], above: str, known: Known) -> list[Sentence]:
    """Return where the claimed range itself was printed, by whoever counts, for the group above the line."""
    wanted = (claim["claimed_lower"], claim["claimed_upper"])
    for row in known.printed:
        of_group = known.shares.get(row["quantity_id"], ("",))[0] == above
        quoted = known.printed_by.get(row["quotes"])
        if of_group and quoted and (row["lower"], row["upper"]) == wanted:
            facts = {"edition": quoted, "source": row["printed_by"], "year": row["reference_year"]}
            label = known.quantities[row["quantity_id"]]
            return [Sentence("printed_so", {**facts, "label": label}, publications=(row["publication"],))]
    return []


def _reserves(year: str, study: dict[Any, Any], known: Known) -> list[Sentence]:
    """Return what a share in view leaves open: what a registration is, another year, a newer count, a newer study."""
    sentences = [Sentence("counts_registrations")]
    first, last = int(study["reference_year"][:4]), int(study["reference_year"][-4:])
    if not first <= int(year) <= last:
        sentences.append(Sentence("other_year", {"years": study["reference_year"], "year": year}))
    if known.newest_year > int(year) + 1:
        sentences.append(Sentence("nothing_newer"))
    newer = newer_estimates(study, known)
    return [*sentences, *([Sentence("left_out", {"series": newer[0]["series"]})] if newer else [])]


def shares_of_two_years(claim: dict[Any, Any], known: Known) -> Judgement:
    """Judge a change of a share from one year to another by the counts, and by the figures printed for it."""
    above, below = known.shares[claim["quantity_id"]]
    ends = dict(zip(claim["base_years"].split("|"), (claim["claimed_upper"], claim["claimed_lower"]), strict=True))
    counts = {year: both for year in ends if (both := _both(above, below, year, known))}
    if len(counts) < len(ends):
        return NOT_VERIFIABLE
    shares = {year: _percent(*both) for year, both in counts.items()}
    verdict = "supported" if all(abs(shares[y] - ends[y]) <= 0.5 for y in ends) else "contradicted"
    if verdict == "contradicted" and all(_was_printed(claim["quantity_id"], y, n, known) for y, n in ends.items()):
        verdict = "superseded"
    sentences = [Sentence(f"from_to_{verdict}")]
    sentences += [_counted("counted", year, *counts[year]) for year in ends]
    sentences += _grew(above, below, max(ends), known)
    sentences += _other_counts(above, below, list(ends), known) + _since(above, below, max(ends), known)
    sentences.append(Sentence("falls_in_registrations", {"year": max(ends)}))
    computed = " → ".join(amount(rounded(share, 1)) for share in shares.values())
    return Judgement(verdict, tuple(sentences), computed)


def _both(above: str, below: str, year: str, known: Known) -> tuple[dict[Any, Any], dict[Any, Any]] | None:
    """Return the counts above and below the line in a year that has both."""
    part, whole = known.figure(above, year), known.figure(below, year)
    return (part, whole) if part and whole else None


def _percent(above: dict[Any, Any], below: dict[Any, Any]) -> float:
    return 100 * float(above["value"]) / float(below["value"])


def _counted(key: str, year: str, above: dict[Any, Any], below: dict[Any, Any]) -> Sentence:
    facts = {"year": year, "part": above["value"], "whole": below["value"], "share": _percent(above, below)}
    return Sentence(key, facts, publications=_publications(above, below))


def _publications(*rows: dict[Any, Any]) -> tuple[str, ...]:
    return tuple(row["publication"] for row in rows)


def _grew(above: str, below: str, year: str, known: Known) -> list[Sentence]:
    """Return the numbers of the year before and of the year where a share fell while the group grew."""
    before = str(int(year) - 1)
    then, now = _both(above, below, before, known), _both(above, below, year, known)
    if not then or not now or now[0]["value"] <= then[0]["value"] or _percent(*now) >= _percent(*then):
        return []
    rows = {"part": then[0], "part_last": now[0], "whole": then[1], "whole_last": now[1]}
    facts = {"first": before, "last": year, **{name: row["value"] for name, row in rows.items()}}
    return [Sentence("grew_with_total", facts, publications=_publications(*rows.values()))]


def _was_printed(quantity: str, year: str, number: float, known: Known) -> bool:
    return any(
        row["quantity_id"] == quantity and row["reference_year"] == year and row["used_value"] == number
        for row in known.printed
    )


def _other_counts(above: str, below: str, years: list[str], known: Known) -> list[Sentence]:
    """Return what the counts of another series make of the share, where both of its numbers were printed."""
    sentences = []
    for year in years:
        taken = known.figures[below, year]["series"]
        others = {row["series"] for row in known.printed if row["reference_year"] == year} - {taken}
        for series in sorted(others):
            part, whole = (_of_series(quantity, year, series, known) for quantity in (above, below))
            if part and whole:
                sentence = _counted(_first_or_other(below, year, series, known), year, part, whole)
                sentences.append(replace(sentence, facts=sentence.facts | {"count": series}))
    return sentences


def _first_or_other(quantity: str, year: str, series: str, known: Known) -> str:
    """Return which sentence fits a count: the one that was printed first of a year, or another."""
    of_year = [row for row in known.printed if (row["quantity_id"], row["reference_year"]) == (quantity, year)]
    first = min(of_year, key=lambda row: row["known_from"])
    return "first_count" if first["series"] == series else "other_count"


def _of_series(quantity: str, year: str, series: str, known: Known) -> dict[Any, Any] | None:
    for row in known.printed:
        alike = (row["quantity_id"], row["reference_year"], row["series"]) == (quantity, year, series)
        if alike and row["sound"] and pd.notna(row["used_value"]):
            return {"value": row["used_value"], "publication": row["publication"]}
    return None


def _since(above: str, below: str, year: str, known: Known) -> list[Sentence]:
    """Return the share in the newest year that has both counts, if that is after the claim."""
    later = [(y, both) for y in known.years_of(above) if y > year and (both := _both(above, below, y, known))]
    return [_counted("since_then", newest, *both) for newest, both in later[-1:]]
