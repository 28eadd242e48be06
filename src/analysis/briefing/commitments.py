"""The sections on the five commitments: figures, events, what is still to come, and a question to the minister."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.briefing.html import bullets, paragraphs, section, strong
from analysis.briefing.notes import link_to, site_of
from analysis.briefing.page_facts import PageFacts
from analysis.core.wording import years_in_words
from analysis.reconciliation.commitments import CommitmentEvents, acts_of_party, events_by_commitment

_OWN_FIGURES = "chat_contacts"
# The sites of parliament, the government and the Rapporteur, which publish the documents.
_OFFICIAL = ("overheid.nl", "officielebekendmakingen.nl", "tweedekamer.nl", "eerstekamer.nl", "rapporteur.nl")
_PUT_TO_VOTE = "put_to_vote"
# How many of each fit on two pages, in the order of data/commitments.csv; the annex has all of them.
_QUANTITIES_ON_PAGE, _DUE_ON_PAGE, _ACTS_SHOWN = 4, 2, 2


def commitments(facts: PageFacts) -> Markup:
    """Return the section of the briefing: the commitments in short, numbered as in the pledge."""
    w, events = facts.wording, events_by_commitment(facts.month.sources)
    entries = [
        Markup("<li><h3>{}</h3>\n{}\n{}\n{}</li>").format(
            w.say(f"briefing.commitments.title.{name}"),
            paragraphs(Markup(" ").join(_in_figures(facts, _newest(rows)))),
            _event_list(facts, events[name].on_page),
            _question(facts, events[name]),
        )
        for name, rows in _by_commitment(facts)
    ]
    listed = Markup('<ol class="commitments">\n{}\n</ol>').format(Markup("\n").join(entries))
    intro = Markup('<p class="intro">{}</p>').format(w.html("briefing.commitments.intro"))
    return section("commitments", w.say("briefing.commitments.heading"), intro, listed)


def commitments_in_full(facts: PageFacts) -> Markup:
    """Return the section of the annex: the text of each commitment, with all its figures and events."""
    w, events = facts.wording, events_by_commitment(facts.month.sources)
    entries = []
    for name, rows in _by_commitment(facts):
        text, due = rows.iloc[0][f"text_{w.language}"], _still_to_come(facts, events[name].due)
        entries += [
            Markup("<h3>{}</h3>").format(w.say(f"briefing.commitments.title.{name}")),
            paragraphs(text),
            bullets(_in_figures(facts, rows), "figures"),
            paragraphs(due),
            _event_list(facts, events[name].events),
        ]
    intro = paragraphs(w.html("briefing.events.intro"))
    return section("commitments", w.say("briefing.commitments.heading_annex"), intro, *entries)


def _by_commitment(facts: PageFacts) -> list[tuple[str, pd.DataFrame]]:
    """Return each commitment with its figures, in the order of the pledge."""
    groups = facts.month.commitments.groupby("sort_order", dropna=False)
    return [(str(rows.iloc[0]["commitment_id"]), rows) for _, rows in groups]


def _newest(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the figures that fit on two pages: the three newest of the first quantity, the newest of others."""
    names = list(rows["quantity_id"].drop_duplicates())[:_QUANTITIES_ON_PAGE]
    kept = [rows[rows["quantity_id"] == name].tail(1 if place else 3) for place, name in enumerate(names)]
    return pd.concat(kept) if rows["publication"].notna().any() else rows


def _in_figures(facts: PageFacts, rows: pd.DataFrame) -> list[Markup]:
    """Return a sentence for each quantity of a commitment, its oldest figure first, or that there are none."""
    w, said, known = facts.wording, [], rows[rows["publication"].notna()]
    for name, own in known.groupby("quantity_id", sort=False):
        # Revictimisation within seven years can't be measured over five: its years are those of the edition.
        form = "edition" if facts.month.figures.quantities[str(name)].period == "edition" else "year"
        numbers = [
            w.html(
                f"briefing.commitments.{form}", number=facts.number(row), years=years_in_words(row["reference_year"])
            )
            for row in own.to_dict("records")
        ]
        label = facts.quantity_name(str(name))
        said.append(w.html("briefing.commitments.figure", label=label, numbers=Markup(", ").join(numbers)))
    populations = facts.month.sources.quantities.set_index("quantity_id")["population"]
    if (known["quantity_id"].map(populations) == _OWN_FIGURES).any():
        said.append(w.html("briefing.commitments.own"))
    return said or [w.html("briefing.commitments.none")]


