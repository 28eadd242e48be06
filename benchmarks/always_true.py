"""What must be true of every page and table of every month, whatever the rows: written apart from the code it judges.

From docs/, data/README.md and finished pages alone. `faults_of` reads the rows of the folder by hand (known_rows.py).
"""

import csv
import html
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from known_rows import KnownRows, Row, days_in, last_day
from true_in_words import wrong_in_words, wrong_papers
from true_numbers import wrong_numbers
from true_of_changes import wrong_changes, wrong_names, wrong_signers
from true_of_claims import wrong_claims
from true_of_parties import unsaid, untrue

ANNEX = "annex"
_PLACEHOLDER = re.compile(r"\{\w*\}|\bnan\b|\bNaN\b|\bNone\b|\bNaT\b|<NA>|\bnull\b|\bTODO\b|\binf\b|\{n\}", re.ASCII)
# A name of a column, series, kind or id: small letters with _ between, or what an id of a quantity or party looks like.
_KEY = re.compile(
    r"(?<![\w/.@-])[a-z]+(?:_[a-z]+)+\b|(?<![\w/.-])(?:estimate|registered|share|lid|groep)-[a-z]+(?:-[a-z]+)*\b"
)
_GAPS = (
    r"\( ?\)|\((?:to|tot)\)|\(tot |\( to |\(, |‘’|“”|“ ”",
    r" ,(?! )|, ,|,\.|\.\.(?!\.)|: \.|, door \.|, by \.",
    r"\bvan van\b|\bof of\b|\bby by\b|\b[Dd]e (?:[Dd]e|[Hh]et) |\b[Hh]et (?:[Dd]e|[Hh]et) ",
)
_GAP = re.compile("|".join(_GAPS))
# What follows by a day may lie ahead, and a decision may be taken later.
_AHEAD = {
    "nl": r"uiterlijk [^);]*\d{4}|besluit van [^.]*\d{4}|Genomen op [^,]*\d{4}|zonder datum",
    "en": r"by [^);]*\d{4}|decision of [^.]*\d{4}|Made on [^,]*\d{4}",
}

# Seats of who signed; then, where there are, with those for which it was decided.
_SIGNED = r"(\d+)(?:, (?:met|with) [^;]*? (\d+),)?"
_SEATS = rf"(?:Zetels van partijen die tekenden|Seats of parties that signed) {_SIGNED} (?:van|of) (\d+)"
_SEATS_IN_A_SENTENCE = (
    r"(?:hebben|hold) (\d+) (?:van de|of the) (\d+) (?:bezette zetels|filled seats)"
    r"(?:; (?:met|with) .*?(?:voorgangers tekenden|predecessors signed), (\d+))?"
)
_ROLE = r"\b(?:Rol|Role) (?:coali|oppos|in |niet in |not in )"
_PLACES = (
    rf"(?:hebben|hold) {_SIGNED} (?:van de|of the coalition’s|of the) (\d+) "
    r"(?:zetels van de coalitie|zetels achter het demissionaire kabinet|seats behind the caretaker cabinet|seats), "
    rf"(?:en|and) {_SIGNED} (?:van de|of the opposition’s|of the other) (\d+)"
)


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
        """Return the text of some sections, of all if none is named, without the marks of notes."""
        return " ".join(text_of(self.sections[name]) for name in names or self.sections)


def text_of(page: str) -> str:
    """Return the text of a piece of HTML, the cells and items of a list with blanks between."""
    page = re.sub(r'<a class="note".*?</a>|<style.*?</style>', "", page, flags=re.DOTALL)
    page = re.sub(r"<[^>]+>", " ", page)
    page = re.sub(r"\s+", " ", html.unescape(page)).replace("\u00ad", "")
    return re.sub(r" ([.,;:)”])", r"\1", page).replace("( ", "(")


def rows_of(content: bytes) -> list[Row]:
    """Return the rows of a table as it is published."""
    return list(csv.DictReader(io.StringIO(content.decode())))


