"""Which planted errors arithmetic or comparison can reveal at all: plain rules, apart from the code that is measured.

An error can be revealed where it breaks a plain rule of the tables (`rule`), where a printed figure then stands beside
another of the same quantity, year and series that can't be the same number (`pair`), or where what is printed beside a
figure can no longer make it (`formula`, see plain_sums.py).
"""

from collections import defaultdict
from itertools import combinations

from known_rows import last_day
from plain_sums import Row, Sums, meaning, meet, printed_range
from typing_errors import Plant, Tables

_COUNTED = ("persons", "reports", "cases")
_PLEDGE = "CKM-1300-deal"


def revealed_by(plant: Plant, clean: set[str], at_fault: frozenset[str], by: str) -> list[str]:
    """Return what can reveal an error, if arithmetic or comparison can; `clean` are the facts without it."""
    of_claim = claims_apart(plant) if plant.table == "claims" else []
    return of_claim + sorted(facts_of(plant.tables, at_fault, by) - clean)


def facts_of(tables: Tables, at_fault: frozenset[str], by: str) -> set[str]:
    """Return the rules that tables break, the pairs that can't be the same number, and what no sum can make.

    `at_fault` has the figure_ids that no sum rests on; `by` is the last day that counts, as YYYY-MM-DD.
    """
    rows = {name: table.to_dict("records") for name, table in tables.items()}
    dates, printed = known_dates(rows["publications"]), []
    measures = {row["quantity_id"]: row["measure"] for row in rows["quantities"]}
    kinds = {row["publication"]: row["kind"] for row in rows["publications"]}
    for row in rows["figures"]:
        row |= {"measure": measures.get(row["quantity_id"], ""), "sound": row["figure_id"] not in at_fault}
        row |= {"appeared": dates.get(row["publication"], ""), "publication_kind": kinds.get(row["publication"], "")}
        printed += [row] if "" < row["appeared"] <= by else []
    impossible = Sums(printed).impossible(rows["formulas"], rows["quantities"])
    found = {f"formula: {each}" for each in impossible} | {f"pair: {each}" for each in apart(printed)}
    return found | {f"rule: {each}" for each in broken_rules(rows, dates)}


def known_dates(publications: list[Row]) -> dict[str, str]:
    """Return the last day that each printed date can mean; without one, that of the newest publication it quotes."""
    dates = {row["publication"]: last_day(row["published_on"]) for row in publications if row["published_on"]}
    undated = [row for row in publications if not row["published_on"]]
    quoted = {row["publication"]: [dates.get(name, "") for name in row["quotes"].split("|")] for row in undated}
    return dates | {name: max(days) for name, days in quoted.items()}


def apart(printed: list[Row]) -> set[str]:
    """Return each two figures of one quantity, series and year that can't be the same number, or print other ranges.

    An estimate that is printed for a year its study can't have seen repeats the study, whatever the year.
    """
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in printed:
        if row["quantity_id"] and not row["not_comparable_because"]:
            groups[row["quantity_id"], row["series"]].append(row)
    first_year = first_published(printed)

    def repeats(row: Row) -> bool:
        return row["measure"] == "estimate" and row["reference_year"][-4:] >= first_year[row["series"]]

    return {
        f"{a['figure_id']} {b['figure_id']}"
        for group in groups.values()
        for a, b in combinations(sorted(group, key=lambda row: row["figure_id"]), 2)
        if (a["reference_year"] == b["reference_year"] or repeats(a) or repeats(b)) and not _alike(a, b)
    }


def first_published(printed: list[Row]) -> dict[str, str]:
    """Return the year in which the first estimate of each study appeared: in the study itself, else wherever."""
    years: dict[str, str] = {}
    estimates = [row for row in printed if row["measure"] == "estimate"]
    own = [row for row in estimates if row["publication_kind"] == "estimate_study"]
    for rows in ([row for row in estimates if row not in own], own):
        years |= {series: min(row["appeared"][:4] for row in rows if row["series"] == series)
                  for series in {row["series"] for row in rows}}  # fmt: skip
    return years


def _alike(a: Row, b: Row) -> bool:
    """Return whether two figures can be the same number, or are the same range."""
    if not a["value"] and not b["value"]:
        return printed_range(a) == printed_range(b)
    return meet(meaning(a), meaning(b))


def broken_rules(rows: dict[str, list[Row]], dates: dict[str, str]) -> list[str]:
    """Return every break of a rule that needs no sum: units, ends of ranges, signs, dates, references, expectations."""
    units = {row["quantity_id"]: row["unit"] for row in rows["quantities"]}
    publications = {row["publication"]: row for row in rows["publications"]}
    found = []
    for row in rows["figures"]:
        measure, day, years = row["measure"], dates[row["publication"]], row["reference_year"]
        numbers = [float(row[name]) for name in ("value", "lower", "upper") if row[name]]
        quoted = publications[row["publication"]]["quotes"].split("|")
        broken = {
            "unit of": row["quantity_id"] and row["unit"] != units[row["quantity_id"]],
            "sign of": measure not in ("change", "") and any(number < 0 for number in numbers),
            "part of a person in": row["unit"] in _COUNTED and any(number % 1 for number in numbers),
            "more than all in": measure == "share" and any(number > 100 for number in numbers),
            "ends of": row["lower"] and row["upper"] and float(row["lower"]) > float(row["upper"]),
            "a year still to come in": day and years[-4:] > day[:4],
            "order of years in": years[:4] > years[-4:],
            "publication does not quote": row["quotes"] and row["quotes"] not in quoted,
        }
        found += [f"{rule} {row['figure_id']}" for rule, is_broken in broken.items() if is_broken]
    for name, row in publications.items():
        later = [
            other for other in row["quotes"].split("|") if row["published_on"] and dates.get(other, "") > dates[name]
        ]
        found += [f"{name} quotes {other}, which is later" for other in later]
    values = {row["figure_id"]: row["value"] for row in rows["figures"]}
    wrong = [row for row in rows["decisions"] if values[row["figure_id"]] != row["expected_value"]]
    return found + [f"expectation of {row['decision_id']}" for row in wrong]


def claims_apart(plant: Plant) -> list[str]:
    """Return where a claim is not what the pledge, or who quotes the pledge, prints for the same quantity."""
    claim, figures = plant.tables["claims"].loc[plant.row], plant.tables["figures"]
    of_pledge = figures[(figures["publication"] == _PLEDGE) | (figures["quotes"] == _PLEDGE)]
    return [
        f"pair: {claim['claim_id']} {row['figure_id']}"
        for row in of_pledge[of_pledge["quantity_id"] == claim["quantity_id"]].to_dict("records")
        for end in ("value", "lower", "upper")
        if claim[f"claimed_{end}"] and row[end] and float(claim[f"claimed_{end}"]) != float(row[end])
    ]
