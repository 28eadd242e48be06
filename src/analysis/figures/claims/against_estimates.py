"""Claims with an estimate, held against the studies: `more than` a number, and `about` a number."""

from typing import Any

import pandas as pd

from analysis.figures.claims.judgement import Judgement, newer_estimates
from analysis.figures.claims.known import Known
from analysis.figures.claims.sentences import Sentence, spread
from analysis.figures.printed import is_part_of


def more_than(claim: dict[Any, Any], studies: list[dict[Any, Any]]) -> Judgement:
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


def about(claim: dict[Any, Any], studies: list[dict[Any, Any]], known: Known) -> Judgement:
    """Judge `about` an estimate: by the newest study that has the group, with a reserve if a newer one left it out.

    Never `supported` without a caveat: the pledge says who become victims each year, an estimate who are in a year.
    """
    number, newest = claim["claimed_value"], studies[-1]
    fitting = [study for study in studies if _rounds_to(study["value"], number)]
    if not fitting:
        sentence = Sentence("about_contradicted", _of_study(newest))
        return Judgement("contradicted", (sentence,), spread(newest), _printed_in([newest]))
    if fitting[-1] is not newest:
        changed = (Sentence("about_superseded", _of_study(newest)), Sentence("older_study", _of_study(fitting[-1])))
        return Judgement("superseded", changed, spread(newest), _printed_in([newest, fitting[-1]]))
    left_out = _left_out(claim["quantity_id"], newest, known)
    sentences = (Sentence("about_supported", _of_study(newest)), Sentence("level_of_a_year"), *left_out)
    return Judgement(
        "qualified", sentences, spread(newest), _printed_in([newest, *_wider(claim["quantity_id"], newest, known)])
    )


def _rounds_to(value: float, number: float) -> bool:
    """Return whether a value rounds to a number with as many zeros as that number has."""
    step = 1
    while number % (step * 10) == 0:
        step *= 10
    return abs(value - number) <= step / 2


def _wider(quantity: str, study: dict[Any, Any], known: Known) -> list[dict[Any, Any]]:
    """Return the estimate of the smallest group, in newer studies, that holds the group of a quantity."""
    group = known.quantities[quantity]
    holding = [e for e in newer_estimates(study, known) if is_part_of(group, known.quantities[e["quantity_id"]])]
    return sorted(holding, key=lambda e: e["value"])[:1]


def _left_out(quantity: str, study: dict[Any, Any], known: Known) -> list[Sentence]:
    """Return the reserve that a newer study printed no figure for the group, with that of the group that holds it."""
    newer = newer_estimates(study, known)
    if not newer:
        return []
    wider = _wider(quantity, study, known)
    if not wider:
        return [Sentence("left_out", {"series": newer[0]["series"]})]
    row = wider[0]
    facts = {name: row[name] for name in ("series", "value", "reference_year")}
    return [Sentence("left_out_wider", {**facts, "label": known.quantities[row["quantity_id"]]})]


def _of_study(row: dict[Any, Any]) -> dict[str, Any]:
    return {**{name: row[name] for name in ("series", "reference_year", "value")}, "range_of": row}


def _printed_in(studies: list[dict[Any, Any]]) -> tuple[str, ...]:
    return tuple(
        name for row in studies for name in (row["publication"], row["range_publication"]) if isinstance(name, str)
    )
