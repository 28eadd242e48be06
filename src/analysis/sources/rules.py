"""Rules of the tables in data/ that a table schema can't express: lists of references, ranges, periods, ids."""

from collections.abc import Callable, Iterable, Iterator
from itertools import product

import pandas as pd

from analysis.core.parameters import ALL_PARTIES, LANGUAGES
from analysis.core.problems import row_of
from analysis.core.wording import wording
from analysis.sources.known_from import first_day, last_day, printed_days

# Row, column, found, expected, what to do.
Fault = tuple[int | None, str, str, str, str]
# Which rows are wrong, then as a fault; the texts may name columns of the row, as in `at most {upper:g}`, and `{}` is
# the cell as it is.
RowRule = tuple[pd.Series, str, str, str, str]
Tables = dict[str, pd.DataFrame]
Rule = Callable[[Tables], Iterator[Fault]]


def faults_in(frame: pd.DataFrame, rules: Iterable[RowRule]) -> Iterator[Fault]:
    """Yield a fault for each row of a table that a rule says is wrong."""
    for wrong, column, found, expected, remedy in rules:
        for index, row in frame[wrong.fillna(False).astype(bool)].iterrows():
            cell = _cell_in_words(row[column])
            yield row_of(index), column, found.format(cell, **row), expected.format(**row), remedy.format(**row)


def _cell_in_words(cell: object) -> str:
    if pd.isna(cell):
        return "an empty cell"
    if isinstance(cell, str):
        return repr(cell)
    return f"{cell:%Y-%m-%d}" if isinstance(cell, pd.Timestamp) else f"{cell:g}"


# Publications and figures


def _dates_of_publications(tables: Tables) -> Iterator[Fault]:
    """A printed date is a day, a month or a year that exists; nothing quotes what appeared in a later year."""
    publications = tables["publications"]
    yield from faults_in(publications, [_no_date(publications, "published_on")])
    years = publications.set_index("publication")["published_on"].dropna().str[:4].to_dict()
    for index, row in publications.dropna(subset=["published_on", "quotes"]).iterrows():
        year = years[row["publication"]]
        for name in (name for name in row["quotes"].split("|") if years.get(name, year) > year):
            expected = f"a publication of {year} or before; {name} is of {years[name]}"
            yield row_of(index), "quotes", repr(name), expected, "correct the name or one of the dates"


def _no_date(frame: pd.DataFrame, column: str) -> RowRule:
    wrong = frame[column].notna() & frame[column].map(printed_days).isna()
    return wrong, column, "{}", "a date that exists, as YYYY, YYYY-MM or YYYY-MM-DD", "correct it"


