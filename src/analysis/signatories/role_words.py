"""The words written beside a name, looked up in a text.

The words are data: data/roles.csv has what each says with its source, data/places.csv the places of the country,
data/bodies.csv the names and titles of each body. A word that is in none of them is not understood.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import lru_cache

import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import OSA

from analysis.core.names import PartyNames, fold, words_of
from analysis.core.person_names import FORMS_OF_ADDRESS, PREFIXES, TITLES
from analysis.signatories.role_numbers import A_MONTH, places_in, years_in
from analysis.signatories.roles import ELSEWHERE, IN_FAVOUR, KINDS, NOTHING, Role, Word, name_a_seat
from analysis.sources.list_cells import UNSIGNED

_UNDOING = ("undone", "test", "negation")
# A phrase with such a word says what the word says; one with a negation does not: *zonder twijfel*.
_MORE_SERIOUS_THAN_A_PHRASE = ("undone", "test", "former", "staff", "relation")
# Only words of these kinds are recognised with a typing error: a word that looks like a post is not understood.
_MAY_BE_MISSPELT = ("staff", "seat", "own_body", "candidacy")
# An abbreviation has at least so many letters. Behind the last of more tokens than this a point ends a sentence.
_MIN_LETTERS, _MAX_TOKENS = 3, 6
_MAY_BE_EARLIER = frozenset(["office", "post", "staff", "profession"])
_SAYS_WHAT_IS_NOT = frozenset(["undone", "negation", "former", "staff", "relation"])
# Beside a word of these kinds a subject, such as care or housing, is understood; that of a deal is another deal's.
_MAY_HAVE_A_SUBJECT = frozenset(["member", "seat", "office", "undone"])
# Placeholders in the text of a decision. `_MISSING` stands for an empty place (*handtekening: -*, *[ ] getekend*).
NAME, _ROLE, _PARTY, _PLACE, _MISSING = "‹name›", "‹role›", "‹party›", "‹place›", "‹none›"
_PLAIN = dict.fromkeys((_ROLE, _PARTY, UNSIGNED), "plain")
_PLACEHOLDERS = {NAME: "unknown", _PLACE: "place", _MISSING: "negation"} | _PLAIN
_NOTHING_THERE = re.compile(
    r"_{2,}|:\s*\.{2,}|\b0\s?[x/]|\[\s*\]|\(\s*[-–—0]?\s*\)|[:=]\s*[-–—_.…0]+\s*(?=$|[;|/\n])|\s[-–—]+\s*$|(?<=\w)\W+n\.?v\.?t\.?\s*$|[☐○◯]|(?<![\w.,:/-])0(?![\w.,/-]|:\d)"
)
_TOKEN = re.compile(r"‹\w+›|[^\W\d_]+|\d+|[^\w\s]")
_WORD = re.compile(r"‹\w+›|[^\W\d_]+|\d+")
_WITH_POINTS = re.compile(r"(?<!\w)(?:[a-z]\.){2,}")
# An address on the internet and a day since 2020 say nothing of a role.
_ADDRESS_OR_DAY = re.compile(
    r"(?<!\S)\S+@\S+\.\w+|(?:https?://|www\.)\S+"
    r"|\b\d{1,2}[-./]\d{1,2}[-./](?:20)?[2-9]\d\b|(?<![Tt][Kk] )\b\d{1,2}/\d{1,2}\b"
    r"|\b20[2-9]\d-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?\b"
)
_HANDLE = re.compile(r"(?<!\w)@(\w+)")
# *No.* in front of digits stands for number; elsewhere *no* is a negation.
_NO_AS_NUMBER = re.compile(r"\bno\W{0,2}(?=\d)")
# Emoji that cheer, with the marks that colour them, say as little as a point.
_CHEERING = "💪🙏👍❤♥✅✔✓✊👏🤝💚💙💛🧡💜🌹🌳🌻🇳🇱🏻🏼🏽🏾🏿\ufe0f"
_ONLY_SIGNS = re.compile(rf"(?![-–—/_~…]+$|\.$|\.{{3,}}$)[^\w{_CHEERING}]+")
_BREAKS = frozenset(",;/+&(") | {"en", "and"}
_SIGNS = frozenset(".:!)[]-'\"#@•·|_…\\" + _CHEERING) | _BREAKS
_FIRST_OF_A_LIST = "lijsttrekker"
# A deal with another number than 1300: *1400-deal*, *5e deal*, *deal 2.0*.
_COUNTED = r"ondertekenaars?|handtekening(?:en)?|signatures?|signatories|signers"
_A_NUMBER = r"(?!1[.,]?300\b|(?:19|20)\d\d(?!\d))\d{1,4}"
_NO_DAY = rf"(?!\d|%|[/.:_-]\d|\s*(?:{A_MONTH})\b|\s+(?:uur|u)\b)"
_ANOTHER_DEAL = re.compile(
    r"(?<![\w.,])(?!1[.,]?300(?!\d))\d[\d.,]*\s*(?:e\s+|-\s*)?(?=deal|pledge)"
    r"|(?<!\w)\d+(?:e|de|ste|nd|rd|th)\s+(?=(?:1300[-\s]?)?(?:deal|pledge))"
    r"|(?:(?<=deal)|(?<=pledge))(?:\s+1300)?\W{0,3}(?:"
    rf"(?:(?:nr|no|nummer|number)\b\.?|#)\s*\d+|_?{_A_NUMBER}(?:\.\d)?{_NO_DAY}(?!\s+(?:{_COUNTED})\b))",
    re.IGNORECASE,
)
_OF = ("of", "van")
_INITIAL = r"[A-Z]\.\s*"
_SURNAME = rf"(?:(?:{'|'.join(sorted(PREFIXES, key=len, reverse=True))})\s+)*[A-ZÀ-Þ][\w'’-]+(?:\s*-\s*[A-ZÀ-Þ]\w+)?"
_A_NAME = re.compile(rf"\b(?P<first>(?:{_INITIAL})+|[A-Za-zÀ-þ][\w'’-]*\.?\s+)(?P<last>{_SURNAME})")
# A shorter word in favour is recognised with a typing error only if letters changed places: *politie* is not *positie*.
_MIN_LETTERS_IN_FAVOUR = 8


class RoleWords:
    """The words that say something in one body, looked up in a text."""

    def __init__(
        self,
        body: Mapping[str, str],
        roles: pd.DataFrame,
        places: pd.DataFrame,
        lists: PartyNames,
        given_names: Set[str] = frozenset(),
        surnames: Set[str] = frozenset(),
    ) -> None:
        """Take a row of data/bodies.csv, data/roles.csv, data/places.csv, names of lists, and words of names."""
        self._lists, self._given_names, self._surnames = lists, given_names, surnames
        self._exact: dict[str, str] = dict(_PLACEHOLDERS)
        # A title that is also an office elsewhere does not say of which body: every town has councillors.
        offices = set(roles.loc[roles["kind"] == "office", "words"])
        titles = (" ".join(words_of(title)) for title in body["titles"].split("|") if title)
        said = {title: "shared_title" if title in offices else "seat" for title in titles}
        self._titles = {title: kind for title, kind in said.items() if " " not in title}
        # Phrases by their first word, the longest first; a star at the end of one is any letters.
        self._phrases: dict[str, list[tuple[list[str], str]]] = {}
        patterns: dict[str, list[str]] = {}
        rows = [*said.items(), *_words_of_body(body, roles, places)]
        for text, kind in sorted(rows, key=lambda row: len(row[0]), reverse=True):
            words = _WORD.findall(text.replace("*", "")) if " " in text else [text]
            if len(words) > 1:
                words[-1] += "*" if text.endswith("*") else ""
                self._phrases.setdefault(words[0], []).append((words, kind))
            elif "*" in text:
                patterns.setdefault(kind, []).append(re.escape(text).replace(r"\*", r"\w*"))
            elif KINDS.index(kind) < KINDS.index(self._exact.get(text, "unknown")):
                self._exact[text] = kind
        self._patterns = [(kind, re.compile("|".join(patterns[kind]))) for kind in KINDS if kind in patterns]
        self._known = [word for word, kind in self._exact.items() if len(word) > 4 and kind in _MAY_BE_MISSPELT]
        self.read = lru_cache(maxsize=20_000)(self._read)
        self.word = lru_cache(maxsize=20_000)(self._word)

    def _read(self, text: str, parties: PartyNames) -> Role:
        if not text:
            return NOTHING
        role = self._role_in(text, parties)
        if not role.words and _ONLY_SIGNS.fullmatch(text):
            return role.not_understood(text)  # a ditto mark of another kind
        if role.words:
            hidden = self._with_names_hidden(text)
            without_names = role if hidden == text else self._role_in(hidden, parties)
            role = replace(role, text=_decision_text(without_names, self._given_names))
        return replace(role, words=tuple(word for word in role.words if word.kind not in ("party", "break")))

    def _role_in(self, text: str, parties: PartyNames) -> Role:
        text = text.replace("#1300", "1300")
        text = _NOTHING_THERE.sub(f" {_MISSING} ", _ANOTHER_DEAL.sub(f" {_MISSING} ", text))
        text = _ADDRESS_OR_DAY.sub(self._undoing_words_of, text)
        text = _HANDLE.sub(lambda found: f" {found[1]} " if parties.mentions(found[1]) else " ; ", text)
        folded = _WITH_POINTS.sub(lambda found: found[0].replace(".", "") + " ", fold(text))
        folded = _NO_AS_NUMBER.sub("nr ", folded)
        named, listed = ([*names.pattern.finditer(folded)] for names in (parties, self._lists))
        rest = folded
        # Two names may overlap: their characters become zeros first, so that one placeholder stands for both.
        for found in sorted(named + listed, key=lambda found: (found.start(), -found.end()), reverse=True):
            rest = rest[: found.start()] + "\0" * (found.end() - found.start()) + rest[found.end() :]
        rest = re.sub("\0+", f" {_PARTY} ", rest)
        years = frozenset(years_in(rest))
        same = {each.span() for each in named}  # for speed: most names of lists are names of parties too
        apart = (each for each in listed if each.span() not in same)
        outside = [each for each in apart if all(each.end() <= n.start() or n.end() <= each.start() for n in named)]
        lists, others = (_ids_of(found, self._lists) for found in (listed, outside))
        words = [*self._words_in(_TOKEN.findall(rest))]
        kinds = {word.kind for word in words} - {"party", "break"}
        # A subject beside no role is not understood; a letter beside the deal is that of the deal.
        meant = {"subject": "unknown"} if kinds.isdisjoint(_MAY_HAVE_A_SUBJECT) else dict[str, str]()
        meant |= {"letter": "plain"} if "deal" in kinds else {}
        words = [word._replace(kind=meant[word.kind]) if word.kind in meant else word for word in words]
        words = _beside_each_other(words)
        # Beside a party alone or a candidacy a number is a place on the list: *CDA 52*, *nr. 52*.
        places = places_in(rest) if not kinds or "candidacy" in kinds else frozenset[int]()
        places |= {1} if any(word.text.startswith(_FIRST_OF_A_LIST) for word in words) else set()
        return Role(_ids_of(named, parties), lists, others, years, tuple(words), name_a_seat(words), places=places)

    def _undoing_words_of(self, found: re.Match[str]) -> str:
        """Return the words of an address that undo: niet-getekend@…, …/handtekening-ingetrokken."""
        words = words_of(found[0])
        return f" ; {' '.join(words) if any(self.word(word).kind in _UNDOING for word in words) else ''} ; "

    def _with_names_hidden(self, text: str) -> str:
        place = 0
        while found := _A_NAME.search(text, place):
            first, last = fold(found["first"]).strip(" ."), words_of(found["last"])
            # Behind an initial only a known surname makes a name: *B. Toehoorders* is a section.
            is_initial = found["first"][1] == "." and not self._surnames.isdisjoint(last)
            is_given = first in self._given_names or is_initial or first in FORMS_OF_ADDRESS
            is_known = any(self.word(each).kind not in ("unknown", "place") for each in last if each not in PREFIXES)
            if is_given and not is_known:
                text = f"{text[: found.start()]} {NAME} {text[found.end() :]}"
            place = found.start() + len(NAME if is_given and not is_known else found["first"])
        return text

    def _words_in(self, tokens: list[str]) -> Iterator[Word]:
        place = 0
        while place < len(tokens):
            token = tokens[place]
            if phrase := self._phrase_at(tokens, place):
                length, kind = phrase
                words = [each for each in tokens[place : place + length] if each not in _SIGNS]
                graver = (each for word in words if (each := self.word(word).kind) in _MORE_SERIOUS_THAN_A_PHRASE)
                yield Word(" ".join(words), next(graver, kind))
                place += length
                continue
            place += 1
            if token in _BREAKS:
                yield Word(token, "break")
            elif token == _PARTY:
                yield Word(token, "party")
            elif token not in _SIGNS and not token.isdigit():
                is_short = tokens[place : place + 1] == ["."] and (
                    place + 1 < len(tokens) or len(tokens) <= _MAX_TOKENS
                )
                word = self.word(token)
                if is_short and word.kind == "unknown" and len(token) >= _MIN_LETTERS:
                    begun = (kind for known, kind in self._exact.items() if known.startswith(token) and kind != "place")
                    word = word._replace(kind=min(begun, key=KINDS.index, default="unknown"))
                yield word

    def _phrase_at(self, tokens: list[str], place: int) -> tuple[int, str] | None:
        """Return how many tokens the phrase that begins at a place has, and what it says; signs may be between."""
        for words, kind in self._phrases.get(tokens[place], ()):
            at, left = place, list(words)
            while left and at < len(tokens):
                found, wanted = tokens[at], left[0]
                if found == wanted or (len(left) == 1 and wanted[-1] == "*" and found.startswith(wanted[:-1])):
                    left.pop(0)
                elif found not in ".-'":
                    break
                at += 1
            if not left:
                return at - place, kind
        return None

    def _word(self, text: str) -> Word:
        """Return what a word says, as it is or else as a misspelling of a known word."""
        # The patterns are in the order of KINDS.
        of_patterns = (kind for kind, pattern in self._patterns if pattern.fullmatch(text))
        if kind := self._titles.get(text) or self._exact.get(text) or next(of_patterns, ""):
            return Word(text, kind)
        if text in TITLES or text in FORMS_OF_ADDRESS:
            return Word(text, "plain")
        errors = 2 if len(text) > 8 else 1
        found = process.extract(text, self._known, scorer=OSA.distance, score_cutoff=errors, limit=None)
        near = [known for known, _, _ in found if known[0] == text[0]]
        sure = {known for known in near if len(known) >= _MIN_LETTERS_IN_FAVOUR or sorted(known) == sorted(text)}
        kinds = [kind for known in near if (kind := self._exact[known]) not in IN_FAVOUR or known in sure]
        return Word(text, min(kinds, key=KINDS.index, default="unknown"), misspelt=bool(kinds))


def _words_of_body(body: Mapping[str, str], roles: pd.DataFrame, places: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Yield each word or phrase with what it says in a body: the seat of one body is an office elsewhere."""
    for name in filter(None, [body["name_nl"], body["name_en"], *body["names"].split("|")]):
        yield " ".join(words_of(name)), "own_body"
    for words, kind, of in zip(roles["words"], roles["kind"], roles["body_id"].fillna(""), strict=True):
        if of == body["body_id"]:
            yield words, {"body": "own_body", "candidacy": "seat"}.get(kind, kind)
        else:
            yield words, {"seat": "office", "candidacy": "body"}.get(kind, kind) if of else kind
    for place in places["place"]:
        yield " ".join(words_of(place)), "place"


