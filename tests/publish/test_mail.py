"""Drafts of mails: a text that a person would send, with the month's message and what changed, from nobody."""

import dataclasses
import email
import email.policy
import html
import re

import pandas as pd
import pytest

from analysis.briefing import briefing_of, main_points_in_words
from analysis.publish.mail import drafts
from analysis.reconciliation import Reconciliation
from support.known_answers import typed
from support.months import reconciled
from support.real_pages import page, plain


def draft(month: Reconciliation, party: str, languages: tuple[str, ...] = ("nl", "en")) -> bytes:
    """The draft to a party; the briefing of all parties and the annex go to none."""
    pages = {
        f"share/{lang}/{of}.{kind}": f"<p>{lang} ’s {of} {kind}</p>\n".encode()
        for lang in languages
        for of in (party, "all", "annex")
        for kind in ("html", "pdf")
    }
    ((path, content),) = drafts(month, pages).items()
    assert path == f"share/mail/{party}.eml"
    return content


def read(content: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)  # type: ignore[return-value]


def text_of(content: bytes, kind: str = "plain") -> str:
    return str(read(content).get_body((kind,)).get_content())  # type: ignore[union-attr]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("month", ["2021-03", "2021-11", "2026-10"])
def test_a_mail_has_the_main_points_of_the_page(month: str, language: str) -> None:
    points = main_points_in_words(reconciled(month), "d66", language)
    said = html.unescape(plain(briefing_of(reconciled(month), "d66", language).main_points))
    lines = text_of(draft(reconciled(month), "d66")).splitlines()
    assert 5 <= len(points) <= 6
    for point in points:
        assert point in said
        assert f"- {point}" in lines
        assert "\n".join(lines).count(point) == 1


@pytest.mark.parametrize("row", typed("mails"), ids=lambda row: f"{row['month']}-{row['party']}")
def test_a_party_is_addressed_told_what_holds_for_it_and_asked_what_fits_it(row: dict[str, str]) -> None:
    text = text_of(draft(reconciled(row["month"]), row["party"]))
    assert row["says"] in text, text
    assert text.startswith("Let op: dit is een concept.")
    lines, organisation = text.splitlines(), reconciled(row["month"]).sources.contact["organisation"]
    assert lines[lines.index("Met vriendelijke groet,") + 1] == organisation
    assert [line for line in lines if line][-2:] == ["Kind regards,", organisation]


def test_what_changed_for_a_party_is_not_in_the_mail_to_another() -> None:
    assert "ging D66 van 9 naar 26" not in text_of(draft(reconciled("2025-11"), "cda"))


def test_the_same_words_are_there_as_html_in_one_table_that_is_readable_without_styles() -> None:
    content = draft(reconciled("2026-10"), "d66")
    shown = text_of(content, "html")
    assert shown.count("<table") == 1
    assert not re.search("<img|<style|<script|url\\(|class=", shown)
    assert 'lang="nl"' in shown and 'lang="en"' in shown
    in_html = html.unescape(re.sub(r"<[^>]+>", " ", shown.partition("<body>")[2])).split()
    divider = ("-", "*", "English", "below")
    words = [[word for word in text if word not in divider] for text in (text_of(content).split(), in_html)]
    assert words[0] == words[1]


def test_attached_are_the_briefing_and_the_annex_each_with_a_name_of_its_own() -> None:
    attached = list(read(draft(reconciled("2026-10"), "lid-keijzer")).iter_attachments())
    assert [part.get_filename() for part in attached] == [
        "1300-deal-2026-10-lid-keijzer-nl.pdf",
        "1300-deal-2026-10-lid-keijzer-nl.html",
        "1300-deal-2026-10-verantwoording-nl.pdf",
        "1300-deal-2026-10-lid-keijzer-en.pdf",
        "1300-deal-2026-10-lid-keijzer-en.html",
        "1300-deal-2026-10-evidence-en.pdf",
    ]
    assert attached[1].get_payload(decode=True) == "<p>nl ’s lid-keijzer html</p>\n".encode()
    assert attached[2].get_payload(decode=True) == "<p>nl ’s annex pdf</p>\n".encode()
    only_dutch = text_of(draft(reconciled("2026-10"), "d66", ("nl",)))
    assert not re.search("Dear members|English below", only_dutch)


def test_a_page_comes_out_of_a_mail_as_it_went_in_and_names_its_letters() -> None:
    """One that does not is ASCII to mail programs: stored as a draft, mutt 2.2 made ? of every other letter."""
    pages = {f"share/{language}/d66.html": page("2026-10", "d66", language).encode() for language in ("nl", "en")}
    (content,) = drafts(reconciled("2026-10"), pages).values()
    attached = list(read(content).iter_attachments())
    assert [part.get_payload(decode=True) for part in attached] == [*pages.values()]
    assert [part.get_content_charset() for part in attached] == ["utf-8", "utf-8"]
    assert {part.get_content_disposition() for part in attached} == {"attachment"}
    assert content.isascii()


def test_a_party_with_a_name_that_is_not_ascii_has_ascii_headers() -> None:
    content = draft(reconciled("2022-02"), "lid-gundogan")
    assert content.partition(b"\r\n\r\n")[0].isascii()
    assert read(content)["Subject"] == "Briefing 1300-deal, februari 2022: Lid Gündoğan"


@pytest.mark.parametrize("party", ["d66", "gl-pvda"])
def test_a_draft_is_the_same_every_time_opens_as_a_draft_and_every_line_fits(party: str) -> None:
    month = reconciled("2026-10")
    content = draft(month, party)
    assert content == draft(month, party)
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")
    message = read(content)
    assert message["X-Unsent"] == "1"
    assert [part.defects for part in message.walk()] == [[] for _ in message.walk()]
    assert [message[name] for name in ("From", "To", "Cc", "Date", "Message-ID")] == [None] * 5


def test_a_mail_goes_from_the_address_of_ckm_to_the_offices_of_its_party_where_they_are_known() -> None:
    month = reconciled("2026-10")
    offices = [
        ("d66", "Voorlichting Démo", "voorlichting@d66.example"),
        ("d66", "Fractie, secretariaat", "fractie@d66.example"),
        ("vvd", "Fractie", "fractie@vvd.example"),
    ]
    contacts = pd.DataFrame(offices, columns=["party_id", "office", "email"], dtype="str")
    contact = month.sources.contact | {"email": "info@ckm.example"}
    known = dataclasses.replace(month, sources=dataclasses.replace(month.sources, contact=contact, contacts=contacts))
    message = read(draft(known, "d66"))
    assert message["From"].addresses[0].addr_spec == "info@ckm.example"
    assert [(to.display_name, to.addr_spec) for to in message["To"].addresses] == [row[1:] for row in offices[:2]]
    assert read(draft(known, "cda"))["To"] is None
