"""publiccode.yml and CITATION.cff say of the project what its other files say; what is not known is not in them."""

import re
import tomllib

import yaml

from support.project import PROJECT

KNOWN = yaml.safe_load((PROJECT / "publiccode.yml").read_text(encoding="utf-8"))
CITED = yaml.safe_load((PROJECT / "CITATION.cff").read_text(encoding="utf-8"))
PACKAGE = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# By https://yml.publiccode.tools/schema.core.html, version 0.4.
MANDATORY = {
    *("publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus", "softwareType"),
    *("description", "legal", "maintenance", "localisation"),
}


def test_name_version_licence_and_day_are_the_same_wherever_they_stand() -> None:
    assert CITED["title"] == KNOWN["name"]
    assert CITED["version"] == KNOWN["softwareVersion"] == PACKAGE["version"]
    assert CITED["license"] == KNOWN["legal"]["license"] == PACKAGE["license"]
    assert str(CITED["date-released"]) == KNOWN["releaseDate"]
    headings = re.findall(r"^## (\S+)", (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert next(heading for heading in headings if heading != "Unreleased") == PACKAGE["version"]
    assert KNOWN["localisation"]["availableLanguages"] == ["nl", "en"]


def test_each_mandatory_key_is_there_but_the_address_that_is_not_known_yet() -> None:
    assert MANDATORY - set(KNOWN) <= {"url"}


def test_each_description_has_a_length_that_the_standard_allows() -> None:
    """At most 150 characters for the short one and from 150 to 10,000 for the long one, by publiccode.yml 0.4."""
    for description in KNOWN["description"].values():
        assert len(description["shortDescription"]) <= 150
        assert 150 <= len(description["longDescription"]) <= 10_000
        assert description["features"]
