"""Whatever is done to an input, it is read as it stands or refused by name: no traceback, and nothing is lost."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner

from analysis import cli, desk, sources
from analysis.core.problems import InputError, ParameterError, Problem
from analysis.sources import OWN_DATA, contracts
from support import bad_input, mutations
from support.months import reconciled
from support.small_notebooks import contents

# Of the processor, for one mutation in the long size. The whole of a month takes most of it by itself.
SECONDS = 5
Tries = Callable[..., list[str]]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bad_input.small_data(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def tables(data: Path, tmp_path_factory: pytest.TempPathFactory) -> bad_input.ReadTables:
    return bad_input.ReadTables(Path(shutil.copytree(data, tmp_path_factory.mktemp("tables") / "data")))


@pytest.fixture(scope="module")
def lists(data: Path, tmp_path_factory: pytest.TempPathFactory) -> bad_input.ReadLists:
    return bad_input.ReadLists(data, tmp_path_factory.mktemp("lists") / "signatories")


@pytest.fixture
def faults(request: pytest.FixtureRequest, times: Any) -> Tries:
    """Try a law on as many seeds as the size of the run asks; return what went wrong."""
    seconds = SECONDS if request.config.getoption("--torture") else 0
    return lambda law, subject, quick, long: bad_input.faults(law, range(times(quick, long)), subject, seconds)


def named(problems: list[Problem], path: str) -> bool:
    """Return whether each problem says in which file it is, and the errors of one file in that file."""
    return all(p.file and p.found and p.expected and p.remedy for p in problems) and all(
        p.file == path for p in problems if p.severity == "error" and p.row is None and p.column is None
    )


@pytest.mark.parametrize("table", bad_input.TABLES)
def test_a_spoilt_table_is_refused_by_name_or_read_as_it_stands(
    table: str, tables: bad_input.ReadTables, faults: Tries
) -> None:
    path = bad_input.TABLES[table]["path"]
    valid = (tables.data / path).read_bytes()

    def law(random: Random) -> str | None:
        content = mutations.mutated(valid, random)
        problems, frame = tables.read(table, content, beside=random.random() < 0.3)
        if not named(problems, path):
            return str([str(problem) for problem in problems][:3])
        altered = [] if frame is None else bad_input.altered_cells(content, frame, table)
        return f"read with other {', '.join(altered)}" if altered else None

    try:
        assert faults(law, table, 3, 200) == []
    finally:
        (tables.data / path).write_bytes(valid)


def test_a_check_of_spoilt_data_ends_with_problems_or_with_a_month_that_adds_up(
    data: Path, tmp_path: Path, faults: Tries
) -> None:
    """By the command, on a folder in which anything may be spoilt: mostly one value, which the tables let through."""
    spoilt = Path(shutil.copytree(data, tmp_path / "data"))
    files = [path for path in sorted(spoilt.rglob("*.csv")) if path.stat().st_size]

    def law(random: Random) -> str | None:
        file = random.choice(files)
        valid = file.read_bytes()
        ways = mutations.OF_TABLES if random.random() < 0.2 else (mutations.value_changed,)
        file.write_bytes(mutations.mutated(valid, random, ways))
        try:
            return outcome_of_check(spoilt, random.choice(["2026-10", "2021-03"]), file.name)
        finally:
            file.write_bytes(valid)

    assert faults(law, "check", 2, 150) == []


def outcome_of_check(data: Path, month: str, what: str) -> str | None:
    result = CliRunner().invoke(cli.main, ["check", "--month", month, "--data", str(data)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    counted = result.stdout.splitlines()[-1]
    is_right = result.exit_code in (0, 1) and (" 0 errors" in counted) == (result.exit_code == 0)
    return None if is_right else f"{what}: ends with {result.exit_code}: {counted}"


@pytest.mark.parametrize("name", bad_input.LISTS)
def test_no_line_of_a_spoilt_list_is_lost(name: str, lists: bad_input.ReadLists, faults: Tries) -> None:
    spoil = mutations.mutated if name.endswith(".csv") else mutations.mutated_workbook

    def law(random: Random) -> str | None:
        content = spoil(bad_input.LISTS[name], random)
        read, problems, resolved = lists.read(name, content)
        lost = bad_input.lost_names(name, content, read, problems)
        total = resolved.ledger.iloc[-1]
        outcomes = total.drop(["source_file", "lines", "signed_later"]).sum()
        if lost or total["lines"] != outcomes or total["lines"] + total["signed_later"] != len(read):
            return f"lost {lost}, {dict(total)}, {len(read)} lines"
        if read.empty and not problems:
            return "no line and not a word"
        names = [str(problem) for problem in problems if bad_input.MARK.search(str(problem))]
        return f"names a signatory: {names[0]}" if names else None

    assert faults(law, name, 7, 500) == []


def test_a_spoilt_contract_is_refused_by_name_or_says_the_same(tmp_path: Path, faults: Tries) -> None:
    valid = (OWN_DATA / "datapackage.json").read_bytes()

    def law(random: Random) -> str | None:
        (tmp_path / "datapackage.json").write_bytes(mutations.mutated_json(valid, random))
        try:
            read = contracts.read_contract(tmp_path)
        except InputError as error:
            return None if named(error.problems, "datapackage.json") else str(error)
        return None if read["resources"] == json.loads(valid)["resources"] else "taken"

    assert faults(law, "contract", 60, 2500) == []


@pytest.mark.parametrize("name", ["..", "\ud800", "a\0b", "x" * 5_000, "file:///x"])
def test_a_folder_of_any_name_is_refused_by_name(name: str) -> None:
    with pytest.raises(InputError) as refused:
        sources.read_tables(sources.folder_of(name))
    assert named(refused.value.problems, "datapackage.json")


# What an analyst types into a call

CALLS: dict[str, tuple[list[Any], dict[str, Any]]] = {
    "decide_on_figure": (["f001", "exclude"], {"corrected_value": None, "rests_on": None, "valid_from": "2026-10-01"}),
    "decide_on_line": (["parties-2021-03-10.csv", 2, "withdraw"], {"valid_from": "2026-10-05", "may_be_named": ""}),
    "decide_on_party": (["volt", ["d66"]], {"valid_from": "2026-10-01", "body": "house"}),
}
SIGNED = {"by": "A. Nalist", "on": "2026-11-25", "reason": "Made up"}
WRONG = (None, True, -1, 10**30, float("nan"), b"d66", "", " ", "\ud800", "9999-12-31", "a|a", ["f156"], {}, object())


@pytest.mark.parametrize("call", CALLS)
def test_a_decision_typed_in_any_way_is_written_or_refused_in_words(call: str, tmp_path: Path, faults: Tries) -> None:
    data = Path(shutil.copytree(OWN_DATA, tmp_path / "data"))
    month = reconciled("2026-10", data)
    in_order, by_name = CALLS[call]
    valid: dict[str | int, Any] = {**dict(enumerate(in_order)), **by_name, **SIGNED}

    def law(random: Random) -> str | None:
        given = valid | {random.choice(list(valid)): random.choice(WRONG)}
        typed = [given.pop(place) for place in range(len(in_order))]
        try:
            getattr(desk, call)(month, *typed, **given)
        except (ParameterError, InputError) as error:
            return None if str(error) else "refused without a word"
        return None

    before = contents(data / "decisions")
    getattr(desk, call)(month, *in_order, **by_name, **SIGNED)
    assert contents(data / "decisions") != before, "what is typed as it should be is written"
    assert faults(law, call, 12, 200) == []


def test_a_decision_is_not_written_into_a_file_that_is_no_table(tmp_path: Path) -> None:
    data = Path(shutil.copytree(OWN_DATA, tmp_path / "data"))
    opened = replace(month := reconciled("2026-10"), sources=replace(month.sources, folder=data))
    file = data / "decisions" / "figures.csv"
    spoilt = file.read_bytes() + b'd99,"f156\n'
    file.write_bytes(spoilt)
    with pytest.raises(InputError, match=r"decisions/figures\.csv:6: found a quotation mark that is never closed"):
        desk.decide_on_figure(opened, "f156", "exclude", **SIGNED)
    with pytest.raises(InputError, match=r"decisions/figures\.csv:6"):
        desk.take_back(opened, "d01")
    assert file.read_bytes() == spoilt
