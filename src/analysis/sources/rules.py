"""Rules of the tables in data/ that a table schema can't say: lists of references, ranges, periods."""

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from analysis.core.problems import Problem, row_of
from analysis.sources.commitment_events import faults_of_events
from analysis.sources.ids import claim_ids, party_ids


def check_rules(contract: dict[str, Any], tables: dict[str, pd.DataFrame]) -> list[Problem]:
    """Return every problem of tables that each pass their own schema.

    `tables` maps the names of the contract to typed frames, as `contracts.read_table` gives them; a rule that needs a
    table that is not there is left out.
    """
    paths = {table["name"]: table["path"] for table in contract["resources"]}
    problems = [p for table in contract["resources"] for p in _list_references(table, tables)]
    for name, others, rule in _RULES:
        if not {name, *others} <= set(tables):
            continue  # a table that breaks its schema is told of already
        problems += [
            Problem(paths[name], row, column, found, expected, remedy)
            for row, column, found, expected, remedy in rule(tables)
        ]
    return problems


Fault = tuple[int | None, str, str, str, str]


def _list_references(table: dict[str, Any], tables: dict[str, pd.DataFrame]) -> Iterator[Problem]:
    """Yield each part of a |-separated list that the table it refers to does not have."""
    frame = tables.get(table["name"])
    for field in table["schema"]["fields"]:
        if frame is None or field.get("listOf", {}).get("resource") not in tables:
            continue
        target, key = field["listOf"]["resource"], field["listOf"]["field"]
        known = set(tables[target][key])
        for index, cell in frame[field["name"]].dropna().items():
            for part in cell.split("|"):
                if part not in known:
                    remedy = f"add it to {target} first, or mend the spelling (parts are separated by |)"
                    yield Problem(
                        table["path"], row_of(index), field["name"], repr(part), f"a {key} of {target}", remedy
                    )


