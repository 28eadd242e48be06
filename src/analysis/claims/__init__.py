"""The pledge held against the figures: a verdict on each of its statements with a number, as of the month.

`supported`: the figures known say so. `qualified`: they allow it, with a reserve that is named. `superseded`: they said
so when it was written, newer figures of the same kind say otherwise. `contradicted`: the newest figures stand against
it. `not_verifiable`: no figure was published that could decide it.
"""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.claims.known import Known
from analysis.claims.sentences import Sentence, amount, explanation, spread
from analysis.estimates import estimates_in_force, visibility_balance
from analysis.figures import ReconciledFigures
from analysis.figures.printed import is_part_of

__all__ = ["estimates_in_force", "judge_claims", "visibility_balance", "with_first_judgement"]

CLAIMS = {
    "claim_id": "str",
    "sort_order": "Int64",
    "comparator": "str",
    "unit": "str",
    "claimed": "str",
    "verdict": "str",
    "computed": "str",
    "publications": "str",
    "explanation_nl": "str",
    "explanation_en": "str",
}


@dataclass(frozen=True)
class Judgement:
    """A verdict on a claim, the number that was computed for it, the publications behind it, and how to say it."""

    verdict: str
    sentences: tuple[Sentence, ...]
    computed: str | None = None
    publications: tuple[str, ...] = ()


def judge_claims(claims: pd.DataFrame, reconciled: ReconciledFigures, formulas: pd.DataFrame) -> pd.DataFrame:
    """Return one row per claim, in the order of the pledge, see `CLAIMS`.

    `claimed` and `computed` are numbers as text (`2–3`, `25 → 8`); `publications` the deciding ones, separated by `|`;
    the explanations are sentences that can be quoted.
    """
    known = Known.of(reconciled, formulas)
    rows = [_row(claim, _judge(claim, known)) for claim in claims.sort_values("sort_order").to_dict("records")]
    return pd.DataFrame(rows, columns=list(CLAIMS)).astype(CLAIMS)


_WHEN_SIGNED = ("verdict", "computed", "explanation_nl", "explanation_en")


def with_first_judgement(claims: pd.DataFrame, when_signed: pd.DataFrame) -> pd.DataFrame:
    """Return the judged claims with what was to be said of each when the pledge was signed.

    Both have one row per claim, see `CLAIMS`; adds `verdict_when_signed`, `computed_when_signed`,
    `explanation_when_signed_nl` and `explanation_when_signed_en`.
    """
    names = {name: name.replace("explanation", "explanation_when_signed") for name in _WHEN_SIGNED}
    names |= {name: f"{name}_when_signed" for name in ("verdict", "computed")}
    first = when_signed[["claim_id", *names]].rename(columns=names)
    return claims.merge(first, on="claim_id", how="left", validate="one_to_one")


def _row(claim: dict[Any, Any], judged: Judgement) -> dict[str, Any]:
    return {
        **{name: claim[name] for name in ("claim_id", "sort_order", "comparator", "unit")},
        "claimed": claimed(claim),
        "verdict": judged.verdict,
        "computed": judged.computed,
        "publications": "|".join(dict.fromkeys([*judged.publications, *_named(judged.sentences)])) or None,
        "explanation_nl": explanation(claim, judged.sentences, "nl"),
        "explanation_en": explanation(claim, judged.sentences, "en"),
    }


def _named(sentences: tuple[Sentence, ...]) -> list[str]:
    return [publication for sentence in sentences for publication in sentence.publications]


def claimed(claim: dict[Any, Any]) -> str | None:
    """Return the number of a claim as text; nothing for a claim without one."""
    value, lower, upper = (claim[f"claimed_{name}"] for name in ("value", "lower", "upper"))
    if claim["comparator"] == "from_to":
        return f"{amount(upper)} → {amount(lower)}"
    if claim["comparator"] == "range":
        return f"{amount(lower)}–{amount(upper)}"
    return None if pd.isna(value) else amount(value)


def _judge(claim: dict[Any, Any], known: Known) -> Judgement:
    quantity = claim["quantity_id"]
    if claim["comparator"] == "from_to":
        return _shares_of_two_years(claim, known)
    if quantity in known.complements or quantity in known.shares:
        return _share_in_view(claim, known)
    studies = known.studies(quantity) if isinstance(quantity, str) else []
    if not studies:
        return Judgement("not_verifiable", (Sentence("not_verifiable", by_claim=True),))
    return _about(claim, studies, known) if claim["comparator"] == "about" else _more_than(claim, studies)


