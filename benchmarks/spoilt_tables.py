"""Errors in the other tables that figures rest on: publications, quantities, formulas, claims, decisions."""

from plant import Chance, Kind, Plant, Tables, spoilt
from spoilt_figures import digit_added, digit_changed, digits_swapped, factor_ten

# The other tables


def _of_publication(tables: Tables, row: int) -> tuple[str, ...]:
    figures, name = tables["figures"], tables["publications"].at[row, "publication"]
    return tuple(figures.loc[(figures["publication"] == name) | (figures["quotes"] == name), "figure_id"])


def _wrong_publication_year(tables: Tables, chance: Chance) -> Plant | None:
    publications = tables["publications"]
    row = chance.choice(list(publications.index[publications["published_on"] != ""]))
    printed = publications.at[row, "published_on"]
    year = str(int(printed[:4]) + chance.choice([-3, -2, -1, 1, 2]))
    changes = {"published_on": year + printed[4:]}
    return spoilt("wrong_publication_year", tables, "publications", row, changes, _of_publication(tables, row))


def _wrong_publication_kind(tables: Tables, chance: Chance) -> Plant | None:
    row = chance.randrange(len(tables["publications"]))
    kinds = sorted(set(tables["publications"]["kind"]) - {tables["publications"].at[row, "kind"]})
    changes = {"kind": chance.choice(kinds)}
    return spoilt("wrong_publication_kind", tables, "publications", row, changes, _of_publication(tables, row))


def _wrong_publication_quotes(tables: Tables, chance: Chance) -> Plant | None:
    publications = tables["publications"]
    row = chance.choice(list(publications.index[publications["quotes"] != ""]))
    monitors = publications.loc[publications["kind"] == "monitor", "publication"]
    changes = {"quotes": chance.choice([m for m in monitors if m != publications.at[row, "quotes"]])}
    return spoilt("wrong_publication_quotes", tables, "publications", row, changes, _of_publication(tables, row))


def _quantity(kind: str, column: str, values: list[str]) -> Kind:
    def plant(tables: Tables, chance: Chance) -> Plant | None:
        quantities, figures = tables["quantities"], tables["figures"]
        used = quantities["quantity_id"].isin(set(figures["quantity_id"]))
        row = chance.choice(list(quantities.index[used & (quantities[column] != "all")]))
        others = [value for value in values if value != quantities.at[row, column]]
        subjects = tuple(figures.loc[figures["quantity_id"] == quantities.at[row, "quantity_id"], "figure_id"])
        return spoilt(kind, tables, "quantities", row, {column: chance.choice(others)}, subjects)

    return plant


def _of_formula(tables: Tables, row: int) -> tuple[str, ...]:
    formula, figures = tables["formulas"].loc[row], tables["figures"]
    return tuple(
        figures.loc[figures["quantity_id"].isin([formula["result"], *formula["terms"].split("|")]), "figure_id"]
    )


def _wrong_term(tables: Tables, chance: Chance) -> Plant | None:
    formulas = tables["formulas"]
    row = chance.randrange(len(formulas))
    terms = formulas.at[row, "terms"].split("|")
    place = chance.randrange(len(terms))
    units = tables["quantities"].set_index("quantity_id")["unit"]
    used = sorted(set(tables["figures"]["quantity_id"]) - {""})
    terms[place] = chance.choice([q for q in used if units[q] == units[terms[place]] and q not in terms])
    return spoilt("wrong_term", tables, "formulas", row, {"terms": "|".join(terms)}, _of_formula(tables, row))


def _wrong_claim(tables: Tables, chance: Chance) -> Plant | None:
    claims = tables["claims"]
    column = chance.choice(["claimed_value", "claimed_value", "claimed_lower", "claimed_upper"])
    row = chance.choice(list(claims.index[claims[column] != ""]))
    mistyped = chance.choice([digit_changed, digits_swapped, digit_added, factor_ten])(claims.at[row, column], chance)
    return spoilt("wrong_claim", tables, "claims", row, {column: mistyped}, (claims.at[row, "claim_id"],)) if mistyped else None  # fmt: skip # noqa: E501


def _wrong_expectation(tables: Tables, chance: Chance) -> Plant | None:
    row = chance.randrange(len(tables["decisions"]))
    decision = tables["decisions"].loc[row]
    changes = {"expected_value": digit_changed(decision["expected_value"], chance)}
    return spoilt("wrong_expectation", tables, "decisions", row, changes, (decision["figure_id"],))


def _wrong_decided_figure(tables: Tables, chance: Chance) -> Plant | None:
    row = chance.randrange(len(tables["decisions"]))
    own = tables["decisions"].at[row, "figure_id"]
    other = chance.choice([name for name in tables["figures"]["figure_id"] if name != own])
    return spoilt("wrong_decided_figure", tables, "decisions", row, {"figure_id": other}, (own, other))


TABLE_KINDS: dict[str, Kind] = {
    "wrong_publication_year": _wrong_publication_year,
    "wrong_publication_kind": _wrong_publication_kind,
    "wrong_publication_quotes": _wrong_publication_quotes,
    "wrong_age_band": _quantity("wrong_age_band", "age_group", ["0-14", "0-17", "0-22", "18-22", "18-23", "all"]),
    "wrong_sex": _quantity("wrong_sex", "sex", ["female", "male", "all"]),
    "wrong_form": _quantity("wrong_form", "exploitation_form", ["sexual", "labour", "criminal", "unknown", "all"]),
    "wrong_quantity_unit": _quantity("wrong_quantity_unit", "unit", ["persons", "reports", "percent", "cases"]),
    "wrong_term": _wrong_term,
    "wrong_claim": _wrong_claim,
    "wrong_expectation": _wrong_expectation,
    "wrong_decided_figure": _wrong_decided_figure,
}
