"""Which planted errors arithmetic or comparison can reveal at all: plain rules, apart from the code that is measured.

An error can be revealed where it breaks a plain rule of the tables (`rule`), where a printed figure then stands beside
another of the same quantity, year and series that can't be the same number (`pair`), or where what is printed beside a
figure can no longer make it (`formula`, see plain_sums.py).
"""

import datetime
from itertools import combinations
from typing import Any

from known_rows import last_day
from plain_sums import Sums, first_published, meaning, meet
from planting import Plant, Tables

Row = dict[str, Any]
COUNTED = ("persons", "reports", "cases")


class Facts:
    """What tables say: the rules they break, the pairs that can't be the same number, what no sum can make."""

    def __init__(self, tables: Tables, at_fault: frozenset[str], by: str) -> None:
        """`at_fault` has the figure_ids that no sum rests on; `by` is the last day that counts, as YYYY-MM-DD."""
        self.rules = set(broken_rules(tables))
        dates, printed = known_dates(tables), printed_rows(tables, at_fault, by)
        kinds = dict(zip(tables["publications"]["publication"], tables["publications"]["kind"], strict=True))
        self.pairs = apart(printed, kinds, dates)
        formulas, quantities = (tables[name].to_dict("records") for name in ("formulas", "quantities"))
        self.impossible = Sums(printed).impossible(formulas, quantities)


def revealed_by(plant: Plant, clean: Facts, at_fault: frozenset[str], by: str) -> list[str]:
    """Return what can reveal an error, in words; nothing if neither arithmetic nor comparison can."""
    now = Facts(plant.tables, at_fault, by)
    reasons = [f"rule: {rule}" for rule in sorted(now.rules - clean.rules)]
    reasons += [f"pair: {a} {b}" for a, b in sorted(now.pairs - clean.pairs)]
    reasons += claims_apart(plant) if plant.table == "claims" else []
    return reasons + [f"formula: {each}" for each in sorted(now.impossible - clean.impossible)]


def known_dates(tables: Tables) -> dict[str, datetime.date | None]:
    """Return the last day that each printed date can mean; without one, that of the newest publication it quotes."""
    rows = tables["publications"].to_dict("records")
    dates = {row["publication"]: end_of(row["published_on"]) for row in rows if row["published_on"]}
    inferred = {
        row["publication"]: max((dates[q] for q in row["quotes"].split("|") if q in dates), default=None)
        for row in rows
        if not row["published_on"]
    }
    return dates | inferred


def end_of(printed: str) -> datetime.date:
    """Return the last day of a printed day, month or year."""
    return datetime.date.fromisoformat(last_day(printed))


def printed_rows(tables: Tables, at_fault: frozenset[str], by: str) -> list[Row]:
    """Return the figures with what plain sums need of them, known by a day."""
    measures = tables["quantities"].set_index("quantity_id")["measure"].to_dict()
    known, until = known_dates(tables), datetime.date.fromisoformat(by)
    actions = tables["decisions"].set_index("figure_id")["action"].to_dict()
    rows = []
    for typed in tables["figures"].to_dict("records"):
        day = known.get(typed["publication"])
        if day is not None and day <= until:
            numbers = {name: float(typed[name]) if typed[name] else None for name in ("value", "lower", "upper")}
            row = {name: cell or None for name, cell in typed.items()} | numbers
            row |= {"decision": actions.get(typed["figure_id"], ""), "used_value": numbers["value"]}
            row |= {"value_decimals": len(typed["value"].partition(".")[2])}
            row |= {"measure": measures.get(typed["quantity_id"], ""), "sound": typed["figure_id"] not in at_fault}
            rows.append(row)
    return rows


def apart(printed: list[Row], kinds: dict[str, str], dates: dict[str, Any]) -> set[tuple[str, str]]:
    """Return each two figures of one quantity, series and year that can't be the same number, or print other ranges.

    An estimate that is printed for a year its study can't have seen repeats the study, whatever the year.
    """
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in printed:
        if row["quantity_id"] and not row["not_comparable_because"]:
            groups.setdefault((row["quantity_id"], row["series"]), []).append(row)
    appeared = first_published(printed, kinds, dates)

    def repeats(row: Row) -> bool:
        return row["measure"] == "estimate" and int(row["reference_year"][-4:]) >= appeared.get(row["series"], 9999)

    return {
        (a["figure_id"], b["figure_id"])
        for group in groups.values()
        for a, b in combinations(sorted(group, key=lambda row: row["figure_id"]), 2)
        if (a["reference_year"] == b["reference_year"] or repeats(a) or repeats(b)) and not alike(a, b)
    }


def alike(a: Row, b: Row) -> bool:
    """Return whether two figures can be the same number, or are the same range."""
    if a["used_value"] is None and b["used_value"] is None:
        return (a["lower"], a["upper"]) == (b["lower"], b["upper"])
    return meet(meaning(a), meaning(b))


def broken_rules(tables: Tables) -> list[str]:
    """Return every break of a rule that needs no sum: units, ends of ranges, signs, dates, references, expectations."""
    figures, publications = tables["figures"], tables["publications"].set_index("publication")
    quantities = tables["quantities"].set_index("quantity_id")
    units, measures = quantities["unit"].to_dict(), quantities["measure"].to_dict()
    dates, quoted = known_dates(tables), publications["quotes"].to_dict()
    found = []
    for row in figures.to_dict("records"):
        measure, day, years = measures.get(row["quantity_id"], ""), dates[row["publication"]], row["reference_year"]
        numbers = [float(row[name]) for name in ("value", "lower", "upper") if row[name]]
        broken = {
            "unit of": row["quantity_id"] and row["unit"] != units[row["quantity_id"]],
            "sign of": measure not in ("change", "") and any(number < 0 for number in numbers),
            "part of a person in": row["unit"] in COUNTED and any(number % 1 for number in numbers),
            "more than all in": measure == "share" and any(number > 100 for number in numbers),
            "ends of": row["lower"] and row["upper"] and float(row["lower"]) > float(row["upper"]),
            "a year still to come in": day and int(years[-4:]) > day.year,
            "order of years in": years[:4] > years[-4:],
            "publication does not quote": row["quotes"] and row["quotes"] not in quoted[row["publication"]].split("|"),
        }
        found += [f"{rule} {row['figure_id']}" for rule, is_broken in broken.items() if is_broken]
    for name, others in quoted.items():
        known = [
            other for other in others.split("|") if other and dates[other] and publications.at[name, "published_on"]
        ]
        found += [f"{name} quotes {other}, which is later" for other in known if dates[other] > dates[name]]
    values = figures.set_index("figure_id")["value"].to_dict()
    decisions = tables["decisions"].to_dict("records")
    return found + [
        f"expectation of {row['decision_id']}" for row in decisions if values[row["figure_id"]] != row["expected_value"]
    ]


def claims_apart(plant: Plant) -> list[str]:
    """Return where a claim is not what the pledge, or who quotes the pledge, prints for the same quantity."""
    claim, figures = plant.tables["claims"].loc[plant.row], plant.tables["figures"]
    of_pledge = figures[(figures["publication"] == "CKM-1300-deal") | (figures["quotes"] == "CKM-1300-deal")]
    reasons = []
    for row in of_pledge[of_pledge["quantity_id"] == claim["quantity_id"]].to_dict("records"):
        for claimed, printed in (("claimed_value", "value"), ("claimed_lower", "lower"), ("claimed_upper", "upper")):
            if claim[claimed] and row[printed] and float(claim[claimed]) != float(row[printed]):
                reasons.append(f"pair: {claim['claim_id']} {row['figure_id']}")
    return reasons
