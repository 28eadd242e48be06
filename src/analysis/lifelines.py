"""A process that ends when its parent has ended, however that came: none is left behind by a build that is killed."""

import ctypes
import os
import signal
import sys
import threading
from multiprocessing import connection, parent_process

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux


def end_with_parent() -> None:
    """End this process, which multiprocessing started, when its parent has ended."""
    parent = parent_process()
    if parent is None:
        return
    if sys.platform == "linux":
        end_with(parent.pid)
    else:
        threading.Thread(target=_wait_for_the_end_of, args=(parent.sentinel,), daemon=True).start()


def end_with(parent: int | None) -> None:
    """End this process when its parent, of that number, has ended; without a thread, as one can't be forked."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _wait_for_the_end_of(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
