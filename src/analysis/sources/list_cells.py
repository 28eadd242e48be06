"""What one cell of a list says below its heading: whether somebody signed, whether they may be named, and all else.

The same text in the same column says the same on each line.
"""

from dataclasses import dataclass

from analysis.core.names import words_of
from analysis.sources.list_answers import TICKED
from analysis.sources.list_consent import DOUBTFUL_SIGNS, OPPOSING_SIGNS, is_a_dash, withholds_the_name
from analysis.sources.list_tables import ID_OF_A_LINE, Table
from analysis.sources.list_texts import (
    CODE,
    CODE_OR_TICK,
    DAY_OF_A_FORM,
    ERROR_VALUE,
    FOLLOW_UP,
    INITIALS,
    KNOWN_BY_ITSELF,
    LIKE_NAMES,
    ONLY_CODES,
    SAYS_NOTHING,
    YES_OR_NO,
)
from analysis.sources.list_words import (
    ASKED_KINDS,
    LIST_WORDS,
    NAME_PARTS,
    SENT_KINDS,
    SIGNATURE_KINDS,
    asks_of_a_party,
    asks_only_about_naming,
    has_word,
    is_a_no,
    is_about_a_confirmation,
    is_about_naming,
    kind_of,
    pattern_of,
    undoes_signature,
)
from analysis.sources.signing_dates import is_a_day

_YES, _NO = LIST_WORDS["yes"], LIST_WORDS["no"]
_PLAIN_ANSWERS = frozenset(["", "ja", "j", "nee", "n", "yes", "y", "no"])
# In front of an answer (*Aanwezig: ja*) in a list without a column of signatures: it is decided on by itself.
UNSIGNED = "‹unsigned›"
# In the place of an answer where other lines have one: it is decided on by itself.
UNANSWERED = "(empty)"
# What was expected of a line that says that there is no signature, or one withdrawn.
SIGNATURE_EXPECTED = "a signature"
_DENYING, _PRIVACY_WORD, _REPLY_WORD = (pattern_of(LIST_WORDS[kind]) for kind in ("denies", "of_privacy", "reply"))
_SIGNED = _YES | LIST_WORDS["signed"]
_WAY_WORDS, _ASKS_HOW_WORDS = LIST_WORDS["way"], LIST_WORDS["asks_how"]
_AGREEING = _SIGNED - {"x", "v", "1"}
_SIGNING_WORDS = _SIGNED | _NO | LIST_WORDS["of_signing"]
_SIGNED_WORD = pattern_of(LIST_WORDS["signed"] | LIST_WORDS["signed_as_a_status"])
_ANSWER_WORD = pattern_of(_SIGNING_WORDS.union(*(LIST_WORDS[k] for k in ("answer", "signed_as_a_status", "unsigned"))))
_REMARK_KINDS = ("beside", "other", "email")
_CODED_KINDS = ("function", "organisation", "body")
_MAX_MARK, _MAX_WORDS_WITH_HEADING = 4, 2
# In these columns an unknown word is the name of a place, or of whoever collected signatures or keeps the list.
_ASIDE_KINDS = ("residence", "collected")
# These columns are read elsewhere, or are about the signatory alone; those of all other kinds may bear on the line.
_READ_ELSEWHERE = {"name", "function", "organisation", "body", "may_be_named", "subject"}
_READ_ELSEWHERE |= {*SIGNATURE_KINDS, *NAME_PARTS, *ASKED_KINDS}
_OTHER_DAY_KINDS = frozenset([*SENT_KINDS, "withdrawn", "may_be_named_from"])
# The words in these columns say nothing of being named.
_SIGNER_KINDS = frozenset(["name", *NAME_PARTS, "address", "function", "organisation", "body", "number", "email"])
# Too long a text in one of these columns costs the line (see `list_lines`); elsewhere the line waits.
_LIMITED_KINDS = frozenset(["name", "function", "organisation", "body", *NAME_PARTS])
_MAX_REMARK = 5_000
_SUBSCRIPTION_WORDS = LIST_WORDS["of_a_subscription"] | _YES | _NO


@dataclass(frozen=True)
class Fault:
    """Why a line can't be read, and in which column, if it is one.

    `reported` replaces `found` in a report where the cell may be a name, as a report names no signatory. `waits`: the
    line can be read all the same, and waits for a decision.
    """

    found: str
    expected: str
    column: int | None = None
    reported: str = ""
    waits: bool = False


