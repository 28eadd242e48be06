"""Drafts mails, one per party: the finding of the month, a question to ask, and the briefing and annex attached."""

import re
from collections.abc import Iterable
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from markupsafe import Markup

from analysis.briefing import finding_in_words, question_in_words
from analysis.core.parameters import ALL_PARTIES, ANNEX, LANGUAGES
from analysis.core.wording import Wording, wording
from analysis.parliament.names import party_in_sentence, party_name
from analysis.publish.orders import mail_path, page_at
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.releases import version_in_words, version_of

# Header lines are not folded, as Python before 3.12.10 drops the quotation marks of a name that continues on the next
# line (gh-80222), which makes it another address. A line may have 998 characters (RFC 5322).
_UNFOLDED = SMTP.clone(max_line_length=998)
# A name that begins with one of these needs no "fractie van" before it.
_GROUPS = ("Groep", "Fractie")
# The columns of contact.csv that stand below a mail.
_BELOW_A_MAIL = ("organisation", "phone", "url")
# Mail programs ignore style sheets, so the styles are on the elements; without styles the text is one column.
_PAGE = Markup(
    '<!DOCTYPE html>\n<html lang="{}"><head><meta charset="utf-8"><title>{}</title></head>\n<body>'
    '<table role="presentation" cellpadding="0" cellspacing="0" style="width:100%;max-width:640px;border:0">\n'
    '<tr><td style="font-family:Verdana,Arial,sans-serif;font-size:15px;line-height:1.5;color:#17212b">{}</td></tr>\n'
    "</table></body></html>\n"
)


def drafts(month: Reconciliation, pages: dict[str, bytes]) -> dict[str, bytes]:
    """Return a draft for each party that has a briefing, by its path in the month's folder.

    `pages` has the content of each briefing and annex by its path (`share/<language>/<party>.<kind>`). A draft is in
    the language that data/contacts.csv has for the party, else in Dutch, if there is a briefing in that language.
    """
    languages: dict[str, set[str]] = {}
    for language, party, _ in filter(None, map(page_at, pages)):
        languages.setdefault(party, set()).add(language)
    offices = month.sources.contacts.dropna(subset=["language"])
    asked = dict(zip(offices["party_id"], offices["language"], strict=True))
    found = {}
    for party in sorted(set(languages) - {ALL_PARTIES, ANNEX}):
        wanted = (asked.get(party, LANGUAGES[0]), *LANGUAGES)
        language = next(each for each in wanted if each in languages[party])
        found[mail_path(party)] = _draft(month, party, wording(language), pages)
    return found


def _draft(month: Reconciliation, party: str, w: Wording, pages: dict[str, bytes]) -> bytes:
    """Return the mail to a party, without a date; raises ValueError if its headers do not read as they were set."""
    files = {
        name: (f"share/{w.language}/{of}.{kind}", party if of == party else w.say("mail.annex"), kind)
        for name, of, kind in (("pdf", party, "pdf"), ("html", party, "html"), ("annex", ANNEX, "pdf"))
        if f"share/{w.language}/{of}.{kind}" in pages
    }
    said, contact, offices = _paragraphs(month, party, w, files), month.sources.contact, month.sources.contacts
    offices = offices[offices["party_id"] == party]
    message = EmailMessage(policy=SMTP)
    name = party_name(party, month.sources, w)
    message["Subject"] = w.say("mail.subject", month=w.month(str(month.month)), party=name)
    if "email" in contact:
        message["From"] = Address(contact["organisation"], addr_spec=contact["email"])
    if not offices.empty:
        named_offices = zip(offices["office"], offices["email"], strict=True)
        message["To"] = [Address(name, addr_spec=address) for name, address in named_offices]
    message["X-Unsent"] = "1"  # a mail program opens it as a draft
    message.set_content("\n\n".join(said) + "\n")
    parts = Markup("").join(Markup("<p>{}</p>\n").format(Markup("<br>").join(part.split("\n"))) for part in said)
    message.add_alternative(str(_PAGE.format(w.language, w.say("mail.title"), parts)), subtype="html")
    for path, of, kind in files.values():
        content, maintype, letters = pages[path], "application", {}
        if kind == "html":  # without links to the annex, which is attached as PDF under another name
            content = re.sub(rb'<a [^>]*href="annex\.html[^>]*>(.*?)</a>', rb"\1", content)
            # Text without a charset counts as ASCII, and a program that stores the draft replaces all other letters.
            maintype, letters = "text", {"charset": "utf-8"}
        file = f"1300-deal-{month.month}-{of}-{w.language}.{kind}"
        message.add_attachment(content, maintype=maintype, subtype=kind, filename=file, params=letters)
    # Python's own boundaries are random; these are not, and can't occur in base64 or quoted-printable text.
    for level, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_1300-deal-{level}")
    content = message.as_bytes(policy=_UNFOLDED)
    # An encoded word (RFC 2047) in a text is decoded when the header is set, and may end that header and start another.
    if message_from_bytes(content, policy=SMTP).items() != message.items():
        raise ValueError(f"{mail_path(party)}: the headers that are read are not those that were set")
    return content


def _paragraphs(month: Reconciliation, party: str, w: Wording, attached: Iterable[str]) -> list[str]:
    """Return the paragraphs of a mail, which names what is `attached` (keys below `mail.attachment`).

    The mail of a month that is not released says that it is a draft, and asks for nothing.
    """
    version, contact = version_of(month), month.sources.contact
    seats = month.records.support.get(party, {"seats": 0})["seats"]
    if seats == 1:  # a single member is greeted by office
        form, greeted = "member", {}
    else:
        form = "group" if party_name(party, month.sources, w).startswith(_GROUPS) else "party"
        greeted = {"party": party_in_sentence(party, month.sources, w)["party"]}
    question = question_in_words(month, w.language) if seats and version.is_released else ""
    said = [
        "" if version.is_released else w.say("mail.concept"),
        version_in_words(version, w),
        w.say(f"mail.greeting.{form}", **greeted),
        w.say("mail.hello", month=w.month(str(month.month)), date=w.date(month.month.as_of)),
        finding_in_words(month, party, w.language),
        w.say("mail.question", question=question) if question else "",
        w.say("mail.attached", files=w.list([w.say(f"mail.attachment.{each}") for each in attached])),
        w.say("mail.reply") if version.is_released else "",
        "\n".join([w.say("mail.regards"), *(contact[name] for name in _BELOW_A_MAIL if name in contact)]),
    ]
    return [part for part in said if part]
