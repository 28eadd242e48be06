"""Deciding in bulk: texts by one call, lines by a sheet that is filled in. Everybody who signs here is invented."""

import re
from pathlib import Path

import pandas as pd
import pytest
from rapidfuzz import fuzz

from analysis import desk
from analysis.core.problems import InputError, ParameterError
from analysis.desk.sheet import COLUMNS
from analysis.reconciliation import Reconciliation
from analysis.signatories.waiting import texts_that_wait, waiting_lines
from support.desk_decisions import WHY, files_of, in_a_copy, opened
from support.fewer_candidates import with_fewer_candidates
from support.sheets import pages_of, with_pages

HEADINGS = "Naam;Functie;Partij;Datum\n"
_PARTIES = ("CDA", "D66", "GroenLinks", "PvdA", "PVV", "SP", "VVD")


@pytest.fixture(scope="module")
def opened_once(tmp_path_factory: pytest.TempPathFactory) -> Reconciliation:
    """A month with a list that waits: members of 2021 with odd texts, a slip, no day, and a formula for a name."""
    data = with_fewer_candidates(tmp_path_factory.mktemp("sheets") / "data")
    members = pd.read_csv(data / "members.csv", dtype="str").query("term == '2017-2021' and end == '2021-03-30'")
    first, second, third = members.drop_duplicates("family_name").head(3).itertuples()
    lines = [
        f"{first.full_name};stadsdichter in spe;;10-3-2021",
        f"{second.full_name};Stadsdichter in SPE;;11-3-2021;bevestigd op 11 maart;ja graag",
        f"{third.full_name};Kamerlid;;",
        f"=1+1 {third.full_name};;;half maart",
    ]
    headings = HEADINGS.replace("\n", ";Opmerking;Mag genoemd worden\n")
    (data / "signatories" / "lijst.csv").write_text(headings + "\n".join(lines) + "\n", encoding="utf-8")
    same = [f"{each.full_name};Kamerlid wolkenkijker;;12-3-2021" for each in (first, second, first, second, first)]
    odd = f"{third.full_name};Kamerlid goochelaar;;12-3-2021"
    often = [
        f"{each.full_name};Kamerlid vliegeraar;{party};13-3-2021" for each in (first, second) for party in _PARTIES
    ]
    (data / "signatories" / "lijst_1.csv").write_text(HEADINGS + "\n".join(often) + "\n", encoding="utf-8")
    (data / "signatories" / "lijst_2.csv").write_text(HEADINGS + "\n".join([*same, odd]) + "\n", encoding="utf-8")
    is_short = members["initials"].str.count(r"\.").ge(2) & members["tussenvoegsel"].isna()
    short = members[is_short].drop_duplicates("family_name", keep=False).iloc[0]
    initial = [f"{short['initials'][:2]} {short['family_name']};{function};;10-3-2021" for function in ("", "Kamerlid")]
    (data / "signatories" / "lijst_3.csv").write_text(
        "Nabellijst\n" + HEADINGS + "\n".join(initial) + "\n", encoding="utf-8"
    )
    return opened(data, "2021-04")


@pytest.fixture
def month(opened_once: Reconciliation, tmp_path: Path) -> Reconciliation:
    return in_a_copy(opened_once, tmp_path)


@pytest.fixture
def sheet(month: Reconciliation, tmp_path: Path) -> Path:
    """A review sheet of the month, not filled in."""
    desk.review_sheet(month, path := tmp_path / "review.xlsx")
    return path


def outcomes(month: Reconciliation) -> list[str]:
    lines = month.signatures
    return lines.loc[lines["source_file"] == "lijst.csv", "outcome"].tolist()


def filled(sheet: Path, target: Path, page: str = "review", **answers: dict[int, str]) -> Path:
    """Fill in columns of a sheet, by the place of its rows from 0, as somebody does in a spreadsheet program."""
    pages = pages_of(sheet)
    for column, texts in answers.items():
        for place, text in texts.items():
            pages[page].loc[place, column] = text
    return with_pages(target, pages)


def rows_of(sheet: Path, page: str = "review", source_file: str = "") -> list[dict[str, str]]:
    rows = pages_of(sheet)[page].to_dict("records")
    return [row for row in rows if row.get("source_file", "").startswith(source_file)]