def _figures(tables: Tables) -> Iterator[Fault]:
    """A figure has a number, in a range that is one, of the unit of its quantity, about years that were past."""
    quantity, period = tables["figures"]["quantity_id"], tables["figures"]["reference_year"]
    quantities = tables["quantities"].set_index("quantity_id")
    dates = tables["publications"].set_index("publication")["published_on"]
    figures = tables["figures"].assign(
        unit_of_quantity=quantity.map(quantities["unit"]),
        measure=quantity.map(quantities["measure"]),
        printed_in=tables["figures"]["publication"].map(dates.str[:4]),
    )
    value, lower, upper, other = (figures[name] for name in ("value", "lower", "upper", "upper_alternative"))
    is_range = lower.notna() & upper.notna()
    is_between = is_range & (lower <= other).fillna(False) & (other <= upper).fillna(False)
    unnamed = quantity.isna() & figures["not_comparable_because"].isna()
    other_unit = quantity.notna() & (figures["unit_of_quantity"] != figures["unit"])
    later = period.str[-4:] > figures["printed_in"]
    rules = [
        (value.isna() & ~is_range, "value", "{}", "a value, or a lower and an upper end", "type the number as printed"),
        (lower > upper, "lower", "{}", "at most the upper end, {upper:g}", "swap the two"),
        (
            other.notna() & ~is_between,
            "upper_alternative",
            "{}",
            "a number from the lower to the upper end",
            "correct it",
        ),
        (unnamed, "quantity_id", "{}", "a quantity, or a reason in not_comparable_because", "give one"),
        (other_unit, "unit", "{}", "{unit_of_quantity}, the unit of {quantity_id}", "choose the quantity of that unit"),
        (period.str[:4] > period.str[-4:], "reference_year", "{}", "the earlier year first", "swap the two"),
        (later, "reference_year", "{}", "{printed_in}, the year of {publication}, or before", "correct one of them"),
    ]
    # What is counted is a whole number, but a change in persons may be below zero; a share is at most 100.
    is_change = (figures["unit"] == "persons") & (figures["measure"] == "change")
    is_count = figures["unit"].isin(["persons", "reports", "cases"]) & ~is_change
    is_share, thousands = figures["measure"] == "share", "type 1320 for 1.320 or 1,320: no separator of thousands"
    for name, number in (("value", value), ("lower", lower), ("upper", upper)):
        no_count, no_share = (number < 0) | (number % 1 > 0), (number < 0) | (number > 100)
        rules.append((is_count & no_count, name, "{}", "a whole number of {unit}", thousands))
        rules.append((is_share & no_share, name, "{}", "0 to 100, as {quantity_id} is a share", "correct it"))
    return faults_in(figures, rules)


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
    formulas, kind = tables["formulas"], tables["formulas"]["kind"]
    number_of_terms = {"share": 2, "complement": 1, "change": 1, "change_percent": 1, "ratio": 2, "years": 1}
    for index, row in formulas.iterrows():
        terms, wanted = len(row["terms"].split("|")), number_of_terms.get(row["kind"])
        if terms != wanted if wanted else terms < 2:
            expected = f"{wanted or 'two or more'} for a formula of the kind {row['kind']}"
            yield row_of(index), "terms", f"{terms} quantities", expected, "correct the terms or the kind"
    no_result, hundred, is_sum = formulas["result"].isna(), kind == "hundred", kind.isin(["sum", "hundred"])
    rules = [
        (no_result & ~hundred, "result", "{}", "the quantity that is made", "correct one of the two"),
        (~no_result & hundred, "result", "{}", "an empty cell", "correct one of the two"),
    ]
    for name in ("may_overlap", "complete"):
        unsaid = is_sum & formulas[name].isna()
        rules.append((unsaid, name, "{}", "yes or no for a formula of the kind {kind}", "say which"))
    yield from faults_in(formulas, rules)


# Claims


def claim_ids(tables: Tables) -> Iterator[Fault]:
    """What a claim says, and its verdict, are in the wording under its id."""
    return _ids_with_sentences(tables["claims"]["claim_id"], "claims.{}.claim", "claims.{}.not_verifiable")


def commitment_ids(tables: Tables) -> Iterator[Fault]:
    """The title of a commitment, and the question that it leads to, are in the wording under its id."""
    ids = tables["commitments"]["commitment_id"]
    return _ids_with_sentences(ids, "briefing.commitments.title.{}", "briefing.commitments.ask.{}")


def _ids_with_sentences(ids: pd.Series, *keys: str) -> Iterator[Fault]:
    for index, name in ids.items():
        missing = []
        for language, key in product(LANGUAGES, keys):
            file, _, rest = key.format(name).partition(".")
            if not wording(language).has(f"{file}.{rest}"):
                missing.append(f"{rest} in wording/{language}/{file}.toml")
        if missing:
            remedy = f"correct the id, or write {', '.join(missing)}"
            yield row_of(index), str(ids.name), repr(name), "an id that has its sentences in the wording", remedy


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


