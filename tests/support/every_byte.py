"""Reads whatever is shared in every form that it has, and looks for names: the searcher of the privacy tests.

A form that is not known is an error: a new kind of file must be taught here before it may leave the house.
"""

import base64
import email
import email.policy
import functools
import html
import io
import json
import re
import unicodedata
import urllib.parse
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import html5lib
import pypdf
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject, StreamObject
from python_calamine import CalamineWorkbook

_MARKS = re.compile("[\u0300-\u036f]")
_NO_LETTERS = re.compile(r"[\W_]+")
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_DATA_ADDRESS = re.compile(r"data:[\w/+.-]*;base64,([A-Za-z0-9+/=\s]+)")


def squeezed(text: str) -> str:
    """Small letters and digits alone, without marks: also finds a name in an address, or set letter by letter."""
    plain = text if text.isascii() else _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return _NO_LETTERS.sub("", plain.casefold())


def names_in(path: str, content: bytes, names: Iterable[str]) -> list[str]:
    texts = _squeezed_texts(path, content)
    return [name for name in names if any(squeezed(name) in text for text in texts)]


@functools.cache
def _squeezed_texts(path: str, content: bytes) -> set[str]:
    return {squeezed(text) for text in (path, *texts_of(path, content))}


def texts_of(path: str, content: bytes) -> Iterator[str]:
    """Give everything that can be read in a file.

    The streams of a PDF are read as what is packed in them: among their packed bytes the letters of a short name are
    found by chance.
    """
    raw = _STREAM.sub(b"", content) if path.endswith(".pdf") else content
    yield from (raw.decode(encoding, errors="ignore") for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1252"))
    yield urllib.parse.unquote(html.unescape(raw.decode(errors="ignore")))
    readers = {".html": _html, ".pdf": _pdf, ".xlsx": _xlsx, ".json": _json, ".eml": _eml}
    readers |= {".ipynb": _json, ".csv": lambda _: iter(()), ".txt": lambda _: iter(())}
    yield from readers[Path(path).suffix](content)


def _html(content: bytes) -> Iterator[str]:
    page = content.decode()
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(page)
    yield "".join(tree.itertext())
    yield from (urllib.parse.unquote(value) for element in tree.iter() for value in element.attrib.values())
    for encoded in _DATA_ADDRESS.findall(page):
        yield base64.b64decode(encoded).decode("utf-8", errors="ignore")


def _pdf(content: bytes) -> Iterator[str]:
    reader = pypdf.PdfReader(io.BytesIO(content))
    # A word can be broken off at the end of a line, and end on the next page.
    yield "".join(page.extract_text().strip("\n") for page in reader.pages)
    for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
        yield from _strings(reader.get_object(IndirectObject(number, 0, reader)))


def _strings(found: Any) -> Iterator[str]:
    """Give each text in an object of a PDF: metadata, bookmarks, alternative texts, tags, streams."""
    if isinstance(found, StreamObject | ContentStream):
        yield from _strings(found.get_data())
    if isinstance(found, DictionaryObject):
        yield from map(str, found)
        found = list(found.values())
    if isinstance(found, ArrayObject | list):
        for each in found:
            if not isinstance(each, IndirectObject):
                yield from _strings(each)
    elif isinstance(found, bytes):
        yield from (found.decode(encoding, errors="ignore") for encoding in ("utf-8", "utf-16-be"))
    elif found is not None:
        yield str(found)


def _xlsx(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        yield parts.comment.decode("utf-8", errors="ignore")
        for part in parts.namelist():
            text = html.unescape(parts.read(part).decode("utf-8", errors="ignore"))
            yield f"{part} {text}"
            # Letters in two colours are two runs of one cell.
            yield re.sub(r"<[^>]*>", "", text)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for sheet in book.sheet_names:
        yield "\n".join("\n".join(map(str, row)) for row in [[sheet], *book.get_sheet_by_name(sheet).to_python()])


def _json(content: bytes) -> Iterator[str]:
    """Give all values; each text is read as a page as well: the outputs of a notebook are pages and drawings."""
    found: list[Any] = [json.loads(content)]
    yield json.dumps(found, ensure_ascii=False)
    while found:
        value = found.pop()
        # A notebook keeps a text as a list of its lines.
        if isinstance(value, list) and all(isinstance(line, str) for line in value):
            value = "".join(value)
        if isinstance(value, dict | list):
            found += value.values() if isinstance(value, dict) else value
        elif isinstance(value, str):
            yield value
            yield from _html(value.encode())


def _eml(content: bytes) -> Iterator[str]:
    for part in email.message_from_bytes(content, policy=email.policy.default).walk():
        yield "\n".join(f"{name}: {value}" for name, value in part.items())
        if not part.is_multipart():
            yield from texts_of(part.get_filename() or "body.txt", part.get_payload(decode=True))
