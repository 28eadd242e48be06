"""The remarks of a sheet about its lines: titles, notes, totals, what stands below the lines, and beside others."""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from typing import Any

from analysis.core.names import fold, words_of
from analysis.core.person_names import PREFIXES, surnames_in
from analysis.core.problems import Problem
from analysis.sources.list_cells import Fault
from analysis.sources.list_consent import CONSENT_WORDS
from analysis.sources.list_contents import KnownWords, is_only_a_name
from analysis.sources.list_files import Sheet, problem_of
from analysis.sources.list_tables import Rows, Table
from analysis.sources.list_words import LIST_WORDS, NAMING_KINDS, has_word, is_about_naming, pattern_of
from analysis.sources.signing_dates import MONTHS, is_a_day
from analysis.sources.workbook_reader import COMMENT, CROSSED_OUT

_MAX_WORDS_OF_A_HEADING, _MAX_REPEATS = 3, 2
_REMARK_KINDS = ("beside", "other", "withdrawn")
_TOTAL, _NOTE = ("|".join(map(re.escape, sorted(LIST_WORDS[kind]))).replace("_", " ") for kind in ("total", "note"))
_A_TOTAL, A_NOTE = re.compile(rf"(?:{_TOTAL})\b"), re.compile(rf"(?:{_NOTE})\b|[*†]\s*\w")
# The numbers in a remark that are not those of lines: days, times, shares, years.
_OTHER_NUMBER = (
    rf"\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}|\d{{1,2}}e?\s+(?:{'|'.join(MONTHS)})\b|\d+[:.]\d\d\b"
    r"|\d+\s*%|(?:19|20)\d\d|1300"
)
_NO_LINE_NUMBER = re.compile(rf"{_OTHER_NUMBER}|^\W*(?:{_TOTAL})\D*\d+\D*$", re.IGNORECASE)
_POINTING, _POINTING_WITH_SIGNING, _ABOUT_A_LINE, _DENYING, _SEVERAL_PEOPLE = (
    pattern_of(LIST_WORDS[kind])
    for kind in ("pointing", "pointing_with_signing", "of_a_line", "denies", "several_people")
)
_SIGNING_WORD = pattern_of(LIST_WORDS["signing"] | LIST_WORDS["signed_as_a_status"] | LIST_WORDS["counted"])
# Beside a no these may point at other lines: arrows, cells of the sheet (but D66 is a party), *de CDA'ers*.
_OF_OTHERS = re.compile(
    rf"[↑↓→←⬆⬇^]|\b(?!d66\b)[a-z]\d{{1,4}}\b|\W(?:{'|'.join(sorted(LIST_WORDS['others']))})\W|'ers\b"
)
_NAMING_WORD = pattern_of(LIST_WORDS["of_naming"] | LIST_WORDS["private"])
_END = re.compile(r"\beinde (?:van )?(?:de )?(?:lijst|\w*tekenaars|\w*tekeningen)\b", re.IGNORECASE)
# A remark with one of these says where the lines that it is about begin or end: *tot hier akkoord*.
_BEGIN_OR_END = re.compile(
    r"\b(?:tot|vanaf|t/m|until|from) (?:hier|zover|nu|here|now)\b"
    rf"|{_END.pattern}"
    r"|(?:^|[,;.:(]\s*)(?:(?:de|the) )?(?:rest\b|overigen?\b|others\b|vorige (?!week|keer|maand|jaar))",
    re.IGNORECASE,
)
_COUNTED = "|".join(sorted(LIST_WORDS["counted"])).replace("*", r"\w*")
_COUNT = re.compile(
    rf"(?<![\d.,/-])(\d{{1,4}})(?:\s*(?:/|van|of)\s*\d{{1,4}})?\s+(?:{_COUNTED})\b"
    rf"|\b(?:{_COUNTED})\W{{0,3}}(\d{{1,4}})(?![\d.,-])",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\d.,/-])\d{1,4}(?![\d.,/-])")
_NO_AS_NUMBER = re.compile(r"\bno\W{0,2}(?=\d)", re.IGNORECASE)
_LINE_NUMBERS = re.compile(r"(\d{1,5})(?:\s*(?:[-–]|t/m|tot en met|to|through)\s*(\d{1,5}))?")


