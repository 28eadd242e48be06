"""What all rooms use: months and parameters, problems, words and numbers, names."""

import atexit
import gc


def collect_seldom() -> None:
    """Look for garbage after each 50,000 new objects, not 700, and not once more when the process ends.

    Nearly all of a month stays: a tenth of the time of a build went there.
    """
    gc.set_threshold(50_000, 20, 50)
    atexit.register(gc.freeze)
