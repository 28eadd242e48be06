"""Lists for another chamber: rows in the tables, not code. The council of Luchtstad, and all who sign, are made up."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis.core.parameters import Month
from analysis.reconciliation import bodies_of
from analysis.reconciliation.checks import check
from analysis.signatories import resolve_signatures
from analysis.signatories.body import Bodies
from analysis.signatories.support import support_by_party
from analysis.sources import OWN_DATA, as_of
from analysis.sources.signature_lists import read_lists, with_bodies
from support.made_up_parliament import decisions
from support.months import checked_tables, known_in, reconciled

BODIES = [
    "luchtstad,Gemeenteraad van Luchtstad,Luchtstad council,5,Gemeenteraad Luchtstad|gemeente Luchtstad|Luchtstad|"
    "raadsfractie,raadslid|gemeenteraadslid|lid van de gemeenteraad|councillor,https://luchtstad.example/",
    "damstad,Gemeenteraad van Damstad,Damstad council,3,gemeenteraad Damstad|gemeente Damstad|Damstad|raadsfractie,"
    "raadslid|gemeenteraadslid|lid van de gemeenteraad|councillor,https://damstad.example/",
]
ELECTIONS = [
    "LU2022,luchtstad,2022-03-16,2022-01-31,luchtstad 2022,2022-03-30,",
    "DA2022,damstad,2022-03-16,2022-01-31,damstad 2022,2022-03-30,",
]
PARTIES = ["luchtbel,Luchtbel,Luchtbel Lokaal,,Airlock Local,,,made up,https://luchtstad.example/,sourced"]
PARTY_NAMES = ["luchtbel,Luchtbel,abbreviation,,", "luchtbel,Luchtbel Lokaal,name_nl,,"]
SEATS = ["luchtstad,cda,2022-03-30,,3,election,made up", "luchtstad,luchtbel,2022-03-30,,2,election,made up"]
# candidate_id, election, list_no, list_name, party_id, position, person_id, full_name, given, initials, prefix, family
CANDIDATES = [
    "c9001,LU2022,1,CDA,cda,1,wolk-van-der-zweef,Wolk van der Zweef,Wolk,W.,van der,Zweef,yes,made up",
    "c9002,LU2022,1,CDA,cda,2,bries-nevel,Bries Nevel,Bries,B.,,Nevel,no,made up",
    "c9003,LU2022,2,Luchtbel,luchtbel,1,zucht-hemel,Zucht Hemel,Zucht,Z.,,Hemel,yes,made up",
    "c9009,DA2022,1,CDA,cda,2,bries-nevel,Bries Nevel,Bries,B.,,Nevel,no,made up",
    "c9004,DA2022,1,D66,d66,1,klei-terp,Klei Terp,Klei,K.,,Terp,yes,made up",
]
MEMBERS = [
    "m9001,wolk-van-der-zweef,Wolk van der Zweef,Wolk,W.,van der,Zweef,,luchtstad,cda,luchtstad 2022,2022-03-30,,"
    "sitting,derived,,made up",
    "m9003,zucht-hemel,Zucht Hemel,Zucht,Z.,,Hemel,,luchtstad,luchtbel,luchtstad 2022,2022-03-30,,sitting,derived,,"
    "made up",
]
HEADINGS = "Naam,Functie,Organisatie,Datum,Orgaan"


MONTH = Month(2022, 6)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project's data with two councils: rows are added, nothing else."""
    folder = tmp_path_factory.mktemp("councils") / "data"
    shutil.copytree(OWN_DATA, folder)
    added = {"bodies": BODIES, "elections": ELECTIONS, "parties": PARTIES, "party_names": PARTY_NAMES, "seats": SEATS}
    for table, rows in (added | {"candidates": CANDIDATES, "members": MEMBERS}).items():
        with (folder / f"{table}.csv").open("a", encoding="utf-8") as file:
            file.writelines(f"{row}\n" for row in rows)
    write(folder, "Wolk van der Zweef,,CDA,2022-04-01,luchtstad", "Zucht Hemel,,Luchtbel,2022-04-01,luchtstad")
    return folder


@pytest.fixture(scope="module")
def bodies(data: Path) -> Bodies:
    return bodies_of(as_of(MONTH, checked_tables(data)))


def write(data: Path, *lines: str, file: str = "raad.csv") -> None:
    path = data / "signatories" / file
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text("\n".join([HEADINGS, *lines]) + "\n", encoding="utf-8")


@pytest.fixture
def signed(tmp_path: Path, data: Path, bodies: Bodies) -> Callable[..., pd.DataFrame]:
    """What becomes of lines on a list of the council."""

    def resolved(*lines: str, file: str = "raad.csv") -> pd.DataFrame:
        write(tmp_path, *lines, file=file)
        read, _ = with_bodies(read_lists(tmp_path / "signatories")[0], checked_tables(data).tables["bodies"])
        return resolve_signatures(read, bodies, decisions(), MONTH.as_of).signatures

    return resolved


