"""Lists by which somebody who did not sign would be accepted, as attackers wrote them; nobody on them is real."""

import pandas as pd
import pytest

from analysis.core.record_tables import rows_of
from analysis.signatories.waiting import texts_that_wait
from analysis.sources.list_contents import KnownWords
from analysis.sources.signature_lists import read_lists
from support.cases import cases
from support.made_up_parliament import (
    lists,
    made_up_bodies,
    members,
    once_decided,
    received,
    resolve,
    standing,
    tables,
)


def test_a_party_below_a_heading_that_undoes_is_in_its_section(tmp_path):
    rows = "Naam;Partij;Datum\nAnn van der Verzon;CDA;10-3-2021\nNiet getekend;;\nSP;;\nBo Bedacht;;10-3-2021\n"
    (tmp_path / "lijst.csv").write_text(rows, encoding="utf-8")
    lines, _ = read_lists(tmp_path, KnownWords(parties=frozenset(["cda", "sp"])))
    assert lines["under_as_written"].tolist()[-2:] == ["Niet getekend", "Niet getekend\nSP"]
    assert resolve(lines).signatures["outcome"].tolist()[-1] == "review"


def test_a_heading_of_a_role_holds_below_the_parties_that_follow_it(tmp_path):
    rows = "Naam;Partij;Datum\nRaadsleden;;\nSP;;\nBo Bedacht;SP;10-3-2021\nKamerleden;;\nSP;;\nJan Dubbel;;\n"
    (tmp_path / "lijst.csv").write_text(rows, encoding="utf-8")
    known = KnownWords(parties=frozenset(["cda", "sp"]), roles=frozenset(["raadsleden", "kamerleden"]))
    lines, _ = read_lists(tmp_path, known)
    assert lines["under_as_written"].tolist()[2::3] == ["Raadsleden\nSP", "Kamerleden\nSP"]


def test_a_party_alone_ends_the_section_of_another_and_waits_for_no_text_that_was_decided(tmp_path):
    rows = "Actie najaar\nNaam;Partij;Datum\nCDA;;\nSP;;\nAnn van der Verzon;SP;10-3-2021\n"
    (tmp_path / "lijst.csv").write_text(rows, encoding="utf-8")
    lines, _ = read_lists(tmp_path, KnownWords(parties=frozenset(["cda", "sp"])))
    before, settled = resolve(lines).signatures, once_decided(lines, "title actie najaar", "says_nothing")
    assert before["texts"].tolist()[:2] == ["title actie najaar"] * 2
    assert settled["texts"].isna().all()
    assert settled["because"].tolist()[:2] == ["no date of signing"] * 2


@pytest.mark.parametrize("row", cases("attacked_lists"))
def test_of_a_list_these_lines_are_accepted_before_somebody_decided(tmp_path, row):
    """`accepted` has their names; where a whole list waits there is none. `outcomes` may have that of each line."""
    found = resolve(received(tmp_path, row["list"] + "\n")).signatures
    accepted = found[found["outcome"].isin(["accepted", "duplicate"])]["name_as_written"].unique()
    assert "|".join(sorted(accepted)) == row["accepted"]
    assert row["outcomes"] in ("", " ".join(found["outcome"]))


@pytest.mark.parametrize("file", ["raadsleden.csv", "medewerkers 2021.csv", "gemeenteraad Breda.csv", "bestuur.csv"])
def test_the_name_of_a_file_that_says_who_else_signed_is_decided_on_unless_a_seat_is_named(tmp_path, file):
    rows = "Naam;Functie;Partij;Datum\nBo Bedacht;;SP;10-3-2021\nAnn van der Verzon;Kamerlid;CDA;10-3-2021\n"
    found = resolve(received(tmp_path, rows, file)).signatures
    assert found["texts"][0].startswith("file ")
    assert found["outcome"].tolist() == ["review", "review"]


@pytest.mark.parametrize(("place", "outcome"), [("nr. 1", "review"), ("lijsttrekker", "review"), ("nr. 2", "accepted")])
def test_another_place_on_the_list_than_that_of_the_person_is_decided_on(tmp_path, place, outcome):
    second = standing().iloc[[1]]
    name, party = second["full_name"].item(), second["party_id"].item().upper()
    lines = lists(tmp_path, (name, f"kandidaat {party}, {place}", "10-3-2021"))
    assert resolve(lines, candidates=standing()).signatures["outcome"].tolist() == [outcome]


