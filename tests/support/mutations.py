"""Spoils a valid input as hands, programs and disks do: each mutation has a name, and a seed gives it again."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

Bytes = Callable[[bytes, Random], bytes]

# What somebody may type, or a program write, in the place of a value.
NASTY_VALUES = (
    *("", " ", "-", "?", "0", "-0", "-1", "1e999", "-1e999", "1e5", "NaN", "nan", "inf", "-INF", "Infinity", "null"),
    *("1_000", "1.000", "1,5", "0x10", "+3", "3.0", " 3", "١٢", "²", "9" * 40, "9" * 400, "0." + "0" * 60 + "1"),
    *("2021-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2262-04-12", "1677-09-20", "10-3-2021"),
    *("2021-3-1", "2021-03", "20210310", "44265", "2021-03-10T10:00", " 2021-03-10", "2021-03-10Z", "2021–03–10"),
    *(
        "all",
        "yes",
        "YES",
        "True",
        "|",
        "a|",
        "|a",
        "a|a",
        "a||b",
        "d66|d66",
        "house",
        "x:y",
        "a:1:2",
        "f001=",
        "f001=x",
    ),
    *("\ufeff", "\u202ed66", "\u200b", "é", "e\u0301", "\U0001f600", "\x0b", "\x1b[31m", "\x7f", "\u2028", "\u0085"),
    *("=1+1", '=HYPERLINK("x")', "@SUM(1)", "<b>x</b>", "{x}", "%s", "../../x", "file:///x", "\\", "'", "''", "#N/A"),
)
_SEPARATORS = (b";", b"\t", b"|", b" ", b"\xac")


def _place(content: bytes, random: Random) -> int:
    return random.randrange(len(content) + 1)


def _inserted(content: bytes, piece: bytes, random: Random) -> bytes:
    at = _place(content, random)
    return content[:at] + piece + content[at:]


def _lines(content: bytes) -> list[bytes]:
    return content.splitlines(keepends=True) or [b""]


def flipped_bytes(content: bytes, random: Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(min(random.choice([1, 1, 2, 8]), len(spoilt))):
        spoilt[random.randrange(len(spoilt))] = random.randrange(256)
    return bytes(spoilt)


def deleted_bytes(content: bytes, random: Random) -> bytes:
    at = _place(content, random)
    return content[:at] + content[at + random.choice([1, 1, 3, 20]) :]


def doubled_piece(content: bytes, random: Random) -> bytes:
    at = _place(content, random)
    return content[:at] + content[at : at + random.randrange(1, 40)] + content[at:]


def cut_off(content: bytes, random: Random) -> bytes:
    return content[: _place(content, random)]


def written_twice(content: bytes, random: Random) -> bytes:
    return content + content


def emptied(content: bytes, random: Random) -> bytes:
    return random.choice([b"", b"\n", b"\xef\xbb\xbf", b" ", b"\r\n\r\n", b"\x00", b"\xff\xfe"])


def with_null(content: bytes, random: Random) -> bytes:
    return _inserted(content, b"\x00", random)


def with_mark(content: bytes, random: Random) -> bytes:
    """A byte order mark, in front or in the middle."""
    mark = random.choice([b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
    return mark + content if random.random() < 0.5 else _inserted(content, mark, random)


def in_another_encoding(content: bytes, random: Random) -> bytes:
    encoding = random.choice(["utf-16", "utf-16-le", "utf-32", "cp1252", "cp850", "mac_roman", "utf-7", "cp037"])
    return content.decode("utf-8", "replace").encode(encoding, "replace")


def without_a_line(content: bytes, random: Random) -> bytes:
    lines = _lines(content)
    del lines[random.randrange(len(lines))]
    return b"".join(lines)


def with_a_line_twice(content: bytes, random: Random) -> bytes:
    lines = _lines(content)
    lines.insert(random.randrange(len(lines) + 1), random.choice(lines))
    return b"".join(lines)


def with_lines_swapped(content: bytes, random: Random) -> bytes:
    lines = _lines(content)
    a, b = random.randrange(len(lines)), random.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return b"".join(lines)


def shuffled_lines(content: bytes, random: Random) -> bytes:
    lines = _lines(content)
    random.shuffle(lines)
    return b"".join(lines)


def with_other_line_ends(content: bytes, random: Random) -> bytes:
    plain = content.replace(b"\r\n", b"\n")
    if random.random() < 0.3:
        return plain.replace(b"\n", random.choice([b"\r", b"\r\n", b"\n\r"]), random.randrange(1, 4))
    end = random.choice([b"\r", b"\r", b"\r\n", b"\n\r", b"\r\r\n", b"\x0b", b"\xe2\x80\xa8", b"\xc2\x85"])
    return plain.replace(b"\n", end)


def with_another_separator(content: bytes, random: Random) -> bytes:
    separator = random.choice(_SEPARATORS)
    if random.random() < 0.5:
        return content.replace(b",", separator)
    lines = _lines(content)
    at = random.randrange(len(lines))
    lines[at] = lines[at].replace(b",", separator)
    return b"".join(lines)


def with_a_quotation_mark(content: bytes, random: Random) -> bytes:
    lines = _lines(content)
    at = random.randrange(len(lines))
    cells = lines[at].split(b",")
    cell = random.randrange(len(cells))
    cells[cell] = random.choice([b'"%s', b'%s"', b'"%s"x', b'""%s', b"'%s"]) % cells[cell]
    lines[at] = b",".join(cells)
    return b"".join(lines)


# What a cell of a page repeats.
_LONG = [each.encode() for each in ("x", "1", '"', "a ", "(", "AB ", "D66 ", "jan van ", "v.d. ", "(a) ", "é", "ﬁ")]


def with_a_long_cell(content: bytes, random: Random) -> bytes:
    return _inserted(
        content,
        (random.choice(_LONG) * 40_000)[: random.choice([40, 400, 5_000, 30_000, 40_000])],
        random,
    )


def with_a_nasty_value(content: bytes, random: Random) -> bytes:
    """Another value in one cell or two: made up, or that of another row."""
    rows = _rows(content)
    for _ in range(random.choice([1, 1, 2])):
        if body := [number for number in range(1, len(rows)) if rows[number]]:
            row = random.choice(body)
            column = random.randrange(len(rows[row]))
            other = rows[random.choice(body)]
            theirs = other[column] if column < len(other) else ""
            rows[row][column] = theirs if random.random() < 0.3 else random.choice(NASTY_VALUES)
    return _written(rows)


def with_spaces(content: bytes, random: Random) -> bytes:
    rows = _rows(content)
    row = random.choice(rows)
    if row:
        at = random.randrange(len(row))
        space = random.choice([" ", "\t", "\u00a0", "\n", "\u200b", "\r", "\r\n"])
        row[at] = random.choice([f"{space}{row[at]}", f"{row[at]}{space}", f"{row[at][:2]}{space}{row[at][2:]}"])
    return _written(rows)


def with_another_header(content: bytes, random: Random) -> bytes:
    rows = _rows(content)
    header = rows[0]
    if not header:
        return content
    a, b = random.randrange(len(header)), random.randrange(len(header))
    change = random.randrange(5)
    if change == 0:
        header[a], header[b] = header[b], header[a]
    elif change == 1:
        header[a] = random.choice([header[b], "", header[a].upper(), f"{header[a]} ", f"{header[a]}x"])
    elif change == 2:
        del rows[0]
    elif change == 3:
        rows = [row[:a] + row[a + 1 :] for row in rows]
    else:
        rows = [[*row, "x"] for row in rows]
    return _written(rows)


def _rows(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8", "replace").replace("\x00", "")
    try:
        return list(csv.reader(io.StringIO(text, newline=""))) or [[]]
    except csv.Error:
        return [line.split(",") for line in text.splitlines()] or [[]]


def _written(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8", "replace")


ANY: tuple[Bytes, ...] = (
    *(flipped_bytes, deleted_bytes, doubled_piece, cut_off, written_twice, emptied, with_null, with_mark),
    *(
        in_another_encoding,
        without_a_line,
        with_a_line_twice,
        with_lines_swapped,
        with_other_line_ends,
        with_a_long_cell,
    ),
)
# Values are what people get wrong most: they come more often.
OF_TABLES: tuple[Bytes, ...] = (
    *ANY,
    *(shuffled_lines, with_another_separator, with_a_quotation_mark, with_spaces, with_another_header),
    *[with_a_nasty_value] * 8,
)


def mutated(content: bytes, random: Random, ways: tuple[Bytes, ...] = OF_TABLES) -> tuple[str, bytes]:
    """A spoilt text, and the names of what was done to it: mostly one thing, at times two or three."""
    chosen = random.choices(ways, k=random.choice([1, 1, 1, 2, 3]))
    for way in chosen:
        content = way(content, random)
    return "+".join(way.__name__ for way in chosen), content


# Workbooks: a zip of XML

_DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
_XML_SWAPS = (
    (b' r="A2"', b' r="XFD1048576"'),
    (b' r="A2"', b' r="A1048576"'),
    (b' r="A1"', b' r="ZZ9999999999"'),
    (b' r="B2"', b' r="2B"'),
    (b"<v>1</v>", b"<v>99999999</v>"),
    (b"<v>0</v>", b"<v>-1</v>"),
    (b"<v>0</v>", b"<v>1e999</v>"),
    (b"<v>44265</v>", b"<v>2958466</v>"),
    (b"<v>44265</v>", b"<v>-1</v>"),
    (b"<v>44265</v>", b"<v>nan</v>"),
    (b'encoding="UTF-8"', b'encoding="UTF-16"'),
    (b"2021-03-10", b"2021-02-30"),
    (b"2021-03-10", b"99999-03-10"),
    (b"<table:table-cell ", b'<table:table-cell table:number-columns-repeated="16384" '),
    (b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1048576">'),
    (b"<table:table-row>", b'<table:table-row table:number-rows-repeated="-1">'),
    (b"<t>", b"<t>&b;"),
    (b"<text:p>", b"<text:p>&b;"),
    (b"<t>", b"<t>&#0;"),
    (b"<t>", b"<t><![CDATA[<!DOCTYPE]]>"),
    (b"</row>", b""),
    (b"sheetId=", b"r:id="),
)


def mutated_workbook(content: bytes, random: Random) -> tuple[str, bytes]:
    """A spoilt workbook: its bytes as a whole, or a part of it, packed again."""
    if random.random() < 0.25:
        return mutated(content, random, (flipped_bytes, deleted_bytes, cut_off, doubled_piece, written_twice, emptied))
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    likely = [name for name in parts if "sheet" in name or "content" in name or "sharedStrings" in name]
    name = random.choice(likely if random.random() < 0.7 else list(parts))
    how = random.choice(["bytes", "swap", "swap", "swap", "doctype", "gone", "elsewhere", "twice"])
    if how == "bytes":
        how, parts[name] = mutated(parts[name], random, ANY)
    elif how == "swap":
        swap = random.choice([each for each in _XML_SWAPS if each[0] in parts[name]] or [(b"<", b"<")])
        how, parts[name] = f"swap {swap[1].decode()}", parts[name].replace(*swap, random.choice([1, -1]))
    elif how == "doctype":
        parts[name] = parts[name].replace(b"?>", b"?>" + _DOCTYPE, 1)
    elif how == "gone":
        del parts[name]
    elif how == "elsewhere":
        parts[random.choice(["../../x.xml", "/x", name.upper(), "x" * 300])] = parts.pop(name)
    twice = {name: parts.get(name, b"")} if how == "twice" else {}
    return f"{name}: {how}", zipped(parts, twice)


def zipped(parts: dict[str, bytes], again: dict[str, bytes] | None = None) -> bytes:
    """Parts packed as a workbook is; `again` are written a second time under the same names."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in [*parts.items(), *(again or {}).items()]:
            archive.writestr(name, part)
    return packed.getvalue()


