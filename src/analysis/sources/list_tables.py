"""What the columns of a list contain: by their headings, and by what is in them where these do not say it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from analysis.core.names import words_of
from analysis.sources.list_answers import MOSTLY, TICKED, are_replies, is_answered, names_repeated, share_signed
from analysis.sources.list_contents import NO_KNOWN_WORDS, KnownWords, contents_of, rows_above_names, texts_by_column
from analysis.sources.list_words import (
    DATE_KINDS,
    LIST_WORDS,
    asks_for_something_else,
    asks_to_name,
    has_word,
    headings_of,
    is_about_contact,
    is_about_naming,
    is_only_a_heading,
    is_understood,
    kind_of,
    pattern_of,
)
from analysis.sources.signing_dates import is_a_day

_SIGNER_KINDS = frozenset(["name", "family", "organisation"])
# Without a column of one of these kinds a row has no names.
_LINE_KINDS = frozenset(["name", "family", "given", "initials", "organisation", "person", "function"])
_NEARLY_ALL = 0.9
# A heading of one of these kinds may be a question with yes or no for an answer: *Getekend door partij?*
_MAY_ASK_YES_OR_NO = frozenset([*_SIGNER_KINDS, "given", "person", "function", "latest", "beside"])
# Below a heading of one of these kinds may be names: *Fractielid*, *Kandidaat*, *Naam in telefoon*.
_MAY_HOLD_NAMES = frozenset(["function", "organisation", "body", "person", "email", "other", "subject"])
# These contents are certain enough to say what a column without a known heading is.
_CERTAIN_CONTENTS = ("prefix", "organisation", "function", "signature")
# The day of signing or of consent may be in these columns, not on each line as that of sending a form is.
_MAY_HAVE_DAYS = frozenset(["date", "latest", "signed", "signature", "may_be_named_from"])
_MAX_ROWS_OF_TITLES = 20
_LINES_OF_ONE_NAME, _MAX_CODES = 3, 9
_REPLY_WORD = pattern_of(LIST_WORDS["reply"])
ID_OF_A_LINE = re.compile(r"[\w.:{}-]*\d[\w.:{}-]*")
_TICKS = TICKED | LIST_WORDS["no"] | LIST_WORDS["not_ticked"]
_YES_MARKS, _OTHER_CODES = LIST_WORDS["ticked"] | {"v", "ja", "yes"}, frozenset("23456789")
_LEGEND = re.compile(r"(?:^|[;,.:(])\s*([^\s;,.:=()]+(?: [^\s;,.:=()]+)?)\s*=\s*([^;,.=]+)")
_HEADING_WITH_A_YEAR = re.compile(r"[^\d]*[^\W\d_]{3,}[^\d]*\s20\d\d")
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")

Rows = Sequence[Sequence[str]]
Written = Mapping[str, dict[int, str]]


@dataclass(frozen=True)
class Table:
    """The columns of a sheet, by number, and its rows of headings; a sheet may have none."""

    kinds: dict[int, str]  # the kind of each column; `beside` if its heading is not known
    headings: dict[int, str]  # the text above each column
    header: int  # the place of the last row above the lines, from 0; -1 if there is none
    title_rows: int  # how many rows are above the headings
    legend: Mapping[str, str]  # what a title says that a text stands for: *oranje = tekende voor iemand anders*
    ids: Set[int] = frozenset()  # columns with the number of a line in nearly each row
    ticks: Set[int] = frozenset()  # without a known heading: each text is a yes or a no
    filled: Set[int] = frozenset()  # with any text
    days: Set[int] = frozenset()  # of signing or of consent, with any day
    coded: Set[int] = frozenset()  # an x or a 1 may be a no
    many_numbers: Set[int] = frozenset()  # more numbers than there are codes
    answered: Set[int] = frozenset()  # without a known heading: most lines have a day, an answer or the same text
    replies: Set[int] = frozenset()  # those of `answered` with answers
    rare_days: Set[int] = frozenset()  # without a known heading: few lines have a day

    def kind(self, column: int) -> str:
        """Return the kind of a column."""
        return self.kinds.get(column, "beside")

    def columns(self, *kinds: str) -> list[int]:
        """Return the columns of some kinds, in their order."""
        return [column for column, kind in self.kinds.items() if kind in kinds]

    def not_understood(self, column: int) -> str:
        """Return the heading of a column if it has a word of which is not known what it means there."""
        heading = self.headings.get(column, "")
        return "" if is_understood(heading, self.kind(column)) else heading

    @property
    def has_signatures(self) -> bool:
        """Return whether a column that asks for a signature has anything in it."""
        return not self.filled.isdisjoint(self.columns("signed", "signature"))

    @property
    def width(self) -> int:
        """Return the number of columns up to the last heading."""
        return max(self.headings or self.kinds) + 1

    def column_name(self, column: int) -> str:
        """Return how a report refers to a column: by its heading, or by number where the heading may be a name."""
        plain = _IN_BRACKETS.sub("", self.headings.get(column, "")).strip()
        return plain if is_only_a_heading(plain) else f"column {column + 1}"


def headings_in(rows: Rows, known: KnownWords = NO_KNOWN_WORDS) -> int:
    """Return how many headings, or else columns, of a sheet are known; 0 if nothing in it says who signed."""
    place = _header_row(rows)
    if place is not None:
        return sum(bool(kind_of(text)) for text in headings_of(rows[place]).values())
    return len(contents_of(rows, known)) if rows_above_names(rows, known) is not None else 0


def table_in(rows: Rows, known: KnownWords = NO_KNOWN_WORDS) -> Table | None:
    """Return the columns of a sheet; None if no heading, and no column by its names, says who signed."""
    header = _header_row(rows)
    above = header + 1 if header is not None else rows_above_names(rows, known)
    if above is None:
        return None
    # Above a list without known headings the first row with several texts has the headings, and those above are titles.
    wide = [place for place, row in enumerate(rows[:above], start=1) if sum(map(bool, row)) > 1]
    above = wide[0] if header is None and wide else above
    has_headings = above > 0 and (header is not None or bool(wide))
    headings = headings_of(rows[above - 1]) if has_headings else {}
    title_rows = above - has_headings
    if below := _second_row_of(headings, rows[above : above + 1]):
        said = {c: text for c, text in below.items() if kind_of(text) or c not in headings}
        headings = {c: " ".join(filter(None, [headings.get(c), said.get(c)])) for c in sorted({*headings, *below})}
        above += 1
    found = (_LEGEND.finditer(text) for row in rows[:title_rows] for text in row)
    legend = {each[1].strip().lower(): each[2].strip() for some in found for each in some}
    return _with_contents(Table({}, headings, above - 1, title_rows, legend), rows[above:], known)


def _with_contents(table: Table, rows: Rows, known: KnownWords) -> Table:
    headings, contents, texts = table.headings, contents_of(rows, known), texts_by_column(rows)
    kinds, lines = _kinds_of_columns(headings, contents, texts), sum(map(any, rows))
    found = {column: {*map(str.lower, own)} for column, own in texts.items() if own}
    # Without an address in it a column of mail may have answers: *Mail: getekend*.
    without_address = {c for c in found if kinds.get(c) == "email" and not any("@" in text for text in found[c])}
    unknown = {column for column in found if kinds.get(column, "beside") == "beside"} | without_address
    may_have_ids = (c for c, kind in kinds.items() if kind in ("beside", "other", "number", "subject"))
    ids = {column for column in may_have_ids if _are_ids(texts[column], lines)}
    # An empty cell below remarks is no answer, unless the heading asks for a reply.
    of_replies = {c for c, text in headings.items() if kinds.get(c) == "other" and has_word(_REPLY_WORD, text)}
    names = {column for column, kind in kinds.items() if kind == "name"}
    replies, answered = set[int](), names_repeated(names, {*kinds}, rows)
    of_remarks = {column for column in found if kinds.get(column) == "other"}
    for column in (unknown | of_remarks) & (found.keys() - ids):
        content, own, may_answer = contents.get(column, ""), texts[column], column in unknown | of_replies
        signed = share_signed(headings.get(column, ""), own, lines, known)
        if signed or (may_answer and is_answered(headings.get(column, ""), content, own, lines)):
            answered.add(column)
        if signed >= MOSTLY or (may_answer and are_replies(content, own, lines)):
            replies.add(column)
    days = (c for c in contents if contents[c] in ("date", "sent") and 2 * len(texts[c]) < lines)
    return replace(
        table,
        kinds=kinds,
        ids=ids,
        ticks={column for column in unknown if found[column] <= _TICKS and found[column] != {"1"}},
        filled={*found},
        days={column for column in kinds if kinds[column] in _MAY_HAVE_DAYS and any(map(is_a_day, texts[column]))},
        coded={c for c, own in found.items() if _OTHER_CODES & own or ("x" in own and _YES_MARKS & own)},
        many_numbers={c for c, own in found.items() if sum(map(str.isdigit, own)) > _MAX_CODES},
        answered=answered,
        replies=replies,
        rare_days={column for column in days if kinds.get(column, "beside") in ("beside", "other", "sent")},
    )


def _are_ids(texts: Sequence[str], lines: int) -> bool:
    """Return whether nearly each line has another text with a digit in it, that is no day."""
    ids = {*filter(ID_OF_A_LINE.fullmatch, texts)}
    return len(texts) > 2 and sum(text.isdigit() or not is_a_day(text) for text in ids) > _NEARLY_ALL * lines


def _kinds_of_columns(
    headings: Mapping[int, str], contents: Mapping[int, str], texts: Mapping[int, Sequence[str]]
) -> dict[int, str]:
    kinds = {column: kind_of(headings.get(column, "")) or "beside" for column in headings or sorted(contents)}
    # If two headings may ask for a person (*Kamerlid | Wie belt*), who signed is below the one that is known.
    persons = [column for column, kind in kinds.items() if kind == "person"]
    known = [column for column in persons if is_only_a_heading(headings.get(column, ""))]
    kinds |= {column: "beside" for column in persons if known and column not in known}
    # Of several columns of functions one that is the same on nearly all lines belongs to the list.
    functions = [column for column, kind in kinds.items() if kind == "function"]
    for column in functions if len(functions) > 1 else ():
        commonest = max(Counter(map(str.lower, texts[column])).values(), default=0)
        if commonest > _NEARLY_ALL * len(texts[column]):
            kinds[column] = "beside"
    # Beside another column of names, one with few different texts has nobody's name: *Event Name*, *List Name*.
    names = [column for column, kind in kinds.items() if kind in ("name", "family")]
    few = (c for c in names if len({*map(str.lower, texts[c])}) * _LINES_OF_ONE_NAME <= len(texts[c]))
    same = [c for c in few if contents.get(c) not in ("name", "family")]
    # First Name, Last Name, Account Name: beside a name in parts, one that several lines share is a party or a company.
    is_in_parts = {"given", "family"} <= {*kinds.values()}
    shared = {c for c in names if max(Counter(map(str.lower, texts[c])).values(), default=0) >= _LINES_OF_ONE_NAME}
    accounts = [c for c in shared if is_in_parts and kinds[c] == "name" and contents.get(c) not in ("name", "family")]
    kinds |= dict.fromkeys(same, "beside") if len(same) < len(names) else {}
    kinds |= dict.fromkeys(accounts, "organisation")
    kinds = _with_names_resolved(_corrected(kinds, headings, contents))
    # A column of days whose heading is not understood is of other days, where that of another is understood.
    days = {column for column, kind in kinds.items() if kind in DATE_KINDS}
    understood = {column for column in days if is_understood(headings.get(column, ""), kinds[column])}
    kinds |= dict.fromkeys(days - understood, "beside") if understood else {}
    # Remarks that say of most lines that they were signed are the answers whether they were.
    most = max(map(len, texts.values()), default=0) / 2
    remarks = (c for c in kinds if kinds[c] == "other" and contents.get(c) == "signature")
    kinds |= {column: "signature" for column in remarks if len(texts[column]) > most}
    if DATE_KINDS.isdisjoint(kinds.values()):
        # The day is in any column without a known heading that has days; if there are several, that is asked.
        unknown = (column for column, kind in kinds.items() if kind in ("beside", "other", "email"))
        unknown = (column for column in unknown if not is_about_naming(headings.get(column, "")))
        of_days = {column: contents[column] for column in unknown if contents.get(column) in ("date", "sent")}
        kinds |= of_days if len(of_days) == 1 else dict.fromkeys(of_days, "date")
    return kinds


def _second_row_of(headings: Mapping[int, str], rows: Rows) -> dict[int, str]:
    """Return a second row of headings, below merged cells (*ja | nee*) or as SurveyMonkey writes it; empty for none."""
    below = headings_of(rows[0]) if rows else {}
    names = {column for column, text in headings.items() if kind_of(text) in _LINE_KINDS}
    are_words = all(text.isdigit() or (any(map(str.isalpha, text)) and not is_a_day(text)) for text in below.values())
    says_response = any(LIST_WORDS["response"] & {*words_of(text)} for text in below.values())
    are_known = all(is_understood(text, kind_of(text) or "beside") for text in below.values())
    are_headings = says_response and (are_known or any(map(is_only_a_heading, below.values())))
    is_wider = not below.keys() <= headings.keys() and names.isdisjoint(below)  # below merged cells
    return below if len(below) > 1 and names and are_words and (are_headings or is_wider) else {}


def _corrected(kinds: dict[int, str], headings: Mapping[int, str], contents: Mapping[int, str]) -> dict[int, str]:
    """Return the kinds of columns, corrected by what is in them where a heading is not known or is another's."""
    found, has_parties = dict(kinds), "organisation" in kinds.values()
    for column, kind in kinds.items():
        if kind in _MAY_ASK_YES_OR_NO and contents.get(column) == "answer":
            found[column] = "may_be_named" if asks_to_name(headings.get(column, "")) else "beside"
        elif kind in ("name", "person") and contents.get(column) == "organisation" and not has_parties:
            found[column] = "organisation"  # *Account name* of a party
        elif kind in ("organisation", "function") and contents.get(column) in ("date", "sent"):
            found[column] = "beside"  # *Fractie akkoord*, with days below it
    unknown = {c for c, kind in found.items() if kind == "beside" and not asks_for_something_else(headings.get(c, ""))}
    by_content = {contents.get(c) for c in found}
    # Who signed is in the only column of names, unless its heading says whose they are: who collected a signature.
    if not any(kind in ("name", "family") and contents.get(c) in ("name", "family") for c, kind in found.items()):
        for content in ("name", "family", "given"):
            asked = [c for c in found if contents.get(c) == content and (c in unknown or found[c] in _MAY_HOLD_NAMES)]
            if len(asked) == 1 and (content == "name" or "name" not in by_content):
                found[asked[0]] = content
    # Or else, in the only column of names below any other heading: each line waits for that heading.
    if not {"name", "family"} & set(found.values()):
        of_names = [column for column in found if contents.get(column) == "name"]
        found |= dict.fromkeys(of_names if len(of_names) == 1 else [], "name")
    if "family" in found.values():  # Name | Last
        found |= {c: "given" for c, kind in found.items() if kind == "name" and contents.get(c) == "given"}
    says_nothing = (c for c in unknown if not is_about_contact(headings.get(c, "")))
    return found | {c: contents[c] for c in says_nothing if contents.get(c) in _CERTAIN_CONTENTS}


