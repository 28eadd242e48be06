"""What is written beside the name on a line, cell by cell: a remark or a title can't speak for who signed."""

import datetime
import re
from collections.abc import Iterator, Set
from dataclasses import replace
from functools import lru_cache
from itertools import compress

from analysis.core.names import REMEMBERED, PartyNames, words_of
from analysis.signatories.body import Body
from analysis.signatories.records import Line
from analysis.signatories.role_words import NAME
from analysis.signatories.roles import NOTHING, REMARK, Role
from analysis.sources.list_cells import UNANSWERED, UNSIGNED
from analysis.sources.list_remarks import ends_a_list
from analysis.sources.list_words import undoes_signature
from analysis.sources.signing_dates import AFTER_SIGNING, is_after_a_title, names_a_later_day, names_another_day

# These stand in front of a text that is not beside a name, as the same words mean something else among the lines, above
# a column, or in a title.
BELOW, HEADING, TITLE, FILE, DAY_OF_SIGNING = "below", "heading", "title", "file", "day of signing"
EARLIER, ALONE, BESIDE_A_ROLE = "signed after the day of", "name alone, below", "name beside a role, below"
PLACE_IN_FRONT = re.compile(rf"^(?:{BELOW}|{HEADING}|{TITLE}|{FILE}|{REMARK}|{EARLIER}|{ALONE}|{BESIDE_A_ROLE}) ")
# The kinds of words that count where somebody lives, or who collected a signature: an unknown word is a name there.
_NOT_OF_A_NAME = frozenset(
    ["undone", "test", "negation", "former", "staff", "relation", "post", "office", "body", "condition", "signed"]
)
# Those that count in an answer about being named, which may say more: *nee, haal mij van de lijst*.
_NOT_OF_CONSENT = frozenset(["undone", "test", "office", "unknown"])
# Those that do not count in the name of a file, which is by whoever dropped it in.
_NOT_OF_A_FILE = frozenset(["unknown", "channel", "greeting", "condition", "linking"])
# Beside a day these words may say that somebody signs on it.
_TO_SIGN = frozenset(["teken", "onderteken", "steun"])
_NUMBER_OR_LETTER = re.compile(r"\W*(?:nr\W*)?(?:\d+e?|[^\W\d_])\W*", re.IGNORECASE)
_COUNTED = re.compile(r"\W*\d{1,3}\W+[^\W\d]+\W*")
# Another remark may have the same words with another part of the whole: *3 van de 5 punten*.
_PART_OF_A_WHOLE = re.compile(
    r"\d+\s*(?:%|procent|(?:(?:van|of)\s+(?:\w+\s+)?|/\s*)\d)|\b(?:deel|punt|punten|part|point|points)\s+\d",
    re.IGNORECASE,
)
_NO_PARTIES = PartyNames.of([])
# A remark is decided on clause by clause: `per mail, bevestigd` are two.
CLAUSES = re.compile(r"\n|\s*(?:[;,()!…]+|(?<!:)(?<!: )\.{2,}|\.(?=\s|$)|\s[-–—/|]+\s)\s*")


