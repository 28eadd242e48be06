"""The part of a briefing that says what changed since the month before, for its reader."""

import pandas as pd
from markupsafe import Markup

from analysis.briefing.notes import title_of
from analysis.briefing.page_facts import PageFacts, paragraphs
from analysis.parameters import ALL_PARTIES, FIRST_MONTH
from analysis.wording import years_in_words


def changes(facts: PageFacts) -> Markup:
    """Return what changed: sources, registered totals, verdicts, and what happened to the reader's party or to all."""
    w, month = facts.wording, facts.month
    if month.month == FIRST_MONTH:
        return paragraphs(w.html("briefing.changes.first_month"))
    told = [entry for _, change in month.changes.iterrows() if (entry := _told(facts, change))]
    others = month.changes[(month.changes["kind"] == "figure") & ~_is_total(month.changes)]
    if len(others):
        told.append(Markup("{}").format(w.count("briefing.changes.figures", len(others))))
    if not told:
        return paragraphs(w.html("briefing.changes.none", month=w.month(str(month.month.previous()))))
    return Markup('<ul class="changes">{}</ul>').format(
        Markup("").join(Markup("<li>{}</li>").format(entry) for entry in told)
    )


def _is_total(changes: pd.DataFrame) -> pd.Series:
    return changes["subject"].str.startswith("registered-all/")


def _told(facts: PageFacts, change: pd.Series) -> Markup | None:
    """Return a change as a sentence, or nothing for one that this reader is not told of one by one."""
    if change["kind"] == "publication":
        return _publication(facts, change["subject"])
    if change["kind"] == "claim":
        return _claim(facts, change)
    if change["kind"] == "figure":
        return _total(facts, change) if change["subject"].startswith("registered-all/") else None
    if change["kind"] == "party_event":
        return _event(facts, change["subject"])
    if change["kind"] == "seats_of_signing_parties":
        return _numbers(facts, "briefing.changes.signing_seats", change) if facts.is_all else None
    if not facts.is_all and change["subject"] != facts.party:
        return None
    return _seats(facts, change) if change["kind"] == "seats" else _signed(facts, change)


def _publication(facts: PageFacts, name: str) -> Markup:
    new = facts.month.sources.publications.set_index("publication").loc[name]
    title = title_of(new, facts.wording)
    sentence = facts.wording.html("briefing.changes.publication", publisher=new["publisher"], title=title)
    return sentence + facts.notes.ref(name)


def _claim(facts: PageFacts, change: pd.Series) -> Markup | None:
    if pd.isna(change["before"]) or pd.isna(change["after"]):
        return None
    words = {when: facts.wording.say(f"briefing.verdict.{change[when]}") for when in ("before", "after")}
    return facts.wording.html("briefing.changes.claim", claim=facts.claim_name(change["subject"]), **words)


def _total(facts: PageFacts, change: pd.Series) -> Markup | None:
    """Return a new or revised total of one year; a total over several years stands in the tables only."""
    w, year = facts.wording, change["subject"].split("/")[1]
    if "-" in year or pd.isna(change["after"]):
        return None
    after = w.number(float(change["after"])), facts.notes.ref(change["because"])
    number = Markup("{}{}").format(*after)
    if pd.isna(change["before"]):
        return w.html("briefing.changes.total_new", year=years_in_words(year), number=number)
    before = w.number(float(change["before"]))
    return w.html("briefing.changes.total_revised", year=years_in_words(year), before=before, number=number)


def _event(facts: PageFacts, event_id: str) -> Markup | None:
    """Return what happened to parties: told to all, and to the parties concerned."""
    w = facts.wording
    event = facts.month.sources.party_events.set_index("event_id").loc[event_id]
    left, joined = (str(event[c]).split("|") if pd.notna(event[c]) else [] for c in ("from_party_ids", "to_party_ids"))
    if not facts.is_all and facts.party not in [*left, *joined]:
        return None
    names = {
        "left": w.list([facts.party_in_sentence(p)["party"] for p in left]),
        "joined": w.list([facts.party_in_sentence(p)["party"] for p in joined]),
        "date": w.partial_date(event["date_as_printed"]),
    }
    kind = "gave_up" if event["kind"] == "leave" and event["takes_seat"] == "no" else event["kind"]
    if kind == "gave_up" and pd.isna(event["persons"]):
        kind = "ended"
    places = {name: value for name, value in names.items() if name in w.places(f"briefing.changes.event.{kind}")}
    return w.html(f"briefing.changes.event.{kind}", **places)


def _seats(facts: PageFacts, change: pd.Series) -> Markup | None:
    return None if change["subject"] == ALL_PARTIES else _numbers(facts, "briefing.changes.seats", change)


def _numbers(facts: PageFacts, key: str, change: pd.Series) -> Markup:
    """Return a change of a count of seats; one that was not there before, or is not any more, counts as none."""
    w = facts.wording
    before, after = (int(float(change[when])) if pd.notna(change[when]) else 0 for when in ("before", "after"))
    named = {} if change["subject"] == ALL_PARTIES else {"Party": facts.party_in_sentence(change["subject"])["Party"]}
    return Markup("{}").format(w.count(key, after, before=w.number(before), **named))


def _signed(facts: PageFacts, change: pd.Series) -> Markup | None:
    """Return a change of a signature; a party that came to the House or left it did not change its signature."""
    if pd.isna(change["before"]) or pd.isna(change["after"]):
        return None
    words = {when: facts.wording.say(f"charts.support.{change[when]}") for when in ("before", "after")}
    party = facts.party_in_sentence(change["subject"])["Party"]
    return facts.wording.html("briefing.changes.party_signed", Party=party, **words)
