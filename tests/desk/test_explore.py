"""The questions of docs/explore.md give the answers that stand below them."""

import difflib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from explore import EXPLORE, answer, answered, opened, questions, write_answers

from analysis import desk
from support.known_answers import fail_with
from support.project import PROJECT

PAGE = EXPLORE.read_text(encoding="utf-8")
QUESTIONS = questions(PAGE)
WHO_MOVED = PROJECT / "tests" / "data" / "who_moved"
MOVED = "10. Who signed, and has moved since?"


@pytest.fixture(scope="module")
def names() -> Iterator[dict[str, object]]:
    """What the opening of the page leaves, with how it lets pandas print."""
    yield opened(PAGE)
    pd.reset_option(r"^display\.")


@pytest.mark.known_now
@pytest.mark.parametrize("heading", QUESTIONS)
def test_each_question_gives_the_answer_below_it(heading: str, names: dict[str, object]) -> None:
    own = dict(names)
    for code, written in QUESTIONS[heading]:
        found = answer(code, own)
        changed = difflib.unified_diff(written.splitlines(), found.splitlines(), n=0, lineterm="")
        lines = [f"docs/explore.md: {heading}: {line}" for line in changed if line[:2] not in ("--", "++", "@@")]
        fail_with(lines, "if the new answer (+) is right: `make explore`, and read what is said of it")
        assert found == written


def test_there_are_ten_questions_of_a_few_lines_each() -> None:
    assert [heading.partition(".")[0] for heading in QUESTIONS] == [str(number) for number in range(1, 11)]
    blocks = [code for asked in QUESTIONS.values() for code, _ in asked]
    assert all(len([line for line in code.splitlines() if line]) <= 6 for code in blocks)


def test_an_answer_that_is_not_what_the_code_gives_is_put_right() -> None:
    page = "```python\nn = 1\n```\n\n## 1. One?\n\n```python\nn + 1\n```\n\n```text\n3\n```\n\n"
    page += "## 2. Two?\n\n```python\nn\n```\n"
    assert questions(page) == {"1. One?": [("n + 1\n", "3\n")], "2. Two?": [("n\n", "")]}
    right = answered(page)
    assert questions(right) == {"1. One?": [("n + 1\n", "2\n")], "2. Two?": [("n\n", "1\n")]}
    assert answered(right) == right


@pytest.fixture
def made_up(data: Path) -> Path:
    """The data of the repository with three members more, who signed: nobody of that name sits or signed."""
    shutil.copy(WHO_MOVED / "signatories.csv", data / "signatories" / "lijst.csv")
    with (data / "members.csv").open("a", encoding="utf-8") as members:
        members.write((WHO_MOVED / "members.csv").read_text(encoding="utf-8").partition("\n")[2])
    return data


def test_the_question_after_persons_finds_who_moved_and_who_left_in_a_made_up_list(
    made_up: Path, names: dict[str, object]
) -> None:
    own = {**names, "month_reconciled": desk.open_month(month="2022-06", data_dir=str(made_up))}
    asked = [code for code, _ in QUESTIONS[MOVED]][-1]
    assert answer(asked, own).split() == [
        *("matched_name", "party_id_signed", "party_id_today", "sits"),
        *("0", "Ann", "Verzonnen", "cda", "pvdd", "yes"),
        *("1", "Bo", "Bedacht", "d66", "NaN", "NaN"),
    ]


def test_no_answer_is_written_where_it_could_name_a_person(made_up: Path, tmp_path: Path) -> None:
    page = tmp_path / "explore.md"
    page.write_text(PAGE.replace('data_dir=""', f'data_dir="{made_up}"'), encoding="utf-8")
    before = page.read_bytes()
    with pytest.raises(SystemExit, match="a list of persons is in the data"):
        write_answers(page)
    assert page.read_bytes() == before
