"""Briefings made on a Dask cluster, or by any executor, are those that are made here."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from analysis.core.parameters import Month
from analysis.core.problems import ParameterError
from analysis.publish.build import build
from analysis.publish.workers import cluster
from support.project import PROJECT
from support.small_notebooks import contents, with_empty_evidence

MONTH = Month(2021, 3)


@pytest.fixture(scope="module")
def order(tmp_path_factory) -> dict:
    notebooks = with_empty_evidence(tmp_path_factory.mktemp("notebooks"))
    return {"parties": ["all", "d66"], "languages": ["nl"], "formats": ["html"], "notebooks": notebooks}


@pytest.fixture(scope="module")
def made_here(order, tmp_path_factory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("here")
    assert build(MONTH, out_dir=out, **order).failures == {}
    return contents(out)


def test_a_cluster_makes_the_same_files(order, made_here, tmp_path):
    from distributed import LocalCluster

    running = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True)
    with running, cluster(running.scheduler_address) as executor:
        assert build(MONTH, out_dir=tmp_path, executor=executor, **order).failures == {}
    assert contents(tmp_path) == made_here


def test_data_of_another_folder_go_along_as_content(order, made_here, tmp_path):
    shutil.copytree(PROJECT / "data", tmp_path / "other" / "data")
    with ThreadPoolExecutor(1) as executor:
        build(MONTH, data_dir=tmp_path / "other" / "data", out_dir=tmp_path / "out", executor=executor, **order)
    assert contents(tmp_path / "out") == made_here


class MachineWithOtherVersions(ThreadPoolExecutor):
    """Stands for a cluster on whose machines pandas has another version: they meet the content as one of elsewhere."""

    def submit(self, work, run, content, manifest):
        others = replace(manifest, versions=manifest.versions | {"pandas": "0.1"})
        return super().submit(work, run, content, others)


def test_a_worker_with_another_version_makes_nothing_and_costs_its_briefings_alone(order, tmp_path):
    with MachineWithOtherVersions(1) as executor:
        result = build(MONTH, out_dir=tmp_path, executor=executor, **order)
    assert set(result.failures.values()) == {"no answer from its worker (OtherProgramError): build again"}


@pytest.mark.parametrize("address", ["here", "tcp://nobody"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(ParameterError, match="expected the address of a scheduler"), cluster(address):
        pass
