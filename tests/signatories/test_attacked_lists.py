"""Lists by which somebody who did not sign would be accepted, as attackers wrote them; nobody on them is real."""

from collections.abc import Iterator
from itertools import product

import pandas as pd
import pytest

from analysis.signatories.waiting import texts_that_wait
from analysis.sources.signature_lists import read_lists
from support.bad_input import as_csv
from support.cases import cases
from support.known_answers import typed
from support.made_up_parliament import (
    lists,
    made_up_bodies,
    made_up_words,
    members,
    once_decided,
    received,
    resolve,
    standing,
)


@pytest.mark.parametrize("row", cases("attacked_lists"))
def test_of_a_list_these_lines_are_accepted_before_somebody_decided(tmp_path, row):
    """`accepted` has their names; where a whole list waits there is none. `outcomes` may have that of each line."""
    found = resolve(received(tmp_path, row["list"] + "\n")).signatures
    accepted = found[found["outcome"].isin(["accepted", "duplicate"])]["name_as_written"].unique()
    assert "|".join(sorted(accepted)) == row["accepted"]
    assert row["outcomes"] in ("", " ".join(found["outcome"]))


def in_lines(column: pd.Series) -> str:
    return "\n".join(column.astype("str").where(column.notna(), "-"))


@pytest.mark.parametrize("row", cases("lists_decided_on"))
def test_what_a_list_waits_for_and_what_it_comes_to_once_that_was_decided(tmp_path, row):
    """`waits_for` has the texts of each line before; the columns behind it, where filled, what each line has after.

    The list is read with the words of the data, as in a month.
    """
    lines = received(tmp_path, row["list"] + "\n", row["file"] or "lijst.csv", made_up_words())
    assert row["waits_for"] in ("", in_lines(resolve(lines).signatures["texts"]))
    settled = once_decided(lines, row["decided"], row["action"])
    for name in ("outcome", "texts", "because", "signed_on", "may_be_named"):
        assert row[name] in ("", in_lines(settled[name])), name


@pytest.mark.parametrize(("place", "outcome"), [("nr. 1", "review"), ("lijsttrekker", "review"), ("nr. 2", "accepted")])
def test_another_place_on_the_list_than_that_of_the_person_is_decided_on(tmp_path, place, outcome):
    second = standing().iloc[[1]]
    name, party = second["full_name"].item(), second["party_id"].item().upper()
    lines = lists(tmp_path, (name, f"kandidaat {party}, {place}", "10-3-2021"))
    assert resolve(lines, candidates=standing()).signatures["outcome"].tolist() == [outcome]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("gastenlijst.csv", "file gastenlijst"),
        ("SP Zwolle.csv", "file sp zwolle"),
        ("raadsleden.csv", "file raadsleden"),
        ("medewerkers 2021.csv", "file medewerkers 2021"),
        ("handtekeningen SP 2021-03.csv", ""),
        ("1300-deal ondertekenaars oktober (2).csv", ""),
        ("beoogde ondertekenaars 2.csv", "file beoogde ondertekenaars 2"),
        ("Map1.csv", ""),
        ("debatavond Utrecht.csv", ""),
    ],
)
def test_a_name_of_a_file_that_is_not_understood_is_decided_on(tmp_path, file, text):
    lines = received(tmp_path, "Naam;Partij;Datum\nBo Bedacht;SP;10-3-2021\n", file)
    assert resolve(lines).signatures["texts"].fillna("").tolist() == [text]


ALSO_NO = "Naam;Partij;Datum;Opmerking\nBo Bedacht;SP;15-3-2021;alsnog nee"
BELOW_A_NO = "Naam;Partij;Datum\nNee gezegd;;\nBo Bedacht;SP;15-3-2021"
OF_A_STRANGER = "Naam;Partij;Datum;Opmerking\nGijs Vreemd;D66;15-3-2021;"


