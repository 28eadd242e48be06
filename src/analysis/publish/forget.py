"""Finds where a signatory's name is kept on this machine, and removes the reports that hold it: `briefing forget`."""

import csv
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from shutil import rmtree
from typing import NamedTuple

import pandas as pd

from analysis.core.folders import command_for, locked
from analysis.core.names import fold, words_of
from analysis.core.parameters import FIRST_MONTH, Month
from analysis.core.person_names import PREFIXES, readings, without_prefix
from analysis.core.problems import InputError, ParameterError, Problem, made_visible
from analysis.core.record_tables import grouped_by
from analysis.publish.reports_folder import months_in, write_front_page_and_feed
from analysis.reconciliation import reconcile_tables
from analysis.signatories.matching import MAX_CANDIDATES, KnownNames, NameIndex
from analysis.sources import CheckedTables, examine
from analysis.sources.contracts import path_of
from analysis.sources.decisions import NAMED
from analysis.sources.list_files import decoded

# Who is a member or a candidate is a public fact, published by others: a member who signed stays in these files.
PUBLIC_FILES = (
    *("members.csv", "candidates.csv", "sexes.csv", "party_events.csv", "party_names.csv"),
    *("house/snapshot.json", "decisions/updates.csv"),
)
_OUT_OF_REACH = (
    "out of reach of this command: what was sent, archived or backed up; git, if a list was ever committed; other "
    "clones and clusters; the trash and the history of editors, browsers and IPython; older logs (docs/privacy.md)"
)
_EMPTIED = "empty this row, but leave it there: the rows below keep their numbers"
_NAMES = ["full_name", "initials", "tussenvoegsel", "family_name"]
_fold = fold.__wrapped__  # without the cache, which would remember whole files
_NO_LETTERS = re.compile(r"[\W_]+")
_TAGS = re.compile(r"<[^<>]*>")
_SHORTEST = 5  # letters and digits: a shorter name is part of many other words
_MOST_UNPACKED = 100_000_000  # bytes: the largest list that was tried has 31 MB
# Raised for an archive that is damaged, has a password, or holds archives without end.
_NOT_UNPACKED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
# Pictures and fonts hold no names. (A PDF may, but a search of its bytes does not find them.)
_WITHOUT_TEXT = frozenset([".png", ".jpg", ".woff2", ".ttf"])


class Kept(NamedTuple):
    """Where a name is kept, in sentences, and the months of reports that hold it."""

    notes: list[str]  # lines that may be about the same person, and files that can't be searched
    steps: list[str]  # what has to be done by hand
    months: list[Path]
    like_it: list[str]  # where other names stand that may be meant

    def in_words(self, data_dir: Path) -> str:
        """Return the lines to print, with what to do next."""
        again = {month: command_for("build", month.name, data_dir, month.parent) for month in self.months}
        removable = [f"{month}: --yes removes it; then {command}" for month, command in again.items()]
        said = "kept nowhere else in data/, reports/ and notebooks/"
        if self.steps or self.months:
            said = "run it again when done"
        elif self.like_it:
            said = (
                "not found as written: if one of these is meant, run it again with that name; if none is, you are done"
            )
        lines = map(made_visible, (*self.notes, *self.steps, *removable, *self.like_it))
        return "\n".join([*lines, said, _OUT_OF_REACH])


