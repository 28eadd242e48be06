"""Errors in the table of printed figures, as people make them when they type numbers over."""

from collections.abc import Callable
from decimal import Decimal

import pandas as pd
from plant import Chance, Kind, Plant, Tables, spoilt

# A number typed wrongly


def _number(kind: str, mistyped: Callable[[str, Chance], str | None]) -> Kind:
    def plant(tables: Tables, chance: Chance) -> Plant | None:
        figures = tables["figures"]
        row = chance.choice(list(figures.index[figures["value"] != ""]))
        after = mistyped(figures.at[row, "value"], chance)
        if after is None or Decimal(after) == Decimal(figures.at[row, "value"]):
            return None
        return spoilt(kind, tables, "figures", row, {"value": after}, (figures.at[row, "figure_id"],))

    return plant


def _digit_places(text: str) -> list[int]:
    return [place for place, sign in enumerate(text) if sign.isdigit()]


def digit_changed(text: str, chance: Chance) -> str:
    """Return a number with one digit replaced."""
    place = chance.choice(_digit_places(text))
    digit = chance.choice([d for d in "0123456789" if d != text[place]])
    return text[:place] + digit + text[place + 1 :]


def digits_swapped(text: str, chance: Chance) -> str | None:
    """Return a number with two neighbouring digits swapped; nothing where that changes nothing."""
    places = [p for p in _digit_places(text)[:-1] if text[p + 1].isdigit() and text[p] != text[p + 1]]
    if not places:
        return None
    place = chance.choice(places)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _digit_dropped(text: str, chance: Chance) -> str | None:
    if len(_digit_places(text)) < 2:
        return None
    place = chance.choice(_digit_places(text))
    return str(Decimal((text[:place] + text[place + 1 :]).rstrip(".")))


def digit_added(text: str, chance: Chance) -> str:
    """Return a number with one digit more."""
    place = chance.choice(_digit_places(text))
    return text[:place] + chance.choice("123456789") + text[place:]


def factor_ten(text: str, chance: Chance) -> str:
    """Return a number ten times as large, or a tenth of it."""
    return f"{Decimal(text) * chance.choice([Decimal(10), Decimal('0.1')]):f}"


# A row that is about something else


def _figure_rows(tables: Tables, chance: Chance, keep: Callable[[pd.DataFrame], pd.Series]) -> int | None:
    figures = tables["figures"]
    rows = list(figures.index[keep(figures)])
    return chance.choice(rows) if rows else None


def _figure(tables: Tables, row: int, kind: str, **changes: str) -> Plant | None:
    return spoilt(kind, tables, "figures", row, changes, (tables["figures"].at[row, "figure_id"],))


def _neighbour_value(tables: Tables, chance: Chance) -> Plant | None:
    figures = tables["figures"]
    row = chance.randrange(len(figures) - 1)
    if "" in (figures.at[row, "value"], figures.at[row + 1, "value"]):
        return None
    return _figure(tables, row, "value_of_next_row", value=figures.at[row + 1, "value"])


def _wrong_year(tables: Tables, chance: Chance) -> Plant | None:
    row = chance.randrange(len(tables["figures"]))
    years = tables["figures"].at[row, "reference_year"].split("-")
    place, shift = chance.randrange(len(years)), chance.choice([-1, 1])
    years[place] = str(int(years[place]) + shift)
    return _figure(tables, row, "wrong_year", reference_year="-".join(dict.fromkeys(years)))


def _wrong_quantity(tables: Tables, chance: Chance) -> Plant | None:
    """The same measure in the same unit, of another group."""
    row = _figure_rows(tables, chance, lambda f: f["quantity_id"] != "")
    quantities = tables["quantities"].set_index("quantity_id")
    own = tables["figures"].at[row, "quantity_id"]
    alike = quantities[(quantities[["measure", "population", "unit"]] == quantities.loc[own][["measure", "population", "unit"]]).all(axis=1)]  # fmt: skip # noqa: E501
    others = [name for name in alike.index if name != own]
    return _figure(tables, row, "wrong_quantity", quantity_id=chance.choice(others)) if others else None


def _wrong_series(tables: Tables, chance: Chance) -> Plant | None:
    counts, studies = ("rapporteur_yearly", "comensha_register", "until_2016"), ("first_estimate", "second_estimate")
    row = _figure_rows(tables, chance, lambda f: f["series"].isin([*counts, *studies]))
    own = tables["figures"].at[row, "series"]
    others = [s for s in (counts if own in counts else studies) if s != own]
    return _figure(tables, row, "wrong_series", series=chance.choice(others))


def _wrong_unit(tables: Tables, chance: Chance) -> Plant | None:
    row = chance.randrange(len(tables["figures"]))
    return _figure(tables, row, "wrong_unit", unit=chance.choice(["persons", "reports", "percent", "cases"]))


def _reports_for_persons(tables: Tables, chance: Chance) -> Plant | None:
    """A number of reports entered as persons, or the reverse, with the unit that goes with it."""
    row = _figure_rows(tables, chance, lambda f: f["quantity_id"].str.match("(registered|reports)-by-|registered-all$"))
    own = tables["figures"].at[row, "quantity_id"]
    swapped = (
        own.replace("reports-", "registered-") if own.startswith("reports") else own.replace("registered-", "reports-")
    )
    if swapped not in set(tables["quantities"]["quantity_id"]):
        return None
    unit = "reports" if swapped.startswith("reports") else "persons"
    return _figure(tables, row, "reports_for_persons", quantity_id=swapped, unit=unit)


