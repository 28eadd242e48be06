"""Every kind of page is valid HTML, by the checker of the W3C's validator; it reads the style sheet too."""

from collections.abc import Callable

import pytest

from support.html_checker import Remark, faults_in
from support.real_pages import NEWEST, makers, write

SPOILT = f"{NEWEST}/share/nl/d66.html"
# What is spoilt, in which way, and what the checker must say of it: that it reads the style sheet too.
FAULTS = {
    "not-closed": ("</main>", "", "error: Unclosed element “main”."),
    "no-such-property": ("</style>", "p{colour:red}</style>", "error: CSS: “colour”: Property “colour” doesn't exist."),
}


def spoilt(before: str, after: str) -> bytes:
    page = makers()[SPOILT]().decode()
    assert page.count(before) == 1
    return page.replace(before, after).encode()


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Remark]]:
    """What the checker finds on each page, and on the pages that are spoilt, looked at in one go."""
    folder = tmp_path_factory.mktemp("pages")
    pages: dict[str, Callable[[], bytes]] = makers() | {
        f"{fault}.html": lambda change=change: spoilt(*change) for fault, (*change, _) in FAULTS.items()
    }
    for name, content in pages.items():
        write(folder, name, content)
    return faults_in(folder)


def test_the_html_of_every_kind_of_page_is_valid(faults):
    assert {name: faults[name] for name in makers() if faults[name]} == {}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_is_made_is_found(faults, fault):
    said = [f"{each.kind}: {each.says}" for each in faults[f"{fault}.html"]]
    assert [each for each in said if each.startswith(FAULTS[fault][-1])], said