def test_one_decision_on_a_text_settles_all_lines_that_have_it(month):
    texts = texts_that_wait(month.signatures, month.bodies)
    assert ["stadsdichter in spe", 2] in texts[["text", "lines"]].to_numpy().tolist()
    assert outcomes(month)[:2] == ["review", "review"]
    decided = desk.decide_on_text(month, "stadsdichter in spe", "sits_or_stands", lines=2, **WHY)
    assert outcomes(decided.month)[:2] == ["accepted", "accepted"]
    assert "stadsdichter in spe" not in set(texts_that_wait(decided.month.signatures, month.bodies)["text"])
    taken_back = r'as w01 \(sits_or_stands, by A. Nalist\): desk\.take_back\(month_reconciled, "w01"\) takes it back'
    for known in (month, decided.month):
        with pytest.raises(ParameterError, match=taken_back):
            desk.decide_on_text(known, "stadsdichter in spe", "speaks_against", lines=2, **WHY)
    other = desk.take_back(decided.month, "w01")
    other = desk.decide_on_text(other.month, "stadsdichter in spe", "speaks_against", lines=2, **WHY)
    assert outcomes(other.month)[:2] == ["not_in_parliament"] * 2


@pytest.mark.parametrize(
    ("words", "action", "lines", "fault"),
    [
        ("stadsdichter in spe", "sits_or_stands", 3, "2 wait for 'stadsdichter in spe', not 3"),
        ("", "sits_or_stands", 2, "text: not filled in"),
        ("stadsdichter in spé", "sits_or_stands", 2, "no line waits for .*; did you mean 'stadsdichter in spe'?"),
        ("quiz", "sits_or_stands", 2, "no line waits for the text 'quiz'; signatures_that_wait shows those that do"),
    ],
)
def test_a_decision_on_a_text_states_what_it_is_about(month, words, action, lines, fault):
    before = files_of(month)
    with pytest.raises(ParameterError, match=fault):
        desk.decide_on_text(month, words, action, lines=lines, **WHY)
    assert files_of(month) == before


def test_texts_that_the_same_lines_wait_for_are_one_question_until_one_of_them_is_answered(month, tmp_path):
    name = month.sources.members.query("term == '2017-2021'")["full_name"].iloc[5]
    rows = f"Wolkenboek;;;;\n{HEADINGS.strip()};Kleur\n{name};Kamerlid;;11-3-2021;geelachtig\n"
    (month.sources.folder / "signatories" / "x.csv").write_text(rows, encoding="utf-8")
    month = opened(month.sources.folder, "2021-04")
    desk.review_sheet(month, sheet := tmp_path / "review.xlsx")
    texts = rows_of(sheet, "texts")
    ((place, asked),) = ((n, row) for n, row in enumerate(texts) if "|" in row["text"])
    assert (asked["text"], asked["where"], asked["lines"]) == (
        "geelachtig|heading kleur|title wolkenboek",
        "line|heading|list",
        "1",
    )
    with pytest.raises(InputError, match="expected harmless or says_nothing, which each of several texts can be"):
        desk.decide_on_text(month, asked["text"], "withdrawn", lines=1, **WHY)
    of_one = {"answer": {place: "withdrawn"}, "text": {place: "title wolkenboek"}}
    withdrawn = desk.decide_from_sheet(month, filled(sheet, tmp_path / "b.xlsx", page="texts", **of_one)).month
    assert withdrawn.signatures.query("source_file == 'x.csv'")["outcome"].tolist() == ["withdrawn"]
    again = desk.take_back(withdrawn, "w01").month
    settled = desk.decide_on_text(again, asked["text"], "says_nothing", lines=1, **WHY).month
    assert settled.signatures.query("source_file == 'x.csv'")["outcome"].tolist() == ["accepted"]