def kept(name: str, data_dir: Path, out_dir: Path, notebooks: Path) -> Kept:
    """Return where a name or a person_id is kept; raises ParameterError for a part of a name."""
    checked, problems = examine(data_dir)
    tables = [checked.tables[table] for table in ("members", "candidates") if table in checked.tables]
    rosters = pd.concat([table[["person_id", *_NAMES]] for table in tables]).drop_duplicates().fillna("")
    is_meant = (rosters["person_id"] == name) | rosters["full_name"].map(lambda text: words_of(text) == words_of(name))
    persons, words = set(rosters.loc[is_meant, "person_id"]), set(words_of(name))
    lines, notes = _lines(checked, problems)
    decisions = checked.tables.get("decisions_signatories")
    made = [*months_in(out_dir)]
    written = _names_written(lines, decisions, made)
    if len(words) < 2 and not persons:
        meant = ", ".join(sorted(names_like(name, written))[:MAX_CANDIDATES])
        hint = made_visible(f"; did you mean {meant}?") if meant else ""
        raise ParameterError(f"name: found {name!r}, expected a complete name or a person_id{hint}")
    own, waiting = _lines_of(lines, words, persons)
    persons |= set(own["person_id"].dropna())
    notes += [f"signatories/{place}: waits, and may be the same person: look at it" for place in waiting]
    steps = [f"signatories/{place}: {_EMPTIED}" for place in own["place"]]
    named = {data_dir / "signatories" / file.partition("#")[0] for file in own["source_file"]}
    # Each way in which the rosters and the lists write the name.
    known = rosters[rosters["person_id"].isin(persons)]
    initials = known["initials"] + " " + known["tussenvoegsel"] + " " + known["family_name"]
    needles = needles_of([name, *persons, *own["name_as_written"].dropna(), *known["full_name"], *initials])
    if decisions is not None and not decisions.empty:
        found = _decisions_on(own["place"], needles, decisions)
        steps += [f"decisions/signatories.csv: take out the row {decision_id}" for decision_id in found]
        named.add(data_dir / "decisions" / "signatories.csv")

    files = {path for folder in (data_dir, out_dir, notebooks) for path in folder.rglob("*") if path.is_file()}
    holding, unread = search(sorted(files - {data_dir / file for file in PUBLIC_FILES}), needles)
    month_of = {file: month for month in made for file in files if file.is_relative_to(month)}
    # A PDF in a month says what its HTML or notebook says; the index page is written again with the reports.
    notes += [f"{file}: can't be searched: look at it" for file in unread if file not in month_of]
    steps += _released_with(needles, checked)
    named.add(data_dir / path_of(NAMED))
    others = [file for file in holding if file not in {*named, *month_of, out_dir / "index.html"}]
    steps += [f"{file}: holds the name: remove it, or the name from it" for file in others]
    found_already = {*own["name_as_written"], *(text for text in written if words <= set(words_of(text)))}
    like_it = [
        f"{place}: holds {text}: is that who is meant?"
        for text in sorted(names_like(name, written.keys() - found_already))
        for place in written[text]
    ]
    return Kept(notes, steps, sorted({month_of[file] for file in holding if file in month_of}), like_it)


def _lines_of(lines: pd.DataFrame, words: set[str], persons: set[str]) -> tuple[pd.DataFrame, pd.Series]:
    """Return the lines with a name or of the persons, with duplicates, and the places of lines that may be theirs."""
    is_own = lines["name_as_written"].fillna("").map(lambda text: words <= set(words_of(text)))
    is_own |= lines["person_id"].isin(persons | set(lines.loc[is_own, "person_id"].dropna()))
    is_own |= lines["duplicate_of"].isin(lines.loc[is_own, "place"])
    known = persons | set(lines.loc[is_own, "person_id"].dropna())
    may_be = lines["candidate_ids"].fillna("").map(lambda ids: bool(known & set(ids.split("|"))))
    return lines[is_own], lines.loc[may_be & ~is_own, "place"]


def names_like(name: str, written: Iterable[str]) -> set[str]:
    """Return the names that may be the same person's: they agree in part or nearly; prefixes may be missing."""
    known = {}
    for each in written:
        ways = [
            (read.given, read.initials, "", surname)
            for read in readings(each)
            for surname in {read.surname, without_prefix(read.surname)}
        ]
        known[each] = KnownNames.of(ways, ())
    index, without = NameIndex(known), " ".join(word for word in name.split() if word.casefold() not in PREFIXES)
    return {*index.agreeing(name), *index.alike(name), *index.alike(without)}


def _names_written(lines: pd.DataFrame, decisions: pd.DataFrame | None, months: Iterable[Path]) -> dict[str, list[str]]:
    """Return the places of each name in lists, in decisions, and in the signatures.csv of months of reports."""
    found = [
        (text, f"signatories/{place}") for text, place in zip(lines["name_as_written"], lines["place"], strict=True)
    ]
    if decisions is not None:
        found += [(text, "decisions/signatories.csv") for text in decisions["name_as_written"]]
    for file in (month / "internal" / "signatures.csv" for month in months):
        if file.is_file():
            rows = csv.DictReader(io.StringIO(decoded(file.read_bytes()) or ""))
            found += [(row.get("name_as_written"), str(file)) for row in rows]
    by_name = grouped_by((each for each in found if isinstance(each[0], str)), lambda each: each[0])
    return {name: list(dict.fromkeys(place for _, place in own)) for name, own in by_name.items()}


