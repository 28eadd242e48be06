"""A month is a draft until it is released, and again once its numbers change; a correction says what was wrong."""

import re
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from pathlib import Path

import pandas as pd
import pytest

from analysis import desk, sources
from analysis.briefing import annex_of, briefing_of
from analysis.core.parameters import Month
from analysis.core.problems import InputError, ParameterError
from analysis.core.wording import wording
from analysis.publish.index_pages import month_page
from analysis.publish.mail import drafts
from analysis.publish.tables import WORKBOOK, tables_of
from analysis.reconciliation import Reconciliation, reconcile_tables
from analysis.reconciliation.releases import changed_since, correction_in_words, numbers_of, version_of
from support.fewer_candidates import with_fewer_candidates
from support.months import checked_tables, reconciled
from support.real_pages import page_of
from support.versions import CORRECTION, release, with_other_seats
from support.workbook_rows import sheet_of

MONTH = Month.parse("2021-06")


@dataclass(frozen=True)
class States:
    """One month in each state that it can be in, what the first release said, and the releases that were refused."""

    draft: Reconciliation
    released: Reconciliation
    changed: Reconciliation
    corrected: Reconciliation
    said: str
    refusals: dict[str, str]


def laid_out(folder: Path) -> Path:
    """Lay out data with a list of three members of D66 who may be named; that they signed is made up."""
    data = with_fewer_candidates(folder)
    names = [f"{name},Kamerlid,10-4-2021,ja" for name in ("Vera Bergkamp", "Carline van Breugel", "Joba van den Berg")]
    lines = ["Naam,Functie,Datum,Mag genoemd worden", *names]
    (data / "signatories" / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    return data


def refused(month: Reconciliation, **words: str) -> str:
    with pytest.raises((InputError, ParameterError)) as refusal:
        release(month, **words)
    return str(refusal.value)


@pytest.fixture(scope="module")
def states(tmp_path_factory) -> States:
    data = laid_out(tmp_path_factory.mktemp("releases") / "data")
    (data / "signatories" / "b.csv").write_text("Naam,Partij,Datum\n,ChristenUnei,10-3-2021\n", encoding="utf-8")
    draft = reconciled(MONTH, data)
    desk.session(by="A. Nalist", on="2021-07-05")
    refusals = {"a first version that corrects": refused(draft, **CORRECTION)}
    first = release(draft)
    with_other_seats(data)
    changed = reconciled(MONTH, data)
    refusals["data that changed"] = refused(draft)
    refusals["no correction"] = refusals["what to look at"] = refused(changed)
    refusals["an empty one"] = refused(changed, **CORRECTION | {"what_was_wrong_nl": " ", "how_fixed_en": "\n"})
    corrected = release(changed, **CORRECTION).month
    with_other_seats(data, 1)
    refusals["the words of the version before"] = refused(reconciled(MONTH, data), **CORRECTION)
    with_other_seats(data)
    return States(draft, first.month, changed, corrected, repr(first), refusals)


def everything_said(month: Reconciliation, language: str) -> dict[str, str]:
    page = page_of(briefing_of(month, "volt", language))
    (mail,) = drafts(month, {f"share/{language}/volt.html": page.encode()}).values()
    return {
        "page": page,
        "mail": message_from_bytes(mail, policy=policy.default).get_body().get_content(),
        "index": month_page(month, set()).decode(),
        "workbook": "\n".join(str(row[0]) for row in sheet_of(tables_of(month)[WORKBOOK], "Cover")),
    }


@pytest.mark.parametrize(
    ("state", "language", "is_draft"),
    [
        *(("draft", "nl", True), ("released", "nl", False), ("changed", "nl", True), ("corrected", "nl", False)),
        *(("changed", "en", True), ("corrected", "en", False)),
    ],
)
def test_all_that_leaves_says_whether_the_month_is_a_draft_and_what_changed_or_was_wrong(
    states, state, is_draft, language
):
    said = everything_said(getattr(states, state), language)
    words = {"nl": ("Concept", "concept"), "en": ("Draft", "draft")}[language]
    assert {name: any(word in text for word in words) for name, text in said.items()} == dict.fromkeys(said, is_draft)
    since = {"nl": "Gewijzigd sinds versie 1, die op 5 juli 2021", "en": "Changed since version 1, which was released"}
    assert {since[language] in text for text in said.values()} == {state == "changed"}
    for what in ("what_was_wrong", "how_fixed", "what_it_touches"):
        words_of_it = CORRECTION[f"{what}_{language}"].casefold()
        assert {words_of_it in text.casefold() for text in said.values()} == {state == "corrected"}
    other = {"nl": "en", "en": "nl"}[language]
    assert CORRECTION[f"what_was_wrong_{other}"] not in said["page"]


def test_a_version_holds_as_long_as_the_numbers_do_and_check_warns_once_they_change(states):
    found = [version_of(month) for month in (states.draft, states.released, states.changed, states.corrected)]
    assert [(v.number, v.is_released) for v in found] == [(0, False), (1, True), (1, False), (2, True)]
    assert [p for p in states.released.warnings if p.file == "decisions/releases.csv"] == []
    (warning,) = [p for p in states.changed.warnings if p.file == "decisions/releases.csv"]
    assert (warning.row, warning.column, warning.severity) == (2, "numbers", "warning")
    assert "other numbers than those of version 1 of 2021-06" in str(warning)
    assert [p for p in states.corrected.warnings if p.file == "decisions/releases.csv"] == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [("de zetels van Volt ", "de zetels van Volt."), ("De VVD stond er niet bij.", "De VVD stond er niet bij.")],
)
def test_what_an_analyst_wrote_of_a_correction_is_said_as_typed_and_ends(typed: str, said: str) -> None:
    found = correction_in_words({"what_was_wrong_nl": typed}, wording("nl"))
    assert found == f"In de vorige versie was dit fout: {said}"


