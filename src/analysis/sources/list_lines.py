"""One line of a list of signatories: its values by heading, and why it can't be read or has to wait."""

import datetime
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from typing import Any

from analysis.core.names import REMEMBERED, words_of
from analysis.core.person_names import LONGEST_NAME, PREFIXES, form_of_address, is_only_an_address
from analysis.sources.list_cells import Cell, Fault
from analysis.sources.list_consent import CONSENT_WORDS, read_permission, says_no_to_naming
from analysis.sources.list_tables import Rows, Table, Written
from analysis.sources.list_words import (
    ASKED_KINDS,
    DATE_KINDS,
    NAME_PARTS,
    SENT_KINDS,
    SIGNATURE_KINDS,
    asks_for_something_else,
    is_about_a_confirmation,
    kind_of,
)
from analysis.sources.signing_dates import (
    AFTER_SIGNING,
    DayOrder,
    SigningDate,
    day_order,
    is_a_day,
    is_a_later_day,
    is_no_day,
    read_signing_date,
)

# A later day in any other column may be that of a talk or a mail before which nobody had signed.
_OWN_DAY_KINDS = frozenset([*DATE_KINDS, *SIGNATURE_KINDS, "withdrawn", "may_be_named", "may_be_named_from", "number"])
# These are asked where several columns may have the day of signing, or one whose heading is not known.
_LAST_DAY, _DAY_BELOW = "day of signing, the last of several", "day of signing, below"
_FORMS_OF_ADDRESS = {"m": "dhr.", "v": "mevr."}
# In characters: the time and memory that matching takes grow with the square of the length.
_MAX_LENGTHS = {"name": LONGEST_NAME, **dict.fromkeys(("function", "organisation", "body"), 1_000)}
# A heading may say how to write a date: Datum (dd-mm-jjjj).
_DAY_FIRST = re.compile(r"\bd{1,2}\W{0,2}m{1,4}\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"\bm{1,2}\W{0,2}d{1,2}\b", re.IGNORECASE)
_HANDLE = re.compile(r"@\w[\w.]+")
# Signs in the cell of a name that say something about the person: a box that is not ticked, a comment mark, a
# question, nothing behind a dash. Brackets around a party (*Bo Bedacht [SP]*) are none.
_NOT_IN_A_NAME = re.compile(
    r"^\W*(?:#|//|--)|\[(?!\w[\w.][\w./ -]*\])|(?<![\w.])\]|[<>=:☐○◯✗✘❌]|\(\W*0?\W*\)|^[(\[].*[)\]]$|[-–—/]\s*$"
)


class LineReader:
    """Reads the lines of one sheet; what is the same on many lines is worked out once."""

    def __init__(self, table: Table, rows: Rows, *, separated: bool) -> None:
        """Take the columns of the sheet, and its lines; `separated`: they are from a text (see `Sheet`)."""
        self._table, self._separated = table, separated
        self._orders = dict[int, DayOrder]()
        for column in table.columns(*DATE_KINDS, *SIGNATURE_KINDS, "may_be_named_from"):
            kind, heading = table.kinds[column], table.headings.get(column, "")
            if _DAY_FIRST.search(heading):
                self._orders[column] = DayOrder()
            elif _MONTH_FIRST.search(heading):
                self._orders[column] = DayOrder(True, by_a_form=True)
            else:
                texts = (row[column] for row in rows)
                self._orders[column] = day_order(texts, by_a_form=kind in SENT_KINDS, abroad=kind == "sent abroad")
        # Where the names are below a heading that asks for others than who signed, each line waits for that heading.
        names = {column: table.headings.get(column, "") for column in table.columns("name")}
        of_others = (c for c, text in names.items() if asks_for_something_else(text) or kind_of(text) == "collected")
        self._of_others = {column: names[column] for column in of_others}
        self._dated = table.columns(*ASKED_KINDS, *SIGNATURE_KINDS, *SENT_KINDS)
        self._cell = lru_cache(maxsize=REMEMBERED)(partial(Cell, table))
        self._signed_on = lru_cache(maxsize=REMEMBERED)(self._day_of_signing)

    def read(self, row: Sequence[str]) -> tuple[dict[str, Any], list[Fault]]:
        """Return the values of a line, by the columns of `signature_lists.read_lists`, and its faults."""
        cells = [self._cell(column, text) for column, text in enumerate(row)]
        words = "|".join(" ".join(words_of(text)) for text in row if text)
        written = defaultdict[str, dict[int, str]](dict)
        for column, kind in self._table.kinds.items():
            if cells[column].text:
                written[kind][column] = cells[column].text
        date, as_written, date_faults, day_to_ask = self._signed_on(*(cells[column].text for column in self._dated))
        # A name that is typed in the place of the signature is one.
        name = words_of(_full_name(written))
        unsigned = [
            cell for cell in cells if not (cell.kind == "signature" and cell.words and {*cell.words} <= {*name})
        ]
        headings = [cell.heading_to_ask for cell in unsigned if cell.heading_to_ask]
        # A heading is asked about if the day below it is later than that of signing (*Nabellen: 20-3*), unless it says
        # that the signature was confirmed then.
        others = (cell for cell in cells if cell.text and cell.kind not in _OWN_DAY_KINDS)
        order = next(iter(self._orders.values()), DayOrder())
        later = (cell.heading for cell in others if is_a_later_day(cell.text, date.day, order))
        headings += (f"{heading} {AFTER_SIGNING}" for heading in later if not is_about_a_confirmation(heading))
        line: dict[str, Any] = {
            "name_as_written": _full_name(written) or next((c.text for c in cells if _HANDLE.fullmatch(c.text)), ""),
            **{f"{kind}_as_written": _joined(written, kind) for kind in ("function", "organisation", "body")},
            "signed_on": date.day,
            "signed_on_as_written": as_written,
            "signed_on_precision": date.precision,
            **self._permission(written, cells),
            "source_as_written": _joined(written, "source", "|"),
            "beside_as_written": "\n".join(dict.fromkeys(cell.beside for cell in cells if cell.beside)),
            "headings_as_written": "\n".join(dict.fromkeys(headings)),
            "aside_as_written": ", ".join(cell.aside for cell in cells if cell.aside),
            "alone_as_written": self._alone(written),
            "month_and_day": date.month_and_day,
            "day_to_ask": day_to_ask,
            # It shows whether the words of a row changed.
            "line_checksum": hashlib.sha256(words.encode()).hexdigest()[:12],
        }
        initials = Counter(word[0] for word in name)
        answers = [cell.answer for cell in unsigned]
        answers += (cell.initials for cell in cells if not Counter("".join(words_of(cell.initials))) <= initials)
        answers += (self._of_others[column] for column in written["name"] if column in self._of_others)
        line["answer_as_written"] = "\n".join(filter(None, answers))
        no_signature = [cell.no_signature for cell in cells if cell.no_signature]
        return line, [*no_signature, *self._faults_of(cells, line, written), *date_faults]

    def _alone(self, written: Written) -> str:
        """Return what a citizen left open: the headings of the party and the role, else that of the residence."""
        if written["function"] or written["organisation"]:
            return ""
        headings = self._table.headings
        asked = [text for text in headings.values() if kind_of(text) in ("function", "organisation")]
        return " ".join(asked or [headings.get(column, "") for column in written["residence"]])

    def _permission(self, written: Written, cells: Sequence[Cell]) -> dict[str, Any]:
        answer = _joined(written, "may_be_named")
        column, since = next(iter(written["may_be_named_from"].items()), (-1, ""))
        may_be_named, named_from = read_permission(answer, since, self._orders.get(column, DayOrder()))
        dated = self._table.days & {*self._table.columns("may_be_named_from")}
        lacks_day = any(not is_a_day(written["may_be_named_from"].get(column, "")) for column in dated)
        is_doubtful = lacks_day or any(cell.permission_is_doubtful for cell in cells)
        taken_back = any(cell.withholds_the_name for cell in cells)
        return {
            "may_be_named": may_be_named and not taken_back and not is_doubtful,
            "may_be_named_as_written": answer,
            "may_be_named_from": named_from,
            "refuses_naming": taken_back or says_no_to_naming(answer),
            "consent_as_written": "" if set(words_of(answer)) <= CONSENT_WORDS else answer,
        }

    def _day_of_signing(self, *texts: str) -> tuple[SigningDate, str, list[Fault], str]:
        """Return the day, how it is written, the faults, and what is to be asked where columns have different days."""
        written = dict(zip(self._dated, texts, strict=True))
        for kinds in (ASKED_KINDS, SIGNATURE_KINDS, SENT_KINDS):
            columns = self._table.columns(*kinds)
            said = {c: written[c] for c in columns if kinds != SIGNATURE_KINDS or is_a_day(written[c])}
            own = {c: text for c, text in said.items() if text and not (c in self._table.days and is_no_day(text))}
            # Where other lines have a day of signing, an empty cell is not replaced by the day in another column.
            if lacking := [column for column in columns if column in self._table.days and column not in own]:
                found, expected = "no day where other lines of the list have one", "the day of signing"
                faults = [Fault(found, expected, lacking[0], waits=True)] if own else []
                return SigningDate(), ", ".join(own.values()), faults, ""
            dates, faults = self._dates_in(own)
            if kinds == ASKED_KINDS and any(date.day for date in dates.values()):
                signed = {c: written[c] for c in self._table.columns(*SIGNATURE_KINDS) if is_a_day(written[c])}
                own, dates = own | signed, dates | self._dates_in(signed)[0]
            faults += _faults_of_days_without_year(dates)
            if faults:
                return SigningDate(), ", ".join(own.values()), faults, ""
            if dates:
                days = {column: date.day for column, date in dates.items() if date.day}
                # The last of several, so that nobody is counted before signing.
                column = max(days, key=lambda each: days[each]) if days else next(iter(dates))
                return dates[column], own[column], [], self._day_to_ask(days)
        return SigningDate(), "", [], ""

    def _day_to_ask(self, days: dict[int, datetime.date]) -> str:
        headings = {column: self._table.headings.get(column, "") for column in days}
        is_known = all(not text or kind_of(text) == self._table.kind(column) for column, text in headings.items())
        if len({*days.values()}) < 2 and is_known:
            return ""
        return f"{_LAST_DAY if len(days) > 1 else _DAY_BELOW}: {' | '.join(headings.values())}"

    def _dates_in(self, texts: dict[int, str]) -> tuple[dict[int, SigningDate], list[Fault]]:
        dates, faults = dict[int, SigningDate](), list[Fault]()
        for column, text in texts.items():
            try:
                date = read_signing_date(text, self._orders[column])
            except ValueError as error:
                # If cells have moved, a text with letters may be a name, which is not reported.
                reported = "a text that is no day" if any(map(str.isalpha, text)) else ""
                faults.append(Fault(repr(text[:40]), str(error), column, reported, waits=True))
            else:
                latest = date.day and self._table.kinds[column] == "latest"
                dates[column] = SigningDate(date.day, "at_the_latest") if latest else date
        return dates, faults

    def _faults_of(self, cells: Sequence[Cell], line: dict[str, Any], written: Written) -> Iterator[Fault]:
        yield from (fault for cell in cells if cell.is_too_long for fault in cell.faults)
        width = self._table.width
        unnamed = {column: cell.text for column, cell in enumerate(cells[width:], start=width) if cell.text}
        if unnamed and self._separated:
            # A separator inside a value that is not quoted moves all that follow: no value can be trusted then.
            headings = "1 heading" if width == 1 else f"{width} headings"
            expected = "one each: quote a value that has the separator in it"
            yield Fault(f"{max(unnamed) + 1} values under {headings}", expected, waits=True)
        for what, most in _MAX_LENGTHS.items():
            if (length := len(line[f"{what}_as_written"])) > most:
                kinds = (what, *NAME_PARTS) if what == "name" else (what,)
                column = min(column for kind in kinds for column in written[kind])
                yield Fault(f"a text of {length:,} characters as the {what}", f"at most {most:,}", column)
        yield from (fault for cell in cells if not cell.is_too_long for fault in cell.faults)
        for column, text in written["name"].items():
            if found := _NOT_IN_A_NAME.search(text):
                what = f"{found[0]!r} in the cell of the name"
                yield Fault(what, "a name", column, "a sign that no name has", waits=True)
        yield from _faults_of_two_names(written)
        yield from _faults_of_nobody(line, written, unnamed, self._table)


def _faults_of_days_without_year(dates: dict[int, SigningDate]) -> list[Fault]:
    without_year = {date.month_and_day for date in dates.values() if date.month_and_day}
    differing = without_year | {(date.day.month, date.day.day) for date in dates.values() if date.day}
    is_one = not without_year or len(differing) == 1
    return [] if is_one else [Fault(f"{len(differing)} days of signing that differ", "one", max(dates), waits=True)]


def _joined(written: Written, kind: str, joiner: str = ", ") -> str:
    return joiner.join(dict.fromkeys(written[kind].values())) if kind in written else ""


def _full_name(written: Written) -> str:
    name, address = _joined(written, "name"), _joined(written, "address")
    given, initials, prefix, family = (_joined(written, kind) for kind in NAME_PARTS)
    if not name or not (family or "," in name):
        # *Naam* beside *Voornaam* is the surname alone, unless it contains the rest.
        pieces = [each for each in (given, initials, prefix) if each and not set(words_of(each)) <= set(words_of(name))]
        # The same text may be in the columns of given names and initials.
        name = " ".join([*dict.fromkeys(pieces), *filter(None, [family or name])])
    if address and name and not form_of_address(name) and (form := form_of_address(address)):
        # In a salutation (*Geachte mevrouw Jansen*) the name is left out, as it has a column of its own.
        name = f"{address if is_only_an_address(address) else _FORMS_OF_ADDRESS[form]} {name}"
    return " ".join(name.split("\n"))


def _faults_of_two_names(written: Written) -> list[Fault]:
    """Return a fault if a line may have two signatories: names in two columns, or a surname that is not in the name."""
    names = {column: words_of(text) for column, text in written["name"].items()}
    if len(names) == 1:
        # *Naam* beside *Achternaam* contains it, or is the given name where that has no column of its own.
        (name,) = names.values()
        surnames = {column: words_of(text) for column, text in written["family"].items()}
        is_given = len(name) == 1 and all(words_of(text) in ((), name) for text in written["given"].values())
        names |= {c: surname for c, surname in surnames.items() if not is_given and not set(surname) <= set(name)}
    found, expected = f"{len(names)} names in one line", "one name: put tables one under the other"
    return [Fault(found, expected, max(names), waits=True)] if len(set(names.values())) > 1 else []


def _faults_of_nobody(line: dict[str, Any], written: Written, unnamed: dict[int, str], table: Table) -> list[Fault]:
    """Return a fault if nobody is named, or a party in a line that may name a person in another column."""
    name, organisation = line["name_as_written"], line["organisation_as_written"]
    if words := {word for word in words_of(name) if not word.isdigit()}:
        if not words <= PREFIXES:
            return []
        column = min(table.columns("name", "prefix"), default=None)
        return [Fault(f"{name!r}, which is in front of a surname", "a surname", column, "no surname", waits=True)]
    # A number alone is no name, but may be a party: *50+*.
    if name or not words_of(organisation):
        places = table.columns("name", "family", "given", "organisation")
        return [Fault("neither a name nor an organisation", "who signed", min(places, default=None))]
    addressed = (column for column, text in written["address"].items() if not is_only_an_address(text))
    found = [Fault("no name, and more than a form of address", "a name under Naam", column) for column in addressed]
    # Without a column of names a party signs, unless the names may be in a column without a known heading.
    others = {} if table.columns("name", "family") else written["beside"] | written["collected"] | unnamed
    may_name = (c for c, text in others.items() if "://" not in text and any(map(str.isalpha, words_of(text))))
    what = "no heading for the names, and an unknown one"
    return [*found, *(Fault(what, "the heading Naam", column, waits=True) for column in may_name)]
