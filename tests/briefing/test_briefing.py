"""The briefing as a reader meets it: two pages for every party, in both languages, whatever there is to say.

That no page has a gap, a raw value or more than 90 kB: tests/slow/test_every_page.py, of every party with a seat.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.briefing import annex_of, briefing_of
from analysis.core.parameters import ANNEX
from analysis.core.wording import wording
from support.known_answers import fail_with, typed, wrong_answer
from support.months import reconciled
from support.real_pages import NEWEST, SECTIONS, annex, briefing, page, plain

# Parties that signed, said no, did so by a decision, came later, split off, merged, or lost all seats.
READERS = [
    ("2021-03", "vvd", "en"), ("2023-12", "gl-pvda", "nl"), ("2023-12", "bij1", "en"), ("2025-08", "nsc", "nl"),
    ("2026-08", "all", "nl"), ("2026-08", "all", "en"), ("2026-09", "d66", "nl"), ("2026-09", "pvda", "nl"),
    ("2026-09", "groep-markuszower", "en"),
]  # fmt: skip


@pytest.mark.parametrize(("month", "party", "language"), READERS)
def test_every_page_has_six_points_and_800_words_at_most_and_links_that_arrive(
    month: str, party: str, language: str
) -> None:
    assert briefing(month, party, language).main_points.html.count("<li>") <= 6
    html = "".join(getattr(briefing(month, party, language), name).html for name in SECTIONS)
    beside = r'<(table|svg|ol class="sources"|ul class="events").*?</(table|svg|ol|ul)>'
    assert len(plain(re.sub(beside, "", html, flags=re.DOTALL)).split()) < 850
    numbers = [int(number) for number in re.findall(r'<a class="note" href="#source-(\d+)"', html)]
    assert list(dict.fromkeys(numbers)) == list(range(1, max(numbers) + 1)), "notes in the order of reading"
    targets = set(re.findall(r'id="(source-\d+|ref-\d+)"', html))
    assert set(re.findall(r'href="#(source-\d+|ref-\d+)"', html)) == targets, "each note to its source and back"
    in_annex = set(re.findall(r'href="annex.html#([^"]+)"', html))
    assert in_annex <= set(re.findall(r' id="([^"]+)"', page(month, "annex", language)))


# Of the two pages on paper, a tenth more than the longest page of eleven months of 2021 to 2026 has, tables included.
MOST_WORDS = {"main_points": 260, "your_party": 280, "numbers": 400, "commitments": 590, "balance": 140, "sources": 320}


@pytest.mark.parametrize(("month", "party", "language"), [*READERS, ("2026-09", "vvd", "en")])
def test_each_section_keeps_to_its_words(month: str, party: str, language: str) -> None:
    sections = {name: getattr(briefing(month, party, language), name).html for name in MOST_WORDS}
    said = {
        name: len(plain(re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)).split()) for name, html in sections.items()
    }
    assert {name: count for name, count in said.items() if count > MOST_WORDS[name]} == {}


def typed_for_pages() -> Iterator[Any]:
    """Yield each row of sections.csv; one of the newest month says what is known now."""
    for row in typed("sections"):
        marks = [pytest.mark.known_now] if row["month"] == NEWEST else []
        yield pytest.param(row, id="-".join(list(row.values())[:4]), marks=marks)


@pytest.mark.parametrize("row", [*typed_for_pages()])
def test_a_section_says_what_was_typed_from_its_source_and_never_a_pattern_of_words(row: dict[str, str]) -> None:
    found = annex if row["party"] == ANNEX else partial(briefing, party=row["party"])
    text = plain(getattr(found(row["month"], language=row["language"]), row["section"]))
    place = " ".join(row[name] for name in ("month", "party", "language", "section"))
    expected = f"‘{row['text']}’" if row["rule"] == "says" else f"no words like ‘{row['text']}’"
    holds = row["text"] in text if row["rule"] == "says" else not re.search(row["text"], text)
    fail_with([] if holds else [wrong_answer("sections", place, expected, f"‘{text}’")])


def test_each_group_that_split_off_has_its_case_among_them() -> None:
    events = reconciled("2026-09").sources.party_events
    splinters = set(events[events["kind"] == "split"]["to_party_ids"].str.split("|").explode())
    groups = {row["party"] for row in typed("sections") if row["text"] == "Uw groep: "}
    assert groups - {"groep-krol-vka"} == splinters


def test_the_years_of_an_estimate_are_the_same_wherever_it_is_named() -> None:
    """1,320 is printed for 2010-2015 alone; the years 2014-2015 were given later, to the total."""
    for month in ("2021-03", "2021-12", "2026-09"):
        text = plain("".join(getattr(briefing(month, "all", "nl"), name).html for name in SECTIONS))
        assert "2010–2015 geschat op 1.320" in text
        assert "1.320 (2010–2015)" in text
        assert not re.search(r"1\.320[^.]{0,20}2014|2014–2015[^.]{0,20}1\.320", text)


def test_predecessors_without_a_seat_have_a_row_in_the_chart_only_if_they_are_the_reader() -> None:
    readers = {("2026-09", "d66"): False, ("2026-09", "pvda"): True, ("2021-03", "d66"): True}
    shown = {reader: ">PvdA<" in briefing(*reader, "nl").your_party.html for reader in readers}
    assert shown == readers


def test_a_mail_about_an_error_opens_with_month_and_party_filled_in() -> None:
    month = reconciled("2026-09")
    contact = month.sources.contact | {"email": "fouten@ckm.example"}
    known = replace(month, sources=replace(month.sources, contact=contact))
    (link,) = re.findall(r'href="(mailto:[^"]*)"', briefing_of(known, "vvd", "nl").your_party.html)
    assert link.startswith("mailto:fouten@ckm.example?subject=1300-deal%2C%20september%202026%2C%20VVD&amp;body=")


# Beds and clients are counted by nobody; how long the exploitation lasted by CKM's chat alone.
CHAT_ONLY = ["not_verifiable", "not_verifiable", "qualified"]
THEN = ["qualified", "qualified", "qualified", "qualified", "supported", *CHAT_ONLY]
NOW = ["superseded", "qualified", "qualified", "qualified", "supported", *CHAT_ONLY]


def test_each_claim_of_the_pledge_has_its_verdict_then_and_now() -> None:
    now, first = (
        re.findall(r"verdict verdict-([a-z_]+)", briefing(month, "all", "nl").numbers.html)
        for month in ("2026-09", "2021-03")
    )
    assert (now[::2], now[1::2]) == (THEN, NOW)
    assert first == THEN, "in March 2021 then and now are one column"


def test_a_claim_that_was_added_has_its_sentence_its_verdict_and_why(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As CONTRIBUTING.md says: a row of claims.csv, and its sentences in claims.toml."""
    rows = {
        "many_cities": '12,,unquantified,,,,,,,,,,"1300-deal, third point",',
        "a_sixth": '13,share-in-view-all,more_than,10,,,percent,estimate-all,,,,,"1300-deal, third point",',
        "sexual": '14,estimate-sexual,at_least,2000,,,persons,,,,,,"1300-deal, third point",',
    }
    with (data / "claims.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{claim_id},{row}\n" for claim_id, row in rows.items())
    for claim_id, language in product(rows, ("nl", "en")):
        monkeypatch.setitem(
            wording(language).sentences, f"claims.{claim_id}.claim", f"Het gebeurt <veel> ({claim_id})."
        )
    month = reconciled("2026-09", data)
    html = briefing_of(month, "all", "nl").numbers.html
    assert '<a class="annex" href="annex.html#claim-many-cities">Het gebeurt &lt;veel&gt; (many_cities)</a>' in html
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in html.split("<tr")[-3:]]
    cells = [[plain(re.sub(r"<a [^>]*>.*?</a>", "", cell)).strip() for cell in row] for row in cells]
    assert [cell for _, *now in cells for cell in now] == [
        *("geen bron", "Wij vonden hierover geen cijfer."),
        "met kanttekening",
        "944 (2024) naast ongeveer 5.000 (4.000 tot 6.300 of 7.000) (2018–2019): "
        "ongeveer 18,9% (13,5–23,6%) geregistreerd.",
        *("klopt", "Geschat: ongeveer 2.000 per jaar voor 2016–2019, door twee universiteiten voor het WODC."),
    ]
    assert '<article class="claim" id="claim-many-cities">' in annex_of(month, "nl").claims.html


