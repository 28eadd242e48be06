"""What the words of lists say (list_words.csv), and what a heading asks for by its words, in any order (headings.csv).

A star is any letters.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from analysis.core.names import words_of


def _rows_of(name: str) -> list[dict[str, str]]:
    return [*csv.DictReader(Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines())]


def pattern_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of any of some words."""
    return re.compile("|".join(sorted(words)).replace("*", r"\w*"))


LIST_WORDS = {row["kind"]: frozenset(row["words"].split()) for row in _rows_of("list_words.csv")}
_UNDOING = pattern_of(LIST_WORDS["denies"] | LIST_WORDS["turned"] | LIST_WORDS["unsigned"])
# A heading asks for the first kind of headings.csv of which it has a word in each group. `person` is the name if there
# is no other, and beside a name a question with yes or no for an answer; `body` is the one that the signatory sits in.
_PATTERNS = tuple(
    (row["kind"], [pattern_of(row[each].split()) for each in ("words", "and_words") if row[each]])
    for row in _rows_of("headings.csv")
)
_PATTERNS_OF = {kind: [group for of, groups in _PATTERNS if of == kind for group in groups] for kind, _ in _PATTERNS}
# A text without any of these words asks for nothing.
_ANY_WORD = re.compile("|".join(group.pattern for _, (group, *_) in _PATTERNS))
# Headings of these kinds have no other words: *Heeft u ook iets anders getekend?* asks for something else.
_NO_OTHER_WORD = frozenset(["body", "source", "signed", "signature", "withdrawn"])
# The kinds of columns that may have the day of signing, the best first: of a question, of the signature, of sending a
# form. With other words than theirs a heading asks for another day: *Datum opzegging*.
ASKED_KINDS, SIGNATURE_KINDS, SENT_KINDS = ("date", "latest"), ("signed", "signature"), ("sent", "sent abroad")
DATE_KINDS = frozenset([*ASKED_KINDS, *SENT_KINDS])
# The parts of a name that may have a column of their own.
NAME_PARTS = ("given", "initials", "prefix", "family")
NAMING_KINDS = ("name", *NAME_PARTS, "organisation")
_DATE_PATTERNS = [group for kind in (*DATE_KINDS, "signed", "signature") for group in _PATTERNS_OF[kind]]
_A_PARTY_SIGNED = _PATTERNS_OF["organisation"][0], pattern_of(LIST_WORDS["signed_as_a_status"] | LIST_WORDS["yes"])
_TO_COME, _SIGNING, _SIGNED = (LIST_WORDS[kind] for kind in ("to_come", "signing", "signed_below"))
# In a heading of another kind, the words of these undo or are about something else.
_KINDS_APART = frozenset(
    ["withdrawn", "may_be_named", "may_be_named_from", "subscription", "collected", "body", "residence"]
)
_SHARED_PATTERNS = [group for kind, groups in _PATTERNS_OF.items() if kind not in _KINDS_APART for group in groups]
_WHO_KINDS = frozenset(["name", "given", "initials", "prefix", "family", "person", "organisation", "function", "body"])
_WHO_PATTERNS = [group for kind in _WHO_KINDS - _KINDS_APART for group in _PATTERNS_OF[kind]]
_WHO_STANDS, _COUNTED = pattern_of(LIST_WORDS["who_stands"]), pattern_of(LIST_WORDS["counted"])
_SAYS_NOTHING = pattern_of(LIST_WORDS["of_headings"])
# With *niet* in them headings of these kinds ask for the same: *Naam (niet verplicht)*.
_KEEP_THEIR_KIND = frozenset(
    ["name", "given", "family", "initials", "prefix", "email", "address", "residence", "date", "other", "collected"]
)
_ABOUT_NAMING, _OF_A_NAME, _PERMISSION, _ASKS_PERMISSION = (
    pattern_of(LIST_WORDS[kind]) for kind in ("about_naming", "of_a_name", "permission", "asks_permission")
)
# With a word of the first kind a heading asks for something else than to name the signer, unless it has one of the
# second and none of the third: of their function, of the deal, off the site.
_NOT_OF_THE_SIGNER: list[tuple[frozenset[str], ...]] = [
    (LIST_WORDS["not_a_name"], LIST_WORDS["own_name"], LIST_WORDS["either"]),
    (LIST_WORDS["of_the_deal"], LIST_WORDS["own_name"], frozenset()),
    (LIST_WORDS["a_no"], LIST_WORDS["a_yes"], frozenset()),
    (LIST_WORDS["off"], frozenset(), frozenset()),
]
_OF_OTHERS = pattern_of(LIST_WORDS["of_others"])
_ON_OUR_SITE = re.compile(r"\b(?:op|on) (?:onze|our) (?:web)?\w+|\bin (?:de|the) briefing\b")
_YOU, _PASSIVE = r"(?:u|je|jij|you)\b", r"(?!.*\b(?:dat|that)\b).*\b(?:worden|be)\b"
# The signer is named: *uw naam*, *u ... worden*, *mogen wij u noemen*; and not *onze naam*.
_OF_THE_SIGNER = re.compile(
    r"(?<!\bonze )(?<!\bour )(?<!\bdeze )(?<!\bthis )\b(?:naam\w*|name)\b"
    rf"|\b(?:{_YOU}|ik\b|i\b){_PASSIVE}|\b(?:wij|we|ckm) {_YOU}"
)
# The signer is to name somebody (*wilt u ons noemen*, *door u genoemd*), or a site of theirs is named.
_BY_THE_SIGNER = re.compile(
    r"\b(?:mag|mogen|may|can|kan) (?:het|dat|it|that)\b|"
    rf"\b(?:wilt?|will|would|kunt|kan|can|could|mag|may) {_YOU}(?!.*\b(?:worden|be|zijn|(?:wij|we) (?:uw?|your?|je))\b)"
    r".*\b(?:noemen|vermelden|mention|name|publiceren|publish)\b"
    rf"|\b(?:door|by) {_YOU}"
    r"|(?<!\bop )(?<!\bon )\b(?:uw|je|jouw|your|mijn|my|de|the) (?:(?:web)?(?:sites?|pagina|page)|partners)\b"
)
_ONE_IS_YES = re.compile(r"\b1 ?= ?(?:ja?|y(?:es)?)\b", re.IGNORECASE)
_YES_OR_NO = ({"j", "n"}, {"ja", "nee"}, {"y", "n"}, {"yes", "no"}, {"j_n"})
_FILLERS = LIST_WORDS["filler"]  # they make a question of a heading (Wat is uw naam?), or say how to answer
# Whoever is named by mistake can't be unnamed, so a heading asks for permission only if each of its words is known.
_CONSENT_WORD = pattern_of(LIST_WORDS["of_consent_to_be_named"] | _FILLERS)
# With one of these words a heading asks for something else, such as an earlier function, or that of somebody else.
_SOMETHING_ELSE = LIST_WORDS["turned"] | LIST_WORDS["of_another_time"]
_CONTACT = pattern_of(LIST_WORDS["of_contact"])
_ROLES_AND_PARTIES = _PATTERNS_OF["organisation"] + _PATTERNS_OF["function"]
# So does one that asks for the member of whoever filled in, or of which party somebody is a member.
# To sign in is no signature, and another deal has another number: *Signed in*, *Getekend deal 2*.
_SIGNING_ELSE = re.compile(r"\bsign(?:ed|s|ing)?[ -](?:in|up|off|out)\b|\b(?:deal|pledge)\W*(?!1300)\d", re.IGNORECASE)
_OF_SOMEBODY_ELSE = re.compile(
    r"\b(?:uw|mijn|je|jouw|your|my|voor|for) (?:kamerlid|mp|parlementarier|volksvertegenwoordiger|politicus)\b"
    r"|\b(?:lid van|member of)(?: (?:de|een|welke|a|the|which))*(?: (?:politieke|political))?(?: (?:partij|party)\b|$)"
)
_NO, _YES = LIST_WORDS["a_no"] | {"n", "0"}, LIST_WORDS["a_yes"]
_SAYS_NO = re.compile(r"[✗✘✖❌]|\s[-–—]\s*$|\b0\b(?! ?=)")
# With a year in the heading these were asked about something earlier: *Getekend in 2017*.
_WITHOUT_A_YEAR = frozenset(["signed", "signature", "may_be_named"])
_AUDIENCE = re.compile(
    r"\b(?:voor|tussen|onder|aan|met|in|door|among|between|to|for|with|by)\s+(?:(?:de|alle|andere|onze|all|other|our)\s+)*"
    r"(?:ondertekenaars|signatories|signers|partners|ckm|leden|members|elkaar|tweede kamer|kamer|deal|pledge)\b"
    r"|\b(?:handtekening|signature|(?:overzicht|lijst|pagina|briefing|site)\s(?:van\s)?(?:de\s)?tweede kamer)\b",
    re.IGNORECASE,
)
_A_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BROKEN_WORD = re.compile(r"(?<=[a-zà-ÿ])-\n(?=[a-zà-ÿ])")
_MAX_LENGTH = 200
# These parts of a question ask for nothing: its number, whose the deal is, and what it is against.
_ABOUT_THE_CAUSE = re.compile(
    r"^\W*[vq]\d{1,2}\b|(?<=deal|edge) van (?:het )?ckm\b"
    r"|\b(?:tegen|against)\s+(?:\w+\s+)?(?:(?:kinder|mensen|seksuele)\w*(?:\s+uitbuiting)?|\w+\s+trafficking)\b",
    re.IGNORECASE,
)


