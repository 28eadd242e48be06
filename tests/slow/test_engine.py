"""The engine `forked`: notebooks come out as from papermill's own, know nothing of each other, and fail alone."""

import os
import select
import signal
import subprocess
import sys
import threading

import nbformat
import pytest

from support.small_notebooks_for_engine import comparable, lone_process, notebook, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a notebook runs in a fork on Linux only")


@pytest.fixture(scope="module")
def lone():
    with lone_process() as call:
        yield call


# --- the same notebook as from papermill's own engine ---

# None of these stops at an error.
NOTEBOOKS = {
    "print, errors and last expressions": (
        "import sys\nfor n in range(4):\n    print('out', n, flush=True)\n"
        "    print('err', n, file=sys.stderr, flush=True)",
        "print('a', end=''); print('b\\rc\\x1b[31m', 'İĞ é 😀 漢', '\\x00')\n'\\u2028 \\ud800'",
        "# Title\n\n| a | b |\n|---|---|\n",
        "2;",
        "x = 3",
        "   ",
        "#only a comment",
        "x, _, __, In[1], get_ipython().execution_count",
    ),
    "rich representations": (
        "from IPython.display import *\ndisplay(HTML('<b>x</b>'), metadata={'a': {'b': 1}})\nLatex('$x$')",
        "display(JSON({'a': [1, 2]}), Markdown('*x*'), SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>'))",
        "display({'text/plain': 'x', 'application/x-own+json': {'y': 1}}, raw=True)",
        "class Rich:\n    def _repr_html_(self): return '<i>a</i>'\n    def _repr_latex_(self): return '$a$'\nRich()",
        (
            "raises-exception",
            "class Broken:\n    def _repr_html_(self): raise ValueError\n    def __repr__(self): return 'B'\nBroken()",
        ),
        "import pandas as pd\ndisplay(pd.DataFrame({'a': [1, 2], 'b': ['x', 'y']}))\npd.Series([1.5], name='s')",
        "pd.DataFrame(1, range(100), range(30))",
    ),
    "figures": (
        "import matplotlib.pyplot as plt\nplt.plot([1, 3, 2])",
        "fig, ax = plt.subplots(figsize=(2, 1)); ax.bar([1], [2]); fig",
        "plt.figure(); plt.plot([2, 1]); plt.show(); print('after')",
        "%matplotlib inline\n%config InlineBackend.figure_formats = ['svg', 'png']\n"
        "plt.rcParams['svg.hashsalt'] = 'x'\nplt.rcParams['svg.fonttype'] = 'none'\n"
        "import matplotlib_inline.config as c\nplt.get_backend(), dict(plt.rcParams)",
    ),
    "errors": (
        ("raises-exception", "def f():\n    print('before')\n    return 1 / 0\nf()"),
        ("raises-exception", "1 +"),
        ("raises-exception", "try:\n    {}['a']\nexcept KeyError as e:\n    raise ValueError('of é') from e"),
        ("raises-exception", "class Own(Exception):\n    pass\nraise Own('ü', 3)"),
        ("raises-exception", "raise KeyboardInterrupt"),
        ("raises-exception", "import sys\nsys.exit(3)"),
        ("raises-exception", "input('? ')"),
        "'goes on'",
    ),
    "tags and parameters": (
        ("skip-execution", "print('no')"),
        ("parameters", "x = 0\ny = 1"),
        ("own", "x, y"),
    ),
    "warnings and logs": (
        "import warnings\nwarnings.warn('careful')\nwarnings.warn('old', DeprecationWarning)",
        "import logging\nlogging.warning('w'); logging.info('i'); logging.getLogger('x').error('e')",
        "import contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()) as f: print('x')\nf.getvalue()",
        "from tqdm.auto import tqdm\nfor _ in tqdm(range(3), bar_format='{n}/{total}'): pass",
    ),
}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_comes_out_the_same_from_both_engines(name, lone, tmp_path):
    parameters = {"x": "é'\n", "unknown": [1, None, True]} if name == "tags and parameters" else None
    usual, forked = (
        lone(run, tmp_path, *NOTEBOOKS[name], engine=engine, parameters=parameters) for engine in ("nbclient", "forked")
    )
    assert comparable(forked) == comparable(usual)
    assert bool(forked.error) == any("raises-exception" in cell for cell in NOTEBOOKS[name])


