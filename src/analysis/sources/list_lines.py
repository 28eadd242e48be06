"""One line of a list of signatories: its values by heading, and why it can't be read or has to wait."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from analysis.core.names import words_of
from analysis.core.person_names import LONGEST_NAME, PREFIXES, form_of_address, is_only_an_address
from analysis.sources.list_answers import (
    LONGEST_MARK,
    OF_SIGNING,
    Fault,
    answers_of_signing,
    codes_in,
    not_signed,
    permission_in,
)
from analysis.sources.list_contents import TICKED
from analysis.sources.list_headings import Rows, Table, Written, asks_for_others
from analysis.sources.list_words import LIST_WORDS
from analysis.sources.signing_dates import MISSING, DayOrder, SigningDate, day_order, is_a_day, read_signing_date

_DITTOS = frozenset(
    ['"', "''", "″", "”", "“", "„", ",,", "//", '-"-', "idem", "id.", "ditto", "als boven", "zie boven", "as above"]
)
# Where a ditto mark says nothing.
_NOT_REPEATED = ("name", "given", "initials", "prefix", "family", "may_be_named", "may_be_named_from")
# The columns that may have the day of signing, the best first: of a question, of the signature, of sending a form.
_ASKED, _OF_A_SIGNATURE, _OF_A_FORM = ("date", "latest"), ("signed", "signature"), ("sent", "sent abroad")
# The columns that have the day of every line.
DATED = (*_ASKED, *_OF_A_FORM)
_PIECES = ("given", "initials", "prefix", "family")
# Where an unknown word is the name of a place, or of whoever collected signatures or keeps the list.
_ASIDE = ("residence", "collected")
# Read elsewhere, or of the signatory alone: all else may bear on the line.
_READ = {"name", "function", "organisation", "body", "may_be_named", "subject"}
_READ |= {*_OF_A_SIGNATURE, *_ASIDE, *_PIECES, *_ASKED}
_SAY_WHEN = frozenset([*_OF_A_FORM, "withdrawn", "may_be_named_from"])
_YES_AND_NO = LIST_WORDS["yes"] | LIST_WORDS["no"]
_ADDRESSED = {"m": "dhr.", "v": "mevr."}
# In characters: time and memory of matching grow with their square.
_LONGEST = {"name": LONGEST_NAME, **dict.fromkeys(("function", "organisation", "body"), 1_000)}
_LONGEST_REMARK = 5_000
# A heading may say how to write a date: Datum (dd-mm-jjjj).
_DAY_IN_FRONT = re.compile(r"\bd{1,2}\W{0,2}m{1,4}\b", re.IGNORECASE)
_MONTH_IN_FRONT = re.compile(r"\bm{1,2}\W{0,2}d{1,2}\b", re.IGNORECASE)
# A name on a network, in the place of one.
_HANDLE = re.compile(r"@\w[\w.]+")
# Of no weight, whatever asked for them: an address on the internet, a number, a place on paper, an empty cell.
_HARMLESS = re.compile(
    r"\S+@[\w-]+\.[\w.-]+|(?:https?://|www\.)\S+|@\w+|[-–—./\\_…~]+|n\.?v\.?t\.?|n/a|\d{4}\s?[a-z]{2}"
    r"|(?!.*(?<!\d)(?:19|20)\d\d(?!\d))[+(#]?\d[\d\s()./:+-]*",
    re.IGNORECASE,
)
# What is known for what it is below any heading: nothing, an address, the number of a telephone.
_KNOWN_BY_ITSELF = re.compile(
    r"[-–—./\\_…~]+|n\.?v\.?t\.?|n/a|\S+@[\w-]+\.[\w.-]+|(?:https?://|www\.)\S+|\d{4}\s?[a-z]{2}|(?=[+(0])[\d\s()+-]{9,}",
    re.IGNORECASE,
)
# What a spreadsheet shows for a formula that it could not, or did not, work out.
_NO_VALUE = re.compile(
    r"#(?:N/A|N/B|REF!|VERW!|NAME\?|NAAM\?|VALUE!|WAARDE!|DIV/0!|DEEL/0!|NUM!|GETAL!|NULL!|LEEG!)|=\s*[+-]?[A-Z$(].*",
    re.IGNORECASE,
)
# Of a heading, how to answer: Akkoord (j/n).
_YES_OR_NO = re.compile(r"\W*\b(?:ja?/n(?:ee)?|y(?:es)?/no?)\b\W*", re.IGNORECASE)
_OF_NO_LINE = re.compile(
    r"(?:sub)?tota+l\b|aantal\b|som\b|(?:nb|n\.b|ps|let op|noot|bron|note|source|opmerking)\b|[*†]\s*\w"
)


def day_orders(table: Table, rows: Rows) -> dict[int, DayOrder]:
    """Return the order of day and month in each column of dates."""
    orders = {}
    for column in table.columns(*DATED, *_OF_A_SIGNATURE, "may_be_named_from"):
        kind, heading = table.fields[column], table.headings.get(column, "")
        if _DAY_IN_FRONT.search(heading):
            orders[column] = DayOrder()
        elif _MONTH_IN_FRONT.search(heading):
            orders[column] = DayOrder(True, by_a_form=True)
        else:
            texts = (row[column] for row in rows if column < len(row))
            orders[column] = day_order(texts, by_a_form=kind in _OF_A_FORM, abroad=kind == "sent abroad")
    return orders


def without_dittos(rows: Rows, table: Table) -> list[list[str]]:
    """Return rows with the text above in the place of each ditto mark, but for names and permission to name them."""
    columns, above = [*table.fields.keys() - table.columns(*_NOT_REPEATED)], dict[int, str]()
    found = []
    for row in rows:
        new = list(row)
        for column in (column for column in columns if new[column]):
            new[column] = above.get(column, new[column]) if new[column].lower() in _DITTOS else new[column]
            above[column] = new[column]
        found.append(new)
    return found


def is_blank(row: Sequence[str], table: Table) -> bool:
    """Return whether a row is empty but for its number, as the unused lines of a paper form."""
    return all(
        not text or (table.fields.get(column, "number") == "number" and text.rstrip(".)").isdigit())
        for column, text in enumerate(row)
    )


def is_remark(row: Sequence[str]) -> bool:
    """Return whether a row at the end of a list is a total or a remark, which can't be a name."""
    texts = [text.lower() for text in row if text]
    if not texts or not (_OF_NO_LINE.match(texts[0]) or (len(texts) == 1 and texts[0].endswith((":", ".")))):
        return False
    return not any(any(map(str.isalpha, text)) for text in texts[1:])


