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
from analysis.signatories.body import Bodies
from analysis.signatories.text_decisions import HARMLESS, SPEAKS_AGAINST
from analysis.signatories.waiting import lines_waiting_for, texts_that_wait
from analysis.sources.list_contents import KnownWords
from analysis.sources.signature_lists import read_lists

_TEXTS_PER_LINE = 0.06  # texts that are decided on: sixty per thousand lines
_ROUNDS = 4  # texts appear when others were decided on: they are counted anew so often
_OF_A_LIST = re.compile(r"(?:title|heading|file|below|‹unsigned›|day of signing|signed before|signed after)[ ,]")
# A text speaks against its lines if at most so many of them were signed.
_FEW_OF_A_LIST, _FEW = 0.1, 0.25
_SIGNED = ("signed", "party")


def resolved(lines: pd.DataFrame, bodies: Bodies, as_of: datetime.date, truth: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return the lines with their truth, as they come out once so many of the commonest texts were decided on.

    A text is decided on by what its lines are, as an analyst would who reads these and no others.
    """
    decided, asked = pd.DataFrame(columns=["body_id", "text", "action", "valid_from"]), 0
    for number in range(_ROUNDS + 1):
        found = resolve_signatures(lines, bodies, pd.DataFrame(), as_of, decided)
        rows = found.signatures.merge(truth, how="left", on=["source_file", "source_row"], validate="one_to_one")
        texts = texts_that_wait(found.signatures, bodies)
        texts = texts.head(most * (number + 1) // _ROUNDS - asked if number < _ROUNDS else 0)
        for body_id, text in texts[["body_id", "text"]].itertuples(index=False):
            signed = rows.loc[lines_waiting_for(text, body_id, found.signatures).index, "truth"].isin(_SIGNED).mean()
            action = HARMLESS if signed > (_FEW_OF_A_LIST if _OF_A_LIST.match(text) else _FEW) else SPEAKS_AGAINST
            decided.loc[len(decided)] = [body_id, text, action, pd.Timestamp(as_of)]
        asked += len(texts)
    return rows


def measured(rows: pd.DataFrame, truth: pd.DataFrame, same: dict[str, str], show: int) -> None:
    """Print how many signers were accepted, how many others, and the lines that came out wrong."""
    rows = rows.astype("object").where(rows.notna(), "")
    found = {(row["source_file"], row["source_row"]): row for row in rows.to_dict("records")}
    counts, faults = Counter[str](), list[str]()
    for line in truth.to_dict("records"):
        place = line["source_file"], line["source_row"]
        row = found.get(place, {"outcome": "lost"})
        party = f"party:{row['party_id']}" if row.get("party_id") else ""
        got = (row.get("person_id") or party) if row["outcome"] in ("accepted", "duplicate") else ""
        first = str(row.get("candidate_ids", "")).partition("|")[0]
        got, first, meant = (same.get(each, each) for each in (got, first, line["signer"]))
        is_signer = line["truth"] in _SIGNED
        of_party = is_signer and line["has_party"] == "yes"
        counts.update({"signers": is_signer, "right one first": is_signer and meant in (got, first)})
        counts.update({"signers with a party": of_party, "accepted": of_party and got == meant})
        counts["lost"] += row["outcome"] == "lost"
        if got and (not is_signer or got != meant):
            fault = "taken for somebody else" if is_signer else f"accepted, and is: {line['truth']}"
            counts[fault] += 1
            faults.append(f"{fault}: {place} {row['name_as_written']} ({line['why']})")
    accepted, first_of_all = counts["accepted"] / counts["signers with a party"], counts["right one first"]
    print(f"accepted {accepted:.1%}, right one first {first_of_all / counts['signers']:.1%}", dict(counts))
    print(*faults[:show], sep="\n")


def truth_of(folder: Path, read: set[str]) -> pd.DataFrame:
    """Return truth.csv with the columns of `read_lists`, and its names of files: that of a first list has no sheet."""
    truth = pd.read_csv(folder / "truth.csv", dtype="str", keep_default_na=False)
    named, first = {name for name in truth["file"] if "#" in name}, dict[str, str]()
    for file in {name.partition("#")[0] for name in named} & read:
        sheets = CalamineWorkbook.from_path(folder / "lists" / file).sheet_names
        own = [f"{file}#{sheet}" for sheet in sheets if f"{file}#{sheet}" in named - read]
        first |= dict.fromkeys(own[:1], file)
    names = {"file": "source_file", "row": "source_row", "person_id": "signer"}
    truth["file"] = truth["file"].replace(first)
    return truth.rename(columns=names).astype({"source_row": "Int64"})


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--as-of", type=datetime.date.fromisoformat, required=True)
    parser.add_argument("--show", type=int, default=20, help="how many lines that came out wrong")
    chosen = parser.parse_args()
    tables = tables_of(0, 0)
    lines, problems = read_lists(chosen.folder / "lists", KnownWords.of(tables))
    truth = truth_of(chosen.folder, {*lines["source_file"]})
    print(*(problem for problem in problems if problem.severity == "error"), sep="\n")
    lines, bodies, same = lines.assign(body_id="house"), Bodies(tables), ids_of_one_person(tables)
    for most in (0, int(len(truth) * _TEXTS_PER_LINE)):
        print(f"once {most} texts were decided on:")
        measured(resolved(lines, bodies, chosen.as_of, truth, most), truth, same, chosen.show)


if __name__ == "__main__":
    main()
