"""The reference is the one that the docstrings give."""

import re

from reference import REFERENCE, reference

from support.project import NOTEBOOKS, PROJECT


def test_the_reference_is_the_one_that_the_docstrings_give() -> None:
    page = REFERENCE.read_text(encoding="utf-8")
    assert reference() == page, "run `make reference`"
    guides = [*(PROJECT / "docs").glob("*.md"), *NOTEBOOKS.glob("*.ipynb")]
    called = {name for guide in guides for name in re.findall(r"\bdesk\.(\w+)\(", guide.read_text(encoding="utf-8"))}
    assert len(called) > 20
    assert [name for name in called if not re.search(rf"### `[a-z_.]+\.{name}`", page)] == []
