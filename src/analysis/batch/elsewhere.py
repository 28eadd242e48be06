"""Briefings made on other machines, by any `concurrent.futures.Executor`: that of a Dask cluster, say.

Everything travels by content: tables and notebooks there, finished files back. So a worker needs this package and
nothing else. Whoever runs the cluster sees the lists of signatories: it has to be inside the house.
"""

import math
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analysis.batch.bounded_queue import in_window
from analysis.batch.inputs import code_digests, input_files, versions
from analysis.batch.notebook_runs import Made, NotebookRun
from analysis.batch.workers import ONE_THREAD
from analysis.parameters import Month
from analysis.problems import ParameterError

ORDER, ANSWER, INPUTS, NOTEBOOKS = "order", "answer", "inputs", "notebooks"
# A process that makes a parcel takes as long to begin as four briefings take it; so it makes many, if there are many.
_RUNS_IN_A_PARCEL = 24
_AHEAD = 2
_PATIENCE = "10s"
_LOST = "no answer from the cluster: its scheduler or its last worker is gone"
_ADDRESS = re.compile(r"(tcp|tls)://\S+:\d+")


@dataclass(frozen=True)
class Parcel:
    """Some runs of one month, with the content of every file that they read, by its path; and how to run them."""

    runs: list[NotebookRun]
    month: Month
    engine: str
    data_folder: str
    files: dict[str, bytes]
    program: dict[str, str]


class OtherProgramError(Exception):
    """A worker has this package, or one that it needs, in another version: its pages could differ."""


def run_all(
    runs: Sequence[NotebookRun], executor: Executor, workers: int, month: Month, data_dir: Path, engine: str
) -> Iterator[Made]:
    """Make every run by an executor with so many workers, and give the results as they come; all get an answer."""
    size = min(_RUNS_IN_A_PARCEL, math.ceil(len(runs) / workers))
    shares = [list(runs[first : first + size]) for first in range(0, len(runs), size)]
    packed = _parcel(month, data_dir, sorted({run.notebook for run in runs}), engine)
    submit = lambda share: executor.submit(made_of, replace(packed, runs=share))  # noqa: E731
    lost = executor.is_lost if isinstance(executor, _WhileConnected) else None
    for share, future in in_window(submit, shares, _AHEAD * workers, lost):
        try:
            yield from future.result()
        except CancelledError:
            yield from (Made(run, {}, _LOST) for run in share)
        except Exception as error:  # a worker that died or never came costs its own share alone
            said = f"{type(error).__name__}: {error}".splitlines()[0]
            yield from (Made(run, {}, f"no answer from the cluster: {said}") for run in share)


def _parcel(month: Month, data_dir: Path, notebooks: list[Path], engine: str) -> Parcel:
    folder = f"{INPUTS}/{data_dir.resolve().name or 'data'}"
    data = {f"{folder}/{name}": path.read_bytes() for name, path in input_files(data_dir).items()}
    files = data | {f"{NOTEBOOKS}/{path.name}": path.read_bytes() for path in notebooks}
    return Parcel([], month, engine, folder, files, program())


def program() -> dict[str, str]:
    """Return what decides how a page looks: each file of this package, and the version of what it stands on."""
    return {**code_digests(), **versions()}


def made_of(parcel: Parcel) -> list[Made]:
    """Make the runs of a parcel, in a process of its own: a worker of a cluster has threads, and can't be forked.

    Raises OtherProgramError where this package differs from that of whoever packed the parcel.
    """
    differing = sorted({name for name, _ in parcel.program.items() ^ program().items()})
    if differing:
        raise OtherProgramError(f"the worker has another version of {', '.join(differing[:3])}: install the same there")
    with TemporaryDirectory(prefix="briefing-") as scratch:
        folder = Path(scratch)
        for path, content in parcel.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        (folder / ORDER).write_bytes(pickle.dumps(replace(parcel, files={})))
        command = [sys.executable, "-m", "analysis.batch", scratch, str(os.getpid())]
        ended = subprocess.run(command, env=os.environ | ONE_THREAD, check=False, stderr=subprocess.PIPE, text=True)
        if ended.returncode:
            raise RuntimeError(ended.stderr.strip().splitlines()[-1] if ended.stderr else f"exit {ended.returncode}")
        made: list[Made] = pickle.loads((folder / ANSWER).read_bytes())
    back = {run.name: run for run in parcel.runs}
    return [replace(each, run=back[each.run.name]) for each in made]


def unpacked(parcel: Parcel, folder: Path) -> list[NotebookRun]:
    """Return the runs of a parcel that was laid out in a folder, with the paths that hold there."""
    data = {"data_dir": str(folder / parcel.data_folder)}
    return [
        replace(run, notebook=folder / NOTEBOOKS / run.notebook.name, parameters=run.parameters | data)
        for run in parcel.runs
    ]


class _WhileConnected(Executor):
    """The executor of a cluster that says so when the cluster is gone: Dask's own takes work that is never done."""

    def __init__(self, client: Any, executor: Executor) -> None:
        self._client, self._executor = client, executor

    def submit(self, work: Callable[..., Any], /, *given: Any, **named: Any) -> "Future[Any]":
        if self._client.status != "running":
            raise BrokenExecutor("the scheduler of the cluster is gone")
        return self._executor.submit(work, *given, **named)

    def is_lost(self) -> bool:
        """Return whether the scheduler is gone, or has no worker any more."""
        try:
            return self._client.status != "running" or not self._client.ncores()
        except Exception:  # of whatever kind: it gives no answer
            return True


@contextmanager
def cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """Give the executor of a Dask cluster that runs already, and how many tasks it takes at once.

    Raises ParameterError where Dask is not installed, or nothing answers at the address.
    """
    if not _ADDRESS.fullmatch(address):
        raise ParameterError(f"cluster: found {address!r}, expected the address of a scheduler, as tcp://host:8786")
    try:
        from distributed import Client
    except ImportError:
        extra = "pip install 'briefing-1300-deal[cluster]'"
        raise ParameterError(f"cluster: Dask is not installed; {extra}, or leave --cluster out") from None
    try:
        client: Any = Client(address, timeout=_PATIENCE, set_as_default=False)
    except OSError as error:  # a time that is up is one
        raise ParameterError(f"cluster: nothing answers at {address} ({error}); is its scheduler up?") from None
    with client:
        workers = sum(client.ncores().values())
        if not workers:
            raise ParameterError(f"cluster: {address} has no workers yet; start them, then build again")
        executor = client.get_executor(retries=2)
        try:
            yield _WhileConnected(client, executor), workers
        finally:
            executor.shutdown(wait=False)  # what has no answer by now is not waited for
