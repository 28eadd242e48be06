"""What an auditor says of the two tables of a page and the charts above them: cell by cell, by row and heading."""

import re
from collections.abc import Iterator
from fractions import Fraction

from support.audited_sentences import Fault
from support.build_tables import SIGNED, Balance, Build, Row, dating, number, typed
from support.numbers_in_text import Number, read_numbers
from support.page_reading import Label, Page, Table

ROLES = {
    "Year": "year", "Jaar": "year", "Registered": "registered", "Geregistreerd": "registered", "Estimated": "estimated",
    "Geschat": "estimated", "Range": "range", "Marge": "range", "Estimate of this year?": "own",
    "Schatting voor dit jaar?": "own", "Not registered, rounded": "unseen", "Niet geregistreerd, afgerond": "unseen",
    "Registered share, rounded": "in view", "Geregistreerd deel, afgerond": "in view",
    "Count": "count", "Telling": "count", "Party": "party", "Partij": "party", "Seats": "seats", "Zetels": "seats",
    "Signed?": "signed", "Getekend?": "signed", "When": "when", "Wanneer": "when",
}  # fmt: skip
SIGNED_WORDS = {"yes": ("signed", "getekend"), "by_decision": ("by predecessor", "via voorganger")}
SIGNED_WORDS |= {"no": ("not yet in 2021", "nog niet in 2021"), "unknown": ("not known", "niet bekend")}
Cells = dict[str, str]  # the role of a column -> the text of its cell
Sources = dict[int, str | None]


def audit_tables(page: Page, build: Build, sources: Sources) -> Iterator[Fault]:
    """Yield what is wrong with the tables and charts of a page."""
    for table in (table for table in page.tables if table.section == "tables"):
        if not all(ROLES.get(head) for head in table.heads):
            yield Fault(table.section, " | ".join(table.heads), "", "a heading that says nothing to the auditor")
        check = {"year": _years, "party": _parties}.get(ROLES.get(table.heads[0], ""))
        for found, why in check(list(_rows(table)), build, sources, page.language) if check else ():
            yield Fault("tables", found, found, why)
    yield from _chart_of_years(page, build)
    yield from _chart_of_parties(page, build)


def _rows(table: Table) -> Iterator[Cells]:
    for row in table.rows:
        yield dict(zip((ROLES.get(head, "") for head in table.heads), row, strict=True))


# Registered and estimated


def balance_faults(build: Build) -> Iterator[Fault]:
    """Yield what the table of the balance has that was not printed, or that comes out otherwise computed again."""
    printed = [f for f in build.printed if f.quantity == "estimate-all"]
    for row in build.tables["balance"]:
        told = build.balance[row["year"]]
        chosen = build.chosen.get(("registered-all", row["year"]), {})
        own = [f for f in printed if f.publication == row["estimate_publication"] and f.value == told.estimated]
        series = {f.series for f in own}
        ranges = [f.ends for f in printed if f.publication == row["estimate_range_publication"] and f.series in series]
        newest = dating(row["estimate_series"], build.printed, build.publications)
        years = row["year"] if any(f.years == row["year"] for f in own) else newest
        is_own = years and int(years[:4]) <= int(row["year"]) <= int(years[-4:])
        for wrong, why in (
            (row["registered"] != chosen.get("value"), "registered is not what the table of figures has"),
            (row["estimated"] and not own, "an estimate that its publication does not print"),
            (told.ends and told.ends not in ranges, "a range that its publication does not print"),
            (not told.ends and not told.bound and any(f.ends for f in own), "a range is printed, and the row has none"),
            (row["estimated"] and row["estimate_years"] not in (years, newest), f"the estimate is for {years}"),
            (row["estimated"] and row["extrapolated"] != ("no" if is_own else "yes"), "whether it is of its own years"),
            (number(row["unseen"]) != told.exactly_unseen, "what registered leaves of the estimate"),
            (number(row["first_printed"]) not in build.printed_totals(row), "what was published first was not"),
        ):
            if wrong:
                yield Fault("balance", str(row), row["year"], why)
    registered = {year for quantity, year in build.chosen if quantity == "registered-all" and len(year) == 4}
    if registered != set(build.balance):
        yield Fault("balance", "", ", ".join(sorted(registered ^ set(build.balance))), "years without a row")


def _years(rows: list[Cells], build: Build, sources: Sources, language: str) -> Iterator[tuple[str, str]]:
    """Yield each cell that does not have the number, the word and the note of its row in the balance."""
    if [cells["year"] for cells in rows] not in (list(build.balance), list(build.balance)[::-1]):
        yield ", ".join(cells["year"] for cells in rows), "the years are not those of the balance"
    published = {row["year"]: row for row in build.tables["balance"]}
    for cells in rows:
        if cells["year"] not in build.balance:
            continue
        told, row = build.balance[cells["year"]], published[cells["year"]]
        read = {role: read_numbers(text, language) for role, text in cells.items()}
        for role, wanted in _wanted(told).items():
            found = [(each.ends, each.qualifier) for each in read[role].numbers]
            if read[role].unread or len(found) != len(wanted) or not all(map(_is_in, found, wanted)):
                yield cells[role], f"{role} of {cells['year']} is not what the balance has"
        noted = {role: sources.get(each.numbers[0].mark or 0) for role, each in read.items() if each.numbers}
        if noted["registered"] not in build.printers("registered-all", cells["year"], told.registered):
            yield cells["registered"], "not printed in the publication of its note"
        if told.estimated and noted["estimated"] != row["estimate_publication"]:
            yield cells["estimated"], "not printed in the publication of its note"
        if told.estimated and cells.get("own") not in {"no": ("yes", "ja")}.get(
            row["extrapolated"], ("carried over", "doorgetrokken")
        ):
            yield cells["own"], "says of whose years the estimate is"


