"""Which column of a list holds what: the headings of the form, and the variants that people make of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from analysis.core.names import words_of
from analysis.sources.list_texts import text_of

# Cells whose answers are kept: those of a list repeat, names apart.
_REMEMBERED = 4_000
# The form of the pledge asks for Naam, Functie + organisatie, Datum, Handtekening; words of `_FILLERS` may be added.
_HEADINGS = {
    "name": "naam|name|namen|names|volledige naam|full name|voor en achternaam|naam en achternaam|achternaam voornaam|"
    "voornaam achternaam|naam en voorletters|voorletters en achternaam|initialen en achternaam|ondertekenaar|"
    "ondertekenaars|ondergetekende|naam ondertekenaar|signatory|signatories|signer|name signatory|naam kamerlid|"
    "naam en functie|naam functie organisatie|naam en partij|naam en organisatie|name and function|"
    "name and organisation",
    # Says who signed only where nothing else does: it may be asked beside the name, with yes or no for an answer.
    "person": "kamerlid|raadslid|statenlid|lid|member|member of parliament|politicus|politician|persoon|person|wie",
    # De heer, mevrouw: it goes in front of the name.
    "address": "aanhef|aanspreekvorm|aanspreektitel|salutation|form of address|dhr mevr|dhr mw|de heer mevrouw|mr mrs",
    "given": "voornaam|roepnaam|first name|given name|voornamen",
    "initials": "initialen|voorletters|initials|voorletter|voorletter s",
    "prefix": "tussenvoegsel|tussenvoegsels|tussenvoegsel s|prefix|voorvoegsel|voorvoegsels",
    "family": "achternaam|familienaam|last name|family name|surname",
    "function": "functie|function|rol|role|position|hoedanigheid|functietitel|functie titel|job title|ambt",
    "organisation": "organisatie|organisation|organization|partij|party|fractie|politieke partij|political party|"
    "instelling|organisatie partij|partij organisatie|organisation party|party organisation|functie organisatie|"
    "function organisation|function organization|functie partij|function party|position organisation|functie fractie|"
    "position organization|rol organisatie|organisatienaam|partijnaam|naam organisatie|naam partij|partij naam|"
    "politieke partij organisatie|namens|namens partij|namens organisatie|affiliation|naam fractie|"
    "partij fractie|name organisation|name organization|name party",
    # Which body the signer sits in, by id or name; what it means is for `signatories` to find.
    "body": "orgaan|vertegenwoordigend orgaan|volksvertegenwoordiging|kamer|raad|body|representative body|"
    "chamber|council",
    "date": "datum|date|datum ondertekening|datum handtekening|datum tekenen|getekend op|ondertekend op|signed on|"
    "date signed|date signature|date signing|signing date|datum getekend|datum ondertekend|tekendatum|"
    "ondertekeningsdatum|datum en plaats|plaats en datum|date and place|place and date|op datum ondertekent|"
    "op datum getekend|op datum ondertekend|getekend d d|ondertekend d d|signature date|d d",
    # A web form adds when it was sent: it counts where no date was asked for.
    "sent": "tijdstempel|tijdstip|ingevuld op|verzonden op|begintijd|tijd voltooien|voltooiingstijd",
    "sent abroad": "timestamp|submitted at|submission date|start time|completion time",
    "latest": "datum uiterlijk op|uiterlijk op|at the latest on|date at the latest",
    "source": "bron|bronnen|source|sources",
    "may_be_named": "mag genoemd worden|mag naam genoemd worden|mag met naam genoemd worden|may be named|"
    "mag bij naam genoemd worden|naam mag genoemd worden|naamsvermelding|toestemming naamsvermelding|"
    "toestemming vermelding|consent to be named|mogen wij naam noemen|mogen we naam noemen|may we name you|"
    "may we publish name",
    "may_be_named_from": "datum toestemming|toestemming gegeven op|toestemming op|mag genoemd worden vanaf|"
    "mag genoemd worden sinds|date of consent|consent given on|may be named from|may be named since",
    # What these say can take a signature away, never add one.
    "signed": "getekend|ondertekend|heeft getekend|heeft ondertekend|signed|has signed|ondertekent",
    "signature": "handtekening|signature|paraaf|handtekening gezet",
    "withdrawn": "ingetrokken|ingetrokken op|datum intrekking|intrekking|withdrawn|withdrawn on",
    # Known, so that a row of headings is seen to be one; not read.
    "number": "nr|nummer|volgnummer|no|number|id|#|rij|regel|row",
    "email": "e mail|email|mail|e mailadres|emailadres|mailadres|e mail adres|email address|e mail address",
    "other": "opmerking|opmerkingen|toelichting|notities|comment|comments|remark|remarks|notes|gemeente|woonplaats|"
    "plaats|provincie|regio|telefoon|telefoonnummer|phone|adres|postcode|website|aantal zetels|zetels|seats|"
    "taal|language|titel|titels|title|geslacht|geboortedatum",
}
# A question of a form says what it asks by its parts: a word that starts with one of each group.
_PARTS = (
    ("may_be_named_from", "datum date vanaf sinds since from", "toestemm consent genoemd named permission"),
    ("may_be_named", "noem genoemd named vermeld naamsvermeld mention listed list openbaar zichtbaar display publish "
     "publiceer publicer publicly", "mag mogen may can akkoord toestemm consent agree permission naam name we wij do"),
    ("may_be_named", "naam name", "site website online openbaar"),
    ("address", "aanhef salutation aanspreek"),
    ("email", "mail e-mail emailadres"),
    ("other", "toevoeg voegen opmerk toelicht suggest comment remark adres ip telefoon phone woonplaats collector"),
    ("sent", "tijdstempel timestamp submitted ingevuld ingezonden verzonden"),
    ("date", "datum date wanneer when dag"),
    ("family", "achternaam surname familienaam last", "achternaam surname familienaam name"),
    ("given", "voornaam roepnaam first", "voornaam roepnaam name"),
    ("organisation", "partij party fractie groepering organisat represent affiliat namens"),
    ("function", "functie function rol role hoedanigheid position ambt beroep involved job capacity"),
    ("name", "naam name wie who ondertekenaar signatory signer"),
    ("number", "id nr nummer"),
)  # fmt: skip
_ABOUT_CONSENT = (
    "toestemm consent akkoord agree permission anoniem anonym genoemd noemen vermeld named mention publiceer publicer "
    "publish openbaar privacy avg gdpr"
)
_TURNED = frozenset(["niet", "not", "geen", "anoniem", "anonymous", "zonder", "without"])
# They make a question of a heading ("Wat is uw naam?"), say how to fill in, or come and go.
_FILLER_WORDS = (
    "wat is uw u je jouw de het een van en and what your are the a of or vul hier hieronder in graag please enter "
    "vraag question verplicht required welke which dd mm jjjj yyyy jj yy"
)
_FILLERS = frozenset(_FILLER_WORDS.split())
_LETTERS = re.compile(r"[a-z]+")
_AND = re.compile(r"[+&/]")
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ANSWERS = frozenset(["ja", "nee", "yes", "no", "j", "n", "y", "x", "v", "true", "false", "waar", "onwaar"])
_OF_A_PERSON = frozenset(["name", "given", "family"])
# Nobody is called what stands above these.
_NO_NAMES = frozenset(["function", "organisation", "date", "latest", "signed", "signature", "withdrawn"])
_NAMING = frozenset(["name", "family", "organisation"])
# Title rows may stand above the headings, but not this many.
ROWS_OF_TITLES = 20


def _words(text: str) -> list[str]:
    # Numbers come with a form: `1. Naam`, and `Naam2` where it had a Naam of its own.
    words = words_of(_AND.sub(" en ", text))
    return [word for each in words if (word := each.rstrip("0123456789"))]


def _plain(text: str) -> str:
    return " ".join(word for word in _words(text) if word not in _FILLERS) or text.strip()


_EXACTLY = {heading: kind for kind, headings in _HEADINGS.items() for heading in headings.split("|")}
_FIELD_OF = {_plain(heading): kind for heading, kind in _EXACTLY.items()}
_WORDS_OF_HEADINGS = frozenset(word for heading in _FIELD_OF for word in heading.split())


@dataclass(frozen=True)
class Table:
    """A part of a sheet under one row of headings.

    `fields` says of a column what it holds, `headings` of a column what stands above it; `header` is the place of the
    headings, `first` that of the first row below them and `end` that behind the last, all from 0. `unsure` are rows
    of headings too, but with cells that are none.
    """

    fields: dict[int, str]
    headings: dict[int, str]
    header: int
    first: int
    end: int
    unsure: frozenset[int] = frozenset()

    def columns(self, *kinds: str) -> list[int]:
        """Return the columns that hold one of the kinds, in their order."""
        # Asked of every line, with the same few questions.
        if kinds not in self._columns:
            self._columns[kinds] = [column for column, kind in self.fields.items() if kind in kinds]
        return self._columns[kinds]

    @cached_property
    def _columns(self) -> dict[tuple[str, ...], list[int]]:
        return {}

    @property
    def unknown(self) -> list[int]:
        """Return the columns whose headings say nothing known."""
        return [column for column in self.headings if self.fields.get(column, "beside") == "beside"]

    def called(self, column: int) -> str:
        """Return what a report calls a column: by its heading only if that is known, for else it may be a name."""
        plain = _IN_BRACKETS.sub("", self.headings.get(column, "")).strip()
        return plain if plain and _kind(self.headings[column]) else f"column {column + 1}"


def headings_in(rows: Sequence[Sequence[Any]]) -> int:
    """Return how many headings the row has under which the rows are read; 0 if none says who signed."""
    place = _header_row(rows)
    return 0 if place is None else len(_understood(rows[place]))


def tables_in(rows: Sequence[Sequence[Any]]) -> list[Table]:
    """Return the tables of a sheet, one under the other; none if no row of headings says who signed."""
    start = _header_row(rows)
    if start is None:
        return []
    tables: list[Table] = []
    while start < len(rows):
        first = start + 1
        fields, headings = _kinds_by_parts(rows[start], _kinds(rows[start])), _texts(rows[start])
        if first < len(rows) and _goes_on(rows[first]):  # Naam over Voornaam and Achternaam
            fields, headings = fields | _kinds(rows[first]), headings | _texts(rows[first])
            first += 1
        end = next((n for n in range(first, len(rows)) if _starts_anew(rows[n], fields)), len(rows))
        unsure = frozenset() if end == len(rows) or _is_all_headings(rows[end]) else frozenset([end])
        tables.append(Table(_settled(fields), headings, start, first, end, unsure))
        start = end
    return tables


def _kinds(row: Sequence[Any]) -> dict[int, str]:
    named = {column: _kind(str(cell)) for column, cell in enumerate(row) if isinstance(cell, str)}
    return {column: kind for column, kind in named.items() if kind}


@lru_cache(maxsize=_REMEMBERED)
def _kind(text: str) -> str | None:
    if not _may_be_a_heading(text):
        return None  # as most cells: the rest takes time
    # `Naam (organisatie)` asks for another thing than `Naam (voluit)`: the whole is looked up first.
    outside = _IN_BRACKETS.sub(" ", text)
    kind = _EXACTLY.get(" ".join(_words(text))) or _FIELD_OF.get(_plain(text)) or _FIELD_OF.get(_plain(outside))
    in_two_languages = {_FIELD_OF.get(_plain(piece)) for piece in re.split(r"[/|\n]", outside)}
    return kind or (in_two_languages.pop() if len(in_two_languages) == 1 else None)


def _kinds_by_parts(row: Sequence[Any], exact: dict[int, str]) -> dict[int, str]:
    """Return what each heading of a row asks, by its parts where it is none of those that are known.

    A heading that says nothing known is `beside`: what stands under it can speak against a signer, never for one.
    """
    unknown = {column: text for column, text in _texts(row).items() if column not in exact}
    return exact | {column: _kind_by_parts(text) or "beside" for column, text in unknown.items()}


def _kind_by_parts(text: str) -> str | None:
    words = words_of(text)
    for kind, *groups in _PARTS:
        if all(any(word.startswith(tuple(group.split())) for word in words) for group in groups):
            return None if kind == "may_be_named" and _TURNED.intersection(words) else kind
    return None


def may_ask_consent(heading: str) -> bool:
    """Return whether a heading may ask if a signer agrees to be named, and was not understood to."""
    return any(word.startswith(tuple(_ABOUT_CONSENT.split())) for word in words_of(heading))


def _texts(row: Sequence[Any]) -> dict[int, str]:
    texts = {column: " ".join(text_of(cell).split()) for column, cell in enumerate(row)}
    return {column: text for column, text in texts.items() if text}


def _header_row(rows: Sequence[Sequence[Any]]) -> int | None:
    weak = None
    for place, row in enumerate(rows):
        if place < ROWS_OF_TITLES and _asks_who_signs(row):
            return place
        kinds = _kinds(row)
        if not _NAMING & set(_settled(kinds).values()):
            continue
        # The first with two: a table further down may have more of them.
        if len(kinds) > 1:
            return place
        if weak is None and place < ROWS_OF_TITLES and not _may_be_a_line(row, kinds):
            weak = place
    return weak


def _understood(row: Sequence[Any]) -> dict[int, str]:
    kinds = _kinds_by_parts(row, _kinds(row))
    return {column: kind for column, kind in kinds.items() if kind != "beside"}


def _asks_who_signs(row: Sequence[Any]) -> bool:
    """Return whether a row is one of headings by their parts: most of its cells are, and one asks for the name."""
    kinds = _understood(row)
    return 2 < len(kinds) >= len(_texts(row)) - 1 and bool({"name", "family"} & set(kinds.values()))


def _may_be_a_line(row: Sequence[Any], kinds: dict[int, str]) -> bool:
    """Return whether the one heading of a row may be the office of who signed: `raadslid` beside a name, or a date."""
    texts = list(_texts(row).values())
    return "person" in kinds.values() and not (len(texts) == 1 and texts[0].isalpha())


def unread_columns(table: Table, rows: Sequence[Sequence[Any]]) -> list[int]:
    """Return the columns of a table that hold text, and of which no heading says what, or none at all.

    Numbers are left out: people number their lines.
    """
    known = {column for column, kind in table.fields.items() if kind != "beside"}
    texts: dict[int, set[str]] = {}
    for row in rows:
        for column, cell in enumerate(row):
            if _is_text(cell) and (column not in known or table.fields.get(column) == "person"):
                texts.setdefault(column, set()).add(cell.strip().lower())
    # Whether somebody is a member is asked beside the name; but under Raadslid a second one may stand.
    return sorted(column for column, found in texts.items() if column not in known or not found <= _ANSWERS)


def _is_text(cell: Any) -> bool:
    return isinstance(cell, str) and any(sign.isalpha() for sign in cell)


def _is_all_headings(row: Sequence[Any]) -> bool:
    kinds = _kinds(row)
    return len(kinds) > 1 and len(kinds) == len(_texts(row))


def _goes_on(row: Sequence[Any]) -> bool:
    """Return whether a row right below the headings is more of them. A. de Raad, raadslid, is somebody who signed."""
    kinds = set(_kinds(row).values())
    return _is_all_headings(row) and (_says_who(kinds) or kinds <= _NO_NAMES)


def _says_who(kinds: set[str]) -> bool:
    return bool(_OF_A_PERSON & kinds) or {"organisation", "date"} <= kinds


def _starts_anew(row: Sequence[Any], fields: dict[int, str]) -> bool:
    """Return whether a row below the headings is another row of headings: nobody is called Naam."""
    if _cannot_be_headings(row):
        return False
    kinds = _kinds(row)
    if len(kinds) < 2 or not _says_who(set(kinds.values())):
        return False
    texts = _texts(row)
    a_name = any(column in texts and column not in kinds for column, kind in fields.items() if kind in _OF_A_PERSON)
    return len(kinds) == len(texts) or (2 * len(kinds) > len(texts) and not a_name)


def _cannot_be_headings(row: Sequence[Any]) -> bool:
    """Return whether half of a row can't be headings, as of most lines: the rest takes time."""
    texts = (cell if cell.isascii() else text_of(cell) for cell in row if isinstance(cell, str))
    cells = [text for text in texts if text.strip()]
    others = 0
    for text in cells:
        others += not _may_be_a_heading(text)
        if 2 * others >= len(cells):
            return True
    return not cells


def _may_be_a_heading(text: str) -> bool:
    words = _LETTERS.findall(text.lower()) if text.isascii() else _words(text)
    return "#" in text or not _WORDS_OF_HEADINGS.isdisjoint(words)


def _settled(fields: dict[int, str]) -> dict[int, str]:
    """Return the fields without the account of whoever filled in a form, and with a person as a name if need be."""
    names = [column for column, kind in fields.items() if kind == "name"]
    # Microsoft Forms puts the name of the account behind its e-mail address; two such pairs are two people.
    accounts = [column for column in names[:-1] if fields.get(column - 1) == "email" != fields.get(names[-1] - 1)]
    kept = {column: kind for column, kind in fields.items() if column not in accounts}
    is_named = {"name", "family"} & set(kept.values())
    return {column: "name" if kind == "person" and not is_named else kind for column, kind in kept.items()}