def test_a_sheet_has_each_waiting_line_with_its_best_candidate_and_names_as_text(month, tmp_path):
    sheet = tmp_path / "internal" / "review.xlsx"
    assert "26 lines are in" in repr(desk.review_sheet(month, sheet))
    by_row = {row["source_row"]: row for row in rows_of(sheet, source_file="lijst.csv")}
    assert {tuple(row) for row in by_row.values()} == {COLUMNS}
    assert [row["answer"] for row in by_row.values()] == [""] * 4, "nothing is answered before the analyst did"
    assert by_row["2"]["proposed"] == "", "the function says that it is somebody else"
    assert by_row["4"]["proposed"] == "" and by_row["4"]["because"] == "no date of signing", "perhaps nobody signed"
    assert by_row["5"]["name_as_written"].startswith("=1+1 "), "a text, not a formula"
    assert "half maart" in by_row["5"]["because"]
    odd = by_row["3"]
    assert (odd["remarks_as_written"], odd["may_be_named_as_written"]) == ("bevestigd op 11 maart", "ja graag")
    assert sheet.stat().st_mode & 0o077 == 0
    # Of a text with many lines, too: it may be the title of a list of people who did not sign.
    of_texts = [row["proposed"] for name in ("lijst_2", "lijst_1") for row in rows_of(sheet, source_file=f"{name}.csv")]
    assert set(of_texts) == {""} and len(of_texts) > 10


def test_of_a_line_with_a_text_that_was_decided_the_candidates_stay_and_nobody_is_proposed(month, tmp_path):
    """However it goes on waiting: for a remark with its number, or for a day."""
    name = month.sources.members.query("term == '2017-2021'")["full_name"].iloc[5]
    rows = [f"{name};stapelgek;;11-3-2021", "NB: regel 2 nog controleren;;;"]
    (month.sources.folder / "signatories" / "x.csv").write_text(HEADINGS + "\n".join(rows) + "\n", encoding="utf-8")
    month = opened(month.sources.folder, "2021-04")
    decided = desk.decide_on_text(month, "stapelgek", "withdrawn", lines=1, **WHY)
    desk.review_sheet(decided.month, tmp_path / "review.xlsx")
    (row,) = rows_of(tmp_path / "review.xlsx", source_file="x.csv")[:1]
    assert (row["candidate"], row["proposed"]) == (name, "")
    assert "decided of the text 'stapelgek'" in row["because"]


def test_a_party_alone_is_said_to_be_a_heading_perhaps_and_what_accepting_it_says_comes_first(month, tmp_path):
    names = month.sources.members.query("term == '2017-2021'")["full_name"].iloc[5:7]
    lines = ["VVD;;;", *(f"{name};Kamerlid;;11-3-2021" for name in names)]
    (month.sources.folder / "signatories" / "x.csv").write_text(HEADINGS + "\n".join(lines) + "\n", encoding="utf-8")
    month = opened(month.sources.folder, "2021-04")
    desk.review_sheet(month, sheet := tmp_path / "review.xlsx")
    at, row = next((n, row) for n, row in enumerate(rows_of(sheet)) if row["source_file"] == "x.csv")
    expected = "2 lines stand below this row, which may be their heading and not a signature. "
    expected += "If this is accepted, VVD has signed as a party (it declined on 10 March 2021)."
    assert (row["candidate_id"], row["proposed"], row["differs"]) == ("party:vvd", "", expected)
    shown = repr(desk.signatures_that_wait(month))
    assert expected in shown and "It is the signature of VVD as a party, which has then signed:" in shown
    answers = filled(sheet, tmp_path / "b.xlsx", answer={at: "yes"}, day={at: "11-3-2021"})
    said = repr(desk.decide_from_sheet(month, answers)).splitlines()[1:4]
    assert said[0] == "Which parties have signed as such changes in April 2021"
    assert said[2].startswith("Support of VVD | ") and said[2].count("declined") == 1


def test_one_of_several_initials_without_a_party_is_no_proposal(sheet):
    own = rows_of(sheet, source_file="lijst_3.csv")
    assert [(bool(row["candidate_id"]), row["proposed"]) for row in own] == [(True, ""), (True, "")]
    assert [row["remarks_as_written"] for row in own] == ["Nabellijst"] * 2, "the title of their list"


