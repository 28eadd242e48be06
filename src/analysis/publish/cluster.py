"""Briefings made on a Dask cluster: the workers run the same function, and receive the content of the input files.

Whoever runs the cluster can read the lists of signatories, so it has to be the organisation's own.
"""

import contextlib
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Executor, as_completed
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.core.folders import input_files
from analysis.core.problems import ParameterError
from analysis.publish.manifest import code_digests, versions
from analysis.publish.notebook_runs import Made
from analysis.publish.orders import NotebookRun
from analysis.publish.workers import make_here

_PATIENCE = "10s"
_ADDRESS = re.compile(r"(tcp|tls)://\S+:\d+")


@dataclass(frozen=True)
class Content:
    """The content of every file that the runs read, by its path in a folder, and the versions of the program."""

    files: tuple[tuple[str, bytes], ...]
    data_folder: str
    program: tuple[tuple[str, str], ...]


class OtherProgramError(Exception):
    """A worker has another version of this package, or of one that it needs, so its pages could differ."""


def run_all(runs: Sequence[NotebookRun], executor: Executor, data_dir: Path) -> Iterator[Made]:
    """Run notebooks on an executor and yield the results as they come; a failure never stops the others."""
    content = _content({run.notebook for run in runs}, data_dir)
    waiting = {executor.submit(make_of_content, run, content): run for run in runs}
    for future in as_completed(waiting):
        try:
            yield replace(future.result(), run=waiting[future])
        except (Exception, CancelledError) as error:  # a lost worker fails only its own runs
            yield Made(waiting[future], {}, f"no answer from the cluster: {type(error).__name__}")


def make_of_content(run: NotebookRun, content: Content) -> Made:
    """Run a notebook with files that were sent; raises OtherProgramError if this worker has other versions."""
    folder = _unpacked(content)
    data = {"data_dir": str(folder / content.data_folder)}
    return make_here(replace(run, notebook=folder / run.notebook.name, parameters=run.parameters | data))


def _content(notebooks: set[Path], data_dir: Path) -> Content:
    data_folder = f"inputs/{data_dir.resolve().name}"
    files = {f"{data_folder}/{name}": path.read_bytes() for name, path in input_files(data_dir).items()}
    files |= {path.name: path.read_bytes() for path in sorted(notebooks)}
    return Content(tuple(files.items()), data_folder, _program())


def _program() -> tuple[tuple[str, str], ...]:
    return tuple(sorted({**code_digests(), **versions()}.items()))


_folders: list[TemporaryDirectory[str]] = []  # removed when the worker ends


@lru_cache(maxsize=4)
def _unpacked(content: Content) -> Path:
    differing = sorted({name for name, _ in set(content.program) ^ set(_program())})
    if differing:
        raise OtherProgramError(f"this worker has another version of {', '.join(differing[:3])}: install the same here")
    _folders.append(TemporaryDirectory(prefix="briefing-"))
    folder = Path(_folders[-1].name)
    for path, text in content.files:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text)
    return folder


@contextlib.contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Yield the executor of a running Dask cluster.

    Raises ParameterError if Dask is not installed or nothing answers at the address.
    """
    if not _ADDRESS.fullmatch(address):
        raise ParameterError(f"cluster: found {address!r}, expected the address of a scheduler, as tcp://host:8786")
    try:
        from distributed import Client
    except ImportError:
        extra = "pip install 'briefing-1300-deal[cluster]'"
        raise ParameterError(f"cluster: Dask is not installed; {extra}, or leave --cluster out") from None
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except OSError as error:  # also a timeout
        raise ParameterError(f"cluster: nothing answers at {address} ({error}); is its scheduler up?") from None
    with client:
        if not client.ncores():
            raise ParameterError(f"cluster: {address} has no workers yet; start them, then build again")
        yield client.get_executor(retries=2)
