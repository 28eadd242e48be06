"""Resets a kernel between two notebooks: the kernel runs `remember` once, and `reset` before each notebook."""

import gc
import os
import resource
import sys
import warnings
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
from IPython.core.getipython import get_ipython

_start: dict[str, Any] = {}


def remember(memory_mb: int) -> None:
    """Remember the state of a new kernel, and limit how much more memory it may use, in MB (on Linux only)."""
    gc.freeze()  # modules stay, so the garbage collection of a reset need not look at them again
    _start.update(
        folder=Path.cwd(),
        environment=dict(os.environ),
        path=list(sys.path),
        options=dict(mpl.rcParams),
        warnings=list(warnings.filters),
    )
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + memory_mb * 1024**2
        given = [limit for limit in resource.getrlimit(resource.RLIMIT_AS) if limit != resource.RLIM_INFINITY]
        limit = min([most, *given])
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def reset() -> None:
    """Return to the state of a new kernel."""
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
    os.chdir(_start["folder"])
    os.environ.clear()
    os.environ.update(_start["environment"])
    sys.path[:] = _start["path"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dict.update(mpl.rcParams, _start["options"])
        pd.reset_option("all")
    warnings.filters = _start["warnings"].copy()  # type: ignore[attr-defined,unused-ignore]
    get_ipython().reset(new_session=True)
