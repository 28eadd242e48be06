"""Decisions: what each does, when it applies, and how it stops a build when its ground has gone."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis import sources
from analysis.briefing import briefing_of
from analysis.core.kept import Content
from analysis.core.parameters import Month
from analysis.core.problems import InputError, Problem
from analysis.figures import ReconciledFigures, reconcile_figures
from analysis.reconciliation.checks import check
from analysis.sources.contracts import columns_of, own_tables
from analysis.sources.rules import idle_decisions
from analysis.sources.table_files import rows_of_table, typed_table
from support.cases import cases
from support.known_answers import typed
from support.months import checked_tables, known_in, reconciled
from support.planted_faults import errors, spoil
from support.real_pages import page_of

DECISIONS = "decisions/figures.csv"


def decided(data: Path, *decisions: str, valid_from: str = "2021-03-01") -> None:
    """Put decisions, each from its `figure_id` up to `rests_on`, in the place of those of the data."""
    rows = [f"d{n:02},{each},{valid_from},a test,2026-11-24,,for the test," for n, each in enumerate(decisions, 1)]
    (data / DECISIONS).parent.mkdir(exist_ok=True)
    (data / DECISIONS).write_text("\n".join([",".join(columns_of("decisions_figures")), *rows, ""]), encoding="utf-8")


def reconciled_under(
    folder: Path, *decisions: str, month: str = "2021-03", valid_from: str = "2021-03-01"
) -> ReconciledFigures:
    """Return the figures of the project as reconciled under these decisions, and no others."""
    decided(folder, *decisions, valid_from=valid_from)
    rows = rows_of_table(folder, own_tables()["decisions_figures"])
    table = typed_table("decisions_figures", Content(repr(rows), rows))
    tables = {**checked_tables().tables, "decisions_figures": table}
    return reconcile_figures(sources.as_of(Month.parse(month), replace(checked_tables(), tables=tables)))


def total_of_2017(result: ReconciledFigures) -> list[object]:
    chosen = result.figures_by_quantity
    own = chosen[(chosen["quantity_id"] == "registered-all") & (chosen["reference_year"] == "2017")]
    return own[["value", "figure_id", "rule"]].iloc[0].to_list()


def printed(result: ReconciledFigures, figure_id: str) -> pd.Series:
    return result.printed_figures.set_index("figure_id").loc[figure_id]


# What each decision does. Of 2017 Reformatorisch Dagblad printed 956 (f156), without its year; Slachtoffermonitor
# 2013-2017 printed 958 (f113). 1,150 + 952 + 956 + 668 + 1,334 = 5,060 (f185, Slachtoffermonitor 2015-2019).


@pytest.mark.parametrize("row", cases("decisions_on_2017"))
def test_a_decision_changes_what_is_chosen_and_what_is_computed(tmp_path: Path, row: dict[str, str]) -> None:
    """`total` is what is chosen for 2017 and by which rule; `used`, `sound` and `chosen` are of f156."""
    result = reconciled_under(tmp_path, row["decision"])
    assert "{:g} {} {}".format(*total_of_2017(result)) == row["total"]
    figure = printed(result, "f156")
    assert figure[["value", "reserve"]].to_list() == [956, "year_inferred"]
    is_so = [row["sound"] == "yes", row["chosen"] == "yes"]
    assert figure[["used_value", "sound", "chosen"]].to_list() == [float(row["used"]), *is_so]
    assert (figure["never_chosen_because"] == "excluded") is ("exclude" in row["decision"])
    sums = result.arithmetic[(result.arithmetic["figure_id"] == "f185") & (result.arithmetic["check"] == "years")]
    expected = [[row["outcome"], 5060, float(row["sum_of_years"])]]
    assert sums[["outcome", "printed", "derived"]].to_numpy().tolist() == expected
    others = result.arithmetic[result.arithmetic["figure_id"] != "f156"]["figure_ids"].str.split("|")
    assert others.map(lambda ids: "f156" in ids).any() == is_so[0]


@pytest.mark.parametrize(("month", "value"), [("2021-12", 956), ("2022-01", 958), ("2026-10", 958)])
def test_a_decision_applies_to_each_month_from_its_first_day_whenever_it_was_made_and_not_before(
    tmp_path: Path, month: str, value: int
) -> None:
    result = reconciled_under(tmp_path, "f113,prefer,,958,,,", month=month, valid_from="2022-01-31")
    assert total_of_2017(result)[0] == value


# Stale


def test_every_decision_on_or_resting_on_a_figure_that_changed_is_stale_and_names_the_source(data: Path) -> None:
    """d01 reads 956 as the total of 2017 because the five years add up to 5,060 (Slachtoffermonitor 2015-2019); d03 and
    d04 compare a share with the lower end of the first estimate, 5,000-7,500 (f079).
    """
    spoil(data, "figures.csv", "registered-all,2017,956,", "registered-all,2017,957,")
    spoil(data, "figures.csv", "registered-all,2015-2019,5060,", "registered-all,2015-2019,5061,")
    spoil(data, "figures.csv", "estimate-all,2012-2016,,5000,7500,", "estimate-all,2012-2016,,4500,7500,")
    spoil(data, "seats.csv", ",members,", ",mumbers,")
    value, total, *ranges, other_table = errors(data)
    assert value == (
        "decisions/figures.csv:2: expected_value: found 956 in decision d01 (accept f156), expected 957, which "
        "RD-2019-10-18 (Reformatorisch Dagblad (ANP)) now says (f156 in figures.csv:157); read that source again: if "
        "the decision holds, write the new number in it, else change or delete it"
    )
    assert total.startswith(
        "decisions/figures.csv:2: rests_on: found f185=5060 in decision d01 (accept f156), expected 5061, which "
        "SMM-2015-2019 (“Slachtoffermonitor mensenhandel 2015-2019” of Nationaal Rapporteur Mensenhandel) now says "
        "(f185 in figures.csv:186)"
    )
    assert [line.split(":")[1] for line in ranges] == ["4", "5"]
    assert all("found f079=5000-7500" in line and "expected 4500–7500, which SMM-2012-2016" in line for line in ranges)
    assert other_table.startswith("seats.csv:2: basis"), "a fault in another table hides none of them"


def test_a_decision_on_a_range_is_stale_where_an_end_changed_or_a_number_is_printed_beside_it(data: Path) -> None:
    decided(data, "f147,exclude,,,5000,7000,", "f079,exclude,,,5000,7500,")
    spoil(data, "figures.csv", "estimate-all,2017,,5000,7000,", "estimate-all,2017,,5000,7500,")
    spoil(data, "figures.csv", "estimate-all,2012-2016,,5000,7500,", "estimate-all,2012-2016,6000,5000,7500,")
    end, beside = errors(data)
    assert "expected_upper: found 5000–7000 in decision d01 (exclude f147), expected 5000–7500, which NOS" in end
    assert "expected_value: found 5000–7500 in decision d02 (exclude f079), expected 6000 (5000–7500)" in beside


def test_a_figure_that_is_gone_is_named_whether_it_is_decided_on_or_is_a_ground(data: Path) -> None:
    file = data / "figures.csv"
    rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(row for row in rows if not row.startswith("f113,")), encoding="utf-8")
    (ground,) = errors(data)
    assert ground.startswith(
        "decisions/figures.csv:5: rests_on: found f113 in decision d04 (exclude f148), which is not"
    )
    file.write_text("".join(row for row in rows if not row.startswith("f156,")), encoding="utf-8")
    (decided_on,) = errors(data)
    assert decided_on.startswith("decisions/figures.csv:2: figure_id: found 'f156', expected a figure_id of figures")


def test_the_decisions_of_the_project_rest_on_the_numbers_in_their_reasons_and_none_is_idle() -> None:
    grounds = known_in("2026-10").decisions.figures.set_index("decision_id")["rests_on"]
    numbers = {name: [part.split("=")[1] for part in text.split("|")] for name, text in grounds.items()}
    assert numbers == {
        "d01": ["5060", "1150", "952", "668", "1334"],
        "d02": ["68", "984", "152"],
        "d03": ["868", "6250", "5000-7500"],
        "d04": ["958", "6250", "5000-7500"],
        "d05": ["28", "283", "250"],
        "d06": ["103", "139"],
        "d07": ["34"],
    }
    for month in ("2021-03", "2026-10"):
        known = reconciled(month)
        doubted = set(known.figures.discrepancies["figure_ids"].str.split("|").explode())
        assert idle_decisions(known.sources.decisions.figures, known.figures.printed_figures, doubted) == []


# Decisions that can't be right


def test_every_decision_that_cannot_be_right_is_named_with_its_row_and_what_is_wrong(data: Path) -> None:
    """The decisions of tests/data/known/decision_faults.csv; `said` of the last of them, of which NN is the id."""
    decisions: list[str] = []
    expected = []
    for row in typed("decision_faults"):
        decisions += row["decisions"].split(" ")
        said = row["said"].replace("NN", f"d{len(decisions):02}")
        expected.append((f"{DECISIONS}:{len(decisions) + 1}: ", said))
    decided(data, *decisions)
    found = errors(data)
    missed = [each for each in expected if not any(line.startswith(each[0]) and each[1] in line for line in found)]
    assert missed == [], found


def test_a_decision_that_changes_nothing_is_a_warning_and_two_figures_of_one_year_may_be_decided_on(data: Path) -> None:
    decisions = ["f002,accept,,1222,,,", "f372,prefer,,6000,,,", "f113,prefer,,958,,,", "f156,exclude,,956,,,"]
    decided(data, *decisions)
    found = check(Month(2021, 3), data)
    assert {p.severity for p in found} == {"warning"}
    accepted, preferred = (str(p) for p in found if p.file == DECISIONS)
    assert "csv:2: action: found decision d01 (accept f002), expected a figure with a reserve or a discre" in accepted
    # The pledge itself: the campaign's own numbers are never chosen.
    assert "csv:3: action: found decision d02 (prefer f372), expected a figure that can be chosen" in preferred


# Decisions on signatures and parties

SIGNATORIES = own_tables()["decisions_signatories"]
COLUMNS = columns_of("decisions_signatories")
DECIDED = ["r1", "a.csv", "2", "Ann Verzonnen", "", "accept", *[""] * 4, "2021-03-01", "Bo", "2026-11-24", "Ann"]


def decided_on_lines(data: Path, rows: list[list[str]]) -> None:
    file = data / SIGNATORIES["path"]
    file.parent.mkdir(exist_ok=True)
    file.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")


def test_a_decision_on_a_line_or_person_that_is_not_there_is_reported(data: Path) -> None:
    row = ["s01", "parties-2021-03-10.csv", "2", "CDZ", "", "duplicate", "no-such-person", "", "other.csv:3", "no"]
    decided_on_lines(data, [COLUMNS, [*row, "2021-03-01", "a test", "2026-11-24", "test"]])
    assert [line.split(": ")[1] for line in errors(data)] == ["duplicate_of", "name_as_written", "person_id"]


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        ([DECIDED], range(1, 15)),
        ([[*COLUMNS[:3], "Ann Verzonnen", *COLUMNS[4:]], DECIDED], [4]),
        ([[*COLUMNS, "Verzonnen"], [*DECIDED, ""]], [15]),
        ([[COLUMNS[1], COLUMNS[0], *COLUMNS[2:]], DECIDED], [1, 2]),
    ],
    ids=["no header", "a name in it", "a column too many", "two exchanged"],
)
def test_the_header_of_the_decisions_on_signatories_is_located_by_column_number_as_a_lost_one_leaves_names(
    tmp_path: Path, rows: list[list[str]], places: Iterable[int]
) -> None:
    decided_on_lines(tmp_path, rows)
    with pytest.raises(InputError) as caught:
        rows_of_table(tmp_path, SIGNATORIES)
    reported = str(caught.value)
    at = ", ".join(f"column {place}" for place in places)
    assert reported.startswith(f"{SIGNATORIES['path']}:1: found a header that differs at {at}, expected decision_id,")
    assert not any(word in reported for word in ("Ann", "Verzonnen", "a.csv", "accept,"))


def test_a_column_that_is_not_there_yet_is_named_with_where_it_is_to_be_found(tmp_path: Path) -> None:
    decided_on_lines(tmp_path, [COLUMNS[:-1], DECIDED[:-1]])
    with pytest.raises(InputError) as caught:
        rows_of_table(tmp_path, SIGNATORIES)
    (problem,) = caught.value.problems
    assert (problem.column, problem.found) == ("reason", "no such column")
    assert problem.remedy == "add it, as in decisions/signatories.csv of the project's own data/"


def test_an_optional_column_that_is_not_there_yet_is_warned_of_and_the_table_is_read(data: Path) -> None:
    claims = pd.read_csv(data / "claims.csv", dtype="str", keep_default_na=False)
    claims.drop(columns="reserve").to_csv(data / "claims.csv", index=False)
    found, problems = sources.examine(data)
    assert "claims.csv:1: reserve: found no such column" in "\n".join(map(str, problems))
    assert found.tables["claims"]["reserve"].isna().all()
    assert [problem for problem in problems if problem.severity == "error"] == []


def test_a_party_that_carries_a_signature_nobody_gave_stops_a_check_with_its_row(data: Path) -> None:
    file = data / "decisions/parties.csv"
    row = "{},house,vvd,carries_signature,bij1,{},a test,2026-11-24,,for the test,\n"
    header, first = file.read_text(encoding="utf-8").splitlines(keepends=True)
    rows = row.format("p00", "2026-10-31"), first, row.format("p02", "2023-10-27")
    file.write_text(header + "".join(rows), encoding="utf-8")
    (problem,) = [p for p in check(Month(2024, 1), data) if p.severity == "error"]
    assert (problem.file, problem.row) == ("decisions/parties.csv", 4)
    assert "bij1, of which no signature is known" in problem.found


def test_what_an_analyst_is_warned_of_is_on_no_page() -> None:
    planted = Problem("figures.csv", 2, "value", "a planted warning", "none", "look", "warning")
    month = reconciled(Month(2026, 10))
    warned = replace(month, warnings=(planted,), sources=replace(month.sources, warnings=(planted,)))
    for language in ("nl", "en"):
        quiet, loud = (page_of(briefing_of(known, "all", language)) for known in (month, warned))
        assert quiet == loud
        assert "944" in quiet