def test_a_range_has_the_note_of_who_printed_it_and_both_of_its_upper_ends() -> None:
    """About 5,000 a year (WODC); 4,000 to 6,300 or 7,000 (Rapporteur, 30 November 2021)."""
    found = briefing("2026-09", "all", "en").numbers.html
    notes = re.search(r"about 5,000<a [^>]*>(.*?)</a> \(4,000 to 6,300 or 7,000<a [^>]*>(.*?)</a>\)", found)
    assert notes is not None and notes[1] != notes[2]


def test_a_number_known_only_second_hand_is_marked_and_the_mark_explained() -> None:
    found = briefing("2026-09", "d66", "nl")
    girls, registered = (
        re.search(rf'{number}</strong><a class="note"[^>]*aria-label="([^"]*)">\[(.*?)\]', found.main_points.html)
        for number in ("1.320", "944")
    )
    assert girls is not None and girls[1].endswith(", uit de tweede hand") and girls[2].endswith("*")
    assert registered is not None and registered[1] == "bron 1" and registered[2] == "1"
    assert "*: uit de tweede hand." in found.sources.html


@pytest.mark.parametrize("month", ["2021-03", "2021-12", "2022-06", "2023-12", "2025-12", "2026-09"])
def test_the_counts_of_victims_of_one_commitment_are_of_one_unit_and_of_one_quantity_always(month: str) -> None:
    """952 victims (2019) beside 329 reports (2024) would read as a fall; suspects and cases stay by themselves."""
    found = reconciled(month).commitments
    known = found[found["publication"].notna()]
    assert known.groupby(["commitment_id", "quantity_id"])["unit"].nunique().max() == 1
    measures = reconciled(month).sources.quantities.set_index("quantity_id")["measure"]
    of_victims = known[known["quantity_id"].map(measures).isin(["registered_persons", "reports"])]
    assert of_victims.groupby("commitment_id")["unit"].nunique().max() == 1
    assert found["commitment_id"].nunique() == 5


