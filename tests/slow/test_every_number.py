"""Every number of every page, mail and index page is found back in the tables of its build, and there in print.

The auditor (auditor.py) shares no code with what makes pages. That it would notice is shown by spoiling pages.
"""

import email
import email.policy
import io
import itertools
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pypdf
import pytest

from analysis.briefing import annex_of, briefing_of, parties_known
from analysis.core.parameters import ANNEX, LANGUAGES, Month
from analysis.publish.index_pages import MonthMade, changed_in, front_page, month_page
from analysis.publish.mail import drafts
from analysis.publish.pdf import pdf_of
from analysis.publish.tables import tables_of
from analysis.reconciliation import Reconciliation
from support import real_pages
from support.audited_sentences import Fault
from support.audited_tables import audit_tables
from support.auditor import Auditor, cells_of_the_pledge
from support.build_tables import Build
from support.months import reconciled
from support.numbers_in_text import read_numbers
from support.page_reading import Block, read_page
from support.real_pages import page_of
from support.spoilt_pages import Spoilt, next_digit, spoilt_pages

LAST = "2026-10"
QUICK_MONTHS, QUICK_PARTIES = ("2023-12", LAST), ("all", "d66", "gl-pvda")


def months(first: str, last: str) -> Iterator[str]:
    year, month = map(int, first.split("-"))
    while f"{year}-{month:02d}" <= last:
        yield f"{year}-{month:02d}"
        year, month = year + month // 12, month % 12 + 1


class OneMonth:
    """A month's build: what it was reconciled to, its tables, and those of the month before."""

    def __init__(self, name: str, reconciled_once: Callable[[Month], Reconciliation] = reconciled) -> None:
        self.reconciled = reconciled_once(Month.parse(name))
        # With nothing changed there is nothing that a page could say of the month before.
        changed = not self.reconciled.changes.empty
        before = tables_of(reconciled(self.reconciled.month.previous())) if changed else None
        self.build = Build.of(name, tables_of(self.reconciled), before)
        self.auditors = {language: Auditor(self.build, language) for language in LANGUAGES}

    def page(self, party: str, language: str) -> str:
        if party == ANNEX:
            return page_of(annex_of(self.reconciled, language))
        return page_of(briefing_of(self.reconciled, party, language))

    def mails(self, parties: list[str]) -> dict[str, str]:
        """The text of the mail to each party."""
        pages = {f"share/{lang}/{party}.html": b"" for lang in LANGUAGES for party in parties}
        found = drafts(self.reconciled, pages)
        read = {path: email.message_from_bytes(content, policy=email.policy.default) for path, content in found.items()}
        return {
            path: message["Subject"] + "\n" + message.get_body(("plain",)).get_content()
            for path, message in read.items()
        }


@cache
def one_month(name: str) -> OneMonth:
    """A month that several tests look at, reconciled once for all of them."""
    return OneMonth(name)


def faults_of_mail(month: OneMonth, party: str, text: str) -> list[Fault]:
    """What is wrong in a mail: its lines are prose, Dutch first."""
    dutch, _, english = text.partition("* * *")
    halves = {"nl": dutch, "en": english.replace("English below * * *", "")}
    found = []
    for language, half in halves.items():
        for line in half.splitlines():
            section = "main" if line.startswith("- ") else "mail"
            block = Block(section, "p", line.removeprefix("- ").strip(), language=language)
            found += month.auditors[language].block(block, {}, party)
    return found


def faults_of_index(month: OneMonth, parties: list[str]) -> list[Fault]:
    """What is wrong in the page of a month, which is in both languages."""
    files = {f"{language}/{party}.html" for language in LANGUAGES for party in parties}
    read = read_page(month_page(month.reconciled, files).decode())
    found = []
    for block in (replace(block, section="changes") for block in read.blocks):
        found += month.auditors[block.language].block(block, {}, "all")
    return found


