"""What a kernel that runs one notebook after the other does between two, so that each begins as in a new kernel.

Runs in the kernel: `remember` once, `reset` before each notebook. The next notebook sees nothing of the variables, the
working folder, the environment, the path of modules, the options of pandas and matplotlib, the warnings, the figures
and the random numbers of the one before; and each notebook has a copy of its own of the reconciled month.
"""

import os
import random
import resource
import sys
import warnings
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from IPython.core.getipython import get_ipython

_start: dict[str, Any] = {}


def remember(memory_mb: int) -> None:
    """Remember the state of a new kernel, and limit how much more memory it may use, in MB (Linux alone)."""
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
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


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
    random.seed()
    np.random.seed()
    get_ipython().reset(new_session=True)
