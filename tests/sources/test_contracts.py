"""Every problem of every input file in one report, for the person who can fix it."""

from pathlib import Path

import pytest
from dictionary import dictionary

from analysis import sources
from analysis.core.parameters import Month
from analysis.core.problems import InputError
from analysis.sources import OWN_DATA
from analysis.sources.contracts import read_contract
from support.fewer_candidates import with_fewer_candidates
from support.months import checked_tables


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return with_fewer_candidates(tmp_path / "data")


def spoil(data: Path, file: str, found: str, replacement: str) -> None:
    path = data / file
    text = path.read_text(encoding="utf-8")
    assert found in text
    path.write_text(text.replace(found, replacement, 1), encoding="utf-8")


def reported(data: Path) -> list[str]:
    return [str(problem) for problem in sources.check(data) if problem.severity == "error"]


def test_the_real_data_keep_their_contract() -> None:
    # Read as they are: else an InputError names each fault.
    assert checked_tables().tables


def test_all_400_figures_of_the_research_are_there_each_with_a_quantity_or_a_reason() -> None:
    contract = read_contract(OWN_DATA)
    table = next(t for t in contract["resources"] if t["name"] == "figures")
    figures = sources.read_table(OWN_DATA, table)
    assert (figures["quantity_id"].notna() | figures["not_comparable_because"].notna()).all()
    # f001 to f400 came from the research; what is added each October follows them.
    first = figures[figures["figure_id"].str[1:].astype(int) <= 400]
    assert first["figure_id"].to_list() == [f"f{number:03}" for number in range(1, 401)]
    assert (first["certainty"] == "primary").sum() == 98


# Faults that a table shows by itself, or by a key that another lacks: file, text, what is planted there, what is said.
OF_A_SCHEMA = [
    ("seats.csv", "2017-10-23,33,", "2017-10-23,330,", "seats.csv:2: seats: found '330', expected a whole number"),
    ("seats.csv", ",members,", ",mumbers,", "seats.csv:2: basis"),
    ("seats.csv", "vvd,2017-10-24", "vvx,2017-10-24",
     "seats.csv:3: party_id: found 'vvx', expected a party_id of parties; add it to parties first"),
    ("members.csv", ",official,", ",offical,", "members.csv:2: certainty: found 'offical', expected one of official, "),
    ("party_events.csv", "2019-07-16,2019-07-16", "2019-02-30,2019-07-16",
     "party_events.csv:2: date: found '2019-02-30', expected a date as YYYY-MM-DD"),
    ("parties.csv", "d66,D66", "vvd,D66", "parties.csv:3: party_id: found a value that is in an earlier row"),
    ("publications.csv", "SMM-2013-2017,", "SMM-2013-2018,", "expected a publication of publications"),
    ("figures.csv", "f001,MIU-2007-2011,", "f001,,", "figures.csv:2: publication: found an empty cell"),
]  # fmt: skip
# Faults that only sound tables show: a row that contradicts itself, another row or another table.
OF_A_RULE = [
    ("seats.csv", "2017-03-23,2017-10-23,33", "2017-03-23,2017-10-23,34",
     "found 151 seats of the body house on 2017-03-23"),
    ("seats.csv", "2017-10-26,2017-10-30", "2017-10-26,2017-10-31",
     "seats.csv:5: valid_from: found 2017-10-31, expected a day after the period before"),
    ("seats.csv", "2019-06-23,2019-06-24", "2019-06-23,2018-06-24", "seats.csv:6: valid_until: found 2018-06-24"),
    ("figures.csv", ",1222,", ",1.222,", "value: found 1.222, expected a whole number of persons"),
    ("figures.csv", ",716,", ",-716,", "value: found -716, expected a whole number of persons"),
    ("figures.csv", "registered-all,2024,944", "registered-all,2042,944", "found '2042', expected 2025, the year of"),
    ("figures.csv", ",share-minors,2011,16,", ",share-minors,2011,160,", "found 160, expected 0 to 100, as share-min"),
    ("figures.csv", ",,SMM-2012-2016,,secondary,,", ",,JC-2024,,secondary,,", "found 'JC-2024', expected a publicat"),
    ("formulas.csv", "registered-minors|registered-all,,,P", "registered-minors,,,P",
     "found 1 quantities, expected 2"),
    ("formulas.csv", "registered-unknown-form,yes,yes,F", "registered-unknown-form,,yes,F", "expected yes or no for a"),
    ("claims.csv", "more_than,6000,", "more_than,60000,", "found 60000, expected 6000, as CKM-1300-deal prints it"),
    ("publications.csv", ",2012-12-24,", ",2012-02-31,", "published_on: found '2012-02-31', expected a date that"),
    ("publications.csv", ",2018-10-18,", ",2024-10-18,", "quotes: found 'SMM-2013-2017', expected a publication of"),
    ("party_events.csv", "vvd,lid-van-haga", "vvd,lid-van-hagen",
     "party_events.csv:3: to_party_ids: found 'lid-van-hagen'"),
    ("commitments.csv", "registered-all", "registered-al", "found 'registered-al', expected a quantity_id"),
]  # fmt: skip