@pytest.mark.parametrize(
    ("file", "rows", "text", "action", "outcomes"),
    [
        ("ingetrokken.csv", "Naam;Partij\nVan der Verzon;CDA", "", "", "review review accepted"),
        ("mutaties.csv", "Naam;Partij;Datum;Getekend\nBo Bedacht;SP;15-3-2021;nee", "", "", "accepted review rejected"),
        (
            "mutaties.csv",
            "Naam;Partij;Datum;Getekend\nBo Bedacht;SP;9-3-2021;nee",
            "",
            "",
            "accepted accepted rejected",
        ),
        ("mutaties.csv", "Naam;Partij;Datum;Getekend\nBo Bedacht;SP;;nee", "", "", "accepted accepted rejected"),
        ("mutaties.csv", f"{OF_A_STRANGER}Bo Bedacht tekent ook niet", "", "", "accepted review not_in_parliament"),
        ("mutaties.csv", f"{OF_A_STRANGER}Bo Bedacht haakt af", "", "", "accepted review not_in_parliament"),
        ("mutaties.csv", f"{OF_A_STRANGER}Bo zei ja", "", "", "accepted accepted not_in_parliament"),
        ("mutaties.csv", ALSO_NO, "", "", "accepted accepted review"),
        ("mutaties.csv", ALSO_NO, "alsnog nee", "speaks_against", "accepted review not_in_parliament"),
        ("mutaties.csv", BELOW_A_NO, "", "", "accepted accepted not_in_parliament review"),
        (
            "mutaties.csv",
            BELOW_A_NO,
            "below nee gezegd",
            "speaks_against",
            "accepted review not_in_parliament not_in_parliament",
        ),
        (
            *("mutaties.csv", "Naam;Partij;Datum;Naam in de krant\nBo Bedacht;SP;15-3-2021;nee"),
            *("‹unsigned› naam in de krant nee mutaties csv", "speaks_against", "accepted accepted not_in_parliament"),
        ),
        (
            *("mutaties.csv", "Naam;Functie;Datum;Nieuws ontvangen\nBo Bedacht;tandarts;15-3-2021;nee"),
            *("tandarts", "speaks_against", "accepted accepted not_in_parliament"),
        ),
        (
            *("mutaties.csv", "Naam;Partij;Datum;Naam blijft op de lijst\nBo Bedacht;SP;15-3-2021;nee"),
            *(
                "‹unsigned› naam blijft op de lijst nee mutaties csv",
                "speaks_against",
                "accepted review not_in_parliament",
            ),
        ),
        (
            *("mutaties.csv", "Naam;Partij;Datum;Naam handhaven\nBo Bedacht;SP;15-3-2021;nee"),
            *("‹unsigned› naam handhaven nee mutaties csv", "speaks_against", "accepted review not_in_parliament"),
        ),
    ],
)
def test_who_says_no_in_another_list_is_decided_on_unless_it_was_before_or_of_being_named_or_of_another(
    tmp_path, file, rows, text, action, outcomes
):
    """A no in a remark or a heading counts once its line was decided to be no signature."""
    received(tmp_path, "Naam;Partij;Datum\nAnn van der Verzon;CDA;10-3-2021\nBo Bedacht;SP;10-3-2021\n")
    both = received(tmp_path, f"{rows}\n", file)
    assert " ".join(once_decided(both, text, action)["outcome"]) == outcomes


@pytest.mark.parametrize(
    ("rows", "text", "action"),
    [
        ("Naam;Partij;Datum;Opmerking\nBo Bedacht;SP;15-3-2021;wil niet meer", "", ""),
        ("Naam;Partij;Datum;Opmerking\nBo Bedacht;SP;15-3-2021;toch maar niet", "toch maar niet", "speaks_against"),
        ("Naam;Partij;Datum;Doet niet meer mee\nBo Bedacht;SP;15-3-2021;x", "", ""),
        ("Doen niet meer mee;\nNaam;Partij\nBo Bedacht;SP", "", ""),
        ("Naam;Partij;Mag genoemd worden\nBedacht;;liever niet", "", ""),
        ("Naam;Partij;Datum;In krant\nBo Bedacht;SP;15-3-2021;nee", "‹unsigned› in krant nee 2 csv", "speaks_against"),
        ("Naam;Partij;In krant\nBo Bedacht;SP;nee", "‹unsigned› in krant nee 2 csv", "says_nothing"),
        ("Naam;Partij\nBo Bedacht;SP", "", ""),
    ],
)
def test_nobody_is_named_whose_complete_name_is_on_a_line_that_waits_or_was_decided_to_be_a_no(
    tmp_path, rows, text, action
):
    received(tmp_path, "Naam;Partij;Datum;Mag genoemd worden\nBo Bedacht;SP;10-3-2021;ja\n", "1.csv")
    found = once_decided(received(tmp_path, f"{rows}\n", "2.csv"), text, action)
    assert found["may_be_named"].tolist() == [False, False]
    assert found["because"].fillna("").iloc[0] == f"not named, because of 2.csv:{found['source_row'].iloc[1]}"


