"""Remarks, headings and titles after which a careful reader asks, by somebody who had read the guide to lists alone."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from analysis.sources.signature_lists import read_lists
from support.known_answers import typed
from support.made_up_parliament import resolve

HEADINGS = ["Naam", "Functie", "Partij", "Datum", "Mag genoemd worden"]
LINE = ["Bo Bedacht", "Kamerlid", "SP", "10-3-2021", "ja"]
# Each below a heading as *Opgezegd op*.
BELOW = ("19-3-2021", "03-04-2021", "ja", "x", "3")
# Made of words that are understood, and accepted all the same: of the 880, these.
ACCEPTED = {"Tekent op", "Namens"}


def lists_with(where: str, text: str) -> Iterator[list[list[str]]]:
    """Yield the rows of lists of one line with a text beside it, in a heading, or above it."""
    if where == "title":
        yield [[text], HEADINGS, LINE]
    elif where == "heading":
        yield from ([[*HEADINGS, text], [*LINE, below]] for below in BELOW)
    else:
        yield [[*HEADINGS, "Opmerking"], [*LINE, text]]


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The texts with which the line of a member who signed is accepted."""
    folder: Path = tmp_path_factory.mktemp("lists")
    texts: dict[str, str] = {}
    for row in typed("what_others_wrote"):
        for rows in lists_with(row["where"], row["text"]):
            file = f"{len(texts):04}.csv"
            texts[file] = row["text"]
            with (folder / file).open("w", encoding="utf-8", newline="") as written:
                csv.writer(written).writerows(rows)
    # One list at a time: a no in one is a no in all.
    found = pd.concat(resolve(lines).signatures for _, lines in read_lists(folder)[0].groupby("source_file"))
    return {texts[file] for file in found.loc[found["outcome"].isin(["accepted", "duplicate"]), "source_file"]}


def test_a_line_with_a_text_by_which_somebody_may_not_have_signed_is_not_accepted_before_somebody_decided(accepted):
    assert accepted == ACCEPTED
