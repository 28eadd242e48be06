"""What a row may not say, by itself or beside other rows and tables: the rules of rules.csv, by planted faults."""

from pathlib import Path

import pandas as pd

from analysis.sources.contracts import own_tables
from analysis.sources.rule_views import VIEWS
from analysis.sources.rules import broken_rules
from support.csv_rows import rows_in
from support.known_answers import typed
from support.months import checked_tables
from support.planted_faults import errors
from support.project import PROJECT

TABLES = checked_tables().tables
EVENT = (
    "ce900,national_programme,2025-05-01,motion,Zin.,Sentence.,2,euro,cda,proposed,adopted,80,70,28638-1,,"
    "brief,letter,2025-12,,,yes,https://example.org/,primary,"
)


def is_said(fault: dict[str, str], lines: list[str]) -> bool:
    return any(f": {fault['column']}: " in line and fault["said"] in line for line in lines)


def test_an_event_that_says_something_impossible_is_an_error_and_a_sound_one_is_none(data: Path) -> None:
    """The faults of faults_in_events.csv, planted in EVENT and put below the events of the project.

    Where a row breaks the contract of its table, what shows between rows and tables is not looked for yet.
    """
    file, faults = data / "commitment_events.csv", typed("faults_in_events")
    text = file.read_text(encoding="utf-8")
    assert all(fault["text"] in EVENT for fault in faults)
    for _ in ("of the contract", "between tables"):
        rows = [EVENT, *(EVENT.replace(fault["text"], fault["planted"], 1) for fault in faults)]
        named = [row.replace("ce900", f"ce{910 + place}", 1) for place, row in enumerate(rows)]
        file.write_text(text + "\n".join([*named, ""]), encoding="utf-8")
        found = errors(data)
        first = len(text.splitlines()) + 1
        of_sound, *of_faults = (
            [line for line in found if line.startswith(f"{file.name}:{first + place}: ")] for place in range(len(rows))
        )
        assert of_sound == []
        faults = [fault for fault, lines in zip(faults, of_faults, strict=True) if not is_said(fault, lines)]
    assert faults == []


def test_a_vote_that_does_not_fit_the_day_or_the_tally_is_an_error(data: Path) -> None:
    """Each fault of faults_in_votes.csv, planted in the votes of the project."""
    file, missed = data / "votes.csv", []
    text = file.read_text(encoding="utf-8")
    for fault in typed("faults_in_votes"):
        assert text.count(f"\n{fault['text']}") == 1
        file.write_text(text.replace(f"\n{fault['text']}", f"\n{fault['planted']}"), encoding="utf-8")
        found = [line for line in errors(data) if line.startswith(f"{file.name}:")]
        missed += [] if is_said(fault, found) else [(fault["planted"], found)]
    assert missed == []


def test_a_decision_without_the_id_of_the_house_is_named_once_however_many_groups_voted() -> None:
    events = TABLES["commitment_events"]
    without = events.assign(besluit_id=events["besluit_id"].where(events["event_id"] != "ce060"))
    (said,) = (each for each in broken_rules(TABLES | {"commitment_events": without}) if each.severity == "error")
    assert (said.file, said.found, said.expected[:31]) == ("votes.csv", "'ce060'", "an event with its besluit_id, t")


def test_a_last_day_of_a_cabinet_before_its_first_is_all_that_is_wrong_with_its_row() -> None:
    cabinets = TABLES["cabinets"].copy()
    cabinets.loc[cabinets["party_id"] == "nsc", "valid_until"] = pd.Timestamp(2024, 2, 22)
    (said,) = map(str, broken_rules({"cabinets": cabinets}))
    assert said.startswith("cabinets.csv:12: valid_until: found 2024-02-22, expected 2024-07-02 (valid_from) or later;")


def is_so_said(fault: dict[str, str], lines: list[str]) -> bool:
    return any(line.startswith(fault["severity"]) and fault["said"] in line for line in lines)


def test_each_value_that_breaks_a_rule_is_reported() -> None:
    """Each fault of faults_in_columns.csv: `planted` in a column of a table, in the rows for which `rows` holds."""
    planted = typed("faults_in_columns")
    tables = TABLES | {name: TABLES[name].copy() for name in {fault["table"] for fault in planted}}
    for fault in planted:
        table = tables[fault["table"]]
        table.loc[table.eval(fault["rows"]), fault["column"]] = fault["planted"] or None
    lines = [f"{problem.severity}: {problem}" for problem in broken_rules(tables)]
    assert [fault for fault in planted if not is_so_said(fault, lines)] == [], lines
    of_words = [line for line in lines if ": printed_text" in line]
    assert len(of_words) == sum(fault["column"].startswith("printed_text") for fault in planted), (
        "each is reported once"
    )


def test_the_id_of_a_party_is_a_name_for_files_on_every_system() -> None:
    ids = ["con", "nul", "aux", "prn", "com1", "lpt9", "all", "a" * 61]
    faults = broken_rules({"parties": pd.DataFrame({"party_id": ["d66", *ids]})})
    assert [(fault.row, fault.column, fault.found) for fault in faults] == [
        (row, "party_id", repr(party_id)) for row, party_id in enumerate(ids, start=3)
    ]


def test_what_waits_for_another_row_or_for_what_only_somebody_else_knows_is_named() -> None:
    contact = TABLES["contact"].assign(phone=None, email=None)
    undated, phone, email = map(str, broken_rules({**TABLES, "contact": contact}))
    assert undated.endswith(
        ": published_on: found no date, and no dated publication that CKM-parents quotes, expected a date; "
        "its figures are used in no month until one is known (warning)"
    )
    assert phone.startswith("contact.csv:2: phone: found nothing, expected a telephone number; ask CKM for it")
    assert email.startswith("contact.csv:2: email: found nothing, expected an e-mail address")
    # Omtzigt left the CDA with his seat on 15 September 2021: seats.csv has no other seats from the next day on.
    events = TABLES["party_events"]
    later = events["date"].mask(events["event_id"] == "e09", pd.Timestamp(2021, 9, 16))
    known = contact.assign(phone="088", email="info@example.org"), events.assign(date=later)
    tables = {**TABLES, **dict(zip(("contact", "party_events"), known, strict=True))}
    _, moved = map(str, broken_rules(tables))
    assert ": date: found e09 of 2021-09-16, by which the seats of cda and lid-omtzigt do not change" in moved


def test_a_claim_without_short_words_is_named_if_the_two_pages_have_it() -> None:
    last = TABLES["claims"].iloc[[-1]]
    added = [last.assign(claim_id="shown", annex_only=None), last.assign(claim_id="in_annex", annex_only="yes")]
    claims = pd.concat([TABLES["claims"], *added], ignore_index=True)
    (named,) = (str(each) for each in broken_rules({"claims": claims}) if each.severity == "warning")
    assert "claim_id: found shown without short words, expected words for the table of the two pages; " in named
    assert 'write shown = "…" below [numbers.claims] in src/analysis/core/wording/nl/briefing.toml and ' in named


def test_each_rule_is_about_a_table_or_a_view_that_there_is() -> None:
    views = {row["view"] for row in rows_in(PROJECT / "src" / "analysis" / "sources" / "rules.csv")}
    of_a_month = {"decisions_figures in a month", "decisions_parties in a month"}
    of_a_month |= {"questions in a month", "figures on a day"}
    assert set(VIEWS) <= views
    assert views - of_a_month <= {*VIEWS, *own_tables()}
