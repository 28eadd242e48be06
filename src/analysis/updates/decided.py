"""Compares decisions, votes of groups and letters in the House's open data with data/, and proposes what differs."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from analysis.core.names import fold
from analysis.updates.answers import SERVICE, Record
from analysis.updates.members import party_of_group, seats_on
from analysis.updates.proposals import NEW, UNSURE, Change, Proposal, Row, Tables, new_row, typed_otherwise
from analysis.updates.snapshot import Snapshot

_RESULTS = {"aangenomen": "adopted", "verworpen": "rejected"}
_KINDS = {"Motie": "motion", "Amendement": "amendment", "Wetgeving": "bill", "Initiatiefwetgeving": "bill"}
_TALLY = re.compile(r"\b(\d{1,3})\s*[-–]\s*(\d{1,3})\b")
_SUBJECT = re.compile(r"^.*?\b(?:motie|amendement)\b.*? over (?P<subject>.+)$", re.IGNORECASE)
_NL = {"motion": "een motie", "amendment": "een amendement", "bill": "een wetsvoorstel"}
_EN = {"motion": "a motion", "amendment": "an amendment", "bill": "a bill"}
_IN_WORDS = {
    "adopted": ("De Kamer neemt {nl} aan over {subject}.", "The House adopts {en} on (in Dutch) {subject}."),
    "rejected": ("De Kamer verwerpt {nl} over {subject}.", "The House rejects {en} on (in Dutch) {subject}."),
    "letter": ("De Kamer krijgt een brief: {subject}.", "The House receives a letter, in Dutch: {subject}."),
}
_SIDES = ("for", "against", "split", "absent")
# The certainty of a row in data/, in words; one that was read in the House's record needs none.
_SURE = {"primary": "", "secondary": "second hand"}


@dataclass(frozen=True)
class _Decided:
    """A `Besluit` with the rows of `votes` and the tally that it gives, and the doubts about it."""

    record: Record
    result: str
    votes: list[Row]
    tally: Row
    doubts: list[str]

    def in_words(self) -> str:
        named = {side: [row["party_id"] for row in self.votes if row["vote"] == side] for side in _SIDES}
        return f"{self.result}; " + "; ".join(f"{side}: {', '.join(who)}" for side, who in named.items() if who)


def _url(record: Record) -> str:
    return f"{SERVICE}Besluit({record['Id']})"


def decided(snapshot: Snapshot, tables: Tables) -> Iterator[Proposal]:
    """Yield what differs in outcomes, votes, events and letters, and the decisions in data/ that the House deleted."""
    by_id = {row["besluit_id"]: row for row in tables["commitment_events"] if row["besluit_id"]}
    by_item = {row["document"]: row for row in tables["commitment_events"] if row["document"] and not row["besluit_id"]}
    for each in snapshot["Besluit"]:
        found = _found(each, tables)
        event = by_id.get(each["Id"]) or by_item.get(each["Zaak"])
        if found.result:  # else nothing was put to the vote
            yield from _of_event(event, found, tables) if event else _new_event(found, tables)
    for id_ in by_id.keys() - {each["Id"] for each in snapshot["Besluit"]}:
        subject, house = f"{by_id[id_]['event_id']} {by_id[id_]['what_nl']}", "deleted, or no such record"
        doubt = "look up what became of it; then correct the event by hand, or refuse this"
        yield Proposal("deleted", subject, f"the decision {id_}", house, _url({"Id": id_}), (), doubt)
    yield from _letters(snapshot, tables)


def _found(record: Record, tables: Tables) -> _Decided:
    kind, votes = record["BesluitSoort"].lower(), record["Stemming"]
    results = [result for word, result in _RESULTS.items() if word in kind]
    result = results[0] if len(results) == 1 and "stemmen" in kind else ""
    sums = sum(each["Voor"] for each in votes), sum(each["Tegen"] for each in votes)
    rows = [_vote_row(each, record, tables) for each in votes]
    unfit = [*_unfit_seats(rows, record, tables)]
    tally = {"seats_for": str(sums[0]), "seats_against": str(sums[1])} if votes and not unfit else {}
    doubts = [*unfit, *_doubts(record, result, sums)]
    return _Decided(record, result, sorted(rows, key=lambda row: row["party_id"]), tally, doubts)


def _vote_row(vote: Record, record: Record, tables: Tables) -> Row:
    """Return the row of `votes` of a group, without its event; the party of an unknown group is empty."""
    counts = {"for": vote["Voor"], "against": vote["Tegen"], "absent": vote["Niet deelgenomen"]}
    cast = [side for side, seats in counts.items() if seats]
    side = "split" if cast[:2] == ["for", "against"] else next(iter(cast), "absent")
    return {
        **{"event_id": "", "party_id": party_of_group(vote["ActorFractie"], tables), "vote": side},
        **{"seats": str(sum(counts.values())), "mistake": "yes" if vote["Vergissing"] else ""},
        **{"source_url": _url(record), "certainty": "primary"},
        "note": ", ".join(f"{counts[each]} {each}" for each in cast) if len(cast) > 1 else "",
    }


def _unfit_seats(rows: list[Row], record: Record, tables: Tables) -> Iterator[str]:
    for row, vote in zip(rows, record["Stemming"], strict=True):
        if not row["party_id"]:
            yield f"the group {vote['ActorFractie']} is in no row of party_names.csv"
    day = record["Datum"]
    filled, seats = seats_on(day, tables), Counter[str]()
    for row in rows:
        seats[row["party_id"]] += int(row["seats"])
    if seats.total() < filled.total():
        yield f"votes for only {seats.total()} of {filled.total()} filled seats so far: read again later"
    elif day and seats != filled:
        differing = sorted(party for party in seats | filled if seats[party] != filled[party])
        sides = ", ".join(f"{party} {seats[party]} (seats.csv {filled[party]})" for party in differing)
        yield f"the votes do not fit the seats of {day}: {sides}"


def _doubts(record: Record, result: str, sums: tuple[int, int]) -> Iterator[str]:
    text, cases, votes = record["BesluitTekst"], record["Zaak"], record["Stemming"]
    said = [r for word, r in _RESULTS.items() if word in text.lower()]
    if (said and result not in said) or "abusievelijk" in text.lower():
        yield f"its kind says {record['BesluitSoort']!r} and its text {text!r}"
    if votes and result != ("adopted" if sums[0] > sums[1] else "rejected"):
        yield f"{result} with {sums[0]} for and {sums[1]} against"
    if (printed := _TALLY.search(text)) and tuple(map(int, printed.groups())) != sums:
        yield f"its text has {printed[0]}, its votes {sums[0]}-{sums[1]}"
    if split := [each["ActorFractie"] for each in votes if min(each["Voor"], each["Tegen"])]:
        yield f"split: {', '.join(split)}"
    if mistaken := [each["ActorFractie"] for each in votes if each["Vergissing"]]:
        yield f"a declared mistake, which leaves the tally as it was: {', '.join(mistaken)}"
    if not record["Datum"]:
        yield "the House has no day for it"
    if "|" in cases or not cases:
        yield f"it belongs to {cases.count('|') + 1 if cases else 'no'} items"


def _of_event(event: Row, found: _Decided, tables: Tables) -> Iterator[Proposal]:
    """Yield a proposal if the outcome or the votes of an event in data/ differ; they are accepted together."""
    how_sure = _SURE.get(event["certainty"], event["certainty"])
    said = {"result": found.result, "besluit_id": found.record["Id"], "certainty": "primary"}
    said["url"] = ("" if how_sure else event["url"]) or _url(found.record)
    changed = event | said | found.tally
    there = {row["party_id"]: row for row in tables["votes"] if row["event_id"] == event["event_id"]}
    votes = []  # those that are new, or differ, or are confirmed where they were second hand
    for row in found.votes:
        old, new = there.get(row["party_id"], {}), row | {"event_id": event["event_id"]}
        if any(old.get(name) != new[name] for name in ("vote", "seats", "mistake", "certainty")):
            votes.append(Change("votes", old, old | new | {"note": new["note"] or old.get("note", "")}))
    changes = [*([Change("commitment_events", event, changed)] if changed != event else []), *votes]
    alone = sorted(there.keys() - {row["party_id"] for row in found.votes}) if found.votes else []
    if changes or alone:
        unread = {each.before["certainty"] for each in votes if each.before} - {"primary"}
        of_votes = "inferred" if unread == {"inferred"} else "secondary" if unread else "primary"
        said_of_event = (event["result"] or "no result", "" if event["besluit_id"] else "no id of the House")
        outcome = ", ".join(filter(None, (*said_of_event, how_sure)))
        has = ", ".join(filter(None, (f"{outcome}; {len(there)} groups", _SURE.get(of_votes, of_votes))))
        certainty = next(each for each in UNSURE if each in (event["certainty"], of_votes, ""))
        columns = ("result", "besluit_id", "seats_for", "seats_against", "vote", "seats", "mistake")
        lacks = f"data/ has a vote of {', '.join(alone)}, the House none" if alone else ""
        subject, doubts = f"{event['event_id']} {found.record['Onderwerp']}", _other_text(event, found.record)
        proposal = Proposal("outcome", subject, has, found.in_words(), _url(found.record), tuple(changes))
        proposal = replace(proposal, certainty=certainty)
        yield proposal.waiting(typed_otherwise(changes, *columns), lacks, *found.doubts, *doubts)


def _other_text(event: Row, record: Record) -> Iterator[str]:
    name, document, day = event["event_id"], event["document"], record["Datum"]
    if re.fullmatch(r"\d{4}Z\d{5}", document):
        known, own = record["Zaak"], document
    else:  # a parliamentary paper (28638-249) begins with its dossier; other numbers can't be compared
        known, own = record["Kamerstukdossier"], document[:5] if re.fullmatch(r"\d{5}(-\w+)?", document) else ""
    if own and known and own not in known.split("|"):
        yield f"{name} is about {document}, the decision about {known}"
    quoted = re.search("“(.+?)”", event["note"])
    if event["certainty"] == "inferred" and (not quoted or fold(quoted[1]) not in fold(record["Onderwerp"])):
        yield f"{name} was inferred: is this its text? {record['Onderwerp']}"
    if day and not day.startswith(event["date"]):
        yield f"{name} was on {event['date']}, the decision on {day}"


def _new_event(found: _Decided, tables: Tables) -> Iterator[Proposal]:
    each = found.record
    title, case_kind = each["Onderwerp"], each["Soort"]
    kind = _KINDS.get(case_kind, "motion" if case_kind.startswith("Motie") else "")
    facts = {"event_id": f"{NEW}{each['Id']}", "date": each["Datum"], "kind": kind, "result": found.result}
    facts |= {"document": each["Zaak"], "besluit_id": each["Id"], "url": _url(found.record)} | found.tally
    match = _SUBJECT.match(title)
    if row := _event(facts, found.result, match["subject"] if match else title, each, tables):
        votes = (Change("votes", {}, vote | {"event_id": row["event_id"]}) for vote in found.votes)
        changes, said = (Change("commitment_events", {}, row), *votes), f"{each['Datum']} {title}"
        unknown = "" if kind else f"{case_kind or 'an item without a kind'} is no motion, amendment or bill"
        proposal = Proposal("event", said, "no event", found.in_words(), _url(found.record), changes)
        yield proposal.waiting(unknown, *found.doubts)


def _letters(snapshot: Snapshot, tables: Tables) -> Iterator[Proposal]:
    there = {row["document"] for row in tables["commitment_events"]}
    for each in snapshot["Document"]:
        day, title, paper = each["Datum"], each["Onderwerp"], each["Kamerstuk"]
        number, url = paper or each["DocumentNummer"], f"{SERVICE}Document({each['Id']})"
        facts = {"event_id": f"{NEW}{each['Id']}", "date": day, "kind": "letter", "document": number, "url": url}
        row = _event(facts, "letter", title, each, tables)
        if row and not {each["DocumentNummer"], paper} & there:
            yield Proposal("letter", f"{day} {title}", "no event", number, url, (Change("commitment_events", {}, row),))


def _event(facts: Row, form: str, subject: str, record: Record, tables: Tables) -> Row | None:
    """Return the row of a new event, None for a record that no row of `followed` fits, by dossier, title and day."""
    dossiers, title = ("", *record["Kamerstukdossier"].split("|")), fold(record["Onderwerp"])
    for row in tables["followed"]:
        is_about = row["dossier"] in dossiers and fold(row["title_words"]) in title
        if is_about and facts["date"] >= row["from_day"]:
            words = {
                "nl": _NL.get(facts["kind"], "een voorstel"),
                "en": _EN.get(facts["kind"], "a proposal"),
                "subject": subject.rstrip(" ."),
            }
            nl, en = (text.format(**words) for text in _IN_WORDS[form])
            said = {"commitment_id": row["commitment_id"], "what_nl": nl, "what_en": en, "certainty": "primary"}
            return new_row("commitment_events", **facts, **said)
    return None