class Cell:
    """A text in a column, and what it says: each an empty text, or None, for nothing."""

    def __init__(self, table: Table, column: int, text: str) -> None:
        """Leave out a remark that is too long to be read: its line waits."""
        self.kind, self.heading, self.faults = table.kind(column), table.headings.get(column, ""), list[Fault]()
        self.is_too_long = len(text) > _MAX_REMARK and self.kind not in _LIMITED_KINDS
        if self.is_too_long:
            found, expected = f"a text of {len(text):,} characters", f"at most {_MAX_REMARK:,}"
            self.faults.append(Fault(found, expected, column, waits=True))
            text = ""
        if text[:1] in ("#", "=") and ERROR_VALUE.fullmatch(text):
            found = f"{text[:40]!r}, which a spreadsheet shows for no value"
            self.faults.append(Fault(found, "a value", column, "no value", waits=True))
        self.text, self.words, self._table, self._column = text, words_of(text), table, column
        self._heading_words = {*words_of(self.heading)}
        self._asks_for_a_number = bool(LIST_WORDS["of_numbers"] & self._heading_words)
        # A yes, a no or nothing below a question about being named says nothing of signing.
        is_plain = self.kind == "beside" and text.lower() in _PLAIN_ANSWERS
        self._is_about_naming_alone = is_plain and asks_only_about_naming(self.heading)
        self._is_a_day = is_a_day(text)
        self._is_known = bool(KNOWN_BY_ITSELF.fullmatch(text)) and not self._is_a_day  # 03-04-2021 is no telephone
        self._is_id = column in table.ids and bool(ID_OF_A_LINE.fullmatch(text)) and not undoes_signature(text)
        self._is_code = column in table.coded and bool(CODE_OR_TICK.fullmatch(text))
        # There is nothing where most lines have a day or an answer.
        self._is_unanswered = column in table.answered and (text in ("", "0") or self._is_known)
        # Below *Gevraagd door* only what is written as a name is one; below *Woonplaats* any word may be a place.
        may_be_aside = self.kind == "residence" or not text or bool(LIKE_NAMES.fullmatch(text))
        self._is_aside = self.kind in _ASIDE_KINDS and may_be_aside and not has_word(_DENYING, text)
        # Where the signatory lives, or who collected the signature.
        self.aside = text if self._is_aside and not SAYS_NOTHING.fullmatch(text) else ""
        # A few letters in the place of a signature may be the initials of whoever signed.
        may_be_initials = self.kind == "signature" and text.lower() not in _SIGNING_WORDS | TICKED
        self.initials = text if may_be_initials and INITIALS.fullmatch(text) else ""
        self.beside, self.answer, self.no_signature = self._beside(), self._answer(), self._no_signature()
        self.heading_to_ask = self._heading_to_ask()
        self.permission_is_doubtful = self._permission_is_doubtful()
        self.withholds_the_name = self._withholds_the_name()

    def _beside(self) -> str:
        """Return the text if it may bear on the line though nothing was asked that it answers."""
        text, kind, words = self.text, self.kind, {*self.words}
        if self._is_about_naming_alone or (kind == "withdrawn" and self._leaves_a_signature()):
            return ""
        if self._table.legend.get(text.lower()):
            return self._with_meaning(text)  # it means what the list says, whatever it means elsewhere
        if self._column in self._table.ticks:
            return self._behind_heading("ja" if text.lower() in TICKED else "nee" if words else "-")
        if self._is_unanswered:
            return "" if self._table.not_understood(self._column) else self._behind_heading("-")
        if not text and self._column in self._table.rare_days:
            return self._behind_heading("-")  # some lines have a day there: *Formulier retour*
        is_unsigned_day = kind in _REMARK_KINDS and self._is_a_day and not self._table.has_signatures
        if is_unsigned_day and self.heading and not is_about_a_confirmation(self.heading):
            return self._behind_heading(text)  # Aanwezig: 8-3-2021
        is_harmless = SAYS_NOTHING.fullmatch(text) and not has_word(_DENYING, text)
        if text == "1" and kind == "beside" and not (self._asks_for_a_number or self._is_id or self._is_code):
            return self._behind_heading("ja")  # Aanwezig: 1
        if not text or kind in _READ_ELSEWHERE or self._is_aside or is_harmless or self._is_id:
            return ""
        says_how = kind == "beside" and words and words <= _WAY_WORDS and "?" not in text
        if says_how and self._heading_words <= _ASKS_HOW_WORDS:
            return ""  # nothing else was asked, and nothing else is said
        if kind == "subscription" and words <= _SUBSCRIPTION_WORDS:
            return ""  # an answer about a newsletter
        is_short = len(text) < _MAX_MARK or (words and words <= _SIGNING_WORDS)
        is_when = self._is_a_day or (kind in SENT_KINDS and bool(DAY_OF_A_FORM.match(text)))
        says_when = kind in _OTHER_DAY_KINDS and (is_short or is_when)
        if says_when and _NO.isdisjoint(words):  # a no is said with its heading: *Submitted: nee*
            return ""
        if words and words <= _YES | _NO:
            # An answer is said with its question; one to a subscription, or that there is no remark, says nothing.
            # Where the list has another column of remarks, *geen* may be continued there.
            is_alone = len(self._table.columns("other")) == 1 and not has_word(_REPLY_WORD, self.heading)
            no_remark = LIST_WORDS["no_remark"] if is_alone else frozenset[str]()
            says_nothing = kind == "subscription" or (kind == "other" and words <= no_remark)
            text = "" if says_nothing else self._behind_heading(text)
        elif kind == "beside" and not self._is_a_day:
            needs_its_question = LIKE_NAMES.fullmatch(text) or not (_YES | _NO).isdisjoint(self.words[:1])
            text = self._behind_heading(text) if needs_its_question else text
        return " ".join(self._with_meaning(text).split("\n"))

    def _with_meaning(self, text: str) -> str:
        """Return a text with what it stands for by a title of the list, so that it is a text of this list alone."""
        meaning = self._table.legend.get(self.text.lower(), "")
        return f"{text} ({meaning})" if text and meaning else text

    def _behind_heading(self, answer: str) -> str:
        """Return an answer behind its heading, without how to answer unless that is all of the heading."""
        heading = self.heading.strip("?: ")
        said = f"{YES_OR_NO.sub('', heading) or heading}: {answer}".removeprefix(": ")
        return said if self._table.has_signatures else f"{UNSIGNED} {said}"

    def _heading_to_ask(self) -> str:
        """Return the heading if it was not understood (*Opgezegd op*), or with a code of which no legend is known."""
        text, table, kind = self.text, self._table, self.kind
        if self._is_about_naming_alone:
            return ""
        if code := self._code():
            return code
        if self._is_unanswered:  # a decision on the heading alone is about those who answered
            return f"{asked} {UNANSWERED}" if (asked := table.not_understood(self._column)) else ""
        if kind in (*ASKED_KINDS, *SENT_KINDS) and kind_of(self.heading) != kind:
            return ""  # whether that is the day of signing is asked of each list
        if text and self._column in table.rare_days:
            return self.heading  # the day of a few lines may be that on which they left
        asks_for_a_signature = kind in ("signed", "signature")
        asks_for_a_signature |= kind in ASKED_KINDS and has_word(_SIGNED_WORD, self.heading)
        if asks_for_a_signature and self._column not in table.filled:
            return f"{self.heading} {UNANSWERED}"
        # Where other lines have an answer, a text without a word of one is asked about: *Status: steun*.
        asks_whether = LIST_WORDS["of_a_status"] & self._heading_words
        is_asked = self._column in table.replies or asks_whether or (self.answer and kind != "subject")
        says_something = self.words and not self._is_a_day and not self._is_known
        if is_asked and says_something and not has_word(_ANSWER_WORD, text):
            return f"{self.heading} {text}"
        if text.isdigit() and LIST_WORDS["total"] & self._heading_words:
            return self.heading  # how many signed, or whom somebody asked
        if not text or self._is_known:
            return ""
        is_answered = kind == "beside" and bool(self.words) and not text.isdigit() and {*self.words} <= _YES | _NO
        is_answered |= self._column in table.ticks
        return "" if is_answered and not asks_of_a_party(self.heading) else table.not_understood(self._column)

    def _answer(self) -> str:
        """Return the answer whether somebody signed, or what, if it is more than a yes, a no, a day or a mark."""
        if not self.text or self.kind not in ("signed", "signature", "subject"):
            return ""
        may_say_more = any(map(str.isalnum, self.text)) and not self.initials
        says_more = (
            may_say_more and not _SIGNING_WORDS.issuperset(self.words) and not self._is_a_day and not self._is_id
        )
        return " ".join(self.text.split("\n")) if says_more else ""

    def _code(self) -> str:
        """Return a code of which no legend is known, behind its heading: *Status 2*, *Getekend x* beside a ✓."""
        if self.kind in ("signed", "signature") and self._is_code:
            return f"{self.heading} {self.text}"
        is_code = CODE.fullmatch(self.text) or (self.kind in _CODED_KINDS and ONLY_CODES.fullmatch(self.text))
        if self.kind not in (*_CODED_KINDS, "beside", "other") or not is_code:
            return ""
        is_measured = self._column in self._table.many_numbers and self.text.isdigit()  # Zekerheid %
        may_answer = self.kind in ("beside", "other") and self._column not in self._table.coded
        is_answer = may_answer and self.text.lower() in _YES | _NO
        is_known = is_measured or is_answer or self._asks_for_a_number or self._is_id
        is_known |= self._column in self._table.ticks
        return "" if is_known else self._with_meaning(f"{self.heading} {self.text}".strip())

    def _withholds_the_name(self) -> bool:
        """Return whether the text takes back a yes to being named, or its heading: *Toestemming ingetrokken op*."""
        if self._is_about_naming_alone:
            return is_a_no(self.text)
        if not self.text or self.kind in _SIGNER_KINDS:
            return withholds_the_name(self.text, is_a_name=True)
        if withholds_the_name(self.text):
            return True
        if self.kind == "subscription" and has_word(_PRIVACY_WORD, self.heading):
            asks_to_be_removed = not LIST_WORDS["of_a_request"].isdisjoint(self._heading_words)  # AVG-verzoek
            return asks_to_be_removed or not (
                _YES.issuperset(self.words) or self._is_a_day
            )  # AVG akkoord: nee, afgemeld
        if self.kind not in ("beside", "other", "subscription") or is_a_no(self.text):
            return False
        with_heading = len(self.words) <= _MAX_WORDS_WITH_HEADING and withholds_the_name(f"{self.heading} {self.text}")
        return with_heading or (self.kind == "beside" and "://" not in self.text and is_about_naming(self.heading))

    def _permission_is_doubtful(self) -> bool:
        """Return whether no yes to being named counts: it may be a code, or is beside more that may be about that."""
        if self._is_about_naming_alone and self._column in self._table.filled:
            return True
        if not (self.text or self.is_too_long) and self._column in self._table.filled:
            is_of_privacy = self.kind == "subscription" and has_word(_PRIVACY_WORD, self.heading)
            return self.kind == "may_be_named" or is_of_privacy
        # Behind a question about being named a column may say how, so that the yes is not for any way.
        is_remark, of_naming = self.kind in ("beside", "other"), self._table.kind(self._column - 1) == "may_be_named"
        says_how = bool(self.text) and of_naming and self._heading_words <= _ASKS_HOW_WORDS
        is_about_it = is_remark and (says_how or is_about_naming(self.text))
        return self.is_too_long or is_about_it or (self.kind == "may_be_named" and self._is_code)

    def _no_signature(self) -> Fault | None:
        """Return a fault if the text says that there is no signature, or one withdrawn; the line waits if it may."""
        if self.kind not in ("signed", "signature", "withdrawn"):
            return None
        first, of_withdrawal = self.words[0] if self.words else "", self.kind == "withdrawn"
        says_so = first in _SIGNED or (first and self._is_a_day) if of_withdrawal else first in _NO
        denies = says_so and not (of_withdrawal and first in _NO)
        # A yes beside a no or another sign: *ja, nee*; *[ ] ja [x] nee*.
        text, is_filled = FOLLOW_UP.sub("", self.text), self._column in self._table.filled
        is_marked = bool(first) and text.lower() not in TICKED and bool(OPPOSING_SIGNS.search(text))
        is_both = is_marked or not (_AGREEING if first in _NO else _NO).isdisjoint(self.words[1:])
        # A column that nobody filled in is asked about once; a dash where a signature could be says that there is none.
        # Below *Ingetrokken* only a no, or nothing, leaves the line as it is.
        is_odd = not self._leaves_a_signature() if of_withdrawal else is_filled and self._is_no_answer()
        if not (denies or is_both or is_odd or DOUBTFUL_SIGNS.intersection(text)):
            return None
        reported = "no signature, or one withdrawn" if denies else "no answer whether somebody signed"
        found = f"{self.text[:40]!r} under {self.heading!r}"
        return Fault(found, SIGNATURE_EXPECTED, self._column, reported, waits=is_both or not denies)

    def _leaves_a_signature(self) -> bool:
        is_a_no = len(self.words) == 1 and self.words[0] in _NO - {"nog", "ontbreekt"}
        return is_a_no or is_a_dash(self.text) or self.text in LIST_WORDS["not_ticked"]

    def _is_no_answer(self) -> bool:
        if is_a_dash(self.text) or LIST_WORDS["no_day"].issuperset(self.words or [self.text]):
            return True
        if self.text.lower() in TICKED:
            return False
        is_number = bool(CODE.fullmatch(self.text)) and not self.text.isalpha()
        return not any(map(str.isalnum, self.text)) or (is_number and self.text.lower() not in _NO)