class Remarks:
    """What remarks about a list say of its lines: those of all, and the words and numbers that may be of some.

    What says something of naming on one line in ten is an answer of each: *Nee, alleen intern*.
    """

    def __init__(self, sheet: Sheet, table: Table, body: Rows, below: Rows, known: KnownWords) -> None:
        """Take a sheet, its lines, and the remarks below these."""
        first, count = table.header + 1, sum(map(any, body))
        notes = [*sheet.marked(COMMENT, *range(1, first + 1)), *sheet.notes]
        notes += [CROSSED_OUT] if sheet.marked(CROSSED_OUT, *range(1, first + 1)) else []
        # The rows by each word of their remarks, and those where the remark says no.
        self._rows_with, self._denied = defaultdict[str, set[int]](set), defaultdict[str, set[int]](set)
        pointing, naming_lines = dict[int, list[str]](), list[str]()
        for number, row in enumerate(body, start=first + 1):
            for text in (*_remarks_in(row, table, known), *sheet.marked(COMMENT, number)):
                text = _NO_AS_NUMBER.sub("nr ", text)  # in *no. 5* the *no* says nothing
                denies = has_word(_DENYING, text)
                for word in words_of(text):
                    self._rows_with[word].add(number)
                    if denies:
                        self._denied[word].add(number)
                if _may_be_about_others(text, known):
                    pointing.setdefault(number, []).append(text)
                if has_word(_ABOUT_A_LINE, text) or (denies and text not in row):
                    naming_lines.append(text)  # also with its heading: *Ingetrokken: 2*
        # Comments on rows below the headings that have no line are about the list.
        outside = (number for number in sorted(sheet.marks) if number > first)
        outside = (number for number in outside if not any(map(any, body[number - first - 1 : number - first])))
        below = [*below, *([text] for number in outside for text in sheet.marked(COMMENT, number))]
        said, titles = [" ".join(row) for row in below], [*itertools.chain(*sheet.rows[: table.title_rows])]
        times = Counter(itertools.chain(*pointing.values()))
        most = max(_MAX_REPEATS, count / 10)
        often = (text for text, n in times.items() if n > most and has_word(_NAMING_WORD, text))
        answers = {text for text in often if not (has_word(_SIGNING_WORD, text) or has_word(_POINTING, text))}
        pointing = {row: [text for text in texts if text not in answers] for row, texts in pointing.items()}
        self._pointing = {row for row, texts in pointing.items() if texts}
        self.of_all_lines = [*titles, *notes, *_empty_headings(table), *said, *itertools.chain(*pointing.values())]
        # Titles and remarks by which another number signed than the list has lines: *20 leden, 5 getekend*.
        # With and without the headings among the lines, and the totals.
        own = [row for row in body if sum(map(bool, row)) > 1]
        counts = {count, len(own), sum(not is_a_total(next(filter(None, row))) for row in own)}
        self.other_counts = [f"{text}, lines: {count}" for text in (*titles, *said) if _has_another_count(text, counts)]
        self._words = {word for text in (*said, *notes) for word in words_of(text) if len(word) > 1} - PREFIXES
        self._numbers = {number for text in (*said, *naming_lines) for number in _lines_named(text)}

    def about(self, line: dict[str, Any], number: int, row: Sequence[str]) -> Iterator[Fault]:
        """Yield why a line waits whose name, or number, is in a remark below the list or on another line."""
        own = {word for word in words_of(line["name_as_written"]) if len(word) > 1} - PREFIXES
        # A number may be that of the row, or one that is alone in a cell of the line: *kaart 116*.
        alone = (text.strip("#.) ") for text in row)
        numbers = {number, *(int(text) for text in alone if text.isdecimal())}
        found = sorted(map(str, [*self._words & own, *self._numbers & numbers]))
        # A remark on another line may have the surname (*Kuik haakt af*) or, beside a no, any word of the name.
        elsewhere = {each for word in surnames_in(line["name_as_written"]) for each in self._rows_with.get(word, ())}
        elsewhere |= {each for word in own for each in self._denied.get(word, ())}
        elsewhere -= {number}
        if found or elsewhere:
            where = f"under the list with {found[0]!r}" if found else f"on row {min(elsewhere)} with this name"
            expected, reported = "a remark about nobody", "a remark about this line"
            yield Fault(f"a remark {where} in it", expected, reported=reported, waits=True)
        elif number in self._pointing:  # a decision on its text is about the other lines
            yield Fault("a remark that may be about other lines", "one about this line", waits=True)


def _may_be_about_others(text: str, known: KnownWords) -> bool:
    """Return whether a remark may be about other lines: *tot hier getekend*, *nrs 4 t/m 6 niet*, *↓ ingetrokken*."""
    denies = has_word(_DENYING, text)
    if has_word(_POINTING, text) or _BEGIN_OR_END.search(text) or (denies and _points(text)):
        return True
    # Onze namen niet noemen; whereas *wij tekenen niet* is of whoever answers.
    if denies and has_word(_NAMING_WORD, text) and has_word(_SEVERAL_PEOPLE, text):
        return True
    says_so = denies or known.undoes_signature(text) or has_word(_SIGNING_WORD, text) or has_word(_NAMING_WORD, text)
    return says_so and has_word(_POINTING_WITH_SIGNING, text)


def is_a_total(text: str) -> bool:
    """Return whether a row counts the lines above it: *Totaal: 12*."""
    return bool(_A_TOTAL.match(text.lower()))


