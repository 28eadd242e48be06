"""Opens a workbook that somebody sent: what is in it is looked at before it is unpacked, and it is read apart."""

import io
import pickle
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import cast

from analysis.sources import limits
from analysis.sources.workbook_process import Fault, SheetRead

_PROCESS = Path(__file__).with_name("workbook_process.py")
_CHUNK = 1_000_000
# Whatever declares or names an entity stands behind one of these.
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_WIDE_XML = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_NO_MEMORY = (b"memory allocation of", b"MemoryError")


class WorkbookError(Exception):
    """A workbook is not read: it is beyond a limit (`found` and `expected` say which), or damaged (both empty).

    `remedy` says what to do where that is not to make it smaller.
    """

    def __init__(self, found: str = "", expected: str = "", remedy: str = "") -> None:
        """Keep them for the report."""
        super().__init__(found)
        self.found, self.expected, self.remedy = found, expected, remedy


def sheets_of(content: bytes) -> list[SheetRead]:
    """Return the sheets of a workbook in their order; raises WorkbookError."""
    if content.startswith(b"PK"):
        _check_packed(content)
    found = _read_apart(content)
    if isinstance(found, tuple):
        raise WorkbookError(*found)
    return found


def _check_packed(content: bytes) -> None:
    """Unpack each part to nowhere: how large all are is only known then, as what a file says of itself may be wrong."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            _check_unpacked(sum(part.file_size for part in parts))
            size = 0
            for part in parts:
                with packed.open(part) as unpacked:
                    end_of_last = b""
                    while chunk := unpacked.read(_CHUNK):
                        size += len(chunk)
                        _check_unpacked(size)
                        _check_declarations(end_of_last, chunk, part.filename)
                        end_of_last = chunk[-20:]
    except WorkbookError:
        raise
    # Encrypted, packed in another way, cut off, or with other bytes than it says: to the reader all are one fault.
    except Exception as error:
        raise WorkbookError from error


def _check_unpacked(size: int) -> None:
    if size > limits.UNPACKED_BYTES:
        most = f"at most {limits.megabytes(limits.UNPACKED_BYTES)}"
        raise WorkbookError(f"a workbook of {limits.megabytes(size)} once it is unpacked", most)


def _check_declarations(end_of_last: bytes, chunk: bytes, name: str) -> None:
    """Refuse XML that declares entities, which no spreadsheet program writes: one may stand for thousands of others.

    `end_of_last` is the end of the piece before, as a declaration may lie across the two; empty for the first one.
    """
    if not name.lower().endswith((".xml", ".rels")):
        return
    if not end_of_last and chunk.startswith(_WIDE_XML):
        raise WorkbookError(f"XML in another encoding than UTF-8 ({name})", "UTF-8")
    if any(each in end_of_last + chunk for each in _DECLARATIONS):
        raise WorkbookError(f"XML that declares a document type or entities ({name})", "XML without them")


def _read_apart(content: bytes) -> list[SheetRead] | Fault:
    held = (limits.WORKBOOK_MEMORY_BYTES, limits.ROWS, limits.COLUMNS)
    order = [sys.executable, "-P", str(_PROCESS), *map(str, held)]
    seconds = f"a workbook that takes more than {limits.WORKBOOK_SECONDS} seconds to open"
    try:
        done = subprocess.run(order, input=content, capture_output=True, timeout=limits.WORKBOOK_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return seconds, "one that opens at once"
    if done.returncode == 0:
        return cast("list[SheetRead] | Fault", pickle.loads(done.stdout))
    if any(each in done.stderr for each in _NO_MEMORY):
        most = f"at most {limits.megabytes(limits.WORKBOOK_MEMORY_BYTES)} of memory"
        return "a workbook with filled cells so far apart that it does not fit", most
    raise WorkbookError
