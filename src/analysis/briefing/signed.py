"""Which parties signed, which declined, and of which it is not known, in sentences with their sources."""

import datetime
from collections.abc import Iterator

import pandas as pd
from markupsafe import Markup

from analysis.briefing.page_facts import PageFacts
from analysis.briefing.support import signed_on
from analysis.core.parameters import FIRST_MONTH
from analysis.core.record_tables import grouped


def signatures(facts: PageFacts) -> Markup:
    """Return whether the reader's party signed; for a group of which that is unknown, whether the party it left did."""
    house, own = facts.month.house, facts.support(facts.party)["party_signed"]
    steps = house.splits_behind(facts.party)
    if not steps or own != "unknown":
        return _signature(facts, facts.party)
    w, until = facts.wording, house.last_day(facts.party)
    said = w.html("briefing.party.unknown", party=facts.names(facts.party))
    # The group ended before the pledge, so the signature of the party it left says nothing about it.
    if until is not None and until < pd.Timestamp(str(FIRST_MONTH)):
        return said
    left = steps[-1]["from_party_ids"]
    row = facts.support(left)
    if row["party_signed"] == "yes":
        named = {"party": facts.names(left), "on": signed_on(facts, row)}
        of_left = w.html("briefing.group.left_signed", **named) + facts.signed_where(left)
    elif row["party_signed"] == "unknown":
        of_left = w.html("briefing.group.left_unknown", party=facts.names(left))
    else:
        of_left = _signature(facts, left)
    return Markup(" ").join([said, of_left, *_came_for(facts, left)])


def _came_for(facts: PageFacts, left: str) -> Iterator[Markup]:
    """Yield for which signing party who sits alone sat in the House of the pledge, if not for the one just left."""
    w, house = facts.wording, facts.month.house
    elected = house.last_election(FIRST_MONTH.as_of)
    persons = set(house.members.loc[house.members["party_id"] == facts.party, "person_id"])
    if elected is None or len(persons) != 1:
        return
    first = elected["term_starts"]
    for party in sorted(house.parties_of(persons, first) - {left}):
        row = facts.support(party)
        if row["party_signed"] == "yes":
            day = pd.Timestamp(row["signed_on"])
            key = "came_for" if party in house.parties_of(persons, day) else "came_later"
            named = {"party": facts.names(party), "date": w.date((day if key == "came_for" else first).date())}
            if key == "came_later":
                named["signed"] = w.date(day.date())
            yield w.html(f"briefing.group.{key}", **named)


def signed_together(facts: PageFacts) -> Markup:
    """Return which parties signed themselves, the first of them in a sentence, who signed on later days in another."""
    w, found = facts.wording, []
    signed = [row for row in facts.records.support.values() if row["party_signed"] == "yes"]
    days = grouped(
        sorted(signed, key=lambda row: row["signed_on"] or datetime.date.max), "signed_on", "signed_on_precision"
    )
    for place, rows in enumerate(days.values()):
        parties = sorted((row["party_id"] for row in rows), key=lambda party: facts.party_name(party).lower())
        named = {"parties": facts.names(*parties), "on": signed_on(facts, rows[0])}
        found.append(
            w.html(f"briefing.party.signed_{'later' if place else 'all'}", **named) + facts.signed_where(*parties)
        )
    later = [w.html("briefing.party.also_signed", each=Markup("; ").join(found[1:]))] if found[1:] else []
    return Markup(" ").join([*found[:1], *later])


def declined_together(facts: PageFacts) -> Markup:
    """Return which parties were reported not to want to sign yet; what is not known of any of them once for all."""
    declined = [party for party, row in facts.records.support.items() if row["party_signed"] == "no"]
    said = [_declined(facts, party) for party in declined]
    return Markup(" ").join([*said, *_not_known_of(facts, declined)])


def not_known_of_others(facts: PageFacts) -> Markup:
    """Return how many parties and seats there are of which no signature is known; empty for none."""
    w = facts.wording
    seats = [int(row["seats"]) for row in facts.records.support.values() if row["party_signed"] == "unknown"]
    held = [each for each in seats if each]
    return (
        Markup(w.count("briefing.party.others_unknown", len(held), seats=w.number(sum(held)))) if held else Markup("")
    )


def _signature(facts: PageFacts, party: str) -> Markup:
    """Return whether a party signed, since when, and the source."""
    w, row, named = facts.wording, facts.support(party), facts.party_in_sentence(party)
    if row["party_signed"] == "by_decision":
        decision = facts.month.house.decisions_on(party).iloc[-1]
        predecessors = decision["predecessors"].split("|")
        carried = {"party": named["party"], "predecessors": facts.names(*predecessors), "on": signed_on(facts, row)}
        since = {"merged": w.date(decision["valid_from"].date()), "decided": w.date(decision["decided_on"].date())}
        said = w.html("briefing.party.carried", **carried) + facts.signed_where(*predecessors) + " "
        is_later = decision["decided_on"] > pd.Timestamp(facts.month.month.as_of)
        said += w.html(f"briefing.party.carried_since{'_later' if is_later else ''}", party=named["party"], **since)
        return said + unconfirmed(facts, decision)
    if row["party_signed"] == "yes":
        said = w.html("briefing.party.signed", party=named["party"], on=signed_on(facts, row))
        return said + facts.signed_where(party)
    if row["party_signed"] == "no":
        return Markup(" ").join([_declined(facts, party), *_not_known_of(facts, [party])])
    return w.html("briefing.party.unknown", party=named["party"])


def _declined(facts: PageFacts, party: str) -> Markup:
    """Return when a party was reported not to want to sign yet, why, and by whom."""
    w, declined = facts.wording, facts.month.house.declined(party)
    assert declined is not None
    publication, because = declined["declined_publication"], declined[f"declined_because_{w.language}"]
    reported = {"date": w.date(declined["declined_on"].date()), "publisher": _publisher(facts, publication)}
    reported["because"] = f", {because}" if because else ""
    said = w.html("briefing.party.declined", Party=facts.party_in_sentence(party)["Party"], **reported)
    return said + facts.notes.ref(publication)


def _not_known_of(facts: PageFacts, declined: list[str]) -> Iterator[Markup]:
    """Yield that no source says whether who declined signed later, and whose reply we do not have."""
    w, replied = facts.wording, set(facts.month.sources.replies["party_id"])
    silent = [party for party in declined if party not in replied]
    if len(declined) == 1:
        yield w.html("briefing.party.declined_since", party=facts.names(*declined))
    elif declined:
        yield w.html("briefing.party.all_declined_since")
    if silent:
        yield w.html("briefing.party.not_asked", party=facts.names(*silent))


def _publisher(facts: PageFacts, publication: str) -> str:
    """Return the publisher of a publication, with whom it quotes."""
    w, known = facts.wording, facts.records.publications
    quotes = (known[publication]["quotes"] or "").split("|")
    quoted = [w.institution(known[name]["publisher"]) for name in quotes if name in known]
    source = w.institution(known[publication]["publisher"])
    return w.say("briefing.party.on_authority", source=source, quoted=w.list(quoted)) if quoted else source


def unconfirmed(facts: PageFacts, decision: pd.Series) -> Markup:
    """Return the sentence that CKM has not confirmed a decision, or nothing if it was confirmed."""
    return Markup("") if pd.notna(decision["confirmed_on"]) else " " + facts.wording.html("briefing.party.unconfirmed")
