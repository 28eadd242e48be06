"""What changed for parties between two months, and why: events, seats, and who signed."""

from collections.abc import Iterable
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analysis.core.parameters import ALL_PARTIES
from analysis.core.wording import Wording
from analysis.parliament.names import party_in_sentence
from analysis.reconciliation.comparison import REASONS, Comparison, Difference, Row, Why, by_subject
from analysis.signatories.support import SIGNED_VALUES, signature_in_words

if TYPE_CHECKING:
    from analysis.reconciliation import Reconciliation

# Reasons that are about a signature itself, not about who holds seats.
_OF_A_SIGNATURE = ("decision", "signature", "withdrawal")


class Step(NamedTuple):
    """A part of a change in the seats of a party: why, by how many, and the ids behind it."""

    reason: str
    seats: int
    because: tuple[str, ...]


def party_event(two: Comparison, found: Difference, w: Wording) -> Why:
    """Return what happened to a party since the month before."""
    return Why("party_event", [found.subject], _event_in_words(two, found.after or {}, w))


def _sides(event: Row) -> tuple[list[str], list[str]]:
    left, joined = ("" if pd.isna(event[side]) else event[side] for side in ("from_party_ids", "to_party_ids"))
    return [*filter(None, left.split("|"))], [*filter(None, joined.split("|"))]


def _event_in_words(two: Comparison, event: Row, w: Wording) -> str:
    left, joined = _sides(event)
    kind, new_name = _kind(two, event)
    named_as_of = two.before if kind.startswith("presented") else two.after
    precision = {4: "year", 7: "month"}.get(len(event["date_as_printed"]), "day")
    date = w.partial_date(event["date_as_printed"])
    places = {
        "On": w.say(f"changes.on.{precision}", date=date),
        "date": date,
        "left": _list_of(left, named_as_of, w),
        "joined": _list_of(joined, two.after, w),
        "Old": party_in_sentence(left[0], two.before.sources, w)["Party"],
        "new": new_name,
    }
    key = f"changes.event.{kind}"
    if w.has(key):
        return w.say_from(key, places)
    if kind == "gave_up":
        # Events with the same sentence are counted in one, as nobody is named.
        said = ("date_as_printed", "from_party_ids", "kind", "takes_seat")
        number = sum(all(str(each[name]) == str(event[name]) for name in said) for each in two.events)
    else:
        number = len(joined) if kind == "split" else int(event["seats"])
    return w.count_from(key, number, places)


def _list_of(party_ids: Iterable[str], month: "Reconciliation", w: Wording) -> str:
    return w.list([party_in_sentence(party_id, month.sources, w)["party"] for party_id in party_ids])


def _kind(two: Comparison, event: Row) -> tuple[str, str]:
    """Return the key of the sentence on an event, and a new name: `presented` until readers know the party by it.

    A name whose source nobody can open is given with that reservation.
    """
    if event["kind"] == "leave" and event["takes_seat"] == "no":
        return ("ended" if pd.isna(event["persons"]) else "gave_up"), ""
    if event["kind"] != "rename":
        return str(event["kind"]), ""
    names = two.after.sources.party_names
    given = names[(names["party_id"] == event["to_party_ids"]) & (names["valid_from"] == event["date"])]
    for short in given[given["kind"] == "abbreviation"]["name"]:
        return "rename", str(short)
    if given.empty:
        return "name", ""
    return "presented" if "://" in event["source_url"] else "presented_unlinked", str(given["name"].iloc[0])


def seats(two: Comparison, found: Difference, w: Wording) -> Why:
    """Return why a party, or all together, holds another number of seats."""
    party_id, count = found.subject, int((found.before or {"seats": 0})["seats"])
    if party_id == ALL_PARTIES:
        return _total(two, found, "changes.filled", {party: _steps(two, party) for party in _rows(two)}, w)
    # If there is no step, a party without a seat came or went with its signature.
    steps = _steps(two, party_id) or [Step("unknown", 0, (f"seats:{party_id}",))]
    counts = accumulate((step.seats for step in steps), initial=count)
    said = [_step_in_words(two, party_id, step, count, w) for step, count in zip(steps, counts, strict=False)]
    return Why(steps[0].reason, _because(steps), " ".join(said))


def _because(steps: Iterable[Step]) -> list[str]:
    return [name for step in steps for name in step.because]