Said = tuple[tuple[Fraction, ...], str]


def _wanted(told: Balance) -> dict[str, list[set[Said]]]:
    """Return what may stand in each cell of a year: of each number its ends and how it is said."""
    was = [told.first] if told.first not in (None, told.registered) else []
    wanted: dict[str, list[set[Said]]] = {"registered": [{((each,), "")} for each in (told.registered, *was)]}
    wanted |= {"estimated": [], "range": [], "unseen": [], "in view": []}
    if told.estimated is not None:
        more, most = ("more_than", "at_most") if told.bound else ("", "")
        wanted["estimated"] = [{((told.estimated,), word) for word in ((more,) if told.bound else ("", "about"))}]
        wanted["unseen"] = [{((told.unseen,), word) for word in ((more,) if told.bound else ("", "about"))}]
        wanted["in view"] = [{((told.in_view,), word) for word in ((most,) if told.bound else ("", "about"))}]
    if told.ends:
        # Of two upper ends both, or the widest.
        wanted["range"] = [{(told.ends, ""), ((told.ends[0], told.ends[-1]), "")}]
    return wanted


def _is_in(found: Said, wanted: set[Said]) -> bool:
    return found in wanted


def _chart_of_years(page: Page, build: Build) -> Iterator[Fault]:
    """Yield what the chart says of a year and the balance does not: labels stand on the line of their year."""
    labels = page.charts.get("balance", [])
    lines = {label.y: label.text for label in labels if re.fullmatch(r"(?:19|20)\d\d", label.text)}
    # What came before the newer count is in the table alone.
    drawn = [year for year in build.balance if not lines or year >= min(lines.values())]
    if labels and sorted(lines.values()) != sorted(drawn):
        yield Fault("balance", "chart", "", "the years of the chart are not those of the balance")
    for label in labels:
        year = lines.get(label.y, "")
        if re.search(r"\d", label.text) and label.text not in lines.values():
            told, read = build.balance.get(year), read_numbers(label.text, page.language).numbers
            if told is None or len(read) != 1 or not _is_of_year(label, read[0], told):
                yield Fault("balance", f"chart, {year}", label.text, "not in the row of its year")


def _is_of_year(label: Label, shown: Number, told: Balance) -> bool:
    bound = "more_than" if told.bound else ""
    value, qualifier = {
        "soft": (told.first, shown.qualifier),
        "level": (told.estimated, bound),
        "missed": (told.unseen, bound or "about"),
        "ink": (told.registered, ""),
    }.get(label.colour, (None, ""))
    return shown.ends == (value,) and shown.qualifier == qualifier


# Parties


def _names(build: Build) -> dict[str, str]:
    """Return the party of each name that a row may bear in the month."""
    found = {row[name]: row["party_id"] for row in typed("parties") for name in ("abbreviation", "name_nl", "name_en")}
    of_then = (row for row in typed("party_names") if row["valid_from"] <= build.as_of.isoformat())
    return found | {row["name"]: row["party_id"] for row in of_then}


def _is_as(row: Row, seats: str, signed: str) -> bool:
    return bool(row) and seats == row["seats"] and signed in SIGNED_WORDS[row["party_signed"]]


def _parties(rows: list[Cells], build: Build, _sources: Sources, language: str) -> Iterator[tuple[str, str]]:
    names = _names(build)
    for cells in rows:
        row = build.parties.get(names.get(cells["party"], ""), {})
        days = [day.iso for day in read_numbers(cells["when"], language).days]
        late = re.search(r"\bby\b|op of vóór", cells["when"]) is not None
        is_as = _is_as(row, cells["seats"], cells["signed"]) and days == (
            [row["signed_on"]] if row["signed_on"] else []
        )
        if not is_as or late != (row["signed_on_precision"] == "at_the_latest"):
            yield " | ".join(cells.values()), f"the table of parties has {row}"


def _chart_of_parties(page: Page, build: Build) -> Iterator[Fault]:
    names, lines = _names(build), dict[float, list[str]]()
    for label in page.charts.get("support", []):
        lines.setdefault(label.y, []).append(label.text)
    for texts in (texts for texts in lines.values() if any(re.search(r"\d", text) for text in texts)):
        row = build.parties.get(_of_shortened(texts[0], names), {})
        if len(texts) < 3 or not _is_as(row, texts[1], texts[2]):
            yield Fault("support", "chart", " ".join(texts), "not what the table of parties has")


def _of_shortened(name: str, names: dict[str, str]) -> str:
    """Return the party of a name, which the chart may cut."""
    cut = name.removesuffix("…").rstrip()
    found = {party for full, party in names.items() if name.endswith("…") and full.startswith(cut)}
    return names.get(name) or (found.pop() if len(found) == 1 else "")


def parties_read_out(text: str, build: Build) -> list[tuple[str, bool]]:
    """Return each piece of what is read out of the chart of parties, and whether the table of parties has it so."""
    names, told = _names(build), []
    for piece in re.split(r"; ", text.partition(": ")[2].partition(". ")[0].rstrip(".")):
        found = re.fullmatch(r"(.+) (\d+|–), (.+)", piece)
        told.append((piece, bool(found) and _is_as(build.parties.get(names.get(found[1], ""), {}), found[2], found[3])))
    return told


__all__ = ["SIGNED", "audit_tables", "balance_faults", "parties_read_out"]
