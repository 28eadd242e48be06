"""publiccode.yml says of the project what its other files say; what is not known is not in it."""

import tomllib

import yaml

from support.project import PROJECT

KNOWN = yaml.safe_load((PROJECT / "publiccode.yml").read_text(encoding="utf-8"))
PACKAGE = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_version_licence_and_languages_are_those_of_the_project() -> None:
    assert KNOWN["softwareVersion"] == PACKAGE["version"]
    assert KNOWN["legal"]["license"] == PACKAGE["license"]
    assert KNOWN["localisation"]["availableLanguages"] == ["nl", "en"]


def test_each_description_has_a_length_that_the_standard_allows() -> None:
    """At most 150 characters for the short one and from 150 to 10,000 for the long one, by publiccode.yml 0.4."""
    for description in KNOWN["description"].values():
        assert len(description["shortDescription"]) <= 150
        assert 150 <= len(description["longDescription"]) <= 10_000
