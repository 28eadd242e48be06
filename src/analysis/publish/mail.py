"""Drafts of mails, one per party: its own sentences, the main points, and the briefing and annex as attachments."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from markupsafe import Markup

from analysis.briefing import main_points_in_words, request_in_words, signatures_in_words
from analysis.core.parameters import ALL_PARTIES, ANNEX, LANGUAGES
from analysis.core.wording import Wording, wording
from analysis.parliament.names import party_in_sentence, party_name
from analysis.publish.orders import mail_path, page_at
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.releases import version_in_words, version_of

# Lines are not folded: Python before 3.12.10 drops the quotation marks of a name that continues on the next line
# (gh-80222), which makes it another address. A line may have 998 characters.
_UNFOLDED = SMTP.clone(max_line_length=998)
# A name that begins so needs no "fractie van" before it.
_GROUPS = ("Groep", "Fractie")
# Text without a charset counts as ASCII, and a program that stores the draft replaces all other letters.
_TYPES: dict[str, tuple[str, str, dict[str, str]]] = {
    "pdf": ("application", "pdf", {}),
    "html": ("text", "html", {"charset": "utf-8"}),
}
# Mail programs ignore style sheets, so the styles are on the elements. Without them the text is one column.
_TABLE = 'role="presentation" cellpadding="0" cellspacing="0" style="width:100%;max-width:640px;border:0"'
_TEXT = 'style="font-family:Verdana,Arial,sans-serif;font-size:15px;line-height:1.5;color:#17212b"'


def drafts(month: Reconciliation, pages: dict[str, bytes]) -> dict[str, bytes]:
    """Return a draft for each party that has a briefing: path in the month's folder -> message.

    `pages`: path of each briefing and annex (`share/<language>/<party>.<kind>`) -> its content.
    """
    languages: dict[str, set[str]] = {}
    for language, party, _ in filter(None, map(page_at, pages)):
        languages.setdefault(party, set()).add(language)
    parties = sorted(set(languages) - {ALL_PARTIES, ANNEX})
    return {
        mail_path(party): _draft(month, party, [wording(each) for each in LANGUAGES if each in languages[party]], pages)
        for party in parties
    }


def _draft(month: Reconciliation, party: str, words: list[Wording], pages: dict[str, bytes]) -> bytes:
    """Return the mail to a party: Dutch first, in the text and among the attachments.

    In each language the briefing is attached as PDF and as HTML, then the annex as PDF. A mail program opens it as a
    draft (X-Unsent). It has no date, and no sender if none is known.
    """
    parts = [_paragraphs(month, party, w) for w in words]
    first, contact, offices = words[0], month.sources.contact, month.sources.contacts
    offices = offices[offices["party_id"] == party]
    message = EmailMessage(policy=SMTP)
    message["Subject"] = first.say(
        "mail.subject", month=first.month(str(month.month)), party=party_name(party, month.sources, first)
    )
    if "email" in contact:
        message["From"] = Address(contact["organisation"], addr_spec=contact["email"])
    if not offices.empty:
        named_offices = zip(offices["office"], offices["email"], strict=True)
        message["To"] = [Address(name, addr_spec=address) for name, address in named_offices]
    message["X-Unsent"] = "1"
    divider = f"\n\n\n{first.say('mail.divider')}\n\n\n"
    message.set_content(divider.join(map(_text, parts)) + "\n")
    message.add_alternative(_html(words, parts), subtype="html")
    for w in words:
        for name, kind in ((party, "pdf"), (party, "html"), (ANNEX, "pdf")):
            content = pages.get(f"share/{w.language}/{name}.{kind}")
            if content is not None:
                called = w.say("mail.annex") if name == ANNEX else party
                maintype, subtype, letters = _TYPES[kind]
                file = f"1300-deal-{month.month}-{called}-{w.language}.{kind}"
                message.add_attachment(content, maintype=maintype, subtype=subtype, filename=file, params=letters)
    # Python's own boundaries are random. These are not, and can't occur in base64 or quoted-printable text.
    for level, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_1300-deal-{level}")
    return message.as_bytes(policy=_UNFOLDED)


def _paragraphs(month: Reconciliation, party: str, w: Wording) -> list[str | list[str]]:
    """Return the text of a mail in one language: paragraphs, and the main points as a list.

    A single member is greeted by office, others by the name of the party or group.
    """
    version, greeted = version_of(month), {"party": party_in_sentence(party, month.sources, w)["party"]}
    if month.support_by_party.set_index("party_id")["seats"].get(party) == 1:
        form, greeted = "member", {}
    else:
        form = "group" if party_name(party, month.sources, w).startswith(_GROUPS) else "party"
    said: list[str | list[str]] = [
        "" if version.is_released else w.say("mail.concept"),
        version_in_words(version, w),
        w.say(f"mail.greeting.{form}", **greeted),
        w.say("mail.hello", month=w.month(str(month.month)), date=w.date(month.month.as_of)),
        request_in_words(month, party, w.language),
        w.say("mail.points"),
        [*main_points_in_words(month, party, w.language), signatures_in_words(month, party, w.language)],
        w.say("mail.attached"),
        w.say("mail.reply"),
        f"{w.say('mail.regards')}\n{month.sources.contact['organisation']}",
    ]
    return [part for part in said if part]


def _text(parts: list[str | list[str]]) -> str:
    return "\n\n".join(part if isinstance(part, str) else "\n".join(f"- {item}" for item in part) for part in parts)


def _html(words: list[Wording], texts: list[list[str | list[str]]]) -> str:
    """Return the same text as HTML: one table with inline styles and no images."""
    page = Markup('<!DOCTYPE html>\n<html lang="{}"><head><meta charset="utf-8"><title>{}</title></head>\n').format(
        words[0].language, words[0].say("mail.title")
    )
    page += Markup("<body><table {}>\n").format(Markup(_TABLE))
    for w, parts in zip(words, texts, strict=True):
        page += Markup('<tr><td lang="{}" {}>').format(w.language, Markup(_TEXT))
        for part in parts:
            if isinstance(part, str):
                page += Markup("<p>{}</p>\n").format(Markup("<br>").join(part.split("\n")))
            else:
                items = Markup("").join(Markup("<li>{}</li>").format(item) for item in part)
                page += Markup("<ul>{}</ul>\n").format(items)
        page += Markup("</td></tr>\n")
    return str(page + Markup("</table></body></html>\n"))
