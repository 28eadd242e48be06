"""What changed since the month before, in sentences; what holds of every month: slow/test_every_month.py."""

import dataclasses
import re

import pandas as pd
import pytest

from analysis.briefing.changes import changes_for_reader
from analysis.core.wording import wording
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.changes import changes_table
from analysis.reconciliation.comparison import Comparison
from support.cases import cases
from support.months import reconciled


def sentences_for(month: Reconciliation, party: str, language: str = "nl") -> list[str]:
    return [entry.sentence for entry in changes_for_reader(month, party, wording(language))]


@pytest.mark.parametrize("row", cases("changes_reported"))
def test_what_changed_is_reported_to_each_reader(row: dict[str, str]) -> None:
    """`which`: the sentences are all that is said, the first, or among others (once, and in no other sentence)."""
    said, typed = sentences_for(reconciled(row["month"]), row["party"], row["language"]), row["sentences"].split("|")
    if row["which"] == "among":
        said = [sentence for sentence in said if typed[0].split(". ")[0] in sentence]
    assert said[: 1 if row["which"] == "first" else None] == typed


def test_a_new_total_comes_first_then_publications_by_authority() -> None:
    sentences = sentences_for(reconciled("2025-10"), "all")
    assert sentences[0].startswith("Geregistreerd in 2024:")
    publishers = [re.findall(r"Nieuw verwerkt: ([^,]+),", sentence) for sentence in sentences]
    named = [name for (name,) in filter(None, publishers)]
    assert named == ["Nationaal Rapporteur", "ANP", "DutchNews.nl", "GeenStijl"]


def test_the_number_of_another_count_is_not_reported_as_a_revision() -> None:
    """Nor is that of the total of 2020 (changes.csv)."""
    changes = reconciled("2021-11").changes
    estimated = changes.query("kind == 'figure' and before.notna() and after.notna()")
    assert list(estimated["sentence_nl"].str.split(",").str[0]) == ["Uit een andere reeks"]


# Months that are made up


def test_a_presented_name_with_a_page_to_open_is_said_without_reserve() -> None:
    """That of 26 March 2026 (e24), as if a page had been found; without one: changes_reported.csv."""
    month = reconciled("2026-03")
    events = month.sources.party_events
    opened = events.assign(source_url=events["source_url"].mask(events["event_id"] == "e24", "https://example.org/"))
    later = dataclasses.replace(month, sources=dataclasses.replace(month.sources, party_events=opened))
    changes = changes_table(Comparison(reconciled("2026-02"), later))
    said = changes.query("kind == 'party_event' and sentence_en.str.contains('new name')")["sentence_en"]
    assert list(said) == ["On 26 March 2026 GL-PvdA presented a new name: Progressief Nederland."]


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
    assert "We do not know why" in row["sentence_en"]
    exact = reconciled("2022-07")
    assert exact.unaccounted_seats.empty
    assert changes_table(Comparison(exact, with_seats(exact, "vvd", 31)))["reason"].to_list() == ["unknown"]


@pytest.mark.parametrize(
    ("party", "state", "reason", "because", "said"),
    [
        ("pvv", "yes", "signature", "signature:pvv", "De PVV heeft de 1300-deal getekend"),
        ("d66", "unknown", "withdrawal", "withdrawal:d66", "De handtekening van D66 geldt niet meer"),
    ],
)
def test_a_new_signature_and_a_withdrawn_one_are_reported_with_the_seats_they_bring(
    party: str, state: str, reason: str, because: str, said: str
) -> None:
    before = reconciled("2022-07")
    support = before.support_by_party.copy()
    support.loc[support["party_id"] == party, "party_signed"] = state
    signing = support["party_signed"].isin(["yes", "by_decision"])
    support.loc[support["party_id"] == "all", "seats_of_signing_parties"] = int(support[signing]["seats"].sum())
    now = dataclasses.replace(before, support_by_party=support)
    now = dataclasses.replace(now, changes=changes_table(Comparison(before, now)))
    rows = now.changes.set_index("kind")
    for kind in ("party_signed", "seats_of_signing_parties"):
        assert (rows.at[kind, "reason"], rows.at[kind, "because"]) == (reason, because)
    sentences = sentences_for(now, party)
    assert sentences[0].startswith(said)
    assert "dat komt door de handtekening van" in sentences[1]


@pytest.mark.parametrize(
    ("day", "held", "rest"),
    [
        ("2023-12-20", 35, " .* That took PVV from 37 to 35 seats."),
        # A split in the old House explains no seat of the new one.
        ("2023-12-02", 37, ""),
    ],
)
def test_a_split_in_the_month_of_an_election_is_counted_apart(day: str, held: int, rest: str) -> None:
    """The month with a split of two from the PVV, which holds so many seats at its end."""
    month = reconciled("2023-12")
    split = {"event_id": "e99", "date": pd.Timestamp(day), "date_as_printed": day, "seats": 2}
    split |= {"from_party_ids": "pvv", "to_party_ids": "lid-krol", "kind": "split", "takes_seat": "yes"}
    row = pd.DataFrame([split], columns=month.sources.party_events.columns)
    events = pd.concat([month.sources.party_events, row], ignore_index=True)
    later = dataclasses.replace(month, sources=dataclasses.replace(month.sources, party_events=events))
    changes = changes_table(Comparison(reconciled("2023-11"), with_seats(later, "pvv", held)))
    change = changes.query("kind == 'seats' and subject == 'pvv'").iloc[0]
    assert (change["reason"], change["because"]) == ("election", "election:TK2023|e99")
    sentence = r"With the election of 22 November 2023, PVV went from 16 to 37 seats\."
    assert re.fullmatch(sentence + rest, change["sentence_en"])
