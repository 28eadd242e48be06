"""The words of lists by what they say, of headings, answers and days: rows of list_words.csv; a star is any letters."""

import csv
import re
from collections.abc import Iterable
from pathlib import Path

_ROWS = csv.DictReader(Path(__file__).with_name("list_words.csv").read_text(encoding="utf-8").splitlines())
LIST_WORDS = {row["kind"]: frozenset(row["words"].split()) for row in _ROWS}


def one_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of any of some words."""
    return re.compile("|".join(sorted(words)).replace("*", r"\w*"))
