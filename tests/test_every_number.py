"""Every number of every page, mail and index page is found back in the tables of its build, and there in print.

The auditor (auditor.py) shares no code with what makes pages. That it would notice is shown by spoiling pages.
"""

import email
import email.policy
import io
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pypdf
import pytest

from analysis.batch.index_pages import MonthMade, changed_in, front_page, month_page
from analysis.batch.mail import drafts
from analysis.batch.publish import tables_of
from analysis.briefing import briefing_of, parties_known
from analysis.export.pdf import pdf_available, pdf_of
from analysis.parameters import ALL_PARTIES, FIRST_MONTH, LANGUAGES, Month
from analysis.reconciliation import Reconciliation, reconcile
from auditor import Auditor, Fault
from build_tables import Build
from numbers_in_text import MONTHS, WORDS, read_numbers
from page_reading import Block, Page, mark, read_page
from real_pages import page_of

LAST = "2026-10"
QUICK_MONTHS, QUICK_PARTIES = ("2023-12", LAST), ("all", "d66", "gl-pvda")


def months(first: str, last: str) -> Iterator[str]:
    year, month = map(int, first.split("-"))
    while f"{year}-{month:02d}" <= last:
        yield f"{year}-{month:02d}"
        year, month = year + month // 12, month % 12 + 1


class OneMonth:
    """A month's build: what it was reconciled to, its tables, and those of the month before."""

    def __init__(self, name: str, before: dict[str, bytes] | None = None) -> None:
        self.reconciled: Reconciliation = reconcile(Month.parse(name))
        self.files = tables_of(self.reconciled)
        if before is None and self.reconciled.month != FIRST_MONTH:
            before = tables_of(reconcile(self.reconciled.month.previous()))
        self.build = Build.of(name, self.files, before)
        self.auditors = {language: Auditor(self.build, language) for language in LANGUAGES}

    def page(self, party: str, language: str) -> str:
        return page_of(briefing_of(self.reconciled, party, language))

    def mails(self, parties: list[str]) -> dict[str, str]:
        """The text of the mail to each party."""
        pages = {f"share/{lang}/{party}.html": b"" for lang in LANGUAGES for party in parties}
        found = drafts(self.reconciled, pages, b"")
        read = {path: email.message_from_bytes(content, policy=email.policy.default) for path, content in found.items()}
        return {path: message["Subject"] + "\n" + message.get_body().get_content() for path, message in read.items()}


@cache
def one_month(name: str) -> OneMonth:
    return OneMonth(name)


def faults_of_mail(month: OneMonth, party: str, text: str, years: dict[str, Any]) -> list[Fault]:
    """What is wrong in a mail: its lines are prose, Dutch first."""
    dutch, _, english = text.partition("* * *")
    halves = {"nl": dutch, "en": english.replace("English below * * *", "")}
    found = []
    for language, half in halves.items():
        message = month.page("all", language)
        assert message
        for line in half.splitlines():
            section = "changes" if line.startswith("- ") else "mail"
            block = Block(section, "p", line.removeprefix("- ").strip(), language=language)
            found += month.auditors[language].block(block, {}, years[language], party)
    return found


def faults_of_index(month: OneMonth, parties: list[str]) -> list[Fault]:
    """What is wrong in the page of a month, which is in both languages."""
    files = {f"{language}/{party}.html" for language in LANGUAGES for party in parties}
    read = read_page(month_page(month.reconciled, files).decode())
    found = []
    for block in (replace(block, section="changes") for block in read.blocks):
        found += month.auditors[block.language].block(block, {}, {}, "all")
    return found


def audit(month: OneMonth, parties: list[str], mails: bool = True) -> dict[str, list[Fault]]:
    """What is wrong in the pages, mails and index of a month, by document."""
    found, years = {}, {}
    for language in LANGUAGES:
        for party in ["all", *(p for p in parties if p != "all")]:
            page = read_page(month.page(party, language))
            found[f"{language}/{party}"] = month.auditors[language].page(page, party)
            years.setdefault(language, month.auditors[language].years(page))
    if mails:
        for path, text in month.mails(parties).items():
            found[path] = faults_of_mail(month, path.split("/")[-1].removesuffix(".eml"), text, years)
    found["index"] = faults_of_index(month, parties)
    return {name: faults for name, faults in found.items() if faults}


@pytest.mark.torture
def test_every_number_of_every_page_mail_and_index_is_found_back(times) -> None:
    before = None
    for name in times(QUICK_MONTHS, [*months("2021-03", LAST)]):
        month = OneMonth(name, before) if before else one_month(name)
        known = times(QUICK_PARTIES, ["all", *parties_known(month.reconciled)])
        assert audit(month, [party for party in known if party == ALL_PARTIES or party in parties_known(month.reconciled)]) == {}, name
        before = times(None, month.files)


def test_every_number_of_the_front_page_is_found_back() -> None:
    made = [MonthMade(m, changed_in(one_month(m).reconciled.month, one_month(m).reconciled.changes)) for m in QUICK_MONTHS]
    read, seen = read_page(front_page(made).decode()), []
    for block in read.blocks:
        days = [day.iso for day in read_numbers(block.text, block.language).days][:1]
        seen += days
        month = one_month(days[0] if days else LAST)
        text = re.sub(r"^20\d\d$", "", block.text)  # the year that heads its months
        assert month.auditors[block.language].block(replace(block, section="changes", text=text), {}, {}, "all") == []
    assert seen == 2 * [*reversed(QUICK_MONTHS)]
