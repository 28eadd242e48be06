"""The state of a month: what waits first, then its pages, then its release."""

import json
import re
from dataclasses import asdict
from pathlib import Path

import pytest

from analysis import desk
from analysis.core.folders import input_files, sha256_of
from analysis.core.parameters import Month
from analysis.core.problems import ParameterError
from analysis.publish.reports_folder import MANIFEST, Manifest
from analysis.reconciliation.releases import numbers_of
from support.desk_decisions import LIST
from support.fewer_candidates import with_fewer_candidates
from support.months import reconciled
from support.versions import release, with_other_seats

MONTH = Month.parse("2021-06")


def state(data: Path) -> dict[str, str]:
    _, _, *lines = repr(desk.status(reconciled(MONTH, data))).splitlines()
    return {line.split(" | ")[0]: line for line in lines}


def next_steps(data: Path) -> list[str]:
    return [line for line in state(data) if line.startswith(("Next: ", "If that can wait: "))]


def with_pages(data: Path) -> None:
    """Record one page, as HTML and PDF, as made of the data as they are."""
    made = Manifest({f"data/{name}": sha256_of(path) for name, path in input_files(data).items()})
    for kind in ("html", "pdf"):
        made.outputs[f"share/nl/d66.{kind}"] = {"sha256": "", "made_from": made.made_from}
    folder = data.parent / "reports" / str(MONTH)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST).write_text(json.dumps(asdict(made)), encoding="utf-8")


def test_a_line_that_waits_is_the_next_step_and_the_build_comes_if_it_may_wait(data):
    (data / "signatories" / "lijst.csv").write_text(LIST, encoding="utf-8")
    assert re.search(r"\| one waits \|", state(data)["Lines of lists (2-signatories)"])
    waits, build = next_steps(data)
    assert waits == "Next: desk.signatures_that_wait(month_reconciled) (in 2-signatories)"
    assert build == f"If that can wait: briefing build --month 2021-06 --data {data}"


def test_a_month_is_built_then_released_then_built_then_sent_and_a_draft_when_a_number_changes(data):
    desk.session(by="A. Nalist", on="2021-07-05")
    assert next_steps(data)[0].startswith("Next: briefing build")
    with_pages(data)
    call = f'desk.release(month_reconciled, "{numbers_of(reconciled(MONTH, data))}")'
    assert next_steps(data) == [f"Next: {call} (in 1-figures or 2-signatories)"]
    release(reconciled(MONTH, data))
    assert "one briefing or annex has been made. One was made from older data." in state(data)["Pages"]
    assert next_steps(data)[0].startswith("Next: briefing build")
    with_pages(data)
    mails = data.parent / "reports" / "2021-06" / "share" / "mail"
    assert next_steps(data) == [f"Next: send version 1 ({mails}); nothing waits"]
    with_other_seats(data)
    assert "numbers changed since, so it is a draft again" in state(data)["Release (1-figures or 2-signatories)"]
    digits = numbers_of(reconciled(MONTH, data))
    assert f'desk.release(month_reconciled, "{digits}", what_was_wrong_nl="…", what_was_wrong_en="…"' in repr(
        desk.status(reconciled(MONTH, data))
    )


def test_a_month_of_which_the_pages_are_of_older_data_is_not_released(data):
    """The digits do not say who is named, so that they are the same."""
    desk.session(by="A. Nalist", on="2021-07-05")
    with_pages(data)
    (data / "signatories" / "lijst.csv").write_text(LIST, encoding="utf-8")
    expected = "pages of 2021-06 show older data: run briefing build --month 2021-06 --data .*, read them, then release"
    with pytest.raises(ParameterError, match=expected):
        release(reconciled(MONTH, data))
    assert not (data / "decisions" / "released").exists()


def test_of_a_month_that_is_not_over_it_is_said_from_which_day_it_can_be_released(tmp_path):
    data = with_fewer_candidates(tmp_path / "data")
    month = reconciled(Month(2099, 12), data)
    assert "the month is not over | from 1 January 2100 on: desk.release" in repr(desk.status(month))


def test_what_is_released_and_built_may_be_sent_although_a_line_waits(data):
    (data / "signatories" / "lijst.csv").write_text(LIST, encoding="utf-8")
    desk.session(by="A. Nalist", on="2021-07-05")
    release(reconciled(MONTH, data))
    with_pages(data)
    mails = data.parent / "reports" / "2021-06" / "share" / "mail"
    assert next_steps(data)[1] == f"If that can wait: send version 1 ({mails})"