@pytest.mark.parametrize("month", ["2021-12", "2023-12", "2026-09"])
def test_no_commitment_ends_at_an_older_year_than_the_same_quantity_has_elsewhere(month: str) -> None:
    known = reconciled(month)
    shown = known.commitments.dropna(subset=["publication"])
    newest = known.figures.figures_by_quantity.dropna(subset=["value"]).groupby("quantity_id")["reference_year"]
    last = {name: max(year[-4:] for year in years) for name, years in newest}
    for name, rows in shown.groupby("quantity_id"):
        assert rows["reference_year"].str[-4:].max() == last[name], name


def test_no_source_of_a_page_is_younger_than_its_month() -> None:
    month = reconciled("2021-03")
    cited = re.findall(r'<li id="source-\d+".*?</li>', briefing("2021-03", "all", "en").sources.html)
    assert cited
    assert month.sources.publications["known_from"].max() <= pd.Timestamp(2021, 3, 31)
    assert not [source for source in cited if "WODC" in source or re.search(r"20(2[2-6])\.", source)]


def test_what_a_party_signed_and_said_has_its_sources() -> None:
    signed = briefing("2026-09", "d66", "nl")
    assert "https://maakhetzichtbaar.nl/1300-deal/" in signed.sources.html
    assert "https://nltimes.nl/2021/03/10/political-parties-commit-fighting-human-trafficking" in signed.sources.html
    assert 'href="#source-' in signed.your_party.html


