"""Finding where the name of a signatory is kept on this machine, and removing the reports with it: `briefing forget`.

The command searches the text of files, also within packed ones, and removes reports. A person has to change lists and
decisions: the command names the rows and says what to do, and finds nothing when it is run again.
"""

import html
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree

import pandas as pd

from analysis.core.folders import locked
from analysis.core.names import words_of
from analysis.core.parameters import FIRST_MONTH, Month
from analysis.core.problems import ParameterError
from analysis.publish.build import MONTHS, write_front_page_and_feed
from analysis.reconciliation import bodies_of
from analysis.signatories import resolve_signatures
from analysis.sources import CheckedTables, as_of, examine
from analysis.sources.list_files import decoded

# Members and candidates are public facts, published by others: a member who signed remains in these tables.
ROSTERS = ("members.csv", "candidates.csv", "sexes.csv", "party_events.csv", "party_names.csv")
OUT_OF_REACH = (
    "out of reach of this command: what was sent, archived or backed up; git, if a list was ever committed; other "
    "clones and clusters; the trash and the history of editors, browsers and IPython; older logs (docs/privacy.md)"
)
_NAMES = ["full_name", "initials", "tussenvoegsel", "family_name"]
_NO_LETTERS = re.compile(r"[\W_]+")
_TAGS = re.compile(r"<[^<>]*>")
# A shorter name is part of many other words.
_SHORTEST = 5
# Pictures and fonts hold no names. A PDF may, but its text can't be found in its bytes.
_WITHOUT_TEXT = frozenset([".png", ".jpg", ".woff2", ".ttf"])


@dataclass(frozen=True)
class Found:
    """Which files hold a name, and which could not be searched."""

    holding: list[Path] = field(default_factory=list)
    unread: list[Path] = field(default_factory=list)


@dataclass(frozen=True)
class Kept:
    """Where a name is kept: what a person has to do (`steps`), and the months of reports that the command can remove.

    `notes` name lines that may be of the same person, and files that can't be searched.
    """

    notes: list[str]
    steps: list[str]
    months: list[Path]

    @property
    def is_empty(self) -> bool:
        """Return whether nothing that could be searched holds the name."""
        return not (self.steps or self.months)

    def lines(self) -> list[str]:
        """Return what to look at and what to do, a line each."""
        removed = [f"{month}: --yes removes it; then briefing build --month {month.name}" for month in self.months]
        return [*self.notes, *self.steps, *removed]


def kept(name: str, data_dir: Path, out_dir: Path, notebooks: Path) -> Kept:
    """Return where a name, or a person_id, is kept; raises ParameterError for a part of a name."""
    checked, problems = examine(data_dir)
    is_valid = not any(problem.severity == "error" for problem in problems)
    lines, rosters = _lines(checked, is_valid), _rosters(checked)
    persons = _persons(name, rosters)
    own = _lines_of(name, persons, lines)
    persons |= set(own["person_id"].dropna())
    notes, steps = _in_lists(name, checked, lines, own, persons)
    if not is_valid:
        notes.insert(
            0, "the data do not pass briefing check: until then, lines that write the name otherwise are not found"
        )

    files = {path for folder in (data_dir, out_dir, notebooks) for path in folder.rglob("*") if path.is_file()}
    files -= {data_dir / file for file in ROSTERS}
    found = search(sorted(files), needles_of(_spellings(name, persons, own, rosters)))
    made = [page.parents[1] for page in out_dir.glob(MONTHS)]
    month_of = {file: month for month in made for file in files if file.is_relative_to(month)}
    months = {month_of[file] for file in found.holding if file in month_of}
    # The steps name rows in these already, and the index is written again when reports are removed.
    lists = {data_dir / "signatories" / file.partition("#")[0] for file in own["source_file"]}
    named = {*lists, *month_of, data_dir / "decisions" / "signatories.csv", out_dir / "index.html"}
    unread = [file for file in found.unread if month_of.get(file) not in months]
    return Kept(
        notes=[*notes, *(f"{file}: can't be searched: look at it" for file in unread)],
        steps=[
            *steps,
            *(f"{file}: holds the name: remove it, or the name from it" for file in found.holding if file not in named),
        ],
        months=sorted(months),
    )


def _rosters(checked: CheckedTables) -> pd.DataFrame:
    """Return the names of members and candidates: `person_id` and the parts of the name."""
    tables = [checked.tables[table] for table in ("members", "candidates") if table in checked.tables]
    return pd.concat([table[["person_id", *_NAMES]] for table in tables]).drop_duplicates()


def _persons(name: str, rosters: pd.DataFrame) -> set[str]:
    """Return the ids of the members and candidates of that name or id."""
    is_meant = (rosters["person_id"] == name) | rosters["full_name"].map(lambda text: words_of(text) == words_of(name))
    persons = set(rosters.loc[is_meant, "person_id"])
    if len(set(words_of(name))) < 2 and not persons:
        raise ParameterError(f"name: found {name!r}, expected a complete name or a person_id")
    return persons


def _lines_of(name: str, persons: set[str], lines: pd.DataFrame) -> pd.DataFrame:
    """Return the lines with all words of the name, those of the same persons, and the duplicates of either."""
    words = set(words_of(name))
    is_own = lines["name_as_written"].fillna("").map(lambda text: words <= set(words_of(text)))
    is_own |= lines["person_id"].isin(persons | set(lines.loc[is_own, "person_id"].dropna()))
    is_own |= lines["duplicate_of"].isin(lines.loc[is_own, "place"])
    return lines[is_own]


