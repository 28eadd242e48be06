"""A list too large to be one is refused unread; a text too long to be a name costs its line, not the machine."""

from pathlib import Path

import pytest

from analysis.core.person_names import LONGEST_NAME
from analysis.core.problems import Problem
from analysis.sources.signature_lists import read_lists
from support import bad_input
from support.fewer_candidates import with_fewer_candidates


@pytest.mark.parametrize("name", ["lijst.csv", "lijst.xlsx", "lijst.ods"])
def test_a_list_of_a_gigabyte_is_refused_unread(name: str, tmp_path: Path) -> None:
    with (tmp_path / name).open("wb") as content:
        content.truncate(1_000_000_000)  # it takes no room on the disk
    lines, (problem,) = read_lists(tmp_path)
    assert (lines.empty, problem.severity, problem.row) == (True, "error", None)
    assert (problem.found, problem.expected) == ("a file of 1,000,000,000 bytes", "at most 50,000,000")


# The processor and the memory that a page of these took as a name grew with its square: minutes, and 12 GB.
PAGE_OF = ["x", "a ", "AB ", "D66 ", "v.d. ", "jan van ", "(a) ", "@a.nl ", "partij van de ", "ß", "ﬁ"]


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> bad_input.ReadLists:
    folder = tmp_path_factory.mktemp("lists")
    return bad_input.ReadLists(with_fewer_candidates(folder / "data"), folder / "signatories")


@pytest.mark.parametrize(
    ("column", "what", "most"),
    [(0, "name", "500"), (1, "function", "1,000"), (2, "organisation", "1,000"), (3, "body", "1,000")],
)
def test_a_text_of_a_page_is_no_name_and_its_line_is_rejected(
    column: int, what: str, most: str, lists: bad_input.ReadLists
) -> None:
    texts = [(text * 30_000)[:30_000].strip() for text in PAGE_OF]
    row = ["Quastaaov", "lid", "D66", "Tweede Kamer", "10-3-2021"]
    headings = ["Naam", "Functie", "Organisatie", "Orgaan", "Datum"]
    rows = [headings, *([*row[:column], text, *row[column + 1 :]] for text in texts), row]
    with bad_input.held_to(10):
        read, problems, resolved = lists.read("lijst.csv", bad_input.as_csv(rows))
    found = [f"a text of {len(text):,} characters as the {what}" for text in texts]
    told = [(p.row, p.column, p.found, p.expected) for p in problems if p.severity == "warning" and p.column]
    wanted = [(number, headings[column], each, f"at most {most}") for number, each in enumerate(found, start=2)]
    assert [each for each in wanted if each not in told] == []
    lines = resolved.signatures.sort_values("source_row")
    assert lines["outcome"].tolist() == [*["rejected"] * len(texts), "not_in_parliament"]
    assert lines["because"].tolist()[:-1] == [f"found {each}, expected at most {most}" for each in found]
    assert len(read) == len(rows) - 1


@pytest.mark.parametrize(("what", "most"), [("name", LONGEST_NAME), ("organisation", 1_000)])
def test_a_text_at_its_limit_is_read(what: str, most: int, lists: bad_input.ReadLists) -> None:
    for length, outcome in ((most, "not_in_parliament"), (most + 1, "rejected")):
        row = {"name": "Quastaaov", "organisation": "lid"} | {what: "Quastaaov ".ljust(length, "e")}
        rows = [["Naam", "Organisatie", "Datum"], [row["name"], row["organisation"], "10-3-2021"]]
        _, _, resolved = lists.read("lijst.csv", bad_input.as_csv(rows))
        assert resolved.signatures["outcome"].tolist() == [outcome]


def test_a_name_put_together_from_two_columns_has_one_limit(lists: bad_input.ReadLists) -> None:
    rows = [["Voornaam", "Achternaam", "Datum"], ["Jan " * 100, "Quastaaov " * 20, "10-3-2021"]]
    _, (problem,), _ = lists.read("lijst.csv", bad_input.as_csv(rows))
    assert (problem.column, problem.found) == ("Voornaam", "a text of 599 characters as the name")


def test_a_message_quotes_the_start_of_a_value_that_is_a_page() -> None:
    said = str(Problem("seats.csv", 2, "party_id", repr("x" * 30_000), "a party", "correct it"))
    assert said == f"seats.csv:2: party_id: found '{'x' * 499} … (30,002 characters), expected a party; correct it"
