"""Opening a month or a page for a notebook."""

import re
from html import unescape
from pathlib import Path

import pytest

from analysis import desk
from analysis.core.front_matter import FRONT_MATTER_TYPE
from analysis.core.problems import ParameterError
from support.months import reconciled
from support.real_pages import page, page_of


def test_a_briefing_shows_its_page_in_a_frame_and_is_exported_as_the_same_page() -> None:
    briefing = desk.open_briefing(month="2026-10", party="d66", language="nl")
    shown = briefing.front_matter._repr_mimebundle_()
    (framed,) = re.findall(r'<iframe srcdoc="([^"]*)"[^>]* sandbox ', shown["text/html"])
    assert unescape(framed) == page("2026-10", "d66", "nl") == page_of(briefing)
    assert shown[FRONT_MATTER_TYPE]["title"] == shown["text/plain"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"data_dir: found '.*nowhere', expected a folder with the data"):
        desk.open_month(month="2026-10", data_dir=str(tmp_path / "nowhere"))


def test_a_party_is_known_by_its_other_names_too() -> None:
    with pytest.raises(ParameterError, match=r"did you mean 'gl-pvda'\?"):
        desk.open_briefing(month="2026-10", party="groenlinks-pvda", language="nl", data_dir="")


def test_a_month_that_is_not_over_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    desk.open_month(month="2999-01", data_dir="")
    assert capsys.readouterr().out == "January 2999 is not over: it has only what is known today.\n"


def test_a_month_on_a_line_of_its_own_is_a_short_summary() -> None:
    said = repr(reconciled("2026-10"))
    assert said.startswith("2026-10: ") and "printed figures" in said
    assert len(said) < 400
