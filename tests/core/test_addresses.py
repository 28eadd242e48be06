"""Forms of address: read beside a name, held against the sex that was published, and never a reason to accept."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.core.names import form_of_address, readings
from analysis.signatories import waiting_for_decision
from analysis.signatories.body import Bodies
from analysis.signatories.waiting import candidates_by_line
from analysis.sources.signature_lists import read_lists
from support.made_up_parliament import SEXES, decisions, frame, lists, resolve, tables

MISADDRESSED = "the form of address is not this person's: of a man for a woman, or the other way"


@pytest.mark.parametrize(
    ("written", "sex"),
    [
        ("mevrouw J. Jansen", "v"), ("Mw. J. Jansen", "v"), ("MEVR. J. JANSEN", "v"), ("Jansen, mevr. drs. J.", "v"),
        ("J. Jansen (mevr.)", "v"), ("Mrs Jansen", "v"), ("jkvr. J. van Verzon", "v"),
        ("dhr. J. Jansen", "m"), ("De heer J. Jansen", "m"), ("12. de heer J. de Heer", "m"),
        ("jhr. mr. J. Jansen", "m"),
        ("J. Jansen", ""), ("Jan de Heer", ""), ("de Heer, J.", ""), ("De Heer", ""),
        ("mr. J. Jansen", ""), ("MW Jansen", ""), ("M.S. Jansen", ""), ("dhr./mevr. J. Jansen", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_form_of_address_says_man_or_woman_or_nothing(written: str, sex: str) -> None:
    assert form_of_address(written) == sex


@pytest.mark.parametrize(
    "written", ["mevrouw J. Jansen", "J. Jansen (mevr.)", "Jansen, mw. J.", "mejuffrouw J. Jansen"]
)
def test_a_form_of_address_is_no_part_of_the_name(written: str) -> None:
    assert readings(written) == readings("J. Jansen")


@given(st.text(max_size=30))
def test_any_text_has_one_form_of_address_or_none(text: str) -> None:
    assert form_of_address(text) in ("m", "v", "")


def only(tmp_path: Path, name: str, said: str = "CDA", **others: pd.DataFrame) -> pd.Series:
    return resolve(lists(tmp_path, (name, said, "10-3-2021")), **others).signatures.iloc[0]


@pytest.mark.parametrize("name", ["dhr. Ann van der Verzon", "de heer A.B. van der Verzon", "A. v.d. Verzon (dhr)"])
def test_a_form_of_address_that_disagrees_waits_with_its_reason(tmp_path: Path, name: str) -> None:
    signature = only(tmp_path, name)
    assert (signature["outcome"], signature["because"]) == ("review", MISADDRESSED)
    assert signature["candidate_ids"] == "ann-van-der-verzon"


@pytest.mark.parametrize("name", ["mevrouw Ann van der Verzon", "mr. Ann van der Verzon", "Ann van der Verzon"])
def test_one_that_agrees_or_says_nothing_is_accepted(tmp_path: Path, name: str) -> None:
    assert only(tmp_path, name)["person_id"] == "ann-van-der-verzon"


def test_nothing_is_held_against_whose_sex_was_not_published(tmp_path: Path) -> None:
    nobody = frame([], "person_id sex")
    assert only(tmp_path, "dhr. Ann van der Verzon", sexes=nobody)["outcome"] == "accepted"


def test_of_two_people_with_one_name_it_puts_the_likelier_first_and_decides_nothing(tmp_path: Path) -> None:
    """Jan Dubbel of D66 is a man and Jan Dubbel of the SP a woman: so SEXES has it."""
    assert dict(SEXES)["jan-dubbel-2"] == "v"
    first_by_name = {
        **{"mevrouw Jan Dubbel": "jan-dubbel-2", "dhr. Jan Dubbel": "jan-dubbel-1"},
        **{"mevrouw Jan Dubel": "jan-dubbel-2", "dhr. Jan Dubel": "jan-dubbel-1"},
    }
    for name, first in first_by_name.items():
        signature = only(tmp_path, name, "Kamerlid")
        assert signature["outcome"] == "review"
        assert signature["candidate_ids"].split("|")[0] == first


def test_the_analyst_sees_whose_form_of_address_it_is_not(tmp_path: Path) -> None:
    resolved = resolve(lists(tmp_path, ("mevrouw Jan Dubbel", "Kamerlid", "10-3-2021")), decisions())
    day = pd.Timestamp("2021-03-31").date()
    found = candidates_by_line(
        waiting_for_decision(resolved.signatures), resolved.signatures, Bodies(tables()), day
    ).set_index("candidate_id")
    assert found["address_agrees"].to_dict() == {"jan-dubbel-2": "yes", "jan-dubbel-1": "no"}


@pytest.mark.parametrize(
    ("headings", "cells", "name"),
    [
        ("Aanhef;Naam;Partij;Datum", "mevrouw;J. Jansen;CDA;10-3-2021", "mevrouw J. Jansen"),
        ("Aanhef;Voornaam;Tussenvoegsel;Achternaam;Datum", "Dhr.;Jan;de;Vries;10-3-2021", "Dhr. Jan de Vries"),
        ("Aanhef;Naam;Partij;Datum", "Beste;J. Jansen;CDA;10-3-2021", "J. Jansen"),
        ("Aanhef;Naam;Partij;Datum", "mw.;mw. J. Jansen;CDA;10-3-2021", "mw. J. Jansen"),
        ("Aanhef;Naam;Partij;Datum", "mevrouw;;CDA;10-3-2021", None),
    ],
)  # fmt: skip
def test_a_column_of_forms_of_address_goes_in_front_of_the_name(
    tmp_path: Path, headings: str, cells: str, name: str | None
) -> None:
    (tmp_path / "lijst.csv").write_text(f"{headings}\n{cells}\n", encoding="utf-8")
    read = read_lists(tmp_path)[0]
    assert [None if pd.isna(each) else each for each in read["name_as_written"]] == [name]
