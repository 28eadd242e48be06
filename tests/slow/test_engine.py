"""The engine `forked`: a notebook comes out as from the usual engine."""

import sys

import pytest

from support.small_notebooks_for_engine import comparable, lone_process, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a notebook runs in a fork on Linux only")

# Waits for what other programs write, which a kernel of any engine passes on when it comes around to it.
CATCH = """
import sys, threading
caught = {"stdout": threading.Event(), "stderr": threading.Event()}
for stream in (sys.stdout, sys.stderr):
    def noted(came=caught[stream.name], schedule=stream._schedule_flush):
        came.set()
        schedule()
    stream._schedule_flush = noted
def wait(name):
    assert caught[name].wait(20)
    caught[name].clear()
    getattr(sys, name).flush()
"""

# What both engines must make the same of; none of these stops at an error.
NOTEBOOKS = {
    "print and errors in turn": (
        "import sys\nfor n in range(4):\n    print('out', n, flush=True)\n"
        "    print('err', n, file=sys.stderr, flush=True)",
        "print('a', end=''); print('b\\rc\\x1b[31m', 'İĞ é 😀 漢', '\\x00')\n'\\u2028 \\ud800'",
    ),
    "what other programs write": (
        CATCH,
        "import os\nos.write(1, b'raw\\n')\nwait('stdout')",
        "import subprocess\nsubprocess.run(['echo', 'by another'])\nwait('stdout')",
        "subprocess.run('echo wrong >&2', shell=True)\nwait('stderr')",
        "sys.__stdout__.write('past the kernel\\n'); sys.__stdout__.flush()\nwait('stdout')",
    ),
    "last expressions and counts": (
        "# Title\n\n| a | b |\n|---|---|\n",
        "1",
        "2;",
        "x = 3",
        "",
        "   ",
        "#only a comment",
        "x, _, __, In[1], Out, _i2, get_ipython().execution_count",
        "None",
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
        "get_ipython().set_next_input('x')\nprint?",
    ),
    "wide and long tables": (
        "import pandas as pd\npd.DataFrame(1, range(100), range(30))",
        "import re\nnames = re.findall(r'(?m)^([a-z_.]+) : ', pd.describe_option(_print_desc=False))\n"
        "assert len(names) > 30\n{name: pd.get_option(name) for name in names}",
    ),
    "displays that change": (
        "from IPython.display import display, update_display, clear_output\nh = display('one', display_id='d')",
        "update_display('two', display_id='d')",
        "print('gone'); clear_output(); print('kept')",
        "print('gone'); clear_output(wait=True); print('kept')",
        "print('kept'); clear_output(wait=True)",
        "h.update('three')\nh.display('four')",
    ),
    "figures": (
        "import matplotlib.pyplot as plt\nplt.plot([1, 3, 2])",
        "fig, ax = plt.subplots(figsize=(2, 1)); ax.bar([1], [2]); fig",
        "plt.figure(); plt.plot([2, 1]); plt.show(); print('after')",
        "%matplotlib inline\n%config InlineBackend.figure_formats = ['svg', 'png']\n"
        "plt.rcParams['svg.hashsalt'] = 'x'\nplt.rcParams['svg.fonttype'] = 'none'\n"
        "import matplotlib_inline.config as c\nplt.get_backend(), dict(plt.rcParams)",
    ),
    "magics": (
        "%%capture caught_text\nprint('x')\n1",
        "caught_text.stdout",
        "!echo shell",
        "got = !echo a b\ngot",
        "!exit 3",
        "_exit_code",
        "%%writefile x.txt\nhello",
        "%cat x.txt\nimport os\nos.remove('x.txt')",
        "%%html\n<b>x</b>",
        "%env X_Y=1",
        "%%bash\necho $X_Y",
        "%load_ext autoreload\n%autoreload 2\n%precision 3",
        "3.14159",
        "%lsmagic",
        "%history -n 3-4\n%who",
        "%reset -f",
        "%who",
        "get_ipython().history_manager.hist_file",
    ),
    "errors": (
        ("raises-exception", "def f():\n    print('before')\n    return 1 / 0\nf()"),
        ("raises-exception", "f()"),
        ("raises-exception", "1 +"),
        ("raises-exception", "def f():\nx"),
        ("raises-exception", "try:\n    {}['a']\nexcept KeyError as e:\n    raise ValueError('of é') from e"),
        ("raises-exception", "raise ExceptionGroup('of two', [ValueError(1), TypeError(2)])"),
        ("raises-exception", "class Own(Exception):\n    pass\nraise Own('ü', 3)"),
        ("raises-exception", "import json\njson.loads('{')"),
        ("raises-exception", "assert 1 == 2, 'why'"),
        ("raises-exception", "raise KeyboardInterrupt"),
        ("raises-exception", "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nfor n in range(10**9): pass"),
        ("raises-exception", "import sys\nsys.exit(3)"),
        ("raises-exception", "class Base(BaseException): pass\nraise Base"),
        ("raises-exception", "raise StopIteration"),
        ("raises-exception", "input('? ')"),
        ("raises-exception", "import getpass\ngetpass.getpass()"),
        ("raises-exception", "class Unshown:\n    def __repr__(self): raise ValueError('c')\nUnshown()"),
        ("raises-exception", "import asyncio\nasync def g():\n    await asyncio.sleep(0)\n    1 / 0\nawait g()"),
        ("raises-exception", "%xmode minimal\n1 / 0"),
        "import threading\nt = threading.Thread(target=lambda: 1 / 0, name='T'); t.start(); t.join()",
        "'goes on'",
    ),
    "tags": (
        ("skip-execution", "print('no')"),
        ("parameters", "x = 0\ny = 1"),
        ("own", "x, y"),
    ),
    "cells that await": (
        "import asyncio\nawait asyncio.sleep(0, 'x')",
        "asyncio.get_running_loop().is_running()",
        "done = []\nasync def add(n):\n    await asyncio.sleep(0)\n    done.append(n)\n"
        "await asyncio.gather(*map(add, range(3)))",
        "done",
        "go = asyncio.Event()\nasync def later():\n    await go.wait()\n    print('by a task')\n    return 4\n"
        "t = asyncio.create_task(later())\nprint('first')",
        "go.set()\nawait t",
        ("raises-exception", "asyncio.run(add(3))"),
        "import os, signal\nasyncio.get_running_loop().call_soon(os.kill, os.getpid(), signal.SIGINT);",
        (
            "raises-exception",
            "asyncio.get_running_loop().call_soon(os.kill, os.getpid(), signal.SIGINT)\nawait asyncio.Event().wait()",
        ),
        "breakpoint()\n'goes on'",
    ),
    "a thread that prints in a later cell": (
        "import threading\ngo = threading.Event()\ndef f():\n    go.wait()\n    print('by a thread')\n"
        "t = threading.Thread(target=f); t.start()",
        "go.set(); t.join()",
    ),
    "warnings, logs and streams put in place": (
        "import warnings\nwarnings.warn('careful')\nwarnings.warn('old', DeprecationWarning)",
        "def f(): warnings.warn('f', FutureWarning)\nf()",
        "import logging\nlogging.warning('w'); logging.info('i'); logging.getLogger('x').error('e')",
        "logging.basicConfig(level='INFO', force=True)\nlogging.info('now')",
        "import contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()) as f: print('x')\nf.getvalue()",
        "import sys\nkept, sys.stdout = sys.stdout, io.StringIO()\nprint('lost')",
        "print('lost too')",
        "sys.stdout = kept\nprint('back')",
        "from tqdm.auto import tqdm\nfor _ in tqdm(range(3), bar_format='{n}/{total}'): pass",
    ),
    "the world of a cell": (
        "__name__, '__file__' in globals(), __doc__, sorted(name for name in globals() if not name.startswith('_i'))",
        "import __main__, pickle\nclass A: pass\n__main__.A is A, A.__module__, type(pickle.loads(pickle.dumps(A())))",
        "import signal, os, sys\n[signal.getsignal(n) for n in (1, 2, 10, 13, 15)], os.getsid(0) == os.getpid()",
        "import gc, locale, faulthandler, resource\n[resource.getrlimit(n) for n in range(10)], locale.getlocale()",
        "gc.isenabled(), gc.get_threshold(), faulthandler.is_enabled(), sys.getrecursionlimit(), sys.flags",
        "sys.stdin.read(), sys.stdout.isatty(), sys.stdout.encoding, sys.executable, os.getcwd()",
        "'' in sys.path, sys.path.index('') > sys.path.index(os.path.dirname(os.__file__)), os.umask(0o022)",
        "get_ipython().ast_node_interactivity, get_ipython().colors, get_ipython().profile, get_ipython().ipython_dir",
        "def square(x): return x * x\nimport multiprocessing\nwith multiprocessing.get_context('fork').Pool(2) as p:\n"
        "    got = p.map(square, range(4))\ngot",
        "get_ipython().events.register('post_run_cell', lambda r: print('after the cell'))",
        "from comm import create_comm\nc = create_comm(target_name='t', data={'a': 1}, buffers=[b'12'])\nc.close()",
    ),
    "ten megabytes": ("print('x' * 10_000_000)", "'y' * 2_000_000", "for n in range(20_000): print(n)"),
    "exit leaves the cell": ("print('a'); exit()", "print('b')"),
    "quit leaves the cell": ("quit", "print('b')"),
}

