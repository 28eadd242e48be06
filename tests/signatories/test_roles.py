"""What the words beside a name say of whoever signs; the councils, and one list, are made up."""

import pandas as pd
import pytest

from analysis.core.names import PartyName, PartyNames
from analysis.signatories.roles import Role, RoleWords
from support.made_up_parliament import of_the_project

PARTIES = PartyNames.of([PartyName("cda", "CDA"), PartyName("volt", "Volt Netherlands"), PartyName("sp", "SP")])
LISTS = PartyNames.of([PartyName("volt", "Volt"), PartyName("lijst luchtkasteel", "Lijst Luchtkasteel")])
COUNCIL = {
    "body_id": "luchtstad", "name_nl": "Gemeenteraad Luchtstad", "name_en": "Luchtstad council",
    "names": "gemeente Luchtstad|Luchtstad", "titles": "raadslid|lid van de gemeenteraad",
}  # fmt: skip


def words_of_body(body: dict[str, str]) -> RoleWords:
    return RoleWords(body, of_the_project("roles"), of_the_project("places"))


PARLIAMENT_WORDS = words_of_body(of_the_project("bodies").fillna("").to_dict("records")[0])
COUNCIL_WORDS = words_of_body(COUNCIL)


def role(text: str, words: RoleWords = PARLIAMENT_WORDS) -> Role:
    return words.read(text, PARTIES, LISTS)


@pytest.mark.parametrize(
    "text",
    ["Kamerlid", "TK21", "kandidaat TK2021", "kand. Tweede Kamer", "Tweede-Kamerkandidaat", "lid 2e kamer", "TK-lid",
     "T.K.-lid", "nr. 14 op de kandidatenlijst", "lijst 5, plek 8", "verkiesbaar voor de Tweede Kamer", "IIe Kamerlid",
     "parlementariër", "kandidaat", "fractievoorzitter Tweede Kamer", "MP", "candidate for the Lower House",
     "Tweede Kamerfractie", "woordvoerder zorg Tweede Kamer", "aspirant-Kamerlid", "#7 op de lijst"],
)  # fmt: skip
def test_a_seat_a_candidacy_a_place_on_a_list_or_an_election_says_that_somebody_sits_or_stands(text):
    assert (role(text).sits_or_stands, role(text).against) == (True, "")


@pytest.mark.parametrize("text", ["Kamerld", "Kandiaat", "tweede kamerldi", "kanidaat Tweede Kamr", "Tweede Kmaer"])
def test_a_slip_in_such_a_word_is_read_all_the_same(text):
    assert role(text).sits_or_stands


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("raadslid", "office"), ("wethouder Jeugd", "office"), ("Eerste Kamerlid", "office"), ("MEP", "office"),
        ("Raadsldi", "office"), ("gemeenteraad", "body"), ("GR22", "body"), ("kandidaat Provinciale Staten", "body"),
        ("kandidaat EP", "body"), ("oud-Kamerlid", "former"), ("Kamerlid b.d.", "former"), ("ex kamerlid", "former"),
        ("Kamerlid tot 2017", "former"), ("fractiemedewerker", "staff"), ("medewerker van een Kamerlid", "staff"),
        ("beleidsmedewerker Tweede Kamer", "staff"), ("penningmeester", "post"), ("afdelingsvoorzitter", "post"),
        ("echtgenote van Kamerlid", "relation"), ("lid, Utrecht", "place"), ("CDA Zwolle", "place"),
        ("bakker", "unknown"), ("buddy van een Kamerlid", "unknown"), ("griffie Tweede Kamer", "staff"),
        ("restaurant Tweede Kamer", "unknown"), ("politie", "unknown"),
    ],
)  # fmt: skip
def test_what_speaks_against_a_signer_is_known_by_its_kind_and_quoted(text, kind):
    found = role(text)
    assert (found.against, found.sits_or_stands) == (kind, False)
    assert found.quoted


