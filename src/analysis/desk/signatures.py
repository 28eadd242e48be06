"""Signatures that wait for a decision: each line beside its candidates, and the rows that would settle it."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from numbers import Integral
from typing import Any

import pandas as pd
from markupsafe import Markup
from rapidfuzz import fuzz, process

from analysis.briefing.tables import Column
from analysis.core.names import fold
from analysis.core.problems import ParameterError
from analysis.desk.calls import by_hand, call, line_to_copy
from analysis.desk.columns import rows_of
from analysis.desk.functions_that_wait import functions_that_wait
from analysis.desk.shown import SAY, Shown, folded, paragraph, shown, table
from analysis.reconciliation import Reconciliation, bodies_of
from analysis.signatories import waiting_for_decision
from analysis.signatories.decisions import ACTIONS, DECISION_COLUMNS, ready_row
from analysis.signatories.evidence import candidates_by_line
from analysis.signatories.lines import PARTY_MARK
from analysis.sources import limits
from analysis.sources.parliament import HOUSE

Row = dict[Any, Any]
# What can be decided on a line that means none of its candidates.
_OTHERS = ("not_in_parliament", "reject")
# Of 100: below it two names have little but single letters in common.
_RESEMBLES = 60


def waiting_signatures(month: Reconciliation) -> pd.DataFrame:
    """Return the lines of lists that wait for a decision; they name persons, and are not for sharing.

    One row per line, in the order of the lists; the columns are those of `signatories.waiting_for_decision`.
    """
    return waiting_for_decision(month.signatures)


def candidates_of_waiting(month: Reconciliation) -> pd.DataFrame:
    """Return each candidate of each waiting line, with what is known of them; not for sharing.

    One row per line and candidate, best first: source_file, source_row, candidate, candidate_id, name_agrees,
    address_agrees, score (0-100), sits, party_id, list_name, position, elected, signed_already (FILE:ROW) and ready_row
    (the decision that accepts this candidate); see `signatories.evidence.candidates_by_line`.
    """
    as_of = month.month.as_of
    return candidates_by_line(waiting_signatures(month), month.signatures, bodies_of(month.sources), as_of)


def nearest_ids(month: Reconciliation, candidate_id: str) -> str | None:
    """Return ids that a candidate_id may be meant for, with their names; None for one that there is.

    An id is that of a member or candidate of any body, or `party:` and that of a party.
    """
    sources = month.sources
    people = pd.concat([sources.members, sources.candidates])[["person_id", "full_name"]]
    names = dict(zip(people["person_id"], people["full_name"], strict=True))
    names |= {PARTY_MARK + party: party for party in sources.parties["party_id"]}
    if candidate_id in names:
        return None
    near = process.extract(candidate_id, list(names), scorer=fuzz.ratio, limit=3)
    return ", ".join(f"{found} ({names[found]})" for found, _, _ in near)


def doubt_about(month: Reconciliation, line: Row, candidate_id: str) -> str:
    """Return what an analyst should look at before a line is accepted for somebody; empty if there is nothing.

    A name that does not resemble the candidate's, or a line that is accepted for somebody else by now.
    """
    if not candidate_id:
        return ""
    if line["outcome"] == "accepted" and signatory_of(line) != candidate_id:
        return f"the line is accepted for {line['matched_name']} ({signatory_of(line)})"
    people = pd.concat([month.sources.members, month.sources.candidates])
    known = people.loc[people["person_id"] == candidate_id, "full_name"].unique()
    written = fold(line["name_as_written"] or "")
    if known.size and max(fuzz.token_set_ratio(written, fold(name)) for name in known) < _RESEMBLES:
        return f"the name {line['name_as_written']!r} does not resemble {known[0]} ({candidate_id})"
    return ""


@dataclass(frozen=True)
class LineToDecideOn:
    """A line that waits: what is written, why it waits, its candidates in words, and what can be decided on it.

    `rows` are the decisions as rows of CSV, each with what it means; `calls` are the same in a notebook.
    """

    heading: str
    because: str
    reason: str
    candidates: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    calls: tuple[str, ...]
    table: str


def lines_to_decide_on(month: Reconciliation) -> list[LineToDecideOn]:
    """Return the lines that wait for a decision, each with its candidates and the rows to choose from."""
    waiting = waiting_signatures(month)
    if waiting.empty:
        return []
    of_line = dict(tuple(candidates_of_waiting(month).groupby(["source_file", "source_row"])))
    parties = month.sources.parties.set_index("party_id")["abbreviation"].to_dict()
    return [_line(row, of_line.get((row["source_file"], row["source_row"])), parties) for row in rows_of(waiting)]


def signatures_that_wait(month: Reconciliation) -> Shown:
    """Return the lines that wait for a decision, each beside its candidates and above the calls to choose from.

    It names persons: not for sharing. As tables: `waiting_signatures` and `candidates_of_waiting`.
    """
    lines = lines_to_decide_on(month)
    if not lines:
        return shown(paragraph(SAY.say("desk.signatures.none")))
    how_to = "".join(
        [
            paragraph(SAY.say("desk.decision.how_to", file="signatories.csv")),
            paragraph(SAY.say("desk.signatures.how_to")),
        ]
    )
    functions = "".join(_function(row) for row in rows_of(functions_that_wait(month)))
    by_reason: dict[str, list[LineToDecideOn]] = {}
    for line in lines:
        by_reason.setdefault(line.reason, []).append(line)
    groups = [
        folded(
            SAY.count("desk.signatures.group", len(group), reason=reason), "".join(map(_block, group)), unfolded=True
        )
        for reason, group in sorted(by_reason.items(), key=lambda item: -len(item[1]))
    ]
    return shown(paragraph(SAY.count("desk.signatures.some", len(lines))), how_to, functions, *groups)


def _function(row: Row) -> str:
    """Return a function that lines wait for, with the calls that decide all of them."""
    said = SAY.count("desk.signatures.function", row["lines"], words=row["words"])
    named = {} if row["body_id"] == HOUSE else {"body": row["body_id"]}
    calls = [
        line_to_copy(
            SAY.say(f"desk.signatures.function.{action}"),
            call("decide_on_function", row["words"], action, lines=float(row["lines"]), **named),
        )
        for action in ("sits_or_stands", "another_role")
    ]
    return folded(said, "".join(calls))


def _block(line: LineToDecideOn) -> str:
    calls = [line_to_copy(what, made) for (what, _), made in zip(line.rows, line.calls, strict=True)]
    rows = by_hand("signatories.csv", DECISION_COLUMNS, [row for _, row in line.rows])
    return "".join([Markup("<h4>{}</h4>").format(line.heading), paragraph(line.because), line.table, *calls, rows])


def line_at(month: Reconciliation, source_file: str, source_row: int) -> Row:
    """Return a line of a list with its outcome; raises ParameterError if the month has no such line."""
    if isinstance(source_row, bool) or not isinstance(source_row, Integral) or source_row > limits.ROWS:
        raise ParameterError(f"source_row: found {source_row!r}, expected the number of a row")
    lines = month.signatures
    found = lines[(lines["source_file"] == source_file) & (lines["source_row"] == source_row)]
    if found.empty:
        raise ParameterError(f"no line {source_file}:{source_row} in the lists of {month.month}")
    return rows_of(found)[0]


def signatory_of(line: Row) -> str:
    """Return whom a line is taken to mean, as a candidate_id; empty while it waits."""
    return str(line["person_id"] or (PARTY_MARK + line["party_id"] if line["party_id"] else ""))


def row_for(month: Reconciliation, source_file: str, source_row: int, action: str) -> Shown:
    """Return the row of a decision on any line of a list, waiting or not, to add to data/decisions/signatories.csv.

    `source_row` counts as a spreadsheet does: the header is row 1. `action` is `accept`, `reject`, `duplicate`,
    `withdraw` or another of the contract. Raises ParameterError if the month has no such line, or the action is none of
    the contract.
    """
    line = line_at(month, source_file, source_row)
    if action not in ACTIONS:
        raise ParameterError(f"action: found {action!r}, expected one of {', '.join(ACTIONS)}")
    return shown(
        line_to_copy(SAY.say("desk.signatures.header"), ",".join(DECISION_COLUMNS)),
        line_to_copy(SAY.say("desk.signatures.row.any", action=action), ready_row(line, signatory_of(line), action)),
    )


def _line(line: Row, candidates: pd.DataFrame | None, parties: dict[str, str]) -> LineToDecideOn:
    said = ", ".join(filter(None, [line["function_as_written"], line["organisation_as_written"]]))
    signed = SAY.date(line["signed_on"].date()) if line["signed_on"] else SAY.say("desk.signatures.no_day")
    named = line["name_as_written"] or SAY.say("desk.signatures.no_name")
    place = f"{line['source_file']}:{line['source_row']}"
    found = [] if candidates is None else rows_of(candidates)
    spoken = [_in_words(each, parties, str(line["name_as_written"] or "")) for each in found]
    accepting = [(SAY.say("desk.signatures.row.accept", name=each["candidate"]), each["ready_row"]) for each in found]
    others = [(SAY.say(f"desk.signatures.row.{action}"), ready_row(line, action=action)) for action in _OTHERS]
    at = (line["source_file"], int(line["source_row"]))
    day = {} if line["signed_on"] else {"valid_from": ""}
    calls = [call("decide_on_line", *at, "accept", candidate=each["candidate_id"], **day) for each in found]
    calls += [call("decide_on_line", *at, action, **day) for action in _OTHERS]
    return LineToDecideOn(
        heading=SAY.say("desk.signatures.heading", name=named, said=said or SAY.say("desk.none"), signed=signed),
        because=SAY.say("desk.signatures.because", place=place, because=line["because"]),
        reason=_reason(str(line["because"])),
        candidates=tuple(_sentence(words) for words in spoken),
        rows=(*accepting, *others),
        calls=tuple(calls),
        table=_candidates(spoken) if spoken else "",
    )


def _sentence(words: dict[str, str | None]) -> str:
    """Return a candidate as one line, each fact with the heading of its column."""
    told = {name: text for name, text in words.items() if text and name != "compared"}
    facts = [f"{SAY.say(f'desk.signatures.column.{name}')}: {text}" for name, text in told.items()]
    return "; ".join([words["candidate"] or "", *facts[1:]])


def _candidates(spoken: list[dict[str, str | None]]) -> str:
    columns = ["candidate", "compared", "agrees", "score", "sat", "stood", "signed"]
    frame = pd.DataFrame(spoken, columns=columns, dtype="object")
    numeric = {"score"}
    return table(
        frame,
        SAY.say("desk.signatures.candidates"),
        [
            Column(
                name,
                SAY.say(f"desk.signatures.column.{name}"),
                numeric=name in numeric,
                row_header=place == 0,
                show=Markup if name == "compared" else str,
            )
            for place, name in enumerate(columns)
        ],
    )


def _reason(because: str) -> str:
    """Return why a line waits without what it quotes: lines that wait for one reason stand together."""
    return SAY.say("desk.signatures.no_day_read") if because.startswith("found ") else because.partition(":")[0]


def names_compared(written: str, known: str) -> Markup:
    """Return two names under each other, with the letters marked in which they differ; capitals and marks don't."""
    first, second = fold(written), fold(known)
    above, below = Markup(""), Markup("")
    for kind, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        mark = Markup("{}" if kind == "equal" else "<mark>{}</mark>")
        above += mark.format(first[a:b]) if b > a else ""
        below += mark.format(second[c:d]) if d > c else ""
    return Markup("<code>{} <br>{}</code>").format(above, below)


def _in_words(row: Row, parties: dict[str, str], written: str) -> dict[str, str | None]:
    party = parties.get(row["party_id"] or "", row["list_name"])
    facts = {"list": row["list_name"], "position": row["position"]}
    sat_for = {} if row["sits"] == "no" else {"party": party}
    elected = {"yes": "elected", "no": "not_elected"}.get(row["elected"] or "", "stood")
    agrees = [SAY.say(f"desk.signatures.agrees.{row['name_agrees']}")] if row["name_agrees"] else []
    agrees += [SAY.say("desk.signatures.misaddressed")] if row["address_agrees"] == "no" else []
    return {
        "candidate": row["candidate"],
        "compared": names_compared(written, row["candidate"]) if row["name_agrees"] else None,
        "agrees": "; ".join(agrees) or None,
        "score": SAY.number(round(row["score"])) if row["score"] is not None else None,
        "sat": SAY.say(f"desk.signatures.sits.{row['sits']}", **sat_for) if row["sits"] else None,
        "stood": SAY.say(f"desk.signatures.{elected}", **facts) if row["list_name"] else None,
        "signed": row["signed_already"],
    }