def _in_lists(
    name: str, checked: CheckedTables, lines: pd.DataFrame, own: pd.DataFrame, persons: set[str]
) -> tuple[list[str], list[str]]:
    """Return the lines that wait and may be of the same person, and the rows of lists and decisions to remove."""
    may_be = lines["candidate_ids"].fillna("").map(lambda ids: bool(persons & set(ids.split("|"))))
    waiting = lines.loc[may_be & ~lines["place"].isin(own["place"]), "place"]
    emptied = "empty this row, but leave it there: the rows below keep their numbers"
    decisions = _decisions(checked, set(own["place"]), persons, set(words_of(name)))
    notes = [f"signatories/{place}: waits, and may be the same person: look at it" for place in waiting]
    steps = [f"signatories/{place}: {emptied}" for place in own["place"]]
    return notes, steps + [f"decisions/signatories.csv: take out the row {decision}" for decision in decisions]


def _spellings(name: str, persons: set[str], own: pd.DataFrame, rosters: pd.DataFrame) -> list[str]:
    """Return the name, the ids, and each way in which the rosters and the lists write it."""
    known = rosters[rosters["person_id"].isin(persons)].fillna("")
    initials = known["initials"] + " " + known["tussenvoegsel"] + " " + known["family_name"]
    return [name, *persons, *own["name_as_written"].dropna(), *known["full_name"], *initials]


def remove_reports(months: list[Path], out_dir: Path) -> None:
    """Remove months of reports; raises FolderInUseError while a build is running."""
    with locked(out_dir, wait=False):
        for month in months:
            rmtree(month)
        write_front_page_and_feed(out_dir)


def _lines(checked: CheckedTables, is_valid: bool) -> pd.DataFrame:
    """Return the lines of the lists, with `place` (FILE:ROW) and, if the data are valid, the persons they are of.

    They are resolved as of the newest month in which a line or a decision on one applies.
    """
    lines, decisions = checked.tables["signature_lines"], checked.tables.get("decisions_signatories", pd.DataFrame())
    lines = lines.assign(place=lines["source_file"] + ":" + lines["source_row"].astype("str"))
    if not is_valid:
        return lines.assign(person_id=None, duplicate_of=None, candidate_ids=None)
    days = pd.concat([lines["signed_on"], lines["may_be_named_from"], decisions["valid_from"]]).dropna()
    newest = max([FIRST_MONTH, *(Month.of(day.date()) for day in [days.max()] if len(days))])
    sources = as_of(newest, checked)
    resolved = resolve_signatures(
        lines, bodies_of(sources), sources.decisions.signatories, newest.as_of, sources.decisions.functions
    )
    key = ["source_file", "source_row"]
    return lines.merge(resolved.signatures[[*key, "person_id", "duplicate_of", "candidate_ids"]], on=key, how="left")


def _decisions(checked: CheckedTables, places: set[str], persons: set[str], wanted: set[str]) -> list[str]:
    """Return the ids of the decisions on these lines, these persons, or a line with all these words in its name."""
    decisions = checked.tables.get("decisions_signatories")
    if decisions is None or decisions.empty:
        return []
    place = decisions["source_file"] + ":" + decisions["source_row"].astype("str")
    is_on = place.isin(places) | decisions["duplicate_of"].isin(places) | decisions["person_id"].isin(persons)
    is_on |= decisions["name_as_written"].fillna("").map(lambda text: len(wanted) > 1 and wanted <= set(words_of(text)))
    return list(decisions.loc[is_on, "decision_id"])


def needles_of(names: Iterable[str]) -> set[str]:
    """Return what to search for: the letters and digits of each name, also with its last words first."""
    ordered = [words[at:] + words[:at] for words in map(words_of, names) for at in range(len(words))]
    return {needle for words in ordered if len(needle := _letters(" ".join(words))) >= _SHORTEST}


def search(files: Iterable[Path], needles: set[str]) -> Found:
    """Return which files hold one of the needles, and which can't be searched."""
    found = Found()
    for path in files:
        content = path.read_bytes()
        if content.startswith(b"%PDF"):
            found.unread.append(path)
        elif path.suffix not in _WITHOUT_TEXT:
            texts = map(_letters, (path.name, *_texts(content)))
            if any(needle in text for text in texts for needle in needles):
                found.holding.append(path)
    return found


def _letters(text: str) -> str:
    """Return the letters and digits of a text in lower case, without accents."""
    if not text.isascii():
        text = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return _NO_LETTERS.sub("", text.casefold())


def _texts(content: bytes) -> Iterator[str]:
    """Yield the texts in a file: as it is, without HTML elements and entities, and of each part of a zip archive."""
    if content.startswith(b"PK"):
        damaged_or_with_a_password = (zipfile.BadZipFile, NotImplementedError, RuntimeError)
        with suppress(*damaged_or_with_a_password), zipfile.ZipFile(io.BytesIO(content)) as parts:
            for name in parts.namelist():
                yield name
                yield from _texts(parts.read(name))
        return
    text = decoded(content) or ""
    yield text
    yield html.unescape(_TAGS.sub("", text))
