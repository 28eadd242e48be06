"""Refuses what looks like data about a single victim: only published counts belong in data/.

It is recognised by headings (a birth date, a citizen service number, a case number, a victim) and by values of such a
form. A problem names the place but never the value, as a log must not contain it either.
"""

import hashlib
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache, partial
from pathlib import Path

from analysis.core.kept import Content
from analysis.core.names import words_of
from analysis.core.person_names import PREFIXES
from analysis.core.problems import Problem, in_order
from analysis.sources.contracts import own_tables
from analysis.sources.list_files import LIST_SUFFIXES, ListFileError, Sheet, content_of, sheets_in
from analysis.sources.list_tables import Rows, table_in
from analysis.sources.workbook_reader import COMMENT

# Words in headings, in lower case and apart (slachtoffer-naam, geb-dat, zaak-nr). These tell of a person or case by
# themselves; the heading of a column of counts has the plural (victims, slachtoffers).
_SUBJECT = (
    "bsn|dob|casus|slachtoffer|victim|client|patient(?:en)?|meisje|verdachte|suspect|dader|geboren|geb|geboorte|birth|"
    "born on|uitbuitings ?vorm|(?:vorm|type|soort) (?:van )?uitbuiting|form of exploitation"
)
# These do so only before a word for a number.
_CASE_WORDS = "zaaks?|casus|case|parket|cli[eë]nt|aangiftes?|meldings?"
_NUMBERED = rf"{_CASE_WORDS}|dossier|pv|proces ?verbaal|vreemdelingen|sofi|burger ?service"
_NUMBER = "nummer|number|nr|no|id|code|omschrijving|description"
_AROUND = (
    "van|het|de|of|the|op|on|te|ja|nee|yes|politie|type|naam|name|initialen|initials|voorletters|leeftijd|age|geslacht|"
    "nationaliteit|nationality|opvang|locatie|location|datum|dat|date|dag|day|jaar|year|plaats|place|"
) + _NUMBER
_TELLS = rf"{_SUBJECT}|(?:{_NUMBERED}) ?(?:{_NUMBER})|v ?nummer|v nr"
_HEADING = re.compile(rf"(?:(?:{_AROUND}) ?)*(?:{_TELLS})(?: ?(?:{_AROUND}|{_SUBJECT}|{_NUMBERED}))*")
_ALSO_A_ROLE = frozenset(["patient", "patienten", "client"])
# A form numbers its questions.
_NUMBERED_QUESTION = re.compile(r"^\s*\d+\s*[.)]")
_HEADING_ROWS, _LONGEST_HEADING = 30, 60

# Forms of values. Digits beside a letter, a slash or the like are part of a link or of another number.
_START, _END = r"(?<![\w./=+-])", r"(?![\w/=-])(?![.,]\d)"
_BETWEEN = r"[^\w\n\t]{1,3}"
_APART = r"[ \u00a0./-]"
_CITIZEN, _BIRTH = "the number of a citizen (BSN)", "a day of birth"


def _day(year: str) -> str:
    year += r"(?!\d)"
    return rf"(?:\d{{1,2}}[-/. ]\d{{1,2}}[-/. ]{year}|{year}-\d{{2}}-\d{{2}}|\d{{1,2}} [a-z]{{3,9}}\.? {year})"


def _born(words: str, day: str) -> str:
    """Return a pattern for a day after some words, or in the cell after them: geboren te Nergens op 12-3-2004."""
    return (
        rf"\b(?:{words})\b{_BETWEEN}(?:\w{{1,20}}{_BETWEEN}){{0,3}}{day}"
        rf"|(?:(?<=\t)|(?<=\n))(?:{words})(?: (?:op|on|datum|date)){{0,2}}[.:]{{0,2}}\t{{1,3}}{day}"
    )


