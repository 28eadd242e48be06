"""The rows of a sheet: which are lines of the list, and what the rows above, among and below them say of these."""

import datetime
import hashlib
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from analysis.core.names import fold, words_of
from analysis.core.person_names import PREFIXES
from analysis.core.problems import Problem
from analysis.sources.list_answers import DOUBT, Fault
from analysis.sources.list_contents import KnownWords, is_only_a_name
from analysis.sources.list_files import Sheet
from analysis.sources.list_headings import headings_of, is_about_naming
from analysis.sources.list_lines import DATED, LineReader
from analysis.sources.list_problems import problem_of
from analysis.sources.list_tables import Rows, Table
from analysis.sources.list_words import LIST_WORDS, one_of
from analysis.sources.signing_dates import MONTHS, days_in, is_a_day
from analysis.sources.workbook_reader import COMMENT, CROSSED_OUT, HIDDEN

# A line of a sheet: its row, its values and its faults.
ReadLine = tuple[int, dict[str, Any], list[Fault]]
_LONGEST_QUOTE, _A_HEADING = 80, 3
_DITTOS = frozenset(text.replace("_", " ") for text in LIST_WORDS["ditto"])
# Where a ditto mark says nothing.
_NOT_REPEATED = ("name", "given", "initials", "prefix", "family", "may_be_named", "may_be_named_from")
_OF_NAMES = ("name", "given", "initials", "prefix", "family", "organisation")
_TOTAL, _NOTE = ("|".join(map(re.escape, sorted(LIST_WORDS[kind]))).replace("_", " ") for kind in ("total", "note"))
_OF_NO_LINE = re.compile(rf"(?:{_TOTAL}|{_NOTE})\b|[*†]\s*\w")
# Of a remark, what is no number of a line: a day, a time, a share, a year, a total. `12 mag weg` is no day.
_NO_NUMBER = (
    rf"\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}|\d{{1,2}}e?\s+(?:{'|'.join(MONTHS)})\b|\d+[:.]\d\d\b"
    r"|\d+\s*%|(?:19|20)\d\d|1300"
)
_NO_LINE = re.compile(rf"{_NO_NUMBER}|^\W*(?:{_TOTAL})\D*\d+\D*$", re.IGNORECASE)
_POINTING, _OF_A_LINE, _DENIES = (one_of(LIST_WORDS[kind]) for kind in ("pointing", "of_a_line", "denies"))
# Beside a no these may be other lines: arrows, cells of a sheet, numbers, some of a party.
_OF_OTHERS = re.compile(rf"[↑↓→←⬆⬇^]|\b[a-z]\d{{1,4}}\b|\W(?:{'|'.join(sorted(LIST_WORDS['others']))})\W|'ers\b")
_COUNTED = "|".join(sorted(LIST_WORDS["counted"])).replace("*", r"\w*")
_COUNT = re.compile(
    rf"(?<![\d.,-])(\d{{1,4}})\s+(?:{_COUNTED})\b|\b(?:{_COUNTED})\W{{0,3}}(\d{{1,4}})(?![\d.,-])", re.I
)
_SEVERAL = re.compile(r"(\d{1,5})(?:\s*(?:[-–]|t/m|tot en met|to|through)\s*(\d{1,5}))?")


