"""Every sentence exists in both languages, with the same facts, and numbers and dates have the reader's form."""

import datetime
import re
import string

import pytest

from analysis.core.wording import Wording, differing, places_of, wording

NL, EN = wording("nl"), wording("en")


def test_each_sentence_exists_in_both_languages_with_the_same_facts() -> None:
    assert list(map(str, differing(NL, EN))) == []


def test_a_sentence_that_only_one_language_has_or_with_other_facts_is_named_with_its_file_and_key() -> None:
    nl = Wording(
        "nl", {"charts.only": "Ja", "page.a.place": "{year}", "page.n.one": "een {who}", "page.n.two": "{who}"}
    )
    en = Wording("en", {"desk.own": "Yes", "page.a.place": "Yes", "page.n.one": "{n} {who}", "page.n.two": "{n} {who}"})
    only, place, two = map(str, differing(nl, en))
    assert only == (
        "src/analysis/core/wording/en/charts.toml: only: found no such sentence, expected one, as in Dutch; add it"
    )
    assert place == (
        "src/analysis/core/wording/nl/page.toml: a.place: found {year} in nl, expected the same as no {places} in en; "
        "correct the sentence that is wrong"
    )
    assert ": n.two: found {who} in nl, expected the same as {n}, {who} in en; " in two


def test_each_place_of_a_sentence_is_a_plain_name() -> None:
    said = {sentence for w in (NL, EN) for sentence in w.sentences.values()}
    places = [place for sentence in said for place in string.Formatter().parse(sentence) if place[1] is not None]
    assert [place for place in places if not place[1].isidentifier() or place[2] or place[3]] == []


def test_the_forms_for_none_and_one_have_the_facts_of_the_form_for_many() -> None:
    for w in (NL, EN):
        for key in (key for key in w.sentences if key.endswith((".one", ".zero"))):
            many = f"{key.rpartition('.')[0]}.other"
            own, of_many = places_of(w.sentences[key]), places_of(w.sentences.get(many, w.sentences[key]))
            assert own - {"n"} == of_many - {"n"}, key


# The only digits that may be typed: names that hold them, and what no source can change.
NAMES_WITH_DIGITS = ("1300-deal", "D66", "50PLUS", "JA21", "CC0", "BIJ1", "Article 1", "Artikel 1")
NAMES_WITH_DIGITS += ("0-updates", "1-figures", "2-signatories")
PHRASES_WITH_DIGITS = (
    *("maart 2021", "March 2021", "in 2021", "sinds 2021", "since 2021"),  # when the pledge was signed
    *("december 2023", "December 2023"),  # where the open data on members end
    *("per 100.000 inwoners", "per 100,000 inhabitants"),  # a unit
    "under 18",  # what a minor is
)


def typed_digits(sentence: str) -> list[str]:
    """The words with a digit that are typed in a sentence, without its places and what the allow-lists know."""
    text = re.sub(r"\{[^}]*\}", "", sentence)
    for known in (*NAMES_WITH_DIGITS, *PHRASES_WITH_DIGITS):
        text = re.sub(rf"(?<!\w){re.escape(known)}(?![\w%])", "", text)
    return re.findall(r"\S*\d\S*", text)


def test_no_number_is_typed_in_a_sentence() -> None:
    typed = {key: found for w in (NL, EN) for key, said in w.sentences.items() if (found := typed_digits(said))}
    assert typed == {}


def test_a_typed_number_is_seen_however_small_and_a_name_is_none() -> None:
    seen = ["slechts 19% is in beeld", "4 keer zoveel", "in 2024", "more than 6,000", "€5", "maart 20210"]
    assert [typed_digits(said) != [] for said in seen] == [True] * len(seen)
    assert typed_digits("D66 signed the 1300-deal in March 2021; {n} girls under 18; 50PLUS, JA21 and BIJ1.") == []


def test_numbers_and_dates_have_the_form_of_the_reader() -> None:
    assert (NL.number(1320), EN.number(1320)) == ("1.320", "1,320")
    assert (NL.percent(8.1), EN.percent(8.1), NL.percent(25.0)) == ("8,1%", "8.1%", "25%")
    assert (NL.percent(12.5, 0), EN.percent(6.25)) == ("13%", "6.3%"), "a half is said as the next"
    assert (NL.range(5000, 7500), EN.range(5000, 7500)) == ("5.000–7.500", "5,000–7,500")
    day = datetime.date(2021, 3, 10)
    assert (NL.date(day), EN.date(day)) == ("10 maart 2021", "10 March 2021")
    assert (NL.partial_date("2021-10"), EN.partial_date("2014")) == ("oktober 2021", "2014")


def test_a_missing_or_unused_fact_is_an_error_that_names_the_sentence() -> None:
    with pytest.raises(ValueError, match=r"/nl/briefing\.toml: description: found"):
        NL.say("briefing.description", party="D66")
    with pytest.raises(
        ValueError, match=r"/nl/charts\.toml: none: found no \{places\}, expected \{value\}; write each"
    ):
        NL.say("charts.none", value=1)
    for say in (NL.say, NL.places):
        with pytest.raises(
            ValueError, match=r"/nl/briefing\.toml: nothing: found no such sentence, expected a sentence"
        ):
            say("briefing.nothing")


def test_none_one_and_many_have_their_own_sentences() -> None:
    said = [NL.count("briefing.named.sitting", n, seats="3") for n in (0, 1, 2)]
    assert said == ["geen namen bekend (zetels: 3)", "1 van 3", "2 van 3"]


def test_facts_are_escaped_in_html_and_sentences_too() -> None:
    shown = NL.html("briefing.named.seatless", names="<script>")
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_sentence_of_a_page_or_a_mail_has_more_than_25_words(language: str) -> None:
    """Sentences made for the analyst, of differences and of changes are another matter; a place counts as one word."""
    long = {
        key: sentence
        for key, text in wording(language).sentences.items()
        if key.partition(".")[0] in ("briefing", "mail", "page", "charts")
        for sentence in re.split(r"(?<=[.!?:;])\s+", text)
        if len(sentence.split()) > 25
    }
    assert long == {}
