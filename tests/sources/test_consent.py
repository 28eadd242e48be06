"""Who may be named by a list: whoever is named by mistake can't be unnamed, so what is not understood is no yes."""

import datetime
from pathlib import Path

import pytest

from analysis.sources.list_consent import read_permission
from analysis.sources.signature_lists import read_lists
from support.cases import cases


@pytest.mark.parametrize("row", cases("permissions"))
def test_only_a_plain_yes_is_a_permission_and_it_counts_from_its_day(row):
    since = datetime.date.fromisoformat(row["since"]) if row["since"] else None
    assert read_permission(row["answer"], row["day"]) == (row["named"] == "yes", since)


def named_in(folder: Path, text: str, name: str = "lijst.csv") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    lines, _ = read_lists(folder)
    return " ".join("yes" if is_named else "no" for is_named in lines["may_be_named"])


@pytest.mark.parametrize("row", cases("consent_to_be_named"))
def test_only_a_yes_that_is_wholly_understood_and_not_taken_back_lets_somebody_be_named(tmp_path, row):
    """`list` has heading and answer in turn, of the columns beside name, party and day."""
    pairs = row["list"].split(";")
    text = f"Naam;Partij;Datum;{';'.join(pairs[::2])}\nBo Bedacht;SP;10-3-2021;{';'.join(pairs[1::2])}\n"
    assert named_in(tmp_path, text) == (row["named"] or "no")


@pytest.mark.parametrize("row", cases("consent_of_lists"))
def test_what_is_written_around_the_lines_of_a_list_may_take_a_yes_back(tmp_path, row):
    assert named_in(tmp_path, row["list"] + "\n", row["file"] or "lijst.csv") == row["named"]


def test_answers_that_are_no_plain_yes_or_no_are_counted_in_one_warning(tmp_path):
    said = ("ja", "Zeker", "", "nee", "geen bezwaar", "-")
    lines = [f"{name};SP;10-3-2021;{answer}" for name, answer in zip("ABCDEF", said, strict=True)]
    (tmp_path / "lijst.csv").write_text("\n".join(["Naam;Partij;Datum;Mag genoemd worden", *lines]), encoding="utf-8")
    found, problems = read_lists(tmp_path)
    assert found["refuses_naming"].tolist() == [False, False, False, True, False, False]
    assert [each.found for each in problems if "answer" in each.found] == [
        "2 answer(s) whether somebody may be named that are no plain yes or no"
    ]
