"""What an analyst sees of a line that waits for a decision. All who sign are made up (see test_signatories)."""

import datetime
import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from analysis import desk
from analysis.core.parameters import Month
from analysis.signatories.body import Bodies
from analysis.signatories.waiting import waiting_lines, warnings_now
from analysis.sources.signature_lists import read_lists
from support.made_up_parliament import LATER, Written, decisions, lists, members, received, resolve, standing, tables
from support.months import reconciled


def evidence(lines: pd.DataFrame, as_of: datetime.date = LATER, **others: pd.DataFrame) -> list[dict[str, Any]]:
    """The candidates of the lines that wait, with the row of each line."""
    signatures = resolve(lines, as_of=as_of, candidates=standing(), **others).signatures
    bodies = Bodies(tables(candidates=standing(), **others))
    return [
        {"row": line["source_row"]} | each for line, own in waiting_lines(signatures, bodies, as_of) for each in own
    ]


def test_that_a_line_waits_is_said_only_as_long_as_it_does(tmp_path):
    rows = [
        "Bo Bedacht;Kamerlid;SP;10-3-2021",
        "Ann van der Verzon;Kamerlid;CDA;10-3-2021",
        "Iemand Anders;;;10-3-2021",
    ]
    text = "\n".join(["Naam;Functie;Partij;Datum", *rows, "NB: regels 2, 3 en 4 nog controleren;;;"])
    lines = received(tmp_path, text)
    _, problems = read_lists(tmp_path / "signatories")
    decided = decisions({"action": "reject"})
    said = [str(each) for each in warnings_now(problems, resolve(lines, decided).signatures) if each.row in (2, 3, 4)]
    assert [each.partition(" found ")[0] for each in said] == ["signatories/lijst.csv:3:", "signatories/lijst.csv:4:"]
    assert [each.rpartition(": ")[2] for each in said] == [
        "the line waits for a decision (warning)",
        "the line counts as not in parliament (warning)",
    ]


def test_all_that_is_known_of_each_candidate_is_beside_it(tmp_path):
    assert evidence(lists(tmp_path, ("", "SP", "9-3-2021"), file="lijst-1.csv")) == [], "nothing waits"
    written = [
        *(("mevrouw Jan Dubbel", "CDA", "10-3-2021"), ("", "SP Zwolle", "11-3-2021"), ("Zus Onbekend", "SP", "")),
        *(("mevr. Bo Bedachd", "SP", "12-3-2021"), ("Bo Bedacht", "SP", "13-3-2021")),
        *(("Gijs Nergens", "SP", "10-3-2021"), ("Eef Twijfel", "VVD", "1-5-2021")),
    ]
    found = evidence(lists(tmp_path, *written))
    assert [" ".join("-" if cell is None else f"{cell}" for cell in [*each.values()][:-2]) for each in found] == [
        "2 Jan Dubbel jan-dubbel-2 full_name yes no 100.0 no sp SP SP 3 no -",
        "2 Jan Dubbel jan-dubbel-1 full_name no no 100.0 no d66 D66 D66 2 no -",
        "3 SP party:sp - - - - - - - - - - lijst-1.csv:2",
        "5 Bo Bedacht bo-bedacht spelling no yes 90.0 yes sp SP - - - lijst.csv:6",
        "7 Gijs Nergens gijs-nergens full_name - no 100.0 no - Lijst Luchtkasteel Lijst Luchtkasteel 4 no -",
        "8 Eef Twijfel eef-twijfel full_name - - 100.0 unknown sp SP - - - -",
    ]


def test_a_line_without_a_day_is_compared_with_the_last_day_of_its_list(tmp_path):
    """Bo Bedacht left in March 2021: a list of 2026 says nothing of that day."""
    written = ("Bo Bedacht", "SP", ""), ("", "SP", "1-9-2026"), ("", "SP", "12-10-2026")
    (found,) = (each for each in evidence(lists(tmp_path, *written)) if each["row"] == 2)
    assert [found[each] for each in ("compared_on", "day_is", "sits")] == [datetime.date(2026, 10, 12), "last", "no"]


def test_a_line_without_a_day_in_a_list_without_days_is_compared_with_the_presentation_and_else_with_the_month(
    tmp_path,
):
    def of(name: str, as_of: datetime.date) -> list[object]:
        found = evidence(lists(tmp_path, (name, "SP", "")), as_of)[0]
        return [found[each] for each in ("candidate_id", "sits", "party_id", "position", "day_is")]

    assert of("Bo Bedacht", datetime.date(2021, 4, 30)) == ["bo-bedacht", "yes", "sp", None, "presented"]
    assert of("Koen Later", datetime.date(2023, 11, 30)) == ["koen-later", "no", "d66", 10, "as_of"]
    assert of("Koen Later", LATER) == ["koen-later", "no", None, None, "as_of"]


@pytest.mark.parametrize("beside", [" (CDA)", " | CDA", " – Kamerlid CDA", ", CDA", " CDA", " (luchtacrobaat)", " ⭐"])
def test_what_is_beside_a_name_is_no_part_of_the_name_that_is_compared(tmp_path, beside):
    row = evidence(lists(tmp_path, (f"Jan Dubbel{beside}", "", "10-3-2021")))[0]
    assert (row["name_agrees"], row["score"]) == ("full_name", 100)


def shown(tmp_path, *written: Written):
    month = reconciled(Month(2021, 3))
    made_up = {"members": members(), "candidates": standing()}
    signatures = resolve(lists(tmp_path, *written), **made_up).signatures
    return desk.signatures_that_wait(replace(month, signatures=signatures, sources=replace(month.sources, **made_up)))


def test_the_notebook_shows_each_line_beside_its_candidates_and_the_calls_to_choose_from(tmp_path):
    page = shown(tmp_path, ("Jan Dubbel", "CDA <b>", "10-3-2021"), ("Bo Bedacht", "SP", "12-3-2021"))
    said = repr(page)
    assert "Jan Dubbel | CDA <b> | 10 March 2021" in said
    assert "Jan Dubbel | jan dubbel jan dubbel | agrees in full | 100 | no | no. 2 of D66, not elected | –" in said
    line = 'desk.decide_on_line(month_reconciled, "lijst.csv", 2'
    assert f'{line}, "accept", candidate="jan-dubbel-1", reason="")' in said
    assert f'{line}, "not_in_parliament", reason="")' in said
    assert "<b>" not in page.html, "what was written is text"


def test_what_would_accept_a_line_that_says_it_was_withdrawn_is_not_offered_first(tmp_path):
    said = repr(shown(tmp_path, ("Bo Bedacht", "ingetrokken", "12-3-2021")))
    assert "One line waits for the text “ingetrokken”, the only text to decide on" in said
    calls = re.findall(r"desk\.decide_on_\w+\(.*\)", said)
    on_text, on_line = ([call for call in calls if f"decide_on_{what}" in call] for what in ("text", "line"))
    assert '"withdrawn"' in on_text[0]
    assert '"withdraw", valid_from=""' in on_line[0]