def has_word(pattern: re.Pattern[str], text: str) -> bool:
    """Return whether a word of a text is one of a pattern."""
    return any(map(pattern.fullmatch, words_of(text)))


def undoes_signature(text: str) -> bool:
    """Return whether a heading, a title or the name of a sheet has a word of lines that were not signed."""
    return has_word(_UNDOING, text)


def is_a_no(text: str) -> bool:
    """Return whether an answer begins with a no, or is a mark in place of one."""
    return text in LIST_WORDS["not_ticked"] or not LIST_WORDS["no"].isdisjoint(words_of(text)[:1])


def _words(text: str) -> list[str]:
    # A form numbers its questions (*1. Naam*), or its headings if one occurs twice (*Naam2*).
    words = (word.rstrip("0123456789") for word in words_of(re.sub(r"[+&/]", " en ", _ABOUT_THE_CAUSE.sub(" ", text))))
    return [word for word in words if word] or [text.strip()]


@lru_cache(maxsize=1_000)
def kind_of(text: str) -> str:
    """Return the kind of a heading, in two languages (`First name / Voornaam`) that of both; empty for none."""
    if not any(map(_ANY_WORD.fullmatch, _words(text))):
        return ""  # for speed: most texts are no headings
    parts = [part for part in re.split(r"[/|]", text) if words_of(part)]
    if len(parts) > 1 and len(kinds := {kind_of(part) for part in parts}) == 1 and "" not in kinds:
        return kinds.pop()
    words = _words(text[:_MAX_LENGTH])
    for kind, groups in _PATTERNS:
        has_all = all(any(map(group.fullmatch, words)) for group in groups)
        if has_all and (kind not in _NO_OTHER_WORD or _has_only(words, groups)):
            is_other = kind in _WITHOUT_A_YEAR and bool(_A_YEAR.search(text))
            is_other |= kind in _WITHOUT_A_YEAR - {"may_be_named"} and "=" in text and not _ONE_IS_YES.search(text)
            is_other |= kind == "may_be_named" and not _asks_for_consent(text)
            is_other |= kind == "may_be_named_from" and not all(map(_CONSENT_WORD.fullmatch, words))
            return "" if is_other or (kind not in _KEEP_THEIR_KIND and asks_for_something_else(text)) else kind
    return ""