def lines_in(
    source_file: str, sheet: Sheet, table: Table, known: KnownWords, problems: list[Problem]
) -> Iterator[ReadLine]:
    """Yield row number, values and faults of each line of a sheet, and add a problem for each row left out."""
    first, further = table.header + 1, sheet.name if "#" in source_file else ""
    body = [row + [""] * (table.width - len(row)) for row in sheet.rows[first:]]
    below = _rows_below(source_file, first, body, table, problems)
    body = _with_continued(_without_dittos(body, table), table)
    below += _remarks_alone(body, table, known)
    notes = [*sheet.marked(COMMENT, *range(1, first + 1)), *sheet.notes]
    notes += [CROSSED_OUT] if sheet.marked(CROSSED_OUT, *range(1, first + 1)) else []
    on_lines = _remarks_on_lines(body, sheet, table, first)
    below += _comments_outside(body, sheet, first)
    remarks = _Remarks.of(below, notes, on_lines)
    titles = [*itertools.chain(*sheet.rows[: table.titles]), *notes, "" if further else sheet.name]
    titles += (*_notes_in_headings(table), *(" ".join(row) for row in below), *_pointing(on_lines))
    above = "\n".join(dict.fromkeys(" ".join(text.split()) for text in titles if words_of(text)))
    headings = {text.lower() for text in sheet.rows[table.header] if text} if table.headings else set()
    day = _day_of_titles(sheet, table)
    counts = _other_counts([*itertools.chain(*sheet.rows[: table.titles], *below)], sum(map(any, body)))
    reader, under, other_table = LineReader(table, body, separated=sheet.separated), "", 0
    for number, row in enumerate(body, start=first + 1):
        texts = [text.lower() for text in row if text]
        if _is_blank(row, table):
            continue
        if len(texts) > 1 and len(headings.intersection(texts)) > 1:
            if headings.issuperset(texts) and headings_of(row).items() <= table.headings.items():
                continue  # as at the top of each printed page
            other_table = number
        # A comment is read as one more text of its line.
        comments = sheet.marked(COMMENT, number)
        line, faults = reader.read([*row, *comments])
        faults += [*_faults_of_marks(sheet, number), *remarks.about(line, number, table.numbers_of(row))]
        line["line_checksum"] = _checksum([*row, *comments])
        line |= {"under_as_written": under, "above_as_written": above, "sheet_as_written": further}
        asked = [line["headings_as_written"], *counts]
        if day and not line["signed_on"]:
            asked.append(f"day of signing, by the title: {day[1]}")
            line |= {"signed_on": day[0], "signed_on_precision": "day"}
        line["headings_as_written"] = "\n".join(filter(None, asked))
        if len(texts) == 1 and table.width > 1 and (any(map(str.isalpha, texts[0])) or DOUBT.intersection(texts[0])):
            # One text among the lines may be a heading of those below it.
            crossed_out = [CROSSED_OUT] if sheet.marked(CROSSED_OUT, number) else []
            under = " ".join([*next(filter(None, row)).split(), *comments, *crossed_out])
        if other_table:
            found = f"a line below other headings (row {other_table})"
            faults = [Fault(found, "one table in a sheet: put the second on a sheet of its own", waits=True)]
        yield number, line, faults


def _checksum(texts: Sequence[str]) -> str:
    """Return by what it is seen that a row changed; letters of another kind, signs between words and blanks are none."""
    return hashlib.sha256("|".join(" ".join(words_of(text)) for text in texts if text).encode()).hexdigest()[:12]


def _day_of_titles(sheet: Sheet, table: Table) -> tuple[datetime.date, str] | None:
    """Return the only day in the titles, and the title, where no column has days: it may be that of signing.

    One decision says so for all lines.
    """
    days = {day: title for title in itertools.chain(*sheet.rows[: table.titles]) for day in days_in(title)}
    return next(iter(days.items())) if len(days) == 1 and not table.days.union(table.columns(*DATED)) else None


def _other_counts(remarks: Sequence[str], lines: int) -> list[str]:
    """Return the titles and remarks by which another number signed than the list has lines: *20 leden, 5 getekend*.

    One decision says what each means.
    """
    counted = (
        text for text in remarks if any(int(a or b) != lines for a, b in _COUNT.findall(re.sub(_NO_NUMBER, " ", text)))
    )
    return [f"{text}, lines: {lines}" for text in dict.fromkeys(counted)]


