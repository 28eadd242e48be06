"""Refuses what looks like data about a single victim: only counts that somebody published belong in data/.

By headings (a birth date, a citizen's number or a case number; a victim beside a name) and by values that have the form
of such numbers. What was found is told by its place and never shown: a log must not hold it either.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.core.names import words_of
from analysis.core.problems import Problem
from analysis.sources import limits
from analysis.sources.list_files import LIST_SUFFIXES, ListFileError, read_sheets
from analysis.sources.list_texts import text_of

_EXPECTED = "published counts, and of persons only who signed: nothing about a single victim may be kept here"
_REMEDY = (
    "take the file out of data/ and delete it, and tell whoever answers for privacy (docs/privacy.md); if it is "
    "something else, leave the column or the text out"
)
_FORBIDDEN = (
    "bsn|bsnnummer|burgerservicenummer|sofinummer|v nummer|vreemdelingennummer|geboortedatum|geboortedag|"
    "datum van geboorte|date of birth|birth ?date|dob|(?:zaak|casus|dossier|parket|client|aangifte|meldings?|"
    "slachtoffer)(?:nummer|nr)|(?:case|client|victim) (?:number|no|nr|id)|casus|naam slachtoffer|victim name"
)
# One victim a row: a column of counts says victims, slachtoffers.
_OF_A_VICTIM = "slachtoffer|victim|client|uitbuitingsvorm|(?:vorm|type|soort) (?:van )?uitbuiting|form of exploitation"
_AROUND = "van|het|de|of|the|slachtoffer|victim|client|nummer|leeftijd|age|politie|datum|type|ja|nee"
_FORBIDDEN_HEADING = re.compile(rf"(?:(?:{_AROUND}) )*(?:{_FORBIDDEN})(?: (?:{_AROUND}))*")
_HEADING_OF_A_VICTIM = re.compile(rf"(?:(?:{_AROUND}) )*(?:{_OF_A_VICTIM})(?: (?:{_AROUND}))*")
_HEADING_OF_A_PERSON = re.compile(
    "(?:volledige )?naam|naam persoon|(?:full )?name|voornaam|achternaam|first name|last name|surname|adres|address|"
    "woonplaats|telefoon(?:nummer)?|phone(?: number)?|e ?mail(?:adres)?"
)
# Digits that follow a letter, a sign or a slash are part of a link or of another number.
_ALONE, _ENDS = r"(?<![\w./=+-])", r"(?![\w/=-])(?![.,]\d)"
_CITIZEN = re.compile(rf"{_ALONE}(?:\d{{9}}|\d{{4}}[. ]\d{{2}}[. ]\d{{3}}){_ENDS}")
_DAY = r"(?:\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2} [a-z]{3,9}\.? \d{4})"
_BORN = (
    rf"\b(?:geboren|geb\.|geboortedatum|birth|born|dob)\W+(?:(?:op|on|te|in|is)\W+)*(?:\w+\W+)?(?:(?:op|on)\W+)?{_DAY}"
)
_CALLED_A_CASE = r"\b(?:zaak|casus|parket|cli[eë]nt|aangifte|meldings?)(?:nummer|nr)\b"
# What stands between such a word and its digits. It ends at the next such word, from which the same digits are found:
# otherwise a page of these words would be read to its end from each of them.
_UP_TO_DIGITS = rf"\W{{0,3}}(?:(?!{_CALLED_A_CASE})[a-z/.-])*+"
# Of the public prosecutor (but 06-123456-78 is a telephone), of the police, or called so.
_CASE = (
    rf"{_ALONE}(?!06)\d{{2}}[-/]\d{{6}}[-/]\d{{2}}{_ENDS}|\bpl\d{{4}}-\d{{8,}}|"
    rf"{_CALLED_A_CASE}{_UP_TO_DIGITS}\d[\w/.-]{{2,}}"
)
_AREA = r"[1-57-9]\d[ -]?\d{7}|[1-57-9]\d{2}[ -]?\d{6}"
_PHONE = rf"{_ALONE}(?:(?:\+|00)31[ -]?|0)(?:6[ -]?(?:\d[ -]?){{7}}\d|{_AREA}){_ENDS}|\+31[ -]?\d[\d -]{{7,9}}\d"
_ADDRESS = r"(?<=\w\w\w)(?:straat|laan|weg|plein|gracht|kade|singel|dijk|steeg|dreef)\s+\d{1,4}(?:\s?[a-z])?\b"
_IN_A_LIST = {
    "a day of birth": re.compile(_BORN),
    "the number of a case": re.compile(_CASE),
}
# Who signs may give an address or a telephone number; nobody else has one in data/, but for the offices.
_ELSEWHERE = _IN_A_LIST | {
    "a telephone number": re.compile(_PHONE),
    "an address": re.compile(_ADDRESS),
}
# Rows without any of these are not looked at further: nearly all.
_WORDS = (
    *("gebo", "birth", "born", "geb.", "dob", "bsn", "burgers", "sofi", "nummer", "number", "nr"),
    *("casus", "case", "client", "cliënt", "slachtoffer", "victim", "uitbuit", "exploitation", "pl0", "pl1", "pl2"),
    *("straat", "laan", "weg", "plein", "gracht", "kade", "singel", "dijk", "steeg", "dreef"),
)
_DIGITS = re.compile(r"\d{6}|\d{4}[. ]\d\d[. ]\d{3}|(?:\+|00)31|\d{3}[ -]\d{3}|06(?:[ -]?\d){8}")
# The office whose telephone a reader may call.
_OFFICES = frozenset(["contact.csv"])
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_SEPARATOR = re.compile(r"[;\t|]")
_LONGEST_HEADING = 60
_PROSE = frozenset([".md", ".json", ".toml", ".yaml", ".yml"])


def in_sheets(file: str, sheets: Iterable[Sequence[Sequence[Any]]], *, of_signers: bool) -> list[Problem]:
    """Return an error for each row of a file's sheets, given as their rows, that looks like data about one victim.

    `of_signers`: it is a list of signatories, who may give their own address and telephone number.
    """
    return [problem for rows in sheets for problem in _in_rows(file, rows, of_signers)]


def in_folder(contract: dict[str, Any], data_dir: Path, lists: str) -> list[Problem]:
    """Return an error for each row in data/ that looks like data about one victim, the folder of lists left out.

    And a warning for each file beside the tables that nobody can look into: nothing reads it.
    """
    tables = {table["path"] for table in contract["resources"]}
    problems = []
    for path in sorted(each for each in data_dir.rglob("*") if each.is_file()):
        name = path.relative_to(data_dir)
        if name.parts[0] != lists and not any(part.startswith((".", "~")) for part in name.parts):
            problems += _in_file(path, name.as_posix(), is_table=name.as_posix() in tables)
    return problems


def _in_file(path: Path, name: str, is_table: bool) -> list[Problem]:
    try:
        return _in_readable_file(path, name, is_table)
    except ListFileError as error:
        found, expected = error.found, error.expected
    except OSError as error:
        found, expected = f"a file that can't be opened ({error.strerror})", "one that can"
    remedy = "nothing reads it: take it out of data/, at once if it says anything of a single victim"
    # A table that can't be opened is told of by its contract.
    return [] if is_table else [Problem(name, None, None, found, expected, remedy, "warning")]


def _in_readable_file(path: Path, name: str, is_table: bool) -> list[Problem]:
    if is_table and path.stat().st_size > limits.TABLE_BYTES:
        raise ListFileError("a file that is too large to look into", f"at most {limits.megabytes(limits.TABLE_BYTES)}")
    if is_table or (path.suffix.lower() in _PROSE and path.stat().st_size <= limits.TABLE_BYTES):
        text = path.read_bytes().decode("utf-8", errors="replace")
        header, _, below = text.partition("\n")
        if not list(_faults([*header.split(","), below], of_signers=name in _OFFICES)):
            return []  # as every table that is in order: its header is closed, and the rest is one look
        rows = list(_rows_of_csv(text)) if is_table else [[line] for line in text.splitlines()]
        return in_sheets(name, [rows], of_signers=name in _OFFICES)
    if path.suffix.lower() not in LIST_SUFFIXES:
        raise ListFileError("a file that can't be looked into", "the tables of datapackage.json")
    sheets = read_sheets(path, lambda rows: max(map(len, rows), default=0))
    return in_sheets(name, [sheet.rows for sheet in sheets], of_signers=False)


def _rows_of_csv(text: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    except csv.Error:  # told of by the contract
        return


def _in_rows(file: str, rows: Sequence[Sequence[Any]], of_signers: bool) -> Iterator[Problem]:
    for number, cells in enumerate(rows, start=1):
        texts = [text_of(cell) for cell in cells]
        if len(texts) == 1:  # no list that is known: whatever separates its cells does so still
            texts = _SEPARATOR.split(texts[0])
        if _may_hold_any("\t".join(texts)):
            for column, found in _faults(texts, of_signers):
                place = f"column {column + 1}"
                yield Problem(file, number, place, f"what looks like {found}", _EXPECTED, _REMEDY)


def _may_hold_any(text: str) -> bool:
    small = text.lower()
    return any(word in small for word in _WORDS) or _DIGITS.search(text) is not None


def _faults(texts: list[str], of_signers: bool) -> list[tuple[int, str]]:
    """Return the column and the kind of each fault of a row: of its headings, if it has any, else of its values."""
    small = [text.lower() for text in texts]
    whole = "\t".join(small)
    patterns = _IN_A_LIST if of_signers else _ELSEWHERE
    likely = {found: pattern for found, pattern in patterns.items() if pattern.search(whole)}
    citizens = _CITIZEN.search(whole) is not None
    values = []
    for column, text in enumerate(small if likely or citizens else ()):
        values += [(column, found) for found, pattern in likely.items() if pattern.search(text)]
        if any(_is_of_a_citizen(each[0]) for each in _CITIZEN.finditer(text)):
            values.append((column, "the number of a citizen (BSN)"))
    return list(_forbidden_headings(texts)) or values


def _forbidden_headings(texts: list[str]) -> Iterator[tuple[int, str]]:
    kinds = [_kind_of_heading(text) for text in texts]
    for column, kind in enumerate(kinds):
        if kind == "forbidden":
            yield column, f"a column about single persons, {texts[column]!r}"
        elif kind == "victim" and "person" in kinds:
            yield column, f"a column about a victim, {texts[column]!r}, beside names or addresses"


@lru_cache(maxsize=4_000)
def _kind_of_heading(text: str) -> str:
    plain = " ".join(words_of(text)) if len(text) <= _LONGEST_HEADING else ""
    kinds = {"forbidden": _FORBIDDEN_HEADING, "victim": _HEADING_OF_A_VICTIM, "person": _HEADING_OF_A_PERSON}
    return next((kind for kind, pattern in kinds.items() if pattern.fullmatch(plain)), "")


def _is_of_a_citizen(text: str) -> bool:
    """Return whether nine digits pass the test of eleven; a 6 begins a mobile telephone without its zero."""
    digits = [int(sign) for sign in text if sign.isdigit()]
    total = sum(weight * digit for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return total > 0 and total % 11 == 0 and digits[0] != 6
