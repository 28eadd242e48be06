"""Decisions made from a notebook, tried on a copy of the data."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from html import unescape
from pathlib import Path

import pandas as pd

from analysis import desk
from analysis.reconciliation import Reconciliation
from analysis.sources.decisions import rows_in_text, with_row, without_row
from support.fewer_candidates import with_fewer_candidates

WHY = {"reason": "Made up, to try: with a comma, and “quotes”"}
# No person: a party whose name is misspelt, and one who is in no roster.
LIST = "Naam,Functie + organisatie,Datum\n,ChristenUnei,10-3-2021\nXylofoon Quastenberg,raadslid,12-3-2021\n"


def opened(data: Path, month: str) -> Reconciliation:
    month_opened = desk.open_month(month=month, data_dir=str(data))
    desk.session(by="A. Nalist", on="2026-11-25")
    return month_opened


def to_decide_in(data: Path) -> Path:
    """Write data with a made-up list, a later decision on its first line, and no decision on figure f156."""
    with_fewer_candidates(data)
    (data / "signatories" / "lijst.csv").write_text(LIST, encoding="utf-8")
    path = data / "decisions" / "figures.csv"
    path.write_text(without_row(path.read_text(encoding="utf-8"), {"decision_id": "d01"})[0], encoding="utf-8")
    later = {"decision_id": "lijst-csv-row-2", "source_file": "lijst.csv", "source_row": "2", "action": "reject"}
    later |= {"name_as_written": "ChristenUnei", "valid_from": "2027-01-01"}
    later |= {"decided_by": "A. Nalist", "decided_on": "2026-11-25", "reason": "Made up"}
    text = with_row("", later, "decisions_signatories")
    (data / "decisions" / "signatories.csv").write_text(text, encoding="utf-8")
    return data


def in_a_copy(month: Reconciliation, folder: Path) -> Reconciliation:
    """Return a month whose files are a copy of their own, of somebody who has said who decides."""
    desk.session(by="A. Nalist", on="2026-11-25")
    copy = Path(shutil.copytree(month.sources.folder, folder / "data"))
    return replace(month, sources=replace(month.sources, folder=copy))


def decisions(month: Reconciliation, name: str = "figures") -> str:
    return (month.sources.folder / "decisions" / f"{name}.csv").read_text(encoding="utf-8")


def ids_in(text: str) -> list[str]:
    return [row["decision_id"] for row in rows_in_text(text)]


def files_of(month: Reconciliation) -> dict[Path, bytes]:
    files = (path for path in month.sources.folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {path: path.read_bytes() for path in files}


def changes_in(shown: desk.DecisionMade) -> dict[str, tuple[str, str]]:
    rows = [line.split(" | ") for line in repr(shown).split("\n") if line.count(" | ") == 2]
    return {what: (before, after) for what, before, after in rows[1:]}


def calls_shown(shown: object) -> list[str]:
    return [unescape(text) for text in re.findall(r"<pre[^>]*>(desk\..*?)</pre>", shown._repr_html_())]


def run(call: str, month: Reconciliation) -> desk.DecisionMade:
    filled = call.replace('reason=""', 'reason="Made up, to try"').replace('="NUMBER"', "=7")
    return eval(filled, {"desk": desk, "month_reconciled": month})


def that_differ(one: object, other: object, name: str = "month") -> Iterator[str]:
    """Yield the names of the tables and other values in which two months differ, but for what is kept."""
    for each in fields(one):
        values = [getattr(part, each.name) for part in (one, other)]
        place = f"{name}.{each.name}"
        if isinstance(values[0], pd.DataFrame):
            if not values[0].equals(values[1]):
                yield place
        elif is_dataclass(values[0]):
            yield from that_differ(*values, place)
        elif each.name != "kept" and repr(values[0]) != repr(values[1]):
            yield place