def _has_only(words: Sequence[str], groups: Sequence[re.Pattern[str]]) -> bool:
    return all(word in _FILLERS or any(group.fullmatch(word) for group in groups) for word in words)


@lru_cache(maxsize=1_000)
def is_understood(heading: str, kind: str) -> bool:
    """Return whether each word of a heading is one of headings of its kind, or says nothing in any."""
    words = _words(heading[:_MAX_LENGTH])
    if not heading or kind in _NO_OTHER_WORD or kind.startswith("may_be_named"):
        return True
    if kind in DATE_KINDS:
        is_to_come = not LIST_WORDS["to_sign"].isdisjoint(words)
        return _has_only(words, _DATE_PATTERNS) and not (
            is_to_come or _says_no(heading) or _SIGNING_ELSE.search(heading)
        )
    of_signers = kind == "name" and has_word(_WHO_STANDS, heading)  # Kandidaat; and not Kandidaat mail ontvangen
    own = [*_PATTERNS_OF.get(kind, []), *([] if kind == "name" else [_SAYS_NOTHING])]
    says_something = any(word not in _FILLERS or any(each.fullmatch(word) for each in own) for word in words)
    is_no = len(words) > 1 and "no" in words  # No form; but No. is a number
    is_no |= kind == "beside" and asks_of_a_party(heading)
    # Beside who signed, a level or a year is that of another body or election: *Fractie gemeente*, *Kandidaat 2017*.
    is_of_who = kind in _WHO_KINDS
    is_no |= is_of_who and bool(_A_YEAR.search(heading))
    shared = _WHO_PATTERNS if is_of_who else _SHARED_PATTERNS
    known = [*own, *(_PATTERNS_OF["person"] if of_signers else shared)]
    return says_something and not (is_no or asks_for_something_else(heading)) and _has_only(words, known)


