"""What a decision at the desk takes, by kind, and that the month in hand is then the month opened anew:

    python benchmarks/decisions.py [--lines 5000] [--month 2026-10]

`--lines` adds so many lines of a made-up list (hands.toml), which nobody signed.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from lists_of_hands import made
from rosters import Rosters, tables_of

from analysis import desk
from analysis.reconciliation import Reconciliation
from analysis.sources import OWN_DATA
from support.desk_decisions import LIST, WHY, that_differ

_LINE, _PARTY = ("made-up.csv", 2), ("parties-2021-03-10.csv", 2)


def measured(what: str, decide: Callable[[], desk.DecisionMade]) -> desk.DecisionMade:
    """Make a decision and show it; print how long both took, and what differs from the month opened anew."""
    clock, processor = time.perf_counter(), time.process_time()
    decided = decide()
    decided._repr_html_()
    took = f"{time.perf_counter() - clock:.2f} s by the clock, {time.process_time() - processor:.2f} s of processor"
    anew = desk.open_month(month=str(decided.month.month), data_dir=str(decided.month.sources.folder))
    print(f"{what}: {took}; other than opened anew: {', '.join(that_differ(decided.month, anew)) or 'nothing'}")
    return decided


def run(month: Reconciliation) -> None:
    """Decide on a line, a text and a figure of a month, one after the other, and take back."""
    texts = Counter(
        text for each in month.signatures.query("outcome == 'review'")["texts"].dropna() for text in each.split("|")
    )
    rejected = measured("reject a line", lambda: desk.decide_on_line(month, *_LINE, "reject", **WHY))
    now = measured("take it back", lambda: desk.take_back(rejected.month, rejected.decision_id)).month
    accepted = {"candidate": "party:cu", **WHY}
    now = measured("accept a line", lambda: desk.decide_on_line(now, *_LINE, "accept", **accepted)).month
    gone = {"valid_from": f"{month.month}-05", **WHY}
    now = measured("withdraw a line", lambda: desk.decide_on_line(now, *_PARTY, "withdraw", **gone)).month
    figure = measured("exclude a figure", lambda: desk.decide_on_figure(now, "f001", "exclude", **WHY))
    corrected = {"corrected_value": 700, **WHY}
    now = measured(
        "correct a figure", lambda: desk.decide_on_figure(figure.month, "f002", "correct", **corrected)
    ).month
    now = measured("take a figure back", lambda: desk.take_back(now, figure.decision_id)).month
    if texts:
        text, lines = texts.most_common(1)[0]
        settled = {"lines": lines, **WHY}
        measured(f"a text of {lines} lines", lambda: desk.decide_on_text(now, text, "harmless", **settled))


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--lines", type=int, default=0)
    parser.add_argument("--month", default="2026-10")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="decisions-") as scratch:
        data = Path(shutil.copytree(OWN_DATA, Path(scratch) / "data"))
        (data / "signatories" / "made-up.csv").write_text(LIST, encoding="utf-8")
        if chosen.lines:
            made("webformulier", Rosters(tables_of(0, 1)), chosen.lines, 1, data / "signatories")
        desk.session(by="A. Nalist", on="2026-11-25")
        run(desk.open_month(month=chosen.month, data_dir=str(data)))


if __name__ == "__main__":
    main()
