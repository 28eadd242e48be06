"""The sections about parties: the reader's own, what changed for them, and all of them."""

import pandas as pd
from markupsafe import Markup

from analysis.charts import support_chart
from analysis.notes import title_of
from analysis.page_facts import PageFacts, paragraphs, section
from analysis.parameters import ALL_PARTIES, FIRST_MONTH
from analysis.support import SIGNING, publishable_counts, seats_without_rulings

# The pledge was put to the House that was elected in March 2021 and sat from this day on.
_HOUSE_OF_2021 = pd.Timestamp(2021, 3, 31)


def your_party(facts: PageFacts) -> Markup:
    """Return section 3: the signature, seats and coverage of the reader's party, and what changed since last month."""
    w = facts.wording
    if facts.is_all:
        heading, lines = w.say("briefing.your_party.heading_all"), [_signing_seats(facts)]
    else:
        heading = w.say("briefing.your_party.heading", party=facts.reader_name)
        lines = [signature_sentence(facts, facts.party), _seats_sentence(facts), *_no_seat_yet(facts)]
    lines += [_coverage_sentence(facts), *_named_signatories(facts)]
    panel = Markup('<div class="your-party">{}{}</div>').format(_facts_in_short(facts), paragraphs(*lines))
    changed = Markup("<h3>{}</h3>\n{}").format(w.say("briefing.changes.heading"), _changes(facts))
    return section("your-party", heading, panel, changed)


def _facts_in_short(facts: PageFacts) -> Markup:
    """Return the signature, the seats and the signatories who sit, each in a few words, side by side."""
    w, row = facts.wording, _row(facts, facts.party)
    if row is None:
        signed, seats, sitting = w.say("charts.support.unknown"), w.number(0), w.say("briefing.coverage.short.no_list")
    else:
        if facts.is_all:
            signing, filled = w.number(int(row["seats_of_signing_parties"])), w.number(int(row["seats"]))
            signed = w.say("briefing.your_party.short.of", part=signing, whole=filled)
        else:
            signed = w.say(f"charts.support.{row['party_signed']}")
        seats = w.number(int(row["seats"]))
        known = row["persons_counted"] == "shown"
        sitting = (
            w.number(int(row["sitting_signatories"]))
            if known
            else w.say(f"briefing.coverage.short.{row['persons_counted']}")
        )
    labels = "signing_seats" if facts.is_all else "signed", "seats", "sitting"
    pairs = zip(labels, (signed, seats, sitting), strict=True)
    return Markup('<dl class="facts">{}</dl>').format(
        Markup("").join(
            Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(w.say(f"briefing.your_party.short.{label}"), value)
            for label, value in pairs
        )
    )


def _members_in_short(facts: PageFacts, row: pd.Series) -> str:
    """Return how many of those who sit signed themselves, or in a word why that is not shown."""
    if row["persons_counted"] == "shown":
        return facts.wording.number(int(row["sitting_signatories"]))
    return facts.wording.say(f"briefing.coverage.short.{row['persons_counted']}")


def _row(facts: PageFacts, party: str) -> pd.Series | None:
    """Return the row of a party in support by party, counts that would give someone away withheld."""
    support = publishable_counts(facts.month.support_by_party, facts.month.signatures)
    rows = support[support["party_id"] == party]
    return None if rows.empty else rows.iloc[0]


def signature_sentence(facts: PageFacts, party: str) -> Markup:
    """Return whether a party signed, since when as far as known, and what that rests on."""
    w, row, name = facts.wording, _row(facts, party), facts.party_name(party)
    signed = "unknown" if row is None else row["party_signed"]
    if row is not None and signed in SIGNING:
        on = w.say(f"briefing.your_party.on.{row['signed_on_precision']}", date=w.date(row["signed_on"].date()))
        if signed == "yes":
            return w.html("briefing.your_party.signed", party=name, on=on)
        return _by_decision_sentence(facts, party, on)
    declined = facts.month.sources.parties.set_index("party_id").at[party, "declined_on"]
    if pd.notna(declined):
        return w.html("briefing.your_party.declined", party=name, date=w.date(declined.date()))
    return w.html("briefing.your_party.unknown", party=name)


def _by_decision_sentence(facts: PageFacts, party: str, on: str) -> Markup:
    w, rulings = facts.wording, facts.month.sources.decisions.parties
    ruling = rulings[rulings["party_id"] == party].iloc[-1]
    names = [facts.party_name(p) for p in ruling["predecessors"].split("|")]
    return w.html(
        "briefing.your_party.by_decision",
        party=facts.party_name(party),
        predecessors=w.list(names),
        on=on,
        merged=w.date(ruling["valid_from"].date()),
        decided=w.date(ruling["decided_on"].date()),
    )


def _seats_sentence(facts: PageFacts) -> Markup:
    w, row = facts.wording, _row(facts, facts.party)
    seats = 0 if row is None else int(row["seats"])
    total = w.number(int(_row(facts, ALL_PARTIES)["total_seats"]))  # type: ignore[index]
    date = w.date(facts.month.month.as_of)
    return Markup("{}").format(
        w.count("briefing.your_party.seats", seats, party=facts.reader_name, total=total, date=date)
    )