def _lines(checked: CheckedTables, problems: list[Problem]) -> tuple[pd.DataFrame, list[str]]:
    """Return the lines of the lists, with `place` (FILE:ROW) and whom they mean; and a note if that can't be known."""
    lines, notes = checked.tables["signature_lines"], []
    try:
        if any(problem.severity == "error" for problem in problems):
            raise InputError(problems)
        # The lines are resolved as of the newest month in which a line, or a decision on one, begins to apply.
        begin = checked.tables["decisions_signatories"]["valid_from"]
        newest = pd.concat([lines["signed_on"], lines["may_be_named_from"], begin]).max()
        month = FIRST_MONTH if pd.isna(newest) else max(FIRST_MONTH, Month.of(newest.date()))
        lines = reconcile_tables(month, checked).signatures
    except InputError:
        notes = ["the data do not pass briefing check: until then, lines that write the name otherwise are not found"]
        lines = lines.assign(person_id=None, duplicate_of=None, candidate_ids=None)
    return lines.assign(place=lines["source_file"] + ":" + lines["source_row"].astype("str")), notes


def _decisions_on(places: pd.Series, needles: set[str], decisions: pd.DataFrame) -> pd.Series:
    """Return the ids of the decisions that are on lines at these places or on their duplicates, or hold the name."""
    place = decisions["source_file"] + ":" + decisions["source_row"].astype("str")
    texts = decisions.fillna("").astype("str").agg(" ".join, axis="columns").map(_letters)
    has_name = texts.map(lambda text: any(needle in text for needle in needles))
    return decisions.loc[place.isin(places) | decisions["duplicate_of"].isin(places) | has_name, "decision_id"]


def _released_with(needles: set[str], checked: CheckedTables) -> Iterator[str]:
    """Yield what to take out of the names of each released version; the number of those named must stay."""
    for row in checked.tables[NAMED].fillna("").to_dict("records") if NAMED in checked.tables else ():
        for entry in row["named"].split("; "):
            if any(needle in _letters(entry.removesuffix(" (sits)")) for needle in needles):
                what = f"{path_of(NAMED)}: version {row['edition']} of {row['month']}: take out the words"
                yield made_visible(f'{what} "{entry}; " and no more: how many were named stays')


def remove_reports(months: list[Path], out_dir: Path) -> None:
    """Remove months of reports; raises ParameterError while a build is running."""
    with locked(out_dir, wait=False):
        for month in months:
            rmtree(month)
        write_front_page_and_feed(out_dir)


def needles_of(names: Iterable[str]) -> set[str]:
    """Return what to search for: the letters and digits of each name, also with its last words first."""
    ordered = [words[at:] + words[:at] for words in map(words_of, names) for at in range(len(words))]
    return {needle for words in ordered if len(needle := _letters(" ".join(words))) >= _SHORTEST}


def search(files: Iterable[Path], needles: set[str]) -> tuple[list[Path], list[Path]]:
    """Return which files hold one of the needles, and which can't be searched."""
    holding, unread = [], []
    for path in files:
        content = path.read_bytes()
        if content.startswith(b"%PDF"):
            unread.append(path)
        elif path.suffix not in _WITHOUT_TEXT:
            text = _letters(path.name)
            try:
                text = "\n".join([text, *map(_letters, _texts(content))])
            except _NOT_UNPACKED:
                unread.append(path)
            if any(needle in text for needle in needles):
                holding.append(path)
    return holding, unread


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", _fold(text))


def _texts(content: bytes, most: int = _MOST_UNPACKED) -> Iterator[str]:
    """Yield the texts in a file, or in its parts if packed; raises one of _NOT_UNPACKED, also beyond `most` bytes."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            most -= sum(part.file_size for part in parts.infolist())
            if most < 0:
                raise zipfile.BadZipFile("too large")
            for part in parts.infolist():
                yield part.filename
                with parts.open(part) as packed:
                    yield from _texts(packed.read(part.file_size), most)  # never more than the size it claims
    else:
        text = decoded(content) or ""
        yield from (text, html.unescape(_TAGS.sub("", text)))
