"""A service is read to its last page, through faults that pass; one that does not answer is named."""

from collections.abc import Iterator

import pytest

from analysis.core.problems import InputError, ParameterError
from analysis.updates.client import Service
from support.invented_house import House, StandIn, guid, standing_in


@pytest.fixture(scope="module")
def running() -> Iterator[StandIn]:
    house = House()
    for number in range(7):
        house.group(f"Groep {number}")
    with standing_in(house) as stand_in:
        yield stand_in


@pytest.fixture
def stand_in(running: StandIn) -> StandIn:
    running.page, running.has_links = 250, True
    for each in (running.asked, running.faults, running.lines, running.waited):
        each.clear()
    return running


def names(stand_in: StandIn, service: Service | None = None) -> set[str]:
    return {row["Afkorting"] for row in (service or stand_in.service()).records("Fractie", select="Id,Afkorting")}


def test_each_page_is_read_by_the_link_to_the_next(stand_in):
    stand_in.page = 3
    assert len(names(stand_in)) == 7
    assert len(stand_in.asked) == 3
    assert stand_in.lines == ["Fractie: 3 read", "Fractie: 6 read", "Fractie: 7 read"]


def test_what_is_behind_a_full_page_without_a_link_is_asked_for_too(stand_in, monkeypatch):
    for number in range(7, 251):
        stand_in.house.group(f"Groep {number}")
    stand_in.has_links = False
    assert len(names(stand_in)) == 251
    assert "$skip=250" in stand_in.asked[-1]
    del stand_in.house.records["Fractie"][7:]


@pytest.mark.parametrize("fault", [429, 500, 503, "cut"])
def test_a_fault_that_passes_is_asked_through_after_a_while(stand_in, fault):
    stand_in.faults[:] = [fault, fault]
    assert len(names(stand_in)) == 7
    assert len(stand_in.asked) == 3
    waits = [seconds for seconds in stand_in.waited if seconds]
    assert waits == ([7, 7] if fault == 429 else [1, 2])


def test_a_service_that_stays_busy_is_named_after_six_tries_with_what_it_said(stand_in):
    stand_in.faults[:] = [503] * 9
    with pytest.raises(InputError, match=r"Fractie\?.*: found the status 503 \(busy\), expected an answer"):
        names(stand_in)
    assert len(stand_in.asked) == 6


def test_a_question_that_is_refused_is_not_asked_again(stand_in):
    stand_in.faults[:] = [400]
    with pytest.raises(InputError, match="the status 400"):
        names(stand_in)
    assert len(stand_in.asked) == 1


def test_a_service_that_is_not_there_is_named():
    with pytest.raises(InputError, match="no answer that can be read"):
        names(StandIn("http://127.0.0.1:9/", House()))
    with pytest.raises(ParameterError, match="service: found 'nowhere', expected an address"):
        Service("nowhere")


def test_a_link_that_leads_to_another_service_is_not_followed(stand_in):
    stand_in.house.add("Zaak", {"Id": guid("a"), "Besluit": [], "Besluit@odata.nextLink": "http://localhost/elsewhere"})
    with pytest.raises(InputError, match=r"Besluit@odata.nextLink: found the link 'http://localhost/elsewhere'"):
        list(stand_in.service().records("Zaak"))


def test_a_list_within_a_record_that_was_cut_off_is_read_to_its_end(stand_in):
    link = f"{stand_in.address}Fractie?$skiptoken=5"
    stand_in.house.add("Besluit", {"Id": guid("b"), "Stemming": [{"Id": 1}], "Stemming@odata.nextLink": link})
    (row,) = stand_in.service().records("Besluit")
    assert len(row["Stemming"]) == 1 + 2
