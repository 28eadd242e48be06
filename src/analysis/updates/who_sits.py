"""Compares who sits for which group in the House's open data and in data/, and proposes the rows that would change."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from analysis.core.parameters import HOUSE
from analysis.updates import members
from analysis.updates.answers import SERVICE, Record
from analysis.updates.members import Move, People, Term
from analysis.updates.proposals import Change, Proposal, Row, Tables, typed_otherwise
from analysis.updates.snapshot import Snapshot

# If this many come on one day it is a new House, which begins with a row in `elections`.
_MANY = 30
_NOW = "9999-12-31"  # rows without a last day last until then
_TERMS = f"{SERVICE}FractieZetelPersoon"
_NEW_TERM = "so many come on one day that it is a new term: fill in elections.csv first (docs/members-and-seats.md)"


@dataclass(frozen=True)
class _Held:
    """A seat that a person held in a term by the House's data, as a row of `members`; `newest` is its last record."""

    row: Row
    newest: Record
    doubt: str

    @property
    def url(self) -> str:
        return f"{_TERMS}({self.newest['Id']})"

    @property
    def group(self) -> str:
        return self.row["party_id"] or self.newest["Fractie"]


def _in_words(group: str, row: Row) -> str:
    last = row["end"] or ("now" if row["end_status"] == "sitting" else "(day unknown)")
    latest = " at the latest" if row["end_status"] == "at_latest" else ""
    return f"{group} {row['start'] or '(day unknown)'} to {last}{latest}"


def who_sits(snapshot: Snapshot, tables: Tables) -> Iterator[Proposal]:
    """Yield what differs in the two newest terms; proposals with one bundle come together."""
    people = People(tables)
    for term in members.terms_of(tables)[-2:]:
        held = _held_in(term, snapshot, tables, people)
        found = [*_compared(held, term, tables)]
        came = Counter(each.row["start"] for each in held if each.row["start"] > term.first)
        if not term.last and max(came.values(), default=0) >= _MANY:
            found = [each.waiting(_NEW_TERM) for each in found]
        yield from _with_seats(found, held, term, snapshot, tables)


def _held_in(term: Term, snapshot: Snapshot, tables: Tables, people: People) -> list[_Held]:
    """Return who sat in a term; records that follow each other (a renamed group, a former chair) become one."""
    known = {row["party_id"] for row in tables["parties"]}
    terms = sorted(snapshot["FractieZetelPersoon"], key=lambda t: (t["Persoon"], t["Van"], t["TotEnMet"] or "9"))
    parties = {name: members.party_of_group(name, tables) for name in {each["Fractie"] for each in terms}}
    begun_since = {each["Afkorting"] for each in snapshot["Fractie"] if each["DatumActief"] > term.first}
    parties |= {name: members.id_of(name) for name, party in parties.items() if not party and name in begun_since}
    found: list[_Held] = []
    for each in terms:
        if not _is_in(each, term):
            continue
        start = max(each["Van"], term.first) if each["Van"] else ""
        end = min(each["TotEnMet"] or term.last, term.last) if term.last else each["TotEnMet"]
        party, last = parties[each["Fractie"]], found[-1] if found else None
        same = last and party and (last.newest["Persoon"], last.row["party_id"]) == (each["Persoon"], party)
        if last and same and (not last.row["end"] or not start or start <= members.day_after(last.row["end"])):
            longer = max(last.row["end"], end) if last.row["end"] and end else ""
            sits = _sits(each) or last.row["end_status"] == "sitting"
            found[-1] = replace(last, row=last.row | _until(longer, sits=sits), newest=each)
            continue
        written = members.person_of(each)
        person = people.find(written)
        alike = people.alike(written) if person is None else []
        doubt = f"{written['full_name']} may be {' or '.join(alike)} under another name" if alike else ""
        if party not in known:
            doubt = f"the group {each['Fractie']} is in no row of party_names.csv"
        row = members.begun(person or written, party, term.name, start, f"{_TERMS}({each['Id']})")
        found.append(_Held(row | _until(end, sits=_sits(each)), each, doubt))
    return found


def _until(end: str, *, sits: bool) -> Row:
    return {"end": end, "end_status": "known" if end else "sitting" if sits else "unknown"}


def _sits(each: Record) -> bool:
    return bool(each["Functie"]) and not each["TotEnMet"]


def _is_in(each: Record, term: Term) -> bool:
    """Return whether somebody sat in a term; where only one day is known, that day must be in it."""
    start, end = each["Van"], each["TotEnMet"]
    if start and (end or _sits(each)):
        return start <= (term.last or start) and (end or term.first) >= term.first
    return term.holds(start or end) if start or end else _sits(each) and not term.last


def _compared(held: list[_Held], term: Term, tables: Tables) -> Iterator[Proposal]:
    """Yield how the rows of `members` differ from what the House has for the same person and party."""
    rows = [row for row in tables["members"] if row["body_id"] == HOUSE and row["term"] == term.name]
    left_over = sorted(rows, key=lambda row: (row["person_id"], row["start"], row["member_id"]))
    for each in sorted(held, key=lambda each: each.row["start"]):
        who = each.row["person_id"], each.row["party_id"]
        row = next((row for row in left_over if (row["person_id"], row["party_id"]) == who), None)
        if row:
            left_over.remove(row)
            yield from _of_row(row, each, term)
            continue
        # A new group that somebody moved to is added with its members, so it is no reason for doubt.
        kind, doubt = ("moved", "" if who[1] else each.doubt) if _earlier(each.row, held) else ("came", each.doubt)
        subject, house = f"{each.row['full_name']}, {each.group}", _in_words(each.group, each.row)
        proposal = Proposal(kind, subject, "no row", house, each.url, (Change("members", {}, each.row),))
        yield proposal.waiting(doubt, "" if each.row["start"] else "the House has no first day")
    for row in left_over:
        if not term.last or row["end_status"] != "known":
            doubt = "the House has no such term: look whether the name is written otherwise"
            subject, has = f"{row['full_name']}, {row['party_id']}", _in_words(row["party_id"], row)
            yield Proposal("left", subject, has, "no such term", _TERMS, (), doubt)


