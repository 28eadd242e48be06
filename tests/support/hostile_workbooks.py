"""Workbooks that are made to harm, and valid ones of which a seed makes a damaged one."""

import re
import struct
from collections.abc import Callable
from random import Random

from support import bad_input
from support.project import PROJECT

_HEADINGS = "Naam", "Partij", "Datum"
_SIGNATURE = "Quastaaov", "CDA", "10-3-2021"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ODS = PROJECT / "tests" / "data" / "ods"
# A row or a column at the end of all, or beyond it.
FAR = "XFD1048576"


def cell(text: str, place: str = "") -> str:
    """A cell of XLSX, with its place behind its type: as Excel writes it the place is first."""
    at = f' r="{place}"' if place else ""
    return f'<c t="inlineStr"{at}><is><t>{text}</t></is></c>'


def row(*texts: str, place: str = "") -> str:
    return f"<row>{''.join(cell(text, place) for text in texts)}</row>"


def xlsx(rows: str, after: str = "", prefix: str = "", sheets: int = 1, **more: str) -> bytes:
    """A list of one signature with some rows below it, as XLSX with no more than it needs."""
    body = f"<sheetData>{row(*_HEADINGS)}{row(*_SIGNATURE)}{rows}</sheetData>{after}"
    namespace = f'xmlns="{_MAIN}"'
    if prefix:
        body, namespace = re.sub(r"<(/?)", rf"<\1{prefix}:", body), f'xmlns:{prefix}="{_MAIN}"'
        prefix += ":"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    named = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, sheets + 1))
    placed = "".join(
        f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        for n in range(1, sheets + 1)
    )
    shared = f'<Relationship Id="s" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>' if more else ""
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{office}"><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relations}">{placed}{shared}</Relationships>',
        "xl/worksheets/sheet1.xml": f"<{prefix}worksheet {namespace}>{body}</{prefix}worksheet>",
    }
    return bad_input.zipped({name: part.encode() for name, part in (parts | more).items()})


def shared(text: str) -> dict[str, str]:
    return {"xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}"><si><t>{text}</t></si></sst>'}


def ods(rows: str = "") -> bytes:
    """A list of one signature with some rows below it, as ODS."""
    parts = {name: (_ODS / name).read_bytes() for name in ("mimetype", "META-INF/manifest.xml", "content.xml")}
    end = b"</table:table>"
    parts["content.xml"] = parts["content.xml"].replace(end, rows.encode() + end)
    return bad_input.zipped(parts)


def repeated(rows: int, columns: int) -> str:
    text = f'<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}"><text:p>x</text:p>'
    return f'<table:table-row table:number-rows-repeated="{rows}">{text}</table:table-cell></table:table-row>'


def with_size(content: bytes, size: int) -> bytes:
    """An archive that says of each of its parts that it is so large when it is unpacked."""
    lying = bytearray(content)
    for mark, place in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        for found in re.finditer(re.escape(mark), content):
            struct.pack_into("<I", lying, found.start() + place, size)
    return bytes(lying)


# Each with its suffix, and a part of what is found in it.
HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a far cell with its place last": (".xlsx", lambda: xlsx(row("x", place=FAR)), "cells far apart"),
    "a far cell in single quotes": (".xlsx", lambda: xlsx(f"<row><c r='{FAR}'><v>1</v></c></row>"), "cells far apart"),
    "a far cell with a prefix": (".xlsx", lambda: xlsx(row("x", place=FAR), prefix="x"), "cells far apart"),
    "a cell beyond the last": (".xlsx", lambda: xlsx(row("x", place="ZZZZZZ4294967295")), "damaged"),
    "a million rows": (".xlsx", lambda: xlsx(row("x", place="A1048576")), "a sheet of 1,048,576 rows and 3 columns"),
    "what unpacks to 150 MB": (".xlsx", lambda: xlsx(" " * 150_000_000), "bytes when it is unpacked"),
    "parts larger than they say": (".xlsx", lambda: with_size(xlsx(row("x") * 100_000), 100), "damaged"),
    "parts smaller than they say": (".xlsx", lambda: with_size(xlsx(""), 4_000_000_000), "when it is unpacked"),
    "many sheets": (".xlsx", lambda: xlsx("", sheets=20_000), "a workbook of 20,000 sheets"),
    "a long text in many cells": (
        ".xlsx",
        lambda: xlsx('<row><c t="s"><v>0</v></c></row>' * 30_000, **shared("x" * 2_000)),
        "a workbook with 20,000,",
    ),
    "XML as deep as it is long": (".xlsx", lambda: xlsx("<row>" + "<c><is>" * 500_000), "damaged"),
    "rows repeated": (".ods", lambda: ods(repeated(4_000_000_000, 1)), "rows"),
    "columns and rows repeated": (".ods", lambda: ods(repeated(1_000_000, 90)), "can't be read"),
    "repeated more than is allowed": (".ods", lambda: ods(repeated(1_000_000, 16_000)), "damaged"),
    "no end": (".xlsx", lambda: xlsx("")[:700], "damaged"),
}


_NUMBERS = ("0", "-1", "1", "65536", "1048576", "4294967295", "18446744073709551616", "1e308", "NaN", "A0", FAR, "٣")
_PIECES = (
    *(b"<c r='XFD1048576' t='s'><v>7</v></c>", b'<mergeCell ref="A1:XFD1048576"/>', b"<![CDATA[", b"]]>", b"<!--"),
    *(b"&#0;", b"&#x110000;", b"&a;", b'<!DOCTYPE x [<!ENTITY a "&a;">]>', b"<is>" * 9_000, b"\xff\xfe", b"\0"),
    *(b' table:number-rows-repeated="999999999"', b' table:number-columns-repeated="99999"', b' t="d"', b' xml:x="'),
)


def mutated(content: bytes, random: Random) -> bytes:
    """Return a workbook with some of its numbers, elements, parts or bytes changed."""
    if random.random() < 0.2:
        return bad_input.bytes_changed(content, random)
    parts = bad_input.unzipped(content)
    for _ in range(random.randint(1, 4)):
        name = random.choice([*parts, *(name for name in parts if "sheet" in name or "content" in name)])
        parts[name] = _changed(parts[name], random)
    if random.random() < 0.1:
        del parts[random.choice([*parts])]
    if random.random() < 0.1:
        parts[random.choice([*parts])] = parts.pop(random.choice([*parts]))
    packed_again = bad_input.zipped(parts)
    if random.random() < 0.1:
        return with_size(packed_again, random.choice([0, 1, 1_000_000, 4_294_967_295]))
    return packed_again


def _changed(part: bytes, random: Random) -> bytes:
    """A part with another number or name, with something put into it, or with elements gone or there many times."""
    kind = random.choice(["number", "number", "piece", "elements", "names"])
    if kind == "names":
        names = re.findall(rb"[A-Za-z:]{1,30}", part) or [b""]
        return part.replace(random.choice(names), random.choice([*names, b""]), random.choice([1, -1]))
    pattern = {"number": rb"[A-Z]{0,2}\d+", "piece": rb"[<> ]", "elements": rb"<"}[kind]
    places = [match.span() for match in re.finditer(pattern, part)] or [(0, 0)]
    start, end = random.choice(places)
    if kind == "number":
        return part[:start] + random.choice(_NUMBERS).encode() + part[end:]
    if kind == "piece":
        return part[:start] + random.choice(_PIECES) + part[start:]
    start, end = sorted((start, random.choice(places)[0]))
    return part[:start] + part[start:end] * random.choice([0, 2, 50, 5_000_000 // (end - start + 1)]) + part[end:]
