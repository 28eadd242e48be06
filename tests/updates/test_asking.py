"""A service is read to its last page, through faults that pass; one that does not answer is named."""

from collections.abc import Iterator

import pytest

from analysis.core.problems import InputError, ParameterError
from analysis.updates.asking import PAGE, Service
from support.invented_house import House, StandIn, standing_in


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    house = House()
    for number in range(PAGE + 1):
        house.group(f"Groep {number}")
    with standing_in(house) as running:
        yield running


def names(stand_in: StandIn) -> set[str]:
    return {row["Afkorting"] for row in stand_in.service().records("Fractie", select="Id,Afkorting")}


def test_what_is_behind_a_full_page_is_asked_for_and_each_answer_is_reported(stand_in):
    assert len(names(stand_in)) == PAGE + 1
    assert ["$skip=0" in stand_in.asked[0], "$skip=250" in stand_in.asked[1]] == [True, True]
    assert stand_in.lines == ["Fractie: 250 read", "Fractie: 251 read"]


@pytest.mark.parametrize("fault", [429, 500, 503, "cut"])
def test_a_fault_that_passes_is_asked_through(stand_in, fault):
    stand_in.faults[:] = [fault, fault]
    assert len(names(stand_in)) == PAGE + 1
    assert len(stand_in.asked) == 4


@pytest.mark.parametrize(
    ("fault", "said", "tries"),
    [
        (503, r"the status 503 \(busy\)", 6),
        ("cut", r"no answer that can be read \(ChunkedEncodingError\)", 6),
        (400, r"the status 400 \(busy\)", 1),
        (302, r"the status 302 \(busy\)", 1),
    ],
)
def test_a_fault_that_stays_is_named_after_six_tries_and_a_refusal_or_another_address_after_one(
    stand_in, fault, said, tries
):
    stand_in.faults[:] = [fault] * 9
    with pytest.raises(InputError, match=rf"Fractie\?.*: found {said}, expected an answer"):
        names(stand_in)
    assert len(stand_in.asked) == tries


def test_a_service_that_is_not_there_is_named():
    with pytest.raises(InputError, match=r"no answer that can be read \(ConnectionError\)"):
        names(StandIn("http://127.0.0.1:9/", House()))
    with pytest.raises(ParameterError, match="service: found 'nowhere', expected an address"):
        Service("nowhere")
