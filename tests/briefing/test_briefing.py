"""The briefing as a reader meets it: nine sections, for every party, in both languages, whatever there is to say."""

import re
from collections.abc import Callable
from dataclasses import replace

import html5lib
import pandas as pd
import pytest
from analysis.briefing.parties import all_parties, your_party
from markupsafe import Markup

from analysis.briefing import FRONT_MATTER_TYPE, Fragment, briefing_of
from analysis.briefing.differences import discrepancies
from analysis.briefing.evidence import claims, commitments, key_figures, message, visibility
from analysis.briefing.notes import Notes
from analysis.briefing.page_facts import PageFacts
from analysis.core.problems import ParameterError
from analysis.core.wording import wording
from analysis.reconciliation import Reconciliation
from support.months import reconciled
from support.real_pages import SECTIONS, briefing, page, plain

# Parties that signed, said no, did so by a decision, came later, split off, merged, or lost all seats.
READERS = [
    ("2021-03", "vvd", "en"), ("2023-12", "gl-pvda", "nl"), ("2023-12", "bij1", "en"), ("2025-08", "nsc", "nl"),
    ("2026-10", "all", "nl"), ("2026-10", "all", "en"), ("2026-10", "d66", "nl"), ("2026-10", "pvda", "nl"),
    ("2026-10", "groep-markuszower", "en"),
]  # fmt: skip


def part(write: Callable[[PageFacts], Markup], month: str | Reconciliation, party: str, language: str) -> Fragment:
    """One section by itself: a whole briefing takes a third of a second."""
    known, w = reconciled(month) if isinstance(month, str) else month, wording(language)
    return Fragment(str(write(PageFacts(known, party, w, Notes(known.sources.publications, w)))))


def text_of(fragment: object) -> str:
    html = re.sub(r"<(svg|style).*?</\1>", "", str(fragment.html), flags=re.DOTALL)  # type: ignore[attr-defined]
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
    return text.replace("&amp;", "&").replace("&nbsp;", " ").replace("\xa0", " ")


@pytest.mark.parametrize(("month", "party", "language"), READERS)
def test_every_reader_gets_all_sections_without_a_gap_or_a_raw_value(month: str, party: str, language: str) -> None:
    found = briefing(month, party, language)
    for name in SECTIONS:
        text = text_of(getattr(found, name))
        assert text.strip(), name
        assert not re.search(r"\bnan\b|\bNaT\b|<NA>|\bNone\b|_id\b|\{|\}", text), (name, text[:300])
    html = "".join(getattr(found, name).html for name in SECTIONS[:-1])
    numbers = [int(number) for number in re.findall(r'<a class="note" href="#source-(\d+)"', html)]
    assert list(dict.fromkeys(numbers)) == list(range(1, max(numbers) + 1)), "notes in the order of reading"


def test_the_message_of_october_2026_names_the_newest_figures_with_their_range_and_years() -> None:
    """944 registered in 2024 (Rapporteur, 16 October 2025); about 5,000 (WODC), 4,000 to 7,000 (Rapporteur, 2021)."""
    dutch = plain(part(message, "2026-10", "all", "nl"))
    assert "In 2024 zijn 944 vermoedelijke slachtoffers van mensenhandel geregistreerd." in dutch
    assert "Naar schatting zijn er per jaar zo’n 5.000 slachtoffers (4.000 tot 6.300 of 7.000, voor 2018–2019)" in dutch
    assert "in 2024 bleven er dus ongeveer 4.100 buiten beeld." in dutch, "5,000 - 944 = 4,056, rounded as in the chart"
    assert "De schatting is gemaakt voor 2018–2019 en hier doorgetrokken naar 2024" in dutch
    english = plain(part(message, "2026-10", "all", "en"))
    assert "In 2024, 944 presumed victims of human trafficking were registered." in english
    expected = (
        "An estimated 5,000 people are victims in any one year (4,000 to 6,300 or 7,000, for 2018–2019): in 2024, about"
    )
    assert f"{expected} 4,100 remained out of view." in english


