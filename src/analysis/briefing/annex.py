"""The annex of a month: the evidence that all its briefings share, section by section."""

import pandas as pd
from markupsafe import Markup

from analysis.briefing import provenance
from analysis.briefing.balance_table import balance_table
from analysis.briefing.changes import changes
from analysis.briefing.page_facts import PageFacts, paragraphs, section
from analysis.briefing.party import contact, in_its_language, is_confirmed
from analysis.briefing.support import basis_of_seats, support_as_seen
from analysis.briefing.tables import Column, html_table
from analysis.core.parameters import ALL_PARTIES, FIRST_MONTH
from analysis.core.wording import years_in_words

_WORDS = ("registered", "estimated", "not_registered", "report", "carried", "decision")
# The limit that holds only where the members of a party are not all known.
_MEMBERS_UNKNOWN = 4
_LIMITS = range(1, 7)


def words_and_method(facts: PageFacts) -> Markup:
    """Return the words that a reader meets, how the numbers come about, and the limits of it all."""
    w = facts.wording
    words = Markup("").join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(
            w.say(f"briefing.glossary.word.{word}"), w.say(f"briefing.glossary.meaning.{word}")
        )
        for word in _WORDS
    )
    newest = facts.month.sources.publications.dropna(subset=["published_on"])
    printed = newest.sort_values("known_from", kind="stable").iloc[-1]["published_on"]
    named = {"date": w.date(facts.month.month.as_of), "newest": w.partial_date(printed)}
    rules = [
        w.html("briefing.method.text", **named),
        *(w.html(f"briefing.method.{n}") for n in ("rule", "never", "sums")),
    ]
    unknown = not facts.month.unaccounted_seats.empty
    limits = [w.html(f"briefing.method.limit_{n}") for n in _LIMITS if n != _MEMBERS_UNKNOWN or unknown]
    listed = Markup("").join(Markup("<li>{}</li>").format(limit) for limit in limits)
    limited = Markup("<h3>{}</h3>\n<ul>{}</ul>").format(w.say("briefing.method.limits"), listed)
    glossary = Markup('<dl class="facts">{}</dl>').format(words)
    return Markup("\n").join(
        [
            section("glossary", w.say("briefing.glossary.heading"), glossary),
            section("method", w.say("briefing.method.heading"), paragraphs(*rules), limited),
        ]
    )


def claims_in_full(facts: PageFacts) -> Markup:
    """Return each claim of the pledge with its verdict as of the month and everything that decides it."""
    w = facts.wording
    entries = [_claim(facts, row) for _, row in facts.month.claims.sort_values("sort_order").iterrows()]
    return section("claims", w.say("briefing.claims.heading"), *entries)


def _claim(facts: PageFacts, row: pd.Series) -> Markup:
    w, then = facts.wording, row["verdict_when_signed"]
    earlier = ""
    if then != row["verdict"]:
        said = w.say(f"briefing.numbers.verdict.{then}")
        earlier = paragraphs(w.html("briefing.claims.when_signed", month=w.month(str(FIRST_MONTH)), verdict=said))
    return Markup(
        '<article class="claim" id="claim-{}"><h3>{}</h3>\n'
        '<p class="verdict verdict-{}">{}</p>\n<p>{}{}</p>{}</article>'
    ).format(
        row["claim_id"].replace("_", "-"),
        facts.claim_name(row["claim_id"]),
        row["verdict"],
        w.say(f"briefing.verdict.{row['verdict']}"),
        row[f"explanation_{w.language}"],
        facts.notes.refs(row["publications"]),
        earlier,
    )


def tables_behind_the_charts(facts: PageFacts) -> Markup:
    """Return the balance by year and the parties by seats, each number with its note."""
    w = facts.wording
    balance = balance_table(facts.month.balance, w, facts.notes.refs)
    seats = paragraphs(basis_of_seats(facts))
    return section("tables", w.say("briefing.tables.heading"), Markup(balance), Markup(_parties(facts)), seats)


def _parties(facts: PageFacts) -> str:
    """Return the parties of the month with their seats and whether and when they signed; of persons nothing."""
    w, support = facts.wording, support_as_seen(facts.month, ALL_PARTIES)
    parties = support[support["party_id"] != ALL_PARTIES]
    shown = parties.assign(
        party=parties["party_id"].map(facts.party_name),
        when=[_when(facts, row) for _, row in parties.iterrows()],
    )
    columns = [
        Column("party", w.say("charts.support.column.party"), row_header=True),
        Column("seats", w.say("charts.support.column.seats"), numeric=True, show=w.number),
        Column(
            "party_signed",
            w.say("charts.support.column.party_signed"),
            show=lambda signed: w.say(f"charts.support.{signed}"),
        ),
        Column("when", w.say("charts.support.column.signed_on")),
    ]
    return html_table(shown, w.say("charts.support.table"), columns, missing=w.say("charts.none"))


