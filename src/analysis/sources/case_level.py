"""Refuses what looks like data about a single victim: only published counts belong in data/.

By headings (a birth date, a citizen service number, a case number; a victim beside a name) and by values of that form.
A problem names the place and never the value: a log must not hold it either.
"""

import contextlib
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
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

# Headings, as their words in lower case: at most these around one of the forms below.
_AROUND = "van|het|de|of|the|slachtoffer|victim|client|nummer|leeftijd|age|politie|datum|type|ja|nee"
_CASE_WORDS = "zaak|casus|parket|cli[eë]nt|aangifte|meldings?"
_HEADINGS = {
    "single persons": (
        "bsn|bsnnummer|burgerservicenummer|sofinummer|v nummer|vreemdelingennummer|geboortedatum|geboortedag|"
        "datum van geboorte|date of birth|birth ?date|dob|casus|naam slachtoffer|victim name|"
        rf"(?:{_CASE_WORDS}|dossier|slachtoffer)(?:nummer|nr)|(?:case|client|victim) (?:number|no|nr|id)"
    ),
    # One victim a row: a column of counts says victims, slachtoffers.
    "a victim": (
        "slachtoffer|victim|client|uitbuitingsvorm|(?:vorm|type|soort) (?:van )?uitbuiting|form of exploitation"
    ),
}
_HEADING = {
    about: re.compile(rf"(?:(?:{_AROUND}) )*(?:{form})(?: (?:{_AROUND}))*") for about, form in _HEADINGS.items()
}
_PERSON_HEADING = re.compile(
    "(?:volledige )?naam|naam persoon|(?:full )?name|voornaam|achternaam|first name|last name|surname|adres|address|"
    "woonplaats|telefoon(?:nummer)?|phone(?: number)?|e ?mail(?:adres)?"
)
# Headings are looked for in so many rows of a sheet, in cells of at most so many characters.
_HEADING_ROWS, _LONGEST_HEADING = 30, 60

# Values, in lower case. Digits beside a letter, a slash or the like are part of a link or of another number.
_START, _END = r"(?<![\w./=+-])", r"(?![\w/=-])(?![.,]\d)"
_DATE = r"(?:\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2} [a-z]{3,9}\.? \d{4})"
_AREA = r"[1-57-9]\d[ -]?\d{7}|[1-57-9]\d{2}[ -]?\d{6}"
_CITIZEN = "the number of a citizen (BSN)"
_OF_A_CASE = {
    _CITIZEN: rf"{_START}(?:\d{{9}}|\d{{4}}[. ]\d{{2}}[. ]\d{{3}}){_END}",
    # At most three words in between: geboren te Nergens op 12-3-2004.
    "a day of birth": (
        rf"\b(?:geboren|geb|geboortedatum|birth|born|dob)\b\W{{1,3}}(?:\w{{1,20}}\W{{1,3}}){{0,3}}{_DATE}"
    ),
    # As the public prosecutor (06-123456-78 is a telephone) or the police write it, or behind a word that says so.
    "the number of a case": (
        rf"{_START}(?!06)\d{{2}}[-/]\d{{6}}[-/]\d{{2}}{_END}|\bpl\d{{4}}-\d{{8,}}|"
        rf"\b(?:{_CASE_WORDS})(?:nummer|nr)\W{{0,3}}[a-z/.-]{{0,20}}\d[\w/.-]{{2,}}"
    ),
}
# Signatories may give their address and telephone number in a list; nobody else has one in data/, but for the offices.
_OF_A_PERSON = {
    "a telephone number": (
        rf"{_START}(?:(?:\+|00)31[ -]?|0)(?:6[ -]?(?:\d[ -]?){{7}}\d|{_AREA}){_END}|\+31[ -]?\d[\d -]{{7,9}}\d"
    ),
    "an address": (
        r"(?<=\w\w\w)(?:straat|laan|weg|plein|gracht|kade|singel|dijk|steeg|dreef)\s{1,3}\d{1,4}(?:\s?[a-z])?\b"
    ),
}
_VALUES = {kind: re.compile(form) for kind, form in (_OF_A_CASE | _OF_A_PERSON).items()}
_OFFICES = "contact.csv"  # the telephone number that a reader may call
_SEPARATOR = re.compile(r"[;\t|]")
_PROSE = frozenset([".md", ".json", ".toml", ".yaml", ".yml"])


def in_sheets(file: str, sheets: Iterable[Sequence[Sequence[Any]]], *, of_signers: bool) -> list[Problem]:
    """Return an error for each cell of a file's sheets, given as rows, that looks like data about one victim.

    `of_signers`: it is a list of signatories, who may give their own address and telephone number.
    """
    return [problem for rows in sheets for problem in _in_rows(file, rows, of_signers)]


