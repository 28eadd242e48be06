"""How often a process looks through its memory for what nobody needs any more: nearly all of a month stays."""

import atexit
import gc


def collect_seldom() -> None:
    """Look for garbage after each 50,000 new objects, not 700, and not once more when the process ends.

    A tenth of the time of a build went there.
    """
    gc.set_threshold(50_000, 20, 50)
    atexit.register(gc.freeze)
