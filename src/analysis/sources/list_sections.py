"""The headings among the lines of a list, and what each says of the lines below it."""

import datetime
import re
from collections.abc import Iterable, Sequence
from typing import Any

from analysis.core.names import words_of
from analysis.sources.list_consent import DOUBTFUL_SIGNS
from analysis.sources.list_contents import KnownWords, is_only_a_name
from analysis.sources.list_remarks import A_NOTE, is_a_total
from analysis.sources.list_tables import Table
from analysis.sources.list_words import LIST_WORDS, NAMING_KINDS, has_word, pattern_of, undoes_signature
from analysis.sources.signing_dates import days_in, names_another_day

# A line, and the heading that it is directly below.
LineBelow = tuple[dict[str, Any], str]
# These are asked where the list has no days, and its title or a heading among the lines has one.
DAY_BY_TITLE, DAY_BY_HEADING = "day of signing, by the title", "day of signing, by the heading above"
_MAX_WORDS_OF_A_NAME, _MIN_WORDS_OF_A_NAME = 4, 2
PERSON_KINDS = ("name", "given", "initials", "family")
# A row with more different texts is a line, and no heading.
_MAX_TEXTS_IN_A_HEADING = 4
# A heading of only these words ends a section of lines that were not signed.
_SIGNED_WORDS = LIST_WORDS["signed_below"]
_AGREEING = {word for word in LIST_WORDS["yes"] if len(word) > 2} | {"ja"}
_SIGNERS_WORD = pattern_of(LIST_WORDS["counted"] | LIST_WORDS["signed"] | LIST_WORDS["confirmed"] | _AGREEING)
_BESIDE_A_PARTY = frozenset(["fractie", "lijst", "partij", "party", "list", "group", "nr"])
# Characters behind this one are signs, as ⏳ and ✗.
_LETTERS_END = "\u2012"
# Beside a heading a number or a letter says nothing (*B | Geweigerd*), unless the letter may be a tick.
_NUMBER_OR_LETTER = re.compile(r"\W*(?:\d{1,4}|[^\W\d_vxjyVXJY])?\W*")


class Section:
    """The headings above a line: `under` has that of its section, that of the role in it, and the nearest.

    `kind_of_line` is the heading directly above, unless that is a party or somebody's name. `day` is that in the
    nearest heading or, until there is one, in the title: the day, the text with it, and which.
    """

    def __init__(self, known: KnownWords, day: tuple[datetime.date, str, str] | None) -> None:
        """Take the words that are known, and the day of the title."""
        self.known, self.name, self.unsigned, self.role, self.under, self.day = known, "", "", "", "", day
        self.headings, self.kind_of_line, self.total = tuple[str, ...](), "", ""

    def begin(self, heading: str) -> None:
        """Take the next heading among the lines."""
        words, known, undoes = words_of(heading), self.known, self.known.undoes_signature(heading)
        if is_a_total(heading) and not undoes:
            # What is below it is not counted, unless it has a heading of its own, and the total is not of signers.
            self.total = heading if has_word(_SIGNERS_WORD, heading) else ""
            self.under, self.kind_of_line = "\n".join([*filter(None, self.headings), heading]), heading
            return
        # The heading of a party or a role does not end the section above it: *Niet getekend*, then *CDA*.
        is_of_a_party = not undoes and not known.parties.isdisjoint([*words, " ".join(words)])
        is_a_role = not (undoes or is_of_a_party) and known.roles.issuperset(words)
        # Nor does a name alone: of a party's candidates it may be one who did not sign.
        is_a_name = len(words) >= _MIN_WORDS_OF_A_NAME and is_only_a_name(heading, known)
        is_somebody = bool(known.surnames) and is_a_name and not (is_a_role or is_of_a_party or undoes)
        if is_a_role:
            self.role = heading
        elif not (is_of_a_party or is_somebody):
            # Below one of lines that were not signed another heading may be a part of it: both are one text to ask.
            is_within = self.unsigned and not _SIGNED_WORDS.issuperset(words)
            if is_within:
                self.name = f"{self.unsigned}, {heading}"
            else:
                self.name, self.role, self.unsigned = heading, "", heading if undoes else ""
        nearest = heading if is_a_role or is_of_a_party or is_somebody else self.name
        self.headings = self.headings if is_somebody else (self.name, self.role, nearest)
        rest = {word for word in words if not (word in known.parties or word in _BESIDE_A_PARTY or word.isdigit())}
        is_a_party = is_of_a_party and (not rest or " ".join(words) in known.parties)
        self.kind_of_line = "" if is_a_party or is_somebody else nearest
        self.under = "\n".join(dict.fromkeys(filter(None, (*self.headings, nearest, self.total))))
        # A party or somebody's name leaves the day as it is; one word may be a town rather than a surname.
        if " ".join(words) not in known.parties and not is_a_name:
            own = only_day_in([heading])
            self.day = (*own, DAY_BY_HEADING) if own else None

    def dated(self, line: dict[str, Any]) -> str:
        """Give a line without a day that of the heading or title above it; return what is to be asked about that."""
        if not self.day or line["signed_on"] or names_another_day(line["beside_as_written"], self.day[0]):
            return ""
        day, title, what = self.day
        line |= {"signed_on": day, "signed_on_precision": "day"}
        return f"{what}: {title}"