def in_folder(contract: dict[str, Any], data_dir: Path, lists: str) -> list[Problem]:
    """Return an error for each cell in data/ that looks like data about one victim, the folder of lists left out.

    And a warning for each file beside the tables that can't be read: nothing uses it.
    """
    tables = {table["path"] for table in contract["resources"]}
    problems = []
    for path in sorted(each for each in data_dir.rglob("*") if each.is_file()):
        name = path.relative_to(data_dir)
        if name.parts[0] == lists or any(part.startswith((".", "~")) for part in name.parts):
            continue
        is_table = name.as_posix() in tables
        try:
            sheets = _sheets_of(path, is_table)
        except (ListFileError, OSError) as error:
            if not is_table:  # the contract says what is wrong with a table
                problems.append(_unreadable(name.as_posix(), error))
        else:
            problems += in_sheets(name.as_posix(), sheets, of_signers=name.as_posix() == _OFFICES)
    return problems


def _sheets_of(path: Path, is_table: bool) -> list[list[list[Any]]]:
    """Return the rows of each sheet of a file; raises ListFileError or OSError if it can't be read."""
    if is_table or path.suffix.lower() in _PROSE:
        if path.stat().st_size > limits.TABLE_BYTES:
            raise ListFileError("a file that is too large", f"at most {limits.megabytes(limits.TABLE_BYTES)}")
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
        return [_rows_of_csv(text) if is_table else [[line] for line in text.splitlines()]]
    if path.suffix.lower() not in LIST_SUFFIXES:
        raise ListFileError("a file that can't be looked into", "the tables of datapackage.json")
    return [sheet.rows for sheet in read_sheets(path, lambda rows: max(map(len, rows), default=0))]


def _rows_of_csv(text: str) -> list[list[Any]]:
    rows: list[list[Any]] = []
    with contextlib.suppress(csv.Error):  # the contract says what is wrong with the rest
        rows.extend(csv.reader(io.StringIO(text, newline="")))
    return rows


def _unreadable(name: str, error: Exception) -> Problem:
    if isinstance(error, ListFileError):
        found, expected = error.found, error.expected
    else:
        found, expected = f"a file that can't be opened ({getattr(error, 'strerror', error)})", "one that can"
    remedy = "nothing reads it: take it out of data/, at once if it says anything of a single victim"
    return Problem(name, None, None, found, expected, remedy, "warning")


def _in_rows(file: str, rows: Sequence[Sequence[Any]], of_signers: bool) -> Iterator[Problem]:
    texts = [[text_of(cell) for cell in row] for row in rows]
    # A line that was not separated into cells is still separated by something.
    texts = [_SEPARATOR.split(row[0]) if len(row) == 1 else row for row in texts]
    whole = "\n".join("\t".join(row) for row in texts).lower()
    kinds = _OF_A_CASE if of_signers else _VALUES
    likely = {kind: _VALUES[kind] for kind in kinds if _VALUES[kind].search(whole)}  # none, in nearly every file
    for number, row in enumerate(texts if likely else texts[:_HEADING_ROWS], start=1):
        found = list(_headings_in(row)) if number <= _HEADING_ROWS else []
        for column, kind in found or _values_in(row, likely):
            yield Problem(file, number, f"column {column + 1}", f"what looks like {kind}", _EXPECTED, _REMEDY)


def _headings_in(row: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the column of each heading of a row that is about single persons, or about a victim beside a name."""
    words = [" ".join(words_of(cell)) if len(cell) <= _LONGEST_HEADING else "" for cell in row]
    for column, heading in enumerate(words):
        if _HEADING["single persons"].fullmatch(heading):
            yield column, f"a column about single persons, {row[column]!r}"
        elif _HEADING["a victim"].fullmatch(heading) and any(map(_PERSON_HEADING.fullmatch, words)):
            yield column, f"a column about a victim, {row[column]!r}, beside names or addresses"


def _values_in(row: list[str], patterns: dict[str, re.Pattern[str]]) -> Iterator[tuple[int, str]]:
    for column, cell in enumerate(row):
        for kind, pattern in patterns.items():
            matches = pattern.finditer(cell.lower())
            if any(kind != _CITIZEN or _passes_eleven_test(match[0]) for match in matches):
                yield column, kind


def _passes_eleven_test(number: str) -> bool:
    """Return whether nine digits can be a citizen service number; a 6 begins a mobile number without its zero.

    The weighted sum of the digits divides by 11 (Besluit burgerservicenummer).
    """
    digits = [int(character) for character in number if character.isdigit()]
    total = sum(weight * digit for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True))
    return total > 0 and total % 11 == 0 and digits[0] != 6