def _when(facts: PageFacts, row: pd.Series) -> str | None:
    """Return when a party signed, as precisely as that is known."""
    if pd.isna(row["signed_on"]):
        return None
    precision = "day" if pd.isna(row["signed_on_precision"]) else row["signed_on_precision"]
    date = facts.wording.date(row["signed_on"].date())
    return facts.wording.say(f"charts.support.precision.{precision}", date=date)


def what_changed(facts: PageFacts) -> Markup:
    """Return everything that changed since the month before."""
    return section("changes", facts.wording.say("briefing.changes.heading"), changes(facts))


def decisions_with_reasons(facts: PageFacts) -> Markup:
    """Return each decision on a figure or a party that applies to the month, and how many on signatures of persons."""
    w, decisions = facts.wording, facts.month.sources.decisions
    made = [_on_figure(facts, row) for _, row in decisions.figures.iterrows()]
    made += [_on_party(facts, row) for _, row in decisions.parties.iterrows()]
    intro = w.say("briefing.decisions.intro", n=w.number(len(made))) if made else w.say("briefing.decisions.none")
    listed = Markup("\n").join(Markup("<li>{}</li>").format(entry) for entry in made)
    persons = w.count("briefing.decisions.signatures", len(decisions.signatories))
    content = [paragraphs(intro), Markup('<ul class="decisions">{}</ul>').format(listed) if made else ""]
    return section("decisions", w.say("briefing.decisions.heading"), *content, paragraphs(persons))


def _on_figure(facts: PageFacts, decision: pd.Series) -> Markup:
    """Return what was decided on one printed figure, by whom and why."""
    w, printed = facts.wording, facts.month.figures.printed_figures
    known = printed[(printed["figure_id"] == decision["figure_id"]) & printed["quantity_id"].notna()]
    action = w.say(f"briefing.decisions.action.{decision['action']}")
    if known.empty:
        return Markup("<strong>{}.</strong> {}").format(action, w.say("briefing.decisions.later"))
    figure = known.iloc[0]
    said = w.html(
        "briefing.decisions.figure",
        action=Markup("<strong>{}</strong>").format(action),
        label=facts.quantity_name(figure["quantity_id"]),
        years=years_in_words(figure["reference_year"]),
        number=facts.number(figure),
    )
    return said + " " + _made(facts, decision)


def _on_party(facts: PageFacts, decision: pd.Series) -> Markup:
    w = facts.wording
    predecessors = [facts.party_in_sentence(party)["party"] for party in decision["predecessors"].split("|")]
    said = w.html(
        "briefing.decisions.party",
        predecessors=w.list(predecessors),
        date=w.date(decision["valid_from"].date()),
        party=facts.party_in_sentence(decision["party_id"])["party"],
    )
    return said + " " + _made(facts, decision)


def _made(facts: PageFacts, decision: pd.Series) -> Markup:
    """Return when and by whom a decision was made, its reason as the analyst wrote it, and whether it is confirmed."""
    w = facts.wording
    reason = Markup('<span lang="en">{}</span>').format(decision["reason"])
    by = Markup('<span lang="en">{}</span>').format(decision["decided_by"])
    made = w.html("briefing.decisions.made", date=w.date(decision["decided_on"].date()), by=by, reason=reason)
    return made if is_confirmed(decision) else made + " " + w.html("briefing.party.unconfirmed")


def replies_of_parties(facts: PageFacts) -> Markup:
    """Return every reply that was received by the end of the month, word for word, with its day."""
    w, replies = facts.wording, facts.month.sources.replies.sort_values("received_on")
    said = [
        w.html(
            "briefing.replies.reply",
            Party=facts.party_in_sentence(row["party_id"])["Party"],
            date=w.date(row["received_on"].date()),
            text=in_its_language(row, w),
        )
        for _, row in replies.iterrows()
    ]
    return section("replies", w.say("briefing.replies.heading"), paragraphs(*said or [w.html("briefing.replies.none")]))


def all_sources(facts: PageFacts) -> Markup:
    """Return every publication of the month, whom to reach, and what the annex was made of."""
    w = facts.wording
    for name in facts.month.sources.publications["publication"]:
        facts.notes.list_too(name)
    colophon = Markup('<p class="small">{}</p>').format(provenance.colophon(facts))
    return Markup("\n").join(
        [
            section("sources", w.say("briefing.sources.heading_annex"), facts.notes.as_list()),
            section("colophon", w.say("briefing.colophon.heading"), paragraphs(contact(facts)), colophon),
        ]
    )
