"""A briefing says what it was made from and how to make it again, and nothing of when, where and by whom."""

import hashlib
import json
import shutil
from pathlib import Path

import html5lib
import pytest

from analysis.briefing import Annex, Briefing, annex_of, briefing_of
from analysis.core.parameters import Month
from analysis.publish.manifest import versions
from analysis.sources import OWN_DATA
from analysis.sources.checks import NAMED_TABLES
from support.months import checked_tables, reconciled
from support.real_pages import page_of, plain

MONTH = Month.parse("2021-06")
COMMAND = "briefing build --month 2021-06 --party d66 --language nl"
# Tables about persons, of decisions on them, and of whom to mail: a briefing does not name them.
ON_PERSONS = {"members", "candidates", "sexes", "decisions_signatories", "decisions_functions", "contacts"}
LIST = "Naam,Functie + organisatie,Datum,Mag genoemd worden,Bron\nA. Nobody,D66,2021-04-01,nee,x\n"


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory) -> Path:
    """A copy of the data in another place, with a list whose name gives somebody away."""
    folder = tmp_path_factory.mktemp("elsewhere") / "quastenberg"
    shutil.copytree(OWN_DATA, folder)
    (folder / "signatories/van-quastenberg.csv").write_text(LIST, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def found() -> Briefing:
    return briefing_of(reconciled(MONTH), "d66", "nl")


@pytest.fixture(scope="module")
def annex() -> Annex:
    return annex_of(reconciled(MONTH), "nl")


def metadata(html: str) -> dict[str, str]:
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(html)
    return {meta.get("name"): meta.get("content") for meta in tree.iter("meta") if meta.get("name")}


def test_the_colophon_names_every_input_with_the_digits_that_sha256sum_prints(found, annex):
    said = plain(annex.sources)
    for file in ("publications.csv", "figures.csv", "quantities.csv", "seats.csv", "decisions/parties.csv"):
        digits = hashlib.sha256((OWN_DATA / file).read_bytes()).hexdigest()[:8]
        assert f"{file.removesuffix('.csv')} {digits}" in said, file
    assert len(found.front_matter.facts["keywords"].split(", ")) == 1 + len(checked_tables().checksums)


def test_the_colophon_says_version_month_and_how_to_make_the_same_file_again(annex):
    for language, month in (("nl", "juni 2021"), ("en", "June 2021")):
        said = plain((annex if language == "nl" else annex_of(reconciled(MONTH), language)).sources)
        assert "briefing-1300-deal 1.0.0" in said
        assert month in said
        assert f"briefing build --month 2021-06 --party all --language {language}" in said


def test_every_table_of_the_contract_is_named_or_is_about_persons():
    contract = json.loads((OWN_DATA / "datapackage.json").read_text(encoding="utf-8"))
    tables = {table["name"] for table in contract["resources"]}
    assert set(NAMED_TABLES) | ON_PERSONS == tables
    assert not set(NAMED_TABLES) & ON_PERSONS


def test_lists_of_signatories_and_tables_about_persons_are_not_named_wherever_the_data_stand(found, annex, elsewhere):
    checksums = checked_tables(elsewhere).checksums
    assert checksums == checked_tables().checksums
    assert not [name for name in checksums if name in ON_PERSONS or "signatories" in name]
    moved = briefing_of(reconciled(MONTH, elsewhere), "d66", "nl")
    assert "quastenberg" not in page_of(moved).lower()
    assert plain(moved.sources) == plain(found.sources)
    again = annex_of(reconciled(MONTH, elsewhere), "nl")
    assert "quastenberg" not in page_of(again).lower()
    assert plain(again.sources) == plain(annex.sources)


def test_a_changed_input_changes_its_digits_and_no_other(data):
    text = (data / "contact.csv").read_text(encoding="utf-8")
    (data / "contact.csv").write_text(text.replace("nothing is invented", "nothing is made up"), encoding="utf-8")
    before, now = checked_tables().checksums, checked_tables(data).checksums
    assert {name for name in before if before[name] != now[name]} == {"contact"}


def test_the_page_says_in_its_head_what_made_it_and_from_what(found):
    said = metadata(page_of(found))
    assert said["generator"] == "briefing-1300-deal 1.0.0"
    command, *inputs = said["keywords"].split(", ")
    assert command == COMMAND
    assert inputs == [f"{name} {digits}" for name, digits in checked_tables().checksums.items()]


def test_a_page_of_a_notebook_that_says_no_inputs_has_none_in_its_head(found):
    facts = found.front_matter.facts
    without = {name: text for name, text in facts.items() if name not in ("generator", "keywords")}
    older = Briefing(**{**vars(found), "front_matter": type(found.front_matter)(without)})
    assert not {"generator", "keywords"} & set(metadata(page_of(older)))


def test_another_version_of_the_package_makes_every_file_again():
    assert "briefing-1300-deal" in versions()