def test_a_sheet_that_is_filled_in_is_decided_at_once(month, sheet, tmp_path):
    answers = {
        "answer": {0: "Yes", 1: "Niet in het parlement", 2: "ja"},
        "day": {2: "20-3-2021"},
        "reason": {0: "Asked by telephone"},
        "may_be_named": {0: "ja"},
    }
    decided = desk.decide_from_sheet(month, filled(sheet, tmp_path / "b.xlsx", **answers))
    assert outcomes(decided.month) == ["accepted", "not_in_parliament", "accepted", "review"]
    written = pd.read_csv(month.sources.folder / "decisions" / "signatories.csv", dtype="str").fillna("")
    assert written["may_be_named"].tolist()[:2] == ["yes", ""]
    assert written["reason"][0] == "Asked by telephone" and "no date of signing" in written["reason"][2]
    assert set(written["decided_by"]) == {"A. Nalist"} and written["valid_from"][2] == "2021-03-20"
    again = desk.decide_from_sheet(month, tmp_path / "b.xlsx")
    assert "each line with an answer is decided already" in repr(again)
    more = filled(sheet, tmp_path / "c.xlsx", answer={0: "no", 3: "not in parliament"})
    (tmp_path / "b.xlsx").unlink()
    assert "If you decided from it and then deleted it" in repr(desk.decide_from_sheet(month, tmp_path / "b.xlsx"))
    later = desk.decide_from_sheet(decided.month, more)
    assert outcomes(later.month) == ["accepted", "not_in_parliament", "accepted", "not_in_parliament"]


def test_no_means_nobody_of_parliament_where_nobody_is_found_and_a_withdrawal_needs_no_candidate(
    month, tmp_path, monkeypatch
):
    monkeypatch.setattr(
        "analysis.desk.sheet.waiting_lines", lambda *given: [(line, []) for line, _ in waiting_lines(*given)]
    )
    desk.review_sheet(month, sheet := tmp_path / "review.xlsx")
    assert {row["proposed"] for row in rows_of(sheet)} == {"not in parliament"}
    answers = filled(sheet, tmp_path / "b.xlsx", answer={0: "no", 1: "withdrawn"}, day={1: "2-4-2021"})
    assert outcomes(desk.decide_from_sheet(month, answers).month)[:2] == ["not_in_parliament", "withdrawn"]


def test_a_text_answered_on_the_sheet_is_decided_on_all_its_lines_before_the_lines_are(month, sheet, tmp_path):
    texts = rows_of(sheet, "texts")
    ((place, asked),) = ((n, row) for n, row in enumerate(texts) if row["text"] == "stadsdichter in spe")
    assert asked["lines"] == asked["only_text"] == "2" and "stadsdichter in spe (lijst.csv:2)" in asked["example"]
    both = filled(sheet, tmp_path / "b.xlsx", page="texts", answer={place: "Sits or stands"})
    filled(both, both, answer={2: "yes"}, day={2: "20-3-2021"})
    decided = desk.decide_from_sheet(month, both)
    assert outcomes(decided.month)[:3] == ["accepted"] * 3, "line 2 no longer waited when the lines were decided on"
    written = pd.read_csv(month.sources.folder / "decisions" / "texts.csv", dtype="str")
    assert written["reason"].tolist() == ["Answered sits_or_stands on the review sheet; 2 lines had it."]
    assert "2 decisions are written" in repr(decided)
    assert "decided already" in repr(desk.decide_from_sheet(month, both))