def test_counts_values_and_pictures_are_there(lone, tmp_path):
    """By hand, of one engine: equality says nothing of two engines that are both silent."""
    cells = lone(run, tmp_path, *NOTEBOOKS["print, errors and last expressions"]).notebook.cells
    assert [cell.get("execution_count") for cell in cells] == [1, 2, None, 3, 4, None, 5, 6]
    assert cells[7].outputs[0].data["text/plain"].startswith("(3,\n")
    cells = lone(run, tmp_path, *NOTEBOOKS["figures"]).notebook.cells
    assert all(any("image/png" in output.get("data", {}) for output in cells[number].outputs) for number in range(3))


# --- isolation ---

# What a cell does to its process, and how the next one would see it.
TRACES = {
    "a variable": ("x = 1", "'x' in globals()"),
    "a patch": ("import statistics\nstatistics.mean = len", "__import__('statistics').mean([7])"),
    "a patch of what is built in": ("import builtins\nbuiltins.own = 1", "'own' in dir(__import__('builtins'))"),
    "a module": ("import sys, types\nsys.modules['own'] = types", "'own' in __import__('sys').modules"),
    "the working directory": ("import os\nos.chdir('/')", "__import__('os').getcwd() == '/'"),
    "a setting of matplotlib": (
        "import matplotlib\nmatplotlib.rcParams['font.size'] = 3",
        "__import__('matplotlib').rcParams['font.size']",
    ),
    "an option of pandas": (
        "import pandas\npandas.set_option('display.max_rows', 3)",
        "__import__('pandas').options.display.max_rows",
    ),
    "a variable of the environment": ("import os\nos.environ['OWN'] = '1'", "'OWN' in __import__('os').environ"),
    "a filter of warnings": (
        "import warnings\nwarnings.simplefilter('always')",
        "__import__('warnings').filters[0][0]",
    ),
    "a handler of a signal": (
        "import signal\nsignal.signal(10, signal.SIG_IGN)",
        "__import__('signal').getsignal(10)",
    ),
    "the path of modules": ("import sys\nsys.path.append('/own')", "'/own' in __import__('sys').path"),
    "a level of the log": (
        "import logging\nlogging.getLogger().setLevel(7)",
        "__import__('logging').getLogger().level",
    ),
    "a thread": (
        "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()",
        "__import__('threading').active_count()",
    ),
}
LOOK = f"{{name: repr(eval(look)) for name, look in { ({name: look for name, (_, look) in TRACES.items()})!r}.items()}}"


def seen_in(made) -> dict[str, str]:
    assert made.error == ""
    return eval(made.notebook.cells[-1].outputs[-1].data["text/plain"])


def test_what_a_notebook_leaves_is_unknown_to_the_next(lone, tmp_path):
    before = seen_in(lone(run, tmp_path, LOOK))
    left = seen_in(lone(run, tmp_path, *(leave for leave, _ in TRACES.values()), LOOK))
    assert [name for name in TRACES if before[name] == left[name]] == [], "the test could not fail for these"
    assert seen_in(lone(run, tmp_path, LOOK)) == before


def test_two_notebooks_draw_different_random_numbers(lone, tmp_path):
    draw = "import random, numpy, uuid\nrandom.random(), numpy.random.rand(), uuid.uuid4()"
    drawn = [lone(run, tmp_path, draw).said for _ in range(2)]
    assert drawn[0] != drawn[1] and all(drawn)


# --- faults ---