def _figures(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    figures = tables["figures"]
    units = tables["quantities"].set_index("quantity_id")["unit"]
    for index, row in figures.iterrows():
        at = row_of(index)
        if pd.isna(row["value"]) and (pd.isna(row["lower"]) or pd.isna(row["upper"])):
            yield at, "value", "no number", "a value, or a lower and an upper end", "type the number as printed"
        if pd.notna(row["lower"]) and pd.notna(row["upper"]) and row["lower"] > row["upper"]:
            yield at, "lower", f"{row['lower']:g}", f"at most the upper end, {row['upper']:g}", "swap the two"
        lower, other, upper = row["lower"], row["upper_alternative"], row["upper"]
        between = pd.notna(lower) and pd.notna(upper) and pd.notna(other) and lower <= other <= upper
        if pd.notna(other) and not between:
            yield at, "upper_alternative", f"{other:g}", "a number from the lower to the upper end", "mend one of them"
        if pd.isna(row["quantity_id"]) and pd.isna(row["not_comparable_because"]):
            yield at, "quantity_id", "an empty cell", "a quantity, or a reason in not_comparable_because", "give one"
        elif pd.notna(row["quantity_id"]) and units.get(row["quantity_id"]) != row["unit"]:
            expected = f"{units.get(row['quantity_id'])}, the unit of {row['quantity_id']}"
            yield at, "unit", repr(row["unit"]), expected, "choose the quantity of that unit"
        if row["unit"] in _COUNTED and any(pd.notna(n) and (n < 0 or n % 1) for n in row[["value", "lower", "upper"]]):
            found = ", ".join(f"{n:g}" for n in row[["value", "lower", "upper"]] if pd.notna(n))
            remedy = "type 1320 for 1.320 or 1,320: no sign for thousands"
            if row["unit"] != "persons" or not _is_change(tables, row["quantity_id"]):
                yield at, "value", found, f"a whole number of {row['unit']}", remedy
        years = row["reference_year"].split("-")
        if years != sorted(years):
            yield at, "reference_year", repr(row["reference_year"]), "the earlier year first", "swap the two"


_COUNTED = ("persons", "reports", "cases")


def _is_change(tables: dict[str, pd.DataFrame], quantity_id: str) -> bool:
    """Return whether a quantity is a change, which may be below zero."""
    measures = tables["quantities"].set_index("quantity_id")["measure"]
    return bool(measures.get(quantity_id) == "change")


def _publications(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """A printed date, whole or in part, is a day, a month or a year that exists."""
    for index, printed in tables["publications"]["published_on"].dropna().items():
        try:
            pd.Period(printed)
        except ValueError:
            yield (
                row_of(index),
                "published_on",
                repr(printed),
                "a date that exists, as YYYY, YYYY-MM or YYYY-MM-DD",
                "mend it",
            )


# How many terms a formula of each kind has; None for two or more.
_TERMS = {"share": 2, "complement": 1, "change": 1, "change_percent": 1, "ratio": 2, "years": 1}


def _formulas(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """A formula has the terms of its kind, a result unless it is a hundred, and a sum says what its parts are."""
    for index, row in tables["formulas"].iterrows():
        at, kind, terms = row_of(index), row["kind"], row["terms"].split("|")
        wanted = _TERMS.get(kind)
        if len(terms) != wanted if wanted else len(terms) < 2:
            expected = f"{wanted or 'two or more'} for a formula of the kind {kind}"
            yield at, "terms", f"{len(terms)} quantities", expected, "mend the terms or the kind"
        if pd.isna(row["result"]) != (kind == "hundred"):
            expected = "an empty cell" if kind == "hundred" else "the quantity that is made"
            yield at, "result", repr(row["result"]), expected, "mend one of the two"
        for name in ("may_overlap", "complete"):
            if kind in ("sum", "hundred") and pd.isna(row[name]):
                yield at, name, "an empty cell", f"yes or no for a formula of the kind {kind}", "say which"


def _shares(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """A share lies between nothing and all."""
    figures = tables["figures"]
    measure = figures["quantity_id"].map(tables["quantities"].set_index("quantity_id")["measure"])
    for index, row in figures[measure == "share"].iterrows():
        for name in ("value", "lower", "upper"):
            if pd.notna(row[name]) and not 0 <= row[name] <= 100:
                yield row_of(index), name, f"{row[name]:g}", f"0 to 100, as {row['quantity_id']} is a share", "mend it"


def _quoted_by_both(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """What a figure quotes, its publication quotes."""
    quotes = tables["publications"].set_index("publication")["quotes"].fillna("").str.split("|")
    for index, row in tables["figures"].dropna(subset=["quotes"]).iterrows():
        named = quotes.get(row["publication"], [])
        if row["quotes"] not in named:
            expected = f"a publication that {row['publication']} quotes ({', '.join(filter(None, named)) or 'none'})"
            yield row_of(index), "quotes", repr(row["quotes"]), expected, "mend the name, or add it to publications.csv"


def _printed_by_the_pledge(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """A number of a claim is the one that stands in figures as printed by the campaign, where it stands there."""
    kinds = tables["publications"].set_index("publication")["kind"]
    figures = tables["figures"]
    campaign = figures[figures["publication"].map(kinds) == "campaign"]
    for index, claim in tables["claims"].iterrows():
        own = campaign[campaign["quantity_id"] == claim["quantity_id"]]
        for name in ("value", "lower", "upper"):
            stated, there = claim[f"claimed_{name}"], own.dropna(subset=[name])
            if pd.notna(stated) and not there.empty and stated not in set(there[name]):
                row = there.iloc[0]
                expected = f"{row[name]:g}, as {row['publication']} prints it ({row['figure_id']})"
                yield row_of(index), f"claimed_{name}", f"{stated:g}", expected, "mend one of the two"


def _quoted_later(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """A publication can't quote one that appeared in a later year."""
    printed = tables["publications"].set_index("publication")["published_on"].str[:4]
    for index, row in tables["publications"].dropna(subset=["published_on", "quotes"]).iterrows():
        for name in row["quotes"].split("|"):
            if str(printed.get(name)) > row["published_on"][:4] and pd.notna(printed.get(name)):
                expected = f"a publication of {row['published_on'][:4]} or before; {name} is of {printed[name]}"
                yield row_of(index), "quotes", repr(name), expected, "mend the name or one of the dates"


def _foretold(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """A figure can't be about a year after the one in which it was printed."""
    printed_in = tables["publications"].set_index("publication")["published_on"].str[:4]
    figures = tables["figures"]
    year = figures["publication"].map(printed_in)
    for index, row in figures[figures["reference_year"].str[-4:] > year].iterrows():
        expected = f"{year[index]}, the year of {row['publication']}, or before"
        yield row_of(index), "reference_year", repr(row["reference_year"]), expected, "mend the year, or the date there"


def _contact(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    if len(tables["contact"]) != 1:
        yield None, "organisation", f"{len(tables['contact'])} rows", "one row", "name one organisation"


def _periods(start: str, end: str, table: str) -> Callable[[dict[str, pd.DataFrame]], Iterator[Fault]]:
    def rule(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
        frame = tables[table]
        for index, row in frame[frame[end] < frame[start]].iterrows():
            yield row_of(index), end, f"{row[end]:%Y-%m-%d}", f"{row[start]:%Y-%m-%d} ({start}) or later", "mend one"

    return rule


def _ends(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    members = tables["members"]
    wrong = members[members["end"].notna() != (members["end_status"] == "known")]
    for index, row in wrong.iterrows():
        yield row_of(index), "end_status", repr(row["end_status"]), "`known` exactly where `end` is given", "mend one"


def _seats(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """Periods of one party in one body do not overlap, and no more seats are filled on a day than the body has."""
    seats = tables["seats"].sort_values(["body_id", "party_id", "valid_from"])
    before = seats.groupby(["body_id", "party_id"])["valid_until"].shift()
    follows = seats.duplicated(["body_id", "party_id"])
    for index in seats.index[follows & ~(before < seats["valid_from"])]:
        expected = "a day after the period before it ends"
        yield row_of(index), "valid_from", f"{seats.at[index, 'valid_from']:%Y-%m-%d}", expected, "mend one"
    for body in tables["bodies"].itertuples():
        filled = _filled_seats(seats[seats["body_id"] == body.body_id])
        for day, count in filled[filled > body.seats].items():
            found = f"{count:g} seats of the body {body.body_id} on {day:%Y-%m-%d}"
            yield None, "seats", found, f"at most {body.seats}", "mend the rows of that day"


def _filled_seats(seats: pd.DataFrame) -> pd.Series:
    """Return how many seats are filled from each day on which that changes."""
    gains = seats.groupby("valid_from")["seats"].sum()
    ended = seats.dropna(subset=["valid_until"])
    losses = ended.groupby(ended["valid_until"] + pd.Timedelta(days=1))["seats"].sum()
    return gains.sub(losses, fill_value=0).sort_index().cumsum()


def _decisions_on_lines(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """A line has one decision from a day on, for of two nobody could say which counts; and none repeats itself."""
    decisions = tables["decisions_signatories"]
    for index, row in decisions[decisions.duplicated(["source_file", "source_row", "valid_from"])].iterrows():
        found = f"one more decision on {row['source_file']}:{row['source_row']} from that day on"
        yield row_of(index), "valid_from", found, "one decision on a line from a day on", "keep one of them"
    places = decisions["source_file"] + ":" + decisions["source_row"].astype("str")
    for index in decisions.index[places == decisions["duplicate_of"]]:
        yield row_of(index), "duplicate_of", "the line itself", "another line than its own", "name that line"
    for index in decisions.index[(decisions["action"] == "duplicate") & decisions["duplicate_of"].isna()]:
        yield row_of(index), "duplicate_of", "an empty cell", "the line that it repeats, as FILE:ROW", "name that line"


def _decisions_on_parties(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """A party has one decision from a day on."""
    decisions = tables["decisions_parties"]
    for index, row in decisions[decisions.duplicated(["body_id", "party_id", "valid_from"])].iterrows():
        found = f"{row['decision_id']}, one more decision on {row['party_id']} from that day on"
        yield row_of(index), "valid_from", found, "one decision on a party from a day on", "keep one of them"


def _editions(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """Editions of a month count 1, 2, 3; from the second on each says in both languages what was wrong."""
    releases = tables["decisions_releases"]
    for index, row in releases.iterrows():
        before = int((releases.loc[: index - 1, "month"] == row["month"]).sum())
        if row["edition"] != before + 1:
            expected = f"{before + 1}, one more than before"
            yield row_of(index), "edition", str(row["edition"]), expected, "mend the number"
        for column in ("what_was_wrong_nl", "what_was_wrong_en"):
            said = row[column].strip() if isinstance(row[column], str) else ""
            if bool(said) == (row["edition"] == 1):
                expected = "nothing in edition 1, and in each later one what was wrong in the one before"
                found = repr(said) if said else "an empty cell"
                yield row_of(index), column, found, expected, "say what was wrong, or empty the cell"


def _of_a_known_person(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    known = set(tables["members"]["person_id"]) | set(tables["candidates"]["person_id"])
    for index, person_id in tables["sexes"]["person_id"].items():
        if person_id not in known:
            expected = "a person_id of members or candidates"
            yield row_of(index), "person_id", repr(person_id), expected, "mend the spelling, or take the row out"


# The table that a rule speaks of, the others it looks at, and the rule.
_RULES: list[tuple[str, set[str], Callable[[dict[str, pd.DataFrame]], Iterator[Fault]]]] = [
    ("publications", set(), _publications),
    ("publications", set(), _quoted_later),
    ("contact", set(), _contact),
    ("parties", set(), party_ids),
    ("claims", set(), claim_ids),
    ("figures", {"quantities"}, _figures),
    ("formulas", set(), _formulas),
    ("figures", {"quantities"}, _shares),
    ("figures", {"publications"}, _foretold),
    ("figures", {"publications"}, _quoted_by_both),
    ("claims", {"figures", "publications"}, _printed_by_the_pledge),
    ("members", set(), _periods("start", "end", "members")),
    ("members", set(), _ends),
    ("seats", set(), _periods("valid_from", "valid_until", "seats")),
    ("seats", {"bodies"}, _seats),
    ("commitment_events", set(), faults_of_events),
    ("sexes", {"members", "candidates"}, _of_a_known_person),
    ("decisions_signatories", set(), _decisions_on_lines),
    ("decisions_parties", set(), _decisions_on_parties),
    ("decisions_releases", set(), _editions),
]