def test_an_answer_on_what_waits_no_longer_is_named_unless_it_was_decided_just_so(month, sheet, tmp_path):
    """Once its texts settle a line, its own answer, with leave to name somebody, must not be lost in silence."""
    texts = [row["text"] for row in rows_of(sheet, "texts")]
    both = filled(
        sheet, tmp_path / "b.xlsx", page="texts", answer={texts.index("stadsdichter in spe"): "sits_or_stands"}
    )
    filled(both, both, answer={0: "yes", 2: "yes"}, may_be_named={0: "yes"}, day={2: "20-3-2021"})
    decided = desk.decide_from_sheet(month, both)
    name = month.signatures.query("source_file == 'lijst.csv'")["name_as_written"].iloc[0]
    first, fault, said = repr(decided).splitlines()[:3]
    assert (first[:28], said) == ("One answer is not written. C", "2 decisions are written.")
    assert fault.startswith(f"row 2: the line no longer waits, and is now: accepted {name}. If the answer says more")
    again = repr(desk.decide_from_sheet(decided.month, both)).splitlines()
    assert again == [first, fault, "2 answers were decided already, so nothing is written for them."]
    no_line = filled(sheet, tmp_path / "c.xlsx", page="texts", answer={texts.index("stadsdichter in spe"): "withdrawn"})
    by = r"no line waits for it any more; clear the answer\. Decided already, as w01 \(sits_or_stands, by A\. Nalist\)"
    with pytest.raises(ParameterError, match=by):
        desk.decide_from_sheet(decided.month, no_line)


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ({"answer": {2: "yes"}}, "row 4: day: empty"),
        ({"answer": {1: "misschien"}}, "row 3: answer: found 'misschien', expected yes, not in parliament, no sig"),
        ({"answer": {2: "kopje"}}, "row 4: answer: found 'kopje', expected yes.*; day: empty"),
        ({"answer": {1: "Nee"}}, r"row 3: answer: found Nee, .* not in parliament \(.* or no signature \(who "),
        ({"answer": {2: "yes"}, "day": {2: "30-12-2026"}}, "row 4: valid_from: found 2026-12-30, expected a day until"),
        ({"answer": {0: "geert-wilders"}}, "row 2: answer: .* does not resemble"),
        (
            {"answer": {2: "yes"}, "day": {2: "half maart"}},
            "row 4: day: found 'half maart', expected a day as 2021-03-10 or 10-03-2021",
        ),
        ({"answer": {0: "yes"}, "source_row": {0: "99"}}, "row 2: no such line in the lists of this month"),
        ({"answer": {0: "yes"}, "may_be_named": {0: "soms"}}, "row 2: .*may_be_named: found 'soms'"),
        ({}, "answer: found no row with one"),
        (
            {"answer": {0: "yes"}, "candidate_id": {0: "somebody-else"}},
            "row 2: the line or its candidate changed since the sheet was written",
        ),
        (
            {"page": "texts", "answer": {0: "yes"}},
            "texts row 2: action: found 'yes', expected one of harmless, says_nothing",
        ),
        (
            {"page": "texts", "answer": {0: "harmless"}, "lines": {0: "90"}},
            "texts row 2: lines: 14 wait for .* not 90",
        ),
    ],
)
def test_a_sheet_without_an_answer_that_can_be_is_refused(month, sheet, tmp_path, answers, fault):
    before = files_of(month)
    with pytest.raises(ParameterError, match=fault):
        desk.decide_from_sheet(month, filled(sheet, tmp_path / "b.xlsx", **answers))
    assert files_of(month) == before


def test_of_a_sheet_with_an_answer_that_can_not_be_the_others_are_decided_and_that_one_is_named(month, sheet, tmp_path):
    answers = {0: "yes", 1: "misschien", 2: "yes"}
    decided = desk.decide_from_sheet(month, filled(sheet, tmp_path / "b.xlsx", answer=answers))
    assert outcomes(decided.month) == ["accepted", "review", "review", "review"]
    first, *faults, said = repr(decided).splitlines()[:4]
    assert "2 answers are not written" in first and said == "One decision is written."
    assert [fault[:13] for fault in faults] == ["row 3: answer", "row 4: day: e"]


def test_an_answer_that_a_text_on_the_same_sheet_makes_true_is_so_already(month, sheet, tmp_path):
    texts = [row["text"] for row in rows_of(sheet, "texts")]
    of_text = {texts.index("stadsdichter in spe"): "sits_or_stands"}
    both = filled(sheet, tmp_path / "b.xlsx", page="texts", answer=of_text)
    decided = desk.decide_from_sheet(month, filled(both, both, answer={0: "yes"}))
    said = "One answer was decided already, so nothing is written for it."
    assert outcomes(decided.month)[0] == "accepted"
    assert repr(decided).splitlines()[:2] == [said, "One decision is written. Delete the sheet: it names a person."]


