"""The briefing as a reader meets it: two pages for every party, in both languages, whatever there is to say."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import html5lib
import pandas as pd
import pytest
from markupsafe import Markup

from analysis.briefing import FRONT_MATTER_TYPE, Fragment, briefing_of
from analysis.briefing.balance import registered_and_estimated
from analysis.briefing.commitments import commitments
from analysis.briefing.main_points import main_points
from analysis.briefing.notes import Notes
from analysis.briefing.numbers import numbers_of_the_pledge
from analysis.briefing.page_facts import PageFacts
from analysis.briefing.party import asked, your_party
from analysis.briefing.support import support_in_parliament
from analysis.core.problems import ParameterError
from analysis.core.wording import wording
from analysis.reconciliation import Reconciliation
from support.fewer_candidates import with_fewer_candidates
from support.months import reconciled
from support.real_pages import SECTIONS, briefing, page, plain

# Parties that signed, said no, did so by a decision, came later, split off, merged, or lost all seats.
READERS = [
    ("2021-03", "vvd", "en"), ("2023-12", "gl-pvda", "nl"), ("2023-12", "bij1", "en"), ("2025-08", "nsc", "nl"),
    ("2026-10", "all", "nl"), ("2026-10", "all", "en"), ("2026-10", "d66", "nl"), ("2026-10", "pvda", "nl"),
    ("2026-10", "groep-markuszower", "en"),
]  # fmt: skip


def part(write: Callable[[PageFacts], Markup], month: str | Reconciliation, party: str, language: str) -> Fragment:
    """One section by itself."""
    known, w = reconciled(month) if isinstance(month, str) else month, wording(language)
    return Fragment(str(write(PageFacts(known, party, w, Notes(known.sources.publications, w, "annex.html")))))


def text_of(fragment: object) -> str:
    html = re.sub(r"<(svg|style).*?</\1>", "", str(fragment.html), flags=re.DOTALL)  # type: ignore[attr-defined]
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
    return text.replace("&amp;", "&").replace("&nbsp;", " ").replace("\xa0", " ")


def points(month: str, party: str, language: str) -> list[str]:
    return [
        plain(Fragment(each)) for each in re.findall(r"<li>.*?</li>", part(main_points, month, party, language).html)
    ]


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


@pytest.mark.parametrize(("month", "party", "language"), READERS)
def test_a_briefing_has_at_most_six_main_points_and_about_800_words(month: str, party: str, language: str) -> None:
    assert len(points(month, party, language)) <= 6
    html = "".join(getattr(briefing(month, party, language), name).html for name in SECTIONS)
    prose = re.sub(r'<(table|svg|ol class="sources").*?</(table|svg|ol)>', "", html, flags=re.DOTALL)
    assert len(plain(Fragment(prose)).split()) < 900


def test_the_first_thing_a_page_says_is_what_the_deal_is_and_that_its_author_is_checked_here_too() -> None:
    for language, said in (("nl", "schreef die belofte en geeft deze briefing uit"), ("en", "wrote that pledge and")):
        text = plain(part(main_points, "2026-10", "d66", language))
        assert said in text
        assert text.index(said) < text.index("944")


def test_the_main_points_of_october_2026_name_the_newest_figures_with_their_range_and_years() -> None:
    """944 registered in 2024, 868 in 2023 (Rapporteur); about 5,000 (WODC), 4,000 to 7,000 (Rapporteur, 2021);
    1,320 girls for 2010-2015 (Rapporteur, 18 October 2017); 29 registered in 2018 (ANP, 18 October 2019).
    """
    dutch = " ".join(points("2026-10", "d66", "nl"))
    for said in (
        "In 2024 zijn 944 vermoedelijke slachtoffers van mensenhandel geregistreerd; in 2023 waren dat er 868.",
        "is voor 2018–2019 geschat op ongeveer 5.000 slachtoffers per jaar (4.000 tot 6.300 of 7.000), door het WODC.",
        "is voor 2010–2015 geschat op 1.320 per jaar; in 2018 zijn 29 Nederlandse minderjarigen geregistreerd.",
        "hebben 76 van de 150 bezette zetels; zonder PRO (voorheen GL-PvdA), zelf geen ondertekenaar, zijn het er 56.",
        "D66 tekende de 1300-deal op of vóór 10 maart 2021.",
        "Veranderd sinds september 2026: Niets.",
        "De jaarcijfers over 2025 zijn nog niet verwerkt.",
    ):
        assert said in dutch, said


def test_the_main_points_of_march_2021_know_only_the_first_estimate() -> None:
    """6,250; 5,000 to 7,500 (Slachtoffermonitor 2012-2016); 1,334 registered in 2019 (Slachtoffermonitor 2015-2019)."""
    said = " ".join(points("2021-03", "d66", "en"))
    assert "In 2019, 1,334 presumed victims" in said
    assert "at about 6,250 victims a year for 2010–2015 (5,000 to 7,500), by UNODC and the National Rapporteur." in said
    assert "there is nothing to compare it with" in said


def test_figures_of_two_series_are_not_put_side_by_side_as_if_one_followed_the_other() -> None:
    months = [reconciled(month).balance.sort_values("year") for month in ("2021-06", "2021-11")]
    other = [rows for rows in months if rows["registered_series"].nunique() > 1]
    assert other
    for month in ("2021-06", "2021-11", "2026-10"):
        rows = reconciled(month).balance.sort_values("year").tail(2)
        followed = rows["registered_series"].nunique() == 1 and rows["year"].diff().iloc[-1] == 1
        assert ("waren dat er" in points(month, "all", "nl")[0]) == followed, month


def test_the_years_of_an_estimate_are_the_same_wherever_it_is_named() -> None:
    """1,320 is printed for 2010-2015 alone; the years 2014-2015 were given later, to the total."""
    for month in ("2021-03", "2021-12", "2026-10"):
        html = "".join(getattr(briefing(month, "all", "nl"), name).html for name in SECTIONS)
        text = re.sub(r"<[^>]+>", "", re.sub(r'<a class="note".*?</a>', "", html))
        assert "2010–2015 geschat op 1.320" in text
        assert "1.320 voor 2010–2015" in text
        assert not re.search(r"1\.320[^.]{0,20}2014|2014–2015[^.]{0,20}1\.320", text)


def test_not_registered_is_never_called_unseen_and_the_estimate_that_is_carried_on_says_so() -> None:
    for language in ("nl", "en"):
        text = plain(part(registered_and_estimated, "2026-10", "all", language))
        assert not re.search("buiten beeld|onzichtbaar|out of view|unseen", text)
    said = plain(part(registered_and_estimated, "2026-10", "all", "nl"))
    assert "Is het werkelijke aantal sinds 2018–2019 gelijk gebleven, dan zijn in 2024 ongeveer 4.100" in said
    assert "(3.100 tot 6.100)" in said, "5,000, 4,000 and 7,000 minus 944, in hundreds"
    assert "Van 6.250 naar 5.000 is geen bewezen daling: de marges overlappen." in said
    assert "UNODC en de Nationaal Rapporteur en het WODC" in said
    assert "Een daling of stijging is dus niet vanzelf een van slachtoffers." in said


def test_a_month_with_one_study_says_nothing_of_a_fall() -> None:
    assert "bewezen daling" not in plain(part(registered_and_estimated, "2021-03", "all", "nl"))


@pytest.mark.parametrize(
    ("month", "party", "said"),
    [
        ("2026-10", "d66", "D66 signed the 1300-deal by 10 March 2021."),
        ("2026-10", "gl-pvda", "the signatures of GroenLinks and PvdA count, given by 10 March 2021."),
        ("2026-10", "gl-pvda", "Their groups in parliament joined on 27 October 2023; PRO (formerly GL-PvdA) did not"),
        ("2026-10", "gl-pvda", "is a decision of 24 November 2026. CKM has yet to confirm that decision."),
        ("2026-10", "vvd", "VVD did not yet want to sign on 10 March 2021, as the press reported."),
        ("2026-10", "pvv", "Our sources hold no signature of PVV; that does not mean there is none."),
        ("2026-10", "nsc", "NSC was not in parliament; it has been since 6 December 2023."),
        ("2026-10", "pvda", "group of PvdA merged into that of PRO (formerly GL-PvdA)"),
        ("2026-10", "lid-keijzer", "Filled seats1 of 150"),
        ("2026-10", "d66", "no list of names has been received yet"),
        ("2021-03", "d66", "22 of 148; 2 of the 150 seats not filled"),
        ("2021-03", "all", "77 of 148; 2 of the 150 seats not filled"),
    ],
)
def test_the_reader_is_told_what_is_known_of_the_party(month: str, party: str, said: str) -> None:
    text = plain(part(your_party, month, party, "en"))
    assert said in text, text


# Each group that split off, in a month in which it sat or after: since when it is one, out of which party, and that
# party's signature. The dates are those of data/party_events.csv and, for the end of a group, data/seats.csv.
GROUPS = [
    ("2021-12", "lid-omtzigt", "is sinds 15 september 2021 een eigen fractie, na een afsplitsing van het CDA."),
    ("2021-12", "lid-omtzigt", "Het CDA tekende de 1300-deal wel, op of vóór 10 maart 2021."),
    ("2025-08", "lid-omtzigt", "was van 15 september 2021 tot en met 5 december 2023 een eigen fractie"),
    ("2021-12", "groep-van-haga", "is sinds 13 mei 2021 een eigen fractie, na een afsplitsing van FVD."),
    ("2021-12", "fractie-den-haan", "is sinds 11 mei 2021 een eigen fractie, na een afsplitsing van 50PLUS."),
    ("2022-02", "lid-gundogan", "is sinds 26 februari 2022 een eigen fractie, na een afsplitsing van Volt."),
    ("2022-07", "lid-gundogan", "is sinds 22 maart 2022 een eigen fractie, na een afsplitsing van Volt."),
    ("2023-11", "lid-ephraim", "na een afsplitsing van de Groep Van Haga. Op 13 mei 2021 had de Groep Van Haga zich"),
    ("2023-11", "lid-ephraim", "Ook van FVD staat er geen."),
    ("2026-10", "groep-markuszower", "is sinds 20 januari 2026 een eigen fractie, na een afsplitsing van de PVV."),
    ("2026-10", "lid-keijzer", "is sinds 24 februari 2026 een eigen fractie, na een afsplitsing van BBB."),
    ("2021-03", "lid-krol", "was van 6 augustus 2020 tot en met 30 maart 2021 een eigen fractie"),
    ("2021-03", "lid-krol", "Op 3 mei 2020 had het Lid Krol zich afgesplitst van 50PLUS."),
    ("2021-03", "lid-van-kooten-arissen", "De PvdD tekende de 1300-deal wel"),
    ("2021-03", "groep-krol-vka", "op 6 augustus 2020, verloor de Groep Krol/vKA de laatste zetel."),
    ("2021-03", "lid-van-haga", "is op 30 november 2020 opgegaan in die van FVD."),
]


@pytest.mark.parametrize(("month", "party", "said"), GROUPS)
def test_a_group_that_split_off_is_told_where_it_came_from(month: str, party: str, said: str) -> None:
    assert said in plain(part(your_party, month, party, "nl"))


def test_no_group_that_split_off_is_said_to_have_come_later_or_to_be_gone_while_it_sat() -> None:
    """Its members sat in the parliament of March 2021 for another party; Krol sat alone on the day of the pledge."""
    events = reconciled("2026-10").sources.party_events
    splinters = set(events[events["kind"] == "split"]["to_party_ids"].str.split("|").explode())
    assert {party for _, party, _ in GROUPS} - {"groep-krol-vka"} == splinters, "each has its case above"
    for month, party, _ in GROUPS:
        text = plain(part(your_party, month, party, "nl"))
        assert "niet in de Kamer" not in text, (month, party)
        assert "Uw fractie: " in text, (month, party)
        assert ("opgegaan" in text) == (party == "lid-van-haga"), (month, party)


def test_a_party_that_lost_its_seats_in_an_election_is_not_said_to_have_lost_them_in_a_split() -> None:
    assert "Met de afsplitsing" not in plain(part(your_party, "2025-08", "groep-van-haga", "nl"))
    assert "Met de afsplitsing van de Fractie Den Haan" in plain(part(your_party, "2021-05", "50plus", "nl"))


def test_predecessors_without_a_seat_are_named_beside_the_chart_and_have_no_row_in_it() -> None:
    shown = part(support_in_parliament, "2026-10", "d66", "nl")
    assert ">GroenLinks<" not in shown.html and ">PvdA<" not in shown.html
    assert "Via voorganger: GroenLinks en de PvdA tekenden op of vóór 10 maart 2021" in plain(shown)
    assert ">PvdA<" in part(support_in_parliament, "2026-10", "pvda", "nl").html, "the reader has a row"
    assert ">PvdA<" in part(support_in_parliament, "2021-03", "d66", "nl").html
    assert "Via voorganger" not in plain(part(support_in_parliament, "2021-03", "d66", "nl"))


@pytest.mark.parametrize(
    ("month", "party", "said"),
    [
        ("2026-10", "d66", "D66 tekende: stel een van de vijf vragen, of laat ons weten wat u sinds 2021"),
        ("2026-10", "gl-pvda", "De voorgangers van PRO (voorheen GL-PvdA) tekenden: stel een van de vijf vragen"),
        ("2026-10", "vvd", "De VVD wilde in 2021 nog niet tekenen. Is dat veranderd, laat het ons dan weten"),
        ("2026-10", "pvv", "Heeft de PVV de 1300-deal getekend, laat het ons dan weten; tekenen kan nog."),
        ("2024-01", "nsc", "NSC zat er in maart 2021 niet bij. Tekenen kan nog"),
        ("2026-10", "lid-keijzer", "Heeft u als enig Kamerlid van het Lid Keijzer getekend"),
        ("2026-10", "pvda", "De PvdA zit niet meer in de Tweede Kamer"),
        ("2026-10", "all", "Tekende uw partij, laat dan zien wat zij sinds 2021 aan de vijf beloften deed."),
    ],
)
def test_what_is_asked_fits_the_reader(month: str, party: str, said: str) -> None:
    text = plain(part(asked, month, party, "nl"))
    assert said in text, text
    assert "opgegeven" not in text, "a telephone number that is not known is not on the page"


def test_a_mail_about_an_error_opens_with_month_and_party_filled_in() -> None:
    month = reconciled("2026-10")
    contact = month.sources.contact | {"email": "fouten@ckm.example"}
    known = replace(month, sources=replace(month.sources, contact=contact))
    (link,) = re.findall(r'href="(mailto:[^"]*)"', part(asked, known, "vvd", "nl").html)
    assert link.startswith("mailto:fouten@ckm.example?subject=1300-deal%2C%20oktober%202026%2C%20VVD&amp;body=")


# Beds and clients are counted by nobody; how long the exploitation lasted by CKM's chat alone.
CHAT_ONLY = ["not_verifiable", "not_verifiable", "qualified"]
THEN = ["qualified", "qualified", "qualified", "qualified", "supported", *CHAT_ONLY]
NOW = ["contradicted", "qualified", "qualified", "qualified", "supported", *CHAT_ONLY]


def test_each_claim_of_the_pledge_has_its_verdict_then_and_now() -> None:
    shown = re.findall(r"verdict verdict-([a-z_]+)", part(numbers_of_the_pledge, "2026-10", "all", "nl").html)
    assert shown[::2] == THEN
    assert shown[1::2] == NOW
    first = re.findall(r"verdict verdict-([a-z_]+)", part(numbers_of_the_pledge, "2021-03", "all", "nl").html)
    assert first == THEN, "in March 2021 then and now are one column"


def test_why_a_claim_holds_or_not_is_said_with_the_numbers_and_their_reserves() -> None:
    """11%: 18 October 2017, with the 1,320; 231 minors in 2019-2023 (NJi); 97.8% = 1 - 29 / 1,320."""
    text = plain(part(numbers_of_the_pledge, "2026-10", "all", "nl"))
    for said in (
        "Zij telt wie slachtoffer ís in een jaar, niet wie het wordt.",
        "In 2018 29 geregistreerd van 1.320 (2010–2015): hooguit 2,2%.",
        "De bron van de schatting gaf zelf 11% in beeld (2010–2015).",
        "In 2019–2023: 231 minderjarige slachtoffers van seksuele uitbuiting, van elke nationaliteit",
        "ten minste 97,8% niet. Niet geregistreerd is niet ongezien.",
        "(elders: minimaal 97%)",
        "288 van 1.150 in 2015: 25%. 108 van 1.334 in 2019: 8,1%. 79 van 944 in 2024: 8,4%.",
        "een cijfer van het CKM zelf",
    ):
        assert said in text, said
    assert "291" not in text, "22% for 2015 is our computation, and was printed by nobody"


def test_a_range_has_the_note_of_who_printed_it_and_both_of_its_upper_ends() -> None:
    """About 5,000 a year (WODC); 4,000 to 6,300 or 7,000 (Rapporteur, 30 November 2021)."""
    found = part(numbers_of_the_pledge, "2026-10", "all", "en").html
    notes = re.search(r"about 5,000<a [^>]*>(.*?)</a> \(4,000 to 6,300 or 7,000<a [^>]*>(.*?)</a>\)", found)
    assert notes is not None and notes[1] != notes[2]


def test_a_number_known_only_second_hand_is_marked_and_the_mark_explained() -> None:
    found = briefing("2026-10", "d66", "nl")
    girls, registered = (
        re.search(rf'{number}</strong><a class="note"[^>]*aria-label="([^"]*)">\[(.*?)\]', found.main_points.html)
        for number in ("1.320", "944")
    )
    assert girls is not None and girls[1].endswith(", uit tweede hand") and girls[2].endswith("*")
    assert registered is not None and registered[1] == "bron 1" and registered[2] == "1"
    assert "Met een sterretje (*)" in found.sources.html


@pytest.mark.parametrize("month", ["2021-03", "2021-12", "2022-06", "2023-12", "2025-12", "2026-10"])
def test_the_counts_of_one_commitment_are_of_one_unit(month: str) -> None:
    """952 victims (2019) beside 329 reports (2024) would read as a fall."""
    found = reconciled(month).commitments
    counts = found[found["publication"].notna() & (found["unit"] != "percent")]
    assert counts.groupby("commitment_id")["unit"].nunique().max() == 1
    assert found["commitment_id"].nunique() == 5


@pytest.mark.parametrize("month", ["2021-12", "2023-12", "2026-10"])
def test_no_commitment_ends_at_an_older_year_than_the_same_quantity_has_elsewhere(month: str) -> None:
    known = reconciled(month)
    shown = known.commitments.dropna(subset=["publication"])
    newest = known.figures.figures_by_quantity.dropna(subset=["value"]).groupby("quantity_id")["reference_year"]
    last = {name: max(year[-4:] for year in years) for name, years in newest}
    for name, rows in shown.groupby("quantity_id"):
        assert rows["reference_year"].str[-4:].max() == last[name], name


def test_the_commitments_of_october_2026_show_the_newest_figures_and_one_question_each() -> None:
    """Reports by the police 490, 310, 360, 329; by care coordination 301 and FairWork 257 in 2024 (CoMensha)."""
    text = plain(part(commitments, "2026-10", "all", "nl"))
    assert "Meldingen door de politie: 490 (2020), 310 (2021), 360 (2023), 329 (2024)." in text
    assert "301 (2024). Meldingen door FairWork: 233 (2023), 257 (2024)." in text
    assert "45% (editie 2016–2020)" in text, "five years can't be measured over 2016-2020: they are the edition's"
    assert "Cijfers van het CKM zelf." in text
    assert "privacybarrières" in text.lower() and "privacyregels" not in text.lower()
    assert text.count("Vraag:") == 5


def test_every_note_leads_to_a_source_and_every_source_back() -> None:
    html = page("2026-10", "d66", "nl")
    targets = set(re.findall(r'id="(source-\d+|ref-\d+)"', html))
    links = set(re.findall(r'href="#(source-\d+|ref-\d+)"', html))
    assert links == targets
    assert len([target for target in targets if target.startswith("source")]) > 15


def test_every_link_to_the_annex_leads_to_a_place_in_it() -> None:
    for language in ("nl", "en"):
        wanted = set(re.findall(r'href="annex.html#([^"]+)"', page("2026-10", "d66", language)))
        there = set(re.findall(r' id="([^"]+)"', page("2026-10", "annex", language)))
        assert wanted and wanted <= there


def test_no_source_of_a_page_is_younger_than_its_month() -> None:
    month = reconciled("2021-03")
    cited = re.findall(r'<li id="source-\d+".*?</li>', briefing("2021-03", "all", "en").sources.html)
    assert cited
    assert month.sources.publications["known_from"].max() <= pd.Timestamp(2021, 3, 31)
    assert not [source for source in cited if "WODC" in source or re.search(r"20(2[2-6])\.", source)]


def test_a_page_is_one_file_under_90_kb_that_parses_as_html_in_the_language_of_the_reader() -> None:
    for language in ("nl", "en"):
        parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
        html = page("2026-10", "gl-pvda", language)
        assert len(html.encode()) < 90_000
        tree = parser.parse(html)
        assert tree.get("lang") == language
        assert [heading.tag for heading in tree.iter("h1")] == ["h1"]
        assert parser.errors == []


def test_the_front_matter_says_that_an_unreleased_month_is_a_concept() -> None:
    facts = briefing("2026-10", "d66", "nl").front_matter._repr_mimebundle_()[FRONT_MATTER_TYPE]
    assert facts == {
        "title": "D66 en de 1300-deal",
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


def test_what_a_party_signed_and_said_has_its_sources() -> None:
    signed = briefing("2026-10", "d66", "nl")
    assert "https://maakhetzichtbaar.nl/1300-deal/" in signed.sources.html
    assert "https://nltimes.nl/2021/03/10/political-parties-commit-fighting-human-trafficking" in signed.sources.html
    assert 'href="#source-' in signed.your_party.html


def titles_in_another_language(month: str, party: str, language: str) -> set[str]:
    other = {"nl": "en", "en": "nl"}[language]
    return set(re.findall(rf'<span lang="{other}">(.*?)</span>', page(month, party, language)))


def test_a_title_in_another_language_than_the_page_says_which_and_one_in_its_own_says_none() -> None:
    dutch, english = (titles_in_another_language("2026-10", "d66", language) for language in ("nl", "en"))
    assert "Trafficking in Persons Report 2021: Netherlands" in dutch
    assert "Jaarcijfers mensenhandel 2024" in english
    assert not dutch & english


def test_institutions_are_named_in_the_language_of_the_page() -> None:
    assert "ministerie van Buitenlandse Zaken van de VS" in briefing("2026-10", "d66", "nl").sources.html
    english = briefing("2026-10", "d66", "en").sources.html
    assert "National Rapporteur" in english and "Nationaal Rapporteur" not in english


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("11 mei", "op 11 mei 2021 (het jaar is afgeleid)"),
        ("mei 2021", "in de maand die eindigt op 31 mei 2021"),
        ("uiterlijk 11-5-2021", "op of vóór 11 mei 2021"),
    ],
)
def test_a_day_is_said_as_precisely_as_it_was_written(written: str, said: str, tmp_path: Path) -> None:
    data = with_fewer_candidates(tmp_path / "data")
    lines = ["Naam,Functie + organisatie,Datum", f",Volt,{written}", ",DENK,12-5-2021"]
    (data / "signatories" / "made-up.csv").write_text("\n".join(lines), encoding="utf-8")
    assert said in text_of(briefing_of(reconciled("2021-06", data), "volt", "nl").your_party)