def test_only_what_the_analyst_saw_is_released_once_and_a_correction_says_what_was_wrong(states):
    assert "One signature waits for a decision: released all the same." in states.said
    for why, words in {
        "a first version that corrects": "nothing in edition 1",
        "data that changed": "changed since you opened it",
        "no correction": f"in both languages: fill in {', '.join(CORRECTION)}",
        "what to look at": "desk.changed_since_release(month_reconciled) lists what changed",
        "the words of the version before": "these are the words of version 2: say what was wrong in that version",
        "an empty one": "in both languages: fill in what_was_wrong_nl, how_fixed_en",
    }.items():
        assert words in states.refusals[why], why
    assert version_of(states.corrected).correction == CORRECTION
    again = repr(release(states.corrected, **CORRECTION))
    assert "June 2021 is released already, as version 2: nothing is written." in again


def test_versions_are_counted_without_gaps_and_each_but_the_first_says_what_was_wrong(tmp_path):
    data = with_fewer_candidates(tmp_path / "data")
    with (data / "decisions" / "releases.csv").open("a", encoding="utf-8") as file:
        file.write("2021-06,2,A. Nalist,2021-07-05,iets,something,0123456789ab,,,,,\n")
        file.write("2021-07,1,A. Nalist,2021-08-05,iets,something,0123456789ab,,,,,\n")
        file.write("2021-08,1,A. Nalist,2021-09-05,,,0123456789ab,,,,,\n")
        file.write('2021-08,2,A. Nalist,2021-09-05," "," ",0123456789ab,,,,,\n')
        file.write("2021-09,1,A. Nalist,2021-10-05,,,0123456789ab,,,,,\n")
    with pytest.raises(InputError) as refused:
        sources.read_tables(data)
    found = {problem.row: str(problem) for problem in refused.value.problems}
    assert list(found) == [2, 3, 5]
    assert "edition: found 2, expected 1, one more than before" in found[2]
    assert "nothing in edition 1" in found[3]
    assert "expected what was wrong in the edition before it; say it" in found[5]


def test_a_file_of_releases_from_before_corrections_had_parts_is_read_and_gets_its_columns_with_the_next_one(tmp_path):
    data = laid_out(tmp_path / "data")
    file = data / "decisions" / "releases.csv"
    header = "month,edition,released_by,released_on,what_was_wrong_nl,what_was_wrong_en,numbers"
    rows = ["2021-05,1,A. Nalist,2021-06-05,,,0123456789ab"]
    rows.append(f'2021-06,1,"Nalist, A.",2021-07-05,,,{numbers_of(reconciled(MONTH, data))}')
    file.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    assert version_of(reconciled(MONTH, data)).is_released
    with_other_seats(data)
    desk.session(by="A. Nalist", on="2021-07-05")
    after = release(reconciled(MONTH, data), **CORRECTION).month
    written = file.read_text(encoding="utf-8").splitlines()
    assert written[:3] == [f"{header},how_fixed_nl,how_fixed_en,what_it_touches_nl,what_it_touches_en,although"] + [
        f"{row},,,,," for row in rows
    ]
    assert version_of(after).correction == CORRECTION


def test_a_release_is_of_numbers_verdicts_and_changes_and_not_of_sentences(states):
    month, numbers = states.draft, numbers_of(states.draft)
    claims = month.claims.assign(explanation_nl="Anders gezegd.", explanation_en="Said otherwise.")
    assert numbers_of(replace(month, claims=claims)) == numbers
    for other in ({"claims": claims.assign(verdict="supported")}, {"changes": month.changes.iloc[1:]}):
        assert numbers_of(replace(month, **other)) != numbers, other.keys()


def without_one_name(folder: Path) -> Reconciliation:
    """A month that is released, and of which somebody takes back the permission to be named: made up."""
    data = laid_out(folder)
    desk.session(by="A. Nalist", on="2021-07-05")
    assert list(release(reconciled(MONTH, data)).month.named_signatories["matched_name"]) == ["Vera Bergkamp"]
    file = data / "signatories" / "a.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("10-4-2021,ja", "10-4-2021,nee", 1), encoding="utf-8")
    return reconciled(MONTH, data)