def test_an_answer_on_a_line_that_says_something_else_since_the_sheet_was_written_is_named(month, sheet, tmp_path):
    answered = filled(sheet, tmp_path / "b.xlsx", answer={1: "yes", 2: "yes"}, day={2: "20-3-2021"})
    received = month.sources.folder / "signatories" / "lijst.csv"
    text = received.read_text(encoding="utf-8").replace("bevestigd op 11 maart", "trekt zich terug")
    received.write_text(text, encoding="utf-8")
    again = opened(month.sources.folder, "2021-04")
    decided = desk.decide_from_sheet(again, answered)
    assert outcomes(decided.month)[1:3] == ["review", "accepted"]
    assert "row 3: lijst.csv:3 says something else now than when the sheet was written" in repr(decided)


def test_a_folder_that_is_made_for_a_sheet_is_named(month, tmp_path):
    made = f"There was no folder {tmp_path / 'reprots'}, so it was made."
    said = [repr(desk.review_sheet(month, tmp_path / "reprots" / "review.xlsx")) for _ in range(2)]
    assert [made in each for each in said] == [True, False]


def test_a_sheet_with_answers_is_not_written_over(month, tmp_path):
    desk.review_sheet(month, tmp_path / "a.xlsx")
    desk.review_sheet(month, tmp_path / "a.xlsx")
    filled(tmp_path / "a.xlsx", tmp_path / "a.xlsx", answer={0: "yes"})
    with pytest.raises(ParameterError, match=r"a\.xlsx: it has answers; decide from it, or delete it"):
        desk.review_sheet(month, tmp_path / "a.xlsx")


def test_a_sheet_among_the_lists_is_not_read_as_a_list(month):
    desk.review_sheet(month, month.sources.folder / "signatories" / "review.xlsx")
    with pytest.raises(InputError, match="found a review sheet, expected a list of signatories; decide from it"):
        desk.open_month(month=str(month.month), data_dir=str(month.sources.folder))


def test_what_is_no_sheet_is_refused(month, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK no")
    with pytest.raises(ParameterError, match="not a sheet that"):
        desk.decide_from_sheet(month, tmp_path / "a.xlsx")


def test_somebody_who_does_not_resemble_the_line_or_is_not_known_is_asked_about_again(month):
    line = ("lijst.csv", 2, "accept")
    with pytest.raises(ParameterError, match="does not resemble"):
        desk.decide_on_line(month, *line, candidate=_unlike(month), **WHY)
    with pytest.raises(ParameterError, match="the line does not name the party vvd"):
        desk.decide_on_line(month, *line, candidate="party:vvd", **WHY)
    decided = desk.decide_on_line(month, *line, candidate=_unlike(month), although="told so by the office", **WHY)
    assert outcomes(decided.month)[0] == "accepted"
    assert "although told so by the office" in repr(decided)
    right = month.signatures.query("source_file == 'lijst.csv'")["candidate_ids"].iloc[0]
    with pytest.raises(ParameterError, match="the line is accepted for") as refused:
        desk.decide_on_line(decided.month, *line, candidate=right, **WHY)
    call = 'desk.take_back(month_reconciled, "lijst-csv-row-2") takes it back'
    assert call in refused.value.__notes__[0]
    with pytest.raises(ParameterError, match=f"Decided already, as lijst-csv-row-2 .*{re.escape(call)}"):
        desk.decide_on_line(decided.month, *line[:2], "reject", **WHY)
    with pytest.raises(ParameterError, match=f"did you mean {right}"):
        desk.decide_on_line(month, *line, candidate=right[:-1], **WHY)


def _unlike(month: Reconciliation) -> str:
    name = month.signatures.query("source_file == 'lijst.csv'")["name_as_written"].iloc[0]
    people = month.sources.members
    return str(
        people["person_id"].iloc[people["full_name"].map(lambda other: fuzz.token_set_ratio(name, other)).argmin()]
    )


def test_the_sheet_says_on_which_day_the_parliament_is_that_a_line_without_a_day_was_compared_with(sheet):
    lines = pages_of(sheet)["review"].query("source_file == 'lijst.csv'").set_index("source_row")
    assert "11 March 2021 (the line has no day: this is the last" in lines.loc["4", "agrees"]
    assert "2021" not in lines.loc["2", "agrees"]
