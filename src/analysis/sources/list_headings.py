"""What the columns of a list contain, by their headings: each heading is read by its words, in any order."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from analysis.core.names import words_of
from analysis.sources.list_contents import (
    AN_ID,
    NO_WORDS,
    KnownWords,
    columns_of_codes,
    columns_of_ids,
    columns_of_ticks,
    contents_of,
    rows_above_names,
    texts_by_column,
)
from analysis.sources.list_words import LIST_WORDS, one_of
from analysis.sources.signing_dates import is_a_day

# The form of the pledge asks for Naam, Functie + organisatie, Datum, Handtekening. A heading asks for the first kind of
# headings.csv of which it has a word in each group; a star is any letters. `person` is the name if there is no other,
# beside a name a question with yes or no for an answer; `body` the one that the signatory sits in, by id or name.
_PARTS = tuple(
    (row["kind"], [one_of(row[each].split()) for each in ("words", "and_words") if row[each]])
    for row in csv.DictReader(Path(__file__).with_name("headings.csv").read_text(encoding="utf-8").splitlines())
)
_GROUPS_OF = {kind: [group for of, groups in _PARTS if of == kind for group in groups] for kind, _ in _PARTS}
# These have no other word: `Heeft u ook iets anders getekend?` asks for something else.
_OF_THESE_ALONE = frozenset(["body", "source", "signed", "signature", "withdrawn"])
# Beside one of only these words and those of signing, `Datum opzegging` is another day.
_OF_A_DAY = frozenset(["date", "latest", "sent", "sent abroad"])
_WORDS_OF_A_DAY = [group for kind in (*_OF_A_DAY, "signed", "signature") for group in _GROUPS_OF[kind]]
# Words of these kinds undo, or are about something else, in a heading of another kind.
_OF_ITS_OWN = frozenset(["withdrawn", "may_be_named", "may_be_named_from", "subscription", "collected"])
_OF_ANY = [group for kind, groups in _GROUPS_OF.items() if kind not in _OF_ITS_OWN for group in groups]
_SAYS_NOTHING = one_of(LIST_WORDS["of_headings"])
# Of these a `niet` in the heading asks for nothing else: Naam (niet verplicht) is a name.
_MAY_BE_TURNED = frozenset(
    ["name", "given", "family", "initials", "prefix", "email", "address", "residence", "date", "other", "collected"]
)
_ABOUT_NAMING = one_of(LIST_WORDS["about_naming"])
# A question whether somebody may be named has a word of the first kind, and none of the second unless of both.
_OF_A_NAME, _NOT_A_NAME = one_of(LIST_WORDS["of_a_name"]), LIST_WORDS["not_a_name"]
_PERMISSION = one_of(LIST_WORDS["permission"])
_ASKS_PERMISSION = one_of(LIST_WORDS["asks_permission"])
_ONE_IS_YES = re.compile(r"\b1 ?= ?(?:ja?|y(?:es)?)\b", re.IGNORECASE)
_YES_OR_NO = ({"j", "n"}, {"ja", "nee"}, {"y", "n"}, {"yes", "no"})
_FILLERS = LIST_WORDS["filler"]  # they make a question of a heading (Wat is uw naam?), or say how to answer
# Whoever is named by mistake can't be unnamed: a heading asks for that only if each of its words is known.
_OF_CONSENT = one_of(LIST_WORDS["of_consent_to_be_named"] | _FILLERS)
# Somebody's earlier function is no function; nor is that of somebody else.
_TURNED = LIST_WORDS["turned"] | LIST_WORDS["of_another_time"]
# Getekend in 2017: whether somebody signed, or may be named, was asked before.
_NOT_OF_A_YEAR = frozenset(["signed", "signature", "may_be_named"])
_A_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BROKEN_WORD = re.compile(r"(?<=[a-zà-ÿ])-\n(?=[a-zà-ÿ])")
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NAMING = frozenset(["name", "family", "organisation"])
# Below the headings of SurveyMonkey.
_RESPONSE = frozenset(["response", "antwoord"])
# A row without any of these is no line.
_OF_A_LINE = frozenset(["name", "family", "given", "initials", "organisation", "person", "function"])
_NEARLY_ALL = 0.9
# Of these a heading may be a question with yes or no for an answer (Getekend door partij?).
_ASKED_BY_A_WORD = frozenset([*_NAMING, "given", "person", "function", "latest", "beside"])
# Of these a heading may be a title (Fractielid, Kandidaat), or of another thing too (Naam in telefoon).
_MAY_HOLD_NAMES = frozenset(["function", "organisation", "body", "person", "email", "other", "subject"])
# Contents that are certain enough for a column whose heading is not known.
_CERTAIN = ("prefix", "organisation", "function", "signature")
# Title rows may be above the headings, but not this many.
_ROWS_OF_TITLES = 20
# Of a longer text so many characters are read.
_LONGEST = 200

Rows = Sequence[Sequence[str]]
# The texts of a line that are not empty, by kind of heading and column.
Written = Mapping[str, dict[int, str]]


@dataclass(frozen=True)
class Table:
    """The columns of a sheet, and its rows of headings; a sheet may have none.

    `fields` has the kind of each column (`beside` if its heading is not known), `headings` the text above it; `header`
    is the place of the last row above the lines, from 0 (-1: there is none), `titles` how many rows are above the
    headings; `ids` the columns with a number of a line
    in each row, whatever its form; `ticks` those without a known heading in which each text is a yes or a no.
    """

    fields: dict[int, str]
    headings: dict[int, str]
    header: int
    titles: int = 0
    ids: frozenset[int] = frozenset()
    ticks: frozenset[int] = frozenset()
    filled: frozenset[int] = frozenset()
    days: frozenset[int] = frozenset()
    coded: frozenset[int] = frozenset()

    def columns(self, *kinds: str) -> list[int]:
        """Return the columns of some kinds, in their order."""
        return [column for column, kind in self.fields.items() if kind in kinds]

    def is_id(self, column: int, text: str) -> bool:
        """Return whether a text is the number of its line."""
        return column in self.ids and bool(AN_ID.fullmatch(text))

    def numbers_of(self, row: Sequence[str]) -> list[int]:
        """Return the numbers that a line is given in its columns of numbers."""
        texts = (row[column].strip("#.) ") for column in self.columns("number") if column < len(row))
        return [int(text) for text in texts if text.isdecimal()]

    def by_kind(self, row: Sequence[str]) -> Written:
        """Return the texts of a row, without empty ones."""
        written = defaultdict[str, dict[int, str]](dict)
        for column, kind in self.fields.items():
            if column < len(row) and row[column]:
                written[kind][column] = row[column]
        return written

    def not_understood(self, column: int) -> str:
        """Return the heading of a column if it has a word of which is not known what it means there."""
        heading = self.headings.get(column, "")
        return "" if _is_understood(heading, self.fields.get(column, "beside")) else heading

    @property
    def width(self) -> int:
        """Return the number of columns up to the last heading."""
        return max(self.headings or self.fields) + 1

    def called(self, column: int) -> str:
        """Return how a report refers to a column: by its heading, or by number where the heading may be a name."""
        plain = _IN_BRACKETS.sub("", self.headings.get(column, "")).strip()
        return plain if _is_only_a_heading(plain) else f"column {column + 1}"


def _words(text: str) -> list[str]:
    # A form numbers its questions: `1. Naam`, and `Naam2` beside a Naam of its own.
    words = (word.rstrip("0123456789") for word in words_of(re.sub(r"[+&/]", " en ", text)))
    return [word for word in words if word] or [text.strip()]


# The headings of a form come back in every list.
@lru_cache(maxsize=1_000)
def _kind(text: str) -> str:
    """Return the kind of a heading; empty if it is not known.

    One in two languages (`First name / Voornaam`) is of the kind that both are of.
    """
    parts = [part for part in re.split(r"[/|]", text) if words_of(part)]
    if len(parts) > 1 and len(kinds := {_kind(part) for part in parts}) == 1 and "" not in kinds:
        return kinds.pop()
    words = _words(text[:_LONGEST])
    for kind, groups in _PARTS:
        has_all = all(any(map(group.fullmatch, words)) for group in groups)
        if has_all and (kind not in _OF_THESE_ALONE or _has_only(words, groups)):
            if kind in _NOT_OF_A_YEAR and _A_YEAR.search(text):
                return ""
            if kind == "may_be_named" and not _is_of_consent(text):
                return ""
            if kind == "may_be_named_from" and not all(map(_OF_CONSENT.fullmatch, words)):
                return ""
            return "" if kind not in _MAY_BE_TURNED and _is_turned(text) else kind
    return ""


def _has_only(words: Sequence[str], groups: Sequence[re.Pattern[str]]) -> bool:
    return all(word in _FILLERS or any(group.fullmatch(word) for group in groups) for word in words)


@lru_cache(maxsize=1_000)
def _is_understood(heading: str, kind: str) -> bool:
    """Return whether each word of a heading is one of headings of its kind, or says nothing in any."""
    words = _words(heading[:_LONGEST])
    if not heading or kind in _OF_THESE_ALONE or kind.startswith("may_be_named"):
        return True
    if kind in _OF_A_DAY:
        return _has_only(words, _WORDS_OF_A_DAY)
    own = [_SAYS_NOTHING, *_GROUPS_OF.get(kind, [])]
    says_something = any(word not in _FILLERS or any(each.fullmatch(word) for each in own) for word in words)
    is_turned = _is_turned(heading) or (len(words) > 1 and "no" in words)  # No form; but No. is a number
    groups = [*_OF_ANY, *own]
    return says_something and not is_turned and _has_only(words, groups)


def _is_of_consent(heading: str) -> bool:
    """Return whether a heading asks for permission to name somebody, and each word of it is one of such a question.

    `Is uw naam genoemd?` asks what was done; `(1=nee, 2=ja)` says how to answer in a way of its own.
    """
    words = _words(heading[:_LONGEST])
    said, says_how = {*words}, bool(_ONE_IS_YES.search(heading))
    is_no = bool(said & {"no", "nee"}) and said.isdisjoint({"yes", "ja", "j", "y"})
    # Of something else than a name, or off the site; or by the centre, of its own name.
    is_other = bool(said & {"deal", "pledge"} and said.isdisjoint({"naam", "name"})) or "van" in said
    is_other |= bool(said & _NOT_A_NAME) and (said.isdisjoint({"naam", "name"}) or bool(said & {"of", "or"}))
    is_other |= "ckm" in said and said.isdisjoint({"uw", "u", "mijn", "je", "jouw", "your", "my"})
    is_other |= not any(map(_OF_A_NAME.fullmatch, words)) or bool(_A_YEAR.search(heading))
    asks = says_how or any(map(_ASKS_PERMISSION.fullmatch, words)) or any(pair <= said for pair in _YES_OR_NO)
    is_coded = "=" in heading and not says_how
    return asks and not (is_no or is_other or is_coded) and all(map(_OF_CONSENT.fullmatch, words))


def _is_turned(text: str) -> bool:
    """Return whether a heading asks for what is not so, or was so at another time or of somebody else."""
    return bool(_TURNED.intersection(_words(text[:_LONGEST])))


def asks_for_others(heading: str) -> bool:
    """Return whether a heading above names asks for others than who signed: who collected it, a contact."""
    return _is_turned(heading) or _kind(heading) == "collected"


def _is_only_a_heading(text: str) -> bool:
    """Return whether a text is a heading of a known kind, and every word of it is one of headings."""
    every_group = [group for _, groups in _PARTS for group in groups]
    return bool(_kind(text)) and _has_only(_words(text[:_LONGEST]), every_group)


def is_about_naming(heading: str) -> bool:
    """Return whether a heading has a word about being named, or about permission."""
    return any(_ABOUT_NAMING.fullmatch(word) or _PERMISSION.fullmatch(word) for word in _words(heading))


def headings_in(rows: Rows, known: KnownWords = NO_WORDS) -> int:
    """Return how many headings, or else columns, of a sheet are known; 0 if nothing in it says who signed."""
    place = _header_row(rows)
    if place is not None:
        return sum(bool(_kind(text)) for text in headings_of(rows[place]).values())
    return len(contents_of(rows, known)) if rows_above_names(rows, known) is not None else 0


def table_in(rows: Rows, known: KnownWords = NO_WORDS) -> Table | None:
    """Return the columns of a sheet; None if no heading, and no column by its names, says who signed."""
    header = _header_row(rows)
    above = header + 1 if header is not None else rows_above_names(rows, known)
    if above is None:
        return None
    # A row of one text above a list without headings is its title.
    has_headings = above > 0 and (header is not None or sum(map(bool, rows[above - 1])) > 1)
    headings = headings_of(rows[above - 1]) if has_headings else {}
    titles = above - has_headings
    if below := _second_row_of(headings, rows[above : above + 1]):
        said = {c: text for c, text in below.items() if _kind(text) or c not in headings}
        headings = {c: " ".join(filter(None, [headings.get(c), said.get(c)])) for c in sorted({*headings, *below})}
        above += 1
    contents = contents_of(rows[above:], known)
    texts = texts_by_column(rows[above:])
    fields = {column: _kind(headings.get(column, "")) or "beside" for column in headings or sorted(contents)}
    # One of several functions that is the same on nearly all lines is of the list.
    functions = [column for column, kind in fields.items() if kind == "function"]
    for column in functions if len(functions) > 1 else ():
        commonest = max(Counter(map(str.lower, texts[column])).values(), default=0)
        if commonest > _NEARLY_ALL * len(texts[column]):
            fields[column] = "beside"
    fields = _settled(_by_contents(fields, headings, contents))
    # A column of days whose heading is not understood is of other days, where that of another is understood.
    days = {column for column, kind in fields.items() if kind in _OF_A_DAY}
    understood = {column for column in days if _is_understood(headings.get(column, ""), fields[column])}
    fields |= dict.fromkeys(days - understood, "beside") if understood else {}
    # An empty column of whether somebody signed says nothing: whoever is on the list did.
    fields = {column: kind for column, kind in fields.items() if kind != "signed" or texts[column]}
    if not {"date", "latest", "sent", "sent abroad"} & set(fields.values()):
        # The one column without a known heading in which nearly all texts are days; none of several.
        unknown = (column for column, kind in fields.items() if kind in ("beside", "other", "email"))
        unknown = (column for column in unknown if not is_about_naming(headings.get(column, "")))
        of_days = {column: contents[column] for column in unknown if contents.get(column) in ("date", "sent")}
        fields |= of_days if len(of_days) == 1 else {}
    ids = columns_of_ids(fields, texts, sum(map(any, rows[above:])))
    dated = frozenset(column for column, own in texts.items() if any(map(is_a_day, own)))
    ticks, coded = columns_of_ticks(fields, texts), columns_of_codes(texts)
    return Table(fields, headings, above - 1, titles, ids, ticks, frozenset(texts), dated, coded)


def _second_row_of(headings: Mapping[int, str], rows: Rows) -> dict[int, str]:
    """Return the texts of a second row of headings: words without a day, all of headings, or below merged cells alone.

    *ja | nee* below *Handtekening*; *Voornaam | Achternaam | Open-Ended Response*, as SurveyMonkey writes it.
    """
    below = headings_of(rows[0]) if rows else {}
    names = {column for column, text in headings.items() if _kind(text) in _OF_A_LINE}
    are_words = all(any(map(str.isalpha, text)) and not is_a_day(text) for text in below.values())
    says_response = any(_RESPONSE & {*words_of(text)} for text in below.values())
    are_headings = says_response and all(_is_understood(text, _kind(text) or "beside") for text in below.values())
    is_wider = not below.keys() <= headings.keys() and names.isdisjoint(below)  # the cells above were merged
    return below if len(below) > 1 and names and are_words and (are_headings or is_wider) else {}


def _by_contents(fields: dict[int, str], headings: Mapping[int, str], contents: Mapping[int, str]) -> dict[int, str]:
    """Return the kinds of columns, corrected by what is in them where a heading is not known or is another's."""
    found = dict(fields)
    for column, kind in fields.items():
        if kind in _ASKED_BY_A_WORD and contents.get(column) == "answer":
            heading = headings.get(column, "")
            is_about_it = any(map(_ABOUT_NAMING.fullmatch, _words(heading))) and _is_of_consent(heading)
            found[column] = "may_be_named" if is_about_it and not _is_turned(heading) else "beside"
        elif kind in ("name", "family", "person") and contents.get(column) == "organisation":
            found[column] = "organisation"  # Account name
    unknown = {c for c, kind in found.items() if kind == "beside" and not _is_turned(headings.get(c, ""))}
    by_content = {contents.get(c) for c in found}
    # Who signed is in the only column of names, unless its heading says whose they are: who collected a signature.
    if not any(kind in ("name", "family") and contents.get(c) in ("name", "family") for c, kind in found.items()):
        for content in ("name", "family", "given"):
            asked = [c for c in found if contents.get(c) == content and (c in unknown or found[c] in _MAY_HOLD_NAMES)]
            if len(asked) == 1 and (content == "name" or "name" not in by_content):
                found[asked[0]] = content
    # Or in one whose heading says so, for want of another: that heading is said of each line then.
    if not {"name", "family"} & set(found.values()):
        of_names = [column for column in found if contents.get(column) == "name"]
        found |= dict.fromkeys(of_names if len(of_names) == 1 else [], "name")
    return found | {c: contents[c] for c in unknown if contents.get(c) in _CERTAIN}


