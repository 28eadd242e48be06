"""The rooms of the package, as the README draws them."""

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from support.project import PROJECT


def test_each_room_imports_only_from_the_rooms_to_its_left():
    assert lint_imports(str(PROJECT / "pyproject.toml"), no_cache=True) == EXIT_STATUS_SUCCESS