def audit(month: OneMonth, parties: list[str]) -> dict[str, list[Fault]]:
    """What is wrong in the pages, mails and index of a month, by document."""
    found = {"index": faults_of_index(month, parties)}
    for language, party in itertools.product(LANGUAGES, (ANNEX, *parties)):
        page = read_page(month.page(party, language))
        found[f"{language}/{party}"] = month.auditors[language].page(page, "all" if party == ANNEX else party)
    for path, text in month.mails(parties).items():
        found[path] = faults_of_mail(month, path.split("/")[-1].removesuffix(".eml"), text)
    return {name: faults for name, faults in found.items() if faults}


def readers(month: OneMonth) -> list[str]:
    """Whom a build makes pages for: each party with a seat, and all."""
    support = month.reconciled.support_by_party
    return ["all", *support.loc[(support["seats"] > 0) & (support["party_id"] != "all"), "party_id"]]


def test_every_number_of_every_page_mail_and_index_is_found_back(times) -> None:
    for name in times(QUICK_MONTHS, [*months("2021-03", LAST)]):
        month = times(one_month, OneMonth)(name)
        wanted = times(QUICK_PARTIES, parties_known(month.reconciled) if name == LAST else readers(month))
        assert audit(month, wanted) == {}, name


def test_every_number_of_the_front_page_is_found_back() -> None:
    made = [
        MonthMade(m, changed_in(one_month(m).reconciled.month, one_month(m).reconciled.changes)) for m in QUICK_MONTHS
    ]
    read, seen = read_page(front_page(made).decode()), []
    for block in read.blocks:
        days = [day.iso for day in read_numbers(block.text, block.language).days][:1]
        seen += days
        month = one_month(days[0] if days else LAST)
        text = re.sub(r"^20\d\d$", "", block.text)  # the year that heads its months
        assert month.auditors[block.language].block(replace(block, section="changes", text=text), {}, "all") == []
    assert seen == 2 * [*reversed(QUICK_MONTHS)]


# The auditor itself: it would notice


@cache
def made(party: str, language: str) -> str:
    return real_pages.page(LAST, party, language)


# What the test of each number in turn does not do to a page, and to an annex.
SPOILT = {
    "two studies that changed places": ("6,250 to 5,000</span> is no", "5,000 to 6,250</span> is no"),
    "another way of writing numbers": ("108<a", "1.08<a"),
    "a count in words": ("The five commitments", "The six commitments"),
    "the document of an event": (">28638-251<", ">28638-252<"),
    "a note": ("href=\"#source-1\" id=\"ref-1\"", "href=\"#source-2\" id=\"ref-1\""),
    "a note that is read out": ("aria-label=\"source 3\"", "aria-label=\"source 4\""),
    "a number that nobody printed": ("<h2 id=\"h-ask\">", "<h2 id=\"h-ask\">30,000 victims: "),
}  # fmt: skip
SPOILT_ANNEX = {
    "a bound as a number": ("&gt; 8,000<a", "8,000<a"),
    "a bound rounded to its other side": ("&gt; 6,200</td>", "&gt; 6,300</td>"),
    "part and whole changed places": ("108 of the 1,334", "1,334 of the 108"),
    "a difference that is none": ("1,561<a", "1,516<a"),
    "the number of a decision": ("2020: more than 15<span", "2020: more than 6.9<span"),
    "a decision that was none": ("Not used</strong>: Share of minors", "Accepted</strong>: Share of minors"),
    "the day of a decision": ("Made on 24 November 2026", "Made on 25 November 2026"),
    "a checksum": ("<span lang=\"en\">publications ", "<span lang=\"en\">publications 0"),
}  # fmt: skip


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_page_is_noticed(how: str) -> None:
    before, after = SPOILT[how]
    html, auditor = made("d66", "en"), one_month(LAST).auditors["en"]
    assert before in html, "the page no longer says so: choose another place to spoil"
    assert auditor.page(read_page(html.replace(before, after, 1)), "d66") != []


