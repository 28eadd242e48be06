"""What a column of a list contains: where it disagrees with its heading, or that says nothing, the column decides.

It is called as the kind of its heading (see headings.csv), or `answer` for yes and no.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.core.names import words_of
from analysis.core.person_names import FORMS_OF_ADDRESS, PREFIXES, TITLES
from analysis.sources.list_words import LIST_WORDS, undoes_signature
from analysis.sources.signing_dates import is_a_day

KNOWN_WORDS_TABLES = ("members", "candidates", "party_names", "roles")
# Words of data/roles.csv by which a column of roles is recognised.
_ROLE_KINDS = ("seat", "office", "candidacy", "member")
_MAX_ROWS = 200
_MAX_WORDS_OF_A_NAME, _MAX_WORDS_OF_A_PART, _MAX_WORDS_IF_UNKNOWN = 8, 3, 2
_NAME_AND_PARTY = re.compile(r"(.+?)\s*[(,;:/–-]\s*([^(,;:/]+)\)?\s*")
# Of the cells that are not empty so many are of one kind: of names fewer, as people sign who are in no roster.
_MIN_SHARE_OF_NAMES, _MIN_SHARE_OF_ANSWERS, _MIN_SHARE, _MIN_TEXTS = 0.4, 0.6, 0.8, 3


@dataclass(frozen=True)
class KnownWords:
    """By what cells are recognised: the words of surnames, given names and roles, and the names of parties.

    `undone` are the words of signatures that are none.
    """

    surnames: frozenset[str] = frozenset()
    given_names: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    undone: frozenset[str] = frozenset()

    @classmethod
    def of(cls, tables: Mapping[str, pd.DataFrame]) -> "KnownWords":
        """Take those of `members`, `candidates`, `party_names` and `roles` that were read."""
        people = [tables[name] for name in ("members", "candidates") if name in tables]
        surnames, given = (
            frozenset(word for table in people for text in table[name].dropna().unique() for word in words_of(text))
            for name in ("family_name", "given_name")
        )
        names = tables["party_names"]["name"] if "party_names" in tables else []
        lists = tables["candidates"]["list_name"].dropna().unique() if "candidates" in tables else []
        parties = frozenset(" ".join(words_of(name)) for name in (*names, *lists))
        words = tables["roles"].groupby("kind")["words"].agg(list) if "roles" in tables else {}
        roles = frozenset(word.strip("*") for kind in _ROLE_KINDS for word in words.get(kind, ()))
        return cls(surnames - PREFIXES, given, parties, roles, frozenset(words.get("undone", ())))

    @cached_property
    def names(self) -> frozenset[str]:
        """Return the words of names of persons and parties."""
        return self.surnames | self.given_names | self.parties

    @cached_property
    def unsigned_pattern(self) -> re.Pattern[str]:
        """Return a pattern of words that undo a signature: not of any that denies, as Don may be a name."""
        words = "|".join(sorted(self.undone | LIST_WORDS["unsigned"])).replace("*", r"\w*")
        return re.compile(rf"\b(?:{words})\b")

    def undoes_signature(self, text: str) -> bool:
        """Return whether a heading, a title or the name of a sheet has a word of lines that were not signed."""
        return undoes_signature(text) or bool(self.unsigned_pattern.search(" ".join(words_of(text))))


NO_KNOWN_WORDS = KnownWords()


def contents_of(rows: Sequence[Sequence[str]], known: KnownWords) -> dict[int, str]:
    """Return what is in each column of some rows, as far as nearly all its cells are of one kind."""
    sample = rows[:_MAX_ROWS]
    by_column, beside = texts_by_column(sample), texts_by_column([row for row in sample if sum(map(bool, row)) > 1])
    # A party that has a row to itself is a heading of those below it, and not what its column contains.
    found = ((column, _content_of(texts, beside[column] or texts, known)) for column, texts in by_column.items())
    return {column: content for column, content in found if content}


def texts_by_column(rows: Sequence[Sequence[str]]) -> defaultdict[int, list[str]]:
    """Return the texts of each column of some rows, without empty ones."""
    found = defaultdict[int, list[str]](list)
    for row in rows:
        for column, text in enumerate(row):
            if text:
                found[column].append(text)
    return found


def _content_of(texts: Sequence[str], in_lines: Sequence[str], known: KnownWords) -> str:
    """Return the content of a column by its texts; `in_lines` are those beside another text."""
    enough = _MIN_SHARE * len(texts)
    days = [text for text in texts if is_a_day(text, without_year=True) and not text.isdigit()]
    if len(days) >= enough:
        return "sent" if sum(":" in text for text in days) > len(days) / 2 else "date"
    words = [words_of(text) for text in texts]
    # A letter is an answer only by itself: *J. Jansen* is a name.
    answers = (each[0] in LIST_WORDS["answer"] and (len(each[0]) > 1 or len(each) == 1) for each in words if each)
    if sum(answers) >= _MIN_SHARE_OF_ANSWERS * len(texts):
        return "answer"
    if all(bool(each) and PREFIXES.issuperset(each) for each in words):
        return "prefix"
    if sum(" ".join(words_of(text)) in known.parties for text in in_lines) >= enough / 2:
        return "organisation"
    if sum(bool(known.roles.intersection(each)) for each in words) >= enough / 2:
        return "function"
    signed = sum(not LIST_WORDS["signed_as_a_status"].isdisjoint(each) for each in words)
    if len(texts) >= _MIN_TEXTS and signed >= _MIN_SHARE_OF_ANSWERS * len(texts):
        return "signature"
    surnames = [[word for word in each if word not in PREFIXES] for each in words]
    given = ((each, all(w in known.given_names or (len(w) == 1 and w.isalpha()) for w in each)) for each in words)
    found = {
        "name": sum(_is_a_name(text, known) for text in texts),
        "given": sum(0 < len(each) <= _MAX_WORDS_OF_A_PART and are_given for each, are_given in given),
        "family": sum(0 < len(each) <= _MAX_WORDS_OF_A_PART and known.surnames.issuperset(each) for each in surnames),
    }
    # Many given names are surnames too: the kind that most texts have is taken, and a complete name first.
    enough_names = _MIN_SHARE_OF_NAMES * len(texts)
    likeliest = max(found, key=lambda kind: (kind == "name" and found[kind] >= enough_names, found[kind]))
    if found[likeliest] >= max(enough_names, _MIN_TEXTS):
        return likeliest
    return "number" if sum(map(str.isdigit, texts)) >= enough else ""


def rows_above_names(rows: Sequence[Sequence[str]], known: KnownWords) -> int | None:
    """Return how many rows are above the first name, in the only column of names; None if there is not one."""
    columns = [column for column, content in contents_of(rows, known).items() if content == "name"]
    if len(columns) != 1:
        return None
    named = (n for n, row in enumerate(rows) if columns[0] < len(row) and _is_a_name(row[columns[0]], known))
    return next(named, None)


def _is_a_name(text: str, known: KnownWords) -> bool:
    words = words_of(text)
    if "@" in text or not 1 < len(words) <= _MAX_WORDS_OF_A_NAME:
        return False
    places = [place for place, word in enumerate(words) if len(word) > 1 and word in known.surnames]
    others = (word for place, word in enumerate(words) if places != [place])
    return bool(places) and any(len(word) == 1 or word in known.given_names for word in others)


def is_only_a_name(text: str, known: KnownWords, *, with_party: bool = False) -> bool:
    """Return whether each word may be of a name; where no names are known, whether there are one or two words.

    `with_party`: a party may stand behind the name, separated by a sign: *Bo Bedacht (Forum voor Democratie)*.
    """
    if with_party and (found := _NAME_AND_PARTY.fullmatch(text)) and " ".join(words_of(found[2])) in known.parties:
        text = found[1]
    words = words_of(text)
    if not known.surnames:
        return 0 < len(words) <= _MAX_WORDS_IF_UNKNOWN
    of_names = known.surnames | known.given_names | PREFIXES | TITLES | FORMS_OF_ADDRESS
    return bool(words) and all(len(word) == 1 or word in of_names for word in words)
