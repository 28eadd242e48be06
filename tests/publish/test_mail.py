"""Drafts of mails: a short text that a person would send, with the finding of the month and one question."""

import dataclasses
import email
import email.policy
import html
import re

import pandas as pd
import pytest

from analysis.briefing import briefing_of
from analysis.publish.mail import drafts
from analysis.reconciliation import Reconciliation
from support.known_answers import typed
from support.months import reconciled
from support.real_pages import page, plain
from support.versions import with_versions


def draft(month: Reconciliation, party: str) -> bytes:
    """The draft to a party; the briefing of all parties and the annex go to none."""
    pages = {
        f"share/{lang}/{of}.{kind}": f"<p>{lang} ’s {of} {kind}</p>\n".encode()
        for lang in ("nl", "en")
        for of in (party, "all", "annex")
        for kind in ("html", "pdf")
    }
    ((path, content),) = drafts(month, pages).items()
    assert path == f"share/mail/{party}.eml"
    return content


def with_offices(*offices: tuple[str, str, str, str | None], **contact: str) -> Reconciliation:
    """September 2026 with the offices of parties, and what is known of CKM."""
    month = reconciled("2026-09")
    contacts = pd.DataFrame(offices, columns=["party_id", "office", "email", "language"], dtype="str")
    sources = dataclasses.replace(month.sources, contact=month.sources.contact | contact, contacts=contacts)
    return dataclasses.replace(month, sources=sources)


def read(content: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)  # type: ignore[return-value]


def text_of(content: bytes, kind: str = "plain") -> str:
    return str(read(content).get_body((kind,)).get_content())  # type: ignore[union-attr]


@pytest.mark.parametrize("month", ["2021-03", "2021-11", "2026-08"])
def test_a_released_mail_has_the_finding_of_the_page_and_one_question_in_full_in_some_120_words(month: str) -> None:
    released = with_versions(reconciled(month), {})
    found = briefing_of(released, "d66", "nl")
    lines = text_of(draft(released, "d66")).splitlines()
    (finding,) = re.findall(r'<p class="finding">(.*?)</p>', found.main_points.html)
    assert html.unescape(plain(finding)) in [" ".join(line.split()) for line in lines]
    (asked,) = (line.partition(": ")[2] for line in lines if line.startswith("Een vraag die u de minister"))
    assert asked in html.unescape(plain(found.commitments))
    assert len(" ".join(lines).split()) <= 140


@pytest.mark.parametrize("row", typed("mails"), ids=lambda row: f"{row['month']}-{row['party']}")
def test_a_draft_addresses_its_party_says_what_changed_and_asks_for_nothing(row: dict[str, str]) -> None:
    text = text_of(draft(reconciled(row["month"]), row["party"]))
    assert row["says"] in text, text
    assert text.startswith("Let op: dit is een concept.")
    assert "?" not in text
    organisation = reconciled(row["month"]).sources.contact["organisation"]
    assert text.splitlines()[-3:] == ["Met vriendelijke groet,", organisation, "https://www.hetckm.nl/"]


def test_what_changed_for_a_party_is_not_in_the_mail_to_another() -> None:
    assert "ging D66 van 9 naar 26" not in text_of(draft(reconciled("2025-11"), "cda"))


def test_the_same_words_are_there_as_html_in_one_table_that_is_readable_without_styles() -> None:
    content = draft(reconciled("2026-09"), "d66")
    shown = text_of(content, "html")
    assert shown.count("<table") == 1
    assert not re.search("<img|<style|<script|url\\(|class=", shown)
    assert shown.count('lang="nl"') == 1
    in_html = html.unescape(re.sub(r"<[^>]+>", " ", shown.partition("<body>")[2])).split()
    assert text_of(content).split() == in_html


def test_attached_are_the_briefing_and_the_annex_each_with_a_name_of_its_own() -> None:
    attached = list(read(draft(reconciled("2026-09"), "lid-keijzer")).iter_attachments())
    assert [part.get_filename() for part in attached] == [
        "1300-deal-2026-09-lid-keijzer-nl.pdf",
        "1300-deal-2026-09-lid-keijzer-nl.html",
        "1300-deal-2026-09-verantwoording-nl.pdf",
    ]
    assert attached[1].get_payload(decode=True) == "<p>nl ’s lid-keijzer html</p>\n".encode()
    assert attached[2].get_payload(decode=True) == "<p>nl ’s annex pdf</p>\n".encode()


