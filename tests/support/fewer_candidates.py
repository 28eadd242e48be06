"""The real data with a handful of candidates: nearly all rows are theirs, and take longest to check."""

import shutil
from pathlib import Path

import pandas as pd

from analysis.sources import OWN_DATA


def with_fewer_candidates(folder: Path) -> Path:
    """Lay out the data in a folder that is not there yet; all members are in it."""
    shutil.copytree(OWN_DATA, folder)
    candidates = (folder / "candidates.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "candidates.csv").write_text("".join(candidates[:20]), encoding="utf-8")
    members = pd.read_csv(folder / "members.csv", dtype="str")["person_id"]
    sexes = pd.read_csv(folder / "sexes.csv", dtype="str")
    sexes[sexes["person_id"].isin(members)].to_csv(folder / "sexes.csv", index=False)
    return folder