def test_the_message_of_march_2021_knows_only_the_first_estimate() -> None:
    """6,250; 5,000 to 7,500 (Slachtoffermonitor 2012-2016); 1,334 registered in 2019 (Slachtoffermonitor 2015-2019)."""
    said = plain(part(message, "2021-03", "d66", "en"))
    assert "In 2019, 1,334 presumed victims" in said
    assert "in any one year (5,000 to 7,500, for 2010–2015): in 2019, about 4,900 remained out of view." in said
    assert "made for 2010–2015" in said


def test_an_estimate_is_a_level_in_a_year_and_not_how_many_become_victims_in_it() -> None:
    for month in ("2021-03", "2021-12", "2026-10"):
        said = [plain(part(message, month, "all", language)) for language in ("nl", "en")]
        assert not re.search(r"elk jaar|worden .*slachtoffer|fall victim|become victim|each year", " ".join(said))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"estimated_lower": None, "estimated_upper": None},
            "(voor 2018–2019; een marge is niet gepubliceerd): in 2024 bleven er dus ongeveer 4.100 buiten beeld.",
        ),
        (
            # 5,000 - 944 = 4,056: more than 4,000, and not more than 4,100.
            {"estimate_qualifier": "more_than"},
            "meer dan 5.000 slachtoffers (voor 2018–2019): in 2024 bleven er dus meer dan 4.000 buiten beeld.",
        ),
        ({"estimated": None, "extrapolated": None}, "Een schatting van het werkelijke aantal kennen wij niet."),
        ({"estimated_upper_alternative": None}, "(4.000 tot 7.000, voor 2018–2019): in 2024"),
        ({"extrapolated": False}, "voor 2018–2019): in 2024 bleven er dus ongeveer 4.100 buiten beeld."),
    ],
)
def test_the_message_says_what_is_known_of_the_estimate(changed: dict[str, object], said: str) -> None:
    month = reconciled("2026-10")
    row = month.balance.sort_values("year").tail(1).assign(**changed)
    found = plain(part(message, replace(month, balance=row), "all", "nl"))
    assert said in found
    assert ("doorgetrokken" in found) == ("extrapolated" not in changed)


def test_figures_that_are_due_and_not_in_the_data_are_told_beside_the_newest_year() -> None:
    """The Rapporteur's figures come in October of the next year: those about 2025 are due by the end of it in 2026."""
    assert "De jaarcijfers over 2025 zijn hier nog niet verwerkt." in plain(part(message, "2026-10", "d66", "nl"))
    assert "The annual figures for 2025 are not included yet." in plain(part(message, "2026-10", "d66", "en"))
    for month in ("2021-03", "2023-11", "2026-06"):
        assert "verwerkt" not in plain(part(message, month, "d66", "nl")), month


@pytest.mark.parametrize(
    ("month", "said"),
    [
        # f294 (WODC's own heading) before f297 (the Rapporteur, a day later: about 4).
        ("2026-10", "volgens WODC / Tilburg University / Utrecht University 3 tot 4 keer het aantal registraties."),
        # f047 (the study) before f087 (DutchNews, of 2016: more than 6).
        (
            "2021-03",
            "schatting volgens Nationaal Rapporteur Mensenhandel / UNODC ongeveer 5 keer het aantal",
        ),
    ],
)
def test_the_ratio_is_that_of_who_is_nearest_to_the_study_with_its_qualifier(month: str, said: str) -> None:
    assert said in plain(part(visibility, month, "d66", "nl"))


def test_the_key_figures_of_october_2026() -> None:
    """944 / 5,000 = 18.9%; 944 / 7,000 = 13.5%; 944 / 4,000 = 23.6%: whole percents: an order of magnitude."""
    strip = plain(part(key_figures, "2026-10", "all", "en"))
    assert "19%" in strip
    assert "range 13% to 24%" in strip