def _header_row(rows: Rows) -> int | None:
    """Return the place of the first row with two headings, one of them of a name or organisation; else with one."""
    single = None
    for place, row in enumerate(rows[:_MAX_ROWS_OF_TITLES]):
        texts = headings_of(row)
        if any(is_a_day(text) and not _HEADING_WITH_A_YEAR.fullmatch(text) for text in texts.values()):
            continue  # a row with a day is a line, whatever its words
        kinds = {column: kind for column, text in texts.items() if (kind := kind_of(text))}
        if _SIGNER_KINDS & set(_with_names_resolved(kinds).values()):
            certain = sum(map(is_only_a_heading, texts.values()))
            asks_by_name = not {"name", "family"}.isdisjoint(kinds.values())
            if certain > 1 or (asks_by_name and len(kinds) >= max(len(texts) - 1, 3)):
                return place
            if single is None and len(texts) == certain == 1:
                single = place
    return single


def _with_names_resolved(kinds: dict[int, str]) -> dict[int, str]:
    """Return the kinds without the account that filled in a form; a person is the name if there is no other."""
    names = [column for column, kind in kinds.items() if kind == "name"]
    # Microsoft Forms has the name of the account behind its e-mail address; two such pairs are two signatories.
    accounts = [column for column in names[:-1] if kinds.get(column - 1) == "email" != kinds.get(names[-1] - 1)]
    kinds = kinds | dict.fromkeys(accounts, "other")
    person = "beside" if {"name", "family"} & set(kinds.values()) else "name"
    return {column: person if kind == "person" else kind for column, kind in kinds.items()}
