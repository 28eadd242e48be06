"""Drafts of mails: one per party, its briefings and the tables attached, for a person to address and send."""

import hashlib
from email.message import EmailMessage
from email.policy import SMTP

from analysis.parameters import ALL_PARTIES, LANGUAGES, Month
from analysis.reconciliation import Reconciliation
from analysis.wording import wording


def drafts(reconciliation: Reconciliation, pages: dict[str, bytes], workbook: bytes) -> dict[str, bytes]:
    """Return a draft for each party that has a page: path in the month's folder -> message.

    `pages`: path of each HTML briefing (`share/<language>/<party>.html`) -> its content; `workbook`: briefing.xlsx.
    """
    parties = reconciliation.sources.parties
    names = dict(zip(parties["party_id"], parties["abbreviation"], strict=True))
    by_party: dict[str, dict[str, bytes]] = {}
    for path, page in sorted(pages.items()):
        _, language, file = path.split("/")
        by_party.setdefault(file.removesuffix(".html"), {})[language] = page
    released = reconciliation.sources.decisions.edition > 0
    return {
        f"share/mail/{party}.eml": draft(reconciliation.month, names[party], by_language, workbook, released)
        for party, by_language in by_party.items()
        if party != ALL_PARTIES
    }


def draft(month: Month, party: str, pages: dict[str, bytes], workbook: bytes, released: bool) -> bytes:
    """Return a message without sender, recipient or date, which a mail program opens as a draft (X-Unsent).

    `pages`: language -> HTML briefing, attached in the order Dutch, English; `workbook` comes last.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = wording(LANGUAGES[0]).say("mail.subject", month=_named(month, LANGUAGES[0]), party=party)
    message["X-Unsent"] = "1"
    message.set_content("\n\n-- \n\n".join(_text(month, party, language, released) for language in LANGUAGES) + "\n")
    for language in [name for name in LANGUAGES if name in pages]:
        name = wording(language).say("mail.attached", month=month, party=party.lower().replace(" ", "-"))
        message.add_attachment(pages[language], maintype="text", subtype="html", filename=name)
    spreadsheet = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    message.add_attachment(workbook, maintype="application", subtype=spreadsheet, filename=f"1300-deal-{month}.xlsx")
    # Python's own boundary is random: this one is not, and can't occur in base64 or quoted-printable text.
    message.set_boundary("=_" + hashlib.sha256(b"".join([*pages.values(), workbook])).hexdigest()[:32])
    return message.as_bytes()


def _text(month: Month, party: str, language: str, released: bool) -> str:
    words = wording(language)
    text = words.say("mail.text", party=party, date=words.date(month.as_of))
    return text if released else f"{words.say('mail.concept')}\n\n{text}"


def _named(month: Month, language: str) -> str:
    return wording(language).month(str(month))
