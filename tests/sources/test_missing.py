"""What `briefing check` says is missing: the edition that is due, what it usually prints, rows that wait for others."""

import pandas as pd
import pytest

from analysis.core.parameters import Month
from analysis.sources.missing import YearlySeries, editions_of, missing_by, printed_by_edition
from support.cases import cases
from support.months import checked_tables, reconciled

CHECKED = checked_tables()


def until_2025(*left_out: str) -> dict[str, pd.DataFrame]:
    """Return the tables as they were at the end of 2025, without some publications and their figures."""
    publications, figures = CHECKED.tables["publications"], CHECKED.tables["figures"]
    late = publications.loc[publications["known_from"] > pd.Timestamp(2025, 12, 31), "publication"]
    gone = {*late, *left_out}
    kept = ~figures["publication"].isin(gone) & ~figures["quotes"].isin(gone)
    known = publications[~publications["publication"].isin(gone)]
    return {**CHECKED.tables, "publications": known, "figures": figures[kept]}


def missing(month: str, *left_out: str) -> list[str]:
    return [str(p) for p in missing_by(Month.parse(month), until_2025(*left_out))]


def test_the_edition_about_2025_is_missing_in_october_2026() -> None:
    assert [line for line in missing("2026-10") if "Rapporteur" in line] == [
        "publications.csv: publication: found no edition of the National Rapporteur's yearly figures about 2025, "
        "expected one about each year, in October of the next (the one about 2020 came only on 7 December 2021); look "
        "whether it is out: if it is, add it as docs/adding-an-edition.md says (warning)"
    ]


@pytest.mark.parametrize("row", cases("missing_editions"))
def test_an_edition_is_missed_from_the_month_in_which_it_is_due(row: dict[str, str]) -> None:
    """Those of October 2025 with figures about 2024 are the edition and who quotes it."""
    lines = [line for line in missing(row["month"], *row["left_out"].split()) if row["case"] in line]
    assert [f"{row['case']} about {row['years']}, expected" in line for line in lines] == [True] * bool(row["years"])


def test_an_edition_is_known_by_who_quotes_it_and_all_but_that_about_2020_came_in_october_of_the_next_year() -> None:
    """Of Slachtoffermonitor 2012-2016 only the range of the estimate was seen; DutchNews.nl quotes its 952 of 2016."""
    editions = editions_of(printed_by_edition(YearlySeries.all_in(CHECKED.tables["series"])[0], until_2025()))
    assert editions == {
        2016: "SMM-2012-2016", 2017: "SMM-2013-2017", 2018: "SMM-2014-2018", 2019: "SMM-2015-2019",
        2020: "SMM-2016-2020", 2021: "SIB-2017-2021", 2022: "JC-2022", 2023: "JC-2023", 2024: "JC-2024",
    }  # fmt: skip
    printed_on = CHECKED.tables["publications"].set_index("publication")["published_on"]
    late = {name: printed_on[name] for year, name in editions.items() if f"{year + 1}-10-" not in printed_on[name]}
    assert late == {"SMM-2016-2020": "2021-12-07"}


def test_what_earlier_editions_print_and_the_newest_has_not_is_named_in_one_line() -> None:
    """Victims aged 18 to 22 were printed about 2019, 2020 and 2023; of 2024 no number was seen."""
    (line,) = (line for line in missing("2025-10") if "JC-2024" in line)
    assert line == (
        "figures.csv: quantity_id: found no figure of JC-2024 about 2024 for some usual quantities, expected "
        "registered-aged-18-22 (there about 2019, 2020 and 2023); look in the publication itself: if it prints none, "
        "nothing is missing (warning)"
    )


def test_what_was_printed_for_two_of_five_years_is_not_usual() -> None:
    """Criminal exploitation was printed about 2019 and 2020; sexual about 2018, 2019 and 2020."""
    (line,) = (line for line in missing("2024-10") if "JC-2023" in line)
    assert "registered-sexual (there about 2018, 2019 and 2020)" in line
    assert "registered-criminal" not in line
    assert "registered-minors " not in line, "JC-2023 has 52 minors"


def test_a_study_is_due_when_as_much_time_has_passed_as_between_the_two_before() -> None:
    """The first estimate came on 28 September 2017, the second on 29 November 2021: 50 months apart."""
    due = [line for line in missing("2026-02") if "study" in line]
    assert due == [
        "publications.csv: publication: found no study that estimates after the second estimate (WODC) of 2021-11-29, "
        "expected one by January 2026, as long after it as it came after the one before; look whether one is out: if "
        "it is, add it as CONTRIBUTING.md says; if not, nothing is missing (warning)"
    ]
    assert not [line for line in missing("2025-12") if "study" in line]


def test_the_warnings_of_a_month_are_those_of_its_reconciliation() -> None:
    month = reconciled(Month(2025, 10))
    assert any("register report of CoMensha about 2022 and 2023" in p.found for p in month.warnings)
    assert {p.severity for p in month.warnings} == {"warning"}