@pytest.mark.parametrize(
    ("month", "party", "said"),
    [
        ("2026-10", "d66", "D66 signed the 1300-deal, on 10 March 2021 at the latest."),
        (
            "2026-10",
            "gl-pvda",
            "formed on 27 October 2023 out of those of GroenLinks and PvdA, which had both signed",
        ),
        ("2026-10", "gl-pvda", "is our decision (of 24 November 2026), not a new signature"),
        ("2026-10", "vvd", "According to a CKM spokesperson, VVD did not want to sign yet on 10 March 2021."),
        ("2026-10", "pvv", "We know of no signature by PVV."),
        ("2026-10", "nsc", "NSC was not in the House yet (it joined on 6 December 2023)"),
        (
            "2026-10",
            "pvda",
            "group of PvdA in the House merged into that of PRO (formerly GL-PvdA) on 27 October 2023.",
        ),
        ("2026-10", "lid-keijzer", "On 31 October 2026, Lid Keijzer holds one of the 150 seats"),
        ("2026-10", "d66", "No list of persons has been received yet"),
        ("2026-10", "all", "the parties that signed hold 76 of the 150 filled seats."),
        ("2026-10", "all", "Without our decision on successors it would be 56."),
        ("2021-03", "all", "the parties that signed hold 77 of the 148 filled seats."),
    ],
)
def test_the_reader_is_told_what_is_known_of_the_party(month: str, party: str, said: str) -> None:
    text = plain(part(your_party, month, party, "en"))
    assert said in text, text


# Each group that split off, in a month in which it sat or after: since when it is one, out of which party, and that
# party's signature. The dates are those of data/party_events.csv and, for the end of a group, data/seats.csv.
GROUPS = [
    ("2021-12", "lid-omtzigt", "is sinds 15 september 2021 een eigen fractie, na een afsplitsing van het CDA."),
    ("2021-12", "lid-omtzigt", "Het CDA heeft de 1300-deal wel getekend, uiterlijk op 10 maart 2021."),
    ("2025-08", "lid-omtzigt", "was van 15 september 2021 tot en met 5 december 2023 een eigen fractie"),
    ("2021-12", "groep-van-haga", "is sinds 13 mei 2021 een eigen fractie, na een afsplitsing van FVD."),
    ("2021-12", "fractie-den-haan", "is sinds 11 mei 2021 een eigen fractie, na een afsplitsing van 50PLUS."),
    ("2022-02", "lid-gundogan", "is sinds 26 februari 2022 een eigen fractie, na een afsplitsing van Volt."),
    ("2022-07", "lid-gundogan", "is sinds 22 maart 2022 een eigen fractie, na een afsplitsing van Volt."),
    (
        "2023-11",
        "lid-ephraim",
        "na een afsplitsing van de Groep Van Haga. Op 13 mei 2021 had de Groep Van Haga zich",
    ),
    ("2023-11", "lid-ephraim", "Ook van FVD kennen wij er geen."),
    ("2026-10", "groep-markuszower", "is sinds 20 januari 2026 een eigen fractie, na een afsplitsing van de PVV."),
    ("2026-10", "lid-keijzer", "is sinds 24 februari 2026 een eigen fractie, na een afsplitsing van BBB."),
    ("2021-03", "lid-krol", "was van 6 augustus 2020 tot en met 30 maart 2021 een eigen fractie"),
    ("2021-03", "lid-krol", "Op 3 mei 2020 had het Lid Krol zich afgesplitst van 50PLUS."),
    ("2021-03", "lid-van-kooten-arissen", "De PvdD heeft de 1300-deal wel getekend"),
    ("2021-03", "groep-krol-vka", "op 6 augustus 2020, verloor de Groep Krol/vKA de laatste zetel."),
    ("2021-03", "lid-van-haga", "is op 30 november 2020 opgegaan in die van FVD."),
]


@pytest.mark.parametrize(("month", "party", "said"), GROUPS)
def test_a_group_that_split_off_is_told_where_it_came_from(month: str, party: str, said: str) -> None:
    assert said in plain(part(your_party, month, party, "nl"))


def test_no_group_that_split_off_is_said_to_have_come_later_or_to_be_gone_while_it_sat() -> None:
    """Its members sat in the House of March 2021 for another party; Krol sat alone on the day of the pledge."""
    events = reconciled("2026-10").sources.party_events
    splinters = set(events[events["kind"] == "split"]["to_party_ids"].str.split("|").explode())
    assert {party for _, party, _ in GROUPS} - {"groep-krol-vka"} == splinters, "each has its case above"
    for month, party, _ in GROUPS:
        text = plain(part(your_party, month, party, "nl"))
        assert "nog niet in de Kamer" not in text, (month, party)
        assert "Uw fractie: " in text, (month, party)
        assert ("opgegaan" in text) == (party == "lid-van-haga"), (month, party)


