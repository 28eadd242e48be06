"""The sections about figures: message, key figures, chart, commitments and claims."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.briefing.charts import visibility_chart
from analysis.briefing.page_facts import PageFacts, paragraphs, section
from analysis.briefing.visibility_table import LOWEST, in_view_shown, unseen_shown
from analysis.core.parameters import FIRST_MONTH
from analysis.core.wording import years_in_words
from analysis.figures.balance import published_ratio
from analysis.sources.missing import RAPPORTEUR


def newest_balance(facts: PageFacts) -> pd.Series:
    """Return the row of the visibility balance of the newest year that has a registered total."""
    return facts.month.balance.sort_values("year").iloc[-1]


def message(facts: PageFacts) -> Markup:
    """Return section 1: the month's message with its numbers and their range, and what it leans on."""
    w, row = facts.wording, newest_balance(facts)
    # Notes are numbered as they are met: registered first, then the estimate, then its range.
    registered = w.html("briefing.message.registered", registered=_registered(facts, row), year=str(row["year"]))
    said = Markup('<p class="message">{} {}</p>').format(registered, _estimate_sentence(facts, row))
    reserves = Markup(" ").join([*_extrapolated(facts, row), *_not_in_yet(facts, row)])
    return section("message", w.say("briefing.message.heading"), said, paragraphs(reserves))


def _estimate_sentence(facts: PageFacts, row: pd.Series) -> Markup:
    """Return the estimate with its range and what it leaves out of view, or that none is known."""
    w = facts.wording
    if pd.isna(row["estimated"]):
        return w.html("briefing.message.estimate.none")
    # Rounded to hundreds, as in the chart: the two numbers behind it come from different lists.
    named = {
        "estimate": _estimate(facts, row),
        "years": years_in_words(row["estimate_years"]),
        "unseen": _strong(w.number(unseen_shown(row))),
        "year": str(row["year"]),
    }
    if row["estimate_qualifier"] in LOWEST:
        return w.html("briefing.message.estimate.lowest", **named)
    if pd.isna(row["estimated_lower"]):
        return w.html("briefing.message.estimate.single", **named)
    ends = _ends(facts, row)
    upper = Markup("{}{}").format(ends["upper"], facts.notes.ref(row["estimate_range_publication"]))
    return w.html("briefing.message.estimate.ranged", lower=ends["lower"], upper=upper, **named)


def _extrapolated(facts: PageFacts, row: pd.Series) -> list[Markup]:
    if pd.isna(row["extrapolated"]) or not row["extrapolated"]:
        return []
    years = years_in_words(row["estimate_years"])
    return [facts.wording.html("briefing.message.extrapolated", years=years, year=str(row["year"]))]


def _not_in_yet(facts: PageFacts, row: pd.Series) -> list[Markup]:
    """Return that an edition with a newer year is due and not in the data, whether or not it is out."""
    years = [str(year) for year in range(int(row["year"]) + 1, RAPPORTEUR.newest_due(facts.month.month) + 1)]
    return [facts.wording.html("briefing.message.not_in_yet", years=facts.wording.list(years))] if years else []


def _strong(number: str) -> Markup:
    return Markup("<strong>{}</strong>").format(number)


def _estimate(facts: PageFacts, row: pd.Series) -> Markup:
    return _strong(facts.wording.number(int(row["estimated"]))) + facts.notes.ref(row["estimate_publication"])


def _registered(facts: PageFacts, row: pd.Series) -> Markup:
    return _strong(facts.wording.number(int(row["registered"]))) + facts.notes.ref(row["registered_publication"])


def key_figures(facts: PageFacts) -> Markup:
    """Return section 2: estimated, registered and in view, each with its year, range, reserve and source."""
    w, row = facts.wording, newest_balance(facts)
    year = str(row["year"])
    registered = _big(w.number(int(row["registered"])))
    strip = [_key_figure(facts, "registered", year, registered, "", _source(facts, row["registered_publication"]))]
    if pd.notna(row["estimated"]):
        number = _qualified(facts, row["estimate_qualifier"], w.number(int(row["estimated"])))
        source = Markup(" ").join([*_extended(facts, row), _source(facts, row["estimate_publication"])])
        years = years_in_words(row["estimate_years"])
        strip.insert(0, _key_figure(facts, "estimated", years, number, _estimate_span(facts, row), source))
        strip.append(_in_view(facts, row))
    figures = Markup('<ul class="key-figures">\n{}\n</ul>').format(Markup("\n").join(strip))
    return section("key-figures", w.say("briefing.key_figures.heading"), figures)


