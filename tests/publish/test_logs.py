"""What runs by itself names nobody who signed: a log is mailed and kept where nobody thinks of it.

`briefing check` and `briefing build` tell of files, rows, headings and ids; `briefing review` is for the analyst, and
names. That a build that is killed leaves no name where others can read it: tests/slow/test_build_faults.py.
"""

from pathlib import Path

from click.testing import CliRunner

from analysis import cli
from analysis.core.parameters import Month
from support.fewer_candidates import write_decisions, write_rows

MONTH = Month(2021, 6)
STRANGER = "Xandra Quastenberg"
SECRETS = ["Quastenberg", "Xandra", "xandra-quastenberg"]
HEADER = ["Naam", "Functie + organisatie", "Datum", "Getekend", "Orgaan"]
# In a list, a name can stand wherever somebody put it.
SPOILT_LINES = [
    [STRANGER, "D66", f"{STRANGER} 15-4-2021", "ja", ""],
    [STRANGER, "D66", "15 Quastenberg 2021", "ja", ""],
    [STRANGER, "D66", f"gisteren, {STRANGER}", "ja", ""],
    [STRANGER, "D66", "15-4-2021", f"nee, {STRANGER}", ""],
    [STRANGER, "D66", "15-4-2021", "ja", "", STRANGER],
    ["D66", "gisteren", "ja", "x", STRANGER],
    [STRANGER, "D66", "31-2-2021", "ja", STRANGER],
    ["", "", "15-4-2021", "ja", STRANGER],
]


def decision(**given: str) -> dict[str, str]:
    row = {"source_file": "lijst.csv", "source_row": "2", "name_as_written": STRANGER}
    row |= {"action": "accept", "valid_from": "2021-06-01", "decided_by": STRANGER, "decided_on": "2021-06-30"}
    return row | {"reason": STRANGER} | given


BROKEN = [decision(**{name: STRANGER}) for name in ("source_row", "action", "valid_from", "party_id", "may_be_named")]
STALE = [
    decision(person_id="xandra-quastenberg"),
    decision(name_as_written="Xandra de Quastenberg"),
    decision(action="duplicate", duplicate_of=f"lijst.csv:{STRANGER}"),
    decision(action="duplicate", duplicate_of="lijst.csv:2"),
]


def decide(data: Path, decisions: list[dict[str, str]], name: str) -> None:
    """Write a list with one line and decisions on it, whose ids begin with a name."""
    write_rows(data / "signatories/lijst.csv", HEADER, [STRANGER, "D66", "15-4-2021", "ja", ""])
    write_decisions(data, [each | {"decision_id": f"{name}{n}"} for n, each in enumerate(decisions)])


def printed(*order: object) -> str:
    result = CliRunner().invoke(cli.main, [*map(str, order)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.output


def named(text: str) -> list[str]:
    return [name for name in SECRETS if name.casefold() in text.casefold()]


def test_a_list_in_which_names_stand_where_they_should_not_is_reported_without_them(data):
    write_rows(data / "signatories/lijst.csv", HEADER, *SPOILT_LINES)
    # A sheet on its side: its first row holds who signed.
    write_rows(data / "signatories/gedraaid.csv", ["Naam", STRANGER, "Bo Bedacht"], ["Partij", "D66", "CDA"])
    said = printed("check", "--month", MONTH, "--data", data)
    reported = {line.split(": ")[0] for line in said.splitlines() if line.startswith("signatories/")}
    assert {f"signatories/lijst.csv:{row}" for row in range(2, 2 + len(SPOILT_LINES))} <= reported
    assert "signatories/gedraaid.csv" in reported
    assert named(said) == []


def test_decisions_that_break_their_contract_are_reported_without_what_is_in_them(data, tmp_path):
    decide(data, BROKEN, "r")
    place = ["--month", MONTH, "--data", data]
    for order in (["check", *place], ["build", *place, "--out", tmp_path / "out"]):
        said = printed(*order)
        assert said.count("a value that is not shown, as it may name somebody") == len(BROKEN)
        assert named(said) == []
    assert not (tmp_path / "out").exists()


def test_stale_decisions_are_reported_without_what_is_in_them(data):
    decide(data, STALE, "quastenberg-")
    said = printed("check", "--month", MONTH, "--data", data)
    assert sum(line.startswith("decisions/signatories.csv:") for line in said.splitlines()) >= len(STALE)
    assert named(said) == []


def test_review_names_a_line_that_waits_as_it_is_called_by_the_analyst(data):
    write_rows(data / "signatories/lijst.csv", HEADER[:3], ["Jesse Klavver", "GroenLinks", "15-4-2021"])
    assert "Klavver" in printed("review", "--month", Month(2021, 4), "--data", data)