def test_of_two_offices_the_seat_counts_and_of_who_works_for_a_member_and_stands_both_are_named():
    for text in ("raadslid en Kamerlid", "Kamerlid en raadslid", "docent, kandidaat TK", "Kamerlid Zwolle"):
        assert (role(text).sits_or_stands, role(text).against) == (True, "")
    assert role("beleidsadviseur en kandidaat-Kamerlid").sits_or_stands
    assert role("beleidsadviseur van een kandidaat-Kamerlid").against == "staff"
    assert role("voormalig wethouder en Kamerlid").against == "former", "both may be over"
    assert role("raadslid en kandidaat").against == "office", "for which body?"


def test_words_that_only_say_of_which_party_somebody_is_say_nothing_else():
    for text in ("fractie CDA", "namens de partij CDA", "lid CDA", "fractievoorzitter van CDA Nederland"):
        assert (role(text).parties, role(text).against, role(text).sits_or_stands) == ({"cda"}, "", False)
    assert not role("").says_something
    assert not role("Zwolle").says_something
    for text in ("CDA", "Lijst Luchtkasteel", "Kamerlid", "raadslid", "oud-wethouder"):
        assert role(text).says_something


def test_a_list_and_a_party_whose_names_overlap_are_both_named_and_a_list_beside_a_party_is_another():
    both = role("Volt Netherlands Zwolle")
    assert (both.parties, both.lists, both.other_lists, both.quoted) == ({"volt"}, {"volt"}, set(), "zwolle")
    assert role("SP Lijst Luchtkasteel").other_lists == {"lijst luchtkasteel"}


def test_the_subject_of_a_spokesman_is_no_role_and_ends_at_a_sign():
    assert role("woordvoerder zorg en wonen").against == ""
    assert role("woordvoerder zorg; bakkerij").quoted == "bakkerij"
    assert role("SP woordvoerder zorg CDA bakkerij").quoted == "bakkerij", "nor does it go across a party"


def test_a_year_of_an_election_is_kept_unless_a_seat_is_held_since_then():
    assert role("kandidaat TK2017").years == {2017}
    assert role("TK '21").years == {2021}
    assert role("Kamerlid 2010-2012").years == {2010, 2012}
    assert role("Kamerlid sinds 2012").years == role("Kamerlid, plaats 12").years == set()


def test_the_role_in_plain_words_has_no_party_no_number_and_no_capitals():
    assert role("Bedrijfsarts, CDA nr. 12").text == role("bedrijfsarts nr 3").text == "bedrijfsarts nr"


def test_a_councillor_sits_in_this_council_unless_another_place_is_named():
    here = role("raadslid CDA", COUNCIL_WORDS)
    assert (here.sits_or_stands, here.against) == (True, "")
    assert role("raadslid gemeente Luchtstad", COUNCIL_WORDS).sits_or_stands
    assert not role("raadslid Damstad", COUNCIL_WORDS).sits_or_stands
    assert role("gemeente Luchtstad", COUNCIL_WORDS).against == "", "its own name is no other office"
    assert role("Kamerlid", COUNCIL_WORDS).against == "office", "a seat in the other body"


def test_a_party_with_the_name_of_its_group_in_the_body_is_only_a_party_with_a_place_it_is_not():
    assert role("Tweede Kamerfractie van het CDA").is_only_a_party
    assert role("CDA gemeente Luchtstad", COUNCIL_WORDS).is_only_a_party
    for text in (
        "CDA gemeente Luchtstad",
        "Kamerlid CDA",
        "Tweede Kamerfractie",
        "CDA Zwolle",
        "jongeren CDA",
        "CDA Lijst Luchtkasteel",
    ):
        assert not role(text).is_only_a_party


def test_each_word_and_place_of_the_tables_says_what_its_row_has():
    roles: pd.DataFrame = of_the_project("roles")
    single = roles[~roles["words"].str.contains(r"[ *]") & roles["kind"].isin(["office", "former", "staff", "post"])]
    kinds = {word: PARLIAMENT_WORDS.word(word).kind for word in single["words"]}
    graver = {word: kind for word, kind in kinds.items() if kind != single.set_index("words").at[word, "kind"]}
    assert set(graver.values()) <= {"former", "staff", "relation", "post"}
    assert role("Súdwest-Fryslân").against == role("'s-Hertogenbosch").against == "place"