def _no_seat_yet(facts: PageFacts) -> list[Markup]:
    """Return, for a party that came after the House of March 2021, that the pledge could not have been put to it."""
    seats = facts.month.sources.seats
    first = seats[seats["party_id"] == facts.party]["valid_from"].min()
    late = pd.isna(first) or first > _HOUSE_OF_2021
    stood = (facts.month.sources.candidates["election"] == "TK2021") & (
        facts.month.sources.candidates["party_id"] == facts.party
    )
    merged = not facts.month.sources.decisions.parties.query("party_id == @facts.party").empty
    if not late or stood.any() or merged or pd.isna(first):
        return []
    return [
        facts.wording.html(
            "briefing.your_party.not_yet", party=facts.reader_name, date=facts.wording.date(first.date())
        )
    ]


def _signing_seats(facts: PageFacts) -> Markup:
    """Return how many seats the parties that signed hold, with and without the rulings of analysts."""
    w, row = facts.wording, _row(facts, ALL_PARTIES)
    assert row is not None
    signing, filled = int(row["seats_of_signing_parties"]), int(row["seats"])
    sentence = w.html(
        "briefing.all_parties.signing",
        signing=w.number(signing),
        filled=w.number(filled),
        date=w.date(facts.month.month.as_of),
    )
    bare = seats_without_rulings(facts.month.support_by_party)
    if bare != signing:
        sentence += " " + w.html("briefing.all_parties.without_rulings", seats=w.number(bare))
    vacant = int(row["vacant_seats"])
    if vacant:
        sentence += Markup(" {}").format(w.count("briefing.all_parties.vacant", vacant))
    return sentence


def _coverage_sentence(facts: PageFacts) -> Markup:
    """Return how many of those who sit signed, or that no list of persons was received, or why it is withheld."""
    w, row = facts.wording, _row(facts, facts.party)
    if row is None:
        return Markup("")
    if row["persons_counted"] == "no_list":
        return w.html("briefing.coverage.no_list")
    if row["persons_counted"] == "withheld":
        return w.html("briefing.coverage.withheld")
    return w.html(
        "briefing.coverage.known",
        sitting=w.number(int(row["sitting_signatories"])),
        seats=w.number(int(row["seats"])),
        share=w.percent(float(row["coverage_percent"])),
    )


def _named_signatories(facts: PageFacts) -> list[Markup]:
    """Return the names of the signatories who agreed to be named, if any."""
    signed = facts.month.signatures
    named = signed[(signed["outcome"] == "accepted") & signed["person_id"].notna()]
    named = named[named["may_be_named"].fillna(False).astype(bool)]
    if not facts.is_all:
        named = named[named["party_id"] == facts.party]
    names = sorted(set(named["matched_name"].dropna()))
    return [facts.wording.html("briefing.coverage.named", names=facts.wording.list(names))] if names else []


def _changes(facts: PageFacts) -> Markup:
    """Return what changed since the month before, for this reader: sources, verdicts, and the own party."""
    w, month = facts.wording, facts.month
    if month.month == FIRST_MONTH:
        return paragraphs(w.html("briefing.changes.first_month"))
    changes = month.changes
    mine = changes["subject"].isin([facts.party] if not facts.is_all else list(month.sources.parties["party_id"]))
    shown = changes[changes["kind"].isin(["publication", "claim"]) | (changes["kind"].isin(_PARTY_KINDS) & mine)]
    items = [_change(facts, row) for _, row in shown.iterrows()]
    figures = int((changes["kind"] == "figure").sum())
    if figures:
        items.append(Markup("{}").format(w.count("briefing.changes.figures", figures)))
    if not items:
        return paragraphs(w.html("briefing.changes.none", month=w.month(str(month.month.previous()))))
    return Markup('<ul class="changes">{}</ul>').format(
        Markup("").join(Markup("<li>{}</li>").format(entry) for entry in items)
    )


_PARTY_KINDS = ["seats", "party_signed"]


def _change(facts: PageFacts, change: pd.Series) -> Markup:
    w, kind, subject = facts.wording, change["kind"], change["subject"]
    before, after = change["before"], change["after"]
    if kind == "publication":
        publication = facts.month.sources.publications.set_index("publication").loc[subject]
        sentence = w.html(
            "briefing.changes.publication", publisher=publication["publisher"], title=title_of(publication, w)
        )
        return sentence + " " + facts.notes.ref(subject)
    if kind == "claim":
        words = [w.say(f"briefing.verdict.{v}") if pd.notna(v) else w.say("briefing.none") for v in (before, after)]
        claim = facts.claim_name(subject)
        return w.html("briefing.changes.claim", claim=claim, before=words[0], after=words[1])
    party = facts.party_name(subject)
    if kind == "party_signed":
        words = [w.say(f"charts.support.{v}") if pd.notna(v) else w.say("briefing.none") for v in (before, after)]
        return w.html("briefing.changes.party_signed", party=party, before=words[0], after=words[1])
    counts = [w.number(int(v)) if pd.notna(v) else w.number(0) for v in (before, after)]
    return w.html("briefing.changes.seats", party=party, before=counts[0], after=counts[1])


def all_parties(facts: PageFacts) -> Markup:
    """Return section 5: support by party, as a chart whose numbers, with the days of signing, stand in its table."""
    w = facts.wording
    support = facts.month.support_by_party.copy()
    named = support["party_id"] != ALL_PARTIES
    support.loc[named, "party"] = support.loc[named, "party_id"].map(facts.party_name)
    chart = support_chart(support, facts.party, w.language)
    intro = _signing_seats(facts) if not facts.is_all else w.html("briefing.all_parties.intro")
    return section("all-parties", w.say("briefing.all_parties.heading"), paragraphs(intro), Markup(chart))