def test_a_party_that_lost_its_seats_in_an_election_is_not_said_to_have_lost_them_in_a_split() -> None:
    assert "Met de afsplitsing" not in plain(part(your_party, "2025-08", "groep-van-haga", "nl"))
    assert "Met de afsplitsing van de Fractie Den Haan" in plain(part(your_party, "2021-05", "50plus", "nl"))


def test_predecessors_without_a_seat_are_named_beside_the_chart_and_have_no_row_in_it() -> None:
    shown = part(all_parties, "2026-10", "d66", "nl")
    assert ">GroenLinks<" not in shown.html and ">PvdA<" not in shown.html
    assert "niet in deze lijst: GroenLinks en de PvdA. Getekend uiterlijk op 10 maart 2021; door ons" in plain(shown)
    assert ">PvdA<" in part(all_parties, "2026-10", "pvda", "nl").html, "the reader has a row"
    assert ">PvdA<" in part(all_parties, "2021-03", "d66", "nl").html
    assert "niet in deze lijst" not in plain(part(all_parties, "2021-03", "d66", "nl"))


@pytest.mark.parametrize(
    ("party", "said"),
    [
        ("d66", "D66 heeft getekend: laat zien wat u met de vijf beloften hebt gedaan."),
        ("gl-pvda", "De voorgangers van PRO (voorheen GL-PvdA) hebben getekend: laat zien"),
        ("vvd", "Tekenen kan nog. Heeft de VVD al getekend, laat het ons weten."),
        ("lid-keijzer", "Heeft het Lid Keijzer al getekend, laat het ons weten."),
        ("all", "Wie tekende, vragen wij te laten zien wat er met de vijf beloften is gedaan."),
    ],
)
def test_what_is_asked_fits_whether_the_party_signed(party: str, said: str) -> None:
    closing = plain(briefing("2026-10", party, "nl").closing)
    assert said in closing
    assert "opgegeven" not in closing, "a telephone number that is not known is not on the page"


@pytest.mark.parametrize(
    ("month", "date"), [("2026-10", "2025"), ("2021-03", "maart 2021"), ("2023-11", "9 november 2023")]
)
def test_the_newest_publication_has_the_date_that_is_printed(month: str, date: str) -> None:
    assert f"dateert van {date}." in plain(briefing(month, "d66", "nl").closing)


def test_figures_of_a_commitment_begin_with_a_capital() -> None:
    for language in ("nl", "en"):
        listed = re.findall(r'<ul class="figures">(.*?)</ul>', part(commitments, "2026-10", "d66", language).html)
        assert len(listed) == 5
        assert all(not first.islower() for part in listed for first in re.findall(r"<li>(.)", part))


def test_a_reader_meets_one_word_for_the_range_and_none_of_the_printer() -> None:
    # In November 2023 figures changed: what changed names where they stand.
    for month, party in (("2026-10", "d66"), ("2023-11", "all")):
        found = briefing(month, party, "nl")
        text = " ".join(plain(getattr(found, name)) for name in SECTIONS)
        assert not re.search(r"bandbreedte|gedrukt|bijlage", text.replace("Eerst gedrukt in deze telling", ""))


def test_vacant_seats_are_told_apart_from_filled_ones() -> None:
    assert "There are 2 vacant seats." in plain(part(your_party, "2021-03", "all", "en"))
    assert "vacant" not in plain(part(your_party, "2026-10", "all", "en"))


def test_what_changed_is_told_and_nothing_is_told_as_nothing() -> None:
    assert "there is nothing to compare it with" in plain(part(your_party, "2021-03", "all", "en"))
    assert "Nothing. The sources known to us" in plain(part(your_party, "2026-10", "d66", "en"))
    split = plain(part(your_party, "2021-09", "cda", "en"))
    assert "On 15 September 2021 Lid Omtzigt split off from CDA. That took CDA from 15 to 14 seats." in split
    second_estimate = plain(part(your_party, "2021-11", "all", "nl"))
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
    shown = re.findall(r"verdict verdict-([a-z_]+)", part(claims, month, "all", "nl").html)
    assert shown == verdicts


