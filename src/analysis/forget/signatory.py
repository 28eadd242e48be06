"""Who is to be forgotten: every line of every list that is of one person, and the rulings on them."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.decision_files import rows_of_file, without_rows
from analysis.names import words_of
from analysis.parameters import FIRST_MONTH, Month
from analysis.problems import ParameterError, Problem
from analysis.reconciliation import bodies_of
from analysis.signatories import resolve_signatures
from analysis.sources import CheckedTables, as_of, examine
from analysis.sources.table_texts import sound_text

Place = tuple[str, int]
Fault = tuple[str, str | None, str]
RULINGS = "decisions/signatories.csv"
_NAMES_OF_MEMBERS = ["full_name", "given_name", "initials", "tussenvoegsel", "family_name"]


@dataclass(frozen=True)
class Signatory:
    """The lines of one person (file and row), how he or she is written in them, and the rulings on them.

    `names`: how the person may be written anywhere. `unsure`: lines that wait and may be of the same person.
    `rulings`: the ids of those that go, `text_of_rulings` the file without them. `other_places`: all other lines;
    `known_faults`: what is wrong with the data as they are; `is_resolved`: they pass, so that lines that are written
    in another way are found too.
    """

    lines: list[Place]
    written: dict[Place, str]
    names: list[str]
    unsure: list[Place]
    rulings: list[str]
    text_of_rulings: str
    other_places: set[Place]
    known_faults: frozenset[Fault] = frozenset()
    is_resolved: bool = True


def fault_of(problem: Problem) -> Fault:
    """Return a fault without its row: rulings below one that goes move up."""
    return problem.file, problem.column, problem.found


def signatory(name: str, data_dir: Path, only: tuple[str, ...] = ()) -> Signatory:
    """Return the lines and rulings of whoever has a name or person_id, or of the lines that are given (FILE:ROW).

    A line is of that person if all words of the name stand in it, if it was resolved to that person, or if a ruling
    says that it repeats such a line. Raises ParameterError for a line that is not there and for a part of a name.
    """
    checked, problems = examine(data_dir)
    lines = checked.tables["signature_lines"]
    passes = not any(problem.severity == "error" for problem in problems)
    known = _resolved(checked) if passes else _unresolved(lines)
    wanted, persons = set(words_of(name)), _persons(name, checked)
    if len(wanted) < 2 and not (persons or only):
        raise ParameterError(f"name: found {name!r}, expected a whole name, a person_id, or the lines by --line")
    is_meant = known["name_as_written"].fillna("").map(lambda text: wanted <= set(words_of(text)))
    if only:
        is_meant = known["place"].isin(only)
        if absent := sorted(set(only) - set(known["place"])):
            raise ParameterError(f"line: found {', '.join(absent)}, expected a line of a list, as FILE:ROW")
        persons = set()
    persons |= set(known.loc[is_meant, "person_id"].dropna())
    if not only:
        is_meant |= known["person_id"].isin(persons)
        is_meant |= known["duplicate_of"].isin(known.loc[is_meant, "place"])
    mine = known[is_meant]
    may_be = known["candidate_ids"].fillna("").map(lambda ids: bool(persons & set(ids.split("|")))) & ~is_meant
    text, rulings = _rulings(data_dir / RULINGS, set(mine["place"]), persons, set() if only else wanted)
    return Signatory(
        lines=_places(mine),
        written=dict(zip(_places(mine), mine["name_as_written"].fillna(""), strict=True)),
        names=[name, *mine["name_as_written"].dropna(), *_names_of(persons, checked), *persons],
        unsure=_places(known[may_be]),
        rulings=rulings,
        text_of_rulings=text,
        other_places=set(_places(known[~is_meant])),
        known_faults=frozenset(map(fault_of, problems)),
        is_resolved=passes,
    )


def _places(lines: pd.DataFrame) -> list[Place]:
    return [(str(file), int(row)) for file, row in zip(lines["source_file"], lines["source_row"], strict=True)]


def _unresolved(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the lines by themselves: where the data do not pass, nobody can tell more of them."""
    place = lines["source_file"] + ":" + lines["source_row"].astype("str")
    return lines.assign(place=place, person_id=None, duplicate_of=None, candidate_ids=None)


def _resolved(checked: CheckedTables) -> pd.DataFrame:
    """Return the lines, each with whom it was resolved to at the end of the newest month that anything is about."""
    lines, rulings = checked.tables["signature_lines"], checked.tables["decisions_signatories"]
    days = pd.concat([lines["signed_on"], lines["may_be_named_from"], rulings["valid_from"]]).dropna()
    newest = max([FIRST_MONTH, *(Month.of(day.date()) for day in [days.max()] if len(days))])
    sources = as_of(newest, checked)
    resolved = resolve_signatures(
        sources.signature_lines, bodies_of(sources), sources.decisions.signatories, newest.as_of
    )
    key = ["source_file", "source_row"]
    known = resolved.signatures[[*key, "person_id", "duplicate_of", "candidate_ids"]]
    return (
        _unresolved(lines).drop(columns=["person_id", "duplicate_of", "candidate_ids"]).merge(known, on=key, how="left")
    )


def _persons(name: str, checked: CheckedTables) -> set[str]:
    """Return the ids of members and candidates of a name, or the id that is given."""
    rosters = [checked.tables[table] for table in ("members", "candidates") if table in checked.tables]
    wanted = words_of(name)
    return {
        person
        for roster in rosters
        for person, full in zip(roster["person_id"], roster["full_name"], strict=True)
        if person == name or words_of(full) == wanted
    }


def _names_of(persons: set[str], checked: CheckedTables) -> list[str]:
    """Return how the rosters write some people: the whole name, and the initials with the surname."""
    rosters = [checked.tables[table] for table in ("members", "candidates") if table in checked.tables]
    names: dict[str, None] = {}
    for roster in rosters:
        for row in roster[roster["person_id"].isin(persons)][_NAMES_OF_MEMBERS].fillna("").to_dict("records"):
            names[row["full_name"]] = None
            names[" ".join(filter(None, (row["initials"], row["tussenvoegsel"], row["family_name"])))] = None
    return list(names)


def _rulings(path: Path, places: set[str], persons: set[str], words: set[str]) -> tuple[str, list[str]]:
    """Return the file of rulings without those on some lines or persons, and the ids of these."""
    text = sound_text(path, RULINGS)

    def is_on(row: dict[str, str]) -> bool:
        place = f"{row.get('source_file')}:{row.get('source_row')}"
        named = bool(words) and words <= set(words_of(row.get("name_as_written", "")))
        return named or bool({place, row.get("duplicate_of")} & places) or row.get("person_id") in persons

    gone = [row.get("decision_id", "") for row in rows_of_file(text) if is_on(row)]
    return without_rows(text, is_on), gone