def test_the_day_in_a_title_is_that_of_signing_once_somebody_says_so(tmp_path):
    lines = received(tmp_path, "Handtekeningen 1300-deal, 10 maart 2021\nNaam;Partij\nBo Bedacht;SP\n")
    (line,) = rows_of(resolve(lines).signatures)
    assert line["texts"] == "day of signing by the title handtekeningen 1300 deal 10 maart 2021 lijst csv"
    settled = once_decided(lines, line["texts"], "says_nothing")
    assert settled["outcome"].tolist() == ["accepted"]
    assert settled["signed_on"].tolist() == [pd.Timestamp(2021, 3, 10)]


def test_the_last_of_two_days_is_that_of_signing_once_somebody_says_so_of_the_list(tmp_path):
    rows = "Naam;Partij;Datum;Datum ondertekening\nBo Bedacht;SP;8-3-2021;10-3-2021\n"
    lines = received(tmp_path, f"{rows}Ann van der Verzon;CDA;10-3-2021;10-3-2021\n")
    asked = "day of signing the last of several datum datum ondertekening lijst csv"
    assert resolve(lines).signatures["texts"].fillna("").tolist() == [asked, ""]
    settled = once_decided(lines, asked, "says_nothing")
    assert settled["outcome"].tolist() == ["accepted", "accepted"]
    assert settled["signed_on"].tolist() == [pd.Timestamp(2021, 3, 10)] * 2


def test_whether_an_unknown_column_has_the_day_of_signing_is_asked_of_each_list(tmp_path):
    """A heading that says nothing beside the day of signing, *Gemaild*, is no day of signing where it stands alone."""
    lines = received(tmp_path, "Naam;Partij;Gemaild\nBo Bedacht;SP;10-3-2021\n")
    asked = "day of signing below gemaild lijst csv"
    assert resolve(lines).signatures["texts"].tolist() == [asked]
    assert once_decided(lines, "heading gemaild", "says_nothing")["outcome"].tolist() == ["review"]
    assert once_decided(lines, asked, "says_nothing")["outcome"].tolist() == ["accepted"]


def test_a_file_of_withdrawals_holds_up_whoever_an_incomplete_name_in_it_may_mean(tmp_path):
    received(tmp_path, "Naam;Partij;Datum\nAnn van der Verzon;CDA;10-3-2021\nBo Bedacht;SP;10-3-2021\n")
    both = received(tmp_path, "Naam;Partij\nVan der Verzon;CDA\n", "ingetrokken.csv")
    found = resolve(both).signatures
    assert found["outcome"].tolist() == ["review", "review", "accepted"]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("gastenlijst.csv", "file gastenlijst"),
        ("SP Zwolle.csv", "file sp zwolle"),
        ("handtekeningen SP 2021-03.csv", ""),
        ("1300-deal ondertekenaars oktober (2).csv", ""),
        ("lijst-b.csv", ""),
    ],
)
def test_a_name_of_a_file_that_is_not_understood_is_decided_on(tmp_path, file, text):
    lines = received(tmp_path, "Naam;Partij;Datum\nBo Bedacht;SP;10-3-2021\n", file)
    assert resolve(lines).signatures["texts"].fillna("").tolist() == [text]
    if text:
        assert once_decided(lines, text, "says_nothing")["outcome"].tolist() == ["accepted"]


def test_the_name_of_a_file_that_names_a_seat_speaks_for_nobody(tmp_path):
    rows = "Naam;Functie;Partij;Datum\nBo Bedacht;raadslid;SP;10-3-2021\n"
    assert resolve(received(tmp_path, rows, "kamerleden.csv")).signatures["outcome"].tolist() == ["review"]


def test_a_remark_decided_on_still_holds_up_the_lines_whose_number_it_has_in_whatever_column(tmp_path):
    rows = "Kaartnr;Naam;Partij;Datum\n116;Ann van der Verzon;CDA;10-3-2021\n117;Bo Bedacht;SP;10-3-2021\n"
    lines = received(tmp_path, f"{rows}Kaart 116: kwijt;;;\n")
    found = once_decided(lines, "heading kaartnr|kaart kwijt|title kaart kwijt", "says_nothing")
    assert found["outcome"].tolist()[:2] == ["review", "accepted"]


def test_a_text_that_was_decided_to_be_no_signature_settles_a_line_without_a_day(tmp_path):
    lines = received(tmp_path, "Nog te benaderen\nNaam;Partij\nBo Bedacht;SP\n")
    (line,) = rows_of(resolve(lines).signatures)
    settled = once_decided(lines, line["texts"], "withdrawn")
    assert settled["outcome"].tolist() == ["rejected"]


