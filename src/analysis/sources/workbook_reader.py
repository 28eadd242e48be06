"""Reads one workbook (XLSX, ODS, XLS) in its own process: the bytes come in on stdin, the cells go out as JSON.

Calamine lays out every cell between the first and the last one that is filled, and ends its process if these do not fit
into memory (its issue 693), so this runs as a program, within limits. It imports nothing else of the project, as it is
started for each workbook.
"""

import html
import io
import json
import math
import posixpath
import re
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from xml.etree import ElementTree

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

# The largest list that was tried has 100,000 lines: 31 MB unpacked, 9 MB of text. Reading it takes 150 MB and a second.
MEGABYTES, SECONDS = 300, 5
_MOST_UNPACKED, _MOST_TEXT = 150_000_000, 20_000_000
MOST_ROWS, _MOST_CELLS, _MOST_SHEETS = 120_000, 1_500_000, 1_000
# The kinds of marks: what the values of a sheet do not show. A mark has the row, its kind, and what it quotes.
CROSSED_OUT, COMMENT, HIDDEN = "crossed out", "comment", "hidden"
_Mark = tuple[int, str, str]
_BOOK = "xl/workbook.xml"
# In an ODS: something is crossed out, commented on or hidden.
_MARKED = re.compile(rb'line-through-style="(?!none)|<office:annotation\b|table:visibility="(?!visible)')
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ROW_NUMBER, _IS_HIDDEN = re.compile(rb"\br=[\"'](\d+)"), re.compile(rb"\b(?:hidden=[\"'](?:1|true)|ht=[\"']0[\"'])")
_STYLE, _SHARED = re.compile(rb"\bs=[\"'](\d+)"), re.compile(rb"\bt=[\"']s[\"']")
_STRIKE = re.compile(rb"<(?:\w+:)?strike(?:\s*/|\s+val=[\"'](?:1|true)[\"']|>)")
_STRING = re.compile(rb"<(?:\w+:)?si\b.*?</(?:\w+:)?si>|<(?:\w+:)?si\s*/>", re.DOTALL)
# A threaded comment is stored again, for programs that do not know these, with an author that begins like this.
_THREAD = "tc="
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d+)[\"']")
_ERROR = re.compile(rb"\bt=[\"']e[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*>([^<]*)")
_ON_PAPER = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)[^>]*>([^<]+)")
_PAGE_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|[A-Z]|\d+)')
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)")


class TooLargeError(Exception):
    """A workbook is larger than any list: what was found, and what was expected."""


def read(content: bytes) -> bytes:
    """Return each sheet of a workbook by name, as JSON: the texts of all rows from the first on, and its marks.

    The text of merged cells is in each row they span. A mark is the number of a row, from 1, with `crossed out`,
    `comment` or `hidden`, and the text of the cell or comment. Raises TooLargeError, and whatever calamine and zipfile
    raise for a workbook that is damaged or has a password.
    """
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if (size := sum(part.file_size for part in archive.infolist())) > _MOST_UNPACKED:
                raise TooLargeError(f"a workbook of {size:,} bytes when it is unpacked", f"at most {_MOST_UNPACKED:,}")
            if archive.testzip():  # a part is damaged, or larger than it claims
                raise zipfile.BadZipFile
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    listed = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    if len(listed) > _MOST_SHEETS:
        raise TooLargeError(f"a workbook of {len(listed):,} sheets", f"at most {_MOST_SHEETS:,}")
    sheets, marks, cells = dict[str, list[list[str]]](), dict[str, list[_Mark]](), 0
    for each in listed:
        sheet = book.get_sheet_by_name(each.name)
        rows, columns = ((last + 1) for last in sheet.end or (-1, -1))
        cells += rows * columns
        if rows > MOST_ROWS or cells > _MOST_CELLS:
            found = f"a sheet of {rows:,} rows and {columns:,} columns, with which there are {cells:,} cells"
            raise TooLargeError(found, f"at most {MOST_ROWS:,} rows, and {_MOST_CELLS:,} cells in all sheets")
        sheets[each.name] = _cells_of(sheet)
        is_hidden = each.visible != SheetVisibleEnum.Visible
        marks[each.name] = [(row, HIDDEN, "") for row in range(1, rows + 1)] if is_hidden else []
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _put_back_what_calamine_drops(archive, sheets, marks)
    answer = json.dumps({name: [sheets[name], marks[name]] for name in sheets}, ensure_ascii=False).encode()
    _refuse_too_much_text(len(answer))
    return answer


def _refuse_too_much_text(size: int) -> None:
    if size > _MOST_TEXT:
        raise TooLargeError(f"a workbook with {size:,} letters or more", f"at most {_MOST_TEXT:,}")


