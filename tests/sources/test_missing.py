"""What `briefing check` says is missing: the edition that is due, what it usually prints, rows that wait for others."""

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from analysis import cli
from analysis.core.parameters import Month
from analysis.sources.missing import (
    COMENSHA,
    RAPPORTEUR,
    editions_of,
    gaps_in,
    missing_by,
    printed_by_edition,
)
from support.fewer_candidates import with_fewer_candidates
from support.months import checked_tables, reconciled

CHECKED = checked_tables()
# Publications of October 2025 with the figures about 2024: the edition and who quotes it.
OF_2024 = ("JC-2024", "ANP-2025-10-17", "GEENSTIJL-2025-10-17", "DUTCHNEWS-2025-10")


def until_2025(*left_out: str) -> dict[str, pd.DataFrame]:
    """The tables as they were at the end of 2025, without some publications and their figures."""
    tables = CHECKED.tables
    publications = tables["publications"]
    late = publications.loc[publications["known_from"] > pd.Timestamp(2025, 12, 31), "publication"]
    gone = {*late, *left_out}
    figures = tables["figures"]
    kept = ~figures["publication"].isin(gone) & ~figures["quotes"].isin(gone)
    return {
        **tables,
        "publications": publications[~publications["publication"].isin(gone)],
        "figures": figures[kept],
    }


def missing(month: str, *left_out: str) -> list[str]:
    return [str(p) for p in missing_by(Month.parse(month), until_2025(*left_out), CHECKED.paths)]


def test_the_edition_about_2025_is_missing_in_october_2026() -> None:
    assert [line for line in missing("2026-10") if "Rapporteur" in line] == [
        "publications.csv: publication: found no edition of the National Rapporteur's yearly figures about 2025, "
        "expected one about each year, in October of the next (the one about 2020 came only on 7 December 2021); look "
        "whether it is out: if it is, add it as docs/adding-an-edition.md says (warning)"
    ]


def test_it_is_not_missed_before_october() -> None:
    assert not any("Rapporteur" in line for line in missing("2026-09"))
    assert not any("Rapporteur" in line for line in missing("2025-10"))


def test_in_data_without_the_edition_about_2024_october_2025_names_it() -> None:
    (line,) = (line for line in missing("2025-10", *OF_2024) if "Rapporteur" in line)
    assert "yearly figures about 2024, expected" in line
    assert not any("Rapporteur" in line for line in missing("2025-09", *OF_2024))


def test_an_edition_that_is_there_is_not_missed_in_a_month_before_it_appeared() -> None:
    """Slachtoffermonitor 2016-2020 came on 7 December 2021: nothing to do for who makes October 2021 again."""
    assert not any("Rapporteur" in line for line in missing("2021-10"))
    without = missing("2021-10", "SMM-2016-2020")
    assert any("about 2020, expected" in line for line in without)


def test_every_year_that_is_missing_is_named() -> None:
    (line,) = (line for line in missing("2026-10", "JC-2022", *OF_2024) if "Rapporteur" in line)
    assert "about 2022, 2024 and 2025, expected" in line


def test_an_edition_is_known_by_who_quotes_it() -> None:
    """Of Slachtoffermonitor 2012-2016 only the range of the estimate was seen; DutchNews.nl quotes its 952 of 2016."""
    editions = editions_of(RAPPORTEUR, printed_by_edition(until_2025()))
    assert editions == {
        2016: "SMM-2012-2016",
        2017: "SMM-2013-2017",
        2018: "SMM-2014-2018",
        2019: "SMM-2015-2019",
        2020: "SMM-2016-2020",
        2021: "SIB-2017-2021",
        2022: "JC-2022",
        2023: "JC-2023",
        2024: "JC-2024",
    }


def test_all_editions_but_that_about_2020_came_in_october_of_the_next_year() -> None:
    printed_on = CHECKED.tables["publications"].set_index("publication")["published_on"]
    editions = editions_of(RAPPORTEUR, printed_by_edition(until_2025()))
    late = {year for year, name in editions.items() if not printed_on[name].startswith(f"{year + 1}-10-")}
    assert late == {2020}
    assert printed_on["SMM-2016-2020"] == "2021-12-07"
    assert (min(editions), RAPPORTEUR.first_year, RAPPORTEUR.due_month) == (2016, 2016, 10)


