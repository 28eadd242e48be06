"""What holds for all tests: set before anything is imported."""

import os

# A process with threads can't be forked, and numpy starts one for each core when it is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
