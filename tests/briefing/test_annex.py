"""The annex: everything that the two pages leave out, once for all parties, and nothing about any one of them.

What a section says in words: tests/data/known/sections.csv, by test_briefing. That none has a gap or a raw value:
tests/slow/test_every_page.py.
"""

import re

import pytest

from support.months import reconciled
from support.real_pages import annex, page, plain


@pytest.mark.parametrize("month", ["2021-03", "2021-12", "2023-12", "2026-09"])
def test_as_many_decisions_are_listed_as_are_announced_without_those_on_numbers_that_come_later(month: str) -> None:
    said = annex(month, "nl").decisions.html
    announced = int(re.search(r"voor deze maand gelden: (\d+)", said)[1])  # type: ignore[index]
    decisions, printed = reconciled(month).sources.decisions, reconciled(month).figures.printed_figures["figure_id"]
    applying = decisions.figures["figure_id"].isin(printed)
    assert announced == said.count("<li>") == applying.sum() + len(decisions.parties)
    assert applying.all() == (month == "2026-09")


def test_every_difference_is_listed_once_under_the_kind_that_explains_it_each_number_with_its_note() -> None:
    html = annex("2026-09", "nl").differences.html
    announced = int(re.search(r"staan er (\d+)", html)[1])  # type: ignore[index]
    entries = re.findall(r"<li>(.*?)</li>", html, re.DOTALL)
    assert sum(entry.count(" naast ") if "<strong>" in entry else 1 for entry in entries) == announced > 30
    assert not re.search(r"(\d{3}) naast \1[ ;.]", plain(html)), "283 beside 283 is no difference"
    assert all('class="note"' in entry for entry in entries)
    # 2014: the Rapporteur's 1,255 against 1,561 of the older count, and 1,256 as it stood an edition before.
    revised, other_count = (next(e for e in entries if number in e) for number in ("1.256", "1.561"))
    assert "2014: 1.256" in revised and "oudere telling" not in revised
    assert "(oudere telling) naast 1.255" in re.sub(r"<a .*?</a>", "", other_count)
    # GRETA: 4,732 over 2018-2022; the yearly deliveries make 4,591.
    greta = next(entry for entry in entries if "4.732" in entry)
    assert "4.591" in greta and "742" in greta


def test_every_claim_is_there_and_the_tables_behind_the_charts_have_every_year_and_every_party() -> None:
    found = annex("2026-09", "en")
    html = found.words_and_method.html + found.tables.html
    month = reconciled("2026-09")
    assert html.count("<table") == 2
    assert annex("2026-09", "en").claims.html.count('<article class="claim"') == 11
    assert html.count('<th scope="row"') == len(month.balance) + len(month.support_by_party) - 1


def test_each_source_is_returned_from_and_all_publications_are_counted() -> None:
    html, known = page("2026-09", "annex", "nl"), len(reconciled("2026-09").sources.publications)
    assert f"Alle {known} publicaties die wij kennen, staan in het rekenblad" in html
    targets = set(re.findall(r'id="(ref-\d+)"', html))
    assert set(re.findall(r'href="#(ref-\d+)"', html)) == targets
    assert '<span lang="nl">Jaarcijfers mensenhandel 2024</span>' in annex("2025-10", "en").changes.html


def test_the_contents_lead_to_each_section() -> None:
    html = page("2026-09", "annex", "nl")
    contents = html.partition('<nav class="contents"')[2].partition("</nav>")[0]
    assert re.findall(r'href="#([^"]+)">([^<]+)<', contents) == re.findall(r'<h2 id="([^"]+)">([^<]+)<', html)