@pytest.mark.parametrize(
    ("month", "years"),
    [("2023-11", None), ("2023-12", "2022"), ("2024-12", "2022 and 2023"), ("2026-12", "2022, 2023 and 2025")],
)
def test_register_reports_of_comensha_are_missed_from_the_end_of_the_next_year(month: str, years: str | None) -> None:
    """Those about 2020, 2021 and 2024 are there."""
    lines = [line for line in missing(month) if COMENSHA.title in line]
    assert [f"no register report of CoMensha about {years}," in line for line in lines] == ([True] if years else [])


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


def test_nothing_is_missing_in_march_2021() -> None:
    assert missing("2021-03") == []


# Rows that wait for others


REACHABLE = {"contact": CHECKED.tables["contact"].assign(phone="088", email="info@example.org")}
OF_THE_REAL_DATA = gaps_in({**CHECKED.tables, **REACHABLE}, CHECKED.paths)


def gaps(**changed: pd.DataFrame) -> list[str]:
    """What waits in changed tables besides what waits in the real ones."""
    found = gaps_in({**CHECKED.tables, **REACHABLE, **changed}, CHECKED.paths)
    return [str(problem) for problem in found if problem not in OF_THE_REAL_DATA]


def test_of_the_real_data_only_a_page_for_parents_without_a_date_waits_for_another_row() -> None:
    (line,) = map(str, OF_THE_REAL_DATA)
    assert line.endswith(
        ": published_on: found no date, and no dated publication that CKM-parents quotes, expected a date; "
        "its 2 figures are used in no month until one is known (warning)"
    )


def test_a_publication_without_figures_is_reported_unless_a_list_of_signatories_names_it() -> None:
    """NL Times of 10 March 2021 names the eight parties, and prints no figure of its own."""
    lines = CHECKED.tables["signature_lines"]
    (line,) = gaps(signature_lines=lines.assign(source_as_written=None))
    assert "publication: found NLTIMES-2021-03-10, of which no figure is known" in line


def test_a_publication_without_a_date_is_reported_unless_its_note_says_why() -> None:
    publications = CHECKED.tables["publications"]
    own = publications["publication"] == "NJi-on-2023"
    (line,) = gaps(publications=publications.assign(note=publications["note"].mask(own)))
    assert "published_on: found no date of NJi-on-2023, and no note that says why" in line
    assert "counts as known from 2024-10-18" in line, "the day of Jaarcijfers 2023"


def test_a_quantity_without_figures_is_reported_unless_a_formula_needs_it() -> None:
    """All reports together are printed nowhere; the shares of each reporter are shares of them."""
    formulas = CHECKED.tables["formulas"]
    without = formulas[~formulas["terms"].str.contains("reports-all")]
    (line,) = gaps(formulas=without)
    assert line.startswith("quantities.csv:")
    assert "found reports-all, which no figure counts" in line


def test_a_telephone_number_that_is_not_known_is_reported_to_the_analyst() -> None:
    contact = CHECKED.tables["contact"]
    phone, email = gaps(contact=contact.assign(phone=None, email=None))
    assert phone.startswith("contact.csv:2: phone: found nothing, expected a telephone number; ask CKM for it")
    assert email.startswith("contact.csv:2: email: found nothing, expected an e-mail address")
    assert phone.endswith("(warning)")


# In the check and in the reconciliation


def test_a_check_names_the_missing_edition_and_ends_with_0(tmp_path: Path) -> None:
    data = with_fewer_candidates(tmp_path / "data")
    for name, column in (("publications.csv", 0), ("figures.csv", 1)):
        rows = (data / name).read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [row for row in rows if row.split(",")[column] not in OF_2024]
        (data / name).write_text("".join(kept), encoding="utf-8")
    result = CliRunner().invoke(cli.main, ["check", "--month", "2025-10", "--data", str(data)])
    assert result.exit_code == 0, result.output
    assert "no edition of the National Rapporteur's yearly figures about 2024" in result.stdout
    assert "contact.csv:2: phone: found nothing" in result.stdout
    assert " 0 errors, " in result.stdout.splitlines()[-1]


def test_the_warnings_of_a_month_are_those_of_its_reconciliation() -> None:
    month = reconciled(Month(2025, 10))
    assert any("register report of CoMensha about 2022 and 2023" in p.found for p in month.warnings)
    assert {p.severity for p in month.warnings} == {"warning"}
    assert not any("CoMensha about" in p.found for p in reconciled(Month(2021, 3)).warnings)
