"""What `briefing check` asks about a new edition, and files that are where git would take them into the repository."""

import datetime
from pathlib import Path

import pytest

from analysis.core.parameters import LANGUAGES, Month
from analysis.core.wording import Wording, wording
from analysis.reconciliation import checks
from analysis.reconciliation.checks import check, misplaced_files
from analysis.sources.contracts import own_tables, path_of
from support.new_edition import with_new_edition
from support.planted_faults import spoil
from support.project import PROJECT


def asked(folder: Path, month: str, **printed: int) -> list[str]:
    found = map(str, check(Month.parse(month), with_new_edition(folder, **printed)))
    return [line for line in found if "in JC-2025 (" in line or "in no formula" in line]


def test_parts_that_are_not_all_of_their_total_are_asked_for_with_the_row_to_add(tmp_path: Path) -> None:
    (line,) = asked(tmp_path, "2026-10", registered_all=1000, registered_sexual=400, registered_criminal=100)
    assert "parts of registered-all about 2025 in JC-2025 (f901, f902) that make 500 of 1000" in line
    assert "expected its other parts by exploitation form" in line
    assert "NAME,sum,registered-all,PART|PART,yes,no,WHY" in line
    assert line.endswith("(warning)")


def test_parts_that_are_all_there_is_are_not_asked_for_and_nor_is_what_a_formula_has(tmp_path: Path) -> None:
    printed = {"registered_all": 1000, "registered_minors": 90, "registered_aged_18_22": 200}
    assert asked(tmp_path, "2026-10", **printed) == []


def test_a_quantity_that_is_new_and_in_no_formula_is_asked_about_in_the_month_of_its_edition(tmp_path: Path) -> None:
    printed = {"registered_all": 1000, "registered_made_up": 20}
    (line,) = asked(tmp_path / "now", "2026-10", **printed)
    assert "registered-made-up, which was never printed before and is in no formula" in line
    assert "NAME,sum,TOTAL,registered-made-up|PART,no,no,WHY" in line
    assert asked(tmp_path / "later", "2026-11", **printed) == []


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            ",registered-all,2024",
            "answered_by_quantity: found registered-all, of which JC-2024 has a figure about 2024 (",
        ),
        (
            "ce001,,",
            "answered_by_event: found ce001, which is known since 2018-11-13, expected an answer after 2026-10-31,",
        ),
        (",registered-all,2035", None),
    ],
)
def test_a_question_that_no_page_will_have_as_it_was_answered_before_is_named(
    data: Path, answer: str, said: str | None
) -> None:
    file = data / "questions.csv"
    row = f"q90,care_and_protection,2026-10-05,,{answer},Hoeveel?,How many?,,,,,,\n"
    before = file.read_text(encoding="utf-8")
    file.write_text(before + row, encoding="utf-8")
    found = [str(each) for each in check(Month(2026, 11), data) if each.file == file.name]
    place = f"{file.name}:{before.count(chr(10)) + 1}"
    assert [line.startswith(f"{place}: {said}") for line in found] == [True] * (said is not None)


def test_words_read_on_a_day_that_is_to_come_are_named(data: Path) -> None:
    spoil(data, "figures.csv", ",2026-11-28\n", ",2027-05-01\n")
    problems = check(Month(2026, 10), data, datetime.date(2027, 4, 30))
    (said,) = (str(each) for each in problems if each.column == "printed_text_read_on")
    assert "printed_text_read_on: found 2027-05-01, expected 2027-04-30, which is today, or before; correct it" in said


def test_a_sentence_that_only_one_language_has_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {language: Wording(language, {**wording(language).sentences}) for language in LANGUAGES}
    del known["en"].sentences["briefing.description"]
    monkeypatch.setattr(checks, "wording", known.__getitem__)
    (said,) = (str(each) for each in check(Month(2026, 10)) if each.severity == "error")
    assert said.startswith("src/analysis/core/wording/en/briefing.toml: description: found no such sentence")


# Files that may name persons


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folders = ("data/decisions/released", "data/signatories", "notebooks/.ipynb_checkpoints", "docs/edition-template")
    for folder in folders:
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


def found(project: Path, *paths: str) -> list[str]:
    """Return what is said of some files, of which two are tables of the contract."""
    for path in paths:
        (project / path).write_text("Ann Verzonnen", encoding="utf-8")
    return list(map(str, misplaced_files(project / "data", ["seats.csv", "decisions/figures.csv"])))


def test_what_is_in_its_place_is_not_named(project: Path) -> None:
    tables = ["data/seats.csv", "data/decisions/figures.csv", "data/signatories/lijst.xlsx", "data/README.md"]
    tables += ["data/decisions/released/2026-10-1.csv", "docs/edition-template/figures.csv"]
    notebooks = ["notebooks/1-figures.ipynb", "notebooks/Untitled.ipynb", "notebooks/.ipynb_checkpoints/a.ipynb"]
    assert found(project, *tables, *notebooks) == []


def test_what_the_project_brings_itself_is_in_its_place() -> None:
    named = {problem.file for problem in misplaced_files(PROJECT / "data", map(path_of, own_tables()))}
    assert [file for file in named if file.startswith(("benchmarks/", "docs/", "scripts/"))] == []


def test_a_list_or_a_notebook_elsewhere_is_named_with_what_to_do(project: Path) -> None:
    files = ["data/Lijst.XLSX", "data/Untitled.ipynb", "data/decisions/oud.csv", "data/decisions/released/lijst.csv"]
    files += ["docs/Untitled.ipynb", "docs/lijst.txt", "lijst.csv", "notebooks/lijst.ods"]
    lines = found(project, *files)
    assert [line.split(": ")[0] for line in lines] == files
    assert lines[-1].startswith("notebooks/lijst.ods: found a table that nothing reads")
    assert all("move it to " in line and line.endswith("(warning)") for line in lines)


def test_a_folder_of_data_that_is_not_in_a_project_is_not_searched_around(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    assert found(tmp_path, "lijst.csv") == []


# What `briefing verify` found


def test_printed_words_that_are_gone_are_named_in_one_line_with_counts(data: Path) -> None:
    header = "publication,url,day,outcome,figures,moved_to,archived_url,sha256"
    rows = ["JC-2024,https://a.nl/1,2031-05-06,there,f340,,,", "JC-2024,https://a.nl/1,2031-05-06,number_gone,f341,,,"]
    rows += ["NU-2012-12-24,https://a.nl/2,2031-05-06,page_gone,,,https://b.nl/2,"]
    verified = data / "verified.csv"
    verified.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    (line,) = (str(problem) for problem in check(Month(2026, 10), data) if problem.file == "verified.csv")
    assert " not_asked, 1 there, 1 number_gone of " in line
    assert "printed texts: JC-2024 number_gone f341; NU-2012-12-24 page_gone, expected each where it was read" in line
    verified.write_text(f"{header}\n{rows[0]}\n", encoding="utf-8")
    assert not [problem for problem in check(Month(2026, 10), data) if problem.file == "verified.csv"]
