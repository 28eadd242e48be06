"""Whether other accounts of this machine can read who signed: a list that is saved is usually open to all."""

import os
import stat
from pathlib import Path

import pandas as pd

from analysis.core.problems import Problem

_DECISIONS = "decisions/signatories.csv"


def open_to_others(data_dir: Path, signature_lines: pd.DataFrame) -> list[Problem]:
    """Return a warning for each list of persons, and the decisions on them, that every account of the machine can read.

    A group may: analysts share their lists through one. A list that names parties alone is open to all.
    """
    if os.name != "posix":
        return []
    named = signature_lines.loc[signature_lines["name_as_written"].notna(), "source_file"]
    lists = sorted({f"signatories/{name.partition('#')[0]}" for name in named})
    found, expected = "a file that every account of this machine can read", "one that yours can, or your group's"
    return [
        Problem(name, None, None, found, expected, f"it names persons: chmod o-rwx {path}", "warning")
        for name in [*lists, _DECISIONS]
        if (path := data_dir / name).is_file() and _everybody_reaches(path.resolve())
    ]


def _everybody_reaches(path: Path) -> bool:
    """Return whether a file can be read by all, and each folder above it entered."""
    folders = all(folder.stat().st_mode & stat.S_IXOTH for folder in _folders_above(path))
    return bool(path.stat().st_mode & stat.S_IROTH) and folders


def _folders_above(path: Path) -> list[Path]:
    return list(path.parents)