def line_of(
    row: Sequence[str], table: Table, orders: dict[int, DayOrder], *, separated: bool
) -> tuple[dict[str, Any], list[Fault]]:
    """Return the values of a line, by the columns of `signature_lists.read_lists`, and its faults."""
    row, too_long = _without_long_texts(row, table)
    written = table.by_kind(row)
    date, as_written, date_faults = _signed_on(written, table, orders)
    column, since = next(iter(written["may_be_named_from"].items()), (-1, ""))
    permission = permission_in(row, table, _value(written, "may_be_named"), since, orders.get(column, DayOrder()))
    aside = (text for text in _under(written, *_ASIDE).values() if not _HARMLESS.fullmatch(text))
    # Below a heading that asks for others than who signed each line waits for what that means.
    of_others = filter(asks_for_others, (table.headings.get(column, "") for column in written["name"]))
    line: dict[str, Any] = {
        "name_as_written": _name(written) or next(filter(_HANDLE.fullmatch, row), ""),
        **{f"{kind}_as_written": _value(written, kind) for kind in ("function", "organisation", "body")},
        "signed_on": date.day,
        "signed_on_as_written": as_written,
        "signed_on_precision": date.precision,
        **permission,
        "may_be_named": permission["may_be_named"] and not too_long,
        "source_as_written": _value(written, "source", "|"),
        "beside_as_written": "\n".join(_beside(row, table)),
        "headings_as_written": "\n".join(_headings_not_understood(row, table)),
        "answer_as_written": "\n".join([*answers_of_signing(row, table), *codes_in(row, table), *of_others]),
        "aside_as_written": ", ".join(aside),
        "month_and_day": date.month_and_day,
    }
    return line, [*too_long, *_faults_of(row, line, written, table, separated), *not_signed(row, table), *date_faults]


def _without_long_texts(row: Sequence[str], table: Table) -> tuple[list[str], list[Fault]]:
    """Return a row without remarks and answers that are too long to be read, and why it waits for each of them."""
    kept, faults = list(row), []
    for column, text in enumerate(row):
        if len(text) > _LONGEST_REMARK and table.fields.get(column) not in (*_LONGEST, *_PIECES):
            found = f"a text of {len(text):,} characters"
            faults.append(Fault(found, f"at most {_LONGEST_REMARK:,}", column, waits=True))
            kept[column] = ""
    return kept, faults


