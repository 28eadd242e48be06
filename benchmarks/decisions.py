"""What a decision at the desk takes, by kind, and that the month in hand is then the month opened anew:

    python benchmarks/decisions.py [--lines 5000]

`--lines` adds so many lines of a made-up list (hands.toml), which nobody signed.
"""

import argparse
import functools
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from lists_of_hands import made
from rosters import Rosters, tables_of

from analysis import desk
from analysis.reconciliation import Reconciliation
from analysis.sources import OWN_DATA
from support.desk_decisions import LIST, WHY, that_differ

MONTH = "2026-10"
_LINE, _PARTY = ("made-up.csv", 2), ("parties-2021-03-10.csv", 2)
Decide = Callable[[Reconciliation], desk.DecisionMade]


def measured(what: str, decide: Decide, month: Reconciliation) -> desk.DecisionMade:
    """Make a decision and show it; print how long both took, and what differs from the month opened anew."""
    clock, processor = time.perf_counter(), time.process_time()
    decided = decide(month)
    decided._repr_html_()
    took = f"{time.perf_counter() - clock:.2f} s by the clock, {time.process_time() - processor:.2f} s of processor"
    anew = desk.open_month(month=MONTH, data_dir=str(decided.month.sources.folder))
    print(f"{what}: {took}; other than opened anew: {', '.join(that_differ(decided.month, anew)) or 'nothing'}")
    return decided


def run(month: Reconciliation) -> None:
    """Decide on a line, on a figure and on the commonest text that waits, and take each back."""
    correct = {"corrected_value": 700, **WHY}
    decisions: dict[str, Decide] = {
        "reject a line": lambda now: desk.decide_on_line(now, *_LINE, "reject", **WHY),
        "accept a line": lambda now: desk.decide_on_line(now, *_LINE, "accept", candidate="party:cu", **WHY),
        "withdraw a line": lambda now: desk.decide_on_line(now, *_PARTY, "withdraw", valid_from=f"{MONTH}-05", **WHY),
        "exclude a figure": lambda now: desk.decide_on_figure(now, "f001", "exclude", **WHY),
        "correct a figure": lambda now: desk.decide_on_figure(now, "f002", "correct", **correct),
    }
    texts = month.signatures.query("outcome == 'review'")["texts"].dropna().str.split("|").explode().value_counts()
    if len(texts):
        text, lines = texts.index[0], int(texts.iloc[0])
        all_of_it = {"lines": lines, **WHY}
        decisions[f"a text of {lines} lines"] = lambda now: desk.decide_on_text(now, text, "harmless", **all_of_it)
    for what, decide in decisions.items():
        decided = measured(what, decide, month)
        take_back = functools.partial(desk.take_back, decision_id=decided.decision_id)
        month = measured("  taken back", take_back, decided.month).month


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--lines", type=int, default=0)
    lines = parser.parse_args().lines
    with tempfile.TemporaryDirectory(prefix="decisions-") as scratch:
        data = Path(shutil.copytree(OWN_DATA, Path(scratch) / "data"))
        (data / "signatories" / "made-up.csv").write_text(LIST, encoding="utf-8")
        if lines:
            made("webformulier", Rosters(tables_of(0, 1)), lines, 1, data / "signatories")
        desk.session(by="A. Nalist", on="2026-11-25")
        run(desk.open_month(month=MONTH, data_dir=str(data)))


if __name__ == "__main__":
    main()
