"""What one reader sees of a month: the facts of month, party and language, section by section."""

import re
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from analysis.briefing import differences, evidence, parties, provenance
from analysis.briefing.notes import Notes
from analysis.briefing.page_facts import PageFacts, section
from analysis.briefing.who_signed import names_as_seen, support_as_seen
from analysis.core.parameters import ALL_PARTIES, LANGUAGES, one_of
from analysis.core.wording import wording
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.releases import edition_in_words

__all__ = [
    "FRONT_MATTER_TYPE",
    "Briefing",
    "FrontMatter",
    "briefing_of",
    "message_in_words",
    "names_as_seen",
    "parties_known",
    "support_as_seen",
]

# The limit that holds only where the members of a party are not all known.
_MEMBERS_UNKNOWN = 4
FRONT_MATTER_TYPE = "application/vnd.analysis.briefing+json"


@dataclass(frozen=True)
class Fragment:
    """A piece of the page: shown as HTML in a notebook, and taken over as it is by the exporters."""

    html: str

    def _repr_html_(self) -> str:
        return self.html


@dataclass(frozen=True)
class FrontMatter:
    """What the page around the sections needs to know: title, language, month, party, status, provenance."""

    facts: dict[str, str]

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {"text/html": "", "text/plain": self.facts["title"], FRONT_MATTER_TYPE: self.facts}


@dataclass(frozen=True)
class Briefing:
    """The briefing of one month, one party (or `all`) and one language, top to bottom.

    Each section is HTML, shown as such in a notebook; every number in it carries a note to its publication.
    """

    front_matter: FrontMatter
    message: Fragment
    key_figures: Fragment
    your_party: Fragment
    visibility: Fragment
    all_parties: Fragment
    commitments: Fragment
    claims: Fragment
    discrepancies: Fragment
    closing: Fragment


def briefing_of(month: Reconciliation, party: str, language: str) -> Briefing:
    """Return the briefing of one reader; raises ParameterError with the choices for an unknown party or language."""
    one_of("language", language, LANGUAGES)
    one_of("party", party, [ALL_PARTIES, *parties_known(month)])
    w = wording(language)
    facts = PageFacts(month, party, w, Notes(month.sources.publications, w))
    # Notes are numbered in the order in which a reader meets them, so the sections are written in that order.
    written = {
        "message": evidence.message(facts),
        "key_figures": evidence.key_figures(facts),
        "your_party": parties.your_party(facts),
        "visibility": evidence.visibility(facts),
        "all_parties": parties.all_parties(facts),
        "commitments": evidence.commitments(facts),
        "claims": evidence.claims(facts),
        "discrepancies": differences.discrepancies(facts),
    }
    written["closing"] = _closing(facts)
    return Briefing(_front_matter(facts), **{name: Fragment(str(html)) for name, html in written.items()})


def message_in_words(month: Reconciliation, language: str) -> str:
    """Return the message of a month as plain text, with its reserves: the sentences of the page, without notes."""
    w = wording(language)
    html = str(evidence.message(PageFacts(month, ALL_PARTIES, w, Notes(month.sources.publications, w))))
    said = html.partition("</h2>")[2]
    without_notes = re.sub(r'<a class="note".*?</a>', "", said, flags=re.DOTALL)
    return " ".join(Markup(without_notes).striptags().split())


def parties_known(month: Reconciliation) -> list[str]:
    """Return the parties a briefing can be made for: those that hold, or have held, a seat by the end of the month."""
    held = set(month.sources.seats["party_id"])
    return [party for party in month.sources.parties["party_id"] if party in held]


def _front_matter(facts: PageFacts) -> FrontMatter:
    w, month = facts.wording, facts.month
    name, correction = facts.reader_name, edition_in_words(facts.edition, w)
    return FrontMatter(
        {
            "title": w.say("briefing.title", party=name[:1].upper() + name[1:], month=w.month(str(month.month))),
            "language": w.language,
            "month": str(month.month),
            "party": facts.party,
            "party_name": name,
            "description": w.say("briefing.description", party=name, month=w.month(str(month.month))),
            "status": "released" if facts.edition.is_released else "concept",
            "generator": provenance.generator(),
            "keywords": f"{provenance.command(facts)}, {provenance.inputs(facts)}",
            **({"correction": correction} if correction else {}),
        }
    )


def _closing(facts: PageFacts) -> Markup:
    """Return what is asked of the reader, whom to call, the method and its limits, the sources and the colophon."""
    w = facts.wording
    asked = Markup('<div class="call"><p>{}</p><p>{}</p></div>').format(_asked(facts), _contact_line(facts))
    limits = [n for n in range(1, 7) if n != _MEMBERS_UNKNOWN or not facts.month.unaccounted_seats.empty]
    listed = Markup("").join(Markup("<li>{}</li>").format(w.html(f"briefing.method.limit_{n}")) for n in limits)
    text = w.html("briefing.method.text", date=w.date(facts.month.month.as_of), newest=_newest_date(facts))
    method = Markup('<div class="small"><p>{}</p><ul>{}</ul></div>').format(text, listed)
    colophon = Markup('<p class="small">{}</p>').format(provenance.colophon(facts))
    return Markup("\n").join(
        [
            section("ask", w.say("briefing.ask.heading"), asked),
            section("method", w.say("briefing.method.heading"), method),
            section("sources", w.say("briefing.sources.heading"), facts.notes.as_list()),
            section("colophon", w.say("briefing.colophon.heading"), colophon),
        ]
    )


def _newest_date(facts: PageFacts) -> str:
    """Return the date of the newest publication as it is printed there: of some only the year is."""
    dated = facts.month.sources.publications.dropna(subset=["published_on"])
    return facts.wording.partial_date(dated.sort_values("known_from", kind="stable").iloc[-1]["published_on"])


def _asked(facts: PageFacts) -> Markup:
    """Return what is asked of a party that signed, or carries a signature, or of which none is known; or of all."""
    w, errors = facts.wording, facts.wording.html("briefing.ask.errors")
    if facts.is_all:
        return Markup("{} {}").format(w.html("briefing.ask.all"), errors)
    key = {"yes": "signed", "by_decision": "carried"}.get(parties.standing(facts), "unknown")
    named = facts.party_in_sentence(facts.party)
    called = {place: named[place] for place in w.places(f"briefing.ask.{key}")}
    return Markup("{} {}").format(w.html(f"briefing.ask.{key}", **called), errors)


def _contact_line(facts: PageFacts) -> Markup:
    """Return whom to call and where to report an error; what is not known, `briefing check` tells the analyst."""
    w, contact = facts.wording, facts.month.sources.contact
    reach = [
        Markup('<a href="{}{}">{}</a>').format(
            scheme, contact[kind], contact[kind].removeprefix("https://").rstrip("/")
        )
        for kind, scheme in (("phone", "tel:"), ("email", "mailto:"), ("url", ""))
        if kind in contact
    ]
    return w.html("briefing.ask.contact", organisation=contact["organisation"], reach=Markup(", ").join(reach))