def test_a_list_for_a_council_needs_rows_and_no_code(signed) -> None:
    found = signed(
        "Wolk van der Zweef,raadslid,CDA,2022-04-01,Luchtstad",
        "W. v.d. Zweef,,CDA,2022-04-02,luchtstad",
        '"Hemel, Zucht",fractievoorzitter,Luchtbel Lokaal,2022-04-01,gemeenteraad Luchtstad',
        "B. Nevel,kandidaat,CDA Luchtstad,2022-04-01,Luchtstad council",
        "Bries Navel,raadslid,CDA,2022-04-01,luchtstad",
        "Klei Terp,raadslid,D66,2022-04-01,luchtstad",
        ",,CDA Luchtstad,2022-04-01,luchtstad",
    )
    assert found["outcome"].tolist() == [
        *("accepted", "duplicate", "accepted", "accepted", "review", "not_in_parliament", "accepted")
    ]
    assert found["person_id"].dropna().unique().tolist() == ["wolk-van-der-zweef", "zucht-hemel", "bries-nevel"]
    assert set(found["body_id"]) == {"luchtstad"}
    assert found["candidate_ids"][4] == "bries-nevel"


def test_support_in_a_council_is_counted_apart_from_that_in_the_house(data: Path) -> None:
    month = reconciled(MONTH, data)
    council = support_by_party(month.sources, month.signatures, "luchtstad").set_index("party_id")
    assert council["seats"].to_dict() == {"cda": 3, "luchtbel": 2, "all": 5}
    assert council["sitting_signatories"].to_dict() == {"cda": 1, "luchtbel": 1, "all": 2}
    assert council["coverage_percent"].to_dict() == {"cda": 33.3, "luchtbel": 50.0, "all": 40.0}
    # The CDA in the House had signed by 10 March 2021: that says nothing of the group in Luchtstad.
    assert council["party_signed"].dropna().to_dict() == {"cda": "unknown", "luchtbel": "unknown"}
    assert month.support_by_party.equals(reconciled(MONTH).support_by_party), "nothing changes in the House"


def test_a_councillor_is_no_member_of_the_house_and_the_other_way_round(signed) -> None:
    sitting = known_in(MONTH).members.query("party_id == 'cda' and term == '2021-2023' and end.isna()").iloc[0]
    found = signed(
        "Wolk van der Zweef,raadslid,CDA,2022-04-01,",
        "Wolk van der Zweef,,CDA,2022-04-01,Tweede Kamer",
        f"{sitting['full_name']},,CDA,2022-04-01,luchtstad",
        f"{sitting['full_name']},,CDA,2022-04-01,Tweede Kamer",
    )
    assert found["outcome"].tolist() == ["not_in_parliament", "not_in_parliament", "not_in_parliament", "accepted"]
    assert found["body_id"].tolist() == ["house", "house", "luchtstad", "house"]


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("Wolk van der Zweef,raadslid,CDA Luchtstad,2022-04-01,luchtstad", "accepted"),
        ("Zucht Hemel,raadslid Elders,Luchtbel,2022-04-01,luchtstad", "review"),
        ("Zucht Hemel,wethouder,Luchtbel,2022-04-01,luchtstad", "review"),
        ("Zucht Hemel,Tweede Kamerlid,Luchtbel,2022-04-01,luchtstad", "review"),
    ],
)
def test_a_councillor_of_another_town_or_with_another_office_waits(signed, line: str, outcome: str) -> None:
    assert signed(line)["outcome"].tolist() == [outcome]


def test_who_signs_for_two_bodies_signs_once_for_each(signed) -> None:
    found = signed(
        "Bries Nevel,,CDA,2022-04-01,luchtstad",
        "Bries Nevel,,CDA,2022-04-02,damstad",
        "Bries Nevel,,CDA,2022-04-03,damstad",
    )
    assert found["outcome"].tolist() == ["accepted", "accepted", "duplicate"]


def test_a_folder_named_after_a_body_holds_lists_of_it(signed) -> None:
    found = signed("Klei Terp,raadslid,D66,2022-04-01,", file="damstad/lijst.csv")
    assert found[["body_id", "outcome", "person_id"]].to_numpy().tolist() == [["damstad", "accepted", "klei-terp"]]


def test_a_line_that_names_an_unknown_body_waits(signed) -> None:
    found = signed("Klei Terp,raadslid,D66,2022-04-01,Atlantis", "Zucht Hemel,,Luchtbel,2022-04-01,luchtstad")
    assert found["outcome"].tolist() == ["review", "accepted"]
    assert found["because"][0] == "no body in bodies.csv is called 'Atlantis'"


def test_a_check_reports_a_body_that_is_not_known_and_more_seats_than_a_council_has(tmp_path: Path, data: Path) -> None:
    changed = Path(shutil.copytree(data, tmp_path / "data"))
    write(changed, "Klei Terp,raadslid,D66,2022-04-01,Atlantis")
    with (changed / "seats.csv").open("a", encoding="utf-8") as file:
        file.write("luchtstad,d66,2022-03-30,,1,election,made up\n")
    found = [str(problem) for problem in check(MONTH, changed)]
    assert any("found 6 seats of the body luchtstad on 2022-03-30, expected at most 5" in line for line in found)
    # The text itself is not reported: where cells have moved it is the name of a signatory.
    assert [line for line in found if "Orgaan" in line] == [
        "signatories/raad.csv:2: Orgaan: found a body that is not known, expected the id or a name of one of: house, "
        "luchtstad, damstad; correct the list, or add the body to bodies.csv; until then the line waits for a decision "
        "(warning)"
    ]
