"""What the project stands on: each package locked, wanted for a reason, under a licence that somebody has looked at."""

import re
import sys
from importlib.metadata import distributions
from pathlib import Path

import audit
import dependencies
import pytest
from dependencies import COMPATIBLE, PARTS, PROJECT, UnknownLicenceError, licence_of, locked, packages_in, purposes

PAGE = (PROJECT / "docs" / "dependencies.md").read_text(encoding="utf-8")
LOCKS = [part.lock for part in PARTS]
# Packages for other systems or Pythons than the one that wrote the document, which has no licence of them.
FOR_OTHERS = ", ".join(re.findall(r"alone: (.*)\.$", PAGE, re.MULTILINE)).split(", ")


def installed(folder: Path, metadata: str):
    """A package of which only this is known."""
    info = folder / "thing-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.4\nName: thing\nVersion: 1.0\n{metadata}\n", encoding="utf-8")
    (package,) = distributions(path=[str(folder)])
    return package


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_is_named_in_the_document_with_its_version(lock):
    row = re.compile(r"^\| (\S+) (\S+) \|", re.MULTILINE)
    named = dict(row.findall(PAGE)) | dict.fromkeys(FOR_OTHERS)
    for name, versions in locked(lock).items():
        assert name in named, f"{name}: make dependencies"
        assert named[name] in {*versions, None}, f"{name}: make dependencies"


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.title)
def test_the_document_says_of_each_package_the_licence_that_it_has(part):
    held = packages_in(PROJECT / part.environment, part.lock)
    assert len(held) > 50
    for package in (each for each in held if each.name not in FOR_OTHERS):
        assert re.search(rf"^\| {re.escape(package.name)} .*\| {re.escape(package.licence)} \|", PAGE, re.MULTILINE)


@pytest.mark.parametrize("part", [part for part in PARTS if part.key != "dev"], ids=lambda part: part.title)
def test_what_makes_briefings_asks_nothing_of_whoever_passes_it_on(part):
    for package in packages_in(PROJECT / part.environment, part.lock):
        assert set(re.split(" AND | OR ", package.licence)) <= COMPATIBLE, package.name


def test_a_package_whose_licence_nobody_has_looked_at_is_an_error(tmp_path):
    with pytest.raises(UnknownLicenceError, match="thing: licence Own terms"):
        licence_of(installed(tmp_path / "own", "License: Own terms"))
    with pytest.raises(UnknownLicenceError, match="thing: licence not said"):
        licence_of(installed(tmp_path / "none", ""))
    with pytest.raises(UnknownLicenceError, match="GPL-3"):
        licence_of(installed(tmp_path / "both", "License-Expression: MIT AND GPL-3.0-or-later"))


def test_of_several_licences_the_compatible_one_is_taken(tmp_path):
    choice = "Classifier: License :: OSI Approved :: GNU General Public License (GPL)"
    choice += "\nClassifier: License :: OSI Approved :: Mozilla Public License 1.1 (MPL 1.1)"
    assert licence_of(installed(tmp_path, choice)) == "MPL-1.1"


def test_each_package_that_is_asked_for_has_its_reason_above_it():
    reasons = purposes((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    assert {part.key for part in PARTS} <= set(reasons)
    assert all(reason for part in reasons.values() for reason in part.values())
    assert "Tables" in reasons["dependencies"]["pandas"]


def test_what_an_extra_of_a_package_brings_is_said_to_come_from_it():
    held = {package.name: package for package in packages_in(PROJECT / ".venv", "requirements.lock")}
    assert held["brotli"].brought_by == ("fonttools",)  # asked for as fonttools[woff]
    assert all(package.brought_by for name, package in held.items() if name not in asked_for())


def asked_for() -> set[str]:
    return set(purposes((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["dependencies"])


def test_the_document_is_what_the_generator_writes():
    """But for weights, and what another Python than that of the document holds."""
    if f"Python {sys.version_info.major}.{sys.version_info.minor}," not in PAGE:
        pytest.skip("the document was written with another Python")
    assert unweighed(dependencies.page()) == unweighed(PAGE)


def unweighed(page: str) -> str:
    return re.sub(r"[\d.]+ (\||MB)", "", page)


@pytest.fixture
def told(tmp_path):
    """What is made of the answer of a pip-audit that says this."""

    def audited(answer: str, error: str = "", code: int = 0) -> tuple[int, str]:
        script = tmp_path / "pip_audit.py"
        script.write_text(f"import sys\nprint({answer!r})\nprint({error!r}, file=sys.stderr)\nsys.exit({code})")
        return audit.audit(Path("some.lock"), (sys.executable, str(script)))

    return audited


def test_a_known_vulnerability_is_told_with_its_package(told):
    found = (
        '{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1"}]}, {"name": "b", "vulns": []}]}'
    )
    assert told(found, "Found 1 known vulnerability", 1) == (1, "some.lock: known vulnerabilities:\n  a 1: PYSEC-1")


def test_packages_of_which_nothing_is_known_are_counted(told):
    assert told('{"dependencies": [{"name": "a", "version": "1", "vulns": []}]}') == (
        0,
        "some.lock: none known in 1 packages",
    )


def test_an_audit_that_could_not_look_does_not_pass(told):
    code, said = told("", "Traceback\nConnectionError: no network", 1)
    assert (code, said) == (2, "some.lock: could not look, so nothing is known: ConnectionError: no network")
    skipped = '{"dependencies": [{"name": "a", "skip_reason": "not on PyPI"}]}'
    assert told(skipped) == (2, "some.lock: nothing is known of 1 of 1 packages (a)")
    assert told('{"dependencies": []}')[0] == 2
