"""What must be true of every page and table of every month, whatever the rows: written apart from the code it judges.

From docs/, data/README.md and finished pages alone. `faults_of` reads the rows of the folder by hand (known_rows.py).
"""

import csv
import html
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

from known_rows import KnownRows, Row, days_in, last_day
from true_of_parties import unsaid, untrue
from true_of_tables import (
    PATTERNS,
    wrong_balance,
    wrong_changes,
    wrong_in_words,
    wrong_names,
    wrong_seats,
    wrong_signers,
)

ANNEX = "annex"
_EMPTY = ("nan", "NaN", "None", "NaT", "<NA>")
_PLACEHOLDER = re.compile(r"\{\w*\}|\bnan\b|\bNaN\b|\bNone\b|\bNaT\b|<NA>|\bnull\b|\bTODO\b|\binf\b", re.ASCII)
# A name of a column, series, kind or id: small letters with _ between, or what an id of a quantity or party looks like.
_KEY = re.compile(
    r"(?<![\w/.@-])[a-z]+(?:_[a-z]+)+\b|(?<![\w/.-])(?:estimate|registered|share|lid|groep)-[a-z]+(?:-[a-z]+)*\b"
)
_GAPS = (
    r"\( ?\)|\((?:to|tot)\)|\(tot |\( to |\(, |‘’|“”|“ ”",
    r" ,(?! )|, ,|,\.|\.\.(?!\.)|: \.|, door \.|, by \.",
    r"\bvan van\b|\bof of\b|\bby by\b|\b[Dd]e (?:[Dd]e|[Hh]et) |\b[Hh]et (?:[Dd]e|[Hh]et) ",
)
_LAWS_OF_TEXT = {
    "no placeholder": _PLACEHOLDER,
    "no key of the program": _KEY,
    "no gap in a sentence": re.compile("|".join(_GAPS)),
}
# In sources and the colophon: the command of the build, checksums, and names of tables.
_OF_THE_BUILD = r"briefing build .*? --language \w\w|\b[0-9a-f]{8}\b|(?:commitment|party|decisions)[/_]\w+"
_ROLE = r"\b(?:Rol|Role) (?:coali|oppos|in |niet in |not in )"
Wrong = Iterator[tuple[str, str]]


@dataclass(frozen=True, order=True)
class Fault:
    """Something untrue: the month, page or table, the law that it breaks, and what was found."""

    month: str
    page: str
    law: str
    found: str


@dataclass(frozen=True)
class Page:
    """A page as it leaves: month, party (or `annex`), language, the HTML of its sections, and its pages on paper."""

    month: str
    party: str
    language: str
    sections: Mapping[str, str]
    on_paper: int = 2

    @property
    def name(self) -> str:
        """Return how a fault calls it."""
        return f"{self.language}/{self.party}"

    def text(self, *names: str) -> str:
        """Return the text of those of some sections that it has, without the marks of notes."""
        return " ".join(text_of(self.sections[name]) for name in names if name in self.sections)


@dataclass(frozen=True)
class Made:
    """What was made of a month: some of its pages, and its tables by their path."""

    pages: list[Page]
    tables: Mapping[str, bytes]


def text_of(page: str) -> str:
    """Return the text of a piece of HTML, the cells and items of a list with blanks between."""
    page = re.sub(r'<a class="note".*?</a>|<style.*?</style>', "", page, flags=re.DOTALL)
    page = re.sub(r"<[^>]+>", " ", page)
    page = re.sub(r"\s+", " ", html.unescape(page)).replace("\u00ad", "")
    return re.sub(r" ([.,;:)”])", r"\1", page).replace("( ", "(")


def faults_of(rows: KnownRows, made: Made) -> list[Fault]:
    """Return everything about the pages and tables of a month that is not as it must be."""
    contents = {path.split("/")[-1]: content.decode() for path, content in made.tables.items() if path.endswith(".csv")}
    tables = {name: list(csv.DictReader(io.StringIO(content))) for name, content in contents.items()}
    wrong = [("balance.csv", each) for each in wrong_balance(rows, tables["balance.csv"])]
    wrong += [("parties.csv", each) for each in wrong_seats(rows, tables["parties.csv"])]
    wrong += [("changes.csv", each) for each in wrong_changes(rows, tables["changes.csv"])]
    wrong += [("signatures.csv", each) for each in wrong_signers(rows, tables["signatures.csv"])]
    wrong += [(name, each) for name, table in tables.items() for each in _wrong_table(table)]
    for page in made.pages:
        if page.party != ANNEX:
            text = page.text("main_points", "balance")
            wrong += [(page.name, each) for each in wrong_in_words(rows, page.language, text, tables["balance.csv"])]
    found = {Fault(rows.day[:7], name, law, what) for name, (law, what) in wrong}
    return sorted(found.union(*(faults_of_page(rows, page) for page in made.pages)))


