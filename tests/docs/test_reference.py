"""The reference is the one that the docstrings give, and says where each table is found."""

import operator
import re

from reference import PLACES, REFERENCE, reference

from analysis.publish.tables import WORDS, published_tables
from support.months import reconciled
from support.project import NOTEBOOKS, PROJECT


def test_the_reference_is_the_one_that_the_docstrings_give() -> None:
    page = REFERENCE.read_text(encoding="utf-8")
    assert reference() == page, "run `make reference`"
    guides = [*(PROJECT / "docs").glob("*.md"), *NOTEBOOKS.glob("*.ipynb")]
    called = {name for guide in guides for name in re.findall(r"\bdesk\.(\w+)\(", guide.read_text(encoding="utf-8"))}
    assert len(called) > 20
    assert [name for name in called if not re.search(rf"### `[a-z_.]+\.{name}`", page)] == []


def test_an_open_month_holds_each_published_table_where_the_reference_says() -> None:
    assert PLACES.keys() == published_tables().keys()
    month = reconciled("2021-03")
    for name, table in published_tables().items():
        columns = {field["name"] for field in table["fields"]} - {"certainty", "agreeing", *WORDS}
        assert columns <= set(operator.attrgetter(PLACES[name])(month).columns), name
