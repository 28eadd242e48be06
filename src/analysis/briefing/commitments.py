"""The five commitments: what was promised, the newest figures of one unit, and a question to put to the minister."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.briefing.page_facts import PageFacts, paragraphs, section
from analysis.core.wording import years_in_words

_OWN_FIGURES = "chat_contacts"


def commitments(facts: PageFacts) -> Markup:
    """Return the commitments, numbered as in the pledge."""
    w = facts.wording
    entries = [_commitment(facts, rows) for _, rows in facts.month.commitments.groupby("sort_order", dropna=False)]
    listed = Markup('<ol class="commitments">\n{}\n</ol>').format(Markup("\n").join(entries))
    intro = paragraphs(w.html("briefing.commitments.intro"))
    return section("commitments", w.say("briefing.commitments.heading"), intro, listed)


def _commitment(facts: PageFacts, rows: pd.DataFrame) -> Markup:
    w, name = facts.wording, rows.iloc[0]["commitment_id"]
    known = rows[rows["publication"].notna()]
    figures = [_figures(facts, own) for _, own in known.groupby("quantity_id", sort=False)]
    figures += [w.html("briefing.commitments.own")] if _is_of_ckm(facts, known) else []
    said = Markup(" ").join(figures) if figures else w.html("briefing.commitments.none")
    question = Markup("<strong>{}</strong> {}").format(
        w.say("briefing.commitments.question"), w.say(f"briefing.commitments.ask.{name}")
    )
    return Markup('<li><h3>{}</h3>\n<p>{}</p>\n<p class="question">{}</p></li>').format(
        w.say(f"briefing.commitments.title.{name}"), said, question
    )


def _figures(facts: PageFacts, rows: pd.DataFrame) -> Markup:
    """Return the figures of one quantity, the oldest first, each with its year."""
    w, said = facts.wording, []
    for row in rows.to_dict("records"):
        form = "edition" if _is_of_an_edition(row) else "year"
        years = years_in_words(row["reference_year"])
        said.append(w.html(f"briefing.commitments.{form}", number=facts.number(row), years=years))
    name = facts.quantity_name(rows.iloc[0]["quantity_id"])
    return w.html("briefing.commitments.figure", label=name, numbers=Markup(", ").join(said))


def _is_of_an_edition(row: dict[Any, Any]) -> bool:
    """Return whether the years are those of the edition: a share within seven years can't be measured over five."""
    return str(row["quantity_id"]).startswith("share-revictimised")


def _is_of_ckm(facts: PageFacts, known: pd.DataFrame) -> bool:
    populations = facts.month.sources.quantities.set_index("quantity_id")["population"]
    return bool((known["quantity_id"].map(populations) == _OWN_FIGURES).any())