def _cells_of(sheet: CalamineSheet) -> list[list[str]]:
    rows, size = [], 0
    before = [""] * (sheet.start or (0, 0))[1]
    for row in sheet.iter_rows():
        rows.append([*before, *map(_text_of, row)])
        size += sum(map(len, rows[-1]))
        _refuse_too_much_text(size)
    filled = [any(row) for row in rows]
    for (top, column), (bottom, _) in sheet.merged_cell_ranges or []:
        for number in range(top + 1, min(bottom + 1, len(rows))):
            if filled[number] and rows[number][column : column + 1] == [""]:
                rows[number][column] = rows[top][column]
    return rows


def _put_back_what_calamine_drops(
    archive: zipfile.ZipFile, sheets: dict[str, list[list[str]]], marks: dict[str, list[_Mark]]
) -> None:
    """Put errors, and formulas without a value, into the cells of an XLSX, and add the marks of an XLSX or ODS."""
    if _BOOK not in archive.namelist():
        _add_marks_of_ods(archive, marks)
        return  # an ODS has the text of an error in the cell
    links = {key: target for key, _, target in _links_of(archive, _BOOK)}
    crossed_out = _crossed_out(archive)
    for sheet in ElementTree.fromstring(archive.read(_BOOK)).iter():
        link = next((value for key, value in sheet.items() if key.endswith("}id")), None)
        if link not in links or (name := sheet.get("name", "")) not in sheets:
            continue
        part, number = archive.read(links[link]), 0
        for attributes in _ROW.findall(part) if _IS_HIDDEN.search(part) else ():
            written = _ROW_NUMBER.search(attributes)
            number = int(written[1]) if written else number + 1
            if _IS_HIDDEN.search(attributes):
                marks[name].append((number, HIDDEN, ""))
        marks[name] += [*_read_cells(part, sheets[name], *crossed_out), *_comments(archive, links[link])]
        # The text printed above and below each page, without codes for its number and the like.
        on_paper = (html.unescape(text.decode(errors="replace")) for text in _ON_PAPER.findall(part))
        printed = (_PAGE_CODE.sub(" ", text) for text in on_paper)
        said = [" ".join(text.split()) for text in printed if any(map(str.isalpha, text))]
        marks[name] += ((1, COMMENT, text) for text in (*said, *_drawn(archive, links[link])))


def _links_of(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str, str]]:
    folder, name = posixpath.split(part)
    links = _read(archive, f"{folder}/_rels/{name}.rels")
    for link in ElementTree.fromstring(links) if links else ():
        target = posixpath.normpath(posixpath.join("/" + folder, link.get("Target", ""))).removeprefix("/")
        yield link.get("Id", ""), link.get("Type", ""), target


def _linked(archive: zipfile.ZipFile, part: str, *kinds: str) -> Iterator[ElementTree.Element]:
    for _, kind, target in _links_of(archive, part):
        if kind.endswith(kinds) and target in archive.namelist():
            yield ElementTree.fromstring(archive.read(target))


def _read(archive: zipfile.ZipFile, part: str) -> bytes:
    return archive.read(part) if part in archive.namelist() else b""


def _read_cells(part: bytes, rows: list[list[str]], styles: set[bytes], strings: set[bytes]) -> Iterator[_Mark]:
    """Put the error (`#N/A`) or formula (`=A2`) into each cell that has no value; yield the cells crossed out."""
    is_plain = not (styles or strings or _ERROR.search(part) or _FORMULA.search(part) or _STRIKE.search(part))
    for attributes, inside in () if is_plain else _CELL.findall(part):
        formula, value, style = _FORMULA.search(inside), _VALUE.search(inside), _STYLE.search(attributes)
        is_dropped = _ERROR.search(attributes) or (formula and not value and b"str" not in attributes)
        is_struck = _STRIKE.search(inside) or (style and style[1] in styles)
        is_struck = is_struck or (_SHARED.search(attributes) and value and value[1] in strings)
        if not (is_dropped or is_struck) or not (place := _place_of(attributes)):
            continue
        with suppress(IndexError):
            row, column = rows[place[0]], place[1]
            if is_dropped:
                shown = value[1] if value else b"=" + formula[1] if formula and formula[1] else b"#N/A"
                row += [""] * (column + 1 - len(row))  # the cell may be after the last one that shows something
                row[column] = html.unescape(shown.decode(errors="replace"))
            if is_struck and row[column]:
                yield place[0] + 1, CROSSED_OUT, row[column]


def _place_of(attributes: bytes) -> tuple[int, int] | None:
    place = _PLACE.search(attributes)
    return place and (int(place[2]) - 1, sum((c - 64) * 26**n for n, c in enumerate(reversed(place[1]))) - 1)