def _percent_for_count(tables: Tables, chance: Chance) -> Plant | None:
    """The share of the total typed where the count belongs."""
    figures = tables["figures"]
    row = _figure_rows(tables, chance, lambda f: f["quantity_id"].str.startswith("registered-") & (f["value"] != ""))
    same = figures["reference_year"] == figures.at[row, "reference_year"]
    totals = figures[same & (figures["quantity_id"] == "registered-all") & (figures["value"] != "")]
    if totals.empty:
        return None
    share = round(100 * float(figures.at[row, "value"]) / float(totals["value"].iloc[0]))
    return _figure(tables, row, "percent_for_count", value=str(share))


# Words and ranges around a number


def _qualifier_dropped(tables: Tables, chance: Chance) -> Plant | None:
    row = _figure_rows(tables, chance, lambda f: f["qualifier"] != "")
    return _figure(tables, row, "qualifier_dropped", qualifier="")


def _qualifier_added(tables: Tables, chance: Chance) -> Plant | None:
    row = _figure_rows(tables, chance, lambda f: (f["qualifier"] == "") & (f["value"] != ""))
    word = chance.choice(["about", "more_than", "at_least", "at_most"])
    return _figure(tables, row, "qualifier_added", qualifier=word)


def _range_narrowed(tables: Tables, chance: Chance) -> Plant | None:
    row = _figure_rows(tables, chance, lambda f: (f["lower"] != "") & (f["upper"] != ""))
    low, high = (Decimal(tables["figures"].at[row, c]) for c in ("lower", "upper"))
    part = (high - low) * chance.choice([Decimal("0.2"), Decimal("0.4")])
    if chance.random() < 0.5:
        return _figure(tables, row, "range_narrowed", lower=f"{low + part:f}")
    return _figure(tables, row, "range_narrowed", upper=f"{high - part:f}")


def _range_swapped(tables: Tables, chance: Chance) -> Plant | None:
    row = _figure_rows(tables, chance, lambda f: (f["lower"] != "") & (f["upper"] != ""))
    figures = tables["figures"]
    return _figure(tables, row, "range_swapped", lower=figures.at[row, "upper"], upper=figures.at[row, "lower"])


# Who said it


def _wrong_edition(tables: Tables, chance: Chance) -> Plant | None:
    row = _figure_rows(tables, chance, lambda f: f["quotes"] != "")
    own = tables["figures"].at[row, "quotes"]
    monitors = tables["publications"].query("kind == 'monitor'")["publication"]
    return _figure(tables, row, "wrong_edition", quotes=chance.choice([m for m in monitors if m != own]))


def _quote_differs(tables: Tables, chance: Chance) -> Plant | None:
    """A quotation whose number is some percents off: a slip that no order of magnitude betrays."""
    row = _figure_rows(tables, chance, lambda f: (f["quotes"] != "") & (f["value"] != ""))
    value = Decimal(tables["figures"].at[row, "value"])
    off = max(Decimal(1), abs(value) * Decimal(chance.randint(1, 12)) / 100).to_integral_value()
    return _figure(tables, row, "quote_differs", value=f"{value + off * chance.choice([-1, 1]):f}")


def _printed_twice(tables: Tables, chance: Chance) -> Plant | None:
    """The same row a second time, with another value."""
    figures = tables["figures"]
    row = _figure_rows(tables, chance, lambda f: f["value"] != "")
    name = f"f{len(figures) + 1:03}"
    value = digit_changed(figures.at[row, "value"], chance)
    twin = figures.loc[[row]].assign(figure_id=name, value=value)
    both = pd.concat([figures, twin], ignore_index=True)
    before, subjects = figures.at[row, "value"], (name, figures.at[row, "figure_id"])
    return Plant(
        "printed_twice", "figures", len(figures), "value", before, value, subjects, {**tables, "figures": both}
    )


FIGURE_KINDS: dict[str, Kind] = {
    **{
        kind: _number(kind, mistyped)
        for kind, mistyped in {
            "digit_changed": digit_changed,
            "digits_swapped": digits_swapped,
            "digit_dropped": _digit_dropped,
            "digit_added": digit_added,
            "zero_too_many": lambda text, _: None if "." in text else text + "0",
            "factor_ten": factor_ten,
            "minus_sign": lambda text, _: text[1:] if text.startswith("-") else "-" + text,
        }.items()
    },
    "value_of_next_row": _neighbour_value,
    "wrong_year": _wrong_year,
    "wrong_quantity": _wrong_quantity,
    "wrong_series": _wrong_series,
    "wrong_unit": _wrong_unit,
    "reports_for_persons": _reports_for_persons,
    "percent_for_count": _percent_for_count,
    "qualifier_dropped": _qualifier_dropped,
    "qualifier_added": _qualifier_added,
    "range_narrowed": _range_narrowed,
    "range_swapped": _range_swapped,
    "wrong_edition": _wrong_edition,
    "quote_differs": _quote_differs,
    "printed_twice": _printed_twice,
}
