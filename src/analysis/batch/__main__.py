"""Makes the runs of a parcel that lies in a folder: what a worker of a cluster starts (see `elsewhere`).

python -m analysis.batch FOLDER PARENT
"""

import pickle
import shutil
import sys
from pathlib import Path

from analysis.batch.elsewhere import ANSWER, ORDER, Parcel, unpacked
from analysis.batch.notebook_runs import FORKED
from analysis.batch.workers import run_all
from analysis.engine import why_not_forked
from analysis.lifelines import end_with
from analysis.reconciliation import reconcile


def main(folder: Path, parent: int) -> None:
    """Read the order and the files beside it, and leave the answer there."""
    end_with(parent)
    parcel: Parcel = pickle.loads((folder / ORDER).read_bytes())
    data_dir = folder / parcel.data_folder
    month = reconcile(parcel.month, data_dir)
    if parcel.engine == FORKED and not why_not_forked():
        # Read by nobody from here on; of a worker that is killed this folder stays.
        for lists in ("signatories", "decisions"):
            shutil.rmtree(data_dir / lists, ignore_errors=True)  # there may be none
    made = list(run_all(unpacked(parcel, folder), 1, month, data_dir, parcel.engine))
    (folder / ANSWER).write_bytes(pickle.dumps(made))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