def roles_of_cells(line: Line, behind: list[str], body: Body, day: datetime.date) -> list[Role]:
    """Return what each cell of a line says beside the name on a day, and the title and heading above it.

    Only what is asked for can speak for a signatory; whatever else is written can speak against, or is not understood.
    """
    parties = body.parties.names_on(day)
    own = [line.function_as_written, line.organisation_as_written, line.body_as_written]
    cells = [_as_of_the_day(body.role_in(text, parties).as_a_role, text, line) for text in own if text]
    cells += [body.role_in(text, parties).as_a_role.beside_a_name for text in behind if text]
    # A number or a letter behind a name may be an age, that of a note, or a place on a list.
    cells += [Role().not_understood(text) for text in behind if _NUMBER_OR_LETTER.fullmatch(text)]
    # What is decided on another name in the cell of the name would hold for all lines with one: it is not asked.
    cells = [replace(cell, text="") if cell.text == NAME else cell for cell in cells]
    names_party = any(cell.names_party for cell in cells)
    names_seat = any(cell.names_seat for cell in cells)
    elections = body.election_years(day)
    cells += _roles_of_remarks(line, parties, body, elections, names_seat=names_seat)
    cells += _name_alone(line, parties, body) if not any(behind) else []
    titles = (line.sheet_as_written, *line.above_as_written.split("\n"))
    named = {"names_party": names_party, "names_seat": names_seat}
    for text, said in _roles_of_titles(titles, line.file, body, parties, elections, **named):
        cells.append(said)
        # Below *Stand 1 maart 2021* whoever signed later is on another list, or one of the days is wrong.
        if line.signed_on and is_after_a_title(text, line.signed_on):
            cells.append(Role().not_understood(f"{EARLIER} {' '.join(words_of(text))}"))
    aside = (line.aside_as_written, _NOT_OF_A_NAME), (line.consent_as_written, _NOT_OF_CONSENT)
    for text, kinds in aside:
        role = body.role_in(text, _NO_PARTIES)
        if words := role.only(kinds).words:
            said = Role(words=words, text=role.as_a_remark.text)
            cells.append(said.beside_a_seat if names_seat else said)
    # The nearest heading first: a party that it names is that of the line, and none further up is.
    for under in reversed([*filter(None, line.under_as_written.split("\n"))]):
        role = body.role_in(under, parties).as_a_title
        is_apart = names_another_day(under, line.signed_on) or (ends_a_list(under) and not role.names_party)
        role, names_party = role.without_parties if names_party else role, names_party or role.names_party
        # A row with a name alone is no heading of the lines below it.
        is_a_name = not role.says_something and (body.names.agreeing(under) or role.text == NAME)
        role = role.not_understood(under) if is_apart else role
        # The same words may be a legend elsewhere: as a heading they are a text of their own.
        said = replace(role.not_in_favour, text=f"{BELOW} {role.text}" if role.text else "")
        # Another office in a heading is not understood beside a seat, unless the heading names a seat too.
        cells += [] if is_a_name else [said.beside_a_seat if names_seat and not role.names_seat else said]
    return cells


def _as_of_the_day(role: Role, text: str, line: Line) -> Role:
    """Return what a role says, not understood from a later day on: *Kamerlid vanaf mei*, and not *TK 22-11*."""
    is_later = role.has("condition") and names_a_later_day(text, line.signed_on)
    return role.not_understood(" ".join(words_of(text))) if is_later else role


def _name_alone(line: Line, parties: PartyNames, body: Body) -> Iterator[Role]:
    """Yield that a name alone is not understood where a party, a role or a residence was asked for.

    It may be that of a citizen, unless the heading above it names a party, or the title of a list without residences.
    That is decided on once for each list, and once more for lines with a remark on a party or a seat.
    """
    above = [*line.under_as_written.split("\n"), *([] if line.aside_as_written else line.above_as_written.split("\n"))]
    if line.alone_as_written and not any(body.role_in(text, parties).names_party for text in above):
        words = " ".join(words_of(f"{line.alone_as_written} {line.file}"))
        clauses = (text.rpartition(": ")[2] for text in CLAUSES.split(line.beside_as_written))  # behind its heading
        says_what = any(body.role_in(text, parties).says_who_signed for text in clauses)
        yield Role().not_understood(f"{BESIDE_A_ROLE if says_what else ALONE} {words}")


