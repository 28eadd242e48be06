"""How the groups voted, as an analyst reads it; the votes are those of tests/data/known/votes_printed.csv."""

import pytest

from analysis import desk
from analysis.core.problems import ParameterError
from support.months import reconciled


def lines(party: str, month: str = "2026-10") -> list[str]:
    return repr(desk.votes(reconciled(month), party)).replace(" in Dutch\n", " / ").splitlines()


def line_with(text: str, party: str) -> str:
    (found,) = [line for line in lines(party) if text in line]
    return found


def test_a_party_has_its_vote_on_each_decision_with_outcome_and_tally_and_a_star_if_it_is_second_hand() -> None:
    assert line_with("clients of prostitution", "d66").endswith("| rejected, 71–79 | against *")
    assert line_with("clients of prostitution", "cda").endswith("| rejected, 71–79 | for *")
    assert line_with("modernise and extend the offence", "d66").endswith("| adopted | not known")


def test_what_rests_on_a_subtraction_or_was_before_its_time_is_not_said() -> None:
    assert line_with("clients of prostitution", "lid-keijzer").endswith("| not known")
    assert line_with("fundamental revision", "groep-markuszower").endswith("| held no seat"), (
        "its members sat in the PVV"
    )
    assert desk.votes(reconciled("2026-10"), "lid-keijzer").frame.empty


def test_of_all_parties_each_decision_has_the_votes_of_all_groups() -> None:
    shown = desk.votes(reconciled("2026-10"))
    assert len(shown.frame) == 18 * 16
    (said,) = [line for line in lines("all") if "exploitation by an official" in line]
    assert said.count("for *") == 6
    assert said.count("against *") == 10


def test_before_any_vote_is_known_it_says_so_and_a_party_that_is_unknown_is_an_error() -> None:
    assert lines("d66", "2026-08") == ["As of August 2026 no vote is known that may be published."]
    with pytest.raises(ParameterError, match="d66"):
        desk.votes(reconciled("2026-10"), "d6")
