"""What changed since the month before: each difference has a reason, ids that can be looked up, and a sentence."""

import dataclasses
import re

import pandas as pd
import pytest

from analysis.briefing.changes import changes_for_reader
from analysis.core.wording import wording
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.changes import changes_table
from analysis.reconciliation.comparison import Comparison
from support.changes_read import faults_in_changes
from support.estimate_changed import ESTIMATE_CHANGED, ESTIMATE_CHANGED_EN
from support.months import reconciled

# Members left and came, parties split, merged and were renamed, elections, a new estimate, a new total, nothing new.
MONTHS = ["2021-05", "2021-09", "2021-11", "2022-07", "2023-10", "2023-12", "2025-08", "2025-11", "2026-06"]


def changes_of(month: str) -> pd.DataFrame:
    return reconciled(month).changes


def row_of(month: str, kind: str, subject: str) -> pd.Series:
    found = changes_of(month)
    return found[(found["kind"] == kind) & (found["subject"] == subject)].iloc[0]


def told(month: str, party: str, language: str = "nl") -> list[str]:
    return [entry.sentence for entry in changes_for_reader(reconciled(month), party, wording(language))]


@pytest.mark.parametrize("month", MONTHS)
def test_every_change_has_a_reason_ids_that_exist_and_a_sentence_in_both_languages(month: str) -> None:
    assert faults_in_changes(reconciled(month)) == []


@pytest.mark.parametrize(
    ("month", "kind", "subject", "reason", "because"),
    [
        ("2021-05", "seats", "cda", "member_left", "member:left:cda"),
        ("2021-05", "seats", "all", "member_left", "member:left:cda"),
        ("2021-05", "seats", "fvd", "party_event", "e08"),
        ("2021-05", "seats_of_signing_parties", "all", "member_left", "member:left:cda"),
        ("2021-06", "seats", "cda", "member_came", "member:came:cda"),
        ("2021-09", "seats", "cda", "party_event", "e09"),
        ("2021-11", "estimate", "estimate-all", "publication", "WODC-MSE-2016-2019"),
        ("2021-11", "claim", "more_than_6000", "publication", "WODC-MSE-2016-2019|NR-NEWS-2021-11-30"),
        ("2021-11", "figure", "estimate-domestic-sexual/2018", "publication", None),
        ("2021-12", "figure", "registered-all/2020", "publication", "SMM-2016-2020"),
        ("2023-10", "party_signed", "gl-pvda", "decision", "e16|p01"),
        ("2023-10", "seats", "groenlinks", "party_event", "e16"),
        ("2023-12", "seats", "all", "election", "election:TK2023"),
        ("2023-12", "seats", "nsc", "election", "election:TK2023"),
        ("2023-12", "party_signed", "bij1", "election", "election:TK2023"),
        ("2025-11", "seats", "nsc", "election", "election:TK2025|e21"),
        ("2025-11", "seats_of_signing_parties", "all", "election", None),
    ],
)
def test_a_change_says_why_it_is_there(month: str, kind: str, subject: str, reason: str, because: str | None) -> None:
    row = row_of(month, kind, subject)
    assert row["reason"] == reason
    assert because is None or row["because"] == because


def test_a_claim_names_the_publications_that_decide_it_and_no_others() -> None:
    new = changes_of("2021-11").query("kind == 'publication'")["subject"]
    row = row_of("2021-11", "claim", "more_than_6000")
    assert set(row["because"].split("|")) == {"WODC-MSE-2016-2019", "NR-NEWS-2021-11-30"} < set(new)


# Afterwards the days on which members came and went are not all known: no reason is guessed.


def with_seats(month: Reconciliation, party: str, seats: int) -> Reconciliation:
    support = month.support_by_party.copy()
    support.loc[support["party_id"] == party, "seats"] = seats
    return dataclasses.replace(month, support_by_party=support)


def test_a_seat_is_not_guessed_that_no_known_member_explains() -> None:
    """Neither one of a member who may have left on an unknown day, nor one of a party whose members are all known."""
    now = reconciled("2025-08")
    party = now.unaccounted_seats["party_id"].iloc[0]
    held = int(now.support_by_party.set_index("party_id").at[party, "seats"])
    (row,) = changes_table(Comparison(now, with_seats(now, party, held - 1))).to_dict("records")
    assert (row["reason"], row["because"]) == ("unknown", f"seats:{party}")
    assert "weten wij niet" in row["sentence_nl"]
    assert "we do not know" in row["sentence_en"]
    exact = reconciled("2022-07")
    assert exact.unaccounted_seats.empty
    assert changes_table(Comparison(exact, with_seats(exact, "vvd", 31)))["reason"].to_list() == ["unknown"]


def signed(month: Reconciliation, party: str, state: str) -> Reconciliation:
    support = month.support_by_party.copy()
    support.loc[support["party_id"] == party, "party_signed"] = state
    signing = support["party_signed"].isin(["yes", "by_decision"])
    support.loc[support["party_id"] == "all", "seats_of_signing_parties"] = int(support[signing]["seats"].sum())
    return dataclasses.replace(month, support_by_party=support)


@pytest.mark.parametrize(
    ("party", "state", "reason", "because", "said"),
    [
        ("pvv", "yes", "signature", "signature:pvv", "De PVV heeft de 1300-deal getekend"),
        ("d66", "unknown", "withdrawal", "withdrawal:d66", "De handtekening van D66 geldt niet meer"),
    ],
)
def test_a_new_signature_and_a_withdrawn_one_are_told_with_the_seats_they_bring(
    party: str, state: str, reason: str, because: str, said: str
) -> None:
    before = reconciled("2022-07")
    now = signed(before, party, state)
    now = dataclasses.replace(now, changes=changes_table(Comparison(before, now)))
    rows = now.changes.set_index("kind")
    for kind in ("party_signed", "seats_of_signing_parties"):
        assert (rows.at[kind, "reason"], rows.at[kind, "because"]) == (reason, because)
    sentences = [entry.sentence for entry in changes_for_reader(now, party, wording("nl"))]
    assert sentences[0].startswith(said)
    assert "dat komt door de handtekening van" in sentences[1]