@pytest.mark.parametrize(("day", "outcome"), [("15-3-2021", "review"), ("9-3-2021", "accepted"), ("", "accepted")])
def test_who_says_no_later_in_another_list_is_decided_on(tmp_path, day, outcome):
    received(tmp_path, "Naam;Partij;Datum\nBo Bedacht;SP;10-3-2021\n")
    both = received(tmp_path, f"Naam;Partij;Datum;Getekend\nBo Bedacht;SP;{day};nee\n", "mutaties.csv")
    found = resolve(both).signatures
    assert found["outcome"].tolist() == [outcome, "rejected"]


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


def test_a_remark_that_may_be_about_other_lines_waits_by_itself_too(tmp_path):
    """Decided as a text, it is settled for the others alone."""
    remark = "zelfde hand als hierboven"
    rows = f"Naam;Partij;Datum;Opmerking\nBo Bedacht;SP;10-3-2021;\nAnn van der Verzon;CDA;10-3-2021;{remark}\n"
    settled = once_decided(received(tmp_path, rows), f"{remark}|title {remark}", "says_nothing")
    assert settled["outcome"].tolist() == ["accepted", "review"]
    assert settled["because"].str.contains("a remark that may be about other lines").tolist() == [False, True]


def test_a_remark_that_stands_on_many_lines_is_about_each_of_them(tmp_path):
    """Once it was decided on as a text, none of its lines waits: it is an answer, and points at no other line."""
    names = ("Bo Bedacht;SP", "Ann van der Verzon;CDA", "Jan Dubbel;D66")
    rows = "".join(f"{name};10-3-2021;aan iedereen\n" for name in names)
    settled = once_decided(
        received(tmp_path, f"Naam;Partij;Datum;Opmerking\n{rows}"), "aan iedereen|title aan iedereen", "says_nothing"
    )
    assert settled["outcome"].tolist() == ["accepted"] * 3


@pytest.mark.parametrize(("heading", "text"), [("Kleur", "groen"), ("Hoe", "mail"), ("Getekend", "digitaal")])
def test_a_text_that_a_title_explains_is_asked_with_what_it_stands_for(tmp_path, heading, text):
    """A decision on the bare text, made for another list, does not settle it; nor does what it means elsewhere."""
    legend = f"Roze = tekende, {text} = tekende voor een ander;;;\n"
    rows = f"Naam;Partij;Datum;{heading}\nBo Bedacht;SP;10-3-2021;{text}\n"
    lines = received(tmp_path, f"{legend}{rows}")
    asked = once_decided(lines, text, "harmless")["texts"][0].split("|")
    assert any("tekende voor een ander" in each and not each.startswith("file ") for each in asked)


def test_the_day_in_a_heading_among_the_lines_is_that_of_signing_once_somebody_says_so(tmp_path):
    rows = (
        "Naam;Partij\nKraam Plein, 10 maart 2021;\nBo Bedacht;SP\nKraam Plein, 12 maart 2021;\nAnn van der Verzon;CDA\n"
    )
    lines = received(tmp_path, rows)
    (_, texts, _, _) = resolve(lines).signatures["texts"]
    assert texts == "day of signing by the heading above kraam plein 10 maart 2021 lijst csv|below kraam plein maart"
    settled = once_decided(lines, texts, "says_nothing")
    assert settled["outcome"].tolist()[1::2] == ["accepted", "review"]
    assert settled["signed_on"].dt.day.tolist()[1::2] == [10, 12]


@pytest.mark.parametrize(("action", "outcome"), [("says_nothing", "accepted"), ("speaks_against", "not_in_parliament")])
def test_a_remark_alone_below_a_list_is_decided_on_as_a_text(tmp_path, action, outcome):
    """It names nobody, and says no of nobody besides."""
    rows = "Naam;Partij;Datum;Naam noemen?\nBo Bedacht;SP;10-3-2021;\nKolom D alleen voor intern gebruik;;;\n"
    settled = once_decided(received(tmp_path, rows), "title kolom d alleen voor intern gebruik", action)
    assert settled["outcome"].tolist()[0] == outcome
    assert not settled["may_be_named"].any()


def test_a_heading_that_was_decided_on_makes_no_line_say_no_of_others(tmp_path):
    rows = "Naam;Partij;Datum;Wel gegeten niet getekend\nBo Bedacht;SP;10-3-2021;\n(onleesbaar);;;\n"
    lines = received(tmp_path, rows)
    assert resolve(lines).signatures["outcome"].tolist()[0] == "review"
    settled = once_decided(lines, "title wel gegeten niet getekend ‹none›", "says_nothing")
    assert settled["outcome"].tolist()[0] == "accepted"


