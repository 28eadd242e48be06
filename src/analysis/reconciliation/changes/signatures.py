"""What changed in the signatures of parties, and in the seats of the parties that signed and of all together."""

from analysis.core.parameters import ALL_PARTIES
from analysis.core.wording import Wording
from analysis.reconciliation.changes.change import REASONS, Change, Why, change, wanted
from analysis.reconciliation.changes.seats import Step, steps_of
from analysis.reconciliation.comparison import Comparison, Difference, Row, by_subject
from analysis.signatories.support import SIGNING
from analysis.sources.party_names import party_in_sentence

# Reasons that are about a signature itself, not about who holds seats.
_OF_A_SIGNATURE = ("decision", "signature", "withdrawal")


def signature_of_party(two: Comparison, found: Difference) -> Change:
    """Return a party whose signature changed, or that came to the House or went from it."""
    why = _why_signed(two, found)
    came_or_went = (found.before is None or found.after is None) and why.reason != "decision"
    form = ("came" if found.before is None else "gone") if came_or_went else why.reason

    def say(w: Wording) -> str:
        states = zip(("before", "after"), found.value("party_signed"), strict=True)
        places = {
            **party_in_sentence(found.subject, two.after.sources, w),
            **{when: w.say(f"charts.support.{state}") for when, state in states if state},
            **(_decision(two, found.subject, w) if form == "decision" else {}),
        }
        key = f"changes.party_signed.{form}"
        return w.say(key, **wanted(w, key, places))

    return change(found, why, say)


def _why_signed(two: Comparison, found: Difference) -> Why:
    """Return why the signature of a party changed, with the ids behind it."""
    party_id, (before, after) = found.subject, found.value("party_signed")
    steps = steps_of(two, party_id)
    of_seats = [name for step in steps for name in step.because]
    decisions, known = (month.sources.decisions.parties for month in (two.after, two.before))
    new = decisions[(decisions["party_id"] == party_id) & ~decisions["decision_id"].isin(known["decision_id"])]
    if after == "by_decision" and not new.empty:
        return Why("decision", [*of_seats, *new["decision_id"]])
    if (before is None or after is None) and steps:
        return Why(steps[0].reason, of_seats)
    if after == "yes":
        return Why("signature", [f"signature:{party_id}"])
    if before in SIGNING:
        return Why("withdrawal", [f"withdrawal:{party_id}"])
    declined = two.after.sources.parties.set_index("party_id").at[party_id, "declined_publication"]
    if after == "no" and isinstance(declined, str):
        return Why("publication", [declined])
    return Why("unknown", [f"signature:{party_id}"])


def _decision(two: Comparison, party_id: str, w: Wording) -> dict[str, str]:
    decisions = two.after.sources.decisions.parties
    decision = decisions[decisions["party_id"] == party_id].iloc[-1]
    names = [party_in_sentence(p, two.after.sources, w)["party"] for p in decision["predecessors"].split("|")]
    return {"predecessors": w.list(names), "date": w.date(decision["valid_from"].date())}


def filled_seats(two: Comparison, found: Difference) -> Change:
    """Return the change in the number of filled seats, by the parties at which it changed."""
    return _total(two, found, "changes.filled", {party_id: steps_of(two, party_id) for party_id, *_ in _parties(two)})


def seats_of_signing_parties(two: Comparison, found: Difference) -> Change:
    """Return the change in the seats of the parties that signed, by the parties at which it changed."""
    return _total(two, found, "changes.signing", {p: _signing(two, p, *rows) for p, *rows in _parties(two)})


def _parties(two: Comparison) -> list[tuple[str, Row | None, Row | None]]:
    """Return each party of either month, with its row in each."""
    before, after = (by_subject(month.support_by_party.iloc[:-1], "party_id") for month in (two.before, two.after))
    return [(party_id, before.get(party_id), after.get(party_id)) for party_id in sorted({*before, *after})]


def _signing(two: Comparison, party_id: str, before: Row | None, after: Row | None) -> list[Step]:
    """Return what a party brought to the seats of those that signed, or took from them."""
    signs = [row["party_signed"] in SIGNING for row in (before, after) if row]
    seats = [int(row["seats"]) if row and row["party_signed"] in SIGNING else 0 for row in (before, after)]
    if not any(signs) or seats[0] == seats[1]:
        return []
    if all(signs):
        return steps_of(two, party_id)
    why = _why_signed(two, Difference("party_signed", party_id, before, after))
    return [Step(why.reason, seats[1] - seats[0], tuple(why.because))]


def _total(two: Comparison, found: Difference, key: str, by_party: dict[str, list[Step]]) -> Change:
    reasons = _deciding(by_party)
    deciding = {p: [step for step in steps if step.reason in reasons] for p, steps in by_party.items()}
    because = [name for steps in deciding.values() for step in steps for name in step.because]

    def say(w: Wording) -> str:
        before, after = (int(n or 0) for n in found.value(found.kind))
        if reasons[0] == "election" and two.election is not None:
            date = w.date(two.election["polling_day"].date())
            return w.count(f"{key}.election", after, before=w.number(before), date=date)
        form = "signatures" if reasons[0] in _OF_A_SIGNATURE else "parties"
        parties = [party_in_sentence(p, two.after.sources, w)["party"] for p, steps in deciding.items() if steps]
        return w.count(f"{key}.{form}", after, before=w.number(before), parties=w.list(parties))

    return change(found, Why(reasons[0], because or [f"{found.kind}:{ALL_PARTIES}"]), say)


def _deciding(by_party: dict[str, list[Step]]) -> list[str]:
    """Return the reasons that together changed a total, in order: what moves from party to party changes none."""
    net = dict.fromkeys(REASONS, 0)
    for step in (step for steps in by_party.values() for step in steps):
        net[step.reason] += step.seats
    return [reason for reason in REASONS if net[reason]] or ["unknown"]