def faults_of_page(rows: KnownRows, page: Page) -> list[Fault]:
    """Return everything about a page that is not as it must be."""
    laws = (
        _whole,
        _nothing_later,
        _of_events,
        *(() if page.party == ANNEX else (_of_the_party, _of_support, _of_the_chart)),
    )
    return [Fault(page.month, page.name, law, what) for judge in laws for law, what in judge(page, rows)]


def _wrong_table(table: list[Row]) -> Wrong:
    for row in table:
        for column, cell in row.items():
            is_sentence = column.startswith(("sentence_", "explanation_"))
            if is_sentence and not cell and "when_signed" not in column:
                yield "a sentence in each row", f"{column} of {next(iter(row.values()))}"
            if cell in _EMPTY or (is_sentence and (_PLACEHOLDER.search(cell) or _KEY.search(cell))):
                yield "no placeholder", f"{column}: {cell}"


def _whole(page: Page, rows: KnownRows) -> Wrong:
    """Yield what is empty, missing or a key of the program in the text of a page, and a briefing of three pages."""
    if page.on_paper > 2 and page.party != ANNEX:
        yield "two pages on paper", f"{page.on_paper}"
    for name, content in page.sections.items():
        text = text_of(content)
        if not text.strip():
            yield "no empty section", name
        for reply in rows.table("replies"):
            text = text.replace(reply["text"], "(reply)")
        if name in ("sources", "colophon") or page.party == ANNEX:
            text = re.sub(_OF_THE_BUILD, " ", text)
        for law, pattern in _LAWS_OF_TEXT.items():
            for found in pattern.finditer(text):
                yield law, f"{name}: …{text[max(0, found.start() - 60) : found.end() + 40]}…"
        for tag in re.findall(r"<(td|th|li|p|dd|dt|h2|h3)(?: [^>]*)?>\s*</\1>", content):
            yield "no empty cell", f"{name}: <{tag}>"


def _nothing_later(page: Page, rows: KnownRows) -> Wrong:
    """Yield each day on a page that nobody could know in its month."""
    text = re.sub(PATTERNS["ahead"][page.language], " ", page.text(*page.sections))
    later = ((written, day) for written, day in days_in(text, page.language) if day > rows.day)
    yield from (("no day after the month", f"{written}: {day}") for written, day in later)


def _of_events(page: Page, rows: KnownRows) -> Wrong:
    """Yield what a page says of what has to follow, and of whom papers name, otherwise than the rows."""
    text, own = page.text("commitments"), {page.party, *rows.ancestors(page.party)}
    events = [row for row in rows.table("commitment_events") if row["url"].startswith("https://example.org")]
    known = {row["event_id"]: row for row in events if last_day(row["date"]) <= rows.day}
    for row in known.values():
        waits = row["awaits_nl" if page.language == "nl" else "awaits_en"]
        place = text.find(waits) if waits else -1
        if place >= 0 and row["settled_by"] in known:
            yield "what came does not have to come", f"{waits}, settled by {row['settled_by']}"
        if place >= 0 and row["due_on"]:
            overdue = bool(re.match(r"[\w ]*\((?:termijn was|deadline was)", text[place:]))
            if overdue != (last_day(row["due_on"]) < rows.day):
                yield "overdue", f"{waits}, due on {row['due_on']}: {text[place : place + 60]}"
        # Invented papers are called by letters.
        letters = re.search(r"\bQ[A-J]{3,}\b", row["what_nl"])
        is_there = letters and re.search(rf"\b{letters.group()}\b", page.text("your_party"))
        if is_there and page.party not in (ANNEX, "all") and not own & set(row["party_ids"].split("|")):
            yield "papers of the party", f"{row['event_id']} names {row['party_ids'] or 'nobody'}"


