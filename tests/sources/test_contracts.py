"""Every problem of every input file in one report, for the person who can fix it."""

from pathlib import Path

import pytest
from dictionary import dictionary

from analysis import sources
from analysis.core.parameters import Month
from analysis.core.problems import InputError
from analysis.sources import OWN_DATA
from analysis.sources.contracts import own_contract
from support.known_answers import typed
from support.months import checked_tables
from support.planted_faults import errors, spoil


def test_the_figures_of_the_research_are_there_each_with_a_quantity_or_a_reason() -> None:
    # Read as they are: else an InputError names each fault of the data of the project.
    figures = checked_tables().tables["figures"]
    assert (figures["quantity_id"].notna() | figures["not_comparable_because"].notna()).all()
    # f001 to f400 came from the research; what is added each October follows them, such as who wrote to CKM's chat.
    assert figures["figure_id"].to_list()[:400] == [f"f{number:03}" for number in range(1, 401)]
    assert (figures["certainty"][:400] == "primary").sum() == 98
    assert {f"f{number}" for number in range(401, 407)} <= set(figures["figure_id"])


@pytest.mark.parametrize("shows", ["in one table", "between sound tables"])
def test_faults_of_several_files_come_in_one_report_each_with_file_row_column_found_and_expected(
    data: Path, shows: str
) -> None:
    """Those of tests/data/known/faults_in_tables.csv: some show only between tables that are sound by themselves."""
    planted = [row for row in typed("faults_in_tables") if row["shows"] == shows]
    for row in planted:
        spoil(data, row["file"], row["text"], row["planted"])
    report = errors(data)
    assert [row["said"] for row in planted if not any(row["said"] in line for line in report)] == [], report
    assert len(report) == len(set(report)), "each fault is reported once"


def test_a_file_that_is_no_table_is_named_and_the_others_are_still_checked(data: Path) -> None:
    (data / "parties.csv").write_bytes(b"party_id\n\xff\xfe\n")
    (data / "formulas.csv").write_text("")
    (data / "claims.csv").write_text("claim_id\x00")
    spoil(data, "seats.csv", "party_id,valid_from", "party,valid_from")
    spoil(data, "members.csv", ",official,", ",offical,")
    report = errors(data)
    files = {"parties.csv", "formulas.csv", "claims.csv", "seats.csv", "members.csv"}
    assert {line.split(":")[0] for line in report} == files
    starts = ["parties.csv:2: found the byte 0xff, which is no UTF-8", "members.csv:2: certainty"]
    starts += ["seats.csv:1: found a header that differs at column 2"]
    assert all(any(line.startswith(start) for line in report) for start in starts), report


@pytest.mark.parametrize("files", [["datapackage.json"], ["seats.csv", "decisions/parties.csv"]])
def test_a_missing_file_is_named(data: Path, files: list[str]) -> None:
    for file in files:
        (data / file).unlink()
    with pytest.raises(InputError) as caught:
        sources.as_of(Month(2026, 10), sources.read_tables(data))
    assert {p.file for p in caught.value.problems if p.found == "no such file"} == set(files)


def test_the_dictionary_is_the_one_that_the_contract_gives() -> None:
    written = (OWN_DATA / "README.md").read_text(encoding="utf-8")
    assert written == dictionary(own_contract()), "run `make dictionary`"


def test_every_column_of_the_contract_says_what_it_means_and_none_is_for_birth_dates_or_addresses() -> None:
    for table in own_contract()["resources"]:
        assert table["certainty"] and table["licenses"]
        for field in table["schema"]["fields"]:
            assert field["description"].endswith((".", "?")), table["name"]
            assert not any(word in field["name"] for word in ("birth", "born", "address", "street", "residence"))


def test_each_title_of_a_publication_says_its_language_and_nothing_else_does() -> None:
    publications = checked_tables().tables["publications"]
    assert (publications["title"].notna() == publications["title_language"].notna()).all()
