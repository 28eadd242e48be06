"""What disagrees in the sources, by kind, each difference with its explanation."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.briefing.page_facts import PageFacts, paragraphs, section
from analysis.core.wording import years_in_words
from analysis.figures.records import source_in_words

_DERIVED = "derived"
# One sentence explains each of these; a pair of numbers then tells the rest.
_EXPLAINED_BY_KIND = ("revised", "other_series", "overlap")


def differences(facts: PageFacts) -> Markup:
    """Return every difference between the sources, once where several repeat the same, by kind."""
    w, found = facts.wording, facts.month.figures.discrepancies
    shown = found.drop_duplicates(["quantity_id", "reference_year", "kind", "value_a", "value_b"])
    counted = w.html("briefing.discrepancies.intro", total=w.number(len(found)), shown=w.number(len(shown)))
    content = [] if shown.empty else [_by_kind(facts, shown)]
    return section("discrepancies", w.say("briefing.discrepancies.heading"), paragraphs(counted), *content)


def _by_kind(facts: PageFacts, shown: pd.DataFrame) -> Markup:
    """Return the differences of each kind under one explanation, then those that need a sentence each.

    No table: on a phone the explanation, the widest part, would be the narrowest column.
    """
    # A total over years that closes on another count needs its own sentence: which years, and what they come to.
    summed = (shown["kind"] == "other_series") & (shown["publication_b"] == _DERIVED)
    grouped = shown[shown["kind"].isin(_EXPLAINED_BY_KIND) & ~summed]
    said: set[str] = set()
    blocks = [_kind(facts, kind, grouped[grouped["kind"] == kind], said) for kind in _EXPLAINED_BY_KIND]
    others = shown[~shown.index.isin(grouped.index)]
    entries = [Markup("{}. <br>{}").format(_headed(facts, row), _why(facts, row)) for _, row in others.iterrows()]
    return Markup("\n").join([*blocks, _listed(facts.wording.say("briefing.discrepancies.kind.others"), entries)])


def _kind(facts: PageFacts, kind: str, rows: pd.DataFrame, mentioned: set[str]) -> Markup:
    """Return the differences of one kind, those of one quantity in one entry, each reserve once: see `mentioned`."""
    entries = [
        Markup("<strong>{}.</strong> {}.{}").format(
            facts.quantity_name(quantity_id),
            Markup("; ").join(_year_and_pair(facts, row) for _, row in own.iterrows()),
            _reserves(facts, own, mentioned),
        )
        for quantity_id, own in rows.groupby("quantity_id", sort=False)
    ]
    return _listed(facts.wording.say(f"briefing.discrepancies.kind.{kind}"), entries)


def _reserves(facts: PageFacts, rows: pd.DataFrame, mentioned: set[str]) -> str:
    """Return what must be said with the figures of some differences, once each: say that a year is inferred."""
    w = facts.wording
    publications = facts.month.sources.publications.set_index("publication")
    said = []
    for figure_id in dict.fromkeys("|".join(rows["figure_ids"]).split("|")):
        figure = facts.printed_by_id[figure_id]
        if pd.isna(figure["reserve"]) or figure_id in mentioned:
            continue
        mentioned.add(figure_id)
        key = f"figures.reserve.{figure['reserve']}"
        named = {
            "value": facts.amount(figure["value"], figure["lower"], figure["upper"], figure["unit"]),
            "year": years_in_words(figure["reference_year"]),
            "source": source_in_words(publications.loc[figure["publication"]].to_dict()),
            "series": w.say(f"figures.series.{figure['series']}"),
        }
        said.append(w.say(key, **{name: named[name] for name in w.places(key)}))
    return "".join(f" {sentence}" for sentence in said)


def _listed(heading: str, entries: list[Markup]) -> Markup:
    if not entries:
        return Markup("")
    items = Markup("\n").join(Markup("<li>{}</li>").format(entry) for entry in entries)
    return Markup('<p>{}</p>\n<ul class="differences">{}</ul>').format(heading, items)


def _year_and_pair(facts: PageFacts, row: pd.Series) -> Markup:
    return Markup("{}: {}").format(years_in_words(row["reference_year"]), _pair(facts, row))


def _headed(facts: PageFacts, row: pd.Series) -> Markup:
    name, years = facts.quantity_name(row["quantity_id"]), years_in_words(row["reference_year"])
    return Markup("<strong>{}, {}:</strong> {}").format(name, years, _pair(facts, row))


def _why(facts: PageFacts, row: pd.Series) -> str:
    return str(row[f"explanation_{facts.wording.language}"])


def _pair(facts: PageFacts, row: pd.Series) -> Markup:
    """Return the two numbers that differ, each with its note, and with its count where the counts differ."""
    return facts.wording.html("briefing.discrepancies.pair", a=_side(facts, row, "a"), b=_side(facts, row, "b"))


def _side(facts: PageFacts, row: pd.Series, side: str) -> Markup:
    w, printed = facts.wording, _printed(facts, row, side)
    if row[f"publication_{side}"] == _DERIVED:
        unit = facts.month.sources.quantities.set_index("quantity_id").at[row["quantity_id"], "unit"]
        number = facts.amount(row[f"value_{side}"], row[f"lower_{side}"], row[f"upper_{side}"], unit)
        return Markup("{} {}").format(number, w.say("briefing.discrepancies.derived"))
    number = facts.number(printed)
    count = f"charts.visibility.count.{printed['series']}"
    if row["kind"] != "other_series" or row["publication_b"] == _DERIVED or not w.has(count):
        return number
    return Markup("{} ({})").format(number, w.say(count))


def _printed(facts: PageFacts, row: pd.Series, side: str) -> Any:
    """Return the figure on a side: the first of the row, or the one it is compared with."""
    named = row["figure_ids"].split("|")
    return facts.printed_by_id[row["figure_id"] if side == "a" or len(named) == 1 else named[1]]
