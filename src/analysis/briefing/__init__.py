"""The sections of the pages of a month: the briefing of each party, and the annex that all of them share."""

from dataclasses import dataclass

from markupsafe import Markup

from analysis.briefing import annex
from analysis.briefing.balance import registered_and_estimated
from analysis.briefing.changes import changes
from analysis.briefing.commitments import commitments, commitments_in_full, votes_by_party
from analysis.briefing.html import Section
from analysis.briefing.main_points import finding, main_points
from analysis.briefing.numbers import numbers_of_the_pledge
from analysis.briefing.page_facts import PageFacts, checksums_in_words, generator
from analysis.briefing.party import reader
from analysis.briefing.support import signed_in
from analysis.core.front_matter import FrontMatter
from analysis.core.parameters import ALL_PARTIES, ANNEX, one_of
from analysis.core.wording import capital
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.releases import version_in_words, version_of


@dataclass(frozen=True)
class Briefing:
    """The briefing of one month, one party (or `all`) and one language, top to bottom; its numbers carry notes."""

    front_matter: FrontMatter
    main_points: Section
    your_party: Section
    numbers: Section
    commitments: Section
    balance: Section
    sources: Section


@dataclass(frozen=True)
class Annex:
    """The annex of one month in one language, top to bottom: the evidence behind the briefings of all parties."""

    front_matter: FrontMatter
    words_and_method: Section
    claims: Section
    commitments: Section
    votes: Section
    tables: Section
    changes: Section
    differences: Section
    decisions: Section
    replies: Section
    sources: Section


def briefing_of(month: Reconciliation, party: str, language: str) -> Briefing:
    """Return the briefing of a party, or `all`; raises ParameterError for an unknown party or language."""
    facts = PageFacts.of(month, known_party(month, party), language)
    # The sections are made in the order of the page, in which the notes are numbered.
    return Briefing(
        front_matter=_front_matter(facts, "briefing", facts.party),
        main_points=main_points(facts),
        your_party=reader(facts),
        numbers=numbers_of_the_pledge(facts),
        commitments=commitments(facts),
        balance=registered_and_estimated(facts),
        sources=_sources(facts),
    )


def _sources(facts: PageFacts) -> Section:
    w = facts.wording
    said = [w.say("briefing.sources.annex", month=w.month(str(facts.month.month)))]
    on_page = (event for each in facts.records.events_by_commitment.values() for event in each.on_page)
    if any(event["seats_for"] is not None for event in on_page):
        months = w.list([w.month(each) for each in signed_in(facts)])
        said.append(w.say("briefing.votes.own.note", months=months))
    return facts.section_of_sources(w.say("briefing.sources.heading"), *said)


def annex_of(month: Reconciliation, language: str) -> Annex:
    """Return the annex of a month; raises ParameterError for an unknown language."""
    facts = PageFacts.of(month, ALL_PARTIES, language)
    return Annex(
        front_matter=_front_matter(facts, "briefing.annex", ANNEX),
        words_and_method=annex.words_and_method(facts),
        claims=annex.claims_in_full(facts),
        commitments=commitments_in_full(facts),
        votes=votes_by_party(facts),
        tables=annex.tables_behind_the_charts(facts),
        changes=changes(facts),
        differences=annex.differences(facts),
        decisions=annex.decisions_with_reasons(facts),
        replies=annex.replies_of_parties(facts),
        sources=annex.all_sources(facts),
    )


def finding_in_words(month: Reconciliation, party: str, language: str) -> str:
    """Return the finding of the month as plain text: what changed for a party, and what is overdue."""
    said = Markup(" ").join(finding(PageFacts.of(month, party, language, marked=False)))
    return " ".join(said.striptags().split())


def question_in_words(month: Reconciliation, language: str) -> str:
    """Return the newest of the questions to the minister that fit the month; empty if there is none."""
    questions = month.records.questions.values()
    return str(max(questions, key=lambda row: row["fits_from"])[f"question_{language}"]) if questions else ""


def parties_known(month: Reconciliation) -> list[str]:
    """Return the parties for which a briefing can be made: those that held a seat by the end of the month."""
    held = set(month.house.seats["party_id"])
    return [party for party in month.sources.parties["party_id"] if party in held]


def known_party(month: Reconciliation, party: str) -> str:
    """Return a party for which a briefing can be made, or `all`; raises ParameterError for any other.

    `D66` is `d66`. The error names the party that may be meant, also for another name of a party: `pro` is `gl-pvda`.
    """
    known = [ALL_PARTIES, *parties_known(month)]
    party = party.lower() if str(party).lower() in known else party
    names = month.sources.party_names[["name", "party_id"]].itertuples(index=False)
    return one_of("party", party, known, {name.lower(): party_id for name, party_id in names if party_id in known})


def _front_matter(facts: PageFacts, key: str, party: str) -> FrontMatter:
    w, month, name, version = facts.wording, str(facts.month.month), facts.reader_name, version_of(facts.month)
    return FrontMatter(
        title=w.say_from(f"{key}.title", {"party": capital(name)}),
        language=w.language,
        month=month,
        party=party,
        description=w.say_from(f"{key}.description", {"party": name, "month": w.month(month)}),
        status="released" if version.is_released else "concept",
        generator=generator(),
        keywords=f"{facts.command}, {checksums_in_words(facts.month.sources.checksums)}",
        correction=version_in_words(version, w),
    )
