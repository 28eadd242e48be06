"""What changed since the month before, for one reader, in sentences with their sources."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markupsafe import Markup

from analysis.briefing.html import Section, section_of
from analysis.briefing.page_facts import PageFacts, title_of
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
    return section_of("changes", facts.wording, nothing=nothing, changes=[with_notes(facts, each) for each in found])


def with_notes(facts: PageFacts, entry: ChangeInWords) -> Markup:
    """Return the sentence of a change with the notes of its publications, and titles marked with their language."""
    known = facts.records.publications
    named = [name for name in entry.because.split("|") if name in known]
    titles = {known[name]["title"]: title_of(known[name], facts.wording) for name in named if known[name]["title"]}
    # The longest first, as one title may be a part of another; without any, nothing is found.
    any_title = "|".join(re.escape(title) for title in sorted(titles, key=len, reverse=True)) or "(?!)"
    pieces = re.split(f"({any_title})", entry.sentence)
    return Markup("").join(titles.get(piece, piece) for piece in pieces) + facts.refs(named)


def changes_for_reader(month: Reconciliation, party: str, w: Wording) -> list[ChangeInWords]:
    """Return the changes of a month for a reader (a party, or `all`), in the order of the page.

    In the middle are the reader's own party, then the seats of the signing parties (for `all` in reverse).
    """
    rows = month.records.changes
    if month.month == FIRST_MONTH:
        return [ChangeInWords(w.say("changes.first_month"))]
    if not rows:
        return [ChangeInWords(w.say("changes.none"))]
    if party == ALL_PARTIES:
        middle = _of_all(rows, w)
    else:
        nothing = w.say("changes.not_for_party", party=party_in_sentence(party, month.sources, w)["party"])
        middle = _of_party(month, party, w) or [ChangeInWords(nothing)]
        middle += [each for each in _of_all(rows, w, of_parties=False) if each not in middle]
    # Other figures that changed are only counted; the tables have them.
    others = sum(row["kind"] == "figure" and not _is_total(row) for row in rows)
    counted = [ChangeInWords(w.count("changes.figures", others), "figures")] if others else []
    # Nothing may be left to report: after an election, the parties that signed can have as many seats as before.
    return [*_in_order(rows, middle, w), *counted] or [ChangeInWords(w.say("changes.elsewhere"))]


def first_change(rows: Sequence[Row], w: Wording) -> str:
    """Return the first change for a reader of no particular party; empty if none is to be said by itself."""
    found = _in_order(rows, _of_all(rows, w), w)
    return found[0].sentence if found else ""


def _in_order(rows: Sequence[Row], middle: Sequence[ChangeInWords], w: Wording) -> list[ChangeInWords]:
    """Return what every reader reads: registered totals, the estimate, verdicts, `middle`, events, publications."""
    headlines = [*filter(_is_total, rows), *_of_kind(rows, "estimate", ESTIMATED), *_of_kind(rows, "claim")]
    # Events on the commitments are only counted here; they are listed with the commitments.
    happened = [row["because"] for row in _of_kind(rows, "commitment_event")]
    events = [ChangeInWords(w.count("changes.events", len(happened)), "|".join(happened))] if happened else []
    return [*_sentences(headlines, w), *middle, *events, *_sentences(_of_kind(rows, "publication"), w)]


def _of_all(rows: Sequence[Row], w: Wording, *, of_parties: bool = True) -> list[ChangeInWords]:
    """Return the changes of the signing parties together, of the cabinet, of parties, and of who is named."""
    signing, of_cabinet = _of_kind(rows, "seats_of_signing_parties"), _of_kind(rows, "cabinet")
    named = _of_kind(rows, "named", ALL_PARTIES)
    if of_parties:
        return _sentences([*signing, *of_cabinet, *_of_parties(rows), *named], w)
    return _sentences([*signing, *named, *of_cabinet], w)


def _of_party(month: Reconciliation, party: str, w: Wording) -> list[ChangeInWords]:
    """Return the changes of one party, without events that a change of its seats already reports."""
    rows, concerned = month.records.changes, month.house.events_with(party)
    changed = (month.differences or {}).get("cabinet", [])
    cabinets = [row for each in changed for row in (each.before, each.after) if row]
    # A party that joins or leaves a cabinet reads this first, and then who came or left.
    is_in_one = any(party in str(row["parties"]).split("|") for row in cabinets)
    of_cabinet = _of_kind(rows, "cabinet") if is_in_one else []
    seats, of_all = _of_kind(rows, "seats", party), _of_parties(rows)
    reported = {name for row in seats if row["reason"] == "party_event" for name in row["because"].split("|")}
    happened = [row for row in _of_kind(of_all, "party_event") if row["subject"] in concerned - reported]
    own = [*_of_kind(of_all, "party_signed", party), *_of_kind(rows, "named", party)]
    return _sentences([*of_cabinet, *seats, *happened, *own], w)


def _of_parties(rows: Sequence[Row]) -> list[Row]:
    """Return the changes of all parties: events, signatures, and members who came or left."""
    found = [
        row
        for row in rows
        if row["kind"] == "party_event"
        or (row["kind"] == "party_signed" and row["reason"] in _OF_A_SIGNATURE)
        or (row["kind"] == "seats" and row["reason"] in OF_A_MEMBER and row["subject"] != ALL_PARTIES)
    ]
    # What happened last comes first: what was undone within the month is no finding.
    newest = (row for row in reversed(found) if row["kind"] == "party_event")
    return [next(newest) if row["kind"] == "party_event" else row for row in found]


def _sentences(rows: Iterable[Row], w: Wording) -> list[ChangeInWords]:
    """Return the sentences of changes without repetitions."""
    first: dict[str, str] = {}
    for row in rows:
        first.setdefault(row[f"sentence_{w.language}"], row["because"])
    return [ChangeInWords(*pair) for pair in first.items()]


def _of_kind(rows: Sequence[Row], kind: str, subject: str = "") -> list[Row]:
    return [row for row in rows if row["kind"] == kind and subject in ("", row["subject"])]


def _is_total(row: Row) -> bool:
    return row["kind"] == "figure" and row["after"] is not None and bool(is_yearly_total(row["subject"]))
