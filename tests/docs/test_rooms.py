"""The rooms of the package, as the README draws them."""

import re

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from support.project import PROJECT


def test_each_room_imports_only_from_the_rooms_to_its_left():
    assert lint_imports(str(PROJECT / "pyproject.toml"), no_cache=True) == EXIT_STATUS_SUCCESS


def test_no_room_but_that_of_updates_imports_what_could_ask_a_network():
    """`briefing update` and `verify` are the only commands that do."""
    client = re.compile(
        r"^ *(?:import|from) (?:requests|urllib3|urllib\.request|http|httpx|socket|ftplib)\b", re.MULTILINE
    )
    source = PROJECT / "src" / "analysis"
    asking = {path for path in source.rglob("*.py") if client.search(path.read_text(encoding="utf-8"))}
    assert {path.relative_to(source).parts[0] for path in asking} == {"updates"}
    using = [
        path for path in source.rglob("*.py") if re.search(r"analysis(\.| import )updates", path.read_text("utf-8"))
    ]
    assert {path.relative_to(source).parts[0] for path in using} == {"updates", "desk", "cli.py"}