def asks_of_a_party(heading: str) -> bool:
    """Return whether a heading may ask whether somebody's party signed: Heeft uw fractie getekend?"""
    words = _words(heading[:_MAX_LENGTH])
    return all(any(map(group.fullmatch, words)) for group in _A_PARTY_SIGNED)


def _asks_for_consent(heading: str) -> bool:
    """Return whether a heading asks for permission to name the signer: *Is uw naam genoemd?* asks what was done."""
    words = _words(heading[:_MAX_LENGTH])
    said, says_how = {*words}, bool(_ONE_IS_YES.search(heading))
    own = said - LIST_WORDS["of_the_signer"]
    if own <= LIST_WORDS["to_name"] and 0 < len(own & LIST_WORDS["own_name"]) < len(own):
        return not any(map(str.isdigit, heading))  # Naam noemen?
    is_other = any(said & of and (said.isdisjoint(unless) or said & never) for of, unless, never in _NOT_OF_THE_SIGNER)
    # How to answer asks for permission too, but for what was done: *Naam op site j/n*, and not *Naam vermeld j/n*.
    asks = any(map(_ASKS_PERMISSION.fullmatch, words))
    is_to_be_named = said.isdisjoint(LIST_WORDS["was_named"]) and not said.isdisjoint(LIST_WORDS["to_name"])
    asks |= is_to_be_named and (says_how or any(pair <= said for pair in _YES_OR_NO))
    is_other |= _names_another(" ".join(words))
    # A heading that says to whom or from when asks for less than to be named.
    is_other |= bool(_AUDIENCE.search(heading)) or (not says_how and any(map(str.isdigit, heading)))
    is_coded = "=" in heading and not says_how  # (1=nee, 2=ja)
    of_a_name = any(map(_OF_A_NAME.fullmatch, words)) and all(map(_CONSENT_WORD.fullmatch, words))
    return asks and of_a_name and not (is_other or is_coded or _A_YEAR.search(heading))