ENDED = "DeadKernelError: Kernel died: its process"
# What a cell does, and how the run ends.
FAULTS = {
    "kills itself": ("import os\nos.kill(os.getpid(), 9)", f"{ENDED} was ended by SIGKILL (out of memory?)"),
    "reads at no address": ("import ctypes\nctypes.string_at(0)", f"{ENDED} was ended by SIGSEGV"),
    "leaves with a code": ("import os\nos._exit(3)", f"{ENDED} ended by itself (exit code 3)"),
    "closes all files": ("import os\nos.closerange(3, 4096)", f"{ENDED} "),
}
HANGS = {
    "a loop that catches everything": "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "a process that stands still": "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
    "output without end": "while True: print('x' * 1000)",
    "a child that is waited for": "import subprocess\nsubprocess.run(['sleep', '100000'], pass_fds=[alive])",
}
# How a notebook may start something that stays behind; it writes into `alive`, which ends when the last of it has.
CHILDREN = {
    "a program": "import subprocess\nsubprocess.Popen(['sleep', '100000'], pass_fds=[alive])",
    "a fork of a fork that ignores signals": (
        "import signal\nif os.fork() == 0:\n    for n in (1, 2, 15): signal.signal(n, signal.SIG_IGN)\n"
        "    os.fork()\n    while True: signal.pause()"
    ),
    "a thread": "import threading\nthreading.Thread(target=threading.Event().wait).start()",
}
OPEN = "import os\nalive = os.open('alive', os.O_WRONLY)\n"


@pytest.fixture
def alive(tmp_path):
    """A pipe with a name, of which one end is open for as long as anything that a notebook started runs."""
    os.mkfifo(tmp_path / "alive")
    ours = os.open(tmp_path / "alive", os.O_RDONLY | os.O_NONBLOCK)
    yield ours
    os.close(ours)


def gone(pipe: int) -> bool:
    """Whether everyone who could write has ended, within a time that is ample."""
    ready, _, _ = select.select([pipe], [], [], 20)
    return bool(ready) and os.read(pipe, 1) == b""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_process_that_dies_is_named_with_its_reason_and_the_next_notebook_runs(fault, lone, tmp_path):
    code, reason = FAULTS[fault]
    died = lone(run, tmp_path, "print('before')", code, "print('after')", execution_timeout=60)
    assert died.error.startswith(reason)
    assert "before" in died.said and "after" not in died.said
    assert lone(run, tmp_path, "1 + 1").said == "2"


@pytest.mark.parametrize("hang", HANGS)
def test_what_hangs_is_ended_at_its_time_limit_with_all_it_started(hang, lone, tmp_path, alive):
    made = lone(run, tmp_path, OPEN + HANGS[hang], "print('after')", execution_timeout=1)
    assert made.error.startswith("CellTimeoutError: A cell timed out")
    assert "after" not in made.said
    assert gone(alive)


def test_a_notebook_that_asks_for_more_memory_than_allowed_gets_an_error(lone, tmp_path):
    made = lone(run, tmp_path, "x = b'x' * 2_000_000_000", memory_mb=200)
    assert made.error.startswith("PapermillExecutionError") and "MemoryError" in made.error
    assert not lone(run, tmp_path, "len(b'x' * 300_000_000)").error


@pytest.mark.parametrize("child", CHILDREN)
def test_what_a_notebook_started_ends_with_it(child, lone, tmp_path, alive):
    made = lone(run, tmp_path, OPEN + CHILDREN[child], "print('after')")
    assert not made.error and made.said.endswith("after\n")
    assert gone(alive)


def with_a_second_thread(*args, **options):
    """Run a notebook while another thread waits."""
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        return run(*args, **options)
    finally:
        done.set()
        other.join()


def test_where_a_fork_is_not_safe_a_normal_kernel_is_used_and_the_log_says_why(lone, tmp_path):
    made = lone(with_a_second_thread, tmp_path, "type(get_ipython()).__name__", memory_mb=500)
    reason = "a process with 2 threads can't be forked safely"
    assert f"engine forked: {reason}; a normal kernel is used without its limit of memory" in made.log
    assert made.said == "'ZMQInteractiveShell'"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_command_of_papermill_that_is_ended_takes_the_notebook_with_it(number, tmp_path, alive):
    nbformat.write(notebook(OPEN + "os.write(alive, b'!')\nwhile True: pass"), tmp_path / "in.ipynb")
    command = [sys.executable, "-m", "papermill", "--engine", "forked", "in.ipynb", "out.ipynb"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL, start_new_session=True) as process:
        try:
            assert select.select([alive], [], [], 60)[0] and os.read(alive, 1) == b"!"
            os.killpg(process.pid, number)
            assert process.wait(timeout=60) != 0
            assert gone(alive)
        finally:
            process.kill()