@dataclass(frozen=True)
class _Remarks:
    """What remarks about a list may say of its lines: their words may be of a name, their numbers those of lines."""

    words: frozenset[str]
    numbers: frozenset[int]
    rows_with: Mapping[str, Set[int]]
    denied: Mapping[str, Set[int]]

    @classmethod
    def of(cls, below: Rows, notes: Sequence[str], on_lines: Mapping[int, Sequence[str]]) -> "_Remarks":
        """Take the remarks below the lines, the notes on all of them, and the remarks on each line by its row."""
        words = frozenset(word for text in (*itertools.chain(*below), *notes) for word in words_of(text))
        said = [" ".join(row) for row in below]
        on_others = (text for texts in on_lines.values() for text in texts)
        said += (text for text in on_others if any(map(_OF_A_LINE.fullmatch, words_of(text))))
        numbers = frozenset(number for text in said for number in _lines_named(text))
        rows_with = defaultdict[str, set[int]](set)
        denied = defaultdict[str, set[int]](set)
        for row, texts in on_lines.items():
            for text in texts:
                found = {*words_of(text)}
                for word in found:
                    rows_with[word].add(row)
                    if any(map(_DENIES.fullmatch, found)):
                        denied[word].add(row)
        return cls(frozenset(word for word in words - PREFIXES if len(word) > 1), numbers, rows_with, denied)

    def about(self, line: dict[str, Any], row: int, numbers: Sequence[int]) -> Iterator[Fault]:
        """Yield why a line waits whose name, or number, is in a remark below the list or on another line."""
        own = {word for word in words_of(line["name_as_written"]) if len(word) > 1} - PREFIXES
        found = sorted(map(str, [*self.words & own, *self.numbers.intersection([row, *numbers])]))
        elsewhere = set.intersection(*({*self.rows_with.get(word, ())} for word in own)) if len(own) > 1 else set()
        elsewhere |= {each for word in own for each in self.denied.get(word, ())}  # Dennis heeft niet getekend
        if found or elsewhere - {row}:
            where = f"under the list with {found[0]!r}" if found else f"on row {min(elsewhere - {row})} with this name"
            expected, reported = "a remark about nobody", "a remark about this line"
            yield Fault(f"a remark {where} in it", expected, reported=reported, waits=True)


def _notes_in_headings(table: Table) -> Iterator[str]:
    """Yield what stands in the row of headings and asks for nothing: *Nog te benaderen*, with nothing below it."""
    for column, heading in table.headings.items():
        asks_consent = is_about_naming(heading) and len(words_of(heading)) <= _A_HEADING
        if column not in table.filled and not asks_consent:
            yield table.not_understood(column)


def _remarks_in(row: Sequence[str], table: Table) -> list[str]:
    """Return the texts of a row that may be about other lines: remarks, and what stands alone among the lines."""
    texts = [text for text in row if text]
    remarks = [text for column, text in enumerate(row) if text and table.kind(column) in ("beside", "other")]
    return texts if len(texts) == 1 and any(map(str.isalpha, texts[0])) else remarks


def _pointing(on_lines: Mapping[int, Sequence[str]]) -> Iterator[str]:
    """Yield the remarks on lines that may be about others: *tot hier getekend*, *nrs 4 t/m 6 niet*, *↓ ingetrokken*."""
    for text in itertools.chain(*on_lines.values()):
        words = words_of(text)
        denies = any(map(_DENIES.fullmatch, words))
        if any(map(_POINTING.fullmatch, words)) or (denies and _OF_OTHERS.search(f" {fold(text)} ")):
            yield text


def _remarks_on_lines(body: Rows, sheet: Sheet, table: Table, first: int) -> dict[int, list[str]]:
    """Return the remarks and comments of each row, by its number."""
    rows = enumerate(body, start=first + 1)
    return {number: [*_remarks_in(row, table), *sheet.marked(COMMENT, number)] for number, row in rows}


def _comments_outside(body: Rows, sheet: Sheet, first: int) -> Iterator[list[str]]:
    """Yield the comments on rows below the headings that have no line: they are about the list."""
    for number in sorted(number for number in sheet.marks if number > first):
        if not any(map(any, body[number - first - 1 : number - first])):
            yield from ([text] for text in sheet.marked(COMMENT, number))


def _with_continued(rows: list[list[str]], table: Table) -> list[list[str]]:
    """Return rows in which a text that stands alone in the next row, not as a name, is on the line above too."""
    for above, row in itertools.pairwise(rows):
        texts = [column for column, text in enumerate(row) if text]
        if len(texts) == 1 and table.kind(texts[0]) not in _OF_NAMES and sum(map(bool, above)) > 1:
            above[texts[0]] = f"{above[texts[0]]} {row[texts[0]]}".strip()
    return rows


