"""The real data with a handful of candidates, who take longest to check, and with lists and decisions of a test."""

import csv
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from analysis.sources import OWN_DATA
from analysis.sources.contracts import columns_of
from analysis.sources.decisions import ON_SIGNATURES


def with_fewer_candidates(folder: Path) -> Path:
    """Lay out the data in a folder that is not there yet; all members are in it."""
    shutil.copytree(OWN_DATA, folder)
    candidates = (folder / "candidates.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "candidates.csv").write_text("".join(candidates[:20]), encoding="utf-8")
    members = pd.read_csv(folder / "members.csv", dtype="str")["person_id"]
    sexes = pd.read_csv(folder / "sexes.csv", dtype="str")
    sexes[sexes["person_id"].isin(members)].to_csv(folder / "sexes.csv", index=False)
    return folder


def write_rows(path: Path, *rows: Sequence[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def write_decisions(data: Path, decisions: Iterable[dict[str, str]]) -> None:
    """Write the decisions on lines of lists, and no other; what is not given is empty."""
    rows = [[decision.get(name, "") for name in columns_of(ON_SIGNATURES)] for decision in decisions]
    write_rows(data / "decisions" / "signatories.csv", columns_of(ON_SIGNATURES), *rows)
