"""What the House decided, how each group voted and which letters came, by the House and by data/: what differs."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from analysis.core.names import fold
from analysis.updates.members import party_of_group
from analysis.updates.proposals import Proposal
from analysis.updates.records import SERVICE, Document, GroupVote, HouseDecision, Snapshot
from analysis.updates.rows import EVENTS, FOLLOWED, NEW, VOTES, Change, Row, Tables

_RESULTS = {"aangenomen": "adopted", "verworpen": "rejected"}
_KINDS = {"Motie": "motion", "Amendement": "amendment", "Wetgeving": "bill", "Initiatiefwetgeving": "bill"}
_TALLY = re.compile(r"\b(\d{1,3})\s*[-–]\s*(\d{1,3})\b")
_SUBJECT = re.compile(r"^.*?\b(?:motie|amendement)\b.*? over (?P<subject>.+)$", re.IGNORECASE)
_NL = {"motion": "een motie", "amendment": "een amendement", "bill": "een wetsvoorstel"}
_EN = {"motion": "a motion", "amendment": "an amendment", "bill": "a bill"}
_IN_WORDS = {
    "adopted": ("De Kamer neemt {nl} aan over {subject}.", "The House adopts {en} on (in Dutch) {subject}."),
    "rejected": ("De Kamer verwerpt {nl} over {subject}.", "The House rejects {en} on (in Dutch) {subject}."),
}
_MOST_WORDS = 25
# How sure an event is of which the record itself, or another's account of it, was read; and what nobody writes over.
_FIRST_HAND = ("primary", "secondary")
_TYPED = ("result", "besluit_id", "seats_for", "seats_against")


@dataclass(frozen=True)
class _Decided:
    """A decision with the rows of `votes` that it gives, and why it can't be taken over as it is."""

    decision: HouseDecision
    result: str
    votes: tuple[Row, ...]
    tally: Row
    doubts: tuple[str, ...]

    @property
    def url(self) -> str:
        return f"{SERVICE}Besluit({self.decision.id})"

    def in_event(self) -> Row:
        """Return the columns of an event that a decision fills: its id and, where all votes are in, its tally."""
        return {"besluit_id": self.decision.id} | self.tally


def decided(snapshot: Snapshot, tables: Tables) -> Iterator[Proposal]:
    """Yield what differs in outcomes, votes, events and letters, and what data/ rests on and the House took back."""
    votes: dict[str, list[GroupVote]] = {}
    for vote in snapshot.votes:
        votes.setdefault(vote.decision, []).append(vote)
    events = _by_decision(snapshot, tables)
    for each in snapshot.decisions:
        if found := _found(each, votes.get(each.id, []), tables):
            event = events.get(each.id)
            yield from _of_event(event, found, tables) if event else _new_event(found, tables)
    yield from _taken_back(snapshot, tables)
    yield from _letters(snapshot, tables)


def _found(decision: HouseDecision, votes: list[GroupVote], tables: Tables) -> _Decided | None:
    result = _result(decision)
    if not result:
        return None
    rows, doubts = _votes_of(decision, votes, tables)
    for_, against = sum(each.seats_for for each in votes), sum(each.seats_against for each in votes)
    tally = {"seats_for": str(for_), "seats_against": str(against)} if votes and not doubts else {}
    return _Decided(decision, result, tuple(rows), tally, (*doubts, *_doubts(decision, result, votes)))


def _by_decision(snapshot: Snapshot, tables: Tables) -> dict[str, Row]:
    """Return the event of each decision: by its id, or by the number of the item where the event has no id yet."""
    by_id = {row["besluit_id"]: row for row in tables[EVENTS] if row.get("besluit_id")}
    by_item = {row["document"]: row for row in tables[EVENTS] if row["document"] and not row.get("besluit_id")}
    found = {each.id: by_id.get(each.id) or by_item.get(each.cases) for each in snapshot.decisions}
    return {id_: row for id_, row in found.items() if row}


def _result(decision: HouseDecision) -> str:
    """Return what was decided; empty where nothing was put to the vote."""
    found = [result for word, result in _RESULTS.items() if word in decision.kind.lower()]
    return found[0] if len(found) == 1 and "stemmen" in decision.kind.lower() else ""