def _of_the_party(page: Page, rows: KnownRows) -> Wrong:
    text = page.text("main_points", "your_party")
    yield from ((f"sentence: {name}", said) for name, said in untrue(text, rows, page.party, page.language))
    if page.party != "all":
        yield from unsaid(page.text("your_party"), rows, page.party, page.language)
        yield from wrong_names(rows, page.party, text, page.language)
    if rows.cabinet and page.party in rows.seats and not re.search(_ROLE, text):
        yield "a party with a seat has a role", page.party
    if not rows.cabinet and (found := re.search(rf"{_ROLE}|oppositie|opposition", text)):
        yield "no role without a cabinet", found.group()
    for reply in rows.table("replies"):
        if reply["party_id"] == page.party and reply["text"] in text and reply["received_on"] > rows.day:
            yield "no reply after the month", reply["received_on"]


def _of_support(page: Page, rows: KnownRows) -> Wrong:
    """Yield the sums of seats that are not those of the rows, and the years in which parties signed."""
    text = page.text("main_points", "your_party")
    years = re.search(PATTERNS["years_signed"][page.language], text)
    if not years or {*re.findall(r"\d{4}", years[1])} != {day[:4] for day in rows.signatures.values()}:
        yield "years in which parties signed", f"{years and years[1]}: {rows.signatures}"
    in_cabinet = rows.seats.keys() & rows.cabinet.keys()
    for sentence, parties, is_said in (
        ("seats_signed", rows.seats.keys(), True),
        ("seats_signed_of_all", rows.seats.keys(), page.party == "all"),
        ("seats_of_coalition", in_cabinet, bool(rows.cabinet)),
        ("seats_of_others", rows.seats.keys() - in_cabinet, bool(rows.cabinet)),
    ):
        signed, carried = (sum(rows.seats[name] for name in parties if rows.signed(name) == how)
                           for how in ("yes", "by_decision"))  # fmt: skip
        by_rows = {"signed": f"{signed}", "decided": f"{signed + carried}" if carried else None}
        by_rows["all"] = f"{sum(rows.seats[name] for name in parties)}"
        found = [match.groupdict() for match in re.finditer(PATTERNS[sentence][page.language], text)]
        if found != ([by_rows] if is_said else []):
            yield sentence, f"{found}, by the rows {by_rows}"


def _of_the_chart(page: Page, rows: KnownRows) -> Wrong:
    """Yield what the chart of seats says otherwise than the rows of who signed."""
    listed = re.search(PATTERNS["chart"][page.language], page.text("main_points", "your_party"))
    parts = listed.group(1).split("; ") if listed else []
    for party, seats in rows.seats.items():
        own = [part for part in parts if re.search(rf" {seats}, ", part) and rows.is_named(party, part)]
        state = rows.signed(party)
        if not own:
            yield "each party in the chart", f"{party} {seats}"
        elif not any(part.endswith(PATTERNS["chart_words"][page.language][state]) for part in own):
            yield "signed in the chart", f"{party} is {state}: {own}"
        elif state == "no" and rows.declined_on(party) > "2022" and any("2021" in part for part in own):
            yield "declined later is not in 2021", f"{own}"


def differing(law: str, month: str, made: Made, remade: Made) -> Iterator[Fault]:
    """Yield the first difference of each section and table between a month and the same made of fewer rows."""
    for page, other in zip(made.pages, remade.pages, strict=True):
        for name, content in page.sections.items():
            # The colophon names the tables with their checksums, which do differ.
            both = [re.sub(r"(?:[\w/]+ [0-9a-f]{8}(?:, )?)+", "#", each) for each in (content, other.sections[name])]
            if both[0] != both[1]:
                at = len([*takewhile(lambda signs: signs[0] == signs[1], zip(*both, strict=False))])
                one, two = (text_of(each[max(0, at - 80) : at + 80]) for each in both)
                yield Fault(month, page.name, law, f"{name}: …{one}… otherwise …{two}…")
    for path, table in made.tables.items():
        if path.startswith("share/") and path.endswith(".csv") and table != remade.tables.get(path):
            lines = {*table.splitlines()} ^ {*remade.tables.get(path, b"").splitlines()}
            yield Fault(month, path, law, f"{sorted(lines)[:2]}")
