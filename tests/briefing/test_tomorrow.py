"""What comes next is rows: a third study, a party that declines, a fallen cabinet, another chamber."""

import dataclasses
import re
from functools import cache
from typing import Any

import pandas as pd
import pytest

from analysis.briefing import annex_of, briefing_of
from analysis.core.parameters import Month
from analysis.reconciliation import Reconciliation, reconcile_tables
from support.months import checked_tables, reconciled

MONTH = Month(2026, 9)


def with_rows(**rows: list[dict[str, Any]]) -> Reconciliation:
    """September 2026 with rows added to tables; each is empty but for what is given."""
    checked, tables = checked_tables(), {}
    for name, added in rows.items():
        old = checked.tables[name]
        frame = pd.DataFrame(added, columns=old.columns)
        for column in old.select_dtypes("datetime").columns:
            frame[column] = pd.to_datetime(frame[column])
        tables[name] = pd.concat([old, frame.astype(old.dtypes.to_dict())], ignore_index=True)
    return reconcile_tables(MONTH, dataclasses.replace(checked, tables=checked.tables | tables))


def changed(month: Month = MONTH, **frames: pd.DataFrame) -> Reconciliation:
    checked = checked_tables()
    return reconcile_tables(month, dataclasses.replace(checked, tables=checked.tables | frames))


def declining(party: str, day: str, month: Month = MONTH) -> Reconciliation:
    """A month in which a party declined on another day than in data/, or did so at all."""
    parties = checked_tables().tables["parties"].copy()
    own = parties["party_id"] == party
    parties.loc[own, ["declined_on", "declined_publication"]] = [pd.Timestamp(day), "NIEUWSNL-2021-12-07"]
    return changed(month, parties=parties)


def text_of(page: Any) -> str:
    fragments = [part.html for name, part in vars(page).items() if name != "front_matter"]
    return " ".join(" ".join(fragments).split())


@cache
def with_a_third_study(**printed: float) -> Reconciliation:
    study = {"series": "third_estimate", "kind": "study", "rank": 35, "name_nl": "de derde schatting (Bureau)"}
    study |= {"name_en": "the third estimate (Bureau)", "short_nl": "Bureau", "short_en": "Bureau"}
    study |= {"borrows_from": None, "maker_nl": "het Bureau", "maker_en": "the Bureau", "edition_kind": None}
    publication = {"publication": "BUREAU-2026", "publisher": "Bureau", "kind": "estimate_study", "quotes": None}
    publication |= {"published_on": "2026-09-01", "known_from": "2026-09-01", "title": "Estimate"}
    figure = {"figure_id": "f999", "publication": "BUREAU-2026", "quantity_id": "estimate-all"}
    figure |= {"series": "third_estimate", "reference_year": "2023-2024", "unit": "persons", "certainty": "primary"}
    unknown = ("value", "lower", "upper", "upper_alternative", "qualifier", "reserve", "quotes", "attributed_to")
    figure |= dict.fromkeys((*unknown, "not_comparable_because")) | {"value_decimals": 0}
    return with_rows(series=[study], publications=[publication], figures=[figure | printed])


@pytest.mark.parametrize(
    ("printed", "point", "finding"),
    [
        ({"lower": 4500, "upper": 6600}, "geschat op", "3.600 tot 5.700 slachtoffers niet geregistreerd"),
        ({"value": 5200}, "een marge is niet gepubliceerd", "ongeveer 4.300 slachtoffers niet geregistreerd"),
    ],
)
def test_a_third_study_may_print_a_range_or_a_value_alone(printed, point, finding):
    """944 registered in 2024: 4,500 - 944 = 3,556, 6,600 - 944 = 5,656, 5,200 - 944 = 4,256, in hundreds."""
    month = with_a_third_study(**printed)
    for party in ("all", "vvd"):
        page = briefing_of(month, party, "nl")
        assert point in page.main_points.html
        assert "het Bureau" in page.main_points.html
        assert finding in page.balance.html
    assert "nan" not in text_of(annex_of(month, "en")).lower().split()


@pytest.mark.parametrize(
    ("value", "lower", "upper", "said_nl", "said_en"),
    [
        (6800, 5400, 8900, "stijging van 5.000 naar 6.800 is niet bewezen", "rise from 5,000 to 6,800 is not proven"),
        (4200, 3500, 5000, "daling van 5.000 naar 4.200 is niet bewezen", "fall from 5,000 to 4,200 is not proven"),
        (8000, 7100, 8900, "", ""),
        (3000, 2500, 3900, "", ""),
        (5000, 4400, 5600, "", ""),
    ],
)
def test_a_rise_and_a_fall_are_not_proven_if_the_ranges_overlap(value, lower, upper, said_nl, said_en):
    """The second study: about 5,000, 4,000 to 7,000 (NR-NEWS-2021-11-30)."""
    month = with_a_third_study(value=value, lower=lower, upper=upper)
    for language, said in (("nl", said_nl), ("en", said_en)):
        found = re.findall(
            r"(?:rise|fall|stijging|daling) (?:van|from) [\d.,]+ (?:naar|to) [\d.,]+ is (?:niet bewezen|not proven)",
            text_of(briefing_of(month, "all", language)),
        )
        assert found == ([said] if said else [])


