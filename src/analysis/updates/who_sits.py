"""Who sits for which group, by the House and by data/: what differs, with the rows of all tables that change."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from analysis.core.parameters import HOUSE
from analysis.updates.members import (
    Move,
    People,
    begun,
    ended,
    id_of,
    new_party,
    new_person,
    party_of_group,
    with_source,
    with_what_follows,
)
from analysis.updates.proposals import Proposal
from analysis.updates.records import SERVICE, HouseTerm, Snapshot
from analysis.updates.rows import MEMBERS, PARTIES, SEATS, Change, Row, Tables
from analysis.updates.seats import Term, day_after, seats_held, terms_of, with_steps

# So many who come on one day are a new House, which begins with a row in `elections`.
_MANY = 30
_NOW = "9999-12-31"  # what has no last day lasts until then
_WITHOUT_ELECTION = (
    "so many come on one day that it is a new term: fill in elections.csv first (docs/members-and-seats.md)"
)


@dataclass(frozen=True)
class _Held:
    """One seat of one person by the House, within one term; `parts` are its records."""

    person: Row
    party: str
    start: str
    end: str
    sits: bool
    parts: tuple[HouseTerm, ...]
    doubt: str

    @property
    def url(self) -> str:
        return f"{SERVICE}FractieZetelPersoon({self.parts[-1].id})"

    def in_words(self) -> str:
        return f"{self.party or self.parts[-1].group} {_days(self.start, self.end, self.sits)}"


def _days(start: str, end: str, sits: bool) -> str:
    return f"{start or '?'} to {end or ('now' if sits else '?')}"


def _in_words(row: Row) -> str:
    latest = " at the latest" if row["end_status"] == "at_latest" else ""
    return f"{row['party_id']} {_days(row['start'], row['end'], row['end_status'] == 'sitting')}{latest}"


def who_sits(snapshot: Snapshot, tables: Tables) -> Iterator[Proposal]:
    """Yield what differs in the two newest terms, the bundles of a party together."""
    people = People(tables)
    for term in terms_of(tables)[-2:]:
        held = _held_in(term, snapshot, tables, people)
        found = list(_compared(held, term, tables))
        first = {each.start for each in held}
        if not term.last and any(sum(h.start == day for h in held) >= _MANY for day in first if day > term.first):
            found = [each.waiting(_WITHOUT_ELECTION) for each in found]
        yield from _with_seats(found, held, term, snapshot, tables)


def _held_in(term: Term, snapshot: Snapshot, tables: Tables, people: People) -> list[_Held]:
    """Return who sat in a term: a group that was renamed, and a chair who stepped down, are one run of days."""
    known = {row["party_id"] for row in tables[PARTIES]}
    begun_since = {each.abbreviation for each in snapshot.groups if each.active_from > term.first}
    parties = {name: party_of_group(name, tables) for name in {each.group for each in snapshot.terms}}
    parties |= {name: id_of(name) for name, party in parties.items() if not party and name in begun_since}
    found: list[_Held] = []
    for each in sorted(snapshot.terms, key=lambda t: (t.person, t.start, t.end or "9")):
        if not _is_in(each, term):
            continue
        start = max(each.start, term.first) if each.start else ""
        end = min(each.end or term.last, term.last) if term.last else each.end
        party, last = parties[each.group], found[-1] if found else None
        same = last and last.parts[0].person == each.person and party and last.party == party
        if last and same and (not last.end or not start or start <= day_after(last.end)):
            longer = max(last.end, end) if last.end and end else ""
            found[-1] = replace(last, end=longer, sits=each.sits or last.sits, parts=(*last.parts, each))
            continue
        person = people.find(each)
        alike = people.alike(each) if person is None else []
        doubt = f"{each.full_name} may be {' or '.join(alike)} under another name" if alike else ""
        if party not in known:
            doubt = f"the group {each.group} is in no row of party_names.csv"
        found.append(_Held(person or new_person(each), party, start, end, each.sits, (each,), doubt))
    return found


def _is_in(each: HouseTerm, term: Term) -> bool:
    """Return whether somebody sat in a term; where only one day is known, it is in the term of that day."""
    if each.start and (each.end or each.sits):
        return each.start <= (term.last or each.start) and (each.end or term.first) >= term.first
    return term.holds(each.start or each.end) if each.start or each.end else each.sits and not term.last


def _compared(held: list[_Held], term: Term, tables: Tables) -> Iterator[Proposal]:
    rows = [row for row in tables[MEMBERS] if row["body_id"] == HOUSE and row["term"] == term.name]
    of_house: dict[str, list[_Held]] = {}
    for each in held:
        of_house.setdefault(each.person["person_id"], []).append(each)
    for person in sorted({row["person_id"] for row in rows} | of_house.keys()):
        own = sorted(
            (row for row in rows if row["person_id"] == person), key=lambda row: (row["start"], row["member_id"])
        )
        yield from _of_person(of_house.get(person, []), own, term)


def _of_person(held: list[_Held], rows: list[Row], term: Term) -> Iterator[Proposal]:
    left_over = list(rows)
    for each in sorted(held, key=lambda each: each.start):
        row = next((row for row in left_over if row["party_id"] == each.party), None)
        earlier = next((h for h in held if h.end and each.start == day_after(h.end) and h is not each), None)
        if row:
            left_over.remove(row)
            yield from _of_row(row, each, term)
            continue
        change = begun(each.person, each.party, term.name, each.start, each.url, each.end)
        subject = f"{each.person['full_name']}, {each.party or each.parts[-1].group}"
        proposal = Proposal("moved" if earlier else "came", subject, "no row", each.in_words(), each.url, (change,))
        if each.doubt and not (earlier and each.party):  # a group that members began is brought with them
            proposal = proposal.waiting(each.doubt)
        yield proposal if each.start else proposal.waiting("the House has no first day")
    for row in left_over:
        has = _in_words(row)
        proposal = Proposal(
            "left", f"{row['full_name']}, {row['party_id']}", has, "no such term", f"{SERVICE}FractieZetelPersoon"
        )
        if not term.last or row["end_status"] != "known":
            yield proposal.waiting("the House has no such term: look whether the name is written otherwise")


def _of_row(row: Row, held: _Held, term: Term) -> Iterator[Proposal]:
    """Yield how a row of `members` differs from the House; what is not known on either side is no difference."""
    has = _in_words(row)
    subject = f"{row['full_name']}, {row['party_id']}"
    changed = row | ({"start": held.start} if held.start else {})
    kind, doubt = "came", held.doubt
    is_latest = row["end_status"] == "at_latest"
    if held.end and (row["end"] != held.end or is_latest):
        kind, changed = "left", dict(ended(changed, held.end, held.url).after)
    elif not held.end and held.sits and row["end_status"] != "sitting":
        changed = changed | {"end": "", "end_status": "sitting"}
    elif not held.end and not held.sits and row["end_status"] == "sitting" and not term.last:
        doubt = "the House has no last day, and does not call this person a member now"
        yield Proposal("left", subject, has, held.in_words(), held.url).waiting(doubt)
        return
    if {name: changed[name] for name in ("start", "end", "end_status")} == {
        n: row[n] for n in ("start", "end", "end_status")
    }:
        return
    change = Change.of(MEMBERS, row, changed | {"certainty": "official", "source": with_source(row, held.url)})
    proposal = Proposal(kind, subject, has, held.in_words(), held.url, (change,))
    typed = [name for name in change.overwritten if name in ("start", "end")]
    if is_latest and held.end and held.end < row["end"]:  # what was known is that it was not later
        typed.remove("end")
    if typed:
        doubt = "; ".join(filter(None, (doubt, f"{' and '.join(typed)} was typed otherwise: accept it by its id")))
    yield proposal.waiting(doubt) if doubt else proposal


def _with_seats(
    found: list[Proposal], held: list[_Held], term: Term, snapshot: Snapshot, tables: Tables
) -> Iterator[Proposal]:
    """Yield proposals on members with one for each party whose seats change, in bundles of parties that are linked."""
    changes = [change for each in found for change in each.changes]
    moves = list(_moves(found, held))
    has_seats = any(term.holds(row["valid_from"]) for row in tables[SEATS])
    linked = _linked([{dict(c.after or c.before)["party_id"]} for c in changes] + [{m.left, m.joined} for m in moves])
    for parties in linked:
        name = f"{term.name} {'|'.join(sorted(parties))}"
        own = [each for each in found if {dict(c.after)["party_id"] for c in each.changes} & parties]
        of_own = [change for each in own for change in each.changes]
        source = f"{SERVICE}FractieZetelPersoon"
        between = [move for move in moves if {move.left, move.joined} & parties]
        follows = with_what_follows(of_own, between, term, tables, source)[len(of_own) :]
        follows = [*_new_parties(between, snapshot, tables, source), *follows]
        yield from (replace(each, bundle=name) for each in own)
        doubts = [d for party in sorted(parties) if has_seats and (d := _disagrees(party, held, term, tables, follows))]
        if follows or doubts:
            has = ", ".join(f"{p} {seats_held(p, term.last or _NOW, tables)}" for p in sorted(parties))
            house = ", ".join(f"{p} {_counted(p, held, term)}" for p in sorted(parties))
            proposal = Proposal("seats", ", ".join(sorted(parties)), has, house, source, tuple(follows), "", name)
            yield proposal.waiting("; ".join(doubts)) if doubts else proposal
    yield from (each for each in found if not each.changes)
    if not has_seats:
        yield from _elected(held, term, tables)
    else:
        yield from _unexplained({party for parties in linked for party in parties}, held, term, tables)


def _moves(found: Iterable[Proposal], held: list[_Held]) -> Iterator[Move]:
    persons: dict[tuple[str, str, str], list[str]] = {}
    for change in (each.changes[0] for each in found if each.kind == "moved"):
        row = dict(change.after)
        before = next(
            h for h in held if h.person["person_id"] == row["person_id"] and h.end and day_after(h.end) == row["start"]
        )
        persons.setdefault((row["start"], before.party, row["party_id"]), []).append(row["full_name"])
    yield from (Move(*key, tuple(sorted(names))) for key, names in sorted(persons.items()))


def _linked(sets: Iterable[set[str]]) -> list[set[str]]:
    """Return the sets of parties that share one, made one."""
    groups: list[set[str]] = []
    for each in sets:
        joined = set(each).union(*(group for group in groups if group & each))
        groups = [*(group for group in groups if not group & each), joined]
    return sorted(groups, key=sorted)


def _counted(party: str, held: list[_Held], term: Term) -> int:
    """Return how many sit for a party by the House, on the last day of a term or now."""
    return sum(each.party == party and (each.end == term.last if term.last else each.sits) for each in held)


def _disagrees(party: str, held: list[_Held], term: Term, tables: Tables, changes: Iterable[Change]) -> str:
    """Return in words that the seats, with changes in them, are not as many as sit for a party by the House."""
    of_seats = [change for change in changes if change.table == SEATS]
    seats = seats_held(party, term.last or _NOW, tables, of_seats)
    counted = _counted(party, held, term)
    if seats == counted:
        return ""
    return f"seats.csv with these changes has {seats} for {party} at the end, of the House {counted} sit"


def _unexplained(known: set[str], held: list[_Held], term: Term, tables: Tables) -> Iterator[Proposal]:
    for party in sorted({each.party for each in held if each.party} - known):
        if doubt := _disagrees(party, held, term, tables, []):
            has = str(seats_held(party, term.last or _NOW, tables))
            house = str(_counted(party, held, term))
            yield Proposal("seats", party, has, house, f"{SERVICE}FractieZetelPersoon").waiting(doubt)


def _elected(held: list[_Held], term: Term, tables: Tables) -> Iterator[Proposal]:
    """Yield the seats of a term of which the table has none yet: those who sat on its first day."""
    source = f"{SERVICE}FractieZetelPersoon"
    for party in sorted({each.party for each in held if each.party}):
        first = sum(each.party == party and each.start == term.first for each in held)
        changes = tuple(with_steps(party, {}, term, tables, source, "election", first))
        if changes:
            yield Proposal(
                "seats", party, "no row", f"{first} on {term.first}", source, changes, "", f"{term.name} {party}"
            )


def _new_parties(moves: list[Move], snapshot: Snapshot, tables: Tables, source: str) -> Iterator[Change]:
    known = {row["party_id"] for row in tables[PARTIES]}
    for move in moves:
        if move.joined not in known:
            group = next(each for each in snapshot.groups if id_of(each.abbreviation) == move.joined)
            yield from new_party(group, move.day, source, tables)