def test_a_mail_names_what_is_attached_and_nothing_else() -> None:
    month, path = reconciled("2026-09"), "share/en/d66"
    names = {
        "html": "Attached: the briefing as a web page that opens without internet.",
        "html pdf": "Attached: the briefing as PDF and the briefing as a web page that opens without internet.",
    }
    for kinds, said in names.items():
        (content,) = drafts(month, {f"{path}.{kind}": b"<p>" for kind in kinds.split()}).values()
        assert said in text_of(content).splitlines()
    (line,) = (line for line in text_of(draft(month, "d66")).splitlines() if line.startswith("Bijgevoegd"))
    assert line.endswith("webpagina die ook zonder internet opent en de verantwoording met bronnen en besluiten.")


def test_a_page_comes_out_of_a_mail_as_it_went_in_but_for_links_to_the_annex_and_names_its_letters() -> None:
    """One that does not is ASCII to mail programs: stored as a draft, mutt 2.2 made ? of every other letter."""
    pages = {f"share/{language}/d66.html": page("2026-09", "d66", language).encode() for language in ("nl", "en")}
    (content,) = drafts(reconciled("2026-09"), pages).values()
    attached = list(read(content).iter_attachments())
    without_links = re.sub(rb'<a class="annex" href="annex.html#[^>]*>(.*?)</a>', rb"\1", pages["share/nl/d66.html"])
    assert [part.get_payload(decode=True) for part in attached] == [without_links]
    assert b"annex.html" not in without_links
    assert [part.get_content_charset() for part in attached] == ["utf-8"]
    assert {part.get_content_disposition() for part in attached} == {"attachment"}
    assert content.isascii()


def test_a_party_with_a_name_that_is_not_ascii_has_ascii_headers() -> None:
    content = draft(reconciled("2022-02"), "lid-gundogan")
    assert content.partition(b"\r\n\r\n")[0].isascii()
    assert read(content)["Subject"] == "Briefing 1300-deal, februari 2022: Lid Gündoğan"


@pytest.mark.parametrize("party", ["d66", "gl-pvda"])
def test_a_draft_is_the_same_every_time_opens_as_a_draft_and_every_line_fits(party: str) -> None:
    month = reconciled("2026-09")
    content = draft(month, party)
    assert content == draft(month, party)
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")
    message = read(content)
    assert message["X-Unsent"] == "1"
    assert [part.defects for part in message.walk()] == [[] for _ in message.walk()]
    assert [message[name] for name in ("From", "To", "Cc", "Date", "Message-ID")] == [None] * 5


def test_a_mail_goes_from_the_address_of_ckm_to_the_offices_of_its_party_in_the_language_they_asked_for() -> None:
    offices = [
        ("d66", "Voorlichting Démo", "voorlichting@d66.example", "en"),
        ("d66", "Fractie, secretariaat", "fractie@d66.example", None),
        ("vvd", "Fractie", "fractie@vvd.example", None),
    ]
    known = with_offices(*offices, email="info@ckm.example")
    message = read(draft(known, "d66"))
    assert message["From"].addresses[0].addr_spec == "info@ckm.example"
    assert [(to.display_name, to.addr_spec) for to in message["To"].addresses] == [row[1:3] for row in offices[:2]]
    assert "Dear members of D66," in text_of(draft(known, "d66")), "in English where its office asked for that"
    assert read(draft(known, "cda"))["To"] is None


@pytest.mark.parametrize(
    "offices",
    [
        ["=?utf-8?q?F=22_=3Cd66=40d66.example=3E=0D=0ABcc=3A_a=40b.example=0D=0AX-Rest=3A_=22y?="],
        ["=?utf-8?q?x=22_=3Cd66=40d66.example=3E=0D=0A=0D=0A=3Cscript=3E?="],
        ["=?utf-8", "?q?=0D=0ABcc=3A_a=40b.example?="],
    ],
)
def test_no_draft_is_made_with_other_headers_than_were_set(offices: list[str]) -> None:
    known = with_offices(*(("d66", office, "fractie@d66.example", None) for office in offices))
    # Some releases of Python 3.11 refuse such an address themselves.
    with pytest.raises(ValueError, match=r"headers that are read are not those that were set|cannot contain CR or LF"):
        draft(known, "d66")
