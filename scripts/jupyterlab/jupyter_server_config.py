"""JupyterLab as `make lab` starts it: once a notebook is saved, git compares it with what it keeps of it.

Git takes a file of another size for a changed one, and refuses to pull a newer one, until its filter was asked. One
that differs from what git keeps of it is left for a person to add.
"""

import subprocess
from pathlib import Path
from typing import Any

_ADD_IF_SAME = 'test "$(git hash-object -- "$1")" = "$(git rev-parse ":./$1")" && git add --update -- "$1"'


def compared_by_git(model: dict[str, Any], os_path: str, **_: Any) -> "subprocess.Popen[bytes] | None":
    """Have git look at a notebook that it has; where git is at work or missing, a later save does it."""
    if model["type"] != "notebook":
        return None
    file = Path(os_path)
    try:
        return subprocess.Popen(["sh", "-c", _ADD_IF_SAME, "sh", file.name], cwd=file.parent, stderr=subprocess.DEVNULL)
    except FileNotFoundError:
        return None


c.FileContentsManager.post_save_hook = compared_by_git  # type: ignore[name-defined]  # noqa: F821