def _earlier(row: Row, held: Iterable[_Held]) -> Row | None:
    own = (each.row for each in held if each.row["person_id"] == row["person_id"] and each.row["end"])
    return next((each for each in own if members.day_after(each["end"]) == row["start"]), None)


def _of_row(row: Row, held: _Held, term: Term) -> Iterator[Proposal]:
    """Yield how a row of `members` differs from the House's data; what either side does not know is no difference."""
    said, kind, subject = held.row, "came", f"{row['full_name']}, {row['party_id']}"
    has, house = _in_words(row["party_id"], row), _in_words(held.group, said)
    changed = members.with_source(row, held.url) | ({"start": said["start"]} if said["start"] else {})
    is_latest = row["end_status"] == "at_latest"
    if said["end"] and (row["end"] != said["end"] or is_latest):
        kind = "left" if row["end"] != said["end"] else "confirmed"
        changed = members.ended(changed, said["end"], held.url)
    elif said["end_status"] == "sitting":
        changed |= _until("", sits=True)
    elif said["end_status"] == "unknown" and row["end_status"] == "sitting" and not term.last:
        doubt = "the House has no last day, and does not call this person a member now"
        yield Proposal("left", subject, has, house, held.url, (), doubt)
    if any(changed[name] != row[name] for name in ("start", "end", "end_status")):
        changes = (Change("members", row, changed),)
        # A last day that is `at_latest` only says that it was not later, which an earlier day does not contradict.
        columns = ("start",) if is_latest and said["end"] and said["end"] <= row["end"] else ("start", "end")
        proposal = Proposal(kind, subject, has, house, held.url, changes)
        yield proposal.waiting(held.doubt, typed_otherwise(changes, *columns))


def _with_seats(
    found: list[Proposal], held: list[_Held], term: Term, snapshot: Snapshot, tables: Tables
) -> Iterator[Proposal]:
    """Yield the proposals on members, by linked parties, with one for their seats where these change or disagree."""
    moves, day = [*_moves(found, held)], term.last or _NOW
    of_house = [each.row for each in held]
    last = ("end", term.last) if term.last else ("end_status", "sitting")
    counted = Counter(row["party_id"] for row in of_house if row[last[0]] == last[1])
    first = Counter(row["party_id"] for row in of_house if row["start"] == term.first)
    is_new = not any(term.holds(row["valid_from"]) for row in tables["seats"])
    sets = [{change.after["party_id"]} for each in found for change in each.changes]
    sets += [*({move.left, move.joined} for move in moves), *({row["party_id"]} for row in of_house)]
    for parties in _linked(sets):
        own = [each for each in found if any(change.after["party_id"] in parties for change in each.changes)]
        changes = [change for each in own for change in each.changes]
        between = [move for move in moves if {move.left, move.joined} & parties]
        begins = {party: first[party] for party in parties if party} if is_new else {}
        follows = [*_new_parties(between, snapshot, tables)]
        follows += members.what_follows(changes, between, term, tables, _TERMS, begins)
        named, bundle = sorted(filter(None, parties)), f"{term.name} {'|'.join(sorted(parties))}"
        before, after = members.seats_on(day, tables), members.seats_on(day, tables, follows)
        since = {
            party: f"from {row['valid_from']} on" for party, row in members.periods_on(day, tables, follows).items()
        }
        doubts = [
            f"seats.csv with these changes has {after[party]} for {party} "
            f"{f'on {term.last}' if term.last else since.get(party, 'now')}, but in the House {counted[party]} sit"
            for party in named
            if after[party] != counted[party]
        ]
        yield from (replace(each, bundle=bundle) for each in own)
        if follows or doubts:
            has, house = (", ".join(f"{each} {seats[each]}" for each in named) for seats in (before, counted))
            proposal = Proposal("seats", ", ".join(named), has, house, _TERMS, tuple(follows), bundle=bundle)
            yield proposal.waiting(*doubts)
    yield from (each for each in found if not each.changes)


def _moves(found: Iterable[Proposal], held: list[_Held]) -> Iterator[Move]:
    persons: dict[tuple[str, str, str], list[str]] = {}
    for row in (each.changes[0].after for each in found if each.kind == "moved"):
        if before := _earlier(row, held):
            persons.setdefault((row["start"], before["party_id"], row["party_id"]), []).append(row["full_name"])
    yield from (Move(*key, tuple(sorted(names))) for key, names in sorted(persons.items()))


def _linked(sets: Iterable[set[str]]) -> list[set[str]]:
    """Return sets of parties, joining those that have a party in common."""
    groups: list[set[str]] = []
    for each in sets:
        joined = set(each).union(*(group for group in groups if group & each))
        groups = [*(group for group in groups if not group & each), joined]
    return sorted(groups, key=sorted)


def _new_parties(moves: list[Move], snapshot: Snapshot, tables: Tables) -> Iterator[Change]:
    known = {row["party_id"] for row in tables["parties"]}
    for move in moves:
        if move.joined not in known:
            group = next(each for each in snapshot["Fractie"] if members.id_of(each["Afkorting"]) == move.joined)
            yield from members.new_party(group["Afkorting"], group["NaamNL"], group["NaamEN"], move.day, _TERMS)