def ends_a_list(text: str) -> bool:
    """Return whether a heading among the lines says that the list ends there, or counts the lines above it."""
    return is_a_total(text) or bool(_END.search(text))


def _points(text: str) -> bool:
    return bool(_OF_OTHERS.search(f" {fold(text)} "))


def _empty_headings(table: Table) -> list[str]:
    """Return the headings that were not understood and have nothing below them: *Nog te benaderen*."""
    empty = (column for column in table.headings if column not in table.filled)
    texts = [text for column in empty if (text := table.not_understood(column))]
    # A short one about being named is a question that nobody answered.
    unanswered = {text for text in texts if is_about_naming(text) and len(words_of(text)) <= _MAX_WORDS_OF_A_HEADING}
    return [f"{text}: –" for text in texts if text not in unanswered]


def _has_another_count(text: str, counts: Set[int]) -> bool:
    """Return whether a title or a remark has a number of signatures, or a total, that is no count of the lines."""
    numbered = re.sub(_OTHER_NUMBER, " ", text)
    counted = {int(first or last) for first, last in _COUNT.findall(numbered)}
    is_one = is_a_total(text) or A_NOTE.match(text.lower())
    in_total = {int(each) for each in _NUMBER.findall(numbered)} if is_one else set()
    return bool(counted - counts) or (bool(in_total) and in_total.isdisjoint(counts))


def take_rows_below(
    source_file: str, first: int, body: list[list[str]], table: Table, problems: list[Problem]
) -> list[list[str]]:
    """Take out the rows behind the last line that are none, and add a problem for each that is not empty.

    These are blank, or a total or a remark, which can't be a name.
    """
    found = []
    while body:
        texts = [text.lower() for text in body[-1] if text]
        is_one = texts and (is_a_total(texts[0]) or A_NOTE.match(texts[0]))
        ends_a_list = is_one or (texts and (len(texts) == 1 and texts[0].endswith((":", "."))))
        is_remark = ends_a_list and not any(any(map(str.isalpha, text)) for text in texts[1:])
        if not (was_blank := is_blank(body[-1], table)) and not is_remark:
            break
        found.append(body.pop())
        if not was_blank:
            said, remedy = "a total or remark under the list", "if it is a signature, write it as the others"
            expected = "signatures; it is read as said of all lines"
            problems.append(problem_of(source_file, first + len(body) + 1, said, expected, remedy))
    return found


def is_blank(row: Sequence[str], table: Table) -> bool:
    """Return whether a row is empty but for its number, as the unused lines of a paper form."""
    filled = ((table.kinds.get(column, "number"), text) for column, text in enumerate(row) if text)
    return all(kind == "number" and text.rstrip(".)").isdigit() for kind, text in filled)


def texts_alone_below(body: list[list[str]], table: Table, known: KnownWords) -> list[list[str]]:
    """Return what stands alone below the last line and is no name: it is read as a line and as a remark."""
    found, alone = [], 0
    for row in reversed(body):
        texts = [text for text in row if any(map(str.isalpha, text))]
        has_day = any(is_a_day(text) and not text.isdigit() for text in row)
        if has_day or len(texts) > 2 or (len(texts) == 2 and not texts[0].endswith(":") and " " in texts[0]):
            break
        alone += 1
        of_names = [row[column] for column in table.columns(*NAMING_KINDS) if row[column]]
        are_names = all(is_only_a_name(text, known) or " ".join(words_of(text)) in known.parties for text in of_names)
        if texts and not (len(of_names) == len(texts) and are_names):
            found.append(row)
    return found if alone < len(body) else []


def _remarks_in(row: Sequence[str], table: Table, known: KnownWords) -> list[str]:
    """Return the remarks of a row, below a heading that denies with it, or what stands alone and is no name."""
    texts = [text for text in row if text]
    if len(texts) == 1 and any(map(str.isalpha, texts[0])) and not is_only_a_name(texts[0], known, with_party=True):
        return texts
    remarks = {column: text for column, text in enumerate(row) if text and table.kind(column) in _REMARK_KINDS}
    found = []
    for column, text in remarks.items():
        heading = table.headings.get(column, "")
        is_plain = CONSENT_WORDS.issuperset(words_of(text)) and not _points(text)
        if not (is_plain and is_about_naming(heading)):  # an answer is no remark
            found.append(f"{heading}: {text}" if has_word(_DENYING, heading) else text)
    return found


def _lines_named(remark: str) -> Iterator[int]:
    """Yield the numbers in a remark that may be those of lines: regels 12, 18 en 20-24."""
    for first, last in _LINE_NUMBERS.findall(_NO_LINE_NUMBER.sub(" ", remark)):
        yield from range(int(first), max(int(first), int(last or first)) + 1)
