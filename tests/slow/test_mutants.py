"""What `make mutants` makes of the words of mutmut, and that the tests it asks are there."""

import pytest
from mutants import PROJECT, report, scores
from mutants import tests as asked


def test_a_change_that_only_ended_the_process_was_noticed_and_one_without_a_test_was_not() -> None:
    said = "    analysis.core.names.words.x_a__mutmut_1: {}\n    analysis.parliament.terms.x_b__mutmut_2: {}\n"
    assert scores(said.format("timeout", "no tests")) == {"core": (1, 1), "parliament": (0, 1)}
    assert scores(said.format("killed", "not checked")) == {"core": (1, 1)}
    with pytest.raises(ValueError, match="new word"):
        scores(said.format("killed", "new word"))


def test_the_report_gives_each_package_and_all_together() -> None:
    assert report({"claims": (1, 4), "names": (3, 4)}).splitlines() == [
        "claims           1 of     4 noticed: 25.0%",
        "names            3 of     4 noticed: 75.0%",
        "together         4 of     8 noticed: 50.0%",
    ]


def test_the_tests_of_the_method_are_there() -> None:
    assert all((PROJECT / name).is_file() for name in asked())
    assert len(asked()) > 5
