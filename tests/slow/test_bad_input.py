"""Whatever is done to an input, it is read as it stands or refused in words: no traceback, and nothing is lost."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner

from analysis import cli, desk
from analysis.core.problems import InputError, ParameterError
from support import bad_input, hostile_workbooks
from support.months import reconciled
from support.small_notebooks import contents

Tries = Callable[..., list[str]]


@pytest.fixture
def faults(times: Any) -> Tries:
    """Try a law on as many seeds as the size of the run asks; return what went wrong."""
    return lambda law, subject, quick, long: bad_input.faults(law, range(times(quick, long)), subject)


def test_a_check_of_spoilt_data_ends_with_a_count_of_its_problems(data: Path, faults: Tries) -> None:
    """Of any table, a list or the contract; a month that is taken is reconciled by the check too."""
    (data / "contacts.csv").write_text("party_id,office,email\nd66,Secretariaat,d66@example.org\n", encoding="utf-8")
    (data / "signatories" / "a.csv").write_bytes(bad_input.LISTS["a.csv"])
    files = [data / "datapackage.json", *sorted(data.rglob("*.csv"))]

    def law(random: Random) -> str | None:
        file = random.choice(files)
        valid = file.read_bytes()
        file.write_bytes(bad_input.spoilt(valid, random))
        try:
            result = CliRunner().invoke(cli.main, ["check", "--month", "2026-10", "--data", str(data)])
        finally:
            file.write_bytes(valid)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        counted = result.stdout.splitlines()[-1]
        is_right = result.exit_code in (0, 1) and (" 0 errors" in counted) == (result.exit_code == 0)
        return None if is_right else f"{file.name}: ends with {result.exit_code}: {counted}"

    assert faults(law, "check", 15, 1500) == []


LISTS = bad_input.LISTS | {"d.ods": hostile_workbooks.ods()}


@pytest.mark.parametrize("name", LISTS)
def test_no_line_of_a_spoilt_list_is_lost(name: str, data: Path, tmp_path: Path, faults: Tries) -> None:
    lists = bad_input.ReadLists(data, tmp_path / "signatories")
    spoil = bad_input.spoilt if name.endswith(".csv") else hostile_workbooks.mutated

    def law(random: Random) -> str | None:
        content = spoil(LISTS[name], random)
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

    assert faults(law, name, 20, 1000) == []


# What an analyst types into a call

CALLS: dict[str, tuple[list[Any], dict[str, Any]]] = {
    "decide_on_figure": (["f001", "exclude"], {"corrected_value": None, "rests_on": None, "valid_from": "2026-10-01"}),
    "decide_on_line": (["parties-2021-03-10.csv", 2, "withdraw"], {"valid_from": "2026-10-05", "may_be_named": ""}),
    "decide_on_party": (["volt", ["d66"]], {"valid_from": "2026-10-01", "body": "house"}),
}
WHY = {"reason": "Made up"}
WRONG = (None, True, -1, 10**30, float("nan"), b"d66", "", " ", "\ud800", "9999-12-31", "a|a", ["f156"], {}, object())


@pytest.mark.parametrize("call", CALLS)
def test_a_decision_typed_in_any_way_is_written_or_refused_in_words(call: str, data: Path, faults: Tries) -> None:
    month = reconciled("2026-10", data)
    in_order, by_name = CALLS[call]
    valid: dict[str | int, Any] = {**dict(enumerate(in_order)), **by_name, **WHY}

    def law(random: Random) -> str | None:
        given = valid | {random.choice(list(valid)): random.choice(WRONG)}
        typed = [given.pop(place) for place in range(len(in_order))]
        try:
            getattr(desk, call)(month, *typed, **given)
        except (ParameterError, InputError) as error:
            return None if str(error) else "refused without a word"
        return None

    before = contents(data / "decisions")
    desk.session(by="A. Nalist", on="2026-11-25")
    getattr(desk, call)(month, *in_order, **by_name, **WHY)
    assert contents(data / "decisions") != before, "what is typed as it should be is written"
    assert faults(law, call, 6, 200) == []


def test_a_decision_is_not_written_into_a_file_that_is_no_table(data: Path) -> None:
    opened = replace(month := reconciled("2026-10"), sources=replace(month.sources, folder=data))
    file = data / "decisions" / "figures.csv"
    spoilt = file.read_bytes() + b'd99,"f156\n'
    file.write_bytes(spoilt)
    with pytest.raises(InputError, match=r"decisions/figures\.csv:9: found a quotation mark that is never closed"):
        desk.decide_on_figure(opened, "f156", "exclude", **WHY)
    with pytest.raises(InputError, match=re.escape("decisions/figures.csv:9")):
        desk.take_back(opened, "d01")
    assert file.read_bytes() == spoilt
