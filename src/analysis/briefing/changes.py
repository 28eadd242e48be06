"""The part of a briefing that says what changed since the month before, for its reader, and why."""

from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from analysis.briefing.notes import title_of
from analysis.briefing.page_facts import PageFacts, paragraphs
from analysis.core.parameters import ALL_PARTIES, FIRST_MONTH
from analysis.core.wording import Wording
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.changes import is_yearly_total
from analysis.sources.party_names import party_in_sentence

_OF_A_SIGNATURE = ("signature", "withdrawal", "decision", "publication")
_OF_A_MEMBER = ("member_came", "member_left", "unknown")


class ChangeInWords(NamedTuple):
    """One change in a sentence, and the ids of what made it."""

    sentence: str
    because: str = ""


def changes(facts: PageFacts) -> Markup:
    """Return what changed for the reader, as a list; one sentence where nothing did."""
    found = changes_for_reader(facts.month, facts.party, facts.wording)
    if len(found) == 1 and not found[0].because:
        return paragraphs(found[0].sentence)
    items = [Markup("<li>{}</li>").format(with_notes(facts, entry)) for entry in found]
    return Markup('<ul class="changes">{}</ul>').format(Markup("").join(items))


def with_notes(facts: PageFacts, entry: ChangeInWords) -> Markup:
    """Return the sentence of a change with the notes of its publications."""
    return marked_sentence(facts, entry) + _notes(facts, entry.because)


def marked_sentence(facts: PageFacts, entry: ChangeInWords) -> Markup:
    """Return the sentence of a change; the title of a publication in it says its language where that is another."""
    known = facts.month.sources.publications.set_index("publication")
    pieces = [entry.sentence]
    for name in entry.because.split("|"):
        if name in known.index and isinstance(title := title_of(known.loc[name], facts.wording), Markup):
            pieces = [part for piece in pieces for part in _marked(piece, str(known.at[name, "title"]), title)]
    return Markup("").join(pieces)


def _marked(piece: str, text: str, marked: Markup) -> list[str]:
    """Return a piece of a sentence with a text in it marked, once; what is marked already is left alone."""
    before, found, after = ("", "", "") if isinstance(piece, Markup) else piece.partition(text)
    return [before, marked, after] if found else [piece]


def _notes(facts: PageFacts, because: str) -> Markup:
    """Return the notes of the publications among the ids of what made a change."""
    known = set(facts.month.sources.publications["publication"])
    return Markup(" ").join(facts.notes.ref(name) for name in because.split("|") if name in known)


def changes_for_reader(month: Reconciliation, party: str, w: Wording) -> list[ChangeInWords]:
    """Return what a reader (a party, or `all`) reads of the changes of a month, in the order of the page.

    First the numbers of the message and the verdicts on the pledge, then the reader's own party and the seats of the
    parties that signed (for `all` the other way round), then new publications, and how many other figures changed.
    """
    if month.month == FIRST_MONTH:
        return [ChangeInWords(w.say("changes.first_month"))]
    if month.changes.empty:
        return [ChangeInWords(w.say("changes.none", month=w.month(str(month.month.previous()))))]
    own = _own_of_all(month.changes) if party == ALL_PARTIES else _own(month, party)
    of_party = _sentences(own, w)
    if own.empty and party != ALL_PARTIES:
        of_party = [
            ChangeInWords(w.say("changes.not_for_party", party=party_in_sentence(party, month.sources, w)["party"]))
        ]
    signing = _sentences(_of_kind(month.changes, "seats_of_signing_parties"), w)
    middle = [*signing, *of_party] if party == ALL_PARTIES else [*of_party, *signing]
    new = _sentences(_of_kind(month.changes, "publication"), w)
    return [*_sentences(headlines(month.changes), w), *middle, *new, *_other_figures(month.changes, w)]


def headlines(changes: pd.DataFrame) -> pd.DataFrame:
    """Return the changes that concern every reader: registered totals, the estimate, the verdicts on the pledge."""
    estimate = changes[(changes["kind"] == "estimate") & (changes["subject"] == "estimate-all")]
    return pd.concat([changes[_is_total(changes)], estimate, _of_kind(changes, "claim")])


def first_change(changes: pd.DataFrame) -> pd.DataFrame:
    """Return the first of the changes that a reader of no party in particular is told, in one row; none for none."""
    order = [headlines(changes), _of_kind(changes, "seats_of_signing_parties"), _own_of_all(changes)]
    return pd.concat([*order, _of_kind(changes, "publication")]).head(1)


def _is_total(changes: pd.DataFrame) -> pd.Series:
    return (
        (changes["kind"] == "figure")
        & changes["after"].notna()
        & changes["subject"].map(is_yearly_total).astype("bool")
    )


def _of_kind(changes: pd.DataFrame, kind: str) -> pd.DataFrame:
    return changes[changes["kind"] == kind]


def _own_of_all(changes: pd.DataFrame) -> pd.DataFrame:
    """Return what happened to parties: events, signatures, and members of any party who came or left."""
    members = (changes["kind"] == "seats") & changes["reason"].isin(_OF_A_MEMBER) & (changes["subject"] != ALL_PARTIES)
    return changes[(changes["kind"] == "party_event") | _of_signature(changes) | members]


def _own(month: Reconciliation, party: str) -> pd.DataFrame:
    """Return what happened to one party; an event that its change of seats reports already is left out."""
    rows, events = month.changes, month.sources.party_events
    sides = events["from_party_ids"].fillna("") + "|" + events["to_party_ids"].fillna("")
    concerned = events[[party in cell.split("|") for cell in sides]]["event_id"]
    seats = rows[(rows["kind"] == "seats") & (rows["subject"] == party)]
    reported = set(seats[seats["reason"] == "party_event"]["because"].str.split("|").explode())
    happened = (rows["kind"] == "party_event") & rows["subject"].isin(set(concerned) - reported)
    return pd.concat([seats, rows[happened], rows[_of_signature(rows) & (rows["subject"] == party)]])


def _of_signature(changes: pd.DataFrame) -> pd.Series:
    return (changes["kind"] == "party_signed") & changes["reason"].isin(_OF_A_SIGNATURE)


def _sentences(rows: pd.DataFrame, w: Wording) -> list[ChangeInWords]:
    """Return the sentences of changes, once where several say the same."""
    rows = rows.drop_duplicates(f"sentence_{w.language}")
    return [ChangeInWords(*pair) for pair in zip(rows[f"sentence_{w.language}"], rows["because"], strict=True)]


def _other_figures(changes: pd.DataFrame, w: Wording) -> list[ChangeInWords]:
    """Return how many figures changed besides the registered totals: they are in the tables."""
    others = int(((changes["kind"] == "figure") & ~_is_total(changes)).sum())
    return [ChangeInWords(w.count("changes.figures", others), "figures")] if others else []
