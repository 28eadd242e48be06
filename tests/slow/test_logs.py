"""A build that is killed names nobody in what it prints, and leaves no name where others can read it."""

import csv
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.core.parameters import Month
from support.every_byte import names_in
from support.fewer_candidates import with_fewer_candidates
from support.small_notebooks import with_a_short_briefing, write_notebook

MONTH = Month(2021, 6)
STRANGER = "Xandra Quastenberg"
SECRETS = ["Quastenberg", "Xandra", "xandra-quastenberg"]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="this system has no file modes, nor this signal")
LIST_ON_SCREEN = "import pathlib\nprint(pathlib.Path(data_dir, 'signatories', 'lijst.csv').read_text())"
KILLED_BUILD = """
import functools, os, pathlib, sys
if __name__ == "__main__":
    os.environ["BUILDER"] = str(os.getpid())
    from analysis import cli
    from analysis.publish import build
    build.build = functools.partial(build.build, notebooks=pathlib.Path(sys.argv[1]))
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


def notebooks(folder: Path) -> Path:
    """Lay out notebooks of which that of the signatories shows the list."""
    with_a_short_briefing(folder, FAULTS)
    write_notebook(folder / "2-signatories.ipynb", LIST_ON_SCREEN)
    return folder


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """A build that is killed: what it printed, its folder for temporary files, and its reports; all may read files."""
    folder = tmp_path_factory.mktemp("killed")
    data = with_fewer_candidates(folder / "data")
    with (data / "signatories/lijst.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["Naam", "Functie + organisatie", "Datum"], [STRANGER, "D66", "15-4-2021"]])
    scratch, out = folder / "scratch", folder / "out"
    scratch.mkdir(mode=0o777)
    order = ["build", "--month", str(MONTH), "--data", str(data), "--out", str(out), "--workers", "1"]
    order += ["--party", "vvd", "--party", "d66", "--language", "nl", "--format", "html"]
    program = [sys.executable, "-c", KILLED_BUILD, str(notebooks(folder / "notebooks")), *order]
    settings = os.environ | {"TMPDIR": str(scratch)}
    ended = subprocess.run(program, env=settings, capture_output=True, text=True, check=False, umask=0)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    return ended.stdout + ended.stderr, scratch, out


def test_an_error_that_quotes_a_signatory_is_named_by_its_cell_and_kept_in_full_inside(killed):
    said, _, out = killed
    assert "vvd nl: cell 3: KeyError" in said
    assert [name for name in SECRETS if name.casefold() in said.casefold()] == []
    kept = (out / f".{MONTH}.next/internal/failed/vvd-nl.ipynb").read_bytes()
    assert names_in("vvd-nl.ipynb", kept, [STRANGER]) != {}


def test_a_build_that_is_killed_leaves_no_name_where_others_can_read_it(killed):
    _, scratch, out = killed
    left = [path for path in scratch.iterdir() if path.is_dir()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in left} <= {0o700}
    holding = [path for path in [*scratch.rglob("*"), *out.rglob("*")] if path.is_file() and holds(path)]
    inside = {f".{MONTH}.next/internal/2-signatories.ipynb", f".{MONTH}.next/internal/failed/vvd-nl.ipynb"}
    assert {path.relative_to(out).as_posix() for path in holding} == inside
    assert {stat.S_IMODE(path.stat().st_mode) for path in holding} == {0o600}
    assert stat.S_IMODE((out / f".{MONTH}.next").stat().st_mode) == 0o700


def holds(path: Path) -> bool:
    return any(name.encode() in path.read_bytes() for name in SECRETS)
