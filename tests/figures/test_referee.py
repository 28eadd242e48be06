"""The sums worked out twice: the referee alone on sums typed by hand, then against the code: they differ nowhere."""

import dataclasses
import datetime
import math
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import planting
import pytest

from analysis import sources
from analysis.figures import ReconciledFigures, reconcile_figures
from analysis.parameters import Month
from analysis.sources.contracts import read_contract, read_table
from support.months import checked_tables, known_in
from support.referee import derived, referee
from support.referee_figures import meaning

MONTHS = ("2021-03", "2021-12", "2024-10", "2026-10")
SERIES = "rapporteur_yearly"


# The referee alone: what it says of sums that a person can check


def figure(figure_id: str, quantity: str, year: str, value: float | None, **cells: Any) -> dict[str, Any]:
    unit = "percent" if quantity.startswith("share") else "persons"
    measure = {"share": "share", "estimate": "estimate", "change": "change"}.get(quantity.split("-")[0])
    empty = dict.fromkeys(("lower", "upper", "qualifier", "quotes", "not_comparable_because", "ruling"))
    empty |= {"value_decimals": 0}
    row = {"figure_id": figure_id, "publication": "M", "quantity_id": quantity, "reference_year": year, "value": value}
    row |= {"unit": unit, "series": SERIES, "certainty": "primary", "sound": True, "used_value": value}
    return {**empty, **row, "measure": measure or "registered_persons", **cells}


def outcomes(kind: str, result: str, terms: str, *figures: dict[str, Any], **cells: str) -> list[str]:
    formula = {"formula_id": "x", "kind": kind, "result": result, "terms": terms, "may_overlap": "", "complete": ""}
    names = {f["quantity_id"] for f in figures}
    group = dict.fromkeys(("age_group", "sex", "nationality", "exploitation_form", "reporter"), "all")
    quantities = [{"quantity_id": name, "measure": "", "population": "", "unit": "", **group} for name in names]
    monitor = {"publication": "M", "kind": "monitor", "known_from": datetime.date(2021, 10, 18)}
    return [found.outcome for found in referee(list(figures), [{**formula, **cells}], [monitor], quantities)]


def test_a_quarter_holds_of_288_of_1150_and_eight_percent_of_108_of_1334() -> None:
    # Slachtoffermonitor 2015-2019: 25.0% and 8.1%.
    share = ("share", "share-minors", "registered-minors|registered-all")
    of_2015 = figure("f2", "registered-minors", "2015", 288), figure("f3", "registered-all", "2015", 1150)
    of_2019 = figure("f2", "registered-minors", "2019", 108), figure("f3", "registered-all", "2019", 1334)
    assert outcomes(*share, figure("f1", "share-minors", "2015", 25), *of_2015) == ["closes"]
    assert outcomes(*share, figure("f1", "share-minors", "2019", 8), *of_2019) == ["closes"]
    assert outcomes(*share, figure("f1", "share-minors", "2019", 9), *of_2019) == ["share_mismatch"]
    assert outcomes(*share, figure("f1", "share-minors", "2019", 8), of_2019[0]) == ["missing_partner"]


def test_five_years_add_to_5060() -> None:
    # Slachtoffermonitor 2015-2019: 1,150 + 952 + 956 + 668 + 1,334 = 5,060.
    years = zip("23456", range(2015, 2020), (1150, 952, 956, 668, 1334), strict=True)
    singles = [figure(f"f{n}", "registered-all", str(year), value) for n, year, value in years]

    def of_period(value: float, *there: dict[str, Any]) -> list[str]:
        whole = figure("f1", "registered-all", "2015-2019", value)
        return outcomes("years", "registered-all", "registered-all", whole, *there)

    assert of_period(5060, *singles) == ["closes"]
    assert of_period(5061, *singles) == ["sum_mismatch"]
    assert of_period(5060, *singles[1:]) == ["missing_partner"]
    assert of_period(3900, *singles[1:]) == ["impossible"]


@pytest.mark.parametrize(
    ("total", "may_overlap", "complete", "expected"),
    [
        (952, "no", "yes", "closes"),  # 523 + 244 + 35 + 150 of 2016 (TIP 2018)
        (951, "no", "yes", "sum_mismatch"),
        (951, "yes", "yes", "overlap"),
        (953, "yes", "yes", "sum_mismatch"),
        (953, "no", "no", "closes"),
        (951, "no", "no", "impossible"),
        (951, "yes", "no", "overlap"),
    ],
)
def test_forms_of_2016_add_to_952(total: int, may_overlap: str, complete: str, expected: str) -> None:
    names = ["registered-sexual", "registered-labour-and-criminal", "registered-both", "registered-unknown-form"]
    parts = [figure(f"f{i}", n, "2016", v) for i, (n, v) in enumerate(zip(names, (523, 244, 35, 150), strict=True), 2)]
    whole = figure("f1", "registered-all", "2016", total)
    cells = {"may_overlap": may_overlap, "complete": complete}
    assert outcomes("sum", "registered-all", "|".join(names), whole, *parts, **cells) == [expected]


