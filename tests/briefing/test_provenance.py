"""A briefing says what it was made from and how to make it again, and nothing of when, where and by whom."""

import hashlib
import json

import html5lib

from analysis.briefing import annex_of, briefing_of
from analysis.sources import NAMED_TABLES, OWN_DATA
from support.fewer_candidates import with_fewer_candidates
from support.months import checked_tables, reconciled
from support.planted_faults import spoil
from support.real_pages import annex, briefing, page, page_of, plain

MONTH = "2021-06"
# Tables about persons, of decisions on them, and of whom to mail: a briefing does not name them.
ON_PERSONS = {"members", "candidates", "sexes", "contacts"}
ON_PERSONS |= {"decisions_signatories", "decisions_texts", "decisions_named"}
# What `update` asks the House, what was decided on its answers, and what `verify` found: no page is made of them.
OF_UPDATES = {"followed", "decisions_updates", "verified"}
LIST = "Naam,Functie + organisatie,Datum,Mag genoemd worden,Bron\nA. Nobody,D66,2021-04-01,nee,x\n"


def test_the_page_says_in_its_head_what_made_it_and_from_which_inputs_with_the_digits_of_sha256sum():
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(page(MONTH, "d66", "nl"))
    said = {meta.get("name"): meta.get("content") for meta in tree.iter("meta") if meta.get("name")}
    assert said["generator"] == "briefing-1300-deal 1.1.0"
    command, *inputs = said["keywords"].split(", ")
    assert command == "briefing build --month 2021-06 --party d66 --language nl"
    assert inputs == [f"{name} {digits}" for name, digits in checked_tables().checksums.items()]
    for file in ("publications.csv", "figures.csv", "quantities.csv", "seats.csv", "decisions/parties.csv"):
        digits = hashlib.sha256((OWN_DATA / file).read_bytes()).hexdigest()[:8]
        assert f"{file.removesuffix('.csv')} {digits}" in inputs, file


def test_every_table_of_the_contract_is_named_or_is_about_persons_or_updates():
    contract = json.loads((OWN_DATA / "datapackage.json").read_text(encoding="utf-8"))
    tables = {table["name"] for table in contract["resources"]}
    assert set(NAMED_TABLES) | ON_PERSONS | OF_UPDATES == tables
    assert not set(NAMED_TABLES) & (ON_PERSONS | OF_UPDATES)


def test_a_list_of_signatories_is_not_named_and_the_pages_are_the_same_wherever_the_data_are(tmp_path):
    data = with_fewer_candidates(tmp_path / "quastenberg")
    (data / "signatories/van-quastenberg.csv").write_text(LIST, encoding="utf-8")
    assert checked_tables(data).checksums == checked_tables().checksums
    month = reconciled(MONTH, data)
    made = (briefing_of(month, "d66", "nl"), briefing(MONTH, "d66", "nl")), (annex_of(month, "nl"), annex(MONTH, "nl"))
    for there, here in made:
        assert "quastenberg" not in page_of(there).lower()
        assert plain(there.sources) == plain(here.sources)


def test_a_changed_input_changes_its_digits_and_no_other(data):
    spoil(data, "contact.csv", "nothing is invented", "nothing is made up")
    before, now = checked_tables().checksums, checked_tables(data).checksums
    assert {name for name in before if before[name] != now[name]} == {"contact"}