# Where the usual kernel differs, and why that is accepted. A difference that is no longer one must leave this list.
DIFFERENCES = {
    "the kernel is the one of ipykernel that needs no sockets": "type(get_ipython()).__name__",
    "so nobody can connect to it": "%connect_info",
    "and it has fewer threads": "import threading; sorted(t.name for t in threading.enumerate())",
    "the arguments are those of the process that was forked": "import sys; sys.argv",
    "a fork knows what it is": "import multiprocessing; multiprocessing.current_process().name",
    "what the parent has loaded is there already": "import sys; 'papermill' in sys.modules",
    "pandas was loaded outside a kernel, and calls what it chose there its default": (
        "import pandas as pd; pd.describe_option('display.max_columns', _print_desc=False)"
    ),
    "a recursion ends a few calls earlier or later": (
        "def deep(n=0):\n    try: return deep(n + 1)\n    except RecursionError: return n\ndeep()"
    ),
}


@pytest.fixture(scope="module")
def lone():
    with lone_process() as call:
        yield call


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_comes_out_the_same_from_both_engines(name, lone, tmp_path):
    parameters = {"x": "é'\n", "unknown": [1, None, True]} if name == "tags" else None
    usual, forked = (
        lone(run, tmp_path, *NOTEBOOKS[name], engine=engine, parameters=parameters) for engine in ("nbclient", "forked")
    )
    assert comparable(forked) == comparable(usual)
    assert bool(forked.error) == any("raises-exception" in cell for cell in NOTEBOOKS[name])


