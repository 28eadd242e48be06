"""Every sentence that a reader sees, in Dutch and English, with numbers and dates as that reader writes them.

The sentences are in `nl/*.toml` and `en/*.toml`: one file per part of the product, one key per sentence, with
`{named}` places for what the briefing fills in. No published number is typed there.
"""

import datetime
import re
import string
import tomllib
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from analysis.core.amounts import rounded
from analysis.core.problems import InputError, Problem

# The folder of the sentences in a clone, for whoever reads in an error that one is missing.
WORDING_FOLDER = "src/analysis/core/wording"


class WordingError(ValueError):
    """A sentence is missing, or its places are not those of the facts; the message has no facts, so it names nobody."""


@dataclass(frozen=True)
class Wording:
    """The sentences and number forms of one language."""

    language: str
    sentences: dict[str, str]

    @property
    def locale(self) -> str:
        """Return the locale whose number and date forms the language uses."""
        return {"nl": "nl_NL", "en": "en_GB"}[self.language]

    def say(self, key: str, **facts: Any) -> str:
        """Return a sentence, filled; raises WordingError for a missing sentence, and for a missing or unused fact."""
        if self.places(key) != set(facts):
            remedy = "write each of the places that are expected, and no others"
            found = _in_words(self.places(key))
            raise WordingError(str(_problem(self.language, key, found, _in_words(facts.keys()), remedy)))
        return self.sentences[key].format(**facts)

    def say_from(self, key: str, facts: dict[str, Any]) -> str:
        """Return a sentence filled with those facts for which it has a place; raises WordingError as `say` does."""
        places = places_of(self.sentences.get(key, ""))
        return self.say(key, **{name: fact for name, fact in facts.items() if name in places})

    def html(self, key: str, **facts: Any) -> Markup:
        """Return a sentence as HTML: each fact is escaped unless it is Markup already, the sentence itself is not."""
        return Markup(self.say(key, **{name: escape(value) for name, value in facts.items()}))

    def places(self, key: str) -> set[str]:
        """Return the names of the places of a sentence; raises WordingError if it is missing."""
        if key not in self.sentences:
            raise WordingError(str(_problem(self.language, key, "no such sentence", "a sentence", "add it")))
        return places_of(self.sentences[key])

    def has(self, key: str) -> bool:
        """Return whether the sentence exists."""
        return key in self.sentences

    def count(self, key: str, n: int, **facts: Any) -> str:
        """Return the sentence in the form of the number n (`key.one`, `key.other`, or `key.zero` if there is one)."""
        zero = f"{key}.zero"
        form = zero if n == 0 and self.has(zero) else f"{key}.{Locale.parse(self.locale).plural_form(n)}"
        if "n" in places_of(self.sentences.get(form, "")):
            facts["n"] = self.number(n)
        return self.say(form, **facts)

    def count_from(self, key: str, n: int, facts: dict[str, Any]) -> str:
        """Return the sentence in the form of the number n, from those facts that `key.other` has a place for."""
        return self.count(key, n, **{name: fact for name, fact in facts.items() if name in self.places(f"{key}.other")})

    def number(self, value: float) -> str:
        """Return 1320 as 1.320 (nl) or 1,320 (en), with at most three decimals."""
        return format_decimal(value, locale=self.locale)

    def percent(self, value: float, decimals: int = 1) -> str:
        """Return 8.1 (already in percent) as 8,1% (nl) or 8.1% (en), and 8 as 8%."""
        shape = "0." + "#" * decimals if decimals else "0"
        return format_decimal(rounded(value, decimals), format=shape, locale=self.locale) + "%"

    def range(self, lower: float, upper: float) -> str:
        """Return a range with an en dash: 5.000–7.500."""
        return f"{self.number(lower)}–{self.number(upper)}"

    def date(self, day: datetime.date) -> str:
        """Return a day in full: 10 maart 2021, 10 March 2021."""
        return format_date(day, format="d MMMM y", locale=self.locale)

    def month(self, text: str) -> str:
        """Return `2026-10` as oktober 2026, October 2026."""
        return self.partial_date(text[:7])

    def partial_date(self, text: str, *, short: bool = False) -> str:
        """Return a printed date with its own precision: a year, a month or a day; `short` for 6 okt 2026, okt 2026."""
        if len(text) == 4:
            return text
        month = "MMM y" if short else "MMMM y"
        first_day = datetime.date.fromisoformat(text if len(text) == 10 else f"{text}-01")
        return format_date(first_day, format=month if len(text) == 7 else f"d {month}", locale=self.locale)

    def institution(self, name: str) -> str:
        """Return the name of a publisher in the language, with the year that may follow it (`CoMensha, 2022`)."""
        publisher = re.sub(r", \d{4}$", "", name)
        key = f"briefing.publisher.{publisher}"
        return (self.say(key) if self.has(key) else publisher) + name.removeprefix(publisher)

    def institution_in_sentence(self, name: str) -> str:
        """Return a publisher as a sentence names it: with its article (`het CKM`), unless a year follows."""
        key = f"briefing.publisher_in_sentence.{name}"
        return self.say(key) if self.has(key) else self.institution(name)

    def list(self, words: list[str]) -> str:
        """Return words as a list: a, b en c (nl) or a, b and c (en)."""
        return str(format_list(words, locale=self.locale))