# JSON: another value at any node

NASTY_NODES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 1e308, 10**40, "", "x", "\ud800", "../../../x", "/etc/passwd", "a\x00b"),
    *([], {}, [None], [[]], ["x"], [1], {"x": None}, {"x": []}, {"x": [1]}, {"": {}}, [["x"], {"x": "x"}], "x" * 1000),
)


def nodes_of(value: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where each value in a JSON document stands."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place, *(node for key, each in pairs for node in nodes_of(each, (*place, key)))]


def with_node(document: Any, place: tuple[Any, ...], value: Any) -> Any:
    """A JSON document with another value at one place."""
    if not place:
        return value
    changed = json.loads(json.dumps(document))
    holder = changed
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = value
    return changed


def mutated_json(content: bytes, random: Random) -> tuple[str, bytes]:
    """A spoilt JSON file: mostly another value, or none, at one of its nodes; else its text."""
    if random.random() < 0.3:
        return mutated(content, random, ANY)
    document = json.loads(content)
    place = random.choice(nodes_of(document))
    how, value = "other value", random.choice(NASTY_NODES)
    if place and random.random() < 0.3:
        how, holder = "renamed or gone", document
        for key in place[:-1]:
            holder = holder[key]
        value = holder.pop(place[-1])
        if isinstance(holder, dict) and random.random() < 0.5:
            holder[random.choice(["x", "../x", "share/mail/../../x", "share/mail/x.eml", "a\x00b"])] = value
        changed = document
    else:
        changed = with_node(document, place, value)
    return f"{how} at {'.'.join(map(str, place))}", json.dumps(changed).encode()