def _events(tables: Tables) -> Iterator[Fault]:
    """An event of a commitment was read somewhere; what was voted on has a result; what follows it is not before it."""
    events = tables["commitment_events"]
    date, due_on, settled_by = events["date"], events["due_on"], events["settled_by"]
    dates = dict(zip(events["event_id"], date, strict=True))
    begun, due, settled = date.map(first_day), due_on.map(last_day), settled_by.map(dates).map(last_day)
    title_only, result = events["certainty"] == "title_only", events["result"]
    voted_on = events["kind"].isin(["motion", "amendment"])
    follows = due_on.notna() | settled_by.notna()
    unknown = settled_by.notna() & (~settled_by.isin(dates) | (settled_by == events["event_id"]))
    unread, as_title = "a result, as it is a {kind}", "`put_to_vote`, as only a title was read"
    earlier, fix = "an event from {date} on; {settled_by} is of {settled_on}", "fix the id or one of the dates"
    add, say = "add that event first, or fix the id", "say it in both languages, or empty the other cells"
    look = "read who tells the outcome, and change url and certainty"
    give = "give it, or `title_only` in certainty"
    rules = [
        _no_date(events, "date"),
        _no_date(events, "due_on"),
        (events["url"].isna() & ~title_only, "url", "{}", "the page where it was read", give),
        (voted_on & result.isna(), "result", "{}", unread, "give it, or `unknown`"),
        (title_only & result.isin(["adopted", "rejected"]), "result", "{}", as_title, look),
        (events["awaits_nl"].isna() & follows, "awaits_nl", "{}", "what has to follow", say),
        (due < begun, "due_on", "{}", "a day from {date} on", "fix one of the two dates"),
        (unknown, "settled_by", "{}", "the event_id of another event", add),
        (~unknown & (settled < begun), "settled_by", "{}", earlier, fix),
    ]
    for one, other in (("number", "unit"), ("party_ids", "party_role"), ("awaits_nl", "awaits_en")):
        for empty, given in ((one, other), (other, one)):
            wrong = events[empty].isna() & events[given].notna()
            rules.append((wrong, empty, "{}", f"a value, as {given} has one", "fill in both or neither"))
    return faults_in(events.assign(settled_on=settled_by.map(dates)), rules)


# Parliament


def party_ids(tables: Tables) -> Iterator[Fault]:
    """A party_id is a name for files, on Windows too, which has devices of such names; `all` means every party."""
    ids = tables["parties"]["party_id"]
    wrong = (ids == ALL_PARTIES) | ids.str.fullmatch("con|prn|aux|nul|(?:com|lpt)[0-9]") | (ids.str.len() > 60)
    expected = f"a name for files of at most 60 letters, not {ALL_PARTIES} and not that of a device"
    remedy = "give the party another id, in each table"
    return faults_in(tables["parties"], [(wrong, "party_id", "{}", expected, remedy)])


def _terms_of_members(tables: Tables) -> Iterator[Fault]:
    """A term ends after it starts, and its end is known exactly where it is given."""
    members = tables["members"]
    wrong = members["end"].notna() != (members["end_status"] == "known")
    rules = [
        (members["end"] < members["start"], "end", "{}", "{start:%Y-%m-%d} (start) or later", "correct one"),
        (wrong, "end_status", "{}", "`known` exactly where `end` is given", "correct one"),
    ]
    return faults_in(members, rules)


def _seats(tables: Tables) -> Iterator[Fault]:
    """Periods of one party in one body do not overlap, and no more seats are filled on a day than the body has."""
    seats = tables["seats"].sort_values(["body_id", "party_id", "valid_from"])
    before = seats.groupby(["body_id", "party_id"])["valid_until"].shift()
    overlaps = seats.duplicated(["body_id", "party_id"]) & ~(before < seats["valid_from"])
    backwards, later = seats["valid_until"] < seats["valid_from"], "{valid_from:%Y-%m-%d} (valid_from) or later"
    rules = [
        (backwards, "valid_until", "{}", later, "correct one"),
        (overlaps, "valid_from", "{}", "a day after the period before it ends", "correct one"),
    ]
    yield from faults_in(seats, rules)
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
    unknown = ~tables["sexes"]["person_id"].isin([*tables["members"]["person_id"], *tables["candidates"]["person_id"]])
    expected, remedy = "a person_id of members or candidates", "correct the spelling, or take the row out"
    return faults_in(tables["sexes"], [(unknown, "person_id", "{}", expected, remedy)])


def _one_contact(tables: Tables) -> Iterator[Fault]:
    if len(tables["contact"]) != 1:
        yield None, "organisation", f"{len(tables['contact'])} rows", "one row", "name one organisation"


# Each rule with the table it is about, and the others it looks at.
RULES: dict[Rule, tuple[str, ...]] = {
    _dates_of_publications: ("publications",),
    _figures: ("figures", "quantities", "publications"),
    _quotations_of_figures: ("figures", "publications"),
    _formulas: ("formulas",),
    claim_ids: ("claims",),
    commitment_ids: ("commitments",),
    _claims_as_printed: ("claims", "figures", "publications"),
    party_ids: ("parties",),
    _terms_of_members: ("members",),
    _seats: ("seats", "bodies"),
    _known_persons: ("sexes", "members", "candidates"),
    _one_contact: ("contact",),
    _events: ("commitment_events",),
}
