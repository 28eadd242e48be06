"""The same lists under plain rapidfuzz: the most alike of all full names, taken from one threshold on."""

import random
import time
from collections.abc import Iterable

import pandas as pd
from rapidfuzz import fuzz, process, utils

THRESHOLDS = (85, 90, 95)
_LINES = 3_000


def report_of_plain_fuzzy(
    signed: Iterable[tuple[str, str]], tables: dict[str, pd.DataFrame], same: dict[str, str]
) -> str:
    """Match some of the lines against everyone who ever sat or stood, and return the outcomes and the time it took.

    `signed` has the name as written of each line, and the person_id of its signatory (empty: nobody who could sign);
    `same` the other ids of people who have two.
    """
    lines = [(name, same.get(signer, signer)) for name, signer in signed]
    lines = random.Random(1).sample(lines, min(_LINES, len(lines)))
    known = pd.concat([tables["candidates"], tables["members"]]).drop_duplicates(["person_id", "full_name"])
    names = [utils.default_process(name) for name in known["full_name"]]
    ids = [same.get(person_id, person_id) for person_id in known["person_id"]]
    begun = time.process_time()
    best = []
    for name, signer in lines:
        text = utils.default_process(name)
        found = process.extractOne(text, names, scorer=fuzz.token_sort_ratio, score_cutoff=min(THRESHOLDS))
        best.append((signer, ids[found[2]], found[1]) if found else (signer, "", 0.0))
    milliseconds = (time.process_time() - begun) / max(len(lines), 1) * 1000
    signers = sum(bool(signer) for _, signer in lines)
    texts = [f"plain rapidfuzz on {len(lines)} of the lines, {milliseconds:.2f} ms of processor each:"]
    for threshold in THRESHOLDS:
        accepted = [signer == got for signer, got, score in best if got and score >= threshold]
        right = sum(accepted)
        texts.append(
            f"  at {threshold}: {len(accepted) - right} wrong of {len(accepted)} accepted, "
            f"{right / max(signers, 1):.1%} of signers accepted rightly"
        )
    return "\n".join(texts)