def _faults_of(
    row: Sequence[str], line: dict[str, Any], written: Written, table: Table, separated: bool
) -> Iterator[Fault]:
    """Yield why the cells of a line can't be trusted, or name nobody or several people."""
    unnamed = {column: text for column, text in enumerate(row[table.width :], start=table.width) if text}
    if unnamed and separated:
        # A separator inside a value that is not quoted moves all that follow: no value can be trusted then.
        headings = "1 heading" if table.width == 1 else f"{table.width} headings"
        expected = "one each: quote a value that has the separator in it"
        yield Fault(f"{max(unnamed) + 1} values under {headings}", expected, waits=True)
    for what, most in _LONGEST.items():
        if (length := len(line[f"{what}_as_written"])) > most:
            column = min(_under(written, what, *(_PIECES if what == "name" else ())))
            yield Fault(f"a text of {length:,} characters as the {what}", f"at most {most:,}", column)
    for column, text in enumerate(row):
        if text[:1] in ("#", "=") and _NO_VALUE.fullmatch(text):
            found = f"{text[:40]!r}, which a spreadsheet shows for no value"
            yield Fault(found, "a value", column, "no value", waits=True)
    yield from _two_names(written)
    yield from _no_signatory(line, written, unnamed, table)


def _beside(row: Sequence[str], table: Table) -> list[str]:
    """Return the texts of a row that may bear on the line though nothing was asked that they answer."""
    found = []
    for column, text in enumerate(row):
        kind = table.fields.get(column, "beside")
        heading = table.headings.get(column, "")
        if column in table.ticks:
            found.append(_answered(heading, "ja" if text.lower() in TICKED else "nee"))
            continue
        if not text or kind in _READ or _HARMLESS.fullmatch(text) or table.is_id(column, text):
            continue
        words = {*words_of(text)}
        if kind == "subscription" and " " not in text:
            continue  # Subscribed, afgemeld: of a newsletter
        if kind in _SAY_WHEN and (is_a_day(text) or (words and words <= OF_SIGNING) or len(text) < LONGEST_MARK):
            continue
        if words and words <= _YES_AND_NO:
            # An answer says nothing without its question: that to a subscription, and no remark, nothing at all.
            says_nothing = kind == "subscription" or (kind == "other" and words <= LIST_WORDS["no_remark"])
            text = "" if says_nothing else text if kind == "other" else _answered(heading, text)
        found.append(" ".join(text.split("\n")))
    return list(dict.fromkeys(filter(None, found)))


def _headings_not_understood(row: Sequence[str], table: Table) -> list[str]:
    """Return the headings of a row's cells that were not understood: a day below *Opgezegd op* is none of signing.

    An answer of yes or no, and a number of the line, are read elsewhere.
    """
    found = []
    for column, text in enumerate(row):
        is_known = _KNOWN_BY_ITSELF.fullmatch(text) and not is_a_day(text)  # 03-04-2021 is no telephone
        if not text or column in table.ticks or table.is_id(column, text) or is_known:
            continue
        is_answered = table.fields.get(column, "beside") == "beside" and not text.isdigit()
        is_answered &= {*words_of(text)} <= _YES_AND_NO
        if not is_answered and (heading := table.not_understood(column)):
            found.append(heading)
    return list(dict.fromkeys(found))


@lru_cache(maxsize=1_000)
def _answered(heading: str, text: str) -> str:
    """Return an answer behind its heading, without how to answer unless that is all of the heading."""
    heading = heading.strip("?: ")
    return f"{_YES_OR_NO.sub('', heading) or heading}: {text}".removeprefix(": ")


def _under(written: Written, *kinds: str) -> dict[int, str]:
    """Return the texts under headings of some kinds, by column."""
    return dict(sorted(text for kind in kinds for text in written[kind].items()))


def _value(written: Written, kind: str, joiner: str = ", ") -> str:
    return joiner.join(dict.fromkeys(written[kind].values())) if kind in written else ""