def _doubts(decision: HouseDecision, result: str, votes: list[GroupVote]) -> Iterator[str]:
    """Yield each reason for which a decision waits for an analyst."""
    tally = sum(each.seats_for for each in votes), sum(each.seats_against for each in votes)
    said = [r for word, r in _RESULTS.items() if word in decision.text.lower()]
    if (said and result not in said) or "abusievelijk" in decision.text.lower():
        yield f"its kind says {decision.kind!r} and its text {decision.text!r}"
    if votes and result != ("adopted" if tally[0] > tally[1] else "rejected"):
        yield f"{result} with {tally[0]} for and {tally[1]} against"
    if (printed := _TALLY.search(decision.text)) and tuple(map(int, printed.groups())) != tally:
        yield f"its text has {printed[0]}, its votes {tally[0]}-{tally[1]}"
    if split := sorted(each.group for each in votes if min(each.seats_for, each.seats_against)):
        yield f"split: {', '.join(split)}"
    if mistaken := sorted(each.group for each in votes if each.mistake):
        yield f"a declared mistake, which leaves the tally as it was: {', '.join(mistaken)}"
    if not decision.date:
        yield "the House has no day for it"
    if "|" in decision.cases or not decision.cases:
        yield f"it belongs to {decision.cases.count('|') + 1 if decision.cases else 'no'} items"


def _votes_of(decision: HouseDecision, votes: list[GroupVote], tables: Tables) -> tuple[list[Row], list[str]]:
    """Return the rows of `votes` of a decision without its event, and what does not fit the seats of that day."""
    by_party: dict[str, Counter[str]] = {}
    doubts = []
    for vote in votes:
        party = party_of_group(vote.group, tables)
        if not party:
            doubts.append(f"the group {vote.group} is in no row of party_names.csv")
        sums = {"for": vote.seats_for, "against": vote.seats_against, "absent": vote.seats_absent}
        by_party.setdefault(party, Counter()).update(sums | {"mistake": int(vote.mistake)})
    filled = _filled_on(decision.date, tables)
    seats = {party: counts["for"] + counts["against"] + counts["absent"] for party, counts in by_party.items()}
    if sum(seats.values()) < sum(filled.values()):
        doubts.append(f"pending: {sum(seats.values())} of {sum(filled.values())} filled seats are in")
    elif decision.date and seats != filled:
        differing = sorted(party for party in seats.keys() | filled.keys() if seats.get(party) != filled.get(party))
        sides = ", ".join(f"{party} {seats.get(party, 0)} (seats.csv {filled.get(party, 0)})" for party in differing)
        doubts.append(f"the votes do not fit the seats of {decision.date}: {sides}")
    return [_vote_row(party, counts, decision) for party, counts in sorted(by_party.items())], doubts


def _filled_on(day: str, tables: Tables) -> dict[str, int]:
    rows = (row for row in tables["seats"] if row["body_id"] == "house")
    held = (row for row in rows if day and row["valid_from"] <= day and (row["valid_until"] or day) >= day)
    return {row["party_id"]: int(row["seats"]) for row in held}


def _vote_row(party: str, counts: Counter[str], decision: HouseDecision) -> Row:
    sides = [side for side in ("for", "against") if counts[side]]
    split = len(sides) == 2
    note = ", ".join(f"{counts[side]} {side}" for side in ("for", "against", "absent") if counts[side]) if split else ""
    if len(sides) == 1 and counts["absent"]:
        note = f"{counts[sides[0]]} {sides[0]}, {counts['absent']} absent"
    return {
        **{"event_id": "", "party_id": party, "vote": "split" if split else sides[0] if sides else "absent"},
        "seats": str(counts["for"] + counts["against"] + counts["absent"]),
        **{"mistake": "yes" if counts["mistake"] else "", "source_url": f"{SERVICE}Besluit({decision.id})"},
        **{"certainty": "primary", "note": note},
    }


