"""A kernel in a forked process as nbclient sees it: manager and client of one kernel, over a pipe."""

import asyncio
import os
import pickle
import queue
import signal
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from typing import Any

from jupyter_client.session import Session

Message = dict[str, Any]


class Channel:
    """What came from the kernel on one channel, in order; what is sent goes to the kernel."""

    def __init__(self, pipe: Connection) -> None:
        """Start empty."""
        self._pipe, self._received = pipe, asyncio.Queue[Message]()

    def put(self, message: Message) -> None:
        """Take a message that arrived."""
        self._received.put_nowait(message)

    async def get_msg(self, timeout: float | None = None) -> Message:
        """Return the next message; raises queue.Empty after a time, as a channel of jupyter_client does."""
        try:
            return await asyncio.wait_for(self._received.get(), timeout)
        except TimeoutError:
            raise queue.Empty from None

    def send(self, message: Message) -> None:
        """Send a message; a kernel that is dead is noticed by whoever waits for its answer."""
        with suppress(OSError):
            self._pipe.send(message)


class ForkedKernel:
    """The part of jupyter_client's KernelManager and KernelClient that nbclient uses."""

    has_kernel = True
    allow_stdin = False

    def __init__(self, process: ForkProcess, pipe: Connection) -> None:
        """Take the process, and our end of the pipe to it."""
        self._process, self._pipe = process, pipe
        self._loop: asyncio.AbstractEventLoop | None = None
        self._arrived = bytearray()
        self.session = Session()
        self.shell_channel, self.iopub_channel = Channel(pipe), Channel(pipe)

    def client(self) -> "ForkedKernel":
        """Return the client of this kernel, which is the same object."""
        return self

    def start_channels(self) -> None:
        """Listen to the pipe from within the loop that nbclient runs."""
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._pipe.fileno(), self._receive)

    def stop_channels(self) -> None:
        """Stop listening; also when the kernel is dead, whose pipe would be read without end."""
        if self._loop is not None:
            self._loop.remove_reader(self._pipe.fileno())
            self._loop = None

    def _receive(self) -> None:
        """Take what is there, and no more: a kernel that stops amid a message must not hold up its time limit."""
        if not self._pipe.poll():  # a loop may wake up for nothing
            return
        try:
            arrived = os.read(self._pipe.fileno(), 1024**2)
        except OSError:
            arrived = b""
        if not arrived:
            self.stop_channels()
        self._arrived += arrived
        # As `Connection.send` writes it: a length of four bytes, or -1 and one of eight.
        while len(self._arrived) >= 4:
            start, size = 4, int.from_bytes(self._arrived[:4], "big", signed=True)
            if size == -1:
                start, size = 12, int.from_bytes(self._arrived[4:12], "big")
            if len(self._arrived) < start + size:
                break
            channel, message = pickle.loads(self._arrived[start : start + size])
            del self._arrived[: start + size]
            {"shell": self.shell_channel, "iopub": self.iopub_channel}[channel].put(message)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Return at once: a fork is ready, and what is sent to it waits in the pipe."""

    def execute(self, code: str, store_history: bool = True, stop_on_error: bool = True) -> str:
        """Ask for a cell to be run and return the id of the request."""
        asked = {"code": code, "store_history": store_history, "stop_on_error": stop_on_error}
        asked |= {"silent": False, "user_expressions": {}, "allow_stdin": self.allow_stdin}
        return self._ask("execute_request", asked)

    def kernel_info(self) -> str:
        """Ask what language the kernel speaks and return the id of the request."""
        return self._ask("kernel_info_request", {})

    def _ask(self, kind: str, content: Message) -> str:
        message = self.session.msg(kind, content)
        self.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    def is_alive(self) -> bool:
        """Return whether the process still runs."""
        return self._process.is_alive()

    def interrupt_kernel(self) -> None:
        """Interrupt the cell that runs, as Ctrl-C would."""
        if self._process.pid and self.is_alive():
            os.kill(self._process.pid, signal.SIGINT)

    def cause_of_death(self) -> str:
        """Return in words why the process ended."""
        self._process.join(timeout=1)
        code = self._process.exitcode
        if code is None or code >= 0:
            return f"its process ended by itself (exit code {code})"
        out_of_memory = " (out of memory?)" if -code == signal.SIGKILL else ""
        return f"its process was ended by {signal.Signals(-code).name}{out_of_memory}"

    def end(self) -> None:
        """End the process and whatever it started, which is in one process group, and close the pipe."""
        self.stop_channels()
        if self._process.pid:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.join()
        self._process.close()
        self._pipe.close()
