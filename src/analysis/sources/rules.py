"""Rules of the tables in data/ that a table schema can't express: lists of references, ranges, periods, ids."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from analysis.core.parameters import ALL_PARTIES, LANGUAGES
from analysis.core.problems import Problem, row_of
from analysis.core.wording import wording
from analysis.sources.decisions.checks import (
    Fault,
    faults_of_releases,
    faults_on_figures,
    faults_on_parties,
    faults_on_signatures,
)

Tables = dict[str, pd.DataFrame]
Rule = Callable[[Tables], Iterator[Fault]]


def check_rules(contract: dict[str, Any], tables: Tables) -> list[Problem]:
    """Return every problem of tables that each pass their own schema.

    `tables` maps the names of the contract to typed frames, as `contracts.read_table` gives them; a rule that needs a
    table that is not there is left out.
    """
    paths = {table["name"]: table["path"] for table in contract["resources"]}
    problems = [p for table in contract["resources"] for p in _list_references(table, tables)]
    for rule, names in RULES.items():
        if set(names) <= set(tables):
            problems += [Problem(paths[names[0]], *fault) for fault in rule(tables)]
    return problems


def _list_references(table: dict[str, Any], tables: Tables) -> Iterator[Problem]:
    """Yield each part of a |-separated list that the table it refers to does not have."""
    for field in table["schema"]["fields"]:
        target, key = field.get("listOf", {}).get("resource"), field.get("listOf", {}).get("field")
        if table["name"] not in tables or target not in tables:
            continue
        known = set(tables[target][key])
        for index, cell in tables[table["name"]][field["name"]].dropna().items():
            for part in (part for part in cell.split("|") if part not in known):
                remedy = f"add it to {target} first, or correct the spelling (parts are separated by |)"
                expected = f"a {key} of {target}"
                yield Problem(table["path"], row_of(index), field["name"], repr(part), expected, remedy)


# Publications and figures


def _dates_that_exist(tables: Tables) -> Iterator[Fault]:
    """A printed date, whole or in part, is a day, a month or a year that exists."""
    for index, printed in tables["publications"]["published_on"].dropna().items():
        try:
            pd.Period(printed)
        except ValueError:
            expected = "a date that exists, as YYYY, YYYY-MM or YYYY-MM-DD"
            yield row_of(index), "published_on", repr(printed), expected, "correct it"


def _no_quotation_of_a_later_year(tables: Tables) -> Iterator[Fault]:
    printed = tables["publications"].set_index("publication")["published_on"].dropna().str[:4].to_dict()
    for index, row in tables["publications"].dropna(subset=["published_on", "quotes"]).iterrows():
        year = row["published_on"][:4]
        for name in (name for name in row["quotes"].split("|") if printed.get(name, year) > year):
            expected = f"a publication of {year} or before; {name} is of {printed[name]}"
            yield row_of(index), "quotes", repr(name), expected, "correct the name or one of the dates"


def _numbers_of_figures(tables: Tables) -> Iterator[Fault]:
    """A figure has a number, its range is a range, and what is counted is a whole number."""
    figures, measures = tables["figures"], tables["quantities"].set_index("quantity_id")["measure"]
    for index, row in figures.iterrows():
        at, value, lower, upper = row_of(index), row["value"], row["lower"], row["upper"]
        other = row["upper_alternative"]
        is_range = pd.notna(lower) and pd.notna(upper)
        if pd.isna(value) and not is_range:
            yield at, "value", "no number", "a value, or a lower and an upper end", "type the number as printed"
        if is_range and lower > upper:
            yield at, "lower", f"{lower:g}", f"at most the upper end, {upper:g}", "swap the two"
        if pd.notna(other) and not (is_range and lower <= other <= upper):
            expected = "a number from the lower to the upper end"
            yield at, "upper_alternative", f"{other:g}", expected, "correct one of them"
        numbers = [number for number in (value, lower, upper) if pd.notna(number)]
        # A change may be below zero, and in hundreds.
        is_change = row["unit"] == "persons" and measures.get(row["quantity_id"]) == "change"
        is_counted = row["unit"] in ("persons", "reports", "cases") and not is_change
        if is_counted and any(number < 0 or number % 1 for number in numbers):
            found, expected = ", ".join(f"{number:g}" for number in numbers), f"a whole number of {row['unit']}"
            yield at, "value", found, expected, "type 1320 for 1.320 or 1,320: no separator of thousands"


def _quantities_of_figures(tables: Tables) -> Iterator[Fault]:
    """A figure has a quantity of its unit, or says why it can't be compared."""
    units = tables["quantities"].set_index("quantity_id")["unit"]
    for index, row in tables["figures"].iterrows():
        quantity = row["quantity_id"]
        if pd.isna(quantity) and pd.isna(row["not_comparable_because"]):
            expected = "a quantity, or a reason in not_comparable_because"
            yield row_of(index), "quantity_id", "an empty cell", expected, "give one"
        elif pd.notna(quantity) and units.get(quantity) != row["unit"]:
            expected = f"{units.get(quantity)}, the unit of {quantity}"
            yield row_of(index), "unit", repr(row["unit"]), expected, "choose the quantity of that unit"


