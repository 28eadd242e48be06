"""Briefings made on a Dask cluster, started as docs/monthly.md says, are those that are made here."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import dask
import pytest
from distributed import LocalCluster

from analysis.core.parameters import Month
from analysis.core.problems import ParameterError
from analysis.publish.build import build
from analysis.publish.cluster import cluster, run_on_cluster
from analysis.publish.orders import NotebookRun, Order, runs_of
from analysis.publish.reports_folder import Manifest
from support.months import reconciled
from support.project import PROJECT
from support.small_notebooks import contents, with_empty_evidence

MONTH = Month(2021, 3)
GUIDE = (PROJECT / "docs" / "monthly.md").read_text(encoding="utf-8").partition("## On several machines")[2]
CERTIFICATE, NAMES, SCHEDULER, WORKERS, BUILD = re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture(scope="module")
def made_here(tmp_path_factory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("here")
    assert build(MONTH, parties=["d66"], languages=["nl"], formats=["html"], out_dir=out).failures == {}
    return contents(out)


@pytest.fixture
def local(tmp_path) -> Iterator[LocalCluster]:
    own = {"TMPDIR": str(tmp_path)}
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0", env=own) as running:
        yield running


@pytest.fixture
def small(tmp_path) -> tuple[Order, list[NotebookRun]]:
    order = Order(MONTH, PROJECT / "data", with_empty_evidence(tmp_path / "notebooks"), ["d66"], ["nl"], ["html"])
    return order, runs_of(order, reconciled(str(MONTH)))


@pytest.mark.skipif(not shutil.which("openssl"), reason="makes a certificate with openssl")
def test_a_cluster_as_the_guide_starts_it_makes_the_same_files_of_data_in_any_folder(made_here, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])

    def shell(*commands: str) -> dict:
        script = "\n".join(commands).replace("SCHEDULER:", "127.0.0.1:").replace("8786", port)
        script = script.replace(".venv/bin/", f"{Path(sys.executable).parent}/")
        return {"args": ["sh", "-ec", script], "env": os.environ | {"HOME": str(tmp_path)}, "cwd": PROJECT}

    subprocess.run(**shell(CERTIFICATE), check=True, capture_output=True)
    shutil.copytree(PROJECT / "data", tmp_path / "other" / "data")
    order = f"{BUILD.strip()} --month {MONTH} --party d66 --language nl --format html --data {tmp_path}/other/data"
    started = [
        subprocess.Popen(**shell(NAMES, f"exec {command}"), stderr=subprocess.PIPE, text=True, start_new_session=True)
        for command in (SCHEDULER, WORKERS)
    ]
    try:
        for _ in range(2):
            next(line for line in started[1].stderr if re.search("Registered to: +tls://", line))
        ended = subprocess.run(**shell(NAMES, f"{order} --out {tmp_path}/out"), capture_output=True, text=True)
    finally:
        for process in started:
            os.killpg(process.pid, signal.SIGTERM)
            process.communicate()
    assert (ended.returncode, ended.stderr) == (0, "")
    assert contents(tmp_path / "out") == made_here


def test_each_worker_has_the_inputs_once_while_a_build_is_at_work_and_no_longer(small, local, tmp_path):
    order, runs = small
    with cluster(local.scheduler_address) as client:
        local.scale(2)
        client.wait_for_workers(2)
        results = run_on_cluster(runs * 2, client, order, Manifest.of(order.data_dir, order.notebooks))
        first = next(results)
        assert len(list(tmp_path.glob("briefing-*"))) == 2
        assert [made.failure for made in (first, *results)] == [None] * 2 * len(runs)
    assert list(tmp_path.glob("briefing-*")) == []


def test_a_killed_worker_is_waited_for_and_without_any_the_runs_are_named_as_failed(small, local):
    order, runs = small
    manifest, (worker,) = Manifest.of(order.data_dir, order.notebooks), local.workers.values()
    with cluster(local.scheduler_address) as client:
        results = run_on_cluster(runs, client, order, manifest)
        first = next(results)
        os.kill(worker.pid, signal.SIGKILL)
        assert [made.failure for made in (first, *results)] == [None] * len(runs)
        local.scale(0)
        lost = [made.failure for made in run_on_cluster(runs, client, order, manifest, patience=1)]
    assert lost == ["the cluster has no worker left: start one, then build again"] * len(runs)


def test_a_worker_with_another_version_makes_nothing_and_it_is_said_of_what(small, local):
    order, runs = small
    manifest = Manifest.of(order.data_dir, order.notebooks)
    sent = replace(manifest, versions=manifest.versions | {"pandas": "0.1"})
    with cluster(local.scheduler_address) as client:
        failures = [made.failure for made in run_on_cluster(runs, client, order, sent)]
    assert failures == ["its worker has another version of pandas"] * len(runs)


@pytest.mark.parametrize(
    ("address", "certificate", "said"),
    [
        ("here", None, "expected the address of a scheduler"),
        ("tcp://nobody", None, "expected the address of a scheduler"),
        ("tls://nobody:8786", None, "needs certificates, and Dask knows of none"),
        ("tls://nobody:8786", "nowhere.pem", "Dask's certificates can't be read"),
        ("tls://nobody:8786", __file__, "Dask's certificates can't be read"),
    ],
)
def test_what_is_no_address_and_tls_without_a_certificate_are_refused(address, certificate, said):
    names = dict.fromkeys(("distributed.comm.tls.ca-file", "distributed.comm.tls.client.cert"), certificate)
    with dask.config.set(names), pytest.raises(ParameterError, match=said), cluster(address):
        pass
