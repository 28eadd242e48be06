"""The reference is the one that the docstrings give, and these say what a reader needs."""

import importlib
import inspect
import operator
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from reference import MODULES, PLACES, REFERENCE, public_names, reference

from analysis import desk
from analysis.publish.tables import published_tables
from support.project import PROJECT

PAGE = REFERENCE.read_text(encoding="utf-8")


def public_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    for name in MODULES:
        module = importlib.import_module(f"analysis.{name}")
        for each in public_names(module):
            found = inspect.unwrap(getattr(module, each))
            if inspect.isfunction(found):
                yield f"{name}.{each}", found


FUNCTIONS = dict(public_functions())
OF_TABLES = [name for name, found in FUNCTIONS.items() if "DataFrame" in str(found.__annotations__["return"])]


def test_the_reference_is_the_one_that_the_docstrings_give() -> None:
    assert reference() == PAGE, "run `make reference`"


def test_the_reference_holds_every_name_that_notebooks_call() -> None:
    assert all(f"### `desk.{name}`" in PAGE for name in desk.__all__)


@pytest.mark.parametrize("name", OF_TABLES)
def test_a_docstring_of_a_table_says_what_a_row_is(name: str) -> None:
    assert re.search("One row per|one row per|no row", inspect.getdoc(FUNCTIONS[name]) or "")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_docstring_begins_with_one_sentence(name: str) -> None:
    first, *rest = (inspect.getdoc(FUNCTIONS[name]) or "").splitlines()
    assert first.endswith(".")
    assert rest[:1] in ([], [""])


def test_every_link_of_the_contents_leads_to_a_heading() -> None:
    headings = re.findall(r"^#+ (.*)$", PAGE, flags=re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    links = re.findall(r"\]\(#([^)]*)\)", PAGE)
    assert len(links) > 100
    assert set(links) <= anchors


def test_every_file_that_the_documents_link_to_is_there() -> None:
    for page in (REFERENCE, REFERENCE.with_name("explore.md")):
        linked = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
        assert [name for name in linked if not (page.parent / name).exists()] == []


def test_no_place_on_this_machine_gets_into_the_reference() -> None:
    assert str(PROJECT) not in PAGE
    assert not re.search(r"PosixPath|<function| at 0x|/home/|/tmp/|/usr/", PAGE)


def test_an_open_month_holds_each_published_table_where_the_reference_says() -> None:
    assert PLACES.keys() == published_tables().keys()
    month = desk.open_month(month="2021-03", data_dir="")
    for name, table in published_tables().items():
        columns = {field["name"] for field in table["fields"]} - {"persons_counted"}
        assert columns <= set(operator.attrgetter(PLACES[name])(month).columns), name