def _years_of_figures(tables: Tables) -> Iterator[Fault]:
    """The earlier year comes first, and no figure is about a year after the one in which it was printed."""
    figures = tables["figures"]
    printed = figures["publication"].map(tables["publications"].set_index("publication")["published_on"].str[:4])
    for index, period in figures["reference_year"].items():
        if period[:4] > period[-4:]:
            yield row_of(index), "reference_year", repr(period), "the earlier year first", "swap the two"
        if period[-4:] > str(printed[index]) and pd.notna(printed[index]):
            expected = f"{printed[index]}, the year of {figures.at[index, 'publication']}, or before"
            yield row_of(index), "reference_year", repr(period), expected, "correct the year, or the date there"


def _shares_up_to_100(tables: Tables) -> Iterator[Fault]:
    figures = tables["figures"]
    measure = figures["quantity_id"].map(tables["quantities"].set_index("quantity_id")["measure"])
    for index, row in figures[measure == "share"].iterrows():
        for name in ("value", "lower", "upper"):
            if pd.notna(row[name]) and not 0 <= row[name] <= 100:
                expected = f"0 to 100, as {row['quantity_id']} is a share"
                yield row_of(index), name, f"{row[name]:g}", expected, "correct it"


def _quotations_of_figures(tables: Tables) -> Iterator[Fault]:
    """What a figure quotes, its publication quotes."""
    quotes = tables["publications"].set_index("publication")["quotes"].fillna("").str.split("|")
    for index, row in tables["figures"].dropna(subset=["quotes"]).iterrows():
        named = quotes.get(row["publication"], [])
        if row["quotes"] not in named:
            expected = f"a publication that {row['publication']} quotes ({', '.join(filter(None, named)) or 'none'})"
            remedy = "correct the name, or add it to publications.csv"
            yield row_of(index), "quotes", repr(row["quotes"]), expected, remedy


def _formulas(tables: Tables) -> Iterator[Fault]:
    """A formula has the terms of its kind, a result unless it is a hundred, and a sum says what its parts are."""
    number_of_terms = {"share": 2, "complement": 1, "change": 1, "change_percent": 1, "ratio": 2, "years": 1}
    for index, row in tables["formulas"].iterrows():
        at, kind, terms = row_of(index), row["kind"], row["terms"].split("|")
        wanted = number_of_terms.get(kind)
        if len(terms) != wanted if wanted else len(terms) < 2:
            expected = f"{wanted or 'two or more'} for a formula of the kind {kind}"
            yield at, "terms", f"{len(terms)} quantities", expected, "correct the terms or the kind"
        if pd.isna(row["result"]) != (kind == "hundred"):
            expected = "an empty cell" if kind == "hundred" else "the quantity that is made"
            yield at, "result", repr(row["result"]), expected, "correct one of the two"
        for name in ("may_overlap", "complete"):
            if kind in ("sum", "hundred") and pd.isna(row[name]):
                yield at, name, "an empty cell", f"yes or no for a formula of the kind {kind}", "say which"


# Claims


def claim_ids(tables: Tables) -> Iterator[Fault]:
    """What a claim says, and its verdict, are in the wording under its id."""
    for index, claim_id in tables["claims"]["claim_id"].items():
        needed = [(language, key) for language in LANGUAGES for key in ("claim", "not_verifiable")]
        missing = [each for each in needed if not wording(each[0]).has(f"claims.{claim_id}.{each[1]}")]
        for language, key in missing[:1]:
            remedy = f"correct the id, or write {key} under [{claim_id}] in wording/{language}/claims.toml"
            yield row_of(index), "claim_id", repr(claim_id), "a claim that has its sentences in the wording", remedy


def _claims_as_printed(tables: Tables) -> Iterator[Fault]:
    """A number of a claim is the one that figures.csv has as printed by the campaign, where it has one."""
    kinds = tables["publications"].set_index("publication")["kind"]
    figures = tables["figures"]
    campaign = figures[figures["publication"].map(kinds) == "campaign"]
    for index, claim in tables["claims"].iterrows():
        own = campaign[campaign["quantity_id"] == claim["quantity_id"]]
        for name in ("value", "lower", "upper"):
            claimed, printed = claim[f"claimed_{name}"], own.dropna(subset=[name])
            if pd.notna(claimed) and not printed.empty and claimed not in set(printed[name]):
                row = printed.iloc[0]
                expected = f"{row[name]:g}, as {row['publication']} prints it ({row['figure_id']})"
                yield row_of(index), f"claimed_{name}", f"{claimed:g}", expected, "correct one of the two"