def test_a_fall_of_17_percent_is_952_after_1150_and_a_rise_of_76_is_944_after_868() -> None:
    # Slachtoffermonitor 2012-2016 (DutchNews): -17%; Jaarcijfers 2024: 76 more.
    before, after = figure("f2", "registered-all", "2015", 1150), figure("f3", "registered-all", "2016", 952)
    fall = [figure("f1", "change-registered-all", "2016", value, unit="percent") for value in (-17, -16)]
    change = ("change_percent", "change-registered-all", "registered-all")
    assert [outcomes(*change, f, before, after) for f in fall] == [["closes"], ["share_mismatch"]]
    before, after = figure("f2", "registered-all", "2023", 868), figure("f3", "registered-all", "2024", 944)
    rise = figure("f1", "change-registered-all", "2024", 76)
    assert outcomes("change", "change-registered-all", "registered-all", rise, before, after) == ["closes"]


def test_shares_of_a_total_that_nobody_printed_must_be_of_one_total() -> None:
    # CoMensha 2024: 257 reports are 24.2%, so between 1,059.8 and 1,064.2 in all; 329 are 31.0%: 1,059.6 to 1,063.0.
    def of(police: float) -> list[str]:
        shares = [figure("f1", "share-a", "2024", 24.2), figure("f2", "share-b", "2024", police, value_decimals=1)]
        counts = [figure("f3", "reports-a", "2024", 257), figure("f4", "reports-b", "2024", 329)]
        formulas = [
            {"formula_id": n, "kind": "share", "result": f"share-{n}", "terms": f"reports-{n}|reports-all",
             "may_overlap": "", "complete": ""} for n in "ab"
        ]  # fmt: skip
        monitor = {"publication": "M", "kind": "monitor", "known_from": datetime.date(2025, 12, 31)}
        group = dict.fromkeys(("age_group", "sex", "nationality", "exploitation_form", "reporter"), "all")
        names = ["share-a", "share-b", "reports-a", "reports-b"]
        quantities = [{"quantity_id": n, "measure": "", "population": "", "unit": "", **group} for n in names]
        return [found.outcome for found in referee([*shares, *counts], formulas, [monitor], quantities)]

    assert of(31.0) == ["closes", "closes"]
    assert of(31.2) == ["share_mismatch", "share_mismatch"]  # 329 are 31.2% of 1,053 to 1,056 only
    assert of(13.0) == ["share_mismatch", "share_mismatch"]


def test_parts_of_a_hundred_percent_can_not_be_more_than_that() -> None:
    shares = [figure(f"f{n}", f"share-{n}", "2020", value) for n, value in (("a", 72), ("b", 27), ("c", 1))]
    terms, partly = "share-a|share-b|share-c", "share-a|share-b"
    assert outcomes("hundred", "", terms, *shares, complete="yes", may_overlap="no") == ["closes"]
    assert outcomes("hundred", "", partly, *shares, complete="yes", may_overlap="no") == ["closes"]  # 99 is 100 rounded
    more = [*shares[:2], figure("fc", "share-c", "2020", 4)]
    assert outcomes("hundred", "", terms, *more, complete="yes", may_overlap="no") == ["sum_mismatch"]


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "low", "high"),
    [
        (984, "persons", None, 984, 984),
        (5000, "persons", "about", 4500, 5500),
        (6000, "persons", "more_than", 5500, 6999),
        (150, "persons", "at_most", 140, 150),
        (33.3, "percent", "converted", 28.57, 40),  # a third: nearer to it than to a quarter or a half
    ],
)
def test_a_printed_number_can_mean(value: float, unit: str, qualifier: str, low: float, high: float) -> None:
    found = meaning(figure("f1", "registered-all", "2020", value, unit=unit, qualifier=qualifier))
    assert [round(float(end), 2) for end in found] == [low, high]


# The referee against the code


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{name: None if pd.isna(c) else c for name, c in row.items()} for row in frame.to_dict("records")]


