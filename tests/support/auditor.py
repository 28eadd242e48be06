"""The numbers that the pages of a month may show, and the numbers of a page that are none of these.

It shares no code with what makes the pages: it reads finished HTML, the published tables of the month and data/ as it
was typed. A number with a note must be printed in the publication of that note. Any other number must be in a table of
the month, rounded at most as the tables say. If the passage names years, the number must be of one of them. A bound
(more than, at least, at most, less than) must be said to be one.
"""

import datetime
import hashlib
import re
import tomllib
from collections import defaultdict
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from support.csv_rows import Row, rows_in, rows_of
from support.page_numbers import YEAR, Passage, day_of, language_of, tokens, value_of
from support.project import PROJECT

BOUNDS = ("more_than", "at_least", "at_most", "less_than")
DATA = PROJECT / "data"
# Typed texts that hold digits and are printed as they are: they are no numbers of the page.
PRINTED_AS_TYPED = {
    "publications": ("title",),
    "parties": ("abbreviation", "name_nl", "name_en"),
    "party_names": ("name",),
    "quantities": ("label_nl", "label_en"),
    "figures": ("attributed_to",),
    "commitments": ("text_nl", "text_en"),
    "commitment_events": ("what_nl", "what_en", "document", "awaits_nl", "awaits_en"),
    "decisions/figures": ("reason", "reason_nl"),
    "decisions/parties": ("reason", "reason_nl"),
}
# What a page says with a number that no table has, and who proves it.
OTHER_TEXTS = (
    r"under 18",  # of age
    r"Since December 2023|Sinds december 2023",  # the end of the open data on members: docs/limits.md
    r"\d+ documents, the newest below|\d+ stukken, hieronder de nieuwste",  # tests/data/known/sections.csv
    r"\d+ of them are below|hieronder staan er \d+",  # tests/briefing/test_annex.py counts them
    # No figure is known of these years: tests/data/known/sections.csv.
    r"We have no number for [\d, and]+ yet|Het aantal over [\d, en]+ hebben wij nog niet",
    r"\d+ more open|Nog \d+ open",  # tests/data/known/sections.csv
)


@cache
def typed(table: str) -> list[Row]:
    path = DATA / f"{table}.csv"
    return rows_in(path) if path.is_file() else []


def rounded(value: Decimal, step: str, how: str = ROUND_HALF_UP) -> Decimal:
    """Return a value in hundreds (`1e2`), ones (`1`) or tenths (`0.1`)."""
    return (value / Decimal(step)).quantize(Decimal(1), how) * Decimal(step)


