"""What docs/members-and-seats.md teaches passes `briefing check`, and seats and members go with it."""

import datetime
import io
import re

import pandas as pd
import pytest

from analysis import sources
from analysis.core.parameters import Month
from analysis.parliament.terms import Terms, seats_on
from analysis.sources import OWN_DATA, Sources
from analysis.sources.contracts import own_contract
from support.fewer_candidates import with_fewer_candidates
from support.project import PROJECT

TEXT = (PROJECT / "docs" / "members-and-seats.md").read_text(encoding="utf-8")
CONTRACT = {table["name"]: table for table in own_contract()["resources"]}
EXAMPLES = re.findall(r"```csv (\w+)\n(.*?)```", TEXT, flags=re.DOTALL)
LAST_DAY_BEFORE = "2099-03-24"


def own(name: str) -> pd.DataFrame:
    return pd.read_csv(OWN_DATA / CONTRACT[name]["path"], dtype="str", keep_default_na=False)


def applied() -> dict[str, pd.DataFrame]:
    """As the guide says: a row whose key is there takes the place of that row, any other comes at the end."""
    tables = {name: own(name) for name, _ in EXAMPLES}
    tables["seats"]["valid_until"] = tables["seats"]["valid_until"].replace("", LAST_DAY_BEFORE)
    for name, body in EXAMPLES:
        shown = pd.read_csv(
            io.StringIO(body), dtype="str", keep_default_na=False, header=None, names=tables[name].columns
        )
        keys = CONTRACT[name]["schema"]["primaryKey"]
        tables[name] = pd.concat([tables[name], shown]).drop_duplicates(keys, keep="last")
    return tables


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    """The made-up House at the end of 2099, read from a copy of the data with every example put in.

    `read` raises what `briefing check` reports as an error: the examples have none.
    """
    data = with_fewer_candidates(tmp_path_factory.mktemp("guide") / "data")
    for name, table in applied().items():
        table.to_csv(data / CONTRACT[name]["path"], index=False)
    return sources.as_of(Month(2099, 12), sources.read_tables(data))


def test_seats_and_members_go_with_the_events_of_the_guide(known: Sources) -> None:
    first, last = datetime.date(2099, 3, 25), datetime.date(2099, 12, 20)
    held = seats_on(first, known.seats)
    expected = {"voorbeeld-a": 80, "voorbeeld-b": 40, "voorbeeld-c": 30}
    assert dict(zip(held["party_id"], held["seats"], strict=True)) == expected
    assert seats_on(last, known.seats)["seats"].sum() == 150
    terms = Terms(known.members, known.elections).on(last)
    assert {person: party for person, (party, _) in terms.items()} == {
        "jan-verzonnen": "voorbeeld-a",
        "sam-fictie": "voorbeeld-a",
        "bo-denkbeeld": "voorbeeld-bc",
    }
    assert known.parties.set_index("party_id").loc["voorbeeld-bc", "abbreviation"] == "Samen"
