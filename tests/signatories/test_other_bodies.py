"""Lists for another chamber: rows in the tables, not code. The council of Luchtstad, and all who sign, are made up."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis.core.parameters import Month
from analysis.parliament import Chamber
from analysis.reconciliation import bodies_of
from analysis.reconciliation.checks import check
from analysis.signatories import resolve_signatures
from analysis.signatories.body import Bodies
from analysis.signatories.support import signatories_by_party, support_by_party
from analysis.sources import as_of
from analysis.sources.signature_lists import read_lists, with_bodies
from support.cases import cases
from support.csv_rows import rows_in
from support.fewer_candidates import with_fewer_candidates
from support.made_up_parliament import decisions
from support.months import checked_tables, known_in, reconciled
from support.project import PROJECT

COUNCILS = PROJECT / "tests" / "data" / "councils"
HEADINGS = "Naam,Functie,Organisatie,Datum,Orgaan"


MONTH = Month(2022, 6)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project's data with two councils: rows are added, nothing else."""
    folder = tmp_path_factory.mktemp("councils") / "data"
    with_fewer_candidates(folder)
    for rows in COUNCILS.glob("*.csv"):
        with (folder / rows.name).open("a", encoding="utf-8") as file:
            file.write(rows.read_text(encoding="utf-8").partition("\n")[2])
    write(folder, "Wolk van der Zweef,,CDA,2022-04-01,luchtstad", "Zucht Hemel,,Luchtbel,2022-04-01,luchtstad")
    return folder


@pytest.fixture(scope="module")
def bodies(data: Path) -> Bodies:
    return bodies_of(as_of(MONTH, checked_tables(data)))


def write(data: Path, *lines: str, file: str = "lijst.csv") -> None:
    path = data / "signatories" / file
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text("\n".join([HEADINGS, *lines]) + "\n", encoding="utf-8")


@pytest.fixture
def signed(tmp_path: Path, data: Path, bodies: Bodies) -> Callable[..., pd.DataFrame]:
    """What becomes of lines on a list of the council."""

    def resolved(*lines: str, file: str = "lijst.csv") -> pd.DataFrame:
        write(tmp_path, *lines, file=file)
        read, _ = with_bodies(read_lists(tmp_path / "signatories")[0], checked_tables(data).tables["bodies"])
        return resolve_signatures(read, bodies, decisions(), MONTH.as_of).signatures

    return resolved


def described(line: dict[str, str]) -> str:
    """Return the body and outcome of a line, and who signed or may be meant, or else why its body is not known."""
    unknown = line["because"] if line["because"].startswith("no body") else ""
    named = line["person_id"] or line["candidate_ids"] or line["party_id"] or unknown
    return f"{line['body_id']} {line['outcome']} {named}".strip()


@pytest.mark.parametrize("row", cases("council_cases"))
def test_lines_for_a_council_have_these_outcomes(signed, row: dict[str, str]) -> None:
    found = signed(*row["lines"].split("\n"), file=row["file"]).astype("object").fillna("")
    assert [described(line) for line in found.to_dict("records")] == row["outcomes"].split("\n")


def test_support_in_a_council_is_counted_apart_from_that_in_the_house(data: Path) -> None:
    month = reconciled(MONTH, data)
    chamber = Chamber.of(month.sources, "luchtstad")
    council = support_by_party(chamber, month.signatures).set_index("party_id")
    assert council["seats"].to_dict() == {"cda": 3, "luchtbel": 2, "all": 5}
    inside = signatories_by_party(chamber, month.signatures).set_index("party_id")
    assert inside["sitting_signatories"].to_dict() == {"cda": 1, "luchtbel": 1, "all": 2}
    # The CDA in the House had signed by 10 March 2021: that says nothing of the group in Luchtstad.
    assert council["party_signed"].dropna().to_dict() == {"cda": "unknown", "luchtbel": "unknown"}
    assert month.support_by_party.equals(reconciled(MONTH).support_by_party), "nothing changes in the House"


def test_a_member_of_the_house_is_no_councillor(signed) -> None:
    sitting = known_in(MONTH).members.query("party_id == 'cda' and term == '2021-2023' and end.isna()").iloc[0]
    found = signed(*(f"{sitting['full_name']},,CDA,2022-04-01,{body}" for body in ("luchtstad", "Tweede Kamer")))
    assert found["outcome"].tolist() == ["not_in_parliament", "accepted"]
    assert found["body_id"].tolist() == ["luchtstad", "house"]


def test_a_check_reports_a_body_that_is_not_known_and_more_seats_than_a_council_has(tmp_path: Path, data: Path) -> None:
    changed = Path(shutil.copytree(data, tmp_path / "data"))
    write(changed, "Klei Terp,raadslid,D66,2022-04-01,Atlantis", file="raad.csv")
    for folder in ("Luchtstad", "atlantis"):
        write(changed, "Klei Terp,raadslid,D66,2022-04-01,", file=f"{folder}/lijst.csv")
    with (changed / "seats.csv").open("a", encoding="utf-8") as file:
        file.write("luchtstad,d66,2022-03-30,,1,election,made up\n")
    found = [str(problem) for problem in check(MONTH, changed)]
    assert any("found 6 seats of the body luchtstad on 2022-03-30, expected at most 5" in line for line in found)
    ids = ", ".join(row["body_id"] for row in rows_in(changed / "bodies.csv"))
    assert {"house", "luchtstad", "damstad"} <= {*ids.split(", ")}
    # The text itself is not reported: where cells have moved it is the name of a signatory.
    assert [line for line in found if "Orgaan" in line] == [
        f"signatories/raad.csv:2: Orgaan: found a body that is not known, expected the id or a name of one of: {ids}; "
        "correct the list, or add the body to bodies.csv; until then the line waits for a decision "
        "(warning)"
    ]
    assert [line for line in found if "lijst.csv" in line] == [
        "signatories/atlantis/lijst.csv: found a folder named after no body: the list counts for the House, expected "
        f"the id or a name of one of: {ids}; name the folder after the body that the list is about, "
        "or move the list out of it (warning)"
    ]