def _lines_named(remark: str) -> Iterator[int]:
    """Yield the numbers in a remark that may be those of lines: regels 12, 18 en 20-24."""
    for first, last in _SEVERAL.findall(_NO_LINE.sub(" ", remark)):
        yield from range(int(first), max(int(first), int(last or first)) + 1)


def _rows_below(
    source_file: str, first: int, body: list[list[str]], table: Table, problems: list[Problem]
) -> list[list[str]]:
    """Take out the empty rows, totals and remarks behind the last line, and add a problem for each that is not empty.

    Between lines such a row is read as one.
    """
    found = []
    while body and (_is_blank(body[-1], table) or _is_remark(body[-1])):
        found.append(body.pop())
        if not _is_blank(found[-1], table):
            said, remedy = "a total or remark under the list", "if it is a signature, write it as the others"
            expected = "signatures; it is read as said of all lines"
            problems.append(problem_of(source_file, first + len(body) + 1, said, expected, remedy))
    return found


def _is_blank(row: Sequence[str], table: Table) -> bool:
    """Return whether a row is empty but for its number, as the unused lines of a paper form."""
    return all(
        not text or (table.fields.get(column, "number") == "number" and text.rstrip(".)").isdigit())
        for column, text in enumerate(row)
    )


def _is_remark(row: Sequence[str]) -> bool:
    """Return whether a row at the end of a list is a total or a remark, which can't be a name."""
    texts = [text.lower() for text in row if text]
    if not texts or not (_OF_NO_LINE.match(texts[0]) or (len(texts) == 1 and texts[0].endswith((":", ".")))):
        return False
    return not any(any(map(str.isalpha, text)) for text in texts[1:])


def _remarks_alone(body: list[list[str]], table: Table, known: KnownWords) -> list[list[str]]:
    """Return what stands alone below the last line and is no name: it is read as a line and as a remark."""
    alone = [*itertools.takewhile(_stands_alone, reversed(body))]
    return [row for row in alone if len(alone) < len(body) and not _is_named_in(row, table, known)]


def _stands_alone(row: Sequence[str]) -> bool:
    """Return whether a row without a day has one text, or two of which the first is one word or has a colon."""
    texts = [text for text in row if any(map(str.isalpha, text))]
    if any(is_a_day(text) and not text.isdigit() for text in row):
        return False
    return len(texts) < 2 or (len(texts) == 2 and (texts[0].endswith(":") or " " not in texts[0]))


def _is_named_in(row: Sequence[str], table: Table, known: KnownWords) -> bool:
    """Return whether a row that stands alone has the name of somebody and nothing else, or of a party."""
    texts = [text for text in row if any(map(str.isalpha, text))]
    of_names = [row[column] for column in table.columns(*_OF_NAMES) if row[column]]
    return not texts or (
        len(of_names) == len(texts)
        and all(is_only_a_name(text, known) or " ".join(words_of(text)) in known.parties for text in of_names)
    )


def _without_dittos(rows: Rows, table: Table) -> list[list[str]]:
    """Return rows with the text above in the place of each ditto mark, but for names and permission to name them.

    Below an empty cell of somebody a ditto mark repeats nothing.
    """
    columns, above = [*table.fields.keys() - table.columns(*_NOT_REPEATED)], dict[int, str]()
    names, found = table.columns(*_OF_NAMES), []
    for row in rows:
        new, is_a_line = list(row), any(row[column] for column in names)
        for column in columns:
            if new[column].lower() in _DITTOS:
                new[column] = above.get(column) or new[column]
            if new[column] or is_a_line:
                above[column] = new[column]
        found.append(new)
    return found


def _faults_of_marks(sheet: Sheet, number: int) -> Iterator[Fault]:
    """Yield why a line waits that is crossed out, if only in part, or hidden."""
    if crossed_out := sheet.marked(CROSSED_OUT, number):
        found = f"{', '.join(crossed_out)[:_LONGEST_QUOTE]!r}, crossed out"
        yield Fault(found, "a line that is not crossed out", reported="a cell that is crossed out", waits=True)
    if sheet.marked(HIDDEN, number):
        yield Fault("a hidden row or sheet", "a line that whoever sent it saw", waits=True)
