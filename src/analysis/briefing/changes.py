"""What changed since the month before, for one reader, in sentences with their sources."""

import re
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup, escape

from analysis.briefing.html import bullets, paragraphs
from analysis.briefing.notes import title_of
from analysis.briefing.page_facts import PageFacts
from analysis.core.parameters import ALL_PARTIES, FIRST_MONTH
from analysis.core.wording import Wording
from analysis.parliament.names import party_in_sentence
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.changes import is_yearly_total

_OF_A_SIGNATURE = ("signature", "withdrawal", "decision", "publication")
_OF_A_MEMBER = ("member_came", "member_left", "unknown")


class ChangeInWords(NamedTuple):
    """One change in a sentence, and the ids of its causes (publications, events and so on), separated by |."""

    sentence: str
    because: str = ""


def changes(facts: PageFacts) -> Markup:
    """Return the changes for the reader as a list, or one sentence if there are none."""
    found = changes_for_reader(facts.month, facts.party, facts.wording)
    if len(found) == 1 and not found[0].because:
        return paragraphs(found[0].sentence)
    return bullets([with_notes(facts, entry) for entry in found], "changes", between="")


def with_notes(facts: PageFacts, entry: ChangeInWords) -> Markup:
    """Return the sentence of a change with the notes of its publications."""
    known = set(facts.month.sources.publications["publication"])
    notes = Markup(" ").join(facts.notes.ref(name) for name in entry.because.split("|") if name in known)
    return marked_sentence(facts, entry) + notes


def marked_sentence(facts: PageFacts, entry: ChangeInWords) -> Markup:
    """Return the sentence of a change; titles of publications in another language are marked with that."""
    known = facts.month.sources.publications.dropna(subset=["title"])
    named = known[known["publication"].isin(entry.because.split("|"))]
    titles = {row["title"]: title_of(row, facts.wording) for _, row in named.iterrows()}
    if not titles:
        return escape(entry.sentence)
    # The longest first, as one title may be a part of another.
    any_title = "|".join(re.escape(title) for title in sorted(titles, key=len, reverse=True))
    return Markup("").join(titles.get(piece, piece) for piece in re.split(f"({any_title})", entry.sentence))


def changes_for_reader(month: Reconciliation, party: str, w: Wording) -> list[ChangeInWords]:
    """Return the changes of a month for a reader (a party, or `all`), in the order of the page.

    First registered totals, estimates and verdicts, then the reader's own party and the seats of the signing parties
    (for `all` in reverse), how much happened on the commitments, new publications, and how many other figures changed.
    """
    rows = month.changes
    if month.month == FIRST_MONTH:
        return [ChangeInWords(w.say("changes.first_month"))]
    if rows.empty:
        return [ChangeInWords(w.say("changes.none"))]
    signing = _sentences(rows[rows["kind"] == "seats_of_signing_parties"], w)
    if party == ALL_PARTIES:
        middle = [*signing, *_sentences(_of_parties(rows), w)]
    else:
        nothing = w.say("changes.not_for_party", party=party_in_sentence(party, month.sources, w)["party"])
        middle = [*(_sentences(_of_party(month, party), w) or [ChangeInWords(nothing)]), *signing]
    # Other figures that changed are only counted; the tables have them.
    others = int(((rows["kind"] == "figure") & ~_is_total(rows)).sum())
    return [
        *_sentences(_headlines(rows), w),
        *middle,
        *_events(rows, w),
        *_sentences(rows[rows["kind"] == "publication"], w),
        *([ChangeInWords(w.count("changes.figures", others), "figures")] if others else []),
    ]


def first_change(rows: pd.DataFrame, w: Wording) -> str:
    """Return the first change for a reader of no particular party; empty if none is to be said by itself."""
    signing, publications = (rows[rows["kind"] == kind] for kind in ("seats_of_signing_parties", "publication"))
    of_all = pd.concat([_headlines(rows), signing, _of_parties(rows)])
    found = [*_sentences(of_all, w), *_events(rows, w), *_sentences(publications, w)]
    return found[0].sentence if found else ""


def _events(rows: pd.DataFrame, w: Wording) -> list[ChangeInWords]:
    """Return in one sentence how much happened on the commitments: they are listed where those are."""
    happened = list(rows.loc[rows["kind"] == "commitment_event", "because"])
    return [ChangeInWords(w.count("changes.events", len(happened)), "|".join(happened))] if happened else []


def _sentences(rows: pd.DataFrame, w: Wording) -> list[ChangeInWords]:
    """Return the sentences of changes without repetitions."""
    rows = rows.drop_duplicates(f"sentence_{w.language}")
    return [ChangeInWords(*pair) for pair in zip(rows[f"sentence_{w.language}"], rows["because"], strict=True)]


def _headlines(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the changes for every reader: registered totals, the estimate, and verdicts on the pledge."""
    is_estimate = (rows["kind"] == "estimate") & (rows["subject"] == "estimate-all")
    return pd.concat([rows[_is_total(rows)], rows[is_estimate], rows[rows["kind"] == "claim"]])


def _is_total(rows: pd.DataFrame) -> pd.Series:
    is_total = rows["subject"].map(is_yearly_total).astype("bool")
    return (rows["kind"] == "figure") & rows["after"].notna() & is_total


def _of_parties(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the changes of all parties: events, signatures, and members who came or left."""
    signed = (rows["kind"] == "party_signed") & rows["reason"].isin(_OF_A_SIGNATURE)
    members = (rows["kind"] == "seats") & rows["reason"].isin(_OF_A_MEMBER) & (rows["subject"] != ALL_PARTIES)
    return rows[(rows["kind"] == "party_event") | signed | members]


def _of_party(month: Reconciliation, party: str) -> pd.DataFrame:
    """Return the changes of one party, without events that a change of its seats already reports."""
    rows, events = month.changes, month.house.events
    sides = events["from_party_ids"].fillna("") + "|" + events["to_party_ids"].fillna("")
    concerned = events.loc[[party in cell.split("|") for cell in sides]]["event_id"]
    seats = rows[(rows["kind"] == "seats") & (rows["subject"] == party)]
    reported = set(seats[seats["reason"] == "party_event"]["because"].str.split("|").explode())
    of_all = _of_parties(rows)
    happened = (of_all["kind"] == "party_event") & of_all["subject"].isin(set(concerned) - reported)
    signed = (of_all["kind"] == "party_signed") & (of_all["subject"] == party)
    return pd.concat([seats, of_all[happened], of_all[signed]])
