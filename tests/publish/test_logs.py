"""What runs by itself names nobody who signed: a log is mailed and kept where nobody thinks of it.

`briefing check` and `briefing build` tell of files, rows, headings and ids; `briefing review` is for the analyst, and
names. Nor does a build that is killed leave a name where others can read it.
"""

import csv
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pandas as pd
import pytest
from analysis.publish.discretion import discreet
from click.testing import CliRunner

from analysis import cli
from analysis.parameters import Month
from analysis.publish.notebook_runs import Made, NotebookRun
from analysis.signatories.rulings import RULING_COLUMNS
from support.every_byte import names_in
from support.fewer_candidates import with_fewer_candidates

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


def ruling(**given: str) -> dict[str, str]:
    row = {"decision_id": "r1", "source_file": "lijst.csv", "source_row": "2", "name_as_written": STRANGER}
    row |= {"action": "accept", "valid_from": "2021-06-01", "decided_by": STRANGER, "decided_on": "2021-06-30"}
    return row | {"reason": STRANGER} | given


SPOILT_RULINGS = {
    "no row": ruling(source_row=STRANGER),
    "no action": ruling(action=STRANGER),
    "no day": ruling(valid_from=STRANGER),
    "no party": ruling(party_id=STRANGER),
    "neither yes nor no": ruling(may_be_named=STRANGER),
    "a person of nowhere": ruling(person_id="xandra-quastenberg"),
    "another name": ruling(name_as_written="Xandra de Quastenberg"),
    "another line": ruling(action="duplicate", duplicate_of=f"lijst.csv:{STRANGER}"),
    "itself": ruling(action="duplicate", duplicate_of="lijst.csv:2"),
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return with_fewer_candidates(tmp_path / "data")


def write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def write_rulings(data: Path, rulings: list[dict[str, str]]) -> None:
    rows = [[each.get(name, "") for name in RULING_COLUMNS] for each in rulings]
    write(data / "decisions/signatories.csv", [list(RULING_COLUMNS), *rows])


def printed(*order: object) -> str:
    result = CliRunner().invoke(cli.main, [*map(str, order)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.output


def named(text: str) -> list[str]:
    return [name for name in SECRETS if name.casefold() in text.casefold()]


def test_a_list_in_which_names_stand_where_they_should_not_is_told_of_without_them(data):
    write(data / "signatories/lijst.csv", [HEADER, *SPOILT_LINES])
    # A sheet on its side: its first row holds who signed.
    write(data / "signatories/gedraaid.csv", [["Naam", STRANGER, "Bo Bedacht"], ["Partij", "D66", "CDA"]])
    said = printed("check", "--month", MONTH, "--data", data)
    told = {line.split(": ")[0] for line in said.splitlines() if line.startswith("signatories/")}
    assert {f"signatories/lijst.csv:{row}" for row in range(2, 2 + len(SPOILT_LINES))} <= told
    assert "signatories/gedraaid.csv" in told
    assert named(said) == []


def test_rulings_that_break_their_contract_are_told_of_without_what_is_in_them(data, tmp_path):
    write(data / "signatories/lijst.csv", [HEADER, [STRANGER, "D66", "15-4-2021", "ja", ""]])
    broken = [each for kind, each in SPOILT_RULINGS.items() if kind.startswith(("no ", "neither"))]
    write_rulings(data, [each | {"decision_id": f"r{n}"} for n, each in enumerate(broken)])
    orders = (["check", "--month", MONTH, "--data", data], ["build", "--month", MONTH, "--data", data])
    for order in orders:
        said = printed(*order, *(["--out", tmp_path / "out"] if order[0] == "build" else []))
        assert said.count("a value that is not shown, as it may name somebody") == len(broken)
        assert named(said) == []
    assert not (tmp_path / "out").exists()


def test_stale_rulings_are_told_of_without_what_is_in_them(data):
    write(data / "signatories/lijst.csv", [HEADER, [STRANGER, "D66", "15-4-2021", "ja", ""]])
    stale = [each for kind, each in SPOILT_RULINGS.items() if not kind.startswith(("no ", "neither"))]
    write_rulings(data, [each | {"decision_id": f"quastenberg-{n}"} for n, each in enumerate(stale)])
    said = printed("check", "--month", MONTH, "--data", data)
    assert sum(line.startswith("decisions/signatories.csv:") for line in said.splitlines()) >= len(stale)
    assert named(said) == []


def test_review_names_a_line_that_waits_for_it_is_called_by_the_analyst(data):
    write(data / "signatories/lijst.csv", [HEADER[:3], ["Jesse Klavver", "GroenLinks", "15-4-2021"]])
    assert "Klavver" in printed("review", "--month", Month(2021, 4), "--data", data)


posix = pytest.mark.skipif(os.name != "posix", reason="this system has no file modes, nor this signal")
PARAMETERS = 'month: str = ""\nparty: str = "all"\nlanguage: str = "nl"\ndata_dir: str = ""'
LIST_ON_SCREEN = "import pathlib\nprint(pathlib.Path(data_dir, 'signatories', 'lijst.csv').read_text())"


def notebooks(folder: Path, briefing: str) -> Path:
    """Lay out notebooks of which that of the signatories shows the list."""
    folder.mkdir()
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    for name, code in {"1-figures": "1", "2-signatories": LIST_ON_SCREEN, "3-briefing": briefing}.items():
        cells = [nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}, id="a")]
        cells.append(nbformat.v4.new_code_cell(code, id="b"))
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), folder / f"{name}.ipynb")
    return folder


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        ("cell 3: ValueError: no figures of 2018", "cell 3: ValueError: no figures of 2018"),
        ("KeyError: 'xandra-quastenberg'", "KeyError: not shown here, as it may name somebody"),
        ("QUASTENBERG, X.", "not shown here, as it may name somebody"),
    ],
)
def test_a_surname_or_an_id_is_a_name_too(failure, told):
    texts = {"matched_name": STRANGER, "person_id": "xandra-quastenberg", "candidates": f"Bo Bedacht|{STRANGER}"}
    month = SimpleNamespace(signatures=pd.DataFrame([{"name_as_written": "X. Quastenberg"} | texts]))
    made = Made(NotebookRun("d66 nl", Path("x"), {}, {}), {}, failure)
    assert discreet(made, month).failure == told