def test_a_name_that_is_gone_makes_a_month_a_draft_and_nothing_that_git_keeps_depends_on_who_is_named(tmp_path):
    before, month = reconciled(MONTH, laid_out(tmp_path / "before")), without_one_name(tmp_path / "data")
    assert numbers_of(month) == numbers_of(before)
    assert not version_of(month).is_current
    (warning,) = changed_since(month)
    assert "found other names than those of version 1 of 2021-06" in str(warning)
    assert repr(desk.changed_since_release(month)).splitlines() == [
        "No longer on the pages: Vera Bergkamp (sits) (D66) and 1 named (all parties).",
        "On the pages now, but not then: 0 named (all parties).",
    ]
    of_git = "".join(file.read_text(encoding="utf-8") for file in (month.sources.folder / "decisions").rglob("*1.csv"))
    assert "support,d66,seats,24" in of_git
    assert [word for word in ("sitting_named", "coverage", "Bergkamp") if word in of_git] == []
    release(month, **CORRECTION)
    assert version_of(reconciled(MONTH, month.sources.folder)).is_released


def test_somebody_who_is_forgotten_makes_a_month_a_draft_that_can_be_released_again(tmp_path):
    """Whether the name alone was taken out of what is kept of the release, or everything."""
    month = without_one_name(tmp_path / "data")
    named = month.sources.folder / "decisions" / "named_signatories.csv"
    text = named.read_text(encoding="utf-8")
    for forgotten in (re.sub("1,d66 Vera Bergkamp [^;]*; ", "1,", text), re.sub("1,d66.*", "1,", text)):
        assert forgotten != text and "Bergkamp" not in forgotten
        named.write_text(forgotten, encoding="utf-8")
        month = reconciled(MONTH, month.sources.folder)
        assert not version_of(month).is_current
        assert "0 named (all parties)" in repr(desk.changed_since_release(month))
    assert version_of(release(month, **CORRECTION).month).is_released


@pytest.mark.parametrize(
    ("table", "row", "column", "value"),
    [
        ("commitments", ("commitment_id", "privacy_barriers"), "quantity_ids", "registered-all"),
        ("figures", ("figure_id", "f088"), "qualifier", "at_least"),
        ("publications", ("publication", "SMM-2015-2019"), "published_on", "2020-10-15"),
        ("signature_lines", ("organisation_as_written", "CDA"), "signed_on", pd.Timestamp("2021-03-09")),
    ],
)
def test_whatever_a_reader_can_quote_is_released(table, row, column, value):
    checked, draft = checked_tables(), reconciled(MONTH)
    changed = checked.tables[table].copy()
    changed.loc[changed.index[changed[row[0]] == row[1]][0], column] = value
    month = reconcile_tables(MONTH, replace(checked, tables=checked.tables | {table: changed}))
    now, before = ((briefing_of(each, "volt", "en"), annex_of(each, "en")) for each in (month, draft))
    assert now != before
    assert numbers_of(month) != numbers_of(draft)


def test_each_month_is_released_by_itself(states):
    released = states.released.sources.decisions.releases
    assert list(released["month"]) == ["2021-06"]
    tables = checked_tables(states.draft.sources.folder)
    of_month = {month: sources.as_of(month, tables).decisions.releases for month in (MONTH.previous(), MONTH)}
    assert [len(rows) for rows in of_month.values()] == [0, 2]


def test_what_comes_later_leaves_a_released_month_as_it_was(states, tmp_path):
    """A party that did not exist yet, a publication, a figure and seats that are no news of this month."""
    data = laid_out(tmp_path / "data")
    decision = {"figure_id": "f001", "expected_value": "716", "rests_on": "", "valid_from": "2026-11-01"}
    added(data, "parties.csv", party_id="later", abbreviation="Later", declined_on="", declined_publication="")
    added(data, "party_names.csv", party_id="later", name="Later", valid_from="2026-11-05")
    added(data, "quantities.csv", quantity_id="later-quantity", age_group="0-11", reporter="fairwork")
    added(data, "publications.csv", publication="LATER-2026", published_on="2026-11-03", quotes="")
    added(data, "figures.csv", figure_id="f999", publication="LATER-2026", reference_year="2025")
    added(data, "decisions/figures.csv", decision_id="d99", **decision)
    (data / "signatories" / "later.csv").write_text("Naam,Partij,Datum\n,Volt,10-10-2026\n", encoding="utf-8")
    assert numbers_of(reconciled(MONTH, data)) == numbers_of(states.draft)


def added(data: Path, file: str, **values: str) -> None:
    """Add a row to a table: like the first one, but for some values."""
    table = pd.read_csv(data / file, dtype="str", keep_default_na=False)
    table.loc[len(table)] = table.loc[0].to_dict() | values
    table.to_csv(data / file, index=False)
