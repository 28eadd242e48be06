"""What happened to the commitments, what is due and who did what, as a reader of briefing and annex meets it."""

import re
from html import unescape

import pytest

from analysis.briefing import Fragment
from analysis.core.parameters import ALL_PARTIES
from support.months import reconciled
from support.real_pages import annex, briefing, plain

LANGUAGES = ("nl", "en")


def entries(month: str, language: str) -> list[str]:
    """What the briefing says of each commitment, in the order of the pledge."""
    html = briefing(month, ALL_PARTIES, language).commitments.html
    return [plain(Fragment(each)) for each in html.split("<h3>")[1:]]


def items(html: str) -> list[str]:
    lists = re.findall(r'<ul class="events">(.*?)</ul>', html, re.DOTALL)
    return [plain(Fragment(item)) for each in lists for item in re.findall(r"<li>(.*?)</li>", each, re.DOTALL)]


# The dates of the events that an editor marked, newest first: data/commitment_events.csv, typed from their sources.
ON_PAGE = {
    "2021-03": "1 jul 2020, 13 nov 2018; sep 2019, apr 2019; 21 jan 2021, 27 mei 2020; okt 2020; "
    "4 dec 2019, 18 okt 2019",
    "2023-12": "21 dec 2023, 18 okt 2023; 18 okt 2023, sep 2019; 9 nov 2023, 28 sep 2021; 1 dec 2022, 4 okt 2021; "
    "2021, 4 dec 2019",
    "2026-10": "22 sep 2026, 17 jun 2024; 6 okt 2026, 18 okt 2023; 6 okt 2026, 10 jun 2025; dec 2024, 1 dec 2022; "
    "1 mrt 2025, 18 jun 2024",
}


@pytest.mark.parametrize("month", ON_PAGE)
def test_the_briefing_shows_the_newest_marked_events_of_each_commitment_as_of_the_month(month: str) -> None:
    html = briefing(month, ALL_PARTIES, "nl").commitments.html
    dated = [", ".join(re.findall(r"<li><strong>(.*?)</strong>", each)) for each in html.split("<h3>")[1:]]
    assert "; ".join(dated) == ON_PAGE[month]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("month", ON_PAGE)
def test_each_event_says_where_it_can_be_read_and_none_is_graded(month: str, language: str) -> None:
    for html in (briefing(month, ALL_PARTIES, language).commitments.html, annex(month, language).commitments.html):
        for item in items(html):
            assert re.search(r"\([^()]+\)\.$", item), item
            assert not re.search(r"slechts|eindelijk|nog maar|ten slotte|\bonly\b|at last|finally", item), item


def test_the_annex_has_every_event_known_by_the_month_and_none_that_lay_ahead() -> None:
    for month in ON_PAGE:
        known = reconciled(month).sources.commitment_events
        said = items(annex(month, "nl").commitments.html)
        assert len(said) == len(known)
        for sentence in known["what_nl"]:
            assert any(sentence.rstrip(".") in unescape(item) for item in said), sentence


def test_a_vote_of_which_a_title_was_read_has_no_result_and_a_link_only_to_a_page_of_its_own() -> None:
    known = reconciled("2026-10").sources.commitment_events
    titles = known[known["certainty"] == "title_only"]
    assert len(titles) == 12
    assert set(titles["url"].dropna()) == {"https://zoek.officielebekendmakingen.nl/dossier/36835"}
    html = annex("2026-10", "nl").commitments.html
    assert html.count("uitslag niet gezien") == 12 + html.count("staat er: uitslag niet gezien")
    assert "(2026Z18347, uitslag niet gezien)" in html and "github.com" not in html
    assert '<a class="address" href="https://zoek.officielebekendmakingen.nl/dossier/36835">36835</a>, uitslag' in html


def test_what_is_overdue_is_asked_after_and_what_has_no_date_is_due_without_one() -> None:
    """The progress letter, twice a year (28638-251); the directive's day is 15 July 2026 (36835-3)."""
    programme, _, prosecution, _, privacy = entries("2026-10", "nl")
    assert (
        "Nog te komen: de voortgangsbrief (uiterlijk juni 2026; niet gezien). Vraag: Is dit er inmiddels" in programme
    )
    assert "de omzetting van de EU-richtlijn mensenhandel (uiterlijk 15 juli 2026; niet gezien); de stemming in de" in (
        prosecution
    )
    assert "Nog te komen" not in privacy and "Vraag: Welke regel belet" in privacy
    before = entries("2026-05", "nl")
    assert "de voortgangsbrief (uiterlijk juni 2026). Vraag: Komt er een nieuwe schatting" in before[0]


def test_what_parties_did_is_said_in_the_same_words_whether_they_signed_or_not() -> None:
    """CU signed, JA21 is not known to have: both proposed the amendment of 6 October 2026."""
    signed, other = (act_of(party) for party in ("cu", "ja21"))
    assert signed == other != ""


def act_of(party: str) -> str:
    """What the section of a party says that it did for that amendment."""
    return next((act for act in items(briefing("2026-10", party, "nl").your_party.html) if "amendement" in act), "")


@pytest.mark.parametrize(
    ("month", "party", "said"),
    [
        ("2026-10", "d66", "Gevonden sinds maart 2021; nog 2 in de verantwoording."),
        ("2026-10", "vvd", "22 sep 2026, als indiener: De Kamer stemt over een motie van D66 en VVD"),
        ("2026-10", "pvv", "22 sep 2026, als indiener: De Kamer stemt over een motie van de PVV"),
        ("2023-12", "d66", "15 dec 2021, als partij bij het akkoord: Het coalitieakkoord"),
        ("2026-10", "denk", "Wij vonden sinds maart 2021 geen stuk waarin DENK wordt genoemd; dat wil niet zeggen"),
        ("2026-10", "denk", "onze nieuwste gebeurtenis is van 6 oktober 2026."),
        ("2021-03", "cu", "Wij vonden sinds maart 2021 geen stuk waarin de CU wordt genoemd"),
    ],
)
def test_a_party_reads_what_was_found_of_it_and_how_far_was_looked(month: str, party: str, said: str) -> None:
    assert said in plain(briefing(month, party, "nl").your_party)


def test_years_whose_figures_break_have_a_letter_that_the_text_below_the_chart_explains() -> None:
    html = briefing("2026-10", ALL_PARTIES, "nl").balance.html
    letters = re.findall(r">([a-z])</text>", html)
    assert letters == ["a", "b"]
    text = plain(briefing("2026-10", ALL_PARTIES, "nl").balance)
    assert "a 25 mei 2018: Wie buiten de opsporing meldt" in text and "b 1 jul 2020: De Kamer krijgt een brief" in text
    assert "b 1" not in plain(briefing("2021-03", ALL_PARTIES, "nl").balance), "2020 had no total yet"
