"""Builds in which a briefing is a line of text and tables are made once, so that one takes no time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from analysis import batch, cli
from analysis.batch.inputs import input_files
from analysis.batch.notebook_runs import Made
from analysis.parameters import Month

MONTH = Month.parse("2021-06")
ORDER = {"parties": ["all", "d66"], "languages": ["nl"], "formats": ["html"]}


@contextmanager
def tables_made_once() -> Iterator[None]:
    """While this lasts, builds of this process and its forks read the same tables once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "reconcile", _read_once(batch.reconcile))
        patch.setattr(batch, "fingerprints_of", _remembered(batch.fingerprints_of))
        patch.setattr(batch, "tables_of", _remembered(batch.tables_of))
        yield


@contextmanager
def without_kernels() -> Iterator[None]:
    """While this lasts, they run no notebook either: a briefing is a line of text."""

    def made(runs, _workers, _month, data_dir, _engine):
        for run in runs:
            yield Made(run, dict.fromkeys(run.outputs.values(), f"{run.name} of {data_dir.parent.name}\n".encode()))

    with pytest.MonkeyPatch.context() as patch, tables_made_once():
        patch.setattr(batch.on_this_machine, "run_all", made)
        yield


def _read_once(reconcile):
    """A function that reads the same files once, wherever they lie."""
    known = {}

    def of(month, data_dir):
        files = ((path, file.read_bytes()) for path, file in input_files(data_dir).items())
        key = (month, frozenset(files))
        if key not in known:
            known[key] = reconcile(month, data_dir)
        return known[key]

    return of


def _remembered(work):
    """A function of a month that does its work once for each."""
    known = {}

    def of(month, *more):
        if id(month) not in known:
            known[id(month)] = (month, work(month, *more))
        return known[id(month)][1]

    return of


def ordered(data: Path, out: Path, *more: str, month: Month = MONTH) -> list[str]:
    """The words of a command that builds what ORDER asks for, or other parties if `more` names some."""
    parties = [] if "--party" in more else [word for party in ORDER["parties"] for word in ("--party", party)]
    order = ["build", "--month", str(month), *parties, "--language", "nl", "--format", "html"]
    return [*order, "--data", str(data), "--out", str(out), *more]


def building(data: Path, out: Path, *more: str, month: Month = MONTH) -> Callable[[], None]:
    """A build by command, to be run in a process of its own, which it ends."""
    return lambda: cli.main(ordered(data, out, *more, month=month))
