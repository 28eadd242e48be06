"""The engine `forked`: what a notebook does to its process is unknown to the next notebook, and to the parent."""

import sys

import pytest

from support.small_notebooks_for_engine import lone_process, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a notebook runs in a fork on Linux only")

# What a cell does to its process, and how one sees it.
TRACES = {
    "a variable": ("x = 1", "'x' in globals()"),
    "a patch": ("import statistics\nstatistics.mean = len", "import statistics\nstatistics.mean([7])"),
    "a patch of what is built in": ("import builtins\nbuiltins.own = 1", "'own' in dir(__import__('builtins'))"),
    "a module": ("import sys, types\nsys.modules['own'] = types", "import sys\n'own' in sys.modules"),
    "the working directory": ("import os\nos.chdir('/')", "import os\nos.getcwd() == '/'"),
    "a setting of matplotlib": (
        "import matplotlib\nmatplotlib.rcParams['font.size'] = 3",
        "import matplotlib\nmatplotlib.rcParams['font.size']",
    ),
    "an option of pandas": (
        "import pandas\npandas.set_option('display.max_rows', 3)",
        "import pandas\npandas.options.display.max_rows",
    ),
    "a variable of the environment": (
        "import os\nos.environ['OWN'] = '1'",
        "import os, subprocess\nsubprocess.getoutput('echo $OWN')",
    ),
    "a filter of warnings": (
        "import warnings\nwarnings.simplefilter('error')",
        "import warnings\nwarnings.filters[0][0]",
    ),
    "the locale": (
        "import locale\nlocale.setlocale(locale.LC_ALL, 'C.UTF-8')",
        "import locale\nlocale.setlocale(locale.LC_ALL)",
    ),
    "a handler of a signal": (
        "import signal\nsignal.signal(10, signal.SIG_IGN)",
        "import signal\nsignal.getsignal(10)",
    ),
    "an open file": ("f = open('/dev/null')", "import os\nlen(os.listdir('/proc/self/fd'))"),
    "the path of modules": ("import sys\nsys.path.append('/own')", "import sys\nsys.path[-1]"),
    "the mask of files": ("import os\nos.umask(0o077)", "import os\nmask = os.umask(0o022); os.umask(mask); mask"),
    "a limit": ("import resource\nresource.setrlimit(0, (9, 9))", "import resource\nresource.getrlimit(0)"),
    "a level of the log": (
        "import logging\nlogging.getLogger().setLevel(7)",
        "import logging\nlogging.getLogger().level",
    ),
    "priority": ("import os\nos.nice(3)", "import os\nos.nice(0)"),
    "a hook": ("import sys\nsys.unraisablehook = print", "import sys\nsys.unraisablehook.__name__"),
    "a thread": (
        "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()",
        "import threading\nthreading.active_count()",
    ),
    "state of random": (
        "import random\nrandom.seed(1)",
        "import random\nrandom.Random(1).getstate() == random.getstate()",
    ),
}


def seen(code: str) -> str:
    """What an expression, after lines that prepare it, is in this very process."""
    *prepare, expression = code.split("\n")
    names = {}
    exec("\n".join(prepare), names)
    *more, expression = expression.split("; ")
    exec("; ".join(more), names)
    return repr(eval(expression, names))


def seed() -> None:
    import random

    import numpy as np

    random.seed(1)
    np.random.seed(1)


@pytest.fixture(scope="module")
def lone():
    with lone_process() as call:
        yield call


@pytest.mark.parametrize("trace", TRACES)
def test_what_a_notebook_leaves_is_unknown_to_the_next_and_to_the_parent(trace, lone, tmp_path):
    leave, look = TRACES[trace]
    parent, before = lone(seen, look), lone(run, tmp_path, look)
    left = lone(run, tmp_path, leave + "\nNone", look)
    assert left.said != before.said and not left.error + before.error
    assert lone(run, tmp_path, look).said == before.said
    assert lone(seen, look) == parent


@pytest.mark.parametrize(
    "number",
    [
        "import random; random.random()",
        "import numpy; numpy.random.rand()",
        "import numpy; numpy.random.default_rng().random()",
        "import uuid; uuid.uuid4()",
        "import tempfile; tempfile.mktemp()",
    ],
)
def test_two_notebooks_draw_different_numbers_even_where_the_parent_sowed(number, lone, tmp_path):
    lone(seed)
    drawn = [lone(run, tmp_path, number).said for _ in range(3)]
    assert len(set(drawn)) == 3
    assert all(drawn)


def test_a_signal_handler_of_the_parent_is_not_that_of_the_notebook(lone, tmp_path):
    lone(handle)
    try:
        assert lone(run, tmp_path, "import signal\nsignal.getsignal(12)").said == "<Handlers.SIG_DFL: 0>"
    finally:
        lone(handle, False)


def handle(own: bool = True) -> None:
    import signal

    signal.signal(signal.SIGUSR2, print if own else signal.SIG_DFL)