def _more_than(claim: dict[Any, Any], studies: list[dict[Any, Any]]) -> Judgement:
    """Judge `more than` an estimate by the newest study: by its value, then by where its range begins and ends."""
    newest, number = studies[-1], claim["claimed_value"]
    lower, upper = newest["lower"], newest["upper"]
    if newest["value"] > number:
        verdict = "supported" if pd.isna(lower) or lower >= number else "qualified"
        sentence = Sentence(f"more_than_{verdict}", _of_study(newest))
        return Judgement(verdict, (sentence,), spread(newest), _printed_in([newest]))
    sentences = [Sentence("more_than_contradicted", _of_study(newest))]
    if pd.notna(upper) and upper > number:
        sentences.append(_within_range(newest))
    older = [study for study in studies[:-1] if study["value"] > number]
    sentences += [Sentence("older_study", _of_study(study)) for study in older[-1:]]
    return Judgement("contradicted", tuple(sentences), spread(newest), _printed_in([newest, *older[-1:]]))


def _within_range(study: dict[Any, Any]) -> Sentence:
    """Return that the range of a study still holds a number; with both upper ends where two were printed."""
    if pd.isna(study["upper_alternative"]):
        return Sentence("within_range", {"upper": study["upper"]})
    return Sentence("within_range_two_ends", {"upper": study["upper"], "first": study["upper_alternative"]})


def _about(claim: dict[Any, Any], studies: list[dict[Any, Any]], known: Known) -> Judgement:
    """Judge `about` an estimate: by the newest study that has the group, with a reserve if a newer one left it out."""
    number, newest = claim["claimed_value"], studies[-1]
    fitting = [study for study in studies if _rounds_to(study["value"], number)]
    if not fitting:
        sentence = Sentence("about_contradicted", _of_study(newest))
        return Judgement("contradicted", (sentence,), spread(newest), _printed_in([newest]))
    if fitting[-1] is not newest:
        changed = (Sentence("about_superseded", _of_study(newest)), Sentence("older_study", _of_study(fitting[-1])))
        return Judgement("superseded", changed, spread(newest), _printed_in([newest, fitting[-1]]))
    sentences = (Sentence("about_supported", _of_study(newest)), *_left_out(claim["quantity_id"], newest, known))
    verdict = "supported" if len(sentences) == 1 else "qualified"
    return Judgement(
        verdict, sentences, spread(newest), _printed_in([newest, *_wider(claim["quantity_id"], newest, known)])
    )


def _rounds_to(value: float, number: float) -> bool:
    """Return whether a value rounds to a number with as many zeros as that number has."""
    step = 1
    while number % (step * 10) == 0:
        step *= 10
    return abs(value - number) <= step / 2


def _newer(study: dict[Any, Any], known: Known) -> list[dict[Any, Any]]:
    """Return the estimates of studies that came after a study."""
    series = [row["series"] for row in known.estimates]
    last = len(series) - series[::-1].index(study["series"])
    return known.estimates[last:]


def _wider(quantity: str, study: dict[Any, Any], known: Known) -> list[dict[Any, Any]]:
    """Return the estimate of the smallest group, in newer studies, that holds the group of a quantity."""
    group = known.quantities[quantity]
    holding = [e for e in _newer(study, known) if is_part_of(group, known.quantities[e["quantity_id"]])]
    return sorted(holding, key=lambda e: e["value"])[:1]


def _left_out(quantity: str, study: dict[Any, Any], known: Known) -> list[Sentence]:
    """Return the reserve that a newer study printed no figure for the group, with that of the group that holds it."""
    newer = _newer(study, known)
    if not newer:
        return []
    wider = _wider(quantity, study, known)
    if not wider:
        return [Sentence("left_out", {"series": newer[0]["series"]})]
    row = wider[0]
    facts = {name: row[name] for name in ("series", "value", "reference_year")}
    return [Sentence("left_out_wider", {**facts, "label": known.quantities[row["quantity_id"]]})]


def _share_in_view(claim: dict[Any, Any], known: Known) -> Judgement:
    """Judge a share in (or out of) view: registered in the newest year, as a share of the estimate for that group."""
    unseen = claim["quantity_id"] in known.complements
    above, below = known.shares[known.complements.get(claim["quantity_id"], claim["quantity_id"])]
    years, studies = known.years_of(above), known.studies(below)
    if not years or not studies:
        return Judgement("not_verifiable", (Sentence("not_verifiable", by_claim=True),))
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
    sentences = [
        Sentence(key, {**facts, "years": study["reference_year"]}),
        *_reserves(above, below, newest, study, known),
    ]
    sources = (registered["publication"], study["publication"])
    return Judgement(verdict, tuple(sentences), amount(round(computed(newest), 1)), sources)


def _fits(claim: dict[Any, Any], share: float) -> bool:
    value, lower, upper = (claim[f"claimed_{name}"] for name in ("value", "lower", "upper"))
    if claim["comparator"] == "range":
        return bool(lower <= share <= upper)
    return bool(share >= value) if claim["comparator"] == "at_least" else abs(share - value) <= 1


