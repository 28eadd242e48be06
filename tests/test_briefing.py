"""The briefing as a reader meets it: nine sections, for every party, in both languages, whatever there is to say."""

import re
from functools import cache

import html5lib
import nbformat
import pandas as pd
import pytest

from analysis.briefing import FRONT_MATTER_TYPE, Briefing, briefing_of, parties_known
from analysis.export import BriefingHTMLExporter
from analysis.parameters import Month
from analysis.problems import ParameterError
from analysis.reconciliation import Reconciliation
from analysis.reconciliation import reconcile as reconcile_month

reconcile = cache(reconcile_month)
SECTIONS = [
    *("message", "key_figures", "your_party", "visibility", "all_parties"),
    *("commitments", "claims", "discrepancies", "closing"),
]
# A party that signed, one that said no, one by a ruling, one that came later, one without a seat, a splinter group.
READERS = ["all", "d66", "vvd", "gl-pvda", "nsc", "groep-markuszower", "pvda", "lid-keijzer", "bij1"]


def text_of(fragment: object) -> str:
    html = re.sub(r"<(svg|style).*?</\1>", "", str(fragment.html), flags=re.DOTALL)  # type: ignore[attr-defined]
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
    return text.replace("&amp;", "&").replace("&nbsp;", " ").replace("\xa0", " ")


def plain(fragment: object) -> str:
    """The text of a fragment without the marks of its notes."""
    html = re.sub(r'<a class="note".*?</a>', "", fragment.html)  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).replace("&nbsp;", " ").replace("\xa0", " ")


def briefing(month: str, party: str, language: str) -> Briefing:
    return briefing_of(reconcile(Month.parse(month)), party, language)


def page(found: Briefing) -> str:
    shown = [found.front_matter, *(getattr(found, name) for name in SECTIONS)]
    outputs = [
        part._repr_mimebundle_() if hasattr(part, "_repr_mimebundle_") else {"text/html": part.html} for part in shown
    ]
    cells = [
        nbformat.v4.new_code_cell("", outputs=[nbformat.v4.new_output("execute_result", data=data, execution_count=1)])
        for data in outputs
    ]
    return str(BriefingHTMLExporter().from_notebook_node(nbformat.v4.new_notebook(cells=cells))[0])


