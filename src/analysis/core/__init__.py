"""What all rooms use: months and parameters, problems, words and numbers, names."""

import atexit
import gc


def collect_seldom() -> None:
    """Run the garbage collector after 50,000 new objects instead of 700, and not when the process ends.

    Nearly all objects of a month stay in use, so looking for garbage took a tenth of the time of a build.
    """
    gc.set_threshold(50_000, 20, 50)
    atexit.register(gc.freeze)
