"""Every number that a month shows stands in a table or a source, by an auditor that shares no code with what shows it.

Here it looks at pages of two months, and with `make torture` at every page, mail and index of every month. What it
notices is shown by changing a page, one thing at a time.
"""

import email
import email.policy
import io
import re
from collections.abc import Iterator
from functools import cache

import pypdf
import pytest

from analysis.briefing import annex_of, briefing_of, parties_known
from analysis.core.parameters import LANGUAGES
from analysis.publish.exporters import pdf_of
from analysis.publish.index_pages import changed_in, front_page, month_page
from analysis.publish.mail import drafts
from analysis.publish.reports_folder import Manifest
from analysis.publish.tables import tables_of
from analysis.reconciliation import Reconciliation
from support.auditor import MonthNumbers
from support.months import reconciled
from support.page_numbers import misleading_notes, passages
from support.real_pages import page, page_of, seated

LAST = "2026-10"
QUICK_MONTHS, QUICK_PARTIES = ("2023-12", LAST), ("all", "d66", "gl-pvda")


@cache
def numbers_of(month: str) -> MonthNumbers:
    found = reconciled(month)
    return MonthNumbers(month, found.month.as_of.isoformat(), tables_of(found))


def unexplained(month: Reconciliation, html: str, party: str = "all") -> list[tuple[list[str], str]]:
    """What the month does not have of a page: numbers, each with the passage it is in, and notes that lead nowhere."""
    numbers = numbers_of(str(month.month))
    notes = numbers.notes(html)
    found = [(numbers.unexplained(passage, notes, party), passage.text) for passage in passages(html)]
    found += [([f"note {number}"], "no publication") for number, names in notes.items() if len(names) != 1]
    found += [([mark], "leads elsewhere") for mark in misleading_notes(html)]
    return [(wrong, text) for wrong, text in found if wrong]


def documents(month: Reconciliation, parties: list[str]) -> Iterator[tuple[str, str]]:
    """The pages of a month, its index, and its mails as pages of a paragraph a line; each with the party it is for."""
    for language in LANGUAGES:
        yield "all", page_of(annex_of(month, language))
        for party in parties:
            yield party, page_of(briefing_of(month, party, language))
    pages = {f"share/{language}/{party}.html": b"" for language in LANGUAGES for party in parties}
    yield "all", month_page(month, {*pages}).decode()
    for path, content in drafts(month, pages).items():
        message = email.message_from_bytes(content, policy=email.policy.default)
        dutch, _, english = message.get_body(("plain",)).get_content().partition("* * *")  # type: ignore[union-attr]
        for language, text in (("nl", f"{message['Subject']}\n{dutch}"), ("en", english)):
            lines = "".join(f"<p>{line}</p>" for line in text.splitlines())
            yield path.split("/")[-1].removesuffix(".eml"), f'<body lang="{language}">{lines}</body>'


def test_every_number_of_every_page_mail_and_index_is_found_back(times) -> None:
    every = [f"{year}-{month:02}" for year in range(2021, 2027) for month in range(1, 13)]
    for name in times(QUICK_MONTHS, [name for name in every if "2021-03" <= name <= LAST]):
        month = reconciled(name)
        # A build makes pages for each party with a seat, and for all.
        readers = parties_known(month) if name == LAST else ["all", *seated(name)]
        for party, html in documents(month, times(QUICK_PARTIES, readers)):
            assert unexplained(month, html, party) == [], (name, party)


def test_every_number_of_the_front_page_is_found_back() -> None:
    made = {name: Manifest(changed=changed_in(reconciled(name))) for name in QUICK_MONTHS}
    for passage in passages(front_page(made).decode()):
        wrong = [numbers_of(name).unexplained(passage, {}) for name in QUICK_MONTHS]
        assert [] in wrong, passage.text


# The auditor itself: what it notices

NUMBER = '944</strong><a class="note" href="#source-1" id="ref-1" aria-label="source 1">[1]'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (">944<", ">945<"),
        (">944<", ">868<"),  # the number of the year before
        (">944<", ">944%<"),
        ("In 2024, <strong>944", "In 2023, <strong>944"),
        ("on or before 10 March", "on or before 11 March"),
        ("at most 150<", "150<"),
        (NUMBER, NUMBER.replace("source-1", "source-3").replace("source 1", "source 3").replace("[1]", "[3]")),
        ('<h2 id="h-commitments">', '<h2 id="h-commitments">31,000 victims: '),  # nobody printed it
        ("108<a", "1.08<a"),  # as the other language writes it
        (">28638-259<", ">28638-299<"),  # the document of an event
        ('href="#source-1" id="ref-1"', 'href="#source-2" id="ref-1"'),  # a note that leads elsewhere
    ],
)
def test_a_wrong_number_year_day_unit_bound_or_note_of_a_page_is_noticed(before: str, after: str) -> None:
    html = page(LAST, "d66", "en")
    assert before in html, "the page no longer says so: choose another number"
    assert unexplained(reconciled(LAST), html.replace(before, after, 1), "d66") != []


# Paper

PROSE = ("main", "your-party", "balance", "commitments")


def test_paper_has_the_numbers_of_the_page_in_the_same_order() -> None:
    html = page("2023-12", "d66", "nl")
    on_paper = pypdf.PdfReader(io.BytesIO(pdf_of(html)))
    rest = iter(re.findall(r"\d[\d.,]*\d|\d", " ".join(sheet.extract_text() for sheet in on_paper.pages)))
    prose = [each for each in passages(html) if each.section in PROSE and each.kind in ("p", "li", "h1", "h3")]
    wanted = [number for each in prose for number in re.findall(r"\d[\d.,]*\d|\d", each.text)]
    assert len(wanted) > 50
    assert [number for number in wanted if number not in rest] == []