def _in_view(facts: PageFacts, row: pd.Series) -> Markup:
    """Return the share in view; it is computed here, so it names its two parts instead of a publication."""
    w, year = facts.wording, str(row["year"])
    # Whole percents: the two lists behind the share differ, so it is an order of magnitude.
    shares = _span(facts, row, "in_view_lower_percent", "in_view_upper_percent", lambda share: w.percent(share, 0))
    qualifier = "at_most" if row["estimate_qualifier"] in LOWEST else "about"
    share = _qualified(facts, qualifier, w.percent(in_view_shown(row), 0))
    parts = w.html("briefing.key_figures.computed", year=year, years=years_in_words(row["estimate_years"]))
    return _key_figure(facts, "in_view", year, share, shares, parts)


def _qualified(facts: PageFacts, qualifier: Any, number: str) -> Markup:
    """Return a number with the word that belongs to it, as its source has it: about, more than."""
    if pd.isna(qualifier):
        return _big(number)
    return facts.wording.html(f"briefing.qualifier.{qualifier}", number=_big(number))


def _big(number: str) -> Markup:
    return Markup('<span class="key-number">{}</span>').format(number)


def _extended(facts: PageFacts, row: pd.Series) -> list[Markup]:
    """Return that the estimate was made for other years than that of the registered total beside it."""
    if pd.isna(row["extrapolated"]) or not row["extrapolated"]:
        return []
    return [facts.wording.html("briefing.key_figures.extended", year=str(row["year"]))]


def _source(facts: PageFacts, publication: str) -> Markup:
    known = facts.month.sources.publications.set_index("publication")
    source = facts.wording.html("briefing.key_figures.source", publisher=known.at[publication, "publisher"])
    return source + Markup("&nbsp;") + facts.notes.ref(publication)


def _estimate_span(facts: PageFacts, row: pd.Series) -> Markup:
    """Return the range of the estimate with its own note: another publication may have printed it."""
    w = facts.wording
    if pd.isna(row["estimated_lower"]):
        return w.html("briefing.key_figures.no_range")
    return w.html("briefing.key_figures.range", **_ends(facts, row)) + facts.notes.ref(
        row["estimate_range_publication"]
    )


def _ends(facts: PageFacts, row: pd.Series) -> dict[str, str]:
    """Return the ends of the range of an estimate; where the source prints two upper ends, both."""
    w = facts.wording
    lower, upper = w.number(int(row["estimated_lower"])), w.number(int(row["estimated_upper"]))
    other = row.get("estimated_upper_alternative")
    if pd.notna(other):
        upper = w.say("briefing.message.two_ends", first=w.number(int(other)), second=upper)
    return {"lower": lower, "upper": upper}


def _span(facts: PageFacts, row: pd.Series, lower: str, upper: str, show: Any) -> str:
    if pd.isna(row[lower]):
        return facts.wording.say("briefing.key_figures.no_range")
    return facts.wording.say("briefing.key_figures.range", lower=show(float(row[lower])), upper=show(float(row[upper])))


def _key_figure(facts: PageFacts, name: str, years: str, value: Markup, ranged: str, source: Markup) -> Markup:
    span = Markup('<span class="key-range">{}</span> ').format(ranged) if ranged else Markup("")
    return Markup(
        '<li><span class="key-label">{}</span> <strong class="key-value">{}</strong> {}'
        '<span class="key-source">{}</span></li>'
    ).format(facts.wording.say(f"briefing.key_figures.{name}", years=years), value, span, source)


def visibility(facts: PageFacts) -> Markup:
    """Return section 4: the chart of registered and estimated victims per year, its numbers with their sources."""
    chart = visibility_chart(facts.month.balance, facts.wording.language, cite=facts.notes.refs)
    notes = paragraphs(facts.wording.html("briefing.visibility.basis"), *_ratio(facts))
    return section("visibility", facts.wording.say("briefing.visibility.heading"), Markup(chart), notes)


