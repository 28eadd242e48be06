"""Drafts of mails: one per party, with the month's message, what changed, its briefings and the tables attached."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from analysis.briefing import message_in_words
from analysis.briefing.changes import changes_told
from analysis.core.parameters import ALL_PARTIES, LANGUAGES
from analysis.core.wording import Wording, wording
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.releases import edition_in_words, edition_of
from analysis.sources.party_names import party_in_sentence, party_name

# Names that say themselves what they are: no "fractie van" goes before them.
_GROUPS = ("Groep", "Fractie")


@dataclass(frozen=True)
class Mail:
    """What a draft is made of: text, recipients (name of an office, address) and attachments (name, type, content)."""

    subject: str
    text: str
    recipients: tuple[tuple[str, str], ...]
    attachments: tuple[tuple[str, str, bytes], ...]


def drafts(month: Reconciliation, pages: dict[str, bytes], workbook: bytes) -> dict[str, bytes]:
    """Return a draft for each party that has a page: path in the month's folder -> message.

    `pages`: path of each HTML briefing (`share/<language>/<party>.html`) -> its content; `workbook`: briefing.xlsx.
    """
    by_party: dict[str, dict[str, bytes]] = {}
    for path, page in sorted(pages.items()):
        _, language, file = path.split("/")
        by_party.setdefault(file.removesuffix(".html"), {})[language] = page
    messages = {language: message_in_words(month, language) for language in LANGUAGES}
    return {
        f"share/mail/{party}.eml": draft(_mail(month, party, by_language, messages, workbook))
        for party, by_language in by_party.items()
        if party != ALL_PARTIES
    }


def _mail(
    month: Reconciliation, party: str, pages: dict[str, bytes], messages: dict[str, str], workbook: bytes
) -> Mail:
    """Return the mail to a party: Dutch first, in the text and among the attachments; `pages` by language."""
    words = [wording(language) for language in LANGUAGES if language in pages]
    name = party_name(party, month.sources, words[0])
    texts = [_text(month, party, messages[w.language], w) for w in words]
    offices = month.sources.contacts
    offices = offices[offices["party_id"] == party]
    sheet = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Mail(
        subject=words[0].say("mail.subject", month=words[0].month(str(month.month)), party=name),
        text=f"\n\n\n{words[0].say('mail.divider')}\n\n\n".join(texts) + "\n",
        recipients=tuple(zip(offices["office"], offices["email"], strict=True)),
        attachments=(
            *((w.say("mail.attached", month=month.month, party=party), "text/html", pages[w.language]) for w in words),
            (f"1300-deal-{month.month}.xlsx", f"application/{sheet}", workbook),
        ),
    )


def _text(month: Reconciliation, party: str, message: str, w: Wording) -> str:
    told = [entry.sentence for entry in changes_told(month, party, w)]
    changes = "\n".join(w.say("mail.item", change=change) for change in told) if len(told) > 1 else told[0]
    text = w.say(
        "mail.text",
        greeting=_greeting(month, party, w),
        month=w.month(str(month.month)),
        message=message,
        changes=changes,
        organisation=month.sources.contact["organisation"],
    )
    edition = edition_of(month)
    above = ["" if edition.is_released else w.say("mail.concept"), edition_in_words(edition, w)]
    return "\n\n".join([*filter(None, above), text])


def _greeting(month: Reconciliation, party: str, w: Wording) -> str:
    """Return how the members of a party are addressed: one by office, a group by the name it has of itself."""
    support = month.support_by_party.set_index("party_id")["seats"]
    if support.get(party) == 1:
        return w.say("mail.greeting.member")
    form = "group" if party_name(party, month.sources, w).startswith(_GROUPS) else "party"
    return w.say(f"mail.greeting.{form}", party=party_in_sentence(party, month.sources, w)["party"])


def draft(mail: Mail) -> bytes:
    """Return a message without sender and date, which a mail program opens as a draft (X-Unsent)."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = mail.subject
    if mail.recipients:
        message["To"] = [Address(name, addr_spec=address) for name, address in mail.recipients]
    message["X-Unsent"] = "1"
    message.set_content(mail.text)
    for name, kind, content in mail.attachments:
        maintype, subtype = kind.split("/")
        # Text that does not name its letters is ASCII by the standard of mail; programs that store a draft make it so.
        letters = {"charset": "utf-8"} if maintype == "text" else {}
        message.add_attachment(content, maintype=maintype, subtype=subtype, filename=name, params=letters)
    message.set_boundary(_boundary(content for _, _, content in mail.attachments))
    return message.as_bytes()


def _boundary(contents: Iterable[bytes]) -> str:
    """Return a boundary that is not random, as Python's own is, and can't occur in base64 or quoted-printable text."""
    return "=_" + hashlib.sha256(b"".join(contents)).hexdigest()[:32]