def _reserves(above: str, below: str, year: str, study: dict[Any, Any], known: Known) -> list[Sentence]:
    """Return what a share in view leaves open: what a registration is, another group, another year, a newer study."""
    sentences = [Sentence("counts_registrations")]
    first, last = int(study["reference_year"][:4]), int(study["reference_year"][-4:])
    if known.quantities[above]["sex"] != known.quantities[below]["sex"]:
        sentences.append(Sentence("other_group", {"label": known.quantities[above]}))
    if not first <= int(year) <= last:
        sentences.append(Sentence("other_year", {"years": study["reference_year"], "year": year}))
    newer = _newer(study, known)
    return [*sentences, *([Sentence("left_out", {"series": newer[0]["series"]})] if newer else [])]


def _shares_of_two_years(claim: dict[Any, Any], known: Known) -> Judgement:
    """Judge a change of a share from one year to another by the counts, and by the figures printed for it."""
    above, below = known.shares[claim["quantity_id"]]
    ends = dict(zip(claim["base_years"].split("|"), (claim["claimed_upper"], claim["claimed_lower"]), strict=True))
    counts = {year: (known.figure(above, year), known.figure(below, year)) for year in ends}
    if any(a is None or b is None for a, b in counts.values()):
        return Judgement("not_verifiable", (Sentence("not_verifiable", by_claim=True),))
    shares = {year: _percent(a, b) for year, (a, b) in counts.items()}
    verdict = "supported" if all(abs(shares[y] - ends[y]) <= 0.5 for y in ends) else "contradicted"
    if verdict == "contradicted" and all(_was_printed(claim["quantity_id"], y, n, known) for y, n in ends.items()):
        verdict = "superseded"
    sentences = [Sentence(f"from_to_{verdict}")]
    sentences += [_counted("counted", year, *counts[year]) for year in ends]
    sentences += _grew(above, below, max(ends), known)
    sentences += _other_counts(above, below, list(ends), known) + _since(above, below, max(ends), known)
    sentences.append(Sentence("falls_in_registrations", {"year": max(ends)}))
    computed = " → ".join(amount(round(share, 1)) for share in shares.values())
    return Judgement(verdict, tuple(sentences), computed)


def _percent(above: dict[Any, Any] | None, below: dict[Any, Any] | None) -> float:
    return 100 * float(above["value"]) / float(below["value"]) if above and below else float("nan")


def _counted(key: str, year: str, above: dict[Any, Any] | None, below: dict[Any, Any] | None) -> Sentence:
    part, whole = (row["value"] if row else None for row in (above, below))
    facts = {"year": year, "part": part, "whole": whole, "share": _percent(above, below)}
    return Sentence(key, facts, publications=_publications(above, below))


def _publications(*rows: dict[Any, Any] | None) -> tuple[str, ...]:
    return tuple(row["publication"] for row in rows if row)


def _grew(above: str, below: str, year: str, known: Known) -> list[Sentence]:
    """Return the numbers of the year before and of the year where a share fell while the group grew."""
    before = str(int(year) - 1)
    part, part_last = known.figure(above, before), known.figure(above, year)
    whole, whole_last = known.figure(below, before), known.figure(below, year)
    if part is None or part_last is None or whole is None or whole_last is None or part_last["value"] <= part["value"]:
        return []
    if _percent(part_last, whole_last) >= _percent(part, whole):
        return []
    rows = {"part": part, "part_last": part_last, "whole": whole, "whole_last": whole_last}
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
            pair = [_of_series(quantity, year, series, known) for quantity in (above, below)]
            if all(pair):
                sentences.append(_counted("other_count", year, *pair))
    return sentences


def _of_series(quantity: str, year: str, series: str, known: Known) -> dict[Any, Any] | None:
    for row in known.printed:
        alike = (row["quantity_id"], row["reference_year"], row["series"]) == (quantity, year, series)
        if alike and row["sound"] and pd.notna(row["used_value"]):
            return {"value": row["used_value"], "publication": row["publication"]}
    return None


def _since(above: str, below: str, year: str, known: Known) -> list[Sentence]:
    """Return the share in the newest year that has both counts, if that is after the claim."""
    newer = [y for y in known.years_of(above) if y > year and known.figure(below, y)]
    return (
        [_counted("since_then", newer[-1], known.figure(above, newer[-1]), known.figure(below, newer[-1]))]
        if newer
        else []
    )


def _of_study(row: dict[Any, Any]) -> dict[str, Any]:
    return {**{name: row[name] for name in ("series", "reference_year", "value")}, "range_of": row}


def _printed_in(studies: list[dict[Any, Any]]) -> tuple[str, ...]:
    return tuple(
        name for row in studies for name in (row["publication"], row["range_publication"]) if isinstance(name, str)
    )
