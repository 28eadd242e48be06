"""What a process loads that reads the tables."""

import os
import subprocess
import sys
from pathlib import Path


def test_a_grammar_that_jsonschema_finds_beside_jupyterlab_is_not_built_for_the_contract(tmp_path: Path) -> None:
    (tmp_path / "rfc3987_syntax.py").write_text("print('built')", encoding="utf-8")
    steps = "from analysis.sources import read_tables; read_tables(); print('read'); import rfc3987_syntax"
    folders = [str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])]
    settings = os.environ | {"PYTHONPATH": os.pathsep.join(folders)}
    said = subprocess.run([sys.executable, "-c", steps], env=settings, check=True, capture_output=True, text=True)
    # Who asks for it afterwards gets it.
    assert said.stdout.split() == ["read", "built"]


def test_the_desk_does_not_load_it_before_the_contract_is_read() -> None:
    loaded = "import sys; from analysis import desk; print('jsonschema' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert answer.stdout == "False\n"