def test_the_day_of_a_heading_ends_at_the_next_that_is_no_party(tmp_path):
    rows = "Naam;Partij\nKraam Plein, 10 maart 2021;\nSP;\nBo Bedacht;\nKraam Zaal SP;\nAnn van der Verzon;CDA\n"
    (tmp_path / "lijst.csv").write_text(rows, encoding="utf-8")
    lines, _ = read_lists(tmp_path, KnownWords.of(tables()))
    assert lines["signed_on"].notna().tolist() == [False, True, True, True, False]


def test_a_decision_on_a_remark_is_none_on_a_heading_among_the_lines(tmp_path):
    """Below that heading a second line of somebody says no, whatever the same words mean elsewhere."""
    line = "Bo Bedacht;SP;10-3-2021"
    lines = received(tmp_path, f"Naam;Partij;Datum\n{line}\nNog niet getekend;;\n{line}\n")
    settled = once_decided(lines, "nog niet getekend", "says_nothing")
    assert not settled["outcome"].isin(["accepted", "duplicate"]).any()


@pytest.mark.parametrize(
    "rows",
    [
        "Naam;Partij;Datum\nGeschrapt;;\nKamerleden;;\nBo Bedacht;SP;10-3-2021\n",
        "Naam;Partij;Datum\nGeschrapt;;1-4-2021\nBo Bedacht;SP;10-3-2021\n",
        "Naam;Partij\nKraam Plein, 10 maart 2021;\nPer post;april\nBo Bedacht;SP\n",
        "Naam;Partij\nKraam Plein, 10 maart 2021;\nDubbel;\nBo Bedacht;SP\n",
        "Debatavond, 10 maart 2021;\nNaam;Partij\nNagekomen;\nBo Bedacht;SP\n",
        "Debatavond, 10 maart 2021;;\nNaam;Partij;Opmerking\nBo Bedacht;SP;nagekomen 12-4\n",
    ],
)
def test_a_heading_among_the_lines_is_known_by_the_words_of_the_data_and_ends_the_day_above(tmp_path, rows):
    (tmp_path / "lijst.csv").write_text(rows, encoding="utf-8")
    lines, _ = read_lists(tmp_path, KnownWords.of(tables()))
    (line,) = rows_of(lines[lines["name_as_written"] == "Bo Bedacht"])
    assert "Geschrapt" in (line["under_as_written"] or "") or pd.isna(line["signed_on"])


def test_a_party_that_has_the_place_of_a_name_to_itself_among_persons_waits(tmp_path):
    rows = "Naam;Functie;Datum\nSP;;10-3-2021\nBo Bedacht;Kamerlid;idem\nAnn van der Verzon;Kamerlid;idem\n"
    (tmp_path / "lijst.csv").write_text(rows, encoding="utf-8")
    lines, _ = read_lists(tmp_path, KnownWords.of(tables()))
    assert resolve(lines.assign(body_id="house")).signatures["outcome"].tolist() == ["review", "accepted", "accepted"]


@pytest.mark.parametrize(
    ("decided", "rows"),
    [
        ("heading herinnering", "Naam;Partij;Datum;Opmerking\nBo Bedacht;SP;10-3-2021;herinnering\n"),
        ("title reservelijst", "Naam;Partij;Datum;Opmerking\nBo Bedacht;SP;10-3-2021;reservelijst\n"),
        ("title in beraad d66", "Naam;Partij;Datum\nBo Bedacht;SP;10-3-2021\nSP in beraad;;\n"),
        ("‹place›", "Naam;Partij;Datum\nBo Bedacht;SP Zwolle;10-3-2021\n"),
        ("geen ‹role›", "Naam;Partij;Datum;Opmerking\nBo Bedacht;SP;10-3-2021;geen Kamerlid\n"),
    ],
)
def test_a_decision_on_a_text_holds_where_it_stands_and_for_whom_it_names(tmp_path, decided, rows):
    lines = received(tmp_path, rows)
    assert "review" in once_decided(lines, decided, "says_nothing")["outcome"].tolist()[:1]


def test_a_text_that_says_who_sits_outweighs_no_other_office(tmp_path):
    rows = "Naam;Functie;Partij;Datum;Opmerking\nBo Bedacht;raadslid;SP;10-3-2021;woordvoerder zorg\n"
    settled = once_decided(received(tmp_path, rows), "woordvoerder zorg", "sits_or_stands")
    assert settled["outcome"].tolist() == ["review"]
