"""What must hold for the page of any reader, of every party with a seat, and for the annex, in both languages."""

import re

import pytest

from analysis.briefing import parties_known
from analysis.core.parameters import ANNEX
from support.months import reconciled
from support.real_pages import ANNEX_SECTIONS, SECTIONS, annex, briefing, page, plain, seated


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_is_one_file_under_90_kb_for_every_party_with_a_seat(language: str) -> None:
    sizes = {party: len(page("2026-10", party, language).encode()) for party in ("all", *seated("2026-10"))}
    assert {party: size for party, size in sizes.items() if size >= 90_000} == {}


@pytest.mark.parametrize("month", ["2021-03", "2023-12", "2026-10"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_reader_gets_all_sections_without_a_gap_or_a_raw_value(month: str, language: str) -> None:
    pages = {party: briefing(month, party, language) for party in ("all", *parties_known(reconciled(month)))}
    for party, made in (pages | {ANNEX: annex(month, language)}).items():
        for name in ANNEX_SECTIONS if party == ANNEX else SECTIONS:
            text = plain(getattr(made, name))
            assert text.strip(), (party, name)
            assert not re.search(r"\bnan\b|\bNaT\b|<NA>|\bNone\b|_id\b|\{|\}", text), (party, name, text[:300])
