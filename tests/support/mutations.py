"""Spoils a valid input as hands, programs and disks do; the same seed spoils it in the same way again."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

Rows = list[list[str]]

# What somebody may type, or a program write, in the place of a value.
NASTY_VALUES = (
    *("", " ", "-", "?", "0", "-0", "-1", "1e999", "-1e999", "1e5", "NaN", "nan", "inf", "-INF", "Infinity", "null"),
    *("1_000", "1.000", "1,5", "0x10", "+3", "3.0", " 3", "١٢", "²", "9" * 40, "9" * 400, "0." + "0" * 60 + "1"),
    *("2021-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2262-04-12", "1677-09-20", "10-3-2021"),
    *("2021-3-1", "2021-03", "20210310", "44265", "2021-03-10T10:00", " 2021-03-10", "2021-03-10Z", "2021–03–10"),
    *("all", "yes", "YES", "True", "|", "a|", "|a", "a|a", "a||b", "d66|d66", "house", "x:y", "a:1:2", "f001=x"),
    *("\ufeff", "\u202ed66", "\u200b", "é", "e\u0301", "\U0001f600", "\x0b", "\x1b[31m", "\x7f", "\u2028", "\u0085"),
    *("=1+1", '=HYPERLINK("x")', "@SUM(1)", "<b>x</b>", "{x}", "%s", "../../x", "file:///x", "\\", "'", "''", "#N/A"),
)
NASTY_NODES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    10**40,
    "",
    "x",
    "\ud800",
    "../../x",
    [],
    {},
    [None],
    {"x": [1]},
)
_PIECES = (b"\x00", b"\xef\xbb\xbf", b"\xff\xfe", b"\xff", b'"', b"\r", b"x" * 30_000, b'"' * 400, "ﬁ".encode() * 5_000)
_ENDS = (b"\r", b"\r\n", b"\n\r", b"\x0b", b"\xe2\x80\xa8", b"\xc2\x85")
_ENCODINGS = ("utf-16", "utf-16-le", "utf-32", "cp1252", "cp850", "mac_roman", "utf-7", "cp037")


def _bytes_changed(content: bytes, random: Random) -> bytes:
    at, count = random.randrange(len(content) + 1), random.choice([1, 3, 20])
    return random.choice(
        [
            content[:at] + random.randbytes(count) + content[at + count :],
            content[:at] + content[at + count :],
            content[: at + count] + content[at:],
            content[:at],
            content + content,
            content[:at] + random.choice(_PIECES) + content[at:],
            random.choice([b"", b"\n", b"\xef\xbb\xbf", b"\x00", b"\xff\xfe"]),
        ]
    )


def _lines_changed(content: bytes, random: Random) -> bytes:
    lines = content.splitlines(keepends=True) or [b""]
    a, b = random.randrange(len(lines)), random.randrange(len(lines))
    return b"".join(
        random.choice(
            [
                lines[:a] + lines[a + 1 :],
                [*lines[:a], lines[b], *lines[a:]],
                random.sample(lines, len(lines)),
                [*lines[:a], lines[a].replace(b",", random.choice([b";", b"\t", b"|", b" "])), *lines[a + 1 :]],
                [content.replace(b"\r\n", b"\n").replace(b"\n", random.choice(_ENDS))],
                [content.decode("utf-8", "replace").encode(random.choice(_ENCODINGS), "replace")],
            ]
        )
    )


def _in_rows(change: Callable[[Rows, Random], Rows]) -> Callable[[bytes, Random], bytes]:
    """Return a mutation of the cells of a CSV."""

    def changed(content: bytes, random: Random) -> bytes:
        text = io.StringIO()
        rows = list(csv.reader(io.StringIO(content.decode("utf-8", "replace").replace("\0", ""), newline=None)))
        csv.writer(text, lineterminator="\n").writerows(change(rows, random) if rows else rows)
        return text.getvalue().encode("utf-8", "replace")

    return changed


def _value_changed(rows: Rows, random: Random) -> Rows:
    row, other = random.choice(rows[1:] or rows), random.choice(rows)
    if row:
        column = random.randrange(len(row))
        value, space = random.choice(NASTY_VALUES), random.choice([" ", "\t", "\u00a0", "\n", "\u200b", "\r\n"])
        theirs = other[column] if column < len(other) else ""
        row[column] = random.choice([value, value, value, theirs, f"{row[column][:2]}{space}{row[column][2:]}"])
    return rows


def _header_changed(rows: Rows, random: Random) -> Rows:
    header, at = rows[0], random.randrange(len(rows[0]) or 1)
    renamed = [*header[:at], random.choice(["", "x", header[-1] if header else "x"]), *header[at + 1 :]]
    without = [row[:at] + row[at + 1 :] for row in rows]
    return random.choice([[renamed, *rows[1:]], rows[1:], without, [[*row, "x"] for row in rows]])


ANY = (_bytes_changed, _lines_changed)
value_changed = _in_rows(_value_changed)
# Values are what people get wrong most: they come more often.
OF_TABLES = (*ANY, _in_rows(_header_changed), *[value_changed] * 3)


def mutated(content: bytes, random: Random, ways: tuple[Callable[[bytes, Random], bytes], ...] = OF_TABLES) -> bytes:
    """Return a spoilt text: mostly by one mutation, at times by two or three."""
    for way in random.choices(ways, k=random.choice([1, 1, 1, 2, 3])):
        content = way(content, random)
    return content


def mutated_workbook(content: bytes, random: Random) -> bytes:
    """Return a spoilt workbook: its bytes as a whole, or a part of it, packed again or left out."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    name = random.choice(list(parts))
    spoilt = random.choice([None, *[mutated(parts[name], random, ANY)] * 4])
    others = {other: part for other, part in parts.items() if other != name}
    return random.choice([mutated(content, random, ANY), *[zipped(others | ({name: spoilt} if spoilt else {}))] * 3])


def mutated_json(content: bytes, random: Random) -> bytes:
    """Return a spoilt JSON file: another value or name at one of its nodes, or other bytes."""
    document = json.loads(content)
    holder, key = random.choice([*_places(document)])
    value = holder.pop(key)
    if isinstance(holder, dict):
        renamed = random.choice(["x", "../x", "share/mail/../../x", "a\x00b"])
        holder[random.choice([key, renamed])] = random.choice([value, random.choice(NASTY_NODES)])
    return random.choice([json.dumps(document).encode(), mutated(content, random, ANY)])


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Return each list and object in a JSON document with each key of it."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [place for key in keys for place in [(value, key), *_places(value[key])]]


def zipped(parts: dict[str, bytes]) -> bytes:
    """Return parts packed as a workbook is."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()
