"""Looks for a name in every byte of files, whatever keeps them: text, JSON, workbooks, mails."""

import email
import email.policy
import html
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from analysis.core.names import words_of

_NO_LETTERS = re.compile(r"[\W_]+")
_TAGS = re.compile(r"<[^<>]*>")
_NARROW = ("cp1252", "cp850", "mac_roman")
# A shorter one stands in many words.
_SHORTEST = 5
# Drawings and fonts hold no names; what a PDF shows is not to be found in its bytes.
_SILENT = frozenset([".png", ".jpg", ".woff2", ".ttf"])


@dataclass(frozen=True)
class Found:
    """Which files hold a name, and which could not be looked into."""

    holding: list[Path] = field(default_factory=list)
    unread: list[Path] = field(default_factory=list)


def needles_of(names: Iterable[str]) -> set[str]:
    """Return what to look for: each name in any order of its words that people use, letters and digits alone."""
    found = set()
    for name in names:
        words = words_of(name)
        turned = (words[at:] + words[:at] for at in range(len(words)))
        found |= {_squeezed(" ".join(each)) for each in turned}
    return {needle for needle in found if len(needle) >= _SHORTEST}


def search(files: Iterable[Path], needles: set[str]) -> Found:
    """Return which of some files hold one of the needles, and which nobody can search."""
    found = Found()
    for path in files:
        content = path.read_bytes()
        if content.startswith(b"%PDF"):
            found.unread.append(path)
        elif path.suffix not in _SILENT and any(
            needle in text for text in map(_squeezed, (path.name, *_texts(content))) for needle in needles
        ):
            found.holding.append(path)
    return found


def _squeezed(text: str) -> str:
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign)) if not plain.isascii() else plain
    return _NO_LETTERS.sub("", bare.casefold())


def _texts(content: bytes) -> Iterator[str]:
    """Give the texts of a file: as they stand, without what a page or a program writes them with, and packed ones."""
    if content.startswith(b"PK"):
        yield from _packed(content)
        return
    wide = ("utf-16-le", "utf-16-be") if b"\0" in content else ()
    for encoding in (*wide, *(() if _is_utf_8(content) else _NARROW)):
        yield content.decode(encoding, errors="ignore")
    text = content.decode("utf-8", errors="ignore")
    yield text
    yield html.unescape(_TAGS.sub("", text))
    if text.lstrip().startswith(("{", "[")):
        yield from _of_json(text)
    if b"\nMIME-Version:" in content[:2000] or content.startswith(b"MIME-Version:"):
        yield from _of_mail(content)


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _packed(content: bytes) -> Iterator[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for name in parts.namelist():
                yield name
                yield from _texts(parts.read(name))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):  # damaged, or with a password
        return


def _of_json(text: str) -> Iterator[str]:
    try:
        yield html.unescape(_TAGS.sub("", json.dumps(json.loads(text), ensure_ascii=False)))
    except ValueError:
        return


def _of_mail(content: bytes) -> Iterator[str]:
    message = email.message_from_bytes(content, policy=email.policy.default)
    for part in message.walk():
        yield " ".join(map(str, part.values()))
        body = part.get_payload(decode=True)
        if isinstance(body, bytes):
            yield from _texts(body)