class MonthNumbers:
    """The numbers that a month may show, by what its build wrote into share/data/ and by what was typed."""

    def __init__(self, month: str, as_of: str, files: dict[str, bytes]) -> None:
        """Read the tables: `files` has the content of each by its path in the month's folder."""
        self.month = month
        shared = {path: content for path, content in files.items() if re.match(r"share/data/\w+\.csv", path)}
        self.tables = {Path(path).stem: rows_of(content) for path, content in shared.items()}
        self.publications = {row["publication"]: row for row in self.tables["publications"]}
        events = typed("commitment_events")
        self.left_out = [row for row in events if row["certainty"] == "inferred" and row["date"] <= as_of]
        decided = [row for name in ("figures", "parties") for row in typed(f"decisions/{name}")]
        # One on a figure that is not published yet does not apply: no table of the month has it.
        rows = [*self.tables["figures"], *self.tables["discrepancies"]]
        there = {cell for row in rows for cell in row.values()} | {None}  # a party has no figure
        self.decisions = [row for row in decided if row["valid_from"] <= as_of and row.get("figure_id") in there]
        # Value, whether a percentage -> years and publication (empty: any), whether a bound (None: either).
        self.known: dict[tuple[Decimal, bool], set[tuple[str, str, bool | None]]] = defaultdict(set)
        self._add_figures()
        self._add_balance()
        self._add_claims_and_changes()
        self._add_counts()
        self.days = self._days(as_of)

    def _add(
        self,
        value: str,
        unit: str,
        years: str,
        publication: str = "",
        is_bound: bool | None = None,
        step: str = "0.1",
        how: str = ROUND_HALF_UP,
    ) -> None:
        if value:
            row = (years, publication, is_bound)
            self.known[rounded(Decimal(value), step, how), unit == "percent"].add(row)

    def _add_figures(self) -> None:
        printed = [row for row in typed("figures") if row["publication"] in self.publications]
        for row in printed:
            given = (row["unit"], row["reference_year"], row["publication"])
            # A fall is printed with its sign.
            self._add(row["value"].lstrip("-"), *given, is_bound=row["qualifier"] in BOUNDS)
            for end in ("lower", "upper", "upper_alternative"):
                self._add(row[end], *given)
        # The registered share of each estimate that was printed, and of the ends of its range.
        estimates = [row for row in printed if row["quantity_id"] == "estimate-all"]
        ends = {row[end] for row in estimates for end in ("value", "lower", "upper") if row[end]}
        for row in (row for row in printed if row["quantity_id"] == "registered-all" and row["value"]):
            for end in ends:
                self._add(str(100 * Decimal(row["value"]) / Decimal(end)), "percent", row["reference_year"])
        for row in [*self.tables["derived"], *self.tables["revisions"]]:
            for name in ("value", "lower", "upper", "change"):
                self._add(row.get(name, "").lstrip("-"), row["unit"], row["reference_year"])
        for row in self.tables["discrepancies"]:
            # What a figure is compared with may be of another year, or computed.
            for side, end in (("a", "lower"), ("a", "upper"), ("b", "value"), ("b", "lower"), ("b", "upper")):
                value = row[f"{end}_{side}"].lstrip("-")
                self._add(value, row["unit"], row["reference_year"], row[f"publication_{side}"])

    def _add_balance(self) -> None:
        for row in self.tables["balance"]:
            year, is_bound = row["year"], row["estimate_qualifier"] in BOUNDS
            self._add(row["registered"], "", year, row["registered_publication"], is_bound=False)
            self._add(row["first_printed"], "", year, row["first_publication"], is_bound=False)
            less, more = (ROUND_FLOOR, ROUND_CEILING) if is_bound else (ROUND_HALF_UP, ROUND_HALF_UP)
            for years in (year, row["estimate_years"]):
                self._add(row["estimated"], "", years, row["estimate_publication"], is_bound=is_bound)
                for end in ("lower", "upper", "upper_alternative"):
                    self._add(row[f"estimated_{end}"], "", years, row["estimate_range_publication"])
                for end in ("", "_lower", "_upper"):
                    self._add(row[f"unseen{end}"], "", years, is_bound=is_bound, step="1e2", how=less)
                    self._add(row[f"in_view{end}_percent"], "percent", years, is_bound=is_bound, step="1", how=more)

    def _add_claims_and_changes(self) -> None:
        for row in typed("claims"):
            for end in ("claimed_value", "claimed_lower", "claimed_upper"):
                self._add(row[end], row["unit"], "")
        for row in self.tables["claims"]:
            computed = f"{row['computed']} {row['computed_when_signed']}"
            for mark, value in re.findall(r"([≤≥]?)(\d+(?:\.\d+)?)", computed):
                self._add(value, row["unit"], "", is_bound=True if mark else None)

        for row in self.tables["changes"]:
            for value in re.findall(r"\d+(?:\.\d+)?", f"{row['before']} {row['after']}"):
                self._add(value, "percent" if "%" in row["before"] + row["after"] else "", "")

    def _add_counts(self) -> None:
        differences, revisions = self.tables["discrepancies"], self.tables["revisions"]
        keys = ("quantity_id", "reference_year", "kind", "value_a", "value_b")
        different = {tuple(row[key] for key in keys) for row in differences}
        revised = {row["quantity_id"] + row["reference_year"] + row["series"]: row for row in revisions}  # the newest
        changed = [row for row in revised.values() if float(row["change_from_first"])]
        other = [row for row in self.tables["changes"] if row["kind"] == "figure"]
        other = [row for row in other if not re.fullmatch(r"registered-all/\d{4}", row["subject"])]
        events = [row for row in self.tables["changes"] if row["kind"] == "commitment_event"]
        claims = self.tables["claims"]
        on_page = [row for row in typed("claims") if row["annex_only"] != "yes"]
        counted = (differences, different, revised, changed, other, events, claims, on_page)
        for rows in (*counted, self.decisions, self.publications):
            self._add(str(len(rows)), "count", "")
        years = sorted(row["date"][:4] for row in self.left_out if row["result"])
        if years:
            self._add(str(len(years)), "count", "-".join(dict.fromkeys([years[0], years[-1]])))

    def _days(self, as_of: str) -> set[str]:
        rows = [row for name in ("publications", "events", "parties") for row in self.tables[name]]
        rows += [*self.decisions, *typed("cabinets"), *typed("party_events"), *typed("elections")]
        days = {cell for row in rows for cell in row.values() if re.fullmatch(rf"{YEAR}(-\d\d){{0,2}}", cell or "")}
        days |= {row["valid_until"] for row in typed("seats") if row["valid_until"]}  # of a group that is no more
        before = datetime.date.fromisoformat(f"{self.month}-01") - datetime.timedelta(days=1)
        return days | {as_of, self.month, f"{before:%Y-%m}"}

    @cached_property
    def texts(self) -> re.Pattern[str]:
        """Return what finds the texts with digits that are printed as they were typed."""
        found = {
            row[name].rstrip(".") for table, names in PRINTED_AS_TYPED.items() for row in typed(table) for name in names
        }
        wording = [PROJECT / "src/analysis/core/wording" / language / "briefing.toml" for language in ("nl", "en")]
        publishers = [tomllib.loads(file.read_text(encoding="utf-8"))["publisher"] for file in wording]
        for row in typed("publications"):
            names = {row["publisher"], *(own.get(row["publisher"], "") for own in publishers)}
            found |= {f"{name}, {row['published_on'][:4]}" for name in names if name}
        urls = [row["url"] for table in ("publications", "commitment_events") for row in typed(table)]
        found |= {urlsplit(url).netloc.removeprefix("www.") for url in urls}
        # The first digits of the checksum of each public table, as `sha256sum` prints them.
        tables = [path for path in DATA.rglob("*.csv") if "signatories" not in path.parts]
        checksums = [hashlib.sha256(path.read_bytes()).hexdigest()[:8] for path in tables]
        project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        found |= {f"{project['name']} {project['version']}", f"--month {self.month}", *checksums}
        found |= {"1300-deals", "1300-deal", "SHA-256"}
        other = "|".join(OTHER_TEXTS)
        longest_first = sorted((text for text in found if re.search(r"\d", text)), key=len, reverse=True)
        return re.compile(rf"(?<![\w-])(?:{other}|{'|'.join(map(re.escape, longest_first))})(?![\w-])", re.IGNORECASE)

    def masked(self, text: str) -> str:
        return self.texts.sub(lambda found: "x" * len(found[0]), text)

    def notes(self, html: str) -> dict[int, set[str]]:
        """Return the publications that each note of a page can lead to, by link, title and date: one, or none."""
        found = {}
        for source in BeautifulSoup(html, "html.parser").select("li[id^=source-]"):
            link, text = source.find("a", href=True)["href"], " ".join(source.get_text().split())
            language = language_of(source)
            days = {day_of(token.text, language) for token in tokens(text, language) if token.kind == "day"}
            rows = [row for row in self.publications.values() if row["url"] == link and row["title"] in text]
            dated = [row for row in rows if days & {row["published_on"], row["known_from"]}]
            found[int(source["id"].removeprefix("source-"))] = {row["publication"] for row in dated or rows}
        return found

    def party_numbers(self, passage: Passage, party: str) -> set[Decimal]:
        """Return the numbers of the parties that a passage names; where it is about seats, of the reader and of all."""
        named = {_party_names()[name] for name in _party_pattern().findall(passage.text)}
        if passage.section in ("support", "your-party") or re.search("seat|zetel", passage.text):
            named |= {party, "all"}
        rows = [row for row in self.tables["parties"] if row["party_id"] in named]
        found = {Decimal(cell) for row in rows for cell in row.values() if re.fullmatch(r"\d+(\.\d+)?", cell)}
        if "all" in named:  # of the coalition and the opposition, the seats of the parties that signed themselves
            for role in ("coalition", "opposition"):
                own = [row for row in self.tables["parties"] if row["role"] == role and row["party_signed"] == "yes"]
                found.add(Decimal(sum(int(row["seats"]) for row in own)))
        if re.search(
            "Zonder .* besluit van ons geldt|Without .* decision of ours applies", passage.text
        ):  # the month before
            day = str(datetime.date.fromisoformat(f"{self.month}-01") - datetime.timedelta(days=1))
            signed = {row["party_id"] for row in self.tables["parties"] if row["party_signed"] == "yes"}
            held = [row for row in typed("seats") if row["valid_from"] <= day <= (row["valid_until"] or day)]
            found.add(Decimal(sum(int(row["seats"]) for row in held if row["party_id"] in signed)))
        merged = [row for row in typed("party_events") if row["kind"] in ("merge", "rename")]
        earlier = [row["from_party_ids"] for row in merged if party in row["to_party_ids"].split("|")]
        own = {party, *"|".join(earlier).split("|")} - {""}
        if re.search(r"\d (?:voor|tegen|for|against)\b", passage.text):  # how often the party, on all decisions
            votes = [(row["event_id"], row["vote"]) for row in self.tables["votes"] if row["party_id"] in own]
            found |= {Decimal(len({event for event, vote in votes if vote == side})) for _, side in votes}
            found.add(Decimal(len({event for event, _ in votes})))
        if re.search("andere .* weten wij|know whether .*other", passage.text):
            seats = [int(row["seats"]) for row in self.tables["parties"] if row["party_signed"] == "unknown"]
            found |= {Decimal(sum(seats)), Decimal(len([each for each in seats if each]))}
        return found

    def unexplained(self, passage: Passage, notes: dict[int, set[str]], party: str = "all") -> list[str]:
        language = passage.language
        found = tokens(self.masked(passage.text), language)
        numbers, days, years = ([t for t in found if t.kind == kind] for kind in ("number", "day", "years"))
        said = {token.text.replace("–", "-") for token in years} | {token.text[-4:] for token in days}
        if passage.section == "discrepancies":  # what it adds up are the years of a range
            ranges = [re.fullmatch(r"(\d{4})-(\d{4})", each) for each in said]
            said |= {str(year) for each in ranges if each for year in range(int(each[1]), int(each[2]) + 1)}
        if re.search("jaar ervoor|year before", passage.text):
            said |= {str(int(year) - 1) for year in said if re.fullmatch(r"\d{4}", year)}
        of_parties = self.party_numbers(passage, party)
        # The seats for and against a decision whose document is printed beside them.
        decided = [row for row in self.tables["events"] if row["document"] in passage.text]
        tallies = {Decimal(row[side]) for row in decided for side in ("seats_for", "seats_against") if row[side]}
        wrong, used, before = [], set(), list[Decimal]()
        for token in numbers:
            value = value_of(token.text, language)
            rows = self.known.get((value, token.percent), set())
            rows = {row for row in rows if row[2] in (None, token.is_bound)}
            if token.note:
                rows = {row for row in rows if row[1] in notes.get(token.note, set())}
            of_years = {row[0] for row in rows if not row[0] or row[0] in said}
            is_of_party = value in of_parties | tallies and not token.percent
            is_share = token.percent and value in _shares(before[-3:])
            if not of_years and (token.note or not (is_of_party or is_share)):
                wrong.append(token.text)
            used |= of_years
            before.append(value)
        wrong += [token.text for token in days if day_of(token.text, language) not in self.days]
        if since := re.search(r"registraties sinds (\d{4})|registrations overall since (\d{4})", passage.text):
            newest = max(self.tables["balance"], key=lambda row: row["year"])["registered_series"]
            balance = sorted(int(row["year"]) for row in self.tables["balance"] if row["registered_series"] == newest)
            gaps = [year for before, year in pairwise(balance) if year - before > 1]
            used |= {str([balance[0], *gaps][-1])} & {*since.groups()}
        # Beside figures each year is that of one of them.
        for year in {token.text.replace("–", "-") for token in years}:
            if year not in used if any(used) else not self._knows_year(year):
                wrong.append(year)
        return wrong

    def _knows_year(self, year: str) -> bool:
        return any(day.startswith(year) for day in self.days) or any(
            year == row[0] for rows in self.known.values() for row in rows
        )


@cache
def _party_names() -> dict[str, str]:
    names = {row[name]: row["party_id"] for row in typed("parties") for name in PRINTED_AS_TYPED["parties"]}
    return names | {row["name"]: row["party_id"] for row in typed("party_names")}


@cache
def _party_pattern() -> re.Pattern[str]:
    longest_first = sorted(_party_names(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def _shares(numbers: list[Decimal]) -> set[Decimal]:
    """Return which percentage a number is of another, and what is left of a hundred."""
    shares = [100 * part / whole for part in numbers for whole in numbers if 0 < part < whole]
    return {rounded(each, "0.1") for share in shares for each in (share, 100 - share)}
