"""What the words beside a name say of whoever signs; the councils, and one list, are made up."""

import pytest

from analysis.core.names import PartyName, PartyNames
from analysis.signatories.offices import OfficeWords, Said, is_only_a_party, said_in

# How each body is called, and its titles; an empty cell gives an empty text.
HOUSE = (
    ("Tweede Kamer", "House of Representatives", "Tweede Kamerfractie", ""),
    ("Tweede Kamerlid", "lid van de Tweede Kamer", "Kamerlid", "MP", ""),
)
COUNCIL = (("Gemeenteraad Luchtstad", "gemeente Luchtstad"), ("raadslid", "lid van de gemeenteraad"))
PARTIES = PartyNames.of([PartyName("cda", "CDA"), PartyName("volt", "Volt Netherlands"), PartyName("sp", "SP")])
LISTS = PartyNames.of([PartyName("volt", "Volt"), PartyName("lijst luchtkasteel", "Lijst Luchtkasteel")])


def said(text: str, body: tuple[tuple[str, ...], tuple[str, ...]] = HOUSE) -> Said:
    return said_in(text, PARTIES, LISTS, OfficeWords.of(*body))


def test_words_that_only_say_of_which_party_or_body_someone_is_say_nothing_else():
    for text in ("fractie CDA", "namens de partij CDA", "Kamerlid CDA nr. 12", "lijsttrekker van CDA Nederland"):
        assert said(text).unknown == frozenset()
        assert said(text).parties == {"cda"}
        assert not (said(text).other_office or said(text).near_the_house)


def test_a_word_that_is_known_of_nothing_is_kept_as_unknown():
    assert said("Bakkerij CDA Zwolle").unknown == {"bakkerij", "zwolle"}
    assert said("").unknown == frozenset()


def test_a_list_and_a_party_whose_names_overlap_are_both_named_and_neither_is_left_over():
    both = said("Volt Netherlands Zwolle")
    assert (both.parties, both.lists, both.unknown) == ({"volt"}, {"volt"}, {"zwolle"})
    assert said("Zwolle Lijst Luchtkasteel SP").unknown == {"zwolle"}
    assert said("Lijst Luchtkasteel").lists == {"lijst luchtkasteel"}


def test_the_subject_of_a_spokesman_is_no_unknown_word_and_ends_at_a_sign():
    assert said("woordvoerder zorg en wonen").unknown == frozenset()
    assert said("woordvoerder zorg; Zwolle").unknown == {"zwolle"}
    assert said("SP woordvoerder zorg CDA Zwolle").unknown == {"zwolle"}, "nor does it go across a party"


@pytest.mark.parametrize("text", ["Kamerlid", "Tweede Kamerlid CDA", "kandidaat voor de Tweede Kamer", "MP"])
def test_a_title_of_the_house_says_that_someone_sits_or_stands(text):
    assert said(text).own_title
    assert said(text).any_title
    assert said(text).sits_or_stands
    assert not said(text).other_office
    assert not said("CDA").sits_or_stands


@pytest.mark.parametrize("text", ["Eerste Kamerlid", "raadslid", "wethouder CDA", "gemeente Zwolle"])
def test_of_two_titles_that_overlap_the_longer_counts(text):
    assert said(text).other_office
    assert not said(text).any_title


def test_two_offices_that_stand_apart_both_count():
    assert said("raadslid en Kamerlid").other_office
    assert said("raadslid en Kamerlid").own_title
    assert said("Kamerlid en raadslid").other_office


def test_a_councillor_sits_in_this_council_unless_another_place_is_named():
    here = said("raadslid CDA", COUNCIL)
    assert (here.own_title, here.any_title, here.other_office, here.sits_or_stands) == (False, True, False, True)
    assert said("raadslid gemeente Luchtstad", COUNCIL).sits_or_stands
    assert not said("raadslid Damstad", COUNCIL).sits_or_stands
    assert said("kandidaat gemeenteraad Luchtstad, Damstad", COUNCIL).sits_or_stands, (
        "a title that no other council has"
    )
    for text in ("gemeente Luchtstad", "lid van de gemeenteraad", "Gemeenteraad Luchtstad"):
        assert not said(text, COUNCIL).other_office, "its own name is no other office"
    assert said("gemeente Luchtstad en gemeente Damstad", COUNCIL).other_office
    assert said("gemeenteraad Luchtstad", COUNCIL).unknown == frozenset()


@pytest.mark.parametrize("text", ["oud-Kamerlid", "voormalig Kamerlid", "beleidsmedewerker CDA", "staff", "stagiair"])
def test_who_has_left_or_works_there_is_near_the_house(text):
    assert said(text).near_the_house
    assert not said("Kamerlid CDA").near_the_house


@pytest.mark.parametrize("text", ["CDA", "Lijst Luchtkasteel", "Kamerlid", "raadslid", "oud-lid"])
def test_a_party_a_list_a_title_an_office_each_say_who_signs(text):
    assert said(text).anything
    assert not said("Zwolle").anything
    assert not said("").anything


def test_pieces_say_together_what_each_says():
    texts = ("CDA", "Lijst Luchtkasteel", "Kamerlid", "raadslid", "oud-lid Zwolle", "SP Damstad")
    together = Said.together([said(text) for text in texts])
    assert together == said(", ".join(texts))
    assert together == Said(
        frozenset({"cda", "sp"}), frozenset({"lijst luchtkasteel"}), True, True, True, True,
        frozenset({"zwolle", "damstad", "oud", "raadslid"}),
    )  # fmt: skip
    quiet = Said(frozenset(), frozenset(), False, False, False, False, frozenset())
    assert Said.together([said("CDA"), said("")]) == Said.together([said("CDA")]) == said("CDA")
    assert Said.together([]) == Said.together([quiet, quiet]) == quiet
    assert Said.together([said("raadslid", COUNCIL), quiet]).any_title
    assert not Said.together([said("raadslid", COUNCIL), quiet]).own_title


def test_a_party_with_the_name_of_its_group_in_the_body_is_only_a_party_with_a_place_it_is_not():
    assert is_only_a_party("Tweede Kamerfractie van het CDA", PARTIES, OfficeWords.of(*HOUSE))
    assert is_only_a_party("CDA gemeente Luchtstad", PARTIES, OfficeWords.of(*COUNCIL))
    assert not is_only_a_party("CDA gemeente Luchtstad", PARTIES, OfficeWords.of(*HOUSE))
    assert not is_only_a_party("Kamerlid CDA", PARTIES, OfficeWords.of(*HOUSE)), "a member is not the party"
    assert not is_only_a_party("Tweede Kamerfractie", PARTIES, OfficeWords.of(*HOUSE)), "no party is named"
