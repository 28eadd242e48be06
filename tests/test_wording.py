"""Every sentence exists in both languages, with the same facts, and numbers and dates have the reader's form."""

import datetime
import re

import pytest

from analysis.wording import places_of, wording

NL, EN = wording("nl"), wording("en")


def test_each_sentence_exists_in_both_languages() -> None:
    assert set(NL.sentences) == set(EN.sentences)


def test_each_sentence_has_the_same_facts_in_both_languages() -> None:
    differing = [key for key in NL.sentences if places_of(NL.sentences[key]) != places_of(EN.sentences[key])]
    # `one` may spell its number out in one language and not in the other.
    assert [key for key in differing if not key.endswith((".one", ".zero"))] == []


def test_no_published_number_is_typed_in_a_sentence() -> None:
    """Four digits or a thousands mark would be a figure; years of the pledge and of the data are said in words."""
    allowed = {"1300", "2021", "2023", "100.000", "100,000"}
    for language in (NL, EN):
        for key, sentence in language.sentences.items():
            numbers = set(re.findall(r"\d[\d.,]*\d{2,}", re.sub(r"\{[^}]*\}", "", sentence)))
            assert numbers <= allowed, (key, numbers)


def test_numbers_and_dates_have_the_form_of_the_reader() -> None:
    assert (NL.number(1320), EN.number(1320)) == ("1.320", "1,320")
    assert (NL.percent(8.1), EN.percent(8.1), NL.percent(25.0)) == ("8,1%", "8.1%", "25%")
    assert (NL.range(5000, 7500), EN.range(5000, 7500)) == ("5.000–7.500", "5,000–7,500")
    day = datetime.date(2021, 3, 10)
    assert (NL.date(day), EN.date(day)) == ("10 maart 2021", "10 March 2021")
    assert (NL.partial_date("2021-10"), EN.partial_date("2014")) == ("oktober 2021", "2014")


def test_a_missing_or_unused_fact_is_an_error_that_names_the_sentence() -> None:
    with pytest.raises(ValueError, match=r"briefing\.title"):
        NL.say("briefing.title", party="D66")
    with pytest.raises(ValueError, match=r"briefing\.none"):
        NL.say("briefing.none", value=1)
    with pytest.raises(KeyError, match=r"no sentence 'briefing\.nothing' in wording/nl"):
        NL.say("briefing.nothing")


def test_none_one_and_many_have_their_own_sentences() -> None:
    said = [NL.count("briefing.your_party.seats", n, Party="P", total="150", date="vandaag") for n in (0, 1, 2)]
    assert ["geen van" in said[0], "één van" in said[1], "2 van" in said[2]] == [True, True, True]


def test_facts_are_escaped_in_html_and_sentences_too() -> None:
    shown = NL.html("briefing.coverage.named", names="<script>")
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown
