"""Support by party: the known answers of the sources, and who of the persons is counted where."""

import datetime
from pathlib import Path

import pandas as pd
import pytest

from analysis.core.parameters import Month
from analysis.core.problems import InputError
from analysis.parliament import Chamber
from analysis.reconciliation import without_changes
from analysis.reconciliation.checks import check
from analysis.signatories.support import signatories_by_party, support_by_party
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
    held, signed = march.house.held_on(datetime.date(2021, 3, 10)), march.party_signatures["party_id"]
    assert (held[held["party_id"].isin(signed)]["seats"].sum(), held["seats"].sum()) == (87, 149)


@pytest.mark.parametrize("row", cases("who_signed"))
def test_a_party_that_merged_keeps_its_signature_and_silence_is_unknown(row: dict[str, str]) -> None:
    """Of the party that the case is named after; seats where they were typed."""
    found = reconciled("2026-09").support_by_party.set_index("party_id").loc[row["case"]]
    assert found["party_signed"] == row["party_signed"]
    assert row["seats"] in ("", str(found["seats"]))


def test_the_decision_on_the_merged_party_holds_from_the_day_of_the_merger() -> None:
    after = without_changes(known_in("2023-10"))
    before = support_by_party(Chamber.of(known_in("2023-09")), after.signatures).set_index("party_id")
    assert "gl-pvda" not in before.index
    assert after.support_by_party.set_index("party_id").at["gl-pvda", "party_signed"] == "by_decision"


def test_a_decision_that_rests_on_a_signature_that_is_not_there_stops_the_build(data: Path) -> None:
    signatures = data / "signatories" / "parties-2021-03-10.csv"
    lines = signatures.read_text(encoding="utf-8").splitlines(keepends=True)
    signatures.write_text("".join(line for line in lines if ",PvdA," not in line), encoding="utf-8")
    with pytest.raises(InputError, match="pvda, of which no signature is known"):
        reconciled(Month(2026, 9), data)
    assert any("decisions/parties.csv:2: predecessors" in str(problem) for problem in check(Month(2026, 9), data))


def signed_by(**persons: tuple[str, bool]) -> pd.DataFrame:
    """Signatures of made-up persons: id -> (party, may be named)."""
    rows = [(person, person, party or None, named, "house", "accepted") for person, (party, named) in persons.items()]
    return pd.DataFrame(
        rows, columns=["name_as_written", "person_id", "party_id", "may_be_named", "body_id", "outcome"]
    )


def test_of_persons_support_counts_only_who_may_be_named_and_the_table_inside_counts_all(data: Path) -> None:
    """A candidate of 2021 from the data is there for any person; the list is made up, in a copy."""
    seats = reconciled("2026-09").sources.candidates.query("election == 'TK2021' and party_id == 'bbb'").iloc[0]
    line = f'{seats["full_name"]},"Kamerlid, BBB",2021-04-02,nee\n'
    (data / "signatories" / "lijst.csv").write_text(
        "Naam,Functie + organisatie,Datum,Mag genoemd worden\n" + line, encoding="utf-8"
    )
    month = reconciled(Month(2021, 4), data)
    inside = month.signatories_by_party.set_index("party_id")
    assert inside.loc["bbb"].to_list() == inside.loc["all"].to_list() == [1, 1]
    assert month.support_by_party.equals(reconciled("2021-04").support_by_party), "the same as without the list"
    willing = month.signatures.assign(may_be_named=True)
    named = support_by_party(month.house, willing).set_index("party_id")
    assert named.loc["bbb", ["sitting_named", "coverage_percent"]].to_list() == [1, 100]
    assert named["sitting_named"].sum() == 2, "and the total"


def test_inside_a_party_without_a_seat_for_which_somebody_signed_has_a_row_so_that_rows_add_up_to_the_total() -> None:
    lists = signed_by(a=("bbb", True), b=("pvdd", True), c=("gl-pvda", True))
    lists = lists.assign(
        source_file="lijst.csv", source_row=[2, 3, 4], signed_on=pd.Timestamp("2021-04-02"), signed_on_precision="day"
    )
    rows = signatories_by_party(Chamber.of(known_in("2021-04")), lists).set_index("party_id")["signatories"]
    assert rows["gl-pvda"] == 1
    assert rows.drop("all").sum() == rows["all"] == 3
