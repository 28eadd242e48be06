"""Who may be named by a list: whoever is named by mistake can't be unnamed, so what is not understood is no yes."""

from pathlib import Path

import pytest

from analysis.sources.signature_lists import read_lists
from support.cases import cases


def is_named(folder: Path, text: str, name: str = "lijst.csv") -> bool:
    (folder / name).write_text(text, encoding="utf-8")
    lines, _ = read_lists(folder)
    return bool(lines["may_be_named"].iloc[0])


@pytest.mark.parametrize("row", cases("consent_to_be_named"))
def test_only_a_yes_that_is_wholly_understood_and_not_taken_back_lets_somebody_be_named(tmp_path, row):
    """`list` has heading and answer in turn, of the columns beside name, party and day."""
    pairs = row["list"].split(";")
    text = f"Naam;Partij;Datum;{';'.join(pairs[::2])}\nBo Bedacht;SP;10-3-2021;{';'.join(pairs[1::2])}\n"
    assert is_named(tmp_path, text) == (row["named"] == "yes")


@pytest.mark.parametrize(
    ("above", "below", "name"),
    [
        ("Alleen voor intern gebruik", "", "lijst.csv"),
        ("", "", "vertrouwelijk.csv"),
        ("", "Opmerking: namen niet publiceren", "lijst.csv"),
        ("", "Let op: nog geen toestemming gevraagd", "lijst.csv"),
        ("Op de site: CDA", "", "lijst.csv"),
    ],
)
def test_a_title_a_remark_below_and_the_name_of_a_list_take_a_yes_back_on_all_its_lines(tmp_path, above, below, name):
    lines = ["Naam;Partij;Datum;Mag genoemd worden", "Bo Bedacht;SP;10-3-2021;ja"]
    assert not is_named(tmp_path, "\n".join(filter(None, [above, *lines, below])) + "\n", name)


def test_without_a_column_of_names_a_contact_is_no_signature_of_a_party(tmp_path):
    (tmp_path / "lijst.csv").write_text("Contactpersoon;Fractie;Datum\nBo Bedacht;SP;10-3-2021\n", encoding="utf-8")
    lines, _ = read_lists(tmp_path)
    assert lines["waits_because"].notna().tolist() == [True]


def test_answers_that_are_no_plain_yes_or_no_are_counted_in_one_warning(tmp_path):
    said = ("ja", "Zeker", "", "nee", "geen bezwaar", "-")
    lines = [f"{name};SP;10-3-2021;{answer}" for name, answer in zip("ABCDEF", said, strict=True)]
    (tmp_path / "lijst.csv").write_text("\n".join(["Naam;Partij;Datum;Mag genoemd worden", *lines]), encoding="utf-8")
    found, problems = read_lists(tmp_path)
    assert found["refuses_naming"].tolist() == [False, False, False, True, False, False]
    assert [each.found for each in problems if "answer" in each.found] == [
        "2 answer(s) whether somebody may be named that are no plain yes or no"
    ]


@pytest.mark.parametrize(("second", "answers"), [("Mag uw naam op site?", ("ja", "")), ("Privacy akkoord", ("ja", ""))])
def test_of_two_questions_about_consent_an_empty_cell_is_no_yes(tmp_path, second, answers):
    rows = "".join(f"{name};SP;10-3-2021;ja;{answer}\n" for name, answer in zip(("Bo", "Ann"), answers, strict=True))
    (tmp_path / "lijst.csv").write_text(f"Naam;Partij;Datum;Naam noemen?;{second}\n{rows}", encoding="utf-8")
    lines, _ = read_lists(tmp_path)
    assert lines["may_be_named"].tolist() == [True, False]
