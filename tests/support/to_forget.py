"""Made-up lists in which members of D66 sign, with decisions on them, and `briefing forget` run on them.

Members are taken from the rosters by rule; none of them signed anything.
"""

import csv
from functools import cache
from pathlib import Path

from click.testing import CliRunner

from analysis import cli
from analysis.core.parameters import Month
from analysis.signatories.decisions import DECISION_COLUMNS
from analysis.sources.parliament import terms_on
from support.every_byte import names_in
from support.fewer_candidates import with_fewer_candidates
from support.months import known_in
from support.small_notebooks import contents

MONTH = Month(2021, 6)
HEADER = ["Naam", "Functie + organisatie", "Datum", "Mag genoemd worden"]
ROSTERS = {"members.csv", "candidates.csv", "sexes.csv"}


@cache
def people() -> list[dict[str, str]]:
    """Members of D66 on the day of signing and still, with a surname of one long word that they have alone."""
    known = known_in(MONTH)
    now = terms_on(MONTH.as_of, known.members, known.elections)
    sat = known.members[known.members["person_id"].isin(now["person_id"]) & (known.members["party_id"] == "d66")]
    sat = sat.drop_duplicates("person_id").sort_values("person_id")
    family = sat["family_name"]
    alone = family.str.fullmatch("[A-Z][a-z]{6,}") & ~family.isin(family[family.duplicated()])
    return sat[alone].head(4).to_dict("records")


def slip(person: dict[str, str]) -> str:
    """A name as it may be written by mistake."""
    return person["full_name"][:-3] + "xx"


def laid_out(folder: Path) -> Path:
    """Two lists: one with everybody, one with a slip in the name of the first, which a decision resolves."""
    with_fewer_candidates(folder)
    lines = [[person["full_name"], "Kamerlid, D66", "15-4-2021", "ja"] for person in people()]
    write(folder / "signatories/lijst.csv", [HEADER, *lines])
    letters = [["Iemand Anders", "", "1-5-2021", ""], [slip(people()[0]), "", "", ""]]
    write(folder / "signatories/mei/brieven.csv", [HEADER, *letters])
    told = {"decided_by": "a test", "decided_on": "2021-06-30", "reason": "made up", "valid_from": "2021-05-02"}
    decisions = [
        {"decision_id": "r1", "source_file": "lijst.csv", "source_row": "2", "name_as_written": lines[0][0]},
        {"decision_id": "r2", "source_file": "mei/brieven.csv", "source_row": "3", "name_as_written": letters[1][0]},
        {"decision_id": "r3", "source_file": "lijst.csv", "source_row": "4", "name_as_written": lines[2][0]},
    ]
    decisions[0] |= told | {"action": "accept", "may_be_named": "yes"}
    decisions[1] |= told | {"action": "duplicate", "duplicate_of": "lijst.csv:2"}
    decisions[2] |= told | {"action": "withdraw"}
    rows = [[each.get(name, "") for name in DECISION_COLUMNS] for each in decisions]
    write(folder / "decisions/signatories.csv", [list(DECISION_COLUMNS), *rows])
    return folder


def write(path: Path, rows: list[list[str]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def command(name: str, folder: Path, *more: str) -> tuple[int, str]:
    order = ["forget", name, "--data", str(folder / "data"), "--out", str(folder / "reports"), *more]
    result = CliRunner().invoke(cli.main, order)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result.exit_code, result.output


def holds(path: str, content: bytes, names: list[str]) -> bool:
    form = path if Path(path).suffix in (".html", ".xlsx", ".csv", ".json", ".eml") else "x.txt"
    return bool(names_in(form, content, names))


def holding(folder: Path, names: list[str]) -> set[str]:
    """The files of data (rosters left out) and reports that hold a name, by the searcher of the privacy tests."""
    files = contents(folder).items()
    return {path for path, content in files if Path(path).name not in ROSTERS and holds(path, content, names)}
