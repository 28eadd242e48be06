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
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from analysis.core.names import words_of

_NO_LETTERS = re.compile(r"[\W_]+")
_TAGS = re.compile(r"<[^<>]*>")
_OTHER_ENCODINGS = ("cp1252", "cp850", "mac_roman", "utf-16-le", "utf-16-be")
# A shorter one is part of many words.
_SHORTEST = 5
# Drawings and fonts hold no names; what a PDF shows is not to be found in its bytes.
_WITHOUT_TEXT = frozenset([".png", ".jpg", ".woff2", ".ttf"])


@dataclass(frozen=True)
class Found:
    """Which files hold a name, and which could not be looked into."""

    holding: list[Path] = field(default_factory=list)
    unread: list[Path] = field(default_factory=list)


def needles_of(names: Iterable[str]) -> set[str]:
    """Return what to look for: each name in any order of its words that people use, letters and digits alone."""
    ordered = [words[at:] + words[:at] for words in map(words_of, names) for at in range(len(words))]
    return {needle for words in ordered if len(needle := _letters(" ".join(words))) >= _SHORTEST}


def search(files: Iterable[Path], needles: set[str]) -> Found:
    """Return which of some files hold one of the needles, and which nobody can search."""
    found = Found()
    for path in files:
        content = path.read_bytes()
        if content.startswith(b"%PDF"):
            found.unread.append(path)
        elif path.suffix not in _WITHOUT_TEXT:
            texts = map(_letters, (path.name, *_texts(content)))
            if any(needle in text for text in texts for needle in needles):
                found.holding.append(path)
    return found


def _letters(text: str) -> str:
    """Return the letters and digits of a text, without accents and capitals."""
    if not text.isascii():
        text = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return _NO_LETTERS.sub("", text.casefold())


def _texts(content: bytes) -> Iterator[str]:
    """Yield the texts of a file: as it is, without what a page or a program writes it with, and the parts it packs."""
    if content.startswith(b"PK"):
        damaged_or_with_a_password = (zipfile.BadZipFile, NotImplementedError, RuntimeError)
        with suppress(*damaged_or_with_a_password), zipfile.ZipFile(io.BytesIO(content)) as parts:
            for name in parts.namelist():
                yield name
                yield from _texts(parts.read(name))
        return
    text = content.decode("utf-8", errors="ignore")
    yield text
    yield html.unescape(_TAGS.sub("", text))
    if b"\0" in content or text.encode() != content:
        yield from (content.decode(encoding, errors="ignore") for encoding in _OTHER_ENCODINGS)
    if text.lstrip().startswith(("{", "[")):
        with suppress(ValueError):
            yield html.unescape(_TAGS.sub("", json.dumps(json.loads(text), ensure_ascii=False)))
    if b"\nMIME-Version:" in content[:2000] or content.startswith(b"MIME-Version:"):
        for part in email.message_from_bytes(content, policy=email.policy.default).walk():
            yield " ".join(map(str, part.values()))
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                yield from _texts(body)