# Born is also a town, ideas are born, and geb. may be a building: after these, a day since the pledge is of signing.
_EARLIER = _day(r"(?:1[89]\d\d|20[01]\d|2020|[013-9]\d|20)")
_AREA = r"[1-57-9]\d[ -]?\d{7}|[1-57-9]\d{2}[ -]?\d{6}"
_STREETS = "straat|laan|weg|plein|gracht|kade|singel|dijk|steeg|dreef"
# What stands before Born in a surname, such as Van den Born.
_A_SURNAME = re.compile(r"[^\W\d_][\w.'’-]* +$")
# The heading of another number that may pass the eleven test, or the word before it.
_ANOTHER_NUMBER = re.compile(
    rf"\b(?:rsin|kvk|order|factuur|form|respons|submission|tel|phone|mobiel)\w*(?:\W+(?:{_NUMBER}))?\W*$", re.IGNORECASE
)
_OF_A_CASE = {
    _CITIZEN: rf"(?:{_START}|(?<=bsn=))(?:\d{{9}}(?:[.,]0{{1,2}})?|\d{{4}}[. ]\d{{2}}[. ]\d{{3}}"
    rf"|(?<!\d[ \u00a0])\d{{3}}{_APART}\d{{3}}{_APART}\d{{3}}(?![ \u00a0]\d)){_END}",
    _BIRTH: rf"{_born('geboren|geboortedatum|birth|dob', _day('(?:[0-9]{4}|[0-9]{2})'))}|{_born('geb|born', _EARLIER)}"
    rf"|(?<![\w*])[*°] ?(?!\d{{4}}){_EARLIER}",
    # As the public prosecutor (but 06-123456-78 is a telephone number) or the police write it, or after a word that
    # says so; not the number of a matter in parliament (2021Z04567).
    "the number of a case": rf"{_START}(?!06)\d{{2}} ?[-/.] ?\d{{6}} ?[-/.] ?\d{{2}}{_END}|\bpl ?\d{{4}}-\d{{8,}}|"
    rf"\b(?:{_CASE_WORDS})(?:nummer|nr)(?:{_BETWEEN})?[a-z/.-]{{0,20}}(?!\d{{4}}[zd]\d{{5}})\d[\w/.-]{{2,}}",
}
# Signatories may give their address and telephone number in a list. Elsewhere in data/ only offices have one.
_OF_A_PERSON = {
    "a telephone number": rf"{_START}(?:(?:\+|00)31[ -]?|0)(?:6[ -]?(?:\d[ -]?){{7}}\d|{_AREA}){_END}|"
    r"\+31[ -]?\d[\d -]{7,9}\d",
    "an address": rf"(?<=\w\w\w)(?:{_STREETS})[ \t]{{1,3}}\d{{1,4}}(?:\s?[a-z])?\b",
}
# Each value begins with one of these characters, so that nearly all of a text can be skipped at once.
_BEGINNINGS = (r"\d", "gbd*°", r"\dpzcam", "+0", "slwpgkd")
_FORMS = zip((_OF_A_CASE | _OF_A_PERSON).items(), _BEGINNINGS, strict=True)
_VALUES = {kind: re.compile(f"(?=[{begins}])(?:{form})", re.IGNORECASE) for (kind, form), begins in _FORMS}
_MANY, _OF_CITIZENS = 20, 0.3
_OFFICES = "contact.csv"  # the telephone number that a reader may call
_PROSE = frozenset([".md", ".json", ".toml", ".yaml", ".yml"])


def in_folder(data_dir: Path, lists: str) -> list[Problem]:
    """Return the errors of `in_sheets` for each file in data/ that is no list, and a warning for what can't be read."""
    tables = {table["path"] for table in own_tables().values()}
    problems: list[Problem] = []
    for path in sorted(each for each in data_dir.rglob("*") if each.is_file()):
        name = path.relative_to(data_dir).as_posix()
        if name.startswith(f"{lists}/") or any(part.startswith((".", "~")) for part in name.split("/")):
            continue
        try:
            content = content_of(path, _PROSE.union(LIST_SUFFIXES))
            is_table = path.suffix.lower() in LIST_SUFFIXES
            problems += _in_file(name, is_table, Content(hashlib.sha256(content).hexdigest(), content))
        except ListFileError as error:
            if name not in tables:  # the check of the contract reports a table
                remedy = "nothing reads it: take it out of data/, at once if it says anything of a single victim"
                problems.append(Problem(name, None, None, error.found, error.expected, remedy, "warning"))
    return problems


@lru_cache(maxsize=64)
def _in_file(name: str, is_table: bool, content: Content[bytes]) -> list[Problem]:
    if is_table:
        sheets = sheets_in(content.value, lambda rows: max(map(len, rows), default=0))
    else:
        sheets = [Sheet("", [[line] for line in content.value.decode("utf-8", errors="replace").splitlines()])]
    return in_sheets(name, sheets, of_signers=name == _OFFICES)