def faults_of(rows: KnownRows, pages: list[Page], tables: Mapping[str, bytes]) -> list[Fault]:
    """Return everything about the pages and tables of a month that is not as it must be."""
    month = rows.day[:7]
    content_by_name = {path.split("/")[-1]: content for path, content in tables.items() if path.endswith(".csv")}
    published = {name.removesuffix(".csv"): rows_of(content) for name, content in content_by_name.items()}
    found = [Fault(month, "tables", law, what) for law, what in wrong_numbers(rows, published)]
    found += [Fault(month, "changes.csv", law, what) for law, what in wrong_changes(rows, published["changes"])]
    found += [Fault(month, "signatures.csv", law, what) for law, what in wrong_signers(rows, published["signatures"])]
    claims = {row["claim_id"]: row for row in published["claims"]}
    found += [Fault(month, "claims.csv", law, what) for law, what in wrong_claims(rows, claims)]
    for name, table in published.items():
        found += [Fault(month, f"{name}.csv", law, what) for law, what in _wrong_table(table)]
    for page in pages:
        found += faults_of_page(rows, page)
        if page.party != ANNEX:
            words = wrong_in_words(rows, page.language, page.text("main_points", "balance"), published["balance"])
            found += [Fault(month, page.name, law, what) for law, what in words]
    return sorted(set(found))


def faults_of_page(rows: KnownRows, page: Page) -> list[Fault]:
    """Return everything about a page that is not as it must be."""
    laws = (_whole, _nothing_later, _of_the_party, _of_support, _of_events)
    return [Fault(page.month, page.name, law, what) for judge in laws for law, what in judge(page, rows)]


def _wrong_table(table: list[Row]) -> Iterator[tuple[str, str]]:
    for row in table:
        for column, cell in row.items():
            sentence = column.startswith(("sentence_", "explanation_"))
            if sentence and not cell and "when_signed" not in column:
                yield "a sentence in each row", f"{column} of {next(iter(row.values()))}"
            if cell in ("nan", "NaN", "None", "NaT", "<NA>") or (
                sentence and (_PLACEHOLDER.search(cell) or _KEY.search(cell))
            ):
                yield "no placeholder", f"{column}: {cell}"


def _whole(page: Page, rows: KnownRows) -> Iterator[tuple[str, str]]:
    """Yield what is empty, missing or a key of the program in the text of a page, and a briefing of three pages."""
    if page.on_paper > 2 and page.party != ANNEX:
        yield "two pages on paper", f"{page.on_paper}"
    for name, content in page.sections.items():
        text = text_of(content)
        for reply in rows.table("replies"):
            text = text.replace(reply["text"], "(reply)")
        if name in ("sources", "colophon") or page.party == ANNEX:
            text = re.sub(
                r"briefing build .*? --language \w\w|\b[0-9a-f]{8}\b|(?:, |: )\w+(?:/\w+)? (?=,|\.)", " ", text
            )
            text = re.sub(r"\b\w+(?:[/_]\w+)? [0-9a-f]{8}\b|(?:commitment|party|decisions)[/_]\w+", " ", text)
        laws = {"no placeholder": _PLACEHOLDER, "no key of the program": _KEY, "no gap in a sentence": _GAP}
        for law, pattern in laws.items():
            places = [found.span() for found in pattern.finditer(text)]
            yield from ((law, f"{name}: …{text[max(0, first - 60) : last + 40]}…") for first, last in places)
        if not text.strip():
            yield "no empty section", name
        empty = re.findall(r"<(td|th|li|p|dd|dt|h2|h3)(?: [^>]*)?>\s*</\1>", content)
        yield from (("no empty cell", f"{name}: <{tag}>") for tag in empty)


