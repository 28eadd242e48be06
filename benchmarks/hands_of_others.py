"""Lists in the hand of somebody else, measured by the aims for reading lists (brief_for_lists.md says what to write):

    python benchmarks/hands_of_others.py FOLDER --as-of 2023-11-30 [--show 20]

FOLDER has `lists/` and `truth.csv`. Real people are named in such lists: never commit them.
"""

import argparse
import datetime
import re
from collections import Counter
from pathlib import Path

import pandas as pd
from python_calamine import CalamineWorkbook
from rosters import ids_of_one_person, tables_of

from analysis.signatories import resolve_signatures
from analysis.signatories.beside import HARMLESS, SPEAKS_AGAINST
from analysis.signatories.body import Bodies
from analysis.signatories.waiting import lines_with, texts_that_wait
from analysis.sources.list_contents import KnownWords
from analysis.sources.signature_lists import read_lists

_TEXTS_PER_LINE = 0.06  # texts that are decided on: sixty per thousand lines
_FRAME = re.compile(r"(?:title|heading|file|below|‹unsigned›|day of signing|signed before|signed after)[ ,]")
_MOST, _OF_A_LIST = 0.5, 0.1  # a title, a heading or a day speaks against its lines if hardly one of them was signed
_ROUNDS = 4  # texts appear when others were decided on: they are counted anew so often
_TRUE_OF_LINES = ("signed", "party")


def resolved(lines: pd.DataFrame, bodies: Bodies, as_of: datetime.date, truth: pd.DataFrame, texts: int) -> pd.DataFrame:
    """Return the lines as they come out once so many of the commonest texts were decided on, with the truth of each.

    A text on the line is decided on by what most of its lines are, as an analyst would who reads these and no others.
    """
    decided = pd.DataFrame(columns=["body_id", "text", "action", "valid_from"])
    for left in [*(texts * (each + 1) // _ROUNDS for each in range(_ROUNDS)), texts] if texts else [0]:
        found = resolve_signatures(lines, bodies, pd.DataFrame(), as_of, decided if len(decided) else None)
        rows = found.signatures.merge(truth, how="left", on=["source_file", "source_row"], validate="one_to_one")
        room = left - decided.attrs.get("questions", 0)
        if room <= 0:
            continue
        asked = texts_that_wait(found.signatures, bodies).head(room)
        new = []
        for row in asked.itertuples():
            own = lines_with(row.text, row.body_id, found.signatures).index
            is_said = rows.loc[own, "truth"].isin(_TRUE_OF_LINES).mean() > (_OF_A_LIST if _FRAME.match(row.text) else _MOST)
            action = HARMLESS if is_said else SPEAKS_AGAINST
            new += [{"body_id": row.body_id, "text": text, "action": action} for text in row.text.split("|")]
        questions = decided.attrs.get("questions", 0) + len(asked)
        decided = pd.concat([decided, pd.DataFrame(new).assign(valid_from=pd.Timestamp(as_of))]).drop_duplicates()
        decided.attrs["questions"] = questions
    return rows


def measured(rows: pd.DataFrame, truth: pd.DataFrame, same: dict[str, str], show: int) -> None:
    """Print how many signers were accepted, how many others, and the lines that came out wrong."""
    rows = rows.astype("object").where(rows.notna(), "")
    found = {(row["source_file"], row["source_row"]): row for row in rows.to_dict("records")}
    counts, faults = Counter[str](), list[str]()
    for line in truth.to_dict("records"):
        row = found.get((line["source_file"], line["source_row"]), {"outcome": "lost"})
        party = f"party:{row['party_id']}" if row.get("party_id") else ""
        got = (row.get("person_id") or party) if row["outcome"] in ("accepted", "duplicate") else ""
        first = str(row.get("candidate_ids", "")).split("|")[0]
        got, first, meant = (same.get(each, each) for each in (got, first, line["signer"]))
        is_signer = line["truth"] in _TRUE_OF_LINES
        counts["signers"] += is_signer
        counts["right first"] += is_signer and meant in (got, first)
        of_party = is_signer and line["has_party"] == "yes"
        counts["with party"] += of_party
        counts["accepted"] += of_party and got == meant
        counts["lost"] += row["outcome"] == "lost"
        fault = ""
        if got and line["truth"] in ("not", "ask"):
            fault = f"accepted, {line['truth']}"
        elif got and got != meant:
            fault = "somebody else"
        counts[fault] += bool(fault)
        if fault:
            faults.append(f"{fault}: {line['source_file']}:{line['source_row']} {row['name_as_written']}: {line['why']}")
    share = {name: 100 * counts[name] / counts[of] for name, of in (("accepted", "with party"), ("right first", "signers"))}
    print(", ".join(f"{name} {share[name]:.1f}%" for name in share), dict(counts))
    print(*faults[:show], sep="\n")


def truth_of(folder: Path) -> pd.DataFrame:
    """Return truth.csv, with the columns and names of files of `read_lists`, where a first sheet has none."""
    truth = pd.read_csv(folder / "truth.csv", dtype=str, keep_default_na=False)
    files = {name: name.partition("#")[0] for name in truth["file"].unique() if "#" in name}
    first = {f"{file}#{CalamineWorkbook.from_path(folder / 'lists' / file).sheet_names[0]}" for file in files.values()}
    truth["file"] = truth["file"].map(lambda name: files[name] if name in first else name)
    names = {"file": "source_file", "row": "source_row", "person_id": "signer"}
    return truth.rename(columns=names).astype({"source_row": "Int64"})


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--as-of", type=datetime.date.fromisoformat, required=True)
    parser.add_argument("--show", type=int, default=20, help="how many lines that came out wrong")
    chosen = parser.parse_args()
    tables = tables_of(0, 0)
    truth = truth_of(chosen.folder)
    lines, problems = read_lists(chosen.folder / "lists", KnownWords.of(tables))
    print(*(problem for problem in problems if problem.severity == "error"), sep="\n")
    lines, bodies, same = lines.assign(body_id="house"), Bodies(tables), ids_of_one_person(tables)
    texts = int(len(truth) * _TEXTS_PER_LINE)
    for asked in (0, texts):
        print(f"after {asked} texts:")
        measured(resolved(lines, bodies, chosen.as_of, truth, asked), truth, same, chosen.show)


if __name__ == "__main__":
    main()
