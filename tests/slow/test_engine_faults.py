"""The engine `forked`: what goes wrong in a notebook ends it with its reason, and nothing else; where it can't fork."""

import os
import select
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest

from analysis.engine import forked
from support.small_notebooks_for_engine import comparable, lone_process, notebook, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a notebook runs in a fork on Linux only")

ENDED = "DeadKernelError: Kernel died: its process"
OVER_TIME = "CellTimeoutError: A cell timed out"
# What a cell does, and how the run ends.
FAULTS = {
    "kills itself": ("import os\nos.kill(os.getpid(), 9)", f"{ENDED} was ended by SIGKILL (out of memory?)"),
    "ends itself": ("import os\nos.kill(os.getpid(), 15)", f"{ENDED} was ended by SIGTERM"),
    "aborts": ("import os\nos.abort()", f"{ENDED} was ended by SIGABRT"),
    "reads at no address": ("import ctypes\nctypes.string_at(0)", f"{ENDED} was ended by SIGSEGV"),
    "leaves with a code": ("import os\nos._exit(3)", f"{ENDED} ended by itself (exit code 3)"),
    "leaves as if all were well": ("import os\nos._exit(0)", f"{ENDED} ended by itself (exit code 0)"),
    "closes all files": ("import os\nos.closerange(3, 4096)", f"{ENDED} "),
    "kills itself amid a message": (
        "import os\npipe = get_ipython().kernel.frontends[0].shell_channel._pipe\n"
        "os.write(pipe.fileno(), b'\\x00\\x10\\x00\\x00begun')\nos.kill(os.getpid(), 9)",
        f"{ENDED} was ended by SIGKILL (out of memory?)",
    ),
}
HANGS = {
    "a loop": "while True: pass",
    "a wait": "import threading\nthreading.Event().wait()",
    "an await": "import asyncio\nawait asyncio.Event().wait()",
    "a loop that ignores signals": (
        "import signal\nfor n in (2, 15): signal.signal(n, signal.SIG_IGN)\nwhile True: pass"
    ),
    "a loop that catches everything": "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "C that lets nothing else run": "import ctypes\nctypes.PyDLL(None).pause()",
    "a process that stands still": "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
    "a process that stands still amid a message": (
        "import os\npipe = get_ipython().kernel.frontends[0].shell_channel._pipe\n"
        "os.write(pipe.fileno(), b'\\x00\\x10\\x00\\x00begun')\nos.kill(os.getpid(), 19)"
    ),
    "output without end": "while True: print('x' * 1000)",
    "a child that is waited for": "import subprocess\nsubprocess.run(['sleep', '100000'])",
}
# How a notebook may start something that stays behind; it writes into `alive`, which ends when the last of it has.
CHILDREN = {
    "a program": "import subprocess\nsubprocess.Popen(['sleep', '100000'], pass_fds=[alive])",
    "a fork": "import signal\nif os.fork() == 0: signal.pause()",
    "a fork that ignores signals": (
        "import signal\nif os.fork() == 0:\n    for n in (1, 2, 15): signal.signal(n, signal.SIG_IGN)\n"
        "    while True: signal.pause()"
    ),
    "a fork of a fork": "import signal\nif os.fork() == 0:\n    os.fork()\n    signal.pause()",
    "a process of multiprocessing": (
        "import multiprocessing, signal\nmultiprocessing.get_context('fork').Process(target=signal.pause).start()"
    ),
    "a thread": "import threading\nthreading.Thread(target=threading.Event().wait).start()",
}
OPEN = "import os\nalive = os.open('alive', os.O_WRONLY)\n"


@pytest.fixture(scope="module")
def lone():
    with lone_process() as call:
        yield call


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


def left_over() -> tuple[int, int, int]:
    """How many files, threads and children (zombies too) the process has."""
    children = Path("/proc/self/task").glob("*/children")
    return (
        sum(1 for _ in Path("/proc/self/fd").iterdir()),
        sum(1 for _ in Path("/proc/self/task").iterdir()),
        sum(len(of_one.read_text(encoding="ascii").split()) for of_one in children),
    )


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
    assert made.error.startswith(OVER_TIME)
    assert "after" not in made.said
    assert gone(alive)


def test_a_time_limit_reads_as_that_of_the_usual_engine(lone, tmp_path):
    """But for the place where the cell was: the usual kernel is interrupted before it is ended."""
    usual, made = (
        lone(run, tmp_path, "1", "while True: pass", engine=engine, execution_timeout=1)
        for engine in ("nbclient", "forked")
    )
    usual.notebook.cells[-1].outputs = []
    assert comparable(made) == comparable(usual)


def test_a_cell_can_be_interrupted_at_its_time_limit_in_place_of_ended(lone, tmp_path):
    usual, made = (
        lone(run, tmp_path, "while True: pass", "1", engine=engine, execution_timeout=2, interrupt_on_timeout=True)
        for engine in ("nbclient", "forked")
    )
    assert comparable(made) == comparable(usual)
    assert made.notebook.cells[-1].outputs or "KeyboardInterrupt" in made.error


@pytest.mark.parametrize("hungry", ["x = b'x' * 2_000_000_000", "x = []\nwhile True: x.append('x' * 1_000_000)"])
def test_a_notebook_that_asks_for_more_memory_than_allowed_gets_an_error(hungry, lone, tmp_path):
    made = lone(run, tmp_path, hungry, memory_mb=200)
    assert made.error.startswith("PapermillExecutionError") and "MemoryError" in made.error
    assert not lone(run, tmp_path, "len(b'x' * 100_000_000)", memory_mb=200).error
    assert not lone(run, tmp_path, "len(b'x' * 300_000_000)").error