def in_sheets(file: str, sheets: Sequence[Sheet], *, of_signers: bool) -> list[Problem]:
    """Return an error for each cell of a file's sheets that looks like data about a single victim.

    `of_signers`: the file is a list of signatories, who may give their own address and telephone number.
    """
    expected = "published counts, and of persons only who signed: nothing about a single victim may be kept here"
    remedy = "take the file out of data/ and delete it, and inform whoever answers for privacy (docs/privacy.md); "
    remedy += "if it is something else, leave the column or the text out"
    problems = []
    for sheet in sheets:
        rows = ([*row, *sheet.marked(COMMENT, number)] for number, row in enumerate(sheet.rows, start=1))
        lines = ["\t".join(cell.replace("\n", " ") for cell in row) for row in rows]
        names = cache(partial(_columns_of_names, sheet.rows))  # only few sheets need it
        kinds = _OF_A_CASE if of_signers else _VALUES
        headings = _headings_in(lines[:_HEADING_ROWS], names, of_signers=of_signers)
        found = [*headings, *_values_in(lines, kinds, names)]
        place = f"{file}#{sheet.name}" if len(sheets) > 1 else file
        for row, column, kind in dict.fromkeys(found):
            problems.append(Problem(place, row, f"column {column}", f"what looks like {kind}", expected, remedy))
    return in_order(problems)


def _columns_of_names(rows: Rows) -> dict[int, int]:
    # Both the columns and the row of their headings are numbered from 1.
    if table := table_in(rows):
        return {column + 1: table.header + 1 for column in table.columns("name", "given", "prefix", "family")}
    return {}


def _headings_in(
    lines: list[str], names: Callable[[], dict[int, int]], *, of_signers: bool
) -> Iterator[tuple[int, int, str]]:
    for row, line in enumerate(lines, start=1):
        # A line that was not split into cells is split at semicolons or bars.
        for column, cell in enumerate(line.split("\t") if "\t" in line else re.split("[;|]", line), start=1):
            words = words_of(_NUMBERED_QUESTION.sub("", cell)) if len(cell) <= _LONGEST_HEADING else []
            if not _HEADING.fullmatch(" ".join(words)):
                continue
            # A single word may be a name or, in a list of signatories, say what somebody is: *patiënt*.
            headings = names()
            is_a_role = of_signers and _ALSO_A_ROLE.issuperset(words)
            last = max(headings.values(), default=row) if is_a_role else headings.get(column, row)
            if len(words) > 1 or row <= last:
                yield row, column, f"a column about single persons, {cell!r}"


def _values_in(
    lines: list[str], kinds: Iterable[str], names: Callable[[], dict[int, int]]
) -> Iterator[tuple[int, int, str]]:
    text = "\n" + "\n".join(lines)
    starts, top = [end.end() for end in re.finditer("\n", text)], [line.split("\t") for line in lines[:_HEADING_ROWS]]
    of_citizens = defaultdict[int, list[int]](list)  # the rows with such a number, by column
    numbers = Counter[int]()
    for kind in kinds:
        for match in _VALUES[kind].finditer(text):
            row = bisect_right(starts, match.start())
            in_front = text[starts[row - 1] : match.start()]
            column = in_front.count("\t") + 1
            if kind == _CITIZEN:
                heading = next((row[column - 1] for row in top if len(row) >= column and row[column - 1]), "")
                said = (heading, in_front.rpartition("\t")[2][-_LONGEST_HEADING:])
                is_all = not said[1] and text[match.end() : match.end() + 1] in ("\t", "\n", "")
                numbers[column] += is_all
                if not _passes_eleven_test(match[0]) or any(map(_ANOTHER_NUMBER.search, said)):
                    continue
                if is_all:
                    of_citizens[column].append(row)
                    continue
            if kind == _BIRTH and match[0][:4].lower() == "born":
                # Born may be the end of a name: in a column of names, or after a prefix or a given name.
                cell = in_front.rpartition("\t")[2]
                is_behind = bool(_A_SURNAME.search(cell)) and (match[0][0] == "B" or words_of(cell)[-1] in PREFIXES)
                if is_behind or column in names():
                    continue
            yield row, column, kind
    # In a column of other numbers of nine digits, such as those that a form gives, one in eleven passes the test.
    for column, rows in of_citizens.items():
        if numbers[column] < _MANY or len(rows) > _OF_CITIZENS * numbers[column]:
            yield from ((row, column, _CITIZEN) for row in rows)


def _passes_eleven_test(number: str) -> bool:
    # The test of the Besluit burgerservicenummer; a number that begins with 6 is that of a mobile telephone.
    digits = [int(character) for character in number if character.isdigit()][:9]
    total = sum(weight * digit for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True))
    return total > 0 and total % 11 == 0 and digits[0] != 6
