"""The errors that people make when they type figures, and the tables that figures rest on, over: 32 kinds.

Each is planted in one row of one table (a frame of text, as in the CSV).
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import pandas as pd

Cells = dict[str, str]
Tables = dict[str, pd.DataFrame]
Chance = random.Random
Typed = Callable[[pd.Series, Tables, Chance], Cells | None]
Mistyped = Callable[[str, Chance], str | None]
_COUNTS = ("rapporteur_yearly", "comensha_register", "until_2016")
_STUDIES = ("first_estimate", "second_estimate")
_UNITS = ("persons", "reports", "percent", "cases")
FILES = {name: f"{name}.csv" for name in ("figures", "publications", "quantities", "formulas", "claims")}
FILES["decisions"] = "decisions/figures.csv"


@dataclass(frozen=True)
class Kind:
    """A kind of error: its table, what is typed in a row of it (None: not in that one), and in which rows.

    `rows` is a query of pandas in which `@used` are the quantities of which there is a figure. With `twice` the row
    that is wrong is typed as well as the right one.
    """

    table: str
    typed: Typed
    rows: str = "index >= 0"
    twice: bool = False


@dataclass(frozen=True)
class Plant:
    """One error: where it is, what was there, and the figures (or for a claim: the claim) that are wrong by it."""

    kind: str
    table: str
    row: int
    before: Cells
    after: Cells
    subjects: tuple[str, ...]
    tables: Tables

    def __str__(self) -> str:
        """Return where the error is and what was changed."""
        before, after = ("|".join(cells.values()) for cells in (self.before, self.after))
        return f"{self.kind}: {FILES[self.table]}:{self.row + 2}: {next(iter(self.after))}: {before} became {after}"


def planted(name: str, kind: Kind, tables: Tables, chance: Chance) -> Plant | None:
    """Return an error of a kind in a row that is drawn; None where that row can't have it."""
    table, used = tables[kind.table], set(tables["figures"]["quantity_id"])
    row = chance.choice(list(table.query(kind.rows, engine="python", local_dict={"used": used}).index))
    after = kind.typed(table.loc[row], tables, chance)
    before = {column: table.at[row, column] for column in after or {}}
    if not after or before == after:
        return None
    subjects, changed = _subjects(tables["figures"], kind.table, table.loc[row]), table.copy()
    if kind.twice:
        second = {**table.loc[row], "figure_id": f"f{len(table) + 1:03}"}
        changed = pd.concat([table, pd.DataFrame([second])], ignore_index=True)
        row, subjects = len(table), (second["figure_id"], *subjects)
    for column, value in after.items():
        changed.at[row, column] = value
    # A decision is wrong of the figure that it was on, and of the one that it is on now.
    subjects += (after["figure_id"],) if "figure_id" in after else ()
    return Plant(name, kind.table, row, before, after, subjects, {**tables, kind.table: changed})


def _subjects(figures: pd.DataFrame, table: str, row: pd.Series) -> tuple[str, ...]:
    """Return the figures that a row of a table is about; of a claim the claim."""
    if table == "publications":
        is_about = (figures["publication"] == row["publication"]) | (figures["quotes"] == row["publication"])
    elif table == "quantities":
        is_about = figures["quantity_id"] == row["quantity_id"]
    elif table == "formulas":
        is_about = figures["quantity_id"].isin([row["result"], *row["terms"].split("|")])
    else:
        return (row["claim_id" if table == "claims" else "figure_id"],)
    return tuple(figures.loc[is_about, "figure_id"])


def plants(tables: Tables, kinds: dict[str, Kind], per_kind: int, seed: int) -> list[Plant]:
    """Return a number of errors of each kind, no two the same, in an order that the seed alone decides."""
    found: list[Plant] = []
    for name, kind in kinds.items():
        chance, own = random.Random(f"{seed}/{name}"), dict[tuple[int, str], Plant]()
        for _ in range(per_kind * 50):
            plant = planted(name, kind, tables, chance)
            if plant:
                own.setdefault((plant.row, str(plant.after)), plant)
            if len(own) == per_kind:
                break
        found += own.values()
    return found


# A number typed wrongly


def _one_digit(typed: Callable[[str, Chance], str]) -> Callable[[str, Chance], str]:
    """Return what types something else for one digit of a number."""

    def mistyped(text: str, chance: Chance) -> str:
        place = chance.choice([place for place, sign in enumerate(text) if sign.isdigit()])
        return text[:place] + typed(text[place], chance) + text[place + 1 :]

    return mistyped


_changed = _one_digit(lambda digit, chance: chance.choice([other for other in "0123456789" if other != digit]))
_added = _one_digit(lambda digit, chance: chance.choice("123456789") + digit)


