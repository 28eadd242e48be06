"""Numbers in the main points and the balance of a page, and the papers of a party, compared with the rows."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from known_rows import KnownRows, Row
from true_numbers import newest_edition, newest_study

_NUMBER = r"(\d{1,3}(?:[.,]\d{3})*|\d+)"
_REGISTERED = {
    "nl": rf"In (\d{{4}}) zijn {_NUMBER} vermoedelijke slachtoffers",
    "en": rf"In (\d{{4}}), {_NUMBER} presumed victims",
}
_BEFORE = {
    "nl": rf"In (\d{{4}}) zijn {_NUMBER} vermoedelijke[^;.]*; in (\d{{4}}) waren dat er {_NUMBER}",
    "en": rf"In (\d{{4}}), {_NUMBER} presumed[^;.]*; in (\d{{4}}) there were {_NUMBER}",
}
_ESTIMATED = {
    "nl": r"ook wie niet is geregistreerd, is voor (\d{4}(?:–\d{4})?) geschat op (.*?), door (?:het |de )?([^.;]*)",
    "en": r"registered or not, were estimated at (.*?) a year for (\d{4}(?:–\d{4})?)(.*?), by (?:the )?([^.;]*)",
}
_NOT_YET = {
    "nl": r"Cijfers over ([^.]*?) zijn nog niet verwerkt",
    "en": r"Figures for ([^.]*?) are not included",
}
_UNSEEN = {
    "nl": rf"in (\d{{4}}) (?:naar schatting )?ongeveer {_NUMBER} slachtoffers niet \w+ \({_NUMBER} tot {_NUMBER}\)",
    "en": rf"about {_NUMBER} victims were not registered in (\d{{4}}) \({_NUMBER} to {_NUMBER}\)",
}


def wrong_in_words(rows: KnownRows, language: str, text: str, balance: list[Row]) -> Iterator[tuple[str, str]]:
    """Yield each number in the main points and the balance that the rows, or the table, do not bear out."""
    editions = newest_edition(rows, "registered-all")
    for year, number in re.findall(_REGISTERED[language], text):
        if year in editions and _plain(number) != editions[year]:
            yield "registered in the main points", f"{year}: {number}, printed {editions[year]}"
        if editions and year < max(editions):
            yield "the newest year in the main points", f"{year}, while {max(editions)} is printed"
    yield from _wrong_estimate(rows, language, text)
    for years in re.findall(_NOT_YET[language], text):
        known = [year for year in re.findall(r"\d{4}", years) if year in editions or year >= rows.day[:4]]
        yield from (("not included yet", f"{years}: {year}") for year in known)
    by_year = {row["year"]: row for row in balance}
    for year, _, year_before, _ in re.findall(_BEFORE[language], text):
        counts = [by_year[one]["registered_series"] for one in (year, year_before)]
        if counts[0] != counts[1]:
            yield "two counts are not compared", f"{year} is of {counts[0]}, {year_before} of {counts[1]}"
    for found in re.findall(_UNSEEN[language], text):
        year, *said = found if language == "nl" else (found[1], found[0], *found[2:])
        ends = [by_year[year][name] for name in ("unseen", "unseen_lower", "unseen_upper")]
        if [_plain(number) for number in said] != [_hundreds(number) for number in ends]:
            yield "not registered, in words", f"{year}: {said}, by the table {ends}"


def _wrong_estimate(rows: KnownRows, language: str, text: str) -> Iterator[tuple[str, str]]:
    study = newest_study(rows, "estimate-all")
    said = re.search(_ESTIMATED[language], text)
    if not study or not said:
        if study and not re.search(r"geschat op|estimated at", text):
            yield "an estimate is known", f"{study['publication']} prints {study['value'] or study['lower']}"
        return
    words = said.group()
    printed = [study[name] for name in ("value", "lower", "upper", "upper_alternative") if study[name]]
    found = {_plain(number) for number in re.findall(_NUMBER, words) if len(number) > 4}
    if found != {Decimal(number) for number in printed} or study["reference_year"][:4] not in words:
        yield "the newest study in the main points", f"{words}: printed {printed} for {study['reference_year']}"


def _plain(number: str) -> Decimal:
    return Decimal(re.sub(r"[.,](?=\d{3})", "", number))


def _hundreds(number: str) -> Decimal:
    return (Decimal(number or 0) / 100).quantize(Decimal(1), ROUND_HALF_UP) * 100


def wrong_papers(rows: KnownRows, party: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield each invented paper in the section of a party that its rows do not name that party for."""
    own = {party, *rows.ancestors(party)}
    for row in rows.table("commitment_events"):
        letters = re.search(r"\bQ[A-J]{3,}\b", row["what_nl"])
        if letters and re.search(rf"\b{letters.group()}\b", text) and not own & set(row["party_ids"].split("|")):
            yield "papers of the party", f"{row['event_id']} names {row['party_ids'] or 'nobody'}"
