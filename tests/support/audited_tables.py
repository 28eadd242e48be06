"""What an auditor says of the two tables of a page and the charts above them: cell by cell, by row and heading."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from support.audited_sentences import Fault
from support.build_tables import SIGNED, Build, Fact, down, half_up, typed, up
from support.numbers_in_text import Number, day_in_words, read_numbers
from support.page_reading import Label, Page, Table

ROLES = {
    "Year": "year", "Jaar": "year", "Registered": "registered", "Geregistreerd": "registered", "Count": "count",
    "Telling": "count", "Estimated": "estimated", "Geschat": "estimated", "Range": "range", "Marge": "range",
    "Estimate of this year?": "own", "Schatting voor dit jaar?": "own", "Not registered, rounded": "unseen",
    "Niet geregistreerd, afgerond": "unseen", "Registered share, rounded": "in view",
    "Geregistreerd deel, afgerond": "in view",
    "Party": "party", "Partij": "party", "Seats": "seats", "Zetels": "seats", "Signed?": "signed",
    "Getekend?": "signed", "When": "when", "Wanneer": "when",
}  # fmt: skip
SIGNED_WORDS = {"yes": ("signed", "getekend"), "by_decision": ("by predecessor", "via voorganger")}
SIGNED_WORDS |= {"no": ("not yet in 2021", "nog niet in 2021"), "unknown": ("not known", "niet bekend")}
_BOUNDS = ("more_than", "at_least")
Years = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class _Cells:
    """A row of a table by the role of its columns."""

    text: dict[str, str]
    language: str

    def number(self, role: str) -> Number | None:
        read = read_numbers(self.text.get(role, ""), self.language)
        return read.numbers[0] if read.numbers else None


def audit_visibility(
    page: Page, build: Build, sources: dict[int, str | None], faults: list[Any], known: Years | None = None
) -> Years:
    """Add what is wrong with the table of registered and estimated victims, and with its chart; return its rows.

    The table is in the annex, the chart in a briefing: `known` are the rows of the table for a page without one.
    """
    tables = [table for table in page.tables if table.section == "tables" and ROLES.get(table.heads[0]) == "year"]
    years: Years = {} if tables else dict(known or {})
    for table in tables:
        for cells in _rows(table, page.language, faults):
            year = cells.text["year"]
            if not re.fullmatch(r"(?:19|20)\d\d", year):
                faults.append(Fault("balance", " | ".join(cells.text.values()), year, "no year"))
                continue
            years[year] = {}
            for why in _year(cells, year, build, sources, years[year]):
                faults.append(Fault("balance", " | ".join(cells.text.values()), year, why))
    registered = {year for quantity, year in build.chosen if quantity == "registered-all" and len(year) == 4}
    if tables and set(years) != registered:
        faults.append(Fault("balance", "", ", ".join(sorted(registered ^ set(years))), "years of table and build"))
    _chart(page, years, faults)
    return years


def _rows(table: Table, language: str, faults: list[Any]) -> Iterator[_Cells]:
    roles = [ROLES.get(head, "") for head in table.heads]
    if "" in roles:
        faults.append(Fault(table.section, " | ".join(table.heads), "", "a heading that says nothing to the auditor"))
    for row in table.rows:
        yield _Cells(dict(zip(roles, row, strict=True)), language)


def _year(
    cells: _Cells, year: str, build: Build, sources: dict[int, str | None], told: dict[str, Any]
) -> Iterator[str]:
    """Give what is wrong with one year; fill `told` with its numbers."""
    read = {role: read_numbers(text, cells.language) for role, text in cells.text.items()}
    expected = {"year": 0, "registered": 1, "estimated": 1, "range": 1, "unseen": 1, "in view": 1}
    for role, one in read.items():
        most = expected.get(role, 0) + ("was" in cells.text[role])
        if len(one.numbers) > most or one.unread or (role != "year" and one.periods):
            yield f"more numbers than one in {role}: {cells.text[role]}"
    yield from _registered(cells, year, build, sources, told)
    if (estimate := cells.number("estimated")) is not None:
        yield from _estimated(cells, estimate, year, build, sources, told)
        yield from _left(cells, told)
    elif cells.number("unseen") or cells.number("in view") or cells.number("range"):
        yield "computed from no estimate"


def _registered(
    cells: _Cells, year: str, build: Build, sources: dict[int, str | None], told: dict[str, Any]
) -> Iterator[str]:
    row = build.chosen.get(("registered-all", year))
    numbers = read_numbers(cells.text["registered"], cells.language).numbers
    if row is None or not numbers or numbers[0].ends != (Fraction(row["value"]),):
        yield "registered is not what the table of figures has for the year"
        return
    told["registered"] = numbers[0].ends[0]
    if numbers[0].mark is None or not _is_printed(build, row, sources.get(numbers[0].mark)):
        yield "registered is not printed in the publication of its note"
    first = [f for f in build.printed if (f.quantity, f.years, f.series) == ("registered-all", year, row["series"])]
    if len(numbers) > 1:
        told["was"] = numbers[1].ends[0]
    if len(numbers) > 1 and (numbers[1].ends not in {(f.value,) for f in first} or numbers[1].ends == numbers[0].ends):
        yield "what was published first was not"
    earliest = min((f for f in first), key=lambda f: build.publications[f.publication]["known_from"], default=None)
    if earliest is not None and earliest.value != told["registered"] and len(numbers) < 2:
        yield "revised, and the page does not say so"


def _is_printed(build: Build, row: dict[str, str], publication: str | None) -> bool:
    """Return whether a publication prints the value of a row for its quantity and year."""
    wanted = (row["quantity_id"], row["reference_year"], Fraction(row["value"]))
    return any((f.quantity, f.years, f.value) == wanted and f.publication == publication for f in build.printed)


def _estimated(
    cells: _Cells, estimate: Number, year: str, build: Build, sources: dict[int, str | None], told: dict[str, Any]
) -> Iterator[str]:
    printed = [f for f in build.printed if f.quantity == "estimate-all"]
    note = sources.get(estimate.mark or 0)
    own = [f for f in printed if f.publication == note and f.value == estimate.ends[0]]
    own = [f for f in own if (f.qualifier in _BOUNDS) == (estimate.qualifier in _BOUNDS)]
    if not own or estimate.is_range:
        yield "the estimate, said so, is not printed in the publication of its note"
        return
    told["estimated"] = estimate.ends[0]
    if estimate.qualifier in _BOUNDS:
        told["bound"] = Fraction(1)
    yield from _range(cells, own, printed, note, sources, told)
    yield from _own_year(cells, own, printed, year, build, told)


def _range(
    cells: _Cells,
    own: list[Fact],
    printed: list[Fact],
    note: str | None,
    sources: dict[int, str | None],
    told: dict[str, Any],
) -> Iterator[str]:
    ranged = cells.number("range")
    series = {f.series for f in own}
    if ranged is None:
        if "bound" not in told and any(f.ends and f.series in series for f in printed):
            yield "a range is printed for the estimate, and the page has none"
        return
    where = sources.get(ranged.mark) if ranged.mark else note
    ends = [f.ends for f in printed if f.publication == where and f.series in series and f.ends]
    # Of two upper ends both, or the widest.
    if ranged.ends not in {e for each in ends for e in (each, (each[0], each[-1]))}:
        yield "the range is not printed in the publication of its note"
    told["lower"], told["upper"] = ranged.ends[0], ranged.ends[-1]


def _own_year(
    cells: _Cells, own: list[Fact], printed: list[Fact], year: str, build: Build, told: dict[str, Any]
) -> Iterator[str]:
    """Hold `carried over` against the years that the study named last."""
    primary = {row["figure_id"] for row in typed("figures") if row["certainty"] == "primary"}
    series = own[0].series
    dated = [f for f in printed if f.series == series and len(f.years) > 4 and f.figure_id in primary]
    newest = max(dated, key=lambda f: build.publications[f.publication]["known_from"], default=own[0])
    single = any(f.years == year for f in own)
    told["years"] = year if single else newest.years
    is_own = single or int(newest.years[:4]) <= int(year) <= int(newest.years[-4:])
    if cells.text.get("own") not in (("yes", "ja") if is_own else ("carried over", "doorgetrokken")):
        yield f"says {cells.text.get('own')!r}, and the estimate is for {newest.years}"


def _left(cells: _Cells, told: dict[str, Any]) -> Iterator[str]:
    """Hold what is not in view against registered and estimated: a bound is never rounded to the wrong side."""
    if "registered" not in told or "estimated" not in told:
        return
    bound, registered, estimated = "bound" in told, told["registered"], told["estimated"]
    told["unseen"] = (down if bound else half_up)(estimated - registered, -2)
    told["in_view"] = (up if bound else half_up)(100 * registered / estimated)
    if "lower" in told:
        told["least"], told["most"] = (
            half_up(100 * registered / told["upper"]),
            half_up(100 * registered / told["lower"]),
        )
        told["fewest"], told["most_left"] = (half_up(told[end] - registered, -2) for end in ("lower", "upper"))
    for role, name, qualifier in (("unseen", "unseen", "more_than"), ("in view", "in_view", "at_most")):
        shown = cells.number(role)
        if shown is None or shown.ends != (told[name],) or (shown.qualifier == qualifier) != bound:
            yield f"{role} would be {'beyond ' if bound else ''}{float(told[name]):g}"


def _chart(page: Page, years: Years, faults: list[Any]) -> None:
    """Add what the chart says of a year and its table does not: labels stand on the line of their year."""
    labels = page.charts.get("balance", [])
    lines = {label.y: label.text for label in labels if re.fullmatch(r"(?:19|20)\d\d", label.text)}
    # What came before the newer count is in the table alone.
    drawn = {year for year in years if not lines or year >= min(lines.values())}
    if years and labels and sorted(lines.values()) != sorted(drawn):
        faults.append(Fault("balance", "chart", "", "the years of the chart are not those of its table"))
    for label in labels:
        if not re.search(r"\d", label.text) or label.text in lines.values():
            continue
        told = years.get(lines.get(label.y, ""), {})
        if not _is_of_year(label, told, page.language, lines.get(label.y, ""), page):
            faults.append(Fault("balance", f"chart, {lines.get(label.y)}", label.text, "not in the row of its year"))


def _is_of_year(label: Label, told: dict[str, Any], language: str, year: str, page: Page) -> bool:
    read = read_numbers(label.text, language).numbers
    if len(read) != 1:
        return False
    number, bound = read[0], "bound" in told
    if label.colour == "soft":
        return number.ends == (told.get("was"),)
    name = {"level": "estimated", "missed": "unseen", "ink": "registered"}.get(label.colour, "")
    said = {"level": ("more_than", ""), "missed": ("more_than", "about"), "ink": ("", "")}.get(label.colour, ("", ""))
    return number.ends == (told.get(name),) and number.qualifier == said[0 if bound and name != "registered" else 1]


# Parties


def audit_parties_table(page: Page, build: Build, faults: list[Any]) -> None:
    """Add what is wrong with the table of parties, its chart and what is read out of it."""
    names = _names(build)
    for table in (table for table in page.tables if table.section == "tables" and ROLES.get(table.heads[0]) == "party"):
        for cells in _rows(table, page.language, faults):
            for why in _party(cells, names, build):
                faults.append(Fault("support", " | ".join(cells.text.values()), cells.text["party"], why))
    _chart_of_parties(page, names, build, faults)


def _names(build: Build) -> dict[str, str]:
    """Return the party of each name that a row may bear in the month."""
    found = {}
    for row in typed("parties"):
        for name in (row["abbreviation"], row["name_nl"], row["name_en"]):
            found[name] = row["party_id"]
    for row in typed("party_names"):
        if row["valid_from"] <= build.as_of.isoformat():
            found[row["name"]] = row["party_id"]
    return found


def _party(cells: _Cells, names: dict[str, str], build: Build) -> Iterator[str]:
    row = build.parties.get(names.get(cells.text["party"], ""))
    if row is None:
        yield "no party of the build"
        return
    if cells.text["seats"] != row["seats"]:
        yield f"the table has {row['seats']} seats"
    if cells.text["signed"] not in SIGNED_WORDS[row["party_signed"]]:
        yield f"the table has {row['party_signed']}"
    days = [day.iso for day in read_numbers(cells.text["when"], cells.language).days]
    if days != ([row["signed_on"]] if row["signed_on"] else []):
        yield f"the table has signed on {row['signed_on']}"
    late = re.search(r"\bby\b|op of vóór", cells.text["when"]) is not None
    if late != (row["signed_on_precision"] == "at_the_latest"):
        yield f"the table has the day as {row['signed_on_precision']}"


def _chart_of_parties(page: Page, names: dict[str, str], build: Build, faults: list[Any]) -> None:
    lines: dict[float, list[str]] = {}
    for label in page.charts.get("support", []):
        lines.setdefault(label.y, []).append(label.text)
    for texts in lines.values():
        shown = _shortened(texts[0], names)
        if shown is None:
            if any(re.search(r"\d", text) for text in texts):
                faults.append(Fault("support", "chart", " ".join(texts), "a number beside no party"))
            continue
        row = build.parties.get(shown, {})
        if texts[1] != row.get("seats") or texts[2] not in SIGNED_WORDS[row["party_signed"]]:
            faults.append(Fault("support", "chart", " ".join(texts), "not what the table of parties has"))


def _shortened(name: str, names: dict[str, str]) -> str | None:
    """Return the party of a name, which the chart may cut."""
    if name in names:
        return names[name]
    cut = name.removesuffix("…").rstrip()
    found = {party for full, party in names.items() if name.endswith("…") and full.startswith(cut)}
    return found.pop() if len(found) == 1 else None


def parties_read_out(text: str, build: Build) -> list[tuple[str, bool]]:
    """Return each piece of what is read out of the chart of parties, and whether the table of parties has it so."""
    names = _names(build)
    told = []
    for piece in re.split(r"; ", text.partition(": ")[2].partition(". ")[0].rstrip(".")):
        found = re.fullmatch(r"(.+) (\d+|–), (.+)", piece)
        row = build.parties.get(names.get(found[1], ""), {}) if found else {}
        good = bool(found and row and found[2] == row["seats"] and found[3] in SIGNED_WORDS[row["party_signed"]])
        told.append((piece, good))
    return told


__all__ = ["SIGNED", "audit_parties_table", "audit_visibility", "day_in_words", "parties_read_out"]
