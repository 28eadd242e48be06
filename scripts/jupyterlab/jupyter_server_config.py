"""JupyterLab as `make lab` starts it: once a notebook is saved, git compares it with what it keeps of it.

Git takes a file of another size for a changed one, and refuses to pull a newer one, until its filter was asked.
"""

import subprocess
from pathlib import Path
from typing import Any


def compared_by_git(model: dict[str, Any], os_path: str, **_: Any) -> "subprocess.Popen[bytes] | None":
    """Have git look at a notebook that it has; where git is at work or missing, a later save does it."""
    if model["type"] != "notebook":
        return None
    try:
        return subprocess.Popen(
            ["git", "add", "--update", "--", os_path], cwd=Path(os_path).parent, stderr=subprocess.DEVNULL
        )
    except FileNotFoundError:
        return None


c.FileContentsManager.post_save_hook = compared_by_git  # type: ignore[name-defined]  # noqa: F821