def with_a_split(month: Reconciliation, day: str, seats: int) -> Reconciliation:
    """The month with a split of two from the PVV, which holds so many seats at its end."""
    split = {"event_id": "e99", "date": pd.Timestamp(day), "date_as_printed": day, "seats": 2}
    split |= {"from_party_ids": "pvv", "to_party_ids": "lid-krol", "kind": "split", "takes_seat": "yes"}
    row = pd.DataFrame([split], columns=month.sources.party_events.columns)
    events = pd.concat([month.sources.party_events, row], ignore_index=True)
    known = dataclasses.replace(month.sources, party_events=events)
    return with_seats(dataclasses.replace(month, sources=known), "pvv", seats)


def test_a_split_after_an_election_in_the_same_month_is_counted_apart() -> None:
    later = with_a_split(reconciled("2023-12"), "2023-12-20", 35)
    row = changes_table(Comparison(reconciled("2023-11"), later)).query("kind == 'seats' and subject == 'pvv'").iloc[0]
    assert (row["reason"], row["because"]) == ("election", "election:TK2023|e99")
    assert "With the election of 22 November 2023, PVV went from 16 to 37 seats." in row["sentence_en"]
    assert row["sentence_en"].endswith("That took PVV from 37 to 35 seats.")


def test_a_split_in_the_old_house_explains_no_seat_of_the_new_one() -> None:
    later = with_a_split(reconciled("2023-12"), "2023-12-02", 37)
    row = changes_table(Comparison(reconciled("2023-11"), later)).query("kind == 'seats' and subject == 'pvv'").iloc[0]
    assert row["because"] == "election:TK2023|e99"
    assert row["sentence_en"] == "With the election of 22 November 2023, PVV went from 16 to 37 seats."


# What each reader is told.


def test_an_election_is_told_to_every_party_with_the_seats_of_those_that_signed() -> None:
    signing = "Door de verkiezing van 29 oktober 2025 gingen de partijen die tekenden van 53 naar 76 zetels."
    own = "Door de verkiezing van 29 oktober 2025 ging D66 van 9 naar 26 zetels."
    assert told("2025-11", "d66") == [own, signing]
    assert told("2025-11", "cu") == ["Voor de CU is er deze maand niets veranderd.", signing]
    assert told("2025-11", "all")[0] == signing
    with_other_words = "With the election of 22 November 2023, the parties that signed went from 78 to 53 seats."
    assert with_other_words in told("2023-12", "vvd", "en")


def test_the_new_estimate_is_told_first() -> None:
    assert told("2021-11", "vvd")[0] == ESTIMATE_CHANGED
    assert told("2021-11", "all", "en")[0] == ESTIMATE_CHANGED_EN


def test_a_new_total_comes_first_then_publications_by_authority() -> None:
    sentences = told("2025-10", "all")
    assert sentences[0].startswith("Geregistreerd in 2024:")
    publishers = [re.findall(r"deze maand: ([^,]+),", sentence) for sentence in sentences]
    assert [name for (name,) in filter(None, publishers)] == [
        "Nationaal Rapporteur Mensenhandel",
        *("ANP", "DutchNews.nl", "GeenStijl"),
    ]


def test_the_number_of_another_count_is_not_told_as_a_revision() -> None:
    total = row_of("2021-12", "figure", "registered-all/2020")
    assert (
        total["sentence_nl"] == "Geregistreerd in 2020: eerst 1.013 (telling: CoMensha), nu 984 (telling: Rapporteur)."
    )
    assert total["sentence_en"] == "Registered in 2020: first 1,013 (count: CoMensha), now 984 (count: Rapporteur)."
    estimated = changes_of("2021-11").query("kind == 'figure' and before.notna() and after.notna()")
    assert list(estimated["sentence_nl"].str.split(",").str[0]) == ["Uit een andere reeks"]


def test_a_party_is_renamed_once_with_its_old_and_its_new_name() -> None:
    assert told("2026-06", "gl-pvda") == ["GL-PvdA heet sinds 9 juni 2026 PRO."]
    assert told("2026-06", "gl-pvda", "en") == ["GL-PvdA has been called PRO since 9 June 2026."]
    (presented,) = told("2026-03", "gl-pvda")
    assert presented == "Op 26 maart 2026 presenteerde GL-PvdA een nieuwe naam: Progressief Nederland."


def test_two_members_who_gave_up_their_seats_are_told_in_one_sentence() -> None:
    assert told("2025-08", "nsc") == [
        "In augustus 2025 gaven 2 Kamerleden van NSC hun zetel op; die bleven bij de lijst."
    ]


def test_an_event_that_the_seats_of_a_party_tell_is_not_told_to_it_twice() -> None:
    split = "Op 15 september 2021 splitste het Lid Omtzigt zich af van het CDA."
    assert [sentence for sentence in told("2021-09", "cda") if split in sentence] == [
        f"{split} Zo ging het CDA van 15 naar 14 zetels."
    ]
    assert split in told("2021-09", "all")


def test_nothing_for_a_party_is_another_thing_than_nothing_at_all() -> None:
    assert told("2022-07", "d66") == ["Voor D66 is er deze maand niets veranderd."]
    assert told("2022-07", "d66", "en") == ["Nothing changed for D66 this month."]
    assert told("2026-10", "d66") == ["Niets. De bronnen die wij kennen, zijn gelijk aan die van september 2026."]
