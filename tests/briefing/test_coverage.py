"""How many of a party's members signed, on its page: exactly, or at least so many where not all members are known."""

import pytest

from analysis.briefing import briefing_of
from analysis.reconciliation import Reconciliation
from analysis.sources.parliament import terms_on
from support.fewer_candidates import with_fewer_candidates, write_rows
from support.months import known_in, reconciled

MONTH = "2026-10"
# Of D66 22 members were known in that month, of 26 seats; of the PVV all 19.
PARTIES = {"d66": "minstens 3 van de 26 Kamerleden", "pvv": "3 van de 19 Kamerleden"}


def three_members(party: str) -> list[str]:
    """Return the names of three who sit for a party; none of them signed anything."""
    known = known_in(MONTH)
    terms = terms_on(known.month.as_of, known.members, known.elections)
    ids = terms[(terms["party_id"] == party) & (terms["sits"] == "yes")]["person_id"].head(3)
    return [known.members[known.members["person_id"] == each]["full_name"].iloc[0] for each in ids]


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Reconciliation:
    """A month with a made-up list: three members of D66, and three of the PVV."""
    data = with_fewer_candidates(tmp_path_factory.mktemp("coverage") / "data")
    rows = [[name, f"Kamerlid, {party}", "1-10-2026", "ja"] for party in PARTIES for name in three_members(party)]
    heading = ["Naam", "Functie + organisatie", "Datum", "Mag genoemd worden"]
    write_rows(data / "signatories" / "lijst.csv", heading, *rows)
    return reconciled(MONTH, data)


@pytest.mark.parametrize("party", PARTIES)
def test_coverage_is_a_lower_bound_where_not_all_members_are_known(party: str, signed: Reconciliation) -> None:
    assert f">{PARTIES[party]} (" in briefing_of(signed, party, "nl").your_party.html
