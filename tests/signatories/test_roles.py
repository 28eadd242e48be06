"""What the words beside a name say of whoever signs; the council, and one list, are made up."""

import pytest

from analysis.core.names import PartyName, PartyNames
from analysis.signatories.role_words import RoleWords
from analysis.signatories.roles import Role
from support.cases import cases
from support.made_up_parliament import of_the_project

PARTIES = PartyNames.of([PartyName("cda", "CDA"), PartyName("volt", "Volt Netherlands"), PartyName("sp", "SP")])
LISTS = PartyNames.of([PartyName("volt", "Volt"), PartyName("lijst luchtkasteel", "Lijst Luchtkasteel")])
COUNCIL = {
    "body_id": "luchtstad", "name_nl": "Gemeenteraad Luchtstad", "name_en": "Luchtstad council",
    "names": "gemeente Luchtstad|Luchtstad", "titles": "raadslid|lid van de gemeenteraad",
}  # fmt: skip
WORDS = {
    body["body_id"]: RoleWords(body, of_the_project("roles"), of_the_project("places"), LISTS, {"wolk"})
    for body in [*of_the_project("bodies").fillna("").to_dict("records"), COUNCIL]
}


def role(text: str, body: str = "house") -> Role:
    return WORDS[body].read(text, PARTIES)


@pytest.mark.parametrize("row", cases("role_cases"))
def test_what_is_written_beside_a_name_says_whether_its_holder_sits_or_stands_and_what_speaks_against_that(row):
    found = role(row["text"], row["body"])
    assert (found.sits_or_stands, found.against) == (row["sits_or_stands"] == "yes", row["against"])
    assert found.parties == set(row["parties"].split())
    assert found.is_only_a_party == (row["is_only_a_party"] == "yes")
    assert bool(found.quoted) == bool(found.against)
    assert row["years"] in ("", " ".join(map(str, sorted(found.years))) or "none")


def test_only_a_party_a_list_or_a_known_role_says_who_signs():
    for text in ("CDA", "Lijst Luchtkasteel", "Kamerlid", "raadslid", "oud-wethouder"):
        assert role(text).says_something
    assert not role("").says_something
    assert not role("Zwolle").says_something


@pytest.mark.parametrize(
    ("text", "kind"),
    [("handtek. gezet", "signed"), ("burg. Zwolle", "office"), ("Zij doet dit voor de grap. Handt", "unknown")],
)
def test_a_word_with_a_point_behind_it_is_the_beginning_of_known_words_unless_it_ends_a_sentence(text, kind):
    assert kind in {word.kind for word in role(text).words}


def test_words_of_courtesy_are_understood_where_a_role_is_named_beside_them():
    assert role("natuurlijk kandidaat CDA").as_a_role.against == ""
    assert role("social CDA").as_a_role.against == "unknown"


def test_a_list_and_a_party_whose_names_overlap_are_both_named_and_a_list_beside_a_party_is_another():
    both = role("Volt Netherlands Zwolle")
    assert (both.parties, both.lists, both.other_lists, both.quoted) == ({"volt"}, {"volt"}, set(), "zwolle")
    assert role("SP Lijst Luchtkasteel").other_lists == {"lijst luchtkasteel"}


def test_the_text_of_a_role_has_placeholders_no_numbers_and_no_capitals():
    assert role("Bedrijfsarts, CDA nr. 12").text == role("bedrijfsarts plek 3").text == "bedrijfsarts ‹role›"
    assert role("namens Wolk van der Zweef").text == "namens ‹name›"
    assert role("lid van CDA").text == "lid van ‹party›"
    assert role("Kamerlid CDA").text == "‹role›"
    assert role("CDA").text == "", "there is nothing to decide"


def test_each_word_of_the_table_says_what_its_row_has_or_something_graver():
    roles = of_the_project("roles")
    single = roles[~roles["words"].str.contains(r"[ *]") & roles["kind"].isin(["office", "former", "staff", "post"])]
    for word, kind in zip(single["words"], single["kind"], strict=True):
        assert WORDS["house"].word(word).kind in (kind, "former", "staff", "relation", "post"), word
