"""Support by party: the known answers of the sources, and counts that may not give anyone away."""

import dataclasses
import datetime
from pathlib import Path

import pandas as pd
import pytest

from analysis.briefing import briefing_of
from analysis.core.parameters import Month
from analysis.core.problems import InputError
from analysis.publish.tables import tables_of
from analysis.reconciliation.checks import check
from analysis.signatories.support import publishable_counts, seats_of_signing_parties, support_by_party
from support.cases import cases
from support.months import known_in, reconciled


@pytest.mark.parametrize("row", cases("seats_of_signing_parties"))
def test_the_parties_that_signed_hold_the_seats_the_sources_give(row: dict[str, str]) -> None:
    """By the end of the month that the case is named after.

    Seats: the House's own data and the official results; who signed: CKM, ANP and NL Times of 10 March 2021.
    """
    found = reconciled(row["case"]).support_by_party.set_index("party_id").loc["all"]
    assert {name: str(found[name]) for name in row if name != "case"} | {"case": row["case"]} == row
    assert found["seats"] + found["vacant_seats"] == found["total_seats"] == 150


def test_on_10_march_2021_they_held_87_of_149() -> None:
    march = reconciled(Month(2021, 3))
    assert seats_of_signing_parties(datetime.date(2021, 3, 10), march.sources, march.signatures) == (87, 149)


@pytest.mark.parametrize("row", cases("who_signed"))
def test_a_party_that_merged_keeps_its_signature_and_silence_is_unknown(row: dict[str, str]) -> None:
    """Of the party that the case is named after; seats where they were typed."""
    found = reconciled("2026-10").support_by_party.set_index("party_id").loc[row["case"]]
    assert found["party_signed"] == row["party_signed"]
    assert row["seats"] in ("", str(found["seats"]))


def test_the_decision_on_the_merged_party_holds_from_the_day_of_the_merger() -> None:
    after = reconciled("2023-10")
    before = support_by_party(known_in("2023-09"), after.signatures).set_index("party_id")
    assert "gl-pvda" not in before.index
    assert after.support_by_party.set_index("party_id").at["gl-pvda", "party_signed"] == "by_decision"


def test_without_a_list_of_persons_nobody_is_counted_and_nothing_is_zero() -> None:
    counts = reconciled("2026-10").support_by_party[["signatories", "sitting_signatories", "coverage_percent"]]
    assert counts.isna().all().all()


def test_a_decision_that_rests_on_a_signature_that_is_not_there_stops_the_build(data: Path) -> None:
    signatures = data / "signatories" / "parties-2021-03-10.csv"
    lines = signatures.read_text(encoding="utf-8").splitlines(keepends=True)
    signatures.write_text("".join(line for line in lines if ",PvdA," not in line), encoding="utf-8")
    with pytest.raises(InputError, match="pvda, of which no signature is known"):
        reconciled(Month(2026, 10), data)
    assert any("decisions/parties.csv:2: predecessors" in str(problem) for problem in check(Month(2026, 10), data))


def signed_by(**persons: tuple[str, bool]) -> pd.DataFrame:
    """Signatures of made-up persons: id -> (party, may be named)."""
    rows = [(person, person, party or None, named, "house", "accepted") for person, (party, named) in persons.items()]
    return pd.DataFrame(
        rows, columns=["name_as_written", "person_id", "party_id", "may_be_named", "body_id", "outcome"]
    )


def counts(**parties: tuple[float, ...]) -> pd.DataFrame:
    """Support of made-up parties: seats, signatories, those of them who sit, coverage."""
    columns = ["seats", "signatories", "sitting_signatories", "coverage_percent"]
    return pd.DataFrame.from_dict(parties, orient="index", columns=columns).rename_axis("party_id").reset_index()


@pytest.mark.parametrize("row", cases("withheld_counts"))
def test_a_count_that_gives_someone_away_is_withheld(row: dict[str, str]) -> None:
    """`support` has seats, signatories, those who sit and coverage of each party, `persons` the party of each."""
    support = {name: tuple(map(float, cells)) for name, *cells in (each.split() for each in row["support"].split("; "))}
    persons = enumerate(each.split() for each in row["persons"].split("; "))
    signed = {f"p{n}": (party.strip("-"), bool(named)) for n, (party, *named) in persons}
    shown = publishable_counts(counts(**support, all=(20, 9, 9, 45.0)), signed_by(**signed)).set_index("party_id")
    assert shown["persons_counted"].to_dict() == dict(each.split("=") for each in row["states"].split())
    withheld = shown["persons_counted"].eq("withheld")
    for column in ("signatories", "sitting_signatories", "coverage_percent"):
        assert shown[column].isna().tolist() == withheld.tolist()


def test_the_published_table_withholds_what_the_page_withholds(data: Path) -> None:
    """A candidate of 2021 from the data is there for any person; the list is made up, in a copy."""
    seats = (
        reconciled("2026-10")
        .sources.candidates.query("election == 'TK2021' and party_id == 'bbb' and position == 1")
        .iloc[0]
    )
    line = f'{seats["full_name"]},"Kamerlid, BBB",2021-04-02,nee\n'
    (data / "signatories" / "made-up.csv").write_text(
        "Naam,Functie + organisatie,Datum,Mag genoemd worden\n" + line, encoding="utf-8"
    )
    month = reconciled(Month(2021, 4), data)
    assert month.support_by_party.set_index("party_id").at["bbb", "sitting_signatories"] == 1
    published = tables_of(month)
    rows = {row.split(",")[0]: row for row in published["share/data/parties.csv"].decode().splitlines()}
    assert rows["bbb"].endswith("withheld")
    assert rows["bbb"].split(",")[6:9] == ["", "", ""]
    shared = b"".join(content for path, content in published.items() if path.startswith("share/"))
    assert seats["family_name"].encode() not in shared
    page = briefing_of(month, "bbb", "nl")
    assert "zou iemand kunnen verraden" in page.your_party.html
    assert seats["family_name"] not in "".join(str(getattr(page, name).html) for name in ("main_points", "your_party"))
    willing = dataclasses.replace(month, signatures=month.signatures.assign(may_be_named=True))
    assert seats["family_name"] in briefing_of(willing, "bbb", "nl").your_party.html


def test_a_party_without_a_seat_for_which_somebody_signed_has_a_row_so_that_rows_add_up_to_the_total() -> None:
    lists = signed_by(a=("bbb", True), b=("pvdd", True), c=("gl-pvda", True))
    lists = lists.assign(
        source_file="made-up.csv", source_row=[2, 3, 4], signed_on=pd.Timestamp("2021-04-02"), signed_on_precision="day"
    )
    rows = support_by_party(known_in("2021-04"), lists).set_index("party_id")["signatories"]
    assert rows["gl-pvda"] == 1
    assert rows.drop("all").sum() == rows["all"] == 3
