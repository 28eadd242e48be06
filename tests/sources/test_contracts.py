"""Every problem of every input file in one report, for the person who can mend it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis import sources
from analysis.dictionary import dictionary
from analysis.parameters import Month
from analysis.problems import InputError
from analysis.sources import OWN_DATA
from analysis.sources.contracts import read_contract


def spoil(data: Path, file: str, found: str, replacement: str) -> None:
    path = data / file
    text = path.read_text(encoding="utf-8")
    assert found in text
    path.write_text(text.replace(found, replacement, 1), encoding="utf-8")


def reported(data: Path) -> list[str]:
    return [str(problem) for problem in sources.check(data) if problem.severity == "error"]


def test_the_real_data_keep_their_contract() -> None:
    assert [p for p in sources.check(OWN_DATA) if p.severity == "error"] == []


def test_a_grammar_that_jsonschema_finds_beside_jupyterlab_is_not_built_for_the_contract(tmp_path: Path) -> None:
    (tmp_path / "rfc3987_syntax.py").write_text("print('built')", encoding="utf-8")
    steps = "from analysis.sources import read_tables; read_tables(); print('read'); import rfc3987_syntax"
    folders = [str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])]
    settings = os.environ | {"PYTHONPATH": os.pathsep.join(folders)}
    said = subprocess.run([sys.executable, "-c", steps], env=settings, check=True, capture_output=True, text=True)
    # Who asks for it afterwards gets it.
    assert said.stdout.split() == ["read", "built"]


def test_all_400_figures_of_the_research_are_there_each_with_a_quantity_or_a_reason() -> None:
    contract = read_contract(OWN_DATA)
    table = next(t for t in contract["resources"] if t["name"] == "figures")
    figures = sources.read_table(OWN_DATA, table)
    assert (figures["quantity_id"].notna() | figures["not_comparable_because"].notna()).all()
    # f001 to f400 came from the research; what is added each October follows them.
    first = figures[figures["figure_id"].str[1:].astype(int) <= 400]
    assert first["figure_id"].to_list() == [f"f{number:03}" for number in range(1, 401)]
    assert (first["certainty"] == "primary").sum() == 98


def test_problems_of_several_files_come_in_one_report(data: Path) -> None:
    spoil(data, "seats.csv", "house,vvd,2017-03-23,2017-10-23,33", "house,vvx,2017-03-23,2017-10-23,33")
    spoil(data, "members.csv", ",official,", ",offical,")
    spoil(data, "party_events.csv", "2019-07-16,2019-07-16", "2019-02-30,2019-07-16")
    report = reported(data)
    assert len(report) == 3
    assert "seats.csv:2: party_id: found 'vvx', expected a party_id of parties; add it to parties first" in report[2]
    assert "members.csv:2: certainty: found 'offical', expected one of official, derived" in report[0]
    assert "party_events.csv:2: date: found '2019-02-30', expected a date as YYYY-MM-DD" in report[1]


@pytest.mark.parametrize(
    ("file", "found", "replacement", "told"),
    [
        ("seats.csv", "party_id,valid_from", "party,valid_from", "seats.csv:1: found a header that differs at party"),
        ("seats.csv", "2017-10-23,33,", "2017-10-23,330,", "found '330', expected a whole number from 1 to 150"),
        ("seats.csv", "2017-03-23,2017-10-23,33", "2017-03-23,2016-10-23,33", "valid_until: found 2016-10-23"),
        ("seats.csv", "2017-03-23,2017-10-23,33", "2017-03-23,2017-10-24,33", "expected a day after the period before"),
        (
            "seats.csv",
            "2017-03-23,2017-10-23,33",
            "2017-03-23,2017-10-23,34",
            "found 151 seats of the body house on 2017-03-23",
        ),
        ("parties.csv", "d66,D66", "vvd,D66", "parties.csv:3: party_id: found a value that stands in an earlier row"),
        ("publications.csv", "SMM-2013-2017,", "SMM-2013-2018,", "expected a publication of publications"),
        ("figures.csv", "f001,MIU-2007-2011,", "f001,,", "figures.csv:2: publication: found an empty cell"),
        ("commitments.csv", "registered-all", "registered-al", "found 'registered-al', expected a quantity_id"),
        ("publications.csv", ",2012-12-24,", ",2012-02-31,", "published_on: found '2012-02-31', expected a date that"),
        ("figures.csv", ",1222,", ",1.222,", "value: found 1.222, expected a whole number of persons"),
        ("figures.csv", ",1222,", ",-1222,", "value: found -1222, expected a whole number of persons"),
        (
            "figures.csv",
            "registered-all,2024,944",
            "registered-all,2042,944",
            "found '2042', expected 2025, the year of JC",
        ),
        (
            "publications.csv",
            ",2018-10-18,",
            ",2024-10-18,",
            "quotes: found 'SMM-2013-2017', expected a publication of",
        ),
    ],
)
def test_a_fault_is_told_with_file_row_column_found_and_expected(
    data: Path, file: str, found: str, replacement: str, told: str
) -> None:
    spoil(data, file, found, replacement)
    assert any(told in line for line in reported(data)), reported(data)


def test_a_file_that_is_no_text_is_named_and_the_others_are_still_checked(data: Path) -> None:
    (data / "parties.csv").write_bytes(b"party_id\n\xff\xfe\n")
    spoil(data, "members.csv", ",official,", ",offical,")
    report = reported(data)
    assert any(line.startswith("parties.csv:2: found the byte 0xff, which is no UTF-8") for line in report)
    assert any(line.startswith("members.csv:2: certainty") for line in report)


@pytest.mark.parametrize("file", ["seats.csv", "datapackage.json", "decisions/parties.csv"])
def test_a_missing_file_is_named(data: Path, file: str) -> None:
    (data / file).unlink()
    with pytest.raises(InputError) as caught:
        sources.read(Month(2026, 10), data)
    assert any(p.file == file and p.found == "no such file" for p in caught.value.problems)


def test_an_empty_file_and_one_with_a_null_character_are_named(data: Path) -> None:
    (data / "seats.csv").write_text("")
    (data / "claims.csv").write_text("claim_id\x00")
    assert {line.split(":")[0] for line in reported(data)} == {"seats.csv", "claims.csv"}


def test_the_dictionary_is_the_one_that_the_contract_gives() -> None:
    written = (OWN_DATA / "README.md").read_text(encoding="utf-8")
    assert written == dictionary(read_contract(OWN_DATA)), "run `make dictionary`"


def test_every_column_of_the_contract_says_what_it_means() -> None:
    for table in read_contract(OWN_DATA)["resources"]:
        assert table["certainty"]
        assert table["licenses"]
        assert all(field["description"].endswith((".", "?")) for field in table["schema"]["fields"]), table["name"]


def test_no_table_has_a_column_for_birth_dates_or_addresses() -> None:
    names = {f["name"] for t in read_contract(OWN_DATA)["resources"] for f in t["schema"]["fields"]}
    assert not {n for n in names if any(word in n for word in ("birth", "born", "address", "street", "residence"))}


def test_a_table_saved_with_semicolons_is_told_at_its_header(data: Path) -> None:
    """A Dutch spreadsheet program separates by semicolons."""
    table = (data / "commitments.csv").read_text(encoding="utf-8").replace(",", ";")
    (data / "commitments.csv").write_text(table, encoding="utf-8")
    assert any(line.startswith("commitments.csv:1: found a header that differs") for line in reported(data))


def test_a_broken_table_does_not_hide_what_is_wrong_with_sound_ones(data: Path) -> None:
    spoil(data, "seats.csv", ",members,", ",mumbers,")
    spoil(data, "party_events.csv", "vvd,lid-van-haga", "vvd,lid-van-hagen")
    report = reported(data)
    assert any(line.startswith("seats.csv:2: basis") for line in report)
    assert any("party_events.csv:3: to_party_ids: found 'lid-van-hagen'" in line for line in report)


def test_each_fault_is_told_once(data: Path) -> None:
    spoil(data, "parties.csv", "d66,D66", "vvd,D66")
    report = [line for line in reported(data) if line.startswith("parties.csv")]
    assert len(report) == len(set(report)) == 1


def test_contact_without_a_row_and_a_contract_without_tables_are_told(data: Path) -> None:
    (data / "contact.csv").write_text("organisation,phone,email,url,note\n", encoding="utf-8")
    assert any("contact.csv: organisation: found 0 rows, expected one row" in line for line in reported(data))
    (data / "datapackage.json").write_text('{"name": "x", "resources": []}', encoding="utf-8")
    with pytest.raises(InputError, match=r"datapackage\.json"):
        sources.check(data)


@pytest.mark.parametrize(
    ("file", "found", "replacement", "told"),
    [
        (
            "figures.csv",
            ",share-minors,2011,16,",
            ",share-minors,2011,160,",
            "found 160, expected 0 to 100, as share-min",
        ),
        (
            "figures.csv",
            ",,SMM-2012-2016,,secondary,,",
            ",,JC-2024,,secondary,,",
            "found 'JC-2024', expected a publicat",
        ),
        (
            "formulas.csv",
            "registered-minors|registered-all,,,P",
            "registered-minors,,,P",
            "found 1 quantities, expected 2",
        ),
        (
            "formulas.csv",
            "registered-unknown-form,yes,yes,F",
            "registered-unknown-form,,yes,F",
            "expected yes or no for a",
        ),
        ("claims.csv", "more_than,6000,", "more_than,60000,", "found 60000, expected 6000, as CKM-1300-deal prints it"),
    ],
)
def test_a_row_that_contradicts_another_table_or_itself_is_told(
    data: Path, file: str, found: str, replacement: str, told: str
) -> None:
    spoil(data, file, found, replacement)
    assert [line for line in reported(data) if told in line]


def test_each_title_of_a_publication_says_its_language_and_nothing_else_does() -> None:
    table = next(t for t in read_contract(OWN_DATA)["resources"] if t["name"] == "publications")
    publications = sources.read_table(OWN_DATA, table)
    assert (publications["title"].notna() == publications["title_language"].notna()).all()
