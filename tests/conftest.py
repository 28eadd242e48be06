"""What holds for all tests: set before anything is imported."""

import os
import signal

# A process with threads can't be forked, and numpy starts one for each core when it is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# A shell starts what runs in the background deaf to Ctrl-C, and so would be all that the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)
