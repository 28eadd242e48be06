"""Ids by which something outside of the tables is called: files by parties, sentences by claims."""

import re
from collections.abc import Iterator

import pandas as pd

from analysis.core.parameters import ALL_PARTIES, LANGUAGES
from analysis.core.problems import row_of
from analysis.core.wording import wording

# Windows takes a file of such a name for the device itself, whatever stands behind the point.
_OF_A_DEVICE = re.compile("con|prn|aux|nul|(com|lpt)[0-9]")
_LONGEST = 60


def party_ids(tables: dict[str, pd.DataFrame]) -> Iterator[tuple[int, str, str, str, str]]:
    """A party_id is a name for files, on Windows too, and `all` means every party."""
    for index, party_id in tables["parties"]["party_id"].items():
        if party_id == ALL_PARTIES or _OF_A_DEVICE.fullmatch(party_id) or len(party_id) > _LONGEST:
            expected = f"a name for files of at most {_LONGEST} letters, not {ALL_PARTIES} and not that of a device"
            yield row_of(index), "party_id", repr(party_id), expected, "give the party another id, in each table"


def claim_ids(tables: dict[str, pd.DataFrame]) -> Iterator[tuple[int, str, str, str, str]]:
    """What a claim says, and what is said of it, stands in the wording under its id."""
    needed = ("claim", "not_verifiable")
    for index, claim_id in tables["claims"]["claim_id"].items():
        lacking = [(language, key) for language in LANGUAGES for key in needed if not _said(claim_id, key, language)]
        if lacking:
            language, key = lacking[0]
            remedy = f"mend the id, or write {key} under [{claim_id}] in wording/{language}/claims.toml"
            yield row_of(index), "claim_id", repr(claim_id), "a claim that has its sentences in the wording", remedy


def _said(claim_id: str, key: str, language: str) -> bool:
    return wording(language).has(f"claims.{claim_id}.{key}")
