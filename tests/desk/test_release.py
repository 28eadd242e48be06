"""A release keeps the numbers that went out, so that whoever corrects them sees each one that changed since."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell

from analysis import desk
from analysis.core.parameters import Month
from analysis.core.problems import InputError, ParameterError
from analysis.reconciliation.releases import numbers_of
from support.fewer_candidates import with_fewer_candidates
from support.months import reconciled
from support.versions import release, with_other_seats

MONTH = Month.parse("2021-06")


@pytest.fixture(scope="module")
def released_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = with_fewer_candidates(tmp_path_factory.mktemp("released") / "data")
    desk.session(by="A. Nalist", on="2021-07-05")
    release(reconciled(MONTH, data))
    return data


@pytest.fixture
def released(released_once: Path, tmp_path: Path) -> Path:
    desk.session(by="A. Nalist", on="2021-07-05")
    return Path(shutil.copytree(released_once, tmp_path / "data"))


@pytest.fixture
def notebook(released: Path) -> Iterator[InteractiveShell]:
    shell = InteractiveShell.instance()
    opening = f"month_reconciled = desk.open_month(month='{MONTH}', data_dir={str(released)!r})"
    assert shell.run_cell(f"from analysis import desk\n{opening}").success
    yield shell
    InteractiveShell.clear_instance()


def test_what_was_decided_or_released_is_in_the_month_that_the_notebook_has(notebook):
    said = [
        repr(notebook.run_cell(f"desk.{call}").result)
        for call in (
            "changed_since_release(month_reconciled)",
            "take_back_release(month_reconciled, 1)",
            "changed_since_release(month_reconciled)",
        )
    ]
    assert "Nothing that a reader can quote" in said[0] and "has not been released yet" in said[2]


def test_a_month_of_which_the_data_were_changed_elsewhere_is_older_and_what_changed_is_that_of_now(
    notebook, released, capsys
):
    with_other_seats(released)
    capsys.readouterr()
    said = repr(notebook.run_cell("desk.changed_since_release(month_reconciled)").result)
    assert "3 numbers or words of June 2021 are no longer those of version 1." in said
    assert (
        "The data changed since June 2021 was opened, by a call on another copy of the month, by somebody else"
        in capsys.readouterr().out
    )


def test_each_number_that_changed_since_the_release_is_listed_with_before_and_after(released):
    with_other_seats(released)
    said = repr(desk.changed_since_release(reconciled(MONTH, released)))
    assert said.splitlines() == [
        "3 numbers or words of June 2021 are no longer those of version 1.",
        "What | Column | Before | Now",
        "Party: all parties | Filled (seats) | 150 | 149",
        "Party: all parties | Vacant (seats) | 0 | 1",
        "Party: Volt | Filled (seats) | 3 | 2",
    ]


def test_what_came_since_the_release_is_listed_once_with_all_that_is_said_of_it(released):
    figures = released / "figures.csv"
    rows = figures.read_text(encoding="utf-8").replace(
        "NJi-on-2019,registered-all,2019,1334", "NJi-on-2019,registered-all,2019,1335"
    )
    figures.write_text(rows, encoding="utf-8")
    *_, said = repr(desk.changed_since_release(reconciled(MONTH, released))).splitlines()
    assert said.startswith(
        "Difference registered-all/2019/f196/quoted_wrongly | – | – | Kind: quoted wrongly; Publication a: Ned"
    )
    assert said.endswith("; Year or years: 2019; Printed value a: 1,335; Chosen or derived value b: 1,334")


def test_a_number_that_changed_is_rounded(released):
    with_other_seats(released)
    kept = released / "decisions" / "released" / "2021-06-1.csv"
    text, number = kept.read_text(encoding="utf-8"), r"(balance,2018,in_view_percent),[\d.]+"
    kept.write_text(re.sub(number, r"\1,53.69127517", text), encoding="utf-8")
    said = repr(desk.changed_since_release(reconciled(MONTH, released)))
    assert re.search(r"Balance of 2018 \| .* \| 53.69 \| \d+(\.\d\d?)?$", said, re.MULTILINE)


def test_a_month_is_released_when_it_is_over_or_nothing_is_kept(released):
    month = desk.take_back_release(reconciled(MONTH, released), 1).month
    desk.session(by="A. Nalist", on="2021-06-30")
    with pytest.raises(InputError, match="found 2021-06-30, expected a day after 2021-06-30"):
        release(month)
    desk.session(by="A. Nalist", on="2021-07-05")
    assert list((released / "decisions" / "released").iterdir()) == []


def test_a_month_that_is_not_over_is_not_released(released):
    desk.session(by="A. Nalist", on="2021-07-05")
    with pytest.raises(ParameterError, match="2099-12 is not over"):
        release(reconciled(Month(2099, 12), released))


def test_a_cell_releases_only_the_numbers_that_it_was_written_for(released, tmp_path):
    """As one that is left over from another month, from data to practise on, or from before a number changed."""
    practised = desk.take_back_release(reconciled(MONTH, released), 1).month
    digits = numbers_of(practised)
    asked = rf'numbers: not given.* write desk\.release\(month_reconciled, "{digits}"'
    with pytest.raises(ParameterError, match=asked):
        desk.release(practised)
    real = Path(shutil.copytree(released, tmp_path / "real"))
    with_other_seats(real)
    for other in (reconciled(MONTH, real), reconciled(Month(2021, 7), released)):
        with pytest.raises(ParameterError, match=f"numbers: found '{digits}', which are those of another month, of"):
            desk.release(other, digits)
    assert desk.release(practised, digits).month.sources.decisions.releases["edition"].tolist() == [1]


def test_a_version_is_released_on_the_day_of_the_one_before_or_later(released):
    with_other_seats(released)
    month = reconciled(MONTH, released)
    desk.session(by="A. Nalist", on="2021-07-04")
    words = dict.fromkeys(("what_was_wrong_nl", "what_was_wrong_en", "how_fixed_nl", "how_fixed_en"), "Made up.")
    words |= dict.fromkeys(("what_it_touches_nl", "what_it_touches_en"), "Made up.")
    with pytest.raises(InputError, match="found 2021-07-04, expected 2021-07-05, the day of the version before it, or"):
        release(month, **words)


def test_a_release_that_is_taken_back_leaves_nothing_behind(released):
    kept = released / "decisions" / "released"
    assert [path.name for path in kept.iterdir()] == ["2021-06-1.csv"]
    month = desk.take_back_release(reconciled(MONTH, released), 1).month
    assert list(kept.iterdir()) == []
    assert "June 2021 has no version 1: it was taken back already" in repr(desk.take_back_release(month, 1))
    assert "not been released yet" in repr(desk.changed_since_release(month))


def test_what_one_kernel_releases_and_takes_back_is_no_change_by_somebody_else(notebook, released, capsys):
    desk.session(by="A. Nalist", on="2021-07-05")
    digits = numbers_of(reconciled(MONTH, released))
    for call in ("take_back_release(month_reconciled, 1)", f"release(month_reconciled, '{digits}')"):
        shown = repr(notebook.run_cell(f"desk.{call}").result)
        notebook.run_cell("desk.what_waits(month_reconciled)", silent=True)
        assert "The data changed since" not in capsys.readouterr().out
    assert "releases.csv:\nmonth,edition,released_by" in shown, "the row is below its headings"


def test_what_did_not_change_is_not_released_again_in_other_words(released):
    words = ("what_was_wrong", "how_fixed", "what_it_touches")
    correction = {f"{word}_{language}": "Anders gezegd." for word in words for language in ("nl", "en")}
    with pytest.raises(ParameterError, match="nothing changed since version 1, so there is nothing to correct"):
        release(reconciled(MONTH, released), **correction)


def test_kept_numbers_that_were_spoilt_are_named(released):
    (released / "decisions" / "released" / "2021-06-1.csv").write_text("<<<<<<< HEAD\n", encoding="utf-8")
    with_other_seats(released)
    with pytest.raises(InputError, match=r"2021-06-1\.csv: found something else, expected the numbers of a released"):
        desk.changed_since_release(reconciled(MONTH, released))


def test_a_month_with_votes_at_second_hand_is_released_only_with_a_reason(tmp_path):
    data = with_fewer_candidates(tmp_path / "data")
    desk.session(by="A. Nalist", on="2026-11-05")
    month = reconciled(Month(2026, 10), data)
    with pytest.raises(ParameterError, match=r"votes on 18 decisions at second hand, which `briefing update`"):
        release(month)
    call = f'desk.release(month_reconciled, "{numbers_of(month)}", although="…")'
    assert call in repr(desk.status(month)), "the dots say where a reason is needed"
    with pytest.raises(ParameterError, match="second hand"):
        release(month, although="…")
    release(month, although="De fracties zijn het ermee eens.")
    assert "De fracties zijn het ermee eens." in (data / "decisions" / "releases.csv").read_text(encoding="utf-8")
