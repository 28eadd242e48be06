"""What changed in the seats of each party, and why: an election, an event, or members who came or left."""

from typing import TYPE_CHECKING, NamedTuple

from analysis.core.wording import Wording
from analysis.reconciliation.changes.change import Change, Why, change, wanted
from analysis.reconciliation.changes.events import event_in_words, events_of, sides
from analysis.reconciliation.comparison import Comparison, Difference, Row
from analysis.sources.parliament import terms_on
from analysis.sources.party_names import party_in_sentence

if TYPE_CHECKING:
    from analysis.reconciliation import Reconciliation


class Step(NamedTuple):
    """A part of a change in the seats of a party: why, by how many, and the ids behind it."""

    reason: str
    seats: int
    because: tuple[str, ...]


def seats_of_party(two: Comparison, found: Difference) -> Change:
    """Return a party that holds another number of seats."""
    party_id, before = found.subject, int((found.before or {"seats": 0})["seats"])
    # Without a step, a party without a seat came or went with its signature.
    steps = steps_of(two, party_id) or [Step("unknown", 0, (f"seats:{party_id}",))]

    def say(w: Wording) -> str:
        sentences, count = [], before
        for step in steps:
            sentences.append(_in_words(two, party_id, step, count, w))
            count += step.seats
        return " ".join(sentences)

    return change(found, Why(steps[0].reason, [name for step in steps for name in step.because]), say)


def steps_of(two: Comparison, party_id: str) -> list[Step]:
    """Return the parts of which a change in the seats of a party is made, in order of time; none for no change.

    An election explains all that later events do not. Without one, what events do not explain is members who came or
    left; where the days on which they did are not known, the reason is unknown, never guessed.
    """
    change_in_seats = _held(two.after, party_id) - _held(two.before, party_id)
    events, election = events_of(two, party_id), two.election
    counted = [
        event
        for event in events
        if event["takes_seat"] == "yes" and (election is None or event["date"] >= election["term_starts"])
    ]
    moved = _moved(party_id, counted, change_in_seats)
    rest = change_in_seats - moved
    steps = []
    if election is not None and rest:
        others = [event["event_id"] for event in events if event not in counted]
        steps.append(Step("election", rest, (f"election:{election['election']}", *others)))
    if moved:
        steps.append(Step("party_event", moved, tuple(event["event_id"] for event in counted)))
    if election is None and rest:
        steps.append(_members(two, party_id, rest))
    return steps


def _held(month: "Reconciliation", party_id: str) -> int:
    support = month.support_by_party
    return int(support.loc[support["party_id"] == party_id, "seats"].sum())


def _moved(party_id: str, events: list[Row], change_in_seats: int) -> int:
    """Return how many seats events brought a party; of one that several parties share, all that is left to explain."""
    moved = 0
    for event in events:
        left, joined = sides(event)
        if len(left if party_id in left else joined) > 1:
            return change_in_seats
        moved += int(event["seats"]) * (-1 if party_id in left else 1)
    return moved


def _members(two: Comparison, party_id: str, seats: int) -> Step:
    """Return that members came or left, if those known to sit on both days fill the seats of the party."""
    if any(_sitting(month, party_id) != _held(month, party_id) for month in (two.before, two.after)):
        return Step("unknown", seats, (f"seats:{party_id}",))
    direction = "came" if seats > 0 else "left"
    return Step(f"member_{direction}", seats, (f"member:{direction}:{party_id}",))


def _sitting(month: "Reconciliation", party_id: str) -> int:
    terms = terms_on(month.month.as_of, month.sources.members, month.sources.elections)
    return int(((terms["party_id"] == party_id) & (terms["sits"] == "yes")).sum())


def _in_words(two: Comparison, party_id: str, step: Step, before: int, w: Wording) -> str:
    """Return a step as a sentence that starts from a number of seats."""
    places = {**party_in_sentence(party_id, two.after.sources, w), "before": w.number(before)}
    if step.reason == "election" and two.election is not None:
        places["date"] = w.date(two.election["polling_day"].date())
    elif step.reason == "party_event":
        events = [event for event in events_of(two, party_id) if event["event_id"] in step.because]
        places["events"] = " ".join(event_in_words(two, event, w) for event in events)
    elif step.reason in ("member_came", "member_left"):
        key, date = f"changes.members.{step.reason}", {"date": w.date(two.after.month.as_of)}
        places["members"] = w.count(key, abs(step.seats), **wanted(w, f"{key}.other", date))
    key = f"changes.seats.{step.reason}"
    return w.count(key, before + step.seats, **wanted(w, f"{key}.other", places))
