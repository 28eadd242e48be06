"""What changed since the month before, for one reader, in sentences with their sources."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from analysis.briefing.html import Section
from analysis.briefing.notes import title_of
from analysis.briefing.page_facts import PageFacts
from analysis.core.parameters import ALL_PARTIES, FIRST_MONTH
from analysis.core.record_tables import Row
from analysis.core.wording import Wording
from analysis.figures.choice import ESTIMATED
from analysis.parliament.names import party_in_sentence
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.changes import is_yearly_total

_OF_A_SIGNATURE = ("signature", "withdrawal", "decision", "publication")
OF_A_MEMBER = ("member_came", "member_left", "unknown")


class ChangeInWords(NamedTuple):
    """One change in a sentence, and the ids of its causes (publications, events and so on), separated by |."""

    sentence: str
    because: str = ""


def changes(facts: PageFacts) -> Section:
    """Return what changed, for the reader of the annex; or in one sentence that nothing did."""
    found = changes_for_reader(facts.month, facts.party, facts.wording)
    nothing = found[0].sentence if len(found) == 1 and not found[0].because else ""
    said = [] if nothing else [with_notes(facts, entry) for entry in found]
    return facts.section("changes", changes=said, nothing=nothing)


def with_notes(facts: PageFacts, entry: ChangeInWords) -> Markup:
    """Return the sentence of a change with the notes of its publications."""
    named = [name for name in entry.because.split("|") if name in facts.records.publications]
    return marked_sentence(facts, entry) + facts.notes.refs(named)


def marked_sentence(facts: PageFacts, entry: ChangeInWords) -> Markup:
    """Return the sentence of a change; titles of publications in another language are marked with that."""
    known = facts.records.publications
    named = [known[name] for name in entry.because.split("|") if name in known and known[name]["title"]]
    titles = {row["title"]: title_of(row, facts.wording) for row in named}
    if not titles:
        return escape(entry.sentence)
    # The longest first, as one title may be a part of another.
    any_title = "|".join(re.escape(title) for title in sorted(titles, key=len, reverse=True))
    return Markup("").join(titles.get(piece, piece) for piece in re.split(f"({any_title})", entry.sentence))


def changes_for_reader(month: Reconciliation, party: str, w: Wording) -> list[ChangeInWords]:
    """Return the changes of a month for a reader (a party, or `all`), in the order of the page.

    First registered totals, estimates and verdicts, then the reader's own party, the seats of the signing parties (for
    `all` in reverse) and how many members are named, how much happened on the commitments, new publications, and how
    many other figures changed.
    """
    rows = month.records.changes
    if month.month == FIRST_MONTH:
        return [ChangeInWords(w.say("changes.first_month"))]
    if not rows:
        return [ChangeInWords(w.say("changes.none"))]
    signing = _sentences(_of_kind(rows, "seats_of_signing_parties"), w)
    of_cabinet, named = _sentences(_of_kind(rows, "cabinet"), w), _of_kind(rows, "named")
    named_of_all = _sentences((row for row in named if row["subject"] == ALL_PARTIES), w)
    if party == ALL_PARTIES:
        middle = [*signing, *of_cabinet, *_sentences(_of_parties(rows), w), *named_of_all]
    else:
        nothing = w.say("changes.not_for_party", party=party_in_sentence(party, month.sources, w)["party"])
        # Who joins or leaves a cabinet is told that before the seat of a member.
        own = [*(of_cabinet if _in_cabinet(month, party) else []), *_sentences(_of_party(month, party), w)]
        own += _sentences((row for row in named if row["subject"] == party), w)
        middle = [*(own or [ChangeInWords(nothing)]), *signing, *named_of_all]
        middle += [each for each in of_cabinet if each not in middle]
    # Other figures that changed are only counted; the tables have them.
    others = sum(row["kind"] == "figure" and not _is_total(row) for row in rows)
    found = [
        *_sentences(_headlines(rows), w),
        *middle,
        *_events(rows, w),
        *_sentences(_of_kind(rows, "publication"), w),
        *([ChangeInWords(w.count("changes.figures", others), "figures")] if others else []),
    ]
    # After an election the parties that signed may have as many seats as before.
    return found or [ChangeInWords(w.say("changes.elsewhere"))]


def first_change(rows: Sequence[Row], w: Wording) -> str:
    """Return the first change for a reader of no particular party; empty if none is to be said by itself."""
    of_all = [*_headlines(rows), *_of_kind(rows, "seats_of_signing_parties"), *_of_kind(rows, "cabinet")]
    of_all += [*_of_parties(rows), *(row for row in _of_kind(rows, "named") if row["subject"] == ALL_PARTIES)]
    found = [*_sentences(of_all, w), *_events(rows, w), *_sentences(_of_kind(rows, "publication"), w)]
    return found[0].sentence if found else ""


def _events(rows: Sequence[Row], w: Wording) -> list[ChangeInWords]:
    """Return in one sentence how much happened on the commitments: they are listed where those are."""
    happened = [row["because"] for row in _of_kind(rows, "commitment_event")]
    return [ChangeInWords(w.count("changes.events", len(happened)), "|".join(happened))] if happened else []


def _sentences(rows: Iterable[Row], w: Wording) -> list[ChangeInWords]:
    """Return the sentences of changes without repetitions."""
    first: dict[str, str] = {}
    for row in rows:
        first.setdefault(row[f"sentence_{w.language}"], row["because"])
    return [ChangeInWords(*pair) for pair in first.items()]


def _of_kind(rows: Sequence[Row], kind: str) -> list[Row]:
    return [row for row in rows if row["kind"] == kind]


def _headlines(rows: Sequence[Row]) -> list[Row]:
    """Return the changes for every reader: registered totals, the estimate, and verdicts on the pledge."""
    estimates = [row for row in _of_kind(rows, "estimate") if row["subject"] == ESTIMATED]
    return [*filter(_is_total, rows), *estimates, *_of_kind(rows, "claim")]


def _is_total(row: Row) -> bool:
    return row["kind"] == "figure" and row["after"] is not None and bool(is_yearly_total(row["subject"]))


def _of_parties(rows: Sequence[Row]) -> list[Row]:
    """Return the changes of all parties: events, signatures, and members who came or left."""

    def is_of_one(row: Row) -> bool:
        return (
            row["kind"] == "party_event"
            or (row["kind"] == "party_signed" and row["reason"] in _OF_A_SIGNATURE)
            or (row["kind"] == "seats" and row["reason"] in OF_A_MEMBER and row["subject"] != ALL_PARTIES)
        )

    found = list(filter(is_of_one, rows))
    # What happened last comes first: what was undone within the month is no finding.
    newest = (row for row in reversed(found) if row["kind"] == "party_event")
    return [next(newest) if row["kind"] == "party_event" else row for row in found]


def _in_cabinet(month: Reconciliation, party: str) -> bool:
    """Return whether a party is, or was, in a cabinet that changed."""
    found = (month.differences or {}).get("cabinet", [])
    return any(party in str(row["parties"]).split("|") for each in found for row in (each.before, each.after) if row)


def _of_party(month: Reconciliation, party: str) -> list[Row]:
    """Return the changes of one party, without events that a change of its seats already reports."""
    rows, concerned = month.records.changes, month.house.events_with(party)
    seats = [row for row in _of_kind(rows, "seats") if row["subject"] == party]
    reported = {name for row in seats if row["reason"] == "party_event" for name in row["because"].split("|")}
    of_all = _of_parties(rows)
    happened = [row for row in _of_kind(of_all, "party_event") if row["subject"] in concerned - reported]
    return [*seats, *happened, *(row for row in _of_kind(of_all, "party_signed") if row["subject"] == party)]