def _nothing_later(page: Page, rows: KnownRows) -> Iterator[tuple[str, str]]:
    """Yield each day, document and name on a page that nobody could know in its month."""
    text = re.sub(_AHEAD[page.language], " ", page.text())
    yield from (
        ("no day after the month", f"{written} in …{_around(text, written)}…")
        for written, day in days_in(text, page.language)
        if day > rows.day
    )
    later = [row for row in rows.table("commitment_events") if last_day(row["date"]) > rows.day]
    words = [row[name] for row in later for name in ("document", "what_nl", "what_en", "awaits_nl", "awaits_en")]
    for word in filter(None, words):
        if re.search(rf"{re.escape(word)}\b", text):
            yield "no event after the month", word
    for row in rows.table("publications"):
        if row["title"] and row["published_on"] and last_day(row["published_on"]) > rows.day and row["title"] in text:
            yield "no publication after the month", row["title"]
    known = {name.lower() for row in rows.table("parties") for name in rows.names(row["party_id"])}
    for row in rows.table("party_names"):
        new = row["valid_from"] > rows.day and row["name"].lower() not in known
        if new and re.search(rf"(?<!\w){re.escape(row['name'])}(?!\w)", text):
            yield "no name after the month", row["name"]


def _around(text: str, words: str) -> str:
    place = text.find(words)
    return text[max(0, place - 70) : place + len(words) + 40]


def _of_the_party(page: Page, rows: KnownRows) -> Iterator[tuple[str, str]]:
    if page.party == ANNEX:
        return
    text = page.text("main_points", "your_party")
    yield from ((f"sentence: {name}", said) for name, said in untrue(text, rows, page.party, page.language))
    if page.party != "all":
        yield from unsaid(page.text("your_party"), rows, page.party, page.language)
        yield from wrong_papers(rows, page.party, page.text("your_party"))
        yield from wrong_names(rows, page.party, text, page.language)
    if rows.cabinet and page.party in rows.seats and not re.search(_ROLE, text):
        yield "a party with a seat has a role", page.party
    if not rows.cabinet and re.search(rf"{_ROLE}|oppositie|opposition", text):
        yield "no role without a cabinet", _around(text, "opposi")
    for reply in rows.table("replies"):
        if reply["party_id"] == page.party and (reply["text"] in text) > (reply["received_on"] <= rows.day):
            yield "no reply after the month", reply["received_on"]


def _of_support(page: Page, rows: KnownRows) -> Iterator[tuple[str, str]]:
    """Yield what the chart of seats, and the sums beside it, say otherwise than the rows."""
    if page.party == ANNEX:
        return
    text = page.text("main_points", "your_party")
    years = re.search(r"(?:Wie tekende|Who signed) in (.*?), (?:en de zetels|and seats)", text)
    if not years or {*re.findall(r"\d{4}", years[1])} != {day[:4] for day in rows.signatures.values()}:
        yield "years in which parties signed", f"{years and years[1]}: {rows.signatures}"

    def sums(parties: Iterable[str]) -> tuple[str, str, str]:
        """Return the seats of who signed, with those for which it was decided where there are, and all seats."""
        own = {name: rows.signed(name) for name in parties}
        signed, carried = (sum(rows.seats[name] for name in own if own[name] == how) for how in ("yes", "by_decision"))
        return f"{signed}", f"{signed + carried}" if carried else "", f"{sum(rows.seats[name] for name in own)}"

    signed, with_decided, filled = sums(rows.seats)
    places = sums(rows.seats.keys() & rows.cabinet) + sums(rows.seats.keys() - rows.cabinet)
    for law, pattern, expected in (
        ("seats of who signed", _SEATS_IN_A_SENTENCE, [(signed, filled, with_decided)]),
        ("seats of who signed, of all", _SEATS, [(signed, with_decided, filled)] if page.party == "all" else []),
        ("seats of coalition and opposition", _PLACES, [places] if rows.cabinet else []),
    ):
        if (found := re.findall(pattern, text)) != expected:
            yield law, f"{found}, by the rows {expected}"
    yield from _of_the_chart(page, rows, text)