def _beside_each_other(words: list[Word]) -> list[Word]:
    """Return words with what those beside them make of them."""
    found = list[Word]()
    for place, word in enumerate(words):
        # An earlier office (*oud-wethouder*) says nothing of a seat now; where a word is joined to it, both may be over
        # (*voormalig wethouder en Kamerlid*).
        joined = place + 1 < len(words) and words[place + 1].kind == "break" and words[place + 1].text not in ",;("
        if found and found[-1].kind == "former" and word.kind in _MAY_BE_EARLIER and not joined:
            found[-1] = Word(f"{found[-1].text} {word.text}", "profession")
        else:
            found.append(word)
    for place, word in enumerate(found):
        two = found[max(place - 2, 0) : place]
        if word.kind == "place" and [each.kind for each in two[:1]] == ["own_body"] and two[-1].text in _OF:
            found[place] = word._replace(kind="unknown")  # Parliament of Sint Maarten
    for place, word in enumerate(found[:-1]):
        if word.kind in ("linking", "condition"):
            # In front of a seat such a word may say that it is somebody else's: *voor Kamerlid*, *bij Kamerlid*.
            behind = next((each.kind for each in found[place + 1 :] if each.kind != "plain"), "")
            before = found[place - 1].kind if place else "break"
            if behind in ("seat", "candidacy") and before in ("break", "plain", "greeting", "subject"):
                found[place] = word._replace(kind="unknown")
    return found


