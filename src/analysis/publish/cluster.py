"""Runs notebooks on a Dask cluster, to which it sends the data and notebooks; it needs the extra `cluster`.

Whoever runs the cluster can read the lists of signatories, so it has to be the organisation's own.
"""

import contextlib
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from distributed import Client, Security, Worker, WorkerPlugin, get_worker

from analysis.core.folders import input_files
from analysis.core.problems import ParameterError
from analysis.publish.orders import NOTEBOOKS, NotebookRun, Order, RunResult
from analysis.publish.reports_folder import Manifest
from analysis.publish.running_kernel import make_here

_ADDRESS = re.compile(r"(tcp|tls)://\S+:\d+")
_CERTIFICATES = "set DASK_DISTRIBUTED__COMM__TLS__CA_FILE and the other variables that docs/monthly.md names"


@contextlib.contextmanager
def cluster(address: str) -> Iterator[Client]:
    """Yield the client of a Dask cluster; raises ParameterError if it has no answer, workers or certificates."""
    if not _ADDRESS.fullmatch(address):
        raise ParameterError(
            f"cluster: found {address!r}, expected the address of a scheduler, such as tcp://host:8786"
        )
    try:
        certificates = Security().get_connection_args("client")["ssl_context"]
    except OSError as error:  # raised too for a file that holds no certificate
        raise ParameterError(f"cluster: Dask's certificates can't be read ({error}); {_CERTIFICATES}") from None
    if address.startswith("tls:") and not certificates:
        raise ParameterError(f"cluster: tls:// needs certificates, and Dask knows of none; {_CERTIFICATES}")
    try:
        client = Client(address, timeout=10, set_as_default=False)
    except OSError as error:  # including a timeout
        raise ParameterError(f"cluster: nothing answers at {address} ({error}); is its scheduler up?") from None
    with client:
        if not client.ncores():
            raise ParameterError(f"cluster: {address} has no workers yet; start them, then build again")
        yield client


def run_on_cluster(
    runs: Sequence[NotebookRun], client: Client, order: Order, manifest: Manifest, patience: float = 150
) -> Iterator[RunResult]:
    """Run notebooks on a cluster, and yield results; the rest fails after twice `patience` seconds without workers."""
    inputs, executor = Inputs(order), client.get_executor()
    client.register_plugin(inputs)
    try:
        waiting = {executor.submit(make_on_worker, run, inputs.name, manifest): run for run in runs}
        while waiting:
            done, _ = wait(waiting, patience, FIRST_COMPLETED)
            for future in done:
                yield _result_of(future, waiting.pop(future))
            client.wait_for_workers(1, patience)
    except OSError:  # no worker in time, or no scheduler
        lost = "the cluster has no worker left: start one, then build again"
        yield from (RunResult(run, {}, lost) for run in waiting.values())
    finally:
        with contextlib.suppress(OSError):
            client.unregister_worker_plugin(inputs.name)


def _result_of(future: Future[RunResult], run: NotebookRun) -> RunResult:
    """Return the result of a run with the run as ordered; a worker that is lost for good fails only its own run."""
    try:
        return replace(future.result(), run=run)
    except Exception as error:
        return RunResult(run, {}, f"no answer from its worker ({type(error).__name__}): build again")


class Inputs(WorkerPlugin):
    """The data and notebooks of a build, which Dask sends once to each worker, even to one that joins later."""

    def __init__(self, order: Order) -> None:
        """Pack the data and notebooks of an order."""
        packed, data_dir = io.BytesIO(), order.data_dir.resolve()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, path in input_files(data_dir).items():
                archive.writestr(f"inputs/{data_dir.name}/{name}", path.read_bytes())
            for name in NOTEBOOKS:
                archive.writestr(f"notebooks/{name}", (order.notebooks / name).read_bytes())
        self.name, self.content, self.data_name = f"inputs-{uuid4()}", packed.getvalue(), data_dir.name

    def setup(self, **_: Worker) -> None:
        """Unpack the data and notebooks on a worker, readable by its own account only."""
        self._temporary = TemporaryDirectory(prefix="briefing-")
        folder = Path(self._temporary.name)
        with zipfile.ZipFile(io.BytesIO(self.content)) as packed:
            packed.extractall(folder)
        self.data_dir, self.notebooks = folder / "inputs" / self.data_name, folder / "notebooks"
        self.manifest = Manifest.of(self.data_dir, self.notebooks)

    def teardown(self, **_: Worker) -> None:
        """Remove the unpacked data and notebooks."""
        self._temporary.cleanup()


def make_on_worker(run: NotebookRun, inputs_name: str, manifest: Manifest) -> RunResult:
    """Run a notebook on this Dask worker; fails if the code, or a package that both have, is of another version."""
    inputs = get_worker().plugins[inputs_name]
    own, sent = inputs.manifest.versions, manifest.versions
    differing = {name for name, _ in inputs.manifest.inputs.items() ^ manifest.inputs.items()}
    differing |= {name for name in own.keys() & sent.keys() if own[name] != sent[name]}
    if differing:
        return RunResult(run, {}, f"its worker has another version of {', '.join(sorted(differing)[:3])}")
    parameters = run.parameters | {"data_dir": str(inputs.data_dir)}
    return make_here(replace(run, notebook=inputs.notebooks / run.notebook.name, parameters=parameters))