def _ratio(facts: PageFacts) -> list[Markup]:
    """Return how the newest estimate compares with what is registered, as published by who is nearest to the study."""
    w, estimates = facts.wording, facts.month.estimates
    newest = estimates[estimates["quantity_id"] == "estimate-all"]
    if newest.empty:
        return []
    printed = published_ratio(facts.month.figures, newest.iloc[-1]["series"])
    if printed is None:
        return []
    row = facts.printed_by_id[printed.figure_id]
    publishers = facts.month.sources.publications.set_index("publication")["publisher"]
    years = years_in_words(row["reference_year"])
    named = {"publisher": publishers[row["publication"]], "years": years, "ratio": _times(facts, row)}
    return [w.html("briefing.visibility.ratio", **named)]


def _times(facts: PageFacts, row: dict[Any, Any]) -> Markup:
    """Return a ratio with its note; a range in words, for in a sentence it stands beside years."""
    w = facts.wording
    if pd.notna(row["used_value"]):
        return facts.number(row)
    between = w.say("briefing.visibility.between", lower=w.number(row["lower"]), upper=w.number(row["upper"]))
    return Markup("{}{}").format(w.say("briefing.unit.ratio", number=between), facts.notes.ref(row["publication"]))


def commitments(facts: PageFacts) -> Markup:
    """Return section 6: the five commitments, each with the figures that speak to it, or that none was published."""
    w = facts.wording
    entries = [
        _commitment(facts, rows) for _, rows in facts.month.commitments.groupby("sort_order", sort=True, dropna=False)
    ]
    listed = Markup('<ol class="commitments">\n{}\n</ol>').format(Markup("\n").join(entries))
    intro = paragraphs(w.html("briefing.commitments.intro"))
    return section("commitments", w.say("briefing.commitments.heading"), intro, listed)


def _commitment(facts: PageFacts, rows: pd.DataFrame) -> Markup:
    w = facts.wording
    text = rows.iloc[0][f"text_{w.language}"]
    known = rows[rows["publication"].notna()]
    if known.empty:
        return Markup('<li><p>{}</p><p class="no-figure">{}</p></li>').format(text, w.say("briefing.commitments.none"))
    figures = [
        w.html(
            "briefing.commitments.figure",
            label=facts.quantity_name(row["quantity_id"]),
            years=years_in_words(row["reference_year"]),
            number=facts.number(row),
        )
        for _, row in known.iterrows()
    ]
    return Markup('<li><p>{}</p><ul class="figures">{}</ul></li>').format(
        text, Markup("").join(Markup("<li>{}</li>").format(figure) for figure in figures)
    )


def claims(facts: PageFacts) -> Markup:
    """Return section 7: each claim of the pledge with its verdict as of the month and the figures that decide it."""
    w = facts.wording
    entries = [_claim(facts, row) for _, row in facts.month.claims.sort_values("sort_order").iterrows()]
    intro = paragraphs(w.html("briefing.claims.intro", month=w.month(str(facts.month.month))))
    return section("claims", w.say("briefing.claims.heading"), intro, *entries)


def _claim(facts: PageFacts, row: pd.Series) -> Markup:
    w = facts.wording
    return Markup(
        '<article class="claim"><h3>{}</h3>\n<p class="verdict verdict-{}">{}</p>\n<p>{}{}</p>{}</article>'
    ).format(
        facts.claim_name(row["claim_id"]),
        row["verdict"],
        w.say(f"briefing.verdict.{row['verdict']}"),
        row[f"explanation_{w.language}"],
        facts.notes.refs(row["publications"]),
        _when_signed(facts, row),
    )


def _when_signed(facts: PageFacts, row: pd.Series) -> Markup:
    """Return what was to be said of a claim when the pledge was signed; nothing where that is the same today."""
    w, then = facts.wording, row["verdict_when_signed"]
    if then == row["verdict"]:
        return Markup("")
    said = w.say(f"briefing.verdict.{then}")
    sentence = w.say("briefing.claims.when_signed", month=w.month(str(FIRST_MONTH)), verdict=said)
    return Markup("\n<p>{}</p>").format(sentence)