def test_titles_and_publishers_are_in_the_language_of_the_page_or_say_which_it_is() -> None:
    dutch, english = (briefing("2026-09", "d66", language).sources.html for language in ("nl", "en"))
    in_english, in_dutch = (
        set(re.findall(rf'<span lang="{other}">(.*?)</span>', html)) for other, html in (("en", dutch), ("nl", english))
    )
    assert "Trafficking in Persons Report 2021: Netherlands" in in_english
    assert "Jaarcijfers mensenhandel 2024" in in_dutch
    assert not in_english & in_dutch
    assert "Ministerie van Buitenlandse Zaken (VS)" in dutch
    assert "National Rapporteur" in english and "Nationaal Rapporteur" not in english


def test_a_day_is_said_as_precisely_as_it_was_written(data: Path) -> None:
    days = {
        "volt": ("Volt", "11 mei", "op 11 mei 2021 (het jaar is afgeleid)"),
        "ja21": ("JA21", "mei 2021", "in de maand die eindigt op 31 mei 2021"),
        "fvd": ("FVD", "uiterlijk 11-5-2021", "op of vóór 11 mei 2021"),
    }
    lines = ["Naam,Functie + organisatie,Datum", *(f",{party},{written}" for party, written, _ in days.values())]
    (data / "signatories" / "lijst.csv").write_text("\n".join([*lines, ",DENK,12-5-2021"]), encoding="utf-8")
    for party_id, (_, _, said) in days.items():
        assert said in plain(briefing_of(reconciled("2021-06", data), party_id, "nl").your_party)


# The dates of the events that an editor marked, newest first: data/commitment_events.csv, typed from their sources.
ON_PAGE = {
    "2021-03": "1 jul 2020, 13 nov 2018; sep 2019, apr 2019; 21 jan 2021, 27 mei 2020; ; 4 dec 2019, 18 okt 2019",
    "2023-12": "21 dec 2023, 18 okt 2023; 18 okt 2023; 9 nov 2023, 1 jan 2022; 1 dec 2022, 4 okt 2021; 2021",
    "2026-09": "22 sep 2026, 15 dec 2025; 22 sep 2026, 18 okt 2023; 22 sep 2026, 10 jun 2025; 1 dec 2022, 4 okt 2021; "
    "1 mrt 2025, 18 jun 2024",
}


def events(html: str) -> list[str]:
    lists = re.findall(r'<ul class="events">(.*?)</ul>', html, re.DOTALL)
    return [plain(item) for each in lists for item in re.findall(r"<li>(.*?)</li>", each, re.DOTALL)]


@pytest.mark.parametrize("month", ON_PAGE)
def test_each_commitment_shows_its_newest_marked_events_as_of_the_month_and_one_question(month: str) -> None:
    each = briefing(month, "all", "nl").commitments.html.split("<h3>")[1:]
    assert "; ".join(", ".join(re.findall(r"<li><strong>(.*?)</strong>", html)) for html in each) == ON_PAGE[month]
    assert [html.count("Vraag:") for html in each] == [1] * 5
    for item in events("".join(briefing(month, "all", language).commitments.html for language in ("nl", "en"))):
        assert re.search(r"\([^()]+\)\.$", item), "where it can be read"
        assert not re.search(r"slechts|eindelijk|nog maar|ten slotte|\bonly\b|at last|finally", item), "not graded"


def test_what_parties_did_is_said_in_the_same_words_whether_they_signed_or_not() -> None:
    """ChristenUnie signed, JA21 is not known to have: both proposed this motion of 22 September 2026."""
    signed, other = (
        [act for act in events(briefing("2026-09", party, "nl").your_party.html) if "minimumleeftijd" in act]
        for party in ("cu", "ja21")
    )
    assert signed == other != []


def test_an_annex_without_the_total_of_the_first_study_does_not_date_it() -> None:
    month = reconciled("2026-09")
    first = (month.estimates["series"] == "first_estimate") & (month.estimates["quantity_id"] == "estimate-all")
    assert first.any()
    said = annex_of(replace(month, estimates=month.estimates[~first]), "en").words_and_method.html
    assert "What is in publications that we did not collect" in said and "later dated" not in said