def _of_event(event: Row, found: _Decided, tables: Tables) -> Iterator[Proposal]:
    """Yield the outcome and the votes of an event that data/ has, where they differ."""
    bundle = f"decision {found.decision.id}"
    is_first_hand = event["certainty"] in _FIRST_HAND
    changed = event | {"result": found.result, "url": (event["url"] if is_first_hand else "") or found.url}
    changed |= {name: cell for name, cell in found.in_event().items() if name in event}
    changed |= {} if is_first_hand else {"certainty": "primary"}
    found = replace(found, doubts=(*found.doubts, *_other_text(event, found.decision)))
    if changed != event:
        has = f"{event['result'] or 'no result'}{'' if event.get('besluit_id') else ', no id of the House'}"
        has += "" if is_first_hand else f", {event['certainty']}"
        subject = f"{event['event_id']} {found.decision.title}"
        change = Change.of(EVENTS, event, changed)
        proposal = Proposal("outcome", subject, has, found.result, found.url, (change,), bundle=bundle)
        typed = [
            name for name in change.overwritten if name in _TYPED and event[name] not in ("put_to_vote", "unknown")
        ]
        if typed:
            proposal = proposal.waiting(f"{', '.join(typed)} typed otherwise: accept it by its id")
        yield _doubted(proposal, found)
    changes = list(_vote_changes(event["event_id"], found, tables))
    there = {row["party_id"] for row in tables.get(VOTES, []) if row["event_id"] == event["event_id"]}
    alone = sorted(there - {row["party_id"] for row in found.votes})
    if (changes or alone) and found.votes:
        has = f"{len(there)} groups" + (", second hand" if any("certainty" in c.overwritten for c in changes) else "")
        subject = f"{event['event_id']} {found.decision.title}"
        proposal = Proposal("votes", subject, has, _votes_in_words(found), found.url, tuple(changes), bundle=bundle)
        if any({"vote", "seats", "mistake"} & set(change.overwritten) for change in changes):
            proposal = proposal.waiting("a vote was typed otherwise: accept it by its id")
        if alone:
            proposal = proposal.waiting(f"data/ has a vote of {', '.join(alone)}, the House none")
        yield _doubted(proposal, found)


def _other_text(event: Row, decision: HouseDecision) -> Iterator[str]:
    """Yield in what an event and the decision that it names are about something else."""
    document = event["document"]
    if re.fullmatch(r"\d{4}Z\d{5}", document):
        known, own = decision.cases, document
    else:  # a parliamentary paper (28638-249) has its dossier in front; other numbers can't be compared
        known, own = decision.dossiers, document[:5] if re.fullmatch(r"\d{5}(-\w+)?", document) else ""
    if own and known and own not in known.split("|"):
        yield f"{event['event_id']} is about {document}, the decision about {known}"
    quoted = re.search("“(.+?)”", event["note"])
    if event["certainty"] == "inferred" and (not quoted or fold(quoted[1]) not in fold(decision.title)):
        yield f"{event['event_id']} was inferred, and is it this text: {decision.title}?"
    if decision.date and not decision.date.startswith(event["date"]):
        yield f"{event['event_id']} was on {event['date']}, the decision on {decision.date}"


def _doubted(proposal: Proposal, found: _Decided) -> Proposal:
    for doubt in found.doubts:
        proposal = proposal.waiting(doubt)
    return proposal


def _vote_changes(event_id: str, found: _Decided, tables: Tables) -> Iterator[Change]:
    """Yield the rows of `votes` that are new, or differ in the vote, or are confirmed where they were second hand."""
    if VOTES not in tables:
        return
    there = {row["party_id"]: row for row in tables[VOTES] if row["event_id"] == event_id}
    for row in found.votes:
        new, old = row | {"event_id": event_id}, there.get(row["party_id"])
        if old is None:
            yield Change.of(VOTES, None, new)
        elif any(old[name] != new[name] for name in ("vote", "seats", "mistake", "certainty")):
            yield Change.of(VOTES, old, old | new | {"note": new["note"] or old["note"]})


def _votes_in_words(found: _Decided) -> str:
    sides = ("for", "against", "split", "absent")
    named = {side: [row["party_id"] for row in found.votes if row["vote"] == side] for side in sides}
    return f"{found.result}; " + "; ".join(
        f"{side}: {', '.join(parties)}" for side, parties in named.items() if parties
    )


