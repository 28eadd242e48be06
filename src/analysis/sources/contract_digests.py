"""Whether a contract of the data is the one that this program was written for.

The program leans on it row by row: a column of another type, or a rule taken out, would let through what nothing later
looks at. So each table's part has a checksum here, in contract_digests.json; `make dictionary` writes it anew.
"""

import hashlib
import json
from importlib import resources
from pathlib import Path
from typing import Any

_FILE = "contract_digests.json"
_DIGITS = 8


def digests_of(contract: dict[str, Any]) -> dict[str, str]:
    """Return a short checksum of each table's part of a contract, by the table's name."""
    return {table["name"]: _digest(table) for table in contract["resources"]}


def known_digests() -> dict[str, str]:
    """Return the checksums of the contract that the program was written for."""
    text = resources.files("analysis.sources").joinpath(_FILE).read_text(encoding="utf-8")
    known: dict[str, str] = json.loads(text)
    return known


def write_digests(contract: dict[str, Any]) -> None:
    """Take a contract for the one that the program is written for."""
    text = json.dumps(digests_of(contract), indent=1) + "\n"
    (Path(__file__).parent / _FILE).write_text(text, encoding="utf-8")


def _digest(table: dict[str, Any]) -> str:
    as_text = json.dumps(table, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(as_text.encode()).hexdigest()[:_DIGITS]