def headings_of(row: Sequence[str]) -> dict[int, str]:
    """Return the texts of a row of headings, each on one line, a word that was broken over two in one piece."""
    return {c: " ".join(_BROKEN_WORD.sub("", text).split()) for c, text in enumerate(row) if text}


def _header_row(rows: Rows) -> int | None:
    """Return the place of the first row with two headings, one of them of a name or organisation; else with one."""
    single = None
    for place, row in enumerate(rows[:_ROWS_OF_TITLES]):
        texts = headings_of(row)
        kinds = {column: kind for column, text in texts.items() if (kind := _kind(text))}
        if _NAMING & set(_settled(kinds).values()):
            certain = sum(map(_is_only_a_heading, texts.values()))
            asks_by_name = not {"name", "family"}.isdisjoint(kinds.values())
            if certain > 1 or (asks_by_name and len(kinds) >= max(len(texts) - 1, 3)):
                return place
            if single is None and len(texts) == certain == 1:
                single = place
    return single


def _settled(fields: dict[int, str]) -> dict[int, str]:
    """Return the fields without the account that filled in a form; a person is the name if there is no other."""
    names = [column for column, kind in fields.items() if kind == "name"]
    # Microsoft Forms has the name of the account behind its e-mail address; two such pairs are two signatories.
    accounts = [column for column in names[:-1] if fields.get(column - 1) == "email" != fields.get(names[-1] - 1)]
    fields = fields | dict.fromkeys(accounts, "other")
    person = "beside" if {"name", "family"} & set(fields.values()) else "name"
    return {column: person if kind == "person" else kind for column, kind in fields.items()}