def _new_event(found: _Decided, tables: Tables) -> Iterator[Proposal]:
    """Yield a decision that no event has, if it is about what is followed."""
    each = found.decision
    bears_on = _followed(each.title, each.dossiers, each.date, tables)
    if bears_on is None:
        return
    kind = _KINDS.get(each.case_kind, "motion" if each.case_kind.startswith("Motie") else "")
    subject = match["subject"].rstrip(" .") if (match := _SUBJECT.match(each.title)) else each.title.rstrip(" .")
    sentences = (
        text.format(nl=_NL.get(kind, ""), en=_EN.get(kind, ""), subject=subject) for text in _IN_WORDS[found.result]
    )
    event_id = f"{NEW}{each.id}"
    facts = {"kind": kind, "result": found.result, "document": each.cases, "url": found.url} | found.in_event()
    row = _event_row(event_id, bears_on, each.date, tuple(sentences), facts, tables)
    votes = (Change.of(VOTES, None, vote | {"event_id": event_id}) for vote in found.votes if VOTES in tables)
    changes = (Change.of(EVENTS, None, row), *votes)
    proposal = Proposal("event", f"{each.date} {each.title}", "no event", _votes_in_words(found), found.url, changes)
    if not kind:
        proposal = proposal.waiting(f"{each.case_kind or 'an item without a kind'} is no motion, amendment or bill")
    yield _doubted(_filled_in(proposal, row), found)


def _event_row(event_id: str, commitment: str, day: str, sentences: tuple[str, ...], facts: Row, tables: Tables) -> Row:
    row = dict.fromkeys(tables[EVENTS][0], "") | {"event_id": event_id, "commitment_id": commitment, "date": day}
    nl, en = sentences
    row |= {"what_nl": nl, "what_en": en, "certainty": "primary"}
    row |= {name: cell for name, cell in facts.items() if name in row}
    return row


def _filled_in(proposal: Proposal, row: Row) -> Proposal:
    """Return a proposal of an event with what an analyst has to say: the commitment, or a shorter sentence."""
    long = [name for name in ("what_nl", "what_en") if len(row[name].split()) > _MOST_WORDS]
    return replace(proposal, to_fill_in=(*([] if row["commitment_id"] else ["commitment_id"]), *long))


def _followed(title: str, dossiers: str, day: str, tables: Tables) -> str | None:
    """Return the commitment that the first row of `followed` gives to an item, None for one that is not followed."""
    for row in tables[FOLLOWED]:
        is_about = row["dossier"] in ("", *dossiers.split("|")) and fold(row["title_words"]) in fold(title)
        if is_about and day >= row["from_day"]:
            return row["commitment_id"]
    return None


def _taken_back(snapshot: Snapshot, tables: Tables) -> Iterator[Proposal]:
    there = {each.id: each for each in snapshot.decisions}
    for row in tables[EVENTS]:
        id_ = row.get("besluit_id", "")
        if id_ and (id_ not in there or there[id_].deleted):
            house = "deleted" if id_ in there else "no such record"
            subject, has = f"{row['event_id']} {row['what_nl']}", f"the decision {id_}"
            proposal = Proposal("deleted", subject, has, house, f"{SERVICE}Besluit({id_})")
            yield proposal.waiting("look up what became of it; then correct the event by hand, or refuse this")


def _letters(snapshot: Snapshot, tables: Tables) -> Iterator[Proposal]:
    there = {row["document"] for row in tables[EVENTS]}
    for each in snapshot.documents:
        bears_on = _followed(each.title, each.dossiers, each.date, tables)
        if bears_on is None or {each.number, each.paper} & there:
            continue
        row = _letter_row(each, bears_on, tables)
        change = Change.of(EVENTS, None, row)
        url = f"{SERVICE}Document({each.id})"
        proposal = Proposal(
            "letter", f"{each.date} {each.title}", "no event", each.paper or each.number, url, (change,)
        )
        yield _filled_in(proposal, row)


def _letter_row(document: Document, commitment: str, tables: Tables) -> Row:
    title = document.title.rstrip(" .")
    nl, en = f"De Kamer krijgt een brief: {title}.", f"The House receives a letter, in Dutch: {title}."
    facts = {
        "kind": "letter",
        "document": document.paper or document.number,
        "url": f"{SERVICE}Document({document.id})",
    }
    return _event_row(f"{NEW}{document.id}", commitment, document.date, (nl, en), facts, tables)


def decisions_named(tables: Tables) -> list[str]:
    """Return the ids of the decisions that events name, to be asked for whatever they are about."""
    return sorted({row["besluit_id"] for row in tables[EVENTS] if row.get("besluit_id")})