def _steps(two: Comparison, party_id: str) -> list[Step]:
    """Return the parts of a change in the seats of a party, by time; an election explains what events don't explain."""
    months = (two.before, two.after)
    tables = (month.support_by_party for month in months)
    held = [int(table.loc[table["party_id"] == party_id, "seats"].sum()) for table in tables]
    change_in_seats = held[1] - held[0]
    events = [event for event in two.events if any(party_id in side for side in _sides(event))]
    election, starts = two.election, pd.Timestamp.min if two.election is None else two.election["term_starts"]
    counted = [event for event in events if event["takes_seat"] == "yes" and event["date"] >= starts]
    moved = 0
    for event in counted:
        left, joined = _sides(event)
        if len(left if party_id in left else joined) > 1:
            # Seats that several parties share explain the whole change.
            moved = change_in_seats
            break
        moved += int(event["seats"]) * (-1 if party_id in left else 1)
    rest = change_in_seats - moved
    steps = [Step("party_event", moved, tuple(event["event_id"] for event in counted))] if moved else []
    if election is not None and rest:
        others = [event["event_id"] for event in events if event not in counted]
        return [Step("election", rest, (f"election:{election['election']}", *others)), *steps]
    if not rest:
        return steps
    # Members came or left, if those known to sit on both days fill the seats of the party.
    if [[*month.house.sitting.values()].count(party_id) for month in months] != held:
        return [*steps, Step("unknown", rest, (f"seats:{party_id}",))]
    direction = "came" if rest > 0 else "left"
    return [*steps, Step(f"member_{direction}", rest, (f"member:{direction}:{party_id}",))]


def _step_in_words(two: Comparison, party_id: str, step: Step, before: int, w: Wording) -> str:
    places = {**party_in_sentence(party_id, two.after.sources, w), "before": w.number(before)}
    if step.reason == "election" and two.election is not None:
        places["date"] = w.date(two.election["polling_day"].date())
    elif step.reason == "party_event":
        events = [event for event in two.events if event["event_id"] in step.because]
        places["events"] = " ".join(_event_in_words(two, event, w) for event in events)
    elif step.reason in ("member_came", "member_left"):
        date = {"date": w.date(two.after.month.as_of)}
        places["members"] = w.count_from(f"changes.members.{step.reason}", abs(step.seats), date)
    return w.count_from(f"changes.seats.{step.reason}", before + step.seats, places)


def cabinet(two: Comparison, found: Difference, w: Wording) -> Why:
    """Return that another cabinet is in office, that one became a caretaker, or which parties left or joined it."""
    before, after = found.before or {}, found.after or {}
    named = {"cabinet": after.get("cabinet") or before["cabinet"]}
    because = [f"cabinet:{named['cabinet']}"]
    if not after:
        return Why("cabinet", because, w.say("changes.cabinet.gone", **named))
    was, now = ({*filter(None, str(each.get("parties", "")).split("|"))} for each in (before, after))
    if after["cabinet"] != before.get("cabinet"):
        named |= {"date": w.date(after["since"].date()), "parties": _list_of(sorted(now), two.after, w)}
        return Why("cabinet", because, w.say("changes.cabinet.came", **named))
    moved = {"left": sorted(was - now), "joined": sorted(now - was)}
    lists = {form: _list_of(parties, two.after, w) for form, parties in moved.items() if parties}
    said = [w.say(f"changes.cabinet.{form}", **named, parties=parties) for form, parties in lists.items()]
    if pd.notna(after["caretaker_from"]) and pd.isna(before["caretaker_from"]):
        said.append(w.say("changes.cabinet.caretaker", **named, date=w.date(after["caretaker_from"].date())))
    return Why("cabinet", because, " ".join(said))


def members_named(two: Comparison, found: Difference, w: Wording) -> Why:
    """Return how many sitting members are named now and were before; never why, which could say what others did."""
    before, after = (int(number or 0) for number in found.value("sitting_named"))
    named, is_of_all = {"before": w.number(before), "after": w.number(after)}, found.subject == ALL_PARTIES
    named |= {} if is_of_all else party_in_sentence(found.subject, two.after.sources, w)
    key = f"changes.named.{'all' if is_of_all else 'party'}{'_others' if before == after else ''}"
    return Why("named", [f"named:{found.subject}"], w.say_from(key, named))


