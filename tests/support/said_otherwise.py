"""Turns of phrase with a number that is no figure: counts of the page or of a table, and words that count nothing.

A count is counted again. Of the rest each has its reason; none holds a number that a source could have printed.
"""

import re
from collections.abc import Callable
from typing import Any

from support.build_tables import Build, typed

# What counts nothing of this build: the turn of phrase in both languages, and why it may stand.
WITHOUT_MEANING = [
    (
        r"one year\b|één keer per jaar|once a year|is for one year|geldt per jaar|is one per year",
        "the rule of counting",
    ),
    (r"newest event comes first|first “|: first|first published|the first|published first|first number", "order"),
    (
        r"A decision comes first|Eerst telt een besluit|first digits|eerste tekens|eerste maand|het eerste getal",
        "order",
    ),
    (r"more than one edition|meer dan één editie|one does not revise the other", "what a revision is"),
    (r"for three years would count three times|wie drie jaar wordt uitgebuit, zou dan drie keer", "an example"),
    (r"two pages|twee pagina’s", "what a briefing is; test_paper.py counts them"),
    (r"^Six words|^Zes woorden", "the heading of six words"),
    (r"[Oo]ne person can (?:have several|be counted)|[ÉEée]én persoon (?:kan|kunnen)", "what a report is"),
    (r"second hand|tweede hand", "how a figure is known"),
    (r"become one\b|by itself one of|one of the five questions|een van de vijf vragen", "no number"),
    (r"the one named last|NL Times|one of its own|the other is|de andere is", "no number"),
    (r"figures of March 2021 our verdict|cijfers van maart 2021 was ons", "the month of the pledge"),
    (r"politicians of March 2021|politici uit maart 2021", "the month of the pledge"),
    (r"presented in March 2021|in maart 2021 werd aangeboden", "the month of the pledge"),
    (r"in March 2021, the verdict|in maart 2021, was dit", "the month of the pledge"),
    (r"[Ss]ince 2021|sinds 2021|in 2021", "the year of the refusal or the pledge"),
    (r"counts once below|telt hieronder één keer|once each", "how the list is shortened"),
    (r"One row a party|Eén rij per partij", "how the chart is laid out"),
    (r"gets one (?:delivery|statement) a year|elk jaar één opgave", "how a series is made"),
    (r"first estimate|second estimate|eerste schatting|tweede schatting", "the name of a study"),
    (r"one workbook|één werkboek|one value per quantity|één waarde per grootheid", "what a file is"),
    (r"Tweede Kamer|Eerste Kamer", "the name of a House"),
    (r"different values for one thing", "what a rule is about"),
    (r"dozens of clients|tientallen klanten", "the words of the pledge, which names no number"),
    (r"at one moment|op één moment", "what an estimate a year does not say"),
    (r"under 18\b", "the age of majority"),
    (r"hundred percent|honderd procent", "the whole of a share"),
    (r"Since December 2023|Sinds december 2023", "where the open data on members end, as the table of seats shows"),
    (r"\btimes\b|\bkeer\b", "the unit of a ratio"),
]
_N = r"(\d[\d.,]*\d|\d|one|two|three|four|five|six|één|Eén|One|twee|drie|vier|vijf|zes)"
_SMALL = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_SMALL |= {"één": 1, "eén": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6}
_YEAR = r"((?:19|20)\d\d)"


def without_meaning(sentence: Any, language: str) -> None:
    """Explain the words, and the few numbers, that stand in a turn of phrase which counts nothing."""
    for pattern, reason in WITHOUT_MEANING:
        for found in re.finditer(pattern, sentence.text):
            for token in (*sentence.read.words, *sentence.read.days, *_bare(sentence, reason)):
                if found.start() <= token.start < found.end():
                    sentence.explained[token.start] = reason


def _bare(sentence: Any, reason: str) -> list[Any]:
    """Return the numbers in digits that a turn of phrase may hold: an age, a year of the pledge."""
    if reason == "the age of majority":
        return [n for n in sentence.read.numbers if n.text == "18"]
    return [p for p in sentence.read.periods if p.years == "2021"] if "refusal" in reason else []


def counted(sentence: Any, build: Build) -> None:
    """Explain the counts of a sentence, and its lists of years, each counted again."""
    for pattern, count in _COUNTS:
        for found in re.finditer(pattern, sentence.text):
            places = [place for place in range(1, found.re.groups + 1) if found[place]]
            wanted = count(build)
            for place in places:
                if _number(found[place]) == wanted:
                    sentence.explained[found.start(place)] = "counted"
    for day in sentence.read.days:
        said = sentence.text[: day.start]
        if re.search(r"collected is of $|verzameld, dateert van $", said) and day.iso == _newest(build):
            sentence.explained[day.start] = "the newest publication"
    for pattern, wanted_years in _YEARS:
        for found in re.finditer(pattern, sentence.text):
            allowed = wanted_years(build)
            inside = [p for p in sentence.read.periods if found.start() <= p.start < found.end()]
            if [p.years for p in inside] == allowed or (pattern in _EACH and all(p.years in allowed for p in inside)):
                for period in inside:
                    sentence.explained[period.start] = "years counted"


