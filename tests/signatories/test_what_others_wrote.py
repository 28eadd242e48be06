"""Remarks, headings and titles after which a careful reader asks, by somebody who had read the guide to lists alone."""

import csv
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pandas as pd
import pytest

from analysis.sources.signature_lists import read_lists
from support.known_answers import typed
from support.made_up_parliament import members, resolve

HEADINGS = ["Naam", "Functie", "Partij", "Datum", "Mag genoemd worden"]
# A no of somebody in one list is a no in all: of lists that are read together each is signed by another of these.
SURNAMES = ["".join(syllables).title() for syllables in product(("ba", "ko", "di", "fe", "gu"), repeat=3)]
# Each below a heading as *Opgezegd op*.
BELOW = ("19-3-2021", "03-04-2021", "ja", "x", "3")
# Made of words that are understood, and accepted all the same: of the 880, these.
ACCEPTED = {"beoogd ondertekenaar", "Tekent op", "Namens"}


def lists_with(where: str, text: str) -> Iterator[list[list[str]]]:
    """Yield the rows of lists of one line, still without its name, with a text beside it, in a heading, or above it."""
    line = ["", "Kamerlid", "SP", "10-3-2021", "ja"]
    if where == "title":
        yield [[text], HEADINGS, line]
    elif where == "heading":
        yield from ([[*HEADINGS, text], [*line, below]] for below in BELOW)
    else:
        yield [[*HEADINGS, "Opmerking"], [*line, text]]


def signers() -> pd.DataFrame:
    (sitting,) = members().query("full_name == 'Bo Bedacht'").to_dict("records")
    rows = [sitting | {"person_id": name, "family_name": name, "full_name": f"Bo {name}"} for name in SURNAMES]
    return pd.DataFrame(rows).astype(members().dtypes)


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The texts with which the line of a member who signed is accepted."""
    lists = [
        (row["text"], rows) for row in typed("what_others_wrote") for rows in lists_with(row["where"], row["text"])
    ]
    found, people = set[str](), signers()
    for first in range(0, len(lists), len(SURNAMES)):
        together = lists[first : first + len(SURNAMES)]
        folder: Path = tmp_path_factory.mktemp("lists")
        for place, ((_, rows), surname) in enumerate(zip(together, SURNAMES, strict=False)):
            rows[-1][0] = f"Bo {surname}"
            with (folder / f"{place:03}.csv").open("w", encoding="utf-8", newline="") as written:
                csv.writer(written).writerows(rows)
        signatures = resolve(read_lists(folder)[0], members=people).signatures
        files = signatures.loc[signatures["outcome"].isin(["accepted", "duplicate"]), "source_file"]
        found |= {together[int(file.removesuffix(".csv"))][0] for file in files}
    return found


def test_a_line_with_a_text_by_which_somebody_may_not_have_signed_is_not_accepted_before_somebody_decided(accepted):
    assert accepted == ACCEPTED
