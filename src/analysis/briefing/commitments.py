"""The five commitments: the newest figures, what happened, what is still to come, and a question to the minister."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.briefing.events import event_list, still_to_come
from analysis.briefing.page_facts import PageFacts, paragraphs, section
from analysis.core.wording import years_in_words
from analysis.reconciliation.commitments import CommitmentEvents, events_by_commitment

_OWN_FIGURES = "chat_contacts"
# What fits on two pages, of the quantities in the order of data/commitments.csv; the annex has all.
_QUANTITIES_ON_PAGE, _DUE_ON_PAGE = 4, 2


def commitments(facts: PageFacts) -> Markup:
    """Return the commitments in short, numbered as in the pledge."""
    w, events = facts.wording, events_by_commitment(facts.month.sources)
    entries = [
        Markup("<li>{}\n{}\n{}\n{}</li>").format(
            Markup("<h3>{}</h3>").format(w.say(f"briefing.commitments.title.{name}")),
            paragraphs(_in_figures(facts, _newest(rows))),
            event_list(facts, events[name].on_page),
            _question(facts, events[name]),
        )
        for name, rows in _by_commitment(facts)
    ]
    listed = Markup('<ol class="commitments">\n{}\n</ol>').format(Markup("\n").join(entries))
    intro = Markup('<p class="intro">{}</p>').format(w.html("briefing.commitments.intro"))
    return section("commitments", w.say("briefing.commitments.heading"), intro, listed)


def commitments_in_full(facts: PageFacts) -> Markup:
    """Return each commitment as the pledge has it, with all its figures, every event found and all that is to come."""
    w, events = facts.wording, events_by_commitment(facts.month.sources)
    entries = []
    for name, rows in _by_commitment(facts):
        entries += [
            Markup("<h3>{}</h3>").format(w.say(f"briefing.commitments.title.{name}")),
            paragraphs(
                rows.iloc[0][f"text_{w.language}"],
                _in_figures(facts, rows),
                still_to_come(facts, events[name].due),
            ),
            event_list(facts, events[name].events),
        ]
    intro = paragraphs(w.html("briefing.events.intro"))
    return section("commitments", w.say("briefing.commitments.heading_annex"), intro, *entries)


def _by_commitment(facts: PageFacts) -> list[tuple[str, pd.DataFrame]]:
    """Return each commitment with its figures, in the order of the pledge."""
    groups = facts.month.commitments.groupby("sort_order", dropna=False)
    return [(str(rows.iloc[0]["commitment_id"]), rows) for _, rows in groups]


def _newest(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of a commitment that fit on two pages: the newest of each, of its first quantity two."""
    names = list(rows["quantity_id"].drop_duplicates())[:_QUANTITIES_ON_PAGE]
    kept = [rows[rows["quantity_id"] == name].tail(1 if place else 2) for place, name in enumerate(names)]
    return pd.concat(kept) if rows["publication"].notna().any() else rows


def _question(facts: PageFacts, events: CommitmentEvents) -> Markup:
    """Return what is still to come, and the question that follows: after what is overdue, else that of the promise."""
    w, due = facts.wording, events.due.head(_DUE_ON_PAGE)
    if due["is_overdue"].any():
        question = w.say("briefing.events.ask_overdue")
    else:
        question = w.say(f"briefing.commitments.ask.{events.commitment_id}")
    asked = Markup("<strong>{}</strong> {}").format(w.say("briefing.commitments.question"), question)
    said = Markup(" ").join(part for part in (still_to_come(facts, due), asked) if part)
    return Markup('<p class="question">{}</p>').format(said)


def _in_figures(facts: PageFacts, rows: pd.DataFrame) -> Markup:
    """Return the figures of a commitment, quantity by quantity, or that there is none."""
    w, known = facts.wording, rows[rows["publication"].notna()]
    figures = [_figures(facts, own) for _, own in known.groupby("quantity_id", sort=False)]
    figures += [w.html("briefing.commitments.own")] if _is_of_ckm(facts, known) else []
    return Markup(" ").join(figures) if figures else w.html("briefing.commitments.none")


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
