"""The sections of the annex, with the evidence that all briefings of a month share."""

import pandas as pd
from markupsafe import Markup

from analysis.briefing.balance import balance_table
from analysis.briefing.html import Column, bullets, html_table, pairs, paragraphs, section, strong
from analysis.briefing.page_facts import CHECKSUM, PageFacts, checksums_in_words, generator
from analysis.briefing.party import contact, reply_in_its_language, unconfirmed
from analysis.briefing.support import basis_of_seats
from analysis.core.parameters import ALL_PARTIES, FIRST_MONTH
from analysis.core.wording import Wording, years_in_words
from analysis.figures.claims import claim_in_words
from analysis.figures.estimates import ESTIMATED
from analysis.reconciliation import Reconciliation
from analysis.signatories.support import signature_in_words

_WORDS = ("registered", "estimated", "not_registered", "report", "carried", "decision")
# The limit that applies only to months in which the members of a party are not all known.
_MEMBERS_UNKNOWN = 4
_LIMITS = range(1, 7)


def limits_that_hold(month: Reconciliation, w: Wording) -> list[str]:
    """Return the sentences on the limits of the method that apply to a month."""
    numbers = [n for n in _LIMITS if n != _MEMBERS_UNKNOWN or not month.unaccounted_seats.empty]
    said = [w.say(f"briefing.method.limit_{n}") for n in numbers]
    first = month.estimates[month.estimates["series"] == month.figures.choices.studies[0]]
    years = first.set_index("quantity_id")["reference_year"].map(years_in_words)
    others = sorted({*years} - {years.get(ESTIMATED)})
    if ESTIMATED in years and others:  # only the total of the study was dated anew
        said.append(w.say("briefing.method.limit_dated", total=years[ESTIMATED], others=w.list(others)))
    return said


def words_and_method(facts: PageFacts) -> Markup:
    """Return the glossary, how the numbers are computed, and the limits of the method."""
    w = facts.wording
    word, meaning = "briefing.glossary.word", "briefing.glossary.meaning"
    words = pairs({w.say(f"{word}.{name}"): w.say(f"{meaning}.{name}") for name in _WORDS})
    newest = facts.month.sources.publications.dropna(subset=["published_on"])
    printed = newest.sort_values("known_from", kind="stable").iloc[-1]["published_on"]
    named = {"date": w.date(facts.month.month.as_of), "newest": w.partial_date(printed)}
    rules = [w.html(f"briefing.method.{name}") for name in ("rule", "never", "sums")]
    limits = Markup("").join(Markup("<li>{}</li>").format(said) for said in limits_that_hold(facts.month, w))
    limited = Markup("<h3>{}</h3>\n<ul>{}</ul>").format(w.say("briefing.method.limits"), limits)
    text = paragraphs(w.html("briefing.method.text", **named), *rules)
    glossary = section("glossary", w.say("briefing.glossary.heading"), words)
    return glossary + "\n" + section("method", w.say("briefing.method.heading"), text, limited)


def claims_in_full(facts: PageFacts) -> Markup:
    """Return each claim of the pledge with its verdict as of the month and the explanation."""
    w, entries = facts.wording, []
    claims = facts.month.sources.claims.set_index("claim_id", drop=False).to_dict("index")
    for row in facts.month.claims.sort_values("sort_order").to_dict("records"):
        claim_id, verdict, then = row["claim_id"], row["verdict"], row["verdict_when_signed"]
        below = ""
        if then != verdict:
            said = w.say(f"briefing.numbers.verdict.{then}")
            below = paragraphs(w.html("briefing.claims.when_signed", month=w.month(str(FIRST_MONTH)), verdict=said))
        entry = Markup(
            '<article class="claim" id="claim-{}"><h3>{}</h3>\n'
            '<p class="verdict verdict-{}">{}</p>\n<p>{}{}</p>{}</article>'
        )
        name = claim_in_words(claims[claim_id], w.language).rstrip(".")
        in_words = w.say(f"briefing.verdict.{verdict}")
        explained, notes = row[f"explanation_{w.language}"], facts.notes.refs(row["publications"])
        entries.append(entry.format(claim_id.replace("_", "-"), name, verdict, in_words, explained, notes, below))
    return section("claims", w.say("briefing.claims.heading"), *entries)


def tables_behind_the_charts(facts: PageFacts) -> Markup:
    """Return the balance by year, the seats and signature of each party, and who signed and agreed to be named."""
    w, support = facts.wording, facts.month.support_by_party
    balance = balance_table(facts)
    parties = support[support["party_id"] != ALL_PARTIES]
    when = [
        w.say(f"charts.support.precision.{row['signed_on_precision']}", date=w.date(row["signed_on"].date()))
        if pd.notna(row["signed_on"])
        else None
        for row in parties.to_dict("records")
    ]
    signed = [signature_in_words(row, w) for row in parties.to_dict("records")]
    shown = parties.assign(party=parties["party_id"].map(facts.party_name), when=when, signed=signed)
    columns = [
        Column("party", w.say("charts.support.column.party"), row_header=True),
        Column("seats", w.say("charts.support.column.seats"), numeric=True, show=w.number),
        Column("signed", w.say("charts.support.column.party_signed")),
        Column("when", w.say("charts.support.column.signed_on")),
    ]
    table = html_table(shown, w.say("charts.support.table"), columns, missing=w.say("charts.none"))
    below = paragraphs(basis_of_seats(facts), *_named_by_party(facts))
    return section("tables", w.say("briefing.tables.heading"), balance, table, below)


