"""Reads whatever is shared in every form that it has, and looks for names: the searcher of the privacy tests.

A form that is not known is an error: a new kind of file must be taught here before it may leave the house.
"""

import base64
import csv
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
import nbformat
import pypdf
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject, StreamObject
from python_calamine import CalamineWorkbook

_BREAKS = re.compile(r"[-\u00ad\u2010]\s*\n\s*|[\u00ad\u200b-\u200d\u2060\ufeff]")
_MARKS = re.compile("[\u0300-\u036f]")
_NO_LETTERS = re.compile(r"[\W_]+")
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_DATA_ADDRESS = re.compile(r"data:[\w/+.-]*;base64,([A-Za-z0-9+/=\s]+)")


def folded(text: str) -> str:
    """Small letters without marks; words that were broken off at a line's end are whole again."""
    whole = _BREAKS.sub("", text)
    if not whole.isascii():
        whole = _MARKS.sub("", unicodedata.normalize("NFKD", whole))
    return " ".join(whole.casefold().split())


def squeezed(text: str) -> str:
    """Letters and digits alone: also finds what a PDF sets letter by letter, or an address joins with hyphens."""
    return _NO_LETTERS.sub("", folded(text))


def names_in(path: str, content: bytes, names: Iterable[str]) -> dict[str, str]:
    """Return the names that a file holds, in any spelling that keeps their letters: name -> where."""
    texts, found = _squeezed_texts(path, content), {}
    for name in names:
        wanted = squeezed(name)
        place = next((place for text, place in texts.items() if wanted in text), None)
        if place:
            found[name] = f"{path}: {place}"
    return found


@functools.cache
def _squeezed_texts(path: str, content: bytes) -> dict[str, str]:
    """Return each text of a file once, with the first place where it stands."""
    places: dict[str, str] = {}
    for place, text in [("file name", path), *texts_of(path, content)]:
        places.setdefault(squeezed(text), place)
    return places


def texts_of(path: str, content: bytes) -> Iterator[tuple[str, str]]:
    """Give everything that can be read in a file, each time with where it stands.

    The streams of a PDF are read as what is packed in them: among their packed bytes the letters of a short name are
    found by chance.
    """
    content, packed = (_STREAM.sub(b"", content), content) if path.endswith(".pdf") else (content, content)
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1252"):
        raw = content.decode(encoding, errors="ignore")
        yield f"bytes as {encoding}", raw
    yield "bytes, entities and escapes read", urllib.parse.unquote(html.unescape(content.decode(errors="ignore")))
    readers = {
        ".html": _html, ".pdf": _pdf, ".xlsx": _xlsx, ".csv": _csv, ".json": _json, ".eml": _eml, ".txt": _nothing_more,
        ".ipynb": _ipynb,
    }  # fmt: skip
    yield from readers[Path(path).suffix](packed)


def _nothing_more(_content: bytes) -> Iterator[tuple[str, str]]:
    yield from ()


def _html(content: bytes) -> Iterator[tuple[str, str]]:
    page = content.decode()
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(page)
    yield "text", "".join(tree.itertext())
    for element in tree.iter():
        for name, value in element.attrib.items():
            yield f"attribute {name}", urllib.parse.unquote(value)
    for encoded in _DATA_ADDRESS.findall(page):
        yield "embedded file", base64.b64decode(encoded).decode("utf-8", errors="ignore")


def _pdf(content: bytes) -> Iterator[tuple[str, str]]:
    reader = pypdf.PdfReader(io.BytesIO(content))
    pages = [page.extract_text() for page in reader.pages]
    yield "pages", "\n".join(pages)
    # A word can end on the next page.
    yield "pages, without heads and feet", "".join(text.strip("\n") for text in pages)
    for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
        found = reader.get_object(IndirectObject(number, 0, reader))
        yield from ((f"object {number}", text) for text in _strings(found))


def _strings(found: Any) -> Iterator[str]:
    """Give each text in an object of a PDF: metadata, bookmarks, alternative texts, tags, streams."""
    if isinstance(found, StreamObject | ContentStream):
        data = found.get_data()
        yield from (data.decode(encoding, errors="ignore") for encoding in ("utf-8", "utf-16-be"))
    if isinstance(found, DictionaryObject):
        yield from map(str, found)
        found = list(found.values())
    if isinstance(found, ArrayObject | list):
        for each in found:
            if not isinstance(each, IndirectObject):
                yield from _strings(each)
    elif isinstance(found, bytes):
        yield found.decode("utf-8", errors="ignore")
        yield found.decode("utf-16-be", errors="ignore")
    elif found is not None:
        yield str(found)


def _xlsx(content: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        yield "comment of the archive", parts.comment.decode("utf-8", errors="ignore")
        for part in parts.namelist():
            text = html.unescape(parts.read(part).decode("utf-8", errors="ignore"))
            yield f"{part}", f"{part} {text}"
            # Letters in two colours are two runs of one cell.
            yield f"{part} without tags", re.sub(r"<[^>]*>", "", text)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for sheet in book.sheet_names:
        rows = book.get_sheet_by_name(sheet).to_python()
        yield f"sheet {sheet}", "\n".join([sheet, *("\n".join(map(str, row)) for row in rows)])


def _csv(content: bytes) -> Iterator[tuple[str, str]]:
    yield "cells", "\n".join("\n".join(row) for row in csv.reader(io.StringIO(content.decode(), newline="")))


def _json(content: bytes) -> Iterator[tuple[str, str]]:
    yield "values", json.dumps(json.loads(content), ensure_ascii=False)


def _ipynb(content: bytes) -> Iterator[tuple[str, str]]:
    """Give what cells and outputs hold: an output is a page, a drawing, a table or text by itself."""
    yield from _json(content)
    for number, cell in enumerate(nbformat.reads(content.decode(), as_version=4).cells, start=1):
        yield f"cell {number}", cell.source
        for output in cell.get("outputs", []):
            shown = {"text/plain": output.get("text", "")} | dict(output.get("data", {}))
            for kind, held in shown.items():
                text = held if isinstance(held, str) else json.dumps(held, ensure_ascii=False)
                places = texts_of(
                    "output.html" if kind in ("text/html", "image/svg+xml") else "output.txt", text.encode()
                )
                yield from ((f"cell {number}, {kind}: {place}", found) for place, found in places)
            yield f"cell {number}, error", "\n".join([output.get("evalue", ""), *output.get("traceback", [])])


def _eml(content: bytes) -> Iterator[tuple[str, str]]:
    message = email.message_from_bytes(content, policy=email.policy.default)
    for part in message.walk():
        yield "headers", "\n".join(f"{name}: {value}" for name, value in part.items())
        if part.is_multipart():
            continue
        body = part.get_payload(decode=True)
        attached = part.get_filename()
        yield from ((f"{attached or 'text'}: {place}", text) for place, text in texts_of(attached or "body.txt", body))
