"""Lists and notebooks that lie where git would take them into the repository."""

import pytest

from analysis.sources.misplaced_files import misplaced_files

TABLES = ["seats.csv", "decisions/figures.csv"]


@pytest.fixture
def project(tmp_path):
    for folder in ("data/decisions", "data/signatories", "notebooks/.ipynb_checkpoints", "docs"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


def put(project, *paths):
    for path in paths:
        (project / path).write_text("Ann Verzonnen", encoding="utf-8")


def test_what_is_in_its_place_is_not_named(project):
    put(project, "data/seats.csv", "data/decisions/figures.csv", "data/signatories/lijst.xlsx", "data/README.md")
    put(project, "notebooks/1-figures.ipynb", "notebooks/Untitled.ipynb", "notebooks/.ipynb_checkpoints/a.ipynb")
    assert misplaced_files(project / "data", TABLES) == []


def test_a_list_or_a_notebook_elsewhere_is_named_with_what_to_do(project):
    put(project, "lijst.csv", "data/Lijst.XLSX", "data/decisions/oud.csv", "notebooks/lijst.ods", "data/Untitled.ipynb")
    found = misplaced_files(project / "data", TABLES)
    assert {problem.file for problem in found} == {
        *("lijst.csv", "data/Lijst.XLSX", "data/decisions/oud.csv", "notebooks/lijst.ods", "data/Untitled.ipynb")
    }
    assert {problem.severity for problem in found} == {"warning"}
    assert str(found[-1]).startswith("notebooks/lijst.ods: found a table that nothing reads")
    assert all("move it to " in str(problem) for problem in found)


def test_a_folder_of_data_that_is_not_in_a_project_is_not_searched_around(tmp_path):
    (tmp_path / "data").mkdir()
    put(tmp_path, "lijst.csv")
    assert misplaced_files(tmp_path / "data", TABLES) == []