def test_a_claim_whose_verdict_changed_says_what_it_was_when_the_pledge_was_signed() -> None:
    nl, en = (part(claims, "2026-10", "all", language).html for language in ("nl", "en"))
    assert nl.count("Toen de 1300-deal werd getekend, in maart 2021, was dit het oordeel") == 2
    assert "in March 2021, the verdict was: ‘Agrees, with a reservation’." in en
    assert "werd getekend" not in part(claims, "2021-03", "all", "nl").html


def test_a_range_has_the_note_of_who_printed_it_and_both_of_its_upper_ends() -> None:
    """About 5,000 a year (WODC); 4,000 to 6,300 or 7,000 (Rapporteur, 30 November 2021)."""
    found = part(commitments, "2026-10", "all", "en").html
    notes = re.search(r"about 5,000<a [^>]*>(.*?)</a> \(4,000 to 6,300 or 7,000<a [^>]*>(.*?)</a>\)", found)
    assert notes is not None and notes[1] != notes[2]


def test_the_five_commitments_each_have_figures_or_say_that_none_was_published() -> None:
    for month in ("2021-03", "2026-10"):
        html = part(commitments, month, "all", "nl").html
        promises = html.split('<ol class="commitments">')[1].split("<li><p>")[1:]
        assert len(promises) == 5
        assert all('class="figures"' in each or 'class="no-figure"' in each for each in promises)


def test_every_note_leads_to_a_source_and_every_source_back() -> None:
    html = page("2026-10", "d66", "nl")
    targets = set(re.findall(r'id="(source-\d+|ref-\d+)"', html))
    links = set(re.findall(r'href="#(source-\d+|ref-\d+)"', html))
    assert links == targets
    assert len([target for target in targets if target.startswith("source")]) > 20


def test_no_source_of_a_page_is_younger_than_its_month() -> None:
    month = reconciled("2021-03")
    cited = re.findall(r'<li id="source-\d+".*?</li>', briefing("2021-03", "all", "en").closing.html)
    assert cited
    assert month.sources.publications["known_from"].max() <= pd.Timestamp(2021, 3, 31)
    assert not [source for source in cited if "WODC" in source or re.search(r"20(2[2-6])\.", source)]


def test_a_page_is_one_file_under_120_kb_that_parses_as_html_in_the_language_of_the_reader() -> None:
    for language in ("nl", "en"):
        parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
        html = page("2026-10", "d66", language)
        assert len(html.encode()) < 120_000
        tree = parser.parse(html)
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
        "generator": facts["generator"],
        "keywords": facts["keywords"],
    }


def test_an_unknown_party_or_language_is_told_with_the_choices() -> None:
    month: Reconciliation = reconciled("2026-10")
    with pytest.raises(ParameterError, match="expected one of all, vvd, d66"):
        briefing_of(month, "d67", "nl")
    with pytest.raises(ParameterError, match="expected one of nl, en"):
        briefing_of(month, "d66", "fr")
    with pytest.raises(ParameterError, match="found 'nsc'"):
        briefing_of(reconciled("2021-03"), "nsc", "nl")  # it did not exist yet


def test_a_new_name_and_a_seat_given_up_are_told() -> None:
    assert "GL-PvdA has been called PRO since 9 June 2026." in plain(part(your_party, "2026-06", "gl-pvda", "en"))
    assert "gave up the seat, which stayed with the list" in plain(part(your_party, "2025-02", "bbb", "en"))


def test_a_dutch_sentence_has_the_article_of_the_party() -> None:
    assert "Op 31 oktober 2026 heeft de VVD 22 van de 150 zetels" in plain(part(your_party, "2026-10", "vvd", "nl"))
    assert "Van de PVV kennen wij geen handtekening." in plain(part(your_party, "2026-10", "pvv", "nl"))


def test_only_a_month_whose_members_are_not_all_known_says_so() -> None:
    assert "december 2023" not in plain(briefing("2021-03", "all", "nl").closing)
    assert "Sinds december 2023" in plain(briefing("2025-08", "all", "nl").closing)


def test_what_a_party_signed_and_said_has_its_sources() -> None:
    signed = briefing("2026-10", "d66", "nl")
    sources = signed.closing.html
    assert "https://maakhetzichtbaar.nl/1300-deal/" in sources
    assert "https://nltimes.nl/2021/03/10/political-parties-commit-fighting-human-trafficking" in sources
    assert 'href="#source-' in signed.your_party.html