def _of_the_chart(page: Page, rows: KnownRows, text: str) -> Iterator[tuple[str, str]]:
    words = {"yes": ("getekend", "signed"), "by_decision": ("via voorganger", "by predecessor")}
    words |= {"unknown": ("niet bekend", "not known")}
    listed = re.search(r"(?:of zij tekende|whether it signed): (.*? \d+, [^;.]*)\.", text)
    chart = listed.group(1) if listed else ""
    declined = {party: rows.row("parties", "party_id", party)["declined_on"] for party in rows.seats}
    declined = {party: day for party, day in declined.items() if rows.signed(party) == "no"}
    for party, number in rows.seats.items():
        state = rows.signed(party)
        rest = [part for part in chart.split("; ") if re.search(rf" {number}, ", part) and rows.is_named(party, part)]
        if not rest:
            yield "each party in the chart", f"{party} {number}"
        elif state in words and not any(part.endswith(words[state][page.language == "en"]) for part in rest):
            yield "signed in the chart", f"{party} is {state}: {rest}"
        elif declined.get(party, "") > "2022" and any("2021" in part for part in rest):
            yield "declined later is not in 2021", f"{rest}"
    if re.search(r"‘(Nog niet|Not yet)’[^.]*2021", text) and not any(day < "2022" for day in declined.values()):
        yield "not yet, so the press in March 2021", f"declined on {declined}"


def _of_events(page: Page, rows: KnownRows) -> Iterator[tuple[str, str]]:
    """Yield what a page says of results, and of what has to follow, otherwise than the rows."""
    text = page.text("commitments") if "commitments" in page.sections else ""
    known = {row["event_id"]: row for row in rows.table("commitment_events") if last_day(row["date"]) <= rows.day}
    for row in known.values():
        not_found = rf"\({re.escape(row['document'])}[^()]*(?:uitslag niet gevonden|outcome not found)"
        unseen = row["document"] and re.search(not_found, text)
        if unseen and row["result"] not in ("put_to_vote", "unknown"):
            yield "outcome not found", f"{row['event_id']} is {row['result']}: {unseen.group()}"
        waits = row["awaits_nl" if page.language == "nl" else "awaits_en"]
        place = text.find(waits) if waits and row["url"].startswith("https://example.org") else -1
        if place >= 0 and row["settled_by"] in known:
            yield "what came does not have to come", f"{waits}, settled by {row['settled_by']}"
        if place >= 0 and row["due_on"]:
            overdue = bool(re.match(r"[\w ]*\((?:termijn was|deadline was)", text[place:]))
            if overdue != (last_day(row["due_on"]) < rows.day):
                yield "overdue", f"{waits}, due on {row['due_on']}: {text[place : place + 60]}"


Made = tuple[list[Page], Mapping[str, bytes]]


def differing(law: str, month: str, made: Made, remade: Made) -> Iterator[Fault]:
    """Yield the first difference of each section and table between a month and the same made of fewer rows."""
    for page, other in zip(made[0], remade[0], strict=True):
        for name in page.sections:
            # The colophon names the tables with their checksums, which do differ.
            one, two = (re.sub(r"(?:[\w/]+ [0-9a-f]{8}(?:, )?)+", "#", some.sections[name]) for some in (page, other))
            if one != two:
                pairs = enumerate(zip(one, two, strict=False))
                at = next((place for place, (a, b) in pairs if a != b), min(len(one), len(two)))
                found = f"{name}: …{text_of(one[max(0, at - 80) : at + 80])}… otherwise …{text_of(two[at : at + 80])}…"
                yield Fault(month, page.name, law, found)
    for path, content in made[1].items():
        other_content = remade[1].get(path, b"")
        if path.startswith("share/") and path.endswith(".csv") and content != other_content:
            lines = set(content.splitlines()) ^ set(other_content.splitlines())
            yield Fault(month, path, law, f"{sorted(lines)[:2]}")
