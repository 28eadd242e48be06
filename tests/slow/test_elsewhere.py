"""Briefings made by any executor, and on a cluster of which a machine is lost: the same files as made here."""

import itertools
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from pathlib import Path

import pytest

from analysis.batch import build, elsewhere
from analysis.batch.elsewhere import cluster
from analysis.parameters import Month
from analysis.problems import ParameterError
from support.small_notebooks import PROJECT, contents, with_empty_evidence
from support.small_notebooks_for_engine import lone_process

MONTH = Month.parse("2021-03")
in_proc = pytest.mark.skipif(sys.platform != "linux", reason="the test looks at processes in /proc")
ORDER = {"parties": ["all", "d66"], "languages": ["nl"], "formats": ["html"], "workers": 2}


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory) -> Path:
    return with_empty_evidence(tmp_path_factory.mktemp("notebooks"))


@pytest.fixture(scope="module")
def made_here(notebooks, tmp_path_factory) -> dict[str, bytes]:
    """What a build on this machine makes, in a process that can be forked."""
    out = tmp_path_factory.mktemp("here")
    with lone_process() as lone:
        assert lone(build, MONTH, out_dir=out, notebooks=notebooks, **ORDER).exit_code == 0
    return contents(out)


def test_processes_that_were_not_forked_from_this_one_make_the_same_files(notebooks, made_here, tmp_path):
    with ProcessPoolExecutor(2, get_context("spawn")) as executor:
        build(MONTH, out_dir=tmp_path, notebooks=notebooks, executor=executor, **ORDER)
    assert contents(tmp_path) == made_here


def test_a_worker_with_another_version_makes_nothing_and_says_what_differs(notebooks, tmp_path, monkeypatch):
    """The worker is this process too, so that each time it is asked it has another version."""
    versions = itertools.count()
    monkeypatch.setattr(elsewhere, "program", lambda: {"pandas": next(versions)})
    with ThreadPoolExecutor(1) as executor:
        result = build(MONTH, out_dir=tmp_path, notebooks=notebooks, executor=executor, **ORDER)
    said = "no answer from the cluster: OtherProgramError: the worker has another version of pandas: install the same"
    assert result.exit_code == 3
    assert len(result.failures) == 4
    assert all(failure.startswith(said) for failure in result.failures.values())


def test_a_data_folder_of_another_name_without_lists_travels_too(notebooks, tmp_path):
    shutil.copytree(PROJECT / "data", tmp_path / "order")
    shutil.rmtree(tmp_path / "order" / "signatories")
    (tmp_path / "answer").symlink_to(tmp_path / "order")
    order = ORDER | {"parties": ["all"], "data_dir": tmp_path / "answer", "notebooks": notebooks}
    with ThreadPoolExecutor(1) as executor:
        result = build(MONTH, out_dir=tmp_path / "out", executor=executor, **order)
    assert result.failures == {}


# In a process of its own, as Dask leaves threads behind: builds, and says what failed.
BUILD = """
import json, sys
from pathlib import Path
from analysis.batch import bounded_queue, build, elsewhere
from analysis.parameters import Month
address, notebooks, out, order = sys.argv[1:]
bounded_queue._SECONDS_BETWEEN_LOOKS = 1.0
with elsewhere.cluster(address) as (executor, workers):
    order = json.loads(order) | {"workers": 8}  # a parcel for each briefing
    result = build(Month(2021, 3), out_dir=Path(out), notebooks=Path(notebooks), executor=executor, **order)
    print(json.dumps(result.failures))
"""


@contextmanager
def running(*words: str, log: Path) -> Iterator[subprocess.Popen]:
    """A part of a cluster, as a process of its own."""
    command = [sys.executable, "-m", "dask", *words]
    with log.open("wb") as file, subprocess.Popen(command, stdout=file, stderr=file, start_new_session=True) as process:
        try:
            yield process
        finally:
            process.kill()


def until(found, what: str):
    """What a function finds, once it finds something."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if answer := found():
            return answer
        time.sleep(0.02)
    return pytest.fail(f"{what}: waited for a minute")


def makers_of(worker: int) -> list[int]:
    """The processes in which a worker makes briefings; others that it starts are of no interest."""
    lists = [path.read_text() for path in Path(f"/proc/{worker}/task").glob("*/children")]
    return [int(number) for numbers in lists for number in numbers.split() if b"analysis.batch" in words_of(number)]


def words_of(process: str) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:  # it has ended
        return b""


@contextmanager
def cluster_of(workers: int, folder: Path) -> Iterator[tuple[str, list[subprocess.Popen]]]:
    """A cluster on this machine in which all workers are at hand: the address of its scheduler, and its workers."""
    address_file, quiet = folder / "scheduler.json", ["--no-dashboard"]
    scheduler = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(address_file), *quiet]
    worker = ["worker", "--scheduler-file", str(address_file), "--nthreads", "1", "--no-nanny", *quiet]
    with ExitStack() as stack:
        stack.enter_context(running(*scheduler, log=folder / "scheduler.log"))
        address = until(lambda: address_file.exists() and address_in(address_file), "the address of the scheduler")
        logs = [folder / f"{number}.log" for number in range(workers)]
        made = [running(*worker, "--local-directory", str(log.with_suffix("")), log=log) for log in logs]
        processes = [stack.enter_context(each) for each in made]
        until(lambda: all("Registered to" in log.read_text() for log in logs), "the workers")
        yield address, processes


@contextmanager
def building_on(address: str, notebooks: Path, out: Path, order: dict) -> Iterator[subprocess.Popen]:
    """A build on a cluster, as a process that does not outlive the test."""
    command = [sys.executable, "-c", BUILD, address, str(notebooks), str(out), json.dumps(order)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@in_proc
def test_a_cluster_that_loses_a_machine_halfway_makes_the_same_files(notebooks, made_here, tmp_path):
    with cluster_of(2, tmp_path) as (address, (one, _)), building_on(address, notebooks, tmp_path / "out", ORDER) as it:
        begun = lose_when_at_work(one)
        failures, _ = it.communicate(timeout=120)
    assert json.loads(failures) == {}
    until(lambda: not any(map(is_running, begun)), "the end of what a lost worker had begun")
    assert contents(tmp_path / "out") == made_here


@in_proc
def test_a_cluster_that_loses_its_last_machine_is_not_waited_for(notebooks, tmp_path):
    with cluster_of(1, tmp_path) as (address, (one,)), building_on(address, notebooks, tmp_path / "out", ORDER) as it:
        lose_when_at_work(one)
        failures, _ = it.communicate(timeout=120)
    assert "no answer from the cluster: its scheduler or its last worker is gone" in json.loads(failures).values()


def lose_when_at_work(worker: subprocess.Popen) -> list[int]:
    """Kill a worker as soon as it has begun a briefing, and return the processes that it had started for that."""
    begun = until(lambda: makers_of(worker.pid), "a worker at work")
    worker.kill()
    return begun


def address_in(file: Path) -> str:
    try:
        return json.loads(file.read_text(encoding="utf-8"))["address"]
    except ValueError:  # it is being written
        return ""


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_an_address_where_nothing_answers_is_an_error_that_says_so():
    ask = "from analysis.batch import elsewhere; elsewhere._PATIENCE = '1s'"
    ask += "\nwith elsewhere.cluster('tcp://127.0.0.1:1'): 0"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False)
    assert "ParameterError: cluster: nothing answers at tcp://127.0.0.1:1 " in done.stderr


def test_without_dask_the_message_has_the_line_that_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ParameterError, match=r"briefing-1300-deal\[cluster\]"), cluster("tcp://127.0.0.1:1"):
        pass