def _name(written: Written) -> str:
    """Return the name, or its pieces joined, behind the form of address if that has a column."""
    name, address = _value(written, "name"), _value(written, "address")
    given, initials, prefix, family = (_value(written, kind) for kind in _PIECES)
    if not name or not (family or "," in name):
        # `Naam` beside `Voornaam` is the surname alone, unless it contains the rest.
        pieces = [each for each in (given, initials, prefix) if each and not set(words_of(each)) <= set(words_of(name))]
        # Where no given name is known the initials may be there, too.
        name = " ".join([*dict.fromkeys(pieces), *filter(None, [family or name])])
    if address and name and not form_of_address(name) and (form := form_of_address(address)):
        # Geachte mevrouw Jansen: the name comes once.
        name = f"{address if is_only_an_address(address) else _ADDRESSED[form]} {name}"
    return " ".join(name.split("\n"))


def _signed_on(written: Written, table: Table, orders: dict[int, DayOrder]) -> tuple[SigningDate, str, list[Fault]]:
    for kinds in (_ASKED, _OF_A_SIGNATURE, _OF_A_FORM):
        texts = _under(written, *kinds)
        if kinds == _OF_A_SIGNATURE:
            texts = {column: text for column, text in texts.items() if is_a_day(text)}
        # Whoever has no day where others have the one of signing did not sign on another.
        lacking = [column for column in table.columns(*kinds) if column in table.days and column not in texts]
        if lacking and kinds != _OF_A_FORM:
            fault = Fault("no day where other lines of the list have one", "the day of signing", lacking[0], waits=True)
            return MISSING, ", ".join(texts.values()), [fault] if texts else []
        dates, faults = [], []
        for column, text in texts.items():
            try:
                date = read_signing_date(text, orders[column])
            except ValueError as error:
                # Cells may have moved: a text with letters may be a name.
                reported = "a text that is no day" if any(map(str.isalpha, text)) else ""
                faults.append(Fault(repr(text[:40]), str(error), column, reported, waits=True))
            else:
                latest = date.day and table.fields[column] == "latest"
                dates.append(SigningDate(date.day, "at_the_latest") if latest else date)
        days = {date.day for date in dates if date.day}
        if len(days) > 1 and kinds != _OF_A_FORM:
            faults.append(Fault(f"{len(days)} days of signing that differ", "one", max(texts), waits=True))
        if faults:
            return MISSING, ", ".join(texts.values()), faults
        if dates:
            return next((date for date in dates if date.day), dates[0]), next(iter(texts.values())), []
    return MISSING, "", []


def _two_names(written: Written) -> list[Fault]:
    """Return a fault if a line may have two signatories: names in two columns, or a surname that is not in the name."""
    names = {column: words_of(text) for column, text in written["name"].items()}
    if len(names) == 1:
        # `Naam` beside `Achternaam` contains it, or is the given name where that has no column of its own.
        (name,) = names.values()
        surnames = {column: words_of(text) for column, text in written["family"].items()}
        is_given = len(name) == 1 and all(words_of(text) in ((), name) for text in written["given"].values())
        names |= {c: surname for c, surname in surnames.items() if not is_given and not set(surname) <= set(name)}
    found, expected = f"{len(names)} names in one line", "one name: put tables one under the other"
    return [Fault(found, expected, max(names), waits=True)] if len(set(names.values())) > 1 else []


def _no_signatory(line: dict[str, Any], written: Written, unnamed: dict[int, str], table: Table) -> list[Fault]:
    """Return a fault if nobody is named, or a party in a line that may name a person in another column."""
    name, organisation = line["name_as_written"], line["organisation_as_written"]
    if words := {word for word in words_of(name) if not word.isdigit()}:
        if not words <= PREFIXES:
            return []
        column = min(table.columns("name", "prefix"), default=None)
        return [Fault(f"{name!r}, which is in front of a surname", "a surname", column, "no surname", waits=True)]
    # 50+ is a party, 12 is no name: only a name needs a letter.
    if name or not words_of(organisation):
        places = table.columns("name", "family", "given", "organisation")
        return [Fault("neither a name nor an organisation", "who signed", min(places, default=None))]
    found = []
    for column, text in written["address"].items():
        if not is_only_an_address(text):
            found.append(Fault("no name, and more than a form of address", "a name under Naam", column))
    # Without a column of names a party signs, unless the names may be in a column without a known heading.
    others = {} if table.columns("name", "family") else written["beside"] | written["collected"] | unnamed
    for column, text in others.items():
        if any(word.isalpha() for word in words_of(text)) and "://" not in text:
            what = "no heading for the names, and an unknown one"
            found.append(Fault(what, "the heading Naam", column, waits=True))
    return found