def test_of_a_group_that_a_study_leaves_out_its_own_row_says_what_is_known():
    """The second study's row says what the WODC was to do; a third one has no such words."""
    of_the_wodc = "Het WODC zou dit uitsplitsen"
    assert of_the_wodc in briefing_of(with_a_third_study(value=5200), "all", "nl").numbers.html
    smaller = with_a_third_study(value=1500, quantity_id="estimate-sexual")
    numbers = briefing_of(smaller, "all", "nl").numbers.html
    assert "In wat wij van het Bureau lazen, is dit niet uitgesplitst." in numbers
    assert of_the_wodc not in numbers


@pytest.mark.parametrize(("party", "name"), [("pvv", "PVV"), ("lid-keijzer", "Lid Keijzer")])
def test_a_party_or_group_that_declines_later_is_dated_by_its_row(party, name):
    page = briefing_of(declining(party, "2026-05-03"), party, "en")
    assert f"{name} did not yet want to sign on 3 May 2026, according to nieuws.nl (ANP)" in page.your_party.html
    assert "have no signature" not in page.your_party.html
    assert "not yet (2021)" in text_of(page) and "not yet (2026)" in text_of(page)


def test_that_a_party_declined_is_said_after_its_last_seat_too():
    """50PLUS lost its seat on 11 May 2021, when Fractie Den Haan split off."""
    month = declining("50plus", "2021-12-07", Month(2023, 7))
    for party in ("50plus", "fractie-den-haan"):
        said = briefing_of(month, party, "en").your_party.html
        assert "50PLUS did not yet want to sign on 7 December 2021, according to nieuws.nl (ANP)" in said


def test_the_page_of_all_says_once_what_is_not_known_of_those_who_declined_and_who_signed_later_in_one_sentence():
    month = declining("pvv", "2026-05-03")
    support = month.support_by_party.copy()
    for party, day in (("d66", 18), ("sp", 3)):
        support.loc[support["party_id"] == party, "signed_on"] = pd.Timestamp(2026, 5, day)
        support.loc[support["party_id"] == party, "signed_on_precision"] = "day"
    page = briefing_of(dataclasses.replace(month, support_by_party=support), "all", "en")
    said = re.sub("<[^>]*>", "", page.your_party.html)
    assert re.search(
        r"PvdD and SGP on or before 10 March 2021\..* Later also on behalf of SP on 3 May 2026.*; D66 on 18 May 2026",
        said,
    )
    assert said.count("We do not know whether they signed after that. We saw no statement by VVD and PVV itself.") == 1


def test_the_years_in_which_parties_signed_are_those_of_their_signatures():
    month = reconciled(MONTH)
    support = month.support_by_party.copy()
    support.loc[support["party_id"] == "d66", "signed_on"] = pd.Timestamp(2026, 5, 18)
    page = briefing_of(dataclasses.replace(month, support_by_party=support), "vvd", "en")
    assert "Who signed in 2021 and 2026, and seats now" in page.your_party.html
    assert "parties signed by March 2021 and May 2026" in page.sources.html


def test_a_cabinet_that_fell_and_was_not_replaced_makes_nobody_opposition():
    cabinets = checked_tables().tables["cabinets"].copy()
    cabinets.loc[cabinets["cabinet"] == "Jetten", "valid_until"] = pd.Timestamp(2026, 9, 1)
    month = changed(cabinets=cabinets[cabinets["valid_from"] <= pd.Timestamp(2026, 9, 1)])
    page = briefing_of(month, "vvd", "en")
    assert "governing cabinet not known" in page.your_party.html
    assert "pposition" not in text_of(page)


def test_a_party_that_merged_was_in_the_house_whatever_is_decided_on_its_signature():
    decisions = checked_tables().tables["decisions_parties"].head(0)
    page = briefing_of(changed(decisions_parties=decisions), "gl-pvda", "nl")
    assert "zat" not in page.your_party.html.split()
    assert "zat er in maart 2021 niet bij" not in text_of(page)


def test_a_commitment_of_which_nothing_is_asked_has_no_empty_line():
    questions = checked_tables().tables["questions"].head(0)
    page = briefing_of(changed(questions=questions), "all", "en")
    assert '<p class="question">' in page.commitments.html
    assert '<p class="question"></p>' not in page.commitments.html
