"""Drafts of mails, one per party: its own sentences, the main points, and the briefing and annex as attachments."""

import hashlib
from collections.abc import Iterable
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from markupsafe import Markup

from analysis.briefing import main_points_in_words, request_in_words, signature_in_words
from analysis.core.parameters import ALL_PARTIES, ANNEX, LANGUAGES
from analysis.core.wording import Wording, wording
from analysis.publish.orders import BriefingFile, mail_path
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.releases import version_in_words, version_of
from analysis.sources.parliament import party_in_sentence, party_name

# Lines are not folded: Python before 3.12.10 drops the quotation marks of a name that continues on the next line
# (gh-80222), which makes it another address. A line may have 998 characters.
_UNFOLDED = SMTP.clone(max_line_length=998)
# A name that begins so needs no "fractie van" before it.
_GROUPS = ("Groep", "Fractie")
_TYPES = {"pdf": ("application", "pdf"), "html": ("text", "html")}
# Mail programs ignore style sheets, so the styles are on the elements. Without them the text is one column.
_TABLE = 'role="presentation" cellpadding="0" cellspacing="0" style="width:100%;max-width:640px;border:0"'
_TEXT = 'style="font-family:Verdana,Arial,sans-serif;font-size:15px;line-height:1.5;color:#17212b"'


def drafts(month: Reconciliation, pages: dict[str, bytes]) -> dict[str, bytes]:
    """Return a draft for each party that has a briefing: path in the month's folder -> message.

    `pages`: path of each briefing and annex (`share/<language>/<party>.<kind>`) -> its content.
    """
    files = {file: content for path, content in pages.items() if (file := BriefingFile.at(path))}
    parties = sorted({file.party for file in files} - {ALL_PARTIES, ANNEX})
    return {mail_path(party): _draft(month, party, files) for party in parties}


def _draft(month: Reconciliation, party: str, files: dict[BriefingFile, bytes]) -> bytes:
    """Return the mail to a party: Dutch first, in the text and among the attachments.

    A mail program opens it as a draft (X-Unsent). It has no date, and no sender if none is known.
    """
    named = {file.language for file in files if file.party == party}
    words = [wording(language) for language in LANGUAGES if language in named]
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
    text = divider.join("\n\n".join(map(_as_text, part)) for part in parts) + "\n"
    message.set_content(text)
    message.add_alternative(_html(words, parts), subtype="html")
    said = [text.encode()]
    for name, kind, content in _attachments(month, party, words, files):
        maintype, subtype = _TYPES[kind]
        # Text without a charset counts as ASCII, and a program that stores the draft replaces all other letters.
        letters = {"charset": "utf-8"} if maintype == "text" else {}
        message.add_attachment(content, maintype=maintype, subtype=subtype, filename=name, params=letters)
        said.append(content)
    # Python's own boundaries are random. These are not, and can't occur in base64 or quoted-printable text.
    for level, part in enumerate(part for part in message.walk() if part.is_multipart()):
        digest = hashlib.sha256(b"".join([str(level).encode(), *said])).hexdigest()
        part.set_boundary(f"=_{digest[:32]}")
    return message.as_bytes(policy=_UNFOLDED)


def _attachments(
    month: Reconciliation, party: str, words: list[Wording], files: dict[BriefingFile, bytes]
) -> Iterable[tuple[str, str, bytes]]:
    """Yield name, kind (`pdf`, `html`) and content of each attachment that was made.

    In each language these are the briefing as PDF and as HTML, then the annex as PDF.
    """
    for w in words:
        for name, kind in ((party, "pdf"), (party, "html"), (ANNEX, "pdf")):
            content = files.get(BriefingFile(w.language, name, kind))
            if content is not None:
                called = w.say("mail.annex") if name == ANNEX else party
                yield f"1300-deal-{month.month}-{called}-{w.language}.{kind}", kind, content


def _paragraphs(month: Reconciliation, party: str, w: Wording) -> list[str | list[str]]:
    """Return the text of a mail in one language: paragraphs, and the main points as a list."""
    version = version_of(month)
    above = ["" if version.is_released else w.say("mail.concept"), version_in_words(version, w)]
    said: list[str | list[str]] = [
        *above,
        _greeting(month, party, w),
        w.say("mail.hello", month=w.month(str(month.month)), date=w.date(month.month.as_of)),
        f"{signature_in_words(month, party, w.language)} {request_in_words(month, party, w.language)}",
        w.say("mail.points"),
        main_points_in_words(month, party, w.language),
        w.say("mail.attached"),
        w.say("mail.reply"),
        f"{w.say('mail.regards')}\n{month.sources.contact['organisation']}",
    ]
    return [part for part in said if part]


def _as_text(part: str | list[str]) -> str:
    return part if isinstance(part, str) else "\n".join(f"- {item}" for item in part)


def _html(words: list[Wording], parts: list[list[str | list[str]]]) -> str:
    """Return the same text as HTML: one table with inline styles and no images."""
    rows = Markup("").join(
        Markup('<tr><td lang="{}" {}>{}</td></tr>\n').format(
            w.language, Markup(_TEXT), Markup("\n").join(map(_as_html, part))
        )
        for w, part in zip(words, parts, strict=True)
    )
    page = Markup('<!DOCTYPE html>\n<html lang="{}"><head><meta charset="utf-8"><title>{}</title></head>\n')
    head = page.format(words[0].language, words[0].say("mail.title"))
    return str(head + Markup("<body><table {}>\n{}</table></body></html>\n").format(Markup(_TABLE), rows))


def _as_html(part: str | list[str]) -> Markup:
    if isinstance(part, str):
        return Markup("<p>{}</p>").format(Markup("<br>").join(part.split("\n")))
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(item) for item in part))


def _greeting(month: Reconciliation, party: str, w: Wording) -> str:
    """Return the salutation: of a single member by office, of others by the name of the party or group."""
    support = month.support_by_party.set_index("party_id")["seats"]
    if support.get(party) == 1:
        return w.say("mail.greeting.member")
    form = "group" if party_name(party, month.sources, w).startswith(_GROUPS) else "party"
    return w.say(f"mail.greeting.{form}", party=party_in_sentence(party, month.sources, w)["party"])
