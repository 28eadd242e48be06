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
from analysis.sources import Sources
from support.months import known_in, reconciled

NEWEST = reconciled(Month(2026, 10))


def whole(support: pd.DataFrame) -> pd.Series:
    return support.set_index("party_id").loc["all"]


@pytest.mark.parametrize(
    ("month", "signing", "filled", "vacant"),
    [
        ("2021-03", 77, 148, 2),
        ("2022-06", 78, 150, 0),
        ("2023-12", 53, 150, 0),
        ("2025-11", 76, 150, 0),
    ],
)
def test_the_parties_that_signed_hold_the_seats_the_sources_give(
    month: str, signing: int, filled: int, vacant: int
) -> None:
    row = whole(reconciled(month).support_by_party)
    assert (row["seats_of_signing_parties"], row["seats"], row["vacant_seats"]) == (signing, filled, vacant)
    assert row["seats"] + row["vacant_seats"] == row["total_seats"] == 150


def test_on_10_march_2021_they_held_87_of_149() -> None:
    march = reconciled(Month(2021, 3))
    assert seats_of_signing_parties(datetime.date(2021, 3, 10), march.sources, march.signatures) == (87, 149)


@pytest.mark.parametrize(("month", "signing"), [("2023-12", 28), ("2025-11", 56)])
def test_without_the_decision_the_merged_party_does_not_count(month: str, signing: int) -> None:
    known = reconciled(month)
    bare = without_decisions(known.sources)
    assert whole(support_by_party(bare, known.signatures))["seats_of_signing_parties"] == signing


def without_decisions(known: Sources) -> Sources:
    none = known.decisions.parties.iloc[:0]
    return dataclasses.replace(known, decisions=dataclasses.replace(known.decisions, parties=none))


def test_a_party_that_merged_keeps_its_signature() -> None:
    rows = NEWEST.support_by_party.set_index("party_id")
    assert (rows.at["pvda", "party_signed"], rows.at["pvda", "seats"]) == ("yes", 0)
    assert (rows.at["groenlinks", "party_signed"], rows.at["groenlinks", "seats"]) == ("yes", 0)
    assert (rows.at["gl-pvda", "party_signed"], rows.at["gl-pvda", "seats"]) == ("by_decision", 20)


def test_the_decision_on_the_merged_party_holds_from_the_day_of_the_merger() -> None:
    after = reconciled("2023-10")
    before = support_by_party(known_in("2023-09"), after.signatures).set_index("party_id")
    assert "gl-pvda" not in before.index
    assert after.support_by_party.set_index("party_id").at["gl-pvda", "party_signed"] == "by_decision"


def test_a_party_that_said_it_would_not_sign_yet_is_no_and_silence_is_unknown() -> None:
    signed = NEWEST.support_by_party.set_index("party_id")["party_signed"]
    assert signed["vvd"] == "no"
    assert signed["pvv"] == "unknown"
    assert signed["groep-markuszower"] == "unknown"


def test_without_a_list_of_persons_nobody_is_counted_and_nothing_is_zero() -> None:
    counts = NEWEST.support_by_party[["signatories", "sitting_signatories", "coverage_percent"]]
    assert counts.isna().all().all()


def test_a_decision_that_rests_on_a_signature_that_is_not_there_stops_the_build(data: Path) -> None:
    signatures = data / "signatories" / "parties-2021-03-10.csv"
    lines = signatures.read_text(encoding="utf-8").splitlines(keepends=True)
    signatures.write_text("".join(line for line in lines if ",PvdA," not in line), encoding="utf-8")
    with pytest.raises(InputError, match="pvda, of which no signature is known"):
        reconciled(Month(2026, 10), data)
    assert any("decisions/parties.csv:2: predecessors" in str(problem) for problem in check(Month(2026, 10), data))


def signed_by(persons: dict[str, tuple[str, bool]]) -> pd.DataFrame:
    """Signatures of made-up persons: id -> (party, may be named)."""
    return pd.DataFrame(
        {
            "name_as_written": list(persons),
            "person_id": list(persons),
            "party_id": [party for party, _ in persons.values()],
            "may_be_named": [named for _, named in persons.values()],
            "body_id": "house",
            "outcome": "accepted",
        }
    )


def counts(**parties: tuple[int, int, int, float]) -> pd.DataFrame:
    """Support of made-up parties: seats, signatories, those of them who sit, coverage."""
    columns = ["seats", "signatories", "sitting_signatories", "coverage_percent"]
    return pd.DataFrame.from_dict(parties, orient="index", columns=columns).rename_axis("party_id").reset_index()


def test_a_count_that_gives_someone_away_is_withheld() -> None:
    support = counts(one=(1, 1, 1, 100.0), many=(9, 3, 3, 33.3), none=(5, 0, 0, 0.0), all=(15, 4, 4, 26.7))
    lists = signed_by({"a": ("one", False), "b": ("many", False), "c": ("many", False), "d": ("many", True)})
    shown = publishable_counts(support, lists).set_index("party_id")
    states = {"one": "withheld", "many": "shown", "none": "withheld", "all": "withheld"}
    assert shown["persons_counted"].to_dict() == states
    assert pd.isna(shown.at["one", "sitting_signatories"])
    assert shown.at["many", "sitting_signatories"] == 3


def test_the_total_is_withheld_with_the_first_count_that_it_would_give_away() -> None:
    support = counts(one=(1, 1, 1, 100.0), many=(9, 3, 3, 33.3), all=(10, 4, 4, 40.0))
    shown = publishable_counts(support, signed_by({"a": ("one", False), "b": ("many", False)}))
    states = {"one": "withheld", "many": "shown", "all": "withheld"}
    assert shown.set_index("party_id")["persons_counted"].to_dict() == states


def test_someone_who_moved_to_a_group_of_one_is_not_given_away_there() -> None:
    """Signed for one party and sits alone for another: the count of that group would tell."""
    support = counts(big=(9, 4, 3, 33.3), alone=(1, 0, 1, 100.0), all=(10, 4, 4, 40.0))
    shown = publishable_counts(support, signed_by({"a": ("big", False), "b": ("big", True)})).set_index("party_id")
    assert shown.at["alone", "persons_counted"] == "withheld"
    assert pd.isna(shown.at["alone", "sitting_signatories"])


def test_the_published_table_withholds_what_the_page_withholds(data: Path) -> None:
    """A candidate of 2021 from the data stands for any person; the list is made up, in a copy."""
    seats = NEWEST.sources.candidates.query("election == 'TK2021' and party_id == 'bbb' and position == 1").iloc[0]
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
    assert "laten wij weg" in page.your_party.html
    assert seats["family_name"] not in "".join(str(getattr(page, name).html) for name in ("your_party", "all_parties"))
    willing = dataclasses.replace(month, signatures=month.signatures.assign(may_be_named=True))
    assert seats["family_name"] in briefing_of(willing, "bbb", "nl").your_party.html