@pytest.mark.parametrize("child", CHILDREN)
def test_what_a_notebook_started_ends_with_it(child, lone, tmp_path, alive):
    made = lone(run, tmp_path, OPEN + CHILDREN[child], "print('after')")
    assert not made.error and made.said.endswith("after\n")
    assert gone(alive)


@pytest.mark.parametrize("engine", ["nbclient", "forked"])
def test_only_what_left_the_session_by_its_own_will_goes_on_as_from_the_usual_engine(engine, lone, tmp_path):
    code = "import subprocess\nsubprocess.Popen(['sleep', '100000'], start_new_session=True).pid"
    process = int(lone(run, tmp_path, code, engine=engine).said)
    try:
        assert Path(f"/proc/{process}/stat").read_text(encoding="ascii").split()[2] in "SR"
    finally:
        os.kill(process, signal.SIGKILL)


@pytest.mark.parametrize("code", ["import sys\nsys.stdout.close()", "import os\nos.close(1); os.close(2)"])
def test_a_notebook_that_closes_its_output_goes_on_as_in_the_usual_engine(code, lone, tmp_path):
    usual, made = (
        comparable(lone(run, tmp_path, code, "'still here'", engine=engine)) for engine in ("nbclient", "forked")
    )
    assert made == usual
    assert made[0]["cells"][-1]["outputs"][0]["data"]["text/plain"] == "'still here'"


def test_a_full_pipe_in_both_directions_blocks_nobody(lone, tmp_path):
    chatter = (
        "import threading\ndef chat():\n    for n in range(60): print('x' * 100_000)\n"
        "t = threading.Thread(target=chat); t.start()"
    )
    made = lone(run, tmp_path, chatter, f"len('{'y' * 5_000_000}')", "t.join()", execution_timeout=60)
    assert not made.error
    assert made.said.count("x") == 6_000_000 and "5000000" in made.said


def test_fifty_runs_leave_no_file_thread_or_process_behind(lone, tmp_path):
    kinds = ["1", "1 / 0", "import os\nos._exit(3)", "import subprocess\np = subprocess.Popen(['sleep', '100000'])"]
    for code in kinds:
        lone(run, tmp_path, code)
    before = lone(left_over)
    for code in kinds[:2] * 20 + kinds[2:] * 5:
        lone(run, tmp_path, code)
    assert lone(left_over) == before
    assert before[1:] == (1, 0)


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


def on_another_system(*args, **options):
    """Run a notebook as if this were no Linux."""
    forked.sys = SimpleNamespace(platform="darwin")
    try:
        return run(*args, **options)
    finally:
        forked.sys = sys


def in_another_kernel(folder, *args, **options):
    """Run a notebook in a kernel with a name of its own."""
    spec = folder / "kernels" / "elsewhere" / "kernel.json"
    spec.parent.mkdir(parents=True)
    command = f'["{sys.executable}", "-m", "ipykernel_launcher", "-f", "{{connection_file}}"]'
    spec.write_text(f'{{"argv": {command}, "language": "python", "display_name": "e"}}', encoding="utf-8")
    os.environ["JUPYTER_PATH"] = str(folder)
    try:
        return run(folder, *args, kernel_name="elsewhere", **options)
    finally:
        del os.environ["JUPYTER_PATH"]


@pytest.mark.parametrize(
    ("way", "reason"),
    [
        (with_a_second_thread, "a process with 2 threads can't be forked safely"),
        (on_another_system, "this system can't fork a process safely"),
        (in_another_kernel, "'elsewhere' may be another Python than this"),
    ],
)
def test_where_a_fork_is_not_safe_a_normal_kernel_is_used_and_the_log_says_why(way, reason, lone, tmp_path):
    cells = ("type(get_ipython()).__name__", "print('x'); 1 / 0")
    made, usual = lone(way, tmp_path, *cells, memory_mb=500), lone(run, tmp_path, *cells, engine="nbclient")
    assert f"engine forked: {reason}; a normal kernel is used without its limit of memory" in made.log
    assert made.said == usual.said == "'ZMQInteractiveShell'x\n"
    assert comparable(made) == comparable(usual)
    assert "normal kernel" not in lone(run, tmp_path, "1").log


@pytest.fixture
def command(tmp_path):
    """A way to run papermill's command on a notebook, in a session of its own."""

    def start(*cells: str) -> subprocess.Popen:
        nbformat.write(notebook(*cells), tmp_path / "in.ipynb")
        papermill = [sys.executable, "-m", "papermill", "--engine", "forked", "in.ipynb", "out.ipynb", "-p", "x", "1"]
        return subprocess.Popen(
            papermill, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True, text=True
        )

    return start


def test_the_command_of_papermill_runs_a_notebook_in_a_fork(command, tmp_path):
    process = command(("parameters", "x = 0"), "x, type(get_ipython()).__name__")
    told, _ = process.communicate(timeout=60)
    assert process.returncode == 0, told
    assert "normal kernel" not in told
    made = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert made.cells[-1].outputs[0].data["text/plain"] == "(1, 'InProcessInteractiveShell')"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_command_that_is_ended_takes_the_notebook_with_it(number, command, alive):
    process = command(OPEN + "os.write(alive, b'!')\nwhile True: pass")
    try:
        assert select.select([alive], [], [], 60)[0] and os.read(alive, 1) == b"!"
        os.killpg(process.pid, number)
        assert process.wait(timeout=60) != 0
        assert gone(alive)
    finally:
        process.kill()
        process.stdout.close()