def _question(facts: PageFacts, events: CommitmentEvents) -> Markup:
    """Return what is still to come, and a question: about what is overdue, or else the usual one."""
    w, due = facts.wording, events.due.head(_DUE_ON_PAGE)
    if due["is_overdue"].any():
        question = w.say("briefing.events.ask_overdue")
    else:
        question = w.say(f"briefing.commitments.ask.{events.commitment_id}")
    asked = Markup("{} {}").format(strong(w.say("briefing.commitments.question")), question)
    said = Markup(" ").join(part for part in (_still_to_come(facts, due), asked) if part)
    return Markup('<p class="question">{}</p>').format(said)


def _still_to_come(facts: PageFacts, due: pd.DataFrame) -> Markup:
    """Return in one sentence what is still to come, with dates as far as they were set; empty for nothing."""
    w, said = facts.wording, []
    for row in due.to_dict("records"):
        what = Markup("{}").format(row[f"awaits_{w.language}"])
        if pd.notna(row["due_on"]):
            key = "overdue" if row["is_overdue"] else "due"
            what = w.html(f"briefing.events.{key}", what=what, date=w.partial_date(row["due_on"]))
        said.append(what)
    label = strong(w.say("briefing.events.to_come"))
    return Markup("{} {}.").format(label, Markup("; ").join(said)) if said else Markup("")


def _event_list(facts: PageFacts, events: pd.DataFrame, *, with_role: bool = False) -> Markup:
    """Return a list of events, `with_role` with the role of the parties; empty for none."""
    w, entries = facts.wording, []
    for event in events.to_dict("records"):
        role = f", {w.say('briefing.events.role.' + event['party_role'])}" if with_role else ""
        entries.append(event_in_words(facts, event, after=role))
    return bullets(entries, "events")


def event_in_words(facts: PageFacts, event: dict[Any, Any], *, before: str = "", after: str = "") -> Markup:
    """Return one event: its date (with texts before and after it), what happened, and its source."""
    w = facts.wording
    date = Markup("<strong>{}{}</strong>{}").format(before, w.partial_date(event["date"], short=True), after)
    document = event["document"] if isinstance(event["document"], str) else ""
    site = site_of(event["url"])
    # A document that was read elsewhere than with who publishes it: then its link says where it leads.
    name = document if not document or site.endswith(_OFFICIAL) else f"{document}, {site}"
    read_at = link_to(event["url"], name) if site else document
    outcome = w.html("briefing.events.put_to_vote") if event["result"] == _PUT_TO_VOTE else ""
    source = Markup(", ").join(part for part in (read_at, outcome) if part) or w.say("briefing.events.title")
    what = event[f"what_{w.language}"].rstrip(".")
    return w.html("briefing.events.event", date=date, what=what, source=source)


def acts_found(facts: PageFacts) -> Markup:
    """Return what the reader's party did since the pledge according to our sources.

    The words do not depend on whether it signed. They say where and until when was searched: a party may have done
    things that were not found.
    """
    w, sources = facts.wording, facts.month.sources
    newest = max((each.events["known_from"].max() for each in events_by_commitment(sources).values()), default=None)
    until = w.date(newest.date()) if newest is not None and pd.notna(newest) else w.date(facts.month.month.as_of)
    found = acts_of_party(sources, facts.month.house, facts.party)
    if found.empty:
        said = w.html("briefing.events.acts.none", party=facts.names(facts.party))
    else:
        said = Markup("{}").format(w.count("briefing.events.acts.more", max(len(found) - _ACTS_SHOWN, 0)))
    listed = _event_list(facts, found.head(_ACTS_SHOWN), with_role=True)
    return Markup("<p>{} {}</p>\n{}").format(said, w.html("briefing.events.acts.looked", until=until), listed)
