"""What holds for all tests: set before anything is imported."""

import gc
import os
import signal
from pathlib import Path

import pytest

# A process with threads can't be forked, and numpy starts one for each core when it is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# A shell starts what runs in the background deaf to Ctrl-C, and so would be all that the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Tests keep the tables of many months: looking for garbage among them as often as Python does is a tenth of the time.
gc.set_threshold(100_000, 20, 20)

# No test takes a third of it.
SECONDS_OF_A_TEST = 600


def _took_too_long(_number: int, _frame: object) -> None:
    raise TimeoutError(f"this test takes more than {SECONDS_OF_A_TEST} s: it hangs")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item):
    """End a test that hangs, by a signal: what watches with a thread would keep the process from being forked."""
    limited = hasattr(signal, "SIGALRM") and not item.config.getoption("--torture")
    if limited:
        signal.signal(signal.SIGALRM, _took_too_long)
        signal.alarm(SECONDS_OF_A_TEST)
    try:
        return (yield)
    finally:
        if limited:
            signal.alarm(0)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--torture`: the tests of what may go wrong in their long size (`make torture`)."""
    parser.addoption("--torture", action="store_true", help="kill, spoil and mutate far more often; takes hours")


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker of tests that have two sizes, and that of tests with an answer that new rows change."""
    config.addinivalue_line("markers", "torture: has a long size, which `make torture` runs")
    config.addinivalue_line("markers", "known_now: says what is known now: new rows of data/ may change its answer")


@pytest.hookimpl(tryfirst=True)  # before `-m torture` chooses among the marked ones
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test that has two sizes: it asks how often it does what it does."""
    for item in items:
        if "times" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.torture)


@pytest.fixture(scope="session", autouse=True)
def shared_months(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let all processes of a run share the months that one of them has reconciled (`support.months`)."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "months"
    folder.mkdir(exist_ok=True)
    os.environ["TESTS_SHARE_MONTHS_IN"] = str(folder)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the project's data with a handful of candidates, for a test that changes it."""
    from support.fewer_candidates import with_fewer_candidates

    return with_fewer_candidates(tmp_path / "data")


@pytest.fixture
def times(request: pytest.FixtureRequest):
    """How often a test does what it does: `times(quick, long)`."""
    return lambda quick, long: long if request.config.getoption("--torture") else quick
