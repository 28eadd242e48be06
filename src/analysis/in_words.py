"""Names of parties and amounts in the form in which a reader meets them, on a page, in a table and in a mail."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.rounding import rounded
from analysis.sources import Sources
from analysis.wording import Wording


def party_name(party_id: str, sources: Sources, w: Wording) -> str:
    """Return the short name of a party as of the month; a renamed party is shown with the name readers know."""
    parties = sources.parties.set_index("party_id")
    renamed = sources.party_names
    renamed = renamed[(renamed["party_id"] == party_id) & renamed["valid_from"].notna()]
    short, full = str(parties.at[party_id, "abbreviation"]), str(parties.at[party_id, f"name_{w.language}"])
    return full if full in set(renamed["name"]) else short


def party_in_sentence(party_id: str, sources: Sources, w: Wording) -> dict[str, str]:
    """Return the name of a party for within a sentence (`party`: de VVD) and for its start (`Party`: De VVD)."""
    article = sources.parties.set_index("party_id").at[party_id, "article_nl"]
    name = party_name(party_id, sources, w)
    if w.language == "nl" and pd.notna(article):
        name = f"{article} {name}"
    return {"party": name, "Party": name[:1].upper() + name[1:]}


def amount(value: Any, lower: Any, upper: Any, unit: str, w: Wording) -> str:
    """Return a value with its range, or the range alone, with the unit where a number by itself would mislead."""
    ranged = w.range(float(lower), float(upper)) if pd.notna(lower) and pd.notna(upper) else ""
    return _with_range(value, ranged, unit, w)


def said_amount(row: Mapping[Any, Any], unit: str, w: Wording) -> str:
    """Return the number of a figure as it was said: with `about` or `more than`, and its range with each upper end."""
    ends = [float(row[name]) for name in ("lower", "upper") if pd.notna(row.get(name))]
    ranged = w.range(*ends) if len(ends) == 2 else ""
    if ranged and pd.notna(row.get("upper_alternative")):
        other = float(row["upper_alternative"])
        named = {"lower": w.number(ends[0]), "first": w.number(other), "second": w.number(ends[1])}
        ranged = w.say("figures.two_upper_ends", **named)
    qualifier = row.get("qualifier")
    return _with_range(row["value"], ranged, unit, w, qualifier if isinstance(qualifier, str) else None)


def _with_range(value: Any, ranged: str, unit: str, w: Wording, qualifier: str | None = None) -> str:
    if pd.isna(value):
        return w.say(f"briefing.unit.{unit}", number=ranged)
    single = w.say(f"briefing.unit.{unit}", number=w.number(rounded(value, 1)))
    single = w.say(f"briefing.qualifier.{qualifier}", number=single) if qualifier else single
    return w.say("briefing.unit.with_range", value=single, range=ranged) if ranged else single