def ask_beside_signers(lines: Iterable[LineBelow]) -> None:
    """Add to the lines below other headings that they are beside those of signers: *Kandidaten naast Ondertekenaars*.

    The other headings are more than a party, and there are lines directly below that of signers.
    """
    lines = [*lines]
    of_signers = {below for _, below in lines if has_word(_SIGNERS_WORD, below) and not undoes_signature(below)}
    for line, below in lines if of_signers else ():
        if below and not has_word(_SIGNERS_WORD, below):
            line["under_as_written"] += f"\n{below} naast {min(of_signers)}"


def heading_in(row: Sequence[str], table: Table, known: KnownWords) -> str:
    """Return the text of a row that may be a heading of the lines below; empty if there is none.

    It is the only text beside numbers and letters, or all of a row that has a word that undoes in the place of the name
    or, if it names nobody, in front.
    """
    texts = [*dict.fromkeys(filter(None, row))]  # each of the merged cells may have the text of the heading
    if table.width == 1:
        words = words_of(texts[0])
        may_be_one = known.undoes_signature(texts[0]) or known.roles.issuperset(words)
        return texts[0] if (may_be_one and known.surnames.isdisjoint(words)) or days_in(texts[0]) else ""
    persons, places = table.columns(*PERSON_KINDS), table.columns(*NAMING_KINDS)
    names_nobody = bool(persons) and not any(row[column] for column in persons)
    for text in (*(row[column] for column in places), *(texts[:1] if names_nobody else ())):
        # It begins with a word that undoes, or is a sentence with one.
        words = words_of(text)
        undoing = known.unsigned_pattern.search(" ".join(words))
        says_so = undoing and (undoing.start() == 0 or len(words) > _MAX_WORDS_OF_A_NAME or names_nobody)
        if says_so and len(texts) <= _MAX_TEXTS_IN_A_HEADING and known.surnames.isdisjoint(words):
            return " ".join(texts)
    if 1 < len(texts) <= _MAX_TEXTS_IN_A_HEADING and not any(map(days_in, texts)):
        # One word that is no name, in the place of the name: *Gasten | SP*.
        named = [word for column in persons for word in words_of(row[column])]
        if len(named) == 1 and known.surnames and known.names.isdisjoint(named):
            return " ".join(texts)
    marks = [text for text in texts if DOUBTFUL_SIGNS.intersection(text) or max(text) > _LETTERS_END]
    said = [text for text in texts if text in marks or not _NUMBER_OR_LETTER.fullmatch(text)]
    return said[0] if len(said) == 1 and not A_NOTE.match(said[0].lower()) else ""


def only_day_in(titles: Iterable[str]) -> tuple[datetime.date, str] | None:
    """Return the only day in titles, or in headings among the lines, and in which: it may be that of signing."""
    days = {day: title for title in titles for day in days_in(title)}
    return next(iter(days.items())) if len(days) == 1 else None