def reconciled(known: sources.Sources, order: random.Random | None = None) -> ReconciledFigures:
    tables = [known.figures, known.publications, known.quantities, known.formulas, known.decisions.figures]
    if order:
        tables = [t.sample(frac=1, random_state=order.randrange(10**6)).reset_index(drop=True) for t in tables]
    return reconcile_figures(*tables)


def differences(known: sources.Sources, found: ReconciledFigures) -> list[str]:
    """Return each check of which the referee and the code say another thing."""
    actions = dict(zip(known.decisions.figures["figure_id"], known.decisions.figures["action"], strict=True))
    printed = [row | {"ruling": actions.get(row["figure_id"], "")} for row in rows(found.printed_figures)]
    ruled = referee(printed, rows(known.formulas), rows(known.publications), rows(known.quantities))
    ours = Counter[tuple[str, ...]](told(dataclasses.asdict(ruling)) for ruling in ruled)
    theirs = Counter[tuple[str, ...]](told(row) for row in rows(found.arithmetic))
    names = ("kind", "quantity_id", "reference_year", "series")
    for values, counted in (
        (derived(printed, rows(known.formulas), rows(known.publications), rows(known.quantities)), ours),
        ({(*(row[n] for n in names), *ends(row)) for row in rows(found.derived_figures)}, theirs),
    ):
        counted.update(tuple(map(str, value)) for value in values)
    only = [("referee only", ours - theirs), ("code only", theirs - ours)]
    return [f"{who}: {' '.join(check)}" for who, checks in only for check in sorted(checks.elements())]


def ends(row: dict[str, Any]) -> tuple[int, int]:
    """Return the lowest and the highest whole number that a derived value can be."""
    low, high = (row["lower"], row["upper"]) if row["value"] is None else (row["value"], row["value"])
    return math.ceil(low), math.floor(high)


def told(row: dict[str, Any]) -> tuple[str, ...]:
    """Return what a check says. Of several formulas for one ratio, or for one gap, it is the same which one is told;
    the series is told only where a sum closes on another one."""
    either = row["check"] == "ratio" or row["outcome"] == "missing_partner"
    names = ("check", "quantity_id", "reference_year", "figure_id", "outcome")
    series = row["series"] if row["outcome"] == "other_series" else ""
    summed = row["check"] in ("share", "change", "complement", "parts", "hundred", "years") and not either
    derived = f"{float(row['derived']):.6f}" if summed and row["derived"] is not None else ""
    return *(row[name] or "" for name in names), "" if either else row["formula_id"] or "", series, derived


@pytest.mark.parametrize("month", MONTHS)
def test_the_sums_worked_out_twice_are_the_same(month: str) -> None:
    known = known_in(month)
    found = reconciled(known)
    assert len(found.arithmetic) > 50
    assert differences(known, found) == []


@pytest.mark.parametrize("month", MONTHS)
def test_the_order_of_rows_changes_neither_of_the_two(month: str) -> None:
    known = known_in(month)
    assert differences(known, reconciled(known, random.Random(month))) == []


def planted_sources(folder: Path, per_kind: int, seed: int) -> list[tuple[str, sources.Sources]]:
    """Return the sources with one error each, as typed tables: also where `briefing check` would stop them."""
    own, contract = sources.OWN_DATA, read_contract(sources.OWN_DATA)
    text = {n: pd.read_csv(own / f, dtype="str", keep_default_na=False) for n, f in planting.FILES.items()}
    typed = {t["path"]: t for t in contract["resources"]}
    month = Month.parse("2026-10")
    checked = checked_tables()
    found = []
    for plant in planting.plants(text, per_kind, seed):
        table = typed[planting.FILES[plant.table]]
        if plant.table not in ("figures", "publications", "formulas") or plant.column == "unit":
            continue  # claims, rulings and definitions enter no sum
        file = folder / table["path"]
        plant.tables[plant.table].to_csv(file, index=False)
        tables = {**checked.tables, table["name"]: read_table(folder, table)}
        own_columns = [c for c in tables["publications"].columns if not c.startswith("known_from")]
        tables["publications"] = sources.with_known_from(tables["publications"][own_columns])
        found.append((str(plant), sources.as_of(month, dataclasses.replace(checked, tables=tables))))
    return found


def test_the_two_agree_on_planted_errors(tmp_path: Path) -> None:
    planted = planted_sources(tmp_path, per_kind=3, seed=1300)
    assert len(planted) > 60
    wrong = {name: found for name, known in planted if (found := differences(known, reconciled(known)))}
    assert wrong == {}
