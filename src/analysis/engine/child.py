"""What the forked process does: it becomes a kernel as fresh as a new one, and answers until the pipe closes."""

import asyncio
import importlib
import logging
import os
import resource
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ipykernel.inprocess.channels import InProcessChannel
from ipykernel.inprocess.client import InProcessKernelClient
from ipykernel.inprocess.ipkernel import InProcessKernel
from ipykernel.iostream import OutStream
from IPython.core.shellapp import InteractiveShellApp
from tornado.ioloop import IOLoop
from traitlets import default
from traitlets.config import Config

from analysis.lifelines import end_with_parent

# What pandas chooses when it is loaded in a kernel; elsewhere, as many columns as the terminal is wide.
_COLUMNS_IN_A_KERNEL = 20
_INLINE_PICTURES = "module://matplotlib_inline.backend_inline"
# As nbclient asks of every kernel: the cells of a notebook do not enter the user's history.
_SETTINGS = Config({"HistoryManager": {"hist_file": ":memory:"}})

if "ipykernel.debugger" not in sys.modules and "debugpy" not in sys.modules:
    # No debugger can reach this kernel, and loading one takes longer than making a briefing.
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # as Python marks what can't be imported
    importlib.import_module("ipykernel.debugger")
    del sys.modules["debugpy"]


class _Kernel(InProcessKernel):
    """ipykernel's kernel without sockets; what other programs print is caught as well, as it is from any kernel."""

    @default("stdout")
    def _default_stdout(self) -> OutStream:
        return OutStream(self.session, self.iopub_thread, "stdout")

    @default("stderr")
    def _default_stderr(self) -> OutStream:
        return OutStream(self.session, self.iopub_thread, "stderr")

    @contextmanager
    def _redirected_io(self) -> Iterator[None]:
        """Leave streams as they are (see `_kernel`): one that a cell put in place stays for the next."""
        yield

    async def do_execute(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Run a cell, of which one that awaits asks in which thread a kernel with sockets would interrupt it."""
        self.io_loop = IOLoop.current()
        self.shell_channel_thread = SimpleNamespace(parent_thread=threading.current_thread())
        try:
            answer: dict[str, Any] = await super().do_execute(*args, **kwargs)
            return answer
        finally:
            self.shell_channel_thread = None


class _ToParent(InProcessChannel):
    """A channel whose messages go to the parent; those of streams come from a thread of their own."""

    _one_at_a_time = threading.Lock()

    def __init__(self, name: str, pipe: Connection) -> None:
        super().__init__()
        self._name, self._pipe = name, pipe

    def call_handlers(self, msg: dict[str, Any]) -> None:
        msg["buffers"] = [bytes(buffer) for buffer in msg["buffers"]]
        with self._one_at_a_time:
            self._pipe.send((self._name, msg))


def serve(pipe: Connection, other_end: Connection, memory_mb: int | None) -> None:
    """Run cells as they are asked for, until the parent closes the pipe or ends."""
    other_end.close()
    _leave_the_parent()
    if memory_mb:
        _limit_memory(memory_mb)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.run_until_complete(_answer_all(pipe, _kernel(pipe)))


def _leave_the_parent() -> None:
    """Undo what a new process would not have: the parent's group, signals, log, random state."""
    os.setsid()
    end_with_parent()
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    # Between cells; the kernel listens to it while it runs one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.root.handlers.clear()
    logging.root.setLevel(logging.WARNING)
    # Without a debugger attached a kernel passes over a breakpoint.
    sys.breakpointhook = lambda *_, **__: None
    _refresh_libraries()
    # The notebook's folder, behind the standard library, where a new kernel has it.
    InteractiveShellApp.init_path(SimpleNamespace(ignore_cwd=False))


def _refresh_libraries() -> None:
    """Set libraries that are loaded already as a new kernel would find them; Python sees to `random` itself."""
    os.environ.setdefault("MPLBACKEND", _INLINE_PICTURES)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    if "matplotlib" in sys.modules:
        sys.modules["matplotlib"].use(os.environ["MPLBACKEND"])
        sys.modules["matplotlib"].rcParams["backend_fallback"] = True
    if "pandas" in sys.modules:
        sys.modules["pandas"].set_option("display.max_columns", _COLUMNS_IN_A_KERNEL, "display.encoding", "UTF-8")


def _limit_memory(megabytes: int) -> None:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + megabytes * 1024**2
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _kernel(pipe: Connection) -> _Kernel:
    # Without a namespace it makes the module in which cells run, as a new kernel does.
    kernel = _Kernel(config=_SETTINGS, user_ns=None)
    client = InProcessKernelClient(kernel=kernel, session=kernel.session)
    client._shell_channel, client._iopub_channel = _ToParent("shell", pipe), _ToParent("iopub", pipe)
    kernel.frontends.append(client)
    kernel.shell.extension_manager.load_extension("storemagic")  # as a new kernel does
    # Also between cells, for a thread that a cell started.
    sys.stdout, sys.stderr = kernel.stdout, kernel.stderr
    return kernel


async def _answer_all(pipe: Connection, kernel: _Kernel) -> None:
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()
    loop.add_reader(pipe.fileno(), asked.set)
    # What a cell left running in the loop goes on between cells.
    while await asked.wait():
        asked.clear()
        while pipe.poll():
            try:
                message = pipe.recv()
            except EOFError:
                return
            await _answer(message, kernel)


async def _answer(message: dict[str, Any], kernel: _Kernel) -> None:
    """Hand a request to the kernel as `InProcessKernelClient` does, from within a loop that goes on."""
    stream, session = kernel.shell_stream, kernel.session
    session.send(stream, message)
    await kernel.dispatch_shell(stream.recv_multipart())
    if not stream.queue.empty():
        _, reply = session.recv(stream, copy=False)
        kernel.frontends[0].shell_channel.call_handlers(reply)