def _crossed_out(archive: zipfile.ZipFile) -> tuple[set[bytes], set[bytes]]:
    part = _read(archive, "xl/styles.xml")
    of_kind = {_kind(each): [*each] for each in ElementTree.fromstring(part)} if _STRIKE.search(part) else {}
    fonts = {str(n) for n, font in enumerate(of_kind.get("fonts", [])) if _STRIKE.search(ElementTree.tostring(font))}
    styles = {b"%d" % n for n, each in enumerate(of_kind.get("cellXfs", [])) if each.get("fontId", "0") in fonts}
    part = _read(archive, "xl/sharedStrings.xml")
    texts = _STRING.findall(part) if _STRIKE.search(part) else []
    return styles, {b"%d" % n for n, text in enumerate(texts) if _STRIKE.search(text)}


def _comments(archive: zipfile.ZipFile, sheet: str) -> Iterator[_Mark]:
    threaded = any(True for _ in _linked(archive, sheet, "/threadedComment"))
    for part in _linked(archive, sheet, "/comments", "/threadedComment"):
        authors = [author.text or "" for author in part.iter() if _kind(author) == "author"]
        for comment in part.iter():
            if not (place := _place_of(f'r="{comment.get("ref")}"'.encode())):
                continue
            texts = (each.text for each in comment.iter() if _kind(each) in ("t", "text"))
            author = dict(enumerate(authors)).get(int(comment.get("authorId") or 0), "")
            text = "".join(filter(None, texts)).strip().removeprefix(f"{author}:").strip()
            if text and not (threaded and author.startswith(_THREAD)):
                yield place[0] + 1, COMMENT, text


def _drawn(archive: zipfile.ZipFile, sheet: str) -> Iterator[str]:
    """Yield the texts drawn on a sheet, and say so if it has several pictures, which may be signatures."""
    for part in _linked(archive, sheet, "/drawing"):
        shapes = (each for each in part.iter() if _kind(each) == "sp")
        yield from ("".join(t.text or "" for t in each.iter() if _kind(t) == "t").strip() for each in shapes)
        pictures = [anchor for anchor in part if any(_kind(each) == "pic" for each in anchor.iter())]
        if len(pictures) > 1:
            yield "pictures on the sheet"


def _add_marks_of_ods(archive: zipfile.ZipFile, marks: dict[str, list[_Mark]]) -> None:
    parts = [part for part in ("styles.xml", "content.xml") if part in archive.namelist()]
    crossed_out, own, row = set[str](), list[_Mark](), 1
    for part in parts if any(_MARKED.search(archive.read(part)) for part in parts) else ():
        for event, element in ElementTree.iterparse(archive.open(part), ("start", "end")):
            kind = _kind(element)
            if event == "start" and kind == "table":
                own, row = marks.get(_of(element, "name"), []), 1
            elif event == "end" and kind == "style":
                line = next(filter(None, (_of(each, "text-line-through-style") for each in element)), "")
                if line != "none" if line else _of(element, "parent-style-name") in crossed_out:
                    crossed_out.add(_of(element, "name"))
            elif event == "end" and kind == "table-row":
                times = int(_of(element, "number-rows-repeated") or 1)
                found = [*_marks_in(element, crossed_out)]
                own += [(row + n, *mark) for n in range(min(times, MOST_ROWS) if found else 0) for mark in found]
                row += times
                element.clear()


def _marks_in(row: ElementTree.Element, crossed_out: set[str]) -> Iterator[tuple[str, str]]:
    filled = [cell for cell in row if len(cell)]
    if filled and _of(row, "visibility") not in ("", "visible"):
        yield HIDDEN, ""
    for style, each in [(_of(cell, "style-name"), each) for cell in filled for each in cell]:
        if _kind(each) == "annotation":
            yield COMMENT, "\n".join("".join(p.itertext()) for p in each if _kind(p) in ("p", "list"))
        elif (text := "".join(each.itertext())) and crossed_out & {style, *(_of(s, "style-name") for s in each.iter())}:
            yield CROSSED_OUT, text


def _kind(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _of(element: ElementTree.Element, name: str) -> str:
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def _text_of(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):  # the type that calamine gives every number
        return "" if math.isnan(cell) else str(int(cell) if cell.is_integer() else cell)
    return str(cell.isoformat()).removesuffix("T00:00:00") if hasattr(cell, "isoformat") else str(cell)


def _limit_this_process() -> None:
    try:
        import resource
    except ImportError:  # on Windows
        return
    limits = {resource.RLIMIT_AS: MEGABYTES * 1_000_000, resource.RLIMIT_CPU: SECONDS, resource.RLIMIT_CORE: 0}
    for kind, most in limits.items():  # no core dump, which would hold names
        hard = resource.getrlimit(kind)[1]
        with suppress(ValueError, OSError):  # macOS can't limit memory
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    _limit_this_process()
    try:
        answer = read(sys.stdin.buffer.read())
    except TooLargeError as error:
        answer = json.dumps(error.args).encode()
    except MemoryError:
        sys.exit(1)
    # For a damaged workbook calamine raises many errors, and its panics are no Exception; the caller treats them alike.
    except BaseException:
        answer = b"null"
    sys.stdout.buffer.write(answer)