def capital(said: str) -> str:
    """Return a text with a capital letter at its start."""
    return said[:1].upper() + said[1:]


def years_in_words(reference_year: str) -> str:
    """Return `2014-2015` with the dash that belongs between years, in either language."""
    return reference_year.replace("-", "–")


def places_of(sentence: str) -> set[str]:
    """Return the names of the places of a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@cache
def wording(language: str) -> Wording:
    """Return the sentences of a language (`nl` or `en`), read once; raises InputError for a file that is not TOML."""
    sentences = dict[str, str]()
    for file in Path(__file__).with_name(language).glob("*.toml"):
        try:
            table = tomllib.loads(file.read_text(encoding="utf-8"))
        except ValueError as error:
            found, expected = f"a file that can't be read ({error})", 'TOML: one `key = "sentence"` a line'
            path = f"{WORDING_FOLDER}/{language}/{file.name}"
            raise InputError([Problem(path, None, None, found, expected, "fix that place")]) from None
        sentences |= _flat(table, file.stem)
    return Wording(language, sentences)


def differing(nl: Wording, en: Wording) -> Iterator[Problem]:
    """Yield an error for each sentence that only one language has, or whose places are not the same in both."""
    for key in sorted({*nl.sentences, *en.sentences}):
        lacking = [own for own in (nl, en) if not own.has(key)]
        if lacking and not key.startswith("desk."):  # what only an analyst sees is in English
            other = "English" if lacking[0] is nl else "Dutch"
            yield _problem(lacking[0].language, key, "no such sentence", f"one, as in {other}", "add it")
        elif not lacking:
            # `one` and `zero` may spell their number out in one language and not in the other.
            may_lack = {"n"} if key.endswith((".one", ".zero")) else set()
            if nl.places(key) - may_lack != en.places(key) - may_lack:
                found, expected = (f"{_in_words(own.places(key))} in {own.language}" for own in (nl, en))
                yield _problem("nl", key, found, f"the same as {expected}", "correct the sentence that is wrong")


def _problem(language: str, key: str, found: str, expected: str, remedy: str) -> Problem:
    file, _, name = key.partition(".")
    return Problem(f"{WORDING_FOLDER}/{language}/{file}.toml", None, name, found, expected, remedy)


def _in_words(places: Set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(places)) or "no {places}"


def _flat(table: dict[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        path = f"{prefix}.{key}"
        if isinstance(value, dict):
            yield from _flat(value, path)
        else:
            yield path, value.strip()