def _dropped(text: str, chance: Chance) -> str | None:
    if sum(sign.isdigit() for sign in text) < 2:
        return None
    return str(Decimal(_one_digit(lambda *_: "")(text, chance).rstrip(".")))


def _swapped(text: str, chance: Chance) -> str | None:
    """Return a number with two neighbouring digits swapped; nothing where that changes nothing."""
    pairs = enumerate(pairwise(text))
    places = [place for place, (one, other) in pairs if one.isdigit() and other.isdigit() and one != other]
    place = chance.choice(places) if places else 0
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :] if places else None


def _factor_ten(text: str, chance: Chance) -> str:
    return f"{Decimal(text) * chance.choice([Decimal(10), Decimal('0.1')]):f}"


def _number(mistyped: Mistyped) -> Kind:
    def typed(row: pd.Series, _: Tables, chance: Chance) -> Cells | None:
        after = mistyped(row["value"], chance)
        return None if after is None or Decimal(after) == Decimal(row["value"]) else {"value": after}

    return Kind("figures", typed, "value != ''")


# A row that is about something else


def _next_value(row: pd.Series, tables: Tables, _: Chance) -> Cells | None:
    after = tables["figures"].at[row.name + 1, "value"]
    return {"value": after} if row["value"] and after else None


def _wrong_year(row: pd.Series, _: Tables, chance: Chance) -> Cells:
    years = row["reference_year"].split("-")
    place, shift = chance.randrange(len(years)), chance.choice([-1, 1])
    years[place] = str(int(years[place]) + shift)
    return {"reference_year": "-".join(dict.fromkeys(years))}


def _wrong_quantity(row: pd.Series, tables: Tables, chance: Chance) -> Cells | None:
    """The same measure in the same unit, of another group."""
    counted = tables["quantities"].set_index("quantity_id")[["measure", "population", "unit"]]
    alike = counted.index[(counted == counted.loc[row["quantity_id"]]).all(axis=1)]
    others = [name for name in alike if name != row["quantity_id"]]
    return {"quantity_id": chance.choice(others)} if others else None


def _wrong_series(row: pd.Series, _: Tables, chance: Chance) -> Cells:
    others = _COUNTS if row["series"] in _COUNTS else _STUDIES
    return {"series": chance.choice([name for name in others if name != row["series"]])}


def _reports_for_persons(row: pd.Series, tables: Tables, _: Chance) -> Cells | None:
    """A number of reports entered as persons, or the reverse, with the unit that goes with it."""
    own, group = row["quantity_id"], row["quantity_id"].partition("-")[2]
    swapped = f"registered-{group}" if own.startswith("reports") else f"reports-{group}"
    units = dict(zip(tables["quantities"]["quantity_id"], tables["quantities"]["unit"], strict=True))
    return {"quantity_id": swapped, "unit": units[swapped]} if swapped in units else None


def _percent_for_count(row: pd.Series, tables: Tables, _: Chance) -> Cells | None:
    """The share of the total typed where the count belongs."""
    figures = tables["figures"]
    is_total = (figures["quantity_id"] == "registered-all") & (figures["value"] != "")
    totals = figures.loc[is_total & (figures["reference_year"] == row["reference_year"]), "value"]
    return None if totals.empty else {"value": str(round(100 * float(row["value"]) / float(totals.iloc[0])))}


# Words and ranges around a number, and who said it


def _range_narrowed(row: pd.Series, _: Tables, chance: Chance) -> Cells:
    low, high = Decimal(row["lower"]), Decimal(row["upper"])
    part = (high - low) * chance.choice([Decimal("0.2"), Decimal("0.4")])
    return {"lower": f"{low + part:f}"} if chance.random() < 0.5 else {"upper": f"{high - part:f}"}


def _another_edition(row: pd.Series, tables: Tables, chance: Chance) -> Cells:
    monitors = tables["publications"].query("kind == 'monitor'")["publication"]
    return {"quotes": chance.choice([name for name in monitors if name != row["quotes"]])}


def _quote_differs(row: pd.Series, _: Tables, chance: Chance) -> Cells:
    """A quotation whose number is some percents off: a slip that no order of magnitude betrays."""
    value = Decimal(row["value"])
    off = max(Decimal(1), abs(value) * Decimal(chance.randint(1, 12)) / 100).to_integral_value()
    return {"value": f"{value + off * chance.choice([-1, 1]):f}"}


# The other tables


def _wrong_publication_year(row: pd.Series, _: Tables, chance: Chance) -> Cells:
    printed = row["published_on"]
    return {"published_on": str(int(printed[:4]) + chance.choice([-3, -2, -1, 1, 2])) + printed[4:]}