@pytest.mark.parametrize("planted", [OF_A_SCHEMA, OF_A_RULE], ids=["of a schema", "of a rule"])
def test_faults_of_several_files_come_in_one_report_each_with_file_row_column_found_and_expected(
    data: Path, planted: list[tuple[str, str, str, str]]
) -> None:
    for file, found, replacement, _ in planted:
        spoil(data, file, found, replacement)
    report = reported(data)
    for *_, said in planted:
        assert any(said in line for line in report), f"{said}\n{report}"
    assert len(report) == len(set(report)), "each fault is reported once"


def test_a_file_that_is_no_table_is_named_and_the_others_are_still_checked(data: Path) -> None:
    (data / "parties.csv").write_bytes(b"party_id\n\xff\xfe\n")
    (data / "formulas.csv").write_text("")
    (data / "claims.csv").write_text("claim_id\x00")
    spoil(data, "seats.csv", "party_id,valid_from", "party,valid_from")
    # A Dutch spreadsheet program separates by semicolons.
    table = (data / "commitments.csv").read_text(encoding="utf-8").replace(",", ";")
    (data / "commitments.csv").write_text(table, encoding="utf-8")
    spoil(data, "members.csv", ",official,", ",offical,")
    report = reported(data)
    assert {line.split(":")[0] for line in report} == {
        *("parties.csv", "formulas.csv", "claims.csv", "seats.csv", "commitments.csv", "members.csv")
    }
    starts = ["parties.csv:2: found the byte 0xff, which is no UTF-8", "members.csv:2: certainty"]
    starts += ["seats.csv:1: found a header that differs at column 2", "commitments.csv:1: found a header that differs"]
    assert all(any(line.startswith(start) for line in report) for start in starts), report


def test_a_table_with_a_fault_does_not_hide_what_is_wrong_between_sound_ones(data: Path) -> None:
    spoil(data, "seats.csv", ",members,", ",mumbers,")
    spoil(data, "party_events.csv", "vvd,lid-van-haga", "vvd,lid-van-hagen")
    (data / "contact.csv").write_text("organisation,phone,email,url,note\n", encoding="utf-8")
    report = reported(data)
    assert any(line.startswith("seats.csv:2: basis") for line in report)
    assert any("party_events.csv:3: to_party_ids: found 'lid-van-hagen'" in line for line in report)
    assert any("contact.csv: organisation: found 0 rows, expected one row" in line for line in report)


@pytest.mark.parametrize("files", [["datapackage.json"], ["seats.csv", "decisions/parties.csv"]])
def test_a_missing_file_is_named(data: Path, files: list[str]) -> None:
    for file in files:
        (data / file).unlink()
    with pytest.raises(InputError) as caught:
        sources.read(Month(2026, 10), data)
    assert {p.file for p in caught.value.problems if p.found == "no such file"} == set(files)


def test_a_contract_without_tables_is_refused(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text('{"name": "x", "resources": []}', encoding="utf-8")
    with pytest.raises(InputError, match=r"datapackage\.json"):
        sources.check(tmp_path)


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


def test_each_title_of_a_publication_says_its_language_and_nothing_else_does() -> None:
    table = next(t for t in read_contract(OWN_DATA)["resources"] if t["name"] == "publications")
    publications = sources.read_table(OWN_DATA, table)
    assert (publications["title"].notna() == publications["title_language"].notna()).all()