def _decision_text(role: Role, given_names: Set[str]) -> str:
    """Return the words of a role as one text, with what says that somebody sits or stands as a placeholder."""
    # A place beside a party or a role may be that of a branch, and stays in the text; beside an office it says nothing.
    is_of_a_place = role.has("place") and not role.has("office") and role.has("party", *IN_FAVOUR)
    in_favour = dict.fromkeys(() if role.has(*_SAYS_WHAT_IS_NOT) else IN_FAVOUR, _ROLE)
    hidden = {"break": "", **in_favour, **({} if is_of_a_place else {"place": _PLACE})}
    pieces, before = [""], "break"
    for place, word in enumerate(role.words):
        is_a_name = word.kind == "unknown" and word.text in given_names
        # Kandidaat-raadslid is another candidacy than that of *kandidaat, raadslid*.
        is_for_another = word.kind == "candidacy" and _kind_behind(role.words, place) in ELSEWHERE
        piece = NAME if is_a_name else word.text if is_for_another else hidden.get(word.kind, word.text)
        # A party stays in the text only behind a word that links to it: in *lid van CDA*, and not in *arts, CDA*.
        is_apart = before not in ("plain", "linking") and pieces[-1] != "namens" and not is_of_a_place
        if piece not in ("", pieces[-1]) and not (word.kind == "party" and is_apart):
            pieces.append(piece)
        before = word.kind
    return " ".join(pieces[1:])


def _kind_behind(words: Sequence[Word], place: int) -> str:
    kinds = (words[each].kind for each in range(place + 1, len(words)))
    return next((kind for kind in kinds if kind not in ("plain", "linking")), "")


def _ids_of(found: list[re.Match[str]], names: PartyNames) -> frozenset[str]:
    return frozenset(name for each in found for name in names.meanings[(each.lastindex or 1) - 1])