def _other(column: str, *values: str) -> Typed:
    """Return what draws another value for a column: one of some, or of those that the publications have."""

    def typed(row: pd.Series, tables: Tables, chance: Chance) -> Cells:
        others = values or sorted(set(tables["publications"][column]))
        return {column: chance.choice([value for value in others if value != row[column]])}

    return typed


def _quantity(column: str, *values: str) -> Kind:
    return Kind("quantities", _other(column, *values), f"quantity_id in @used and {column} != 'all'")


def _wrong_term(row: pd.Series, tables: Tables, chance: Chance) -> Cells:
    terms = row["terms"].split("|")
    place = chance.randrange(len(terms))
    units = tables["quantities"].set_index("quantity_id")["unit"]
    used = sorted(set(tables["figures"]["quantity_id"]) - {""})
    terms[place] = chance.choice([name for name in used if units[name] == units[terms[place]] and name not in terms])
    return {"terms": "|".join(terms)}


def _wrong_claim(row: pd.Series, _: Tables, chance: Chance) -> Cells | None:
    column = chance.choice([each for each in ("claimed_value", "claimed_lower", "claimed_upper") if row[each]])
    mistyped = chance.choice([_changed, _swapped, _added, _factor_ten])(row[column], chance)
    return {column: mistyped} if mistyped else None


def _wrong_decided_figure(row: pd.Series, tables: Tables, chance: Chance) -> Cells:
    return {"figure_id": chance.choice([name for name in tables["figures"]["figure_id"] if name != row["figure_id"]])}


def _digit_of(column: str) -> Typed:
    return lambda row, _, chance: {column: _changed(row[column], chance)}


_RANGE = "lower != '' and upper != ''"
_REPORTS_OR_PERSONS = "quantity_id.str.match('(registered|reports)-by-|registered-all$')"
_WORDS = ("about", "more_than", "at_least", "at_most", "less_than")
KINDS = {
    "digit_changed": _number(_changed),
    "digits_swapped": _number(_swapped),
    "digit_dropped": _number(_dropped),
    "digit_added": _number(_added),
    "zero_too_many": _number(lambda text, _: None if "." in text else text + "0"),
    "factor_ten": _number(_factor_ten),
    "minus_sign": _number(lambda text, _: text[1:] if text.startswith("-") else "-" + text),
    "value_of_next_row": Kind("figures", _next_value, "index < index.max()"),
    "wrong_year": Kind("figures", _wrong_year),
    "wrong_quantity": Kind("figures", _wrong_quantity, "quantity_id != ''"),
    "wrong_series": Kind("figures", _wrong_series, f"series in {[*_COUNTS, *_STUDIES]}"),
    "wrong_unit": Kind("figures", _other("unit", *_UNITS)),
    "reports_for_persons": Kind("figures", _reports_for_persons, _REPORTS_OR_PERSONS),
    "percent_for_count": Kind(
        "figures", _percent_for_count, "quantity_id.str.startswith('registered-') and value != ''"
    ),
    "qualifier_dropped": Kind("figures", lambda *_: {"qualifier": ""}, "qualifier != ''"),
    "qualifier_added": Kind("figures", _other("qualifier", *_WORDS), "qualifier == '' and value != ''"),
    "range_narrowed": Kind("figures", _range_narrowed, _RANGE),
    "range_swapped": Kind("figures", lambda row, *_: {"lower": row["upper"], "upper": row["lower"]}, _RANGE),
    "wrong_edition": Kind("figures", _another_edition, "quotes != ''"),
    "quote_differs": Kind("figures", _quote_differs, "quotes != '' and value != ''"),
    "printed_twice": Kind("figures", _digit_of("value"), "value != ''", twice=True),
    "wrong_publication_year": Kind("publications", _wrong_publication_year, "published_on != ''"),
    "wrong_publication_kind": Kind("publications", _other("kind")),
    "wrong_publication_quotes": Kind("publications", _another_edition, "quotes != ''"),
    "wrong_age_band": _quantity("age_group", "0-14", "0-17", "0-22", "18-22", "18-23", "all"),
    "wrong_sex": _quantity("sex", "female", "male", "all"),
    "wrong_form": _quantity("exploitation_form", "sexual", "labour", "criminal", "unknown", "all"),
    "wrong_quantity_unit": _quantity("unit", *_UNITS),
    "wrong_term": Kind("formulas", _wrong_term),
    "wrong_claim": Kind("claims", _wrong_claim, "claimed_value + claimed_lower + claimed_upper != ''"),
    "wrong_expectation": Kind("decisions", _digit_of("expected_value")),
    "wrong_decided_figure": Kind("decisions", _wrong_decided_figure),
}