def signature_of_party(two: Comparison, found: Difference, w: Wording) -> Why:
    """Return why the signature of a party changed, or that the party came to or left parliament."""
    party_id, rows = found.subject, {"before": found.before, "after": found.after}
    reason, because = _why_signed(two, party_id, found.before, found.after)
    places = party_in_sentence(party_id, two.after.sources, w)
    # A party without a seat has a row only while it counts as having signed.
    places |= {when: signature_in_words(row or {"party_signed": "unknown"}, w) for when, row in rows.items()}
    form = reason
    if reason == "decision":
        decision = two.after.house.decisions_on(party_id).iloc[-1]
        places["predecessors"] = _list_of(decision["predecessors"].split("|"), two.after, w)
        places["date"] = w.date(decision["valid_from"].date())
    elif reason not in _OF_A_SIGNATURE and (found.before is None or found.after is None):
        form = "came" if found.before is None else "gone"
    return Why(reason, because, w.say_from(f"changes.party_signed.{form}", places))


def _why_signed(two: Comparison, party_id: str, row_before: Row | None, row_after: Row | None) -> tuple[str, list[str]]:
    before, after = (row["party_signed"] if row else None for row in (row_before, row_after))
    steps, decisions = _steps(two, party_id), two.after.house.decisions_on(party_id)["decision_id"]
    new = decisions[~decisions.isin(two.before.house.decisions["decision_id"])]
    if after == "by_decision" and not new.empty:
        return "decision", [*_because(steps), *new]
    if (before is None or after is None) and steps:
        return steps[0].reason, _because(steps)
    if after == "yes":
        return "signature", [f"signature:{party_id}"]
    if before in SIGNED_VALUES:
        return "withdrawal", [f"withdrawal:{party_id}"]
    declined = two.after.sources.parties.set_index("party_id").at[party_id, "declined_publication"]
    if after == "no" and isinstance(declined, str):
        return "publication", [declined]
    return "unknown", [f"signature:{party_id}"]


def total_of_signing_parties(two: Comparison, found: Difference, w: Wording) -> Why:
    """Return why the parties that signed hold another number of seats, by the parties whose number changed."""
    by_party: dict[str, list[Step]] = {}
    for party_id, rows in _rows(two).items():
        before, after = (int(row["seats"]) if row and row["party_signed"] in SIGNED_VALUES else 0 for row in rows)
        if before != after:
            by_party[party_id] = _steps(two, party_id)
            if any(row and row["party_signed"] not in SIGNED_VALUES for row in rows):
                reason, because = _why_signed(two, party_id, *rows)
                by_party[party_id] = [Step(reason, after - before, tuple(because))]
    why = _total(two, found, "changes.signing", by_party, w)
    # Every total includes parties that count by a decision; the number without them has a sentence of its own.
    totals = pd.DataFrame([month.support_by_party.iloc[-1] for month in (two.before, two.after)])
    bare, carriers = totals["seats_signed_without_decisions"].tolist(), two.after.house.decisions["party_id"].unique()
    if bare == totals["seats_of_signing_parties"].tolist() or not len(carriers):
        return why
    named = {"carriers": _list_of(carriers, two.after, w), "before": w.number(bare[0]), "after": w.number(bare[1])}
    return why._replace(sentence=why.sentence + " " + w.say("changes.signing.without", **named))


def _rows(two: Comparison) -> dict[str, tuple[Row | None, Row | None]]:
    before, after = (by_subject(month.support_by_party.iloc[:-1], "party_id") for month in (two.before, two.after))
    return {party_id: (before.get(party_id), after.get(party_id)) for party_id in sorted({*before, *after})}


def _total(two: Comparison, found: Difference, key: str, by_party: dict[str, list[Step]], w: Wording) -> Why:
    """Return why a total changed: the reasons with a net effect, as seats that move between parties cancel out."""
    net = dict.fromkeys(REASONS, 0)
    for step in (step for steps in by_party.values() for step in steps):
        net[step.reason] += step.seats
    reasons = [reason for reason in REASONS if net[reason]] or ["unknown"]
    deciding = {party: [step for step in steps if step.reason in reasons] for party, steps in by_party.items()}
    because = [name for steps in deciding.values() for name in _because(steps)] or [f"{found.kind}:{ALL_PARTIES}"]
    before, after = (int(n or 0) for n in found.value(found.kind))
    if reasons[0] == "election" and two.election is not None:
        key, places = f"{key}.election", {"date": w.date(two.election["polling_day"].date())}
    else:
        key = f"{key}.{'signatures' if reasons[0] in _OF_A_SIGNATURE else 'parties'}"
        places = {"parties": _list_of([party for party, steps in deciding.items() if steps], two.after, w)}
    return Why(reasons[0], because, w.count(key, after, before=w.number(before), **places))
