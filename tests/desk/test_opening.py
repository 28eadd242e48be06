"""Opening a month or a page for a notebook."""

import datetime
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from analysis import desk
from analysis.core.front_matter import FRONT_MATTER_TYPE, SECTION_TYPE
from analysis.core.parameters import Month
from analysis.publish.page import page_of as exported
from support.fewer_candidates import with_fewer_candidates
from support.months import reconciled
from support.real_pages import page, page_of


def test_a_briefing_shows_its_page_in_a_frame_and_is_exported_as_the_same_page() -> None:
    briefing = desk.open_briefing(month="2026-09", party="d66", language="nl")
    shown = briefing.front_matter._repr_mimebundle_()
    (framed,) = re.findall(r'<iframe srcdoc="([^"]*)"[^>]* sandbox="allow-same-origin" ', shown["text/html"])
    assert unescape(framed) == page("2026-09", "d66", "nl") == page_of(briefing)
    assert shown[FRONT_MATTER_TYPE]["title"] == shown["text/plain"]


@pytest.fixture
def shell() -> Iterator[InteractiveShell]:
    """A shell of an analyst, who imported the desk."""
    shell = InteractiveShell.instance()
    shell.run_cell("from analysis import desk", silent=True)
    yield shell
    InteractiveShell.clear_instance()


def shown_by(shell: InteractiveShell, name: str) -> dict[str, str]:
    bundle, _ = shell.display_formatter.format(shell.ev(name))
    return bundle


def test_only_the_section_is_shown_as_on_its_page_and_exported_as_it_is(shell: InteractiveShell) -> None:
    """JupyterLab's own style made the support chart dark on black, with letters of 30 px."""
    shell.run_cell("briefing = desk.open_briefing(month='2026-10', party='d66', language='nl')", silent=True)
    with capture_output() as opened:
        shell.run_cell("annex = desk.open_annex(month='2026-10', language='nl')")
    section, bundle = shell.ev("briefing.your_party"), shown_by(shell, "briefing.your_party")
    framed = unescape(bundle["text/html"])
    assert re.match(r'<iframe srcdoc="', bundle["text/html"])
    heading = re.search(r'aria-labelledby="[^"]+"', section.html)[0]
    assert heading in framed and "<style>" in framed and not re.search("<(header|footer)", framed)
    assert "<nav" in shell.ev("annex.words_and_method").html
    assert "<nav" not in unescape(shown_by(shell, "annex.words_and_method")["text/html"])
    state = [each.data for each in opened.outputs if "where it stands" in each.data.get("text/plain", "")]
    assert ["<table" in each["text/html"] for each in state] == [True], "the state, as in other notebooks"
    cells = [
        nbformat.v4.new_code_cell(outputs=[nbformat.v4.new_output("display_data", data)])
        for data in (*state, shell.ev("briefing.front_matter")._repr_mimebundle_(), bundle)
    ]
    assert exported(nbformat.v4.new_notebook(cells=cells))[1] == [section.html]


def test_a_section_of_older_data_says_so_to_the_analyst_and_not_on_its_page(
    shell: InteractiveShell, tmp_path: Path
) -> None:
    data = with_fewer_candidates(tmp_path / "data")
    with capture_output():
        shell.run_cell(f"annex = desk.open_annex(month='2021-03', language='en', data_dir={str(data)!r})")
    notice, before = "The data changed since March 2021 was opened", shown_by(shell, "annex.claims")
    (data / "contact.csv").write_text((data / "contact.csv").read_text(encoding="utf-8") + "\n", encoding="utf-8")
    after = shown_by(shell, "annex.claims")
    assert (notice in before["text/html"], notice in after["text/html"]) == (False, True)
    assert before[SECTION_TYPE] == after[SECTION_TYPE]


def test_a_party_in_capitals_is_the_party() -> None:
    briefing = desk.open_briefing(month="2026-09", party="D66", language="nl")
    assert page_of(briefing) == page("2026-09", "d66", "nl")


def test_after_desk_an_analyst_is_proposed_what_can_be_called_and_nothing_else() -> None:
    proposed = dir(desk)
    assert {"open_month", "what_waits", "shares_by", "take_back"} <= set(proposed)
    assert all(name in desk.__doc__ or getattr(desk, name).__doc__ for name in proposed)
    assert not {"charts", "html", "figures", "DecisionMade"} & set(proposed)


def test_a_month_that_is_not_over_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    desk.open_month(month=str(Month.of(datetime.date.today())), data_dir="")
    assert capsys.readouterr().out.endswith(" is not over: it has only what is known today.\n")


def test_a_month_on_a_line_of_its_own_is_a_short_summary() -> None:
    said = repr(reconciled("2026-09"))
    assert said.startswith("2026-09: ") and "printed figures" in said
    assert len(said) < 400