def _roles_of_remarks(
    line: Line, parties: PartyNames, body: Body, elections: Set[int], *, names_seat: bool
) -> Iterator[Role]:
    """Yield what each clause beside the name says, each heading that was not understood, and each answer."""
    name, file = {*words_of(line.name_as_written)}, " ".join(words_of(line.file))
    cells = line.beside_as_written.split("\n")
    for said, text in ((cell, clause) for cell in cells for clause in CLAUSES.split(cell)):
        if text and (not {*words_of(text)} <= name or not words_of(text)):
            role = body.role_in(text, parties).as_a_remark.without_names(name)
            is_of_others = names_another_day(said, line.signed_on) or _COUNTED.fullmatch(text)
            if is_of_others and any(word.kind == "signed" or word.text in _TO_SIGN for word in role.words):
                role = role.not_understood(" ".join(words_of(said)))  # getekend op 12 april; akkoord (3/5); 50 akkoord
            elif names_a_later_day(text, line.signed_on) and role.words:
                role = role.not_understood(f"{role.text} {AFTER_SIGNING}")  # gebeld 12-4; op papier 12 april
            if role.words and _PART_OF_A_WHOLE.search(text):  # 5 van de 5 punten; deel 1
                role = replace(role, text=" ".join(words_of(text)))
            if role.years - elections:  # heeft ook in 2021 getekend
                role = replace(role, years=frozenset()).not_understood(" ".join(words_of(text)))
            if role.text.startswith(UNSIGNED):  # another list with this answer may be that of who was there
                role = replace(role, text=f"{role.text} {file}")
            yield role.beside_a_seat if names_seat else role
    for text in filter(None, line.headings_as_written.split("\n")):
        words = " ".join(words_of(text)) or text
        role = body.role_in(text, parties).not_in_favour.not_understood(words)
        if text.endswith(UNANSWERED):  # in another list nothing there may mean that there is no signature
            words = f"{words} {file}"
        yield replace(role, text=words if words.startswith(DAY_OF_SIGNING) else f"{HEADING} {words}")
    for text in filter(None, line.answer_as_written.split("\n")):
        role, is_another = body.role_in(text, parties), names_another_day(text, line.signed_on)
        role = role.not_understood(text) if is_another else role  # getekend: ja, 12-3-2020, on a line of another day
        # With a number the text has all words, as another number says something else: *akkoord met 2 van 5*.
        by_word = is_another or not role.text or any(map(str.isdigit, text))
        yield (replace(role, text=" ".join(words_of(text))) if by_word else role).not_in_favour.as_an_answer


@lru_cache(maxsize=REMEMBERED)
def _roles_of_titles(
    titles: tuple[str, ...],
    file: str,
    body: Body,
    parties: PartyNames,
    elections: frozenset[int],
    *,
    names_party: bool,
    names_seat: bool,
) -> list[tuple[str, Role]]:
    """Return each title, and the name of the file, with what it says of a line with a party or a seat, or without."""
    roles = [(text, body.role_in(text, parties)) for text in titles if text]
    found = [(text, role, _role_of_title(role, elections, names_party=names_party)) for text, role in roles]
    name = file.rpartition(".")[0].removeprefix(f"{body.body_id}/")
    role = body.role_in(name.replace("/", " ; "), parties)
    found.append((name, role, _role_of_file_name(role, name)))
    return [(text, said.beside_a_seat if names_seat and not of.names_seat else said) for text, of, said in found]


def _role_of_title(role: Role, elections: Set[int], *, names_party: bool) -> Role:
    """Return what a title, the name of a sheet or a remark below the list says of all lines.

    Another year than those of the election is part of its text: *Stand 2026* is decided on as such.
    """
    if role.text == NAME:  # a sheet that is called after a person is that of whoever kept it
        return NOTHING
    said = replace(role.of_all_lines, text=f"{TITLE} {text_with_parties(role)}" if role.text else "")
    if other := role.years - elections:
        said = replace(said, years=frozenset()).not_understood(f"{TITLE} {text_with_parties(role)} {min(other)}")
    # The party in a remark about one person says nothing of others.
    return said.without_parties if names_party or NAME in role.text else said


def _role_of_file_name(role: Role, name: str) -> Role:
    """Return what the name of a file says: no party or year in it is that of its lines, and any word may be unknown.

    A word beside that of any parliament may say of which: *Vlaams Parlement*, *Kamerleden Belgie*.
    """
    general = (place for place, word in enumerate(role.words) if word.is_of_any_parliament)
    beside = {place + step for place in general for step in (-1, 1)}
    kept = (
        word.kind not in _NOT_OF_A_FILE or (word.kind == "unknown" and place in beside)
        for place, word in enumerate(role.words)
    )
    words, text = tuple(compress(role.words, kept)), " ".join(words_of(name))
    said = replace(role, words=words, years=frozenset()).of_all_lines.without_parties
    # Its text has its numbers, as the next file of that name may have others on it.
    return replace(said.not_understood(text) if undoes_signature(text) else said, text=f"{FILE} {text}")


def text_with_parties(role: Role) -> str:
    """Return the text of a title with the parties that it names, as *in beraad* may be said of several."""
    return " ".join([role.text, *sorted(role.parties)])
