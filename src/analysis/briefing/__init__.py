"""The sections of the pages of a month: the briefing of each party, and the annex that all of them share."""

import re
from dataclasses import dataclass

from markupsafe import Markup

from analysis.briefing import annex
from analysis.briefing.balance import registered_and_estimated
from analysis.briefing.changes import changes
from analysis.briefing.commitments import commitments, commitments_in_full
from analysis.briefing.differences import differences, revisions
from analysis.briefing.html import section
from analysis.briefing.main_points import main_points
from analysis.briefing.notes import Notes
from analysis.briefing.numbers import numbers_of_the_pledge
from analysis.briefing.page_facts import PageFacts, checksums_in_words, generator
from analysis.briefing.party import request, request_in_short, your_party
from analysis.briefing.support import support_in_parliament
from analysis.core.front_matter import FrontMatter
from analysis.core.parameters import ALL_PARTIES, ANNEX, LANGUAGES, one_of
from analysis.core.wording import capital, wording
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.releases import version_in_words, version_of


@dataclass(frozen=True)
class Fragment:
    """A section as HTML: a notebook shows it, and the exporters put it on the page unchanged."""

    html: str

    def _repr_html_(self) -> str:
        return self.html


@dataclass(frozen=True)
class Briefing:
    """The briefing of one month, one party (or `all`) and one language, top to bottom.

    Each section is HTML, shown as such in a notebook; every number in it carries a note to its publication.
    """

    front_matter: FrontMatter
    main_points: Fragment
    your_party: Fragment
    numbers: Fragment
    commitments: Fragment
    balance: Fragment
    sources: Fragment


@dataclass(frozen=True)
class Annex:
    """The annex of one month in one language, top to bottom: the evidence behind the briefings of all parties."""

    front_matter: FrontMatter
    words_and_method: Fragment
    claims: Fragment
    commitments: Fragment
    tables: Fragment
    changes: Fragment
    differences: Fragment
    revisions: Fragment
    decisions: Fragment
    replies: Fragment
    sources: Fragment


def briefing_of(month: Reconciliation, party: str, language: str) -> Briefing:
    """Return the briefing of a party, or `all`; raises ParameterError for an unknown party or language."""
    facts = _facts(month, known_party(month, party), language, f"{ANNEX}.html")
    name, w = facts.reader_name, facts.wording
    title = w.say("briefing.title", party=capital(name))
    described = w.say("briefing.description", party=name, month=w.month(str(month.month)))
    beside = Markup('<div class="beside">\n<div>\n{}\n{}\n</div>\n{}\n</div>')
    evidence = w.html("briefing.sources.annex", month=w.month(str(month.month)))
    # The sections are made in the order of the page, in which the notes are numbered.
    return Briefing(
        front_matter=_front_matter(facts, party, title, described),
        main_points=_shown(main_points(facts)),
        your_party=_shown(beside.format(your_party(facts), request(facts), support_in_parliament(facts))),
        numbers=_shown(numbers_of_the_pledge(facts)),
        commitments=_shown(commitments(facts)),
        balance=_shown(registered_and_estimated(facts)),
        sources=_shown(section("sources", w.say("briefing.sources.heading"), facts.notes.as_list(evidence))),
    )


def annex_of(month: Reconciliation, language: str) -> Annex:
    """Return the annex of a month; raises ParameterError for an unknown language."""
    facts = _facts(month, ALL_PARTIES, language, "")
    w = facts.wording
    described = w.say("briefing.annex.description", month=w.month(str(month.month)))
    return Annex(
        front_matter=_front_matter(facts, ANNEX, w.say("briefing.annex.title"), described),
        words_and_method=_shown(annex.words_and_method(facts)),
        claims=_shown(annex.claims_in_full(facts)),
        commitments=_shown(commitments_in_full(facts)),
        tables=_shown(annex.tables_behind_the_charts(facts)),
        changes=_shown(section("changes", w.say("briefing.changes.heading"), changes(facts))),
        differences=_shown(differences(facts)),
        revisions=_shown(revisions(facts)),
        decisions=_shown(annex.decisions_with_reasons(facts)),
        replies=_shown(annex.replies_of_parties(facts)),
        sources=_shown(annex.all_sources(facts)),
    )


def main_points_in_words(month: Reconciliation, party: str, language: str) -> list[str]:
    """Return the main points of a briefing as plain text: the sentences of the page, without notes."""
    html = main_points(_facts(month, party, language, ""))
    return [_in_words(Markup(point)) for point in re.findall(r"<li>(.*?)</li>", html, re.DOTALL)]


def request_in_words(month: Reconciliation, party: str, language: str) -> str:
    """Return what is asked of a party, in plain text."""
    return _in_words(request_in_short(_facts(month, party, language, "")))


def _in_words(html: Markup) -> str:
    without_notes = re.sub(r'<a class="note".*?</a>', "", html, flags=re.DOTALL)
    return " ".join(Markup(without_notes).striptags().split())


def parties_known(month: Reconciliation) -> list[str]:
    """Return the parties for which a briefing can be made: those that held a seat by the end of the month."""
    held = set(month.house.seats["party_id"])
    return [party for party in month.sources.parties["party_id"] if party in held]


def known_party(month: Reconciliation, party: str) -> str:
    """Return a party for which a briefing can be made, or `all`; raises ParameterError for any other.

    The error names the party that may be meant, also for another name of a party: `pro` is `gl-pvda`.
    """
    known = [ALL_PARTIES, *parties_known(month)]
    names = month.sources.party_names[["name", "party_id"]].itertuples(index=False)
    return one_of("party", party, known, {name.lower(): party_id for name, party_id in names if party_id in known})


def _facts(month: Reconciliation, party: str, language: str, annex_page: str) -> PageFacts:
    one_of("language", language, LANGUAGES)
    w = wording(language)
    return PageFacts(month, party, w, Notes(month.sources.publications, w, annex_page))


def _shown(html: Markup) -> Fragment:
    return Fragment(str(html))


def _front_matter(facts: PageFacts, name: str, title: str, description: str) -> FrontMatter:
    version = version_of(facts.month)
    return FrontMatter(
        title=title,
        language=facts.wording.language,
        month=str(facts.month.month),
        party=name,
        party_name=facts.reader_name,
        description=description,
        status="released" if version.is_released else "concept",
        generator=generator(),
        keywords=f"{facts.command}, {checksums_in_words(facts.month.sources.checksums)}",
        correction=version_in_words(version, facts.wording),
    )