def _number(text: str) -> int:
    return _SMALL[text.lower()] if text.lower() in _SMALL else int(re.sub(r"\D", "", text))


def _decisions(*names: str) -> Callable[[Build], int]:
    return lambda build: sum(len(build.decisions(name)) for name in names)


def _shown(build: Build) -> int:
    """Return how many differences the annex is to show: each once, where several repeat the same."""
    keys = ("quantity_id", "reference_year", "kind", "value_a", "value_b")
    return len({tuple(row[k] for k in keys) for row in build.tables["discrepancies"]})


def _revised(build: Build) -> dict[tuple[str, ...], float]:
    """Return each count that several editions printed, with how far the newest is from the first."""
    keys = ("quantity_id", "reference_year", "series")
    return {tuple(row[k] for k in keys): float(row["change_from_first"]) for row in build.tables["revisions"]}


def _other_changes(build: Build) -> int:
    """Return how many figures changed that are no registered total of a year."""
    rows = [row for row in build.tables["changes"] if row["kind"] == "figure"]
    return len([r for r in rows if not (re.fullmatch(r"registered-all/\d{4}", r["subject"]) and r["after"])])


def _gaps(build: Build) -> list[str]:
    years = build.balance
    return [str(year) for year in range(int(min(years)), int(max(years))) if str(year) not in years]


def _not_in_yet(build: Build) -> list[str]:
    """Return the years after the newest total that are over: their figures can be due."""
    return [str(year) for year in range(int(max(build.balance)) + 1, int(build.month[:4]))]


def _drawn(build: Build) -> list[str]:
    """Return the years of the chart: from the first that another than the older count has."""
    rows = [row for (quantity, year), row in build.chosen.items() if quantity == "registered-all" and len(year) == 4]
    newer = min((row["reference_year"] for row in rows if row["series"] != "until_2016"), default="")
    return sorted(row["reference_year"] for row in rows if row["reference_year"] >= newer)


def _ends(build: Build) -> list[str]:
    return [_drawn(build)[0], _drawn(build)[-1]]


def _newest(build: Build) -> str:
    """Return the day, month or year of the newest publication that is dated."""
    dated = [row for row in build.tables["publications"] if row["published_on"]]
    return max(dated, key=lambda row: row["known_from"])["published_on"]


_COUNTS: list[tuple[str, Callable[[Build], int]]] = [
    (rf"found {_N} differences|vonden wij {_N} verschillen", lambda build: len(build.tables["discrepancies"])),
    (rf"that makes {_N}\.|dat zijn er {_N}\.", _shown),
    (rf"These {_N} decisions|Deze {_N} besluiten", _decisions("figures", "parties")),
    (rf"[Tt]he {_N} (?:commitments|questions)|[Dd]e {_N} (?:beloften|vragen)|for {_N} things|voor {_N} dingen",
     lambda _: len(typed("commitments"))),
    (rf"{_N} counts are printed exactly|{_N} aantallen staan precies", lambda build: len(_revised(build))),
    (rf"{_N} of them changed|{_N} daarvan veranderden", lambda build: sum(map(bool, _revised(build).values()))),
    (rf"{_N} figures are new|{_N} cijfers zijn nieuw|{_N} figure is new|{_N} cijfer is nieuw", _other_changes),
]  # fmt: skip


_BETWEEN = rf"between {_YEAR} and {_YEAR}|tussen {_YEAR} en {_YEAR}"
_NOT_IN = r"figures for .* are not included yet|jaarcijfers over .* zijn nog niet verwerkt"
_EXTENDED = rf"[Ee]xtended to {_YEAR}|doorgetrokken naar {_YEAR}"
_NEWEST = rf"collected is of {_YEAR}\.|verzameld, dateert van {_YEAR}\."
_BEFORE = rf"count, of before {_YEAR}|telling, van vóór {_YEAR}|Before {_YEAR}: see|Vóór {_YEAR}: zie"
_REVISED_MOST = r"Revised most: .*|Het meest herzien: .*"
_YEARS: list[tuple[str, Callable[[Build], list[str]]]] = [
    (r"(?:missing|ontbreken): .*", _gaps),
    (_BETWEEN, _ends),
    (_NOT_IN, _not_in_yet),
    (_BEFORE, lambda build: _drawn(build)[:1]),
    (_NEWEST, lambda build: [_newest(build)]),
    (_REVISED_MOST, lambda build: [row["reference_year"] for row in build.tables["revisions"][:1]]),
    (_EXTENDED, lambda build: [max(build.balance)]),
]
_EACH = (_NOT_IN,)