def _names_another(question: str) -> bool:
    """Return whether the signer is asked to name somebody, or something else is named than the signer."""
    of_others = has_word(_OF_OTHERS, _ON_OUR_SITE.sub("", question)) and not _OF_THE_SIGNER.search(question)
    return of_others or bool(_BY_THE_SIGNER.search(question))


def asks_to_name(question: str) -> bool:
    """Return whether a question with yes or no for an answer asks for permission to name somebody."""
    is_about_it = any(map(_ABOUT_NAMING.fullmatch, _words(question)))
    return is_about_it and _asks_for_consent(question) and not asks_for_something_else(question)


def asks_for_something_else(text: str) -> bool:
    """Return whether a heading asks for what is not so, was so, is to come or is of somebody else: *Getekend: nee*."""
    words = {*_words(text[:_MAX_LENGTH])}
    is_to_come = bool(words & _TO_COME and words & _SIGNING) and words.isdisjoint(_SIGNED)
    is_to_come |= has_word(_WHO_STANDS, text) and has_word(_COUNTED, text)  # Kandidaat-ondertekenaar
    is_of_another = is_about_contact(text) and any(has_word(pattern, text) for pattern in _ROLES_AND_PARTIES)
    is_of_another |= bool(_OF_SOMEBODY_ELSE.search(" ".join(words_of(text))) or _SIGNING_ELSE.search(text))
    return is_to_come or is_of_another or not _SOMETHING_ELSE.isdisjoint(words) or _says_no(text)


def is_about_contact(heading: str) -> bool:
    """Return whether a heading may be of whom somebody spoke to, or came through: *Contact met*, *Via*."""
    return has_word(_CONTACT, heading)


def _says_no(text: str) -> bool:
    words = words_of(text[:_MAX_LENGTH])
    says_no = len(words) > 1 and not _NO.isdisjoint(words) and _YES.isdisjoint(words)
    return says_no or bool(_SAYS_NO.search(text))


def is_only_a_heading(text: str) -> bool:
    """Return whether a text is a heading of a known kind, and every word of it is one of headings."""
    return bool(kind_of(text)) and _has_only(_words(text[:_MAX_LENGTH]), [each for _, own in _PATTERNS for each in own])


def is_about_a_confirmation(heading: str) -> bool:
    """Return whether a heading says what was done with a signature afterwards: and not *Uitnodiging bevestigd*."""
    words, also = {*words_of(heading)}, ("beside_a_day", "filler", "of_signing")
    known = LIST_WORDS["confirmed"].union(*(LIST_WORDS[kind] for kind in also))
    return words <= known and not words.isdisjoint(LIST_WORDS["confirmed"])


def is_about_naming(heading: str) -> bool:
    """Return whether a heading has a word about being named, or about permission."""
    return any(_ABOUT_NAMING.fullmatch(word) or _PERMISSION.fullmatch(word) for word in _words(heading))


def asks_only_about_naming(heading: str) -> bool:
    """Return whether a heading asks for nothing but whether the signer may be named: *Naam zichtbaar op de site*."""
    words = _words(heading[:_MAX_LENGTH])
    of_naming = {word for word in words if _ABOUT_NAMING.fullmatch(word)}
    is_it = bool(of_naming - LIST_WORDS["own_name"]) and not LIST_WORDS["own_name"].isdisjoint(words)
    return is_it and all(word in of_naming or word in LIST_WORDS["beside_naming"] for word in words)


def headings_of(row: Sequence[str]) -> dict[int, str]:
    """Return the texts of a row of headings, each on one line, a word that was broken over two in one piece."""
    return {c: " ".join(_BROKEN_WORD.sub("", text).split()) for c, text in enumerate(row) if text}
