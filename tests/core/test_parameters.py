"""Parameters are typed, checked before a kernel starts, and a wrong one is reported with its choices."""

import datetime

import pytest

from analysis.core.parameters import FIRST_MONTH, Month, check_names, check_parameters, month_of_a_briefing, one_of
from analysis.core.problems import ParameterError


def test_a_month_ends_with_its_last_day_and_knows_the_one_before() -> None:
    assert Month.parse("2024-02").as_of == datetime.date(2024, 2, 29)
    assert str(Month(2021, 1).previous()) == "2020-12"


@pytest.mark.parametrize("wrong", ["2021-3", "2021-13", "maart 2021", "", None, 202103, "2021-03-01"])
def test_what_is_no_month_is_refused(wrong: object) -> None:
    with pytest.raises(ParameterError, match="expected YYYY-MM"):
        Month.parse(wrong)


def test_no_briefing_is_made_before_march_2021_nor_after_the_newest_month() -> None:
    with pytest.raises(ParameterError, match="expected 2021-03 or later"):
        month_of_a_briefing("2021-02")
    with pytest.raises(ParameterError, match="expected 2026-11 or earlier"):
        month_of_a_briefing("2026-12", newest=Month(2026, 11))
    assert month_of_a_briefing("2021-03") == FIRST_MONTH


def test_an_unknown_party_is_reported_with_the_choices_and_the_nearest() -> None:
    with pytest.raises(ParameterError, match=r"expected one of all, d66, pvda \(did you mean 'd66'\?\)"):
        one_of("party", "D66", ["all", "d66", "pvda"])


def test_no_numbered_id_is_taken_for_another() -> None:
    with pytest.raises(ParameterError, match=r"expected one of f001, f002$"):
        one_of("figure_id", "f003", ["f001", "f002"])


def test_a_number_that_papermill_made_of_a_party_is_reported_to_be_no_text() -> None:
    """`papermill -p party 050` passes on the number 50."""
    with pytest.raises(ParameterError, match="of type int: give it as text"):
        one_of("party", 50, ["50plus"])


def test_a_page_for_a_value_is_reported_by_its_start() -> None:
    page = "d66" * 300_000
    for call in (lambda: one_of("party", page, ["d66"]), lambda: check_names([page], []), lambda: Month.parse(page)):
        with pytest.raises(ParameterError, match=r"d66d66.* … \(900,00\d characters\), expected") as reported:
            call()
        assert len(str(reported.value)) < 700


def test_a_misspelt_name_is_reported_with_the_choices() -> None:
    with pytest.raises(ParameterError, match=r"unknown parameter lanuage, expected .*did you mean 'language'"):
        check_names(["lanuage"], ["month", "party", "language"])


def test_names_that_papermill_injected_are_read_from_its_cell() -> None:
    cells = ["", 'month: str = "2026-10"', '# Parameters\nmnth = "2021-03"\nparty = "d66"\n', "x = 1"]
    with pytest.raises(ParameterError, match=r"unknown parameter mnth, expected .*did you mean 'month'"):
        check_parameters({"month": "2021-03", "party": "d66"}, ["month", "party"], cells)
