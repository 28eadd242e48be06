"""The sections of the annex, with the evidence that all briefings of a month share."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from analysis.briefing.balance import balance_table
from analysis.briefing.html import PARTS, Column, Section, html_table, strong
from analysis.briefing.page_facts import PageFacts, generator
from analysis.briefing.party import contact, reply_in_its_language
from analysis.briefing.signed import unconfirmed
from analysis.briefing.support import basis_of_seats
from analysis.core.parameters import ALL_PARTIES, FIRST_MONTH
from analysis.core.record_tables import Row, grouped, rows_of
from analysis.core.wording import Wording, years_in_words
from analysis.figures.choice import ESTIMATED
from analysis.figures.claims import claim_in_words, explained
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


@dataclass(frozen=True)
class Claim:
    """A claim of the pledge with its verdict and why; `verdict_when_signed` only where that was another one."""

    anchor: str
    name: str
    verdict: str
    explanation: str
    notes: Markup
    verdict_when_signed: str


def words_and_method(facts: PageFacts) -> Section:
    """Return the table of victims by year, the glossary, how the numbers are computed, and the limits of the method."""
    w, balance = facts.wording, balance_table(facts)
    word, meaning = "briefing.glossary.word", "briefing.glossary.meaning"
    glossary = {w.say(f"{word}.{name}"): w.say(f"{meaning}.{name}") for name in _WORDS}
    dated = [row for row in facts.records.publications.values() if row["published_on"]]
    printed = max(reversed(dated), key=lambda row: row["known_from"])["published_on"]
    named = {"date": w.date(facts.month.month.as_of), "newest": w.partial_date(printed)}
    method = [w.say("briefing.method.text", **named)]
    method += [w.say(f"briefing.method.{name}") for name in ("rule", "never", "sums")]
    limits = limits_that_hold(facts.month, w)
    return facts.section("words_and_method", balance=balance, glossary=glossary, method=method, limits=limits)


def claims_in_full(facts: PageFacts) -> Section:
    """Return each claim in full, in the order of the pledge."""
    w, claims, said = facts.wording, list[Claim](), set[str]()
    for judgement in facts.month.judgements:
        claim_id = judgement.claim.claim_id
        row = facts.records.verdicts[claim_id]
        verdict, then = row["verdict"], row["verdict_when_signed"]
        sentences = explained(judgement, w.language)
        # A claim of which the numbers were said above says what is its own, each sentence once.
        new = list(dict.fromkeys(each for each in sentences if each not in said))
        if sentences[0] in said:
            new.insert(0, w.say("briefing.claims.as_above"))
        said |= set(sentences)
        claims.append(
            Claim(
                anchor=claim_id.replace("_", "-"),
                name=claim_in_words(facts.records.claims[claim_id], w.language).rstrip("."),
                verdict=verdict,
                explanation=" ".join(new),
                notes=facts.notes.refs((row["publications"] or "").split("|") if row["publications"] else []),
                verdict_when_signed=w.say(f"briefing.numbers.verdict.{then}") if then != verdict else "",
            )
        )
    return facts.section("claims", signed_in=w.month(str(FIRST_MONTH)), claims=claims)


def tables_behind_the_charts(facts: PageFacts) -> Section:
    """Return the parties, where their seats come from, and who signed and agreed to be named."""
    w, say = facts.wording, "charts.support"
    parties = [
        {
            "party": facts.party_name(party),
            "seats": row["seats"],
            "signed": signature_in_words(row, w),
            "when": w.say(f"{say}.precision.{row['signed_on_precision']}", date=w.date(row["signed_on"].date()))
            if row["signed_on"]
            else None,
        }
        for party, row in facts.records.support.items()
        if party != ALL_PARTIES
    ]
    columns = [
        Column("party", w.say(f"{say}.column.party"), row_header=True),
        Column("seats", w.say(f"{say}.column.seats"), numeric=True, show=w.number),
        Column("signed", w.say(f"{say}.column.party_signed")),
        Column("when", w.say(f"{say}.column.signed_on")),
    ]
    below = [basis_of_seats(facts), *_named_by_party(facts)]
    if len(days := {row["when"] for row in parties} - {None}) == 1:
        columns.pop()
        below.insert(0, w.html(f"{say}.all_signed", when=days.pop()))
    table = html_table(parties, w.say(f"{say}.table"), columns, missing=w.say("charts.none"))
    return facts.section("tables", parties=table, below=below)


def _named_by_party(facts: PageFacts) -> Iterator[str]:
    """Yield who signed and agreed to be named, a sentence for each party; one if there is nobody."""
    w, named = facts.wording, facts.records.named
    # Who stood for a list that never had a seat has no party here.
    no_party = w.say("briefing.named.no_party")
    rows = [
        {"party": facts.party_name(row["party_id"]) if row["party_id"] else no_party, "name": row["matched_name"]}
        for row in named
    ]
    for party, own in sorted(grouped(rows, "party").items()):
        yield w.say("briefing.named.of_party", party=party, names=w.list([row["name"] for row in own]))
    if not rows:
        yield w.say("briefing.named.nobody")
    yield w.say("briefing.named.others")


def decisions_with_reasons(facts: PageFacts) -> Section:
    """Return each decision on a figure or a party that applies; nothing of those on signatures of persons."""
    made = [_on_figure(facts, row) if "figure_id" in row else _on_party(facts, row) for row in _decided(facts)]
    deciders = facts.wording.list(_deciders(facts))
    return facts.section("decisions", decisions=made, deciders=deciders, none_confirmed=_none_confirmed(facts))


def _on_figure(facts: PageFacts, decision: Row) -> Markup:
    """Return a decision on one printed figure."""
    w, printed = facts.wording, facts.month.figures.printed_figures
    figure = rows_of(printed[printed["figure_id"] == decision["figure_id"]])[0]
    said = w.html(
        "briefing.decisions.figure",
        action=strong(w.say(f"briefing.decisions.action.{decision['action']}")),
        label=facts.quantity_name(figure["quantity_id"]),
        years=years_in_words(figure["reference_year"]),
        number=facts.number(figure),
    )
    return said + " " + _provenance(facts, decision)


def _on_party(facts: PageFacts, decision: Row) -> Markup:
    said = facts.wording.html(
        "briefing.decisions.party",
        predecessors=facts.names(*decision["predecessors"].split("|")),
        date=facts.wording.date(decision["valid_from"].date()),
        party=facts.names(decision["party_id"]),
    )
    return said + " " + _provenance(facts, decision)


def _provenance(facts: PageFacts, decision: Row) -> Markup:
    """Return why and when a decision was made, by whom if others made some, and whether CKM confirmed it."""
    w = facts.wording
    # Who decides types in English; the reason may be there in Dutch, too.
    reason = decision["reason_nl"] if w.language == "nl" else None
    named = {"reason": reason or PARTS.in_language(decision["reason"], "en")}
    named["date"] = w.partial_date(str(decision["decided_on"].date()), short=True)
    if len(_deciders(facts)) > 1:
        named["date"] = Markup("{}, {}").format(named["date"], PARTS.in_language(decision["decided_by"], "en"))
    made = w.html("briefing.decisions.made", **named)
    return made + ("" if _none_confirmed(facts) else unconfirmed(facts, decision))


def _decided(facts: PageFacts) -> list[Row]:
    """Return the decisions that apply: one on a number that is not published yet does not."""
    printed = facts.month.figures.printed_figures.dropna(subset="quantity_id")["figure_id"]
    decisions = facts.month.sources.decisions.figures
    return [*rows_of(decisions[decisions["figure_id"].isin(printed)]), *rows_of(facts.month.house.decisions)]


def _deciders(facts: PageFacts) -> list[str]:
    """Return who made the decisions: one of them is named once, of all."""
    return list(dict.fromkeys(row["decided_by"] for row in _decided(facts)))


def _none_confirmed(facts: PageFacts) -> bool:
    """Return whether no decision is confirmed: then that is said once, of all."""
    return not any(row["confirmed_on"] for row in _decided(facts))


def replies_of_parties(facts: PageFacts) -> Section:
    """Return every reply received by the end of the month, word for word, the oldest first."""
    w, replies = facts.wording, facts.month.sources.replies.sort_values("received_on")
    said = [
        w.html(
            "briefing.replies.reply",
            Party=facts.party_in_sentence(row["party_id"])["Party"],
            date=w.date(row["received_on"].date()),
            text=reply_in_its_language(row, w),
        )
        for row in rows_of(replies)
    ]
    return facts.section("replies", replies=said)


def all_sources(facts: PageFacts) -> Section:
    """Return the publications that the annex refers to, how many are known, whom to reach, and how it was made."""
    w, sources = facts.wording, facts.month.sources
    # Names of commands are English in either language.
    typed = {"generator": generator(), "command": facts.command}
    made = w.html(
        "briefing.colophon.text",
        organisation=sources.contact["organisation"],
        month=w.month(str(facts.month.month)),
        **{name: PARTS.in_language(text, "en") for name, text in typed.items()},
    )
    return facts.section(
        "all_sources",
        sources=facts.notes.sources(),
        known=w.number(len(facts.records.publications)),
        any_second_hand=facts.notes.any_second_hand,
        contact=contact(facts),
        made=made,
    )
