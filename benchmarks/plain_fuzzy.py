"""The same lists under plain rapidfuzz: the most alike of all full names, taken from one threshold on."""

import time
from dataclasses import dataclass

import pandas as pd
from made_up_lists import Truth
from rapidfuzz import fuzz, process, utils

THRESHOLDS = (85, 90, 95)


@dataclass(frozen=True)
class PlainMeasure:
    """What one threshold over full names gives: wrong acceptances, and the share of true signers accepted rightly."""

    lines: int
    seconds: float
    by_threshold: dict[str, dict[str, float]]


def measure_plainly(truth: Truth, tables: dict[str, pd.DataFrame], most: int) -> PlainMeasure:
    """Match the first lines that hold the name of a person against everyone who ever sat or stood."""
    lines = [line for line in truth.values() if line.name.family and line.kind != "unreadable date"][:most]
    known = pd.concat([tables["candidates"], tables["members"]]).drop_duplicates(["person_id", "full_name"])
    names = [utils.default_process(name) for name in known["full_name"]]
    ids = known["person_id"].tolist()
    begun = time.perf_counter()
    best = []
    for line in lines:
        found = process.extractOne(
            utils.default_process(line.name.text), names, scorer=fuzz.token_sort_ratio, score_cutoff=min(THRESHOLDS)
        )
        best.append((ids[found[2]], found[1]) if found else ("", 0.0))
    seconds = time.perf_counter() - begun
    signers = sum(bool(line.signer) for line in lines)
    by_threshold = {}
    for threshold in THRESHOLDS:
        accepted = [(line, i) for line, (i, score) in zip(lines, best, strict=True) if i and score >= threshold]
        right = sum(line.signer == person_id for line, person_id in accepted)
        wrong = len(accepted) - right - sum(line.twin for line, i in accepted if line.signer != i)
        row = {"accepted": len(accepted), "wrong": wrong, "recall": right / max(signers, 1)}
        by_threshold[str(threshold)] = row
    return PlainMeasure(len(lines), seconds, by_threshold)
