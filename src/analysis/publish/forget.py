"""Where the name of somebody who signed is kept on this machine, and what takes it away: `briefing forget`.

The command looks in the text of files, packed ones too, and removes reports that hold the name. Lists and decisions are
a person's to change, as a program would have to guess; the command says where, and how, and finds nothing when it is
run again.
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

# Facts about parliament, published by others: whoever sat or stood for it stays in them.
ROSTERS = ("members.csv", "candidates.csv", "sexes.csv", "party_events.csv", "party_names.csv")
OUT_OF_REACH = (
    "out of reach of this command: what was sent, archived or backed up; git, if a list was ever committed; other "
    "clones and clusters; the trash and the history of editors, browsers and IPython; older logs (docs/privacy.md)"
)
_NAMES = ["full_name", "initials", "tussenvoegsel", "family_name"]
_NO_LETTERS = re.compile(r"[\W_]+")
_TAGS = re.compile(r"<[^<>]*>")
# A shorter one is part of many words.
_SHORTEST = 5
# Drawings and fonts hold no names; what a PDF shows is not to be found in its bytes.
_WITHOUT_TEXT = frozenset([".png", ".jpg", ".woff2", ".ttf"])


@dataclass(frozen=True)
class Found:
    """Which files hold a name, and which could not be looked into."""

    holding: list[Path] = field(default_factory=list)
    unread: list[Path] = field(default_factory=list)


@dataclass(frozen=True)
class Kept:
    """Where a name is kept: `steps` a person has to take, `months` of reports that the command can remove.

    `notes` are what a person should look at: it may be the same person, or can't be searched.
    """

    notes: list[str]
    steps: list[str]
    months: list[Path]

    @property
    def is_empty(self) -> bool:
        """Return whether the name is kept nowhere that could be searched."""
        return not (self.steps or self.months)

    def lines(self) -> list[str]:
        """Return what is to be done and looked at, a line each."""
        removed = [f"{month}: --yes removes it; then briefing build --month {month.name}" for month in self.months]
        return [*self.notes, *self.steps, *removed]


def kept(name: str, data_dir: Path, out_dir: Path, notebooks: Path) -> Kept:
    """Return where a name, or a person_id, is kept; raises ParameterError for a part of a name."""
    checked, problems = examine(data_dir)
    is_resolved = not any(problem.severity == "error" for problem in problems)
    lines, wanted = _lines(checked, is_resolved), set(words_of(name))
    tables = [checked.tables[table] for table in ("members", "candidates") if table in checked.tables]
    rosters = pd.concat([table[["person_id", *_NAMES]] for table in tables]).drop_duplicates()
    is_meant = (rosters["person_id"] == name) | rosters["full_name"].map(lambda text: words_of(text) == words_of(name))
    persons = set(rosters.loc[is_meant, "person_id"])
    if len(wanted) < 2 and not persons:
        raise ParameterError(f"name: found {name!r}, expected a complete name or a person_id")
    is_named = lines["name_as_written"].fillna("").map(lambda text: wanted <= set(words_of(text)))
    persons |= set(lines.loc[is_named, "person_id"].dropna())
    is_named |= lines["person_id"].isin(persons)
    is_named |= lines["duplicate_of"].isin(lines.loc[is_named, "place"])
    may_be = lines["candidate_ids"].fillna("").map(lambda ids: bool(persons & set(ids.split("|")))) & ~is_named
    own = lines[is_named]

    names = [name, *persons, *own["name_as_written"].dropna()]
    for row in rosters[rosters["person_id"].isin(persons)].fillna("").to_dict("records"):
        initials = [row[part] for part in ("initials", "tussenvoegsel", "family_name") if row[part]]
        names += [row["full_name"], " ".join(initials)]
    lists = {data_dir / "signatories" / place.partition(":")[0].partition("#")[0] for place in own["place"]}
    known = {*lists, data_dir / "decisions" / "signatories.csv", out_dir / "index.html"}
    files = sorted(path for folder in (data_dir, out_dir, notebooks) for path in folder.rglob("*") if path.is_file())
    facts_of_others = {data_dir / file for file in ROSTERS}
    found = search((path for path in files if path not in facts_of_others), needles_of(names))
    made = [page.parents[1] for page in out_dir.glob(MONTHS)]
    month_of = {file: month for month in made for file in files if file.is_relative_to(month)}
    months = sorted({month_of[file] for file in found.holding if file in month_of})
    others = [file for file in found.holding if file not in known and file not in month_of]
    unread = [file for file in found.unread if month_of.get(file) not in months]

    not_passed = "the data do not pass briefing check: until then, lines that write the name otherwise are not found"
    emptied = "empty this row, but leave it there: the rows below keep their numbers"
    decisions = _decisions(checked, set(own["place"]), persons, wanted)
    return Kept(
        notes=[
            *([] if is_resolved else [not_passed]),
            *(f"signatories/{p}: waits, and may be the same person: look at it" for p in lines.loc[may_be, "place"]),
            *(f"{file}: can't be searched: look at it" for file in unread),
        ],
        steps=[
            *(f"signatories/{place}: {emptied}" for place in own["place"]),
            *(f"decisions/signatories.csv: take out the row {decision}" for decision in decisions),
            *(f"{file}: holds the name: remove it, or the name from it" for file in others),
        ],
        months=months,
    )


def remove_reports(months: list[Path], out_dir: Path) -> None:
    """Remove months of reports; raises FolderInUseError while a build is at work."""
    with locked(out_dir, wait=False):
        for month in months:
            rmtree(month)
        write_front_page_and_feed(out_dir)


def _lines(checked: CheckedTables, is_resolved: bool) -> pd.DataFrame:
    """Return the lines of the lists, each with whom it was resolved to at the end of the newest month about them."""
    lines, decisions = checked.tables["signature_lines"], checked.tables.get("decisions_signatories", pd.DataFrame())
    lines = lines.assign(place=lines["source_file"] + ":" + lines["source_row"].astype("str"))
    if not is_resolved:
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
    """Return the ids of the decisions on some lines or persons, or on a line of that name."""
    decisions = checked.tables.get("decisions_signatories")
    if decisions is None or decisions.empty:
        return []
    place = decisions["source_file"] + ":" + decisions["source_row"].astype("str")
    is_on = place.isin(places) | decisions["duplicate_of"].isin(places) | decisions["person_id"].isin(persons)
    is_on |= decisions["name_as_written"].fillna("").map(lambda text: len(wanted) > 1 and wanted <= set(words_of(text)))
    return list(decisions.loc[is_on, "decision_id"])


def needles_of(names: Iterable[str]) -> set[str]:
    """Return what to look for: each name in any order of its words that people use, letters and digits alone."""
    ordered = [words[at:] + words[:at] for words in map(words_of, names) for at in range(len(words))]
    return {needle for words in ordered if len(needle := _letters(" ".join(words))) >= _SHORTEST}


def search(files: Iterable[Path], needles: set[str]) -> Found:
    """Return which of some files hold one of the needles, and which nobody can search."""
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
    """Return the letters and digits of a text, without accents and capitals."""
    if not text.isascii():
        text = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return _NO_LETTERS.sub("", text.casefold())


def _texts(content: bytes) -> Iterator[str]:
    """Yield the texts of a file: as it is, without the elements and entities of a page, and of the parts it packs."""
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