@pytest.mark.parametrize("how", SPOILT_ANNEX)
def test_a_spoilt_annex_is_noticed(how: str) -> None:
    before, after = SPOILT_ANNEX[how]
    html, auditor = made(ANNEX, "en"), one_month(LAST).auditors["en"]
    assert before in html, "the annex no longer says so: choose another place to spoil"
    assert auditor.page(read_page(html.replace(before, after, 1))) != []


@pytest.mark.parametrize("count", [r"we found \d+ differences", r"that makes \d+", r"These \d+ decisions"])
def test_a_count_that_is_not_what_the_table_has_is_noticed(count: str) -> None:
    html, auditor = made(ANNEX, "en"), one_month(LAST).auditors["en"]
    (said,) = re.findall(count, html)
    assert auditor.page(read_page(html.replace(said, next_digit(said)))) != []


def test_two_years_that_changed_places_are_noticed() -> None:
    html, auditor = made(ANNEX, "en"), one_month(LAST).auditors["en"]
    swapped = re.sub(r">791(<a.*?)>814<a", r">814\1>791<a", html, count=1, flags=re.DOTALL)
    assert swapped != html
    wrong = {f"registered of {year} is not what the balance has" for year in (2021, 2022)}
    assert wrong <= {fault.why for fault in auditor.page(read_page(swapped))}


# The range of the second study is printed with two upper ends; the widest of it and both of them are the same range.
SAME = {("4,000–7,000", "4,000 to 6,300 or 7,000"), ("4.000–7.000", "4.000 tot 6.300 of 7.000")}

# Whether a computed share is a bound the claim says in full: the annex is compared with the table word for word.
BOUND = "a bound as a number of a table"


def test_each_number_of_a_page_spoilt_in_turn_is_noticed(times) -> None:
    auditors, tried = one_month(LAST).auditors, Counter()
    for party, language in times([("d66", "nl")], [(p, lang) for p in QUICK_PARTIES for lang in LANGUAGES]):
        auditor, page = auditors[language], read_page(made(party, language))
        sources = auditor.sources(page)
        found = [*spoilt_pages(page, random.Random(8))]
        tried.update(each.how for each in found)
        missed = [each for each in found if not _noticed(each, auditor, sources, party)]
        assert [m[:3] for m in missed if {(m.was, m.now), (m.now, m.was)}.isdisjoint(SAME) and m.how != BOUND] == []
    assert len(tried) >= 12, tried
    assert sum(tried.values()) > times(350, 2500)


def _noticed(spoilt: Spoilt, auditor: Auditor, sources: dict[int, Any], party: str) -> bool:
    if spoilt.block is not None and (spoilt.block.section, spoilt.block.kind) == ("sources", "li"):
        return None in auditor.sources(spoilt.page).values()
    if spoilt.block is not None:
        return auditor.block(spoilt.block, sources, party) != []
    faults = [*audit_tables(spoilt.page, auditor.build, sources)]
    for block in cells_of_the_pledge(spoilt.page):
        faults += auditor.block(block, sources, party)
    return faults != []


# Paper


def test_paper_has_the_numbers_of_the_page_in_the_same_order() -> None:
    html = made("d66", "nl")
    on_paper = pypdf.PdfReader(io.BytesIO(pdf_of(html)))
    text = " ".join(page.extract_text() for page in on_paper.pages)
    blocks = [b for b in read_page(html).blocks if b.kind in ("p", "li", "h1", "h3") and b.section in PROSE]
    wanted = [number for block in blocks for number in re.findall(r"\d[\d.,]*\d|\d", block.text)]
    rest = iter(re.findall(r"\d[\d.,]*\d|\d", text))
    assert len(wanted) > 50
    assert [number for number in wanted if number not in rest] == []


PROSE = ("main", "your-party", "balance", "commitments")