KILLED_BUILD = """
import os, sys
os.environ["BUILDER"] = str(os.getpid())
from analysis import cli, batch
import functools, pathlib
batch.build = functools.partial(batch.build, notebooks=pathlib.Path(sys.argv[1]))
cli.main(sys.argv[2:])
"""
# One party's briefing fails on a name, that of the next ends the build.
FAULTS = f"""
import os, signal
if party == "vvd":
    raise KeyError({STRANGER!r})
os.kill(int(os.environ["BUILDER"]), signal.SIGKILL)
signal.pause()
"""
FAILED = "vvd nl: cell 3: KeyError: not shown here, as it may name somebody: see its notebook in internal/failed/"


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """A build that is killed: what it printed, its folder for temporary files, and its reports; all may read files."""
    folder = tmp_path_factory.mktemp("killed")
    data = with_fewer_candidates(folder / "data")
    write(data / "signatories/lijst.csv", [HEADER[:3], [STRANGER, "D66", "15-4-2021"]])
    scratch, out = folder / "scratch", folder / "out"
    scratch.mkdir(mode=0o777)
    order = ["build", "--month", str(MONTH), "--data", str(data), "--out", str(out), "--workers", "1"]
    order += ["--party", "vvd", "--party", "d66", "--language", "nl", "--format", "html"]
    program = [sys.executable, "-c", KILLED_BUILD, str(notebooks(folder / "notebooks", FAULTS)), *order]
    settings = os.environ | {"TMPDIR": str(scratch)}
    ended = subprocess.run(program, env=settings, capture_output=True, text=True, check=False, umask=0)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    return ended.stdout + ended.stderr, scratch, out


@posix
def test_an_error_that_quotes_a_signatory_is_told_without_it_and_kept_whole_inside(killed):
    said, _, out = killed
    assert FAILED in said
    assert named(said) == []
    kept = (out / str(MONTH) / ".waiting/internal/failed/vvd-nl.ipynb").read_bytes()
    assert names_in("vvd-nl.ipynb", kept, [STRANGER]) != {}


@posix
def test_a_build_that_is_killed_leaves_no_name_where_others_can_read_it(killed):
    _, scratch, out = killed
    left = list(scratch.iterdir())
    assert left, "it was killed at work"
    assert {stat.S_IMODE(path.stat().st_mode) for path in left if path.is_dir()} == {0o700}
    holding = [path for path in [*scratch.rglob("*"), *out.rglob("*")] if path.is_file() and holds(path)]
    waiting = f"{MONTH}/.waiting/internal"
    inside = {f"{waiting}/2-signatories.ipynb", f"{waiting}/failed/vvd-nl.ipynb"}
    assert {path.relative_to(out).as_posix() for path in holding} == inside
    assert {stat.S_IMODE(path.stat().st_mode) for path in holding} == {0o600}
    assert {stat.S_IMODE(path.parent.stat().st_mode) for path in holding} == {0o700}


def holds(path: Path) -> bool:
    return any(name.encode() in path.read_bytes() for name in SECRETS)