def _named_by_party(facts: PageFacts) -> list[str]:
    """Return who signed and agreed to be named, a sentence for each party; one if there is nobody."""
    w, named = facts.wording, facts.month.named_signatories
    # Who stood for a list that never had a seat has no party here.
    parties = named["party_id"].map(facts.party_name, na_action="ignore").fillna(w.say("briefing.named.no_party"))
    by_party = named.assign(party=parties).sort_values("party", kind="stable").groupby("party", sort=False)
    said = [
        w.say("briefing.named.of_party", party=party, names=w.list(list(names)))
        for party, names in by_party["matched_name"]
    ]
    return [*(said or [w.say("briefing.named.nobody")]), w.say("briefing.named.others")]


def decisions_with_reasons(facts: PageFacts) -> Markup:
    """Return each decision on a figure or a party as of the month; nothing of those on signatures of persons."""
    w, decisions = facts.wording, facts.month.sources.decisions
    made = [_on_figure(facts, row) for _, row in decisions.figures.iterrows()]
    made += [_on_party(facts, row) for _, row in facts.month.house.decisions.iterrows()]
    intro = w.say("briefing.decisions.intro", n=w.number(len(made))) if made else w.say("briefing.decisions.none")
    content = [paragraphs(intro), bullets(made, "decisions"), paragraphs(w.say("briefing.decisions.signatures"))]
    return section("decisions", w.say("briefing.decisions.heading"), *content)


def _on_figure(facts: PageFacts, decision: pd.Series) -> Markup:
    """Return a decision on one printed figure."""
    w, printed = facts.wording, facts.month.figures.printed_figures
    known = printed[(printed["figure_id"] == decision["figure_id"]) & printed["quantity_id"].notna()]
    action = w.say(f"briefing.decisions.action.{decision['action']}")
    if known.empty:
        return Markup("<strong>{}.</strong> {}").format(action, w.say("briefing.decisions.later"))
    figure = known.iloc[0]
    said = w.html(
        "briefing.decisions.figure",
        action=strong(action),
        label=facts.quantity_name(figure["quantity_id"]),
        years=years_in_words(figure["reference_year"]),
        number=facts.number(figure),
    )
    return said + " " + _provenance(facts, decision)


def _on_party(facts: PageFacts, decision: pd.Series) -> Markup:
    said = facts.wording.html(
        "briefing.decisions.party",
        predecessors=facts.names(*decision["predecessors"].split("|")),
        date=facts.wording.date(decision["valid_from"].date()),
        party=facts.names(decision["party_id"]),
    )
    return said + " " + _provenance(facts, decision)


def _provenance(facts: PageFacts, decision: pd.Series) -> Markup:
    """Return when, by whom and why a decision was made, and whether CKM confirmed it."""
    w, as_typed = facts.wording, Markup('<span lang="en">{}</span>')
    named = {"by": as_typed.format(decision["decided_by"]), "reason": as_typed.format(decision["reason"])}
    made = w.html("briefing.decisions.made", date=w.date(decision["decided_on"].date()), **named)
    return made + unconfirmed(facts, decision)


def replies_of_parties(facts: PageFacts) -> Markup:
    """Return every reply received by the end of the month, word for word, with its date."""
    w, replies = facts.wording, facts.month.sources.replies.sort_values("received_on")
    said = [
        w.html(
            "briefing.replies.reply",
            Party=facts.party_in_sentence(row["party_id"])["Party"],
            date=w.date(row["received_on"].date()),
            text=reply_in_its_language(row, w),
        )
        for _, row in replies.iterrows()
    ]
    return section("replies", w.say("briefing.replies.heading"), paragraphs(*said or [w.html("briefing.replies.none")]))


def all_sources(facts: PageFacts) -> Markup:
    """Return every publication known as of the month, the contact details, and how the annex was made."""
    w, sources = facts.wording, facts.month.sources
    as_typed = Markup('<span lang="en">{}</span>')  # names of files and commands are English in either language
    colophon = w.html(
        "briefing.colophon.text",
        organisation=sources.contact["organisation"],
        month=w.month(str(facts.month.month)),
        generator=as_typed.format(generator()),
        command=as_typed.format(facts.command),
        checksum=CHECKSUM,
        inputs=as_typed.format(checksums_in_words(sources.checksums)),
    )
    made = Markup('<p class="small">{}</p>').format(colophon)
    listed = section("sources", w.say("briefing.sources.heading_annex"), facts.notes.as_list(all_known=True))
    return listed + "\n" + section("colophon", w.say("briefing.colophon.heading"), paragraphs(contact(facts)), made)
