"""Whatever is done to an input, it is read as it stands or refused by name: no traceback, and nothing is lost."""

import datetime
import json
import shutil
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner

from analysis import cli, desk, sources
from analysis.core.problems import InputError, ParameterError, Problem
from analysis.reconciliation import Reconciliation, reconcile
from analysis.sources import OWN_DATA, contracts
from analysis.sources.decisions.files import with_row
from support import bad_input, mutations

# Of the processor, for one mutation in the long size. The whole of a month takes most of it by itself.
SECONDS = 5


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bad_input.small_data(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def tables(data: Path, tmp_path_factory: pytest.TempPathFactory) -> bad_input.ReadTables:
    return bad_input.ReadTables(Path(shutil.copytree(data, tmp_path_factory.mktemp("tables") / "data")))


@pytest.fixture(scope="module")
def lists(data: Path, tmp_path_factory: pytest.TempPathFactory) -> bad_input.ReadLists:
    return bad_input.ReadLists(data, tmp_path_factory.mktemp("lists") / "signatories")


@pytest.fixture(scope="module")
def month() -> Reconciliation:
    return reconcile(bad_input.MONTH)


@pytest.fixture
def seconds(request: pytest.FixtureRequest) -> int:
    return SECONDS if request.config.getoption("--torture") else 0


def named(problems: list[Problem], path: str) -> bool:
    """Whether each problem says in which file it is, and the errors of one file in that file."""
    return all(p.file and p.found and p.expected and p.remedy for p in problems) and all(
        p.file == path for p in problems if p.severity == "error" and p.row is None and p.column is None
    )


# Tables of data/


@pytest.mark.parametrize("table", bad_input.TABLES)
def test_a_spoilt_table_is_refused_by_name_or_read_as_it_stands(
    table: str, tables: bad_input.ReadTables, times: Any, seconds: int
) -> None:
    path = bad_input.described(table)["path"]
    valid = (tables.data / path).read_bytes()

    def law(random: Random) -> str | None:
        how, content = mutations.mutated(valid, random)
        problems, frame = tables.read(table, content, beside=random.random() < 0.3)
        if not named(problems, path):
            return f"{how}: {[str(problem) for problem in problems][:3]}"
        altered = [] if frame is None else bad_input.altered_cells(content, frame, table)
        return f"{how}: read with other {', '.join(altered)}" if altered else None

    try:
        assert bad_input.faults(law, range(times(3, 200)), table, seconds) == []
    finally:
        (tables.data / path).write_bytes(valid)


def test_a_check_of_spoilt_data_ends_with_problems_or_with_a_month_that_adds_up(
    data: Path, tmp_path: Path, times: Any, seconds: int
) -> None:
    """By the command, on a folder in which anything may be spoilt: mostly one value, which the tables let through."""
    spoilt = Path(shutil.copytree(data, tmp_path / "data"))
    files = [path for path in sorted(spoilt.rglob("*.csv")) if path.stat().st_size]

    def law(random: Random) -> str | None:
        file = random.choice(files)
        valid = file.read_bytes()
        ways = mutations.OF_TABLES if random.random() < 0.2 else (mutations.with_a_nasty_value,)
        how, content = mutations.mutated(valid, random, ways)
        file.write_bytes(content)
        try:
            return outcome_of_check(spoilt, random.choice(["2026-10", "2021-03"]), f"{file.name} {how}")
        finally:
            file.write_bytes(valid)

    assert bad_input.faults(law, range(times(2, 150)), "whole", 2 * seconds) == []


def outcome_of_check(data: Path, month: str, what: str) -> str | None:
    result = CliRunner().invoke(cli.main, ["check", "--month", month, "--data", str(data)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    counted = result.stdout.splitlines()[-1]
    if result.exit_code not in (0, 1) or (" 0 errors" in counted) != (result.exit_code == 0):
        return f"{what}: ends with {result.exit_code}: {counted}"
    return None


# Lists of signatories


@pytest.mark.parametrize("name", bad_input.LISTS)
def test_no_line_of_a_spoilt_list_is_lost(name: str, lists: bad_input.ReadLists, times: Any, seconds: int) -> None:
    valid = bad_input.LISTS[name]
    spoil = mutations.mutated if name.endswith(".csv") else mutations.mutated_workbook

    def law(random: Random) -> str | None:
        how, content = spoil(valid, random)
        read, problems, resolved = lists.read(name, content)
        lost = bad_input.lost_names(name, content, read, problems)
        total = resolved.ledger.iloc[-1]
        outcomes = total.drop(["source_file", "lines", "signed_later"]).sum()
        if lost or total["lines"] != outcomes or total["lines"] + total["signed_later"] != len(read):
            return f"{how}: lost {lost}, {dict(total)}, {len(read)} lines"
        if read.empty and not problems:
            return f"{how}: no line and not a word"
        if named := [str(problem) for problem in problems if bad_input.MARK.search(str(problem))]:
            return f"{how}: names a signatory: {named[0]}"
        return None

    assert bad_input.faults(law, range(times(7, 500)), name, seconds) == []


# The contract, the manifest of a month


def test_a_spoilt_contract_is_refused_by_name_or_says_the_same(tmp_path: Path, times: Any, seconds: int) -> None:
    valid = (OWN_DATA / "datapackage.json").read_bytes()

    def law(random: Random) -> str | None:
        how, content = mutations.mutated_json(valid, random)
        (tmp_path / "datapackage.json").write_bytes(content)
        try:
            read = contracts.read_contract(tmp_path)
        except InputError as error:
            return None if named(error.problems, "datapackage.json") else f"{how}: {error}"
        return None if read["resources"] == json.loads(valid)["resources"] else f"{how}: taken"

    assert bad_input.faults(law, range(times(60, 2500)), "contract", seconds) == []


def test_a_spoilt_manifest_is_read_as_far_as_it_is_one(tmp_path: Path, times: Any, seconds: int) -> None:
    folder, manifest = bad_input.a_month(tmp_path)
    valid = (folder / "manifest.json").read_bytes()
    (tmp_path / "x").write_text("not of the month", encoding="utf-8")

    def law(random: Random) -> str | None:
        how, content = mutations.mutated_json(valid, random)
        known = bad_input.read_manifest(content, folder, manifest)
        outside = [path for path in known.outputs if not (folder / path).resolve().is_relative_to(folder)]
        return f"{how}: takes {outside} for files of the month" if outside else None

    assert bad_input.faults(law, range(times(100, 4000)), "manifest", seconds) == []


# Parameters of notebooks, and what an analyst types into a call

VALUES: tuple[Any, ...] = (
    *mutations.NASTY_VALUES,
    *("2026-10", "2021-03", "9999-12", "2021-13", "d66", "all", "nl", "en", "f156", "accept", "a.csv", "\ud800"),
    *(None, True, 0, -1, 3, 10**30, 1.5, float("nan"), float("inf"), b"d66", [], ["f156"], [None], {}, {"f156"}, ()),
    *(datetime.date(2026, 11, 24), datetime.datetime(2026, 11, 24, 12), object(), Path("/"), range(3)),
)


def test_a_parameter_of_any_kind_is_taken_or_refused_with_its_name(
    month: Reconciliation, monkeypatch: pytest.MonkeyPatch, times: Any, seconds: int
) -> None:
    monkeypatch.setattr("analysis.desk.opening.reconciled", lambda *_: month)

    def law(random: Random) -> str | None:
        valid: dict[str, Any] = {"month": "2026-10", "party": "d66", "language": "nl", "data_dir": ""}
        opens = random.choice([desk.open_month, desk.open_briefing])
        given = {"month", "data_dir"} if opens is desk.open_month else set(valid)
        parameters = {name: valid[name] for name in sorted(given)}
        for _ in range(random.choice([1, 1, 2])):
            name = random.choice([*parameters, "maand"])
            parameters[name] = random.choice(VALUES)
            if random.random() < 0.1:
                del parameters[name]
        try:
            opens(**parameters)
        except ParameterError as error:
            return None if str(error) else "refused without a word"
        return None

    assert bad_input.faults(law, range(times(30, 2000)), "parameters", seconds) == []


def test_a_folder_of_any_name_is_read_or_refused(times: Any, seconds: int) -> None:
    names = [value for value in VALUES if isinstance(value, str) and value.strip()]

    def law(random: Random) -> str | None:
        try:
            sources.read_tables(sources.folder_of(random.choice(names)))
        except InputError as error:
            return None if named(error.problems, "datapackage.json") else str(error)
        return "read"

    assert bad_input.faults(law, range(times(20, 300)), "folder", seconds) == []


CALLS: dict[str, tuple[list[str], dict[str, Any]]] = {
    "decide_on_figure": (["figure_id", "action"], {"figure_id": "f156", "action": "accept", "corrected_value": 3.5}),
    "decide_on_line": (
        ["source_file", "source_row", "action"],
        {"source_file": "parties-2021-03-10.csv", "source_row": 2, "action": "reject"},
    ),
    "decide_on_party": (
        ["party", "predecessors"],
        {"party": "cu", "predecessors": ["sgp"], "valid_from": "2026-10-01"},
    ),
}
SIGNED = {"by": "A. Nalist", "on": "2026-11-25", "reason": "Made up"}
ALSO = ("valid_from", "rests_on", "corrected_value", "candidate", "duplicate_of", "may_be_named", "body")


@pytest.mark.parametrize("call", CALLS)
def test_a_decision_typed_in_any_way_is_a_row_of_text_or_refused(
    call: str, month: Reconciliation, monkeypatch: pytest.MonkeyPatch, times: Any, seconds: int
) -> None:
    written: list[str] = []

    def instead(_: Any, table: str, row: dict[str, str], name: Any) -> None:
        assert all(isinstance(text, str) for text in row.values()), row
        written.append(with_row("", row | {"decision_id": name(["d01", "d02"])}, table))

    monkeypatch.setattr("analysis.desk.decide.write_decision", instead)
    in_order, valid = CALLS[call]
    takes = getattr(desk, call).__kwdefaults__ or {}

    def law(random: Random) -> str | None:
        given = {**valid, **SIGNED}
        for _ in range(random.choice([1, 1, 2])):
            given[random.choice([*given, *(name for name in ALSO if name in takes)])] = random.choice(VALUES)
        in_place = [given.pop(name) for name in in_order]
        try:
            getattr(desk, call)(month, *in_place, **given)
        except ParameterError as error:
            return None if str(error) else "refused without a word"
        written[-1].encode()
        return None

    assert bad_input.faults(law, range(times(8, 700)), call, seconds) == []
    assert written, "nothing was taken: the test could not fail"


def test_a_day_of_a_decision_may_be_given_as_a_date(month: Reconciliation, monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[dict[str, str]] = []
    monkeypatch.setattr("analysis.desk.decide.write_decision", lambda _month, _table, row, _name: rows.append(row))
    day = datetime.date(2026, 11, 25)
    desk.decide_on_figure(month, "f156", "accept", **{**SIGNED, "on": day}, valid_from=day)
    assert [rows[0][name] for name in ("decided_on", "valid_from")] == ["2026-11-25", "2026-11-25"]
    with pytest.raises(ParameterError, match="by: not filled in"):
        desk.decide_on_figure(month, "f156", "accept", **{**SIGNED, "by": None})


def test_a_decision_is_not_written_into_a_file_that_is_no_table(month: Reconciliation, tmp_path: Path) -> None:
    data = Path(shutil.copytree(OWN_DATA, tmp_path / "data"))
    file = data / "decisions" / "figures.csv"
    spoilt = file.read_bytes() + b'd99,"f156\n'
    file.write_bytes(spoilt)
    opened = replace(month, sources=replace(month.sources, folder=data))
    with pytest.raises(InputError, match=r"decisions/figures\.csv:6: found a quotation mark that is never closed"):
        desk.decide_on_figure(opened, "f156", "exclude", **SIGNED)
    with pytest.raises(InputError, match=r"decisions/figures\.csv:6"):
        desk.take_back(opened, "d01")
    assert file.read_bytes() == spoilt
