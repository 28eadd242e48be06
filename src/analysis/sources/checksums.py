"""Short checksums of the public tables: what a briefing names as its inputs."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

# Tables that a briefing names. Whom to mail, members, candidates, sexes, lists and decisions on them are not among
# them: the name of a list may give somebody away, and a checksum confirms a guess at what a file holds.
NAMED_TABLES = (
    *("publications", "quantities", "figures", "formulas", "claims", "commitments", "commitment_events", "contact"),
    *("parties", "party_names", "party_events", "bodies", "elections", "seats", "cabinets", "replies"),
    *("roles", "places"),
    *("decisions_figures", "decisions_parties", "decisions_releases"),
)
_DIGITS = 8


def checksums_of(paths: Mapping[str, str], data_dir: Path) -> dict[str, str]:
    """Return the first digits of the SHA-256 of each public table: its path without `.csv` -> 8 hexadecimal digits.

    `paths` has the path of each table in the folder, by its name. The digits are those that `sha256sum` prints.
    """
    named = [paths[name] for name in NAMED_TABLES if name in paths]
    return {
        path.removesuffix(".csv"): hashlib.sha256((data_dir / path).read_bytes()).hexdigest()[:_DIGITS]
        for path in named
    }