@pytest.mark.parametrize("month", ["2021-03", "2023-12", "2026-10"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_reader_gets_all_sections_without_a_gap_or_a_raw_value(month: str, language: str) -> None:
    there = ["all", *parties_known(reconcile(Month.parse(month)))]
    for party in [reader for reader in READERS if reader in there]:
        found = briefing(month, party, language)
        for name in SECTIONS:
            text = text_of(getattr(found, name))
            assert text.strip(), (party, name)
            assert not re.search(r"\bnan\b|\bNaT\b|<NA>|\bNone\b|_id\b|\{|\}", text), (party, name, text[:300])


def test_the_page_is_one_file_under_120_kb_for_every_party_with_a_seat() -> None:
    month = reconcile(Month(2026, 10))
    for party in month.support_by_party["party_id"]:
        for language in ("nl", "en"):
            html = page(briefing("2026-10", party, language))
            assert len(html.encode()) < 120_000, (party, language, len(html))


def test_the_message_of_september_2026_names_the_newest_figures_with_their_range_and_years() -> None:
    """944 registered in 2024 (Rapporteur, 16 October 2025); about 5,000 (WODC), 4,000 to 7,000 (Rapporteur, 2021)."""
    dutch = plain(briefing("2026-09", "all", "nl").message)
    assert (
        "elk jaar zo’n 5.000 mensen slachtoffer van mensenhandel (de schatting loopt van 4.000 tot 6.300 of 7.000)"
        in dutch
    )
    assert "in 2024 zijn er 944 geregistreerd" in dutch
    assert "De schatting is gemaakt voor 2018–2019 en hier doorgetrokken naar 2024" in dutch
    english = plain(briefing("2026-09", "all", "en").message)
    assert "An estimated 5,000 people" in english
    assert "944 were registered in 2024" in english


def test_the_message_of_march_2021_knows_only_the_first_estimate() -> None:
    """6,250; 5,000 to 7,500 (Slachtoffermonitor 2012-2016); 1,334 registered in 2019 (Slachtoffermonitor 2015-2019)."""
    message = plain(briefing("2021-03", "d66", "en").message)
    assert "An estimated 6,250 people" in message
    assert "from 5,000 to 7,500" in message
    assert "1,334 were registered in 2019" in message
    assert "made for 2010–2015" in message


def test_the_key_figures_of_september_2026() -> None:
    """944 / 5,000 = 18.9%; 944 / 7,000 = 13.5%; 944 / 4,000 = 23.6%: whole percents: an order of magnitude."""
    strip = plain(briefing("2026-09", "all", "en").key_figures)
    assert "19%" in strip
    assert "range 13% to 24%" in strip


@pytest.mark.parametrize(
    ("month", "party", "said"),
    [
        ("2026-10", "d66", "D66 signed the 1300-deal, on 10 March 2021 at the latest."),
        ("2026-10", "gl-pvda", "was formed on 27 October 2023 out of GroenLinks and PvdA, which had both signed"),
        ("2026-10", "gl-pvda", "is our decision (of 24 November 2026), not a new signature"),
        ("2026-10", "vvd", "According to a CKM spokesperson, VVD did not want to sign yet on 10 March 2021."),
        ("2026-10", "pvv", "We know of no signature by PVV."),
        ("2026-10", "groep-markuszower", "was not in the House yet (it joined on 20 January 2026)"),
        ("2026-10", "pvda", "PvdA merged into PRO (formerly GL-PvdA) on 27 October 2023."),
        ("2026-10", "lid-keijzer", "Lid Keijzer holds one of the 150 seats"),
        ("2026-10", "d66", "No list of persons has been received yet"),
        ("2026-10", "all", "the parties that signed hold 76 of the 150 filled seats."),
        ("2026-10", "all", "Without our decision on successors it would be 56."),
        ("2021-03", "all", "the parties that signed hold 77 of the 148 filled seats."),
    ],
)
def test_the_reader_is_told_what_is_known_of_the_party(month: str, party: str, said: str) -> None:
    text = plain(briefing(month, party, "en").your_party)
    assert said in text, text


def test_vacant_seats_are_told_apart_from_filled_ones() -> None:
    assert "There are 2 vacant seats." in plain(briefing("2021-03", "all", "en").your_party)
    assert "vacant" not in plain(briefing("2026-10", "all", "en").your_party)


def test_what_changed_is_told_and_nothing_is_told_as_nothing() -> None:
    assert "there is nothing to compare it with" in plain(briefing("2021-03", "all", "en").your_party)
    assert "Nothing. The sources known to us" in plain(briefing("2026-09", "d66", "en").your_party)
    split = plain(briefing("2026-01", "pvv", "en").your_party)
    assert "On 20 January 2026 Groep Markuszower split off from PVV. That took PVV from 26 to 19 seats." in split
    second_estimate = plain(briefing("2021-11", "all", "nl").your_party)
    assert "eerst “Klopt met een kanttekening”, nu “In strijd met nieuwere cijfers”" in second_estimate


# Beds and clients are counted by nobody; how long the exploitation lasted by CKM's chat alone.
CHAT_ONLY = ["not_verifiable", "not_verifiable", "qualified"]


@pytest.mark.parametrize(
    ("month", "verdicts"),
    [
        ("2021-03", ["qualified", "supported", "qualified", "qualified", "supported", *CHAT_ONLY]),
        ("2021-12", ["contradicted", "qualified", "qualified", "qualified", "supported", *CHAT_ONLY]),
        ("2026-10", ["contradicted", "qualified", "qualified", "qualified", "supported", *CHAT_ONLY]),
    ],
)
def test_each_claim_of_the_pledge_has_its_verdict(month: str, verdicts: list[str]) -> None:
    shown = re.findall(r"verdict verdict-([a-z_]+)", briefing(month, "all", "nl").claims.html)
    assert shown == verdicts


def test_a_claim_whose_verdict_changed_says_what_it_was_when_the_pledge_was_signed() -> None:
    nl, en = (briefing("2026-10", "all", language).claims.html for language in ("nl", "en"))
    assert nl.count("Toen de 1300-deal werd getekend, in maart 2021, was dit het oordeel") == 2
    assert "in March 2021, the verdict was: ‘Agrees, with a reservation’." in en
    assert "werd getekend" not in briefing("2021-03", "all", "nl").claims.html


def test_the_five_commitments_each_have_figures_or_say_that_none_was_published() -> None:
    for month in ("2021-03", "2026-10"):
        html = briefing(month, "all", "nl").commitments.html
        commitments = html.split('<ol class="commitments">')[1].split("<li><p>")[1:]
        assert len(commitments) == 5
        assert all('class="figures"' in part or 'class="no-figure"' in part for part in commitments)


def test_every_note_leads_to_a_source_and_every_source_back() -> None:
    html = page(briefing("2026-10", "d66", "nl"))
    targets = set(re.findall(r'id="(source-\d+|ref-\d+)"', html))
    links = set(re.findall(r'href="#(source-\d+|ref-\d+)"', html))
    assert links == targets
    assert len([target for target in targets if target.startswith("source")]) > 20


def test_no_source_of_a_page_is_younger_than_its_month() -> None:
    month = reconcile(Month(2021, 3))
    cited = re.findall(r'<li id="source-\d+".*?</li>', briefing("2021-03", "all", "en").closing.html)
    assert cited
    assert month.sources.publications["known_from"].max() <= pd.Timestamp(2021, 3, 31)
    assert not [source for source in cited if "WODC" in source or re.search(r"20(2[2-6])\.", source)]


def test_a_page_parses_as_html_in_the_language_of_the_reader() -> None:
    for language in ("nl", "en"):
        parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
        tree = parser.parse(page(briefing("2023-12", "gl-pvda", language)))
        assert tree.get("lang") == language
        assert [heading.tag for heading in tree.iter("h1")] == ["h1"]
        assert parser.errors == []


def test_the_front_matter_says_that_an_unreleased_month_is_a_concept() -> None:
    facts = briefing("2026-10", "d66", "nl").front_matter._repr_mimebundle_()[FRONT_MATTER_TYPE]
    assert facts == {
        "title": "D66 en de 1300-deal, oktober 2026",
        "language": "nl",
        "month": "2026-10",
        "party": "d66",
        "party_name": "D66",
        "description": facts["description"],
        "status": "concept",
    }


def test_an_unknown_party_or_language_is_told_with_the_choices() -> None:
    month: Reconciliation = reconcile(Month(2026, 10))
    with pytest.raises(ParameterError, match="expected one of all, vvd, d66"):
        briefing_of(month, "d67", "nl")
    with pytest.raises(ParameterError, match="expected one of nl, en"):
        briefing_of(month, "d66", "fr")


def test_a_party_that_did_not_exist_yet_gets_no_briefing() -> None:
    with pytest.raises(ParameterError, match="found 'nsc'"):
        briefing("2021-03", "nsc", "nl")


def test_a_new_name_and_a_seat_given_up_are_told() -> None:
    assert "GL-PvdA has been called PRO since 9 June 2026." in plain(briefing("2026-06", "gl-pvda", "en").your_party)
    assert "gave up the seat, which stayed with the list" in plain(briefing("2025-02", "bbb", "en").your_party)


def test_a_dutch_sentence_has_the_article_of_the_party() -> None:
    assert "De VVD heeft op 31 oktober 2026 22 van de 150 zetels" in plain(briefing("2026-10", "vvd", "nl").your_party)
    assert "Van de PVV kennen wij geen handtekening." in plain(briefing("2026-10", "pvv", "nl").your_party)


def test_only_a_month_whose_members_are_not_all_known_says_so() -> None:
    assert "december 2023" not in plain(briefing("2021-03", "all", "nl").closing)
    assert "Sinds december 2023" in plain(briefing("2024-06", "all", "nl").closing)


def test_what_a_party_signed_and_said_has_its_sources() -> None:
    signed = briefing("2026-10", "d66", "nl")
    sources = signed.closing.html
    assert "https://maakhetzichtbaar.nl/1300-deal/" in sources
    assert "https://nltimes.nl/2021/03/10/political-parties-commit-fighting-human-trafficking" in sources
    assert 'href="#source-' in signed.your_party.html


def test_what_disagrees_is_a_list_that_a_phone_can_show_and_each_number_has_its_note() -> None:
    html = briefing("2026-09", "all", "nl").discrepancies.html
    lists = [part.split("</ul>")[0] for part in html.split('<ul class="differences">')[1:]]
    listed = [entry for each in lists for entry in each.split("<li>")[1:]]
    assert "<table" not in html and len(listed) == html.count("<li><strong>")
    # GRETA: 4,732 over 2018-2022; the yearly deliveries make 4,591.
    greta = next(entry for entry in listed if "4.732" in entry)
    assert "4.591 (berekend)" in greta and "742" in greta
    assert all('class="note"' in entry for entry in listed)


def test_every_difference_that_is_announced_is_listed_under_the_kind_that_explains_it() -> None:
    page = briefing("2026-10", "d66", "nl").discrepancies.html
    announced = int(re.search(r"Hieronder staan er (\d+)", page)[1])
    entries = re.findall(r"<li><strong>(.*?)</li>", page, re.DOTALL)
    assert sum(entry.count(" naast ") for entry in entries) == announced == 18
    # 2014: the Rapporteur's 1,255 against 1,561 of the older count, and 1,256 as it stood an edition before.
    revised, other_count = (next(e for e in entries if number in e) for number in ("1.256", "1.561"))
    assert "2014: 1.256" in revised and "oudere telling" not in revised
    assert "(oudere telling) naast 1.255" in re.sub(r"<a .*?</a>", "", other_count)
