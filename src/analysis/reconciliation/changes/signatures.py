"""What changed in the signatures of parties, and in the seats of the parties that signed and of all together."""

from typing import Any

from analysis.core.parameters import ALL_PARTIES
from analysis.core.wording import Wording
from analysis.reconciliation.changes.change import REASONS, Change, Difference, TwoMonths, by, change, differences
from analysis.reconciliation.changes.seats import Step, steps_of
from analysis.signatories.support import SIGNING
from analysis.sources.party_names import party_in_sentence

# Reasons that are about a signature itself, not about who holds seats.
OF_A_SIGNATURE = ("decision", "signature", "withdrawal")


def signatures_of_parties(two: TwoMonths) -> list[Change]:
    """Return the parties whose signature stands otherwise, and those that came to the House or went from it."""
    states = (by(month.support_by_party, "party_id", "party_signed") for month in (two.before, two.now))
    return [_signature(two, found) for found in differences(*states)]


def _signature(two: TwoMonths, found: Difference) -> Change:
    party_id, before, after = found
    reason, because = _why_signed(two, found)
    came_or_went = (before is None or after is None) and reason != "decision"
    form = ("came" if before is None else "gone") if came_or_went else reason

    def say(w: Wording) -> str:
        key = f"changes.party_signed.{form}"
        places = {
            **party_in_sentence(party_id, two.now.sources, w),
            **{
                when: w.say(f"charts.support.{state}")
                for when, state in (("before", before), ("after", after))
                if state
            },
            **(_of_decision(two, party_id, w) if form == "decision" else {}),
        }
        return w.say(key, **{name: place for name, place in places.items() if name in w.places(key)})

    return change("party_signed", found, reason, because, say)


def _why_signed(two: TwoMonths, found: Difference) -> tuple[str, list[str]]:
    """Return why the signature of a party stands otherwise, with the ids behind it."""
    party_id, before, after = found
    steps = steps_of(two, party_id)
    of_seats = [name for step in steps for name in step.because]
    decided = _new_decisions(two, party_id)
    if after == "by_decision" and decided:
        return "decision", [*of_seats, *decided]
    if (before is None or after is None) and steps:
        return steps[0].reason, of_seats
    if after == "yes":
        return "signature", [f"signature:{party_id}"]
    if before in SIGNING:
        return "withdrawal", [f"withdrawal:{party_id}"]
    said = two.now.sources.parties.set_index("party_id").at[party_id, "declined_publication"]
    if after == "no" and isinstance(said, str):
        return "publication", [said]
    return "unknown", [f"signature:{party_id}"]


def _new_decisions(two: TwoMonths, party_id: str) -> list[str]:
    decisions, known = (month.sources.decisions.parties for month in (two.now, two.before))
    mine = decisions[decisions["party_id"] == party_id]
    return list(mine[~mine["decision_id"].isin(known["decision_id"])]["decision_id"])


def _of_decision(two: TwoMonths, party_id: str, w: Wording) -> dict[str, str]:
    decisions = two.now.sources.decisions.parties
    decision = decisions[decisions["party_id"] == party_id].iloc[-1]
    names = [party_in_sentence(p, two.now.sources, w)["party"] for p in decision["predecessors"].split("|")]
    return {"predecessors": w.list(names), "date": w.date(decision["valid_from"].date())}


def seats_of_all(two: TwoMonths) -> list[Change]:
    """Return the change in the number of filled seats, if any, by the parties at which it changed."""
    return _total(two, "seats", "changes.filled", {p: steps_of(two, p) for p in _parties(two)})


def seats_of_signing_parties(two: TwoMonths) -> list[Change]:
    """Return the change in the seats of the parties that signed, if any, by the parties at which it changed."""
    return _total(two, "seats_of_signing_parties", "changes.signing", {p: _signing(two, p) for p in _parties(two)})


def _parties(two: TwoMonths) -> list[str]:
    return sorted({p for m in (two.before, two.now) for p in m.support_by_party["party_id"]} - {ALL_PARTIES})


def _signing(two: TwoMonths, party_id: str) -> list[Step]:
    """Return what a party brought to the seats of those that signed, or took from them."""
    rows = [_row(month.support_by_party, party_id) for month in (two.before, two.now)]
    counted = [int(row["seats"]) if row and row["party_signed"] in SIGNING else 0 for row in rows]
    signs = [row["party_signed"] in SIGNING for row in rows if row]
    if not any(signs) or counted[0] == counted[1]:
        return []
    if all(signs):
        return steps_of(two, party_id)
    before, after = (str(row["party_signed"]) if row else None for row in rows)
    reason, because = _why_signed(two, (party_id, before, after))
    return [Step(reason, counted[1] - counted[0], tuple(because))]


def _row(support: Any, party_id: str) -> dict[Any, Any]:
    rows = support[support["party_id"] == party_id].to_dict("records")
    return rows[0] if rows else {}


def _total(two: TwoMonths, kind: str, key: str, by_party: dict[str, list[Step]]) -> list[Change]:
    totals = (by(m.support_by_party.iloc[-1:], "party_id", kind) for m in (two.before, two.now))
    found = differences(*totals)
    if not found:
        return []
    reasons = _deciding(by_party)
    parties = [p for p, steps in by_party.items() if any(step.reason in reasons for step in steps)]
    because = [n for p in parties for step in by_party[p] if step.reason in reasons for n in step.because]
    reason = reasons[0]

    def say(w: Wording) -> str:
        before, after = (int(n or 0) for n in found[0][1:])
        if reason == "election" and two.election is not None:
            date = w.date(two.election["polling_day"].date())
            return w.count(f"{key}.election", after, before=w.number(before), date=date)
        form = "signatures" if reason in OF_A_SIGNATURE else "parties"
        named = w.list([party_in_sentence(p, two.now.sources, w)["party"] for p in parties])
        return w.count(f"{key}.{form}", after, before=w.number(before), parties=named)

    return [change(kind, found[0], reason, because or [f"{kind}:{ALL_PARTIES}"], say)]


def _deciding(by_party: dict[str, list[Step]]) -> list[str]:
    """Return the reasons that together changed a total, in order: what moves from party to party changes none."""
    net = dict.fromkeys(REASONS, 0)
    for step in (step for steps in by_party.values() for step in steps):
        net[step.reason] += step.seats
    return [reason for reason in REASONS if net[reason]] or ["unknown"]