# Parliament


def party_ids(tables: Tables) -> Iterator[Fault]:
    """A party_id is a name for files, on Windows too, which knows devices by such names; `all` means every party."""
    device, longest = re.compile("con|prn|aux|nul|(com|lpt)[0-9]"), 60
    for index, party_id in tables["parties"]["party_id"].items():
        if party_id == ALL_PARTIES or device.fullmatch(party_id) or len(party_id) > longest:
            expected = f"a name for files of at most {longest} letters, not {ALL_PARTIES} and not that of a device"
            yield row_of(index), "party_id", repr(party_id), expected, "give the party another id, in each table"


def _periods(table: str, start: str, end: str) -> Rule:
    def rule(tables: Tables) -> Iterator[Fault]:
        frame = tables[table]
        for index, row in frame[frame[end] < frame[start]].iterrows():
            expected = f"{row[start]:%Y-%m-%d} ({start}) or later"
            yield row_of(index), end, f"{row[end]:%Y-%m-%d}", expected, "correct one"

    return rule


def _ends_of_terms(tables: Tables) -> Iterator[Fault]:
    members = tables["members"]
    for index, row in members[members["end"].notna() != (members["end_status"] == "known")].iterrows():
        expected = "`known` exactly where `end` is given"
        yield row_of(index), "end_status", repr(row["end_status"]), expected, "correct one"


def _seats(tables: Tables) -> Iterator[Fault]:
    """Periods of one party in one body do not overlap, and no more seats are filled on a day than the body has."""
    seats = tables["seats"].sort_values(["body_id", "party_id", "valid_from"])
    before = seats.groupby(["body_id", "party_id"])["valid_until"].shift()
    follows = seats.duplicated(["body_id", "party_id"])
    for index in seats.index[follows & ~(before < seats["valid_from"])]:
        found, expected = f"{seats.at[index, 'valid_from']:%Y-%m-%d}", "a day after the period before it ends"
        yield row_of(index), "valid_from", found, expected, "correct one"
    for body in tables["bodies"].itertuples():
        own = seats[seats["body_id"] == body.body_id]
        ended = own.dropna(subset=["valid_until"])
        gained = own.groupby("valid_from")["seats"].sum()
        lost = ended.groupby(ended["valid_until"] + pd.Timedelta(days=1))["seats"].sum()
        filled = gained.sub(lost, fill_value=0).sort_index().cumsum()
        for day, count in filled[filled > body.seats].items():
            found = f"{count:g} seats of the body {body.body_id} on {day:%Y-%m-%d}"
            yield None, "seats", found, f"at most {body.seats}", "correct the rows of that day"


def _known_persons(tables: Tables) -> Iterator[Fault]:
    known = {*tables["members"]["person_id"], *tables["candidates"]["person_id"]}
    for index, person_id in tables["sexes"]["person_id"].items():
        if person_id not in known:
            expected = "a person_id of members or candidates"
            yield row_of(index), "person_id", repr(person_id), expected, "correct the spelling, or take the row out"


def _one_contact(tables: Tables) -> Iterator[Fault]:
    if len(tables["contact"]) != 1:
        yield None, "organisation", f"{len(tables['contact'])} rows", "one row", "name one organisation"


# Each rule with the table it is about, and the others it looks at.
RULES: dict[Rule, tuple[str, ...]] = {
    _dates_that_exist: ("publications",),
    _no_quotation_of_a_later_year: ("publications",),
    _numbers_of_figures: ("figures", "quantities"),
    _quantities_of_figures: ("figures", "quantities"),
    _years_of_figures: ("figures", "publications"),
    _shares_up_to_100: ("figures", "quantities"),
    _quotations_of_figures: ("figures", "publications"),
    _formulas: ("formulas",),
    claim_ids: ("claims",),
    _claims_as_printed: ("claims", "figures", "publications"),
    party_ids: ("parties",),
    _periods("members", "start", "end"): ("members",),
    _ends_of_terms: ("members",),
    _periods("seats", "valid_from", "valid_until"): ("seats",),
    _seats: ("seats", "bodies"),
    _known_persons: ("sexes", "members", "candidates"),
    _one_contact: ("contact",),
    faults_on_figures: ("decisions_figures", "figures", "publications"),
    faults_on_signatures: ("decisions_signatories",),
    faults_on_parties: ("decisions_parties",),
    faults_of_releases: ("decisions_releases",),
}