def test_what_disagrees_is_a_list_that_a_phone_can_show_and_each_number_has_its_note() -> None:
    html = part(discrepancies, "2026-10", "all", "nl").html
    lists = [part.split("</ul>")[0] for part in html.split('<ul class="differences">')[1:]]
    listed = [entry for each in lists for entry in each.split("<li>")[1:]]
    assert "<table" not in html and len(listed) == html.count("<li><strong>")
    # GRETA: 4,732 over 2018-2022; the yearly deliveries make 4,591.
    greta = next(entry for entry in listed if "4.732" in entry)
    assert "4.591 (berekend)" in greta and "742" in greta
    assert all('class="note"' in entry for entry in listed)


def test_every_difference_that_is_announced_is_listed_under_the_kind_that_explains_it() -> None:
    page = part(discrepancies, "2026-10", "d66", "nl").html
    announced = int(re.search(r"De (\d+) verschillen", page)[1])
    entries = re.findall(r"<li><strong>(.*?)</li>", page, re.DOTALL)
    assert sum(entry.count(" naast ") for entry in entries) == announced == 18
    # 2014: the Rapporteur's 1,255 against 1,561 of the older count, and 1,256 as it stood an edition before.
    revised, other_count = (next(e for e in entries if number in e) for number in ("1.256", "1.561"))
    assert "2014: 1.256" in revised and "oudere telling" not in revised
    assert "(oudere telling) naast 1.255" in re.sub(r"<a .*?</a>", "", other_count)


def test_what_must_be_said_with_a_figure_is_said_where_its_difference_is_told_in_short() -> None:
    """Beside 956 no year is printed, and NJi's 373 are those whose form of exploitation is known."""
    page = plain(part(discrepancies, "2026-10", "d66", "nl"))
    assert "Bij 956 staat geen jaar: dat het over 2017 gaat, leiden wij af" in page
    assert "Nederlands Jeugdinstituut zegt dat de 373 degenen zijn van wie de vorm van uitbuiting bekend is." in page


def titles_in_another_language(month: str, party: str, language: str) -> set[str]:
    other = {"nl": "en", "en": "nl"}[language]
    return set(re.findall(rf'<span lang="{other}">(.*?)</span>', page(month, party, language)))


def test_a_title_in_another_language_than_the_page_says_which_and_one_in_its_own_says_none() -> None:
    dutch, english = (titles_in_another_language("2026-10", "d66", language) for language in ("nl", "en"))
    assert "Reliable estimate reflects true numbers of victims of human trafficking" in dutch
    assert "Jaarcijfers mensenhandel 2024" in english
    publications = reconciled("2026-10").sources.publications
    assert set(publications[publications["title"].isin(english)]["title_language"]) == {"nl"}
    assert set(publications[publications["title"].isin(dutch)]["title_language"]) == {"en"}


def test_a_new_publication_is_told_with_the_language_of_its_title() -> None:
    assert "Jaarcijfers mensenhandel 2024" in titles_in_another_language("2025-10", "all", "en")
    news = page("2025-10", "all", "en").partition('<ul class="changes">')[2].partition("</ul>")[0]
    assert '<span lang="nl">Jaarcijfers mensenhandel 2024</span>' in news


@pytest.mark.parametrize("party", ["all", "d66", "gl-pvda"])
def test_the_seats_of_the_parties_that_signed_are_told_in_one_sentence_of_a_page(party: str) -> None:
    found = briefing("2026-10", party, "nl")
    text = " ".join(text_of(getattr(found, name)) for name in SECTIONS)
    assert len(re.findall(r"hebben (?:samen )?(?:de partijen die tekenden )?76 van de 150", text)) == 1


def test_a_key_figure_says_about_and_that_its_estimate_was_made_for_other_years() -> None:
    strip = plain(part(key_figures, "2026-10", "all", "en"))
    assert "about 5,000" in strip
    assert "Extended to 2024 here." in strip
    assert "about 19%" in strip
    assert "registered in 2024 as a share of the estimate for 2018–2019" in strip