def test_what_is_expected_of_both_engines_is_what_they_do(lone, tmp_path):
    """By hand, of the engine alone: equality says nothing of two engines that are both silent."""
    made = lone(run, tmp_path, *NOTEBOOKS["what other programs write"]).said
    assert made.splitlines() == [
        "raw",
        "by another",
        "wrong",
        "past the kernel",
    ]
    made = lone(run, tmp_path, *NOTEBOOKS["last expressions and counts"]).notebook.cells
    assert [cell.get("execution_count") for cell in made] == [None, 1, 2, 3, None, None, 4, 5, 6]
    assert made[7].outputs[0].data["text/plain"].startswith("(3, 1, '', '1', {1: 1}, ")
    made = lone(run, tmp_path, *NOTEBOOKS["figures"]).notebook.cells
    kinds = [[kind for output in cell.outputs for kind in output.get("data", {})] for cell in made]
    assert all("image/png" in kinds[number] for number in range(3))
    made = lone(run, tmp_path, *NOTEBOOKS["ten megabytes"])
    assert made.said.startswith("x" * 10_000_000) and made.said.endswith("\n19999\n")


def test_the_differences_that_are_listed_are_the_differences_that_are_there(lone, tmp_path):
    usual, forked = (
        comparable(lone(run, tmp_path, *DIFFERENCES.values(), engine=engine))[0]["cells"]
        for engine in ("nbclient", "forked")
    )
    assert [
        why for why, one, other in zip(DIFFERENCES, usual, forked, strict=True) if one["outputs"] == other["outputs"]
    ] == []
