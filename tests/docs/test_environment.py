"""What is written down more than once agrees: the environment, and what the project says of itself."""

import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from support.project import PROJECT

LOCKS = [f"requirements{of}.lock" for of in ("", "-dev", "-lab", "-uv", "-sbom")]
KNOWN = yaml.safe_load((PROJECT / "publiccode.yml").read_text(encoding="utf-8"))
CITED = yaml.safe_load((PROJECT / "CITATION.cff").read_text(encoding="utf-8"))
PROJECT_TABLE = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def declared(*extras: str) -> dict[str, Requirement]:
    optional = PROJECT_TABLE["optional-dependencies"]
    lines = [*PROJECT_TABLE["dependencies"], *(line for extra in extras for line in optional[extra])]
    asked = {canonicalize_name(Requirement(line).name): Requirement(line) for line in lines}
    return {name: requirement for name, requirement in asked.items() if name != PROJECT_TABLE["name"]}


def locked(lock: str) -> dict[str, str]:
    """The versions of a lock file, by package (those for some Pythons only among them)."""
    pinned = re.findall(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", (PROJECT / lock).read_text(encoding="utf-8"), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in pinned}


def for_conda() -> dict[str, Requirement]:
    """The packages of environment.yml, those that conda leaves to pip among them."""
    listed = yaml.safe_load((PROJECT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    (by_pip,) = (line["pip"] for line in listed if isinstance(line, dict))
    lines = [line for line in [*listed, *by_pip] if isinstance(line, str) and not line.startswith("--")]
    return {canonicalize_name(Requirement(line).name): Requirement(line) for line in lines}


def test_conda_users_get_the_same_packages_in_the_same_ranges_and_the_python_that_the_project_asks_for():
    ours = declared("test", "dev", "lab")
    theirs = for_conda()
    assert set(theirs) - {"python", "pip"} == set(ours)
    assert {name: str(theirs[name].specifier) for name in ours} == {name: str(r.specifier) for name, r in ours.items()}
    assert str(theirs["python"].specifier) == PROJECT_TABLE["requires-python"]


@pytest.mark.parametrize(
    ("lock", "extras"),
    [("requirements.lock", ["test"]), ("requirements-dev.lock", ["test", "dev"]), ("requirements-lab.lock", ["lab"])],
)
def test_locked_versions_lie_in_the_ranges_that_are_asked_for(lock, extras):
    versions = locked(lock)
    for name, requirement in declared(*extras).items():
        assert requirement.specifier.contains(versions[name]), f"{lock}: {name} {versions[name]} is not {requirement}"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_no_host_and_no_path_and_each_package_has_a_hash(lock):
    text = (PROJECT / lock).read_text(encoding="utf-8")
    assert not re.search(r"/|--index-url|--find-links", text)
    packages = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)
    assert [p.split(" ")[0] for p in packages if "==" in p and "--hash=sha256:" not in p] == []


def test_tests_and_jupyterlab_run_on_the_versions_that_briefings_are_made_with():
    run = locked("requirements.lock")
    for lock in ("requirements-dev.lock", "requirements-lab.lock"):
        shared = {name: version for name, version in locked(lock).items() if name in run}
        assert {name: run[name] for name in shared} == shared
        assert set(declared()) <= set(shared)


def test_briefings_are_made_without_jupyterlab():
    # JupyterLab brings a package that slows the start of every process that reads a notebook.
    for lock in ("requirements.lock", "requirements-dev.lock"):
        assert "jupyterlab" not in locked(lock)
        assert "rfc3987-syntax" not in locked(lock)


# By https://yml.publiccode.tools/schema.core.html, version 0.4.
MANDATORY = {
    *("publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus", "softwareType"),
    *("description", "legal", "maintenance", "localisation"),
}


def test_name_version_licence_and_day_are_the_same_wherever_they_stand() -> None:
    assert CITED["title"] == KNOWN["name"]
    assert CITED["version"] == KNOWN["softwareVersion"] == PROJECT_TABLE["version"]
    assert CITED["license"] == KNOWN["legal"]["license"] == PROJECT_TABLE["license"]
    assert str(CITED["date-released"]) == KNOWN["releaseDate"]
    headings = re.findall(r"^## (\S+)", (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert next(heading for heading in headings if heading != "Unreleased") == PROJECT_TABLE["version"]
    assert KNOWN["localisation"]["availableLanguages"] == ["nl", "en"]


def test_each_mandatory_key_is_there_but_the_address_that_is_not_known_yet() -> None:
    assert MANDATORY - set(KNOWN) <= {"url"}


def test_each_description_has_a_length_that_the_standard_allows() -> None:
    """At most 150 characters for the short one and from 150 to 10,000 for the long one, by publiccode.yml 0.4."""
    for description in KNOWN["description"].values():
        assert len(description["shortDescription"]) <= 150
        assert 150 <= len(description["longDescription"]) <= 10_000
        assert description["features"]