@pytest.mark.parametrize(("name", "named"), [("Kamerleden SP", False), ("Kim Bedacht (SP)", True)])
def test_a_group_says_no_to_being_named_for_its_lines_in_all_lists_and_a_stranger_for_nobody(tmp_path, name, named):
    received(tmp_path, "Naam;Partij;Datum;Mag genoemd worden\nBo Bedacht;SP;10-3-2021;ja\n")
    both = received(tmp_path, f"Naam;Datum;Mag genoemd worden\n{name};10-3-2021;nee\n", "mutaties.csv")
    assert resolve(both).signatures["may_be_named"].tolist() == [named, False]


def test_of_two_surnames_that_are_alike_in_one_party_a_surname_alone_waits(tmp_path):
    table = members()
    bedacht = table[table["full_name"] == "Bo Bedacht"]
    other = bedacht.assign(person_id="kit-bedachts", given_name="Kit", family_name="Bedachts", full_name="Kit Bedachts")
    lines = lists(tmp_path, ("Bedacht", "Kamerlid, SP", "10-3-2021"))
    assert resolve(lines).signatures["outcome"].tolist() == ["accepted"]
    both = pd.concat([table, other], ignore_index=True)
    assert resolve(lines, members=both).signatures["outcome"].tolist() == ["review"]


def test_texts_that_the_same_lines_wait_for_are_one_question_unless_one_speaks_against(tmp_path):
    """Decided together, each of them is; what undoes, and a day by the title, are asked by themselves."""
    titles = "Zaal;;;\nActie najaar;;;\nNiet iedereen tekende;;;\n"
    rows = "Naam;Partij;Datum;Kleur\nBo Bedacht;SP;10-3-2021;geel\nAnn van der Verzon;CDA;10-3-2021;geel\n"
    lines = received(tmp_path, f"{titles}{rows}")
    asked = texts_that_wait(resolve(lines).signatures, made_up_bodies())
    questions = dict(zip(asked["text"], asked["only_text"], strict=True))
    assert questions == {"geel|heading kleur|title actie najaar|title zaal": 0, "title niet iedereen tekende": 0}
    settled = once_decided(lines, "geel|heading kleur|title actie najaar|title zaal", "says_nothing")
    assert settled["texts"].tolist() == ["title niet iedereen tekende"] * 2


# Remarks, headings and titles after which a careful reader asks, by somebody who had read the guide to lists alone.

HEADINGS = ["Naam", "Functie", "Partij", "Datum", "Mag genoemd worden"]
# A no of somebody in one list is a no in all: of lists that are read together each is signed by another of these.
SURNAMES = ["".join(syllables).title() for syllables in product(("ba", "ko", "di", "fe", "gu"), repeat=3)]
# Each below a heading as *Opgezegd op*.
BELOW = ("19-3-2021", "03-04-2021", "ja", "x", "3")
# Made of words that are understood, and accepted all the same: of the 880, these.
ACCEPTED = {"Tekent op"}


def lists_with(where: str, text: str) -> Iterator[list[list[str]]]:
    """Yield the rows of lists of one line, still without its name, with a text beside it, in a heading, or above it."""
    line = ["", "Kamerlid", "SP", "10-3-2021", "ja"]
    if where == "title":
        yield [[text], HEADINGS, line]
    elif where == "heading":
        yield from ([[*HEADINGS, text], [*line, below]] for below in BELOW)
    else:
        yield [[*HEADINGS, "Opmerking"], [*line, text]]


def signers() -> pd.DataFrame:
    (sitting,) = members().query("full_name == 'Bo Bedacht'").to_dict("records")
    rows = [sitting | {"person_id": name, "family_name": name, "full_name": f"Bo {name}"} for name in SURNAMES]
    return pd.DataFrame(rows).astype(members().dtypes)


def test_a_line_with_a_text_by_which_somebody_may_not_have_signed_is_not_accepted_before_somebody_decided(tmp_path):
    tried = [
        (row["text"], rows) for row in typed("what_others_wrote") for rows in lists_with(row["where"], row["text"])
    ]
    accepted, people = set(), signers()
    for first in range(0, len(tried), len(SURNAMES)):
        (folder := tmp_path / str(first)).mkdir()
        texts = dict[str, str]()
        for number, (surname, (text, rows)) in enumerate(zip(SURNAMES, tried[first:], strict=False)):
            texts[f"{number}.csv"], rows[-1][0] = text, f"Bo {surname}"
            (folder / f"{number}.csv").write_bytes(as_csv(rows))
        signed = resolve(read_lists(folder)[0], members=people).signatures.query("outcome in ('accepted', 'duplicate')")
        accepted |= {texts[file] for file in signed["source_file"]}
    assert accepted == ACCEPTED
